"""Edits of watchlists and of the list of feeds, as values: to JSON and back, and applied to a file's text.

An edit is checked twice: `refuse` says in words what the lists in force have against it, and `apply` works on the text
of the file as it is at that moment, whoever wrote it. What comes out is read by `pipelines.watchlist` (or
`bot.config`) before it is saved.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pipelines.errors import WatchlistError
from pipelines.model import Kind, Level, Watch, Watchlist
from pipelines.text import fold, one_line
from pipelines.toml_editor import add_tables, drop_string, insert_table, put_strings, remove_tables
from pipelines.toml_reader import loads
from pipelines.watchlist import (
    Watchlists,
    is_everyday,
    is_everyday_word,
    may_be_a_word,
    parse_watchlist,
    refusal,
)

LONGEST_NAME = 100
"""Characters of a name given in chat; longer ones are sentences that ended up there."""
LONGEST_ID = 40
SHORT = 3
"""Letters of a name that may stand for much else."""
CAPITALS = 4
"""The same, of a name in capitals."""
_SIGNATURE = 64  # characters of a person's name in a comment


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWatch:
    """A new `[[watch]]`."""

    id: str
    name: str
    kind: Kind = Kind.COMPANY
    ambiguous: bool | None = None  #: whether the name needs support in the text; None: nobody has said so yet
    about: str = ""
    alert: Level | None = None  #: None: as its kind has it
    file: str = ""  #: the name of the list's file, "" while that is not chosen
    files: tuple[str, ...] = ()  #: the files that were offered, in the order of their buttons

    @property
    def level(self) -> Level:
        """Return how it is told."""
        return self.alert or _usual(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWatch:
    """A `[[watch]]` goes."""

    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAlias:
    """A further name of a watch."""

    watch: str
    name: str
    ambiguous: bool | None = None  #: as in `AddWatch`
    about: str = ""  #: taken where the watch says nothing yet of what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAmbiguous:
    """A name that counted wherever it stood counts from now on only where the text supports it."""

    watch: str
    name: str
    misses: tuple[str, ...] = ()  #: sentences that show why


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMisses:
    """Sentences that must not match surely."""

    watch: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAgainst:
    """Words that speak against a watch where an ambiguous name of it stands."""

    watch: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFeed:
    """A new `[[feed]]` of config.toml."""

    url: str
    name: str = ""
    language: str = ""


Edit = AddWatch | RemoveWatch | AddAlias | MakeAmbiguous | AddMisses | AddAgainst | AddFeed
_EDITS: dict[str, type[Edit]] = {
    each.__name__: each for each in (AddWatch, RemoveWatch, AddAlias, MakeAmbiguous, AddMisses, AddAgainst, AddFeed)
}


def edit_to_json(edit: Edit) -> str:
    """Return an edit as JSON."""
    return json.dumps({"edit": type(edit).__name__, **asdict(edit)}, ensure_ascii=False)


def edit_from_json(text: str) -> Edit:
    """Return the edit that `edit_to_json` wrote."""
    data = json.loads(text)
    kind: Callable[..., Edit] = _EDITS[data.pop("edit")]
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    if "kind" in values:
        values["kind"] = Kind(values["kind"])
    if values.get("alert"):
        values["alert"] = Level(values["alert"])
    return kind(**values)


# --- what is proposed ----------------------------------------------------------------------------------


def cleaned(text: str) -> str:
    """Return what somebody wrote in chat as one line, as texts are compared (NFC)."""
    return unicodedata.normalize("NFC", one_line(text))


def watched_already(name: str, watchlists: Watchlists) -> tuple[Watch, bool] | None:
    """Return the watch that has this name, and whether the name is one of its ambiguous ones; None if none has it.

    A watch that means the name wherever it stands goes before one that means it only sometimes.
    """
    wanted, watches = fold(cleaned(name)), watchlists.watches.values()
    sure = [watch for watch in watches if wanted in map(fold, (watch.name, *watch.aliases))]
    unsure = [watch for watch in watches if wanted in map(fold, watch.ambiguous)]
    found = (sure or unsure)[:1]
    return (found[0], not sure) if found else None


def new_watch(name: str, kind: Kind, about: str, watchlists: Watchlists) -> AddWatch:
    """Return the edit that adds a watch, with an id made from its name that no other watch or kind has."""
    name = cleaned(name)
    base = re.sub(r"[^a-z0-9]+", "-", fold(name))[:LONGEST_ID].strip("-") or f"{kind}-1"
    taken = {*watchlists.watches, *Kind}
    identifier, number = base, 1
    while identifier in taken:
        number += 1
        identifier = f"{base}-{number}"
    return AddWatch(id=identifier, name=name, kind=kind, about=cleaned(about))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a name may mean something else."""

    words: str  #: a sentence
    may_be_sure: bool  #: False: it is taken for ambiguous whatever a list says


