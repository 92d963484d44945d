"""Watchlist text → watches and rules, with errors that name file, line and key.

The format is the contract's; `watchlists/README.md` explains it to users. A name or alias that could match
nearly everything (nothing but punctuation, one character, a word like "the") is refused here, so that no
edit can flood the channel. An `ambiguous` name only has to hold a letter: "WHO" and "X" are names too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from pipelines.errors import WatchlistError
from pipelines.everyday_words import COMMON_WORDS, FUNCTION_WORDS, STOP_WORDS
from pipelines.model import Kind, Level, Rule, Watch, Watchlist
from pipelines.text import fold
from pipelines.toml_reader import Table, nearest, read_toml

R = TypeVar("R")

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)'(?=\w)|(?<=\w)'(?:s|t|d|m|re|ve|ll)\b")
"""What an apostrophe leaves of a small word: "l'un", "c'est", "it's"."""

SHORTEST_PLAIN = 6
"""Letters of a name in plain casing ("Roshel") that needs no second look; many shorter ones are words ("Apple")."""


@dataclass(frozen=True, kw_only=True)
class Watchlists:
    """All lists in force together. Watch ids are unique over them; rules see the watches of all."""

    lists: tuple[Watchlist, ...] = ()

    @cached_property
    def watches(self) -> dict[str, Watch]:
        """Return every watch by its id."""
        return {watch.id: watch for part in self.lists for watch in part.watches}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return every rule, those of a list with its own chat bound to that chat."""
        return tuple(rule for part in self.lists for rule in part.rules)

    @cached_property
    def chats(self) -> dict[str, str]:
        """Return the chat of each watch's list, "" where the list names none."""
        return {watch.id: part.chat for part in self.lists for watch in part.watches}

    @cached_property
    def _audiences(self) -> dict[str, frozenset[str]]:
        """The chats that may hear of each watch of a list with a chat of its own: that one, and those of its rules."""
        return {
            watch.id: frozenset({part.chat, *(rule.chat for rule in part.rules)} - {""})
            for part in self.lists
            if part.chat
            for watch in part.watches
        }

    def open_to(self, chat: str, watch: str) -> bool:
        """Tell whether a watch may be named in a chat: one of a list with its own chat is named nowhere else."""
        audience = self._audiences.get(watch)
        return audience is None or chat in audience

    def seeing_all(self, chat: str) -> list[Rule]:
        """Return the rules to `chat` of lists with a chat of their own: they are met by the watches of all lists."""
        return [rule for part in self.lists if part.chat for rule in part.rules if (rule.chat or part.chat) == chat]

    @cached_property
    def rule_chats(self) -> dict[str, tuple[str, ...]]:
        """Return the chats of each rule id: the rule's own, else its list's, else ""."""
        chats: dict[str, tuple[str, ...]] = {}
        for part in self.lists:
            for rule in part.rules:
                chats[rule.id] = (*chats.get(rule.id, ()), rule.chat or part.chat)
        return chats


def parse_watchlist(text: str, source: str) -> Watchlist:
    """Return the watchlist written in `text`; raises `WatchlistError` with line and key."""
    # Entries are NFC, so names and sentences must be.
    root = read_toml(unicodedata.normalize("NFC", text), source, WatchlistError)
    title = root.string("title", "")
    chat = root.string_or_integer("chat", "")
    watches = tuple(_watch(table) for table in root.tables("watch"))
    rules = tuple(_rule(table) for table in root.tables("rule"))
    root.finish()
    return Watchlist(source=source, title=title, chat=chat, watches=watches, rules=rules)


def read_leniently(text: str, source: str) -> tuple[Watchlist, list[WatchlistError]]:
    """Return what of a list can be read, and what is wrong with the rest: one error for each table, by line.

    For somebody who is writing it: a list with an error is not to be used.
    """
    errors: list[WatchlistError] = []

    def attempt(read: Callable[..., R], *arguments: object, instead: R) -> R:
        try:
            return read(*arguments)
        except WatchlistError as error:
            errors.append(error)
            return instead

    nothing = Watchlist(source=source)
    root = attempt(read_toml, unicodedata.normalize("NFC", text), source, WatchlistError, instead=None)
    if root is None:
        return nothing, errors
    title = attempt(root.string, "title", "", instead="")
    chat = attempt(root.string_or_integer, "chat", "", instead="")
    none: list[Table] = []
    watches = [attempt(_watch, table, instead=None) for table in attempt(root.tables, "watch", instead=none)]
    rules = [attempt(_rule, table, instead=None) for table in attempt(root.tables, "rule", instead=none)]
    attempt(root.finish, instead=None)
    read = replace(nothing, title=title, chat=chat)
    read = replace(read, watches=tuple(filter(None, watches)), rules=tuple(filter(None, rules)))
    return read, sorted(errors, key=lambda error: error.line)


def _id(table: Table) -> str:
    value = table.string("id")
    if not _ID.fullmatch(value):
        raise table.fail(f"{table.name('id')} {value!r} may only hold a-z, 0-9 and -", "id")
    return value


