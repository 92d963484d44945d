"""Who may command the bot, where, and what it says to all others."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.botapi import Fault
from bot.notes import note_admins
from tests.talk import listening
from tests.world import ADMIN, CHANNEL, Item, World

STRANGER = 777
GROUP = "-1005550001"


def configure(world: World, more: str = "") -> None:
    """Write a configuration in which [telegram] says `more`."""
    world.configure("/feed.xml")
    text = world.config.read_text(encoding="utf-8")
    world.config.write_text(text.replace("[telegram]\n", f"[telegram]\n{more}\n"), encoding="utf-8")


@pytest.fixture
def group(world: World) -> str:
    """The discussion group of the channel."""
    world.api.kinds[GROUP] = "supergroup"
    world.api.profiles[CHANNEL] = {"linked_chat_id": int(GROUP)}
    return GROUP


async def test_an_admin_in_private_is_answered(world: World) -> None:
    """/help lists the commands; /start does the same; what is no command is told so."""
    async with listening(world) as talk:
        text = await talk.answer("/help")
        assert "/search WORDS – search all" in text
        hello = f"This bot watches the news for 3 names and posts what it finds to {CHANNEL}."
        assert await talk.answer("/start abc") == f"{hello}\n---\n{text}"
        assert "switched off: telegram.follow" in await talk.answer("/follow talvane")
        assert "/help lists them" in await talk.answer("hello")


async def test_help_of_one_command_is_its_own_text(world: World) -> None:
    """With or without the slash; of one that there is not, that there is none."""
    async with listening(world) as talk:
        assert "the newest first" in await talk.answer("/help search")
        assert "the newest first" in await talk.answer("/help /search")
        assert "There is no /nonsense" in await talk.answer("/help nonsense")


async def test_an_unknown_command_gets_the_nearest(world: World) -> None:
    """In private; in a group it may be another bot's."""
    async with listening(world) as talk:
        assert "Did you mean /watches?" in await talk.answer("/watchs")
        assert "See /help" in await talk.answer("/qqqqqqqq")


async def test_a_stranger_gets_a_polite_no_once_an_hour(world: World) -> None:
    """With the name of the channel; afterwards silence, until the hour is over."""
    async with listening(world) as talk:
        assert await talk.answer("/status", user=STRANGER) == (
            f"This bot takes orders from its operators only. Its alerts: {CHANNEL}"
        )
        assert await talk.answer("please", user=STRANGER) == ""
        assert "operators" in await talk.answer("/status", user=STRANGER + 1)
        world.now += timedelta(hours=1)
        assert "operators" in await talk.answer("/status", user=STRANGER)


async def test_in_the_discussion_group_admins_are_obeyed(world: World, group: str) -> None:
    """The reply answers their message; strangers get the no; small talk gets nothing."""
    async with listening(world) as talk:
        (reply,) = await talk.ask("/status", chat=group)
        assert reply.reply_to is not None
        assert reply.chat == group
        assert "operators" in await talk.answer("/status", chat=group, user=STRANGER)
        assert await talk.answer("nice weather", chat=group) == ""
        assert await talk.answer("/rollthedice", chat=group) == ""
        asked = [call for call in world.api.calls if call.method.lower() == "getchat"]
        assert len(asked) == 1
        world.now += timedelta(hours=1)
        await talk.ask("/status", chat=group)
        assert len([call for call in world.api.calls if call.method.lower() == "getchat"]) == 2


async def test_commands_for_another_bot_are_not_ours(world: World, group: str) -> None:
    """/status@other is ignored; with our own name it is obeyed, in any case."""
    async with listening(world) as talk:
        assert await talk.answer("/status@other_bot", chat=group) == ""
        assert await talk.answer("/status@other_bot") == ""
        assert "wirewatch" in await talk.answer("/status@Wirewatch_Demo_Bot", chat=group)


async def test_in_other_groups_nobody_is_obeyed(world: World) -> None:
    """Not even admins: whoever put the bot there may read along."""
    async with listening(world) as talk:
        assert "no orders in this group" in await talk.answer("/status", chat="-4711")
        assert await talk.answer("/status", chat="-4711") == ""
        assert await talk.answer("hello", chat="-4711") == ""
        assert "operators" in await talk.answer("/status", chat="-4711", user=STRANGER)


