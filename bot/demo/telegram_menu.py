"""The command menus of the demo's Bot API server: https://core.telegram.org/bots/api#setmycommands."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.demo.telegram_chats import RefusedCall
from bot.demo.telegram_json import JSON

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256  #: characters

_NAME = re.compile(r"[a-z0-9_]{1,32}")


class Menu:
    """The menus by scope. A key of `commands` is the scope as it came, as JSON with sorted keys.

    Without a scope it is `{"type": "default"}`. A menu for one language has its `language_code` in the key too.
    """

    def __init__(self) -> None:
        self.commands: dict[str, list[JSON]] = {}

    async def set_my_commands(self, parameters: JSON) -> bool:
        """Answer setMyCommands; an empty list is as good as none.

        The words of its refusals are the server's own; it sends them through as they are.
        """
        commands: list[JSON] = parameters.get("commands") or []
        if len(commands) > MAX_COMMANDS:
            raise RefusedCall("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _NAME.fullmatch(command.get("command", "")):
                raise RefusedCall("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= MAX_DESCRIPTION:
                raise RefusedCall("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(parameters)] = commands
        return True

    async def get_my_commands(self, parameters: JSON) -> list[JSON]:
        """Answer getMyCommands: those of this very scope and language, without falling back to a wider one."""
        return self.commands.get(_scope(parameters), [])

    async def delete_my_commands(self, parameters: JSON) -> bool:
        """Answer deleteMyCommands."""
        self.commands.pop(_scope(parameters), None)
        return True


def _scope(parameters: JSON) -> str:
    scope: dict[str, Any] = dict(parameters.get("scope") or {"type": "default"})
    if language := parameters.get("language_code"):
        scope["language_code"] = language
    return json.dumps(scope, sort_keys=True)
