"""Where a watched name stands: a prefilter that costs little, then phrase matching.

*Prefilter.* Every phrase has an anchor: its longest word. A text whose words hold no anchor can't hold a
phrase, whatever the number of phrases, so most texts cost one regular expression and one set test.

*Forms.* Each name is looked for in every casing, with and without accents, in singular and plural, as
`X's`, `anti-X`, `X-run`, `#X`, `@X`, `X.Y.Z.` (see `nlp`), in one word (`#AlligatorAlcatraz`), and with or
without its legal form. A name of several telling words without its legal form still means the same (`Garda World
Security Corporation`); of one it is only a candidate, in the casing of the list (`Apple Inc.` → `Apple`, `The One,
Ltd` → `The One`), because the legal form was what made it unmistakable. What is a word too ("spa", "co") is a
legal form only where the list writes it as one: `S.p.A.`, `SE`, `Co.`, `, Co`.

An ambiguous name that is an everyday word or a single letter ("WHO", "X") is looked for only in the casing of
the list: in any other it says nothing.

*Overlaps.* The longest name wins: "Lake Garda" as one watch's name hides another's ambiguous "Garda". But a
name that means its watch and nothing else is never hidden by another watch's: "Roshel Senator" names both
the vehicle and Roshel.

Known failures: a name within a longer hashtag ("#AbolishICE"); irregular plurals; "Skell, co-founder" for a watch
named "Skell Co.".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.model import Entry, Field, Watch
from pipelines.names.nlp import LEGAL_FORMS, WORDLIKE_FORMS, Phrases, Text
from pipelines.text import fold
from pipelines.watchlist import is_everyday, is_everyday_word, refusal, telling_words

SAME_FORM = {
    written: other
    for pair in (("inc", "incorporated"), ("corp", "corporation"), ("ltd", "limited"), ("ltee", "limitee"))
    for written, other in (pair, pair[::-1])
}
"""Legal forms that are written short or in full, folded."""

SHORTEST_JOINED = 8
"""Characters of a name of several words that is looked for in one word too; shorter ones collide."""

_WORDS = re.compile(r"[^\W_]+")
_AND = "and"  # how a norm writes "&", which a text need not hold as a word
_LAST_WORD = re.compile(r"(?P<rest>.*[^\s,])(?P<gap>[\s,]+)(?P<word>[^\s,]+)[\s,]*", re.DOTALL)
_LAST_AND = re.compile(r"[\s,]+(?:&|and|et|und|y)\Z", re.IGNORECASE)  # what "& Co." leaves behind
_DOTS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A watched name that stands in a text, not yet judged."""

    watch: Watch
    alias: str  #: the name of the watch that it matched, as the watchlist writes it, or without its legal form
    sure_alias: bool  #: whether that name means the watch and nothing else
    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Name:
    watch: Watch
    alias: str
    sure: bool
    as_written: bool = False  #: only in the casing of the list


class Finder:
    """Finds candidates of a fixed set of watches. Not safe for several threads at once."""

    def __init__(self, watches: list[Watch]) -> None:
        self._phrases = Phrases()
        self._names: dict[str, list[_Name]] = {}
        self._anchors: set[str] = set()
        labels: dict[tuple[str, ...], str] = {}
        for watch in watches:
            for name in _names(watch):
                for words in _forms(self._phrases.norms(name.alias)):
                    label = labels.setdefault(words, str(len(labels)))
                    same = self._names.setdefault(label, [])
                    if all(other.watch is not watch for other in same):
                        same.append(name)
        for words, label in labels.items():
            self._phrases.add(label, [words])
            self._anchors.add(max(_words(" ".join(words)), key=lambda word: (word != _AND, len(word))))

    def may_match(self, text: str) -> bool:
        """Return False if no name can stand in `text`: quick, and never wrong about False."""
        return not self._anchors.isdisjoint(_words(text))

    def tokenize(self, text: str) -> Text:
        """Return `text` as tokens and sentences."""
        return self._phrases.tokenize(text)

    def find(self, entry: Entry) -> dict[Field, tuple[Text, list[Candidate]]]:
        """Return the candidates of every field that has some, in reading order, with the field's tokens."""
        found: dict[Field, tuple[Text, list[Candidate]]] = {}
        for field in Field:
            raw = entry.text(field)
            if raw and self.may_match(raw):
                text = self.tokenize(raw)
                candidates = list(self._candidates(text, field))
                if candidates:
                    found[field] = (text, candidates)
        return found

    def _candidates(self, text: Text, field: Field) -> Iterator[Candidate]:
        spans = sorted(self._phrases.find(text), key=lambda span: (span[1] - span[2], span[1]))
        kept: dict[tuple[int, int], list[_Name]] = {}
        owners: dict[int, set[str]] = {}
        for label, start, end in spans:
            taken = set().union(*(owners.get(at, set()) for at in range(start, end)))
            first, last = text.characters(start, end)
            names = [
                name
                for name in self._names[label]
                if (not taken or (name.sure and name.watch.id not in taken))
                and not (name.as_written and text.text[first:last].replace(".", "") != name.alias.replace(".", ""))
            ]
            if names:
                kept[start, end] = names
                for at in range(start, end):
                    owners.setdefault(at, set()).update(name.watch.id for name in names)
        for start, end in sorted(kept):
            first, last = text.characters(start, end)
            for name in kept[start, end]:
                yield Candidate(
                    watch=name.watch,
                    alias=name.alias,
                    sure_alias=name.sure,
                    field=field,
                    start=first,
                    end=last,
                    text=text.text[first:last],
                )


