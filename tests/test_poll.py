"""One poll after another, from the feed's document to the message in the channel, over real HTTP."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web as http

from bot.config import FeedSettings, parse_settings
from bot.poll import Polled, next_poll
from tests.world import ADMIN, CHANNEL, NOON, WATCHLIST, Item, World, rss

DOCK = Item(id="dock", title="Talvane Freight opens a dock in Ellery")
RAIL = Item(id="rail", title="Osprell Systems sells rail sensors")
RAIN = Item(id="rain", title="Rain until Thursday")
QUIET = Item(id="quiet", title="Town hall clock repaired", age=timedelta(days=1))


async def polled(world: World) -> list[Polled]:
    """Start the program, poll and deliver once, stop it: every poll of these tests is also a restart."""
    async with world.app() as app:
        done, _ = await app.once()
    return done


async def begun(world: World) -> None:
    """Have the first poll behind us, with an entry that nobody watches."""
    world.feed("/feed.xml", QUIET)
    await polled(world)


async def test_what_is_found_is_stored_and_told_once(world: World) -> None:
    """An entry with a watched name is stored with its mention, decision and message; further polls add nothing."""
    world.feed("/feed.xml", DOCK, RAIN)
    for expected in (2, 0, 0):
        (one,) = await polled(world)
        assert (one.error, one.new) == ("", expected)
    assert len(world.sent()) == 1
    assert "Talvane Freight opens a dock" in world.sent()[0]
    assert world.rows("SELECT title FROM entries ORDER BY key") == [(DOCK.title,), (RAIN.title,)]
    assert world.rows("SELECT watch, text, status FROM mentions") == [("talvane", "Talvane Freight", "sure")]
    assert world.rows("SELECT action FROM decisions") == [("alert",)]


@pytest.mark.parametrize(
    ("first_poll", "age", "told"),
    [
        pytest.param("24h", timedelta(hours=23), True, id="inside the window"),
        pytest.param("24h", timedelta(hours=25), False, id="older than the window"),
        pytest.param("24h", None, False, id="no date"),
        pytest.param("0s", timedelta(0), False, id="no window"),
    ],
)
async def test_a_new_feed_does_not_flood(world: World, first_poll: str, age: timedelta | None, told: bool) -> None:
    """At a feed's first poll only entries inside `alerts.first_poll` alert; the others never do afterwards."""
    world.configure("/feed.xml", more=f'[alerts]\nfirst_poll = "{first_poll}"')
    world.feed("/feed.xml", Item(id="dock", title=DOCK.title, age=age))
    await polled(world)
    await polled(world)
    assert len(world.sent()) == told


@pytest.mark.parametrize(
    ("age", "told"), [(timedelta(days=6), True), (timedelta(days=8), False), (None, True)], ids=["6d", "8d", "undated"]
)
async def test_old_news_never_alerts(world: World, age: timedelta | None, told: bool) -> None:
    """After the first poll a new entry alerts unless it is older than `alerts.max_age`."""
    await begun(world)
    world.feed("/feed.xml", Item(id="dock", title=DOCK.title, age=age), QUIET)
    await polled(world)
    assert len(world.sent()) == told


async def test_a_retitled_entry_alerts_no_second_time(world: World) -> None:
    """An alerted entry with a new headline stays one entry with one alert; `explain` gets both decisions."""
    await begun(world)
    world.feed("/feed.xml", DOCK, QUIET)
    await polled(world)
    world.feed("/feed.xml", Item(id="dock", title="UPDATE: Talvane dock opens late"), QUIET)
    await polled(world)
    assert len(world.sent()) == 1
    assert world.rows("SELECT title, changed_at IS NOT NULL FROM entries WHERE id = 'dock'") == [
        ("UPDATE: Talvane dock opens late", 1)
    ]
    assert world.rows("SELECT action FROM decisions ORDER BY rowid") == [("alert",), ("held",)]


async def test_an_edit_that_newly_names_a_watch_alerts(world: World) -> None:
    """A known entry that comes to name a watched company alerts then, once."""
    world.feed("/feed.xml", RAIN)
    await polled(world)
    world.feed("/feed.xml", Item(id="rain", title="Rain until Thursday, Talvane Freight warns"))
    await polled(world)
    await polled(world)
    assert len(world.sent()) == 1


async def test_two_feeds_with_the_same_article_alert_once(world: World) -> None:
    """An article that comes by two feeds in the same round is stored for both and told once."""
    world.configure("/a.xml", "/b.xml")
    link = "https://gazette.example/dock"
    world.feed("/a.xml", Item(id="a1", title="Talvane Freight opens a dock", link=link + "?utm_source=rss"))
    world.feed("/b.xml", Item(id="b1", title="Talvane: a new dock", link=link))
    await polled(world)
    assert len(world.sent()) == 1
    assert sorted(row[0] for row in world.rows("SELECT action FROM decisions")) == ["alert", "held"]


