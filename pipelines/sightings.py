"""How a watch was found: over time, by each of its names, and how much of it people confirmed.

Figures for one watch from all mentions of it. An entry counts once in time, by the surest of its mentions; a name
counts each time it stands somewhere.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from pipelines.digest.when import day_span
from pipelines.model import Status, Watch
from pipelines.text import fold

_DAY = timedelta(days=1)
_Z = 1.959964  # of the normal distribution: 95 % lie within
_SUREST = (Status.SURE, Status.UNSURE, Status.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One mention of the watch."""

    entry: int  #: the row
    at: datetime  #: when its entry was published, but no later than it was first seen; UTC
    text: str  #: the name as it stands there
    status: Status
    wrong: bool  #: people said that the entry does not mean the watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The entries of a local day or week, by the surest mention of each."""

    begins: date
    sure: int
    unsure: int
    rejected: int

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.sure + self.unsure + self.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFound:
    """How often a name was seen."""

    text: str
    role: str  #: "name", "alias", "ambiguous"; "spelling" for one that no list has
    sure: int = 0  #: mentions
    unsure: int = 0
    rejected: int = 0
    entries: int = 0  #: in which it stands, rejected or not
    wrong: int = 0  #: of these, how many were marked wrong
    last: datetime | None = None  #: None: never seen


def over_time(
    sightings: Iterable[Sighting], zone: tzinfo, last: date, *, days: int, weekly: bool = False
) -> tuple[Bar, ...]:
    """Return a bar for each of the `days` local days up to `last`, or for each week of them (from Monday)."""
    begin: Callable[[date], date] = _monday if weekly else _same
    first = last - (days - 1) * _DAY
    since, until = day_span(first, zone)[0], day_span(last, zone)[1]
    surest: dict[int, Sighting] = {}
    for each in sightings:
        if not since <= each.at < until:
            continue
        known = surest.get(each.entry)
        if known is None or _SUREST.index(each.status) < _SUREST.index(known.status):
            surest[each.entry] = each
    counts: Counter[tuple[date, Status]] = Counter()
    for each in surest.values():
        counts[begin(each.at.astimezone(zone).date()), each.status] += 1
    begins = dict.fromkeys(begin(first + number * _DAY) for number in range(days))
    return tuple(
        Bar(begins=day, **{status.value: counts[day, status] for status in _SUREST}) for day in begins
    )  # fmt: skip


def _same(day: date) -> date:
    return day


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def names_found(watch: Watch | None, sightings: Iterable[Sighting]) -> tuple[NameFound, ...]:
    """Return each name of the watch, in the order of its list, and then each other text that was found, most first.

    Spellings that differ in case, accents, spaces and signs are one. None: no list has the watch any more.
    """
    by_text: dict[str, list[Sighting]] = {}
    for each in sightings:
        by_text.setdefault(each.text, []).append(each)
    found: dict[str, list[Sighting]] = {}
    for text, mine in by_text.items():
        found.setdefault(_key(text), []).extend(mine)
    listed: dict[str, NameFound] = {}
    if watch:
        roles = (("name", (watch.name,)), ("alias", watch.aliases), ("ambiguous", watch.ambiguous))
        for role, names in roles:
            for name in names:
                listed.setdefault(_key(name), _found(name, role, found.pop(_key(name), [])))
    others = [_found(each[0].text, "spelling", each) for each in found.values()]
    others.sort(key=lambda name: (-name.sure - name.unsure - name.rejected, name.text))
    return (*listed.values(), *others)


def _found(text: str, role: str, sightings: Iterable[Sighting]) -> NameFound:
    mine = [*sightings]
    statuses = Counter(each.status.value for each in mine)
    return NameFound(
        text=text,
        role=role,
        **{status.value: statuses[status.value] for status in _SUREST},
        entries=len({each.entry for each in mine}),
        wrong=len({each.entry for each in mine if each.wrong}),
        last=max((each.at for each in mine), default=None),
    )


def _key(text: str) -> str:
    return "".join(re.findall(r"\w", fold(text))) or text


def wilson(right: int, wrong: int) -> tuple[float, float]:
    """Return within which shares of right ones the truth lies with 95 % confidence; (0, 1) if nothing was reviewed.

    The score interval of E. B. Wilson, JASA 22 (1927) 209, which holds for few reviews and for shares near 1; see
    Brown, Cai and DasGupta, Statistical Science 16 (2001) 101.
    """
    n = right + wrong
    if not n:
        return 0.0, 1.0
    share = right / n
    middle = share + _Z**2 / (2 * n)
    reach = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    low, high = ((middle + side * reach) / (1 + _Z**2 / n) for side in (-1, 1))
    return max(low, 0.0), min(high, 1.0)
