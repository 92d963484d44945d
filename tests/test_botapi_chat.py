"""The demo's Bot API server as a bot meets it that is commanded in chats: users, buttons, menus, topics, edits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
import telegram
from telegram.request import HTTPXRequest

from bot.demo.botapi import BotApi
from bot.demo.telegram_users import Answer
from tests.pictures import png

START = 1_790_000_000.0
FORUM = -1002
GROUP = -1003  # the discussion group of @news


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server that knows a forum and a channel's discussion group."""
    async with BotApi(kinds={str(FORUM): "supergroup", str(GROUP): "supergroup"}) as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[telegram.Bot]:
    """PTB's own client, which checks the shape of every answer."""
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    updates = HTTPXRequest(httpx_kwargs={"trust_env": False})
    ptb = telegram.Bot(api.token, f"{api.url}/bot", request=request, get_updates_request=updates)
    async with ptb:
        yield ptb


def keyboard(*data: str) -> telegram.InlineKeyboardMarkup:
    """Return a keyboard with a button for each of `data`."""
    return telegram.InlineKeyboardMarkup.from_column(
        [telegram.InlineKeyboardButton("Go", callback_data=d) for d in data]
    )


async def message(bot: telegram.Bot) -> telegram.Message:
    """Return the message of the last update."""
    found = (await bot.get_updates(-1))[0].effective_message
    assert found
    return found


# --- what users do ----------------------------------------------------------------------------------


async def test_a_reply_in_a_group_shows_what_it_answers(api: BotApi, bot: telegram.Bot) -> None:
    """A user's reply carries the bot's message, and the bot can reply to the user's."""
    alert = await bot.send_message(GROUP, "alert", reply_markup=keyboard("mute"))
    api.say("/explain", user=7, chat=str(GROUP), reply_to=api.messages[0], name="Ada")
    asked = await message(bot)
    assert asked.from_user
    assert asked.reply_to_message
    assert asked.reply_to_message.from_user
    assert (asked.from_user.first_name, asked.chat.type) == ("Ada", "supergroup")
    assert (asked.reply_to_message.message_id, asked.reply_to_message.from_user.id) == (alert.message_id, bot.id)
    answer = await asked.reply_text("because", do_quote=True)
    assert answer.reply_to_message
    assert (answer.reply_to_message.message_id, answer.reply_to_message.text) == (asked.message_id, "/explain")
    assert api.messages[-1].reply_to == asked.message_id


async def test_a_comment_shows_the_automatic_forward(api: BotApi, bot: telegram.Bot) -> None:
    """A channel's post comes to its discussion group by itself, and tells from where."""
    await bot.send_message("@news", "<b>alert</b>", parse_mode="HTML", reply_markup=keyboard("mute"))
    post = api.messages[0]
    forward = api.forwarded(post, str(GROUP))
    seen = await message(bot)
    assert isinstance(seen.forward_origin, telegram.MessageOriginChannel)
    assert (seen.forward_origin.chat.username, seen.forward_origin.message_id) == ("news", post.id)
    assert seen.is_automatic_forward
    assert seen.sender_chat == seen.forward_origin.chat
    assert (seen.text, seen.entities[0].type, seen.reply_markup) == ("alert", "bold", None)
    api.say("/explain", user=7, chat=str(GROUP), reply_to=forward)
    reply = (await message(bot)).reply_to_message
    assert reply
    assert (reply.message_id, reply.is_automatic_forward) == (seen.message_id, True)
    assert (await bot.send_message(GROUP, "x", reply_parameters=telegram.ReplyParameters(seen.message_id))).message_id


async def test_a_post_can_be_forwarded_to_the_bot(api: BotApi, bot: telegram.Bot) -> None:
    """A user may forward a post into the private chat and reply there, or reply to the post from there."""
    await bot.send_photo("@news", png(), caption="day")
    post = api.messages[0]
    forward = api.forwarded(post, "7")
    api.say("/explain", user=7, reply_to=forward)
    reply = (await message(bot)).reply_to_message
    assert reply
    assert reply.from_user
    assert (reply.from_user.id, reply.is_automatic_forward, reply.caption) == (7, None, "day")
    assert isinstance(reply.forward_origin, telegram.MessageOriginChannel)
    assert reply.forward_origin.message_id == post.id
    api.say("/explain", user=7, reply_to=post)
    asked = await message(bot)
    assert asked.external_reply
    assert asked.external_reply.chat
    assert asked.reply_to_message is None
    assert (asked.external_reply.message_id, asked.external_reply.chat.username) == (post.id, "news")


