"""What is told of a story once, what shows outlets and buttons, and what commands read of an alert."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import Store
from pipelines.model import Gain, Line, Message, Route, Telling
from tests.test_store import NOW, entry, store

__all__ = ["store"]  # the fixture

OLD, NEW, SIDE = "@old_dock", "@new_dock", "@side_dock"


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


def deliver(store: Store, row: int, message_id: int) -> None:
    """Note that a message was sent."""
    with store.atomic():
        store.outbox.sent(row, message_id, NOW)


def test_what_shares_a_message_shows_no_outlets_and_is_replied_to(store: Store) -> None:
    """A rolled-up alert is never edited, and a later reply of its story goes to the message it stands in."""
    keys = add_entries(store, 3)
    alert(store, keys[0], told(Telling.FIRST))
    alert(store, keys[1], told(Telling.FIRST), story=2)
    with store.atomic():
        store.outbox.show_also(1, "also: A")
        store.outbox.show_marks(keys[0])
        store.outbox.rolled_up([1, 2], 70, NOW)
        store.outbox.show_also(1, "also: A, B")
        store.outbox.show_marks(keys[0])
    assert store.outbox.open_tellings(1, NOW - timedelta(hours=1)) == []
    later = NOW + timedelta(hours=1)
    assert store.outbox.busy_chats(later, rested=later, since=NOW - timedelta(hours=48)) == []
    alert(store, keys[2], told(Telling.GAIN, "amount"))
    (gain,) = store.outbox.unsent()
    assert store.outbox.replies_to(gain) == 70
    assert [each.id for each in store.outbox.alerts_in(OLD, 70)] == [1, 2]


def test_buttons_are_shown_as_often_as_they_change(store: Store) -> None:
    """Buttons of all alerts of an entry are to be shown anew; what changed meanwhile is shown once more."""
    (key,) = add_entries(store, 1)
    for row, chat in ((1, OLD), (2, NEW)):
        alert(store, key, told(Telling.FIRST, chat=chat))
        deliver(store, row, 60 + row)
    with store.atomic():
        store.outbox.show_marks(key)
    found = [store.outbox.mark_due(chat, NOW) for chat in (OLD, NEW, SIDE)]
    assert [each.message_id if each else None for each in found] == [61, 62, None]
    with store.atomic():
        store.outbox.show_marks(key)
        store.outbox.marked(1, 1)
    again = store.outbox.mark_due(OLD, NOW)
    assert again is not None
    with store.atomic():
        store.outbox.marked(1, again.marks)
    assert store.outbox.mark_due(OLD, NOW) is None


def test_an_alert_is_found_by_its_row_and_by_its_message(store: Store) -> None:
    """Commands find alerts by message, with or without the topic, also where the group has another address now."""
    (key,) = add_entries(store, 1)
    alert(store, key, told(Telling.FIRST, chat="-5/7"))
    assert store.outbox.alerts_in("-5/7", 61) == ()
    with store.atomic():
        store.chats.moved("-5", "-1009")
    deliver(store, 1, 61)
    found = store.outbox.alert(1)
    assert found is not None
    assert (found.entry, found.chat, found.story, found.status, found.message_id) == (key, "-5/7", 1, "sent", 61)
    for chat in ("-5/7", "-5", "-1009", "-1009/7"):
        assert store.outbox.alerts_in(chat, 61) == (found,)
    assert store.outbox.alerts_in("-6", 61) == store.outbox.alerts_in("-5", 62) == ()
    assert store.outbox.alert(2) is None


def test_the_last_minute_is_remembered(store: Store) -> None:
    """Messages and edits of the last minute count, a roll-up once, and what was begun without an answer as of now."""
    keys = add_entries(store, 4)
    for key in keys:
        alert(store, key, told(Telling.FIRST), story=key)
    with store.atomic():
        store.outbox.sent(1, 61, NOW - timedelta(seconds=61))
        store.outbox.edited(1, "also: A", NOW - timedelta(seconds=10))
        store.outbox.rolled_up([2, 3], 62, NOW - timedelta(seconds=30))
        store.outbox.begun(4)
    ages = sorted((NOW - at).total_seconds() for _, at in store.outbox.last_minute(NOW))
    assert ages == [0, 10, 30]


def test_how_loud_and_heavy_an_alert_is_is_kept(store: Store) -> None:
    """What stands for an alert in a roll-up, and whether it makes a sound, is stored with it."""
    (key,) = add_entries(store, 1)
    with store.atomic():
        route = Route(chat=OLD, watches=("talvane",), silent=True)
        message = Message(html="x", plain="x")
        line = Line(html="<b>l</b>", weight=-7)
        store.outbox.put_alert(key, route, message, ("", ""), story=None, now=NOW, line=line)
    (found,) = store.outbox.unsent()
    assert (found.silent, found.line, found.weight, found.entry) == (True, "<b>l</b>", -7, key)
