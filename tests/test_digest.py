"""When a digest is due, what it covers, and what stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipelines.digest.build import build, heard
from pipelines.digest.values import Digest, Health, Item
from pipelines.digest.when import day_span, due, span_since
from pipelines.model import Action, Fact, Kind, Level, Report, Rule, Suggestion, Watch

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    """Return a moment written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- when ---------------------------------------------------------------------------------------------

DUE = [
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:59:59", None, None, id="a second too early"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T13:00:00", None, "2026-11-22", id="exactly the minute"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T13:00:20", "2026-11-22", None, id="sent today"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T23:00:00", "2026-11-21", "2026-11-22", id="hours late"),
    pytest.param("America/Toronto", "08:00", "2026-11-23T04:59:00", "2026-11-22", None, id="before midnight"),
    pytest.param("America/Toronto", "08:00", "2026-11-23T05:01:00", "2026-11-22", None, id="after midnight"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T13:00:00", "2026-11-12", "2026-11-22", id="ten days down"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:00:00", "2026-11-12", "2026-11-21", id="missed, next day"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:00:00", None, None, id="the first waits for its hour"),
    pytest.param("America/Toronto", "08:00", "2026-11-22T12:00:00", "2026-11-21", None, id="nothing missed"),
    pytest.param("America/Toronto", "23:59", "2026-11-23T05:00:10", "2026-11-21", "2026-11-22", id="late by a minute"),
    pytest.param("Pacific/Kiritimati", "08:00", "2026-11-21T18:00:00", "2026-11-21", "2026-11-22", id="14 hours ahead"),
    pytest.param("UTC", "00:00", "2026-11-22T00:00:00", "2026-11-21", "2026-11-22", id="at midnight"),
    pytest.param("UTC", "23:59", "2026-11-22T23:58:59", "2026-11-21", None, id="last minute, too early"),
    pytest.param("UTC", "08:00", "2026-11-22T09:00:00", "2026-11-23", None, id="the clock was set back a day"),
    # The hour that is left out: 02:00 becomes 03:00 on 8 March 2026.
    pytest.param("America/Toronto", "02:30", "2026-03-08T06:59:59", "2026-03-07", None, id="gap: 01:59:59"),
    pytest.param("America/Toronto", "02:30", "2026-03-08T07:00:00", "2026-03-07", "2026-03-08", id="gap: 03:00"),
    # The hour that comes twice: 02:00 becomes 01:00 on 1 November 2026.
    pytest.param("America/Toronto", "01:30", "2026-11-01T05:30:00", "2026-10-31", "2026-11-01", id="first 01:30"),
    pytest.param("America/Toronto", "01:30", "2026-11-01T06:30:00", "2026-11-01", None, id="second 01:30"),
    pytest.param("America/Toronto", "01:30", "2026-11-01T06:10:00", "2026-11-01", None, id="01:10 again"),
    # Days without a midnight: 00:00 becomes 01:00.
    pytest.param("America/Santiago", "00:00", "2026-09-06T03:59:59", "2026-09-05", None, id="Santiago: 23:59:59"),
    pytest.param("America/Santiago", "00:00", "2026-09-06T04:00:00", "2026-09-05", "2026-09-06", id="Santiago: 01:00"),
    pytest.param("America/Santiago", "00:30", "2026-09-06T04:00:00", "2026-09-05", "2026-09-06", id="Santiago: 00:30"),
    pytest.param("Africa/Cairo", "00:15", "2026-04-23T22:00:00", "2026-04-23", "2026-04-24", id="Cairo: 01:00"),
    pytest.param("Asia/Beirut", "00:00", "2026-03-28T22:00:00", "2026-03-28", "2026-03-29", id="Beirut: 01:00"),
    # 24:00 becomes 23:00: the evening comes twice, on one date.
    pytest.param("America/Santiago", "23:30", "2026-04-05T03:30:00", "2026-04-04", None, id="Santiago: second 23:30"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "at", "now", "last", "expected"), DUE)
def test_a_digest_is_due_once_a_local_day_from_its_hour_on(
    zone: str, at: str, now: str, last: str | None, expected: str | None
) -> None:
    """From the local time on, once for each local date, whatever the clocks do and however long we were away."""
    day = due(utc(now), ZoneInfo(zone), time.fromisoformat(at), last)
    assert day == (date.fromisoformat(expected) if expected else None)


YEAR_ZONES = [
    "America/Toronto",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Atlantic/Azores",
]


