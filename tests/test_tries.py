"""Backtests of drafts, one at a time: of each page only the latest."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bot.tries import KEPT, SILENCE, WAITING, FullError, Run, StoppedError, Tries
from pipelines.backtest import Past
from pipelines.model import Entry
from pipelines.trial import Trial

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NOTHING = Trial(
    entries=0, since=None, newly=(), gone=(), named=0, texts=(), never=False, before=0, after=0, most=0, day=None
)  # fmt: skip


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    """The one thread for what takes long."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


def _quick(run: Run) -> Trial:
    return NOTHING


def _endless(run: Run) -> Trial:
    def entries() -> Iterator[Past]:
        while True:
            yield Past(key=1, entry=Entry(id="1"), seen=NOW, own_link=True)

    for _ in run.passing(entries()):
        pass
    return NOTHING


async def test_a_newer_draft_ends_the_run_of_an_older_one(thread: ThreadPoolExecutor) -> None:
    """A run that nobody waits for any more ends in its midst, so that the newest one has its turn."""
    tries = Tries()
    old = tries.wanted("old", "page", 1, _endless, thread)
    waiting = tries.wanted("between", "page", 1, _endless, thread)
    new = tries.wanted("new", "page", 1, _quick, thread)
    assert await new.result == NOTHING
    for run in (old, waiting):
        with pytest.raises(StoppedError):
            await run.result
    assert [*tries.runs] == ["new"]


async def test_a_run_goes_on_while_another_page_waits_for_it(thread: ThreadPoolExecutor) -> None:
    """Two pages with the same draft share a run; it ends when both have gone on."""
    tries = Tries()
    shared = tries.wanted("same", "one", 1, _endless, thread)
    assert tries.wanted("same", "two", 1, _endless, thread) is shared
    tries.wanted("other", "one", 1, _quick, thread)
    assert not shared.stopped
    last = tries.wanted("other", "two", 1, _quick, thread)
    assert shared.stopped
    assert await last.result == NOTHING


async def test_a_run_that_nobody_asks_for_any_more_ends(thread: ThreadPoolExecutor) -> None:
    """A page that was closed does not say so: its run ends after a while, begun or not, and asked for anew begins."""
    tries = Tries()
    run = tries.wanted("draft", "page", 1, _endless, thread)
    waiting = tries.wanted("later", "other", 1, _quick, thread)
    for each in (waiting, run):
        each.heard -= SILENCE + 1
    for each in (run, waiting):
        with pytest.raises(StoppedError):
            await each.result
    assert await tries.wanted("draft", "page", 1, _quick, thread).result == NOTHING


async def test_a_run_that_is_asked_for_goes_on(thread: ThreadPoolExecutor) -> None:
    """Each time that a page asks for its run, it is heard of anew; one that is about to end is not waited for."""
    tries = Tries()
    run = tries.wanted("draft", "page", 1, _endless, thread)
    before = run.heard = run.heard - SILENCE / 2
    assert tries.wanted("draft", "page", 1, _endless, thread) is run
    assert run.heard > before
    run.stopped = True
    other = tries.wanted("draft", "page", 1, _quick, thread)
    assert other is not run
    assert await other.result == NOTHING


async def test_not_too_many_wait(thread: ThreadPoolExecutor) -> None:
    """Beyond some drafts a new one is refused; a page that tries another one gives its place up."""
    tries = Tries()
    for number in range(WAITING):
        tries.wanted(str(number), f"page {number}", 1, _endless, thread)
    with pytest.raises(FullError):
        tries.wanted("more", "page", 1, _quick, thread)
    tries.wanted("more", "page 1", 1, _quick, thread)
    tries.stop()


async def test_latest_results_are_kept(thread: ThreadPoolExecutor) -> None:
    """Going back to a draft that was tried a moment ago costs nothing; a result that failed is made anew."""
    tries = Tries()
    for number in range(KEPT + 3):
        await tries.wanted(str(number), "page", 1, _quick, thread).result
    assert len(tries.runs) == KEPT + 1  # the one that has just ended is not counted yet
    known = tries.runs["9"]
    assert tries.wanted("9", "page", 1, _endless, thread) is known

    def fails(run: Run) -> Trial:
        raise ValueError("no")

    failed = tries.wanted("bad", "page", 1, fails, thread)
    with pytest.raises(ValueError, match="no"):
        await failed.result
    assert await tries.wanted("bad", "page", 1, _quick, thread).result == NOTHING


async def test_the_end_of_the_program_ends_all_runs(thread: ThreadPoolExecutor) -> None:
    """Nobody waits for a backtest to be told good night."""
    tries = Tries()
    run = tries.wanted("old", "page", 1, _endless, thread)
    tries.stop()
    with pytest.raises(StoppedError):
        await run.result
