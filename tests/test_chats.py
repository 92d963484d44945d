"""Which chat gets what waits: holds, groups that have moved, former default chats, clocks that were wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.store import Store
from bot.store.chats import topic_of
from pipelines.model import Message, Route
from tests.test_store import NOW, entry, put, store

__all__ = ["store"]  # the fixture

OLD, NEW, SIDE = "@old_dock", "@new_dock", "@side_dock"
MINUTE = timedelta(minutes=1)


def chats(store: Store) -> dict[str, tuple[str, str]]:
    """Return chat and status of each message, by its key."""
    return {key: (chat, status) for key, chat, status in store.db.execute("SELECT key, chat, status FROM outbox")}


def test_only_what_waits_for_a_former_default_chat_changes_its_chat(store: Store) -> None:
    """The default chat's messages follow its new name; those of a list's own chat may not be meant for all."""
    with store.atomic():
        store.chats.default_chat(OLD)
    for key, chat in (("a", OLD), ("b", SIDE), ("c", "")):
        put(store, key, chat)
    with store.atomic():
        assert store.chats.redirect([NEW], NEW) == 2
    assert chats(store) == {"a": (NEW, "waiting"), "b": (SIDE, "waiting"), "c": (NEW, "waiting")}


def test_an_article_that_the_new_chat_has_had_is_not_sent_there_again(store: Store) -> None:
    """An alert that waits for the old chat is dropped with its reason where the new one has its article."""
    with store.atomic():
        store.chats.default_chat(OLD)
        key = store.entries.add(entry(), NOW)
        for chat in (OLD, NEW):
            route = Route(chat=chat, watches=("talvane",))
            store.outbox.put_alert(key, route, Message(html="x", plain="x"), ("", ""), story=None, now=NOW)
        assert store.chats.redirect([NEW], NEW) == 0
    assert sorted(chats(store).values()) == [(NEW, "waiting"), (OLD, "refused")]


@pytest.mark.parametrize("seconds", [10_000, 43_838])
def test_a_chat_waits_to_the_second_with_all_its_topics(store: Store, seconds: int) -> None:
    """What Telegram's flood control asks of a group holds for its topics; a topic that is closed holds itself."""
    until = NOW + timedelta(seconds=seconds)
    with store.atomic():
        assert not store.chats.hold("-1001", until, "flood", blocked=False)
        store.chats.hold("-1002/7", until, "closed", blocked=True)
    for chat, held in (("-1001", True), ("-1001/7", True), ("-1002/7", True), ("-1002/8", False), ("-10017", False)):
        for moment, still in ((until - timedelta(milliseconds=1), held), (until, False)):
            hold = store.chats.hold_of(chat, moment)
            assert (hold is not None) is still, chat
            assert hold is None or hold.until == until


def test_a_start_tries_blocked_chats_again_and_remembers_that_they_were(store: Store) -> None:
    """A chat that took nothing is tried again at once, and told of when it works; one that asked to wait waits on."""
    with store.atomic():
        assert not store.chats.hold("-1001", NOW + MINUTE, "kicked", blocked=True)
        assert store.chats.hold("-1001", NOW + MINUTE, "kicked", blocked=True)
        store.chats.hold("-1002", NOW + MINUTE, "flood", blocked=False)
        store.chats.release_blocked()
    assert store.chats.hold_of("-1001", NOW) is None
    assert store.chats.hold_of("-1002", NOW) is not None
    with store.atomic():
        assert store.chats.works("-1001/7", NOW)
        assert not store.chats.works("-1001", NOW)


@pytest.mark.parametrize("chat", ["-1001", "-1001/8"])
def test_one_chat_is_released_with_its_topics(store: Store, chat: str) -> None:
    """Whoever gives the bot its rights back need not wait for the hour to end."""
    with store.atomic():
        for held in ("-1001", "-1001/8", "-1003"):
            store.chats.hold(held, NOW + MINUTE, "no", blocked=True)
        store.chats.release(chat)
    holds = [store.chats.hold_of(held, NOW) for held in ("-1001", "-1001/8", "-1003")]
    assert [hold is None for hold in holds] == [True, True, False]


