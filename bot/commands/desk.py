"""What a command gets and gives: the vocabulary of `bot.commands`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime

from bot.config import Settings
from bot.poll import Newsroom
from bot.store import Store
from pipelines.model import Message
from pipelines.watchlist import Watchlists


@dataclass(slots=True, kw_only=True)
class Desk:
    """What commands need of the world."""

    room: Newsroom
    reload: Callable[[], None]  #: take changed watchlists and config.toml into use now; tells the admins what is wrong
    study: Executor  #: one thread for long work beside the polls, with a database connection of its own
    started: datetime  #: UTC
    trouble: Callable[[], str] = lambda: ""  #: why watchlists or config.toml on disk are not in force, "" if they are
    searching: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))  #: held by each search
    bot_name: str = ""  #: without @; "" until Telegram has said it

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self.room.settings

    @property
    def store(self) -> Store:
        """Return the database."""
        return self.room.store

    @property
    def watchlists(self) -> Watchlists:
        """Return the watchlists in force."""
        return self.room.matcher.watchlists

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return self.room.now()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks."""

    id: int  #: Telegram's user id
    name: str
    admin: bool  #: may command the bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command, or an answer to a question of ours."""

    person: Person
    chat: str  #: where it was said, and where the reply goes
    private: bool
    words: str  #: what stands behind the command, else the whole text
    alerts: tuple[int, ...] = ()  #: outbox rows of the alerts in the message that it replies to
    reply_to: int | None = None  #: the id of the message that it replies to


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed."""

    person: Person
    chat: str
    message: int  #: the id of the message with the button
    action: str  #: what stands before the first colon of its data
    words: tuple[str, ...]  #: what stands behind it, parted at colons


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the bot says on its own account, to another chat than the one that asked."""

    chat: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What comes of a press."""

    note: str  #: shown to the one who pressed, 200 characters at most
    loud: bool = False  #: as a box that must be closed
    instead: Message | None = None  #: the text and buttons that the message has from now on; None: it stays
    said: tuple[Said, ...] = ()


Command = Callable[[Desk, Asked], Awaitable[list[Message]]]
OnPress = Callable[[Desk, Press], Awaitable[Pressed]]
