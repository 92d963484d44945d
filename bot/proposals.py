"""An edit from its proposal in chat to the file: asked back, tried on the stored entries, saved.

A proposal waits in the database, so that a restart between question and answer costs nothing. What is saved is not
the text that was looked at when the question was asked: the edit is made anew in the file as it is at that moment, and
only if all files together still load.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.backtests import try_out
from bot.commands.desk import Desk, Person
from bot.config import parse_settings, read_settings, read_watchlists
from bot.errors import StoreError
from bot.files import edit_file, read_exactly
from bot.store.proposals import Proposal
from pipelines.edits import (
    AddAlias,
    AddFeed,
    AddMisses,
    AddWatch,
    Edit,
    MakeAmbiguous,
    RemoveWatch,
    apply,
    cleaned,
    doubt,
    is_made,
    note_of,
    refuse,
)
from pipelines.errors import ConfigError, WirewatchError
from pipelines.matcher import Matcher
from pipelines.model import Button, Buttons, Entry, Kind, Level, Message, Status
from pipelines.render import proposal as render
from pipelines.render.telegram import escape, message, shorten
from pipelines.text import shown
from pipelines.watchlist import Watchlists, combine, parse_watchlist

log = logging.getLogger(__name__)

EXPIRES = timedelta(days=7)
"""How long a question may be answered; afterwards nobody remembers what was meant."""
LISTS = 20
"""Lists that a new watch may be saved in by a button, those with most watches of its kind first."""
_LABEL = 40


async def propose(desk: Desk, edit: Edit, person: Person, chat: str) -> list[Message]:
    """Return the question whether to save `edit`, with its backtest; what cannot be saved is said in words.

    The question comes first whether a doubtful name means something else. Pressed buttons and replies lead on from
    there, see `bot.commands.editing`. With many stored entries it takes seconds.
    """
    try:
        refuse(edit, desk.watchlists)
    except ConfigError as error:
        return [refused(error)]
    return [await ask(desk, put(desk, edit, person, chat))]


def put(desk: Desk, edit: Edit, person: Person, chat: str) -> Proposal:
    """Store an edit that is about to be asked about."""
    store, now, name = desk.store, desk.now(), cleaned(person.name)
    with store.atomic():
        identifier = store.proposals.add(edit, chat, by_user=person.id, by_name=name, now=now)
    return Proposal(
        id=identifier, chat=chat, by_user=person.id, by_name=name, created_at=now, edit=edit, status="asked"
    )


async def ask(desk: Desk, proposal: Proposal) -> Message:
    """Return the next question of a proposal: which sense, or at last whether to save it, and in which list."""
    try:
        return await _question(desk, proposal)
    except (ConfigError, StoreError) as error:
        settle(desk, proposal, "failed")
        return refused(error)


async def _question(desk: Desk, proposal: Proposal) -> Message:
    edit = proposal.edit
    if isinstance(edit, AddWatch | AddAlias) and edit.ambiguous is None:
        if found := doubt(edit, desk.watchlists):
            _change(desk, proposal, edit)
            about = edit.about or ("" if isinstance(edit, AddWatch) else desk.watchlists.watches[edit.watch].about)
            sure = [("always means it", f"sure:{proposal.id}")] * found.may_be_sure
            unsure = ("only where the text supports it", f"unsure:{proposal.id}")
            text = message(render.asked_for_sense(edit, found, about))
            return _with(text, unsure, *sure, ("leave it", f"leave:{proposal.id}"))
        edit = replace(edit, ambiguous=False)
    if isinstance(edit, AddWatch) and not edit.file:
        files = _likely(desk.watchlists, edit.kind)[:LISTS]
        edit = replace(edit, file=files[0]) if len(files) == 1 else replace(edit, files=files)
    _change(desk, proposal, edit)
    html = f"{_what(desk, edit)}\n\n{await _effect(desk, edit)}"
    if isinstance(edit, AddWatch):
        return _with(message(html), *_ways(desk, edit, proposal))
    return save_or_leave(html, proposal, save="remove" if isinstance(edit, RemoveWatch) else "save")


def _likely(watchlists: Watchlists, kind: Kind) -> tuple[str, ...]:
    """The files of the lists, those with most watches of a kind first."""
    count = {Path(part.source).name: sum(each.kind is kind for each in part.watches) for part in watchlists.lists}
    return tuple(sorted(count, key=lambda name: -count[name]))


def _ways(desk: Desk, edit: AddWatch, proposal: Proposal) -> list[tuple[str, str]]:
    """The buttons below a new watch: label and data."""
    names = list_names(desk.watchlists)
    saves = [(f"save in {names[file]}", f"list:{proposal.id}:{at}") for at, file in enumerate(edit.files)]
    other = "alert at once instead" if edit.level is Level.DIGEST else "only in the digest instead"
    return [
        *([("save", f"save:{proposal.id}")] if edit.file else saves),
        (other, f"level:{proposal.id}"),
        ("leave it", f"leave:{proposal.id}"),
    ]


def save_or_leave(html: str, proposal: Proposal, *, save: str = "save") -> Message:
    """Return the last question of a proposal, with its two buttons."""
    buttons = ((Button(label=save, data=f"save:{proposal.id}"), Button(label="leave it", data=f"leave:{proposal.id}")),)
    return replace(message(html), buttons=buttons)


def _with(text: Message, *labels: tuple[str, str]) -> Message:
    buttons: Buttons = tuple((Button(label=shorten(label, _LABEL), data=data),) for label, data in labels)
    return replace(text, buttons=buttons)


def _change(desk: Desk, proposal: Proposal, edit: Edit) -> None:
    if edit != proposal.edit:
        with desk.store.atomic():
            desk.store.proposals.change(proposal.id, edit)


def _what(desk: Desk, edit: Edit) -> str:
    offered = isinstance(edit, AddWatch) and not edit.file
    place = "" if offered else list_names(desk.watchlists).get(_file(desk, edit).name, "")
    asked = render.asked_to_save(edit, _name(desk, edit), place)
    if not isinstance(edit, AddWatch) or not offered:
        return asked
    parts = {Path(part.source).name: part for part in desk.watchlists.lists}
    chats = {parts[file].title or file: parts[file].chat for file in edit.files if parts[file].chat}
    return "\n".join([asked, *render.own_chats(chats)])


async def _effect(desk: Desk, edit: Edit) -> str:
    """Say what the edit would have done. It takes seconds, so the loop goes on meanwhile."""
    file = _file(desk, edit)
    _, before, after = _made(desk, edit, read_exactly(file), "")
    loop = asyncio.get_running_loop()
    still = ""
    if isinstance(edit, AddMisses | MakeAmbiguous) and (sentences := _misses(edit)):
        found_still = await loop.run_in_executor(desk.study, _matching, edit.watch, sentences, after)
        still = render.still_matching(found_still)
    if isinstance(edit, AddMisses):
        return still
    now = desk.now()
    since = now - timedelta(days=render.DAYS)
    found = await loop.run_in_executor(desk.study, try_out, desk.settings, before, after, since)
    return "\n".join([render.tried_out(edit, found, now), *([still] if still else [])])


def _misses(edit: AddMisses | MakeAmbiguous) -> tuple[str, ...]:
    return edit.sentences if isinstance(edit, AddMisses) else edit.misses


def _matching(watch: str, sentences: tuple[str, ...], watchlists: Watchlists) -> list[str]:
    matcher = Matcher(watchlists)
    entries = (Entry(id="1", title=sentence) for sentence in sentences)
    return [entry.title for entry in entries if watch in matcher.match(entry).watches(Status.SURE)]


# --- saving ---------------------------------------------------------------------------------------------


async def save(desk: Desk, proposal: Proposal, person: Person) -> Message:
    """Make the edit in its file and take it into force; return what came of it. A file that changed is not harmed.

    It waits some seconds for a file that somebody else has just written. What the file says already, because the
    program ended between the file and the note that it is saved, counts as saved.
    """
    edit, name = proposal.edit, _name(desk, proposal.edit)
    note = note_of(person.name, person.id, desk.now())
    file = Path()
    try:
        file = _file(desk, edit)
        refuse(edit, desk.watchlists)
        await asyncio.to_thread(edit_file, file, lambda text: _made(desk, edit, text, note)[0])
    except ConfigError as error:
        if not _stands(desk, edit):
            settle(desk, proposal, "failed")
            return refused(error)
    settle(desk, proposal, "saved")
    if isinstance(edit, AddWatch | RemoveWatch):
        _forget(desk, edit.id if isinstance(edit, AddWatch) else edit.watch)
    told = replace(edit, url=shown(edit.url)) if isinstance(edit, AddFeed) else edit
    log.info("watchlist=%s edit=%r by=%d name=%r", file.name, told, person.id, person.name)
    lines = [render.saved(edit, name, file.name)]
    try:
        desk.reload()
    except WirewatchError as error:  # it is saved, whatever prevents its use
        log.error("watchlist=%s saved, not in force: %s", file.name, error)
        lines.append("It is not in force yet: the files could not be read anew. The log says why.")
    if isinstance(edit, AddMisses | MakeAmbiguous):
        still = await asyncio.to_thread(_matching, edit.watch, _misses(edit), desk.watchlists)
        lines += [render.check_complains()] * bool(still)
    return message("\n".join(lines))


def _stands(desk: Desk, edit: Edit) -> bool:
    """Tell whether the files say already what an edit makes of them."""
    try:
        feeds = read_settings(desk.settings.file).feeds
        return is_made(edit, read_watchlists(desk.settings.watchlists), {feed.url for feed in feeds})
    except ConfigError:
        return False


def _forget(desk: Desk, watch: str) -> None:
    """Drop what was said of a watch: one that gets its id later is another one."""
    with desk.store.atomic():
        desk.store.mutes.unmute_watch(watch)
        desk.store.follows.forget_watch(watch)


def settle(desk: Desk, proposal: Proposal, status: str) -> None:
    """Close a proposal as "saved", "left" or "failed"."""
    with desk.store.atomic():
        desk.store.proposals.settle(proposal.id, status)


def _made(desk: Desk, edit: Edit, text: str, note: str) -> tuple[str, Watchlists, Watchlists]:
    """The edited text of a file, and the lists on disk without the edit and with it; raises `ConfigError`."""
    file = _file(desk, edit)
    edited = apply(text, edit, source=str(file), note=note)
    if isinstance(edit, AddFeed):
        parse_settings(edited, file)
        return edited, desk.watchlists, desk.watchlists
    before = read_watchlists(desk.settings.watchlists)
    parts = [
        parse_watchlist(edited, part.source) if Path(part.source).name == file.name else part for part in before.lists
    ]
    return edited, before, combine(parts)


def _file(desk: Desk, edit: Edit) -> Path:
    """The file that an edit belongs to; raises `ConfigError` where it is gone."""
    if isinstance(edit, AddFeed):
        return desk.settings.file
    if isinstance(edit, AddWatch):
        return desk.settings.watchlists / (edit.file or edit.files[0])
    for part in desk.watchlists.lists:
        if any(watch.id == edit.watch for watch in part.watches):
            return desk.settings.watchlists / Path(part.source).name
    raise ConfigError(edit.watch, "is watched no more")


def _name(desk: Desk, edit: Edit) -> str:
    """How the watch or feed is called that an edit changes."""
    match edit:
        case AddWatch():
            return edit.name
        case AddFeed():
            return edit.name or shown(edit.url)
    watch = desk.watchlists.watches.get(edit.watch)
    return watch.name if watch else edit.watch


def list_names(watchlists: Watchlists) -> dict[str, str]:
    """Return the title of each list, else its file's name, by that name."""
    return {Path(part.source).name: part.title or Path(part.source).name for part in watchlists.lists}


def refused(error: ConfigError | StoreError) -> Message:
    """Return in words why an edit is not saved; of a file only its name."""
    words = str(error)
    if isinstance(error, ConfigError):
        place = Path(error.file).name + (f":{error.line}" if error.line else "")
        words = f"{place}: {error.problem}" if error.file else error.problem[:1].upper() + error.problem[1:]
    return message(f"Nothing was saved. {escape(shorten(words, 1000))}.")
