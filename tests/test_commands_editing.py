"""Commands that edit: what they ask back, what they show, what they save, and what they leave."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.commands import editing
from bot.commands.desk import Asked, Command, Person
from bot.demo.telegram_chats import Sent
from tests.talk import Talk, listening
from tests.world import ADMIN, WATCHLIST, Item, World, read

NEWS = [
    Item(id="1", title="Skern Mills hires forty", text="The mill needs hands."),
    Item(id="2", title="Skern Mills closes a gate"),
    Item(id="3", title="Talvane Freight buys flour of Skern Mills"),
    Item(id="4", title="Osprell Systems moves to a bigger yard"),
    Item(id="5", title="Osprell leaves town"),
    Item(id="6", title="Coastal Registry Office pays Osprell Systems"),
]
SECOND = (
    'title = "Mills"\nchat = "@mill_news"\n\n[[watch]]\nid = "grist"\nname = "Grist & Daughters"\nkind = "company"\n'
)


@contextlib.asynccontextmanager
async def talking(world: World) -> AsyncIterator[Talk]:
    """Start a bot that listens and that takes changed files into use."""
    async with listening(world) as talk:
        talk.desk.reload = talk.app.files.read
        yield talk


async def tell(talk: Talk, command: Command, words: str, *, name: str = "Ada", user: int = ADMIN) -> Sent:
    """Give a command and return the one message that comes back, as the bot has sent it."""
    person = Person(id=user, name=name, admin=True)
    (reply,) = await command(talk.desk, Asked(person=person, chat=str(user), private=True, words=words))
    number = await talk.courier.say(str(user), reply)
    assert number is not None
    editing.sent(talk.desk, str(user), reply, number)
    return talk.world.api.messages[-1]


def labels(sent: Sent) -> list[str]:
    """Return the labels of the buttons below a message."""
    rows = (sent.reply_markup or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def button(sent: Sent, label: str) -> str:
    """Return the data of a button."""
    rows = (sent.reply_markup or {}).get("inline_keyboard", [])
    return next(button["callback_data"] for row in rows for button in row if button["text"] == label)


async def press(talk: Talk, sent: Sent, label: str, *, user: int = ADMIN) -> tuple[str, Sent]:
    """Press a button; return the note that is shown and the message as it stands then."""
    note = await talk.press(button(sent, label), sent, user=user)
    return note, next(message for message in talk.world.api.messages if message.id == sent.id)


def watches(world: World, name: str = "freight.toml") -> dict[str, dict[str, object]]:
    """Return the watches of a list as they stand in its file."""
    return {watch["id"]: watch for watch in tomllib.loads(read(world.folder / "watchlists" / name))["watch"]}


@pytest.fixture
async def stored(world: World) -> World:
    """A world that has polled some news."""
    world.feed("/feed.xml", *NEWS)
    await world.poll()
    return world


# --- watches ----------------------------------------------------------------------------------------------


async def test_a_watch_is_tried_out_and_saved(stored: World) -> None:
    """The question shows what would have alerted, with links; saved, it stands in the file and is in force at once."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        assert question.text.startswith("Watch Skern Mills (company) in “Freight and border”?")
        assert "Would have alerted 2 times in the last day, for example:" in question.text
        assert "• Skern Mills closes a gate · Ellery Gazette" in question.text
        assert "It also stands in 1 entry that alerted anyway." in question.text
        assert 'href="https://gazette.example/1"' in question.source
        assert labels(question) == ["save", "only in the digest instead", "leave it"]
        assert read(stored.folder / "watchlists" / "freight.toml") == WATCHLIST
        note, after = await press(talk, question, "save")
        assert (note, labels(after)) == ("Saved.", [])
        assert after.text == "Saved: Skern Mills (company) is watched now. It stands in freight.toml."
        assert talk.desk.watchlists.watches["skern-mills"].name == "Skern Mills"
        text = read(stored.folder / "watchlists" / "freight.toml")
        assert re.search(
            r'\n\[\[watch]]\n# added in chat by .*\(4242\), 2026-11-22 12:00 UTC\nid = "skern-mills"\n', text
        )


