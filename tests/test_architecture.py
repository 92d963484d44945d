"""The house rules that a machine can check: what may import what, and who touches the world."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PURE = sorted((ROOT / "pipelines").rglob("*.py"))
ALL = sorted([*PURE, *(ROOT / "bot").rglob("*.py")])

#: One room for each foreign library: files, or folders with a slash at the end.
OWNERS = {
    "aiohttp": ("bot/fetch.py", "bot/demo/", "bot/web/"),
    "apscheduler": ("bot/app.py",),
    "feedparser": ("pipelines/feeds.py",),
    "jinja2": ("bot/web/pages.py",),
    "lxml": ("pipelines/text.py", "pipelines/discovery.py"),
    "matplotlib": ("pipelines/render/chart.py",),
    "publicsuffixlist": ("pipelines/stories/outlets.py",),
    "snowballstemmer": ("pipelines/stems.py",),
    "spacy": ("pipelines/names/nlp.py", "pipelines/names/ner.py"),
    "sqlite3": ("bot/store/",),
    "sqlite_utils": ("bot/store/",),
    "telegram": ("bot/telegram_chat.py", "bot/telegram_updates.py"),
    "tomlkit": ("pipelines/toml_editor.py",),
}
WORLD = frozenset(
    "aiohttp apscheduler asyncio bot concurrent fcntl glob http httpx logging multiprocessing os pathlib random "
    "requests select selectors shutil signal socket sqlite3 sqlite_utils ssl subprocess sys telegram tempfile "
    "threading time uuid".split()
)
CLOCKS = frozenset({"now", "utcnow", "today"})
FILES = frozenset({"open", "input", "print", "exec", "eval"})
HEAVY = (
    "aiohttp",
    "apscheduler",
    "feedparser",
    "jinja2",
    "lxml",
    "matplotlib",
    "spacy",
    "sqlite_utils",
    "telegram",
    "tomlkit",
)

each_file = pytest.mark.parametrize("file", ALL, ids=lambda file: file.relative_to(ROOT).as_posix())
each_pure_file = pytest.mark.parametrize("file", PURE, ids=lambda file: file.relative_to(ROOT).as_posix())


@cache
def tree(file: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> Iterator[str]:
    """Yield the full name of all that a file imports, wherever it does so: "time.struct_time"."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@each_pure_file
def test_pipelines_do_not_know_the_world(file: Path) -> None:
    """No module of `pipelines` imports the bot, sockets, files, clocks, threads or the environment."""
    unwanted = [name for name in imported(file) if name.split(".")[0] in WORLD or name.startswith("urllib.request")]
    assert set(unwanted) <= {"time.struct_time"}  # a type, in which feedparser gives its times


@each_pure_file
def test_pipelines_do_not_look_at_clock_or_disk(file: Path) -> None:
    """No module of `pipelines` asks for the time, opens a file, prints, or waits."""
    found = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in CLOCKS:
                found.append(called.attr)
            elif isinstance(called, ast.Name) and called.id in FILES:
                found.append(called.id)
        elif isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.Global):
            found.append(type(node).__name__)
    assert found == []


@each_file
def test_each_library_has_one_room(file: Path) -> None:
    """A foreign library is imported by its owner only, and every one that is imported has an owner."""
    here = file.relative_to(ROOT).as_posix()
    for name in {name.split(".")[0] for name in imported(file)}:
        if name in OWNERS:
            assert any(here == owner or (owner.endswith("/") and here.startswith(owner)) for owner in OWNERS[name]), (
                name
            )
        else:
            assert name in sys.stdlib_module_names or name in ("bot", "pipelines"), f"{name} has no owner"


def test_every_owner_exists_and_uses_its_library() -> None:
    """The table of owners is true: each owner is there and imports what it owns."""
    for library, owners in OWNERS.items():
        for owner in owners:
            files = sorted((ROOT / owner).rglob("*.py")) if owner.endswith("/") else [ROOT / owner]
            assert any(name.split(".")[0] == library for file in files for name in imported(file)), (library, owner)


def test_the_values_that_travel_depend_on_nothing() -> None:
    """`model` and `errors` import nothing of ours, so that everything may import them."""
    for name in ("model", "errors"):
        assert [each for each in imported(ROOT / "pipelines" / f"{name}.py") if each.startswith("pipelines")] == []


@each_file
def test_files_stay_short(file: Path) -> None:
    """A file fits into a reader's head, and says at its top what it is for."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 450
    assert ast.get_docstring(tree(file))


def test_general_knowledge_depends_on_nothing() -> None:
    """Word lists, weights and phrases are plain data: they import nothing of ours but each other."""
    folder = ROOT / "pipelines/judges"
    plain = [folder / "english/weights.py", folder / "english/reasons.py", *(folder / "lexicons").glob("*.py")]
    assert len(plain) > 10
    for file in plain:
        ours = [name for name in imported(file) if name.startswith("pipelines")]
        assert all(name.startswith("pipelines.judges.lexicons") for name in ours), file


def test_the_judges_do_not_know_the_matcher() -> None:
    """Evidence is computed from texts alone: nothing of it depends on how candidates were found."""
    files = list((ROOT / "pipelines/judges").rglob("*.py"))
    assert len(files) > 20
    for file in files:
        assert not [name for name in imported(file) if name.startswith("pipelines.names")], file


def test_the_command_line_starts_without_heavy_libraries() -> None:
    """`import bot.__main__` loads none of the libraries that only some commands need."""
    code = f"import sys, bot.__main__; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
