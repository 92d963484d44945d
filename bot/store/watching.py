"""One watch as the pages show it: its mentions, its company, its latest entries. Writes nothing.

Rows of entries are numbered in the order in which they came, so that a span of time is a span of rows, and what belongs
to a watch is found by the index of `mentions` on both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.times import moment, stamp
from pipelines.model import Fact, Status
from pipelines.sightings import Sighting

_FROM = "coalesce((SELECT key FROM entries WHERE first_seen >= :since ORDER BY first_seen LIMIT 1), 9e18)"
_AT = "min(coalesce(e.published, e.first_seen), e.first_seen) AS at"
_MESSAGES = 600
"""Latest alerts that are looked at for a feed: the same entry goes to several chats."""

SHOWS = {
    "all": "true",
    "alerts": "EXISTS (SELECT 1 FROM decisions AS d, json_each(d.watches) AS w "
    "WHERE d.entry = m.entry AND d.action = 'alert' AND w.value = m.watch)",
    "unsure": "max(m.status = 'sure') = 0 AND max(m.status = 'unsure')",
    "rejected": "max(m.status != 'rejected') = 0",
    "wrong": "EXISTS (SELECT 1 FROM reviews AS r WHERE r.entry = m.entry AND r.watch = m.watch "
    "AND r.verdict = 'wrong')",
}
"""Which of a watch's entries `latest` returns, as a condition on their mentions `m`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry that holds a name of the watch."""

    key: int
    title: str
    link: str
    source: str
    at: datetime  #: published, but no later than it was first seen; UTC
    status: Status  #: of the surest mention
    sentence: str  #: around that one
    verdict: str  #: "right", "wrong", "" if nobody said
    action: str  #: of the latest decision, "" if there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What turns up together with the watch."""

    watch: str  #: its id; "" for a counterparty that nobody watches
    name: str  #: as the text has it; "" for a watch
    entries: int
    close: int  #: of these, in how many both stand in one sentence
    actions: tuple[str, ...] = ()  #: of the facts between the two


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted:
    """An entry that was alerted, with what it says."""

    entry: int
    title: str
    link: str
    source: str
    at: datetime  #: of its first alert, UTC
    published: datetime | None  #: None: the feed does not say
    watches: tuple[str, ...]  #: surely named
    sentence: str  #: the first that holds a watched name
    facts: tuple[Fact, ...]


