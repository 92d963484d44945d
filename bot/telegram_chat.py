"""Sending to Telegram, and asking whether one may. The only room of python-telegram-bot (PTB).

Its rule: whatever goes wrong leaves here as a `DeliveryError` that says what to do about it, without the
token. There is no pacing and no repetition here: both belong to the outbox, which outlives a crash.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from telegram import (
    Bot,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.config import group_of
from bot.errors import BadToken, Blocked, DeliveryError, Gone, Moved, Refused, RetryLater, TooLong, TopicClosed
from bot.log import masked
from pipelines.model import Buttons

#: How long a problem may get, in characters: a proxy's error page comes in full length.
MAX_PROBLEM = 300

#: What a 400 says when the chat is the trouble and not the text: the words of the Bot API server, Client.cpp
#: in https://github.com/tdlib/telegram-bot-api. PTB changes the case of them all.
_CHAT_TROUBLE = (
    "chat not found",
    "user not found",
    "chat_id is empty",
    "not enough rights",
    "have no rights",
    "have no write access",
    "need administrator rights",
    "group chat was upgraded",
    "group chat was deactivated",
    "group chat is deactivated",
)

#: The same in the words of the servers behind it, of which there are more than one could list
#: (https://core.telegram.org/method/messages.sendMessage#possible-errors). Where they come as 403,
#: `fail_query_with_error` in Client.cpp makes it 400.
_CHAT_CODE = re.compile(r"(chat|channel|user|peer)_[a-z_]+")

#: Both of a forum topic; the rest of its group may take messages.
_TOPIC_TROUBLE = "message thread not found"
_TOPIC_CODE = re.compile(r"topic_[a-z_]+")

#: What a 400 says where a chat takes texts and no pictures: in the words of TDLib (`can_send_message_content`), and
#: in those of the servers behind (https://core.telegram.org/method/messages.sendMedia#possible-errors).
_PICTURE_TROUBLE = ("not enough rights to send photos", "chat_send_photos_forbidden", "chat_send_media_forbidden")

#: How 413 begins, which PTB takes for trouble with the network: from the Bot API server, or from a proxy before it
#: that has a limit of its own. The names are those of http.HTTPStatus in Python 3.11 and 3.13.
_TOO_LARGE = re.compile("(request entity|content) too large", re.IGNORECASE)

#: What a 400 says of a text that is too long, in its own words or those of the servers behind.
_TOO_LONG = ("message is too long", "message_too_long", "entities_too_long")

#: A forum's "General" topic (https://core.telegram.org/api/forum#forum-topics); messages get there without naming it,
#: and the Bot API does not find it as a thread.
_GENERAL_TOPIC = 1

#: What a 400 says when a message can't be edited, whatever the text; from the same source.
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NOT_MODIFIED = "message is not modified"


class TelegramChat:
    """A bot that can send. An async context manager; entering asks Telegram nothing.

    `timeout` is in seconds and holds for connecting, for writing and for each wait for an answer.
    """

    def __init__(self, token: str, api_url: str = "https://api.telegram.org", *, timeout: float = 20) -> None:
        # PTB from 22.2 on warns whenever it makes a RetryAfter, unless one opts in to a later version's way.
        # Where warnings are errors, the warning would take the place of the RetryAfter.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._token = token
        self._timeout = timeout
        self._request = HTTPXRequest(
            # Its pool has 256 connections (python-telegram-bot 22.4 on): more chats than are ever served side by side.
            connect_timeout=timeout,
            read_timeout=timeout,
            write_timeout=timeout,
            media_write_timeout=timeout,
            pool_timeout=timeout,
            # A proxy of the environment cannot reach a server on this machine: the demo's, or one's own.
            httpx_kwargs={"trust_env": urlsplit(api_url).hostname not in ("127.0.0.1", "::1", "localhost")},
        )
        with self._told():
            self._bot = Bot(
                token,
                base_url=f"{api_url.rstrip('/')}/bot",
                request=self._request,
                get_updates_request=self._request,
            )

    async def __aenter__(self) -> Self:
        # Not `Bot.initialize`: that calls getMe, and the service must start while Telegram is away.
        await self._request.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._request.shutdown()

    async def send(
        self,
        chat: str,
        html: str,
        *,
        reply_to: int | None = None,
        silent: bool = False,
        preview: bool = False,
        buttons: Buttons = (),
    ) -> int:
        """Send Telegram's HTML to `chat`, "@name", a numeric id or "id/topic"; return the message's id.

        `reply_to` is the id of a message in `chat` that it answers; if that one is gone, it goes as a message of its
        own. `silent`: it makes no sound. `preview`: Telegram may show one of the first link. Raises a branch of
        DeliveryError; after a RetryLater the message may have arrived all the same.
        """
        return await self._send(chat, html, ParseMode.HTML, reply_to, silent=silent, preview=preview, buttons=buttons)

    async def send_plain(
        self,
        chat: str,
        text: str,
        *,
        reply_to: int | None = None,
        silent: bool = False,
        preview: bool = False,
        buttons: Buttons = (),
    ) -> int:
        """Send `text` as it is; the rest is as with `send`."""
        return await self._send(chat, text, None, reply_to, silent=silent, preview=preview, buttons=buttons)

    async def send_picture(
        self, chat: str, picture: bytes, caption_html: str, *, reply_to: int | None = None, silent: bool = False
    ) -> int:
        """Send a picture (PNG or JPEG) with a caption of 1024 UTF-16 units at most; return the message's id.

        The rest is as with `send`. Refused is also what says that this chat takes no pictures: it may take a text.
        https://core.telegram.org/bots/api#sendphoto
        """
        with self._told():
            message = await self._bot.send_photo(
                _chat_id(chat),
                picture,
                caption_html,
                message_thread_id=_topic(chat),
                parse_mode=ParseMode.HTML,
                disable_notification=silent,
                reply_parameters=_reply(reply_to),
                filename="picture.png",
                # The system takes megabytes to be written at once: it is the answer that has to wait for the upload.
                read_timeout=3 * self._timeout,
            )
        return message.message_id

    async def edit(self, chat: str, message: int, html: str, *, preview: bool = False, buttons: Buttons = ()) -> None:
        """Give the message with the id `message` in `chat` another text; one that it has already is no error.

        It has those buttons from then on, without `buttons` none. Raises Gone if that message can't be edited, or
        another branch of DeliveryError.
        """
        await self._edit(chat, message, html, ParseMode.HTML, preview=preview, buttons=buttons)

    async def edit_plain(
        self, chat: str, message: int, text: str, *, preview: bool = False, buttons: Buttons = ()
    ) -> None:
        """Give a message `text` as it is; the rest is as with `edit`."""
        await self._edit(chat, message, text, None, preview=preview, buttons=buttons)

    async def mark(self, chat: str, message: int, buttons: Buttons) -> None:
        """Give a message other buttons and leave its text; those that it has already are no error.

        Raises as `edit` does.
        """
        with self._told(), _unless_modified():
            await self._bot.edit_message_reply_markup(_chat_id(chat), message, reply_markup=_keyboard(buttons))

    async def whoami(self) -> str:
        """Return the bot's user name, without @. Raises a branch of DeliveryError."""
        with self._told():
            me = await self._bot.get_me()
        return me.username or me.first_name

    async def can_post(self, chat: str) -> str | None:
        """Return None if the bot may post to `chat`, else a sentence that says why not.

        Raises RetryLater or BadToken where Telegram could not be asked.
        """
        try:
            with self._told():
                found = await self._bot.get_chat(_chat_id(chat))
                if found.type == ChatType.PRIVATE:
                    return None
                me = await self._bot.get_me()
                member = await self._bot.get_chat_member(found.id, me.id)
        except Moved as error:
            return f"Telegram says: {error.problem}; put that into config.toml"
        except (Blocked, Refused) as error:
            # A channel shows its members to its administrators: others get "member list is inaccessible".
            person = re.fullmatch(r"\d+", chat, re.ASCII)
            advice = "that person must send /start to the bot" if person else f"is the bot an administrator of {chat}?"
            return f"Telegram says: {error.problem}; {advice}"
        return _obstacle(found, member)

    async def _send(
        self,
        chat: str,
        text: str,
        parse_mode: ParseMode | None,
        reply_to: int | None,
        *,
        silent: bool,
        preview: bool,
        buttons: Buttons,
    ) -> int:
        with self._told():
            message = await self._bot.send_message(
                _chat_id(chat),
                text,
                message_thread_id=_topic(chat),
                parse_mode=parse_mode,
                disable_notification=silent,
                link_preview_options=LinkPreviewOptions(is_disabled=not preview),
                reply_markup=_keyboard(buttons),
                reply_parameters=_reply(reply_to),
            )
        return message.message_id

    async def _edit(
        self, chat: str, message: int, text: str, parse_mode: ParseMode | None, *, preview: bool, buttons: Buttons
    ) -> None:
        with self._told(), _unless_modified():
            await self._bot.edit_message_text(
                text,
                _chat_id(chat),
                message,
                parse_mode=parse_mode,
                link_preview_options=LinkPreviewOptions(is_disabled=not preview),
                reply_markup=_keyboard(buttons),
            )

    def _told(self) -> AbstractContextManager[None]:
        return in_our_words(self._token)


