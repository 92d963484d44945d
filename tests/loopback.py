"""A web server on 127.0.0.1 for tests: answers what it is told to, and remembers what it was asked.

async with Loopback() as web:
    web.answer("/feed.xml", body=b"<rss/>", headers={"ETag": '"1"'})
    ... fetch web.url("/feed.xml") ...
    assert web.requests[0].headers["User-Agent"]
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Self

from aiohttp import web

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Request:
    """What the server was asked."""

    path: str  #: with the query
    headers: Mapping[str, str]  #: names in any case


class Loopback:
    """The server; it knows no path until `answer` or `handle` is called, and says 404."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._handlers: dict[str, Handler] = {}
        self._runner = web.ServerRunner(web.Server(self._serve), shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def url(self, path: str) -> str:
        """Return the absolute URL of `path`."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}{path}"

    def answer(
        self,
        path: str,
        *,
        body: bytes | str = b"",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Give this answer to every request for `path` (without a query) from now on."""

        async def respond(_: web.BaseRequest) -> web.Response:
            data = body.encode() if isinstance(body, str) else body
            return web.Response(body=data, status=status, headers=headers)

        self.handle(path, respond)

    def handle(self, path: str, handler: Handler) -> None:
        """Let `handler` answer every request for `path` (without a query) from now on."""
        self._handlers[path] = handler

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        self.requests.append(Request(request.path_qs, request.headers))
        handler = self._handlers.get(request.path)
        return await handler(request) if handler else web.Response(status=404)
