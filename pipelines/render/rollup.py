"""Several alerts as one message: a line and a link each, for a chat that is behind."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.model import Message
from pipelines.render.alert import LONGEST_ADDRESS
from pipelines.render.telegram import escape, fit, fits, message
from pipelines.render.words import plural

LINE_UNITS = 300


def roll_up(lines: Sequence[str], behind: int = 0) -> tuple[Message, int]:
    """Return the message of the first `lines` (HTML) that fit, and how many these are: at least one.

    Its heading tells how many follow: the other lines, and `behind` further alerts. A line is never cut. The plain
    text is "" where it has no room for all addresses: then each alert is better sent by itself.
    """
    count = 1
    total = len(lines) + behind
    while count < len(lines) and fits(_text(lines[: count + 1], total)):
        count += 1
    made = message(_text(lines[:count], total))
    whole = made.plain.count("(http") >= made.html.count("<a ")
    return Message(html=made.html, plain=made.plain if whole else ""), count


def line_of(html: str) -> str:
    """Return a line for an alert that was stored without one: its headline, the first line with a link."""
    lines = html.split("\n")
    line = next((each for each in lines if "<a " in each), lines[0])
    if len(line.encode()) > LONGEST_ADDRESS + 2 * LINE_UNITS:
        line = escape(message(line).plain)
    return fit(line, LINE_UNITS, "")


def _text(lines: Sequence[str], total: int) -> str:
    more = total - len(lines)
    follow = f", {plural(more, 'more follows', 'more follow')}" if more else ""
    return "\n\n".join([f"<b>{plural(len(lines), 'alert')}{follow}</b>", *lines])
