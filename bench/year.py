"""A year of wirewatch, made from a fixed seed: configuration, watchlist, and the database of a busy newsroom.

The rows are written as the program writes them, without reading 300,000 entries first. Names and words are invented.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.matching import SEED, invented_names, word
from bot.store import Store
from bot.store.times import stamp

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = 365
BUSY = NOW - timedelta(days=3)
"""The day on which everybody writes of the same."""
CHAT = "@bench"
COMMON, RARER = "harbour", "quayside"
"""Words of most texts, and of some in a hundred."""
RULE = "company-meets-agency"
_ACTIONS = {"alert": 30, "added": 25, "digest": 25, "review": 12, "held": 3, "context": 5}
_CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there is."""

    entries: int = 300_000
    named: int = 11_500  #: entries that name a watch, on days like others
    busy: int = 1_100  #: the same, on the busy day: some 2,000 mentions
    feeds: int = 300
    watches: int = 60


@dataclass(slots=True)
class Year:
    """What is drawn from while rows are made."""

    size: Size
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    watches: list[tuple[str, str, str]] = field(init=False)  #: id, name, kind
    weights: list[float] = field(init=False)
    sentences: list[str] = field(init=False)
    stories: list[int] = field(default_factory=list)  #: latest entries that began a story and name a watch

    def __post_init__(self) -> None:
        names = invented_names(self.chance, self.size.watches)
        self.watches = [(f"w{at}", name, "company" if at % 3 else "agency") for at, name in enumerate(names)]
        self.weights = [1 / (at + 1) ** 0.7 for at in range(len(names))]
        # Of few words a text has most: as in any language, by Zipf's law.
        words = list(dict.fromkeys(word(self.chance, 4) for _ in range(40_000)))
        words[0], words[200] = COMMON, RARER
        picked = (words[int(len(words) ** self.chance.random()) - 1] for _ in range(14 * self.size.feeds * 60))
        self.sentences = [" ".join(part).capitalize() + "." for part in zip(*[picked] * 14, strict=False)]

    def sentence(self) -> str:
        """Return a sentence of 14 words."""
        return self.chance.choice(self.sentences)


def build(folder: Path, size: Size) -> Path:
    """Write config.toml, a watchlist and the database into `folder`; return the path of config.toml."""
    year = Year(size)
    feeds = [f"https://outlet-{at}.example/feed.xml" for at in range(size.feeds)]
    tables = "".join(f'[[feed]]\nurl = "{url}"\nname = "Outlet {at}"\n' for at, url in enumerate(feeds))
    config = folder / "config.toml"
    config.write_text(
        f'[telegram]\nchat = "{CHAT}"\n[schedule]\ntimezone = "America/Toronto"\n[store]\nkeep = "365d"\n{tables}',
        "utf-8",
    )
    lists = folder / "watchlists"
    lists.mkdir()
    watches = "".join(
        f"[[watch]]\nid = {json.dumps(id)}\nname = {json.dumps(name)}\nkind = {json.dumps(kind)}\n"
        for id, name, kind in year.watches
    )
    rule = f'[[rule]]\nid = "{RULE}"\ntitle = "Company meets agency"\nall = ["company", "agency"]\n'
    (lists / "bench.toml").write_text(f'title = "Bench"\n{watches}{rule}', "utf-8")
    with closing(Store(folder / "data" / "wirewatch.db")) as store:
        _fill(store, year, feeds)
    return config


def _fill(store: Store, year: Year, feeds: list[str]) -> None:
    """Write all rows, in order of time."""
    db = store.db.conn
    db.execute("PRAGMA synchronous = OFF")  # a benchmark's file may be lost
    db.execute("PRAGMA foreign_keys = OFF")  # rows of a table are written together, before those that they belong to
    pending: dict[str, list[tuple[Any, ...]]] = {}

    def flush() -> None:
        for statement, rows in pending.items():
            db.executemany(statement, rows)
        pending.clear()

    with store.atomic():
        for at, (statement, row) in enumerate(_rows(year, feeds)):
            pending.setdefault(statement, []).append(row)
            if at % _CHUNK == 0:
                flush()
        flush()
    store.db.execute("ANALYZE")
    store.tidy()


def _marks(count: int) -> str:
    return ", ".join("?" * count)


_INSERTS = {
    name: f"INSERT INTO {name} VALUES ({_marks(count)})"
    for name, count in (("mentions", 11), ("facts", 10), ("decisions", 6), ("reviews", 6))
}
_ENTRY = (
    "INSERT INTO entries (key, feed, id, title, summary, content, link, link_key, title_key, text_hash, published, "
    f"source, language, first_seen) VALUES ({_marks(14)})"
)
_FEED = (
    "INSERT INTO feeds (url, title, etag, last_polled_at, last_success_at, last_new_at, baseline_at, next_poll_at, "
    f"failures, failing_since, error) VALUES ({_marks(11)})"
)
_PLACED = f"INSERT INTO placements (entry, story, placed_at, score, copy_of, reasons) VALUES ({_marks(6)})"
_SENT = (
    "INSERT INTO outbox (kind, key, entry, chat, html, plain, link_key, title_key, created_at, status, attempts, "
    f"next_attempt_at, sent_at, message_id, story) VALUES ({_marks(15)})"
)

