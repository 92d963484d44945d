"""A bot that listens, for tests: the real loop and the real python-telegram-bot against the world's Bot API server."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bot.app import App
from bot.commands.desk import Desk
from bot.commands.listen import listen
from bot.courier import Courier
from bot.demo.botapi import DEMO_TOKEN
from bot.demo.telegram_chats import Sent
from bot.telegram_updates import TelegramUpdates
from tests.world import ADMIN, World


@dataclass(kw_only=True)
class Talk:
    """A bot that listens."""

    world: World
    app: App
    desk: Desk
    courier: Courier

    async def heard(self, update: int) -> None:
        """Wait until an update was dealt with and answered: the bot asks for what comes after it, and is idle."""
        calls = self.world.api.calls
        await self.world.api.until(
            lambda: any(
                call.method.lower() == "getupdates" and int(call.parameters.get("offset", 0)) > update for call in calls
            )
        )
        while replies := [task for task in asyncio.all_tasks() if task.get_name() == "listen"]:
            await asyncio.wait(replies)

    async def ask(self, text: str, *, user: int = ADMIN, **how: Any) -> list[Sent]:
        """Say something and return the replies."""
        before = len(self.world.api.messages)
        await self.heard(self.world.api.say(text, user=user, **how))
        return self.world.api.messages[before:]

    async def answer(self, text: str, *, user: int = ADMIN, **how: Any) -> str:
        """Say something and return the text of the reply, "" for none."""
        return "\n---\n".join(message.text for message in await self.ask(text, user=user, **how))

    async def press(self, data: str, sent: Sent, *, user: int = ADMIN) -> str:
        """Press a button and return the note that is shown."""
        await self.heard(self.world.api.press(data, sent, user=user))
        return self.world.api.answers[-1].text

    async def poll(self) -> None:
        """Poll all feeds and send what waits."""
        await self.app.poll_all()
        await self.courier.round()


@contextlib.asynccontextmanager
async def listening(world: World, *, first_pause: float = 0.01, patience: float = 60) -> AsyncIterator[Talk]:
    """Start a bot that listens; leaving stops it."""
    async with world.app() as app, TelegramUpdates(DEMO_TOKEN, world.api.url, timeout=2, patience=5) as updates:
        assert app.courier
        stopping = asyncio.Event()
        task = asyncio.create_task(
            listen(app.desk, updates, app.courier, stopping, first_pause=first_pause, patience=patience)
        )
        try:
            yield Talk(world=world, app=app, desk=app.desk, courier=app.courier)
        finally:
            stopping.set()
            await task