@contextmanager
def in_our_words(token: str) -> Iterator[None]:
    """Turn PTB's errors into ours, without the bot's `token`."""
    try:
        yield
    except TelegramError as error:
        # Without the cause: a proxy's page may quote the URL, and so the token. Its words are in ours.
        raise _delivery_error(error, masked(str(error), token)[:MAX_PROBLEM]) from None


@contextmanager
def _unless_modified() -> Iterator[None]:
    """Take "message is not modified" for success: the message is as it should be."""
    try:
        yield
    except BadRequest as error:
        if _NOT_MODIFIED not in error.message.lower():
            raise


def _delivery_error(error: TelegramError, problem: str) -> DeliveryError:
    """Return what `error` means for the one who wanted to send. `problem` is its text, fit to be shown.

    Which answer becomes which of PTB's errors: telegram/request/_baserequest.py there. The order of the cases
    matters, since a BadRequest (400) is a NetworkError for PTB, as is every 5xx.
    """
    if _TOO_LARGE.match(error.message):
        return TooLong(problem)
    if isinstance(error.__cause__, TelegramError):
        # The answer was no JSON: something in between gave it, and its 400 or 403 says nothing of the chat.
        return RetryLater(None, f"this was not the Bot API: {problem}")
    match error:
        case RetryAfter():
            after = error.retry_after  # a timedelta, or seconds where PTB_TIMEDELTA says false
            seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
            return RetryLater(seconds, problem)
        case ChatMigrated():
            number = error.new_chat_id
            return Moved(str(number), f"the group has become a supergroup, its id is now {number}")
        case BadRequest():
            return _refusal(problem)
        case Forbidden():
            return Blocked(problem)
        case InvalidToken():
            return BadToken(f"{problem}: Telegram does not know the bot's token (or api_url is not a Bot API)")
        case TimedOut():
            return RetryLater(None, f"no answer in time: {problem}")
        case _:
            return RetryLater(None, problem)


