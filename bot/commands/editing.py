"""Commands that edit: watches and their names, mutes, feeds; and the answers to what they ask back."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches

from bot.commands.desk import Asked, Desk, OnPress, Press, Pressed
from bot.commands.naming import find_watch
from bot.commands.reading import unknown_watch
from bot.discovering import Discovered, discover
from bot.proposals import EXPIRES, ask, list_names, propose, put, save, save_or_leave, settle
from bot.store.proposals import Proposal
from pipelines.edits import (
    AddAlias,
    AddFeed,
    AddWatch,
    Edit,
    RemoveWatch,
    cleaned,
    new_watch,
    watched_already,
)
from pipelines.errors import FeedError
from pipelines.matcher import Matcher
from pipelines.model import Kind, Level, Message, Status, Watch
from pipelines.render import proposal as render
from pipelines.render.telegram import clock, escape, message, shorten
from pipelines.text import fold, shown

log = logging.getLogger(__name__)

LONGEST_MUTE = timedelta(days=365)
SHORTEST_MUTE = timedelta(minutes=1)
LONGEST_ABOUT = 500
"""Characters; an `about` is a sentence or two."""
_QUOTES = " \"“”„«»‘’'"
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_SPAN = re.compile(r"(?P<head>.*?)\s*\b(?:for\s+)?(?P<span>off|(?P<number>\d{1,9})\s*(?P<unit>[a-z]+))", re.IGNORECASE)
_UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_UNITS |= {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_SETTLED = {"saved": "That was saved already.", "left": "That was left.", "failed": "That could not be saved."}


# --- watches and their names ------------------------------------------------------------------------------


async def watch(desk: Desk, asked: Asked) -> list[Message]:
    """Watch a further name: "/watch Harbour Lines", "/watch agency Harbour Registry Office: registers ships".

    The first word may be a kind, in small letters: company (the default), agency, person, place, law, product or topic.
    Behind a colon goes what it is, from which a stranger could tell it from its namesakes. You see what it would have
    alerted in the last 30 days before anything is saved.
    """
    head, _, about = _TAG.sub("", asked.words).partition(":")
    kind, name = _kind_and_name(head)
    if not name:
        return _usage("/watch NAME", "/watch agency Harbour Registry Office: registers ships")
    if kind is None:
        return _which_kind(cleaned(head))
    if found := watched_already(name, desk.watchlists):
        return [_watched_already(name, *found)]
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
    words = _TAG.sub("", asked.words).strip()
    usage = _usage("/alias WATCH = NAME", "/alias Harbour Lines = HL Shipping")
    head, equals, _ = words.partition("=")
    if not head.strip():
        return usage
    found, name = _watch_and_rest(desk, words)
    if found is None:
        unknown = unknown_watch(desk, asked.person, head.strip())
        return unknown if equals else [message("\n".join(each.html for each in (*unknown, *usage)))]
    if not name:
        return _usage(f"/alias {found.id} = NAME", f"/alias {found.id} = Its Other Name")
    return await propose(desk, AddAlias(watch=found.id, name=name), asked.person, asked.chat)


def _kind_and_name(words: str) -> tuple[Kind | None, str]:
    """The kind and the name that words give; None for a kind that looks misspelt."""
    first, _, rest = cleaned(words).partition(" ")
    if first in list(Kind):
        return Kind(first), _unquoted(rest)
    lower = bool(rest) and first.isalpha() and first.islower()
    misspelt = lower and bool(get_close_matches(first, list(Kind), cutoff=0.8))
    return None if misspelt else Kind.COMPANY, _unquoted(cleaned(words))


def _which_kind(words: str) -> list[Message]:
    first, _, rest = words.partition(" ")
    (kind,) = get_close_matches(first, list(Kind), n=1, cutoff=0.8)
    return [
        message(
            f"“{escape(first)}” is no kind. Did you mean <code>/watch {kind} {escape(rest)}</code>? A name that begins "
            f"so goes in quotes: <code>/watch &quot;{escape(words)}&quot;</code>"
        )
    ]


def _watched_already(name: str, found: Watch, ambiguous: bool) -> Message:
    name, owner = escape(name), escape(found.name)
    if ambiguous:
        return message(
            f"“{name}” is an ambiguous name of {owner} (/watches {found.id}). To watch another of that name, give it "
            "by its full name."
        )
    if fold(name) == fold(owner):
        return message(f"{owner} is watched already: /watches {found.id}")
    return message(f"“{name}” is a name of {owner}, which is watched already: /watches {found.id}")


def _unquoted(name: str) -> str:
    return name.strip(_QUOTES).strip()


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
    """Let a watch cause no alerts for a while: "/mute Harbour Lines 7d"; "12h", "30m", "2 weeks" and "off" work too.

    What it finds is stored and stands in the digest all the same. A year is the longest.
    """
    name, span = _name_and_span(asked.words)
    if not name:
        return _usage("/mute WATCH 7d", "/mute Harbour Lines 12h")
    found = find_watch(desk.watchlists, name)
    if found is None:
        return _no_span(desk, asked, name) if span is None else unknown_watch(desk, asked.person, name)
    if span is None:
        return [message(f"For how long? <code>/mute {found.id} 7d</code>")]
    if span == "off":
        return _unmuted(desk, found)
    long = _duration(span)
    if long is None:
        return [message(f"“{escape(span)}” is no time; write “30m”, “12h”, “7d”, “2w” or “off”.")]
    if not SHORTEST_MUTE <= long <= LONGEST_MUTE:
        return [message("A mute lasts a minute at least and a year at most. /unwatch ends a watch for good.")]
    now, person = desk.now(), asked.person
    with desk.store.atomic():
        desk.store.mutes.mute_watch(found.id, now + long, by_user=person.id, by_name=cleaned(person.name), now=now)
    log.info("watch=%s muted=%s by=%d name=%r", found.id, span, person.id, person.name)
    until = clock(now + long, desk.settings.zone)
    return [message(f"<b>{escape(found.name)}</b> causes no alerts until {until}. /unmute {found.id} ends that.")]


def _name_and_span(words: str) -> tuple[str, str | None]:
    """The name and, in small letters, what stands behind it as a time; None for no time."""
    line = cleaned(words)
    match = _SPAN.fullmatch(_unquoted(line))
    if match is None or not match["head"].strip():
        return _unquoted(line), None
    if match["head"].endswith("-"):  # "-1d"
        return _unquoted(match["head"].rstrip(" -")), f"-{match['span']}"
    return _unquoted(match["head"]), match["span"].lower()


def _duration(span: str) -> timedelta | None:
    match = re.fullmatch(r"(\d+)\s*([a-z]+)", span)
    unit = _UNITS.get(match[2]) or _UNITS.get(match[2].removesuffix("s")) if match else None
    return timedelta(seconds=int(match[1]) * unit) if match and unit else None


def _no_span(desk: Desk, asked: Asked, words: str) -> list[Message]:
    """The answer to words of which none is a time: perhaps the last one was meant as such."""
    name, _, last = words.rpartition(" ")
    if find_watch(desk.watchlists, name) is None:
        return unknown_watch(desk, asked.person, words)
    return [message(f"“{escape(last)}” is no time; write “30m”, “12h”, “7d”, “2w” or “off”.")]


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
    address = asked.words.strip()
    if not address or len(address.split()) > 1:
        return _usage("/addfeed URL", "/addfeed https://gazette.example/feed.xml")
    try:
        found = await discover(address, desk.room.fetcher, _not_a_feed, desk.room.worker)
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
    if isinstance(edit, AddWatch) and about:
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
    return await _saved(desk, proposal, press)


async def _saved(desk: Desk, proposal: Proposal, press: Press) -> Pressed:
    outcome = await save(desk, proposal, press.person)
    closed = desk.store.proposals.get(proposal.id)
    done = closed is not None and closed.status == "saved"
    note = "Removed." if isinstance(proposal.edit, RemoveWatch) else "Saved."
    return Pressed(note=note if done else "Nothing was saved.", loud=not done, instead=outcome)


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
    """Save a new watch in one of the lists that were offered."""
    proposal = _open(desk, press)
    if isinstance(proposal, Pressed):
        return proposal
    edit, chosen = proposal.edit, press.words[1] if len(press.words) > 1 else ""
    if not isinstance(edit, AddWatch) or edit.file:
        return Pressed(note="That was answered already.")
    file = edit.files[int(chosen)] if chosen.isdecimal() and int(chosen) < len(edit.files) else ""
    if file not in list_names(desk.watchlists):
        return Pressed(note="That list is gone. Ask anew, please.")
    return await _saved(desk, replace(proposal, edit=replace(edit, file=file)), press)


async def pressed_level(desk: Desk, press: Press) -> Pressed:
    """A new watch alerts at once, or stands in the digest: the other than the question says."""
    proposal = _open(desk, press)
    if isinstance(proposal, Pressed):
        return proposal
    edit = proposal.edit
    if not isinstance(edit, AddWatch):
        return Pressed(note="That was answered already.")
    return await _next(desk, proposal, replace(edit, alert=Level.PUSH if edit.level is Level.DIGEST else Level.DIGEST))


async def _next(desk: Desk, proposal: Proposal, edit: AddWatch | AddAlias) -> Pressed:
    """Go on with what was answered."""
    with desk.store.atomic():
        desk.store.proposals.change(proposal.id, edit)
    return Pressed(note="", instead=await ask(desk, replace(proposal, edit=edit)))


PRESSES: dict[str, OnPress] = {
    "save": pressed_save,
    "leave": pressed_leave,
    "list": pressed_list,
    "level": pressed_level,
    "sure": pressed_sure,
    "unsure": pressed_unsure,
}
