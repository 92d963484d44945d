"""At least once: whenever the program is killed, every message arrives, and a kill repeats one of a chat at most.

The program runs in processes of its own (`tests.doomed`), which are killed with SIGKILL. Feeds and the Bot API server
live on here and keep what they gave and got. A feed says "not modified" to whoever has its document already, so that
nobody who lost it gets it again.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from sqlite3 import OperationalError

import pytest

from bot.demo.botapi import BotApi, Fault
from bot.demo.telegram_chats import Sent
from tests.doomed import Doomed, Job, doomed_in, serve_feed, whole
from tests.world import CHANNEL, Item, World, read, write

MINUTE = timedelta(minutes=1)
EVERY_LINE = "WIREWATCH_KILL_AT_EVERY_LINE"  #: of the environment: set, no line is left out; that takes an hour or two
LINES = 3  #: of each scenario, others in each run of the tests
OTHER = "@osprell_watch"
RANDOM_KILLS = 100  #: of each seed
SHIPS = tuple(Item(id=f"ship{n}", title=f"Talvane Freight sends ship number {n} north") for n in range(6))
DOCK = Item(
    id="g1",
    title="Talvane Freight wins the ferry contract at Ellery",
    text="Talvane Freight will run the ferry across the Ellery Sound for ten years, the harbour board said.",
)
ELSEWHERE = Item(
    id="p1",
    title="Ellery ferry goes to Talvane Freight",
    text="The harbour board gave the ferry over the Ellery Sound to Talvane Freight, which will run it for ten years.",
    link="https://harwick-post.example/p1",
)
SUM = Item(
    id="e1",
    title="Talvane Freight gets $8 million for the Ellery ferry",
    text="Talvane Freight won a contract worth $8 million for the ferry across the Ellery Sound, the board said.",
    link="https://echo.example/e1",
)


@pytest.fixture
async def doomed(world: World) -> AsyncIterator[Doomed]:
    """The maker of processes, at work in `world`, whose Bot API server tells it of each message."""
    async with doomed_in(world) as doomed, BotApi(on_message=doomed.hear) as world.api:
        yield doomed


def for_two_chats(world: World) -> None:
    """Configure two feeds, the second one for a chat of its own."""
    world.configure("/one.xml", "/two.xml")
    config = re.sub(r"(url = .*(?:one|two)\.xml.)", r"\1\ndedupe = false", read(world.config))
    write(world.config, config.replace('two.xml"', f'two.xml"\nchat = "{OTHER}"'))


Told = tuple[tuple[Item, ...], ...]
"""The entries of each message of a chat, in order."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What there is when the program starts at `at`, and what it will have told the channel and the other chat."""

    prepare: Callable[[World], Awaitable[None]]
    told: Told
    other: Told = ()
    at: timedelta = MINUTE
    digest: bool = False
    faults: tuple[Fault, ...] = ()  #: of sendMessage
    edited: str = ""  #: the line of further outlets that an edit brings


async def nothing_yet(world: World) -> None:
    """Three alerts come with the first poll, into a database that is not there yet."""
    world.configure("/feed.xml", extra="dedupe = false")
    serve_feed(world, "/feed.xml", *SHIPS[2::-1])


async def a_first_one(world: World) -> None:
    """The same with one alert."""
    world.configure("/feed.xml", extra="dedupe = false")
    serve_feed(world, "/feed.xml", SHIPS[0])


async def a_story(world: World) -> None:
    """An alert is two minutes old; then come a report for its line of outlets, one for a reply, and another story."""
    world.configure("/gazette.xml", "/post.xml", "/echo.xml")
    # Each an outlet with a name of its own: else there is nothing to edit.
    write(world.config, re.sub(r"(url = .*/(\w+)\.xml.)", r'\1\npublisher = "The \2"', read(world.config)))
    serve_feed(world, "/gazette.xml", DOCK)
    for path in ("/post.xml", "/echo.xml"):
        serve_feed(world, path)
    await world.poll()
    serve_feed(world, "/post.xml", ELSEWHERE)
    serve_feed(world, "/echo.xml", SHIPS[0], SUM)


