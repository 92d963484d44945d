"""`digest`, `backup`, `export`: what the database tells."""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bot.clock import utc_now
from bot.config import Settings, read_settings, read_token, read_watchlists, require_telegram
from bot.errors import StoreError
from bot.log import setup
from bot.store import Store
from pipelines.errors import ConfigError
from pipelines.model import Report
from pipelines.stories.outlets import outlets
from pipelines.text import shown
from pipelines.watchlist import Watchlists


@contextlib.contextmanager
def stored(settings: Settings) -> Iterator[Store]:
    """Open the database, which must be there already: reading must not make an empty one; raises `StoreError`."""
    if not settings.database.exists():
        raise StoreError(f"{settings.database}: there is no database yet; `wirewatch run` makes it")
    store = Store(settings.database)
    try:
        with store.in_words():
            yield store
    finally:
        store.close()


def digest(arguments: argparse.Namespace) -> int:
    """`wirewatch digest`."""
    from bot.digests import make_digest
    from bot.suggestions import lately
    from pipelines.digest import day_span
    from pipelines.render.digest import digest_html, digest_json, digest_text

    settings = read_settings(arguments.config)
    watchlists = read_watchlists(settings.watchlists)
    now = utc_now()
    today = now.astimezone(settings.zone).date()
    try:
        day = date.fromisoformat(arguments.date) if arguments.date else today
    except ValueError:
        raise ConfigError("--date", f"{arguments.date!r} is no date; write YYYY-MM-DD") from None
    if day > today:
        raise ConfigError("--date", f"{day} has not begun in {settings.zone.key}")
    since, until = day_span(day, settings.zone)
    with stored(settings) as store:
        if arguments.send:
            return _send(settings, watchlists, store, day)
        until = min(until, now)
        names = lately(store, watchlists, until)
        made = make_digest(store, settings, watchlists, day=day, since=since, until=until, unwatched=names)
    render = {
        "text": lambda: digest_text(made, settings.zone),
        "html": lambda: digest_html(made, settings.zone),
        "json": lambda: digest_json(made),
    }
    print(render[arguments.format](), end="")
    return 0


def _send(settings: Settings, watchlists: Watchlists, store: Store, day: date) -> int:
    from bot.digests import digest_chats, make_digest, queue_digest, span_of
    from bot.suggestions import lately
    from pipelines.digest import day_span

    token = read_token(settings)
    setup(logging.getLevelName(logging.getLogger().level), token)  # as loud as before, with the token masked
    require_telegram(settings, token)
    now = utc_now()
    chats = digest_chats(settings, watchlists)
    names = lately(store, watchlists, min(day_span(day, settings.zone)[1], now))
    for chat in chats:
        since, until = span_of(store, settings, chat, day, now)
        made = make_digest(store, settings, watchlists, day=day, since=since, until=until, chat=chat, unwatched=names)
        if not queue_digest(store, settings, made, chat, now):
            print(f"wirewatch: {chat} has had the digest of {day}", file=sys.stderr)
    mine = {each.id for each in store.outbox.unsent() if each.kind == "digest" and each.chat in chats}
    if not mine:
        return 0
    from bot.cli.sending import send_now

    return send_now(settings, watchlists, store, token, mine)


def backup(arguments: argparse.Namespace) -> int:
    """`wirewatch backup FILE`."""
    settings = read_settings(arguments.config)
    with stored(settings) as store:
        store.backup(arguments.file)
    print(f"wirewatch: wrote {arguments.file}", file=sys.stderr)
    return 0


ALERT_COLUMNS = (
    "alert", "chat", "status", "created_at", "sent_at", "message_id", "entry", "title", "link", "source", "published",
    "feed", "watches", "rules", "reason", "story", "telling", "gains", "outlets",
)  # fmt: skip
FACT_COLUMNS = (
    "company", "agency", "action", "amount", "currency", "amount_text", "sentence", "buyer", "status", "entry",
    "title", "link", "source", "published", "story",
)  # fmt: skip
_WRITTEN_BY_OTHERS = {"title", "source", "sentence", "amount_text", "buyer", "reason", "link", "outlets"}


def export(arguments: argparse.Namespace) -> int:
    """`wirewatch export [alerts|facts]`."""
    settings = read_settings(arguments.config)
    with stored(settings) as store:
        rows = _alerts(store) if arguments.what == "alerts" else store.entries.facts()
        if arguments.format == "jsonl":
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
        else:
            _write_csv(rows, ALERT_COLUMNS if arguments.what == "alerts" else FACT_COLUMNS)
    return 0


def _alerts(store: Store) -> Iterator[dict[str, Any]]:
    """The alerts without secrets, each with the outlets that have its story by now."""
    for alert in store.entries.alerts():
        own = Report(entry=alert["entry"], source=alert["source"], link=alert["link"])
        reports = store.stories.reports(alert["story"], alert["watches"]) if alert["story"] else ()
        yield {**alert, "feed": shown(alert["feed"]), "outlets": list(outlets(reports or (own,)).names)}


def _write_csv(rows: Iterator[dict[str, Any]], columns: Sequence[str]) -> None:
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _cell(column, row[column]) for column in columns})


def _cell(column: str, value: Any) -> Any:
    if isinstance(value, list):
        value = ("; " if column == "outlets" else " ").join(value)
    # A headline that begins like a formula must not run in a spreadsheet (OWASP, "CSV Injection").
    if column in _WRITTEN_BY_OTHERS and isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
