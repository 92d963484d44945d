"""Builds everything and runs it: the only room that knows all others.

The service is a clock with four jobs, each a plain coroutine that a test or `run --once` can call as well:
poll what is due, deliver, send the digest when its hour has come, tidy up. What is due stands in the database,
so a restart forgets nothing. Beside the clock runs the loop that hears what people write to the bot.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import utc_now
from bot.commands.desk import Desk
from bot.commands.listen import listen
from bot.config import Settings, read_watchlists
from bot.courier import Courier, deliver_all
from bot.digests import all_chats, chart, due_digests, make_due_digests, queue_digest
from bot.errors import StoreError
from bot.fetch import fetcher_for
from bot.pace import Limits, Pace
from bot.poll import Newsroom, Polled, poll_feeds
from bot.post import Outcome
from bot.reloading import Files, signature_of
from bot.store import Store
from bot.suggestions import LOOK_BACK, suggestions_by_chat, with_an_agency
from bot.telegram_chat import TelegramChat
from bot.telegram_updates import TelegramUpdates
from bot.web.site import House, When
from pipelines.matcher import Matcher
from pipelines.model import Suggestion
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)

POLL_TICK = 5  # seconds between looks at what is due
DELIVERY_TICK = 0.5
DIGEST_TICK = 20
TIDY_TICK = 3600
FAREWELL = 20
"""Seconds that running jobs get to finish when the service is told to stop."""


@dataclass(slots=True, kw_only=True)
class App:
    """All parts together. `courier` None means a dry run or a command that sends nothing."""

    store: Store
    room: Newsroom
    files: Files
    desk: Desk  #: what commands in chat work with
    courier: Courier | None
    now: Callable[[], datetime]
    first_round: asyncio.Task[list[Polled]] | None = None  #: done when every feed was polled once since the start
    stopping: bool = False  #: no further message is begun
    running: set[asyncio.Task[None]] = field(default_factory=set)
    rounds: set[asyncio.Task[list[Polled]]] = field(default_factory=set)

    @property
    def settings(self) -> Settings:
        """Return the settings in force: config.toml may change while the service runs."""
        return self.room.settings

    # --- jobs -----------------------------------------------------------------------------------

    async def poll_all(self) -> list[Polled]:
        """Poll every feed, whatever its next poll time."""
        return await poll_feeds(self.room, self.settings.feeds)

    async def poll_due(self) -> None:
        """Start polling the feeds that are due; a slow one holds up nobody."""
        self.files.look()
        if self.room.rest_until and self.room.rest_until > self.now():
            return
        feeds = {feed.url: feed for feed in self.settings.feeds}
        due = [feeds[url] for url in self.store.feeds.due(feeds, self.now())]
        task = asyncio.create_task(poll_feeds(self.room, due))
        self.first_round = self.first_round or task
        self.rounds.add(task)
        task.add_done_callback(self._round_done)

    def _round_done(self, task: asyncio.Task[list[Polled]]) -> None:
        self.rounds.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("job=poll crashed", exc_info=error)

    async def deliver(self) -> None:
        """Begin to send what may be sent now; a chat that waits holds up nobody."""
        if self.courier:
            self.courier.start_due()

    async def digest(self) -> None:
        """Queue the digests whose local hour has come, once the feeds have been polled."""
        lists, settings = self.room.matcher.watchlists, self.settings
        polled = self.first_round and self.first_round.done()
        due = due_digests(self.store, settings, lists, self.now()) if polled else []
        if not due:
            return
        names = await self._unwatched(lists, {chat for chat, _, _ in due})
        for chat, digest, now in make_due_digests(self.store, settings, lists, self.now, names):
            loop = asyncio.get_running_loop()
            picture = await loop.run_in_executor(self.room.worker, chart, digest)
            queue_digest(self.store, settings, digest, chat, now, picture)

    async def _unwatched(self, watchlists: Watchlists, chats: Set[str]) -> dict[str, tuple[Suggestion, ...]]:
        """Names that one could watch, by chat. It takes seconds, so the loop goes on meanwhile."""
        now = self.now()
        entries = with_an_agency(self.store, now - LOOK_BACK, now)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.room.worker, suggestions_by_chat, entries, watchlists, chats)
        except Exception:
            log.exception("job=digest model=unusable")  # a digest without them is still a digest
            return {}

    async def tidy(self) -> None:
        """Drop old texts without a watched name and let the database tidy itself."""
        with self.store.atomic():
            dropped = self.store.entries.prune(self.now() - self.settings.keep)
        self.store.tidy()
        log.info("tidied texts_dropped=%d", dropped)

    # --- the service ------------------------------------------------------------------------------

    async def _job(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run one job; whatever escapes it is logged with its traceback, and the next run tries again."""
        task = asyncio.current_task()
        assert task is not None
        self.running.add(task)
        try:
            with self.store.in_words():
                await work()
        except StoreError as error:
            log.error("job=%s error=%s", name, error)
        except Exception:
            log.exception("job=%s crashed", name)
        finally:
            self.running.discard(task)

    async def serve(
        self, deliver: Callable[[], Awaitable[None]] | None = None, *, updates: TelegramUpdates | None = None
    ) -> None:
        """Run the jobs until SIGINT or SIGTERM, then let those that run finish.

        A dry run gives its own `deliver`. What people write to the bot comes through `updates`; None: nobody is heard.
        """
        scheduler = AsyncIOScheduler(
            timezone=UTC,
            # A busy loop must not skip a run (the default grace is one second), nor make up for missed ones.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        now = self.now()
        for name, work, seconds in (
            ("poll", self.poll_due, POLL_TICK),
            ("deliver", deliver or self.deliver, DELIVERY_TICK),
            ("digest", self.digest, DIGEST_TICK),
            ("tidy", self.tidy, TIDY_TICK),
        ):
            scheduler.add_job(
                self._job, "interval", args=[name, work], seconds=seconds, id=name, name=name,
                next_run_time=now + timedelta(seconds=TIDY_TICK if name == "tidy" else 0),
            )  # fmt: skip
        # A job that takes longer than its tick is no news; APScheduler would warn of it at every tick.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        scheduler.start()
        listener = None
        if updates and self.courier:
            listener = asyncio.create_task(listen(self.desk, updates, self.courier, stop))
        log.info("started feeds=%d watches=%d chat=%s", len(self.settings.feeds),
                 len(self.room.matcher.watchlists.watches), self.settings.chat)  # fmt: skip
        try:
            await stop.wait()
            log.info("stopping")
            self.stopping = True
            scheduler.pause()
            # Deliveries finish, so that no message is sent without our note of it. Polls may be cut off: what
            # they found is not stored yet and comes again.
            if last := {*self.running, *([listener] if listener else [])}:
                await asyncio.wait(last, timeout=FAREWELL)
            if self.courier:
                await self.courier.rest(FAREWELL)
        finally:
            scheduler.shutdown(wait=False)
            cut_off = [*self.rounds, *([listener] if listener else [])]
            for task in cut_off:
                task.cancel()
            await asyncio.gather(*cut_off, return_exceptions=True)
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)
        log.info("stopped")

    async def once(self) -> tuple[list[Polled], Outcome]:
        """Poll every feed once and send all that waits; raises `BadToken`."""
        polled = await self.poll_all()
        outcome = Outcome()
        if self.courier:
            outcome = await deliver_all(self.courier)
        return polled, outcome


