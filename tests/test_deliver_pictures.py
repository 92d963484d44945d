"""Pictures from the outbox to Telegram: never lost without their text, and never in the way of alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app import App
from bot.demo.botapi import Fault
from bot.post import Outcome
from pipelines.model import Message
from tests.pictures import png
from tests.test_deliver import queue
from tests.world import ADMIN, CHANNEL, NOON, World

PICTURE = png()
HOUR = timedelta(hours=1)
FORBIDDEN = Fault(status=400, description="Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN")


def draw(app: App, caption: str, *, chat: str = CHANNEL, kind: str = "digest", silent: bool = False) -> None:
    """Put a picture into the outbox."""
    message = Message(html=f"<b>{caption}</b>", plain=caption, picture=PICTURE)
    with app.store.atomic():
        assert app.store.outbox.put(kind, f"{chat}:{caption}", chat, message, now=app.now(), silent=silent)


async def send(app: App) -> Outcome:
    """Run one round of deliveries."""
    assert app.courier is not None
    return await app.courier.round()


def seen(world: World, chat: str = CHANNEL) -> list[tuple[str, bool]]:
    """Return what a chat got: the texts, and whether each came with the picture."""
    return [(sent.text, sent.picture == PICTURE) for sent in world.api.messages if sent.chat == chat]


def calls(world: World) -> list[str]:
    """Return the methods that were called, in order."""
    return [call.method for call in world.api.calls]


def kept(world: World) -> list[tuple[str, bool]]:
    """Return the status of each message that is no note, and whether its picture is still stored."""
    return world.rows("SELECT status, picture IS NOT NULL FROM outbox WHERE kind != 'note' ORDER BY id")


async def test_a_picture_is_sent_once_and_let_go(world: World) -> None:
    """A picture goes with its text as the caption, in its place among the chat's messages; its row keeps the text."""
    async with world.app() as app:
        queue(app, "before")
        draw(app, "chart")
        queue(app, "behind")
        assert [each.picture for each in app.store.outbox.unsent()] == [b"", b"", b""]
        assert [each.picture for each in app.store.outbox.deliveries([1, 2])] == [b"", PICTURE]
        assert (await send(app)).sent == 3
        await send(app)
    assert seen(world) == [("before", False), ("chart", True), ("behind", False)]
    assert (world.api.messages[1].parse_mode, world.api.messages[1].silent) == ("HTML", True)
    assert kept(world) == [("sent", False)] * 3
    assert world.rows("SELECT html, message_id FROM outbox WHERE id = 2") == [("<b>chart</b>", 2)]


@pytest.mark.parametrize(
    "words",
    [
        "PHOTO_INVALID_DIMENSIONS",
        "IMAGE_PROCESS_FAILED",
        "message caption is too long",
        "not enough rights to send photos to the chat",
        "CHAT_SEND_PHOTOS_FORBIDDEN",
        "CHAT_SEND_MEDIA_FORBIDDEN",
    ],
)
async def test_a_picture_that_is_refused_leaves_its_text(world: World, words: str) -> None:
    """Whatever Telegram has against the picture, its text arrives at once, in order, and no admin needs to know."""
    world.api.fail("sendPhoto", Fault(status=400, description=f"Bad Request: {words}"))
    async with world.app() as app:
        draw(app, "chart")
        queue(app, "behind")
        outcome = await send(app)
    assert seen(world) == [("chart", False), ("behind", False)]
    assert world.api.messages[0].entities[0]["type"] == "bold"
    assert (outcome.sent, outcome.refused, outcome.problems) == (2, {}, [])
    assert kept(world) == [("sent", False)] * 2
    assert world.sent(str(ADMIN)) == []


@pytest.mark.parametrize("fault", [Fault(status=413), Fault(status=413, body="<h1>Too large</h1>")])
async def test_a_picture_that_is_too_large_for_the_way_leaves_its_text(world: World, fault: Fault) -> None:
    """A server or a proxy that takes no such uploads holds nothing up."""
    world.api.fail("sendPhoto", fault)
    async with world.app() as app:
        draw(app, "chart")
        await send(app)
    assert seen(world) == [("chart", False)]


async def test_a_chat_without_pictures_gets_its_alerts(world: World) -> None:
    """A group that forbids photos is not taken for one that takes no messages: each text arrives, day after day."""
    world.api.no_pictures.add(CHANNEL)
    async with world.app() as app:
        for day in range(3):
            world.now = NOON + timedelta(days=day)
            draw(app, f"chart {day}")
            queue(app, f"alert {day}")
            await send(app)
            assert app.store.chats.hold_of(CHANNEL, world.now) is None
    assert [text for text, _ in seen(world)] == [f"{what} {day}" for day in range(3) for what in ("chart", "alert")]
    assert world.sent(str(ADMIN)) == []


