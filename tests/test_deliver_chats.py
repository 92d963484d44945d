"""What chats ask for and what becomes of them: sound, buttons, quiet hours, topics, moves, blocks, followers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from bot.demo.botapi import Fault
from bot.demo.telegram_chats import Sent
from bot.post import Outcome
from pipelines.model import Entry, Line, Message, Route, Telling
from tests.world import ADMIN, CHANNEL, NOON, World

GROUP = "-5"
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


def configure(world: World, *chats: str, more: str = "") -> None:
    """Write a configuration with `chats`, each the id and further lines of its table, all of them known by feeds."""
    tables = [f'[[chat]]\nid = "{chat.partition(" ")[0]}"\n{chat.partition(" ")[2]}' for chat in chats]
    feeds = [
        f'[[feed]]\nurl = "https://{n}.example/"\nchat = "{chat.partition(" ")[0]}"' for n, chat in enumerate(chats)
    ]
    world.configure("/feed.xml", more="\n".join([more, *tables, *feeds]))


def tell(
    app: App, text: str, *, chat: str = CHANNEL, telling: Telling = Telling.FIRST, story: int | None = None,
    weight: int = 0, silent: bool = False, html: str = "",
) -> int:  # fmt: skip
    """Queue the alert of a new entry; return its row."""
    link = f'<a href="https://gazette.example/{text}">{text}</a>'
    with app.store.atomic():
        entry = app.store.entries.add(Entry(id=str(app.store.outbox.counts()), feed="f"), app.now())
        route = Route(chat=chat, watches=(), telling=telling, silent=silent)
        message = Message(html=html or f"{link}\n<i>Gazette</i>", plain=text)
        line = Line(html=f"{link} · Gazette", weight=weight)
        assert app.store.outbox.put_alert(entry, route, message, ("", ""), story=story, now=app.now(), line=line)
        return app.store.outbox.unsent()[-1].id


async def send(app: App) -> Outcome:
    """Run one round of deliveries."""
    assert app.courier is not None
    return await app.courier.round()


def heads(messages: list[Sent] | list[str]) -> list[str]:
    """Return the first lines of messages."""
    return [(each if isinstance(each, str) else each.text).partition("\n")[0] for each in messages]


def labels(message: Sent) -> list[str]:
    """Return what stands on the buttons of a message."""
    rows = (message.reply_markup or {"inline_keyboard": []})["inline_keyboard"]
    return [button["text"] for row in rows for button in row]


# --- how a message comes --------------------------------------------------------------------------------


async def test_sound_preview_and_buttons_are_as_configured(world: World) -> None:
    """A silent alert is silent, a silent chat all of it, digests always; previews and buttons are below alerts only."""
    configure(world, f"{CHANNEL} preview = true", "-1001 silent = true\nbuttons = false")
    async with world.app() as app:
        tell(app, "loud")
        tell(app, "quiet", silent=True)
        tell(app, "still", chat="-1001")
        tell(app, "follower", chat="77")
        with app.store.atomic():
            for kind in ("digest", "note"):
                app.store.outbox.put(kind, kind, CHANNEL, Message(html=kind, plain=kind), now=NOON)
        await send(app)
    looks = {
        head: (m.silent, m.preview, labels(m))
        for m, head in zip(world.api.messages, heads(world.api.messages), strict=True)
    }
    below = ["right", "wrong", "mute story"]
    assert looks == {
        "loud": (False, True, below), "quiet": (True, True, below), "still": (True, False, []),
        "follower": (False, False, []), "digest": (True, False, []), "note": (False, False, []),
    }  # fmt: skip


async def test_buttons_show_what_was_pressed_and_stay_through_edits(world: World) -> None:
    """A verdict and a muted story are ticked at once below every alert, and an edit of the text keeps them."""
    async with world.app() as app:
        store = app.store
        row = tell(app, "news", story=1)
        await send(app)
        entry = store.outbox.alert(row).entry  # type: ignore[union-attr]
        with store.atomic():
            store.reviews.set(entry, "talvane", "wrong", 1, "A", NOON)
            store.outbox.show_marks(entry)
        await send(app)
        assert labels(world.api.messages[0]) == ["right", "✓ wrong", "mute story"]
        with store.atomic():
            store.reviews.clear(entry, "talvane")
            store.outbox.show_also(row, "also: A")
        world.now = NOON + MINUTE
        await send(app)
        (message,) = world.api.messages
        assert (message.text, labels(message)) == ("news\nGazette\nalso: A", ["right", "wrong", "mute story"])
        calls = len(world.api.calls)
        await send(app)
        assert len(world.api.calls) == calls


async def test_buttons_that_telegram_will_not_change_are_left(world: World) -> None:
    """Where the message is gone, nothing follows; where there was no answer, they are shown a minute later."""
    async with world.app() as app:
        row = tell(app, "news")
        await send(app)
        entry = app.store.outbox.alert(row).entry  # type: ignore[union-attr]
        with app.store.atomic():
            app.store.reviews.set(entry, "talvane", "right", 1, "A", NOON)
            app.store.outbox.show_marks(entry)
        world.api.fail("editMessageReplyMarkup", Fault(status=500))
        await send(app)
        world.now = NOON + MINUTE
        await send(app)
        assert labels(world.api.messages[0])[0] == "✓ right"
        with app.store.atomic():
            app.store.outbox.show_marks(entry)
        world.api.fail(
            "editMessageReplyMarkup", Fault(status=400, description="Bad Request: message to edit not found")
        )
        await send(app)
        calls = len(world.api.calls)
        await send(app)
    assert (len(world.api.calls), heads(world.sent())) == (calls, ["news"])


async def test_what_is_too_long_is_cut_with_a_link_to_the_rest(world: World) -> None:
    """Where Telegram finds a message too long after all, it comes cut once more, and as cut plain text at last."""
    too_long = Fault(status=400, description="Bad Request: message is too long")
    html = '<a href="https://gazette.example/1">News</a>\n' + f"<b>{'It sails on. ' * 300}</b>"
    async with world.app() as app:
        for faults in (1, 2):
            world.api.fail("sendMessage", *[too_long] * faults)
            tell(app, "news", html=html)
            await send(app)
    cut, plain = world.api.messages
    assert cut.text.endswith("It sails on. …\nThe rest")
    assert cut.entities[-1]["url"] == "https://gazette.example/1"
    assert (len(cut.text) <= 2048, cut.parse_mode) == (True, "HTML")
    assert (plain.text, plain.parse_mode) == ("news", "")


# --- chats that wait ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [10_000, 43_838])
async def test_a_flood_wait_is_obeyed_to_the_second_by_all_topics(world: World, seconds: int) -> None:
    """A group that asked one topic to wait gets nothing in any topic until then, also after a restart."""
    world.api.fail("sendMessage", Fault(status=429, retry_after=seconds), chat="-1001")
    async with world.app() as app:
        tell(app, "a", chat="-1001/7")
        await send(app)
        tell(app, "b", chat="-1001/8")
        tell(app, "c", chat="-1002/8")
        await send(app)
    world.now = NOON + timedelta(seconds=seconds, milliseconds=-1)
    async with world.app() as app:
        await send(app)
        assert heads(world.api.messages) == ["c"]
    world.now = NOON + timedelta(seconds=seconds)
    async with world.app() as app:
        await send(app)
    assert {(m.text[0], m.topic) for m in world.api.messages} == {("a", 7), ("b", 8), ("c", 8)}


async def test_admins_are_told_once_that_a_chat_takes_nothing_and_once_that_it_does(world: World) -> None:
    """For two days it is tried every hour, through restarts; then all goes out, and the admins hear how much waited."""
    blocked = [Fault(status=403)] * 48
    world.api.fail("sendMessage", *blocked, chat=CHANNEL)
    for hour in range(49):
        world.now = NOON + hour * HOUR
        async with world.app() as app:
            tell(app, f"n{hour}", story=None)
            if hour % 12 == 0:
                with app.store.atomic():
                    app.store.chats.release_blocked()
            await send(app)
    told = world.sent(str(ADMIN))
    assert len(told) == 2
    assert "does not take messages" in told[0]
    assert f"{CHANNEL} takes messages again; 49 alerts waited." in told[1]
    assert world.sent()[0].startswith("49 alerts\n")
    asked = [call for call in world.api.calls if call.parameters["chat_id"] == CHANNEL]
    assert len(asked) - len(world.sent()) == len(blocked)


async def test_a_flood_wait_between_does_not_make_a_block_news_again(world: World) -> None:
    """A chat that takes nothing, asks to wait and takes nothing is told of once, and once when it takes something."""
    async with world.app() as app:
        tell(app, "news")
        for fault, pause in (
            (Fault(status=403), HOUR), (Fault(status=429, retry_after=5), 5 * SECOND), (Fault(status=403), HOUR),
            (Fault(status=429, retry_after=5), 5 * SECOND),
        ):  # fmt: skip
            world.api.fail("sendMessage", fault, chat=CHANNEL)
            await send(app)
            world.now += pause
        await send(app)
    told = world.sent(str(ADMIN))
    assert ["does not take messages" in text for text in told] == [True, False]
    assert f"{CHANNEL} takes messages again; 1 alert waited." in told[1]


async def test_a_chat_that_bans_the_bot_keeps_its_alerts(world: World) -> None:
    """Codes of Telegram about the chat, which no list has them all of, drop no alert."""
    banned = Fault(status=400, description="Bad Request: USER_BANNED_IN_CHANNEL")
    world.api.fail("sendMessage", *[banned] * 9, chat=CHANNEL)
    async with world.app() as app:
        for name in "abc":
            tell(app, name)
        await send(app)
        assert len(app.store.outbox.unsent()) == 3
    (note,) = world.sent(str(ADMIN))
    assert f"{CHANNEL} does not take messages" in note


async def test_what_fails_for_an_hour_is_told_once(world: World) -> None:
    """A message that Telegram stumbles over holds up its chat: the admins hear of it, not of a short outage."""
    world.api.fail("sendMessage", *[Fault(status=500)] * 18, chat=CHANNEL)
    async with world.app() as app:
        tell(app, "news")
        while world.now < NOON + 3 * HOUR:
            await send(app)
            assert bool(world.sent(str(ADMIN))) is (world.now >= NOON + HOUR)
            world.now += 10 * MINUTE
        assert len([call for call in world.api.calls if call.parameters["chat_id"] == CHANNEL]) == 18
        (note,) = world.sent(str(ADMIN))
        assert f"Nothing has gone through to {CHANNEL} for an hour: Internal Server Error. Message 1 goes on" in note
        await send(app)
        world.api.fail("sendMessage", Fault(status=500), chat=CHANNEL)
        tell(app, "more")
        await send(app)
    assert (heads(world.sent()), len(world.sent(str(ADMIN)))) == (["news"], 1)


async def test_rights_that_come_back_are_used_at_once(world: World) -> None:
    """Somebody gives the bot its rights back: no hour has to pass."""
    world.api.fail("sendMessage", Fault(status=400, description="Bad Request: not enough rights"), chat="-1001")
    async with world.app() as app:
        tell(app, "a", chat="-1001/7")
        await send(app)
        await send(app)
        assert heads(world.sent("-1001")) == []
        with app.store.atomic():
            app.store.chats.release("-1001")
        await send(app)
    assert heads(world.sent("-1001")) == ["a"]


@pytest.mark.parametrize("words", ["TOPIC_CLOSED", "message thread not found"])
async def test_a_closed_topic_holds_itself_only(world: World, words: str) -> None:
    """Other topics of the group go on; the admins hear which one it is."""
    world.api.fail("sendMessage", Fault(status=400, description=f"Bad Request: {words}"), chat="-1001")
    async with world.app() as app:
        tell(app, "a", chat="-1001/7")
        await send(app)
        tell(app, "b", chat="-1001/8")
        await send(app)
        assert heads(world.sent("-1001")) == ["b"]
        assert "-1001/7 does not take messages" in world.sent(str(ADMIN))[0]
        world.now = NOON + HOUR
        await send(app)
    assert heads(world.sent("-1001")) == ["b", "a"]
    assert "-1001/7 takes messages again; 1 alert waited." in world.sent(str(ADMIN))[1]


async def test_a_closed_general_topic_holds_itself_only(world: World) -> None:
    """What goes to a forum without a topic waits, by either name; its topics go on; then it is told that it works."""
    configure(world, GROUP, f"{GROUP}/1", f"{GROUP}/7")
    world.api.fail("sendMessage", Fault(status=400, description="Bad Request: TOPIC_CLOSED"), chat=GROUP)
    async with world.app() as app:
        tell(app, "general", chat=GROUP)
        await send(app)
        tell(app, "named", chat=f"{GROUP}/1")
        tell(app, "topic", chat=f"{GROUP}/7")
        await send(app)
        assert heads(world.sent(GROUP)) == ["topic"]
        assert "-5/1 does not take messages" in world.sent(str(ADMIN))[0]
        world.now += HOUR
        await send(app)
    assert heads(world.sent(GROUP)) == ["topic", "general", "named"]
    assert ["takes messages again" in text for text in world.sent(str(ADMIN))] == [False, True]


async def test_who_follows_no_more_and_has_blocked_the_bot_is_no_trouble(world: World) -> None:
    """An alert that was left from following is dropped, and the admins hear nothing of that person."""
    world.api.fail("sendMessage", Fault(status=403), chat="77")
    async with world.app() as app:
        tell(app, "left", chat="77")
        await send(app)
        assert app.store.outbox.unsent() == []
        assert app.store.chats.hold_of("77", world.now) is None
    assert world.api.messages == []


async def test_who_only_follows_and_has_blocked_the_bot_is_forgotten(world: World) -> None:
    """A stranger's private chat that takes nothing follows nothing any more; nothing waits, and nobody is told."""
    world.api.fail("sendMessage", Fault(status=403), chat="77")
    async with world.app() as app:
        with app.store.atomic():
            for chat in ("77", "78", str(ADMIN)):
                app.store.follows.add(chat, "talvane", NOON)
        for chat in ("77", "77", "78"):
            tell(app, f"to {chat}", chat=chat)
        await send(app)
        assert app.store.follows.all() == {"talvane": (str(ADMIN), "78")}
        assert app.store.outbox.unsent() == []
        world.api.fail("sendMessage", Fault(status=403), chat=str(ADMIN))
        tell(app, "to the admin", chat=str(ADMIN))
        await send(app)
        assert app.store.follows.of(str(ADMIN)) == ["talvane"]
        assert len(app.store.outbox.unsent()) == 1 + 1  # the alert, and the note that it waits
    assert heads(world.sent("78")) == ["to 78"]
    assert world.rows("SELECT count(*) FROM outbox WHERE status = 'refused'") == [(2,)]