def test_a_message_that_got_through_lifts_no_later_hold(store: Store) -> None:
    """While one topic's message was on its way, another one may have been told to wait: that holds."""
    with store.atomic():
        store.chats.hold("-1001", NOW + MINUTE, "flood", blocked=False)
        store.chats.works("-1001/7", NOW)
    assert store.chats.hold_of("-1001/7", NOW) is not None
    with store.atomic():
        assert not store.chats.works("-1001/7", NOW + MINUTE)
    assert store.db.execute("SELECT count(*) FROM chats").fetchone()[0] == 0


@pytest.mark.parametrize("chat", ["-1001", "-1001/1"])
def test_the_general_topic_holds_itself_only(store: Store, chat: str) -> None:
    """Closed, it takes nothing by either of its names; other topics of the group go on, and do not open it."""
    put(store, "a", chat)
    with store.atomic():
        assert not store.chats.hold(topic_of(chat), NOW + MINUTE, "closed", blocked=True)
        for named in ("-1001", "-1001/1"):
            assert store.chats.hold_of(named, NOW) is not None
        assert store.chats.hold_of("-1001/7", NOW) is None
        assert store.chats.held(NOW) == [("-1001/1", "closed")]
        assert not store.chats.works("-1001/7", NOW + MINUTE)
        assert store.chats.works("-1001", NOW + MINUTE)


@pytest.mark.parametrize("asked", [1, 90])
def test_a_chat_that_took_nothing_and_asks_to_wait_is_still_one_that_took_nothing(store: Store, asked: int) -> None:
    """What it asked for is obeyed, whichever came first and whatever is released; that it works again is news."""
    for chat, order in (("-1001", (True, False)), ("-1002", (False, True))):
        with store.atomic():
            for blocked in order:
                store.chats.hold(chat, NOW + (60 if blocked else asked) * MINUTE, "no", blocked=blocked)
            assert store.chats.hold(chat, NOW + asked * MINUTE, "no", blocked=False)
            store.chats.release_blocked()
            store.chats.release(chat)
        held = store.chats.hold_of(chat, NOW)
        assert held is None or (held.until, held.blocked) == (NOW + 90 * MINUTE, False)
        assert (held is not None) is (asked == 90)
        with store.atomic():
            assert store.chats.works(chat, NOW + 90 * MINUTE)


def test_a_longer_hold_is_not_cut_short(store: Store) -> None:
    """A shorter wait that is asked for meanwhile ends no longer one; a time that a wrong clock has set counts not."""
    with store.atomic():
        for minutes, error in ((10, "long"), (1, "short")):
            store.chats.hold("-1001", NOW + minutes * MINUTE, error, blocked=False)
    held = store.chats.hold_of("-1001", NOW)
    assert held is not None
    assert (held.until, held.error) == (NOW + 10 * MINUTE, "long")
    with store.atomic():
        store.chats.hold("-1001", NOW + timedelta(days=3650), "wrong", blocked=False)
        store.chats.hold("-1001", NOW + MINUTE, "right", blocked=False)
    held = store.chats.hold_of("-1001", NOW)
    assert held is not None
    assert (held.until, held.error) == (NOW + MINUTE, "right")


def test_a_hold_that_is_over_is_not_told_of(store: Store) -> None:
    """A flood wait is told of until it ends, a chat that takes nothing until it takes something."""
    for chat in ("-1001", "-1002"):
        put(store, chat, chat)
    with store.atomic():
        store.chats.hold("-1001", NOW + MINUTE, "flood", blocked=False)
        store.chats.hold("-1002", NOW + MINUTE, "kicked", blocked=True)
    assert sorted(store.chats.held(NOW)) == [("-1001", "flood"), ("-1002", "kicked")]
    assert store.chats.held(NOW + MINUTE) == [("-1002", "kicked")]


