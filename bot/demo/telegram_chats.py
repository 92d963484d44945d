"""What stands behind the demo's Bot API server: the chats, and the messages that were accepted for them.

Limits are those of https://core.telegram.org/bots/api#sendmessage; the words of a refusal are those of the
real server (https://github.com/tdlib/telegram-bot-api, `fail_query_with_error` in Client.cpp). Ids of messages
are unique over all chats, as they are for a bot's private chats and basic groups; channels and supergroups
have their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.demo import telegram_json as shape
from bot.demo.telegram_html import parse_html, utf16_length
from bot.demo.telegram_json import JSON
from bot.demo.telegram_photos import photo_size

MAX_TEXT = 4096  #: UTF-16 code units, "after entities parsing": https://core.telegram.org/bots/api#sendmessage
MAX_CAPTION = 1024  #: the same for https://core.telegram.org/bots/api#sendphoto
MAX_ENTITIES = 100  #: further ones are ignored: python-telegram-bot's constants, MessageLimit.MESSAGE_ENTITIES
MAX_BUTTONS = 100  #: of an inline keyboard: python-telegram-bot's InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
MAX_BUTTON_DATA = 64  #: bytes: https://core.telegram.org/bots/api#inlinekeyboardbutton, `callback_data`
EDITABLE = 48 * 3600  #: seconds for which a message outside of channels can be edited, see `_editable`

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class RefusedCall(Exception):  # noqa: N818 - an answer of the server, not an error of the program
    """What the server refuses. Its text is the description without "Bad Request: " or what stands for `status`.

    `retry_after` (seconds) and `migrate_to` (the id of a chat) are the hints of
    https://core.telegram.org/bots/api#responseparameters; 0: none.
    """

    def __init__(self, description: str, *, status: int = 400, retry_after: int = 0, migrate_to: int = 0) -> None:
        super().__init__(description)
        self.status = status
        self.retry_after = retry_after
        self.migrate_to = migrate_to


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
    picture: bytes = b""  #: the photo as it was uploaded; b"": none
    reply_to: int | None = None  #: the id of the message that it answers; None: of none
    topic: int | None = None  #: the `message_thread_id` of its forum topic; None: in none
    edits: int = 0
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit that the server accepted."""

    id: int  #: of the message
    at: float  #: Unix seconds
    chat: str
    text: str  #: plain, as it stood from then on
    reply_markup: JSON | None = None  #: the keyboard, as it stood from then on


