"""Telegram's HTML, read as strictly as Telegram reads it: text and formatting, or Telegram's own complaint.

Rules and wording follow https://core.telegram.org/bots/api#html-style and the parser that is behind it,
`parse_html` in https://github.com/tdlib/td (td/telegram/MessageEntity.cpp): every `<` begins a tag; of the
named character references only `&lt; &gt; &amp; &quot;` exist, and others stay as they are; tags must be
closed in order; byte offsets in complaints count the UTF-8 of the input. Not here: custom emoji,
`<span class="tg-spoiler">`, the languages of code blocks, and Telegram's trimming of white space.
"""

from __future__ import annotations

import re
from typing import Any

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(
    r"&(?:#x(?P<hex>[0-9A-Fa-f]{1,6})(?![0-9A-Fa-f])|#(?P<decimal>[0-9]{1,7})(?![0-9])"
    r"|(?P<name>lt|gt|amp|quot)(?![A-Za-z]));?"
)
_PLAIN = re.compile(r"[^<]+")
_TAG_NAME = re.compile(r"[^\s>]*", re.ASCII)
_SPACE = re.compile(r"\s*", re.ASCII)
_BOOLEAN = re.compile(r"expandable(?=[\s>])", re.ASCII)
_ATTRIBUTE_NAME = re.compile(r"([^\s=]*)\s*", re.ASCII)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_BARE = re.compile(r"[A-Za-z0-9.-]*(?=[\s>]|$)", re.ASCII)
_FOLLOWABLE = re.compile(r"(?i)https?://[^\s/?#]+\.[^\s]+|tg://\S+")


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units, in which Telegram counts offsets and limits."""
    return len(text) + sum(character > "\uffff" for character in text)


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the plain text of `text` and its entities, sorted by offset, the outer one first.

    An entity is as the Bot API gives it: `type`, `offset` and `length` in UTF-16 code units, and `url` for a
    link. As with Telegram, empty entities vanish, and so does a link to what Telegram would not follow; its
    text stays. Raises ValueError with Telegram's words for what Telegram refuses.
    """
    plain: list[str] = []
    length = position = 0
    entities: list[dict[str, Any]] = []
    open_tags: list[tuple[str, str, int, int]] = []
    while position < len(text):
        if run := _PLAIN.match(text, position):
            plain.append(_resolved(run[0]))
            length += utf16_length(plain[-1])
            position = run.end()
        elif text.startswith("</", position):
            if not open_tags:
                raise ValueError(f"Unexpected end tag {_at(text, position)}")
            position = _end_tag(text, position, open_tags[-1][0])
            tag, argument, offset, part = open_tags.pop()
            entity = _entity(tag, argument, "".join(plain[part:]))
            if entity and length > offset:
                entities.append({**entity, "offset": offset, "length": length - offset})
        else:
            tag, argument, position = _start_tag(text, position)
            open_tags.append((tag, argument, length, len(plain)))
    if open_tags:
        raise ValueError(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return "".join(plain), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _start_tag(text: str, begin: int) -> tuple[str, str, int]:
    """Return name, argument and end of the tag that begins at `begin`."""
    position = _end(_TAG_NAME, text, begin + 1)
    tag = text[begin + 1 : position].lower()
    if position == len(text):
        raise ValueError(f"Unclosed start tag {_at(text, begin)}")
    if tag not in TYPES:
        raise ValueError(f'Unsupported start tag "{tag}" {_at(text, begin)}')
    argument = ""
    while True:
        position = _end(_SPACE, text, position)
        if text.startswith(">", position):
            return tag, argument, position + 1
        if tag == "blockquote" and (boolean := _BOOLEAN.match(text, position)):
            argument, position = boolean[0], boolean.end()
            continue
        name, value, position = _attribute(text, position, tag, begin)
        if (tag, name) == ("a", "href"):
            argument = value


def _attribute(text: str, position: int, tag: str, begin: int) -> tuple[str, str, int]:
    """Return name, value and end of the attribute at `position` in the tag that begins at `begin`."""
    found = _ATTRIBUTE_NAME.match(text, position)
    assert found
    if not found[1]:
        raise ValueError(f'Empty attribute name in the tag "{tag}" {_at(text, begin)}')
    if not text.startswith("=", found.end()):
        raise ValueError(f'Expected equal sign in declaration of an attribute of the tag "{tag}" {_at(text, begin)}')
    position = _end(_SPACE, text, found.end() + 1)
    if position == len(text):
        raise ValueError(f'Unclosed start tag "{tag}" {_at(text, begin)}')
    if text[position] in "\"'":
        quoted = _QUOTED.match(text, position)
        value, position = (_resolved(quoted[0][1:-1]), quoted.end()) if quoted else ("", len(text))
    else:
        bare = _BARE.match(text, position)
        if not bare:
            raise ValueError(f"Unexpected end of name token {_at(text, position)}")
        value, position = bare[0].lower(), bare.end()
    if position == len(text):
        raise ValueError(f"Unclosed start tag {_at(text, begin)}")
    return found[1], value, position


def _end_tag(text: str, begin: int, expected: str) -> int:
    """Return the end of the end tag that begins at `begin`; `</>` closes whatever is open."""
    position = _end(_TAG_NAME, text, begin + 2)
    tag = text[begin + 2 : position].lower()
    position = _end(_SPACE, text, position)
    if not text.startswith(">", position):
        raise ValueError(f"Unclosed end tag {_at(text, begin)}")
    if tag and tag != expected:
        raise ValueError(f'Unmatched end tag {_at(text, begin)}, expected "</{expected}>", found "</{tag}>"')
    return position + 1


def _entity(tag: str, argument: str, inner: str) -> dict[str, Any]:
    """Return what a closed tag stands for, without its place; nothing for a link that leads nowhere."""
    if tag == "a":
        url = argument or inner
        return {"type": "text_link", "url": url} if _FOLLOWABLE.fullmatch(url) else {}
    if tag == "blockquote" and argument == "expandable":
        return {"type": "expandable_blockquote"}
    return {"type": TYPES[tag]}


def _resolved(text: str) -> str:
    """Return `text` with its character references resolved."""
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    if reference["name"]:
        return _NAMED[reference["name"]]
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code < 0x10FFFF else reference[0]


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _at(text: str, position: int) -> str:
    return f"at byte offset {len(text[:position].encode())}"
