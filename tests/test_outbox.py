"""Which chat gets what waits: former default chats, chats that are held, clocks that were wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.store import Store
from pipelines.model import Gain, Message, Route, Telling
from tests.test_store import NOW, entry, put, store

__all__ = ["store"]  # the fixture

OLD, NEW, SIDE = "@old_dock", "@new_dock", "@side_dock"


def chats(store: Store) -> dict[str, tuple[str, str]]:
    """Return chat and status of each message, by its key."""
    return {key: (chat, status) for key, chat, status in store.db.execute("SELECT key, chat, status FROM outbox")}


def test_only_what_waits_for_a_former_default_chat_changes_its_chat(store: Store) -> None:
    """The default chat's messages follow its new name; those of a list's own chat may not be meant for all."""
    with store.atomic():
        store.outbox.default_chat(OLD)
    for key, chat in (("a", OLD), ("b", SIDE), ("c", "")):
        put(store, key, chat)
    with store.atomic():
        assert store.outbox.redirect([NEW], NEW) == 2
    assert chats(store) == {"a": (NEW, "waiting"), "b": (SIDE, "waiting"), "c": (NEW, "waiting")}


def test_an_article_that_the_new_chat_has_had_is_not_sent_there_again(store: Store) -> None:
    """An alert that waits for the old chat is dropped with its reason where the new one has its article."""
    with store.atomic():
        store.outbox.default_chat(OLD)
        key = store.entries.add(entry(), NOW)
        for chat in (OLD, NEW):
            route = Route(chat=chat, watches=("talvane",))
            store.outbox.put_alert(key, route, Message(html="x", plain="x"), ("", ""), story=None, now=NOW)
        assert store.outbox.redirect([NEW], NEW) == 0
    assert sorted(chats(store).values()) == [(NEW, "waiting"), (OLD, "refused")]


@pytest.mark.parametrize("blocked", [True, False])
def test_a_chat_that_took_no_messages_is_tried_again_one_that_asked_to_wait_is_not(store: Store, blocked: bool) -> None:
    """A start releases chats that were blocked; what Telegram's flood control asked for holds over restarts."""
    put(store, "a")
    with store.atomic():
        store.outbox.hold("@dock", NOW + timedelta(hours=1), "no", blocked=blocked)
        assert store.outbox.held() == [("@dock", "no")]
        store.outbox.release_blocked()
    assert len(store.outbox.waiting(NOW)) == blocked


def test_a_chat_for_which_nothing_waits_is_not_told_of(store: Store) -> None:
    """A hold without messages is no finding; a message that was sent lifts it."""
    put(store, "a")
    with store.atomic():
        store.outbox.hold("@dock", NOW + timedelta(hours=1), "no", blocked=True)
        store.outbox.sent(1, 7, NOW)
    assert store.outbox.held() == []
    with store.atomic():
        store.outbox.release("@dock")
    put(store, "b")
    assert [waiting.id for waiting in store.outbox.waiting(NOW)] == [2]


def test_a_clock_that_was_wrong_does_not_stop_deliveries(store: Store) -> None:
    """A next attempt years ahead was set by a clock that went wrong: the message goes now."""
    put(store, "a", at=NOW + timedelta(days=3650))
    assert len(store.outbox.waiting(NOW)) == 1


def test_the_file_is_kept_as_safely_as_sqlite_can(store: Store) -> None:
    """Foreign keys are enforced and every commit reaches the disk."""
    settings = [store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "synchronous")]
    assert settings == [1, 2]


def alert(store: Store, entry: int, route: Route, story: int | None = 1, at: datetime = NOW) -> bool:
    """Queue what an entry tells a chat."""
    with store.atomic():
        return store.outbox.put_alert(entry, route, Message(html="x", plain="x"), ("", ""), story=story, now=at)


def add_entries(store: Store, count: int) -> list[int]:
    """Store entries and return their keys."""
    with store.atomic():
        return [store.entries.add(entry(number), NOW) for number in range(count)]


def told(telling: Telling, *codes: str, chat: str = OLD) -> Route:
    """Return a route that tells of a story, with gains of these codes."""
    gains = tuple(Gain(code=code, words=code) for code in codes)
    return Route(chat=chat, watches=("talvane",), telling=telling, gains=gains)


def test_what_is_told_of_a_story_is_told_once(store: Store) -> None:
    """A chat gets an entry's alert once, and the same gain of a story once, whichever entry brings it."""
    keys = add_entries(store, 3)
    assert alert(store, keys[0], told(Telling.FIRST))
    assert not alert(store, keys[0], told(Telling.FIRST))
    assert alert(store, keys[0], told(Telling.FIRST, chat=NEW))
    assert alert(store, keys[1], told(Telling.GAIN, "amount", "rule:meet"))
    assert not alert(store, keys[2], told(Telling.GAIN, "amount", "rule:meet"))
    assert alert(store, keys[2], told(Telling.GAIN, "amount"))
    assert alert(store, keys[2], told(Telling.AGAIN))
    assert not alert(store, keys[2], told(Telling.AGAIN))
    assert [row["gains"] for row in store.outbox.of_entry(keys[1])] == [["amount", "rule:meet"]]
    assert [row["telling"] for row in store.outbox.of_entry(keys[2])] == ["gain", "again"]


def test_the_messages_that_show_outlets_are_the_latest_of_each_chat(store: Store) -> None:
    """Of a story, each chat's first message shows the outlets, or the later one that took its place; for two days."""
    keys = add_entries(store, 2)
    since = NOW - timedelta(hours=48)
    alert(store, keys[0], told(Telling.FIRST), at=since)
    assert store.outbox.open_tellings(1, since) == []
    alert(store, keys[0], told(Telling.FIRST, chat=NEW), at=since + timedelta(minutes=1))
    alert(store, keys[1], told(Telling.GAIN, "amount"))
    alert(store, keys[1], told(Telling.AGAIN))
    alert(store, keys[1], told(Telling.FIRST, chat=SIDE), story=None)
    found = {(each.id, each.chat, each.entry) for each in store.outbox.open_tellings(1, since)}
    assert found == {(2, NEW, keys[0]), (4, OLD, keys[1])}
    with store.atomic():
        store.outbox.refused(4, "no")
    assert [each.chat for each in store.outbox.open_tellings(1, since)] == [NEW]