async def test_an_anonymous_administrator_writes_as_the_group(api: BotApi, bot: telegram.Bot) -> None:
    """The sender is Telegram's own stand-in, and the group stands as the sender's chat."""
    api.say("/status", user=7, chat=str(GROUP), anonymous=True)
    said = await message(bot)
    assert said.from_user
    assert (said.from_user.id, said.from_user.is_bot) == (telegram.constants.ChatID.ANONYMOUS_ADMIN, True)
    assert said.sender_chat == said.chat


async def test_a_command_can_be_corrected(api: BotApi, bot: telegram.Bot) -> None:
    """An edited command is an update of its own kind, about the same message; so is one in a channel."""
    first = api.say("/wach", user=7)
    api.say("/watch", user=7, corrects=first)
    post = api.say("/status", user=7, chat="@news")
    api.say("/stat", user=7, chat="@news", corrects=post)
    updates = await bot.get_updates()
    old, new = updates[0].message, updates[1].edited_message
    assert old
    assert new
    assert (old.message_id, new.text, new.edit_date is None) == (new.message_id, "/watch", False)
    assert updates[2].channel_post
    assert updates[3].edited_channel_post
    assert updates[2].channel_post.sender_chat == updates[2].channel_post.chat
    assert api.said[first]["message_id"] == old.message_id


async def test_the_bots_rights_can_change(api: BotApi, bot: telegram.Bot) -> None:
    """The bot hears of it, with what it was and what it is, and getChatMember agrees."""
    api.promote("@news", can_post=False, user=7)
    api.promote(str(GROUP), can_post=False)
    api.promote(str(GROUP), can_post=True)
    channel, group, again = [update.my_chat_member for update in await bot.get_updates()]
    assert channel
    assert group
    assert again
    assert isinstance(channel.old_chat_member, telegram.ChatMemberAdministrator)
    assert isinstance(channel.new_chat_member, telegram.ChatMemberAdministrator)
    assert (channel.old_chat_member.can_post_messages, channel.new_chat_member.can_post_messages) == (True, False)
    assert channel.from_user.id == 7
    assert (group.new_chat_member.status, again.new_chat_member.status) == ("restricted", "administrator")
    assert await bot.get_chat_member("@news", bot.id) == channel.new_chat_member


# --- buttons, menus, updates ------------------------------------------------------------------------


