"""The feeds on the pages: how they fare, adding, renaming and removing them, OPML."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import timedelta
from html import unescape

import pytest
from aiohttp import ClientResponse, FormData

from bot.lock import run_lock, runs_on
from bot.web.feeds import identifier
from tests.busy import BULLETIN, GAZETTE, HARBOUR, LEDGER, NEW, busy_world
from tests.visit import Visit, visit
from tests.world import NOON, Item, World, aged, read, rss

FRESH = "/fresh.xml"
NEWS = (
    Item(id="1", title="Talvane Freight opens a dock"),
    Item(id="2", title="New CRO starts on Monday", text="The CRO will look after sales.", age=timedelta(hours=2)),
    Item(id="3", title="<script>alert(1)</script>", link="javascript:alert(1)", age=None),
)


async def text(answer: ClientResponse, status: int = 200) -> str:
    """Return what was answered, its entities read."""
    words = unescape(await answer.text())
    assert answer.status == status, words
    return words


async def send(pages: Visit, path: str, **fields: str) -> ClientResponse:
    """Send a form with its token."""
    return await pages.post(path, csrf=await pages.token(), **fields)


def page_of(world: World, path: str) -> str:
    """Return the path of a feed's page."""
    return f"/feeds/{identifier(world.web.url(path))}"


def urls(world: World) -> list[str]:
    """Return the feeds' addresses in the configuration."""
    return [feed["url"] for feed in tomllib.loads(read(world.config))["feed"]]


async def test_feeds_are_listed_with_problems_first(world: World) -> None:
    """A feed that fails comes first, then a quiet one, then one never polled, then those that work."""
    await busy_world(world)
    async with visit(world) as pages:
        page = await text(await pages.get("/feeds"))
    states = re.findall(r'<span class="state (\w+)">', page)
    assert states == ["fails", "quiet", "new", "works", "works", "works"]
    labels = re.findall(r'<bdi class="label">(.*?)</bdi>', page)
    assert labels[:2] == ["Quayside Ledger", "Pellworth Bulletin"]
    assert "answered 503 Service Unavailable since 19 November 2026, 11:00 UTC, 4 times in a row" in page
    assert "quiet against its rhythm, which is something new every 24 h" in page
    assert "18 entries in 30 days, 0 of them today, 2 on the busiest day" in page


async def test_feeds_are_filtered_by_words_and_by_how_they_fare(world: World) -> None:
    """Words of name and address, and how a feed fares, leave those that are meant; none is said as such."""
    await busy_world(world)
    async with visit(world) as pages:
        assert "1 feed of 6" in await text(await pages.get("/feeds?q=quayside+LEDGER"))
        assert "3 feeds of 6" in await text(await pages.get("/feeds?fares=works"))
        assert "No feed is like that" in await text(await pages.get("/feeds?q=nothing"))


async def test_one_feed_with_its_latest_entries(world: World) -> None:
    """A feed's page says when it is polled and links its latest entries; htmx gets the inner part."""
    await busy_world(world)
    async with visit(world) as pages:
        whole = await text(await pages.get(page_of(world, HARBOUR)))
        part = await text(await pages.get(page_of(world, HARBOUR), HX_Request="true"))
        gone = await text(await pages.get("/feeds/0123456789abcdef"), 404)
    assert "every 15 min, last at 22 November 2026, 11:00 UTC" in part
    assert 'href="/entry/' in part
    assert "<h1><bdi>Harbour Post</bdi></h1>" in whole
    assert "<h1>" not in part
    assert "no such page" in gone


async def test_addresses_are_shown_without_secrets(world: World) -> None:
    """A password in a feed's address stands on no page but in the OPML that one asks for."""
    url = "https://ann:s3cret@gazette.example/feed?key=k3y"
    world.config.write_text(f'[[feed]]\nurl = "{url}"\n')
    async with visit(world) as pages:
        for path in ("/feeds", f"/feeds/{identifier(url)}"):
            page = await text(await pages.get(path))
            assert "gazette.example" in page
            assert "s3cret" not in page
        opml = await pages.get("/feeds.opml")
        assert opml.headers["Content-Disposition"] == 'attachment; filename="wirewatch.opml"'
        assert "s3cret" in await text(opml)


