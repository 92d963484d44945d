"""Edits of TOML that keep what people wrote."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipelines.toml_editor import add_tables, insert_table, put_strings, remove_tables, set_values

CONFIG = (Path(__file__).resolve().parents[1] / "config.toml").read_text(encoding="utf-8")

SET = [
    ("an empty file", "", "[telegram]\nchat = 5\n"),
    ("a file without the table", "# mine\nx = 1\n", "# mine\nx = 1\n\n[telegram]\nchat = 5\n"),
    ("a table without the key", "[telegram]\n# mine\nx = 1\n", "[telegram]\n# mine\nx = 1\nchat = 5\n"),
    ("another value", '[telegram] # a\nchat = "@x" # b\n# c\n', "[telegram] # a\nchat = 5 # b\n# c\n"),
    ("an inline table", "telegram = {chat = 1}\n", "telegram = {chat = 5}\n"),
    ("no last line end", "x = 1", "x = 1\n[telegram]\nchat = 5\n"),
    ("a byte order mark", "\ufeff[telegram]\nchat = 1\n", "[telegram]\nchat = 5\n"),
]


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in SET], ids=[row[0] for row in SET])
def test_a_value_is_set(before: str, after: str) -> None:
    """The value is set or added, and all else stays as it was."""
    assert set_values(before, {("telegram", "chat"): 5}) == after


def test_values_are_quoted() -> None:
    """Whatever the value, the file reads back as it was meant."""
    value = 'é "x" \\ \n [y] # z'
    text = set_values(CONFIG, {("telegram", "chat"): value, ("telegram", "admins"): [1, 2]})
    telegram = tomllib.loads(text)["telegram"]
    assert (telegram["chat"], telegram["admins"]) == (value, [1, 2])
    assert comments(text) == comments(CONFIG)


def comments(text: str) -> list[str]:
    """Return the lines that are comments."""
    return [line for line in text.split("\n") if line.startswith("#")]


def test_tables_are_added_at_the_end() -> None:
    """New tables follow what is there, parted by an empty line, without their empty keys."""
    rows = [{"url": "https://one.example/?a=1&b", "name": "", "language": None}, {"url": "two", "name": 'A "b"'}]
    added = '[[feed]]\nurl = "https://one.example/?a=1&b"\n\n[[feed]]\nurl = "two"\nname = "A \\"b\\""\n'
    assert add_tables("", "feed", rows) == added
    assert add_tables("x = 1 # mine", "feed", rows) == "x = 1 # mine\n\n" + added
    assert add_tables("[[feed]]\nurl = 'zero'\n\n\n", "feed", rows) == "[[feed]]\nurl = 'zero'\n\n" + added
    assert add_tables("x = 1\n", "feed", []) == "x = 1\n"


REMOVED = [
    ("the only one", "x = 1\n\n[[feed]]\nurl = 'a'\n", "x = 1\n\n", 1),
    ("one of two", "[[feed]]\nurl = 'a'\n\n[[feed]]\nurl = 'b'\n", "[[feed]]\nurl = 'b'\n", 1),
    ("twice the same", "[[feed]]\nurl = 'a'\n[t]\nx = 1\n[[feed]]\nurl = 'a'\n", "[t]\nx = 1\n", 2),
    ("with its own tables", "[[feed]]\nurl = 'a'\n[feed.sub]\nx = 1\n[t]\ny = 1\n", "[t]\ny = 1\n", 1),
    ("comments around it stay",
     "# head\n[[feed]]\nurl = 'a'\n# own\nname = 'x'\n\n# --- b ---\n\n[[feed]]\nurl = 'b'\n",
     "# head\n# --- b ---\n\n[[feed]]\nurl = 'b'\n", 1),
    ("a long text with a comment's look", '[[feed]]\nurl = "a"\nabout = """\n# x\n\n"""\n[t]\n', "[t]\n", 1),
    ("not there", "[[feed]]\nurl = 'b'\n", "[[feed]]\nurl = 'b'\n", 0),
    ("no tables at all", "x = 1\n", "x = 1\n", 0),
    ("an array of another shape", "feed = [{url = 'a'}]\n", "feed = [{url = 'a'}]\n", 0),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "count"), [row[1:] for row in REMOVED], ids=[row[0] for row in REMOVED])
