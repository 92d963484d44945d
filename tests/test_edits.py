"""Edits of watchlists: what they write, what they leave alone, and what they refuse."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.edits import (
    AddAgainst,
    AddAlias,
    AddFeed,
    AddMisses,
    AddWatch,
    Edit,
    MakeAmbiguous,
    RemoveWatch,
    apply,
    cleaned,
    doubt,
    edit_from_json,
    edit_to_json,
    new_watch,
    note_of,
    refuse,
)
from pipelines.errors import WatchlistError
from pipelines.model import Kind
from pipelines.watchlist import Watchlists, combine, parse_watchlist, refusal

FOLDER = Path(__file__).resolve().parents[1] / "watchlists"
SHIPPED = {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.toml"))}
ALL = combine(parse_watchlist(text, name) for name, text in SHIPPED.items())
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
NOTE = note_of("Ada", 7, NOW)

LIST = """\
# the harbour desk's own list
title = 'Harbour'   # single quotes, on purpose

[[watch]]
id = "skern"
name = "Skern Mills"     # flour
kind = "company"

# --- the office ---

[[watch]]
id        = "hro"
name      = "Harbour Registry Office"
kind      = "agency"
# one of them is gone
aliases   = [
  "Registry of Harbours",  # until 2019
]
ambiguous = ["HRO"]
misses    = ["HRO, the band"]
# about   = "later"

# --- rules ---
[[rule]]
id = "both"
title = "Both meet"
all = ["skern", "agency"]
"""


def lists(text: str = LIST) -> Watchlists:
    """Return one list as all that is in force."""
    return combine([parse_watchlist(text, "harbour.toml")])


def edited(edit: Edit, text: str = LIST) -> str:
    """Return the text with an edit made by Ada."""
    return apply(text, edit, source="harbour.toml", note=NOTE)


def difference(before: str, after: str) -> list[str]:
    """Return the lines that went, with "-", and those that came, with "+"."""
    old, new = before.split("\n"), after.split("\n")
    lines = []
    for _, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[first:last] != new[start:end]:
            lines += [f"-{line}" for line in old[first:last]] + [f"+{line}" for line in new[start:end]]
    return lines


# --- what is written ------------------------------------------------------------------------------------


def test_a_watch_goes_behind_the_last_one_and_says_who_added_it() -> None:
    """It stands before the heading of the next part, in the style of its neighbour, with name and time in UTC."""
    edit = new_watch("Pellam Lines", Kind.COMPANY, 'Ships "freight".', lists())
    assert difference(LIST, edited(edit)) == [
        "+[[watch]]",
        "+# added in chat by Ada (7), 2026-11-22 14:05 UTC",
        '+id    = "pellam-lines"',
        '+name  = "Pellam Lines"',
        '+kind  = "company"',
        '+about = "Ships \\"freight\\"."',
        "+",
    ]
    assert '\n# about   = "later"\n\n[[watch]]\n# added' in edited(edit)


def test_an_ambiguous_watch_has_its_name_in_ambiguous() -> None:
    """A name that needs support stands in `ambiguous` too, as docs/watchlists.md asks for."""
    text = edited(AddWatch(id="apple", name="Apple", kind=Kind.COMPANY, ambiguous=True))
    assert tomllib.loads(text)["watch"][2]["ambiguous"] == ["Apple"]


CHANGES = [
    (AddAlias(watch="hro", name="Office of Ships"), ['+  "Office of Ships",']),
    (AddAlias(watch="hro", name="Registry", ambiguous=True),
     ['-ambiguous = ["HRO"]', '+ambiguous = ["HRO", "Registry"]']),
    (AddAlias(watch="skern", name="Skern"), ['+aliases = ["Skern"]']),
    (AddAlias(watch="skern", name="Skern", ambiguous=True, about="Grinds flour."),
     ['+ambiguous = ["Skern"]', '+about = "Grinds flour."']),
    (AddMisses(watch="hro", sentences=("HRO sings", "HRO, the band")),
     ['-misses    = ["HRO, the band"]', '+misses    = ["HRO, the band", "HRO sings"]']),
    (MakeAmbiguous(watch="hro", name="Harbour Registry Office", misses=("HRO sings",)),
     ['-ambiguous = ["HRO"]', '-misses    = ["HRO, the band"]',
      '+ambiguous = ["HRO", "Harbour Registry Office"]', '+misses    = ["HRO, the band", "HRO sings"]']),
    (MakeAmbiguous(watch="hro", name="registry of harbours"),
     ['-aliases   = [', '-  "Registry of Harbours",  # until 2019', "-]", '-ambiguous = ["HRO"]',
      '+ambiguous = ["HRO", "Registry of Harbours"]']),
    (AddAgainst(watch="hro", words=("band", "concert")), ['+against   = ["band", "concert"]']),
    (RemoveWatch(watch="skern"),
     ["-", "-[[watch]]", '-id = "skern"', '-name = "Skern Mills"     # flour', '-kind = "company"']),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "lines"), CHANGES, ids=[type(edit).__name__ for edit, _ in CHANGES])
def test_an_edit_changes_its_lines_only(edit: Edit, lines: list[str]) -> None:
    """Comments, order, blank lines and quotes of all else stay; a list keeps its style; a new key finds its place."""
    assert difference(LIST, edited(edit)) == lines


STRING = """\
[[watch]]
id = "a"
name = "Aa Bb"
kind = "company"
about = \'\'\'
Makes
# cranes\'\'\'
# note on b
[[watch]]
id = "b"
name = "Bb Cc"
kind = "company"
"""


def test_a_string_that_ends_like_a_comment_is_none() -> None:
    """A table ends with its last value, whatever the value's last line looks like."""
    assert edited(RemoveWatch(watch="a"), STRING).startswith("# note on b\n[[watch]]")
    assert difference(STRING, edited(AddMisses(watch="a", sentences=("Aa",)), STRING)) == ['+misses = ["Aa"]']
    added = edited(AddAlias(watch="a", name="Ab Cd"), STRING)
    assert difference(STRING, added) == ['+aliases = ["Ab Cd"]']


