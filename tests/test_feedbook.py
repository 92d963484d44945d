"""`bot.feedbook`: edits of `[[feed]]`, OPML that comes in, and how a feed fares in words."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Settings, read_settings
from bot.feedbook import (
    Fares,
    add_feed,
    add_feeds,
    change_feed,
    every,
    fares,
    gone_quiet,
    in_words,
    read_opml,
    remove_feed,
    remove_feed_at,
    write_opml,
)  # fmt: skip
from bot.store.feeds import FeedState
from pipelines.errors import ConfigError, FeedError
from tests.world import NOON, aged, read

TEXT = """\
# the harbour desk's own file
[[feed]]
url = "https://gazette.example/feed.xml"  # weekly
name = "Gazette"

# the courier moved here last year
[[feed]]
url = "https://courier.example/rss"
language = "en"
"""
UTC = ZoneInfo("UTC")
GAZETTE, COURIER = "https://gazette.example/feed.xml", "https://courier.example/rss"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two feeds, with comments."""
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    aged(file)
    return read_settings(file)


def feeds(settings: Settings) -> list[dict[str, str]]:
    """Return the feeds in the file."""
    return tomllib.loads(read(settings.file))["feed"]


def test_a_feed_is_changed_where_it_stands(settings: Settings) -> None:
    """Name, publisher and language of a feed are set; every comment and every other line stays as it was."""
    change_feed(settings, COURIER, {"name": "Northmark Courier", "publisher": "", "language": "fr"})
    assert feeds(settings)[1] == {"url": COURIER, "name": "Northmark Courier", "language": "fr"}
    assert read(settings.file).startswith(TEXT.partition("language")[0])
    change_feed(settings, COURIER, {"name": "", "publisher": "", "language": "fr"})
    assert read_settings(settings.file).feeds[1].name == ""


def test_nothing_to_change_leaves_the_file_alone(settings: Settings) -> None:
    """What a feed has already is not written again."""
    change_feed(settings, GAZETTE, {"name": "Gazette", "publisher": "", "language": ""})
    assert read(settings.file) == TEXT


def test_a_feed_that_is_gone_is_not_changed(settings: Settings) -> None:
    """Who edits a feed that somebody else has removed meanwhile hears so, without the password in its address."""
    for write in (
        lambda url: change_feed(settings, url, {"name": "X"}),
        lambda url: remove_feed(settings, url),
        lambda url: remove_feed_at(settings, url),
    ):
        with pytest.raises(FeedError, match=r"\*\*\*@gone\.example.* is not in") as refused:
            write("https://ann:s3cret@gone.example/feed")
        assert "s3cret" not in str(refused.value)
    assert read(settings.file) == TEXT


def test_feeds_are_added_once_and_only_whole(settings: Settings) -> None:
    """A feed that is there is refused, and an address that would break the file leaves it as it was."""
    with pytest.raises(FeedError, match="already"):
        add_feed(settings, {"url": GAZETTE})
    with pytest.raises(ConfigError, match="no http or https address"):
        add_feeds(settings, [{"url": "https://new.example/feed"}, {"url": "ftp://new.example/feed"}])
    assert read(settings.file) == TEXT
    add_feeds(settings, [{"url": "https://new.example/feed", "name": "New", "chat": "@elsewhere"}])
    assert feeds(settings)[2] == {"url": "https://new.example/feed", "name": "New"}


def test_of_several_feeds_only_new_ones_are_added(settings: Settings) -> None:
    """The file decides, as it is when it is written: known addresses are left out, and if all are, nothing happens."""
    new = {"url": "https://new.example/feed"}
    add_feeds(settings, [{"url": GAZETTE, "name": "Other"}, new, new])
    aged(settings.file)
    written = settings.file.stat().st_ino, settings.file.stat().st_mtime_ns
    with pytest.raises(FeedError, match="already"):
        add_feeds(settings, [new, {"url": COURIER}])
    assert [feed["url"] for feed in feeds(settings)] == [GAZETTE, COURIER, new["url"]]
    assert (settings.file.stat().st_ino, settings.file.stat().st_mtime_ns) == written


