"""The demo's bundled day: the data are sound, and every feed is what it says, oddities included."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.demo.newsstand import DATE, DAY, ITEMS, ZONE, Item, Newsstand, StandFeed

STAND = Newsstand.load()
FEEDS = [pytest.param(feed, id=feed.key) for feed in STAND.feeds]
POLLS = ("06:00", "08:00", "10:00", "12:00", "14:00", "16:00", "18:00", "19:00")
UNUSABLE = (("bitacora-del-estrecho", "06:00"), ("harbour-courier", "10:00"))
VERSIONS = {"rss": "rss20", "rss091": "rss091u", "rdf": "rss10", "atom": "atom10"}

ODDITIES = ("guids", "dates", "tracking", "html", "encoding", "down", "cut", "new_ids_from", "aggregator")
OpenStand = tuple[Newsstand, TestClient[Any, Any]]


def at(clock: str) -> datetime:
    """Return a moment of the day by its local time."""
    return datetime.combine(DATE, time.fromisoformat(clock), ZONE)


def document(key: str, clock: str) -> bytes:
    """Return a document of a feed that is up at that time."""
    body = STAND.document(key, at(clock))
    assert body is not None
    return body


def parse(feed: StandFeed, body: bytes) -> Any:
    """Return what feedparser makes of the document."""
    return feedparser.parse(BytesIO(body), response_headers={"content-type": feed.content_type})


def entries(key: str, clock: str) -> list[Any]:
    """Return feedparser's entries of an XML feed at that time."""
    feed = next(feed for feed in STAND.feeds if feed.key == key)
    return list(parse(feed, document(key, clock)).entries)


@pytest.fixture
async def open_stand() -> AsyncIterator[OpenStand]:
    """A stand of its own for a test, and a client of it over loopback."""
    stand = Newsstand.load()
    async with TestClient(TestServer(stand.app())) as client:
        yield stand, client


# --- the data -----------------------------------------------------------------------------------------


def test_feeds_are_fifteen_with_keys_and_paths_of_their_own() -> None:
    """Fifteen feeds in three languages and five formats, no two at the same path."""
    assert len(STAND.feeds) == 15
    assert len({feed.key for feed in STAND.feeds}) == len({feed.path for feed in STAND.feeds}) == 15
    assert Counter(feed.language for feed in STAND.feeds) == {"en": 12, "fr": 2, "es": 1}
    assert {feed.format for feed in STAND.feeds} == {"rss", "rss091", "rdf", "atom", "json"}


def test_items_are_well_formed() -> None:
    """Every item has a feed of the day, a time within it, an id, a headline and a link that leads nowhere."""
    keys = {feed.key for feed in STAND.feeds}
    assert 140 <= len(STAND.items) <= 170
    for item in STAND.items:
        assert item.feed in keys, item
        assert re.fullmatch(r"\d\d:\d\d", item.at), item
        assert "05:00" <= item.at <= "19:00", item
        assert "" not in (item.guid, item.title), item
        assert (urlsplit(item.link).hostname or "").endswith(".example"), item


def test_items_repeat_a_guid_only_to_correct_it() -> None:
    """A second line of a guid says something else, later, under the same link; and there are a few."""
    versions: dict[tuple[str, str], list[Item]] = {}
    for item in STAND.items:
        versions.setdefault((item.feed, item.guid), []).append(item)
    corrected = [items for items in versions.values() if len(items) > 1]
    assert len(corrected) >= 4
    for first, second in corrected:
        assert first.at < second.at
        assert first.link == second.link
        assert first.title != second.title


def test_links_belong_to_one_item_of_a_feed() -> None:
    """Within a feed a link stands for one item, else the feed without ids could not be told apart."""
    links = {(item.feed, item.link, item.guid) for item in STAND.items}
    assert len(links) == len({(feed, link) for feed, link, _ in links})


def test_wire_copies_run_in_several_outlets() -> None:
    """At least five headlines stand word for word in two or more feeds, and some share the article's link."""
    copies = Counter(title for _, title in {(item.feed, item.title) for item in STAND.items})
    assert sum(count >= 2 for count in copies.values()) >= 5
    links = Counter(link for _, link in {(item.feed, item.link) for item in STAND.items})
    assert sum(count >= 2 for count in links.values()) >= 3


