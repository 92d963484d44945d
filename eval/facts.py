"""How well facts are found in real news items: who (company), with whom, what, how much, and whether it is done.

The items were chosen by a program and labelled by reading. A fact counts in its fullest form. What a reader could
accept but need not find ("also") is neither right nor wrong. Half of the first items, by CRC-32 of the key, were
looked at while the rules were made (dev), the other half measured then (held); the fresh ones were drawn and measured
after that. docs/facts.md has the figures of these first measurements: what is printed here has been looked at since.
Every name in an item is taken for what it says: whether an ambiguous name is meant is another question.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.real_items import real_items
from pipelines.facts import find_facts
from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Status, Watch, Watchlist
from pipelines.watchlist import Watchlists

LABELS = Path(__file__).with_name("labels")
KEYS = ("company", "agency", "action", "amount", "currency", "status")
COUNTED = {"fact": (0, 1, 2, 3, 4, 5), "action": (0, 2), "amount": (0, 3, 4), "agency": (0, 1)}
"""What is counted: whole facts, and the company with one thing that is said of it, by place in `KEYS`."""
PARTS = ("dev", "held", "fresh")

Row = tuple[object, ...]


def facts(part: str = "") -> dict[str, float]:
    """Print precision, recall and F1 of whole facts and single keys, and the wrong ones, of one part or of both."""
    matcher = Matcher(_watchlists())
    items = real_items()
    parts = [part] if part else list(PARTS)
    counts = {name: Counter[str]() for name in (*PARTS, "all")}
    wrong: list[str] = []
    for line in (LABELS / "facts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        where = row.get("part") or PARTS[zlib.crc32(row["key"].encode()) % 2 == 0]
        if where in parts:
            told = _told(matcher, items[row["key"]])
            wanted, also = _rows(row["facts"]), _rows(row.get("also", []))
            wrong += [f"  {where} {row['key']} {words}" for words in _compare(told, wanted, also)]
            for name in (where, "all"):
                _count(counts[name], told, wanted, also)
    for name in dict.fromkeys([*parts, "all"]):
        _print(name, counts[name])
    print("\n".join(wrong))
    precision, recall = _rates(counts["all"], "fact")
    return {"facts.precision": precision, "facts.recall": recall}


def _watchlists() -> Watchlists:
    data = json.loads((LABELS / "facts-watches.json").read_text(encoding="utf-8"))
    watches = tuple(
        Watch(id=key, name=w["name"], kind=Kind(w["kind"]), aliases=tuple(w["aliases"]), about=w["about"])
        for key, w in data.items()
    )
    return Watchlists(lists=(Watchlist(source="facts-watches.json", watches=watches),))


def _told(matcher: Matcher, entry: Entry) -> set[Row]:
    # A saved document's file name holds its outlet, as a feed's address would.
    outlet = re.sub(r"\Anews_sample_(\w+?)_.*", r"\1", entry.source)
    mentions = [replace(m, status=Status.SURE) for m in matcher.match(entry).mentions]
    return {tuple(getattr(fact, key) for key in KEYS) for fact in find_facts(replace(entry, source=outlet), mentions)}


def _rows(data: Sequence[dict[str, Any]]) -> set[Row]:
    return {tuple(fact.get(key, "done" if key == "status" else None) for key in KEYS) for fact in data}


def _count(counts: Counter[str], told: set[Row], wanted: set[Row], also: set[Row]) -> None:
    """Count whole facts, and pairs of company and action, company and sum, company and agency."""
    counts["items"] += 1
    counts["items with facts"] += bool(wanted)
    for name, keys in COUNTED.items():
        said, right, open_ = (_pick(rows, keys) for rows in (told, wanted, also))
        counts[f"{name} told"] += len(said - (open_ - right))
        counts[f"{name} wanted"] += len(right)
        counts[f"{name} right"] += len(said & right)


def _pick(rows: set[Row], keys: tuple[int, ...]) -> set[Row]:
    """Return these columns of the rows; of whole facts all rows, else those that say something."""
    return {tuple(row[k] for k in keys) for row in rows if len(keys) == len(KEYS) or row[keys[1]] is not None}


def _compare(told: set[Row], wanted: set[Row], also: set[Row]) -> list[str]:
    return [
        *(f"wrong  {_words(row)}" for row in sorted(told - wanted - also, key=str)),
        *(f"missed {_words(row)}" for row in sorted(wanted - told, key=str)),
    ]


def _words(row: Row) -> str:
    return " ".join("-" if value is None else str(value) for value in row)


def _rates(counts: Counter[str], name: str) -> tuple[float, float]:
    right = counts[f"{name} right"]
    return right / max(counts[f"{name} told"], 1), right / max(counts[f"{name} wanted"], 1)


def _print(part: str, counts: Counter[str]) -> None:
    print(f"facts, {part}: {counts['items']} items, {counts['items with facts']} of them with a fact")
    for name in ("fact", "action", "amount", "agency"):
        precision, recall = _rates(counts, name)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(
            f"  {name:<7} {counts[f'{name} wanted']:4} labelled {counts[f'{name} told']:4} told"
            f"  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
        )


if __name__ == "__main__":
    facts(*sys.argv[1:2])
