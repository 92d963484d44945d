"""Which story each entry belongs to, and what has been told of a story.

A story is named by the row of the entry that it began with.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.entries import StoredEntry, stored_entry
from bot.store.times import moment, stamp
from pipelines.model import Placement, Report, StorySoFar

#: The entries of a story that were told: alerted, or added to an alert.
_TOLD = """
    (SELECT entry FROM placements AS p WHERE story = :story AND EXISTS
      (SELECT 1 FROM decisions WHERE decisions.entry = p.entry AND action IN ('alert', 'added')))
"""


class Stories:
    """The table `placements`, and what the others hold of a story."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def placed(self, placements: Iterable[Placement], now: datetime) -> None:
        """Store where entries were put; their ids are rows. One that was placed before is moved."""
        for each in placements:
            self._db.execute(
                """
                INSERT INTO placements (entry, story, placed_at, score, nearest, copy_of, reasons)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (entry) DO UPDATE SET story = excluded.story, score = excluded.score,
                  nearest = excluded.nearest, copy_of = excluded.copy_of, reasons = excluded.reasons
                """,
                [int(each.entry), int(each.story), stamp(now), each.score, _row(each.nearest), _row(each.copy_of),
                 json.dumps(each.reasons, ensure_ascii=False)],
            )  # fmt: skip

    def of(self, entry: int) -> Placement | None:
        """Return where an entry was put; None: never into a story."""
        for row in self._db.query("SELECT * FROM placements WHERE entry = ?", [entry]):
            return Placement(
                entry=str(row["entry"]),
                story=str(row["story"]),
                score=row["score"],
                nearest=str(row["nearest"] or ""),
                reasons=tuple(json.loads(row["reasons"])),
                copy_of=str(row["copy_of"] or ""),
            )
        return None

    def members(self, story: int) -> list[dict[str, Any]]:
        """Return the entries of a story with the reasons (a list) why they belong there, in the order they came."""
        rows = self._db.query(
            """
            SELECT e.key, e.title, e.source, e.link, e.first_seen, p.placed_at, p.score, p.nearest, p.copy_of, p.reasons
            FROM placements AS p JOIN entries AS e ON e.key = p.entry WHERE p.story = ? ORDER BY e.first_seen, e.key
            """,
            [story],
        )
        return [{**row, "reasons": json.loads(row["reasons"])} for row in rows]

    def past(self, since: datetime) -> Iterator[tuple[StoredEntry, int, bool]]:
        """Yield the entries placed since then with their stories, in the order of placing, one by one from disk.

        With each comes whether its link is its own: False if it stands for several entries of the feed.
        """
        rows = self._db.query(
            """
            SELECT e.*, p.story, NOT EXISTS (SELECT 1 FROM entries AS other WHERE other.link_key = e.link_key
                                             AND other.feed = e.feed AND other.key != e.key) AS own_link
            FROM placements AS p CROSS JOIN entries AS e ON e.key = p.entry WHERE p.placed_at >= ?
            ORDER BY p.sequence
            """,
            [stamp(since)],
        )
        for row in rows:
            yield stored_entry(row), row["story"], bool(row["own_link"])

    def so_far(self, entry: int) -> StorySoFar:
        """Return what has been told of the story of an entry, nothing if it was never put into one."""
        placement = self.of(entry)
        if placement is None:
            return StorySoFar()
        story = int(placement.story)
        watches, rules = self._decided(story)
        return StorySoFar(
            story=story,
            told=self._told(story),
            watches=watches,
            rules=rules,
            meetings=self._meetings(story),
            amount=self._amount(story),
            gained=self._gained(story),
            joined=1.0 if placement.entry == placement.story else placement.score,
        )

    def reports(self, story: int, watches: Collection[str]) -> tuple[Report, ...]:
        """Return the entries of a story that surely name one of `watches`, in the order they came."""
        rows = self._db.query(
            """
            SELECT e.key AS entry, e.source, e.link, p.copy_of
            FROM placements AS p JOIN entries AS e ON e.key = p.entry
            WHERE p.story = ? AND EXISTS (SELECT 1 FROM mentions WHERE mentions.entry = e.key AND status = 'sure'
                                          AND watch IN (SELECT value FROM json_each(?)))
            ORDER BY e.first_seen, e.key
            """,
            [story, json.dumps(list(watches))],
        )
        return tuple(Report(**row) for row in rows)

    # --- what was told of a story -----------------------------------------------------------------

    def _decided(self, story: int) -> tuple[frozenset[str], frozenset[str]]:
        rows = self._db.execute(
            "SELECT watches, rules FROM decisions WHERE action IN ('alert', 'added') AND entry IN "
            "(SELECT entry FROM placements WHERE story = ?)",
            [story],
        ).fetchall()
        watches = frozenset(watch for names, _ in rows for watch in json.loads(names))
        return watches, frozenset(rule for _, met in rows for rule in json.loads(met))

    def _told(self, story: int) -> dict[str, datetime]:
        rows = self._db.execute(
            "SELECT chat, max(created_at) FROM outbox WHERE story = ? AND kind = 'alert' "
            "AND telling IN ('first', 'again') AND status != 'refused' GROUP BY chat",
            [story],
        ).fetchall()
        return {chat: at for chat, text in rows if (at := moment(text))}

    def _meetings(self, story: int) -> frozenset[tuple[str, str]]:
        rows = self._db.execute(
            f"""
            SELECT DISTINCT company.watch, agency.watch FROM mentions AS company
            JOIN mentions AS agency ON agency.entry = company.entry AND agency.field = company.field
              AND agency.sentence = company.sentence AND agency.kind = 'agency' AND agency.status = 'sure'
            WHERE company.kind = 'company' AND company.status = 'sure' AND company.entry IN {_TOLD}
            """,
            {"story": story},
        ).fetchall()
        return frozenset((company, agency) for company, agency in rows)

    def _amount(self, story: int) -> bool:
        query = f"SELECT EXISTS (SELECT 1 FROM facts WHERE amount IS NOT NULL AND entry IN {_TOLD})"
        return bool(self._db.execute(query, {"story": story}).fetchone()[0])

    def _gained(self, story: int) -> frozenset[str]:
        rows = self._db.execute("SELECT gains FROM outbox WHERE story = ?", [story]).fetchall()
        return frozenset(code for (codes,) in rows for code in json.loads(codes))


def _row(identifier: str) -> int | None:
    return int(identifier) if identifier else None
