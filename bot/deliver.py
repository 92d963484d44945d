"""Outbox → Telegram: nothing is dropped, nothing is marked as sent before Telegram has it.

A chat's waiting messages go first; then those that it has and that show an old line of further outlets are edited,
each at most once a minute, until two days after they were sent.

| Telegram says             | then                                                                       |
| ------------------------- | -------------------------------------------------------------------------- |
| yes                       | the row is marked as sent, with the message's id                           |
| 429, wait N seconds       | the chat waits N seconds; the row stays                                    |
| 5xx, no answer, no network | the row is tried again after 2, 4, 8 … seconds, up to ten minutes          |
| 400, this text never      | sent again as plain text; refused too: the row is kept as refused, admins told |
| 403, this chat never      | the chat's rows wait an hour at a time; admins told once a day             |
| 401, bad token            | everything waits; the error goes to the log, of `run --once` the exit status too |

Of an edit the same, but that no answer or 5xx puts off all edits of the chat by a minute and no message, that "not
modified" means done, and that one which is refused, or whose message is gone, is given up without telling anybody.

At least once: if the connection breaks after Telegram took a message and before its answer came, the message
is sent again. Telegram has no keys against that (tdlib/telegram-bot-api #126). The order within a chat is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import BadToken, Blocked, Gone, Refused, RetryLater
from bot.notes import note_admins
from bot.store import Store
from bot.store.outbox import Delivery
from bot.telegram_chat import TelegramChat
from pipelines.decide import EDITS_END
from pipelines.model import Message
from pipelines.render.alert import with_also

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
BLOCKED_PAUSE = timedelta(hours=1)
EDITS_GRACE = timedelta(hours=12)
"""How much longer a message is edited, with what was added in time: Telegram may have been out of reach."""
EDIT_PAUSE = timedelta(minutes=1)
"""Between sending a message and editing it, and between two edits: what comes meanwhile goes together."""


@dataclass(slots=True)
class Outcome:
    """What one round of deliveries came to."""

    sent: int = 0
    edited: int = 0
    problems: list[str] = field(default_factory=list)  #: what made messages wait
    refused: dict[int, str] = field(default_factory=dict)  #: what will never be sent, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """What every message of a round needs."""

    store: Store
    sender: TelegramChat
    admins: tuple[int, ...]
    now: Callable[[], datetime]
    stopping: Callable[[], bool]
    outcome: Outcome = field(default_factory=Outcome)


async def deliver(
    store: Store,
    sender: TelegramChat,
    admins: Iterable[int],
    now: Callable[[], datetime],
    *,
    stopping: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Send and edit what may be sent and edited now; raises `BadToken`, after which everything still waits.

    Chats are served side by side, the messages of each in order. No message is begun once `stopping()` is true.
    """
    this = _Round(store=store, sender=sender, admins=tuple(admins), now=now, stopping=stopping)
    over: set[str] = set()  # chats that get nothing more in this round
    while batch := [each for each in _ready(this) if each.chat not in over]:
        chats: dict[str, list[Delivery]] = {}
        for delivery in batch:
            chats.setdefault(delivery.chat, []).append(delivery)
        # Exceptions are kept until all chats are through: a send that is cancelled may have been done already.
        answers = await asyncio.gather(*(_chat(this, queue) for queue in chats.values()), return_exceptions=True)
        for chat, answer in zip(chats, answers, strict=True):
            if isinstance(answer, BaseException):
                raise answer
            if not answer:
                over.add(chat)
    return this.outcome


def _ready(this: _Round) -> list[Delivery]:
    """Return what may be done now; a chat has either messages to be sent or messages to be edited."""
    now, outbox = this.now(), this.store.outbox
    return outbox.waiting(now) + outbox.edits(now, rested=now - EDIT_PAUSE, since=now - EDITS_END - EDITS_GRACE)


async def _chat(this: _Round, queue: list[Delivery]) -> bool:
    """Send or edit the messages of one chat in order; return whether it may get more."""
    for delivery in queue:
        if this.stopping() or not await _one(this, delivery):
            return False
    return True


async def _one(this: _Round, delivery: Delivery) -> bool:
    """Try one message; return whether its chat may get the next one."""
    act = _send if delivery.message_id is None else _edit
    try:
        await act(this, delivery)
    except RetryLater as error:
        _later(this, delivery, error)
        return False
    except Refused as error:
        _refused(this, delivery, error)
        return True
    except Blocked as error:
        _blocked(this, delivery, error)
        return False
    except BadToken:
        log.error("delivery=%d Telegram does not accept the bot's token; everything waits", delivery.id)
        raise
    return True


