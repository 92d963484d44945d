"""Sending through python-telegram-bot to a real server on this machine, which does its worst."""

from __future__ import annotations

import logging
import socket
import traceback
from collections.abc import AsyncIterator, Iterator

import pytest
import telegram.error

from bot.demo.botapi import BotApi, Fault
from bot.errors import BadToken, Blocked, DeliveryError, Gone, Moved, Refused, RetryLater, TooLong, TopicClosed
from bot.log import TALKATIVE, setup
from bot.telegram_chat import TelegramChat
from pipelines.render.buttons import alert_buttons


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server that knows a channel, a group and a person."""
    async with BotApi(known_chats=("@news", "-1001", "-5", "7")) as server:
        yield server


@pytest.fixture
async def chat(api: BotApi) -> AsyncIterator[TelegramChat]:
    """The bot of that server."""
    async with TelegramChat(api.token, api.url) as sender:
        yield sender


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Give the loggers back as they were: `setup` is for the whole process."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for added in set(root.handlers) - set(handlers):
        root.removeHandler(added)
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET)


async def test_html_arrives_without_preview(api: BotApi, chat: TelegramChat) -> None:
    """HTML is sent as HTML, without a link preview; the id comes back."""
    first = await chat.send("@news", '<b>A</b> <a href="https://example.org/">b</a>')
    second = await chat.send("@news", "c")
    assert [sent.id for sent in api.messages] == [first, second]
    sent = api.messages[0]
    assert (sent.chat, sent.text, sent.parse_mode) == ("@news", "A b", "HTML")
    assert [entity["type"] for entity in sent.entities] == ["bold", "text_link"]
    assert not sent.preview


async def test_plain_text_arrives_as_it_is(api: BotApi, chat: TelegramChat) -> None:
    """Plain text is not looked at for tags."""
    await chat.send_plain("@news", "1 < 2 & <b>")
    (sent,) = api.messages
    assert (sent.text, sent.parse_mode, sent.entities) == ("1 < 2 & <b>", "", ())
    assert not sent.preview


async def test_an_edit_replaces_the_text(api: BotApi, chat: TelegramChat) -> None:
    """A message gets its new text as HTML or as it is, without a link preview; the same again is no error."""
    number = await chat.send("@news", "<b>A</b>")
    for _ in range(2):
        await chat.edit("@news", number, "<i>B</i> &amp; c")
    (sent,) = api.messages
    assert (sent.text, sent.parse_mode, sent.edits, sent.preview) == ("B & c", "HTML", 1, False)
    assert api.calls[-1].parameters["link_preview_options"] == {"is_disabled": True}
    for _ in range(2):
        await chat.edit_plain("@news", number, "1 < 2")
    (sent,) = api.messages
    assert (sent.text, sent.parse_mode, sent.edits) == ("1 < 2", "", 2)


async def test_buttons_sound_and_preview_are_as_asked_for(api: BotApi, chat: TelegramChat) -> None:
    """A message comes with its buttons, without a sound and with a preview where that is wanted; an edit keeps them."""
    buttons = alert_buttons(7, verdict="right")
    data = [[button.data for button in row] for row in buttons]

    def keyboard() -> list[list[str]]:
        markup = api.messages[0].reply_markup or {"inline_keyboard": []}
        return [[button["callback_data"] for button in row] for row in markup["inline_keyboard"]]

    number = await chat.send("@news", "A", silent=True, preview=True, buttons=buttons)
    (sent,) = api.messages
    assert (sent.silent, sent.preview, keyboard()) == (True, True, data)
    await chat.edit("@news", number, "B", preview=True, buttons=buttons)
    assert (api.messages[0].text, keyboard()) == ("B", data)
    for _ in range(2):
        await chat.mark("@news", number, alert_buttons(7, verdict="wrong"))
    assert api.messages[0].reply_markup["inline_keyboard"][0][1]["text"] == "✓ wrong"  # type: ignore[index]
    await chat.edit_plain("@news", number, "C")
    assert keyboard() == []
    with pytest.raises(Gone):
        await chat.mark("@news", 99, buttons)


async def test_a_forum_topic_is_part_of_the_address(api: BotApi, chat: TelegramChat) -> None:
    """Behind the slash stands the topic; the first one of a forum is there without being named."""
    for address in ("-1001/7", "-1001/1", "-1001"):
        number = await chat.send(address, "x")
    await chat.edit("-1001/7", number, "y")
    assert [(sent.chat, sent.topic) for sent in api.messages] == [("-1001", 7), ("-1001", None), ("-1001", None)]


async def test_a_group_that_has_moved_says_where(api: BotApi, chat: TelegramChat) -> None:
    """The address of the supergroup comes with the error; `check` says it in words."""
    api.fail("sendMessage", Fault(status=400, migrate_to=-1009))
    with pytest.raises(Moved) as caught:
        await chat.send("-5", "x")
    assert caught.value.to == "-1009"
    api.fail("getChat", Fault(status=400, migrate_to=-1009))
    assert "its id is now -1009; put that into config.toml" in (await chat.can_post("-5") or "")


async def test_a_reply_stands_below_its_message(api: BotApi, chat: TelegramChat) -> None:
    """A message may answer another one of the chat; where that is gone, it is sent all the same."""
    first = await chat.send("@news", "A")
    for send in (chat.send, chat.send_plain):
        await send("@news", "B", reply_to=first)
        await send("@news", "C", reply_to=99)
    assert [sent.reply_to for sent in api.messages] == [None, first, None, first, None]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("message to edit not found", Gone),
        ("message can't be edited", Gone),
        ("MESSAGE_ID_INVALID", Gone),
        ("can't parse entities: x", Refused),
        ("chat not found", Blocked),
    ],
)
async def test_why_an_edit_failed_is_told_apart(
    api: BotApi, chat: TelegramChat, words: str, kind: type[DeliveryError]
) -> None:
    """A message that can't be edited is Gone, a text that can't be taken Refused, and a chat Blocked."""
    number = await chat.send("@news", "A")
    api.fail("editMessageText", Fault(status=400, description=f"Bad Request: {words}"))
    with pytest.raises(DeliveryError, match=f"(?i){words}") as caught:
        await chat.edit("@news", number, "B")
    assert type(caught.value) is kind
    with pytest.raises(Gone):
        await chat.edit("@news", 99, "B")
    with pytest.raises(Refused, match="parse entities"):
        await chat.edit("@news", number, "<b>B")
    assert api.edits == []


@pytest.mark.parametrize("address", ["@news", "-1001", "-5", "7"])
async def test_chats_are_addressed_by_name_or_number(api: BotApi, chat: TelegramChat, address: str) -> None:
    """A name and a numeric id, both given as text, reach the chat they mean."""
    await chat.send(address, "x")
    assert api.messages[0].chat == address


async def test_entering_asks_nothing() -> None:
    """The service can start while Telegram is away: only sending fails, and says to try later."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        async with TelegramChat("1:x", f"http://127.0.0.1:{port}") as chat:
            with pytest.raises(RetryLater, match="ConnectError") as caught:
                await chat.send("@news", "x")
    assert caught.value.after is None


