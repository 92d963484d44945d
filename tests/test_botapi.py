"""The demo's Bot API server, asked over HTTP as any client would, and by python-telegram-bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import telegram
from telegram.request import HTTPXRequest

from bot.demo.botapi import DEMO_TOKEN, BotApi, Fault
from bot.demo.telegram_chats import Sent
from bot.demo.telegram_html import utf16_length
from tests.pictures import png

Answer = dict[str, Any]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server that knows two chats and a person."""
    async with BotApi(known_chats=("@news", "-1001", "7")) as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """A plain HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[telegram.Bot]:
    """PTB's own client, which checks the shape of every answer."""
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    ptb = telegram.Bot(api.token, f"{api.url}/bot", request=request, get_updates_request=request)
    async with ptb:
        yield ptb


async def ask(client: aiohttp.ClientSession, api: BotApi, method: str, **parameters: Any) -> Answer:
    """Return the answer to a call with a JSON body."""
    async with client.post(f"{api.url}/bot{api.token}/{method}", json=parameters) as response:
        answer: Answer = await response.json()
        assert answer.get("error_code", 200) == response.status
        return answer


async def test_ptb_understands_every_answer(api: BotApi, bot: telegram.Bot) -> None:
    """PTB can send, show, edit and delete, and ask about chats and members."""
    sent = await bot.send_message("@news", "<b>Hi</b> there", parse_mode="HTML", disable_notification=True)
    assert (sent.text, sent.chat.type, sent.chat.username) == ("Hi there", "channel", "news")
    assert sent.sender_chat == sent.chat
    assert sent.entities[0].type == "bold"
    edited = await bot.edit_message_text("Bye", chat_id="@NEWS", message_id=sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None
    assert await bot.delete_message("@news", sent.message_id)
    private = await bot.send_message(7, "x")
    assert (private.chat.type, private.from_user and private.from_user.is_bot) == ("private", True)
    assert (await bot.get_chat(-1001)).type == "channel"
    assert (await bot.get_chat(sent.chat.id)).username == "news"
    for status in ("administrator", "member", "restricted", "kicked", "left", "creator"):
        api.members["@news"] = {"status": status} | ({"is_anonymous": False} if status == "creator" else {})
        assert (await bot.get_chat_member("@news", bot.id)).status == status
    assert await bot.set_my_commands([("status", "Says how things are")])
    first = api.messages[0]
    assert (first.text, first.edits, first.deleted, first.silent) == ("Bye", 1, True, True)
    assert [call.method for call in api.calls][:2] == ["getMe", "sendMessage"]


async def test_a_photo_keeps_its_size_and_caption(api: BotApi, bot: telegram.Bot) -> None:
    """An upload is measured and kept; the caption is parsed like a text, and may not be as long."""
    picture = png(40, 30)
    sent = await bot.send_photo("@news", picture, caption="<i>Day</i>", parse_mode="HTML")
    assert sent.caption == "Day"
    assert (sent.photo[0].file_size, sent.photo[0].width, sent.photo[0].height) == (len(picture), 40, 30)
    assert api.messages[0].picture == picture
    assert "photo" not in api.calls[-1].parameters
    with pytest.raises(telegram.error.BadRequest, match="Message caption is too long"):
        await bot.send_photo("@news", picture, caption="a" * 1025)


async def test_updates_wait_for_news_and_are_confirmed_by_offset(api: BotApi, bot: telegram.Bot) -> None:
    """A long poll returns as soon as somebody says something; an offset forgets all before it."""
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await api.until(lambda: api.calls[-1].method == "getUpdates")
    number = api.say("/status now", user=7)
    (update,) = await waiting
    assert update.update_id == number
    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.text, update.message.from_user.id) == ("/status now", 7)
    assert list(update.message.parse_entities(["bot_command"]).values()) == ["/status"]
    assert [again.update_id for again in await bot.get_updates()] == [number]
    assert await bot.get_updates(offset=number + 1) == ()


async def test_a_button_can_be_pressed(api: BotApi, bot: telegram.Bot) -> None:
    """A press on an inline button arrives with the message it is under."""
    button = telegram.InlineKeyboardButton("Mute", callback_data="mute:1")
    await bot.send_message("@news", "x", reply_markup=telegram.InlineKeyboardMarkup([[button]]))
    api.press("mute:1", api.messages[0], user=7)
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id) == ("mute:1", 1)