@pytest.mark.parametrize("at", ["00:00", "00:30", "02:30", "23:59"])
@pytest.mark.parametrize("zone", YEAR_ZONES)
def test_a_year_of_ticks_gives_every_day_its_digest_once(zone: str, at: str) -> None:
    """Looked at every quarter of an hour, each local day of a year has one digest, none left out and none doubled."""
    last = "2026-01-01"
    sent: list[date] = []
    now = utc("2026-01-01T12:00:00")
    while now < utc("2027-01-03T00:00:00"):
        if day := due(now, ZoneInfo(zone), time.fromisoformat(at), last):
            sent.append(day)
            last = day.isoformat()
        now += timedelta(minutes=15)
    assert sent == [sent[0] + timedelta(days=number) for number in range(len(sent))]
    assert len(sent) >= 364


HOURS = [
    ("America/Toronto", "2026-06-01", 24),
    ("America/Toronto", "2026-03-08", 23),
    ("America/Toronto", "2026-11-01", 25),
    ("America/Santiago", "2026-09-06", 23),
    ("America/Santiago", "2026-04-04", 25),
    ("Africa/Cairo", "2026-04-24", 23),
    ("Asia/Beirut", "2026-03-29", 23),
    ("Atlantic/Azores", "2026-10-25", 25),
    ("Australia/Lord_Howe", "2026-10-04", 23.5),
    ("UTC", "2026-02-28", 24),
]


@pytest.mark.parametrize(("zone", "day", "hours"), HOURS)
def test_a_day_has_as_many_hours_as_its_clocks_give_it(zone: str, day: str, hours: float) -> None:
    """A local day begins where the one before it ends, has 23 to 25 hours, and all its moments bear its date."""
    here, today = ZoneInfo(zone), date.fromisoformat(day)
    since, until = day_span(today, here)
    assert (until - since) / timedelta(hours=1) == hours
    assert day_span(today - timedelta(days=1), here)[1] == since
    assert since.astimezone(here).date() == (until - timedelta(seconds=1)).astimezone(here).date() == today
    assert (since - timedelta(seconds=1)).astimezone(here).date() < today


def test_a_digest_begins_where_the_last_one_ended() -> None:
    """The first covers a day; each further one begins where the last ended, but a week back at most."""
    assert span_since(NOW, None) == NOW - timedelta(days=1)
    assert span_since(NOW, NOW - timedelta(days=3)) == NOW - timedelta(days=3)
    assert span_since(NOW, NOW - timedelta(days=30)) == NOW - timedelta(days=7)


# --- what ---------------------------------------------------------------------------------------------


def watch(identifier: str, level: Level = Level.PUSH) -> Watch:
    """Return a watch with its id as name."""
    return Watch(id=identifier, name=identifier.title(), kind=Kind.COMPANY, alert=level)


WATCHES = [watch("talvane"), watch("osprell"), watch("registry", Level.DIGEST), watch("island", Level.CONTEXT)]
TITLES = [("meets", "Company meets agency"), ("trouble", "Company under pressure")]
HEALTH = Health(feeds=3, answered=2, entries=40)


def item(
    key: int,
    action: Action,
    *watches: str,
    rules: tuple[str, ...] = (),
    unsure: tuple[str, ...] = (),
    reason: str = "",
    score: float = 1.0,
    story: int | None = None,
    source: str = "Ellery Gazette",
    copy_of: int | None = None,
) -> Item:
    """Return an entry of the day."""
    return Item(
        key=key, title=f"Story {key}", link=f"https://gazette.example/{key}", source=source, at=NOW,
        action=action, reason=reason, watches=watches, rules=rules, unsure=unsure, score=score, sentence="",
        story=story, copy_of=copy_of,
    )  # fmt: skip


def made(*items: Item, watches: list[Watch] = WATCHES) -> Digest:
    """Return the digest of `items`."""
    return build(date(2026, 11, 22), NOW - timedelta(days=1), NOW, items, watches, TITLES, HEALTH, alerts=7)


def shape(digest: Digest) -> dict[str, list[int]]:
    """Return the keys of the entries under each heading, in order."""
    parts = [(title, items) for title, items in digest.rules]
    parts += [(f"{section.watch}:{section.count}", section.items) for section in digest.sections]
    parts += [("review", digest.review), ("held", digest.held)]
    return {heading: [item.key for item in items] for heading, items in parts if items or ":" in heading}


def test_nothing_at_all_is_an_empty_digest() -> None:
    """A day without a watched name is empty, and still knows how the feeds fared."""
    digest = made()
    assert digest.empty
    assert (shape(digest), digest.alerts, digest.health) == ({}, 7, HEALTH)


