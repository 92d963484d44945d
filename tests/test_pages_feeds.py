"""The feeds' pages in a real browser."""

from __future__ import annotations

import tomllib
from datetime import timedelta

import pytest

from tests.browser import browsing
from tests.busy import busy_world
from tests.world import Item, World, aged, read

FRESH = "/fresh.xml"
ADDRESS = "input[name=address]"


async def test_a_feed_is_found_and_added(world: World) -> None:
    """Typing an address and Enter shows the feed below, without leaving the page; one button adds it."""
    world.feed(FRESH, Item(id="1", title="Talvane Freight opens a dock"), Item(id="2", title="Choir sings"))
    async with browsing(world) as b:
        await b.open("/feeds")
        await b.page.fill(ADDRESS, world.web.url(FRESH))
        await b.page.press(ADDRESS, "Enter")
        await b.page.wait_for_selector(".found mark >> text=Talvane Freight")
        assert b.page.url == b.address + "/feeds"
        await b.shot("feeds-found")
        await b.page.fill(".found input[name=name]", "Fresh news")
        await b.page.click("text=Add this feed")
        await b.page.wait_for_selector("text=Fresh news >> visible=true")
        assert (
            await b.page.text_content(".note")
            == "Added. No service runs on this database now; it is polled as soon as one does."
        )
    assert tomllib.loads(read(world.config))["feed"][1] == {"url": world.web.url(FRESH), "name": "Fresh news"}


async def test_what_is_no_feed_is_said_below_the_field(world: World) -> None:
    """An address without a feed is said at once, in words, and the page stays."""
    async with browsing(world, width=390) as b:
        await b.open("/feeds")
        await b.page.fill(ADDRESS, world.web.url("/nothing"))
        await b.page.press(ADDRESS, "Enter")
        said = await b.page.wait_for_selector("#found .trouble")
        assert said
        assert "answered 404" in (await said.text_content() or "")
        await b.shot("feeds-not-found-phone")


async def test_details_open_by_keyboard_and_load_once(world: World) -> None:
    """Enter on a feed's line opens it with its latest entries; what is loaded stays when it is closed and opened."""
    await busy_world(world)
    async with browsing(world) as b:
        asked: list[str] = []
        b.page.on("request", lambda request: asked.append(request.url))
        await b.open("/feeds")
        line = b.page.locator(".feed summary").first
        for _ in range(3):
            await line.press("Enter")
            await b.page.wait_for_selector(".known", state="attached")
        assert await b.page.locator(".known dt").first.is_visible()
        assert sum("/feeds/" in url for url in asked) == 1


async def test_a_feed_is_removed_only_after_a_second_thought(world: World) -> None:
    """The button does nothing until the box beside it is ticked."""
    await busy_world(world)
    aged(world.config)
    async with browsing(world) as b:
        await b.open("/feeds")
        await b.page.click("text=Quayside Ledger")
        await b.page.click("text=Edit or remove")
        await b.page.click("button:has-text('Remove')")
        assert "ledger.xml" in read(world.config)
        await b.page.check("text=Poll it no more")
        await b.page.click("button:has-text('Remove')")
        await b.page.wait_for_selector(".note")
    assert "ledger.xml" not in read(world.config)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
async def test_opml_goes_in_with_and_without_javascript(world: World, javascript: bool) -> None:
    """A file of another reader is looked at and taken over by plain forms."""
    opml = '<opml version="2.0"><body><outline text="North" xmlUrl="https://north.example/feed"/></body></opml>'
    async with browsing(world, javascript=javascript) as b:
        await b.open("/feeds")
        await b.page.click("text=From and to other readers")
        file = {"name": "mine.opml", "mimeType": "text/x-opml", "buffer": opml.encode()}
        await b.page.set_input_files("input[type=file]", files=[file])
        await b.page.click("text=Look at it")
        await b.page.click("text=Add these")
        await b.page.wait_for_selector(".label >> text=North")
    assert tomllib.loads(read(world.config))["feed"][1] == {"url": "https://north.example/feed", "name": "North"}


async def test_hostile_feeds_do_nothing_when_they_are_looked_at(world: World) -> None:
    """Markup, scripts in links and turned writing in a feed that one looks at are shown as text, or not at all."""
    world.feed(
        FRESH,
        Item(id="1", title="&lt;img src=x onerror=alert(1)&gt; Talvane Freight", link="javascript:alert(1)"),
        Item(id="2", title="\u202eTalvane Freight\u2066", link="data:text/html,hello", age=timedelta(hours=3)),
        Item(id="3", title='" autofocus onfocus="alert(1)'),
    )
    async with browsing(world) as b:
        dialogs: list[str] = []
        b.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        await b.open("/feeds")
        await b.page.fill(ADDRESS, world.web.url(FRESH))
        await b.page.press(ADDRESS, "Enter")
        await b.page.wait_for_selector(".found .latest")
        links = [await link.get_attribute("href") or "" for link in await b.page.locator(".found a").all()]
        assert all(link.startswith(("http://", "https://")) for link in links)
        assert await b.page.locator(".found img").count() == 0
        assert dialogs == []
