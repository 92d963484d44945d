"""How fast pages answer with a year in the database, over real HTTP: the median and the slowest of some requests.

The first request of a page is not counted: it compiles the template and reads the file into the system's cache.
`python -m bench.pages [--keep FOLDER] [PAGE …]` measures single pages, and keeps the database for the next time.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp

from bench.year import BUSY, COMMON, DAYS, NOW, RARER, Size, build
from bot.config import read_settings
from bot.web.alone import Alone
from bot.web.feeds import identifier
from bot.web.server import served
from bot.web.site import open_site

REQUESTS = 20
LIMIT = 100.0
"""Milliseconds; issue 6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What a page took."""

    page: str
    path: str
    status: int
    median: float  #: milliseconds
    slowest: float
    size: int  #: bytes


def pages(size: Size) -> dict[str, str]:
    """Return the pages that are measured, with their paths."""
    usual = (NOW - timedelta(days=100)).date()
    return {
        "today": "/",
        "a day": f"/day/{usual}",
        "the busy day": f"/day/{BUSY.date()}",
        "a week": f"/week/{usual}",
        "search: a word of most": f"/search?q={COMMON}",
        "search: a rarer word": f"/search?q={RARER}",
        "watches": "/watches",
        "the busiest watch": "/watch/w0",
        "its feed (Atom)": "/watch/w0.atom",
        "all alerts (Atom)": "/alerts.atom",
        "facts": "/facts",
        "facts (CSV)": "/facts.csv",
        "feeds": "/feeds",
        "one feed": f"/feeds/{identifier('https://outlet-3.example/feed.xml')}",
        "watchlists": "/lists",
        "one watchlist": "/lists/bench.toml",
        "an entry": f"/entry/{_busy_entry(size)}",
    }


def _busy_entry(size: Size) -> int:
    """The row of an entry of the busy day."""
    return round(size.entries * (1 - (NOW - BUSY) / timedelta(days=DAYS))) + size.busy // 2


async def measure(config: Path, size: Size, *, requests: int = REQUESTS, only: tuple[str, ...] = ()) -> list[Timing]:
    """Serve the pages on the database beside `config`, and ask for each."""
    house = Alone.of(read_settings(config)).house(lambda: NOW)
    async with (
        open_site(house, listen="127.0.0.1:0", password="") as site,
        served(site) as address,
        aiohttp.ClientSession(auto_decompress=False) as session,
    ):
        wanted = {page: path for page, path in pages(size).items() if not only or page in only}
        return [await _timed(session, address, page, path, requests) for page, path in wanted.items()]


async def _timed(session: aiohttp.ClientSession, address: str, page: str, path: str, requests: int) -> Timing:
    taken: list[float] = []
    status = size = 0
    for _ in range(requests + 1):
        start = time.perf_counter()
        async with session.get(address + path, allow_redirects=False) as answer:
            status, size = answer.status, len(await answer.read())
        taken.append(1000 * (time.perf_counter() - start))
    timed = taken[1:]
    return Timing(page=page, path=path, status=status, median=statistics.median(timed), slowest=max(timed), size=size)


def report(timings: list[Timing]) -> str:
    """Return a line for each page, and which are slower than they may be or do not answer."""
    lines = [
        f"  {each.page:<24}{each.median:7.1f} ms, slowest {each.slowest:7.1f} ms  {each.size / 1000:8,.1f} kB"
        + (f"   status {each.status}" if each.status != 200 else "")
        for each in timings
    ]
    slow = [each.page for each in timings if each.median > LIMIT]
    failed = [each.page for each in timings if each.status != 200]
    lines.append(f"  over {LIMIT:.0f} ms: {', '.join(slow) or 'none'}")
    return "\n".join(lines + [f"  not answered: {', '.join(failed)}"] * bool(failed))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="names as the table has them; default: all")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the database is, or is made")
    arguments = parser.parse_args()
    size = Size()
    with tempfile.TemporaryDirectory() as temporary:
        folder: Path = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "config.toml"
        if not config.exists():
            start = time.perf_counter()
            build(folder, size)
            print(f"  {size.entries:,} entries written in {time.perf_counter() - start:.0f} s", flush=True)
        timings = asyncio.run(measure(config, size, only=tuple(arguments.pages)))
    print(report(timings), flush=True)


if __name__ == "__main__":
    main()
