"""Full-text search: what words mean, and that none of them can break it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import Store
from bot.store.search import FIRST, LAST, Only, TooBroad, fts_query, search_apart
from pipelines.model import Entry

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = {
    "crane": "Café Ellery ships a crane's load to Harwick",
    "strike": "The harbour strike ends; ferries sail",
    "ferry": "Ferry harbour closed before the strike",
    "co-op": "Fishing co-op buys AND sells NOT title:x",
}


@pytest.fixture
def store() -> Store:
    """A database with the four entries, the last of them the newest."""
    store = Store(":memory:")
    with store.atomic():
        for number, (name, text) in enumerate(TEXTS.items()):
            store.entries.add(Entry(id=name, title=text, source="Gazette", feed="f"), NOON + timedelta(minutes=number))
    return store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("harbour", "ferry strike"),
        ("strike harbour", "ferry strike"),
        ("cafe", "crane"),
        ("CAFÉ", "crane"),
        ('"harbour strike"', "strike"),
        ("“harbour strike”", "strike"),
        ('"harbour strike', "strike"),
        ("harbour -sail", "ferry"),
        ('strike -"harbour strike"', "ferry"),
        ("harbour −sail", "ferry"),
        ("ferr*", "ferry strike"),
        ("ferr", ""),
        ("co-op", "co-op"),
        ("crane's", "crane"),
        ("AND", "co-op"),
        ("harbour AND", ""),
        ("crane OR co-op", "co-op crane"),
        ("crane OR co-op OR harbour -sail gazette", "co-op ferry crane"),
        ("OR crane OR", "crane"),
        ('"OR" crane', ""),
        ("title:x", "co-op"),
        ("title:harbour", ""),
        ("gazette", "co-op ferry strike crane"),
        ("harbour — strike", "ferry strike"),
        ("-harbour", ""),
        ('"" * - "', ""),
        ("", ""),
    ],
)
def test_what_words_find(store: Store, words: str, found: str) -> None:
    """All words, phrases in quotes, -without, beginnings*; the newest first. No other sign means anything."""
    names = dict(enumerate(TEXTS, 1))
    assert " ".join(names[hit.key] for hit in store.search.find(words, limit=9)) == found
    assert store.search.count(words) == len(found.split())


def test_pages(store: Store) -> None:
    """A limit and an offset cut the same list."""
    hits = store.search.find("gazette", limit=9)
    assert store.search.find("gazette", limit=2, offset=1) == hits[1:3]
    assert hits[0].at == NOON + timedelta(minutes=3)


def test_the_newest_by_the_time_that_is_shown(tmp_path: Path) -> None:
    """What was published last comes first, however late another one came."""
    store = Store(tmp_path / "a.db")
    with store.atomic():
        for number, hours in enumerate((5, 1, 3)):
            published = NOON - timedelta(hours=hours)
            store.entries.add(Entry(id=str(number), title="Harbour", feed="f", published=published), NOON)
    found = store.search.find("harbour", limit=2) + store.search.find("harbour", limit=2, offset=2)
    assert [hit.key for hit in found] == [2, 3, 1]


def test_all_of_some_days_without_words(store: Store) -> None:
    """A time alone is a question too, and so is a watch; feeds alone are none."""
    later = Only(since=NOON + timedelta(minutes=2))
    assert [hit.key for hit in store.search.find("", limit=9, only=later)] == [4, 3]
    assert store.search.count("", later) == 2
    assert store.search.count("", Only(watch="talvane")) == 0
    assert store.search.count("", Only(feeds=["f"])) == store.search.count("") == 0
    assert store.search.find("", limit=9, only=Only(feeds=["f"])) == []


def test_the_snippet_marks_the_words(store: Store) -> None:
    """Between two control characters, which no stored text holds."""
    (hit,) = store.search.find("crane", limit=1)
    assert f"{FIRST}crane{LAST}'s load" in hit.snippet


def test_a_long_text_has_its_beginning_for_a_snippet(store: Store) -> None:
    """A megabyte of one word is found at once: FTS5 would take minutes to find the best part of it."""
    with store.atomic():
        text = "submarine " * 100_000
        store.entries.add(Entry(id="long", title="Submarine", content=text, source="Gazette", feed="f"), NOON)
    (hit,) = store.search.find("submarine", limit=1)
    assert hit.snippet == text[:200] + "…"


def test_a_pruned_text_is_found_no_more(store: Store) -> None:
    """The index follows the rows, also those that change."""
    with store.atomic():
        key = store.entries.add(Entry(id="old", title="Old news", summary="A submarine rises", feed="f"), NOON)
        assert store.search.count("submarine") == 1
        store.entries.prune(NOON + timedelta(days=1))
        assert store.search.count("submarine") == 0
        store.entries.change(key, Entry(id="old", title="Old submarine", feed="f"), NOON)
        assert store.search.count("submarine") == 1


@given(st.text())
def test_no_words_can_fail(words: str) -> None:
    """Whatever is typed is a valid query, or none."""
    store = Store(":memory:")
    store.search.find(words, limit=1)
    store.search.count(f"{words} harbour {words}")
    store.close()


def test_a_query_does_not_grow_without_end() -> None:
    """A message of 4096 characters may hold 2000 words; the first twenty count."""
    assert fts_query(" ".join(f"a{n}" for n in range(2000))).count(" AND ") == 19


def test_a_query_is_as_short_as_it_can_be() -> None:
    """A word counts once, and one or two letters are no beginning: these would cost seconds."""
    assert fts_query("a* a* A* ha*") == '("a*" AND "ha*")'
    assert fts_query("har* HAR*") == '("har*"*)'


def test_a_search_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """It runs over a connection of its own, and finds what the other one has written."""
    store = Store(tmp_path / "a.db")
    with store.atomic():
        for number in range(2000):
            title = f"Harbour {number} reports harbour news of harm"
            store.entries.add(Entry(id=str(number), title=title, feed="f"), NOON)
    assert search_apart(store.path, "harbour", limit=3, offset=0, seconds=600).count == 2000
    assert search_apart(store.path, "harbour", limit=3, offset=0, only=Only(feeds=["other"]), seconds=600).count == 0
    with pytest.raises(TooBroad):
        search_apart(store.path, "har* new* rep*", limit=3, offset=0, seconds=0)
