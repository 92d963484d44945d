"""What people do in the chats of the demo's Bot API server, and how the bot answers their buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.demo import telegram_json as shape
from bot.demo.telegram_chats import Chats, RefusedCall, Sent
from bot.demo.telegram_json import JSON
from bot.demo.telegram_updates import Updates

MAX_ANSWER = 200  #: characters: https://core.telegram.org/bots/api#answercallbackquery

#: Added to an update's id, it makes the id of the message in it, out of the way of the bot's own.
_FIRST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The bot's answer to the press of a button."""

    query: str  #: the id of the callback query: the update_id in digits
    text: str  #: "": the button only stops to glow
    alert: bool  #: shown in a window that must be closed


class Users:
    """The people. What they write or press becomes an update; each method returns its update_id."""

    def __init__(self, chats: Chats, updates: Updates) -> None:
        self.answers: list[Answer] = []
        self.said: dict[int, JSON] = {}
        self._chats = chats
        self._updates = updates
        self._pressed: set[str] = set()

    def say(
        self,
        text: str,
        *,
        user: int,
        chat: str = "",
        reply_to: Sent | JSON | None = None,
        name: str = "",
        anonymous: bool = False,
        topic: int | None = None,
        corrects: int | None = None,
    ) -> int:
        """Queue what a user says, in their private chat unless `chat` is given; return its update_id.

        `said` has the message under that id. `reply_to`: a message of the bot, or one out of `said` or
        `forwarded`; if it stands in another chat, the update has it as `external_reply`. `name`: the user's
        first name. `anonymous`: an administrator who writes in the name of the group. `corrects`: the
        update_id of a message of theirs which this text replaces (`edited_message`). In a channel it is the
        channel that speaks (`channel_post`).
        """
        where = self._chats.chat(chat or str(user))
        content = {"text": text, "entities": _marks(text), **self._reply(reply_to, where)}
        if topic is not None:
            content |= {"message_thread_id": topic, "is_topic_message": True}
        sender = shape.ANONYMOUS if anonymous else shape.user(user, name)
        number, date = _FIRST + self._updates.next, int(self._chats.now())
        if corrects is not None:
            former = self.said[corrects]
            content |= {"edit_date": date}
            number, date = former["message_id"], former["date"]
        kind = "channel_post" if where["type"] == "channel" else "message"
        message = shape.message(number, date, where, sender, content)
        return self._tell(kind if corrects is None else f"edited_{kind}", message)

    def forwarded(self, sent: Sent, chat: str) -> JSON:
        """Queue the forward of a channel's post, and return its message, to which users can reply.

        In a group it is the automatic one into the channel's discussion group; in a private chat, whose
        address is the user's id, it is that user who forwards it.
        https://core.telegram.org/bots/api#message, at `is_automatic_forward` and `forward_origin`.
        """
        where, channel = self._chats.chat(chat), self._chats.chat(sent.chat)
        content = {**self._chats.content(sent), "forward_origin": shape.origin(channel, sent.id, sent.date)}
        sender = shape.user(where["id"])
        if where["type"] != "private":
            sender = shape.TELEGRAM
            content |= {"sender_chat": channel, "is_automatic_forward": True}
        number, date = _FIRST + self._updates.next, int(self._chats.now())
        return self.said[self._tell("message", shape.message(number, date, where, sender, content))]

    def press(self, button: str, sent: Sent, *, user: int, name: str = "") -> int:
        """Queue a user's press on the button of `sent` with the data `button`; return its update_id."""
        number = str(self._updates.next)
        self._pressed.add(number)
        query = {"id": number, "chat_instance": "1", "data": button, "from": shape.user(user, name)}
        return self._updates.queue(callback_query={**query, "message": self._chats.shown(sent)})

    def promote(self, chat: str, *, can_post: bool, user: int = 1) -> int:
        """Let `user` change what the bot may do in `chat`, and queue that as `my_chat_member`; return its update_id.

        From then on `members` says so too: in a channel the bot is an administrator who may post or may not,
        in a group an administrator or restricted. https://core.telegram.org/bots/api#chatmemberupdated
        """
        where, old = self._chats.chat(chat), self._chats.membership(chat)
        if where["type"] == "channel":
            rights = {"status": "administrator", "can_post_messages": can_post}
        else:
            rights = {"status": "administrator"} if can_post else {"status": "restricted", "can_send_messages": False}
        self._chats.members[chat] = rights
        changed = {"old_chat_member": old, "new_chat_member": self._chats.membership(chat)}
        head = {"chat": where, "from": shape.user(user), "date": int(self._chats.now())}
        return self._updates.queue(my_chat_member={**head, **changed})

    async def answer_callback_query(self, parameters: JSON) -> bool:
        """Answer answerCallbackQuery; each query takes one answer (QUERY_ID_INVALID in Client.cpp)."""
        number, text = str(parameters.get("callback_query_id", "")), str(parameters.get("text", ""))
        if number not in self._pressed:
            raise RefusedCall("query is too old and response timeout expired or query ID is invalid")
        if len(text) > MAX_ANSWER:
            raise RefusedCall("MESSAGE_TOO_LONG")
        self._pressed.remove(number)
        self.answers.append(Answer(query=number, text=text, alert=shape.is_true(parameters.get("show_alert"))))
        return True

    def _tell(self, kind: str, message: JSON) -> int:
        update = self._updates.queue(**{kind: message})
        self.said[update] = self._chats.heard[message["message_id"]] = message
        return update

    def _reply(self, to: Sent | JSON | None, where: JSON) -> JSON:
        if to is None:
            return {}
        message = self._chats.shown(to) if isinstance(to, Sent) else to
        if message["chat"]["id"] == where["id"]:
            shown = {key: value for key, value in message.items() if key != "reply_to_message"}
            # A reply stands in the topic of its message.
            return {
                "reply_to_message": shown,
                "message_thread_id": message.get("message_thread_id"),
                "is_topic_message": message.get("is_topic_message"),
            }
        chat, number = message["chat"], message["message_id"]
        origin = shape.origin(chat, number, message["date"])
        return {"external_reply": {"origin": origin, "chat": chat, "message_id": number}}


def _marks(text: str) -> list[JSON]:
    """Return the entity of the command that `text` begins with: clients know one by it, not by its slash."""
    command = re.match(r"/\w+(@\w+)?", text)
    return [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []
