"""The watches and one watch, over real sockets, and the figures behind them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.store import Store
from bot.store.reviews import RIGHT, WRONG
from pipelines.model import Kind, Status, Watch
from pipelines.sightings import Sighting, names_found, over_time, wilson
from tests.shelf import fact, shelve
from tests.visit import visit
from tests.world import NOON, World

DAY = timedelta(days=1)
TORONTO = ZoneInfo("America/Toronto")


def plain(html: str) -> str:
    """Return what a reader sees of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sighting(entry: int, at: str, text: str = "Talvane", status: str = "sure", wrong: bool = False) -> Sighting:
    """Return a mention."""
    return Sighting(entry=entry, at=datetime.fromisoformat(at), text=text, status=Status(status), wrong=wrong)


# --- figures ------------------------------------------------------------------------------------------


def test_an_entry_counts_once_on_its_local_day_by_its_surest_mention() -> None:
    """Late in the evening is still the same day in the zone, and what lies outside the span is not counted."""
    bars = over_time(
        [
            sighting(1, "2026-11-22T04:30:00+00:00", status="rejected"),  # 21 November, 23:30 in Toronto
            sighting(1, "2026-11-22T04:30:00+00:00", status="sure"),
            sighting(2, "2026-11-22T05:30:00+00:00", status="unsure"),
            sighting(3, "2026-11-19T12:00:00+00:00"),
        ],
        TORONTO,
        date(2026, 11, 22),
        days=3,
    )
    assert [(bar.begins.day, bar.sure, bar.unsure, bar.rejected) for bar in bars] == [
        (20, 0, 0, 0),
        (21, 1, 0, 0),
        (22, 0, 1, 0),
    ]


def test_weeks_begin_on_monday_and_hold_the_whole_year() -> None:
    """A bar is a week; the last one has the days so far."""
    bars = over_time(
        [sighting(1, "2026-11-16T12:00:00+00:00"), sighting(2, "2026-11-22T12:00:00+00:00")],
        UTC, date(2026, 11, 22), days=365, weekly=True,
    )  # fmt: skip
    assert (len(bars), bars[-1].begins, bars[-1].total) == (53, date(2026, 11, 16), 2)
    assert all(bar.begins.weekday() == 0 for bar in bars)


def test_each_name_has_its_figures_and_other_spellings_theirs() -> None:
    """Case, accents and signs make no other name; what stands in no list comes behind, most frequent first."""
    watch = Watch(id="talvane", name="Talváne Freight", kind=Kind.COMPANY, aliases=("Talvane",), ambiguous=("TF",))
    at = "2026-11-22T12:00:00+00:00"
    found = names_found(
        watch,
        [
            sighting(1, at, "TALVANE-FREIGHT"), sighting(1, at, "Talvane Freight", "unsure", wrong=True),
            sighting(2, at, "tf", "rejected"), sighting(3, at, "Talvane Freight's"), sighting(4, at, "Tal"),
            sighting(5, at, "Tal"),
        ],
    )  # fmt: skip
    assert [
        (each.text, each.role, each.sure, each.unsure, each.rejected, each.entries, each.wrong) for each in found
    ] == [
        ("Talváne Freight", "name", 1, 1, 0, 1, 1),
        ("Talvane", "alias", 0, 0, 0, 0, 0),
        ("TF", "ambiguous", 0, 0, 1, 1, 0),
        ("Tal", "spelling", 2, 0, 0, 2, 0),
        ("Talvane Freight's", "spelling", 1, 0, 0, 1, 0),
    ]
    assert found[1].last is None


@pytest.mark.parametrize(
    ("right", "wrong", "low", "high"), [(81, 182, 0.2553, 0.3662), (10, 0, 0.7225, 1.0), (0, 0, 0.0, 1.0)]
)
def test_the_interval_is_wilsons(right: int, wrong: int, low: float, high: float) -> None:
    """The first figures are those of a published example (Newcombe, Statistics in Medicine 17 (1998) 857, method 3)."""
    assert wilson(right, wrong) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


