"""One alert a story: what is added to it, what is pushed again, and what was told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pipelines.arrivals import Arrival, State
from pipelines.decide import EDITS_END, IN_STORY, Policy, Told, decide
from pipelines.gains import SURE_JOIN, gained, meetings, told_of
from pipelines.model import (
    Action,
    Decision,
    Fact,
    Field,
    Gain,
    Kind,
    Known,
    Match,
    Mention,
    Status,
    StorySoFar,
    Telling,
    ToldChat,
)
from pipelines.watchlist import Watchlists
from tests.test_decide import DEFAULT, ENTRY, LIST, MEETS, NOW, POLICY, lists, match

FIRST = ToldChat(at=NOW - timedelta(hours=3), watches=frozenset({"talvane"}), rules=frozenset({"meets"}))
TOLD = StorySoFar(story=7, told={DEFAULT: FIRST})


def but(**more: Any) -> StorySoFar:
    """Return what was told of the story, but for these fields."""
    return StorySoFar(story=7, told={DEFAULT: replace(FIRST, **more)})


def decided(
    found: Match,
    story: StorySoFar = TOLD,
    *,
    watchlists: Watchlists | None = None,
    known: Known | None = None,
    policy: Policy = POLICY,
    told: Told | None = None,
) -> Decision:
    """Return the decision on an entry whose story has been told like that."""
    arrival = Arrival(entry=ENTRY, state=State.CHANGED if known else State.NEW, known=known)
    return decide(
        arrival, found, watchlists or lists("", MEETS), policy, told=told or Told(), story=story, first_poll=False,
        now=NOW,
    )  # fmt: skip


def named(watch: str, kind: Kind, sentence: int = 0) -> Mention:
    """Return a sure mention in the sentence of the summary that begins there."""
    return Mention(
        watch=watch, kind=kind, text=watch, field=Field.SUMMARY, start=sentence, end=sentence + 5, status=Status.SURE,
        score=0.99, sentence_start=sentence, sentence_end=sentence + 40,
    )  # fmt: skip


def with_sum(found: Match, amount: int | None = 8_000_000) -> Match:
    """Return the match with a fact that has (or lacks) a sum."""
    fact = Fact(company="talvane", agency=None, action="contract", amount=amount, currency="USD",
                amount_text="$8 million" if amount else None, sentence="…")  # fmt: skip
    return replace(found, facts=(fact,))


def codes(decision: Decision) -> list[str]:
    """Return the codes of all gains of a decision."""
    return [gain.code for route in decision.routes for gain in route.gains]


def test_a_further_report_is_added_and_not_pushed() -> None:
    """Where the chat has had an alert of the story, a report that adds nothing joins that message."""
    decision = decided(match("talvane"))
    assert (decision.action, decision.reason, decision.routes) == (Action.ADDED, IN_STORY, ())
    assert decision.watches == ("talvane",)


def test_a_story_that_was_told_to_another_chat_only_alerts() -> None:
    """What one chat knows of a story is no reason to keep it from another."""
    decision = decided(match("talvane"), watchlists=lists(LIST))
    assert [(route.chat, route.telling) for route in decision.routes] == [(LIST, Telling.FIRST)]


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        pytest.param(match("talvane", "osprell"), "watch:osprell", "Osprell", id="a watch of level push"),
        pytest.param(with_sum(match("talvane")), "amount", "$8 million", id="a sum"),
        pytest.param(
            Match(mentions=(named("talvane", Kind.COMPANY), named("registry", Kind.AGENCY))),
            "meeting:talvane",
            "Talvane and Registry in one sentence",
            id="a meeting",
        ),
    ],
)
def test_a_story_that_gains_something_is_pushed_again(found: Match, code: str, words: str) -> None:
    """A watch, a sum, a company that meets an agency, each for the first time in the story: a reply that says so."""
    decision = decided(found)
    assert decision.action is Action.ALERT
    assert [(r.chat, r.telling, r.gains) for r in decision.routes] == [
        (DEFAULT, Telling.GAIN, (Gain(code=code, words=words),))
    ]


def test_a_rule_that_the_story_did_not_meet_before_is_a_gain() -> None:
    """The rule's title tells the reader what is new."""
    decision = decided(match("talvane", rules=("meets",)), but(rules=frozenset()))
    assert [gain.words for route in decision.routes for gain in route.gains] == ["Company meets agency"]


@pytest.mark.parametrize(
    ("found", "story"),
    [
        pytest.param(match("talvane", "registry"), TOLD, id="a watch of level digest"),
        pytest.param(with_sum(match("talvane"), None), TOLD, id="a fact without a sum"),
        pytest.param(with_sum(match("talvane")), but(amount=True), id="a further sum"),
        pytest.param(with_sum(match("talvane")), but(gained=frozenset({"amount"})), id="told as a gain"),
        pytest.param(
            Match(mentions=(named("talvane", Kind.COMPANY), named("registry", Kind.AGENCY))),
            but(met=frozenset({"talvane"})),
            id="the company has met another agency",
        ),
        pytest.param(
            Match(mentions=(named("talvane", Kind.COMPANY), named("registry", Kind.AGENCY, 50))), TOLD,
            id="in different sentences",
        ),
    ],
)  # fmt: skip
def test_what_is_no_gain_is_added(found: Match, story: StorySoFar) -> None:
    """Nothing is pushed twice for the same news, nor for what would not have been pushed at first."""
    assert decided(found, story).action is Action.ADDED


