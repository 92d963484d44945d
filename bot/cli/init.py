"""`init`: a few questions, each answer checked, then config.toml and .env."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path

from bot.config import TOKEN, chat_problem, parse_settings, read_settings, read_token, time_problem, zone_problem
from bot.errors import BadToken, DeliveryError
from bot.files import write_atomically
from pipelines.errors import ConfigError

TEMPLATE = """\
# wirewatch: see docs/configuration.md for every key. Paths are relative to this file.

watchlists = "watchlists"

[store]
path = "data/wirewatch.db"

[telegram]
chat   = ""
admins = []

[schedule]
timezone = "UTC"
digest   = "08:00"
poll     = "15m"

[alerts]
first_poll = "24h"
max_age    = "7d"
"""


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch init`."""
    from pipelines.toml_editor import set_values

    path: Path = arguments.config
    # An unusable file is said before any question.
    settings = read_settings(path) if path.exists() else parse_settings(TEMPLATE, path)
    text = path.read_text(encoding="utf-8") if path.exists() else TEMPLATE
    print("Five questions. Enter keeps what stands in brackets.", file=sys.stderr)
    env = path.resolve().parent / ".env"
    known = read_token(settings, {})
    token = _ask(
        "Token of your bot, from @BotFather (stays in .env)",
        known,
        lambda answer: _bad_token(answer, settings.api_url),
        shown="the one that is in .env",
    )
    chat = _ask(
        "Channel or chat for the alerts, @name or id", settings.chat if settings.chat != "@my_channel" else "",
        lambda answer: _bad_chat(answer, token, settings.api_url),
    )  # fmt: skip
    admins = _ask(
        "Your own Telegram user id (several with spaces; @userinfobot tells it; empty for none)",
        " ".join(map(str, settings.admins)),
        _bad_admins,
    )
    zone = _ask("Time zone", settings.zone.key, zone_problem)
    digest = _ask(
        "Daily digest at (HH:MM, or off)",
        settings.digest.strftime("%H:%M") if settings.digest else "off",
        time_problem,
    )
    values = {
        ("telegram", "chat"): int(chat) if re.fullmatch(r"-?\d+", chat) else chat,
        ("telegram", "admins"): [int(number) for number in re.findall(r"\d+", admins)],
        ("schedule", "timezone"): zone,
        ("schedule", "digest"): digest,
    }
    edited = set_values(text, values)
    parse_settings(edited, path)
    write_atomically(env, _with_token(env, token), mode=0o600)
    write_atomically(path, edited)
    feeds = "" if settings.feeds else "wirewatch feeds add PAGE for each feed, "
    print(f"Wrote {path} and {env.name}. Next: {feeds}wirewatch check, then wirewatch run.", file=sys.stderr)
    return 0


def _with_token(env: Path, token: str) -> str:
    """The text of `.env` with the token in it, other lines kept."""
    lines = env.read_text(encoding="utf-8").splitlines() if env.exists() else []
    kept = [line for line in lines if not re.match(rf"\s*(?:export\s+)?{TOKEN}\s*=", line)]
    return "\n".join([*kept, f"{TOKEN}={token}"]) + "\n"


def _ask(question: str, default: str, problem: Callable[[str], str | None], *, shown: str = "") -> str:
    """Ask until the answer has no problem, `shown` in place of a default that must not be seen.

    Raises `ConfigError` where there is nobody to answer.
    """
    hint = f" [{shown or default}]" if default else ""
    while True:
        print(f"{question}{hint}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise ConfigError("init", "the input ended before all questions were answered; nothing was written")
        answer = line.strip() or default
        reason = problem(answer)
        if reason is None:
            return answer
        print(f"  {reason}", file=sys.stderr)


def _bad_token(token: str, api_url: str) -> str | None:
    if not re.fullmatch(r"\d+:[\w-]{10,}", token, re.ASCII):
        return "a token looks like 123456789:AAE..."

    async def ask() -> str:
        from bot.telegram_chat import TelegramChat

        async with TelegramChat(token, api_url) as bot:
            return await bot.whoami()

    try:
        print(f"  the bot is @{asyncio.run(ask())}", file=sys.stderr)
    except BadToken:
        return "Telegram does not know this token"
    except DeliveryError as error:
        print(f"  could not be checked: {error.problem}", file=sys.stderr)
    return None


def _bad_chat(chat: str, token: str, api_url: str) -> str | None:
    if problem := chat_problem(chat):
        return problem

    async def ask() -> str | None:
        from bot.telegram_chat import TelegramChat

        async with TelegramChat(token, api_url) as bot:
            return await bot.can_post(chat)

    try:
        reason = asyncio.run(ask())
    except DeliveryError as error:
        reason = f"could not be checked: {error.problem}"
    if reason:
        # Not refused: the bot may be made an administrator after this.
        print(f"  note: {reason}", file=sys.stderr)
    return None


def _bad_admins(answer: str) -> str | None:
    ids = answer.replace(",", " ").split()
    return None if all(each.isdecimal() and chat_problem(each) is None for each in ids) else "user ids are numbers"
