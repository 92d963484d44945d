"""The watchlist editor's answers, without a browser."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.config import read_settings
from bot.drafts import open_sheet
from bot.tries import WAITING
from bot.web.alone import Alone
from bot.web.server import served
from bot.web.site import Site, open_site
from pipelines.merging import LARGEST
from tests.busy import busy_world
from tests.world import WATCHLIST, Item, World, aged, read

PATH = "/lists/freight.toml"
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True, kw_only=True)
class Client:
    """Somebody at the pages."""

    session: aiohttp.ClientSession
    site: Site
    csrf: str

    async def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page."""
        async with self.session.get(path) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, *, htmx: bool = True, **fields: str) -> tuple[int, str]:
        """Send a form, by htmx or plainly."""
        headers = HTMX if htmx else {}
        async with self.session.post(path, data={"csrf": self.csrf, **fields}, headers=headers) as answer:
            return answer.status, await answer.text()

    async def draft(self, path: str, text: str, *, htmx: bool = True, **more: str) -> tuple[int, str]:
        """Send a draft of the world's list, made from the file as it is."""
        sheet = open_sheet(self.site.settings.watchlists, "freight.toml")
        fields = {"draft": text, "base": sheet.text, "version": sheet.version} | more
        return await self.post(path, htmx=htmx, **fields)


@contextlib.asynccontextmanager
async def client(world: World) -> AsyncIterator[Client]:
    """Serve the pages on the world's files."""
    house = Alone.of(read_settings(world.config)).house(lambda: world.now)
    async with (
        open_site(house, listen="127.0.0.1:0", password="") as site,
        served(site) as address,
        aiohttp.ClientSession(address) as session,
    ):
        async with session.get("/lists") as answer:
            token = re.search(r'name="csrf" value="([^"]+)"', await answer.text())
        assert token
        yield Client(session=session, site=site, csrf=token[1])


def _line(fields: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items()}


async def test_only_lists_have_a_page(world: World) -> None:
    """Paths out of the folder, hidden files and what is no list are not found."""
    (world.folder / "watchlists" / ".secret.toml").write_text("x = 1\n")
    async with client(world) as c:
        assert (await c.get(PATH))[0] == 200
        for name in (".secret.toml", "gone.toml", "..%2Fconfig.toml", "%2e%2e%2fconfig.toml", "config.toml"):
            assert (await c.get(f"/lists/{name}"))[0] == 404
            assert (await c.post(f"/lists/{name}", draft="", version=""))[0] == 404


async def test_a_form_of_another_site_changes_nothing(world: World) -> None:
    """Without the page's token nothing is saved."""
    async with client(world) as c:
        status, _ = await c.draft(PATH, 'title = "taken"\n', csrf="x")
        assert status == 403
        assert read(world.folder / PATH[1:].replace("lists", "watchlists")) == WATCHLIST


