"""At least once: whenever the program is killed, every message arrives, and a kill repeats one of a chat at most.

The program runs in processes of its own (`tests.doomed`), which are killed with SIGKILL. Feeds and the Bot API server
live on here and keep what they gave and got.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from sqlite3 import OperationalError

import pytest

from bot.demo.botapi import BotApi, Fault
from bot.demo.telegram_chats import Sent
from tests.world import CHANNEL, NOON, ROOT, Item, World

MINUTE = timedelta(minutes=1)
EVERY_LINE = "WIREWATCH_KILL_AT_EVERY_LINE"  #: of the environment: set, no line is left out; that takes an hour or two
KILLS = 20  #: at lines of each scenario
SEED = 20261122
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


@dataclass(kw_only=True)
class Doomed:
    """The process that makes the processes to be killed, and the one that it made last."""

    process: asyncio.subprocess.Process
    world: World
    pid: int = 0  #: of the child at work
    die_after: int = 0  #: messages that Telegram accepts before the child is killed; 0: it is not
    heard: asyncio.Event = field(default_factory=asyncio.Event)  #: Telegram has accepted `tell_after` messages
    tell_after: int = 0
    killed: bool = False  #: how the last one ended

    async def run(self, *times: timedelta, digest: bool = False, die_at: int | None = None) -> int:
        """Let a child run the program once for each time after noon; return how many lines it ran, 0 if unknown."""
        await self.begin(*times, digest=digest, die_at=die_at)
        return await self.over()

    async def begin(self, *times: timedelta, digest: bool = False, die_at: int | None = None) -> None:
        """Let a child begin to run the program."""
        assert self.process.stdin
        job = {"folder": str(self.world.folder), "times": [str(NOON + after) for after in times], "digest": digest,
               "die_at": die_at}  # fmt: skip
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        self.pid = int(await self._line())

    async def over(self) -> int:
        """Wait until the child is gone, as `run` does."""
        lines = 0
        while (line := await self._line()) not in ("killed", "ended"):
            lines = int(line)
        self.killed = line == "killed"
        for _ in range(100):  # what it had sent before it died may be read, but not be dealt with, yet
            await asyncio.sleep(0)
        return lines

    def kill(self) -> None:
        """Kill the child; one that is gone already stays so."""
        os.kill(self.pid, signal.SIGKILL)

    def hear(self, _: Sent) -> None:
        """Kill the child now that Telegram has its message and has not answered, or say that it has, if it is time."""
        self.die_after -= 1
        self.tell_after -= 1
        if not self.die_after:
            self.kill()
        if not self.tell_after:
            self.heard.set()

    async def run_and_kill(self, after: timedelta, *, messages: int, pause: float) -> None:
        """Let a child run the program, and kill it `pause` seconds after so many messages were accepted, if it lives.

        With no messages: after its beginning.
        """
        self.heard.clear()
        self.tell_after = messages
        await self.begin(after)
        over = asyncio.create_task(self.over())
        if messages:
            heard = asyncio.create_task(self.heard.wait())
            await asyncio.wait({over, heard}, return_when=asyncio.FIRST_COMPLETED)
            heard.cancel()
        await asyncio.wait({over}, timeout=pause)
        self.kill()
        await over

    async def _line(self) -> str:
        assert self.process.stdout
        line = await asyncio.wait_for(self.process.stdout.readline(), 120)
        assert line, "tests/doomed.py has ended"
        return line.decode().strip()


@pytest.fixture
async def doomed(world: World) -> AsyncIterator[Doomed]:
    """The maker of processes, at work in `world`, whose Bot API server tells it of each message."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "tests/doomed.py"), env=world.environment(), stdin=pipe, stdout=pipe
    )
    doom = Doomed(process=process, world=world)
    assert process.stdin
    try:
        assert await doom._line() == "ready"
        async with BotApi(on_message=doom.hear) as world.api:
            yield doom
    finally:
        process.stdin.close()
        await process.wait()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What there is when the program starts at `at`, and what it will have told by its end."""

    prepare: Callable[[World], Awaitable[None]]
    told: tuple[tuple[Item, ...], ...]  #: the entries of each message of the channel, in order
    at: timedelta = MINUTE
    digest: bool = False
    faults: tuple[Fault, ...] = ()  #: of sendMessage


async def nothing_yet(world: World) -> None:
    """Three alerts come with the first poll, into a database that is not there yet."""
    world.configure("/feed.xml", extra="dedupe = false")
    world.feed("/feed.xml", *SHIPS[2::-1])


async def a_story(world: World) -> None:
    """An alert is two minutes old; then come a report for its line of outlets, one for a reply, and another story."""
    world.configure("/gazette.xml", "/post.xml", "/echo.xml")
    world.feed("/gazette.xml", DOCK)
    for path in ("/post.xml", "/echo.xml"):
        world.feed(path)
    await world.poll()
    world.feed("/post.xml", ELSEWHERE)
    world.feed("/echo.xml", SHIPS[0], SUM)


async def an_outage(world: World) -> None:
    """Six alerts wait for longer than a chat should wait for its own: they go as one message."""
    world.configure("/feed.xml", extra="dedupe = false")
    world.feed("/feed.xml", *SHIPS[::-1])
    async with world.app(sending=False) as app:
        await app.once()


async def a_digest(world: World) -> None:
    """The digest's hour has passed; it tells of an alert that was sent and of one that comes just now."""
    world.configure("/feed.xml", extra="dedupe = false", more='[schedule]\ndigest = "00:00"')
    world.feed("/feed.xml", SHIPS[0])
    await world.poll()
    world.feed("/feed.xml", DOCK, SHIPS[0])