def _refusal(problem: str) -> DeliveryError:
    """Return what a 400 with these words means."""
    words = problem.lower()
    if _TOPIC_TROUBLE in words or _TOPIC_CODE.fullmatch(words):
        return TopicClosed(problem)
    if any(trouble in words for trouble in _PICTURE_TROUBLE):
        return Refused(problem)
    if any(trouble in words for trouble in _CHAT_TROUBLE) or _CHAT_CODE.fullmatch(words):
        return Blocked(problem)
    if any(gone in words for gone in _GONE):
        return Gone(problem)
    if any(long in words for long in _TOO_LONG):
        return TooLong(problem)
    return Refused(problem)


def _obstacle(chat: ChatFullInfo, member: ChatMember) -> str | None:
    """Return why `member` may not post to `chat`, None if it may."""
    kind = "channel" if chat.type == ChatType.CHANNEL else "group"
    name = chat.effective_name or chat.id
    if member.status == ChatMemberStatus.BANNED:
        return f"The bot was kicked from the {kind} {name}."
    if member.status == ChatMemberStatus.LEFT:
        return f"The bot is not a member of the {kind} {name}."
    if kind == "channel":
        if member.status == ChatMemberStatus.OWNER:
            return None
        if not isinstance(member, ChatMemberAdministrator):
            return f"The bot is not an administrator of the channel {name}; only administrators can post there."
        return None if member.can_post_messages else f"The bot may not post messages in the channel {name}."
    if isinstance(member, ChatMemberRestricted):
        silenced = not member.can_send_messages
    else:
        rules = chat.permissions
        silenced = member.status == ChatMemberStatus.MEMBER and rules is not None and not rules.can_send_messages
    return f"The bot may not send messages to the group {name}." if silenced else None


def _chat_id(chat: str) -> int | str:
    """Return what the Bot API wants to have: a number as a number, "@name" as it is, both without a topic."""
    group = group_of(chat)
    return int(group) if re.fullmatch(r"-?\d+", group, re.ASCII) else group


def _topic(chat: str) -> int | None:
    number = int(chat.partition("/")[2] or 0)
    return number if number and number != _GENERAL_TOPIC else None


def _reply(reply_to: int | None) -> ReplyParameters | None:
    return ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to is not None else None


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(each.label, callback_data=each.data) for each in row] for row in buttons]
    )
