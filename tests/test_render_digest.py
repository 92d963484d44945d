"""A digest as Telegram messages, text, a page and JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.telegram_html import parse_html, utf16_length
from pipelines.digest.values import Digest, Edition, Failing, Health, Item, Section
from pipelines.model import Action, Example, Report, Suggestion
from pipelines.render.digest.data import digest_json
from pipelines.render.digest.page import digest_html
from pipelines.render.digest.telegram import digest_messages
from pipelines.render.digest.text import digest_text

ZONE = ZoneInfo("America/Toronto")
UNTIL = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
EVIL = "<script>alert('x')</script> & \"Talvane\""
FORMATS = {"text": lambda d: digest_text(d, ZONE), "html": lambda d: digest_html(d, ZONE), "json": digest_json}


def item(key: int, title: str = "Talvane wins mail contract", **changes: object) -> Item:
    """Return an entry of the digest, with what a test changes about it."""
    return Item(
        **{
            "key": key, "title": title, "link": f"https://gazette.example/{key}", "source": "Ellery Gazette",
            "at": UNTIL - timedelta(hours=2), "action": Action.ALERT, "reason": "Named.", "watches": ("talvane",),
            "rules": (), "unsure": (), "score": 1.0, "sentence": "A sentence on Talvane.", **changes,
        }  # type: ignore[arg-type]
    )  # fmt: skip


BROKEN = Failing(
    url="https://courier.example/feed", label="Late <Courier>", error="answered 404 <Not Found>",
    since=UNTIL - timedelta(days=5),
)  # fmt: skip
EMPTY = Digest(
    day=date(2026, 11, 22), since=UNTIL - timedelta(days=1), until=UNTIL, rules=(), sections=(), review=(), held=(),
    alerts=0, health=Health(feeds=15, answered=15, entries=153),
)  # fmt: skip
FULL = replace(
    EMPTY,
    rules=(("Company meets agency", (item(1, "Talvane <b> & Registry sign"),)),),
    sections=(Section(watch="talvane", name="Talvane & Sons", count=3, stories=3, items=(item(2), item(3))),),
    review=(item(4, "Late talvane costs growers half the blossom", action=Action.REVIEW),),
    held=(
        item(5, action=Action.HELD, reason="Older than alerts.max_age (7d)."),
        item(6, action=Action.HELD, reason="Older than alerts.max_age (7d)."),
        item(7, action=Action.HELD, reason="Already alerted; an edit alerts no second time."),
    ),
    alerts=3,
    health=Health(feeds=2, answered=1, entries=1, failing=(BROKEN,)),
)


def told(digest: Digest) -> str:
    """Return the text of all messages as Telegram shows it, having checked that it takes them."""
    messages = digest_messages(digest, ZONE)
    for message in messages:
        text, _ = parse_html(message.html)
        assert utf16_length(text) <= 4096
        assert utf16_length(message.plain) <= 4096
        assert "<b>" not in message.plain.replace("Talvane <b> &", "")
    return "\n--\n".join(parse_html(message.html)[0] for message in messages)


def test_a_digest_as_a_reader_gets_it() -> None:
    """Day, span and figures, then rules, watches with counts, the review, feeds that fail, and what was held."""
    assert told(FULL).split("\n") == [
        "Digest of Sunday, 22 November 2026",
        "21 November, 08:00 – 22 November 2026, 08:00 EST",
        "3 alerts. 1 of 2 feeds answered, 1 fails now, 1 new entry.",
        "",
        "Company meets agency",
        "• Talvane <b> & Registry sign · Ellery Gazette",
        "",
        "Talvane & Sons: 3 (1 of them above)",
        "• Talvane wins mail contract · Ellery Gazette",
        "• Talvane wins mail contract · Ellery Gazette",
        "",
        "To review: these names may mean something else",
        "• Late talvane costs growers half the blossom · Ellery Gazette",
        "",
        "Feeds to look at",
        "• Late <Courier>: answered 404 <Not Found> since Tuesday 08:00",
        "",
        "Held back",
        "• 2 × Older than alerts.max_age (7d).",
        "• 1 × Already alerted; an edit alerts no second time.",
    ]


EXAMPLE = Example(
    entry=9, at=UNTIL - timedelta(hours=3), source="Harbour Times", title="Boats & <radars>",
    link="https://harbour.example/9", sentence="The registry bought boats from Corvane.",
)  # fmt: skip
NAMES = [
    Suggestion(
        name=f"Corvane <{number}> & Sons", entries=number, publishers=1, close=1, agencies=("registry",),
        first=EXAMPLE.at, last=EXAMPLE.at, seen=EXAMPLE.at, examples=(EXAMPLE,),
    )
    for number in range(8, 0, -1)
]  # fmt: skip


def test_names_that_nobody_watches_have_a_part_of_their_own() -> None:
    """Up to five, each with its count and the headline of an example, linked; without any there is no such part."""
    with_names = replace(FULL, unwatched=tuple(NAMES))
    lines = told(with_names).split("\n")
    at = lines.index("Names you do not watch yet")
    assert lines[at + 1] == "• Corvane <8> & Sons (8 entries): Boats & <radars>"
    assert lines[at + 6 : at + 8] == ["", "Feeds to look at"]
    (message,) = digest_messages(with_names, ZONE)
    assert '<a href="https://harbour.example/9">Boats &amp; &lt;radars&gt;</a>' in message.html
    text, page = digest_text(with_names, ZONE), digest_html(with_names, ZONE)
    assert "  - Corvane <8> & Sons (8 entries): Boats & <radars>\n    Harbour Times, 22 November 2026, 05:00" in text
    assert (
        "<h2>Names you do not watch yet</h2>\n<ul>\n<li><bdi>Corvane &lt;8&gt; &amp; Sons (8 entries)</bdi>: <a href="
        in page
    )
    assert text.count("Corvane") == page.count("Corvane") == 5
    names = json.loads(digest_json(with_names))["unwatched"]
    assert (len(names), names[7]["name"], names[7]["entries"]) == (8, "Corvane <1> & Sons", 1)
    assert not any("do not watch" in render(FULL) for render in FORMATS.values())
    assert json.loads(digest_json(FULL))["unwatched"] == []


def test_the_plain_digest_has_the_addresses() -> None:
    """Where Telegram refuses the HTML, the links stand behind the headlines."""
    [message] = digest_messages(FULL, ZONE)
    assert "• Talvane <b> & Registry sign (https://gazette.example/1) · Ellery Gazette" in message.plain


def report(entry: int, source: str, copy_of: int | None = None) -> Report:
    """Return an entry of a story, each outlet on a site of its own."""
    link = f"https://{source.split()[-1].lower()}.example/{entry}"
    return Report(entry=entry, source=source, link=link, copy_of=copy_of)


STORY = item(
    2, story=2, reports=(report(2, "Ellery Gazette"), report(3, "Harbour Times", 2), report(5, "Q<3 & Daily")),
)  # fmt: skip
IN_STORIES = replace(
    FULL,
    rules=(("Company meets agency", (replace(STORY, source=""),)),),
    sections=(Section(watch="talvane", name="Talvane & Sons", count=1007, stories=2, items=(STORY,)),),
)


def test_a_story_is_a_line_with_its_further_outlets() -> None:
    """Stories and reports are counted, and in Telegram the outlets too; text and page tell who else has it."""
    counted, also = "and 2 more outlets", "also: Harbour Times, Q<3 & Daily (1 of them the same copy)"
    lines = told(IN_STORIES).split("\n")
    assert "Talvane & Sons: 2 stories, 1,007 reports (1 of them above)" in lines
    assert f"• Talvane wins mail contract · Ellery Gazette {counted}" in lines
    assert "• Talvane wins mail contract · 3 outlets" in lines
    text, page = digest_text(IN_STORIES, ZONE), Page(digest_html(IN_STORIES, ZONE))
    assert f"    Ellery Gazette, 22 November 2026, 06:00 EST, https://gazette.example/2\n    {also}\n" in text
    assert f"Ellery Gazette, 22 November 2026, 06:00 EST, {also}" in page.text


def test_the_data_of_a_story_name_outlets_and_reports() -> None:
    """JSON has the story, its outlets by name, and the rows of its entries; a watch has both counts."""
    (part,) = json.loads(digest_json(IN_STORIES))["watches"]
    assert (part["count"], part["stories"]) == (1007, 2)
    (entry,) = part["entries"]
    assert (entry["story"], entry["reports"]) == (2, [2, 3, 5])
    assert entry["outlets"] == ["Ellery Gazette", "Harbour Times", "Q<3 & Daily"]


def test_one_story_in_one_report_is_counted_as_before() -> None:
    """Where no story has several reports there is one figure; a single story is one story."""
    section = IN_STORIES.sections[0]
    for stories, count, heading in ((7, 7, "Talvane & Sons: 7"), (1, 2, "Talvane & Sons: 1 story, 2 reports")):
        digest = replace(FULL, sections=(replace(section, count=count, stories=stories, items=(STORY,) * stories),))
        assert heading in told(digest).split("\n")


def test_a_story_shows_the_report_that_names_the_watch() -> None:
    """Headline, link, publisher and time are that report's; the others follow it. JSON has it beside the first one."""
    front = item(3, "Osprell & Talvane merge", source="Harbour Times", link="https://times.example/3", at=UNTIL)
    turns = (front, item(5, "Osprell closes a yard", source="Daily"))
    line = replace(STORY, front=front, turns=turns)
    digest = replace(FULL, rules=(), sections=(replace(IN_STORIES.sections[0], items=(line,)),))
    lines = told(digest).split("\n")
    at = lines.index("• Osprell & Talvane merge · Harbour Times and 2 more outlets")
    assert lines[at + 1] == "   ↳ Osprell closes a yard · Daily"
    assert told(digest).count("Osprell & Talvane merge") == 1
    text, page = digest_text(digest, ZONE), digest_html(digest, ZONE)
    assert (
        "  - Osprell & Talvane merge\n    Harbour Times, 22 November 2026, 08:00 EST, https://times.example/3" in text
    )
    assert '<li><a href="https://times.example/3"><bdi>Osprell &amp; Talvane merge</bdi></a>' in page
    (entry,) = json.loads(digest_json(digest))["watches"][0]["entries"]
    assert (entry["entry"], entry["title"]) == (2, "Talvane wins mail contract")
    assert entry["front"] == {
        "entry": 3, "title": front.title, "link": front.link, "source": "Harbour Times",
        "at": "2026-11-22T13:00:00+00:00",
    }  # fmt: skip


