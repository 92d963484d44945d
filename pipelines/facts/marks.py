"""A sentence with one sign in place of each company, agency and sum, so that patterns can tell them from words.

The signs are from Unicode's private use area, which no feed uses and `\\w` does not match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.amounts import Amount
from pipelines.facts.patterns import compiled
from pipelines.model import Kind

COMPANY = "[\ue000-\ue1ff]"
AGENCY = "[\ue200-\ue3ff]"
SUM = "[\ue400-\ue5ff]"
_FIRST = {Kind.COMPANY: 0xE000, Kind.AGENCY: 0xE200}
_FIRST_SUM = 0xE400
_ROOM = 0x200

_ROLES = r"""
    attorneys?|ballot|boss(?:es)?|CEO|CFO|COO|CTO|SVP|EVP|VP|chairman|chairwoman|chair|chiefs?|co-?founders?|competitors?
    |critics?|customers?|directors?|employees?|engineers?|executives?|founders?|head|investors?|lawyers?|managers?
    |officials?|owners?|parent|president|rivals?|shareholders?|spokes(?:man|woman|person|people)|stock(?:holders?|s)?
    |shares?|staff(?:ers?)?|suppliers?|unions?|users?|vice|workers?|patron|PDG|fondateur|salariés?|employés?|actionnaires?
    |jefe|fundador|empleados|dueño
"""
#: "Skell's former chief executive bought …": somebody else. Then the name stands for no company that does something.
_SOMEBODY_AFTER = compiled(
    rf"(?:\s\([^)]*\))?(?:['’]s?)?\s+(?:[\w-]+-based\s|former\s|then\s|new\s|interim\s)*(?:{_ROLES})\b|-\w|/"
)
_SOMEBODY_BEFORE = compiled(r"(?:\b(?:former|formerly|ex|ancien|ancienne)[\s-]+|/)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A watch that is named or meant at a place of a sentence."""

    watch: str
    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A sentence with signs, and what each sign stands for."""

    text: str
    watches: dict[str, str]  #: companies and agencies by their sign
    sums: dict[str, Amount]


def mark(sentence: str, names: Iterable[Name], sums: Iterable[Amount]) -> Marked:
    """Return `sentence` with signs and single spaces; of names or sums that overlap, the first and longest is taken."""
    pieces: list[str] = []
    watches: dict[str, str] = {}
    amounts: dict[str, Amount] = {}
    spans: list[tuple[int, int, Name | Amount]] = [(name.start, name.end, name) for name in names]
    spans += [(amount.start, amount.start + len(amount.text), amount) for amount in sums]
    at = 0
    for start, end, what in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at or (isinstance(what, Name) and _is_somebody(sentence, what)):
            continue
        known: dict[str, str] | dict[str, Amount] = watches if isinstance(what, Name) else amounts
        if len(known) >= _ROOM:
            break
        if isinstance(what, Name):
            sign = chr(_FIRST[what.kind] + len(watches))
            watches[sign] = what.watch
        else:
            sign = chr(_FIRST_SUM + len(amounts))
            amounts[sign] = what
        pieces += [sentence[at:start], sign]
        at = end
    text = " ".join("".join([*pieces, sentence[at:]]).split())
    return Marked(text=re.sub(r" (?=[,.;])", "", text), watches=watches, sums=amounts)


def _is_somebody(sentence: str, name: Name) -> bool:
    if name.kind is not Kind.COMPANY:
        return False
    after = _SOMEBODY_AFTER.match(sentence, name.end)
    return after is not None or _SOMEBODY_BEFORE.search(sentence, 0, name.start) is not None
