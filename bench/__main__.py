"""Print how fast wirewatch is, on what, and on which machine. A benchmark, not a test: nothing here can fail.

All inputs are made here, from a fixed seed. Each figure is the median of its rounds.
"""

from __future__ import annotations

import asyncio
import os
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from aiohttp import web

from bot.app import open_app
from bot.config import parse_settings
from pipelines.feeds import parse_feed
from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Watch, Watchlist
from pipelines.watchlist import Watchlists

FEEDS, ENTRIES, ROUNDS = 100, 30, 3
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SYLLABLES = "bar cor dan fel gar hol jin kel lor mav nor pel quin rud sel tor ul ver wex yar zin".split()


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 3)))


def _watchlists(chance: random.Random, names: int) -> Watchlists:
    watches = tuple(
        Watch(id=f"w{number}", name=f"{_word(chance).title()} {_word(chance).title()}son {number}", kind=Kind.COMPANY)
        for number in range(names)
    )
    return Watchlists(lists=(Watchlist(source="bench", watches=watches),))


def _texts(chance: random.Random, count: int, names: list[str]) -> list[tuple[str, str]]:
    """Titles and summaries of about 60 words in all, one in fifty with a watched name."""
    vocabulary = [_word(chance) for _ in range(20_000)]
    texts = []
    for number in range(count):
        words = chance.choices(vocabulary, k=60)
        if number % 50 == 0:
            words[20] = chance.choice(names)
        texts.append((" ".join(words[:10]), " ".join(words[10:])))
    return texts


def _document(feed: int, texts: list[tuple[str, str]]) -> bytes:
    items = "".join(
        f"<item><guid>{feed}-{n}</guid><title>{escape(title)}</title><description>{escape(summary)}</description>"
        f"<link>https://outlet-{feed}.example/{n}</link>"
        f"<pubDate>{format_datetime(NOW - timedelta(minutes=n))}</pubDate></item>"
        for n, (title, summary) in enumerate(texts)
    )
    return f'<rss version="2.0"><channel><title>Outlet {feed}</title>{items}</channel></rss>'.encode()


def _median(work: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


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
    chance = random.Random(20260310)
    print(f"bench: Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; seed 20260310")
    for aliases in (20, 1_000, 20_000):
        watchlists = _watchlists(chance, aliases)
        start = time.perf_counter()
        matcher = Matcher(watchlists)
        built = time.perf_counter() - start
        texts = _texts(chance, 5_000, [watch.name for watch in watchlists.watches.values()])
        entries = [Entry(id=str(n), title=title, summary=summary) for n, (title, summary) in enumerate(texts)]
        seconds = _median(lambda m=matcher, e=entries: [m.match(entry) for entry in e])  # type: ignore[misc]
        _line(f"matching, {aliases:,} names (built in {built:.2f} s)", f"{len(entries) / seconds:8,.0f} entries/s")
    watchlists = _watchlists(chance, 1_000)
    names = [watch.name for watch in watchlists.watches.values()]
    documents = [_document(feed, _texts(chance, ENTRIES, names)) for feed in range(FEEDS)]
    seconds = _median(lambda: [parse_feed(document, "bench") for document in documents])
    size = sum(map(len, documents)) / FEEDS / 1000
    _line(f"parsing, {ENTRIES} entries of {size:.0f} kB a document", f"{FEEDS / seconds:8,.0f} documents/s")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_polls(documents, Path(folder), watchlists))
    _line("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8,.0f} MB")


if __name__ == "__main__":
    main()