# --- pages --------------------------------------------------------------------------------------------


def stock(world: World) -> None:
    """Put entries of the world's watches into its database."""
    store = Store(world.database)
    talvane, registry = ("talvane", "Talvane Freight", "sure"), ("coastal-registry", "Coastal Registry Office", "sure")
    keys = [
        shelve(store, NOON - 100 * DAY, "Talvane sails", [("talvane", "Talvane", "sure")], alert=True),
        shelve(store, NOON - 3 * DAY, "Coastal Registry Office hires Talvane Freight", [talvane, registry],
               alert=True, facts=[fact(amount=8e6)]),
        shelve(store, NOON - 2 * DAY, "Talvane Freight, it seems", [("talvane", "Talvane Freight", "unsure")],
               facts=[fact(agency=None, buyer="Port of Ellery", action="sale")]),
        shelve(store, NOON, "Talvane Freight & Sons, a shop", [talvane, ("talvane", "Talvane", "rejected")]),
        shelve(store, NOON, "Orlo digs", [("orlo", "Orlo", "sure")]),
    ]  # fmt: skip
    with store.atomic():
        store.reviews.set(keys[0], "talvane", RIGHT, 1, "Ada", NOON - 99 * DAY)
        store.reviews.set(keys[3], "talvane", WRONG, 1, "Ada", NOON)
    store.close()


async def test_all_watches_are_listed_with_their_figures(world: World) -> None:
    """Each list with its watches: kind, level, two weeks, alerts, what was reviewed, until when it is muted."""
    stock(world)
    store = Store(world.database)
    with store.atomic():
        store.mutes.mute_watch("osprell", NOON + DAY, by_user=1, by_name="Ada", now=NOON)
    store.close()
    async with visit(world) as pages:
        text = await (await pages.get("/watches")).text()
    seen = plain(text)
    assert 'href="/lists/freight.toml">Freight and border</a>' in text
    assert "Talvane Freight company push 2 entries in 14 days, 1 today 1 0 of 1 right" in seen
    assert "Osprell Systems muted until 23 November 2026, 12:00 UTC company push 0 entries in 14 days" in seen


@pytest.mark.parametrize(
    ("query", "found"),
    [("cro", ["coastal-registry"]), ("AGENCY", ["coastal-registry"]), ("freight osp", ["osprell"]), ("nobody", []),
     ("border", ["talvane", "osprell", "coastal-registry"]), ("", ["talvane", "osprell", "coastal-registry"])],
)  # fmt: skip
async def test_the_filter_knows_names_kinds_and_lists(world: World, query: str, found: list[str]) -> None:
    """All words must stand in a watch's names, id, kind or the title of its list."""
    async with visit(world) as pages:
        text = await (await pages.get(f"/watches?q={query}")).text()
    assert re.findall(r'<th scope="row"><a href="/watch/([^"]+)"', text) == found


async def test_a_watch_tells_how_it_was_found_and_how_rightly(world: World) -> None:
    """Time, precision with its interval, names, company and counterparties, entries with verdicts, rules, its feed."""
    stock(world)
    async with visit(world) as pages:
        text = await (await pages.get("/watch/talvane")).text()
    seen = plain(text)
    for words in (
        "2 entries surely, 1 unsurely, 0 rejected.",
        "30 days 0 % right: 0 of 1 (95 % interval: 0–79 %)",
        "All time 50 % right: 1 of 2 (95 % interval: 9–91 %)",
        "Talvane Freight name 2 1 0 3 1 22 November 2026, 12:00 UTC",
        "Talvane alias 1 0 1 2 1 22 November 2026, 12:00 UTC",
        "Coastal Registry Office 1 1 ",
        "Coastal Registry Office contract 1",
        "Port of Ellery sale 1",
        "sure · digest · marked wrong · entry 4",
        "Company meets agency company and agency in one sentence",
        "1 alert in 30 days",
    ):
        assert words in seen, words
    for link in ("/lists/freight.toml?watch=talvane", "/watch/talvane.atom", "/day/2026-11-22", "/entry/4"):
        assert f'href="{link}' in text, link


