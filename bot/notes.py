"""Notes to the admins: what the operator must know, told once, in private, through the outbox."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from bot.store.outbox import Outbox
from pipelines.render.telegram import escape, message, shorten

log = logging.getLogger(__name__)


def note_admins(outbox: Outbox, admins: Iterable[int], key: str, text: str, now: datetime) -> None:
    """Queue `text` for every admin, unless a note with the same `key` was queued before."""
    log.warning("note=%r", text)  # the key may hold an address with its password
    for admin in admins:
        note = message(f"<b>wirewatch</b>: {escape(shorten(text, 3500))}")
        outbox.put("note", f"note:{admin}:{key}", str(admin), note, now=now)
