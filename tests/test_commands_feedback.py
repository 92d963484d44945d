"""The buttons below alerts: verdicts noted and taken back, what a wrong name offers, a muted story, and /review."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.app import App
from bot.commands import feedback
from bot.commands.desk import Asked, Desk, Person, Press, Pressed
from bot.demo.telegram_chats import Sent
from pipelines.model import Message, Route, Telling
from tests.talk import listening
from tests.world import ADMIN, CHANNEL, Item, World, read

ADA = Person(id=ADMIN, name="Ada", admin=True)
LIST = """\
title = "Freight"  # kept

[[watch]]
id = "harrow"
name = "Harrow Freight"
kind = "company"
ambiguous = ["Harrow"]
about = "Canadian trucking company in Toronto."
misses = ["Harrow pupils"]

[[watch]]
id = "coastal-registry-office-for-the-registration-of-all-ships-and-crews"
name = "Coastal Registry Office"
kind = "agency"
alert = "push"
"""
REGISTRY = "coastal-registry-office-for-the-registration-of-all-ships-and-crews"
ONE = Item(id="1", title="Harrow cuts 200 trucking jobs in Toronto, novelist says", text="")
TWO = Item(id="2", title="Harrow Freight trucks stopped by Coastal Registry Office near the museum", text="")


@contextlib.asynccontextmanager
async def desk_of(world: World) -> AsyncIterator[tuple[App, Desk]]:
    """Start the program with a desk for its commands."""
    async with world.app() as app:
        with ThreadPoolExecutor(max_workers=1) as study:
            yield app, Desk(room=app.room, reload=app.files.read, study=study, started=world.now)


@contextlib.asynccontextmanager
async def polled(world: World, *items: Item) -> AsyncIterator[Desk]:
    """Start the program, let it alert of these items, and give its desk."""
    world.watch(LIST)
    world.feed("/feed", *items)
    world.configure("/feed")
    async with desk_of(world) as (app, desk):
        await app.once()
        yield desk


async def press(desk: Desk, data: str, chat: str = CHANNEL) -> Pressed:
    """Press a button with that data, as the listener passes it on."""
    action, *words = data.split(":")
    told = await feedback.PRESSES[action](
        desk, Press(person=ADA, chat=chat, message=1, action=action, words=tuple(words))
    )
    assert 0 < len(told.note) <= 200
    for said in told.said:
        assert said.chat == str(ADMIN)
    return told


def buttons(message: Message) -> dict[str, str]:
    """Return the data of a message's buttons by label."""
    found = {button.label: button.data for row in message.buttons for button in row}
    assert all(len(data.encode()) <= 64 for data in found.values())
    return found


def asked(words: str = "") -> Asked:
    """Return a command of an admin in private."""
    return Asked(person=ADA, chat=str(ADMIN), private=True, words=words)


def marks(world: World) -> list[int]:
    """Return of each message how often its buttons are to be shown anew."""
    return [mark for (mark,) in world.rows("SELECT marks FROM outbox ORDER BY id")]


# --- right and wrong -----------------------------------------------------------------------------------


