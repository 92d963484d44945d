"""Quiet hours: when it is quiet, and when that ends."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pipelines.quiet import Quiet, parse_quiet

TORONTO = ZoneInfo("America/Toronto")
NIGHT = Quiet(time(22), time(7))
LUNCH = Quiet(time(12), time(13, 30))


def local(day: int, clock: str, month: int = 8) -> datetime:
    """Return a moment of 2026 by Toronto's clocks, in UTC."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=TORONTO).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "end"),
    [
        (NIGHT, local(12, "21:59"), None),
        (NIGHT, local(12, "22:00"), local(13, "07:00")),
        (NIGHT, local(12, "23:59"), local(13, "07:00")),
        (NIGHT, local(13, "00:00"), local(13, "07:00")),
        (NIGHT, local(13, "06:59"), local(13, "07:00")),
        (NIGHT, local(13, "07:00"), None),
        (LUNCH, local(12, "11:59"), None),
        (LUNCH, local(12, "12:00"), local(12, "13:30")),
        (LUNCH, local(12, "13:29"), local(12, "13:30")),
        (LUNCH, local(12, "13:30"), None),
        (NIGHT, local(31, "23:00", month=10), local(1, "07:00", month=11)),
        (NIGHT, local(7, "23:00", month=3), local(8, "07:00", month=3)),
    ],
)
def test_quiet_hours_are_local_and_may_pass_midnight(quiet: Quiet, now: datetime, end: datetime | None) -> None:
    """From the first minute to the last, also in the nights in which clocks change."""
    assert quiet.until(now, TORONTO) == end


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    """Where clocks go back over the end, the same wall-clock times are quiet again until the second end."""
    quiet = Quiet(time(1), time(1, 30))
    first, between, second = (datetime(2026, 11, 1, h, m, tzinfo=UTC) for h, m in ((5, 10), (5, 40), (6, 10)))
    assert quiet.until(first, TORONTO) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert quiet.until(between, TORONTO) is None
    assert quiet.until(second, TORONTO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_an_end_that_does_not_exist_does_not_hold_for_ever() -> None:
    """Where clocks jump over the end, it is not quiet behind the gap, and the end told is at most an hour late."""
    quiet = Quiet(time(22), time(2, 30))
    before, behind = datetime(2026, 3, 8, 6, 59, tzinfo=UTC), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    assert quiet.until(before, TORONTO) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert quiet.until(behind, TORONTO) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("off", None), ("22:00-07:00", NIGHT), ("22:00 – 7:00", NIGHT), (" 12:00-13:30", LUNCH)],
)
def test_quiet_hours_are_written_as_two_times(text: str, expected: Quiet | None) -> None:
    """Two times of day with a dash between them, or "off"."""
    assert parse_quiet(text) == expected


@pytest.mark.parametrize("text", ["", "22:00", "22-7", "24:00-07:00", "22:00-07:60", "on", "22:00-07:00 CET"])
def test_what_is_no_span_is_refused(text: str) -> None:
    """The error shows what was written and what it may look like."""
    with pytest.raises(ValueError, match='neither two times such as "22:00-07:00" nor "off"'):
        parse_quiet(text)


def test_a_span_that_ends_when_it_begins_is_refused() -> None:
    """Start equal to end could mean always or never, so it means neither."""
    with pytest.raises(ValueError, match="begins when it ends"):
        parse_quiet("07:00-7:00")
