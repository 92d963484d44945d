"""The feeds: how they fare, further ones by address or OPML, their names.

A feed is `/feeds/ID`, where the id is made of its address: an address may hold a password, and paths stand in logs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot import feedbook
from bot.config import FeedSettings
from bot.discovering import Discovered
from bot.feedbook import Fares
from bot.files import FileChanged
from bot.store import Store
from bot.store.feeds import FeedState
from bot.web.pages import is_partial, page
from bot.web.site import Routes, Site
from pipelines.digest.when import day_span
from pipelines.errors import ConfigError, FeedError
from pipelines.matcher import Matcher
from pipelines.model import Entry, Status
from pipelines.rhythm import rhythm
from pipelines.text import fold, one_line, shown
from pipelines.watchlist import Watchlists

DAYS, WEEK = 30, 7
HEIGHT = 20
"""Of a chart, in its own units."""
MOST = 500
"""Feeds on a page."""
LATEST = 12
"""Entries of a feed that are shown."""
LONGEST = 200
"""Characters of a name; an address may have ten times as many."""
SAID = {
    "added-now": "Added, and polled for the first time.",
    "added-soon": "Added. It is polled within ten seconds or so.",
    "added-later": "Added. No service runs on this database now; it is polled as soon as one does.",
    "imported-now": "Added, and polled for the first time.",
    "imported-soon": "Added. Within ten seconds or so the first of them are polled.",
    "imported-later": "Added. No service runs on this database now; they are polled as soon as one does.",
    "removed": "Removed. What it brought stays stored.",
    "changed": "Saved.",
}

NOTHING_FOUND: Mapping[str, object] = {"found": [], "failed": [], "trouble_adding": ""}
"""What the part about a found feed shows at first."""


# --- all feeds --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A feed of the page."""

    id: str  #: in addresses
    feed: FeedSettings
    label: str  #: its name, else what it calls itself
    address: str  #: without secrets
    state: FeedState
    fares: Fares
    words: str
    rhythm: str  #: "" while it has none
    days: tuple[int, ...]  #: entries that came, by local day, the present one last
    alerts: int  #: entries that alerted in these days

    @property
    def bars(self) -> str:
        """Return the days as a chart: SVG's path data, 4 units wide a day and 20 high."""
        most = max(self.days, default=0)
        tall = [(4 * at, max(1, round(HEIGHT * count / most))) for at, count in enumerate(self.days) if count]
        return "".join(f"M{left} {HEIGHT}v-{up}h3v{up}z" for left, up in tall)

    @property
    def week(self) -> int:
        """Return how many entries came in the last seven days."""
        return sum(self.days[-WEEK:])

    @property
    def month(self) -> int:
        """Return how many entries came in all days."""
        return sum(self.days)


