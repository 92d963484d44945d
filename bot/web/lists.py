"""Watchlists: which there are, and each opened, saved, made and removed. What an editor asks meanwhile: `trying`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from bot import drafts
from bot.drafts import Faulty, Newer
from bot.web import list_forms, trying
from bot.web.editor import Draft, name_of, opened, sent, shown
from bot.web.pages import PERSON, is_partial, page
from bot.web.site import Routes, Site
from pipelines.edits import (
    AddAgainst,
    AddAlias,
    AddMisses,
    AddWatch,
    Edit,
    MakeAmbiguous,
    apply,
    doubt,
    new_watch,
    refuse,
)
from pipelines.errors import ConfigError, WirewatchError
from pipelines.list_form import outline
from pipelines.merging import TooLongError, differences, merge
from pipelines.model import Kind
from pipelines.render.words import plural
from pipelines.text import fold
from pipelines.toml_reader import key_lines
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)
_EMPTY: Mapping[str, str] = {"name": "", "title": ""}


async def lists(site: Site, request: web.Request) -> web.StreamResponse:
    """Show all lists. With `?watch=` of one, go to its list; with `?new=` ask for list and kind, and go there."""
    if watch := request.query.get("watch"):
        for part in site.watchlists.lists:
            if any(each.id == watch for each in part.watches):
                path = request.rel_url.with_path("/lists") / Path(part.source).name
                raise web.HTTPSeeOther(str(path.with_query(request.query)))
        raise web.HTTPNotFound(text="Nothing of that id is watched.")
    file = request.query.get("list", "")
    named = request.query.get("new") and request.query.get("kind")
    if named and file in await asyncio.to_thread(drafts.names_in, site.settings.watchlists):
        path = request.rel_url.with_path("/lists") / file
        raise web.HTTPSeeOther(str(path.with_query({k: v for k, v in request.query.items() if k != "list"})))
    return await _lists(site, request)


async def _lists(
    site: Site, request: web.Request, *, words: str = "", given: Mapping[str, str] = _EMPTY, status: int = 200
) -> web.Response:
    listed = await asyncio.to_thread(drafts.all_listed, site.settings.watchlists, site.watchlists)
    return page(
        request, "lists.html", status=status, lists=listed, words=words, given=given, kinds=list(Kind),
        asked={name: request.query.get(name, "") for name in ("new", "list", "kind", "about")},
    )  # fmt: skip


async def make(site: Site, request: web.Request) -> web.StreamResponse:
    """Make a list, and open it."""
    given = await request.post()
    name, title = (str(given.get(field, "")) for field in ("name", "title"))
    try:
        file = await site.filed(drafts.create, site.settings.watchlists, name, title)
    except ConfigError as error:
        return await _lists(site, request, words=error.problem, given={"name": name, "title": title}, status=422)
    log.info("watchlist=%s made by=%r", file, request[PERSON])
    taken_into_use(site, file)
    raise web.HTTPSeeOther(str(request.rel_url.with_query(None) / file))


async def show(site: Site, request: web.Request) -> web.StreamResponse:
    """Open a list in the editor, with the edit that the query asks for made in the draft, and not saved."""
    sheet = await opened(site, request)
    asks = request.query.get("new") and not request.query.get("kind")
    if asks and len(await asyncio.to_thread(drafts.names_in, site.settings.watchlists)) > 1:
        path = request.rel_url.with_path("/lists")
        raise web.HTTPSeeOther(str(path.with_query({**request.query, "list": sheet.name})))
    text, words = sheet.text, ""
    if any(request.query.get(name) for name in ("misses", "against", "ambiguous", "alias", "new")):
        text, words = _proposed(sheet.text, sheet.name, request.query, site.watchlists)
    elif "saved" in request.query:
        words = await in_words(site, sheet.name)
    watch = request.query.get("watch", "")
    line = await asyncio.to_thread(_line_of, text, sheet.text, watch)
    return shown(site, request, Draft.of(sheet, text), words=words, line=line)


def _proposed(text: str, name: str, query: Mapping[str, str], watchlists: Watchlists) -> tuple[str, str]:
    """The text with what a query asks for, and what to say of it."""
    done = []
    for edit in _edits(query, watchlists):
        try:
            refuse(edit, watchlists)
            if isinstance(edit, AddWatch | AddAlias) and (found := doubt(edit, watchlists)):
                edit = replace(edit, ambiguous=True)
                done.append(f"{found.words} So it counts only where the text supports it.")
            text = apply(text, edit, source=name, note="")
            done.append("Here is the edit; nothing is saved yet.")
        except ConfigError as error:
            done.append(f"The edit can't be made: {error.problem}.")
    return text, " ".join(dict.fromkeys(done))


def _edits(query: Mapping[str, str], watchlists: Watchlists) -> list[Edit]:
    watch = query.get("watch", "")
    edits: list[Edit] = []
    sentences = (query["misses"],) if query.get("misses") else ()
    firm, known = query.get("ambiguous", ""), watchlists.watches.get(watch)
    if firm and not (known and fold(firm) in map(fold, known.ambiguous)):
        edits.append(MakeAmbiguous(watch=watch, name=firm, misses=sentences))
    elif sentences:
        edits.append(AddMisses(watch=watch, sentences=sentences))
    if word := query.get("against"):
        edits.append(AddAgainst(watch=watch, words=(word,)))
    if name := query.get("alias"):
        edits.append(AddAlias(watch=watch, name=name))
    if name := query.get("new"):
        kind = query.get("kind", "")
        wanted = Kind(kind) if kind in list(Kind) else Kind.COMPANY
        edits.append(new_watch(name, wanted, query.get("about", ""), watchlists))
    return edits


def _line_of(text: str, before: str, watch: str) -> int:
    """The line to begin at: the last that an edit has made, else the head of the watch asked for; 0: the top."""
    if text != before:
        new, old = text.split("\n"), before.split("\n")
        pairs = zip(reversed(new), reversed(old), strict=False)
        as_before = next((count for count, pair in enumerate(pairs) if pair[0] != pair[1]), min(len(new), len(old)))
        return max(len(new) - as_before, 1)
    try:
        ids = [row.id for row in outline(text, "").watches]
    except ConfigError:
        return 0
    return key_lines(text)["watch", ids.index(watch)] if watch in ids else 0


# --- saving ---------------------------------------------------------------------------------------------


async def save(site: Site, request: web.Request) -> web.StreamResponse:
    """Save a draft: into force if it loads, 422 with its errors if not, 409 with both changes if the file is newer."""
    draft = await sent(site, request)
    folder, in_force = site.settings.watchlists, site.watchlists
    try:
        done = await site.filed(drafts.save, folder, draft.name, draft.text, draft.version, in_force)
    except ConfigError as error:
        raise web.HTTPConflict(text=f"{draft.name} {error.problem}. Nothing was saved.") from error
    if isinstance(done, Newer):
        parts = {"conflict": await asyncio.to_thread(_conflict, draft, done.sheet.text)}
        if is_partial(request):
            return page(request, "list_conflict.html", status=409, draft=draft, **parts)
        return shown(site, request, draft, status=409, **parts)
    if isinstance(done, Faulty):
        return await trying.found(site, request, draft, done.checked, status=422)
    log.info("watchlist=%s saved by=%r", draft.name, request[PERSON])
    taken_into_use(site, draft.name)
    if is_partial(request):
        words = await in_words(site, draft.name)
        return web.json_response({"base": done.sheet.text, "version": done.sheet.version, "words": words})
    raise web.HTTPSeeOther(str(request.rel_url.with_query(saved="1")))


def _conflict(draft: Draft, theirs: str) -> dict[str, object]:
    try:
        return {
            "theirs": differences(draft.base, theirs),
            "mine": differences(draft.base, draft.text),
            "text": theirs,
            "clashes": merge(draft.base, draft.text, theirs).conflicts,
        }
    except TooLongError:
        return {"text": theirs}


def taken_into_use(site: Site, name: str) -> None:
    """Take what was saved into force; whatever prevents that, it is saved."""
    try:
        site.house.reload()
    except WirewatchError as error:
        log.error("watchlist=%s saved, not in force: %s", name, error)


async def in_words(site: Site, name: str) -> str:
    """Return what a saved list is now, and whether a test sentence of it fails."""
    if trouble := site.house.trouble():
        return f"{name} is saved, and not in force yet. {trouble}"
    words = f"{name} is saved and in force: {plural(len(site.watchlists.watches), 'watch', 'watches')} in all lists."
    failing = await asyncio.to_thread(drafts.failing_sentences, site.watchlists, name)
    if not failing:
        return words
    return f"{words} {plural(failing, 'test sentence fails', 'test sentences fail')}: wirewatch check will complain."


async def both(site: Site, request: web.Request) -> web.StreamResponse:
    """Make the draft anew from the file as it is now, with what both have changed."""
    draft, sheet = await sent(site, request), await opened(site, request)
    try:
        merged = await asyncio.to_thread(merge, draft.base, draft.text, sheet.text)
    except TooLongError as error:
        raise web.HTTPUnprocessableEntity(text=f"They can't be put together: {error}.") from error
    words = "Both changes are in the draft; nothing is saved yet."
    if merged.conflicts:
        words = f"In {merged.conflicts} places both have changed the same lines: look for the marks."
    if is_partial(request):
        return web.json_response(
            {"draft": merged.text, "base": sheet.text, "version": sheet.version, "words": words}
        )  # fmt: skip
    return shown(site, request, Draft.of(sheet, merged.text), words=words)


async def remove(site: Site, request: web.Request) -> web.StreamResponse:
    """Take a list out of use, if the person has said so; its file stays in the folder under another name."""
    given, name = await request.post(), await name_of(site, request)
    if given.get("sure") != "yes":
        raise web.HTTPUnprocessableEntity(text="Nothing was removed: say that you mean it.")
    today = site.now().astimezone(site.settings.zone).date()
    version = str(given.get("version", ""))
    try:
        target = await site.filed(drafts.remove, site.settings.watchlists, name, version, today)
    except ConfigError as error:
        raise web.HTTPConflict(text=error.problem) from error
    log.info("watchlist=%s removed to=%s by=%r", name, target, request[PERSON])
    taken_into_use(site, name)
    raise web.HTTPSeeOther("/lists")


ROUTES: Routes = (
    ("GET", "/lists", lists),
    ("POST", "/lists", make),
    ("GET", "/lists/{file}", show),
    ("POST", "/lists/{file}", save),
    ("POST", "/lists/{file}/both", both),
    ("POST", "/lists/{file}/remove", remove),
    *trying.ROUTES,
    *list_forms.ROUTES,
)
