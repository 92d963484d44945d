"""Full-text search over all that is stored."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web

from bot.store.search import ALL, FIRST, LAST, MOST, Found, Hit, Only, TooBroad, fts_query, search_apart
from bot.web.cards import Piece
from bot.web.pages import address, page
from bot.web.site import Routes, Site
from pipelines.digest.when import day_span
from pipelines.render.telegram import shorten

PAGE = 25
"""Entries on a page."""
TITLE, SNIPPET = 300, 600
"""UTF-16 units of a headline, characters of a snippet that are shown."""

_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry that was found."""

    hit: Hit
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]  #: () if the title is all of it


async def search(site: Site, request: web.Request) -> web.StreamResponse:
    """Show the entries with the words `q`, the newest first; `watch`, `since` and `until` (local days) narrow it.

    Without words it shows all of that watch and those days.
    """
    query = request.query
    words, wrong, found = query.get("q", "").strip(), "", None
    number = min(max(int(turned), 1), MOST // PAGE) if _NUMBER.fullmatch(turned := query.get("page", "")) else 1
    try:
        since, until = (_bounds(site, query.get(name, "")) for name in ("since", "until"))
        only = Only(
            watch=query.get("watch") or None, since=since[0] if since else None, until=until[1] if until else None
        )
        if fts_query(words) or (not words and only != ALL):
            found = await _found(site, words, only, number)
        elif any(map(str.isalnum, words)):
            wrong = "Give a word that must stand there too: harbour -strike"
    except TooBroad:
        wrong = "Too broad: that takes too long. Use longer words, or more of them."
    except (ValueError, OverflowError):
        wrong = "There is no such day: write it as 2026-03-09."
    last = -(-min(found.count, MOST) // PAGE) if found else 0
    return page(
        request, "search.html", words=words, wrong=wrong, found=found, number=number, last=last,
        hits=[_shown(hit) for hit in found.hits] if found else [], query=query,
        watches=sorted(site.watchlists.watches.values(), key=lambda watch: watch.name.casefold()),
        here=lambda **changes: address(request, **changes), most=MOST,
    )  # fmt: skip


async def _found(site: Site, words: str, only: Only, number: int) -> Found:
    path = str(site.settings.database)
    return await asyncio.to_thread(
        search_apart, path, words, limit=PAGE, offset=(number - 1) * PAGE, only=only
    )  # fmt: skip


def _bounds(site: Site, day: str) -> tuple[datetime, datetime] | None:
    return day_span(date.fromisoformat(day), site.settings.zone) if day else None


def _shown(hit: Hit) -> Shown:
    found = snippet(hit.snippet[:SNIPPET])
    if "".join(piece.text for piece in found) == hit.title:
        return Shown(hit=hit, title=found, snippet=())
    if found and not any(piece.mark for piece in found) and found[0].text.startswith(hit.title or "\0"):
        found = ()  # many feeds repeat the headline
    title = shorten(hit.title or hit.link or "(no headline)", TITLE)
    return Shown(hit=hit, title=(Piece(title),), snippet=found)


def snippet(text: str) -> tuple[Piece, ...]:
    """Return what a search found in pieces: the words between `FIRST` and `LAST` are marked."""
    pieces = []
    for part in text.split(FIRST):
        inside, end, behind = part.partition(LAST)
        # What stands before the first sign has no end sign in it.
        pieces += [Piece(inside, "found" if end else ""), Piece(behind)]
    return tuple(piece for piece in pieces if piece.text)


ROUTES: Routes = (("GET", "/search", search),)
