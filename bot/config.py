"""config.toml, .env and the environment → settings; watchlist files → watchlists.

Errors name file, line and key. Secrets come from the environment or `.env` beside the file, the environment
winning; a token found in config.toml is refused, because that file gets shared.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.errors import ConfigError, WatchlistError
from pipelines.toml_reader import Table, read_toml
from pipelines.watchlist import Watchlists, combine, parse_watchlist

TOKEN = "WIREWATCH_TELEGRAM_TOKEN"  # noqa: S105 - the variable's name, not a secret

_DURATION = re.compile(r"(\d+)\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_CHAT = re.compile(r"@[A-Za-z]\w{3,}|-?\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """One `[[feed]]`."""

    url: str
    name: str = ""
    publisher: str = ""  #: overrides what the feed says
    language: str = ""  #: overrides what the feed says
    chat: str = ""  #: "" means the default
    interval: timedelta | None = None  #: None means `schedule.poll`
    fulltext: bool = False

    @property
    def label(self) -> str:
        """Return how people call the feed."""
        return self.name or self.publisher or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of config.toml, checked, with paths made absolute."""

    file: Path
    watchlists: Path
    database: Path
    keep: timedelta  #: texts without a watched name are dropped after this
    chat: str  #: "" if none is set
    admins: tuple[int, ...]
    api_url: str
    zone: ZoneInfo
    digest: time | None  #: local time; None means off
    poll: timedelta
    first_poll: timedelta
    max_age: timedelta
    allow_private_addresses: bool
    timeout: timedelta
    max_bytes: int
    feeds: tuple[FeedSettings, ...]


def duration(text: str) -> timedelta:
    """Return "90s", "15m", "24h", "7d" as a span; raises ValueError."""
    match = _DURATION.fullmatch(text.strip())
    if not match:
        raise ValueError(f'{text!r} is no duration; write "90s", "15m", "24h" or "7d"')
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def read_settings(path: Path) -> Settings:
    """Return the settings in the file at `path`; raises `ConfigError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            str(path), "there is no such file; `wirewatch init` makes one, --config names another"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), f"can't be read: {error}") from error
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """Return the settings in `text`; relative paths are meant from the folder of `path`."""
    root = read_toml(text, str(path))
    home = path.resolve().parent
    store, telegram, schedule = root.table("store"), root.table("telegram"), root.table("schedule")
    alerts, fetch = root.table("alerts"), root.table("fetch")
    if "token" in telegram.keys:
        raise telegram.fail(f"the token does not belong here; put {TOKEN}=... into .env beside this file", "token")
    settings = Settings(
        file=path,
        watchlists=home / root.string("watchlists", "watchlists"),
        database=home / store.string("path", "data/wirewatch.db"),
        keep=_span(store, "keep", "90d"),
        chat=_chat(telegram, "chat"),
        admins=telegram.integers("admins"),
        api_url=_url(telegram, "api_url", "https://api.telegram.org").rstrip("/"),
        zone=_zone(schedule),
        digest=_time_of_day(schedule),
        poll=_positive(schedule, "poll", "15m"),
        first_poll=_span(alerts, "first_poll", "24h"),
        max_age=_positive(alerts, "max_age", "7d"),
        allow_private_addresses=fetch.boolean("allow_private_addresses", False),
        timeout=_positive(fetch, "timeout", "20s"),
        max_bytes=fetch.integer("max_bytes", 10_000_000),
        feeds=_feeds(root),
    )
    for table in (store, telegram, schedule, alerts, fetch, root):
        table.finish()
    return settings


def _feeds(root: Table) -> tuple[FeedSettings, ...]:
    feeds: dict[str, FeedSettings] = {}
    for table in root.tables("feed"):
        feed = FeedSettings(
            url=_url(table, "url"),
            name=table.string("name", ""),
            publisher=table.string("publisher", ""),
            language=table.string("language", ""),
            chat=_chat(table, "chat"),
            interval=_positive(table, "interval", "15m") if "interval" in table.keys else None,
            fulltext=table.boolean("fulltext", False),
        )
        table.finish()
        if feed.url in feeds:
            raise table.fail(f"the feed {feed.url} is listed twice", "url")
        feeds[feed.url] = feed
    return tuple(feeds.values())


def _span(table: Table, key: str, default: str) -> timedelta:
    try:
        return duration(table.string(key, default))
    except ValueError as error:
        raise table.fail(f"{table.name(key)}: {error}", key) from None


def _positive(table: Table, key: str, default: str) -> timedelta:
    span = _span(table, key, default)
    if not span:
        raise table.fail(f"{table.name(key)} must be more than 0", key)
    return span


def _chat(table: Table, key: str) -> str:
    chat = table.string_or_integer(key, "")
    if chat and not _CHAT.fullmatch(chat):
        raise table.fail(f'{table.name(key)} {chat!r} is neither "@name" nor a numeric id', key)
    return chat


def _url(table: Table, key: str, default: str | None = None) -> str:
    url = table.string(key, default).strip()
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise table.fail(f"{table.name(key)} {url!r} is no http or https address", key)
    return url


def _zone(table: Table) -> ZoneInfo:
    name = table.string("timezone", "UTC")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        problem = f'schedule.timezone {name!r} is no IANA time zone, such as "America/Toronto"'
        raise table.fail(problem, "timezone") from None


def _time_of_day(table: Table) -> time | None:
    text = table.string("digest", "08:00")
    if text == "off":
        return None
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)
    if not match:
        raise table.fail(f'schedule.digest {text!r} is neither a time such as "08:00" nor "off"', "digest")
    return time(int(match[1]), int(match[2]))


# --- secrets -----------------------------------------------------------------------------------------


def read_token(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """Return the bot's token from the environment or from `.env` beside the configuration, "" if none."""
    return environment.get(TOKEN, "").strip() or _dotenv(settings.file.resolve().parent / ".env").get(TOKEN, "")


def _dotenv(path: Path) -> dict[str, str]:
    """Read `NAME=value` lines; quotes around a value are dropped, `#` lines and others are ignored."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), f"can't be read: {error}") from error
    pairs = (line.removeprefix("export ").split("=", 1) for line in map(str.strip, lines) if "=" in line)
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs if not name.lstrip().startswith("#")}


# --- watchlists ----------------------------------------------------------------------------------------


def read_watchlists(folder: Path) -> Watchlists:
    """Return all `*.toml` of `folder` together; raises `WatchlistError` with file, line and key."""
    if not folder.is_dir():
        raise WatchlistError(str(folder), "there is no such folder of watchlists")
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise WatchlistError(str(folder), "holds no watchlist (*.toml)")
    lists = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WatchlistError(str(file), f"can't be read: {error}") from error
        lists.append(parse_watchlist(text, str(file)))
    return combine(lists)


def watchlist_signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a watchlist file does: names, times and sizes."""
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return tuple((file.name, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in files)
