"""Many chats at once, at Telegram's pace: all arrives, no limit is met, what is behind comes rolled up."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App, courier_for
from bot.courier import Courier
from bot.demo.botapi import DEMO_TOKEN, BotApi, Fault
from bot.demo.telegram_limits import Limits
from bot.pace import TELEGRAM, Pace
from bot.telegram_chat import TelegramChat
from pipelines.model import Button, Message
from tests.test_deliver_chats import heads, tell
from tests.world import ADMIN, CHANNEL, NOON, World

PERSON, HELD = "77", "@held_watch"
SECOND = timedelta(seconds=1)
ALERTS = re.compile(r"\d+ alerts(?:, \d+ more follows?)?\n\n")


@pytest.fixture
async def strict(world: World) -> AsyncIterator[BotApi]:
    """A Bot API with Telegram's limits, on the world's clock."""
    async with BotApi(limits=Limits(strict=True)) as api:
        api.now = lambda: world.now.timestamp()
        world.config.write_text(world.config.read_text().replace(world.api.url, api.url))
        yield api


@pytest.fixture
async def sender(strict: BotApi) -> AsyncIterator[TelegramChat]:
    """The bot of that server."""
    async with TelegramChat(DEMO_TOKEN, strict.url, timeout=2) as chat:
        yield chat


def start(world: World, app: App, sender: TelegramChat) -> Courier:
    """Return a courier that keeps Telegram's pace on the world's clock, as after a start of the program."""
    return courier_for(app.room, sender, Pace(TELEGRAM, lambda: world.now.timestamp()))


def lines(text: str) -> list[str]:
    """Return what a message tells: the heads of its alerts."""
    if not ALERTS.match(text):
        return [text.partition("\n")[0]]
    return [line.partition(" · ")[0] for line in ALERTS.sub("", text).split("\n\n")]


async def test_everything_arrives_and_no_limit_is_met(world: World, strict: BotApi, sender: TelegramChat) -> None:
    """A flood, a person with many, a chat that waits 10,000 seconds: all arrives in time, the heaviest first."""
    choose = random.Random(5)
    weights = {f"c{number}": choose.randrange(4) for number in range(100)}
    strict.fail("sendMessage", Fault(status=429, retry_after=10_000), chat=HELD)
    async with world.app() as app:
        courier = start(world, app, sender)
        for name, weight in weights.items():
            tell(app, name, chat=CHANNEL, weight=weight)
        for number in range(50):
            tell(app, f"p{number}", chat=PERSON)
            tell(app, f"h{number}", chat=HELD)
        for second in range(240):
            world.now = NOON + second * SECOND / 2
            await courier.round()
            if second % 40 == 7:
                courier = start(world, app, sender)  # a restart keeps the pace
        told = {chat: [m.text for m in strict.messages if m.chat == chat] for chat in (CHANNEL, PERSON, HELD)}
        assert [head for text in told[CHANNEL] for head in lines(text)] == sorted(
            weights, key=lambda name: (-weights[name], int(name[1:]))
        )
        assert len(told[CHANNEL]) <= 5
        assert heads(told[PERSON]) == [f"p{number}" for number in range(50)]
        assert told[HELD] == []
        world.now = NOON + 9_999 * SECOND
        await courier.round()
        assert not any(m.chat == HELD for m in strict.messages)
        for second in range(10_000, 10_010):
            world.now = NOON + second * SECOND
            await courier.round()
    held = [m.text for m in strict.messages if m.chat == HELD]
    assert [head for text in held for head in lines(text)] == [f"h{number}" for number in range(50)]
    assert all(ALERTS.match(text) for text in held)
    assert strict.floods == []
    assert world.rows("SELECT DISTINCT status FROM outbox") == [("sent",)]


async def test_a_few_alerts_come_one_by_one(world: World, strict: BotApi, sender: TelegramChat) -> None:
    """Twenty in a minute is what a channel can take: none of them is rolled up, and the limit is not met."""
    async with world.app() as app:
        courier = start(world, app, sender)
        for number in range(20):
            tell(app, f"c{number}")
        for second in range(20):
            world.now = NOON + second * SECOND
            await courier.round()
    assert heads([m.text for m in strict.messages]) == [f"c{number}" for number in range(20)]
    assert strict.floods == []


async def test_edits_and_replies_count_too(world: World, strict: BotApi, sender: TelegramChat) -> None:
    """What is edited and what is replied takes its turn among the messages."""
    async with world.app() as app:
        courier = start(world, app, sender)
        rows = [tell(app, f"c{number}", story=number + 1) for number in range(15)]
        for second in range(180):
            world.now = NOON + second * SECOND
            if second == 60:
                with app.store.atomic():
                    for row in rows:
                        app.store.outbox.show_also(row, "also: A")
            if second in (70, 80):
                assert await courier.say(CHANNEL, Message(html=f"r{second}", plain="x"))
            await courier.round()
    assert len(strict.edits) == 15
    assert heads([m.text for m in strict.messages])[15:] == ["r70", "r80"]
    assert strict.floods == []


async def test_thirty_a_second_over_all(world: World, strict: BotApi, sender: TelegramChat) -> None:
    """A message to each of a hundred people takes four seconds, those who waited longest first."""
    async with world.app() as app:
        courier = start(world, app, sender)
        for number in range(100):
            tell(app, f"p{number}", chat=str(100 + number))
        counts = []
        for second in range(4):
            world.now = NOON + second * SECOND
            await courier.round()
            counts.append(len(strict.messages))
    assert counts == [30, 60, 90, 100]
    assert {m.chat for m in strict.messages[:30]} == {str(100 + number) for number in range(30)}
    assert strict.floods == []


async def send(app: App) -> None:
    """Run one round of deliveries."""
    assert app.courier is not None
    await app.courier.round()


# --- roll-ups -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "minutes", "messages"), [(5, 11, 1), (5, 10, 5), (4, 11, 4)], ids=["late", "in time", "few"]
)
async def test_what_an_outage_held_up_comes_as_one(world: World, count: int, minutes: int, messages: int) -> None:
    """Five alerts, the oldest more than ten minutes old, come as one message; four, or younger ones, one by one."""
    async with world.app() as app:
        for number in range(count):
            tell(app, f"n{number}")
        world.now += timedelta(minutes=minutes)
        await send(app)
    assert len(world.sent()) == messages
    assert [head for text in world.sent() for head in lines(text)] == [f"n{number}" for number in range(count)]


async def late(world: World, app: App, *names: str, silent: tuple[str, ...] = ()) -> None:
    """Queue alerts that are late by now, the last the heaviest."""
    for weight, name in enumerate(names):
        tell(app, name, weight=weight, silent=name in silent)
    world.now += timedelta(minutes=11)


async def test_a_roll_up_looks_and_sounds_as_a_reader_wants(world: World) -> None:
    """It has no buttons and no preview, makes a sound if one of its alerts does, and is never edited."""
    async with world.app() as app:
        for silent in (("a", "b", "c", "d"), ("a", "b", "c", "d", "e")):
            await late(world, app, *"abcde", silent=silent)
            await send(app)
        with app.store.atomic():
            app.store.outbox.show_also(1, "also: A")
            app.store.outbox.show_marks(1)
        world.now += timedelta(minutes=5)
        await send(app)
    loud, quiet = world.api.messages
    assert [lines(message.text) for message in (loud, quiet)] == [list("edcba")] * 2
    assert [(m.silent, m.preview, m.reply_markup) for m in (loud, quiet)] == [(False, False, None), (True, False, None)]
    assert world.api.edits == []


async def test_a_roll_up_ends_where_something_else_waits(world: World) -> None:
    """The order within the chat is kept: alerts behind a digest come behind it."""
    async with world.app() as app:
        for name in "abc":
            tell(app, name)
        with app.store.atomic():
            app.store.outbox.put("digest", "d", CHANNEL, Message(html="digest", plain="digest"), now=world.now)
        await late(world, app, *"xyz")
        await send(app)
    assert [lines(text) for text in world.sent()] == [["a", "b", "c"], ["digest"], ["z", "y", "x"]]


@pytest.mark.parametrize("refusals", [1, 2])
async def test_a_roll_up_that_is_refused(world: World, refusals: int) -> None:
    """It comes as plain text with all addresses; refused again, its alerts come one by one. Nobody needs telling."""
    refusal = Fault(status=400, description="Bad Request: can't parse entities")
    world.api.fail("sendMessage", *[refusal] * refusals)
    async with world.app() as app:
        await late(world, app, *"abcde")
        await send(app)
    if refusals == 1:
        (message,) = world.api.messages
        assert message.parse_mode == ""
        assert all(f"{name} (https://gazette.example/{name})" in message.text for name in "abcde")
    else:
        assert heads(world.sent()) == list("abcde")
    assert world.sent(str(ADMIN)) == []


async def test_a_roll_up_without_an_answer_is_tried_again(world: World) -> None:
    """It waits as a single message does, and takes along what has come meanwhile."""
    world.api.fail("sendMessage", Fault(status=500))
    async with world.app() as app:
        await late(world, app, *"abcde")
        await send(app)
        tell(app, "new")
        await send(app)
        assert world.sent() == []
        world.now += 2 * SECOND
        await send(app)
    assert [lines(text) for text in world.sent()] == [["e", "d", "c", "b", "a", "new"]]


async def test_a_roll_up_without_the_first_alert_is_put_off_too(world: World) -> None:
    """Where the oldest alert is too light for the first message, no answer still means a pause for the chat."""
    world.api.fail("sendMessage", *[Fault(status=500)] * 3)
    async with world.app() as app:
        await late(world, app, *(f"n{number}" for number in range(150)))
        for requests, pause in ((1, 2), (2, 4), (3, 8)):
            await send(app)
            assert len(world.api.calls) == requests
            world.now += (pause - 0.001) * SECOND
            await send(app)
            assert len(world.api.calls) == requests
            world.now += 0.001 * SECOND
        await send(app)
    told = [head for text in world.sent() for head in lines(text)]
    assert told == [f"n{number}" for number in range(149, -1, -1)]


async def test_an_old_alert_has_a_line_too(world: World) -> None:
    """What was queued by an older version, without a line, comes with its headline."""
    async with world.app() as app:
        await late(world, app, *"abcde")
        app.store.db.execute("UPDATE outbox SET line = ''")
        await send(app)
    assert world.sent() == ["5 alerts\n\ne\n\nd\n\nc\n\nb\n\na"]


# --- side by side ---------------------------------------------------------------------------------------


async def test_a_chat_that_hangs_holds_up_no_other_and_no_tick(world: World) -> None:
    """While one chat's request hangs, ticks go on serving others and begin nothing anew for that one."""
    world.api.fail("sendMessage", Fault(hang=True), chat=CHANNEL)
    async with world.app() as app:
        assert app.courier is not None
        tell(app, "hangs")
        hanging = app.courier.start_due()
        await world.api.until(lambda: len(world.api.calls) == 1)
        for number in range(3):
            tell(app, f"n{number}", chat=PERSON)
            (task,) = app.courier.start_due()
            await task
        assert heads(world.sent(PERSON)) == ["n0", "n1", "n2"]
        assert not hanging[0].done()
        app.courier.stopping = lambda: True
        tell(app, "late", chat=PERSON)
        assert app.courier.start_due() == []
        await app.courier.rest(20)
        assert hanging[0].done()


