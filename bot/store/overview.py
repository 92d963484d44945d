"""Counts and latest rows over several tables: what chat commands tell of the state of things."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.entries import StoredEntry, stored_entry
from bot.store.times import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry that was alerted."""

    key: int
    title: str
    link: str
    source: str
    at: datetime  #: when the alert was made


class Overview:
    """Reads `decisions`, `entries`, `outbox` and `feeds`; writes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def entry(self, key: int) -> StoredEntry | None:
        """Return the entry in a row, None if there is none."""
        rows = self._db.query("SELECT * FROM entries WHERE key = ?", [key])
        return next(map(stored_entry, rows), None)

    def alerts_by_watch(self, since: datetime) -> dict[str, int]:
        """Return how many entries alerted since then, by each watch that they surely name."""
        rows = self._db.execute(
            "SELECT w.value, count(DISTINCT d.entry) FROM decisions AS d, json_each(d.watches) AS w "
            "WHERE d.action = 'alert' AND d.decided_at >= ? GROUP BY w.value",
            [stamp(since)],
        )
        return dict(rows.fetchall())

    def last_alerts(self, watch: str, limit: int, feeds: Collection[str] | None = None) -> list[Told]:
        """Return the latest entries that alerted and surely name a watch, the latest first; `feeds`: only of these."""
        rows = self._db.query(
            """
            SELECT e.key, e.title, e.link, e.source, max(d.decided_at) AS at
            FROM decisions AS d JOIN entries AS e ON e.key = d.entry
            WHERE d.action = 'alert' AND EXISTS (SELECT 1 FROM json_each(d.watches) WHERE value = :watch)
              AND (:feeds IS NULL OR e.feed IN (SELECT value FROM json_each(:feeds)))
            GROUP BY e.key ORDER BY at DESC, e.key DESC LIMIT :limit
            """,
            {"watch": watch, "limit": limit, "feeds": None if feeds is None else json.dumps([*feeds])},
        )
        return [Told(**{**row, "at": moment(row["at"])}) for row in rows]

    def alerts_since(self, since: datetime) -> int:
        """Return how many entries alerted since then."""
        row = self._db.execute(
            "SELECT count(DISTINCT entry) FROM decisions WHERE action = 'alert' AND decided_at >= ?", [stamp(since)]
        ).fetchone()
        return int(row[0])

    def last_poll(self) -> datetime | None:
        """Return when a feed was polled last, None for never."""
        return moment(self._db.execute("SELECT max(last_polled_at) FROM feeds").fetchone()[0])

    def waiting(self) -> dict[str, int]:
        """Return how many messages wait for each chat."""
        rows = self._db.execute(
            "SELECT chat, count(*) FROM outbox WHERE status = 'waiting' GROUP BY chat ORDER BY chat"
        )
        return dict(rows.fetchall())
