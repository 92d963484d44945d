"""Who may see the pages and who may change something; what browsers are told about them.

On this machine's own address nobody is asked for a password, elsewhere always. What is defended against, and how:

- pages of other sites that send forms or read along (CSRF): what changes something needs a token that only our pages
  hold, and must come from our own origin (`Origin`, `Sec-Fetch-Site`); cookies are SameSite.
- other sites that lead their own name to this machine (DNS rebinding): only our own names are answered. Addresses in
  numbers can't be led elsewhere.
- a proxy that makes the pages public by oversight: without a password, what came through a proxy is refused.
- feeds that carry markup: templates escape everything, and a Content-Security-Policy without inline script or style
  makes nothing of what would slip through.
- guessing of passwords: ten wrong ones from an address, then it waits for ten minutes; all together a hundred.

Sources: https://cheatsheetseries.owasp.org (Cross-Site Request Forgery Prevention, Session Management),
https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/fetch-metadata/.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.config import PASSWORD, Settings, host_and_port
from bot.web.pages import CSRF, FIELD, HEADER, PERSON, SITE, came_from, is_partial
from bot.web.site import Site
from pipelines.errors import ConfigError

LASTS = timedelta(days=30)
"""How long one stays logged in."""
GUESSES, ALL_GUESSES, GUESSING = 10, 100, timedelta(minutes=10)
WAIT = "Too many wrong passwords. Wait ten minutes."
PATIENCE = 30
"""Seconds in which a form must have arrived."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOGIN, STATIC = "/login", "/static/"
"""Paths that need no password."""
BASIC = (".atom", ".csv", ".json", ".opml")
"""Ends of paths for which programs may give the password as HTTP Basic authentication: feed readers know no forms."""
PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Server": "wirewatch",  # aiohttp would tell its version, and Python's
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)


def require_password(settings: Settings, listen: str, password: str) -> None:
    """Raise `ConfigError` if pages at `listen` could be reached from elsewhere and no password is set."""
    where = host_and_port(listen)
    assert where is not None
    if password or (is_loopback(where[0]) and not settings.address):
        return
    key, value = ("web.address", settings.address) if settings.address else ("web.listen", listen)
    why = f"{key} is {value!r}, so the pages can be reached from elsewhere and need a password"
    raise ConfigError(str(settings.file), f"{why}: set {PASSWORD} in the environment or in .env")


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(slots=True, kw_only=True)
class Guard:
    """What is remembered between requests."""

    cookie: str  #: its name
    secure: bool  #: browsers reach us by https
    names: frozenset[str]  #: of hosts that are us
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))  #: of the forms of who is not logged in
    guesses: dict[str, list[datetime]] = field(default_factory=dict)  #: when which address was wrong

    @classmethod
    def of(cls, site: Site) -> Guard:
        """Return the guard of a site."""
        where, public = host_and_port(site.listen), urlsplit(site.settings.address)
        assert where is not None
        secure = public.scheme == "https"
        names = {"localhost", where[0], *([public.hostname] if public.hostname else [])}
        # A cookie belongs to a host and all its ports: several wirewatches on a machine must not log each other out.
        return cls(
            cookie="__Host-wirewatch" if secure else f"wirewatch-{where[1]}", secure=secure, names=frozenset(names)
        )

    def waits(self, peer: str, now: datetime) -> bool:
        """Tell whether an address has guessed too often to be heard now. Who is not heard can't add to what is kept."""
        recent = {name: [at for at in times if at > now - GUESSING] for name, times in self.guesses.items()}
        self.guesses = {name: times for name, times in recent.items() if times}
        all_guesses = sum(map(len, self.guesses.values()))
        return len(self.guesses.get(peer, ())) >= GUESSES or all_guesses >= ALL_GUESSES

    def wrong(self, peer: str, now: datetime) -> None:
        """Note a wrong password."""
        self.guesses.setdefault(peer, []).append(now)


GUARD = web.AppKey("guard", Guard)


def is_password(site: Site, given: str) -> bool:
    """Compare in a time that tells nothing."""
    ours, theirs = (hashlib.sha256(text.encode(errors="replace")).digest() for text in (site.password, given))
    return bool(site.password) and hmac.compare_digest(ours, theirs)


def hashed(site: Site, token: str) -> str:
    """Return what the database knows a session by: with another password, every session is unknown."""
    return hmac.new(site.password.encode(), token.encode(errors="replace"), hashlib.sha256).hexdigest()


def peer(request: web.Request) -> str:
    """Return whose guesses count together: an address, or the network of 64 bits that one has with IPv6.

    Behind a proxy of this machine it is the address that the proxy adds to `X-Forwarded-For`; what stands before that,
    anybody may have written.
    """
    direct = request.remote or ""
    named = ",".join(request.headers.getall("X-Forwarded-For", [])).rpartition(",")[2].strip()
    return network(named if is_loopback(direct) and request.app[SITE].settings.address else "") or network(direct)


