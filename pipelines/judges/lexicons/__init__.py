"""General knowledge as word lists, in lower case: what kind of thing stands beside a name, and what a text is about.

Written by hand (but for `common` and `less_common`, which are counted). Nothing in them comes from the labelled items
on which the judge is trained; their authors had, though, seen the names of those organisations, so that figures
flatter a little: see docs/matching.md.
"""

from __future__ import annotations


def word_list(text: str) -> frozenset[str]:
    """Return the words of `text`."""
    return frozenset(text.split())
