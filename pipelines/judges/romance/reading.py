"""A French or Spanish entry as the judge reads it, and one place in it where a name stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from pipelines.judges.lexicons.people import GIVEN_NAMES
from pipelines.judges.lexicons.tongue import ABOUT, Stems, Tongue
from pipelines.judges.subject import Subject, subject_of
from pipelines.model import Entry, Field, Kind, Watch
from pipelines.text import fold

LONGEST = 2000
"""Characters of each field that are read."""
_TOKEN = re.compile(r"(?:M|Mr|Dr|Dra|Sr|Sra|St|Ste|Me)\.(?=\s)|[^\W\d_]+'(?=\w)|\w+(?:-\w+)*(?:&\w+)?|[^\w\s]")
_SENTENCE_END = frozenset(".!?…:|")
_OPENING = frozenset("\"'«“‘(¿¡-–—")
_ABOUT_STEMS = Stems(ABOUT)
_COGNATE = 6
"""Letters that two words must share at their beginning to be the same word in two languages."""
_VAGUE = frozenset(
    fold(word)[:_COGNATE]
    for word in """
    international internacional national nacional company compagnie compañía general général public público
    federal fédéral federale service servicio agency operator operador canadian canadiense quebec montreal
    american americano americain french spanish mexican mexicain mexicano mexico britannique brand group english
    department département departamento united subsidiary corporation commercial central centre association
    """.split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign, as written and folded, and where it stands."""

    text: str
    low: str
    start: int
    first: bool  #: first of its sentence

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word or number."""
        return self.text[0].isalnum()


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`: an elided article is one of its own, a word with hyphens is one."""
    found: list[Token] = []
    first = True
    for match in _TOKEN.finditer(text.replace("’", "'")):
        found.append(Token(match[0], fold(match[0]), match.start(), first))
        first = match[0] in _SENTENCE_END or (first and match[0] in _OPENING)
    return tuple(found)


def joined(found: Iterable[Token]) -> list[str]:
    """Return the folded words, those with a hyphen also in parts, and each two neighbours as one: "costa-rica"."""
    lows = [token.low for token in found if token.word]
    parts = [part for low in lows if "-" in low for part in low.split("-") if part]
    return lows + parts + [f"{one}-{two}" for one, two in pairwise(lows) if "-" not in one + two]


