"""The commands that only read: what they say, and that they stay within Telegram's limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.demo.telegram_chats import Sent
from pipelines.model import Message
from pipelines.render.telegram import units_of_plain
from tests.talk import Talk, listening
from tests.world import ADMIN, CHANNEL, Item, World

GROUP = "-1005550001"
DEAL = Item(
    id="deal", title="Coastal Registry Office signs a contract with Talvane Freight",
    text="The harbour strike goes on. Fishermen <b>of</b> Ellery watch & wait.",
)  # fmt: skip
SHIP = Item(id="ship", title="Osprell Systems buys a ship", age=timedelta(hours=2))


@pytest.fixture
async def talk(world: World) -> AsyncIterator[Talk]:
    """A bot that has polled two alerts and listens."""
    world.api.kinds[GROUP] = "supergroup"
    world.api.profiles[CHANNEL] = {"linked_chat_id": int(GROUP)}
    world.feed("/feed.xml", DEAL, SHIP)
    async with listening(world) as talk:
        await talk.poll()
        yield talk


def buttons(sent: Sent) -> list[str]:
    """Return the data of the buttons below a message."""
    rows = (sent.reply_markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]


def alert_of(world: World, words: str) -> Sent:
    """Return the channel's alert with these words."""
    return next(each for each in world.api.messages if each.chat == CHANNEL and words in each.text)


async def test_watches_tell_level_alerts_and_mutes(world: World, talk: Talk) -> None:
    """One line a watch: kind, level, alerts of 30 days, how many of those reviewed were right, until when muted."""
    store = talk.desk.store
    with store.atomic():
        until = world.now + timedelta(days=7)
        store.mutes.mute_watch("osprell", until, by_user=ADMIN, by_name="Ada", now=world.now)
        store.reviews.set(1, "talvane", "wrong", ADMIN, "Ada", world.now)
        store.reviews.set(2, "talvane", "right", ADMIN, "Ada", world.now)
    lines = (await talk.answer("/watches")).splitlines()
    assert lines[0] == "Freight and border"
    assert "Talvane Freight · company · push · 1 alert · 1 of 2 right" in lines
    assert "Osprell Systems · company · push · 1 alert · muted until 29 November 2026, 12:00 UTC" in lines


async def test_one_watch_is_told_in_full(talk: Talk) -> None:
    """By id, name, alias or hashtag, however it is spelt: other names, about, and the last alerts with links."""
    for name in ("talvane", "TALVANE FREIGHT", "Talvané", "#talvane"):
        (sent,) = await talk.ask(f"/watches {name}")
        assert "Also: Talvane" in sent.text
        assert "1 alert" in sent.text
        assert DEAL.title in sent.text
        assert any(entity.get("url", "").endswith("/deal") for entity in sent.entities)
    text = await talk.answer("/watches coastal_registry")
    assert "Where the text supports it: CRO" in text
    assert "detains crews" in text


async def test_a_name_that_is_no_watch_gets_the_nearest(talk: Talk) -> None:
    """Or none, where nothing is like it."""
    assert "Did you mean Osprell Systems?" in await talk.answer("/watches Osprel")
    assert "Did you mean" not in await talk.answer("/watches <b>qqqq")


async def test_feeds_tell_how_they_fare(world: World) -> None:
    """Those that fail come first, with the reason; addresses without their secrets."""
    world.configure("/feed.xml", "/gone.xml?token=hidden")
    world.feed("/feed.xml", DEAL)
    async with listening(world) as talk:
        await talk.poll()
        text = await talk.answer("/feeds")
    assert "1 failing" in text
    assert "404" in text
    assert "hidden" not in text
    assert text.index("1 failing") < text.index("1 working")


async def test_search_finds_words_and_marks_them(talk: Talk) -> None:
    """The newest first, with link and the words in bold."""
    (sent,) = await talk.ask("/search harbour strike")
    assert "harbour strike: 1 entry" in sent.text
    assert DEAL.title in sent.text
    assert "Fishermen of Ellery watch & wait" in sent.text
    bold = [entity for entity in sent.entities if entity["type"] == "bold"]
    assert [sent.text[e["offset"] :][: e["length"]] for e in bold] == ["harbour strike", "harbour", "strike"]
    assert "Nothing is stored with submarine" in await talk.answer("/search submarine")
    assert "what to search for" in await talk.answer("/search")


async def test_search_turns_pages(world: World, talk: Talk) -> None:
    """Ten at a time, by a button that gives the message its next page; everything stands on exactly one of them."""
    items = [Item(id=f"i{n}", title=f"Ferry number {n:02} leaves Ellery: {'pier ' * 30}") for n in range(25)]
    world.feed("/feed.xml", *items)
    await talk.app.poll_all()
    (sent,) = await talk.ask("/search ferry: number")
    pages = [sent.text]
    while more := [data for data in buttons(sent) if data.split(":")[1] != "0" and len(pages) < 3]:
        await talk.press(more[-1], sent)
        sent = next(each for each in world.api.messages if each.id == sent.id)
        pages.append(sent.text)
    assert [page.splitlines()[0] for page in pages] == [
        f"ferry: number: 25 entries, {span}" for span in ("1–10", "11–20", "21–25")
    ]
    assert all(sum(f"number {n:02} " in page for page in pages) == 1 for n in range(25))
    await talk.press(buttons(sent)[0], sent)
    assert next(each for each in world.api.messages if each.id == sent.id).text == pages[1]