def test_what_no_program_can_edit_names_no_line() -> None:
    """The line would be one of a text that nobody sees."""
    text = '[[watch]]\nid = "a"\nname = "Aa Bb"\nkind = "company"\nmisses = [\n  "s1"\n  # last\n]\n'
    with pytest.raises(WatchlistError, match=r"^harbour.toml: is written in a way .*; edit it by hand$"):
        edited(AddMisses(watch="a", sentences=("s2",)), text)


def test_a_new_key_does_not_part_a_comment_from_its_key() -> None:
    """What is put before a key goes before the comment above that key."""
    text = 'title = "x"\n[[watch]]\nid = "a"\nname = "Aa Bb"\nkind = "company"\n# loud ones\nambiguous = ["AB"]\n'
    assert '"company"\naliases = ["Ab Ba"]\n# loud ones\n' in edited(AddAlias(watch="a", name="Ab Ba"), text)


def test_an_empty_about_is_filled() -> None:
    """A key that is there without a value gets one, in its place."""
    text = 'title = "x"\n[[watch]]\nid = "a"\nname = "Aa Bb"\nabout = "" # soon\nkind = "company"\n'
    after = edited(AddAlias(watch="a", name="Bb Cc", about="Sells é."), text)
    assert '\nabout = "Sells é." # soon\nkind' in after


def test_many_new_strings_get_a_line_each() -> None:
    """A list that would make a long line is written over several."""
    words = tuple(f"word number {number}" for number in range(12))
    text = edited(AddAgainst(watch="skern", words=words))
    assert 'against = [\n  "word number 0",\n' in text
    assert parse_watchlist(text, "x").watches[0].against == words


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "marked"])
@pytest.mark.parametrize("edit", [edit for edit, _ in CHANGES], ids=[type(edit).__name__ for edit, _ in CHANGES])
def test_line_ends_and_byte_order_mark_stay(edit: Edit, mark: str, ending: str) -> None:
    """A file from a Windows editor is edited as any other, and stays one from a Windows editor."""
    text = mark + LIST.replace("\n", ending)
    assert edited(edit, text) == mark + edited(edit).replace("\n", ending)


def test_a_file_without_a_last_line_end_or_without_watches() -> None:
    """What is appended begins on a line of its own, also where there was nothing."""
    for text in ('title = "x"', 'title = "x"\n', "", 'title = "x"\n\n[[watch]]\nid="a"\nname="Aa Bb"\nkind="agency"'):
        after = edited(new_watch("Pellam Lines", Kind.PERSON, "", lists()), text)
        assert after.startswith(text)
        assert after.endswith('\nname = "Pellam Lines"\nkind = "person"\n') or 'name = "Pellam' in after
        assert parse_watchlist(after, "x").watches[-1].kind is Kind.PERSON