def test_watches_with_nothing_of_their_own_share_a_line() -> None:
    """Their stories stand above: names and numbers of stories, in Telegram as many as a reader takes."""
    rest = tuple(Section(watch=f"w{n}", name=f"Wharf {n}", count=9, stories=n, items=()) for n in range(1, 200))
    few, many = (replace(FULL, sections=FULL.sections + rest[:count]) for count in (2, 199))
    words = "Told above: Wharf 1 1, Wharf 2 2"
    assert told(few).split("\n")[told(few).split("\n").index(words) + 1] == ""
    assert f"\n\n{words}\n\n" in digest_text(few, ZONE)
    assert f"<h2>{words}</h2>\n<h2>" in digest_html(few, ZONE)
    (line,) = (line for line in told(many).split("\n") if line.startswith("Told above: "))
    assert (len(line) <= 1000, line.endswith(" …")) == (True, True)
    assert "Wharf 199 199" in digest_text(many, ZONE)
    assert len(json.loads(digest_json(many))["watches"]) == 200


EMPTY_WORDS = "Nothing to tell: no watched name in the news. 15 of 15 feeds answered, 153 new entries."


@pytest.mark.parametrize("render", [told, FORMATS["text"], FORMATS["html"]], ids=["telegram", "text", "html"])
def test_an_empty_day_says_so(render: object) -> None:
    """A day without watched names is told as such, with the number of feeds that were polled."""
    assert callable(render)
    assert EMPTY_WORDS in render(EMPTY)