class Watching:
    """Reads `mentions` with `entries`, `reviews`, `facts` and `decisions`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def kind(self, watch: str) -> str | None:
        """Return of which kind a watch was when it was found last, None if no entry ever held a name of it."""
        row = self._db.execute(
            "SELECT kind FROM mentions WHERE watch = ? ORDER BY entry DESC LIMIT 1", [watch]
        ).fetchone()
        return str(row[0]) if row else None

    def named(self, since: datetime) -> list[tuple[str, datetime]]:
        """Return watch and time (UTC) of each entry first seen since then that surely names a watch."""
        rows = self._db.execute(
            f"SELECT m.watch, {_AT} FROM mentions AS m CROSS JOIN entries AS e ON e.key = m.entry "
            f"WHERE m.entry >= {_FROM} AND m.status = 'sure' GROUP BY m.entry, m.watch",
            {"since": stamp(since)},
        )
        return [(watch, datetime.fromisoformat(at)) for watch, at in rows.fetchall()]

    def sightings(self, watch: str, since: datetime) -> list[Sighting]:
        """Return all mentions of a watch in entries first seen since then."""
        rows = self._db.execute(
            f"""
            SELECT m.entry, {_AT}, m.text, m.status, coalesce(r.verdict, '') = 'wrong'
            FROM mentions AS m CROSS JOIN entries AS e ON e.key = m.entry
            LEFT JOIN reviews AS r ON r.entry = m.entry AND r.watch = m.watch
            WHERE m.watch = :watch AND m.entry >= {_FROM} ORDER BY m.entry, m.rowid
            """,
            {"watch": watch, "since": stamp(since)},
        ).fetchall()
        return [
            Sighting(entry=entry, at=datetime.fromisoformat(at), text=text, status=Status(status), wrong=bool(wrong))
            for entry, at, text, status, wrong in rows
        ]

    def beside(self, watch: str, since: datetime, limit: int) -> list[Beside]:
        """Return the watches surely named in the same entries as this one since then, the most frequent first."""
        rows = self._db.query(
            f"""
            SELECT o.watch, '' AS name, count(DISTINCT o.entry) AS entries,
                   count(DISTINCT CASE WHEN o.field = m.field AND o.sentence = m.sentence THEN o.entry END) AS close
            FROM mentions AS m CROSS JOIN mentions AS o ON o.entry = m.entry
            WHERE m.watch = :watch AND m.entry >= {_FROM} AND m.status = 'sure'
              AND o.watch != m.watch AND o.status = 'sure'
            GROUP BY o.watch ORDER BY entries DESC, close DESC, o.watch LIMIT :limit
            """,
            {"watch": watch, "since": stamp(since), "limit": limit},
        )
        return [Beside(**row) for row in rows]

    def counterparties(self, watch: str, limit: int) -> list[Beside]:
        """Return with whom a watch has facts, the most frequent first; all that is stored, but for what was wrong."""
        rows = self._db.query(
            """
            SELECT coalesce(CASE WHEN f.company = :watch THEN f.agency ELSE f.company END, '') AS watch,
                   max(CASE WHEN f.company = :watch AND f.agency IS NULL THEN f.buyer ELSE '' END) AS name,
                   count(DISTINCT f.entry) AS entries, count(DISTINCT f.entry) AS close,
                   json_group_array(DISTINCT coalesce(f.action, 'deal')) AS actions
            FROM facts AS f
            WHERE (f.company = :watch AND coalesce(f.agency, f.buyer) IS NOT NULL
                   OR f.agency = :watch AND f.company IS NOT NULL)
              AND NOT EXISTS (SELECT 1 FROM reviews WHERE entry = f.entry AND watch = :watch AND verdict = 'wrong')
            GROUP BY 1, CASE WHEN f.company = :watch AND f.agency IS NULL THEN lower(f.buyer) END
            ORDER BY entries DESC, watch, name LIMIT :limit
            """,
            {"watch": watch, "limit": limit},
        )
        return [Beside(**{**row, "actions": tuple(json.loads(row["actions"]))}) for row in rows]

    def latest(self, watch: str, show: str, limit: int) -> list[Seen]:
        """Return the last entries that hold a name of the watch, the latest first; `show` is a key of `SHOWS`."""
        rows = self._db.query(
            f"""
            WITH found AS (
              SELECT m.entry FROM mentions AS m WHERE m.watch = :watch
              GROUP BY m.entry HAVING {SHOWS[show]} ORDER BY m.entry DESC LIMIT :limit)
            SELECT e.key, e.title, e.link, e.source, {_AT}, m.status, m.sentence, coalesce(r.verdict, '') AS verdict,
                   coalesce((SELECT action FROM decisions WHERE entry = e.key ORDER BY rowid DESC LIMIT 1), '')
                     AS action
            FROM found CROSS JOIN entries AS e ON e.key = found.entry
            JOIN mentions AS m ON m.rowid = (
              SELECT rowid FROM mentions WHERE entry = e.key AND watch = :watch
              ORDER BY status = 'sure' DESC, status = 'unsure' DESC, rowid LIMIT 1)
            LEFT JOIN reviews AS r ON r.entry = e.key AND r.watch = :watch ORDER BY at DESC, e.key DESC
            """,
            {"watch": watch, "limit": limit},
        )
        return [
            Seen(**{**row, "at": datetime.fromisoformat(row["at"]), "status": Status(row["status"])}) for row in rows
        ]

    # --- what was alerted ---------------------------------------------------------------------------

    def alerted(self, limit: int, chat: str | None = None) -> list[Alerted]:
        """Return the latest entries that were alerted, in `chat` or anywhere, the latest first; none was refused."""
        rows = self._db.execute(
            "SELECT entry FROM outbox WHERE kind = 'alert' AND status != 'refused' AND chat = coalesce(?, chat) "
            "ORDER BY id DESC LIMIT ?",
            [chat, _MESSAGES],
        ).fetchall()
        return self._told(list(dict.fromkeys(entry for (entry,) in rows))[:limit])

    def alerted_of(self, watch: str, limit: int) -> list[Alerted]:
        """Return the latest entries that were alerted and surely name a watch, the latest first."""
        return self._told([seen.key for seen in self.latest(watch, "alerts", limit)])

    def _told(self, entries: list[int]) -> list[Alerted]:
        keys = json.dumps(entries)
        mentions = self._by_entry("mentions", keys)
        facts = self._by_entry("facts", keys)
        rows = self._db.query(
            """
            SELECT e.key, e.title, e.link, e.source, e.published,
                   coalesce((SELECT min(created_at) FROM outbox WHERE entry = e.key AND kind = 'alert'),
                            (SELECT min(decided_at) FROM decisions WHERE entry = e.key AND action = 'alert')) AS at
            FROM entries AS e WHERE e.key IN (SELECT value FROM json_each(?)) ORDER BY at DESC, e.key DESC
            """,
            [keys],
        )
        return [_alerted(row, mentions.get(row["key"], []), facts.get(row["key"], [])) for row in rows]

    def _by_entry(self, table: str, keys: str) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = {}
        query = f"SELECT * FROM {table} WHERE entry IN (SELECT value FROM json_each(?)) ORDER BY rowid"
        for row in self._db.query(query, [keys]):
            found.setdefault(row["entry"], []).append(row)
        return found


def _alerted(row: dict[str, Any], mentions: Iterable[dict[str, Any]], facts: Iterable[dict[str, Any]]) -> Alerted:
    sure = [each for each in mentions if each["status"] == "sure"]
    below = [each for each in sure if each["field"] != "title"]  # the headline is told anyway
    at = moment(row["at"])
    assert at is not None
    return Alerted(
        entry=row["key"],
        title=row["title"],
        link=row["link"],
        source=row["source"],
        at=at,
        published=moment(row["published"]),
        watches=tuple(dict.fromkeys(each["watch"] for each in sure)),
        sentence=(below or sure)[0]["sentence"] if sure else "",
        facts=tuple(Fact(**{name: value for name, value in fact.items() if name != "entry"}) for fact in facts),
    )
