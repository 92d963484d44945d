"""How well reports of one event come together, and other events stay apart (B-cubed), and what a stream costs.

Entries go in as `wirewatch group` reads them, each as a poll of its own, and no entry is placed by weights that saw its
topic; for the sets see `eval.story_sets`. Sets a and b are measured inside the whole stream.

B-cubed: Bagga and Baldwin, "Algorithms for scoring coreference chains", 1998; Amigó et al., "A comparison of
extrinsic clustering evaluation metrics", 2009.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

from bench.matching import STREAM, peak_memory
from bench.stories import news, varied
from eval.story_sets import FIRST_TOKENS, GOLD, LABELS, Labelled, labelled
from pipelines.model import Entry
from pipelines.stories.likeness import Weights, weights
from pipelines.stories.newcomer import newcomer
from pipelines.stories.window import Window, place

FOLDS = LABELS / "stories-folds.json"
"""Weights that did not see some topics: a list of {"held": {set: [topic]}, "weights": {…}}."""
SHUFFLES, SHOWN = 3, 3
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TEN_DAYS = timedelta(days=10)

Figures = tuple[float, float, float]
"""Precision, recall, F1."""


def bcubed(gold: Mapping[str, str], told: Mapping[str, str]) -> Figures:
    """Return B-cubed precision, recall and F1 of the stories told; both are entry -> story.

    Only entries of `gold` count; each must have been told.
    """
    by_gold, by_told = Counter(gold.values()), Counter(told[entry] for entry in gold)
    precision = recall = 0.0
    for (story, label), shared in Counter((told[entry], label) for entry, label in gold.items()).items():
        precision += shared * shared / by_told[story] / len(gold)
        recall += shared * shared / by_gold[label] / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def merged_pairs(gold: Mapping[str, str], told: Mapping[str, str]) -> tuple[int, int]:
    """Return how many pairs of entries of `gold` were told as one story, and how many of these are not."""
    together = sum(math.comb(n, 2) for n in Counter(told[entry] for entry in gold).values())
    rightly = sum(math.comb(n, 2) for n in Counter((told[entry], label) for entry, label in gold.items()).values())
    return together, together - rightly


def stories() -> dict[str, float]:
    """Print how well the labelled items are grouped, what was glued, and how the stream is grouped."""
    print(f"stories: B-cubed, each entry placed by {_whose()}")
    figures = {**_ecbplus(), **_agency(), **_organisations(), **_stream()}
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "eval.stories", "--turns", "3"], check=True)
    return figures


def _whose() -> str:
    if _by_topic():
        return "weights that never saw its topic; set d by the shipped ones, which saw none of it"
    return "the shipped weights: NOT held out, for there are no weights by fold"


@cache
def _by_topic() -> dict[tuple[str, str], Weights]:
    """Return the weights that did not see a topic, by labelled set and topic."""
    folds = json.loads(FOLDS.read_text(encoding="utf-8")) if FOLDS.exists() else []
    return {
        (name, topic): Weights(**fold["weights"])
        for fold in folds
        for name, topics in fold["held"].items()
        for topic in topics
    }


def _unseen(name: str, topic: str) -> Weights:
    """Return the weights for an entry, which never saw its topic; nothing was trained on set d."""
    return _by_topic()[name, topic] if _by_topic() and name != "d" else weights()


def _told(items: Sequence[Labelled], name: str) -> dict[str, str]:
    """Return entry -> story of entries that come one by one, each placed by weights that never saw its topic."""
    window = Window()
    told: dict[str, str] = {}
    for item in items:
        window.weights = _unseen(name, item.topic)
        told |= {placed.entry: placed.story for placed in place([newcomer(item.entry, now=NOW)], window)}
    return told


def _gold(items: Sequence[Labelled]) -> dict[str, str]:
    return {item.entry.id: item.story for item in items}


def _beginnings(items: Sequence[Labelled]) -> dict[str, str]:
    return {item.entry.id: item.entry.title or item.entry.content for item in items}


def _ecbplus() -> dict[str, float]:
    whole = labelled("ecbplus")
    gold, told = _gold(whole), _told(whole, "ecbplus")
    shuffled = [_told(random.Random(seed).sample(whole, len(whole)), "ecbplus") for seed in range(SHUFFLES)]
    figures = _figures("ecbplus", "ECB+, in the file's order", gold, told)
    _print_glued(gold, told, _beginnings(whole))
    figures |= _figures("ecbplus_shuffled", f"  mean of {SHUFFLES} shuffles", gold, *shuffled)
    short = _told(labelled("ecbplus_short"), "ecbplus_short")
    return figures | _figures("ecbplus_short", f"  first {FIRST_TOKENS} tokens", gold, short)


def _agency() -> dict[str, float]:
    items = labelled("agency")
    told = _told(items, "agency")
    figures = _figures("agency", "agency items", _gold(items), told)
    _print_glued(_gold(items), told, _beginnings(items))
    rows = (GOLD / "stories-agency.jsonl").read_text(encoding="utf-8").splitlines()
    _figures("", "  by event, for information", {row["id"]: row["event"] for row in map(json.loads, rows)}, told)
    return figures


def _organisations() -> dict[str, float]:
    figures: dict[str, float] = {}
    for name in ("c", "d"):
        items = labelled(name)
        told = _told(items, name)
        figures |= _figures(name, f"one organisation, set {name}", _gold(items), told)
        _print_glued(_gold(items), told, _beginnings(items))
    return figures


def _stream() -> dict[str, float]:
    """Group the whole stream; measure only what is labelled."""
    titles = {entry.id: entry.title for entry in varied(news(), 0)}
    figures: dict[str, float] = {}
    for name in ("a", "b"):
        items = labelled(name)
        told = _stream_told(_unseen(name, items[0].topic))
        gold = {f"0-{item.entry.id}": item.story for item in items}
        figures |= _figures(name, f"in the stream, set {name}", gold, told)
        _print_glued(gold, told, titles)
    told = _stream_told(weights())
    sizes = list(Counter(told.values()).values())
    print(f"stream: {len(told):,} items, {len(sizes):,} stories, {sizes.count(1):,} of one entry; the largest:")
    _print_largest(10, told, whole=False)
    return figures


def _figures(key: str, name: str, gold: Mapping[str, str], *told: Mapping[str, str]) -> dict[str, float]:
    """Print the figures, of several runs their mean, and return those that have floors."""
    measured = [bcubed(gold, each) for each in told]
    precision, recall, f1 = (statistics.fmean(each) for each in zip(*measured, strict=True))
    together, wrongly = (
        statistics.fmean(each) for each in zip(*(merged_pairs(gold, each) for each in told), strict=True)
    )
    print(
        f"  {name:<28} {len(gold):4} entries {len(set(gold.values())):4} stories  P {precision:.3f} R {recall:.3f} "
        f"F1 {f1:.3f}  wrongly merged: {wrongly:,.0f} of {together:,.0f} pairs"
    )
    return {f"stories.{key}.precision": precision, f"stories.{key}.f1": f1}


def _print_glued(gold: Mapping[str, str], told: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Print which stories were told as one, and for the worst few how one entry of each of two begins."""
    members: dict[str, dict[str, list[str]]] = {}
    for entry, label in gold.items():
        members.setdefault(told[entry], {}).setdefault(label, []).append(entry)
    glued = sorted(
        (sorted(parts.items(), key=lambda part: -len(part[1])) for parts in members.values() if len(parts) > 1),
        key=lambda parts: -len(parts[0][1]) * len(parts[1][1]),
    )
    for at, parts in enumerate(glued):
        print("      glued: " + ", ".join(f"{label} {len(entries)}" for label, entries in parts))
        if at < SHOWN:
            print("\n".join(f"          {texts[entries[0]][:110]}" for _, entries in parts[:2]))


