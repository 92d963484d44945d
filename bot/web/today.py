"""The digest of any day or week, live."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.config import Settings
from bot.digests import make_digest
from bot.store import Store
from bot.suggestions import lately
from bot.web import entry
from bot.web.cards import Card, cards
from bot.web.pages import address, page
from bot.web.sifting import STATUSES, Choice, Group, Sieve, choices, groups, sifted
from bot.web.site import Routes, Site
from pipelines.digest.values import Digest, Edition
from pipelines.digest.when import day_span, week_span
from pipelines.model import Suggestion
from pipelines.names import ner
from pipelines.render.digest.parts import Part, heading, parts, span, summary
from pipelines.watchlist import Watchlists

FIRST = 20
"""Stories of a heading that are shown at once; the others unfold."""
MOST = 40
"""Stories of a page that are shown at once: headings beyond that stand there folded."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which digest, and what of it."""

    day: date
    edition: Edition
    since: datetime
    until: datetime
    sieve: Sieve
    all: bool  #: no heading is cut
    part: str  #: the id of one heading of which all is asked for but its first `skip` stories; "" for all headings
    skip: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading with the stories below it that are shown."""

    group: Group
    cards: list[Card]

    @property
    def left(self) -> int:
        """Return how many stories are not shown."""
        return len(self.group.items) - len(self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A digest as the page shows it."""

    digest: Digest
    headings: list[Heading]
    choices: dict[str, list[Choice]]
    told: list[Part]  #: what the digest tells in words: what is new, and which feeds to look at
    stories: int  #: all that are told, sifted or not
    left: int  #: those that the sieve lets through
    open: int  #: of these: not reviewed yet


# --- pages ----------------------------------------------------------------------------------------------


async def today(site: Site, request: web.Request) -> web.StreamResponse:
    """Show today's digest so far; `?date=` leads to another day."""
    if wanted := request.query.get("date", ""):
        return web.Response(status=303, headers={"Location": f"/day/{wanted if _DATE.fullmatch(wanted) else '-'}"})
    return await _shown(site, request, _today(site), Edition.DAILY)


async def day(site: Site, request: web.Request) -> web.StreamResponse:
    """Show the digest of a local day."""
    return await _shown(site, request, _date(request), Edition.DAILY)


async def week(site: Site, request: web.Request) -> web.StreamResponse:
    """Show the digest of the seven local days up to one."""
    return await _shown(site, request, _date(request), Edition.WEEKLY)


async def names(site: Site, request: web.Request) -> web.StreamResponse:
    """Show the names that one could watch, of the seven days up to the end of a day; takes a second or a few."""
    wanted = _date(request)
    try:
        since, until = day_span(wanted, site.settings.zone)
        found = await site.studied(_names, str(site.settings.database), site.watchlists, since, min(until, site.now()))
    except OverflowError:
        raise _no_day(request) from None
    first = next((Path(part.source).name for part in site.watchlists.lists), "")
    return page(request, "names.html", day=wanted, found=found, models=ner.models(), list=first)


async def _shown(site: Site, request: web.Request, day: date, edition: Edition) -> web.StreamResponse:
    zone, now = site.settings.zone, site.now()
    try:
        since, until = day_span(day, zone) if edition is Edition.DAILY else week_span(day, zone)
        around = day - timedelta(days=1), day + timedelta(days=1)
    except OverflowError:
        raise _no_day(request) from None
    if since >= now:
        return page(request, "future.html", day=day, today=_today(site))
    query = request.query
    status = query.get("status", "")
    sieve = Sieve(
        watch=query.get("watch", ""), rule=query.get("rule", ""), outlet=query.get("outlet", ""),
        status=status if status in STATUSES else "",
    )  # fmt: skip
    asked = Asked(
        day=day, edition=edition, since=since, until=min(until, now), sieve=sieve, all="all" in query,
        part=query.get("part", ""), skip=int(skip) if re.fullmatch("[0-9]{1,9}", skip := query.get("skip", "")) else 0,
    )  # fmt: skip
    shown = await site.with_store(read_day, site.settings, site.watchlists, asked)
    if asked.part:
        return page(request, "cards.html", cards=[card for each in shown.headings for card in each.cards])
    return page(
        request, "day.html", shown=shown, digest=shown.digest, sieve=sieve, week=edition is Edition.WEEKLY,
        today=_today(site), day=day, before=around[0], after=around[1] if until <= now else None,
        title=heading(shown.digest).removeprefix("Digest of "), span=span(shown.digest, zone),
        summary=summary(shown.digest), here=lambda **changes: address(request, **changes),
    )  # fmt: skip


