"""An entry as the judge reads it, once for all doubtful names in it: words, stems, capitals, countries, outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from pipelines.judges.english.words import STOP, Token, stem, tokens, words
from pipelines.judges.lexicons.places import COUNTRY_WORDS, OUTLETS
from pipelines.model import Entry, Field
from pipelines.text import fold

LONGEST = 4000
"""Characters of each field that are read. The judge has learned from titles and summaries, not from whole articles."""

_TOP_DOMAINS = {"uk": "gb"}  # others are the country's code


@dataclass(frozen=True)
class Reading:
    """The texts of an entry, and what is known of its outlet."""

    fields: Mapping[Field, str]
    outlet: frozenset[str]  #: the labels of its hosts, and its name in one word, in lower case

    @cached_property
    def tokens(self) -> dict[Field, tuple[Token, ...]]:
        """The tokens of each field."""
        return {name: tokens(text) for name, text in self.fields.items()}

    @cached_property
    def token_texts(self) -> frozenset[str]:
        """The tokens of all fields, as they are written."""
        return frozenset(token.text for found in self.tokens.values() for token in found)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words with a capital, in lower case."""
        return frozenset(token.low for found in self.tokens.values() for token in found if token.capital)

    @cached_property
    def styles(self) -> dict[Field, str]:
        """How each field uses capitals: sentence, title, caps, or short (cannot tell)."""
        return {name: _style(found) for name, found in self.tokens.items()}

    @cached_property
    def text(self) -> str:
        """All fields in one."""
        return " ".join(self.fields.values())

    @cached_property
    def folded(self) -> str:
        """All fields in one, for comparing."""
        return fold(self.text)

    @cached_property
    def low(self) -> str:
        """All fields in one, in lower case."""
        return self.text.lower()

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all fields that say something."""
        return frozenset(words(self.text)) - STOP

    @cached_property
    def stems(self) -> frozenset[str]:
        """Their stems."""
        return frozenset(stem(word) for word in self.words)

    @cached_property
    def country_counts(self) -> dict[str, int]:
        """How many different words of each country the text holds."""
        us = re.search(r"\bUS\b|\bU\.S\.|\bUSA\b", self.text) is not None
        found = self.words - {"us"} | ({"u.s."} if us else set())
        return {code: len(names & found) for code, names in COUNTRY_WORDS.items()}

    @cached_property
    def outlet_country(self) -> str:
        """Where the outlet sits, "" if unknown."""
        by_domain = sorted(code for label in self.outlet if (code := _top_domain(label)))
        by_name = sorted(OUTLETS[label] for label in self.outlet if label in OUTLETS)
        return next(iter([*by_domain, *by_name]), "")


def read(entry: Entry) -> Reading:
    """Return a reading of the first characters of each field; the outlet is that of source, feed and link."""
    fields = {name: text[:LONGEST] for name in Field if (text := entry.text(name))}
    return Reading(fields, frozenset(_labels(entry.source, entry.feed, entry.link)))


def _labels(*names: str) -> Iterable[str]:
    for name in names:
        host = _host(name)
        if host:
            *labels, top = host.split(".")
            yield from labels
            yield f".{top}"
        elif "/" not in name:
            yield "".join(name.lower().split())


def _host(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        return ""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # "http://[": not an address
        return ""


def _top_domain(label: str) -> str:
    code = _TOP_DOMAINS.get(label[1:], label[1:]) if label.startswith(".") else ""
    return code if code in COUNTRY_WORDS else ""


def _style(found: Iterable[Token]) -> str:
    long = [token.text for token in found if len(token.text) > 3 and token.text.isalpha()]
    if len(long) < 3:
        return "short"
    if sum(word.isupper() for word in long) > 0.7 * len(long):
        return "caps"
    return "title" if sum(word[0].isupper() for word in long) > 0.72 * len(long) else "sentence"
