"""What goes out: written with what caused it, drained by `bot.deliver`, kept for good."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.config import group_of
from bot.store.chats import GROUP
from bot.store.times import FAR_AHEAD, moment, stamp
from pipelines.model import Line, Message, Route, Telling

NO_LINE = Line(html="", weight=0)

MUTED = "story muted by "
"""How the error of an alert begins that was withdrawn since its story was muted; behind it stands by whom."""

_GROUP = GROUP.format(chat="chat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that waits for its chat, or that its chat has and that is to be edited there."""

    id: int
    kind: str  #: "alert", "digest", "note"
    chat: str  #: as configured
    html: str
    plain: str
    attempts: int
    entry: int | None  #: None: it is no alert
    story: int | None  #: the row of the entry that its story began with; None: it tells of no story
    telling: str  #: `pipelines.model.Telling`
    also: str  #: the line of further outlets that it should show, HTML; "" for none
    message_id: int | None  #: of the message to edit; None: it waits to be sent
    silent: bool  #: comes without a sound
    posted: int  #: how often it was posted anew because its message was gone
    marks: int  #: how often its buttons have changed since they were shown
    line: str  #: HTML: what stands for it in a roll-up; "" if it is older than these
    weight: int  #: the more, the higher up there
    picture: bytes  #: PNG, with the text as its caption; b"" for none, or if Telegram has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message that waits, as far as choosing what goes next needs it."""

    id: int
    kind: str
    created_at: datetime
    next_attempt_at: datetime
    weight: int
    posted: int

    def due(self, now: datetime) -> bool:
        """Return whether it may be tried; a time far ahead was set by a clock that went wrong, and does not count."""
        return not now < self.next_attempt_at < now + FAR_AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert as commands and buttons know it."""

    id: int
    entry: int
    chat: str  #: as configured
    story: int | None  #: the row of the entry that its story began with; None: it tells of no story
    status: str  #: "waiting", "sent", "refused"
    message_id: int | None  #: None: not sent, or its group has moved since
    html: str
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTelling:
    """A message that tells of a story and shows its further outlets."""

    id: int
    chat: str
    entry: int


_COLUMNS = (
    "id, kind, chat, html, plain, attempts, entry, story, telling, also, message_id, silent, posted, marks, line, "
    "weight"
)
_DELIVERY = f"SELECT {_COLUMNS}, coalesce(picture, x'') AS picture FROM outbox"
_ALERT = "SELECT id, entry, chat, story, status, message_id, html, plain FROM outbox WHERE kind = 'alert'"
_STANDS = (  # a message that can be edited now
    "status = 'sent' AND error = '' AND NOT rolled_up AND message_id IS NOT NULL "
    "AND NOT (next_attempt_at > :now AND next_attempt_at < :far)"
)
_GROWN = (  # it shows an old line of outlets
    "also != also_sent AND sent_at > :since AND max(sent_at, coalesce(edited_at, '')) <= :rested"
)


class Outbox:
    """The table `outbox`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, kind: str, key: str, chat: str, message: Message, *, now: datetime, silent: bool = False) -> bool:
        """Queue a message, without a sound if `silent`.

        Returns False if the same `key` was queued before, whatever became of it.
        """
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO outbox (kind, key, chat, html, plain, created_at, status, next_attempt_at, picture, "
            "silent) VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
            [kind, key, chat, message.html, message.plain, stamp(now), stamp(now), message.picture or None, silent],
        )
        return cursor.rowcount == 1

    def put_alert(
        self,
        entry: int,
        route: Route,
        message: Message,
        keys: tuple[str, str],
        *,
        story: int | None,
        now: datetime,
        line: Line = NO_LINE,
    ) -> bool:
        """Queue what an entry tells a chat, once; return False if it was queued before.

        `keys` are the link_key and title_key it is told under, `story` the row of the entry that its story began
        with, None if it has none. `line` stands for it in a roll-up.
        """
        codes = [gain.code for gain in route.gains]
        key = {
            Telling.FIRST: f"alert:{entry}:{route.chat}",
            Telling.AGAIN: f"again:{entry}:{route.chat}",
            Telling.GAIN: f"gain:{story}:{route.chat}:{'+'.join(codes)}",
        }[route.telling]
        if not self.put("alert", key, route.chat, message, now=now, silent=route.silent):
            return False
        self._db.execute(
            "UPDATE outbox SET entry = ?, link_key = ?, title_key = ?, story = ?, telling = ?, gains = ?, line = ?, "
            "weight = ? WHERE key = ?",
            [
                entry,
                *keys,
                story,
                route.telling,
                json.dumps(codes, ensure_ascii=False),
                line.html,
                line.weight,
                key,
            ],
        )
        return True

    # --- what goes next -----------------------------------------------------------------------------

    def busy_chats(self, now: datetime, *, rested: datetime, since: datetime) -> list[str]:
        """Return the chats for which something waits or is to be edited, the one that has waited longest first.

        `rested` and `since` are as with `edit_due`. Some may have to wait: that is not looked at.
        """
        # The plus keeps SQLite from going through all that was ever sent, chat by chat.
        rows = self._db.execute(
            f"""
            SELECT chat FROM (
              SELECT chat, min(id) AS first FROM outbox WHERE status = 'waiting' GROUP BY +chat UNION ALL
              SELECT chat, min(id) FROM outbox WHERE {_GROWN} AND {_STANDS} GROUP BY +chat UNION ALL
              SELECT chat, min(id) FROM outbox WHERE marks AND {_STANDS} GROUP BY +chat
            ) GROUP BY chat ORDER BY min(first)
            """,
            {**_times(now), "rested": stamp(rested), "since": stamp(since)},
        ).fetchall()
        return [chat for (chat,) in rows]

    def queue(self, chat: str) -> list[Waiting]:
        """Return all that waits for a chat, held or not, in order."""
        rows = self._db.query(
            "SELECT id, kind, created_at, next_attempt_at, weight, posted FROM outbox "
            "WHERE chat = ? AND message_id IS NULL AND status = 'waiting' ORDER BY id",
            [chat],
        )
        return [
            Waiting(
                **row | {name: datetime.fromisoformat(row[name]) for name in ("created_at", "next_attempt_at")}
            )
            for row in rows
        ]  # fmt: skip

    def deliveries(self, ids: Iterable[int]) -> list[Delivery]:
        """Return messages by their rows, in order."""
        query = f"{_DELIVERY} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        return _deliveries(self._db.query(query, [json.dumps(list(ids))]))

    def edit_due(self, chat: str, now: datetime, *, rested: datetime, since: datetime) -> Delivery | None:
        """Return the first message of a chat that shows an old line of outlets and may be edited, None if none does.

        Only what was sent after `since`, and was neither sent nor edited after `rested`.
        """
        # The plus: see busy_chats.
        rows = self._db.query(
            f"{_DELIVERY} WHERE {_GROWN} AND {_STANDS} AND +chat = :chat ORDER BY id LIMIT 1",
            {**_times(now), "rested": stamp(rested), "since": stamp(since), "chat": chat},
        )
        return next(iter(_deliveries(rows)), None)

    def mark_due(self, chat: str, now: datetime) -> Delivery | None:
        """Return the first message of a chat whose buttons have changed, None if there is none."""
        query = f"{_DELIVERY} WHERE marks AND {_STANDS} AND chat = :chat ORDER BY id LIMIT 1"
        return next(iter(_deliveries(self._db.query(query, {**_times(now), "chat": chat}))), None)

    def unsent(self) -> list[Delivery]:
        """Return all that waits, held or not, in order, without the pictures: they may be many megabytes."""
        query = f"SELECT {_COLUMNS}, x'' AS picture FROM outbox WHERE status = 'waiting' ORDER BY id"
        return _deliveries(self._db.query(query))

    def alerts_waiting(self, group: str) -> int:
        """Return how many alerts wait for a chat and all its topics."""
        query = f"SELECT count(*) FROM outbox WHERE status = 'waiting' AND kind = 'alert' AND {_GROUP} = ?"
        return int(self._db.execute(query, [group]).fetchone()[0])

    def last_minute(self, now: datetime) -> list[tuple[str, datetime]]:
        """Return when which chat got a message or an edit in the last minute, as far as the rows tell.

        A message that was begun and never answered counts as sent now: nobody knows when it was.
        """
        since, long_ago = stamp(now - timedelta(minutes=1)), stamp(now - timedelta(days=4))
        rows = self._db.execute(
            "SELECT DISTINCT +chat, message_id, sent_at FROM outbox WHERE sent_at > ? UNION ALL "
            "SELECT chat, message_id, edited_at FROM outbox WHERE edited_at > ? AND sent_at > ? UNION ALL "
            "SELECT DISTINCT +chat, NULL, ? FROM outbox WHERE status = 'waiting' AND attempts > 0",
            [since, since, long_ago, stamp(now)],
        ).fetchall()
        return [(chat, datetime.fromisoformat(at)) for chat, _, at in rows]

    # --- what came of it ----------------------------------------------------------------------------

    def begun(self, *deliveries: int) -> None:
        """Note that messages are about to be sent."""
        for delivery in deliveries:
            self._db.execute("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", [delivery])

    def sent(self, delivery: int, message_id: int, now: datetime, *, also: str = "", marks: int = 0) -> None:
        """Note that Telegram has the message, with this line of further outlets and what `marks` stood for.

        Its picture is let go: Telegram has it, and the database stays small.
        """
        self._db.execute(
            "UPDATE outbox SET status = 'sent', sent_at = ?, message_id = ?, also_sent = ?, marks = max(0, marks - ?), "
            "error = '', picture = NULL WHERE id = ?",
            [stamp(now), message_id, also, marks, delivery],
        )

    def rolled_up(self, deliveries: Iterable[int], message_id: int, now: datetime) -> None:
        """Note that Telegram has these alerts, all in one message, which is never edited."""
        self._db.execute(
            "UPDATE outbox SET status = 'sent', sent_at = ?, message_id = ?, rolled_up = 1, also_sent = also, "
            "marks = 0, error = '' WHERE id IN (SELECT value FROM json_each(?))",
            [stamp(now), message_id, json.dumps(list(deliveries))],
        )

    def edit_begun(self, delivery: int, again: datetime) -> None:
        """Note that the message is about to be edited, and will not be before `again` whatever comes of it."""
        self._db.execute("UPDATE outbox SET next_attempt_at = ? WHERE id = ?", [stamp(again), delivery])

    def edited(self, delivery: int, also: str, now: datetime, *, marks: int = 0) -> None:
        """Note the line of further outlets that the message shows now, and buttons as with `sent`."""
        self._db.execute(
            "UPDATE outbox SET also_sent = ?, edited_at = ?, marks = max(0, marks - ?) WHERE id = ?",
            [also, stamp(now), marks, delivery],
        )

    def marked(self, delivery: int, marks: int) -> None:
        """Note that the message shows the buttons which `marks` changes have made."""
        self._db.execute("UPDATE outbox SET marks = max(0, marks - ?) WHERE id = ?", [marks, delivery])

    def edits_wait(self, chat: str, until: datetime) -> None:
        """Edit nothing in `chat` before `until`; its messages are sent all the same."""
        self._db.execute(
            "UPDATE outbox SET next_attempt_at = ? WHERE (also != also_sent OR marks) AND status = 'sent' AND chat = ?",
            [stamp(until), chat],
        )

    def not_edited(self, delivery: int, error: str) -> None:
        """Note why the message will be edited no more."""
        self._db.execute("UPDATE outbox SET error = ?, marks = 0 WHERE id = ?", [error, delivery])

    def post_anew(self, delivery: int, now: datetime) -> None:
        """Send a message that is gone once more, without a sound. It keeps its row, so its place in the story."""
        self._db.execute(
            "UPDATE outbox SET status = 'waiting', message_id = NULL, posted = posted + 1, silent = 1, attempts = 0, "
            "next_attempt_at = ? WHERE id = ?",
            [stamp(now), delivery],
        )

    def retry(self, delivery: int, at: datetime, error: str) -> None:
        """Note a failure that may pass, and when to try again."""
        self._db.execute(
            "UPDATE outbox SET next_attempt_at = ?, error = ? WHERE id = ?",
            [stamp(at), error, delivery],
        )

    def refused(self, delivery: int, error: str) -> None:
        """Note that Telegram will never take this message. Its text stays, to be read by people."""
        self._db.execute(
            "UPDATE outbox SET status = 'refused', error = ?, picture = NULL WHERE id = ?", [error, delivery]
        )

    def give_up(self, chat: str, error: str) -> int:
        """Let nothing wait for a chat any more; return how many messages did."""
        return self._db.execute(
            "UPDATE outbox SET status = 'refused', error = ?, picture = NULL WHERE status = 'waiting' AND chat = ?",
            [error, chat],
        ).rowcount

    def withdraw(self, chat: str, error: str, *, story: int | None = None) -> int:
        """Let no alerts wait for a chat any more, or those of one story only; return how many did."""
        return self._db.execute(
            "UPDATE outbox SET status = 'refused', error = :error WHERE status = 'waiting' AND kind = 'alert' "
            "AND chat = :chat AND (:story IS NULL OR story = :story)",
            {"chat": chat, "error": error, "story": story},
        ).rowcount

    def bring_back(self, chat: str, story: int) -> int:
        """Let the alerts of a story wait again that were withdrawn as it was muted; return how many."""
        return self._db.execute(
            "UPDATE outbox SET status = 'waiting', error = '' WHERE status = 'refused' AND kind = 'alert' "
            "AND chat = ? AND story = ? AND substr(error, 1, ?) = ?",
            [chat, story, len(MUTED), MUTED],
        ).rowcount

    # --- stories and buttons ------------------------------------------------------------------------

    def open_tellings(self, story: int, since: datetime) -> list[OpenTelling]:
        """Return the messages that show the outlets of a story: of each chat the latest, if it was made since then.

        Alerts that share a message with others show none.
        """
        rows = self._db.query(
            """
            SELECT max(id) AS id, chat, entry FROM outbox
            WHERE story = ? AND telling IN ('first', 'again') AND status != 'refused' AND NOT rolled_up
              AND created_at > ?
            GROUP BY chat ORDER BY id
            """,
            [story, stamp(since)],
        )
        return [OpenTelling(**row) for row in rows]

    def show_also(self, delivery: int, also: str) -> None:
        """Note the line of further outlets (HTML, "" for none) that a message should show."""
        self._db.execute("UPDATE outbox SET also = ? WHERE id = ? AND also != ?", [also, delivery, also])

    def show_marks(self, entry: int) -> None:
        """Let the buttons of all alerts of an entry be shown anew."""
        self._db.execute(
            "UPDATE outbox SET marks = marks + 1 WHERE kind = 'alert' AND entry = ? AND NOT rolled_up "
            "AND status != 'refused'",
            [entry],
        )

    def replies_to(self, delivery: Delivery) -> int | None:
        """Return the id of the message that told of the story first in this chat, None if there is none to reply to.

        If it was sent again by hand, the latest one.
        """
        if delivery.story is None or delivery.telling == Telling.FIRST:
            return None
        row = self._db.execute(
            "SELECT message_id FROM outbox WHERE story = ? AND chat = ? AND telling = 'first' AND status = 'sent' "
            "AND message_id IS NOT NULL ORDER BY id DESC LIMIT 1",
            [delivery.story, delivery.chat],
        ).fetchone()
        return row[0] if row else None

    def alert(self, row: int) -> Alert | None:
        """Return an alert by its row, None if there is none."""
        for found in self._db.query(f"{_ALERT} AND id = ?", [row]):
            return Alert(**found)
        return None

    def alerts_in(self, chat: str, message_id: int) -> tuple[Alert, ...]:
        """Return the alerts in a message: none, one, or those of a roll-up.

        `chat` is an address as configured or as the group has it now, with or without a topic.
        """
        rows = self._db.query(
            f"{_ALERT} AND status = 'sent' AND message_id = :message AND ({_GROUP} = :group "
            f"OR {_GROUP} IN (SELECT chat FROM moved_chats WHERE moved_to = :group)) ORDER BY id",
            {"message": message_id, "group": group_of(chat)},
        )
        return tuple(Alert(**row) for row in rows)

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


def _times(now: datetime) -> dict[str, str]:
    return {"now": stamp(now), "far": stamp(now + FAR_AHEAD)}


def _deliveries(rows: Iterable[dict[str, object]]) -> list[Delivery]:
    return [Delivery(**{**row, "silent": bool(row["silent"])}) for row in rows]  # type: ignore[arg-type]
