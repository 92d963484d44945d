"""Edits that were proposed in chat and wait for a yes. Each is settled once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.times import moment, stamp
from pipelines.edits import Edit, edit_from_json, edit_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An edit with who proposed it and what came of it."""

    id: int
    chat: str
    by_user: int  #: Telegram's user id
    by_name: str
    created_at: datetime
    edit: Edit
    status: str  #: asked, saved, left, failed


class Proposals:
    """The table `proposals`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, edit: Edit, chat: str, *, by_user: int, by_name: str, now: datetime) -> int:
        """Store an edit that is about to be asked about; return its id."""
        cursor = self._db.execute(
            "INSERT INTO proposals (chat, by_user, by_name, created_at, edit, status) VALUES (?, ?, ?, ?, ?, 'asked')",
            [chat, by_user, by_name, stamp(now), edit_to_json(edit)],
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def asked(self, identifier: int, message_id: int) -> None:
        """Remember in which message it is asked about: a reply to that one is an answer."""
        self._db.execute("UPDATE proposals SET message_id = ? WHERE id = ?", [message_id, identifier])

    def change(self, identifier: int, edit: Edit) -> None:
        """Store the edit as an answer has made it."""
        self._db.execute("UPDATE proposals SET edit = ? WHERE id = ?", [edit_to_json(edit), identifier])

    def get(self, identifier: int) -> Proposal | None:
        """Return a proposal, None if there is none with that id."""
        return next(map(_proposal, self._db.query("SELECT * FROM proposals WHERE id = ?", [identifier])), None)

    def by_message(self, chat: str, message_id: int) -> Proposal | None:
        """Return the proposal that a message asks about, None if it asks about none."""
        rows = self._db.query(
            "SELECT * FROM proposals WHERE chat = ? AND message_id = ? ORDER BY id DESC LIMIT 1", [chat, message_id]
        )
        return next(map(_proposal, rows), None)

    def settle(self, identifier: int, status: str) -> bool:
        """Close a proposal as "saved", "left" or "failed"; return False if it was closed before."""
        cursor = self._db.execute(
            "UPDATE proposals SET status = ? WHERE id = ? AND status = 'asked'", [status, identifier]
        )
        return cursor.rowcount > 0


def _proposal(row: dict[str, Any]) -> Proposal:
    created_at = moment(row["created_at"])
    assert created_at is not None
    return Proposal(
        id=row["id"], chat=row["chat"], by_user=row["by_user"], by_name=row["by_name"], created_at=created_at,
        edit=edit_from_json(row["edit"]), status=row["status"],
    )  # fmt: skip
