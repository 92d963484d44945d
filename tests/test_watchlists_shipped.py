"""The shipped watchlists do what their own `hits` and `misses` say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.matcher import Matcher
from pipelines.model import Entry, Status
from pipelines.watchlist import Watchlists, combine, parse_watchlist

ROOT = Path(__file__).resolve().parents[1]
STREAM = ROOT.parent / "shared" / "stream" / "news-2026-08.jsonl"


def load(folder: Path) -> Watchlists:
    """Return all lists of a folder together."""
    paths = sorted(folder.glob("*.toml"))
    return combine([parse_watchlist(path.read_text(encoding="utf-8"), path.name) for path in paths])


SHIPPED = Matcher(load(ROOT / "watchlists"))
DEMO = Matcher(load(ROOT / "bot" / "demo" / "day" / "watchlists"))
SENTENCES = [
    pytest.param(matcher, watch.id, sentence, is_hit, id=f"{watch.id}-{'hit' if is_hit else 'miss'}-{sentence}")
    for matcher in (SHIPPED, DEMO)
    for watch in matcher.watchlists.watches.values()
    for is_hit, sentences in ((True, watch.hits), (False, watch.misses))
    for sentence in sentences
]


@pytest.mark.parametrize(("matcher", "watch", "sentence", "is_hit"), SENTENCES)
def test_every_sentence_of_the_lists_holds(matcher: Matcher, watch: str, sentence: str, is_hit: bool) -> None:
    """A hit is a sure mention of its watch, a miss is none."""
    match = matcher.match(Entry(id="1", title=sentence))
    assert (watch in match.watches(Status.SURE)) is is_hit


@pytest.mark.parametrize("matcher", [SHIPPED, DEMO], ids=["shipped", "demo"])
def test_every_name_is_found_in_every_casing(matcher: Matcher) -> None:
    """Each name and alias is a sure mention of its watch, as written, in capitals and in lower case."""
    for watch in matcher.watchlists.watches.values():
        for name in {watch.name, *watch.aliases} - set(watch.ambiguous):
            for text in (name, name.upper(), name.lower(), f"“{name}”", f"{name}’s", f"anti-{name}", f"({name})"):
                match = matcher.match(Entry(id="1", title=f"It was {text} that"))
                assert watch.id in match.watches(Status.SURE), text


@pytest.mark.parametrize("matcher", [SHIPPED, DEMO], ids=["shipped", "demo"])
def test_every_ambiguous_name_is_seen(matcher: Matcher) -> None:
    """An ambiguous name by itself is a mention with reasons, and never certain."""
    for watch in matcher.watchlists.watches.values():
        for name in watch.ambiguous:
            mentions = matcher.match(Entry(id="1", title=f"It was {name} that")).mentions
            assert mentions, name
            assert all(mention.score < 0.99 and all(mention.evidence) for mention in mentions), name


@pytest.mark.skipif(not STREAM.exists(), reason="the shared stream is not there")
def test_the_stream_holds_no_false_alarm() -> None:
    """Ten days of real news, read by a person, surely name these watches and no other."""
    watches: set[str] = set()
    for line in STREAM.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        entry = Entry(id="1", title=item["title"] or "", summary=item["summary"] or "", language="en")
        watches.update(SHIPPED.match(entry).watches(Status.SURE))
    assert watches == {"ice", "cbp", "dhs", "mark-carney"}
