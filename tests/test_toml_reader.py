"""TOML values with their checks, and the line of everything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from tomllib import TOMLDecodeError
from typing import Any

import pytest

from pipelines.errors import ConfigError, WatchlistError
from pipelines.toml_reader import Table, key_lines, loads, nearest, read_toml

LINES = [
    ("keys", "a = 1\nb.c = 2\n\n# d = 3\n'e f' = 4", {("a",): 1, ("b", "c"): 2, ("e f",): 5}),
    ("tables", "[t] # x = 1\na = 1\n[t.u]\na = 2", {("t",): 1, ("t", "a"): 2, ("t", "u"): 3, ("t", "u", "a"): 4}),
    ("quoted tables", '[ "a.b" . c ]\nx = 1\n["d]e"]\nx = 2',
     {("a.b", "c"): 1, ("a.b", "c", "x"): 2, ("d]e",): 3, ("d]e", "x"): 4}),
    ("arrays of tables", "[[f]]\na = 1\n[[f]]\na = 2\n[f.s]\nb = 3\n[[f.g]]\nc = 4\n[[f.g]]\nc = 5",
     {("f", 0): 1, ("f", 0, "a"): 2, ("f", 1): 3, ("f", 1, "a"): 4, ("f", 1, "s"): 5, ("f", 1, "s", "b"): 6,
      ("f", 1, "g", 0): 7, ("f", 1, "g", 0, "c"): 8, ("f", 1, "g", 1): 9, ("f", 1, "g", 1, "c"): 10}),
    ("long arrays", 'a = [\n "]", # [\n "b = 1",\n  {c = 1},\n]\nd = 2', {("a",): 1, ("d",): 6}),
    ("long texts", 'a = """\n[no]\nb = 1\n"""\nc = \'\'\'\nd = 2\'\'\'\ne = 3', {("a",): 1, ("c",): 5, ("e",): 7}),
    ("quotes in long texts", 'a = """x\\"""y\nb = 1"""\nc = """d""""\ne = 1', {("a",): 1, ("c",): 3, ("e",): 4}),
    ("line continuations", 'a = """x \\\n  y"""\nb = 1', {("a",): 1, ("b",): 3}),
    ("quotes that are text", "a = \"'''\"\nb = '\"\"\"'\nc = \"\\\"[\"\nd = 1 # \"\"\"\ne = 1",
     {("a",): 1, ("b",): 2, ("c",): 3, ("d",): 4, ("e",): 5}),
    ("Windows line ends", 'a = 1\r\n[t]\r\nb = """\r\n"""\r\nc = 1',
     {("a",): 1, ("t",): 2, ("t", "b"): 3, ("t", "c"): 5}),
    ("other line ends are text", "a = 'x\u2028y\x85z'\nb = 1", {("a",): 1, ("b",): 2}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_every_key_has_its_line(text: str, lines: dict[tuple[str | int, ...], int]) -> None:
    """Tables and keys are found where they stand, and nothing within a text or a comment is one."""
    assert key_lines(text) == lines


BROKEN = [
    ("no value", "a = 1\nb =\n", 2), ("a key twice", "a = 1\n\na = 2", 3), ("a table twice", "[t]\n[t]", 2),
    ("an open array", "a = 1\nb = [1,\n", 2), ("an open text", 'a = "x\n', 1), ("no TOML at all", "\n\n<xml/>", 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
@pytest.mark.parametrize("error", [ConfigError, WatchlistError])
def test_broken_toml_is_refused_with_its_line(error: type[ConfigError], text: str, line: int) -> None:
    """What is no TOML is refused in words, with file and line, as the kind of error that was asked for."""
    with pytest.raises(error, match="not valid TOML") as refused:
        read_toml(text, "some.toml", error)
    assert str(refused.value).startswith(f"some.toml:{line}: ")
    assert type(refused.value) is error


def test_a_byte_order_mark_is_no_character() -> None:
    """Windows editors begin a file with a byte order mark, which means nothing."""
    assert read_toml("\ufefftitle = 'x'", "some.toml").string("title") == "x"


TEXT = """\
word = "x"
blank = " "
number = 3
zero = 0
flag = true
words = ["x", "y"]
mixed = ["x", 1]
holes = ["x", ""]
numbers = [1, 2]
yes = [true]
date = 2026-01-01
[part]
key = "x"
[[item]]
key = "x"
[[item]]
key = 1
"""
Getter = Callable[[Table], Any]


def read(getter: Getter) -> Any:
    """Return what a getter makes of the table above."""
    return getter(read_toml(TEXT, "some.toml"))


GOOD: list[tuple[Getter, Any]] = [
    (lambda t: t.string("word"), "x"),
    (lambda t: t.string("none", ""), ""),
    (lambda t: t.string("blank", ""), " "),
    (lambda t: t.strings("words"), ("x", "y")),
    (lambda t: t.strings("none"), ()),
    (lambda t: t.integers("numbers"), (1, 2)),
    (lambda t: t.integers("none"), ()),
    (lambda t: t.integer("number", 7), 3),
    (lambda t: t.integer("none", 7), 7),
    (lambda t: t.boolean("flag", False), True),
    (lambda t: t.boolean("none", False), False),
    (lambda t: t.string_or_integer("number", ""), "3"),
    (lambda t: t.string_or_integer("word", ""), "x"),
    (lambda t: t.string_or_integer("none", "y"), "y"),
    (lambda t: t.choice("word", ["x", "y"]), "x"),
    (lambda t: t.choice("none", ["x", "y"], "y"), "y"),
    (lambda t: t.table("part").string("key"), "x"),
    (lambda t: t.table("none").keys, frozenset()),
    (lambda t: t.table("part").name("key"), "part.key"),
    (lambda t: t.table("part").line, 12),
    (lambda t: [item.line for item in t.tables("item")], [14, 16]),
    (lambda t: t.tables("none"), []),
]


@pytest.mark.parametrize(("getter", "value"), GOOD, ids=range(len(GOOD)))
def test_a_value_is_read(getter: Getter, value: Any) -> None:
    """A value of the right type comes back, a missing one as its default."""
    assert read(getter) == value


BAD: list[tuple[Getter, int, str]] = [
    (lambda t: t.string("none"), 0, "none is missing"),
    (lambda t: t.table("part").string("none"), 12, "part.none is missing"),
    (lambda t: t.string("blank"), 2, "blank is empty"),
    (lambda t: t.string("number"), 3, "number must be a string, not 3"),
    (lambda t: t.string("date"), 11, "date must be a string"),
    (lambda t: t.strings("word"), 1, "word must be a list of strings, not 'x'"),
    (lambda t: t.strings("mixed"), 7, "mixed must be a list of strings; 1 is none"),
    (lambda t: t.strings("holes"), 8, "holes holds an empty string"),
    (lambda t: t.integers("mixed"), 7, "mixed must be a list of whole numbers; 'x' is none"),
    (lambda t: t.integers("yes"), 10, "True is none"),
    (lambda t: t.integer("zero", 1), 4, "zero must be more than 0, not 0"),
    (lambda t: t.integer("flag", 1), 5, "flag must be a whole number, not True"),
    (lambda t: t.boolean("number", True), 3, "number must be true or false, not 3"),
    (lambda t: t.string_or_integer("flag", ""), 5, "flag must be a string or a number"),
    (lambda t: t.choice("word", ["xx", "y"]), 1, "word is 'x'; did you mean 'xx'?"),
    (lambda t: t.choice("word", ["alpha", "beta"]), 1, "word is 'x'; known are alpha, beta"),
    (lambda t: t.table("word"), 1, "word must be a table"),
    (lambda t: t.tables("part"), 12, "part must be an array of tables, [[part]]"),
    (lambda t: t.tables("words"), 6, "words must be written as [[words]] tables"),
    (lambda t: [item.string("key") for item in t.tables("item")], 17, "item.key must be a string, not 1"),
    (lambda t: t.finish(), 1, "unknown key 'word'"),
    (lambda t: (t.string("word"), t.string("bland", ""), t.finish()), 2, "unknown key 'blank'; did you mean 'bland'?"),
    (lambda t: t.table("part").finish(), 13, "unknown key 'key' in part"),
]


@pytest.mark.parametrize(("getter", "line", "words"), BAD, ids=[row[2] for row in BAD])
def test_a_wrong_value_is_refused(getter: Getter, line: int, words: str) -> None:
    """A value of another type, or none where one is needed, is refused with file, line and key."""
    with pytest.raises(ConfigError) as refused:
        read(getter)
    assert words in refused.value.problem
    assert (refused.value.file, refused.value.line) == ("some.toml", line)


def test_keys_that_were_asked_for_are_known() -> None:
    """Nothing is unknown once every key was read."""
    table = read_toml("a = 1\n[b]\nc = 1", "some.toml")
    table.integer("a", 1)
    table.table("b").integer("c", 1)
    table.finish()


def test_the_nearest_word_is_offered() -> None:
    """A slip is answered by the one word that it resembles, nonsense by all of them."""
    assert nearest("watchlist", ["watchlists", "store"]) == "did you mean 'watchlists'?"
    assert nearest("zzz", ["watchlists", "store"]) == "known are store, watchlists"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a = 1\nid = "pellam\nb = 2', ":2: not valid TOML: a quote that opens in this line does not close there"),
        (f"poll = {'1' * 5000}", ":1: not valid TOML: A number is too long"),
        (f"a = {'[' * 9000}", ":1: not valid TOML: Too much is nested"),
        (f"a = 1\nx{'.a' * 50_000} = 1", ":2: not valid TOML: A key of more than 32 parts"),
        (f"[x{' . a' * 50_000}]", ":1: not valid TOML: A key of more than 32 parts"),
        ("x = { y" + '."a b"' * 50_000 + " = 1 }", ":1: not valid TOML: A key of more than 32 parts"),
    ],
    ids=["quote", "digits", "brackets", "dots", "dots of a table", "dots of quoted keys"],
)
def test_what_the_parser_gives_up_on_is_an_error_like_others(text: str, words: str) -> None:
    """Thousands of digits, brackets or parts of a key are refused in words, and take no memory."""
    with pytest.raises(ConfigError, match=rf"config\.toml{words}"):
        read_toml(text, "config.toml")


def test_a_value_that_cannot_be_written_out_is_told_all_the_same() -> None:
    """A number of thousands of digits in place of a text is an error in words."""
    with pytest.raises(ConfigError, match=r"title must be a string, not a number of thousands of digits"):
        read_toml(f"title = 0x{'f' * 9000}", "config.toml").string("title")


@pytest.mark.parametrize(
    "text", ["a-" * 100_000, '"' * 100_000, "a. " * 31 + "a b " * 50_000, "a " * 100_000, "." * 100_000]
)
def test_looking_for_long_keys_takes_little_steps(text: str) -> None:
    """Texts that are nearly such keys are read in no time to speak of; this one would hang otherwise."""
    with suppress(TOMLDecodeError):
        loads(f"# {text}\nx = 1")
