"""`backtest`: what watchlists would have done with the stored entries."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.backtests import past_entries
from bot.cli.read import stored
from bot.clock import utc_now
from bot.config import read_settings, read_watchlist, read_watchlists
from pipelines.backtest import Past, backtest
from pipelines.errors import WatchlistError
from pipelines.matcher import Matcher
from pipelines.render.backtest import backtest_json, backtest_text
from pipelines.watchlist import Watchlists, combine

QUIET = 5.0
"""Seconds that a command may take without a word."""


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch backtest [DIR|FILE]`."""
    settings = read_settings(arguments.config)
    in_force = read_watchlists(settings.watchlists)
    proposed = _proposed(arguments.watchlists, in_force) if arguments.watchlists else None
    now = utc_now()
    since = now - timedelta(days=arguments.days)
    if since < now - settings.keep:
        print("wirewatch: beyond store.keep only headlines are left of what named nobody", file=sys.stderr)
    with stored(settings) as store:
        found = backtest(
            progress(past_entries(store, since), store.entries.count_since(since)),
            Matcher(in_force),
            Matcher(proposed) if proposed else None,
            chat=settings.chat,
            feed_chats={feed.url: feed.chat for feed in settings.feeds},
            alone={feed.url for feed in settings.feeds if not feed.dedupe},
            zone=settings.zone,
        )
    print(backtest_json(found) if arguments.format == "json" else backtest_text(found, settings.zone), end="")
    return 0


def _proposed(path: Path, in_force: Watchlists) -> Watchlists:
    """The lists of a folder, or those in force with the one of the same file name replaced; raises `WatchlistError`."""
    if path.is_dir():
        return read_watchlists(path)
    if not path.exists():
        raise WatchlistError(str(path), "there is no such file or folder of watchlists")
    lists = {Path(part.source).name: part for part in in_force.lists}
    return combine({**lists, path.name: read_watchlist(path)}.values())


def progress(entries: Iterator[Past], count: int) -> Iterator[Past]:
    """Yield `entries`, and on a terminal say on standard error how far that is, once it takes a while."""
    begun = said = time.monotonic()
    for number, past in enumerate(entries, 1):
        yield past
        if number % 500 == 0 and sys.stderr.isatty() and (now := time.monotonic()) - begun > QUIET and now - said > 1:
            said = now
            print(f"\r{number:,} of {count:,} entries", end="", file=sys.stderr, flush=True)
    if said > begun:
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
