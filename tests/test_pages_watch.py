"""Watches and facts in a real browser."""

from __future__ import annotations

import pytest

from tests.browser import browsing
from tests.busy import busy_world
from tests.world import World


@pytest.mark.parametrize(("width", "dark"), [(1200, False), (390, True)])
async def test_the_pages_of_watches_and_facts_fit_any_window(world: World, width: int, dark: bool) -> None:
    """Nothing scrolls sideways on a desk or a phone, light or dark, and the browser complains of nothing."""
    await busy_world(world)
    async with browsing(world, width=width, dark=dark) as b:
        for name, path in (
            ("watches", "/watches"),
            ("watch", "/watch/talvane"),
            ("watch-year", "/watch/coastal-registry?span=year&show=unsure"),
            ("facts", "/facts"),
        ):
            await b.open(path)
            assert not await b.scrolls_sideways(), path
            await b.shot(f"{name}-{width}-{'dark' if dark else 'light'}")


async def test_the_filter_of_watches_narrows_the_list_as_one_types(world: World) -> None:
    """Typing leaves the watches that have the words, keeps what is typed, and puts it into the address."""
    await busy_world(world)
    async with browsing(world) as b:
        await b.open("/watches")
        field = b.page.get_by_label("Filter the watches")
        await field.press_sequentially("ospr")
        await b.page.locator("#found").get_by_text("1 watch of").wait_for()
        assert await b.page.locator(".watches tbody a").inner_text() == "Osprell Systems"
        assert b.page.url.endswith("/watches?q=ospr")
        assert await field.evaluate("field => field === document.activeElement && field.value === 'ospr'")
        await field.fill("nobody")
        await b.page.get_by_text("No watch has these words.").wait_for()


async def test_a_watch_is_muted_and_unmuted_by_keyboard(world: World) -> None:
    """The mute is a plain form: it works from the keyboard, and says until when."""
    await busy_world(world)
    async with browsing(world) as b:
        await b.open("/watch/talvane")
        await b.page.get_by_role("button", name="Mute for 7d").focus()
        await b.page.keyboard.press("Enter")
        await b.page.get_by_text("Muted until 29 November 2026").wait_for()
        await b.page.get_by_role("button", name="Unmute").focus()
        await b.page.keyboard.press("Enter")
        await b.page.get_by_role("button", name="Mute for 7d").wait_for()


async def test_the_pages_can_be_read_without_javascript(world: World) -> None:
    """Charts, tables and filters need no script."""
    await busy_world(world)
    async with browsing(world, javascript=False) as b:
        await b.open("/watches")
        await b.page.get_by_label("Filter the watches").fill("registry")
        await b.page.keyboard.press("Enter")
        await b.page.wait_for_url("**/watches?q=registry")
        assert await b.page.locator(".watches tbody tr").count() == 1
        await b.page.get_by_role("link", name="Coastal Registry Office").click()
        await b.page.get_by_text("The figures as a table").click()
        assert await b.page.locator(".figures tbody tr").count() > 1
