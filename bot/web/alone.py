"""`wirewatch web` by itself: the files as they are on disk, beside a service that runs or not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.clock import utc_now
from bot.config import Settings, read_settings, read_watchlists
from bot.files import STILL
from bot.reloading import AT_START, Signature, signature_of
from bot.web.site import House
from pipelines.errors import ConfigError
from pipelines.watchlist import Watchlists

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
        """Return what the files say; raises `ConfigError`."""
        signature = signature_of(settings)
        return cls(settings, read_watchlists(settings.watchlists), signature)

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
            self.broken = f"What was last good stays in force: {error}"
            return
        self.settings = replace(new, **{name: getattr(self.settings, name) for name in AT_START})
        self.watchlists, self.broken = lists, ""

    def house(self, now: Callable[[], datetime]) -> House:
        """Return what the pages need of it."""
        return House(
            settings=lambda: self.settings, watchlists=lambda: self.watchlists, look=self.look, reload=self.read,
            trouble=lambda: self.broken, now=now,
        )  # fmt: skip
