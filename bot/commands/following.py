"""Commands by which anybody gets the alerts of single watches in private, where `telegram.follow` allows it."""

from __future__ import annotations

from bot.commands.desk import Asked, Desk
from bot.commands.naming import find_watch
from bot.commands.reading import open_watches, texts, unknown_watch
from bot.digests import all_chats
from pipelines.model import Message, Watch
from pipelines.render.telegram import escape, message


async def follow(desk: Desk, asked: Asked) -> list[Message]:
    """Have the alerts of a watch sent to you here. Without a name: what you follow."""
    if not asked.words:
        return _followed(desk, asked)
    watch = _open_watch(desk, asked)
    if watch is None:
        return unknown_watch(desk, asked.person, asked.words)
    with desk.store.atomic():
        new = desk.store.follows.add(asked.chat, watch.id, desk.now())
    name = escape(watch.name)
    if not new:
        return [message(f"You follow {name} already.")]
    return [message(f"You follow {name}: its alerts come here from now on. /unfollow {watch.id} ends that.")]


async def unfollow(desk: Desk, asked: Asked) -> list[Message]:
    """No longer have the alerts of a watch sent to you here; "all" means all of them.

    With the last one go the alerts that still wait. Before that they stay: which watch they are for is not kept.
    """
    if not asked.words:
        return _followed(desk, asked)
    if asked.words.casefold() == "all":
        with desk.store.atomic():
            gone = desk.store.follows.forget(asked.chat)
            if gone:
                _withdraw(desk, asked.chat)
        return [message("You follow nothing any more." if gone else "You followed nothing.")]
    # A watch that has left the lists since can still be named by its id.
    watch = find_watch(desk.watchlists, asked.words)
    with desk.store.atomic():
        gone = desk.store.follows.remove(asked.chat, watch.id if watch else asked.words)
        if gone and not desk.store.follows.of(asked.chat):
            _withdraw(desk, asked.chat)
    if gone:
        return [message(f"You follow {escape(watch.name if watch else asked.words)} no longer.")]
    if watch is None or watch.id not in open_watches(desk, asked.person):
        return unknown_watch(desk, asked.person, asked.words)
    return [message(f"You do not follow {escape(watch.name)}.")]


def _withdraw(desk: Desk, chat: str) -> None:
    """Take back the alerts that wait for somebody who follows nothing any more, unless the chat gets others too."""
    if chat not in all_chats(desk.settings, desk.watchlists):
        desk.store.outbox.withdraw(chat, "follows nothing any more")


def _open_watch(desk: Desk, asked: Asked) -> Watch | None:
    """The watch that is named, if its list's alerts go to the default chat; those of other chats are not for all."""
    watch = find_watch(desk.watchlists, asked.words)
    everybody = watch and desk.watchlists.chats[watch.id] in ("", desk.settings.chat)
    return watch if everybody else None


def _followed(desk: Desk, asked: Asked) -> list[Message]:
    known = desk.watchlists.watches
    names = [known[each].name if each in known else each for each in desk.store.follows.of(asked.chat)]
    if not names:
        return [message("You follow nothing. /watches lists what there is; /follow NAME has its alerts sent to you.")]
    return texts([["You follow", *map(escape, names)]])
