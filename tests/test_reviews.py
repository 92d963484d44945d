"""What people said of the names in an entry: kept, counted, taken back, and told in the digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import parse_settings
from bot.digests import make_digest
from bot.store import Store
from pipelines.digest.values import Digest
from pipelines.model import Action, Decision, Entry, Field, Kind, Match, Mention, Message, Placement, Route, Status
from pipelines.watchlist import combine, parse_watchlist

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LISTS = combine(
    [
        parse_watchlist(
            '[[watch]]\nid = "talvane"\nname = "Talvane Freight"\nkind = "company"\n'
            '[[watch]]\nid = "osprell"\nname = "Osprell Systems"\nkind = "company"\n',
            "a.toml",
        )
    ]
)


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty database in memory."""
    opened = Store(":memory:")
    yield opened
    opened.close()


def mention(watch: str, sentence: str, status: Status = Status.SURE) -> Mention:
    """Return a mention that fills the sentence's first word."""
    end = sentence.index(" ")
    return Mention(
        watch=watch, kind=Kind.COMPANY, text=sentence[:end], field=Field.TITLE, start=0, end=end, status=status,
        score=0.9, sentence_end=len(sentence),
    )  # fmt: skip


def put(store: Store, title: str, *watches: str, at: datetime = NOW, chat: str = "@news", story: int = 0) -> int:
    """Store an alert that names these watches in its headline, and return its entry."""
    entry = Entry(id=title, title=title, link="https://gazette.example/1", source="Ellery Gazette", feed="feed")
    match = Match(mentions=tuple(mention(watch, title) for watch in watches))
    with store.atomic():
        key = store.entries.add(entry, at)
        store.entries.found(key, entry, match)
        store.entries.decided(key, Decision(action=Action.ALERT, reason="Named.", watches=watches), at)
        story = story or key
        store.stories.placed([Placement(entry=str(key), story=str(story), score=1)], at)
        told = Route(chat=chat, watches=watches)
        store.outbox.put_alert(key, told, Message(html=title, plain=title), ("", ""), story=story, now=at)
    return key


def mark(store: Store, entry: int, watch: str, verdict: str, at: datetime = NOW) -> None:
    """Note what somebody said."""
    store.reviews.set(entry, watch, verdict, 7, "Ada", at)


# --- kept and counted --------------------------------------------------------------------------------


def test_the_last_word_counts_and_can_be_taken_back(store: Store) -> None:
    """One verdict for each watch of an entry: a later one replaces it, and clearing leaves none."""
    entry = put(store, "Talvane wins", "talvane", "osprell")
    assert (store.reviews.verdict(entry), store.reviews.of_entry(entry)) == ("", {})
    mark(store, entry, "talvane", "right")
    assert store.reviews.verdict(entry) == "right"
    mark(store, entry, "osprell", "wrong")
    assert store.reviews.verdict(entry) == "wrong"
    assert store.reviews.of_entry(entry) == {"osprell": "wrong", "talvane": "right"}
    mark(store, entry, "osprell", "right")
    assert store.reviews.verdict(entry) == "right"
    assert store.reviews.clear(entry, "osprell")
    assert not store.reviews.clear(entry, "osprell")
    assert store.reviews.of_entry(entry) == {"talvane": "right"}


def test_the_watches_of_an_alert_keep_their_places(store: Store) -> None:
    """Buttons name a watch by its place: what an edit adds comes behind, and what it drops stays."""
    entry = put(store, "Talvane wins", "talvane", "osprell")
    later = Decision(action=Action.ALERT, reason="Edited.", watches=("registry", "osprell"))
    store.entries.decided(entry, later, NOW)
    store.entries.decided(entry, Decision(action=Action.HELD, reason="Again.", watches=("other",)), NOW)
    assert store.reviews.watches(entry) == ("talvane", "osprell", "registry")
    assert store.reviews.watches(999) == ()


def test_precision_counts_what_was_said_since_then(store: Store) -> None:
    """Right and wrong by watch; older verdicts, and those after the end, are left out."""
    entries = [put(store, f"Talvane {number} wins", "talvane") for number in range(5)]
    for entry, verdict in zip(entries, ["right", "right", "wrong"], strict=False):
        mark(store, entry, "talvane", verdict)
    mark(store, entries[3], "talvane", "wrong", NOW - 31 * DAY)
    mark(store, entries[4], "talvane", "wrong", NOW + DAY)
    mark(store, entries[0], "osprell", "right", NOW - 30 * DAY)
    assert store.reviews.precision(NOW - 30 * DAY, NOW) == {"osprell": (1, 0), "talvane": (2, 1)}
    assert store.reviews.precision(NOW) == {"talvane": (2, 2)}
    assert store.reviews.precision(NOW + 2 * DAY) == {}