async def _send(this: _Round, delivery: Delivery) -> None:
    outbox, chat, message = this.store.outbox, delivery.chat, _message(delivery)
    with this.store.atomic():
        # A database that can't take this can't take "sent" either: the chat would get the message again and again.
        outbox.begun(delivery.id)
    reply_to = outbox.replies_to(delivery)
    try:
        number = await this.sender.send(chat, message.html, reply_to=reply_to)
    except Refused as error:
        _plain_instead(delivery, error)
        number = await this.sender.send_plain(chat, message.plain, reply_to=reply_to)
    with this.store.atomic():
        outbox.sent(delivery.id, number, this.now(), also=delivery.also)
        outbox.release(chat)
    this.outcome.sent += 1
    log.info("delivery=%d chat=%s kind=%s status=sent message=%d", delivery.id, chat, delivery.kind, number)


async def _edit(this: _Round, delivery: Delivery) -> None:
    number, outbox, chat, message = delivery.message_id, this.store.outbox, delivery.chat, _message(delivery)
    assert number is not None
    with this.store.atomic():
        outbox.edit_begun(delivery.id, this.now() + EDIT_PAUSE)
    try:
        await this.sender.edit(chat, number, message.html)
    except Gone:
        raise
    except Refused as error:
        _plain_instead(delivery, error)
        await this.sender.edit_plain(chat, number, message.plain)
    with this.store.atomic():
        outbox.edited(delivery.id, delivery.also, this.now())
        outbox.release(chat)
    this.outcome.edited += 1
    log.info("delivery=%d chat=%s kind=%s status=edited message=%d", delivery.id, chat, delivery.kind, number)


def _message(delivery: Delivery) -> Message:
    """Return the message with its line of further outlets."""
    if delivery.also:
        return with_also(delivery.html, delivery.also)
    return Message(html=delivery.html, plain=delivery.plain)


def _plain_instead(delivery: Delivery, error: Refused) -> None:
    log.warning("delivery=%d chat=%s plain text instead of HTML: %r", delivery.id, delivery.chat, error.problem)


def _later(this: _Round, delivery: Delivery, error: RetryLater) -> None:
    now, outbox = this.now(), this.store.outbox
    with this.store.atomic():
        if error.after is not None:
            outbox.hold(delivery.chat, now + timedelta(seconds=error.after), error.problem, blocked=False)
        elif delivery.message_id is not None:
            outbox.edits_wait(delivery.chat, now + EDIT_PAUSE)
        else:
            pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts, 20), LONGEST_PAUSE)
            outbox.retry(delivery.id, now + pause, error.problem)
    this.outcome.problems.append(f"{delivery.chat}: {error.problem}")
    log.warning("delivery=%d chat=%s status=later error=%r", delivery.id, delivery.chat, error.problem)


def _refused(this: _Round, delivery: Delivery, error: Refused) -> None:
    if delivery.message_id is not None:
        with this.store.atomic():
            this.store.outbox.not_edited(delivery.id, error.problem)
        log.warning("delivery=%d chat=%s status=not edited any more error=%r", delivery.id, delivery.chat,
                    error.problem)  # fmt: skip
        return
    words = f"Telegram refused message {delivery.id} for {delivery.chat}: {error.problem}."
    with this.store.atomic():
        this.store.outbox.refused(delivery.id, error.problem)
        _tell(this, delivery, f"refused:{delivery.id}", f"{words} Its text:\n\n{delivery.plain}")
    this.outcome.refused[delivery.id] = words
    log.error("delivery=%d chat=%s status=refused error=%r", delivery.id, delivery.chat, error.problem)


def _blocked(this: _Round, delivery: Delivery, error: Blocked) -> None:
    now = this.now()
    text = (
        f"{delivery.chat} does not take messages: {error.problem}. Its alerts wait and are tried again every hour. "
        "Is the bot an administrator of the channel?"
    )
    with this.store.atomic():
        this.store.outbox.hold(delivery.chat, now + BLOCKED_PAUSE, error.problem, blocked=True)
        _tell(this, delivery, f"blocked:{delivery.chat}:{now:%Y-%m-%d}", text)
    this.outcome.problems.append(f"{delivery.chat}: {error.problem}")
    log.warning("delivery=%d chat=%s status=blocked error=%r", delivery.id, delivery.chat, error.problem)


def _tell(this: _Round, delivery: Delivery, key: str, text: str) -> None:
    """Tell the admins, but not about notes to themselves: that would never end."""
    if delivery.kind != "note":
        note_admins(this.store.outbox, this.admins, key, text, this.now())


async def deliver_all(
    store: Store,
    sender: TelegramChat,
    admins: Iterable[int],
    now: Callable[[], datetime],
    *,
    patience: timedelta = timedelta(seconds=60),
) -> Outcome:
    """Send everything that waits, waiting for Telegram where it must; raises `BadToken`.

    Gives up when the next message would have to wait until `patience` after the last one that was sent. Edits that
    are not due yet are left to the next run.
    """
    total = Outcome()
    end = now() + patience
    while True:
        outcome = await deliver(store, sender, admins, now)
        total.sent += outcome.sent
        total.edited += outcome.edited
        total.problems += outcome.problems
        total.refused |= outcome.refused
        if outcome.sent:
            end = now() + patience
        again = store.outbox.next_attempt()
        if again is None or again > end:
            return total
        await asyncio.sleep(max((again - now()).total_seconds(), 0.05))
