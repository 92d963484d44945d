"""The pages as processes serve them: in the service, beside it, and on the demo's day."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from bot.config import PASSWORD as VARIABLE
from bot.config import read_settings
from bot.demo.botapi import DEMO_TOKEN
from bot.store import Store
from bot.tries import Run, StoppedError
from bot.web.alone import Alone
from bot.web.feeds import identifier
from pipelines.backtest import Past
from pipelines.model import Entry
from pipelines.trial import Trial
from tests.visit import PASSWORD, Visit, visit
from tests.world import ROOT, WATCHLIST, Item, World, aged, read

DOCK = Item(id="dock", title="Talvane Freight opens a dock in Ellery")
LISTEN = '[web]\nlisten = "127.0.0.1:0"\n[schedule]\npoll = "5s"\ndigest = "off"'


@contextlib.asynccontextmanager
async def browsing(process: asyncio.subprocess.Process) -> AsyncIterator[Visit]:
    """Wait until a process says where its pages are, and visit them; it is killed at the end if it still runs."""
    assert process.stderr
    try:
        line, said = b"", b""
        while b"the pages are at" not in line:
            line = await asyncio.wait_for(process.stderr.readline(), 90)
            said += line
            assert line, said.decode()
        address = line.decode().split()[-1]
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
            yield Visit(address=address, client=client)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process, number: int = signal.SIGTERM) -> str:
    """Tell a process to stop; return what it still wrote on standard error."""
    process.send_signal(number)
    _, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, err.decode()
    return err.decode()


@pytest.fixture(autouse=True)
def present(world: World) -> None:
    """Processes have the real clock, so news of these tests is of today."""
    world.now = datetime.now(UTC)


async def test_the_service_serves_the_pages(world: World) -> None:
    """With web.listen set, `run` answers there, behind the password; a stop ends both, and no secret is in the log."""
    (world.folder / ".env").write_text(f"{VARIABLE}='{PASSWORD}'\n")
    world.configure("/feed.xml", more=LISTEN)
    world.feed("/feed.xml", DOCK)
    process = await world.start("run")
    async with browsing(process) as pages:
        await asyncio.wait_for(world.api.until(lambda: len(world.sent()) == 1), 60)
        assert (await pages.get("/entry/1")).status == 303
        assert (await pages.log_in()).status == 303
        assert "opens a dock" in await (await pages.get("/entry/1")).text()
        err = await ended(process)
    assert "Traceback" not in err
    assert not [secret for secret in (PASSWORD, DEMO_TOKEN) if secret in err]
    assert [path for path in world.folder.rglob("*") if PASSWORD.encode() in bytes_of(path)] == [world.folder / ".env"]


def bytes_of(path: Path) -> bytes:
    """Return what a file holds, nothing for a folder."""
    return path.read_bytes() if path.is_file() else b""


async def test_a_second_process_shares_database_and_files(world: World) -> None:
    """What one says of an alert in `wirewatch web`, the service's pages show; what is saved there, the service uses."""
    world.configure("/feed.xml", more=LISTEN)
    world.feed("/feed.xml", DOCK)
    service = await world.start("run", "--dry-run")
    beside = await world.start("web", "--listen", "127.0.0.1:0")
    async with browsing(service) as ours, browsing(beside) as theirs:
        while (await ours.get("/entry/1")).status != 200:  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.1)
        form = {"entry": "1", "watch": "talvane", "verdict": "wrong"}
        assert (await theirs.post("/review", csrf=await theirs.token(), **form)).status == 303
        assert world.rows("SELECT verdict FROM reviews") == [("wrong",)]
        assert "wrong" in await (await ours.get("/entry/1")).text()
        text = await (await theirs.get("/lists/freight.toml")).text()
        version = re.search(r'name="version" value="([^"]*)"', text)
        assert version
        draft = WATCHLIST.replace("Osprell Systems", "Ostrava Rail Systems")
        saved = await theirs.post(
            "/lists/freight.toml", csrf=await theirs.token(), draft=draft, base=WATCHLIST, version=version[1]
        )
        assert saved.status == 303, await saved.text()
        assert read(world.folder / "watchlists" / "freight.toml") == draft
        while "Ostrava" not in await (await ours.get("/watches")).text():  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.1)
        for pages, path in ((ours, "/b.xml"), (theirs, "/c.xml")):
            row = json.dumps({"url": world.web.url(path)})
            added = await pages.post("/feeds/add", csrf=await pages.token(), feed=row)
            assert added.headers["Location"] == "/feeds?said=added-soon"
        while world.rows("SELECT count(*) FROM feeds") != [(3,)]:  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.1)
        errors = [await ended(process) for process in (beside, service)]
    assert "Traceback" not in "".join(errors)


def test_a_new_database_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    """Service and pages that start in the same moment both find the tables made, by one of them."""
    for number in range(3):
        with ThreadPoolExecutor(max_workers=6) as opening:
            for store in opening.map(_opened, [tmp_path / f"{number}.db"] * 6):
                assert store


def _opened(path: Path) -> bool:
    store = Store(path)
    try:
        return bool(store.db["sessions"].exists())
    finally:
        store.close()


