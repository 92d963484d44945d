"""Fetch a feed or a page over HTTP: conditional, bounded in time and size, and to public addresses only.

Rule: a body is returned whole or not at all, and whatever goes wrong is one `FetchError` in plain words.
"""

from __future__ import annotations

import asyncio
import errno
import http
import os
import re
import socket
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp

from bot import __version__
from bot.addresses import refusal
from bot.clock import utc_now
from bot.config import Settings
from bot.errors import FetchError

FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)  #: what `Fetcher.get` asks for by default (Accept, RFC 9110 section 12.5.1)

_MAX_REDIRECTS = 5
_PERMANENT = {301, 308}
_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 65_536  # bytes
_MAX_MEMBERS = 100  # of one gzip body; each costs a copy of the rest
_LONGEST_WAIT = 7 * 86_400.0  # seconds; more is a mistake, and far more overflows a datetime
_MAX_HEADER = 32_768  # bytes; aiohttp's 8,190 is less than the security headers of some news sites


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "changed since?" with, verbatim; "" if it gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A successful answer."""

    url: str  #: as asked
    final_url: str  #: after all redirects, without user name and password
    status: int  #: 200, or 304 for "not modified"
    body: bytes  #: decompressed; empty for a 304
    content_type: str  #: the header as it came, "" if there was none
    validators: Validators  #: for the next time
    moved_to: str = ""  #: where permanent redirects (301, 308) alone lead to, "" if the first is not one


class Fetcher:
    """An HTTP client with a lifetime: `async with Fetcher(…) as fetcher: await fetcher.get(url)`.

    `timeout` is in seconds and covers a whole request with its redirects, `max_bytes` counts the decompressed
    body, `user_agent` is sent as it is, `now` gives the present time, aware.
    """

    def __init__(
        self,
        *,
        timeout: float,
        max_bytes: int,
        allow_private_addresses: bool,
        user_agent: str,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._allow_private_addresses = allow_private_addresses
        self._user_agent = user_agent
        self._now = now
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        # Left out on purpose: trust_env. A proxy looks names up and connects by itself, so that no address
        # could be checked.
        guard = None if self._allow_private_addresses else _public_socket
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(socket_factory=guard),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),  # `get` has the only clock
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            auto_decompress=False,  # see `_inflate`
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def get(self, url: str, validators: Validators = Validators(), *, accept: str = FEED_TYPES) -> Fetched:
        """Return what `url` holds, or status 304 if it has not changed since `validators` were given.

        Conditional requests as in RFC 9110 section 13. Raises FetchError.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await self._follow(url, validators, accept)
        except TimeoutError as error:
            raise FetchError(url, f"took longer than {self._timeout:g} s") from error
        except aiohttp.ClientError as error:
            raise FetchError(url, _in_words(error)) from error
        except UnicodeError as error:  # Python's, for host names such as "." and "news..example"
            raise FetchError(url, "not a usable web address") from error

    async def _follow(self, url: str, validators: Validators, accept: str) -> Fetched:
        """Ask `url` and wherever it redirects to. By hand, because each hop is checked and remembered."""
        headers = {"Accept": accept}
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        if not _is_web(url):
            raise FetchError(url, "not an http or https address")
        hop, moved_to, permanent, seen = url, "", True, {url}
        while True:
            async with self._session.get(hop, headers=headers, allow_redirects=False) as answer:
                if answer.status not in _REDIRECTS:
                    return await self._take(answer, url, validators, moved_to)
                status, hop = answer.status, _redirected(hop, answer.headers.get("Location", ""))
            if not hop:
                raise FetchError(url, f"answered {_phrase(status)} without an http or https address to go to")
            if hop in seen:
                raise FetchError(url, "redirects in a circle")
            if len(seen) > _MAX_REDIRECTS:
                raise FetchError(url, f"redirects more than {_MAX_REDIRECTS} times")
            seen.add(hop)
            permanent = permanent and status in _PERMANENT
            moved_to = hop if permanent else moved_to

    async def _take(self, answer: aiohttp.ClientResponse, url: str, asked: Validators, moved_to: str) -> Fetched:
        """Turn an answer that is no redirect into a value."""
        if answer.status != 200 and not (answer.status == 304 and asked != Validators()):
            raise FetchError(
                url,
                f"answered {_phrase(answer.status)}" + (" unasked" if answer.status == 304 else ""),
                status=answer.status,
                retry_after=_retry_after(answer.headers, self._now()),
            )
        given = Validators(_header(answer, "ETag"), _header(answer, "Last-Modified"))
        if answer.status == 304:  # it need not repeat what we know (RFC 9110 section 15.4.5)
            given = Validators(given.etag or asked.etag, given.last_modified or asked.last_modified)
        return Fetched(
            url=url,
            final_url=str(answer.url),
            status=answer.status,
            body=await self._body(answer, url) if answer.status == 200 else b"",
            content_type=_header(answer, "Content-Type"),
            validators=given,
            moved_to=moved_to,
        )

    async def _body(self, answer: aiohttp.ClientResponse, url: str) -> bytes:
        """Return the decompressed body; memory stays within a few times `max_bytes`."""
        raw, too_large = bytearray(), FetchError(url, f"larger than {self._max_bytes:,} bytes")
        try:
            async for chunk in answer.content.iter_chunked(_CHUNK):
                raw += chunk
                if len(raw) > self._max_bytes:
                    raise too_large
            body = _inflate(bytes(raw), _header(answer, "Content-Encoding").lower(), self._max_bytes)
        except aiohttp.ClientError as error:
            raise FetchError(url, "connection lost in mid-body") from error
        except zlib.error as error:
            raise FetchError(url, f"bad compression: {error}") from error
        if len(body) > self._max_bytes:
            raise too_large
        return body