def test_only_chats_for_which_messages_wait_are_told_of(store: Store) -> None:
    """A hold without messages is no finding."""
    put(store, "a", "-1001/7")
    with store.atomic():
        for chat in ("-1001", "-1002"):
            store.chats.hold(chat, NOW + MINUTE, "no", blocked=True)
    assert store.chats.held(NOW) == [("-1001", "no")]


def test_a_clock_that_was_wrong_holds_no_chat(store: Store) -> None:
    """A hold for years was set by a clock that went wrong, and does not count."""
    with store.atomic():
        store.chats.hold("-1001", NOW + timedelta(days=3650), "flood", blocked=False)
    assert store.chats.hold_of("-1001", NOW) is None


# --- groups that have moved ---------------------------------------------------------------------------


def test_a_group_is_followed_from_address_to_address(store: Store) -> None:
    """Where it has moved twice, the last address counts, for topics too; each move is news once, circles end."""
    assert store.chats.address("@dock") == "@dock"
    with store.atomic():
        assert store.chats.moved("-5", "-1006")
        assert not store.chats.moved("-5", "-1006")
        assert store.chats.moved("-5", "-1007")
    assert [store.chats.address(chat) for chat in ("-5", "-5/3", "-1006", "-55")] == [
        "-1007", "-1007/3", "-1007", "-55"
    ]  # fmt: skip
    with store.atomic():
        assert store.chats.moved("-5", "-5")
    assert store.chats.address("-5") == "-5"


def test_a_move_forgets_the_ids_of_messages(store: Store) -> None:
    """The supergroup's messages have other ids: what was sent before is neither edited nor replied to."""
    for number, chat in enumerate(("-5", "-5/7", "-55"), 1):
        put(store, str(number), chat)
        with store.atomic():
            store.outbox.sent(number, 60 + number, NOW)
    with store.atomic():
        store.chats.moved("-5", "-1006")
        store.outbox.sent(1, 91, NOW)
        store.chats.moved("-5", "-1006")
    assert store.db.execute("SELECT message_id FROM outbox ORDER BY id").fetchall() == [(91,), (None,), (63,)]


def test_a_new_address_in_the_configuration_takes_all_over(store: Store) -> None:
    """Once config.toml names the new id, rows, digests, mutes and keys are its; none come twice."""
    day = (date(2026, 11, 22), NOW, NOW, NOW)
    with store.atomic():
        key = store.entries.add(entry(), NOW)
        for chat in ("-5", "-5/7", "-55"):
            route = Route(chat=chat, watches=("talvane",))
            store.outbox.put_alert(key, route, Message(html="x", plain="x"), ("", ""), story=key, now=NOW)
            store.mutes.mute_story(key, chat, by_user=1, by_name="A", now=NOW)
        store.digests.claim("-5", *day)
        store.digests.claim("-1006", *day)
        store.chats.default_chat("-5")
        store.chats.hold("-5", NOW + MINUTE, "flood", blocked=False)
        store.chats.moved("-5", "-1006")
        assert store.chats.adopt_moves(["-5", "@dock"]) == 0
        assert store.chats.adopt_moves(["-1006", "-55", "@dock"]) == 1
        assert store.chats.adopt_moves(["-1006"]) == 0
    rows = store.db.execute("SELECT chat, key FROM outbox ORDER BY id").fetchall()
    assert rows == [(chat, f"alert:{key}:{chat}") for chat in ("-1006", "-1006/7", "-55")]
    for table, chats in (
        ("digests", ["-1006"]), ("muted_stories", ["-1006", "-1006/7", "-55"]), ("default_chats", ["-1006"]),
        ("chats", ["-1006"]), ("moved_chats", []),
    ):  # fmt: skip
        found = store.db.execute(f"SELECT chat FROM {table} ORDER BY chat").fetchall()
        assert [chat for (chat,) in found] == chats, table
    with store.atomic():
        route = Route(chat="-1006", watches=("talvane",))
        assert not store.outbox.put_alert(key, route, Message(html="x", plain="x"), ("", ""), story=key, now=NOW)
