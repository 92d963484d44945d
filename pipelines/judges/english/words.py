"""Text → tokens, words and stems, and how much a word says. English only.

Not spaCy's tokens, which are made for finding names in every form: these are coarser ("AT&T" and "U.S." are one), keep
the possessive apart, and are cheap to make again for a text that has a doubtful name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.common import COMMON

STOP = word_list("""
the a an of and or in on at to for from by with is are was were be been it its this that as has have had but not he she
they his her their we you i s t 's ’s said says say will would can could after before over under more than new up out
about into who what when how why which one two also him them then there here just your our my me us do does did so if no
all some any
""")

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|['’]s\b|[^\W_]+(?:&[^\W_]+)*|[^\w\s]|_")
_WORD = re.compile(r"[^\W\d_][\w&.'’-]*\w|[^\W\d_]")
_SUFFIXES = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "ly")
_SENTENCE_END = frozenset(".!?…|:")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign and where it stands."""

    text: str
    start: int
    first: bool  #: first of its sentence

    @property
    def low(self) -> str:
        """The text in lower case, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital."""
        return self.text[0].isupper()


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`."""
    found: list[Token] = []
    first = True
    for match in _TOKEN.finditer(text):
        found.append(Token(match[0], match.start(), first))
        first = match[0] in _SENTENCE_END or (first and not match[0][0].isalnum())
    return tuple(found)


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, hyphenated ones also in their parts."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'").removesuffix("'s")
        found.append(word)
        if "-" in word:
            found.extend(part for part in word.split("-") if part)
    return found


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return `word` without its ending."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def weight(found: Iterable[str]) -> float:
    """Return how much words say together: each 0.15 to 1, the rarer the more."""
    # fsum: a set has no order, and the sum must not depend on it.
    return math.fsum(min(1.0, max(0.15, 1.25 - math.log1p(COMMON.get(word, 0)) / 7)) for word in found)
