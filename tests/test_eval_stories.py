"""The figures by which grouping is judged: B-cubed, and pairs wrongly merged."""

from __future__ import annotations

import pytest

from eval.stories import bcubed, merged_pairs

PAPER = "11111 22 33333"
"""Twelve mentions of three chains, in the example of Bagga and Baldwin (1998)."""


def chains(labels: str) -> dict[str, str]:
    """Return entry -> story, for one character an entry."""
    return {str(entry): label for entry, label in enumerate(labels.replace(" ", ""))}


@pytest.mark.parametrize(
    ("told", "precision"),
    [("11111 22 22222", 16 / 21), ("11111 22 11111", 7 / 12)],  # "76%" and "58%"
)
def test_the_example_of_the_paper(told: str, precision: float) -> None:
    """A small chain glued to a large one costs less than two large ones glued; both find all of each chain."""
    expected = (precision, 1.0, 2 * precision / (precision + 1))
    assert bcubed(chains(PAPER), chains(told)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("gold", "told", "precision", "recall"),
    [
        ("aabbb", "xxyyy", 1.0, 1.0),  # what stories are called does not matter
        ("aabbb", "vwxyz", 1.0, 2 / 5),  # each alone: 1 story of each label found, seen from 5 entries
        ("aabbb", "xxxxx", 13 / 25, 1.0),  # all in one: (2 * 2/5 + 3 * 3/5) / 5
        ("aabbb", "xxxyy", 11 / 15, 11 / 15),  # (2 * 2/3 + 1/3 + 2) / 5, (2 + 1/3 + 2 * 2/3) / 5
    ],
)
def test_precision_and_recall_by_hand(gold: str, told: str, precision: float, recall: float) -> None:
    """Each entry counts once: the share of its story told that is its own, and the share of its own that was told."""
    assert bcubed(chains(gold), chains(told))[:2] == pytest.approx((precision, recall))


def test_only_labelled_entries_count() -> None:
    """In a stream of which some entries are labelled, the others neither help nor harm."""
    assert bcubed(chains("aab"), chains("xxyxxxyyy")) == pytest.approx((1.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("gold", "told", "pairs"),
    [("aabbb", "xxyyy", (4, 0)), ("aabbb", "vwxyz", (0, 0)), ("aabbb", "xxxxx", (10, 6)), ("aabbb", "xxxyy", (4, 2))],
)
def test_pairs_wrongly_merged(gold: str, told: str, pairs: tuple[int, int]) -> None:
    """Pairs told as one story are counted, and those of them that are of two."""
    assert merged_pairs(chains(gold), chains(told)) == pairs