FIGURES = [
    pytest.param(Health(feeds=1, answered=1, entries=1), 1, "1 alert. 1 of 1 feed answered, 1 new entry.", id="one"),
    pytest.param(Health(feeds=40, answered=38, entries=1234), 0,
                 "0 alerts. 38 of 40 feeds answered, 1,234 new entries.", id="many"),
    pytest.param(Health(feeds=2, answered=2, entries=5, failing=(BROKEN,) * 2), 2,
                 "2 alerts. 2 of 2 feeds answered, 2 fail now, 5 new entries.", id="answered and fail"),
]  # fmt: skip


@pytest.mark.parametrize(("health", "alerts", "expected"), FIGURES)
def test_figures_are_in_good_english(health: Health, alerts: int, expected: str) -> None:
    """One feed, two feeds; one entry, two entries."""
    assert told(replace(FULL, health=health, alerts=alerts)).split("\n")[2] == expected


LACKS = [
    pytest.param({"source": ""}, "• Talvane wins mail contract", id="no source"),
    pytest.param({"title": ""}, "• A sentence on Talvane. · Ellery Gazette", id="no headline"),
    pytest.param({"title": "", "sentence": ""}, "• https://gazette.example/1 · Ellery Gazette", id="no words"),
    pytest.param({"title": "", "sentence": "", "link": ""}, "• (no headline) · Ellery Gazette", id="nothing"),
]


