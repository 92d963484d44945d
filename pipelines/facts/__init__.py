"""Who did what with whom, and for how much. Precision before recall; docs/facts.md has rules, figures and failures.

A fact is what one sentence states of one company: an action of the closed list, or a sum that it is paid. A company
that the sentence means without its name counts where that is plain (see `references`). Sums, agencies and buyers are
taken only where they stand in the action's own clause and belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from pipelines.amounts import amounts
from pipelines.facts.claims import Claim, find_claims
from pipelines.facts.details import DONE, agency_of, buyer_of, status, sum_of
from pipelines.facts.marks import Marked, mark
from pipelines.facts.references import Sentence, meant, sentences
from pipelines.facts.vocabulary import ACTIONS
from pipelines.judges.english.reading import read
from pipelines.model import Entry, Fact, Kind, Mention, Status
from pipelines.text import fold

__all__ = ["ACTIONS", "find_facts"]

_OWN_DOLLARS = frozenset("au ca hk nz sg".split())
"""Countries whose outlets may mean their own dollar by "$", and may not."""

_FUNCTION_WORDS = {
    "en": frozenset("and by for from in is of on the to with".split()),
    "fr": frozenset("au aux avec d dans des du est et l la le les par pour sur un une".split()),
    "es": frozenset("al con del el en es la las los para por un una y".split()),
}
_LONGEST = 1200
"""Characters of a sentence; what is longer is no sentence but a list."""
_MOST_SIGNS = 16
"""Names and sums in a sentence; so is what has more, and the patterns would try each with each."""


def find_facts(entry: Entry, mentions: Sequence[Mention]) -> tuple[Fact, ...]:
    """Return the facts that sentences of `entry` state, each once and in its fullest form, in reading order."""
    if not any(m.kind is Kind.COMPANY and m.status is Status.SURE for m in mentions):
        return ()
    dollar = None if read(entry).outlet_country in _OWN_DOLLARS else "USD"
    before: list[Sentence] = []
    found: list[Fact] = []
    of_contracts: str | None = None
    known: frozenset[str] = frozenset()
    for sentence in sentences(entry, mentions):
        stand_in = meant(sentence, before, known, of_contracts)
        names = (*sentence.names, stand_in) if stand_in else sentence.names
        told: list[Fact] = []
        if names and len(sentence.text) <= _LONGEST:
            sums = amounts(sentence.text, dollar=dollar)
            if len(names) + len(sums) <= _MOST_SIGNS:
                told = _told(sentence.text, mark(sentence.text, names, sums), entry.language)
        owners = {fact.company for fact in told if fact.action in ("contract", "order")}
        of_contracts = owners.pop() if len(owners) == 1 else None
        before.append(sentence)
        known |= sentence.companies
        found += told
    return _fullest(found)


def _told(sentence: str, marked: Marked, language: str) -> list[Fact]:
    """Return the facts of one sentence, in reading order."""
    made = [claim for code in _languages(sentence, language) for claim in find_claims(marked.text, code)]
    starts = sorted({claim.cue[0] for claim in made})
    facts = [_fact(sentence, marked, claim, starts) for claim in sorted(made, key=lambda claim: claim.cue)]
    return [fact for fact in facts if fact is not None]


def _fact(sentence: str, marked: Marked, claim: Claim, starts: list[int]) -> Fact | None:
    how = status(marked.text, claim)
    amount = marked.sums.get(sum_of(marked, claim, starts) or "")
    agency = marked.watches.get(agency_of(marked, claim) or "")
    buyer = None if agency else buyer_of(marked, claim)
    if how is None or (claim.action == "services" and not (agency or buyer)):
        return None
    return Fact(
        company=marked.watches[claim.company],
        agency=agency,
        action=claim.action,
        amount=amount.value if amount else None,
        currency=amount.currency if amount else None,
        amount_text=amount.text if amount else None,
        sentence=sentence,
        buyer=buyer,
        status=how,
    )


def _fullest(found: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return each fact once: a headline and its summary often say the same, one of them in more detail.

    Where one of them says that it is planned or has ended, it is.
    """
    facts: dict[tuple[object, ...], Fact] = {}
    for fact in found:
        known = facts.get(_said(fact))
        if known is None or (known.status == DONE and fact.status != DONE) or (known.buyer is None and fact.buyer):
            facts[_said(fact)] = fact
    vaguer = {less for said in facts for less in product(*((key, None) for key in said)) if less != said}
    return tuple(fact for said, fact in facts.items() if said not in vaguer)


def _said(fact: Fact) -> tuple[object, ...]:
    return fact.company, fact.agency, fact.action, fact.amount, fact.currency


def _languages(sentence: str, language: str) -> list[str]:
    """The language of a sentence, or all that it may be in: function words tell where the entry does not."""
    if language in _FUNCTION_WORDS:
        return [language]
    words = set(re.findall(r"[^\W_]+", fold(sentence)))
    counts = {code: len(words & function) for code, function in _FUNCTION_WORDS.items()}
    return [code for code, count in counts.items() if count == max(counts.values())]
