"""That nobody who writes to the bot holds up others: replies, slow commands, presses, edited commands."""

from __future__ import annotations

import asyncio
import threading

import pytest
from aiohttp import web

from bot.demo.botapi import Fault
from tests.talk import Talk, listening
from tests.world import ADMIN, CHANNEL, Item, World

STRANGER = 777
GROUP = "-1005550001"
NEWS = Item(id="a", title="Talvane Freight buys a crane")


@pytest.fixture
def group(world: World) -> str:
    """A group that is the configured chat, in public mode."""
    world.api.kinds[GROUP] = "supergroup"
    text = world.config.read_text(encoding="utf-8").replace(f'"{CHANNEL}"', f'"{GROUP}"\npublic = true')
    world.config.write_text(text, encoding="utf-8")
    return GROUP


def said_to(world: World, chat: int | str) -> list[str]:
    """Return what the bot said in a chat."""
    return [sent.text for sent in world.api.messages if sent.chat == str(chat)]


async def test_strangers_get_five_replies_a_minute_in_a_group(world: World, group: str) -> None:
    """All together, so that alerts have room; admins have no such limit, and in private nobody has."""
    async with listening(world) as talk:
        for user in range(STRANGER, STRANGER + 8):
            await talk.ask("/help", user=user, chat=group)
        assert len(said_to(world, group)) == 5
        assert "/search" in await talk.answer("/help", chat=group)
        assert "/search" in await talk.answer("/help", user=STRANGER)


async def test_strangers_get_no_reply_while_alerts_wait_for_their_group(world: World, group: str) -> None:
    """The group's next turn belongs to the alert."""
    world.feed("/feed.xml", NEWS)
    async with listening(world) as talk:
        await talk.app.poll_all()
        assert await talk.answer("/help", user=STRANGER, chat=group) == ""
        assert "/search" in await talk.answer("/help", chat=group)
        await talk.courier.round()
        assert "/search" in await talk.answer("/help", user=STRANGER, chat=group)


async def test_a_reply_that_hangs_holds_up_no_other_chat(world: World, group: str) -> None:
    """Telegram takes its time with the group: an admin in private is answered."""
    world.api.fail("sendMessage", Fault(hang=True), chat=group)
    async with listening(world) as talk:
        world.api.say("/status", user=ADMIN, chat=group)
        world.api.say("/status", user=ADMIN)
        await world.api.until(lambda: bool(said_to(world, ADMIN)))
        assert talk.desk.store.heard.last("wirewatch_demo_bot") == 2


async def test_a_slow_command_holds_up_its_own_chat_only(world: World) -> None:
    """Others are answered meanwhile; what came after it in its chat comes after it."""
    held = threading.Event()
    world.configure("/feed.xml", admins=f"[{ADMIN}, {STRANGER}]")
    async with listening(world) as talk:
        talk.desk.study.submit(held.wait)
        world.api.say("/watch Skell Yards", user=ADMIN)
        last = world.api.say("/mute osprell 7d", user=ADMIN)
        world.api.say("/status", user=STRANGER)
        await world.api.until(lambda: bool(said_to(world, STRANGER)))
        assert not said_to(world, ADMIN)
        held.set()
        await talk.heard(last)
        assert [text.split()[0] for text in said_to(world, ADMIN)] == ["Watch", "Osprell"]


async def test_a_restart_in_a_slow_command_loses_and_repeats_nothing(world: World) -> None:
    """What was not done yet is done after the start, in order; what others had done meanwhile is not done again."""
    held = threading.Event()
    world.configure("/feed.xml", admins=f"[{ADMIN}, {STRANGER}]")

    async def cut_off(talk: Talk) -> None:
        talk.desk.study.submit(held.wait)
        world.api.say("/watch Skell Yards", user=ADMIN)
        world.api.say("/unmute osprell", user=ADMIN)
        other = world.api.say("/mute talvane 7d", user=STRANGER)
        await world.api.until(lambda: bool(said_to(world, STRANGER)))
        assert other in talk.desk.store.heard.known("wirewatch_demo_bot")
        for task in asyncio.all_tasks():
            if task.get_name() == "listen":
                task.cancel()
        held.set()

    async with listening(world) as talk:
        await cut_off(talk)
    async with listening(world) as talk:
        assert "wirewatch" in await talk.answer("/status")
    assert [text.split()[0] for text in said_to(world, ADMIN)] == ["Watch", "Osprell", "wirewatch"]
    assert len(said_to(world, STRANGER)) == 1


async def test_a_press_that_takes_long_is_answered_at_once(world: World) -> None:
    """Telegram takes no late answer; what comes of it stands in the message."""
    held = threading.Event()
    async with listening(world, patience=0.05) as talk:
        (question,) = await talk.ask("/watch Total")
        rows = (question.reply_markup or {})["inline_keyboard"]
        unsure = next(b["callback_data"] for row in rows for b in row if b["callback_data"].startswith("unsure"))
        talk.desk.study.submit(held.wait)
        pressed = world.api.press(unsure, question, user=ADMIN)
        await world.api.until(lambda: bool(world.api.answers))
        assert world.api.answers[-1].text == "This takes a moment …"
        held.set()
        await talk.heard(pressed)
        assert len(world.api.answers) == 1


async def test_a_corrected_command_is_obeyed(world: World) -> None:
    """Whoever edits "/watchs" means "/watches"; the same words again, or an edit of what nobody heard, do nothing."""
    async with listening(world) as talk:
        first = world.api.say("/watchs", user=ADMIN)
        await talk.heard(first)
        assert "Talvane Freight" in await talk.answer("/watches", corrects=first)
        assert await talk.answer("/watches ", corrects=first) == ""
    before = world.api.say("/status", user=ADMIN)
    async with listening(world) as talk:
        await talk.heard(before)
        assert await talk.answer("/help", corrects=first) == ""


async def test_hanging_feeds_of_a_page_are_tried_together(world: World) -> None:
    """A page that offers many costs one time limit more, and only five of them are asked."""
    settings = world.config.read_text(encoding="utf-8").replace("[fetch]", '[fetch]\ntimeout = "1s"')
    world.config.write_text(settings, encoding="utf-8")
    asked: list[str] = []

    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request.path)
        await asyncio.sleep(60)
        return web.Response()

    links = [f'<link rel="alternate" type="application/rss+xml" href="/slow{n}">' for n in range(8)]
    for n in range(8):
        world.web.handle(f"/slow{n}", hang)
    world.web.answer("/page", body=f"<html><head>{''.join(links)}</head></html>".encode(),
                     headers={"Content-Type": "text/html"})  # fmt: skip
    async with listening(world) as talk:
        assert "no feed was found" in await talk.answer(f"/addfeed {world.web.url('/page')}")
    assert sorted(asked) == [f"/slow{n}" for n in range(5)]
