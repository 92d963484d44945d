"""How fast entries are put into stories, by the entries that the window holds; each size in a process of its own.

The entries are those of the real news beside the repository, again and again with their words exchanged, so that the
window fills with other stories of the same shape. Without the news, words are invented and no two entries are alike.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, islice

from bench.matching import SEED, STREAM, invented_names, peak_memory, texts
from pipelines.model import Entry
from pipelines.stories.newcomer import newcomer
from pipelines.stories.window import SPAN, Window, place
from pipelines.text import plain_text

SIZES = (1_000, 10_000, 100_000)
WARM, TIMED, POLL = 10_000, 6_000, 30
START = datetime(2026, 3, 10, tzinfo=UTC)
_WORD = re.compile(r"[^\W_]{2,}")
_COMMON = 200  # words that stay: "the", "said", "million"
_BAND = 500  # words that are exchanged among one another


def news() -> list[Entry]:
    """Return the real items in the order in which they were seen, by line number; or invented ones as many."""
    if not STREAM.exists():
        chance = random.Random(SEED)
        made = texts(chance, 6_000, invented_names(chance, 100))
        return [Entry(id=str(at), title=title, summary=summary) for at, (title, summary) in enumerate(made, 1)]
    with STREAM.open(encoding="utf-8") as lines:
        return [
            Entry(
                id=str(at),
                title=plain_text(row["title"]),
                summary=plain_text(row["summary"] or ""),
                link=row["link"],
                published=datetime.fromisoformat(row["published"]),
                source=row["outlet"],
            )
            for at, row in enumerate(map(json.loads, lines), 1)
        ]


def varied(entries: Sequence[Entry], turn: int) -> Iterator[Entry]:
    """Return other stories of the same shape: each word stands for another one of its kind that is about as frequent.

    Turn 0 returns the entries as they are. Ids and links are new in each turn, times are as they were.
    """
    other = _exchanged(entries, turn) if turn else {}

    def put(text: str) -> str:
        return _WORD.sub(lambda found: other.get(found[0], found[0]), text)

    for entry in entries:
        yield replace(
            entry,
            id=f"{turn}-{entry.id}",
            title=put(entry.title),
            summary=put(entry.summary),
            link=f"{entry.link}/{turn}" if entry.link else "",
        )


def _exchanged(entries: Sequence[Entry], turn: int) -> dict[str, str]:
    """Return what stands for each word; names stand for names and numbers for numbers."""
    chance = random.Random(SEED + turn)
    counts = Counter(word for entry in entries for word in _WORD.findall(f"{entry.title} {entry.summary}"))
    words = sorted(counts, key=lambda word: (-counts[word], chance.random()))[_COMMON:]
    other: dict[str, str] = {}
    for kind in ((False, False), (False, True), (True, False)):
        alike = [word for word in words if (word[0].isdigit(), word[0].isupper()) == kind]
        for at in range(0, len(alike), _BAND):
            band = alike[at : at + _BAND]
            other.update(zip(band, chance.sample(band, len(band)), strict=True))
    return other


def _entries(size: int) -> Iterator[Entry]:
    """Return entries without end, of which a window's span holds `size`."""
    items = news()
    pause = SPAN / size
    endless = (entry for turn in count() for entry in varied(items, turn))
    for at, entry in enumerate(endless):
        yield replace(entry, published=START + at * pause)


def _place(entries: Iterator[Entry], window: Window) -> tuple[float, float]:
    """Put entries into stories poll by poll; return the mean milliseconds of one core and the share that began one."""
    seconds = 0.0
    placed = began = 0
    while poll := list(islice(entries, POLL)):
        start = time.process_time()
        placements = place([newcomer(entry, now=entry.published or START) for entry in poll], window)
        seconds += time.process_time() - start
        placed += len(placements)
        began += sum(placement.entry == placement.story for placement in placements)
    return 1000 * seconds / placed, began / placed


def measure(size: int) -> float:
    """Fill a window with `size` entries, and the caches with words; print and return what the next ones cost, in ms."""
    entries = _entries(size)
    window = Window(most=size)
    filling, began = _place(islice(entries, max(size, WARM)), window)
    cost, _ = _place(islice(entries, TIMED), window)
    print(
        f"  {size:>7,} entries in the window, {100 * began:2.0f} % began a story  {1000 / cost:6,.0f} entries/s "
        f"({cost:.2f} ms each; {filling:.2f} while filling), {peak_memory():6,.0f} MB",
        flush=True,
    )
    return cost


def main(sizes: Sequence[int]) -> None:
    """Print the figures of each size, and whether the cost grows faster than the logarithm of the size."""
    costs = []
    for size in sizes:
        with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as process:
            costs.append(process.submit(measure, size).result())
    if len(sizes) > 1:
        grown, allowed = costs[-1] / costs[0], math.log(sizes[-1]) / math.log(sizes[0])
        verdict = "faster" if grown > allowed else "no faster"
        print(
            f"  from {sizes[0]:,} to {sizes[-1]:,} the cost grows {verdict} than the logarithm: "
            f"{grown:.2f} times, the logarithm {allowed:.2f} times"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
