"""Commands that only read: watches, feeds, search, explain, digest, status."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import bot
from bot.commands.desk import Asked, Desk, Person, Press, Pressed
from bot.commands.naming import find_watch, named, nearest_watches
from bot.digests import all_chats, make_digest
from bot.explaining import find_entries, told_briefly
from bot.feedbook import gone_quiet, in_words
from bot.pace import is_private
from bot.store.entries import StoredEntry
from bot.store.search import FIRST, LAST, Found, Hit, Only, TooBroad, fts_query, search_apart
from pipelines.digest.when import day_span
from pipelines.model import Button, Message, Watch, Watchlist
from pipelines.render.digest.telegram import digest_messages
from pipelines.render.telegram import clock, escape, link, message, pack, shorten
from pipelines.render.words import plural, precision
from pipelines.text import fold

MONTH = timedelta(days=30)
LAST_ALERTS = 5
PAGE = 10
"""Entries found that are shown at once."""
MOST_FOUND = 500
"""Entries found that pages are turned through."""
MOST_MESSAGES = 2
"""Messages that an explanation may take."""
BUTTON = 64
"""Bytes of a button's data: https://core.telegram.org/bots/api#inlinekeyboardbutton."""
_HEADLINE = 200
_FOUND = 140  # UTF-16 units of headline and snippet each
_LONGEST_LINK = 800


def texts(blocks: Iterable[Sequence[str]]) -> list[Message]:
    """Return blocks of lines of HTML as messages within Telegram's limits."""
    return [message(text) for text in pack(block for block in blocks if block)]


def open_watches(desk: Desk, person: Person) -> dict[str, Watch]:
    """Return the watches that `person` may know of: all, or of lists whose alerts go to the default chat."""
    chats = desk.watchlists.chats
    return {
        watch.id: watch
        for watch in desk.watchlists.watches.values()
        if person.admin or chats[watch.id] in ("", desk.settings.chat)
    }


def open_feeds(desk: Desk, person: Person) -> list[str] | None:
    """Return the addresses of the feeds whose news `person` may see: None for all, else those for the default chat."""
    if person.admin:
        return None
    return [feed.url for feed in desk.settings.feeds if feed.chat in ("", desk.settings.chat)]


def reader(desk: Desk, person: Person, *, private: bool) -> Person:
    """Return for whose eyes an answer is: where everybody may read along, an admin in a group counts as everybody."""
    everybody = not private and (desk.settings.public or desk.settings.follow)
    return replace(person, admin=False) if everybody else person


def _hint(desk: Desk, asked: Asked) -> list[str]:
    """That there is more to be seen in private."""
    hidden = asked.person.admin and not reader(desk, asked.person, private=asked.private).admin
    everything = {feed.chat for feed in desk.settings.feeds} | {*desk.watchlists.chats.values()}
    return ["(private lists: ask me in private)"] if hidden and everything - {"", desk.settings.chat} else []


def unknown_watch(desk: Desk, person: Person, words: str) -> list[Message]:
    """Return the answer to a name that no watch has, or several: with those that may be meant and be told."""
    seen = open_watches(desk, person)
    several = [watch for watch in named(desk.watchlists, words) if watch.id in seen]
    name = escape(shorten(words, 100))
    if len(several) > 1:
        ids = ", ".join(watch.id for watch in several)
        return [
            message(f"Several watches have the name {name}: {escape(shorten(ids, 1000))}. Please use one of these.")
        ]
    near = [escape(each) for each in nearest_watches(seen.values(), words)]
    hint = f" Did you mean {', '.join(near[:-1])}{' or ' if near[:-1] else ''}{near[-1]}?" if near else ""
    return [message(f"Nothing is watched under the name {name}.{hint} /watches lists all.")]


# --- watches ------------------------------------------------------------------------------------------


async def watches(desk: Desk, asked: Asked) -> list[Message]:
    """What is watched, list by list, with the alerts of the last 30 days and how many of those reviewed were right.

    With the name of a watch: its other names, what is said about it, and its last alerts. With the title or file of a
    list: that list.
    """
    person = reader(desk, asked.person, private=asked.private)
    seen = open_watches(desk, person)
    parts = [*desk.watchlists.lists]
    if asked.words:
        found = find_watch(desk.watchlists, asked.words)
        if found and found.id in seen:
            return _one_watch(desk, found, open_feeds(desk, person))
        wanted = fold(asked.words).strip()
        parts = [part for part in parts if wanted in (fold(_title(part)), fold(Path(part.source).stem))]
    told = _Told(desk)
    blocks = []
    for part in parts:
        mine = [watch for watch in part.watches if watch.id in seen]
        if mine:
            chat = f" → {escape(part.chat)}" if part.chat and person.admin else ""
            blocks.append([f"<b>{escape(_title(part))}</b>{chat}", *(told.line(watch) for watch in mine)])
    if asked.words and not blocks:
        return unknown_watch(desk, person, asked.words)
    return texts([*blocks, _hint(desk, asked)] if blocks else [["Nothing is watched."], _hint(desk, asked)])