@pytest.mark.parametrize("body", ["json", "data"])
async def test_json_and_form_bodies_mean_the_same(api: BotApi, client: aiohttp.ClientSession, body: str) -> None:
    """A JSON body and a form are both understood, and so are a form's values that are JSON themselves."""
    preview: Any = {"is_disabled": True}
    parameters = {"chat_id": -1001, "text": "<b>x</b>", "parse_mode": "HTML", "disable_notification": True}
    if body == "json":
        arguments: Any = {"json": {**parameters, "link_preview_options": preview}}
    else:
        words = {key: str(value) for key, value in parameters.items()} | {"disable_notification": "true"}
        arguments = {"data": {**words, "link_preview_options": '{"is_disabled": true}'}}
    async with client.post(f"{api.url}/bot{api.token}/sendMessage", **arguments) as response:
        assert response.status == 200
    (sent,) = api.messages
    assert (sent.chat, sent.text, sent.source, sent.parse_mode) == ("-1001", "x", "<b>x</b>", "HTML")
    assert (sent.silent, sent.preview) == (True, False)


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendMessage", {"chat_id": "@other", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "news", "text": "x"}, "chat not found"),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "@news"}, "message text is empty"),
        ("sendMessage", {"chat_id": 7, "text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ("sendMessage", {"chat_id": "@news", "text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": "@news", "text": "\N{AUTOMOBILE}" * 2049}, "message is too long"),
        (
            "sendMessage",
            {"chat_id": "@news", "text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ("sendMessage", {"chat_id": "@news", "text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
        ("sendPhoto", {"chat_id": "@news"}, "there is no photo in the request"),
        ("sendPhoto", {"chat_id": "@news", "photo": "an-id"}, "wrong file identifier/HTTP URL specified"),
        ("editMessageText", {"chat_id": "@news", "message_id": 9, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"chat_id": "7", "message_id": 1, "text": "x"}, "message to edit not found"),
        (
            "editMessageText",
            {"chat_id": "@news", "message_id": 1, "text": "<i>x</b>", "parse_mode": "HTML"},
            'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</i>", found "</b>"',
        ),
        (
            "sendMessage",
            {"chat_id": "@news", "text": "x", "reply_parameters": {"message_id": 9}},
            "message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": "7", "text": "x", "reply_parameters": {"message_id": 1}},
            "message to be replied not found",
        ),
        ("deleteMessage", {"chat_id": "@news", "message_id": 9}, "message to delete not found"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    api: BotApi, client: aiohttp.ClientSession, method: str, parameters: Answer, description: str
) -> None:
    """A bad request is answered with 400 and Telegram's words, and leaves nothing behind."""
    await ask(client, api, "sendMessage", chat_id="@news", text="first")
    answer = await ask(client, api, method, **parameters)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}
    assert [sent.text for sent in api.messages] == ["first"]


async def test_lengths_count_after_the_tags_are_gone(api: BotApi, client: aiohttp.ClientSession) -> None:
    """4096 UTF-16 units of text are accepted, however long their markup; entities beyond 100 are dropped."""
    text = "".join(f"<b>{letter}</b> " for letter in "x" * 2048)
    answer = await ask(client, api, "sendMessage", chat_id="@news", text=text, parse_mode="HTML")
    assert answer["ok"]
    assert utf16_length(api.messages[0].text) == 4096
    assert len(api.messages[0].entities) == 100


async def test_an_edit_that_changes_nothing_is_refused(api: BotApi, client: aiohttp.ClientSession) -> None:
    """Telegram refuses an edit to what already stands there."""
    await ask(client, api, "sendMessage", chat_id="@news", text="same")
    answer = await ask(client, api, "editMessageText", chat_id="@news", message_id=1, text="same")
    assert answer["description"].startswith("Bad Request: message is not modified: specified new message")


async def test_edits_are_kept_in_order_with_their_times(api: BotApi, client: aiohttp.ClientSession) -> None:
    """Each accepted edit is told of with its text and time; a refused one is not, and the message has the last text."""
    await ask(client, api, "sendMessage", chat_id="@news", text="first")
    begun = time.time()
    for text in ("second", "", "third", "third"):
        await ask(client, api, "editMessageText", chat_id="@news", message_id=1, text=text)
    assert [(edit.id, edit.chat, edit.text) for edit in api.edits] == [(1, "@news", "second"), (1, "@news", "third")]
    assert begun <= api.edits[0].at <= api.edits[1].at <= time.time()
    assert [sent.text for sent in api.messages] == ["third"]


async def test_a_reply_shows_its_message(api: BotApi, bot: telegram.Bot) -> None:
    """PTB sees what a message answers; it goes as a plain one where that is missing and may be."""
    first = await bot.send_message("@news", "first")
    reply = await bot.send_message("@news", "x", reply_parameters=telegram.ReplyParameters(first.message_id))
    assert reply.reply_to_message is not None
    assert (reply.reply_to_message.message_id, reply.reply_to_message.text) == (first.message_id, "first")
    lenient = telegram.ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message("@news", "y", reply_parameters=lenient)).reply_to_message is None
    assert [sent.reply_to for sent in api.messages] == [None, 1, None]


@pytest.mark.parametrize(
    ("token", "status"), [("1000000001:" + "z" * 35, 401), ("nonsense", 404), (DEMO_TOKEN[:-1], 404)]
)
async def test_a_wrong_token_gets_401_or_404(
    api: BotApi, client: aiohttp.ClientSession, token: str, status: int
) -> None:
    """A token of the right shape that is not ours gets 401, anything else 404, and neither is recorded."""
    async with client.get(f"{api.url}/bot{token}/getMe") as response:
        assert response.status == status
        assert (await response.json())["error_code"] == status
    assert api.calls == []


async def test_an_unknown_method_gets_404(api: BotApi, client: aiohttp.ClientSession) -> None:
    """A method that does not exist is answered as Telegram does; the case of a name does not matter."""
    assert (await ask(client, api, "sendLove"))["error_code"] == 404
    assert (await ask(client, api, "GETME"))["ok"]


async def test_faults_are_used_up_in_order_and_by_chat(api: BotApi, client: aiohttp.ClientSession) -> None:
    """Each fault spoils one call of its method, in order; one for a chat leaves other chats alone."""
    api.fail("sendMessage", Fault(status=429, retry_after=2), Fault(status=500))
    api.fail("sendMessage", Fault(status=403), chat="7")
    answers = [await ask(client, api, "sendMessage", chat_id="@news", text="x") for _ in range(3)]
    assert answers[0] == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 2",
        "parameters": {"retry_after": 2},
    }
    assert answers[1]["description"] == "Internal Server Error"
    assert answers[2]["ok"]
    assert (await ask(client, api, "sendMessage", chat_id=7, text="x"))["error_code"] == 403
    assert (await ask(client, api, "sendMessage", chat_id=7, text="x"))["ok"]
    assert len(api.messages) == 2


