"""`resend`: post again what a chat missed, since it is new, or its messages are gone.

What a chat has missed, as far as the database says: alerts that Telegram refused; what went to a former
telegram.chat, if it is the present one; and what was made before its first message and would go there with the
configuration as it is now. An entry that alerted nowhere has no text that could be posted, and one that alerted only
in the chat of another list, rule or feed has none that may be.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cli.read import stored
from bot.clock import utc_now
from bot.config import Settings, duration, read_settings, read_token, read_watchlists, require_telegram
from bot.log import setup
from bot.store import Store
from bot.store.missed import Told
from pipelines.errors import ConfigError
from pipelines.model import Telling
from pipelines.render.words import plural
from pipelines.watchlist import Watchlists


class _OnlyLooking(Exception):  # noqa: N818 - no error: it takes back what a dry run has written
    """Ends the transaction of a dry run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is to be posted again."""

    settings: Settings
    watchlists: Watchlists
    chat: str  #: where
    since: datetime  #: UTC
    now: datetime
    everything: bool  #: also what the chat has had

    @property
    def known(self) -> list[str]:
        """Return the chats that are configured."""
        from bot.digests import all_chats

        return all_chats(self.settings, self.watchlists)


def run(arguments: argparse.Namespace) -> int:
    """`wirewatch resend`."""
    settings = read_settings(arguments.config)
    now = utc_now()
    wanted = _Wanted(
        settings=settings, watchlists=read_watchlists(settings.watchlists), chat=arguments.chat or settings.chat,
        since=_since(arguments.since, settings, now), now=now, everything=arguments.all,
    )  # fmt: skip
    if wanted.chat not in wanted.known:
        where = "--chat" if arguments.chat else "telegram.chat"
        raise ConfigError(where, f"{wanted.chat!r} is no chat that is configured")
    return _list(wanted) if arguments.dry_run else _send(wanted)


def _list(wanted: _Wanted) -> int:
    """Print what would be posted, and leave everything as it is."""
    with stored(wanted.settings) as store:
        queued, left_out = list[Told](), 0
        with contextlib.suppress(_OnlyLooking), store.atomic():
            queued, left_out = _queue(store, wanted)
            raise _OnlyLooking
    for alert in queued:
        print(f"{alert.created_at.astimezone(wanted.settings.zone):%Y-%m-%d %H:%M}  {alert.title}")
    _say(wanted, queued, "would be posted again", left_out)
    return 0


def _send(wanted: _Wanted) -> int:
    """Queue what is to be posted, and send it unless a service runs that does; return the exit status."""
    token = read_token(wanted.settings)
    setup(logging.getLevelName(logging.getLogger().level), token)  # as loud as before, with the token masked
    require_telegram(wanted.settings, token)
    with stored(wanted.settings) as store:
        with store.atomic():
            queued, left_out = _queue(store, wanted)
        _say(wanted, queued, "queued", left_out)
        mine = {each.id for each in store.outbox.unsent() if each.chat == wanted.chat}
        if not mine:
            return 0
        from bot.cli.sending import send_now

        return send_now(wanted.settings, wanted.watchlists, store, token, mine)


def _say(wanted: _Wanted, queued: list[Told], verb: str, left_out: int) -> None:
    print(f"wirewatch: {plural(len(queued), 'alert')} for {wanted.chat} {verb}", file=sys.stderr)
    if left_out:
        words = plural(
            left_out,
            "alert of another chat is left out: its text was made for that",
            "alerts of other chats are left out: their text was made for these",
        )
        print(f"wirewatch: {words}", file=sys.stderr)


def _since(text: str, settings: Settings, now: datetime) -> datetime:
    """Return the moment (UTC) that `--since` means: a local date or time, or a duration back from now."""
    try:
        return now - duration(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        words = 'is no date, time or duration; write "2026-11-20", "2026-11-20T14:00" or "7d"'
        raise ConfigError("--since", f"{text!r} {words}") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)
    if moment > now:
        raise ConfigError("--since", f"{text} has not come yet in {settings.zone.key}")
    return moment


def _queue(store: Store, wanted: _Wanted) -> tuple[list[Told], int]:
    """Queue what the chat missed since then, or all there was for it, in order.

    Returns that, and how many alerts it missed of which there is only a text for yet another chat: that one may be
    private, and the text names its rules and watches.
    """
    chat, default, known = wanted.chat, wanted.settings.chat, wanted.known
    store.chats.adopt_moves(known)
    store.chats.default_chat(default)
    store.chats.release(chat)
    if chat == default:
        store.chats.redirect(known, chat)  # what waits for a former one is no loss
    alerts = store.missed.told(wanted.since)
    public = {chat, default, *store.missed.former_chats(known)}
    missed = _missed(store, wanted, alerts)
    candidates = [each for each in missed if each.chat in public]
    foreign = [each for each in missed if each.chat not in public]
    new = _not_had([*candidates, *foreign], store, chat)
    muted = store.missed.muted_in(chat)
    chosen = [each for each in candidates if (each.story not in muted if wanted.everything else each in new)]
    # The last text of each, in the place of the first.
    latest = {each.what: each for each in chosen}.values()
    day = f"{wanted.now.astimezone(wanted.settings.zone):%Y-%m-%d}"
    queued = [each for each in latest if store.missed.post_again(each.id, chat, day, wanted.now)]
    replaced = {each.what for each in queued}
    for each in alerts:
        if each.chat == chat and each.what in replaced:
            store.missed.forget_message(each.id)
    return queued, len({each.what for each in foreign if each in new})


def _missed(store: Store, wanted: _Wanted, alerts: Sequence[Told]) -> list[Told]:
    """Return what was meant for the chat, or would be now, in order: it may have had it in other words."""
    chat = wanted.chat
    waiting = {each.what for each in alerts if each.chat == chat and each.status == "waiting"}
    former = store.missed.former_chats(wanted.known) if chat == wanted.settings.chat else set[str]()
    begun = store.missed.first_of(chat) or wanted.now
    missed = []
    for each in alerts:
        if each.again or each.status == "waiting" or each.what in waiting:
            continue
        if each.chat == chat:
            meant = wanted.everything or each.status == "refused"
        else:
            early = each.created_at < begun
            meant = each.chat in former or (early and chat in _chats_of(each, wanted.settings, wanted.watchlists))
        if meant:
            missed.append(each)
    return missed


def _chats_of(alert: Told, settings: Settings, watchlists: Watchlists) -> set[str]:
    """Return where an entry that alerted would go with the present configuration, as `pipelines.decide` has it."""
    feed = next((feed.chat for feed in settings.feeds if feed.url == alert.feed), "")
    chats = {
        chat
        for rule in watchlists.rules
        if rule.id in alert.rules and rule.alert.pushes
        for chat in watchlists.rule_chats[rule.id]
    }
    watches = [watchlists.watches[name] for name in alert.watches if name in watchlists.watches]
    chats |= {watchlists.chats[watch.id] for watch in watches if watch.alert.pushes}
    return {chat or feed or settings.chat for chat in chats}


def _not_had(candidates: Iterable[Told], store: Store, chat: str) -> list[Told]:
    """Return those that tell `chat` what it has not had: no entry twice, no story begun twice, none that is muted."""
    had, stories = store.missed.had(chat)
    muted, new = store.missed.muted_in(chat), list[Told]()
    for each in candidates:
        begins = each.story if each.telling is Telling.FIRST else None
        if each.what in had or each.story in muted or begins in stories:
            continue
        if begins is not None:
            stories.add(begins)
        had.add(each.what)
        new.append(each)
    return new