async def test_a_name_that_only_may_be_meant_does_not_alert(world: World) -> None:
    """An unsure name is kept for the digest's review part; an agency alone goes to the digest."""
    world.feed("/feed.xml", Item(id="cro", title="CRO of the year named"),
               Item(id="office", title="Coastal Registry Office hires clerks"))  # fmt: skip
    await polled(world)
    assert world.sent() == []
    assert world.rows("SELECT action FROM decisions ORDER BY entry") == [("review",), ("digest",)]


@pytest.mark.parametrize(
    ("feed_chat", "list_chat", "rule_chat", "expected"),
    [
        pytest.param("", "", "", {CHANNEL}, id="default"),
        pytest.param("@feed_chat", "", "", {"@feed_chat"}, id="feed"),
        pytest.param("@feed_chat", "@list_chat", "", {"@list_chat"}, id="list over feed"),
        pytest.param("@feed_chat", "@list_chat", "@rule_chat", {"@list_chat", "@rule_chat"}, id="rule adds its own"),
    ],
)
async def test_who_gets_it(world: World, feed_chat: str, list_chat: str, rule_chat: str, expected: set[str]) -> None:
    """A chat is named by the rule, else the watchlist, else the feed, else the default."""
    world.configure("/feed.xml", extra=f'chat = "{feed_chat}"' if feed_chat else "")
    head = f'chat = "{list_chat}"\n' if list_chat else ""
    world.watch(head + WATCHLIST + (f'chat = "{rule_chat}"\n' if rule_chat else ""))
    world.feed("/feed.xml", Item(id="1", title="Coastal Registry Office pays Talvane Freight"))
    await polled(world)
    assert {message.chat for message in world.api.messages} == expected
    assert len(world.api.messages) == len(expected)


async def test_a_renumbered_feed_is_held_back(world: World) -> None:
    """A feed that gives all its entries new ids at once alerts nothing, and the admins get one note."""
    items = [Item(id=f"old-{n}", title=f"Talvane Freight ship {n} sails", age=timedelta(hours=n)) for n in range(6)]
    world.feed("/feed.xml", *items)
    await polled(world)
    before = len(world.sent())
    new = [Item(id=f"new-{i.id}", title=i.title, link=f"https://gazette.example/v2/{i.id}", age=i.age) for i in items]
    world.feed("/feed.xml", *new)
    await polled(world)
    await polled(world)
    assert len(world.sent()) == before == 6
    (note,) = world.sent(str(ADMIN))
    assert "6 entries new ids at once" in note
    assert world.rows("SELECT count(*) FROM entries") == [(6,)]


# --- what goes wrong ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "body", "words", "wait"),
    [
        pytest.param(500, {}, b"", "answered 500 Internal Server Error", 30, id="error"),
        pytest.param(429, {"Retry-After": "7200"}, b"", "answered 429", 120, id="asked to wait"),
        pytest.param(200, {}, b"", "empty document", 30, id="nothing"),
        pytest.param(200, {}, b"<!doctype html><p>Just a moment...", "HTML page, not a feed", 30, id="a web page"),
    ],
)
async def test_a_failure_is_kept_in_words(
    world: World, status: int, headers: dict[str, str], body: bytes, words: str, wait: int
) -> None:
    """A feed that fails is recorded in words and left alone for longer each time; it stops no other feed."""
    world.configure("/feed.xml", "/other.xml")
    world.feed("/other.xml", RAIL)
    world.web.answer("/feed.xml", status=status, headers=headers, body=body)
    first, other = await polled(world)
    assert words in first.error
    assert (other.error, other.alerts) == ("", 1)
    where = world.web.url("/feed.xml")
    ((error, failures, due),) = world.rows("SELECT error, failures, next_poll_at FROM feeds WHERE url = ?", where)
    assert (error, failures) == (first.error, 1)
    minutes = (datetime.fromisoformat(due) - NOON) / timedelta(minutes=1)
    assert wait <= minutes <= wait * 1.1
    world.feed("/feed.xml", DOCK)
    await polled(world)
    assert world.rows("SELECT error, failures, failing_since FROM feeds WHERE url = ?", where) == [("", 0, None)]
    assert len(world.sent()) == 2


def test_the_wait_grows_up_to_a_day() -> None:
    """Each failure in a row doubles the wait, to a day at most; Retry-After is obeyed within that day."""
    settings = parse_settings("", Path("config.toml"))
    feed = FeedSettings(url="https://gazette.example/feed.xml")
    waits = [next_poll(settings, feed, NOON, failures=failures) - NOON for failures in range(40)]
    assert timedelta(minutes=15) <= waits[0] <= timedelta(minutes=16.5)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=24)
    for seconds, expected in ((3600.0, timedelta(hours=1)), (9e9, timedelta(hours=24))):
        assert next_poll(settings, feed, NOON, failures=1, retry_after=seconds) - NOON == expected


