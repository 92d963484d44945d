"""`suggest`: organisations not yet watched that turn up beside watched agencies."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from bot.cli.read import stored
from bot.clock import utc_now
from bot.config import read_settings, read_watchlists
from bot.suggestions import suggestions, with_an_agency
from pipelines.names import ner
from pipelines.render.suggest import suggestions_json, suggestions_text


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch suggest`."""
    settings = read_settings(arguments.config)
    watchlists = read_watchlists(settings.watchlists)
    installed = ner.models()
    if not installed:
        print("wirewatch: no statistical model is installed: pip install 'wirewatch[ner]'", file=sys.stderr)
        return 1
    if missing := [language for language in ner.MODELS if language not in installed]:
        print(f"wirewatch: no model for {', '.join(missing)}: pip install 'wirewatch[ner]'", file=sys.stderr)
    now = utc_now()
    with stored(settings) as store:
        entries = with_an_agency(store, now - timedelta(days=arguments.days), now)
    found = suggestions(entries, watchlists)
    print(suggestions_json(found) if arguments.format == "json" else suggestions_text(found, settings.zone), end="")
    return 0
