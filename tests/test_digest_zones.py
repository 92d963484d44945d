"""Digests in zones with odd days, over downtime, with clocks that err: each once, and nothing lost."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Settings, parse_settings
from bot.digests import chart, make_digest, make_due_digests, queue_digest, span_of
from bot.store import Store
from pipelines.digest.values import Digest, Edition, Health, Series
from pipelines.digest.when import day_span, digest_day, due, due_week, week_span
from pipelines.model import Action, Decision, Entry, Field, Kind, Match, Mention, Status
from pipelines.watchlist import combine, parse_watchlist
from tests.world import CHANNEL, Item, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = "https://gazette.example/feed"
LISTS = combine([parse_watchlist('[[watch]]\nid = "talvane"\nname = "Talvane"\nkind = "company"\n', "a.toml")])


def utc(text: str) -> datetime:
    """Return a moment written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def settings(zone: str = "UTC", digest: str = "08:00", weekly: str = "off") -> Settings:
    """Return settings with one chat, one admin and one feed."""
    text = (
        f'[telegram]\nchat = "@news"\nadmins = [7]\n[schedule]\ntimezone = "{zone}"\ndigest = "{digest}"\n'
        f'weekly = "{weekly}"\n[[feed]]\nurl = "{FEED}"\nname = "Gazette"\n'
    )
    return parse_settings(text, Path("config.toml"))


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty database in memory."""
    opened = Store(":memory:")
    yield opened
    opened.close()


def put(store: Store, at: datetime) -> None:
    """Store an entry that names a watch, alerted at that time."""
    entry = Entry(id=str(at), title=f"Talvane at {at:%d %H:%M}", feed=FEED)
    mention = Mention(
        watch="talvane", kind=Kind.COMPANY, text="Talvane", field=Field.TITLE, start=0, end=7, status=Status.SURE,
        score=1.0, sentence_end=len(entry.title),
    )  # fmt: skip
    with store.atomic():
        key = store.entries.add(entry, at)
        store.entries.found(key, entry, Match(mentions=(mention,)))
        store.entries.decided(key, Decision(action=Action.ALERT, reason="Named.", watches=("talvane",)), at)


def tick(store: Store, here: Settings, now: datetime) -> list[Digest]:
    """Let the digest's job run at that moment; return what it has queued."""
    made = make_due_digests(store, here, LISTS, lambda: now)
    return [digest for chat, digest, at in made if queue_digest(store, here, digest, chat, at)]


def ticks(store: Store, here: Settings, first: str, last: str, minutes: int = 10) -> list[Digest]:
    """Let the job run again and again from one moment (UTC) to another."""
    now, digests = utc(first), []
    while now <= utc(last):
        digests += tick(store, here, now)
        now += timedelta(minutes=minutes)
    return digests


# --- zones --------------------------------------------------------------------------------------------

ODD = [
    pytest.param("America/Santiago", "00:00", "2026-09-06", "2026-09-06T04:00", id="Santiago: no midnight"),
    pytest.param("Asia/Beirut", "00:30", "2026-03-29", "2026-03-28T22:00", id="Beirut: no half past midnight"),
    pytest.param("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:00", id="Berlin: no half past two"),
    pytest.param("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30", id="New York: half past one twice"),
    pytest.param("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30", id="Lord Howe: half an hour"),
    pytest.param("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45", id="Lord Howe: a quarter to twice"),
    pytest.param("Pacific/Apia", "08:00", "2026-11-23", "2026-11-22T19:00", id="Apia: 13 hours ahead"),
    pytest.param("Pacific/Chatham", "08:00", "2026-11-23", "2026-11-22T18:15", id="Chatham: 13:45 ahead"),
]


@pytest.mark.parametrize(("zone", "at", "day", "moment"), ODD)
def test_each_day_has_one_digest_and_each_moment_is_in_one(
    store: Store, zone: str, at: str, day: str, moment: str
) -> None:
    """Over the days around a change of clocks, one for each local date, at its hour, one beginning where one ends."""
    here, middle = settings(zone, at), date.fromisoformat(day)
    start = day_span(middle - 2 * DAY, here.zone)[0]
    digests = ticks(store, here, f"{start:%Y-%m-%dT%H:%M}", f"{start + 5 * DAY:%Y-%m-%dT%H:%M}", minutes=5)
    days = [digest.day for digest in digests]
    assert days == [days[0] + number * DAY for number in range(len(days))]
    assert middle in days
    assert next(digest.until for digest in digests if digest.day == middle) == utc(moment)
    assert [digest.since for digest in digests[1:]] == [digest.until for digest in digests[:-1]]


