"""Sentences of an entry, and which company a sentence means without its name.

"The Montreal-based firm", "it" or "these contracts" at a sentence's beginning mean the company that was named shortly
before, where the entry has named only one until then and nothing between looks like another organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.facts.claims import COMPANY_WORD
from pipelines.facts.marks import Name
from pipelines.facts.patterns import compiled
from pipelines.judges.lexicons.organisations import BRANDS
from pipelines.model import Entry, Field, Kind, Mention, Status

FARTHEST = 400
"""Characters between a name and what stands for it. Farther away, a reader has met somebody else."""

_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bInc\.)(?<=[.!?…])[\"”’»)]*\s+(?=[\"“«(¿¡]?[A-ZÀ-Ý\d])|\n+"
)
#: Fewer than other patterns know: "the group" and "the bank" may be anybody's.
_COMPANY = r"""
    (?:company|firm|maker|manufacturer|giant|start-?up|airline|retailer|contractor|supplier|conglomerate|insurer|brewer
    |automaker|carmaker|chipmaker|drugmaker|planemaker|shipbuilder|corporation
    |entreprise|société|compagnie|fabricant|empresa|compañía|fabricante)
"""
_OTHER_ONE = r"(?:parent|rival|other|same|new|two|three|first|second|another|big|biggest|largest|unnamed|holding)\b"
_SUBJECT = compiled(
    rf"""
    \A[\"“«(]?(?:(?:winning|signing|securing|landing|having)\b[^;:]*?,\s)?
    (?P<who>(?:the|this|la|le|el|cette|esta|l['’])\s?(?:(?!{_OTHER_ONE})[\w’'-]+\s){{0,4}}?{_COMPANY})
    (?!\w|['’]|-|\s(?:behind|of|owned|run|led|named|called|hired|that|which|whose|who|or|de|qui|que)\b)
    """
)
_IT = compiled(
    r"""
    \A[\"“«(]?(?P<who>it|elle|il)
    (?=\s(?:has|had|will|also|plans|sold|won|signed|bought|said|agreed|a|va|vend|achète)\b)
    """
)
_THESE = compiled(
    r"""
    \A(?:[\w’'-]+\s){0,3}?(?P<who>these|those|such|ces|estos|esas)\s
    (?=(?:contracts|deals|orders|contrats|commandes|contratos)\b)
    """
)
_SUCH = re.compile(r"\b(?P<who>such|these|those)\s(?P<ware>[a-z]+s)\b")
_LIKE_AN_ORGANISATION = re.compile(
    r"\b[A-Z][\w&’'-]+(?:\s[A-Z][\w&’'-]+)*\s"
    r"(?:Inc|Corp|Ltd|LLC|Group|Holdings|Technologies|Industries|Systems|Airlines|SA)\b"
    rf"|\b{COMPANY_WORD}\s[A-Z]\w+|\b(?:rival|competitor)s?\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with the watches that are surely named in it, offsets into the sentence."""

    field: Field
    start: int  #: in the field
    text: str
    names: tuple[Name, ...]

    @property
    def companies(self) -> set[str]:
        """The watch ids of the companies in it."""
        return {name.watch for name in self.names if name.kind is Kind.COMPANY}


def sentences(entry: Entry, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """Yield the sentences of all fields in reading order, with the watches that are surely named in them."""
    for field in Field:
        text = entry.text(field)
        named: dict[tuple[int, int], list[Mention]] = {}
        for m in mentions:
            if m.field is field and m.status is Status.SURE:
                named.setdefault((m.sentence_start, m.sentence_end), []).append(m)
        at = 0
        for start, end in [*sorted(named), (len(text), len(text))]:
            yield from _plain(field, text, at, start)
            if start < end:
                yield Sentence(
                    field=field,
                    start=start,
                    text=text[start:end],
                    names=tuple(
                        Name(watch=m.watch, kind=m.kind, start=m.start - start, end=m.end - start)
                        for m in named[start, end]
                        if m.kind in (Kind.COMPANY, Kind.AGENCY)
                    ),
                )
            at = max(at, end)


def _plain(field: Field, text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences between two with names."""
    at = start
    for match in [*_SENTENCE_END.finditer(text, start, end), None]:
        until = match.start() if match else end
        piece = text[at:until]
        if piece.strip():
            yield Sentence(field=field, start=at + len(piece) - len(piece.lstrip()), text=piece.strip(), names=())
        at = match.end() if match else end


def meant(
    sentence: Sentence, before: Sequence[Sentence], known: frozenset[str], of_contracts: str | None
) -> Name | None:
    """Return which company a sentence means that names none, None if that is open.

    `known` are the companies of the sentences `before`, `of_contracts` the one of whose contract or order the last of
    them tells.
    """
    if sentence.companies or not before:
        return None
    if (match := _THESE.match(sentence.text)) and of_contracts:
        return _name(of_contracts, match)
    if match := _SUCH.search(sentence.text):
        owner = _maker(before[-1], match["ware"])
        return _name(owner, match) if owner else None
    match = _SUBJECT.match(sentence.text) or _IT.match(sentence.text)
    if len(known) != 1 or not match:
        return None
    between = _between(before)
    if (
        between is None
        or _LIKE_AN_ORGANISATION.search(between)
        or any(w.lower() in BRANDS and w[0].isupper() for w in between.split())
    ):
        return None
    if match.re is _IT and not any(name.kind is Kind.COMPANY and name.start < 5 for name in before[-1].names):
        return None
    return _name(next(iter(known)), match)


def _between(before: Sequence[Sentence]) -> str | None:
    """The text since a company was named last, None if that is too long ago."""
    text = ""
    for sentence in reversed(before):
        ends = [name.end for name in sentence.names if name.kind is Kind.COMPANY]
        text = f"{sentence.text[max(ends, default=0) :]} {text}"
        if len(text) > FARTHEST:
            return None
        if ends:
            return text
    return None


def _maker(sentence: Sentence, ware: str) -> str | None:
    """The company after whose name a ware stands in one run of words: "the Skell Thresher patrol trucks"."""
    found = {
        name.watch
        for name in sentence.names
        if name.kind is Kind.COMPANY
        and re.match(rf"(?:['’]s?)?(?:\s[\w-]+){{0,7}}?\s{ware}\b", sentence.text[name.end :])
    }
    return found.pop() if len(found) == 1 else None


def _name(watch: str, match: re.Match[str]) -> Name:
    return Name(watch=watch, kind=Kind.COMPANY, start=match.start("who"), end=match.end("who"))
