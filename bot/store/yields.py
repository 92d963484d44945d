"""What each feed has brought: entries by day, alerts, the latest entries."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlite_utils import Database

from bot.store.times import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """An entry of a feed."""

    key: int
    title: str
    link: str
    at: datetime  #: when it came, UTC


class Yields:
    """Reads `entries` and `decisions`; writes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def counts(self, urls: Collection[str], bounds: Sequence[datetime]) -> dict[str, list[int]]:
        """Return by feed how many entries came in each span of time between two `bounds` (UTC)."""
        # All times of a feed at once, counted here: a query for each feed and span takes three times as long.
        rows = self._db.execute(
            """
            SELECT feed.value, (
              SELECT json_group_array(first_seen) FROM entries
              WHERE feed = feed.value AND first_seen >= :since AND first_seen < :until)
            FROM json_each(:feeds) AS feed
            """,
            {"feeds": json.dumps([*urls]), "since": stamp(bounds[0]), "until": stamp(bounds[-1])},
        )
        stamps = [stamp(bound) for bound in bounds]
        found = {}
        for url, times in rows:
            came = sorted(json.loads(times))
            found[url] = [later - earlier for earlier, later in pairwise(bisect_left(came, at) for at in stamps)]
        return found

    def alerts(self, since: datetime) -> dict[str, int]:
        """Return by feed how many of its entries alerted since then; feeds without any are not there."""
        rows = self._db.execute(
            "SELECT feed, count(DISTINCT entry) FROM decisions JOIN entries ON key = entry "
            "WHERE action = 'alert' AND decided_at >= ? GROUP BY feed",
            [stamp(since)],
        )
        return dict(rows.fetchall())

    def latest(self, url: str, limit: int) -> list[Latest]:
        """Return the latest entries of a feed, the newest first."""
        rows = self._db.execute(
            "SELECT key, title, link, first_seen FROM entries WHERE feed = ? ORDER BY first_seen DESC, key LIMIT ?",
            [url, limit],
        )
        return [Latest(key=key, title=title, link=link, at=datetime.fromisoformat(at)) for key, title, link, at in rows]
