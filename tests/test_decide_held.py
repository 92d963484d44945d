"""What would alert and does not, and why: known already, told already, too old, first poll, renumbered feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.arrivals import Arrival, State
from pipelines.decide import Told
from pipelines.model import Action, Decision, Known, Rule, Watchlist
from pipelines.text import link_key, title_key
from pipelines.watchlist import Watchlists
from tests.test_decide import DEFAULT, ENTRY, LIST, NOW, OSPRELL, POLICY, TALVANE, decided, lists, match

OLD = timedelta(days=7)


def held(decision: Decision) -> str:
    """Return why the decision holds back ("" if it alerts), having checked that it is complete."""
    if decision.action is Action.ALERT:
        assert decision.routes
        return ""
    assert (decision.action, decision.routes) == (Action.HELD, ())
    assert decision.watches == ("talvane",)
    return decision.reason


AGES = [
    pytest.param(timedelta(hours=1), False, {}, "", id="fresh"),
    pytest.param(OLD, False, {}, "", id="exactly max_age"),
    pytest.param(OLD + timedelta(seconds=1), False, {}, "Older than alerts.max_age (7d).", id="older than max_age"),
    pytest.param(None, False, {}, "", id="undated, in a known feed"),
    pytest.param(timedelta(days=-400), False, {}, "", id="dated in the future"),
    pytest.param(timedelta(hours=24), True, {}, "", id="first poll, within the window"),
    pytest.param(timedelta(hours=24, seconds=1), True, {},
                 "Came with the feed's first poll and is older than alerts.first_poll (24h).", id="first poll, older"),
    pytest.param(None, True, {}, "Came with the feed's first poll and has no date.", id="first poll, undated"),
    pytest.param(timedelta(0), True, {"first_poll": timedelta(0)}, "alerts.first_poll is 0s", id="first poll, 0s"),
    pytest.param(timedelta(days=-1), True, {"first_poll": timedelta(0)}, "is 0s", id="first poll, 0s, in the future"),
    pytest.param(None, True, {"first_poll": timedelta(0)}, "is 0s", id="first poll, 0s, undated"),
    pytest.param(timedelta(days=30), True, {"first_poll": timedelta(days=60)}, "alerts.max_age",
                 id="a wide window does not lift max_age"),
    pytest.param(timedelta(hours=2), False, {"first_poll": timedelta(0)}, "", id="0s is for the first poll only"),
    pytest.param(timedelta(hours=3), False, {"max_age": timedelta(minutes=90)}, "(90m)", id="a span in minutes"),
    pytest.param(timedelta(hours=3), False, {"max_age": timedelta(seconds=61)}, "(61s)", id="a span in seconds"),
]  # fmt: skip


@pytest.mark.parametrize(("age", "first_poll", "policy", "reason"), AGES)
def test_old_entries_and_those_of_a_first_poll_do_not_alert(
    age: timedelta | None, first_poll: bool, policy: dict[str, timedelta], reason: str
) -> None:
    """Older than max_age never alerts; with a first poll only what is dated within its window does."""
    entry = replace(ENTRY, published=None if age is None else NOW - age)
    decision = decided(match("talvane"), entry=entry, policy=replace(POLICY, **policy), first_poll=first_poll)
    assert bool(held(decision)) is bool(reason)
    assert reason in held(decision)


def test_ages_hold_back_alerts_only() -> None:
    """What is for the digest or the review is not held back by its age: it is not pushed anyway."""
    entry = replace(ENTRY, published=NOW - timedelta(days=100))
    assert decided(match("registry"), entry=entry, first_poll=True).action is Action.DIGEST


def test_an_entry_of_a_renumbered_feed_is_held_back() -> None:
    """Where a feed gave all its entries new ids, one that may be old alerts nobody."""
    assert "gave all entries new ids" in held(decided(match("talvane"), state=State.HELD))


# --- known entries ------------------------------------------------------------------------------------


def known(chats: tuple[str, ...] = (), watches: tuple[str, ...] = (), rules: tuple[str, ...] = ()) -> Known:
    """Return what is remembered of the entry."""
    return Known(
        key=1, id="1", text_hash="x", chats=frozenset(chats), watches=frozenset(watches), rules=frozenset(rules)
    )


EDITS = [
    pytest.param(known((DEFAULT,), ("talvane",)), "Already alerted; an edit alerts no second time.", id="alerted"),
    pytest.param(known((DEFAULT,), ("osprell",)), "Already alerted", id="alerted for another name"),
    pytest.param(known((), ("talvane",)), "An edit of a known entry that names nobody new", id="held before"),
    pytest.param(known((), ()), "", id="names a watch for the first time"),
    pytest.param(known((LIST,), ("osprell",)), "", id="alerted in another chat, names somebody new"),
    pytest.param(known((LIST,), ("talvane",)), "names nobody new", id="alerted in another chat, names nobody new"),
]


@pytest.mark.parametrize(("before", "reason"), EDITS)
def test_an_edit_alerts_only_if_it_names_somebody_new_and_the_chat_knows_nothing_of_it(
    before: Known, reason: str
) -> None:
    """A chat hears of an entry once; a later version alerts if only now it names a watch."""
    decision = decided(match("talvane"), state=State.CHANGED, known=before)
    assert bool(held(decision)) is bool(reason)
    assert reason in held(decision)


def test_an_edit_that_meets_a_rule_for_the_first_time_alerts() -> None:
    """Company and agency were named before, apart; now one sentence has both, and the chat has heard of neither."""
    watchlists = lists("", Rule(id="meets", title="", all=("registry",)))
    found = match("registry", rules=("meets",))
    before = known(watches=("registry",))
    assert decided(found, watchlists, state=State.CHANGED, known=before).action is Action.ALERT
    assert held_again(decided(found, watchlists, state=State.CHANGED, known=known((), ("registry",), ("meets",))))


def held_again(decision: Decision) -> bool:
    """Tell whether the decision holds back an edit that brings nothing new."""
    return decision.action is Action.HELD and "no further rule" in decision.reason


def test_an_edit_is_no_first_poll_but_may_be_too_old() -> None:
    """A known entry came with an earlier poll: the first poll's window is not for it, max_age is."""
    undated = replace(ENTRY, published=None)
    old = replace(ENTRY, published=NOW - timedelta(days=8))
    assert held(decided(match("talvane"), entry=undated, state=State.CHANGED, known=known(), first_poll=True)) == ""
    assert "max_age" in held(decided(match("talvane"), entry=old, state=State.CHANGED, known=known()))


