"""The digest in a real browser: reviewing by keyboard, filters, hostile headlines, narrow and dark screens."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.browser import Browsing, browsing
from tests.busy import busy_world
from tests.world import Item, World

MEETING = Item(id="meeting", title="Coastal Registry Office pays Talvane Freight $4 million", text="It is for berths.")
DEPOT = Item(id="depot", title="Talvane Freight opens a depot in Ellery", text="The novelist was there.")
WELDERS = Item(id="welders", title="Osprell Systems hires fifty welders", text="They begin in May.")


async def told(world: World, *items: Item) -> None:
    """Let the program alert of these items."""
    world.feed("/feed.xml", *items)
    await world.poll()
    world.now += timedelta(minutes=1)  # a digest ends before the present moment


def said(world: World) -> dict[tuple[str, str], str]:
    """Return what the database holds of reviews: verdict by entry's id and watch."""
    rows = world.rows("SELECT e.id, r.watch, r.verdict FROM reviews AS r JOIN entries AS e ON e.key = r.entry")
    return {(entry, watch): verdict for entry, watch, verdict in rows}


async def focused(b: Browsing) -> str:
    """Return the headline of the item that has the focus."""
    script = "document.activeElement.closest('.item')?.querySelector('h3').textContent ?? ''"
    return str(await b.page.evaluate(script)).strip()


async def press(b: Browsing, *keys: str) -> None:
    """Press keys, each after what the one before asked the server for is there."""
    for key in keys:
        await b.page.keyboard.press(key)
        await b.page.wait_for_selector(".htmx-request, .htmx-settling", state="detached")


async def test_review_by_keyboard(world: World) -> None:
    """Keys j and k walk, y and n judge and go on to the next open item, a digit says which name; u takes all back."""
    await told(world, MEETING, DEPOT, WELDERS)
    async with browsing(world) as b:
        await b.open("/")
        await press(b, "j")
        assert await focused(b) == MEETING.title
        await press(b, "j", "k")
        assert await focused(b) == MEETING.title
        await press(b, "n")
        assert said(world) == {}
        await press(b, "1")
        first = await b.page.get_attribute(".item:focus .verdict", "data-watch")
        assert said(world) == {("meeting", first): "wrong"}
        await press(b, "j", "y")
        shown = await b.page.inner_text(".item:has(.verdict.right) h3")
        assert (shown, await b.page.inner_text("#open")) == (DEPOT.title, "1")
        assert await focused(b) == WELDERS.title
        await press(b, "n")
        assert said(world)[("welders", "osprell")] == "wrong"
        assert await b.page.locator(".item:has(.verdict.wrong) .lessons a[href^='/lists/freight.toml?watch=']").count()
        await press(b, "u", "u")
        assert said(world) == {("meeting", first): "wrong"}
        assert await focused(b) == DEPOT.title
        await press(b, "u", "u")
        assert said(world) == {}
        assert await b.page.inner_text("#open") == "3"


async def test_right_means_all_names_and_buttons_can_be_taken_back_too(world: World) -> None:
    """Key y marks every name of the item; a button pressed with the mouse is undone by u; the list of keys opens."""
    await told(world, MEETING)
    async with browsing(world) as b:
        await b.open("/")
        await press(b, "j", "y")
        assert said(world) == {("meeting", "talvane"): "right", ("meeting", "coastal-registry"): "right"}
        assert world.rows("SELECT marks FROM outbox") == [(1,)]
        wrong = b.page.get_by_role("group", name="Talvane Freight").get_by_role("button", name="wrong")
        await wrong.click()
        await b.page.wait_for_selector(".verdict.wrong")
        assert said(world)[("meeting", "talvane")] == "wrong"
        assert await wrong.get_attribute("aria-pressed") == "true"
        await press(b, "u")
        assert said(world)[("meeting", "talvane")] == "right"
        await press(b, "x")
        assert await b.page.is_visible(".item details[open] .why")
        await b.page.keyboard.press("?")
        assert "take back the last verdict" in await b.page.inner_text("dialog")
        await b.shot("keys")
        await b.page.keyboard.press("Escape")
        await b.page.keyboard.press("e")
        await b.page.wait_for_url("**/entry/*")


