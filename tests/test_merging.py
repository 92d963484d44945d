"""Two changes of one text put together, and drafts given back their line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.merging import LARGEST, MIDDLE, MINE, THEIRS, TooLongError, differences, merge, plain, restored

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "x = 1"]), max_size=8)
TEXTS = LINES.map("\n".join)
FILES = st.tuples(LINES, st.lists(st.sampled_from(["\n", "\r\n"]), min_size=9, max_size=9), st.booleans()).map(
    lambda drawn: "\ufeff" * drawn[2] + "".join(line + end for line, end in zip(drawn[0], drawn[1], strict=False))
)


@given(TEXTS, TEXTS)
def test_what_only_one_has_changed_is_taken(base: str, new: str) -> None:
    """If one side has changed nothing, or both the same, there is nothing to choose."""
    for merged in (merge(base, new, base), merge(base, base, new), merge(base, new, new)):
        assert (merged.text, merged.conflicts) == (new, 0)


def test_changes_of_different_lines_stand_together() -> None:
    """Both are in the text, in their places."""
    merged = merge("a\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nb\nc\nD\ne\n")
    assert (merged.text, merged.conflicts) == ("a\nB\nc\nD\ne\n", 0)


def test_changes_of_the_same_lines_are_marked() -> None:
    """Where both have changed a line, both stand there between marks, whether or not the text ends with a line end."""
    merged = merge("a\nb\nc", "a\nB\nc", "a\nX\nc")
    assert (merged.text, merged.conflicts) == (f"a\n{MINE}\nB\n{MIDDLE}\nX\n{THEIRS}\nc", 1)
    assert merge("a", "b", "c").text == f"{MINE}\nb\n{MIDDLE}\nc\n{THEIRS}\n"


@given(FILES, TEXTS)
def test_a_draft_gets_its_line_ends_back(original: str, draft: str) -> None:
    """What is restored reads as the draft does, and an unchanged draft is the file, byte by byte."""
    assert plain(restored(original, draft)) == draft
    assert restored(original, plain(original)) == original
    assert restored(original, draft).startswith("\ufeff") == original.startswith("\ufeff")


def test_lines_nobody_touched_keep_their_ends() -> None:
    """In a file of mixed line ends each line keeps its own; a new line ends as most do."""
    assert restored("\ufeffa\r\nb\nc\r\nd\r\n", "a\nb\nnew\nd\n") == "\ufeffa\r\nb\nnew\r\nd\r\n"


def test_new_lines_end_as_most_do() -> None:
    """One line of three that ends as on Windows makes no rule."""
    assert restored("a\r\nb\nc\n", "a\nnew\nb\nc\n") == "a\r\nnew\nb\nc\n"
    assert restored("a\r\nb\r\nc\n", "a\nnew\nb\nc\n") == "a\r\nnew\r\nb\r\nc\n"


def test_what_differs_in_too_many_lines_is_not_compared() -> None:
    """Two long texts of nothing in common would take minutes; a long text with one change does not."""
    old, new = ("\n".join(f"{word} {number}" for number in range(LARGEST + 1)) for word in ("old", "new"))
    for compare in (lambda: merge(old, new, old), lambda: differences(old, new)):
        with pytest.raises(TooLongError):
            compare()
    assert restored(f"{old}\r\n", new) == new
    changed = old.replace("old 2000\n", "")
    assert merge(old, changed, f"{old}\nmore").text == f"{changed}\nmore"
    assert [line for sign, line in differences(old, changed) if sign == "-"] == ["old 2000"]


def test_differences_have_signs() -> None:
    """A changed line is shown as it was and as it is, with the lines around it."""
    signs = [sign for sign, _ in differences("a\nb\nc\n", "a\nB\nc\n")]
    assert signs == ["@", " ", "-", "+", " ", " "]
