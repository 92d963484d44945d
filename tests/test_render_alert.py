"""The message of one alert: what a reader gets, and that Telegram always takes it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.telegram_html import parse_html, utf16_length
from pipelines.matcher import Matcher
from pipelines.model import Entry, Fact, Field, Gain, Kind, Match, Mention, Message, Route, Status, Telling
from pipelines.render.alert import alert_line, also_line, render_alert, with_also
from pipelines.stories.outlets import Outlets
from pipelines.watchlist import combine, parse_watchlist

ZONE = ZoneInfo("America/Toronto")
TITLES = {"company-meets-agency": "Company meets agency", "nameless": ""}
SUMMARY = (
    "The harbour was quiet. Talvane Freight will carry mail for the Coastal Registry Office & its crews, "
    "a notice shows. Talvane declined to comment."
)
ENTRY = Entry(
    id="1",
    title="Talvane wins <mail> contract",
    summary=SUMMARY,
    link='https://gazette.example/1?a=1&b="2"',
    published=datetime(2026, 11, 22, 13, 5, tzinfo=UTC),
    source="Ellery Gazette & Post",
)
WATCHES = """
[[watch]]
id = "talvane"
name = "Talvane Freight"
kind = "company"
aliases = ["Talvane"]
[[watch]]
id = "coastal-registry"
name = "Coastal Registry Office"
kind = "agency"
"""
MATCHER = Matcher(combine([parse_watchlist(WATCHES, "freight.toml")]))


def alert(
    entry: Entry = ENTRY,
    *,
    rules: tuple[str, ...] = (),
    sums: tuple[str | None, ...] = (),
    watches: tuple[str, ...] = ("talvane",),
    found: tuple[Mention, ...] | None = None,
) -> Message:
    """Return the alert of an entry."""
    facts = tuple(
        Fact(company="talvane", agency=None, action=None, amount=None, currency=None, amount_text=text, sentence="")
        for text in sums
    )
    match = Match(mentions=MATCHER.match(entry).mentions if found is None else found, facts=facts)
    return render_alert(entry, match, Route(chat="@news", watches=watches, rules=rules), TITLES, ZONE)


def test_an_alert_as_a_reader_gets_it() -> None:
    """Headline linked, publisher and time, the sentence with most names and these in bold, rule and sum, hashtags."""
    message = alert(rules=("company-meets-agency",), sums=("$8 million",), watches=("talvane", "coastal-registry"))
    assert message.html == (
        '<a href="https://gazette.example/1?a=1&amp;b=&quot;2&quot;"><b>Talvane</b> wins &lt;mail&gt; contract</a>\n'
        "<i>Ellery Gazette &amp; Post · 22 November 2026, 08:05 EST</i>\n\n"
        "<blockquote><b>Talvane Freight</b> will carry mail for the <b>Coastal Registry Office</b> &amp; its crews, "
        "a notice shows.</blockquote>\n\n"
        "Company meets agency · <b>$8 million</b>\n\n"
        "#talvane #coastal_registry"
    )
    text, entities = parse_html(message.html)
    assert [entity["url"] for entity in entities if entity["type"] == "text_link"] == [ENTRY.link]
    assert message.plain == text.replace(ENTRY.title, f"{ENTRY.title} ({ENTRY.link})")


def quote(entry: Entry) -> str:
    """Return what the alert of an entry quotes, "" if nothing."""
    _, _, rest = alert(entry).html.partition("<blockquote>")
    return rest.partition("</blockquote>")[0]


HEADLINE = "Talvane wins mail contract"
QUOTES = [
    pytest.param({"summary": ""}, "", id="nothing but a headline"),
    pytest.param({"summary": "The harbour was quiet."}, "The harbour was quiet.", id="teaser"),
    pytest.param({"summary": "A word on Talvane. More."}, "A word on <b>Talvane</b>.", id="what matched"),
    pytest.param({"summary": "Quiet.", "content": "It was Talvane."}, "It was <b>Talvane</b>.", id="in the content"),
    pytest.param({"summary": HEADLINE}, "", id="the headline again"),
    pytest.param({"summary": HEADLINE.upper() + "!"}, "", id="in capitals"),
    pytest.param({"summary": f"{HEADLINE}  Ellery Gazette"}, "", id="search feed: with the publisher's name"),
    pytest.param({"title": f"{HEADLINE} - Ellery Gazette", "summary": f"{HEADLINE} Ellery Gazette"}, "",
                 id="search feed: in both"),
    pytest.param({"title": f"{HEADLINE} - Ellery Gazette", "summary": HEADLINE}, "", id="search feed: in the title"),
    pytest.param({"summary": f"{HEADLINE}\nThe harbour was quiet."}, "The harbour was quiet.", id="again, then more"),
    pytest.param({"summary": f"{HEADLINE}. Talvane was glad."}, "<b>Talvane</b> was glad.", id="again, a sentence"),
    pytest.param({"summary": f"{HEADLINE} for the island of Skell, and more"},
                 "<b>Talvane</b> wins mail contract for the island of Skell, and more", id="begins alike, says more"),
    pytest.param({"title": "", "summary": "A word on Talvane."}, "A word on <b>Talvane</b>.", id="no headline"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), QUOTES)
def test_what_is_quoted_says_more_than_the_headline(change: dict[str, str], expected: str) -> None:
    """The best sentence that matched, else how the text begins, but never the headline once more."""
    entry = replace(ENTRY, **{"title": HEADLINE, "source": "Ellery Gazette", **change})  # type: ignore[arg-type]
    assert quote(entry) == expected


LACKS = [
    pytest.param({"source": ""}, "<i>22 November 2026, 08:05 EST</i>", id="no source"),
    pytest.param({"published": None}, "<i>Ellery Gazette &amp; Post</i>", id="no date"),
    pytest.param({"source": "", "published": None}, "<i>no date given</i>", id="neither"),
    pytest.param({"link": ""}, "<b>Talvane</b> wins &lt;mail&gt; contract", id="no link"),
    pytest.param({"title": "", "summary": "Talvane\nsails."}, "<b>Talvane sails.</b></a>", id="no headline"),
    pytest.param({"title": "", "summary": "", "content": "Talvane!"}, "<b>Talvane!</b></a>", id="content only"),
]


@pytest.mark.parametrize(("change", "expected"), LACKS)
def test_what_the_feed_does_not_say_is_left_out(change: dict[str, object], expected: str) -> None:
    """An entry without source, date, link or headline still makes a message without gaps."""
    message = alert(replace(ENTRY, **change))  # type: ignore[arg-type]
    assert expected in message.html.split("\n")[0] or expected in message.html.split("\n")[1]
    assert "<i></i>" not in message.html
    assert "</a>" not in message.html or "link" not in change
    assert " ()" not in message.plain


def test_unsure_names_are_not_bold() -> None:
    """Only what is surely meant is shown as a match."""
    unsure = tuple(replace(mention, status=Status.UNSURE) for mention in MATCHER.match(ENTRY).mentions)
    assert unsure
    assert "<b>" not in alert(found=unsure).html


NOTES = [
    pytest.param((), (), None, id="neither"),
    pytest.param(("company-meets-agency",), (), "Company meets agency", id="rule"),
    pytest.param(("nameless",), (), "nameless", id="a rule without title"),
    pytest.param((), ("$8 million", None, "$8 million"), "<b>$8 million</b>", id="a sum, once"),
    pytest.param(("company-meets-agency",), ("€3bn", "$8 & more"),
                 "Company meets agency · <b>€3bn</b> · <b>$8 &amp; more</b>", id="both"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "sums", "expected"), NOTES)
def test_rule_and_sum_are_told_where_there_are_any(
    rules: tuple[str, ...], sums: tuple[str | None, ...], expected: str | None
) -> None:
    """A line of its own for the rules met and the sums of money, no line where there are none."""
    parts = alert(rules=rules, sums=sums).html.split("\n\n")
    assert parts[2:-1] == ([expected] if expected else [])


def test_a_long_sentence_is_cut_around_the_first_name() -> None:
    """Of an endless sentence the part with the name is shown, the name in bold, cut at words."""
    entry = replace(ENTRY, summary="harbour " * 400 + "Talvane " + "island " * 400)
    shown = quote(entry)
    assert shown.startswith("… harbour ")
    assert "harbour <b>Talvane</b> island" in shown
    assert shown.endswith("island …")


def test_a_name_at_the_very_end_of_a_cut_sentence_is_bold() -> None:
    """What is cut off in front leaves the name at the end whole and bold."""
    assert quote(replace(ENTRY, summary="harbour " * 400 + "Talvane")).endswith("harbour <b>Talvane</b>")


# --- whatever comes -----------------------------------------------------------------------------------

PIECES = ["Talvane", "Coastal Registry Office", "<b>", "</a>", "&", '"', "'", "🚢", "e\u0301", " ", ". ", "\n", "é" * 9]


def everywhere(entry: Entry) -> tuple[Mention, ...]:
    """Return up to 500 mentions, each in a sentence as long as its field."""
    return tuple(
        Mention(watch="talvane", kind=Kind.COMPANY, text="Talvane", field=field, start=found.start(), end=found.end(),
                status=Status.SURE, score=1, sentence_start=0, sentence_end=len(entry.text(field)))
        for field in Field
        for found in re.finditer("Talvane", entry.text(field))
    )[:500]  # fmt: skip


TEXT = st.builds(lambda parts, times: "".join(parts) * times, st.lists(st.sampled_from(PIECES), max_size=9),
                 st.sampled_from([1, 1, 2, 40, 1000]))  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(TEXT, TEXT, TEXT, st.integers(0, 200), st.integers(0, 500))
def test_a_message_is_always_one_that_telegram_takes(
    title: str, summary: str, source: str, watches: int, number: int
) -> None:
    """However monstrous the entry: well-formed HTML, no more than 4096 UTF-16 units, and so the plain text."""
    entry = replace(
        ENTRY, title=title, summary=summary, source=source, link="https://gazette.example/" + "&" * number * 10
    )
    message = alert(
        entry,
        found=everywhere(entry),
        watches=tuple(f"watch-{'x' * n}" for n in range(watches + 1)),
        rules=tuple(f"rule-{n}" + "<" * n for n in range(number)),
        sums=tuple(f"${n} & {'🚢' * n}" for n in range(number)),
    )
    text, entities = parse_html(message.html)
    assert 0 < utf16_length(text) <= 4096
    assert 0 < utf16_length(message.plain) <= 4096
    assert all(entity["length"] > 0 for entity in entities)
    assert all(tag not in message.plain for tag in ("<i>", "<blockquote>", "<a href"))
    assert "#watch_" in text


def test_a_megabyte_of_headline_and_five_hundred_names_are_no_trouble() -> None:
    """Sizes that no feed should have make a message like others."""
    entry = replace(ENTRY, title="Talvane sails " * 80_000, summary="Talvane " * 500 + "x" * 1_000_000)
    text, _ = parse_html(alert(entry, found=everywhere(entry)).html)
    assert text.startswith("Talvane sails Talvane sails")
    assert utf16_length(text) <= 4096


def test_further_outlets_stand_below_the_byline() -> None:
    """Each name leads to its report; names that look like markup are text; without outlets nothing changes."""
    names = ("Own", "Harwick <Post>", "Tally & Trade")
    links = ("https://own.example/1", 'https://post.example/?a="1"&b=2', "")
    of = Outlets(names=names, links=links, copies=1, independent=1)
    first = alert()
    message = with_also(first.html, also_line(of))
    lines = message.plain.split("\n")
    assert lines[:2] == first.plain.split("\n")[:2]
    assert lines[2].startswith("also: Harwick <Post>")
    assert lines[2].endswith("Tally & Trade (1 of them the same copy)")
    text, entities = parse_html(message.html)
    assert "also: Harwick <Post>, Tally & Trade (1 of them the same copy)" in text
    assert [entity["url"] for entity in entities if entity["type"] == "text_link"][1:] == [links[1]]
    assert with_also(first.html, also_line(replace(of, names=("Own",), links=("",)))) == first


@pytest.mark.parametrize(
    ("gains", "words"),
    [
        pytest.param(("amount:$8 million",), "New in this story: $8 million", id="one"),
        pytest.param(
            ("rule:a", "watch:b", "doubt:c", "amount:d", "x:e"), "New in this story: a; b; d", id="three at most"
        ),
        pytest.param(("doubt:may be another event",), "May be another event", id="a doubt alone"),
    ],
)
def test_a_reply_says_first_what_is_new(gains: tuple[str, ...], words: str) -> None:
    """The reader of a reply sees at once why it was sent."""
    parts = [gain.split(":") for gain in gains]
    route = Route(
        chat="@c", watches=("talvane",), telling=Telling.GAIN,
        gains=tuple(Gain(code=f"{code}:", words=text) for code, text in parts),
    )  # fmt: skip
    message = render_alert(ENTRY, MATCHER.match(ENTRY), route, TITLES, ZONE)
    assert message.plain.split("\n")[0] == words


# --- as a line among others ---------------------------------------------------------------------------


def weight(
    entry: Entry, *, rules: tuple[str, ...] = (), sums: bool = False, silent: bool = False,
    telling: Telling = Telling.FIRST, watches: tuple[str, ...] = ("talvane",),
) -> int:  # fmt: skip
    """Return how heavy the line of an alert is."""
    fact = Fact(company="talvane", agency=None, action=None, amount=None, currency=None, amount_text="$1", sentence="")
    match = Match(mentions=MATCHER.match(entry).mentions, facts=(fact,) if sums else ())
    route = Route(chat="@news", watches=watches, rules=rules, silent=silent, telling=telling)
    return alert_line(entry, match, route).weight


def test_a_line_as_a_reader_gets_it() -> None:
    """The headline with its link, the publisher, hashtags: one line."""
    route = Route(chat="@news", watches=("talvane", "coastal-registry", "osprell"))
    line = alert_line(replace(ENTRY, title="Talvane wins\n<mail> contract"), MATCHER.match(ENTRY), route)
    assert line.html == (
        '<a href="https://gazette.example/1?a=1&amp;b=&quot;2&quot;">Talvane wins &lt;mail&gt; contract</a> · '
        "Ellery Gazette &amp; Post · #talvane #coastal_registry"
    )


def test_a_line_begins_with_the_reason_that_it_stands_so_high() -> None:
    """The title of the first rule that has one, else the first sum of money; neither is endless."""
    entry = replace(ENTRY, title="Talvane sails", link="", source="")
    fact = Fact(company="talvane", agency=None, action=None, amount=8, currency=None, amount_text="$8 <m", sentence="")
    match = Match(facts=(replace(fact, amount_text=None), fact))
    route = Route(chat="@news", watches=("talvane",), rules=("untitled", "meets"))
    titles = {"untitled": "", "meets": "Company & agency"}
    found = [
        alert_line(entry, match, route, titles).html,
        alert_line(entry, match, route).html,
        alert_line(entry, Match(), replace(route, rules=()), titles).html,
        alert_line(entry, match, route, {"meets": "Long " * 99}).html,
    ]
    assert found == [
        "Company &amp; agency: Talvane sails · #talvane",
        "$8 &lt;m: Talvane sails · #talvane",
        "Talvane sails · #talvane",
        f"{'Long ' * 7}…: Talvane sails · #talvane",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "", "summary": "A word.\nMore."}, "A word. More. · G · #talvane"),
        ({"title": "", "summary": "", "source": ""}, "no headline · #talvane"),
        ({"title": "Talvane " * 99}, f"{'Talvane ' * 24}… · G · #talvane"),
        ({"title": "Talvane", "link": "https://e.example/" + "x" * 3000}, "Talvane · G · #talvane"),
    ],
)
def test_a_line_of_what_lacks_or_is_too_much(change: dict[str, str], expected: str) -> None:
    """Without a headline the text begins; nothing is endless, and an endless address is left out."""
    entry = replace(ENTRY, **{"source": "G", "link": "", **change})  # type: ignore[arg-type]
    assert alert_line(entry, Match(), Route(chat="@news", watches=("talvane",))).html == expected


def test_what_matters_most_is_heaviest() -> None:
    """A rule that was met, a meeting in one sentence, a sum, many watches; replies below, silent ones last."""
    apart = replace(ENTRY, summary="Talvane sails.")
    many = ("talvane", *map(str, range(20)))
    weights = [
        weight(apart, rules=("r",)),
        weight(ENTRY, sums=True, watches=many),
        weight(ENTRY),
        weight(apart, sums=True, watches=many),
        weight(apart, sums=True),
        weight(apart, watches=many),
        weight(apart),
        weight(apart, telling=Telling.GAIN),
        weight(ENTRY, rules=("r",), sums=True, silent=True),
        weight(apart, silent=True),
    ]
    assert weights == sorted(set(weights), reverse=True)
