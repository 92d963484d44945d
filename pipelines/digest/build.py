"""A span of time → its digest: stories by watch, what to review, what was held back, how the feeds fare.

Entries of one story are one line: the entry that alerted first, else the first, with the outlets of the others.

When a digest is due is decided here too, by comparing local dates and wall-clock times. So a clock change
neither doubles nor skips it: where the hour does not exist, the first moment after it counts; where it comes
twice, the date has had its digest by then. A day whose hour was missed has its digest as soon as we are back,
even on the next day; of several such days only the last, for its digest covers them all.

What people marked wrong is not told under that watch, nor is what was added to such alerts; the digest of the span in
which it was marked lists it. A rule that needs the watch is not met by the entry then, nor is one that needs a watch
which the chat may not hear of. Known failure: a rule that asks for one sentence stays met if other watches of the entry
would do, though they stand in different sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.model import Action, Entry, Field, Level, Mention, Report, Rule, Status, Suggestion, Watch
from pipelines.rules import rules_met

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
    front: Item | None = None  #: under a watch that it does not name: the first of its story that does


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A person said that an entry does not mean a watch, though a name of it stands there."""

    entry: int  #: the row
    watch: str
    at: datetime  #: when that was said, UTC
    title: str
    link: str
    source: str
    story: int | None = None  #: as in `Item`
    whole_story: bool = True  #: all alerts of its story that name the watch were marked so
    name: str = ""  #: in a digest: the watch's name


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
    right: int = 0  #: entries of the last 30 days that people marked right for the watch
    wrong: int = 0  #: and wrong


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
    alerts: int  #: entries of which this chat, or any where it is of no chat, got an alert
    health: Health
    unwatched: tuple[Suggestion, ...] = ()  #: names that turned up again and that nobody watches
    wrong: tuple[Mark, ...] = ()  #: what people marked wrong in that span

    @property
    def empty(self) -> bool:
        """Return whether no entry named a watch."""
        return not (self.rules or self.sections or self.review or self.held or self.wrong)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """What people said of the names in entries."""

    wrong: tuple[Mark, ...] = ()  #: in order of time: those of the span, and older ones of what is told in it
    precision: Mapping[str, tuple[int, int]] = field(default_factory=dict)  #: watch → right, wrong of the last 30 days


NO_REVIEWS = Reviews()


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
    reviews: Reviews = NO_REVIEWS,
    *,
    alerts: int,
) -> Digest:
    """Return the digest of `items`, in order of time, for the given watches; entries of other watches are left out.

    Of `unwatched` it tells what turned up in this span of time beside one of these watches. `items` are those that
    `without_wrong` leaves, `alerts` counts the entries of which the chat got one.
    """
    names = {watch.id: watch.name for watch in watches}
    mine = [item for item in items if _tells_of(item, names)]
    sure = [item for item in mine if item.action not in (Action.HELD, Action.REVIEW)]
    stories, by_key = _folded(sure), {item.key: item for item in sure}
    told: set[int] = set()

    def take(wanted: Callable[[Item], bool]) -> tuple[Item, ...]:
        chosen = tuple(item for item in stories if item.key not in told and wanted(item))
        told.update(item.key for item in chosen)
        return chosen

    rules = [(title, take(lambda item, r=rule: r in item.rules)) for rule, title in rule_titles]  # type: ignore[misc]  # mypy can't infer a lambda's default
    sections = []
    for head in _heads(watches, sure, stories, reviews):
        chosen = take(lambda item, w=head.watch: w in item.watches)  # type: ignore[misc]  # as above
        sections.append(replace(head, items=tuple(_fronted(item, by_key, head.watch) for item in chosen)))
    return Digest(
        day=day, since=since, until=until, health=health, alerts=alerts,
        wrong=tuple(
            replace(mark, name=names[mark.watch])
            for mark in reviews.wrong
            if mark.watch in names and since <= mark.at < until
        ),
        rules=tuple((title, chosen) for title, chosen in rules if chosen),
        sections=tuple(sections), review=_review(mine, [item for item in stories if item.key in told]),
        held=tuple(item for item in mine if item.action is Action.HELD),
        unwatched=tuple(
            each for each in unwatched if since <= each.seen < until and not names.keys().isdisjoint(each.agencies)
        ),
    )  # fmt: skip


def _tells_of(item: Item, names: Mapping[str, str]) -> bool:
    watches = item.unsure if item.action is Action.REVIEW else item.watches
    return item.action is not Action.CONTEXT and not names.keys().isdisjoint(watches)


