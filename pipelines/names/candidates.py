"""Where a watched name stands: a prefilter that costs little, then phrase matching.

*Prefilter.* Every phrase has an anchor: its longest word. A text whose words hold no anchor can't hold a
phrase, whatever the number of phrases, so most texts cost one regular expression and one set test.

*Forms.* Each name is looked for in every casing, with and without accents, in singular and plural, as
`X's`, `anti-X`, `X-run`, `#X`, `@X`, `X.Y.Z.` (see `nlp`), in one word (`#AlligatorAlcatraz`), and with or
without its legal form. A name of several words without its legal form still means the same (`Garda World
Security Corporation`); of one word it is only a candidate (`Apple Inc.` → `Apple`), because the legal form was
what made it unmistakable.

An ambiguous name that is an everyday word or a single letter ("WHO", "X") is looked for only in the casing of
the list: in any other it says nothing.

*Overlaps.* The longest name wins: "Lake Garda" as one watch's name hides another's ambiguous "Garda". But a
name that means its watch and nothing else is never hidden by another watch's: "Roshel Senator" names both
the vehicle and Roshel.

Known failures: a name within a longer hashtag ("#AbolishICE"); irregular plurals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.model import Entry, Field, Watch
from pipelines.names.nlp import LEGAL_FORMS, Phrases, Text
from pipelines.text import fold
from pipelines.watchlist import refusal

SHORTEST_JOINED = 8
"""Characters of a name of several words that is looked for in one word too; shorter ones collide."""

_WORDS = re.compile(r"[^\W_]+")
_AND = "and"  # how a norm writes "&", which a text need not hold as a word
_DOTS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A watched name that stands in a text, not yet judged."""

    watch: Watch
    alias: str  #: the name of the watch that it matched, as the watchlist writes it
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
    sure = [_Name(watch, alias, True) for alias in (watch.name, *watch.aliases) if fold(alias) not in ambiguous]
    shorter = [
        _Name(watch, short, " " in short)
        for name in sure
        if (short := _without_legal_form(name.alias)) and fold(short) not in ambiguous
    ]
    return [
        *sure,
        *(name for name in shorter if name.sure),
        *(_Name(watch, alias, False, as_written=refusal(alias) is not None) for alias in watch.ambiguous),
        *(name for name in shorter if not name.sure),
    ]


def _without_legal_form(name: str) -> str:
    words = name.replace(",", " ").split()
    while len(words) > 1 and fold(words[-1]).replace(".", "") in LEGAL_FORMS:
        words.pop()
    short = " ".join(words)
    return short if short != " ".join(name.replace(",", " ").split()) else ""


def _forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a phrase in singular and plural (only its last word changes), and long ones as one word too."""
    yield words
    *head, last = words
    if len(last) >= 3 and last.isalpha():
        if last.endswith(("s", "x", "z", "ch", "sh")):
            yield (*head, last + "es")
        else:
            yield (*head, last + "s")
            if last.endswith("y") and last[-2] not in "aeiou":
                yield (*head, last[:-1] + "ies")
    if head and len(joined := "".join(words)) >= SHORTEST_JOINED and joined.isalnum():
        yield (joined,)
