"""Logging in and out."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.store import Store
from bot.web.guard import GUARD, LASTS, LOGIN, WAIT, hashed, is_password, peer
from bot.web.pages import ours, page
from bot.web.site import Routes, Site
from pipelines.text import one_line

NAME = 60
"""Characters of a name that are kept."""


async def form(site: Site, request: web.Request) -> web.StreamResponse:
    """Ask for the password, if there is one."""
    wanted = _next(request.query.get("next", ""))
    if not site.password:
        return web.Response(status=303, headers={"Location": wanted})
    return page(request, "login.html", wrong="", next=wanted)


async def login(site: Site, request: web.Request) -> web.StreamResponse:
    """Begin a session if the password is right."""
    guard, now, who = request.app[GUARD], site.now(), peer(request)
    given = await request.post()
    wanted = _next(str(given.get("next", "")))
    if guard.waits(who, now):
        return page(request, "login.html", status=429, wrong=WAIT, next=wanted)
    if not is_password(site, str(given.get("password", ""))):
        guard.wrong(who, now)
        return page(request, "login.html", status=403, wrong="That is not the password.", next=wanted)
    token, name = secrets.token_urlsafe(32), one_line(str(given.get("name", "")))[:NAME]
    old = request.cookies.get(guard.cookie, "")

    def begin(store: Store) -> None:
        with store.atomic():
            store.sessions.end(hashed(site, old))
            store.sessions.begin(hashed(site, token), name, now, now + LASTS)

    await site.written(begin)
    response = web.Response(status=303, headers={"Location": wanted})
    response.set_cookie(
        guard.cookie, token, max_age=int(LASTS.total_seconds()), path="/", httponly=True, samesite="Lax",
        secure=guard.secure,
    )  # fmt: skip
    return response


async def logout(site: Site, request: web.Request) -> web.StreamResponse:
    """End the session."""
    guard = request.app[GUARD]
    token = request.cookies.get(guard.cookie, "")

    def end(store: Store) -> None:
        with store.atomic():
            store.sessions.end(hashed(site, token))

    await site.written(end)
    response = web.Response(status=303, headers={"Location": LOGIN})
    response.del_cookie(guard.cookie, path="/", secure=guard.secure, httponly=True, samesite="Lax")
    return response


def _next(wanted: str) -> str:
    """Return where to go after the login: a path of ours and nothing else."""
    return wanted if ours(wanted) else "/"


ROUTES: Routes = (("GET", "/login", form), ("POST", "/login", login), ("POST", "/logout", logout))
