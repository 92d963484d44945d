"""Atom feeds of alerts, read back by our own parser."""

from __future__ import annotations

import base64
import xml.dom.minidom
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.parsers.expat import ParserCreate

import pytest

from bot.store import Store
from pipelines.feeds import parse_feed
from pipelines.render.atom import NEVER, AtomEntry, AtomFeed, atom
from tests.shelf import fact, shelve
from tests.visit import PASSWORD, PUBLIC, visit
from tests.world import NOON, World

TALVANE = ("talvane", "Talvane Freight", "sure")
HOSTILE = (
    "Ferry \x00\x08\x1b\ud83d \ufffe]]> <script>alert(1)</script> & \"quoted\" 'too' \u202eturned\u202c \U0001f6a2"
)


def entry(title: str = "A crane falls", link: str = "https://gazette.example/1") -> AtomEntry:
    """Return an entry of a feed."""
    return AtomEntry(
        id="tag:localhost,2026:wirewatch/entry/1", title=title, link=link, updated=NOON, published=None,
        author=title, summary=title, categories={"talvane": title},
    )  # fmt: skip


def feed(*entries: AtomEntry) -> AtomFeed:
    """Return a feed."""
    return AtomFeed(id="tag:localhost,2026:wirewatch/alerts", title="wirewatch: alerts", entries=entries,
                    address="http://localhost/alerts.atom?a=1&b=2", page="http://localhost/")  # fmt: skip


def test_a_feed_is_valid_xml_whatever_a_headline_holds() -> None:
    """Control codes, half characters and markup do no harm, and all that a reader can see is kept."""
    document = atom(feed(entry(HOSTILE, 'https://gazette.example/?a=1&b="2"'))).encode()
    ParserCreate().Parse(document, True)
    parsed = parse_feed(document, "http://localhost/alerts.atom")
    assert (parsed.format, parsed.problems, len(parsed.entries)) == ("atom10", (), 1)
    assert parsed.entries[0].link == "https://gazette.example/?a=1&b=%222%22"
    title = xml.dom.minidom.parseString(document).getElementsByTagName("title")[1].firstChild
    assert title is not None
    assert title.nodeValue == "Ferry  ]]> <script>alert(1)</script> & \"quoted\" 'too' turned \U0001f6a2"


def test_a_feed_without_alerts_is_valid_too() -> None:
    """Atom wants a time of the last change, and gets the same one each time."""
    assert feed().updated == NEVER
    assert parse_feed(atom(feed()).encode(), "http://localhost/alerts.atom").problems == ()


def test_times_are_in_utc() -> None:
    """Whatever zone a moment is given in, the feed has it in UTC and to the second."""
    zoned = datetime.fromisoformat("2026-11-22T09:30:15.250+02:00")
    assert "<updated>2026-11-22T07:30:15Z</updated>" in atom(feed(replace(entry(), updated=zoned)))


async def test_alerts_come_as_a_feed_with_stable_ids(world: World) -> None:
    """The latest alert comes first, with its article, outlet, sentence and facts; what did not alert is not there."""
    store = Store(world.database)
    old = shelve(store, NOON - timedelta(days=2), "Talvane Freight buys a crane", [TALVANE], alert=True,
                 published=NOON - timedelta(days=2, hours=1))  # fmt: skip
    shelve(store, NOON - timedelta(days=1), "Talvane Freight sings", [TALVANE])
    new = shelve(store, NOON - timedelta(hours=1), "Registry hires Talvane Freight", [TALVANE], alert=True,
                 facts=[fact(amount=8_000_000.0)])  # fmt: skip
    store.close()
    async with visit(world) as pages:
        answer = await pages.get("/alerts.atom")
        assert answer.content_type == "application/atom+xml"
        body = await answer.read()
        parsed = parse_feed(body, "http://localhost/alerts.atom")
        assert [each.id for each in parsed.entries] == [
            f"tag:localhost,2026:wirewatch/entry/{key}" for key in (new, old)
        ]
        first = parsed.entries[0]
        assert first.title == "Registry hires Talvane Freight"
        assert b"<author><name>Ellery Gazette</name></author>" in body
        assert first.summary.splitlines() == [
            "Registry hires Talvane Freight",
            "Talvane Freight · contract with Coastal Registry Office · $8,000,000",
        ]
        assert parsed.entries[1].published == NOON - timedelta(days=2, hours=1)
        assert f"<link rel='self' type='application/atom+xml' href=\"{pages.address}/alerts.atom\"/>".encode() in body