@pytest.mark.parametrize(
    ("show", "keys"),
    [("all", [4, 3, 2, 1]), ("alerts", [2, 1]), ("unsure", [3]), ("rejected", []), ("wrong", [4]), ("x", [4, 3, 2, 1])],
)
async def test_the_latest_entries_can_be_narrowed(world: World, show: str, keys: list[int]) -> None:
    """All, or those that alerted, are unsure, rejected or marked wrong."""
    stock(world)
    async with visit(world) as pages:
        text = await (await pages.get(f"/watch/talvane?show={show}&span=year")).text()
    assert [int(key) for key in re.findall(r'href="/entry/(\d+)"', text)] == keys


async def test_a_name_that_is_idle_is_said_to_be(world: World) -> None:
    """A name not found for ninety days is said to be idle, one not found in a year too."""
    store = Store(world.database)
    shelve(store, NOON - 100 * DAY, "Talvane sails", [("talvane", "Talvane", "sure")])
    store.close()
    async with visit(world) as pages:
        seen = plain(await (await pages.get("/watch/talvane")).text())
    assert "Talvane Freight name 0 0 0 0 0 never in a year" in seen
    assert "Talvane alias 1 0 0 1 0 not in 90 days; 14 August 2026, 12:00 UTC" in seen


async def test_a_watch_that_left_its_list_is_shown_from_the_database(world: World) -> None:
    """It is said that no list has it any more; it can neither be edited nor muted."""
    stock(world)
    async with visit(world) as pages:
        text = await (await pages.get("/watch/orlo")).text()
        assert "No watchlist has this watch any more." in text
        assert "Orlo digs" in text
        assert "edit in the list" not in text
        answer = await pages.post("/watch/orlo/mute", **{"csrf": await pages.token(), "for": "7d"})
        assert answer.status == 404


async def test_other_names_lead_to_the_watch_or_to_the_nearest_ones(world: World) -> None:
    """A name or alias leads to the page of its watch; for a slip the nearest are named; hostile words stay words."""
    async with visit(world) as pages:
        for words in ("Talvane", "CRO", "coastal_registry"):
            answer = await pages.get(f"/watch/{words}")
            assert answer.status == 302
        missed = await pages.get("/watch/talvanne")
        assert missed.status == 404
        assert 'Did you mean <a href="/watch/talvane">Talvane Freight</a>?' in await missed.text()
        hostile = await pages.get("/watch/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        assert hostile.status == 404
        assert "<script>alert" not in await hostile.text()


async def test_a_watch_is_muted_here_as_in_chat(world: World) -> None:
    """The mute stands in the database with who set it; another time than those offered is refused in words."""
    async with visit(world) as pages:
        token = await pages.token()
        assert (await pages.post("/watch/talvane/mute", **{"for": "7d"})).status == 403
        answer = await pages.post("/watch/talvane/mute", **{"csrf": token, "for": "7d"})
        assert (answer.status, answer.headers["Location"]) == (303, "/watch/talvane")
        assert world.rows("SELECT watch, until, by_name FROM muted_watches") == [
            ("talvane", "2026-11-29T12:00:00.000+00:00", "the pages")
        ]
        assert "Muted until 29 November 2026" in await (await pages.get("/watch/talvane")).text()
        assert (await pages.post("/watch/talvane/mute", **{"csrf": token, "for": "99y"})).status == 422
        await pages.post("/watch/talvane/mute", **{"csrf": token, "for": "off"})
        assert world.rows("SELECT * FROM muted_watches") == []
