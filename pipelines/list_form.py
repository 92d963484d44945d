"""A watchlist's text as a form, and a field of the form back into the text.

The text is what counts: a form is made of it, and each field that somebody fills in changes one value of it
(`pipelines.toml_values`), so that form and text are two views of one draft.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.errors import WatchlistError
from pipelines.model import Kind, Level
from pipelines.text import fold
from pipelines.toml_editor import insert_table, remove_table
from pipelines.toml_reader import Path, key_lines, loads, read_toml
from pipelines.toml_values import remove_key, set_value

LINE, TEXT, LIST, CHOICE = "line", "text", "list", "choice"
"""How a field is filled in: one line, several, one item on each line, or one of a few."""
_GONE = "the list was changed meanwhile, and this part of it is gone"
_BY_HAND = "that part is written in a way that a form can't edit; edit the text"
_REQUIRED = frozenset({"id", "name", "kind", "all"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of a table, as a form shows it."""

    key: str
    label: str
    hint: str = ""
    shape: str = LINE
    choices: tuple[tuple[str, str], ...] = ()  #: value and words; "" stands for the default
    value: str = ""  #: of a list, one item on each line
    fits: bool = True  #: False: what the text has there is nothing that a form can show


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One table of a list, closed."""

    table: str  #: "watch" or "rule"
    index: int  #: from 0, among the tables of its kind
    id: str
    name: str
    kind: str  #: of a watch, else ""
    level: str  #: what its `alert` says, "" if nothing
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A list, its tables closed."""

    fields: tuple[Field, ...]  #: of the list itself
    watches: tuple[Row, ...]
    rules: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a form a line of the text belongs."""

    table: str = ""  #: "" for the list itself
    index: int = 0
    key: str = ""  #: "" for the table as a whole


_LEVELS = (
    (Level.PUSH, "push: a message at once"),
    (Level.SILENT, "silent: a message without a sound"),
    (Level.DIGEST, "digest: a line in the daily digest"),
    (Level.CONTEXT, "context: counts for rules, is never told alone"),
)
_ALERT = (("", "as usual for its kind"), *((level.value, words) for level, words in _LEVELS))
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "": (
        Field(key="title", label="Title", hint="for people who read the list"),
        Field(key="chat", label="Chat", hint="@channel or a number; empty: the usual chat"),
    ),
    "watch": (
        Field(key="id", label="Id", hint="a-z, 0-9 and -; its history hangs on it"),
        Field(key="name", label="Name", hint="always means it"),
        Field(key="kind", label="Kind", shape=CHOICE, choices=tuple((kind.value, kind.value) for kind in Kind)),
        Field(key="alert", label="Alert", shape=CHOICE, choices=_ALERT),
        Field(key="aliases", label="Aliases", hint="mean this and nothing else; one a line", shape=LIST),
        Field(key="ambiguous", label="Ambiguous", hint="only where the text supports it; one a line", shape=LIST),
        Field(key="about", label="About", hint="from which a stranger could tell it from its namesakes", shape=TEXT),
        Field(key="context", label="Context", hint="words that speak for it; one a line", shape=LIST),
        Field(key="against", label="Against", hint="words that speak against it; one a line", shape=LIST),
        Field(key="hits", label="Hits", hint="sentences that must match; one a line", shape=LIST),
        Field(key="misses", label="Misses", hint="sentences that must not match; one a line", shape=LIST),
    ),
    "rule": (
        Field(key="id", label="Id", hint="a-z, 0-9 and -"),
        Field(key="title", label="Title", hint="stands in the alert"),
        Field(key="all", label="All", hint="kinds or watch ids that must meet; one a line", shape=LIST),
        Field(key="within", label="Within", shape=CHOICE, choices=(("", "entry"), ("sentence", "sentence"))),
        Field(key="cues", label="Cues", hint="one of these words, in any inflection; one a line", shape=LIST),
        Field(key="alert", label="Alert", shape=CHOICE, choices=(("", "push, as usual"), *_ALERT[1:])),
        Field(key="chat", label="Chat", hint="@channel or a number; empty: the list's"),
    ),
}
"""The fields of a list and of its tables, in the order in which a form shows them."""
_ORDER: Mapping[str, Sequence[str]] = {
    "": ("title", "chat"),
    "watch": ("id", "name", "kind", "aliases", "ambiguous", "about", "context", "against", "alert", "hits", "misses"),
    "rule": ("id", "title", "all", "within", "cues", "alert", "chat"),
}
"""The same in the order in which a text has them."""


def outline(text: str, source: str) -> Outline:
    """Return a list with its tables closed; raises `WatchlistError` where the text is no TOML."""
    read_toml(text, source, WatchlistError)
    data, places = loads(text), key_lines(text)
    return Outline(
        fields=_filled("", data), watches=_rows(data, "watch", places), rules=_rows(data, "rule", places)
    )  # fmt: skip


def _rows(data: Mapping[str, Any], table: str, places: Mapping[Path, int]) -> tuple[Row, ...]:
    found = data.get(table)
    rows = found if isinstance(found, list) else []
    return tuple(
        Row(
            table=table,
            index=index,
            id=_word(row.get("id")),
            name=_word(row.get("name") or row.get("title") or row.get("id")),
            kind=_word(row.get("kind")),
            level=_word(row.get("alert")),
            line=places[table, index],
        )
        for index, row in enumerate(rows)
        if isinstance(row, dict) and (table, index) in places
    )


def _word(value: Any) -> str:
    """A value as a form shows it: anything else is no single word, and a number may have too many digits."""
    is_number = isinstance(value, int | float) and abs(value) < 10**18
    return value if isinstance(value, str) else str(value) if is_number else ""


def fields(text: str, source: str, table: str, index: int) -> tuple[Field, ...]:
    """Return the fields of one table; raises `WatchlistError` where it is not there."""
    read_toml(text, source, WatchlistError)
    rows = loads(text).get(table)
    row = rows[index] if table in FIELDS and isinstance(rows, list) and 0 <= index < len(rows) else None
    if not isinstance(row, dict):
        raise WatchlistError(source, _GONE)
    return _filled(table, row)


def _filled(table: str, data: Mapping[str, Any]) -> tuple[Field, ...]:
    return tuple(_with_value(each, data.get(each.key)) for each in FIELDS[table])


def _with_value(empty: Field, value: Any) -> Field:
    if empty.shape == LIST:
        strings = [] if value is None else value
        fits = isinstance(strings, list) and all(isinstance(each, str) and _is_line(each) for each in strings)
        shown = "\n".join(strings) if fits else ""
    else:
        shown = _word(value)
        known = empty.shape != CHOICE or shown in ("", *(each for each, _ in empty.choices), "entry", *_level_names())
        number = empty.key == "chat" and isinstance(value, int) and not isinstance(value, bool)
        fits = (
            known and (value is None or isinstance(value, str) or number) and (empty.shape == TEXT or _is_line(shown))
        )
    choices = empty.choices
    if empty.shape == CHOICE and fits and shown not in [each for each, _ in choices]:
        choices = ((shown, shown or "choose one"), *choices)
    return Field(
        key=empty.key, label=empty.label, hint=empty.hint, shape=empty.shape, choices=choices, value=shown, fits=fits
    )  # fmt: skip


def _level_names() -> list[str]:
    return [level.value for level in Level]


def _is_line(text: str) -> bool:
    return "\n" not in text and "\r" not in text


def set_field(text: str, source: str, place: Place, value: str) -> str:
    """Return the text with one field filled in; raises `WatchlistError` where that can't be done in a form.

    Of a list, `value` has one item on each line; empty lines do not count. What is empty goes, key and all, but for
    what a table must have.
    """
    known = {each.key: each for each in FIELDS.get(place.table, ())}
    if place.key not in known:
        raise WatchlistError(source, f"a list has no field {place.key!r}")
    read_toml(text, source, WatchlistError)
    path: Path = (place.table, place.index, place.key) if place.table else (place.key,)
    value = value.replace("\r\n", "\n")
    try:
        if known[place.key].shape == LIST:
            items = tuple(line.strip() for line in value.split("\n") if line.strip())
            edited = set_value(text, path, items, _ORDER[place.table])
        elif value.strip() or place.key in _REQUIRED:
            edited = set_value(text, path, value.strip(), _ORDER[place.table])
        else:
            edited = remove_key(text, path)
        loads(edited)
    except ValueError as error:
        raise WatchlistError(source, _BY_HAND) from error
    return edited


def add_rule(text: str, source: str, title: str) -> str:
    """Return the text with a rule of that title at its end: that a company meets an agency, to begin with.

    Raises `WatchlistError` where the rules are written in another way than as `[[rule]]`.
    """
    read_toml(text, source, WatchlistError)
    taken = {row.id for row in outline(text, source).rules}
    base = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-") or "rule"
    identifier = next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    edited = insert_table(text, "rule", {"id": identifier, "title": title, "all": [Kind.COMPANY, Kind.AGENCY]})
    try:
        loads(edited)
    except ValueError as error:
        raise WatchlistError(source, _BY_HAND) from error
    return edited


def remove(text: str, source: str, place: Place, identifier: str) -> str:
    """Return the text without one of its tables; raises `WatchlistError` where none of that id is there."""
    found = outline(text, source)
    known = {(row.table, row.index): row.id for row in (*found.watches, *found.rules)}
    if known.get((place.table, place.index)) != identifier:
        raise WatchlistError(source, _GONE)
    try:
        return remove_table(text, place.table, place.index)
    except ValueError as error:
        raise WatchlistError(source, str(error)) from error


def places_of(text: str, lines: Sequence[int]) -> list[Place]:
    """Return where in a form lines of the text belong; raises ValueError (`TOMLDecodeError`) where it is no TOML."""
    loads(text)
    known = sorted((number, len(path), path) for path, number in key_lines(text).items() if _is_in_form(path))
    return [_place(next((path for number, _, path in reversed(known) if number <= line), ())) for line in lines]


def _is_in_form(path: Path) -> bool:
    return len(path) == 1 or path[0] in FIELDS


def _place(path: Path) -> Place:
    match path[:3]:
        case (str(table), int(index), str(key)):
            return Place(table=table, index=index, key=key)
        case (str(table), int(index)):
            return Place(table=table, index=index)
        case (str(key),):
            return Place(key=key)
    return Place()
