"""An entry made ready for grouping: its reading, its time, and the names by which it may be known already.

All that costs time and needs no memory of other entries happens here, so that it can be done in another thread.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipelines.language import entry_language
from pipelines.model import Entry
from pipelines.stories.copies import fingerprint
from pipelines.stories.reading import Reading, read
from pipelines.text import fold, link_key, title_key

_ROUND_UP = re.compile(
    r"\b(?:live (?:updates?|blog|coverage)|as it happened|round-?up"
    r"|(?:morning|evening|daily|news|weekend) (?:brief(?:ing)?"
    r"|digest|headlines|newsletter)|what to know today|week in (?:review|pictures)|in (?:photos|pictures)"
    r"|top stories|here are the (?:latest|top)|at a glance|news quiz|corrections?:)|\blive:|^live\b"
    r"|^(?:the )?(?:top )?\d+ (?:things|takeaways|stories|most)\b",
    re.I,
)
_SEVERAL_TOPICS = re.compile(r"(?:[▪•■].{10,160}){3}|\bin today['’]s (?:issue|edition|newsletter)\b", re.I | re.S)
_LANGUAGE_FROM = 250  # characters
_ACCENT = re.compile("[À-ÿŒœ¿¡]")
_SAME_HEADLINE = 5  # words; shorter ones come back under other news ("Letters to the editor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """An entry that wants a story."""

    id: str  #: what stories are told by; must be unique within a window
    at: float  #: seconds since the epoch when it was published; 0.0: nobody says
    addresses: tuple[str, ...]  #: what is the same for every version of the article
    reading: Reading
    print: array[int]  #: of its text, for telling copies
    round_up: bool  #: a live blog, newsletter or list: it tells of several events


def newcomer(entry: Entry, *, now: datetime, link: str | None = None) -> Newcomer:
    """Return `entry` made ready.

    `link` is the key of its link if the caller knows better than the entry ("": the link stands for several entries). A
    publication after `now` counts as none: some feeds give next year's dates.
    """
    published = entry.published if entry.published and entry.published <= now else None
    body = max(entry.summary, entry.content, key=len)
    round_up = bool(_ROUND_UP.search(entry.title) or _SEVERAL_TOPICS.search(body[:600]))
    at = published.astimezone(UTC).timestamp() if published else 0.0
    return Newcomer(
        id=entry.id,
        at=at,
        addresses=_addresses(entry, link_key(entry.link) if link is None else link, round_up=round_up),
        reading=read(entry.title, body, code=_language(entry, body), when=at, source=fold(entry.source)),
        print=fingerprint(body or entry.title),
        round_up=round_up,
    )


def _language(entry: Entry, body: str) -> str:
    """The beginning tells the language; what tells none is taken for English, in which words were counted.

    Recognising takes time, so where neither the feed nor an accent speaks for another language it is English.
    """
    start = body[:_LANGUAGE_FROM]
    if entry.language in ("", "en") and not _ACCENT.search(entry.title) and not _ACCENT.search(start):
        return "en"
    return entry_language(replace(entry, summary=start, content="")) or "en"


def _addresses(entry: Entry, link: str, *, round_up: bool) -> tuple[str, ...]:
    """Return the entry's id within its feed, its link, and its outlet with the headline.

    The last one is for search feeds, whose links are opaque: they name the outlet, and the outlet's own feed has the
    same headline (RSSHub #17412, miniflux #1854).
    """
    found = [f"id {entry.feed} {entry.id}"]
    if link:
        found.append(f"link {link}")
    if entry.source and not round_up and (headline := title_key(entry.title, least=_SAME_HEADLINE)):
        found.append(f"headline {fold(entry.source)} {headline}")
    return tuple(found)
