"""Hearing from Telegram by long polling, and answering presses. The second room of python-telegram-bot (PTB).

Updates come as frozen values of our own, in order; whatever goes wrong leaves here as a `DeliveryError` without the
token, as in `bot.telegram_chat`. Which updates were dealt with is `bot.commands.listen`'s business: Telegram keeps
them for 24 hours at most (https://core.telegram.org/bots/api#getting-updates) and forgets those before the offset
that it is asked for next.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import telegram
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    InaccessibleMessage,
    MessageOriginChannel,
)
from telegram.constants import ChatAction, ChatMemberStatus, ChatType, UpdateType
from telegram.error import Conflict
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.errors import DeliveryError
from bot.telegram_chat import in_our_words
from pipelines.text import one_line

log = logging.getLogger(__name__)

PATIENCE = 50
"""Seconds that Telegram holds a request for updates open while there are none."""
LONGEST_ANSWER = 200
"""Characters of an answer to a press: https://core.telegram.org/bots/api#answercallbackquery."""
EVERYBODY = "everybody"
IN_PRIVATE = "private"
"""Scopes of the command menu; any other is the id of a chat. https://core.telegram.org/bots/api#botcommandscope"""

_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
_WANTED = (UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER)


class OtherReader(DeliveryError):  # noqa: N818 - named for what it is
    """Somebody else reads this bot's updates, another process or a webhook (Telegram: 409)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A chat, or a topic in it."""

    id: str
    handle: str = ""  #: "@name"; "" if it has none
    topic: str = ""  #: "/7"; "" for none
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post of a channel."""

    channel: Place
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text message."""

    place: Place
    user: int
    name: str
    nameless: bool  #: sent in the name of a chat: by an anonymous administrator, or a channel
    text: str
    message: int
    reply_to: int | None  #: the message that it answers in this chat
    post: Post | None  #: the channel's post that it answers, itself or its forward
    edited: bool = False  #: it replaces what its writer said before


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A press of a button."""

    query: str
    user: int
    name: str
    place: Place
    message: int
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the bot may do in a chat has changed."""

    place: Place
    may_post: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Something that happened; `what` is None where it is nothing to us."""

    id: int
    what: Text | Tap | Rights | None


class TelegramUpdates:
    """A bot that hears. An async context manager; entering asks Telegram nothing.

    `timeout` is in seconds, for each request; that for updates may take `patience` seconds longer.
    """

    def __init__(
        self,
        token: str,
        api_url: str = "https://api.telegram.org",
        *,
        timeout: float = 20,
        patience: float = PATIENCE,
    ) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # as in bot.telegram_chat
        self._token = token
        self._patience = patience
        # A pool of its own for the long request: an answer to a press must not wait for it.
        self._requests = [_request(api_url, timeout) for _ in range(2)]
        with in_our_words(token):
            self._bot = Bot(
                token,
                base_url=f"{api_url.rstrip('/')}/bot",
                request=self._requests[0],
                get_updates_request=self._requests[1],
            )

    async def __aenter__(self) -> Self:
        for request in self._requests:
            await request.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for request in self._requests:
            await request.shutdown()

    async def whoami(self) -> str:
        """Return the bot's user name, without @. Raises a branch of DeliveryError."""
        with in_our_words(self._token):
            me = await self._bot.get_me()
        return me.username or me.first_name

    async def since(self, offset: int, *, wait: bool = True) -> list[Update]:
        """Return the updates from the id `offset` on, in order; `wait`: for `patience` seconds, until there is one.

        Asking confirms all before `offset`; 0 is the first that is not confirmed. Raises OtherReader, or another
        branch of DeliveryError.
        """
        patience = self._patience if wait else 0
        try:
            return await self._since(offset, 100, patience)
        except _UNREADABLE:
            log.exception("update=unreadable offset=%d", offset)
        # PTB could not read one of them, and all came in one answer. One at a time, the others are heard.
        try:
            return await self._since(offset, 1, patience)
        except _UNREADABLE:
            return [Update(id=number, what=None) for number in await self._ids(offset)]

    async def _since(self, offset: int, limit: int, patience: float) -> list[Update]:
        with in_our_words(self._token):
            try:
                updates = await self._bot.get_updates(
                    offset=offset, limit=limit, timeout=timedelta(seconds=patience), allowed_updates=_WANTED
                )
            except Conflict as error:
                raise OtherReader(error.message) from None
        return [Update(id=update.update_id, what=_what(update)) for update in updates]

    async def _ids(self, offset: int) -> list[int]:
        """Return the id of the first update from `offset` on, read without PTB's classes."""
        with in_our_words(self._token), warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)  # that there is Bot.get_updates: it can't read the answer
            found: object = await self._bot.do_api_request("getUpdates", {"offset": offset, "limit": 1, "timeout": 0})
        rows = found if isinstance(found, list) else []
        return [int(row["update_id"]) for row in rows]

    async def answer(self, query: str, text: str, *, loud: bool = False) -> None:
        """Answer a press, so that the button stops to glow; `loud`: in a box that must be closed.

        Telegram takes it for a short while only. Raises a branch of DeliveryError.
        """
        with in_our_words(self._token):
            await self._bot.answer_callback_query(query, text[:LONGEST_ANSWER] or None, show_alert=loud)

    async def set_commands(self, menu: Sequence[tuple[str, str]], scope: str) -> None:
        """Offer commands, each with a line on it, to those in `scope`; none: what a wider scope offers.

        Raises a branch of DeliveryError: Blocked, if that person has never written to the bot.
        """
        commands = [BotCommand(name, line) for name, line in menu]
        wide = {EVERYBODY: BotCommandScopeDefault(), IN_PRIVATE: BotCommandScopeAllPrivateChats()}
        where: BotCommandScope = wide.get(scope) or BotCommandScopeChat(scope)
        with in_our_words(self._token):
            if commands:
                await self._bot.set_my_commands(commands, scope=where)
            else:
                await self._bot.delete_my_commands(scope=where)

    async def linked_chat(self, channel: str) -> str | None:
        """Return the id of a channel's discussion group, None if it has none. Raises a branch of DeliveryError."""
        with in_our_words(self._token):
            found = await self._bot.get_chat(channel)
        return str(found.linked_chat_id) if found.type == ChatType.CHANNEL and found.linked_chat_id else None

    async def typing(self, place: Place) -> None:
        """Show for five seconds that an answer is being made. Raises a branch of DeliveryError."""
        topic = int(place.topic[1:]) if place.topic else None
        with in_our_words(self._token):
            await self._bot.send_chat_action(place.id, ChatAction.TYPING, message_thread_id=topic)


