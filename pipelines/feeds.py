"""Feed documents to entries: RSS, RDF, Atom and CDF through feedparser, JSON Feed by itself.

feedparser lives here and nowhere else. What identifies an entry within its feed (`Entry.id`), in this order:

1. The publisher's own id (`guid`, `rdf:about`, Atom `id`), as it stands there but for control codes: made for the
   purpose, it survives a new headline and a new link.
   Except where it plainly names something else: the feed's own address or site, all entries at once, or
   one revision (the link and "#3": the BBC counts up, https://github.com/FreshRSS/FreshRSS/issues/6521).
2. The canonical link: it survives a new headline. Not if it is a home page or the feed's site.
3. "text:" and a hash of headline and summary: all that is left.

An id that stands there twice:

- with the same link: one entry, listed twice. Both are given here, `distinct` leaves one.
- with different links: all of these get the link behind the id, never only "the second one", for the order
  of a document changes from poll to poll. That they lose this name when only one of them is left cannot be
  helped without memory; the link tells then.
- a link that stands for the id, under different headlines (a live page, a list): all of these get a hash of
  the headline behind it.
"""

from __future__ import annotations

import html
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any
from xml.sax import SAXException  # what feedparser reports; nothing is parsed with it

import feedparser

from pipelines.documents import read_document
from pipelines.errors import ParseError
from pipelines.jsonfeed import parse_json_feed
from pipelines.model import Entry, ParsedFeed
from pipelines.text import canonical_link, fold, link_key, one_line, plain_text, text_hash

_MAX_ENTRIES = 10_000  # of a document
_MAX_TITLE, _MAX_SUMMARY, _MAX_CONTENT = 2_000, 20_000, 200_000  # characters

_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)")
_END_TAG = re.compile(r"</[a-z][a-z0-9]*\s*>|<(?:br|p)\s*/?>", re.I)
#: What feedparser raises on some documents beyond repair (found by damaging real ones at random).
_LENIENT_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
)


