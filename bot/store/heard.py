"""Which updates from Telegram were dealt with.

Updates of different chats are dealt with at the same time, so that a late one may be done before an early one. So each
has a row, until Telegram can give it no more; the latest keeps its row.
"""

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
        """Return the greatest id of an update that the bot with this user name has dealt with, 0 if there is none."""
        row = self._db.execute("SELECT max(update_id) FROM heard WHERE bot = ?", [bot]).fetchone()
        return int(row[0] or 0)

    def known(self, bot: str) -> set[int]:
        """Return the ids of the updates that were dealt with and may come again."""
        rows = self._db.execute("SELECT update_id FROM heard WHERE bot = ?", [bot]).fetchall()
        return {int(update) for (update,) in rows}

    def offset(self, bot: str, now: datetime) -> int:
        """Return from which id on to ask for updates: 0, from the earliest that is not confirmed, where ids may differ.

        Then the last one may come once more.
        """
        return 0 if self._begin_anew(bot, now) else self.last(bot) + 1

    def note(self, bot: str, update: int, now: datetime) -> None:
        """Note that an update was dealt with."""
        if self._begin_anew(bot, now):
            self._db.execute("DELETE FROM heard WHERE bot = ?", [bot])
        self._db.execute("INSERT OR REPLACE INTO heard VALUES (?, ?, ?)", [bot, update, stamp(now)])

    def confirmed(self, bot: str, before: int) -> None:
        """Forget the updates before an id, but for the latest: Telegram will not give them again."""
        self._db.execute(
            "DELETE FROM heard WHERE bot = ? AND update_id < min(?, (SELECT max(update_id) FROM heard WHERE bot = ?))",
            [bot, before, bot],
        )

    def _begin_anew(self, bot: str, now: datetime) -> bool:
        row = self._db.execute("SELECT max(heard_at) FROM heard WHERE bot = ?", [bot]).fetchone()
        at = moment(row[0])
        return at is None or now - at > COUNTED_ON
