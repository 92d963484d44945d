"""`parse` and `match` as filters: streaming, in order, one line out for each line in."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from tests.world import NOON, ROOT, WATCHLIST, Item, World, command, rss

DOCK = {"id": "1", "title": "Talvane Freight opens a dock"}


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder of watchlists, in a place without a configuration."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "freight.toml").write_text(WATCHLIST)
    return "lists"


def jsonl(*entries: object) -> str:
    """Return objects as JSON Lines; strings stand as they are."""
    return "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in entries)


# --- match --------------------------------------------------------------------------------------------


def test_match_gives_what_the_contract_says(lists: str) -> None:
    """A line holds id, mentions with offsets into the plain text, rules and facts, without any configuration."""
    entry = {"id": "7", "title": "<b>Coastal Registry Office</b> signs a $8 million contract with Talvane Freight"}
    done = command("match", "--watchlists", lists, stdin=jsonl(entry))
    assert (done.status, done.err) == (0, "")
    (line,) = done.lines
    assert list(line) == ["id", "mentions", "rules", "facts"]
    assert (line["id"], line["rules"]) == ("7", ["company-meets-agency"])
    plain = "Coastal Registry Office signs a $8 million contract with Talvane Freight"
    for mention in line["mentions"]:
        assert list(mention) == ["watch", "kind", "text", "field", "start", "end", "status", "score", "evidence"]
        assert plain[mention["start"] : mention["end"]] == mention["text"]
        assert mention["status"] == "sure"
        assert mention["evidence"]
    assert [mention["watch"] for mention in line["mentions"]] == ["coastal-registry", "talvane"]
    (fact,) = line["facts"]
    assert list(fact) == ["company", "agency", "action", "amount", "currency", "amount_text", "sentence"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "the line is empty"),
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"title": "Talvane"}', "id is missing"),
        ('{"id": "1"}', "title, summary and content are all missing"),
        ('{"id": "1", "title": 5}', "title is no string"),
        ('{"id": "1", "title": "x", "published": "yesterday"}', "published is no ISO 8601 time"),
        ("[" * 100_000, "no JSON"),
    ],
    ids=["blank", "half", "a list", "no id", "no text", "a number", "no time", "deep"],
)
def test_an_unusable_line_is_answered_in_its_place(lists: str, line: str, words: str) -> None:
    """What is no entry gives its line number and the reason where its answer would stand, and exit status 1."""
    done = command("match", "--watchlists", lists, stdin=jsonl(DOCK, line, DOCK))
    assert done.status == 1
    first, second, third = done.lines
    assert first == third
    assert list(second) == ["line", "error"]
    assert second["line"] == 2
    assert words in second["error"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + jsonl(DOCK).encode(), id="byte order mark"),
        pytest.param(jsonl(DOCK).encode().replace(b"\n", b"\r\n"), id="lines of Windows"),
        pytest.param(jsonl(DOCK).encode().rstrip(b"\n"), id="no last line break"),
        pytest.param(jsonl({**DOCK, "extra": {"a": [1]}, "summary": None}).encode(), id="unknown keys and null"),
        pytest.param(jsonl({**DOCK, "content": "Quay. " * 250_000}).encode(), id="a text of 1.5 MB"),
        pytest.param(jsonl({**DOCK, "summary": "\x00 nul"}).encode(), id="a NUL"),
    ],
)
def test_usable_lines_in_every_dress(lists: str, data: bytes) -> None:
    """Byte order marks, line ends and sizes do not matter."""
    done = command("match", "--watchlists", lists, stdin=data)
    assert done.status == 0, done.out
    assert [mention["watch"] for mention in done.lines[0]["mentions"]] == ["talvane"]


def test_half_a_surrogate_pair_breaks_nothing(lists: str) -> None:
    """JSON can hold what UTF-8 can't: in a text it is dropped, in an id it makes the line unusable."""
    lines = '{"id": "\\ud83d", "title": "Talvane"}\n{"id": "2", "title": "Talvane \\udc00"}\n'
    done = command("match", "--watchlists", lists, stdin=lines)
    assert (done.status, done.lines[0]["line"], done.lines[1]["id"]) == (1, 1, "2")


def test_bytes_that_are_no_text_are_a_line_error(lists: str) -> None:
    """A line that is no UTF-8 is answered as unusable, and the next one is read."""
    done = command("match", "--watchlists", lists, stdin=b'{"id": "\xff"}\n' + jsonl(DOCK).encode())
    assert (done.status, done.lines[0]["line"], done.lines[1]["id"]) == (1, 1, "1")


