"""`explain`: why an entry did or did not alert."""

from __future__ import annotations

import argparse
import sys

from bot.cli.read import stored
from bot.config import read_settings, read_watchlists
from bot.explaining import find_entries, told_now, told_then
from pipelines.matcher import Matcher


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch explain ID|URL`."""
    settings = read_settings(arguments.config)
    with stored(settings) as store:
        found = find_entries(store, arguments.entry)
        if not found:
            print(f"wirewatch: no entry with the id or link {arguments.entry!r} was ever seen", file=sys.stderr)
            return 1
        for number, each in enumerate(found):
            print(*[""] * bool(number), *told_then(store, settings, each), sep="\n")
        matcher = Matcher(read_watchlists(settings.watchlists))  # may be unusable; what was stored is told by now
        for each in found:
            heading = [f"entry {each.key}, by the watchlists in force now"] if len(found) > 1 else []
            print("", *heading, *told_now(store, settings, matcher, each), sep="\n")
    return 0
