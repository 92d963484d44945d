"""One poll after another, from the feed's document to the message in the channel, over real HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import ADMIN, CHANNEL, WATCHLIST, Item, World

DOCK = Item(id="dock", title="Talvane Freight opens a dock in Ellery")
RAIL = Item(id="rail", title="Osprell Systems sells rail sensors")
RAIN = Item(id="rain", title="Rain until Thursday")
QUIET = Item(id="quiet", title="Town hall clock repaired", age=timedelta(days=1))


async def test_what_is_found_is_stored_and_told_once(world: World) -> None:
    """An entry with a watched name is stored with its mention, decision and message; further polls add nothing."""
    world.feed("/feed.xml", DOCK, RAIN)
    for expected in (2, 0, 0):
        (one,) = await world.poll()
        assert (one.error, one.new) == ("", expected)
    assert len(world.sent()) == 1
    assert "Talvane Freight opens a dock" in world.sent()[0]
    assert world.rows("SELECT title FROM entries ORDER BY key") == [(RAIN.title,), (DOCK.title,)]
    assert world.rows("SELECT watch, text, status FROM mentions") == [("talvane", "Talvane Freight", "sure")]
    assert world.rows("SELECT action FROM decisions") == [("alert",)]


@pytest.mark.parametrize(
    ("first_poll", "age", "told"),
    [
        pytest.param("24h", timedelta(hours=23), True, id="inside the window"),
        pytest.param("24h", timedelta(hours=25), False, id="older than the window"),
        pytest.param("24h", None, False, id="no date"),
        pytest.param("0s", timedelta(0), False, id="no window"),
    ],
)
async def test_a_new_feed_does_not_flood(world: World, first_poll: str, age: timedelta | None, told: bool) -> None:
    """At a feed's first poll only entries inside `alerts.first_poll` alert; the others never do afterwards."""
    world.configure("/feed.xml", more=f'[alerts]\nfirst_poll = "{first_poll}"')
    world.feed("/feed.xml", Item(id="dock", title=DOCK.title, age=age))
    await world.poll()
    await world.poll()
    assert len(world.sent()) == told


@pytest.mark.parametrize(
    ("age", "told"), [(timedelta(days=6), True), (timedelta(days=8), False), (None, True)], ids=["6d", "8d", "undated"]
)
async def test_old_news_never_alerts(world: World, age: timedelta | None, told: bool) -> None:
    """After the first poll a new entry alerts unless it is older than `alerts.max_age`."""
    world.feed("/feed.xml", QUIET)
    await world.poll()
    world.feed("/feed.xml", Item(id="dock", title=DOCK.title, age=age), QUIET)
    await world.poll()
    assert len(world.sent()) == told


async def test_a_retitled_entry_alerts_no_second_time(world: World) -> None:
    """An alerted entry with a new headline stays one entry with one alert; `explain` gets both decisions."""
    world.feed("/feed.xml", QUIET)
    await world.poll()
    world.feed("/feed.xml", DOCK, QUIET)
    await world.poll()
    world.feed("/feed.xml", Item(id="dock", title="UPDATE: Talvane dock opens late"), QUIET)
    await world.poll()
    assert len(world.sent()) == 1
    assert world.rows("SELECT title, changed_at IS NOT NULL FROM entries WHERE id = 'dock'") == [
        ("UPDATE: Talvane dock opens late", 1)
    ]
    assert world.rows("SELECT action FROM decisions ORDER BY rowid") == [("alert",), ("held",)]


async def test_an_edit_that_newly_names_a_watch_alerts(world: World) -> None:
    """A known entry that comes to name a watched company alerts then, once."""
    world.feed("/feed.xml", RAIN)
    await world.poll()
    world.feed("/feed.xml", Item(id="rain", title="Rain until Thursday, Talvane Freight warns"))
    await world.poll()
    await world.poll()
    assert len(world.sent()) == 1


