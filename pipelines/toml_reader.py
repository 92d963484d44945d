"""TOML text → checked values, with errors that name file, line and key.

`tomllib` gives no positions for values, so `key_lines` finds them with a scan of its own: it knows tables,
arrays of tables, multi-line strings and multi-line arrays, and nothing else, because it only ever reads
text that `tomllib` has accepted. Known gap: keys inside inline tables get the line of the whole value.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pipelines.errors import ConfigError

Path = tuple[str | int, ...]
_Scan = tuple[dict[Path, int], dict[Path, list[int]]]

_HEADER = re.compile(r"""\s*(\[\[?)\s*((?:"[^"]*"|'[^']*'|[^]"'])+?)\s*\]""")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_END = {'"""': re.compile(r'(?:[^\\]|\\.)*?"""'), "'''": re.compile(r".*?\'\'\'")}
# A key of too many parts, "a.a.a…": tomllib keeps each of its beginnings, so that 100 kB of them took 24 GB. Possessive
# and from the begin of a word, for else the pattern itself would take as long.
_DOTTED = re.compile(r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
_VALUE = re.compile(r'\"\"\"|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')


def loads(text: str) -> dict[str, Any]:
    """Return what TOML `text` says, as `tomllib.loads` does.

    Raises `tomllib.TOMLDecodeError` also for what that library fails at in other ways, or with all memory.
    """
    if found := _DOTTED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise tomllib.TOMLDecodeError(f"A key of more than 32 parts (at line {line}, column 1)")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("Too much is nested") from None
    except ValueError:
        raise tomllib.TOMLDecodeError("A number is too long") from None


def _parts(name: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(name)]


def _left_open(text: str, quote: str, depth: int) -> tuple[str, int, int]:
    """Return the multi-line quote and bracket depth still open after `text`, and how many strings in brackets began."""
    at = strings = 0
    while True:
        if quote:
            end = _END[quote].match(text, at)
            if end is None:
                return quote, depth, strings
            quote, at = "", end.end()
        token = _VALUE.search(text, at)
        if token is None:
            return "", depth, strings
        at = token.end()
        strings += depth > 0 and token[0][0] in "\"'"
        if token[0] in ('"""', "'''"):
            quote = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1


def key_lines(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every table and key of valid TOML, by path: ("watch", 0, "name")."""
    return _scan(text)[0]


def _scan(text: str) -> _Scan:
    """The line of every table and key, and for keys with a list the line of each string in it."""
    lines: dict[Path, int] = {}
    strings: dict[Path, list[int]] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    path: Path = ()
    quote, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if quote or depth:
            quote, depth, begun = _left_open(line, quote, depth)
            strings.setdefault(path, []).extend([number] * begun)
        elif header := _HEADER.match(line):
            table = ()
            parts = _parts(header[2])
            for index, part in enumerate(parts):
                table = (*table, part)
                if index == len(parts) - 1 and header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                if table in counts:
                    table = (*table, counts[table])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            lines.setdefault(path, number)
            quote, depth, begun = _left_open(line[key.end() :], "", 0)
            strings.setdefault(path, []).extend([number] * begun)
    return lines, strings


_LONGEST = 200
"""Characters of a value in a message."""


class Table:
    """One TOML table being read: each getter checks a type and marks the key as known."""

    def __init__(self, data: dict[str, Any], source: str, scan: _Scan, path: Path, error: type[ConfigError]) -> None:
        self._data = data
        self._source = source
        self._scan = scan
        self._lines, self._strings = scan
        self._path = path
        self._error = error
        self._known: list[str] = []

    def fail(self, problem: str, key: str = "") -> ConfigError:
        """Return the error for `key` of this table (or for the table), for the caller to raise."""
        path = (*self._path, key) if key else self._path
        line = 0
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                line = self._lines[path[:length]]
                break
        return self._error(self._source, problem, line=line)

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys that are there."""
        return frozenset(self._data)

    @property
    def line(self) -> int:
        """Return the line where the table begins."""
        return self._lines.get(self._path, 0)

    def name(self, key: str = "") -> str:
        """Return how a message calls `key`: "telegram.chat", "feed.url"."""
        return ".".join([*(str(part) for part in self._path if isinstance(part, str)), *([key] if key else [])])

    def _get(self, key: str, types: type | tuple[type, ...], words: str) -> Any:
        self._known.append(key)
        value = self._data.get(key)
        if value is None:
            return None
        if not isinstance(value, types) or (isinstance(value, bool) and types is not bool):
            raise self.fail(f"{self.name(key)} must be {words}, not {_shown(value)}", key)
        return value

    def string(self, key: str, default: str | None = None) -> str:
        """Return the string at `key`; without a default it must be there and not be blank."""
        value = self._get(key, str, "a string")
        if value is None:
            if default is None:
                raise self.fail(f"{self.name(key)} is missing", key)
            return default
        if not value.strip() and default is None:
            raise self.fail(f"{self.name(key)} is empty", key)
        return str(value)

    def strings(self, key: str) -> tuple[str, ...]:
        """Return the list of strings at `key`, () if there is none; blank ones are refused."""
        value = self._get(key, list, "a list of strings")
        for item in value or ():
            if not isinstance(item, str):
                raise self.fail(f"{self.name(key)} must be a list of strings; {item!r} is none", key)
            if not item.strip():
                raise self.fail(f"{self.name(key)} holds an empty string", key)
        return tuple(value or ())

    def string_lines(self, key: str) -> tuple[int, ...]:
        """Return the line of each string in the list at `key`, in the order of `strings`."""
        lines, count = self._strings.get((*self._path, key), []), len(self._data.get(key) or ())
        return tuple(lines) if len(lines) == count else (self.line,) * count  # inside an inline table: the gap above

    def integers(self, key: str) -> tuple[int, ...]:
        """Return the list of whole numbers at `key`, () if there is none."""
        value = self._get(key, list, "a list of numbers")
        for item in value or ():
            if not isinstance(item, int) or isinstance(item, bool):
                raise self.fail(f"{self.name(key)} must be a list of whole numbers; {item!r} is none", key)
        return tuple(value or ())

    def integer(self, key: str, default: int) -> int:
        """Return the positive whole number at `key`."""
        value = self._get(key, int, "a whole number")
        if value is not None and value <= 0:
            raise self.fail(f"{self.name(key)} must be more than 0, not {value}", key)
        return default if value is None else int(value)

    def boolean(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self._get(key, bool, "true or false")
        return default if value is None else bool(value)

    def string_or_integer(self, key: str, default: str) -> str:
        """Return a chat: "@name" or a number, as a string."""
        value = self._get(key, (str, int), "a string or a number")
        return default if value is None else str(value)

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Return one of `choices`."""
        options = list(choices)
        value = self.string(key, default)
        if value not in options:
            raise self.fail(f"{self.name(key)} is {value!r}; {nearest(value, options)}", key)
        return value

    def table(self, key: str) -> Table:
        """Return the sub-table at `key`, an empty one if it is missing."""
        value = self._get(key, dict, "a table")
        return Table(value or {}, self._source, self._scan, (*self._path, key), self._error)

    def tables(self, key: str) -> list[Table]:
        """Return the array of tables at `key`."""
        value = self._get(key, list, f"an array of tables, [[{key}]]") or []
        for item in value:
            if not isinstance(item, dict):
                raise self.fail(f"{self.name(key)} must be written as [[{key}]] tables", key)
        return [
            Table(item, self._source, self._scan, (*self._path, key, index), self._error)
            for index, item in enumerate(value)
        ]

    def finish(self) -> None:
        """Refuse keys that nobody asked for, naming the nearest known one."""
        for key in self._data:
            if key not in self._known:
                where = f" in {self.name()}" if self._path else ""
                raise self.fail(f"unknown key {key!r}{where}; {nearest(key, self._known)}", key)


def _shown(value: object) -> str:
    try:
        words = repr(value)
    except ValueError:  # 0xfff…: what has more than 4,300 digits is not written out
        return "a number of thousands of digits"
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def nearest(word: str, options: list[str]) -> str:
    """Return the end of an error message: the option that `word` may have meant, else all of them."""
    close = get_close_matches(word, options, n=1, cutoff=0.5)
    return f"did you mean {str(close[0])!r}?" if close else "known are " + ", ".join(sorted(options))


def read_toml(text: str, source: str, error: type[ConfigError] = ConfigError) -> Table:
    """Parse TOML `text` into its root table; raises `error` with the line where it is malformed."""
    text = text.removeprefix("\ufeff")  # as Windows editors begin a file
    try:
        data = loads(text)
    except tomllib.TOMLDecodeError as problem:
        words, _, place = str(problem).partition(" (at ")
        if words == r"Illegal character '\n'":
            words = "a quote that opens in this line does not close there"
        line = re.search(r"line (\d+)", place)
        number = int(line[1]) if line else text.rstrip("\n").count("\n") + 1
        raise error(source, f"not valid TOML: {words}", line=number) from problem
    return Table(data, source, _scan(text), (), error)
