"""Spikes and silences: what is new against the days before, and the counts of the chart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import parse_settings
from bot.digests import make_digest
from bot.store import Store
from pipelines.digest.trends import LOOKS, counted, series, trends
from pipelines.digest.values import Digest, Edition, Trend
from pipelines.digest.when import marks
from pipelines.model import Action, Decision, Entry, Match, Message, Placement, Route
from pipelines.watchlist import combine, parse_watchlist
from tests.shelf import fact, mention

DAILY, WEEKLY = LOOKS[Edition.DAILY], LOOKS[Edition.WEEKLY]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MIDNIGHT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # in Toronto: the end of 22 November
TORONTO = ZoneInfo("America/Toronto")
NAMES = {"talvane": "Talvane Freight", "osprell": "Osprell Systems"}


def told(*counts: int, covered: str = "") -> list[tuple[int, float, int, bool]]:
    """Return what is told of one watch with these counts; `covered` has a 0 for each day on which nothing came."""
    days = [mark != "0" for mark in covered.rjust(len(counts), "1")]
    found = trends({"talvane": counts}, NAMES, days, DAILY)
    return [(each.count, round(each.usual, 2), each.before, each.up) for each in found]


CASES = [
    pytest.param((2, 2, 2, 2, 2, 2, 2, 14), [(14, 2.0, 7, True)], id="a spike"),
    pytest.param((2, 2, 2, 2, 2, 2, 2, 5), [], id="more than usual, but it happens"),
    pytest.param((0, 0, 0, 0, 0, 0, 0, 3), [], id="three of nothing: may be chance"),
    pytest.param((0, 0, 0, 0, 0, 0, 0, 4), [(4, 0.0, 7, True)], id="four of nothing"),
    pytest.param((50, 50, 50, 50, 50, 50, 50, 80), [], id="unlikely, but not twice the usual"),
    pytest.param((50, 50, 50, 50, 50, 50, 50, 100), [(100, 50.0, 7, True)], id="twice the usual"),
    pytest.param((6, 6, 6, 6, 6, 6, 6, 0), [(0, 6.0, 7, False)], id="a silence"),
    pytest.param((5, 5, 5, 5, 5, 5, 5, 0), [], id="a silence that happens"),
    pytest.param((6, 6, 6, 6, 6, 6, 6, 1), [], id="nearly a silence"),
    pytest.param((900, 2, 2, 2, 2, 2, 2, 2, 14), [(14, 2.0, 7, True)], id="the eighth day before does not count"),
    pytest.param((3, 900, 3, 900), [], id="three days before are too few"),
]


@pytest.mark.parametrize(("counts", "expected"), CASES)
def test_what_is_unlikely_by_chance_is_told(
    counts: tuple[int, ...], expected: list[tuple[int, float, int, bool]]
) -> None:
    """A spike or a silence, with its figure and what is usual; nothing that chance or the clumps of news explain."""
    assert told(*counts) == expected


def test_days_on_which_nothing_came_are_no_baseline() -> None:
    """The service did not run then: they are left out of the mean; with too few others, or none today, all is quiet."""
    counts = (0, 0, 0, 8, 8, 8, 8, 20)
    assert told(*counts, covered="00011111") == [(20, 8.0, 4, True)]
    assert told(*counts, covered="00001111") == []
    assert told(6, 6, 6, 6, 6, 6, 6, 0, covered="11111110") == []


def test_the_most_surprising_stand_first_and_only_a_few() -> None:
    """Five at most, by how unlikely they are; a watch without a name here is another chat's."""
    names = {f"w{number}": f"Wharf {number}" for number in range(8)}
    counts = {watch: (2,) * 7 + (10 + number,) for number, watch in enumerate(names)} | {"hidden": (2,) * 7 + (99,)}
    found = trends(counts, names, (True,) * 8, DAILY)
    assert [each.watch for each in found] == ["w7", "w6", "w5", "w4", "w3"]
    assert found[0] == Trend(watch="w7", name="Wharf 7", count=17, usual=2.0, before=7, up=True)


