"""How much an entry is like a story: what both share, less what stands in the same place and differs.

The score is a logistic regression over means: of cosines with each entry of the story (one dot product with
the sum of their vectors does it for all), and with up to six of them of nearness in time and of slots (the main
person, ages, days) that hold the same or something else.
"""

from __future__ import annotations

import json
import math
from array import array
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pipelines.stories.reading import Reading, Slots

VECTORS = ("words", "names", "plain", "head", "numbers", "phrases")
TIMES = ("near", "far", "undated")
SLOTS = (
    *("person", "person_shared", "lead_person", "heroes", "dwelt"),
    *("day_apart", "day_shared", "month", "year", "age_shared"),
)
FEATURES = (*VECTORS, *TIMES, "size", "own", *SLOTS)
_DAY = 86_400
_MEMBERS = 6
_TERMS = 1_500  # of a long story, that its sums keep
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
    latest: float = 0.0  #: publication of its latest entry, in seconds since the epoch; 0.0: none has a date
    members: list[Slots] = field(default_factory=list)
    prints: list[tuple[str, array[int]]] = field(default_factory=list)  #: its latest entries, see `copies`
    keys: list[str] = field(default_factory=list)  #: terms under which it was posted
    touch: int = 0  #: number of the last touch


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
            story.sums[name] = total if len(total) <= 2 * _TERMS else _heaviest(total)
    else:
        story.square = 1.0
        story.sums = {name: getattr(reading, name) for name in VECTORS}
    story.count += 1
    story.size += reading.size
    story.latest = max(story.latest, reading.slots.when)
    story.members.append(reading.slots)
    if len(story.members) > _MEMBERS:
        del story.members[1]  # the first one stays, for stories drift


def _heaviest(total: dict[str, float]) -> dict[str, float]:
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0]))[:_TERMS])


def features(reading: Reading, story: Story) -> list[float]:
    """Return the features in the order of `FEATURES`: the story's means."""
    return [
        *_likenesses(reading, story),
        *_times(reading.slots, story),
        _size(reading, story),
        _own(reading.slots, story),
        *_conflicts(reading.slots, story),
    ]


def _likenesses(reading: Reading, story: Story) -> list[float]:
    return [dot(getattr(reading, name), story.sums[name]) / story.count for name in VECTORS]


def _shares_one_name_only(reading: Reading, story: Story) -> bool:
    """Return whether both have one name in common, of one word or several in a row, and no other word or number.

    A company is in the news for a contract and for a fire: its name alone makes no story. Words that the entry writes
    with a capital only ("Group") may belong to the name; in a headline that writes all words so they count.
    """
    sums = story.sums
    words = reading.small or reading.plain
    if any(term in sums["plain"] for term in words) or any(term in sums["numbers"] for term in reading.numbers):
        return False
    shared = {term for term in reading.names if term in sums["names"]}
    linked = sum([shared.issuperset(phrase.split(" ")) for phrase in reading.phrases])
    return len(shared) - linked <= 1


def _size(reading: Reading, story: Story) -> float:
    return math.log(1 + min(reading.size, story.size / story.count))


def _own(a: Slots, story: Story) -> float:
    """Return the share of members that come from the entry's own outlet, which seldom tells one event twice at once."""
    return sum([a.source == b.source for b in story.members]) / len(story.members) if a.source else 0.0


def _times(a: Slots, story: Story) -> list[float]:
    """Return how near in time the members are: 1 at once to 0 after two days; how far: 1 from a week on."""
    near = far = undated = 0.0
    for b in story.members:
        if not (a.when and b.when):
            undated += 1.0
        else:
            days = abs(a.when - b.when) / _DAY
            near += max(0.0, 1 - days / 2)
            far += min(1.0, days / 7)
    return [x / len(story.members) for x in (near, far, undated)]


def _conflicts(a: Slots, story: Story) -> list[float]:
    """Return, as means over the story's members, whether the same slot holds the same or something else."""
    total = [0.0] * len(SLOTS)
    for b in story.members:
        if a.person and b.person:
            if a.person != b.person:
                total[0] += _other_person(a, b)
            total[1] += min(a.share.get(b.person, 0.0), b.share.get(a.person, 0.0))
            if a.lead_person and b.lead_person and a.lead_person != b.lead_person:
                total[2] += _other_lead_person(a, b)
        if a.heroes and b.heroes and _misses_hero(a, b) and _misses_hero(b, a):
            total[3] += 1.0
        if a.dwelt and b.dwelt:
            total[4] += _unshared(a, b) * _unshared(b, a)
        if a.days and b.days:
            total[5 if a.days.isdisjoint(b.days) else 6] += 1.0
        if a.months and b.months:
            total[7] += a.months.isdisjoint(b.months)
        if a.years and b.years:
            total[8] += a.years.isdisjoint(b.years)
        if a.ages and b.ages:
            total[9] += not a.ages.isdisjoint(b.ages)
    return [x / len(story.members) for x in total]


def _most(a: Slots, by: dict[str, float]) -> float:
    """Return the most that slots can add."""
    shared = (("person_shared", a.person), ("day_shared", a.days), ("age_shared", a.ages))
    return sum([by[name] for name, slot in shared if slot])


def _other_person(a: Slots, b: Slots) -> float:
    """Return how sure both dwell on different persons, 0 to 1."""
    sure = min(1.0, math.log(a.counts[a.person] * b.counts[b.person]) / 2)
    return (1 - b.share.get(a.person, 0.0)) * (1 - a.share.get(b.person, 0.0)) * sure


def _other_lead_person(a: Slots, b: Slots) -> float:
    one, two = a.lead_person, b.lead_person
    return float(a.share.get(two, 0.0) < 0.35 * a.share[one] and b.share.get(one, 0.0) < 0.35 * b.share[two])


def _misses_hero(a: Slots, b: Slots) -> bool:
    """Return whether b hardly has a name that a dwells on."""
    return any(b.counts.get(t, 0) <= 0.3 * a.share[t] * b.mentions for t in a.heroes)


def _unshared(a: Slots, b: Slots) -> float:
    """Return the share of the names a dwells on that b never has."""
    return sum([x for t, x in a.dwelt.items() if t not in b.counts]) / sum(a.dwelt.values())


def score(reading: Reading, story: Story, weights: Weights, least: float) -> tuple[float, float]:
    """Return the score of the entry for the story, and the mean pair score within it.

    Slots are looked at only where the score could be above `least`.
    """
    words = dot(reading.words, story.sums["words"]) / story.count
    if words < _UNLIKE or _shares_one_name_only(reading, story):
        return -math.inf, 0.0
    by = weights.features
    mean = weights.bias + by["words"] * words
    mean += by["size"] * _size(reading, story) + by["own"] * _own(reading.slots, story)
    for name in VECTORS[1:]:
        vector = getattr(reading, name)
        if vector:
            mean += by[name] * dot(vector, story.sums[name]) / story.count
    for name, x in zip(TIMES, _times(reading.slots, story), strict=True):
        mean += by[name] * x
    more = weights.centroid * words * story.count / math.sqrt(story.square)
    if story.count == 1:
        more += weights.first
    else:
        more -= weights.cohesion * max(0.0, story.inner / story.compared)
    if mean + more + _most(reading.slots, by) > least:
        for name, x in zip(SLOTS, _conflicts(reading.slots, story), strict=True):
            mean += by[name] * x
    return mean + more, mean