async def test_the_whole_talk_goes_through_telegram(stored: World) -> None:
    """A command, the reply to what it asks back, and a button: each in a message, the answers below one another."""
    async with talking(stored) as talk:
        (question,) = await talk.ask("/watch Total")
        (answer,) = await talk.ask("Oil company from Courbevoie.", reply_to=question)
        assert (await press(talk, answer, "save"))[0] == "Saved."
        assert "total" in talk.desk.watchlists.watches
        assert "causes no alerts until" in await talk.answer("/mute Total 12h")
        assert "alerts again" in await talk.answer("/unmute Total")
        assert "Let Skern Oil mean Total?" in await talk.answer("/alias Total = Skern Oil")
        assert "Take Total out of" in await talk.answer("/unwatch Total")
        assert "Poll Ellery Gazette?" not in await talk.answer(f"/addfeed {stored.web.url('/feed.xml')}")


async def test_a_kind_and_what_it_is_can_be_given(stored: World) -> None:
    """The first word may be a kind, and behind a colon stands what it is; an agency alone alerts nobody."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "agency Harbour Ledger Bureau: keeps the\nships’ books")
        assert "Watch Harbour Ledger Bureau (agency)" in question.text
        assert "What it is: keeps the ships’ books" in question.text
        assert "none names it surely. An agency alone stands in the digest" in question.text
        await press(talk, question, "save")
        added = watches(stored)["harbour-ledger-bureau"]
        assert (added["kind"], added["about"]) == ("agency", "keeps the ships’ books")


async def test_what_is_left_changes_nothing_and_is_settled(stored: World) -> None:
    """After "leave it" the buttons of an old copy do nothing any more."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        note, after = await press(talk, question, "leave it")
        assert (note, after.text) == ("Left as it is.", "Left as it is: nothing was saved.")
        assert await talk.press(button(question, "save"), question) == "That was left."
        assert read(stored.folder / "watchlists" / "freight.toml") == WATCHLIST


async def test_a_second_press_saves_nothing_twice(stored: World) -> None:
    """Who presses a button that was pressed is told so, and the list has the watch once."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        await press(talk, question, "save")
        assert await talk.press(button(question, "save"), question) == "That was saved already."
        assert read(stored.folder / "watchlists" / "freight.toml").count("Skern Mills") == 1


async def test_only_operators_may_press(stored: World) -> None:
    """Somebody else who sees the question can save nothing."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        note, _ = await press(talk, question, "save", user=777)
        assert "operators" in note
        assert "skern-mills" not in watches(stored)


async def test_a_question_ends_after_a_week(stored: World) -> None:
    """Nobody remembers what was meant."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        stored.now += timedelta(days=7, minutes=1)
        assert "more than a week old" in (await press(talk, question, "save"))[0]
        assert "skern-mills" not in watches(stored)


async def test_of_several_lists_one_is_chosen(stored: World) -> None:
    """The lists are offered by their titles, and the watch goes into the file of that one."""
    stored.watch(SECOND, "mills.toml")
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        assert labels(question) == [
            "save in Freight and border", "save in Mills", "only in the digest instead", "leave it",
        ]  # fmt: skip
        assert question.text.startswith(
            "Watch Skern Mills (company)?\nIt alerts at once.\n“Mills” posts to @mill_news."
        )
        assert "Would have alerted 2 times" in question.text
        _, after = await press(talk, question, "save in Mills")
        assert "It stands in mills.toml." in after.text
        assert read(stored.folder / "watchlists" / "freight.toml") == WATCHLIST


async def test_a_watch_is_taken_out(stored: World) -> None:
    """The question tells which alerts that costs; a watch that a rule needs is refused at once."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.unwatch, "osprell systems")
        assert "Take Osprell Systems out of “Freight and border”" in question.text
        assert "2 alerts of the last day would not have come, for example:" in question.text
        assert labels(question) == ["remove", "leave it"]
        note, after = await press(talk, question, "remove")
        assert (note, after.text) == ("Removed.", "Removed: Osprell Systems is watched no more.")
        assert "osprell" not in watches(stored)
        assert "osprell" not in talk.desk.watchlists.watches
    stored.watch(WATCHLIST.replace('["company", "agency"]', '["talvane", "agency"]'))
    async with talking(stored) as talk:
        answer = await tell(talk, editing.unwatch, "Talvane")
        assert answer.text == ("Nothing was saved. The rule “Company meets agency” needs it; change that rule first.")