def test_a_feed_is_removed_by_its_address_before_any_name(settings: Settings) -> None:
    """An address with blanks around it is found; a feed that bears the address as its name stays, or goes by name."""
    settings.file.write_text(f'[[feed]]\nurl = " {COURIER} "\n\n[[feed]]\nurl = "{GAZETTE}"\nname = "{COURIER}"\n')
    aged(settings.file)
    remove_feed_at(settings, COURIER)
    aged(settings.file)
    with pytest.raises(FeedError, match="is not in"):
        remove_feed_at(settings, COURIER)
    assert [feed["url"] for feed in feeds(settings)] == [GAZETTE]
    settings.file.write_text(f'{read(settings.file)}\n[[feed]]\nurl = "https://a.example/f"\n')
    aged(settings.file)
    remove_feed(settings, COURIER)
    assert [feed["url"] for feed in feeds(settings)] == ["https://a.example/f"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_line_ends_and_byte_order_mark_stay(settings: Settings, mark: bytes, end: bytes) -> None:
    """Whichever way feeds are edited, the file keeps the line ends and the mark that its editor gave it."""
    settings.file.write_bytes(mark + TEXT.encode().replace(b"\n", end))
    for edit in (
        lambda: add_feed(settings, {"url": "https://new.example/feed", "name": "New"}),
        lambda: change_feed(settings, COURIER, {"name": "Northmark", "language": "fr"}),
        lambda: change_feed(settings, "https://new.example/feed", {"publisher": "New Ltd"}),
        lambda: remove_feed_at(settings, GAZETTE),
    ):
        aged(settings.file)
        edit()
        written = settings.file.read_bytes()
        assert (written.startswith(mark), written.count(b"\xef\xbb\xbf")) == (True, len(mark) // 3)
        assert written.count(b"\n") == written.count(end)
    assert [feed.name for feed in read_settings(settings.file).feeds] == ["Northmark", "New"]


def test_opml_tells_what_it_would_bring(settings: Settings) -> None:
    """Known feeds are counted, doubles come once, other addresses are refused, an address is no name."""
    body = f"""<opml version="2.0"><body><outline text="Gazette" xmlUrl="{GAZETTE}"/>
      <outline text="https://a.example/f" xmlUrl="https://a.example/f"/><outline xmlUrl="https://a.example/f"/>
      <outline text="B" language="fr" xmlUrl="https://b.example/f"/><outline xmlUrl="javascript:alert(1)"/>
      </body></opml>"""
    brought = read_opml(body.encode(), "mine.opml", settings)
    assert [dict(row) for row in brought.rows] == [
        {"url": "https://a.example/f", "name": "", "language": ""},
        {"url": "https://b.example/f", "name": "B", "language": "fr"},
    ]
    assert (brought.known, brought.refused) == (1, ("javascript:alert(1)",))


def test_opml_is_a_round_trip(settings: Settings) -> None:
    """What is written as OPML brings nothing new."""
    brought = read_opml(write_opml(settings, NOON).encode(), "mine.opml", settings)
    assert (brought.rows, brought.known) == ((), 2)


def test_how_a_feed_fares() -> None:
    """A feed is new, works, is quiet against its rhythm, or fails, and says so with times in the configured zone."""
    answered = NOON - timedelta(minutes=5)
    daily = [NOON - timedelta(days=day) for day in range(6, 20)]
    new = FeedState(url=GAZETTE)
    works = FeedState(url=GAZETTE, last_polled_at=answered, last_success_at=answered, last_new_at=daily[0])
    fails = FeedState(
        url=GAZETTE, last_polled_at=NOON, last_success_at=daily[0], failures=3, failing_since=daily[0], error="is away"
    )
    assert (fares(new, None), in_words(new, None, NOON, UTC)) == (Fares.NEW, "not polled yet")
    assert gone_quiet(works, daily[:3]) is None
    assert fares(works, None) is Fares.WORKS
    assert in_words(works, None, NOON, UTC) == "answered 5 min ago, last new entry 6 days ago"
    usual = gone_quiet(works, daily)
    assert fares(works, usual) is Fares.QUIET
    assert in_words(works, usual, NOON, UTC).endswith(": quiet against its rhythm, which is something new every 24 h")
    assert gone_quiet(fails, daily) is None
    assert fares(fails, None) is Fares.FAILS
    toronto = in_words(fails, None, NOON, ZoneInfo("America/Toronto"))
    assert toronto == "is away since 16 November 2026, 07:00 EST, 3 times in a row"
    once = replace(fails, failures=1)
    assert in_words(once, None, NOON, UTC) == "is away, once, at 16 November 2026, 12:00 UTC"
    assert in_words(replace(once, failing_since=None), None, NOON, UTC) == "is away, once"


@pytest.mark.parametrize(
    ("usual", "words"),
    [(timedelta(seconds=5), "every 1 min"), (timedelta(hours=3), "every 3 h"), (timedelta(days=7), "every 7 days")],
)
def test_a_rhythm_in_words(usual: timedelta, words: str) -> None:
    """A rhythm is told in the unit that fits it."""
    assert every(usual) == words
