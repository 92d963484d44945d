"""Numbers in words."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 alert", "2 alerts", "1,000 entries"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
