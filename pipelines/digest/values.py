"""What a digest is made of, and what it says: the values of `pipelines.digest`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from pipelines.model import Action, Fact, Report, Suggestion


class Edition(StrEnum):
    """How much time a digest covers."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as the digest tells it; in a digest it stands for all entries of its story."""

    key: int
    title: str
    link: str
    source: str
    at: datetime  #: published, else first seen; UTC
    action: Action
    reason: str
    watches: tuple[str, ...]
    rules: tuple[str, ...]
    unsure: tuple[str, ...]  #: watches that it names unsurely
    score: float  #: 0 to 1: the highest of those unsure mentions, 1 where there is none
    sentence: str  #: the first sentence with a watched name
    names: tuple[str, ...] = ()  #: the watched names as they stand in that sentence
    facts: tuple[Fact, ...] = ()  #: what it says; in a digest: what its story does, the fullest first, each once
    pushed: bool | None = None  #: in a digest for one chat: that got an alert of it; None: it is for no chat
    alert: str = ""  #: in a digest for one chat: address of the message there that told of its story; "" for none
    begun: datetime | None = None  #: when its story was first told of or held back, UTC; None: it is in none
    day: int = 1  #: in a digest: the how manieth day of its story this is, see `pipelines.digest.when.day_number`
    story: int | None = None  #: the row of the entry that its story began with; None: it was never put into one
    copy_of: int | None = None  #: the row of an earlier entry of the story with nearly the same text
    reports: tuple[Report, ...] = ()  #: in a digest: its own, then those of its story that the line stands for
    others: tuple[Item, ...] = ()  #: in a digest: those of its story that the line stands for, without itself
    turns: tuple[Item, ...] = ()  #: in a digest: of these, what was pushed after it
    front: Item | None = None  #: under a watch that it does not name: the first of its story that does


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A person said that an entry does not mean a watch, though a name of it stands there."""

    entry: int  #: the row
    watch: str
    at: datetime  #: when that was said, UTC
    title: str
    link: str
    source: str
    story: int | None = None  #: as in `Item`
    whole_story: bool = True  #: all alerts of its story that name the watch were marked so
    name: str = ""  #: in a digest: the watch's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A feed that does not answer with a feed."""

    url: str
    label: str  #: how people call it
    error: str  #: in words
    since: datetime | None  #: UTC; None: nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Stalled:
    """A feed that answers, and has had no new entry for much longer than it is used to."""

    url: str
    label: str  #: how people call it
    last: datetime  #: when its last new entry came, UTC
    rhythm: timedelta  #: the usual time between two arrivals of new entries, see `pipelines.rhythm`


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the feeds fared."""

    feeds: int
    answered: int | None  #: None: they have been polled since, and how they fared then is not known any more
    entries: int  #: new ones, with or without a watched name
    failing: tuple[Failing, ...] = ()
    stalled: tuple[Stalled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How many entries surely named a watch, day by day or week by week, see `pipelines.digest.trends`."""

    watch: str
    name: str
    counts: tuple[int, ...]  #: oldest first; the last is the day or week up to the digest's end


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A watch of which there is much more, or much less, than one is used to, see `pipelines.digest.trends`."""

    watch: str
    name: str
    count: int  #: entries of the day or week up to the digest's end
    usual: float  #: mean of the days or weeks before
    before: int  #: how many of these
    up: bool  #: False: a silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One watch with the stories that name it. A story stands under its first watch only."""

    watch: str
    name: str
    count: int  #: entries that name it, those told under another watch included
    stories: int  #: the same, counted by story
    items: tuple[Item, ...]
    right: int = 0  #: entries of the last 30 days that people marked right for the watch
    wrong: int = 0  #: and wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What happened in a span of time, for one chat."""

    day: date
    since: datetime
    until: datetime
    rules: tuple[tuple[str, tuple[Item, ...]], ...]  #: rule title → stories: what matters first
    sections: tuple[Section, ...]
    review: tuple[Item, ...]  #: the likeliest first
    held: tuple[Item, ...]
    alerts: int  #: entries of which this chat, or any where it is of no chat, got an alert
    health: Health
    unwatched: tuple[Suggestion, ...] = ()  #: names that turned up again and that nobody watches
    wrong: tuple[Mark, ...] = ()  #: what people marked wrong in that span
    edition: Edition = Edition.DAILY
    trends: tuple[Trend, ...] = ()  #: the most surprising first
    series: tuple[Series, ...] = ()  #: for the chart: the loudest watches first, all of one length
    names: Mapping[str, str] = field(default_factory=dict)  #: of the watches that may be told, by id
    series_end: date | None = None  #: the last local day of `series`; None if there is none
    series_at: time | None = None  #: the local time of that day at which they end; None: with the day

    @property
    def empty(self) -> bool:
        """Return whether no entry named a watch."""
        return not (self.rules or self.sections or self.review or self.held or self.wrong)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """What people said of the names in entries."""

    wrong: tuple[Mark, ...] = ()  #: in order of time: those of the span, and older ones of what is told in it
    precision: Mapping[str, tuple[int, int]] = field(default_factory=dict)  #: watch → right, wrong of the last 30 days


NO_REVIEWS = Reviews()