async def test_two_feeds_with_the_same_article_alert_once(world: World) -> None:
    """An article that comes by two feeds in the same round is stored for both and told once."""
    world.configure("/a.xml", "/b.xml")
    link = "https://gazette.example/dock"
    world.feed("/a.xml", Item(id="a1", title="Talvane Freight opens a dock", link=link + "?utm_source=rss"))
    world.feed("/b.xml", Item(id="b1", title="Talvane: a new dock", link=link))
    await world.poll()
    assert len(world.sent()) == 1
    assert sorted(row[0] for row in world.rows("SELECT action FROM decisions")) == ["added", "alert"]


async def test_a_name_that_only_may_be_meant_does_not_alert(world: World) -> None:
    """An unsure name is kept for the digest's review part; an agency alone goes to the digest."""
    world.feed("/feed.xml", Item(id="cro", title="CRO of the year named"),
               Item(id="office", title="Coastal Registry Office hires clerks"))  # fmt: skip
    await world.poll()
    assert world.sent() == []
    assert world.rows("SELECT action FROM decisions ORDER BY entry") == [("digest",), ("review",)]


@pytest.mark.parametrize(
    ("feed_chat", "list_chat", "rule_chat", "expected"),
    [
        pytest.param("", "", "", {CHANNEL}, id="default"),
        pytest.param("@feed_chat", "", "", {"@feed_chat"}, id="feed"),
        pytest.param("@feed_chat", "@list_chat", "", {"@list_chat"}, id="list over feed"),
        pytest.param("@feed_chat", "@list_chat", "@rule_chat", {"@list_chat", "@rule_chat"}, id="rule adds its own"),
    ],
)
async def test_who_gets_it(world: World, feed_chat: str, list_chat: str, rule_chat: str, expected: set[str]) -> None:
    """A chat is named by the rule, else the watchlist, else the feed, else the default."""
    world.configure("/feed.xml", extra=f'chat = "{feed_chat}"' if feed_chat else "")
    head = f'chat = "{list_chat}"\n' if list_chat else ""
    world.watch(head + WATCHLIST + (f'chat = "{rule_chat}"\n' if rule_chat else ""))
    world.feed("/feed.xml", Item(id="1", title="Coastal Registry Office pays Talvane Freight"))
    await world.poll()
    assert {message.chat for message in world.api.messages} == expected
    assert len(world.api.messages) == len(expected)


async def test_a_renumbered_feed_is_held_back(world: World) -> None:
    """A feed that gives all its entries new ids at once alerts nothing, and the admins get one note."""
    items = [Item(id=f"old-{n}", title=f"Talvane Freight ship {n} sails", age=timedelta(hours=n)) for n in range(6)]
    world.configure("/feed.xml", extra="dedupe = false")
    world.feed("/feed.xml", *items)
    await world.poll()
    before = len(world.sent())
    new = [Item(id=f"new-{i.id}", title=i.title, link=f"https://gazette.example/v2/{i.id}", age=i.age) for i in items]
    world.feed("/feed.xml", *new)
    await world.poll()
    await world.poll()
    assert len(world.sent()) == before == 6
    (note,) = world.sent(str(ADMIN))
    assert "6 entries new ids at once" in note
    assert world.rows("SELECT count(*) FROM entries") == [(6,)]


async def test_a_private_list_shows_in_its_own_chat_only(world: World) -> None:
    """What names watches of two lists tells each chat its own: no tag, bold name or rule of the other's."""
    world.watch(WATCHLIST)
    world.watch(
        'chat = "@hush_room"\n[[watch]]\nid = "hush"\nname = "Hush Holdings"\nkind = "company"\n'
        '[[rule]]\nid = "radar"\ntitle = "Secret radar"\nall = ["hush"]\n',
        "private.toml",
    )
    world.feed("/feed.xml", Item(id="deal", title="Talvane Freight and Hush Holdings share a pier"))
    await world.poll()
    told = {message.chat: message for message in world.api.messages}
    assert set(told) == {CHANNEL, "@hush_room"}
    assert "#hush" not in told[CHANNEL].text
    assert "Secret radar" not in told[CHANNEL].text
    bold = [each for each in told[CHANNEL].entities if each["type"] == "bold"]
    assert len(bold) == 1
    assert "Secret radar" in told["@hush_room"].text
    assert "#talvane #hush" in told["@hush_room"].text
