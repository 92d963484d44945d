"""Play the bundled day: newsstand and Bot API on loopback, the whole system between, its clock set to that day."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from aiohttp import web

from bot.app import App, house_of, open_app
from bot.config import Settings, read_settings
from bot.courier import deliver_all
from bot.demo.botapi import DEMO_TOKEN, BotApi
from bot.demo.chat import talk
from bot.demo.newsstand import DATE, DAY, ZONE, Newsstand
from bot.demo.telegram_chats import Sent
from bot.demo.telegram_photos import photo_size
from bot.digests import chart, make_due_digests, queue_digest
from bot.poll import poll_feeds
from bot.telegram_chat import TelegramChat
from bot.web.site import House, When
from pipelines.render.words import plural
from pipelines.toml_editor import add_tables

CHANNEL = "@wirewatch_demo"
ADMIN = 1001
HOURS = (time(6), time(8), time(9, 30), time(11), time(12, 30), time(14), time(16), time(19))
DIGEST = time(19, 30)
EVENING = time(20)

WIDTH = 96
QUOTE = "▌ "

_ESCAPE = re.compile(r"\x1b\[\d+m")
_STYLES = {"bold": "1", "italic": "3", "text_link": "4"}


async def play(show: Callable[[str], None], progress: Callable[[str], None], *, colour: bool) -> None:
    """Play the day; `show` gets what the channel shows, `progress` what happens meanwhile."""
    async with played(show, progress, colour=colour):
        pass


@contextlib.asynccontextmanager
async def played(
    show: Callable[[str], None], progress: Callable[[str], None], *, colour: bool = False
) -> AsyncIterator[App]:
    """Play the day, then give the program as it is that evening, its servers still up and its files in a folder."""
    stand = Newsstand.load()
    runner = web.AppRunner(stand.app())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        with tempfile.TemporaryDirectory(prefix="wirewatch-demo-") as folder:
            async with BotApi() as api, TelegramChat(DEMO_TOKEN, api.url) as sender:
                settings = _settings(stand, f"http://{host}:{port}", Path(folder), api.url)
                async with open_app(settings, sender, now=lambda: stand.now.astimezone(UTC)) as app:
                    await _day(stand, app, api, show, progress, colour=colour)
                    yield app
    finally:
        await runner.cleanup()


def house(app: App) -> House:
    """Return what the pages need of the day after it was played: no clock runs, so feeds that are added are polled."""

    async def polled() -> When:
        new = [feed for feed in app.settings.feeds if app.store.feeds.state(feed.url).last_polled_at is None]
        await poll_feeds(app.room, new)
        return When.NOW

    return replace(house_of(app), added=polled)


def _settings(stand: Newsstand, site: str, folder: Path, api_url: str) -> Settings:
    text = f"""\
[telegram]
chat = {CHANNEL!r}
admins = [{ADMIN}]
api_url = {api_url!r}

[schedule]
timezone = {ZONE.key!r}
digest = {DIGEST.strftime("%H:%M")!r}