async def test_a_dropped_call_is_done_all_the_same(api: BotApi, client: aiohttp.ClientSession) -> None:
    """With `drop`, the caller sees a broken connection, and the message has been accepted."""
    api.fail("sendMessage", Fault(drop=True))
    with pytest.raises(aiohttp.ClientError):
        await ask(client, api, "sendMessage", chat_id="@news", text="x")
    assert [sent.text for sent in api.messages] == ["x"]


async def test_leaving_ends_calls_that_hang_or_wait(client: aiohttp.ClientSession) -> None:
    """A call that is never answered, and a long poll, do not keep the server from closing."""
    async with BotApi() as api:
        api.fail("getMe", Fault(hang=True))
        hanging = asyncio.create_task(ask(client, api, "getMe"))
        polling = asyncio.create_task(ask(client, api, "getUpdates", timeout=600))
        await api.until(lambda: len(api.calls) == 2)
    with pytest.raises(aiohttp.ClientError):
        await hanging
    assert (await polling)["result"] == []


async def test_every_accepted_message_is_told_of(client: aiohttp.ClientSession) -> None:
    """The callback sees each accepted message once, as it comes, and no refused one."""
    seen: list[Sent] = []
    async with BotApi(on_message=seen.append) as api:
        await ask(client, api, "sendMessage", chat_id="@any_channel", text="one")
        await ask(client, api, "sendMessage", chat_id="@any_channel", text="")
        await ask(client, api, "sendMessage", chat_id="-5", text="two")
        assert [sent.text for sent in seen] == ["one", "two"]
        assert seen == api.messages
