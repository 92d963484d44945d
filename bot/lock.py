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
    database = database.resolve()  # by whatever name: links to one database share its lock
    path = database.with_name(database.name + ".lock")
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(path.open("a+b", buffering=0))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().decode(errors="replace").strip() or "unknown"
            raise AlreadyRunning(f"{database}: another wirewatch (process {owner}) runs on this database") from None
        except OSError as error:
            raise StoreError(f"{path}: can't be locked: {error.strerror}") from error
        with contextlib.suppress(OSError):  # a full disk: only who holds the lock remains unsaid
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        yield
