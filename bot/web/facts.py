"""Facts as a table, CSV and JSON; Atom feeds of alerts."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.store.factbook import ORDERS, Stated, Wanted
from bot.store.watching import Alerted
from bot.web.pages import address, out, page
from bot.web.site import Routes, Site
from pipelines.digest.when import day_span
from pipelines.render.atom import AtomEntry, AtomFeed, atom
from pipelines.render.facts import fact_words
from pipelines.render.table import FACT_COLUMNS, csv_heading, csv_lines, with_names
from pipelines.stories.outlets import Outlets, outlets

PAGE = 100
"""Rows of a page."""
MOST_PAGES = 1_000
ALERTS = 50
"""Entries of an Atom feed."""
_LONGEST = 200
"""Characters of a text to look for."""


# --- facts as a table ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement with those who make it."""

    stated: Stated
    outlets: Outlets


async def facts(site: Site, request: web.Request) -> web.StreamResponse:
    """The facts that the filter leaves, a hundred at a time; what a story says more than once is one row."""
    wanted, problem = _wanted(site, request.query)
    order = request.query.get("order", "date")
    order = order if order in ORDERS else "date"
    number = _page_number(request.query.get("page", ""))
    count, found = await site.with_store(
        lambda store: store.factbook.table(wanted, order, limit=PAGE, offset=(number - 1) * PAGE)
    )
    if number > 1 and not found:
        raise web.HTTPFound(address(request, page=None))
    choices = await site.with_store(lambda store: store.factbook.choices())
    names = _names(site)
    query = {name: request.query.get(name, "") for name in ("company", "agency", "action", "since", "until")}
    return page(
        request, "facts.html", count=count, rows=[Row(stated=each, outlets=outlets(each.reports)) for each in found],
        first=(number - 1) * PAGE + 1, names=names, choices=choices, order=order, problem=problem,
        query={**query, "amount": request.query.get("amount", ""), "text": wanted.text}, filtered=wanted != Wanted(),
        sorted_by={name: address(request, order=_turned(order, name), page=None) for name in ("date", "amount")},
        before=address(request, page=str(number - 1)) if number > 1 else "",
        behind=address(request, page=str(number + 1)) if number * PAGE < count else "",
        as_csv=str(request.rel_url.with_path("/facts.csv", keep_query=True)),
        as_json=str(request.rel_url.with_path("/facts.json", keep_query=True)),
    )  # fmt: skip


def _names(site: Site) -> dict[str, str]:
    return {watch.id: watch.name for watch in site.watchlists.watches.values()}


def _turned(order: str, column: str) -> str:
    """How a table is sorted after a click on the heading of a column: the other way if it is by that one already."""
    return f"-{column}" if order == column else column


