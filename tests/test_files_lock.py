"""Files that are written in one step, and the lock that lets one process run on a database."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import pytest

from bot.errors import StoreError
from bot.files import ATTEMPTS, STILL, FileChanged, edit_file, read_exactly, write_atomically
from bot.lock import AlreadyRunning, run_lock, runs_on
from pipelines.errors import ConfigError
from tests.world import aged

# --- files --------------------------------------------------------------------------------------------


def mode(path: Path) -> int:
    """Return the permission bits of a file."""
    return path.stat().st_mode & 0o777


def test_a_file_is_written_whole_and_nothing_stays_behind(tmp_path: Path) -> None:
    """The text is there in UTF-8, in a folder that is made for it, and no part file beside it."""
    path = tmp_path / "new" / "config.toml"
    write_atomically(path, "é\n🚢")
    assert path.read_bytes() == "é\n🚢".encode()
    assert list(path.parent.iterdir()) == [path]


def test_permissions_are_kept_or_as_asked_for(tmp_path: Path) -> None:
    """A file keeps its mode, a new one may be read by others, a secret by nobody else."""
    old, new, secret = tmp_path / "old", tmp_path / "new", tmp_path / ".env"
    old.write_text("x", encoding="utf-8")
    old.chmod(0o640)
    write_atomically(old, "y")
    write_atomically(new, "y")
    write_atomically(secret, "y", mode=0o600)
    assert [mode(path) for path in (old, new, secret)] == [0o640, 0o644, 0o600]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Where the file is a link, as from a folder of settings under version control, its target is written."""
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "config.toml"
    target.write_text("old", encoding="utf-8")
    link = tmp_path / "config.toml"
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_reader_never_meets_half_a_file(tmp_path: Path) -> None:
    """Who has the old file open still reads all of it: the new one took its name only."""
    path = tmp_path / "config.toml"
    write_atomically(path, "old " * 1000)
    with path.open(encoding="utf-8") as reader:
        write_atomically(path, "new")
        assert reader.read() == "old " * 1000
    assert path.read_text(encoding="utf-8") == "new"


def test_a_file_that_cannot_be_written_is_named_and_keeps_its_text(tmp_path: Path) -> None:
    """The error names the file and the reason; what was there is as it was, and nothing lies about."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    for path, words in (("folder", "Is a directory"), ("file/config.toml", "Not a directory|File exists")):
        with pytest.raises(ConfigError, match=rf"{path}: can't be written: ({words})"):
            write_atomically(tmp_path / path, "x")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(tmp_path / "file", "new \ud800")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_file_that_somebody_else_wrote_is_not_overwritten(tmp_path: Path) -> None:
    """A file that no longer holds the text that the new one was made from stays as it is; nothing lies about."""
    path = tmp_path / "list.toml"
    path.write_bytes("é\r\n".encode())
    write_atomically(path, "mine\r\n", expected=read_exactly(path))
    assert path.read_bytes() == b"mine\r\n"
    path.write_text("theirs", encoding="utf-8")
    with pytest.raises(FileChanged, match=r"list\.toml: was changed by somebody else"):
        write_atomically(path, "mine again", expected="mine\r\n")
    path.unlink()
    with pytest.raises(ConfigError, match="can't be written: No such file"):
        write_atomically(path, "mine again", expected="theirs")
    assert list(tmp_path.iterdir()) == []


def test_an_edit_is_made_anew_in_a_file_that_changes_meanwhile(tmp_path: Path) -> None:
    """Both changes stand in the file; who writes without end is not fought with."""
    path = tmp_path / "list.toml"
    path.write_text("a", encoding="utf-8")
    aged(path)
    seen: list[str] = []

    def change(text: str) -> str:
        seen.append(text)
        if len(seen) == 1:
            path.write_text("ab", encoding="utf-8")
            aged(path)
        return text + "!"

    edit_file(path, change)
    assert (path.read_text(encoding="utf-8"), seen) == ("ab!", ["a", "ab"])

    def endless(text: str) -> str:
        path.write_text(text + "b", encoding="utf-8")
        aged(path)
        return text + "!"

    with pytest.raises(FileChanged):
        edit_file(path, endless)
    assert path.read_text(encoding="utf-8") == "ab!" + "b" * ATTEMPTS


def test_an_editor_that_is_writing_is_waited_for(tmp_path: Path) -> None:
    """Half a list is valid: no edit is made of it, and what the editor writes afterwards is not lost."""
    path = tmp_path / "list.toml"
    path.write_text("one two\n", encoding="utf-8")
    with path.open("w", encoding="utf-8") as editor:
        editor.write("one ")
        editor.flush()
        edit = threading.Thread(target=edit_file, args=(path, lambda text: text + "three\n"))
        edit.start()
        time.sleep(STILL / 4)
        editor.write("two\n")
    edit.join()
    assert path.read_text(encoding="utf-8") == "one two\nthree\n"


def test_who_writes_without_end_is_left_alone(tmp_path: Path) -> None:
    """After a while the edit gives up, in words."""
    path = tmp_path / "list.toml"
    path.write_text("", encoding="utf-8")
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(STILL / 10):
            with path.open("a", encoding="utf-8") as editor:
                editor.write("x")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(FileChanged, match="is being written by somebody else"):
            edit_file(path, str.upper)
    finally:
        stop.set()
        writer.join()
    assert "X" not in path.read_text(encoding="utf-8")


def test_a_file_written_at_the_moment_of_the_replacement_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that began right then goes on writing in the file that it opened, and finds it there afterwards."""
    path = tmp_path / "list.toml"
    path.write_text("old", encoding="utf-8")
    replace = Path.replace
    editors: list[IO[str]] = []

    def late(part: Path, target: Path) -> Path:
        if not editors:
            editors.append(path.open("w", encoding="utf-8"))
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", late)
    with pytest.raises(FileChanged, match="by somebody else at this moment"):
        write_atomically(path, "mine", expected="old")
    editors[0].write("theirs")
    editors[0].close()
    assert path.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_our_own_last_write_is_not_waited_for(tmp_path: Path) -> None:
    """What came into place whole looks as if it had stood still, so that edits follow one another at once."""
    path = tmp_path / "list.toml"
    write_atomically(path, "a")
    assert time.time() - path.stat().st_mtime >= STILL


