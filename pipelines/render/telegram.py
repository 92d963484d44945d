"""Telegram's HTML: escaping, lengths, and the plain text of a message.

Limits from the Bot API documentation (sendMessage, "Formatting options"): 4096 UTF-16 units after entities
are parsed; `<`, `>` and `&` must be escaped; links in double quotes. Not documented: all entities together may
take some 9500 bytes, addresses included (https://github.com/tdlib/telegram-bot-api/issues/165), and only the
first 100 are shown (python-telegram-bot, `MessageLimit.MESSAGE_ENTITIES`), so that a link beyond them is none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.model import Message

LIMIT = 4096
BYTES = 9000
"""Of HTML, which is more than its entities take."""
ENTITIES = 100
ADDRESSES = 8000
"""Bytes that the addresses of all links in a message may take."""
THE_REST = "The rest"
"""Labels the link to what was cut off."""
LONGEST_TAG = 64
"""Characters of a hashtag. Telegram takes 256, but readers do not."""

_CHANNELS = -1_000_000_000_000
"""Ids of supergroups and channels are this minus the number by which links name them."""
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"</?(?:a|b|i|u|s|code|pre|blockquote)\b[^>]*>")
_PIECE = re.compile(rf"(?P<tag>{_TAG.pattern})|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);|.", re.DOTALL)
_HASHTAG = re.compile(r"(?<![\w#])#\w+")


def escape(text: str) -> str:
    """Return `text` with Telegram's three special characters escaped."""
    return html.escape(text, quote=False)


def link(url: str, label: str) -> str:
    """Return a link around `label` (HTML), or the label alone where there is no URL."""
    return f'<a href="{html.escape(url)}">{label}</a>' if url else label


def message_link(chat: str, message: int) -> str:
    """Return the address of a message in a public chat ("@name") or a supergroup or channel (by its id), else "".

    A chat may have a forum topic behind a slash. Private chats and plain groups have no addresses for messages; what a
    number stands for shows in its range. See https://core.telegram.org/api/links#message-links and
    https://core.telegram.org/api/bots/ids.
    """
    group, _, topic = chat.partition("/")
    if group.startswith("@"):
        where = group.removeprefix("@")
    elif group.lstrip("-").isdecimal() and int(group) < _CHANNELS:
        where = f"c/{_CHANNELS - int(group)}"
    else:
        return ""
    return "/".join(["https://t.me", where, *([topic] if topic else []), str(message)])


def hashtag(watch: str) -> str:
    """Return the hashtag of a watch id; Telegram ends a hashtag at a hyphen, and each needs a letter."""
    name = watch.replace("-", "_")[:LONGEST_TAG]
    return f"#{name}" if any(map(str.isalpha, name)) else f"#w{name}"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people of the zone write it: "12 August 2026, 18:58 EDT"."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def units(text: str) -> int:
    """Return the length as Telegram counts it: UTF-16 units, tags and escapes resolved."""
    return units_of_plain(_without_tags(text))


def shorten(text: str, limit: int) -> str:
    """Return plain `text` cut to `limit` UTF-16 units, at a sentence or else a word, with an ellipsis."""
    if units_of_plain(text) <= limit:
        return text
    room = max(limit - 2, 1)
    raw = text.encode("utf-16-le")
    ahead = raw[: 2 * room + 2].decode("utf-16-le", "ignore")  # one more, for a space there ends a word that fits
    end = max(ahead.rfind(mark) for mark in (". ", "! ", "? ", ".\n"))
    if end > len(ahead) // 2:
        return ahead[: end + 1] + " …"
    space = ahead.rfind(" ")
    cut = ahead[:space] if space > len(ahead) // 2 else raw[: 2 * room].decode("utf-16-le", "ignore")
    return cut.rstrip(" ,;:-–—") + " …"


def units_of_plain(text: str) -> int:
    """Return the length of plain text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def bold(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return plain `text` as HTML with the characters of `spans` in bold."""
    parts: list[str] = []
    at = 0
    for first, last in sorted(spans):
        start, end = max(first, at), min(last, len(text))
        if end > start:
            parts += [escape(text[at:start]), "<b>", escape(text[start:end]), "</b>"]
            at = end
    return "".join([*parts, escape(text[at:])])


def message(text: str) -> Message:
    """Return HTML as a message, with the plain text that stands in where Telegram refuses the HTML.

    What is too long is cut. Links follow their labels in the plain text, unless they make it too long: then the words
    are worth more.
    """
    plain = _without_tags(_LINK.sub(lambda match: f"{match[2]} ({match[1]})", text))
    if units_of_plain(plain) > LIMIT:
        plain = shorten(_without_tags(text), LIMIT)
    return Message(html=fit(text, LIMIT), plain=plain)


def fit(text: str, limit: int, rest_url: str | None = None) -> str:
    """Return HTML cut to `limit` UTF-16 units, at a sentence or else a word, with an ellipsis and a link to the rest.

    `rest_url` is where that leads: None: where the first link of the text does, "" for no such link. Tags that are
    open where it is cut are closed. Where the addresses of links take too many bytes, the longest go.
    """
    text = _fewer_addresses(text)
    if units(text) <= limit:
        return text
    first = _LINK.search(text)
    address = (html.unescape(first[1]) if first else "") if rest_url is None else rest_url
    tail = f"\n{link(address, THE_REST)}" if address else ""
    short = shorten(_without_tags(text), limit - units(tail))
    return _cut(text, len(short.removesuffix(" …"))) + tail


def _cut(text: str, length: int) -> str:
    """HTML up to the character at `length` of its plain text, then an ellipsis and what closes the open tags."""
    parts: list[str] = []
    closing: list[str] = []
    for piece in _PIECE.finditer(text):
        tag = piece["tag"]
        if not tag and length <= 0:
            break
        parts.append(piece[0])
        if not tag:
            length -= len(html.unescape(piece[0]))
        elif tag.startswith("</"):
            closing = closing[:-1]
        else:
            closing.append(f"</{tag.strip('<>').split()[0]}>")
    return "".join([*parts, " …", *reversed(closing)])


def _fewer_addresses(text: str) -> str:
    while sum(len(match[1].encode()) for match in _LINK.finditer(text)) > ADDRESSES:
        longest = max(_LINK.finditer(text), key=lambda match: len(match[1].encode()))
        text = text[: longest.start()] + longest[2] + text[longest.end() :]
    return text


def _without_tags(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def pack(blocks: Iterable[Sequence[str]]) -> list[str]:
    """Return blocks of lines of HTML, parted by empty lines, as texts within Telegram's limits.

    A block is split only where it is too long by itself, a line never.
    """
    texts: list[str] = []
    for lines in blocks:
        block = "\n".join(lines)
        if texts and fits(f"{texts[-1]}\n\n{block}"):
            texts[-1] += f"\n\n{block}"
        elif fits(block):
            texts.append(block)
        else:
            texts.append(lines[0])
            for line in lines[1:]:
                if fits(f"{texts[-1]}\n{line}"):
                    texts[-1] += f"\n{line}"
                else:
                    texts.append(line)
    return texts


def fits(text: str) -> bool:
    """Return whether Telegram takes HTML as one message and shows all its formatting; hashtags count too."""
    entities = text.count("</") + len(_HASHTAG.findall(_without_tags(text)))
    return units(text) <= LIMIT and len(text.encode()) <= BYTES and entities <= ENTITIES
