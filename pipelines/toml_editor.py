"""TOML text → edited TOML text, with comments and order kept: tomlkit's only room."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import tomlkit

from pipelines.toml_reader import key_lines


def set_values(text: str, values: Mapping[tuple[str, str], Any]) -> str:
    """Return `text` with values set by (table, key); missing tables and keys are added."""
    document = tomlkit.parse(text.removeprefix("\ufeff"))
    for (table, key), value in values.items():
        if table not in document:
            document[table] = tomlkit.table()
        document[table][key] = value
    return tomlkit.dumps(document)


def add_tables(text: str, name: str, tables: Iterable[Mapping[str, Any]]) -> str:
    """Return `text` with `[[name]]` tables added at its end; keys with an empty value are left out."""
    parts = [text.rstrip("\n") + "\n" if text.strip() else ""]
    for values in tables:
        table = tomlkit.table()
        for key, value in values.items():
            if value not in ("", None, (), []):
                table[key] = value
        array = tomlkit.aot()
        array.append(table)
        document = tomlkit.document()
        document.add(name, array)
        parts.append(tomlkit.dumps(document))
    return "\n".join(part for part in parts if part)


def remove_tables(text: str, name: str, unwanted: Callable[[Mapping[str, Any]], bool]) -> tuple[str, int]:
    """Return `text` without the `[[name]]` tables that are unwanted, and how many these were.

    All comments stay but those within such a table: to tomlkit, the heading of the next section would belong to it.
    """
    text = text.removeprefix("\ufeff")
    places = key_lines(text)
    tables = [table for index, table in enumerate(tomllib.loads(text).get(name, ())) if (name, index) in places]
    indexes = [index for index, table in enumerate(tables) if unwanted(table)]
    lines = text.split("\n")
    for index in reversed(indexes):
        start = places[name, index] - 1
        after = [line - 1 for path, line in places.items() if line - 1 > start and path[:2] != (name, index)]
        end = min(after, default=len(lines))
        while lines[end - 1].strip() == "" or lines[end - 1].lstrip().startswith("#"):
            end -= 1
        while end < len(lines) - 1 and not lines[end].strip():
            end += 1
        del lines[start:end]
    return "\n".join(lines), len(indexes)
