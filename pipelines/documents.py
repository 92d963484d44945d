"""Bytes from a feed's address to the text of one whole feed document, or words on why it is none.

What is mended here, before any parser sees it: a wrong or missing encoding, junk around the document, and
documents that end too early. A truncated document is closed behind its last whole entry: an entry that was
cut in half would be stored under half a link or half a headline, that is under a wrong identity, and would
come again as another one with the next good poll.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipelines.errors import ParseError
from pipelines.text import plain_text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.I)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""", re.I)
_SEVEN_BIT = re.compile(r"iso-?2022|utf-?7|hz", re.I)  # these look like ASCII, and so like UTF-8
#: What publishers mean by a name, as browsers know it (WHATWG Encoding Standard, section 4.2).
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "latin1": "windows-1252"}

_ROOTS = frozenset(["rss", "rdf", "feed", "channel", "entry"])  # "entry": RFC 4287 section 2
_PAGE = frozenset(["html", "head", "body", "p", "div", "img", "a", "br", "h1", "script", "meta", "title", "center"])
#: Comments, instructions, the document type, or (in group 1) the name of the first element. All repetitions
#: end at a sign or a number, so that no document can make the search slow.
_PROLOGUE = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\w[^<>]{0,1000}(?:<![^<>]{0,1000}>[^<>]{0,1000}){0,300}>|<([a-z_][\w.:-]*)",
    re.S | re.I,
)
_LATE_ROOT = re.compile(r"<((?:\w{1,20}:)?(?:rss|rdf|feed))\s[^<>]*(?:xmlns|version)", re.I)
_XML_DECLARATION = re.compile(r"<\?xml\s[^>]*>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 section 2.2
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.I)
_TITLE = re.compile(r"<title[^<>]*>(.{1,300}?)</title", re.S | re.I)


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a feed document, mended as far as it could be."""

    text: str
    is_json: bool
    problems: tuple[str, ...] = ()  #: in words
    is_whole: bool = True  #: False: it breaks off, and only its whole entries are left


def read_document(body: bytes, url: str, content_type: str = "") -> Document:
    """Return the document that the bytes hold; `content_type` is the HTTP header, if there was one.

    Raises ParseError, with words on what it is instead, if it cannot be a feed.
    """
    text, problem = _decode(body, content_type)
    text = text.strip("\ufeff\x00 \t\r\n")
    problems = [problem] if problem else []
    if not text:
        raise ParseError(url, "empty document")
    if text[0] in "{[":
        return Document(text, True, tuple(problems))
    start, root = _find_root(text, url)
    if ">" not in text[start:]:
        raise ParseError(url, "the document is cut off in its first element")
    head = _XML_DECLARATION.sub("", text[:start]).strip()
    if _PROLOGUE.sub("", head).strip():
        problems.append("there is something else before the feed's first element")
        head = ""
    text, is_whole = _whole(text[start:], root)
    if not is_whole:
        problems.append("the document is cut off: only its whole entries were taken")
    return Document(_mended(head + text), False, tuple(problems), is_whole)


def _mended(text: str) -> str:
    """Return the text without what makes feedparser give up, or read one link in two ways.

    Characters that XML forbids stop its strict parser, references to them ("&#xD800;") the lenient one. And
    of "&amp;amp;" in a link only the strict one makes "&".
    """

    def check(reference: re.Match[str]) -> str:
        digits = reference[1] or reference[2]
        code = int(digits, 16 if reference[1] else 10) if len(digits) < 9 else 0
        is_legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xDFFF < code < 0xFFFE or 0xFFFF < code < 0x110000
        return reference[0] if is_legal else ""

    return _ILLEGAL.sub("", _REFERENCE.sub(check, text)).replace("&amp;amp;", "&amp;")


def _decode(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the text, and a problem in words or "".

    Byte order mark, then UTF-8 wherever the bytes are valid as such (no other encoding yields that by
    chance), and only then what HTTP or the document declares: publishers who write UTF-8 and declare
    something else are many, others the other way round are few.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace"), ""
    inside = _XML_ENCODING.match(body[:400])
    outside = _CHARSET.search(content_type)
    declared = ([outside[1]] if outside else []) + ([inside[1].decode()] if inside else [])
    for name in filter(_SEVEN_BIT.match, declared):
        if text := _try_decode(body, name):
            return text, ""
    try:
        # Incremental: a document may be cut off in the middle of a character.
        return codecs.getincrementaldecoder("utf-8")().decode(body), ""
    except UnicodeDecodeError:
        pass
    for name in declared:
        if text := _try_decode(body, _MEANT.get(name.lower(), name)):
            return text, ""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 4 <= sum(not c.isascii() for c in text):
        return text, f"{broken} bytes are not valid in the document's encoding"
    return body.decode("windows-1252", "replace"), "the encoding is neither UTF-8 nor what is declared"


def _try_decode(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except (LookupError, ValueError):  # no such encoding, or not in it
        return ""


def _find_root(text: str, url: str) -> tuple[int, str]:
    """Return where the feed's root element starts and its name as written; ParseError if there is none."""
    first = next((m for m in _PROLOGUE.finditer(text) if m[1]), None)
    name = first[1].rpartition(":")[2].lower() if first else ""
    if first and name in _ROOTS:
        return first.start(), str(first[1])
    is_doctype = re.match(r"<!doctype\s+html", text, re.I) is not None
    # PHP's warnings come as HTML before the feed; inside a page there is no feed.
    late = None if name == "html" or is_doctype else _LATE_ROOT.search(text)
    if late:
        return late.start(), str(late[1])
    if name in _PAGE or is_doctype:
        title = _TITLE.search(text)
        words = f' ("{" ".join(plain_text(title[1]).split())[:80]}")' if title else ""
        raise ParseError(url, f"serves an HTML page, not a feed{words}")
    if first:
        raise ParseError(url, f"is XML with the root element <{first[1][:40]}>, not a feed")
    if text.startswith("<"):
        raise ParseError(url, "the document is cut off before its first element")
    is_binary = len(_ILLEGAL.findall(text[:2000])) + text[:2000].count("\ufffd") > 10
    raise ParseError(url, "is binary data, not a feed" if is_binary else "is plain text, not a feed")


