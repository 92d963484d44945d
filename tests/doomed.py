"""A process that makes processes to be killed: all that is slow to import is imported, so each costs only a fork.

    python tests/doomed.py

It reads jobs from standard input, one JSON object a line, and does each in a child of its own, which is the program
from reading config.toml to its last line, on a clock that the job sets. The child says its process id and, if it comes
to its end, how many lines of `bot` it ran; then `killed` or `ended` stands for how it went. Until the next job its
process id belongs to nobody else.

A job: `folder` (with config.toml), `times` (ISO 8601: one start of the program for each), `digest` (whether it makes
one), `die_at` (the line before which the child kills itself; 0: none; null: none, and no lines are counted).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import bot
from bot.app import App, open_app
from bot.config import read_settings
from bot.demo.botapi import DEMO_TOKEN
from bot.telegram_chat import TelegramChat
from pipelines.matcher import Matcher
from pipelines.model import Entry
from pipelines.watchlist import combine, parse_watchlist

BOT = Path(bot.__file__).parent
#: A child's lines are counted in these: what polls and what sends. Of what they call within one transaction any line
#: is as good as the others.
ON_THE_PATH = (
    "app.py", "choosing.py", "courier.py", "deliver.py", "digests.py", "pace.py", "poll.py", "post.py",
    "telegram_chat.py", "store/chats.py", "store/outbox.py",
)  # fmt: skip
WARM = '[[watch]]\nid = "a"\nname = "Talvane Freight"\nkind = "company"\nambiguous = ["Talvane"]\nabout = "Ships."\n'

lines = 0


def main() -> None:
    """Do one job after the other until standard input ends."""
    Matcher(combine([parse_watchlist(WARM, "warm.toml")])).match(Entry(id="1", title="Talvane ships", feed="f"))
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
        if job["die_at"] is not None:
            _count_lines(job["die_at"])
        asyncio.run(_run(Path(job["folder"]), [datetime.fromisoformat(at) for at in job["times"]], job["digest"]))
        sys.settrace(None)
        _say(str(lines))
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


async def _run(folder: Path, times: list[datetime], digest: bool) -> None:
    """Start the program, let it poll and deliver, stop it: once for each of `times`, when its clock begins."""
    for start in times:
        began = time.monotonic()

        def now(start: datetime = start, began: float = began) -> datetime:
            return start + timedelta(seconds=time.monotonic() - began)

        settings = read_settings(folder / "config.toml")
        # However slow the machine is, an answer must not be taken for lost: that would be a repeat without a kill.
        async with (
            TelegramChat(DEMO_TOKEN, settings.api_url, timeout=300) as chat,
            open_app(settings, chat, now=now) as app,
        ):
            if digest:
                await _digest(app)
            await app.once()


async def _digest(app: App) -> None:
    """Do what the service does before its digest, and queue that."""
    await app.poll_due()
    await asyncio.gather(*app.rounds)
    await app.digest()


if __name__ == "__main__":
    main()
