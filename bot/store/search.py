"""Full-text search over what is stored: FTS5, https://sqlite.org/fts5.html.

People's words never reach FTS5 as syntax: each is put in double quotes, in which nothing but a double quote means
anything (https://sqlite.org/fts5.html#fts5_strings). What is understood on purpose: "words in quotes" stand together,
-word must not stand there, word* is how words begin (three letters at least), OR stands between two of which one must
stand there; all others must stand there, in any order and any field. Of a query that takes too long nothing is told:
others wait.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.errors import StoreError
from bot.store.times import moment, stamp_or_none
from pipelines.text import one_line

FIRST, LAST = "\x01", "\x02"
"""Around each word that was found, in a snippet: stored texts hold no control characters."""
MOST_WORDS = 20
"""Words of a query that count."""
MOST = 1_000
"""Entries that can be turned through: of more, those that came last."""
LEAST_BEGINNING = 3
"""Letters before a "*": fewer begin half of all words."""
SECONDS = 1.0
"""How long a search may take."""

_SNIPPET = 24  # words
_LONGEST = 10_000
"""Bytes of a text of which FTS5 makes a snippet: the time grows with the square of the words found, and the clock
is not looked at meanwhile (a quarter of a second here, half a minute for a megabyte). Of others the beginning is shown.
Bytes, since `length` of a text stops at a NUL.
"""
_START = 200  # characters of that
_STEPS = 1_000  # of SQLite's machine, between two looks at the clock: less than a millisecond
_ONLY = {
    "feeds": "e.feed IN (SELECT value FROM json_each(:feeds))",
    "watch": "{key} IN (SELECT entry FROM mentions WHERE watch = :watch AND status != 'rejected')",
    "since": "e.first_seen >= :since",
    "until": "e.first_seen < :until",
}
_WORD = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‑‒–—−", "-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found."""

    key: int
    title: str
    link: str
    source: str
    at: datetime  #: published, else first seen
    #: Where the words stand, between FIRST and LAST; it may be in the title. Of a long text how it begins, unmarked.
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what was found."""

    count: int  #: of all
    hits: list[Hit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Which entries a search looks at; None: it does not matter."""

    feeds: Sequence[str] | None = None  #: of these
    watch: str | None = None  #: naming this watch, surely or not
    since: datetime | None = None  #: that came then or later, UTC
    until: datetime | None = None  #: that came before then, UTC


ALL = Only()


class TooBroad(Exception):  # noqa: N818 - named for what it is
    """A search took longer than it may."""


def search_apart(
    path: str, words: str, *, limit: int, offset: int, only: Only = ALL, seconds: float = SECONDS
) -> Found:
    """Search the database at `path` over a connection of its own, as `Search` does: for a thread beside the event loop.

    Raises TooBroad if it takes longer than `seconds`, StoreError if the file can't be read.
    """
    end = time.monotonic() + seconds
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            search = Search(Database(connection, execute_plugins=False))
            count = search.count(words, only)
            return Found(count=count, hits=search.find(words, limit=limit, offset=offset, only=only))
    except sqlite3.OperationalError as error:
        if time.monotonic() > end:
            raise TooBroad from None
        raise StoreError(f"{path}: {error}") from error


