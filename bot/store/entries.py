"""Entries with what was found in them and what was decided. Rows are never deleted, so nothing re-alerts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.times import moment, stamp, stamp_or_none
from pipelines.arrivals import Recall, hash_of, headline
from pipelines.decide import Told
from pipelines.model import Decision, Entry, Field, Kind, Known, Match, Mention, Status
from pipelines.text import link_key

_CHUNK = 500  # parameters of one IN (…) list; SQLite's oldest limit is 999


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it is stored, with its row."""

    key: int
    entry: Entry
    first_seen: datetime
    changed_at: datetime | None  #: None: still as first seen


class Entries:
    """The tables `entries`, `entry_aliases`, `mentions`, `facts` and `decisions`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- what is remembered ---------------------------------------------------------------------

    def recall(self, feed: str, entries: Sequence[Entry], last_success: datetime | None) -> Recall:
        """Return what is remembered of `feed`, as far as these entries of it ask for."""
        ids = [entry.id for entry in entries]
        keys: dict[str, int] = {}
        for table, column in (("entries", "key"), ("entry_aliases", "entry")):
            for row in self._in(f"SELECT id, {column} FROM {table} WHERE feed = ? AND id IN", [feed], ids):
                keys[row[0]] = row[1]
        links = self._group(feed, "link_key", {link_key(entry.link) for entry in entries})
        titles = self._group(feed, "title_key", {headline(entry.title) for entry in entries})
        wanted = {*keys.values(), *(k for group in (links, titles) for found in group.values() for k in found)}
        known = self._known(wanted)
        return Recall(
            ids={identifier: known[key] for identifier, key in keys.items()},
            links={text: tuple(known[key] for key in found) for text, found in links.items()},
            titles={text: tuple(known[key] for key in found) for text, found in titles.items()},
            last_success=last_success,
        )

    def told(
        self, links: Iterable[str], titles: Iterable[str], *, links_since: datetime, titles_since: datetime
    ) -> Told:
        """Return which chats were alerted since then of articles with these link and title keys, from any feed."""
        told = Told()
        for column, into, values, since in (
            ("link_key", told.links, links, links_since),
            ("title_key", told.titles, titles, titles_since),
        ):
            head = f"SELECT {column}, chat FROM outbox WHERE created_at >= ? AND {column} IN"
            for key, chat in self._in(head, [stamp(since)], sorted({*values} - {""})):
                into.setdefault(key, set()).add(chat)
        return told

    def _in(self, head: str, first: list[Any], values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        for at in range(0, len(values), _CHUNK):
            chunk = values[at : at + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            yield from self._db.execute(f"{head} ({marks})", [*first, *chunk]).fetchall()

    def _group(self, feed: str, column: str, values: set[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        head = f"SELECT {column}, key FROM entries WHERE feed = ? AND {column} IN"
        for text, key in self._in(head, [feed], sorted(values - {""})):
            found.setdefault(text, []).append(key)
        return found

    def _known(self, keys: set[int]) -> dict[int, Known]:
        ordered = sorted(keys)
        watches: dict[int, set[str]] = {}
        rules: dict[int, set[str]] = {}
        head = "SELECT entry, watches, rules FROM decisions WHERE entry IN"
        for key, sure, met in self._in(head, [], ordered):
            watches.setdefault(key, set()).update(json.loads(sure))
            rules.setdefault(key, set()).update(json.loads(met))
        chats: dict[int, set[str]] = {}
        for key, chat in self._in("SELECT entry, chat FROM outbox WHERE entry IN", [], ordered):
            chats.setdefault(key, set()).add(chat)
        return {
            key: Known(
                key=key,
                id=identifier,
                text_hash=text_hash,
                chats=frozenset(chats.get(key, ())),
                watches=frozenset(watches.get(key, ())),
                rules=frozenset(rules.get(key, ())),
            )
            for key, identifier, text_hash in self._in(
                "SELECT key, id, text_hash FROM entries WHERE key IN", [], ordered
            )
        }

    # --- what is written ------------------------------------------------------------------------

    def add(self, entry: Entry, now: datetime) -> int:
        """Store a new entry and return its key."""
        cursor = self._db.execute(
            """
            INSERT INTO entries (feed, id, title, summary, content, link, link_key, title_key, text_hash,
                                 published, updated, source, language, first_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [entry.feed, entry.id, *_text_columns(entry), stamp(now)],
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def change(self, key: int, entry: Entry, now: datetime) -> None:
        """Store a new version of a known entry under its old identity."""
        self._db.execute(
            """
            UPDATE entries SET title = ?, summary = ?, content = ?, link = ?, link_key = ?, title_key = ?,
              text_hash = ?, published = ?, updated = ?, source = ?, language = ?, changed_at = ? WHERE key = ?
            """,
            [*_text_columns(entry), stamp(now), key],
        )

    def alias(self, key: int, entry: Entry) -> None:
        """Remember a further id of a known entry."""
        self._db.execute(
            "INSERT OR IGNORE INTO entry_aliases (feed, id, entry) VALUES (?, ?, ?)", [entry.feed, entry.id, key]
        )

    def found(self, key: int, entry: Entry, match: Match) -> None:
        """Store the mentions and facts of the latest version of an entry."""
        for table in ("mentions", "facts"):
            self._db.execute(f"DELETE FROM {table} WHERE entry = ?", [key])
        for m in match.mentions:
            sentence = entry.text(m.field)[m.sentence_start : m.sentence_end]
            self._db.execute(
                "INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [key, m.watch, m.kind, m.text, m.field, m.start, m.end, m.status, m.score,
                 json.dumps(m.evidence, ensure_ascii=False), sentence],
            )  # fmt: skip
        for f in match.facts:
            self._db.execute(
                "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    key,
                    f.company,
                    f.agency,
                    f.action,
                    f.amount,
                    f.currency,
                    f.amount_text,
                    f.sentence,
                    f.buyer,
                    f.status,
                ],
            )

    def decided(self, key: int, decision: Decision, now: datetime) -> None:
        """Store what was decided, and why; the same again is not stored, for some feeds edit at every poll."""
        values = [decision.action, decision.reason, json.dumps(decision.watches), json.dumps(decision.rules)]
        last = self._db.execute(
            "SELECT action, reason, watches, rules FROM decisions WHERE entry = ? ORDER BY rowid DESC LIMIT 1", [key]
        ).fetchone()
        if last != tuple(values):
            self._db.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?)", [key, stamp(now), *values])

    def prune(self, before: datetime) -> int:
        """Drop the text of old entries that hold no watched name; their keys stay. Returns how many."""
        cursor = self._db.execute(
            """
            UPDATE entries SET summary = '', content = ''
            WHERE first_seen < ? AND (summary != '' OR content != '')
              AND NOT EXISTS (SELECT 1 FROM mentions WHERE mentions.entry = entries.key)
            """,
            [stamp(before)],
        )
        return cursor.rowcount

    # --- what is read back ----------------------------------------------------------------------

    def lookup(self, name: str) -> list[StoredEntry]:
        """Return the entries that `name` may mean: a row number, an entry id or a link."""
        where = "id = :name OR link = :name OR (link_key = :key AND :key != '')"
        if name.isdecimal():
            where += " OR key = CAST(:name AS INTEGER)"
        where += " OR key IN (SELECT entry FROM entry_aliases WHERE id = :name)"
        rows = self._db.query(
            f"SELECT * FROM entries WHERE {where} ORDER BY key",
            {"name": name, "key": link_key(name)},
        )
        return [stored_entry(row) for row in rows]

    def count_since(self, since: datetime) -> int:
        """Return how many entries were first seen since then."""
        row = self._db.execute("SELECT count(*) FROM entries WHERE first_seen >= ?", [stamp(since)]).fetchone()
        return int(row[0])

    def past(self, since: datetime) -> Iterator[tuple[StoredEntry, bool]]:
        """Yield the entries first seen since then, in the order in which they came, one after the other from disk.

        With each comes whether its link is its own: False if it stands for several entries of the feed.
        """
        rows = self._db.query(
            """
            SELECT e.*, NOT EXISTS (SELECT 1 FROM entries AS other WHERE other.link_key = e.link_key
                                    AND other.feed = e.feed AND other.key != e.key) AS own_link
            FROM entries AS e WHERE e.first_seen >= ? ORDER BY e.first_seen, e.key
            """,
            [stamp(since)],
        )
        for row in rows:
            yield stored_entry(row), bool(row["own_link"])

    def naming(self, kind: Kind, since: datetime, until: datetime) -> Iterator[tuple[StoredEntry, tuple[Mention, ...]]]:
        """Yield the entries of a span that surely name a watch of that kind, with all their mentions, in order.

        The span counts by when an entry was first seen. The mentions do not know the bounds of their sentences.
        """
        rows = self._db.query(
            """
            SELECT * FROM entries WHERE first_seen >= ? AND first_seen < ? AND key IN
              (SELECT entry FROM mentions WHERE kind = ? AND status = 'sure') ORDER BY first_seen, key
            """,
            [stamp(since), stamp(until), kind],
        )
        for row in rows:
            yield stored_entry(row), tuple(_mention(found) for found in self.mentions(row["key"]))

    def mentions(self, key: int) -> list[dict[str, Any]]:
        """Return the mentions of an entry, in reading order, evidence as a list."""
        rows = self._db.query("SELECT * FROM mentions WHERE entry = ? ORDER BY rowid", [key])
        return [{**row, "evidence": json.loads(row["evidence"])} for row in rows]

    def facts_of(self, key: int) -> list[dict[str, Any]]:
        """Return the facts of an entry, in reading order."""
        return [_fact(row) for row in self._db.query("SELECT * FROM facts WHERE entry = ? ORDER BY rowid", [key])]

    def decisions(self, key: int) -> list[dict[str, Any]]:
        """Return what was decided about an entry, oldest first."""
        rows = self._db.query("SELECT * FROM decisions WHERE entry = ? ORDER BY rowid", [key])
        return [{**row, "watches": json.loads(row["watches"]), "rules": json.loads(row["rules"])} for row in rows]

    def alerts(self) -> Iterator[dict[str, Any]]:
        """Yield every alert with its entry and the facts in it, oldest first, for `export`."""
        rows = self._db.query(
            """
            SELECT o.id AS alert, o.chat, o.status, o.created_at, o.sent_at, o.message_id, e.key AS entry, e.title,
                   e.link, e.source, e.published, e.feed, d.watches, d.rules, d.reason, o.story, o.telling, o.gains
            FROM outbox AS o JOIN entries AS e ON e.key = o.entry
            JOIN decisions AS d ON d.rowid = (SELECT max(rowid) FROM decisions
                                              WHERE entry = e.key AND action = 'alert')
            WHERE o.kind = 'alert' ORDER BY o.id
            """
        )
        for row in rows:
            facts = self.facts_of(row["entry"])
            for fact in facts:
                del fact["entry"]
            yield {
                **row,
                "watches": json.loads(row["watches"]),
                "rules": json.loads(row["rules"]),
                "gains": json.loads(row["gains"]),
                "facts": facts,
            }

    def facts(self) -> Iterator[dict[str, Any]]:
        """Yield every fact with its entry, oldest first, for `export`."""
        rows = self._db.query(
            """
            SELECT f.company, f.agency, f.action, f.amount, f.currency, f.amount_text, f.sentence, f.buyer, f.status,
                   e.key AS entry, e.title, e.link, e.source, e.published, p.story
            FROM facts AS f JOIN entries AS e ON e.key = f.entry LEFT JOIN placements AS p ON p.entry = e.key
            ORDER BY f.rowid
            """
        )
        yield from map(_fact, rows)


