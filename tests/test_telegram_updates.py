"""What is heard from Telegram, through the real python-telegram-bot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.demo.botapi import DEMO_TOKEN, BotApi, Fault
from bot.demo.telegram_chats import Sent
from bot.errors import BadToken, Blocked, DeliveryError, Refused, RetryLater
from bot.telegram_chat import TelegramChat
from bot.telegram_updates import (
    EVERYBODY,
    IN_PRIVATE,
    OtherReader,
    Place,
    Rights,
    Tap,
    TelegramUpdates,
    Text,
    Update,
)
from pipelines.model import Button

CHANNEL = "@talvane_watch"
GROUP = "-1005550001"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """The server, with a forum."""
    async with BotApi(kinds={GROUP: "supergroup"}) as api:
        yield api


@pytest.fixture
async def updates(api: BotApi) -> AsyncIterator[TelegramUpdates]:
    """The ear; it does not wait for updates that are not there."""
    async with TelegramUpdates(DEMO_TOKEN, api.url, timeout=2, patience=0) as updates:
        yield updates


async def post(api: BotApi, chat: str = CHANNEL, buttons: bool = False) -> Sent:
    """Return a message that the bot has sent."""
    async with TelegramChat(DEMO_TOKEN, api.url) as sender:
        await sender.send(chat, "An alert", buttons=((Button(label="yes", data="save:1"),),) if buttons else ())
    return api.messages[-1]


async def test_a_text_in_private(api: BotApi, updates: TelegramUpdates) -> None:
    """With who says it and what it answers; asking for what comes after it confirms it."""
    sent = await post(api, "42")
    number = api.say("/help me", user=42, name="Ada\nL\u202eovelace", reply_to=sent)
    (update,) = await updates.since(1)
    message = api.said[number]["message_id"]
    assert update == Update(
        id=number,
        what=Text(
            place=Place(id="42", private=True), user=42, name="Ada Lovelace", nameless=False, text="/help me",
            message=message, reply_to=sent.id, post=None,
        ),
    )  # fmt: skip
    assert await updates.since(number) == [update]
    assert await updates.since(number + 1) == []
    assert await updates.since(1) == []


async def test_a_text_in_a_topic(api: BotApi, updates: TelegramUpdates) -> None:
    """The topic is part of the place; a thread of comments is none."""
    api.topics[GROUP] = {7}
    api.say("hello", user=42, chat=GROUP, topic=7)
    api.queue(
        message={"message_id": 5, "date": 1, "text": "a comment", "message_thread_id": 3,
                 "chat": {"id": int(GROUP), "type": "supergroup", "title": "G", "username": "ellery_talk"},
                 "from": {"id": 42, "is_bot": False, "first_name": "Ada"}}
    )  # fmt: skip
    topic, thread = [update.what for update in await updates.since(1)]
    assert isinstance(topic, Text)
    assert topic.place == Place(id=GROUP, topic="/7")
    assert isinstance(thread, Text)
    assert thread.place == Place(id=GROUP, handle="@ellery_talk")


async def test_what_a_reply_answers(api: BotApi, updates: TelegramUpdates) -> None:
    """The channel's post, through its automatic forward, a forward by hand, or from another chat."""
    sent = await post(api)
    api.say("a", user=42, chat=GROUP, reply_to=api.forwarded(sent, GROUP))
    api.say("b", user=42, reply_to=api.forwarded(sent, "42"))
    api.say("c", user=42, reply_to=sent)
    found = {what.text: what.post for update in await updates.since(1) if isinstance(what := update.what, Text)}
    assert "An alert" not in found  # a forward was not said to us
    assert [each and (each.channel.handle, each.message) for each in found.values()] == [(CHANNEL, sent.id)] * 3


async def test_the_automatic_forward_itself_is_nothing(api: BotApi, updates: TelegramUpdates) -> None:
    """Else a headline that begins with a slash would be a command."""
    api.forwarded(await post(api), GROUP)
    assert [update.what for update in await updates.since(1)] == [None]


async def test_a_command_that_is_forwarded_is_none(api: BotApi, updates: TelegramUpdates) -> None:
    """Whoever forwards another's message did not write what stands in it."""
    origin = {"type": "user", "date": 1, "sender_user": {"id": 7, "is_bot": False, "first_name": "Bo"}}
    api.queue(message={"message_id": 5, "date": 1, "chat": {"id": 42, "type": "private", "first_name": "Ada"},
                       "from": {"id": 42, "is_bot": False, "first_name": "Ada"}, "text": "/unwatch talvane",
                       "forward_origin": origin})  # fmt: skip
    assert [update.what for update in await updates.since(1)] == [None]


async def test_who_writes_in_the_name_of_a_group_has_no_name(api: BotApi, updates: TelegramUpdates) -> None:
    """An anonymous administrator is nobody."""
    api.say("/status", user=42, chat=GROUP, anonymous=True)
    (update,) = await updates.since(1)
    assert isinstance(update.what, Text)
    assert update.what.nameless


