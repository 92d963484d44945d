"""Drafts of watchlists: checked beside the other lists, saved where nobody wrote meanwhile, made, removed.

A draft is a text as a browser holds it (`pipelines.merging.plain`). The other lists are taken from disk as they are at
that moment; one that does not load stands in with what is in force of it, so that any broken list can be repaired.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.config import watchlist_signature
from bot.files import FileChanged, create_file, edit_file, read_exactly
from pipelines.checks import Finding, doubtful_names, shared_names, wrong_sentences
from pipelines.errors import ConfigError
from pipelines.matcher import Matcher
from pipelines.merging import MIDDLE, MINE, THEIRS, plain, restored
from pipelines.model import Entry, Match, Watchlist
from pipelines.text import fold
from pipelines.toml_editor import quoted
from pipelines.watchlist import Watchlists, contradictions, parse_watchlist, read_leniently

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}(\.[A-Za-z0-9_-]{1,20})*")
LONGEST = 40
"""Characters of a file's name that is made from a title."""
SENTENCES = 3.0
"""Seconds for which test sentences are tried: a list may hold thousands, and somebody waits for each answer."""
UNTRIED = "there are too many test sentences to try them all here: wirewatch check does"
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list's file as it is on disk."""

    name: str
    text: str  #: plain
    version: str  #: changes with any byte of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft that was read beside the other lists."""

    part: Watchlist  #: as far as it can be read
    together: Watchlists  #: all lists with it
    findings: tuple[Finding, ...]  #: why it can't be used, by line; () if it can
    broken: tuple[str, ...]  #: why other lists, on disk, can't

    @property
    def loads(self) -> bool:
        """Return whether the draft may be saved."""
        return not self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list in the table of lists."""

    name: str
    title: str
    chat: str
    watches: int
    rules: int
    changed: datetime | None  #: UTC; None: it can't be said
    problems: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """It is in the file."""

    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """Nothing was written: the file is not what the draft was made from."""

    sheet: Sheet  #: the file now


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """Nothing was written: the draft can't be used."""

    checked: Checked


class _NewerError(Exception):
    """Ends an edit of a file that is not what the draft was made from."""


class _TiredError(Exception):
    """Ends the trying of sentences."""


def names_in(folder: Path) -> list[str]:
    """Return the names of the lists' files: nothing else in the folder can be asked for."""
    return [name for name, _, _ in watchlist_signature(folder)]


def open_sheet(folder: Path, name: str) -> Sheet:
    """Return a list's file; raises `ConfigError` if there is none of that name, or it can't be read."""
    if name not in names_in(folder):
        raise ConfigError(name, "there is no such list")
    try:
        return _sheet(name, read_exactly(folder / name))
    except ConfigError as error:
        raise ConfigError(name, error.problem) from error


def _sheet(name: str, text: str) -> Sheet:
    version = hashlib.sha256(text.encode()).hexdigest()[:24]
    return Sheet(name=name, text=plain(text), version=version)


# --- checking -------------------------------------------------------------------------------------------


def check(folder: Path, name: str, draft: str, in_force: Watchlists) -> Checked:
    """Return what is wrong with a draft for the list `name`, all at once as far as one error does not hide another."""
    part, errors = read_leniently(draft, name)
    others, broken = _others(folder, name, in_force)
    together = Watchlists(lists=(*others, part))
    findings = [_finding(error, draft) for error in errors]
    if not findings:
        for error in contradictions(together):
            if error.file == name:
                findings.append(_finding(error, draft))
            elif _complaint(error) not in _contradictions_now(folder, name, others):
                findings.append(Finding(source=name, line=0, words=f"then {error}", wrong=True))
    return Checked(part=part, together=together, findings=tuple(findings), broken=broken)


def _finding(error: ConfigError, draft: str) -> Finding:
    words, lines = error.problem, draft.split("\n")
    if 0 < error.line <= len(lines) and lines[error.line - 1] in (MINE, MIDDLE, THEIRS):
        words = "here both have changed the text: keep what is right, and take the three marks out"
    return Finding(source=error.file, line=error.line, words=words, wrong=True)


