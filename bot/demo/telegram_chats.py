"""What stands behind the demo's Bot API server: the chats, and the messages that were accepted for them.

Limits are those of https://core.telegram.org/bots/api#sendmessage; the words of a refusal are those of the
real server (https://github.com/tdlib/telegram-bot-api, `fail_query_with_error` in Client.cpp).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from bot.demo import telegram_json as shape
from bot.demo.telegram_html import parse_html, utf16_length
from bot.demo.telegram_json import JSON

MAX_TEXT = 4096  #: UTF-16 code units, "after entities parsing": https://core.telegram.org/bots/api#sendmessage
MAX_CAPTION = 1024  #: the same for https://core.telegram.org/bots/api#sendphoto
MAX_ENTITIES = 100  #: further ones are ignored: python-telegram-bot's constants, MessageLimit.MESSAGE_ENTITIES

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class RefusedCall(Exception):  # noqa: N818 - an answer of the server, not an error of the program
    """What the server refuses. Its text is the description without "Bad Request: "."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that the server accepted, as it stands after its last edit."""

    id: int
    date: int  #: Unix seconds
    chat: str  #: the address by which the chat was known first: "@name" or a number
    text: str  #: plain, without the tags; the caption of a photo
    source: str  #: as it came
    parse_mode: str  #: "HTML" or ""
    entities: tuple[JSON, ...]
    silent: bool = False  #: sent with disable_notification
    preview: bool = True  #: Telegram may show a preview of a link
    reply_markup: JSON | None = None
    photo_bytes: int | None = None  #: None: no photo; 0: one that was not uploaded, but named
    reply_to: int | None = None  #: the id of the message that it answers; None: of none
    edits: int = 0
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit that the server accepted."""

    id: int  #: of the message
    at: float  #: Unix seconds
    chat: str
    text: str  #: plain, as it stood from then on


class Chats:
    """The chats and their messages. Each method answers the Bot API method of its name, given its parameters.

    All raise RefusedCall for what Telegram answers with 400. `known`: the addresses of the chats that exist;
    None: all do. `on_message` is called with each message as it is accepted.
    """

    def __init__(self, username: str, known: Collection[str] | None, on_message: Callable[[Sent], None] | None) -> None:
        self.messages: list[Sent] = []
        self.edits: list[Edit] = []
        self.members: dict[str, dict[str, Any]] = {}
        self.profiles: dict[str, JSON] = {}
        self._me = shape.bot_user(username)
        self._addresses = {shape.chat(address)["id"]: address for address in known or ()}
        self._closed = known is not None
        self._on_message = on_message

    async def get_me(self, parameters: JSON) -> JSON:
        """Answer getMe."""
        return self._me

    async def get_chat(self, parameters: JSON) -> JSON:
        """Answer getChat, with what `profiles` says of the chat over the rest."""
        address = self._address(parameters)
        return shape.full_chat(address) | self.profiles.get(address, {})

    async def get_chat_member(self, parameters: JSON) -> JSON:
        """Answer getChatMember: for the bot what `members` says of it, by default that it may post."""
        address = self._address(parameters)
        number = int(parameters.get("user_id", 0))
        if number != self._me["id"]:
            return shape.member(shape.user(number), status="member")
        return shape.member(self._me, **self.members.get(address, {"status": "administrator"}))

    async def send_message(self, parameters: JSON) -> JSON:
        """Answer sendMessage, and keep the message."""
        address = self._address(parameters)
        content = self._formatted(parameters, "text", MAX_TEXT)
        return self._keep(address, parameters, reply_to=self._replied(parameters, address), **content)

    async def send_photo(self, parameters: JSON) -> JSON:
        """Answer sendPhoto, and keep the caption and the size of an upload."""
        address = self._address(parameters)
        photo = parameters.get("photo", "")
        if not photo:
            raise RefusedCall("there is no photo in the request")
        size = len(photo) if isinstance(photo, bytes) else 0
        return self._keep(address, parameters, photo_bytes=size, **self._formatted(parameters, "caption", MAX_CAPTION))

    async def edit_message_text(self, parameters: JSON) -> JSON:
        """Answer editMessageText; the message keeps its place among `messages`."""
        place = self._place(parameters, "message to edit not found")
        old = self.messages[place]
        changed = {
            **self._formatted(parameters, "text", MAX_TEXT),
            "reply_markup": parameters.get("reply_markup"),
        }
        if all(getattr(old, name) == changed[name] for name in ("text", "entities", "reply_markup")):
            raise RefusedCall(_NOT_MODIFIED)
        self.messages[place] = replace(old, **changed, edits=old.edits + 1)
        self.edits.append(Edit(id=old.id, at=time.time(), chat=old.chat, text=changed["text"]))
        return {**self.shown(self.messages[place]), "edit_date": int(time.time())}

    async def delete_message(self, parameters: JSON) -> bool:
        """Answer deleteMessage; the message stays among `messages`, marked."""
        place = self._place(parameters, "message to delete not found")
        self.messages[place] = replace(self.messages[place], deleted=True)
        return True

    def shown(self, sent: Sent) -> JSON:
        """Return the message as the Bot API shows it."""
        content: JSON = {
            "text": sent.text,
            "entities": list(sent.entities),
            "reply_markup": sent.reply_markup,
        }
        if sent.photo_bytes is not None:
            photo = {
                "file_id": f"photo-{sent.id}",
                "file_unique_id": f"unique-{sent.id}",
                "width": 1,
                "height": 1,
            }
            content = {
                "photo": [photo | {"file_size": sent.photo_bytes}],
                "caption": sent.text,
                "caption_entities": list(sent.entities),
                "reply_markup": sent.reply_markup,
            }
        if sent.reply_to is not None:
            # A message in a reply does not show what it replies to itself: core.telegram.org/bots/api#message
            content["reply_to_message"] = self.shown(replace(self.messages[sent.reply_to - 1], reply_to=None))
        return shape.message(sent.id, sent.date, shape.chat(sent.chat), self._me, content)

    def _keep(self, address: str, parameters: JSON, **content: Any) -> JSON:
        preview = (parameters.get("link_preview_options") or {}).get("is_disabled", False)
        sent = Sent(
            id=len(self.messages) + 1,
            date=int(time.time()),
            chat=address,
            silent=shape.is_true(parameters.get("disable_notification")),
            preview=not shape.is_true(preview),
            reply_markup=parameters.get("reply_markup"),
            **content,
        )
        self.messages.append(sent)
        if self._on_message:
            self._on_message(sent)
        return self.shown(sent)

    def _address(self, parameters: JSON) -> str:
        """Return the chat's address: that by which it was known first, whether named or numbered now."""
        address = str(parameters.get("chat_id", ""))
        if not address:
            raise RefusedCall("chat_id is empty")
        try:
            number = shape.chat(address)["id"]
        except ValueError:
            raise RefusedCall("chat not found") from None
        if self._closed and number not in self._addresses:
            raise RefusedCall("chat not found")
        return self._addresses.setdefault(number, address)

    def _place(self, parameters: JSON, otherwise: str) -> int:
        """Return the index of the message that `message_id` and `chat_id` name, if it is there still."""
        place = self._find(self._address(parameters), parameters)
        if place is None:
            raise RefusedCall(otherwise)
        return place

    def _find(self, address: str, parameters: JSON) -> int | None:
        number = int(parameters.get("message_id", 0))
        for place, sent in enumerate(self.messages):
            if (sent.id, sent.chat, sent.deleted) == (number, address, False):
                return place
        return None

    def _replied(self, parameters: JSON, address: str) -> int | None:
        """Return the id of the message that `reply_parameters` name, None if there are none or it may go without."""
        reply = parameters.get("reply_parameters")
        if not reply:
            return None
        place = self._find(address, reply)
        if place is None and not shape.is_true(reply.get("allow_sending_without_reply")):
            raise RefusedCall("message to be replied not found")
        return None if place is None else self.messages[place].id

    def _formatted(self, parameters: JSON, field: str, limit: int) -> dict[str, Any]:
        """Return text, entities and what they came from; a photo may go without words, a message may not."""
        source = str(parameters.get(field, ""))
        mode = str(parameters.get("parse_mode", "")).upper()
        if mode not in ("", "HTML"):
            raise RefusedCall("unsupported parse_mode")
        if field == "text" and not source:
            raise RefusedCall("message text is empty")
        try:
            text, entities = parse_html(source) if mode else (source, [])
        except ValueError as problem:
            raise RefusedCall(f"can't parse entities: {problem}") from None
        if field == "text" and not text.strip():
            raise RefusedCall("text must be non-empty")
        if utf16_length(text) > limit:
            raise RefusedCall("message is too long" if field == "text" else "message caption is too long")
        kept = tuple(entities[:MAX_ENTITIES])
        return {"text": text, "entities": kept, "source": source, "parse_mode": mode}