class _Told:
    """What is said of each watch in a line, from three queries for all."""

    def __init__(self, desk: Desk) -> None:
        since = desk.now() - MONTH
        self._zone = desk.settings.zone
        self._alerts = desk.store.overview.alerts_by_watch(since)
        self._reviews = desk.store.reviews.precision(since)
        self._mutes = desk.store.mutes.watches(desk.now())

    def line(self, watch: Watch) -> str:
        return " · ".join([escape(watch.name), watch.kind, watch.alert, *self.figures(watch)])

    def figures(self, watch: Watch) -> Iterator[str]:
        yield plural(self._alerts.get(watch.id, 0), "alert")
        if words := precision(*self._reviews.get(watch.id, (0, 0))):
            yield words
        if mute := self._mutes.get(watch.id):
            yield f"muted until {clock(mute.until, self._zone)}"


def _title(part: Watchlist) -> str:
    return part.title or Path(part.source).stem


def _one_watch(desk: Desk, watch: Watch, seen: Sequence[str] | None) -> list[Message]:
    lines = [f"<b>{escape(watch.name)}</b> · {watch.kind} · {watch.alert}"]
    for label, names in (("Also", watch.aliases), ("Where the text supports it", watch.ambiguous)):
        lines += [f"{label}: {escape(shorten(', '.join(names), 1000))}"] if names else []
    lines += [escape(shorten(watch.about, 1000))] if watch.about else []
    lines.append(f"Last 30 days: {', '.join(_Told(desk).figures(watch))}")
    zone = desk.settings.zone
    last = [
        f"{link(each.link, escape(shorten(each.title or each.link, _HEADLINE)))}{_source(each.source)}, "
        f"alert of {clock(each.at, zone)}"
        for each in desk.store.overview.last_alerts(watch.id, LAST_ALERTS, seen)
    ]
    return texts([lines, ["<b>Last alerts</b>", *last] if last else []])


def _source(source: str) -> str:
    return f" · {escape(shorten(source, 60))}" if source else ""


# --- feeds --------------------------------------------------------------------------------------------


async def feeds(desk: Desk, asked: Asked) -> list[Message]:
    """Which feeds are polled, and how they fare: those that fail first."""
    seen = open_feeds(desk, reader(desk, asked.person, private=asked.private))
    fails: list[str] = []
    works: list[str] = []
    new: list[str] = []
    shown = [feed for feed in desk.settings.feeds if seen is None or feed.url in seen]
    came = desk.store.digests.arrivals(feed.url for feed in shown)
    for feed in shown:
        state = desk.store.feeds.state(feed.url)
        words = in_words(state, gone_quiet(state, came[feed.url]), desk.now(), desk.settings.zone)
        kind = fails if state.failures else works if state.last_success_at else new
        kind.append(f"{escape(shorten(feed.label, 200))}: {escape(shorten(words, 400))}")
    headed = ((f"{len(fails)} failing", fails), (f"{len(works)} working", works), (f"{len(new)} new", new))
    blocks = [[f"<b>{title}</b>", *lines] for title, lines in headed if lines]
    nothing = "No feed is configured. /addfeed adds one." if asked.person.admin else "No feed."
    return texts([*(blocks or [[nothing]]), _hint(desk, asked)])


# --- search -------------------------------------------------------------------------------------------


async def search(desk: Desk, asked: Asked) -> list[Message]:
    """Search all that is stored, the newest first.

    All words must stand there: harbour strike. "Words in quotes" stand together, -word must not stand there, and
    word* is how words begin (three letters at least); OR between two asks for one of them.
    """
    if not asked.words:
        return [message('Say what to search for: /search harbour strike, or /search "harbour strike" -ferry')]
    return [await _page(desk, reader(desk, asked.person, private=asked.private), asked.words, 0)]


