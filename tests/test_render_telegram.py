"""Telegram's HTML: escaping, bold names, lengths in UTF-16 units, plain text, splitting."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram_html import parse_html, utf16_length
from pipelines.render.telegram import (
    BYTES,
    ENTITIES,
    LIMIT,
    bold,
    clock,
    escape,
    fit,
    hashtag,
    link,
    message,
    pack,
    shorten,
    units,
    units_of_plain,
)

#: Letters, the signs that HTML is made of, line breaks, accents, emoji of one and of several characters.
ODD = st.text(alphabet="aé<>&\"';/b= \n.😀🇨👩\u200d\u0301#", max_size=60)
URLS = st.text(alphabet="a&<>\"'?=%/é", max_size=30).map(lambda tail: f"https://gazette.example/{tail}")


@given(ODD)
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    """Whatever the text holds, Telegram shows exactly it and takes nothing in it for a tag."""
    assert parse_html(escape(text)) == (text, [])
    assert units(escape(text)) == units_of_plain(text) == utf16_length(text)


@given(URLS, ODD.filter(str.strip))
def test_a_link_leads_where_it_says(url: str, label: str) -> None:
    """Quotes, ampersands and brackets in an address survive the attribute."""
    text, entities = parse_html(link(url, escape(label)))
    assert text == label
    assert [entity["url"] for entity in entities if entity["type"] == "text_link"] == [url]


def test_without_an_address_there_is_no_link() -> None:
    """An entry without a link has its headline as plain text."""
    assert link("", "Talvane") == "Talvane"


# --- bold ---------------------------------------------------------------------------------------------

BOLD = [
    pytest.param("Talvane sails", [(0, 7)], "<b>Talvane</b> sails", id="one"),
    pytest.param("Talvane sails", [], "Talvane sails", id="none"),
    pytest.param("A & B < C", [(4, 5)], "A &amp; <b>B</b> &lt; C", id="offsets are those of the plain text"),
    pytest.param("R&D Lab", [(0, 3)], "<b>R&amp;D</b> Lab", id="a sign within the name"),
    pytest.param("Ellery Port Office", [(0, 11), (7, 18)], "<b>Ellery Port</b><b> Office</b>", id="overlapping"),
    pytest.param("Ellery Port Office", [(0, 6), (0, 18)], "<b>Ellery</b><b> Port Office</b>", id="one within another"),
    pytest.param("Ellery Port", [(0, 6), (0, 6)], "<b>Ellery</b> Port", id="the same twice"),
    pytest.param("Ellery Port", [(7, 11), (0, 6)], "<b>Ellery</b> <b>Port</b>", id="out of order"),
    pytest.param("Ellery", [(3, 3)], "Ellery", id="empty"),
    pytest.param("Ellery", [(2, 99), (50, 60)], "El<b>lery</b>", id="beyond the end"),
    pytest.param("🚢 Talvane 🚢", [(2, 9)], "🚢 <b>Talvane</b> 🚢", id="beside emoji"),
]


@pytest.mark.parametrize(("text", "spans", "expected"), BOLD)
def test_names_are_bold(text: str, spans: list[tuple[int, int]], expected: str) -> None:
    """The characters of the spans are bold, each once, and the rest is as it was."""
    assert bold(text, spans) == expected


@given(ODD, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=8))
def test_bold_changes_no_text(text: str, spans: list[tuple[int, int]]) -> None:
    """However the spans overlap, the HTML is accepted, the text is the same, and exactly the spans are bold."""
    plain, entities = parse_html(bold(text, spans))
    assert plain == text
    wanted = {at for start, end in spans for at in range(start, min(end, len(text)))}
    raw = [index for index, character in enumerate(text) for _ in range(utf16_length(character))]
    assert {raw[at] for e in entities for at in range(e["offset"], e["offset"] + e["length"])} == wanted


# --- lengths ------------------------------------------------------------------------------------------

SHORT = [
    pytest.param("Talvane", 7, "Talvane", id="fits exactly"),
    pytest.param("Talvane sails to Ellery", 18, "Talvane sails to …", id="at a word"),
    pytest.param("Talvane sails, slowly", 16, "Talvane sails …", id="no comma before the ellipsis"),
    pytest.param("It sails on. Nobody knows when.", 22, "It sails on. …", id="at a sentence"),
    pytest.param("A. Talvane sails to Ellery", 18, "A. Talvane sails …", id="not at a sentence near the start"),
    pytest.param("Talvanesailstoellery", 12, "Talvanesai …", id="no space to cut at"),
    pytest.param("🚢🚢🚢🚢", 8, "🚢🚢🚢🚢", id="emoji count twice: fits"),
    pytest.param("🚢🚢🚢🚢", 7, "🚢🚢 …", id="no emoji is cut in half"),
]


@pytest.mark.parametrize(("text", "limit", "expected"), SHORT)
def test_long_texts_are_cut_where_a_reader_would(text: str, limit: int, expected: str) -> None:
    """A text that is too long ends with a sentence or a word, and an ellipsis."""
    assert shorten(text, limit) == expected


@given(ODD, st.integers(4, 70))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    """Never longer than asked for, in Telegram's units, and the text's own beginning."""
    short = shorten(text, limit)
    assert utf16_length(short) <= limit
    assert short == text or text.startswith(short.removesuffix(" …"))


def test_tags_and_addresses_do_not_count() -> None:
    """The length is that of the text which readers see, each emoji outside the first plane as two."""
    html = f"<b>{link('https://gazette.example/?a=1&b=2', 'A &amp; 🚢')}</b>"
    assert units(html) == 6 == utf16_length(parse_html(html)[0])


# --- hashtags and times -------------------------------------------------------------------------------

TAGS = [
    ("talvane", "#talvane"),
    ("coastal-registry-office", "#coastal_registry_office"),
    ("bill-c-12", "#bill_c_12"),
    ("2026", "#w2026"),
    ("20-26", "#w20_26"),
    ("x" * 300, "#" + "x" * 64),
]


@pytest.mark.parametrize(("watch", "tag"), TAGS)
def test_a_hashtag_is_one_for_telegram(watch: str, tag: str) -> None:
    """A hashtag holds letters, digits and underscores, at least one letter, and is not endless."""
    assert hashtag(watch) == tag


CLOCKS = [
    ("America/Toronto", "2026-11-22T13:05:59", "22 November 2026, 08:05 EST"),
    ("America/Toronto", "2026-07-01T03:00:00", "30 June 2026, 23:00 EDT"),
    ("UTC", "2026-01-01T00:00:00", "1 January 2026, 00:00 UTC"),
    ("Asia/Kathmandu", "2026-01-01T00:00:00", "1 January 2026, 05:45 +0545"),
]


@pytest.mark.parametrize(("zone", "moment", "expected"), CLOCKS)
def test_times_are_those_of_the_readers_zone(zone: str, moment: str, expected: str) -> None:
    """A moment is given in the configured zone, which is named."""
    assert clock(datetime.fromisoformat(moment).replace(tzinfo=UTC), ZoneInfo(zone)) == expected


# --- plain text ---------------------------------------------------------------------------------------


def test_the_plain_text_has_the_addresses_behind_their_labels() -> None:
    """Where the HTML is refused, the same words come without tags, each link as an address in brackets."""
    html = f"{link('https://gazette.example/?a=1&b=2', 'A <b>Talvane</b> &lt;ship&gt;')}\n<i>Ellery &amp; Co</i>"
    assert message(html).plain == "A Talvane <ship> (https://gazette.example/?a=1&b=2)\nEllery & Co"
    assert message(html).html == html


def test_the_words_are_worth_more_than_the_addresses() -> None:
    """Where the addresses would make the plain text too long, they go, and no word is lost."""
    html = "\n".join(link("https://gazette.example/" + "x" * 900, f"Story {number}") for number in range(9))
    assert message(html).plain == "\n".join(f"Story {number}" for number in range(9))


@given(st.lists(ODD, max_size=40), URLS)
def test_the_plain_text_fits_and_is_what_telegram_would_show(texts: list[str], url: str) -> None:
    """The plain text is never longer than a message may be, and holds what stands in the HTML."""
    html = "".join(f"<b>{escape(text)}</b>" for text in texts)
    assert message(html).plain == parse_html(html)[0]
    assert units_of_plain(message(html * 9 + link(url, "here")).plain) <= LIMIT


# --- too long -------------------------------------------------------------------------------------------

CUT = [
    pytest.param("Short.", 30, "Short.", id="fits"),
    pytest.param("It sails on. Nobody knows when, or why.", 22, "It sails on. …", id="at a sentence"),
    pytest.param("<b>It sails on</b>. <i>Nobody knows when, or why.</i>", 22, "<b>It sails on</b>. …",
                 id="nothing is open there"),
    pytest.param("<blockquote>It <b>sails on. Nobody knows</b> when.</blockquote>", 22,
                 "<blockquote>It <b>sails on. …</b></blockquote>", id="what is open is closed"),
    pytest.param("A &amp; B sail on. Nobody knows when &lt;that&gt; is.", 24, "A &amp; B sail on. …",
                 id="an escape counts once and stays whole"),
    pytest.param("🚢🚢🚢🚢🚢🚢", 11, "🚢🚢🚢🚢 …", id="no emoji is cut in half"),
    pytest.param('<a href="https://e.example/">It sails on and on and on and on</a>', 24,
                 '<a href="https://e.example/">It sails on …</a>\n<a href="https://e.example/">The rest</a>',
                 id="a link stays one, the rest is linked"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "limit", "expected"), CUT)
def test_html_is_cut_where_a_reader_would(html: str, limit: int, expected: str) -> None:
    """What is too long ends with a sentence or a word, with all tags closed, and a link to the rest."""
    assert fit(html, limit) == expected


@given(st.lists(st.tuples(ODD, st.sampled_from(["b", "i", "blockquote", "a", ""])), max_size=30), st.integers(30, 300))
def test_what_is_cut_fits_and_is_html(parts: list[tuple[str, str]], limit: int) -> None:
    """However tags, links and emoji stand, the result is within the limit, and Telegram can read it."""
    marks = {"a": ('<a href="https://gazette.example/?a=1&amp;b">', "</a>"), "": ("", "")}
    html = ""
    for text, tag in parts:
        opening, closing = marks.get(tag, (f"<{tag}>", f"</{tag}>"))
        html = f"{opening}{escape(text)}{closing}" if len(html) > 400 else f"{html}{opening}{escape(text)}{closing}"
    whole, _ = parse_html(html)
    cut, _ = parse_html(fit(html, limit))
    assert utf16_length(cut) <= limit
    assert cut == whole or whole.startswith(cut.removesuffix("\nThe rest").removesuffix(" …"))


def test_no_message_is_too_long() -> None:
    """An alert with a thousand outlets is cut at Telegram's limit, and leads to the article."""
    head = link("https://gazette.example/1", "<b>Talvane</b> sails")
    made = message(f"{head}\n<i>also: {', '.join(f'Paper {number}' for number in range(1000))}</i>")
    text, entities = parse_html(made.html)
    assert utf16_length(text) <= LIMIT
    assert text.endswith(" …\nThe rest")
    assert [entity["url"] for entity in entities if entity["type"] == "text_link"] == ["https://gazette.example/1"] * 2
    assert units_of_plain(made.plain) <= LIMIT


