"""From a proposal to the file: hand edits at the same time, restarts, lists that do not load, and what is logged."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot import proposals
from bot.commands import editing
from bot.commands.desk import Person
from bot.demo.telegram_chats import Sent
from bot.proposals import propose
from bot.store import Store
from pipelines.edits import AddAgainst, AddMisses, AddWatch, Edit, MakeAmbiguous, RemoveWatch
from pipelines.model import Message
from tests.talk import Talk
from tests.test_commands_editing import NEWS, labels, press, talking, tell, watches
from tests.world import ADMIN, NOON, WATCHLIST, Item, World, read

ADA = Person(id=ADMIN, name="Ada", admin=True)


@pytest.fixture
async def stored(world: World) -> World:
    """A world that has polled some news."""
    world.feed("/feed.xml", *NEWS)
    await world.poll()
    return world


def path(world: World) -> Path:
    """Return the file of the list."""
    return world.folder / "watchlists" / "freight.toml"


async def ask(talk: Talk, edit: Edit) -> Message:
    """Propose an edit, as a button below an alert does, and return the question."""
    (question,) = await propose(talk.desk, edit, ADA, str(ADMIN))
    return question


# --- the file as it is at that moment ---------------------------------------------------------------------


async def test_a_hand_edit_between_question_and_answer_is_kept(stored: World) -> None:
    """The edit is made in the file as it is then: both changes stand in it."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        stored.watch(WATCHLIST.replace('"Osprell Systems"', '"Osprell Cranes"'))
        assert (await press(talk, question, "save"))[0] == "Saved."
        assert watches(stored)["osprell"]["name"] == "Osprell Cranes"
        assert "skern-mills" in watches(stored)
        assert talk.desk.watchlists.watches["osprell"].name == "Osprell Cranes"


