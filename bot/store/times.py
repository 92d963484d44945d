"""Moments as the database keeps them: ISO 8601 text in UTC, to the millisecond."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FAR_AHEAD = timedelta(days=60)
"""Nothing is ever put off this long: such a time comes from a clock that was wrong when it was written."""


def stamp(moment: datetime) -> str:
    """Return an aware datetime as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def stamp_or_none(moment: datetime | None) -> str | None:
    """Return an aware datetime as text, None for None."""
    return stamp(moment) if moment else None


def moment(text: str | None) -> datetime | None:
    """Return the datetime that `stamp` wrote, None for None."""
    return datetime.fromisoformat(text) if text else None
