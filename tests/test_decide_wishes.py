"""What people asked for: watches and stories muted, alerts without a sound, watches followed in private."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipelines.decide import MUTED_STORY, Policy
from pipelines.model import Action, Entry, Kind, Level, Route, Rule, StorySoFar, Telling, ToldChat, Watch, Watchlist
from pipelines.rules import rules_met
from pipelines.watchlist import Watchlists
from tests.test_decide import (
    DEFAULT,
    ENTRY,
    FEED,
    LIST,
    MEETS,
    NOW,
    POLICY,
    REGISTRY,
    TALVANE,
    URGENT,
    decided,
    lists,
    match,
)
from tests.test_decide_story import decided as decided_in_story

READER, OTHER = "501", "502"


def policy(**more: Any) -> Policy:
    """Return the usual policy but for these fields."""
    return replace(POLICY, **more)


# --- muted watches ------------------------------------------------------------------------------------


def test_a_muted_watch_alerts_nobody() -> None:
    """An entry that only muted watches would push is held, and the reason names them."""
    decision = decided(match("talvane"), policy=policy(muted=frozenset({"talvane"})))
    assert (decision.action, decision.routes) == (Action.HELD, ())
    assert decision.reason == "Muted at present: talvane."
    assert decision.watches == ("talvane",)


def test_another_watch_still_alerts() -> None:
    """An entry that names a muted and another watch alerts because of the other one, and names both."""
    decision = decided(match("talvane", "osprell"), policy=policy(muted=frozenset({"talvane"})))
    (route,) = decision.routes
    assert route.watches == ("talvane", "osprell")


def test_a_rule_that_needs_a_muted_watch_is_silent() -> None:
    """A rule counts only if it is met without the muted watches."""
    agency = replace(match("registry").mentions[0], kind=Kind.AGENCY)
    both = replace(match("talvane"), mentions=(*match("talvane").mentions, agency), rules=("meets",))
    assert rules_met(ENTRY, both.mentions, [MEETS]) == ("meets",)
    decision = decided(both, lists("", MEETS), policy=policy(muted=frozenset({"talvane"})))
    assert decision.action is Action.HELD
    also = replace(both, mentions=(*both.mentions, *match("osprell").mentions))
    (route,) = decided(also, lists("", MEETS), policy=policy(muted=frozenset({"talvane"}))).routes
    assert route.rules == ("meets",)


def test_a_muted_watch_of_level_digest_stays_in_the_digest() -> None:
    """Muting is about messages: the digest tells the watch as before."""
    decision = decided(match("registry"), policy=policy(muted=frozenset({"registry"})))
    assert decision.action is Action.DIGEST


# --- muted stories ------------------------------------------------------------------------------------


def test_a_muted_story_is_pushed_no_more() -> None:
    """Where a story is muted, nothing of it is pushed, whatever it gains; another chat gets its alert."""
    story = StorySoFar(story=7, told={DEFAULT: ToldChat(at=NOW)}, muted=frozenset({DEFAULT}))
    decision = decided_in_story(match("osprell", rules=("meets",)), story)
    assert (decision.action, decision.reason) == (Action.HELD, MUTED_STORY)
    elsewhere = decided_in_story(match("osprell"), replace(story, muted=frozenset({LIST})))
    assert elsewhere.action is Action.ALERT


# --- without a sound ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "silent"),
    [((Level.SILENT,), True), ((Level.SILENT, Level.PUSH), False), ((Level.SILENT, Level.DIGEST), True)],
)
def test_the_loudest_watch_says_whether_there_is_a_sound(levels: tuple[Level, ...], silent: bool) -> None:
    """A message makes a sound if anything in it is of level push."""
    watches = tuple(
        Watch(id=f"w{at}", name=f"W{at}", kind=Kind.COMPANY, alert=level) for at, level in enumerate(levels)
    )
    found = match(*(watch.id for watch in watches))
    (route,) = decided(found, Watchlists(lists=(Watchlist(source="a.toml", watches=watches),))).routes
    assert route.silent is silent


def test_a_rule_that_pushes_makes_a_sound() -> None:
    """A silent watch that meets a rule of level push is told aloud, and silently in another chat."""
    quiet = Watch(id="talvane", name="Talvane", kind=Kind.COMPANY, alert=Level.SILENT)
    rule = replace(MEETS, chat=URGENT)
    both = Watchlists(lists=(Watchlist(source="a.toml", watches=(quiet,), rules=(rule,)),))
    routes = decided(match("talvane", rules=("meets",)), both).routes
    assert {route.chat: route.silent for route in routes} == {URGENT: False, DEFAULT: True}


# --- followers ----------------------------------------------------------------------------------------


def followed(found: tuple[str, ...], *, chat: str = "", entry: Entry = ENTRY, **more: Any) -> dict[str, Route]:
    """Return the routes by chat, where one reader follows Talvane and two follow Osprell."""
    followers = {"talvane": (READER,), "osprell": (OTHER, READER)}
    decision = decided(match(*found), lists(chat), entry=entry, policy=policy(followers=followers, **more))
    return {route.chat: route for route in decision.routes}


def test_who_follows_a_watch_gets_its_alerts() -> None:
    """Followers get what the default chat gets of their watch, once, and nothing of others."""
    assert set(followed(("talvane",))) == {DEFAULT, READER}
    assert set(followed(("talvane", "osprell"))) == {DEFAULT, READER, OTHER}
    assert set(followed(("registry",))) == set()


def test_followers_get_nothing_that_is_meant_for_another_chat() -> None:
    """What goes to a list's or a feed's own chat only is not public."""
    assert set(followed(("talvane",), chat=LIST)) == {LIST}
    assert set(followed(("talvane",), feed_chat=FEED)) == {FEED}


def test_followers_get_nothing_of_a_muted_watch() -> None:
    """A watch that is muted for the channel is muted for those who follow it."""
    assert set(followed(("talvane", "osprell"), muted=frozenset({"osprell"}))) == {DEFAULT, READER}


def test_followers_get_nothing_that_the_channel_does_not_get() -> None:
    """Who began to follow later is not told of a story that the channel has, until that gets something again."""
    story = StorySoFar(story=7, told={DEFAULT: ToldChat(at=NOW, watches=frozenset({"talvane"}))})
    followers = policy(followers={"talvane": (READER,)})
    assert decided_in_story(match("talvane"), story, policy=followers).action is Action.ADDED
    gain = decided_in_story(match("talvane", "osprell"), story, policy=followers)
    assert {route.chat: route.telling for route in gain.routes} == {DEFAULT: Telling.GAIN, READER: Telling.FIRST}


# --- lists with a chat of their own -------------------------------------------------------------------


SECRET = Watch(id="hush", name="Hush Holdings", kind=Kind.COMPANY)
RADAR = Rule(id="radar", title="Secret radar", all=("hush",))


def private(*rules: Rule) -> Watchlists:
    """Return a list without a chat, with Talvane and the registry and these rules, and a private one."""
    return Watchlists(
        lists=(
            Watchlist(source="a.toml", watches=(TALVANE, REGISTRY), rules=rules),
            Watchlist(source="b.toml", chat=LIST, watches=(SECRET,), rules=(RADAR,)),
        )
    )


def test_a_private_list_is_named_in_its_own_chat_only() -> None:
    """The other chat gets its alert without the private watch and rule; followers as well."""
    both = private()
    decision = decided(
        match("talvane", "hush", rules=("radar",)), both, policy=policy(followers={"talvane": (READER,)})
    )
    routes = {route.chat: (route.watches, route.rules) for route in decision.routes}
    assert routes == {
        DEFAULT: (("talvane",), ()),
        LIST: (("talvane", "hush"), ("radar",)),
        READER: (("talvane",), ()),
    }


def test_a_rule_is_not_met_elsewhere_by_a_private_watch() -> None:
    """A rule of a list without a chat of its own does not see what only another chat may hear of."""
    agency = replace(match("registry").mentions[0], kind=Kind.AGENCY)
    found = replace(match("hush"), mentions=(*match("hush").mentions, agency), rules=("meets", "radar"))
    (route,) = decided(found, private(MEETS)).routes
    assert (route.chat, route.rules) == (LIST, ("radar",))


@pytest.mark.parametrize(("chat", "again"), [(DEFAULT, False), (LIST, True)])
def test_a_private_watch_is_no_gain_elsewhere(chat: str, again: bool) -> None:
    """A story that was told for one watch is pushed again because of a private one, or its rule, in its chat only."""
    story = StorySoFar(story=7, told={chat: ToldChat(at=NOW, watches=frozenset({"talvane"}))})
    decision = decided_in_story(match("talvane", "hush", rules=("radar",)), story, watchlists=private())
    assert (chat in {route.chat for route in decision.routes}) is again


def test_a_muted_watch_is_no_gain() -> None:
    """A story that was told is not pushed again because of a watch that is muted."""
    story = StorySoFar(story=7, told={DEFAULT: ToldChat(at=NOW, watches=frozenset({"talvane"}))})
    assert decided_in_story(match("talvane", "osprell"), story).action is Action.ALERT
    muted = decided_in_story(match("talvane", "osprell"), story, policy=policy(muted=frozenset({"osprell"})))
    assert muted.action is Action.ADDED
