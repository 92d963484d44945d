"""Who sees what: lists and feeds with a chat of their own are for admins in private where everybody may read along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.talk import Talk, listening
from tests.world import ADMIN, CHANNEL, Item, World

STRANGER = 777
GROUP = "-1005550001"
OWN_CHAT = """\
title = "Secret"
chat = "@secret_room"

[[watch]]
id = "skell"
name = "Skell Yards"
kind = "company"
ambiguous = ["CRO"]
"""


@pytest.fixture
async def talk(world: World) -> AsyncIterator[Talk]:
    """A public bot with a list and a feed of their own chat, which has polled."""
    world.api.kinds[GROUP] = "supergroup"
    world.api.profiles[CHANNEL] = {"linked_chat_id": int(GROUP)}
    world.watch(OWN_CHAT, "secret.toml")
    world.feed("/feed.xml", Item(id="open", title="Talvane Freight buys a quiet crane"))
    world.feed("/secret.xml", Item(id="hidden", title="Talvane Freight sells a quiet memo"))
    world.configure("/feed.xml", "/secret.xml")
    text = world.config.read_text(encoding="utf-8").replace("[telegram]", "[telegram]\npublic = true")
    world.config.write_text(f'{text}\nchat = "@secret_room"\n', encoding="utf-8")
    async with listening(world) as talk:
        await talk.poll()
        yield talk


async def test_a_feed_with_a_chat_of_its_own_is_hidden_everywhere(talk: Talk) -> None:
    """Search, explain, feeds and the last alerts of a watch agree on it."""
    for command in ("/search quiet", "/watches talvane", "/explain hidden", "/explain open", "/feeds"):
        text = await talk.answer(command, user=STRANGER)
        assert "memo" not in text, command
        assert "secret.xml" not in text, command
    assert "1 entry" in await talk.answer("/search quiet", user=STRANGER)
    for command in ("/search quiet", "/watches talvane", "/explain hidden"):
        assert "memo" in await talk.answer(command), command


async def test_in_a_group_that_all_may_read_admins_see_what_all_see(talk: Talk) -> None:
    """And are told where the rest is to be had; where only admins are answered they see all."""
    for command in ("/watches", "/feeds", "/status", "/explain hidden"):
        text = await talk.answer(command, chat=GROUP)
        assert "(private lists: ask me in private)" in text, command
        assert "Skell" not in text, command
        assert "memo" not in text, command
        assert "Secret" not in text, command
    assert "Skell Yards" in await talk.answer("/watches")
    talk.app.room.settings = replace(talk.desk.settings, public=False)
    assert "Skell Yards" in await talk.answer("/watches", chat=GROUP)


async def test_a_name_of_several_watches_is_told_with_their_ids(talk: Talk) -> None:
    """An admin can choose; to others only what they may know."""
    for command in ("/watches CRO", "/unwatch CRO"):
        assert "Several watches have the name CRO: coastal-registry, skell." in await talk.answer(command)
    assert "skell" not in await talk.answer("/watches CRO", user=STRANGER)


async def test_one_list_is_told_by_its_title_or_file(talk: Talk) -> None:
    """Without the others."""
    for name in ("secret", "Freight and border"):
        text = await talk.answer(f"/watches {name}")
        assert ("Skell Yards" in text) == (name == "secret")
        assert ("Osprell" in text) == (name != "secret")
    assert "Nothing is watched under the name secret" in await talk.answer("/watches secret", user=STRANGER)


async def test_forged_pages_are_refused(talk: Talk) -> None:
    """A button's data is whatever a client sends."""
    (sent,) = await talk.ask("/search quiet", user=STRANGER)
    for page in ("500", "999999", "²", "-1"):
        assert "broken" in await talk.press(f"more:{page}:quiet", sent, user=STRANGER)


async def test_a_number_is_a_row_before_it_is_an_id(world: World, talk: Talk) -> None:
    """Feeds that number their entries hide none."""
    world.feed("/feed.xml", Item(id="1", title="Osprell Systems buys a ship"))
    await talk.poll()
    assert "crane" in await talk.answer("/explain 1") or "memo" in await talk.answer("/explain 1")
    assert "ship" in await talk.answer("/explain 3")


async def test_status_tells_what_is_not_in_force(talk: Talk) -> None:
    """And what its arguments are: none."""
    talk.desk.trouble = lambda: "secret.toml:3: a <key> is unknown"
    assert "Not in force: secret.toml:3: a <key> is unknown" in await talk.answer("/status")
    assert "no argument" in await talk.answer("/status feeds")
    assert "no argument" in await talk.answer("/digest yesterday")
    with talk.desk.store.atomic():
        talk.desk.store.db.execute("UPDATE outbox SET posted = posted + 1")
    assert "2 alerts" in await talk.answer("/status", user=ADMIN)
