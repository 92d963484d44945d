"""Outbox → Telegram: nothing is dropped, nothing is marked as sent before Telegram has it.

| Telegram says             | then                                                                       |
| ------------------------- | -------------------------------------------------------------------------- |
| yes                       | the row is marked as sent, with the message's id                           |
| 429, wait N seconds       | the chat waits N seconds; the row stays                                    |
| 5xx, no answer, no network | the row is tried again after 2, 4, 8 … seconds, up to ten minutes          |
| 400, this text never      | sent again as plain text; refused too: the row is kept as refused, admins told |
| 403, this chat never      | the chat's rows wait an hour at a time; admins told once a day             |
| 401, bad token            | everything waits; the error goes to the log and the exit status            |

At least once: if the connection breaks after Telegram took a message and before its answer came, the message
is sent again. Telegram has no keys against that (tdlib/telegram-bot-api #126). The order within a chat is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import BadToken, Blocked, Refused, RetryLater
from bot.notes import note_admins
from bot.store import Store
from bot.store.outbox import Delivery

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
BLOCKED_PAUSE = timedelta(hours=1)


class Sender(Protocol):
    """What delivers: Telegram (`bot.telegram_chat`), or a terminal in a dry run."""

    async def send(self, chat: str, html: str) -> int:
        """Send HTML and return the message's id; raises a branch of DeliveryError."""

    async def send_plain(self, chat: str, text: str) -> int:
        """Send plain text and return the message's id; raises a branch of DeliveryError."""


@dataclass(slots=True)
class Outcome:
    """What one round of deliveries came to."""

    sent: int = 0
    problems: list[str] = field(default_factory=list)


async def deliver(store: Store, sender: Sender, admins: Iterable[int], now: Callable[[], datetime]) -> Outcome:
    """Send what may be sent now; raises `BadToken`, after which everything still waits."""
    outcome = Outcome()
    admins = tuple(admins)
    while waiting := store.outbox.waiting(now()):
        stopped: set[str] = set()
        for delivery in waiting:
            if delivery.chat not in stopped and not await _one(store, sender, delivery, admins, now, outcome):
                stopped.add(delivery.chat)
        if stopped.issuperset(delivery.chat for delivery in waiting):
            break
    return outcome


async def _one(
    store: Store,
    sender: Sender,
    delivery: Delivery,
    admins: tuple[int, ...],
    now: Callable[[], datetime],
    outcome: Outcome,
) -> bool:
    """Try one message; return whether its chat may get the next one."""
    try:
        try:
            message_id = await sender.send(delivery.chat, delivery.html)
        except Refused as error:
            log.warning("delivery=%d chat=%s plain text instead of HTML: %r", delivery.id, delivery.chat,
                        error.problem)  # fmt: skip
            message_id = await sender.send_plain(delivery.chat, delivery.plain)
    except RetryLater as error:
        with store.atomic():
            _later(store, delivery, error, now())
        outcome.problems.append(f"{delivery.chat}: {error.problem}")
        log.warning("delivery=%d chat=%s status=later error=%r", delivery.id, delivery.chat, error.problem)
        return False
    except Refused as error:
        with store.atomic():
            store.outbox.refused(delivery.id, error.problem)
            words = f"Telegram refused message {delivery.id} for {delivery.chat}: {error.problem}."
            text = f"{words} Its text:\n\n{delivery.plain}"
            _tell(store, delivery, admins, f"refused:{delivery.id}", text, now())
        outcome.problems.append(f"{delivery.chat}: message {delivery.id} refused: {error.problem}")
        return True
    except Blocked as error:
        with store.atomic():
            store.outbox.hold(delivery.chat, now() + BLOCKED_PAUSE, error.problem)
            text = (
                f"{delivery.chat} does not take messages: {error.problem}. Its alerts wait and are tried again "
                "every hour. Is the bot an administrator of the channel?"
            )
            _tell(store, delivery, admins, f"blocked:{delivery.chat}:{now():%Y-%m-%d}", text, now())
        outcome.problems.append(f"{delivery.chat}: {error.problem}")
        return False
    except BadToken:
        log.error("delivery=%d Telegram does not accept the bot's token; everything waits", delivery.id)
        raise
    with store.atomic():
        store.outbox.sent(delivery.id, message_id, now())
        store.outbox.release(delivery.chat)
    outcome.sent += 1
    log.info("delivery=%d chat=%s kind=%s status=sent message=%d", delivery.id, delivery.chat, delivery.kind,
             message_id)  # fmt: skip
    return True


def _later(store: Store, delivery: Delivery, error: RetryLater, now: datetime) -> None:
    if error.after is not None:
        store.outbox.hold(delivery.chat, now + timedelta(seconds=error.after), error.problem)
        return
    pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts, 20), LONGEST_PAUSE)
    store.outbox.retry(delivery.id, now + pause, error.problem)


def _tell(store: Store, delivery: Delivery, admins: tuple[int, ...], key: str, text: str, now: datetime) -> None:
    """Tell the admins, but not about notes to themselves: that would never end."""
    if delivery.kind != "note":
        note_admins(store.outbox, admins, key, text, now)


async def deliver_all(
    store: Store,
    sender: Sender,
    admins: Iterable[int],
    now: Callable[[], datetime],
    *,
    patience: timedelta = timedelta(seconds=60),
) -> Outcome:
    """Send everything that waits, waiting for Telegram up to `patience` in all; raises `BadToken`."""
    total = Outcome()
    end = now() + patience
    while True:
        outcome = await deliver(store, sender, admins, now)
        total.sent += outcome.sent
        total.problems += outcome.problems
        again = store.outbox.next_attempt()
        if again is None or again > end:
            return total
        await asyncio.sleep(max((again - now()).total_seconds(), 0.05))
