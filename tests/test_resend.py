"""`resend`: a new channel, a deleted bot; what a chat missed is posted again, once, and nothing else."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.botapi import Fault
from bot.lock import run_lock
from tests.world import CHANNEL, WATCHLIST, Item, World, read

NEW = "@talvane_news"
OSPRELL = "@osprell_watch"
SHIPS = [Item(id=f"s{n}", title=f"Talvane Freight sends ship number {n} north") for n in range(2)]
DOCK = Item(
    id="g1",
    title="Talvane Freight wins the ferry contract at Ellery",
    text="Talvane Freight will run the ferry across the Ellery Sound for ten years, the harbour board said on Tuesday.",
)
ELSEWHERE = Item(
    id="p1",
    title="Ellery ferry goes to Talvane Freight",
    text="The harbour board gave the ferry over the Ellery Sound to Talvane Freight, which will run it for ten years.",
    link="https://harwick-post.example/p1",
)
SUM = replace(
    ELSEWHERE,
    id="p2",
    text="Talvane Freight won a contract worth $8 million for the ferry across the Ellery Sound, the board said.",
    link="https://harwick-post.example/p2",
)


@pytest.fixture(autouse=True)
def present(world: World) -> None:
    """The command has the real clock, so the news is of the last hours."""
    world.now = datetime.now(UTC) - timedelta(hours=2)
    world.configure("/feed.xml", extra="dedupe = false", admins="[]")


def rename(world: World, new: str = NEW) -> None:
    """Let telegram.chat be another channel; the service has noted the former one at each start."""
    with contextlib.closing(sqlite3.connect(world.database)) as db, db:
        db.execute("INSERT OR IGNORE INTO default_chats VALUES (?)", [CHANNEL])
    world.config.write_text(read(world.config).replace(CHANNEL, new))


def waiting(world: World) -> int:
    """Return how many messages wait."""
    return int(world.rows("SELECT count(*) FROM outbox WHERE status = 'waiting'")[0][0])


@pytest.mark.parametrize("since", ["1d", "12h", "{:%Y-%m-%d}", "{:%Y-%m-%dT%H:%M}", "{:%Y-%m-%dT%H:%M+00:00}"])
async def test_a_new_channel_gets_what_the_former_one_had(world: World, since: str) -> None:
    """What went to a former telegram.chat since then is posted in the new one, in order, once."""
    world.feed("/feed.xml", *SHIPS[::-1])
    await world.poll()
    old = world.sent()
    rename(world)
    since = since.format(world.now - timedelta(days=1))
    looked = await world.cli("resend", "--since", since, "--dry-run")
    assert (looked.status, waiting(world)) == (0, 0)
    assert [line[18:] for line in looked.out.splitlines()] == [ship.title for ship in SHIPS]
    assert f"2 alerts for {NEW} would be posted again" in looked.err
    done = await world.cli("resend", "--since", since)
    assert (done.status, done.out, world.sent(NEW)) == (0, "", old)
    assert f"2 alerts for {NEW} queued" in done.err
    again = await world.cli("resend", "--since", since)
    assert (again.status, len(world.sent(NEW))) == (0, 2)
    assert f"0 alerts for {NEW} queued" in again.err


async def test_only_what_is_younger_is_posted_again(world: World) -> None:
    """What is older than --since stays where it is."""
    world.feed("/feed.xml", SHIPS[0])
    await world.poll()
    world.now += timedelta(hours=1)
    world.feed("/feed.xml", SHIPS[1], SHIPS[0])
    await world.poll()
    rename(world)
    assert (await world.cli("resend", "--since", "90m")).status == 0
    (text,) = world.sent(NEW)
    assert SHIPS[1].title in text


async def test_what_waits_for_the_former_channel_comes_once(world: World) -> None:
    """An alert that waits for the former channel goes to the new one, and is not posted a second time."""
    world.feed("/feed.xml", SHIPS[0])
    async with world.app(sending=False) as app:
        await app.once()
        with app.store.atomic():
            app.store.chats.default_chat(CHANNEL)
    rename(world)
    assert (await world.cli("resend", "--since", "1d")).status == 0
    assert (await world.cli("resend", "--since", "1d")).status == 0
    assert (len(world.sent(NEW)), len(world.sent())) == (1, 0)


async def test_what_telegram_refused_is_tried_again(world: World) -> None:
    """An alert that was refused is posted again, what the chat has is not."""
    refusal = Fault(status=400, description="Bad Request: message is too odd")
    world.api.fail("sendMessage", refusal, refusal)
    world.feed("/feed.xml", *SHIPS[::-1])
    await world.poll()
    assert len(world.sent()) == 1
    assert (await world.cli("resend", "--since", "1d")).status == 0
    assert [SHIPS[n].title in text for n, text in zip((1, 0), world.sent(), strict=True)] == [True, True]
    world.api.fail("sendMessage", refusal, refusal)
    assert (await world.cli("resend", "--since", "1d")).status == 0
    assert len(world.sent()) == 2


async def test_a_refusal_is_status_1(world: World) -> None:
    """What Telegram refuses once more, or has to wait, is said with its reason, and the status is 1."""
    world.feed("/feed.xml", SHIPS[0])
    await world.poll()
    rename(world)
    world.api.fail("sendMessage", Fault(status=403), chat=NEW)
    done = await world.cli("resend", "--since", "1d")
    assert done.status == 1
    assert re.search(f"{NEW}: .*kicked from the channel", done.err)
    assert "1 message waits; the next run goes on" in done.err
    refusal = Fault(status=400, description="Bad Request: message is too odd")
    world.api.fail("sendMessage", refusal, refusal, chat=NEW)
    done = await world.cli("resend", "--since", "1d")
    assert done.status == 1
    assert "too odd" in done.err


async def test_a_new_chat_of_a_list_gets_what_it_would_have_had(world: World) -> None:
    """Where a list has a new chat, that gets what alerted before because of its watches, and nothing else."""
    osprell = Item(id="o1", title="Osprell Systems hires forty divers in Brackwater")
    world.feed("/feed.xml", osprell, SHIPS[0])
    await world.poll()
    parts = WATCHLIST.split("\n\n")
    (own,) = (part for part in parts if "osprell" in part)
    world.watch(WATCHLIST.replace(own, ""))
    world.watch(f'title = "Osprell"\nchat = "{OSPRELL}"\n\n{own}\n', "osprell.toml")
    done = await world.cli("resend", "--since", "1d", "--chat", OSPRELL)
    assert (done.status, len(world.sent(OSPRELL))) == (0, 1)
    assert osprell.title in world.sent(OSPRELL)[0]
    world.now += timedelta(hours=1)
    world.feed("/feed.xml", SHIPS[1], osprell, SHIPS[0])
    await world.poll()
    assert (await world.cli("resend", "--since", "1d", "--chat", OSPRELL)).status == 0
    assert (await world.cli("resend", "--since", "1d")).status == 0
    assert (len(world.sent(OSPRELL)), len(world.sent())) == (1, 3)


async def test_what_was_written_for_another_chat_stays_there(world: World) -> None:
    """A private chat's alerts name its rules and watches: a new chat gets none of them, and how many is said."""
    rule = 'id = "hush"\ntitle = "Hushed deals"\nall = ["brundle"]\nwithin = "entry"'
    watch = 'id = "brundle"\nname = "Brundle Holdings"\nkind = "company"'
    world.watch(f'title = "Own"\nchat = "@private_dock"\n\n[[watch]]\n{watch}\n\n[[rule]]\n{rule}\n', "private.toml")
    world.watch(WATCHLIST.replace("\n\n[[watch]]", '\nchat = "@private_dock"\n\n[[watch]]', 1))
    both = Item(id="b1", title="Talvane Freight buys a pier", text="Brundle Holdings owned the pier at Ellery.")
    world.feed("/feed.xml", both, SHIPS[0])
    await world.poll()
    assert any("Hushed deals" in text for text in world.sent("@private_dock"))
    world.watch(WATCHLIST.replace("\n\n[[watch]]", f'\nchat = "{NEW}"\n\n[[watch]]', 1))
    for options in (("--dry-run",), ("--all",), ()):
        done = await world.cli("resend", "--since", "1d", "--chat", NEW, *options)
        assert (done.status, done.out, world.sent(NEW)) == (0, "", [])
        assert f"0 alerts for {NEW}" in done.err
        assert "2 alerts of other chats are left out: their text was made for these" in done.err


