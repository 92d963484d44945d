"""The labelled stories: ECB+ and the agency items of `../shared/gold`, and our own sets `a` to `d` (`eval/labels`).

Ours were labelled blind, by reading. `a` and `b` are dense heaps of look-alikes out of the stream's first and second
half; `c` and `d` are items that name one organisation each, from `../shared/gold/names.jsonl`, of half the
organisations each. The latter bear no dates, and are from six years. As nobody's window spans these, each story gets a
moment of one week by its name, and its items one within 18 hours of that: a hard week for each organisation.
"""

from __future__ import annotations

import csv
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bench.matching import STREAM
from pipelines.jsonlines import entry_from_json
from pipelines.model import Entry

GOLD = STREAM.parents[1] / "gold"
LABELS = Path(__file__).with_name("labels")
SETS = ("ecbplus", "ecbplus_short", "agency", "a", "b", "c", "d")
HEADLINES = "_headlines"
"""Behind the name of one of our own sets: its headlines alone, for that is all that search feeds give."""
FIRST_TOKENS = 90
_WEEK = datetime(2026, 8, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An entry whose story is known."""

    entry: Entry
    story: str
    topic: str  #: what look-alikes share: a pair of stories, a heap, an organisation; of agency items the story


@cache
def labelled(name: str) -> tuple[Labelled, ...]:
    """Return a set of `SETS`, in the order in which its entries come."""
    if name.startswith("ecbplus"):
        return tuple(_ecbplus(whole=name == "ecbplus"))
    if name == "agency":
        return tuple(_agency())
    if name.endswith(HEADLINES):
        whole = labelled(name.removesuffix(HEADLINES))
        return tuple(replace(each, entry=replace(each.entry, summary="")) for each in whole)
    return tuple(sorted(_stream(name) if name in "ab" else _organisations(name), key=_by_date))


def _by_date(each: Labelled) -> tuple[datetime, str]:
    assert each.entry.published is not None
    return each.entry.published, each.entry.id


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def _labels(name: str) -> list[dict[str, str]]:
    with (LABELS / f"stories-{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _entry(**row: str) -> Entry:
    """As `wirewatch group` reads it."""
    return entry_from_json(json.dumps(row))


def _ecbplus(*, whole: bool) -> Iterator[Labelled]:
    for row in _rows(GOLD / "stories-ecbplus.jsonl"):
        text = row["text"] if whole else " ".join(row["text"].split()[:FIRST_TOKENS])
        number = re.match(r"\d+", row["story"])
        assert number is not None
        yield Labelled(entry=_entry(id=row["id"], content=text), story=row["story"], topic=number[0])


def _agency() -> Iterator[Labelled]:
    rows = sorted(_rows(GOLD / "stories-agency.jsonl"), key=lambda row: (row["published"], row["id"]))
    for row in rows:
        keys = ("id", "title", "summary", "link", "published")
        entry = _entry(source=row["outlet"], **{key: row[key] or "" for key in keys})
        yield Labelled(entry=entry, story=row["story"], topic=row["story"])


def _stream(name: str) -> Iterator[Labelled]:
    rows = _rows(STREAM)
    for label in _labels(name):
        row = rows[int(label["line"]) - 1]
        keys = ("title", "summary", "link", "published")
        entry = _entry(id=label["line"], source=row["outlet"], **{key: row[key] or "" for key in keys})
        yield Labelled(entry=entry, story=label["story"], topic=label["heap"])


def _organisations(name: str) -> Iterator[Labelled]:
    rows = {row["id"]: row for row in _rows(GOLD / "names.jsonl")}
    for label in _labels(name):
        row = rows[label["item"]]
        at = _WEEK + _minutes(label["story"], 7 * 24 * 60) + _minutes(label["item"], 18 * 60)
        keys = ("id", "title", "summary")
        entry = _entry(source=row["outlet"], published=at.isoformat(), **{key: row[key] or "" for key in keys})
        yield Labelled(entry=entry, story=label["story"], topic=label["organisation"])


def _minutes(text: str, most: int) -> timedelta:
    return timedelta(minutes=zlib.crc32(text.encode()) % most)