def test_weeks_are_compared_with_four_weeks() -> None:
    """The same by weeks: two of the four before must have had an entry."""
    names = {"talvane": "Talvane Freight"}
    counts = {"talvane": (90, 10, 12, 14, 12, 40)}
    assert [each.usual for each in trends(counts, names, (True,) * 6, WEEKLY)] == [12.0]
    assert trends(counts, names, (False,) * 4 + (True, True), WEEKLY) == ()


@given(st.integers(0, 5000), st.lists(st.integers(0, 2000), min_size=7, max_size=7))
def test_any_counts_can_be_compared(count: int, before: list[int]) -> None:
    """However large or small: what is told is a silence, or at least three and twice the usual."""
    for each in trends({"talvane": (*before, count)}, NAMES, (True,) * 8, DAILY):
        assert each.usual > 5 if each.count == 0 else each.count >= max(3, 2 * each.usual)


def test_the_chart_has_the_loudest_watches() -> None:
    """Six at most, by all their entries, then by the last day's; none without an entry, none without a name."""
    names = {f"w{number}": f"Wharf {number}" for number in range(9)}
    counts = {f"w{number}": (number, 0, 1) for number in range(1, 9)} | {"w0": (0, 0, 0), "hidden": (9, 9, 9)}
    counts["w3"] = (7, 1, 1)
    assert [each.watch for each in series(counts, names, (True,) * 3)] == ["w3", "w8", "w7", "w6", "w5", "w4"]
    assert series({"w0": (0, 0)}, names, (True, True)) == ()


def test_the_chart_begins_with_the_first_day_on_which_anything_came() -> None:
    """Days before the service ran are no days without news, nor do they rank a watch; a day of downtime stays."""
    counts = {"talvane": (9, 0, 1, 0, 1), "osprell": (0, 0, 2, 0, 2), "gone": (3, 3, 0, 0, 0)}
    found = series(counts, {**NAMES, "gone": "Gone"}, (False, False, True, False, True))
    assert [(each.watch, each.counts) for each in found] == [("osprell", (2, 0, 2)), ("talvane", (1, 0, 1))]
    assert series(counts, NAMES, (False,) * 5) == ()


# --- days and weeks -----------------------------------------------------------------------------------

SHORT_DAYS = [
    pytest.param("America/Toronto", "2026-03-09T04:00", [24, 23], id="spring"),
    pytest.param("America/Toronto", "2026-11-02T05:00", [24, 25], id="autumn"),
    pytest.param("America/Santiago", "2026-09-07T03:00", [24, 23], id="no midnight"),
    pytest.param("Australia/Lord_Howe", "2026-10-04T13:00", [24, 23.5], id="half an hour"),
    pytest.param("Pacific/Apia", "2011-12-31T10:00", [0, 24], id="a day that was left out"),
    pytest.param("Europe/Berlin", "2026-03-29T06:00", [24, 23], id="eight in the morning"),
    pytest.param("America/New_York", "2026-11-01T06:30", [24, 25], id="the second half past one"),
]


@pytest.mark.parametrize(("zone", "until", "hours"), SHORT_DAYS)
def test_days_end_at_one_time_of_the_clock(zone: str, until: str, hours: list[float]) -> None:
    """Back from the end of a digest, each day keeps the time on the clock, so that some are shorter or longer."""
    end = datetime.fromisoformat(until).replace(tzinfo=UTC)
    bounds = marks(end, ZoneInfo(zone), 1, 2)
    assert [(later - earlier) / HOUR for earlier, later in pairwise(bounds)] == hours
    assert bounds[-1] == end


def test_an_entry_falls_into_one_day() -> None:
    """The moment at which a day begins belongs to it; what is outside of all days is in none."""
    bounds = marks(MIDNIGHT, TORONTO, 1, 3)
    moments = [bounds[0] - HOUR, bounds[0], bounds[1] - HOUR, bounds[1], bounds[3] - HOUR, bounds[3]]
    assert counted([("talvane", at) for at in moments], bounds) == {"talvane": (2, 1, 1)}


