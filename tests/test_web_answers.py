"""What the pages answer whatever is sent to them: headers, limits, odd and broken requests, programs' passwords."""

from __future__ import annotations

import asyncio
import base64
import io
import logging
import re
import threading
from pathlib import Path

import pytest
from aiohttp import FormData, web

import bot.web
from bot.errors import StoreError
from bot.files import FileChanged
from bot.store import Store
from bot.web.guard import GUESSES, GUESSING, HEADERS, told
from bot.web.server import LARGEST
from bot.web.wire import came, listening
from tests.shelf import fact, shelve
from tests.visit import PASSWORD, raw, visit
from tests.world import NOON, World

STATIC = Path(bot.web.__file__).parent / "static"
HOST = b"Host: 127.0.0.1\r\n"


def basic(password: str, scheme: str = "Basic") -> str:
    """Return the header with which programs give a password."""
    return f"{scheme} {base64.b64encode(f'reader:{password}'.encode()).decode()}"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/login", 303), ("HEAD", "/login", 303), ("GET", "/nothing", 404), ("GET", "/static/style.css", 200),
        ("GET", "/static/none.css", 404), ("PUT", "/static/style.css", 403), ("OPTIONS", "/login", 405),
        ("GET", "/logout", 405), ("POST", "/logout", 403), ("TRACE", "/login", 403),
    ],
)  # fmt: skip
async def test_every_answer_tells_browsers_what_pages_may_do(world: World, method: str, path: str, status: int) -> None:
    """Pages, errors, refusals and files carry the same headers, and none of them a version."""
    async with visit(world) as pages:
        answer = await pages.get(path, method)
        assert (answer.status, await answer.text() == "") == (status, method == "HEAD" or status == 303)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    kept = answer.headers["Cache-Control"]
    assert kept == ("no-cache" if status == 200 else "no-store")
    assert ("Allow" in answer.headers) == (status == 405)
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"rubbish\r\n\r\n", 400), (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"BREW /login HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400), (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(500)) + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400),
        (b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n\r\n", 400),
        (b"GET /login HTTP/1.1\r\n" + HOST + b"Expect: miracles\r\nConnection: close\r\n\r\n", 417),
        (b"GET http://evil.example/login HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 421),
        (b"GET /login HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", 421),
        (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n", 421),
        (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 404),
        (b"GET http://127.0.0.1/nothing HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 404),
        (b"GET /nothing HTTP/1.0\r\n\r\n", 404),
        (b"GET /\xff\xfe?q=\xff HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", (400, 404)),
        (b"GET /%00%ff%0d%0aX:1 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 404),
        (b"GET /nothing HTTP/1.1\r\n" + HOST + b"Cookie: a=\xff;;;=\"\\\r\nConnection: close\r\n\r\n", 404),
    ],
    ids=range(20),
)  # fmt: skip
async def test_odd_and_broken_requests(
    world: World, caplog: pytest.LogCaptureFixture, sent: bytes, status: int | tuple[int, ...]
) -> None:
    """Whatever comes over the wire gets a status and the same headers, and nothing of it a traceback in the log."""
    with caplog.at_level(logging.INFO):
        async with visit(world) as pages:
            answer = (await raw(pages.address, sent)).decode(errors="replace")
    match = re.match(r"HTTP/1\.[01] (\d+) ", answer)
    assert match, answer
    assert int(match[1]) in (status if isinstance(status, tuple) else (status,))
    assert "\r\nServer: wirewatch\r\n" in answer
    assert "nosniff" in answer
    assert not re.search(r"aiohttp|Python|Traceback|evil", answer)
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"), ("multipart/form-data; boundary=b", b"--c\r\n"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
        ("application/x-www-form-urlencoded; charset=martian", b"csrf=x"),
        ("application/x-www-form-urlencoded", b"csrf=\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(5000))),
        ("application/json", b"{}"), ("text/plain", b"csrf=x"), ("nonsense", b""),
        ("application/x-www-form-urlencoded; charset=idna", b"csrf=x&a=%ff%00"),
    ],
    ids=range(10),
)  # fmt: skip
async def test_broken_forms(world: World, caplog: pytest.LogCaptureFixture, kind: str, body: bytes) -> None:
    """A form that can't be read is an error of who sent it, said in words."""
    async with visit(world) as pages:
        for path in ("/logout", "/login"):
            answer = await pages.client.post(pages.address + path, data=body, headers={"Content-Type": kind})
            assert answer.status in (400, 403, 413), await answer.text()
            assert "<h1>" in await answer.text()
    assert caplog.records == []


@pytest.mark.parametrize("charset", ["punycode", "idna", "utf-16"])
async def test_a_form_is_read_in_utf_8_alone(world: World, charset: str) -> None:
    """Another charset is refused before anything is decoded with it, in parts of a form too unless one is logged in."""
    part = f"--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset={charset}\r\n\r\n-a"
    async with visit(world, password=PASSWORD) as pages:
        for kind, body in (
            (f"application/x-www-form-urlencoded; charset={charset}", "csrf=x"),
            ("multipart/form-data; boundary=b", f"{part}\r\n--b--\r\n"),
        ):
            answer = await pages.client.post(f"{pages.address}/login", data=body, headers={"Content-Type": kind})
            assert (answer.status, "be read" in await answer.text()) == (400, True)


@pytest.mark.parametrize("known", [True, False], ids=["its length is told", "in chunks"])
async def test_a_form_that_is_too_large(world: World, known: bool) -> None:
    """Two million bytes are the most that can be sent; more is refused in words, by an upload too."""
    async with visit(world) as pages:
        token = await pages.token()
        large = io.BytesIO(f"csrf={token}&text={'x' * (LARGEST - 1000)}".encode())
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await pages.client.post(f"{pages.address}/logout", data=large, headers=headers, allow_redirects=False)
        assert answer.status == 303
        for file in (False, True):
            form = FormData({"csrf": token})
            form.add_field("file", io.BytesIO(b"x" * (LARGEST + 1)), filename="feeds.opml" if file else "")
            answer = await pages.client.post(
                f"{pages.address}/logout", data=form, allow_redirects=False, chunked=None if known else True
            )
            assert (answer.status, "at most 2,000,000 bytes" in await answer.text()) == (413, True)


async def test_who_says_nothing_is_not_waited_for() -> None:
    """A connection without a whole request is closed; a page that takes long is not."""

    async def slow(request: web.Request) -> web.Response:
        came(request)
        await asyncio.sleep(0.6)
        return web.Response(text="done")

    app = web.Application()
    app.router.add_get("/slow", slow)
    app.on_response_prepare.append(told)
    async with listening(app, "127.0.0.1", 0, begin=0.2) as (host, port):
        address = f"http://{host}:{port}"
        assert await raw(address) == b""
        assert await raw(address, b"GET /slow HTTP/1.1\r\n", b"Host: 127.0.0.1\r\nX: ") == b""
        done = await raw(address, b"GET /slow HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        assert done.endswith(b"done")


async def test_what_answers_head_sends_no_body(world: World) -> None:
    """Whatever is asked by HEAD, the next answer on the same connection begins where it should."""
    paths = ("/facts.csv", "/facts.json", "/facts", "/feeds.opml", "/alerts.atom", "/", "/lists", "/static/icon.svg",
             "/nothing", "/feeds", "/watches", "/search", "/login", "/watch/talvane",
             "/watch/talvane.atom")  # fmt: skip
    asked = [b"HEAD %s HTTP/1.1\r\n%s\r\n" % (path.encode(), HOST) for path in paths]
    async with visit(world) as pages:
        answer = await raw(pages.address, *asked, b"GET /nothing HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n")
    *heads, last = re.split(rb"(?=HTTP/1\.1 \d\d\d )", answer)[1:]
    assert [head.partition(b"\r\n\r\n")[2] for head in heads] == [b""] * len(paths)
    assert last.startswith(b"HTTP/1.1 404 ")
    assert last.endswith(b"</html>")


async def test_an_answer_that_has_begun_is_cut_off(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """When the database fails in the middle of a file, no second answer stands in it, and nobody takes it for whole."""
    store = Store(world.database)
    with store.atomic():
        for number in range(1200):
            shelve(store, NOON, f"Talvane Freight, {number}", facts=[fact(sentence="So it was said. " * 1000)])
    store.close()
    async with visit(world) as pages:
        assert pages.site
        reader, writer = await asyncio.open_connection("127.0.0.1", int(pages.address.rpartition(":")[2]))
        writer.write(b"GET /facts.csv HTTP/1.1\r\n" + HOST + b"\r\n")
        answer = await reader.readexactly(1000)  # of twenty megabytes: the server waits until more of it is read
        await pages.site.with_store(lambda store: store.close())
        answer += await asyncio.wait_for(reader.read(), 30)
        writer.close()
    assert (answer.count(b"HTTP/1."), b"did not work" in answer) == (1, False)
    assert not answer.endswith(b"\r\n0\r\n\r\n")
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_connections_are_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many open connections a further one is closed at once, until another one has ended."""
    monkeypatch.setattr("bot.web.wire.MOST", 3)
    asked = b"GET /nothing HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n"
    async with visit(world) as pages:
        port = int(pages.address.rpartition(":")[2])
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        for _ in range(3):
            assert await raw(pages.address, asked) == b""
        writer = opened[0][1]
        writer.close()
        await writer.wait_closed()
        for _ in range(500):
            if answer := await raw(pages.address, asked):  # the server hears of it a little later
                break
            await asyncio.sleep(0.01)
        assert answer.startswith(b"HTTP/1.1 404 ")
        for _, writer in opened[1:]:
            writer.close()


async def test_an_address_from_elsewhere_has_fewer_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """One visitor can't take all connections; a proxy on this machine may."""
    monkeypatch.setattr("bot.web.wire.MOST_OF_ONE", 0)
    async with listening(web.Application(), "127.0.0.1", 0) as (host, port):
        assert await raw(f"http://{host}:{port}", b"GET / HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n")
        monkeypatch.setattr("bot.web.wire.is_loopback", lambda _: False)
        assert await raw(f"http://{host}:{port}", b"GET / HTTP/1.1\r\n" + HOST + b"\r\n") == b""


# --- the database --------------------------------------------------------------------------------


async def test_who_reads_does_not_wait_for_who_writes(world: World) -> None:
    """While a write of the pages waits, and one that writes a file, all that is read comes."""
    go_on = threading.Event()
    async with visit(world) as pages:
        assert pages.site
        waiting = [
            asyncio.create_task(pages.site.written(lambda _: go_on.wait(60))),
            asyncio.create_task(pages.site.filed(go_on.wait, 60)),
        ]
        for path in ("/", "/watches", "/facts", "/search?q=talvane", "/lists", "/feeds"):
            assert (await pages.get(path)).status == 200
        assert [task.done() for task in waiting] == [False, False]
        go_on.set()
        assert await asyncio.gather(*waiting) == [True, True]


async def test_a_locked_database_is_not_waited_for_in_a_row(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes hears that another program does; who came behind somebody that waited long is not tried at all."""
    monkeypatch.setattr("bot.web.site.WAIT", 0.05)
    monkeypatch.setattr("bot.web.site.PATIENCE", 0.05)
    async with visit(world) as pages:
        site = pages.site
        assert site
        store = Store(world.database)
        with store.atomic():
            answer = await pages.post("/logout", csrf=await pages.token())
            assert (answer.status, "did not finish within 0.05 s" in await answer.text()) == (503, True)
        store.close()
        go_on = threading.Event()
        first, second = (
            [asyncio.create_task(each) for each in (site.written(lambda _: go_on.wait(60)), site.filed(go_on.wait, 60))]
            for _ in range(2)
        )
        await asyncio.sleep(0.1)
        go_on.set()
        await asyncio.gather(*first)
        for task, error in zip(second, (StoreError, FileChanged), strict=True):
            with pytest.raises(error, match="nothing was written"):
                await task
        assert (await pages.post("/logout", csrf=await pages.token())).status == 303


# --- files ---------------------------------------------------------------------------------------


async def test_a_file_is_sent_once_until_it_changes(world: World) -> None:
    """Browsers ask each time and get a file of ours only if theirs is another one."""
    async with visit(world) as pages:
        first = await pages.get("/static/style.css")
        assert await first.read() == (STATIC / "style.css").read_bytes()
        assert first.content_type == "text/css"
        tag = first.headers["ETag"]
        again = await pages.get("/static/style.css", If_None_Match=tag)
        assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", tag)
        assert (await pages.get("/static/style.css", If_None_Match='"other"')).status == 200
        assert (await pages.get("/static/htmx.min.js")).headers["ETag"] != tag


@pytest.mark.parametrize(
    "name",
    ["..%2Fguard.py", "..%2F..%2F__init__.py", "%2Fetc%2Fpasswd", "..", "..%5Cguard.py", "style.css%00", "style",
     "%2e%2e/guard.py", "x.css"],
)  # fmt: skip
async def test_no_other_file_is_sent(world: World, name: str) -> None:
    """A name that leads out of the folder of files leads nowhere, with a password and without."""
    for password in ("", PASSWORD):
        async with visit(world, password=password) as pages:
            sent = f"GET /static/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            assert re.match(rb"HTTP/1\.1 (404|303) ", await raw(pages.address, sent.encode()))


async def test_files_need_no_password_and_no_session(world: World) -> None:
    """The login page can be shown as it should look."""
    async with visit(world, password=PASSWORD) as pages:
        text = await (await pages.get("/login")).text()
        for name in set(re.findall(r'"(/static/[^"]+)"', text)):
            assert (await pages.get(name)).status == 200
        # Nothing there is for who is in: no search, no pages, no version.
        assert not re.search(r"log out|<nav|type=.search|wirewatch \d", text, re.IGNORECASE)


# --- programs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nothing.atom", "/nothing.csv", "/nothing.json", "/nothing.opml"])
async def test_programs_give_the_password_their_way(world: World, path: str) -> None:
    """Feed readers and scripts get a question that they know and may read downloads; pages and forms stay closed."""
    async with visit(world, password=PASSWORD) as pages:
        asked = await pages.get(path)
        assert (asked.status, asked.headers["WWW-Authenticate"].split()[0]) == (401, "Basic")
        for scheme in ("Basic", "basic"):
            assert (await pages.get(path, Authorization=basic(PASSWORD, scheme))).status == 404
        assert (await pages.get(path, "HEAD", Authorization=basic(PASSWORD))).status == 404
        for given in (basic("wrong"), basic(PASSWORD, "Bearer"), "Basic", "Basic ???", basic(""), "Basic w7/Dvw=="):
            assert (await pages.get(path, Authorization=given)).status == 401
        assert (await pages.get(path, "POST", Authorization=basic(PASSWORD))).status == 303
        assert (await pages.get("/nothing", Authorization=basic(PASSWORD))).status == 303
        # A browser whose session has ended gets the form, not a box that it would never forget.
        assert (await pages.get(path, Sec_Fetch_Mode="navigate")).status == 303


async def test_programs_guess_no_more_than_people(world: World) -> None:
    """Wrong passwords of programs count like those of people."""
    async with visit(world, password=PASSWORD) as pages:
        for _ in range(GUESSES):
            assert (await pages.get("/a.atom", Authorization=basic("wrong"))).status == 401
        answer = await pages.get("/a.atom", Authorization=basic(PASSWORD))
        assert (answer.status, answer.headers["Retry-After"]) == (429, "600")
        assert (await pages.log_in()).status == 429
        world.now += GUESSING
        assert (await pages.get("/a.atom", Authorization=basic(PASSWORD))).status == 404
