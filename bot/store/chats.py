"""Chats: those that wait, those that have another address now, and what telegram.chat has been.

The chat of a row is the address in config.toml, also where a group has become a supergroup since: only at sending it
is translated (`Chats.address`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.config import group_of
from bot.store.times import FAR_AHEAD, moment, stamp

GROUP = "CASE instr({chat}, '/') WHEN 0 THEN {chat} ELSE substr({chat}, 1, instr({chat}, '/') - 1) END"
"""SQL: the address of a chat without its forum topic, as `bot.config.group_of`."""

_ASKED, _BLOCKED, _BOTH = range(3)
"""What the column `blocked` says: the chat asked to wait; it takes no messages; it took none, and asked to wait since.

The last is told of when it works again, but not tried before its time.
"""


def topic_of(chat: str) -> str:
    """Return the address of the topic that messages to `chat` get into: without a number it is "General", number 1.

    See https://core.telegram.org/api/forum#forum-topics. "General" is held by that number: the bare group means all.
    """
    return chat if "/" in chat else f"{chat}/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A chat that gets nothing for a while."""

    chat: str
    until: datetime  #: UTC
    blocked: bool  #: it takes no messages, and did not say until when
    error: str  #: in words


class Chats:
    """The tables `chats`, `moved_chats` and `default_chats`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- chats that wait --------------------------------------------------------------------------

    def hold(self, chat: str, until: datetime, error: str, *, blocked: bool) -> bool:
        """Send nothing to `chat` before `until`; return whether it had blocked us before already.

        A group's topics wait with it. `blocked`: it takes no messages, and did not say until when. A later hold stays,
        unless a clock that went wrong has set it; that a chat took no messages stays until it takes one (`works`).
        """
        query = "SELECT blocked, held_until, error FROM chats WHERE chat = ?"
        before, held, why = self._db.execute(query, [chat]).fetchone() or (_ASKED, "", "")
        longer = stamp(until) < held < stamp(until + FAR_AHEAD)
        kind = before if longer else _BLOCKED if blocked else _ASKED
        if kind == _ASKED and (blocked or before != _ASKED):
            kind = _BOTH
        self._db.execute(
            "INSERT OR REPLACE INTO chats (chat, held_until, blocked, error) VALUES (?, ?, ?, ?)",
            [chat, held if longer else stamp(until), kind, why if longer else error],
        )
        return before != _ASKED

    def hold_of(self, chat: str, now: datetime) -> Hold | None:
        """Return why `chat` gets nothing at `now`, itself or its group; None if it may get messages.

        A time far ahead was set by a clock that went wrong, and does not count.
        """
        rows = self._db.query(
            "SELECT chat, held_until, blocked, error FROM chats WHERE chat IN (?, ?) AND held_until > ? "
            "AND held_until < ? ORDER BY held_until DESC LIMIT 1",
            [topic_of(chat), group_of(chat), stamp(now), stamp(now + FAR_AHEAD)],
        )
        for row in rows:
            until = moment(row["held_until"])
            assert until is not None
            return Hold(chat=row["chat"], until=until, blocked=row["blocked"] == _BLOCKED, error=row["error"])
        return None

    def release(self, chat: str) -> None:
        """Try a chat and its topics again at once if they took no messages: somebody may have mended that."""
        self._db.execute(
            f"UPDATE chats SET held_until = '' WHERE blocked = {_BLOCKED} AND {GROUP.format(chat='chat')} = ?",
            [group_of(chat)],
        )

    def release_blocked(self) -> None:
        """Try all chats that took no messages again at once."""
        self._db.execute(f"UPDATE chats SET held_until = '' WHERE blocked = {_BLOCKED}")

    def works(self, chat: str, now: datetime) -> bool:
        """Note that `chat` takes messages; return whether that is news: it, or its group, took none before.

        What holds beyond `now` stays: another topic of the group may just have been told to wait.
        """
        over = "chat IN (?, ?) AND NOT (held_until > ? AND held_until < ?)"
        values = [topic_of(chat), group_of(chat), stamp(now), stamp(now + FAR_AHEAD)]
        news = self._db.execute(f"SELECT 1 FROM chats WHERE blocked AND {over}", values).fetchone()
        self._db.execute(f"DELETE FROM chats WHERE {over}", values)
        return news is not None

    def held(self, now: datetime) -> list[tuple[str, str]]:
        """Return the chats that are held while messages wait for them, each with the reason in words.

        A chat that asked to wait is held until then; one that takes no messages until it takes one.
        """
        waiting = "SELECT chat FROM outbox WHERE status = 'waiting'"
        rows = self._db.execute(
            f"SELECT chat, error FROM chats WHERE (blocked OR held_until > ?) AND (chat IN ({waiting}) "
            f"OR chat IN (SELECT {GROUP.format(chat='chat')} FROM ({waiting})) "
            f"OR chat IN (SELECT chat || '/1' FROM ({waiting})))",
            [stamp(now)],
        ).fetchall()
        return [(chat, error) for chat, error in rows]

    # --- groups that have become supergroups --------------------------------------------------------

    def address(self, chat: str) -> str:
        """Return where the chat is to be found now."""
        group, slash, topic = chat.partition("/")
        seen = {group}
        while row := self._db.execute("SELECT moved_to FROM moved_chats WHERE chat = ?", [group]).fetchone():
            if row[0] in seen:
                break
            group = row[0]
            seen.add(group)
        return group + slash + topic

    def moved(self, chat: str, to: str) -> bool:
        """Note that the group of `chat`, an address as configured, is `to` now; return False if that was known.

        The ids of its messages are forgotten: they are unique "inside this chat" only
        (https://core.telegram.org/bots/api#message), so that a reply or an edit would meet another message.
        """
        before = group_of(self.address(chat))
        if before == to:
            return False
        self._db.execute("INSERT OR REPLACE INTO moved_chats (chat, moved_to) VALUES (?, ?)", [before, to])
        # Back to a former address: without this the two would point at each other.
        self._db.execute("DELETE FROM moved_chats WHERE chat = ?", [to])
        self._db.execute(
            f"UPDATE outbox SET message_id = NULL WHERE status = 'sent' AND {GROUP.format(chat='chat')} = ?",
            [group_of(chat)],
        )
        return True

    def adopt_moves(self, known: Iterable[str]) -> int:
        """Give what is stored of a group that has moved its new address, if only that is among `known`.

        Topics keep their number. Returns how many groups that were.
        """
        groups = {group_of(chat) for chat in known}
        moves = {old: self.address(old) for (old,) in self._db.execute("SELECT chat FROM moved_chats").fetchall()}
        taken = {old: new for old, new in moves.items() if new in groups and old not in groups}
        for old, new in taken.items():
            self._rename(old, new)
        for old in taken:
            self._db.execute("DELETE FROM moved_chats WHERE chat = ?", [old])
        return len(taken)

    def _rename(self, old: str, new: str) -> None:
        group = f"{GROUP.format(chat='chat')} = ?"
        for (chat,) in self._db.execute(f"SELECT DISTINCT chat FROM outbox WHERE {group}", [old]).fetchall():
            there = new + chat.removeprefix(old)
            # The chat stands within the keys, and what was told there must not be told there again.
            self._db.execute(
                "UPDATE OR IGNORE outbox SET key = "
                "substr(replace(key || ':', :old, :new), 1, length(replace(key || ':', :old, :new)) - 1) "
                "WHERE chat = :chat",
                {"old": f":{chat}:", "new": f":{there}:", "chat": chat},
            )
        for table in ("outbox", "digests", "muted_stories", "default_chats", "chats"):
            self._db.execute(
                f"UPDATE OR IGNORE {table} SET chat = ? || substr(chat, ?) WHERE {group}", [new, len(old) + 1, old]
            )
        for table in ("digests", "muted_stories", "default_chats", "chats"):  # what the new address has already
            self._db.execute(f"DELETE FROM {table} WHERE {group}", [old])

    # --- what telegram.chat has been ----------------------------------------------------------------

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
