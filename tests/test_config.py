"""config.toml, .env and the folder of watchlists: what is read, and what is refused with file, line and key."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.config import (
    TOKEN,
    ChatSettings,
    FeedSettings,
    Settings,
    duration,
    parse_settings,
    read_settings,
    read_token,
    read_watchlists,
)
from pipelines.errors import ConfigError
from pipelines.quiet import Quiet

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT.parent / "shared" / "contract.md"

EVERY_KEY = """\
watchlists = "lists"
[store]
path = "news.db"
keep = "30d"
[telegram]
chat = "@my_channel"
admins = [123456789, 5]
api_url = "http://127.0.0.1:8081/"
public = true
follow = true
quiet = "22:30-06:00"
preview = true
buttons = false
silent = true
[[chat]]
id = "@urgent"
quiet = "off"
silent = false
[[chat]]
id = "-1001234567890/7"
buttons = true
[schedule]
timezone = "America/Toronto"
digest = "18:30"
poll = "5m"
[alerts]
first_poll = "0s"
max_age = "48h"
[fetch]
allow_private_addresses = true
timeout = "90s"
max_bytes = 5_000
[[feed]]
url = "https://gazette.example/feed"
name = "Gazette"
publisher = "Ellery Gazette"
language = "en"
chat = -1001234567890
interval = "1h"
fulltext = true
[[feed]]
url = "https://courier.example/feed"
"""


def settings(text: str) -> Settings:
    """Return the settings in `text`."""
    return parse_settings(text, Path("/srv/news/config.toml"))


def problem(text: str) -> str:
    """Return what is said of a configuration that is refused, without the file's name."""
    with pytest.raises(ConfigError) as caught:
        settings(text)
    assert caught.value.file == "/srv/news/config.toml"
    assert str(caught.value).startswith("/srv/news/config.toml:")
    return str(caught.value).removeprefix("/srv/news/config.toml:").strip()


# --- what is read -------------------------------------------------------------------------------------


def test_every_key_is_read() -> None:
    """Every key of the file finds its place, paths counted from the folder of the file."""
    read = settings(EVERY_KEY)
    assert (read.watchlists, read.database) == (Path("/srv/news/lists"), Path("/srv/news/news.db"))
    assert (read.chat, read.admins, read.api_url) == ("@my_channel", (123456789, 5), "http://127.0.0.1:8081")
    assert (read.public, read.follow) == (True, True)
    night = Quiet(time(22, 30), time(6))
    assert read.of_chat("@my_channel") == ChatSettings(quiet=night, preview=True, buttons=False, silent=True)
    assert read.of_chat("@urgent") == ChatSettings(quiet=None, preview=True, buttons=False, silent=False)
    assert read.of_chat("@urgent/12") == read.of_chat("@urgent")
    assert read.of_chat("-1001234567890/7") == ChatSettings(quiet=night, preview=True, buttons=True, silent=True)
    assert (read.zone.key, read.digest, read.poll) == ("America/Toronto", time(18, 30), timedelta(minutes=5))
    assert (read.first_poll, read.max_age, read.keep) == (timedelta(0), timedelta(days=2), timedelta(days=30))
    assert (read.allow_private_addresses, read.timeout, read.max_bytes) == (True, timedelta(seconds=90), 5000)
    gazette, courier = read.feeds
    assert (gazette.url, gazette.name, gazette.publisher) == (
        "https://gazette.example/feed", "Gazette", "Ellery Gazette",
    )  # fmt: skip
    assert (gazette.language, gazette.chat, gazette.interval) == ("en", "-1001234567890", timedelta(hours=1))
    assert (gazette.fulltext, courier.fulltext, courier.interval, courier.chat) == (True, False, None, "")
    assert (gazette.label, courier.label) == ("Gazette", "https://courier.example/feed")
    assert FeedSettings(url="https://ann:s3cret@courier.example/feed").label == "https://***@courier.example/feed"