async def test_a_backtest_does_not_keep_the_program(world: World) -> None:
    """When the pages end, a backtest ends in its midst: nothing waits for its result."""
    ever = iter(partial(Past, key=1, entry=Entry(id="1"), seen=world.now, own_link=True), None)

    def endless(run: Run) -> Trial:
        for _ in run.passing(ever):
            pass
        raise AssertionError("it read to the end")

    async with visit(world) as pages:
        assert pages.site
        run = pages.site.tries.wanted("draft", "page", 1, endless, pages.site.trials)
    with pytest.raises(StoppedError):
        await run.result


async def test_a_page_that_fails_harms_nobody_else(world: World) -> None:
    """When the pages' part of the database breaks, they say so, and the service goes on to poll and alert."""
    (world.folder / ".env").write_text(f"{VARIABLE}={PASSWORD}\n")
    world.configure("/feed.xml", more=LISTEN)
    world.feed("/feed.xml", Item(id="0", title="Rain until Thursday"))
    process = await world.start("run")
    async with browsing(process) as pages:
        with contextlib.closing(sqlite3.connect(world.database)) as db:
            db.execute("DROP TABLE sessions")
        answer = await pages.get("/", Cookie=f"wirewatch-0={'x' * 43}")
        assert (answer.status, "The log says why" in await answer.text()) == (503, True)
        world.feed("/feed.xml", DOCK)
        await asyncio.wait_for(world.api.until(lambda: len(world.sent()) == 1), 60)
        err = await ended(process)
    assert re.search(r"page=/ error=.*wirewatch\.db: no such table: sessions", err)
    assert "Traceback" not in err


async def test_a_round_by_itself_serves_no_pages(world: World) -> None:
    """`run --once` polls and ends; it needs no password either."""
    world.configure("/feed.xml", more='[web]\nlisten = "0.0.0.0:0"')
    world.feed("/feed.xml", DOCK)
    done = await world.cli("run", "--once")
    assert (done.status, "pages" in done.err) == (0, False)


# --- what can't be served ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("run", r"config\.toml: web\.listen"), ("run --dry-run", r"config\.toml: web\.listen"),
        ("web", r"config\.toml: web\.listen"), ("web --listen PORT", "wirewatch: --listen"),
        ("demo --web --listen PORT", "wirewatch: --listen"),
    ],
)  # fmt: skip
async def test_a_port_in_use_is_an_error_of_the_start(world: World, command: str, key: str) -> None:
    """Where another program has the port, nothing starts, is sent or stored, and what named the port is named."""
    world.feed("/feed.xml", DOCK)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        where = f"127.0.0.1:{port}"
        world.configure("/feed.xml", more="" if "--listen" in command else f'[web]\nlisten = "{where}"')
        process = await world.start(*command.replace("PORT", where).split())
        _, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert re.search(rf"{key}: .*127\.0\.0\.1:{port}: .*in use", err.decode())
    assert "Traceback" not in err.decode()
    assert world.api.calls == []
    assert not world.database.exists()


@pytest.mark.parametrize("command", ["run", "web"])
@pytest.mark.parametrize(
    ("table", "key"),
    [
        ('listen = "0.0.0.0:0"', "web.listen"), ('listen = "[::]:0"', "web.listen"),
        ('listen = "192.0.2.7:0"', "web.listen"), ('listen = "wire.example:0"', "web.listen"),
        ('listen = "127.0.0.1:0"\naddress = "https://wire.example"', "web.address"),
    ],
)  # fmt: skip
async def test_no_password_no_pages_for_others(world: World, command: str, table: str, key: str) -> None:
    """Pages that can be reached from elsewhere are refused without a password, and no database is made."""
    world.configure("/feed.xml", more=f"[web]\n{table}")
    done = await world.cli(command)
    assert done.status == 2
    assert re.search(rf"{key} is .*need a password: set {VARIABLE}", done.err)
    assert not world.database.parent.exists()


async def test_nothing_is_made_for_an_unusable_configuration(world: World) -> None:
    """`web` without a watchlist or any configuration at all says so and leaves no folder behind."""
    (world.folder / "watchlists" / "freight.toml").unlink()
    for arguments, words in ((("web",), "holds no watchlist"), (("web", "--config", "none.toml"), "no such file"),
                             (("web", "--listen", "here"), "--listen: 'here' is no address")):  # fmt: skip
        done = await world.cli(*arguments)
        assert (done.status, bool(re.search(words, done.err))) == (2, True), done.err
    assert not world.database.parent.exists()


async def test_a_database_that_is_none_is_said_in_words(world: World) -> None:
    """`web` on a file that is no database ends with status 1 and says which file."""
    world.database.parent.mkdir()
    world.database.write_text("this is a letter to my aunt")
    done = await world.cli("web", "--listen", "127.0.0.1:0")
    assert done.status == 1
    assert re.search(r"wirewatch\.db: .*not a wirewatch database", done.err)


