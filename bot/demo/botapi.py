"""A small Bot API server on this machine: what the demo and the tests talk to instead of Telegram.

It speaks as https://core.telegram.org/bots/api#making-requests says: form or JSON bodies in, `ok` with
`result`, or `error_code` with `description`, out. It keeps what it accepted, and can be told to fail, to refuse
what comes too fast, and to go away for a while. HTML is the only `parse_mode`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.demo import telegram_json as shape
from bot.demo.telegram_chats import Chats, RefusedCall, Sent
from bot.demo.telegram_json import JSON
from bot.demo.telegram_limits import COUNTED, Flood, Limits, Windows
from bot.demo.telegram_menu import Menu
from bot.demo.telegram_updates import Updates
from bot.demo.telegram_users import Users

#: Shaped like a token, and nobody's.
DEMO_TOKEN = f"{shape.BOT_ID}:" + "demo-" * 7

MAX_UPLOAD = 10_000_000  #: bytes, of a photo: https://core.telegram.org/bots/api#sending-files

_STRUCTURED = ("reply_markup", "reply_parameters", "link_preview_options", "commands", "scope", "allowed_updates")
_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was kicked from the channel chat",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
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

    `known_chats`: the addresses of the chats that exist; None: all do. `kinds` says what chats are that
    `telegram_json.chat` would take for something else: `{"-1002": "supergroup"}`. `limits`: None: none.
    `on_message` is called with each accepted message.

    `messages` are these messages in order, as they stand, `edits` the accepted edits of them, `answers` those
    to pressed buttons, `commands` the menus (see `telegram_menu.Menu`), `floods` the calls that came too fast,
    and `calls` all requests with the right token. `said` are the messages of others by update_id.

    To be set, by the address by which a chat was known first: `members` may say what the bot is there, in
    keywords of `telegram_json.member`, by default an administrator who may post; `profiles` may say more of a
    chat, in fields of `getChat`; `topics` are the forum topics that exist there, by default all;
    `closed_topics` are pairs of chat and topic; in `no_pictures` stand the chats that take texts only. `now` is the
    clock, in Unix seconds.

    `say`, `press`, `forwarded` and `promote` are those of `telegram_users.Users`, `queue` that of
    `telegram_updates.Updates`, `migrate` that of `telegram_chats.Chats`.
    """

    def __init__(
        self,
        token: str = DEMO_TOKEN,
        *,
        username: str = "wirewatch_demo_bot",
        known_chats: Collection[str] | None = None,
        kinds: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        on_message: Callable[[Sent], None] | None = None,
    ) -> None:
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self.floods: list[Flood] = []
        self._chats = chats = Chats(username, known_chats, kinds or {}, on_message)
        self._updates = Updates()
        self._users = users = Users(chats, self._updates)
        self._menu = Menu()
        self._windows = Windows(limits) if limits else None
        self.messages, self.edits = chats.messages, chats.edits
        self.members, self.profiles, self.kinds = chats.members, chats.profiles, chats.kinds
        self.topics, self.closed_topics, self.no_pictures = chats.topics, chats.closed_topics, chats.no_pictures
        self.answers, self.said, self.commands = users.answers, users.said, self._menu.commands
        self.say, self.press, self.forwarded, self.promote = users.say, users.press, users.forwarded, users.promote
        self.queue, self.migrate = self._updates.queue, chats.migrate
        self._faults: list[tuple[str, str, Fault]] = []
        self._closing = asyncio.Event()
        self._heard = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._open: list[web.Request] = []
        self._methods = self._all_methods()

    def _all_methods(self) -> dict[str, Callable[[JSON], Awaitable[Any]]]:
        chats, menu = self._chats, self._menu
        return {
            "getme": chats.get_me,
            "getchat": chats.get_chat,
            "getchatmember": chats.get_chat_member,
            "sendmessage": chats.send_message,
            "sendphoto": chats.send_photo,
            "sendchataction": chats.send_chat_action,
            "editmessagetext": chats.edit_message_text,
            "editmessagereplymarkup": chats.edit_message_reply_markup,
            "deletemessage": chats.delete_message,
            "getupdates": self._updates.get_updates,
            "deletewebhook": self._updates.delete_webhook,
            "answercallbackquery": self._users.answer_callback_query,
            "setmycommands": menu.set_my_commands,
            "getmycommands": menu.get_my_commands,
            "deletemycommands": menu.delete_my_commands,
        }

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    @property
    def now(self) -> Callable[[], float]:
        """Return the server's clock; it can be set."""
        return self._chats.now

    @now.setter
    def now(self, clock: Callable[[], float]) -> None:
        self._chats.now = clock

    async def start(self) -> None:
        """Begin to serve; after `stop`, at the same address and with all that there was."""
        self._closing.clear()
        application = web.Application(client_max_size=MAX_UPLOAD)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        # Without an access log: the path of every request has the token in it.
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, self._port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{self._port}"

    async def stop(self) -> None:
        """Break all connections, also of calls under way, and serve nobody until `start`."""
        for request in self._open:
            _hung_up(request)
        await self._close()

    async def _close(self) -> None:
        self._closing.set()
        self._updates.end_waiting()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def fail(self, method: str, *faults: Fault, chat: str = "") -> None:
        """Let the next calls of `method` (to `chat`, if given) go wrong, one for each fault, in order."""
        self._faults.extend((method.lower(), chat, fault) for fault in faults)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds()` is true; it is asked now, and after each call has come in or been answered."""
        async with self._heard:
            await self._heard.wait_for(holds)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            # 401 for what has the form of a token, 404 for the rest: request/_baserequest.py of
            # python-telegram-bot says so.
            formed = re.fullmatch(r"\d+:[\w-]{35}", request.match_info["token"], re.ASCII)
            return _failure(Fault(status=401 if formed else 404))
        self._open.append(request)
        try:
            parameters = await _parameters(request)
            response = await self._response(request, request.match_info["method"], parameters)
        except web.HTTPRequestEntityTooLarge:
            return _failure(Fault(status=413))
        finally:
            self._open.remove(request)
        await self._tell()
        return response

    async def _response(self, request: web.Request, name: str, parameters: JSON) -> web.StreamResponse:
        shown = {key: value for key, value in parameters.items() if not isinstance(value, bytes)}
        self.calls.append(Call(method=name, parameters=shown))
        await self._tell()
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
            self._pace(name, parameters)
            result = await method(parameters)
            self._count(name, parameters)
        except RefusedCall as refusal:
            return _failure(
                Fault(
                    status=refusal.status,
                    description=f"{_DESCRIPTIONS[refusal.status]}: {refusal}",
                    retry_after=refusal.retry_after,
                    migrate_to=refusal.migrate_to,
                )
            )
        return _hung_up(request) if fault.drop else web.json_response({"ok": True, "result": result})

    def _pace(self, method: str, parameters: JSON) -> None:
        """Refuse a call that comes too fast (https://core.telegram.org/bots/api#responseparameters)."""
        if self._windows and method.lower() in COUNTED:
            chat, at = self._chats.address(parameters), self.now()
            private = self._chats.chat(chat)["type"] == "private"
            if seconds := self._windows.wait(chat, private=private, at=at):
                self.floods.append(Flood(chat=chat, at=at, retry_after=seconds, method=method))
                raise RefusedCall(f"retry after {seconds}", status=429, retry_after=seconds)

    def _count(self, method: str, parameters: JSON) -> None:
        if self._windows and method.lower() in COUNTED:
            self._windows.count(self._chats.address(parameters), self.now())

    async def _tell(self) -> None:
        async with self._heard:
            self._heard.notify_all()

    def _next_fault(self, method: str, chat: str) -> Fault:
        for place, (failing, only, fault) in enumerate(self._faults):
            if failing == method and only in ("", chat):
                del self._faults[place]
                return fault
        return Fault()


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