def test_everything_may_be_left_out() -> None:
    """An empty file is a configuration: the contract's defaults, no chat, no feed."""
    read = settings("")
    assert (read.watchlists, read.database) == (Path("/srv/news/watchlists"), Path("/srv/news/data/wirewatch.db"))
    assert (read.chat, read.admins, read.api_url, read.feeds) == ("", (), "https://api.telegram.org", ())
    assert (read.public, read.follow, read.of_chat("@my_channel")) == (False, False, ChatSettings())
    assert (read.zone.key, read.digest, read.poll) == ("UTC", time(8), timedelta(minutes=15))
    assert (read.first_poll, read.max_age) == (timedelta(days=1), timedelta(days=7))
    assert (read.allow_private_addresses, read.timeout, read.max_bytes) == (False, timedelta(seconds=20), 10_000_000)


def test_the_example_of_the_contract_is_a_configuration() -> None:
    """The block in the contract is read as it stands; it only has a table's first key beside the table's name."""
    if not CONTRACT.exists():
        pytest.skip("../shared is not beside this repository")
    _, _, section = CONTRACT.read_text(encoding="utf-8").partition("## Configuration")
    block = "\n".join(line for line in section.split("\n## ")[0].splitlines() if line.startswith("    "))
    read = settings(re.sub(r"^\s*(\[\[?\w+\]\]?)\s+", r"\1\n", block, flags=re.MULTILINE))
    assert (read.chat, read.admins, read.digest) == ("@my_channel", (123456789,), time(8))
    assert (read.zone.key, read.max_bytes, len(read.feeds)) == ("America/Toronto", 10_000_000, 1)


CHATS = [('"@my_channel"', "@my_channel"), ("-1001234567890", "-1001234567890"), ('"-100123"', "-100123"), ("42", "42"),
         ('"@my_group/12"', "@my_group/12"), ('"-1001234567890/7"', "-1001234567890/7")]  # fmt: skip


@pytest.mark.parametrize(("written", "chat"), CHATS)
def test_a_chat_is_a_name_or_a_number(written: str, chat: str) -> None:
    """A chat's number may be written as a number or as a string."""
    assert settings(f"[telegram]\nchat = {written}").chat == chat


DURATIONS = [
    ("90s", timedelta(seconds=90)), ("15m", timedelta(minutes=15)), ("24h", timedelta(hours=24)),
    ("7d", timedelta(days=7)), ("0s", timedelta(0)), (" 5 m ", timedelta(minutes=5)), ("36500d", timedelta(36_500)),
    ("99999d", timedelta(36_500)), ("9" * 30 + "d", timedelta(36_500)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "span"), DURATIONS)
def test_durations(text: str, span: timedelta) -> None:
    """A number and one of s, m, h, d; more than a hundred years is a hundred years."""
    assert duration(text) == span


@pytest.mark.parametrize("text", ["", "15", "m", "-5m", "1.5h", "1h30m", "15 minutes", "PT15M", "15M", "7w"])
def test_other_durations_are_refused(text: str) -> None:
    """What is no such duration is a ValueError in words."""
    with pytest.raises(ValueError, match="is no duration; write"):
        duration(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("off", None), ("00:00", time(0)), ("8:05", time(8, 5)), ("23:59", time(23, 59))]
)
def test_the_digest_has_a_time_or_is_off(text: str, expected: time | None) -> None:
    """The digest's hour in local time, or "off"."""
    assert settings(f'[schedule]\ndigest = "{text}"').digest == expected


# --- what is refused ----------------------------------------------------------------------------------

