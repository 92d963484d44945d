"""Mentions, rules and what is remembered → what happens with an entry, and why.

The loudest level wins: that of each watch surely meant, and that of each rule met. What would be pushed is
held back where

- the chat has had it already: this entry, its story (below), the same article from another feed (a link that
  stands for one entry only, within a month), or the same headline within two days (wire copy);
- it is older than `alerts.max_age`;
- it comes with a feed's first poll and is older than `alerts.first_poll`, or has no date;
- it belongs to a feed that has renumbered its entries (`pipelines.arrivals`);
- it is an edit that names nobody new.

One alert a story: where the chat has had an alert of the entry's story, the entry is added to that message. It is
pushed nevertheless, as a reply to it, where the story gains something (a watch of level push, a rule, a company
that meets an agency, a sum, each for the first time), where it is not quite sure that the entry belongs there, and
where the message is too old to be edited. A feed with `dedupe = false` knows neither stories nor other feeds.

A chat is chosen by the rule, else the watchlist, else the feed, else the default. A list with a chat of its own is for
that chat only: elsewhere its watches are not named, and meet no rule but those of lists with chats of their own, which
see all watches. Who follows a watch gets in private what the default chat gets of it. What only muted watches cause is
held back, and nothing of a story goes to a chat that has muted it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipelines.arrivals import Arrival, State
from pipelines.gains import DOUBT, gained
from pipelines.model import Action, Decision, Entry, Level, Match, Route, Status, StorySoFar, Telling
from pipelines.rules import rules_met
from pipelines.watchlist import Watchlists

SAME_LINK = timedelta(days=30)
"""How long the same link counts as the same article; some pages live on and change their subject."""
SAME_TITLE = timedelta(days=2)
"""How long an identical headline counts as the same article."""

EDITS_END = timedelta(hours=48)
"""How long a message shows further outlets of its story; what comes later is told again, as a reply."""
UNTOLD = StorySoFar()
MUTED_STORY = "Its story is muted there."
IN_STORY = "Its story has been alerted already, and it adds nothing new."
ALREADY_ALERTED = "Already alerted; an edit alerts no second time."
NO_NEWS = "An edit of a known entry that names nobody new and meets no further rule."
NOTHING = Decision(action=Action.NOTHING, reason="No watched name stands in it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The settings that deciding needs."""

    first_poll: timedelta
    max_age: timedelta
    chat: str  #: where alerts go if nothing else says
    feed_chat: str = ""
    dedupe: bool = True  #: False: each of the feed's entries alerts on its own
    muted: frozenset[str] = frozenset()  #: ids of the watches that cause no message at present
    followers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: private chats by watch id


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What chats have been told already: the chats by article. Grows as a poll's entries are decided."""

    links: dict[str, set[str]] = field(default_factory=dict)  #: by `link_key`, of the last `SAME_LINK`
    titles: dict[str, set[str]] = field(default_factory=dict)  #: by `title_key`, of the last `SAME_TITLE`

    def add(self, arrival: Arrival, chats: set[str]) -> None:
        """Remember that `chats` are told of the article."""
        for store, key in ((self.links, arrival.link_key), (self.titles, arrival.title_key)):
            if key:
                store.setdefault(key, set()).update(chats)


def decide(
    arrival: Arrival,
    match: Match,
    watchlists: Watchlists,
    policy: Policy,
    *,
    told: Told,
    story: StorySoFar = UNTOLD,
    first_poll: bool,
    now: datetime,
) -> Decision:
    """Return what happens with `arrival`; `story` is what was told of its story so far, `now` is in UTC."""
    sure = match.watches(Status.SURE)
    if not sure:
        if match.watches(Status.UNSURE):
            names = ", ".join(repr(m.text) for m in match.mentions if m.status is Status.UNSURE)
            return Decision(action=Action.REVIEW, reason=f"Only names that may mean something else: {names}.")
        return NOTHING if not match.mentions else _rejected(match)
    level, why = _loudest(sure, match, watchlists)
    if level is Level.DIGEST and _no_news(arrival, sure, match.rules):
        return Decision(action=Action.CONTEXT, reason=NO_NEWS, watches=sure, rules=match.rules)
    if not level.pushes:
        action = Action.DIGEST if level is Level.DIGEST else Action.CONTEXT
        return Decision(action=action, reason=why, watches=sure, rules=match.rules)
    if held := _held(arrival, policy, first_poll, now):
        return Decision(action=Action.HELD, reason=held, watches=sure, rules=match.rules)
    loud = _without(policy.muted, arrival.entry, match, watchlists)
    routes = _routes(arrival.entry, loud, sure, watchlists, policy)
    if not routes:
        names = ", ".join(watch for watch in sure if watch in policy.muted)
        return Decision(action=Action.HELD, reason=f"Muted at present: {names}.", watches=sure, rules=match.rules)
    case = _Case(
        arrival=arrival, match=match, loud=loud, watchlists=watchlists, policy=policy, told=told, story=story, now=now
    )  # fmt: skip
    action, kept_back, routes = _sorted_out(routes, case)
    return Decision(action=action, reason=kept_back or why, routes=routes, watches=sure, rules=match.rules)


