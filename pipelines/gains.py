"""What an entry adds to a story that has been told: the reasons to push it once more, as a reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pipelines.arrivals import Arrival
from pipelines.model import (
    Action,
    Decision,
    Field,
    Gain,
    Kind,
    Level,
    Match,
    Mention,
    Status,
    StorySoFar,
    Telling,
)
from pipelines.watchlist import Watchlists

SURE_JOIN = 0.8
"""An entry that belongs to its story with less certainty may be another event: better told twice than lost."""


def gained(arrival: Arrival, match: Match, watchlists: Watchlists, story: StorySoFar) -> tuple[Gain, ...]:
    """Return what `arrival` adds to what was told of its story, what matters most first."""
    found = (
        *_meetings(match, watchlists, story),
        *_rules(match, watchlists, story),
        *_watches(match, watchlists, story),
        *_sum(match, story),
        *_doubt(arrival, story),
    )
    return tuple(gain for gain in found if gain.code not in story.gained)


def _meetings(match: Match, watchlists: Watchlists, story: StorySoFar) -> Iterator[Gain]:
    met = {company for company, _ in story.meetings}
    for company, agency in meetings(match.mentions):
        if company not in met:
            met.add(company)
            names = (watchlists.watches[watch].name for watch in (company, agency))
            yield Gain(code=f"meeting:{company}", words=" and ".join(names) + " in one sentence")


def _rules(match: Match, watchlists: Watchlists, story: StorySoFar) -> Iterator[Gain]:
    for rule in watchlists.rules:
        if rule.alert is Level.PUSH and rule.id in match.rules and rule.id not in story.rules:
            yield Gain(code=f"rule:{rule.id}", words=rule.title or rule.id)


def _watches(match: Match, watchlists: Watchlists, story: StorySoFar) -> Iterator[Gain]:
    for identifier in match.watches(Status.SURE):
        watch = watchlists.watches[identifier]
        if watch.alert is Level.PUSH and identifier not in story.watches:
            yield Gain(code=f"watch:{identifier}", words=watch.name)


def _sum(match: Match, story: StorySoFar) -> Iterator[Gain]:
    sums = [fact.amount_text for fact in match.facts if fact.amount is not None and fact.amount_text]
    if sums and not story.amount:
        yield Gain(code="amount", words=sums[0])


def _doubt(arrival: Arrival, story: StorySoFar) -> Iterator[Gain]:
    if arrival.known is None and story.joined < SURE_JOIN:
        yield Gain(code=f"doubt:{arrival.entry.id}", words="perhaps another event")


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
    if decision.action not in (Action.ALERT, Action.ADDED):
        return story
    opened = {route.chat: now for route in decision.routes if route.telling is not Telling.GAIN}
    return replace(
        story,
        told={**story.told, **opened},
        watches=story.watches.union(decision.watches),
        rules=story.rules.union(decision.rules),
        meetings=story.meetings.union(meetings(match.mentions)),
        amount=story.amount or any(fact.amount is not None for fact in match.facts),
        gained=story.gained.union(gain.code for route in decision.routes for gain in route.gains),
    )