BROKEN = [
    ("no TOML", WATCHLIST + "[[watch\n", "freight.toml:26: not valid TOML"),
    ("the watch itself", WATCHLIST + '[[watch]]\nid = "skern"\nname = "SKERN mills"\nkind = "person"\n',
     "freight.toml: SKERN mills is watched there already"),
    ("an id twice", WATCHLIST + '[[watch]]\nid = "skern-mills"\nname = "Other"\nkind = "person"\n',
     "freight.toml: Other is watched there already"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
async def test_a_hand_edit_that_it_does_not_fit_is_left_alone(stored: World, text: str, words: str) -> None:
    """What no longer loads or applies is said, and the file keeps what its editor wrote."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        stored.watch(text)
        note, after = await press(talk, question, "save")
        assert note == "Nothing was saved."
        assert after.text.startswith(f"Nothing was saved. {words}")
        assert read(path(stored)) == text
        assert await talk.press("save:1", question) == "That could not be saved."


async def test_another_list_that_is_broken_holds_the_edit_back(stored: World) -> None:
    """Saved beside it, the edit would not come into force: the admins hear which file is to be mended first."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        stored.watch("title = 1", "broken.toml")
        assert "broken.toml:1: title must be a string" in (await press(talk, question, "save"))[1].text
        assert "broken.toml:1" in (await tell(talk, editing.alias, "Osprell Systems = Osprell")).text
        assert read(path(stored)) == WATCHLIST


async def test_an_id_that_another_list_has_taken_meanwhile_is_refused(stored: World) -> None:
    """The lists are read together before anything is written."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        stored.watch('[[watch]]\nid = "skern-mills"\nname = "Skern"\nkind = "company"\n', "mills.toml")
        assert "watch id 'skern-mills' is already used in" in (await press(talk, question, "save"))[1].text
        assert read(path(stored)) == WATCHLIST


async def test_a_link_and_permissions_stay(stored: World) -> None:
    """Where the list is a link to a file elsewhere, that file is edited, with the mode that it has."""
    target = stored.folder / "elsewhere.toml"
    path(stored).rename(target)
    target.chmod(0o640)
    path(stored).symlink_to(target)
    async with talking(stored) as talk:
        await press(talk, await tell(talk, editing.watch, "Skern Mills"), "save")
        assert path(stored).is_symlink()
        assert "Skern Mills" in read(target)
        assert target.stat().st_mode & 0o777 == 0o640


async def test_a_list_that_is_gone_is_said(stored: World) -> None:
    """A file that was renamed while the question waited is not made again."""
    stored.watch('title = "Mills"\n[[watch]]\nid = "grist"\nname = "Grist Mills"\nkind = "company"\n', "mills.toml")
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        (stored.folder / "watchlists" / "mills.toml").unlink()
        assert "mills.toml: can't be read: No such file" in (await press(talk, question, "save in Mills"))[1].text
        assert not (stored.folder / "watchlists" / "mills.toml").exists()


async def test_who_did_what_is_logged(stored: World, caplog: pytest.LogCaptureFixture) -> None:
    """One line with file, edit and person; a name from Telegram can't break the line."""
    with caplog.at_level(logging.INFO, "bot.proposals"):
        async with talking(stored) as talk:
            identifier = proposals.put(talk.desk, RemoveWatch(watch="osprell"), ADA, str(ADMIN))
            await proposals.save(talk.desk, identifier, Person(id=7, name="Eve\nx", admin=True))
    assert "watchlist=freight.toml edit=RemoveWatch(watch='osprell') by=7 name='Eve\\nx'" in caplog.text


# --- restarts -------------------------------------------------------------------------------------------


async def test_a_question_survives_a_restart(stored: World) -> None:
    """Buttons and replies work in the next process as in the first."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        doubtful = await tell(talk, editing.watch, "Total")
    async with talking(stored) as talk:
        assert (await press(talk, question, "save"))[0] == "Saved."
        (answer,) = await talk.ask("Oil company.", reply_to=doubtful)
        assert labels(answer) == ["save", "only in the digest instead", "leave it"]
        assert "skern-mills" in watches(stored)


def test_a_proposal_is_settled_once(tmp_path: Path) -> None:
    """It comes back as it was stored, is found by its message, and takes one end only."""
    store = Store(tmp_path / "w.db")
    edit = AddWatch(id="a", name="Aa Bb", ambiguous=None)
    with store.atomic():
        number = store.proposals.add(edit, "-100/7", by_user=7, by_name="Ada", now=NOON)
        store.proposals.asked(number, 55)
    found = store.proposals.by_message("-100/7", 55)
    assert found == store.proposals.get(number)
    assert found is not None
    assert (found.edit, found.created_at, found.by_name, found.status) == (edit, NOON, "Ada", "asked")
    assert store.proposals.by_message("-100/7", 56) is None
    with store.atomic():
        assert store.proposals.settle(number, "saved")
        assert not store.proposals.settle(number, "left")
    assert store.proposals.get(number + 1) is None
    store.close()


# --- what feedback proposes -------------------------------------------------------------------------------


async def test_words_against_show_what_they_cost(world: World) -> None:
    """Where an ambiguous name stands beside such a word, the alert would not have come."""
    world.watch(WATCHLIST.replace('ambiguous = ["CRO"]', 'ambiguous = ["CRO"]\nalert = "push"'))
    world.feed(
        "/feed.xml",
        Item(id="1", title="CRO registers ships and detains crews at the harbour, agency says of the concert"),
    )
    await world.poll()
    async with talking(world) as talk:
        question = await ask(talk, AddAgainst(watch="coastal-registry", words=("concert", "harbour")))
        assert question.plain.startswith("Let these words speak against Coastal Registry Office?\n• concert\n• harbour")
        assert "1 alert of the last day would not have come" in question.plain
        await save(talk, question)
        assert watches(world)["coastal-registry"]["against"] == ["concert", "harbour"]


async def save(talk: Talk, question: Message) -> Sent:
    """Send a question and press its first button."""
    number = await talk.courier.say(str(ADMIN), question)
    assert number is not None
    return (await press(talk, talk.world.api.messages[-1], "save"))[1]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [("CRO plays the harbour", "It does not match surely"), ("Coastal Registry Office plays", "It still matches")],
)
async def test_a_sentence_for_misses_says_whether_it_still_matches(world: World, sentence: str, words: str) -> None:
    """Such a sentence changes no match, so that there is nothing to try out."""
    async with talking(world) as talk:
        question = await ask(talk, AddMisses(watch="coastal-registry", sentences=(sentence,)))
        assert f"Note that this must not be taken for Coastal Registry Office?\n• {sentence}" in question.plain
        assert words in question.plain
        after = (await save(talk, question)).text
        assert "has 1 further sentence in misses" in after
        assert ("wirewatch check will report it until" in after) is (words == "It still matches")
        assert watches(world)["coastal-registry"]["misses"] == [sentence]
        again = await ask(talk, AddMisses(watch="coastal-registry", sentences=(sentence,)))
        assert again.plain == "Nothing was saved. freight.toml: that stands at Coastal Registry Office already."


async def test_a_name_that_was_sure_becomes_ambiguous(world: World) -> None:
    """Name and sentence are saved in one edit, shown with what that would have changed."""
    world.feed("/feed.xml", Item(id="1", title="Talvane choir sings of lanterns at the festival"))
    await world.poll()
    async with talking(world) as talk:
        sentence = "Talvane choir sings of lanterns at the festival"
        question = await ask(talk, MakeAmbiguous(watch="talvane", name="Talvane", misses=(sentence,)))
        assert question.plain.startswith("Let Talvane mean Talvane Freight only where the text supports it?")
        assert "1 alert of the last day would not have come" in question.plain
        assert "Talvane means Talvane Freight only where the text supports it" in (await save(talk, question)).text
        saved = watches(world)["talvane"]
        assert ("aliases" in saved, saved["ambiguous"], saved["misses"]) == (False, ["Talvane"], [sentence])


async def test_an_edit_of_a_watch_that_is_gone_is_refused(world: World) -> None:
    """An old alert's button may belong to a watch that nobody watches any more."""
    async with talking(world) as talk:
        question = await ask(talk, AddMisses(watch="gone", sentences=("x",)))
        assert (question.plain, question.buttons) == ("Nothing was saved. There is no watch 'gone' any more.", ())


# --- the backtest in the question ---------------------------------------------------------------------------


async def test_a_loud_watch_is_warned_of(world: World) -> None:
    """More than 20 alerts on one day are more than anybody reads; three examples are enough."""
    world.configure("/feed.xml", extra="dedupe = false")
    world.feed("/feed.xml", *(Item(id=str(n), title=f"Pellam yard number {n} opens") for n in range(25)))
    await world.poll()
    async with talking(world) as talk:
        question = await tell(talk, editing.alias, "Talvane = Pellam")
        assert "Would have alerted 25 times more in the last day" in question.text
        assert "That is loud: 25 alerts on 22 November." in question.text
        assert question.text.count("•") == 3


async def test_the_span_is_what_is_stored(world: World) -> None:
    """Of a young database the question says how many days there are, of an empty one that there is nothing."""
    async with talking(world) as talk:
        assert "No entry of the last 30 days is stored" in (await tell(talk, editing.watch, "Skern Mills")).text
    world.feed("/feed.xml", *NEWS)
    await world.poll()
    world.now += timedelta(days=3, hours=1)
    async with talking(world) as talk:
        assert "in the last 4 days" in (await tell(talk, editing.watch, "Skern Mills")).text
        assert "of 6 stored entries none" in (await tell(talk, editing.watch, "Quellor Thrane")).text
    world.now += timedelta(days=60)
    async with talking(world) as talk:
        assert "No entry of the last 30 days is stored" in (await tell(talk, editing.watch, "Skern Mills")).text


async def test_button_data_stays_short(world: World) -> None:
    """However long a name is, its buttons carry the number of the proposal only (64 bytes at most)."""
    async with talking(world) as talk:
        question = await ask(talk, AddWatch(id="x" * 40, name="é" * 100))
        assert all(len(button.data.encode()) <= 64 for row in question.buttons for button in row)
        assert json.loads(world.rows("SELECT edit FROM proposals")[0][0])["name"] == "é" * 100
