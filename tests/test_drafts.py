"""Drafts of watchlists: checked beside the others, saved where nobody wrote meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from pathlib import Path

import pytest

from bot.config import read_watchlists
from bot.drafts import UNTRIED, Faulty, Newer, Saved, all_listed, check, create, look_closer, open_sheet, remove, save
from pipelines.errors import ConfigError
from pipelines.merging import MINE
from pipelines.watchlist import Watchlists
from tests.world import WATCHLIST, aged

OTHER = 'title = "Ships"\n\n[[watch]]\nid = "marlow"\nname = "Marlow Dredging"\nkind = "company"\n'
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two lists."""
    for name, text in (("freight.toml", WATCHLIST), ("ships.toml", OTHER)):
        _put(tmp_path / name, text)
    return tmp_path


def _put(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    aged(path)


def _words(folder: Path, draft: str, name: str = "freight.toml") -> list[str]:
    found = check(folder, name, draft, read_watchlists(folder)).findings
    return [f"{each.line}: {each.words}" for each in found]


def _save(folder: Path, draft: str, name: str = "freight.toml") -> Saved | Newer | Faulty:
    return save(folder, name, draft, open_sheet(folder, name).version, Watchlists())


def test_each_table_tells_its_error(folder: Path) -> None:
    """A draft with errors in several tables has them all told, each at its line."""
    draft = WATCHLIST.replace("aliases", "aliasses").replace('kind = "agency"', 'kind = "agencies"')
    assert _words(folder, draft) == [
        "7: unknown key 'aliasses' in watch; did you mean 'aliases'?",
        "17: watch.kind is 'agencies'; did you mean 'agency'?",
    ]


def test_text_that_is_no_toml_has_one_error(folder: Path) -> None:
    """The first thing that makes no sense is told at its line; a mark of a conflict is told as such."""
    assert _words(folder, 'title = "a\n')[0].startswith("1: not valid TOML")
    assert _words(folder, f"{MINE}\n")[0].startswith("1: here both have changed the text")


def test_lists_are_checked_together(folder: Path) -> None:
    """An id that another list has, and a rule that names nobody, are errors of the draft."""
    draft = WATCHLIST.replace('"osprell"', '"marlow"').replace('["company", "agency"]', '["company", "registry"]')
    words = _words(folder, draft)
    assert words[0] == "9: watch id 'marlow' is already used in ships.toml"
    assert words[1].startswith("21: rule 'company-meets-agency': 'registry' is neither a kind nor the id of a watch")


def test_what_another_list_needs_may_not_go(folder: Path) -> None:
    """A draft without a watch that a rule elsewhere names is refused, and the other list is named."""
    _put(folder / "rules.toml", '[[rule]]\nid = "r"\nall = ["talvane"]\n')
    words = _words(folder, WATCHLIST.replace('"talvane"', '"talvane-freight"'))
    assert words == ["0: then rules.toml:1: rule 'r': 'talvane' is neither a kind nor the id of a watch; did you mean "
                     "'talvane-freight'?"]  # fmt: skip


def test_of_two_broken_lists_each_can_be_repaired(folder: Path) -> None:
    """A list that does not load is no reason against another one; what was last good of it counts."""
    in_force = read_watchlists(folder)
    _put(folder / "ships.toml", "[[watch]\n")
    _put(folder / "freight.toml", "nonsense")
    draft = WATCHLIST.replace('["company", "agency"]', '["marlow", "agency"]')
    checked = check(folder, "freight.toml", draft, in_force)
    assert checked.loads
    assert checked.broken[0].startswith("ships.toml:1: not valid TOML")
    version = open_sheet(folder, "freight.toml").version
    assert isinstance(save(folder, "freight.toml", draft, version, in_force), Saved)
    listed = {each.name: each.problems for each in all_listed(folder, in_force)}
    assert listed["freight.toml"] == ()
    assert listed["ships.toml"][0].line == 1


def test_sentences_and_names_are_tested(folder: Path) -> None:
    """Sentences that go wrong come first, each at its line; then doubtful names, and signs that nobody sees."""
    draft = WATCHLIST.replace('aliases = ["Talvane"]', 'misses = ["Talvane Freight sings"]\nhits = [\n  "Nobody",\n]')
    draft += '[[watch]]\nid = "skell"\nname = "Skell"\nkind = "company"\n# \u202eturned\n'
    checked = check(folder, "freight.toml", draft, read_watchlists(folder))
    found = [(each.line, each.wrong) for each in look_closer(checked, draft)]
    assert found == [(7, True), (9, True), (29, False), (33, False)]


def test_what_is_saved_keeps_its_bytes(folder: Path) -> None:
    """Line ends, byte order mark, mode and a symbolic link stay; only the changed line changes."""
    real = folder / "real" / "freight.txt"
    real.parent.mkdir()
    text = "\ufeff" + WATCHLIST.replace("\n", "\r\n") + "# no end"
    _put(real, text)
    real.chmod(0o640)
    (folder / "freight.toml").unlink()
    (folder / "freight.toml").symlink_to(real)
    draft = open_sheet(folder, "freight.toml").text.replace("Freight and border", "Ships")
    assert isinstance(_save(folder, draft), Saved)
    assert real.read_bytes().decode() == text.replace("Freight and border", "Ships")
    assert (folder / "freight.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640


def test_nothing_newer_is_overwritten(folder: Path) -> None:
    """A file that changed since it was opened stays as it is, and its text is given back."""
    version = open_sheet(folder, "freight.toml").version
    _put(folder / "freight.toml", WATCHLIST + "# mine\n")
    done = save(folder, "freight.toml", "title = 'x'\n", version, Watchlists())
    assert isinstance(done, Newer)
    assert done.sheet.text == WATCHLIST + "# mine\n"
    assert (folder / "freight.toml").read_text() == WATCHLIST + "# mine\n"


def test_saved_twice_is_saved_once(folder: Path) -> None:
    """Who presses twice sends the same draft twice, made from the same file: that is no conflict."""
    version = open_sheet(folder, "freight.toml").version
    draft = "\ufeff" + WATCHLIST.replace("Freight and border", "Ships")
    first = save(folder, "freight.toml", draft, version, Watchlists())
    assert isinstance(first, Saved)
    assert save(folder, "freight.toml", draft, version, Watchlists()) == first


def test_a_byte_order_mark_is_not_doubled(folder: Path) -> None:
    """A draft pasted with one goes into a file with one, which then has one."""
    _put(folder / "freight.toml", "\ufeff" + WATCHLIST)
    assert isinstance(_save(folder, "\ufeff" + WATCHLIST + "# more\n"), Saved)
    assert (folder / "freight.toml").read_bytes().decode() == "\ufeff" + WATCHLIST + "# more\n"


@pytest.mark.parametrize(("written", "kind"), [("# theirs\n", Newer), ("# mine\n", Saved)])
def test_what_is_written_while_a_save_waits_is_kept(folder: Path, written: str, kind: type) -> None:
    """A save waits for a file that was written just now; if another text stands there then, that one stays."""
    file = folder / "freight.toml"
    file.write_text(WATCHLIST)
    version = open_sheet(folder, "freight.toml").version
    with ThreadPoolExecutor(max_workers=1) as thread:
        done = thread.submit(save, folder, "freight.toml", WATCHLIST + "# mine\n", version, Watchlists())
        wait([done], timeout=0.5)
        _put(file, WATCHLIST + written)
        assert isinstance(done.result(), kind)
    assert file.read_text() == WATCHLIST + written


def test_what_was_wrong_before_is_no_fault_of_a_draft(folder: Path) -> None:
    """A rule elsewhere that names nobody keeps no other list from being saved or removed."""
    _put(folder / "rules.toml", '[[rule]]\nid = "r"\nall = ["nobody"]\n')
    assert check(folder, "freight.toml", WATCHLIST + "# more\n", Watchlists()).findings == ()
    assert isinstance(_save(folder, WATCHLIST.replace('"osprell"', '"osprell-systems"')), Saved)
    assert remove(folder, "ships.toml", open_sheet(folder, "ships.toml").version, TODAY)


def test_sentences_are_tried_for_a_while(folder: Path) -> None:
    """Of more sentences than there is time for, it is said that not all were tried."""
    draft = WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = ["Talvane"]\nmisses = ["Talvane sings"]')
    checked = check(folder, "freight.toml", draft, read_watchlists(folder))
    assert [each.words == UNTRIED for each in look_closer(checked, draft, 0.0)] == [True]
    assert UNTRIED not in [each.words for each in look_closer(checked, draft)]


def test_what_does_not_load_is_not_saved(folder: Path) -> None:
    """The file stays as it is, and the errors come back."""
    done = _save(folder, WATCHLIST + "x = 1\n")
    assert isinstance(done, Faulty)
    assert [each.line for each in done.checked.findings] == [26]
    assert (folder / "freight.toml").read_text() == WATCHLIST


@pytest.mark.parametrize("name", ["../freight.toml", ".hidden.toml", "freight.txt", "gone.toml", "", "real/x.toml"])
def test_only_lists_can_be_opened(folder: Path, name: str) -> None:
    """No path leads out of the folder or to what is no list."""
    for path in (folder / ".hidden.toml", folder / "freight.txt", folder.parent / "freight.toml"):
        path.write_text("")
    with pytest.raises(ConfigError):
        open_sheet(folder, name)


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", "x y", "freight", "FREIGHT.toml", "x" * 80, "-x"])
def test_a_new_list_needs_a_name_of_its_own(folder: Path, name: str) -> None:
    """A name that is a path, hidden, odd or taken is refused."""
    with pytest.raises(ConfigError):
        create(folder, name, "Title")
    assert len(list(folder.iterdir())) == 2


def test_a_new_list_loads(folder: Path) -> None:
    """It has its title, whatever that holds, and no watch yet."""
    assert create(folder, "quay", 'The "quay"\\') == "quay.toml"
    assert read_watchlists(folder).lists[1].title == 'The "quay"\\'


def test_a_new_list_is_named_after_its_title(folder: Path) -> None:
    """Without a name its file gets one of the title's letters and digits; a title without any is asked for one."""
    assert create(folder, "", "Été — au Port (2)") == "ete-au-port-2.toml"
    with pytest.raises(ConfigError, match="needs a title"):
        create(folder, " ", "…")


def test_a_removed_list_can_come_back(folder: Path) -> None:
    """It keeps its text under a name that is no list's; the last list, a needed or a newer one is not removed."""
    version = open_sheet(folder, "ships.toml").version
    with pytest.raises(ConfigError, match="has changed"):
        remove(folder, "ships.toml", "other", TODAY)
    assert remove(folder, "ships.toml", version, TODAY) == "ships.toml.removed-2026-11-22"
    assert (folder / "ships.toml.removed-2026-11-22").read_text() == OTHER
    with pytest.raises(ConfigError, match="only list"):
        remove(folder, "freight.toml", open_sheet(folder, "freight.toml").version, TODAY)
    _put(folder / "ships.toml", OTHER)
    assert remove(folder, "ships.toml", version, TODAY) == "ships.toml.removed-2026-11-22-2"


def test_a_list_that_others_need_stays(folder: Path) -> None:
    """A list is not removed while a rule elsewhere names one of its watches."""
    _put(folder / "rules.toml", '[[rule]]\nid = "r"\nall = ["marlow"]\n')
    with pytest.raises(ConfigError, match="still needed"):
        remove(folder, "ships.toml", open_sheet(folder, "ships.toml").version, TODAY)