async def test_a_query_too_long_for_a_button_still_answers(world: World, talk: Talk) -> None:
    """Telegram keeps 64 bytes with a button."""
    world.feed("/feed.xml", *(Item(id=f"i{n}", title=f"Ferry {n} leaves") for n in range(12)))
    await talk.app.poll_all()
    (sent,) = await talk.ask("/search ferry leaves " + "-unwanted " * 10)
    assert "fewer words" in sent.text
    assert buttons(sent) == []


@pytest.mark.parametrize("words", ['"', "AND", "a AND", "NEAR(", "title:x", "*", "-x", "<b>&", "ship' OR 1=1 --", "("])
async def test_hostile_words_search_nothing_else(talk: Talk, words: str) -> None:
    """Whatever people write is looked for as words, and answered; with OR, what has one of them is found."""
    text = await talk.answer(f"/search {words}")
    either = " OR " in words and text.startswith(f"{words}: ")
    assert either or text.startswith(("Nothing is stored with", "Give a word that must stand there"))


async def test_explain_answers_to_an_alert(world: World, talk: Talk) -> None:
    """In the discussion group as a reply to the forwarded post, in private as a reply to a forward or from afar."""
    post = alert_of(world, "Talvane")
    for how in (
        {"chat": GROUP, "reply_to": world.api.forwarded(post, GROUP)},
        {"reply_to": world.api.forwarded(post, str(ADMIN))},
        {"reply_to": post},
    ):
        text = await talk.answer("/explain", **how)
        assert DEAL.title in text, how
        assert "“Talvane Freight” is Talvane Freight, sure" in text
        assert "Fact: Talvane Freight, with Coastal Registry Office, contract" in text
        assert f"Alert to {CHANNEL}: sent" in text


async def test_explain_takes_ids_and_links(talk: Talk) -> None:
    """And says so where there is nothing to explain."""
    assert DEAL.title in await talk.answer("/explain deal")
    assert DEAL.title in await talk.answer("/explain https://gazette.example/deal")
    assert DEAL.title in await talk.answer("/explain gazette.example/deal")
    assert "No entry" in await talk.answer("/explain nothing")
    assert "Reply with /explain to an alert" in await talk.answer("/explain")


async def test_an_explanation_takes_two_messages_at_most(world: World, talk: Talk) -> None:
    """However many names a text holds."""
    text = " ".join(f"The clerk at the CRO met Talvane and Osprell Systems on day {n}." for n in range(200))
    world.feed("/feed.xml", Item(id="long", title="Ledger of <Ellery>", text=text))
    await talk.app.poll_all()
    replies = await talk.ask("/explain long")
    assert 1 <= len(replies) <= 2
    assert all(units_of_plain(reply.text) <= 4096 for reply in replies)


async def test_long_lists_come_in_several_messages(world: World) -> None:
    """400 watches, in order, none left out."""
    watches = "".join(f'[[watch]]\nid = "w-{n}"\nname = "Yard {n} & <Sons>"\nkind = "company"\n' for n in range(400))
    world.watch(f'title = "Many"\n{watches}')
    async with listening(world) as talk:
        replies = await talk.ask("/watches")
    assert len(replies) > 1
    text = "\n".join(reply.text for reply in replies)
    assert all(f"Yard {n} & <Sons> · company" in text for n in range(400))


async def test_digest_is_that_of_today_so_far(world: World, talk: Talk) -> None:
    """It claims nothing: the day's digest comes all the same."""
    world.now += timedelta(minutes=1)
    assert DEAL.title in await talk.answer("/digest")
    assert talk.desk.store.digests.last(CHANNEL) is None


async def test_status_tells_queues_with_their_reasons(world: World, talk: Talk) -> None:
    """What waits for whom, until when and why; quiet hours; lists; the size of the database."""
    store = talk.desk.store
    assert "No message waits" in await talk.answer("/status")
    with store.atomic():
        store.chats.hold(CHANNEL, world.now + timedelta(hours=1), "too many <requests>", blocked=False)
        store.db.execute("UPDATE outbox SET status = 'waiting' WHERE chat = ?", [CHANNEL])
    text = await talk.answer("/status")
    assert "1 feed, none fails" in text
    assert "Last poll: 22 November 2026, 12:00 UTC" in text
    assert "2 new entries, 2 alerts" in text
    assert f"{CHANNEL}: 2, held until 22 November 2026, 13:00 UTC (too many <requests>)" in text
    assert "Freight and border (3)" in text
    assert "MB" in text