# --- from the database --------------------------------------------------------------------------------

WATCHES = "".join(f'[[watch]]\nid = "{watch}"\nname = "{name}"\nkind = "company"\n' for watch, name in NAMES.items())
LISTS = combine([parse_watchlist(WATCHES, "a.toml")])
SETTINGS = parse_settings(
    '[telegram]\nchat = "@news"\n[schedule]\ntimezone = "America/Toronto"\n'
    '[[feed]]\nurl = "https://gazette.example/feed"\nname = "Gazette"\n',
    Path("config.toml"),
)


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty database in memory."""
    opened = Store(":memory:")
    yield opened
    opened.close()


def put(
    store: Store, watch: str, seen: datetime, *, published: datetime | None = None, action: Action = Action.ALERT,
    copy_of: int = 0,
) -> int:  # fmt: skip
    """Store an entry that names a watch; return its row."""
    number = int(store.db.execute("SELECT count(*) FROM entries").fetchone()[0])
    entry = Entry(
        id=str(number), title=f"Talvane {number}", feed="https://gazette.example/feed", published=published,
        link=f"https://gazette.example/{number}", source="Ellery Gazette",
    )  # fmt: skip
    stated = fact(watch, "registry", number, sentence=entry.title)
    key = store.entries.add(entry, seen)
    store.entries.found(key, entry, Match(mentions=(mention(watch, "Talvane", title=entry.title),), facts=(stated,)))
    store.entries.decided(key, Decision(action=action, reason="Named.", watches=(watch,)), seen)
    if copy_of:
        store.stories.placed([Placement(entry=str(key), story=str(copy_of), score=1, copy_of=str(copy_of))], seen)
    return key


def digest(store: Store, until: datetime = MIDNIGHT, edition: Edition = Edition.DAILY) -> Digest:
    """Return the digest of the day, or week, that ends then."""
    since = until - (7 * DAY if edition is Edition.WEEKLY else DAY)
    day = (until - HOUR).astimezone(TORONTO).date()
    return make_digest(store, SETTINGS, LISTS, day=day, since=since, until=until, edition=edition, chat="@news")


def test_a_digest_has_the_days_before_it(store: Store) -> None:
    """Fourteen days by watch, the loudest first, and what is new against the last seven of them."""
    with store.atomic():
        for day in range(1, 20):
            put(store, "osprell", MIDNIGHT - day * DAY - HOUR)
        for number in range(9):
            put(store, "talvane", MIDNIGHT - number * HOUR - HOUR)
    made = digest(store)
    counts = [(each.watch, each.counts) for each in made.series]
    assert counts == [("osprell", (1,) * 13 + (0,)), ("talvane", (0,) * 13 + (9,))]
    assert made.series_end == date(2026, 11, 22)
    assert [(each.name, each.count, each.usual) for each in made.trends] == [("Talvane Freight", 9, 0.0)]


def test_a_morning_is_compared_with_mornings(store: Store) -> None:
    """A digest that ends at eight compares days that end at eight: half a day is no silence."""
    eight = MIDNIGHT + 8 * HOUR
    with store.atomic():
        for hour in range(9 * 24):
            put(store, "talvane", eight - (hour + 1) * HOUR)
    made = digest(store, eight)
    assert made.series[0].counts == (24,) * 9
    assert made.trends == ()
    assert (made.series_end, made.series_at) == (date(2026, 11, 23), time(8))


def test_counts_of_whole_days_end_with_the_day(store: Store) -> None:
    """Up to midnight, the last column is the day before it, and no hour is told."""
    with store.atomic():
        put(store, "talvane", MIDNIGHT - HOUR)
    made = digest(store)
    assert (made.series_end, made.series_at) == (date(2026, 11, 22), None)


def test_only_news_counts(store: Store) -> None:
    """Not copies, not what is marked wrong or held back, each entry once, and by when it was published."""
    with store.atomic():
        put(store, "osprell", MIDNIGHT - 4 * DAY)
        first = put(store, "talvane", MIDNIGHT - HOUR)
        put(store, "talvane", MIDNIGHT - HOUR, copy_of=first)
        put(store, "talvane", MIDNIGHT - HOUR, action=Action.HELD)
        wrong = put(store, "talvane", MIDNIGHT - HOUR)
        store.db.execute(
            "INSERT INTO reviews VALUES (?, 'talvane', 'wrong', 1, 'Ines', ?)", [wrong, MIDNIGHT.isoformat()]
        )
        late = put(store, "talvane", MIDNIGHT - HOUR, published=MIDNIGHT - 3 * DAY - HOUR)
        again = Decision(action=Action.ADDED, reason="Again.", watches=("talvane",))
        store.entries.decided(late, again, MIDNIGHT - HOUR)
        put(store, "talvane", MIDNIGHT - HOUR, published=MIDNIGHT + 300 * DAY)
    assert digest(store).series[0].counts[-4:] == (1, 0, 0, 2)


def test_a_week_has_twelve_weeks(store: Store) -> None:
    """The weekly edition counts by weeks of local days, and compares with the four before."""
    with store.atomic():
        for week in range(13):
            for number in range(30 if week == 0 else 6):
                put(store, "talvane", MIDNIGHT - week * 7 * DAY - (number + 2) * HOUR)
    made = digest(store, edition=Edition.WEEKLY)
    assert made.edition is Edition.WEEKLY
    assert made.series[0].counts == (6,) * 11 + (30,)
    assert [(each.count, each.usual, each.before) for each in made.trends] == [(30, 6.0, 4)]


def test_a_quiet_feed_is_told_with_its_rhythm(store: Store) -> None:
    """A feed that answers and has had nothing for long is quiet; one that fails is only told as failing."""
    url = "https://gazette.example/feed"
    with store.atomic():
        for day in range(20):
            for _ in range(3):  # several at one poll are one arrival
                put(store, "talvane", MIDNIGHT - 9 * DAY - day * DAY)
        answer = {"title": None, "etag": "", "last_modified": "", "new": False, "baseline": True, "moved_to": ""}
        store.feeds.succeeded(url, **answer, now=MIDNIGHT - HOUR, next_poll_at=MIDNIGHT)  # type: ignore[arg-type]
    [quiet] = digest(store).health.stalled
    assert (quiet.label, quiet.last, quiet.rhythm) == ("Gazette", MIDNIGHT - 9 * DAY, DAY)
    assert len(store.digests.arrivals([url])[url]) == 20
    assert store.digests.arrivals(["https://other.example/feed"]) == {"https://other.example/feed": []}
    with store.atomic():
        store.feeds.failed(url, "answered 403", now=MIDNIGHT - HOUR, next_poll_at=MIDNIGHT)
    health = digest(store).health
    assert (health.stalled, [each.label for each in health.failing]) == ((), ["Gazette"])


def test_a_day_with_thousands_of_entries_is_made_by_few_questions(store: Store) -> None:
    """The number of database queries does not grow with the day's entries; all their facts and alerts are there."""
    queries: list[str] = []
    counts = []
    for size in (10, 2000):
        with store.atomic():
            for number in range(size):
                key = put(store, "talvane", MIDNIGHT - (number % 20 + 1) * HOUR)
                route = Route(chat="@news", watches=("talvane",))
                store.outbox.put_alert(
                    key, route, Message(html="x", plain="x"), ("", ""), story=None, now=MIDNIGHT - HOUR
                )
        store.db.execute("UPDATE outbox SET status = 'sent', sent_at = created_at, message_id = id")
        store.db.conn.set_trace_callback(queries.append)
        made = digest(store)
        store.db.conn.set_trace_callback(None)
        counts.append(len(queries))
        queries.clear()
    assert counts[0] == counts[1] < 60
    [section] = made.sections
    assert section.count == 2010
    assert all(item.alert and item.facts for item in section.items)
