"""Entry → match: mentions, rules and facts for the watchlists in force."""

from __future__ import annotations

from dataclasses import replace

from pipelines.facts import find_facts
from pipelines.language import entry_language
from pipelines.model import Entry, Match
from pipelines.names.candidates import Finder
from pipelines.names.judge import judge
from pipelines.rules import rules_met
from pipelines.watchlist import Watchlists

NO_MATCH = Match()


class Matcher:
    """Built once from the watchlists; use it from one thread at a time (spaCy's vocabulary grows)."""

    def __init__(self, watchlists: Watchlists) -> None:
        self.watchlists = watchlists
        self._finder = Finder(list(watchlists.watches.values()))

    def match(self, entry: Entry) -> Match:
        """Return what `entry` holds; entries without a candidate cost next to nothing."""
        found = self._finder.find(entry)
        if not found:
            return NO_MATCH
        entry = replace(entry, language=entry_language(entry))  # feeds often say the wrong one, or none
        mentions = judge(entry, found)
        return Match(
            mentions=mentions,
            rules=rules_met(entry, mentions, self.watchlists.rules),
            facts=find_facts(entry, mentions),
        )
