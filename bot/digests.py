"""Make the digests of a chat from the database, and send each once: one a local day, one a week."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from bot.config import Settings
from bot.notes import note_admins
from bot.store import Store
from pipelines.digest.build import build, heard, reviewable, without_wrong
from pipelines.digest.trends import LOOKS, counted, series, trends
from pipelines.digest.values import Digest, Edition, Item, Reviews
from pipelines.digest.when import day_ending, day_span, due, due_week, marks, span_since, week_span
from pipelines.model import Level, Message, Suggestion, Watch
from pipelines.render.chart import chart_message
from pipelines.render.digest.telegram import digest_messages
from pipelines.render.telegram import message_link
from pipelines.render.words import plural
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)

REVIEWED = timedelta(days=30)
"""How far back a watch's precision looks."""
WEEKLY_HOUR = time(8)
"""When the weekly digest comes where there is no daily one."""
ALARM = 5
"""So many empty days in a row are told to the admins, and each time as many more.

For each chat by itself: a chat whose list is small, or rarely in the news, has its admins asked that often by design.
"""


def digest_chats(settings: Settings, watchlists: Watchlists) -> list[str]:
    """Return the chats that get a digest: the default one, and those of lists with their own."""
    return [chat for chat in dict.fromkeys([settings.chat, *watchlists.chats.values()]) if chat]


def all_chats(settings: Settings, watchlists: Watchlists) -> list[str]:
    """Return every chat that the settings and watchlists name for alerts."""
    rules = (rule.chat for rule in watchlists.rules)
    feeds = (feed.chat for feed in settings.feeds)
    return [chat for chat in dict.fromkeys([*digest_chats(settings, watchlists), *rules, *feeds]) if chat]


def span_of(
    store: Store, settings: Settings, chat: str | None, day: date, now: datetime, edition: Edition = Edition.DAILY
) -> tuple[datetime, datetime]:
    """Return what a digest of `day` for `chat` covers at `now` (UTC).

    Today's goes on where the chat's last one ended; with no chat it begins at midnight, as that of a past day does. A
    weekly one covers the seven local days that end with `day`, so far.
    """
    if edition is Edition.WEEKLY:
        since, until = week_span(day, settings.zone)
    elif chat is not None and day == now.astimezone(settings.zone).date():
        return _since_last(store, chat, now)
    else:
        since, until = day_span(day, settings.zone)
    return since, min(until, now)


def _since_last(store: Store, chat: str, now: datetime) -> tuple[datetime, datetime]:
    """What the chat's daily digest covers if it is made at `now`, be it today's or that of a missed hour."""
    last = store.digests.last(chat, now=now)
    return span_since(now, last[1] if last else None), now


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
    edition: Edition = Edition.DAILY,
    now: datetime | None = None,
) -> Digest:
    """Return the digest of a span of time (UTC): of everything, or for `chat` of the lists whose alerts go there.

    A chat is told of no watch and no rule of a list that belongs to another one. `now` is when it is made, if it is to
    tell how the feeds fare then; None: how they fared at `until`, if that is known. A story's days change at the
    digest's hour, and at midnight in one that begins there.
    """
    lists = [part for part in watchlists.lists if chat is None or (part.chat or settings.chat) == chat]
    watches = [watch for part in lists for watch in part.watches]
    titles = {
        rule.id: rule.title or rule.id for part in lists for rule in part.rules if rule.alert is not Level.CONTEXT
    }
    health = store.digests.health({feed.url: feed.label for feed in settings.feeds}, since, until, now)
    reviews = Reviews(
        wrong=store.digests.wrong(since, until), precision=store.reviews.precision(until - REVIEWED, until)
    )
    names = {
        key: watch.name for key, watch in watchlists.watches.items() if chat is None or watchlists.open_to(chat, key)
    }
    items = _items(store, watchlists, since, until, reviews, watchlists.watches.keys() - names.keys())
    items = reviewable(items, watchlists.watches, [rule for part in lists for rule in part.rules])
    items = items if chat is None else _linked(store, items, chat)
    whole = edition is Edition.WEEKLY or since == day_span(day, settings.zone)[0]
    digest = build(
        day, since, until, items, watches, titles.items(), health, unwatched, reviews,
        alerts=store.digests.alerts(since, until, chat), zone=settings.zone, at=None if whole else settings.digest,
    )  # fmt: skip
    return replace(digest, edition=edition, names=names, **_compared(store, settings, watches, digest, edition))


def _items(
    store: Store, watchlists: Watchlists, since: datetime, until: datetime, reviews: Reviews, hidden: Collection[str]
) -> list[Item]:
    """What came in a span of time, without what was marked wrong and without hidden watches."""
    items = store.digests.items(since, until, hidden)
    items = without_wrong(items, reviews.wrong, watchlists.watches, watchlists.rules)
    return heard(items, hidden, watchlists.watches, watchlists.rules) if hidden else items


def _linked(store: Store, items: Sequence[Item], chat: str) -> list[Item]:
    """The items with what the chat was pushed of them, and the addresses of the messages that told it of them."""
    told, address = store.digests.tellings(items, chat), store.chats.address(chat)
    pushed = store.digests.pushed(items, chat)
    return [
        replace(
            item,
            pushed=item.key in pushed,
            alert=message_link(address, told[item.key]) if item.key in told else "",
        )
        for item in items
    ]


