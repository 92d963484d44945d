"""Items of a digest → what a page shows of each: evidence with the names marked, outlets, facts, verdicts.

All that a list of them needs is asked of the database at once, see `bot.store.evidence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlencode

from bot.config import Settings
from bot.digests import all_chats
from bot.reviewing import THE_PAGES, lesson, watched_words
from bot.store import Store
from bot.store.evidence import Seen, Told, Verdict
from bot.store.reviews import WRONG
from pipelines.digest.facts import fullness
from pipelines.digest.values import Item
from pipelines.model import Fact
from pipelines.render.facts import deals, fact_words
from pipelines.render.telegram import message_link
from pipelines.stories.outlets import Outlets, outlets
from pipelines.watchlist import Watchlists

HEADLINE, SENTENCE = 400, 700
"""Characters that are shown of each; around the first name if there is more."""
FACTS = 3
"""Facts that are shown at once; the others unfold."""
_BEFORE = 150  # characters before the first name where a text is cut
_LONGEST_LESSON = 1_000  # characters that an address may carry


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text."""

    text: str
    mark: str = ""  #: "sure", "unsure" or "rejected": a watched name; "" for what stands between
    says: str = ""  #: of a name: what it stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A watch of an entry of which people can say whether it is meant."""

    watch: str
    name: str
    status: str  #: of its surest mention; "" if only an earlier version of the text named it
    said: Verdict | None
    by: str = ""  #: who said it; "" if they gave no name
    lessons: tuple[tuple[str, str], ...] = ()  #: of a wrong one, if asked for: label and address of edits of its list


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a name was taken for a watch, or not."""

    text: str
    name: str
    status: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact of a story."""

    words: str
    by: Told | None  #: the report that states it, None: the one that is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry as a list shows it, for its story."""

    item: Item
    headline: tuple[Piece, ...]
    sentences: tuple[tuple[Piece, ...], ...]  #: not the headline again
    outlets: Outlets
    reports: tuple[Told, ...]  #: of its story, the shown one first; () if there is no other
    facts: tuple[Statement, ...]  #: one of each deal
    more: tuple[Statement, ...]  #: the others
    gain: str  #: what the last report that was pushed adds in facts, "" if nothing
    names: tuple[Name, ...]
    why: tuple[Why, ...]
    alerts: tuple[tuple[str, str], ...]  #: chat and address of the message that told it of the story
    at: datetime  #: UTC

    @property
    def open(self) -> bool:
        """Return whether nobody has said anything of it."""
        return not any(name.said for name in self.names)


def cards(store: Store, settings: Settings, watchlists: Watchlists, items: Sequence[Item]) -> list[Card]:
    """Return items of a digest as cards, in their order; an item with a `front` shows that one."""
    shown = [item.front or item for item in items]
    keys = [item.key for item in shown]
    mentions = store.evidence.mentions(keys)
    names = names_of(store, watchlists, keys, mentions, teach=True)
    told, stated = _reports(store, items)
    alerts = _alerts(store, settings, watchlists, items)
    called = {watch.id: watch.name for watch in watchlists.watches.values()}
    made = []
    for item, front in zip(items, shown, strict=True):
        seen = mentions.get(front.key, [])
        reports = sorted(item.reports, key=lambda report: report.entry != front.key)
        facts, more = _facts(item, front.key, called, told, stated)
        made.append(
            Card(
                item=replace(front, day=item.day, turns=item.turns),
                headline=headline(front.title or front.link or "(no headline)", seen, called),
                sentences=sentences(seen, called),
                outlets=outlets(reports),
                reports=tuple(told[report.entry] for report in reports if report.entry in told),
                facts=facts,
                more=more,
                gain=_gain(item, called),
                names=names.get(front.key, ()),
                why=reasons(seen, called),
                alerts=alerts.get(item.key, ()),
                at=front.at,
            )
        )
    return made


# --- what the reports of a story say ---------------------------------------------------------------------


