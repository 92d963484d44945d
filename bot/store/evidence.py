"""Why and what people said, of many entries at once: for pages that show a list of them without a query for each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.times import moment, stamp
from pipelines.model import Fact, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A watched name in the latest version of an entry."""

    watch: str
    text: str  #: as it stands there
    field: str
    start: int  #: character offsets into the field
    end: int
    status: str
    score: float  #: 0 to 1
    evidence: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody said of a watch in an entry."""

    verdict: str  #: "right" or "wrong"
    by_name: str
    at: datetime  #: UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How an entry tells of its story."""

    entry: int  #: the row
    title: str
    link: str
    source: str
    at: datetime  #: published, else first seen; UTC


class Evidence:
    """Reads `mentions`, `decisions`, `reviews` and `entries` by their rows; what has nothing is not in the answer."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def mentions(self, entries: Iterable[int]) -> dict[int, list[Seen]]:
        """Return the mentions of entries in reading order, rejected ones included."""
        found: dict[int, list[Seen]] = {}
        for row in self._rows("SELECT * FROM mentions WHERE entry IN :keys ORDER BY rowid", entries):
            entry, _ = row.pop("entry"), row.pop("kind")
            found.setdefault(entry, []).append(Seen(**{**row, "evidence": tuple(json.loads(row["evidence"]))}))
        return found

    def watches(self, entries: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return the watches of which people can say whether entries mean them.

        Those that were ever decided to be surely meant; of an entry without such, those that it names unsurely.
        """
        wanted = [*entries]
        found: dict[int, dict[str, None]] = {}
        query = (
            "SELECT d.entry, w.value AS watch FROM decisions AS d, json_each(d.watches) AS w "
            "WHERE d.entry IN :keys ORDER BY d.rowid, w.key"
        )
        for row in self._rows(query, wanted):
            found.setdefault(row["entry"], {})[row["watch"]] = None
        query = "SELECT entry, watch FROM mentions WHERE status = 'unsure' AND entry IN :keys ORDER BY rowid"
        for row in self._rows(query, [entry for entry in wanted if entry not in found]):
            found.setdefault(row["entry"], {})[row["watch"]] = None
        return {entry: tuple(watches) for entry, watches in found.items()}

    def verdicts(self, entries: Iterable[int]) -> dict[int, dict[str, Verdict]]:
        """Return what was said of entries, by watch."""
        found: dict[int, dict[str, Verdict]] = {}
        for row in self._rows("SELECT * FROM reviews WHERE entry IN :keys ORDER BY entry, watch", entries):
            at = moment(row["reviewed_at"])
            assert at is not None
            said = Verdict(verdict=row["verdict"], by_name=row["by_name"], at=at)
            found.setdefault(row["entry"], {})[row["watch"]] = said
        return found

    def facts(self, entries: Iterable[int]) -> dict[int, list[Fact]]:
        """Return what entries state, in reading order."""
        found: dict[int, list[Fact]] = {}
        for row in self._rows("SELECT * FROM facts WHERE entry IN :keys ORDER BY rowid", entries):
            found.setdefault(row.pop("entry"), []).append(Fact(**row))
        return found

    def told(self, entries: Iterable[int]) -> dict[int, Told]:
        """Return headline, address, outlet and time of entries."""
        rows = self._rows(
            "SELECT key AS entry, title, link, source, coalesce(published, first_seen) AS at FROM entries "
            "WHERE key IN :keys",
            entries,
        )
        return {row["entry"]: Told(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows}

    def reports(self, stories: Iterable[int]) -> dict[int, tuple[Report, ...]]:
        """Return the entries of stories that surely name a watch, in the order in which they came."""
        found: dict[int, tuple[Report, ...]] = {}
        query = (
            "SELECT p.story, p.entry, e.source, e.link, p.copy_of FROM placements AS p JOIN entries AS e "
            "ON e.key = p.entry WHERE p.story IN :keys "
            "AND EXISTS (SELECT 1 FROM mentions WHERE entry = p.entry AND status = 'sure') ORDER BY p.entry"
        )
        for row in self._rows(query, stories):
            story = row.pop("story")
            found[story] = (*found.get(story, ()), Report(**row))
        return found

    def decided(self, entries: Iterable[int], since: datetime, until: datetime) -> set[int]:
        """Return which of the entries were decided in a span of time (UTC)."""
        query = "SELECT entry, decided_at FROM decisions WHERE entry IN :keys"
        first, last = stamp(since), stamp(until)
        return {row["entry"] for row in self._rows(query, entries) if first <= row["decided_at"] < last}

    def times(self, entries: Iterable[int]) -> dict[int, datetime]:
        """Return when entries were published, else first seen."""
        rows = self._rows("SELECT key, coalesce(published, first_seen) AS at FROM entries WHERE key IN :keys", entries)
        return {row["key"]: datetime.fromisoformat(row["at"]) for row in rows}

    def _rows(self, query: str, entries: Iterable[int]) -> Iterator[dict[str, Any]]:
        keys = query.replace(":keys", "(SELECT value FROM json_each(:keys))")
        return self._db.query(keys, {"keys": json.dumps([*entries])})
