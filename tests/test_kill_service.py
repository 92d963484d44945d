"""The service killed while an admin saves an edit and marks an alert: the file is whole, and what was done stays done.

As in `tests.test_kill`, but through `App.serve`, at Telegram's pace. There it takes seconds to send three messages, so
several services run side by side, each with feeds and a Bot API server of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import signal
import sys
import tomllib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.demo.botapi import DEMO_TOKEN, BotApi
from bot.demo.telegram_chats import Sent
from tests.doomed import Doomed, Job, doomed_in, serve_feed, whole
from tests.loopback import Loopback
from tests.talk import listening
from tests.world import ADMIN, CHANNEL, WATCHLIST, Item, World, read

AT = timedelta(hours=1)
AGAIN = AT + timedelta(seconds=10)
SIDE_BY_SIDE = 6
KILLS = 18  #: at places that differ from run to run of the tests
SHIPS = tuple(Item(id=f"ship{n}", title=f"Talvane Freight sends ship number {n} north") for n in range(3))


@dataclass(kw_only=True)
class Service:
    """A service that can be killed again and again from the same beginning."""

    doomed: Doomed
    messages: list[Sent] = field(default_factory=list)  #: an alert, and the question whether to save an edit
    marked: int = 0  #: the update that brings the press below the alert
    saved: int = 0  #: the same below the question

    @property
    def world(self) -> World:
        """Return where the service lives."""
        return self.doomed.world

    async def prepare(self) -> None:
        """Send an alert and ask a question; two further alerts come."""
        world = self.world
        world.configure("/feed.xml", extra="dedupe = false", more='[schedule]\ndigest = "off"')
        world.watch()
        serve_feed(world, "/feed.xml", SHIPS[0])
        await world.poll()
        async with listening(world) as talk:
            await talk.ask("/watch Skern Mills")
        self.messages = [*world.api.messages]
        assert [message.chat for message in self.messages] == [CHANNEL, str(ADMIN)]
        shutil.copytree(world.database.parent, world.folder / "beginning")
        serve_feed(world, "/feed.xml", *SHIPS[::-1])

    async def again(self) -> None:
        """Go back to the beginning, and press both buttons."""
        world, api = self.world, self.world.api
        shutil.rmtree(world.database.parent)
        shutil.copytree(world.folder / "beginning", world.database.parent)
        world.watch()
        api.messages[:] = self.messages
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.post(f"{api.url}/bot{DEMO_TOKEN}/deleteWebhook", data={"drop_pending_updates": "true"})
        alert, question = self.messages
        self.marked = api.press(_buttons(alert)["right"], alert, user=ADMIN)
        self.saved = api.press(_buttons(question)["save"], question, user=ADMIN)

    async def run(self, *, die_at_place: int = 0) -> None:
        """Let the service run until all is done, or it is killed."""
        await self._run(AT, die_at_place, last=self.saved)

    async def finish(self) -> None:
        """Start the service again; an admin who sees the button still presses it once more."""
        question = self.messages[1]
        shown = self.world.api.messages[1]
        last = self.world.api.press(_buttons(question)["save"], question, user=ADMIN) if shown.reply_markup else 0
        await self._run(AGAIN, 0, last=last)
        assert not self.doomed.killed

    async def _run(self, at: timedelta, die_at_place: int, *, last: int) -> None:
        since = len(self.world.api.calls)
        await self.doomed.begin(Job(times=(at,), serve=True, die_at_place=die_at_place))
        over = asyncio.create_task(self.doomed.over())
        done = asyncio.create_task(self._until_done(max(last, self.saved), since))
        await asyncio.wait({over, done}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
        done.cancel()
        if not over.done():
            self.doomed.kill(signal.SIGTERM)
        await over

    async def _until_done(self, last: int, since: int) -> None:
        # Looked at again and again: what the service notes behind Telegram's last answer comes with no further call.
        while not self._done(last, since):  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.05)

    def _done(self, last: int, since: int) -> bool:
        """Tell whether the update `last` was dealt with, as calls from `since` on show, and all was sent and marked."""
        api = self.world.api
        asked = (call.parameters for call in api.calls[since:] if call.method.lower() == "getupdates")
        return (
            any(int(parameters.get("offset", 0)) > last for parameters in asked)
            and self.told()[-1] == SHIPS[-1].title
            and self.world.rows("SELECT DISTINCT status FROM outbox") == [("sent",)]
            and ("✓ right" in _buttons(api.messages[0])) == self.marks()
        )

    def told(self) -> list[str]:
        """Return the headlines of the channel, in order."""
        titles = [item.title for item in SHIPS]
        return [title for text in self.world.sent() for title in titles if title in text]

    def marks(self) -> bool:
        """Return whether the database holds the verdict on the alert."""
        return self.world.rows("SELECT verdict FROM reviews") == [("right",)]

    def heard(self) -> int:
        """Return the last update that was dealt with by the database."""
        return self.world.rows("SELECT coalesce(max(update_id), 0) FROM heard")[0][0]

    def edited(self) -> bool:
        """Return whether the watchlist has the new watch; it is the old one or has it once."""
        folder = self.world.folder / "watchlists"
        text = read(folder / "freight.toml")
        if text == WATCHLIST:
            return False
        lists, old = tomllib.loads(text), tomllib.loads(WATCHLIST)
        assert [watch["id"] for watch in lists["watch"]] == [*(watch["id"] for watch in old["watch"]), "skern-mills"]
        lists["watch"].pop()
        assert lists == old
        return True

    async def survive(self, place: int) -> tuple[bool, int]:
        """Kill the service at a place; return whether that came, and how many alerts were repeated."""
        await self.again()
        await self.run(die_at_place=place)
        killed = self.doomed.killed
        assert whole(self.world), place
        edited, marks, heard = self.edited(), self.marks(), self.heard()
        await self.finish()
        assert whole(self.world), place
        told = self.told()
        repeats = len(told) - len(SHIPS)
        assert list(dict.fromkeys(told)) == [item.title for item in SHIPS], place
        assert told == sorted(told), place
        assert repeats <= killed, place
        assert self.edited(), place
        ((status,),) = self.world.rows("SELECT status FROM proposals")
        assert status == "saved" or (edited and killed), place
        assert self.marks() or (killed and heard >= self.marked and not marks), place
        assert len(self.world.sent(str(ADMIN))) == 1, place
        return killed, repeats


def _buttons(sent: Sent) -> dict[str, str]:
    """Return the data of a message's buttons by their labels."""
    rows = (sent.reply_markup or {"inline_keyboard": []})["inline_keyboard"]
    return {button["text"]: button["callback_data"] for row in rows for button in row}


