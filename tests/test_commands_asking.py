"""What /watch, /alias and /mute make of words that people write, and what they say at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands import editing
from bot.config import read_settings
from bot.errors import StoreError
from bot.store import Store
from tests.test_commands_editing import NEWS, SECOND, button, labels, press, talking, tell, watches
from tests.world import NOON, WATCHLIST, Item, World, read


@pytest.fixture
async def stored(world: World) -> World:
    """A world that has polled some news."""
    world.feed("/feed.xml", *NEWS)
    await world.poll()
    return world


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Law Society of Elbonia", "Watch Law Society of Elbonia (company)"),
        ("law Fishing Vessels Act", "Watch Fishing Vessels Act (law)"),
        ("agncy Pellam Yard", "“agncy” is no kind. Did you mean /watch agency Pellam Yard?"),
        ('"agncy Pellam Yard"', "Watch agncy Pellam Yard (company)"),
        ("company", "Like this: /watch NAME"),
        ("<b>Pellam</b> Yard & Sons", "Watch Pellam Yard & Sons (company)"),
        ("talvane freight", "Talvane Freight is watched already: /watches talvane"),
        ("TALVANE", "“TALVANE” is a name of Talvane Freight, which is watched already: /watches talvane"),
        ("CRO", "“CRO” is an ambiguous name of Coastal Registry Office"),
        ("PG", "“PG” is short and may be an abbreviation of other things too."),
        ("ACME", "“ACME” is short and may be an abbreviation of other things too."),
    ],
)
async def test_what_a_watch_is_read_as(stored: World, words: str, answer: str) -> None:
    """A kind counts in small letters only; a name that is watched is said before any question."""
    async with talking(stored) as talk:
        assert (await tell(talk, editing.watch, words)).text.startswith(answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("= GW", "Like this: /alias WATCH = NAME"),
        ("Quellor Thrane", "Nothing is watched under the name Quellor Thrane. /watches lists all.\nLike this: /alias"),
        ("talvane = TF", "“TF” is short and may be an abbreviation of other things too."),
        ("talvane = <i>Talvane Lines</i>", "Let Talvane Lines mean Talvane Freight?"),
    ],
)
async def test_what_an_alias_is_read_as(stored: World, words: str, answer: str) -> None:
    """Usage where a part is missing; tags that were copied with a name are left out."""
    async with talking(stored) as talk:
        assert (await tell(talk, editing.alias, words)).text.startswith(answer)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("talvane 2 weeks", 14),
        ("talvane 1w", 7),
        ("“Talvane Freight” for 7d", 7),
        ('"Talvane Freight" 7d', 7),
        ("talvane\n7d", 7),
        ("Talvane Freight 3 Days", 3),
        ("talvane 24h", 1),
    ],
)
async def test_a_mute_is_understood(world: World, words: str, days: int) -> None:
    """However people write a time."""
    async with talking(world) as talk:
        assert "causes no alerts until" in (await tell(talk, editing.mute, words)).text
        assert talk.desk.store.mutes.watches(world.now)["talvane"].until == world.now + timedelta(days=days)


# --- level and list ---------------------------------------------------------------------------------------


async def test_the_level_is_told_and_can_be_switched(stored: World) -> None:
    """A company alerts at once and an agency stands in the digest, unless a button says otherwise."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        assert "It alerts at once." in question.text
        _, question = await press(talk, question, "only in the digest instead")
        assert "It stands in the digest." in question.text
        assert "(“Skern Mills”), but it alerts nobody by itself" in question.text
        await press(talk, question, "save")
        assert watches(stored)["skern-mills"]["alert"] == "digest"
        question = await tell(talk, editing.watch, "agency Harbour Ledger Bureau")
        assert "It stands in the digest." in question.text
        _, question = await press(talk, question, "alert at once instead")
        _, question = await press(talk, question, "only in the digest instead")
        await press(talk, question, "save")
        assert "alert" not in watches(stored)["harbour-ledger-bureau"]


