"""`wirewatch web` by itself: the files as they are on disk, beside a service that runs or not."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.clock import utc_now
from bot.config import Settings, read_settings, read_watchlist, read_watchlists, watchlist_signature
from bot.files import STILL
from bot.lock import runs_on
from bot.reloading import AT_START, Signature, in_short, signature_of
from bot.web.site import House, When
from pipelines.errors import ConfigError
from pipelines.watchlist import Watchlists, combine

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Alone:
    """Settings and watchlists, read anew when their files have changed; what does not load leaves them as they were."""

    settings: Settings
    watchlists: Watchlists
    seen: Signature = field(default=())
    broken: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Alone:
        """Return what the files say; of watchlists what loads, since the others can be repaired on the pages.

        Raises `ConfigError` where there is no list at all.
        """
        signature = signature_of(settings)
        try:
            return cls(settings, read_watchlists(settings.watchlists), signature)
        except ConfigError as error:
            if not watchlist_signature(settings.watchlists):
                raise
            log.error("files=broken error=%s", error)
            broken = f"Only the watchlists that load are in force: {in_short(settings, error)}"
            return cls(settings, _loading(settings), signature, broken)

    def look(self) -> None:
        """Take into use what has changed and stands still: half a list can be a valid one."""
        signature = signature_of(self.settings)
        age = utc_now().timestamp() - max(written for _, written, _ in signature) / 1e9
        if signature != self.seen and not 0 <= age < STILL:
            self.read()

    def read(self) -> None:
        """Take into use what the files say now."""
        self.seen = signature_of(self.settings)
        try:
            new = read_settings(self.settings.file)
            lists = read_watchlists(new.watchlists)
        except ConfigError as error:
            log.error("files=broken error=%s", error)
            self.broken = f"What was last good stays in force: {in_short(self.settings, error)}"
            return
        self.settings = replace(new, **{name: getattr(self.settings, name) for name in AT_START})
        self.watchlists, self.broken = lists, ""

    async def added(self) -> When:
        """Tell when new feeds are polled: the service beside these pages sees the changed file by itself."""
        return When.SOON if runs_on(self.settings.database) else When.LATER

    def house(self, now: Callable[[], datetime]) -> House:
        """Return what the pages need of it."""
        return House(
            settings=lambda: self.settings, watchlists=lambda: self.watchlists, look=self.look, reload=self.read,
            trouble=lambda: self.broken, now=now, added=self.added,
        )  # fmt: skip


def _loading(settings: Settings) -> Watchlists:
    """The watchlists that load by themselves and with those before them."""
    known = combine([])
    for file in sorted(settings.watchlists.glob("[!.]*.toml")):
        with contextlib.suppress(ConfigError):
            known = combine([*known.lists, read_watchlist(file)])
    return known
