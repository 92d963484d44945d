"""The search page: what is found, narrowed and turned through, and what can't be asked."""

from __future__ import annotations

import re

import pytest

from tests.test_web_today import DEPOT, DOUBT, MEETING, pages
from tests.world import Item, World


def found(text: str) -> list[str]:
    """Return the headlines that were found, in order."""
    titles = re.findall(r'<article class="hit">\s*<h2>(.*?)</h2>', text, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", title) for title in titles]


async def test_words_are_found_and_marked(world: World) -> None:
    """The newest first, counted; a word in the text is marked in its snippet; each leads to its entry."""
    async with pages(world, MEETING, DEPOT, DOUBT) as client:
        text = await client.get("/search?q=talvane")
        assert sorted(found(text)) == sorted([MEETING.title, DEPOT.title])
        assert "2 entries" in text
        assert '<mark class="found" title="">Talvane</mark>' in text
        assert '<mark class="found" title="">novelist</mark>' in await client.get("/search?q=novelist")
        assert 'href="/entry/' in text


async def test_it_narrows_by_watch_and_days(world: World) -> None:
    """A watch that is named surely or not, and local days, both ends included."""
    async with pages(world, MEETING, DEPOT, DOUBT) as client:
        assert len(found(await client.get("/search?q=gazette&watch=coastal-registry"))) == 2
        assert found(await client.get("/search?q=gazette&watch=nobody")) == []
        assert len(found(await client.get("/search?q=gazette&since=2026-11-22&until=2026-11-22"))) == 3
        assert "Nothing is stored with these words" in await client.get("/search?q=gazette&since=2026-11-23")
        assert found(await client.get("/search?q=gazette&until=2026-11-21")) == []


async def test_a_watch_or_days_without_words_list_their_entries(world: World) -> None:
    """All that came then, or that names the watch; the form does not steal the focus from the list."""
    async with pages(world, MEETING, DEPOT, DOUBT) as client:
        text = await client.get("/search?watch=talvane")
        assert sorted(found(text)) == sorted([MEETING.title, DEPOT.title])
        assert "autofocus" not in text
        assert len(found(await client.get("/search?since=2026-11-22"))) == 3
        assert found(await client.get("/search?since=2026-11-23")) == []
        assert "Give a word that must stand there too" in await client.get("/search?q=-strike&watch=talvane")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "All words must stand in the entry"),
        ("q=%20", "All words must stand in the entry"),
        ("q=-strike", "Give a word that must stand there too"),
        ("q=submarine", "Nothing is stored with these words"),
        ("q=submarine", "harbour OR port"),
        ("watch=nobody", "Nothing is stored of that watch or those days"),
        ("q=x&since=yesterday", "There is no such day"),
        ("q=x&until=9999-12-31", "There is no such day"),
        ("q=%22%27%3Cscript%3Ealert(1)%3C/script%3E", "Nothing is stored"),
        ("q=x&page=999", "Nothing is stored"),
        (f"q=x&page={'9' * 5000}", "Nothing is stored"),
        ("q=x%00y&watch=%00&page=-1", "Nothing is stored"),
    ],
)
async def test_what_finds_nothing_says_why(world: World, query: str, words: str) -> None:
    """The syntax for an empty query, and words for all else that gives nothing."""
    async with pages(world, DEPOT) as client:
        assert words in await client.get(f"/search?{query}")


async def test_a_query_is_escaped(world: World) -> None:
    """What was asked stands in the field again and nowhere as markup."""
    async with (
        pages(world) as client,
        client.session.get(client.address + "/search?q=%22%3E%3Cimg%20src=x%3E") as answer,
    ):
        assert "<img" not in await answer.text()


async def test_pages_are_turned(world: World) -> None:
    """Twenty-five a page, all of them once."""
    items = [Item(id=f"n{at}", title=f"Ferry number {at} sails", text="") for at in range(30)]
    async with pages(world, *items) as client:
        first = await client.get("/search?q=ferry")
        assert "30 entries" in first
        assert "page 1 of 2" in first
        second = await client.get("/search?q=ferry&page=2")
        assert len(found(first)) == 25
        assert sorted(found(first) + found(second)) == sorted(item.title for item in items)
        assert 'rel="prev"' in second
        assert 'rel="next"' not in second