async def test_a_proxy_is_not_asked_for_this_machine(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a proxy in the environment, a Bot API on this machine is still reached directly."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    async with TelegramChat(api.token, f"{api.url}/") as chat:
        assert await chat.send("@news", "x") == 1


@pytest.mark.parametrize(
    "choice",
    [
        None,
        "true",
        # Whoever asks for the old way gets PTB's warning with it.
        pytest.param("false", marks=pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")),
    ],
)
async def test_flood_control_says_how_long(api: BotApi, monkeypatch: pytest.MonkeyPatch, choice: str | None) -> None:
    """A 429 becomes RetryLater with Telegram's seconds, in whichever form PTB was told to give them."""
    monkeypatch.delenv("PTB_TIMEDELTA", raising=False)
    if choice:
        monkeypatch.setenv("PTB_TIMEDELTA", choice)
    async with TelegramChat(api.token, api.url) as chat:
        api.fail("sendMessage", Fault(status=429, retry_after=37))
        with pytest.raises(RetryLater) as caught:
            await chat.send("@news", "x")
        monkeypatch.delenv("PTB_TIMEDELTA", raising=False)
    assert caught.value.after == 37.0
    assert isinstance(caught.value.after, float)
    assert api.messages == []


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Fault(status=400, description="Bad Request: message is too long"), TooLong, "Message is too long"),
        (Fault(status=400, description="Bad Request: can't parse entities: x"), Refused, "parse entities"),
        (Fault(status=400, description="Bad Request: chat not found"), Blocked, "Chat not found"),
        (
            Fault(status=400, description="Bad Request: not enough rights to send text messages to the chat"),
            Blocked,
            "Not enough rights",
        ),
        (
            Fault(status=400, description="Bad Request: have no rights to send a message"),
            Blocked,
            "no rights",
        ),
        (
            Fault(status=400, description="Bad Request: need administrator rights in the channel chat"),
            Blocked,
            "Need administrator rights",
        ),
        *(
            (Fault(status=400, description=f"Bad Request: {code}"), kind, f"(?i){code}")
            for kind, codes in (
                (Blocked, "CHAT_WRITE_FORBIDDEN CHAT_ID_INVALID CHAT_GUEST_SEND_FORBIDDEN CHANNEL_INVALID"),
                (Blocked, "CHANNEL_PRIVATE USER_BANNED_IN_CHANNEL PEER_ID_INVALID"),
                (TopicClosed, "TOPIC_CLOSED TOPIC_DELETED TOPIC_ID_INVALID"),
                (Refused, "BUTTON_USER_INVALID MESSAGE_EMPTY"),
            )
            for code in codes.split()
        ),
        (Fault(status=400, migrate_to=-1009), Moved, "its id is now -1009"),
        (Fault(status=400, description="Bad Request: message thread not found"), TopicClosed, "thread not found"),
        (Fault(status=403), Blocked, "bot was kicked from the channel chat"),
        (Fault(status=401), BadToken, "Unauthorized"),
        (Fault(status=404), BadToken, "Not Found"),
        (Fault(status=409), RetryLater, "Conflict"),
        (Fault(status=429), RetryLater, "Too Many Requests"),
        (Fault(status=500), RetryLater, "Internal Server Error"),
        (Fault(status=502, body="<html>Bad Gateway</html>"), RetryLater, "not the Bot API: Bad Gateway"),
        (Fault(status=403, body="<html>no</html>"), RetryLater, "not the Bot API: Forbidden"),
        (Fault(status=200, body="<html>log in</html>"), RetryLater, "Invalid server response"),
        (Fault(drop=True), RetryLater, "httpx"),
    ],
)
async def test_each_answer_has_its_meaning(
    api: BotApi, chat: TelegramChat, fault: Fault, kind: type[DeliveryError], words: str
) -> None:
    """Every kind of answer becomes the one error that says what to do, and the next message goes through."""
    api.fail("sendMessage", fault)
    with pytest.raises(DeliveryError, match=words) as caught:
        await chat.send("@news", "x")
    assert type(caught.value) is kind
    assert getattr(caught.value, "after", None) is None
    before = len(api.messages)
    await chat.send("@news", "y")
    assert len(api.messages) == before + 1


