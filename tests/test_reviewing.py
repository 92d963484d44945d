"""What is said of an entry is stored, logged and shown, whoever says it where."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.reviewing import Reviewer, lesson, note, watched_words
from bot.store import Store
from pipelines.model import Action, Decision, Entry, Field, Kind, Match, Mention, Message, Route, Status
from pipelines.watchlist import combine, parse_watchlist
from tests.world import WATCHLIST

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LISTS = combine([parse_watchlist(WATCHLIST, "freight.toml")])
ADA = Reviewer(id=0, name="Ada")
TITLE = "Talvane wins the novel prize"


@pytest.fixture
def store() -> Store:
    """A database with one entry that alerted for two watches."""
    store = Store(":memory:")
    route = Route(chat="@c", watches=("talvane",))
    mention = Mention(
        watch="talvane", kind=Kind.COMPANY, text="Talvane", field=Field.TITLE, start=0, end=7, status=Status.SURE,
        score=0.9, sentence_end=len(TITLE), evidence=("'Talvane' is its name",),
    )  # fmt: skip
    entry = Entry(id="1", title=TITLE, feed="f")
    with store.atomic():
        key = store.entries.add(entry, NOON)
        store.entries.found(key, entry, Match(mentions=(mention,)))
        decision = Decision(action=Action.ALERT, reason="", watches=("talvane", "osprell"), routes=(route,))
        store.entries.decided(key, decision, NOON)
        store.outbox.put_alert(key, route, Message(html="x", plain="x"), ("", ""), story=None, now=NOON)
    return store


def test_verdicts_by_watch_are_noted_and_taken_back(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Each watch has its own; the last word counts; the alert's buttons are to be shown anew each time."""
    caplog.set_level(logging.INFO)
    note(store, 1, {"talvane": "wrong", "osprell": "right"}, ADA, NOON)
    assert store.reviews.of_entry(1) == {"talvane": "wrong", "osprell": "right"}
    note(store, 1, {"talvane": ""}, ADA, NOON)
    assert store.reviews.of_entry(1) == {"osprell": "right"}
    assert store.db.execute("SELECT marks FROM outbox").fetchone() == (2,)
    assert "review=wrong watch=talvane entry=1 by=0 by_name='Ada'" in caplog.text
    assert "review=none watch=talvane entry=1 by=0" in caplog.text


def test_what_a_list_could_learn(store: Store) -> None:
    """The sentence of a wrong name, and nothing once no list has the watch any more."""
    note(store, 1, {"talvane": "wrong"}, ADA, NOON)
    (wrong,) = store.reviews.wrongs_of(1)
    offered = lesson(store, LISTS, wrong, watched_words(LISTS))
    assert offered
    assert (offered.misses, offered.firm) == (TITLE, True)
    assert lesson(store, combine([]), wrong, frozenset()) is None


def test_evidence_of_many_entries_at_once(store: Store) -> None:
    """Mentions, verdicts, reviewable watches, times and decisions by row; of what is not there, nothing."""
    note(store, 1, {"talvane": "right"}, ADA, NOON)
    evidence, keys = store.evidence, [1, 2, 99]
    assert [seen.text for seen in evidence.mentions(keys)[1]] == ["Talvane"]
    assert evidence.mentions(keys)[1][0].evidence == ("'Talvane' is its name",)
    assert evidence.verdicts(keys)[1]["talvane"].by_name == "Ada"
    assert evidence.watches(keys) == {1: ("talvane", "osprell")}
    assert evidence.times(keys) == {1: NOON}
    assert evidence.decided(keys, NOON, NOON + timedelta(seconds=1)) == {1}
    assert evidence.decided(keys, NOON - timedelta(days=1), NOON) == set()
