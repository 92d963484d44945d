"""A small Bot API server on this machine: what the demo and the tests talk to instead of Telegram.

It speaks as https://core.telegram.org/bots/api#making-requests says: form or JSON bodies in, `ok` with
`result`, or `error_code` with `description`, out. It keeps what it accepted, and can be told to fail. It has
no flood limits of its own, and HTML is the only `parse_mode`.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.demo import telegram_json as shape
from bot.demo.telegram_chats import Chats, RefusedCall, Sent
from bot.demo.telegram_json import JSON

#: Shaped like a token, and nobody's.
DEMO_TOKEN = f"{shape.BOT_ID}:" + "demo-" * 7

MAX_UPLOAD = 10_000_000  #: bytes, of a photo: https://core.telegram.org/bots/api#sending-files

_STRUCTURED = ("reply_markup", "reply_parameters", "link_preview_options", "commands", "allowed_updates")
_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was kicked from the channel chat",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request: the method and its parameters as they came, without uploads."""

    method: str
    parameters: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one call.

    With a `status`, that is the answer, and nothing was done. `hang` does nothing and never answers. `drop`
    does what was asked and closes the connection without an answer: the caller cannot know that it was done.
    """

    status: int = 0
    description: str = ""  #: "": what Telegram says with that status
    body: str = ""  #: a page to answer with in place of JSON, such as a proxy's
    retry_after: int = 0  #: seconds
    migrate_to: int = 0  #: the id of the supergroup that the group has become
    hang: bool = False
    drop: bool = False


class BotApi:
    """The server; an async context manager, within which `url` is its address.

    `known_chats`: the addresses of the chats that exist; None: all do. `on_message` is called with each
    accepted message. `messages` are these messages in order, as they stand, `edits` the accepted edits of them, and
    `calls` all requests with the right token.
    `members` may say of a chat what the bot is there, in keywords of `telegram_json.member`; by default it is
    an administrator who may post. `profiles` may say more of a chat, in fields of `getChat`.
    """

    def __init__(
        self,
        token: str = DEMO_TOKEN,
        *,
        username: str = "wirewatch_demo_bot",
        known_chats: Collection[str] | None = None,
        on_message: Callable[[Sent], None] | None = None,
    ) -> None:
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self._chats = Chats(username, known_chats, on_message)
        self.messages = self._chats.messages
        self.edits = self._chats.edits
        self.members = self._chats.members
        self.profiles = self._chats.profiles
        self._faults: list[tuple[str, str, Fault]] = []
        self._updates: list[JSON] = []
        self._last_update = 0
        self._news = asyncio.Event()
        self._closing = asyncio.Event()
        self._heard = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._methods: dict[str, Callable[[JSON], Awaitable[Any]]] = {
            "getme": self._chats.get_me,
            "getchat": self._chats.get_chat,
            "getchatmember": self._chats.get_chat_member,
            "sendmessage": self._chats.send_message,
            "sendphoto": self._chats.send_photo,
            "editmessagetext": self._chats.edit_message_text,
            "deletemessage": self._chats.delete_message,
            "getupdates": self._get_updates,
            "setmycommands": _agree,
            "answercallbackquery": _agree,
            "deletewebhook": _agree,
        }

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=MAX_UPLOAD)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        # Without an access log: the path of every request has the token in it.
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._news.set()
        if self._runner:
            await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault, chat: str = "") -> None:
        """Let the next calls of `method` (to `chat`, if given) go wrong, one for each fault, in order."""
        self._faults.extend((method.lower(), chat, fault) for fault in faults)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds()` is true; it is asked now, and after each call has come in or been answered."""
        async with self._heard:
            await self._heard.wait_for(holds)

    def queue(self, **update: JSON) -> int:
        """Queue an update for getUpdates, such as `message={…}`; return its update_id."""
        self._last_update += 1
        self._updates.append({"update_id": self._last_update, **update})
        self._news.set()
        return self._last_update

    def say(self, text: str, *, user: int, chat: str = "") -> int:
        """Queue what a user says, in their private chat unless `chat` is given; return its update_id."""
        command = re.match(r"/\w+(@\w+)?", text)
        # Clients of the Bot API know a command by its entity, not by its slash.
        marks = [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []
        content = {"text": text, "entities": marks}
        where = shape.chat(chat or str(user))
        number = 1_000_000 + self._last_update  # out of the way of the messages that we accept
        return self.queue(message=shape.message(number, int(time.time()), where, shape.user(user), content))

    def press(self, button: str, sent: Sent, *, user: int) -> int:
        """Queue a user's press on the button of `sent` with the data `button`; return its update_id."""
        query = {"id": str(self._last_update + 1), "chat_instance": "1", "data": button}
        return self.queue(callback_query={**query, "from": shape.user(user), "message": self._chats.shown(sent)})

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            # 401 for what has the form of a token, 404 for the rest: request/_baserequest.py of
            # python-telegram-bot says so.
            formed = re.fullmatch(r"\d+:[\w-]{35}", request.match_info["token"], re.ASCII)
            return _failure(Fault(status=401 if formed else 404))
        name = request.match_info["method"]
        parameters = await _parameters(request)
        shown = {key: value for key, value in parameters.items() if not isinstance(value, bytes)}
        self.calls.append(Call(method=name, parameters=shown))
        await self._tell()
        response = await self._response(request, name, parameters)
        await self._tell()
        return response

    async def _response(self, request: web.Request, name: str, parameters: JSON) -> web.StreamResponse:
        method = self._methods.get(name.lower())
        if method is None:
            return _failure(Fault(status=404, description="Not Found: method not found"))
        fault = self._next_fault(name.lower(), str(parameters.get("chat_id", "")))
        if fault.status:
            return _failure(fault)
        if fault.hang:
            await self._closing.wait()
            return _hung_up(request)
        try:
            result = await method(parameters)
        except RefusedCall as refusal:
            return _failure(Fault(status=400, description=f"Bad Request: {refusal}"))
        return _hung_up(request) if fault.drop else web.json_response({"ok": True, "result": result})

    async def _tell(self) -> None:
        async with self._heard:
            self._heard.notify_all()

    def _next_fault(self, method: str, chat: str) -> Fault:
        for place, (failing, only, fault) in enumerate(self._faults):
            if failing == method and only in ("", chat):
                del self._faults[place]
                return fault
        return Fault()

    async def _get_updates(self, parameters: JSON) -> list[JSON]:
        """Answer getUpdates: `offset` confirms all before it, `timeout` is how long to wait, in seconds."""
        offset = int(parameters.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        if not self._updates and not self._closing.is_set():
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), float(parameters.get("timeout", 0)))
        return self._updates[: int(parameters.get("limit", 100))]


