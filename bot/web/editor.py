"""What the pages of the watchlist editor share: the draft that a browser sends, and the page around it.

The draft lives in the page alone. Each request brings it along with the text that it was made from and that text's
version, so two people can edit one list, and a restart loses nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.drafts import Sheet, names_in, open_sheet
from bot.web.pages import page
from bot.web.site import Site
from pipelines.errors import ConfigError
from pipelines.merging import plain

DAYS = (7, 30, 90)
"""The days of stored entries that one can choose for a backtest."""
USUAL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an editor holds."""

    name: str  #: the file's
    text: str
    base: str  #: the text of the file that it was made from
    version: str  #: of that file
    days: int = USUAL
    page: str = ""  #: which open page it comes from

    @classmethod
    def of(cls, sheet: Sheet, text: str | None = None) -> Draft:
        """Return the draft of a list that was opened just now."""
        return cls(name=sheet.name, text=sheet.text if text is None else text, base=sheet.text, version=sheet.version)


async def name_of(site: Site, request: web.Request) -> str:
    """Return the name of the list that a path names; raises 404 if there is none."""
    name = request.match_info["file"]
    if name not in await asyncio.to_thread(names_in, site.settings.watchlists):
        raise web.HTTPNotFound(text="There is no such list.")
    return name


async def sent(site: Site, request: web.Request) -> Draft:
    """Return the draft that a request brings."""
    given = await request.post()

    def field(name: str) -> str:
        # Browsers send the lines of a text field with CRLF, whatever they were.
        return plain(str(given.get(name, "")))

    days = field("days")
    return Draft(
        name=await name_of(site, request),
        text=field("draft"),
        base=field("base"),
        version=field("version"),
        days=int(days) if days in map(str, DAYS) else USUAL,
        page=field("page")[:40],
    )


async def opened(site: Site, request: web.Request) -> Sheet:
    """Return the list that a path names, as it is on disk; raises 404, or 422 where it can't be read."""
    name = await name_of(site, request)
    try:
        return await asyncio.to_thread(open_sheet, site.settings.watchlists, name)
    except ConfigError as error:
        raise web.HTTPUnprocessableEntity(text=f"{error}.") from error


def shown(site: Site, request: web.Request, draft: Draft, *, status: int = 200, **parts: Any) -> web.Response:
    """Return the editor with a draft, and with what else there is to show beside it."""
    usual: dict[str, Any] = {
        "checked": None, "run": None, "trial": None, "conflict": None, "words": "", "line": 0,
    }  # fmt: skip
    in_force = any(part.source.endswith(f"/{draft.name}") for part in site.watchlists.lists)
    return page(
        request, "list.html", status=status, draft=draft, days=DAYS, in_force=in_force, **(usual | parts)
    )  # fmt: skip
