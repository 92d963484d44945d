"""What happens with an entry, in which chats, and the reason that is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.arrivals import Arrival, State
from pipelines.decide import NOTHING, Policy, Told, decide
from pipelines.model import (
    Action,
    Decision,
    Entry,
    Field,
    Kind,
    Known,
    Level,
    Match,
    Mention,
    Rule,
    Status,
    Watch,
    Watchlist,
)
from pipelines.text import link_key, title_key
from pipelines.watchlist import Watchlists

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DEFAULT, LIST, FEED, URGENT = "@default", "@list", "@feed", "@urgent"
POLICY = Policy(first_poll=timedelta(hours=24), max_age=timedelta(days=7), chat=DEFAULT)
ENTRY = Entry(
    id="1",
    title="Talvane wins ferry contract in Ellery",
    link="https://gazette.example/1",
    published=NOW - timedelta(hours=1),
)


def watch(identifier: str, kind: Kind, alert: Level) -> Watch:
    """Return a watch."""
    return Watch(id=identifier, name=identifier.title(), kind=kind, alert=alert)


TALVANE = watch("talvane", Kind.COMPANY, Level.PUSH)
OSPRELL = watch("osprell", Kind.COMPANY, Level.PUSH)
REGISTRY = watch("registry", Kind.AGENCY, Level.DIGEST)
ISLAND = watch("island", Kind.PLACE, Level.CONTEXT)
MEETS = Rule(id="meets", title="Company meets agency", all=("company", "agency"))


def lists(chat: str = "", *rules: Rule) -> Watchlists:
    """Return one list of all watches with that chat, and the rules."""
    return Watchlists(
        lists=(Watchlist(source="a.toml", chat=chat, watches=(TALVANE, OSPRELL, REGISTRY, ISLAND), rules=rules),)
    )


def match(*watches: str, rules: tuple[str, ...] = (), status: Status = Status.SURE) -> Match:
    """Return a match that names the watches in the headline."""
    return Match(
        mentions=tuple(
            Mention(watch=name, kind=Kind.COMPANY, text=name.title(), field=Field.TITLE, start=0, end=7,
                    status=status, score=0.9)
            for name in watches
        ),
        rules=rules,
    )  # fmt: skip


def decided(
    found: Match,
    watchlists: Watchlists | None = None,
    *,
    entry: Entry = ENTRY,
    state: State = State.NEW,
    known: Known | None = None,
    policy: Policy = POLICY,
    told: Told | None = None,
    first_poll: bool = False,
) -> Decision:
    """Decide on an entry."""
    return decide(
        Arrival(
            entry=entry,
            state=state,
            known=known,
            link_key=link_key(entry.link),
            title_key=title_key(entry.title),
        ),
        found,
        watchlists or lists(),
        policy,
        told=told or Told(),
        first_poll=first_poll,
        now=NOW,
    )


# --- what it holds ------------------------------------------------------------------------------------


def test_without_a_name_nothing_happens() -> None:
    """An entry that holds no watched name is nothing, and says so."""
    assert decided(Match()) == NOTHING


def test_rejected_names_are_nothing_and_are_given_as_the_reason() -> None:
    """Names that were judged to be something else alert nobody; the reason quotes them."""
    decision = decided(match("talvane", status=Status.REJECTED))
    assert (decision.action, decision.routes) == (Action.NOTHING, ())
    assert decision.reason == "Judged to be something else: 'Talvane'."


def test_unsure_names_alone_go_to_the_review() -> None:
    """Names that may mean something else are for people to look at, and name no watch as surely meant."""
    decision = decided(match("talvane", status=Status.UNSURE))
    assert (decision.action, decision.routes, decision.watches) == (Action.REVIEW, (), ())
    assert "'Talvane'" in decision.reason


def test_a_sure_name_counts_beside_unsure_ones() -> None:
    """One sure name alerts; watches that are only unsurely named are not told."""
    both = Match(mentions=match("talvane").mentions + match("osprell", status=Status.UNSURE).mentions)
    assert decided(both).watches == decided(both).routes[0].watches == ("talvane",)


QUIET, SILENT = replace(MEETS, alert=Level.DIGEST), replace(MEETS, alert=Level.CONTEXT)
LEVELS = [
    pytest.param(match("talvane"), (), Action.ALERT, "Names Talvane (company, level push).", id="push watch"),
    pytest.param(match("registry"), (), Action.DIGEST, "Names Registry (agency, level digest).", id="digest watch"),
    pytest.param(match("island"), (), Action.CONTEXT, "Names Island (place, level context).", id="context watch"),
    pytest.param(match("island", "registry"), (), Action.DIGEST, "Names Registry", id="the louder watch"),
    pytest.param(match("registry", rules=("meets",)), (MEETS,), Action.ALERT,
                 "Rule meets is met: Company meets agency.", id="push rule over digest watch"),
    pytest.param(match("island", rules=("meets",)), (QUIET,), Action.DIGEST, "Rule meets", id="digest rule"),
    pytest.param(match("island", rules=("meets",)), (SILENT,), Action.CONTEXT, "Rule meets", id="context rule"),
    pytest.param(match("talvane", rules=("meets",)), (SILENT,), Action.ALERT, "Names Talvane", id="push over context"),
    pytest.param(match("talvane", rules=("meets",)), (MEETS,), Action.ALERT, "Rule meets", id="a rule explains better"),
    pytest.param(match("registry"), (MEETS,), Action.DIGEST, "Names Registry", id="a rule that is not met"),
    pytest.param(match("registry", rules=("meets",)), (replace(MEETS, title=""),), Action.ALERT,
                 "Rule meets is met: company + agency.", id="a rule without title"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "rules", "action", "reason"), LEVELS)
def test_the_loudest_level_wins_and_says_why(
    found: Match, rules: tuple[Rule, ...], action: Action, reason: str
) -> None:
    """The loudest of all watches surely named and rules met decides; only an alert has routes."""
    decision = decided(found, lists("", *rules))
    assert decision.action is action
    assert decision.reason.startswith(reason)
    assert bool(decision.routes) is (action is Action.ALERT)
    assert (decision.watches, decision.rules) == (found.watches(Status.SURE), found.rules)


# --- where it goes ------------------------------------------------------------------------------------

RULED = replace(MEETS, chat=URGENT)
CHATS = [
    pytest.param("", "", (), {DEFAULT: ()}, id="default"),
    pytest.param("", FEED, (), {FEED: ()}, id="feed over default"),
    pytest.param(LIST, FEED, (), {LIST: ()}, id="list over feed"),
    pytest.param(LIST, FEED, (RULED,), {URGENT: ("meets",), LIST: ()}, id="rule over list; the watch keeps its own"),
    pytest.param(LIST, FEED, (MEETS,), {LIST: ("meets",)}, id="a rule without chat goes where its list goes"),
    pytest.param("", FEED, (MEETS,), {FEED: ("meets",)}, id="rule without chat, list without chat"),
    pytest.param("", "", (replace(RULED, alert=Level.DIGEST),), {DEFAULT: ()}, id="a digest rule routes nothing"),
]


@pytest.mark.parametrize(("list_chat", "feed_chat", "rules", "expected"), CHATS)
def test_the_chat_is_that_of_the_rule_else_list_else_feed_else_default(
    list_chat: str, feed_chat: str, rules: tuple[Rule, ...], expected: dict[str, tuple[str, ...]]
) -> None:
    """Each chat gets one message, with the rules that brought it there."""
    found = match("talvane", "registry", rules=tuple(rule.id for rule in rules))
    decision = decided(found, lists(list_chat, *rules), policy=replace(POLICY, feed_chat=feed_chat))
    assert {route.chat: route.rules for route in decision.routes} == expected
    assert all(route.watches == ("talvane", "registry") for route in decision.routes)


def test_a_watch_that_is_no_push_brings_no_chat_of_its_own() -> None:
    """Where a rule alerts, the chat of a list that only has digest watches in it gets nothing."""
    quiet = Watchlist(source="b.toml", chat=LIST, watches=(REGISTRY,))
    loud = Watchlist(source="a.toml", watches=(TALVANE,), rules=(MEETS,))
    decision = decided(match("talvane", "registry", rules=("meets",)), Watchlists(lists=(quiet, loud)))
    assert [route.chat for route in decision.routes] == [DEFAULT]


def test_a_rule_in_two_lists_goes_to_the_chats_of_both() -> None:
    """The same rule may stand in two lists; each list's chat is told."""
    parts = (
        Watchlist(source="a.toml", chat="@one", watches=(REGISTRY,), rules=(MEETS,)),
        Watchlist(source="b.toml", chat="@two", watches=(ISLAND,), rules=(MEETS,)),
    )
    decision = decided(match("registry", "island", rules=("meets",)), Watchlists(lists=parts))
    assert [route.chat for route in decision.routes] == ["@one", "@two"]