def test_a_day_that_was_left_out_has_no_digest() -> None:
    """Samoa went from 29 to 31 December 2011: the day between has no moment, and nothing of it was missed."""
    apia = ZoneInfo("Pacific/Apia")
    since, until = day_span(date(2011, 12, 30), apia)
    assert since == until == day_span(date(2011, 12, 31), apia)[0] == day_span(date(2011, 12, 29), apia)[1]
    morning = utc("2011-12-30T16:00")  # 06:00 on the 31st
    assert due(morning, apia, time(8), "2011-12-29") is None
    assert due(morning, apia, time(8), "2011-12-28") == date(2011, 12, 29)
    assert due(morning + 2 * HOUR, apia, time(8), "2011-12-29") == date(2011, 12, 31)
    assert week_span(date(2012, 1, 2), apia)[1] - week_span(date(2012, 1, 2), apia)[0] == 6 * DAY


@pytest.mark.parametrize(("zone", "at", "day", "moment"), ODD)
def test_a_moment_belongs_to_the_digest_that_tells_of_it(zone: str, at: str, day: str, moment: str) -> None:
    """The date of the first digest after it, also where its hour does not exist or comes twice."""
    where, hour, end = ZoneInfo(zone), time.fromisoformat(at), utc(moment)
    found = [digest_day(end + each, where, hour) for each in (-DAY + HOUR, -MINUTE, 0 * DAY, 40 * MINUTE)]
    middle = date.fromisoformat(day)
    assert found == [middle, middle, middle + DAY, middle + DAY]


# --- downtime, clocks, hands --------------------------------------------------------------------------


def test_three_days_of_downtime_make_one_digest(store: Store) -> None:
    """It covers all of them; the next one comes at its hour."""
    here = settings()
    assert len(tick(store, here, utc("2026-11-19T08:00"))) == 1
    digests = ticks(store, here, "2026-11-22T10:00", "2026-11-23T08:00")
    assert [(digest.day.day, digest.since) for digest in digests] == [
        (22, utc("2026-11-19T08:00")), (23, utc("2026-11-22T10:00"))
    ]  # fmt: skip


def test_two_processes_send_one(tmp_path: Path) -> None:
    """Both find it due and make it at the same moment; one of them may send it, daily and weekly."""
    here = settings(weekly="monday")
    stores = [Store(tmp_path / "wirewatch.db") for _ in range(2)]
    now = utc("2026-11-23T08:00")
    made = [list(make_due_digests(each, here, LISTS, lambda: now)) for each in stores]
    assert [[digest.edition for _, digest, _ in digests] for digests in made] == [["daily", "weekly"]] * 2
    queued = [
        queue_digest(each, here, digest, chat, at)
        for each, digests in zip(stores, made, strict=True)
        for chat, digest, at in digests
    ]
    assert queued == [1, 1, 0, 0]
    for each in stores:
        each.close()


def test_a_clock_set_back_doubles_nothing(store: Store) -> None:
    """By an hour or by two days: dates that had their digest get no second one, and nothing begins after it ends."""
    here = settings()
    assert len(ticks(store, here, "2026-11-20T08:00", "2026-11-22T09:00")) == 3
    for back in ("2026-11-22T07:30", "2026-11-20T07:00", "2026-11-21T12:00"):
        assert ticks(store, here, back, "2026-11-22T23:50") == []
    [digest] = ticks(store, here, "2026-11-23T00:00", "2026-11-23T09:00")
    assert (digest.since, digest.until) == (utc("2026-11-22T08:00"), utc("2026-11-23T08:00"))


def test_a_clock_that_was_months_ahead_stops_nothing(store: Store) -> None:
    """A digest made by a clock that was wrong does not keep all later ones from coming."""
    here = settings(weekly="monday")
    tick(store, here, utc("2026-11-20T08:00"))
    assert [digest.edition for digest in tick(store, here, utc("2027-03-01T08:00"))] == ["daily", "weekly"]
    digests = ticks(store, here, "2026-11-21T07:00", "2026-11-23T09:00")
    assert [(digest.day.day, digest.edition) for digest in digests] == [
        (21, "daily"), (22, "daily"), (23, "daily"), (22, "weekly")
    ]  # fmt: skip
    assert digests[0].since == utc("2026-11-20T08:00")


