"""The watches, and one watch: how often it is found, by which names, how rightly, and beside what."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.commands.naming import find_watch, nearest_watches
from bot.reviewing import THE_PAGES
from bot.store import Store
from bot.store.mutes import Mute
from bot.store.watching import SHOWS, Beside, Seen
from bot.web.pages import PERSON, page
from bot.web.site import Routes, Site
from pipelines.digest.when import day_span
from pipelines.model import Rule, Watch, Watchlist
from pipelines.sightings import Bar, NameFound, names_found, over_time, wilson
from pipelines.text import fold
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)

SPARK = 14
"""Days of the little charts."""
MONTH = timedelta(days=30)
SPANS = {"30": (30, False), "90": (90, False), "year": (365, True)}
"""What the chart of a watch may cover: days, and whether its bars are weeks."""
YEAR = 365  # days
UNSEEN = timedelta(days=90)
"""A name that was not found for so long is said to be idle."""
MOST_BESIDE = 15
LATEST = 20
EVER = datetime(1970, 1, 1, tzinfo=UTC)
MUTES = {"12h": timedelta(hours=12), "1d": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What people said of a watch's entries."""

    right: int
    wrong: int

    @property
    def count(self) -> int:
        """Return how many were reviewed."""
        return self.right + self.wrong

    @property
    def percent(self) -> int:
        """Return how many of a hundred were right; only where some were reviewed."""
        return round(100 * self.right / self.count)

    @property
    def interval(self) -> tuple[int, int]:
        """Return the 95 % interval of the same, in percent."""
        low, high = wilson(self.right, self.wrong)
        return round(100 * low), round(100 * high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A watch in the list of all."""

    watch: Watch
    counts: tuple[int, ...]  #: entries that surely name it, by local day, oldest first
    alerts: int  #: entries of the last 30 days
    share: Share  #: likewise
    mute: Mute | None  #: None: it is not muted


# --- all watches --------------------------------------------------------------------------------------


async def watches(site: Site, request: web.Request) -> web.StreamResponse:
    """Every list with its watches; `?q=` leaves those with the words in a name, an id, a kind or the list's title."""
    query = request.query.get("q", "")
    lists, now = site.watchlists, site.now()
    lines = await site.with_store(_lines, lists, now, site.settings.zone)
    shown = [(part, [lines[watch.id] for watch in part.watches if _holds(part, watch, query)]) for part in lists.lists]
    parts = [(part, Path(part.source).name, mine) for part, mine in shown if mine or not query]
    return page(
        request, "watches.html", parts=parts, q=query, count=sum(len(mine) for _, _, mine in parts),
        of=len(lists.watches), days=SPARK,
    )  # fmt: skip


def _holds(part: Watchlist, watch: Watch, query: str) -> bool:
    names = (watch.id, watch.name, watch.kind, part.title, *watch.aliases, *watch.ambiguous)
    return all(word in fold(" ".join(names)) for word in fold(query).split())


def _lines(store: Store, lists: Watchlists, now: datetime, zone: ZoneInfo) -> dict[str, Line]:
    first = now.astimezone(zone).date() - timedelta(days=SPARK - 1)
    days: dict[str, Counter[int]] = {}
    for watch, at in store.watching.named(day_span(first, zone)[0]):
        days.setdefault(watch, Counter())[(at.astimezone(zone).date() - first).days] += 1
    alerts, mutes = store.overview.alerts_by_watch(now - MONTH), store.mutes.watches(now)
    shares = store.reviews.precision(now - MONTH)
    return {
        watch.id: Line(
            watch=watch,
            counts=tuple(days.get(watch.id, Counter())[number] for number in range(SPARK)),
            alerts=alerts.get(watch.id, 0),
            share=_share(shares, watch.id),
            mute=mutes.get(watch.id),
        )
        for watch in lists.watches.values()
    }


def _share(shares: Mapping[str, tuple[int, int]], watch: str) -> Share:
    right, wrong = shares.get(watch, (0, 0))
    return Share(right=right, wrong=wrong)


# --- one watch ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """All that the database says of a watch."""

    bars: tuple[Bar, ...]
    names: tuple[NameFound, ...]  #: of the last year
    ever: Share
    lately: Share  #: of the last 30 days
    alerts: int  #: likewise
    beside: Sequence[Beside]  #: watches, of the last year
    partners: Sequence[Beside]  #: of its facts
    latest: Sequence[Seen]
    mute: Mute | None  #: None: it is not muted


async def watch(site: Site, request: web.Request) -> web.StreamResponse:
    """One watch; `?span=` is 30, 90 or year, `?show=` which of its entries are listed."""
    name, lists, now = request.match_info["id"], site.watchlists, site.now()
    span, show = request.query.get("span", "30"), request.query.get("show", "all")
    span, show = span if span in SPANS else "30", show if show in SHOWS else "all"
    known = lists.watches.get(name)
    kind = known.kind.value if known else await site.with_store(lambda store: store.watching.kind(name))
    if kind is None:
        return _unknown(request, lists, name)
    part = next((part for part in lists.lists if known in part.watches), None)
    portrait = await site.with_store(_portrait, name, known, now, site.settings.zone, span, show)
    return page(
        request, "watch.html", id=name, watch=known, kind=kind, portrait=portrait, span=span, show=show,
        part=part, file=Path(part.source).name if part else "", rules=_rules(lists, known),
        watches=lists.watches, idle=now - UNSEEN, mutes=[*MUTES], weekly=SPANS[span][1], shows=[*SHOWS],
    )  # fmt: skip


def _portrait(
    store: Store, name: str, known: Watch | None, now: datetime, zone: ZoneInfo, span: str, show: str
) -> Portrait:
    year = day_span(now.astimezone(zone).date() - timedelta(days=YEAR - 1), zone)[0]
    sightings = store.watching.sightings(name, year)
    days, weekly = SPANS[span]
    return Portrait(
        bars=over_time(sightings, zone, now.astimezone(zone).date(), days=days, weekly=weekly),
        names=names_found(known, sightings),
        ever=_share(store.reviews.precision(EVER), name),
        lately=_share(store.reviews.precision(now - MONTH), name),
        alerts=store.overview.alerts_by_watch(now - MONTH).get(name, 0),
        beside=store.watching.beside(name, year, MOST_BESIDE),
        partners=store.watching.counterparties(name, MOST_BESIDE),
        latest=store.watching.latest(name, show, LATEST),
        mute=store.mutes.watches(now).get(name),
    )


def _rules(lists: Watchlists, watch: Watch | None) -> list[Rule]:
    return [rule for rule in lists.rules if watch and {watch.id, watch.kind} & {*rule.all}]


def _unknown(request: web.Request, lists: Watchlists, words: str) -> web.StreamResponse:
    """Lead to the watch that other words name, or say which there are."""
    if meant := find_watch(lists, words):
        raise web.HTTPFound(f"/watch/{meant.id}")
    near = [found for name in nearest_watches(lists.watches.values(), words) if (found := find_watch(lists, name))]
    return page(request, "unwatched.html", status=404, words=words, near=near)


# --- mutes --------------------------------------------------------------------------------------------


async def mute(site: Site, request: web.Request) -> web.StreamResponse:
    """Let a watch cause no alerts for a while, or let it alert again."""
    known, form = site.watchlists.watches.get(request.match_info["id"]), await request.post()
    span = str(form.get("for", ""))
    if known is None:
        raise web.HTTPNotFound(text="No list has this watch any more.\n")
    if span != "off" and span not in MUTES:
        raise web.HTTPUnprocessableEntity(text="A mute lasts 12h, 1d, 7d or 30d here; in chat any time.\n")
    person, now = request[PERSON] or THE_PAGES, site.now()

    def write(store: Store) -> None:
        with store.atomic():
            if span == "off":
                store.mutes.unmute_watch(known.id)
            else:
                store.mutes.mute_watch(known.id, now + MUTES[span], by_user=0, by_name=person, now=now)

    await site.written(write)
    log.info("watch=%s muted=%s by_name=%r", known.id, span, person)
    return web.Response(status=303, headers={"Location": f"/watch/{known.id}"})


ROUTES: Routes = (
    ("GET", "/watches", watches),
    ("GET", r"/watch/{id:[^/]+(?<!\.atom)}", watch),  # that is its feed, see `bot.web.facts`
    ("POST", "/watch/{id}/mute", mute),
)
