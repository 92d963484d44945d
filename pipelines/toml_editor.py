"""TOML text → edited TOML text, with comments and order kept: tomlkit's only room.

An edit of one `[[table]]` cuts out the lines of that table, lets tomlkit edit those, and puts them back, so that all
other lines stay as they are, byte by byte: mixed line ends, odd spacing and what tomlkit would write another way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import tomlkit

from pipelines.toml_reader import Path, key_lines, loads

WIDTH = 100
"""Characters of a new list on one line; a longer one gets a line for each of its strings."""

_ASSIGNED = re.compile(r"\s*[\w-]+(?P<gap>\s*)=")


def set_values(text: str, values: Mapping[tuple[str, str], Any]) -> str:
    """Return `text` with values set by (table, key); missing tables and keys are added."""
    document = tomlkit.parse(text.removeprefix("\ufeff"))
    for (table, key), value in values.items():
        if table not in document:
            document[table] = tomlkit.table()
        document[table][key] = value
    return tomlkit.dumps(document)


def add_tables(text: str, name: str, tables: Iterable[Mapping[str, Any]], *, note: str = "") -> str:
    """Return `text` with `[[name]]` tables added at its end, with its line ends; keys with an empty value are left out.

    `note` becomes a comment below the heading of each.
    """
    end = _line_end(text)
    parts = [text.rstrip("\r\n") + end if text.strip() else ""]
    for values in tables:
        table = tomlkit.table()
        if note:
            table.add(tomlkit.comment(_printable(note)))
        for key, value in values.items():
            if value not in ("", None, (), []):
                table[key] = value
        array = tomlkit.aot()
        array.append(table)
        document = tomlkit.document()
        document.add(name, array)
        parts.append(tomlkit.dumps(document).replace("\n", end))
    return end.join(part for part in parts if part)


def remove_tables(text: str, name: str, unwanted: Callable[[Mapping[str, Any]], bool]) -> tuple[str, int]:
    """Return `text` without the `[[name]]` tables that are unwanted, and how many these were.

    All comments stay but those within such a table: to tomlkit, the heading of the next section would belong to it.
    """
    text = text.removeprefix("\ufeff")
    places = key_lines(text)
    tables = [table for index, table in enumerate(loads(text).get(name, ())) if (name, index) in places]
    indexes = [index for index, table in enumerate(tables) if unwanted(table)]
    lines = text.split("\n")
    for index in reversed(indexes):
        _remove(lines, places, name, index)
    return "\n".join(lines), len(indexes)


def remove_table(text: str, name: str, index: int) -> str:
    """Return `text` without the `[[name]]` table number `index` (from 0); raises ValueError where there is none."""
    lines, places = text.split("\n"), key_lines(text)
    if (name, index) not in places:
        raise ValueError(f"there is no [[{name}]] table number {index + 1}")
    _remove(lines, places, name, index)
    return "\n".join(lines)


def _remove(lines: list[str], places: Mapping[Path, int], name: str, index: int) -> None:
    start = places[name, index] - 1
    own = [line - 1 for path, line in places.items() if path[:2] == (name, index)]
    end = _value_end(lines, max(own))
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    del lines[start:end]


def insert_table(text: str, name: str, values: Mapping[str, str | Sequence[str]], *, note: str = "") -> str:
    """Return `text` with a `[[name]]` table behind the last of its kind, else at the end.

    `note`, if there is one, becomes a comment below its heading. Keys with an empty value are left out.
    """
    lines = text.split("\n")
    places = key_lines(text)
    starts = [line - 1 for path, line in places.items() if len(path) == 2 and path[0] == name]
    pad = max(map(len, (key for key, value in values.items() if value)))
    if starts:
        start, end = _extent(lines, places, max(starts))
        pad = pad if _column(lines[start:end]) else 0
        end = _behind_comments(lines, end)
    else:
        end = len(lines)
        while end and not lines[end - 1].strip():
            end -= 1
    table = [f"[[{name}]]", *([f"# {_printable(note)}"] if note else [])]
    for key, value in values.items():
        if value:
            table += _assignment(key, value, pad)
    mark = _line_end(text)
    new = [*([mark] if end else []), *(line + mark for line in table)]
    new += [mark] * (end < len(lines) - 1 and bool(lines[end].strip()))
    before = "".join(line + "\n" for line in lines[:end])
    if end == len(lines):  # the last line has no end yet
        before = before[:-1] + mark if end else ""
    return before + "".join(new) + "\n".join(lines[end:])


def put_strings(
    text: str, name: str, index: int, added: Mapping[str, str | Sequence[str]], order: Sequence[str]
) -> str:
    """Return `text` with strings added to lists of the table `[[name]]` number `index` (from 0).

    A key that the table lacks is put where `order` has it. A single string is set, for a key that is no list. Raises
    ValueError where the table is not written as `[[name]]`.
    """

    def put(piece: str) -> str:
        for key, value in added.items():
            piece = _put(piece, name, key, value, order)
        return piece

    return _in_table(text, name, index, put)


def drop_string(text: str, name: str, index: int, key: str, place: int) -> str:
    """Return `text` without string number `place` (from 0) of the list `key` in the table `[[name]]` number `index`.

    A list that is empty then goes as a whole. Raises ValueError where the table is not written as `[[name]]`.
    """

    def without(piece: str) -> str:
        document = tomlkit.parse(piece)
        table = document[name][0]
        if len(table[key]) > 1:
            del table[key][place]
        else:
            del table[key]
        return tomlkit.dumps(document)

    return _in_table(text, name, index, without)


def quoted(value: str) -> str:
    """Return a string as TOML writes it, on one line."""
    return tomlkit.string(value).as_string()


def _in_table(text: str, name: str, index: int, change: Callable[[str], str]) -> str:
    """The text with the lines of one table changed, the line ends as they were."""
    lines = text.split("\n")
    places = key_lines(text)
    if (name, index) not in places:
        raise ValueError(f"it is not written as a [[{name}]] table")
    start, end = _extent(lines, places, places[name, index] - 1)
    piece = "\n".join(lines[start:end])
    plain = change(piece.replace("\r\n", "\n").removesuffix("\r") + "\n")
    edited = plain.removesuffix("\n").replace("\n", _line_end(piece)) + "\r" * piece.endswith("\r")
    return "\n".join([*lines[:start], edited, *lines[end:]])


def _put(piece: str, name: str, key: str, value: str | Sequence[str], order: Sequence[str]) -> str:
    """The text of one table with a value added."""
    document = tomlkit.parse(piece)
    table = document[name][0]
    if key in table:
        if isinstance(value, str):
            table[key] = value
        else:
            table[key].extend(value)
        return tomlkit.dumps(document)
    lines = piece.split("\n")[:-1]
    behind = order[order.index(key) + 1 :]
    places = key_lines(piece)
    found = [line - 1 for path, line in places.items() if len(path) == 3 and path[2] in behind]
    at = min(found, default=len(lines))
    if found:  # a comment belongs to the key below it
        before = _value_end(lines, max(line - 1 for line in places.values() if line - 1 < at))
        while at > before and lines[at - 1].lstrip().startswith("#"):
            at -= 1
    lines[at:at] = _assignment(key, value, _column(lines))
    return "\n".join(lines) + "\n"


def _extent(lines: list[str], places: Mapping[Path, int], start: int) -> tuple[int, int]:
    """The first line of the table that begins at `start`, and the one behind its last value."""
    end = min((line - 1 for path, line in places.items() if len(path) <= 2 and line - 1 > start), default=len(lines))
    return start, _value_end(lines, max(line - 1 for line in places.values() if start <= line - 1 < end))


def _value_end(lines: list[str], start: int) -> int:
    """The line behind the value whose key (or behind the heading that) stands in line `start`."""
    for end in range(start + 1, len(lines)):
        with suppress(tomllib.TOMLDecodeError):
            loads("\n".join(lines[start:end]).rstrip("\r") + "\n")
            return end
    return len(lines)


def _behind_comments(lines: list[str], end: int) -> int:
    """Where a table ends with the comments right below it, unless these stand right above the next table."""
    at = end
    while at < len(lines) and lines[at].lstrip().startswith("#"):
        at += 1
    return at if at == len(lines) or not lines[at].strip() else end


def _column(lines: Iterable[str]) -> int:
    """How wide keys are padded so that the equals signs stand in a column, 0 where they do not."""
    heads = [match for line in lines if (match := _ASSIGNED.match(line))]
    aligned = any(len(head["gap"]) > 1 for head in heads)
    return len(heads[0][0]) - 2 if aligned else 0


def _assignment(key: str, value: str | Sequence[str], pad: int) -> list[str]:
    head = f"{key:<{pad}} = "
    if isinstance(value, str):
        return [head + tomlkit.string(value).as_string()]
    strings = [tomlkit.string(each).as_string() for each in value]
    line = f"{head}[{', '.join(strings)}]"
    return [line] if len(line) <= WIDTH else [f"{head}[", *(f"  {each}," for each in strings), "]"]


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _printable(text: str) -> str:
    """Comments end with their line, and may hold no control characters (TOML 1.0, "Comment")."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
