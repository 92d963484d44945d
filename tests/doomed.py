"""A process that makes processes to be killed: all that is slow to import is imported, so each costs only a fork.

    python tests/doomed.py

It reads jobs from standard input, one JSON object a line, and does each in a child of its own, which is the program
from reading config.toml to its last line, on a clock that the job sets. The child says its process id and, if it comes
to its end, how many lines of `bot` it ran and how many places it came by; then `killed` or `ended` stands for how it
went. Until the next job its process id belongs to nobody else. `Doomed` is the other end.

A job: `folder` (with config.toml), `times` (ISO 8601: one start of the program for each), `digest` (whether it makes
one), `serve` (whether it is the service, until SIGTERM, and listens), `die_at_line` (the line before which the child
kills itself; 0: none; null: none, and no lines are counted), `die_at_place` (the same for places; 0: none).

A place is where what the world knows may change: before and after each BEGIN, COMMIT and ROLLBACK, each call of
Telegram and its answer, each time a file is put in place of another.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import json
import os
import signal
import sqlite3
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from aiohttp import web as http
from telegram.request import HTTPXRequest

import bot
from bot.app import App, open_app
from bot.config import read_settings
from bot.demo.botapi import DEMO_TOKEN
from bot.demo.telegram_chats import Sent
from bot.pace import TELEGRAM
from bot.telegram_chat import TelegramChat
from bot.telegram_updates import TelegramUpdates
from pipelines.matcher import Matcher
from pipelines.model import Entry
from pipelines.watchlist import combine, parse_watchlist
from tests.world import NOON, ROOT, Item, World, rss

BOT = Path(bot.__file__).parent
#: A child's lines are counted in these: what polls and what sends. Of what they call within one transaction any line
#: is as good as the others.
ON_THE_PATH = (
    "app.py", "choosing.py", "courier.py", "deliver.py", "digests.py", "pace.py", "poll.py", "post.py",
    "telegram_chat.py", "store/chats.py", "store/outbox.py",
)  # fmt: skip
WARM = '[[watch]]\nid = "a"\nname = "Talvane Freight"\nkind = "company"\nambiguous = ["Talvane"]\nabout = "Ships."\n'

# --- the end that tests hold ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a child is to do, as above; `times` are counted from noon."""

    times: tuple[timedelta, ...]
    digest: bool = False
    serve: bool = False
    die_at_line: int | None = None
    die_at_place: int = 0


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
    lines: int = 0  #: that it ran; 0 if that is not known
    places: int = 0  #: the same for places

    async def run(self, job: Job) -> None:
        """Let a child do a job."""
        await self.begin(job)
        await self.over()

    async def begin(self, job: Job) -> None:
        """Let a child begin with a job."""
        assert self.process.stdin
        times = [str(NOON + after) for after in job.times]
        self.process.stdin.write(json.dumps({**asdict(job), "folder": str(self.world.folder), "times": times}).encode())
        self.process.stdin.write(b"\n")
        self.pid = int(await self._line())

    async def over(self) -> None:
        """Wait until the child is gone."""
        self.lines = self.places = 0
        while (line := await self._line()) not in ("killed", "ended"):
            self.lines, self.places = map(int, line.split())
        self.killed = line == "killed"
        for _ in range(100):  # what it had sent before it died may be read, but not be dealt with, yet
            await asyncio.sleep(0)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill the child; one that is gone already stays so."""
        os.kill(self.pid, how)

    def hear(self, _: Sent) -> None:
        """Kill the child now that Telegram has its message and has not answered, or say that it has, if it is time."""
        self.die_after -= 1
        self.tell_after -= 1
        if not self.die_after:
            self.kill()
        if not self.tell_after:
            self.heard.set()

    async def run_and_kill(self, job: Job, *, messages: int, pause: float) -> None:
        """Let a child run the program, and kill it `pause` seconds after so many messages were accepted, if it lives.

        With no messages: after its beginning.
        """
        self.heard.clear()
        self.tell_after = messages
        await self.begin(job)
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


@contextlib.asynccontextmanager
async def doomed_in(world: World) -> AsyncIterator[Doomed]:
    """Start the maker of processes, at work in `world`."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "tests/doomed.py"), env=world.environment(), stdin=pipe, stdout=pipe
    )
    doomed = Doomed(process=process, world=world)
    assert process.stdin
    try:
        assert await doomed._line() == "ready"
        yield doomed
    finally:
        process.stdin.close()
        await process.wait()


def serve_feed(world: World, path: str, *items: Item) -> None:
    """Serve `items` as the feed at `path`, and "not modified" to whoever has them."""
    body = rss(*items, now=world.now)
    headers = {"Content-Type": "application/rss+xml", "ETag": f'"{hash(body):x}"'}

    async def respond(request: http.BaseRequest) -> http.Response:
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return http.Response(status=304, headers=headers)
        return http.Response(body=body, headers=headers)

    world.web.handle(path, respond)


