"""What goes out: written with what caused it, drained by `bot.deliver`, kept for good."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.times import FAR_AHEAD, moment, stamp
from pipelines.model import Message, Route, Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that waits for its chat, or that its chat has and that is to be edited there."""

    id: int
    kind: str  #: "alert", "digest", "note"
    chat: str
    html: str
    plain: str
    attempts: int
    story: int | None  #: the row of the entry that its story began with; None: it tells of no story
    telling: str  #: `pipelines.model.Telling`
    also: str  #: the line of further outlets that it should show, HTML; "" for none
    message_id: int | None  #: of the message to edit; None: it waits to be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTelling:
    """A message that tells of a story and shows its further outlets."""

    id: int
    chat: str
    entry: int


_COLUMNS = "id, kind, chat, html, plain, attempts, story, telling, also, message_id"
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

    def put_alert(
        self, entry: int, route: Route, message: Message, keys: tuple[str, str], *, story: int | None, now: datetime
    ) -> bool:
        """Queue what an entry tells a chat, once; return False if it was queued before.

        `keys` are the link_key and title_key it is told under, `story` the row of the entry that its story began
        with, None if it has none.
        """
        codes = [gain.code for gain in route.gains]
        key = {
            Telling.FIRST: f"alert:{entry}:{route.chat}",
            Telling.AGAIN: f"again:{entry}:{route.chat}",
            Telling.GAIN: f"gain:{story}:{route.chat}:{'+'.join(codes)}",
        }[route.telling]
        if not self.put("alert", key, route.chat, message, now=now):
            return False
        self._db.execute(
            "UPDATE outbox SET entry = ?, link_key = ?, title_key = ?, story = ?, telling = ?, gains = ? WHERE key = ?",
            [entry, *keys, story, route.telling, json.dumps(codes, ensure_ascii=False), key],
        )
        return True

    def waiting(self, now: datetime, *, limit: int = 20) -> list[Delivery]:
        """Return what may be sent now, in order, up to `limit` of each chat.

        A chat that is held, or whose first message waits, gives nothing. A time far ahead was set by a clock that
        went wrong, and does not count.
        """
        rows = self._db.query(
            f"""
            SELECT {_COLUMNS} FROM (
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

    def edits(self, now: datetime, *, rested: datetime, since: datetime, limit: int = 20) -> list[Delivery]:
        """Return the messages to edit now, in order, up to `limit` of each chat: they show an old line of outlets.

        Only what was sent after `since`, and was neither sent nor edited after `rested`. A chat that is held, or for
        which messages wait, gives nothing.
        """
        rows = self._db.query(
            f"""
            SELECT {_COLUMNS} FROM (
              SELECT *, row_number() OVER (PARTITION BY chat ORDER BY id) AS place FROM outbox
              WHERE also != also_sent AND status = 'sent' AND error = ''
                AND sent_at > :since AND max(sent_at, coalesce(edited_at, '')) <= :rested
                AND NOT (next_attempt_at > :now AND next_attempt_at < :far)
                AND chat NOT IN (SELECT chat FROM chats WHERE held_until > :now AND held_until < :far)
                AND chat NOT IN (SELECT chat FROM outbox WHERE status = 'waiting')
            ) WHERE place <= :limit ORDER BY id
            """,
            {"now": stamp(now), "far": stamp(now + FAR_AHEAD), "rested": stamp(rested), "since": stamp(since),
             "limit": limit},
        )  # fmt: skip
        return [Delivery(**row) for row in rows]

    def open_tellings(self, story: int, since: datetime) -> list[OpenTelling]:
        """Return the messages that show the outlets of a story: of each chat the latest, if it was made since then."""
        rows = self._db.query(
            """
            SELECT max(id) AS id, chat, entry FROM outbox
            WHERE story = ? AND telling IN ('first', 'again') AND status != 'refused' AND created_at > ?
            GROUP BY chat ORDER BY id
            """,
            [story, stamp(since)],
        )
        return [OpenTelling(**row) for row in rows]

    def show_also(self, delivery: int, also: str) -> None:
        """Note the line of further outlets (HTML, "" for none) that a message should show."""
        self._db.execute("UPDATE outbox SET also = ? WHERE id = ? AND also != ?", [also, delivery, also])

    def replies_to(self, delivery: Delivery) -> int | None:
        """Return the id of the message that told of the story first in this chat, None if there is none to reply to."""
        if delivery.story is None or delivery.telling == Telling.FIRST:
            return None
        row = self._db.execute(
            "SELECT message_id FROM outbox WHERE story = ? AND chat = ? AND telling = 'first' AND status = 'sent' "
            "AND message_id IS NOT NULL ORDER BY id LIMIT 1",
            [delivery.story, delivery.chat],
        ).fetchone()
        return row[0] if row else None

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
            f"WHERE {former} AND telling = 'first' AND (entry IN (SELECT entry FROM outbox WHERE chat = ?) "
            "OR story IN (SELECT story FROM outbox WHERE chat = ? AND story IS NOT NULL))",
            [*chats, to, to],
        )
        return self._db.execute(f"UPDATE outbox SET chat = ? WHERE {former}", [to, *chats]).rowcount

    def unsent(self) -> list[Delivery]:
        """Return all that waits, held or not, in order."""
        rows = self._db.query(f"SELECT {_COLUMNS} FROM outbox WHERE status = 'waiting' ORDER BY id")
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

    def sent(self, delivery: int, message_id: int, now: datetime, *, also: str = "") -> None:
        """Note that Telegram has the message, with this line of further outlets."""
        self._db.execute(
            "UPDATE outbox SET status = 'sent', sent_at = ?, message_id = ?, also_sent = ?, error = '' WHERE id = ?",
            [stamp(now), message_id, also, delivery],
        )

    def edit_begun(self, delivery: int, again: datetime) -> None:
        """Note that the message is about to be edited, and will not be before `again` whatever comes of it."""
        self._db.execute("UPDATE outbox SET next_attempt_at = ? WHERE id = ?", [stamp(again), delivery])

    def edited(self, delivery: int, also: str, now: datetime) -> None:
        """Note the line of further outlets that the message shows now."""
        self._db.execute(
            "UPDATE outbox SET also_sent = ?, edited_at = ? WHERE id = ?",
            [also, stamp(now), delivery],
        )

    def edits_wait(self, chat: str, until: datetime) -> None:
        """Edit nothing in `chat` before `until`; its messages are sent all the same."""
        self._db.execute(
            "UPDATE outbox SET next_attempt_at = ? WHERE also != also_sent AND status = 'sent' AND chat = ?",
            [stamp(until), chat],
        )

    def not_edited(self, delivery: int, error: str) -> None:
        """Note why the message will be edited no more."""
        self._db.execute("UPDATE outbox SET error = ? WHERE id = ?", [error, delivery])

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
        """Return the messages that an entry caused, the codes of what its story gained as a list."""
        rows = self._db.query(
            "SELECT chat, status, created_at, sent_at, message_id, error, telling, gains FROM outbox "
            "WHERE entry = ? ORDER BY id",
            [entry],
        )
        return [{**row, "gains": json.loads(row["gains"])} for row in rows]
