"""What can go wrong, as a tree. `bot.errors` adds the branches that need the world.

WirewatchError
├── FeedError(url)              one feed; recorded and counted, never stops the others
│   └── ParseError              not a feed
└── ConfigError(file, line)     unusable configuration; exit status 2
    └── WatchlistError          unusable watchlist; the last good one stays in force
"""

from __future__ import annotations


class WirewatchError(Exception):
    """Everything that wirewatch raises on purpose."""


class FeedError(WirewatchError):
    """A feed could not be read. `url` is the feed's URL or file."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(f"{url}: {problem}")
        self.url = url
        self.problem = problem


class ParseError(FeedError):
    """The document is no feed."""


class ConfigError(WirewatchError):
    """A configuration that cannot be used. Line 0 means that no one line is to blame."""

    def __init__(self, file: str, problem: str, *, line: int = 0) -> None:
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class WatchlistError(ConfigError):
    """A watchlist that cannot be used."""
