"""Work that goes on beside other work: one piece after the other in each lane, all lanes at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from bot.errors import StoreError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Lanes:
    """A lane is named by what must keep its order, such as a chat. `name` is that of all their tasks."""

    name: str
    _last: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self, lane: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        """Do `work` as soon as all that was put into its lane before is over; what escapes it is logged."""
        task = asyncio.create_task(_after(self._last.get(lane), work), name=self.name)
        self._last[lane] = task
        self._tasks.add(task)
        task.add_done_callback(lambda _: self._over(lane, task))
        return task

    def _over(self, lane: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._last.get(lane) is task:
            del self._last[lane]

    async def finish(self) -> None:
        """Wait until nothing is left to do."""
        while self._tasks:
            await asyncio.wait({*self._tasks})

    async def cut_off(self) -> None:
        """End what is not over."""
        await cancelled(self._tasks)


async def cancelled(tasks: Iterable[asyncio.Task[None]]) -> None:
    """End tasks, and wait until they have ended."""
    ending = [*tasks]
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


async def _after(before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
    if before:
        await asyncio.wait({before})
    try:
        await work()
    except StoreError as error:
        log.error("job=listen error=%s", error)
    except Exception:
        log.exception("job=listen crashed")