def read_day(store: Store, settings: Settings, watchlists: Watchlists, asked: Asked) -> Day:
    """Return what the page of a day or week shows; needs the database's thread."""
    digest = make_digest(
        store, settings, watchlists, day=asked.day, since=asked.since, until=asked.until, edition=asked.edition
    )
    marks = store.digests.wrong(asked.since, asked.until)
    told = store.evidence.decided({mark.entry for mark in marks}, asked.since, asked.until)
    marks = tuple(mark for mark in marks if mark.entry in told or asked.since <= mark.at < asked.until)
    times = store.evidence.times(mark.entry for mark in marks)
    reports = store.evidence.reports(mark.story for mark in marks if mark.story is not None)
    found = groups(digest, marks, times, reports)
    keys = [(item.front or item).key for group in found for item in group.items]
    reviewed = store.evidence.verdicts(keys).keys()
    left = sifted(found, asked.sieve, reviewed)
    called = {watch.id: watch.name for watch in watchlists.watches.values()}
    rules = {rule.id: rule.title or rule.id for rule in watchlists.rules}
    return Day(
        digest=digest,
        headings=_headings(store, settings, watchlists, asked, left),
        choices=choices(found, asked.sieve, reviewed, called, rules),
        told=_told(digest, settings),
        stories=len(keys),
        left=sum(len(group.items) for group in left),
        open=sum(
            (item.front or item).key not in reviewed
            for group in left
            if group.status in ("sure", "unsure")
            for item in group.items
        ),
    )


def _headings(
    store: Store, settings: Settings, watchlists: Watchlists, asked: Asked, left: list[Group]
) -> list[Heading]:
    """Give each group the cards that are shown; of all groups together they are asked for at once."""
    if asked.part:
        left = [replace(group, items=group.items[asked.skip :]) for group in left if group.id == asked.part]
    chosen, room = [], MOST
    for group in left:
        count = len(group.items) if asked.all or asked.part else min(FIRST, room, len(group.items))
        chosen.append(group.items[:count])
        room -= count
    made = iter(cards(store, settings, watchlists, [item for items in chosen for item in items]))
    return [Heading(group=group, cards=[next(made) for _ in items]) for group, items in zip(left, chosen, strict=True)]


def _told(digest: Digest, settings: Settings) -> list[Part]:
    rest = replace(digest, rules=(), sections=(), review=(), held=(), wrong=(), unwatched=())
    return [part for part in parts(rest, settings.zone) if part.words]


def _names(database: str, watchlists: Watchlists, since: datetime, until: datetime) -> list[Suggestion]:
    store = Store(database)
    try:
        return [each for each in lately(store, watchlists, until) if since <= each.seen]
    finally:
        store.close()


def _today(site: Site) -> date:
    return site.now().astimezone(site.settings.zone).date()


def _date(request: web.Request) -> date:
    try:
        return date.fromisoformat(request.match_info["date"])
    except ValueError:
        raise _no_day(request) from None


def _no_day(request: web.Request) -> web.HTTPNotFound:
    return web.HTTPNotFound(text="There is no such day: write it as 2026-03-09.")


ROUTES: Routes = (
    ("GET", "/", today),
    ("GET", "/day/{date}", day),
    ("GET", "/week/{date}", week),
    ("GET", "/day/{date}/names", names),
    *entry.ROUTES,
)
