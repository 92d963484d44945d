"""The JSON shapes of Telegram's Bot API, as far as the small server of the demo needs them.

Fields and their types: https://core.telegram.org/bots/api#available-types. Invented names throughout.
"""

from __future__ import annotations

import zlib
from typing import Any

JSON = dict[str, Any]

BOT_ID = 1_000_000_001

#: Who stands as the sender of an automatic forward, and of what a group's anonymous administrator writes:
#: https://core.telegram.org/bots/api#message, at `from` and `sender_chat`; the ids are python-telegram-bot's constants.
TELEGRAM: JSON = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ANONYMOUS: JSON = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

_ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def bot_user(username: str) -> JSON:
    """Return the bot as `getMe` tells of it, with `username` (no @)."""
    return {
        "id": BOT_ID,
        "is_bot": True,
        "first_name": "Wirewatch",
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def user(number: int, name: str = "") -> JSON:
    """Return the person with the user id `number`."""
    return {"id": number, "is_bot": False, "first_name": name or f"Reader {number}"}


def chat(address: str, kind: str = "", *, forum: bool = False) -> JSON:
    """Return the chat at `address`: "@name" or "-100…" a channel, other negative ids a group, else a person.

    `kind` ("supergroup", "channel" or "group") is for those that are something else, `forum` says that it has
    topics. A name gives its chat a lasting id of the -100… kind. Raises ValueError for what is no address.
    """
    if address.startswith("@") and len(address) > 1:
        name = address[1:]
        told = {
            "id": -1_000_000_000_000 - zlib.crc32(name.lower().encode()),
            "type": kind or "channel",
            "title": name.replace("_", " ").title(),
            "username": name,
        }
    elif (number := int(address)) > 0:
        return {"id": number, "type": "private", "first_name": f"Reader {number}"}
    else:
        kind = kind or ("channel" if address.startswith("-100") else "group")
        told = {"id": number, "type": kind, "title": f"{kind.title()} {-number}"}
    return {**told, "is_forum": True} if forum else told


def full_chat(where: JSON) -> JSON:
    """Return the chat `where` as `getChat` tells of it (https://core.telegram.org/bots/api#chatfullinfo)."""
    kinds = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    gifts = dict.fromkeys(kinds, False)
    return {**where, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def member(person: JSON, *, status: str, **rights: Any) -> JSON:
    """Return `person` as a chat's member of `status`, with `rights` over the rights usual for that status."""
    usual: JSON = {}
    if status == "administrator":
        usual = {"can_be_edited": False, "is_anonymous": False, "can_post_messages": True}
        usual |= dict.fromkeys(_ADMINISTRATOR_RIGHTS, True)
    elif status == "restricted":
        usual = {"is_member": True, "until_date": 0} | dict.fromkeys(_MEMBER_RIGHTS, True)
    elif status == "kicked":
        usual = {"until_date": 0}
    return {"user": person, "status": status, **usual, **rights}


def message(number: int, date: int, where: JSON, sender: JSON, content: JSON) -> JSON:
    """Return the message `number` of `sender`, sent at `date` (Unix seconds) to the chat `where`.

    `content` is what it carries: `text` with `entities`, or `photo` with `caption` and `caption_entities`;
    what is empty is left out. In a channel nobody is the sender but the channel itself (`sender_chat`), as a
    group's anonymous administrator writes in the name of the group.
    """
    told = {} if where["type"] == "channel" else {"from": sender}
    if where["type"] == "channel" or sender == ANONYMOUS:
        told["sender_chat"] = where
    filled = {key: value for key, value in content.items() if value}
    return {"message_id": number, "date": date, "chat": where, **told, **filled}


def origin(channel: JSON, number: int, date: int) -> JSON:
    """Return where a forward comes from: https://core.telegram.org/bots/api#messageoriginchannel."""
    return {"type": "channel", "date": date, "chat": channel, "message_id": number}


def is_true(value: object) -> bool:
    """Return whether a parameter says yes: in JSON it comes as true, in a form as the word or 1."""
    return str(value).lower() in ("true", "1")
