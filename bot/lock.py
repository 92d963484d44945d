"""One process at a time polls and delivers: a second `run` on the same database is refused."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bot.errors import StoreError

ASKED = 0.1
"""Seconds in which nobody still asks whether the lock is held."""


class AlreadyRunning(StoreError):  # noqa: N818 - named for what happened
    """Another process polls and delivers with this database."""


def runs_on(database: Path) -> bool:
    """Tell whether a process holds the database's lock. Asking shares it for a moment, which `run_lock` allows for."""
    try:
        with _lock_file(database).open("rb", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no lock file: nothing ever ran; one that we may not read: nothing of ours does
        return False
    return False


def _lock_file(database: Path) -> Path:
    database = database.resolve()  # by whatever name: links to one database share its lock
    return database.with_name(database.name + ".lock")


@contextlib.contextmanager
def run_lock(database: Path) -> Iterator[None]:
    """Hold the database's lock file; raises `AlreadyRunning`.

    The kernel gives the lock back when the process ends, however it ends; a lock file left behind means nothing.
    """
    path = _lock_file(database)
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(path.open("a+b", buffering=0))
            _locked(file)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().decode(errors="replace").strip() or "unknown"
            words = f"{database.resolve()}: another wirewatch (process {owner}) runs on this database"
            raise AlreadyRunning(words) from None
        except OSError as error:
            raise StoreError(f"{path}: can't be locked: {error.strerror}") from error
        with contextlib.suppress(OSError):  # a full disk: only who holds the lock remains unsaid
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        yield


def _locked(file: IO[bytes]) -> None:
    """Take the lock; raises `BlockingIOError`. Twice, since whoever asks `runs_on` has it for a moment."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(ASKED)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
