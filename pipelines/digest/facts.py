"""Which facts of a story a digest tells: the fullest first, none that says less of the same pair than another."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.model import Fact


def fullness(fact: Fact) -> int:
    """Return how much a fact says: that of a company with an agency and a sum says most."""
    parts = ((fact.company, 8), (fact.agency or fact.buyer, 4), (fact.amount_text, 2), (fact.action, 1))
    return sum(worth for value, worth in parts if value)


def matters_most(fact: Fact) -> bool:
    """Tell whether a fact is what people watch for: a company, an agency and a sum."""
    return bool(fact.company and fact.agency and fact.amount_text)


def fullest(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that say something of their own, the fullest first, else in the order given.

    A fact says nothing of its own if another one has all that it states: company, counterparty, action, sum, status.
    Which sentence says so does not matter, nor how a sum is written.
    """
    kept: list[Fact] = []
    for fact in sorted(facts, key=fullness, reverse=True):
        if not any(_covers(other, fact) for other in kept):
            kept.append(fact)
    return tuple(kept)


def _covers(fuller: Fact, fact: Fact) -> bool:
    pairs = (
        (fuller.company, fact.company), (fuller.agency, fact.agency), (fuller.buyer, fact.buyer),
        (fuller.action, fact.action), (_sum(fuller), _sum(fact)),
    )  # fmt: skip
    return fuller.status == fact.status and all(less is None or more == less for more, less in pairs)


def _sum(fact: Fact) -> object:
    """What of a sum can be compared: the amount where one was read from the text."""
    return fact.amount_text if fact.amount is None else (fact.amount, fact.currency)
