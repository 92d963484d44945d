"""What people said of the names in an entry: rightly found, or something else of that name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.times import moment, stamp, stamp_or_none

RIGHT = "right"
WRONG = "wrong"
_RIGHTS = 500
"""Sentences that say enough of how a watch is spoken of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A watch that an entry does not mean, though a name of it stands there."""

    entry: int
    watch: str
    alert: int | None  #: the outbox row of the entry's first alert; None: it had none
    #: With the name, as the entry reads now, rather from below the headline; "" if an edit has taken it away.
    sentence: str
    text: str  #: the name as it stands there; "" likewise
    title: str
    link: str
    language: str  #: BCP 47 primary subtag, "" if unknown
    at: datetime  #: when it was marked, UTC
    by_name: str


class Reviews:
    """The table `reviews`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def set(self, entry: int, watch: str, verdict: str, by_user: int, by_name: str, now: datetime) -> None:
        """Note that `entry` means `watch` ("right") or something else ("wrong"); the last word counts."""
        self._db.execute(
            "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?, ?)",
            [entry, watch, verdict, by_user, by_name, stamp(now)],
        )

    def clear(self, entry: int, watch: str) -> bool:
        """Take back what was said of a watch in an entry; return False if nothing was."""
        return self._db.execute("DELETE FROM reviews WHERE entry = ? AND watch = ?", [entry, watch]).rowcount > 0

    def of_entry(self, entry: int) -> dict[str, str]:
        """Return what was said of an entry: "right" or "wrong" by watch."""
        rows = self._db.execute("SELECT watch, verdict FROM reviews WHERE entry = ? ORDER BY watch", [entry])
        return dict(rows.fetchall())

    def verdict(self, entry: int) -> str:
        """Return what the buttons of an entry's alerts show: "wrong" if any watch of it is, else "right", else ""."""
        said = set(self.of_entry(entry).values())
        return next((verdict for verdict in (WRONG, RIGHT) if verdict in said), "")

    def watches(self, entry: int) -> tuple[str, ...]:
        """Return the watches that an entry surely named when it alerted. More may follow them, none goes away."""
        rows = self._db.execute(
            "SELECT watches FROM decisions WHERE entry = ? AND action = 'alert' ORDER BY rowid", [entry]
        )
        return tuple(dict.fromkeys(watch for (watches,) in rows.fetchall() for watch in json.loads(watches)))

    def precision(self, since: datetime, until: datetime | None = None) -> dict[str, tuple[int, int]]:
        """Return by watch how many entries were marked right and how many wrong since then, up to `until`."""
        rows = self._db.execute(
            "SELECT watch, sum(verdict = 'right'), sum(verdict = 'wrong') FROM reviews WHERE reviewed_at >= ? "
            "AND reviewed_at <= coalesce(?, '9') GROUP BY watch ORDER BY watch",
            [stamp(since), stamp_or_none(until)],
        )
        return {watch: (right, wrong) for watch, right, wrong in rows.fetchall()}

    def unreviewed(self, since: datetime) -> int:
        """Return how many entries have alerted since then of which nothing was said."""
        row = self._db.execute(
            "SELECT count(DISTINCT entry) FROM outbox WHERE kind = 'alert' AND status = 'sent' AND created_at >= ? "
            "AND entry NOT IN (SELECT entry FROM reviews)",
            [stamp(since)],
        ).fetchone()
        return int(row[0])

    def wrongs(self, since: datetime, watch: str | None = None) -> list[Wrong]:
        """Return what was marked wrong since then, of one watch or of all, the latest first."""
        return self._wrongs(
            "r.reviewed_at >= :since AND r.watch = coalesce(:watch, r.watch)", {"since": stamp(since), "watch": watch}
        )

    def wrongs_of(self, entry: int) -> list[Wrong]:
        """Return the watches that an entry was marked wrong for."""
        return self._wrongs("r.entry = :entry", {"entry": entry})

    def _wrongs(self, where: str, values: dict[str, object]) -> list[Wrong]:
        rows = self._db.query(
            f"""
            SELECT r.entry, r.watch, r.reviewed_at, r.by_name, e.title, e.link, e.language,
                   coalesce(m.sentence, '') AS sentence, coalesce(m.text, '') AS text,
                   (SELECT min(id) FROM outbox WHERE kind = 'alert' AND entry = e.key) AS alert
            FROM reviews AS r JOIN entries AS e ON e.key = r.entry
            LEFT JOIN mentions AS m ON m.rowid = (
              SELECT rowid FROM mentions WHERE entry = e.key AND watch = r.watch
              ORDER BY status = 'sure' DESC, field = 'title', rowid LIMIT 1)
            WHERE r.verdict = 'wrong' AND {where}
            ORDER BY r.reviewed_at DESC, r.entry DESC, r.watch
            """,
            values,
        )
        found = []
        for row in rows:
            at = moment(row.pop("reviewed_at"))
            assert at is not None
            found.append(Wrong(at=at, **row))
        return found

    def rights(self, watch: str) -> list[str]:
        """Return the sentences with the watch's names in the last entries that were marked right for it."""
        rows = self._db.execute(
            "SELECT m.sentence FROM reviews AS r JOIN mentions AS m ON m.entry = r.entry "
            "AND m.watch = r.watch AND m.status = 'sure' WHERE r.watch = ? AND r.verdict = 'right' "
            "ORDER BY r.reviewed_at DESC, m.rowid DESC LIMIT ?",
            [watch, _RIGHTS],
        )
        return [sentence for (sentence,) in rows.fetchall()]

    def alerted(self, story: int, chat: str) -> list[int]:
        """Return the entries that a chat was alerted of in a story, oldest first."""
        rows = self._db.execute(
            "SELECT DISTINCT entry FROM outbox WHERE kind = 'alert' AND story = ? AND chat = ? ORDER BY id",
            [story, chat],
        )
        return [entry for (entry,) in rows.fetchall()]

    def headline(self, entry: int) -> tuple[str, str]:
        """Return title and link of an entry."""
        row = self._db.execute("SELECT title, link FROM entries WHERE key = ?", [entry]).fetchone()
        return row[0], row[1]
