"""When a digest is due, what it covers, and which day of a story it tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipelines.digest.when import day_ending, day_number, day_span, due, span_since

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def utc(text: str) -> datetime:
    """Return a moment written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- when ---------------------------------------------------------------------------------------------

DUE = [
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:59:59", None, None, id="a second too early"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T13:00:00", None, "2026-11-22", id="exactly the minute"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T13:00:20", "2026-11-22", None, id="sent today"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T23:00:00", "2026-11-21", "2026-11-22", id="hours late"),
    pytest.param("America/Toronto", "08:00", "2026-11-23T04:59:00", "2026-11-22", None, id="before midnight"),
    pytest.param("America/Toronto", "08:00", "2026-11-23T05:01:00", "2026-11-22", None, id="after midnight"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T13:00:00", "2026-11-12", "2026-11-22", id="ten days down"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:00:00", "2026-11-12", "2026-11-21", id="missed, next day"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:00:00", None, None, id="the first waits for its hour"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:00:00", "2026-11-21", None, id="nothing missed"),
    pytest.param("America/Toronto", "23:59", "2026-11-23T05:00:10", "2026-11-21", "2026-11-22", id="late by a minute"),
    pytest.param("Pacific/Kiritimati", "08:00", "2026-11-21T18:00:00", "2026-11-21", "2026-11-22", id="14 hours ahead"),
    pytest.param("UTC", "00:00", "2026-11-22T00:00:00", "2026-11-21", "2026-11-22", id="at midnight"),
    pytest.param("UTC", "23:59", "2026-11-22T23:58:59", "2026-11-21", None, id="last minute, too early"),
    pytest.param("UTC", "08:00", "2026-11-22T09:00:00", "2026-11-23", None, id="the clock was set back a day"),
    # The hour that is left out: 02:00 becomes 03:00 on 8 March 2026.
    pytest.param("America/Toronto", "02:30", "2026-03-08T06:59:59", "2026-03-07", None, id="gap: 01:59:59"),
    pytest.param("America/Toronto", "02:30", "2026-03-08T07:00:00", "2026-03-07", "2026-03-08", id="gap: 03:00"),
    # The hour that comes twice: 02:00 becomes 01:00 on 1 November 2026.
    pytest.param("America/Toronto", "01:30", "2026-11-01T05:30:00", "2026-10-31", "2026-11-01", id="first 01:30"),
    pytest.param("America/Toronto", "01:30", "2026-11-01T06:30:00", "2026-11-01", None, id="second 01:30"),
    pytest.param("America/Toronto", "01:30", "2026-11-01T06:10:00", "2026-11-01", None, id="01:10 again"),
    # Days without a midnight: 00:00 becomes 01:00.
    pytest.param("America/Santiago", "00:00", "2026-09-06T03:59:59", "2026-09-05", None, id="Santiago: 23:59:59"),
    pytest.param("America/Santiago", "00:00", "2026-09-06T04:00:00", "2026-09-05", "2026-09-06", id="Santiago: 01:00"),
    pytest.param("America/Santiago", "00:30", "2026-09-06T04:00:00", "2026-09-05", "2026-09-06", id="Santiago: 00:30"),
    pytest.param("Africa/Cairo", "00:15", "2026-04-23T22:00:00", "2026-04-23", "2026-04-24", id="Cairo: 01:00"),
    pytest.param("Asia/Beirut", "00:00", "2026-03-28T22:00:00", "2026-03-28", "2026-03-29", id="Beirut: 01:00"),
    # 24:00 becomes 23:00: the evening comes twice, on one date.
    pytest.param("America/Santiago", "23:30", "2026-04-05T03:30:00", "2026-04-04", None, id="Santiago: second 23:30"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "at", "now", "last", "expected"), DUE)
def test_a_digest_is_due_once_a_local_day_from_its_hour_on(
    zone: str, at: str, now: str, last: str | None, expected: str | None
) -> None:
    """From the local time on, once for each local date, whatever the clocks do and however long we were away."""
    day = due(utc(now), ZoneInfo(zone), time.fromisoformat(at), last)
    assert day == (date.fromisoformat(expected) if expected else None)


YEAR_ZONES = [
    "America/Toronto",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Atlantic/Azores",
]


@pytest.mark.parametrize("at", ["00:00", "00:30", "02:30", "23:59"])
@pytest.mark.parametrize("zone", YEAR_ZONES)
def test_a_year_of_ticks_gives_every_day_its_digest_once(zone: str, at: str) -> None:
    """Looked at every quarter of an hour, each local day of a year has one digest, none left out and none doubled."""
    last = "2026-01-01"
    sent: list[date] = []
    now = utc("2026-01-01T12:00:00")
    while now < utc("2027-01-03T00:00:00"):
        if day := due(now, ZoneInfo(zone), time.fromisoformat(at), last):
            sent.append(day)
            last = day.isoformat()
        now += timedelta(minutes=15)
    assert sent == [sent[0] + timedelta(days=number) for number in range(len(sent))]
    assert len(sent) >= 364


