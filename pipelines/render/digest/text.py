"""A digest → plain text, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from pipelines.digest.values import Digest
from pipelines.render.digest.parts import Line, Part, heading, parts, span, summary
from pipelines.render.telegram import clock
from pipelines.stories.outlets import also


def digest_text(digest: Digest, zone: ZoneInfo) -> str:
    """Return the digest as plain text, all of it."""
    lines = [heading(digest), span(digest, zone), summary(digest)]
    for part in parts(digest, zone):
        lines += ["", *_part(part, zone)]
    return "\n".join(lines) + "\n"


def _part(part: Part, zone: ZoneInfo) -> Iterator[str]:
    yield part.heading + (f" ({part.note})" if part.note else "")
    for line in part.lines:
        yield from _line(line, zone)
    yield from (f"  - {words}" for words in part.words)
    yield from (f"  {bars.blocks}  {bars.words}" for bars in part.bars)


def _line(line: Line, zone: ZoneInfo) -> Iterator[str]:
    day = f" (day {line.day})" if line.day > 1 else ""
    yield "  - " + (f"{line.lead}: " if line.lead else "") + line.headline + day
    if line.fact:
        yield f"    {line.fact}"
    if line.sentence:
        yield f"    “{line.sentence}”"
    at = clock(line.at, zone) if line.at else ""
    if byline := ", ".join(filter(None, (line.doubt, line.source, at, line.link))):
        yield f"    {byline}"
    if line.outlets and (words := also(line.outlets)):
        yield f"    {words}"
    if line.alert:
        yield f"    alert: {line.alert}"
    for turn in line.turns:
        yield "    then: " + ", ".join(filter(None, (turn.headline, turn.source, turn.link)))
