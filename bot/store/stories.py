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
from pipelines.model import Placement, Report, StorySoFar, Telling, ToldChat


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

    def past(self, since: datetime, most: int) -> Iterator[tuple[StoredEntry, int, bool]]:
        """Yield the last `most` entries placed since then with their stories, in the order of placing, one by one.

        With each comes whether its link is its own: False if it stands for several entries of the feed.
        """
        rows = self._db.query(
            """
            SELECT e.*, p.story, NOT EXISTS (SELECT 1 FROM entries AS other WHERE other.link_key = e.link_key
                                             AND other.feed = e.feed AND other.key != e.key) AS own_link
            FROM placements AS p CROSS JOIN entries AS e ON e.key = p.entry
            WHERE p.sequence >= (SELECT min(sequence) FROM placements WHERE placed_at >= :since)
              AND p.sequence > (SELECT max(sequence) FROM placements) - :most
            ORDER BY p.sequence
            """,
            {"since": stamp(since), "most": most},
        )
        for row in rows:
            yield stored_entry(row), row["story"], bool(row["own_link"])

    def so_far(self, entry: int) -> StorySoFar:
        """Return what has been told of the story of an entry, nothing if it was never put into one."""
        placement = self.of(entry)
        if placement is None:
            return StorySoFar()
        return StorySoFar(
            story=int(placement.story),
            told=self.told(int(placement.story)),
            muted=self._muted(int(placement.story)),
            joined=placement.joined,
        )

    def told(self, story: int) -> dict[str, ToldChat]:
        """Return what each chat was told of a story; what Telegram refused was not told."""
        rows = self._db.execute(
            "SELECT chat, entry, telling, created_at, gains FROM outbox WHERE story = ? AND kind = 'alert' "
            "AND status != 'refused' ORDER BY id",
            [story],
        ).fetchall()
        told: dict[str, ToldChat] = {}
        for chat, entry, telling, created_at, gains in rows:
            at = moment(created_at)
            assert at is not None
            before = told.get(chat, ToldChat(at=at))
            watches, rules = self._decided(entry)
            told[chat] = ToldChat(
                at=before.at if telling == Telling.GAIN else at,
                watches=before.watches | watches,
                rules=before.rules | rules,
                met=before.met | self._met(entry),
                amount=before.amount or self._amount(entry),
                gained=before.gained.union(json.loads(gains)),
            )
        return told

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

    def _muted(self, story: int) -> frozenset[str]:
        rows = self._db.execute("SELECT chat FROM muted_stories WHERE story = ?", [story]).fetchall()
        return frozenset(chat for (chat,) in rows)

    # --- what an entry told --------------------------------------------------------------------------

    def _decided(self, entry: int) -> tuple[frozenset[str], frozenset[str]]:
        rows = self._db.execute(
            "SELECT watches, rules FROM decisions WHERE action = 'alert' AND entry = ?", [entry]
        ).fetchall()
        watches = frozenset(watch for names, _ in rows for watch in json.loads(names))
        return watches, frozenset(rule for _, met in rows for rule in json.loads(met))

    def _met(self, entry: int) -> frozenset[str]:
        rows = self._db.execute(
            """
            SELECT DISTINCT company.watch FROM mentions AS company
            JOIN mentions AS agency ON agency.entry = company.entry AND agency.field = company.field
              AND agency.sentence = company.sentence AND agency.kind = 'agency' AND agency.status = 'sure'
            WHERE company.kind = 'company' AND company.status = 'sure' AND company.entry = ?
            """,
            [entry],
        ).fetchall()
        return frozenset(company for (company,) in rows)

    def _amount(self, entry: int) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM facts WHERE amount IS NOT NULL AND entry = ?)"
        return bool(self._db.execute(query, [entry]).fetchone()[0])


def _row(identifier: str) -> int | None:
    return int(identifier) if identifier else None
