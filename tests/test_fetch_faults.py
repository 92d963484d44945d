"""The fetcher against servers that break off, crawl, lie or are not there."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import struct
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import FetchError
from bot.fetch import Fetcher, Validators
from tests.loopback import Loopback

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Then = Callable[[asyncio.StreamWriter], Awaitable[None]]


def make_fetcher(*, timeout: float = 20) -> Fetcher:
    """Return a fetcher that may talk to this machine; for it, it is always noon."""
    return Fetcher(
        timeout=timeout,
        max_bytes=100_000,
        allow_private_addresses=True,
        user_agent="wirewatch/0 (+test)",
        now=lambda: NOON,
    )


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher that may talk to this machine."""
    async with make_fetcher() as client:
        yield client


@asynccontextmanager
async def raw_server(answer: bytes, then: Then | None = None) -> AsyncIterator[str]:
    """Yield the URL of a server that sends these very bytes, does `then`, and closes the connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        try:
            await writer.drain()
            if then:
                await then(writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed.xml"


async def failure(fetcher: Fetcher, url: str) -> FetchError:
    """Return the error that fetching `url` ends in."""
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url)
    return caught.value


async def reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with a TCP reset."""
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ("Retry-After: 120", 120),
        ("Retry-After: Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Date: Sun, 22 Nov 2026 11:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 11:01:00 GMT", 60),
        ("Retry-After: Sat, 21 Nov 2026 12:00:00 GMT", 0),
        ("Retry-After: " + "9" * 400, 7 * 86_400),
        ("Retry-After: Fri, 31 Dec 9999 23:59:59 -0000", 7 * 86_400),
        ("Retry-After: soon", None),
        ("Retry-After: -5", None),
    ],
)
async def test_retry_after(fetcher: Fetcher, headers: str, seconds: float | None) -> None:
    """Seconds and dates are understood, dates by the server's own clock where it says what time it is."""
    async with raw_server(f"HTTP/1.1 429 Slow Down\r\n{headers}\r\n\r\n".encode()) as url:
        error = await failure(fetcher, url)
    assert (error.problem, error.status) == ("answered 429 Too Many Requests", 429)
    assert error.retry_after == seconds


@pytest.mark.parametrize("declared", [True, False])
async def test_too_large(fetcher: Fetcher, declared: bool) -> None:
    """A body over the limit is refused, whether its length is told before or not."""
    head = b"Content-Length: 100001\r\n" if declared else b""
    async with raw_server(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + b"x" * 100_001) as url:
        assert (await failure(fetcher, url)).problem == "larger than 100,000 bytes"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", "connection lost in mid-body"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n",
            "connection lost in mid-body",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "answered something that is not HTTP",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "connection lost before an answer"),
        (b"", "connection lost before an answer"),
        (b"220 mail.example ready\r\n\r\n", "answered something that is not HTTP"),
    ],
)
@pytest.mark.parametrize("then", [None, reset])
async def test_broken_answer(fetcher: Fetcher, answer: bytes, problem: str, then: Then | None) -> None:
    """An answer that breaks off is an error, whether the connection is closed or reset."""
    async with raw_server(answer, then) as url:
        assert (await failure(fetcher, url)).problem == problem


async def test_trickle() -> None:
    """A server that sends a little for ever is left when the time is up."""

    async def trickle(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with raw_server(b"HTTP/1.1 200 OK\r\n\r\n", trickle) as url, make_fetcher(timeout=0.3) as fetcher:
        assert (await failure(fetcher, url)).problem == "took longer than 0.3 s"


async def test_stray_header_bytes(fetcher: Fetcher) -> None:
    """A header with bytes that could not be stored or sent back counts as missing."""
    head = b'ETag: "\xe9"\r\nContent-Type: text/\xff\r\nLast-Modified: Sun\r\n'
    async with raw_server(b"HTTP/1.1 200 OK\r\n" + head + b"Content-Length: 1\r\n\r\nx") as url:
        got = await fetcher.get(url)
    assert (got.content_type, got.validators) == ("", Validators("", "Sun"))


async def test_nobody_there(fetcher: Fetcher) -> None:
    """A port where nothing listens and a name that does not exist are told apart."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        error = await failure(fetcher, f"http://127.0.0.1:{unheard.getsockname()[1]}/")
    assert error.problem == "connection refused"
    assert (await failure(fetcher, "http://news.invalid/")).problem.startswith("host name not found")


async def test_no_tls(fetcher: Fetcher) -> None:
    """A server that does not speak TLS is named as that."""
    async with Loopback() as web:
        error = await failure(fetcher, web.url("/").replace("http:", "https:"))
    assert error.problem == "TLS handshake failed"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command for a certificate")
async def test_bad_certificate(fetcher: Fetcher, tmp_path: Path) -> None:
    """A certificate that nobody vouches for is refused, and the reason told."""
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)  # noqa: ASYNC221
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context) as server:
        error = await failure(fetcher, f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert error.problem.startswith("TLS certificate not accepted: self")  # the rest is OpenSSL's to word