def shipped_edits() -> Iterator[tuple[str, Edit]]:
    """Yield every kind of edit for every shipped watch."""
    for name, text in SHIPPED.items():
        for watch in parse_watchlist(text, name).watches:
            yield name, AddAlias(watch=watch.id, name="Quellor Thrane")
            yield name, AddAlias(watch=watch.id, name="Quellor", ambiguous=True)
            yield name, AddMisses(watch=watch.id, sentences=("A “quellor” in 'the' \\ village",))
            yield name, AddAgainst(watch=watch.id, words=("quellor", "thrâne"))
            yield name, RemoveWatch(watch=watch.id)
        yield name, new_watch("Quellor Thrane", Kind.COMPANY, "Invented.", ALL)


def test_every_shipped_list_takes_every_edit() -> None:
    """Of the shipped lists each edit changes only its own lines, and those as few as can be."""
    for name, edit in shipped_edits():
        before = SHIPPED[name]
        after = apply(before, edit, source=name, note=NOTE)
        lines = difference(before, after)
        went = [line for line in lines if line.startswith("-")]
        if isinstance(edit, RemoveWatch):
            assert went == lines
            assert went.count("-[[watch]]") == 1
        else:
            assert len(went) <= 1
            assert any("uellor" in line for line in lines)


names = st.text(min_size=1, max_size=40).map(cleaned).filter(lambda name: bool(name) and refusal(name) is None)


@given(name=names, about=st.text(max_size=80).map(cleaned), who=st.text(max_size=80))
def test_whatever_the_name_the_list_reads_back_as_meant(name: str, about: str, who: str) -> None:
    """No name, line or person's name can break out of its place: the list holds one watch more, and nothing else."""
    edit = new_watch(name, Kind.COMPANY, about, lists())
    text = apply(LIST, edit, source="x", note=note_of(who, 7, NOW))
    before, after = parse_watchlist(LIST, "x"), parse_watchlist(text, "x")
    assert (after.watches[:-1], after.rules) == (before.watches, before.rules)
    assert (after.watches[-1].name, after.watches[-1].about) == (name, about)
    assert len([line for line in text.split("\n") if line.startswith("# added in chat by")]) == 1


@given(sentence=st.text(min_size=1, max_size=80))
def test_whatever_the_sentence_it_stands_there(sentence: str) -> None:
    """A sentence is kept as one line, whatever signs it holds."""
    edit = AddMisses(watch="hro", sentences=(sentence,))
    if cleaned(sentence):
        assert parse_watchlist(edited(edit), "x").watches[1].misses[-1] == cleaned(sentence)


def test_a_persons_name_cannot_leave_its_comment() -> None:
    """Line ends, controls and marks of direction in a name from Telegram become spaces."""
    note = note_of("Eve\n[[rule]]\r\x85\u2028\u202e" + "x" * 500, 8, NOW)
    text = apply(LIST, new_watch("Pellam Lines", Kind.COMPANY, "", lists()), source="x", note=note)
    assert "\n# added in chat by Eve [[rule]] x" in text
    assert text.count("[[rule]]") == 2
    assert max(map(len, text.split("\n"))) < 130


def test_a_feed_goes_to_the_end_of_the_configuration() -> None:
    """A feed is a table of its own, with who added it, and without what is empty."""
    text = apply("[telegram]\nchat = 1\n", AddFeed(url="https://a.example/f", language="fr"), source="x", note=NOTE)
    assert text == f'[telegram]\nchat = 1\n\n[[feed]]\n# {NOTE}\nurl = "https://a.example/f"\nlanguage = "fr"\n'


# --- what is refused --------------------------------------------------------------------------------------

REFUSED = [
    (new_watch("skern  MILLS", Kind.COMPANY, "", lists()), "Skern Mills is watched there already"),
    (AddWatch(id="skern", name="Other Mills"), "Skern Mills is watched there already"),
    (RemoveWatch(watch="gone"), "there is no watch 'gone' any more"),
    (AddAlias(watch="gone", name="Harbour"), "there is no watch 'gone' any more"),
    (AddAlias(watch="hro", name="registry of HARBOURS"), "is a name of Harbour Registry Office already"),
    (AddAlias(watch="hro", name="hro"), "is a name of Harbour Registry Office already"),
    (AddMisses(watch="hro", sentences=("HRO, the band", " ")), "that stands at Harbour Registry Office already"),
    (AddAlias(watch="hro", name="the"), "would match nearly everything"),
]