def _page_number(text: str) -> int:
    return min(max(int(text), 1), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _wanted(site: Site, query: Mapping[str, str]) -> tuple[Wanted, str]:
    """Which facts a filter asks for, and what in it could not be understood, "" if all was."""
    zone, problems = site.settings.zone, []
    days: dict[str, tuple[datetime, datetime] | None] = {}
    for name in ("since", "until"):
        text = query.get(name, "").strip()
        try:
            days[name] = day_span(date.fromisoformat(text), zone) if text else None
        except (ValueError, OverflowError):
            days[name] = None
            problems.append(f"{text[:40]!r} is no date; write YYYY-MM-DD.")
    amount_text = query.get("amount", "").strip()
    amount = _amount(amount_text)
    if amount_text and amount is None:
        problems.append(f"{amount_text[:40]!r} is no sum; write a number such as 250000.")
    since, until = days["since"], days["until"]
    return Wanted(
        company=query.get("company", ""),
        agency=query.get("agency", ""),
        action=query.get("action", ""),
        since=since[0] if since else None,
        until=until[1] if until else None,
        amount=amount,
        text=query.get("text", "").strip()[:_LONGEST],
    ), " ".join(problems)


def _amount(text: str) -> float | None:
    try:
        amount = float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        return None
    return amount if math.isfinite(amount) else None


# --- facts as files -----------------------------------------------------------------------------------


async def facts_csv(site: Site, request: web.Request) -> web.StreamResponse:
    """All facts of the filter, a line for each entry that states one, as `wirewatch export facts --format csv`."""
    names = _names(site)

    def pieces(rows: Sequence[Mapping[str, Any]], _first: bool) -> Iterator[str]:
        yield from csv_lines((with_names(row, names) for row in rows), FACT_COLUMNS)

    return await _streamed(site, request, "text/csv", "facts.csv", csv_heading(FACT_COLUMNS), pieces, "")


async def facts_json(site: Site, request: web.Request) -> web.StreamResponse:
    """The same as a JSON list."""
    names = _names(site)

    def pieces(rows: Sequence[Mapping[str, Any]], first: bool) -> Iterator[str]:
        for number, row in enumerate(rows):
            named = with_names(row, names)
            told = {name: named[name] for name in FACT_COLUMNS}
            yield ("\n" if first and number == 0 else ",\n") + json.dumps(told, ensure_ascii=False)

    return await _streamed(site, request, "application/json", "facts.json", "[", pieces, "\n]\n")


async def _streamed(
    site: Site, request: web.Request, kind: str, name: str, head: str,
    pieces: Callable[[Sequence[Mapping[str, Any]], bool], Iterator[str]], tail: str,
) -> web.StreamResponse:  # fmt: skip
    """Send a file as it is read: other pages get their turn in between."""
    wanted, problem = _wanted(site, request.query)
    if problem:
        raise web.HTTPUnprocessableEntity(text=f"{problem}\n")
    response = web.StreamResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.content_type, response.charset = kind, "utf-8"
    if request.method == "HEAD":  # with a body the connection would be out of step
        await response.prepare(request)
        return response
    chunks = _rows(site, wanted)
    first: list[dict[str, Any]] = await anext(chunks, [])  # what goes wrong here is told in words: nothing was sent yet
    await response.prepare(request)
    await response.write((head + "".join(pieces(first, True))).encode())
    async for rows in chunks:
        await response.write("".join(pieces(rows, False)).encode())
    await response.write(tail.encode())
    await response.write_eof()
    return response


async def _rows(site: Site, wanted: Wanted) -> AsyncIterator[list[dict[str, Any]]]:
    after = 0
    while rows := await site.with_store(lambda store, after: store.factbook.rows(wanted, after), after):
        yield rows
        after = rows[-1]["row"]


# --- Atom ---------------------------------------------------------------------------------------------


async def alerts_atom(site: Site, request: web.Request) -> web.StreamResponse:
    """The latest alerts; `?chat=` leaves those of one chat."""
    chat = request.query.get("chat") or None
    found = await site.with_store(lambda store: store.watching.alerted(ALERTS, chat))
    title = f"wirewatch: alerts of {chat}" if chat else "wirewatch: alerts"
    return _feed(site, request, found, title, name=f"alerts/{quote(chat, safe='')}" if chat else "alerts", page="/")


async def watch_atom(site: Site, request: web.Request) -> web.StreamResponse:
    """The latest alerts that surely name a watch."""
    name = request.match_info["id"]
    known = site.watchlists.watches.get(name)
    if known is None and await site.with_store(lambda store: store.watching.kind(name)) is None:
        raise web.HTTPNotFound(text="Nothing is watched under this name.\n")
    found = await site.with_store(lambda store: store.watching.alerted_of(name, ALERTS))
    title = f"wirewatch: {known.name if known else name}"
    part = quote(name, safe="")
    return _feed(site, request, found, title, name=f"watch/{part}", page=f"/watch/{part}")


def _feed(
    site: Site, request: web.Request, found: Sequence[Alerted], title: str, *, name: str, page: str
) -> web.Response:
    """Answer with a feed, or with 304 if whoever asks has it."""
    base = site.settings.address or f"{request.scheme}://{request.host}"
    # RFC 4151: whose the name was on that day. It must not change with the port or the way that one gets here.
    tag = f"tag:{urlsplit(site.settings.address).hostname or 'localhost'},2026:wirewatch"
    feed = AtomFeed(
        id=f"{tag}/{name}",
        title=title,
        address=f"{base}{request.rel_url}",
        page=f"{base}{page}",
        entries=tuple(_atom_entry(site, each, base, tag) for each in found),
    )
    body = atom(feed).encode()
    etag = hashlib.sha256(body).hexdigest()[:32]
    # Seconds are all that HTTP has: what came within the last one would be missed by a strict reading.
    changed = feed.updated.replace(microsecond=0) + timedelta(seconds=feed.updated.microsecond > 0)
    headers = {
        "ETag": f'"{etag}"',
        "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True),
        "Cache-Control": "private, no-cache",
    }
    if _is_known(request, etag, changed):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="application/atom+xml", charset="utf-8", headers=headers)


def _is_known(request: web.Request, etag: str, changed: datetime) -> bool:
    """RFC 9110 section 13.2.2: the date counts only where no tag is given."""
    if (tags := request.if_none_match) is not None:
        return any(tag.value in (etag, "*") for tag in tags)
    since = request.if_modified_since
    return since is not None and changed <= since


def _atom_entry(site: Site, each: Alerted, base: str, tag: str) -> AtomEntry:
    names = _names(site)
    told = [fact_words(fact, names) for fact in each.facts]
    return AtomEntry(
        id=f"{tag}/entry/{each.entry}",
        title=each.title,
        link=out(each.link) or f"{base}/entry/{each.entry}",
        updated=each.at,
        published=each.published,
        author=each.source,
        summary="\n".join([*([each.sentence] if each.sentence else []), *dict.fromkeys(filter(None, told))]),
        categories={watch: names.get(watch, watch) for watch in each.watches},
    )


ROUTES: Routes = (
    ("GET", "/facts", facts),
    ("GET", "/facts.csv", facts_csv),
    ("GET", "/facts.json", facts_json),
    ("GET", "/alerts.atom", alerts_atom),
    ("GET", "/watch/{id}.atom", watch_atom),
)