def without_wrong(
    items: Iterable[Item], marks: Iterable[Mark], watches: Mapping[str, Watch], rules: Iterable[Rule]
) -> list[Item]:
    """Return the items without the watches that they were marked wrong for, and the rules that need one of those.

    What was added to a story of which all alerts were marked wrong is taken for wrong with them. `watches` (by id) and
    `rules` are those in force.
    """
    wrong: dict[tuple[str, int], set[str]] = {}
    for mark in marks:
        wrong.setdefault(("entry", mark.entry), set()).add(mark.watch)
        if mark.whole_story:
            wrong.setdefault(("story", _story(mark)), set()).add(mark.watch)
    by_id = {rule.id: rule for rule in rules}
    cleaned = []
    for item in items:
        not_meant = wrong.get(("entry", item.key), set())
        if item.action is Action.ADDED:
            not_meant = not_meant | wrong.get(("story", _story(item)), set())
        cleaned.append(_without(item, not_meant, watches, by_id))
    return cleaned


def heard(
    items: Iterable[Item], hidden: Collection[str], watches: Mapping[str, Watch], rules: Iterable[Rule]
) -> list[Item]:
    """Return the items without the watches that a chat may not hear of, and the rules that need one of those.

    `watches` (by id) and `rules` are those in force.
    """
    by_id = {rule.id: rule for rule in rules}
    found = []
    for item in items:
        reason, _, named = item.reason.partition(": ")
        tells = any(word.strip(".,") in hidden for word in named.split())
        left = _without(item, hidden, watches, by_id)
        found.append(replace(left, reason=f"{reason}.") if tells else left)
    return found


def _without(item: Item, gone: Collection[str], watches: Mapping[str, Watch], rules: Mapping[str, Rule]) -> Item:
    if not any(watch in gone for watch in (*item.watches, *item.unsure)):
        return item
    left = tuple(watch for watch in item.watches if watch not in gone)
    meant = [watches[watch] for watch in left if watch in watches]
    kept = tuple(rule for rule in item.rules if rule in rules and _met(rules[rule], meant))
    return replace(item, watches=left, rules=kept, unsure=tuple(watch for watch in item.unsure if watch not in gone))


def _met(rule: Rule, watches: Iterable[Watch]) -> bool:
    """Tell whether these watches would do for a rule, were they close enough."""
    mentions = [
        Mention(
            watch=watch.id, kind=watch.kind, text=watch.name, field=Field.TITLE, start=0, end=0, status=Status.SURE,
            score=1.0,
        )
        for watch in watches
    ]  # fmt: skip
    return bool(rules_met(Entry(id=""), mentions, [replace(rule, within="entry", cues=())]))


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


def _fronted(story: Item, entries: Mapping[int, Item], watch: str) -> Item:
    """Return a story as it stands under a watch; `entries` are those that it was folded from, by row."""
    of_story = (entries[report.entry] for report in story.reports)
    front = next(item for item in of_story if watch in item.watches)
    return story if front.key == story.key else replace(story, front=front)


def _story(told: Item | Mark) -> int:
    # A story is named by the entry that it began with, so that an entry in none is a story of its own.
    if told.story is not None:
        return told.story
    return told.key if isinstance(told, Item) else told.entry


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))


def _heads(
    watches: Iterable[Watch], entries: Iterable[Item], stories: Iterable[Item], reviews: Reviews
) -> list[Section]:
    """Return a section without its items for each watch that is named, the most frequent first."""
    counts = Counter(watch for item in entries for watch in item.watches)
    by_story = Counter(watch for item in stories for watch in item.watches)
    # A watch of level context is never told on its own: what names it stands under a rule or another watch.
    loud = (watch for watch in watches if counts[watch.id] and watch.alert is not Level.CONTEXT)
    heads = []
    for watch in sorted(loud, key=lambda w: (-by_story[w.id], -counts[w.id], w.name)):
        right, wrong = reviews.precision.get(watch.id, (0, 0))
        count, told = counts[watch.id], by_story[watch.id]
        heads.append(
            Section(watch=watch.id, name=watch.name, count=count, stories=told, items=(), right=right, wrong=wrong)
        )
    return heads


def _review(mine: Sequence[Item], told: Sequence[Item]) -> tuple[Item, ...]:
    """Return what is to review, the likeliest first; a story that is told with the same watches needs no review."""
    watches = {_story(item): item.watches for item in told}
    unsure = [item for item in mine if item.action is Action.REVIEW]
    left = [item for item in unsure if not set(item.unsure) <= set(watches.get(_story(item), ()))]
    return tuple(sorted(_folded(left), key=lambda item: (-item.score, item.at)))
