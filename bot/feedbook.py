"""The book of feeds: what command line, chat and pages do with `[[feed]]`, and how a feed fares in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from bot.config import FeedSettings, Settings, parse_settings
from bot.discovering import Discovered, discover_all
from bot.fetch import fetcher_for
from bot.files import edit_file
from bot.store.feeds import FeedState
from pipelines.errors import ConfigError, FeedError
from pipelines.opml import OutlineFeed, parse_opml, render_opml
from pipelines.render.telegram import clock
from pipelines.rhythm import stalled
from pipelines.text import shown
from pipelines.toml_editor import add_tables, put_strings, remove_tables
from pipelines.toml_reader import read_toml

FIELDS = ("url", "name", "publisher", "language")
"""Keys of a `[[feed]]` that are written for people."""
_MARK = "\ufeff"

# --- the file ---------------------------------------------------------------------------------------------


async def find_feeds(
    address: str, settings: Settings, failed: Callable[[FeedError], None], now: Callable[[], datetime],
    worker: Executor | None = None,
) -> list[Discovered]:  # fmt: skip
    """Return the feed at `address`, or those that its page offers, as `discover_all` does; raises `FeedError`."""
    async with fetcher_for(settings, now) as fetcher:
        return await discover_all(address, fetcher, failed, worker)


def add_feed(settings: Settings, row: Mapping[str, str]) -> None:
    """Write a further `[[feed]]` with the values of `row`; raises `FeedError` for one that is there, `ConfigError`."""
    add_feeds(settings, [row])


def add_feeds(settings: Settings, rows: Sequence[Mapping[str, str]]) -> None:
    """Write further `[[feed]]` tables, each address once; comments, line ends and all else stay as they are.

    Waits for a still file. Raises `FeedError` if all of them are there, `ConfigError`; nothing is written then.
    """

    def added(text: str) -> str:
        here = {feed.url for feed in parse_settings(text, settings.file).feeds}
        new = {row["url"]: {key: row.get(key, "") for key in FIELDS} for row in rows if row["url"] not in here}
        if not new:
            raise FeedError(shown(rows[0]["url"]), f"is in {settings.file} already")
        return add_tables(text, "feed", new.values())

    _edit(settings, added)


def remove_feed(settings: Settings, name: str) -> None:
    """Take out the feed at the address `name`, or else the feeds of that name.

    Raises `FeedError` if there is none, `ConfigError`.
    """
    _remove(settings, name, ("url", "name"))


def remove_feed_at(settings: Settings, url: str) -> None:
    """Take out the feed at `url`; raises `FeedError` if it is not there, `ConfigError`."""
    _remove(settings, url, ("url",))


def _remove(settings: Settings, wanted: str, keys: Sequence[str]) -> None:
    """Take out the feeds that have `wanted` at the first of `keys` at which any has it."""

    def without(text: str) -> str:
        for key in keys:
            left, removed = remove_tables(text, "feed", partial(_says, key=key, wanted=wanted))
            if removed:
                return left
        raise _unknown(settings, wanted)

    _edit(settings, without)


def _says(table: object, *, key: str, wanted: str) -> bool:
    return isinstance(table, Mapping) and str(table.get(key, "")).strip() == wanted.strip()


def change_feed(settings: Settings, url: str, values: Mapping[str, str]) -> None:
    """Give the feed at `url` other values (of `FIELDS`); raises `FeedError` if it is not there, `ConfigError`."""

    def changed(text: str) -> str:
        root = read_toml(text, str(settings.file))
        tables = [(table.string("url", ""), table) for table in root.tables("feed")]
        for index, (known, table) in enumerate(tables):
            if known.strip() == url:
                other = {key: value for key, value in values.items() if value != table.string(key, "")}
                try:
                    return put_strings(text, "feed", index, other, FIELDS) if other else text
                except ValueError as error:
                    raise ConfigError(str(settings.file), f"the feed can't be edited here: {error}") from error
        raise _unknown(settings, url)

    _edit(settings, changed)


def _edit(settings: Settings, change: Callable[[str], str]) -> None:
    """Edit the file without its byte order mark, which stays; never leave one behind that does not load."""

    def edited(text: str) -> str:
        read_toml(text, str(settings.file))
        new = change(text.removeprefix(_MARK))
        parse_settings(new, settings.file)
        return _MARK * text.startswith(_MARK) + new

    edit_file(settings.file, edited)


def _unknown(settings: Settings, name: str) -> FeedError:
    return FeedError(shown(name), f"is not in {settings.file}; see `wirewatch feeds list`")


# --- OPML -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What an OPML file would bring."""

    rows: tuple[Mapping[str, str], ...]  #: url, name and language of feeds that are not here yet
    known: int  #: feeds that are
    refused: tuple[str, ...]  #: what is no http or https address


