"""What chats were told since a moment, and telling it again: for `wirewatch resend`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.times import moment, stamp
from pipelines.model import Telling

AGAIN = "resend:"
"""How the keys of alerts begin that were posted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An alert that stands in the outbox, with what was decided of its entry."""

    id: int
    chat: str  #: as configured then
    status: str  #: "waiting", "sent", "refused"
    created_at: datetime  #: UTC
    entry: int
    title: str  #: the entry's headline, as it is by now
    feed: str
    story: int | None  #: None: it tells of no story
    telling: Telling
    gains: str  #: JSON list of codes
    watches: tuple[str, ...]  #: surely meant
    rules: tuple[str, ...]  #: met
    again: bool  #: it was posted again

    @property
    def what(self) -> tuple[object, ...]:
        """Return what it tells: two alerts with the same are the same to their readers."""
        return what_is_told(self.entry, self.story, self.telling, self.gains)


def what_is_told(entry: int, story: int | None, telling: str, gains: str) -> tuple[object, ...]:
    """Return what makes an alert another one than others: what its story gained, else its entry."""
    return (story, gains) if telling == Telling.GAIN else (entry,)


class Missed:
    """The alerts of the table `outbox`, as those who missed them need them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def told(self, since: datetime) -> list[Told]:
        """Return the alerts of all chats that were made since then, in order."""
        rows = self._db.query(
            f"""
            SELECT o.id, o.chat, o.status, o.created_at, o.entry, e.title, e.feed, o.story, o.telling, o.gains,
                   d.watches, d.rules, o.key LIKE '{AGAIN}%' AS again
            FROM outbox AS o JOIN entries AS e ON e.key = o.entry
            LEFT JOIN decisions AS d ON d.rowid = (SELECT max(rowid) FROM decisions
                                                   WHERE entry = e.key AND action = 'alert')
            WHERE o.kind = 'alert' AND o.created_at >= ? ORDER BY o.id
            """,
            [stamp(since)],
        )
        return [_told(row) for row in rows]

    def had(self, chat: str) -> tuple[set[tuple[object, ...]], set[int]]:
        """Return what `chat` was told, ever, or will be: `Told.what` of each alert, and the stories that were begun."""
        rows = self._db.execute(
            "SELECT entry, story, telling, gains FROM outbox WHERE chat = ? AND kind = 'alert' AND status != 'refused'",
            [chat],
        ).fetchall()
        what = {what_is_told(entry, story, telling, gains) for entry, story, telling, gains in rows}
        return what, {story for _, story, telling, _ in rows if story is not None and telling == Telling.FIRST}

    def first_of(self, chat: str) -> datetime | None:
        """Return when the first message for `chat` was made, leaving out what was posted again; None: never."""
        query = f"SELECT min(created_at) FROM outbox WHERE chat = ? AND key NOT LIKE '{AGAIN}%'"
        return moment(self._db.execute(query, [chat]).fetchone()[0])

    def former_chats(self, known: Iterable[str]) -> set[str]:
        """Return what telegram.chat has been and nothing names any more; "" if there was a time without one."""
        rows = self._db.execute("SELECT chat FROM default_chats").fetchall()
        return {"", *(chat for (chat,) in rows)}.difference(known)

    def muted_in(self, chat: str) -> set[int]:
        """Return the stories of which `chat` wants to hear no more."""
        return {story for (story,) in self._db.execute("SELECT story FROM muted_stories WHERE chat = ?", [chat])}

    def post_again(self, alert: int, chat: str, day: str, now: datetime) -> bool:
        """Queue an alert for `chat` once more; return False if that was done on that `day` already."""
        cursor = self._db.execute(
            """
            INSERT OR IGNORE INTO outbox (kind, key, chat, created_at, status, next_attempt_at, entry, html, plain,
              link_key, title_key, story, telling, gains, also, line, weight, silent)
            SELECT kind, :key, :chat, :now, 'waiting', :now, entry, html, plain,
              link_key, title_key, story, telling, gains, also, line, weight, silent
            FROM outbox WHERE id = :alert
            """,
            {"key": f"{AGAIN}{alert}:{chat}:{day}", "chat": chat, "now": stamp(now), "alert": alert},
        )
        return cursor.rowcount == 1

    def forget_message(self, alert: int) -> None:
        """Forget the id of an alert's message: it is gone, or another one takes its place.

        A chat that was made anew counts its messages from 1 again, so that an edit or a reply would meet a wrong one.
        """
        self._db.execute("UPDATE outbox SET message_id = NULL WHERE id = ? AND status = 'sent'", [alert])


def _told(row: dict[str, object]) -> Told:
    created_at = moment(str(row.pop("created_at")))
    assert created_at is not None
    return Told(
        created_at=created_at,
        telling=Telling(str(row.pop("telling"))),
        watches=tuple(json.loads(str(row.pop("watches") or "[]"))),
        rules=tuple(json.loads(str(row.pop("rules") or "[]"))),
        again=bool(row.pop("again")),
        **row,  # type: ignore[arg-type]  # the other columns are as they are named
    )