def test_another_zone_between_two_digests(store: Store) -> None:
    """With a new zone a date that had its digest has no second one, and each moment is in one digest."""
    east, west = settings("Pacific/Kiritimati"), settings("Pacific/Honolulu")
    first = ticks(store, east, "2026-11-20T00:00", "2026-11-22T20:00")
    then = ticks(store, west, "2026-11-22T20:10", "2026-11-26T00:00")
    back = ticks(store, east, "2026-11-26T00:10", "2026-11-28T00:00")
    digests = [*first, *then, *back]
    assert [digest.day for digest in digests] == sorted({digest.day for digest in digests})
    assert [digest.since for digest in digests[1:]] == [digest.until for digest in digests[:-1]]


def test_one_of_a_past_day_by_hand_moves_nothing(store: Store) -> None:
    """Sent by hand for the very day that is due after downtime, it is not made again, and loses nothing."""
    here = settings()
    assert len(tick(store, here, utc("2026-11-19T08:00"))) == 1
    now, day = utc("2026-11-22T06:00"), date(2026, 11, 21)
    since, until = span_of(store, here, "@news", day, now)
    by_hand = make_digest(store, here, LISTS, day=day, since=since, until=until, chat="@news")
    assert queue_digest(store, here, by_hand, "@news", now) == 1
    assert tick(store, here, now) == []
    [digest] = ticks(store, here, "2026-11-22T06:10", "2026-11-22T09:00")
    assert (digest.day, digest.since) == (date(2026, 11, 22), utc("2026-11-19T08:00"))


def test_todays_digest_by_hand_goes_on_where_the_last_one_ended(store: Store) -> None:
    """Sent by hand before its hour, it covers all since the last one; without a chat, all since midnight."""
    here, eight = settings(), utc("2026-11-22T08:00")
    assert len(tick(store, here, eight)) == 1
    morning, today = eight + 23 * HOUR, date(2026, 11, 23)
    assert span_of(store, here, "@news", today, morning) == (eight, morning)
    assert span_of(store, here, None, today, morning) == (utc("2026-11-23T00:00"), morning)


def test_a_past_day_claims_nothing_of_the_feeds(store: Store) -> None:
    """Only a feed's present state is kept: the digest of a day before the last poll does not say how feeds fared."""
    eight, feeds = utc("2026-11-22T08:00"), {FEED: "Gazette"}
    with store.atomic():
        store.feeds.failed(FEED, "answered 404 Not Found", now=eight, next_poll_at=eight + HOUR)
    past = store.digests.health(feeds, eight - 2 * DAY, eight - DAY)
    assert (past.answered, past.failing) == (None, ())
    now = store.digests.health(feeds, eight - DAY, eight)
    assert (now.answered, [(each.label, each.error) for each in now.failing]) == (
        0, [("Gazette", "answered 404 Not Found")]
    )  # fmt: skip


# --- the week -----------------------------------------------------------------------------------------

WEEKS = [  # 23 November 2026 is a Monday
    pytest.param("2026-11-23T07:59", None, None, id="the first waits for its hour"),
    pytest.param("2026-11-23T08:00", None, "2026-11-22", id="its hour"),
    pytest.param("2026-11-25T08:00", None, None, id="the first waits for its weekday"),
    pytest.param("2026-11-23T08:00", "2026-11-22", None, id="sent"),
    pytest.param("2026-11-29T23:00", "2026-11-15", "2026-11-22", id="six days late"),
    pytest.param("2026-11-30T08:00", "2026-11-15", "2026-11-29", id="a week late: the next one"),
    pytest.param("2026-11-23T07:00", "2026-11-15", None, id="nothing missed"),
    pytest.param("2026-11-23T07:00", "2026-11-08", "2026-11-15", id="missed, before the next one's hour"),
]


