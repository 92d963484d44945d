"""Who may see the pages and who may change something, asked over real sockets, kindly and otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import ClientSession, CookieJar

from bot.web.guard import ALL_GUESSES, GUARD, GUESSES, GUESSING, LASTS
from bot.web.server import application
from tests.visit import PASSWORD, PUBLIC, Visit, visit
from tests.world import World

# --- names, origins and tokens -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8080", 404), ("LOCALHOST", 404), ("localhost:1", 404), ("[::1]:8080", 404), ("192.0.2.7", 404),
        ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.evil.example:80", 421),
        ("evil@127.0.0.1", 421), ("127.0.0.1:port", 421), ("127.0.0.1:99999999", 421), ("[fe80::1%25eth0]", 421),
        ("[::1", 421), ("0x7f000001", 421), ("localhost:80:80", 421), ("127.0.0.1/x", 421),
    ],
)  # fmt: skip
async def test_only_our_own_names_are_answered(world: World, host: str, status: int) -> None:
    """A name that somebody else leads to this machine gets no page and no token; addresses in numbers do."""
    async with visit(world) as pages:
        answer = await pages.get("/nothing", Host=host)
        assert answer.status == status
        assert ("csrf" in (await answer.text()).lower()) == (status == 404)


async def test_a_configured_name_is_ours(world: World) -> None:
    """The name in web.address is answered too, also when the proxy in front keeps its port."""
    async with visit(world, password=PASSWORD, address=PUBLIC) as pages:
        for host, status in (("wire.example", 200), ("wire.example:443", 200), ("other.example", 421)):
            assert (await pages.get("/login", Host=host)).status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303), ({"Origin": "own", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403), ({"Origin": "null"}, 403), ({"Origin": ""}, 403),
        ({"Origin": "http://127.0.0.1"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "own", "Sec-Fetch-Site": "same-site"}, 403),
    ],
)  # fmt: skip
async def test_a_form_of_another_site_is_refused_even_with_its_token(
    world: World, headers: dict[str, str], status: int
) -> None:
    """What changes something must come from our own origin, whatever else it knows."""
    async with visit(world) as pages:
        own = {name: pages.address if value == "own" else value for name, value in headers.items()}
        data = {"csrf": await pages.token()}
        answer = await pages.client.post(f"{pages.address}/logout", data=data, headers=own, allow_redirects=False)
        assert answer.status == status


async def test_a_form_needs_its_token(world: World) -> None:
    """Without the token, or with another, nothing is done; it may be a field or a header."""
    async with visit(world) as pages:
        token = await pages.token()
        for form in ({}, {"csrf": ""}, {"csrf": "x" * 43}, {"csrf": "é"}):
            assert (await pages.post("/logout", **form)).status == 403
        assert (await pages.post("/logout", csrf=token)).status == 303
        assert (await pages.get("/logout", "POST", X_CSRF_Token=token)).status == 303
        assert "too old" in await (await pages.post("/logout")).text()


async def test_behind_a_proxy_that_changes_the_name(world: World) -> None:
    """Where a proxy asks for 127.0.0.1, forms from web.address are still ours, and others are not."""
    async with visit(world, password=PASSWORD, address=PUBLIC) as pages:
        data = {"csrf": await pages.token(), "password": PASSWORD}
        for origin, status in ((PUBLIC, 303), ("https://wire.example.evil.example", 403)):
            headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
            answer = await pages.client.post(
                f"{pages.address}/login", data=data, headers=headers, allow_redirects=False
            )
            assert answer.status == status


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"])
async def test_no_password_and_a_proxy_do_not_go_together(world: World, header: str) -> None:
    """Pages without a password refuse what came through a proxy: it could be from anywhere."""
    async with visit(world) as pages:
        assert (await pages.get("/nothing", **{header: "192.0.2.7"})).status == 403


# --- logging in ----------------------------------------------------------------------------------


async def test_logging_in_and_out(world: World) -> None:
    """Nothing but the form is shown before; then pages are, until one logs out, which also ends the stolen cookie."""
    async with visit(world, password=PASSWORD) as pages:
        before = await pages.get("/nothing?a=b%26c")
        assert (before.status, before.headers["Location"]) == (303, "/login?next=%2Fnothing%3Fa%3Db%2526c")
        assert (await pages.log_in("wrong")).status == 403
        assert (await pages.get("/nothing")).status == 303
        done = await pages.log_in(next="/facts?a=b%26c", name="  Ada\n<b>  ")
        assert (done.status, done.headers["Location"]) == (303, "/facts?a=b%26c")
        shown = await pages.get("/nothing")
        assert shown.status == 404
        assert "Ada &lt;b&gt;" in await shown.text()
        stolen = "; ".join(f"{cookie.key}={cookie.value}" for cookie in pages.client.cookie_jar)
        token = await pages.token()
        assert (await pages.post("/logout", csrf=token)).headers["Location"] == "/login"
        async with ClientSession(headers={"Cookie": stolen}) as thief:
            assert (await thief.get(f"{pages.address}/nothing", allow_redirects=False)).status == 303


async def test_the_cookie_is_for_nobody_else(world: World) -> None:
    """Scripts can't read it, other sites don't send it, and the database knows only what it can't be made from."""
    async with visit(world, password=PASSWORD) as pages:
        cookie = (await pages.log_in()).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={int(LASTS.total_seconds())}"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert world.rows("SELECT count(*) FROM sessions") == [(1,)]
    (stored,) = world.rows("SELECT token_hash, name FROM sessions")
    assert cookie.partition("=")[2].partition(";")[0] not in stored
    assert PASSWORD not in str(stored)


