"""What the pages need of the world."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from aiohttp import web

from bot.config import Settings
from bot.errors import StoreError
from bot.files import PATIENCE, FileChanged
from bot.store import Store
from bot.tries import Tries
from pipelines.watchlist import Watchlists

WAIT = 2.5
"""Seconds for which a write waits for other programs' in the database, and for others' of the pages."""

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
    writable: Store  #: only in the thread of `written`
    writing: Executor  #: one thread, which has `writable`: who writes may wait for others, and readers go on
    filing: Executor  #: one thread for what writes files, which may wait until one stands still
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
        """Return `work(store, …)`, which only reads, done in the thread for that; raises `StoreError` in words."""

        def done() -> R:
            with self.store.in_words():
                return work(self.store, *arguments, **options)

        return await asyncio.get_running_loop().run_in_executor(self.reading, done)

    async def written(self, work: Callable[Concatenate[Store, P], R], *arguments: P.args, **options: P.kwargs) -> R:
        """Return `work(store, …)`, which writes, done in the thread for that.

        Raises `StoreError` in words, and without a try once others' writes have taken more than `WAIT` seconds: while
        the database is locked, nobody waits for all who came before.
        """
        until = time.monotonic() + WAIT

        def done() -> R:
            if time.monotonic() > until:
                raise StoreError(f"{self.writable.path}: others are waiting to write too; nothing was written")
            with self.writable.in_words():
                return work(self.writable, *arguments, **options)

        return await asyncio.get_running_loop().run_in_executor(self.writing, done)

    async def filed(self, work: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
        """Return `work(…)`, which writes a file, done in the thread for that.

        Raises `FileChanged` without a try once others' files have taken more than `PATIENCE` seconds.
        """
        until = time.monotonic() + PATIENCE

        def done() -> R:
            if time.monotonic() > until:
                raise FileChanged("the change", "has waited too long for others; nothing was written, try again")
            return work(*arguments, **options)

        return await asyncio.get_running_loop().run_in_executor(self.filing, done)

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
    async with contextlib.AsyncExitStack() as stack:
        names = ("pages", "writes", "files", "study", "trials")
        reading, writing, filing, study, trials = (_thread(stack, name) for name in names)
        store, writable = [await _opened(stack, house, executor) for executor in (reading, writing)]
        site = Site(
            house=house, listen=listen, password=password, store=store, reading=reading, writable=writable,
            writing=writing, filing=filing, study=study, trials=trials,
        )  # fmt: skip
        stack.callback(site.tries.stop)
        yield site


def _thread(stack: contextlib.AsyncExitStack, name: str) -> Executor:
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    stack.callback(executor.shutdown, wait=True, cancel_futures=True)
    return executor


async def _opened(stack: contextlib.AsyncExitStack, house: House, executor: Executor) -> Store:
    """A connection for the thread of `executor`, closed there too."""
    loop = asyncio.get_running_loop()
    store = await loop.run_in_executor(executor, partial(Store, house.settings().database, wait=WAIT))

    async def close() -> None:
        await loop.run_in_executor(executor, store.close)

    stack.push_async_callback(close)
    return store
