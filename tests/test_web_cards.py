"""What a card tells of a story: whose fact it is, every report, what was added, and names that are gone."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from bot.store import Store
from bot.store.reviews import WRONG
from pipelines.model import Entry, Fact, Match
from pipelines.render.facts import deals
from tests.shelf import fact, shelve
from tests.test_web_today import DOUBT, pages
from tests.world import NOON, World

SURE = [("talvane", "Talvane Freight", "sure")]


def shelved(world: World, *titles: str, facts: tuple[tuple[Fact, ...], ...] = ()) -> list[int]:
    """Store the reports of one story, each with its facts; return their rows."""
    store = Store(world.database)
    keys: list[int] = []
    for number, title in enumerate(titles):
        said = facts[number] if number < len(facts) else ()
        at = NOON - timedelta(hours=3) + timedelta(minutes=number)
        story = keys[0] if keys else None
        keys.append(shelve(store, at, title, SURE, facts=said, story=story, alert=number == 0))
    store.close()
    return keys


def plain(text: str) -> str:
    """Return what a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


async def test_a_fact_of_another_report_says_whose_it_is(world: World) -> None:
    """The shown report's own fact stands alone; another's has outlet and entry beside it."""
    own, other = fact(amount=8e6), fact(agency=None, action="layoff")
    _, second = shelved(world, "Talvane Freight hired", "Talvane Freight lays off 20", facts=((own,), (other,)))
    async with pages(world) as client:
        text = await client.get("/")
    lines = [plain(line) for line in re.findall(r'<p class="fact">(.*?)</p>', text)]
    assert lines[0] == "Talvane Freight · contract with Coastal Registry Office · $8,000,000"
    assert lines[1] == f"Talvane Freight · layoff · Ellery Gazette , entry {second}"


async def test_every_report_of_a_story_can_be_read(world: World) -> None:
    """A story of three reports by one publisher has a fold with all three; one of a single report has none."""
    keys = shelved(world, "Talvane Freight hired", "Talvane Freight is hired", "More on Talvane Freight")
    store = Store(world.database)
    shelve(store, NOON - timedelta(hours=1), "Talvane Freight buys a crane", SURE)
    store.close()
    async with pages(world) as client:
        text = await client.get("/")
    (fold,) = re.findall(r"<details><summary>3 reports</summary>(.*?)</details>", text, re.DOTALL)
    for key, title in zip(keys, ("Talvane Freight hired", "Talvane Freight is hired", "More on Talvane"), strict=True):
        assert f'<a href="/entry/{key}">entry {key}</a>' in fold
        assert title in plain(fold)
    assert "Ellery Gazette , 22 November 2026, 09:01 UTC" in plain(fold)


async def test_a_wrong_item_keeps_its_reports(world: World) -> None:
    """Under "Marked wrong" it still shows who told the story."""
    keys = shelved(world, "Talvane Freight hired", "Talvane Freight is hired")
    store = Store(world.database)
    with store.atomic():
        for key in keys:
            store.reviews.set(key, "talvane", WRONG, 1, "Ada", NOON - timedelta(hours=1))
    store.close()
    async with pages(world) as client:
        text = await client.get("/")
    assert "Marked wrong" in text
    assert text.count("<summary>2 reports</summary>") == 2


async def test_a_doubtful_name_learns_from_its_sentence(world: World) -> None:
    """A name that is judged by its text can learn a miss and words against it; it need not be made doubtful again."""
    async with pages(world, DOUBT) as client:
        answer = await client.post("/review", partial=True, entry="1", watch="coastal-registry", verdict="wrong")
        text = unescape(await answer.text())
    assert "/lists/freight.toml?watch=coastal-registry&misses=" in text
    assert "its sentence as a miss" in text
    assert "ambiguous=" not in text


