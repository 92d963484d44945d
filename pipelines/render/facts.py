"""A fact in words: who, what, with whom, for how much."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.model import Fact


def fact_words(fact: Fact, names: Mapping[str, str]) -> str:
    """Return a fact on one line ("Pellam · contract with Port Authority · $8 million · planned"); `names` by watch id.

    What the text does not say is left out; a fact of a sum alone is that sum.
    """
    company = names.get(fact.company, fact.company) if fact.company else None
    other = (names.get(fact.agency, fact.agency) if fact.agency else None) or fact.buyer
    action = fact.action or ("deal" if other and company else "")
    deal = " with ".join(part for part in (action, other) if part)
    state = fact.status if fact.status != "done" and (company or other) else ""
    return " · ".join(part for part in (company, deal, fact.amount_text, state) if part)