def fetcher_for(settings: Settings, now: Callable[[], datetime] = utc_now) -> Fetcher:
    """Return a fetcher with the user's limits, which introduces itself to publishers."""
    return Fetcher(
        timeout=settings.timeout.total_seconds(),
        max_bytes=settings.max_bytes,
        allow_private_addresses=settings.allow_private_addresses,
        user_agent=f"wirewatch/{__version__} (news monitoring; polls politely)",
        now=now,
    )


def _public_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    """Return a socket for one connection attempt, or raise OSError if the address is not public.

    Every connection passes here with the very address it goes to, so that odd ways to write an address,
    redirects, and a DNS answer that changes between two look-ups do not matter.
    """
    family, kind, protocol, _, address = info
    if problem := refusal(str(address[0])):
        # aiohttp goes on to the host's next address only after an OSError.
        raise OSError(errno.EACCES, problem)
    return socket.socket(family, kind, protocol)


def _is_web(url: str) -> bool:
    """Tell whether a URL is http or https and names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _redirected(url: str, location: str) -> str:
    """Return where `location` leads from `url`, "" if nowhere; a password goes along within the host."""
    try:
        target = urldefrag(urljoin(url, location)).url if location else ""
    except ValueError:
        return ""
    if not _is_web(target):
        return ""
    old, new = urlsplit(url), urlsplit(target)
    upgraded = (old.scheme, new.scheme, old.port, new.port) == ("http", "https", None, None)
    same = (old.scheme, old.port) == (new.scheme, new.port) or upgraded
    if same and old.hostname == new.hostname and "@" not in new.netloc and "@" in old.netloc:
        new = new._replace(netloc=f"{old.netloc.rpartition('@')[0]}@{new.netloc}")
    return new.geturl()


def _inflate(raw: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without its content coding (RFC 9110 section 8.4.1), cut off after `limit` + 1 bytes.

    Not left to aiohttp, which takes a gzip stream that ends early for a whole one. Raises zlib.error.
    """
    if encoding in ("br", "zstd", "compress"):
        raise zlib.error(f"{encoding} was not asked for")
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return raw  # some servers name a charset here; browsers ignore that
    # 47: gzip or zlib, whichever the first bytes say. Some servers send deflate without them (8.4.1.2).
    bare = encoding == "deflate" and raw and raw[0] & 0x0F != 8
    body = b""
    for _ in range(_MAX_MEMBERS):
        stream = zlib.decompressobj(-zlib.MAX_WBITS if bare else 47)
        body += stream.decompress(raw, limit + 1 - len(body))
        raw = stream.unused_data
        if len(body) > limit or (stream.eof and not raw.startswith(b"\x1f\x8b")):
            return body
        if not stream.eof:
            raise zlib.error("cut short")
    raise zlib.error("too many parts")


def _header(answer: aiohttp.ClientResponse, name: str) -> str:
    """Return a header, "" if it is missing or not ASCII: stray bytes can be neither stored nor sent back."""
    value = answer.headers.get(name, "").strip()
    return value if value.isascii() else ""


def _retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds of Retry-After (RFC 9110 section 10.2.3), None if it is missing or nonsense."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value), _LONGEST_WAIT)
    until, sent = _http_date(value), _http_date(headers.get("Date", "")) or now
    return None if until is None else min(max((until - sent).total_seconds(), 0.0), _LONGEST_WAIT)


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _phrase(status: int) -> str:
    """Return "404 Not Found": our words, since a server may send any."""
    phrases = {known.value: known.phrase for known in http.HTTPStatus}
    return f"{status} {phrases.get(status, '')}".rstrip()


def _in_words(error: aiohttp.ClientError) -> str:
    """Say what went wrong before there was a body."""
    match error:
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or "invalid"
            return f"TLS certificate not accepted: {reason.rstrip('.')}"
        case aiohttp.ClientSSLError():
            return "TLS handshake failed"
        case aiohttp.ClientConnectorDNSError():
            hint = " (the name server does not answer)" if error.errno == socket.EAI_AGAIN else ""
            return f"host name not found{hint}"
        case aiohttp.ClientConnectorError():
            # Searched for, because aiohttp strings the errors of several addresses together.
            if refused := re.search(r"address \S+ is [a-z-]+", str(error.os_error)):
                return f"{refused[0]}; see fetch.allow_private_addresses"
            if error.errno == errno.ECONNREFUSED:
                return "connection refused"
            return f"no connection: {os.strerror(error.errno or errno.EIO).lower()}"
        case aiohttp.InvalidURL():  # such as the host names 127.1 and 2130706433
            return "not a usable web address"
        case aiohttp.ClientResponseError():
            return "answered something that is not HTTP"
        case _:
            return "connection lost before an answer"
