"""The digest of any day as a page, one entry, and reviews sent from there."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

from aiohttp import ClientResponse, ClientSession

from bot.config import read_settings
from bot.web.alone import Alone
from bot.web.server import served
from bot.web.site import open_site
from tests.world import NOON, Item, World

MEETING = Item(id="meeting", title="Coastal Registry Office pays Talvane Freight $4 million", text="It is for berths.")
DEPOT = Item(id="depot", title="Talvane Freight opens a depot in Ellery", text="The novelist was there.")
DOUBT = Item(id="doubt", title="CRO meets in the old hall", text="Nobody knew which CRO.")


@dataclass(frozen=True)
class Client:
    """What a browser without JavaScript does."""

    session: ClientSession
    address: str

    async def get(self, path: str, **headers: str) -> str:
        """Return a page as text, its entities read."""
        async with self.session.get(self.address + path, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            return unescape(await answer.text())

    async def status(self, path: str) -> int:
        """Return how a page is answered."""
        async with self.session.get(self.address + path, allow_redirects=False) as answer:
            return answer.status

    async def post(
        self, path: str, *, partial: bool = False, shown: str = "/day/2026-11-22?watch=talvane", **fields: str
    ) -> ClientResponse:
        """Send a form with its token from the page shown, which is a path or a whole address."""
        token = re.search(r'"X-CSRF-Token": "([^"]+)"', await self.get("/"))
        assert token
        headers = {"X-CSRF-Token": token[1], "Referer": self.address + shown if shown.startswith("/") else shown}
        headers |= {"HX-Request": "true"} if partial else {}
        return await self.session.post(self.address + path, data=fields, headers=headers, allow_redirects=False)


@contextlib.asynccontextmanager
async def pages(world: World, *items: Item) -> AsyncIterator[Client]:
    """Serve the pages of a world that has polled these items."""
    if items:
        world.feed("/feed.xml", *items)
        await world.poll()
        world.now += timedelta(minutes=1)  # a digest ends before the present moment
    house = Alone.of(read_settings(world.config)).house(lambda: world.now)
    async with (
        open_site(house, listen="127.0.0.1:0", password="") as site,
        served(site) as address,
        ClientSession() as session,
    ):
        yield Client(session, address)


def headings(text: str) -> list[str]:
    """Return the headings of a page's main part with their first number."""
    found = re.findall(r"<h2 id=[^>]*>(.*?)</h2>", text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


async def test_what_matters_first_and_nothing_twice(world: World) -> None:
    """Rules come first, then watches, then what is to review; names are marked, and the day has its summary."""
    async with pages(world, MEETING, DEPOT, DOUBT) as client:
        text = await client.get("/")
    assert [each.split(" · ")[0] for each in headings(text)] == [
        "Company meets agency 1",
        "Talvane Freight 1",
        "To review 1",
    ]
    assert text.count('id="item-') == 3
    assert "Sunday, 22 November 2026" in text
    assert "2 alerts. 1 of 1 feed answered, 3 new entries. 3 stories so far" in text
    assert '<mark class="sure" title="Talvane Freight, sure">Talvane Freight</mark>' in text
    assert '<mark class="unsure" title="Coastal Registry Office, unsure">CRO<sup' in text
    assert re.search(r'<p class="fact"><bdi>Talvane Freight · .*Coastal Registry Office · \$4 million', text)
    assert re.search(r'href="https://t.me/talvane_watch/\d+"', text)


async def test_other_days(world: World) -> None:
    """Any day has its page; what is no day is not found, a coming one is still to come; a week holds its days."""
    async with pages(world, DEPOT) as client:
        assert "Nothing here" in await client.get("/day/2026-11-21")
        assert DEPOT.title not in await client.get("/day/2026-11-21")
        assert DEPOT.title in re.sub(r"<[^>]+>", "", await client.get("/day/2026-11-22"))
        assert "Week of 16–22 November 2026" in await client.get("/week/2026-11-22")
        assert "still to come" in await client.get("/day/2026-11-23")
        for wrong in ("/day/2026-02-30", "/day/yesterday", "/week/x", "/day/9999-12-31/names/x"):
            assert await client.status(wrong) == 404
        for edge in ("/day/0001-01-01", "/day/9999-12-31", "/week/0001-01-01", "/week/9999-12-31"):
            assert await client.status(f"{edge.replace('week', 'day')}/names") in (200, 404)
            assert await client.status(edge) in (200, 404)
        async with client.session.get(f"{client.address}/?date=2026-11-20", allow_redirects=False) as answer:
            assert answer.headers["Location"] == "/day/2026-11-20"
        async with client.session.get(f"{client.address}/?date=//evil.example", allow_redirects=False) as answer:
            assert answer.headers["Location"] == "/day/-"


async def test_filters_combine_and_count(world: World) -> None:
    """Watch, rule, status and outlet narrow the page together; each choice says how many stories it would leave."""
    async with pages(world, MEETING, DEPOT, DOUBT) as client:
        text = await client.get("/")
        for choice in ("Talvane Freight (2)", "Company meets agency (1)", "unsure (1)", "not reviewed yet (3)"):
            assert choice in text
        both = await client.get("/?watch=talvane&rule=company-meets-agency")
        assert headings(both) == ["Company meets agency 1"]
        assert "Talvane Freight (1)" in both
        assert headings(await client.get("/?status=unsure")) == ["To review 1 · these names may mean something else"]
        assert "None of the 3 stories is like that" in await client.get("/?watch=talvane&status=unsure")
        assert headings(await client.get("/?status=odd")) == headings(text)
        assert len(headings(await client.get("/?outlet=Ellery+Gazette"))) == 3


async def test_a_verdict_comes_back_as_its_part_of_the_page(world: World) -> None:
    """Htmx gets the item's buttons anew, with what the list could learn; "none" takes it back; the alert shows it."""
    async with pages(world, DEPOT) as client:
        answer = await client.post("/review", partial=True, entry="1", watch="all", verdict="wrong")
        text = unescape(await answer.text())
        assert (answer.status, text.count("<form")) == (200, 1)
        assert re.search(r'<span class="dim by"[^>]*>wrong</span>', text)
        assert "/lists/freight.toml?watch=talvane&ambiguous=Talvane+Freight&misses=Talvane+Freight+opens" in text
        assert "let the name count only where the text supports it" in text
        assert world.rows("SELECT verdict, by_user, by_name FROM reviews") == [("wrong", 0, "the pages")]
        assert world.rows("SELECT marks FROM outbox") == [(1,)]
        page = await client.get("/day/2026-11-22")
        assert [each.split(" · ")[0] for each in headings(page)] == ["Marked wrong 1"]
        assert "let the name count only where the text supports it" in page
        await client.post("/review", partial=True, entry="1", verdicts="talvane:none")
        assert world.rows("SELECT * FROM reviews") == []


async def test_a_plain_form_leads_back(world: World) -> None:
    """Without JavaScript one is led back to the item on the page that one came from, and nowhere else."""
    async with pages(world, DEPOT) as client:
        answer = await client.post("/review", entry="1", watch="talvane", verdict="right")
        assert answer.headers["Location"] == "/day/2026-11-22?watch=talvane#item-1"
        for odd in ("/\\evil.example/x", "//evil.example/x", "http://[", "http://evil.example/day/2026-11-22", "x"):
            answer = await client.post("/review", shown=odd, entry="1", watch="talvane", verdict="right")
            assert answer.headers["Location"] == "/entry/1"
        for entry, watch, verdict in (("1", "nobody", "right"), ("99", "all", "right"), ("x", "all", "right")):
            answer = await client.post("/review", entry=entry, watch=watch, verdict=verdict)
            assert answer.status == 404
        assert (await client.post("/review", entry="1", watch="all", verdict="maybe")).status == 422


async def test_an_entry_with_all_that_is_known(world: World) -> None:
    """Its text with the names, facts, what became of it and why, its story; what is not there is not found."""
    async with pages(world, MEETING, DEPOT) as client:
        ((key,),) = world.rows("SELECT key FROM entries WHERE id = 'meeting'")
        text = await client.get(f"/entry/{key}")
        for part in ("It is for berths.", "$4 million", "company-meets-agency", "see it there", "decision: alert"):
            assert part in text
        assert "by the watchlists in force" in await client.get(f"/entry/{key}/now")
        for missing in ("/entry/99", "/entry/x", f"/entry/{10**30}", "/entry/99/now"):
            assert await client.status(missing) == 404


async def test_names_to_watch_are_looked_for_when_asked(world: World) -> None:
    """The page does not wait for them; its button loads them."""
    async with pages(world, MEETING) as client:
        assert "/day/2026-11-22/names" in await client.get("/")
        text = await client.get("/day/2026-11-22/names")
        assert "that you do not watch" in text or "needs a statistical model" in text


async def test_a_loud_day_stays_readable(world: World) -> None:
    """Twenty stories of a heading are shown at first, the rest on a click or with ?all; none is shown twice or lost."""
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    words = [a + b + c for a, b, c in itertools.product(syllables[:14], syllables[20:30], "lmnrst")]
    items = [
        Item(id=str(at), title=f"{' '.join(words[at * 6 : at * 6 + 5])} Talvane {words[at * 6 + 5]}", text="")
        for at in range(30)
    ]
    async with pages(world, *items) as client:
        text = await client.get("/")
        first = re.findall(r'id="item-(\d+)"', text)
        more = re.search(r'hx-get="([^"]+)"[^>]*>Show the other (\d+) ', text)
        assert more
        assert len(first) == 20
        rest = re.findall(r'id="item-(\d+)"', await client.get(more[1], **{"HX-Request": "true"}))
        assert len(rest) == int(more[2])
        everything = re.findall(r'id="item-(\d+)"', await client.get("/?all=1"))
        assert sorted(first + rest) == sorted(everything)
        assert len(set(everything)) == len(everything)


async def test_days_are_those_of_the_configured_zone(world: World) -> None:
    """Late in Toronto it is still the day before; times are shown there."""
    world.configure("/feed.xml", more='[schedule]\ntimezone = "America/Toronto"')
    world.now = NOON + timedelta(hours=15)
    async with pages(world, DEPOT) as client:
        text = await client.get("/")
    assert f"{date(2026, 11, 22):%A}, 22 November 2026" in text
    assert "22 November 2026, 21:30 EST" in text