def parse_feed(body: bytes, url: str, *, content_type: str = "", source: str = "", language: str = "") -> ParsedFeed:
    """Return what a feed document says, its entries in document order, texts plain and times in UTC.

    `url` is the address it came from or the file's name, `content_type` the HTTP header, if there was one.
    `source` and `language` are the user's word, and win over the document's. A feed without entries is a
    feed; truncated and broken ones give what is whole in them, and `problems` say so.
    Raises ParseError, with words on what it is instead, if the document is no feed.
    """
    document = read_document(body, url, content_type)
    feed = parse_json_feed(document.text, url) if document.is_json else _parse_xml(document.text, url)
    problems = [*document.problems, *feed.problems]
    entries = [_finished(entry, url) for entry in feed.entries[:_MAX_ENTRIES]]
    if len(feed.entries) > _MAX_ENTRIES:
        problems.append(f"entries ignored beyond the first {_MAX_ENTRIES}: {len(feed.entries) - _MAX_ENTRIES}")
    wanted, of_feed = _primary_subtag(language), _primary_subtag(feed.language)
    return replace(
        feed,
        language=wanted or of_feed,
        problems=tuple(problems),
        complete=document.is_whole and feed.complete,
        entries=tuple(
            replace(
                entry,
                title=_without_outlet(entry.title, entry.source),
                source=source or entry.source or feed.title,
                language=wanted or _primary_subtag(entry.language) or of_feed,
            )
            for entry in _identified(entries, feed)
        ),
    )


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return each entry once, for some documents list one twice: the newest or else longest version, in order."""
    result: dict[str, Entry] = {}
    for entry in entries:
        result[entry.id] = max(result.get(entry.id, entry), entry, key=_version)
    return tuple(result.values())


def _without_outlet(title: str, outlet: str) -> str:
    """Return a headline without the outlet that search feeds put behind it ("Headline - Outlet")."""
    return (title.removesuffix(f" - {outlet}").rstrip() if outlet else "") or title


def _finished(entry: Entry, url: str) -> Entry:
    """Return the entry within the limits of size, every text once, and without nonsensical times."""
    summary, content = entry.summary, entry.content
    if not summary or content in summary:  # nothing in it that the summary lacks
        summary, content = summary or content, ""
        if len(summary) > _MAX_SUMMARY:
            summary, content = "", summary
    return replace(
        entry,
        id=one_line(entry.id),
        feed=url,
        title=_cut(" ".join(entry.title.split()), _MAX_TITLE),
        summary=_cut(summary, _MAX_SUMMARY),
        content=_cut(content, _MAX_CONTENT),
        published=_sensible(entry.published),
        updated=_sensible(entry.updated),
    )


def _cut(text: str, limit: int) -> str:
    """Return the text, cut at the end of a word to at most `limit` characters."""
    if len(text) <= limit:
        return text
    end = max(text.rfind(" ", 0, limit + 1), text.rfind("\n", 0, limit + 1))
    return text[: end if end > 0 else limit]


def _sensible(time: datetime | None) -> datetime | None:
    """Return None for the years by which broken software says that it knows no date (1, 1601, 1970, 9999)."""
    return time if time and 1990 <= time.year < 2100 else None


def _primary_subtag(language: str) -> str:
    """Return "fr" for "fr-CA", "FR" and "fr_ca", "" for what is no language tag (BCP 47)."""
    found = _LANGUAGE.match(language)
    return found[1].lower() if found else ""


# --- identity -------------------------------------------------------------------------------------


def _identified(entries: list[Entry], feed: ParsedFeed) -> list[Entry]:
    """Return the entries with their final ids, by the rules of the module's docstring."""
    of_feed = {feed.url, feed.link, canonical_link(feed.url)} - {""}
    places = {link_key(entry.link) or text_hash(entry.title, entry.summary) for entry in entries}
    is_shared = len({entry.id for entry in entries}) == 1 and len(places) > 1
    named: list[tuple[str, bool, Entry]] = []
    links: defaultdict[str, set[str]] = defaultdict(set)
    headlines: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        own = "" if is_shared or _names_other(entry, of_feed) else entry.id
        link = entry.link if link_key(entry.link) and entry.link not in of_feed else ""
        text = f"text:{text_hash(entry.title, entry.summary) or text_hash(entry.content)}"
        name = own or link or text
        named.append((name, bool(link and not own), entry))
        links[name].add(link_key(entry.link))
        headlines[name].add(fold(entry.title))
    identified = []
    for name, is_link, entry in named:
        suffix = ""
        if len(links[name]) > 1:
            suffix = f" {entry.link}" if entry.link else ""
        elif is_link and len(headlines[name]) > 1:
            suffix = f" {text_hash(fold(entry.title)) or text_hash(entry.summary)}"
        identified.append(replace(entry, id=name + suffix))
    return identified


def _names_other(entry: Entry, of_feed: set[str]) -> bool:
    """Tell whether the publisher's id names the feed, or one revision of the entry."""
    link = canonical_link(entry.id)
    page, _, revision = link.partition("#")
    return bool(of_feed & {entry.id, link}) or (revision.isdecimal() and page == entry.link)


def _version(entry: Entry) -> tuple[datetime, int]:
    """Sort the versions of one entry: the newest last, else the longest."""
    time = entry.updated or entry.published or datetime.min.replace(tzinfo=UTC)
    return time, len(entry.title) + len(entry.summary) + len(entry.content)


# --- XML ------------------------------------------------------------------------------------------


def _parse_xml(text: str, url: str) -> ParsedFeed:
    """Return the feed as feedparser reads it, ids as they stand there; ParseError if it finds none."""
    try:
        # Without clean-up of HTML, which costs half of the time: plain_text() leaves no HTML anyway.
        parsed = feedparser.parse(
            io.BytesIO(text.encode(errors="replace")), sanitize_html=False, resolve_relative_uris=False
        )
    except _LENIENT_ERRORS as error:
        raise ParseError(url, f"the XML is broken beyond repair: {error}") from error
    feed, is_lenient = parsed.feed, bool(parsed.bozo)
    is_atom = parsed.version.startswith("atom")
    link = canonical_link(_text(feed, "link"), url)
    # RFC 4287 resolves against the document; RSS knows no rule, and its feeds are often served by others.
    base = url if is_atom or not link else link
    bozo = parsed.get("bozo_exception")
    reason = bozo.getMessage() if isinstance(bozo, SAXException) else bozo
    return ParsedFeed(
        url=url,
        title=" ".join(_plain(feed, "title", is_atom=is_atom).split()),
        link=link,
        language=_text(feed, "language"),
        format=parsed.version,
        entries=tuple(_entry(raw, base, is_atom=is_atom, is_lenient=is_lenient) for raw in parsed.entries),
        problems=(f"not well-formed XML, read leniently: {reason}",) if is_lenient else (),
    )