def _others(folder: Path, name: str, in_force: Watchlists) -> tuple[list[Watchlist], tuple[str, ...]]:
    """The other lists, each under its file's bare name, and why those that do not load do not."""
    lists, broken = [], []
    good = {Path(part.source).name: part for part in in_force.lists}
    for other in names_in(folder):
        if other == name:
            continue
        try:
            lists.append(parse_watchlist(plain(read_exactly(folder / other)), other))
        except ConfigError as error:
            broken.append(str(ConfigError(other, error.problem, line=error.line)))
            if other in good:
                lists.append(replace(good[other], source=other))
    return lists, tuple(broken)


def _complaint(error: ConfigError) -> tuple[str, int, str]:
    """What an error complains of, without what it offers instead: that depends on the other lists."""
    return error.file, error.line, error.problem.partition(";")[0]


def _contradictions_now(folder: Path, name: str, others: list[Watchlist]) -> set[tuple[str, int, str]]:
    """In what the lists contradict one another already, which is not this draft's fault."""
    try:
        old = [read_leniently(open_sheet(folder, name).text, name)[0]]
    except ConfigError:
        old = []
    return set(map(_complaint, contradictions(Watchlists(lists=(*others, *old)))))


def look_closer(checked: Checked, draft: str, seconds: float = SENTENCES) -> list[Finding]:
    """Return what a draft that loads says and may not mean, by line.

    Test sentences are tried for so many seconds; where that is not enough for all, a finding says so (`UNTRIED`).
    """
    part, together = checked.part, checked.together
    found, all_tried = _tried(part, together, seconds)
    if not all_tried:
        found.append(Finding(source=part.source, line=0, words=UNTRIED, wrong=False))
    found += doubtful_names(part)
    found += [each for each in shared_names(together) if each.source == part.source]
    for line, text in enumerate(draft.split("\n"), 1):
        if _TURNING.search(text):
            words = "holds invisible signs that turn the direction of writing: it may read otherwise than it looks"
            found.append(Finding(source=part.source, line=line, words=words, wrong=False))
    return sorted(found, key=lambda each: (not each.wrong, each.line))


def _tried(part: Watchlist, together: Watchlists, seconds: float) -> tuple[list[Finding], bool]:
    """The sentences of a list that go wrong, and whether all were tried."""
    found: list[Finding] = []
    try:
        for each in wrong_sentences(part, _until(time.monotonic() + seconds, Matcher(together).match)):
            found.append(each)
    except _TiredError:
        return found, False
    return found, True


def _until(end: float, match: Callable[[Entry], Match]) -> Callable[[Entry], Match]:
    def in_time(entry: Entry) -> Match:
        if time.monotonic() >= end:
            raise _TiredError
        return match(entry)

    return in_time


def failing_sentences(watchlists: Watchlists, name: str) -> int:
    """Return how many test sentences go wrong of the list `name`, as it is in force; of thousands, some at least."""
    parts = [part for part in watchlists.lists if Path(part.source).name == name]
    return sum(len(_tried(part, watchlists, SENTENCES)[0]) for part in parts)


def all_listed(folder: Path, in_force: Watchlists) -> list[Listed]:
    """Return the lists on disk, with what is wrong with each."""
    good = {Path(part.source).name: part for part in in_force.lists}
    parts: dict[str, Watchlist] = {}
    problems: dict[str, list[Finding]] = {}
    for name in names_in(folder):
        parts[name], problems[name] = _read(folder, name)
    # Of a list that does not load, what was last good counts: else rules elsewhere would miss its watches.
    counting = (replace(good.get(name, part), source=name) if problems[name] else part for name, part in parts.items())
    for error in contradictions(Watchlists(lists=tuple(counting))):
        if not problems[error.file]:
            problems[error.file].append(_finding(error, ""))
    return [_listed(folder, parts[name], problems[name]) for name in parts]


