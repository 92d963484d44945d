"""Templates → answers. The only room of Jinja2.

Whatever a template puts into a page is escaped; nothing is ever marked safe. Addresses out of feeds go through `out`,
which knows http and https only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

import bot
from bot.web.site import Site
from pipelines.render.telegram import clock
from pipelines.render.words import plural

SITE = web.AppKey("site", Site)
CSRF = web.RequestKey("csrf", str)
"""The token that forms must send, in `FIELD` or `HEADER`."""
FIELD, HEADER = "csrf", "X-CSRF-Token"
PERSON = web.RequestKey("person", str)
"""The name of who may see the pages, "" if they did not say; the request for a login page has none."""

# Marks that turn the direction of all that follows (Unicode, UAX #9): a headline with them could hide what it links to.
_TURNS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Exact(str):
    """A text of which nothing may be lost, since it is sent back: what stands in a form's field."""

    __slots__ = ()


@cache
def templates() -> Environment:
    """Return the templates, all of them read: an error can be told when no more files can be opened.

    An unknown name in one is an error.
    """
    environment = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
        auto_reload=False,
    )
    environment.filters |= {"exact": Exact, "out": out, "plural": plural, "segment": lambda text: quote(text, safe="")}
    environment.globals["version"] = bot.__version__
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


def _finalized(value: object) -> object:
    """Take marks of direction out of what a template writes, but for exact texts; what a macro wrote has been here."""
    return value.translate(_TURNS) if type(value) is str else value


def out(address: str) -> str:
    """Return an address out of a feed if a browser may follow it, else ""."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def page(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """Return a page, or for htmx its main part alone: a template begins with `{% extends layout %}`."""
    site, inside = request.app[SITE], PERSON in request
    zone = site.settings.zone

    def clocked(moment: datetime | None) -> str:
        return clock(moment, zone) if moment else ""

    text = templates().get_template(template).render(
        csrf=request.get(CSRF, ""),
        inside=inside,
        htmx_headers=json.dumps({HEADER: request.get(CSRF, "")}),
        layout="part.html" if is_partial(request) else "base.html",
        partial=is_partial(request),
        path=request.path,
        person=request.get(PERSON, ""),
        trouble=site.house.trouble() if inside else "",
        password=inside and bool(site.password),
        clocked=clocked,
        zone=zone,
        **context,
    )  # fmt: skip
    return web.Response(text=text, status=status, content_type="text/html", headers={"Vary": "HX-Request"})


def ours(path: str) -> bool:
    """Tell whether who is sent to `path` stays on our pages: a browser takes a backslash for a slash too."""
    return path.startswith("/") and path[1:2] not in ("/", "\\") and path.isascii() and path.isprintable()


def came_from(request: web.Request, header: str) -> str:
    """Return path and query of the page of ours that a header names, "" if it names none."""
    try:
        came = urlsplit(request.headers.get(header, ""))
    except ValueError:
        return ""
    path = came.path + (f"?{came.query}" if came.query else "")
    hosts = request.host, urlsplit(request.app[SITE].settings.address).netloc
    return path if came.netloc in hosts and ours(path) else ""


def is_partial(request: web.Request) -> bool:
    """Tell whether htmx asks for a part of a page; a link that htmx boosts asks for a whole one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def address(request: web.Request, **changes: str | None) -> str:
    """Return the path of this page with other query parameters; None takes one away."""
    query: Mapping[str, str | None] = {**request.query, **changes}
    kept = {name: value for name, value in query.items() if value}
    return str(request.rel_url.with_query(kept))
