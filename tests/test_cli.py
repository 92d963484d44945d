"""What all commands have in common, and those that read the database."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import json
import re
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import __version__
from bot.demo.botapi import Fault
from bot.lock import run_lock
from bot.store import Store
from pipelines.model import Entry, Field, Kind, Match, Mention, Placement, Status
from tests.world import CHANNEL, Item, World, command

COMMANDS = (
    "run", "demo", "init", "check", "parse", "match", "digest", "explain", "backtest", "suggest", "feeds", "backup",
    "export",
)  # fmt: skip
LINK = "https://gazette.example/deal"
DEAL = Item(
    id="deal", title="=Coastal Registry Office signs a $8 million contract with Talvane Freight", link=LINK,
    text="The ships sail in May.",
)  # fmt: skip
RAIN = Item(id="rain", title="Rain until Thursday")


@pytest.fixture
async def filled(world: World) -> World:
    """A database with two entries and one alert that was sent."""
    world.now = datetime.now(UTC)
    world.feed("/feed.xml", DEAL, RAIN)
    assert (await world.cli("run", "--once")).status == 0
    return world


# --- all commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["", *COMMANDS, *(f"feeds {a}" for a in "list add remove import export health".split())]
)
def test_every_command_has_help(name: str) -> None:
    """--help prints usage with --config to standard output and is status 0."""
    done = command(*name.split(), "--help")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("usage: wirewatch")
    assert "--config" in done.out


@pytest.mark.parametrize("arguments", [[], ["dance"], ["explain"], ["run", "--twice"], ["digest", "--format", "pdf"]])
def test_a_wrong_command_line_is_status_2(arguments: list[str]) -> None:
    """A command line that is not understood is status 2, with usage on standard error."""
    done = command(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "usage: wirewatch" in done.err


def test_version() -> None:
    """--version prints name and version."""
    assert command("--version").out == f"wirewatch {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["run"], ["check"], ["digest"], ["explain", "1"], ["feeds", "list"], ["backup", "b.db"], ["export"],
     ["backtest"], ["suggest"], ["match", "--config", "config.toml.bak"]],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_a_missing_configuration_is_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Without the configuration a command names the file that is missing and makes nothing."""
    monkeypatch.chdir(tmp_path)
    done = command(*arguments)
    assert (done.status, done.out) == (2, "")
    assert re.search(r"config\.toml\S*: there is no such file", done.err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [["digest"], ["explain", "1"], ["backup", "b.db"], ["export"], ["backtest"], ["suggest"]],
    ids=lambda a: a[0],
)
async def test_without_a_database_reading_makes_none(world: World, arguments: list[str]) -> None:
    """Before the first run the commands that read say that there is no database, with status 1."""
    done = await world.cli(*arguments)
    assert (done.status, done.out) == (1, "")
    assert "there is no database yet" in done.err
    assert not world.database.parent.exists()


