"""The bundled day of invented news, as fifteen feeds which change with the hour.

`day/feeds.toml` lists the feeds and what is odd about each; `day/items.jsonl` has their items with the
local time at which each came out. A second line with the same feed and guid is a correction: from its
time on it stands in the place of the first, under the same id and publication date.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Self
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from aiohttp import web

DAY = Path(__file__).parent / "day"
DATE = date(2026, 3, 10)
ZONE = ZoneInfo("America/Toronto")
ITEMS = 15  #: a document holds no more; older items drop out at its end, as they do in real feeds

CONTENT_TYPES = {
    "rss": "application/rss+xml",
    "rss091": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
RSS_CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandFeed:
    """One `[[feed]]` of `day/feeds.toml`, where the odd keys are explained; times are local "HH:MM"."""

    key: str
    path: str
    format: str
    title: str
    publisher: str
    language: str
    guids: bool = True
    dates: bool = True
    tracking: str = ""
    html: bool = False
    encoding: str = "utf-8"
    down: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    new_ids_from: str = ""
    aggregator: bool = False

    @property
    def content_type(self) -> str:
        """The Content-Type that the document is served with."""
        return f"{CONTENT_TYPES[self.format]}; charset={self.encoding}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of `day/items.jsonl`: a version of an item, in plain text; times are local "HH:MM"."""

    feed: str
    guid: str
    at: str  #: when this version came out
    title: str
    link: str
    summary: str = ""
    content: str = ""  #: paragraphs, an empty line between them
    outlet: str = ""  #: whose headline it is, for the aggregator
    outlet_site: str = ""
    first: str = ""  #: when the first version came out


class Newsstand:
    """The feeds of the day, as they stand at the moment `now`, which the caller moves on."""

    def __init__(self, feeds: tuple[StandFeed, ...], items: tuple[Item, ...]) -> None:
        self.feeds = feeds
        self.items = items
        self._feeds = {feed.key: feed for feed in feeds}
        self.now = datetime.combine(DATE, time(5), ZONE)

    @classmethod
    def load(cls) -> Self:
        """Return the bundled day at five in the morning."""
        table = tomllib.loads((DAY / "feeds.toml").read_text(encoding="utf-8"))
        lines = (DAY / "items.jsonl").read_text(encoding="utf-8").splitlines()
        items = [Item(**json.loads(line)) for line in lines]
        return cls(tuple(_feed(row) for row in table["feed"]), tuple(sorted(items, key=lambda i: i.at)))

    def document(self, key: str, at: datetime) -> bytes | None:
        """Return the document of the feed `key` at the moment `at` (aware), None while the feed is down.

        Raises KeyError for a feed that the day does not have.
        """
        feed, clock = self._feeds[key], _clock(at)
        if _between(clock, feed.down):
            return None
        items = [_dress(feed, item, clock) for item in self._standing(key, clock)]
        body = RENDER[feed.format](feed, items)
        return body[: len(body) * 3 // 5] if _between(clock, feed.cut) else body

    def changed(self, key: str, at: datetime) -> datetime:
        """Return when the document of the feed `key` last became another one, seen from `at`, in UTC."""
        feed, clock = self._feeds[key], _clock(at)
        # The oddities change the bytes too: leave them out, and who asks with If-Modified-Since alone
        # would keep a document that broke off until the next item comes.
        times = [item.at for item in self.items if item.feed == key]
        times += [*feed.down, *feed.cut, feed.new_ids_from or "00:00"]
        return _moment(max((t for t in times if t <= clock), default="00:00"))

    def app(self) -> web.Application:
        """Return a web application that serves every feed at its path, as it stands at `now`."""
        app = web.Application()
        for feed in self.feeds:
            app.router.add_get(feed.path, partial(self._serve, feed))
        return app

    def _standing(self, key: str, clock: str) -> list[Item]:
        """Return the newest items out by `clock`, newest first, each in its latest version."""
        latest: dict[str, Item] = {}
        for item in self.items:
            if item.feed == key and item.at <= clock:
                known = latest.get(item.guid)
                latest[item.guid] = replace(item, first=known.first if known else item.at)
        return sorted(latest.values(), key=lambda item: item.first, reverse=True)[:ITEMS]

    async def _serve(self, feed: StandFeed, request: web.Request) -> web.Response:
        body = self.document(feed.key, self.now)
        if body is None:
            return web.Response(status=500, text="The newsroom’s server has lost its database.")
        etag = hashlib.blake2b(body, digest_size=8).hexdigest()
        changed = self.changed(feed.key, self.now)
        response = web.Response(status=304) if _unchanged(request, etag, changed) else web.Response(body=body)
        response.etag = etag
        response.last_modified = changed
        if response.status == 200:
            response.headers["Content-Type"] = feed.content_type
        return response


def _feed(row: dict[str, Any]) -> StandFeed:
    return StandFeed(**row | {key: tuple(v) for key, v in row.items() if isinstance(v, list)})


def _clock(at: datetime) -> str:
    """Return the day's local time at the moment `at` as "HH:MM"; "" before the day, "24:00" after it."""
    local = at.astimezone(ZONE)
    if local.date() != DATE:
        return "" if local.date() < DATE else "24:00"
    return local.strftime("%H:%M")


def _moment(clock: str) -> datetime:
    return datetime.combine(DATE, time.fromisoformat(clock), ZONE).astimezone(UTC)


def _between(clock: str, window: tuple[str, ...]) -> bool:
    return bool(window) and window[0] <= clock < window[1]


def _unchanged(request: web.Request, etag: str, changed: datetime) -> bool:
    """Say whether the client has this document: If-None-Match decides alone if given (RFC 9110, 13.2.2)."""
    if request.if_none_match is not None:
        return any(tag.value in (etag, "*") for tag in request.if_none_match)
    return request.if_modified_since is not None and changed <= request.if_modified_since


# --- documents -----------------------------------------------------------------------------------------


def _dress(feed: StandFeed, item: Item, clock: str) -> Item:
    """Return the item as the feed prints it at that time: with the feed's oddities."""
    if feed.new_ids_from and clock >= feed.new_ids_from:
        item = replace(item, guid=f"urn:ellery:article:{item.guid.rpartition('/')[2]}-2026")
    if feed.tracking:
        item = replace(item, link=f"{item.link}{'&' if '?' in item.link else '?'}{feed.tracking}")
    if feed.html:
        more = f'<p><a href="{escape(item.link)}">Continue reading&nbsp;&rarr;</a></p>'
        pixel = '<img src="https://pixel.example/p.gif" width="1" height="1" alt="">'
        item = replace(item, summary=_paragraphs(item.summary) + more + pixel)
    if feed.aggregator:
        headline = f'<a href="{escape(item.link)}" target="_blank">{escape(item.title)}</a>'
        outlet = f'<font color="#6f6f6f">{escape(item.outlet)}</font>'
        item = replace(item, title=f"{item.title} - {item.outlet}", summary=f"{headline}&nbsp;&nbsp;{outlet}")
    return item


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n\n"))


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def _xml(feed: StandFeed, root: ElementTree.Element) -> bytes:
    """Return the tree as a document: escaped, in the feed's encoding, what that lacks as `&#8217;`."""
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding=feed.encoding, xml_declaration=True))