async def test_a_caption_that_is_refused_too_is_kept_and_told(world: World) -> None:
    """Refused with the picture, as a text and as plain text, the message is kept as refused and goes to the admins."""
    refusal = Fault(status=400, description="Bad Request: message is too odd")
    for method, count in (("sendPhoto", 1), ("sendMessage", 2)):
        world.api.fail(method, *[refusal] * count, chat=CHANNEL)
    async with world.app() as app:
        draw(app, "chart")
        queue(app, "behind")
        outcome = await send(app)
    assert seen(world) == [("behind", False)]
    assert len(outcome.refused) == 1
    assert kept(world) == [("refused", False), ("sent", False)]
    (note,) = world.sent(str(ADMIN))
    assert note.endswith("Its text:\n\nchart")


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        pytest.param(Fault(status=429, retry_after=30), 30, id="429"),
        pytest.param(Fault(status=502, body="<h1>Bad Gateway</h1>"), 2, id="proxy page"),
        pytest.param(Fault(hang=True), 2, id="no answer"),
        pytest.param(Fault(drop=True), 2, id="taken, but the answer is lost"),
        pytest.param(Fault(status=403), 3600, id="403"),
        pytest.param(Fault(status=400, description="Bad Request: CHAT_WRITE_FORBIDDEN"), 3600, id="no right to post"),
    ],
)
async def test_trouble_that_passes_keeps_the_picture(world: World, fault: Fault, pause: int) -> None:
    """After trouble with the way or the chat the picture goes after a pause, and after a restart, with its text."""
    world.api.fail("sendPhoto", fault)
    early = [("chart", True)] if fault.drop else []
    async with world.app() as app:
        draw(app, "chart")
        queue(app, "behind")
        await send(app)
        assert kept(world) == [("waiting", True), ("waiting", False)]
    world.now += timedelta(seconds=pause) - timedelta(milliseconds=1)
    async with world.app() as app:
        await send(app)
        assert seen(world) == early
        world.now = NOON + timedelta(seconds=pause)
        await send(app)
    assert seen(world) == [*early, ("chart", True), ("behind", False)]


async def test_a_restart_between_the_refusal_and_the_text_loses_nothing(world: World) -> None:
    """What a new start has forgotten it learns again: the picture is refused once more, then its text goes."""
    world.api.fail("sendPhoto", FORBIDDEN, FORBIDDEN)
    world.api.fail("sendMessage", Fault(status=500), chat=CHANNEL)
    async with world.app() as app:
        draw(app, "chart")
        await send(app)
        assert calls(world) == ["sendPhoto", "sendMessage"]
    world.now += timedelta(seconds=5)
    async with world.app() as app:
        await send(app)
    assert calls(world) == ["sendPhoto", "sendMessage"] * 2
    assert seen(world) == [("chart", False)]


async def test_a_picture_that_was_begun_when_the_program_died_goes_again(world: World) -> None:
    """At least once holds for pictures too: nobody knows whether Telegram has what was begun."""
    async with world.app() as app:
        draw(app, "chart")
        with app.store.atomic():
            app.store.outbox.begun(1)
    async with world.app() as app:
        await send(app)
    assert seen(world) == [("chart", True)]


async def test_a_picture_that_does_not_get_through_is_left_out(world: World) -> None:
    """A line may be too slow for a picture: after three tries its text goes alone, and what waits behind it too."""
    world.api.fail("sendPhoto", *[Fault(status=504)] * 99)
    async with world.app() as app:
        draw(app, "chart")
        queue(app, "behind")
        assert app.courier is not None
        while not seen(world) and world.now < NOON + 2 * HOUR:
            await send(app)
            world.now = app.courier.next_attempt() or world.now
    assert seen(world) == [("chart", False), ("behind", False)]
    assert world.now - NOON < timedelta(seconds=30)
    assert world.sent(str(ADMIN)) == []


async def test_a_server_that_knows_no_pictures_gets_the_text(world: World) -> None:
    """What answers "not found" to a picture is not taken for one that does not know the token."""
    world.api.fail("sendPhoto", Fault(status=404, description="Not Found"))
    async with world.app() as app:
        draw(app, "chart")
        queue(app, "behind")
        outcome = await send(app)
    assert seen(world) == [("chart", False), ("behind", False)]
    assert outcome.problems == []


async def test_a_picture_follows_its_group(world: World) -> None:
    """A group that has become a supergroup gets the picture there."""
    world.api.fail("sendPhoto", Fault(status=400, migrate_to=-1009))
    async with world.app() as app:
        draw(app, "chart", chat="-5")
        await send(app)
    assert seen(world, "-1009") == [("chart", True)]


async def test_sound_is_as_asked_for(world: World) -> None:
    """A message makes a sound unless it was queued without one."""
    async with world.app() as app:
        draw(app, "loud", kind="note", chat=str(ADMIN))
        draw(app, "quiet", kind="note", chat=str(ADMIN), silent=True)
        text = Message(html="text", plain="text")
        with app.store.atomic():
            app.store.outbox.put("note", "text", str(ADMIN), text, now=NOON, silent=True)
        for second in range(3):
            world.now = NOON + timedelta(seconds=second)
            await send(app)
    assert [(sent.text, sent.silent) for sent in world.api.messages] == [
        ("loud", False),
        ("quiet", True),
        ("text", True),
    ]


async def test_alerts_are_rolled_up_around_a_picture(world: World) -> None:
    """A picture keeps its place between the alerts before and behind it, which roll up as they do around a text."""
    async with world.app() as app:
        queue(app, *"abcde")
        draw(app, "chart")
        queue(app, *"vwxyz")
        world.now = NOON + HOUR
        await send(app)
    assert [(text.partition("\n")[0], pictured) for text, pictured in seen(world)] == [
        ("5 alerts", False),
        ("chart", True),
        ("5 alerts", False),
    ]


async def test_what_is_given_up_keeps_no_picture(world: World) -> None:
    """Where nothing waits for a chat any more its pictures take no room."""
    async with world.app() as app:
        draw(app, "chart")
        with app.store.atomic():
            assert app.store.outbox.give_up(CHANNEL, "gone") == 1
    assert kept(world) == [("refused", False)]


async def test_a_dry_run_shows_that_there_is_a_picture(world: World) -> None:
    """With --dry-run a picture is one line above its caption."""
    world.feed("/feed.xml")
    async with world.app() as app:
        draw(app, "chart")
    printed = await world.cli("run", "--once", "--dry-run")
    assert f"--- digest 1 to {CHANNEL}\n[picture]\nchart\n" in printed.out
    assert world.api.calls == []
