"""The fetcher against a well-behaved server on this machine."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from bot.errors import FetchError
from bot.fetch import Fetcher, Validators
from tests.loopback import Loopback

FEED = b"<rss version='2.0'><channel><title>Invented News</title></channel></rss>"
GZIPPED = gzip.compress(FEED, mtime=0)


@pytest.fixture
async def web() -> AsyncIterator[Loopback]:
    """A server on this machine."""
    async with Loopback() as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher that may talk to this machine."""
    async with Fetcher(
        timeout=20, max_bytes=100_000, allow_private_addresses=True, user_agent="wirewatch/0 (+test)"
    ) as client:
        yield client


async def failure(fetcher: Fetcher, url: str) -> FetchError:
    """Return the error that fetching `url` ends in."""
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url)
    return caught.value


async def test_feed(web: Loopback, fetcher: Fetcher) -> None:
    """A feed comes back whole, with its type and what to ask with next time."""
    headers = {"Content-Type": "application/rss+xml", "ETag": 'W/"a b"', "Last-Modified": "Sun, 22 Nov"}
    web.answer("/feed.xml", body=FEED, headers=headers)
    got = await fetcher.get(web.url("/feed.xml"))
    assert (got.status, got.body, got.content_type) == (200, FEED, "application/rss+xml")
    assert (got.url, got.final_url, got.moved_to) == (web.url("/feed.xml"), web.url("/feed.xml"), "")
    assert got.validators == Validators('W/"a b"', "Sun, 22 Nov")
    assert web.requests[0].headers["User-Agent"] == "wirewatch/0 (+test)"
    assert "If-None-Match" not in web.requests[0].headers


async def test_not_modified(web: Loopback, fetcher: Fetcher) -> None:
    """A feed that has not changed costs a 304, which keeps the validators it does not replace."""
    web.answer("/feed.xml", status=304, headers={"ETag": '"new"'})
    got = await fetcher.get(web.url("/feed.xml"), Validators('W/"old"', "Sat, 21 Nov"))
    assert (got.status, got.body, got.validators) == (304, b"", Validators('"new"', "Sat, 21 Nov"))
    assert web.requests[0].headers["If-None-Match"] == 'W/"old"'
    assert web.requests[0].headers["If-Modified-Since"] == "Sat, 21 Nov"


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (204, "answered 204 No Content"),
        (206, "answered 206 Partial Content"),
        (304, "answered 304 Not Modified unasked"),
        (403, "answered 403 Forbidden"),
        (404, "answered 404 Not Found"),
        (410, "answered 410 Gone"),
        (599, "answered 599"),
    ],
)
async def test_status(web: Loopback, fetcher: Fetcher, status: int, problem: str) -> None:
    """Whatever is not a full answer is an error that names the status."""
    web.answer("/feed.xml", status=status)
    error = await failure(fetcher, web.url("/feed.xml"))
    assert (error.problem, error.status, error.retry_after) == (problem, status, None)


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [([301], "/1"), ([308, 301], "/2"), ([302], ""), ([301, 307], "/1"), ([303, 301], ""), ([301] * 5, "/5")],
)
async def test_redirects(web: Loopback, fetcher: Fetcher, statuses: list[int], moved_to: str) -> None:
    """Redirects are followed, and permanent ones reported as far as no other came before."""
    for number, status in enumerate(statuses):
        location = f"/{number + 1}#top" if number else web.url("/1")
        web.answer(f"/{number}", status=status, headers={"Location": location})
    web.answer(f"/{len(statuses)}", body=FEED)
    got = await fetcher.get(web.url("/0"))
    assert (got.body, got.final_url) == (FEED, web.url(f"/{len(statuses)}"))
    assert got.moved_to == (web.url(moved_to) if moved_to else "")


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("/0", "redirects in a circle"),
        ("{}more", "redirects more than 5 times"),
        ("ftp://feeds.example/", "answered 301 Moved Permanently without an http or https address to go to"),
        ("http://a:99999/", "answered 301 Moved Permanently without an http or https address to go to"),
        ("http://news..example/", "not a usable web address"),
        ("http://[oops/", "answered 301 Moved Permanently without an http or https address to go to"),
        ("", "answered 301 Moved Permanently without an http or https address to go to"),
    ],
)
async def test_bad_redirects(web: Loopback, fetcher: Fetcher, location: str, problem: str) -> None:
    """A redirect that leads nowhere ends in words."""
    for path in ("/" + "0" + "more" * count for count in range(9)):
        web.answer(path, status=301, headers={"Location": location.format(path)})
    assert (await failure(fetcher, web.url("/0"))).problem == problem
    assert len(web.requests) <= 6


