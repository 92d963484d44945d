"""Read and write lists of feeds as OPML 2.0 (opml.org/spec2.opml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree
from xml.parsers import expat

from pipelines.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineFeed:
    """One feed of an OPML file."""

    url: str
    name: str = ""
    page: str = ""  #: URL of the site's page
    language: str = ""  #: as the file has it
    folder: tuple[str, ...] = ()  #: names of the outlines around it, from the outside in


def parse_opml(body: bytes, source: str) -> tuple[OutlineFeed, ...]:
    """Return the feeds of an OPML file in document order; outlines without an address are folders.

    Raises ConfigError with `source` and the line for what is not well-formed XML, not OPML, or declares
    entities: no feed list needs them, and a few of them can fill all memory.
    """
    feeds: list[OutlineFeed] = []
    around: list[str | None] = []  # the names of the open elements; None for those that are no outline

    def start(tag: str, attributes: dict[str, str]) -> None:
        # Programs write xmlUrl, xmlurl and XMLURL.
        values = {name.lower(): value.strip() for name, value in attributes.items()}
        if not around and tag.lower() != "opml":
            raise ConfigError(source, f"not OPML: it begins with <{tag}>", line=parser.CurrentLineNumber)
        name = values.get("text") or values.get("title", "")
        if tag.lower() == "outline" and values.get("xmlurl"):
            feed = OutlineFeed(
                url=values["xmlurl"],
                name=name,
                page=values.get("htmlurl", ""),
                language=values.get("language", ""),
                folder=tuple(folder for folder in around if folder),
            )
            feeds.append(feed)
        around.append(name if tag.lower() == "outline" else None)

    def refuse_entity(*_: object) -> None:
        raise ConfigError(source, "declares XML entities, which are refused", line=parser.CurrentLineNumber)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: around.pop()
    parser.EntityDeclHandler = refuse_entity
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        problem = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise ConfigError(source, problem, line=error.lineno) from error
    except (LookupError, ValueError) as error:  # what expat's caller says of an encoding it cannot read
        raise ConfigError(source, f"not readable: {error}", line=1) from error
    return tuple(feeds)


def render_opml(title: str, feeds: Iterable[OutlineFeed], created: datetime) -> str:
    """Return an OPML 2.0 document with `feeds` in their folders; `created` is aware."""
    root = ElementTree.Element("opml", version="2.0")
    head, body = ElementTree.SubElement(root, "head"), ElementTree.SubElement(root, "body")
    ElementTree.SubElement(head, "title").text = _xml_text(title)
    ElementTree.SubElement(head, "dateCreated").text = format_datetime(created)  # RFC 822, as OPML asks
    folders: dict[tuple[str, ...], ElementTree.Element] = {(): body}
    for feed in feeds:
        for depth in range(1, len(feed.folder) + 1):
            path = feed.folder[:depth]
            if path not in folders:
                outline = {"text": _xml_text(path[-1])}
                folders[path] = ElementTree.SubElement(folders[path[:-1]], "outline", outline)
        known = {"xmlUrl": feed.url, "htmlUrl": feed.page, "language": feed.language}
        attributes = {"type": "rss", "text": feed.name or feed.url}
        attributes |= {name: value for name, value in known.items() if value}
        ElementTree.SubElement(
            folders[feed.folder], "outline", {name: _xml_text(value) for name, value in attributes.items()}
        )
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _xml_text(text: str) -> str:
    """Return `text` without the characters that XML 1.0 cannot hold, even escaped (section 2.2)."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