def test_names_that_turned_up_in_the_span_beside_its_agencies_are_told() -> None:
    """Of the names that nobody watches, those count that came in this span, with an agency of this chat."""

    def name(text: str, seen: datetime, *agencies: str) -> Suggestion:
        return Suggestion(
            name=text, entries=2, publishers=1, close=1, agencies=agencies, first=seen, last=seen, seen=seen,
            examples=(),
        )  # fmt: skip

    names = [
        name("Corvane", NOW - timedelta(hours=1), "registry"),
        name("Dunmere", NOW - timedelta(days=2), "registry"),
        name("Ridley", NOW - timedelta(hours=1), "another chat's"),
        name("Tolland", NOW, "registry"),
    ]
    span = (date(2026, 11, 22), NOW - timedelta(days=1), NOW)
    digest = build(*span, [], WATCHES, TITLES, HEALTH, names, alerts=0)
    assert [each.name for each in digest.unwatched] == ["Corvane"]


def test_every_entry_stands_under_one_heading() -> None:
    """Rules come first, in their order, then watches by count and name; nothing is told twice, all is counted."""
    digest = made(
        item(1, Action.ALERT, "talvane", "registry", rules=("meets", "trouble")),
        item(2, Action.ALERT, "talvane", rules=("trouble",)),
        item(3, Action.ALERT, "osprell", "talvane"),
        item(4, Action.DIGEST, "registry"),
        item(5, Action.ALERT, "osprell"),
    )
    assert shape(digest) == {
        "Company meets agency": [1],
        "Company under pressure": [2],
        "talvane:3": [3],
        "osprell:2": [5],
        "registry:2": [4],
    }
    assert not digest.empty


def test_a_watch_whose_entries_all_stand_above_is_still_counted() -> None:
    """A watch keeps its line with its count when rules or other watches have told all its entries."""
    digest = made(item(1, Action.ALERT, "talvane", "registry", rules=("meets",)))
    assert shape(digest) == {"Company meets agency": [1], "registry:1": [], "talvane:1": []}


def test_held_and_unsure_entries_stand_apart_and_count_for_no_watch() -> None:
    """What was held back and what is for review is listed by itself, not under the watches, whatever rule is met."""
    digest = made(
        item(1, Action.HELD, "talvane", rules=("meets",), reason="Older than alerts.max_age (7d)."),
        item(2, Action.REVIEW, unsure=("talvane",)),
        item(3, Action.ALERT, "talvane", unsure=("osprell",)),
    )
    assert shape(digest) == {"talvane:1": [3], "review": [2], "held": [1]}


def test_the_likeliest_stands_first_in_the_review() -> None:
    """What is to review is sorted by score, what scores alike by time; other parts keep the order of time."""
    review = [replace(item(key, Action.REVIEW, unsure=("talvane",)), score=score, at=NOW + key * timedelta(hours=1))
              for key, score in ((1, 0.5), (2, 0.05), (3, 0.95), (4, 0.5))]  # fmt: skip
    assert shape(made(*reversed(review)))["review"] == [3, 1, 4, 2]
    assert shape(made(item(2, Action.ALERT, "talvane", score=0.2), item(1, Action.ALERT, "talvane"))) == {
        "talvane:2": [2, 1]
    }


def test_context_is_never_told_on_its_own() -> None:
    """An entry of level context stands nowhere, and a watch of level context heads nothing."""
    digest = made(
        item(1, Action.CONTEXT, "island", rules=("meets",)),
        item(2, Action.CONTEXT, "island"),
        item(3, Action.DIGEST, "island", "registry"),
    )
    assert shape(digest) == {"registry:1": [3]}
    assert made(item(1, Action.CONTEXT, "island", rules=("meets",))).empty


def test_a_context_watch_stands_under_its_rule() -> None:
    """What a rule made loud is told under the rule, though only watches of level context are named."""
    assert shape(made(item(1, Action.DIGEST, "island", rules=("meets",)))) == {"Company meets agency": [1]}


def test_entries_of_other_watches_are_left_out() -> None:
    """A chat's digest holds what names its own watches: surely, or unsurely where that is all there is."""
    digest = made(
        item(1, Action.ALERT, "osprell", rules=("meets",)),
        item(2, Action.ALERT, "osprell", unsure=("talvane",), rules=("meets",)),
        item(3, Action.REVIEW, unsure=("osprell",)),
        item(4, Action.HELD, "osprell", reason="Too old."),
        item(5, Action.ALERT, "osprell", "talvane"),
        item(6, Action.REVIEW, unsure=("osprell", "talvane")),
        item(7, Action.ALERT, "removed-since"),
        watches=[watch("talvane")],
    )
    assert shape(digest) == {"talvane:1": [5], "review": [6]}