async def test_a_text_that_all_may_read_is_taken_before_a_private_one(world: World) -> None:
    """What the default chat was told too is posted in its words, and nothing is left out."""
    own = '[[rule]]\nid = "hush"\ntitle = "Hushed deals"\nall = ["talvane"]\nwithin = "entry"\nchat = "@private_dock"\n'
    world.watch(f"{WATCHLIST}\n{own}")
    world.feed("/feed.xml", SHIPS[0])
    await world.poll()
    assert [len(world.sent(chat)) for chat in (CHANNEL, "@private_dock")] == [1, 1]
    world.watch(WATCHLIST.replace("\n\n[[watch]]", f'\nchat = "{NEW}"\n\n[[watch]]', 1) + f"\n{own}")
    done = await world.cli("resend", "--since", "1d", "--chat", NEW)
    assert (done.status, world.sent(NEW), "left out" in done.err) == (0, world.sent(), False)


async def test_all_posts_everything_anew_and_the_story_goes_on_there(world: World) -> None:
    """With --all the chat gets all once more; replies and edits of a story go to its new message."""
    world.configure("/gazette.xml", "/post.xml", admins="[]")
    world.config.write_text(read(world.config).replace('/post.xml"', '/post.xml"\npublisher = "Harwick Post"'))
    world.feed("/gazette.xml", DOCK)
    world.feed("/post.xml")
    await world.poll()
    (old,) = world.api.messages
    world.api.messages.clear()
    assert (await world.cli("resend", "--since", "1d")).status == 0
    assert world.api.messages == []
    for _ in range(2):
        assert (await world.cli("resend", "--since", "1d", "--all")).status == 0
    (new,) = world.api.messages
    assert new.text == old.text
    world.now = datetime.now(UTC) + timedelta(minutes=15)
    world.feed("/post.xml", ELSEWHERE)
    await world.poll()
    assert "also: Harwick Post" in world.sent()[0].splitlines()
    world.now += timedelta(minutes=15)
    world.feed("/post.xml", SUM, ELSEWHERE)
    await world.poll()
    first, reply = world.api.messages
    assert (first.id, reply.reply_to) == (new.id, new.id)


