"""Entries into stories, in one pass that looks only backwards, within a window of time.

A new entry joins the story it is most like, if the score is above 0, or starts one. Stories are looked up by an
entry's rarest terms; each term remembers the few stories touched last, so that the cost of an entry does not grow
with the window. The same id, link, or headline of one outlet always joins. Round-ups and live blogs join if they are
very alike, but leave no trace in the story, and nothing joins a story that began with one: they glue nothing.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import nsmallest

from pipelines.model import Placement
from pipelines.stories.background import Background, background
from pipelines.stories.copies import is_copy
from pipelines.stories.likeness import Story, Weights, add, score, weights
from pipelines.stories.newcomer import Newcomer
from pipelines.stories.reading import Reading

SPAN = timedelta(days=7)
"""A story ends when nothing has joined it for so long."""
MOST = 100_000
"""Entries that a window remembers at most."""

_POSTED = 40  # stories that a term remembers
_FEW = 60  # stories met by terms of few stories; with less the terms of many count too
_LOOKED_AT = 6  # stories that an entry is compared with
_STORY_KEYS = 120  # terms under which a story can be found
_ROUND_UP_MARGIN = 2.0  # asked of round-ups, in score
_LEAST = 4  # terms; a headline of less ("Weather") tells no event
_PRINTS = 12  # entries of a story that a new one is compared with, to tell a copy


@dataclass(slots=True)
class Window:
    """The stories that an entry can still join. Grows and forgets as entries are placed; no two threads at once."""

    weights: Weights = field(default_factory=weights)
    known: Background = field(default_factory=background)
    span: timedelta = SPAN
    most: int = MOST
    clock: float = 0.0  #: seconds since the epoch, of the latest entry
    begun: int = 0
    stories: dict[int, Story] = field(default_factory=dict)
    posted: dict[str, dict[int, None]] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)  #: id of a story -> the story
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  #: address of an entry -> its story and touch
    touches: int = 0
    touched: deque[tuple[float, int, int, tuple[str, ...]]] = field(default_factory=deque)
    """For each entry: when it came, the number of its touch, its story, its addresses."""


def place(newcomers: Iterable[Newcomer], window: Window) -> tuple[Placement, ...]:
    """Put the entries of one poll into stories and return where each went, in order of publication, then id.

    The order in which they are given does not matter.
    """
    return tuple(_place(each, window) for each in sorted(newcomers, key=lambda each: (each.at, each.addresses)))


def restore(newcomer: Newcomer, story: str, window: Window) -> None:
    """Put an entry into the story it was given before, when a window is built again after a restart.

    Entries must come in the order in which they were placed.
    """
    _tick(newcomer, window)
    found = window.stories.get(window.named.get(story, -1))
    if found is None:
        found = _begin(newcomer, window, story)
    elif not newcomer.round_up and _known(newcomer, window) is None:
        _, mean = score(newcomer.reading, found, window.weights, 0.0)
        add(found, newcomer.reading, mean)
        _post(window, found, newcomer.reading)
    _keep(window, found, newcomer)


def _place(newcomer: Newcomer, window: Window) -> Placement:
    _tick(newcomer, window)
    if address := _known(newcomer, window):
        story = window.stories[window.places[address][0]]
        copied = _keep(window, story, newcomer)
        reason = f"same {address.partition(' ')[0]}"
        return Placement(entry=newcomer.id, story=story.id, score=1.0, reasons=(reason,), copy_of=copied)
    best, total, mean = _nearest(newcomer.reading, window)
    reasons: tuple[str, ...] = ("round-up or live blog",) if newcomer.round_up else ()
    joining = best is not None and total > (_ROUND_UP_MARGIN if newcomer.round_up else 0.0)
    if best is not None:
        reasons += _reasons(newcomer.reading, best)
    if best is not None and joining:
        if not newcomer.round_up:
            add(best, newcomer.reading, mean)
            _post(window, best, newcomer.reading)
        story = best
    else:
        story = _begin(newcomer, window, newcomer.id)
    copied = _keep(window, story, newcomer)
    sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    return Placement(
        entry=newcomer.id,
        story=story.id,
        score=round(sure, 3),
        nearest=best.id if best is not None and not joining else "",
        reasons=reasons,
        copy_of=copied,
    )


def _known(newcomer: Newcomer, window: Window) -> str | None:
    """Return the address under which the window knows the article already."""
    return next((address for address in newcomer.addresses if address in window.places), None)


def _tick(newcomer: Newcomer, window: Window) -> None:
    window.clock = max(window.clock, newcomer.at)
    _forget(window)


def _begin(newcomer: Newcomer, window: Window, identifier: str) -> Story:
    if identifier in window.named:  # the same id in another feed
        identifier = f"{identifier}#{window.begun}"
    story = Story(id=identifier, order=window.begun)
    window.begun += 1
    window.stories[story.order] = story
    window.named[identifier] = story.order
    add(story, newcomer.reading, 0.0)
    if not newcomer.round_up:
        _post(window, story, newcomer.reading)
    return story


def _nearest(reading: Reading, window: Window) -> tuple[Story | None, float, float]:
    """Return the story with the best score, that score and the mean pair score; the older one of equals."""
    met: dict[int, float] = {}
    common = []
    for key in reading.keys if reading.size >= _LEAST else ():
        posted = window.posted.get(key, {})
        if len(posted) >= _POSTED:
            common.append((key, posted))
        else:
            _meet(met, key, posted, window)
    # What the terms of many stories add is little, and takes most of the time in a large window.
    for key, posted in common if len(met) < _FEW else ():
        _meet(met, key, posted, window)
    when = reading.slots.when
    best: Story | None = None
    top = top_mean = -math.inf
    for _, order in nsmallest(_LOOKED_AT, [(-worth, order) for order, worth in met.items()]):
        story = window.stories[order]
        if when and story.latest and abs(when - story.latest) > window.span.total_seconds():
            continue  # an old entry that a new feed brings is no news of today's story
        total, mean = score(reading, story, window.weights, max(0.0, top))
        if total > top or (best is not None and total == top and order < best.order):
            best, top, top_mean = story, total, mean
    return best, top, top_mean


def _meet(met: dict[int, float], key: str, posted: Collection[int], window: Window) -> None:
    # A phrase of two names tells more than each; a term that many stories hold tells little.
    worth = (12.0 if " " in key else window.known.rarity(key)) / (2 + len(posted))
    for order in posted:
        met[order] = met.get(order, 0.0) + worth


def _reasons(reading: Reading, story: Story) -> tuple[str, ...]:
    """Return what the entry shares with the story, the most telling first."""
    found = []
    for label, name in (("names", "names"), ("numbers", "numbers"), ("words", "head")):
        vector = getattr(reading, name)
        shared = sorted(vector.keys() & story.sums[name].keys(), key=lambda t: (-vector[t], t))[:5]
        if shared:
            found.append(f"same {label}: {', '.join(reading.forms[term] for term in shared)}")
    return tuple(found)


def _post(window: Window, story: Story, reading: Reading) -> None:
    """Let the story be found by the reading's terms; the story not touched for longest gives way."""
    for key in reading.keys:
        posted = window.posted.get(key)
        if posted is not None and story.order in posted:
            del posted[story.order]  # it goes to the end
        elif len(story.keys) < _STORY_KEYS:
            story.keys.append(key)
        else:
            continue
        if posted is None:
            posted = window.posted[key] = {}
        posted[story.order] = None
        if len(posted) > _POSTED:
            del posted[next(iter(posted))]