async def test_a_name_of_an_earlier_version_is_called_that(world: World) -> None:
    """What an edit took away is still there to be judged, and says why it can't be seen."""
    (key,) = shelved(world, "Talvane Freight hired")
    store = Store(world.database)
    changed = Entry(id="0", title="A company hired", feed="https://gazette.example/feed.xml")
    with store.atomic():
        store.entries.change(key, changed, NOON - timedelta(hours=1))
        store.entries.found(key, changed, Match(mentions=()))
    store.close()
    async with pages(world) as client:
        text = await client.get("/")
    assert re.search(r'data-watch="talvane" data-said="none" data-gone>', text)
    assert "Talvane Freight in an earlier version" in plain(text)


async def test_a_turn_stands_on_the_card(world: World) -> None:
    """What was pushed of a story later is seen without unfolding anything, with the fact that it adds."""
    said = (fact(amount=8e6), fact(amount=9e6))
    _, second = shelved(world, "Talvane Freight hired", "Talvane Freight hired for ten years", facts=((), said))
    store = Store(world.database)
    with store.atomic():
        store.db.execute("UPDATE decisions SET action = 'alert' WHERE entry = ?", [second])
    store.close()
    async with pages(world) as client:
        text = await client.get("/")
    (turn,) = re.findall(r'<p class="turn">(.*?)</p>', text, re.DOTALL)
    assert plain(turn).startswith("then Talvane Freight hired for ten years Ellery Gazette")
    assert plain(turn).endswith(f"entry {second} Talvane Freight · contract with Coastal Registry Office · $8,000,000")


def test_one_deal_is_told_once() -> None:
    """Same company, counterparty and sum are one deal, whatever it is called; another sum or state is another."""
    order, contract = fact(amount=8.4e6, action="order"), fact(amount=8.4e6)
    written = fact(amount=8.4e6, action="sale", status="planned", amount_text="8,4 millones", currency="USD")
    nothing_said, ended, dearer = fact(), fact(status="ended"), fact(amount=9e6)
    elsewhere = fact(amount=8.4e6, agency=None, buyer="Port of Ellery")
    euros = fact(amount=8.4e6, currency="EUR")
    found = deals([order, contract, written, nothing_said, ended, dearer, elsewhere, euros])
    assert found == ((order, contract, written, nothing_said), (ended,), (dearer,), (elsewhere,), (euros,))
    assert deals([fact(agency=None), fact(agency=None, action="layoff")]) == (
        (fact(agency=None),),
        (fact(agency=None, action="layoff"),),
    )
    assert deals([]) == ()


async def test_the_others_of_a_deal_are_folded(world: World) -> None:
    """The first stands on the card, the rest behind a count."""
    said = (fact(amount=8.4e6, action="order"), fact(amount=8.4e6), fact(amount=8.4e6, action="sale", status="planned"))
    shelved(world, "Talvane Freight hired", facts=(said,))
    async with pages(world) as client:
        text = await client.get("/")
    before, _, behind = text.partition("<summary>2 more facts</summary>")
    assert (before.count('class="fact"'), behind.count('class="fact"')) == (1, 2)


async def test_nothing_is_said_twice(world: World) -> None:
    """The day of a page stands once in its span; a rule that the reason names is not named again below it."""
    (key,) = shelved(world, "Talvane Freight hired")
    store = Store(world.database)
    with store.atomic():
        store.db.execute(
            "UPDATE decisions SET rules = ?, reason = ?",
            ['["company-meets-agency", "other"]', "Rule company-meets-agency is met: Company meets agency."],
        )
    store.close()
    async with pages(world) as client:
        assert "22 November 2026, 00:00–12:00 UTC · all alerts as an Atom feed" in plain(await client.get("/"))
        assert "16 November, 00:00 – 22 November 2026, 12:00 UTC" in plain(await client.get("/week/2026-11-22"))
        entry = plain(await client.get(f"/entry/{key}"))
        assert "Company meets agency. Rules met: other." in entry
        assert "you do not watch yet, 22 November 2026" in plain(await client.get("/day/2026-11-22/names"))
