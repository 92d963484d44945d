"""The database: the only SQL in wirewatch, through sqlite-utils.

One connection, used from one thread (the event loop's). Whatever belongs together is written inside
`atomic()`; nothing else needs to know that.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.store.chats import Chats
from bot.store.digests import Digests
from bot.store.entries import Entries
from bot.store.evidence import Evidence
from bot.store.factbook import Factbook
from bot.store.feeds import Feeds
from bot.store.follows import Follows
from bot.store.heard import Heard
from bot.store.missed import Missed
from bot.store.mutes import Mutes
from bot.store.outbox import Outbox
from bot.store.overview import Overview
from bot.store.proposals import Proposals
from bot.store.reviews import Reviews
from bot.store.schema import schema
from bot.store.search import Search
from bot.store.sessions import Sessions
from bot.store.stories import Stories
from bot.store.watching import Watching
from bot.store.yields import Yields

WAIT = 10.0
"""Seconds for which a write waits for another program's."""


class Store:
    """An open database. `path` may be ":memory:"."""

    def __init__(self, path: Path | str, *, wait: float = WAIT) -> None:
        """Open or make the database and bring its schema up to date, however short `wait` is; raises `StoreError`."""
        self.path = str(path)
        self._wait = WAIT
        if self.path != ":memory:":
            try:
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{self.path}: its folder can't be made: {error.strerror}") from error
        with self.in_words():
            self.db = Database(self.path, execute_plugins=False)
            # Another program may be looking at the file: wait for it instead of failing at once.
            self._wait_for(WAIT)
            self.db.execute("PRAGMA foreign_keys = ON")
            self._use_wal()
            # FULL costs little here (one transaction a feed) and survives a power cut.
            self.db.execute("PRAGMA synchronous = FULL")
            if schema.pending(self.db):
                # Service and pages may open a new database at once: who comes second waits and finds all done.
                with self.atomic():
                    schema.apply(self.db)
            self._wait_for(wait)
        self.feeds = Feeds(self.db)
        self.entries = Entries(self.db)
        self.stories = Stories(self.db)
        self.outbox = Outbox(self.db)
        self.chats = Chats(self.db)
        self.digests = Digests(self.db)
        self.missed = Missed(self.db)
        self.mutes = Mutes(self.db)
        self.follows = Follows(self.db)
        self.heard = Heard(self.db)
        self.search = Search(self.db)
        self.overview = Overview(self.db)
        self.evidence = Evidence(self.db)
        self.reviews = Reviews(self.db)
        self.proposals = Proposals(self.db)
        self.sessions = Sessions(self.db)
        self.watching = Watching(self.db)
        self.factbook = Factbook(self.db)
        self.yields = Yields(self.db)

    def _use_wal(self) -> None:
        """Switch to the write-ahead log. SQLite does not wait for that as for all else, so we do.

        See https://sqlite.org/c3ref/busy_handler.html: of two who could wait for each other, one fails at once.
        """
        end = time.monotonic() + WAIT
        while True:
            try:
                self.db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > end:
                    raise
                time.sleep(0.02)

    def _wait_for(self, seconds: float) -> None:
        self._wait = seconds
        self.db.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    @contextlib.contextmanager
    def in_words(self) -> Iterator[None]:
        """Turn what SQLite raises, in reading too, into a `StoreError` that names the file."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_words(error, self._wait)}") from error

    @contextlib.contextmanager
    def atomic(self) -> Iterator[None]:
        """Write all or nothing; raises `StoreError` in words if the database can't take it.

        Others must wait from the first statement on: a transaction that begins by reading could not write any more
        after another's commit, whatever the timeout (https://sqlite.org/isolation.html).
        """
        with self.in_words():
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield
                return
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.commit()
            except BaseException:
                self.db.rollback()
                raise

    def problem(self) -> str | None:
        """Return what SQLite's own check finds wrong with the file, None if it is sound."""
        with self.in_words():
            answer = str(self.db.execute("PRAGMA quick_check(1)").fetchone()[0])
        return None if answer == "ok" else answer

    def backup(self, target: Path) -> None:
        """Write a consistent copy to `target`, also while the service runs; raises `StoreError`.

        A file that is there is replaced in one step, when the copy is whole.
        """
        own = Path(self.path).resolve()
        if target.resolve() in {own.with_name(own.name + suffix) for suffix in ("", "-wal", "-shm", ".lock")}:
            raise StoreError(f"{target}: is the database itself or belongs to it; name another file")
        if target.exists() and not _is_sqlite(target):
            raise StoreError(f"{target}: is there already and is no backup; name another file")
        if target.is_dir():
            raise StoreError(f"{target}: is a folder; name a file")
        part = target.with_name(target.name + ".part")
        try:
            part.unlink(missing_ok=True)
            self.db.execute("VACUUM INTO ?", [str(part)])
            part.replace(target)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{target}: the backup can't be written: {_words(error, self._wait)}") from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Let SQLite refresh its statistics and fold the write-ahead log back into the file."""
        with self.in_words():
            self.db.execute("PRAGMA optimize")
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def _is_sqlite(path: Path) -> bool:
    """Tell whether a file is an SQLite database (or empty): https://sqlite.org/fileformat.html#magic_header_string."""
    try:
        with path.open("rb") as file:
            return file.read(16) in (b"SQLite format 3\x00", b"")
    except OSError:
        return False


def _words(error: sqlite3.Error | OSError, wait: float) -> str:
    text = str(error)
    for part, words in (
        ("disk is full", "the disk is full; nothing was written, the next poll tries again"),
        ("disk I/O error", "the disk is full or fails; nothing was written, the next poll tries again"),
        ("locked", f"another program is writing to the database and did not finish within {wait:g} s"),
        ("readonly", "the database is read-only for this user"),
        ("not a database", "this file is not a wirewatch database, or it is damaged; restore a backup"),
        ("malformed", "the database is damaged; restore a backup (see docs/operations.md)"),
        ("unable to open", "the database can't be opened; check that its folder exists and is writable"),
    ):
        if part in text:
            return words
    return text
