"""Quiet hours: a span of the local day in which alerts wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` until `end`, local wall-clock times, over midnight where `end` is the earlier one."""

    start: time
    end: time

    def until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when (UTC) the quiet hours end in which `now` (UTC) lies, None if it lies in none.

        Wall clocks decide whether it is quiet. Where a clock change leaves out the end, what is returned may be up to
        an hour late.
        """
        local = now.astimezone(zone)
        clock = local.time().replace(tzinfo=None)
        over_midnight = self.end < self.start
        if not (self.start <= clock < self.end or (over_midnight and (clock >= self.start or clock < self.end))):
            return None
        day = local.date() + timedelta(days=1 if over_midnight and clock >= self.start else 0)
        end = datetime.combine(day, self.end, zone).astimezone(UTC)
        # An end that comes twice (clocks go back) may have passed once already: then the second one counts.
        return end if end > now else datetime.combine(day, self.end.replace(fold=1), zone).astimezone(UTC)


def parse_quiet(text: str) -> Quiet | None:
    """Return the quiet hours "22:00-07:00", None for "off"; raises ValueError with what is wrong."""
    if text == "off":
        return None
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise ValueError(f'{text!r} is neither two times such as "22:00-07:00" nor "off"')
    start, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if start == end:
        raise ValueError(f'{text!r} begins when it ends: that is the whole day or none of it; write "off" for none')
    return Quiet(start, end)
