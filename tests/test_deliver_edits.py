"""Messages that tell of a story: the line of further outlets is put in by edits, what the story gains is a reply."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.courier import deliver_all
from bot.demo.botapi import Fault
from bot.errors import BadToken
from bot.post import Outcome
from pipelines.model import Entry, Message, Route, Telling
from tests.world import ADMIN, CHANNEL, NOON, World

OTHER = "@osprell_watch"
GONE = "Bad Request: message to edit not found"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def tell(
    app: App, text: str, telling: Telling = Telling.FIRST, *, story: int | None = 1, chat: str = CHANNEL,
    html: str = "",
) -> int:  # fmt: skip
    """Queue what a new entry tells of a story; return the row of the message."""
    with app.store.atomic():
        entry = app.store.entries.add(Entry(id=f"{text} {chat}", feed="f"), NOON)
        route = Route(chat=chat, watches=(), telling=telling)
        message = Message(html=html or f"<b>{text}</b>\n<i>Gazette</i>\n\nend", plain=text)
        assert app.store.outbox.put_alert(entry, route, message, ("", ""), story=story, now=app.now())
        return app.store.outbox.unsent()[-1].id


def show(app: App, message: int, line: str) -> None:
    """Let a message show this line of further outlets."""
    with app.store.atomic():
        app.store.outbox.show_also(message, line)


async def send(app: App) -> Outcome:
    """Run one round of deliveries."""
    assert app.courier is not None
    return await app.courier.round()


def text(line: str = "", head: str = "news") -> str:
    """Return the message as its readers see it."""
    return "\n".join([head, "Gazette", *([line] if line else []), "", "end"])


def requests(world: World) -> int:
    """Return how often an edit was asked for."""
    return sum(call.method == "editMessageText" for call in world.api.calls)


async def test_many_outlets_in_a_minute_are_one_edit(world: World) -> None:
    """What comes within a minute goes in one edit, a minute after the message; what comes then, a minute later."""
    async with world.app() as app:
        number = tell(app, "news")
        await send(app)
        for second, line in ((5, "also: A"), (20, "also: A, B"), (59, "also: A, B, C")):
            world.now = NOON + second * SECOND
            show(app, number, f"<i>{line}</i>")
            await send(app)
        assert (world.sent(), requests(world)) == ([text()], 0)
        world.now = NOON + MINUTE
        assert (await send(app)).edited == 1
        assert world.sent() == [text("also: A, B, C")]
        for second in range(60, 181):
            world.now = NOON + second * SECOND
            show(app, number, f"also: {second}")
            await send(app)
    assert [edit.text for edit in world.api.edits] == [text("also: A, B, C"), text("also: 120"), text("also: 180")]
    (message,) = world.api.messages
    assert (message.parse_mode, message.edits) == ("HTML", 3)
    assert world.api.calls[-1].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_restart_keeps_edits_and_their_pauses(world: World) -> None:
    """A program that starts anew edits what the old one did not, and no sooner than that would have."""
    async with world.app() as app:
        number = tell(app, "news")
        await send(app)
        show(app, number, "also: A")
        world.now = NOON + MINUTE
        await send(app)
        show(app, number, "also: A, B")
    world.now = NOON + 2 * MINUTE - SECOND
    async with world.app() as app:
        await send(app)
        assert requests(world) == 1
    world.now = NOON + 2 * MINUTE
    async with world.app() as app:
        await send(app)
        assert world.sent() == [text("also: A, B")]
        world.now = NOON + timedelta(hours=3)
        await send(app)
    assert requests(world) == 2


async def test_a_message_that_waits_is_sent_with_its_line(world: World) -> None:
    """A line that is there before the message is sent goes with it; there is nothing to edit."""
    async with world.app() as app:
        show(app, tell(app, "news"), "<i>also: A</i>")
        await send(app)
        world.now = NOON + timedelta(hours=1)
        outcome = await send(app)
    assert (outcome.edited, world.sent(), requests(world)) == (0, [text("also: A")], 0)


async def test_a_line_that_goes_back_is_no_edit_or_taken_out(world: World) -> None:
    """A line that is as Telegram has it when the minute is over needs no edit; one that is empty is taken out."""
    async with world.app() as app:
        number = tell(app, "news")
        show(app, number, "also: A")
        await send(app)
        show(app, number, "also: A, B")
        show(app, number, "also: A")
        world.now = NOON + MINUTE
        await send(app)
        assert requests(world) == 0
        show(app, number, "")
        await send(app)
    assert (world.sent(), requests(world)) == ([text()], 1)


async def test_a_line_that_changes_while_it_is_sent_is_not_lost(world: World) -> None:
    """What was put in while an edit was on its way goes with the next one."""
    async with world.app() as app:
        number = tell(app, "news")
        await send(app)
        show(app, number, "also: A")
        world.now = NOON + MINUTE
        running = asyncio.create_task(send(app))
        await world.api.until(lambda: requests(world) == 1)
        show(app, number, "also: A, B")
        await running
        world.now = NOON + 2 * MINUTE
        await send(app)
    assert [edit.text for edit in world.api.edits] == [text("also: A"), text("also: A, B")]


async def test_edits_end_after_two_days(world: World) -> None:
    """What was added within 48 hours is shown as soon as Telegram takes it, for twelve hours more."""
    async with world.app() as app:
        numbers = [tell(app, each, chat=chat) for each, chat in (("news", CHANNEL), ("other", OTHER))]
        await send(app)
        world.now = NOON + timedelta(hours=60) - SECOND
        show(app, numbers[0], "also: A")
        assert (await send(app)).edited == 1
        world.now = NOON + timedelta(hours=60)
        show(app, numbers[1], "also: A")
        assert (await send(app)).edited == 0
    assert (world.sent(), world.sent(OTHER)) == ([text("also: A")], [text(head="other")])


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        pytest.param(Fault(status=429, retry_after=300), 300, id="429"),
        pytest.param(Fault(status=500), 60, id="500"),
        pytest.param(Fault(hang=True), 60, id="no answer"),
        pytest.param(Fault(drop=True), 60, id="taken, but the answer is lost"),
        pytest.param(Fault(status=403), 3600, id="403"),
    ],
)
async def test_trouble_keeps_the_edits_and_their_order(world: World, fault: Fault, pause: int) -> None:
    """After trouble with an edit the chat gets no further one too soon, and then all of them, in order."""
    async with world.app() as app:
        numbers = [tell(app, head, story=None) for head in ("one", "two", "three")]
        await send(app)
        for number in numbers:
            show(app, number, "also: A")
        world.now = NOON + MINUTE
        world.api.fail("editMessageText", fault)
        await send(app)
        assert requests(world) == 1
    world.now += timedelta(seconds=pause) - SECOND
    async with world.app() as app:
        await send(app)
        assert requests(world) == 1
        world.now += SECOND
        assert (await send(app)).edited == 3
    assert [edit.text for edit in world.api.edits] == [text("also: A", head) for head in ("one", "two", "three")]
    assert len(world.sent(str(ADMIN))) == 2 * (fault.status == 403)  # it does not work, it works again


async def test_trouble_with_edits_holds_up_no_message(world: World) -> None:
    """While edits can't be done, new messages of the same chat and edits of others go on."""
    world.api.fail("editMessageText", *[Fault(status=500)] * 9, chat=CHANNEL)
    async with world.app() as app:
        first, other = tell(app, "news"), tell(app, "news", chat=OTHER)
        await send(app)
        show(app, first, "also: A")
        show(app, other, "also: A")
        world.now = NOON + MINUTE
        await send(app)
        tell(app, "later", story=None)
        await send(app)
    assert (world.sent(), world.sent(OTHER)) == ([text(), text(head="later")], [text("also: A")])