def test_the_order_of_the_mapping_is_needed() -> None:
    """In PTB a refusal is a kind of network error: whoever asked for that first would retry for ever."""
    assert issubclass(telegram.error.BadRequest, telegram.error.NetworkError)


async def test_what_the_server_really_refuses(chat: TelegramChat) -> None:
    """By the server's own rules, broken HTML and too long a text are Refused, an unknown chat is Blocked."""
    with pytest.raises(Refused, match="unsupported start tag"):
        await chat.send("@news", "<script>")
    with pytest.raises(TooLong, match="too long"):
        await chat.send_plain("@news", "x" * 4097)
    with pytest.raises(Refused, match="empty"):
        await chat.send("@news", "")
    with pytest.raises(Blocked, match="Chat not found"):
        await chat.send("@elsewhere", "x")


async def test_a_lost_answer_leaves_the_message_sent(api: BotApi, chat: TelegramChat) -> None:
    """Where the connection breaks after the message was accepted, we are told to retry: at least once."""
    api.fail("sendMessage", Fault(drop=True))
    with pytest.raises(RetryLater):
        await chat.send("@news", "twice")
    await chat.send("@news", "twice")
    assert [sent.text for sent in api.messages] == ["twice", "twice"]


async def test_silence_ends_in_a_timeout(api: BotApi) -> None:
    """A server that never answers is given up on after the timeout."""
    api.fail("sendMessage", Fault(hang=True))
    async with TelegramChat(api.token, api.url, timeout=0.2) as chat:
        with pytest.raises(RetryLater, match="no answer in time") as caught:
            await chat.send("@news", "x")
    assert caught.value.after is None


