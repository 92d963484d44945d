"""What the database knows of stories: who belongs to them, what was told of them, and the way back into memory."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import Store
from pipelines.model import (
    Action,
    Decision,
    Entry,
    Fact,
    Field,
    Gain,
    Kind,
    Match,
    Mention,
    Message,
    Placement,
    Report,
    Route,
    Status,
    StorySoFar,
    Telling,
    ToldChat,
)
from tests.test_store import NOW, entry, store

__all__ = ["store"]  # the fixture

DOCK, SIDE = "@dock", "@side_dock"


def add(store: Store, number: int, story: int | None = None, *, minutes: int = 0, **changes: object) -> int:
    """Store an entry that came after so many minutes and put it into `story`, by default one of its own."""
    at = NOW + timedelta(minutes=minutes)
    fields = {name: changes.pop(name) for name in list(changes) if name in ("link", "source", "published")}
    with store.atomic():
        key = store.entries.add(entry(number, **fields), at)  # type: ignore[arg-type]
        given = {"entry": str(key), "story": str(story or key), "score": 0.9, "reasons": ("same names: talvane",)}
        store.stories.placed([Placement(**{**given, **changes})], at)  # type: ignore[arg-type]
    return key


def name(watch: str, kind: Kind = Kind.COMPANY, status: Status = Status.SURE, *, sentence: int = 0) -> Mention:
    """Return a mention in the headline; `sentence` is the character at which its sentence begins."""
    return Mention(watch=watch, kind=kind, text=watch, field=Field.TITLE, start=sentence, end=sentence + 3,
                   status=status, score=1.0, sentence_start=sentence, sentence_end=sentence + 7)  # fmt: skip


def decide(
    store: Store, key: int, *mentions: Mention, action: Action = Action.ALERT, rules: tuple[str, ...] = (),
    amount: int | None = None,
) -> None:  # fmt: skip
    """Store what was found in an entry and what was decided."""
    match = Match(mentions=mentions, facts=(fact(amount),))
    (stored,) = [each for each in store.entries.lookup(str(key)) if each.key == key]
    with store.atomic():
        store.entries.found(key, stored.entry, match)
        decision = Decision(action=action, reason="x", watches=match.watches(Status.SURE), rules=rules)
        store.entries.decided(key, decision, NOW)


def fact(amount: int | None) -> Fact:
    """Return a fact with a sum."""
    return Fact(company="talvane", agency=None, action="sale", amount=amount, currency=None, amount_text=None,
                sentence="x")  # fmt: skip


def tell(store: Store, key: int, story: int, telling: Telling, *codes: str, minutes: int = 0, chat: str = DOCK) -> None:
    """Queue what an entry tells a chat."""
    route = Route(chat=chat, watches=(), telling=telling, gains=tuple(Gain(code=code, words="x") for code in codes))
    with store.atomic():
        at = NOW + timedelta(minutes=minutes)
        assert store.outbox.put_alert(key, route, Message(html="x", plain="x"), ("", ""), story=story, now=at)


def test_an_entry_keeps_its_place_with_its_reasons(store: Store) -> None:
    """Where an entry was put is read back as it was; one that was put nowhere has no place."""
    first = add(store, 1)
    second = add(store, 2, first, score=0.75, copy_of=str(first), reasons=("same names: talvane", "near-identical"))
    third = add(store, 3, nearest=str(first), reasons=())
    assert store.stories.of(second) == Placement(
        entry=str(second), story=str(first), score=0.75, copy_of=str(first),
        reasons=("same names: talvane", "near-identical"),
    )  # fmt: skip
    assert store.stories.of(third) == Placement(entry=str(third), story=str(third), score=0.9, nearest=str(first))
    assert store.stories.of(99) is None


def test_an_entry_that_is_placed_again_moves(store: Store) -> None:
    """A second placing replaces story, score and reasons, and leaves the time of the first."""
    first, second, third = (add(store, number) for number in (1, 2, 3))
    moved = Placement(entry=str(third), story=str(second), score=0.5, reasons=("same link",))
    with store.atomic():
        store.stories.placed([moved], NOW + timedelta(hours=1))
    assert store.stories.of(third) == moved
    assert [row["key"] for row in store.stories.members(second)] == [second, third]
    assert [row["key"] for row in store.stories.members(third)] == []
    assert [each.key for each, *_ in store.stories.past(NOW, 100)] == [first, second, third]
    assert not list(store.stories.past(NOW + timedelta(minutes=1), 100))


def test_the_members_of_a_story_come_oldest_first(store: Store) -> None:
    """`members` gives what `explain` shows of each entry, in the order in which they came."""
    first = add(store, 1)
    late, early = add(store, 2, first, minutes=9), add(store, 3, first, minutes=5, source="Gazette", copy_of=str(first))
    add(store, 4)
    rows = store.stories.members(first)
    assert [row["key"] for row in rows] == [first, early, late]
    assert rows[1]["reasons"] == ["same names: talvane"]
    assert (rows[1]["source"], rows[1]["score"], rows[1]["copy_of"]) == ("Gazette", 0.9, first)


def test_the_past_comes_in_the_order_of_placing(store: Store) -> None:
    """Entries come as they were placed, whatever their dates; a link of several is nobody's own."""
    shared = "https://gazette.example/live"
    first = add(store, 1, minutes=-5)
    third = add(store, 3, minutes=5)
    fifth = add(store, 5, third, minutes=9, published=NOW - timedelta(hours=1), link=shared)
    fourth = add(store, 4, third, minutes=9, published=NOW - timedelta(hours=2), link=shared)
    late = add(store, 6, minutes=9, published=NOW + timedelta(days=400))
    undated = add(store, 7, minutes=9)
    found = [(stored.key, story, own) for stored, story, own in store.stories.past(NOW, 100)]
    assert found == [(third, third, True), (fifth, third, False), (fourth, third, False), (late, late, True),
                     (undated, undated, True)]  # fmt: skip
    assert next(stored.key for stored, *_ in store.stories.past(NOW - timedelta(hours=1), 100)) == first
    assert [stored.key for stored, *_ in store.stories.past(NOW, 2)] == [late, undated]