async def test_an_error_of_our_own_is_logged_and_stops_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """What escapes a chat's task stands in the log once a minute, not at every tick; other chats go on."""
    async with world.app() as app:
        assert app.courier is not None
        tell(app, "news")
        app.store.db.execute("PRAGMA query_only = ON")
        await asyncio.wait(app.courier.start_due())
        app.store.db.execute("PRAGMA query_only = OFF")
        tell(app, "other", chat=PERSON)
        for seconds, started in ((0, 1), (59, 0), (1, 1)):
            world.now += seconds * SECOND
            tasks = app.courier.start_due()
            assert len(tasks) == started
            await asyncio.gather(*tasks)
    assert caplog.text.count("job=deliver error=") == 1
    assert [heads(world.sent(chat)) for chat in (CHANNEL, PERSON)] == [["news"], ["other"]]


async def test_a_clock_that_was_wrong_keeps_no_chat_resting(world: World) -> None:
    """An error in a year to come is over when the clock is set right."""
    async with world.app() as app:
        assert app.courier is not None
        tell(app, "news")
        app.store.db.execute("PRAGMA query_only = ON")
        world.now += timedelta(days=365)
        await asyncio.wait(app.courier.start_due())
        app.store.db.execute("PRAGMA query_only = OFF")
        world.now = NOON
        await asyncio.gather(*app.courier.start_due())
    assert heads(world.sent()) == ["news"]


