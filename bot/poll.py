"""The straight line of one poll.

    fetch (conditional GET)
    | parse_feed        document → entries
    | compare           entries → arrivals: new, changed, same, held
    | Matcher.match     entry → mentions, rules, facts
    | place             entry → story
    | decide            → alert, added to one, digest, review, context, held, nothing; with the reason
    | render_alert      → message
    | one transaction   entries, mentions, stories, decisions, outbox, and that the feed was polled

Between the fetch and the transaction everything is pure. Because the validators for the next conditional GET
are written in the same transaction, whatever fails on the way is simply polled again.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.config import FeedSettings, Settings
from bot.errors import FetchError, StoreError
from bot.fetch import Fetched, Fetcher, Validators
from bot.notes import note_admins
from bot.store import Store
from bot.store.feeds import FeedState
from bot.stories import ready, rebuilt, remembered, show_outlets
from pipelines.arrivals import Arrival, Arrivals, State, compare
from pipelines.decide import SAME_LINK, SAME_TITLE, UNTOLD, Policy, Told, decide, meant_for
from pipelines.errors import FeedError
from pipelines.feeds import distinct, parse_feed
from pipelines.matcher import NO_MATCH, Matcher
from pipelines.model import Match, ParsedFeed, Status, StorySoFar
from pipelines.render.alert import alert_line, render_alert
from pipelines.stories.newcomer import Newcomer
from pipelines.stories.window import Window, place
from pipelines.text import shown
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)

FEEDS_AT_ONCE = 16
LONGEST_BACKOFF = timedelta(hours=24)
STORE_PAUSE = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """What polling needs of the world. `matcher` is replaced when the watchlists change."""

    settings: Settings
    store: Store
    fetcher: Fetcher
    matcher: Matcher
    worker: Executor  #: one thread for parsing and matching: spaCy's vocabulary is not shared
    now: Callable[[], datetime]  #: aware, UTC
    polling: set[str] = field(default_factory=set)  #: URLs of the feeds being polled at this moment
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FEEDS_AT_ONCE))
    hosts: dict[str, asyncio.Lock] = field(default_factory=dict)
    stories: Window | None = None  #: None: built from the database when it is needed next
    rebuilding: asyncio.Lock = field(default_factory=asyncio.Lock)
    rest_until: datetime | None = None  #: when the database may be tried again; None: it takes what it gets


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What came of polling one feed."""

    feed: FeedSettings
    entries: int = 0  #: in the document; 0 if it was not modified
    new: int = 0
    alerts: int = 0  #: messages put into the outbox
    error: str = ""  #: in words; "" if all went well


async def poll_feeds(room: Newsroom, feeds: Iterable[FeedSettings]) -> list[Polled]:
    """Poll `feeds`, several at once but one at a time for each host; one bad feed never stops the others.

    Feeds that are being polled already are left out, so that a slow one can't pile up.
    """
    chosen = [feed for feed in feeds if feed.url not in room.polling]
    room.polling.update(feed.url for feed in chosen)

    async def in_turn(feed: FeedSettings) -> Polled:
        try:
            async with room.hosts.setdefault(urlsplit(feed.url).netloc, asyncio.Lock()), room.slots:
                return await _guarded(room, feed)
        finally:
            room.polling.discard(feed.url)

    return list(await asyncio.gather(*(in_turn(feed) for feed in chosen)))


async def _guarded(room: Newsroom, feed: FeedSettings) -> Polled:
    """Poll one feed; whatever goes wrong becomes words, in the log and on the feed's row."""
    try:
        with room.store.in_words():
            polled = await poll_feed(room, feed)
        room.rest_until = None
    except FeedError as error:
        after = error.retry_after if isinstance(error, FetchError) else None
        polled = Polled(feed=feed, error=error.problem)
        _record_failure(room, feed, error.problem, after)
    except StoreError as error:
        # Not the feed's fault, so nothing is noted against it. But what can't be stored must not be fetched at
        # every tick of the service's clock.
        room.rest_until = room.now() + STORE_PAUSE
        polled = Polled(feed=feed, error=str(error))
    except Exception as error:
        log.exception("feed=%s status=crashed", shown(feed.url))
        polled = Polled(feed=feed, error=f"internal error: {error!r}")
        _record_failure(room, feed, polled.error, None)
    level = logging.WARNING if polled.error else logging.INFO
    outcome = f"status=failed error={polled.error!r}" if polled.error else "status=ok"
    log.log(level, "feed=%s entries=%d new=%d alerts=%d %s", shown(feed.url), polled.entries, polled.new,
            polled.alerts, outcome)  # fmt: skip
    return polled


