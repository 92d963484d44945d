"""Which facts of a story a digest tells: the fullest first, none that says less of the same pair than another.

Of several that have the same pair and sum the latest stands first: a contract that was planned in the morning may be
signed in the evening.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pipelines.model import Fact

_COURSE = ("planned", "done", "ended")
"""How far a matter has come, by status."""


def fullness(fact: Fact) -> int:
    """Return how much a fact says: that of a company with an agency and a sum says most."""
    parts = ((fact.company, 8), (fact.agency or fact.buyer, 4), (fact.amount_text, 2), (fact.action, 1))
    return sum(worth for value, worth in parts if value)


def matters_most(fact: Fact) -> bool:
    """Tell whether a fact is what people watch for: a company, an agency and a sum."""
    return bool(fact.company and fact.agency and fact.amount_text)


def fullest(facts: Iterable[tuple[datetime, Fact]]) -> tuple[Fact, ...]:
    """Return the facts that say something of their own, each given with the time of its report.

    The fullest stand first, else those of a pair and sum that was given earlier; of one pair and sum the latest, and
    of one moment that which has come furthest. A fact says nothing of its own if another one has all that it states:
    company, counterparty, action, sum, status. Which sentence says so does not matter, nor how a sum is written.
    """
    given = [*facts]
    places: dict[object, int] = {}
    for _, fact in given:
        places.setdefault(_deal(fact), len(places))

    def order(dated: tuple[datetime, Fact]) -> tuple[int, int, float, int]:
        at, fact = dated
        return -fullness(fact), places[_deal(fact)], -at.timestamp(), -_COURSE.index(fact.status)

    kept: list[Fact] = []
    for _, fact in sorted(given, key=order):
        if not any(_covers(other, fact) for other in kept):
            kept.append(fact)
    return tuple(kept)


def _covers(fuller: Fact, fact: Fact) -> bool:
    pairs = (
        (fuller.company, fact.company), (fuller.agency, fact.agency), (fuller.buyer, fact.buyer),
        (fuller.action, fact.action), (_sum(fuller), _sum(fact)),
    )  # fmt: skip
    return fuller.status == fact.status and all(less is None or more == less for more, less in pairs)


def _deal(fact: Fact) -> object:
    return fact.company, fact.agency or fact.buyer, _sum(fact)


def _sum(fact: Fact) -> object:
    """What of a sum can be compared: the amount where one was read from the text."""
    return fact.amount_text if fact.amount is None else (fact.amount, fact.currency)
