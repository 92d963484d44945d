"""Forty polls each of five real outlets, in order, through the whole program over loopback.

The documents are not part of the project; where they are missing, these tests are skipped.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import tarfile
from collections import Counter
from pathlib import Path

import feedparser
import pytest
from aiohttp import web as http

from bot.poll import Polled
from tests.world import CHANNEL, World

POLLS = Path(__file__).resolve().parents[1].parent / "shared" / "feeds" / "polls"
OUTLETS = ("bbc", "cnn", "dailytelegraph", "latimes", "nzherald")

log = logging.getLogger(__name__)

pytestmark = pytest.mark.skipif(not POLLS.exists(), reason="the real polls are not beside the checkout")

# Words that stand in many of these headlines, so that there are many alerts.
NAMES = ("Coronavirus", "Covid-19", "White House", "California", "Auckland", "China", "Premier League", "Qld", "Trump")
WATCHLIST = "\n".join(
    f'[[watch]]\nid = "w{number}"\nname = "{name}"\nkind = "topic"\n' for number, name in enumerate(NAMES)
)


def documents(outlet: str) -> list[bytes]:
    """Return the documents of an outlet in the order in which they were fetched."""
    with tarfile.open(POLLS / f"{outlet}.tar.xz") as archive:
        members = sorted(archive.getmembers(), key=lambda member: member.name)
        return [file.read() for member in members if (file := archive.extractfile(member))]


def distinct(bodies: list[bytes]) -> tuple[set[str], int]:
    """Return what tells the items of an outlet apart, by a reader of the test's own, and how many were retitled.

    An item is its guid, else its link, else its headline; a revision behind the guid (#0, #1 …) and "ref=rss",
    which one outlet writes in two ways, do not count.
    """
    seen: dict[str, str] = {}
    retitled = set()
    for body in bodies:
        for item in feedparser.parse(io.BytesIO(body)).entries:
            name = str(item.get("id") or item.get("link") or item.get("title"))
            name = re.sub(r"(#\d+|&(amp)?ref=rss)$", "", name)
            if seen.setdefault(name, item.get("title", "")) != item.get("title", ""):
                retitled.add(name)
    return set(seen), len(retitled)


def serve(world: World, outlet: str, body: bytes, *, etags: bool) -> None:
    """Serve a document, in one variant with an ETag that is honoured."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'

    async def respond(request: http.BaseRequest) -> http.Response:
        if etags and request.headers.get("If-None-Match") == tag:
            return http.Response(status=304, headers={"ETag": tag})
        return http.Response(body=body, content_type="text/xml", headers={"ETag": tag} if etags else {})

    world.web.handle(f"/{outlet}.xml", respond)


async def play(world: World, *outlets: str, etags: bool = False) -> list[Polled]:
    """Play all polls, each document twice in the variant with ETags; the program starts anew for each round."""
    series = {outlet: documents(outlet) for outlet in outlets}
    world.configure(
        *(f"/{outlet}.xml" for outlet in outlets),
        more='[alerts]\nfirst_poll = "36000d"\nmax_age = "36000d"',
    )
    world.watch(WATCHLIST)
    polled: list[Polled] = []
    for number in range(40):
        for outlet in outlets:
            serve(world, outlet, series[outlet][number], etags=etags)
        for _ in range(2 if etags else 1):
            async with world.app() as app:
                some, outcome = await app.once()
                assert not outcome.problems
                assert not outcome.refused
                polled += some
    return polled


def entries(world: World) -> list[tuple[str, str, str]]:
    """Return the stored entries: feed, id, headline."""
    rows = world.rows("SELECT feed, id, title FROM entries ORDER BY feed, id")
    return [(str(feed).rsplit("/", 1)[1], str(identifier), str(title)) for feed, identifier, title in rows]


async def test_forty_polls_of_five_outlets(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Every distinct item is stored once, none is alerted twice but for what is new, and bad documents lose nothing."""
    caplog.set_level(logging.INFO, logger=__name__)  # figures: pytest -rP
    polled = await play(world, *OUTLETS)
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []
    failures = Counter(one.error for one in polled if one.error)
    assert set(failures) <= {"empty document"}, failures
    stored = Counter(feed.removesuffix(".xml") for feed, _, _ in entries(world))
    alerts = world.rows("SELECT e.feed, e.key, e.id, o.link_key, o.title_key, o.telling, o.gains FROM outbox AS o "
                        "JOIN entries AS e ON e.key = o.entry")  # fmt: skip
    assert max(Counter((row[1], row[6]) for row in alerts if row[5] == "gain").values()) == 1
    for outlet in OUTLETS:
        names, retitled = distinct(documents(outlet))
        assert stored[outlet] == len(names), outlet
        told = [row for row in alerts if str(row[0]).endswith(f"/{outlet}.xml")]
        log.info(
            "%s: distinct=%d stored=%d retitled=%d alerts=%d", outlet, len(names), stored[outlet], retitled, len(told)
        )
        for column in (1, 2, 3, 4):
            assert max(Counter(row[column] for row in told if row[column] and row[5] != "gain").values()) == 1, outlet
        assert told
    tellings = Counter(row[5] for row in alerts)
    log.info("polls=%d failures=%s alerts=%d %s", len(polled), dict(failures), len(alerts), dict(tellings))
    assert len(world.sent(CHANNEL)) == len(alerts) == len(world.api.messages)


async def test_not_modified_makes_no_difference(world: World) -> None:
    """With ETags and 304s in between, the same items are stored and the same alerts sent."""
    polled = await play(world, "cnn", "nzherald", etags=True)
    # All second polls but those of the empty and the broken-off document, which must be fetched in full again.
    assert sum(not one.entries and not one.error for one in polled) == 78
    with_tags = entries(world), sorted(world.sent())
    for path in world.database.parent.glob("*.db*"):
        path.unlink()
    world.api.messages.clear()
    await play(world, "cnn", "nzherald")
    assert (entries(world), sorted(world.sent())) == with_tags
