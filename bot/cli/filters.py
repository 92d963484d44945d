"""`parse`, `match` and `group`: filters that stream, keep order, and give one output line for each input line."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from bot.clock import utc_now
from bot.config import Settings, parse_settings, read_settings, read_watchlists
from pipelines.errors import ConfigError, FeedError
from pipelines.model import Entry
from pipelines.text import shown


def _put(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False), flush=True)


def _settings_or_defaults(path: Path) -> Settings:
    """The settings, or the defaults where the default file is not there: filters need no configuration."""
    if path == Path("config.toml") and not path.exists():
        return parse_settings("", path)
    return read_settings(path)


def parse(arguments: argparse.Namespace) -> int:
    """`wirewatch parse FILE|URL …`."""
    from pipelines.feeds import parse_feed
    from pipelines.jsonlines import entry_to_json

    settings = _settings_or_defaults(arguments.config)
    status = 0
    for source in arguments.sources:
        try:
            body, content_type, address = _document(source, settings)
            parsed = parse_feed(body, address, content_type=content_type)
        except FeedError as error:
            _put({"feed": source, "error": error.problem})
            status = 1
            continue
        for entry in parsed.entries:
            _put(entry_to_json(replace(entry, feed=source)))
        for problem in parsed.problems:
            print(f"wirewatch: {shown(source)}: {problem}", file=sys.stderr)
    return status


def _document(source: str, settings: Settings) -> tuple[bytes, str, str]:
    """The body, its content type, and the address that its relative links start from."""
    if source.startswith(("http://", "https://")):
        from bot.fetch import fetcher_for

        async def fetch() -> tuple[bytes, str, str]:
            async with fetcher_for(settings) as fetcher:
                fetched = await fetcher.get(source)
                return fetched.body, fetched.content_type, fetched.final_url

        return asyncio.run(fetch())
    try:
        return (sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()), "", source
    except OSError as error:
        raise FeedError(source, f"can't be read: {error.strerror}") from error


def match(arguments: argparse.Namespace) -> int:
    """`wirewatch match [FILE]`."""
    folder = arguments.watchlists or _settings_or_defaults(arguments.config).watchlists
    watchlists = read_watchlists(folder)
    from pipelines.jsonlines import match_to_json
    from pipelines.matcher import Matcher

    matcher = Matcher(watchlists)
    return _each(arguments.file, lambda entry: match_to_json(entry.id, matcher.match(entry), rejected=arguments.all))


def group(arguments: argparse.Namespace) -> int:
    """`wirewatch group [FILE]`."""
    from pipelines.jsonlines import placement_to_json
    from pipelines.stories.newcomer import newcomer
    from pipelines.stories.window import Window, place

    window = Window()

    def told(entry: Entry) -> dict[str, Any]:
        (placement,) = place([newcomer(entry, now=utc_now())], window)
        return placement_to_json(placement, reasons=arguments.why)

    return _each(arguments.file, told)


def _each(name: str, answer: Callable[[Entry], dict[str, Any]]) -> int:
    """Print the answer to each entry of a file, or why the line is of no use; return the exit status."""
    from pipelines.jsonlines import entry_from_json

    status = 0
    with _lines(name) as lines:
        for number, line in enumerate(lines, 1):
            try:
                entry = entry_from_json(line)
            except ValueError as error:
                _put({"line": number, "error": str(error)})
                status = 1
                continue
            _put(answer(entry))
    return status


@contextlib.contextmanager
def _lines(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - errors of the one who reads the lines are not ours
    except OSError as error:
        raise ConfigError(name, f"can't be read: {error.strerror}") from error
    with file:
        yield file