def _reports(store: Store, items: Iterable[Item]) -> tuple[dict[int, Told], dict[int, list[Fact]]]:
    """By entry the reports of stories that have several, and what they state where the story has facts."""
    several = [item for item in items if len(item.reports) > 1]
    told = store.evidence.told(report.entry for item in several for report in item.reports)
    return told, store.evidence.facts(report.entry for item in several if item.facts for report in item.reports)


def _facts(
    item: Item, shown: int, called: Mapping[str, str], told: Mapping[int, Told], stated: Mapping[int, list[Fact]]
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The facts of a story: one of each deal, and the others; each with the report that states it, if not the shown."""
    entries = [shown, *(report.entry for report in item.reports)]
    by: dict[str, int] = {}
    for entry in entries:
        for fact in stated.get(entry, ()):
            by.setdefault(fact_words(fact, called), entry)

    def statement(fact: Fact) -> Statement:
        words = fact_words(fact, called)
        entry = by.get(words, shown)
        return Statement(words=words, by=told.get(entry) if entry != shown else None)

    found = [[*filter(lambda each: each.words, map(statement, deal))] for deal in deals(item.facts)]
    found = [deal for deal in found if deal]
    first, rest = [deal[0] for deal in found], [each for deal in found for each in deal[1:]]
    return tuple(first[:FACTS]), (*first[FACTS:], *rest)


def _gain(item: Item, called: Mapping[str, str]) -> str:
    """The fullest fact of the last turn that is no fact of an earlier one, in words."""
    if not item.turns:
        return ""
    known = {fact_words(fact, called) for turn in item.turns[:-1] for fact in turn.facts}
    last = (fact_words(fact, called) for fact in sorted(item.turns[-1].facts, key=fullness, reverse=True))
    return next((words for words in last if words not in known), "")


# --- texts with marked names ----------------------------------------------------------------------------


def marked(text: str, seen: Iterable[tuple[int, Seen]], called: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return a text in pieces; `seen` are mentions with where each begins in it, `called` the watches' names by id.

    Of two names in one place the first is marked; one that stands there no more is not.
    """
    pieces, at = [], 0
    for start, each in sorted(seen, key=lambda pair: pair[0]):
        end = start + len(each.text)
        if start < at or text[start:end] != each.text:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        says = f"{called.get(each.watch, each.watch)}, {each.status}"
        pieces.append(Piece(text[start:end], each.status, says))
        at = end
    return (*pieces, *([Piece(text[at:])] if at < len(text) else []))


def cut(pieces: Sequence[Piece], limit: int) -> tuple[Piece, ...]:
    """Return the pieces of a long text from shortly before its first name on, `limit` characters or so."""
    if sum(len(piece.text) for piece in pieces) <= limit:
        return tuple(pieces)
    kept: list[Piece] = []
    if pieces[0].mark == "" and len(pieces) > 1 and len(pieces[0].text) > _BEFORE:
        kept.append(Piece("…" + pieces[0].text[-_BEFORE:]))
        pieces = pieces[1:]
    left = limit
    for piece in pieces:
        if len(piece.text) > left:
            kept.append(Piece(piece.text[:left] + "…", piece.mark, piece.says))
            break
        kept.append(piece)
        left -= len(piece.text)
    return tuple(kept)


def headline(title: str, seen: Iterable[Seen], called: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return a title with its names marked, cut to `HEADLINE`."""
    here = [(each.start, each) for each in seen if each.field == "title" and each.status != "rejected"]
    return cut(marked(title, here, called), HEADLINE)


def sentences(seen: Iterable[Seen], called: Mapping[str, str]) -> tuple[tuple[Piece, ...], ...]:
    """Return the sentences below the headline with names that may be meant, each once and cut to `SENTENCE`."""
    found: dict[str, tuple[Piece, ...]] = {}
    below = (each for each in seen if each.field != "title")
    for (_, text), group in groupby(below, key=lambda each: (each.field, each.sentence)):
        line = " ".join(text.split())
        places = [pair for pair in _places(line, list(group)) if pair[1].status != "rejected"]
        if places:
            found.setdefault(line, cut(marked(line, places, called), SENTENCE))
    return tuple(found.values())


def _places(line: str, seen: Sequence[Seen]) -> list[tuple[int, Seen]]:
    """Where each of the mentions of a sentence stands in it: they come in reading order."""
    places, at = [], 0
    for each in seen:
        start = line.find(each.text, at)
        if start >= 0:
            places.append((start, each))
            at = start + len(each.text)
    return places


def reasons(seen: Iterable[Seen], called: Mapping[str, str]) -> tuple[Why, ...]:
    """Return why each name was taken for its watch or not, the same reasons once."""
    found = {
        (each.text, each.watch, each.status, each.evidence): Why(
            text=each.text, name=called.get(each.watch, each.watch), status=each.status, score=each.score,
            evidence=each.evidence,
        )
        for each in seen
    }  # fmt: skip
    return tuple(found.values())


# --- what people say ------------------------------------------------------------------------------------


def names_of(
    store: Store,
    watchlists: Watchlists,
    entries: Sequence[int],
    mentions: Mapping[int, Sequence[Seen]],
    *,
    teach: bool = False,
) -> dict[int, tuple[Name, ...]]:
    """Return the watches of entries that can be reviewed, with what was said of each; `mentions` by entry.

    `teach`: of wrong ones with what their lists could learn, which takes some queries for each entry.
    """
    meant, said, found = store.evidence.watches(entries), store.evidence.verdicts(entries), {}
    watched = watched_words(watchlists) if teach and said else frozenset()
    for entry in meant.keys() | said.keys():
        watches, verdicts = meant.get(entry, ()), said.get(entry, {})
        wrong = any(verdict.verdict == WRONG for verdict in verdicts.values())
        learnt = lessons(store, watchlists, entry, watched) if teach and wrong else {}
        found[entry] = tuple(
            Name(
                watch=watch,
                name=watchlists.watches[watch].name if watch in watchlists.watches else watch,
                status=_surest(watch, mentions.get(entry, ())),
                said=verdicts.get(watch),
                by=_person(verdicts.get(watch)),
                lessons=learnt.get(watch, ()),
            )
            for watch in dict.fromkeys((*watches, *verdicts))
        )
    return found


def _surest(watch: str, seen: Iterable[Seen]) -> str:
    statuses = {each.status for each in seen if each.watch == watch}
    return next((status for status in ("sure", "unsure", "rejected") if status in statuses), "")


def _person(said: Verdict | None) -> str:
    return said.by_name if said and said.by_name != THE_PAGES else ""


def lessons(
    store: Store, watchlists: Watchlists, entry: int, watched: frozenset[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return by watch what its list could learn from an entry that was marked wrong: labels and addresses of edits.

    `watched` as `bot.reviewing.watched_words` gives it.
    """
    files = {watch.id: Path(part.source).name for part in watchlists.lists for watch in part.watches}
    found = {}
    for wrong in store.reviews.wrongs_of(entry):
        offered = lesson(store, watchlists, wrong, watched)
        if offered is None:
            continue
        misses = {"misses": offered.misses} if 0 < len(offered.misses) <= _LONGEST_LESSON else {}
        edits: list[tuple[str, dict[str, str]]] = []
        if offered.firm and wrong.text:
            # Such a name counts wherever it stands: no sentence, and no word against it, can change that by itself.
            edits = [("let the name count only where the text supports it", {"ambiguous": wrong.text, **misses})]
        elif not offered.firm:
            edits = [("its sentence as a miss", misses)] if misses else []
            edits += [(f"“{word}” against it", {"against": word, **misses}) for word in offered.against]
        path = f"/lists/{quote(files[wrong.watch], safe='')}"
        found[wrong.watch] = tuple(
            (label, f"{path}?{urlencode({'watch': wrong.watch, **values})}") for label, values in edits
        )
    return found


def _alerts(
    store: Store, settings: Settings, watchlists: Watchlists, items: Sequence[Item]
) -> dict[int, tuple[tuple[str, str], ...]]:
    """By entry the chats that were told of its story, with the address of the message."""
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for chat in all_chats(settings, watchlists):
        address = store.chats.address(chat)
        for key, message in store.digests.tellings(items, chat).items():
            if link := message_link(address, message):
                found[key] = (*found.get(key, ()), (chat, link))
    return found
