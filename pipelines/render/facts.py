"""A fact in words: who, what, with whom, for how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipelines.model import Fact
from pipelines.text import fold


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


def deals(facts: Iterable[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """Return facts by the deal of which they speak, deals and facts in the order given.

    One deal is the same company with the same counterparty for the same sum, however the sum is written and whatever
    the deal is called. Without a sum it is that of the same company and counterparty, if it stands as that one does.
    """
    found: list[list[Fact]] = []
    for fact in facts:
        deal = next((each for each in found if _is_same(each[0], fact)), None)
        if deal is None:
            found.append([fact])
        else:
            deal.append(fact)
    return tuple(map(tuple, found))


def _is_same(told: Fact, fact: Fact) -> bool:
    party = _party(fact)
    if told.company != fact.company or _party(told) != party:
        return False
    if fact.amount is None and fact.amount_text is None:
        return bool(party) and told.status == fact.status
    if told.amount is None or fact.amount is None:
        return told.amount_text == fact.amount_text
    currencies = {told.currency, fact.currency} - {None}
    return told.amount == fact.amount and len(currencies) < 2


def _party(fact: Fact) -> str:
    return fact.agency or fold(fact.buyer or "")