async def an_outage(world: World) -> None:
    """Six alerts wait for longer than a chat should wait for its own: they go as one message."""
    world.configure("/feed.xml", extra="dedupe = false")
    serve_feed(world, "/feed.xml", *SHIPS[::-1])
    async with world.app(sending=False) as app:
        await app.once()


async def a_digest(world: World) -> None:
    """The digest's hour has passed; it tells of an alert that was sent and of one that comes just now."""
    world.configure("/feed.xml", extra="dedupe = false", more='[schedule]\ndigest = "00:00"')
    serve_feed(world, "/feed.xml", SHIPS[0])
    await world.poll()
    serve_feed(world, "/feed.xml", DOCK, SHIPS[0])


async def two_chats(world: World) -> None:
    """Two chats, which are served side by side, get two alerts each."""
    for_two_chats(world)
    serve_feed(world, "/one.xml", SHIPS[1], SHIPS[0])
    serve_feed(world, "/two.xml", SHIPS[3], SHIPS[2])


PARSE = Fault(status=400, description="Bad Request: can't parse entities")
SCENARIOS = {
    "three alerts, new database": Scenario(prepare=nothing_yet, told=((SHIPS[0],), (SHIPS[1],), (SHIPS[2],))),
    "edit and reply": Scenario(
        prepare=a_story, told=((DOCK,), (SUM,), (SHIPS[0],)), at=2 * MINUTE, edited="also: The post"
    ),
    "roll-up": Scenario(prepare=an_outage, told=(SHIPS,), at=15 * MINUTE),
    "digest": Scenario(prepare=a_digest, told=((SHIPS[0],), (DOCK,), (SHIPS[0], DOCK)), at=20 * MINUTE, digest=True),
    "plain text instead": Scenario(prepare=a_first_one, told=((SHIPS[0],),), faults=(PARSE,)),
    "two chats": Scenario(prepare=two_chats, told=((SHIPS[0],), (SHIPS[1],)), other=((SHIPS[2],), (SHIPS[3],))),
}
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)


@dataclass(kw_only=True)
class Play:
    """A scenario that can be played again and again from the same beginning."""

    scenario: Scenario
    doomed: Doomed
    messages: list[Sent] = field(default_factory=list)  #: that the chats had at the beginning

    async def prepare(self) -> None:
        """Make the beginning, and remember it."""
        world = self.doomed.world
        await self.scenario.prepare(world)
        self.messages = [*world.api.messages]
        if world.database.exists():
            shutil.copytree(world.database.parent, world.folder / "beginning")

    def again(self) -> None:
        """Go back to the beginning."""
        world = self.doomed.world
        shutil.rmtree(world.database.parent, ignore_errors=True)
        if (world.folder / "beginning").exists():
            shutil.copytree(world.folder / "beginning", world.database.parent)
        world.api.messages[:] = self.messages
        world.api.fail("sendMessage", *self.scenario.faults)

    async def run(self, *, die_at_line: int | None = None, die_at_place: int = 0) -> None:
        """Let the program run."""
        job = self._job(self.scenario.at, die_at_line=die_at_line, die_at_place=die_at_place)
        await self.doomed.run(job)

    async def finish(self) -> None:
        """Start the program once more and let it come to its end; what may be edited once a minute may be again."""
        await self.doomed.run(self._job(self.scenario.at + 2 * MINUTE))
        assert not self.doomed.killed

    def _job(self, at: timedelta, *, die_at_line: int | None = None, die_at_place: int = 0) -> Job:
        digest = self.scenario.digest
        return Job(times=(at,), digest=digest, die_at_line=die_at_line, die_at_place=die_at_place)

    def expected(self) -> dict[str, Told]:
        """Return by chat what is to be told."""
        return {CHANNEL: self.scenario.told, OTHER: self.scenario.other}

    def told(self) -> dict[str, list[tuple[Item, ...]]]:
        """Return by chat the entries of each of its messages, in order."""
        told: dict[str, list[tuple[Item, ...]]] = {CHANNEL: [], OTHER: []}
        for message in self.doomed.world.api.messages:
            told[message.chat].append(_entries(message))
        return told

    def repeats(self, place: object) -> Counter[str]:
        """Return how many messages each chat got twice, after making sure that all arrived, in order."""
        told, expected = self.told(), self.expected()
        assert {chat: tuple(without_repeats(told[chat])) for chat in told} == expected, place
        assert self.doomed.world.rows("SELECT DISTINCT status FROM outbox") == [("sent",)], place
        return Counter({chat: len(told[chat]) - len(expected[chat]) for chat in told})

    def shown(self) -> dict[tuple[Item, ...], tuple[str, tuple[Item, ...]]]:
        """Return what readers have in the end of each alert, as it stands, and what it replies to."""
        messages = self.doomed.world.api.messages
        by_id = {message.id: _entries(message) for message in messages}
        alerts = [message for message in messages if len(_entries(message)) == 1]
        return {_entries(each): (each.text, by_id[each.reply_to] if each.reply_to else ()) for each in alerts}


