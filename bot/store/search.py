"""Full-text search over what is stored: FTS5, https://sqlite.org/fts5.html.

People's words never reach FTS5 as syntax: each is put in double quotes, in which nothing but a double quote means
anything (https://sqlite.org/fts5.html#fts5_strings). What is understood on purpose: "words in quotes" stand together,
-word must not stand there, word* is how words begin; all others must stand there, in any order and any field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.times import moment
from pipelines.text import one_line

FIRST, LAST = "\x01", "\x02"
"""Around each word that was found, in a snippet: stored texts hold no control characters."""
MOST_WORDS = 20
"""Words of a query that count."""

_SNIPPET = 24  # words
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
    snippet: str  #: where the words stand, between FIRST and LAST; it may be in the title


class Search:
    """The table `entries_fts`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, words: str, *, limit: int, offset: int = 0) -> list[Hit]:
        """Return the entries with `words`, those that came last first; none if no word is asked for.

        The newest come first, since this is news: how often a word stands in a text says little of its worth.
        """
        query = fts_query(words)
        if not query:
            return []
        rows = self._db.query(
            """
            SELECT e.key, e.title, e.link, e.source, coalesce(e.published, e.first_seen) AS at,
                   snippet(entries_fts, -1, :first, :last, '…', :size) AS snippet
            FROM entries_fts JOIN entries AS e ON e.key = entries_fts.rowid
            WHERE entries_fts MATCH :query ORDER BY entries_fts.rowid DESC LIMIT :limit OFFSET :offset
            """,
            {"first": FIRST, "last": LAST, "size": _SNIPPET, "query": query, "limit": limit, "offset": offset},
        )
        return [Hit(**{**row, "at": moment(row["at"])}) for row in rows]

    def count(self, words: str) -> int:
        """Return how many entries `find` can find."""
        query = fts_query(words)
        if not query:
            return 0
        row = self._db.execute("SELECT count(*) FROM entries_fts WHERE entries_fts MATCH ?", [query]).fetchone()
        return int(row[0])


def fts_query(words: str) -> str:
    """Return what people write as a query for FTS5 that can't fail, "" if it asks for no word."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _WORD.finditer(one_line(words).translate(_QUOTES)):
        minus, phrase, word = found.groups()
        text = phrase if phrase is not None else word
        if any(map(str.isalnum, text)):  # a phrase without a word would match nothing
            quoted = f'"{text}"'
            beginning = phrase is None and word.endswith("*")
            (unwanted if minus else wanted).append(quoted + "*" * beginning)
    if not wanted:
        return ""
    query = f"({' AND '.join(wanted[:MOST_WORDS])})"
    return query + "".join(f" NOT {each}" for each in unwanted[:MOST_WORDS])
