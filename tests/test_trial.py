"""What an edit would have changed: the same as a backtest over everything finds, at a fraction of the work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.backtest import Past, backtest
from pipelines.matcher import Matcher
from pipelines.model import Entry
from pipelines.trial import Trial, trial
from pipelines.watchlist import Watchlists, combine, parse_watchlist
from tests.world import WATCHLIST

ZONE = ZoneInfo("America/Toronto")
NOON = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
SKERN = '[[watch]]\nid = "skern"\nname = "Skern Mills"\nkind = "company"\n'
HARLOW = '[[watch]]\nid = "harlow"\nname = "Harlow Pelletier Group"\nkind = "company"\n'
PELETIER = '[[watch]]\nid = "peletier"\nname = "Dorsin Peletier"\nkind = "company"\n'
LAKE = '[[watch]]\nid = "lake"\nname = "Talvane Bay"\nkind = "place"\nalert = "context"\n'
AMBIGUOUS = '[[watch]]\nid = "bay"\nname = "Talvane Company"\nkind = "company"\nambiguous = ["Talvane"]\n'


def lists(*texts: str) -> Watchlists:
    """Return watchlists given as text."""
    return combine(parse_watchlist(text, f"{number}.toml") for number, text in enumerate(texts))


def past(key: int, title: str, *, link: str = "", story: int | None = None, hours: int = 0, late: int = 0) -> Past:
    """Return a stored entry, `late` hours after it was published."""
    seen = NOON + timedelta(hours=hours)
    published = seen - timedelta(hours=late)
    entry = Entry(
        id=str(key), title=title, link=link or f"https://gazette.example/{key}", feed="f", published=published
    )  # fmt: skip
    return Past(key=key, entry=entry, seen=seen, own_link=True, story=story)


def run(entries: list[Past], in_force: Watchlists, proposed: Watchlists) -> Trial:
    """Try out in the zone of Toronto."""
    return trial(
        lambda rows: iter([each for each in entries if rows is None or each.key in rows]),
        in_force, proposed, chat="@news", feed_chats={}, alone=(), zone=ZONE,
    )  # fmt: skip


def test_only_what_changes_is_told() -> None:
    """A new watch newly alerts, an entry that alerts anyway is counted, and one that it does not touch is not."""
    entries = [
        past(1, "Skern Mills hires forty"),
        past(2, "Talvane Freight buys flour from Skern Mills", hours=1),
        past(3, "Osprell Systems moves", hours=2),
    ]
    found = run(entries, lists(WATCHLIST), lists(WATCHLIST, SKERN))
    assert ([change.key for change in found.newly], found.gone) == ([1], ())
    assert (found.entries, found.before, found.after, found.most, found.since) == (3, 0, 2, 2, NOON)


def test_a_watch_that_alerts_nobody_is_counted_where_it_stands() -> None:
    """Where nothing alerts, the number of entries that surely name the watch says why."""
    quiet = SKERN + 'alert = "digest"\n'
    found = run([past(1, "Skern Mills hires"), past(2, "Rain")], lists(WATCHLIST), lists(WATCHLIST, quiet))
    assert (found.newly, found.named, found.after) == ((), 1, 0)


def test_nothing_stored_is_told() -> None:
    """Without entries there is no time since when."""
    assert run([], lists(WATCHLIST), lists(WATCHLIST, SKERN)).since is None


def test_a_new_word_ends_a_misspelling() -> None:
    """A word of a new name is no slip for another name any more: what rested on that no longer alerts."""
    entries = [past(1, "Harlow Peletier Group opens a yard")]
    found = run(entries, lists(HARLOW), lists(HARLOW, PELETIER))
    assert [change.key for change in found.gone] == [1]


def test_stories_links_and_headlines_hang_together() -> None:
    """An earlier report that newly alerts takes the place of a later one of its story, link or headline."""
    for later in (
        past(2, "Talvane Freight and flour", story=1, hours=1),
        past(2, "Talvane Freight and flour", link="https://gazette.example/1", hours=1),
    ):
        entries = [past(1, "Skern Mills hires forty", story=1), later]
        found = run(entries, lists(WATCHLIST), lists(WATCHLIST, SKERN))
        full = backtest(iter(entries), Matcher(lists(WATCHLIST)), Matcher(lists(WATCHLIST, SKERN)),
                        chat="@news", feed_chats={}, zone=ZONE)  # fmt: skip
        assert (found.newly, found.gone) == (full.newly, full.gone)
        assert [change.key for change in found.newly] == [1]


OTHER = WATCHLIST.replace('aliases = ["Talvane"]', 'ambiguous = ["Talvane", "Bay"]')
MORE = WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = ["Talvane", "Harlow Pelletier", "Dorsin"]\nmisses = ["x"]')
ABOUT = WATCHLIST.replace("detains crews", "pays for rain").replace('["CRO"]', '["CRO", "Registry"]')
SETS = [
    (WATCHLIST,), (OTHER,), (MORE,), (ABOUT,), (OTHER, SKERN), (MORE, HARLOW), (WATCHLIST, SKERN), (WATCHLIST, LAKE),
    (AMBIGUOUS, HARLOW), (AMBIGUOUS, HARLOW, LAKE), (WATCHLIST, HARLOW), (WATCHLIST, HARLOW, PELETIER),
    (HARLOW, SKERN), (HARLOW, PELETIER, SKERN),
]  # fmt: skip
PHRASES = ["Skern Mills", "Talvane", "Talvane Bay", "TALVANE FREIGHT", "Osprell Systems", "Coastal Registry Office",
           "Harlow Peletier Group", "Dorsin Peletier", "a dock", "rain", "C.R.O.",
           "Bay", "Harlow Peletier", "dorsin", "the CRO", "Registry"]  # fmt: skip
NOTED = WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = ["Talvane"]\nmisses = ["Talvane sings"]')
RULED = WATCHLIST + '\n[[rule]]\nid = "osprell-is-loud"\nall = ["osprell"]\n'
SETS += [(NOTED,), (RULED,), (RULED, SKERN)]
titles = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3).map(" meets ".join)
pasts = st.lists(st.tuples(titles, st.integers(1, 4), st.integers(0, 4), st.integers(0, 30)), max_size=12)


@settings(max_examples=60)
@given(rows=pasts, before=st.sampled_from(SETS), after=st.sampled_from(SETS))
def test_it_finds_what_a_backtest_over_everything_finds(
    rows: list[tuple[str, int, int, int]], before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    """Whatever the entries share, and whichever watches come and go, differences and alerts a day are the same."""
    entries = [
        past(key, title, link=f"https://gazette.example/{link}", story=story or None, hours=7 * key, late=late)
        for key, (title, link, story, late) in enumerate(rows, 1)
    ]
    found = run(entries, lists(*before), lists(*after))
    full = backtest(iter(entries), Matcher(lists(*before)), Matcher(lists(*after)),
                    chat="@news", feed_chats={}, zone=ZONE)  # fmt: skip
    assert (found.newly, found.gone, found.days) == (full.newly, full.gone, full.days)
    other = {each for each in full.watches if (each.before or 0) != (each.after or 0)}
    told = {each.watch for each in found.watches}
    assert set(found.watches) <= set(full.watches)
    assert dict(found.others) == {
        each.name: (each.after or 0) - (each.before or 0) for each in other if each.watch not in told
    }
    if found.newly or found.gone:
        old, new = lists(*before).watches, lists(*after).watches
        assert {key for key in {*old, *new} if old.get(key) != new.get(key)} <= told


def test_alerts_a_day_are_those_of_all_entries() -> None:
    """A new alias adds to the alerts that its watch has by its other names, and the rest says only what is other."""
    entries = [
        past(1, "Talvane Freight hires forty"),
        past(2, "Talvane Freight closes a yard", hours=30),
        past(3, "Dorsin hires forty", story=3, hours=34),
        past(4, "Osprell Systems and flour", story=3, hours=48),
    ]
    found = run(entries, lists(WATCHLIST), lists(MORE))
    assert [(each.watch, each.before, each.after, each.most) for each in found.watches] == [("talvane", 2, 3, 2)]
    assert (found.others, found.days) == ((), 2.0)


def test_a_rule_tells_of_the_watches_that_it_makes_louder() -> None:
    """Where a rule differs, the watches told are those with other figures, and no others."""
    quiet = WATCHLIST.replace('"Osprell Systems"\n', '"Osprell Systems"\nalert = "digest"\n')
    ruled = quiet + '\n[[rule]]\nid = "osprell-is-loud"\nall = ["osprell"]\n'
    found = run([past(1, "Talvane Freight hires"), past(2, "Osprell Systems moves")], lists(quiet), lists(ruled))
    assert [change.key for change in found.newly] == [2]
    assert [(each.watch, each.before, each.after) for each in found.watches] == [("osprell", 0, 1)]