async def test_saving_says_what_is_in_force(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A good draft is in force at once; a bad one is answered with its errors, an outdated one with both changes."""
    async with client(world) as c:
        caplog.set_level("INFO")
        status, body = await c.draft(PATH, WATCHLIST.replace("Freight and border", "Ships"))
        assert (status, c.site.watchlists.lists[0].title) == (200, "Ships")
        assert "watchlist=freight.toml saved" in caplog.text
        status, body = await c.draft(PATH, WATCHLIST + "x = 1\n")
        assert status == 422
        assert 'data-line="26"' in body
        status, body = await c.draft(PATH, WATCHLIST, version="old", base=WATCHLIST)
        assert status == 409
        assert "+title = &#34;Ships&#34;" in body
        assert c.site.watchlists.lists[0].title == "Ships"


async def test_saving_twice_by_a_plain_form_is_saving_once(world: World) -> None:
    """Without JavaScript a double click sends the same form twice; both answers say that it is saved."""
    async with client(world) as c:
        sheet = open_sheet(c.site.settings.watchlists, "freight.toml")
        fields = {"draft": WATCHLIST + "# more\n", "base": sheet.text, "version": sheet.version}
        for _ in range(2):
            status, body = await c.post(PATH, htmx=False, **fields)
            assert (status, "conflict-heading" in body) == (200, False)


async def test_long_texts_of_nothing_in_common_are_not_compared(world: World) -> None:
    """Then the answer has the file's text only, and putting both together is refused."""
    base, mine, theirs = ("# x\n" + "".join(f"# {word} {n}\n" for n in range(LARGEST + 1)) for word in "abc")
    async with client(world) as c:
        world.watch(theirs)
        for htmx in (True, False):
            status, body = await c.draft(PATH, mine, htmx=htmx, version="old", base=base)
            assert status == 409
            assert "can&#39;t be compared" in body.replace("can't", "can&#39;t")
            assert f"# c {LARGEST}" in body
            assert "data-both" not in body
        assert (await c.draft(f"{PATH}/both", mine, base=base))[0] == 422


async def test_a_list_in_another_encoding_is_told(world: World) -> None:
    """What can't be read is answered in words, and is no fault of wirewatch."""
    file = world.folder / "watchlists" / "freight.toml"
    async with client(world) as c:
        file.write_bytes(WATCHLIST.replace("border", "b\u00f6rder").encode("latin-1"))
        aged(file)
        status, body = await c.get(PATH)
        assert (status, "it is not UTF-8" in body) == (422, True)
        assert (await c.get("/lists"))[0] == 200


async def test_proposed_edits_are_in_the_draft_only(world: World) -> None:
    """Links from elsewhere open the editor with their edit made, a doubtful name as an ambiguous one."""
    async with client(world) as c:
        for query, wanted in (
            ("watch=talvane&against=choir", "against = [&#34;choir&#34;]"),
            ("watch=talvane&alias=Talvane+Lines", "aliases = [&#34;Talvane&#34;, &#34;Talvane Lines&#34;]"),
            ("watch=talvane&ambiguous=Talvane&misses=Talvane+sings", "ambiguous = [&#34;Talvane&#34;]"),
            ("watch=talvane&ambiguous=Talvane&misses=Talvane+sings", "misses = [&#34;Talvane sings&#34;]"),
            ("watch=coastal-registry&ambiguous=CRO&misses=CRO+sings", "misses = [&#34;CRO sings&#34;]"),
            ("watch=talvane&ambiguous=Marlow", "“Marlow” is no name of Talvane Freight any more"),
            ("watch=talvane&alias=TLV", "ambiguous = [&#34;TLV&#34;]"),
            ("new=Marlow+Dredging&kind=agency", "id = &#34;marlow-dredging&#34;"),
            ("watch=nobody&misses=x", "The edit can&#39;t be made: there is no watch &#39;nobody&#39; any more."),
        ):
            status, body = await c.get(f"{PATH}?{query}")
            assert status == 200
            assert wanted in body
        assert (await c.get("/lists?watch=nobody"))[0] == 404
        assert read(world.folder / "watchlists/freight.toml") == WATCHLIST


async def test_a_new_watch_asks_for_list_and_kind(world: World) -> None:
    """Where there are several lists, a link to watch a name asks first, and then opens the draft of the list chosen."""
    world.watch('title = "Quay"\n', name="quay.toml")
    async with client(world) as c:
        for path in ("/lists?new=Marlow", f"{PATH}?new=Marlow"):
            status, body = await c.get(path)
            assert status == 200
            assert "In which list shall <b><bdi>Marlow</bdi></b> be watched" in body
            assert "<option selected>company</option>" in body
        status, body = await c.get("/lists?new=Marlow&list=quay.toml&kind=agency")
        assert "name = &#34;Marlow&#34;\nkind = &#34;agency&#34;" in body
        assert "quay.toml" in body


async def test_quiet_trials_say_one_line(world: World) -> None:
    """A draft that changes no alert is answered by one line; what only vanishes shows nothing empty beside it."""
    await busy_world(world)
    async with client(world) as c:
        text = read(world.folder / "watchlists/freight.toml")
        _, body = await c.draft(f"{PATH}/try", text + "# later\n", htmx=False)
        assert "No alert would change" in body
        assert 'class="volumes"' not in body
        gone = text.replace("Talvane Freight", "Talvane Shipping Line").replace('aliases = ["Talvane"]', "")
        _, body = await c.draft(f"{PATH}/try", gone, htmx=False)
        assert "would alert no more" in body
        assert "No entry would newly alert." in body
        assert ">0 entries" not in body
        assert re.search(r"<td>none</td>", body)


async def test_a_result_is_of_what_is_in_force(world: World) -> None:
    """A trial is found again until entries, lists or settings are others; then it is made anew."""
    world.feed("/feed.xml", Item(id="dock", title="Talvane Freight opens a dock"))
    world.configure("/feed.xml")
    draft = WATCHLIST.replace("Talvane Freight", "Marlow Dredging").replace('"Talvane"', '"Marlow"')
    async with client(world) as c:

        async def made() -> int:
            assert (await c.draft(f"{PATH}/try", draft, htmx=False))[0] == 200
            return len(c.site.tries.runs)

        assert (await made(), await made()) == (1, 1)
        await world.poll()
        assert (await made(), await made()) == (2, 2)
        world.watch(WATCHLIST + '[[watch]]\nid = "x"\nname = "Harlow"\nkind = "company"\n')
        c.site.house.reload()
        assert await made() == 3
        for number, (extra, more) in enumerate(
            (("dedupe = false", ""), ('chat = "@other"', ""), ("", '[schedule]\ntimezone = "Asia/Tokyo"')), 4
        ):
            world.configure("/feed.xml", extra=extra, more=more)
            c.site.house.reload()
            assert await made() == number


async def test_pages_without_javascript_wait_side_by_side(world: World) -> None:
    """They have no name by which one could end the trial of another; where too many wait, a new one is refused."""
    async with client(world) as c:
        held = threading.Event()
        c.site.trials.submit(held.wait)
        try:
            plain = [asyncio.create_task(c.draft(f"{PATH}/try", f"{WATCHLIST}# {n}\n", htmx=False)) for n in range(2)]
            for number in range(2, WAITING):
                status, body = await c.draft(f"{PATH}/try", f"{WATCHLIST}# {number}\n", page=f"page {number}")
                assert (status, "this one is next" in body) == (202, True)
            while len(c.site.tries.runs) < WAITING:
                await c.get("/lists")
            status, body = await c.draft(f"{PATH}/try", WATCHLIST, page="page")
            assert (status, "waits for room" in body) == (202, True)
            status, body = await c.draft(f"{PATH}/try", WATCHLIST, htmx=False)
            assert "Many drafts are being tried" in body
            assert await c.site.studied(lambda: "feeds are read meanwhile")
        finally:
            held.set()
        for status, body in await asyncio.gather(*plain):
            assert (status, "nothing to try it with" in body) == (200, True)


async def test_without_javascript_check_looks_closer(world: World) -> None:
    """The plain button tells of test sentences as well, and what helps."""
    async with client(world) as c:
        text = WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = ["Talvane"]\nmisses = ["Talvane’s choir sings"]')
        _, body = await c.draft(f"{PATH}/check", text, htmx=False)
        assert "1 test sentence fails" in body
        assert 'data-name="Talvane"' in body
        _, body = await c.draft(f"{PATH}/unsure", text, watch="talvane", name="Talvane")
        assert 'ambiguous = [\\"Talvane\\"]' in body


async def test_lists_are_made_and_removed(world: World) -> None:
    """A new list opens; it is removed only if the person has said so."""
    async with client(world) as c:
        status, body = await c.post("/lists", htmx=False, name="quay", title="Quay")
        assert status == 200
        assert "quay.toml" in body
        version = open_sheet(c.site.settings.watchlists, "quay.toml").version
        assert (await c.post("/lists/quay.toml/remove", version=version))[0] == 422
        assert (await c.post("/lists/quay.toml/remove", version="old", sure="yes"))[0] == 409
        assert (await c.post("/lists/quay.toml/remove", htmx=False, version=version, sure="yes"))[0] == 200
        assert [part.title for part in c.site.watchlists.lists] == ["Freight and border"]
        assert (await c.post("/lists", name="../x", title=""))[0] == 422


async def test_a_rule_alone_can_change_what_alerts(world: World) -> None:
    """The backtest of a draft in which only a rule differs decides every entry again."""
    await busy_world(world)
    async with client(world) as c:
        text = read(world.folder / "watchlists/freight.toml")
        text += '\n[[rule]]\nid = "osprell-opens"\nall = ["osprell"]\n'
        status, body = await c.draft(f"{PATH}/try", text, htmx=False, days="30")
        assert status == 200
        assert re.search(r"[1-9]\d* entries would newly alert", body)
        assert "Osprell Systems opens its" in body


async def test_the_form_is_made_of_the_draft(world: World) -> None:
    """Fields, additions and removals work on the draft that comes along; what can't be done is told in words."""
    async with client(world) as c:
        status, body = await c.draft(f"{PATH}/form", WATCHLIST)
        assert body.count("<details") == 4
        place = {"table": "watch", "index": 1}
        status, body = await c.draft(f"{PATH}/fields", WATCHLIST, **_line(place))
        assert 'value="Osprell Systems"' in body
        status, body = await c.draft(f"{PATH}/field", WATCHLIST, **_line(place | {"key": "name", "value": "Osprell"}))
        assert '\\"Osprell\\"' in body
        for path, fields in (
            ("field", {"key": "nothing", "value": "x"}),
            ("drop", {"table": "watch", "index": 9}),
            ("drop", {"table": "watch", "index": 1, "id": "talvane"}),
            ("add", {"table": "watch", "name": " "}),
        ):
            status, body = await c.draft(f"{PATH}/{path}", WATCHLIST, **_line(fields))
            assert status == 422
            assert "words" in body
        assert (await c.draft(f"{PATH}/form", "nonsense"))[0] == 422
        for index in ("\u00b2", "-1", "", "x", "1" * 9):
            assert (await c.draft(f"{PATH}/fields", WATCHLIST, table="watch", index=index))[0] == 422
        assert (await c.draft(f"{PATH}/fields", "watch = [1]", table="watch", index="0"))[0] == 422
        status, body = await c.draft(f"{PATH}/drop", WATCHLIST, table="watch", index="1", id="osprell")
        assert (status, "osprell" in body) == (200, False)
