"""What a digest is made of, and which ones have gone out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlite_utils import Database

from bot.store.times import moment, stamp
from pipelines.digest import Health, Item, Mark
from pipelines.model import Action


class Digests:
    """The table `digests`, and the entries that a digest tells of."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def items(self, since: datetime, until: datetime) -> list[Item]:
        """Return the entries decided in a span of time that hold a watched name, once each.

        The loudest decision of the span counts, then the last: what was alerted stays an alert, though a later edit
        of it alerts no second time.
        """
        rows = self._db.query(
            """
            SELECT e.key, e.title, e.link, e.source, e.published, e.first_seen, d.action, d.reason, d.watches, d.rules,
                   p.story, p.copy_of,
                   (SELECT json_group_array(DISTINCT watch) FROM mentions
                    WHERE entry = e.key AND status = 'unsure') AS unsure,
                   (SELECT max(score) FROM mentions WHERE entry = e.key AND status = 'unsure') AS score,
                   (SELECT sentence FROM mentions WHERE entry = e.key
                    AND status = CASE d.action WHEN 'review' THEN 'unsure' ELSE 'sure' END
                    ORDER BY rowid LIMIT 1) AS sentence
            FROM decisions AS d JOIN entries AS e ON e.key = d.entry
            LEFT JOIN placements AS p ON p.entry = e.key
            WHERE d.rowid IN (
                SELECT rowid FROM (
                  SELECT rowid, row_number() OVER (PARTITION BY entry ORDER BY
                    instr('nothing context held review digest added alert', action) DESC, rowid DESC) AS nth
                  FROM decisions WHERE decided_at >= ? AND decided_at < ?)
                WHERE nth = 1)
              AND d.action != 'nothing'
            ORDER BY coalesce(e.published, e.first_seen), e.key
            """,
            [stamp(since), stamp(until)],
        )
        items = []
        for row in rows:
            first_seen = moment(row["first_seen"])
            assert first_seen is not None
            items.append(
                Item(
                    key=row["key"],
                    title=row["title"],
                    link=row["link"],
                    source=row["source"],
                    at=moment(row["published"]) or first_seen,
                    action=Action(row["action"]),
                    reason=row["reason"],
                    watches=tuple(json.loads(row["watches"])),
                    rules=tuple(json.loads(row["rules"])),
                    unsure=tuple(json.loads(row["unsure"])),
                    score=1.0 if row["score"] is None else row["score"],
                    sentence=row["sentence"] or "",
                    story=row["story"],
                    copy_of=row["copy_of"],
                )
            )
        return items

    def wrong(self, since: datetime, until: datetime) -> tuple[Mark, ...]:
        """Return what people marked wrong in a span of time or of what was decided in it, in order of time.

        Of a story to which something was added in the span, those are returned too that stand for the whole of it.
        """
        rows = self._db.query(
            """
            WITH decided AS (SELECT entry, action FROM decisions WHERE decided_at >= :since AND decided_at < :until)
            SELECT r.entry, r.watch, r.reviewed_at, e.title, e.link, e.source, p.story, NOT EXISTS (
              SELECT 1 FROM placements AS other JOIN decisions AS d ON d.entry = other.entry AND d.action = 'alert'
              WHERE other.story = p.story AND EXISTS (SELECT 1 FROM json_each(d.watches) WHERE value = r.watch)
              AND NOT EXISTS (
                SELECT 1 FROM reviews WHERE entry = other.entry AND watch = r.watch AND verdict = 'wrong')
            ) AS whole_story
            FROM reviews AS r JOIN entries AS e ON e.key = r.entry LEFT JOIN placements AS p ON p.entry = r.entry
            WHERE r.verdict = 'wrong' AND (
              r.reviewed_at >= :since AND r.reviewed_at < :until OR r.entry IN (SELECT entry FROM decided)
              OR p.story IN (SELECT story FROM placements JOIN decided USING (entry) WHERE action = 'added'))
            ORDER BY r.reviewed_at, r.entry, r.watch
            """,
            {"since": stamp(since), "until": stamp(until)},
        )
        marks = []
        for row in rows:
            at = moment(row.pop("reviewed_at"))
            assert at is not None
            marks.append(Mark(at=at, **{**row, "whole_story": bool(row["whole_story"])}))
        return tuple(marks)

    def alerts(self, since: datetime, until: datetime, chat: str | None = None) -> int:
        """Return of how many entries alerts were made in a span of time, for a chat or for any; none was refused."""
        row = self._db.execute(
            "SELECT count(DISTINCT entry) FROM outbox WHERE kind = 'alert' AND status != 'refused' "
            "AND created_at >= ? AND created_at < ? AND chat = coalesce(?, chat)",
            [stamp(since), stamp(until), chat],
        ).fetchone()
        return int(row[0])

    def health(self, feeds: Iterable[str], since: datetime, until: datetime) -> Health:
        """Return how many of `feeds` answered since then, which fail, and how many entries came in the span.

        Only the present state of a feed is kept: once feeds have been polled after `until`, how they fared is unknown.
        """
        wanted = list(feeds)
        rows = {row["url"]: row for row in self._db.query("SELECT * FROM feeds")}
        answered = [url for url in wanted if url in rows and (rows[url]["last_success_at"] or "") >= stamp(since)]
        failing = {
            url: (rows[url]["error"], moment(rows[url]["failing_since"]))
            for url in wanted
            if url in rows and rows[url]["failures"]
        }
        later = any((rows[url]["last_polled_at"] or "") > stamp(until) for url in wanted if url in rows)
        new = self._db.execute(
            "SELECT count(*) FROM entries WHERE first_seen >= ? AND first_seen < ?", [stamp(since), stamp(until)]
        ).fetchone()[0]
        return Health(
            feeds=len(wanted), answered=None if later else len(answered), entries=new,
            failing=() if later else tuple((url, error, at) for url, (error, at) in failing.items()),
        )  # fmt: skip

    def last(self, chat: str) -> tuple[str, datetime] | None:
        """Return the local date of the chat's latest digest and where it ended, None if there was none.

        One of a past day, sent by hand, does not count: the next digest goes on where the regular one before it ended.
        """
        query = "SELECT date, until FROM digests WHERE chat = ? AND NOT past ORDER BY until DESC LIMIT 1"
        for row in self._db.query(query, [chat]):
            until = moment(row["until"])
            assert until is not None
            return row["date"], until
        return None

    def claim(self, chat: str, day: date, since: datetime, until: datetime, now: datetime) -> bool:
        """Note that the chat's digest of `day` is made; return False if it was made before."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO digests (chat, date, since, until, created_at, past) VALUES (?, ?, ?, ?, ?, ?)",
            [chat, day.isoformat(), stamp(since), stamp(until), stamp(now), until < now],
        )
        return cursor.rowcount == 1
