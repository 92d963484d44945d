"""What an editor asks about a draft while one writes: its errors, its test sentences, its backtest."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot import drafts
from bot.backtests import try_out
from bot.drafts import UNTRIED, Checked
from bot.tries import FullError, Run, StoppedError
from bot.web.editor import Draft, sent, shown
from bot.web.pages import is_partial, page
from bot.web.site import Routes, Site
from pipelines.checks import Finding
from pipelines.list_form import Place, places_of
from pipelines.trial import Trial, changed_watches, is_beyond_names

LISTED = 40
"""Headlines of one kind that are shown."""
WIDE = 12
"""Changed watches from which on nearly all entries have to be decided again."""
_PATIENCE = 0.6
"""Seconds after which an answer says that it is being worked on."""
_LOOK = 1.0
"""Seconds after which a plain page that waits is looked for: it may have been closed."""


async def check(site: Site, request: web.Request) -> web.StreamResponse:
    """Show what is wrong with a draft, at its lines."""
    draft = await sent(site, request)
    checked = await _checked(site, draft)
    if not is_partial(request):
        return await closer(site, request)
    return await found(site, request, draft, checked, status=200)


async def _checked(site: Site, draft: Draft) -> Checked:
    return await asyncio.to_thread(
        drafts.check, site.settings.watchlists, draft.name, draft.text, site.watchlists
    )  # fmt: skip


async def found(site: Site, request: web.Request, draft: Draft, checked: Checked, *, status: int) -> web.Response:
    """Return what was found wrong, beside the editor where the browser has no JavaScript."""
    return await _problems(site, request, draft, checked, checked.findings, status=status)


async def closer(site: Site, request: web.Request) -> web.StreamResponse:
    """Show which test sentences of a draft fail, and which names are doubtful."""
    draft = await sent(site, request)
    checked = await _checked(site, draft)
    seen = await asyncio.to_thread(drafts.look_closer, checked, draft.text) if checked.loads else []
    all_tried = not any(each.words == UNTRIED for each in seen)
    return await _problems(site, request, draft, checked, [*checked.findings, *seen], closer=all_tried)


async def _problems(
    site: Site, request: web.Request, draft: Draft, checked: Checked, findings: Sequence[Finding], *,
    closer: bool = False, status: int = 200,
) -> web.Response:  # fmt: skip
    placed = await asyncio.to_thread(_placed, draft.text, findings)
    parts: dict[str, Any] = {
        "checked": checked,
        "closer": closer,
        "preventing": [each for each in placed if each[0].wrong and not checked.loads],
        "failing": [each for each in placed if each[0].wrong and checked.loads],
        "doubtful": [each for each in placed if not each[0].wrong],
    }
    if is_partial(request):
        return page(request, "list_problems.html", status=status, draft=draft, **parts)
    return shown(site, request, draft, status=status, **parts)


def _placed(text: str, findings: Sequence[Finding]) -> list[tuple[Finding, Place | None]]:
    """Each finding with its place in the form, None where the text is no TOML, so that there is no form."""
    try:
        places = places_of(text, [each.line for each in findings])
    except ValueError:
        return [(each, None) for each in findings]
    return list(zip(findings, places, strict=True))


async def trying(site: Site, request: web.Request) -> web.StreamResponse:
    """Show what a draft would have done with the stored entries, or how far finding out is."""
    draft = await sent(site, request)
    checked = await _checked(site, draft)
    if not checked.loads:
        return await found(site, request, draft, checked, status=422)
    try:
        run = await _run(site, draft, checked)
    except FullError:
        if is_partial(request):
            return page(request, "list_trial.html", status=202, draft=draft, run=None, trial=None)
        return shown(site, request, draft, words="Many drafts are being tried just now. Try again in a minute.")
    if is_partial(request):
        await asyncio.wait([run.result], timeout=_PATIENCE)
    else:
        await _waited(run, request)
    trial, status = None, 202
    if run.result.done():
        try:
            trial, status = run.result.result(), 200
        except StoppedError:  # a newer draft of the same page is being tried
            return web.Response(status=204)
    parts: dict[str, Any] = {"run": run, "trial": trial, "listed": LISTED}
    if is_partial(request):
        return page(request, "list_trial.html", status=status, draft=draft, **parts)
    return shown(site, request, draft, **parts)


async def _waited(run: Run, request: web.Request) -> None:
    """Wait for a run as long as the connection lasts."""
    while not run.result.done() and request.transport is not None:
        run.heard = time.monotonic()
        await asyncio.wait([run.result], timeout=_LOOK)


async def _run(site: Site, draft: Draft, checked: Checked) -> Run:
    """The run for a draft: begun, or found among those of a moment ago."""
    settings, in_force, now = site.settings, site.watchlists, site.now()
    proposed = drafts.with_draft(in_force, draft.name, checked.part)
    since = now - timedelta(days=draft.days)
    total = await site.with_store(lambda store: store.entries.count_since(since))
    feeds = [(feed.url, feed.chat, feed.dedupe) for feed in settings.feeds]
    told = (draft.name, draft.text, draft.days, total, in_force.lists, settings.chat, feeds, settings.zone.key)
    key = await asyncio.to_thread(lambda: hashlib.sha256(repr(told).encode()).hexdigest())

    def work(run: Run) -> Trial:
        run.wide = changed_watches(in_force, proposed) >= WIDE or is_beyond_names(in_force, proposed)
        return try_out(settings, in_force, proposed, since, run.passing)

    # Without JavaScript pages have no names: one of them must not end the run of another.
    return site.tries.wanted(key, draft.page or secrets.token_hex(8), total, work, site.trials)


ROUTES: Routes = (
    ("POST", "/lists/{file}/check", check),
    ("POST", "/lists/{file}/closer", closer),
    ("POST", "/lists/{file}/try", trying),
)