HOURS = [
    ("America/Toronto", "2026-06-01", 24),
    ("America/Toronto", "2026-03-08", 23),
    ("America/Toronto", "2026-11-01", 25),
    ("America/Santiago", "2026-09-06", 23),
    ("America/Santiago", "2026-04-04", 25),
    ("Africa/Cairo", "2026-04-24", 23),
    ("Asia/Beirut", "2026-03-29", 23),
    ("Atlantic/Azores", "2026-10-25", 25),
    ("Australia/Lord_Howe", "2026-10-04", 23.5),
    ("UTC", "2026-02-28", 24),
]


@pytest.mark.parametrize(("zone", "day", "hours"), HOURS)
def test_a_day_has_as_many_hours_as_its_clocks_give_it(zone: str, day: str, hours: float) -> None:
    """A local day begins where the one before it ends, has 23 to 25 hours, and all its moments bear its date."""
    here, today = ZoneInfo(zone), date.fromisoformat(day)
    since, until = day_span(today, here)
    assert (until - since) / timedelta(hours=1) == hours
    assert day_span(today - timedelta(days=1), here)[1] == since
    assert since.astimezone(here).date() == (until - timedelta(seconds=1)).astimezone(here).date() == today
    assert (since - timedelta(seconds=1)).astimezone(here).date() < today


def test_a_digest_begins_where_the_last_one_ended() -> None:
    """The first covers a day; each further one begins where the last ended, but a week back at most."""
    assert span_since(NOW, None) == NOW - timedelta(days=1)
    assert span_since(NOW, NOW - timedelta(days=3)) == NOW - timedelta(days=3)
    assert span_since(NOW, NOW - timedelta(days=30)) == NOW - timedelta(days=7)


# --- the days of a story ------------------------------------------------------------------------------

DAYS = [  # of the digest of 22 November, which covers the time since the one of the 21st
    pytest.param("2026-11-22T07:00", 1, id="in its span"),
    pytest.param("2026-11-21T08:00", 1, id="where its span begins"),
    pytest.param("2026-11-21T07:59", 2, id="before the last digest"),
    pytest.param("2026-11-20T08:00", 2, id="where the one before that began"),
    pytest.param("2026-11-20T07:59", 3, id="earlier"),
    pytest.param("2026-11-23T01:00", 1, id="a clock that errs"),
]


@pytest.mark.parametrize(("begun", "expected"), DAYS)
def test_a_storys_days_are_those_of_the_digests(begun: str, expected: int) -> None:
    """What began since the last digest is at its first day; before, each date whose digest told of it counts."""
    since, zone = utc("2026-11-21T08:00"), ZoneInfo("UTC")
    assert day_number(utc(begun), since, date(2026, 11, 22), zone, time(8)) == expected


OFF_HOURS = [
    pytest.param("2026-11-20T09:00", "2026-11-21T08:00", "2026-11-22", 2, id="late: made at eleven"),
    pytest.param("2026-11-20T07:00", "2026-11-21T08:00", "2026-11-22", 3, id="by hand at six"),
    pytest.param("2026-11-19T09:00", "2026-11-19T08:00", "2026-11-23", 1, id="days of downtime: new"),
    pytest.param("2026-11-18T09:00", "2026-11-19T08:00", "2026-11-23", 5, id="days of downtime: told before"),
    pytest.param("2026-11-22T09:00", "2026-11-22T11:00", "2026-11-23", 2, id="told by a digest that came late"),
]


@pytest.mark.parametrize(("begun", "since", "day", "expected"), OFF_HOURS)
def test_a_storys_day_does_not_hang_on_when_the_digest_was_made(
    begun: str, since: str, day: str, expected: int
) -> None:
    """Late, early, or after downtime: a digest counts by its date. What it tells first is no second day."""
    assert day_number(utc(begun), utc(since), date.fromisoformat(day), ZoneInfo("UTC"), time(8)) == expected


def test_a_storys_days_are_local_days() -> None:
    """Over a change of clocks a day has 25 hours; on a whole day they are those of the calendar."""
    toronto = ZoneInfo("America/Toronto")
    day = date(2026, 11, 1)
    since = day_span(day, toronto)[0]
    begun = [since - 10 * DAY + number * DAY for number in (0, 9, 10)]
    assert [day_number(each, since, day, toronto, None) for each in begun] == [11, 2, 1]


ENDINGS = [
    pytest.param("2026-11-02T05:00", "2026-11-01", None, id="midnight"),
    pytest.param("2026-11-01T13:00", "2026-11-01", "08:00", id="eight in the morning"),
    pytest.param("2026-11-02T05:01", "2026-11-02", "00:01", id="a minute past midnight"),
]


@pytest.mark.parametrize(("until", "day", "at"), ENDINGS)
def test_a_span_ends_in_a_day_or_with_it(until: str, day: str, at: str | None) -> None:
    """With the local day it ends at midnight, else within a day, at a time."""
    ending = day_ending(utc(until), ZoneInfo("America/Toronto"))
    assert ending == (date.fromisoformat(day), time.fromisoformat(at) if at else None)
