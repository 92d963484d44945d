"""Backtests of drafts, run beside everything else: one at a time, and of each page only the latest."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field

from pipelines.backtest import Past
from pipelines.trial import Trial

KEPT = 12
"""Results that are kept: going back to an earlier draft, or to other days, costs nothing."""


class StoppedError(Exception):
    """The draft was changed, so nobody waits for this run any more."""


@dataclass(slots=True, kw_only=True, eq=False)
class Run:
    """One backtest, from the wish for it to its result."""

    total: int  #: entries to be read
    pages: set[str]  #: who waits for it
    asked: float  #: on the monotonic clock
    begun: float | None = None  #: None: another one is running
    ended: float | None = None
    read: int = 0  #: entries, the second look at some of them included
    wide: bool = False  #: nearly all entries have to be decided again
    stopped: bool = False
    result: asyncio.Future[Trial] = field(init=False)

    def passing(self, entries: Iterator[Past]) -> Iterator[Past]:
        """Count the entries that pass, until nobody waits any more."""
        for past in entries:
            if self.stopped:
                raise StoppedError
            self.read += 1
            yield past

    def work(self, trial: Callable[[Run], Trial]) -> Trial:
        """Return the result; in the thread for what takes long."""
        if self.stopped:
            raise StoppedError
        self.begun = time.monotonic()
        try:
            return trial(self)
        finally:
            self.ended = time.monotonic()

    @property
    def seconds(self) -> float:
        """Return for how long it has been running, or was."""
        return (self.ended or time.monotonic()) - (self.begun or self.asked)


@dataclass(slots=True)
class Tries:
    """The runs that somebody waits for, and the latest results, by what was tried."""

    runs: dict[str, Run] = field(default_factory=dict)

    def wanted(self, key: str, page: str, total: int, trial: Callable[[Run], Trial], executor: Executor) -> Run:
        """Return the run of `key`, begun now unless there is one; what this page waited for before ends."""
        run = self.runs.get(key)
        self._leave(page, run)
        if run is None or (run.result.done() and run.result.exception()):
            run = Run(total=total, pages={page}, asked=time.monotonic())
            run.result = asyncio.get_running_loop().run_in_executor(executor, run.work, trial)
            run.result.add_done_callback(_looked_at)
        run.pages.add(page)
        self.runs.pop(key, None)
        self.runs[key] = run
        for old in [name for name, each in self.runs.items() if each.result.done()][:-KEPT]:
            del self.runs[old]
        return run

    def _leave(self, page: str, stays: Run | None) -> None:
        for key, run in list(self.runs.items()):
            if run is not stays and not run.result.done():
                run.pages.discard(page)
                if not run.pages:
                    run.stopped = True
                    del self.runs[key]

    def stop(self) -> None:
        """End what is running: the program ends."""
        for run in self.runs.values():
            run.stopped = True


def _looked_at(result: asyncio.Future[Trial]) -> None:
    """A run that was stopped has nobody to tell."""
    with contextlib.suppress(asyncio.CancelledError):
        result.exception()