def _site(feed: StandFeed) -> str:
    return f"https://{feed.key}.example/"


def _rss(feed: StandFeed, items: list[Item]) -> bytes:
    """RSS 2.0, or 0.91, whose items have a title, a link and a description and nothing else."""
    old = feed.format == "rss091"
    root = ElementTree.Element("rss", {"version": "0.91"} if old else {"version": "2.0"})
    if not old:
        root.set("xmlns:content", RSS_CONTENT)
    channel = _add(root, "channel")
    for tag, text in (("title", feed.title), ("link", _site(feed)), ("description", feed.publisher)):
        _add(channel, tag, text)
    _add(channel, "language", feed.language)
    for item in items:
        node = _add(channel, "item")
        _add(node, "title", item.title)
        _add(node, "link", item.link)
        _add(node, "description", item.summary)
        if old:
            continue
        if feed.guids:
            _add(node, "guid", item.guid, isPermaLink=str(item.guid == item.link).lower())
        if feed.dates:
            _add(node, "pubDate", format_datetime(_moment(item.first), usegmt=True))
        if item.content:
            _add(node, "content:encoded", _paragraphs(item.content))
        if item.outlet:
            _add(node, "source", item.outlet, url=item.outlet_site)
    return _xml(feed, root)


def _rdf(feed: StandFeed, items: list[Item]) -> bytes:
    """RSS 1.0: the item's address in `rdf:about` is its id."""
    root = ElementTree.Element("rdf:RDF", {"xmlns": "http://purl.org/rss/1.0/", "xmlns:dc": DUBLIN_CORE})
    root.set("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
    channel = _add(root, "channel", **{"rdf:about": _site(feed)})
    for tag, text in (("title", feed.title), ("link", _site(feed)), ("description", feed.publisher)):
        _add(channel, tag, text)
    _add(channel, "dc:language", feed.language)
    order = _add(_add(channel, "items"), "rdf:Seq")
    for item in items:
        _add(order, "rdf:li", **{"rdf:resource": item.guid})
        node = _add(root, "item", **{"rdf:about": item.guid})
        for tag, text in (("title", item.title), ("link", item.link), ("description", item.summary)):
            _add(node, tag, text)
        _add(node, "dc:date", _moment(item.first).isoformat())
    return _xml(feed, root)


def _atom(feed: StandFeed, items: list[Item]) -> bytes:
    """Atom 1.0 (RFC 4287): a correction shows in `updated`."""
    root = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    _add(root, "id", _site(feed))
    _add(root, "title", feed.title)
    _add(root, "link", rel="alternate", href=_site(feed))
    _add(root, "updated", _moment(max((item.at for item in items), default="00:00")).isoformat())
    _add(_add(root, "author"), "name", feed.publisher)
    for item in items:
        node = _add(root, "entry")
        _add(node, "id", item.guid)
        _add(node, "title", item.title, type="text")
        _add(node, "link", rel="alternate", href=item.link)
        _add(node, "published", _moment(item.first).isoformat())
        _add(node, "updated", _moment(item.at).isoformat())
        _add(node, "summary", item.summary, type="text")
        if item.content:
            _add(node, "content", _paragraphs(item.content), type="html")
    return _xml(feed, root)


def _json(feed: StandFeed, items: list[Item]) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org)."""
    rows = []
    for item in items:
        row = {"id": item.guid, "url": item.link, "title": item.title, "summary": item.summary}
        row["content_html"] = _paragraphs(item.content or item.summary)
        row["date_published"] = _moment(item.first).isoformat()
        row["date_modified"] = _moment(item.at).isoformat()
        rows.append(row)
    document = {"version": "https://jsonfeed.org/version/1.1", "title": feed.title}
    document |= {"home_page_url": _site(feed), "language": feed.language}
    return json.dumps({**document, "items": rows}, ensure_ascii=False, indent=1).encode()


RENDER = {"rss": _rss, "rss091": _rss, "rdf": _rdf, "atom": _atom, "json": _json}