@pytest.mark.parametrize(("edit", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_an_edit_that_does_not_fit_is_refused(edit: Edit, words: str) -> None:
    """The reason is said in words, with the file."""
    with pytest.raises(WatchlistError, match=f"harbour.toml: .*{words}"):
        edited(edit)


def test_a_list_that_does_not_load_is_not_edited() -> None:
    """Where somebody is in the middle of writing, the error has its line."""
    with pytest.raises(WatchlistError, match=r"harbour\.toml:3: not valid TOML"):
        edited(RemoveWatch(watch="skern"), 'title = "x"\n\n[[watch\n')


def test_a_list_in_another_notation_is_left_alone() -> None:
    """Watches that are no `[[watch]]` tables are valid, but no program edits them."""
    text = 'watch = [{id = "skern", name = "Skern Mills", kind = "company"}]\n'
    for edit in (
        RemoveWatch(watch="skern"),
        AddAlias(watch="skern", name="Skern"),
        new_watch("Pel Lo", Kind.LAW, "", lists()),
    ):
        with pytest.raises(WatchlistError, match="edit it by hand"):
            edited(edit, text)


BY_THE_LISTS = [
    (AddWatch(id="x", name="Who"), "everyday words only"),
    (AddWatch(id="x", name="x" * 101), "100 characters at most"),
    (AddAlias(watch="hro", name="§"), "holds no letter"),
    (AddAlias(watch="gone", name="Harbour"), "there is no watch 'gone'"),
    (RemoveWatch(watch="skern"), "the rule “Both meet” needs it"),
]


@pytest.mark.parametrize(("edit", "words"), BY_THE_LISTS, ids=[words for _, words in BY_THE_LISTS])
def test_what_the_lists_in_force_have_against_it(edit: Edit, words: str) -> None:
    """A name that matches nearly everything, and a watch that a rule needs, are refused before any question."""
    with pytest.raises(WatchlistError, match=words):
        refuse(edit, lists())


def test_an_ambiguous_name_may_be_a_small_word() -> None:
    """As a further name "WHO" is possible: it is looked for only in its casing."""
    refuse(AddAlias(watch="hro", name="WHO"), lists())
    found = doubt(AddAlias(watch="hro", name="WHO"), lists())
    assert found is not None
    assert not found.may_be_sure


# --- names that are asked back ----------------------------------------------------------------------------

DOUBTS = [
    ("Total", "“Total” is also an everyday word.", False),
    ("Apple", "“Apple” is short and may be a word too.", True),
    ("Home Office", "“Home Office” is made of everyday words.", True),
    ("hro", "“hro” is already a name of Harbour Registry Office.", True),
]


@pytest.mark.parametrize(("name", "words", "may_be_sure"), DOUBTS, ids=[row[0] for row in DOUBTS])
def test_a_doubtful_name_is_told(name: str, words: str, may_be_sure: bool) -> None:
    """Everyday words, short plain names, and names that another watch has."""
    found = doubt(new_watch(name, Kind.COMPANY, "", lists()), lists())
    assert found is not None
    assert (found.words, found.may_be_sure) == (words, may_be_sure)


@pytest.mark.parametrize("name", ["Pellam Lines", "GEO Group", "eBay", "Roshel"])
def test_a_clear_name_is_not_asked_about(name: str) -> None:
    """Names of two words, with capitals inside, or long enough can only mean their watch."""
    assert doubt(new_watch(name, Kind.COMPANY, "", lists()), lists()) is None


# --- ids and JSON -------------------------------------------------------------------------------------------


def test_ids_are_made_from_names_and_are_free() -> None:
    """Signs and accents go, an id that is taken gets a number, and one is found for a name without Latin letters."""
    made = [
        new_watch(name, Kind.AGENCY, "", lists()).id for name in ("Thélière & Fils, Inc.", "SKERN", "Company", "Ядро")
    ]
    assert made == ["theliere-fils-inc", "skern-2", "company-2", "agency-1"]
    assert len(new_watch("long " * 20, Kind.LAW, "", lists()).id) <= 40


EVERY = [
    *(edit for edit, _ in CHANGES),
    AddFeed(url="https://a.example/é"),
    AddWatch(id="a", name="“é\n", kind=Kind.LAW),
]


@pytest.mark.parametrize("edit", EVERY, ids=[type(edit).__name__ for edit in EVERY])
def test_an_edit_survives_json(edit: Edit) -> None:
    """What is read back is the same edit."""
    assert edit_from_json(edit_to_json(edit)) == edit


def test_a_doubted_name_takes_all_with_it_that_are_found_where_it_stands() -> None:
    """An alias in two words finds the name in one: left where it was, it would go on counting wherever it stands."""
    text = (
        '[[watch]]\nid = "skern"\nname = "SkernMills"\nkind = "company"\naliases = ["Skern Mills", "Mills of Skern"]\n'
    )
    made = edited(MakeAmbiguous(watch="skern", name="SkernMills"), text)
    (watch,) = parse_watchlist(made, "a.toml").watches
    assert watch.aliases == ("Mills of Skern",)
    assert watch.ambiguous == ("SkernMills", "Skern Mills")