def polls(turn: int) -> Iterator[tuple[datetime, list[Entry]]]:
    """Return the stream's items poll by poll, after the time of each.

    In turn 0 as they are; else in other words (`varied`), so many times ten days later.
    """
    with STREAM.open(encoding="utf-8") as lines:
        seen = [datetime.fromtimestamp(json.loads(line)["first_seen"], UTC) for line in lines]
    later = turn * TEN_DAYS
    for at, poll in groupby(zip(seen, varied(news(), turn), strict=True), key=lambda item: item[0]):
        yield at + later, [replace(entry, published=entry.published and entry.published + later) for _, entry in poll]


def _stream_told(by: Weights) -> dict[str, str]:
    window = Window(weights=by)
    return {
        placement.entry: placement.story
        for at, poll in polls(0)
        for placement in place([newcomer(entry, now=at) for entry in poll], window)
    }


def _print_largest(most: int, told: Mapping[str, str], *, whole: bool) -> None:
    """Print the largest stories for the eye: a line each, or also how they end and who told them."""
    entries = {entry.id: entry for entry in varied(news(), 0)}
    members: dict[str, list[Entry]] = {}
    for identifier, story in told.items():
        members.setdefault(story, []).append(entries[identifier])
    for reports in sorted(members.values(), key=len, reverse=True)[:most]:
        outlets = Counter(entry.source for entry in reports)
        print(f"  {len(reports):4} entries, {len(outlets):2} outlets: {reports[0].title[:90]}")
        if whole:
            print(f"       last: {reports[-1].title[:90]}")
            print(f"       {', '.join(f'{name} {n}' for name, n in outlets.most_common())}")


def over_time(turns: int) -> None:
    """Let the ten days pass so many times; print what the window holds at each midnight, its memory and the speed."""
    print(f"  the window, with the ten days {turns} times over in other words, at midnight:")
    news()
    window, before = Window(), _memory()
    seconds, placed, day = 0.0, 0, None
    for turn in range(turns):
        for at, poll in polls(turn):
            if day and at.date() != day:
                held = ", ".join(f"{number:,} {name}" for name, number in _held(window))
                print(f"    {day:%d %b} {placed:7,} placed; holds {held}; {_memory() - before:4.0f} MB", flush=True)
            day = at.date()
            start = time.process_time()
            placed += len(place([newcomer(entry, now=at) for entry in poll], window))
            seconds += time.process_time() - start
    print(f"  {placed / seconds:,.0f} entries/s on one core, peak memory of the process {peak_memory():.0f} MB")


def _held(window: Window) -> list[tuple[str, int]]:
    """Return the size of everything that the window remembers, whatever it is: by name of the field."""
    return [(f.name, len(value)) for f in fields(window) if isinstance(value := getattr(window, f.name), Sized)]


def _memory() -> float:
    """Return the memory of this process in MB; where nobody says, the most that it ever took."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if status.exists() else peak_memory()


def main() -> None:
    """Print all figures, or the part that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m eval.stories", description=__doc__.partition("\n")[0])
    parser.add_argument("--largest", type=int, metavar="N", help="only print the N largest stories of the stream")
    parser.add_argument("--turns", type=int, metavar="N", help="only print what the window holds over N times ten days")
    arguments = parser.parse_args()
    if arguments.largest:
        _print_largest(arguments.largest, _stream_told(weights()), whole=True)
    elif arguments.turns:
        over_time(arguments.turns)
    else:
        for figure, value in stories().items():
            print(f"{figure} {value:.3f}")


if __name__ == "__main__":
    main()
