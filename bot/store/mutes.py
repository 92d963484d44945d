"""What people do not want to hear for a while: watches everywhere, stories in one chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.times import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """A watch that causes no alerts until a moment (UTC)."""

    watch: str
    until: datetime
    by_name: str


class Mutes:
    """The tables `muted_watches` and `muted_stories`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def mute_watch(self, watch: str, until: datetime, *, by_user: int, by_name: str, now: datetime) -> None:
        """Let a watch cause no alerts until then."""
        self._db.execute(
            "INSERT OR REPLACE INTO muted_watches VALUES (?, ?, ?, ?, ?)",
            [watch, stamp(until), by_user, by_name, stamp(now)],
        )

    def unmute_watch(self, watch: str) -> bool:
        """Let a watch alert again; return False if it was not muted."""
        return self._db.execute("DELETE FROM muted_watches WHERE watch = ?", [watch]).rowcount > 0

    def watches(self, now: datetime) -> dict[str, Mute]:
        """Return the watches that are muted at `now`, by id."""
        found = {}
        for row in self._db.query("SELECT watch, until, by_name FROM muted_watches WHERE until > ?", [stamp(now)]):
            until = moment(row["until"])
            assert until is not None
            found[row["watch"]] = Mute(watch=row["watch"], until=until, by_name=row["by_name"])
        return found

    def mute_story(self, story: int, chat: str, *, by_user: int, by_name: str, now: datetime) -> bool:
        """Let a chat hear no more of a story; return False if it was muted there before."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO muted_stories VALUES (?, ?, ?, ?, ?)",
            [story, chat, by_user, by_name, stamp(now)],
        )
        return cursor.rowcount > 0

    def unmute_story(self, story: int, chat: str) -> bool:
        """Let a chat hear of a story again; return False if it was not muted there."""
        cursor = self._db.execute("DELETE FROM muted_stories WHERE story = ? AND chat = ?", [story, chat])
        return cursor.rowcount > 0
