"""What the pages need of the world."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Concatenate, ParamSpec, TypeVar

from aiohttp import web

from bot.config import Settings
from bot.store import Store
from bot.tries import Tries
from pipelines.watchlist import Watchlists

P = ParamSpec("P")
R = TypeVar("R")


class When(StrEnum):
    """When feeds that were added are polled."""

    NOW = "now"  #: they have been
    SOON = "soon"  #: within seconds
    LATER = "later"  #: once a service runs


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The program that the pages belong to: the service, or `wirewatch web` by itself."""

    settings: Callable[[], Settings]  #: in force at the moment
    watchlists: Callable[[], Watchlists]  #: likewise
    look: Callable[[], None]  #: take files into use that have changed and stand still; called before each page
    reload: Callable[[], None]  #: take changed files into use now
    trouble: Callable[[], str]  #: why watchlists or config.toml on disk are not in force, "" if they are
    now: Callable[[], datetime]  #: aware, UTC
    added: Callable[[], Awaitable[When]]  #: told when feeds were added, after `reload`


@dataclass(slots=True, kw_only=True)
class Site:
    """What a page's function gets beside the request."""

    house: House
    listen: str  #: "host:port"
    password: str  #: "" if none is asked
    store: Store  #: only in the thread of `with_store`
    reading: Executor  #: one thread, which has `store`: the loop goes on while a page is made
    study: Executor  #: one thread for what takes seconds, with a connection of its own
    trials: Executor  #: one thread for the backtests of drafts, which take minutes
    tries: Tries = field(default_factory=Tries)  #: those that run, and the latest results

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self.house.settings()

    @property
    def watchlists(self) -> Watchlists:
        """Return the watchlists in force."""
        return self.house.watchlists()

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return self.house.now()

    async def with_store(self, work: Callable[Concatenate[Store, P], R], *arguments: P.args, **options: P.kwargs) -> R:
        """Return `work(store, …)`, done in the thread that has the database; raises `StoreError` in words."""

        def done() -> R:
            with self.store.in_words():
                return work(self.store, *arguments, **options)

        return await asyncio.get_running_loop().run_in_executor(self.reading, done)

    async def studied(self, work: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
        """Return `work(…)`, done in the thread for what takes long, one after the other."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.study, lambda: work(*arguments, **options))


Page = Callable[[Site, web.Request], Awaitable[web.StreamResponse]]
Routes = tuple[tuple[str, str, Page], ...]
"""Method, path as aiohttp has it, and the function; `{date}` in a path is `request.match_info["date"]`.

What answers GET answers HEAD too.
"""


@contextlib.asynccontextmanager
async def open_site(house: House, *, listen: str, password: str) -> AsyncIterator[Site]:
    """Open the database for the pages, with threads of their own; raises `StoreError`."""
    executors = [ThreadPoolExecutor(max_workers=1, thread_name_prefix=name) for name in ("pages", "study", "trials")]
    reading, study, trials = executors
    loop = asyncio.get_running_loop()
    try:
        store = await loop.run_in_executor(reading, Store, house.settings().database)
        site = Site(
            house=house, listen=listen, password=password, store=store, reading=reading, study=study, trials=trials
        )  # fmt: skip
        try:
            yield site
        finally:
            site.tries.stop()
            await loop.run_in_executor(reading, store.close)
    finally:
        for executor in executors:
            executor.shutdown(wait=True, cancel_futures=True)
