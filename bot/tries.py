"""Backtests of drafts, run beside everything else: one at a time, of each page the latest, while it is asked for."""

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

WAITING = 8
"""Runs that may wait or be under way."""
SILENCE = 10.0
"""Seconds after which nobody seems to wait any more: a page that does asks again and again."""


class StoppedError(Exception):
    """Nobody waits for this run any more: the draft was changed, or its page is gone."""


class FullError(Exception):
    """So many runs wait that no other one is begun."""


@dataclass(slots=True, kw_only=True, eq=False)
class Run:
    """One backtest, from the wish for it to its result."""

    total: int  #: entries to be read
    pages: set[str]  #: who waits for it
    asked: float  #: on the monotonic clock, as all times here
    heard: float  #: when somebody last asked for it
    begun: float | None = None  #: None: another one is running
    ended: float | None = None
    read: int = 0  #: entries, the second look at some of them included
    wide: bool = False  #: nearly all entries have to be decided again
    stopped: bool = False
    result: asyncio.Future[Trial] = field(init=False)

    def passing(self, entries: Iterator[Past]) -> Iterator[Past]:
        """Count the entries that pass, until nobody waits any more."""
        for past in entries:
            self._go_on()
            self.read += 1
            yield past

    def _go_on(self) -> None:
        """Raise `StoppedError` where nobody waits any more."""
        if not self.is_wanted:
            self.stopped = True
            raise StoppedError

    @property
    def is_wanted(self) -> bool:
        """Tell whether somebody waits for it, as far as is known."""
        return not self.stopped and time.monotonic() - self.heard <= SILENCE

    def work(self, trial: Callable[[Run], Trial]) -> Trial:
        """Return the result; in the thread for what takes long."""
        self._go_on()
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
        """Return the run of `key`, begun now unless there is one; what this page waited for before ends.

        Raises `FullError` where too many wait.
        """
        run, now = self.runs.get(key), time.monotonic()
        self._leave(page, run)
        if run is None or run.stopped or (run.result.done() and run.result.exception()):
            if sum(not each.result.done() and each.is_wanted for each in self.runs.values()) >= WAITING:
                raise FullError
            run = Run(total=total, pages={page}, asked=now, heard=now)
            run.result = asyncio.get_running_loop().run_in_executor(executor, run.work, trial)
            run.result.add_done_callback(_looked_at)
        run.heard = now
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
