"""From the address that somebody gives to the feeds that may be meant."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from bot.errors import FetchError
from bot.fetch import Fetched, Fetcher
from pipelines.discovery import find_feeds
from pipelines.errors import FeedError, ParseError
from pipelines.feeds import parse_feed
from pipelines.model import ParsedFeed
from pipelines.text import shown

MOST_TRIED, FEW = 20, 5
"""Feeds that a page offers which are looked at: where one may choose, and where the first that works is taken."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)  # RFC 3986, section 3.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """A feed at the address to be polled."""

    url: str
    title: str
    parsed: ParsedFeed


async def discover(
    address: str, fetcher: Fetcher, failed: Callable[[FeedError], None], worker: Executor | None = None
) -> Discovered:
    """Return the feed at `address`, or the first that its page offers; all else is as in `discover_all`."""
    return (await discover_all(address, fetcher, failed, worker, most=FEW))[0]


async def discover_all(
    address: str,
    fetcher: Fetcher,
    failed: Callable[[FeedError], None],
    worker: Executor | None = None,
    *,
    most: int = MOST_TRIED,
) -> list[Discovered]:
    """Return the feed at `address`, or those that its page offers, the likeliest first; never none.

    An address without a scheme is asked by https, and where that gets no answer by http. `failed` hears of each feed
    that the page offers and that is none, or was not looked at because there are too many. Those offered are fetched at
    the same time, so it takes three times the fetcher's time limit at most. Documents are parsed in `worker`. Raises
    `FeedError` where there is no feed.
    """
    loop = asyncio.get_running_loop()

    async def read(url: str) -> ParsedFeed | FeedError:
        try:
            return await loop.run_in_executor(worker, _parse, await fetcher.get(url))
        except FeedError as error:
            return error

    fetched = await _fetched(address, fetcher)
    try:
        parsed = await loop.run_in_executor(worker, _parse, fetched)
    except ParseError:
        offered = find_feeds(fetched.body.decode("utf-8", "replace"), fetched.final_url)
        found = []
        answers = await asyncio.gather(*(read(each.url) for each in offered[:most]))
        for each, answer in zip(offered, answers, strict=False):
            if isinstance(answer, ParsedFeed):
                found.append(Discovered(url=each.url, title=answer.title or each.title, parsed=answer))
            else:
                failed(answer)
        for each in offered[most:]:
            failed(FeedError(shown(each.url), f"was not looked at: the page offers {len(offered)} feeds"))
        if not found:
            raise FeedError(shown(fetched.url), "is no feed, and no feed was found on that page") from None
        return found
    return [Discovered(url=fetched.url, title=parsed.title, parsed=parsed)]


async def _fetched(address: str, fetcher: Fetcher) -> Fetched:
    """What is at an address, which may lack its scheme."""
    if not address or _SCHEME.match(address):
        return await fetcher.get(address)
    rest = address.lstrip("/")
    try:
        return await fetcher.get(f"https://{rest}")
    except FetchError as error:
        if error.status is not None:  # a server that speaks https has answered
            raise
        by_https = error.problem
    try:
        return await fetcher.get(f"http://{rest}")
    except FetchError as error:
        same = error.problem == by_https
        words = f"{by_https}, by https and by http" if same else f"by https: {by_https}; by http: {error.problem}"
        # Secrets in an address are known only behind its two slashes.
        raise FetchError(shown(f"//{rest}").removeprefix("//"), words, status=error.status) from error


def _parse(fetched: Fetched) -> ParsedFeed:
    return parse_feed(fetched.body, fetched.final_url, content_type=fetched.content_type)
