"""What a watch says of itself: its core name, countries, fields of work, products. Read once for each watch.

All of it comes from `name`, `kind` and `about`, by word lists; `context` and `against` are taken as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipelines.judges.english.words import STOP, stem, words
from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.common import COMMON, COMMON_LEAST
from pipelines.judges.lexicons.fields_of_work import FIELDS
from pipelines.judges.lexicons.organisations import COMPANY_AFTER, MAKER_WORDS
from pipelines.judges.lexicons.places import COUNTRY_WORDS, REGIONS
from pipelines.model import Kind, Watch
from pipelines.text import fold

_LEGAL = word_list("""
inc the u.s incorporated company corp corporation s.a s.p.a plc ltd limited llc llp l.p lp gmbh kgaa n.v asa oyj
""")
_MODIFIERS = word_list("former acting ex new current top senior big defund abolish global")
_NOT_A_PRODUCT = word_list(
    "US U S British Canadian French Italian American German Japanese Spanish Swiss Australian United States Nations "
    "Upper Lower Former"
)
_GENERIC = word_list("united states department bank banco")
_MEDIA = word_list("newspaper tabloid broadsheet magazine news broadcaster radio journalism gazette")
_ACRONYM_GAP = word_list("of and the for in")


def _countries_by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, names in COUNTRY_WORDS.items():
        for name in names | {name.strip(".") for name in names if name != "u.s."}:
            found.setdefault(name, set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


_COUNTRIES = _countries_by_word()
_NOWHERE: frozenset[str] = frozenset()


def countries(word: str) -> frozenset[str]:
    """Return the codes of the countries that a word in lower case names: "canadian", "u.s.", "ontario"."""
    return _COUNTRIES.get(word, _NOWHERE) | _COUNTRIES.get(word.strip("."), _NOWHERE)


@dataclass(frozen=True)
class Subject:
    """A watch, as far as its texts tell."""

    name: str
    kind: Kind
    about: str
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The words of the name that say something."""
        return frozenset(words(self.name)) - STOP

    @cached_property
    def about_words(self) -> frozenset[str]:
        """The words of the description that say something."""
        return frozenset(words(self.about)) - STOP

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of name and description, for comparing."""
        own = {stem(word) for word in self.name_words | self.about_words} | self.name_words
        return frozenset(own | ({"u.s", "u.s.", "us", "american", "america"} if "us" in self.countries else set()))

    @cached_property
    def _full(self) -> tuple[str, ...]:
        full = (word.strip(".,").lower() for word in re.findall(r"[\w.'&]+", self.name))
        return tuple(word for word in full if word and word not in _LEGAL)

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The words that make the name unmistakable, without legal form, "Group", "United States"."""
        core = list(self._full)
        while len(core) > 1 and core[-1] in COMPANY_AFTER and self.kind is Kind.COMPANY:
            core.pop()
        return tuple(core[2:] if len(core) > 2 and core[:2] == ["united", "states"] else core)

    @cached_property
    def core_pattern(self) -> re.Pattern[str]:
        """Finds `core` in a text."""
        return re.compile(r"\W+".join(re.escape(word) for word in self.core), re.IGNORECASE)

    @cached_property
    def _short_starts(self) -> frozenset[str]:
        """The acronyms of the name's first words, as "ny" of New York Times."""
        letters = "".join(word[0] for word in self.core[:-1])
        return frozenset(letters[:end] for end in range(2, len(letters) + 1))

    @cached_property
    def tail(self) -> tuple[str, ...]:
        """What `core` leaves out: "Holdings", "Air Lines"."""
        return tuple(word for word in self._full if word not in self.core)

    @cached_property
    def initials(self) -> str:
        """The acronym that the name makes."""
        found = re.findall(r"[^\W\d_]+", self.name.replace("U.S.", ""))
        return "".join(word[0] for word in found if word.lower() not in _ACRONYM_GAP).upper()

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries that name and description name."""
        text = f"{self.about} {self.name}"
        said = (countries(word) for word in words(text) if word not in {"us", "washington", "house"})
        named_us = re.search(r"\bUS\b|U\.S\.|United States", text) is not None
        return frozenset().union(*said) - {"us"} | ({"us"} if named_us else set())

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of work that the description names."""
        own = self.name_words | self.about_words
        own |= {stem(word) for word in own}
        return frozenset(key for key, (described, _) in FIELDS.items() if described & own)

    @cached_property
    def field_words(self) -> frozenset[str]:
        """The words of texts about those fields."""
        return frozenset().union(*(FIELDS[key][1] for key in self.fields))

    @cached_property
    def companions(self) -> frozenset[str]:
        """Other names in the description (products, parents, people), and the rare words of a company's name."""
        inside = re.findall(r"(?<![.] )(?<!^)\b[A-Z][\w-]+", self.about)
        found = {word.lower() for word in inside if word not in _NOT_A_PRODUCT}
        if self.kind is Kind.COMPANY:
            rare = {word for word in self.name_words if len(word) > 3 and COMMON.get(word, 0) < COMMON_LEAST}
            found |= rare - _GENERIC - set(self.tail)
        return frozenset(word for word in found if not countries(word))

    @cached_property
    def press(self) -> bool:
        """Whether it is a newspaper, a magazine or a website of news."""
        return "newspaper" in self.fields or (self.media and not self.fields & {"broadcaster"})

    @cached_property
    def media(self) -> bool:
        """Whether it reports on everything."""
        return bool(_MEDIA & self.about_words) and self.kind is Kind.COMPANY

    @cached_property
    def wire(self) -> bool:
        """Whether it is a news agency, which the outlets of every country quote."""
        return self.media and bool({"agency", "wire"} & self.about_words)

    @cached_property
    def regions(self) -> frozenset[str]:
        """The states and provinces that name and description name."""
        return (self.name_words | self.about_words) & REGIONS

    @cached_property
    def maker(self) -> bool:
        """Whether it makes things that carry its name."""
        return self.kind is Kind.COMPANY and bool(MAKER_WORDS & self.about_words)

    def knows(self, word: str) -> bool:
        """Tell whether a word beside the name belongs to this watch or says nothing."""
        return word in _MODIFIERS or self.begins(word) or stem(word) in self.stems or word.strip(".") in self.stems

    def begins(self, word: str) -> bool:
        """Tell whether a word is the acronym of the name's first words: "n.y." of New York Times."""
        return word.replace(".", "") in self._short_starts

    def helps(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the words of `context` and those of `against` that stand in a folded text, as the list has them."""
        for_it, against_it = (
            tuple(word for word, pattern in pairs if pattern.search(text)) for pairs in self._help_patterns
        )
        return for_it, against_it

    @cached_property
    def _help_patterns(self) -> list[list[tuple[str, re.Pattern[str]]]]:
        return [[(word, _whole_word(word)) for word in given] for given in (self.context, self.against)]


def _whole_word(phrase: str) -> re.Pattern[str]:
    parts = r"\s+".join(re.escape(part) for part in fold(phrase).split())
    return re.compile(rf"(?<!\w){parts}(?!\w)")


@lru_cache(maxsize=1000)
def subject_of(watch: Watch) -> Subject:
    """Return what a watch says of itself."""
    return Subject(watch.name, watch.kind, watch.about, watch.context, watch.against)
