"""The same decisions over stored entries: what would alert under other watchlists, and how loud each watch would be.

Every entry is matched and decided again, in the order in which it once came, with an empty memory: the same article
(link or headline, see `decide`) alerts once, and a story alerts once and again when it gains something. Entries are in
the stories that they were put into when they came; those from before there were stories stand alone. Left out are
`alerts.max_age` and `alerts.first_poll`, for they say when an entry came, not what a list does; edits, because only the
latest version of an entry is stored; and what chats were really told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.arrivals import Arrival, State
from pipelines.decide import NOTHING, SAME_LINK, SAME_TITLE, UNTOLD, Policy, Told, decide
from pipelines.gains import told_of
from pipelines.matcher import Matcher
from pipelines.model import Action, Decision, Entry, Match, Status, StorySoFar
from pipelines.text import link_key, title_key

LOUD = 20
"""Alerts of one watch on one day; beyond that nobody reads them."""
_EVER = timedelta.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A stored entry, to be decided again."""

    key: int  #: the row
    entry: Entry
    seen: datetime  #: when it came; UTC
    own_link: bool  #: False: its link stands for several entries of its feed, and so for no article
    story: int | None = None  #: the row of the entry that its story began with; None: it was never put into one
    joined: float = 1.0  #: how surely it belongs to that story


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A watch surely named in an entry."""

    watch: str
    text: str  #: the name as it stands there
    because: str  #: the first reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entry that alerts with one set of watchlists only."""

    key: int
    at: datetime
    source: str
    title: str
    link: str
    named: tuple[Named, ...]  #: by the lists with which it alerts
    rules: tuple[str, ...]  #: met by these
    why: str  #: the reason of what the proposed lists decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How many alerts a watch causes."""

    watch: str
    name: str
    before: int | None  #: with the lists in force; None: they do not have the watch
    after: int | None  #: with the proposed ones; None: they do not have it
    most: int  #: on its busiest local day with the proposed lists
    day: date | None  #: that day; None: it never alerts

    @property
    def loud(self) -> bool:
        """Return whether the busiest day has more alerts than anybody reads."""
        return self.most > LOUD


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What the proposed watchlists would have done, beside those in force."""

    entries: int
    since: datetime | None  #: of the earliest entry; None: there is none
    until: datetime | None
    compared: bool  #: False: there is no proposal, and both sides are the lists in force
    before: int  #: entries that alert with the lists in force
    after: int  #: with the proposed ones
    added_before: int  #: entries that are added to an alert of their story, with the lists in force
    added_after: int  #: with the proposed ones
    newly: tuple[Change, ...]  #: in the order in which they came
    gone: tuple[Change, ...]
    watches: tuple[Volume, ...]  #: the loudest first

    @property
    def days(self) -> float:
        """Return how many days the entries span, at least 1."""
        return days_between(self.since, self.until)


def days_between(since: datetime | None, until: datetime | None) -> float:
    """Return how many days a figure a day is made of: those from the first entry to the last, at least 1."""
    return max((until - since) / timedelta(days=1), 1.0) if since and until else 1.0


@dataclass(slots=True)
class _Side:
    """One set of watchlists on its way through the entries."""

    matcher: Matcher
    alerts: int = 0
    added: int = 0
    stories: dict[int, StorySoFar] = field(default_factory=dict)  #: what was told of each
    days: dict[str, Counter[date]] = field(default_factory=dict)  #: alerts by watch and local day
    links: dict[str, dict[str, datetime]] = field(default_factory=dict)  #: when each chat was told, by `link_key`
    titles: dict[str, dict[str, datetime]] = field(default_factory=dict)

    def take(self, past: Past, policy: Policy, match: Match | None) -> tuple[Match, Decision]:
        """Match an entry, unless its match is known, and decide it; remember whom it was told."""
        match = match or self.matcher.match(past.entry)
        if not match.mentions:
            return match, NOTHING
        arrival = Arrival(
            entry=past.entry,
            state=State.NEW,
            link_key=link_key(past.entry.link) if past.own_link else "",
            title_key=title_key(past.entry.title),
        )
        told = Told(
            links=_recent(self.links, arrival.link_key, past.seen - SAME_LINK),
            titles=_recent(self.titles, arrival.title_key, past.seen - SAME_TITLE),
        )
        lists = self.matcher.watchlists
        story = self._so_far(past)
        decision = decide(arrival, match, lists, policy, told=told, story=story, first_poll=False, now=past.seen)
        if past.story is not None and decision.action in (Action.ALERT, Action.ADDED):
            self.stories[past.story] = told_of(story, decision, match, past.seen)
            self.added += decision.action is Action.ADDED
        for route in decision.routes:
            for store, key in ((self.links, arrival.link_key), (self.titles, arrival.title_key)):
                if key:
                    store.setdefault(key, {})[route.chat] = past.seen
        return match, decision

    def _so_far(self, past: Past) -> StorySoFar:
        if past.story is None:
            return UNTOLD
        return replace(self.stories.get(past.story, UNTOLD), story=past.story, joined=past.joined)

    def count(self, decision: Decision, day: date) -> None:
        """Count an alert for each watch that causes it: at push level itself, or asked for by a rule at push level."""
        self.alerts += 1
        lists = self.matcher.watchlists
        asked = {name for rule in lists.rules if rule.id in decision.rules and rule.alert.pushes for name in rule.all}
        for watch in (lists.watches[identifier] for identifier in decision.watches):
            if watch.alert.pushes or not asked.isdisjoint((watch.id, watch.kind.value)):
                self.days.setdefault(watch.id, Counter())[day] += 1


def _recent(store: Mapping[str, Mapping[str, datetime]], key: str, since: datetime) -> dict[str, set[str]]:
    return {key: {chat for chat, at in store.get(key, {}).items() if at >= since}}


def backtest(
    entries: Iterable[Past],
    in_force: Matcher,
    proposed: Matcher | None,
    *,
    chat: str,
    feed_chats: Mapping[str, str],
    alone: Collection[str] = (),
    zone: ZoneInfo,
    begun: datetime | None = None,
    unlike: Collection[int] | None = None,
) -> Backtest:
    """Return what `proposed` would have done with `entries`, in the order in which they came.

    Without `proposed` the lists in force stand on both sides. `chat` is the default one, `feed_chats` those of feeds by
    URL, as `decide` needs them; `alone` are the URLs of feeds with `dedupe = false`; days are those of `zone`.
    Of a part of the entries, `begun` is when the first of all came; `unlike` are the rows that the two sets of lists
    may match differently (None: any may), so that the others are matched once.
    """
    sides = [_Side(in_force), *([_Side(proposed)] if proposed else [])]
    policies = {feed: _policy(chat, own, dedupe=feed not in alone) for feed, own in feed_chats.items()}
    newly: list[Change] = []
    gone: list[Change] = []
    count, since, until = 0, begun, None
    for past in entries:
        count += 1
        at = moment_of(past, since)
        since, until = min(since or at, at), max(until or at, at)
        policy = policies.get(past.entry.feed) or _policy(chat, "")
        taken = [sides[0].take(past, policy, None)]
        known = None if unlike is None or past.key in unlike else taken[0][0]
        taken += [side.take(past, policy, known) for side in sides[1:]]
        alerting = [decision.action is Action.ALERT for _, decision in taken]
        for side, (_, decision), alerts in zip(sides, taken, alerting, strict=True):
            if alerts:
                side.count(decision, at.astimezone(zone).date())
        if alerting == [False, True]:
            newly.append(_change(past, at, taken[1], taken[1][1].reason))
        elif alerting == [True, False]:
            gone.append(_change(past, at, taken[0], taken[1][1].reason))
    before, after = sides[0], sides[-1]
    return Backtest(
        entries=count, since=since, until=until, compared=proposed is not None,
        before=before.alerts, after=after.alerts, added_before=before.added, added_after=after.added,
        newly=tuple(newly), gone=tuple(gone), watches=_volumes(before, after),
    )  # fmt: skip


def _policy(chat: str, feed_chat: str, *, dedupe: bool = True) -> Policy:
    return Policy(first_poll=_EVER, max_age=_EVER, chat=chat, feed_chat=feed_chat, dedupe=dedupe)


def moment_of(past: Past, since: datetime | None) -> datetime:
    """Return when an entry counts: when it was published, if we were there to see it, else when it came."""
    published = past.entry.published
    return published if published and since and since <= published <= past.seen else past.seen


def _change(past: Past, at: datetime, taken: tuple[Match, Decision], why: str) -> Change:
    match, decision = taken
    named: dict[str, Named] = {}
    for m in match.mentions:
        if m.status is Status.SURE:
            named.setdefault(m.watch, Named(watch=m.watch, text=m.text, because="; ".join(m.evidence[:1])))
    return Change(
        key=past.key,
        at=at,
        source=past.entry.source,
        title=past.entry.title or past.entry.summary or past.entry.content,
        link=past.entry.link,
        named=tuple(named.values()),
        rules=decision.rules,
        why=why,
    )


def _volumes(before: _Side, after: _Side) -> tuple[Volume, ...]:
    old, new = before.matcher.watchlists.watches, after.matcher.watchlists.watches
    volumes = []
    for watch in {**new, **old}.values():
        days = after.days.get(watch.id, Counter())
        day = max(days, key=lambda each: days[each], default=None)
        volumes.append(
            Volume(
                watch=watch.id,
                name=watch.name,
                before=before.days.get(watch.id, Counter()).total() if watch.id in old else None,
                after=days.total() if watch.id in new else None,
                most=days[day] if day else 0,
                day=day,
            )
        )
    return tuple(sorted(volumes, key=lambda each: (-each.most, -(each.after or 0), -(each.before or 0), each.watch)))
