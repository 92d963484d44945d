"""`resend`: post again what a chat missed, since it is new, or its messages are gone.

What a chat has missed, as far as the database says: alerts that Telegram refused; what went to a former
telegram.chat, if it is the present one; and what was made before its first message and would go there with the
configuration as it is now. An entry that alerted nowhere has no text that could be posted.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import sys
from collections.abc import Iterable
from datetime import datetime

from bot.cli.read import stored
from bot.clock import utc_now
from bot.config import Settings, duration, read_settings, read_token, read_watchlists, require_telegram
from bot.log import setup
from bot.store import Store
from bot.store.missed import Told
from pipelines.errors import ConfigError
from pipelines.model import Telling
from pipelines.render.words import plural
from pipelines.watchlist import Watchlists


class _OnlyLooking(Exception):  # noqa: N818 - no error: it takes back what a dry run has written
    """Ends the transaction of a dry run."""


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch resend`."""
    from bot.digests import all_chats

    settings = read_settings(arguments.config)
    watchlists = read_watchlists(settings.watchlists)
    now = utc_now()
    since = _since(arguments.since, settings, now)
    known = all_chats(settings, watchlists)
    chat = arguments.chat or settings.chat
    if chat not in known:
        raise ConfigError("--chat" if arguments.chat else "telegram.chat", f"{chat!r} is no chat that is configured")
    token = "" if arguments.dry_run else read_token(settings)
    if token or not arguments.dry_run:
        setup(logging.getLevelName(logging.getLogger().level), token)  # as loud as before, with the token masked
        require_telegram(settings, token)
    with stored(settings) as store:
        queued: list[Told] = []
        with contextlib.suppress(_OnlyLooking), store.atomic():
            queued = _queue(store, settings, watchlists, chat, since, now, everything=arguments.all)
            if arguments.dry_run:
                raise _OnlyLooking
        for alert in queued if arguments.dry_run else ():
            print(f"{alert.created_at.astimezone(settings.zone):%Y-%m-%d %H:%M}  {alert.title}")
        verb = "would be posted again" if arguments.dry_run else "queued"
        print(f"wirewatch: {plural(len(queued), 'alert')} for {chat} {verb}", file=sys.stderr)
        mine = {each.id for each in store.outbox.unsent() if each.chat == chat}
        if arguments.dry_run or not mine:
            return 0
        from bot.cli.sending import send_now

        return send_now(settings, watchlists, store, token, mine)


def _since(text: str, settings: Settings, now: datetime) -> datetime:
    """Return the moment (UTC) that `--since` means: a local date or time, or a duration back from now."""
    try:
        return now - duration(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        words = 'is no date, time or duration; write "2026-11-20", "2026-11-20T14:00" or "7d"'
        raise ConfigError("--since", f"{text!r} {words}") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)
    if moment > now:
        raise ConfigError("--since", f"{text} has not come yet in {settings.zone.key}")
    return moment


def _queue(
    store: Store, settings: Settings, watchlists: Watchlists, chat: str, since: datetime, now: datetime,
    *, everything: bool,
) -> list[Told]:  # fmt: skip
    """Queue what `chat` missed since then, or all there was for it, in order; return that."""
    from bot.digests import all_chats

    known = all_chats(settings, watchlists)
    store.chats.adopt_moves(known)
    store.chats.default_chat(settings.chat)
    store.chats.release(chat)
    if chat == settings.chat:
        store.chats.redirect(known, chat)  # what waits for a former one is no loss
    alerts = store.missed.told(since)
    waiting = {each.what for each in alerts if each.chat == chat and each.status == "waiting"}
    former = store.missed.former_chats(known) if chat == settings.chat else set[str]()
    begun = store.missed.first_of(chat) or now
    candidates = []
    for each in alerts:
        if each.again or each.status == "waiting" or each.what in waiting:
            continue
        if each.chat == chat:
            meant = everything or each.status == "refused"
        else:
            early = each.created_at < begun
            meant = each.chat in former or (early and chat in _chats_of(each, settings, watchlists))
        if meant:
            candidates.append(each)
    chosen = candidates if everything else _not_had(candidates, store, chat)
    # The last text of each, in the place of the first.
    latest = {each.what: each for each in chosen}.values()
    day = f"{now.astimezone(settings.zone):%Y-%m-%d}"
    queued = [each for each in latest if store.missed.post_again(each.id, chat, day, now)]
    replaced = {each.what for each in queued}
    for each in alerts:
        if each.chat == chat and each.what in replaced:
            store.missed.forget_message(each.id)
    return queued


def _chats_of(alert: Told, settings: Settings, watchlists: Watchlists) -> set[str]:
    """Return where an entry that alerted would go with the present configuration, as `pipelines.decide` has it."""
    feed = next((feed.chat for feed in settings.feeds if feed.url == alert.feed), "")
    chats = {
        chat
        for rule in watchlists.rules
        if rule.id in alert.rules and rule.alert.pushes
        for chat in watchlists.rule_chats[rule.id]
    }
    watches = [watchlists.watches[name] for name in alert.watches if name in watchlists.watches]
    chats |= {watchlists.chats[watch.id] for watch in watches if watch.alert.pushes}
    return {chat or feed or settings.chat for chat in chats}


def _not_had(candidates: Iterable[Told], store: Store, chat: str) -> list[Told]:
    """Return those that tell `chat` what it has not had: no entry twice, no story begun twice, none that is muted."""
    had, stories = store.missed.had(chat)
    muted, new = store.missed.muted_in(chat), list[Told]()
    for each in candidates:
        begins = each.story if each.telling is Telling.FIRST else None
        if each.what in had or each.story in muted or begins in stories:
            continue
        if begins is not None:
            stories.add(begins)
        had.add(each.what)
        new.append(each)
    return new