def house_of(app: App) -> House:
    """Return what the pages need of the service. They live in its loop, and it looks at its files by itself."""
    return House(
        settings=lambda: app.settings,
        watchlists=lambda: app.room.matcher.watchlists,
        look=lambda: None,
        reload=app.files.read,
        trouble=lambda: app.files.broken,
        now=app.now,
        added=_soon,
    )


async def _soon() -> When:
    """The clock looks every `POLL_TICK` seconds at what is due, and what was never polled is."""
    return When.SOON


def courier_for(room: Newsroom, sender: TelegramChat, pace: Pace) -> Courier:
    """Return who delivers what the newsroom puts into the outbox."""
    return Courier(
        room.store,
        sender,
        settings=lambda: room.settings,
        configured=lambda: all_chats(room.settings, room.matcher.watchlists),
        now=room.now,
        pace=pace,
    )


@contextlib.asynccontextmanager
async def open_app(
    settings: Settings,
    sender: TelegramChat | None,
    *,
    now: Callable[[], datetime] = utc_now,
    limits: Limits | None = None,
) -> AsyncIterator[App]:
    """Build everything from the settings; raises `ConfigError` or `StoreError` with what is wrong.

    `limits` are those of Telegram, None for a server that has none.
    """
    signature = signature_of(settings)
    watchlists = read_watchlists(settings.watchlists)
    store = Store(settings.database)
    worker, study = (ThreadPoolExecutor(max_workers=1, thread_name_prefix=name) for name in ("read", "study"))
    try:
        async with fetcher_for(settings, now) as fetcher:
            room = Newsroom(
                settings=settings, store=store, fetcher=fetcher, matcher=Matcher(watchlists), worker=worker, now=now
            )
            with store.in_words():
                courier = courier_for(room, sender, Pace(limits)) if sender else None
            files = Files(room, signature)
            desk = Desk(room=room, reload=files.read, trouble=lambda: files.broken, study=study, started=now())
            app = App(store=store, room=room, files=files, desk=desk, courier=courier, now=now)
            if courier:
                courier.stopping = lambda: app.stopping
            yield app
    finally:
        for executor in (worker, study):
            executor.shutdown(wait=True, cancel_futures=True)
        store.close()
