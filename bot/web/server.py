"""The pages as an aiohttp application, and how it is served."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import importlib.resources
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial

from aiohttp import ETag, web

from bot.config import host_and_port
from bot.errors import StoreError
from bot.web import guard, wire
from bot.web.pages import PERSON, SITE, page, templates
from bot.web.site import Page, Routes, Site
from pipelines.errors import ConfigError, WirewatchError

log = logging.getLogger(__name__)

LARGEST = 2_000_000
"""Bytes of a form: the largest watchlist or OPML file one can send."""

LISTEN_KEY = "web.listen"

WENT_WRONG = "That did not work"
WORDS = {
    404: "There is no such page.",
    405: "This page can't be asked that way.",
    413: f"That is too much: at most {LARGEST:,} bytes can be sent.",
    417: "This page can't be asked that way.",
}
"""Where aiohttp says a number only."""
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
"""What an answer in words keeps of the headers of the error."""


def application(site: Site) -> web.Application:
    """Return the application of all pages."""
    app = web.Application(middlewares=[_in_words, guard.checks], client_max_size=LARGEST)
    app.on_response_prepare.append(guard.told)
    app.on_shutdown.append(partial(_stop_tries, site))
    app[SITE] = site
    templates()
    app[guard.GUARD] = guard.Guard.of(site)
    for method, path, function in _routes():
        for each in ("GET", "HEAD") if method == "GET" else (method,):
            app.router.add_route(each, path, partial(_answered, function))
    app.router.add_get(guard.STATIC + "{name}", _static)
    return app


async def _stop_tries(site: Site, _: web.Application) -> None:
    """End the backtests: without JavaScript a page waits for its own, and the end of all would wait for that page."""
    site.tries.stop()


def _routes() -> Routes:
    from bot.web import facts, feeds, lists, login, searching, today, watching

    rooms = (login, today, searching, watching, lists, feeds, facts)
    return tuple(route for room in rooms for route in room.ROUTES)


async def _answered(function: Page, request: web.Request) -> web.StreamResponse:
    site = request.app[SITE]
    site.house.look()
    return await function(site, request)


@web.middleware
async def _in_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Turn what goes wrong into a page that says so; what nobody foresaw is logged with its traceback."""
    wire.came(request)
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        ours = error.status == 404 and error.text != f"404: {error.reason}"
        words = (error.text if ours else WORDS.get(error.status)) or error.text or error.reason
        answer = page(request, "error.html", status=error.status, title=error.reason, words=words)
        answer.headers.update({name: error.headers[name] for name in KEPT if name in error.headers})
        return answer
    except WirewatchError as error:
        log.error("page=%s error=%s", request.path, error)
        _require_unbegun(request)
        # Errors name files; who is not logged in need not know them.
        words = str(error) if PERSON in request else "The log says why."
        status = 503 if isinstance(error, StoreError) else 500
        return page(request, "error.html", status=status, title=WENT_WRONG, words=words)
    except ConnectionError:  # who asked has gone
        raise
    except Exception:
        log.exception("page=%s crashed", request.path)
        _require_unbegun(request)
        words = "Something went wrong that should not. The log says what."
        return page(request, "error.html", status=500, title=WENT_WRONG, words=words)


def _require_unbegun(request: web.Request) -> None:
    """Cut an answer off that has begun: a second one inside it would pass for the rest of it."""
    if request.writer.output_size:
        raise ConnectionError("the answer has begun and can't be taken back")


_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "txt": "text/plain"}


async def _static(request: web.Request) -> web.Response:
    """Answer with a file of ours. Browsers ask each time whether it is still the same, so a new version is seen."""
    name = request.match_info["name"]
    file = importlib.resources.files("bot.web") / "static" / name
    kind = _TYPES.get(name.rpartition(".")[2])
    if kind is None or "/" in name or "\\" in name or "\0" in name or not file.is_file():
        raise web.HTTPNotFound
    body = file.read_bytes()
    tag = ETag(hashlib.sha256(body).hexdigest()[:32])
    same = any(known.value in (tag.value, "*") for known in request.if_none_match or ())
    answer = web.Response(status=304) if same else web.Response(body=body, content_type=kind, charset="utf-8")
    answer.etag = tag
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@contextlib.asynccontextmanager
async def served(site: Site, source: str = LISTEN_KEY) -> AsyncIterator[str]:
    """Serve the pages while the context lasts; gives their address. Raises `ConfigError` if the port can't be had.

    `source` is where somebody said where to listen, as errors name it.
    """
    where = host_and_port(site.listen)
    assert where is not None
    async with contextlib.AsyncExitStack() as stack:
        with _had(site.listen, source):
            host, port = await stack.enter_async_context(wire.listening(application(site), *where))
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def require_port(listen: str, source: str) -> None:
    """Raise `ConfigError` if the port can't be had: what comes before `served` leaves traces, such as a database."""
    where = host_and_port(listen)
    assert where is not None
    with _had(listen, source):
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, *where)
    server.close()
    await server.wait_closed()


@contextlib.contextmanager
def _had(listen: str, source: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(source, f"the pages can't be served at {listen}: {error.strerror or error}") from error