def test_what_cannot_be_read_is_not_edited(tmp_path: Path) -> None:
    """A file that is gone, or that is no UTF-8, is named with the reason."""
    path = tmp_path / "list.toml"
    with pytest.raises(ConfigError, match=r"list\.toml: can't be read: No such file"):
        edit_file(path, str)
    path.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"list\.toml: can't be read: it is not UTF-8"):
        edit_file(path, str)


# --- the lock -----------------------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from typing import IO
from bot.lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(60)
"""


def holder(database: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock, and wait until it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    assert process.stdout
    assert process.stdout.readline() == "locked\n"
    return process


def test_a_second_run_in_the_same_process_is_refused(tmp_path: Path) -> None:
    """The lock is held once at a time, and is free again afterwards, also after an error."""
    database = tmp_path / "data" / "wirewatch.db"
    refusal = rf"wirewatch\.db: another wirewatch \(process {os.getpid()}\) runs on this database"
    with run_lock(database), pytest.raises(AlreadyRunning, match=refusal), run_lock(database):
        pass
    with pytest.raises(KeyError), run_lock(database):
        raise KeyError
    with run_lock(database):
        assert (database.parent / "wirewatch.db.lock").read_text(encoding="utf-8") == str(os.getpid())


def test_whether_something_runs_can_be_asked(tmp_path: Path) -> None:
    """Asking makes no file, and keeps nobody from running: a start waits a moment for who asks."""
    database = tmp_path / "data" / "wirewatch.db"
    assert not runs_on(database)
    assert not database.parent.exists()
    with run_lock(database):
        assert runs_on(database)
    assert not runs_on(database)
    with (database.parent / "wirewatch.db.lock").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        threading.Timer(0.02, fcntl.flock, (file, fcntl.LOCK_UN)).start()
        with run_lock(database):
            assert runs_on(database)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_another_process_is_kept_out_until_the_first_one_is_gone(tmp_path: Path, number: signal.Signals) -> None:
    """The refusal names the process that runs; once that is killed, however harshly, the lock is free."""
    database = tmp_path / "wirewatch.db"
    process = holder(database)
    try:
        with pytest.raises(AlreadyRunning, match=rf"\(process {process.pid}\)"), run_lock(database):
            pass
    finally:
        process.send_signal(number)
        process.communicate()
    with run_lock(database):
        pass


def test_two_names_of_one_database_share_its_lock(tmp_path: Path) -> None:
    """A link to the database or to its folder does not let a second process in."""
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    (tmp_path / "news.db").symlink_to(tmp_path / "data" / "wirewatch.db")
    with run_lock(tmp_path / "data" / "wirewatch.db"):
        for name in ("link/wirewatch.db", "news.db"):
            with pytest.raises(AlreadyRunning), run_lock(tmp_path / name):
                pass


def test_two_databases_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Each database has a lock of its own."""
    with run_lock(tmp_path / "one.db"), run_lock(tmp_path / "two.db"):
        pass


def test_a_lock_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    """A folder that is a file, a lock file that is a folder: the message names it."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "news.db.lock").mkdir()
    for name, words in (("file/news.db", "File exists|Not a directory"), ("news.db", "Is a directory")):
        with pytest.raises(StoreError, match=rf"{name}\.lock: can't be locked: ({words})"), run_lock(tmp_path / name):
            pass


def test_a_full_disk_does_not_prevent_the_lock(tmp_path: Path) -> None:
    """Where the process can't note its number, it holds the lock all the same."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "news.db.lock").symlink_to("/dev/full")
    with run_lock(tmp_path / "news.db"):
        pass
