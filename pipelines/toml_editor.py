"""TOML text → edited TOML text, with comments and order kept: tomlkit's only room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT


def set_values(text: str, values: Mapping[tuple[str, str], Any]) -> str:
    """Return `text` with values set by (table, key); missing tables and keys are added."""
    document = tomlkit.parse(text)
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
    """Return `text` without the `[[name]]` tables that are unwanted, and how many these were."""
    document = tomlkit.parse(text)
    tables = document.get(name)
    if not isinstance(tables, AoT):
        return text, 0
    positions = [at for at, table in enumerate(tables) if unwanted(table.unwrap())]
    for at in reversed(positions):
        del tables[at]
    if not len(tables):
        del document[name]
    return tomlkit.dumps(document), len(positions)