@pytest.mark.parametrize("command", [editing.unwatch, editing.unmute])
async def test_an_unknown_watch_gets_the_nearest(world: World, command: Command) -> None:
    """The nearest name is suggested; without a name the pattern is shown."""
    async with talking(world) as talk:
        assert "Did you mean Talvane Freight?" in (await tell(talk, command, "Talvane Frait")).text
        assert "Like this: /" in (await tell(talk, command, " ")).text


# --- names that are asked back ----------------------------------------------------------------------------


async def test_an_everyday_word_is_asked_back_and_a_reply_says_what_it_is(stored: World) -> None:
    """The reply becomes `about`, and the name counts only where the text supports it."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Total")
        assert "“Total” is also an everyday word. So it can only count where the text supports it." in question.text
        assert labels(question) == ["only where the text supports it", "leave it"]
        answer = await talk.ask("Oil company from Courbevoie.", reply_to=question)
        assert "It counts only where the text supports it." in answer[0].text
        assert "What it is: Oil company from Courbevoie." in answer[0].text
        await press(talk, answer[0], "save")
        added = watches(stored)["total"]
        assert (added["ambiguous"], added["about"]) == (["Total"], "Oil company from Courbevoie.")
        assert await talk.press(button(question, "leave it"), question) == "That was left."


@pytest.mark.parametrize(
    ("label", "ambiguous"), [("always means it", None), ("only where the text supports it", ["Apple"])]
)
async def test_a_short_name_is_decided_by_a_button(stored: World, label: str, ambiguous: list[str] | None) -> None:
    """Either answer leads on to the backtest and is what is saved."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Apple")
        _, question = await press(talk, question, label)
        assert labels(question) == ["save", "only in the digest instead", "leave it"]
        await press(talk, question, "save")
        assert watches(stored)["apple"].get("ambiguous") == ambiguous


async def test_a_reply_to_the_last_question_changes_what_it_is(stored: World) -> None:
    """A reply is a question of its own: the buttons of the first one save no more what they did not show."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.watch, "Skern Mills")
        (answer,) = await talk.ask("Grinds flour.", reply_to=question)
        assert "What it is: Grinds flour." in answer.text
        assert "That was left." in (await press(talk, question, "save"))[0]
        (answer,) = await talk.ask("Grinds flour.", reply_to=await tell(talk, editing.unwatch, "osprell"))
        assert answer.text == "Press one of the buttons there, please."


async def test_names_that_match_everything_are_refused(stored: World) -> None:
    """No edit can flood the channel."""
    async with talking(stored) as talk:
        assert "“The” is made of everyday words only" in (await tell(talk, editing.watch, "The")).text
        assert "is a single character" in (await tell(talk, editing.watch, "X")).text
        assert "Like this: /watch NAME" in (await tell(talk, editing.watch, " : what it is")).text


@pytest.mark.parametrize("words", ["Osprell Systems = Osprell", "osprell systems Osprell", "#osprell Osprell"])
async def test_an_alias_is_added(stored: World, words: str) -> None:
    """The watch is the longest name that the words begin with, or what stands before the sign."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.alias, words)
        assert question.text.startswith("Let Osprell mean Osprell Systems?")
        assert "Would have alerted 1 time more in the last day" in question.text
        await press(talk, question, "save")
        assert watches(stored)["osprell"]["aliases"] == ["Osprell"]


async def test_an_alias_that_another_watch_has_is_asked_back(stored: World) -> None:
    """Its owner is named; a reply gives what the watch is, where nobody has said so yet."""
    async with talking(stored) as talk:
        question = await tell(talk, editing.alias, "Osprell Systems = Talvane")
        assert "“Talvane” is already a name of Talvane Freight." in question.text
        (answer,) = await talk.ask("Maker of cranes.", reply_to=question)
        await press(talk, answer, "save")
        assert watches(stored)["osprell"]["ambiguous"] == ["Talvane"]
        assert watches(stored)["osprell"]["about"] == "Maker of cranes."
        answer = await tell(talk, editing.alias, "Osprell Systems = osprell systems")
        assert "is a name of Osprell Systems already" in answer.text
        assert "Like this: /alias osprell = NAME" in (await tell(talk, editing.alias, "osprell")).text
        assert "Nothing is watched" in (await tell(talk, editing.alias, "Quellor Thrane")).text


