"""Changed watchlists and a changed config.toml are taken into use while the service runs.

What does not load leaves the last good ones in force, and the admins are told file, line and key. Files are looked at
every few seconds, and read when they have stood still for one look: an editor may be in the middle of writing, and half
a list can be a valid one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.config import Settings, read_settings, read_watchlists, watchlist_signature
from bot.notes import note_admins
from bot.poll import Newsroom
from pipelines.errors import ConfigError
from pipelines.matcher import Matcher
from pipelines.render.words import plural
from pipelines.watchlist import Watchlists

log = logging.getLogger(__name__)

Signature = tuple[tuple[str, int, int], ...]

AT_START = {
    "database": "store.path",
    "chat": "telegram.chat",
    "api_url": "telegram.api_url",
    "allow_private_addresses": "fetch.allow_private_addresses",
    "timeout": "fetch.timeout",
    "max_bytes": "fetch.max_bytes",
    "listen": "web.listen",
    "address": "web.address",
}
"""What is read at the start only: the fields of `Settings`, and the keys that they come from."""


@dataclass(slots=True)
class Files:
    """The files that the service runs by; `room` gets what they say."""

    room: Newsroom
    seen: Signature  #: of what is in force, or was found unusable
    changing: Signature = ()  #: what is read when it still stands at the next look
    troubles: dict[str, str] = field(default_factory=dict)  #: why config.toml or the watchlists could not be read

    @property
    def broken(self) -> str:
        """Return in words what could not be read and so stays as it was, "" if nothing."""
        return "\n".join(self.troubles.values())

    def look(self) -> None:
        """Take into use what has changed and stands still."""
        signature = signature_of(self.room.settings)
        if signature == self.seen:
            return
        if signature != self.changing:
            self.changing = signature
            return
        self.read()

    def read(self) -> None:
        """Take into use what the files say now."""
        config, self.seen = self.seen[:1], signature_of(self.room.settings)
        if config != self.seen[:1]:
            self._read_config()
        self._read_watchlists()

    def _read_config(self) -> None:
        old = self.room.settings
        try:
            new = read_settings(old.file)
        except ConfigError as error:
            self._fails("config", f"{old.file.name} could not be read, what it said before stays in force.", error)
            return
        self._reads("config", old.file.name)
        if late := [key for field, key in AT_START.items() if getattr(new, field) != getattr(old, field)]:
            self._tell("restart", f"{old.file.name} has changed. A restart is needed for {', '.join(late)}.")
        self.room.settings = replace(new, **{field: getattr(old, field) for field in AT_START})
        log.info("config reloaded feeds=%d", len(new.feeds))

    def _read_watchlists(self) -> None:
        room = self.room
        try:
            watchlists = read_watchlists(room.settings.watchlists)
        except ConfigError as error:
            self._fails("watchlists", "The watchlists could not be read, the last good ones stay in force.", error)
            return
        self._reads("watchlists", "The watchlists")
        if gone := _gone(room.matcher.watchlists, watchlists):
            self._tell("gone", gone)
        if watchlists != room.matcher.watchlists:
            room.matcher = Matcher(watchlists)
            log.info("watchlists reloaded watches=%d", len(watchlists.watches))

    def _fails(self, about: str, text: str, error: ConfigError) -> None:
        self.troubles[about] = f"{text} {in_short(self.room.settings, error)}"
        self._tell(about, self.troubles[about])

    def _reads(self, about: str, name: str) -> None:
        if self.troubles.pop(about, ""):
            self._tell(f"{about}-again", f"{name} {'reads' if about == 'config' else 'read'} again, and what was "
                       "changed is in force.")  # fmt: skip

    def _tell(self, about: str, text: str) -> None:
        room, now = self.room, self.room.now()
        with room.store.atomic():
            note_admins(room.store.outbox, room.settings.admins, f"{about}:{now:%Y-%m-%dT%H:%M:%S}", text, now)


def _gone(old: Watchlists, new: Watchlists) -> str:
    """Say which lists are there no more, "" if none is missing."""
    kept = {Path(part.source).name for part in new.lists}
    lines = []
    for part in old.lists:
        name, fewer = Path(part.source).name, sum(watch.id not in new.watches for watch in part.watches)
        if name not in kept and fewer:  # else it was only renamed
            lines.append(f"The list {name} is gone: {plural(fewer, 'watch', 'watches')} fewer.")
    return " ".join(lines)


def in_short(settings: Settings, error: ConfigError) -> str:
    """Return an error's words without the server's folders, which are nobody's business."""
    words = str(error)
    for folder in (settings.watchlists, settings.file.parent, settings.file.parent.resolve()):  # the innermost first
        words = words.replace(f"{folder}/", "")
    return words


def signature_of(settings: Settings) -> Signature:
    """Return what changes when config.toml or a watchlist does."""
    return (_stamp(settings.file), *watchlist_signature(settings.watchlists))


def _stamp(file: Path) -> tuple[str, int, int]:
    try:
        stat = file.stat()
    except OSError:
        return file.name, 0, 0
    return file.name, stat.st_mtime_ns, stat.st_size