async def test_a_press_and_its_answer(api: BotApi, updates: TelegramUpdates) -> None:
    """A long answer is cut to what Telegram takes; a second one is refused."""
    sent = await post(api, buttons=True)
    api.press("save:1", sent, user=42)
    (update,) = await updates.since(1)
    tap = update.what
    assert isinstance(tap, Tap)
    assert (tap.user, tap.place.handle, tap.message, tap.data) == (42, CHANNEL, sent.id, "save:1")
    await updates.answer(tap.query, "x" * 300, loud=True)
    assert [(answer.text, answer.alert) for answer in api.answers] == [("x" * 200, True)]
    with pytest.raises(Refused):
        await updates.answer(tap.query, "")


async def test_changed_rights(api: BotApi, updates: TelegramUpdates) -> None:
    """In channels and groups."""
    for chat in (CHANNEL, GROUP):
        for may in (False, True):
            api.promote(chat, can_post=may)
    found = [what for update in await updates.since(1) if isinstance(what := update.what, Rights)]
    assert [what.may_post for what in found] == [False, True, False, True]
    assert [what.place.handle or what.place.id for what in found] == [CHANNEL, CHANNEL, GROUP, GROUP]


async def test_only_what_is_needed_is_asked_for(api: BotApi, updates: TelegramUpdates) -> None:
    """Posts of channels are none of our business; an edited message says that it is one."""
    await updates.since(1)
    api.say("a", user=42, chat=CHANNEL)
    first = api.say("b", user=42)
    last = api.say("c", user=42, corrects=first)
    found = await updates.since(1)
    assert [update.id for update in found] == [first, last]
    texts = [what for update in found if isinstance(what := update.what, Text)]
    assert [(what.text, what.edited) for what in texts] == [("b", False), ("c", True)]
    assert texts[0].message == texts[1].message
    wanted = [call.parameters["allowed_updates"] for call in api.calls if call.method == "getUpdates"][-1]
    assert sorted(wanted) == ["callback_query", "edited_message", "message", "my_chat_member"]


async def test_an_update_that_nobody_can_read_is_passed_over(
    api: BotApi, updates: TelegramUpdates, caplog: pytest.LogCaptureFixture
) -> None:
    """It costs only itself: those before and behind it are heard, also where nobody knows its id before."""
    api.queue(message={"message_id": "?"})
    api.say("one", user=42)
    api.queue(message={"message_id": "?"})
    api.say("two", user=42)
    heard, last = [], -1
    while found := await updates.since(last + 1):
        heard += [update.what.text for update in found if isinstance(update.what, Text)]
        last = found[-1].id
        if len(heard) == 2:
            break
    assert heard == ["one", "two"]
    assert "unreadable" in caplog.text


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(status=409), OtherReader),
        (Fault(status=401), BadToken),
        (Fault(status=502), RetryLater),
        (Fault(status=429, retry_after=9), RetryLater),
        (Fault(drop=True), RetryLater),
        (Fault(status=502, body="<html>DEMO</html>"), RetryLater),
    ],
)
async def test_trouble_has_our_names(
    api: BotApi, updates: TelegramUpdates, fault: Fault, kind: type[DeliveryError]
) -> None:
    """As in sending, and without the token."""
    api.fail("getUpdates", replace(fault, body=fault.body.replace("DEMO", DEMO_TOKEN)))
    with pytest.raises(kind) as caught:
        await updates.since(1)
    assert DEMO_TOKEN not in str(caught.value)
    assert getattr(caught.value, "after", None) == (9 if fault.retry_after else None)


async def test_menus_have_scopes(api: BotApi, updates: TelegramUpdates) -> None:
    """Everybody, private chats, one chat; none at all takes a menu back."""
    for scope in (EVERYBODY, IN_PRIVATE, "42"):
        await updates.set_commands([("help", "what the bot can do")], scope)
    scopes = [{"type": "default"}, {"type": "all_private_chats"}, {"chat_id": 42, "type": "chat"}]
    assert [json.loads(scope) for scope in api.commands] == scopes
    await updates.set_commands([], EVERYBODY)
    assert [json.loads(scope) for scope in api.commands] == scopes[1:]
    api.fail("setMyCommands", Fault(status=400, description="Bad Request: chat not found"))
    with pytest.raises(Blocked):
        await updates.set_commands([("help", "what the bot can do")], "43")


async def test_the_discussion_group_of_a_channel(api: BotApi, updates: TelegramUpdates) -> None:
    """A group has a linked chat too: its channel, which is no discussion."""
    assert await updates.linked_chat(CHANNEL) is None
    api.profiles[CHANNEL] = {"linked_chat_id": int(GROUP)}
    assert await updates.linked_chat(CHANNEL) == GROUP
    api.profiles[GROUP] = {"linked_chat_id": -1001}
    assert await updates.linked_chat(GROUP) is None
