"""Whole digests in every format, byte by byte, and days that are too full.

The expected files are `tests/golden/digest-*`. After a change that is wanted, renew them and read what changed:

    UPDATE_GOLDEN=1 .venv/bin/pytest tests/test_digest_golden.py && git diff tests/golden
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.telegram_html import parse_html, utf16_length
from pipelines.digest.values import Digest, Edition, Failing, Health, Item, Mark, Section, Series, Stalled, Trend
from pipelines.model import Action, Example, Fact, Report, Suggestion
from pipelines.render.chart import chart_message
from pipelines.render.digest.data import digest_json
from pipelines.render.digest.page import digest_html
from pipelines.render.digest.telegram import digest_messages
from pipelines.render.digest.text import digest_text
from pipelines.render.telegram import fits

GOLDEN = Path(__file__).resolve().parent / "golden"
ZONE = ZoneInfo("America/Toronto")
UNTIL = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = {
    "harbour": "Harbour Board", "pellam": "Pellam", "port": "Port Authority", "osprell": "Osprell",
}  # fmt: skip


def item(key: int, title: str, source: str, *watches: str, **more: object) -> Item:
    """Return an entry of the day."""
    host = source.lower().replace(" ", "-")
    return Item(
        **{
            "key": key, "title": title, "link": f"https://{host}.example/{key}", "source": source,
            "at": UNTIL - key * HOUR, "action": Action.ALERT, "reason": "Named.", "watches": watches, "rules": (),
            "unsure": (), "score": 1.0, "sentence": "", **more,
        }  # type: ignore[arg-type]
    )  # fmt: skip


def reports(*sources: str) -> tuple[Report, ...]:
    """Return a story's reports, one of each outlet."""
    return tuple(
        Report(entry=40 + n, source=name, link=f"https://{name.lower().replace(' ', '-')}.example/{40 + n}")
        for n, name in enumerate(sources)
    )


UNION = item(3, "Union asks Pellam who will pay", "Courier", "pellam")
LEASE = item(
    1, "Pellam to guard the port of Ellery", "Ellery Gazette", "pellam", "port", rules=("meets",), story=1, day=2,
    alert="https://t.me/c/1234567/89", reports=reports("Ellery Gazette", "Harbour Times", "Courier", "Daily Echo"),
    sentence="Pellam Security won an $8 million contract with the Port Authority, <em>its</em> second this year.",
    names=("Pellam Security", "Port Authority"),
    facts=(
        Fact(
            company="pellam", agency="port", action="contract", amount=8_000_000, currency="USD",
            amount_text="$8 million", sentence="Pellam Security won an $8 million contract.", status="planned",
        ),
    ),
    turns=(UNION,), others=(item(8, "Pellam at the port", "Harbour Times", "pellam"), UNION),
)  # fmt: skip
DOCKS = item(
    2, "Osprell pays for new docks", "Courier", "osprell", "harbour", rules=("meets",),
    sentence="Osprell pays the Harbour Board 2.5 million dollars for new docks.", names=("Osprell", "Harbour Board"),
    facts=(
        Fact(
            company="osprell", agency="harbour", action=None, amount=2_500_000, currency="USD",
            amount_text="2.5 million dollars", sentence="Osprell pays the Harbour Board 2.5 million dollars.",
        ),
    ),
)  # fmt: skip
SMUGGLED = item(
    4, "<script>alert(1)</script> \u202egnp.exe and Pellam", "Night <b>Desk</b>", "pellam", link="javascript:alert(1)",
    alert="https://t.me/c/1234567/90",
)  # fmt: skip
REVIEW = item(
    5, "Late pellam blossom delights the hills", "Daily Echo", action=Action.REVIEW, unsure=("pellam", "osprell"),
    score=0.4, sentence="The pellam, a late apple, is in blossom.", names=("pellam",),
)  # fmt: skip
EXAMPLE = Example(
    entry=9, at=UNTIL - 3 * HOUR, source="Harbour Times", title="Corvane sells boats to the port",
    link="https://harbour-times.example/9", sentence="The Port Authority bought boats from Corvane.",
)  # fmt: skip
RICH = Digest(
    names=NAMES,
    day=date(2026, 11, 22), since=UNTIL - DAY, until=UNTIL,
    rules=(("Company meets agency", (LEASE, DOCKS)),),
    sections=(
        Section(
            watch="pellam", name="Pellam", count=14, stories=3, right=12, wrong=3,
            items=(SMUGGLED, item(6, "Pellam opens an office", "Ellery Gazette", "pellam", action=Action.DIGEST)),
        ),
        Section(watch="osprell", name="Osprell", count=1, stories=1, items=()),
        Section(watch="port", name="Port Authority", count=4, stories=1, items=(), right=1),
    ),
    review=(REVIEW,),
    held=(
        item(7, "Pellam, a year on", "Courier", "pellam", action=Action.HELD, reason="Older than alerts.max_age (7d)."),
    ),
    alerts=4,
    health=Health(
        feeds=15, answered=13, entries=153,
        failing=(
            Failing(url="https://courier.example/feed", label="Courier", error="answered 403",
                    since=datetime(2026, 11, 17, 19, 10, tzinfo=UTC)),
            Failing(url="https://echo.example/?token=abc", label="Daily Echo", error="no answer within 20 s.",
                    since=datetime(2026, 11, 3, 1, 0, tzinfo=UTC)),
            Failing(url="https://night.example/", label="Night <b>Desk</b>", error="is no feed", since=UNTIL - HOUR),
        ),
        stalled=(
            Stalled(url="https://harbour.example/rss", label="Harbour News", last=UNTIL - 9 * DAY, rhythm=6 * HOUR),
        ),
    ),
    unwatched=(
        Suggestion(
            name="Corvane", entries=3, publishers=2, close=2, agencies=("port",), first=EXAMPLE.at, last=EXAMPLE.at,
            seen=EXAMPLE.at, examples=(EXAMPLE,),
        ),
    ),
    wrong=(
        Mark(entry=30, watch="osprell", at=UNTIL - HOUR, title="An osprell nests on the pier", name="Osprell",
             link="https://harbour-times.example/30", source="Harbour Times"),
    ),
    trends=(
        Trend(watch="pellam", name="Pellam", count=14, usual=2.0, before=7, up=True),
        Trend(watch="registry", name="Registry", count=0, usual=6.142, before=7, up=False),
    ),
    series=(
        Series(watch="pellam", name="Pellam", counts=(2, 0, 1, 3, 2, 1, 0, 2, 2, 3, 1, 2, 4, 14)),
        Series(watch="registry", name="Registry", counts=(6, 7, 5, 6, 8, 6, 4, 6, 7, 5, 6, 8, 7, 0)),
    ),
    series_end=date(2026, 11, 22), series_at=time(8),
)  # fmt: skip
EMPTY = Digest(
    day=date(2026, 11, 22), since=UNTIL - DAY, until=UNTIL, rules=(), sections=(), review=(), held=(), alerts=0,
    health=Health(feeds=15, answered=15, entries=153),
)  # fmt: skip
WEEKLY = replace(
    RICH,
    since=datetime(2026, 11, 16, 5, 0, tzinfo=UTC), until=datetime(2026, 11, 23, 5, 0, tzinfo=UTC),
    edition=Edition.WEEKLY,
    trends=(Trend(watch="pellam", name="Pellam", count=31, usual=12.4, before=4, up=True),),
    series_end=date(2026, 11, 22), series_at=None,
)  # fmt: skip