def test_what_was_marked_wrong_comes_with_its_sentence(store: Store) -> None:
    """The latest first, with headline, link, the name as it stands there and who said so; of one watch or of all."""
    first = put(store, "Talvane wins", "talvane", "osprell")
    second = put(store, "Talvanes sing", "talvane")
    mark(store, first, "talvane", "wrong", NOW - DAY)
    mark(store, second, "talvane", "wrong")
    mark(store, first, "osprell", "right")
    latest, older = store.reviews.wrongs(NOW - DAY)
    assert (latest.entry, latest.sentence, latest.text, latest.by_name) == (second, "Talvanes sing", "Talvanes", "Ada")
    assert (older.entry, older.title, older.at, older.alert) == (first, "Talvane wins", NOW - DAY, 1)
    assert store.reviews.wrongs(NOW) == [latest]
    assert store.reviews.wrongs(NOW - DAY, "osprell") == []
    assert store.reviews.wrongs_of(first) == [older]
    assert store.reviews.headline(first) == ("Talvane wins", "https://gazette.example/1")


def test_a_sure_mention_goes_before_an_unsure_one(store: Store) -> None:
    """The sentence that made the alert is the one to learn from; without any mention it is empty."""
    entry = put(store, "Talvane wins", "talvane")
    mark(store, entry, "talvane", "wrong")
    text = "Talvanes sing"
    unsure = mention("talvane", text, Status.UNSURE)
    changed = Entry(id="x", title=text, summary="Talvane wins")
    sure = Mention(
        watch="talvane", kind=Kind.COMPANY, text="Talvane", field=Field.SUMMARY, start=0, end=7, status=Status.SURE,
        score=0.9, sentence_end=12,
    )  # fmt: skip
    store.entries.found(entry, changed, Match(mentions=(unsure, sure)))
    assert store.reviews.wrongs(NOW)[0].sentence == "Talvane wins"
    store.entries.found(entry, changed, Match())
    assert (store.reviews.wrongs(NOW)[0].sentence, store.reviews.wrongs(NOW)[0].text) == ("", "")


def test_sentences_that_were_right_are_remembered_by_watch(store: Store) -> None:
    """Only those of entries that were marked right for it."""
    right, wrong = put(store, "Talvane wins", "talvane"), put(store, "Talvanes sing", "talvane", "osprell")
    mark(store, right, "talvane", "right")
    mark(store, wrong, "talvane", "wrong")
    mark(store, wrong, "osprell", "right")
    assert store.reviews.rights("talvane") == ["Talvane wins"]
    assert store.reviews.rights("osprell") == ["Talvanes sing"]


def test_alerts_of_which_nobody_said_anything_are_counted(store: Store) -> None:
    """By entry, only those that Telegram has, and only since then."""
    entries = [put(store, f"Talvane {number}", "talvane", at=NOW - number * DAY) for number in range(3)]
    assert store.reviews.unreviewed(NOW - 7 * DAY) == 0
    for row in range(1, 4):
        store.outbox.sent(row, 100 + row, NOW)
    assert store.reviews.unreviewed(NOW - 7 * DAY) == 3
    assert store.reviews.unreviewed(NOW - DAY) == 2
    mark(store, entries[0], "talvane", "right")
    assert store.reviews.unreviewed(NOW - DAY) == 1


def test_the_alerts_of_a_story_in_a_chat(store: Store) -> None:
    """Its entries that alerted there, oldest first: their buttons show that the story is muted."""
    first = put(store, "Talvane wins", "talvane")
    second = put(store, "Talvane wins again", "talvane", story=first)
    put(store, "Talvane wins elsewhere", "talvane", story=first, chat="@other")
    assert store.reviews.alerted(first, "@news") == [first, second]


# --- in the digest -----------------------------------------------------------------------------------


def digest_of(store: Store, until: datetime = NOW + DAY) -> Digest:
    """Return the digest of a day that ends then."""
    settings = parse_settings('[telegram]\nchat = "@news"\n', Path("config.toml"))
    return make_digest(store, settings, LISTS, day=date(2026, 11, 23), since=until - DAY, until=until, chat="@news")