@pytest.mark.parametrize(("changes", "line"), LACKS)
def test_what_an_entry_lacks_leaves_no_gap(changes: dict[str, object], line: str) -> None:
    """Without source, headline or link an entry is still a line that one can read, in every format."""
    digest = replace(FULL, rules=(("Company meets agency", (item(1, **changes),)),))  # type: ignore[arg-type]
    assert line in told(digest).split("\n")
    for render in FORMATS.values():
        assert 'href=""' not in render(digest)
        assert "\n    , " not in render(digest)
        assert "<small>, " not in render(digest)


def test_long_headings_list_a_dozen_and_count_the_rest() -> None:
    """Of many entries the first twelve are listed in Telegram; text, page and JSON have them all."""
    digest = replace(FULL, rules=(("Company meets agency", tuple(item(n, f"Story no. {n}.") for n in range(40))),))
    assert told(digest).count("Story no. ") == 12
    assert "• and 28 more" in told(digest)
    assert {render(digest).count("Story no. ") for render in FORMATS.values()} == {40}


def test_a_digest_of_many_headings_tells_less_of_each_and_cuts_no_link() -> None:
    """Four messages at most; each watch has its heading and its first story, linked; the rest is counted."""
    sections = tuple(
        Section(
            watch=f"w{n}", name=f"Wharf {n}", count=5, stories=5,
            items=tuple(item(10 * n + k, "🚢 sails " * 30) for k in range(5)),
        )
        for n in range(10, 50)
    )  # fmt: skip
    digest = replace(FULL, sections=sections)
    messages = digest_messages(digest, ZONE)
    assert 1 < len(messages) <= 4
    links = [e["url"] for m in messages for e in parse_html(m.html)[1] if e["type"] == "text_link"]
    assert {f"https://gazette.example/{n}0" for n in range(10, 50)} <= set(links)
    assert len(links) == len(set(links))
    assert (told(digest).count("• and 4 more"), told(digest).count("Wharf ")) == (40, 40)
    assert told(digest).endswith(
        "\nAll of it: wirewatch digest --date 2026-11-22 --format html, or the pages (wirewatch web)."
    )
    assert "All of it" not in told(FULL)


WEEKS = [
    pytest.param(date(2026, 11, 22), "Week of 16–22 November 2026", id="within a month"),
    pytest.param(date(2026, 12, 4), "Week of 28 November – 4 December 2026", id="two months"),
    pytest.param(date(2027, 1, 3), "Week of 28 December 2026 – 3 January 2027", id="two years"),
]


@pytest.mark.parametrize(("day", "heading"), WEEKS)
def test_a_weekly_digest_is_called_by_its_week(day: date, heading: str) -> None:
    """Its day is the last of the seven; the rest of a full week is found by the option for weeks."""
    digest = replace(FULL, day=day, edition=Edition.WEEKLY)
    assert [text.split("\n")[0] for text in (told(digest), digest_text(digest, ZONE))] == [heading, heading]
    assert f"<h1>{heading}</h1>" in digest_html(digest, ZONE)
    crowded = replace(digest, rules=(("Company meets agency", tuple(item(n) for n in range(40))),))
    assert f"All of it: wirewatch digest --week --date {day} --format html, or" in told(crowded)


def test_headings_beyond_all_room_share_a_line() -> None:
    """Of hundreds of watches the loudest have their story, and the others are named; what follows is still told."""
    sections = tuple(
        Section(watch=f"w{n}", name=f"Wharf {n}", count=1, stories=1, items=(item(n),)) for n in range(300)
    )
    digest = replace(FULL, sections=sections)
    assert len(digest_messages(digest, ZONE)) <= 4
    (line,) = (line for line in told(digest).split("\n") if line.startswith("Told elsewhere: "))
    assert line.startswith("Told elsewhere: Wharf 19 1, Wharf 20 1, ")
    assert line.endswith(" …")
    assert "\nHeld back\n" in told(digest)


# --- the page and the data ----------------------------------------------------------------------------