async def test_a_muted_story_stays_away(world: World) -> None:
    """What belongs to a story that the chat has muted is not posted again."""
    world.configure("/feed.xml", admins="[]")
    refusal = Fault(status=400, description="Bad Request: message is too odd")
    world.api.fail("sendMessage", refusal, refusal)
    world.feed("/feed.xml", DOCK)
    await world.poll()
    async with world.app() as app:
        (story,) = world.rows("SELECT story FROM outbox")[0]
        with app.store.atomic():
            app.store.mutes.mute_story(story, CHANNEL, by_user=1, by_name="Ada", now=world.now)
    for options in ((), ("--all",)):
        assert "0 alerts" in (await world.cli("resend", "--since", "1d", *options)).err


async def test_while_the_service_runs_it_is_left_to_that(world: World) -> None:
    """With the service running the alerts are queued, and that it sends them is said."""
    world.feed("/feed.xml", SHIPS[0])
    await world.poll()
    rename(world)
    with run_lock(world.database):
        done = await world.cli("resend", "--since", "1d")
    assert (done.status, waiting(world), world.sent(NEW)) == (0, 1, [])
    assert "the running service sends it" in done.err


async def test_quiet_hours_hold_it_without_a_failure(world: World) -> None:
    """In the quiet hours of the chat the alerts wait, which is said, with status 0."""
    world.feed("/feed.xml", SHIPS[0])
    await world.poll()
    rename(world)
    start, end = (datetime.now(UTC) + timedelta(hours=hours) for hours in (-3, 3))
    table = f'[[chat]]\nid = "{NEW}"\nquiet = "{start:%H:%M}-{end:%H:%M}"\n'
    world.config.write_text(f'{read(world.config)}\n{table}[schedule]\ntimezone = "UTC"\n')
    done = await world.cli("resend", "--since", "1d")
    assert (done.status, waiting(world)) == (0, 1)
    assert f"{NEW}: quiet hours, 1 message waits until {end:%H:%M}" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("--since", "yesterday"), "'yesterday' is no date, time or duration", id="no date"),
        pytest.param(("--since", "2199-01-01"), "has not come yet", id="to come"),
        pytest.param(("--since", "7d", "--chat", "@nobody"), "'@nobody' is no chat that is configured", id="no chat"),
        pytest.param((), "--since", id="since when"),
    ],
)
async def test_what_cannot_be_meant_is_status_2(world: World, arguments: tuple[str, ...], words: str) -> None:
    """A moment or a chat that can't be meant is said, and nothing is posted."""
    world.feed("/feed.xml", SHIPS[0])
    await world.poll()
    done = await world.cli("resend", *arguments)
    assert (done.status, words in done.err) == (2, True)
    assert len(world.api.messages) == 1