async def test_each_press_takes_one_answer(api: BotApi, bot: telegram.Bot) -> None:
    """An answer is kept; a second one, and one to a press that never was, are refused."""
    await bot.send_message(7, "x", reply_markup=keyboard("mute"))
    number = api.press("mute", api.messages[0], user=7)
    query = (await bot.get_updates())[0].callback_query
    assert query
    assert await query.answer("Muted", show_alert=True)
    assert api.answers == [Answer(query=str(number), text="Muted", alert=True)]
    for unknown in (query.id, "999"):
        with pytest.raises(telegram.error.BadRequest, match="Query is too old and response timeout expired"):
            await bot.answer_callback_query(unknown)
    api.press("mute", api.messages[0], user=7)
    with pytest.raises(telegram.error.BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(str(number + 1), "x" * 201)
    assert await bot.answer_callback_query(str(number + 1))
    assert api.answers[1:] == [Answer(query=str(number + 1), text="", alert=False)]


async def test_keyboards_have_limits(api: BotApi, bot: telegram.Bot) -> None:
    """64 bytes of data and 100 buttons are accepted, one more is not, and leaves nothing behind."""
    await bot.send_message(7, "x", reply_markup=keyboard(*["é" * 32] * 100))
    with pytest.raises(telegram.error.BadRequest, match="Button_data_invalid"):
        await bot.send_message(7, "x", reply_markup=keyboard("é" * 32 + "x"))
    with pytest.raises(telegram.error.BadRequest, match="Reply markup is too long"):
        await bot.edit_message_text("y", 7, 1, reply_markup=keyboard(*["x"] * 101))
    assert [sent.text for sent in api.messages] == ["x"]


async def test_menus_are_kept_by_scope(api: BotApi, bot: telegram.Bot) -> None:
    """Each scope and language has a menu of its own, which can be read and deleted; bad names are refused."""
    scope = telegram.BotCommandScopeChat(7)
    assert await bot.set_my_commands([("status", "How things are")])
    assert await bot.set_my_commands([("watch", "Watch a name")], scope=scope)
    assert await bot.set_my_commands([("watch", "Suivre un nom")], scope=scope, language_code="fr")
    assert [command.command for command in await bot.get_my_commands()] == ["status"]
    assert [command.description for command in await bot.get_my_commands(scope, "fr")] == ["Suivre un nom"]
    key = json.dumps({"chat_id": 7, "type": "chat"})
    assert api.commands[key] == [{"command": "watch", "description": "Watch a name"}]
    assert await bot.delete_my_commands(scope)
    assert (await bot.get_my_commands(scope), len(api.commands)) == ((), 2)
    for name, description, words in (
        ("Watch", "Watch a name", "Bot_command_invalid"),
        ("watch", "", "Bot_command_description_invalid"),
        ("watch", "x" * 257, "Bot_command_description_invalid"),
    ):
        with pytest.raises(telegram.error.BadRequest, match=words):
            await bot.set_my_commands([(name, description)])
    with pytest.raises(telegram.error.BadRequest, match="Bot_commands_too_much"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])


async def test_a_second_poller_ends_the_first(api: BotApi, bot: telegram.Bot) -> None:
    """The call that waits is ended with 409, the new one gets the updates."""
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await api.until(lambda: len(api.calls) == 2)
    second = asyncio.create_task(bot.get_updates(timeout=50))
    words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    with pytest.raises(telegram.error.Conflict, match=words):
        await first
    number = api.say("x", user=7)
    assert [update.update_id for update in await second] == [number]


async def test_only_updates_that_are_asked_for_come(api: BotApi, bot: telegram.Bot) -> None:
    """`allowed_updates` holds from then on, until given again; an empty list means the usual kinds."""
    before = api.queue(chat_member={})  # nobody has asked for it
    api.say("x", user=7)
    (update,) = await bot.get_updates(allowed_updates=["callback_query"])
    assert update.update_id == before + 1
    api.say("y", user=7)
    api.promote("@news", can_post=True)
    assert await bot.get_updates(update.update_id + 1) == ()
    await bot.get_updates(allowed_updates=[])
    number = api.say("z", user=7)
    assert [update.update_id for update in await bot.get_updates()] == [number]
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


# --- topics and edits -------------------------------------------------------------------------------


async def test_topics(api: BotApi, bot: telegram.Bot) -> None:
    """A message stands in its topic, and a reply to it too; unknown and closed topics are refused."""
    api.topics[str(FORUM)] = {3, 4}
    api.closed_topics.add((str(FORUM), 4))
    sent = await bot.send_message(FORUM, "x", message_thread_id=3)
    assert (sent.message_thread_id, sent.is_topic_message, sent.chat.is_forum) == (3, True, True)
    await bot.send_photo(FORUM, png(), message_thread_id=3)
    await bot.send_message(FORUM, "general")
    await bot.send_message(FORUM, "reply", reply_parameters=telegram.ReplyParameters(sent.message_id))
    assert [message.topic for message in api.messages] == [3, 3, None, 3]
    with pytest.raises(telegram.error.BadRequest, match="Message thread not found"):
        await bot.send_message(FORUM, "x", message_thread_id=5)
    with pytest.raises(telegram.error.BadRequest, match="Topic_closed"):
        await bot.send_message(FORUM, "x", message_thread_id=4)
    api.say("/status", user=7, chat=str(FORUM), topic=3)
    asked = await message(bot)
    assert (asked.message_thread_id, asked.is_topic_message) == (3, True)
    api.say("/explain", user=7, chat=str(FORUM), reply_to=api.messages[0])
    assert (await message(bot)).message_thread_id == 3
    assert (await bot.get_chat(FORUM)).is_forum


