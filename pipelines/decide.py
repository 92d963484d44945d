"""Mentions, rules and what is remembered → what happens with an entry, and why.

The loudest level wins: that of each watch surely meant, and that of each rule met. What would be pushed is
held back where

- the chat has had it already: this entry, the same article from another feed (a link that stands for one
  entry only, within a month), or the same headline within two days (wire copy);
- it is older than `alerts.max_age`;
- it comes with a feed's first poll and is older than `alerts.first_poll`, or has no date;
- it belongs to a feed that has renumbered its entries (`pipelines.arrivals`);
- it is an edit that names nobody new.

A chat is chosen by the rule, else the watchlist, else the feed, else the default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipelines.arrivals import Arrival, State
from pipelines.model import Action, Decision, Entry, Level, Match, Route, Status
from pipelines.watchlist import Watchlists

SAME_LINK = timedelta(days=30)
"""How long the same link counts as the same article; some pages live on and change their subject."""
SAME_TITLE = timedelta(days=2)
"""How long an identical headline counts as the same article."""

NO_NEWS = "An edit of a known entry that names nobody new and meets no further rule."
NOTHING = Decision(action=Action.NOTHING, reason="No watched name stands in it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The settings that deciding needs."""

    first_poll: timedelta
    max_age: timedelta
    chat: str  #: where alerts go if nothing else says
    feed_chat: str = ""


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
    first_poll: bool,
    now: datetime,
) -> Decision:
    """Return what happens with `arrival`; `now` is in UTC."""
    sure = match.watches(Status.SURE)
    if not sure:
        if match.watches(Status.UNSURE):
            names = ", ".join(repr(m.text) for m in match.mentions if m.status is Status.UNSURE)
            return Decision(action=Action.REVIEW, reason=f"Only names that may mean something else: {names}.")
        return NOTHING if not match.mentions else _rejected(match)
    level, why = _loudest(sure, match, watchlists)
    if level is Level.DIGEST and _no_news(arrival, sure, match.rules):
        return Decision(action=Action.CONTEXT, reason=NO_NEWS, watches=sure, rules=match.rules)
    if level is not Level.PUSH:
        action = Action.DIGEST if level is Level.DIGEST else Action.CONTEXT
        return Decision(action=action, reason=why, watches=sure, rules=match.rules)
    routes = _routes(sure, match, watchlists, policy)
    held, routes = _held(arrival, match, routes, told, policy, first_poll, now)
    if held:
        return Decision(action=Action.HELD, reason=held, watches=sure, rules=match.rules)
    return Decision(action=Action.ALERT, reason=why, routes=routes, watches=sure, rules=match.rules)


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


def _routes(sure: tuple[str, ...], match: Match, watchlists: Watchlists, policy: Policy) -> tuple[Route, ...]:
    fallback = policy.feed_chat or policy.chat
    rules: dict[str, list[str]] = {}
    for rule in watchlists.rules:
        if rule.id in match.rules and rule.alert is Level.PUSH:
            for chat in watchlists.rule_chats[rule.id]:
                rules.setdefault(chat or fallback, []).append(rule.id)
    chats = dict.fromkeys(rules)
    for identifier in sure:
        if watchlists.watches[identifier].alert is Level.PUSH:
            chats.setdefault(watchlists.chats[identifier] or fallback)
    return tuple(Route(chat=chat, watches=sure, rules=tuple(dict.fromkeys(rules.get(chat, ())))) for chat in chats)


def _no_news(arrival: Arrival, sure: tuple[str, ...], rules: tuple[str, ...]) -> bool:
    """Tell whether it is a known entry of which no version named fewer watches or met fewer rules."""
    known = arrival.known
    return known is not None and known.watches.issuperset(sure) and known.rules.issuperset(rules)


def _held(
    arrival: Arrival,
    match: Match,
    routes: tuple[Route, ...],
    told: Told,
    policy: Policy,
    first_poll: bool,
    now: datetime,
) -> tuple[str, tuple[Route, ...]]:
    """Why nothing is pushed ("" if something is), and the routes that are left."""
    if arrival.known is not None:
        routes = tuple(route for route in routes if route.chat not in arrival.known.chats)
        if not routes:
            return "Already alerted; an edit alerts no second time.", ()
        if _no_news(arrival, match.watches(Status.SURE), match.rules):
            return NO_NEWS, ()
    if arrival.state is State.HELD:
        return "Its feed gave all entries new ids at once, and nothing shows that this one is new.", ()
    if age := _too_old(arrival.entry, policy, first_poll=first_poll and arrival.known is None, now=now):
        return age, ()
    for chats, words in (
        (told.links.get(arrival.link_key, set()), "The same article (same link) has been alerted already."),
        (told.titles.get(arrival.title_key, set()), "An article with the same headline has been alerted already."),
    ):
        routes = tuple(route for route in routes if route.chat not in chats)
        if not routes:
            return words, ()
    return "", routes


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
