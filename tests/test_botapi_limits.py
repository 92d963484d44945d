"""The demo's Bot API server when it is asked too fast, goes away, or has moved a group."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import telegram
from telegram.ext import Updater
from telegram.request import HTTPXRequest

from bot.demo.botapi import BotApi, Fault
from bot.demo.telegram_limits import Flood, Limits
from tests.pictures import png

START = 1_790_000_000.0


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> float:
        """Return the time, in Unix seconds."""
        return self.time


@pytest.fixture
def clock() -> Clock:
    """A clock for the server."""
    return Clock()


@pytest.fixture
async def api(clock: Clock, request: pytest.FixtureRequest) -> AsyncIterator[BotApi]:
    """A server with Telegram's limits, or those that the test asks for."""
    limits: Limits = getattr(request, "param", Limits())
    async with BotApi(limits=limits, kinds={"-1002": "supergroup"}) as server:
        server.now = clock
        yield server


@pytest.fixture
async def bot(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[telegram.Bot]:
    """PTB's own client, which reads the hints of a refusal."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it, PTB warns at each 429
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    updates = HTTPXRequest(httpx_kwargs={"trust_env": False})
    ptb = telegram.Bot(api.token, f"{api.url}/bot", request=request, get_updates_request=updates)
    async with ptb:
        yield ptb


async def retry_after(bot: telegram.Bot, chat: str | int) -> float:
    """Return for how many seconds a message to `chat` is refused, 0 if it is accepted."""
    try:
        await bot.send_message(chat, "x")
    except telegram.error.RetryAfter as error:
        wait = error.retry_after
        return wait.total_seconds() if isinstance(wait, timedelta) else wait
    return 0


async def test_a_person_gets_one_message_a_second(api: BotApi, bot: telegram.Bot, clock: Clock) -> None:
    """A second one within the second is refused; refusals do not count, and other chats are free."""
    assert await retry_after(bot, 7) == 0
    clock.time += 0.4
    assert [await retry_after(bot, 7), await retry_after(bot, 7), await retry_after(bot, 8)] == [1, 1, 0]
    flood = Flood(chat="7", at=START + 0.4, retry_after=1, method="sendMessage")
    assert api.floods == [flood, flood]
    clock.time += 0.6
    assert await retry_after(bot, 7) == 0
    assert len(api.messages) == 3


@pytest.mark.parametrize("chat", ["@news", "-5", "-1002"])
async def test_a_group_or_channel_gets_twenty_a_minute(api: BotApi, bot: telegram.Bot, clock: Clock, chat: str) -> None:
    """The twenty-first waits until the first is a minute old, in whole seconds, rounded up."""
    for _ in range(20):
        assert await retry_after(bot, chat) == 0
        clock.time += 0.25
    assert await retry_after(bot, chat) == 55
    clock.time += 54.5
    assert await retry_after(bot, chat) == 1
    clock.time += 0.5
    assert await retry_after(bot, chat) == 0


async def test_topics_and_edits_count_for_their_group(api: BotApi, bot: telegram.Bot) -> None:
    """All topics share the group's limit, and so do photos, edits and changed keyboards; a refused edit is free."""
    sent = await bot.send_message(-1002, "x", message_thread_id=3)
    await bot.send_photo(-1002, png(), message_thread_id=4)
    button = telegram.InlineKeyboardButton("Mute", callback_data="mute")
    await bot.edit_message_reply_markup(-1002, sent.message_id, reply_markup=telegram.InlineKeyboardMarkup([[button]]))
    for number in range(17):
        await bot.edit_message_text(f"y{number}", -1002, sent.message_id)
        if number == 0:
            with pytest.raises(telegram.error.BadRequest, match="not modified"):
                await bot.edit_message_text("y0", -1002, sent.message_id)
    with pytest.raises(telegram.error.RetryAfter):
        await bot.edit_message_text("z", -1002, sent.message_id)
    assert [flood.method for flood in api.floods] == ["editMessageText"]
    assert await bot.send_chat_action(-1002, "typing")


async def test_over_all_it_is_thirty_a_second(api: BotApi, bot: telegram.Bot, clock: Clock) -> None:
    """The thirty-first message within a second is refused, whichever chat it is for."""
    assert [await retry_after(bot, chat) for chat in range(1, 32)] == [0] * 30 + [1]
    clock.time += 1
    assert await retry_after(bot, 31) == 0


@pytest.mark.parametrize("api", [Limits(group_per_minute=1, private_per_second=None, strict=True)], indirect=True)
async def test_a_strict_server_keeps_to_the_penalty(api: BotApi, bot: telegram.Bot, clock: Clock) -> None:
    """What it said stays said: also after there would be room, what remains of the wait is asked for."""
    assert await retry_after(bot, "@news") == 0
    clock.time += 0.75
    assert await retry_after(bot, "@news") == 60
    clock.time += 59.5
    assert await retry_after(bot, "@news") == 1
    clock.time += 0.5
    assert await retry_after(bot, "@news") == 1
    assert [await retry_after(bot, 7) for _ in range(3)] == [0] * 3


async def test_a_restart_keeps_everything(api: BotApi, bot: telegram.Bot, clock: Clock) -> None:
    """PTB sees broken connections while the server is away, and goes on where it was afterwards."""
    first = await bot.send_message("@news", "first")
    api.fail("sendMessage", Fault(status=403))
    waiting = asyncio.create_task(bot.get_updates(timeout=50))
    await api.until(lambda: api.calls[-1].method == "getUpdates")
    address = api.url
    await api.stop()
    with pytest.raises(telegram.error.NetworkError):
        await waiting
    with pytest.raises(telegram.error.NetworkError):
        await bot.send_message("@news", "lost")
    number = api.say("/status", user=7)
    await api.start()
    assert api.url == address
    assert [update.update_id for update in await bot.get_updates(timeout=50)] == [number]
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message("@news", "refused")
    await bot.edit_message_text("edited", "@news", first.message_id)
    second = await bot.send_message("@news", "second")
    assert (first.message_id, second.message_id) == (1, 2)
    assert [sent.text for sent in api.messages] == ["edited", "second"]


async def test_a_polling_bot_survives_a_restart(api: BotApi, bot: telegram.Bot) -> None:
    """PTB's updater polls again by itself, and gets what was said while the server was away."""
    heard: asyncio.Queue[object] = asyncio.Queue()
    updater = Updater(bot, heard)
    await updater.initialize()
    failed = asyncio.Event()
    await updater.start_polling(error_callback=lambda error: failed.set())
    await api.until(lambda: api.calls[-1].method == "getUpdates")
    await api.stop()
    await asyncio.wait_for(failed.wait(), 60)
    number = api.say("/status", user=7)
    await api.start()
    update = await asyncio.wait_for(heard.get(), 60)
    assert isinstance(update, telegram.Update)
    assert update.update_id == number
    await updater.stop()
    await updater.shutdown()


async def test_a_group_becomes_a_supergroup(api: BotApi, bot: telegram.Bot) -> None:
    """All calls to the old id name the new one; the old messages cannot be edited or answered under it."""
    old = await bot.send_message(-5, "old")
    api.migrate("-5", -1007)
    for call in (bot.send_message(-5, "x"), bot.get_chat(-5), bot.edit_message_text("x", -5, old.message_id)):
        with pytest.raises(telegram.error.ChatMigrated) as refusal:
            await call
        assert refusal.value.new_chat_id == -1007
    with pytest.raises(telegram.error.BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", -1007, old.message_id)
    with pytest.raises(telegram.error.BadRequest, match="Message to be replied not found"):
        await bot.send_message(-1007, "x", reply_parameters=telegram.ReplyParameters(old.message_id))
    new = await bot.send_message(-1007, "new")
    assert (new.chat.id, new.chat.type, new.message_id) == (-1007, "supergroup", 2)
    assert [sent.chat for sent in api.messages] == ["-5", "-1007"]
