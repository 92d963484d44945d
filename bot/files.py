"""Writing files so that a reader, or a crash, never meets half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pipelines.errors import ConfigError


def write_atomically(path: Path, text: str, *, mode: int | None = None) -> None:
    """Put `text` at `path` in one step; `mode` None keeps what the file has. Raises `ConfigError`.

    Where `path` is a symbolic link, the file that it leads to is written, and the link stays.
    """
    try:
        path = path.resolve()
        if mode is None:
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(mode)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(str(path), f"can't be written: {error.strerror}") from error