async def test_waiting_messages_go_first(world: World) -> None:
    """A chat whose messages wait gets no edit, however long they wait; then both go in one round."""
    async with world.app() as app:
        first = tell(app, "news")
        await send(app)
        show(app, first, "also: A")
        world.now = NOON + MINUTE
        tell(app, "second", story=None)
        world.api.fail("sendMessage", Fault(status=500))
        await send(app)
        assert requests(world) == 0
        world.now += 2 * SECOND
        outcome = await send(app)
    assert (outcome.sent, outcome.edited) == (1, 1)
    assert [call.method for call in world.api.calls][-2:] == ["sendMessage", "editMessageText"]


async def test_a_flood_wait_for_messages_holds_edits_too(world: World) -> None:
    """A chat that asked to wait gets no edits either until its time is over."""
    async with world.app() as app:
        first = tell(app, "news")
        await send(app)
        show(app, first, "also: A")
        with app.store.atomic():
            app.store.chats.hold(CHANNEL, NOON + 5 * MINUTE, "flood", blocked=False)
        world.now = NOON + 5 * MINUTE - SECOND
        await send(app)
        assert requests(world) == 0
        world.now += SECOND
        await send(app)
    assert world.sent() == [text("also: A")]


async def test_an_edit_that_is_refused_goes_as_plain_text(world: World) -> None:
    """A line that Telegram can't read as HTML arrives as plain text, and counts as shown."""
    async with world.app() as app:
        number = tell(app, "news")
        await send(app)
        show(app, number, "also: A <b")
        world.now = NOON + MINUTE
        assert (await send(app)).edited == 1
        world.now = NOON + timedelta(hours=1)
        await send(app)
    (message,) = world.api.messages
    assert (message.parse_mode, message.edits) == ("", 1)
    assert message.text == text("also: A <b")
    assert requests(world) == 2