async def test_right_is_noted_for_all_watches_and_taken_back(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Each watch that the entry surely names is right; the buttons show it; a second press takes it back; logged."""
    caplog.set_level(logging.INFO)
    async with polled(world, TWO) as desk:
        first = await press(desk, "right:1")
        assert desk.store.reviews.of_entry(1) == {"harrow": "right", REGISTRY: "right"}
        assert first.note == "Right: Harrow Freight, Coastal Registry Office. Press again to take it back."
        assert desk.store.reviews.verdict(1) == "right"
        assert marks(world) == [1]
        assert (await press(desk, "right:1")).note.startswith("Taken back")
        assert desk.store.reviews.of_entry(1) == {}
    assert "review=right watch=harrow entry=1 by=4242" in caplog.text
    assert "review=none watch=harrow entry=1 by=4242" in caplog.text


async def test_wrong_with_one_watch_offers_in_private_what_the_list_could_learn(world: World) -> None:
    """It is noted at once; a line and words come to the one who pressed, and the channel sees only the tick."""
    async with polled(world, ONE) as desk:
        before = world.sent()
        told = await press(desk, "wrong:1")
        assert desk.store.reviews.of_entry(1) == {"harrow": "wrong"}
        (said,) = told.said
        assert "Marked wrong: not Harrow Freight" in said.message.html
        assert "changes nothing" in said.message.html
        found = buttons(said.message)
        assert found.pop("add the sentence to misses") == "miss:1:0"
        assert "against:1:0:novelist" in found.values()
        assert len(found) <= 3
        assert told.instead is None
        assert world.sent() == before
        again = await press(desk, "wrong:1")
        assert (again.note, again.said) == ("Taken back: Harrow Freight.", ())
        assert desk.store.reviews.of_entry(1) == {}


async def test_right_after_wrong_replaces_it(world: World) -> None:
    """The last word counts."""
    async with polled(world, ONE) as desk:
        await press(desk, "wrong:1")
        await press(desk, "right:1")
        assert desk.store.reviews.of_entry(1) == {"harrow": "right"}


async def test_of_several_watches_it_asks_in_private_which_is_wrong(world: World) -> None:
    """One button a watch, whatever the length of its id; nothing is noted before one is pressed."""
    async with polled(world, TWO) as desk:
        told = await press(desk, "wrong:1")
        assert desk.store.reviews.of_entry(1) == {}
        assert marks(world) == [0]
        (said,) = told.said
        found = buttons(said.message)
        assert list(found) == ["not Harrow Freight", "not Coastal Registry Office", "all of them", "done"]
        told = await press(desk, found["not Coastal Registry Office"], chat=str(ADMIN))
        assert desk.store.reviews.of_entry(1) == {REGISTRY: "wrong"}
        assert desk.store.reviews.verdict(1) == "wrong"
        assert told.instead is not None
        assert "✓ not Coastal Registry Office" in buttons(told.instead)
        (said,) = told.said
        assert "not Coastal Registry Office" in said.message.html
        assert "“Coastal Registry Office” counts wherever it stands" in said.message.html
        assert buttons(said.message) == {"only where the text supports it": "doubt:1:1"}


async def test_the_question_ends_with_what_was_said(world: World) -> None:
    """A marked name is taken back by a second press; "done" leaves the result without buttons."""
    async with polled(world, TWO) as desk:
        await press(desk, "wrongof:1:0")
        assert desk.store.reviews.of_entry(1) == {"harrow": "wrong"}
        told = await press(desk, "wrongof:1:0")
        assert desk.store.reviews.of_entry(1) == {}
        assert told.said == ()
        ended = await press(desk, "wrongof:1:done")
        assert ended.instead is not None
        assert "none of the names" in ended.instead.html
        await press(desk, "wrongof:1:1")
        ended = await press(desk, "wrongof:1:done")
        assert ended.instead is not None
        assert "Marked wrong: not Coastal Registry Office" in ended.instead.html
        assert ended.instead.buttons == ()


async def test_all_of_them_marks_all_and_offers_what_is_new(world: World) -> None:
    """What was marked before is not offered again."""
    async with polled(world, TWO) as desk:
        await press(desk, "wrongof:1:0")
        told = await press(desk, "wrongof:1:all")
        assert desk.store.reviews.of_entry(1) == {"harrow": "wrong", REGISTRY: "wrong"}
        assert ["not Coastal Registry Office" in said.message.html for said in told.said] == [True]


@pytest.mark.parametrize(
    "data", ["right:99", "wrong:x", "mute", "wrongof:99:0", "miss:99:0", "against:1:7:word", "miss:1"]
)
async def test_a_button_of_what_is_gone_says_so(world: World, data: str) -> None:
    """An unknown alert or watch, or data of another version, changes nothing."""
    async with polled(world, ONE) as desk:
        await press(desk, data)
        assert desk.store.reviews.of_entry(1) == {}
        assert world.rows("SELECT * FROM proposals") == []


async def test_a_watch_that_is_gone_from_the_lists_can_still_be_wrong(world: World) -> None:
    """It is noted; there is nothing left to learn, so nothing is offered."""
    async with polled(world, ONE) as desk:
        world.watch(LIST.replace('id = "harrow"', 'id = "other"'))
        desk.reload()
        told = await press(desk, "wrong:1")
        assert desk.store.reviews.of_entry(1) == {"harrow": "wrong"}
        assert (told.note, told.said) == ("Wrong: not harrow.", ())
        assert "harrow: 0 of 1 right" in (await feedback.review(desk, asked()))[0].html


async def test_a_verdict_by_itself_changes_nothing_in_matching(world: World) -> None:
    """No hidden model: the same name alerts again, and the watchlist file stays as it is."""
    async with polled(world, ONE) as desk:
        await press(desk, "wrong:1")
        world.feed("/feed", ONE, Item(id="3", title="Trucking firm Harrow to move lanterns for Toronto choir"))
        world.now += timedelta(hours=1)
    await world.poll()
    assert len(world.rows("SELECT * FROM outbox WHERE kind = 'alert'")) == 2
    assert read(world.folder / "watchlists" / "freight.toml") == LIST


# --- from the offer to the list ----------------------------------------------------------------------


async def test_a_line_and_a_word_become_proposals(world: World) -> None:
    """Each is asked about in private with its effect, and nothing is saved before a yes."""
    async with polled(world, ONE) as desk:
        (said,) = (await press(desk, "wrong:1")).said
        found = buttons(said.message)
        lines = await press(desk, found["add the sentence to misses"], chat=str(ADMIN))
        words = await press(desk, found["against: novelist"], chat=str(ADMIN))
        assert ["save" in buttons(each.message) for each in (*lines.said, *words.said)] == [True, True]
        edits = [edit for (edit,) in world.rows("SELECT edit FROM proposals ORDER BY id")]
    assert '"AddMisses"' in edits[0]
    assert ONE.title in edits[0]
    assert '"AddAgainst"' in edits[1]
    assert '"novelist"' in edits[1]
    assert read(world.folder / "watchlists" / "freight.toml") == LIST


async def test_a_sure_name_becomes_a_proposal_to_doubt_it(world: World) -> None:
    """The name and the sentence below the headline go into one edit; what is doubted already is not proposed."""
    three = Item(id="3", title="Harrow Freight sings", text="A choir by the name of Harrow Freight sang of lanterns.")
    async with polled(world, three) as desk:
        (said,) = (await press(desk, "wrong:1")).said
        told = await press(desk, buttons(said.message)["only where the text supports it"], chat=str(ADMIN))
        assert "save" in buttons(told.said[0].message)
        (edit,) = [json.loads(edit) for (edit,) in world.rows("SELECT edit FROM proposals")]
        assert (edit["edit"], edit["name"], edit["misses"]) == ("MakeAmbiguous", "Harrow Freight", [three.text])
        world.watch(LIST.replace('ambiguous = ["Harrow"]', 'ambiguous = ["Harrow", "Harrow Freight"]'))
        desk.reload()
        assert "already" in (await press(desk, "doubt:1:0")).note


async def test_all_of_them_gives_one_message(world: World) -> None:
    """Who marks all names wrong at once reads of them together."""
    async with polled(world, TWO) as desk:
        (said,) = (await press(desk, "wrongof:1:all")).said
        assert "Marked wrong: not Coastal Registry Office, Harrow Freight" in said.message.plain


async def test_an_offer_of_what_is_not_wrong_any_more_is_off(world: World) -> None:
    """Taken back in between: the buttons of the old offer do nothing."""
    async with polled(world, ONE) as desk:
        await press(desk, "wrong:1")
        await press(desk, "wrong:1")
        for data in ("miss:1:0", "against:1:0:novelist"):
            assert (await press(desk, data)).note == "It is not marked wrong any more."
        assert world.rows("SELECT * FROM proposals") == []


async def test_a_line_that_the_list_has_by_now_is_not_proposed_again(world: World) -> None:
    """The list was edited by hand in between."""
    async with polled(world, ONE) as desk:
        await press(desk, "wrong:1")
        world.watch(LIST.replace('"Harrow pupils"', f'"{ONE.title}"'))
        desk.reload()
        assert (await press(desk, "miss:1:0")).note == "The watchlist has this sentence already."


# --- mute --------------------------------------------------------------------------------------------


async def test_a_story_is_muted_in_its_chat_and_heard_again(world: World) -> None:
    """The second press undoes the first; all alerts of the story there show it."""
    async with polled(world, ONE) as desk:
        (story,) = desk.store.db.execute("SELECT story FROM outbox WHERE id = 1").fetchone()
        assert (await press(desk, "mute:1")).note.startswith("Muted")
        assert world.rows("SELECT story, chat, by_user, by_name FROM muted_stories") == [(story, CHANNEL, ADMIN, "Ada")]
        assert marks(world) == [1]
        assert (await press(desk, "mute:1")).note.startswith("Not muted")
        assert world.rows("SELECT * FROM muted_stories") == []
        assert marks(world) == [2]


async def test_a_muted_story_takes_back_what_waits_and_gives_it_back(world: World) -> None:
    """Its alerts that wait, for the end of quiet hours say, are withdrawn, by name; undone, they wait again."""
    other = Item(id="3", title="Osprey pupils visit Harrow Freight, the Toronto trucking firm")
    async with polled(world, ONE, other) as desk:
        outbox, text = desk.store.outbox, Message(html="x", plain="x")
        first = outbox.alert(1)
        assert first
        with desk.store.atomic():
            for entry, chat in ((1, CHANNEL), (2, CHANNEL), (1, "@elsewhere")):
                route = Route(chat=chat, watches=(), telling=Telling.AGAIN)
                outbox.put_alert(entry, route, text, ("", ""), story=first.story, now=world.now)
            outbox.put("alert", "other story", CHANNEL, text, now=world.now)
            outbox.refused(4, "too odd")
        rows = "SELECT status, error FROM outbox ORDER BY id"
        before = world.rows(rows)
        assert [status for status, _ in before] == ["sent", "sent", "waiting", "refused", "waiting", "waiting"]
        await press(desk, "mute:1")
        assert world.rows(rows) == [*before[:2], ("refused", "story muted by Ada"), *before[3:]]
        await press(desk, "mute:1")
        assert world.rows(rows) == before


async def test_an_alert_without_a_story_says_that_it_cannot_be_muted(world: World) -> None:
    """Alerts from before there were stories, and of feeds that know none."""
    async with polled(world, ONE) as desk:
        desk.store.db.execute("UPDATE outbox SET story = NULL")
        told = await press(desk, "mute:1")
        assert told.loud
        assert "no story" in told.note
        assert world.rows("SELECT * FROM muted_stories") == []


# --- /review -----------------------------------------------------------------------------------------


async def test_review_shows_what_was_wrong_with_its_offers(world: World) -> None:
    """Figures by watch, the alerts that nobody reviewed, and a message for each watch with wrong entries."""
    other = Item(id="3", title="Trucking firm Harrow to move lanterns for Toronto choir")
    async with polled(world, ONE, TWO, other) as desk:
        rows = dict(desk.store.db.execute("SELECT e.id, o.id FROM outbox AS o JOIN entries AS e ON e.key = o.entry"))
        await press(desk, f"wrong:{rows['1']}")
        await press(desk, f"right:{rows['2']}")
        first, harrow = await feedback.review(desk, asked())
        assert "Harrow Freight: 1 of 2 right" in first.html
        assert "Coastal Registry Office: 1 of 1 right" in first.html
        assert "1 alert of the last 7 days not reviewed." in first.html
        assert "Wrong: not Harrow Freight" in harrow.html
        assert f'1. <a href="https://gazette.example/1">{ONE.title}</a>' in harrow.html
        assert buttons(harrow)["1 misses"].startswith("miss:")
        assert [len(row) <= 8 for row in harrow.buttons] == [True]


async def test_review_without_reviews_says_so(world: World) -> None:
    """Nobody pressed anything yet, or not for a month."""
    async with polled(world, ONE) as desk:
        (told,) = await feedback.review(desk, asked())
        assert told.html == "No alert was reviewed in the last 30 days. 1 alert of the last 7 days not reviewed."
        await press(desk, "wrong:1")
        world.now += timedelta(days=31)
        (told,) = await feedback.review(desk, asked())
        assert told.html == "No alert was reviewed in the last 30 days. 0 alerts of the last 7 days not reviewed."


# --- the whole way -----------------------------------------------------------------------------------


def keyboard(world: World, sent: Sent) -> dict[str, str]:
    """Return the data of the buttons that a message has by now, by label."""
    (now,) = (message for message in world.api.messages if (message.chat, message.id) == (sent.chat, sent.id))
    rows = (now.reply_markup or {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


async def test_a_press_in_the_channel_goes_the_whole_way(world: World) -> None:
    """The button below an alert, the tick on it, the offer in private, the edit, its question, and the saved list."""
    world.watch(LIST)
    world.feed("/feed", ONE)
    world.configure("/feed")
    async with listening(world) as talk:
        await talk.poll()
        (alert,) = (message for message in world.api.messages if message.chat == CHANNEL)
        assert await talk.press("wrong:1", alert) == (
            "Wrong: not Harrow Freight. What the watchlist could learn: in our private chat, and in /review."
        )
        await talk.courier.round()
        offer = world.api.messages[-1]
        assert (offer.chat, "Marked wrong: not Harrow Freight" in offer.text) == (str(ADMIN), True)
        assert "✓ wrong" in keyboard(world, alert)
        await talk.press("against:1:0:novelist", offer)
        question = world.api.messages[-1]
        await talk.press(keyboard(world, question)["save"], question)
        assert 'against = ["novelist"]' in read(world.folder / "watchlists" / "freight.toml")
        assert "Harrow Freight: 0 of 1 right" in await talk.answer("/review")


async def test_a_stranger_reviews_nothing(world: World) -> None:
    """The buttons are there for all readers to see, and only the operators' presses count."""
    world.watch(LIST)
    world.feed("/feed", ONE)
    world.configure("/feed")
    async with listening(world) as talk:
        await talk.poll()
        (alert,) = (message for message in world.api.messages if message.chat == CHANNEL)
        assert "operators" in await talk.press("wrong:1", alert, user=777)
        assert world.rows("SELECT * FROM reviews") == []
