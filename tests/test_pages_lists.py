"""The watchlist editor in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import Browsing, browsing
from tests.busy import busy_world
from tests.world import WATCHLIST, World, read

if TYPE_CHECKING:
    from playwright.async_api import Dialog

FILE = "watchlists/freight.toml"
NOTED = WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = [\n  "Talvane", # as dockers say\n]  # more?')


async def _open(b: Browsing, query: str = "") -> None:
    await b.open(f"/lists/freight.toml{query}")
    await b.page.locator("#problems .found").wait_for()


async def _type(b: Browsing, old: str, new: str) -> None:
    """Select a part of the text and type something else, as a person would."""
    await b.page.locator("#draft").evaluate(
        "(field, old) => { field.focus(); field.selectionStart = field.value.indexOf(old);"
        " field.selectionEnd = field.selectionStart + old.length; }",
        old,
    )
    await b.page.keyboard.press("Delete")
    await b.page.keyboard.type(new)


async def test_an_error_shows_at_its_line_as_one_types(world: World) -> None:
    """A key that nobody knows is named at its line with the nearest known one, and gone when it is mended."""
    async with browsing(world) as b:
        await _open(b)
        await _type(b, "aliases", "aliasses")
        await b.page.locator("#problems .wrong").wait_for()
        assert "did you mean 'aliases'" in await b.page.inner_text("#problems")
        line = WATCHLIST.split("\n").index('aliases = ["Talvane"]') + 1
        assert await b.page.inner_text("#problems .wrong a") == f"line {line}"
        assert await b.page.inner_text(".gutter .wrong") == f"{line}\n"
        await b.shot("list-error")
        await b.page.click("#problems .wrong a")
        chosen = "document.getSelection().toString() || draft.value.slice(draft.selectionStart, draft.selectionEnd)"
        assert await b.page.evaluate(chosen) == 'aliasses = ["Talvane"]'
        await _type(b, "aliasses", "aliases")
        await b.page.locator("#problems .good").wait_for()
        assert await b.page.locator(".gutter .wrong").count() == 0


async def test_the_backtest_follows_the_draft(world: World) -> None:
    """Taking a name out of a list shows the alerts that would vanish; with it back nothing changes."""
    await busy_world(world)
    async with browsing(world, width=1400) as b:
        await _open(b)
        await _type(b, '"Talvane Freight"', '"Talvane Shipping Line"')
        await _type(b, 'aliases = ["Talvane"]', "")
        await b.page.locator("#trial .changes.gone li").first.wait_for()
        assert "would alert no more" in await b.page.inner_text("#trial")
        assert "Talvane Freight\t0.8\t0.0" in await b.page.inner_text("#trial .volumes")
        await b.shot("list-trial")
        await _type(b, '"Talvane Shipping Line"', '"Talvane Freight"')
        await _type(b, "\n\nabout", '\naliases = ["Talvane"]\nabout')
        await b.page.keyboard.press("Control+Enter")
        await b.page.locator("#trial .same").wait_for()


async def test_a_draft_is_saved_by_keyboard(world: World) -> None:
    """Ctrl+S writes the file and takes it into force, and the page says so; leaving then asks nothing."""
    async with browsing(world, dark=True) as b:
        await _open(b)
        await _type(b, "Freight and border", "Ships and border")
        assert await b.page.inner_text("#state") == "not saved"
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#state", has_text="saved and in force").wait_for()
        assert read(world.folder / FILE) == WATCHLIST.replace("Freight and border", "Ships and border")
        assert b.site.watchlists.lists[0].title == "Ships and border"
        await b.shot("list-saved-dark")
        await _type(b, "Ships and border", "Boats")
        await b.page.keyboard.press("Control+s")
        await b.page.wait_for_function("() => !changed()")
        assert 'title = "Boats"' in read(world.folder / FILE)


async def test_a_newer_file_is_not_overwritten(world: World) -> None:
    """Where the file was changed meanwhile, both changes are shown, and put together on demand."""
    async with browsing(world, width=1400) as b:
        await _open(b)
        await _type(b, "Freight and border", "Ships and border")
        world.watch(WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = ["Talvane", "Talvane Lines"]'))
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#conflict h2").wait_for()
        shown = await b.page.inner_text("#conflict")
        assert '+aliases = ["Talvane", "Talvane Lines"]' in shown
        assert '+title = "Ships and border"' in shown
        assert "Ships" not in read(world.folder / FILE)
        await b.shot("list-conflict")
        await b.page.click("[data-both]")
        await b.page.locator("#state", has_text="Both changes are in the draft").wait_for()
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#state", has_text="saved and in force").wait_for()
        text = read(world.folder / FILE)
        assert "Talvane Lines" in text
        assert "Ships and border" in text


async def test_a_field_of_the_form_leaves_comments_alone(world: World) -> None:
    """What is filled in changes its value in the text; comments, order and all other lines stay."""
    world.watch(NOTED)
    async with browsing(world) as b:
        await _open(b)
        await b.page.keyboard.press("Alt+f")
        await b.page.click("summary:has-text('Talvane Freight')")
        await b.page.fill("[data-field=aliases]", "Talvane\nTalvane Lines")
        await b.page.fill("[data-field=about]", "Invented ferry company.")
        await b.page.locator("[data-field=about]").blur()
        await b.shot("list-form")
        await b.page.keyboard.press("Alt+f")
        changed = NOTED.replace("# as dockers say\n", '# as dockers say\n  "Talvane Lines",\n')
        changed = changed.replace("# more?\n", '# more?\nabout = "Invented ferry company."\n')
        assert await b.page.input_value("#draft") == changed


async def test_watches_come_and_go_in_the_form(world: World) -> None:
    """A new watch gets an id from its name and opens; one is removed without the others; Enter does not save."""
    async with browsing(world, width=390, height=800) as b:
        await _open(b)
        await b.page.click("[data-view=form]")
        await b.page.fill("[data-new=watch]", "Marlow Dredging")
        await b.page.keyboard.press("Enter")
        await b.page.locator("details[open] [data-field=name]").wait_for()
        assert await b.page.input_value("details[open] [data-field=id]") == "marlow-dredging"
        assert not await b.scrolls_sideways()
        await b.shot("list-form-phone")
        await b.page.click("summary:has-text('Osprell Systems')")
        await b.page.click("details:has(summary:has-text('Osprell Systems')) [data-drop]")
        await b.page.wait_for_function("() => !draft.value.includes('Osprell')")
        assert 'name = "Marlow Dredging"' in await b.page.input_value("#draft")
        assert read(world.folder / FILE) == WATCHLIST


async def test_an_error_leads_to_its_field(world: World) -> None:
    """In the form, an error's line is a link to the field; what was just typed is saved, too."""
    async with browsing(world) as b:
        await _open(b)
        await b.page.keyboard.press("Alt+f")
        await b.page.click("summary:has-text('Osprell Systems')")
        field = b.page.locator("details[open] [data-field=id]")
        await field.fill("Osprell!")
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#problems .wrong a").click()
        assert await field.evaluate("(field) => field === document.activeElement")
        await field.fill("osprell-systems")
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#state", has_text="saved and in force").wait_for()
        assert read(world.folder / FILE) == WATCHLIST.replace('"osprell"', '"osprell-systems"')


