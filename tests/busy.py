"""Two weeks of invented news, read by the real program: what the pages show when there is something to show.

await busy_world(world)  # a second; the world's clock stands where it stood before

In it: alerts with facts, stories of several outlets that go on the next day, what is unsure, held or only for the
digest, marks of people, a feed that fails, one that has gone quiet, one that was never polled, and headlines that try
things.
"""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import datetime, timedelta

from bot.store import Store
from bot.store.reviews import RIGHT, WRONG
from tests.world import Item, World, rss

DAYS = 14
GAZETTE, COURIER, HARBOUR, LEDGER, BULLETIN, NEW = (
    "/gazette.xml", "/courier.xml", "/harbour.xml", "/ledger.xml", "/bulletin.xml", "/new.xml",
)  # fmt: skip
OUTLETS = {
    GAZETTE: "Ellery Gazette",
    COURIER: "Northmark Courier",
    HARBOUR: "Harbour Post",
    LEDGER: "Quayside Ledger",
    BULLETIN: "Pellworth Bulletin",
}
FAILS_FROM, QUIET_FROM = 10, 9
"""Days from the first one on which the ledger's feed fails, and the bulletin's has nothing new."""

WATCHLIST = """\
# The freight desk's list.
title = "Freight and border"

[[watch]]
id = "talvane"
name = "Talvane Freight"
kind = "company"
aliases = ["Talvane"]
about = "Invented freight company that ferries cargo and crews."

[[watch]]
id = "osprell"
name = "Osprell Systems"
kind = "company"
alert = "digest"  # much is written of it

[[watch]]
id = "coastal-registry"
name = "Coastal Registry Office"
kind = "agency"
ambiguous = ["CRO"]
about = "Invented agency that registers ships and detains crews."

[[rule]]
id = "company-meets-agency"
title = "Company meets agency"
all = ["company", "agency"]
within = "sentence"
"""
HOSTILE = (
    "&lt;script&gt;document.title = 'taken'; alert(1)&lt;/script&gt; Talvane Freight opens a depot",
    "&lt;img src=x onerror=alert(1)&gt; Talvane Freight hires \u202egnihtyna\u202c drivers",
    "Talvane Freight &amp; \"partners\" &lt;a href='javascript:alert(1)' style='color:red'&gt;read on&lt;/a&gt;",
)
"""As HTML, which headlines are: so the markup is what readers are to see, and no tag that the parser takes away."""


def _day(day: int) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the outlets print on a day: headline and text."""
    news: dict[str, list[tuple[str, str]]] = {outlet: [] for outlet in OUTLETS}
    news[GAZETTE].append((f"Choir of Ellery sings for the {day + 3}rd time", "The hall was full to the last seat."))
    if day % 3 == 0:
        amount = f"${day + 4} million"
        headline = f"Coastal Registry Office awards Talvane Freight a {amount} contract for berth {day}"
        body = (
            f"The Coastal Registry Office awarded Talvane Freight a {amount} contract to guard berth {day} for a year."
        )
        news[GAZETTE].append((headline, body))
        news[COURIER].append((f"Talvane Freight wins {amount} berth {day} contract from registry", body))
        news[HARBOUR].append((headline, body))
    if day % 3 == 1:
        was = f"${day + 3} million"
        news[COURIER].append((
            f"Councillors question {was} berth {day - 1} contract of Talvane Freight",
            f"Councillors asked why the Coastal Registry Office chose Talvane Freight for berth {day - 1}.",
        ))  # fmt: skip
    if day % 2 == 0:
        news[HARBOUR].append((f"New CRO starts at berth {day} on Monday", "The CRO will look after sales."))
        news[COURIER].append((
            f"Osprell Systems opens its {day + 2}. office", "Osprell Systems, which makes scanners, hires fifty.",
        ))  # fmt: skip
    if day < FAILS_FROM:
        news[LEDGER].append((f"Registry counts {40 + day} ships", "The Coastal Registry Office counted ships again."))
    if day < QUIET_FROM:
        news[BULLETIN] += [(f"Pellworth fair, part {day}.{part}", "Apples and pears were shown.") for part in range(2)]
    if day >= DAYS - len(HOSTILE):
        news[GAZETTE].append((HOSTILE[DAYS - day - 1], "Talvane Freight said so on Monday."))
    return {outlet: tuple(items) for outlet, items in news.items()}


async def busy_world(world: World) -> None:
    """Let the program read two weeks of news, up to the world's present, and let people mark some of it."""
    world.configure(GAZETTE, COURIER, HARBOUR, LEDGER, BULLETIN, extra='name = "Ellery Gazette"')
    world.watch(WATCHLIST)
    end = world.now
    printed: dict[str, list[tuple[datetime, Item]]] = {outlet: [] for outlet in OUTLETS}
    async with world.app() as app:
        for day in range(DAYS):
            world.now = end - timedelta(days=DAYS - 1 - day, hours=1)
            for outlet, items in _day(day).items():
                for at, (title, text) in enumerate(items):
                    when = world.now - timedelta(minutes=40 + 90 * at + 11 * [*OUTLETS].index(outlet))
                    name = f"{day}-{at}"
                    link = f"https://{outlet.strip('/').removesuffix('.xml')}.example/{name}"
                    printed[outlet].append((when, Item(id=name, title=title, text=text, link=link)))
                _serve(world, outlet, printed[outlet])
            if day >= FAILS_FROM:
                world.web.answer(LEDGER, status=503)
            if day == DAYS - 1:
                _late(world, printed[HARBOUR])
            await app.once()
    world.now = end
    world.configure(GAZETTE, COURIER, HARBOUR, LEDGER, BULLETIN, NEW, extra='name = "Ellery Gazette"')
    _stored_by_others(world)
    _marks(world)


