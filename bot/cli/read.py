"""`digest`, `backup`, `export`: what the database tells."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.clock import utc_now
from bot.config import Settings, read_settings, read_token, read_watchlists, require_telegram
from bot.errors import StoreError
from bot.log import setup
from bot.store import Store
from pipelines.digest.values import Edition
from pipelines.errors import ConfigError
from pipelines.model import Report
from pipelines.render.table import ALERT_COLUMNS, FACT_COLUMNS, csv_heading, csv_lines, with_names
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
    from bot.digests import make_digest, span_of
    from bot.suggestions import lately
    from pipelines.render.digest.data import digest_json
    from pipelines.render.digest.page import digest_html
    from pipelines.render.digest.text import digest_text

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
    edition = Edition.WEEKLY if arguments.week else Edition.DAILY
    with stored(settings) as store:
        if arguments.send:
            return _send(settings, watchlists, store, day, edition)
        since, until = span_of(store, settings, None, day, now, edition)
        names = lately(store, watchlists, until)
        made = make_digest(
            store, settings, watchlists, day=day, since=since, until=until, unwatched=names, edition=edition
        )
    render = {
        "text": lambda: digest_text(made, settings.zone),
        "html": lambda: digest_html(made, settings.zone),
        "json": lambda: digest_json(made),
    }
    print(render[arguments.format](), end="")
    return 0


def _send(settings: Settings, watchlists: Watchlists, store: Store, day: date, edition: Edition) -> int:
    from bot.digests import chart, digest_chats, make_digest, queue_digest, span_of
    from bot.suggestions import LOOK_BACK, suggestions_by_chat, with_an_agency
    from pipelines.digest.when import day_span

    token = read_token(settings)
    setup(logging.getLevelName(logging.getLogger().level), token)  # as loud as before, with the token masked
    require_telegram(settings, token)
    chats = digest_chats(settings, watchlists)
    end = min(day_span(day, settings.zone)[1], utc_now())
    names = suggestions_by_chat(with_an_agency(store, end - LOOK_BACK, end), watchlists, chats)
    for chat in chats:
        now = utc_now()  # names and charts take seconds in which the service may poll
        since, until = span_of(store, settings, chat, day, now, edition)
        made = make_digest(
            store, settings, watchlists, day=day, since=since, until=until, chat=chat,
            unwatched=names.get(chat, ()), edition=edition,
        )  # fmt: skip
        # A week that somebody asked for is none of the regular ones.
        if not queue_digest(store, settings, made, chat, now, chart(made), past=edition is Edition.WEEKLY):
            which = f"the week up to {day}" if edition is Edition.WEEKLY else f"{day}"
            print(f"wirewatch: {chat} has had the digest of {which}", file=sys.stderr)
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


def export(arguments: argparse.Namespace) -> int:
    """`wirewatch export [alerts|facts]`."""
    settings = read_settings(arguments.config)
    with stored(settings) as store:
        rows = _alerts(store) if arguments.what == "alerts" else _facts(store, settings)
        if arguments.format == "jsonl":
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
        else:
            columns = ALERT_COLUMNS if arguments.what == "alerts" else FACT_COLUMNS
            sys.stdout.write(csv_heading(columns))
            sys.stdout.writelines(csv_lines(rows, columns))
    return 0


def _facts(store: Store, settings: Settings) -> Iterator[dict[str, Any]]:
    """The facts with the names of their watches; without, if the watchlists can't be read: ids are enough to export."""
    names: dict[str, str] = {}
    try:
        names = {watch.id: watch.name for watch in read_watchlists(settings.watchlists).watches.values()}
    except ConfigError as error:
        print(f"wirewatch: no names of watches: {error}", file=sys.stderr)
    return (with_names(fact, names) for fact in store.entries.facts())


def _alerts(store: Store) -> Iterator[dict[str, Any]]:
    """The alerts without secrets, each with the outlets that have its story by now."""
    for alert in store.entries.alerts():
        own = Report(entry=alert["entry"], source=alert["source"], link=alert["link"])
        reports = store.stories.reports(alert["story"], alert["watches"]) if alert["story"] else ()
        yield {**alert, "feed": shown(alert["feed"]), "outlets": list(outlets(reports or (own,)).names)}
