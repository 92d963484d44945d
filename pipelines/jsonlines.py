"""Entries and matches as the JSON objects of `parse`, `match` and `group`."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from pipelines.model import Entry, Match, Placement, Status
from pipelines.text import canonical_link, plain_text

_STRINGS = ("title", "summary", "content", "link", "source", "language", "feed")


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as its JSON object; keys without a value are left out, but for id and title."""
    data: dict[str, Any] = {"feed": entry.feed, "id": entry.id, "title": entry.title}
    for name in ("summary", "content", "link"):
        if value := getattr(entry, name):
            data[name] = value
    for name in ("published", "updated"):
        if moment := getattr(entry, name):
            data[name] = moment.isoformat()
    for name in ("source", "language"):
        if value := getattr(entry, name):
            data[name] = value
    return data


def entry_from_json(line: str | bytes) -> Entry:
    """Return the entry in one line of JSON, its texts made plain; raises ValueError in words."""
    if not line.strip():
        raise ValueError("the line is empty")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from None
    if not isinstance(data, dict):
        raise ValueError("no JSON object")
    identifier = data.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    if not isinstance(identifier, str) or not identifier.strip():
        raise ValueError("id is missing")
    if not identifier.isascii() and re.search("[\ud800-\udfff]", identifier):
        raise ValueError("id holds half of a character, which can't be written")
    strings: dict[str, str] = {}
    for name in _STRINGS:
        value = data.get(name)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{name} is no string")
        strings[name] = value or ""
    if not any(strings[name].strip() for name in ("title", "summary", "content")):
        raise ValueError("title, summary and content are all missing")
    return Entry(
        id=identifier,
        title=" ".join(plain_text(strings["title"]).split()),
        summary=plain_text(strings["summary"]),
        content=plain_text(strings["content"]),
        link=canonical_link(strings["link"]),
        published=_moment(data.get("published"), "published"),
        updated=_moment(data.get("updated"), "updated"),
        source=strings["source"],
        language=re.split("[-_]", strings["language"].strip().lower())[0],
        feed=strings["feed"],
    )


def _moment(value: object, name: str) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(str(value))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{name} is no ISO 8601 time: {value!r}") from None


def match_to_json(identifier: str, match: Match, *, rejected: bool) -> dict[str, Any]:
    """Return a match as its JSON object, rejected names only if asked for."""
    return {
        "id": identifier,
        "mentions": [
            {
                "watch": m.watch, "kind": m.kind, "text": m.text, "field": m.field, "start": m.start, "end": m.end,
                "status": m.status, "score": round(m.score, 3), "evidence": list(m.evidence),
            }
            for m in match.mentions
            if rejected or m.status is not Status.REJECTED
        ],
        "rules": list(match.rules),
        "facts": [
            {
                "company": f.company, "agency": f.agency, "action": f.action, "amount": f.amount,
                "currency": f.currency, "amount_text": f.amount_text, "sentence": f.sentence,
                **({"buyer": f.buyer} if f.buyer else {}), **({"status": f.status} if f.status != "done" else {}),
            }
            for f in match.facts
        ],
    }  # fmt: skip


def placement_to_json(placement: Placement, *, reasons: bool) -> dict[str, Any]:
    """Return where an entry went as its JSON object, with score and reasons if asked for."""
    data: dict[str, Any] = {"id": placement.entry, "story": placement.story}
    if reasons:
        data |= {"score": round(placement.score, 3), "reasons": list(placement.reasons)}
        if placement.nearest:
            data["nearest"] = placement.nearest
        if placement.copy_of:
            data["copy_of"] = placement.copy_of
    return data