async def test_a_configured_group_is_a_place_to_command(world: World) -> None:
    """In a topic of a forum the reply goes into that topic."""
    world.api.kinds[GROUP] = "supergroup"
    world.api.topics[GROUP] = {7, 9}
    text = world.config.read_text(encoding="utf-8").replace(f'"{CHANNEL}"', f'"{GROUP}/7"')
    world.config.write_text(text, encoding="utf-8")
    async with listening(world) as talk:
        (reply,) = await talk.ask("/status", chat=GROUP, topic=9)
        assert reply.topic == 9


async def test_an_anonymous_admin_is_asked_to_post_as_themselves(world: World, group: str) -> None:
    """Telegram does not say who they are; once an hour."""
    async with listening(world) as talk:
        assert "post as yourself" in await talk.answer("/status", chat=group, anonymous=True)
        assert await talk.answer("/status", chat=group, anonymous=True) == ""
        assert await talk.answer("hello", chat=group, anonymous=True) == ""


async def test_in_public_mode_everybody_may_read(world: World, group: str) -> None:
    """In private and in the discussion group; nothing of the state of queues, nothing that changes anything."""
    configure(world, "public = true")
    async with listening(world) as talk:
        assert "Talvane Freight" in await talk.answer("/watches", user=STRANGER)
        assert "Talvane Freight" in await talk.answer("/watches", user=STRANGER, chat=group)
        text = await talk.answer("/status", user=STRANGER)
        assert "Last poll" in text
        assert "Database" not in text
        assert "Database" in await talk.answer("/status")
        assert "operators" in await talk.answer("/digest", user=STRANGER)
        assert await talk.answer("/digest", user=STRANGER) == "/digest is for the operators of this bot."
        assert "/digest" not in await talk.answer("/help", user=STRANGER)


async def test_a_reader_may_ask_twenty_times_a_minute(world: World) -> None:
    """The next one is told so, further ones get nothing; admins have no limit."""
    configure(world, "public = true")
    async with listening(world) as talk:
        for _ in range(20):
            assert "/search" in await talk.answer("/help", user=STRANGER)
        assert "20 commands a minute" in await talk.answer("/help", user=STRANGER)
        assert await talk.answer("/help", user=STRANGER) == ""
        assert "/search" in await talk.answer("/help", user=STRANGER + 1)
        world.now += timedelta(minutes=1)
        assert "/search" in await talk.answer("/help", user=STRANGER)
        for _ in range(21):
            assert "/search" in await talk.answer("/help")


async def test_lists_with_a_chat_of_their_own_are_private(world: World) -> None:
    """Strangers see neither their watches nor what they found; admins see all, with the chat."""
    configure(world, "public = true\nfollow = true")
    world.watch('title = "Secret"\nchat = "@secret_chat"\n[[watch]]\nid = "skell"\nname = "Skell Yards"\n'
                'kind = "company"\n', "secret.toml")  # fmt: skip
    world.feed("/feed.xml", Item(id="s", title="Skell Yards launches a ferry"), Item(id="o", title="Osprell Systems"))
    async with listening(world) as talk:
        await talk.poll()
        assert "Skell" not in await talk.answer("/watches", user=STRANGER)
        assert "Skell" not in await talk.answer("/watches skel", user=STRANGER)
        assert "Nothing is watched" in await talk.answer("/watches skell", user=STRANGER)
        assert "No entry" in await talk.answer("/explain s", user=STRANGER)
        assert "Osprell" in await talk.answer("/explain o", user=STRANGER)
        assert "Nothing is watched" in await talk.answer("/follow skell", user=STRANGER)
        assert "Secret → @secret_chat" in await talk.answer("/watches")
        assert "@secret_chat" in await talk.answer("/explain s")


def menus(world: World) -> dict[str, set[str]]:
    """Return the commands of each scope's menu."""
    return {json.loads(scope)["type"]: {each["command"] for each in menu} for scope, menu in world.api.commands.items()}


