"""Names that one could watch → text and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pipelines.model import Suggestion
from pipelines.render.telegram import clock, shorten
from pipelines.render.words import plural

LISTED = 20
"""Names printed; JSON has them all."""
_SENTENCE = 400


def suggestions_text(found: Sequence[Suggestion], zone: ZoneInfo) -> str:
    """Return the names with their counts and example sentences, times in `zone`."""
    if not found:
        return "No organisation turns up beside a watched agency that you do not watch.\n"
    lines = [f"{plural(len(found), 'organisation')} beside watched agencies that you do not watch"]
    for each in found[:LISTED]:
        counts = f"{plural(each.entries, 'entry', 'entries')}, {plural(each.publishers, 'publisher')}"
        last = f" – {clock(each.last, zone)}" if each.last != each.first else ""
        lines += ["", f"{each.name}: {counts}, {clock(each.first, zone)}{last}; with {', '.join(each.agencies)}"]
        for example in each.examples:
            lines.append(f"  - {shorten(' '.join(example.sentence.split()), _SENTENCE)}")
            lines.append("    " + ", ".join(filter(None, (example.source, clock(example.at, zone), example.link))))
    more = len(found) - LISTED
    return "\n".join([*lines, *(["", f"and {more} more; --format json has them all"] if more > 0 else [])]) + "\n"


def suggestion_data(each: Suggestion) -> dict[str, object]:
    """Return a suggestion as JSON has it, times in UTC."""
    return {
        "name": each.name,
        "entries": each.entries,
        "publishers": each.publishers,
        "in_a_sentence_with_an_agency": each.close,
        "agencies": each.agencies,
        "first": each.first.isoformat(),
        "last": each.last.isoformat(),
        "examples": [
            {
                "entry": example.entry, "at": example.at.isoformat(), "source": example.source,
                "title": example.title, "link": example.link, "sentence": example.sentence,
            }
            for example in each.examples
        ],
    }  # fmt: skip


def suggestions_json(found: Sequence[Suggestion]) -> str:
    """Return all suggestions as JSON."""
    return json.dumps([suggestion_data(each) for each in found], ensure_ascii=False, indent=2) + "\n"