# --- the same article elsewhere -----------------------------------------------------------------------

LINK, TITLE = link_key(ENTRY.link), title_key(ENTRY.title)
TOLD = [
    pytest.param(Told(links={LINK: {DEFAULT}}), "(same link)", id="same link"),
    pytest.param(Told(titles={TITLE: {DEFAULT}}), "same headline", id="same headline"),
    pytest.param(Told(links={LINK: {LIST}}), "", id="another chat has the link"),
    pytest.param(Told(titles={TITLE: {LIST}}), "", id="another chat has the headline"),
]


@pytest.mark.parametrize(("told", "reason"), TOLD)
def test_an_article_is_told_once_in_a_chat(told: Told, reason: str) -> None:
    """The same link, or the same headline, alerts no chat twice."""
    decision = decided(match("talvane"), told=told)
    assert bool(held(decision)) is bool(reason)
    assert reason in held(decision)


def test_entries_without_link_or_with_a_short_headline_are_not_alike() -> None:
    """Entries that lack both keys have nothing in common: two of them alert both."""
    entry = replace(ENTRY, link="", title="Talvane sinks")
    told = Told()
    told.add(Arrival(entry=entry, state=State.NEW), {DEFAULT})
    assert held(decided(match("talvane"), entry=entry, told=told)) == ""


def test_what_a_batch_told_counts_for_the_rest_of_it() -> None:
    """Two entries of one document with the same headline alert once: what was decided is remembered at once."""
    told = Told()
    first = decided(match("talvane"), told=told)
    arrival = Arrival(entry=ENTRY, state=State.NEW, link_key=LINK, title_key=TITLE)
    told.add(arrival, {route.chat for route in first.routes})
    copy = replace(ENTRY, id="2", link="https://gazette.example/copy")
    assert held(first) == ""
    assert "same headline" in held(decided(match("talvane"), entry=copy, told=told))


def test_chats_that_have_not_heard_are_still_told() -> None:
    """Of two chats, only the one that has had the article is left out."""
    parts = (Watchlist(source="a", watches=(TALVANE,)), Watchlist(source="b", chat=LIST, watches=(OSPRELL,)))
    decision = decided(
        match("talvane", "osprell"), Watchlists(lists=parts), told=Told(links={LINK: {DEFAULT}}, titles={TITLE: set()})
    )
    assert [route.chat for route in decision.routes] == [LIST]


def test_reasons_are_sentences() -> None:
    """Whatever is decided, `explain` can print the reason as it stands."""
    decisions = [
        decided(match("talvane")),
        decided(match("talvane"), state=State.HELD),
        decided(match("island"), lists()),
    ]
    assert all(decision.reason[0].isupper() and decision.reason.endswith(".") for decision in decisions)
