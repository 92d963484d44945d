"""What is remembered of each feed: validators, when it is due, and how it fares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.times import FAR_AHEAD, moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A row of `feeds`. Times are UTC; None means never."""

    url: str
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    baseline_at: datetime | None = None  #: None: no complete document yet, so still the first poll
    next_poll_at: datetime | None = None  #: None: at once
    failures: int = 0  #: in a row
    failing_since: datetime | None = None
    error: str = ""
    moved_to: str = ""


_TIMES = ("last_polled_at", "last_success_at", "last_new_at", "baseline_at", "next_poll_at", "failing_since")


class Feeds:
    """The table `feeds`. Which feeds there are is the configuration's business."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def state(self, url: str) -> FeedState:
        """Return what is remembered of the feed at `url`, a blank state for a new one."""
        for row in self._db.query("SELECT * FROM feeds WHERE url = ?", [url]):
            return _state(row)
        return FeedState(url=url)

    def states(self, urls: Iterable[str]) -> dict[str, FeedState]:
        """Return what is remembered of each of the feeds, as `state` does."""
        known = {row["url"]: row for row in self._db.query("SELECT * FROM feeds")}
        return {url: _state(known[url]) if url in known else FeedState(url=url) for url in urls}

    def due(self, urls: Iterable[str], now: datetime) -> list[str]:
        """Return those of `urls` whose next poll has come, in their order.

        A time far ahead was set by a clock that went wrong, and counts as come.
        """
        rows = self._db.query(
            "SELECT url FROM feeds WHERE next_poll_at > ? AND next_poll_at < ?", [stamp(now), stamp(now + FAR_AHEAD)]
        )
        later = {row["url"] for row in rows}
        return [url for url in urls if url not in later]

    def succeeded(
        self, url: str, *, title: str | None, etag: str, last_modified: str, new: bool, baseline: bool, moved_to: str,
        now: datetime, next_poll_at: datetime,
    ) -> None:  # fmt: skip
        """Note a good answer; `title` None means "not modified", `baseline` that the document was complete."""
        at = stamp(now)
        self._db.execute(
            """
            INSERT INTO feeds (url, title, etag, last_modified, last_polled_at, last_success_at, last_new_at,
                               baseline_at, next_poll_at, moved_to)
            VALUES (:url, coalesce(:title, ''), :etag, :last_modified, :at, :at, :new_at, :base_at, :next, :moved_to)
            ON CONFLICT (url) DO UPDATE SET
              title = coalesce(:title, title), etag = :etag, last_modified = :last_modified,
              last_polled_at = :at, last_success_at = :at, last_new_at = coalesce(:new_at, last_new_at),
              baseline_at = coalesce(baseline_at, :base_at),
              next_poll_at = :next, moved_to = :moved_to, failures = 0, failing_since = NULL, error = ''
            """,
            {"url": url, "title": title, "etag": etag, "last_modified": last_modified, "at": at,
             "new_at": at if new else None, "base_at": at if baseline else None, "next": stamp(next_poll_at),
             "moved_to": moved_to},
        )  # fmt: skip

    def failed(self, url: str, error: str, *, now: datetime, next_poll_at: datetime) -> None:
        """Note a failure in words. Validators stay, so the next good answer loses nothing."""
        self._db.execute(
            """
            INSERT INTO feeds (url, last_polled_at, next_poll_at, failures, failing_since, error)
            VALUES (:url, :at, :next, 1, :at, :error)
            ON CONFLICT (url) DO UPDATE SET
              last_polled_at = :at, next_poll_at = :next, failures = failures + 1,
              failing_since = coalesce(failing_since, :at), error = :error
            """,
            {"url": url, "at": stamp(now), "next": stamp(next_poll_at), "error": error},
        )


def _state(row: dict[str, Any]) -> FeedState:
    return FeedState(**{**row, **{name: moment(row[name]) for name in _TIMES}})
