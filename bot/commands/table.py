"""All commands and buttons: what each is called, what it takes, and who may use it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.commands import editing, feedback, following, reading
from bot.commands.desk import Asked, Command, Desk, OnPress, Person
from bot.commands.reading import open_watches, texts
from bot.config import Settings, group_of
from pipelines.model import Message
from pipelines.render.telegram import escape, message, shorten
from pipelines.render.words import plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One command. Its function's docstring is what /help says of it."""

    name: str
    arguments: str = ""
    line: str  #: for the menu
    run: Command
    public: bool = False  #: for everybody where `telegram.public` says so
    follow: bool = False  #: for everybody, in private, where `telegram.follow` says so


async def help_(desk: Desk, asked: Asked) -> list[Message]:
    """What the bot can do for you. With a command's name: more about that one."""
    mine = offered(desk.settings, asked.person, private=asked.private)
    name = asked.words.lstrip("/").partition("@")[0].lower()
    if name in mine:
        order = mine[name]
        usage = escape(f"/{order.name} {order.arguments}".strip())
        told = re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.getdoc(order.run) or order.line)
        return texts([[f"<b>{usage}</b>", escape(told)]])
    if name and name != "start":
        return await unknown(desk, asked.person, name, private=asked.private)
    lines = [
        f"/{order.name} {escape(order.arguments)}".rstrip() + f" – {escape(order.line)}" for order in mine.values()
    ]
    return texts([lines, ["/help COMMAND tells more."]])


async def start(desk: Desk, asked: Asked) -> list[Message]:
    """Return what somebody new should know: what this bot is, which channel it serves, and its commands."""
    chat = group_of(desk.settings.chat)
    where = f" and posts what it finds to {escape(chat)}" if chat.startswith("@") else ""
    hello = message(f"This bot watches the news for {plural(len(open_watches(desk, asked.person)), 'name')}{where}.")
    return [hello, *await help_(desk, replace(asked, words=""))]


async def unknown(desk: Desk, person: Person, name: str, *, private: bool) -> list[Message]:
    """Return the answer to a command that there is not."""
    close = get_close_matches(name, offered(desk.settings, person, private=private), n=1, cutoff=0.5)
    return [
        message(
            f"There is no /{escape(shorten(name, 40))}. " + (f"Did you mean /{close[0]}?" if close else "See /help.")
        )
    ]


def offered(settings: Settings, person: Person, *, private: bool) -> dict[str, Order]:
    """Return the commands that a person may use, by name; `private`: in a chat with the bot alone."""
    following_is_on = settings.follow and private
    return {
        order.name: order
        for order in ORDERS
        if (
            following_is_on
            if order.follow
            else person.admin or (order.public and (settings.public or (order.run is help_ and following_is_on)))
        )
    }


ORDERS = (
    Order(name="watches", arguments="[WATCH]", line="what is watched, or all about one watch",
          run=reading.watches, public=True),
    Order(name="watch", arguments="[KIND] NAME [: ABOUT]", line="watch a name", run=editing.watch),
    Order(name="unwatch", arguments="WATCH", line="watch it no longer", run=editing.unwatch),
    Order(name="alias", arguments="WATCH = NAME", line="give a watch a further name", run=editing.alias),
    Order(name="mute", arguments="WATCH 7d", line="no alerts of a watch for a while", run=editing.mute),
    Order(name="unmute", arguments="WATCH", line="let it alert again", run=editing.unmute),
    Order(name="search", arguments="WORDS", line="search all news that came", run=reading.search, public=True),
    Order(name="explain", arguments="[ID or LINK]", line="why it alerted or not: reply with it to an alert",
          run=reading.explain, public=True),
    Order(name="digest", line="the digest of today so far", run=reading.digest),
    Order(name="review", line="what was marked wrong, and what to learn from it", run=feedback.review),
    Order(name="follow", arguments="[WATCH]", line="get the alerts of a watch here", run=following.follow, follow=True),
    Order(name="unfollow", arguments="WATCH or all", line="get them no longer", run=following.unfollow, follow=True),
    Order(name="feeds", line="the feeds, and how they fare", run=reading.feeds, public=True),
    Order(name="addfeed", arguments="URL", line="poll a further feed", run=editing.addfeed),
    Order(name="status", line="how the bot fares", run=reading.status, public=True),
    Order(name="help", arguments="[COMMAND]", line="what the bot can do", run=help_, public=True),
)  # fmt: skip

PUBLIC_PRESSES: Mapping[str, OnPress] = {"more": reading.more}
"""Buttons by the first word of their data, for all who may search."""
PRESSES: Mapping[str, OnPress] = {**editing.PRESSES, **feedback.PRESSES}
"""Buttons for admins."""
