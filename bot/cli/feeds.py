"""`feeds`: list, add, remove, import and export feeds, and their health."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.config import FeedSettings, Settings, parse_settings, read_settings
from bot.files import edit_file, write_atomically
from bot.store.feeds import FeedState
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
    url, name, language = asyncio.run(find_feed(arguments.url, settings))
    if any(feed.url == url for feed in settings.feeds):
        raise FeedError(shown(url), f"is in {settings.file} already")
    row = {
        "url": url,
        "name": arguments.name or name,
        "publisher": arguments.publisher,
        "language": arguments.language or language,
    }
    _write(settings, [row])
    print(url)
    return 0


def _write(settings: Settings, rows: list[dict[str, str]]) -> None:
    from pipelines.toml_editor import add_tables

    def added(text: str) -> str:
        text = add_tables(text, "feed", rows)
        parse_settings(text, settings.file)  # never leave a file behind that does not load
        return text

    edit_file(settings.file, added)


async def find_feed(url: str, settings: Settings) -> tuple[str, str, str]:
    """Return URL, title and language of the feed at `url`, or of the first that its page offers.

    Raises `FeedError` where there is none.
    """
    from bot.discovering import discover
    from bot.fetch import fetcher_for

    async with fetcher_for(settings) as fetcher:
        found = await discover(url, fetcher, _say)
    return found.url, found.title, found.parsed.language


def _say(error: FeedError) -> None:
    print(f"wirewatch: {shown(error.url)}: {error.problem}", file=sys.stderr)


def _remove(arguments: argparse.Namespace, settings: Settings) -> int:
    from pipelines.toml_editor import remove_tables

    def unwanted(table: object) -> bool:
        return isinstance(table, dict) and arguments.url in (table.get("url"), table.get("name"))

    def without(text: str) -> str:
        text, removed = remove_tables(text, "feed", unwanted)
        if not removed:
            raise FeedError(shown(arguments.url), f"is not in {settings.file}; see `wirewatch feeds list`")
        parse_settings(text, settings.file)
        return text

    edit_file(settings.file, without)
    return 0


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    from pipelines.opml import parse_opml

    try:
        body = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        raise ConfigError(arguments.file, f"can't be read: {error.strerror}") from error
    known = {feed.url for feed in settings.feeds}
    rows: dict[str, dict[str, str]] = {}
    skipped = 0
    for outline in parse_opml(body, arguments.file):
        if outline.url in known or outline.url in rows:
            continue
        if not outline.url.startswith(("http://", "https://")):
            print(f"wirewatch: {arguments.file}: {shown(outline.url)!r} is no http or https address", file=sys.stderr)
            skipped += 1
            continue
        # Programs write the address in place of a name; it may hold a password, and names are shown to everybody.
        name = "" if outline.name == outline.url else outline.name
        rows[outline.url] = {"url": outline.url, "name": name, "language": outline.language}
    if rows:
        _write(settings, list(rows.values()))
    for url in rows:
        print(url)
    print(f"wirewatch: {plural(len(rows), 'feed')} added", file=sys.stderr)
    return 1 if skipped else 0


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.clock import utc_now
    from pipelines.opml import OutlineFeed, render_opml

    outlines = [
        OutlineFeed(url=f.url, name=f.name or f.publisher, page="", language=f.language, folder=())
        for f in settings.feeds
    ]
    text = render_opml("wirewatch", outlines, utc_now())
    if arguments.file and arguments.file != "-":
        write_atomically(Path(arguments.file), text)
    else:
        print(text, end="")
    return 0


def _health(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.clock import utc_now
    from bot.store import Store

    # Looking must not make an empty database.
    store = Store(settings.database if settings.database.exists() else ":memory:")
    bad = 0
    for feed in settings.feeds:
        state = store.feeds.state(feed.url)
        bad += bool(state.failures)
        print(f"{'fails' if state.failures else 'works' if state.last_success_at else 'new'}\t{shown(feed.url)}\t"
              f"{in_words(feed, state, utc_now())}")  # fmt: skip
    store.close()
    return 1 if bad else 0


def in_words(feed: FeedSettings, state: FeedState, now: datetime) -> str:
    """Return how a feed fares, in words; `now` is in UTC."""
    if state.last_polled_at is None:
        return "not polled yet"
    if state.failures:
        since = f" since {state.failing_since:%Y-%m-%d %H:%M} UTC" if state.failing_since else ""
        return f"{state.error}{since}, {state.failures} times in a row"
    words = f"answered {_ago(state.last_success_at, now)}"
    words += f", last new entry {_ago(state.last_new_at, now)}" if state.last_new_at else ", no entry yet"
    return words + (f"; has moved for good to {shown(state.moved_to)}" if state.moved_to else "")


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 120:
        return f"{max(minutes, 0)} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