async def test_password(web: Loopback, fetcher: Fetcher) -> None:
    """A password is sent to its own host only, survives a move there, and is not in errors."""
    async with Loopback() as other:
        web.answer("/old", status=301, headers={"Location": web.url("/new")})
        web.answer("/new", status=302, headers={"Location": other.url("/away")})
        error = await failure(fetcher, web.url("/old").replace("//", "//ann:s3cr@t@"))
        assert [bool(each.headers.get("Authorization")) for each in web.requests] == [True, True]
        assert "Authorization" not in other.requests[0].headers
    assert error.url == web.url("/old").replace("//", "//***@")
    assert "s3cr" not in str(error)


async def test_no_cookies_no_proxy(web: Loopback, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cookies are not kept, and a proxy in the environment is not used."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    web.answer("/feed.xml", headers={"Set-Cookie": "visit=1"})
    for _ in range(2):
        await fetcher.get(web.url("/feed.xml"))
    assert "Cookie" not in web.requests[1].headers


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/",
        "news.example/rss",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a:99999/",
    ],
)
async def test_no_web_address(fetcher: Fetcher, url: str) -> None:
    """Only http and https addresses are asked."""
    assert (await failure(fetcher, url)).problem == "not an http or https address"


async def test_bomb(web: Loopback, fetcher: Fetcher) -> None:
    """A small body that decompresses to a huge one is refused without ever being held in memory."""
    web.answer("/feed.xml", body=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        assert (await failure(fetcher, web.url("/feed.xml"))).problem == "larger than 100,000 bytes"
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", GZIPPED),
        ("X-GZIP", GZIPPED + b"\0\0\0"),
        ("gzip", gzip.compress(FEED[:9], mtime=0) + gzip.compress(FEED[9:], mtime=0)),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED)[2:-4]),
        ("utf-8", FEED),
        ("identity", FEED),
    ],
    ids=["gzip", "padded", "two parts", "deflate", "bare deflate", "a charset", "none"],
)
async def test_compression(web: Loopback, fetcher: Fetcher, encoding: str, body: bytes) -> None:
    """Both compressions are understood, in the ways that servers write them."""
    web.answer("/feed.xml", body=body, headers={"Content-Encoding": encoding})
    assert (await fetcher.get(web.url("/feed.xml"))).body == FEED
    assert web.requests[0].headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", FEED),
        ("gzip", GZIPPED[:-1]),
        ("gzip", GZIPPED[:40]),
        ("gzip", gzip.compress(b"", mtime=0) * 101),
        ("deflate", zlib.compress(FEED)[:-1]),
        ("br", FEED),
    ],
    ids=["not gzip", "no checksum", "cut short", "many parts", "deflate cut short", "not asked for"],
)
async def test_bad_compression(web: Loopback, fetcher: Fetcher, encoding: str, body: bytes) -> None:
    """Compressed bytes that are broken, cut short or of an unknown kind are an error, never half a feed."""
    web.answer("/feed.xml", body=body, headers={"Content-Encoding": encoding})
    assert (await failure(fetcher, web.url("/feed.xml"))).problem.startswith("bad compression: ")


async def test_long_header(web: Loopback, fetcher: Fetcher) -> None:
    """The security headers of some news sites, longer than aiohttp takes by itself, are no obstacle."""
    web.answer("/feed.xml", body=FEED, headers={"Content-Security-Policy": "x" * 20_000})
    assert (await fetcher.get(web.url("/feed.xml"))).body == FEED
