"""A digest → one self-contained page, fit for a mail.

Mail programs drop scripts, SVG, pictures in `data:` addresses and, some of them, `<style>` and the heights of boxes:
so the bars of the last days are block characters with the figures in words beside them, colours are never needed to
understand anything, and without its style the page is black on white, or what the reader's program makes of that.

What strangers wrote is escaped, and isolated (`<bdi>`), so that a headline that is written from right to left, or has
marks that turn the direction, does not reorder what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from zoneinfo import ZoneInfo

from pipelines.digest.values import Digest
from pipelines.render.digest.parts import Line, Part, heading, parts, span, summary
from pipelines.render.telegram import clock, link
from pipelines.stories.outlets import also

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;"
    "background:#fff;color:#1b1f24;overflow-wrap:break-word}"
    "h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.1rem;margin:1.6rem 0 .3rem}"
    "p{margin:.3rem 0}ul{padding-left:1.2rem;margin:.3rem 0}li{margin:.5rem 0}"
    "small{color:#57606a}a{color:#0b57d0}mark{background:#ffe58a;color:inherit}"
    "blockquote{margin:.2rem 0;padding-left:.7rem;border-left:3px solid #c9d1d9}code{font-size:1.15em}"
    "@media(prefers-color-scheme:dark){body{background:#14181d;color:#e6e9ec}small{color:#a3adb8}"
    "a{color:#8ab4f8}mark{background:#5c4a00}blockquote{border-color:#444c56}}"
)


def digest_html(digest: Digest, zone: ZoneInfo) -> str:
    """Return the digest as a page, all of it."""
    title = escape(heading(digest))
    lines = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
        f"</head><body><h1>{title}</h1>",
        f"<p><small>{escape(span(digest, zone))}</small></p>",
        f"<p>{escape(summary(digest))}</p>",
    ]
    for part in parts(digest, zone):
        lines += _part(part, zone)
    return "\n".join([*lines, "</body></html>"]) + "\n"


def _part(part: Part, zone: ZoneInfo) -> Iterator[str]:
    yield f"<h2>{escape(part.heading)}</h2>"
    if part.note:
        yield f"<p><small>{escape(part.note)}</small></p>"
    if part.lines or part.words or part.bars:
        yield "<ul>"
        yield from (_line(line, zone) for line in part.lines)
        yield from (f"<li>{escape(words)}</li>" for words in part.words)
        for bars in part.bars:  # a screen reader would spell out every block, and the words say it
            yield f'<li><code aria-hidden="true">{bars.blocks}</code> {escape(bars.words)}</li>'
        yield "</ul>"


def _line(line: Line, zone: ZoneInfo) -> str:
    day = f" <strong>day {line.day}</strong>" if line.day > 1 else ""
    alert = f" · {link(line.alert, 'alert')}" if line.alert else ""
    others = also(line.outlets) if line.outlets else ""
    by = [_isolated(each) for each in (line.doubt, line.source) if each]
    by += [clock(line.at, zone)] if line.at else []
    by += [_isolated(others)] if others else []
    return "".join(
        (
            "<li>",
            f"{_isolated(line.lead)}: " if line.lead else "",
            link(line.link, _isolated(line.headline)) + day + alert,
            f"<br><strong>{_isolated(line.fact)}</strong>" if line.fact else "",
            f"<br><small>{', '.join(by)}</small>" if by else "",
            f"<blockquote><bdi>{_marked(line.sentence, line.names)}</bdi></blockquote>" if line.sentence else "",
            f"<ul>{''.join(map(_turn, line.turns))}</ul>" if line.turns else "",
            "</li>",
        )
    )


def _turn(turn: Line) -> str:
    source = f" <small>{_isolated(turn.source)}</small>" if turn.source else ""
    return f"<li>{link(turn.link, _isolated(turn.headline))}{source}</li>"


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _marked(sentence: str, names: Sequence[str]) -> str:
    """Return a sentence as HTML with the names marked wherever they stand as words."""
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    if not longest_first:
        return escape(sentence)
    name = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
    pieces = name.split(sentence)  # every second piece is a name
    return "".join(f"<mark>{escape(each)}</mark>" if at % 2 else escape(each) for at, each in enumerate(pieces))