# --- replies --------------------------------------------------------------------------------------------

REPLY = Message(html="<b>ok</b>", plain="ok!", buttons=((Button(label="Save", data="save:1"),),))


async def test_a_reply_is_said_at_once(world: World) -> None:
    """It goes out with its buttons, below what it answers, in its topic, and can be replaced; nothing is stored."""
    async with world.app() as app:
        assert app.courier is not None
        first = await app.courier.say("-1001/7", REPLY)
        assert first is not None
        await app.courier.say("-1001/7", REPLY, reply_to=first)
        assert await app.courier.show("-1001/7", first, Message(html="<i>saved</i>", plain="saved"))
        assert not await app.courier.show("-1001/7", 99, REPLY)
    assert [(m.text, m.topic, m.reply_to) for m in world.api.messages] == [("saved", 7, None), ("ok", 7, first)]
    assert world.api.messages[0].reply_markup is None
    assert world.api.messages[1].reply_markup == {"inline_keyboard": [[{"text": "Save", "callback_data": "save:1"}]]}
    assert world.rows("SELECT count(*) FROM outbox") == [(0,)]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(status=400, description="Bad Request: can't parse entities"), "ok!"),
        (Fault(status=400, migrate_to=-1009), "ok"),
        (Fault(status=403), None),
        (Fault(status=401), None),
        (Fault(status=500), None),
        (Fault(status=429, retry_after=60), None),
    ],
)
async def test_a_reply_that_meets_trouble(world: World, fault: Fault, said: str | None) -> None:
    """It comes as plain text, or where the group is now, or not at all; a flood wait holds the chat's alerts too."""
    world.api.fail("sendMessage", fault, chat="-1001")
    async with world.app() as app:
        assert app.courier is not None
        answer = await app.courier.say("-1001/7", REPLY)
        assert (answer is not None) == (said is not None)
        tell(app, "news", chat="-1001/8")
        await send(app)
        held = fault.status == 429
        assert (app.store.chats.hold_of("-1001", world.now) is not None) is held
        if held:
            assert await app.courier.say("-1001", REPLY) is None
    told = heads([message for message in world.api.messages if message.chat != str(ADMIN)])
    assert told == [*([said] if said else []), *([] if held else ["news"])]


async def test_a_reply_waits_its_turn(world: World, strict: BotApi, sender: TelegramChat) -> None:
    """After a message to the chat, a reply comes when a second has passed."""
    async with world.app() as app:
        courier = start(world, app, sender)
        assert await courier.say(PERSON, REPLY)
        waiting = asyncio.create_task(courier.say(PERSON, REPLY))
        await asyncio.sleep(0)
        world.now += SECOND
        assert await waiting
    assert (len(strict.messages), strict.floods) == (2, [])


async def test_the_program_itself_keeps_the_pace(world: World) -> None:
    """`run --once` as a process of its own takes its second between two messages, and meets no limit."""
    async with BotApi(limits=Limits()) as api:
        world.config.write_text(world.config.read_text().replace(world.api.url, api.url))
        world.now = datetime.now(UTC)
        world.feed("/feed.xml")
        async with world.app() as app:
            for name in "abc":
                tell(app, name)
        process = await world.start("run", "--once")
        _, err = await process.communicate()
        assert process.returncode == 0, err.decode()
    assert heads([message.text for message in api.messages]) == list("abc")
    assert api.floods == []