def _entries(message: Sent) -> tuple[Item, ...]:
    found = [(message.text.find(item.title), item) for item in (*SHIPS, DOCK, ELSEWHERE, SUM)]
    return tuple(item for place, item in sorted(found, key=lambda each: each[0]) if place >= 0)


def without_repeats(told: list[tuple[Item, ...]]) -> list[tuple[Item, ...]]:
    """Return `told` without the messages that tell what the one before them has told."""
    return [each for place, each in enumerate(told) if place == 0 or each != told[place - 1]]


@each_scenario
async def test_a_kill_at_any_place(doomed: Doomed, scenario: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed before or after any BEGIN, COMMIT or call of Telegram, it tells all, in order, one a chat twice at most.

    Edits and replies end as they would have, and the database is sound. So it is before any line between the first
    request for a feed and the last note; of these a few are taken, in each run others, and all of them on demand.
    """
    play = Play(scenario=scenario, doomed=doomed)
    await play.prepare()
    play.again()
    await play.run(die_at_line=0)
    lines, places = range(1, doomed.lines + 1), range(1, doomed.places + 1)
    assert lines
    assert places
    await play.finish()
    assert not play.repeats("unharmed").total()
    shown = play.shown()
    assert scenario.edited in "".join(text for text, _ in shown.values())
    assert bool(doomed.world.api.edits) == bool(scenario.edited)
    some = lines if EVERY_LINE in os.environ else random.sample(lines, LINES)
    kills, repeats = 0, Counter[str]()
    for place in [*({"die_at_place": place} for place in places), *({"die_at_line": line} for line in some)]:
        play.again()
        await play.run(**place)
        killed = doomed.killed
        assert whole(doomed.world), place
        await play.finish()
        repeated = play.repeats(place)
        assert all(count <= killed for count in repeated.values()), place
        assert scenario.faults or play.shown() == shown, place  # as plain text a message is not the same
        kills += killed
        repeats += repeated
    with capsys.disabled():
        tried = f"{len(places)} of {len(places)} places, {len(some)} of {len(lines)} lines"
        sys.stdout.write(f"\n{kills} kills, at {tried}: 0 lost, {repeats.total()} repeated\n")


@each_scenario
async def test_a_kill_between_yes_and_its_arrival(doomed: Doomed, scenario: Scenario) -> None:
    """Killed after Telegram has accepted a message and before it answers, that message comes twice.

    Nothing else does, but for what another chat is getting at that moment.
    """
    play = Play(scenario=scenario, doomed=doomed)
    await play.prepare()
    for place in range(1, len(scenario.told + scenario.other) - len(play.messages) + 1):
        play.again()
        doomed.die_after = place
        await play.run()
        assert doomed.killed
        assert whole(doomed.world)
        last = doomed.world.api.messages[len(play.messages) + place - 1]
        await play.finish()
        assert play.repeats(place)[last.chat] == 1
        assert all(count <= 1 for count in play.repeats(place).values())
        assert play.told()[last.chat].count(_entries(last)) == 2


async def test_an_answer_that_is_lost_and_then_a_kill(doomed: Doomed) -> None:
    """A lost answer costs one repeat, a kill before the next answer another; nothing else is told twice or lost."""
    play = Play(scenario=SCENARIOS["three alerts, new database"], doomed=doomed)
    await play.prepare()
    doomed.world.api.fail("sendMessage", Fault(drop=True))
    doomed.die_after = 2
    await play.run()
    assert doomed.killed
    await play.finish()
    first, second, third = SHIPS[:3]
    assert play.told()[CHANNEL] == [(first,), (first,), (first,), (second,), (third,)]


@dataclass(kw_only=True)
class Fleet:
    """Two feeds that grow, each for a chat of its own, and what has become of their news."""

    world: World
    choose: random.Random
    sailed: dict[str, list[int]] = field(default_factory=lambda: {CHANNEL: [], OTHER: []})  #: numbers by chat
    seen: int = 0  #: how many messages the server had when the program was started last

    def grow(self, most: int = 3) -> None:
        """Let news come in both feeds; they drop what the database has, but for the last."""
        stored = {name for (name,) in self._rows("SELECT id FROM entries")}
        for chat, path in zip(self.sailed, ("/one.xml", "/two.xml"), strict=True):
            numbers = self.sailed[chat]
            for _ in range(self.choose.randint(0, most)):
                numbers.append(sum(map(len, self.sailed.values())))
            shown = [number for number in numbers if str(number) not in stored or number in numbers[-5:]]
            items = [Item(id=str(n), title=f"Talvane Freight sends ship number {n} north") for n in shown]
            serve_feed(self.world, path, *items[::-1])
        self.seen = len(self.world.api.messages)

    def told(self, since: int = 0) -> dict[str, list[tuple[int, ...]]]:
        """Return the numbers of each message of each chat, in order, from the server's `since`th message on."""
        told: dict[str, list[tuple[int, ...]]] = {chat: [] for chat in self.sailed}
        for message in self.world.api.messages[since:]:
            told[message.chat].append(tuple(map(int, re.findall(r"number (\d+)", message.text))))
        return told

    def not_noted(self) -> Counter[str]:
        """Return by chat how many messages of the program that was started last Telegram has and the database not."""
        rows = self._rows("SELECT chat, plain FROM outbox WHERE status = 'sent'")
        noted = {(chat, int(number)) for chat, plain in rows for number in re.findall(r"number (\d+)", plain)}
        told = self.told(self.seen)
        return Counter(chat for chat in told for numbers in told[chat] if (chat, numbers[0]) not in noted)

    def _rows(self, sql: str) -> list[tuple[str, ...]]:
        try:
            return self.world.rows(sql)
        except OperationalError:  # the first program was killed before it had made the tables
            return []


@pytest.mark.parametrize("seed", [20261122, 20261123])
async def test_kills_at_random(doomed: Doomed, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed a hundred times at any moment while feeds grow, it loses nothing and keeps the order of each chat.

    Told twice is what Telegram had accepted and the killed program had not yet noted, at most one message of a chat for
    a kill, and nothing else.
    """
    world, choose = doomed.world, random.Random(seed)
    fleet = Fleet(world=world, choose=choose)
    for_two_chats(world)
    fleet.grow()
    began = time.monotonic()
    await doomed.run(Job(times=(timedelta(0),)))
    span, minutes, kills = time.monotonic() - began, 0, 0
    not_noted = Counter[str]()
    while kills < RANDOM_KILLS:
        fleet.grow()
        minutes += 1
        # Half of the moments lie anywhere, half near what Telegram has just accepted.
        messages = choose.choice([0, 0, 0, 1, 2, 3])
        pause = choose.random() * (0.02 if messages else span)
        await doomed.run_and_kill(Job(times=(minutes * MINUTE,)), messages=messages, pause=pause)
        kills += doomed.killed
        left = fleet.not_noted()
        assert all(count <= doomed.killed for count in left.values())
        not_noted += left
        assert whole(world)
    await doomed.run(Job(times=((minutes + 1) * MINUTE,)))
    repeats = Counter[str]()
    for chat, told in fleet.told().items():
        heard: list[int] = []
        for numbers in told:
            repeats[chat] += not set(numbers).isdisjoint(heard)
            heard += [number for number in numbers if number not in heard]
        assert heard == fleet.sailed[chat]
    with capsys.disabled():
        alerts = sum(map(len, fleet.sailed.values()))
        sys.stdout.write(
            f"\n{kills} kills in {minutes + 2} runs, {alerts} alerts: 0 lost, {repeats.total()} messages repeated\n"
        )
    assert repeats == not_noted
    assert world.rows("SELECT DISTINCT status FROM outbox") == [("sent",)]
