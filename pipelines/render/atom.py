"""Alerts → an Atom feed (RFC 4287), valid whatever a headline holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr  # writes only; nothing is parsed with it

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was updated: Atom wants a time, and the same one each time."""

#: What XML 1.0 can't hold even escaped (https://www.w3.org/TR/xml/#charsets), and signs that turn the writing direction
#: of what comes after them.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_RESERVED = ":/?#[]@!$&'()*+,;="


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomEntry:
    """An alert, as feed readers show it."""

    id: str  #: a URI, the same for good
    title: str
    link: str  #: of the article, or of our page on it
    updated: datetime
    published: datetime | None  #: None: the publisher does not say
    author: str  #: the outlet, "" if unknown
    summary: str  #: plain text
    categories: Mapping[str, str]  #: names of its watches by id


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomFeed:
    """A feed with its entries, the latest first."""

    id: str
    title: str
    address: str  #: its own
    page: str  #: the address of the page that shows the same
    entries: tuple[AtomEntry, ...]

    @property
    def updated(self) -> datetime:
        """Return when its latest entry was; `NEVER` if there is none."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def atom(feed: AtomFeed) -> str:
    """Return the document, to be encoded as UTF-8."""
    return "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *_feed(feed), ""])


def _feed(feed: AtomFeed) -> Iterator[str]:
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield _element("id", feed.id)
    yield _element("title", feed.title)
    yield _element("updated", _time(feed.updated))
    yield f"<link rel='self' type='application/atom+xml' href={_attribute(feed.address)}/>"
    yield f"<link rel='alternate' type='text/html' href={_attribute(feed.page)}/>"
    yield "<generator>wirewatch</generator>"
    yield "<author><name>wirewatch</name></author>"  # of entries without one
    for entry in feed.entries:
        yield from _entry(entry)
    yield "</feed>"


def _entry(entry: AtomEntry) -> Iterator[str]:
    yield "<entry>"
    yield _element("id", entry.id)
    yield _element("title", entry.title or entry.link)
    yield _element("updated", _time(entry.updated))
    if entry.published:
        yield _element("published", _time(entry.published))
    yield f"<link rel='alternate' href={_attribute(_uri(entry.link))}/>"
    if entry.author:
        yield f"<author>{_element('name', entry.author)}</author>"
    for term, label in entry.categories.items():
        yield f"<category term={_attribute(term)} label={_attribute(label)}/>"
    if entry.summary:
        yield _element("summary", entry.summary)
    yield "</entry>"


def _element(name: str, text: str) -> str:
    """An element of plain text, which is what Atom takes a text for that names no type."""
    return f"<{name}>{escape(_writable(text))}</{name}>"


def _attribute(text: str) -> str:
    return quoteattr(_writable(text))


def _uri(link: str) -> str:
    """The link with what no address may hold in percent signs (RFC 3986): browsers take more than Atom does."""
    return quote(_writable(link), safe="%" + _RESERVED)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