async def test_a_text_that_is_refused_is_edited_no_more(world: World) -> None:
    """An edit that is refused as HTML and as plain text is given up with the reason; others go on, nobody is told."""
    world.api.fail("editMessageText", *[Fault(status=400, description="Bad Request: message is too odd")] * 2)
    async with world.app() as app:
        first, second = tell(app, "news"), tell(app, "second", story=None)
        await send(app)
        show(app, first, "also: A")
        show(app, second, "also: A")
        world.now = NOON + MINUTE
        outcome = await send(app)
        assert (outcome.edited, outcome.refused, requests(world)) == (1, {}, 3)
        show(app, first, "also: A, B")
        world.now = NOON + timedelta(hours=1)
        await send(app)
    assert requests(world) == 3
    assert world.rows("SELECT status, also_sent, error FROM outbox WHERE id = ?", first) == [
        ("sent", "", "Message is too odd")
    ]
    assert world.sent() == [text(), text("also: A", "second")]
    assert world.sent(str(ADMIN)) == []


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_a_message_that_is_gone_is_posted_anew_once(world: World, words: str) -> None:
    """What can't be edited is sent again without a sound, with its line; replies go there. Gone again, it is left."""
    gone = Fault(status=400, description=f"Bad Request: {words}")
    async with world.app() as app:
        first = tell(app, "news")
        await send(app)
        show(app, first, "also: A")
        world.api.fail("editMessageText", gone)
        world.now = NOON + MINUTE
        await send(app)
        assert world.sent() == [text(), text("also: A")]
        assert [message.silent for message in world.api.messages] == [False, True]
        tell(app, "gain", Telling.GAIN)
        await send(app)
        assert world.api.messages[-1].reply_to == world.api.messages[1].id
        show(app, first, "also: A, B")
        world.api.fail("editMessageText", gone)
        for hour in (1, 2):
            world.now = NOON + timedelta(hours=hour)
            await send(app)
    assert (len(world.api.messages), requests(world)) == (3, 2)
    ((error,),) = world.rows("SELECT error FROM outbox WHERE id = ?", first)
    assert error.lower() == words.lower()
    assert world.sent(str(ADMIN)) == []