# --- groups that move -----------------------------------------------------------------------------------


async def test_a_group_that_becomes_a_supergroup_is_followed(world: World) -> None:
    """What waits goes to the new id at once, to the same topics; admins are told; old messages are left."""
    configure(world, GROUP)
    async with world.app() as app:
        first = tell(app, "news", chat=GROUP, story=1)
        await send(app)
        world.api.migrate(GROUP, -1009)
        tell(app, "gain", chat=GROUP, story=1, telling=Telling.GAIN)
        tell(app, "topic", chat=f"{GROUP}/7")
        with app.store.atomic():
            app.store.outbox.show_also(first, "also: A")
        world.now = NOON + MINUTE
        await send(app)
    async with world.app() as app:
        tell(app, "later", chat=GROUP)
        await send(app)
    assert heads(world.sent(GROUP)) == ["news"]
    assert {(m.text.partition("\n")[0], m.topic, m.reply_to) for m in world.api.messages if m.chat == "-1009"} == {
        ("gain", None, None), ("topic", 7, None), ("later", None, None),
    }  # fmt: skip
    (note,) = world.sent(str(ADMIN))
    assert "please put -1009 into config.toml or the watchlist in place of -5." in note
    assert world.rows("SELECT DISTINCT chat FROM outbox WHERE kind = 'alert' ORDER BY chat") == [("-5",), ("-5/7",)]


