"""A visitor of the pages, over real sockets: a browser's cookies and nothing else of a browser.

async with visit(world, password=PASSWORD) as pages:
    await pages.log_in()
    answer = await pages.get("/facts")
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import ClientResponse, ClientSession, CookieJar

from bot.config import read_settings
from bot.web.alone import Alone
from bot.web.server import served
from bot.web.site import Site, open_site
from tests.world import World, aged

PASSWORD = "ferry lamp orchard"  # noqa: S105 - of nothing but tests
PUBLIC = "https://wire.example"


@dataclass(kw_only=True)
class Visit:
    """Pages that are served, and a browser's worth of cookies."""

    address: str
    client: ClientSession
    site: Site | None = None  #: None: another process has it

    async def get(self, path: str, method: str = "GET", **headers: str) -> ClientResponse:
        """Ask for a page; `X_Y="…"` is the header X-Y. Redirects are not followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, self.address + path, headers=named, allow_redirects=False)

    async def post(self, path: str, **fields: str) -> ClientResponse:
        """Send a form without its token."""
        return await self.client.post(self.address + path, data=fields, allow_redirects=False)

    async def token(self) -> str:
        """Return the token of the forms, as a page has it."""
        form = await self.get("/login")  # sends on where one is in
        text = await (form if form.status == 200 else await self.get("/nothing")).text()
        found = re.search(r'"X-CSRF-Token": "([^"]+)"', text.replace("&#34;", '"'))
        assert found
        return found[1]

    async def log_in(self, password: str = PASSWORD, **fields: str) -> ClientResponse:
        """Fill in the login form."""
        return await self.post("/login", csrf=await self.token(), password=password, **fields)


@contextlib.asynccontextmanager
async def visit(world: World, *, password: str = "", address: str = "", listen: str = "") -> AsyncIterator[Visit]:
    """Serve the pages as `wirewatch web` does."""
    if address and "[web]" not in world.config.read_text():
        world.config.write_text(f'{world.config.read_text()}\n[web]\naddress = "{address}"\n')
        aged(world.config)
    house = Alone.of(read_settings(world.config)).house(lambda: world.now)
    async with (
        open_site(house, listen=listen or "127.0.0.1:0", password=password) as site,
        served(site) as at,
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as client,
    ):
        yield Visit(site=site, address=at, client=client)


async def raw(address: str, *parts: bytes) -> bytes:
    """Write bytes to the server as they are and return what comes until it hangs up."""
    reader, writer = await asyncio.open_connection(urlsplit(address).hostname, urlsplit(address).port)
    answer = b""
    with contextlib.suppress(ConnectionError):
        for part in parts:
            writer.write(part)
            await writer.drain()
        while piece := await asyncio.wait_for(reader.read(1 << 16), 30):
            answer += piece
    writer.close()
    return answer
