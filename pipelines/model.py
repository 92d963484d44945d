"""The frozen values that travel through wirewatch, in the order in which they come to be.

Rules of the house: datetimes are aware and in UTC, collections are tuples, ids are strings, and a field
that may be None says what None means. Nothing here imports anything of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a watch is (contract: `kind`)."""

    COMPANY = "company"
    AGENCY = "agency"
    PERSON = "person"
    PLACE = "place"
    LAW = "law"
    PRODUCT = "product"
    TOPIC = "topic"


class Level(StrEnum):
    """How loud a watch or a rule is."""

    PUSH = "push"  #: a message of its own, at once
    SILENT = "silent"  #: the same, without a sound
    DIGEST = "digest"  #: a line in the daily digest
    CONTEXT = "context"  #: counts for rules and is stored, is never told on its own

    @property
    def rank(self) -> int:
        """0 for context, 1 for digest, 2 for silent, 3 for push: the louder one wins."""
        return (Level.CONTEXT, Level.DIGEST, Level.SILENT, Level.PUSH).index(self)

    @property
    def pushes(self) -> bool:
        """Return whether it makes a message of its own, with a sound or without."""
        return self in (Level.PUSH, Level.SILENT)


class Status(StrEnum):
    """How sure we are that a name in a text means the watch."""

    SURE = "sure"  #: alerts
    UNSURE = "unsure"  #: kept for the digest's review part
    REJECTED = "rejected"  #: seen, and judged to be something else


class Field(StrEnum):
    """The text fields of an entry, in reading order."""

    TITLE = "title"
    SUMMARY = "summary"
    CONTENT = "content"