def network(address: str) -> str:
    """Return an address, or the network of 64 bits that one has with IPv6; "" for what is none."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv4Address) or ip.is_loopback:
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.IPv6Address(int(ip) >> 64 << 64))


async def told(_: web.Request, response: web.StreamResponse) -> None:
    """Tell browsers what pages may do; nothing but static files is kept. For every answer, streams and errors too."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


@web.middleware
async def checks(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request in, or say why not; `CSRF` and, for who may see the pages, `PERSON` are set."""
    guard, site = request.app[GUARD], request.app[SITE]
    if not _is_us(request, guard):
        return _refused(421, "This is not the name of these pages. The setting web.address can give them one.")
    if not site.password and not _is_from_here(request):
        return _refused(403, "Pages without a password are for this machine alone, and this came from another one.")
    request[CSRF] = guard.token
    if not request.path.startswith(STATIC):
        name = await _person(request, guard, site) if site.password else ""
        if name is None and request.path != LOGIN:
            return _to_login(request)
        if name is not None:
            request[PERSON] = name
    if request.method not in SAFE:
        await _check_form(request, site)
    return await handler(request)


def _refused(status: int, words: str) -> web.Response:
    """Say no without a page, which would have a token in it."""
    return web.Response(status=status, text=f"{words}\n")


def _is_from_here(request: web.Request) -> bool:
    return is_loopback(request.remote or "") and not any(name in request.headers for name in PROXIED)


def _is_us(request: web.Request, guard: Guard) -> bool:
    match = _HOST.fullmatch(request.host)
    name = match["name"].lower().strip("[]") if match else ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in guard.names
    return True


async def _person(request: web.Request, guard: Guard, site: Site) -> str | None:
    """Return the name of who is logged in, None if nobody is; sets the token of their forms."""
    if token := request.cookies.get(guard.cookie):
        name = await site.with_store(lambda store: store.sessions.name(hashed(site, token), site.now()))
        if name is not None:
            request[CSRF] = hmac.new(token.encode(errors="replace"), b"forms", hashlib.sha256).hexdigest()
            return name
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if request.method in SAFE and request.path.endswith(BASIC) and scheme.lower() == "basic":
        return _basic(request, given)
    return None


def _basic(request: web.Request, given: str) -> str | None:
    guard, site = request.app[GUARD], request.app[SITE]
    now, who = site.now(), peer(request)
    if guard.waits(who, now):
        raise web.HTTPTooManyRequests(text=WAIT, headers={"Retry-After": str(int(GUESSING.total_seconds()))})
    try:
        _, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        password = ""
    if is_password(site, password):
        return ""
    guard.wrong(who, now)
    return None


def _to_login(request: web.Request) -> web.Response:
    """Send people to the form, and from there back to where they were; programs get the question that they know."""
    browses = request.headers.get("Sec-Fetch-Mode") == "navigate"
    if request.method in SAFE and request.path.endswith(BASIC) and not browses:
        raise web.HTTPUnauthorized(
            text="These pages need a password.",
            headers={"WWW-Authenticate": 'Basic realm="wirewatch", charset="UTF-8"'},
        )
    if is_partial(request):
        return web.Response(status=401, headers={"HX-Redirect": _login(came_from(request, "HX-Current-URL"))})
    return web.Response(status=303, headers={"Location": _login(request.path_qs if request.method in SAFE else "")})


def _login(back: str) -> str:
    return f"{LOGIN}?next={quote(back, safe='')}" if back.strip("/") else LOGIN


async def _check_form(request: web.Request, site: Site) -> None:
    """Raise unless what would change something comes whole, and from one of our own pages."""
    origin, sent_from = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = {f"http://{request.host}", f"https://{request.host}", site.settings.address} - {""}
    if (origin is not None and origin not in ours) or sent_from not in ("same-origin", "none"):
        raise web.HTTPForbidden(text="This form was sent by another site.")
    # Some charsets of Python take minutes for two megabytes. Parts have one each: these are for who is in.
    parts = request.content_type.startswith("multipart/")
    if (request.charset or "utf-8").lower() != "utf-8" or (parts and PERSON not in request):
        raise web.HTTPBadRequest(text="The form can't be read.")
    try:
        async with asyncio.timeout(PATIENCE):
            form = await request.post()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The form took too long to arrive.") from None
    except (ValueError, LookupError, AssertionError, web.RequestPayloadError) as error:  # as aiohttp has it
        raise web.HTTPBadRequest(text="The form can't be read.") from error
    given = request.headers.get(HEADER) or str(form.get(FIELD, ""))
    if not hmac.compare_digest(given.encode(errors="replace"), request[CSRF].encode()):
        raise web.HTTPForbidden(text="This page is too old to be sent: load it anew, and try again.")