REFUSED = [
    pytest.param('watchlist = "x"', "1: unknown key 'watchlist'; did you mean 'watchlists'?", id="unknown key, top"),
    pytest.param("[telegramm]\nx = 1", "1: unknown key 'telegramm'; did you mean 'telegram'?", id="unknown table"),
    pytest.param("[[feeds]]\nurl = 1", "unknown key 'feeds'; did you mean 'feed'?", id="unknown array"),
    *(
        pytest.param(f"\n[{table}]\n{key} = 1", f"3: unknown key '{key}' in {table}; did you mean '{meant}'?", id=key)
        for table, key, meant in (
            ("store", "paht", "path"), ("telegram", "chatt", "chat"), ("schedule", "time_zone", "timezone"),
            ("alerts", "firstpoll", "first_poll"), ("fetch", "max-bytes", "max_bytes"),
        )
    ),
    pytest.param('[[feed]]\nurl = "https://a.example/"\n[[feed]]\nurl = "https://b.example/"\nlang = "en"',
                 "5: unknown key 'lang' in feed; did you mean 'language'?", id="in the second feed"),
    pytest.param("[store]\nzzz = 1", "2: unknown key 'zzz' in store; known are keep, path", id="near to nothing"),
    pytest.param("[telegram]\nchat = true", "2: telegram.chat must be a string or a number, not True", id="type: chat"),
    pytest.param("[telegram]\nadmins = 5", "2: telegram.admins must be a list of numbers, not 5", id="type: admins"),
    pytest.param('[telegram]\nadmins = ["me"]', "2: telegram.admins must be a list of whole numbers", id="type: admin"),
    pytest.param("[schedule]\npoll = 15", "2: schedule.poll must be a string, not 15", id="type: duration"),
    pytest.param("[schedule]\ndigest = 8", "2: schedule.digest must be a string, not 8", id="type: time"),
    pytest.param('[fetch]\nmax_bytes = "10 MB"', "2: fetch.max_bytes must be a whole number", id="type: number"),
    pytest.param("[fetch]\nmax_bytes = true", "2: fetch.max_bytes must be a whole number", id="true is no number"),
    pytest.param("[fetch]\nmax_bytes = 0", "2: fetch.max_bytes must be more than 0", id="no bytes at all"),
    pytest.param("[fetch]\nallow_private_addresses = 1", "must be true or false, not 1", id="type: truth"),
    pytest.param("store = 1", "1: store must be a table, not 1", id="type: table"),
    pytest.param("[feed]\nurl = 1", "1: feed must be an array of tables, [[feed]]", id="one bracket"),
    pytest.param('[schedule]\npoll = "15"', "2: schedule.poll: '15' is no duration", id="no duration"),
    pytest.param('[schedule]\npoll = "0s"', "2: schedule.poll must be more than 0", id="poll: 0s"),
    pytest.param('[alerts]\nmax_age = "0s"', "2: alerts.max_age must be more than 0", id="max_age: 0s"),
    pytest.param('[schedule]\ndigest = "24:00"', "2: schedule.digest '24:00' is neither", id="no such time"),
    pytest.param('[schedule]\ndigest = "8am"', '2: schedule.digest \'8am\' is neither a time such as "08:00" nor "off"',
                 id="no time"),
    *(
        pytest.param(f'[schedule]\ntimezone = "{name}"', f"2: schedule.timezone {name!r} is no IANA time zone", id=name)
        for name in ("", "Toronto", "America", "America/Torronto", "../etc/passwd", "UTC+5")
    ),
    *(
        pytest.param(f'[telegram]\nchat = "{chat}"', f"2: telegram.chat {chat!r} is neither", id=f"chat {chat}")
        for chat in ("my_channel", "@my channel", "@x", "t.me/my_channel", "@1channel", "@канал", "0", "12:34",
                     "@group/0", "@group/", "@group/1/2")
    ),
    *(
        pytest.param(f'[[feed]]\nurl = "{url}"', f"2: feed.url {url!r} is no http or https address", id=f"url {url}")
        for url in ("gazette.example", "ftp://gazette.example/", "http://", "http://:80/", "http://[::1", "/feed.xml",
                    "https://gazette.example:port/", "https://ga zette.example/", "file:///etc/passwd")
    ),
    pytest.param('[[feed]]\nurl = "ftp://ann:s3cret@gazette.example/"',
                 "2: feed.url 'ftp://***@gazette.example/' is no http or https address", id="a password"),
    pytest.param('[[feed]]\nurl = "https://a.example/?key=s3cret"\n' * 2,
                 "4: the feed https://a.example/?key=*** is listed twice", id="a key twice"),
    pytest.param(f'[telegram]\nchat = "-{"9" * 17}"', "2: telegram.chat '-9", id="a chat beyond all"),
    pytest.param('[telegram]\napi_url = "localhost:8081"', "2: telegram.api_url 'localhost:8081' is no", id="api_url"),
    pytest.param("\n[[feed]]\nname = 'x'", "2: feed.url is missing", id="a feed without address"),
    pytest.param('[[feed]]\nurl = "https://a.example/"\n[[feed]]\nurl = "https://a.example/"',
                 "4: the feed https://a.example/ is listed twice", id="a feed twice"),
    pytest.param('[telegram]\nquiet = "7:00-07:00"', "2: telegram.quiet: '7:00-07:00' begins when it ends",
                 id="no end"),
    pytest.param('[telegram]\nquiet = "night"', "2: telegram.quiet: 'night' is neither two times such as",
                 id="no span"),
    pytest.param("\n[[chat]]\nquiet = 'off'", "2: chat.id is missing", id="a chat without address"),
    pytest.param('[[chat]]\nid = "@urgent"\n[[chat]]\nid = "@urgent"', "4: the chat @urgent is listed twice",
                 id="a chat twice"),
    pytest.param('[[chat]]\nid = "@urgent"\nquite = "off"', "3: unknown key 'quite' in chat; did you mean 'quiet'?",
                 id="in a chat"),
    pytest.param('[store]\npath = " "', "2: store.path is empty", id="empty path"),
    pytest.param('watchlists = ""', "1: watchlists is empty", id="empty folder"),
    pytest.param("[store]\npath = ", "2: not valid TOML: Invalid value", id="no TOML"),
    pytest.param("a = 1\na = 2", "2: not valid TOML: Cannot overwrite a value", id="a key twice"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_wrong_is_named_with_its_line(text: str, words: str) -> None:
    """The message names the file, the line, the key, what is wrong and, for unknown keys, the nearest known one."""
    assert words in problem(text)


def test_a_token_does_not_belong_into_the_file() -> None:
    """A token in the file that people share is refused, and is not repeated in the message."""
    words = problem('[telegram]\nchat = "@my_channel"\ntoken = "123:secret"')
    assert words.startswith("3: ")
    assert TOKEN in words
    assert "123:secret" not in words


def test_files_of_windows_editors_are_read(tmp_path: Path) -> None:
    """A byte order mark and CRLF line ends are no trouble, in configuration, .env and watchlist."""
    (tmp_path / "config.toml").write_bytes(b'\xef\xbb\xbf[telegram]\r\nchat = "@my_channel"\r\n')
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbf" + f"{TOKEN}=1:a\r\n".encode())
    (tmp_path / "watchlists").mkdir()
    watchlist = b'\xef\xbb\xbftitle = "T"\r\n[[watch]]\r\nid = "t"\r\nname = "Talvane"\r\nkind = "company"\r\n'
    (tmp_path / "watchlists" / "a.toml").write_bytes(watchlist)
    read = read_settings(tmp_path / "config.toml")
    assert (read.chat, read_token(read, {})) == ("@my_channel", "1:a")
    assert list(read_watchlists(read.watchlists).watches) == ["t"]


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """Missing, a folder, not UTF-8: each is said in words, with the file's name."""
    (tmp_path / "latin.toml").write_bytes(b'[telegram]\nchat = "@caf\xe9"')
    for name, words in (
        ("nowhere.toml", "there is no such file; `wirewatch init` makes one"),
        (".", "can't be read: Is a directory"),
        ("latin.toml/config.toml", "can't be read: Not a directory"),
        ("latin.toml", "can't be read: it is not UTF-8 (invalid continuation byte at byte 23)"),
    ):
        with pytest.raises(ConfigError) as caught:
            read_settings(tmp_path / name)
        assert str(caught.value).startswith(f"{tmp_path / name}: {words}")
