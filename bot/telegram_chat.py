"""Sending to Telegram, and asking whether one may. The only room of python-telegram-bot (PTB).

Its rule: whatever goes wrong leaves here as a `DeliveryError` that says what to do about it, without the
token. There is no pacing and no repetition here: both belong to the outbox, which outlives a crash.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
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

from bot.errors import BadToken, Blocked, DeliveryError, Gone, Refused, RetryLater
from bot.log import masked

#: How long a problem may get, in characters: a proxy's error page comes in full length.
MAX_PROBLEM = 300

#: What a 400 says when the chat is the trouble and not the text: the words of the Bot API server, Client.cpp
#: in https://github.com/tdlib/telegram-bot-api. Those with underscores come from the servers behind it;
#: where they come as 403, `fail_query_with_error` there makes it 400. PTB changes the case of them all.
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
    "peer_id_invalid",
    "channel_private",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "topic_closed",
)

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
        self._request = HTTPXRequest(
            connect_timeout=timeout,
            read_timeout=timeout,
            write_timeout=timeout,
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

    async def send(self, chat: str, html: str, *, reply_to: int | None = None) -> int:
        """Send Telegram's HTML to `chat`, "@name" or a numeric id; return the message's id.

        The message has no link preview. `reply_to` is the id of a message in `chat` that it answers; if that one is
        gone, it goes as a message of its own. Raises a branch of DeliveryError; after a RetryLater the message may
        have arrived all the same.
        """
        return await self._send(chat, html, ParseMode.HTML, reply_to)

    async def send_plain(self, chat: str, text: str, *, reply_to: int | None = None) -> int:
        """Send `text` as it is; the rest is as with `send`."""
        return await self._send(chat, text, None, reply_to)

    async def edit(self, chat: str, message: int, html: str) -> None:
        """Give the message with the id `message` in `chat` another text; one that it has already is no error.

        Raises Gone if that message can't be edited, or another branch of DeliveryError.
        """
        await self._edit(chat, message, html, ParseMode.HTML)

    async def edit_plain(self, chat: str, message: int, text: str) -> None:
        """Give a message `text` as it is; the rest is as with `edit`."""
        await self._edit(chat, message, text, None)

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
        except (Blocked, Refused) as error:
            # A channel shows its members to its administrators: others get "member list is inaccessible".
            person = re.fullmatch(r"\d+", chat, re.ASCII)
            advice = "that person must send /start to the bot" if person else f"is the bot an administrator of {chat}?"
            return f"Telegram says: {error.problem}; {advice}"
        return _obstacle(found, member)

    async def _send(self, chat: str, text: str, parse_mode: ParseMode | None, reply_to: int | None) -> int:
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to is not None else None
        with self._told():
            message = await self._bot.send_message(
                _chat_id(chat),
                text,
                parse_mode=parse_mode,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_parameters=reply,
            )
        return message.message_id

    async def _edit(self, chat: str, message: int, text: str, parse_mode: ParseMode | None) -> None:
        try:
            with self._told():
                await self._bot.edit_message_text(
                    text,
                    _chat_id(chat),
                    message,
                    parse_mode=parse_mode,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
        except Refused as error:
            if _NOT_MODIFIED not in error.problem.lower():
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn PTB's errors into ours."""
        try:
            yield
        except TelegramError as error:
            # Without the cause: a proxy's page may quote the URL, and so the token. Its words are in ours.
            raise _delivery_error(error, masked(str(error), self._token)[:MAX_PROBLEM]) from None


def _delivery_error(error: TelegramError, problem: str) -> DeliveryError:
    """Return what `error` means for the one who wanted to send. `problem` is its text, fit to be shown.

    Which answer becomes which of PTB's errors: telegram/request/_baserequest.py there. The order of the cases
    matters, since a BadRequest (400) is a NetworkError for PTB, as is every 5xx.
    """
    if isinstance(error.__cause__, TelegramError):
        # The answer was no JSON: something in between gave it, and its 400 or 403 says nothing of the chat.
        return RetryLater(None, f"this was not the Bot API: {problem}")
    match error:
        case RetryAfter():
            after = error.retry_after  # a timedelta, or seconds where PTB_TIMEDELTA says false
            seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
            return RetryLater(seconds, problem)
        case ChatMigrated():
            return Blocked(f"the group has become a supergroup, its id is now {error.new_chat_id}")
        case BadRequest() if any(words in problem.lower() for words in _CHAT_TROUBLE):
            return Blocked(problem)
        case BadRequest() if any(words in problem.lower() for words in _GONE):
            return Gone(problem)
        case BadRequest():
            return Refused(problem)
        case Forbidden():
            return Blocked(problem)
        case InvalidToken():
            return BadToken(f"{problem}: Telegram does not know the bot's token (or api_url is not a Bot API)")
        case TimedOut():
            return RetryLater(None, f"no answer in time: {problem}")
        case _:
            return RetryLater(None, problem)


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
    """Return what the Bot API wants to have: a number as a number, "@name" as it is."""
    return int(chat) if re.fullmatch(r"-?\d+", chat, re.ASCII) else chat
