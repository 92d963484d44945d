"""`run` as a process of its own: what an operator sees of it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web as http

from bot.demo.botapi import DEMO_TOKEN, Fault
from tests.world import ADMIN, CHANNEL, WATCHLIST, Item, World

DOCK = Item(id="dock", title="Talvane Freight opens a dock in Ellery")
MIDNIGHT = '[schedule]\ndigest = "00:00"\npoll = "5s"'


@asynccontextmanager
async def running(world: World, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the service; it is killed at the end if it has not ended by itself."""
    process = await world.start("run", *arguments)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stopped(process: asyncio.subprocess.Process, number: int = signal.SIGTERM) -> tuple[str, str]:
    """Tell the service to stop; return what it wrote."""
    process.send_signal(number)
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, err.decode()
    return out.decode(), err.decode()


@pytest.fixture(autouse=True)
def present(world: World) -> None:
    """The service has the real clock, so news of these tests is of today."""
    world.now = datetime.now(UTC)


async def test_a_day_of_the_service(world: World) -> None:
    """It polls, alerts, sends the digest whose hour has passed once, and after a restart repeats nothing."""
    world.configure("/feed.xml", more=MIDNIGHT)
    world.feed("/feed.xml", DOCK)
    for _ in range(2):
        async with running(world, "-v") as process:
            await asyncio.wait_for(world.api.until(lambda: len(world.sent()) >= 2), 90)
            asked = len(world.web.requests)
            while len(world.web.requests) == asked:  # noqa: ASYNC110 - another process is waited for
                await asyncio.sleep(0.05)
            out, err = await stopped(process)
    alert, digest = world.sent()
    assert "opens a dock" in alert
    assert "Talvane Freight" in digest
    assert out == ""
    assert "Traceback" not in err
    assert DEMO_TOKEN not in err
    assert DEMO_TOKEN.split(":")[1] not in err
    assert re.search(r"logger=bot\.app stopped", err)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_a_signal_ends_it_while_a_feed_hangs(world: World, number: int) -> None:
    """Told to stop while a feed gives no answer, it ends with status 0 long before the feed's timeout."""
    asked = asyncio.Event()

    async def hang(_: http.BaseRequest) -> http.Response:
        asked.set()
        await asyncio.sleep(600)
        return http.Response()

    world.configure("/feed.xml", more="")
    world.config.write_text(world.config.read_text().replace("[fetch]", '[fetch]\ntimeout = "10m"'))
    world.web.handle("/feed.xml", hang)
    async with running(world) as process:
        await asyncio.wait_for(asked.wait(), 60)
        _, err = await stopped(process, number)
    assert "Traceback" not in err
    assert world.rows("SELECT count(*) FROM feeds") == [(0,)]


async def test_a_second_one_is_refused(world: World) -> None:
    """A second `run` on the same database ends with status 1 and says which process runs already."""
    world.feed("/feed.xml", DOCK)
    async with running(world) as first:
        await asyncio.wait_for(world.api.until(lambda: len(world.sent()) == 1), 60)
        second = await world.start("run", "--once")
        _, err = await second.communicate()
        assert second.returncode == 1
        assert f"another wirewatch (process {first.pid}) runs on this database" in err.decode()
        backup = await world.cli("backup", "copy.db")
        assert backup.status == 0
        await stopped(first)
    assert (await world.cli("run", "--once")).status == 0