def identifier(url: str) -> str:
    """Return what stands for a feed in the addresses of pages."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]


async def feeds(site: Site, request: web.Request) -> web.StreamResponse:
    """All feeds, those with problems first."""
    return await _feeds(site, request)


async def _feeds(site: Site, request: web.Request, *, status: int = 200, **more: object) -> web.Response:
    rows = await site.with_store(rows_of, site, site.settings.feeds)
    counts = {each: sum(row.fares is each for row in rows) for each in Fares}
    words, wanted = request.query.get("q", ""), request.query.get("fares", "")
    chosen = [row for row in rows if _is_wanted(row, words, wanted)]
    context = {**NOTHING_FOUND, "brought": None, "asked": "", **more}
    return page(
        request, "feeds.html", status=status, rows=chosen[:MOST], hidden=max(0, len(chosen) - MOST), all=len(rows),
        days=DAYS, week=WEEK, counts=counts, q=words, fares=wanted,
        said=SAID.get(request.query.get("said", ""), ""), **context,
    )  # fmt: skip


def _is_wanted(row: Row, words: str, wanted: str) -> bool:
    text = fold(f"{row.label} {row.feed.publisher} {row.state.title} {row.address}")
    return (not wanted or row.fares == wanted) and all(word in text for word in fold(words).split())


def rows_of(store: Store, site: Site, feeds: tuple[FeedSettings, ...]) -> list[Row]:
    """Return feeds as they fare now, those with problems first."""
    now, zone = site.now(), site.settings.zone
    today = now.astimezone(zone).date()
    spans = [day_span(today - timedelta(days=back), zone) for back in reversed(range(DAYS))]
    bounds = [*(start for start, _ in spans), spans[-1][1]]
    urls = [feed.url for feed in feeds]
    states, came = store.feeds.states(urls), store.digests.arrivals(urls)
    counts, alerts = store.yields.counts(urls, bounds), store.yields.alerts(bounds[0])
    rows = []
    for feed in feeds:
        state, arrivals = states[feed.url], came[feed.url]
        usual, quiet = rhythm(arrivals), feedbook.gone_quiet(state, arrivals)
        row = Row(
            id=identifier(feed.url), feed=feed, address=shown(feed.url), state=state,
            label=feed.name or feed.publisher or one_line(state.title) or feed.label,
            fares=feedbook.fares(state, quiet), words=feedbook.in_words(state, quiet, now, zone),
            rhythm=feedbook.every(usual) if usual else "", days=tuple(counts[feed.url]), alerts=alerts.get(feed.url, 0),
        )  # fmt: skip
        rows.append(row)
    order = [*Fares]
    return sorted(rows, key=lambda row: (order.index(row.fares), fold(row.label)))


# --- one feed ---------------------------------------------------------------------------------------------


async def feed(site: Site, request: web.Request) -> web.StreamResponse:
    """One feed, with its latest entries; for htmx what goes below its line."""
    return await _feed(site, request, _known(site, request))


async def _feed(
    site: Site, request: web.Request, known: FeedSettings, trouble: str = "", status: int = 200
) -> web.Response:
    (row,) = await site.with_store(rows_of, site, (known,))
    latest = await site.with_store(lambda store: store.yields.latest(known.url, LATEST))
    latest = [replace(each, title=one_line(each.title)) for each in latest]
    return page(
        request, "feed_detail.html" if is_partial(request) else "feed.html", status=status, row=row, latest=latest,
        days=DAYS, week=WEEK, moved_to=shown(row.state.moved_to),
        interval=feedbook.every(feedbook.polled_every(known, site.settings)), trouble_here=trouble,
        said=SAID.get(request.query.get("said", ""), ""),
    )  # fmt: skip


def _known(site: Site, request: web.Request) -> FeedSettings:
    """The feed that a request is about."""
    wanted = request.match_info["id"]
    for each in site.settings.feeds:
        if identifier(each.url) == wanted:
            return each
    raise web.HTTPNotFound


async def change(site: Site, request: web.Request) -> web.StreamResponse:
    """Write another name, publisher or language of a feed."""
    known, form = _known(site, request), await request.post()
    values = {key: one_line(str(form.get(key, "")))[:LONGEST] for key in ("name", "publisher", "language")}
    trouble, status = await _written(site, lambda: feedbook.change_feed(site.settings, known.url, values))
    if trouble:
        return await _feed(site, request, known, trouble, status)
    return _to(f"/feeds/{identifier(known.url)}?said=changed")


async def remove(site: Site, request: web.Request) -> web.StreamResponse:
    """Take a feed out of config.toml; what it brought stays."""
    known = _known(site, request)
    trouble, status = await _written(site, lambda: feedbook.remove_feed_at(site.settings, known.url))
    return await _feed(site, request, known, trouble, status) if trouble else _to("/feeds?said=removed")


async def _written(site: Site, write: Callable[[], None]) -> tuple[str, int]:
    """Edit config.toml and take it into use; returns what went wrong in words, with its status, "" if nothing did."""
    try:
        await site.filed(write)
    except FileChanged as error:
        return str(error), 409
    except (ConfigError, FeedError) as error:
        return str(error), 422
    site.house.reload()
    return "", 200


def _to(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})


# --- further feeds ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry of a feed that is not polled yet."""

    title: str
    link: str
    at: datetime | None
    names: tuple[str, ...]  #: of the watches that it would surely name
    doubtful: tuple[str, ...]  #: of those that it would name unsurely


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that could be added."""

    id: str  #: in addresses
    row: str  #: what a form sends to add it
    address: str  #: without secrets
    title: str
    format: str
    language: str
    is_known: bool
    rhythm: str
    count: int  #: of its entries
    newest: datetime | None
    entries: tuple[Seen, ...]  #: the newest of them
    problems: tuple[str, ...]  #: what is odd about the document


async def find(site: Site, request: web.Request) -> web.StreamResponse:
    """Show the feed at an address, or those that its page offers, and what the lists in force find in them."""
    asked = one_line(str((await request.post()).get("address", "")))[: 10 * LONGEST]
    failed: list[str] = []

    def note(error: FeedError) -> None:
        failed.append(f"{shown(error.url)}: {error.problem}")

    try:
        got = await feedbook.find_feeds(asked, site.settings, note, site.now, site.study)
    except FeedError as error:
        words = "\n".join([f"{shown(error.url)}: {error.problem}", *failed])
        return await _found_page(site, request, 422, trouble_adding=words, asked=asked)
    known = {feed.url for feed in site.settings.feeds}
    found = await site.studied(_found, got, site.watchlists, known)
    return await _found_page(site, request, 200, found=found, failed=failed, asked=asked)


async def _found_page(site: Site, request: web.Request, status: int, **context: object) -> web.Response:
    if is_partial(request):
        return page(request, "feed_found.html", status=status, **{**NOTHING_FOUND, **context})
    return await _feeds(site, request, status=status, **context)


def _found(got: list[Discovered], lists: Watchlists, known: set[str]) -> list[Found]:
    matcher = Matcher(lists)
    return [_one_found(each, matcher, lists, is_known=each.url in known) for each in got]


def _one_found(got: Discovered, matcher: Matcher, lists: Watchlists, *, is_known: bool) -> Found:
    entries = sorted(got.parsed.entries, key=lambda e: e.published or datetime.min.replace(tzinfo=UTC), reverse=True)
    usual = rhythm([*{entry.published for entry in entries if entry.published}])
    return Found(
        id=identifier(got.url),
        row=_sent({"url": got.url, "name": got.title, "language": got.parsed.language}),
        address=shown(got.url), title=got.title, format=_format(got.parsed.format), language=got.parsed.language,
        is_known=is_known, rhythm=feedbook.every(usual) if usual else "",
        count=len(entries), newest=entries[0].published if entries else None,
        entries=tuple(_seen(entry, matcher, lists) for entry in entries[:LATEST]), problems=got.parsed.problems,
    )  # fmt: skip


def _format(version: str) -> str:
    """A format as people call it; `version` is feedparser's, such as "rss20" or "atom10"."""
    name = version.rstrip("0123456789")
    return {"rss": "RSS", "atom": "Atom", "json": "JSON Feed", "cdf": "CDF"}.get(name, name)