def test_a_chat_knows_what_was_told_there(store: Store) -> None:
    """Names, rules, meetings, sums and gains count for the chats that their entry alerted, since the first message."""
    first = add(store, 1)
    assert store.stories.so_far(first) == StorySoFar(story=first)
    second, silent = add(store, 2, first), add(store, 3, first)
    agency = Kind.AGENCY
    decide(store, first, name("talvane"), name("registry", agency, sentence=2), rules=("r1",))
    decide(store, second, name("osprell"), name("registry", agency), name("maybe", agency, Status.UNSURE),
           rules=("r2",), amount=7)  # fmt: skip
    decide(store, silent, name("quiet"), action=Action.ADDED, rules=("r3",), amount=5)
    tell(store, first, first, Telling.FIRST)
    tell(store, first, first, Telling.FIRST, chat=SIDE)
    tell(store, second, first, Telling.GAIN, "amount", "rule:r2", minutes=7, chat=SIDE)
    told = ToldChat(at=NOW, watches=frozenset({"talvane", "registry"}), rules=frozenset({"r1"}))
    found = store.stories.so_far(silent)
    assert found == StorySoFar(
        story=first,
        told={
            DOCK: told,
            SIDE: ToldChat(
                at=NOW,
                watches=frozenset({"talvane", "osprell", "registry"}),
                rules=frozenset({"r1", "r2"}),
                met=frozenset({"osprell"}),
                amount=True,
                gained=frozenset({"amount", "rule:r2"}),
            ),
        },
        joined=0.9,
    )
    assert store.stories.so_far(99) == StorySoFar()


def test_what_took_the_first_messages_place_counts_and_what_never_arrived_does_not(store: Store) -> None:
    """Told again sets the time anew; what Telegram refused told nothing, what somebody deleted there did."""
    first = add(store, 1)
    second = add(store, 2, first)
    tell(store, first, first, Telling.FIRST)
    tell(store, second, first, Telling.AGAIN, minutes=5)
    tell(store, second, first, Telling.FIRST, minutes=8, chat="@shut")
    tell(store, second, first, Telling.FIRST, minutes=9, chat="@gone")
    with store.atomic():
        store.outbox.refused(3, "no")
        store.outbox.sent(4, 77, NOW)
        store.outbox.not_edited(4, "message to edit not found")
    assert {chat: told.at for chat, told in store.stories.told(first).items()} == {
        DOCK: NOW + timedelta(minutes=5),
        "@gone": NOW + timedelta(minutes=9),
    }


@pytest.mark.parametrize(
    ("watches", "expected"), [(["talvane"], [1, 3]), (["osprell", "talvane"], [1, 2, 3]), (["x"], []), ([], [])]
)
def test_the_reports_of_a_story_name_the_watches_asked_for(
    store: Store, watches: list[str], expected: list[int]
) -> None:
    """`reports` gives the entries that surely name one of the watches, in the order in which they came."""
    first = add(store, 1, source="Gazette")
    third = add(store, 3, first, minutes=9, source="Courier", copy_of=str(first))
    second = add(store, 2, first, minutes=5)
    other = add(store, 4)
    decide(store, first, name("talvane"), name("osprell"))
    decide(store, second, name("osprell"), name("talvane", status=Status.UNSURE))
    decide(store, third, name("talvane"), name("talvane", sentence=2))
    decide(store, other, name("talvane"))
    keys = {1: first, 2: second, 3: third}
    found = store.stories.reports(first, watches)
    assert [report.entry for report in found] == [keys[number] for number in expected]
    if expected:
        assert found[0] == Report(entry=first, source="Gazette", link="https://gazette.example/1")
        assert found[-1].copy_of == first


def test_any_number_of_entries_is_placed_at_once(store: Store) -> None:
    """A document with thousands of entries puts them all into stories."""
    with store.atomic():
        keys = [store.entries.add(Entry(id=str(number), feed="f"), NOW) for number in range(2500)]
        store.stories.placed([Placement(entry=str(key), story="1", score=1.0) for key in keys], NOW)
    assert len(store.stories.members(1)) == 2500
