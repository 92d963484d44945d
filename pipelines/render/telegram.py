"""Telegram's HTML: escaping, lengths, and the plain text of a message.

Limits from the Bot API documentation (sendMessage, "Formatting options"): 4096 UTF-16 units after entities
are parsed; `<`, `>` and `&` must be escaped; links in double quotes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.model import Message

LIMIT = 4096
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"</?(?:a|b|i|u|s|code|pre|blockquote)\b[^>]*>")


def escape(text: str) -> str:
    """Return `text` with Telegram's three special characters escaped."""
    return html.escape(text, quote=False)


def link(url: str, label: str) -> str:
    """Return a link around `label` (HTML), or the label alone where there is no URL."""
    return f'<a href="{html.escape(url)}">{label}</a>' if url else label


def hashtag(watch: str) -> str:
    """Return the hashtag of a watch id; Telegram ends a hashtag at a hyphen, and none may be all digits."""
    name = watch.replace("-", "_")
    return f"#w{name}" if name.isdigit() else f"#{name}"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people of the zone write it: "12 August 2026, 18:58 EDT"."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def units(text: str) -> int:
    """Return the length as Telegram counts it: UTF-16 units, tags and escapes resolved."""
    return len(html.unescape(_TAG.sub("", text)).encode("utf-16-le")) // 2


def shorten(text: str, limit: int) -> str:
    """Return plain `text` cut to `limit` UTF-16 units, at a sentence or else a word, with an ellipsis."""
    if units_of_plain(text) <= limit:
        return text
    room = max(limit - 2, 1)
    cut = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? ", ".\n"))
    if end > len(cut) // 2:
        return cut[: end + 1] + " …"
    space = cut.rfind(" ")
    return (cut[:space] if space > len(cut) // 2 else cut).rstrip(" ,;:-–—") + " …"


def units_of_plain(text: str) -> int:
    """Return the length of plain text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def bold(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return plain `text` as HTML with the characters of `spans` in bold."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start >= at and end > start:
            parts += [escape(text[at:start]), "<b>", escape(text[start:end]), "</b>"]
            at = end
    return "".join([*parts, escape(text[at:])])


def message(text: str) -> Message:
    """Return HTML as a message, with the plain text that stands in where Telegram refuses the HTML."""
    with_links = _LINK.sub(lambda match: f"{match[2]} ({match[1]})", text)
    return Message(html=text, plain=shorten(html.unescape(_TAG.sub("", with_links)), LIMIT))


def pack(blocks: Sequence[str], *, limit: int = LIMIT) -> list[str]:
    """Return blocks of HTML joined by empty lines into as few texts as fit the limit; none is cut."""
    texts: list[str] = []
    for block in blocks:
        if texts and units(texts[-1]) + 2 + units(block) <= limit:
            texts[-1] += "\n\n" + block
        else:
            texts.append(block)
    return texts