@pytest.mark.parametrize("given", [FRESH, "/front-page"], ids=["the feed", "a page"])
async def test_a_feed_is_found_and_added(world: World, given: str) -> None:
    """An address shows the feed's entries and which watches they name; adding writes config.toml and polls it."""
    world.web.answer(FRESH, body=rss(*NEWS, now=NOON, title="Fresh <News>"))
    world.web.answer("/front-page", body=f'<link rel="alternate" type="application/rss+xml" href="{FRESH}">')
    before = read(world.config)
    async with visit(world) as pages:
        raw = await (await send(pages, "/feeds/find", address=world.web.url(given))).text()
        page = unescape(raw)
        assert "<mark>Talvane Freight</mark>" in page
        assert "Coastal Registry Office?" in page
        assert "<script>alert" not in raw
        assert "javascript:" not in raw
        row = unescape(re.findall(r'name="feed" value="(.*?)"', raw)[0])
        assert json.loads(row)["url"] == world.web.url(FRESH)
        assert read(world.config) == before
        added = await send(pages, "/feeds/add", feed=row, name="Fresh")
        assert (added.status, added.headers["Location"]) == (303, "/feeds?said=added-later")
        page = await text(await pages.get("/feeds?q=fresh&said=added-later"))
        assert "not polled yet" in page
        assert "No service runs on this database now; it is polled as soon as one does." in page
        known = await text(await send(pages, "/feeds/find", address=world.web.url(given)))
        assert "polled already" in known
        assert "already" in await text(await send(pages, "/feeds/add", feed=row), 422)
    assert tomllib.loads(read(world.config))["feed"][1] == {"url": world.web.url(FRESH), "name": "Fresh"}
    assert read(world.config).startswith(before.rstrip())


async def test_all_feeds_of_a_page_can_be_chosen(world: World) -> None:
    """Each feed that a page offers is shown with format, number and newest date; those chosen are added together."""
    world.web.answer("/news.xml", body=rss(*NEWS, now=NOON, title="News"))
    world.web.answer("/sport.xml", body=rss(now=NOON, title="Sport"))
    names = ("news.xml", "feed.xml", "gone.xml", "sport.xml")
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{name}">' for name in names)
    world.web.answer("/front-page", body=links)
    world.feed("/feed.xml", *NEWS)
    async with visit(world) as pages:
        raw = await (await send(pages, "/feeds/find", address=world.web.url("/front-page"))).text()
        assert "The page offers 3 feeds" in raw
        assert "RSS · 3 entries, the newest of 22 November 2026, 11:30 UTC" in raw
        assert "RSS · 0 entries" in raw
        assert "1 further address of that page without a feed" in raw
        assert "gone.xml: answered 404" in raw
        assert "polled already" in raw
        boxes = re.findall(r'name="feed" value="(.*?)"( checked)?>', raw)
        assert [bool(checked) for _, checked in boxes] == [True, False]
        form = FormData([("csrf", await pages.token()), *(("feed", unescape(row)) for row, _ in boxes)])
        await pages.client.post(pages.address + "/feeds/add", data=form)
    assert urls(world)[1:] == [world.web.url("/news.xml"), world.web.url("/sport.xml")]


async def test_an_address_needs_no_scheme(world: World) -> None:
    """Without https:// or http:// both are tried, and the reason names both."""
    world.web.answer(FRESH, body=rss(*NEWS, now=NOON))
    bare = world.web.url(FRESH).removeprefix("http://")
    async with visit(world) as pages:
        assert world.web.url(FRESH) in await text(await send(pages, "/feeds/find", address=bare))
        page = await text(await send(pages, "/feeds/find", address=bare + ".gone"), 422)
    assert re.search(r"by https: [^;]+; by http: answered 404", page)
    assert f'value="{bare}.gone"' in page


async def test_a_service_beside_the_pages_polls_what_is_added(world: World) -> None:
    """While another process holds the database's lock, the pages say that a new feed is polled soon."""
    async with visit(world) as pages:
        with run_lock(world.database):
            row = json.dumps({"url": world.web.url(FRESH)})
            added = await send(pages, "/feeds/add", feed=row)
            assert added.headers["Location"] == "/feeds?said=added-soon"
    assert not runs_on(world.database)


@pytest.mark.parametrize(
    ("address", "words"),
    [("/gone", "answered 404"), ("/plain", "no feed was found on that page"), ("", "not an http or https address")],
)
async def test_what_is_no_feed_is_said_in_words(world: World, address: str, words: str) -> None:
    """An address without a feed is answered with the reason, and what was typed stays in its field."""
    world.web.answer("/plain", body="<html><p>Hello</html>", headers={"Content-Type": "text/html"})
    typed = world.web.url(address) if address else "ftp://elsewhere.example/"
    async with visit(world) as pages:
        page = await text(await send(pages, "/feeds/find", address=typed), 422)
    assert words in page
    assert f'value="{typed}"' in page