async def test_menus_are_registered(world: World) -> None:
    """For admins all commands, for others those that they may use; what was offered once is taken back."""
    configure(world, "public = true\nfollow = true")
    async with listening(world) as talk:
        await talk.ask("/help")
        shown = menus(world)
    assert shown["default"] == {"watches", "search", "explain", "feeds", "status", "help"}
    assert shown["all_private_chats"] == shown["default"] | {"follow", "unfollow"}
    assert shown["chat"] > shown["all_private_chats"]
    configure(world)
    async with listening(world) as talk:
        await talk.ask("/help")
    assert menus(world).keys() == {"chat"}
    assert list(world.api.commands) == [json.dumps({"chat_id": ADMIN, "type": "chat"})]


async def test_menus_follow_the_admins(world: World) -> None:
    """Who is an admin no longer loses the menu as soon as that is in force."""
    async with listening(world) as talk:
        await talk.ask("/help")
        talk.app.room.settings = replace(talk.desk.settings, admins=(STRANGER,))
        await talk.ask("/help", user=STRANGER)
        await talk.ask("/help", user=STRANGER)
        assert list(world.api.commands) == [json.dumps({"chat_id": STRANGER, "type": "chat"})]


async def test_an_admin_who_never_wrote_gets_the_menu_with_a_message(world: World) -> None:
    """Telegram knows no chat with them before; trouble with the menu holds up no command."""
    world.api.fail(
        "setMyCommands",
        Fault(status=400, description="Bad Request: chat not found"),
        Fault(status=500),
        Fault(status=429, retry_after=10_000),
    )
    async with listening(world) as talk:
        for _ in range(2):
            assert "/status" in await talk.answer("/help")
            assert menus(world) == {}
        await talk.ask("/help")
        assert menus(world).keys() == {"chat"}


async def test_a_restart_in_the_middle_does_nothing_twice(world: World) -> None:
    """The offset stands in the database; what was said while the bot was down is answered after the start."""
    async with listening(world) as talk:
        assert len(await talk.ask("/help")) == 1
    world.api.say("/status", user=ADMIN)
    async with listening(world) as talk:
        assert len(await talk.ask("/help")) == 2
    assert len(world.sent(str(ADMIN))) == 3


async def test_an_admin_who_presses_start_late_is_answered_at_once(world: World) -> None:
    """A note could not be delivered since the chat was not open; the first message opens it, for notes too."""
    world.api.fail("sendMessage", Fault(status=403, description="Forbidden: bot can't initiate conversation"))
    async with listening(world) as talk:
        with talk.app.store.atomic():
            note_admins(talk.app.store.outbox, (ADMIN,), "k", "Something is odd.", world.now)
        await talk.courier.round()
        assert world.sent(str(ADMIN)) == []
        assert "/help" in (await talk.answer("/start"))
        await talk.courier.round()
    assert "Something is odd." in world.sent(str(ADMIN))[-1]


async def test_ids_that_begin_anew_after_a_week_are_heard(world: World) -> None:
    """After a week without updates Telegram may give a smaller id; that one is dealt with, and then counted on."""
    async with world.app() as app:
        with app.store.atomic():
            app.store.heard.note("wirewatch_demo_bot", 5_000, world.now - timedelta(days=7))
    async with listening(world) as talk:
        assert len(await talk.ask("/help")) == 1
        assert talk.desk.store.heard.last("wirewatch_demo_bot") < 5_000
        assert len(await talk.ask("/help")) == 1


@pytest.mark.parametrize("press", [False, True])
async def test_what_was_done_is_noted_before_the_answer_goes_out(world: World, press: bool) -> None:
    """A kill while Telegram takes the answer repeats nothing after the start."""
    async with listening(world) as talk:
        (sent,) = await talk.ask("/help")
        method = "answerCallbackQuery" if press else "sendMessage"
        world.api.fail(method, Fault(hang=True))
        asked = len(world.api.calls)
        update = world.api.press("save:1", sent, user=ADMIN) if press else world.api.say("/status", user=ADMIN)
        await world.api.until(lambda: any(call.method == method for call in world.api.calls[asked:]))
        assert talk.desk.store.heard.last("wirewatch_demo_bot") == update


async def test_whoever_waits_sees_that_an_answer_is_made(world: World) -> None:
    """After a while "typing" is shown: here a command waits until it is."""

    def typing() -> bool:
        return any(call.method == "sendChatAction" for call in world.api.calls)

    async with listening(world, patience=0.01) as talk:
        held = threading.Event()
        talk.app.desk.study.submit(held.wait)
        asked = world.api.say("/watch Skell Yards", user=ADMIN)
        await world.api.until(typing)
        held.set()
        await talk.heard(asked)
    assert len(world.sent(str(ADMIN))) == 1