PARSE = Fault(status=400, description="Bad Request: can't parse entities")
SCENARIOS = {
    "three alerts, new database": Scenario(prepare=nothing_yet, told=((SHIPS[0],), (SHIPS[1],), (SHIPS[2],))),
    "edit and reply": Scenario(prepare=a_story, told=((DOCK,), (SUM,), (SHIPS[0],)), at=2 * MINUTE),
    "roll-up": Scenario(prepare=an_outage, told=(SHIPS,), at=15 * MINUTE),
    "digest": Scenario(prepare=a_digest, told=((SHIPS[0],), (DOCK,), (SHIPS[0], DOCK)), at=20 * MINUTE, digest=True),
    "plain text instead": Scenario(prepare=nothing_yet, told=((SHIPS[0],), (SHIPS[1],), (SHIPS[2],)), faults=(PARSE,)),
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

    async def run(self, *, die_at: int = 0) -> int:
        """Let the program run; return how many lines that took."""
        return await self.doomed.run(self.scenario.at, digest=self.scenario.digest, die_at=die_at)

    async def finish(self) -> None:
        """Start the program once more and let it come to its end; what may be edited once a minute may be again."""
        await self.doomed.run(self.scenario.at + 2 * MINUTE, digest=self.scenario.digest)
        assert not self.doomed.killed

    def told(self) -> list[tuple[Item, ...]]:
        """Return the entries of each message of the channel, in order; no other chat has got any."""
        assert {message.chat for message in self.doomed.world.api.messages} == {CHANNEL}
        return [_entries(message) for message in self.doomed.world.api.messages]

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


def whole(world: World) -> bool:
    """Tell whether the database is sound, if there is one already."""
    return not world.database.exists() or world.rows("PRAGMA integrity_check") == [("ok",)]


@each_scenario
async def test_a_kill_at_any_line(doomed: Doomed, scenario: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed before any line between the first request for a feed and the last note, it tells all, in order.

    One message comes twice at most, edits and replies end as they would have, and the database is sound. All lines
    are too many for each run of the tests: one in so many is taken, and all of them on demand.
    """
    play = Play(scenario=scenario, doomed=doomed)
    await play.prepare()
    play.again()
    lines = await play.run()
    await play.finish()
    assert tuple(play.told()) == scenario.told
    shown = play.shown()
    step = 1 if EVERY_LINE in os.environ else max(lines // KILLS, 1)
    places = range(random.Random(SEED).randint(1, step), lines + 1, step)
    kills = repeats = 0
    for place in places:
        play.again()
        await play.run(die_at=place)
        killed = doomed.killed
        assert whole(doomed.world), place
        await play.finish()
        told = play.told()
        assert tuple(without_repeats(told)) == scenario.told, place
        assert len(told) - len(scenario.told) <= killed, place
        assert scenario.faults or play.shown() == shown, place  # as plain text a message is not the same
        assert doomed.world.rows("SELECT DISTINCT status FROM outbox") == [("sent",)], place
        kills += killed
        repeats += len(told) - len(scenario.told)
    with capsys.disabled():
        sys.stdout.write(f"\n{kills} kills, at every {step}th of {lines} lines: 0 lost, {repeats} repeated\n")


@each_scenario
async def test_a_kill_between_yes_and_its_arrival(doomed: Doomed, scenario: Scenario) -> None:
    """Killed after Telegram has accepted a message and before it answers, that message comes twice, and no other."""
    play = Play(scenario=scenario, doomed=doomed)
    await play.prepare()
    for place in range(1, len(scenario.told) - len(play.messages) + 1):
        play.again()
        doomed.die_after = place
        await play.run()
        assert doomed.killed
        assert whole(doomed.world)
        await play.finish()
        repeated = len(play.messages) + place - 1
        assert play.told() == [*scenario.told[: repeated + 1], *scenario.told[repeated:]]


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
    assert play.told() == [(first,), (first,), (first,), (second,), (third,)]


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
            self.world.feed(path, *items[::-1])
        self.seen = len(self.world.api.messages)

    def told(self, since: int = 0) -> dict[str, list[tuple[int, ...]]]:
        """Return the numbers of each message of each chat, in order, from the server's `since`th message on."""
        told: dict[str, list[tuple[int, ...]]] = {chat: [] for chat in self.sailed}
        for message in self.world.api.messages[since:]:
            told[message.chat].append(tuple(map(int, re.findall(r"number (\d+)", message.text))))
        return told

    def not_noted(self) -> int:
        """Return how many messages of the program that was started last Telegram has and the database has not."""
        rows = self._rows("SELECT chat, plain FROM outbox WHERE status = 'sent'")
        noted = {(chat, int(number)) for chat, plain in rows for number in re.findall(r"number (\d+)", plain)}
        told = self.told(self.seen)
        return sum((chat, numbers[0]) not in noted for chat in told for numbers in told[chat])

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
    world.configure("/one.xml", "/two.xml")
    config = re.sub(r"(url = .*(?:one|two)\.xml.)", r"\1\ndedupe = false", world.config.read_text())
    world.config.write_text(config.replace('two.xml"', f'two.xml"\nchat = "{OTHER}"'))
    fleet.grow()
    began = time.monotonic()
    await doomed.run(timedelta(0))
    span, minutes, kills, not_noted = time.monotonic() - began, 0, 0, 0
    while kills < RANDOM_KILLS:
        fleet.grow()
        minutes += 1
        # Half of the moments lie anywhere, half near what Telegram has just accepted.
        messages = choose.choice([0, 0, 0, 1, 2, 3])
        pause = choose.random() * (0.02 if messages else span)
        await doomed.run_and_kill(minutes * MINUTE, messages=messages, pause=pause)
        kills += doomed.killed
        not_noted += fleet.not_noted()
        assert whole(world)
    await doomed.run((minutes + 1) * MINUTE)
    repeats = 0
    for chat, told in fleet.told().items():
        heard: list[int] = []
        for numbers in told:
            repeats += not set(numbers).isdisjoint(heard)
            heard += [number for number in numbers if number not in heard]
        assert heard == fleet.sailed[chat]
    with capsys.disabled():
        alerts = sum(map(len, fleet.sailed.values()))
        sys.stdout.write(
            f"\n{kills} kills in {minutes + 2} runs, {alerts} alerts: 0 lost, {repeats} messages repeated\n"
        )
    assert repeats == not_noted <= kills
    assert world.rows("SELECT DISTINCT status FROM outbox") == [("sent",)]
