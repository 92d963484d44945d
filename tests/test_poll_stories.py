"""One alert a story, through the whole system: several feeds, restarts between polls, edits and replies at Telegram."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world import CHANNEL, Item, World

FIRST = Item(
    id="g1",
    title="Talvane Freight wins the ferry contract at Ellery",
    text="Talvane Freight will run the ferry across the Ellery Sound for ten years, the harbour board said on Tuesday.",
)
SECOND = Item(
    id="p1",
    title="Ellery ferry goes to Talvane Freight",
    text="The harbour board gave the ferry over the Ellery Sound to Talvane Freight, which will run it for ten years.",
    link="https://harwick-post.example/p1",
)
COPY = Item(id="e1", title="Ferry contract awarded", text=FIRST.text, link="https://echo.example/e1")
OTHER = Item(
    id="g2",
    title="Talvane Freight sued over warehouse fire in Brackwater",
    text="Forty families whose homes burned in Brackwater in March blame Talvane Freight for the blaze, a court heard.",
)
FEEDS = ("/gazette.xml", "/post.xml", "/echo.xml")


@pytest.fixture
def three(world: World) -> World:
    """A world of three outlets with a name each."""
    names = ("Ellery Gazette", "Harwick Post", "Daily Echo")
    world.configure(*FEEDS)
    text = world.config.read_text(encoding="utf-8")
    for path, name in zip(FEEDS, names, strict=True):
        url = world.web.url(path)
        text = text.replace(f'url = "{url}"', f'url = "{url}"\npublisher = "{name}"')
        world.feed(path)
    world.config.write_text(text, encoding="utf-8")
    return world


async def poll_later(world: World, by: timedelta = timedelta(minutes=15)) -> None:
    """Let time pass and poll, in a fresh process."""
    world.now += by
    await world.poll()


async def test_later_outlets_are_added_to_the_first_message(three: World) -> None:
    """One event in three outlets is one message, edited in place, that names the two others and tells the copy."""
    three.feed("/gazette.xml", FIRST)
    await three.poll()
    three.feed("/post.xml", SECOND)
    await poll_later(three)
    three.feed("/echo.xml", COPY)
    await poll_later(three)
    (text,) = three.sent()
    assert "also: Harwick Post, Daily Echo (1 of them the same copy)" in text.splitlines()
    assert three.rows("SELECT DISTINCT action FROM decisions ORDER BY 1") == [("added",), ("alert",)]


async def test_another_event_of_the_same_company_alerts(three: World) -> None:
    """Look-alikes stay apart: a contract and a lawsuit of one company are two alerts."""
    three.feed("/gazette.xml", FIRST, OTHER)
    await three.poll()
    assert len(three.sent()) == 2
    assert three.rows("SELECT count(DISTINCT story) FROM placements") == [(2,)]


async def test_entries_of_one_poll_in_any_order_give_the_same_stories(three: World) -> None:
    """A feed that turns its document round changes nothing."""
    three.feed("/gazette.xml", OTHER, SECOND, FIRST, COPY)
    await three.poll()
    query = "SELECT e.id, s.id FROM placements JOIN entries AS e ON e.key = entry JOIN entries AS s ON s.key = story"
    stories = dict(three.rows(query))
    assert stories["g2"] == "g2"
    assert len({stories[name] for name in ("p1", "g1", "e1")}) == 1
    three.database.unlink()
    three.feed("/gazette.xml", COPY, FIRST, SECOND, OTHER)
    await three.poll()
    assert dict(three.rows(query)) == stories


async def test_a_story_that_gains_a_sum_is_told_as_a_reply(three: World) -> None:
    """The first report with a sum is pushed, as an answer to the story's first message."""
    three.feed("/gazette.xml", FIRST)
    await three.poll()
    sum_of_it = "Talvane Freight won a contract worth $8 million for the ferry across the Ellery Sound, the board said."
    three.feed("/post.xml", Item(id="p2", title=SECOND.title, text=sum_of_it, link=SECOND.link))
    await poll_later(three)
    first, reply = (message for message in three.api.messages if message.chat == CHANNEL)
    assert reply.text.splitlines()[0] == "New in this story: $8 million"
    assert reply.reply_to == first.id
    await poll_later(three)
    assert len(three.sent()) == 2


async def test_a_story_that_goes_on_after_two_days_is_told_again(three: World) -> None:
    """A message can't be edited for ever; the next report is a reply that takes its place."""
    three.feed("/gazette.xml", FIRST)
    await three.poll()
    three.feed("/post.xml", SECOND)
    await poll_later(three, timedelta(days=3))
    first, again = (message for message in three.api.messages if message.chat == CHANNEL)
    assert again.reply_to == first.id
    three.feed("/echo.xml", COPY)
    await poll_later(three)
    await poll_later(three)
    assert "also:" not in three.sent()[0]
    assert "also:" in three.sent()[1]


async def test_a_feed_without_dedupe_alerts_each_entry(three: World) -> None:
    """With `dedupe = false` a feed's entries alert, whatever others have told of their story."""
    text = three.config.read_text(encoding="utf-8").replace(
        'publisher = "Harwick Post"', 'publisher = "Harwick Post"\ndedupe = false'
    )
    three.config.write_text(text, encoding="utf-8")
    three.feed("/gazette.xml", FIRST)
    await three.poll()
    three.feed("/post.xml", SECOND)
    await poll_later(three)
    assert len(three.sent()) == 2


async def test_an_edit_of_an_entry_stays_in_its_story(three: World) -> None:
    """A new headline and a new text under the same id begin no story, and are told no second time."""
    three.feed("/gazette.xml", FIRST)
    await three.poll()
    three.feed("/gazette.xml", Item(id="g1", title="Board: Talvane Freight it is", text="Talvane Freight will sail."))
    await poll_later(three)
    assert three.rows("SELECT count(*) FROM placements") == [(1,)]
    assert len(three.sent()) == 1


async def test_a_transaction_that_fails_leaves_no_ghost_in_memory(three: World) -> None:
    """What the database did not take is no story that others could join: the next poll tells it all."""
    async with three.app() as app:
        three.feed("/gazette.xml", FIRST)
        app.store.db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        await app.once()
        assert app.room.stories is None
        app.store.db.execute("DROP TRIGGER full")
        three.now += timedelta(minutes=15)
        await app.once()
        assert len(three.sent()) == 1
        three.feed("/post.xml", SECOND)
        three.now += timedelta(minutes=15)
        await app.once()
        assert len(three.sent()) == 1


async def test_a_message_never_names_its_own_outlet(three: World) -> None:
    """Where the story began with an entry that was too old to alert, the alert's outlet is not among the others."""
    three.feed("/gazette.xml", Item(id="g1", title=FIRST.title, text=FIRST.text, age=timedelta(hours=30)))
    three.feed("/post.xml", SECOND)
    await three.poll()
    await poll_later(three)
    (text,) = three.sent()
    assert text.splitlines()[1].startswith("Harwick Post")
    assert text.splitlines()[2] == "also: Ellery Gazette"


async def test_an_edit_that_names_the_watch_is_shown(three: World) -> None:
    """A report that comes to name the watch later counts from then on."""
    silent = replace(SECOND, title="Ellery ferry awarded", text=SECOND.text.replace("Talvane Freight", "a firm"))
    three.feed("/gazette.xml", FIRST)
    three.feed("/post.xml", silent)
    await three.poll()
    three.feed("/post.xml", replace(silent, text=SECOND.text))
    await poll_later(three)
    await poll_later(three)
    assert any(line.startswith("also: ") for text in three.sent() for line in text.splitlines())
