"""One entry with all that is known of it, and what people say of the names in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.config import Settings
from bot.explaining import told_now, told_then
from bot.reviewing import THE_PAGES, Reviewer, note
from bot.store import Store
from bot.store.entries import StoredEntry
from bot.store.reviews import RIGHT, WRONG
from bot.store.times import moment
from bot.web.cards import Name, Piece, Why, headline, marked, names_of, reasons
from bot.web.pages import PERSON, came_from, is_partial, page
from bot.web.site import Routes, Site
from pipelines.matcher import Matcher
from pipelines.model import Fact, Field
from pipelines.render.facts import fact_words
from pipelines.render.telegram import message_link
from pipelines.watchlist import Watchlists

LONGEST = 60_000
"""Characters of a text that are shown."""
STORY = 100
"""Entries of its story that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of an entry."""

    stored: StoredEntry
    headline: tuple[Piece, ...]
    texts: tuple[tuple[str, tuple[Piece, ...]], ...]  #: field and text, for those that have any
    names: tuple[Name, ...]
    why: tuple[Why, ...]
    facts: tuple[tuple[str, str], ...]  #: in words, and the sentence that says so
    decisions: list[dict[str, Any]]
    messages: tuple[tuple[dict[str, Any], str], ...]  #: with the address of each
    story: int | None
    members: list[dict[str, Any]]  #: of its story, in the order they came
    more: int  #: further members
    told: tuple[str, ...]  #: as `wirewatch explain` tells it


async def show(site: Site, request: web.Request) -> web.StreamResponse:
    """Show an entry."""
    known = await site.with_store(read_entry, site.settings, site.watchlists, _key(request))
    if known is None:
        raise _unknown(request)
    rules = {rule.id: rule.title or rule.id for rule in site.watchlists.rules}

    def unsaid(decision: Mapping[str, Any]) -> list[str]:
        """Return the names of the rules that were met and that the decision's reason does not tell already."""
        return [rules.get(rule, rule) for rule in decision["rules"] if rule not in decision["reason"].split()]

    return page(request, "entry.html", known=known, unsaid=unsaid, moment=moment)


async def now(site: Site, request: web.Request) -> web.StreamResponse:
    """Show what the watchlists in force find in an entry; takes seconds, for spaCy reads it."""
    lines = await site.studied(_now, str(site.settings.database), site.settings, site.watchlists, _key(request))
    if lines is None:
        raise _unknown(request)
    return page(request, "now.html", lines=lines, key=_key(request))


async def review(site: Site, request: web.Request) -> web.StreamResponse:
    """Note what somebody says of an entry: `verdict` for `watch` (an id or "all"), or `verdicts` as `id:verdict …`.

    A verdict is "right", "wrong", or "none", which takes back what was said.
    """
    form = await request.post()
    given = {name: str(value) for name, value in form.items()}
    key = int(given["entry"]) if re.fullmatch(r"[0-9]{1,18}", given.get("entry", "")) else -1
    pairs = [pair.partition(":")[::2] for pair in given.get("verdicts", "").split()]
    said = pairs or [(given.get("watch", ""), given.get("verdict", ""))]
    if not all(verdict in (RIGHT, WRONG, "none") for _, verdict in said):
        raise web.HTTPUnprocessableEntity(text="A verdict is right, wrong or none.")
    reviewer = Reviewer(id=0, name=request[PERSON] or THE_PAGES)

    def noted(store: Store) -> tuple[Name, ...] | None:
        known = store.evidence.watches([key]).get(key, ())
        meant = {watch: verdict for name, verdict in said for watch in (known if name == "all" else (name,))}
        # What was said before the lists or the text changed may be taken back all the same.
        if not meant or not meant.keys() <= {*known, *store.reviews.of_entry(key)}:
            return None
        note(store, key, {w: "" if v == "none" else v for w, v in meant.items()}, reviewer, site.now())
        return names_of(store, site.watchlists, [key], store.evidence.mentions([key]), teach=True)[key]

    names = await site.written(noted)
    if names is None:
        raise web.HTTPNotFound(text="No such name stands in that entry.")
    if is_partial(request):
        return page(request, "verdicts.html", key=key, names=names)
    return web.Response(status=303, headers={"Location": _back(request, key)})


def read_entry(store: Store, settings: Settings, watchlists: Watchlists, key: int) -> Known | None:
    """Return what is known of the entry in a row, None if there is none; needs the database's thread."""
    stored = store.overview.entry(key)
    if stored is None:
        return None
    mentions = store.evidence.mentions([key])
    seen = mentions.get(key, [])
    called = {watch.id: watch.name for watch in watchlists.watches.values()}
    texts = []
    for name in (Field.SUMMARY, Field.CONTENT):
        if text := stored.entry.text(name):
            here = [(each.start, each) for each in seen if each.field == name]
            texts.append((name.value, marked(text[:LONGEST] + "…" * (len(text) > LONGEST), here, called)))
    placement = store.stories.of(key)
    members = store.stories.members(int(placement.story)) if placement else []
    return Known(
        stored=stored,
        headline=headline(stored.entry.title or stored.entry.link or "(no headline)", seen, called),
        texts=tuple(texts),
        names=names_of(store, watchlists, [key], mentions, teach=True).get(key, ()),
        why=reasons(seen, called),
        facts=tuple((fact_words(_fact(row), called), row["sentence"]) for row in store.entries.facts_of(key)),
        decisions=store.entries.decisions(key),
        messages=tuple((row, _link(store, row)) for row in store.outbox.of_entry(key)),
        story=int(placement.story) if placement else None,
        members=members[:STORY],
        more=max(len(members) - STORY, 0),
        told=tuple(told_then(store, settings, stored)),
    )


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(**{name: value for name, value in row.items() if name != "entry"})


def _link(store: Store, row: dict[str, Any]) -> str:
    return message_link(store.chats.address(row["chat"]), row["message_id"]) if row["message_id"] else ""


def _now(database: str, settings: Settings, watchlists: Watchlists, key: int) -> list[str] | None:
    store = Store(database)
    try:
        stored = store.overview.entry(key)
        return [*told_now(store, settings, Matcher(watchlists), stored)] if stored else None
    finally:
        store.close()


def _key(request: web.Request) -> int:
    key = request.match_info["key"]
    return int(key) if key.isdecimal() and len(key) < 19 else -1  # SQLite's integers have 64 bits


def _unknown(request: web.Request) -> web.HTTPNotFound:
    return web.HTTPNotFound(text=f"No entry has the number {request.match_info['key']}.")


def _back(request: web.Request, key: int) -> str:
    """Return where somebody without JavaScript came from: one of our own pages, at the entry."""
    path = came_from(request, "Referer")
    return f"{path}#item-{key}" if path else f"/entry/{key}"


ROUTES: Routes = (("GET", "/entry/{key}", show), ("GET", "/entry/{key}/now", now), ("POST", "/review", review))
