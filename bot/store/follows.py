"""Who wants the alerts of which watch in a private chat."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store.times import stamp


class Follows:
    """The table `follows`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, chat: str, watch: str, now: datetime) -> bool:
        """Let a private chat follow a watch; return False if it does already."""
        cursor = self._db.execute("INSERT OR IGNORE INTO follows VALUES (?, ?, ?)", [chat, watch, stamp(now)])
        return cursor.rowcount > 0

    def remove(self, chat: str, watch: str) -> bool:
        """Let a private chat follow a watch no more; return False if it did not."""
        return self._db.execute("DELETE FROM follows WHERE chat = ? AND watch = ?", [chat, watch]).rowcount > 0

    def of(self, chat: str) -> list[str]:
        """Return the watches that a private chat follows, in order."""
        rows = self._db.execute("SELECT watch FROM follows WHERE chat = ? ORDER BY watch", [chat]).fetchall()
        return [watch for (watch,) in rows]

    def all(self) -> dict[str, tuple[str, ...]]:
        """Return the private chats that follow each watch."""
        found: dict[str, list[str]] = {}
        for chat, watch in self._db.execute("SELECT chat, watch FROM follows ORDER BY since, chat").fetchall():
            found.setdefault(watch, []).append(chat)
        return {watch: tuple(chats) for watch, chats in found.items()}

    def forget(self, chat: str) -> int:
        """Drop all that a private chat follows: it has blocked the bot. Returns how many watches that were."""
        return self._db.execute("DELETE FROM follows WHERE chat = ?", [chat]).rowcount

    def forget_watch(self, watch: str) -> int:
        """Let nobody follow a watch any more: it is gone. Returns how many did."""
        return self._db.execute("DELETE FROM follows WHERE watch = ?", [watch]).rowcount