class Search:
    """The table `entries_fts`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, words: str, *, limit: int, offset: int = 0, only: Only = ALL) -> list[Hit]:
        """Return the entries with `words`, the newest first; without words those of the watch or time in `only`.

        They come by their time, since this is news: how often a word stands in a text says little of its worth. Of
        more than `MOST` those that came last are put in order.
        """
        query = fts_query(words)
        if not (found := _found(query, only)):
            return []
        values = {**_values(only), "query": query}
        keys = self._db.execute(
            f"""
            SELECT key FROM (
              SELECT e.key AS key, coalesce(e.published, e.first_seen) AS at FROM {found}
              ORDER BY {"entries_fts.rowid" if query else "e.first_seen"} DESC LIMIT :most)
            ORDER BY at DESC, key DESC LIMIT :limit OFFSET :offset
            """,
            {**values, "most": MOST, "limit": limit, "offset": offset},
        ).fetchall()
        rows = {row["key"]: row for row in self._snippets(query, [key for (key,) in keys])}
        return [Hit(**{**rows[key], "at": moment(rows[key]["at"])}) for (key,) in keys]

    def _snippets(self, query: str, keys: list[int]) -> Iterator[dict[str, Any]]:
        text = "coalesce(nullif(e.summary, ''), e.content)"
        begins = f"substr({text}, 1, :start) || CASE WHEN length({text}) > :start THEN '…' ELSE '' END"
        snippet = (
            "CASE WHEN length(CAST(e.title || e.summary || e.content AS BLOB)) <= :longest "
            f"THEN snippet(entries_fts, -1, :first, :last, '…', :size) ELSE {begins} END"
        )
        # One row of the words after the other: SQLite would else go through all that have them.
        found = (
            "json_each(:keys) AS k CROSS JOIN entries_fts ON entries_fts.rowid = k.value AND entries_fts MATCH :query"
        )
        return self._db.query(
            f"""
            SELECT e.key, e.title, e.link, e.source, coalesce(e.published, e.first_seen) AS at,
                   {snippet if query else begins} AS snippet
            FROM {found if query else "json_each(:keys) AS k"} CROSS JOIN entries AS e ON e.key = k.value
            """,
            {
                "first": FIRST,
                "last": LAST,
                "size": _SNIPPET,
                "longest": _LONGEST,
                "start": _START,
                "query": query,
                "keys": json.dumps(keys),
            },
        )

    def count(self, words: str, only: Only = ALL) -> int:
        """Return how many entries have `words`; `find` can turn through `MOST` of them."""
        query = fts_query(words)
        if not (found := _found(query, only)):
            return 0
        if query and only == ALL:
            found = "entries_fts WHERE entries_fts MATCH :query"
        return int(self._db.execute(f"SELECT count(*) FROM {found}", {"query": query, **_values(only)}).fetchone()[0])


def _found(query: str, only: Only) -> str:
    """Return what stands behind FROM, "" if neither words nor a watch nor a time is asked for."""
    # With a plus SQLite neither looks up each entry of the watch among the words, nor reads entries of others.
    key = "+entries_fts.rowid" if query else "e.key"
    asked = [sql.format(key=key) for name, sql in _ONLY.items() if getattr(only, name) is not None]
    if query:
        tables = "entries_fts CROSS JOIN entries AS e ON e.key = entries_fts.rowid WHERE "
        return tables + " AND ".join(["entries_fts MATCH :query", *asked])
    if only.watch is None and only.since is None and only.until is None:
        return ""
    return "entries AS e WHERE " + " AND ".join(asked)


def _values(only: Only) -> dict[str, str | None]:
    return {
        "feeds": None if only.feeds is None else json.dumps([*only.feeds]),
        "watch": only.watch,
        "since": stamp_or_none(only.since),
        "until": stamp_or_none(only.until),
    }


def fts_query(words: str) -> str:
    """Return what people write as a query for FTS5 that can't fail, "" if it asks for no word."""
    wanted: list[list[str]] = []  # of each inner list one must stand there
    unwanted: list[str] = []
    either = False
    for found in _WORD.finditer(one_line(words).translate(_QUOTES)):
        minus, phrase, word = found.groups()
        if word == "OR" and not minus:
            either = bool(wanted)
            continue
        text = phrase if phrase is not None else word
        if not any(map(str.isalnum, text)):
            continue  # a phrase without a word would match nothing
        letters = sum(map(str.isalnum, text))
        beginning = phrase is None and word.endswith("*") and letters >= LEAST_BEGINNING
        quoted = f'"{text}"'.casefold() + "*" * beginning
        if minus:
            unwanted.append(quoted)
        elif either:
            wanted[-1].append(quoted)
        else:
            wanted.append([quoted])
        either = False
    if not wanted:
        return ""
    groups = dict.fromkeys(" OR ".join([*dict.fromkeys(each)][:MOST_WORDS]) for each in wanted)
    needed = [f"({each})" if " OR " in each else each for each in groups]
    query = f"({' AND '.join(needed[:MOST_WORDS])})"
    return query + "".join(f" NOT {each}" for each in [*dict.fromkeys(unwanted)][:MOST_WORDS])