def messages(digest: Digest) -> str:
    """Return the HTML of all messages, the picture's caption last."""
    picture = chart_message(digest)
    shown = [message.html for message in digest_messages(digest, ZONE)]
    return "\n\n=====\n\n".join([*shown, *([picture.html] if picture else [])]) + "\n"


FORMATS: dict[str, Callable[[Digest], str]] = {
    "telegram.txt": messages,
    "txt": lambda digest: digest_text(digest, ZONE),
    "html": lambda digest: digest_html(digest, ZONE),
    "json": digest_json,
}
DAYS = {"rich": RICH, "empty": EMPTY, "weekly": WEEKLY}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("day", DAYS)
def test_a_digest_looks_as_it_did(day: str, form: str) -> None:
    """A rich day, an empty one and a week are told in each format as the file beside the tests has it."""
    file = GOLDEN / f"digest-{day}.{form}"
    made = FORMATS[form](DAYS[day]).encode()
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(made)
    assert made == file.read_bytes()


@pytest.mark.parametrize("form", ["telegram.txt", "txt", "html"])
def test_tricks_in_headlines_do_nothing(form: str) -> None:
    """An address that is none of the web's becomes no link, and no sign turns the direction of what follows."""
    made = FORMATS[form](RICH)
    assert "javascript:" not in made
    assert "\u202e" not in made
    assert "gnp.exe and Pellam" in made


def test_names_are_marked_where_they_stand_as_words() -> None:
    """The longer of two names wins, a part of another word is none, and what is marked is escaped too."""
    told = replace(LEASE, sentence="ORE & STORE met Pellam & Co, not Pellams.", names=("Pellam", "Pellam & Co", "ORE"))
    page = digest_html(replace(RICH, rules=(("Company meets agency", (told,)),)), ZONE)
    assert "<mark>ORE</mark> &amp; STORE met <mark>Pellam &amp; Co</mark>, not Pellams." in page
    unnamed = replace(RICH, rules=(("Company meets agency", (replace(told, names=()),)),), review=())
    assert "<mark>" not in digest_html(unnamed, ZONE)


def test_a_fact_that_says_nothing_new_is_left_out() -> None:
    """A company alone stands in the heading; a sum alone is worth a line."""
    bare = replace(LEASE.facts[0], agency=None, action=None, status="done")
    for amount, line in ((None, ""), ("$8 million", "▸ Pellam · $8 million")):
        fact = replace(bare, amount_text=amount)
        digest = replace(RICH, rules=(("Company meets agency", (replace(LEASE, facts=(fact,)),)),))
        told = [each.strip() for each in messages(digest).split("\n")]
        assert [each for each in told if each.startswith("▸")] == ([line] if line else [])


