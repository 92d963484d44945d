"""Each page in a real browser, wide and on a phone, light and dark: pictures for the eye, and faults seen at a glance.

`make shots` writes the pictures to build/shots/.
"""

from __future__ import annotations

import re

import pytest

from bot.web.feeds import identifier
from tests.browser import browsing
from tests.busy import GAZETTE, busy_world
from tests.world import World

PAGES = {
    "today": "/",
    "day": "/day/2026-11-21",
    "week": "/week/2026-11-21",
    "search": "/search?q=freight",
    "watches": "/watches",
    "watch": "/watch/talvane",
    "lists": "/lists",
    "list": "/lists/freight.toml",
    "feeds": "/feeds",
    "facts": "/facts",
    "missing": "/no-such-page",
}
SIZES = [
    pytest.param(1200, 900, False, id="wide-light"),
    pytest.param(1200, 900, True, id="wide-dark"),
    pytest.param(390, 844, False, id="phone-light"),
    pytest.param(360, 740, True, id="phone-dark"),
]


FAULTS = """() => {
  const faults = [], all = (what) => [...document.querySelectorAll(what)];
  const note = (words, each) => faults.push(words + ": " + each.outerHTML.slice(0, 120));
  const says = (each) => each.getAttribute("aria-label") || each.getAttribute("aria-labelledby");
  const ranks = all("h1, h2, h3, h4").map((each) => Number(each.tagName[1]));
  if (ranks.filter((rank) => rank === 1).length !== 1) faults.push("headings of rank 1: " + ranks);
  if (ranks.some((rank, at) => at && rank > ranks[at - 1] + 1)) faults.push("a rank is skipped: " + ranks);
  for (const each of all("input:not([type=hidden]), select, textarea:not([hidden])"))
    if (!each.labels?.length && !says(each)) note("no label", each);
  for (const each of all("a, button"))
    if (!each.textContent.trim() && !says(each)) note("no words", each);
  for (const each of all("svg:not([aria-hidden=true])"))
    if (!says(each) && !each.querySelector("title")) note("no words for a picture", each);
  const names = all("[id]").map((each) => each.id);
  for (const name of new Set(names.filter((each, at) => names.indexOf(each) !== at))) faults.push("id twice: " + name);
  return faults;
}"""
"""What somebody without sight, or with a keyboard only, would stumble over."""


async def paths(world: World) -> dict[str, str]:
    """Return all pages of a busy world, by the name of their picture."""
    await busy_world(world)
    ((entry,),) = world.rows("SELECT max(entry) FROM facts")
    feed = f"/feeds/{identifier(world.web.url(GAZETTE))}"
    return {**PAGES, "entry": f"/entry/{entry}", "feed": feed}


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
async def test_every_page_fits_and_complains_of_nothing(world: World, width: int, height: int, dark: bool) -> None:
    """No page is wider than its window, has an error on the console or asks another machine for anything."""
    pages = await paths(world)
    wide: list[str] = []
    async with browsing(world, width=width, height=height, dark=dark) as b:
        for name, path in pages.items():
            await b.open(path)
            await b.shot(f"{name}-{width}-{'dark' if dark else 'light'}")
            if await b.scrolls_sideways():
                wide.append(path)
    assert wide == []


async def test_every_page_has_its_parts_in_order(world: World) -> None:
    """Each page has one heading of the first rank, none that skips a rank, and a label on every field and picture."""
    pages = await paths(world)
    found: dict[str, list[str]] = {}
    async with browsing(world) as b:
        for path in pages.values():
            await b.open(path)
            if faults := await b.page.evaluate(FAULTS):
                found[path] = faults
    assert found == {}


async def test_nothing_turns_the_writing_round(world: World) -> None:
    """A sign in a headline that would turn what follows it round stands on no page, whoever stored it."""
    pages = await paths(world)
    async with browsing(world, javascript=False) as b:
        turned = []
        for path in pages.values():
            await b.open(path)
            if re.search("[\u202a-\u202e\u2066-\u2069]", await b.page.content()):
                turned.append(path)
    assert turned == []


async def test_pages_can_be_read_without_javascript(world: World) -> None:
    """Every page shows its text without a script."""
    pages = await paths(world)
    async with browsing(world, javascript=False) as b:
        for path in pages.values():
            await b.open(path)
            assert len(await b.page.inner_text("main")) > 20, path
