"""Where a watched name stands: a look at the bare words of a text that costs little, then its tokens.

*Forms.* Each name is looked for in every casing, with and without accents, in singular and plural, as
`X's`, `anti-X`, `X-run`, `#X`, `@X`, `X.Y.Z.` (see `nlp`), in one word (`#AlligatorAlcatraz`) or, where it has capitals
inside, in two (`Garda World`), and with or without its legal form. A name of several telling words without its legal
form still means the same (`Garda World Security Corporation`); of one it is only a candidate, in the casing of the list
(`Apple Inc.` → `Apple`, `The One, Ltd` → `The One`), because the legal form was what made it unmistakable. What is a
word too ("spa", "co") is a legal form only where the list writes it as one (`S.p.A.`, `SE`, `Co.`, `, Co`), and a text
does so with a capital or dots. Long names are found misspelt, too (see `spelling`).

An ambiguous name that is an everyday word or a single letter ("WHO", "X") is looked for only in the casing of
the list: in any other it says nothing.

*Overlaps.* The longest name wins: "Lake Garda" as one watch's name hides another's ambiguous "Garda". But a
name that means its watch and nothing else is never hidden by another watch's: "Roshel Senator" names both
the vehicle and Roshel.

Known failures: a name within a longer hashtag ("#AbolishICE"); irregular plurals; "SKELL SE REÚNE" for a watch named
"Skell SE".
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import chain
from typing import NamedTuple

from pipelines.everyday_words import COMMON_WORDS
from pipelines.judges.lexicons.common import COMMON
from pipelines.model import Entry, Field, Watch
from pipelines.names.nlp import INVISIBLE, LEGAL_FORMS, WORDLIKE_FORMS, Text, Texts
from pipelines.names.phrases import Norms, Phrases
from pipelines.names.spelling import Misspellings
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
_SIGN = re.compile(r"[^\w\s\x00-\x7f‘’“”–—…]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_LAST_WORD = re.compile(r"(?P<rest>.*[^\s,])(?P<gap>[\s,]+)(?P<word>[^\s,]+)[\s,]*", re.DOTALL)
_LAST_AND = re.compile(r"[\s,]+(?:&|and|et|und|y)\Z", re.IGNORECASE)  # what "& Co." leaves behind
_INNER_DOT = re.compile(r"\.[^\W\d_]")
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
    misspelt: bool = False  #: whether a word of it, or two, is one edit away from the alias; see `spelling`


class _Casing(Enum):
    """In which casing a name counts."""

    ANY = auto()
    LISTED = auto()  #: only as the list writes it
    CAPITALS = auto()  #: each word with a capital
    FORM = auto()  #: the last word, a legal form that is a word too ("Skell SE"), with a capital or dots


class _Name(NamedTuple):
    watch: Watch
    alias: str
    sure: bool
    casing: _Casing = _Casing.ANY

    def fits(self, written: str) -> bool:
        """Tell whether the name counts in the casing in which a text has it."""
        match self.casing:
            case _Casing.LISTED:
                return written.replace(".", "") == self.alias.replace(".", "")
            case _Casing.CAPITALS:
                return all(word[0].isupper() for word in _WORDS.findall(written))
            case _Casing.FORM:
                form = written.split()[-1]
                return "." in form or not form.islower()
            case _:
                return True


_Names = dict[Norms, tuple[_Name, ...]]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int  #: first norm
    end: int
    names: Sequence[_Name]
    misspelt: bool = False


class Finder:
    """Finds candidates of a fixed set of watches. Not safe for several threads at once."""

    def __init__(self, watches: list[Watch]) -> None:
        self._texts = Texts()
        with _collector_paused():
            names, sure = _all_names(watches, self._texts)
            self._phrases = Phrases(names)
            self._misspellings = Misspellings(sure, frozenset(chain.from_iterable(names)))

    def may_match(self, text: str) -> bool:
        """Return False if no name can stand in `text`: quick, and never wrong about False."""
        words, capitalised = _words(text)
        return self._phrases.may_stand(words) or self._misspellings.may_stand(words, capitalised)

    def tokenize(self, text: str) -> Text:
        """Return `text` as tokens and sentences."""
        return self._texts.tokenize(text)

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

    def _spans(self, text: Text) -> list[_Span]:
        """Return where names stand, the longest first, and of these the rightly spelt."""
        standing: dict[tuple[int, int], list[_Name]] = {}
        for names, start, end in self._phrases.find(text.norms):
            first, last = text.characters(start, end)
            written = INVISIBLE.sub("", text.text[first:last])
            same = standing.setdefault((start, end), [])
            taken = {name.watch.id for name in same}
            same += [name for name in names if name.watch.id not in taken and name.fits(written)]
        spans = [_Span(start, end, names) for (start, end), names in standing.items() if names]
        exact = {at for span in spans for at in range(span.start, span.end)}
        for found in self._misspellings.find(text):
            if exact.isdisjoint(found.slips):
                meant = [name if found.clear else name._replace(sure=False) for name in found.value]
                spans.append(_Span(found.start, found.end, meant, misspelt=True))
        return sorted(spans, key=lambda span: (span.start - span.end, span.misspelt, span.start))

    def _candidates(self, text: Text, field: Field) -> Iterator[Candidate]:
        kept: list[_Span] = []
        owners: dict[int, set[str]] = {}
        for span in self._spans(text):
            taken = set().union(*(owners.get(at, set()) for at in range(span.start, span.end)))
            names = [name for name in span.names if not taken or (name.sure and name.watch.id not in taken)]
            if names:
                kept.append(replace(span, names=names))
                for at in range(span.start, span.end):
                    owners.setdefault(at, set()).update(name.watch.id for name in names)
        for span in sorted(kept, key=lambda span: (span.start, span.end)):
            first, last = text.characters(span.start, span.end)
            for name in span.names:
                yield Candidate(
                    watch=name.watch,
                    alias=name.alias,
                    sure_alias=name.sure,
                    field=field,
                    start=first,
                    end=last,
                    text=text.text[first:last],
                    misspelt=span.misspelt,
                )


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from looking for garbage in a million new objects that are none: a third of the time for 100,000."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _all_names(watches: Iterable[Watch], texts: Texts) -> tuple[_Names, _Names]:
    """Return all names of the watches in all their forms, and the sure ones as they are listed."""
    names: _Names = {}
    sure: _Names = {}
    for watch in watches:
        listed = [(name, texts.norms(name.alias)) for name in _names(watch)]
        for name, norms in listed:
            for form in _forms(norms):
                _put(names, form, name)
            if name.sure:
                _put(sure, norms, name)
        for name, _ in listed:
            if split := _split(name.alias):
                _put(names, texts.norms(split), name._replace(casing=_Casing.CAPITALS))
    return names, sure


def shared_names(watches: Iterable[Watch]) -> dict[tuple[str, ...], list[str]]:
    """Return the names that surely mean several watches, as the first of these writes them, by the watches' ids."""
    texts = Texts()
    owners: dict[tuple[str, ...], dict[str, str]] = {}
    for watch in watches:
        for name in _names(watch):
            if name.sure:
                owners.setdefault(texts.norms(name.alias), {}).setdefault(watch.id, name.alias)
    shared: dict[tuple[str, ...], list[str]] = {}
    for names in owners.values():
        if len(names) > 1:
            shared.setdefault(tuple(names), []).append(next(iter(names.values())))
    return shared