@contextlib.asynccontextmanager
async def service_in(folder: Path) -> AsyncIterator[Service]:
    """Make a world, and a service in it."""
    async with Loopback() as web, BotApi() as api:
        world = World(folder=folder, web=web, api=api)
        async with doomed_in(world) as doomed:
            service = Service(doomed=doomed)
            await service.prepare()
            yield service


async def test_a_kill_while_an_admin_edits(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed anywhere between the start and the last answer, the service loses no alert and repeats one at most.

    The watchlist is the old or the new one, and the edit made once. A verdict that was stored is not taken back by the
    press that brought it, and one that was not is missing only if the press was being dealt with.
    """
    async with contextlib.AsyncExitStack() as stack:
        folders = [tmp_path_factory.mktemp("service") for _ in range(SIDE_BY_SIDE)]
        services = await asyncio.gather(*(stack.enter_async_context(service_in(folder)) for folder in folders))
        await services[0].again()
        await services[0].run()
        places = services[0].doomed.places
        assert places
        await services[0].finish()
        chosen = random.sample(range(1, places + 1), min(KILLS, places))

        async def all_of(service: Service, mine: Iterable[int]) -> list[tuple[bool, int]]:
            return [await service.survive(place) for place in mine]

        lanes = (all_of(service, chosen[at::SIDE_BY_SIDE]) for at, service in enumerate(services))
        came = [each for lane in await asyncio.gather(*lanes) for each in lane]
    kills, repeats = sum(killed for killed, _ in came), sum(count for _, count in came)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kills} kills of the service, at {len(chosen)} of {places} places: 0 lost, {repeats} repeated\n"
        )
    assert kills