def doubt(edit: AddWatch | AddAlias, watchlists: Watchlists) -> Doubt | None:
    """Return why the new name of an edit must be asked about, None if it can only mean its watch."""
    name = f"“{edit.name}”"
    own = edit.id if isinstance(edit, AddWatch) else edit.watch
    if refusal(edit.name):
        return Doubt(words=f"{name} {refusal(edit.name)}.", may_be_sure=False)
    if is_everyday_word(edit.name):
        return Doubt(words=f"{name} is also an everyday word.", may_be_sure=False)
    for watch in watchlists.watches.values():
        if watch.id != own and fold(edit.name) in map(fold, _all_names(watch)):
            return Doubt(words=f"{name} is already a name of {watch.name}.", may_be_sure=True)
    if is_everyday(edit.name):
        return Doubt(words=f"{name} is made of everyday words.", may_be_sure=True)
    if may_be_a_word(edit.name):
        return Doubt(words=f"{name} is short and may be a word too.", may_be_sure=True)
    if _is_abbreviation(edit.name):
        return Doubt(words=f"{name} is short and may be an abbreviation of other things too.", may_be_sure=True)
    return None


def _is_abbreviation(name: str) -> bool:
    letters = [sign for sign in name if sign.isalnum()]
    return len(letters) <= SHORT or (len(letters) <= CAPITALS and name.isupper())


def is_made(edit: Edit, watchlists: Watchlists, feeds: Collection[str]) -> bool:
    """Tell whether the lists, or the feeds that are polled (URLs), say already what an edit makes of them."""
    if isinstance(edit, AddFeed):
        return edit.url in feeds
    if isinstance(edit, AddWatch):
        wanted = _new(edit)
        return any(replace(watch, line=0) == wanted for watch in watchlists.watches.values())
    watch = watchlists.watches.get(edit.watch)
    if watch is None:
        return isinstance(edit, RemoveWatch)
    match edit:
        case RemoveWatch():
            return False
        case AddAlias():
            return edit.name in (watch.ambiguous if edit.ambiguous else watch.aliases)
        case MakeAmbiguous():
            return fold(edit.name) in map(fold, watch.ambiguous) and set(edit.misses) <= set(watch.misses)
        case AddMisses():
            return set(map(cleaned, edit.sentences)) <= set(watch.misses)
        case AddAgainst():
            return set(map(cleaned, edit.words)) <= set(watch.against)


def refuse(edit: Edit, watchlists: Watchlists) -> None:
    """Raise `WatchlistError` for what the lists in force have against an edit, whatever its file says."""
    match edit:
        case AddWatch() | AddAlias():
            if len(edit.name) > LONGEST_NAME:
                raise WatchlistError("", f"a name has {LONGEST_NAME} characters at most")
            reason = refusal(edit.name)
            if reason and (isinstance(edit, AddWatch) or not any(map(str.isalpha, edit.name))):
                raise WatchlistError("", f"“{edit.name}” {reason}")
        case RemoveWatch():
            for part in watchlists.lists:
                for rule in part.rules:
                    if edit.watch in rule.all:
                        raise WatchlistError("", f"the rule “{rule.title or rule.id}” needs it; change that rule first")
        case _:
            pass
    if not isinstance(edit, AddWatch | AddFeed) and edit.watch not in watchlists.watches:
        raise WatchlistError("", f"there is no watch {edit.watch!r} any more")


def _all_names(watch: Watch) -> tuple[str, ...]:
    return (watch.name, *watch.aliases, *watch.ambiguous)


# --- what it does to a file ----------------------------------------------------------------------------

_ORDER = ("id", "name", "kind", "aliases", "ambiguous", "about", "context", "against", "alert", "hits", "misses")


def apply(text: str, edit: Edit, *, source: str, note: str) -> str:
    """Return the text of a file with the edit made, all that it does not touch as it was, byte by byte.

    `source` is the file's name for messages, `note` a comment for what is new. Raises `WatchlistError` where the text
    is no watchlist, or where the edit fits it no more. Of config.toml only TOML is asked for here.
    """
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    if isinstance(edit, AddFeed):
        row = {"url": edit.url, "name": edit.name, "language": edit.language}
        return mark + add_tables(text, "feed", [row], note=note)
    before = parse_watchlist(text, source)
    wanted = _changed(before, edit)
    try:
        edited = _edited(text, before, wanted, edit, note)
        loads(edited)
    except ValueError as error:
        raise _by_hand(source) from error
    try:
        fits = parse_watchlist(edited, source) == wanted
    except WatchlistError as error:
        raise WatchlistError(source, error.problem) from error  # nobody sees the line that it names
    if not fits:
        raise _by_hand(source)
    return mark + edited


def _by_hand(source: str) -> WatchlistError:
    return WatchlistError(source, "is written in a way that a program can't edit; edit it by hand")