async def test_leaving_with_a_draft_asks_first(world: World) -> None:
    """The browser warns of what is not saved."""
    async with browsing(world) as b:
        await _open(b)
        await _type(b, "Freight and border", "Ships")
        asked: list[str] = []

        async def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            await dialog.accept()

        b.page.on("dialog", stay)
        await b.page.click(".brand")
        await b.page.wait_for_url("**/")
        assert asked == ["beforeunload"]


async def test_without_javascript_the_text_can_be_edited(world: World) -> None:
    """Check, try and save are plain buttons then."""
    async with browsing(world, javascript=False) as b:
        await b.open("/lists/freight.toml")
        await b.page.fill("#draft", WATCHLIST.replace('kind = "agency"', 'kind = "agencies"'))
        await b.page.click("text=Check")
        assert "did you mean 'agency'" in await b.page.inner_text("#problems")
        await b.page.fill("#draft", WATCHLIST.replace("Freight and border", "Ships"))
        await b.page.click("#save")
        assert "saved and in force" in await b.page.inner_text("#state")
        assert read(world.folder / FILE) == WATCHLIST.replace("Freight and border", "Ships")


async def test_hostile_text_in_a_list_does_nothing(world: World) -> None:
    """Markup in titles, names, comments and errors is text on every page of the editor."""
    bad = "</textarea><script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
    async with browsing(world) as b:
        world.watch(f'# {bad}\n{WATCHLIST}[[watch]]\nid = "x"\nname = "{bad}"\nkind = "{bad}"\n')
        await b.open("/lists")
        await _open(b)
        await b.page.click("[data-view=form]")
        await b.page.locator("details.table").first.wait_for()
        assert await b.page.title() == "freight.toml · wirewatch"
        assert await b.page.locator("main img").count() == 0
        assert bad in await b.page.input_value("#draft")


async def test_the_lists_on_a_phone(world: World) -> None:
    """All lists with their problems fit a phone; a link to a proposed edit opens the editor at its watch."""
    async with browsing(world, width=390, height=800) as b:
        world.watch('title = "Broken"\n[[watch]]\nid = 7\n', name="broken.toml")
        await b.open("/lists")
        assert "line 2: watch.kind is missing" in await b.page.inner_text("main")
        await b.shot("lists-phone")
        assert not await b.scrolls_sideways()
        await b.open("/lists?watch=talvane&misses=Talvane+sings+in+Ellery")
        await b.page.locator("#problems .found").wait_for()
        assert 'misses = ["Talvane sings in Ellery"]' in await b.page.input_value("#draft")
        assert await b.page.inner_text("#state") == "Here is the edit; nothing is saved yet."
        assert not await b.scrolls_sideways()
        await b.shot("list-phone")


async def test_a_draft_outlives_a_new_start_of_the_server(world: World) -> None:
    """Where the page's token is not known any more, the page gets a new one and saves all the same."""
    async with browsing(world) as b:
        await _open(b)
        await b.page.evaluate("editor.elements.csrf.value = 'of yesterday'")
        await _type(b, "Freight and border", "Ships")
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#state", has_text="saved and in force").wait_for()
        assert read(world.folder / FILE) == WATCHLIST.replace("Freight and border", "Ships")