async def test_paths_are_relative_to_the_configuration(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --config from another folder, watchlists and database are found beside the file."""
    elsewhere = filled.folder / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    done = await filled.cli("export", "--config", "../config.toml")
    assert (done.status, len(done.lines)) == (0, 1)
    assert list(elsewhere.iterdir()) == []


async def test_python_m_bot_is_the_same(filled: World) -> None:
    """`python -m bot` is the program; a reader that leaves early is no error."""
    process = await asyncio.create_subprocess_shell(
        f"set -o pipefail; {sys.executable} -m bot export | head -c 1", executable="/bin/bash", cwd=filled.folder,
        env=filled.environment(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert await process.communicate() == (b"{", b"")
    assert process.returncode == 0


# --- explain --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["deal", "2", LINK, LINK + "?utm_source=mail"], ids=["id", "number", "link", "tracked"]
)
async def test_explain_tells_the_whole_story(filled: World, name: str) -> None:
    """By id, number or link: what was decided and why, the names with their evidence, the alert."""
    done = await filled.cli("explain", name)
    assert (done.status, done.err) == (0, "")
    for words in ("Rule company-meets-agency is met", "decision: alert", "'Talvane Freight' in title", "talvane, sure",
                  "because", f"alert: to {CHANNEL}, sent", "as message 1"):  # fmt: skip
        assert words in done.out


async def test_explain_knows_entries_without_a_name(filled: World) -> None:
    """An entry that alerted nobody says so; one that was never seen is status 1."""
    assert "No watched name stands in it" in (await filled.cli("explain", "rain")).out
    unknown = await filled.cli("explain", "https://gazette.example/never")
    assert (unknown.status, unknown.out) == (1, "")
    assert "was ever seen" in unknown.err


# --- export and backup ----------------------------------------------------------------------------------


async def test_export_alerts_and_facts(filled: World) -> None:
    """Alerts and facts come as JSON Lines and as CSV; no cell of CSV begins like a formula."""
    (alert,) = (await filled.cli("export")).lines
    assert (alert["chat"], alert["status"], alert["watches"]) == (CHANNEL, "sent", ["coastal-registry", "talvane"])
    (fact,) = (await filled.cli("export", "facts")).lines
    assert (fact["company"], fact["agency"], fact["amount"]) == ("talvane", "coastal-registry", 8_000_000)
    assert isinstance(fact["amount"], int)  # as `match` gives it
    for what in ("alerts", "facts"):
        done = await filled.cli("export", what, "--format", "csv")
        (row,) = csv.DictReader(io.StringIO(done.out))
        assert row["title"] == "'" + DEAL.title
        assert row["link"] == LINK
        assert not [cell for name, cell in row.items() if cell.startswith(("=", "+", "@")) and name != "chat"]


async def test_export_tells_the_story_and_its_outlets(filled: World) -> None:
    """An alert has its story, how it was told, and the outlets that report the same of the same watches by now."""
    ((deal,),) = filled.rows("SELECT key FROM entries WHERE id = 'deal'")
    later = filled.now + timedelta(hours=1)
    with contextlib.closing(Store(filled.database)) as store, store.atomic():
        for number, (source, host, watch) in enumerate(
            [("=Harbour Times", "harbour", "talvane"), ("Harbour Times: Ships", "harbour", "talvane"),
             ("Courier", "courier", "talvane"), ("Ledger", "ledger", "osprell")]
        ):  # fmt: skip
            entry = Entry(id=str(number), title="Ships", source=source, link=f"https://{host}.example/{number}")
            mention = Mention(
                watch=watch, kind=Kind.COMPANY, text="Ships", field=Field.TITLE, start=0, end=5, status=Status.SURE,
                score=1.0,
            )  # fmt: skip
            key = store.entries.add(entry, later)
            store.entries.found(key, entry, Match(mentions=(mention,)))
            store.stories.placed([Placement(entry=str(key), story=str(deal), score=0.9)], later)
    (alert,) = (await filled.cli("export")).lines
    assert (alert["story"], alert["telling"], alert["gains"]) == (deal, "first", [])
    assert alert["outlets"] == ["Ellery Gazette", "=Harbour Times", "Courier"]
    (fact,) = (await filled.cli("export", "facts")).lines
    assert fact["story"] == deal
    (row,) = csv.DictReader(io.StringIO((await filled.cli("export", "--format", "csv")).out))
    assert list(row)[-5:] == ["reason", "story", "telling", "gains", "outlets"]
    assert (row["story"], row["gains"], row["outlets"]) == (str(deal), "", "Ellery Gazette; =Harbour Times; Courier")
    (row,) = csv.DictReader(io.StringIO((await filled.cli("export", "facts", "--format", "csv")).out))
    assert list(row)[-4:] == ["published", "story", "company_name", "agency_name"]


async def test_export_of_an_alert_from_before_there_were_stories(filled: World) -> None:
    """It has no story, and the outlet is its own; a name that begins like a formula does not run."""
    with contextlib.closing(sqlite3.connect(filled.database)) as db, db:
        db.execute("UPDATE outbox SET story = NULL")
        db.execute("DELETE FROM placements")
        db.execute("UPDATE entries SET source = '=Harbour Times'")
    (alert,) = (await filled.cli("export")).lines
    assert (alert["story"], alert["outlets"]) == (None, ["=Harbour Times"])
    (row,) = csv.DictReader(io.StringIO((await filled.cli("export", "--format", "csv")).out))
    assert (row["story"], row["outlets"]) == ("", "'=Harbour Times")


async def test_backup_is_complete(filled: World) -> None:
    """A copy made while another connection writes opens, is sound, and holds what was committed."""
    with contextlib.closing(sqlite3.connect(filled.database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE entries SET title = 'half a change'")
        done = await filled.cli("backup", "copy.db")
        writer.execute("ROLLBACK")
    assert (done.status, done.out) == (0, "")
    with contextlib.closing(sqlite3.connect(filled.folder / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT title FROM entries ORDER BY key").fetchall() == [(RAIN.title,), (DEAL.title,)]


@pytest.mark.parametrize("target", ["absent/copy.db", ".", "data/wirewatch.db"])
async def test_backup_refuses_a_wrong_place(filled: World, target: str) -> None:
    """A place where no copy can be written is status 1 and named; the database stays as it is."""
    done = await filled.cli("backup", target)
    assert done.status == 1
    assert f"wirewatch: {target}: " in done.err
    assert len((await filled.cli("export")).lines) == 1


# --- digest ---------------------------------------------------------------------------------------------


async def test_digest_in_three_formats(filled: World) -> None:
    """Today's digest is printed as text, as Telegram's HTML or as JSON; printing claims nothing."""
    text, html, data = [(await filled.cli("digest", "--format", kind)).out for kind in ("text", "html", "json")]
    assert "signs a $8 million contract" in text
    assert "<" not in text
    assert f'<a href="{LINK}">' in html
    assert "signs a $8 million" in json.dumps(json.loads(data))
    assert filled.rows("SELECT * FROM digests") == []


async def test_digest_of_an_empty_day(filled: World) -> None:
    """A day without news says so."""
    done = await filled.cli("digest", "--date", "2020-02-29")
    assert done.status == 0
    assert done.out.strip()
    assert "contract" not in done.out


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "future"])
async def test_digest_of_no_day_is_status_2(filled: World, day: str) -> None:
    """A date that is none, or has not come, is refused: a digest of the future would stand in for the real one."""
    if day == "future":
        day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    done = await filled.cli("digest", "--date", day, "--send")
    assert (done.status, done.out) == (2, "")
    assert day in done.err
    assert filled.rows("SELECT * FROM digests") == []


async def test_digest_is_sent_once(filled: World) -> None:
    """--send delivers the digest of a day once for each chat, also when it is asked for twice."""
    for _ in range(2):
        done = await filled.cli("digest", "--send")
        assert (done.status, done.out) == (0, "")
    assert "has had the digest" in done.err
    assert len(filled.sent()) == 2


async def test_digest_that_can_not_be_sent_waits(filled: World) -> None:
    """When Telegram does not take it, status is 1 with the reason, and the next run sends it."""
    filled.api.fail("sendMessage", Fault(status=429, retry_after=900))
    done = await filled.cli("digest", "--send")
    assert done.status == 1
    assert CHANNEL in done.err
    with contextlib.closing(sqlite3.connect(filled.database)) as db:
        db.execute("DELETE FROM chats")
        db.commit()
    assert (await filled.cli("run", "--once")).status == 0
    assert len(filled.sent()) == 2


async def test_digest_that_is_refused_is_said(filled: World) -> None:
    """When Telegram refuses the digest's text for good, status is 1 with its reason."""
    filled.api.fail("sendMessage", *[Fault(status=400, description="Bad Request: message is too odd")] * 2)
    done = await filled.cli("digest", "--send")
    assert done.status == 1
    assert re.search(f"refused message 2 for {CHANNEL}: .*too odd", done.err)


async def test_digest_does_not_answer_for_other_messages(world: World) -> None:
    """An old alert that waits for another chat does not make the digest's sending a failure."""
    world.now = datetime.now(UTC)
    world.configure("/feed.xml", extra='chat = "@elsewhere"', admins="[]")
    world.feed("/feed.xml", DEAL)
    world.api.fail("sendMessage", Fault(status=403))
    assert (await world.cli("run", "--once")).status == 1
    done = await world.cli("digest", "--send")
    assert (done.status, len(world.sent())) == (0, 1)
    assert "@elsewhere" not in done.err
    assert world.rows("SELECT chat FROM outbox WHERE status = 'waiting'") == [("@elsewhere",)]


async def test_digest_is_left_to_the_running_service(filled: World) -> None:
    """While the service runs, --send queues the digest and leaves the sending to it."""
    with run_lock(filled.database):
        done = await filled.cli("digest", "--send")
    assert (done.status, len(filled.sent())) == (0, 1)
    assert "the running service sends it" in done.err
    assert (await filled.cli("run", "--once")).status == 0
    assert len(filled.sent()) == 2
