"""`demo`: the bundled day, on the terminal."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.log import setup


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch demo`."""
    if not arguments.verbose:
        setup("ERROR")  # the day has faults on purpose; `progress` tells of them
    from bot.demo.play import play

    def progress(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    progress("wirewatch demo: a day of invented news, served on this machine. 15 feeds, 8 polls, one digest.")
    asyncio.run(play(lambda text: print(text, flush=True), progress, colour=sys.stdout.isatty()))
    progress("That was the whole system. Next: wirewatch init, to watch the real news.")
    return 0
