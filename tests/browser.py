"""A real Chromium on the pages, for tests of what only a browser can show.

async with browsing(world, width=390, dark=True) as b:
    await b.page.goto(b.address)
    await b.page.keyboard.press("j")
    await b.shot("today-phone-dark")

`tests.busy.busy_world` fills the world's database with two weeks first. Whatever the browser complains of fails the
test when it ends: an exception in a script, an error on the console (what the Content-Security-Policy forbids is one),
a request to any other machine. Where there is no Chromium or no Playwright, the test skips with a reason.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot.config import read_settings
from bot.web.alone import Alone
from bot.web.guard import is_loopback
from bot.web.server import served
from bot.web.site import Site, open_site
from tests.world import ROOT, World

if TYPE_CHECKING:
    from playwright.async_api import ConsoleMessage, Page, Request, Response

HOW = "install Chromium (Debian: apt-get install chromium fonts-dejavu-core), or name its binary in CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ALONE = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
)  # fmt: skip
"""Nothing of Chromium's own on the network; a proxy of the environment is not for loopback."""
PATIENCE = 10_000
"""Milliseconds that the browser gets for one thing; a machine that builds something else meanwhile is slow."""


def chromium() -> str:
    """Return the path of the browser; skips the test if there is none."""
    pytest.importorskip("playwright", reason="Playwright is not installed (it comes with requirements-dev.lock)")
    paths = (os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES))
    found = next(filter(None, paths), "")
    if not found:
        pytest.skip(f"no Chromium on this machine: {HOW}")
    return found


@dataclass(slots=True, kw_only=True)
class Browsing:
    """A browser's page on the pages of a world."""

    page: Page
    address: str  #: of the pages, without a slash at the end
    site: Site
    errors: list[str] = field(default_factory=list)  #: what the browser complained of; a test takes out what it wanted

    async def open(self, path: str) -> None:
        """Open a page and wait until nothing is loading."""
        await self.page.goto(self.address + path, wait_until="load")

    async def shot(self, name: str, *, whole: bool = True) -> None:
        """Write a picture of the page, as far as it reaches or only what is in view, into the folder of pictures."""
        # Playwright makes the folder.
        folder = Path(os.environ.get("WIREWATCH_SHOTS") or ROOT / "build" / "shots")
        await self.page.screenshot(path=folder / f"{name}.png", full_page=whole, animations="disabled")

    async def scrolls_sideways(self) -> bool:
        """Tell whether the page is wider than the window."""
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(await self.page.evaluate(wider))


@contextlib.asynccontextmanager
async def browsing(
    world: World, *, width: int = 1200, height: int = 900, dark: bool = False, javascript: bool = True,
    password: str = "", now: Callable[[], datetime] | None = None,
) -> AsyncIterator[Browsing]:  # fmt: skip
    """Serve the pages on the world's files and database, and open a browser on them; `now` None: the world's clock."""
    binary = chromium()
    from playwright.async_api import async_playwright

    house = Alone.of(read_settings(world.config)).house(now or (lambda: world.now))
    async with (
        open_site(house, listen="127.0.0.1:0", password=password) as site,
        served(site) as address,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=binary, args=[*ALONE])
        try:
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                java_script_enabled=javascript,
                reduced_motion="reduce",
            )
            page = await context.new_page()
            page.set_default_timeout(PATIENCE)
            browsing = Browsing(page=page, address=address, site=site)
            _listen(browsing)
            yield browsing
        finally:
            await browser.close()
    assert browsing.errors == []


def _listen(browsing: Browsing) -> None:
    """Collect what the browser complains of."""
    errors = browsing.errors

    def console(message: ConsoleMessage) -> None:
        # Answers with an error are told by `answered`, with their address; the console says the same without.
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(f"console: {message.text}")

    def request(request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host and not is_loopback(host):
            errors.append(f"asked another machine: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            errors.append(f"{response.status}: {response.request.method} {response.url}")

    browsing.page.on("console", console)
    browsing.page.on("pageerror", lambda error: errors.append(f"script: {error}"))
    browsing.page.context.on("request", request)
    browsing.page.on("response", answered)
