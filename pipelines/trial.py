"""What an edit of the watchlists would have done with stored entries, found without deciding all of them again.

Lists that differ in few watches match nearly all entries alike, and most names can be ruled out by a text's bare words
(`Finder.may_match`). So three looks suffice. First: in which entries can a changed watch stand at all, under its old
names or its new ones? Second: which others hang together with those, by story, link or headline? What one of them
alerts decides what the next one does. Third: all these are decided again with both sets of lists, by
`pipelines.backtest`. Entries outside are decided alike by both, and nothing of theirs is told by those inside. Where
rules or chats differ, too, no entry can be left out.

That gives the differences. How often a changed watch alerts in all, needs each entry in which it may stand under any
name, old ones too: these are decided again as well, but matched once where the edit cannot reach their text.

One edit reaches further than its names: no word of a watched name is taken for a misspelling of another one
(`pipelines.names.spelling`). So a word that comes or goes with the edit, one letter away from a word of any name, is
looked for by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipelines.backtest import Backtest, Change, Past, Volume, backtest, days_between, moment_of
from pipelines.matcher import Matcher
from pipelines.model import Kind, Level, Status, Watch
from pipelines.names.candidates import Finder
from pipelines.names.spelling import one_edit_apart
from pipelines.text import fold, link_key, title_key
from pipelines.watchlist import Watchlists

_WORDS = re.compile(r"\w+")
_TEXTS = 3
Entries = Callable[[Collection[int] | None], Iterator[Past]]
"""Gives the stored entries in the order in which they came, all (None) or those of some rows: they may not all fit into
memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What would be different."""

    entries: int  #: all that are stored of that time
    since: datetime | None  #: when the first of them came; None: there is none
    until: datetime | None = None  #: when the last one did
    newly: tuple[Change, ...]  #: entries that would newly alert, in the order in which they came
    gone: tuple[Change, ...]  #: entries that would alert no more
    named: int  #: entries that surely name a changed watch by the lists that have it
    texts: tuple[str, ...]  #: the names as they stand in most of these, three at most
    never: bool  #: no changed watch alerts by itself
    before: int  #: alerts that changed watches cause, with the lists in force
    after: int  #: with the proposed ones
    most: int  #: of the loudest of these, on its busiest local day
    day: date | None  #: that day; None: none ever alerts
    watches: tuple[Volume, ...] = ()
    #: of each changed watch, as a backtest over all entries has it, the loudest first; where rules or chats differ,
    #: also of each other one that has other figures; () where no entry can be different
    others: tuple[tuple[str, int], ...] = ()  #: of unchanged watches (names): how many alerts more, or with - fewer

    @property
    def days(self) -> float:
        """Return how many days the entries span, as `Backtest.days` does."""
        return days_between(self.since, self.until)


def trial(
    entries: Entries,
    in_force: Watchlists,
    proposed: Watchlists,
    *,
    chat: str,
    feed_chats: Mapping[str, str],
    alone: Collection[str],
    zone: ZoneInfo,
) -> Trial:
    """Return what `proposed` would have done with stored entries beside `in_force`; the rest as for `backtest`."""
    changed = _changed(in_force, proposed)
    names = [watch for versions in changed.values() for watch in _looked_for(versions)]
    finder = Finder([*names, *_telltales(in_force, proposed)])
    reading = _read(entries(None), finder, Finder([watch for versions in changed.values() for watch in versions]))
    wide = is_beyond_names(in_force, proposed)
    reached = None if wide else _reached(reading)
    sides = Matcher(in_force), Matcher(proposed)
    past = iter(()) if reached == set() else entries(reached)
    found = backtest(
        past, *sides, chat=chat, feed_chats=feed_chats, alone=alone, zone=zone, begun=reading.since,
        unlike=None if wide else reading.marked,
    )  # fmt: skip
    volumes = [] if reached == set() else _volumes(found, changed, wide=wide)
    loudest = max(volumes, key=lambda each: each.most, default=None)
    judge = sides[1] if changed.keys() & proposed.watches.keys() else sides[0]
    quiet = not found.newly and not found.gone
    named, texts = _naming(judge, changed, entries(reading.marked)) if quiet and reading.marked else (0, ())
    return Trial(
        entries=len(reading.ties),
        since=reading.since,
        until=reading.until,
        newly=found.newly,
        gone=found.gone,
        named=named,
        texts=texts,
        never=all(watch.alert in (Level.DIGEST, Level.CONTEXT) for versions in changed.values() for watch in versions),
        before=sum(each.before or 0 for each in volumes),
        after=sum(each.after or 0 for each in volumes),
        most=loudest.most if loudest else 0,
        day=loudest.day if loudest else None,
        watches=tuple(volumes),
        others=tuple(
            (each.name, (each.after or 0) - (each.before or 0))
            for each in found.watches
            if each not in volumes and (each.after or 0) != (each.before or 0)
        ),
    )


def _volumes(found: Backtest, changed: Collection[str], *, wide: bool) -> list[Volume]:
    """Those that are true: of an unchanged watch not all entries were looked at, unless all were."""
    return [each for each in found.watches if each.watch in changed or (wide and each.before != each.after)]


def changed_watches(in_force: Watchlists, proposed: Watchlists) -> int:
    """Return how many watches differ: the more, the more entries have to be decided again."""
    return len(_changed(in_force, proposed))


def is_beyond_names(in_force: Watchlists, proposed: Watchlists) -> bool:
    """Tell whether rules or chats differ, so that any entry may be decided otherwise."""
    rules, chats = (
        [{(rule, part.chat) for part in lists.lists for rule in part.rules} for lists in (in_force, proposed)],
        [lists.chats for lists in (in_force, proposed)],
    )
    return rules[0] != rules[1] or any(
        chats[0][watch] != chats[1][watch] for watch in chats[0].keys() & chats[1].keys()
    )


def _changed(in_force: Watchlists, proposed: Watchlists) -> dict[str, list[Watch]]:
    """The watches that differ, in all their versions, by id; lines in the file do not count."""
    pairs = {key: (in_force.watches.get(key), proposed.watches.get(key)) for key in in_force.watches}
    pairs |= {key: (None, watch) for key, watch in proposed.watches.items() if key not in pairs}
    return {key: [each for each in pair if each] for key, pair in pairs.items() if pair[0] != pair[1]}


def _looked_for(versions: list[Watch]) -> list[Watch]:
    """Watches under whose names stands whatever the change of a watch can reach.

    Where only names come or go, that is these: an opinion on the other names does not know them (`pipelines.judges`).
    """
    if len(versions) == 1:
        return versions
    old, new = (replace(watch, aliases=(), ambiguous=(), hits=(), misses=()) for watch in versions)
    if old != new:
        return versions
    kinds = [
        {*((True, name) for name in each.aliases), *((False, name) for name in each.ambiguous)} for each in versions
    ]
    return [replace(old, name=name) for _, name in kinds[0] ^ kinds[1]]


def _telltales(in_force: Watchlists, proposed: Watchlists) -> list[Watch]:
    """Watches for the words of names that come or go and that may be slips for a word of another name."""
    old, new = _words(in_force.watches.values()), _words(proposed.watches.values())
    others = old | new
    near = [word for word in old ^ new if any(one_edit_apart(word, other) for other in others)]
    return [Watch(id=f"word-{at}", name=word, kind=Kind.TOPIC) for at, word in enumerate(near)]


def _words(watches: Iterable[Watch]) -> set[str]:
    return {
        word
        for watch in watches
        for name in (watch.name, *watch.aliases, *watch.ambiguous)
        for word in _WORDS.findall(fold(name))
    }


@dataclass(slots=True)
class _Reading:
    """What the first look keeps of the entries."""

    since: datetime | None = None
    until: datetime | None = None
    marked: set[int] = field(default_factory=set)  #: rows that the two sets of lists may match differently
    naming: set[int] = field(default_factory=set)  #: others in which a changed watch may stand
    ties: dict[int, tuple[int | None, str, str]] = field(default_factory=dict)  #: of each row: story, link, headline


def _read(entries: Iterable[Past], finder: Finder, naming: Finder) -> _Reading:
    reading = _Reading()
    for past in entries:
        entry = past.entry
        at = moment_of(past, reading.since)
        reading.since, reading.until = min(reading.since or at, at), max(reading.until or at, at)
        reading.ties[past.key] = past.story, entry.link if past.own_link else "", entry.title
        text = "\n".join((entry.title, entry.summary, entry.content))
        if finder.may_match(text):
            reading.marked.add(past.key)
        elif naming.may_match(text):
            reading.naming.add(past.key)
    return reading


def _reached(reading: _Reading) -> set[int]:
    """The rows that hang together with those in which a changed watch may stand, these included."""
    if not reading.marked:
        return set()
    keys: dict[int, list[tuple[int, int | str]]] = {}
    groups: dict[tuple[int, int | str], list[int]] = {}
    for row, (story, link, title) in reading.ties.items():
        keys[row] = [(at, key) for at, key in enumerate((story, link_key(link), title_key(title))) if key]
        for key in keys[row]:
            groups.setdefault(key, []).append(row)
    reached = reading.marked | reading.naming
    open_rows = list(reached)
    while open_rows:
        for key in keys[open_rows.pop()]:
            for row in groups.pop(key, ()):
                if row not in reached:
                    reached.add(row)
                    open_rows.append(row)
    return reached


def _naming(matcher: Matcher, watches: Collection[str], entries: Iterable[Past]) -> tuple[int, tuple[str, ...]]:
    """How many entries surely name one of the watches, and by which names most of them."""
    count, texts = 0, Counter[str]()
    for past in entries:
        mentions = matcher.match(past.entry).mentions
        found = {each.text for each in mentions if each.watch in watches and each.status is Status.SURE}
        count += bool(found)
        texts.update(found)
    return count, tuple(text for text, _ in texts.most_common(_TEXTS))
