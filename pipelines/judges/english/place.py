"""One place where a name stands, with what is around it."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from pipelines.judges.english.reading import Reading
from pipelines.judges.english.words import Token, words
from pipelines.judges.lexicons.common import COMMON, COMMON_LEAST
from pipelines.judges.lexicons.organisations import INSTITUTIONS
from pipelines.judges.subject import Subject
from pipelines.model import Field, Kind

QUOTES = frozenset("'‘\"“")


class Place:
    """A name (characters `start` to `end` of a field) of one watch in one entry.

    `beside` is the token behind the name, `right` the one behind it and its possessive "'s".
    """

    def __init__(self, subject: Subject, reading: Reading, field: Field, start: int, end: int) -> None:
        self.subject, self.reading = subject, reading
        self.text = reading.fields[field]
        self.surface = self.text[start:end]
        self.low = self.surface.lower()
        self.before, self.after = self.text[:start], self.text[end:]
        self.tokens = reading.tokens[field]
        self.first = bisect_left(self.tokens, start + 1, key=lambda token: token.start + len(token.text))
        self.last = bisect_left(self.tokens, end, key=lambda token: token.start)
        self.style = reading.styles[field]
        self.cased = self.style in {"sentence", "short"}
        self.left, self.left2 = self._at(self.first - 1), self._at(self.first - 2)
        self.beside, after2 = self._at(self.last), self._at(self.last + 1)
        self.after2 = after2
        self.possessive = (self.beside is not None and self.beside.low == "'s") or (
            self.after[:2] in {"' ", "’ "} and self.low.endswith("s") and self.before[-1:] not in QUOTES
        )
        self.right = after2 if self.possessive else self.beside

    def _at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    @property
    def kind(self) -> Kind:
        """The kind of the watch."""
        return self.subject.kind

    @property
    def left_word(self) -> str:
        """The token before, in lower case; "^" at the beginning."""
        return self.left.low if self.left else "^"

    @property
    def left_word2(self) -> str:
        """The token before that."""
        return self.left2.low if self.left2 else "^"

    @property
    def right_word(self) -> str:
        """The token behind, in lower case; "$" at the end."""
        return self.right.low if self.right else "$"

    @property
    def left_text(self) -> str:
        """The token before, as written; "" at the beginning."""
        return self.left.text if self.left else ""

    @property
    def right_text(self) -> str:
        """The token behind, as written; "" at the end."""
        return self.right.text if self.right else ""

    @property
    def leads(self) -> bool:
        """Whether it begins a sentence."""
        return self.first < len(self.tokens) and self.tokens[self.first].first

    @cached_property
    def capital_left(self) -> bool:
        """Whether a word with a capital stands before it."""
        return self.left is not None and self.left.capital

    @cached_property
    def capital_right(self) -> bool:
        """Whether a word with a capital stands behind it, not owned by it."""
        return self.beside is not None and self.beside.capital and not self.possessive

    @cached_property
    def name_left(self) -> bool:
        """Whether that before it is a name, and says nothing of the watch."""
        return self.capital_left and is_rare(self.left_word) and not self.subject.knows(self.left_word)

    @cached_property
    def name_left2(self) -> bool:
        """Whether the second word before it is a name, and says nothing of the watch."""
        return (
            self.left2 is not None
            and self.left2.capital
            and is_rare(self.left_word2)
            and not self.subject.knows(self.left_word2)
        )

    @cached_property
    def name_right(self) -> bool:
        """Whether that behind it is a name, and says nothing of the watch."""
        return self.capital_right and is_rare(self.right_word) and not self.subject.knows(self.right_word)

    @cached_property
    def whole_left(self) -> Token | None:
        """The token before the whole name, as far as that stands before it: "Alaska" of "Alaska House of …"."""
        at = self.first - 1
        while at >= 0 and self.tokens[at].low in self.subject.core:
            at -= 1
        owned = at > 0 and self.tokens[at].low == "'s"
        return self._at(at - owned)

    @cached_property
    def acronym(self) -> bool:
        """Whether it is written in capitals."""
        return self.surface.isupper() and len(self.surface) > 1

    @cached_property
    def is_initials(self) -> bool:
        """Whether its letters are the initials of the watch's name."""
        return len(self.surface) > 1 and self.subject.initials == self.surface.upper()

    @cached_property
    def institution(self) -> bool:
        """Whether it is a word that every country has for one of its own: "Army", "Senate"."""
        return self.kind is Kind.AGENCY and not (self.acronym and self.is_initials) and self.low in INSTITUTIONS

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The words of the name as it stands there; nearly always one."""
        return frozenset((self.low, f"{self.low}s", *words(self.surface)))

    @cached_property
    def context(self) -> frozenset[str]:
        """The words of the entry without the name."""
        return self.reading.words - self.own_words

    def around(self, before: int, after: int) -> set[str]:
        """Return the tokens around it in lower case, without itself."""
        near = (*self.tokens[max(0, self.first - before) : self.first], *self.tokens[self.last : self.last + after])
        return {token.low for token in near}


def is_rare(word: str) -> bool:
    """Tell whether a word hardly stands in lower case in the news: with a capital it is a name."""
    return COMMON.get(word, 0) < COMMON_LEAST