# --- mutes ------------------------------------------------------------------------------------------------


async def test_a_watch_is_muted_at_once_and_unmuted(stored: World) -> None:
    """Until when is told in local time; what it finds meanwhile alerts nobody."""
    stored.configure("/feed.xml", more='[schedule]\ntimezone = "America/Toronto"')
    async with talking(stored) as talk:
        answer = await tell(talk, editing.mute, "Talvane Freight 7d")
        assert answer.text == (
            "Talvane Freight causes no alerts until 29 November 2026, 07:00 EST. /unmute talvane ends that."
        )
        before = len(stored.sent())
        stored.now += timedelta(hours=1)
        stored.feed("/feed.xml", *NEWS, Item(id="9", title="Talvane Freight opens a dock"))
        await talk.poll()
        assert len(stored.sent()) == before
        assert (await tell(talk, editing.unmute, "talvane")).text == "Talvane Freight alerts again."
        assert (await tell(talk, editing.mute, "talvane off")).text == "Talvane Freight was not muted."


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Talvane 400d", "a year at most"),
        ("Talvane 0s", "a year at most"),
        ("Talvane soon", "“soon” is no time"),
        ("Talvane 3 moons", "“3 moons” is no time"),
        ("Talvane -1d", "“-1d” is no time"),
        ("Talvane 30s", "a minute at least"),
        ("Talvane", "For how long? /mute talvane 7d"),
        ("7d", "Nothing is watched under the name 7d"),
        ("", "Like this: /mute WATCH 7d"),
        ("Quellor 7d", "Nothing is watched under the name Quellor"),
    ],
)
async def test_a_mute_that_makes_no_sense_is_refused(world: World, words: str, answer: str) -> None:
    """With what is wrong, and how it is written."""
    async with talking(world) as talk:
        assert answer in (await tell(talk, editing.mute, words)).text
        assert talk.desk.store.mutes.watches(world.now) == {}


# --- feeds ------------------------------------------------------------------------------------------------


async def test_a_feed_is_found_shown_and_added(stored: World) -> None:
    """A page's address is enough; shown are title, number of entries, how many name a watch, and the newest."""
    stored.feed("/town.xml", *NEWS)
    stored.web.answer(
        "/page", body='<html><link rel="alternate" type="application/rss+xml" href="/town.xml">',
        headers={"Content-Type": "text/html"},
    )  # fmt: skip
    async with talking(stored) as talk:
        question = await tell(talk, editing.addfeed, stored.web.url("/page"))
        assert question.text.startswith("Poll Ellery Gazette?")
        assert "no language given · 6 entries · 3 of them name a watch" in question.text
        assert "Newest: Skern Mills hires forty, 22 November 2026, 11:30 UTC" in question.text
        _, after = await press(talk, question, "add it")
        assert after.text == "Saved: Ellery Gazette is polled from now on. It stands in config.toml."
        assert [feed.url for feed in talk.desk.settings.feeds] == [
            stored.web.url("/feed.xml"), stored.web.url("/town.xml"),
        ]  # fmt: skip
        answer = await tell(talk, editing.addfeed, stored.web.url("/town.xml"))
        assert answer.text == "Ellery Gazette is polled already."


async def test_what_is_no_feed_is_said(stored: World) -> None:
    """So is an address that nobody may ask for, and a word that is no address."""
    stored.web.answer("/bare", body="<html>", headers={"Content-Type": "text/html"})
    async with talking(stored) as talk:
        answer = await tell(talk, editing.addfeed, stored.web.url("/bare"))
        assert "is no feed, and no feed was found on that page" in answer.text
        assert "Like this: /addfeed URL" in (await tell(talk, editing.addfeed, "")).text
        assert "not an http or https address" in (await tell(talk, editing.addfeed, "file:///etc/passwd")).text
    text = read(stored.config).replace("allow_private_addresses = true", "allow_private_addresses = false")
    stored.config.write_text(text, encoding="utf-8")
    async with talking(stored) as talk:
        assert "is loopback" in (await tell(talk, editing.addfeed, stored.web.url("/feed2.xml"))).text