async def test_the_likeliest_list_comes_first(stored: World) -> None:
    """That with most watches of the kind; a sense that is asked for comes before the list, and a reply answers it."""
    stored.watch(SECOND.replace("company", "agency").replace("grist", "a1"), "a-first.toml")
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        assert labels(question)[:2] == ["save in Freight and border", "save in Mills"]
        question = await tell(talk, editing.watch, "Total")
        assert labels(question) == ["only where the text supports it", "leave it"]
        (answer,) = await talk.ask("Oil company.", reply_to=question)
        await press(talk, answer, "save in Mills")
        assert watches(stored, "a-first.toml")["total"]["about"] == "Oil company."


async def test_a_list_that_comes_meanwhile_does_not_move_the_others(stored: World) -> None:
    """A button means the list that it names."""
    stored.watch(SECOND, "mills.toml")
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Umber Dynamics")
        stored.watch('title = "Alpha"\n[[watch]]\nid = "gr"\nname = "Grost Co"\nkind = "company"\n', "alpha.toml")
        talk.app.files.read()
        await press(talk, question, "save in Freight and border")
        assert "umber-dynamics" in watches(stored)
        question = await tell(talk, editing.watch, "Umber Lines")
        (stored.folder / "watchlists" / "mills.toml").unlink()
        talk.app.files.read()
        assert "That list is gone" in (await press(talk, question, "save in Mills"))[0]


# --- what outlives a watch --------------------------------------------------------------------------------


async def test_mutes_and_follows_end_with_their_watch(stored: World) -> None:
    """A later watch with the same id is another one: it alerts, and nobody follows it."""
    async with talking(stored) as talk:
        store = talk.desk.store
        await tell(talk, editing.mute, "osprell 300d")
        with store.atomic():
            store.follows.add("5", "osprell", NOON)
        await press(talk, await tell(talk, editing.unwatch, "osprell"), "remove")
        assert (store.mutes.watches(stored.now), store.follows.all()) == ({}, {})
        with store.atomic():  # left over from a list that was edited by hand
            store.follows.add("5", "osprell", NOON)
            store.mutes.mute_watch("osprell", NOON + timedelta(days=9), by_user=1, by_name="A", now=NOON)
        await press(talk, await tell(talk, editing.watch, "Osprell"), "save")
        assert "osprell" in talk.desk.watchlists.watches
        assert (store.mutes.watches(stored.now), store.follows.all()) == ({}, {})


# --- ends between the file and the note --------------------------------------------------------------------


async def test_what_stands_in_the_file_already_is_saved(stored: World) -> None:
    """The program ended between the file and the note: the next press settles it, and writes nothing twice."""
    async with talking(stored) as talk:
        asked = [
            (await tell(talk, editing.watch, "Umber Dynamics"), "save"),
            (await tell(talk, editing.alias, "Osprell Systems = Osprell"), "save"),
            (await tell(talk, editing.unwatch, "talvane"), "remove"),
        ]
        for question, label in asked:
            await press(talk, question, label)
    text = read(stored.folder / "watchlists" / "freight.toml")
    store = Store(read_settings(stored.config).database)
    store.db.execute("UPDATE proposals SET status = 'asked'")
    store.close()
    async with talking(stored) as talk:
        for question, label in asked:
            assert await talk.press(button(question, label), question) in ("Saved.", "Removed.")
        assert read(stored.folder / "watchlists" / "freight.toml") == text


async def test_a_saved_edit_that_cannot_be_used_yet_is_saved(stored: World) -> None:
    """Whatever happens after the file is written, nobody is told that nothing was saved."""

    def broken() -> None:
        raise StoreError("the disk is full")

    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Umber Dynamics")
        talk.desk.reload = broken
        note, after = await press(talk, question, "save")
        assert note == "Saved."
        assert "It is not in force yet" in after.text
        assert "umber-dynamics" in watches(stored)


async def test_nothing_changed_names_the_names_and_the_reason(world: World) -> None:
    """Entries that name it without an alert say which name stands there, and why it changed nothing."""
    world.watch(WATCHLIST)
    world.feed("/feed.xml", Item(id="1", title="Talvane Freight hires Pellam Yard"))
    await world.poll()
    async with talking(world) as talk:
        question = await tell(talk, editing.watch, "topic Nobody Knows Thrane")
        assert "of 1 stored entry none names it surely." in question.text
        question = await tell(talk, editing.alias, "coastal-registry = Pellam Yard")
        assert "1 names it surely (“Pellam Yard”)" in question.text or "It also stands in" in question.text