async def test_a_keyboard_can_be_changed_alone(api: BotApi, bot: telegram.Bot) -> None:
    """editMessageReplyMarkup changes the keyboard or removes it; a text without one removes it too."""
    await bot.send_message(7, "x", reply_markup=keyboard("a"))
    with pytest.raises(telegram.error.BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(7, 1, reply_markup=keyboard("a"))
    edited = await bot.edit_message_reply_markup(7, 1, reply_markup=keyboard("b"))
    assert isinstance(edited, telegram.Message)
    assert (edited.text, edited.reply_markup) == ("x", keyboard("b"))
    await bot.edit_message_text("y", 7, 1)
    assert [(edit.text, bool(edit.reply_markup)) for edit in api.edits] == [("x", True), ("y", False)]
    await bot.edit_message_text("y", 7, 1, reply_markup=keyboard("c"))
    await bot.edit_message_reply_markup(7, 1)
    (sent,) = api.messages
    assert (sent.text, sent.reply_markup, sent.edits) == ("y", None, 4)
    await bot.send_photo(7, png(), reply_markup=keyboard("a"))
    with pytest.raises(telegram.error.BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("z", 7, 2)
    await bot.edit_message_reply_markup(7, 2)


@pytest.mark.parametrize(("chat", "too_old"), [("7", True), ("-5", True), ("-1002", True), ("@news", False)])
async def test_old_messages_outside_of_channels_stay_as_they_are(
    api: BotApi, bot: telegram.Bot, chat: str, too_old: bool
) -> None:
    """After 48 hours an edit is refused, but for a channel's posts."""
    api.now = lambda: START
    sent = await bot.send_message(chat, "x")
    assert sent.date.timestamp() == START
    api.now = lambda: START + 48 * 3600
    await bot.edit_message_text("y", chat, sent.message_id)
    api.now = lambda: START + 48 * 3600 + 1
    if too_old:
        with pytest.raises(telegram.error.BadRequest, match="Message can't be edited"):
            await bot.edit_message_text("z", chat, sent.message_id)
    else:
        await bot.edit_message_text("z", chat, sent.message_id)
    assert [edit.at for edit in api.edits] == [START + 48 * 3600 + late for late in ([0] if too_old else [0, 1])]


async def test_only_own_and_present_messages_are_edited(api: BotApi, bot: telegram.Bot) -> None:
    """A user's message can't be edited, but deleted; a deleted one is not found."""
    api.say("/status", user=7)
    asked = await message(bot)
    with pytest.raises(telegram.error.BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 7, asked.message_id)
    with pytest.raises(telegram.error.BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", 8, asked.message_id)
    assert await bot.delete_message(7, asked.message_id)
    sent = await bot.send_message(7, "x")
    assert await bot.delete_message(7, sent.message_id)
    for gone in (asked, sent):
        with pytest.raises(telegram.error.BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("y", 7, gone.message_id)


async def test_chats_say_what_they_are(api: BotApi, bot: telegram.Bot) -> None:
    """A -100… id may be a supergroup, and a channel names its discussion group."""
    api.profiles["@news"] = {"linked_chat_id": GROUP}
    assert (await bot.get_chat("@news")).linked_chat_id == GROUP
    group = await bot.get_chat(GROUP)
    assert (group.type, group.is_forum) == ("supergroup", None)
    assert (await bot.send_message(GROUP, "x")).from_user == await bot.get_me()
    assert await bot.send_chat_action(GROUP, "typing")


async def test_an_impatient_client_of_plain_http(api: BotApi) -> None:
    """A poll whose client has gone is no conflict for the next one, and updates are not lost with it."""
    async with aiohttp.ClientSession() as client:
        url = f"{api.url}/bot{api.token}/getUpdates"
        with pytest.raises(TimeoutError):
            await client.get(url, params={"timeout": "50"}, timeout=aiohttp.ClientTimeout(total=0.2))
        number = api.say("x", user=7)
        async with client.get(url, params={"timeout": "50"}) as response:
            assert [update["update_id"] for update in (await response.json())["result"]] == [number]
