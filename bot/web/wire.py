"""Connections: who says nothing, or nothing that is HTTP, is not waited for and gets no traceback into the log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator
from http import HTTPStatus

from aiohttp import web

from bot.web.guard import HEADERS, is_loopback, network

BEGIN = 20.0
"""Seconds in which a first request must have come with all its headers."""
IDLE = 75.0
"""Seconds for which a connection stays open between requests: longer than proxies keep theirs."""
FAREWELL = 3.0
"""Seconds that answers get to finish at the end."""
MOST, MOST_OF_ONE = 200, 50
"""Connections that are open at a time: of all, and of an address or network that is not this machine (where a proxy may
speak for many). A process has some thousand descriptors at best, and polls need theirs."""

log = logging.getLogger(__name__)
_aiohttp = logging.getLogger(f"{__name__}.aiohttp")
_aiohttp.setLevel(logging.CRITICAL)  # it logs every request, and every line of noise with a traceback


class Connection(web.RequestHandler):
    """A connection to a browser, as aiohttp has it, with an end to its patience and answers that tell nothing."""

    __slots__ = ("_begin", "_late", "_open", "_peer")

    def __init__(self, server: web.Server, begin: float, opened: Counter[str]) -> None:
        """Belong to `server`; `opened` counts connections by peer."""
        loop = asyncio.get_running_loop()
        super().__init__(server, loop=loop, logger=_aiohttp, access_log=_aiohttp, keepalive_timeout=IDLE)
        self._begin = begin
        self._late: asyncio.TimerHandle | None = None
        self._open, self._peer = opened, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first request, or close at once what is one too many."""
        super().connection_made(transport)
        self._peer = network((transport.get_extra_info("peername") or ("",))[0])
        self._open[self._peer] += 1
        of_one = 0 if is_loopback(self._peer) else self._open[self._peer]
        if self._open.total() > MOST or of_one > MOST_OF_ONE:
            log.debug("peer=%s connections=%d too many", self._peer, self._open.total())
            self.force_close()
            return
        self._late = asyncio.get_running_loop().call_later(self._begin, self.force_close)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Wait no more."""
        self.came()
        self._open[self._peer] -= 1
        self._open += Counter()  # without those that have none
        super().connection_lost(exc)

    def came(self) -> None:
        """Note that a whole request is there: from now on it is `IDLE` that counts."""
        if self._late:
            self._late.cancel()
            self._late = None

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer what could not be read, or what nobody foresaw."""
        self.came()
        if request.writer.output_size:  # the application has told why, or who asked has gone
            raise ConnectionError("the answer has begun and can't be taken back")
        level = logging.ERROR if status >= 500 else logging.DEBUG
        log.log(level, "peer=%s status=%d", request.remote, status, exc_info=exc if status >= 500 else None)
        answer = web.Response(status=status, text=f"{HTTPStatus(status).phrase}\n", headers=HEADERS)
        answer.force_close()
        return answer


def came(request: web.Request) -> None:
    """Note that a whole request is there; what its page takes is its own affair."""
    if isinstance(request.protocol, Connection):
        request.protocol.came()


@contextlib.asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, *, begin: float = BEGIN
) -> AsyncIterator[tuple[str, int]]:
    """Serve an application while the context lasts; gives address and port. Raises `OSError` if they can't be had."""
    runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=FAREWELL)
    await runner.setup()
    try:
        server = runner.server
        assert server is not None
        opened: Counter[str] = Counter()
        loop = asyncio.get_running_loop()
        sockets = await loop.create_server(lambda: Connection(server, begin, opened), host, port)
        try:
            bound = sockets.sockets[0].getsockname()
            yield bound[0], bound[1]
        finally:
            sockets.close()
    finally:
        await runner.cleanup()
