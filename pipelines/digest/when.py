"""When a digest is due, and what it covers: by comparing local dates and wall-clock times.

So a clock change neither doubles nor skips it: where the hour does not exist, the first moment after it counts; where
it comes twice, the date has had its digest by then. A day whose hour was missed has its digest as soon as we are back,
even on the next day; of several such days only the last, for its digest covers them all. A week whose hour was missed
has its digest as soon as we are back, until the next one is due.

A digest's day is not always one of the calendar: that of the morning ends with the morning. So what compares days with
each other (`marks`) goes back from the digest's end by local days, which keeps the time of day and lasts 23 to 25
hours where clocks change. The digest of a past day ends at midnight, and its days are those of the calendar.

The days of a story are counted by the dates of the digests that tell of it in the usual course (`digest_day`), not by
when they were made: a digest that came late, or early by hand, must not make a story older or younger.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST_SPAN = timedelta(days=1)
LONGEST_SPAN = timedelta(days=7)
"""After a longer downtime the digest still covers only this much."""
WEEK = 7
"""Days of a weekly digest."""
_DAY = timedelta(days=1)


def day_span(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the UTC moments at which the local day begins and ends: 23 to 25 hours, none of a day left out."""
    start, end = (datetime.combine(d, time(), zone).astimezone(UTC) for d in (day, day + _DAY))
    return start, end


def day_ending(until: datetime, zone: tzinfo) -> tuple[date, time | None]:
    """Return the local day that a span up to `until` (UTC) ends in, and the time of it; None: with the day."""
    day = (until - timedelta(microseconds=1)).astimezone(zone).date()
    return day, None if until == day_span(day, zone)[1] else until.astimezone(zone).time()


def week_span(last_day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the UTC moments at which the seven local days that end with `last_day` begin and end."""
    return day_span(last_day - (WEEK - 1) * _DAY, zone)[0], day_span(last_day, zone)[1]


def due(now: datetime, zone: tzinfo, at: time, last_day: str | None) -> date | None:
    """Return the local day whose digest is due at `now` (UTC), None if that day had it.

    It is the latest day whose hour `at` has come. `last_day` is the day of the last digest in ISO 8601, None if
    there was none: then no earlier day was missed, but today's is due from its hour on, however late the first start.
    """
    local = now.astimezone(zone)
    today = local.date()
    if local.time() >= at:
        return today if last_day is None or last_day < today.isoformat() else None
    yesterday = _day_before(today, zone)
    return yesterday if last_day is not None and last_day < yesterday.isoformat() else None


def due_week(now: datetime, zone: tzinfo, at: time, weekday: int, last_day: str | None) -> date | None:
    """Return the last local day of the week whose digest is due at `now` (UTC), None if that week had it.

    The digest of a `weekday` (0 for Monday) covers the seven days before it. `last_day` is the last day of the latest
    weekly digest in ISO 8601, None if there was none: then nothing was missed, and the first one waits for its weekday.
    """
    local = now.astimezone(zone)
    back = (local.weekday() - weekday) % WEEK
    if back == 0 and local.time() < at:
        back = WEEK
    if back and last_day is None:
        return None
    covered = local.date() - (back + 1) * _DAY
    return covered if last_day is None or last_day < covered.isoformat() else None


def _day_before(day: date, zone: tzinfo) -> date:
    """The local day before: not always the date before, for Samoa had no 30 December 2011."""
    return (day_span(day, zone)[0] - timedelta(seconds=1)).astimezone(zone).date()


def span_since(now: datetime, last_until: datetime | None) -> datetime:
    """Return where a digest made at `now` begins: where the last one ended, within reason.

    Where the last one ended after `now`, the clock was set back: then it begins, and ends, at `now`.
    """
    if last_until is None:
        return now - FIRST_SPAN
    return min(max(last_until, now - LONGEST_SPAN), now)


def marks(until: datetime, zone: tzinfo, days: int, count: int) -> list[datetime]:
    """Return the `count` + 1 UTC moments that bound as many spans of `days` local days up to `until`, oldest first.

    A local time that does not exist counts as the same moment by the clock from before the change (PEP 495).
    """
    wall = until.astimezone(zone).replace(tzinfo=None, fold=0)
    back = (wall - number * days * _DAY for number in range(count, 0, -1))
    return [*(moment.replace(tzinfo=zone).astimezone(UTC) for moment in back), until]


def digest_day(moment: datetime, zone: tzinfo, at: time | None) -> date:
    """Return the date of the digest that tells of a moment (UTC) if every digest is made at its local hour `at`.

    None: its digest has the whole local day.
    """
    day = moment.astimezone(zone).date()
    if at is None:
        return day
    # By the clock, for an hour that does not exist; by the moment, for what comes twice is over after the first time.
    come = moment.astimezone(zone).time() >= at or moment >= datetime.combine(day, at, zone).astimezone(UTC)
    return day + _DAY if come else day


def day_number(begun: datetime, since: datetime, day: date, zone: tzinfo, at: time | None) -> int:
    """Return the how manieth day of what began at `begun` (UTC) the digest of `day` tells, counting from 1.

    What began in the digest's span, from `since` (UTC) on, is at its first day, however long the span; what began
    before it was told before, and is at its second at least. `at` as in `digest_day`.
    """
    if begun >= since:
        return 1
    return max((day - digest_day(begun, zone, at)).days + 1, 2)