async def test_a_reader_that_has_the_feed_gets_nothing_anew(world: World) -> None:
    """ETag and Last-Modified are honoured, the tag before the date, and an alert changes both."""
    store = Store(world.database)
    shelve(store, NOON - timedelta(hours=1, milliseconds=500), "Talvane Freight sails", [TALVANE], alert=True)
    async with visit(world) as pages:
        first = await pages.get("/alerts.atom")
        etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
        assert changed == "Sun, 22 Nov 2026 11:00:00 GMT"
        assert first.headers["Cache-Control"] == "private, no-cache"
        for headers in ({"If_None_Match": etag}, {"If_Modified_Since": changed}, {"If_None_Match": f'"x", W/{etag}'}):
            again = await pages.get("/alerts.atom", **headers)
            assert (again.status, await again.read()) == (304, b"")
        assert (await pages.get("/alerts.atom", If_None_Match='"x"', If_Modified_Since=changed)).status == 200
        shelve(store, NOON, "Talvane Freight docks", [TALVANE], alert=True)
        assert (await pages.get("/alerts.atom", If_None_Match=etag)).status == 200
        assert (await pages.get("/alerts.atom", If_Modified_Since=changed)).status == 200
    store.close()


async def test_a_chat_and_a_watch_have_feeds_of_their_own(world: World) -> None:
    """`?chat=` leaves what one chat got; the feed of a watch has the alerts that surely name it."""
    store = Store(world.database)
    shelve(store, NOON - timedelta(hours=3), "Talvane Freight sails", [TALVANE], alert=True)
    shelve(store, NOON - timedelta(hours=2), "Osprell Systems sinks", [("osprell", "Osprell Systems", "sure")],
           alert=True, chat="@other_chat")  # fmt: skip
    shelve(store, NOON - timedelta(hours=1), "Talvane Freight, perhaps", [("talvane", "Talvane Freight", "unsure")])
    store.close()
    async with visit(world) as pages:
        for path, titles in (
            ("/alerts.atom", ["Osprell Systems sinks", "Talvane Freight sails"]),
            ("/alerts.atom?chat=@other_chat", ["Osprell Systems sinks"]),
            ("/alerts.atom?chat=nobody", []),
            ("/watch/talvane.atom", ["Talvane Freight sails"]),
            ("/watch/coastal-registry.atom", []),
        ):
            parsed = parse_feed(await (await pages.get(path)).read(), pages.address + path)
            assert [each.title for each in parsed.entries] == titles, path
        assert (await pages.get("/watch/nobody.atom")).status == 404


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "data:text/html,x"])
async def test_an_article_without_an_address_leads_to_our_own_page(world: World, link: str) -> None:
    """A feed reader is never given a link that runs something."""
    store = Store(world.database)
    key = shelve(store, NOON, "Talvane Freight sails", [TALVANE], alert=True)
    store.db.execute("UPDATE entries SET link = ?", [link])
    store.close()
    async with visit(world) as pages:
        text = await (await pages.get("/alerts.atom")).text()
        assert f"<link rel='alternate' href=\"{pages.address}/entry/{key}\"/>" in text


async def test_behind_a_proxy_the_public_address_counts(world: World) -> None:
    """Ids and links are those of web.address; a feed reader gives the password as HTTP asks for it."""
    store = Store(world.database)
    shelve(store, NOON.astimezone(UTC), "Talvane Freight sails", [TALVANE], alert=True)
    store.close()
    async with visit(world, password=PASSWORD, address=PUBLIC) as pages:
        assert (await pages.get("/alerts.atom")).status == 401
        given = base64.b64encode(f"reader:{PASSWORD}".encode()).decode()
        text = await (await pages.get("/alerts.atom", Host="wire.example", Authorization=f"Basic {given}")).text()
    assert "<id>tag:wire.example,2026:wirewatch/alerts</id>" in text
    assert f'href="{PUBLIC}/alerts.atom"' in text
