"""Which updates from Telegram were dealt with."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.store.times import moment, stamp

COUNTED_ON = timedelta(days=6)
"""After a week without updates the next one has any id, maybe a smaller one: https://core.telegram.org/bots/api#update"""


class Heard:
    """The table `heard`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def last(self, bot: str) -> int:
        """Return the id of the last update that the bot with this user name has dealt with, 0 if there is none."""
        row = self._db.execute("SELECT last_update FROM heard WHERE bot = ?", [bot]).fetchone()
        return int(row[0]) if row else 0

    def offset(self, bot: str, now: datetime) -> int:
        """Return from which id on to ask for updates: 0, from the earliest that is not confirmed, where ids may differ.

        Then the last one may come once more.
        """
        row = self._db.execute("SELECT last_update, heard_at FROM heard WHERE bot = ?", [bot]).fetchone()
        at = moment(row[1]) if row else None
        return 0 if at is None or now - at > COUNTED_ON else int(row[0]) + 1

    def note(self, bot: str, update: int, now: datetime) -> None:
        """Note that an update was dealt with."""
        self._db.execute("INSERT OR REPLACE INTO heard VALUES (?, ?, ?)", [bot, update, stamp(now)])
