"""Misspelt names: "Jim Pattinson Group" for a watch named "Jim Pattison Group".

Precision goes before recall, so a slip is *one edit*: a letter left out, added, changed, or two neighbours swapped
(Damerau, 1964). First and last letter stay, because at the end of a word an edit makes another word ("Israel" and
"Israeli", "Enterprise" and "Enterprises"). What is a common word itself, or a word of a watched name, is no slip.

- *A name of several telling words*, SHORTEST_NAME long: one of them, SHORTEST_WORD long, may have a slip; two in a name
  of LONG_NAME, whose inner words may also lose or gain an "s" ("Immigration and Custom Enforcement"). The others stand
  beside it exactly, and all with capitals. Of two telling words none may be another well-known name ("Thomson").
- *A name of one word*, SHORTEST_LONE_WORD long: other names are one letter away too often (measured: "Halliburton" and
  "Haliburton", "Bloomberg" and "Blomberg" are right both), so this is clear only with two neighbours swapped
  ("Hootsiute") or with a capital inside ("GardaWord"). A letter left out or added makes a candidate that the text must
  support; a changed letter makes another name.

Words one edit apart are found by what is left when each drops one letter (Garbe, "Symmetric Delete", 2012): a
dictionary of the names' words without each of their letters, and some look-ups for each capitalised word of a text.

Known failures: slips in the first or last letter ("Hootsuit") and in short names; two slips in one word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from pipelines.everyday_words import STOP_WORDS
from pipelines.judges.lexicons.common import COMMON
from pipelines.judges.lexicons.people import GIVEN_NAMES, SURNAMES
from pipelines.judges.lexicons.places import PLACES
from pipelines.names.nlp import Text
from pipelines.names.phrases import Norms, rarest

T = TypeVar("T")

SHORTEST_WORD = 6
"""Letters of a word that may have a slip in a name of several telling words."""
SHORTEST_NAME = 12
"""Characters of such a name."""
LONG_NAME = 20
"""Characters of a name in which two words may have a slip."""
SHORTEST_LONE_WORD = 9
"""Letters of a name of one word that may have a slip."""

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Misspelt(Generic[T]):
    """Where a misspelt name stands in a text."""

    value: T
    start: int  #: first norm
    end: int
    slips: tuple[int, ...]  #: which norms have one
    clear: bool  #: whether it can hardly be another name


class _Name(NamedTuple, Generic[T]):
    norms: Norms
    at: int  #: which norm is the anchor, see `phrases`
    value: T

    @property
    def most_slips(self) -> int:
        return 2 if len(" ".join(self.norms)) >= LONG_NAME else 1


class Misspellings(Generic[T]):
    """Long names that each stand for a value, and where they stand misspelt."""

    def __init__(self, values: Mapping[Norms, T], known: Set[str]) -> None:
        """Take the names, and the words of all names, none of which is a slip for another."""
        self._known = known
        self._by_anchor: dict[str, list[_Name[T]]] = {}
        self._shortened: dict[str, str] = {}  # to anchors, parted by spaces: 600,000 lists would take 50 MB
        shared = Counter(chain.from_iterable(values))
        near = set()
        for norms, value in values.items():
            open_to_slips = _open_to_slips(norms)
            if open_to_slips:
                anchor = rarest(_telling(norms) if len(norms) > 2 else norms, shared)
                self._by_anchor.setdefault(anchor, []).append(_Name(norms, norms.index(anchor), value))
                if anchor in open_to_slips:
                    near.add(anchor)
        for anchor in near:
            for shortened in _shortened(anchor):
                others = self._shortened.get(shortened)
                self._shortened[shortened] = f"{others} {anchor}" if others else anchor
        # News repeats its words. No method, which would keep this object and its names alive until it is collected.
        longest = max(map(len, near), default=0) + 1
        self._near = lru_cache(maxsize=20_000)(partial(_near, self._shortened, longest))

    def may_stand(self, words: Set[str], capitalised: Sequence[str]) -> bool:
        """Return False if no misspelt name can stand in a text of these bare words, folded."""
        anchors = set(chain(self._by_anchor.keys() & words, *map(self._near, capitalised)))
        if not anchors:
            return False
        by_letter: dict[str, list[str]] = {}
        for word in capitalised:
            by_letter.setdefault(word[:1], []).append(word)
        return any(self._may_stand(name, words, by_letter) for anchor in anchors for name in self._by_anchor[anchor])

    def _may_stand(self, name: _Name[T], words: Set[str], by_letter: Mapping[str, Sequence[str]]) -> bool:
        missing = [word for word in name.norms if word not in words and word not in STOP_WORDS]
        return 0 < len(missing) <= name.most_slips and all(
            any(self._is_slip(written, word, name.norms) for written in by_letter.get(word[:1], ())) for word in missing
        )

    def find(self, text: Text) -> Iterator[Misspelt[T]]:
        """Yield the misspelt names in a text."""
        for at, norm in enumerate(text.norms):
            for anchor in (norm, *self._near(norm)):
                for name in self._by_anchor.get(anchor, ()):
                    start = at - name.at
                    slips = self._slips(text, start, name)
                    if slips:
                        clear = len(name.norms) > 1 or _is_clear(text, at, anchor)
                        if clear or len(norm) != len(anchor):
                            yield Misspelt(name.value, start, start + len(name.norms), slips, clear)

    def _slips(self, text: Text, start: int, name: _Name[T]) -> tuple[int, ...]:
        """Return which norms of a text have a slip, if that is all that parts it from a name; else ()."""
        end = start + len(name.norms)
        if start < 0 or end > len(text.norms):
            return ()
        slips = []
        for at, word in enumerate(name.norms, start):
            if text.norms[at] != word:
                slips.append(at)
                if len(slips) > name.most_slips or not self._is_slip(text.norms[at], word, name.norms):
                    return ()
        capitals = all(text.is_capitalised(at) or text.norms[at] in STOP_WORDS for at in range(start, end))
        return tuple(slips) if capitals else ()

    def _is_slip(self, written: str, word: str, norms: Norms) -> bool:
        """Tell whether `written` is a slip for `word` in a name, and no other word or name."""
        if not one_edit_apart(written, word) or word not in _open_to_slips(norms):
            return False
        if written + "s" == word or word + "s" == written:
            return len(" ".join(norms)) >= LONG_NAME and word != norms[-1]
        if written[0] != word[0] or written[-1] != word[-1] or not written.isalpha():
            return False
        if written in COMMON or written in self._known or written in PLACES:
            return False
        return len(_telling(norms)) > 2 or not (written in SURNAMES or written in GIVEN_NAMES)


def _near(shortened: Mapping[str, str], longest: int, written: str) -> Set[str]:
    """Return the anchors one edit away from a word, of which none has more than `longest` letters."""
    if not SHORTEST_WORD - 1 <= len(written) <= longest:  # the shortenings of "1,000,1,000,…" would take gigabytes
        return _NONE
    found = list(filter(None, map(shortened.get, _shortened(written))))
    return {anchor for anchor in " ".join(found).split() if one_edit_apart(written, anchor)} if found else _NONE


def one_edit_apart(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter left out, added or changed, or by two neighbours swapped."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    at = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or _swapped(one, at) == other


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def _is_clear(text: Text, at: int, word: str) -> bool:
    """Tell whether a slip in a name of one word can hardly be another name."""
    written = text.norms[at]
    start, end = text.characters(at, at + 1)
    has_capital_inside = not text.text[start + 1 : end].islower() and not text.text[start:end].isupper()
    return has_capital_inside or sorted(written) == sorted(word)


def _shortened(word: str) -> list[str]:
    """Return a word, and what is left of it without each of its letters but the first."""
    return [word, *[word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] != word[at - 1]]]


def _telling(norms: Norms) -> list[str]:
    return [norm for norm in norms if norm not in STOP_WORDS]


def _open_to_slips(norms: Norms) -> list[str]:
    """Return the words of a name that are long enough for a slip."""
    if len(norms) == 1:
        shortest = SHORTEST_LONE_WORD
    elif len(" ".join(norms)) >= SHORTEST_NAME and len(_telling(norms)) > 1:
        shortest = SHORTEST_WORD
    else:
        return []
    return [word for word in norms if len(word) >= shortest and word.isalpha() and word not in STOP_WORDS]
