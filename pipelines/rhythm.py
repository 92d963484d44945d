"""A feed's rhythm: how often something new comes, and whether it has been quiet for longer than it ever is.

A feed that stops without failing is the failure that nobody sees: the address still answers, with the entries of last
month. No interval fits all feeds, so each is compared with its own past: the moments at which new entries arrived,
those of one poll counted once.

A feed has stalled if it has been quiet for all of these:

* half as long again as ever between two of these arrivals: a paper that rests on Sundays has rested before;
* four times its usual gap (the median, which a long holiday does not move);
* twelve hours, so that a night is never told; three days while the arrivals known span less than eight, for then no
  weekend may be among them: fifty arrivals of a busy feed are a day or two.

Known failures: the first holidays of a weekly feed; a feed that comes in bursts, with years between; a busy feed that
dies is told after three days only; arrivals are seen no more finely than the feed is polled; one long gap of our own
(the service was off) makes the feed look calmer than it is, until fifty arrivals later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

ARRIVALS = 50
"""So many of the latest arrivals tell a rhythm."""
LEAST = 8
"""With fewer, a feed has no rhythm yet."""
LONGER_THAN_EVER = 1.5
LONGER_THAN_USUAL = 4
NIGHT = timedelta(hours=12)
WEEKEND = timedelta(days=3)
A_WEEK_AND_A_DAY = timedelta(days=8)
"""A history of this length has a whole weekend in it, with what came before and after."""


def rhythm(arrivals: Sequence[datetime]) -> timedelta | None:
    """Return the usual time between two arrivals (UTC, in any order, each once), None while there are too few."""
    gaps = [gap.total_seconds() for gap in _gaps(arrivals)]
    return timedelta(seconds=median(gaps)) if len(gaps) >= LEAST - 1 else None


def stalled(now: datetime, arrivals: Sequence[datetime]) -> timedelta | None:
    """Return the rhythm of a feed that is quiet against it at `now` (UTC), None if it is not, or has none yet.

    `now` is when the feed answered last: of later, nothing is known. `arrivals` are as in `rhythm`.
    """
    usual = rhythm(arrivals)
    if usual is None:
        return None
    floor = NIGHT if max(arrivals) - min(arrivals) >= A_WEEK_AND_A_DAY else WEEKEND
    limit = max(LONGER_THAN_EVER * max(_gaps(arrivals)), LONGER_THAN_USUAL * usual, floor)
    return usual if now - max(arrivals) > limit else None


def _gaps(arrivals: Sequence[datetime]) -> list[timedelta]:
    return [later - earlier for earlier, later in pairwise(sorted(arrivals))]
