"""The JSON shapes of Telegram's Bot API, as far as the small server of the demo needs them.

Fields and their types: https://core.telegram.org/bots/api#available-types. Invented names throughout.
"""

from __future__ import annotations

import zlib
from typing import Any

JSON = dict[str, Any]

BOT_ID = 1_000_000_001

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


def user(number: int) -> JSON:
    """Return the person with the user id `number`."""
    return {"id": number, "is_bot": False, "first_name": f"Reader {number}"}


def chat(address: str) -> JSON:
    """Return the chat at `address`: "@name" or "-100…" a channel, other negative ids a group, else a person.

    A channel's name gives it a lasting id of the -100… kind. Raises ValueError for what is no address.
    """
    if address.startswith("@") and len(address) > 1:
        name = address[1:]
        number = -1_000_000_000_000 - zlib.crc32(name.lower().encode())
        return {"id": number, "type": "channel", "title": name.replace("_", " ").title(), "username": name}
    number = int(address)
    if number > 0:
        return {"id": number, "type": "private", "first_name": f"Reader {number}"}
    kind = "channel" if address.startswith("-100") else "group"
    return {"id": number, "type": kind, "title": f"{kind.title()} {-number}"}


def full_chat(address: str) -> JSON:
    """Return the chat at `address` as `getChat` tells of it (ChatFullInfo). Raises as `chat` does."""
    kinds = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    gifts = dict.fromkeys(kinds, False)
    return {**chat(address), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


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
    what is empty is left out. In a channel nobody is the sender but the channel itself (`sender_chat`).
    """
    told = {"sender_chat": where} if where["type"] == "channel" else {"from": sender}
    filled = {key: value for key, value in content.items() if value}
    return {"message_id": number, "date": date, "chat": where, **told, **filled}


def is_true(value: object) -> bool:
    """Return whether a parameter says yes: in JSON it comes as true, in a form as the word or 1."""
    return str(value).lower() in ("true", "1")