def test_entries_keep_their_order() -> None:
    """Under a heading, entries stand in the order in which they were given, that of time."""
    assert shape(made(*(item(key, Action.ALERT, "talvane") for key in (3, 1, 2)))) == {"talvane:3": [3, 1, 2]}


# --- stories ------------------------------------------------------------------------------------------


def reports(digest: Digest) -> dict[int, list[int]]:
    """Return by entry the entries that its line stands for, of all lines."""
    lines = [*digest.rules, *((section.watch, section.items) for section in digest.sections), ("", digest.review)]
    return {item.key: [report.entry for report in item.reports] for _, items in lines for item in items}


def test_entries_of_one_story_are_one_line() -> None:
    """The entry that alerted first stands for them, else the first; one that was put into no story stands alone."""
    digest = made(
        item(5, Action.DIGEST, "registry", story=5),
        item(2, Action.ADDED, "talvane", story=1),
        item(1, Action.ALERT, "talvane", story=1),
        item(3, Action.ADDED, "talvane", story=1, copy_of=1, source="Harbour Times"),
        item(4, Action.ALERT, "talvane"),
        item(6, Action.DIGEST, "registry", story=5),
        item(7, Action.ALERT, "talvane", story=1),
    )
    assert shape(digest) == {"talvane:5": [1, 4], "registry:2": [5]}
    assert [(section.watch, section.stories) for section in digest.sections] == [("talvane", 2), ("registry", 1)]
    assert reports(digest) == {1: [1, 2, 3, 7], 4: [4], 5: [5, 6]}
    assert digest.sections[0].items[0].reports[2] == Report(
        entry=3, source="Harbour Times", link="https://gazette.example/3", copy_of=1
    )


def test_a_story_stands_where_any_of_its_entries_belongs_and_only_once() -> None:
    """A rule that a later entry meets heads the story; watches that only a later entry names count it too."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.ALERT, "talvane", "registry", rules=("meets",), story=1),
        item(3, Action.ADDED, "osprell", story=1),
        item(4, Action.ALERT, "osprell", story=4),
    )
    assert shape(digest) == {"Company meets agency": [1], "osprell:2": [4], "registry:1": [], "talvane:2": []}
    assert digest.rules[0][1][0].watches == ("talvane", "registry", "osprell")


def test_the_review_is_folded_by_story_too() -> None:
    """One line for a story to review, as likely as its likeliest entry; none for what a told story names surely."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.REVIEW, unsure=("talvane",), story=1, score=0.9),
        item(3, Action.REVIEW, unsure=("osprell",), story=1, score=0.3),
        item(4, Action.REVIEW, unsure=("osprell",), story=4, score=0.2),
        item(5, Action.REVIEW, unsure=("talvane",), story=4, score=0.7),
    )
    assert shape(digest) == {"talvane:1": [1], "review": [4, 3]}
    assert (digest.review[0].unsure, digest.review[0].score) == (("osprell", "talvane"), 0.7)
    assert reports(digest) == {1: [1], 3: [3], 4: [4, 5]}


def deal(company: str, agency: str | None = None, amount: str | None = None) -> Fact:
    """Return a fact."""
    return Fact(
        company=company, agency=agency, action="contract", amount=None, currency=None, amount_text=amount, sentence=""
    )  # fmt: skip


def test_what_matters_most_stands_first() -> None:
    """Under a heading: a company with an agency and a sum, then what more outlets tell, then the earlier one."""
    full = (deal("talvane", "registry", "$8 million"),)
    digest = made(
        item(1, Action.ALERT, "talvane"),
        item(2, Action.ALERT, "talvane", story=2),
        replace(item(3, Action.ALERT, "talvane"), facts=(deal("talvane", "registry"),)),
        replace(item(4, Action.ADDED, "talvane", story=2, source="Harbour Times"), link="https://times.example/4"),
        replace(item(5, Action.ALERT, "talvane"), facts=full),
        replace(item(6, Action.ALERT, "osprell", "registry", rules=("meets",)), facts=full),
        item(7, Action.ALERT, "osprell", "registry", rules=("meets",)),
    )
    assert shape(digest) == {
        "Company meets agency": [6, 7], "talvane:5": [5, 2, 1, 3], "osprell:2": [], "registry:2": []
    }  # fmt: skip


