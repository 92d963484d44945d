"""Numbers in words."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 alert", "2 alerts", "1,000 entries"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def precision(right: int, wrong: int) -> str:
    """Return how many of what people reviewed was right: "12 of 15 right"; "" if nothing was."""
    return f"{right:,} of {right + wrong:,} right" if right + wrong else ""
