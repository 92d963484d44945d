"""One process at a time polls and delivers: a second `run` on the same database is refused."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from bot.errors import StoreError


class AlreadyRunning(StoreError):  # noqa: N818 - named for what happened
    """Another process polls and delivers with this database."""


@contextlib.contextmanager
def run_lock(database: Path) -> Iterator[None]:
    """Hold the database's lock file; raises `AlreadyRunning`.

    The kernel gives the lock back when the process ends, however it ends; a lock file left behind means nothing.
    """
    path = database.with_name(database.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+")
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise AlreadyRunning(f"{database}: another wirewatch (process {owner}) runs on this database") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
