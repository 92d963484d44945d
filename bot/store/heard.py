"""Which updates from Telegram were dealt with."""

from __future__ import annotations

from sqlite_utils import Database


class Heard:
    """The table `heard`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def last(self, bot: str) -> int:
        """Return the id of the last update that the bot with this user name has dealt with, 0 if there is none."""
        row = self._db.execute("SELECT last_update FROM heard WHERE bot = ?", [bot]).fetchone()
        return int(row[0]) if row else 0

    def note(self, bot: str, update: int) -> None:
        """Note that an update was dealt with.

        After a week without any, Telegram may begin anew with a smaller id (https://core.telegram.org/bots/api#update):
        the last one heard counts, not the greatest.
        """
        self._db.execute("INSERT OR REPLACE INTO heard VALUES (?, ?)", [bot, update])
