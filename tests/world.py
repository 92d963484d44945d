"""A little world for tests: feeds and a Bot API on loopback, a configuration and a watchlist in a folder.

All organisations and news in it are invented.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bot.__main__ import main
from bot.app import App, open_app
from bot.config import TOKEN, read_settings
from bot.demo.botapi import DEMO_TOKEN, BotApi
from bot.poll import Polled
from bot.telegram_chat import TelegramChat
from tests.loopback import Loopback

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CHANNEL = "@talvane_watch"
ADMIN = 4242
ROOT = Path(__file__).resolve().parents[1]

WATCHLIST = """\
title = "Freight and border"

[[watch]]
id = "talvane"
name = "Talvane Freight"
kind = "company"
aliases = ["Talvane"]

[[watch]]
id = "osprell"
name = "Osprell Systems"
kind = "company"

[[watch]]
id = "coastal-registry"
name = "Coastal Registry Office"
kind = "agency"
ambiguous = ["CRO"]
about = "Invented agency that registers ships and detains crews."

[[rule]]
id = "company-meets-agency"
title = "Company meets agency"
all = ["company", "agency"]
within = "sentence"
"""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of an RSS feed; `age` is its time before the world's clock, None for an item without a date."""

    id: str
    title: str
    link: str = ""
    text: str = ""
    age: timedelta | None = timedelta(minutes=30)


def rss(*items: Item, now: datetime, title: str = "Ellery Gazette") -> bytes:
    """Return an RSS document with `items`."""
    parts = [f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>']
    for item in items:
        date = "" if item.age is None else f"<pubDate>{format_datetime(now - item.age)}</pubDate>"
        link = item.link or f"https://gazette.example/{item.id}"
        parts.append(
            f"<item><guid isPermaLink='false'>{escape(item.id)}</guid><title>{escape(item.title)}</title>"
            f"<link>{escape(link)}</link><description>{escape(item.text)}</description>{date}</item>"
        )
    return "".join([*parts, "</channel></rss>"]).encode()


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Return standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def aged(path: Path) -> None:
    """Let a file look as if it had been written a minute earlier: edits wait until a file has stood still."""
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns - 60_000_000_000))


@dataclass(kw_only=True)
class World:
    """The folder with configuration and watchlist, the servers, and a clock that stands until it is moved."""

    folder: Path
    web: Loopback
    api: BotApi
    now: datetime = NOON

    @property
    def config(self) -> Path:
        """Return the path of the configuration."""
        return self.folder / "config.toml"

    @property
    def database(self) -> Path:
        """Return the path of the database."""
        return self.folder / "data" / "wirewatch.db"

    def feed(self, path: str, *items: Item, etag: str = "") -> None:
        """Serve `items` as the feed at `path`."""
        headers = {"Content-Type": "application/rss+xml", **({"ETag": etag} if etag else {})}
        self.web.answer(path, body=rss(*items, now=self.now), headers=headers)

    def configure(self, *feeds: str, extra: str = "", more: str = "", admins: str = f"[{ADMIN}]") -> None:
        """Write config.toml with these feeds (paths); `extra` are lines for the first feed, `more` further tables."""
        tables = [f'[[feed]]\nurl = "{self.web.url(path)}"\n{extra if not at else ""}' for at, path in enumerate(feeds)]
        self.config.write_text(
            f'[telegram]\nchat = "{CHANNEL}"\nadmins = {admins}\napi_url = "{self.api.url}"\n'
            f"[fetch]\nallow_private_addresses = true\n{more}\n" + "\n".join(tables),
            encoding="utf-8",
        )
        aged(self.config)

    def watch(self, text: str = WATCHLIST, name: str = "freight.toml") -> None:
        """Write a watchlist."""
        folder = self.folder / "watchlists"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        aged(folder / name)

    @contextlib.asynccontextmanager
    async def app(self, *, sending: bool = True) -> AsyncIterator[App]:
        """Start the program, as `run` does, with this world's clock; leaving is stopping it."""
        settings = read_settings(self.config)
        async with (
            TelegramChat(DEMO_TOKEN, settings.api_url, timeout=2) as chat,
            open_app(settings, chat if sending else None, now=lambda: self.now) as app,
        ):
            yield app

    async def poll(self) -> list[Polled]:
        """Start the program, poll and deliver once, stop it: every poll is a restart as well."""
        async with self.app() as app:
            polled, _ = await app.once()
        return polled

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the database holds, read by another connection."""
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql, values).fetchall()

    def sent(self, chat: str = CHANNEL) -> list[str]:
        """Return the texts that `chat` got, in order."""
        return [message.text for message in self.api.messages if message.chat == chat]

    def environment(self) -> dict[str, str]:
        """Return the environment of a real process of the program."""
        return {**os.environ, TOKEN: DEMO_TOKEN, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}

    async def start(self, *arguments: str, stdin: int | None = None) -> asyncio.subprocess.Process:
        """Start the program as a process of its own, in the world's folder."""
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=self.folder, env=self.environment(), stdin=stdin,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def cli(self, *arguments: str, stdin: str | bytes = b"") -> Done:
        """Run a command inside this process, in a thread: the servers of the test go on answering."""
        return await asyncio.to_thread(command, *arguments, stdin=stdin)


def command(*arguments: str, stdin: str | bytes = b"") -> Done:
    """Run a command line inside this process and return what came of it."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    old = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"), out, err
    try:
        with _logging_as_it_was():
            status = main(arguments)
    except SystemExit as stop:  # argparse
        status = stop.code if isinstance(stop.code, int) else 1
    finally:
        sys.stdin, sys.stdout, sys.stderr = old
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return Done(status, *texts)


@contextlib.contextmanager
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def read(path: Path) -> str:
    """Return the text of a file."""
    return path.read_text(encoding="utf-8")


def write(path: Path, text: str) -> None:
    """Write a file, in a folder that is made for it."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