def _entry(raw: Any, base: str, *, is_atom: bool, is_lenient: bool) -> Entry:
    """Return the entry as the document has it, whatever its size."""
    id_ = _text(raw, "id").strip()
    contents = [c for c in _parts(raw, "content") if _text(c, "type").startswith(("text/", "application/xhtml"))]
    published = _utc(raw.get("published_parsed")) or _utc(raw.get("created_parsed"))
    # Not raw.get(): feedparser answers with `published` there, and a warning.
    updated = _utc(dict.get(raw, "updated_parsed"))
    return Entry(
        # The strict parser has decoded it; one stray "&" elsewhere in the document must not change the id.
        id=html.unescape(id_) if is_lenient else id_,
        title=_plain(raw, "title", is_atom=is_atom),
        summary=_plain(raw, "summary", is_atom=is_atom),
        content=max((_read(c, "value", _text(c, "type"), is_atom) for c in contents), key=len, default=""),
        link=_link(raw, base),
        # `dc:date` and feeds with nothing but `updated`: when that changed last is the best there is.
        published=published or updated,
        updated=updated,
        source=" ".join(_outlet(raw).split()),
        language=_text(_part(raw, "title_detail"), "language")
        or _text(_part(raw, "summary_detail"), "language")
        or _text(raw, "language"),
    )


# feedparser stores an element that it does not know under the element's name, as text or as a dict of its
# attributes: <links x="y"/> stands where the list of links is expected. So nothing is taken on trust here.


def _text(raw: Any, key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""


def _part(raw: Any, key: str) -> dict[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def _parts(raw: Any, key: str) -> list[dict[str, Any]]:
    values = raw.get(key)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _plain(raw: Any, key: str, *, is_atom: bool) -> str:
    return _read(raw, key, _text(_part(raw, f"{key}_detail"), "type"), is_atom)


def _read(raw: Any, key: str, type_: str, is_atom: bool) -> str:
    """Return a field as plain text: Atom says what is HTML (RFC 4287 section 3.1), RSS leaves it open.

    Atom's titles are taken by the word; longer texts that call themselves plain and hold end tags are HTML.
    """
    value = _text(raw, key)
    is_literal = is_atom and type_ == "text/plain" and (key == "title" or not _END_TAG.search(value))
    return plain_text(value.replace("<", "&lt;") if is_literal else value)


def _link(raw: Any, base: str) -> str:
    """Return the canonical link to the article, "" if the entry has none."""
    # `guidislink` is False too where an empty <link/> stands before the guid: then the guid's form decides.
    permalink = _text(raw, "id") if raw.get("guidislink") or "link" in raw else ""
    links = _parts(raw, "links")
    candidates = (
        html.unescape(_text(raw, "feedburner_origlink")),  # `link` leads through a proxy then
        _text(raw, "link"),
        *(_text(link, "href") for link in links if link.get("rel") == "alternate"),
        permalink if permalink.lower().startswith(("http://", "https://")) else "",
        *(_text(link, "href") for link in links if link.get("rel") == "enclosure"),
    )
    return next(filter(None, (canonical_link(link, base) for link in candidates if link)), "")


def _outlet(raw: Any) -> str:
    """Return the publisher that an aggregator names; `dc:source` holds an address or a number as often."""
    other = plain_text(_text(raw, "dc_source"))
    is_name = not re.match(r"[\w+.-]+:|[\d\W]*$", other)
    return plain_text(_text(_part(raw, "source"), "title")) or (other if is_name else "")


def _utc(time: object) -> datetime | None:
    """Return feedparser's time as a datetime, None if there is none or it is no time of this calendar."""
    if not isinstance(time, struct_time):
        return None
    try:
        return datetime(*time[:5], tzinfo=UTC) + timedelta(seconds=time.tm_sec)  # a leap second is 60
    except (ValueError, OverflowError):
        return None
