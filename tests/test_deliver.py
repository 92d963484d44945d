"""Outbox → Telegram over real HTTP: nothing lost, order kept, nobody held up by another."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from bot.app import App
from bot.courier import deliver_all
from bot.demo.botapi import BotApi, Fault
from bot.errors import BadToken, StoreError
from bot.post import Outcome
from pipelines.model import Message
from tests.world import ADMIN, CHANNEL, NOON, World

OTHER = "@osprell_watch"
BLOCKED = ("does not take messages", "takes messages again; 2 alerts waited")


def queue(app: App, *texts: str, chat: str = CHANNEL, kind: str = "alert") -> None:
    """Put messages into the outbox."""
    for text in texts:
        with app.store.atomic():
            app.store.outbox.put(kind, f"{chat}:{text}", chat, Message(html=f"<b>{text}</b>", plain=text), now=NOON)


async def send(app: App) -> Outcome:
    """Run one round of deliveries."""
    assert app.courier is not None
    return await app.courier.round()


def statuses(world: World) -> list[str]:
    """Return the status of each message in the outbox, without the notes."""
    return [row[0] for row in world.rows("SELECT status FROM outbox WHERE kind != 'note' ORDER BY id")]


@pytest.mark.parametrize(
    ("fault", "pause", "sent", "status", "told"),
    [
        pytest.param(Fault(status=429, retry_after=30), 30, ["1", "2"], "sent", (), id="429"),
        pytest.param(Fault(status=500), 2, ["1", "2"], "sent", (), id="500"),
        pytest.param(Fault(status=502, body="<h1>Bad Gateway</h1>"), 2, ["1", "2"], "sent", (), id="proxy page"),
        pytest.param(Fault(hang=True), 2, ["1", "2"], "sent", (), id="no answer"),
        pytest.param(Fault(drop=True), 2, ["1", "1", "2"], "sent", (), id="taken, but the answer is lost"),
        pytest.param(Fault(status=400, description="Bad Request: can't parse entities"), 0, ["1", "2"], "sent", (),
                     id="400"),
        pytest.param(Fault(status=403), 3600, ["1", "2"], "sent", BLOCKED, id="403"),
        pytest.param(Fault(status=400, description="Bad Request: chat not found"), 3600, ["1", "2"], "sent",
                     BLOCKED, id="chat not found"),
    ],
)  # fmt: skip
async def test_what_follows_from_an_answer(
    world: World, fault: Fault, pause: int, sent: list[str], status: str, told: tuple[str, ...]
) -> None:
    """After each kind of trouble all messages arrive in order, no sooner than allowed, also after a restart."""
    world.api.fail("sendMessage", fault, chat=CHANNEL)
    async with world.app() as app:
        queue(app, "1", "2")
        await send(app)
        early = 1 if fault.drop else 0 if pause else 2
        assert len(world.sent()) == early
        world.now = NOON + timedelta(seconds=pause) - timedelta(milliseconds=1)
        await send(app)
        assert len(world.sent()) == early
    world.now = NOON + timedelta(seconds=pause)
    async with world.app() as app:
        await send(app)
    assert world.sent() == sent
    assert statuses(world) == [status, status]
    notes = world.sent(str(ADMIN))
    assert [words in note for words, note in zip(told, notes, strict=True)] == [True] * len(told)


async def test_a_refused_message_is_kept_and_told(world: World) -> None:
    """What Telegram refuses as HTML and as plain text stays as refused, goes to the admins, and stops nothing."""
    refusal = Fault(status=400, description="Bad Request: message is too odd")
    world.api.fail("sendMessage", refusal, refusal, chat=CHANNEL)
    async with world.app() as app:
        queue(app, "strange", "plain")
        outcome = await send(app)
    assert world.sent() == ["plain"]
    assert statuses(world) == ["refused", "sent"]
    assert len(outcome.refused) == 1
    (note,) = world.sent(str(ADMIN))
    assert re.search(r"too odd.*strange", note, re.DOTALL)


async def test_html_that_is_refused_goes_as_plain_text(world: World) -> None:
    """A message whose HTML Telegram can't read arrives as plain text."""
    async with world.app() as app:
        with app.store.atomic():
            app.store.outbox.put("alert", "x", CHANNEL, Message(html="<b>Ta<lvane", plain="Talvane & co"), now=NOON)
        await send(app)
    assert [(m.text, m.parse_mode) for m in world.api.messages] == [("Talvane & co", "")]