def _whole(text: str, root: str) -> tuple[str, bool]:
    """Return the document up to the end of its root element, and whether it has one.

    Without one, the document ends behind its last whole entry, and what is open there is closed.
    """
    tags = re.compile(
        rf"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)({re.escape(root)}|channel|(?:\w+:)?(?:item|entry))"
        r"(?=[\s/>])([^<>]*>)?",
        re.S | re.I,
    )
    root_end = entry_end = first_entry = 0
    entry = ""  # the entries' name as written in lower case; <x:item> inside of an <item> is something else
    channel = ""  # the name of an open channel as written, for RSS has its entries inside of it
    for tag in tags.finditer(text):
        if tag[2] is None or tag[3] is None:
            continue
        is_end, name = bool(tag[1]), tag[2].lower()
        if name == root.lower():  # first, for a document may be a single entry
            root_end = tag.end() if is_end or tag[3].endswith("/>") else root_end
        elif name == "channel":
            channel = "" if is_end or tag[3].endswith("/>") else tag[2]
        elif not entry and not is_end:
            entry, first_entry = name, tag.start()
        elif is_end and name == entry:
            entry_end = tag.end()
    if root_end:
        return text[:root_end], True
    if root.lower() == "entry":
        return "<feed/>", False
    cut = entry_end or first_entry
    if not cut:
        return f"{text[: text.find('>') + 1]}</{root}>", False
    closing = f"</{channel}>" if channel else ""
    return f"{text[:cut]}{closing}</{root}>", False
