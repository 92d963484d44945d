"""A feed is quiet by its own measure, not by a fixed one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.rhythm import ARRIVALS, rhythm, stalled

FRIDAY = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def every(gap: timedelta, count: int, last: datetime = FRIDAY) -> list[datetime]:
    """Return moments at one distance from each other, the latest first."""
    return [last - number * gap for number in range(count)]


def working_hours(days: Iterable[int], last: datetime = FRIDAY) -> list[datetime]:
    """Return hourly arrivals, 9 to 18 o'clock, of the days so many days before the last one."""
    return [last - day * DAY - hour * HOUR for day in days for hour in range(10)][:ARRIVALS]


WEEKDAYS = [day for day in range(28) if (FRIDAY - day * DAY).weekday() < 5]

CASES = [
    pytest.param(every(6 * HOUR, 40), 6 * HOUR, False, id="its usual gap"),
    pytest.param(every(6 * HOUR, 40), 24 * HOUR, False, id="four gaps, no more"),
    pytest.param(every(6 * HOUR, 40), 25 * HOUR, True, id="more than four gaps"),
    pytest.param(every(HOUR, 50), 2 * DAY, False, id="busy: no weekend known"),
    pytest.param(every(HOUR, 50), 3 * DAY + HOUR, True, id="busy: more than a long weekend"),
    pytest.param(working_hours(WEEKDAYS[:5]), 2.6 * DAY, False, id="an office's first weekend that is known"),
    pytest.param(every(7 * DAY, 9), 14 * DAY, False, id="a weekly that left one week out"),
    pytest.param(every(7 * DAY, 9), 29 * DAY, True, id="a weekly that left a month out"),
    pytest.param(every(HOUR, 7), 90 * DAY, False, id="too few to tell"),
    pytest.param([], DAY, False, id="never had an entry"),
]


@pytest.mark.parametrize(("arrivals", "silence", "quiet"), CASES)
def test_a_feed_is_quiet_against_its_own_rhythm(arrivals: list[datetime], silence: timedelta, quiet: bool) -> None:
    """Only a silence that is long by every measure of its own past is told, whatever the order of the arrivals."""
    for order in (arrivals, arrivals[::-1]):
        assert (stalled(FRIDAY + silence, order) is not None) == quiet


def test_a_weekend_that_was_seen_before_is_no_silence() -> None:
    """A feed with few entries on weekdays only is not told on its Monday mornings, and is on Wednesday."""
    arrivals = [FRIDAY - day * DAY for day in WEEKDAYS]
    assert stalled(FRIDAY + 2.9 * DAY, arrivals) is None
    assert stalled(FRIDAY + 5 * DAY, arrivals) == DAY


def test_the_rhythm_is_the_usual_gap() -> None:
    """One long holiday does not move it; a feed with too few arrivals has none."""
    holiday = [*every(HOUR, 20), *every(HOUR, 20, FRIDAY - 30 * DAY)]
    assert rhythm(holiday) == HOUR
    assert rhythm(every(HOUR, 7)) is None
    assert rhythm(every(HOUR, 8)) == HOUR


def test_a_long_gap_of_its_own_is_borne_with() -> None:
    """A feed that once rested for a month is not told before it has rested for half as long again."""
    arrivals = [*every(6 * HOUR, 20), *every(6 * HOUR, 20, FRIDAY - 30 * DAY)]
    assert stalled(FRIDAY + 35 * DAY, arrivals) is None
    assert stalled(FRIDAY + 40 * DAY, arrivals) == 6 * HOUR