async def test_groups_that_send_each_other_in_a_circle_are_left_after_a_while(world: World) -> None:
    """Whoever is sent round in a circle is held as a chat that takes nothing."""
    moves = [Fault(status=400, migrate_to=to) for to in (-1009, -5)] * 9
    world.api.fail("sendMessage", *moves, chat=GROUP)
    world.api.fail("sendMessage", *moves[::-1], chat="-1009")
    async with world.app() as app:
        tell(app, "news", chat=GROUP)
        await send(app)
        hold = app.store.chats.hold_of(GROUP, world.now)
    assert hold is not None
    assert hold.blocked
    assert world.sent(GROUP) == world.sent("-1009") == []


# --- quiet hours ----------------------------------------------------------------------------------------


def at(clock: str) -> datetime:
    """Return a time of the world's day, or of the next: "+07:00"."""
    hour, minute = map(int, clock.strip("+").split(":"))
    return datetime(2026, 11, 22 + clock.startswith("+"), hour, minute, tzinfo=UTC)


async def test_alerts_wait_for_the_end_of_the_quiet_hours_and_come_as_one(world: World) -> None:
    """In quiet hours digests and notes go on and alerts wait, also with the digest behind them; then they roll up."""
    configure(world, f'{CHANNEL} quiet = "22:00-07:00"', "@other_watch")
    async with world.app() as app:
        world.now = at("21:59")
        tell(app, "before")
        await send(app)
        world.now = at("22:00")
        tell(app, "light")
        tell(app, "elsewhere", chat="@other_watch")
        with app.store.atomic():
            app.store.outbox.put("digest", "d", CHANNEL, Message(html="digest", plain="digest"), now=world.now)
        tell(app, "heavy", weight=9)
        await send(app)
        assert heads(world.sent()) == ["before", "digest"]
        assert heads(world.sent("@other_watch")) == ["elsewhere"]
        assert app.courier is not None
        assert app.courier.next_attempt() == at("+07:00")
        assert app.courier.held_by_quiet_hours() == [(CHANNEL, 2, at("+07:00"))]
    world.now = at("+06:59")
    async with world.app() as app:
        await send(app)
        assert len(world.sent()) == 2
        world.now = at("+07:00")
        tell(app, "morning")
        await send(app)
    assert world.sent()[2:] == ["3 alerts\n\nheavy · Gazette\n\nlight · Gazette\n\nmorning · Gazette"]


async def test_a_single_alert_of_the_night_comes_as_itself(world: World) -> None:
    """One alert is no roll-up."""
    configure(world, f'{CHANNEL} quiet = "22:00-07:00"')
    async with world.app() as app:
        world.now = at("23:00")
        tell(app, "night")
        await send(app)
        world.now = at("+07:00")
        tell(app, "morning")
        await send(app)
    assert world.sent() == ["night\nGazette", "morning\nGazette"]


async def test_run_once_says_that_it_is_quiet(world: World) -> None:
    """`run --once` in quiet hours leaves alerts, says so, and has not failed."""
    world.watch()
    now = datetime.now(UTC)
    hours = f"{now - HOUR:%H:%M}-{now + 2 * HOUR:%H:%M}"
    world.configure(
        more=f'[[chat]]\nid = "{CHANNEL}"\nquiet = "{hours}"\n[[feed]]\nurl = "{world.web.url("/feed.xml")}"'
    )
    world.now = now
    world.feed("/feed.xml")
    async with world.app() as app:
        tell(app, "night")
    process = await world.start("run", "--once")
    _, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert f"{CHANNEL}: quiet hours, 1 alert waits until {now + 2 * HOUR:%H:%M}" in err.decode()
    assert world.sent() == []