async def more(desk: Desk, press: Press) -> Pressed:
    """Turn the page of what was found."""
    offset = int(press.words[0]) if press.words and re.fullmatch(r"[0-9]{1,3}", press.words[0]) else MOST_FOUND
    if offset >= MOST_FOUND:
        return Pressed(note="This button is broken; please search anew.")
    person = reader(desk, press.person, private=is_private(press.chat))
    return Pressed(note="", instead=await _page(desk, person, ":".join(press.words[1:]), offset))


async def _page(desk: Desk, person: Person, words: str, offset: int) -> Message:
    if not fts_query(words) and any(map(str.isalnum, words)):
        return message("Give a word that must stand there too: /search harbour -strike")
    feeds = open_feeds(desk, person)
    try:
        async with desk.searching:
            only = Only(feeds=feeds)
            page = await asyncio.to_thread(search_apart, desk.store.path, words, limit=PAGE, offset=offset, only=only)
    except TooBroad:
        return message("Too broad: that takes too long. Use longer words, or more of them.")
    return _shown(desk, words, offset, page)


def _shown(desk: Desk, words: str, offset: int, page: Found) -> Message:
    count, found = page.count, [_hit(desk, hit) for hit in page.hits]
    if not found:
        return message(f"Nothing is stored with {escape(shorten(words, 200))}.")
    while len(pack(found)) > 1 and len(found) > 1:  # long links, which count too: the next page begins earlier
        found.pop()
    last = offset + len(found)
    place = "" if count == len(found) else f", {offset + 1:,}–{last:,}"
    heading = f"<b>{escape(shorten(words, 200))}</b>: {plural(count, 'entry', 'entries')}{place}"
    html = "\n\n".join(["\n".join(lines) for lines in ([heading], *found)])
    ways = [("‹ newer", max(offset - PAGE, 0))] * (offset > 0) + [("more ›", last)] * (last < min(count, MOST_FOUND))
    row = tuple(Button(label=label, data=f"more:{at}:{words}") for label, at in ways)
    if any(len(button.data.encode()) > BUTTON for button in row):
        return message(f"{html}\n\nThese are not all: fewer words leave room for a button.")
    return replace(message(html), buttons=(row,) if row else ())


def _hit(desk: Desk, hit: Hit) -> list[str]:
    """The lines of an entry that was found, so short that a page of them fits into a message."""
    address = hit.link if len(hit.link) <= _LONGEST_LINK else ""
    title = link(address, escape(shorten(hit.title or hit.link or "(no headline)", _FOUND)))
    lines = [f"{title}{_source(hit.source)}, {clock(hit.at, desk.settings.zone)}"]
    snippet = shorten(" ".join(hit.snippet.split()), _FOUND)
    plain = snippet.replace(FIRST, "").replace(LAST, "").strip("… ")
    if plain and plain not in hit.title:
        snippet += LAST * (snippet.count(FIRST) - snippet.count(LAST))
        lines.append(escape(snippet).replace(FIRST, "<b>").replace(LAST, "</b>"))
    return lines


# --- explain ------------------------------------------------------------------------------------------


async def explain(desk: Desk, asked: Asked) -> list[Message]:
    """Why an entry did or did not alert: send it as a reply to an alert, or with an entry's id or link."""
    person = reader(desk, asked.person, private=asked.private)
    if asked.words:
        found = find_entries(desk.store, asked.words)
    else:
        alerts = [alert for row in asked.alerts if (alert := desk.store.outbox.alert(row))]
        keys = dict.fromkeys(alert.entry for alert in alerts)
        found = [each for key in keys if (each := desk.store.overview.entry(key))]
        if not found:
            return [message("Reply with /explain to an alert, or send it with an entry's id or link.")]
    found = [each for each in found if person.admin or _is_public(desk, each)]
    if not found:
        return texts([["No entry with this id or link was ever seen."], _hint(desk, asked)])
    if len(found) > 2:
        lines = [f"/explain {each.key} – {escape(shorten(each.entry.title, _HEADLINE))}" for each in found]
        return texts([["Which one? Send one of these:", *lines]])[:MOST_MESSAGES]
    return texts(_explained(desk, each, person) for each in found)[:MOST_MESSAGES]


def _explained(desk: Desk, each: StoredEntry, person: Person) -> list[str]:
    title = escape(shorten(each.entry.title or each.entry.link or each.entry.id, _HEADLINE))
    chat = None if person.admin else desk.settings.chat
    feeds = open_feeds(desk, person)
    lines = told_briefly(desk.store, desk.settings, desk.watchlists, each, chat=chat, feeds=feeds)
    return [f"<b>{link(each.entry.link, title)}</b>", *(escape(shorten(line, 400)) for line in lines)]


