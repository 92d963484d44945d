"""Commands that edit: watches and their names, mutes, feeds; and the answers to what they ask back."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.commands.desk import Asked, Desk, OnPress, Press, Pressed
from bot.commands.naming import find_watch
from bot.commands.reading import unknown_watch
from bot.config import duration
from bot.discovering import Discovered, discover
from bot.proposals import EXPIRES, ask, list_names, propose, put, save, save_or_leave, settle
from bot.store.proposals import Proposal
from pipelines.edits import AddAlias, AddFeed, AddWatch, Edit, RemoveWatch, cleaned, new_watch
from pipelines.errors import FeedError
from pipelines.matcher import Matcher
from pipelines.model import Kind, Message, Status, Watch
from pipelines.render import proposal as render
from pipelines.render.telegram import clock, escape, message, shorten
from pipelines.text import fold, shown

log = logging.getLogger(__name__)

LONGEST_MUTE = timedelta(days=365)
LONGEST_ABOUT = 500
"""Characters; an `about` is a sentence or two."""
_SETTLED = {"saved": "That was saved already.", "left": "That was left.", "failed": "That could not be saved."}


# --- watches and their names ------------------------------------------------------------------------------


async def watch(desk: Desk, asked: Asked) -> list[Message]:
    """Watch a further name: "/watch Harbour Lines", "/watch agency Harbour Registry Office: registers ships".

    The first word may be a kind: company (the default), agency, person, place, law, product or topic. Behind a colon
    goes what it is, from which a stranger could tell it from its namesakes. You see what it would have alerted in the
    last 30 days before anything is saved.
    """
    head, _, about = asked.words.partition(":")
    kind, name = _kind_and_name(head)
    if not name:
        return _usage("/watch NAME", "/watch agency Harbour Registry Office: registers ships")
    edit = new_watch(name, kind, about[:LONGEST_ABOUT], desk.watchlists)
    return await propose(desk, edit, asked.person, asked.chat)


async def unwatch(desk: Desk, asked: Asked) -> list[Message]:
    """Take a watch out of its list, with all its names and sentences. You see first which alerts that would cost."""
    if not asked.words.strip():
        return _usage("/unwatch WATCH", "/unwatch Harbour Lines")
    found = find_watch(desk.watchlists, asked.words)
    if found is None:
        return unknown_watch(desk, asked.person, asked.words)
    return await propose(desk, RemoveWatch(watch=found.id), asked.person, asked.chat)


async def alias(desk: Desk, asked: Asked) -> list[Message]:
    """Give a watch a further name: "/alias Harbour Lines = HL Shipping"; the "=" may be left out.

    You see what it would have alerted in the last 30 days before anything is saved.
    """
    if not asked.words.strip():
        return _usage("/alias WATCH = NAME", "/alias Harbour Lines = HL Shipping")
    found, name = _watch_and_rest(desk, asked.words)
    if found is None:
        return unknown_watch(desk, asked.person, asked.words.partition("=")[0].strip())
    if not name:
        return _usage(f"/alias {found.id} = NAME", f"/alias {found.id} = Its Other Name")
    return await propose(desk, AddAlias(watch=found.id, name=name), asked.person, asked.chat)


def _kind_and_name(words: str) -> tuple[Kind, str]:
    first, _, rest = cleaned(words).partition(" ")
    if rest and fold(first) in list(Kind):
        return Kind(fold(first)), _unquoted(rest)
    return Kind.COMPANY, _unquoted(cleaned(words))


def _unquoted(name: str) -> str:
    return name.strip(' "“”„«»').strip()


def _watch_and_rest(desk: Desk, words: str) -> tuple[Watch | None, str]:
    """The watch that the words begin with, the longest name first, and what stands behind it."""
    before, equals, after = words.partition("=")
    if equals:
        return find_watch(desk.watchlists, before), _unquoted(cleaned(after))
    parts = words.split()
    for end in range(len(parts), 0, -1):
        if found := find_watch(desk.watchlists, " ".join(parts[:end])):
            return found, _unquoted(cleaned(" ".join(parts[end:])))
    return None, ""


def _usage(pattern: str, example: str) -> list[Message]:
    return [message(f"Like this: <code>{escape(pattern)}</code>, for example <code>{escape(example)}</code>")]


# --- mutes ------------------------------------------------------------------------------------------------


async def mute(desk: Desk, asked: Asked) -> list[Message]:
    """Let a watch cause no alerts for a while: "/mute Harbour Lines 7d"; "12h", "30m" and "off" work too.

    What it finds is stored and stands in the digest all the same. A year is the longest.
    """
    name, _, span = asked.words.strip().rpartition(" ")
    if not name:
        return _usage("/mute WATCH 7d", "/mute Harbour Lines 12h")
    found = find_watch(desk.watchlists, name)
    if found is None:
        return unknown_watch(desk, asked.person, name)
    if span.casefold() == "off":
        return _unmuted(desk, found)
    try:
        long = duration(span.casefold())
    except ValueError as error:
        return [message(f"{escape(str(error))}, or “off”.")]
    if not timedelta() < long <= LONGEST_MUTE:
        return [message("A mute lasts a minute at least and a year at most. /unwatch ends a watch for good.")]
    now, person = desk.now(), asked.person
    with desk.store.atomic():
        desk.store.mutes.mute_watch(found.id, now + long, by_user=person.id, by_name=cleaned(person.name), now=now)
    log.info("watch=%s muted=%s by=%d name=%r", found.id, span, person.id, person.name)
    until = clock(now + long, desk.settings.zone)
    return [message(f"<b>{escape(found.name)}</b> causes no alerts until {until}. /unmute {found.id} ends that.")]


async def unmute(desk: Desk, asked: Asked) -> list[Message]:
    """Let a muted watch alert again."""
    if not asked.words.strip():
        return _usage("/unmute WATCH", "/unmute Harbour Lines")
    found = find_watch(desk.watchlists, asked.words)
    return _unmuted(desk, found) if found else unknown_watch(desk, asked.person, asked.words)


def _unmuted(desk: Desk, found: Watch) -> list[Message]:
    with desk.store.atomic():
        was = desk.store.mutes.unmute_watch(found.id)
    return [message(f"<b>{escape(found.name)}</b> {'alerts again' if was else 'was not muted'}.")]


# --- feeds ------------------------------------------------------------------------------------------------


async def addfeed(desk: Desk, asked: Asked) -> list[Message]:
    """Poll a further feed: give its address, or that of a page which offers one.

    You see what it holds before it is added.
    """
    url = asked.words.strip()
    if not url or len(url.split()) > 1:
        return _usage("/addfeed URL", "/addfeed https://gazette.example/feed.xml")
    url = url if "://" in url else f"https://{url}"
    try:
        found = await discover(url, desk.room.fetcher, _not_a_feed, desk.room.worker)
    except FeedError as error:
        return [message(f"{escape(shorten(shown(error.url), 200))}: {escape(error.problem)}.")]
    if known := next((feed for feed in desk.settings.feeds if feed.url == found.url), None):
        return [message(f"{escape(known.label)} is polled already.")]
    loop = asyncio.get_running_loop()
    naming = await loop.run_in_executor(desk.room.worker, _naming, desk.room.matcher, found)
    edit = AddFeed(url=found.url, name=cleaned(found.title)[:200], language=found.parsed.language)
    question = render.asked_to_save(edit, edit.name, "")
    facts = render.feed_found(found.parsed, found.url, naming, desk.settings.zone)
    proposal = put(desk, edit, asked.person, asked.chat)
    return [save_or_leave(f"{question}\n{facts}", proposal, save="add it")]


def _not_a_feed(error: FeedError) -> None:
    log.info("feed=%s offered=%r", shown(error.url), error.problem)


def _naming(matcher: Matcher, found: Discovered) -> int:
    return sum(bool(matcher.match(entry).watches(Status.SURE)) for entry in found.parsed.entries)


# --- what is asked back -----------------------------------------------------------------------------------


def sent(desk: Desk, chat: str, message: Message, message_id: int) -> None:
    """Remember in which message a question went out, so that a reply to it is understood; other messages pass."""
    actions = [button.data.split(":") for row in message.buttons for button in row]
    for action, *words in actions:
        if action in PRESSES and words and words[0].isdecimal():
            with desk.store.atomic():
                desk.store.proposals.asked(int(words[0]), message_id)
            return


async def answered(desk: Desk, asked: Asked) -> list[Message] | None:
    """Return what comes of a reply to a question of ours, None if it is none: the words say what a name means.

    The reply makes a proposal of its own. The question's buttons would otherwise save what they do not show.
    """
    proposal = desk.store.proposals.by_message(asked.chat, asked.reply_to) if asked.reply_to is not None else None
    if proposal is None or not asked.person.admin:
        return None
    if problem := _closed(desk, proposal):
        return [message(problem)]
    edit = _with_about(desk, proposal.edit, cleaned(asked.words)[:LONGEST_ABOUT])
    if edit is None:
        return [message("Press one of the buttons there, please.")]
    settle(desk, proposal, "left")
    return await propose(desk, edit, asked.person, asked.chat)


def _with_about(desk: Desk, edit: Edit, about: str) -> Edit | None:
    """The edit with what a name means, which so needs support in the text if it was doubtful; None if it takes none."""
    if isinstance(edit, AddWatch) and edit.file and about:
        return replace(edit, about=about, ambiguous=edit.ambiguous is not False)
    if isinstance(edit, AddAlias) and edit.ambiguous is not False and about:
        known = desk.watchlists.watches.get(edit.watch)
        if known and not known.about:
            return replace(edit, about=about, ambiguous=True)
    return None


def _closed(desk: Desk, proposal: Proposal) -> str:
    """Why a proposal can be answered no more, "" if it can."""
    if proposal.status == "asked" and desk.now() - proposal.created_at > EXPIRES:
        settle(desk, proposal, "left")
        return "That question is more than a week old. Ask anew, please."
    return _SETTLED.get(proposal.status, "")


def _open(desk: Desk, press: Press) -> Proposal | Pressed:
    """The proposal that a button belongs to, or what to say instead."""
    if not press.person.admin:
        return Pressed(note="Only the operators of this bot may do that.")
    number = press.words[0] if press.words else ""
    proposal = desk.store.proposals.get(int(number)) if number.isdecimal() else None
    if proposal is None:
        return Pressed(note="That question is not known here any more.")
    problem = _closed(desk, proposal)
    return Pressed(note=problem) if problem else proposal


async def pressed_save(desk: Desk, press: Press) -> Pressed:
    """Save what was proposed."""
    proposal = _open(desk, press)
    if isinstance(proposal, Pressed):
        return proposal
    outcome = save(desk, proposal, press.person)
    closed = desk.store.proposals.get(proposal.id)
    done = closed is not None and closed.status == "saved"
    return Pressed(note="Saved." if done else "Nothing was saved.", loud=not done, instead=outcome)


async def pressed_leave(desk: Desk, press: Press) -> Pressed:
    """Leave it."""
    proposal = _open(desk, press)
    if isinstance(proposal, Pressed):
        return proposal
    settle(desk, proposal, "left")
    return Pressed(note="Left as it is.", instead=message("Left as it is: nothing was saved."))


async def pressed_sure(desk: Desk, press: Press) -> Pressed:
    """A doubtful name always means its watch."""
    return await _with_sense(desk, press, ambiguous=False)


async def pressed_unsure(desk: Desk, press: Press) -> Pressed:
    """A doubtful name means its watch only where the text supports it."""
    return await _with_sense(desk, press, ambiguous=True)


async def _with_sense(desk: Desk, press: Press, *, ambiguous: bool) -> Pressed:
    proposal = _open(desk, press)
    if isinstance(proposal, Pressed):
        return proposal
    if not isinstance(proposal.edit, AddWatch | AddAlias) or proposal.edit.ambiguous is not None:
        return Pressed(note="That was answered already.")
    return await _next(desk, proposal, replace(proposal.edit, ambiguous=ambiguous))


async def pressed_list(desk: Desk, press: Press) -> Pressed:
    """The list for a new watch."""
    proposal = _open(desk, press)
    if isinstance(proposal, Pressed):
        return proposal
    files = list(list_names(desk.watchlists))
    chosen = press.words[1] if len(press.words) > 1 else ""
    if not isinstance(proposal.edit, AddWatch) or proposal.edit.file:
        return Pressed(note="That was answered already.")
    if not chosen.isdecimal() or int(chosen) >= len(files):
        return Pressed(note="That list is gone. Ask anew, please.")
    return await _next(desk, proposal, replace(proposal.edit, file=Path(files[int(chosen)]).name))


async def _next(desk: Desk, proposal: Proposal, edit: AddWatch | AddAlias) -> Pressed:
    """Go on with what was answered."""
    with desk.store.atomic():
        desk.store.proposals.change(proposal.id, edit)
    return Pressed(note="", instead=await ask(desk, replace(proposal, edit=edit)))


PRESSES: dict[str, OnPress] = {
    "save": pressed_save,
    "leave": pressed_leave,
    "list": pressed_list,
    "sure": pressed_sure,
    "unsure": pressed_unsure,
}
