"""What hearing from Telegram needs and remembers while the service runs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.commands import editing
from bot.commands.admission import Admission
from bot.commands.desk import Desk, Person
from bot.commands.lanes import Lanes
from bot.commands.menu import Menu
from bot.courier import REPLY_PATIENCE, Courier
from bot.telegram_updates import Tap, TelegramUpdates, Text
from pipelines.model import Message

PATIENCE = 2.0
"""Seconds of work after which the asker is shown that there is some."""
REMEMBERED = 1000
"""Messages whose text is known, should they be edited."""


@dataclass(slots=True, kw_only=True)
class Ear:
    """What hearing needs."""

    desk: Desk
    updates: TelegramUpdates
    courier: Courier
    admission: Admission
    menu: Menu
    stopping: asyncio.Event
    patience: float = PATIENCE
    other_reader: bool = False  #: that there is one was told
    work: Lanes = field(default_factory=lambda: Lanes("listen"))
    mouth: Lanes = field(default_factory=lambda: Lanes("listen"))  #: replies
    running: dict[int, asyncio.Task[None]] = field(default_factory=dict)  #: by the id of the update
    known: set[int] | None = None  #: ids of updates that may come again; None: not read from the database yet
    said: OrderedDict[tuple[str, int], str] = field(default_factory=OrderedDict)  #: texts, by chat and message


def person_of(ear: Ear, what: Text | Tap) -> Person:
    """Return who wrote or pressed."""
    return Person(id=what.user, name=what.name, admin=what.user in ear.desk.settings.admins)


async def say(
    ear: Ear, chat: str, reply: Message, reply_to: int | None = None, patience: float = REPLY_PATIENCE
) -> bool:
    """Say something in a chat, and remember which question it asks; return whether Telegram took it."""
    number = await ear.courier.say(chat, reply, reply_to=reply_to, patience=patience)
    if number is not None:
        editing.sent(ear.desk, chat, reply, number)
    return number is not None


def is_new(ear: Ear, what: Text) -> bool:
    """Tell whether a text was not heard before: an edit counts if it changes words of what was heard since the start.

    After a restart nobody knows any more what an edited message said, and whether that was done.
    """
    key, text = (what.place.id, what.message), " ".join(what.text.split())
    known = ear.said.get(key)
    if what.edited and known in (None, text):
        return False
    ear.said[key] = text
    if len(ear.said) > REMEMBERED:
        ear.said.popitem(last=False)
    return True