def test_the_digest_tells_verdicts(store: Store) -> None:
    """A wrong entry leaves its watch and stands under marked wrong; the heading knows right and wrong of 30 days."""
    wrong, right = put(store, "Talvanes sing", "talvane"), put(store, "Talvane wins", "talvane")
    old = put(store, "Talvane of old", "talvane", at=NOW - 20 * DAY)
    mark(store, wrong, "talvane", "wrong")
    mark(store, right, "talvane", "right")
    mark(store, old, "talvane", "right", NOW - 20 * DAY)
    digest = digest_of(store)
    (section,) = digest.sections
    assert [item.key for item in section.items] == [right]
    assert (section.count, section.right, section.wrong) == (1, 2, 1)
    assert [(each.entry, each.name, each.title) for each in digest.wrong] == [
        (wrong, "Talvane Freight", "Talvanes sing")
    ]
    assert digest.alerts == 2


def test_the_next_digest_does_not_list_it_again(store: Store) -> None:
    """Marked wrong covers what the digest covers; the precision goes on counting it."""
    mark(store, put(store, "Talvanes sing", "talvane"), "talvane", "wrong")
    put(store, "Talvane wins", "talvane", at=NOW + DAY)
    digest = digest_of(store, NOW + 2 * DAY)
    assert digest.wrong == ()
    assert [(part.count, part.right, part.wrong) for part in digest.sections] == [(1, 0, 1)]


def test_other_reports_of_a_wrong_alert_are_not_told(store: Store) -> None:
    """What was added to the alert's story goes with it."""
    wrong = put(store, "Talvanes sing", "talvane")
    mark(store, wrong, "talvane", "wrong")
    added = put(store, "Talvanes sing more", "talvane", story=wrong)
    store.db.execute("UPDATE decisions SET action = 'added' WHERE entry = ?", [added])
    digest = digest_of(store)
    assert digest.sections == ()
    assert [each.entry for each in digest.wrong] == [wrong]


def added(store: Store, title: str, story: int, at: datetime) -> int:
    """Store a report that was added to a story's alert."""
    key = put(store, title, "talvane", story=story, at=at)
    store.db.execute("UPDATE decisions SET action = 'added' WHERE entry = ?", [key])
    return key


def test_marked_wrong_does_not_come_back_with_the_next_report(store: Store) -> None:
    """A report that is added later goes with the mark, in silence: it was listed in the digest of its day."""
    first = put(store, "Talvanes sing", "talvane")
    mark(store, first, "talvane", "wrong")
    for days in (1, 2, 3):
        added(store, f"Talvanes sing: {days}", first, NOW + days * DAY)
    digests = [digest_of(store, NOW + days * DAY + timedelta(hours=1)) for days in (0, 1, 2, 3)]
    assert [[each.entry for each in digest.wrong] for digest in digests] == [[first], [], [], []]
    assert [digest.sections for digest in digests] == [()] * 4


def test_a_report_added_after_a_second_alert_is_told(store: Store) -> None:
    """Nobody said that the second alert of the story is wrong; once it is marked as well, the report goes too."""
    first = put(store, "Talvanes sing", "talvane")
    mark(store, first, "talvane", "wrong")
    second = put(store, "Talvane buys a choir", "talvane", story=first, at=NOW + 2 * DAY)
    report = added(store, "Talvane buys a choir, says mayor", first, NOW + 3 * DAY)
    until = NOW + 3 * DAY + timedelta(hours=1)
    assert [item.key for part in digest_of(store, until).sections for item in part.items] == [report]
    mark(store, second, "talvane", "wrong", NOW + 3 * DAY)
    assert digest_of(store, until).sections == ()


def test_only_marks_that_matter_to_a_span_are_read(store: Store) -> None:
    """Those made in it, those of what was decided in it, and those of stories to which something was added."""
    keys = [put(store, f"Talvanes sing {number}", "talvane", at=NOW - 9 * DAY) for number in range(4)]
    for key in keys:
        mark(store, key, "talvane", "wrong", NOW - 8 * DAY)
    mark(store, keys[0], "talvane", "wrong", NOW)
    added(store, "Talvanes sing more", keys[1], NOW)
    again = Decision(action=Action.DIGEST, reason="Edited.", watches=("talvane",))
    store.entries.decided(keys[2], again, NOW)
    marks = store.digests.wrong(NOW, NOW + DAY)
    assert sorted(each.entry for each in marks) == keys[:3]
    assert all(each.whole_story for each in marks)