class Chats:
    """The chats and their messages. Each method answers the Bot API method of its name, given its parameters.

    All raise RefusedCall for what Telegram refuses. `known`: the addresses of the chats that exist; None: all
    do. `kinds` are those of `BotApi`. `on_message` is called with each message as it is accepted.
    """

    def __init__(
        self,
        username: str,
        known: Collection[str] | None,
        kinds: Mapping[str, str],
        on_message: Callable[[Sent], None] | None,
    ) -> None:
        self.now: Callable[[], float] = time.time
        self.messages: list[Sent] = []
        self.edits: list[Edit] = []
        self.heard: dict[int, JSON] = {}  #: what others than the bot wrote, by message id
        self.members: dict[str, dict[str, Any]] = {}
        self.profiles: dict[str, JSON] = {}
        self.kinds = dict(kinds)
        self.topics: dict[str, set[int]] = {}
        self.closed_topics: set[tuple[str, int]] = set()
        self.no_pictures: set[str] = set()
        self.me = shape.bot_user(username)
        self._last = 0
        self._migrated: dict[str, int] = {}
        self._addresses = {shape.chat(address)["id"]: address for address in (*(known or ()), *kinds)}
        self._closed = known is not None
        self._on_message = on_message

    def migrate(self, old: str, new: int) -> None:
        """Let the group `old` become the supergroup `new`."""
        address = self._addresses.setdefault(shape.chat(old)["id"], old)
        self._migrated[address] = new
        self._addresses[new] = str(new)
        self.kinds[str(new)] = "supergroup"

    def chat(self, address: str) -> JSON:
        """Return the chat at `address` as it stands in messages. Raises ValueError for what is no address."""
        return shape.chat(address, self.kinds.get(address, ""), forum=address in self.topics)

    def address(self, parameters: JSON) -> str:
        """Return the address of the chat of `chat_id`: that by which it was known first, named or numbered."""
        address = str(parameters.get("chat_id", ""))
        if not address:
            raise RefusedCall("chat_id is empty")
        try:
            number = shape.chat(address)["id"]
        except ValueError:
            raise RefusedCall("chat not found") from None
        if self._closed and number not in self._addresses:
            raise RefusedCall("chat not found")
        known = self._addresses.setdefault(number, address)
        if known in self._migrated:
            new = self._migrated[known]
            raise RefusedCall("group chat was upgraded to a supergroup chat", migrate_to=new)
        return known

    async def get_me(self, parameters: JSON) -> JSON:
        """Answer getMe."""
        return self.me

    async def get_chat(self, parameters: JSON) -> JSON:
        """Answer getChat, with what `profiles` says of the chat over the rest."""
        address = self.address(parameters)
        return shape.full_chat(self.chat(address)) | self.profiles.get(address, {})

    async def get_chat_member(self, parameters: JSON) -> JSON:
        """Answer getChatMember: for the bot what `members` says of it, by default that it may post."""
        address = self.address(parameters)
        number = int(parameters.get("user_id", 0))
        if number != self.me["id"]:
            return shape.member(shape.user(number), status="member")
        return self.membership(address)

    async def send_chat_action(self, parameters: JSON) -> bool:
        """Answer sendChatAction; nobody sees it."""
        self.address(parameters)
        return True

    async def send_message(self, parameters: JSON) -> JSON:
        """Answer sendMessage, and keep the message."""
        address = self.address(parameters)
        return self._keep(address, parameters, **_formatted(parameters, "text", MAX_TEXT))

    async def send_photo(self, parameters: JSON) -> JSON:
        """Answer sendPhoto, and keep the photo, which has to be uploaded."""
        address = self.address(parameters)
        photo = parameters.get("photo")
        if not photo:
            raise RefusedCall("there is no photo in the request")
        if not isinstance(photo, bytes):
            raise RefusedCall("wrong file identifier/HTTP URL specified")
        if address in self.no_pictures:
            raise RefusedCall("not enough rights to send photos to the chat")
        caption = _formatted(parameters, "caption", MAX_CAPTION)
        try:
            photo_size(photo)
        except ValueError as problem:
            raise RefusedCall(str(problem)) from None
        return self._keep(address, parameters, picture=photo, **caption)

    async def edit_message_text(self, parameters: JSON) -> JSON:
        """Answer editMessageText; without `reply_markup` the keyboard goes. The message keeps its place."""
        place = self._editable(parameters)
        if self.messages[place].picture:
            raise RefusedCall("there is no text in the message to edit")
        text = _formatted(parameters, "text", MAX_TEXT)
        return self._edit(place, **text, preview=_preview(parameters), reply_markup=_keyboard(parameters))

    async def edit_message_reply_markup(self, parameters: JSON) -> JSON:
        """Answer editMessageReplyMarkup; without `reply_markup` the keyboard goes."""
        return self._edit(self._editable(parameters), reply_markup=_keyboard(parameters))

    async def delete_message(self, parameters: JSON) -> bool:
        """Answer deleteMessage; a message of the bot stays among `messages`, marked, another's is gone."""
        address = self.address(parameters)
        place = self._find(address, parameters)
        if place is not None:
            self.messages[place] = replace(self.messages[place], deleted=True)
        elif heard := self._find_heard(address, parameters):
            del self.heard[heard["message_id"]]
        else:
            raise RefusedCall("message to delete not found")
        return True

    def membership(self, address: str) -> JSON:
        """Return what the bot is in the chat at `address`, as a ChatMember."""
        return shape.member(self.me, **self.members.get(address, {"status": "administrator"}))

    def content(self, sent: Sent) -> JSON:
        """Return what the message carries, for the field names of a Message, without its keyboard."""
        if not sent.picture:
            return {"text": sent.text, "entities": list(sent.entities)}
        width, height = photo_size(sent.picture)
        photo = {
            "file_id": f"photo-{sent.id}",
            "file_unique_id": f"unique-{sent.id}",
            "width": width,
            "height": height,
            "file_size": len(sent.picture),
        }
        return {"photo": [photo], "caption": sent.text, "caption_entities": list(sent.entities)}

    def shown(self, sent: Sent) -> JSON:
        """Return the message as the Bot API shows it (https://core.telegram.org/bots/api#message)."""
        content = {**self.content(sent), "reply_markup": sent.reply_markup}
        if sent.topic is not None:
            content |= {"message_thread_id": sent.topic, "is_topic_message": True}
        if sent.reply_to is not None:
            content["reply_to_message"] = self._shown_in_reply(sent.reply_to)
        return shape.message(sent.id, sent.date, self.chat(sent.chat), self.me, content)

    def _shown_in_reply(self, number: int) -> JSON | None:
        """Return the message `number` without what it replies to itself, as in #message, `reply_to_message`."""
        for sent in self.messages:
            if sent.id == number:
                return self.shown(replace(sent, reply_to=None))
        heard = self.heard.get(number)
        return heard and {key: value for key, value in heard.items() if key != "reply_to_message"}

    def _keep(self, address: str, parameters: JSON, **content: Any) -> JSON:
        reply_to, topic = self._replied(parameters, address)
        sent = Sent(
            id=self._last + 1,
            date=int(self.now()),
            chat=address,
            silent=shape.is_true(parameters.get("disable_notification")),
            preview=_preview(parameters),
            reply_markup=_keyboard(parameters),
            reply_to=reply_to,
            topic=self._topic(int(parameters.get("message_thread_id") or 0) or topic, address),
            **content,
        )
        self._last = sent.id
        self.messages.append(sent)
        if self._on_message:
            self._on_message(sent)
        return self.shown(sent)

    def _edit(self, place: int, **changed: Any) -> JSON:
        old = self.messages[place]
        new = replace(old, **changed, edits=old.edits + 1)
        if (old.text, old.entities, old.reply_markup) == (new.text, new.entities, new.reply_markup):
            raise RefusedCall(_NOT_MODIFIED)
        self.messages[place] = new
        now = self.now()
        self.edits.append(Edit(id=new.id, at=now, chat=new.chat, text=new.text, reply_markup=new.reply_markup))
        return {**self.shown(new), "edit_date": int(now)}

    def _editable(self, parameters: JSON) -> int:
        """Return the index of the message to edit.

        In private chats and groups it may be 48 hours old at most. That is stricter than the real server: the
        documents say it of deleting only, and in td (`can_edit_message` in MessagesManager.cpp) a bot's own
        messages have no such limit. So a bot is safe whichever holds. Channels have none in either.
        """
        address = self.address(parameters)
        place = self._find(address, parameters)
        if place is None:
            other = self._find_heard(address, parameters)
            raise RefusedCall("message can't be edited" if other else "message to edit not found")
        age = self.now() - self.messages[place].date
        if age > EDITABLE and self.chat(address)["type"] != "channel":
            raise RefusedCall("message can't be edited")
        return place

    def _find(self, address: str, parameters: JSON) -> int | None:
        """Return the index of the bot's message that `message_id` names, if it is there still."""
        number = int(parameters.get("message_id", 0))
        for place, sent in enumerate(self.messages):
            if (sent.id, sent.chat, sent.deleted) == (number, address, False):
                return place
        return None

    def _find_heard(self, address: str, parameters: JSON) -> JSON | None:
        heard = self.heard.get(int(parameters.get("message_id", 0)))
        return heard if heard and heard["chat"]["id"] == shape.chat(address)["id"] else None

    def _replied(self, parameters: JSON, address: str) -> tuple[int | None, int | None]:
        """Return id and topic of the message that `reply_parameters` name.

        Both are None if no message is named, or it is not there and the reply may go without.
        """
        reply = parameters.get("reply_parameters")
        if not reply:
            return None, None
        place = self._find(address, reply)
        if place is not None:
            return self.messages[place].id, self.messages[place].topic
        if heard := self._find_heard(address, reply):
            return heard["message_id"], heard.get("message_thread_id")
        if shape.is_true(reply.get("allow_sending_without_reply")):
            return None, None
        raise RefusedCall("message to be replied not found")

    def _topic(self, topic: int | None, address: str) -> int | None:
        """Return `topic` if one can write there; a reply goes into the topic of its message without naming it.

        https://github.com/tdlib/telegram-bot-api/issues/356, .../447
        """
        if topic and address in self.topics and topic not in self.topics[address]:
            raise RefusedCall("message thread not found")
        if topic and (address, topic) in self.closed_topics:
            raise RefusedCall("TOPIC_CLOSED")
        return topic


def _preview(parameters: JSON) -> bool:
    return not shape.is_true((parameters.get("link_preview_options") or {}).get("is_disabled", False))


def _keyboard(parameters: JSON) -> JSON | None:
    """Return the keyboard of `reply_markup`, None if there is none or it has no buttons.

    Its limits: https://core.telegram.org/bots/api#inlinekeyboardbutton and python-telegram-bot's constants.
    """
    markup: JSON = parameters.get("reply_markup") or {}
    rows = markup.get("inline_keyboard")
    if rows is None:
        return markup or None
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise RefusedCall("reply markup is too long")
    for button in buttons:
        if len(button.get("callback_data", "").encode()) > MAX_BUTTON_DATA:
            raise RefusedCall("BUTTON_DATA_INVALID")
    return markup if buttons else None


def _formatted(parameters: JSON, field: str, limit: int) -> dict[str, Any]:
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
