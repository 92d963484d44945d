"""Full-text search over what is stored: FTS5, https://sqlite.org/fts5.html.

People's words never reach FTS5 as syntax: each is put in double quotes, in which nothing but a double quote means
anything (https://sqlite.org/fts5.html#fts5_strings). What is understood on purpose: "words in quotes" stand together,
-word must not stand there, word* is how words begin (three letters at least); all others must stand there, in any
order and any field. Of a query that takes too long nothing is told: others wait.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.errors import StoreError
from bot.store.times import moment, stamp_or_none
from pipelines.text import one_line

FIRST, LAST = "\x01", "\x02"
"""Around each word that was found, in a snippet: stored texts hold no control characters."""
MOST_WORDS = 20
"""Words of a query that count."""
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
_ONLY = (
    "(:feeds IS NULL OR e.feed IN (SELECT value FROM json_each(:feeds))) "
    "AND (:watch IS NULL OR EXISTS (SELECT 1 FROM mentions WHERE entry = e.key AND watch = :watch "
    "AND status != 'rejected')) "
    "AND (:since IS NULL OR e.first_seen >= :since) AND (:until IS NULL OR e.first_seen < :until)"
)
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
        """Return the entries with `words`, those that came last first; none if no word is asked for.

        The newest come first, since this is news: how often a word stands in a text says little of its worth.
        """
        query = fts_query(words)
        if not query:
            return []
        rows = self._db.query(
            f"""
            SELECT e.key, e.title, e.link, e.source, coalesce(e.published, e.first_seen) AS at,
                   CASE WHEN length(CAST(e.title || e.summary || e.content AS BLOB)) <= :longest
                   THEN snippet(entries_fts, -1, :first, :last, '…', :size)
                   ELSE substr(coalesce(nullif(e.summary, ''), e.content), 1, :start) || '…' END AS snippet
            FROM entries_fts JOIN entries AS e ON e.key = entries_fts.rowid
            WHERE entries_fts MATCH :query AND {_ONLY}
            ORDER BY entries_fts.rowid DESC LIMIT :limit OFFSET :offset
            """,
            {
                "first": FIRST,
                "last": LAST,
                "size": _SNIPPET,
                "longest": _LONGEST,
                "start": _START,
                "query": query,
                "limit": limit,
                "offset": offset,
                **_values(only),
            },
        )
        return [Hit(**{**row, "at": moment(row["at"])}) for row in rows]

    def count(self, words: str, only: Only = ALL) -> int:
        """Return how many entries `find` can find."""
        query = fts_query(words)
        if not query:
            return 0
        sql = "SELECT count(*) FROM entries_fts WHERE entries_fts MATCH :query"
        if only != ALL:
            sql = (
                "SELECT count(*) FROM entries_fts JOIN entries AS e ON e.key = entries_fts.rowid "
                f"WHERE entries_fts MATCH :query AND {_ONLY}"
            )
        return int(self._db.execute(sql, {"query": query, **_values(only)}).fetchone()[0])


def _values(only: Only) -> dict[str, str | None]:
    return {
        "feeds": None if only.feeds is None else json.dumps([*only.feeds]),
        "watch": only.watch,
        "since": stamp_or_none(only.since),
        "until": stamp_or_none(only.until),
    }


def fts_query(words: str) -> str:
    """Return what people write as a query for FTS5 that can't fail, "" if it asks for no word."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _WORD.finditer(one_line(words).translate(_QUOTES)):
        minus, phrase, word = found.groups()
        text = phrase if phrase is not None else word
        if any(map(str.isalnum, text)):  # a phrase without a word would match nothing
            quoted = f'"{text}"'
            letters = sum(map(str.isalnum, text))
            beginning = phrase is None and word.endswith("*") and letters >= LEAST_BEGINNING
            (unwanted if minus else wanted).append(quoted.casefold() + "*" * beginning)
    if not wanted:
        return ""
    query = f"({' AND '.join([*dict.fromkeys(wanted)][:MOST_WORDS])})"
    return query + "".join(f" NOT {each}" for each in [*dict.fromkeys(unwanted)][:MOST_WORDS])
