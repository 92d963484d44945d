"""A span of time → its digest: stories by watch, what to review, what was held back, how the feeds fare.

Entries of one story are one line: the entry that alerted first, else the first, with the outlets of the others.

When a digest is due is decided here too, by comparing local dates and wall-clock times. So a clock change
neither doubles nor skips it: where the hour does not exist, the first moment after it counts; where it comes
twice, the date has had its digest by then. A day whose hour was missed has its digest as soon as we are back,
even on the next day; of several such days only the last, for its digest covers them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.model import Action, Level, Report, Suggestion, Watch

FIRST_SPAN = timedelta(days=1)
LONGEST_SPAN = timedelta(days=7)
"""After a longer downtime the digest still covers only this much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as the digest tells it; in a digest it stands for all entries of its story."""

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
    story: int | None = None  #: the row of the entry that its story began with; None: it was never put into one
    copy_of: int | None = None  #: the row of an earlier entry of the story with nearly the same text
    reports: tuple[Report, ...] = ()  #: in a digest: its own, then those of its story that the line stands for
    turns: tuple[Item, ...] = ()  #: in a digest: what was pushed of its story after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the feeds fared."""

    feeds: int
    answered: int | None  #: None: they have been polled since, and how they fared then is not known any more
    entries: int  #: new ones, with or without a watched name
    failing: tuple[tuple[str, str, datetime | None], ...] = ()  #: URL, error in words, since when


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One watch with the stories that name it. A story stands under its first watch only."""

    watch: str
    name: str
    count: int  #: entries that name it, those told under another watch included
    stories: int  #: the same, counted by story
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What happened in a span of time, for one chat."""

    day: date
    since: datetime
    until: datetime
    rules: tuple[tuple[str, tuple[Item, ...]], ...]  #: rule title → stories: what matters first
    sections: tuple[Section, ...]
    review: tuple[Item, ...]  #: the likeliest first
    held: tuple[Item, ...]
    alerts: int  #: entries that alerted; a story that gained something has several
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
    """Return the digest of `items`, in order of time, for the given watches; entries of other watches are left out.

    Of `unwatched` it tells what turned up in this span of time beside one of these watches.
    """
    names = {watch.id for watch in watches}
    mine = [
        item
        for item in items
        if item.action is not Action.CONTEXT
        and not names.isdisjoint(item.unsure if item.action is Action.REVIEW else item.watches)
    ]
    sure = [item for item in mine if item.action not in (Action.HELD, Action.REVIEW)]
    stories = _folded(sure)
    told: set[int] = set()

    def take(wanted: Callable[[Item], bool]) -> tuple[Item, ...]:
        chosen = tuple(item for item in stories if item.key not in told and wanted(item))
        told.update(item.key for item in chosen)
        return chosen

    rules = [(title, take(lambda item, r=rule: r in item.rules)) for rule, title in rule_titles]  # type: ignore[misc]  # mypy can't infer a lambda's default
    sections = tuple(
        replace(head, items=take(lambda item, w=head.watch: w in item.watches))  # type: ignore[misc]  # as above
        for head in _heads(watches, sure, stories)
    )
    lines = [item for item in stories if item.key in told]
    reported = {report.entry for item in lines for report in item.reports}
    return Digest(
        day=day,
        since=since,
        until=until,
        rules=tuple((title, chosen) for title, chosen in rules if chosen),
        sections=sections,
        review=_review(mine, lines),
        held=tuple(item for item in mine if item.action is Action.HELD),
        alerts=sum(1 for item in sure if item.action is Action.ALERT and item.key in reported),
        health=health,
        unwatched=tuple(
            each for each in unwatched if since <= each.seen < until and not names.isdisjoint(each.agencies)
        ),
    )


def _folded(items: Sequence[Item]) -> list[Item]:
    """Return one item for each story, in the order in which the entries that stand for them were given."""
    stories: dict[int, list[Item]] = {}
    for item in items:
        stories.setdefault(_story(item), []).append(item)
    folded = {}
    for each in stories.values():
        # Rows grow with time: of several alerts of a story, the others are replies to the first.
        lead = min((item for item in each if item.action is Action.ALERT), key=lambda item: item.key, default=each[0])
        told = [lead, *(item for item in each if item is not lead)]
        folded[lead.key] = replace(
            lead,
            watches=_union(item.watches for item in told),
            rules=_union(item.rules for item in told),
            unsure=_union(item.unsure for item in told),
            score=max(item.score for item in told),
            turns=tuple(item for item in told[1:] if item.action is Action.ALERT),
            reports=tuple(
                Report(entry=item.key, source=item.source, link=item.link, copy_of=item.copy_of) for item in told
            ),
        )
    return [folded[item.key] for item in items if item.key in folded]


def _story(item: Item) -> int:
    # A story is named by the entry that it began with, so that an entry in none is a story of its own.
    return item.key if item.story is None else item.story


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))


def _heads(watches: Iterable[Watch], entries: Iterable[Item], stories: Iterable[Item]) -> list[Section]:
    """Return a section without its items for each watch that is named, the most frequent first."""
    counts = Counter(watch for item in entries for watch in item.watches)
    by_story = Counter(watch for item in stories for watch in item.watches)
    # A watch of level context is never told on its own: what names it stands under a rule or another watch.
    loud = (watch for watch in watches if counts[watch.id] and watch.alert is not Level.CONTEXT)
    return [
        Section(watch=watch.id, name=watch.name, count=counts[watch.id], stories=by_story[watch.id], items=())
        for watch in sorted(loud, key=lambda w: (-by_story[w.id], -counts[w.id], w.name))
    ]


def _review(mine: Sequence[Item], told: Sequence[Item]) -> tuple[Item, ...]:
    """Return what is to review, the likeliest first; a story that is told with the same watches needs no review."""
    watches = {_story(item): item.watches for item in told}
    unsure = [item for item in mine if item.action is Action.REVIEW]
    left = [item for item in unsure if not set(item.unsure) <= set(watches.get(_story(item), ()))]
    return tuple(sorted(_folded(left), key=lambda item: (-item.score, item.at)))
