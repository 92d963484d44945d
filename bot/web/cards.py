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
from bot.reviewing import lesson, watched_words
from bot.store import Store
from bot.store.evidence import Seen, Verdict
from bot.store.reviews import WRONG
from pipelines.digest.values import Item
from pipelines.render.facts import fact_words
from pipelines.render.telegram import message_link
from pipelines.stories.outlets import Outlets, outlets
from pipelines.watchlist import Watchlists

HEADLINE, SENTENCE = 400, 700
"""Characters that are shown of each; around the first name if there is more."""
SENTENCES = 2
"""Sentences with a name that are shown at once; the others unfold."""
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
    status: str  #: of its surest mention; "" if the text does not name it any more
    said: Verdict | None
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
class Card:
    """An entry as a list shows it, for its story."""

    item: Item
    headline: tuple[Piece, ...]
    sentences: tuple[tuple[Piece, ...], ...]  #: not the headline again
    outlets: Outlets
    facts: tuple[str, ...]
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
    names = names_of(store, watchlists, keys, mentions)
    alerts = _alerts(store, settings, watchlists, items)
    called = {watch.id: watch.name for watch in watchlists.watches.values()}
    made = []
    for item, front in zip(items, shown, strict=True):
        seen = mentions.get(front.key, [])
        reports = sorted(item.reports, key=lambda report: report.entry != front.key)
        made.append(
            Card(
                item=replace(front, day=item.day, turns=item.turns),
                headline=headline(front.title or front.link or "(no headline)", seen, called),
                sentences=sentences(seen, called),
                outlets=outlets(reports),
                facts=tuple(filter(None, (fact_words(fact, called) for fact in item.facts))),
                names=names.get(front.key, ()),
                why=reasons(seen, called),
                alerts=alerts.get(item.key, ()),
                at=front.at,
            )
        )
    return made


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
    for entry in meant.keys() | said.keys():
        watches, verdicts = meant.get(entry, ()), said.get(entry, {})
        wrong = any(verdict.verdict == WRONG for verdict in verdicts.values())
        learnt = lessons(store, watchlists, entry) if teach and wrong else {}
        found[entry] = tuple(
            Name(
                watch=watch,
                name=watchlists.watches[watch].name if watch in watchlists.watches else watch,
                status=_surest(watch, mentions.get(entry, ())),
                said=verdicts.get(watch),
                lessons=learnt.get(watch, ()),
            )
            for watch in dict.fromkeys((*watches, *verdicts))
        )
    return found


def _surest(watch: str, seen: Iterable[Seen]) -> str:
    statuses = {each.status for each in seen if each.watch == watch}
    return next((status for status in ("sure", "unsure", "rejected") if status in statuses), "")


def lessons(store: Store, watchlists: Watchlists, entry: int) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return by watch what its list could learn from an entry that was marked wrong: labels and addresses of edits."""
    files = {watch.id: Path(part.source).name for part in watchlists.lists for watch in part.watches}
    watched = watched_words(watchlists)
    found = {}
    for wrong in store.reviews.wrongs_of(entry):
        offered = lesson(store, watchlists, wrong, watched)
        if offered is None:
            continue
        edits = [("its sentence as a miss", {"misses": offered.misses})] if offered.misses else []
        if not offered.firm:
            edits += [(f"“{word}” against it", {"against": word, "misses": offered.misses}) for word in offered.against]
        file = quote(Path(files[wrong.watch]).name, safe="")
        found[wrong.watch] = tuple(
            (label, f"/lists/{file}?{urlencode({'watch': wrong.watch, **{k: v for k, v in values.items() if v}})}")
            for label, values in edits
            if sum(map(len, values.values())) <= _LONGEST_LESSON
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