def _compared(
    store: Store, settings: Settings, watches: Sequence[Watch], digest: Digest, edition: Edition
) -> dict[str, Any]:
    """How loud each watch was in the days or weeks up to the digest's end, and of which that is news."""
    look = LOOKS[edition]
    bounds = marks(digest.until, settings.zone, look.days, look.spans)
    counts = counted(store.digests.named(bounds[0], bounds[-1]), bounds)
    names = {watch.id: watch.name for watch in watches if watch.alert is not Level.CONTEXT}
    covered = store.digests.covered(bounds)
    loudest = series(counts, names, covered)
    end, at = day_ending(digest.until, settings.zone)
    return {
        "trends": trends(counts, names, covered, look),
        "series": loudest,
        "series_end": end if loudest else None,
        "series_at": at,
    }


def chart(digest: Digest) -> Message | None:
    """Return the picture that goes with a digest; None if there is nothing to show.

    None also where it can't be drawn: that is logged, and the digest goes without. It takes a second or so, and may run
    in any one thread.
    """
    try:
        return chart_message(digest)
    except Exception:
        log.exception("digest=%s chart=unusable", digest.day)
        return None


def queue_digest(
    store: Store,
    settings: Settings,
    digest: Digest,
    chat: str,
    now: datetime,
    picture: Message | None = None,
    *,
    past: bool = False,
) -> int:
    """Put a digest into the outbox, with its picture behind it; only the first message makes a sound.

    Returns how many messages that are, 0 if the chat has had the digest. `now` is when the digest was made. `past`: it
    is none of the regular ones, so that the next of these goes on before it; nor is a daily one that ended before then.
    """
    past = past or (digest.edition is Edition.DAILY and digest.until < now)
    with store.atomic():
        if not store.digests.claim(
            chat, digest.day, digest.since, digest.until, now, edition=digest.edition, past=past, empty=digest.empty
        ):
            return 0
        messages = [*digest_messages(digest, settings.zone), *([picture] if picture else [])]
        kind = "digest" if digest.edition is Edition.DAILY else "weekly"
        for number, message in enumerate(messages):
            key = f"{kind}:{chat}:{digest.day}:{number}"
            store.outbox.put("digest", key, chat, message, now=now, silent=number > 0)
        if digest.empty and digest.edition is Edition.DAILY and not past:
            _tell_of_empty_days(store, settings, digest, chat, now)
    log.info("digest=%s edition=%s chat=%s messages=%d", digest.day, digest.edition, chat, len(messages))
    return len(messages)


def _tell_of_empty_days(store: Store, settings: Settings, digest: Digest, chat: str, now: datetime) -> None:
    """Every few empty days in a row, ask the admins whether all is well."""
    row, health = store.digests.empty_in_a_row(chat), digest.health
    if not row or row % ALARM:
        return
    if health.answered is None:
        answered = f"{plural(health.feeds, 'feed')} are configured"
    else:
        answered = f"{health.answered} of {plural(health.feeds, 'feed')} answered"
    note_admins(
        store.outbox, settings.admins, f"empty:{chat}:{digest.day}",
        f"{row} daily digests of {chat} in a row were empty: no watched name was in the news. In the span of the last "
        f"one {answered}, with {plural(health.entries, 'new entry', 'new entries')}. Is something wrong with the feeds "
        "or watchlists? `wirewatch check` looks at both.",
        now,
    )  # fmt: skip


def due_digests(
    store: Store, settings: Settings, watchlists: Watchlists, now: datetime
) -> list[tuple[str, Edition, date]]:
    """Return the chats whose digest is due at `now` (UTC), each with the edition and its local day.

    The day of a weekly one is the last that it covers.
    """
    found: list[tuple[str, Edition, date]] = []
    for chat in digest_chats(settings, watchlists):
        last = {edition: (store.digests.last(chat, edition, now) or (None,))[0] for edition in Edition}
        if settings.digest is not None and (day := due(now, settings.zone, settings.digest, last[Edition.DAILY])):
            found.append((chat, Edition.DAILY, day))
        if settings.weekly is not None:
            hour = settings.digest or WEEKLY_HOUR
            if day := due_week(now, settings.zone, hour, settings.weekly, last[Edition.WEEKLY]):
                found.append((chat, Edition.WEEKLY, day))
    # What was sent by hand, or by a clock that was wrong, has been sent all the same.
    return [each for each in found if not store.digests.made(*each)]


def make_due_digests(
    store: Store,
    settings: Settings,
    watchlists: Watchlists,
    clock: Callable[[], datetime],
    unwatched: Mapping[str, Sequence[Suggestion]] = MappingProxyType({}),
) -> Iterator[tuple[str, Digest, datetime]]:
    """Yield every digest that is due, with its chat and when it was made (UTC); `unwatched` are names by chat.

    Each is made when it is asked for, by what `clock` tells then: meanwhile feeds may have been polled.
    """
    for chat, edition, day in due_digests(store, settings, watchlists, clock()):
        now = clock()
        weekly = edition is Edition.WEEKLY
        since, until = week_span(day, settings.zone) if weekly else _since_last(store, chat, now)
        digest = make_digest(
            store, settings, watchlists, day=day, since=since, until=until, chat=chat,
            unwatched=unwatched.get(chat, ()), edition=edition, now=now,
        )  # fmt: skip
        yield chat, digest, now
