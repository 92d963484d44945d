"""Writing files so that a reader, or a crash, never meets half of one, and nobody's own edit is lost."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipelines.errors import ConfigError

ATTEMPTS = 3
"""How often an edit is made anew because somebody else wrote the file meanwhile."""


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
    that the new one was made from: raises `FileChanged` unless the file still holds it right before it is replaced.
    """
    try:
        path = path.resolve()
        if mode is None:
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(mode)
            if expected is not None and path.read_bytes() != expected.encode():
                raise FileChanged(str(path), "was changed by somebody else at this moment; nothing was written")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(str(path), f"can't be written: {error.strerror}") from error


def edit_file(path: Path, change: Callable[[str], str]) -> None:
    """Put `change(text)` in place of the text of a file, made anew if somebody else writes the file meanwhile.

    Raises what `change` raises, and `ConfigError`; nothing is written then.
    """
    for attempt in range(ATTEMPTS):
        text = read_exactly(path)
        try:
            return write_atomically(path, change(text), expected=text)
        except FileChanged:
            if attempt == ATTEMPTS - 1:
                raise