@pytest.mark.parametrize("kind", ["cut off", "304"])
async def test_validators(world: World, kind: str) -> None:
    """A 304 keeps the validators; a document that breaks off stores none, so that the whole one is fetched next."""
    whole = rss(QUIET, DOCK, now=NOON)
    world.web.answer("/feed.xml", body=whole if kind == "304" else whole[:-90], headers={"ETag": '"1"'})
    await polled(world)
    world.web.answer("/feed.xml", status=304)
    if kind == "cut off":
        world.web.answer("/feed.xml", body=whole, headers={"ETag": '"1"'})
    await polled(world)
    asked = [request.headers.get("If-None-Match") for request in world.web.requests]
    assert asked == [None, '"1"' if kind == "304" else None]
    assert world.rows("SELECT etag, failures FROM feeds") == [('"1"', 0)]
    assert len(world.sent()) == 1


async def test_a_crash_in_one_feed_is_logged_and_stops_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody foresaw in one feed is logged with its traceback, recorded for that feed, and the rest goes on."""
    await begun(world)
    world.configure("/feed.xml", "/other.xml")
    world.feed("/other.xml", RAIL)
    async with world.app() as app:
        # A row that somebody edited by hand stands for all that nobody foresaw.
        with app.store.atomic():
            app.store.db.execute("INSERT INTO decisions VALUES (1, '', 'digest', '', 'no JSON', '[]')")
        (crashed, other), _ = await app.once()
    assert "internal error" in crashed.error
    assert (other.error, other.alerts) == ("", 1)
    assert world.rows("SELECT error FROM feeds WHERE url = ?", world.web.url("/feed.xml")) == [(crashed.error,)]
    assert any(record.exc_info for record in caplog.records)
    assert len(world.sent()) == 1


async def test_a_full_disk_loses_nothing(world: World) -> None:
    """With no room in the database a poll says so and stores nothing of the document; the next poll has it all."""
    await begun(world)
    many = [Item(id=f"n{n}", title=f"Talvane Freight ship {n} sails", text="Quay. " * 400) for n in range(40)]
    world.feed("/feed.xml", *many, etag='"full"')
    async with world.app() as app:
        pages = app.store.db.execute("PRAGMA page_count").fetchone()[0]
        app.store.db.execute(f"PRAGMA max_page_count = {pages + 3}")
        (one,), _ = await app.once()
        assert "the disk is full; nothing was written" in one.error
        assert world.rows("SELECT count(*) FROM entries") == [(1,)]
        assert world.rows("SELECT count(*) FROM outbox") == [(0,)]
        assert world.rows("SELECT etag FROM feeds") == [("",)]
        app.store.db.execute("PRAGMA max_page_count = 100000")
        await app.once()
    assert len(world.sent()) == 40


async def test_with_a_full_disk_publishers_are_left_alone(world: World) -> None:
    """While the database takes no writes, the service does not fetch what is due again and again."""
    world.feed("/feed.xml", DOCK)
    async with world.app() as app:
        app.store.db.execute("PRAGMA query_only = ON")
        for seconds in (0, 5, 10, 15):
            world.now = NOON + timedelta(seconds=seconds)
            await app.poll_due()
            await asyncio.gather(*app.rounds)
        assert len(world.web.requests) == 1
        app.store.db.execute("PRAGMA query_only = OFF")
        world.now = NOON + timedelta(seconds=75)
        await app.poll_due()
        await asyncio.gather(*app.rounds)
        assert world.rows("SELECT count(*) FROM outbox") == [(1,)]


async def test_a_slow_feed_holds_up_nobody(world: World) -> None:
    """While one feed hangs, others are polled, and the hanging one is not asked a second time."""
    world.configure("/feed.xml")
    slow = world.web.url("/slow.xml").replace("127.0.0.1", "localhost")  # another host: one is asked one at a time
    world.config.write_text(f'{world.config.read_text()}\n[[feed]]\nurl = "{slow}"\n')
    release = asyncio.Event()

    async def hang(_: http.BaseRequest) -> http.Response:
        await release.wait()
        return http.Response(body=rss(DOCK, now=NOON))

    world.web.handle("/slow.xml", hang)
    world.feed("/feed.xml", RAIL)
    async with world.app() as app:
        for _ in range(3):
            await app.poll_due()
            world.now += timedelta(hours=1)
            while not app.store.feeds.state(world.web.url("/feed.xml")).last_success_at:
                await asyncio.sleep(0.01)
        release.set()
        await asyncio.gather(*app.rounds)
    asked = [request.path for request in world.web.requests]
    assert asked.count("/slow.xml") == 1
    assert asked.count("/feed.xml") >= 1


async def test_one_host_is_asked_one_at_a_time(world: World) -> None:
    """Feeds of the same host are fetched one after the other."""
    paths = [f"/{n}.xml" for n in range(5)]
    world.configure(*paths)
    running = most = 0

    async def count(_: http.BaseRequest) -> http.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1
        return http.Response(body=rss(QUIET, now=NOON))

    for path in paths:
        world.web.handle(path, count)
    assert [one.error for one in await polled(world)] == [""] * 5
    assert most == 1


async def test_every_outcome_is_one_log_line(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Each poll leaves one line with the feed, how many entries, and how it went."""
    caplog.set_level(logging.INFO)
    world.feed("/feed.xml", DOCK)
    await polled(world)
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.poll"]
    assert lines == [f"feed={world.web.url('/feed.xml')} entries=1 new=1 alerts=1 status=ok"]
