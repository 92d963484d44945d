"""What later polls bring: shared links, truncated beginnings, edits, a clock that was wrong, the order of alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import Item, World, rss

PAGE = "https://registry.example/news"
AWARD = Item(id="award", title="Talvane Freight wins the Ellery ferry")


async def test_entries_that_share_a_link_alert_each(world: World) -> None:
    """A page that stands for several entries identifies none: each of them alerts, in one document and later."""
    world.feed("/feed.xml", Item(id="1", title="Talvane Freight buys a quay", link=PAGE),
               Item(id="2", title="Osprell Systems sells a crane", link=PAGE))  # fmt: skip
    await world.poll()
    assert len(world.sent()) == 2
    world.feed("/feed.xml", Item(id="3", title="Talvane Freight names a captain", link=PAGE))
    await world.poll()
    assert len(world.sent()) == 3


@pytest.mark.parametrize(("later", "told"), [(timedelta(days=1), 1), (timedelta(days=3), 2)])
async def test_the_same_headline_elsewhere_is_the_same_article_for_two_days(
    world: World, later: timedelta, told: int
) -> None:
    """Wire copy in another feed is not told again within two days; after that it may be another event."""
    world.configure("/a.xml", "/b.xml")
    world.feed("/a.xml", AWARD)
    world.feed("/b.xml")
    await world.poll()
    world.now += later
    world.feed("/b.xml", Item(id="copy", title=AWARD.title, link="https://echo.example/copy"))
    await world.poll()
    assert len(world.sent()) == told


async def test_two_entries_of_one_document_with_one_headline_alert_once(world: World) -> None:
    """What was decided a moment ago, in the same document, counts as told."""
    world.feed("/feed.xml", AWARD, Item(id="copy", title=AWARD.title, link="https://gazette.example/copy"))
    await world.poll()
    assert len(world.sent()) == 1


async def test_a_first_document_that_breaks_off_does_not_open_the_flood(world: World) -> None:
    """Until a document has come whole it is still the feed's first poll, and what is old does not alert."""
    items = [Item(id=f"{n}", title=f"Talvane Freight opens dock number {n}", age=timedelta(hours=30)) for n in range(9)]
    whole = rss(*items, now=world.now)
    world.web.answer("/feed.xml", body=whole[: len(whole) // 2])
    await world.poll()
    world.feed("/feed.xml", *items)
    await world.poll()
    assert world.sent() == []
    assert world.rows("SELECT count(*) FROM entries") == [(9,)]


async def test_a_feed_that_began_empty_is_no_new_feed_later(world: World) -> None:
    """The first entry of a search feed that had none alerts, also without a date."""
    world.feed("/feed.xml")
    await world.poll()
    world.feed("/feed.xml", Item(id="1", title=AWARD.title, age=None))
    await world.poll()
    assert len(world.sent()) == 1


async def test_an_edit_that_brings_company_and_agency_together_alerts(world: World) -> None:
    """Names that stood apart and meet in one sentence of a later version meet the rule, and that is news."""
    quiet = 'alert = "digest"\naliases = ["Talvane"]'
    world.watch((world.folder / "watchlists" / "freight.toml").read_text().replace('aliases = ["Talvane"]', quiet))
    apart = "Talvane Freight hires. The Coastal Registry Office moves."
    world.feed("/feed.xml", Item(id="1", title="News in brief from Ellery", text=apart))
    await world.poll()
    assert world.sent() == []
    joined = "Talvane Freight hires for the Coastal Registry Office."
    world.feed("/feed.xml", Item(id="1", title="News in brief from Ellery", text=joined))
    await world.poll()
    await world.poll()
    assert len(world.sent()) == 1


async def test_an_edit_at_every_poll_is_decided_once(world: World) -> None:
    """A feed that rewrites an entry at each poll does not fill the history with the same decision."""
    for minute in range(4):
        world.feed("/feed.xml", Item(id="1", title=AWARD.title, text=f"{minute} minutes ago"))
        await world.poll()
    assert world.rows("SELECT action FROM decisions") == [("alert",), ("held",)]


async def test_a_renumbered_feed_with_short_headlines_is_recognised(world: World) -> None:
    """Within one feed two words are enough to know a headline again when ids and links change at once."""
    names = ["Talvane opens", "Talvane closes", "Talvane sails", "Talvane sinks"]
    world.feed("/feed.xml", *(Item(id=f"a{n}", title=name) for n, name in enumerate(names)))
    await world.poll()
    world.feed("/feed.xml", *(Item(id=f"b{n}", title=name) for n, name in enumerate(names)))
    await world.poll()
    assert len(world.sent()) == 4
    assert world.rows("SELECT count(*) FROM entries") == [(4,)]
    assert world.rows("SELECT count(*) FROM outbox WHERE kind = 'note'") == [(1,)]


async def test_alerts_come_in_the_order_of_events(world: World) -> None:
    """Feeds begin with the newest entry; the channel gets the oldest first."""
    world.feed("/feed.xml", Item(id="2", title="Talvane Freight sails at noon", age=timedelta(minutes=5)),
               Item(id="1", title="Talvane Freight loads at dawn", age=timedelta(hours=5)))  # fmt: skip
    await world.poll()
    assert ["dawn" in text for text in world.sent()] == [True, False]


async def test_a_clock_that_was_wrong_does_not_stop_the_polls(world: World) -> None:
    """A next poll ten years ahead was set by a clock that went wrong: the feed is due."""
    world.feed("/feed.xml", AWARD)
    async with world.app() as app:
        world.now += timedelta(days=3650)
        await app.poll_all()
        world.now -= timedelta(days=3650)
        urls = [feed.url for feed in app.settings.feeds]
        assert app.store.feeds.due(urls, world.now) == urls