async def test_an_edit_is_asked_back_and_saved(world: World) -> None:
    """The whole way: a command, its question with buttons, a press, the file, and that the list is in force."""
    async with listening(world) as talk:
        (question,) = await talk.ask("/watch Skell Yards")
        rows = (question.reply_markup or {})["inline_keyboard"]
        save = next(button["callback_data"] for row in rows for button in row if "save" in button["callback_data"])
        await talk.press(save, question)
        assert 'name = "Skell Yards"' in (world.folder / "watchlists/freight.toml").read_text(encoding="utf-8")
        assert "Skell Yards" in await talk.answer("/watches")


async def test_an_alert_is_reviewed_with_its_buttons(world: World) -> None:
    """A press in the channel counts for the alert there, and what follows is said in private."""
    world.feed("/feed.xml", Item(id="a", title="Talvane Freight buys a crane"))
    async with listening(world) as talk:
        await talk.poll()
        (alert,) = [sent for sent in world.api.messages if sent.chat == CHANNEL]
        await talk.press("wrong:1", alert)
        assert talk.desk.store.reviews.of_entry(1) == {"talvane": "wrong"}
        assert "0 of 1 right" in await talk.answer("/watches")


async def test_a_command_that_crashes_is_passed_over(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged with its traceback and answered; the next one works."""
    async with listening(world) as talk:
        talk.desk.store.db.execute("DROP TABLE entries_fts")
        assert await talk.answer("/search harbour") == "That went wrong; it is in the log."
        assert "Traceback" in caplog.text
        assert "wirewatch" in await talk.answer("/status")


async def test_another_reader_is_told_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """409: the admins get one note, and the bot goes on as soon as it is alone."""
    other = Fault(status=409, description="Conflict: terminated by other getUpdates request")
    world.api.fail("getUpdates", other, other, other)
    async with listening(world) as talk:
        assert "wirewatch" in await talk.answer("/status")
        notes = talk.desk.store.db.execute("SELECT plain FROM outbox WHERE kind = 'note'").fetchall()
        assert len(notes) == 1
        assert "terminated by other getUpdates request" in notes[0][0]


async def test_trouble_with_telegram_is_outlasted(world: World) -> None:
    """Server errors, broken connections, a proxy's page, and a wait that Telegram asks for."""
    faults = [Fault(status=502, body="<html>bad gateway</html>"), Fault(drop=True), Fault(status=500)]
    world.api.fail("getUpdates", *faults)
    world.api.fail("getMe", Fault(status=500))
    async with listening(world) as talk:
        assert "wirewatch" in await talk.answer("/status")


async def test_a_server_that_goes_away_is_found_again(world: World) -> None:
    """Its connections die in the middle of a long poll, and it comes back at the same address."""
    async with listening(world) as talk:
        await talk.ask("/help")
        await world.api.stop()
        await world.api.start()
        assert "wirewatch" in await talk.answer("/status")


async def test_where_the_bot_may_post_again_the_queue_goes_on(world: World) -> None:
    """my_chat_member releases a chat that was held for taking no messages."""
    world.feed("/feed.xml", Item(id="a", title="Talvane Freight buys a crane"))
    world.api.fail("sendMessage", Fault(status=403), chat=CHANNEL)
    async with listening(world) as talk:
        await talk.poll()
        assert world.sent() == []
        await talk.heard(world.api.promote(CHANNEL, can_post=True, user=ADMIN))
        await talk.courier.round()
        assert len(world.sent()) == 1


async def test_strangers_press_in_vain(world: World) -> None:
    """Each press is answered: strangers with a polite no, unknown buttons with a word."""
    async with listening(world) as talk:
        (sent,) = await talk.ask("/help")
        assert "operators" in await talk.press("save:1", sent, user=STRANGER)
        assert "another version" in await talk.press("nonsense:1", sent)
        assert "another version" in await talk.press("", sent)
        assert "Not now" in await talk.press("more:0:x", sent, user=STRANGER)
        assert "broken" in await talk.press("more:x:x", sent)
