"""The days of a story, and what a chat was pushed of it, from a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.digests import make_digest, make_due_digests
from bot.store import Store
from pipelines.model import Action, Decision, Entry, Field, Kind, Match, Mention, Placement, Status
from tests.test_digests import DAY, EIGHT, FEEDS, HOUR, LISTS, put, settings


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty database in memory."""
    opened = Store(":memory:")
    yield opened
    opened.close()


def days_of(store: Store, chat: str | None) -> dict[str, int]:
    """Return by title the day of each story in the digest of 22 November."""
    digest = make_digest(store, settings(), LISTS, day=date(2026, 11, 22), since=EIGHT - DAY, until=EIGHT, chat=chat)
    return {line.title.split()[0]: line.day for section in digest.sections for line in section.items}


def test_a_story_begins_with_the_first_entry_that_tells_of_a_watch(store: Store) -> None:
    """What came before, and named nothing, was never told; nor was, in a chat, what names another chat's watches."""
    first = put(store, "Alder", "talvane", EIGHT - 4 * DAY - HOUR, Action.NOTHING, story=0)
    put(store, "Birch", "talvane", EIGHT - 3 * DAY - HOUR, Action.CONTEXT, story=first)
    put(store, "Cedar", "osprell", EIGHT - 2 * DAY - HOUR, story=first)
    put(store, "Dogwood", "talvane", EIGHT - DAY - HOUR, story=first)
    put(store, "Elm", "talvane", EIGHT - HOUR, Action.ADDED, story=first)
    new = put(store, "Fir", "talvane", EIGHT - 4 * DAY - HOUR, Action.NOTHING, story=0)
    put(store, "Gorse", "talvane", EIGHT - HOUR, story=new)
    assert days_of(store, "@news") == {"Elm": 2, "Gorse": 1}
    assert days_of(store, None) == {"Elm": 3, "Gorse": 1}


def test_a_story_to_review_begins_with_what_may_name_a_watch(store: Store) -> None:
    """An entry that names a watch unsurely was told, to be reviewed, though it surely names none."""
    entry = Entry(id="birch", title="Birch in the news", feed=FEEDS[0])
    mention = Mention(
        watch="talvane", kind=Kind.COMPANY, text="Birch", field=Field.TITLE, start=0, end=5, status=Status.UNSURE,
        score=0.4, sentence_end=17,
    )  # fmt: skip
    before = EIGHT - DAY - HOUR
    with store.atomic():
        key = store.entries.add(entry, before)
        store.entries.found(key, entry, Match(mentions=(mention,)))
        store.entries.decided(key, Decision(action=Action.REVIEW, reason="Unsure."), before)
        store.stories.placed([Placement(entry=str(key), story=str(key), score=1)], before)
    put(store, "Alder", "talvane", EIGHT - HOUR, story=key)
    assert days_of(store, "@news") == {"Alder": 2}


def test_a_story_counts_days_by_the_hour_of_the_digest(store: Store) -> None:
    """Made at eleven or at eight, a story of yesterday noon is at its second day; of the whole day, by the calendar."""
    first = put(store, "Alder", "talvane", EIGHT - DAY - 20 * HOUR, story=0)
    put(store, "Birch", "talvane", EIGHT - HOUR, Action.ADDED, story=first)
    span = {"day": date(2026, 11, 22), "chat": "@news"}
    found = [
        make_digest(store, settings(), LISTS, since=since, until=until, **span)  # type: ignore[arg-type]
        for since, until in ((EIGHT - DAY, EIGHT), (EIGHT - DAY, EIGHT + 3 * HOUR), (EIGHT - 8 * HOUR, EIGHT))
    ]
    assert [line.day for each in found for section in each.sections for line in section.items] == [2, 2, 3]


def test_a_chats_story_is_led_by_what_it_was_pushed(store: Store) -> None:
    """Alerts of other chats neither lead its story nor stand below it; one that waits counts, a refused one not."""
    first = put(store, "Alder", "talvane", EIGHT - 5 * HOUR, story=0, chats=("@other",))
    refused = put(store, "Birch", "talvane", EIGHT - 4 * HOUR, story=first, chats=("@news",))
    put(store, "Cedar", "talvane", EIGHT - 3 * HOUR, story=first, chats=("@news",))
    put(store, "Dogwood", "talvane", EIGHT - 2 * HOUR, story=first, chats=("@other",))
    put(store, "Elm", "talvane", EIGHT - HOUR, story=first, chats=("@news", "@other"))
    store.db.execute("UPDATE outbox SET status = 'refused' WHERE entry = ?", [refused])
    span = {"day": date(2026, 11, 22), "since": EIGHT - DAY, "until": EIGHT}
    found = {}
    for chat in ("@news", None):
        digest = make_digest(store, settings(), LISTS, **span, chat=chat)  # type: ignore[arg-type]
        ((line,),) = (section.items for section in digest.sections)
        found[chat] = [each.title.split()[0] for each in (line, *line.turns)]
    assert found == {"@news": ["Cedar", "Elm"], None: ["Alder", "Birch", "Cedar", "Dogwood", "Elm"]}


def test_each_digest_is_made_when_its_turn_comes(store: Store) -> None:
    """Time passes between the digests of two chats, while feeds are polled: each tells how they fare at its moment."""
    now = EIGHT
    made = make_due_digests(store, settings(), LISTS, lambda: now)
    found = []
    for chat, digest, at in made:
        found.append((chat, digest.until, digest.health.answered, at))
        now += timedelta(minutes=1)
        with store.atomic():
            store.feeds.failed(FEEDS[0], "answered 403", now=now, next_poll_at=now + HOUR)
    assert found == [("@news", EIGHT, 0, EIGHT), ("@other", now - timedelta(minutes=1), 0, now - timedelta(minutes=1))]