@pytest.mark.parametrize(("now", "last", "expected"), WEEKS)
def test_a_week_is_due_from_its_hour_on_until_it_was_sent(now: str, last: str | None, expected: str | None) -> None:
    """On its weekday or as soon as we are back, once; what came before the first is not made up for."""
    day = due_week(utc(now), ZoneInfo("UTC"), time(8), 0, last)
    assert day == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize("zone", ["America/Toronto", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia"])
def test_a_year_of_weeks_has_no_gap_and_no_overlap(store: Store, zone: str) -> None:
    """Week by week, seven whole local days each, beside a daily digest that is off: at eight o'clock on Sundays."""
    here = settings(zone, "off", weekly="sunday")
    digests = ticks(store, here, "2026-01-01T00:00", "2026-12-31T00:00", minutes=30)
    assert len(digests) in (51, 52)
    assert {(digest.edition, digest.day.weekday()) for digest in digests} == {("weekly", 5)}
    assert [digest.since for digest in digests[1:]] == [digest.until for digest in digests[:-1]]
    assert all((digest.since, digest.until) == week_span(digest.day, here.zone) for digest in digests)


def test_a_week_comes_beside_the_day(store: Store) -> None:
    """Both at one hour, each once; the week tells of what the days have told, but nothing of today."""
    here = settings(weekly="monday")
    for moment in ("2026-11-16T00:00", "2026-11-21T12:00", "2026-11-22T23:59", "2026-11-23T00:00"):
        put(store, utc(moment))
    daily, weekly = ticks(store, here, "2026-11-23T08:00", "2026-11-23T23:00")
    assert (daily.day, weekly.day) == (date(2026, 11, 23), date(2026, 11, 22))
    rows = store.db.execute("SELECT edition, past FROM digests ORDER BY edition").fetchall()
    assert rows == [("daily", 0), ("weekly", 0)]  # the regular ones: the next go on from them
    told = [line.at for section in weekly.sections for line in section.items]
    assert told == [utc("2026-11-16T00:00"), utc("2026-11-21T12:00"), utc("2026-11-22T23:59")]


def test_a_week_tells_how_the_feeds_fare_when_it_is_sent(store: Store) -> None:
    """It ended at midnight, and feeds have been polled since; that one fails is told all the same."""
    here = settings(weekly="monday")
    with store.atomic():
        store.feeds.failed(FEED, "answered 403", now=utc("2026-11-23T07:50"), next_poll_at=utc("2026-11-23T08:50"))
    [weekly] = [each for each in tick(store, here, utc("2026-11-23T08:00")) if each.edition is Edition.WEEKLY]
    assert (weekly.health.answered, [each.label for each in weekly.health.failing]) == (0, ["Gazette"])


def test_a_week_by_hand_moves_nothing(store: Store) -> None:
    """Any seven days may be sent by hand; only if they are those of the regular one, that is not sent again."""
    here = settings(weekly="monday")
    tick(store, here, utc("2026-11-16T08:00"))
    now = utc("2026-11-23T07:00")
    for day in (date(2026, 11, 23), date(2026, 11, 10)):
        since, until = span_of(store, here, "@news", day, now, Edition.WEEKLY)
        made = make_digest(store, here, LISTS, day=day, since=since, until=until, chat="@news", edition=Edition.WEEKLY)
        assert queue_digest(store, here, made, "@news", now, past=True) == 1
    assert (since, until) == (utc("2026-11-04T00:00"), utc("2026-11-11T00:00"))
    weeks = [digest for digest in tick(store, here, utc("2026-11-23T08:00")) if digest.edition is Edition.WEEKLY]
    assert [digest.day for digest in weeks] == [date(2026, 11, 22)]


# --- empty days ---------------------------------------------------------------------------------------


def notes(store: Store) -> list[str]:
    """Return what the admins are told."""
    return [delivery.plain for delivery in store.outbox.unsent() if delivery.kind == "note"]


def test_five_empty_days_in_a_row_are_an_alarm(store: Store) -> None:
    """The admins hear of it after five and after ten; a day with news begins anew. Each empty digest goes out."""
    here = settings(weekly="monday")
    put(store, utc("2026-11-04T05:00"))
    for day in range(1, 16):
        tick(store, here, utc(f"2026-11-{day:02}T08:00"))
        assert len(notes(store)) == {9: 1, 10: 1, 11: 1, 12: 1, 13: 1}.get(day, 0 if day < 9 else 2)
    first, second = notes(store)
    assert "5 daily digests of @news in a row were empty: no watched name was in the news." in first
    assert "0 of 1 feed answered, with 0 new entries." in first
    assert "10 daily digests of @news" in second
    assert store.digests.empty_in_a_row("@news") == 11
    put(store, utc("2026-11-16T05:00"))
    tick(store, here, utc("2026-11-16T08:00"))
    assert store.digests.empty_in_a_row("@news") == 0


def test_past_days_by_hand_are_no_alarm(store: Store) -> None:
    """Who asks for old digests knows that they are empty: the admins are not told again of the days in a row."""
    here = settings()
    for day in range(1, 6):
        tick(store, here, utc(f"2026-11-{day:02}T08:00"))
    assert len(notes(store)) == 1
    now = utc("2026-11-05T09:00")
    for day in (date(2026, 10, 20), date(2026, 10, 21)):
        since, until = span_of(store, here, "@news", day, now)
        made = make_digest(store, here, LISTS, day=day, since=since, until=until, chat="@news")
        assert made.empty
        assert queue_digest(store, here, made, "@news", now) == 1
    assert len(notes(store)) == 1


# --- the picture --------------------------------------------------------------------------------------


def drawn(store: Store, here: Settings, now: datetime) -> int:
    """Queue what is due with its picture; return the number of messages."""
    made = make_due_digests(store, here, LISTS, lambda: now)
    return sum(queue_digest(store, here, digest, chat, at, chart(digest)) for chat, digest, at in made)


def test_the_picture_comes_last_and_only_the_first_message_makes_a_sound(store: Store) -> None:
    """Behind the texts, without a sound as all that follows the first; a day with nothing to show has none."""
    here = settings()
    put(store, utc("2026-11-19T05:00"))
    put(store, utc("2026-11-20T05:00"))
    assert drawn(store, here, utc("2026-11-20T08:00")) == 2
    rows = store.db.execute("SELECT silent, substr(picture, 2, 3) FROM outbox ORDER BY id").fetchall()
    assert rows == [(0, None), (1, b"PNG")]
    later = utc("2027-02-20T08:00")
    assert drawn(store, here, later) == 1


def test_a_digest_whose_picture_fails_goes_without(caplog: pytest.LogCaptureFixture) -> None:
    """What can't be drawn is logged, and there is no picture."""
    end = utc("2026-11-23T00:00")
    odd = Series(watch="talvane", name="Talvane", counts=("many", "few"))  # type: ignore[arg-type]
    digest = Digest(
        day=date(2026, 11, 22), since=end - DAY, until=end, rules=(), sections=(), review=(), held=(), alerts=0,
        health=Health(feeds=1, answered=1, entries=0), series=(odd,), series_end=date(2026, 11, 22),
    )  # fmt: skip
    assert chart(digest) is None
    assert "digest=2026-11-22 chart=unusable" in caplog.text


async def test_a_week_can_be_printed_and_sent(world: World) -> None:
    """`digest --week` has the seven local days that end with a day; sent once, like any other."""
    world.now = utc("2020-03-01T12:00")
    world.feed("/feed.xml", Item(id="1", title="Talvane Freight grows"))
    await world.poll()
    day = world.now.date()
    for last, titles in ((day, ["Talvane Freight grows"]), (day - DAY, [])):
        done = await world.cli("digest", "--week", "--date", f"{last}", "--format", "json")
        told = json.loads(done.out)
        assert [each["title"] for part in told["watches"] for each in part["entries"]] == titles
        assert told["edition"] == "weekly"
    done = await world.cli("digest", "--week", "--date", f"{day}", "--send")
    assert (done.status, len(world.sent())) == (0, 2)
    done = await world.cli("digest", "--week", "--date", f"{day}", "--send")
    assert f"{CHANNEL} has had the digest of the week up to {day}" in done.err
    assert world.rows("SELECT edition, date, past FROM digests") == [("weekly", f"{day}", 1)]


async def test_the_service_draws_it_beside_its_loop(world: World) -> None:
    """The digest's job sends text and picture; it has one message if there is no chart."""
    world.configure("/feed.xml", more='[schedule]\ntimezone = "UTC"\ndigest = "08:00"')
    for day in (0, 1):
        world.now = utc("2026-11-22T07:00") + day * DAY
        world.feed("/feed.xml", *(Item(id=str(each), title=f"Talvane Freight grows {each}") for each in range(day + 1)))
        async with world.app() as app:
            await app.poll_due()
            assert app.first_round is not None
            await app.first_round
            world.now += HOUR
            await app.digest()
            await app.digest()
    rows = world.rows("SELECT key, picture IS NULL FROM outbox WHERE kind = 'digest' ORDER BY id")
    assert rows == [
        ("digest:@talvane_watch:2026-11-22:0", 1),
        ("digest:@talvane_watch:2026-11-23:0", 1),
        ("digest:@talvane_watch:2026-11-23:1", 0),
    ]


async def test_a_poll_while_it_is_made_hides_no_feed(world: World) -> None:
    """The job waits for names, feeds are polled meanwhile, and how they fare then is what the digest tells."""
    world.configure("/feed.xml", more='[schedule]\ntimezone = "UTC"\ndigest = "08:00"')
    world.feed("/feed.xml")
    world.now = utc("2026-11-22T08:00")
    async with world.app(sending=False) as app:
        await app.poll_due()
        assert app.first_round is not None
        await app.first_round
        busy = threading.Event()
        app.room.worker.submit(busy.wait)  # the names must wait for it
        making = asyncio.create_task(app.digest())
        await asyncio.sleep(0)
        world.now += HOUR
        world.web.answer("/feed.xml", status=403)
        await app.poll_all()
        busy.set()
        await making
        [delivery] = app.store.outbox.unsent()
    assert "22 November 2026, 09:00" in delivery.plain
    assert "1 of 1 feed answered, 1 fails now" in delivery.plain