def _rejected(match: Match) -> Decision:
    names = ", ".join(repr(m.text) for m in match.mentions)
    return Decision(action=Action.NOTHING, reason=f"Judged to be something else: {names}.")


def _loudest(sure: tuple[str, ...], match: Match, watchlists: Watchlists) -> tuple[Level, str]:
    """The loudest level there is, and the sentence that says what set it. Rules explain better: they go first."""
    voices: list[tuple[Level, str]] = [
        (rule.alert, f"Rule {rule.id} is met: {rule.title or ' + '.join(rule.all)}.")
        for rule in watchlists.rules
        if rule.id in match.rules
    ]
    for identifier in sure:
        watch = watchlists.watches[identifier]
        voices.append((watch.alert, f"Names {watch.name} ({watch.kind}, level {watch.alert})."))
    return max(voices, key=lambda voice: voice[0].rank)


def _without(hidden: Container[str], entry: Entry, match: Match, watchlists: Watchlists) -> Match:
    """Return the match without some watches, and without the rules that only they meet."""
    if not any(mention.watch in hidden for mention in match.mentions):
        return match
    mentions = tuple(mention for mention in match.mentions if mention.watch not in hidden)
    return replace(match, mentions=mentions, rules=rules_met(entry, mentions, watchlists.rules))


def _routes(
    entry: Entry, loud: Match, sure: tuple[str, ...], watchlists: Watchlists, policy: Policy
) -> tuple[Route, ...]:
    """Return a route for each chat that is pushed to, for what is audible; `sure` are all watches named."""
    chats = dict.fromkeys(chat for _, _, chat in _voices(loud, watchlists, policy))
    routes = {}
    for chat in chats:
        hidden = {name for name in sure if not watchlists.open_to(chat, name)}
        heard = _without(hidden, entry, loud, watchlists)
        voices = [(rule, level) for rule, level, to in _voices(heard, watchlists, policy) if to == chat]
        for rule in watchlists.seeing_all(chat):
            if rule.id in loud.rules and rule.id not in heard.rules and rule.alert.pushes:
                voices.append((rule.id, rule.alert))
                hidden -= {name for name in hidden if not {name, watchlists.watches[name].kind}.isdisjoint(rule.all)}
        if voices:
            routes[chat] = Route(
                chat=chat,
                watches=tuple(name for name in sure if name not in hidden),
                rules=tuple(dict.fromkeys(rule for rule, _ in voices if rule)),
                silent=all(level is Level.SILENT for _, level in voices),
            )
    if public := routes.get(policy.chat):
        for name in loud.watches(Status.SURE):
            for chat in policy.followers.get(name, ()) if name in public.watches else ():
                routes.setdefault(chat, replace(public, chat=chat))
    return tuple(routes.values())


def _voices(match: Match, watchlists: Watchlists, policy: Policy) -> Iterator[tuple[str, Level, str]]:
    """Yield what pushes: the rule's id ("" for a watch), how loud, and to which chat."""
    fallback = policy.feed_chat or policy.chat
    for rule in watchlists.rules:
        if rule.id in match.rules and rule.alert.pushes:
            for chat in watchlists.rule_chats[rule.id]:
                yield rule.id, rule.alert, chat or fallback
    for name in match.watches(Status.SURE):
        if watchlists.watches[name].alert.pushes:
            yield "", watchlists.watches[name].alert, watchlists.chats[name] or fallback


