"""From the address that somebody gives to the feed that is meant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from bot.fetch import Fetched, Fetcher
from pipelines.discovery import find_feeds
from pipelines.errors import FeedError, ParseError
from pipelines.feeds import parse_feed
from pipelines.model import ParsedFeed
from pipelines.text import shown

MOST_TRIED = 5
"""Feeds that a page offers which are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """A feed at the address to be polled."""

    url: str
    title: str
    parsed: ParsedFeed


async def discover(
    url: str, fetcher: Fetcher, failed: Callable[[FeedError], None], worker: Executor | None = None
) -> Discovered:
    """Return the feed at `url`, or the first that its page offers; raises `FeedError` where there is none.

    `failed` hears of each feed that the page offers and that is none. Those offered are fetched at the same time, so
    it takes twice the fetcher's time limit at most. Documents are parsed in `worker`.
    """
    loop = asyncio.get_running_loop()

    async def read(url: str) -> ParsedFeed | FeedError:
        try:
            return await loop.run_in_executor(worker, _parse, await fetcher.get(url))
        except FeedError as error:
            return error

    fetched = await fetcher.get(url)
    try:
        parsed = await loop.run_in_executor(worker, _parse, fetched)
    except ParseError:
        offered = find_feeds(fetched.body.decode("utf-8", "replace"), fetched.final_url)[:MOST_TRIED]
        for found, answer in zip(offered, await asyncio.gather(*(read(each.url) for each in offered)), strict=True):
            if isinstance(answer, ParsedFeed):
                return Discovered(url=found.url, title=answer.title or found.title, parsed=answer)
            failed(answer)
        raise FeedError(shown(url), "is no feed, and no feed was found on that page") from None
    return Discovered(url=url, title=parsed.title, parsed=parsed)


def _parse(fetched: Fetched) -> ParsedFeed:
    return parse_feed(fetched.body, fetched.final_url, content_type=fetched.content_type)
