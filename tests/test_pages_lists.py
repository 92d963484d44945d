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


CURSOR = """[
  draft.value.slice(0, draft.selectionStart).split("\\n").at(-1),
  draft.value.slice(draft.selectionStart, draft.selectionEnd),
]"""
"""The line of the text up to the cursor, and what is selected."""
IN_VIEW = """() => {
  const line = paint.querySelector(".here").getBoundingClientRect(), paper = draft.getBoundingClientRect();
  const middle = (line.top + line.bottom) / 2, inside = middle > paper.top && middle < paper.bottom;
  return inside && document.elementFromPoint(paper.left + 20, middle) === draft;
}"""
"""Whether the line that one was sent to can be seen."""
CUT_OFF = """[...document.querySelectorAll(".beside, .beside *")]
  .filter((each) => getComputedStyle(each).overflowY !== "visible" && each.scrollHeight > each.clientHeight + 1)
  .map((each) => each.className || each.tagName)"""
"""What stands beside the text and does not show all that is in it."""


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
        assert await b.page.evaluate(CURSOR) == ['aliasses = ["Talvane"]', ""]
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


async def test_saving_twice_is_no_conflict(world: World) -> None:
    """Ctrl+S pressed twice, or a double click, saves once; what was tried before is of other lists, and goes."""
    await busy_world(world)
    async with browsing(world) as b:
        await _open(b)
        await _type(b, '"Talvane Freight"', '"Talvane Shipping Line"')
        await b.page.locator("#trial .same, #trial .changes").first.wait_for()
        await b.page.keyboard.press("Control+s")
        await b.page.keyboard.press("Control+s")
        await b.page.evaluate("() => saves")
        await b.page.locator("#state", has_text="saved and in force").wait_for()
        assert await b.page.locator("#trial > *").count() == 0
        await _type(b, "Freight and border", "Ships")
        await b.page.dblclick("#save")
        await b.page.evaluate("() => edits.then(() => saves)")
        assert await b.page.locator("#conflict h2").count() == 0
        assert 'title = "Ships"' in read(world.folder / FILE)
        assert not await b.page.evaluate("changed()")


async def test_an_unchanged_draft_is_not_saved(world: World) -> None:
    """Ctrl+S without a change says that there is nothing to save, and writes nothing."""
    async with browsing(world) as b:
        await _open(b)
        before = (world.folder / FILE).stat().st_mtime_ns
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#state", has_text="nothing to save: in force").wait_for()
        await _type(b, "Freight and border", "Ships")
        assert await b.page.inner_text("#state") == "not saved"
        assert (world.folder / FILE).stat().st_mtime_ns == before


async def test_nothing_beside_the_text_is_cut_off(world: World) -> None:
    """Errors and the backtest make the page longer, and none scrolls in itself; many errors are folded, not cut."""
    await busy_world(world)
    for width in (1200, 390):
        async with browsing(world, width=width) as b:
            await _open(b)
            misses = ", ".join(f'"Talvane choir {n} sings an old hymn in a church by the quay"' for n in range(8))
            await _type(b, 'aliases = ["Talvane"]', f'aliases = ["Talvane"]\nmisses = [{misses}]')
            await b.page.locator("#problems .failing").first.wait_for()
            assert "and 2 more" in await b.page.inner_text("#problems .more")
            assert await b.page.evaluate(CUT_OFF) == []
            await _type(b, '"Talvane Freight"', '"Talvane Shipping Line"')
            await _type(b, 'aliases = ["Talvane"]', "")
            await b.page.locator("#trial .volumes").wait_for()
            assert await b.page.evaluate(CUT_OFF) == []
            assert not await b.scrolls_sideways()
            await b.shot(f"list-beside-{width}")


async def test_a_watch_is_removed_once(world: World) -> None:
    """A double click on the button removes one watch, not the next one too; an id just changed is known."""
    async with browsing(world) as b:
        await _open(b)
        await b.page.keyboard.press("Alt+f")
        await b.page.click("summary:has-text('Osprell Systems')")
        await b.page.fill("details[open] [data-field=id]", "osprell-systems")
        await b.page.evaluate("document.querySelector('details[open] [data-drop]').click()")
        await b.page.wait_for_function("() => !draft.value.includes('Osprell')")
        await b.page.click("summary:has-text('Talvane Freight')")
        await b.page.dblclick("details[open] [data-drop]")
        await b.page.wait_for_function("() => !draft.value.includes('Talvane')")
        await b.page.evaluate("() => edits")
        assert 'name = "Coastal Registry Office"' in await b.page.input_value("#draft")


