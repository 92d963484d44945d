"""Why a rule is met by an entry or not, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.model import Entry, Mention, Rule, Status
from pipelines.rules import rules_met


def why_not(entry: Entry, mentions: Sequence[Mention], rule: Rule) -> str:
    """Return what `entry` lacks to meet `rule`, "" if it meets it."""
    if rules_met(entry, mentions, [rule]):
        return ""
    if missing := [words for name in dict.fromkeys(rule.all) if (words := _missing(name, mentions))]:
        return "; ".join(missing)
    anywhere = replace(rule, within="entry", cues=())
    if not rules_met(entry, mentions, [anywhere]):
        return f"it asks for {len(rule.all)} watches, and fewer are surely named"
    if not rules_met(entry, mentions, [replace(rule, cues=())]):
        return f"{' and '.join(rule.all)} stand in different sentences"
    if rule.within == "sentence" and rules_met(entry, mentions, [replace(rule, within="entry")]):
        return "its cue word stands in another sentence"
    return f"none of its cue words stands there ({', '.join(rule.cues)})"


def _missing(name: str, mentions: Sequence[Mention]) -> str:
    """What keeps a kind or a watch from being surely named, "" if it is."""
    named = [mention for mention in mentions if name in (mention.watch, mention.kind.value)]
    if any(mention.status is Status.SURE for mention in named):
        return ""
    seen = ", ".join(dict.fromkeys(f"'{mention.text}' is {mention.status}" for mention in named))
    return f"no {name} is surely named" + (f" ({seen})" if seen else "")