async def test_watchlists_are_taken_into_use_while_running(world: World) -> None:
    """An edited watchlist is used for what comes next; a broken one leaves the last good one in force, with a note."""
    world.configure("/feed.xml", more='[schedule]\ndigest = "off"\npoll = "5s"')
    world.feed("/feed.xml", Item(id="0", title="Rain until Thursday"))
    async with running(world) as process:
        await _polls(world, 1)
        world.watch(WATCHLIST.replace("Osprell Systems", "Ostrava Rail Systems"))
        await _polls(world, 2)
        world.feed("/feed.xml", Item(id="1", title="Ostrava Rail Systems hires"), Item(id="0", title="Rain"))
        await asyncio.wait_for(world.api.until(lambda: len(world.sent()) == 1), 60)
        world.watch("[[watch]]\nid = 'talvane'\nkind = 'firm'\n")
        await asyncio.wait_for(world.api.until(lambda: len(world.sent(str(ADMIN))) == 1), 60)
        world.feed(
            "/feed.xml",
            Item(id="2", title="Ostrava Rail Systems sells four ferries to Brackwater"),
            Item(id="1", title="x"),
        )
        await asyncio.wait_for(world.api.until(lambda: len(world.sent()) == 2), 60)
        await stopped(process)
    (note,) = world.sent(str(ADMIN))
    assert re.search(r"last good ones stay in force.*freight\.toml:\d+: .*kind", note, re.DOTALL)


async def test_a_list_that_is_being_written_is_not_used(world: World) -> None:
    """A watchlist is read again only when it stands still from one look to the next: half of one may be valid."""
    async with world.app() as app:
        world.watch("")
        app.files.look()
        assert len(app.room.matcher.watchlists.watches) == 3
        world.watch(WATCHLIST.replace("osprell", "ostrava"))
        for expected in ("osprell", "ostrava", "ostrava"):
            app.files.look()
            assert list(app.room.matcher.watchlists.watches)[1] == expected


async def test_a_database_that_breaks_is_said_in_words(world: World) -> None:
    """When a running service's database breaks, each job says so in a line of the log, and no traceback follows."""
    world.feed("/feed.xml", DOCK)
    async with running(world) as process:
        await asyncio.wait_for(world.api.until(lambda: len(world.sent()) == 1), 60)
        with contextlib.closing(sqlite3.connect(world.database)) as db:
            db.execute("DROP TABLE outbox")
        assert process.stderr
        line = b""
        while b"job=deliver" not in line:
            line = await asyncio.wait_for(process.stderr.readline(), 60)
        _, err = await stopped(process)
    assert re.search(rb"job=deliver error=.*wirewatch\.db: no such table: outbox", line)
    assert "Traceback" not in err


async def _polls(world: World, more: int) -> None:
    wanted = len(world.web.requests) + more
    while len(world.web.requests) < wanted:  # noqa: ASYNC110 - another process is waited for
        await asyncio.sleep(0.05)


async def test_a_dry_run_prints_and_sends_nothing(world: World) -> None:
    """With --dry-run each message is printed once and stays unsent; a later real run sends it."""
    world.feed("/feed.xml", DOCK)
    async with running(world, "--dry-run") as process:
        assert process.stdout
        head = (await asyncio.wait_for(process.stdout.readuntil(b"opens a dock"), 60)).decode()
        out, _ = await stopped(process)
    assert f"alert 1 to {CHANNEL}" in head
    assert "opens a dock" not in out
    assert world.api.calls == []
    assert world.rows("SELECT status FROM outbox") == [("waiting",)]
    printed = await world.cli("run", "--once", "--dry-run")
    assert (printed.status, printed.out.count("opens a dock")) == (0, 1)
    assert (await world.cli("run", "--once")).status == 0
    assert len(world.sent()) == 1


async def test_a_channel_that_changed_its_name_gets_what_waited(world: World) -> None:
    """What waits for a chat that the configuration no longer names goes to the new one, and that is said."""
    world.configure("/feed.xml", admins="[]")
    world.feed("/feed.xml", DOCK)
    assert (await world.cli("run", "--once", "--dry-run")).status == 0
    world.config.write_text(world.config.read_text().replace(CHANNEL, "@talvane_news"))
    done = await world.cli("run", "--once")
    assert (done.status, [sent.chat for sent in world.api.messages]) == (0, ["@talvane_news"])
    assert "1 message waited for a chat that is no longer configured" in done.err


