"""How much an entry is like a story: what both share, less what stands in the same place and differs.

The score is a logistic regression over means: of cosines with each entry of the story (one dot product with
the sum of their vectors does it for all) and of conflicts with up to six of them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pipelines.stories.reading import Reading

VECTORS = ("words", "names", "head", "pairs", "numbers", "phrases")
CONFLICTS = ("person", "lead_person", "heroes", "dwelt", "day_apart", "day_shared", "month", "year")
FEATURES = (*VECTORS, *CONFLICTS, "size")
_MEMBERS = 6
_UNLIKE = 0.06  # mean cosine of words under which nothing ever joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What `train.py` learns. A score above 0 means: the same story."""

    features: dict[str, float]
    bias: float
    centroid: float  #: of the cosine with the story's middle
    first: float  #: added where the story has one entry only: more is asked of it
    cohesion: float  #: taken off for stories whose entries are very alike


@cache
def weights() -> Weights:
    """Return the weights that come with the package."""
    return Weights(**json.loads(files("pipelines.stories").joinpath("weights.json").read_text("utf-8")))


@dataclass(slots=True)
class Story:
    """Sums over the entries of a story."""

    id: str
    order: int  #: stories are numbered as they come
    count: int = 0
    sums: dict[str, dict[str, float]] = field(default_factory=dict)
    square: float = 0.0  #: squared length of the sum of words
    size: float = 0.0
    inner: float = 0.0  #: sum of the scores by which entries joined, each counted as often as it was compared
    compared: int = 0
    members: list[Reading] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    touch: int = 0  #: number of the last touch
    is_closed: bool = False  #: began with a round-up, so nothing joins


def dot(one: dict[str, float], two: dict[str, float]) -> float:
    """Return the dot product."""
    if len(one) > len(two):
        one, two = two, one
    return sum([x * two[t] for t, x in one.items() if t in two])


def add(story: Story, reading: Reading, mean: float) -> None:
    """Add an entry's reading to a story; `mean` is the mean pair score by which it joined."""
    if story.count:
        story.square += 2 * dot(reading.words, story.sums["words"]) + 1.0
        story.inner += mean * story.count
        story.compared += story.count
        for name in VECTORS:
            old = story.sums[name]
            total = dict(old) if story.count == 1 else old  # the first entry's own vectors stay as they are
            for term, x in getattr(reading, name).items():
                total[term] = total.get(term, 0.0) + x
            story.sums[name] = total
    else:
        story.square = 1.0
        story.sums = {name: getattr(reading, name) for name in VECTORS}
    story.count += 1
    story.size += reading.size
    story.members.append(reading)
    if len(story.members) > _MEMBERS:
        del story.members[1]  # the first one stays, for stories drift


def features(reading: Reading, story: Story) -> list[float]:
    """Return the features in the order of `FEATURES`: the story's means."""
    return [*_likenesses(reading, story), *_conflicts(reading, story), _size(reading, story)]


def _likenesses(reading: Reading, story: Story) -> list[float]:
    return [dot(getattr(reading, name), story.sums[name]) / story.count for name in VECTORS]


def _size(reading: Reading, story: Story) -> float:
    return math.log(1 + min(reading.size, story.size / story.count))


def _conflicts(a: Reading, story: Story) -> list[float]:
    """Return the mean conflicts with the story's members."""
    total = [0.0] * len(CONFLICTS)
    for b in story.members:
        if a.person and b.person and a.person != b.person:
            total[0] += _other_person(a, b)
            if a.lead_person and b.lead_person and a.lead_person != b.lead_person:
                total[1] += _other_lead_person(a, b)
        if a.heroes and b.heroes and _misses_hero(a, b) and _misses_hero(b, a):
            total[2] += 1.0
        if a.dwelt and b.dwelt:
            total[3] += _unshared(a, b) * _unshared(b, a)
        if a.days and b.days:
            total[4 if a.days.isdisjoint(b.days) else 5] += 1.0
        if a.months and b.months:
            total[6] += a.months.isdisjoint(b.months)
        if a.years and b.years:
            total[7] += a.years.isdisjoint(b.years)
    return [x / len(story.members) for x in total]


def _other_person(a: Reading, b: Reading) -> float:
    """Return how sure both dwell on different persons, 0 to 1."""
    sure = min(1.0, math.log(a.counts[a.person] * b.counts[b.person]) / 2)
    return (1 - b.share.get(a.person, 0.0)) * (1 - a.share.get(b.person, 0.0)) * sure


def _other_lead_person(a: Reading, b: Reading) -> float:
    one, two = a.lead_person, b.lead_person
    return float(a.share.get(two, 0.0) < 0.35 * a.share[one] and b.share.get(one, 0.0) < 0.35 * b.share[two])


def _misses_hero(a: Reading, b: Reading) -> bool:
    """Return whether b hardly has a name that a dwells on."""
    return any(b.counts.get(t, 0) <= 0.3 * a.share[t] * b.mentions for t in a.heroes)


def _unshared(a: Reading, b: Reading) -> float:
    """Return the share of the names a dwells on that b never has."""
    return sum([x for t, x in a.dwelt.items() if t not in b.counts]) / sum(a.dwelt.values())


def score(reading: Reading, story: Story, weights: Weights, least: float) -> tuple[float, float]:
    """Return the score of the entry for the story, and the mean pair score within it.

    Conflicts are looked for only where the score without them would be above `least`.
    """
    if dot(reading.words, story.sums["words"]) < _UNLIKE * story.count:
        return -math.inf, 0.0
    likenesses = _likenesses(reading, story)
    by = weights.features
    mean = weights.bias + by["size"] * _size(reading, story)
    for name, x in zip(VECTORS, likenesses, strict=True):
        mean += by[name] * x
    more = weights.centroid * likenesses[0] * story.count / math.sqrt(story.square)
    if story.count == 1:
        more += weights.first
    else:
        more -= weights.cohesion * max(0.0, story.inner / story.compared)
    if mean + more + by["day_shared"] > least:
        for name, x in zip(CONFLICTS, _conflicts(reading, story), strict=True):
            mean += by[name] * x
    return mean + more, mean