def _watch(table: Table) -> Watch:
    kind = Kind(table.choice("kind", list(Kind)))
    watch = Watch(
        id=_id(table),
        name=table.string("name"),
        kind=kind,
        aliases=table.strings("aliases"),
        ambiguous=table.strings("ambiguous"),
        about=table.string("about", ""),
        context=table.strings("context"),
        against=table.strings("against"),
        alert=Level(table.choice("alert", list(Level), Level.DIGEST if kind is Kind.AGENCY else Level.PUSH)),
        hits=table.strings("hits"),
        misses=table.strings("misses"),
        line=table.line,
        hit_lines=table.string_lines("hits"),
        miss_lines=table.string_lines("misses"),
    )
    table.finish()
    for key, names in (("name", (watch.name,)), ("aliases", watch.aliases), ("ambiguous", watch.ambiguous)):
        for name in names:
            reason = refusal(name)
            if reason and (key != "ambiguous" or not any(map(str.isalpha, name))):
                raise table.fail(f"{table.name(key)} of {watch.id!r}: {name!r} {reason}", key)
    sure = {fold(name) for name in watch.aliases}
    for name in watch.ambiguous:
        if fold(name) in sure:
            raise table.fail(f"{watch.id!r} has {name!r} both in aliases and in ambiguous", "ambiguous")
    return watch


def refusal(name: str) -> str | None:
    """Return why `name` can't mean a watch and nothing else ("is a single character"), None if it can."""
    words = _folded_words(name)
    if not any(character.isalpha() for word in words for character in word):
        return "holds no letter"
    if sum(map(len, words)) < 2:
        return "is a single character and would match nearly everything"
    if FUNCTION_WORDS.issuperset(_folded_words(_ELIDED.sub(" ", fold(name)))):
        return "is made of everyday words only and would match nearly everything"
    return None


def telling_words(name: str) -> list[str]:
    """Return the folded words of a name that are no stop words: "The One Skell" → "skell"."""
    return [word for word in _folded_words(name) if word not in STOP_WORDS]


def is_everyday(name: str) -> bool:
    """Tell whether a name is made of everyday words only: "Total", and "Home Office" too, which together are a name."""
    return COMMON_WORDS.issuperset(telling_words(name))


def is_everyday_word(name: str) -> bool:
    """Tell whether a name is one everyday word ("Next", "Total"): then it means a watch only where the text says so."""
    return len(_folded_words(name)) == 1 and is_everyday(name)


def may_be_a_word(name: str) -> bool:
    """Tell whether a name is short and plain, so that it may be a word too: "Apple", but not "GEO" and "eBay"."""
    return len(name) < SHORTEST_PLAIN and name.isalpha() and name[1:].islower()


def _folded_words(name: str) -> list[str]:
    return re.findall(r"\w+", fold(name))


def _rule(table: Table) -> Rule:
    rule = Rule(
        id=_id(table),
        title=table.string("title", ""),
        all=table.strings("all"),
        within=table.choice("within", ["sentence", "entry"], "entry"),
        cues=table.strings("cues"),
        alert=Level(table.choice("alert", list(Level), Level.PUSH)),
        chat=table.string_or_integer("chat", ""),
        line=table.line,
    )
    table.finish()
    if not rule.all:
        raise table.fail(f"rule {rule.id!r} needs all = [...]: kinds or watch ids that must meet", "all")
    return rule


def combine(lists: Iterable[Watchlist]) -> Watchlists:
    """Return the lists together; raises `WatchlistError` where they contradict one another."""
    together = Watchlists(lists=tuple(lists))
    for error in contradictions(together):
        raise error
    return together


def contradictions(together: Watchlists) -> Iterator[WatchlistError]:
    """Yield all in which lists contradict one another: ids used twice, rules that name what nobody watches."""
    owner: dict[str, str] = {}
    rules: dict[str, tuple[Rule, str]] = {}
    for part in together.lists:
        for watch in part.watches:
            if watch.id in owner:
                problem = f"watch id {watch.id!r} is already used in {owner[watch.id]}"
                yield WatchlistError(part.source, problem, line=watch.line)
            else:
                owner[watch.id] = part.source
    for part in together.lists:
        for rule in part.rules:
            for name in rule.all:
                if name not in owner and name not in list(Kind):
                    hint = nearest(name, [*Kind, *owner])
                    problem = f"rule {rule.id!r}: {name!r} is neither a kind nor the id of a watch; {hint}"
                    yield WatchlistError(part.source, problem, line=rule.line)
            first, source = rules.setdefault(rule.id, (rule, part.source))
            if first is not rule and (source == part.source or _body(first) != _body(rule)):
                problem = f"rule id {rule.id!r} is already used in {source}"
                yield WatchlistError(part.source, problem, line=rule.line)


def _body(rule: Rule) -> tuple[object, ...]:
    """What a rule says apart from where it is told: the same rule may stand in two lists."""
    return (rule.all, rule.within, rule.cues, rule.alert)
