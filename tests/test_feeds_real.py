"""Real feed documents and real series of polls, where the checkout has them beside it."""

from __future__ import annotations

import csv
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import ParseError
from pipelines.feeds import distinct, parse_feed
from pipelines.model import ParsedFeed
from pipelines.text import link_key

FEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "feeds"
URL = "https://feeds.example.org/news.xml"
#: What the documents say that are no feeds: error pages, other XML, pieces of HTML, nothing at all.
NO_FEED = re.compile(r"empty document|serves an HTML page, not a feed|is XML with the root element <(catalog|note)>")

needs_feeds = pytest.mark.skipif(not FEEDS.exists(), reason="the real feed documents are not beside the checkout")


def rows() -> list[dict[str, str]]:
    """Return what is known of each document; no rows where the documents are missing."""
    table = FEEDS / "documents.tsv"
    lines = table.read_text(encoding="utf-8").splitlines() if table.exists() else []
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def parse(body: bytes) -> ParsedFeed | str:
    """Return the feed, or the words on why the document is none."""
    try:
        return parse_feed(body, URL)
    except ParseError as error:
        return error.problem


@needs_feeds
def test_every_document_is_read_or_named() -> None:
    """Of the documents that feedparser finds in order, no entry is lost; those that are no feeds are named."""
    assert rows()
    for row in rows():
        feed = parse((FEEDS / "documents" / row["file"]).read_bytes())
        if isinstance(feed, str):
            assert NO_FEED.match(feed), row["file"]
            assert row["entries"] == "0", row["file"]
            continue
        if row["bozo"] == "0":
            assert len(feed.entries) >= int(row["entries"]), row["file"]
        once = distinct(feed.entries)
        assert len({entry.id for entry in once}) == len(once), row["file"]
        assert all(entry.id for entry in once), row["file"]


def polls(outlet: str) -> Iterator[ParsedFeed | str]:
    """Yield one outlet's polls in the order of time."""
    with tarfile.open(FEEDS / "polls" / f"{outlet}.tar.xz") as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            file = archive.extractfile(member)
            if file:
                yield parse(file.read())


@needs_feeds
@pytest.mark.parametrize(
    ("outlet", "refused", "truncated", "identities"),
    [
        ("bbc", 1, 0, 444),
        ("cnn", 0, 0, 895),
        ("dailytelegraph", 0, 0, 223),
        ("latimes", 0, 1, 467),
        ("nzherald", 1, 1, 327),
    ],
)
def test_identities_last_from_poll_to_poll(outlet: str, refused: int, truncated: int, identities: int) -> None:
    """Over forty polls each id has one link and each link one id, with guids and without; headlines may change."""
    found = list(polls(outlet))
    feeds = [feed for feed in found if isinstance(feed, ParsedFeed)]
    entries = [entry for feed in feeds for entry in feed.entries]
    assert [problem for problem in found if isinstance(problem, str)] == ["empty document"] * refused
    assert sum("cut off" in problem for feed in feeds for problem in feed.problems) == truncated
    pairs = {(entry.id, link_key(entry.link)) for entry in entries}
    assert len({id_ for id_, _ in pairs}) == len({key for _, key in pairs}) == len(pairs) == identities
    assert len({entry.title for entry in entries}) > identities
