"""What is new against the days before: watches of which there is much more than usual, or nothing at all.

Counted are entries that surely name a watch, by when they were published, but not those held back, marked wrong, or
taken over word for word from an earlier one: a wire report in thirty papers is one voice. By publication, so that a day
on which we were down and caught up afterwards is no spike.

If a watch turned up at random, at its usual rate, counts would follow Poisson's law: the chance of at least `count`
entries is the upper tail 1 - Σ e^-m · m^k / k! for k below `count`, that of none is e^-m. What is less likely than
`SURPRISE` is told (NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.1, control charts for counts). News comes in
clumps and varies more than that law, so a spike must also be twice the usual at least, and three entries.

The usual is the mean of the seven days before (four weeks for weeks), of those only on which any entry was stored: on
the others the service did not run. With fewer than four (two) such, or none in the last span, nothing is told. What was
not seen at all in n days may still come up to 3/n times a day, with 95% confidence, by the "rule of three" (Hanley and
Lippman-Hand, JAMA 1983, 249:1743), so that no mean counts as less. A silence can be told only if the usual is more than
five a day.

Days are those of `pipelines.digest.when.marks`: whole ones, so that mornings are compared with mornings.

Known failures: a new feed makes spikes; a watch that rests on Sundays is silent on Sundays; so is one whose names have
just left the watchlist. A watch added in the last days seems to come from nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.digest.values import Edition, Series, Trend

SURPRISE = 0.005
"""Probability below which a count is told."""
LEAST_SPIKE = 3
"""Entries."""
TIMES_USUAL = 2
MOST = 5
"""Trends in a digest."""
LOUDEST = 6
"""Watches in the chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How far an edition looks back."""

    days: int  #: of one span
    spans: int  #: in the chart
    before: int  #: earlier spans that the last one is compared with
    least: int  #: of these, so many must have had an entry


LOOKS: Mapping[Edition, Look] = {
    Edition.DAILY: Look(days=1, spans=14, before=7, least=4),
    Edition.WEEKLY: Look(days=7, spans=12, before=4, least=2),
}


def counted(named: Iterable[tuple[str, datetime]], bounds: Sequence[datetime]) -> dict[str, tuple[int, ...]]:
    """Return for each watch how many of its moments fall into each span between two `bounds`, oldest first.

    A span holds the moment at which it begins, not that at which it ends.
    """
    spans = len(bounds) - 1
    found: dict[str, Counter[int]] = {}
    for watch, at in named:
        span = bisect_right(bounds, at) - 1
        if 0 <= span < spans:
            found.setdefault(watch, Counter())[span] += 1
    return {watch: tuple(counts[span] for span in range(spans)) for watch, counts in found.items()}


def trends(
    counts: Mapping[str, Sequence[int]], names: Mapping[str, str], covered: Sequence[bool], look: Look
) -> tuple[Trend, ...]:
    """Return the spikes and silences of the last span, the most surprising first.

    `counts` are those of each watch, as from `counted`; `covered` tells of each span whether any entry came in it;
    `names` are those of the watches that may be told.
    """
    before = [span for span in range(-1 - look.before, -1) if -span <= len(covered) and covered[span]]
    if len(before) < look.least or not covered[-1]:
        return ()
    found = []
    for watch in names.keys() & counts.keys():
        count, usual = counts[watch][-1], sum(counts[watch][span] for span in before) / len(before)
        surprise = _surprise(count, usual, len(before))
        if surprise < SURPRISE:
            trend = Trend(
                watch=watch, name=names[watch], count=count, usual=usual, before=len(before), up=count > usual
            )
            found.append((surprise, trend))
    found.sort(key=lambda pair: (pair[0], -abs(pair[1].count - pair[1].usual), pair[1].name))
    return tuple(trend for _, trend in found[:MOST])


def _surprise(count: int, usual: float, before: int) -> float:
    """The probability of what is seen if it is a silence or a spike, 1 if it is neither."""
    if count == 0:
        return math.exp(-usual)
    if count < LEAST_SPIKE or count < TIMES_USUAL * usual:
        return 1.0
    return _tail(count, max(usual, 3 / before))


def _tail(count: int, mean: float) -> float:
    """P(X ≥ count) of a Poisson variable, summed from there on: 1 minus the rest has no digits left for large ones."""
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total = 0.0
    while term > total * 1e-12:
        total += term
        count += 1
        term *= mean / count
    return min(total, 1.0)


def series(
    counts: Mapping[str, Sequence[int]], names: Mapping[str, str], covered: Sequence[bool]
) -> tuple[Series, ...]:
    """Return the loudest of the watches in `names` that have anything, the loudest first, for the chart.

    All begin with the first span that `covered` marks: before it the service did not run, and no count is no zero.
    """
    first = covered.index(True) if True in covered else len(covered)
    shown = {watch: tuple(counts[watch][first:]) for watch in names.keys() & counts.keys()}
    loud = [watch for watch, each in shown.items() if any(each)]
    loud.sort(key=lambda watch: (-sum(shown[watch]), -shown[watch][-1], names[watch]))
    return tuple(Series(watch=watch, name=names[watch], counts=shown[watch]) for watch in loud[:LOUDEST])