def whole(world: World) -> bool:
    """Tell whether the database is sound, if there is one already."""
    return not world.database.exists() or world.rows("PRAGMA integrity_check") == [("ok",)]


# --- the process ------------------------------------------------------------------------------------------

lines = 0
places = 0
parted = False  #: the last statement began or ended a transaction


def main() -> None:
    """Do one job after the other until standard input ends."""
    Matcher(combine([parse_watchlist(WARM, "warm.toml")])).match(Entry(id="1", title="Talvane ships", feed="f"))
    # Reading the certificates takes a fifth of a child's time, and on loopback nobody needs them.
    ssl.create_default_context = functools.cache(ssl.create_default_context)  # type: ignore[assignment]
    TelegramChat(DEMO_TOKEN)
    gc.freeze()  # else each child would soon have copied all that is shared with it
    child = 0
    _say("ready")
    for line in sys.stdin:
        if child:
            os.waitpid(child, 0)
        child = os.fork()
        if not child:
            _child(json.loads(line))
        gone = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # it stays a zombie, which keeps its id
        _say("killed" if gone and gone.si_code == os.CLD_KILLED else "ended")


def _child(job: dict[str, Any]) -> None:
    """Do a job and end the process."""
    status = 1
    _say(str(os.getpid()))
    try:
        _count_places(job["die_at_place"])
        if job["die_at_line"] is not None:
            _count_lines(job["die_at_line"])
        for at in job["times"]:
            asyncio.run(_run(Path(job["folder"]), datetime.fromisoformat(at), digest=job["digest"], serve=job["serve"]))
        sys.settrace(None)
        _say(f"{lines} {places}")
        status = 0
    finally:
        sys.settrace(None)
        if error := sys.exception():
            sys.excepthook(type(error), error, error.__traceback__)
        os._exit(status)  # not through what the parent has set up for its own end


def _say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def _count_lines(die_at: int) -> None:
    """Count the lines that are run from now on, and die, by a signal that nobody can catch, before the `die_at`th."""
    files = {str(BOT / name) for name in ON_THE_PATH}

    def line(_: FrameType, event: str, __: object) -> Callable[..., Any]:
        global lines
        if event == "line":
            lines += 1
            if lines == die_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return line

    def call(frame: FrameType, _: str, __: object) -> Callable[..., Any] | None:
        return line if frame.f_code.co_filename in files else None

    # Of this thread alone: in the other one documents are read, which the database knows nothing of.
    sys.settrace(call)


def _count_places(die_at: int) -> None:
    """Count the places that are come by from now on, and die, by the same signal, at the `die_at`th."""

    def place() -> None:
        global places
        places += 1
        if places == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(sql: str) -> None:
        global parted
        if threading.current_thread() is threading.main_thread():  # the other ones only read
            if parted:
                place()
            parted = sql.startswith(("BEGIN", "COMMIT", "ROLLBACK"))
            if parted:
                place()

    class Traced(sqlite3.Connection):
        def __init__(self, *arguments: Any, **how: Any) -> None:
            super().__init__(*arguments, **how)
            self.set_trace_callback(statement)

    def audit(event: str, _: tuple[object, ...]) -> None:
        global parted
        if event == "os.rename":
            place()
            parted = True  # the next statement comes after it

    ask = HTTPXRequest.do_request

    async def asked(self: HTTPXRequest, *arguments: Any, **how: Any) -> tuple[int, bytes]:
        place()
        answer = await ask(self, *arguments, **how)
        place()
        return answer

    sqlite3.connect = functools.partial(sqlite3.connect, factory=Traced)  # type: ignore[assignment]
    HTTPXRequest.do_request = asked  # type: ignore[method-assign]
    sys.addaudithook(audit)


async def _run(folder: Path, start: datetime, *, digest: bool, serve: bool) -> None:
    """Start the program when its clock begins, let it poll and deliver, stop it."""
    began = time.monotonic()

    def now() -> datetime:
        return start + timedelta(seconds=time.monotonic() - began)

    settings = read_settings(folder / "config.toml")
    # However slow the machine is, an answer must not be taken for lost: that would be a repeat without a kill.
    async with (
        TelegramChat(DEMO_TOKEN, settings.api_url, timeout=300) as chat,
        TelegramUpdates(DEMO_TOKEN, settings.api_url, timeout=300) as updates,
        open_app(settings, chat, now=now, limits=TELEGRAM if serve else None) as app,
    ):
        if digest:
            await _digest(app)
        await (app.serve(updates=updates) if serve else app.once())


async def _digest(app: App) -> None:
    """Do what the service does before its digest, and queue that."""
    await app.poll_due()
    await asyncio.gather(*app.rounds)
    await app.digest()


if __name__ == "__main__":
    main()
