"""Who is logged in to the pages."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store.times import stamp


class Sessions:
    """The table `sessions`; what the cookie holds is never stored, only its hash."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, token_hash: str, name: str, now: datetime, expires_at: datetime) -> None:
        """Note that somebody logged in; sessions that have ended go."""
        self._db.execute("DELETE FROM sessions WHERE expires_at <= ?", [stamp(now)])
        self._db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", [token_hash, name, stamp(now), stamp(expires_at)])

    def name(self, token_hash: str, now: datetime) -> str | None:
        """Return how the one who is logged in wants to be called, "" if they did not say; None: nobody is."""
        row = self._db.execute(
            "SELECT name FROM sessions WHERE token_hash = ? AND expires_at > ?", [token_hash, stamp(now)]
        ).fetchone()
        return str(row[0]) if row else None

    def end(self, token_hash: str) -> None:
        """Log out."""
        self._db.execute("DELETE FROM sessions WHERE token_hash = ?", [token_hash])
