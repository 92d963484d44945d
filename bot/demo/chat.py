"""What the demo's admin writes to the bot in the evening, and what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.app import App
from bot.commands.listen import listen
from bot.demo.botapi import DEMO_TOKEN, BotApi
from bot.telegram_updates import TelegramUpdates


async def talk(app: App, api: BotApi, admin: int, said: Callable[[str], None], answered: Callable[[], None]) -> None:
    """Let the admin ask about the first alert, search, and look at an edit without saving it.

    `said` gets what is written or pressed, and `answered` is called when it has been dealt with.
    """
    assert app.courier is not None
    async with TelegramUpdates(DEMO_TOKEN, api.url) as updates:
        stopping = asyncio.Event()
        listener = asyncio.create_task(listen(app.desk, updates, app.courier, stopping))
        try:
            first = api.forwarded(api.messages[0], str(admin))
            said("forwards message 1 to the bot, and replies to it:")
            for text, of in (("/explain", first), ("/search lease", None), ("/watch place Skerrow Island", None)):
                said(text)
                await _dealt_with(api, api.say(text, user=admin, reply_to=of))
                answered()
            said("presses [leave it]")
            question = api.messages[-1]
            rows = (question.reply_markup or {})["inline_keyboard"]
            leave = next(button["callback_data"] for row in rows for button in row if "leave" in button["text"].lower())
            await _dealt_with(api, api.press(leave, question, user=admin))
            answered()
        finally:
            stopping.set()
            await listener


async def _dealt_with(api: BotApi, update: int) -> None:
    """Wait until an update was answered: then the bot asks for what comes after it."""
    await api.until(lambda: any(int(call.parameters.get("offset", 0)) > update for call in api.calls))
