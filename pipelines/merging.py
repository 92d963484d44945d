"""Texts compared line by line, and two changes of one text put together.

The merge is the one of diff3 (Khanna, Kunal, Pierce: "A Formal Investigation of Diff3", 2007): what only one side has
changed is taken from that side, and where both did, both stand there between marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import Match, SequenceMatcher, unified_diff

_MARK = "\ufeff"
MINE, MIDDLE, THEIRS = "<<<<<<< yours", "=======", ">>>>>>> the file"
"""The marks around a conflict. No TOML begins a line with one, so a draft that has one can't be saved."""

LARGEST = 5_000
"""Lines that may differ: what comparing them takes grows with their square."""


class TooLongError(ValueError):
    """Texts differ in too many lines to be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Two changes together."""

    text: str
    conflicts: int  #: places where both have changed the same lines


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Return what both have made of `base`; line ends are "\\n". Raises `TooLongError`."""
    lines = [_lines(text) for text in (base, mine, theirs)]
    parts: list[str] = []
    conflicts = 0
    for old, ours, others in _chunks(*lines):
        if ours in (old, others):
            parts += others
        elif others == old:
            parts += ours
        else:
            conflicts += 1
            parts += [f"{MINE}\n", *_ended(ours), f"{MIDDLE}\n", *_ended(others), f"{THEIRS}\n"]
    return Merged(text="".join(parts), conflicts=conflicts)


def _ended(lines: Sequence[str]) -> list[str]:
    return [line if line.endswith("\n") else line + "\n" for line in lines]


def _chunks(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts cut into parts: those which all share, and between them those in which they differ."""
    pairs = [_matches(base, other) for other in (mine, theirs)]
    at = [0, 0, 0]
    for line in [number for number in range(len(base)) if number in pairs[0] and number in pairs[1]]:
        here = [line, pairs[0][line], pairs[1][line]]
        if here != at:
            yield base[at[0] : here[0]], mine[at[1] : here[1]], theirs[at[2] : here[2]]
        yield [base[line]], [base[line]], [base[line]]
        at = [each + 1 for each in here]
    yield base[at[0] :], mine[at[1] :], theirs[at[2] :]


def _matches(base: list[str], other: list[str]) -> dict[int, int]:
    return {block.a + step: block.b + step for block in _blocks(base, other) for step in range(block.size)}


def _blocks(base: Sequence[str], other: Sequence[str]) -> list[Match]:
    """The runs of lines that both have. Lines that stand everywhere, such as empty ones, begin none (difflib's
    `autojunk`): else two lists of thousands of watches would be compared for minutes."""
    head, tail = _alike(base, other)
    old, new = base[head : len(base) - tail], other[head : len(other) - tail]
    inner = SequenceMatcher(None, old, new).get_matching_blocks()
    return [
        Match(0, 0, head),
        *(Match(block.a + head, block.b + head, block.size) for block in inner),
        Match(len(base) - tail, len(other) - tail, tail),
    ]


def _alike(base: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the beginning and at the end; raises `TooLongError` for too many between."""
    shorter = min(len(base), len(other))
    head = next((at for at in range(shorter) if base[at] != other[at]), shorter)
    tail = next((at for at in range(shorter - head) if base[-1 - at] != other[-1 - at]), shorter - head)
    if max(len(base), len(other)) - head - tail > LARGEST:
        raise TooLongError("the texts differ in too many lines to be compared")
    return head, tail


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """Return what differs as lines with their sign: "+" new, "-" gone, " " around it, "@" where in the text that is.

    Raises `TooLongError`.
    """
    texts = old.split("\n"), new.split("\n")
    _alike(*texts)
    lines = unified_diff(*texts, lineterm="", n=2)
    return [(line[0], line[1:] if line[0] != "@" else line) for line in lines if not line.startswith(("---", "+++"))]


def restored(original: str, draft: str) -> str:
    """Return a draft with the line ends and the byte order mark of the text that it was made from by `plain`."""
    if draft == plain(original):
        return original
    old, new = _lines(original.removeprefix(_MARK)), _lines(draft)
    usual = "\r\n" if original.count("\r\n") * 2 > original.count("\n") else "\n"
    lines = [line.replace("\n", usual) for line in new]
    with suppress(TooLongError):  # then all its lines end as most did
        for block in _blocks([plain(line) for line in old], new):
            lines[block.b : block.b + block.size] = old[block.a : block.a + block.size]
    return _MARK * original.startswith(_MARK) + "".join(lines)


def plain(text: str) -> str:
    """Return a file's text as a browser's text field holds it: without byte order mark, its lines ended by "\\n"."""
    return text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> list[str]:
    """The lines with their ends; only "\\n" ends one, as in TOML."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
