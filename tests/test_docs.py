"""README and docs say what the program does: its commands, options, keys, tables and files, and no others."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.__main__ import parser
from bot.cli.check import check_watchlists
from bot.config import parse_settings
from bot.demo.newsstand import Newsstand
from bot.store import Store
from pipelines.errors import ConfigError
from pipelines.watchlist import combine, parse_watchlist

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
}
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"""(?:^ *|\| |/bin/|--rm |/app" )wirewatch ([^|#]*)""")
COMMON = {"--help", "--config", "--verbose"}
CONFIG = Path("config.toml")


def blocks(language: str) -> list[tuple[str, str]]:
    """Return page and text of every code block in `language`."""
    return [(page, text) for page, body in PAGES.items() for tag, text in BLOCK.findall(body) if tag == language]


def rows(page: str) -> dict[str, list[list[str]]]:
    """Return the cells of all table rows of a page, by the heading above them."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in BLOCK.sub("", PAGES[page]).splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").replace("`", "")
        elif line.startswith("| ") and not line.startswith("| ---"):
            found.setdefault(heading, []).append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def commands(root: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command that does something, by its words ("feeds add")."""
    subs = [action for action in root._actions if isinstance(action, argparse._SubParsersAction)]
    if not subs:
        yield path, root
    for name, sub in (item for action in subs for item in action.choices.items()):
        yield from commands(sub, f"{path} {name}".strip())


COMMANDS = dict(commands(parser()))


def test_every_command_and_option_is_documented() -> None:
    """The table of commands has a row for each command, with its arguments and options, and no other row."""
    table = {cells[0].strip("`"): cells[1] for cells in rows("docs/operations.md")["Commands"][1:]}
    documented = {re.sub(r" [A-Z[].*", "", head): head + words for head, words in table.items()}
    assert documented.keys() == COMMANDS.keys()
    for name, sub in COMMANDS.items():
        options = {max(action.option_strings, key=len) for action in sub._actions if action.option_strings}
        assert set(re.findall(r"--[a-z-]+", documented[name])) == options - COMMON, name
        for action in sub._actions:
            words = [str(word) for word in action.choices or [action.metavar or ""]]
            assert action.option_strings or all(word.replace("|", r"\|") in documented[name] for word in words), name


def test_options_of_all_commands_are_documented() -> None:
    """What every command takes is told once."""
    assert all(f"`{option}" in PAGES["docs/operations.md"] for option in (*COMMON, "-v", "-h", "wirewatch --version"))


