"""A span of time → its digest: entries by watch, what to review, what was held back, how the feeds fare.

When a digest is due is decided here too, by comparing local dates and wall-clock times. So a clock change
neither doubles nor skips it: where the hour does not exist, the first moment after it counts; where it comes
twice, the date has had its digest by then. A day whose hour was missed has its digest as soon as we are back,
even on the next day; of several such days only the last, for its digest covers them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.model import Action, Level, Suggestion, Watch

FIRST_SPAN = timedelta(days=1)
LONGEST_SPAN = timedelta(days=7)
"""After a longer downtime the digest still covers only this much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as the digest tells it."""

    key: int
    title: str
    link: str
    source: str
    at: datetime  #: published, else first seen; UTC
    action: Action
    reason: str
    watches: tuple[str, ...]
    rules: tuple[str, ...]
    unsure: tuple[str, ...]  #: watches that it names unsurely
    score: float  #: 0 to 1: the highest of those unsure mentions, 1 where there is none
    sentence: str  #: the first sentence with a watched name


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the feeds fared."""

    feeds: int
    answered: int | None  #: None: they have been polled since, and how they fared then is not known any more
    entries: int  #: new ones, with or without a watched name
    failing: tuple[tuple[str, str, datetime | None], ...] = ()  #: URL, error in words, since when


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One watch with the entries that name it. An entry stands under its first watch only."""

    watch: str
    name: str
    count: int  #: entries that name it, those told under another watch included
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What happened in a span of time, for one chat."""

    day: date
    since: datetime
    until: datetime
    rules: tuple[tuple[str, tuple[Item, ...]], ...]  #: rule title → entries: what matters first
    sections: tuple[Section, ...]
    review: tuple[Item, ...]  #: the likeliest first
    held: tuple[Item, ...]
    alerts: int
    health: Health
    unwatched: tuple[Suggestion, ...] = ()  #: names that turned up again and that nobody watches

    @property
    def empty(self) -> bool:
        """Return whether no entry named a watch."""
        return not (self.rules or self.sections or self.review or self.held)


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the UTC moments at which the local day begins and ends (23 to 25 hours)."""
    start, end = (datetime.combine(d, time(), zone).astimezone(UTC) for d in (day, day + timedelta(days=1)))
    return start, end


def due(now: datetime, zone: ZoneInfo, at: time, last_day: str | None) -> date | None:
    """Return the local day whose digest is due at `now` (UTC), None if that day had it.

    It is the latest day whose hour `at` has come. `last_day` is the day of the last digest in ISO 8601, None if
    there was none: then nothing was missed, and the first one waits for its hour.
    """
    local = now.astimezone(zone)
    today = local.date()
    if local.time() >= at:
        return today if last_day is None or last_day < today.isoformat() else None
    yesterday = today - timedelta(days=1)
    return yesterday if last_day is not None and last_day < yesterday.isoformat() else None


def span_since(now: datetime, last_until: datetime | None) -> datetime:
    """Return where a digest made at `now` begins: where the last one ended, within reason."""
    if last_until is None:
        return now - FIRST_SPAN
    return max(last_until, now - LONGEST_SPAN)


def build(
    day: date,
    since: datetime,
    until: datetime,
    items: Sequence[Item],
    watches: Sequence[Watch],
    rule_titles: Iterable[tuple[str, str]],
    health: Health,
    unwatched: Sequence[Suggestion] = (),
) -> Digest:
    """Return the digest of `items` for the given watches; entries of other watches are left out.

    Of `unwatched` it tells what turned up in this span of time beside one of these watches.
    """
    names = {watch.id: watch for watch in watches}
    mine = [
        item
        for item in items
        if item.action is not Action.CONTEXT
        and not names.keys().isdisjoint(item.unsure if item.action is Action.REVIEW else item.watches)
    ]
    told: set[int] = set()

    def take(wanted: Callable[[Item], bool]) -> tuple[Item, ...]:
        chosen = tuple(item for item in mine if item.key not in told and wanted(item))
        told.update(item.key for item in chosen)
        return chosen

    held = take(lambda item: item.action is Action.HELD)
    review = sorted(take(lambda item: item.action is Action.REVIEW), key=lambda item: (-item.score, item.at))
    counts = Counter(watch for item in mine if item.key not in told for watch in item.watches)
    rules = [(title, take(lambda item, r=rule: r in item.rules)) for rule, title in rule_titles]  # type: ignore[misc]  # mypy can't infer a lambda's default
    sections = []
    # A watch of level context is never told on its own: what names it stands under a rule or another watch.
    loud = (watch for watch in names.values() if counts[watch.id] and watch.alert is not Level.CONTEXT)
    for watch in sorted(loud, key=lambda w: (-counts[w.id], w.name)):
        chosen = take(lambda item, w=watch.id: w in item.watches)  # type: ignore[misc]  # as above
        sections.append(Section(watch=watch.id, name=watch.name, count=counts[watch.id], items=chosen))
    return Digest(
        day=day,
        since=since,
        until=until,
        rules=tuple((title, chosen) for title, chosen in rules if chosen),
        sections=tuple(sections),
        review=tuple(review),
        held=held,
        alerts=sum(1 for item in mine if item.action is Action.ALERT and item.key in told),
        health=health,
        unwatched=tuple(
            each for each in unwatched if since <= each.seen < until and not names.keys().isdisjoint(each.agencies)
        ),
    )
