"""Names that nobody watches yet, from the database and a statistical model, where one is installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.store import Store
from pipelines.model import Kind, Suggestion
from pipelines.names import ner
from pipelines.names.ner import Name
from pipelines.suggest import Matched, suggest
from pipelines.watchlist import Watchlists

LOOK_BACK = timedelta(days=7)
"""What a digest looks at, to tell a name that keeps turning up."""


def with_an_agency(store: Store, since: datetime, until: datetime) -> list[Matched]:
    """Return the entries first seen in a span of time (UTC) that surely name an agency; needs the database's thread."""
    return [
        Matched(
            key=stored.key,
            entry=stored.entry,
            at=stored.entry.published or stored.first_seen,
            seen=stored.first_seen,
            mentions=mentions,
        )
        for stored, mentions in store.entries.naming(Kind.AGENCY, since, until)
    ]


def suggestions(entries: Sequence[Matched], watchlists: Watchlists) -> tuple[Suggestion, ...]:
    """Return what one could watch, by these entries; takes a second or a few, and may run in any one thread."""
    return suggest(entries, watchlists, frozenset(ner.models()), ner.names_in) if entries else ()


def suggestions_by_chat(
    entries: Sequence[Matched], watchlists: Watchlists, chats: Iterable[str]
) -> dict[str, tuple[Suggestion, ...]]:
    """Return for each chat what one could watch, by what names an agency that the chat may hear of.

    Names, figures and examples are those that there would be without the lists of other chats. The model reads each
    text once, however many chats there are. Takes a second or a few, and may run in any one thread.
    """
    read: dict[tuple[str, str], Sequence[Name]] = {}

    def names_in(texts: Sequence[str], language: str) -> list[Sequence[Name]]:
        if new := [text for text in dict.fromkeys(texts) if (text, language) not in read]:  # loading takes seconds
            read.update(zip(((text, language) for text in new), ner.names_in(new, language), strict=True))
        return [read[text, language] for text in texts]

    found: dict[str, tuple[Suggestion, ...]] = {}
    for chat in chats if entries else ():
        parts = (part for part in watchlists.lists if all(watchlists.open_to(chat, each.id) for each in part.watches))
        open_lists = Watchlists(lists=tuple(parts))
        told = (
            replace(each, mentions=tuple(m for m in each.mentions if m.watch in open_lists.watches)) for each in entries
        )
        found[chat] = suggest(told, open_lists, frozenset(ner.models()), names_in)
    return found


def lately(store: Store, watchlists: Watchlists, until: datetime) -> tuple[Suggestion, ...]:
    """Return what a digest for no chat that ends at `until` (UTC) looks at."""
    return suggestions(with_an_agency(store, until - LOOK_BACK, until), watchlists)