def test_commands_in_code_blocks_exist() -> None:
    """Every line of shell that calls wirewatch is one that it takes, and every make target exists."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shell = [(page, line) for page, text in blocks("sh") for line in text.splitlines()]
    calls = [(page, call) for page, line in shell for call in CALL.findall(line)]
    assert len(calls) > 10
    for _, call in calls:
        parser().parse_args(shlex.split(call))
    for page, line in shell:
        assert set(re.findall(r"^ *make (?:-C \S+ )?(\w+)", line)) <= targets, f"{page}: {line}"


def test_commands_in_running_text_exist() -> None:
    """What stands as `wirewatch …` in running text begins with a command."""
    for page, body in PAGES.items():
        for word in re.findall(r"`wirewatch ([a-z]+)", body):
            assert word in {name.split()[0] for name in COMMANDS}, f"{page}: wirewatch {word}"


def known_keys(read: Callable[[str], object], before: str = "") -> set[str]:
    """Return the keys that `read` knows in the table which `before` opens, as its error about another one says."""
    with pytest.raises(ConfigError) as error:
        read(f"{before}\nqqqqqqqq = 1\n")
    return set(error.value.problem.partition("known are ")[2].split(", "))


def read_settings_text(text: str) -> object:
    """Read `text` as config.toml."""
    return parse_settings(text, CONFIG)


def read_list(text: str) -> object:
    """Read `text` as a watchlist."""
    return parse_watchlist(text, "list.toml")


# Error messages name the keys that the reader has asked for; it asks for `interval` only where that stands.
FEED = '[[feed]]\nurl = "https://a.example/"\ninterval = "5m"'
CHAT = '[[chat]]\nid = "@urgent"'
WATCH = '[[watch]]\nid = "a"\nname = "Abc"\nkind = "topic"'
RULE = '[[rule]]\nid = "a"\nall = ["topic"]'
SECTIONS = ("store", "telegram", "schedule", "alerts", "fetch", "web")


def test_every_key_of_the_configuration_is_documented() -> None:
    """docs/configuration.md has the keys that the reader knows, table by table, and no others."""
    tables = rows("docs/configuration.md")
    tables_known = {name: known_keys(read_settings_text, f"[{name}]") for name in SECTIONS}
    tables_known["At the top"] = known_keys(read_settings_text) - {*SECTIONS, "feed", "chat"}
    tables_known["feed"] = known_keys(read_settings_text, FEED)
    tables_known["chat"] = known_keys(read_settings_text, CHAT)
    for name, keys in tables_known.items():
        heading = {"feed": "[[feed]]", "chat": "[[chat]]", "At the top": name}.get(name, f"[{name}]")
        assert {cells[0].strip("`") for cells in tables[heading][1:]} == keys, name


def test_the_documented_defaults_are_the_defaults() -> None:
    """A configuration written out with every documented default reads like an empty one."""
    lines = []
    for heading, table in rows("docs/configuration.md").items():
        if heading == "At the top" or heading.strip("[]") in SECTIONS:
            lines += [heading] if heading.startswith("[") else []
            lines += [f"{key.strip('`')} = {value.strip('`')}" for key, value, _ in table[1:] if value != "none"]
    assert parse_settings("\n".join(lines), CONFIG) == parse_settings("", CONFIG)


def test_every_key_of_a_watchlist_is_documented() -> None:
    """docs/watchlists.md has the keys that the reader knows, table by table, and no others."""
    tables = rows("docs/watchlists.md")
    for heading, before in (("The list", ""), ("[[watch]]", WATCH), ("[[rule]]", RULE)):
        assert {cells[0].strip("`") for cells in tables[heading][1:]} == known_keys(read_list, before), heading


def test_examples_of_configuration_and_watchlists_are_read() -> None:
    """Every TOML block loads, and the test sentences of its watches come out as they should."""
    for page, text in blocks("toml"):
        if {"watch", "rule"} & tomllib.loads(text).keys():
            findings = check_watchlists(combine([parse_watchlist(text, page)]))
            assert [finding for finding in findings if finding[0] != "ok"] == []
        else:
            parse_settings(text, CONFIG)


def test_the_tables_of_the_database_are_documented() -> None:
    """docs/operations.md names every table, and its queries run."""
    store = Store(":memory:")
    documented = {cells[0].strip("`") for cells in rows("docs/operations.md")["Looking into the database"][1:]}
    # FTS5 makes tables of its own: https://sqlite.org/fts5.html#fts5_data_structures
    own = {name for name in store.db.table_names() if not name.startswith("entries_fts_")}
    assert documented == own
    for _, query in blocks("sql"):
        store.db.execute(query)
    store.close()


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets on the web."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_links_between_pages_resolve() -> None:
    """Every relative link and picture leads to a file, and its anchor to a heading."""
    for page, body in PAGES.items():
        for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", BLOCK.sub("", body)):
            path, _, fragment = "".join(target).partition("#")
            if path.startswith("https://"):
                continue
            file = (ROOT / page).parent / path if path else ROOT / page
            assert file.exists(), f"{page}: {path}"
            headings = re.findall(r"^#+ (.*)", file.read_text(encoding="utf-8"), re.MULTILINE) if fragment else []
            assert not fragment or fragment in map(anchor, headings), f"{page}: {path}#{fragment}"


def test_files_named_in_architecture_exist() -> None:
    """Every room of docs/architecture.md is there."""
    for cells in rows("docs/architecture.md")["The rooms"][1:]:
        names = re.findall(r"`([^`]+)`", cells[0])
        folder = names[0].split("/")[0]
        for name in names:
            assert (ROOT / name if "/" in name else ROOT / folder / name).exists(), name


def test_the_picture_shows_an_alert_of_the_demo() -> None:
    """The headline and the sentence in docs/alert.svg are those of an item of the bundled day."""
    picture = ET.parse(ROOT / "docs" / "alert.svg")
    lines = ["".join(node.itertext()) for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    shown = " ".join(lines)
    assert any(item.title in shown and item.summary in shown for item in Newsstand.load().items if item.summary)
