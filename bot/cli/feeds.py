"""`feeds`: list, add, remove, import and export feeds, and their health."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot.config import Settings, read_settings
from bot.files import write_atomically
from pipelines.errors import ConfigError, FeedError
from pipelines.render.words import plural
from pipelines.text import shown


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch feeds ACTION`."""
    settings = read_settings(arguments.config)
    actions = {
        "list": _list, "add": _add, "remove": _remove, "import": _import, "export": _export, "health": _health,
    }  # fmt: skip
    return actions[arguments.action](arguments, settings)


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    for feed in settings.feeds:
        print(f"{feed.url}\t{feed.name or feed.publisher}\t{feed.language}".rstrip())
    return 0


def _add(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.clock import utc_now
    from bot.feedbook import add_feed, find_feeds

    found, *others = asyncio.run(find_feeds(arguments.url, settings, _say, utc_now))
    row = {
        "url": found.url,
        "name": arguments.name or found.title,
        "publisher": arguments.publisher,
        "language": arguments.language or found.parsed.language,
    }
    add_feed(settings, row)
    print(found.url)
    for other in others:
        print(f"wirewatch: the page offers {shown(other.url)} too", file=sys.stderr)
    return 0


def _say(error: FeedError) -> None:
    print(f"wirewatch: {shown(error.url)}: {error.problem}", file=sys.stderr)


def _remove(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.feedbook import remove_feed

    remove_feed(settings, arguments.url)
    return 0


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.feedbook import add_feeds, read_opml

    try:
        body = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        raise ConfigError(arguments.file, f"can't be read: {error.strerror}") from error
    brought = read_opml(body, arguments.file, settings)
    for url in brought.refused:
        print(f"wirewatch: {arguments.file}: {shown(url)!r} is no http or https address", file=sys.stderr)
    if brought.rows:
        add_feeds(settings, brought.rows)
    for row in brought.rows:
        print(row["url"])
    print(f"wirewatch: {plural(len(brought.rows), 'feed')} added", file=sys.stderr)
    return 1 if brought.refused else 0


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.clock import utc_now
    from bot.feedbook import write_opml

    text = write_opml(settings, utc_now())
    if arguments.file and arguments.file != "-":
        write_atomically(Path(arguments.file), text)
    else:
        print(text, end="")
    return 0


def _health(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.clock import utc_now
    from bot.feedbook import fares, gone_quiet, in_words
    from bot.store import Store

    # Looking must not make an empty database.
    store = Store(settings.database if settings.database.exists() else ":memory:")
    came = store.digests.arrivals(feed.url for feed in settings.feeds)
    bad = 0
    for feed in settings.feeds:
        state = store.feeds.state(feed.url)
        bad += bool(state.failures)
        usual = gone_quiet(state, came[feed.url])
        print(f"{fares(state, usual)}\t{shown(feed.url)}\t{in_words(state, usual, utc_now(), settings.zone)}")
    store.close()
    return 1 if bad else 0