async def test_over_https_the_cookie_is_bound_to_the_host(world: World) -> None:
    """With an https address the cookie is Secure and named __Host-, so no neighbour can set it."""
    async with visit(world, password=PASSWORD, address=PUBLIC) as pages:
        cookie = (await pages.log_in()).headers["Set-Cookie"]
    assert cookie.startswith("__Host-wirewatch=")
    assert "Secure" in cookie.split("; ")
    assert "Domain" not in cookie


async def test_sessions_end(world: World) -> None:
    """One is logged in for thirty days; another password logs everybody out at once."""
    async with visit(world, password=PASSWORD) as pages:
        await pages.log_in()
        cookies = {cookie.key: cookie.value for cookie in pages.client.cookie_jar}
        world.now += LASTS - timedelta(seconds=1)
        assert (await pages.get("/nothing")).status == 404
        world.now += timedelta(seconds=1)
        assert (await pages.get("/nothing")).status == 303
        world.now -= timedelta(days=1)
        assert (await pages.get("/nothing")).status == 404
    for password, status in ((PASSWORD, 404), ("another one", 303)):
        async with visit(world, password=password, listen="127.0.0.1:0") as pages:
            pages.client.cookie_jar.update_cookies(cookies)
            assert (await pages.get("/nothing")).status == status


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/\tevil", "/x\r\nSet-Cookie: a=b",
     "\\/e", "/é\u202e"],
)  # fmt: skip
async def test_the_login_leads_nowhere_else(world: World, wanted: str) -> None:
    """Whatever address somebody smuggles into the form, one ends on our pages."""
    async with visit(world, password=PASSWORD) as pages:
        answer = await pages.log_in(next=wanted)
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        assert answer.headers.getall("Set-Cookie")[0].startswith("wirewatch-")


async def test_a_part_of_a_page_leads_to_the_login_too(world: World) -> None:
    """When the session has ended, htmx is told where to go, and from there back to the page that it was on."""
    async with visit(world, password=PASSWORD) as pages:
        headers = {"HX_Request": "true", "HX_Current_URL": f"{pages.address}/facts?watch=a"}
        answer = await pages.get("/nothing", **headers)
        assert answer.headers["HX-Redirect"] == "/login?next=%2Ffacts%3Fwatch%3Da"
        for odd in ("", "http://[", "http://evil.example/facts", f"{pages.address}//evil.example"):
            answer = await pages.get("/nothing", HX_Request="true", HX_Current_URL=odd)
            assert answer.headers["HX-Redirect"] == "/login"


async def test_without_a_password_there_is_no_login(world: World) -> None:
    """The form sends on, and no password logs in, the empty one least of all."""
    async with visit(world) as pages:
        assert (await pages.get("/login?next=/facts")).headers["Location"] == "/facts"
        assert (await pages.log_in("")).status == 403


# --- guessing ------------------------------------------------------------------------------------


async def test_guessing_has_an_end(world: World) -> None:
    """After ten wrong passwords an address waits for ten minutes, also with the right one; who is in stays in."""
    async with visit(world, password=PASSWORD) as pages, ClientSession(cookie_jar=CookieJar(unsafe=True)) as other:
        inside = Visit(site=pages.site, address=pages.address, client=other)
        await inside.log_in()
        for _ in range(GUESSES):
            assert (await pages.log_in("wrong")).status == 403
        answer = await pages.log_in()
        assert (answer.status, "ten minutes" in await answer.text()) == (429, True)
        assert (await inside.get("/nothing")).status == 404
        world.now += GUESSING
        assert (await pages.log_in()).status == 303


async def test_behind_a_proxy_guesses_count_by_visitor(world: World) -> None:
    """With web.address set, the address that the proxy adds counts, not what the visitor wrote before it."""
    async with visit(world, password=PASSWORD, address=PUBLIC) as pages:

        async def guess(forwarded: str, password: str = "wrong") -> int:  # noqa: S107
            data = {"csrf": await pages.token(), "password": password}
            headers = {"X-Forwarded-For": forwarded}
            answer = await pages.client.post(
                f"{pages.address}/login", data=data, headers=headers, allow_redirects=False
            )
            return answer.status

        for number in range(GUESSES):
            assert await guess(f"198.51.100.{number}, 192.0.2.7") == 403
        assert await guess("198.51.100.99, 192.0.2.7") == 429
        assert await guess("192.0.2.8") == 403
        for number in range(GUESSES):
            assert await guess(f"2001:db8:1:2::{number}") == 403
        assert await guess("2001:db8:1:2:ffff::1") == 429  # one has 64 bits of addresses
        assert await guess("2001:db8:1:3::1", PASSWORD) == 303


async def test_without_a_proxy_nobody_is_believed(world: World) -> None:
    """Without web.address, X-Forwarded-For is a visitor's own invention."""
    async with visit(world, password=PASSWORD) as pages:
        for number in range(GUESSES + 1):
            data = {"csrf": await pages.token(), "password": "wrong"}
            headers = {"X-Forwarded-For": f"192.0.2.{number}"}
            answer = await pages.client.post(f"{pages.address}/login", data=data, headers=headers)
            assert answer.status == (403 if number < GUESSES else 429)


async def test_many_guessers_fill_no_memory(world: World) -> None:
    """All addresses together have a hundred guesses in ten minutes, so no more are ever kept."""
    async with visit(world, password=PASSWORD, address=PUBLIC) as pages:
        guard = application(pages.site)[GUARD]
        for number in range(10 * ALL_GUESSES):
            if not guard.waits(f"192.0.2.{number}", world.now):
                guard.wrong(f"192.0.2.{number}", world.now)
        assert len(guard.guesses) == ALL_GUESSES
        assert not guard.waits("192.0.2.1", world.now + GUESSING)
        assert guard.guesses == {}