async def test_repeated_trouble_waits_longer_each_time(world: World) -> None:
    """Without an answer the pauses double, up to ten minutes; nothing is ever given up."""
    world.api.fail("sendMessage", *[Fault(status=500)] * 14)
    pauses = []
    async with world.app() as app:
        queue(app, "1")
        for _ in range(14):
            await send(app)
            again = app.courier.next_attempt()
            assert again is not None
            pauses.append(int((again - world.now).total_seconds()))
            world.now = again
        await send(app)
    assert pauses[:5] == [2, 4, 8, 16, 32]
    assert pauses[-1] == 600
    assert world.sent() == ["1"]


@pytest.mark.parametrize(
    "fault",
    [Fault(status=429, retry_after=600), Fault(status=403), Fault(status=500), Fault(hang=True)],
    ids=["429", "403", "500", "no answer"],
)
async def test_one_chat_never_holds_up_another(world: World, fault: Fault) -> None:
    """While one chat must wait, or gives no answer, all messages of another are sent."""
    world.api.fail("sendMessage", *[fault] * 3, chat=CHANNEL)
    async with world.app() as app:
        queue(app, *map(str, range(150)))
        queue(app, "a", "b", chat=OTHER)
        running = asyncio.create_task(send(app))
        await asyncio.wait_for(world.api.until(lambda: world.sent(OTHER) == ["a", "b"]), 20)
        assert world.sent() == []
        await running


async def test_an_admin_who_never_said_start_does_not_loop(world: World) -> None:
    """A note that can't be delivered to an admin makes no further notes."""
    world.api.fail("sendMessage", Fault(status=403), chat=CHANNEL)
    world.api.fail("sendMessage", *[Fault(status=403)] * 5, chat=str(ADMIN))
    async with world.app() as app:
        queue(app, "1")
        for hour in range(5):
            world.now = NOON + timedelta(hours=hour)
            await send(app)
    assert world.sent() == ["1"]
    assert world.rows("SELECT count(*) FROM outbox WHERE kind = 'note'") == [(2,)]  # it is blocked; it works again


async def test_a_bad_token_keeps_everything(world: World) -> None:
    """With a token that Telegram does not know nothing is lost, and the service does not ask every two seconds."""
    async with BotApi(token="999999:" + "A" * 35) as strict:
        right = world.config.read_text()
        world.config.write_text(right.replace(world.api.url, strict.url))
        async with world.app() as app:
            queue(app, "1")
            with pytest.raises(BadToken):
                await send(app)
            assert app.courier is not None
            assert app.courier.start_due() == []
            assert app.courier.silent_until == world.now + timedelta(minutes=1)
    assert statuses(world) == ["waiting"]
    world.config.write_text(right)
    async with world.app() as app:
        await send(app)
    assert world.sent() == ["1"]


async def test_a_database_that_takes_nothing_sends_nothing(world: World) -> None:
    """Where "sent" could not be noted, the message is not sent: or the chat would get it every two seconds."""
    async with world.app() as app:
        queue(app, "1")
        app.store.db.execute("PRAGMA query_only = ON")
        for _ in range(3):
            with pytest.raises(StoreError):
                await send(app)
            world.now += timedelta(minutes=1)
        assert world.sent() == []
        app.store.db.execute("PRAGMA query_only = OFF")
        await send(app)
    assert world.sent() == ["1"]


async def test_giving_up_ends_although_later_messages_are_ready(world: World) -> None:
    """`run --once` stops when the first message of a chat must wait too long, also with others behind it."""
    world.api.fail("sendMessage", *[Fault(status=500)] * 99)
    async with world.app() as app:
        queue(app, "1", "2")
        assert app.courier is not None
        outcome = await asyncio.wait_for(deliver_all(app.courier, patience=timedelta(seconds=1)), 10)
    assert (outcome.sent, len(outcome.problems)) == (0, 1)
    assert statuses(world) == ["waiting", "waiting"]


async def test_no_message_is_begun_when_stopping(world: World) -> None:
    """Told to stop, a round ends after the messages that are on their way."""
    async with world.app() as app:
        queue(app, "1", "2", "3")
        assert app.courier is not None
        app.courier.stopping = lambda: len(world.sent()) >= 1
        await app.courier.round()
    assert world.sent() == ["1"]
    assert statuses(world) == ["sent", "waiting", "waiting"]