def _request(api_url: str, timeout: float) -> HTTPXRequest:
    return HTTPXRequest(
        connect_timeout=timeout,
        read_timeout=timeout,
        write_timeout=timeout,
        pool_timeout=timeout,
        httpx_kwargs={"trust_env": urlsplit(api_url).hostname not in ("127.0.0.1", "::1", "localhost")},
    )


def _what(update: telegram.Update) -> Text | Tap | Rights | None:
    if said := update.message or update.edited_message:
        return _text(said, edited=update.edited_message is not None)
    if update.callback_query:
        return _tap(update.callback_query)
    if changed := update.my_chat_member:
        return Rights(place=_place(changed.chat), may_post=_may_post(changed.chat, changed.new_chat_member))
    return None


def _text(message: telegram.Message, *, edited: bool) -> Text | None:
    # What is forwarded was not said to us: a command in it is no command, and the channel's own posts are forwarded
    # into its discussion group.
    if not message.text or message.from_user is None or message.forward_origin:
        return None
    replied = message.reply_to_message
    return Text(
        place=_place(message.chat, message),
        user=message.from_user.id,
        name=one_line(message.from_user.full_name),
        nameless=message.sender_chat is not None,
        text=message.text,
        message=message.message_id,
        reply_to=replied.message_id if replied else None,
        post=_post(message),
        edited=edited,
    )


def _post(message: telegram.Message) -> Post | None:
    """Return the channel's post that a message answers: in a group or in private a forward of it, or from afar."""
    replied, afar = message.reply_to_message, message.external_reply
    origin = replied.forward_origin if replied else afar.origin if afar else None
    if not isinstance(origin, MessageOriginChannel):
        return None
    return Post(channel=_place(origin.chat), message=origin.message_id)


def _tap(query: telegram.CallbackQuery) -> Tap | None:
    below = query.message  # None: below a message that was sent through another bot's inline mode
    if below is None or query.data is None:
        return None
    return Tap(
        query=query.id,
        user=query.from_user.id,
        name=one_line(query.from_user.full_name),
        place=_place(below.chat, None if isinstance(below, InaccessibleMessage) else below),
        message=below.message_id,
        data=query.data,
    )


def _place(chat: telegram.Chat, message: telegram.MaybeInaccessibleMessage | None = None) -> Place:
    # Comments below a channel's post have a thread too, and are no topic.
    topic = message.message_thread_id if isinstance(message, telegram.Message) and message.is_topic_message else None
    return Place(
        id=str(chat.id),
        handle=f"@{chat.username}" if chat.username and chat.type != ChatType.PRIVATE else "",
        topic=f"/{topic}" if topic else "",
        private=chat.type == ChatType.PRIVATE,
    )


def _may_post(chat: telegram.Chat, member: ChatMember) -> bool:
    if member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT):
        return False
    if chat.type == ChatType.CHANNEL and isinstance(member, ChatMemberAdministrator):
        return bool(member.can_post_messages)
    return member.can_send_messages if isinstance(member, ChatMemberRestricted) else True
