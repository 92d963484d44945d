"""Phrases, and where they stand in a text, by the rarest word of each.

A phrase has an anchor: that of its words which is rarest in news and in the other phrases ("Pellam" in "Pellam Group").
A dictionary leads from anchors to phrases, so that a text costs one look-up a word, however many phrases there are.
Before a text is tokenized, its bare words tell whether a phrase can stand in it at all: anchor and all other words must
be there, which they seldom are where no name is.

spaCy's PhraseMatcher did this before. With 100,000 names it took 13 s to build and the process to 1 GB, and twice as
long for each text; with this, and the misspellings, it is 3 s and 360 MB (`make bench`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from pipelines.judges.lexicons.common import COMMON

Norms = tuple[str, ...]
"""The words of a phrase or text as `nlp` gives them."""

T = TypeVar("T")

_WORDS = re.compile(r"[^\W_]+")
_AND = "and"  # how a norm writes "&", which a text need not hold as a word


class _Phrase(NamedTuple, Generic[T]):
    norms: Norms
    words: Norms  #: what a text's bare words must hold
    at: int  #: which norm holds the anchor
    value: T


class Phrases(Generic[T]):
    """Phrases that each stand for a value, in singular and plural: their last word may have an ending."""

    def __init__(self, values: Mapping[Norms, T]) -> None:
        shared = Counter(chain.from_iterable(values))
        self._single: dict[str, T] = {}
        self._by_anchor: dict[str, list[_Phrase[T]]] = {}
        for norms, value in values.items():
            if len(norms) == 1 and norms[0].isalnum():
                self._single[norms[0]] = value
            elif words := _bare_words(norms):
                anchor = rarest(words, shared)
                at = norms.index(anchor) if words is norms else _holder(norms, anchor)
                self._by_anchor.setdefault(anchor, []).append(_Phrase(norms, words, at, value))

    def may_stand(self, words: set[str]) -> bool:
        """Return False if no phrase can stand in a text of these bare words, folded."""
        words = words.union(*[singulars(word) for word in words if word.endswith("s")])
        return not self._single.keys().isdisjoint(words) or any(
            words.issuperset(phrase.words)
            for anchor in self._by_anchor.keys() & words
            for phrase in self._by_anchor[anchor]
        )

    def find(self, norms: Sequence[str]) -> Iterator[tuple[T, int, int]]:
        """Yield value, first norm and end norm of every phrase in a text, overlapping ones too."""
        for at, norm in enumerate(norms):
            for word in chain(_parts(norm), singulars(norm)):
                if word in self._single and (word == norm or norm.isalnum()):
                    yield self._single[word], at, at + 1
                for phrase in self._by_anchor.get(word, ()):
                    start = at - phrase.at
                    end = start + len(phrase.norms)
                    if start >= 0 and end <= len(norms) and _agree(norms[start:end], phrase.norms):
                        yield phrase.value, start, end


def singulars(word: str) -> tuple[str, ...]:
    """Return the words of which a folded word may be the plural: "parties" → "party", "partie"."""
    if len(word) < 4 or word[-1] != "s" or word[-2] == "s" or not word.isalpha():
        return ()
    found = [word[:-1]]
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        found.append(word[:-2])
    if word.endswith("ies") and word[-4] not in "aeiou":
        found.append(word[:-3] + "y")
    return tuple(single for single in found if len(single) >= 3)


def _agree(norms: Sequence[str], phrase: Norms) -> bool:
    last = norms[-1]
    return (last == phrase[-1] or phrase[-1] in singulars(last)) and tuple(norms[:-1]) == phrase[:-1]


def rarest(words: Iterable[str], shared: Mapping[str, int]) -> str:
    """Return the word that is rarest in news and in phrases (`shared` counts those), of equals the longest."""
    best, least = "", (math.inf, 0)
    for word in words:
        count = (COMMON.get(word, 0) + shared[word], -len(word))
        if count < least:
            best, least = word, count
    return best


def _bare_words(norms: Norms) -> Norms:
    """Return the words that a text with this phrase must hold; with signs inside, only the longest is certain."""
    if _AND not in norms and all(map(str.isalnum, norms)):
        return norms
    words = [word for norm in norms for word in _parts(norm)]
    words = [word for word in words if word != _AND] or words
    return tuple(words if all(map(str.isalnum, norms)) else sorted(words, key=len)[-1:])


def _holder(norms: Norms, anchor: str) -> int:
    return next(at for at, norm in enumerate(norms) if anchor in _parts(norm))


def _parts(norm: str) -> Sequence[str]:
    return (norm,) if norm.isalnum() else _WORDS.findall(norm)