def test_an_edit_that_adds_a_sum_is_pushed_again() -> None:
    """An outlet that adds the sum to its own article tells news, though that entry was alerted already."""
    known = Known(key=1, id="1", text_hash="x", chats=frozenset({DEFAULT}), watches=frozenset({"talvane"}))
    assert codes(decided(with_sum(match("talvane")), known=known)) == ["amount"]
    assert decided(match("talvane"), known=known).action is Action.HELD


def test_a_story_that_goes_on_is_told_again() -> None:
    """Once its message can't be edited any more, the next report is a reply that takes its place."""
    story = but(at=NOW - EDITS_END)
    assert [route.telling for route in decided(match("talvane"), story).routes] == [Telling.AGAIN]
    known = Known(key=1, id="1", text_hash="x", chats=frozenset({DEFAULT}))
    assert decided(match("talvane"), story, known=known).action is Action.HELD


def test_a_report_that_may_be_another_event_is_pushed() -> None:
    """Better told twice than lost: what joined its story with little certainty is a reply that says so."""
    assert codes(decided(match("talvane"), replace(TOLD, joined=SURE_JOIN - 0.01))) == ["doubt: 1"]
    assert decided(match("talvane"), replace(TOLD, joined=SURE_JOIN)).action is Action.ADDED


def test_a_feed_without_dedupe_alerts_for_itself() -> None:
    """With `dedupe = false` neither the story nor the same article elsewhere holds an entry back."""
    policy = replace(POLICY, dedupe=False)
    told = Told(links={"gazette.example/1": {DEFAULT}})
    arrival = Arrival(entry=ENTRY, state=State.NEW, link_key="gazette.example/1")
    decision = decide(arrival, match("talvane"), lists(), policy, told=told, story=TOLD, first_poll=False, now=NOW)
    assert [(route.chat, route.telling) for route in decision.routes] == [(DEFAULT, Telling.FIRST)]
    known = Known(key=1, id="1", text_hash="x", chats=frozenset({DEFAULT}), watches=frozenset({"talvane"}))
    assert decided(match("talvane"), known=known, policy=policy).action is Action.HELD


def test_meetings_are_pairs_within_a_sentence() -> None:
    """Each company with each agency of its sentence, once, in reading order; doubtful names do not count."""
    doubtful = replace(named("harbour", Kind.AGENCY), status=Status.UNSURE)
    mentions = [
        named("talvane", Kind.COMPANY), named("registry", Kind.AGENCY), named("osprell", Kind.COMPANY), doubtful,
        named("talvane", Kind.COMPANY, 50), named("registry", Kind.AGENCY, 50),
    ]  # fmt: skip
    assert meetings(mentions) == (("talvane", "registry"), ("osprell", "registry"))


def test_each_chat_gains_for_itself() -> None:
    """What one chat was told is news to another that has the story too."""
    story = StorySoFar(story=7, told={DEFAULT: replace(FIRST, amount=True), LIST: FIRST})
    assert codes(decided(with_sum(match("talvane")), story)) == []
    decision = decided(with_sum(match("talvane")), story, watchlists=lists(LIST))
    assert [(route.chat, codes(decision)) for route in decision.routes] == [(LIST, ["amount"])]


def test_the_same_article_is_told_no_second_time_however_late_or_doubtful() -> None:
    """Another feed that carries an alerted link after days, or with a doubtful story, tells nothing."""
    told = Told(links={"gazette.example/1": {DEFAULT}})
    arrival = Arrival(entry=ENTRY, state=State.NEW, link_key="gazette.example/1")
    for story in (but(at=NOW - EDITS_END), replace(TOLD, joined=0.6)):
        decision = decide(arrival, match("talvane"), lists(), POLICY, told=told, story=story, first_poll=False, now=NOW)
        assert decision.action is Action.ADDED


def test_what_was_told_grows_with_each_decision() -> None:
    """After an alert and a gain the chat's names, rules, meetings, sum and gains are known."""
    watchlists, arrival = lists("", MEETS), Arrival(entry=ENTRY, state=State.NEW)
    first = Match(mentions=(named("talvane", Kind.COMPANY),))
    story = StorySoFar(story=7)
    story = told_of(story, decided(first, story), first, NOW)
    assert story.told == {DEFAULT: ToldChat(at=NOW, watches=frozenset({"talvane"}))}
    more = with_sum(Match(mentions=(named("talvane", Kind.COMPANY), named("registry", Kind.AGENCY)), rules=("meets",)))
    later = NOW + timedelta(hours=1)
    story = told_of(story, decided(more, story), more, later)
    assert story.told == {
        DEFAULT: ToldChat(
            at=NOW,  # a reply does not take the first message's place
            watches=frozenset({"talvane", "registry"}),
            rules=frozenset({"meets"}),
            met=frozenset({"talvane"}),
            amount=True,
            gained=frozenset({"meeting:talvane", "rule:meets", "amount"}),
        )
    }
    assert gained(arrival, more, watchlists, story, DEFAULT) == ()
    held = Decision(action=Action.HELD, reason="…", watches=("osprell",))
    assert told_of(story, held, match("osprell"), later) == story