def read_opml(body: bytes, source: str, settings: Settings) -> Brought:
    """Return which feeds an OPML file would add; raises `ConfigError` for what is none."""
    here = {feed.url for feed in settings.feeds}
    rows: dict[str, Mapping[str, str]] = {}
    known, refused = 0, []
    for outline in parse_opml(body, source):
        if outline.url in here:
            known += 1
        elif not outline.url.startswith(("http://", "https://")):
            refused.append(outline.url)
        else:
            # Programs write the address in place of a name; it may hold a password, and names are shown to everybody.
            name = "" if outline.name == outline.url else outline.name
            rows.setdefault(outline.url, {"url": outline.url, "name": name, "language": outline.language})
    return Brought(rows=tuple(rows.values()), known=known, refused=tuple(refused))


def write_opml(settings: Settings, now: datetime) -> str:
    """Return all feeds as OPML, with their addresses as they are; `now` is aware."""
    outlines = [
        OutlineFeed(url=feed.url, name=feed.name or feed.publisher, language=feed.language) for feed in settings.feeds
    ]
    return render_opml("wirewatch", outlines, now)


# --- health -----------------------------------------------------------------------------------------------


class Fares(StrEnum):
    """How a feed fares, the worst first."""

    FAILS = "fails"
    QUIET = "quiet"  #: it answers, and brings nothing, against its own rhythm
    NEW = "new"  #: not polled yet
    WORKS = "works"


def gone_quiet(state: FeedState, came: Sequence[datetime]) -> timedelta | None:
    """Return the rhythm of a feed that answers and is quiet against it, None if it is not.

    `came` is when new entries did (UTC), see `pipelines.rhythm`.
    """
    return stalled(state.last_success_at, came) if state.last_success_at and not state.failures else None


def fares(state: FeedState, quiet: timedelta | None) -> Fares:
    """Return how a feed fares; `quiet` is from `gone_quiet`."""
    if state.last_polled_at is None:
        return Fares.NEW
    if state.failures:
        return Fares.FAILS
    return Fares.QUIET if quiet else Fares.WORKS


def in_words(state: FeedState, quiet: timedelta | None, now: datetime, zone: ZoneInfo) -> str:
    """Return how a feed fares, in words; `quiet` is as in `fares`, `now` in UTC, times are told in `zone`."""
    if state.last_polled_at is None:
        return "not polled yet"
    if state.failures:
        begun = clock(state.failing_since, zone) if state.failing_since else ""
        if state.failures == 1:
            return f"{state.error}, once" + (f", at {begun}" if begun else "")
        return state.error + (f" since {begun}" if begun else "") + f", {state.failures} times in a row"
    words = f"answered {ago(state.last_success_at, now)}"
    words += f", last new entry {ago(state.last_new_at, now)}" if state.last_new_at else ", no entry yet"
    words += f": quiet against its rhythm, which is something new {every(quiet)}" if quiet else ""
    return words + (f"; has moved for good to {shown(state.moved_to)}" if state.moved_to else "")


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long ago a moment was, in words; None: never."""
    if moment is None:
        return "never"
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 120:
        return f"{max(minutes, 0)} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"


def every(usual: timedelta) -> str:
    """Return a rhythm in words."""
    minutes = round(usual.total_seconds() / 60)
    if minutes < 120:
        return f"every {max(minutes, 1)} min"
    return f"every {round(minutes / 60)} h" if minutes < 48 * 60 else f"every {round(minutes / 1440)} days"


def polled_every(feed: FeedSettings, settings: Settings) -> timedelta:
    """Return the interval at which a feed is polled while it works."""
    return feed.interval or settings.poll