@pytest.mark.parametrize(
    ("fault", "status", "words", "left"),
    [
        pytest.param(Fault(status=403), 1, "kicked from the channel", "waiting", id="403"),
        pytest.param(Fault(status=429, retry_after=900), 1, "Flood control|retry", "waiting", id="429"),
        pytest.param(Fault(status=500), 0, "1 message sent, 0 waiting", "sent", id="500, then well"),
    ],
)
async def test_one_round_says_what_was_not_sent(world: World, fault: Fault, status: int, words: str, left: str) -> None:
    """`run --once` ends with status 1 and the reason where a message has to wait, and with 0 where all went out."""
    world.configure("/feed.xml", admins="[]")
    world.feed("/feed.xml", DOCK)
    world.api.fail("sendMessage", fault)
    done = await world.cli("run", "--once")
    assert (done.status, done.out) == (status, "")
    assert re.search(words, done.err)
    assert world.rows("SELECT status FROM outbox") == [(left,)]


async def test_one_round_names_the_feed_that_failed(world: World) -> None:
    """`run --once` ends with status 1, names the feed and the reason, and has polled the others."""
    world.configure("/feed.xml", "/gone.xml")
    world.feed("/feed.xml", DOCK)
    done = await world.cli("run", "--once")
    assert done.status == 1
    assert f"{world.web.url('/gone.xml')}: answered 404 Not Found" in done.err
    assert "polled 2 feeds (1 failed), 1 new entry, 1 message sent, 0 waiting" in done.err


async def test_once_polls_whatever_the_next_poll_time(world: World) -> None:
    """`run --once` polls feeds that are not due, failing ones too."""
    assert (await world.cli("run", "--once")).status == 1
    world.feed("/feed.xml", DOCK)
    assert (await world.cli("run", "--once")).status == 0
    assert (await world.cli("run", "--once")).status == 0
    assert len(world.web.requests) == 3


async def test_the_digest_waits_for_the_first_round(world: World) -> None:
    """After a start no digest is made before every feed was polled once, however long one of them takes."""
    release, asked = asyncio.Event(), asyncio.Event()

    async def slow(_: http.BaseRequest) -> http.Response:
        asked.set()
        await release.wait()
        return http.Response(status=500)

    world.configure("/feed.xml", more=MIDNIGHT)
    world.web.handle("/feed.xml", slow)
    async with world.app() as app:
        await app.poll_due()
        await asked.wait()
        for _ in range(3):
            world.now += timedelta(seconds=20)
            await app.poll_due()
            await asyncio.sleep(0)
            await app.digest()
        assert world.rows("SELECT count(*) FROM digests") == [(0,)]
        release.set()
        await asyncio.gather(*app.rounds)
        await app.digest()
        await app.digest()
    assert world.rows("SELECT count(*) FROM digests") == [(1,)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(("chat = ", "chta = "), r"config\.toml:2: .*chta.*chat", id="unknown key"),
        pytest.param(("[telegram]", "[telegram"), r"config\.toml:1", id="broken TOML"),
        pytest.param((f'chat = "{CHANNEL}"', ""), r"telegram\.chat is missing", id="no chat"),
        pytest.param(("[[feed]]", "# "), r"config\.toml", id="no feed"),
    ],
)
async def test_an_unusable_configuration_is_status_2(world: World, change: tuple[str, str], words: str) -> None:
    """What is wrong with config.toml is said with file and line before anything is polled or made."""
    world.config.write_text(world.config.read_text().replace(*change))
    done = await world.cli("run", "--once")
    assert done.status == 2
    assert re.search(words, done.err)
    assert "Traceback" not in done.err
    assert not world.database.exists()


async def test_without_a_token_nothing_starts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing token is status 2 and names the variable; a token that Telegram does not know is status 1."""
    world.feed("/feed.xml", DOCK)
    monkeypatch.delenv("WIREWATCH_TELEGRAM_TOKEN")
    done = await world.cli("run", "--once")
    assert done.status == 2
    assert "WIREWATCH_TELEGRAM_TOKEN" in done.err
    wrong = f"1234567:{'x' * 35}"
    (world.folder / ".env").write_text(f"WIREWATCH_TELEGRAM_TOKEN={wrong}\n")
    done = await world.cli("run", "--once")
    assert done.status == 1
    assert "does not know the bot's token" in done.err
    assert wrong not in done.err
    assert world.rows("SELECT status FROM outbox") == [("waiting",)]
