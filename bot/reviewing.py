"""Reviews: what a person says of the names in an entry, in chat or on the pages.

A verdict is noted and counted, nothing else: only an edit of the watchlist changes what is found.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.store import Store
from bot.store.reviews import Wrong
from pipelines.review import Offer, offer, words_of
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)

THE_PAGES = "the pages"
"""Who said or did something there and gave no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who says it."""

    id: int  #: Telegram's user id; 0: it was said on the pages
    name: str


def note(store: Store, entry: int, said: Mapping[str, str], reviewer: Reviewer, now: datetime) -> None:
    """Store verdicts on an entry by watch ("" takes one back), log them, and let the buttons of its alerts show it.

    `now` is in UTC. Raises `StoreError`.
    """
    with store.atomic():
        for watch, verdict in said.items():
            if verdict:
                store.reviews.set(entry, watch, verdict, reviewer.id, reviewer.name, now)
            else:
                store.reviews.clear(entry, watch)
        store.outbox.show_marks(entry)
    for watch, verdict in said.items():
        log.info(
            "review=%s watch=%s entry=%d by=%d by_name=%r", verdict or "none", watch, entry, reviewer.id, reviewer.name
        )


def lesson(store: Store, watchlists: Watchlists, wrong: Wrong, watched: frozenset[str]) -> Offer | None:
    """Return what a watch could learn from a name that was marked wrong; None if no list has the watch any more.

    `watched` as `watched_words` gives it.
    """
    watch = watchlists.watches.get(wrong.watch)
    if watch is None:
        return None
    rights = store.reviews.rights(watch.id)
    return offer(watch, wrong.sentence, wrong.text, rights, language=wrong.language, watched=watched)


def watched_words(watchlists: Watchlists) -> frozenset[str]:
    """Return the words of all watched names, and of the cues that rules listen for."""
    watches, rules = watchlists.watches.values(), watchlists.rules
    names = [name for watch in watches for name in (watch.name, *watch.aliases, *watch.ambiguous)]
    return words_of([*names, *(cue for rule in rules for cue in rule.cues)])