def _text_columns(entry: Entry) -> list[Any]:
    return [
        entry.title, entry.summary, entry.content, entry.link, link_key(entry.link), headline(entry.title),
        hash_of(entry), stamp_or_none(entry.published), stamp_or_none(entry.updated), entry.source, entry.language,
    ]  # fmt: skip


def _mention(row: dict[str, Any]) -> Mention:
    return Mention(
        watch=row["watch"],
        kind=Kind(row["kind"]),
        text=row["text"],
        field=Field(row["field"]),
        start=row["start"],
        end=row["end"],
        status=Status(row["status"]),
        score=row["score"],
        evidence=tuple(row["evidence"]),
    )


def _fact(row: dict[str, Any]) -> dict[str, Any]:
    """A fact whose sum is a whole number again where it was one: the column makes 8000000 to 8000000.0."""
    amount = row["amount"]
    return {**row, "amount": int(amount) if amount is not None and amount == int(amount) else amount}


def stored_entry(row: dict[str, Any]) -> StoredEntry:
    """Return a row of `entries` as an entry."""
    entry = Entry(
        id=row["id"],
        title=row["title"],
        summary=row["summary"],
        content=row["content"],
        link=row["link"],
        published=moment(row["published"]),
        updated=moment(row["updated"]),
        source=row["source"],
        language=row["language"],
        feed=row["feed"],
    )
    first_seen = moment(row["first_seen"])
    assert first_seen is not None
    return StoredEntry(key=row["key"], entry=entry, first_seen=first_seen, changed_at=moment(row["changed_at"]))