def test_watchlist_has_the_parts_it_is_to_teach() -> None:
    """The demo's watchlist has companies, agencies and a product, each with sentences, and two rules."""
    table = tomllib.loads((DAY / "watchlists" / "demo.toml").read_text(encoding="utf-8"))
    kinds = Counter(watch["kind"] for watch in table["watch"])
    assert kinds == {"company": 4, "agency": 3, "product": 1}
    assert all(watch["about"] and watch["hits"] and watch["misses"] for watch in table["watch"])
    assert any("cues" in rule for rule in table["rule"])
    assert "company-meets-agency" in [rule["id"] for rule in table["rule"]]


# --- documents ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("clock", POLLS)
def test_documents_parse(feed: StandFeed, clock: str) -> None:
    """Every document that is not cut off parses without complaint, in its format, with its items in it."""
    body = STAND.document(feed.key, at(clock))
    if (feed.key, clock) in UNUSABLE:
        assert body is None or parse(feed, body).bozo
        return
    assert body is not None
    expected = len({item.guid for item in STAND.items if item.feed == feed.key and item.at <= clock})
    if feed.format == "json":
        assert len(json.loads(body)["items"]) == expected
        return
    parsed = parse(feed, body)
    assert not parsed.bozo
    assert parsed.version == VERSIONS[feed.format]
    assert parsed.feed.title == feed.title
    assert len(parsed.entries) == expected


def test_documents_are_newest_first_and_hold_fifteen() -> None:
    """Of twenty items the newest fifteen are printed, the newest on top; a correction stays in its place."""
    feed = StandFeed(key="test", path="/t", format="json", title="Test", publisher="Test", language="en")
    items = [Item(feed="test", guid=str(h), at=f"{h:02}:00", title=f"At {h}", link="") for h in range(20)]
    correction = Item(feed="test", guid="18", at="21:00", title="At 18, corrected", link="")
    body = Newsstand((feed,), (*items, correction)).document("test", at("22:00"))
    assert body is not None
    titles = [row["title"] for row in json.loads(body)["items"]]
    assert len(titles) == ITEMS == 15
    assert titles[:3] == ["At 19", "At 18, corrected", "At 17"]


def test_items_appear_at_their_time_and_corrections_replace_them() -> None:
    """The wrong amount stands from 05:45 and the right one from 07:05, under one id and one date."""
    assert all("Brenlock" not in entry.title for entry in entries("coastline-press", "05:44"))
    wrong = entries("coastline-press", "05:45")[0]
    right = entries("coastline-press", "07:05")[0]
    assert ("$84 million" in wrong.title, "$8.4 million" in right.title) == (True, True)
    assert (wrong.id, wrong.published) == (right.id, right.published)


def test_dates_are_local_times_of_the_day() -> None:
    """Seven in the morning in Toronto is eleven in UTC on this day: summer time has begun."""
    entry = next(e for e in entries("plumb-line", "08:00") if "warehouse" in e.title)
    assert entry.published_parsed[:5] == (2026, 3, 10, 11, 0)


def test_before_and_after_the_day() -> None:
    """The day before nothing is out, the day after everything is; a feed it does not have is refused."""
    before = STAND.document("upland-gazetteer", at("12:00") - timedelta(days=1)) or b"<item>"
    after = STAND.document("upland-gazetteer", at("06:00") + timedelta(days=1))
    assert b"<item>" not in before
    assert after == document("upland-gazetteer", "19:00")
    with pytest.raises(KeyError):
        STAND.document("evening-nothing", at("12:00"))


# --- oddities -----------------------------------------------------------------------------------------


def test_each_oddity_has_its_feed() -> None:
    """Every oddity that `feeds.toml` explains belongs to exactly one feed."""
    usual = StandFeed(key="", path="", format="", title="", publisher="", language="")
    odd = Counter(o for feed in STAND.feeds for o in ODDITIES if getattr(feed, o) != getattr(usual, o))
    assert odd == dict.fromkeys(ODDITIES, 1)


def test_cut_off_document_breaks_off() -> None:
    """Between nine and eleven the Harbour Courier's document is no XML; before and after it is."""
    assert ElementTree.fromstring(document("harbour-courier", "08:59")) is not None
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(document("harbour-courier", "10:00"))
    assert ElementTree.fromstring(document("harbour-courier", "11:00")) is not None


def test_id_storm_changes_every_id_and_no_link() -> None:
    """At midday every item of Ellery Now has another id, and the same headline and link as before."""
    before = entries("ellery-now", "11:59")
    after = entries("ellery-now", "12:00")
    assert len(before) == len(after) >= 5
    assert {e.id for e in before}.isdisjoint(e.id for e in after)
    assert len({e.id for e in after}) == len(after)
    assert [(e.title, e.link) for e in before] == [(e.title, e.link) for e in after]


