"""`check`: everything that can be wrong, one line a finding."""

from __future__ import annotations

import argparse
import asyncio
import importlib.metadata
from collections.abc import Iterator

from bot.clock import utc_now
from bot.config import TOKEN, Settings, group_of, read_password, read_settings, read_token, read_watchlists
from bot.errors import DeliveryError, StoreError
from pipelines import checks
from pipelines.checks import doubtful_names, shared_names, wrong_sentences
from pipelines.errors import ConfigError, FeedError
from pipelines.render.words import plural
from pipelines.text import shown
from pipelines.watchlist import Watchlists

Finding = tuple[str, str, str]
"""Verdict ("ok", "warning", "problem"), what it is about, and the words."""


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch check [--offline]`."""
    settings = read_settings(arguments.config)
    problems = warnings = 0
    for verdict, subject, words in _findings(settings, offline=arguments.offline):
        print(f"{verdict:<8} {subject}: {words}", flush=True)
        problems += verdict == "problem"
        warnings += verdict == "warning"
    print(f"{plural(problems, 'problem')}, {plural(warnings, 'warning')}")
    return 1 if problems else 0


def _findings(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    yield "ok", str(settings.file), f"{plural(len(settings.feeds), 'feed')}, time zone {settings.zone.key}"
    watchlists = read_watchlists(settings.watchlists)
    yield from check_watchlists(watchlists)
    yield from _chats(settings, watchlists)
    yield from _pages(settings)
    yield from _database(settings)
    yield _spacy()
    if offline:
        return
    yield from asyncio.run(_network(settings))


def _spacy() -> Finding:
    from pipelines.names import ner

    version, models = importlib.metadata.version("spacy"), ner.models()
    named = ", ".join(f"{package} ({language})" for language, package in models.items())
    without = "no statistical model, which only `suggest` needs: pip install 'wirewatch[ner]'"
    return "ok", "spaCy", f"{version}, {f'for `suggest` with {named}' if models else without}"


def check_watchlists(watchlists: Watchlists) -> Iterator[Finding]:
    """Yield a finding for each sentence of `hits` and `misses` that goes wrong, doubtful name, and list."""
    from pipelines.matcher import Matcher

    match = Matcher(watchlists).match
    for part in watchlists.lists:
        wrong = list(wrong_sentences(part, match))
        yield from map(_finding, wrong)
        if not wrong:
            names = sum(1 + len(w.aliases) + len(w.ambiguous) for w in part.watches)
            sentences = sum(len(w.hits) + len(w.misses) for w in part.watches)
            words = (
                f"{plural(len(part.watches), 'watch', 'watches')}, {plural(names, 'name')}, "
                f"{plural(len(part.rules), 'rule')}, {plural(sentences, 'sentence')} as expected"
            )
            yield "ok", part.source, words
        yield from map(_finding, doubtful_names(part))
    yield from map(_finding, shared_names(watchlists))


def _finding(found: checks.Finding) -> Finding:
    return "problem" if found.wrong else "warning", f"{found.source}:{found.line}", found.words


def _chats(settings: Settings, watchlists: Watchlists) -> Iterator[Finding]:
    from bot.digests import all_chats

    used = {name for chat in all_chats(settings, watchlists) for name in (chat, group_of(chat))}
    for chat in settings.chats:
        if chat not in used:
            yield "warning", f"[[chat]] {chat}", "gets nothing: no list, rule or feed names it, nor does telegram.chat"


def _pages(settings: Settings) -> Iterator[Finding]:
    """Whether `run` may serve the pages where it is told to."""
    from bot.web.guard import require_password

    if not settings.listen:
        return
    try:
        require_password(settings, settings.listen, read_password(settings))
    except ConfigError as error:
        yield "problem", "web.listen", error.problem
    else:
        yield "ok", "web.listen", f"`run` serves the pages at {settings.address or f'http://{settings.listen}'}"


def _database(settings: Settings) -> Iterator[Finding]:
    from bot.store import Store

    if not settings.database.exists():
        yield "ok", str(settings.database), "not there yet; `run` makes it"
        return
    try:
        store = Store(settings.database)
        try:
            with store.in_words():
                problem = store.problem()
                waiting = store.outbox.counts().get("waiting", 0)
                held = store.chats.held(utc_now())
        finally:
            store.close()
    except StoreError as unusable:
        yield "problem", "database", str(unusable)
        return
    if problem:
        yield "problem", str(settings.database), f"damaged: {problem}; restore a backup"
    else:
        yield "ok", str(settings.database), f"sound, {plural(waiting, 'message')} waiting"
    for chat, error in held:
        yield "warning", chat, f"its messages wait: {error}"


async def _network(settings: Settings) -> list[Finding]:
    return [*await _feeds(settings), *await _telegram(settings)]


async def _feeds(settings: Settings) -> list[Finding]:
    from bot.fetch import fetcher_for
    from pipelines.feeds import parse_feed

    slots = asyncio.Semaphore(8)

    async with fetcher_for(settings) as fetcher:

        async def one(url: str) -> Finding:
            name = shown(url)
            async with slots:
                try:
                    fetched = await fetcher.get(url)
                    parsed = parse_feed(fetched.body, fetched.final_url, content_type=fetched.content_type)
                except FeedError as error:
                    return "problem", name, error.problem
            if fetched.moved_to:
                return "warning", name, f"has moved for good to {shown(fetched.moved_to)}"
            if not parsed.entries:
                return "warning", name, "is a feed, but has no entries"
            return "ok", name, f"{plural(len(parsed.entries), 'entry', 'entries')}, {parsed.title or 'no title'}"

        return list(await asyncio.gather(*(one(feed.url) for feed in settings.feeds)))


async def _telegram(settings: Settings) -> list[Finding]:
    from bot.digests import all_chats
    from bot.telegram_chat import TelegramChat

    token = read_token(settings)
    if not token:
        return [("problem", "Telegram", f"no bot token: set {TOKEN} in the environment or in .env")]
    findings: list[Finding] = []
    try:
        async with TelegramChat(token, settings.api_url) as bot:
            findings.append(("ok", "Telegram", f"the bot is @{await bot.whoami()}"))
            watchlists = read_watchlists(settings.watchlists)
            if not settings.chat:
                findings.append(("problem", "telegram.chat", "is missing: where should alerts go?"))
            for chat in [*all_chats(settings, watchlists), *map(str, settings.admins)]:
                reason = await bot.can_post(chat)
                findings.append(("problem", chat, reason) if reason else ("ok", chat, "the bot may post there"))
    except DeliveryError as error:
        findings.append(("problem", "Telegram", error.problem))
    return findings
