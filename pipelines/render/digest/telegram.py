"""A digest → one Telegram message or a few.

However much a day brought, it stays readable: the more headings there are, the fewer stories stand under each, and the
rest is counted. The roomiest of `ROOMS` is taken with which the digest stays within that room's number of messages.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pipelines.digest.values import Digest, Edition
from pipelines.model import Message
from pipelines.render.digest.parts import SOURCE, Line, Part, heading, parts, span, summary
from pipelines.render.telegram import escape, link, message, pack, shorten
from pipelines.render.words import plural

ITEMS = 12
"""Stories listed under one heading at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much of a digest is told."""

    messages: int  #: within which it must stay
    rules: int  #: stories under the heading of a rule
    items: int  #: under any other heading
    headings: int = 1000  #: rules and watches with their stories; the others share a line
    turns: int = 3  #: further alerts of a story
    label: int = 160  #: UTF-16 units of a headline
    address: int = 2000  #: bytes of a link; a longer one would leave the others no room
    words: int = 1000  #: UTF-16 units of a line of names


ROOMS = (
    Room(messages=2, rules=ITEMS, items=ITEMS),
    Room(messages=2, rules=ITEMS, items=8),
    Room(messages=2, rules=ITEMS, items=5),
    Room(messages=3, rules=8, items=3),
    Room(messages=3, rules=6, items=2, turns=1),
    Room(messages=4, rules=4, items=1, turns=0, label=120),
    Room(messages=4, rules=3, items=1, turns=0, label=120, headings=20, address=800),
    Room(messages=4, rules=2, items=1, turns=0, label=100, headings=10, address=500),
    Room(messages=4, rules=1, items=1, turns=0, label=80, headings=4, address=300, words=200),
)
"""What the last one tells is short enough for four messages, whatever the texts."""


def digest_messages(digest: Digest, zone: ZoneInfo) -> list[Message]:
    """Return the digest as four messages at most, each within Telegram's limits."""
    told = list(parts(digest, zone))
    head = [
        f"<b>{escape(heading(digest))}</b>",
        f"<i>{escape(span(digest, zone))}</i>",
        escape(summary(digest)),
    ]
    texts: list[str] = []
    for room in ROOMS:
        blocks = [head, *_blocks(told, room, digest)]
        tight = room is ROOMS[-1]
        # In the tightest room blocks may be parted anywhere: no message is left half empty.
        texts = pack([[line for block in blocks for line in ("", *block)][1:]] if tight else blocks)
        if len(texts) <= room.messages:
            break
    return [message(text.strip()) for text in texts]


def _blocks(told: Sequence[Part], room: Room, digest: Digest) -> list[list[str]]:
    """Return the lines of each part, as HTML; bars are left out, for Telegram gets them as a picture."""
    stories = [part for part in told if part.brief]
    others = [part for part in told if not (part.brief or part.bars)]
    beyond = stories[room.headings :]
    blocks = [_block(part, room) for part in stories[: room.headings]]
    if beyond:
        words = f"Told elsewhere: {', '.join(part.brief for part in beyond)}"
        blocks.append([f"<b>{escape(shorten(words, room.words))}</b>"])
    blocks += [_block(part, room) for part in others]
    whole = all(_limit(part, room) >= len(part.lines) + len(part.words) for part in told)
    return blocks if whole and not beyond else [*blocks, [_elsewhere(digest)]]


def _limit(part: Part, room: Room) -> int:
    """How many stories or words of a part are listed; words are short, and few are better than none."""
    if part.words:
        return max(room.items, 3)
    return room.rules if part.rule else room.items


def _block(part: Part, room: Room) -> list[str]:
    listed = _limit(part, room)
    short = shorten(part.heading, min(room.words, 200 if part.lines else 1000))
    lines = [f"<b>{escape(short)}</b>" + (f" <i>({escape(part.note)})</i>" if part.note else "")]
    for line in part.lines[:listed]:
        lines += _line(line, room)
    lines += [f"• {escape(shorten(words, 2 * room.label))}" for words in part.words[:listed]]
    more = len(part.lines) + len(part.words) - listed
    return [*lines, f"• and {more:,} more"] if more > 0 else lines


def _line(line: Line, room: Room) -> Iterable[str]:
    """Yield a story's line, and below it its fact and its further alerts."""
    lead = f"<b>{escape(line.lead)}</b>: " if line.lead else ""
    label = _link(line.link, line.headline, room)
    day = f"day {line.day}" if line.day > 1 else ""
    # Names that one could watch are told for the names: who printed the example does not matter.
    told_by = "" if line.lead else _told_by(line)
    byline = " · ".join(filter(None, (shorten(line.doubt, room.label), told_by, day)))
    alert = f" · {link(line.alert, 'alert')}" if line.alert else ""
    yield f"• {lead}{label}" + (f" · <i>{escape(byline)}</i>" if byline else "") + alert
    if line.fact:
        yield f"   ▸ {escape(shorten(line.fact, room.label))}"
    for turn in line.turns[: room.turns]:
        source = f" · <i>{escape(turn.source)}</i>" if turn.source else ""
        yield f"   ↳ {_link(turn.link, turn.headline, room)}{source}"
    if room.turns and len(line.turns) > room.turns:
        yield f"   ↳ and {len(line.turns) - room.turns} more"


def _link(url: str, headline: str, room: Room) -> str:
    address = url if len(html.escape(url).encode()) <= room.address else ""
    return link(address, escape(shorten(headline, room.label)))


def _told_by(line: Line) -> str:
    """Return the publisher and how many others have the story: "Ellery Gazette and 3 more outlets"."""
    source = shorten(line.source, SOURCE)
    count = len(line.outlets.names) if line.outlets else 0
    if not source:
        return plural(count, "outlet") if count else ""
    return f"{source} and {plural(count - 1, 'more outlet')}" if count > 1 else source


def _elsewhere(digest: Digest) -> str:
    """Return where all that is counted here can be read."""
    week = "--week " if digest.edition is Edition.WEEKLY else ""
    command = f"wirewatch digest {week}--date {digest.day} --format html"
    return f"All of it: <code>{command}</code>, or the pages (<code>wirewatch web</code>)."
