"""`demo`: the bundled day, on the terminal or on the pages."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import webbrowser

from bot.log import setup


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch demo [--web]`."""
    if not arguments.verbose:
        setup("ERROR")  # the day has faults on purpose; `_progress` tells of them
    from bot.demo.play import play

    _progress("wirewatch demo: a day of invented news, served on this machine. 15 feeds, 8 polls, one digest.")
    if arguments.web:
        asyncio.run(_on_pages())
    else:
        asyncio.run(play(lambda text: print(text, flush=True), _progress, colour=sys.stdout.isatty()))
        _progress(
            "That was the whole system. Next: wirewatch demo --web, for its pages; wirewatch init, for real news."
        )
    return 0


async def _on_pages() -> None:
    """Play the day without its messages, then serve the pages with the clock at its evening."""
    from bot.app import house_of
    from bot.cli.pages import pages, told_to_stop
    from bot.demo.play import played

    async with played(lambda _: None, _progress) as app, pages(house_of(app), "127.0.0.1:0", "") as address:
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