def _keep(window: Window, story: Story, newcomer: Newcomer) -> str:
    """Remember where the entry went; return an earlier entry of the story with nearly the same text, "" for none."""
    window.touches += 1
    story.touch = window.touches
    for address in newcomer.addresses:
        window.places[address] = (story.order, story.touch)
    window.touched.append((window.clock, story.touch, story.order, newcomer.addresses))
    copied = next((known for known, text in story.prints if is_copy(text, newcomer.print)), "")
    if not copied:  # the copies of a copy are copies of the original
        story.prints.append((newcomer.id, newcomer.print))
        del story.prints[:-_PRINTS]
    return copied


def _forget(window: Window) -> None:
    """Forget the entries that came before the window's span, and the first of those above its most.

    A story is forgotten with its latest entry. What is remembered grows with the entries of the window only.
    """
    oldest = window.clock - window.span.total_seconds()
    while window.touched and (window.touched[0][0] < oldest or len(window.touched) > window.most):
        _, touch, order, addresses = window.touched.popleft()
        for address in addresses:
            if window.places[address][1] == touch:  # else a later version of the entry keeps it
                del window.places[address]
        story = window.stories[order]
        if story.touch == touch:
            _close(window, story)


def _close(window: Window, story: Story) -> None:
    del window.stories[story.order]
    del window.named[story.id]
    for key in story.keys:
        posted = window.posted.get(key)
        if posted is not None:
            posted.pop(story.order, None)
            if not posted:
                del window.posted[key]
