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
from pipelines.model import Watchlist
from pipelines.quiet import Quiet, parse_quiet
from pipelines.text import shown
from pipelines.toml_reader import Table, read_toml
from pipelines.watchlist import Watchlists, combine, parse_watchlist

TOKEN = "WIREWATCH_TELEGRAM_TOKEN"  # noqa: S105 - the variable's name, not a secret
PASSWORD = "WIREWATCH_WEB_PASSWORD"  # noqa: S105 - likewise

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LISTEN = "127.0.0.1:8080"
"""Where the pages are served unless `web.listen` or `--listen` says otherwise."""

_DURATION = re.compile(r"(\d+)\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_LONGEST = timedelta(days=36_500)
"""The calendar ends not far behind: whoever writes "99999d" means "for ever" and is served by a hundred years."""

# Ids have 52 bits at most (Bot API, "Chat"); behind a slash the number of a forum topic, as in links to it.
_CHAT = re.compile(r"(?:@[A-Za-z]\w{3,}|-?[1-9]\d{0,15})(?:/[1-9]\d{0,9})?", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_ENV_LINE = re.compile(
    r"""\s*(?:export\s+)?(?P<name>\w+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>.*?))\s*(?:(?<=\s)\#.*)?""",
    re.ASCII,
)


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
    dedupe: bool = True  #: False: each of its entries alerts on its own, whatever else has told of its story

    @property
    def label(self) -> str:
        """Return how people call the feed."""
        return self.name or self.publisher or shown(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """How messages look in a chat, and when they come: one `[[chat]]`, or what `[telegram]` says for all others."""

    quiet: Quiet | None = None  #: alerts wait in these hours; None: they never do
    preview: bool = False  #: Telegram may show a preview of the article below an alert
    buttons: bool = True  #: right, wrong and mute below each alert
    silent: bool = False  #: nothing makes a sound there


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
    public: bool  #: everybody may use the commands that change nothing
    follow: bool  #: everybody may have the alerts of single watches in private
    every_chat: ChatSettings  #: of chats without their own
    chats: Mapping[str, ChatSettings]  #: by address
    zone: ZoneInfo
    digest: time | None  #: local time; None means off
    weekly: int | None  #: on which day the weekly digest comes, at the same hour: 0 for Monday; None means never
    poll: timedelta
    first_poll: timedelta
    max_age: timedelta
    allow_private_addresses: bool
    timeout: timedelta
    max_bytes: int
    listen: str  #: "host:port" at which `run` serves the pages; "" means it does not
    address: str  #: at which browsers reach the pages, if it is another one: behind a proxy; "" if it is not
    feeds: tuple[FeedSettings, ...]

    def of_chat(self, chat: str) -> ChatSettings:
        """Return the settings of a chat; a forum topic without its own has those of its group."""
        return self.chats.get(chat) or self.chats.get(group_of(chat)) or self.every_chat


def group_of(chat: str) -> str:
    """Return the address of a chat without the number of its forum topic."""
    return chat.partition("/")[0]


def duration(text: str) -> timedelta:
    """Return "90s", "15m", "24h", "7d" as a span, a hundred years at most; raises ValueError."""
    match = _DURATION.fullmatch(text.strip())
    if not match:
        raise ValueError(f'{text!r} is no duration; write "90s", "15m", "24h" or "7d"')
    return timedelta(seconds=min(int(match[1]) * _SECONDS[match[2]], _LONGEST.total_seconds()))


def read_settings(path: Path) -> Settings:
    """Return the settings in the file at `path`; raises `ConfigError`."""
    try:
        text = _text(path)
    except FileNotFoundError:
        raise ConfigError(
            str(path), "there is no such file; `wirewatch init` makes one, --config names another"
        ) from None
    return parse_settings(text, path)


def _text(path: Path, error: type[ConfigError] = ConfigError) -> str:
    """The text of a file, without the mark that Windows editors put before it.

    Raises FileNotFoundError, and `error` for every other reason.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise error(str(path), f"can't be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise error(
            str(path), f"can't be read: it is not UTF-8 ({problem.reason} at byte {problem.start})"
        ) from problem


def parse_settings(text: str, path: Path) -> Settings:
    """Return the settings in `text`; relative paths are meant from the folder of `path`."""
    root = read_toml(text, str(path))
    home = path.resolve().parent
    store, telegram, schedule = root.table("store"), root.table("telegram"), root.table("schedule")
    alerts, fetch, web = root.table("alerts"), root.table("fetch"), root.table("web")
    if "token" in telegram.keys:
        raise telegram.fail(f"the token does not belong here; put {TOKEN}=... into .env beside this file", "token")
    every_chat = _chat_settings(telegram, ChatSettings())
    settings = Settings(
        file=path,
        watchlists=home / _path(root, "watchlists", "watchlists"),
        database=home / _path(store, "path", "data/wirewatch.db"),
        keep=_span(store, "keep", "90d"),
        chat=_chat(telegram, "chat"),
        admins=telegram.integers("admins"),
        api_url=_url(telegram, "api_url", "https://api.telegram.org").rstrip("/"),
        public=telegram.boolean("public", False),
        follow=telegram.boolean("follow", False),
        every_chat=every_chat,
        chats=_chats(root, every_chat),
        zone=_zone(schedule),
        digest=_time_of_day(schedule),
        weekly=_weekday(schedule),
        poll=_positive(schedule, "poll", "15m"),
        first_poll=_span(alerts, "first_poll", "24h"),
        max_age=_positive(alerts, "max_age", "7d"),
        allow_private_addresses=fetch.boolean("allow_private_addresses", False),
        timeout=_positive(fetch, "timeout", "20s"),
        max_bytes=fetch.integer("max_bytes", 10_000_000),
        listen=_listen(web),
        address=_address(web),
        feeds=_feeds(root),
    )
    for table in (store, telegram, schedule, alerts, fetch, web, root):
        table.finish()
    return settings


def _chats(root: Table, every_chat: ChatSettings) -> dict[str, ChatSettings]:
    chats: dict[str, ChatSettings] = {}
    for table in root.tables("chat"):
        chat = _chat(table, "id")
        if not chat:
            raise table.fail("chat.id is missing: an address as in telegram.chat", "id")
        if chat in chats:
            raise table.fail(f"the chat {chat} is listed twice", "id")
        chats[chat] = _chat_settings(table, every_chat)
        table.finish()
    return chats


def _chat_settings(table: Table, default: ChatSettings) -> ChatSettings:
    hours = table.string("quiet", "")
    try:
        quiet = parse_quiet(hours) if hours else default.quiet
    except ValueError as error:
        raise table.fail(f"{table.name('quiet')}: {error}", "quiet") from None
    return ChatSettings(
        quiet=quiet,
        preview=table.boolean("preview", default.preview),
        buttons=table.boolean("buttons", default.buttons),
        silent=table.boolean("silent", default.silent),
    )


def _feeds(root: Table) -> tuple[FeedSettings, ...]:
    feeds: dict[str, FeedSettings] = {}
    for table in root.tables("feed"):
        feed = FeedSettings(
            url=_url(table, "url"),
            name=table.string("name", ""),
            publisher=table.string("publisher", ""),
            language=table.string("language", ""),
            chat=_chat(table, "chat"),
            interval=_positive(table, "interval", "15m") if table.string("interval", "") else None,
            fulltext=table.boolean("fulltext", False),
            dedupe=table.boolean("dedupe", True),
        )
        table.finish()
        if feed.url in feeds:
            raise table.fail(f"the feed {shown(feed.url)} is listed twice", "url")
        feeds[feed.url] = feed
    return tuple(feeds.values())


def _path(table: Table, key: str, default: str) -> str:
    path = table.string(key, default)
    if not path.strip():
        raise table.fail(f"{table.name(key)} is empty", key)
    return path


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
    if chat and (problem := chat_problem(chat)):
        raise table.fail(f"{table.name(key)} {problem}", key)
    return chat


def chat_problem(chat: str) -> str | None:
    """Return why `chat` can't be one, None if it can."""
    return None if _CHAT.fullmatch(chat) else f'{chat!r} is neither "@name" nor a numeric id'


def _url(table: Table, key: str, default: str | None = None) -> str:
    url = table.string(key, default).strip()
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets of no IPv6 address, a port of letters
        valid = False
    if not valid or re.search(r"\s", url):
        raise table.fail(f"{table.name(key)} {shown(url)!r} is no http or https address", key)
    return url


def _zone(table: Table) -> ZoneInfo:
    name = table.string("timezone", "UTC")
    if problem := zone_problem(name):
        raise table.fail(f"schedule.timezone {problem}", "timezone")
    return ZoneInfo(name)


def zone_problem(name: str) -> str | None:
    """Return why `name` can't be a time zone, None if it is one."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return f'{name!r} is no IANA time zone, such as "America/Toronto"'
    return None


def _time_of_day(table: Table) -> time | None:
    text = table.string("digest", "08:00")
    if problem := time_problem(text):
        raise table.fail(f"schedule.digest {problem}", "digest")
    match = _CLOCK.fullmatch(text)
    return time(int(match[1]), int(match[2])) if match else None


def time_problem(text: str) -> str | None:
    """Return why `text` can't be the digest's hour, None if it can."""
    if text == "off" or _CLOCK.fullmatch(text):
        return None
    return f'{text!r} is neither a time such as "08:00" nor "off"'


def _weekday(table: Table) -> int | None:
    day = table.string("weekly", "off").strip().lower()
    if day == "off":
        return None
    if day not in WEEKDAYS:
        raise table.fail(f'schedule.weekly {day!r} is neither a day such as "monday" nor "off"', "weekly")
    return WEEKDAYS.index(day)


def _listen(table: Table) -> str:
    listen = table.string("listen", "").strip()
    if listen and (problem := listen_problem(listen)):
        raise table.fail(f"web.listen {problem}", "listen")
    return listen


def _address(table: Table) -> str:
    address = _url(table, "address").rstrip("/") if table.string("address", "").strip() else ""
    parts = urlsplit(address)
    if "@" in parts.netloc or (address and f"{parts.scheme}://{parts.netloc}" != address):
        raise table.fail(f"web.address {shown(address)!r} has more than a host: the pages begin at its root", "address")
    return address.lower()  # as browsers write an origin


def listen_problem(listen: str) -> str | None:
    """Return why the pages can't be served at `listen`, None if it is an address and a port."""
    if host_and_port(listen):
        return None
    return f'{listen!r} is no address with a port, such as "{LISTEN}" or "[::1]:8080"'


def host_and_port(listen: str) -> tuple[str, int] | None:
    """Return both parts of "host:port", an IPv6 address without its brackets; None if it is neither."""
    try:
        parts = urlsplit(f"//{listen}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return (host, port) if host and port is not None and parts.netloc == listen and "@" not in listen else None


# --- secrets -----------------------------------------------------------------------------------------


def read_token(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """Return the bot's token from the environment or from `.env` beside the configuration, "" if none."""
    return environment.get(TOKEN, "").strip() or _dotenv(settings.file.resolve().parent / ".env").get(TOKEN, "")


def read_password(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """Return the password of the pages, from where the token comes too, "" if none is set."""
    return environment.get(PASSWORD, "").strip() or _dotenv(settings.file.resolve().parent / ".env").get(PASSWORD, "")


def require_telegram(settings: Settings, token: str) -> None:
    """Raise `ConfigError` unless there are a token and a chat to send to."""
    if not token:
        raise ConfigError(str(settings.file), f"no bot token: set {TOKEN} in the environment or in .env")
    if not settings.chat:
        raise ConfigError(str(settings.file), "telegram.chat is missing: where should alerts go?")


def _dotenv(path: Path) -> dict[str, str]:
    """Read `NAME=value` lines; quotes around a value and a comment behind it go, other lines are ignored."""
    try:
        lines = _text(path).splitlines()
    except FileNotFoundError:
        return {}
    matches = filter(None, map(_ENV_LINE.fullmatch, lines))
    return {match["name"]: match["double"] or match["single"] or match["bare"] or "" for match in matches}


# --- watchlists ----------------------------------------------------------------------------------------


def read_watchlists(folder: Path) -> Watchlists:
    """Return all `*.toml` of `folder` together; raises `WatchlistError` with file, line and key."""
    if not folder.is_dir():
        raise WatchlistError(str(folder), "there is no such folder of watchlists")
    files = _watchlist_files(folder)
    if not files:
        raise WatchlistError(str(folder), "holds no watchlist (*.toml)")
    return combine([read_watchlist(file) for file in files])


def read_watchlist(file: Path) -> Watchlist:
    """Return the watchlist in `file` by itself; raises `WatchlistError` with file, line and key."""
    try:
        text = _text(file, WatchlistError)
    except FileNotFoundError:
        raise WatchlistError(str(file), "is a link that leads nowhere, or was removed just now") from None
    return parse_watchlist(text, str(file))


def watchlist_signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a watchlist file does: names, times and sizes."""
    signature = []
    for file in _watchlist_files(folder):
        try:
            stat = file.stat()
        except OSError:  # gone this moment, or a link that leads nowhere: reading says so, with the name
            signature.append((file.name, 0, 0))
        else:
            signature.append((file.name, stat.st_mtime_ns, stat.st_size))
    return tuple(signature)


def _watchlist_files(folder: Path) -> list[Path]:
    """The watchlists in `folder`, in order; files with a dot in front are editors' own."""
    return sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))