async def test_an_error_at_a_key_of_any_name_has_a_link(world: World) -> None:
    """A quotation mark in a key is no end of anything."""
    world.watch(f"'q\"z' = 1\n{WATCHLIST}")
    async with browsing(world) as b:
        await _open(b)
        await b.page.keyboard.press("Alt+f")
        await b.page.locator("details.table").first.wait_for()
        await b.page.click("#problems .wrong a")
        assert b.errors == []


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
        assert not await b.page.locator(".keys").is_visible()


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


async def test_a_proposed_edit_is_typed_on_from_its_line(world: World) -> None:
    """A link with an edit leads to the end of the line that it adds, in view; the next key replaces nothing."""
    many = "".join(f'\n[[watch]]\nid = "w{n}"\nname = "Harlow Works {n}"\nkind = "company"\n' for n in range(60))
    world.watch(WATCHLIST + many)
    for width in (1200, 390):
        async with browsing(world, width=width, height=800) as b:
            await _open(b, "?watch=w30&misses=Harlow+sings")
            assert await b.page.evaluate(CURSOR) == ['misses = ["Harlow sings"]', ""]
            assert await b.page.evaluate(IN_VIEW)
            await b.page.keyboard.type("x")
            assert 'misses = ["Harlow sings"]x\n' in await b.page.input_value("#draft")
            await _open(b, "?watch=w59")
            assert await b.page.evaluate(CURSOR) == ["[[watch]]", ""]
            assert await b.page.evaluate(IN_VIEW)


async def test_a_failing_sentence_is_told_from_an_error(world: World) -> None:
    """It saves all the same, in words; where a firm name is found, a button makes it ambiguous, which helps."""
    async with browsing(world) as b:
        await _open(b)
        await _type(b, 'aliases = ["Talvane"]', 'aliases = ["Talvane"]\nmisses = ["The Talvane choir sings in church"]')
        await b.page.locator("#problems .failing").wait_for()
        assert "1 test sentence fails; it saves all the same" in await b.page.inner_text("#problems")
        assert await b.page.locator("#problems .wrong").count() == 0
        await b.shot("list-failing")
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#state", has_text="1 test sentence fails: wirewatch check will complain.").wait_for()
        await b.page.click("text=Move “Talvane” to ambiguous")
        await b.page.wait_for_function("() => draft.value.includes('ambiguous = [\"Talvane\"]')")
        await b.page.locator("#problems .failing").wait_for(state="detached")
        await _type(b, 'kind = "agency"', 'kind = "agencies"')
        await b.page.locator("#problems .wrong").wait_for()
        assert "1 error prevents saving" in await b.page.inner_text("#problems")


async def test_the_file_of_a_new_list_is_named_after_its_title(world: World) -> None:
    """Its name follows the title as one types, unless somebody wrote another; what is refused is told in words."""
    async with browsing(world) as b:
        await b.open("/lists")
        await b.page.locator("#title").press_sequentially("Été au Port, 2")
        assert await b.page.input_value("#name") == "ete-au-port-2.toml"
        await b.page.fill("#name", "Freight.toml")
        await b.page.focus("#title")
        await b.page.keyboard.press("End")
        await b.page.keyboard.type("!")
        assert await b.page.input_value("#name") == "Freight.toml"
        await b.page.click("text=Make it")
        assert "There is a list freight.toml already." in (await b.page.inner_text("main")).replace(
            "Freight", "freight"
        )
        assert await b.page.input_value("#title") == "Été au Port, 2!"
        await b.page.fill("#name", "")
        await b.page.click("text=Make it")
        await b.page.wait_for_url("**/lists/ete-au-port-2.toml")


async def test_a_draft_outlives_a_new_start_of_the_server(world: World) -> None:
    """Where the page's token is not known any more, the page gets a new one and saves all the same."""
    async with browsing(world) as b:
        await _open(b)
        await b.page.evaluate("editor.elements.csrf.value = 'of yesterday'")
        await _type(b, "Freight and border", "Ships")
        await b.page.keyboard.press("Control+s")
        await b.page.locator("#state", has_text="saved and in force").wait_for()
        assert read(world.folder / FILE) == WATCHLIST.replace("Freight and border", "Ships")
