"""`web`: the pages on this machine; `run` and `demo --web` serve them in the same way."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.clock import utc_now
from bot.config import LISTEN, Settings, listen_problem, read_password, read_settings, read_token
from bot.log import setup
from bot.web.site import House
from pipelines.errors import ConfigError


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch web [--listen HOST:PORT]`."""
    from bot.web.guard import require_password

    settings = read_settings(arguments.config)
    password = read_password(settings)
    setup("INFO", read_token(settings), password)
    if arguments.listen and (problem := listen_problem(arguments.listen)):
        raise ConfigError("--listen", problem)
    source = listen_key(settings) if settings.listen and not arguments.listen else "--listen"
    settings = replace(settings, listen=arguments.listen or settings.listen or LISTEN)
    require_password(settings, settings.listen, password)
    asyncio.run(_serve(settings, password, source))
    return 0


def listen_key(settings: Settings) -> str:
    """Return how errors name the key that says where to listen."""
    return f"{settings.file}: web.listen"


async def _serve(settings: Settings, password: str, source: str) -> None:
    from bot.web.alone import Alone
    from bot.web.server import require_port

    await require_port(settings.listen, source)
    async with pages(Alone.of(settings).house(utc_now), settings.listen, password, source):
        await told_to_stop()


@contextlib.asynccontextmanager
async def pages(house: House, listen: str, password: str, source: str) -> AsyncIterator[str]:
    """Serve the pages while the context lasts; gives their address and prints it on standard error.

    `source` is where somebody said where to listen.

    Raises `ConfigError` if the port can't be had, `StoreError` if the database can't be used.
    """
    from bot.web.server import served
    from bot.web.site import open_site

    async with open_site(house, listen=listen, password=password) as site, served(site, source) as address:
        print(f"wirewatch: the pages are at {address}", file=sys.stderr, flush=True)
        yield address


async def told_to_stop() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