USUAL = [
    pytest.param(0.0, Edition.DAILY, "14 entries, seldom before", id="never"),
    pytest.param(1 / 7, Edition.DAILY, "14 entries, usually 0.1 a day", id="one in a week"),
    pytest.param(2.25, Edition.WEEKLY, "14 entries, usually 2.2 a week", id="a few"),
    pytest.param(9.96, Edition.DAILY, "14 entries, usually 10 a day", id="ten"),
    pytest.param(1234.4, Edition.WEEKLY, "14 entries, usually 1,234 a week", id="many"),
]


@pytest.mark.parametrize(("usual", "edition", "words"), USUAL)
def test_what_is_usual_is_told_as_finely_as_it_matters(usual: float, edition: Edition, words: str) -> None:
    """One decimal below ten, none from there on, and in words where there was next to nothing."""
    trend = Trend(watch="pellam", name="Pellam", count=14, usual=usual, before=7, up=True)
    assert f"- Pellam: {words}\n" in digest_text(replace(RICH, edition=edition, trends=(trend,)), ZONE)


# --- too much -------------------------------------------------------------------------------------------


def crowded(words: str, address: str) -> Digest:
    """Return a day of 2,000 stories: five rules, sixty watches, and much of all else; `words` lengthen every text."""
    stories = [
        replace(
            LEASE, key=n, title=f"Story {n}. {words}", link=f"https://gazette.example/{n}{address}",
            source=f"Gazette {n % 90} {words}", alert=f"https://t.me/c/1234567/{n}", day=1 + n % 3,
            turns=(LEASE, DOCKS, SMUGGLED, REVIEW),
        )
        for n in range(2000)
    ]  # fmt: skip
    failing = Failing(url="https://f.example/", label=f"Feed {words}", error=f"answered 500 {words}", since=UNTIL - DAY)
    stalled = Stalled(url="https://s.example/", label=f"Feed {words}", last=UNTIL - 9 * DAY, rhythm=HOUR)
    return replace(
        RICH,
        rules=tuple((f"Rule {n} {words}", tuple(stories[80 * n : 80 * n + 80])) for n in range(5)),
        sections=tuple(
            Section(watch=f"w{n}", name=f"Watch {n}", count=25, stories=20, items=tuple(stories[at : at + 20]))
            for n, at in enumerate(range(400, 1600, 20))
        ),
        review=tuple(stories[1600:]),
        held=tuple(replace(REVIEW, reason=f"Reason {n % 30} {words}") for n in range(300)),
        health=Health(feeds=90, answered=40, entries=9000, failing=(failing,) * 50, stalled=(stalled,) * 20),
        unwatched=tuple(replace(RICH.unwatched[0], name=f"Name {n} {words}") for n in range(20)),
        wrong=tuple(replace(RICH.wrong[0], title=f"Mark {n} {words}", name=words) for n in range(200)),
        trends=tuple(replace(RICH.trends[0], name=f"Watch {n} {words}") for n in range(60)),
    )


CROWDS = {
    "usual": ("Pellam and the Port Authority talk of docks, guards and what they cost in the year to come", "?a=1"),
    "long addresses": ("Pellam talks", "?token=" + "a" * 900),
    "very long addresses": ("Pellam talks", "?" + "a&" * 3000),
    "long texts": ("Pellam talks of docks again. " * 60, ""),
    "heavy signs": ("港&<" * 300, "?&" * 100),
    "pictures": ("🚢" * 600, ""),
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_two_thousand_mentions_stay_within_four_messages(crowd: str) -> None:
    """Telegram takes each of them with all its links, every part is told, and the rest is counted."""
    made = digest_messages(crowded(*CROWDS[crowd]), ZONE)
    texts = [parse_html(message.html)[0] for message in made]
    assert len(made) <= 4
    for message, text in zip(made, texts, strict=True):
        assert 0 < utf16_length(text) <= 4096
        assert utf16_length(message.plain) <= 4096
        assert fits(message.html)
    whole = "\n".join(texts)
    told = "Rule 0|Watch 0|New against|To review|Names you do not watch|Feeds to look|Held back|Marked wrong"
    for words in (*told.split("|"), "• and 399 more", "All of it: wirewatch digest --date 2026-11-22"):
        assert words in whole, words
    assert "Watch 59" in whole or "\nTold elsewhere: " in whole


def test_two_thousand_mentions_are_all_in_text_page_and_data() -> None:
    """There nothing is left out: every story has its line and its link."""
    digest = crowded(*CROWDS["usual"])
    text, page, data = digest_text(digest, ZONE), digest_html(digest, ZONE), json.loads(digest_json(digest))
    assert text.count("\n  - Story ") == 2000
    assert page.count("<bdi>Story ") == 2000
    assert sum(len(part["entries"]) for part in (*data["rules"], *data["watches"])) + len(data["review"]) == 2000
    assert text.count(", https://gazette.example/") == page.count('<a href="https://gazette.example/') == 2000