def _read(folder: Path, name: str) -> tuple[Watchlist, list[Finding]]:
    try:
        part, errors = read_leniently(open_sheet(folder, name).text, name)
    except ConfigError as error:
        return Watchlist(source=name), [_finding(error, "")]
    return part, [_finding(error, "") for error in errors]


def _listed(folder: Path, part: Watchlist, problems: list[Finding]) -> Listed:
    try:
        changed = datetime.fromtimestamp((folder / part.source).stat().st_mtime, UTC)
    except OSError:
        changed = None
    return Listed(
        name=part.source, title=part.title, chat=part.chat, watches=len(part.watches), rules=len(part.rules),
        changed=changed, problems=tuple(problems),
    )  # fmt: skip


def with_draft(in_force: Watchlists, name: str, part: Watchlist) -> Watchlists:
    """Return the lists in force with one put in place of the one of its name, or beside them."""
    lists = {Path(each.source).name: each for each in in_force.lists}
    return Watchlists(lists=tuple({**lists, name: part}.values()))


# --- writing --------------------------------------------------------------------------------------------


def save(folder: Path, name: str, draft: str, version: str, in_force: Watchlists) -> Saved | Newer | Faulty:
    """Put a draft into its file, if it loads with all others and the file still is what it was made from (`version`).

    A file that holds the draft already is saved, too: somebody has pressed twice. Line ends, byte order mark, mode and
    a symbolic link stay as they are. It waits some seconds for a file that somebody else has just written. Raises
    `ConfigError` where the file can't be read or written.
    """
    draft, sheet = plain(draft), open_sheet(folder, name)
    if sheet.version != version:
        return _newer(sheet, draft)
    checked = check(folder, name, draft, in_force)
    if not checked.loads:
        return Faulty(checked=checked)
    written = ""

    def change(text: str) -> str:
        nonlocal written
        if _sheet(name, text).version != version:
            raise _NewerError
        written = restored(text, draft)
        return written

    try:
        edit_file(folder / name, change)
    except (_NewerError, FileChanged):
        return _newer(open_sheet(folder, name), draft)
    return Saved(sheet=_sheet(name, written))


def _newer(sheet: Sheet, draft: str) -> Saved | Newer:
    return Saved(sheet=sheet) if sheet.text == draft else Newer(sheet=sheet)


def create(folder: Path, name: str, title: str) -> str:
    """Make a list without watches, return its file's name; raises `ConfigError` where that won't do or is taken.

    Without a name the file gets one made from the title.
    """
    stem = name.strip().removesuffix(".toml") or re.sub("[^a-z0-9]+", "-", fold(title)).strip("-")[:LONGEST].strip("-")
    if not stem:
        raise ConfigError("", "A new list needs a title, or a name for its file.")
    if not _NAME.fullmatch(stem):
        raise ConfigError("", "The name of a list has letters a-z, digits, - and _, sixty at most.")
    file = f"{stem}.toml"
    if file.lower() in map(str.lower, names_in(folder)):
        raise ConfigError("", f"There is a list {file} already.")
    create_file(folder / file, f"title = {quoted(title.strip() or stem)}\n")
    return file


def remove(folder: Path, name: str, version: str, today: date) -> str:
    """Take a list out of use by another name, which is returned; raises `ConfigError` where others need it."""
    sheet = open_sheet(folder, name)
    if sheet.version != version:
        raise ConfigError("", f"{name} has changed since you opened it. Look at it again first.")
    others, _ = _others(folder, name, Watchlists())
    if len(names_in(folder)) == 1:
        raise ConfigError("", "It is the only list: wirewatch needs one.")
    for error in contradictions(Watchlists(lists=tuple(others))):
        if _complaint(error) not in _contradictions_now(folder, name, others):
            raise ConfigError("", f"{name} is still needed: {error}")
    target = _free(folder / f"{name}.removed-{today:%Y-%m-%d}")
    try:
        (folder / name).rename(target)
    except OSError as error:
        raise ConfigError(name, f"can't be removed: {error.strerror}") from error
    return target.name


def _free(path: Path) -> Path:
    """A path that nothing has: this one, else with a number."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
