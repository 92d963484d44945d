"""Polls that go wrong: said in words, nothing lost, nobody else stopped."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web as http

from bot.config import FeedSettings, parse_settings
from bot.poll import next_poll
from tests.world import NOON, Item, World, rss

DOCK = Item(id="dock", title="Talvane Freight opens a dock in Ellery")
RAIL = Item(id="rail", title="Osprell Systems sells rail sensors")
QUIET = Item(id="quiet", title="Town hall clock repaired", age=timedelta(days=1))


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
    first, other = await world.poll()
    assert words in first.error
    assert (other.error, other.alerts) == ("", 1)
    where = world.web.url("/feed.xml")
    ((error, failures, due),) = world.rows("SELECT error, failures, next_poll_at FROM feeds WHERE url = ?", where)
    assert (error, failures) == (first.error, 1)
    minutes = (datetime.fromisoformat(due) - NOON) / timedelta(minutes=1)
    assert wait <= minutes <= wait * 1.1
    world.feed("/feed.xml", DOCK)
    await world.poll()
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
    await world.poll()
    world.web.answer("/feed.xml", status=304)
    if kind == "cut off":
        world.web.answer("/feed.xml", body=whole, headers={"ETag": '"1"'})
    await world.poll()
    asked = [request.headers.get("If-None-Match") for request in world.web.requests]
    assert asked == [None, '"1"' if kind == "304" else None]
    assert world.rows("SELECT etag, failures FROM feeds") == [('"1"', 0)]
    assert len(world.sent()) == 1


async def test_a_crash_in_one_feed_is_logged_and_stops_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody foresaw in one feed is logged with its traceback, recorded for that feed, and the rest goes on."""
    world.feed("/feed.xml", QUIET)
    await world.poll()
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
    world.configure("/feed.xml", extra="dedupe = false")
    world.feed("/feed.xml", QUIET)
    await world.poll()
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
    slow = world.web.url("/slow.xml").replace("127.0.0.1", "localhost")  # another host: one is asked one at a time
    fast = world.web.url("/feed.xml")
    world.config.write_text(f'{world.config.read_text()}\n[[feed]]\nurl = "{slow}"\n')
    asked, release = asyncio.Event(), asyncio.Event()

    async def hang(_: http.BaseRequest) -> http.Response:
        asked.set()
        await release.wait()
        return http.Response(body=rss(DOCK, now=NOON))

    world.web.handle("/slow.xml", hang)
    world.feed("/feed.xml", RAIL)
    async with world.app() as app:
        first = asyncio.create_task(app.poll_all())
        await asked.wait()
        while fast in app.room.polling:  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.01)
        assert [one.feed.url for one in await app.poll_all()] == [fast]
        release.set()
        assert [one.error for one in await first] == ["", ""]
    assert [request.path for request in world.web.requests].count("/slow.xml") == 1


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
    assert [one.error for one in await world.poll()] == [""] * 5
    assert most == 1


async def test_every_outcome_is_one_log_line(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Each poll leaves one line with the feed, how many entries, and how it went."""
    caplog.set_level(logging.INFO)
    world.feed("/feed.xml", DOCK)
    await world.poll()
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.poll"]
    assert lines == [f"feed={world.web.url('/feed.xml')} entries=1 new=1 alerts=1 status=ok"]
