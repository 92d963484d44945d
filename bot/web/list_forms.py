"""The form of a watchlist: parts of it are made from the draft that comes along, and go back into it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from bot.drafts import with_draft
from bot.web.editor import Draft, sent
from bot.web.pages import page
from bot.web.site import Routes, Site
from pipelines.edits import MakeAmbiguous, apply, cleaned, doubt, new_watch
from pipelines.errors import WatchlistError
from pipelines.list_form import Place, add_rule, fields, outline, remove, set_field
from pipelines.model import Kind
from pipelines.watchlist import read_leniently


async def form(site: Site, request: web.Request) -> web.StreamResponse:
    """Show the list with its tables closed."""
    draft = await sent(site, request)
    try:
        found = await asyncio.to_thread(outline, draft.text, draft.name)
    except WatchlistError as error:
        return page(request, "list_form.html", status=422, outline=None, error=error)
    return page(request, "list_form.html", outline=found, error=None, kinds=list(Kind))


async def opened_table(site: Site, request: web.Request) -> web.StreamResponse:
    """Show the fields of one table."""
    draft, place = await sent(site, request), await _place(request)
    try:
        found = await asyncio.to_thread(fields, draft.text, draft.name, place.table, place.index)
    except WatchlistError as error:
        return page(request, "list_form.html", status=422, outline=None, error=error)
    return page(request, "list_fields.html", fields=found, place=place)


async def fill(site: Site, request: web.Request) -> web.StreamResponse:
    """Return the draft with one field filled in."""
    draft, place = await sent(site, request), await _place(request)
    value = str((await request.post()).get("value", ""))
    return await _edited(draft, lambda: set_field(draft.text, draft.name, place, value))


async def add(site: Site, request: web.Request) -> web.StreamResponse:
    """Return the draft with a new watch or rule of the name that was given."""
    draft, place, given = await sent(site, request), await _place(request), await request.post()
    name, kind = cleaned(str(given.get("name", ""))), str(given.get("kind", ""))

    def added() -> str:
        if not name:
            raise WatchlistError(draft.name, "it needs a name")
        if place.table == "rule":
            return add_rule(draft.text, draft.name, name)
        lists = with_draft(site.watchlists, draft.name, read_leniently(draft.text, draft.name)[0])
        edit = new_watch(name, Kind(kind) if kind in list(Kind) else Kind.COMPANY, "", lists)
        edit = replace(edit, ambiguous=doubt(edit, lists) is not None)
        return apply(draft.text, edit, source=draft.name, note="")

    return await _edited(draft, added)


async def drop(site: Site, request: web.Request) -> web.StreamResponse:
    """Return the draft without a watch or rule; its id comes along, for the draft may have changed meanwhile."""
    draft, place = await sent(site, request), await _place(request)
    identifier = str((await request.post()).get("id", ""))
    return await _edited(draft, lambda: remove(draft.text, draft.name, place, identifier))


async def unsure(site: Site, request: web.Request) -> web.StreamResponse:
    """Return the draft with a name counting only where the text supports it."""
    draft, given = await sent(site, request), await request.post()
    edit = MakeAmbiguous(watch=str(given.get("watch", "")), name=str(given.get("name", "")))
    return await _edited(draft, lambda: apply(draft.text, edit, source=draft.name, note=""))


async def _place(request: web.Request) -> Place:
    given = await request.post()
    index = str(given.get("index", "0"))
    if not re.fullmatch("[0-9]{1,8}", index):
        raise web.HTTPUnprocessableEntity(text="That is no number of a table.")
    return Place(table=str(given.get("table", "")), index=int(index), key=str(given.get("key", "")))


async def _edited(draft: Draft, edit: Callable[[], str]) -> web.Response:
    try:
        text = await asyncio.to_thread(edit)
    except WatchlistError as error:
        line = f"line {error.line}: " if error.line else ""
        return web.json_response({"words": f"{line}{error.problem}"}, status=422)
    return web.json_response({"draft": text})


ROUTES: Routes = (
    ("POST", "/lists/{file}/form", form),
    ("POST", "/lists/{file}/fields", opened_table),
    ("POST", "/lists/{file}/field", fill),
    ("POST", "/lists/{file}/add", add),
    ("POST", "/lists/{file}/drop", drop),
    ("POST", "/lists/{file}/unsure", unsure),
)