def shared_names(watches: Iterable[Watch]) -> dict[tuple[str, ...], list[str]]:
    """Return the names that surely mean several watches, as the first of these writes them, by the watches' ids."""
    phrases = Phrases()
    owners: dict[tuple[str, ...], dict[str, str]] = {}
    for watch in watches:
        for name in _names(watch):
            if name.sure:
                owners.setdefault(phrases.norms(name.alias), {}).setdefault(watch.id, name.alias)
    shared: dict[tuple[str, ...], list[str]] = {}
    for names in owners.values():
        if len(names) > 1:
            shared.setdefault(tuple(names), []).append(next(iter(names.values())))
    return shared


def _words(text: str) -> set[str]:
    folded = fold(text)
    words = set(_WORDS.findall(folded))
    if not text.isascii():
        # Folding makes letters of signs: "Roshel™" becomes "rosheltm", so words are looked for before it, too.
        words.update(_WORDS.findall(fold(" ".join(_WORDS.findall(text)))))
    if "." in folded:
        words.update(match[0].replace(".", "") for match in _DOTS.finditer(folded))
    return words


def _names(watch: Watch) -> list[_Name]:
    """The names of a watch, those that mean only this one first."""
    ambiguous = {fold(alias) for alias in watch.ambiguous}
    named = [alias for alias in (watch.name, *watch.aliases) if fold(alias) not in ambiguous]
    sure = [_Name(watch, alias, True) for alias in named if not is_everyday_word(alias)]
    shorter = [
        _short_name(watch, short)
        for name in sure
        if (short := _without_legal_form(name.alias)) and fold(short) not in ambiguous
    ]
    return [
        *sure,
        *(name for name in shorter if name.sure),
        *(_Name(watch, alias, False, as_written=refusal(alias) is not None) for alias in watch.ambiguous),
        *(_Name(watch, alias, False) for alias in named if is_everyday_word(alias)),
        *(name for name in shorter if not name.sure),
    ]


def _short_name(watch: Watch, short: str) -> _Name:
    sure = len(telling_words(short)) >= 2 and not is_everyday(short) and refusal(short) is None
    return _Name(watch, short, sure, as_written=not sure)


def _without_legal_form(name: str) -> str:
    """Return what stands before the legal forms of a name, "" if it has none."""
    short = name
    while (end := _LAST_WORD.fullmatch(short)) and _is_legal_form(end["word"], after_comma="," in end["gap"]):
        short = end["rest"]
    return _LAST_AND.sub("", short) if short != name else ""


def _is_legal_form(word: str, *, after_comma: bool) -> bool:
    form = fold(word).replace(".", "")
    if form in WORDLIKE_FORMS and not (after_comma or "." in word):
        return not (word.islower() or word.istitle())
    return form in LEGAL_FORMS


def _forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a phrase in singular and plural (only its last word changes), and long ones as one word too."""
    yield words
    *head, last = words
    if len(last) >= 3 and last.isalpha():
        if last.endswith(("s", "x", "z", "ch", "sh")):
            yield (*head, last + "es")
        if not last.endswith("s"):  # "VDXs" is the plural of an acronym
            yield (*head, last + "s")
            if last.endswith("y") and last[-2] not in "aeiou":
                yield (*head, last[:-1] + "ies")
    if head and last in SAME_FORM:
        yield (*head, SAME_FORM[last])
    if head and len(joined := "".join(words)) >= SHORTEST_JOINED and joined.isalnum():
        yield (joined,)