async def test_a_question_is_put_away(world: World) -> None:
    """While it asks which name is wrong, y or a button ends the question and its words; only one thing is said."""
    await told(world, MEETING)
    async with browsing(world) as b:
        said_there = b.page.locator("#said")
        await b.open("/")
        await press(b, "j", "n")
        assert "Which name is wrong?" in await said_there.inner_text()
        await press(b, "y")
        assert await said_there.inner_text() == "Right. u takes it back."
        assert await b.page.locator(".asking").count() == 0
        await press(b, "n")
        await b.page.get_by_role("group", name="Talvane Freight").get_by_role("button", name="wrong").click()
        await b.page.wait_for_selector(".verdict.wrong")
        assert await b.page.locator(".asking").count() == 0
        assert "Which name" not in await said_there.inner_text()


@pytest.mark.parametrize("key", ["u", "Escape"])
async def test_putting_a_question_away_takes_nothing_back(world: World, key: str) -> None:
    """Keys u and Escape end the question alone; what was said before stands until u is pressed once more."""
    await told(world, MEETING)
    async with browsing(world) as b:
        await b.open("/")
        await press(b, "j", "y", "n", key)
        assert said(world) == {("meeting", "talvane"): "right", ("meeting", "coastal-registry"): "right"}
        assert await b.page.locator(".asking").count() == 0
        assert await b.page.locator("#said").inner_text() == ""
        await press(b, "u")
        assert said(world) == {}


async def test_a_question_stays_as_long_as_it_is_open(world: World) -> None:
    """Its words outlast what else is said, and tell what a digit, a second n and Escape mean, after a digit too."""
    await told(world, MEETING)
    async with browsing(world) as b:
        said_there = b.page.locator("#said")
        await b.page.clock.install()
        await b.open("/")
        await press(b, "j", "n")
        first = "Which name is wrong? 1 to 2: that name; n: all of them; Esc: none."
        await b.page.clock.fast_forward(60_000)
        assert await said_there.inner_text() == first
        await b.page.evaluate("wirewatch.say('That did not work.')")
        await b.page.clock.fast_forward(60_000)
        assert await said_there.inner_text() == first
        await b.page.keyboard.press("1")
        await b.page.wait_for_selector(".verdict.wrong")
        await b.page.get_by_text("Which other name is wrong?").wait_for()
        await b.page.clock.fast_forward(60_000)
        assert "n: all of them; Esc: no other" in await said_there.inner_text()
        await b.page.keyboard.press("n")
        await b.page.get_by_text("Wrong. u takes it back.").wait_for()
        assert said(world) == {("meeting", "talvane"): "wrong", ("meeting", "coastal-registry"): "wrong"}
        await b.page.clock.fast_forward(60_000)
        assert await said_there.inner_text() == ""


async def test_the_rest_of_a_wrong_story_is_announced(world: World) -> None:
    """Where a report of a larger story stands as marked wrong, the page says that the others may come up."""
    words = "the rest of its story may come up above by itself"
    await told(world, MEETING, replace(MEETING, id="copy", title=MEETING.title + " for berths"), WELDERS)
    async with browsing(world) as b:
        await b.open("/")
        assert words not in await b.page.inner_text("main")
        item = b.page.locator(".item", has_text=MEETING.title)
        await item.first.focus()
        await press(b, "n", "n")
        await b.page.get_by_text("Wrong. u takes it back.").wait_for()
        await b.open("/")
        assert words in await b.page.inner_text("main")


async def test_only_today_is_today_in_the_menu(world: World) -> None:
    """The menu marks Today on its own page, by whichever address, and not on another day's or a week's."""
    await told(world, DEPOT)
    async with browsing(world) as b:
        here = b.page.locator(".top nav a[aria-current=page]")
        for path, marked in {
            "/": ["Today"], "/day/2026-11-22": ["Today"], "/day/2026-03-09": [], "/week/2026-11-22": [],
            "/feeds": ["Feeds"],
        }.items():  # fmt: skip
            await b.open(path)
            assert await here.all_inner_texts() == marked, path


async def test_examples_of_a_search_stand_on_one_line(world: World) -> None:
    """On a phone no example of the syntax is broken, and the page still fits."""
    async with browsing(world, width=390) as b:
        await b.open("/search")
        lines = await b.page.locator("main kbd").evaluate_all("all => all.map(each => each.getClientRects().length)")
        assert lines == [1] * 5
        assert not await b.scrolls_sideways()