def _is_public(desk: Desk, each: StoredEntry) -> bool:
    """Tell whether nothing that is stored of an entry belongs to a list, rule or feed with a chat of its own."""
    stored = desk.store.entries
    watches_named = {mention["watch"] for mention in stored.mentions(each.key)}
    watches_named.update(watch for decision in stored.decisions(each.key) for watch in decision["watches"])
    chats = {str(row["chat"]) for row in desk.store.outbox.of_entry(each.key)}
    private = {*all_chats(desk.settings, desk.watchlists)} - {desk.settings.chat}
    nobody = Person(id=0, name="", admin=False)
    seen = open_feeds(desk, nobody)
    open_feed = seen is None or each.entry.feed in seen
    return open_feed and watches_named <= open_watches(desk, nobody).keys() and not chats & private


# --- digest and status --------------------------------------------------------------------------------


async def digest(desk: Desk, asked: Asked) -> list[Message]:
    """The digest of today so far, since midnight. It changes nothing for the next one. It takes no argument."""
    if asked.words:
        return [message("/digest shows today so far and takes no argument; the command line has those of other days.")]
    now = desk.now()
    today = now.astimezone(desk.settings.zone).date()
    since, _ = day_span(today, desk.settings.zone)
    made = make_digest(desk.store, desk.settings, desk.watchlists, day=today, since=since, until=now)
    return digest_messages(made, desk.settings.zone)


async def status(desk: Desk, asked: Asked) -> list[Message]:
    """How the bot fares: feeds, polls, alerts, what waits for whom and why."""
    if asked.words:
        return [message("/status takes no argument. /feeds tells of each feed, /watches of each watch.")]
    overview, settings, now = desk.store.overview, desk.settings, desk.now()
    person = reader(desk, asked.person, private=asked.private)
    day = now - timedelta(days=1)
    polled = overview.last_poll()
    seen = open_feeds(desk, person)
    states = [desk.store.feeds.state(feed.url) for feed in settings.feeds if seen is None or feed.url in seen]
    fail = sum(bool(state.failures) for state in states)
    lines = [
        f"<b>wirewatch {bot.__version__}</b>, running since {clock(desk.started, settings.zone)}",
        f"Feeds: {plural(len(states), 'feed')}, " + (f"{fail} of them failing" if fail else "none fails"),
        f"Last poll: {clock(polled, settings.zone) if polled else 'none yet'}",
        f"Last 24 hours: {plural(desk.store.entries.count_since(day), 'new entry', 'new entries')}, "
        f"{plural(overview.alerts_since(day), 'alert')}",
    ]
    if not person.admin:
        return texts([[*lines, f"Watched: {plural(len(open_watches(desk, person)), 'name')}"], _hint(desk, asked)])
    lists = [f"{_title(part)} ({len(part.watches)})" for part in desk.watchlists.lists]
    lines += [f"Watchlists: {escape(', '.join(lists))}", f"Database: {_size(Path(desk.store.path))}"]
    trouble = desk.trouble()
    broken = [f"<b>Not in force:</b> {escape(shorten(trouble, 500))}"] if trouble else []
    return texts([lines, broken, [*_quiet(desk, now)], [*_queues(desk, now)]])


def _quiet(desk: Desk, now: datetime) -> Iterator[str]:
    settings = desk.settings
    for chat in all_chats(settings, desk.watchlists):
        if quiet := settings.of_chat(chat).quiet:
            until = quiet.until(now, settings.zone)
            present = f"; quiet now, until {clock(until, settings.zone)}" if until else ""
            yield f"Quiet hours of {escape(chat)}: {quiet.start:%H:%M}–{quiet.end:%H:%M}{present}"


def _queues(desk: Desk, now: datetime) -> Iterator[str]:
    waiting = desk.store.overview.waiting()
    yield "Waiting messages:" if waiting else "No message waits."
    for chat, count in waiting.items():
        hold = desk.store.chats.hold_of(chat, now)
        until = f", held until {clock(hold.until, desk.settings.zone)}" if hold else ""
        why = f" ({escape(shorten(hold.error, 300))})" if hold else ""
        yield f"{escape(chat)}: {count:,}{until}{why}"


def _size(path: Path) -> str:
    """The size of the database with what SQLite has not yet folded into it."""
    files = [path, path.with_name(path.name + "-wal")]
    size = sum(file.stat().st_size for file in files if file.exists())
    return f"{size / 1_000_000:,.1f} MB"
