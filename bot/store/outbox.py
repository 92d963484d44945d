"""What goes out: written with what caused it, drained by `bot.deliver`, kept for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.times import FAR_AHEAD, moment, stamp
from pipelines.model import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that waits for its chat."""

    id: int
    kind: str  #: "alert", "digest", "note"
    chat: str
    html: str
    plain: str
    attempts: int


_HELD = "SELECT chat, error FROM chats WHERE chat IN (SELECT chat FROM outbox WHERE status = 'waiting')"


class Outbox:
    """The tables `outbox` and `chats`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, kind: str, key: str, chat: str, message: Message, *, now: datetime) -> bool:
        """Queue a message; return False if the same `key` was queued before, whatever became of it."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO outbox (kind, key, chat, html, plain, created_at, status, next_attempt_at) "
            "VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?)",
            [kind, key, chat, message.html, message.plain, stamp(now), stamp(now)],
        )
        return cursor.rowcount == 1

    def put_alert(self, entry: int, chat: str, message: Message, keys: tuple[str, str], *, now: datetime) -> bool:
        """Queue the alert of an entry, once for each chat; `keys` are the link_key and title_key it is told under."""
        if not self.put("alert", key := f"alert:{entry}:{chat}", chat, message, now=now):
            return False
        self._db.execute("UPDATE outbox SET entry = ?, link_key = ?, title_key = ? WHERE key = ?", [entry, *keys, key])
        return True

    def waiting(self, now: datetime, *, limit: int = 20) -> list[Delivery]:
        """Return what may be sent now, in order, up to `limit` of each chat.

        A chat that is held, or whose first message waits, gives nothing. A time far ahead was set by a clock that
        went wrong, and does not count.
        """
        rows = self._db.query(
            """
            SELECT id, kind, chat, html, plain, attempts FROM (
              SELECT *, row_number() OVER (PARTITION BY chat ORDER BY id) AS place FROM outbox AS mine
              WHERE status = 'waiting' AND NOT (next_attempt_at > :now AND next_attempt_at < :far)
                AND chat NOT IN (SELECT chat FROM chats WHERE held_until > :now AND held_until < :far)
                AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.chat = mine.chat AND other.id < mine.id
                                AND other.status = 'waiting'
                                AND other.next_attempt_at > :now AND other.next_attempt_at < :far)
            ) WHERE place <= :limit ORDER BY id
            """,
            {"now": stamp(now), "far": stamp(now + FAR_AHEAD), "limit": limit},
        )
        return [Delivery(**row) for row in rows]

    def default_chat(self, chat: str) -> None:
        """Remember that `chat` is what telegram.chat says, for `redirect`."""
        self._db.execute("INSERT OR IGNORE INTO default_chats (chat) VALUES (?)", [chat])

    def redirect(self, known: Iterable[str], to: str) -> int:
        """Give what waits for a former default chat that is not among `known` to the chat `to`.

        Only that: what waits for a list's, rule's or feed's own chat may not be meant for all. An entry that `to`
        has had is not sent there again. Returns how many messages changed their chat.
        """
        chats = [*known]
        marks = ", ".join("?" * len(chats))
        former = (
            f"status = 'waiting' AND kind != 'note' AND chat NOT IN ({marks}) "
            "AND (chat = '' OR chat IN (SELECT chat FROM default_chats))"
        )
        self._db.execute(
            "UPDATE outbox SET status = 'refused', error = 'its chat is no longer configured, the new one has it' "
            f"WHERE {former} AND entry IN (SELECT entry FROM outbox WHERE chat = ?)",
            [*chats, to],
        )
        return self._db.execute(f"UPDATE outbox SET chat = ? WHERE {former}", [to, *chats]).rowcount

    def unsent(self) -> list[Delivery]:
        """Return all that waits, held or not, in order."""
        rows = self._db.query(
            "SELECT id, kind, chat, html, plain, attempts FROM outbox WHERE status = 'waiting' ORDER BY id"
        )
        return [Delivery(**row) for row in rows]

    def next_attempt(self) -> datetime | None:
        """Return when the next waiting message may be tried, None if nothing waits."""
        # A chat's messages go in order, so its first one sets the time. SQLite takes the columns that stand beside
        # min() from the row with the minimum (https://sqlite.org/lang_select.html#bareagg).
        row = self._db.execute(
            """
            SELECT min(max(first.next_attempt_at, coalesce(chats.held_until, ''))) FROM
              (SELECT chat, min(id), next_attempt_at FROM outbox WHERE status = 'waiting' GROUP BY chat) AS first
            LEFT JOIN chats ON chats.chat = first.chat
            """
        ).fetchone()
        return moment(row[0])

    def begun(self, delivery: int) -> None:
        """Note that the message is about to be sent."""
        self._db.execute("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", [delivery])

    def sent(self, delivery: int, message_id: int, now: datetime) -> None:
        """Note that Telegram has the message."""
        self._db.execute(
            "UPDATE outbox SET status = 'sent', sent_at = ?, message_id = ?, error = '' WHERE id = ?",
            [stamp(now), message_id, delivery],
        )

    def retry(self, delivery: int, at: datetime, error: str) -> None:
        """Note a failure that may pass, and when to try again."""
        self._db.execute(
            "UPDATE outbox SET next_attempt_at = ?, error = ? WHERE id = ?",
            [stamp(at), error, delivery],
        )

    def refused(self, delivery: int, error: str) -> None:
        """Note that Telegram will never take this message. It stays, to be read by people."""
        self._db.execute(
            "UPDATE outbox SET status = 'refused', error = ? WHERE id = ?",
            [error, delivery],
        )

    def hold(self, chat: str, until: datetime, error: str, *, blocked: bool) -> None:
        """Send nothing to `chat` before `until`; its messages wait. `blocked`: it takes none, and did not say when."""
        self._db.execute(
            "INSERT INTO chats (chat, held_until, blocked, error) VALUES (?, ?, ?, ?) ON CONFLICT (chat) DO UPDATE "
            "SET held_until = excluded.held_until, blocked = excluded.blocked, error = excluded.error",
            [chat, stamp(until), blocked, error],
        )

    def release_blocked(self) -> None:
        """Let chats that took no messages be tried again at once: somebody may have mended that."""
        self._db.execute("DELETE FROM chats WHERE blocked")

    def release(self, chat: str) -> None:
        """Note that `chat` takes messages."""
        self._db.execute("DELETE FROM chats WHERE chat = ?", [chat])

    def held(self) -> list[tuple[str, str]]:
        """Return the chats that are held while messages wait for them, each with the reason in words."""
        return [(row["chat"], row["error"]) for row in self._db.query(_HELD)]

    def counts(self) -> dict[str, int]:
        """Return the number of messages by status."""
        rows: Iterable[tuple[str, int]] = self._db.execute(
            "SELECT status, count(*) FROM outbox GROUP BY status"
        ).fetchall()
        return dict(rows)

    def same_article(self, entry: int, chat: str, link_key: str, title_key: str) -> tuple[int, datetime] | None:
        """Return the first other entry that `chat` was alerted of under this link or headline, and when; else None."""
        for row in self._db.query(
            "SELECT entry, created_at FROM outbox WHERE kind = 'alert' AND chat = :chat AND entry != :entry AND "
            "((link_key = :link AND :link != '') OR (title_key = :title AND :title != '')) ORDER BY id LIMIT 1",
            {"chat": chat, "entry": entry, "link": link_key, "title": title_key},
        ):
            at = moment(row["created_at"])
            assert at is not None
            return row["entry"], at
        return None

    def of_entry(self, entry: int) -> list[dict[str, object]]:
        """Return the messages that an entry caused."""
        return list(
            self._db.query(
                "SELECT chat, status, created_at, sent_at, message_id, error FROM outbox WHERE entry = ? ORDER BY id",
                [entry],
            )
        )
