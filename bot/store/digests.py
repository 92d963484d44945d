"""What a digest is made of, and which ones have gone out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlite_utils import Database

from bot.store.times import moment, stamp
from pipelines.digest.values import Edition, Failing, Health, Item, Mark, Stalled
from pipelines.model import Action, Fact
from pipelines.rhythm import ARRIVALS, stalled

WRONG_CLOCK = timedelta(days=2)
"""A digest made this long after the present was made by a clock that was wrong; a change of zone is a day at most."""


class Digests:
    """The table `digests`, and the entries that a digest tells of."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def items(self, since: datetime, until: datetime, hidden: Collection[str] = ()) -> list[Item]:
        """Return the entries decided in a span of time that hold a watched name, once each, in order of time.

        The loudest decision of the span counts, then the last: what was alerted stays an alert, though a later edit
        of it alerts no second time. A story began with its first entry that names a watch which is not `hidden`.
        """
        rows = self._db.query(
            """
            SELECT e.key, e.title, e.link, e.source, e.published, e.first_seen, d.action, d.reason, d.watches, d.rules,
                   p.story, p.copy_of
            FROM decisions AS d JOIN entries AS e ON e.key = d.entry LEFT JOIN placements AS p ON p.entry = e.key
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
        found = list(rows)
        keys = json.dumps([row["key"] for row in found])
        mentions = self._of_entries(
            "SELECT entry, watch, text, status, score, sentence FROM mentions WHERE status != 'rejected'", keys
        )
        facts = self._of_entries("SELECT * FROM facts WHERE true", keys)
        begun = self._begun({row["story"] for row in found if row["story"] is not None}, hidden)
        return [
            _item(row, mentions.get(row["key"], []), facts.get(row["key"], []), begun.get(row["story"]))
            for row in found
        ]

    def _begun(self, stories: Collection[int], hidden: Collection[str]) -> dict[int, datetime]:
        """When the first entry of each story was decided (UTC) that names a watch, surely or not, not a hidden one.

        What came before it was never told of.
        """
        rows = self._db.execute(
            """
            SELECT p.story, min(d.decided_at)
            FROM placements AS p JOIN decisions AS d ON d.entry = p.entry AND d.action NOT IN ('nothing', 'context')
            WHERE p.story IN (SELECT value FROM json_each(:stories)) AND (
              EXISTS (SELECT 1 FROM json_each(d.watches) WHERE value NOT IN (SELECT value FROM json_each(:hidden)))
              OR d.action = 'review' AND EXISTS (
                SELECT 1 FROM mentions WHERE entry = d.entry AND status = 'unsure'
                AND watch NOT IN (SELECT value FROM json_each(:hidden))))
            GROUP BY p.story
            """,
            {"stories": json.dumps([*stories]), "hidden": json.dumps([*hidden])},
        ).fetchall()
        return {story: datetime.fromisoformat(at) for story, at in rows}

    def _of_entries(self, query: str, keys: str) -> dict[int, list[dict[str, Any]]]:
        """The rows of a query that belong to the entries `keys`, a JSON list, by entry and in their order."""
        found: dict[int, list[dict[str, Any]]] = {}
        for row in self._db.query(f"{query} AND entry IN (SELECT value FROM json_each(?)) ORDER BY rowid", [keys]):
            found.setdefault(row["entry"], []).append(row)
        return found

    def pushed(self, items: Iterable[Item], chat: str) -> set[int]:
        """Return the rows of those entries of which an alert was made for the chat that was not refused."""
        rows = self._db.execute(
            "SELECT DISTINCT entry FROM outbox WHERE entry IN (SELECT value FROM json_each(?)) AND chat = ? "
            "AND kind = 'alert' AND status != 'refused'",
            [json.dumps([item.key for item in items]), chat],
        )
        return {entry for (entry,) in rows}

    def tellings(self, items: Iterable[Item], chat: str) -> dict[int, int]:
        """Return by entry the first message that `chat` has of it or, if it is in one, of its story.

        An entry that the chat was never told of, or whose message is known no more, is not there.
        """
        wanted = [*items]
        stories = [item.story for item in wanted if item.story is not None]
        rows = self._db.execute(
            """
            SELECT entry, story, message_id FROM outbox
            WHERE id IN (SELECT id FROM outbox WHERE story IN (SELECT value FROM json_each(:stories)) AND chat = :chat
                         UNION SELECT id FROM outbox WHERE entry IN (SELECT value FROM json_each(:entries)))
              AND chat = :chat AND kind = 'alert' AND status = 'sent' AND message_id IS NOT NULL ORDER BY sent_at, id
            """,
            {"chat": chat, "stories": json.dumps(stories), "entries": json.dumps([item.key for item in wanted])},
        ).fetchall()
        of_entry: dict[int, int] = {}
        of_story: dict[int, int] = {}
        for entry, story, message in rows:
            of_entry.setdefault(entry, message)
            if story is not None:
                of_story.setdefault(story, message)
        told = ((item.key, of_story.get(item.story or 0) or of_entry.get(item.key)) for item in wanted)
        return {key: message for key, message in told if message}

    def named(self, since: datetime, until: datetime) -> list[tuple[str, datetime]]:
        """Return watch and time (UTC) of each entry that surely names a watch, as `pipelines.digest.trends` counts.

        An entry is of the time at which it was published, but of none after it was first seen: feeds err. Those are
        left out that were published or decided outside the span.
        """
        rows = self._db.execute(
            """
            SELECT DISTINCT e.key, w.value, min(coalesce(e.published, e.first_seen), e.first_seen) AS at
            FROM decisions AS d JOIN entries AS e ON e.key = d.entry, json_each(d.watches) AS w
            WHERE d.decided_at >= :since AND d.decided_at < :until AND d.action NOT IN ('held', 'context')
              AND at >= :since
              AND NOT EXISTS (SELECT 1 FROM placements WHERE entry = e.key AND copy_of IS NOT NULL)
              AND NOT EXISTS (SELECT 1 FROM reviews WHERE entry = e.key AND watch = w.value AND verdict = 'wrong')
            """,
            {"since": stamp(since), "until": stamp(until)},
        ).fetchall()
        return [(watch, datetime.fromisoformat(at)) for _, watch, at in rows]

    def covered(self, bounds: Sequence[datetime]) -> list[bool]:
        """Return for each span of time between two `bounds` (UTC) whether any entry came in it."""
        query = "SELECT EXISTS (SELECT 1 FROM entries WHERE first_seen >= ? AND first_seen < ?)"
        spans = pairwise(map(stamp, bounds))
        return [bool(self._db.execute(query, [*span]).fetchone()[0]) for span in spans]

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

    def health(self, feeds: Mapping[str, str], since: datetime, until: datetime, now: datetime | None = None) -> Health:
        """Return how many of `feeds` answered since then, which fail or are quiet, and how many entries came.

        `feeds` are labels by URL. Only the present state of a feed is kept: once feeds have been polled after `now`,
        how they fared is unknown; None: after `until`.
        """
        rows = {row["url"]: row for row in self._db.query("SELECT * FROM feeds") if row["url"] in feeds}
        later = any((row["last_polled_at"] or "") > stamp(now or until) for row in rows.values())
        new = self._db.execute(
            "SELECT count(*) FROM entries WHERE first_seen >= ? AND first_seen < ?", [stamp(since), stamp(until)]
        ).fetchone()[0]
        if later:
            return Health(feeds=len(feeds), answered=None, entries=new)
        good = {url: rows[url]["last_success_at"] for url in feeds if url in rows and rows[url]["last_success_at"]}
        return Health(
            feeds=len(feeds),
            answered=sum(at >= stamp(since) for at in good.values()),
            entries=new,
            failing=tuple(
                Failing(url=url, label=label, error=rows[url]["error"], since=moment(rows[url]["failing_since"]))
                for url, label in feeds.items()
                if url in rows and rows[url]["failures"]
            ),
            stalled=self._stalled(
                {url: (label, good[url]) for url, label in feeds.items() if url in good and not rows[url]["failures"]}
            ),
        )

    def _stalled(self, answering: Mapping[str, tuple[str, str]]) -> tuple[Stalled, ...]:
        """Those that are quiet against their rhythm, of feeds with their labels and when each answered last."""
        came = self.arrivals(answering)
        found = []
        for url, (label, answered) in answering.items():
            if usual := stalled(datetime.fromisoformat(answered), came[url]):
                found.append(Stalled(url=url, label=label, last=came[url][0], rhythm=usual))
        return tuple(found)

    def arrivals(self, urls: Iterable[str]) -> dict[str, list[datetime]]:
        """Return for each feed when new entries came (UTC), the latest `pipelines.rhythm.ARRIVALS` polls, latest first.

        A feed that never had an entry has none.
        """
        wanted = [*urls]
        rows = self._db.execute(
            """
            SELECT feed.value, (
              SELECT json_group_array(first_seen) FROM (
                SELECT DISTINCT first_seen FROM entries WHERE feed = feed.value ORDER BY first_seen DESC LIMIT ?))
            FROM json_each(?) AS feed
            """,
            [ARRIVALS, json.dumps(wanted)],
        ).fetchall()
        return {url: sorted(map(datetime.fromisoformat, json.loads(times)), reverse=True) for url, times in rows}

    def made(self, chat: str, edition: Edition, day: date) -> bool:
        """Return whether the chat has had this digest, sent by hand or not."""
        query = "SELECT 1 FROM digests WHERE chat = ? AND edition = ? AND date = ?"
        return self._db.execute(query, [chat, edition, day.isoformat()]).fetchone() is not None

    def last(
        self, chat: str, edition: Edition = Edition.DAILY, now: datetime | None = None
    ) -> tuple[str, datetime] | None:
        """Return the local date of the chat's latest digest and where it ended, None if there was none.

        One of a past day, sent by hand, does not count: the next digest goes on where the regular one before it ended.
        Nor does one that was made long after `now`, by a clock that was wrong; None: the clock was always right.
        """
        query = (
            "SELECT date, until FROM digests WHERE chat = ? AND edition = ? AND NOT past AND created_at < ? "
            "ORDER BY until DESC LIMIT 1"
        )
        latest = stamp(now + WRONG_CLOCK) if now else "~"  # behind every time
        for row in self._db.query(query, [chat, edition, latest]):
            return row["date"], datetime.fromisoformat(row["until"])
        return None

    def claim(
        self, chat: str, day: date, since: datetime, until: datetime, now: datetime, *,
        edition: Edition = Edition.DAILY, past: bool = False, empty: bool = False,
    ) -> bool:  # fmt: skip
        """Note that the chat's digest of `day` is made; return False if it was made before.

        `past`: it was sent by hand, and the next regular one goes on before it. `empty`: it had nothing to tell.
        """
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO digests (chat, edition, date, since, until, created_at, past, empty) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [chat, edition, day.isoformat(), stamp(since), stamp(until), stamp(now), past, empty],
        )
        return cursor.rowcount == 1

    def empty_in_a_row(self, chat: str) -> int:
        """Return how many of the chat's latest daily digests had nothing to tell, without those of past days."""
        row = self._db.execute(
            """
            SELECT count(*) FROM digests WHERE chat = :chat AND edition = 'daily' AND NOT past AND until > coalesce(
              (SELECT max(until) FROM digests WHERE chat = :chat AND edition = 'daily' AND NOT past AND NOT empty), '')
            """,
            {"chat": chat},
        ).fetchone()
        return int(row[0])


def _item(
    row: dict[str, Any], mentions: Sequence[dict[str, Any]], facts: Iterable[dict[str, Any]], begun: datetime | None
) -> Item:
    """An entry of the digest; the mentions are those that were not rejected."""
    unsure = [each for each in mentions if each["status"] == "unsure"]
    shown = unsure if row["action"] == Action.REVIEW else [each for each in mentions if each["status"] == "sure"]
    sentence = shown[0]["sentence"] if shown else ""
    return Item(
        key=row["key"],
        title=row["title"],
        link=row["link"],
        source=row["source"],
        at=moment(row["published"]) or datetime.fromisoformat(row["first_seen"]),
        action=Action(row["action"]),
        reason=row["reason"],
        watches=tuple(json.loads(row["watches"])),
        rules=tuple(json.loads(row["rules"])),
        unsure=tuple(dict.fromkeys(each["watch"] for each in unsure)),
        score=max((each["score"] for each in unsure), default=1.0),
        sentence=sentence,
        names=tuple(dict.fromkeys(each["text"] for each in mentions if sentence and each["sentence"] == sentence)),
        facts=tuple(_fact(each) for each in facts),
        begun=begun,
        story=row["story"],
        copy_of=row["copy_of"],
    )


def _fact(row: dict[str, Any]) -> Fact:
    """A row of `facts`; a sum is a whole number again where it was one: the column makes 8000000 to 8000000.0."""
    amount = row["amount"]
    whole = int(amount) if amount is not None and amount == int(amount) else amount
    return Fact(**{name: value for name, value in row.items() if name not in ("entry", "amount")}, amount=whole)