# --- what a publisher said -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed, as plain text."""

    id: str  #: what identifies it within its feed, see `pipelines.feeds`
    title: str = ""
    summary: str = ""
    content: str = ""  #: the full text where the feed carries it beside a summary
    link: str = ""  #: absolute and free of tracking parameters; "" if there is none
    published: datetime | None = None  #: None: the feed does not say, or says nonsense
    updated: datetime | None = None  #: None: the feed does not say
    source: str = ""  #: the publisher's name, as a reader knows it
    language: str = ""  #: BCP 47 primary subtag in lower case, "" if unknown
    feed: str = ""  #: URL or file that it came from

    def text(self, name: Field) -> str:
        """Return the plain text of the field `name`."""
        return str(getattr(self, name.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed document: what the publisher said of the feed, and its entries in document order."""

    url: str
    title: str = ""
    link: str = ""  #: the site's page
    language: str = ""  #: BCP 47 primary subtag, "" if unknown
    format: str = ""  #: "rss20", "atom10", "rdf", "json11" …
    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()  #: what was odd or skipped, in words, for `check` and the feed's health
    complete: bool = True  #: False: the document breaks off, so that some entries may be missing


# --- what the user watches ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One `[[watch]]` of a watchlist."""

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()  #: mean this and nothing else, like the name
    ambiguous: tuple[str, ...] = ()  #: mean this only where the text supports it
    about: str = ""
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    alert: Level = Level.PUSH
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)  #: where it stands in its file
    hit_lines: tuple[int, ...] = field(default=(), compare=False)  #: where each of `hits` does
    miss_lines: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One `[[rule]]`: which kinds or watches must meet, how closely, and how loud that is."""

    id: str
    title: str
    all: tuple[str, ...]  #: kinds or watch ids, each of which must be met by another watch
    within: str = "entry"  #: "sentence" or "entry"
    cues: tuple[str, ...] = ()  #: one of these words must stand there too, in any inflection
    alert: Level = Level.PUSH
    chat: str = ""  #: "" means the chat of the list, else of the feed, else the default
    line: int = field(default=0, compare=False)  #: where it stands in its file


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """One file of `watchlists/`."""

    source: str  #: the file's name, for messages
    title: str = ""
    chat: str = ""  #: where this list's alerts go; "" means the feed's chat, else the default
    watches: tuple[Watch, ...] = ()
    rules: tuple[Rule, ...] = ()


# --- what was found ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A watched name in one field of an entry."""

    watch: str  #: the watch's id
    kind: Kind
    text: str  #: the name as it stands in the text
    field: Field
    start: int  #: character offsets into the plain text of the field
    end: int
    status: Status
    score: float  #: 0 to 1, how sure
    evidence: tuple[str, ...] = ()  #: what a reader would accept as the reason
    sentence_start: int = 0  #: the sentence around it, offsets into the same field
    sentence_end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Who did what with whom, for how much, as one sentence says it; None where it does not say."""

    company: str | None  #: watch id
    agency: str | None  #: watch id
    action: str | None  #: one of `pipelines.facts.ACTIONS`
    amount: int | float | None  #: in units of the currency
    currency: str | None  #: ISO 4217
    amount_text: str | None  #: as the text has it
    sentence: str
    buyer: str | None = None  #: a counterparty that is no watch, as the text names it
    status: str = "done"  #: "done", "planned" or "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one entry holds for the watchlists in force."""

    mentions: tuple[Mention, ...] = ()  #: in reading order, rejected ones included
    rules: tuple[str, ...] = ()  #: ids of the rules that are met
    facts: tuple[Fact, ...] = ()

    def watches(self, status: Status) -> tuple[str, ...]:
        """Return the ids of the watches with a mention of that status, in order of appearance."""
        return tuple(dict.fromkeys(m.watch for m in self.mentions if m.status is status))


# --- which story it belongs to ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Which story an entry was put into, and why. A story is named by the entry that it began with."""

    entry: str
    story: str
    score: float  #: 0 to 1, how surely it belongs there; of an entry that begins a story, to the nearest one
    nearest: str = ""  #: of an entry that begins a story: the one that it was most like; "" if it was like none
    reasons: tuple[str, ...] = ()  #: what it shares with that story, in words
    copy_of: str = ""  #: an earlier entry of the story with nearly the same text (syndicated); "" if it is none

    @property
    def joined(self) -> float:
        """Return how surely the entry belongs to its story: without a doubt if the story began with it."""
        return 1.0 if self.entry == self.story else self.score


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One entry of a story, as far as telling the story's outlets needs it."""

    entry: int  #: the row
    source: str  #: the publisher's name, "" if unknown
    link: str
    copy_of: int | None = None  #: the row of an earlier report with nearly the same text


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChat:
    """What one chat has been told of a story, by the entries that alerted there."""

    at: datetime  #: when the message that is edited now was made: its first one, or the latest that was told AGAIN
    watches: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()  #: companies that stood in one sentence with an agency
    amount: bool = False  #: one of its facts has a sum
    gained: frozenset[str] = frozenset()  #: codes of the gains told already


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySoFar:
    """What has been told of an entry's story."""

    story: int | None = None  #: the row of the entry it began with; None: the entry was never put into a story
    told: Mapping[str, ToldChat] = field(default_factory=dict)  #: by chat
    muted: frozenset[str] = frozenset()  #: chats that want to hear no more of it
    joined: float = 1.0  #: how surely the entry in question belongs to the story, see `Placement.score`


# --- what is remembered, and what was decided ---------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the database remembers of an entry, as far as deciding needs it."""

    key: int  #: the row
    id: str
    text_hash: str
    chats: frozenset[str] = frozenset()  #: those that got an alert of it, delivered or still waiting
    watches: frozenset[str] = frozenset()  #: watches with a sure mention in any version of it
    rules: frozenset[str] = frozenset()  #: rules met by any version of it


class Telling(StrEnum):
    """How a message stands to what its chat has been told of the story before."""

    FIRST = "first"  #: nothing was told of it
    GAIN = "gain"  #: the story has gained something: a reply to the first message
    AGAIN = "again"  #: the first message is too old to be edited: a reply that takes its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What an entry adds to a story that was told."""

    code: str  #: "amount", "meeting:COMPANY", "rule:ID", "watch:ID", "doubt:ENTRY"; told once in a story
    words: str  #: for readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One message that a decision causes: to which chat, and because of which watches and rules."""

    chat: str
    watches: tuple[str, ...]
    rules: tuple[str, ...] = ()
    telling: Telling = Telling.FIRST
    gains: tuple[Gain, ...] = ()  #: empty unless `telling` is GAIN
    silent: bool = False  #: comes without a sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of a stored entry that shows what is told."""

    entry: int  #: the row
    at: datetime
    source: str
    title: str
    link: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An organisation that nobody watches and that turns up beside watched agencies."""

    name: str  #: as most texts write it
    entries: int  #: the same article from two feeds counts once
    publishers: int
    close: int  #: of the entries, those in which an agency shares the sentence
    agencies: tuple[str, ...]  #: ids of these agencies' watches, the most frequent first
    first: datetime
    last: datetime
    seen: datetime  #: when the latest of them came
    examples: tuple[Example, ...]  #: a few: those that share the sentence with an agency first, then the latest


class Action(StrEnum):
    """What happens with an entry."""

    ALERT = "alert"  #: pushed to a chat
    ADDED = "added"  #: its story has been alerted: added to that message
    DIGEST = "digest"  #: a line in the digest
    REVIEW = "review"  #: names it only unsurely: in the digest's review part
    CONTEXT = "context"  #: stored, told nowhere
    HELD = "held"  #: would have alerted, and the reason says why it did not
    NOTHING = "nothing"  #: holds no watched name


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What happens with an entry, and why. Stored for good: `wirewatch explain` reads it back."""

    action: Action
    reason: str  #: one sentence
    routes: tuple[Route, ...] = ()  #: empty unless the action is ALERT
    watches: tuple[str, ...] = ()  #: those surely meant
    rules: tuple[str, ...] = ()  #: those met


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """What one can press below a message."""

    label: str
    data: str  #: comes back when it is pressed; 64 bytes of UTF-8 at most


Buttons = tuple[tuple[Button, ...], ...]
"""Rows of buttons; () for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text for a chat, in Telegram's HTML and as plain text for when the HTML is refused."""

    html: str
    plain: str
    buttons: Buttons = ()
    picture: bytes = b""  #: PNG, with the text as its caption (1024 units at most); b"" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stands for an alert where several share a message, see `pipelines.render.rollup`."""

    html: str  #: headline with its link, publisher, hashtags; one line
    weight: int  #: the more, the higher up