def test_a_story_has_the_facts_the_alert_and_the_days_of_its_entries() -> None:
    """The fullest fact stands first, each once; the alert is the first one there is; its days count from its start."""
    full, less = deal("talvane", "registry", "$8 million"), deal("talvane", "registry")
    alert = "https://t.me/news/7"
    begun = NOW - timedelta(days=1, hours=2)
    digest = made(
        replace(item(1, Action.ALERT, "talvane", story=1), facts=(less, deal("osprell")), begun=begun),
        replace(item(2, Action.ADDED, "talvane", story=1), facts=(full, less), alert=alert, begun=begun),
        item(3, Action.ALERT, "talvane"),
    )
    ((line, other),) = (section.items for section in digest.sections if section.items)
    assert (line.facts, line.alert, line.day) == ((full, deal("osprell")), alert, 2)
    assert (other.facts, other.alert, other.day) == ((), "", 1)


def test_what_was_held_back_keeps_its_part() -> None:
    """Each entry held is listed with its reason, whatever became of its story, and is none of the story's reports."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.HELD, "talvane", story=1, reason="Older than alerts.max_age (7d)."),
        item(3, Action.HELD, "talvane", story=1, reason="Older than alerts.max_age (7d)."),
    )
    assert shape(digest) == {"talvane:1": [1], "held": [2, 3]}
    assert reports(digest) == {1: [1]}


def test_a_chat_counts_only_what_names_its_own_watches() -> None:
    """Entries of the story that name another chat's watches are no reports here."""
    digest = made(
        item(1, Action.ALERT, "osprell", story=1),
        item(2, Action.ADDED, "talvane", story=1),
        item(3, Action.ADDED, "talvane", "osprell", story=1),
        watches=[watch("talvane")],
    )
    assert reports(digest) == {2: [2, 3]}


def test_later_alerts_of_a_story_stand_below_it() -> None:
    """What was pushed of a story after its first alert is told too; what was only added to it is counted."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.ADDED, "talvane", story=1),
        item(3, Action.ALERT, "talvane", story=1),
    )
    ((line,),) = (section.items for section in digest.sections if section.watch == "talvane")
    assert line.key == 1
    assert [turn.key for turn in line.turns] == [3]
    assert [report.entry for report in line.reports] == [1, 2, 3]


def test_a_story_under_a_watch_is_led_by_a_report_that_names_it() -> None:
    """Where the story's first entry does not name the watch, the first that does stands for it there."""
    digest = made(
        item(1, Action.ALERT, "osprell", story=1),
        item(2, Action.ADDED, "osprell", story=1),
        item(3, Action.ALERT, "talvane", "osprell", story=1),
        item(4, Action.ADDED, "talvane", story=1),
        item(5, Action.ALERT, "talvane", story=5),
    )
    lines = {line.key: line for section in digest.sections for line in section.items}
    assert shape(digest) == {"talvane:3": [1, 5], "osprell:3": []}
    assert lines[1].front is not None
    assert (lines[1].front.key, lines[5].front) == (3, None)
    assert reports(digest)[1] == [1, 2, 3, 4]


# --- what a chat may not hear of ----------------------------------------------------------------------

MEETS = Rule(id="meets", title="Company meets agency", all=("company", "agency"))
PAIR = Rule(id="pair", title="Two companies", all=("company", "company"))


def test_what_a_chat_may_not_hear_of_is_taken_away() -> None:
    """Hidden watches go, with the rules that need one and the reasons that name one; the rest stays as it is."""
    watches = {each.id: each for each in WATCHES}
    items = [
        item(1, Action.ALERT, "talvane", "osprell", rules=("pair", "gone"), unsure=("osprell", "island")),
        item(2, Action.HELD, "talvane", "osprell", reason="Muted at present: talvane, osprell."),
        item(3, Action.HELD, "talvane", reason="Muted at present: talvane."),
        item(4, Action.ALERT, "talvane", rules=("gone",)),
    ]
    told = heard(items, {"osprell"}, watches, [MEETS, PAIR])
    assert [(each.watches, each.rules, each.unsure) for each in told[:2]] == [
        (("talvane",), (), ("island",)),
        (("talvane",), (), ()),
    ]
    assert [each.reason for each in told[1:3]] == ["Muted at present.", "Muted at present: talvane."]
    assert told[2:] == items[2:]
