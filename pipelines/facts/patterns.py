"""How patterns are written here: regular expressions over many lines, in which white space says nothing."""

from __future__ import annotations

import re


def flat(pattern: str) -> str:
    """Return a pattern without its white space: a space in a text is written `\\\\s`."""
    return "".join(pattern.split())


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern without its white space, ready to use; case does not count."""
    return re.compile(flat(pattern), re.IGNORECASE)