def _no_news(arrival: Arrival, sure: tuple[str, ...], rules: tuple[str, ...]) -> bool:
    """Tell whether it is a known entry of which no version named fewer watches or met fewer rules."""
    known = arrival.known
    return known is not None and known.watches.issuperset(sure) and known.rules.issuperset(rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What the routes of one entry are sorted out by."""

    arrival: Arrival
    match: Match
    loud: Match  #: the same without what is muted
    watchlists: Watchlists
    policy: Policy
    told: Told
    story: StorySoFar
    now: datetime


def _sorted_out(routes: Iterable[Route], case: _Case) -> tuple[Action, str, tuple[Route, ...]]:
    """Return what happens, why if nothing is pushed, and the routes that are left."""
    left: list[Route] = []
    kept_back: list[tuple[Action, str]] = []
    followers = {chat for chats in case.policy.followers.values() for chat in chats} - {case.policy.chat}
    for route in routes:
        if route.chat in followers and all(each.chat != case.policy.chat for each in left):
            continue  # the default chat, whose route comes before, gets nothing either
        words, action = "", Action.HELD
        in_story = case.policy.dedupe and route.chat in case.story.told
        if route.chat in case.story.muted:
            kept_back.append((Action.HELD, MUTED_STORY))
            continue
        if in_story and (again := _again(route, case)):
            left.append(again)
            continue
        if case.arrival.known is not None and route.chat in case.arrival.known.chats:
            words = ALREADY_ALERTED
        elif in_story:
            words, action = IN_STORY, Action.ADDED
        elif _no_news(case.arrival, case.match.watches(Status.SURE), case.match.rules):
            words = NO_NEWS
        elif case.policy.dedupe:
            words = _told_elsewhere(route.chat, case)
        if words:
            kept_back.append((action, words))
        else:
            left.append(route)
    if left:
        return Action.ALERT, "", tuple(left)
    # Several chats may have several reasons; that it stands in an alert is the one to know.
    action, words = next((each for each in kept_back if each[0] is Action.ADDED), kept_back[0])
    return action, words, ()


def _again(route: Route, case: _Case) -> Route | None:
    """Return how an entry of a story that was told to the chat is pushed there once more, None if it is not."""
    gains = gained(case.arrival, meant_for(case.loud, route), case.watchlists, case.story, route.chat)
    if any(not gain.code.startswith(DOUBT) for gain in gains):
        return replace(route, telling=Telling.GAIN, gains=gains)
    known = case.arrival.known
    if (known is not None and route.chat in known.chats) or _told_elsewhere(route.chat, case):
        return None  # the same article tells nothing, however late it comes and wherever it belongs
    if case.now - case.story.told[route.chat].at >= EDITS_END:
        return replace(route, telling=Telling.AGAIN)
    return replace(route, telling=Telling.GAIN, gains=gains) if gains else None


def meant_for(match: Match, route: Route) -> Match:
    """Return the match as far as the chat of a route may hear of it: nothing of what is for other chats only."""
    watches = set(route.watches)
    return Match(
        mentions=tuple(mention for mention in match.mentions if mention.watch in watches),
        rules=tuple(rule for rule in match.rules if rule in route.rules),
        facts=tuple(fact for fact in match.facts if {fact.company, fact.agency} - {None} <= watches),
    )


def _told_elsewhere(chat: str, case: _Case) -> str:
    if chat in case.told.links.get(case.arrival.link_key, ()):
        return "The same article (same link) has been alerted already."
    if chat in case.told.titles.get(case.arrival.title_key, ()):
        return "An article with the same headline has been alerted already."
    return ""


def _held(arrival: Arrival, policy: Policy, first_poll: bool, now: datetime) -> str:
    """Why nothing at all is pushed, "" if something may be."""
    if arrival.state is State.HELD:
        return "Its feed gave all entries new ids at once, and nothing shows that this one is new."
    return _too_old(arrival.entry, policy, first_poll=first_poll and arrival.known is None, now=now)


def _too_old(entry: Entry, policy: Policy, *, first_poll: bool, now: datetime) -> str:
    if first_poll:
        if not policy.first_poll:
            return "Came with the feed's first poll, and alerts.first_poll is 0s: none of that alerts."
        if entry.published is None:
            return "Came with the feed's first poll and has no date."
        if now - entry.published > policy.first_poll:
            return f"Came with the feed's first poll and is older than alerts.first_poll ({_span(policy.first_poll)})."
    if entry.published is not None and now - entry.published > policy.max_age:
        return f"Older than alerts.max_age ({_span(policy.max_age)})."
    return ""


def _span(span: timedelta) -> str:
    """The span as people write it in config.toml."""
    seconds = int(span.total_seconds())
    hours = seconds // 3600
    if seconds % 3600:
        return f"{seconds}s" if seconds % 60 else f"{seconds // 60}m"
    return f"{hours // 24}d" if hours > 24 and hours % 24 == 0 else f"{hours}h"
