"""What `digest --send` and `resend` share: sending what waits, unless a service runs that does it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Collection

from bot.clock import utc_now
from bot.config import Settings, group_of
from bot.courier import Courier, deliver_all
from bot.digests import all_chats
from bot.lock import AlreadyRunning, run_lock
from bot.pace import TELEGRAM, Pace
from bot.store import Store
from bot.store.chats import topic_of
from bot.telegram_chat import TelegramChat
from pipelines.render.words import plural
from pipelines.watchlist import Watchlists


def send_now(settings: Settings, watchlists: Watchlists, store: Store, token: str, mine: Collection[int]) -> int:
    """Send all that waits, or leave it to the service that runs; return the exit status.

    Which of the messages `mine` (rows of the outbox) did not go out is said, with the reason; that quiet hours hold
    some is no failure.
    """
    try:
        with run_lock(settings.database):
            return asyncio.run(_send(settings, watchlists, store, token, mine))
    except AlreadyRunning:
        print("wirewatch: queued; the running service sends it", file=sys.stderr)
        return 0


async def _send(
    settings: Settings, watchlists: Watchlists, store: Store, token: str, mine: Collection[int]
) -> int:  # fmt: skip
    known = all_chats(settings, watchlists)
    async with TelegramChat(token, settings.api_url) as sender:
        courier = Courier(
            store, sender, settings=lambda: settings, configured=lambda: known, now=utc_now, pace=Pace(TELEGRAM)
        )
        outcome = await deliver_all(courier)
        quiet = {chat: until.astimezone(settings.zone) for chat, _, until in courier.held_by_quiet_hours()}
    failed = [words for number, words in outcome.refused.items() if number in mine]
    left = [each.chat for each in store.outbox.unsent() if each.id in mine]
    for chat in dict.fromkeys(left):
        messages = plural(left.count(chat), "message waits", "messages wait")
        if chat in quiet:
            print(f"wirewatch: {chat}: quiet hours, {messages} until {quiet[chat]:%H:%M}", file=sys.stderr)
            continue
        failed += [words for words in outcome.problems if words.startswith(f"{chat}: ")]
        held = store.chats.held(utc_now())
        failed += [f"{where}: {error}" for where, error in held if where in (topic_of(chat), group_of(chat))]
        failed.append(f"{chat}: {messages}; the next run goes on")
    if outcome.sent:
        print(f"wirewatch: {plural(outcome.sent, 'message')} sent", file=sys.stderr)
    for words in dict.fromkeys(failed):
        print(f"wirewatch: {words}", file=sys.stderr)
    return 1 if failed else 0