def _serve(world: World, outlet: str, printed: list[tuple[datetime, Item]]) -> None:
    items = [
        Item(id=item.id, title=item.title, text=item.text, link=item.link, age=world.now - when)
        for when, item in printed[-12:]
    ]
    body = rss(*items, now=world.now, title=OUTLETS[outlet])
    world.web.answer(outlet, body=body, headers={"Content-Type": "application/rss+xml"})


def _late(world: World, printed: list[tuple[datetime, Item]]) -> None:
    """Something that would alert, were it not ten days old, and a link that is none."""
    old = Item(id="late", title="Coastal Registry Office fines Talvane Freight", link="https://harbour.example/late",
               text="The Coastal Registry Office fined Talvane Freight $2 million.")  # fmt: skip
    trap = Item(id="trap", title="Talvane Freight buys a crane", link="javascript:alert(document.domain)",
                text="Talvane Freight bought a crane.")  # fmt: skip
    printed += [(world.now - timedelta(days=10), old), (world.now - timedelta(hours=2), trap)]
    _serve(world, HARBOUR, printed)


def _stored_by_others(world: World) -> None:
    """Give two entries what no feed can, but another program that writes to the database."""
    with contextlib.closing(sqlite3.connect(world.database)) as db, db:
        db.execute("UPDATE entries SET link = 'javascript:alert(document.domain)' WHERE id = 'trap'")
        db.execute("UPDATE entries SET title = title || char(0x202e) || ' drawkcab' WHERE id = 'late'")
        db.execute("UPDATE entries SET title = '<script>alert(1)</script>' || title WHERE title LIKE '%opens a depot'")


def _marks(world: World) -> None:
    """Say of every second alert that it was right, of every seventh that it was not, of the present day of none."""
    store = Store(world.database)
    with store.atomic():
        alerts = world.rows(
            "SELECT d.entry, w.value, d.decided_at FROM decisions AS d, json_each(d.watches) AS w "
            "WHERE d.action = 'alert' AND d.decided_at < ? ORDER BY d.entry",
            (world.now - timedelta(days=1)).isoformat(),
        )
        for at, (entry, watch, decided) in enumerate(alerts):
            if at % 7 == 0 or at % 2:
                when = datetime.fromisoformat(decided) + timedelta(hours=2)
                store.reviews.set(entry, watch, WRONG if at % 7 == 0 else RIGHT, 4242, "Ada", when)
    store.close()