async def test_quiet_hours_are_told(world: World) -> None:
    """With their end, while it is quiet."""
    text = world.config.read_text(encoding="utf-8").replace("[telegram]", '[telegram]\nquiet = "11:00-13:30"')
    world.config.write_text(text, encoding="utf-8")
    async with listening(world) as talk:
        text = await talk.answer("/status")
    assert f"Quiet hours of {CHANNEL}: 11:00–13:30; quiet now, until 22 November 2026, 13:30 UTC" in text


def allow_following(world: World) -> None:
    """Let everybody follow watches."""
    text = world.config.read_text(encoding="utf-8").replace("[telegram]", "[telegram]\nfollow = true")
    world.config.write_text(text, encoding="utf-8")


async def test_following(world: World) -> None:
    """A stranger follows by any name, sees what they follow, and ends it; nothing of it in groups."""
    allow_following(world)
    world.api.kinds[GROUP] = "supergroup"
    world.api.profiles[CHANNEL] = {"linked_chat_id": int(GROUP)}
    async with listening(world) as talk:
        assert "You follow nothing" in await talk.answer("/follow", user=777)
        assert "Did you mean Talvane Freight?" in await talk.answer("/follow Talvan", user=777)
        assert "You follow Talvane Freight" in await talk.answer("/follow talvane FREIGHT", user=777)
        assert "already" in await talk.answer("/follow talvane", user=777)
        assert await talk.answer("/follow", user=777) == "You follow\nTalvane Freight"
        assert talk.desk.store.follows.all() == {"talvane": ("777",)}
        assert "do not follow" in await talk.answer("/unfollow osprell", user=777)
        assert "no longer" in await talk.answer("/unfollow talvane", user=777)
        await talk.ask("/follow osprell", user=777)
        assert await talk.answer("/unfollow all", user=777) == "You follow nothing any more."
        assert await talk.answer("/unfollow all", user=777) == "You followed nothing."
        assert "operators" in await talk.answer("/watches", user=777)
        assert "not to be had here" in await talk.answer("/follow talvane", chat=GROUP)
        assert "/unfollow" in await talk.answer("/help", user=777)


@pytest.mark.parametrize("words", ["all", "osprell"])
async def test_who_follows_nothing_any_more_gets_nothing_that_waits(world: World, words: str) -> None:
    """With the last watch go the alerts that wait, of that person only; who follows another one still gets them."""
    world.feed("/feed.xml", DEAL, SHIP)
    allow_following(world)
    async with listening(world) as talk:
        store = talk.desk.store
        with store.atomic():
            for person, watch in (("777", "talvane"), ("777", "osprell"), ("778", "talvane")):
                store.follows.add(person, watch, world.now)
        await talk.app.poll_all()

        def waiting(chat: str) -> int:
            return sum(each.chat == chat for each in store.outbox.unsent())

        await talk.ask("/unfollow talvane" if words == "osprell" else "/unfollow nothing", user=777)
        assert (waiting("777"), waiting("778")) == (2, 1)
        await talk.ask(f"/unfollow {words}", user=777)
        assert (waiting("777"), waiting("778"), waiting(CHANNEL)) == (0, 1, 2)


async def test_an_unfollow_takes_nothing_else_away(world: World) -> None:
    """An admin who follows no more still gets notes, and a private chat of a list its alerts."""
    own = '[[watch]]\nid = "own"\nname = "Ellery Dock"\nkind = "company"\n'
    world.watch(f'title = "Own"\nchat = "777"\n\n{own}', "own.toml")
    note = Message(html="note", plain="note")
    allow_following(world)
    async with listening(world) as talk:
        store = talk.desk.store
        with store.atomic():
            for person in (777, ADMIN):
                store.follows.add(str(person), "talvane", world.now)
                store.outbox.put("alert", f"a{person}", str(person), note, now=world.now)
                store.outbox.put("note", f"n{person}", str(person), note, now=world.now)
        for person in (777, ADMIN):
            await talk.ask("/unfollow all", user=person)
        assert [(each.chat, each.kind) for each in store.outbox.unsent()] == [
            ("777", "alert"), ("777", "note"), (str(ADMIN), "note"),
        ]  # fmt: skip


async def test_who_blocks_the_bot_follows_nothing(world: World) -> None:
    """Telegram says so at once; nothing is sent in vain."""
    async with listening(world) as talk:
        with talk.desk.store.atomic():
            talk.desk.store.follows.add("777", "talvane", world.now)
        person = {"id": 777, "is_bot": False, "first_name": "Reader"}
        me = {"id": 1, "is_bot": True, "first_name": "Wirewatch"}
        await talk.heard(
            world.api.queue(
                my_chat_member={
                    "chat": {"id": 777, "type": "private", "first_name": "Reader"}, "from": person, "date": 1,
                    "old_chat_member": {"user": me, "status": "member"},
                    "new_chat_member": {"user": me, "status": "kicked", "until_date": 0},
                }
            )
        )  # fmt: skip
        assert talk.desk.store.follows.all() == {}