def _record_failure(room: Newsroom, feed: FeedSettings, problem: str, after: float | None) -> None:
    now = room.now()
    try:
        with room.store.atomic():
            failures = room.store.feeds.state(feed.url).failures + 1
            due = next_poll(room.settings, feed, now, failures=failures, retry_after=after)
            room.store.feeds.failed(feed.url, problem, now=now, next_poll_at=due)
    except StoreError as error:
        room.rest_until = now + STORE_PAUSE
        log.error("feed=%s error=%r", shown(feed.url), str(error))


def next_poll(
    settings: Settings, feed: FeedSettings, now: datetime, *, failures: int = 0, retry_after: float | None = None
) -> datetime:
    """Return when the feed is due again: its interval, doubled with every failure in a row, up to a day.

    A fixed share of up to a tenth, different for every feed, keeps them from all being due at once. The
    server's Retry-After (seconds) is obeyed, also up to a day.
    """
    interval = feed.interval or settings.poll
    spread = zlib.crc32(feed.url.encode()) % 1000 / 10_000
    wait: timedelta = min(interval * (1 + spread) * 2 ** min(failures, 10), max(LONGEST_BACKOFF, interval))
    if retry_after:
        wait = max(wait, min(timedelta(seconds=retry_after), LONGEST_BACKOFF))
    return now + wait


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A feed's document with all that was read in it, ready to be decided and stored."""

    feed: FeedSettings
    state: FeedState
    fetched: Fetched
    parsed: ParsedFeed
    arrivals: Arrivals
    matches: list[Match]  #: of the arrivals, in their order
    newcomers: list[Newcomer | None]  #: the same; None for what is known
    watchlists: Watchlists
    followers: Mapping[str, tuple[str, ...]]  #: private chats by watch id


async def poll_feed(room: Newsroom, feed: FeedSettings) -> Polled:
    """Poll one feed and store all that follows from it; raises `FeedError` or `StoreError`."""
    state = room.store.feeds.state(feed.url)
    fetched = await room.fetcher.get(feed.url, Validators(state.etag, state.last_modified))
    if fetched.status == 304:
        with room.store.atomic():
            _succeeded(room, feed, fetched, None, new=False)
        return Polled(feed=feed)
    loop = asyncio.get_running_loop()
    parsed = await loop.run_in_executor(room.worker, _parse, fetched, feed)
    recall = room.store.entries.recall(feed.url, parsed.entries, state.last_success_at)
    arrivals = compare(parsed.entries, recall)
    matcher = room.matcher
    matches, newcomers = await loop.run_in_executor(room.worker, _study, matcher, arrivals, room.now())
    read = _Read(
        feed=feed, state=state, fetched=fetched, parsed=parsed, arrivals=arrivals, matches=matches,
        newcomers=newcomers, watchlists=matcher.watchlists,
        followers=room.store.follows.all() if room.settings.follow else {},
    )  # fmt: skip
    window = await _stories(room) if any(newcomers) else Window()
    try:
        polled = _record(room, read, window)
    except BaseException:
        if any(newcomers):
            room.stories = None  # it may hold entries that the database does not
        raise
    for problem in parsed.problems:
        log.info("feed=%s problem=%r", shown(feed.url), problem)
    return polled


def _parse(fetched: Fetched, feed: FeedSettings) -> ParsedFeed:
    parsed = parse_feed(
        fetched.body,
        fetched.final_url,
        content_type=fetched.content_type,
        source=feed.publisher,
        language=feed.language,
    )
    # Entries belong to the feed that was asked for, wherever it redirects to today.
    return replace(parsed, entries=tuple(replace(entry, feed=feed.url) for entry in distinct(parsed.entries)))


def _study(matcher: Matcher, arrivals: Arrivals, now: datetime) -> tuple[list[Match], list[Newcomer | None]]:
    """Do what needs no memory of other entries: find the names, and make new entries ready for grouping."""
    matches = [NO_MATCH if item.state is State.SAME else matcher.match(item.entry) for item in arrivals.items]
    newcomers = [ready(item.entry, now, item.link_key) if item.known is None else None for item in arrivals.items]
    return matches, newcomers


async def _stories(room: Newsroom) -> Window:
    """Return the window of open stories, built from the database if that was not done yet."""
    async with room.rebuilding:
        if room.stories is None:
            rows = remembered(room.store, room.now())
            room.stories = await asyncio.get_running_loop().run_in_executor(room.worker, rebuilt, rows)
        return room.stories


