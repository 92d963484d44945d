"""Print how fast wirewatch is, on what, and on which machine. A benchmark, not a test: nothing here can fail.

Names and documents are made here, from a fixed seed; for matching see `bench.matching`,
for stories `bench.stories`, for pages `bench.pages`. Figures are medians, those of stories means.
"""

from __future__ import annotations

import asyncio
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from aiohttp import web

from bench.matching import SEED, STREAM, invented_names, invented_watchlists, median, peak_memory, texts
from bot.app import open_app
from bot.config import parse_settings
from pipelines.feeds import parse_feed
from pipelines.matcher import Matcher
from pipelines.watchlist import Watchlists

FEEDS, ENTRIES = 100, 30
SIZES = (20, 1_000, 20_000, 100_000)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def _document(feed: int, news: list[tuple[str, str]]) -> bytes:
    items = "".join(
        f"<item><guid>{feed}-{n}</guid><title>{escape(title)}</title><description>{escape(summary)}</description>"
        f"<link>https://outlet-{feed}.example/{n}</link>"
        f"<pubDate>{format_datetime(NOW - timedelta(minutes=n))}</pubDate></item>"
        for n, (title, summary) in enumerate(news)
    )
    return f'<rss version="2.0"><channel><title>Outlet {feed}</title>{items}</channel></rss>'.encode()


def _line(name: str, figure: str) -> None:
    print(f"  {name:<52} {figure}")


async def _polls(documents: list[bytes], folder: Path, watchlists: Watchlists) -> None:
    """Poll loopback feeds through the whole system: first poll, then all unchanged."""

    async def answer(request: web.Request) -> web.Response:
        number = request.match_info["feed"]
        if request.headers.get("If-None-Match") == f'"{number}"':
            return web.Response(status=304)
        body = documents[int(number)]
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": f'"{number}"'})

    server = web.Application()
    server.router.add_get("/{feed}", answer)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    lists = folder / "watchlists"
    lists.mkdir()
    (lists / "bench.toml").write_text('[[watch]]\nid = "unused"\nname = "Unused Name"\nkind = "topic"\n', "utf-8")
    feeds = "".join(f'[[feed]]\nurl = "http://127.0.0.1:{port}/{n}"\n' for n in range(len(documents)))
    text = f'[telegram]\nchat = "@bench"\n[fetch]\nallow_private_addresses = true\n{feeds}'
    async with open_app(parse_settings(text, folder / "config.toml"), None, now=lambda: NOW) as app:
        app.room.matcher = Matcher(watchlists)
        for name in ("first poll", "poll with all unchanged (304)"):
            start = time.perf_counter()
            polled = await app.poll_all()
            seconds = time.perf_counter() - start
            new, alerts = sum(p.new for p in polled), sum(p.alerts for p in polled)
            _line(f"{len(polled)} feeds: {name}", f"{seconds:6.2f} s   {new} new entries, {alerts} alerts")
    await runner.cleanup()


def main() -> None:
    """Print the figures."""
    chance = random.Random(SEED)
    print(f"bench: Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; seed {SEED}")
    print(
        f"matching, words of {'real news' if STREAM.exists() else 'no language'}, 2 in 100 entries with a name:",
        flush=True,
    )
    for size in SIZES:  # each in a process of its own, for its memory
        subprocess.run([sys.executable, "-m", "bench.matching", str(size)], check=True)
    print("stories, one core, entries as in the news:", flush=True)
    subprocess.run([sys.executable, "-m", "bench.stories"], check=True)
    print("parsing and polling:")
    names = invented_names(chance, 1_000)
    news = texts(chance, FEEDS * ENTRIES, names)
    documents = [_document(feed, news[feed * ENTRIES : (feed + 1) * ENTRIES]) for feed in range(FEEDS)]
    seconds = median(lambda: [parse_feed(document, "bench") for document in documents])
    kilobytes = sum(map(len, documents)) / FEEDS / 1000
    _line(f"parsing, {ENTRIES} entries of {kilobytes:.0f} kB a document", f"{FEEDS / seconds:8,.0f} documents/s")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_polls(documents, Path(folder), invented_watchlists(names)))
    _line("peak memory", f"{peak_memory():8,.0f} MB")
    print("pages, over HTTP, with a year in the database:", flush=True)
    subprocess.run([sys.executable, "-m", "bench.pages"], check=True)


if __name__ == "__main__":
    main()
