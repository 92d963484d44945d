"""Pictures through python-telegram-bot to a real server on this machine, and what that server refuses of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.demo.botapi import MAX_UPLOAD, BotApi, Fault
from bot.errors import BadToken, Blocked, DeliveryError, Moved, Refused, RetryLater, TooLong, TopicClosed
from bot.telegram_chat import TelegramChat
from tests.pictures import jpeg_head, png


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server that knows a channel and a group."""
    async with BotApi(known_chats=("@news", "-1001")) as server:
        yield server


@pytest.fixture
async def chat(api: BotApi) -> AsyncIterator[TelegramChat]:
    """The bot of that server."""
    async with TelegramChat(api.token, api.url) as sender:
        yield sender


async def test_a_picture_arrives_with_its_caption(api: BotApi, chat: TelegramChat) -> None:
    """The file arrives byte by byte, its caption as HTML, in its topic, as a reply, without a sound if so asked for."""
    picture, first = png(), await chat.send("-1001/7", "x")
    number = await chat.send_picture("-1001/7", picture, "<b>Talvane</b> &amp; co", reply_to=first, silent=True)
    await chat.send_picture("@news", picture, "", reply_to=99)
    sent, alone = api.messages[1:]
    assert (sent.id, sent.chat, sent.topic, sent.reply_to, sent.silent) == (number, "-1001", 7, first, True)
    assert (sent.picture, sent.text, sent.entities[0]["type"]) == (picture, "Talvane & co", "bold")
    assert (alone.picture, alone.text, alone.reply_to, alone.silent) == (picture, "", None, False)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        *(
            (Fault(status=400, description=f"Bad Request: {words}"), Refused)
            for words in (
                "PHOTO_INVALID_DIMENSIONS",
                "IMAGE_PROCESS_FAILED",
                "message caption is too long",
                "not enough rights to send photos to the chat",
                "CHAT_SEND_PHOTOS_FORBIDDEN",
                "CHAT_SEND_MEDIA_FORBIDDEN",
            )
        ),
        (Fault(status=400, description="Bad Request: not enough rights to send text messages to the chat"), Blocked),
        (Fault(status=400, description="Bad Request: CHAT_WRITE_FORBIDDEN"), Blocked),
        (Fault(status=400, description="Bad Request: TOPIC_CLOSED"), TopicClosed),
        (Fault(status=400, migrate_to=-1009), Moved),
        (Fault(status=401), BadToken),
        (Fault(status=403), Blocked),
        (Fault(status=413), TooLong),
        (Fault(status=413, body="<h1>413 Request Entity Too Large</h1>"), TooLong),
        (Fault(status=429, retry_after=3), RetryLater),
        (Fault(status=502, body="<h1>Bad Gateway</h1>"), RetryLater),
        (Fault(drop=True), RetryLater),
    ],
)
async def test_each_answer_to_a_picture_has_its_meaning(
    api: BotApi, chat: TelegramChat, fault: Fault, kind: type[DeliveryError]
) -> None:
    """Trouble with the picture is told apart from trouble with the chat, and the token is in no error."""
    api.fail("sendPhoto", fault)
    with pytest.raises(DeliveryError) as caught:
        await chat.send_picture("@news", png(), "x")
    assert type(caught.value) is kind
    assert api.token not in repr(caught.value)


async def test_a_picture_without_an_answer_ends_in_a_timeout(api: BotApi) -> None:
    """A server that takes a picture and never answers is given up on in the end."""
    api.fail("sendPhoto", Fault(hang=True))
    async with TelegramChat(api.token, api.url, timeout=0.1) as chat:
        with pytest.raises(RetryLater, match="no answer in time"):
            await chat.send_picture("@news", png(), "x")


@pytest.mark.parametrize("picture", [png(1, 1), png(9000, 1000), png(20, 1), jpeg_head(800, 600)])
async def test_what_telegram_takes(api: BotApi, chat: TelegramChat, picture: bytes) -> None:
    """PNG and JPEG are taken up to the limits of width and height, with 1024 characters after the tags are gone."""
    await chat.send_picture("@news", picture, f"<b>{'x' * 1024}</b>")
    assert len(api.messages[0].text) == 1024


@pytest.mark.parametrize(
    ("picture", "caption", "words"),
    [
        (b"GIF89a" + bytes(40), "", "Image_process_failed"),
        (png()[:20], "", "Image_process_failed"),
        (jpeg_head(8, 8)[:30], "", "Image_process_failed"),
        (png(0, 7), "", "Photo_invalid_dimensions"),
        (png(9000, 1001), "", "Photo_invalid_dimensions"),
        (png(1, 21), "", "Photo_invalid_dimensions"),
        (jpeg_head(21, 1), "", "Photo_invalid_dimensions"),
        (png(), "x" * 1025, "caption is too long"),
        (png(), "<b>x", "parse entities"),
        (png() + bytes(MAX_UPLOAD), "", "Too Large"),
    ],
)
async def test_what_telegram_does_not_take(
    api: BotApi, chat: TelegramChat, picture: bytes, caption: str, words: str
) -> None:
    """What is no picture, or too wide, too narrow, too large, or has too long a caption is refused for good."""
    with pytest.raises(Refused, match=words):
        await chat.send_picture("@news", picture, caption)
    assert api.messages == []


async def test_a_chat_may_take_texts_only(api: BotApi, chat: TelegramChat) -> None:
    """Where pictures are not allowed they are refused, and texts go on."""
    api.no_pictures.add("@news")
    with pytest.raises(Refused, match="Not enough rights to send photos"):
        await chat.send_picture("@news", png(), "x")
    await chat.send("@news", "x")
    await chat.send_picture("-1001", png(), "y")
    assert [sent.text for sent in api.messages] == ["x", "y"]
