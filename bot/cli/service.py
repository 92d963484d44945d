"""`run`: the service, one round, and the dry run."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from bot.app import App, house_of, open_app
from bot.cli.pages import listen_key, pages
from bot.config import Settings, read_password, read_settings, read_token, require_telegram
from bot.digests import all_chats
from bot.errors import BadToken
from bot.lock import run_lock
from bot.log import setup
from bot.pace import TELEGRAM
from bot.store.outbox import Outbox
from bot.telegram_chat import TelegramChat
from bot.telegram_updates import TelegramUpdates
from bot.web.guard import require_password
from bot.web.server import require_port
from pipelines.errors import ConfigError
from pipelines.render.alert import with_also
from pipelines.render.words import plural
from pipelines.text import shown


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch run [--once] [--dry-run]`."""
    settings = read_settings(arguments.config)
    token, password = read_token(settings), read_password(settings)
    setup("INFO", token, password)
    if not settings.feeds:
        raise ConfigError(str(settings.file), "there is no [[feed]] to poll; `wirewatch feeds add URL` adds one")
    if not arguments.dry_run:
        require_telegram(settings, token)
    if settings.listen and not arguments.once:
        require_password(settings, settings.listen, password)
    with run_lock(settings.database):
        return asyncio.run(_run(settings, token, password, once=arguments.once, dry_run=arguments.dry_run))


async def _run(settings: Settings, token: str, password: str, *, once: bool, dry_run: bool) -> int:
    async with contextlib.AsyncExitStack() as stack:
        if settings.listen and not once:
            await require_port(settings.listen, listen_key(settings))  # before there is a database
        sender: TelegramChat | None = None
        if not dry_run:
            sender = await stack.enter_async_context(TelegramChat(token, settings.api_url))
        app = await stack.enter_async_context(open_app(settings, sender, limits=TELEGRAM))
        if settings.listen and not once:
            # Before anything is sent: a port that can't be had is an error of the start.
            await stack.enter_async_context(pages(house_of(app), settings.listen, password, listen_key(settings)))
        with app.store.atomic():
            app.store.chats.release_blocked()
            app.store.chats.adopt_moves(all_chats(settings, app.room.matcher.watchlists))
            app.store.chats.default_chat(settings.chat)
        if not dry_run:
            _redirect(app)
        if once:
            return await _once(app)
        if dry_run:
            await _serve_printing(app)
        else:
            updates = await stack.enter_async_context(TelegramUpdates(token, settings.api_url))
            await app.serve(updates=updates)
        return 0


def _redirect(app: App) -> None:
    """What waits for a former default chat goes to the present one: the channel has changed its name."""
    watchlists = app.room.matcher.watchlists
    with app.store.atomic():
        count = app.store.chats.redirect(all_chats(app.settings, watchlists), app.settings.chat)
    if count:
        messages = f"{plural(count, 'message')} waited for a chat that is no longer configured"
        words = f"{messages}; {'it goes' if count == 1 else 'they go'} to {app.settings.chat}"
        print(f"wirewatch: {words}", file=sys.stderr)


async def _once(app: App) -> int:
    try:
        polled, outcome = await app.once()
    except BadToken as error:
        print(f"wirewatch: nothing could be sent: {error.problem}", file=sys.stderr)
        return 1
    failed = [feed for feed in polled if feed.error]
    for feed in failed:
        print(f"wirewatch: {shown(feed.feed.url)}: {feed.error}", file=sys.stderr)
    if app.courier is None:
        print_unsent(app.store.outbox, after=0)
    waiting = app.store.outbox.counts().get("waiting", 0)
    edited = f"{outcome.edited} edited, " if outcome.edited else ""
    print(
        f"wirewatch: polled {plural(len(polled), 'feed')} ({len(failed)} failed), "
        f"{plural(sum(p.new for p in polled), 'new entry', 'new entries')}, "
        f"{plural(outcome.sent, 'message')} sent, {edited}{waiting} waiting",
        file=sys.stderr,
    )
    quiet = app.courier.held_by_quiet_hours() if app.courier else []
    for chat, count, until in quiet:
        end = until.astimezone(app.settings.zone)
        alerts = plural(count, "alert waits", "alerts wait")
        print(f"wirewatch: {chat}: quiet hours, {alerts} until {end:%H:%M}", file=sys.stderr)
    stuck = app.courier is not None and waiting > sum(count for _, count, _ in quiet)
    for problem in dict.fromkeys([*outcome.refused.values(), *(outcome.problems if stuck else ())]):
        print(f"wirewatch: {problem}", file=sys.stderr)
    return 1 if failed or stuck or outcome.refused else 0


async def _serve_printing(app: App) -> None:
    """Run the service, printing each message once instead of sending it."""
    last = 0

    async def show() -> None:
        nonlocal last
        last = print_unsent(app.store.outbox, after=last)

    await app.serve(deliver=show)


def print_unsent(outbox: Outbox, *, after: int) -> int:
    """Print the messages that wait and have an id above `after` as text; return the highest id."""
    for delivery in outbox.deliveries(each.id for each in outbox.unsent() if each.id > after):
        text = with_also(delivery.html, delivery.also).plain
        picture = "[picture]\n" if delivery.picture else ""
        print(f"--- {delivery.kind} {delivery.id} to {delivery.chat}\n{picture}{text}\n", flush=True)
        after = delivery.id
    return after