def _edited(text: str, before: Watchlist, wanted: Watchlist, edit: Edit, note: str) -> str:
    if isinstance(edit, AddWatch):
        watch = wanted.watches[-1]
        values = {"id": watch.id, "name": watch.name, "kind": watch.kind.value, "ambiguous": watch.ambiguous}
        values |= {"about": watch.about, "alert": "" if watch.alert is _usual(watch.kind) else watch.alert.value}
        return insert_table(text, "watch", values, note=note)
    if isinstance(edit, RemoveWatch):
        return remove_tables(text, "watch", lambda table: table.get("id") == edit.watch)[0]
    index, (old, new) = next(
        (at, pair) for at, pair in enumerate(zip(before.watches, wanted.watches, strict=True)) if pair[0] != pair[1]
    )
    for place in reversed(range(len(old.aliases))) if isinstance(edit, MakeAmbiguous) else ():
        if old.aliases[place] not in new.aliases:
            text = drop_string(text, "watch", index, "aliases", place)
    if isinstance(edit, MakeAmbiguous):
        old = replace(old, aliases=new.aliases)
    added: dict[str, str | tuple[str, ...]] = {
        key: getattr(new, key)[len(getattr(old, key)) :]
        for key in ("aliases", "ambiguous", "against", "misses")
        if getattr(new, key) != getattr(old, key)
    }
    if new.about != old.about:
        added["about"] = new.about
    return put_strings(text, "watch", index, added, _ORDER)


def _changed(before: Watchlist, edit: Edit) -> Watchlist:
    """The list as it is meant to be after the edit; raises `WatchlistError` where it makes no sense there."""
    watches = {watch.id: watch for watch in before.watches}
    if isinstance(edit, AddWatch):
        same = [watch for watch in before.watches if fold(watch.name) == fold(edit.name) or watch.id == edit.id]
        if same:
            raise WatchlistError(before.source, f"{same[0].name} is watched there already")
        return replace(before, watches=(*before.watches, _new(edit)))
    assert not isinstance(edit, AddFeed)
    if edit.watch not in watches:
        raise WatchlistError(before.source, f"there is no watch {edit.watch!r} any more")
    if isinstance(edit, RemoveWatch):
        return replace(before, watches=tuple(watch for watch in before.watches if watch.id != edit.watch))
    watches[edit.watch] = _with_more(watches[edit.watch], edit, before.source)
    return replace(before, watches=tuple(watches.values()))


def _new(edit: AddWatch) -> Watch:
    names = (edit.name,) if edit.ambiguous else ()
    return Watch(id=edit.id, name=edit.name, kind=edit.kind, ambiguous=names, about=edit.about, alert=edit.level)


def _usual(kind: Kind) -> Level:
    return Level.DIGEST if kind is Kind.AGENCY else Level.PUSH


def _with_more(watch: Watch, edit: AddAlias | MakeAmbiguous | AddMisses | AddAgainst, source: str) -> Watch:
    match edit:
        case MakeAmbiguous():
            return _made_ambiguous(watch, edit, source)
        case AddAlias():
            if fold(edit.name) in map(fold, _all_names(watch)):
                raise WatchlistError(source, f"“{edit.name}” is a name of {watch.name} already")
            watch = replace(watch, about=watch.about or edit.about)
            if edit.ambiguous:
                return replace(watch, ambiguous=(*watch.ambiguous, edit.name))
            return replace(watch, aliases=(*watch.aliases, edit.name))
        case AddMisses():
            new = _not_yet(edit.sentences, watch.misses)
            changed = replace(watch, misses=(*watch.misses, *new))
        case AddAgainst():
            new = _not_yet(edit.words, watch.against)
            changed = replace(watch, against=(*watch.against, *new))
    if not new:
        raise WatchlistError(source, f"that stands at {watch.name} already")
    return changed


def _made_ambiguous(watch: Watch, edit: MakeAmbiguous, source: str) -> Watch:
    if fold(edit.name) in map(fold, watch.ambiguous):
        raise WatchlistError(source, f"“{edit.name}” is in ambiguous of {watch.name} already")
    # All that is found where that name stands: "GardaWorld" is found by the alias "Garda World" as well.
    same = [name for name in (watch.name, *watch.aliases) if _letters(name) == _letters(edit.name)]
    if not same:
        raise WatchlistError(source, f"“{edit.name}” is no name of {watch.name} any more")
    return replace(
        watch,
        aliases=tuple(each for each in watch.aliases if each not in same),
        ambiguous=(*watch.ambiguous, *_not_yet(same, watch.ambiguous)),
        misses=(*watch.misses, *_not_yet(edit.misses, watch.misses)),
    )


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def _not_yet(added: Collection[str], there: Collection[str]) -> tuple[str, ...]:
    known = set(map(fold, there))
    return tuple(each for each in dict.fromkeys(map(cleaned, added)) if each and fold(each) not in known)


def note_of(name: str, user: int, now: datetime) -> str:
    """Return the comment that says who added something in chat, and when; `now` is in UTC."""
    short = cleaned(name)[:_SIGNATURE]
    return f"added in chat by {short} ({user}), {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