async def _agree(parameters: JSON) -> bool:
    """Answer a method of which nothing needs to be kept beside the call itself."""
    return True


async def _parameters(request: web.Request) -> JSON:
    """Return the parameters of a request, from its query and its body; an upload as its bytes.

    In a form "complex values are JSON-serialized": https://core.telegram.org/bots/api#making-requests
    """
    found: JSON = dict(request.query)
    if request.content_type == "application/json":
        return found | dict(await request.json())
    for name, value in (await request.post()).items():
        found[name] = value.file.read() if isinstance(value, web.FileField) else value
    for name in _STRUCTURED:
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found


def _failure(fault: Fault) -> web.Response:
    """Return the answer that `fault` describes (https://core.telegram.org/bots/api#responseparameters)."""
    description = fault.description or _DESCRIPTIONS.get(fault.status, "Error")
    if fault.body:
        return web.Response(status=fault.status, text=fault.body, content_type="text/html")
    hints = {}
    if fault.retry_after:
        hints["retry_after"] = fault.retry_after
        description = fault.description or f"{description}: retry after {fault.retry_after}"
    if fault.migrate_to:
        hints["migrate_to_chat_id"] = fault.migrate_to
        description = fault.description or "Bad Request: group chat was upgraded to a supergroup chat"
    answer: JSON = {"ok": False, "error_code": fault.status, "description": description}
    return web.json_response(answer | ({"parameters": hints} if hints else {}), status=fault.status)


def _hung_up(request: web.Request) -> web.Response:
    """Close the connection; the response is what the framework wants, and reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response()