[fetch]
allow_private_addresses = true
"""
    feeds = [
        {
            "url": site + feed.path,
            "name": feed.title,
            "publisher": "" if feed.aggregator else feed.publisher,
            "language": feed.language,
        }
        for feed in stand.feeds
    ]
    # On disk, as everywhere else: the pages edit them.
    shutil.copytree(DAY / "watchlists", folder / "watchlists")
    config = folder / "config.toml"
    config.write_text(add_tables(text, "feed", feeds), encoding="utf-8")
    return read_settings(config)


async def _day(
    stand: Newsstand,
    app: App,
    api: BotApi,
    show: Callable[[str], None],
    progress: Callable[[str], None],
    *,
    colour: bool,
) -> None:
    shown = edits = 0
    courier = app.courier
    assert courier is not None

    def show_new() -> None:
        nonlocal shown, edits
        edited = {(edit.chat, edit.id) for edit in api.edits[edits:]}
        for number, sent in enumerate(api.messages):
            if number >= shown or (sent.chat, sent.id) in edited:
                show(framed(sent, stand.now, colour=colour, edited=number < shown))
        shown, edits = len(api.messages), len(api.edits)

    for hour in HOURS:
        stand.now = datetime.combine(DATE, hour, ZONE)
        polled = await app.poll_all()
        new, failed = sum(p.new for p in polled), [p for p in polled if p.error]
        alerts = plural(sum(p.alerts for p in polled), "alert")
        entries = plural(new, "new entry", "new entries")
        words = f"{hour:%H:%M}  polled {plural(len(polled), 'feed')}, {entries}, {alerts}"
        progress(words + "".join(f"; {p.feed.label}: {p.error}" for p in failed))
        await deliver_all(courier)
        show_new()
    stand.now = datetime.combine(DATE, DIGEST, ZONE)
    progress(f"{DIGEST:%H:%M}  the digest")
    for chat, digest, now in make_due_digests(app.store, app.settings, app.room.matcher.watchlists, app.now):
        queue_digest(app.store, app.settings, digest, chat, now, chart(digest))
    await deliver_all(courier)
    show_new()
    stand.now = datetime.combine(DATE, EVENING, ZONE)
    progress(f"{EVENING:%H:%M}  an admin writes to the bot")
    await talk(app, api, ADMIN, lambda text: show(f"┌─ the admin ─ {EVENING:%H:%M}\n│ {text}\n└─"), show_new)


def framed(sent: Sent, at: datetime, *, colour: bool, edited: bool = False) -> str:
    """Return a message as a terminal can show it: in a frame, bold, italics and links by escape codes."""
    where = sent.chat if sent.chat.startswith("@") else "to the admin"
    how = ", edited in place" if edited else f", a reply to message {sent.reply_to}" if sent.reply_to else ""
    rows = (sent.reply_markup or {}).get("inline_keyboard", [])
    buttons = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    picture = ["[picture, {} x {}]".format(*photo_size(sent.picture))] if sent.picture else []
    text = [part for line in styled(sent, colour=colour).split("\n") for part in wrapped(line)]
    lines = picture + text + buttons
    return "\n".join(
        [f"┌─ {where}, message {sent.id} ─ {at:%H:%M}{how}", *(f"│ {line}".rstrip() for line in lines), "└─"]
    )


def wrapped(line: str) -> list[str]:
    """Return a line in pieces that fit a terminal; escape codes take no room, a quote keeps its bar."""
    bar = QUOTE if line.startswith(QUOTE) else ""
    pieces, room = [""], 0
    for word in line.split(" "):
        length = len(_ESCAPE.sub("", word)) + 1
        if room + length > WIDTH and room:
            pieces.append(bar + word)
            room = len(bar) + length
        else:
            pieces[-1] += f" {word}" if room else word
            room += length
    return pieces


def styled(sent: Sent, *, colour: bool) -> str:
    """Return the message's text with its entities (offsets in UTF-16 units) as escape codes, quotes with a bar."""
    marks: dict[int, str] = {}
    raw = sent.text.encode("utf-16-le")
    for entity in sent.entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] == "blockquote":
            marks[start] = QUOTE + marks.get(start, "")
            quoted = raw[2 * start : 2 * end].decode("utf-16-le")
            for at, character in enumerate(quoted):
                if character == "\n":
                    after = start + len(quoted[: at + 1].encode("utf-16-le")) // 2
                    marks[after] = QUOTE + marks.get(after, "")
        elif colour and entity["type"] in _STYLES:
            code = _STYLES[entity["type"]]
            marks[start] = marks.get(start, "") + f"\x1b[{code}m"
            marks[end] = f"\x1b[2{'2' if code == '1' else code}m" + marks.get(end, "")
    parts: list[str] = []
    last = 0
    for at in sorted(marks):
        parts += [raw[2 * last : 2 * at].decode("utf-16-le"), marks[at]]
        last = at
    return "".join([*parts, raw[2 * last :].decode("utf-16-le")])