def _succeeded(room: Newsroom, feed: FeedSettings, fetched: Fetched, parsed: ParsedFeed | None, *, new: bool) -> None:
    now = room.now()
    # A document that broke off must be fetched again in full: "not modified" would hide what it lacked.
    keep = parsed is None or parsed.complete
    room.store.feeds.succeeded(
        feed.url,
        title=parsed.title if parsed else None,
        etag=fetched.validators.etag if keep else "",
        last_modified=fetched.validators.last_modified if keep else "",
        new=new,
        baseline=keep,
        moved_to=fetched.moved_to,
        now=now,
        next_poll_at=next_poll(room.settings, feed, now),
    )


def _record(room: Newsroom, read: _Read, window: Window) -> Polled:
    """Decide and store everything in one transaction. No await in here: nothing can come between."""
    now, entries = room.now(), room.store.entries
    # Oldest first, so that alerts come in the order of events; documents begin with the newest.
    found = list(zip(read.arrivals.items, read.matches, read.newcomers, strict=True))[::-1]
    found.sort(key=lambda each: each[0].entry.published or now)
    named = [arrival for arrival, match, _ in found if match.mentions]
    told = entries.told(
        [arrival.link_key for arrival in named],
        [arrival.title_key for arrival in named],
        links_since=now - SAME_LINK,
        titles_since=now - SAME_TITLE,
    )
    alerts = 0
    with room.store.atomic():
        keys = [_store(room, arrival, now) for arrival, _, _ in found]
        placements = place(
            [replace(each, id=str(key)) for key, (_, _, each) in zip(keys, found, strict=True) if each], window
        )
        room.store.stories.placed(placements, now)
        grown = set[int]()  # stories of entries that name a watch
        for key, (arrival, match, _) in zip(keys, found, strict=True):
            # What was told before this version of the entry is stored.
            story = room.store.stories.so_far(key) if match.watches(Status.SURE) else UNTOLD
            if match.mentions or arrival.state is State.CHANGED:
                entries.found(key, arrival.entry, match)
            if match.mentions:
                alerts += _decide(room, read, arrival, match, key, told, story)
            if story.story is not None:
                grown.add(story.story)
        for story_key in sorted(grown):
            show_outlets(room.store, story_key, now)
        if read.arrivals.storm:
            note = f"{read.feed.label} {read.arrivals.storm}. ({shown(read.feed.url)})"
            key_of_note = f"storm:{read.feed.url}:{now:%Y-%m-%d}"
            note_admins(room.store.outbox, room.settings.admins, key_of_note, note, now)
        new = sum(1 for arrival, _, _ in found if arrival.known is None)
        _succeeded(room, read.feed, read.fetched, read.parsed, new=new > 0)
    return Polled(feed=read.feed, entries=len(read.parsed.entries), new=new, alerts=alerts)


def _store(room: Newsroom, item: Arrival, now: datetime) -> int:
    """Store an arrival as far as it differs from what is stored; return its key."""
    entries = room.store.entries
    if item.known is None:
        return entries.add(item.entry, now)
    if item.alias:
        entries.alias(item.known.key, item.entry)
    if item.state is State.CHANGED:
        entries.change(item.known.key, item.entry, now)
    return item.known.key


def _decide(
    room: Newsroom, read: _Read, arrival: Arrival, match: Match, key: int, told: Told, story: StorySoFar
) -> int:
    """Decide on a stored entry, and put a message for each route into the outbox; return how many were put."""
    now, settings = room.now(), room.settings
    policy = Policy(
        first_poll=settings.first_poll, max_age=settings.max_age, chat=settings.chat, feed_chat=read.feed.chat,
        dedupe=read.feed.dedupe, muted=frozenset(room.store.mutes.watches(now)), followers=read.followers,
    )  # fmt: skip
    first_poll = read.state.baseline_at is None
    decision = decide(arrival, match, read.watchlists, policy, told=told, story=story, first_poll=first_poll, now=now)
    room.store.entries.decided(key, decision, now)
    if not decision.routes:
        return 0
    told.add(arrival, {route.chat for route in decision.routes})
    titles = {rule.id: rule.title for rule in read.watchlists.rules}
    put = 0
    for route in decision.routes:
        meant = meant_for(match, route)
        message = render_alert(arrival.entry, meant, route, titles, settings.zone)
        keys = (arrival.link_key, arrival.title_key)
        # A feed without dedupe speaks for itself: what it tells is no part of what is told of the story.
        of = story.story if read.feed.dedupe else None
        line = alert_line(arrival.entry, meant, route, titles)
        put += room.store.outbox.put_alert(key, route, message, keys, story=of, now=now, line=line)
    return put
