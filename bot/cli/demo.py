"""`demo`: the bundled day, on the terminal or on the pages."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import webbrowser

from bot.config import host_and_port, listen_problem
from bot.log import setup
from pipelines.errors import ConfigError

ANY_PORT = "127.0.0.1:0"


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch demo [--web [--listen HOST:PORT]]`."""
    if arguments.listen:
        _require_usable(arguments.listen, web=arguments.web)
    if not arguments.verbose:
        setup("ERROR")  # the day has faults on purpose; `_progress` tells of them
    from bot.demo.play import play

    _progress("wirewatch demo: a day of invented news, served on this machine. 15 feeds, 8 polls, one digest.")
    if arguments.web:
        asyncio.run(_on_pages(arguments.listen or ANY_PORT))
    else:
        asyncio.run(play(lambda text: print(text, flush=True), _progress, colour=sys.stdout.isatty()))
        _progress(
            "That was the whole system. Next: wirewatch demo --web, for its pages; wirewatch init, for real news."
        )
    return 0


def _require_usable(listen: str, *, web: bool) -> None:
    """Raise `ConfigError` if the pages of the demo, which ask for no password, can't or may not be served there."""
    if not web:
        raise ConfigError("--listen", "is for the pages: demo --web")
    if problem := listen_problem(listen):
        raise ConfigError("--listen", problem)
    from bot.web.guard import is_loopback

    where = host_and_port(listen)
    if where and not is_loopback(where[0]):
        raise ConfigError(
            "--listen", f"the demo has no password, so only this machine may reach it: 127.0.0.1:{where[1]}"
        )


async def _on_pages(listen: str) -> None:
    """Play the day without its messages, then serve the pages with the clock at its evening."""
    from bot.cli.pages import pages, told_to_stop
    from bot.demo.play import house, played
    from bot.web.server import require_port

    await require_port(listen, "--listen")
    async with played(lambda _: None, _progress) as app, pages(house(app), listen, "", "--listen") as address:
        evening = app.now().astimezone(app.settings.zone)
        _progress(f"It is the evening of that day, {evening:%-d %B %Y}. Whatever you edit goes away at the end.")
        _progress("Ctrl-C ends it.")
        if sys.stdout.isatty() and _has_screen():
            webbrowser.open(address)
        await told_to_stop()


def _has_screen() -> bool:
    """Tell whether a browser would open a window; one for terminals would take over this one."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