async def test_private_addresses_are_refused(world: World) -> None:
    """The pages fetch from no address that polling would not fetch from."""
    world.web.answer(FRESH, body=rss(*NEWS, now=NOON))
    world.config.write_text(read(world.config).replace("allow_private_addresses = true", ""))
    asked = len(world.web.requests)
    async with visit(world) as pages:
        page = await text(await send(pages, "/feeds/find", address=world.web.url(FRESH)), 422)
    assert "is refused" in page or "private" in page
    assert len(world.web.requests) == asked


async def test_a_feed_is_renamed_and_removed(world: World) -> None:
    """Name and language are written to config.toml; removing takes it out; both need the form's token."""
    await busy_world(world)
    aged(world.config)
    ledger = page_of(world, LEDGER)
    async with visit(world) as pages:
        assert (await pages.post(ledger + "/remove")).status == 403
        changed = await send(pages, ledger, name="The  Ledger", publisher="", language="en")
        assert (changed.status, changed.headers["Location"]) == (303, ledger + "?said=changed")
        page = await text(await pages.get(ledger + "?said=changed"))
        assert "<h1><bdi>The Ledger</bdi></h1>" in page
        assert "Saved." in page
        removed = await send(pages, ledger + "/remove")
        assert removed.headers["Location"] == "/feeds?said=removed"
        assert "5 feeds" in await text(await pages.get("/feeds"))
        assert (await pages.get(ledger)).status == 404
    assert urls(world) == [world.web.url(path) for path in (GAZETTE, "/courier.xml", HARBOUR, BULLETIN, NEW)]


async def test_a_broken_file_is_not_edited(world: World) -> None:
    """While config.toml is broken on disk an edit is refused in words, and the file stays as somebody left it."""
    async with visit(world) as pages:
        world.config.write_text(read(world.config) + "\nhalf = [\n")
        aged(world.config)
        broken = read(world.config)
        page = await text(await send(pages, page_of(world, "/feed.xml"), name="X"), 422)
    assert "config.toml" in page
    assert read(world.config) == broken


async def test_opml_is_looked_at_then_added(world: World) -> None:
    """A file shows which feeds are new, which are known and what is refused; those chosen are added."""
    opml = (
        f'<opml version="2.0"><body><outline text="Here" xmlUrl="{world.web.url("/feed.xml")}"/>'
        '<outline text="A &lt;b&gt;" xmlUrl="https://ann:s3cret@a.example/f"/>'
        '<outline text="B" xmlUrl="https://b.example/f"/>'
        '<outline text="C" xmlUrl="javascript:alert(1)"/></body></opml>'
    )
    before = read(world.config)
    async with visit(world) as pages:
        answer = await upload(pages, opml.encode())
        page = await text(answer)
        raw = await answer.text()
        assert "2 new feeds in this file" in page
        assert "1 further one is polled already" in page
        assert "is no http or https address" in page
        assert "<b>" not in raw.partition('class="brought"')[2].partition("</ul>")[0]
        assert read(world.config) == before
        rows = [unescape(row) for row in re.findall(r'name="feed" value="(.*?)"', raw)]
        form = FormData([("csrf", await pages.token()), *(("feed", row) for row in rows)])
        added = await pages.client.post(pages.address + "/feeds/add", data=form, allow_redirects=False)
        assert added.headers["Location"] == "/feeds?said=imported-later"
    assert urls(world)[1:] == ["https://ann:s3cret@a.example/f", "https://b.example/f"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"hello", "not well-formed XML"),
        (b'<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml version="2.0"/>', "declares XML entities"),
        (b"<rss/>", "not OPML"),
    ],
    ids=["no XML", "a bomb", "a feed"],
)
async def test_what_is_no_opml_is_refused(world: World, body: bytes, words: str) -> None:
    """A file that is no OPML, or tries to fill the memory, is refused with the reason."""
    async with visit(world) as pages:
        assert words in await text(await upload(pages, body), 422)


async def upload(pages: Visit, body: bytes) -> ClientResponse:
    """Send a file as the form does."""
    form = FormData()
    form.add_field("csrf", await pages.token())
    form.add_field("file", body, filename="mine.opml", content_type="text/x-opml")
    return await pages.client.post(pages.address + "/feeds/import", data=form)


@pytest.mark.parametrize("rows", [[], ["nonsense"], ['{"url": 7}'], ["[]"], ["[" * 30_000]], ids=range(5))
async def test_a_form_that_nobody_of_ours_sent_adds_nothing(world: World, rows: list[str]) -> None:
    """Without a feed that makes sense, adding is refused."""
    before = read(world.config)
    async with visit(world) as pages:
        form = FormData([("csrf", await pages.token()), *(("feed", row) for row in rows)])
        answer = await pages.client.post(pages.address + "/feeds/add", data=form)
        assert "No feed was chosen" in await text(answer, 422)
    assert read(world.config) == before
