"""`backtest`: the same decisions over stored entries, by the watchlists in force and by proposed ones."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.store import Store
from pipelines.backtest import LOUD, Backtest, Past, backtest
from pipelines.matcher import Matcher
from pipelines.model import Entry, Placement
from pipelines.render.backtest import LISTED, backtest_json, backtest_text
from pipelines.watchlist import combine, parse_watchlist
from tests.world import WATCHLIST, World

ZONE = ZoneInfo("America/Toronto")
NOON = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SKERN = '[[watch]]\nid = "skern"\nname = "Skern Mills"\nkind = "company"\n'


def lists(*texts: str) -> Matcher:
    """Return a matcher for watchlists given as text."""
    return Matcher(combine(parse_watchlist(text, f"{number}.toml") for number, text in enumerate(texts)))


def past(
    key: int, title: str, *, seen: datetime = NOON, own_link: bool = True, story: int | None = None,
    joined: float = 1.0, **more: object,
) -> Past:  # fmt: skip
    """Return a stored entry; its link, date and feed can be given."""
    entry = Entry(**{"id": str(key), "title": title, "link": f"https://gazette.example/{key}", **more})  # type: ignore[arg-type]
    return Past(key=key, entry=entry, seen=seen, own_link=own_link, story=story, joined=joined)


def run(entries: list[Past], in_force: Matcher, proposed: Matcher | None = None, **feed_chats: str) -> Backtest:
    """Backtest in the zone of Toronto."""
    return backtest(entries, in_force, proposed, chat="@news", feed_chats=feed_chats, zone=ZONE)


# --- what changes ---------------------------------------------------------------------------------------


def test_the_difference_is_what_newly_alerts_and_what_no_longer_does() -> None:
    """Each entry that alerts with one set of lists only is told, with name, reason, and why it does not otherwise."""
    entries = [
        past(1, "Talvane opens a dock", source="Ellery Gazette"),
        past(2, "Skern Mills hires forty", source="Ellery Gazette"),
        past(3, "Rain until Thursday"),
    ]
    found = run(entries, lists(WATCHLIST), lists(WATCHLIST.replace('aliases = ["Talvane"]', ""), SKERN))
    (new,), (gone,) = found.newly, found.gone
    assert (new.key, new.named[0].watch, new.named[0].text) == (2, "skern", "Skern Mills")
    assert new.named[0].because == "'Skern Mills' is the name of Skern Mills"
    assert new.why == "Names Skern Mills (company, level push)."
    assert (gone.key, gone.named[0].text, gone.why) == (1, "Talvane", "No watched name stands in it.")
    assert (found.entries, found.before, found.after) == (3, 1, 1)


def test_a_name_made_ambiguous_says_so() -> None:
    """What no longer alerts because its name has become ambiguous has that as the reason."""
    weaker = WATCHLIST.replace('aliases = ["Talvane"]', 'ambiguous = ["Talvane"]\nabout = "Shipping company."')
    (gone,) = run([past(1, "Talvane")], lists(WATCHLIST), lists(weaker)).gone
    assert "Talvane" in gone.why


def test_without_a_proposal_the_lists_in_force_are_told() -> None:
    """There is no difference then, and each watch has its alerts a day."""
    found = run([past(1, "Talvane opens a dock")], lists(WATCHLIST))
    assert (found.compared, found.newly, found.gone, found.before, found.after) == (False, (), (), 1, 1)
    assert [(each.watch, each.before, each.after) for each in found.watches if each.after] == [("talvane", 1, 1)]


def test_only_what_would_be_pushed_is_an_alert() -> None:
    """An agency at level digest alerts nobody; a rule at push level alerts, and counts for what it asks for."""
    alone = past(1, "Coastal Registry Office moves")
    both = past(2, "Coastal Registry Office pays Osprell Systems")
    found = run([alone, both], lists(WATCHLIST))
    assert found.after == 1
    assert {each.watch: each.after for each in found.watches} == {"talvane": 0, "osprell": 1, "coastal-registry": 1}


def test_a_watch_that_is_only_named_beside_the_cause_counts_nothing() -> None:
    """A name at level context in an alert of another watch does not make its own watch loud."""
    quiet = SKERN + 'alert = "context"\n'
    found = run([past(1, "Talvane buys from Skern Mills")], lists(WATCHLIST, quiet))
    assert {each.watch: each.after for each in found.watches}["skern"] == 0


# --- the same article -----------------------------------------------------------------------------------

SAME = [
    pytest.param({"link": "https://a.example/x"}, {"link": "https://a.example/x?utm_source=rss"}, 1, id="same link"),
    pytest.param({"link": ""}, {"link": ""}, 1, id="same headline"),
    pytest.param({"link": ""}, {"link": "", "seen": NOON + 49 * HOUR}, 2, id="same headline, two days later"),
    pytest.param({"link": "https://a.example/x"}, {"link": "https://a.example/x", "seen": NOON + 24 * 31 * HOUR}, 2,
                 id="same link, a month later"),
    pytest.param({"link": "https://a.example/x", "own_link": False, "title": "Talvane today: news in brief"},
                 {"link": "https://a.example/x", "own_link": False}, 2, id="a link for several entries"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "alerts"), SAME)
def test_an_article_alerts_once(first: dict[str, object], second: dict[str, object], alerts: int) -> None:
    """The same link within a month and the same headline within two days alert once for each chat."""
    entries = [
        past(key, **{"title": "Talvane opens its third dock", **each}) for key, each in ((1, first), (2, second))
    ]  # type: ignore[arg-type]
    assert run(entries, lists(WATCHLIST)).after == alerts


def test_age_does_not_count() -> None:
    """`alerts.max_age` and the first poll keep entries quiet in the service, not here."""
    old = past(1, "Talvane opens a dock", published=NOON - timedelta(days=900))
    assert run([old], lists(WATCHLIST)).after == 1


def test_a_feed_with_its_own_chat_is_told_there() -> None:
    """The same article for two chats alerts in both."""
    entries = [past(1, "Talvane opens its third dock", feed="a"), past(2, "Talvane opens its third dock", feed="b")]
    assert run(entries, lists(WATCHLIST), a="@one", b="@two").after == 2


# --- the same story -------------------------------------------------------------------------------------

DOCK = "Talvane opens its third dock"
STORY = [
    pytest.param({"title": "A third dock for Talvane"}, (1, 1), id="another outlet's"),
    pytest.param({"title": "A third dock for Talvane", "story": None}, (2, 0), id="from before there were stories"),
    pytest.param({"title": "A third dock for Talvane", "story": 2}, (2, 0), id="another story's"),
    pytest.param({"title": "Osprell Systems builds Talvane's dock"}, (2, 0), id="a further watch"),
    pytest.param({"title": "Talvane tells the Coastal Registry Office of a dock"}, (2, 0), id="a first meeting"),
    pytest.param({"title": "Talvane in the news", "joined": 0.2}, (2, 0), id="perhaps another story's"),
    pytest.param({"title": "Talvane dock opened", "seen": NOON + 50 * HOUR}, (2, 0), id="after two days"),
    pytest.param({"title": "A third dock for Talvane", "feed": "alone"}, (2, 0), id="a feed that knows no stories"),
    pytest.param({"title": "A third dock for Talvane", "feed": "elsewhere"}, (2, 0), id="for another chat"),
    pytest.param({"title": "Rain until Thursday"}, (1, 0), id="without a name"),
]


@pytest.mark.parametrize(("second", "alerts_and_added"), STORY)
def test_a_story_alerts_once_and_when_it_gains_something(
    second: dict[str, object], alerts_and_added: tuple[int, int]
) -> None:
    """Further entries of a stored story are added to its alert, as the service does it."""
    entries = [past(1, DOCK, story=1), past(2, **{"story": 1, **second})]  # type: ignore[arg-type]
    found = backtest(
        entries, lists(WATCHLIST), None, chat="@news", feed_chats={"elsewhere": "@other", "alone": ""},
        alone={"alone"}, zone=ZONE,
    )  # fmt: skip
    assert (found.after, found.added_after) == alerts_and_added


def test_what_was_told_of_a_story_depends_on_the_lists() -> None:
    """Each set of lists has told its own alerts: where the first entry says nothing, the second one alerts."""
    entries = [past(1, DOCK, story=1), past(2, "Skern Mills supplies Talvane Freight's dock", story=1)]
    quiet = WATCHLIST.replace('aliases = ["Talvane"]', "")
    found = run(entries, lists(WATCHLIST), lists(quiet))
    assert [each.key for each in found.newly] == [2]
    assert [each.key for each in found.gone] == [1]
    assert (found.before, found.added_before, found.after, found.added_after) == (1, 1, 1, 0)


def test_entries_added_to_an_alert_are_counted_apart() -> None:
    """They make no alert a day, and the report tells how many there are, with both sets of lists."""
    entries = [past(key, f"Talvane opens dock no. {key}", story=1) for key in range(1, 5)]
    found = run(entries, lists(WATCHLIST), lists(WATCHLIST, SKERN))
    text = backtest_text(found, ZONE)
    assert "1 alert with the watchlists in force (1.0 a day; 3 more in stories alerted already), 1 with" in text
    assert (found.watches[0].after, found.watches[0].most) == (1, 1)
    assert json.loads(backtest_json(found))["added"] == {"in_force": 3, "proposed": 3}


# --- loud watches ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "loud"), [(LOUD, False), (LOUD + 1, True)])
def test_more_than_twenty_alerts_on_a_day_are_loud(count: int, loud: bool) -> None:
    """The busiest local day counts, and the report marks the watch."""
    entries = [past(key, f"Talvane opens dock number {key}") for key in range(count)]
    found = run(entries, lists(WATCHLIST))
    assert (found.watches[0].watch, found.watches[0].most, found.watches[0].loud) == ("talvane", count, loud)
    assert ("LOUD  talvane: 21 alerts on Tuesday, 10 November 2026" in backtest_text(found, ZONE)) is loud


def test_a_day_is_a_local_one_and_begins_when_the_news_came_out() -> None:
    """An entry counts for the local day of its publication, if that lies in the span, else of its first sight."""
    entries = [
        past(1, "Talvane opens dock one", seen=NOON),
        past(2, "Talvane opens dock two", seen=NOON + 60 * HOUR, published=NOON + 36 * HOUR),  # 00:00 in Toronto
        past(3, "Talvane opens dock three", seen=NOON + 60 * HOUR, published=NOON + 34 * HOUR),  # 22:00
        past(4, "Talvane opens dock four", seen=NOON + 34 * HOUR, published=NOON - timedelta(days=90)),
    ]
    watch = run(entries, lists(WATCHLIST)).watches[0]
    assert (watch.day, watch.most) == (date(2026, 11, 11), 2)


def test_alerts_a_day_are_over_the_days_there_are() -> None:
    """Four alerts in two days are two a day, whatever span was asked for; less than a day counts as one."""
    hours = (0, 1, 47, 48)
    found = run([past(h, f"Talvane opens dock {h}", seen=NOON + h * HOUR) for h in hours], lists(WATCHLIST))
    assert (found.days, found.after) == (2.0, 4)
    assert "(2.0 a day)" in backtest_text(found, ZONE)
    assert run([past(1, "Talvane")], lists(WATCHLIST)).days == 1.0


# --- the report -----------------------------------------------------------------------------------------


def test_a_long_list_is_cut_in_text_and_whole_in_json() -> None:
    """Twenty entries are printed and the rest counted; JSON has them all."""
    entries = [past(key, f"Skern Mills opens mill number {key}") for key in range(LISTED + 5)]
    found = run(entries, lists(WATCHLIST), lists(WATCHLIST, SKERN))
    text = backtest_text(found, ZONE)
    assert "Would newly alert: 25" in text
    assert "Would no longer alert: 0" in text
    assert text.count("\n+ ") == LISTED
    assert "and 5 more" in text
    assert "skern" in text
    assert "not watched → 25.0" in text
    data = json.loads(backtest_json(found))
    assert len(data["newly"]) == 25
    assert data["newly"][0]["watches"] == [
        {"watch": "skern", "text": "Skern Mills", "because": "'Skern Mills' is the name of Skern Mills"}
    ]
    assert data["watches"][0]["loud"] is True


def test_nothing_stored_is_said() -> None:
    """Without an entry there is nothing to test against."""
    found = run([], lists(WATCHLIST), lists(SKERN))
    assert "nothing to test against" in backtest_text(found, ZONE)
    assert json.loads(backtest_json(found))["since"] is None


# --- the command ----------------------------------------------------------------------------------------


@pytest.fixture
def stored(world: World) -> World:
    """A database with three entries of the last days and one of two months ago."""
    store = Store(world.database)
    now = datetime.now(UTC)
    with store.atomic():
        for number, (title, age) in enumerate(
            [("Talvane sold a ship", timedelta(days=60)), ("Talvane opens a dock", timedelta(days=2)),
             ("Skern Mills hires forty", timedelta(days=1)), ("Rain until Thursday", HOUR)]
        ):  # fmt: skip
            link = f"https://gazette.example/{number}"
            store.entries.add(Entry(id=str(number), title=title, link=link, feed="f", source="Gazette"), now - age)
    store.close()
    return world


async def test_backtest_of_a_folder(stored: World) -> None:
    """A folder replaces all lists in force."""
    other = stored.folder / "other"
    other.mkdir()
    (other / "mills.toml").write_text(SKERN)
    done = await stored.cli("backtest", "other")
    assert (done.status, done.err) == (0, "")
    for words in ("3 entries", "Would newly alert: 1", "Skern Mills hires forty", "https://gazette.example/2",
                  "Would no longer alert: 1", "Talvane opens a dock", "skern: 'Skern Mills' stands there",
                  "talvane  0.5 → not watched"):  # fmt: skip
        assert words in done.out, words


async def test_backtest_of_a_file(stored: World) -> None:
    """A file replaces the list of its name, or is one more."""
    (stored.folder / "mills.toml").write_text(SKERN)
    data = json.loads((await stored.cli("backtest", "mills.toml", "--format", "json")).out)
    assert ([each["title"] for each in data["newly"]], data["gone"]) == (["Skern Mills hires forty"], [])
    (stored.folder / "new").mkdir()
    (stored.folder / "new" / "freight.toml").write_text(SKERN)
    data = json.loads((await stored.cli("backtest", "new/freight.toml", "--format", "json")).out)
    assert [each["title"] for each in data["gone"]] == ["Talvane opens a dock"]


async def test_backtest_of_the_lists_in_force(stored: World) -> None:
    """Without an argument each watch has its figures; --days sets how far back."""
    assert "1 alert with the watchlists in force" in (await stored.cli("backtest")).out
    assert "2 alerts with the watchlists in force" in (await stored.cli("backtest", "--days", "61")).out


async def test_backtest_knows_the_stored_stories(stored: World) -> None:
    """Entries are in the stories of the database; those of a feed with `dedupe = false` alert on their own."""
    now = datetime.now(UTC)
    with contextlib.closing(Store(stored.database)) as store, store.atomic():
        ((story,),) = stored.rows("SELECT key FROM entries WHERE title = 'Talvane opens a dock'")
        for number, feed in enumerate(["f", "f", "https://alone.example/feed"], 10):
            entry = Entry(id=str(number), title=f"A dock for Talvane, {number}", feed=feed)
            key = store.entries.add(entry, now - timedelta(hours=47))
            store.stories.placed([Placement(entry=str(key), story=str(story), score=0.9)], now)
        store.stories.placed([Placement(entry=str(story), story=str(story), score=0.2)], now)
    with stored.config.open("a") as config:
        config.write('\n[[feed]]\nurl = "https://alone.example/feed"\ndedupe = false\n')
    out = (await stored.cli("backtest")).out
    assert "2 alerts with the watchlists in force (1.0 a day; 2 more in stories alerted already)." in out


async def test_an_empty_database_is_said(world: World) -> None:
    """A database without entries is no failure."""
    Store(world.database).close()
    done = await world.cli("backtest")
    assert (done.status, "nothing to test against" in done.out) == (0, True)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [("bad.toml", '[[watch]]\nid = "x"\nname = "The"\nkind = "company"', "bad.toml:3: watch.name of 'x': 'The'"),
     ("twice.toml", SKERN.replace("skern", "talvane"), "watch id 'talvane' is already used"),
     ("absent.toml", "", "absent.toml: there is no such file or folder")],
    ids=lambda value: str(value)[:8],
)  # fmt: skip
async def test_an_unusable_list_is_status_2(stored: World, name: str, text: str, words: str) -> None:
    """A proposed list that can't be used is named with file, line and key, and nothing is printed."""
    if text:
        (stored.folder / name).write_text(text)
    done = await stored.cli("backtest", name)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


@pytest.mark.parametrize("days", ["0", "-3", "x", "1e3"])
async def test_a_wrong_number_of_days_is_status_2(stored: World, days: str) -> None:
    """--days is a whole number from 1 on."""
    assert (await stored.cli("backtest", "--days", days)).status == 2


async def test_old_texts_are_gone_and_that_is_said(stored: World) -> None:
    """Beyond `store.keep` only headlines are left, so the figures are too low."""
    assert "store.keep" in (await stored.cli("backtest", "--days", "100")).err