def test_match_reads_a_file_and_nothing(lists: str, tmp_path: Path) -> None:
    """A file is read as standard input is; without a line there is no line and no error; a missing file is status 2."""
    (tmp_path / "in.jsonl").write_text(jsonl(DOCK, DOCK))
    assert len(command("match", "in.jsonl", "--watchlists", lists).lines) == 2
    assert command("match", "--watchlists", lists) == command("match", "-", "--watchlists", lists)
    missing = command("match", "absent.jsonl", "--watchlists", lists)
    assert (missing.status, missing.out) == (2, "")
    assert "absent.jsonl" in missing.err


async def test_match_of_a_file_whose_reader_leaves_is_no_error(lists: str, tmp_path: Path) -> None:
    """`match FILE | head -1` ends quietly and with status 0."""
    (tmp_path / "in.jsonl").write_text(jsonl(*({**DOCK, "id": "quay " * 40 + str(n)} for n in range(2_000))))
    process = await asyncio.create_subprocess_shell(
        f"set -o pipefail; {sys.executable} -m bot match in.jsonl --watchlists {lists} | head -1",
        executable="/bin/bash", env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out)["id"].endswith(" 0")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "no such folder"),
        ("[[watch]]\nid = 'x'\nname = 'Xanver'\nkind = 'firm'\n", "freight.toml:"),
    ],
    ids=["no folder", "a wrong kind"],
)
def test_an_unusable_watchlist_is_status_2(lists: str, text: str | None, words: str) -> None:
    """A watchlist that can't be used is named with file and line before any input is read."""
    if text is None:
        done = command("match", "--watchlists", "absent", stdin=jsonl(DOCK))
    else:
        (Path(lists) / "freight.toml").write_text(text)
        done = command("match", "--watchlists", lists, stdin=jsonl(DOCK))
    assert (done.status, done.out) == (2, "")
    assert words in done.err


async def test_match_streams(lists: str) -> None:
    """The answer to a line comes before the next line is written."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "match", "--watchlists", lists, env={"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    for number in range(3):
        process.stdin.write(jsonl({"id": str(number), "title": "Talvane"}).encode())
        answer = await asyncio.wait_for(process.stdout.readline(), 60)
        assert json.loads(answer)["id"] == str(number)
    process.stdin.close()
    assert await process.wait() == 0


# --- parse --------------------------------------------------------------------------------------------


async def test_parse_takes_files_urls_and_standard_input(world: World) -> None:
    """All sources are read in order, each line says its source, and what is no feed gets a line of its own."""
    (world.folder / "a.xml").write_bytes(rss(Item(id="a", title="Dock é opens"), now=NOON))
    (world.folder / "page.html").write_text("<!doctype html><p>Hello</p>")
    world.feed("/feed.xml", Item(id="w", title="From the web"))
    url = world.web.url("/feed.xml")
    gone = world.web.url("/gone.xml")
    done = await world.cli("parse", "a.xml", url, "page.html", gone, "absent.xml", ".", "-",
                           stdin=rss(Item(id="s", title="From standard input"), now=NOON))  # fmt: skip
    assert done.status == 1
    assert [line["feed"] for line in done.lines] == ["a.xml", url, "page.html", gone, "absent.xml", ".", "-"]
    assert [line.get("id") for line in done.lines] == ["a", "w", None, None, None, None, "s"]
    errors = [line for line in done.lines if "error" in line]
    assert all(list(line) == ["feed", "error"] for line in errors)
    assert "404" in errors[1]["error"]
    assert done.lines[0]["title"] == "Dock é opens"
    assert done.lines[0]["published"] == "2026-11-22T11:30:00+00:00"


def test_parse_needs_no_configuration_and_pipes_into_match(lists: str, tmp_path: Path) -> None:
    """What `parse` prints is what `match` reads, one line for each."""
    items = [Item(id=str(n), title=f"Talvane Freight {n}") for n in range(5)]
    (tmp_path / "feed.xml").write_bytes(rss(*items, now=NOON))
    parsed = command("parse", "feed.xml")
    assert parsed.status == 0
    matched = command("match", "--watchlists", lists, stdin=parsed.out)
    assert [line["id"] for line in matched.lines] == ["0", "1", "2", "3", "4"]
    assert all(line["mentions"] for line in matched.lines)


async def test_a_reader_that_leaves_is_no_error(lists: str, tmp_path: Path) -> None:
    """`parse … | head -1` ends without a traceback."""
    items = [Item(id=str(n), title=f"Dock {n} " + "quay " * 200) for n in range(500)]
    (tmp_path / "feed.xml").write_bytes(rss(*items, now=NOON))
    process = await asyncio.create_subprocess_shell(
        f"set -o pipefail; {sys.executable} -m bot parse feed.xml | head -1", executable="/bin/bash",
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out)["id"] == "0"
