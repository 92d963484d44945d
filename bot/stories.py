"""The window of open stories: kept in memory, built again from the database when the program starts.

And the line of further outlets that an alert shows, kept up to date as a story grows.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.store import Store
from bot.store.entries import StoredEntry
from pipelines.decide import EDITS_END
from pipelines.model import Entry
from pipelines.render.alert import also_line
from pipelines.stories.newcomer import Newcomer, newcomer
from pipelines.stories.outlets import outlets
from pipelines.stories.window import MOST, SPAN, Window, restore
from pipelines.text import link_key

log = logging.getLogger(__name__)


def remembered(store: Store, now: datetime) -> list[tuple[StoredEntry, int, bool]]:
    """Return the entries that were put into stories within the window's span, for `rebuilt`."""
    return list(store.stories.past(now - SPAN, MOST))


def rebuilt(rows: Iterable[tuple[StoredEntry, int, bool]]) -> Window:
    """Return the window that the entries of `remembered` make. Takes about half a millisecond for each of them."""
    start, window, count = time.perf_counter(), Window(), 0
    for stored, story, own_link in rows:
        restore(arrived(stored, own_link), str(story), window)
        count += 1
    log.info("stories open=%d entries=%d seconds=%.1f", len(window.stories), count, time.perf_counter() - start)
    return window


def arrived(stored: StoredEntry, own_link: bool) -> Newcomer:
    """Return a stored entry as it was placed."""
    link = link_key(stored.entry.link) if own_link else ""
    return replace(ready(stored.entry, stored.first_seen, link), id=str(stored.key))


def ready(entry: Entry, seen: datetime, link: str) -> Newcomer:
    """Return an entry made ready for grouping; without a date, or with one to come, it counts from when it was seen.

    `link` is the key of its link, "" if that stands for several entries.
    """
    return newcomer(replace(entry, published=min(entry.published or seen, seen)), now=seen, link=link)


def show_outlets(store: Store, story: int, now: datetime) -> None:
    """Let the messages of a story that can still be edited name the outlets that have it by now.

    Those count that name a watch which the chat was told of in this story; a message's own outlet comes first.
    """
    told = store.stories.told(story)
    for telling in store.outbox.open_tellings(story, now - EDITS_END):
        reports = store.stories.reports(story, told[telling.chat].watches) if telling.chat in told else ()
        own = [report for report in reports if report.entry == telling.entry]
        store.outbox.show_also(telling.id, also_line(outlets([*own, *reports])) if own else "")