async def test_key_y_leaves_out_what_the_text_does_not_name(world: World) -> None:
    """A name of an earlier version gets no verdict by a key that means what is shown."""
    await told(world, MEETING)
    with contextlib.closing(sqlite3.connect(world.database)) as db, db:
        db.execute("DELETE FROM mentions WHERE watch = 'talvane'")
    async with browsing(world) as b:
        await b.open("/")
        await press(b, "j", "y")
        assert said(world) == {("meeting", "coastal-registry"): "right"}
        await press(b, "u")
        assert said(world) == {}


@pytest.mark.parametrize(("width", "there"), [(1200, True), (390, False)])
async def test_filters_are_folded_on_a_phone(world: World, width: int, there: bool) -> None:
    """There the first verdict stands on the first screen; where there is room, and where one is set, they are open."""
    await told(world, MEETING, DEPOT, WELDERS)
    async with browsing(world, width=width, height=844) as b:
        await b.open("/")
        assert await b.page.is_visible("select[name=watch]") is there
        place = await b.page.locator(".pair").first.bounding_box()
        assert place
        assert place["y"] + place["height"] < 844
        await b.open("/?watch=osprell")
        assert await b.page.is_visible("select[name=watch]")


async def test_filters_send_themselves(world: World) -> None:
    """Choosing a watch shows its stories at an address that can be kept."""
    await told(world, MEETING, DEPOT, WELDERS)
    async with browsing(world) as b:
        await b.open("/")
        await b.page.select_option("select[name=watch]", "osprell")
        await b.page.wait_for_url("**/?watch=osprell*")
        assert await b.page.locator(".item").count() == 1


async def test_without_javascript_one_can_review_as_well(world: World) -> None:
    """A button sends its form, and one is back at the item."""
    await told(world, DEPOT)
    async with browsing(world, javascript=False) as b:
        await b.open("/day/2026-11-22")
        await b.page.get_by_role("button", name="right").click()
        await b.page.wait_for_url("**/day/2026-11-22#item-1")
        assert said(world) == {("depot", "talvane"): "right"}
        assert await b.page.locator(".verdict.right").count() == 1


@pytest.mark.parametrize(("width", "dark"), [(1200, False), (390, True), (360, False)])
async def test_pages_fit_any_screen(world: World, width: int, dark: bool) -> None:
    """Today, a week, a search and an entry fit; hostile headlines do nothing: no dialog, no error, no other title."""
    await busy_world(world)
    key = world.rows("SELECT max(entry) FROM facts")[0][0]
    paths = {"today": "/", "week": "/week/2026-11-21", "search": "/search?q=talvane", "entry": f"/entry/{key}"}
    async with browsing(world, width=width, dark=dark) as b:
        b.page.on("dialog", lambda dialog: b.errors.append(f"a dialog: {dialog.message}"))
        for name, path in paths.items():
            await b.open(path)
            assert not await b.scrolls_sideways(), name
            assert "taken" not in await b.page.title()
            assert not await b.page.locator("a[href^='javascript:'], a[href^='data:'], main img, main script").count()
            await b.shot(f"{name}-{width}-{'dark' if dark else 'light'}")


async def test_what_other_programs_write_does_nothing_either(world: World) -> None:
    """A megabyte of headline, markup, turned writing, NUL and bad links straight in the database: shown, cut, inert."""
    await told(world, DEPOT)
    trap = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\u202eegap\u202c\x00"
    with contextlib.closing(sqlite3.connect(world.database)) as db, db:
        db.execute("UPDATE entries SET link = 'data:text/html,x', title = ?", (trap + "Talvane " * 125_000,))
        db.execute("UPDATE mentions SET sentence = ?, evidence = ?", (trap, '["<b>&</b>"]'))
        db.execute("UPDATE decisions SET reason = ?", (trap,))
    async with browsing(world) as b:
        b.page.on("dialog", lambda dialog: b.errors.append(f"a dialog: {dialog.message}"))
        for path in ("/", "/entry/1", "/search?q=talvane"):
            await b.open(path)
            assert "taken" not in await b.page.title()
            assert not await b.page.locator("main img, main script, main a[href^='data:']").count()
            assert not await b.scrolls_sideways()
            assert len(await b.page.inner_text("h1, h2, h3")) < 1000
