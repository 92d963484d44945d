"""Names that nobody watches yet, from the database and a statistical model, where one is installed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.store import Store
from pipelines.model import Kind, Suggestion
from pipelines.names import ner
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


def lately(store: Store, watchlists: Watchlists, until: datetime) -> tuple[Suggestion, ...]:
    """Return what a digest that ends at `until` (UTC) looks at."""
    return suggestions(with_an_agency(store, until - LOOK_BACK, until), watchlists)
