"""A digest → JSON. Keys are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from pipelines.digest.values import Digest, Health, Item, Mark, Section
from pipelines.render.suggest import suggestion_data
from pipelines.stories.outlets import outlets
from pipelines.text import shown


def digest_json(digest: Digest) -> str:
    """Return the digest as JSON, all of it: times in UTC, a feed's rhythm in seconds."""
    data = {
        "date": digest.day.isoformat(),
        "edition": digest.edition,
        "since": _moment(digest.since),
        "until": _moment(digest.until),
        "empty": digest.empty,
        "alerts": digest.alerts,
        "rules": [{"title": title, "entries": _entries(items)} for title, items in digest.rules],
        "watches": [{**_section_data(section), "entries": _entries(section.items)} for section in digest.sections],
        "trends": [asdict(trend) for trend in digest.trends],
        "series": [asdict(series) for series in digest.series],
        "series_end": digest.series_end.isoformat() if digest.series_end else None,
        "series_at": digest.series_at.isoformat("minutes") if digest.series_at else None,
        "review": _entries(digest.review),
        "marked_wrong": [_mark_data(mark) for mark in digest.wrong],
        "held": _entries(digest.held),
        "unwatched": [suggestion_data(each) for each in digest.unwatched],
        "feeds": _feeds_data(digest.health),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _entries(items: Iterable[Item]) -> list[dict[str, object]]:
    return [_entry_data(item) for item in items]


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _entry_data(item: Item) -> dict[str, object]:
    return {
        "entry": item.key, "title": item.title, "link": item.link, "source": item.source,
        "at": _moment(item.at), "action": item.action, "reason": item.reason, "watches": item.watches,
        "rules": item.rules, "unsure": item.unsure, "score": item.score, "sentence": item.sentence,
        "names": item.names, "facts": [asdict(fact) for fact in item.facts], "alert": item.alert or None,
        "story": item.story, "day": item.day, "outlets": outlets(item.reports).names,
        "reports": [report.entry for report in item.reports], "turns": [turn.key for turn in item.turns],
        "others": [_told_data(other) for other in item.others],
        "front": _told_data(item.front) if item.front else None,
    }  # fmt: skip


def _told_data(item: Item) -> dict[str, object]:
    return {
        "entry": item.key, "title": item.title, "link": item.link, "source": item.source, "at": _moment(item.at),
    }  # fmt: skip


def _section_data(section: Section) -> dict[str, object]:
    return {
        "watch": section.watch, "name": section.name, "count": section.count, "stories": section.stories,
        "right": section.right, "wrong": section.wrong,
    }  # fmt: skip


def _mark_data(mark: Mark) -> dict[str, object]:
    return {
        "entry": mark.entry, "watch": mark.watch, "name": mark.name, "title": mark.title, "link": mark.link,
        "source": mark.source, "marked_at": _moment(mark.at),
    }  # fmt: skip


def _feeds_data(health: Health) -> dict[str, object]:
    return {
        "polled": health.feeds,
        "answered": health.answered,
        "new_entries": health.entries,
        "failing": [
            {"url": shown(feed.url), "label": feed.label, "error": feed.error, "since": _moment(feed.since)}
            for feed in health.failing
        ],
        "stalled": [
            {
                "url": shown(feed.url), "label": feed.label, "last": _moment(feed.last),
                "rhythm": round(feed.rhythm.total_seconds()),
            }
            for feed in health.stalled
        ],
    }  # fmt: skip
