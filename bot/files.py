"""Writing files so that a reader, or a crash, never meets half of one, and nobody's own edit is lost."""

from __future__ import annotations

import fcntl
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from pipelines.errors import ConfigError

ATTEMPTS = 3
"""How often an edit is made anew because somebody else wrote the file meanwhile."""
STILL = 2.0
"""Seconds for which a file must have stood still before it is edited: an editor may be in the middle of writing, and
half a list is valid TOML."""
PATIENCE = 6.0
"""Seconds for which an edit waits for that."""
_LOOK = 0.1  # seconds
_ONE_AT_A_TIME = threading.Lock()


class FileChanged(ConfigError):  # noqa: N818 - named for what happened
    """Somebody else has changed the file since it was read; nothing was written."""


def read_exactly(path: Path) -> str:
    """Return the text of a file with its line ends and byte order mark; raises `ConfigError`."""
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise ConfigError(str(path), f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), f"can't be read: it is not UTF-8 ({error.reason})") from error


def write_atomically(path: Path, text: str, *, mode: int | None = None, expected: str | None = None) -> None:
    """Put `text` at `path` in one step; `mode` None keeps what the file has. Raises `ConfigError`.

    Where `path` is a symbolic link, the file that it leads to is written, and the link stays. `expected` is the text
    that the new one was made from: raises `FileChanged` unless the file still holds it when it is replaced. A file that
    somebody began to write at that very moment is put back.
    """
    try:
        path = path.resolve()
        if mode is None:
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        path.parent.mkdir(parents=True, exist_ok=True)
        with _part(path, text, mode) as part:
            # It comes into place whole, so nobody need wait until it stands still.
            whole = time.time() - STILL
            os.utime(part, (whole, whole))
            if expected is None:
                part.replace(path)
            else:
                _replace(path, part, expected.encode())
    except OSError as error:
        raise ConfigError(str(path), f"can't be written: {error.strerror}") from error


def create_file(path: Path, text: str) -> None:
    """Put `text` at `path` in one step; raises `FileChanged` where something stands already, `ConfigError` else."""
    try:
        with _part(path, text, 0o644) as part:
            os.link(part, path)
    except FileExistsError as error:
        raise FileChanged(str(path), "is there already; nothing was written") from error
    except OSError as error:
        raise ConfigError(str(path), f"can't be written: {error.strerror}") from error


@contextmanager
def _part(path: Path, text: str, mode: int) -> Iterator[Path]:
    """A file beside `path` that holds `text`; what is left of it at the end goes."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        yield part
    finally:
        part.unlink(missing_ok=True)


def _replace(path: Path, part: Path, expected: bytes) -> None:
    """Put `part` in the place of `path`, unless that holds something else or somebody is writing it.

    Who opened the old file for writing goes on writing there after it has lost its name. So it keeps a second one until
    it was looked at again.
    """
    spare = part.with_name(f"{part.name}.old")
    with ExitStack() as stack:
        old = stack.enter_context(path.open("rb"))
        if old.read() != expected:
            raise _changed(path)
        with suppress(OSError):  # some file systems know no second names
            os.link(path, spare)
            stack.callback(spare.unlink, missing_ok=True)
        written = part.stat()
        part.replace(path)
        old.seek(0)
        if old.read() != expected:
            if spare.exists() and os.path.samestat(path.stat(), written):
                spare.replace(path)
            raise _changed(path)


def _changed(path: Path) -> FileChanged:
    return FileChanged(str(path), "was changed by somebody else at this moment; nothing was written")


def edit_file(path: Path, change: Callable[[str], str]) -> None:
    """Put `change(text)` in place of the text of a file, made anew if somebody else writes the file meanwhile.

    It waits up to `PATIENCE` seconds for a file that was just written, so call it in a thread where others wait. Raises
    what `change` raises, and `ConfigError`; nothing is written then.
    """
    until = time.monotonic() + PATIENCE
    with _ONE_AT_A_TIME:
        for attempt in range(ATTEMPTS):
            _wait_until_still(path, until)
            text = read_exactly(path)
            try:
                return write_atomically(path, change(text), expected=text)
            except FileChanged:
                if attempt == ATTEMPTS - 1:
                    raise


def _is_being_written(path: Path) -> bool:
    """Tell whether a process has the file open for writing, as far as this system says so.

    Linux gives a read lease only while nobody has (fcntl(2), "Leases"). SIGURG is what nobody dies of, should somebody
    open the file in that very moment.
    """
    try:
        with path.open("rb") as file:
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except (OSError, AttributeError):  # another system, or somebody else's file
        return False
    return False


def _wait_until_still(path: Path, until: float) -> None:
    """Wait until nobody has written the file for `STILL` seconds; raises `FileChanged` where that takes too long."""
    last, since = None, time.monotonic()
    while True:
        try:
            stat = path.stat()
        except OSError as error:
            raise ConfigError(str(path), f"can't be read: {error.strerror}") from error
        stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        now = time.monotonic()
        if stamp != last:
            last, since = stamp, now
        # Looked at for so long counts too: another machine's clock may have stamped it in the future.
        still = time.time() - stat.st_mtime >= STILL or now - since >= STILL
        if still and not _is_being_written(path):
            return
        if now >= until:
            raise FileChanged(str(path), "is being written by somebody else; nothing was written, try again")
        time.sleep(_LOOK)
