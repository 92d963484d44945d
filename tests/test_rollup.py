"""Several alerts as one message: as many lines as Telegram takes, each whole and with its link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram_html import parse_html, utf16_length
from pipelines.render.rollup import LINE_UNITS, line_of, roll_up
from pipelines.render.telegram import BYTES, ENTITIES, LIMIT, escape, fits, link


def line(number: int, *, address: int = 0, words: str = "Talvane sails", tags: str = "#talvane #osprell") -> str:
    """Return a line as `alert_line` makes it."""
    url = f"https://gazette.example/{number}" + "x" * address
    return f"{link(url, f'{escape(words)} {number}')} · Ellery Gazette · {tags}"


def test_a_roll_up_as_a_reader_gets_it() -> None:
    """How many alerts, then a line and a link for each."""
    message, count = roll_up([line(1), line(2)])
    assert count == 2
    text, entities = parse_html(message.html)
    assert text == (
        "2 alerts\n\nTalvane sails 1 · Ellery Gazette · #talvane #osprell\n\n"
        "Talvane sails 2 · Ellery Gazette · #talvane #osprell"
    )
    urls = [f"https://gazette.example/{number}" for number in (1, 2)]
    assert [entity["url"] for entity in entities if entity["type"] == "text_link"] == urls
    assert all(f"({url})" in message.plain for url in urls)


@pytest.mark.parametrize(("behind", "words"), [(0, "67 more follow"), (9, "76 more follow")])
def test_a_roll_up_says_how_many_follow(behind: int, words: str) -> None:
    """What one message can't hold follows, and so do alerts of which no line was given."""
    message, count = roll_up([line(number) for number in range(100)], behind)
    assert count == 33
    assert parse_html(message.html)[0].startswith(f"33 alerts, {words}\n\n")
    assert parse_html(roll_up([line(1), line(2)], 1)[0].html)[0].startswith("2 alerts, 1 more follows\n\n")


MANY = [
    pytest.param({}, 33, id="as many as a hundred entities allow, hashtags among them"),
    pytest.param({"tags": "", "words": "Talvane " * 9}, 42, id="as many as 4096 units allow"),
    pytest.param({"words": "🚢" * 100}, 16, id="emoji count twice"),
    pytest.param({"address": 1900}, 4, id="as many as the addresses allow"),
]


@pytest.mark.parametrize(("look", "most"), MANY)
def test_as_many_lines_as_telegram_takes(look: dict[str, object], most: int) -> None:
    """What does not fit is left for the next message; no line is cut."""
    lines = [line(number, **look) for number in range(100)]  # type: ignore[arg-type]
    message, count = roll_up(lines)
    assert count == most
    assert fits(message.html)
    text, entities = parse_html(message.html)
    assert (utf16_length(text) <= LIMIT, len(message.html.encode()) <= BYTES) == (True, True)
    assert len(entities) + text.count("#") <= ENTITIES
    assert message.html.endswith(lines[count - 1])
    assert not fits(f"{message.html}\n\n{lines[count]}")


def test_plain_text_without_room_for_the_addresses_is_none() -> None:
    """A link each is promised: where the plain text can't hold them, the alerts are better sent one by one."""
    assert roll_up([line(number, address=300) for number in range(20)])[0].plain == ""
    assert roll_up([line(number, address=300) for number in range(5)])[0].plain != ""


@given(st.lists(st.text(alphabet="aé<&.😀 ", min_size=1, max_size=200), min_size=1, max_size=60))
def test_whatever_the_headlines_hold_it_fits(words: list[str]) -> None:
    """Each message fits and all lines come, in order."""
    lines = [line(number, words=each) for number, each in enumerate(words)]
    left, seen = lines, 0
    while left:
        message, count = roll_up(left)
        assert fits(message.html)
        parse_html(message.html)
        seen += count
        left = left[count:]
    assert seen == len(lines)


OLD = [
    ('<a href="https://gazette.example/1"><b>Talvane</b> sails</a>\n<i>Gazette</i>\n\nend',
     '<a href="https://gazette.example/1"><b>Talvane</b> sails</a>'),
    ('<b>New in this story:</b> $8\n<a href="https://gazette.example/1">Talvane</a>\n<i>Gazette</i>',
     '<a href="https://gazette.example/1">Talvane</a>'),
    ("<b>Talvane</b>\n<i>Gazette</i>", "<b>Talvane</b>"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), OLD)
def test_an_alert_from_before_there_were_lines_has_one(html: str, expected: str) -> None:
    """Its headline stands for it, that is the first line with a link."""
    assert line_of(html) == expected


def test_the_line_of_an_old_alert_is_not_endless() -> None:
    """A headline or an address that is too long is cut, and what comes of it is HTML."""
    for html in (link("https://gazette.example/", "🚢 Talvane " * 99), link("https://e.example/" + "x" * 9000, "T")):
        made = line_of(html)
        assert utf16_length(parse_html(made)[0]) <= LINE_UNITS
        assert len(made.encode()) < BYTES / 3