def _seen(entry: Entry, matcher: Matcher, lists: Watchlists) -> Seen:
    match = matcher.match(entry)
    sure, unsure = (match.watches(status) for status in (Status.SURE, Status.UNSURE))
    names = {watch: lists.watches[watch].name for watch in (*sure, *unsure)}
    return Seen(
        title=entry.title, link=entry.link, at=entry.published, names=tuple(names[watch] for watch in sure),
        doubtful=tuple(names[watch] for watch in unsure if watch not in sure),
    )  # fmt: skip


async def add(site: Site, request: web.Request) -> web.StreamResponse:
    """Write a feed that was found, or several that an OPML file brought, into config.toml."""
    form = await request.post()
    rows = [row for text in form.getall("feed", []) if (row := _row(str(text)))]
    if not rows:
        return await _feeds(site, request, status=422, trouble_adding="No feed was chosen.")
    if (name := one_line(str(form.get("name", "")))[:LONGEST]) and len(rows) == 1:
        rows[0]["name"] = name
    trouble, status = await _written(site, lambda: feedbook.add_feeds(site.settings, rows))
    if trouble:
        return await _feeds(site, request, status=status, trouble_adding=trouble)
    when = await site.house.added()
    return _to(f"/feeds?said={'imported' if len(rows) > 1 else 'added'}-{when}")


def _sent(row: Mapping[str, str]) -> str:
    """The values of a `[[feed]]` as a form brings them back."""
    return json.dumps(row)


def _row(text: str) -> dict[str, str] | None:
    """What `_sent` was given, None for what no form of ours has sent."""
    with suppress(ValueError, RecursionError):
        values = json.loads(text)
        if isinstance(values, Mapping) and isinstance(values.get("url"), str):
            return {key: one_line(str(values.get(key, "")))[: 10 * LONGEST] for key in ("url", "name", "language")}
    return None


# --- OPML -------------------------------------------------------------------------------------------------


async def export(site: Site, request: web.Request) -> web.StreamResponse:
    """All feeds as OPML, for another reader."""
    headers = {"Content-Disposition": 'attachment; filename="wirewatch.opml"'}
    return web.Response(
        text=feedbook.write_opml(site.settings, site.now()), content_type="text/x-opml", charset="utf-8",
        headers=headers,
    )  # fmt: skip


async def bring(site: Site, request: web.Request) -> web.StreamResponse:
    """Show which feeds an OPML file would add."""
    file = (await request.post()).get("file")
    if not isinstance(file, web.FileField):
        return await _feeds(site, request, status=422, trouble_adding="Choose an OPML file first.")
    body = file.file.read()
    try:
        brought = await site.studied(feedbook.read_opml, body, one_line(file.filename)[:LONGEST], site.settings)
    except ConfigError as error:
        return await _feeds(site, request, status=422, trouble_adding=str(error))
    rows = [{**row, "address": shown(row["url"]), "row": _sent(row)} for row in brought.rows]
    refused = [shown(url) for url in brought.refused]
    return await _feeds(site, request, brought={"rows": rows, "known": brought.known, "refused": refused})


_ONE = "/feeds/{id:[0-9a-f]{16}}"
ROUTES: Routes = (
    ("GET", "/feeds", feeds), ("GET", "/feeds.opml", export), ("POST", "/feeds/find", find),
    ("POST", "/feeds/add", add),
    ("POST", "/feeds/import", bring), ("GET", _ONE, feed), ("POST", _ONE, change), ("POST", _ONE + "/remove", remove),
)  # fmt: skip
