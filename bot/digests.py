"""Make the digest of a chat from the database, and send it once for each local day."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.config import Settings
from bot.store import Store
from pipelines.digest import Digest, Reviews, build, day_span, due, heard, span_since, without_wrong
from pipelines.model import Level, Suggestion
from pipelines.render.digest import digest_messages
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)

REVIEWED = timedelta(days=30)
"""How far back a watch's precision looks."""


def digest_chats(settings: Settings, watchlists: Watchlists) -> list[str]:
    """Return the chats that get a digest: the default one, and those of lists with their own."""
    return [chat for chat in dict.fromkeys([settings.chat, *watchlists.chats.values()]) if chat]


def all_chats(settings: Settings, watchlists: Watchlists) -> list[str]:
    """Return every chat that the settings and watchlists name for alerts."""
    rules = (rule.chat for rule in watchlists.rules)
    feeds = (feed.chat for feed in settings.feeds)
    return [chat for chat in dict.fromkeys([*digest_chats(settings, watchlists), *rules, *feeds]) if chat]


def span_of(store: Store, settings: Settings, chat: str, day: date, now: datetime) -> tuple[datetime, datetime]:
    """Return what a digest of `day` for `chat` covers at `now` (UTC): today's goes on where the last one ended."""
    if day == now.astimezone(settings.zone).date():
        last = store.digests.last(chat)
        return span_since(now, last[1] if last else None), now
    since, until = day_span(day, settings.zone)
    return since, min(until, now)


def make_digest(
    store: Store,
    settings: Settings,
    watchlists: Watchlists,
    *,
    day: date,
    since: datetime,
    until: datetime,
    chat: str | None = None,
    unwatched: Sequence[Suggestion] = (),
) -> Digest:
    """Return the digest of a span of time (UTC): of everything, or for `chat` of the lists whose alerts go there.

    A chat is told of no watch and no rule of a list that belongs to another one.
    """
    lists = [part for part in watchlists.lists if chat is None or (part.chat or settings.chat) == chat]
    watches = [watch for part in lists for watch in part.watches]
    titles = {
        rule.id: rule.title or rule.id for part in lists for rule in part.rules if rule.alert is not Level.CONTEXT
    }
    health = store.digests.health([feed.url for feed in settings.feeds], since, until)
    reviews = Reviews(
        wrong=store.digests.wrong(since, until), precision=store.reviews.precision(until - REVIEWED, until)
    )
    items = without_wrong(store.digests.items(since, until), reviews.wrong, watchlists.watches, watchlists.rules)
    if chat is not None:
        hidden = {watch for watch in watchlists.watches if not watchlists.open_to(chat, watch)}
        items = heard(items, hidden, watchlists.watches, watchlists.rules)
    return build(
        day, since, until, items, watches, titles.items(), health, unwatched, reviews,
        alerts=store.digests.alerts(since, until, chat),
    )  # fmt: skip


def queue_digest(store: Store, settings: Settings, digest: Digest, chat: str, now: datetime) -> int:
    """Put a digest into the outbox; return how many messages, 0 if the chat has had that day's digest."""
    with store.atomic():
        if not store.digests.claim(chat, digest.day, digest.since, digest.until, now):
            return 0
        messages = digest_messages(digest, settings.zone)
        for number, message in enumerate(messages):
            store.outbox.put("digest", f"digest:{chat}:{digest.day}:{number}", chat, message, now=now)
    log.info("digest=%s chat=%s messages=%d", digest.day, chat, len(messages))
    return len(messages)


def due_digests(store: Store, settings: Settings, watchlists: Watchlists, now: datetime) -> list[tuple[str, date]]:
    """Return the chats whose digest is due at `now` (UTC), each with the local day."""
    if settings.digest is None:
        return []
    found = []
    for chat in digest_chats(settings, watchlists):
        last = store.digests.last(chat)
        if day := due(now, settings.zone, settings.digest, last[0] if last else None):
            found.append((chat, day))
    return found


def queue_due_digests(
    store: Store, settings: Settings, watchlists: Watchlists, now: datetime, unwatched: Sequence[Suggestion] = ()
) -> int:
    """Put every digest that is due at `now` (UTC) into the outbox; return how many messages that made."""
    queued = 0
    for chat, day in due_digests(store, settings, watchlists, now):
        last = store.digests.last(chat)
        since = span_since(now, last[1] if last else None)
        digest = make_digest(
            store, settings, watchlists, day=day, since=since, until=now, chat=chat, unwatched=unwatched
        )
        queued += queue_digest(store, settings, digest, chat, now)
    return queued