class Page(HTMLParser):
    """Reads a page and notes its tags, attributes and text; complains of tags that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def test_the_page_is_well_formed_and_runs_nothing() -> None:
    """Texts that publishers wrote are shown as they are: no tag, no attribute and no address comes out of them."""
    evil = item(1, EVIL, source=EVIL, link='https://gazette.example/?q="><script>', reason=EVIL, sentence=EVIL)
    digest = replace(
        FULL,
        rules=((EVIL, (evil,)),),
        sections=(Section(watch="talvane", name=EVIL, count=2, stories=2, items=(evil,)),),
        held=(evil,),
        health=replace(FULL.health, failing=(Failing(url=EVIL, label=EVIL, error=EVIL, since=None),)),
    )
    page = Page(digest_html(digest, ZONE))
    plain = "html head meta title style body h1 h2 p small ul li a br bdi blockquote"
    assert page.tags == set(plain.split())
    assert {value for name, value in page.attributes if name == "href"} == {evil.link, "https://gazette.example/4"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")]
    assert page.text.count(EVIL) == 9


def test_the_page_has_all_parts() -> None:
    """Headings, headlines, bylines and reasons stand on the page as in the messages."""
    page = Page(digest_html(FULL, ZONE))
    for words in ("Talvane <b> & Registry sign", "Ellery Gazette, 22 November 2026, 06:00 EST", "2 × Older than",
                  "1 of them above", "answered 404 <Not Found>"):  # fmt: skip
        assert words in page.text


def test_the_data_come_back_as_they_were() -> None:
    """JSON has every part, times in UTC, texts unchanged; "empty" says whether there is anything."""
    data = json.loads(digest_json(replace(FULL, review=(item(4, EVIL, unsure=("talvane",)),))))
    assert (data["date"], data["since"], data["until"]) == (
        "2026-11-22", "2026-11-21T13:00:00+00:00", "2026-11-22T13:00:00+00:00",
    )  # fmt: skip
    assert (data["empty"], data["alerts"]) == (False, 3)
    assert [(part["title"], len(part["entries"])) for part in data["rules"]] == [("Company meets agency", 1)]
    assert [(part["watch"], part["count"], len(part["entries"])) for part in data["watches"]] == [("talvane", 3, 2)]
    assert data["review"] == [
        {
            "entry": 4, "title": EVIL, "link": "https://gazette.example/4", "source": "Ellery Gazette",
            "at": "2026-11-22T11:00:00+00:00", "action": "alert", "reason": "Named.", "watches": ["talvane"],
            "rules": [], "unsure": ["talvane"], "score": 1.0, "sentence": "A sentence on Talvane.",
            "names": [], "facts": [], "alert": None, "story": None, "day": 1, "outlets": [], "reports": [],
            "turns": [], "others": [], "front": None,
        }
    ]  # fmt: skip
    assert len(data["held"]) == 3
    assert data["feeds"]["failing"] == [
        {
            "url": "https://courier.example/feed", "label": "Late <Courier>", "error": "answered 404 <Not Found>",
            "since": "2026-11-17T13:00:00+00:00",
        }
    ]  # fmt: skip
    assert json.loads(digest_json(EMPTY))["empty"] is True


ODD = st.text(alphabet="aé<>&\"'🚢 .\n", max_size=12).flatmap(lambda t: st.sampled_from([t, t * 50, t * 900]))
ITEMS = st.builds(lambda n, title, source: item(n, title, source=source, sentence=title), st.integers(0, 9), ODD, ODD)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(ODD, st.lists(ITEMS, max_size=30)), max_size=12), st.lists(ODD, max_size=20))
def test_whatever_comes_every_format_takes_it(rules: list[tuple[str, list[Item]]], reasons: list[str]) -> None:
    """However odd or long the texts: messages that Telegram takes, a page in order, JSON that can be read."""
    digest = replace(
        FULL,
        rules=tuple((title, tuple(items)) for title, items in rules),
        held=tuple(item(n, reason=reason) for n, reason in enumerate(reasons)),
    )
    messages = digest_messages(digest, ZONE)
    assert len(messages) <= 4
    for message in messages:
        text, _ = parse_html(message.html)
        assert 0 < utf16_length(text) <= 4096
        assert utf16_length(message.plain) <= 4096
    Page(digest_html(digest, ZONE))
    assert len(json.loads(digest_json(digest))["rules"]) == len(rules)
