"""Which entries of a poll are new, changed, unchanged, or old ones under a new id.

An entry is known by its id. Publishers change ids, so two more rules apply, each only where it is safe:

1. *Same link.* An unknown id whose link belongs to exactly one known entry of this feed is that entry,
   unless the document still offers the old id too, or several of its entries share the link (a page that
   stands for many entries identifies none of them). BBC News counts up a suffix of the guid at each edit.
2. *Storm.* Where a known feed gives (nearly) all its entries unknown ids at once, and half of these or more
   are recognised by link or by headline, the publisher has renumbered its feed (matrix-hookshot #768,
   RSS-to-Telegram-Bot #642). Then the headline alone is enough to recognise an entry, and what is not
   recognised is new only if it was published after the last good poll; the rest is held back, and the
   admins are told.

Known failure: a feed that changes ids, links and headlines at once looks like new entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pipelines.model import Entry, Known
from pipelines.text import link_key, text_hash, title_key

STORM_SHARE = 0.8  # of the document's entries have unknown ids
STORM_LEAST = 3  # entries; in a smaller document two new entries are no storm
STORM_RECOGNISED = 0.5  # of the unknown ones are recognised by link or headline


class State(StrEnum):
    """What an entry of a document is to us."""

    NEW = "new"
    CHANGED = "changed"  #: known, with another text
    SAME = "same"
    HELD = "held"  #: unknown, part of a storm, and nothing shows that it is new


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What the database remembers of one feed, as far as one document asks for it."""

    ids: Mapping[str, Known] = field(default_factory=dict)
    links: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)  #: by `link_key`
    titles: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)  #: by `headline`
    last_success: datetime | None = None  #: None: this is the feed's first poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One entry of a document, and the known entry that it is, if any."""

    entry: Entry
    state: State
    known: Known | None = None
    alias: bool = False  #: known under another id, which must be remembered as well
    link_key: str = ""  #: what names the article across feeds; "" if the link stands for several entries
    title_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """All entries of a document, in its order."""

    items: tuple[Arrival, ...]
    storm: str = ""  #: what the admins are told if the feed has renumbered its entries


def hash_of(entry: Entry) -> str:
    """Return the hash that tells whether an entry's text has changed."""
    return text_hash(entry.title, entry.summary, entry.content)


def headline(title: str) -> str:
    """Return the key by which one feed's headlines are compared: within a feed short ones tell entries apart too."""
    return title_key(title, least=1)


def compare(entries: Sequence[Entry], recall: Recall) -> Arrivals:
    """Return what each of `entries`, whose ids are distinct, is, given what is remembered of their feed."""
    present = {known.key for entry in entries if (known := recall.ids.get(entry.id))}
    links = Counter(link_key(entry.link) for entry in entries)
    titles = Counter(headline(entry.title) for entry in entries)

    def by_link(entry: Entry) -> Known | None:
        key = link_key(entry.link)
        return _single(recall.links.get(key, ()), present) if key and links[key] == 1 else None

    def by_title(entry: Entry) -> Known | None:
        key = headline(entry.title)
        return _single(recall.titles.get(key, ()), present) if key and titles[key] == 1 else None

    unknown = [entry for entry in entries if entry.id not in recall.ids]
    recognised = sum(1 for entry in unknown if by_link(entry) or by_title(entry))
    storm = (
        recall.last_success is not None
        and len(entries) >= STORM_LEAST
        and len(unknown) >= STORM_SHARE * len(entries)
        and recognised >= STORM_RECOGNISED * len(unknown)
    )

    def arrival(entry: Entry, state: State, known: Known | None = None, alias: bool = False) -> Arrival:
        link = link_key(entry.link)
        others = [other for other in recall.links.get(link, ()) if known is None or other.key != known.key]
        return Arrival(
            entry=entry,
            state=state,
            known=known,
            alias=alias,
            link_key=link if links[link] == 1 and not others else "",
            title_key=title_key(entry.title),
        )

    items: list[Arrival] = []
    taken: set[int] = set()
    for entry in entries:
        known = recall.ids.get(entry.id)
        alias = known is None
        if known is None:
            known = by_link(entry) or (by_title(entry) if storm else None)
            if known is not None and known.key in taken:
                known = None
        if known is not None:
            # The document may give an entry under its old and its new id at once: the first one tells its text.
            same = known.key in taken or known.text_hash == hash_of(entry)
            taken.add(known.key)
            items.append(arrival(entry, State.SAME if same else State.CHANGED, known, alias))
        else:
            held = storm and not _published_after(entry, recall.last_success)
            items.append(arrival(entry, State.HELD if held else State.NEW))
    return Arrivals(items=tuple(items), storm=_storm_note(items) if storm else "")


def _single(known: Sequence[Known], present: set[int]) -> Known | None:
    """The one known entry, if it is one and the document has dropped all its ids."""
    return known[0] if len(known) == 1 and known[0].key not in present else None


def _published_after(entry: Entry, moment: datetime | None) -> bool:
    return moment is not None and entry.published is not None and entry.published > moment


def _storm_note(items: Sequence[Arrival]) -> str:
    recognised = sum(1 for item in items if item.alias)
    held = sum(1 for item in items if item.state is State.HELD)
    return f"gave {recognised} of its {len(items)} entries new ids at once; they were recognised as known ones" + (
        f", and {held} that can't be told from old ones are held back" if held else ""
    )
