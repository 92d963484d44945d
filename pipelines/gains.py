"""What an entry adds to a story that has been told: the reasons to push it once more, as a reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pipelines.arrivals import Arrival
from pipelines.model import (
    Decision,
    Field,
    Gain,
    Kind,
    Match,
    Mention,
    Status,
    StorySoFar,
    Telling,
    ToldChat,
)
from pipelines.watchlist import Watchlists

DOUBT = "doubt:"
SURE_JOIN = 0.7
"""An entry that belongs to its story with less certainty may be another event: better told twice than lost."""


def gained(arrival: Arrival, match: Match, watchlists: Watchlists, story: StorySoFar, chat: str) -> tuple[Gain, ...]:
    """Return what `arrival` adds to what `chat` was told of its story, what matters most first.

    The last one may be a doubt whether it belongs to that story at all.
    """
    told = story.told[chat]
    found = (
        *_meetings(match, watchlists, told),
        *_rules(match, watchlists, told),
        *_watches(match, watchlists, told),
        *_sum(match, told),
        *_doubt(arrival, story, chat),
    )
    return tuple(gain for gain in found if gain.code not in told.gained)


def _meetings(match: Match, watchlists: Watchlists, told: ToldChat) -> Iterator[Gain]:
    met = set(told.met)
    for company, agency in meetings(match.mentions):
        if company not in met:
            met.add(company)
            names = (watchlists.watches[watch].name for watch in (company, agency))
            yield Gain(code=f"meeting:{company}", words=" and ".join(names) + " in one sentence")


def _rules(match: Match, watchlists: Watchlists, told: ToldChat) -> Iterator[Gain]:
    for rule in watchlists.rules:
        if rule.alert.pushes and rule.id in match.rules and rule.id not in told.rules:
            yield Gain(code=f"rule:{rule.id}", words=rule.title or rule.id)


def _watches(match: Match, watchlists: Watchlists, told: ToldChat) -> Iterator[Gain]:
    for identifier in match.watches(Status.SURE):
        watch = watchlists.watches[identifier]
        if watch.alert.pushes and identifier not in told.watches:
            yield Gain(code=f"watch:{identifier}", words=watch.name)


def _sum(match: Match, told: ToldChat) -> Iterator[Gain]:
    sums = [fact.amount_text for fact in match.facts if fact.amount is not None and fact.amount_text]
    if sums and not told.amount:
        yield Gain(code="amount", words=sums[0])


def _doubt(arrival: Arrival, story: StorySoFar, chat: str) -> Iterator[Gain]:
    if story.joined < SURE_JOIN and (arrival.known is None or chat not in arrival.known.chats):
        yield Gain(code=f"{DOUBT}{arrival.entry.feed} {arrival.entry.id}", words="may be another event")


def meetings(mentions: Sequence[Mention]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of company and agency that are surely named in one sentence, in reading order."""
    sentences: dict[tuple[Field, int], list[Mention]] = {}
    for mention in mentions:
        if mention.status is Status.SURE:
            sentences.setdefault((mention.field, mention.sentence_start), []).append(mention)
    return tuple(
        dict.fromkeys(
            (one.watch, two.watch)
            for group in sentences.values()
            for one in group
            for two in group
            if one.kind is Kind.COMPANY and two.kind is Kind.AGENCY
        )
    )


def told_of(story: StorySoFar, decision: Decision, match: Match, now: datetime) -> StorySoFar:
    """Return what has been told of the story once `decision` on an entry with `match` is done."""
    told = dict(story.told)
    for route in decision.routes:
        before = told.get(route.chat, ToldChat(at=now))
        told[route.chat] = ToldChat(
            at=before.at if route.telling is Telling.GAIN else now,
            watches=before.watches.union(decision.watches),
            rules=before.rules.union(decision.rules),
            met=before.met.union(company for company, _ in meetings(match.mentions)),
            amount=before.amount or any(fact.amount is not None for fact in match.facts),
            gained=before.gained.union(gain.code for gain in route.gains),
        )
    return replace(story, told=told)