@pytest.mark.parametrize("token", ["1000000001:" + "z" * 35, "nonsense", ""])
async def test_a_wrong_token_is_told_apart(api: BotApi, token: str) -> None:
    """A token that Telegram does not know, one of no shape, and none at all are BadToken, and not shown."""
    with pytest.raises(BadToken) as caught:
        async with TelegramChat(token, api.url) as chat:
            await chat.whoami()
    assert not token or token not in str(caught.value)


async def test_the_bot_has_a_name(chat: TelegramChat) -> None:
    """The bot's user name can be asked for."""
    assert await chat.whoami() == "wirewatch_demo_bot"


@pytest.mark.parametrize(
    ("address", "member", "answer"),
    [
        ("@news", {"status": "administrator"}, None),
        ("@news", {"status": "creator", "is_anonymous": False}, None),
        ("@news", {"status": "administrator", "can_post_messages": False}, "may not post messages"),
        ("@news", {"status": "member"}, "not an administrator of the channel News"),
        ("@news", {"status": "left"}, "not a member of the channel News"),
        ("-1001", {"status": "kicked"}, "was kicked from the channel"),
        ("-5", {"status": "member"}, None),
        ("-5", {"status": "restricted"}, None),
        ("-5", {"status": "restricted", "can_send_messages": False}, "may not send messages to the group"),
        ("7", {"status": "member"}, None),
    ],
)
async def test_whether_the_bot_may_post(
    api: BotApi, chat: TelegramChat, address: str, member: dict[str, object], answer: str | None
) -> None:
    """What the bot is in a chat decides whether it may post there; the sentence says what is missing."""
    api.members[address] = dict(member)
    found = await chat.can_post(address)
    assert found is None if answer is None else answer in (found or "")


async def test_a_group_may_keep_all_members_silent(api: BotApi, chat: TelegramChat) -> None:
    """Where a group lets only its administrators write, a plain member may not post."""
    api.profiles["-5"] = {"permissions": {"can_send_messages": False}}
    api.members["-5"] = {"status": "member"}
    assert "may not send" in (await chat.can_post("-5") or "")
    api.members["-5"] = {"status": "administrator"}
    assert await chat.can_post("-5") is None


async def test_what_telegram_will_not_show_is_an_obstacle(api: BotApi, chat: TelegramChat) -> None:
    """Unknown chats and channels that hide their members get a sentence; other trouble is raised."""
    assert "Chat not found; is the bot an administrator" in (await chat.can_post("@elsewhere") or "")
    assert "send /start" in (await chat.can_post("8") or "")
    api.fail("getChatMember", Fault(status=400, description="Bad Request: member list is inaccessible"))
    assert "Member list is inaccessible" in (await chat.can_post("@news") or "")
    api.fail("getChat", Fault(status=403))
    assert "kicked" in (await chat.can_post("@news") or "")
    api.fail("getChat", Fault(status=502))
    with pytest.raises(RetryLater):
        await chat.can_post("@news")


@pytest.mark.usefixtures("logging_as_before")
async def test_the_token_comes_out_nowhere(api: BotApi, capsys: pytest.CaptureFixture[str]) -> None:
    """Even from an answer that quotes the URL, and with all libraries at DEBUG, the token is in no text."""
    setup("debug", api.token)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)
    quoting = f"Cannot POST /bot{api.token}/sendMessage"
    faults = [Fault(status=status, description=quoting) for status in (400, 403, 404, 409, 500)]
    faults += [Fault(status=status, body=quoting) for status in (200, 404, 502)]
    faults += [Fault(drop=True)]
    api.fail("sendMessage", *faults)
    async with TelegramChat(api.token, api.url) as chat:
        for _ in faults:
            with pytest.raises(DeliveryError) as caught:
                await chat.send("@news", "x")
            shown = "".join(traceback.format_exception(caught.value))
            assert api.token not in shown + repr(caught.value)
            logging.getLogger("bot").error("not sent", exc_info=caught.value)
    log = capsys.readouterr().err
    assert "Set Bot API URL: http://127.0.0.1" in log
    assert "/bot***/sendMessage" in log
    assert "logger=httpcore" in log
    assert api.token not in log


async def test_a_long_complaint_is_cut(api: BotApi, chat: TelegramChat) -> None:
    """A page in place of an answer does not end up in the log in full length."""
    api.fail("sendMessage", Fault(status=502, body="<p>" * 10_000))
    with pytest.raises(RetryLater) as caught:
        await chat.send("@news", "x")
    assert len(caught.value.problem) < 400