@dataclass(frozen=True, eq=False)
class Watched:
    """A watch as a text in another language may speak of it."""

    subject: Subject
    tongue: Tongue
    surface: frozenset[str]  #: the folded words of the ambiguous name, which say nothing here

    @cached_property
    def _lows(self) -> list[str]:
        return [low for low in joined(tokens(f"{self.subject.about} {self.subject.name}")) if low not in self.surface]

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of work that its English, French or Spanish description names."""
        lows = self._lows
        english = frozenset().union(*(_ABOUT_STEMS.keys(low) for low in lows))
        return english or frozenset().union(*(self.tongue.field_stems.keys(low) & ABOUT.keys() for low in lows))

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries that its description names."""
        lows = self._lows
        return self.subject.countries | frozenset().union(*(self.tongue.country_stems.keys(low) for low in lows))

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The folded words of its name."""
        return frozenset(token.low for token in tokens(self.subject.name) if len(token.low) > 2)

    @cached_property
    def cognates(self) -> frozenset[str]:
        """The beginnings of the long words of its description."""
        return frozenset(low[:_COGNATE] for low in self._lows if len(low) >= _COGNATE and "-" not in low) - _VAGUE

    @cached_property
    def companions(self) -> frozenset[str]:
        """Other names in its description, and the rest of its own."""
        inside = [token for token in tokens(self.subject.about) if token.capital and not token.first]
        found = {token.low for token in inside} | (
            self.name_words if self.subject.kind is Kind.COMPANY else frozenset()
        )
        return frozenset(low for low in found if len(low) > 3 and not self._says_where(low)) - _GENERIC - self.surface

    def _says_where(self, low: str) -> bool:
        return bool(self.tongue.country_stems.keys(low)) or low in _PLACES_AND_PEOPLE

    def shares(self, low: str) -> bool:
        """Tell whether a folded word is one of the description in another language: "electricidad", "electricity"."""
        return len(low) >= _COGNATE and "-" not in low and low[:_COGNATE] in self.cognates

    def knows(self, low: str) -> bool:
        """Tell whether a folded word beside the name belongs to it."""
        return low in self.name_words or self.subject.knows(low) or self.shares(low)


_GENERIC = frozenset(
    "group groupe grupo bank banque banco company compagnie compania corporation airlines motor motors united states "
    "department agency service services office holdings international societe securite seguridad".split()
)
_PLACES_AND_PEOPLE = frozenset(
    "british canadian french spanish mexican american brazilian german italian swiss quebec montreal ontario vancouver "
    "toronto ottawa barcelona valencia latin america europe irish dutch japanese chinese indian city".split()
)


@dataclass(frozen=True)
class RomanceReading:
    """The texts of an entry in one language."""

    tongue: Tongue
    fields: Mapping[Field, str]

    @cached_property
    def tokens(self) -> dict[Field, tuple[Token, ...]]:
        """The tokens of each field."""
        return {name: tokens(text) for name, text in self.fields.items()}

    @cached_property
    def all_tokens(self) -> tuple[Token, ...]:
        """The tokens of all fields."""
        return tuple(token for found in self.tokens.values() for token in found)

    @cached_property
    def folded(self) -> str:
        """All fields in one, for comparing."""
        return fold(" ".join(self.fields.values()))

    @cached_property
    def country_words(self) -> dict[str, str]:
        """The countries that are named, each with the first word that does."""
        found: dict[str, str] = {}
        for low in joined(self.all_tokens):
            for code in self.tongue.country_stems.keys(low):
                found.setdefault(code, low)
        return found

    @cached_property
    def settings(self) -> list[str]:
        """The countries in which the text is set: "en Irlande", "Costa Rica: …"."""
        return [shown for found in self.tokens.values() for shown in self._settings(found)]

    def _settings(self, found: tuple[Token, ...]) -> Iterator[str]:
        for at, token in enumerate(found):
            for size in (1, 2):
                part = found[at : at + size]
                if len(part) < size or not self.tongue.country_stems.keys("-".join(word.low for word in part)):
                    continue
                following = found[at + size].text if at + size < len(found) else ""
                if (at and found[at - 1].low in self.tongue.at) or (token.first and following in {":", ","}):
                    yield " ".join(word.text for word in part)


@lru_cache(maxsize=4)
def read(entry: Entry, tongue: Tongue) -> RomanceReading:
    """Return a reading of the first characters of each field."""
    return RomanceReading(tongue, {name: text[:LONGEST] for name in Field if (text := entry.text(name))})


@lru_cache(maxsize=1000)
def watched(watch: Watch, tongue: Tongue, surface: frozenset[str]) -> Watched:
    """Return what a watch says of itself, but for the words of `surface`."""
    return Watched(subject_of(watch), tongue, surface)


class RomancePlace:
    """A name (characters `start` to `end` of a field) of one watch in one entry."""

    def __init__(self, watch: Watch, reading: RomanceReading, field: Field, start: int, end: int) -> None:
        self.reading, self.tongue = reading, reading.tongue
        self.kind = watch.kind
        text = reading.fields[field]
        self.surface = text[start:end]
        self.low = fold(self.surface)
        self.words = frozenset(token.low for token in tokens(self.surface))
        self.watched = watched(watch, reading.tongue, self.words)
        self.before, self.after = text[:start], text[end:]
        self.tokens = reading.tokens[field]
        self.first = bisect_left(self.tokens, start + 1, key=lambda token: token.start + len(token.text))
        self.last = bisect_left(self.tokens, end, key=lambda token: token.start)
        letters = [token.text for token in self.tokens if token.text.isalpha() and len(token.text) > 3]
        self.cased = sum(word[0].isupper() for word in letters) <= 0.7 * len(letters) or len(letters) < 4

    def at(self, offset: int) -> Token | None:
        """Return the token `offset` behind the name (0: the next one), or before it if negative."""
        index = self.last + offset if offset >= 0 else self.first + offset
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    @cached_property
    def article(self) -> Token | None:
        """The article directly before, also as part of "of the"."""
        left = self.at(-1)
        known = self.tongue.definite | self.tongue.indefinite | self.tongue.of_the
        return left if left and left.low in known else None

    @cached_property
    def head(self) -> tuple[Token | None, bool]:
        """The word that the name hangs on, past article and "of"; and whether an "of" stands between."""
        offset, linked = -1, False
        while (token := self.at(offset)) and token.low in self.tongue.definite | self.tongue.of:
            linked = linked or token.low in self.tongue.of
            offset -= 1
        return (token, linked) if token and token.word else (None, linked)

    @cached_property
    def phrase(self) -> tuple[Token, ...]:
        """The up to four words before the name in the same breath, when nothing but words stands between."""
        found: list[Token] = []
        offset = -1
        while (token := self.at(offset)) and (token.word or token.text.endswith("'")) and len(found) < 4:
            found.insert(0, token)
            offset -= 1
        return tuple(found)

    @cached_property
    def acronym(self) -> bool:
        """Whether it is written in capitals, in a text that is not."""
        whole = f"{self.before}{self.surface}{self.after}"
        return self.surface.isupper() and len(self.surface) > 1 and (whole == self.surface or not whole.isupper())

    def fields_of(self, low: str) -> frozenset[str]:
        """Return the fields of work and topics of which a folded word speaks."""
        return self.tongue.field_stems.keys(low)

    def is_given_name(self, low: str) -> bool:
        """Tell whether a folded word is a given name."""
        return low in self.tongue.given_names or low in GIVEN_NAMES