def _words(text: str) -> tuple[set[str], list[str]]:
    """Return the bare words of a text, folded, and those that begin with a capital."""
    ascii_only = text.isascii()
    text = text if ascii_only else INVISIBLE.sub("", text)
    written = _WORDS.findall(text)
    if ascii_only or " ".join(written).isascii():
        words = set(" ".join(written).lower().split())
    else:
        words = set(map(_folded, written))
    if not ascii_only:
        # Folding makes letters of signs ("™" becomes "tm") and signs of letters ("½").
        signs = (*_SIGN.findall(text), *(word for word in words if not word.isalnum()))
        words.update(word for sign in signs for word in _WORDS.findall(fold(sign)))
    if _INNER_DOT.search(text):
        words.update(fold(match[0]).replace(".", "") for match in _DOTS.finditer(text))
    return words, [_folded(word) for word in set(written) if word[0].isupper()]


def _folded(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


def _put(names: _Names, norms: Norms, name: _Name) -> None:
    same = names.get(norms, ())
    if not same or all(other.watch is not name.watch for other in same):
        names[norms] = (*same, name)


def _names(watch: Watch) -> list[_Name]:
    """The names of a watch, those that mean only this one first."""
    ambiguous = {fold(alias) for alias in watch.ambiguous}
    named = [alias for alias in (watch.name, *watch.aliases) if fold(alias) not in ambiguous]
    everyday = [alias for alias in named if is_everyday_word(alias)]
    sure = [(alias, _without_legal_form(alias)) for alias in named if alias not in everyday]
    shorter = [_short_name(watch, short) for _, short in sure if short and fold(short) not in ambiguous]
    return [
        *(_Name(watch, alias, True, _casing(alias, short)) for alias, short in sure),
        *(name for name in shorter if name.sure),
        *(
            _Name(watch, alias, False, _Casing.LISTED if refusal(alias) else _casing(alias, _without_legal_form(alias)))
            for alias in watch.ambiguous
        ),
        *(_Name(watch, alias, False) for alias in everyday),
        *(name for name in shorter if not name.sure),
    ]


def _casing(alias: str, short: str) -> _Casing:
    """Tell in which casing a name counts; `short` is what it is without its legal form, "" if it has none."""
    form = alias.replace(",", " ").split()[-1] if short else ""
    return _Casing.FORM if fold(form).replace(".", "") in WORDLIKE_FORMS and not form.islower() else _Casing.ANY


def _short_name(watch: Watch, short: str) -> _Name:
    sure = len(telling_words(short)) >= 2 and not is_everyday(short) and refusal(short) is None
    return _Name(watch, short, sure, _Casing.ANY if sure else _Casing.LISTED)


def _split(name: str) -> str:
    """Return a name with capitals inside its words as several words ("GardaWorld" → "Garda World"), "" if it has none.

    Nor are those split that would be common words ("SalesForce") or have a prefix of two letters ("McRoy").
    """
    split = _CAMEL.sub(" ", name)
    if split == name or len(split) <= SHORTEST_JOINED:
        return ""
    parts = [fold(part) for word in name.split() if len(found := _CAMEL.split(word)) > 1 for part in found]
    if min(map(len, parts)) < 3 or all(part in COMMON or part in COMMON_WORDS for part in parts):
        return ""
    return split


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


def _forms(words: Norms) -> list[Norms]:
    """Return a phrase also with its legal form short or in full, and in one word. Plurals: see `phrases`."""
    forms = [words]
    if len(words) > 1:
        if words[-1] in SAME_FORM:
            forms.append((*words[:-1], SAME_FORM[words[-1]]))
        joined = "".join(words)
        if len(joined) >= SHORTEST_JOINED and joined.isalnum():
            forms.append((joined,))
    return forms
