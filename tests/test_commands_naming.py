"""Which watch somebody means."""

from __future__ import annotations

import pytest

from bot.commands.naming import find_watch, named, nearest_watches
from pipelines.watchlist import Watchlists, combine, parse_watchlist

LISTS = """
[[watch]]
id = "harbour-lines"
name = "Harbour Lines"
kind = "company"
aliases = ["HL Shipping", "Société Hárbour"]

[[watch]]
id = "skell"
name = "Skell Yards"
kind = "company"
ambiguous = ["Next", "Tide"]

[[watch]]
id = "tide"
name = "Tidewater Office"
kind = "agency"
ambiguous = ["Next"]
"""


@pytest.fixture
def lists() -> Watchlists:
    """Three watches."""
    return combine([parse_watchlist(LISTS, "a.toml")])


@pytest.mark.parametrize(
    ("words", "watch"),
    [
        ("harbour-lines", "harbour-lines"),
        ("#harbour_lines", "harbour-lines"),
        ("HARBOUR  LINES", "harbour-lines"),
        ("hl shipping", "harbour-lines"),
        ("societe harbour", "harbour-lines"),
        ("tide", "tide"),
        ("next", ""),
        ("harbour", ""),
        ("", ""),
    ],
)
def test_a_watch_is_known_by_any_name(lists: Watchlists, words: str, watch: str) -> None:
    """Ids first, then names, aliases, ambiguous ones; what two watches share is neither."""
    found = find_watch(lists, words)
    assert (found.id if found else "") == watch


def test_what_several_have_is_told_of_all(lists: Watchlists) -> None:
    """So that one can be chosen."""
    assert [watch.id for watch in named(lists, "NEXT")] == ["skell", "tide"]
    assert named(lists, "qqqq") == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("harbor lines", ["Harbour Lines"]),
        ("skel", ["Skell Yards"]),
        ("harb", ["Harbour Lines"]),
        ("tide", ["Skell Yards", "Tidewater Office"]),
        ("qqqq", []),
        ("", []),
    ],
)
def test_the_nearest_are_told(lists: Watchlists, words: str, names: list[str]) -> None:
    """By likeness, else by how a name begins."""
    assert nearest_watches(lists.watches.values(), words) == names