@pytest.mark.parametrize("telling", [Telling.GAIN, Telling.AGAIN])
async def test_what_a_story_gains_is_a_reply(world: World, telling: Telling) -> None:
    """It replies to the message that told of the story first in the same chat, sent before or in the same round."""
    async with world.app() as app:
        tell(app, "unlike", story=None)
        for chat in (CHANNEL, OTHER):
            tell(app, "news", chat=chat)
        tell(app, "gain", telling)
        await send(app)
        tell(app, "gain", telling, chat=OTHER)
        await send(app)
    heads = {message.id: (message.chat, message.text.partition("\n")[0]) for message in world.api.messages}
    replies = {heads[each.id]: heads[each.reply_to] for each in world.api.messages if each.reply_to}
    assert replies == {(chat, "gain"): (chat, "news") for chat in (CHANNEL, OTHER)}


async def test_what_would_reply_to_nothing_is_a_message_of_its_own(world: World) -> None:
    """Where the first message was refused, or deleted since, or the chat never had it, what is gained is sent alone."""
    refusal = Fault(status=400, description="Bad Request: message is too odd")
    async with world.app() as app:
        world.api.fail("sendMessage", refusal, refusal, chat=CHANNEL)
        tell(app, "news")
        tell(app, "refused", Telling.GAIN)
        tell(app, "elsewhere", Telling.GAIN, chat=OTHER)
        await send(app)
        tell(app, "second")
        await send(app)
        messages = world.api.messages
        (place,) = [at for at, message in enumerate(messages) if message.text == text(head="second")]
        messages[place] = replace(messages[place], deleted=True)
        tell(app, "deleted", Telling.AGAIN)
        await send(app)
    assert {message.reply_to for message in messages} == {None}
    assert [line.partition("\n")[0] for line in world.sent()] == ["refused", "second", "deleted"]
    assert [line.partition("\n")[0] for line in world.sent(OTHER)] == ["elsewhere"]


async def test_a_reply_that_is_refused_as_html_is_a_reply_in_plain_text(world: World) -> None:
    """What Telegram can't read as HTML keeps its place below the first message."""
    async with world.app() as app:
        tell(app, "news")
        tell(app, "gain", Telling.GAIN, html="<b>ga<in")
        await send(app)
    assert [(m.text, m.parse_mode, m.reply_to) for m in world.api.messages][1:] == [("gain", "", 1)]


async def test_all_edits_that_are_due_are_done_and_others_left(world: World) -> None:
    """`run --once` does every edit that is due, and does not wait a minute for one that is not."""
    async with world.app() as app:
        numbers = [tell(app, f"{count}", story=None) for count in range(45)]
        assert app.courier is not None
        assert (await deliver_all(app.courier)).sent == 45
        for number in numbers:
            show(app, number, "also: A")
        assert app.courier.next_attempt() is None
        outcome = await asyncio.wait_for(deliver_all(app.courier), 30)
        assert (outcome.sent, outcome.edited) == (0, 0)
        world.now = NOON + MINUTE
        outcome = await asyncio.wait_for(deliver_all(app.courier), 30)
    assert (outcome.sent, outcome.edited) == (0, 45)
    assert [edit.id for edit in world.api.edits] == [message.id for message in world.api.messages]


async def test_no_edit_is_begun_when_stopping(world: World) -> None:
    """Told to stop, a round ends after the edit that is on its way."""
    async with world.app() as app:
        numbers = [tell(app, head, story=None) for head in ("one", "two")]
        await send(app)
        for number in numbers:
            show(app, number, "also: A")
        world.now = NOON + MINUTE
        assert app.courier is not None
        app.courier.stopping = lambda: requests(world) >= 1
        await app.courier.round()
    assert world.sent() == [text("also: A", "one"), text(head="two")]


async def test_a_bad_token_keeps_the_edits(world: World) -> None:
    """With a token that Telegram does not know an edit is tried again later, and none is lost."""
    world.api.fail("editMessageText", Fault(status=401))
    async with world.app() as app:
        number = tell(app, "news")
        await send(app)
        show(app, number, "also: A")
        world.now = NOON + MINUTE
        with pytest.raises(BadToken):
            await send(app)
        world.now = NOON + 2 * MINUTE
        await send(app)
    assert world.sent() == [text("also: A")]