async def test_trouble_with_the_database_is_a_page_in_words(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """While the database can't be used, pages say so, without its path to who may not be in, and then all is well."""
    with caplog.at_level("ERROR"):
        async with visit(world, password=PASSWORD) as pages:
            await pages.log_in()
            # As the kernel's refusal would: every statement that is prepared from now on fails.
            deny = sqlite3.SQLITE_DENY
            await pages.site.with_store(lambda store: store.db.conn.set_authorizer(lambda *_: deny))
            answer = await pages.get("/entry/1")
            assert (answer.status, str(world.folder) in await answer.text()) == (503, False)
            await pages.site.with_store(lambda store: store.db.conn.set_authorizer(None))
            assert (await pages.get("/entry/1")).status == 404
    assert "not authorized" in caplog.text
    assert "Traceback" not in caplog.text


# --- files that change ---------------------------------------------------------------------------


async def test_files_are_taken_into_use_when_they_stand_still(world: World) -> None:
    """`web` reads an edited list when nobody has written it for two seconds, and at once what it wrote itself."""
    alone = Alone.of(read_settings(world.config))
    house = alone.house(lambda: world.now)
    path = world.folder / "watchlists" / "freight.toml"
    path.write_text(WATCHLIST.replace("osprell", "ostrava"))
    house.look()
    assert "osprell" in house.watchlists().watches
    aged(path)
    house.look()
    assert "ostrava" in house.watchlists().watches
    path.write_text("[[watch]]")
    house.reload()
    assert "ostrava" in house.watchlists().watches
    assert re.search(r"stays in force: .*freight\.toml:\d+", house.trouble())
    world.watch()
    house.look()
    assert ("osprell" in house.watchlists().watches, house.trouble()) == (True, "")


async def test_trouble_is_shown_to_who_is_in(world: World) -> None:
    """A list that does not load is told on every page, but not beside the login form."""
    async with visit(world, password=PASSWORD) as pages:
        await pages.log_in()
        world.watch("[[watch]]")
        assert "stays in force" in await (await pages.get("/facts")).text()
        pages.client.cookie_jar.clear()
        assert "stays in force" not in await (await pages.get("/login")).text()


# --- the demo ------------------------------------------------------------------------------------


def files(folder: Path) -> list[Path]:
    """Return all that is in a folder."""
    return list(folder.iterdir())


async def test_the_demo_on_the_pages(tmp_path: Path) -> None:
    """`demo --web` plays the day without network, serves its evening, lets lists be edited, and leaves nothing."""
    empty = tmp_path / "empty"
    empty.mkdir()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--web", "--listen", "127.0.0.1:0", cwd=empty,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HTTP_PROXY": "http://127.0.0.1:9",
             "HTTPS_PROXY": "http://127.0.0.1:9", "LC_ALL": "C", "TMPDIR": str(empty)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with browsing(process) as pages:
        assert pages.address.startswith("http://127.0.0.1:")
        for path in ("/", "/watches", "/lists", "/feeds", "/facts", "/search?q=contract"):
            answer = await pages.get(path)
            assert answer.status == 200, path
        (folder,) = empty.glob("wirewatch-demo-*")
        lists = [path.name for path in (folder / "watchlists").glob("*.toml")]
        assert lists
        for name in lists:
            text = await (await pages.get(f"/lists/{name}")).text()
            assert read(folder / "watchlists" / name).splitlines()[0].replace('"', "&#34;") in text
        bulletin = next(feed for feed in read_settings(folder / "config.toml").feeds)
        assert (await pages.post(f"/feeds/{identifier(bulletin.url)}/remove", csrf=await pages.token())).status == 303
        row = json.dumps({"url": bulletin.url + "?again"})
        added = await pages.post("/feeds/add", csrf=await pages.token(), feed=row)
        assert added.headers["Location"] == "/feeds?said=added-now"
        assert "answered 0 min ago" in await (await pages.get("/feeds?q=again")).text()
        process.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, out) == (0, b""), err.decode()
    assert "Traceback" not in err.decode()
    assert files(empty) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--listen 127.0.0.1:0", "--listen: is for the pages"),
        ("--web --listen here", "--listen: 'here' is no address"),
        ("--web --listen 0.0.0.0:8080", "no password, so only this machine may reach it: 127.0.0.1:8080"),
    ],
)
async def test_where_the_demo_may_not_listen(world: World, arguments: str, words: str) -> None:
    """The demo's pages have no password, so they are served on this machine only, and it says so before it plays."""
    done = await world.cli("demo", *arguments.split())
    assert (done.status, "06:00" in done.err) == (2, False)
    assert words in done.err


async def test_a_list_that_is_broken_at_the_start_can_be_repaired(world: World) -> None:
    """`wirewatch web` starts with the lists that load, says which does not, and opens that one for repair."""
    world.watch('title = "Broken"\n[[watch]]\nid = "x"\nkind = "compny"\nname = "Osprell"\n', "broken.toml")
    async with visit(world) as pages:
        assert pages.site
        assert [Path(part.source).name for part in pages.site.watchlists.lists] == ["freight.toml"]
        front, page = [await (await pages.get(path)).text() for path in ("/", "/lists/broken.toml")]
    assert "Only the watchlists that load are in force: broken.toml:4: watch.kind" in front
    assert str(world.folder) not in front
    assert "compny" in page