def test_missing_ids_and_dates() -> None:
    """The Border Post gives no ids, Estuary Radio no dates, and RSS 0.91 neither."""
    assert not any("id" in entry for entry in entries("tarrowick-border-post", "12:00"))
    assert not any("published" in entry for entry in entries("estuary-radio", "12:00"))
    assert all("id" in entry for entry in entries("estuary-radio", "12:00"))
    assert not any({"id", "published"} & set(entry) for entry in entries("upland-gazetteer", "12:00"))


def test_tracking_html_and_encoding() -> None:
    """Links carry tracking, summaries are HTML, and a Latin-1 document loses none of its accents."""
    assert all("utm_source=rss" in entry.link for entry in entries("tally-and-trade", "12:00"))
    assert all(entry.summary.startswith("<p>") for entry in entries("plumb-line", "12:00"))
    body = document("fanal-du-cap", "19:00")
    assert "Édouard Lapérelle".encode("latin-1") in body
    assert any(entry.title.startswith("Les Sternes l’emportent") for entry in entries("fanal-du-cap", "19:00"))


def test_aggregator_names_the_outlet() -> None:
    """The aggregator's headlines end in the outlet, which stands in <source> too; links are its own."""
    for entry in entries("presswheel", "19:00"):
        assert entry.title.endswith(f" - {entry.source.title}")
        assert urlsplit(entry.link).hostname == "presswheel.example"


def test_markup_in_headlines_survives() -> None:
    """A headline with `<` keeps it, and one escaped twice by its publisher arrives escaped once."""
    assert any(" < 20 minutes" in entry.title for entry in entries("tarrowick-border-post", "12:00"))
    assert b"Salt &amp;amp; light" in document("tally-and-trade", "19:00")


# --- the server ---------------------------------------------------------------------------------------


async def test_server_serves_every_feed(open_stand: OpenStand) -> None:
    """Every path answers with the document of the moment and the content type of its format."""
    stand, client = open_stand
    stand.now = at("12:00")
    for feed in stand.feeds:
        answer = await client.get(feed.path)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == feed.content_type
        assert await answer.read() == document(feed.key, "12:00")
    assert (await client.get("/no-such/paper")).status == 404


async def test_server_that_is_down_comes_back(open_stand: OpenStand) -> None:
    """The Bitácora answers HTTP 500 until seven and its document from then on."""
    stand, client = open_stand
    stand.now = at("06:59")
    assert (await client.get("/bitacora-del-estrecho/rss/portada.xml")).status == 500
    stand.now = at("07:00")
    assert (await client.get("/bitacora-del-estrecho/rss/portada.xml")).status == 200


@pytest.mark.parametrize("pair", [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
@pytest.mark.parametrize("feed", FEEDS)
async def test_unchanged_documents_answer_304(open_stand: OpenStand, feed: StandFeed, pair: tuple[str, str]) -> None:
    """With either validator an unchanged document is an empty 304, and a later one a whole 200."""
    stand, client = open_stand
    stand.now = at("13:00")
    first = await client.get(feed.path)
    again = await client.get(feed.path, headers={pair[1]: first.headers[pair[0]]})
    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    stand.now = at("19:00")
    later = await client.get(feed.path, headers={pair[1]: first.headers[pair[0]]})
    assert (later.status, await later.read()) == (200, document(feed.key, "19:00"))


async def test_etag_decides_alone(open_stand: OpenStand) -> None:
    """A wrong ETag gives the document although the date would not (RFC 9110, 13.2.2)."""
    _, client = open_stand
    path = "/upland-gazetteer/backend.rss"
    date = (await client.get(path)).headers["Last-Modified"]
    answer = await client.get(path, headers={"If-None-Match": '"other"', "If-Modified-Since": date})
    assert answer.status == 200


async def test_cut_off_document_does_not_stay_for_clients_that_know_dates_only(open_stand: OpenStand) -> None:
    """When the whole document is back its date is newer, although no item came out in between."""
    stand, client = open_stand
    stand.now = at("10:59")
    broken = await client.get("/harbour-courier/rss.xml")
    stand.now = at("11:00")
    headers = {"If-Modified-Since": broken.headers["Last-Modified"]}
    assert (await client.get("/harbour-courier/rss.xml", headers=headers)).status == 200