def test_addresses_that_take_too_many_bytes_go() -> None:
    """Telegram refuses more than some 9500 bytes of entities: the longest addresses go, the words stay."""
    links = [link("https://gazette.example/" + "x" * size, f"Story {size}") for size in (10, 9000, 500)]
    text, entities = parse_html(message("\n".join(links)).html)
    assert text == "Story 10\nStory 9000\nStory 500"
    assert [len(entity["url"]) for entity in entities] == [34, 524]


# --- several messages ---------------------------------------------------------------------------------


def test_blocks_share_a_message_as_long_as_they_fit() -> None:
    """Blocks are parted by an empty line, and begin a new message where the old one is full."""
    assert pack([["a", "b"], ["c"]]) == ["a\nb\n\nc"]
    assert pack([["a" * 3000], ["b" * 1094], ["c"]]) == ["a" * 3000 + "\n\n" + "b" * 1094, "c"]
    assert pack([]) == []


def test_a_block_that_is_too_long_is_split_between_lines() -> None:
    """Only a block that fills more than a message by itself is split, and no line of it."""
    lines = [f"<b>{number}</b> {'🚢' * 100}" for number in range(60)]
    texts = pack([["start"], lines, ["end"]])
    assert texts[0] == "start"
    assert "\n".join(texts[1:]) == "\n".join(lines).rstrip() + "\n\nend"
    assert all(units(text) <= LIMIT for text in texts)


def test_long_addresses_and_many_entities_part_messages_too() -> None:
    """Telegram refuses too many bytes of links, and ignores all formatting after a hundred entities."""
    far = [[link("https://gazette.example/" + "x" * 1000, f"Story {number}")] for number in range(30)]
    many = [[link("https://gazette.example/", f"{number}")] for number in range(250)]
    for blocks in (far, many):
        texts = pack(blocks)
        assert sum(len(parse_html(text)[1]) for text in texts) == len(blocks)
        assert all(len(text.encode()) <= BYTES and len(parse_html(text)[1]) <= ENTITIES for text in texts)
