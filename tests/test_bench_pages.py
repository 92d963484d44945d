"""The benchmark of the pages, small: its year is one that the pages can show."""

from __future__ import annotations

from pathlib import Path

from bench.pages import measure, pages, report
from bench.year import Size, build
from bot.store import Store

SMALL = Size(entries=2_000, named=200, busy=12, feeds=6, watches=12)


async def test_every_page_answers_with_a_small_year(tmp_path: Path) -> None:
    """Each page that is measured answers, and the report has a line for each."""
    timings = await measure(build(tmp_path, SMALL), SMALL, requests=1)
    assert {each.page: each.status for each in timings} == dict.fromkeys(pages(SMALL), 200)
    lines = report(timings).splitlines()
    assert len(lines) == len(timings) + 1
    assert "not answered" not in lines[-1]


def test_the_same_year_is_made_each_time(tmp_path: Path) -> None:
    """The rows come from a fixed seed, so that figures of two days can be compared."""
    texts = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        build(folder, SMALL)
        store = Store(folder / "data" / "wirewatch.db")
        texts.append(store.db.execute("SELECT title, summary FROM entries ORDER BY key").fetchall())
        store.close()
    assert texts[0] == texts[1]
    assert len(texts[0]) == SMALL.entries
