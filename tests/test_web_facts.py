"""Facts as a table and as files, over real sockets."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest

from bot.store import Store
from bot.store.reviews import WRONG
from tests.shelf import fact, shelve
from tests.visit import Visit, visit
from tests.world import NOON, World

DAY = timedelta(days=1)


async def rows(pages: Visit, query: str = "") -> list[str]:
    """Return the rows of the table as a reader sees them, without what is folded away."""
    text = await (await pages.get(f"/facts{query}")).text()
    found = re.findall(r'<tr>\s*(<th scope="row">.*?)</tr>', text, re.DOTALL)
    plain = (re.sub(r"<blockquote>.*?</details>", "", row, flags=re.DOTALL) for row in found)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in plain]


def stock(world: World) -> None:
    """Put a few facts into the world's database."""
    store = Store(world.database)
    first = shelve(store, NOON - 3 * DAY, "Registry hires Talvane Freight", facts=[fact(amount=8e6)])
    shelve(store, NOON - 2 * DAY, "Talvane Freight hired by registry", facts=[fact(amount=8e6)], story=first,
           source="Northmark Courier", link="https://courier.example/1")  # fmt: skip
    shelve(store, NOON - DAY, "Registry may hire Talvane Freight again", story=first,
           facts=[fact(amount=9e6, status="planned")])  # fmt: skip
    shelve(store, NOON, "Osprell Systems sells a scanner",
           facts=[fact("osprell", None, 250_000.5, action="sale", buyer="Port of Ellery", currency="EUR",
                       sentence="Osprell Systems sold a 100% new_scanner to the Port of Ellery.")])  # fmt: skip
    store.close()


async def test_what_a_story_says_twice_is_one_row_with_its_outlets(world: World) -> None:
    """Same company, counterparty, action, sum and status in a story: one row, dated by the first, outlets counted."""
    stock(world)
    async with visit(world) as pages:
        assert await rows(pages) == [
            "Osprell Systems Port of Ellery sale 250,000.5 EUR 2026-11-22 Ellery Gazette",
            "Talvane Freight Coastal Registry Office contract planned 9,000,000 USD 2026-11-21 Ellery Gazette",
            "Talvane Freight Coastal Registry Office contract 8,000,000 USD 2026-11-19 Ellery Gazette +1",
        ]
        text = await (await pages.get("/facts?amount=8000000")).text()
        assert '<a href="https://courier.example/1" rel="noopener noreferrer nofollow">' in text


@pytest.mark.parametrize(
    ("query", "sums"),
    [
        ("?company=talvane", ["9,000,000", "8,000,000"]),
        ("?agency=coastal-registry&action=contract&amount=8,500,000", ["9,000,000"]),
        ("?action=sale", ["250,000.5"]),
        ("?text=PORT+of", ["250,000.5"]),
        ("?text=100%25", ["250,000.5"]),
        ("?text=new_s", ["250,000.5"]),
        ("?text=100_", []),
        ("?text=may+hire", ["9,000,000"]),
        ("?since=2026-11-21&until=2026-11-21", ["9,000,000"]),
        ("?since=2026-11-21", ["250,000.5", "9,000,000"]),
        ("?until=2026-11-20", ["8,000,000"]),
        ("?order=amount", ["9,000,000", "8,000,000", "250,000.5"]),
        ("?order=-date", ["8,000,000", "9,000,000", "250,000.5"]),
        ("?order=nonsense&page=x", ["250,000.5", "9,000,000", "8,000,000"]),
        ("?company=nobody", []),
    ],
)
async def test_filters_combine_and_can_be_bookmarked(world: World, query: str, sums: list[str]) -> None:
    """The address alone says which facts are shown, and how they are sorted."""
    stock(world)
    async with visit(world) as pages:
        found = (re.search(r"([\d,.]+) (?:USD|EUR)", row) for row in await rows(pages, query))
        assert [match[1] for match in found if match] == sums


async def test_what_a_filter_cannot_mean_is_said(world: World) -> None:
    """No date, no sum: the page says so in words, and the files are refused with the same words."""
    stock(world)
    async with visit(world) as pages:
        for query, words in (
            ("since=tomorrow", "is no date; write YYYY-MM-DD."), ("until=0001-01-01x", "is no date"),
            ("amount=much", "is no sum; write a number"), ("amount=nan", "is no sum"),
        ):  # fmt: skip
            answer = await pages.get(f"/facts?{query}")
            assert answer.status == 200
            assert words in await answer.text()
            refused = await pages.get(f"/facts.csv?{query}")
            assert (refused.status, words in await refused.text()) == (422, True)


async def test_a_wrong_entry_takes_its_facts_along(world: World) -> None:
    """A fact of an entry that was marked wrong for its company is neither in the table nor in the files."""
    stock(world)
    store = Store(world.database)
    with store.atomic():
        store.reviews.set(4, "osprell", WRONG, 1, "Ada", NOON)
        store.reviews.set(1, "osprell", WRONG, 1, "Ada", NOON)
    store.close()
    async with visit(world) as pages:
        assert len(await rows(pages)) == 2
        assert "Osprell" not in await (await pages.get("/facts.csv")).text()