Rows = Iterator[tuple[str, tuple[Any, ...]]]
"""Statement and values."""


def _rows(year: Year, feeds: list[str]) -> Rows:
    size, chance = year.size, year.chance
    for at, url in enumerate(feeds):
        fails = at % 40 == 7
        polled = stamp(NOW - timedelta(minutes=chance.randint(1, 15)))
        yield _FEED, (
            url, f"Outlet {at}", f'"{at}"', polled, polled, polled, stamp(NOW - timedelta(days=DAYS)),
            stamp(NOW + timedelta(minutes=10)), 3 if fails else 0, polled if fails else None,
            "answered 503 Service Unavailable" if fails else "",
        )  # fmt: skip
    named = set(chance.sample(range(size.entries), size.named))
    pause = timedelta(days=DAYS) / size.entries
    busy = round((BUSY - (NOW - timedelta(days=DAYS))) / pause)
    named |= {busy + at for at in range(size.busy)}
    for at in range(size.entries):
        yield from _entry(
            year, at + 1, feeds[chance.randrange(size.feeds)], NOW - (size.entries - at) * pause, at in named
        )


def _entry(year: Year, key: int, feed: str, seen: datetime, is_named: bool) -> Rows:
    chance, when = year.chance, stamp(seen)
    found = _watches(year) if is_named else []
    first = found[0][1] if found else ""
    title = f"{first} {year.sentence()}".strip()
    met = " and ".join(name for _, name, _ in found)
    sentence = f"{met} signed a contract for ${chance.randint(1, 90)} million." if found else ""
    summary = f"{sentence} {year.sentence()} {year.sentence()}".strip()
    link = f"outlet-{key % 300}.example/{key}"
    yield _ENTRY, (
        key, feed, str(key), title, summary, "", f"https://{link}", link, title.casefold(), str(key),
        stamp(seen - timedelta(minutes=chance.randint(1, 50))), f"Outlet {key % 300}", "en", when,
    )  # fmt: skip
    joins = is_named and bool(year.stories) and chance.random() < 0.5
    story = chance.choice(year.stories[-12:]) if joins else key
    if is_named and not joins:
        year.stories.append(key)
    copy = story if joins and chance.random() < 0.3 else None
    yield _PLACED, (key, story, when, round(chance.random(), 3), copy, "[]")
    if found:
        yield from _found(year, key, title, sentence, found, story, seen)


def _watches(year: Year) -> list[tuple[str, str, str]]:
    """One to three watches, some far more often than others."""
    count = year.chance.choice((1, 1, 2, 2, 2))
    return list(dict.fromkeys(year.chance.choices(year.watches, year.weights, k=count)))


def _found(
    year: Year, key: int, title: str, sentence: str, found: list[tuple[str, str, str]], story: int, seen: datetime
) -> Rows:
    """What is stored of an entry that names watches."""
    chance, when = year.chance, stamp(seen)
    action = chance.choices([*_ACTIONS], [*_ACTIONS.values()])[0] if story == key else "added"
    status = "unsure" if action == "review" else "sure"
    for watch, name, kind in found:
        start = sentence.find(name)
        evidence = json.dumps([f"'{name} signed'"])
        yield _INSERTS["mentions"], (
            key, watch, kind, name, "summary", start, start + len(name), status, round(chance.random(), 3), evidence,
            sentence,
        )  # fmt: skip
    kinds = {kind: watch for watch, _, kind in found}
    rules = [RULE] if len(kinds) == 2 and status == "sure" else []
    if rules:
        yield _INSERTS["facts"], (
            key, kinds["company"], kinds["agency"], "contract", 8e6, "USD", "$8 million", sentence, None, "done",
        )  # fmt: skip
    sure = [watch for watch, _, _ in found] if status == "sure" else []
    values = (key, when, action, "Names it.", json.dumps(sure), json.dumps(rules))
    yield _INSERTS["decisions"], values
    if action == "alert":
        yield _SENT, (
            "alert", f"alert:{key}:{CHAT}", key, CHAT, f"<b>{key}</b>", title, "", "", when, "sent", 1, when, when, key,
            story,
        )  # fmt: skip
        if chance.random() < 0.6:
            verdict = "wrong" if chance.random() < 0.1 else "right"
            yield _INSERTS["reviews"], (key, found[0][0], verdict, 1, "Ada", stamp(seen + timedelta(hours=3)))
