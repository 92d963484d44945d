"""The stored entries, as a backtest takes them: for the command line and for questions in chat."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from bot.config import Settings
from bot.store import Store
from pipelines.backtest import Past
from pipelines.trial import Trial, trial
from pipelines.watchlist import Watchlists


def past_entries(store: Store, since: datetime, rows: Collection[int] | None = None) -> Iterator[Past]:
    """Yield the entries first seen since then (UTC), in the order in which they came; `rows` None means all."""
    for each, own_link in store.entries.past(since):
        if rows is not None and each.key not in rows:
            continue
        placement = store.stories.of(each.key)
        yield Past(
            key=each.key,
            entry=each.entry,
            seen=each.first_seen,
            own_link=own_link,
            story=int(placement.story) if placement else None,
            # The first entry of a story is there for certain; its score is that to the nearest other story.
            joined=placement.joined if placement else 1.0,
        )


def try_out(
    settings: Settings,
    in_force: Watchlists,
    proposed: Watchlists,
    since: datetime,
    passing: Callable[[Iterator[Past]], Iterator[Past]] = iter,
) -> Trial:
    """Return what `proposed` would have done with the entries since then (UTC).

    It takes seconds and opens the database for itself, so that it can run in a thread beside the polls. `passing` sees
    the entries pass by, and may end all with an exception.
    """
    store = Store(settings.database)
    try:
        with store.in_words():
            return trial(
                lambda rows: passing(past_entries(store, since, rows)),
                in_force,
                proposed,
                chat=settings.chat,
                feed_chats={feed.url: feed.chat for feed in settings.feeds},
                alone={feed.url for feed in settings.feeds if not feed.dedupe},
                zone=settings.zone,
            )
    finally:
        store.close()