async def test_pages_hold_a_hundred_facts(world: World) -> None:
    """The second page goes on where the first one ends, with the same filter; beyond the last is the first."""
    store = Store(world.database)
    for number in range(130):
        shelve(store, NOON + timedelta(minutes=number), f"Talvane Freight, {number}", facts=[fact(amount=number + 1.0)])
    store.close()
    async with visit(world) as pages:
        first, second = await rows(pages, "?company=talvane"), await rows(pages, "?company=talvane&page=2")
        assert (len(first), len(second)) == (100, 30)
        assert ("130 USD" in first[0], "31 USD" in first[-1], "30 USD" in second[0]) == (True, True, True)
        text = await (await pages.get("/facts?company=talvane")).text()
        assert 'href="/facts?company=talvane&amp;page=2"' in text
        assert "130 facts, 1–100 here" in text
        beyond = await pages.get("/facts?company=talvane&page=7")
        assert (beyond.status, beyond.headers["Location"]) == (302, "/facts?company=talvane")


async def test_the_files_have_what_export_has(world: World) -> None:
    """CSV and JSON hold a row for each entry that states a fact, as `wirewatch export facts` does."""
    stock(world)
    exported = await world.cli("export", "facts", "--format", "csv")
    lines = (await world.cli("export", "facts", "--format", "jsonl")).lines
    async with visit(world) as pages:
        answer = await pages.get("/facts.csv")
        assert (answer.content_type, answer.charset) == ("text/csv", "utf-8")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="facts.csv"'
        assert await answer.text() == exported.out
        assert await (await pages.get("/facts.json")).json() == lines
        assert list(lines[0])[-2:] == ["company_name", "agency_name"]
        assert [(line["company_name"], line["agency_name"]) for line in lines[2:]] == [
            ("Talvane Freight", "Coastal Registry Office"),
            ("Osprell Systems", None),
        ]
        assert len(list(csv.DictReader(io.StringIO(await (await pages.get("/facts.csv?amount=8500000")).text())))) == 1
        assert json.loads(await (await pages.get("/facts.json?company=nobody")).text()) == []


async def test_facts_are_exported_without_names_too(world: World) -> None:
    """Lists that can't be read cost the names, not the facts."""
    stock(world)
    world.watch("title = ")
    done = await world.cli("export", "facts")
    assert (len(done.lines), done.lines[0]["company"], done.lines[0]["company_name"]) == (4, "talvane", None)
    assert "no names of watches: " in done.err


async def test_the_page_says_which_facts_the_files_hold(world: World) -> None:
    """All, or those of the filter; the filter stands open where it is set; the feed of alerts is linked."""
    stock(world)
    async with visit(world) as pages:
        text = await (await pages.get("/facts")).text()
        assert "all facts as" in text
        assert '<details class="filters">' in text
        assert '<a href="/alerts.atom">' in text
        assert '<link rel="alternate" type="application/atom+xml" title="All alerts" href="/alerts.atom">' in text
        text = await (await pages.get("/facts?company=talvane")).text()
        assert "those of this filter as" in text
        assert '<details class="filters" open>' in text


async def test_many_facts_are_sent_bit_by_bit(world: World) -> None:
    """A file of more rows than are read at a time is whole, in order, and has each once."""
    store = Store(world.database)
    with store.atomic():
        for number in range(1300):
            shelve(store, NOON, f"Talvane Freight, {number}", facts=[fact(amount=float(number))])
    store.close()
    async with visit(world) as pages:
        found = await (await pages.get("/facts.json")).json()
        assert [row["amount"] for row in found] == [*range(1300)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
async def test_a_cell_that_begins_like_a_formula_is_quoted(world: World, start: str) -> None:
    """A headline must not run in a spreadsheet."""
    store = Store(world.database)
    title = f'{start}HYPERLINK("https://evil.example")'
    shelve(store, NOON, title, facts=[fact(sentence=title, buyer=title, agency=None)])
    store.close()
    async with visit(world) as pages:
        [row] = csv.DictReader(io.StringIO(await (await pages.get("/facts.csv")).text()))
        assert row["title"] == row["sentence"] == row["buyer"] == f"'{title}"


async def test_hostile_texts_do_nothing_in_the_table(world: World) -> None:
    """Markup in a sentence, a buyer or an outlet is text, and a link that runs something is none."""
    store = Store(world.database)
    bad = "<script>alert(1)</script>"
    shelve(store, NOON, bad, source=bad, link="javascript:alert(1)", facts=[fact(sentence=bad, buyer=bad, agency=None)])
    store.db.execute("UPDATE entries SET link = 'javascript:alert(1)'")
    store.close()
    async with visit(world) as pages:
        text = await (await pages.get(f"/facts?text={bad}")).text()
        assert bad not in text
        assert text.count("&lt;script&gt;alert(1)") >= 4
        assert 'href="javascript' not in text