def test_tables_are_removed(before: str, after: str, count: int) -> None:
    """Unwanted tables go with all that is theirs, and the comments between tables stay."""
    assert remove_tables(before, "feed", lambda feed: feed["url"] == "a") == (after, count)


def test_the_shipped_configuration_survives_any_removal() -> None:
    """Whichever feed is removed, the others, all section headings and the layout stay."""
    urls = [feed["url"] for feed in tomllib.loads(CONFIG)["feed"]]
    for gone in urls:
        text, count = remove_tables(CONFIG, "feed", lambda feed, gone=gone: feed["url"] == gone)
        assert count == 1
        assert [feed["url"] for feed in tomllib.loads(text)["feed"]] == [url for url in urls if url != gone]
        assert comments(text) == comments(CONFIG)
        assert "\n\n\n" not in text


# --- one table ------------------------------------------------------------------------------------------

INSERTED = [
    ("behind the last, before a heading",
     "[[w]]\nid = 'a'\n\n# --- b ---\n[t]\nx = 1\n",
     "[[w]]\nid = 'a'\n\n[[w]]\n# ada\nid = \"n\"\n\n# --- b ---\n[t]\nx = 1\n"),
    ("behind the comments that are the last one's",
     "[[w]]\nid = 'a'\n# b = 1\n\n[t]\n", "[[w]]\nid = 'a'\n# b = 1\n\n[[w]]\n# ada\nid = \"n\"\n\n[t]\n"),
    ("before a comment right above the next table",
     "[[w]]\nid = 'a'\n# t\n[t]\n", "[[w]]\nid = 'a'\n\n[[w]]\n# ada\nid = \"n\"\n\n# t\n[t]\n"),
    ("at the end, without a last line end", "[[w]]\nid = 'a'", "[[w]]\nid = 'a'\n\n[[w]]\n# ada\nid = \"n\"\n"),
    ("into an empty file", "", "[[w]]\n# ada\nid = \"n\"\n"),
    ("where there is none", "x = 1\n\n\n", "x = 1\n\n[[w]]\n# ada\nid = \"n\"\n\n\n"),
    ("in columns as its neighbour", "[[w]]\nid   = 'a'\n", "[[w]]\nid   = 'a'\n\n[[w]]\n# ada\nid = \"n\"\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in INSERTED], ids=[row[0] for row in INSERTED])
def test_a_table_is_inserted(before: str, after: str) -> None:
    """It stands behind the last of its kind, with its note, parted by empty lines from what is around it."""
    assert insert_table(before, "w", {"id": "n", "about": ""}, note="\nada\r") == after


PUT = [
    ("one line", 'l = ["a"] # c', 'l = ["a", "n"] # c'),
    ("one line, spaced", "l = [ 'a' ]", "l = [ 'a', \"n\" ]"),
    ("lines", 'l = [\n  "a", # a\n]', 'l = [\n  "a", # a\n  "n",\n]'),
    ("lines without a last comma", 'l = [\n  "a"\n]', 'l = [\n  "a",\n  "n"\n]'),
    ("several on a line", 'l = [\n  "a", "b",\n  "c",\n]', 'l = [\n  "a", "b",\n  "c",\n  "n",\n]'),
    ("empty", "l = []", 'l = ["n"]'),
    ("absent", "z = 1", 'l = ["n"]\nz = 1'),
    ("absent, in columns", "zzz   = 1", 'l     = ["n"]\nzzz   = 1'),
    ("a long text before", 's = """\n[[w]]\n# x\n"""', 's = """\n[[w]]\n# x\n"""\nl = ["n"]'),
]


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in PUT], ids=[row[0] for row in PUT])
def test_a_string_is_put_into_a_list(before: str, after: str) -> None:
    """The list keeps its style, and all around the table stays: odd spacing, comments, other tables."""
    around = "# head\nx=1 \n\n[[w]]\nl = ['other']\n\n[[w]]  # ours\n{}\n\n# foot\n[t]\n  y =   2\n"
    put = put_strings(around.format(before), "w", 1, {"l": ["n"]}, ["s", "l", "z", "zzz"])
    assert put == around.format(after)


def test_a_table_in_another_notation_is_not_edited() -> None:
    """Inline tables are found by no line, and a comma in the wrong place would harm them."""
    with pytest.raises(ValueError, match=r"not written as a \[\[w\]\] table"):
        put_strings("w = [{l = ['a']}]\n", "w", 0, {"l": ["n"]}, ["l"])
