"""A watchlist as a form, and its fields back into the text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import WatchlistError
from pipelines.list_form import FIELDS, LIST, Place, add_rule, fields, outline, places_of, remove, set_field
from pipelines.toml_editor import quoted

SHIPPED = sorted((Path(__file__).resolve().parents[1] / "watchlists").glob("*.toml"))
TEXT = """\
# The harbour's list.

[[watch]]
id      = "talvane" # do not change
name    = 'Talvane Freight'
kind    = "company"
aliases = [
  # from the register
  "Talvane", "Talvane Lines",
  "Talvane Cargo",  # old
]
about   = \"\"\"Invented freight company \\
that ferries crews.\"\"\"

# the agency
[[watch]]
id = "registry"
name = "Coastal Registry"
kind = "agency"

[[rule]]
id = "meets"
all = ["company", "agency"]
"""
SET = [
    ("a word in another quote", "watch", 0, "name", "Talvane Line", "'Talvane Freight'", "'Talvane Line'"),
    ("a quote that does not fit any more", "watch", 0, "name", "L'Ile", "'Talvane Freight'", '"L\'Ile"'),
    ("an item more", "watch", 0, "aliases", "Talvane\nTalvane Lines\nTalvane Cargo\nTLV",
     '"Talvane Cargo",  # old\n', '"Talvane Cargo",  # old\n  "TLV",\n'),
    ("an item between", "watch", 0, "aliases", "Talvane\nT. Lines\nTalvane Lines\nTalvane Cargo",
     '"Talvane", "Talvane L', '"Talvane", "T. Lines", "Talvane L'),
    ("an item fewer", "watch", 0, "aliases", "Talvane\nTalvane Lines", '  "Talvane Cargo",  # old\n', ""),
    ("an item that was changed", "watch", 0, "aliases", "Talvane\nTalvane Lines\n Tal Cargo \n\n",
     '"Talvane Cargo"', '"Tal Cargo"'),
    ("a key that was not there", "watch", 1, "ambiguous", "CRO", 'kind = "agency"\n',
     'kind = "agency"\nambiguous = ["CRO"]\n'),
    ("a key that goes", "watch", 0, "aliases", " \n", TEXT[TEXT.index("aliases ="):TEXT.index("about   =")], ""),
    ("several lines of text", "watch", 0, "about", "Invented ferry company.", '"""Invented freight company \\\n'
     'that ferries crews."""', '"""Invented ferry company."""'),
    ("a choice", "watch", 1, "alert", "push", 'kind = "agency"\n', 'kind = "agency"\nalert = "push"\n'),
    ("a title", "", 0, "title", "Harbour", "list.\n", 'list.\n\ntitle = "Harbour"\n'),
    ("what a table must have, emptied", "watch", 0, "name", "", "'Talvane Freight'", "''"),
    ("nothing", "rule", 0, "cues", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "index", "key", "value", "old", "new"), [row[1:] for row in SET], ids=[row[0] for row in SET]
)
def test_a_field_changes_its_value_alone(table: str, index: int, key: str, value: str, old: str, new: str) -> None:
    """What somebody fills in is put in place of the old value, and all else stays, byte by byte."""
    edited = set_field(TEXT, "list.toml", Place(table=table, index=index, key=key), value)
    assert edited == TEXT.replace(old, new, 1)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_shipped_lists_fit_a_form(file: Path) -> None:
    """Each field of a shipped list shows its value, and giving it back as it was changes nothing."""
    text = file.read_text(encoding="utf-8")
    found = outline(text, file.name)
    for row in (*found.watches, *found.rules):
        for each in fields(text, file.name, row.table, row.index):
            assert each.fits
            assert set_field(text, file.name, Place(table=row.table, index=row.index, key=each.key), each.value) == text


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_one_item_more_touches_one_list(file: Path) -> None:
    """With an item added to any list of a shipped file, all comments and all other values are what they were."""
    text = file.read_text(encoding="utf-8")
    for row in outline(text, file.name).watches:
        place = Place(table="watch", index=row.index, key="aliases")
        before = tomllib.loads(text)["watch"][row.index].get("aliases", [])
        after = set_field(text, file.name, place, "\n".join([*before, "Quillmoor"]))
        wanted = tomllib.loads(text)
        wanted["watch"][row.index]["aliases"] = [*before, "Quillmoor"]
        assert tomllib.loads(after) == wanted
        assert [line for line in after.split("\n") if "#" in line] == [x for x in text.split("\n") if "#" in x]


ITEMS = st.lists(st.sampled_from(["a", "b", "c c", 'd"q', "é", "#x", "l'un", "x, y", "[z]", "w" * 40]), max_size=7)


def _laid_out(items: list[str], style: int) -> str:
    """A list of strings as people write it: on one line, on several, with comments, with CRLF."""
    strings = [quoted(each) for each in items]
    return (
        f"[{', '.join(strings)}]",
        "[\n" + "".join(f"  {each}, # note {at}\n" for at, each in enumerate(strings)) + "]",
        "[\n  " + ",\n  ".join(strings) + "\n]",
        "[ # c\n  "
        + ", ".join([*strings[:2], "'mid'"])
        + ",\n  # own\n  "
        + ", ".join([*strings[2:], "'end'"])
        + "\n]",
        "[" + ",\n   ".join(strings) + "]",
        "[\r\n  " + ",\r\n  ".join(strings) + "\r\n]",
    )[style]


@given(ITEMS, ITEMS.filter(bool), st.integers(0, 5))
def test_any_list_becomes_any_other(old: list[str], new: list[str], style: int) -> None:
    """However a list is laid out, it comes to hold what was wanted, and what stands around it stays."""
    head, tail = '# top\n\n[[watch]]\nid = "a"\naliases = ', ' # tail [x]\nabout = "q"\n# end\n'
    edited = set_field(
        f"{head}{_laid_out(old or ['x'], style)}{tail}", "x.toml", Place(table="watch", key="aliases"), "\n".join(new)
    )
    assert tomllib.loads(edited)["watch"][0]["aliases"] == new
    assert edited.startswith(head)
    assert edited.endswith(f"]{tail}")


def test_what_no_form_can_show_is_left_to_the_text() -> None:
    """A list with a number, or an item of two lines, is marked, and the rest of its table is a form still."""
    text = '[[watch]]\nid = 7\nname = "x"\nkind = "ship"\naliases = ["a\\nb"]\nhits = [1]\n'
    found = {each.key: each.fits for each in fields(text, "x.toml", "watch", 0)}
    assert [key for key, fits in found.items() if not fits] == ["id", "kind", "aliases", "hits"]


def test_tables_come_and_go() -> None:
    """A rule gets an id of its own from its title; a table that goes takes nothing along."""
    more = add_rule(TEXT, "x.toml", "Meets")
    assert more == TEXT + '\n[[rule]]\nid = "meets-2"\ntitle = "Meets"\nall = ["company", "agency"]\n'
    fewer = remove(more, "x.toml", Place(table="rule", index=1), "meets-2")
    assert fewer.rstrip("\n") == TEXT.rstrip("\n")
    with pytest.raises(WatchlistError, match="changed meanwhile"):
        remove(TEXT, "x.toml", Place(table="watch", index=2), "")


def test_only_the_table_that_was_meant_goes() -> None:
    """A number that belongs to another table by now removes nothing: somebody has pressed twice."""
    fewer = remove(TEXT, "x.toml", Place(table="watch"), "talvane")
    with pytest.raises(WatchlistError, match="changed meanwhile"):
        remove(fewer, "x.toml", Place(table="watch"), "talvane")


@pytest.mark.parametrize("text", ["watch = [1]", "watch = [[[{}]]]", 'watch = "x"', "rule = 1"])
def test_what_is_no_table_has_no_fields(text: str) -> None:
    """Where something else stands in the place of a table, a form says that it can't show it."""
    assert (outline(text, "x.toml").watches, outline(text, "x.toml").rules) == ((), ())
    with pytest.raises(WatchlistError):
        fields(text, "x.toml", "watch", 0)


def test_a_number_too_long_to_print_is_left_to_the_text() -> None:
    """A hexadecimal number may have more digits than Python prints."""
    text = f"[[watch]]\nid = 0x{'f' * 5_000}\n"
    assert outline(text, "x.toml").watches[0].id == ""
    assert not fields(text, "x.toml", "watch", 0)[0].fits


def test_rules_in_another_manner_get_no_neighbour() -> None:
    """Where the rules stand in one list of inline tables, a `[[rule]]` behind them would be no TOML."""
    text = 'rule = [{id = "meets", all = ["company"]}]\n'
    with pytest.raises(WatchlistError, match="edit the text"):
        add_rule(text, "x.toml", "Meets")


def test_a_negative_number_stays_one() -> None:
    """A chat that is a number is written as one again; a name in its place is a string."""
    place = Place(key="chat")
    assert set_field("chat = -100123\n", "x.toml", place, "-100999") == "chat = -100999\n"
    assert set_field("chat = -100123\n", "x.toml", place, "@news") == 'chat = "@news"\n'


def test_a_list_that_would_not_read_as_wanted_is_left_alone() -> None:
    """Lists in a list are nothing that a form can edit item by item."""
    with pytest.raises(WatchlistError, match="edit the text"):
        set_field('[[watch]]\naliases = [["a"]]\n', "x.toml", Place(table="watch", key="aliases"), "b")


def test_lines_lead_to_fields() -> None:
    """A line of the text belongs to the field whose value stands there, comments to what is above them."""
    lines = [number for number, line in enumerate(TEXT.split("\n"), 1) if "Cargo" in line or "# the agency" in line]
    assert places_of(TEXT, [1, 3, *lines]) == [
        Place(),
        Place(table="watch"),
        Place(table="watch", key="aliases"),
        Place(table="watch", key="about"),
    ]


def test_every_key_of_the_format_is_a_field() -> None:
    """The form knows what the loader knows."""
    keys = {each.key for each in FIELDS["watch"]}
    assert keys == {
        "id", "name", "kind", "aliases", "ambiguous", "about", "context", "against", "alert", "hits", "misses",
    }  # fmt: skip
    assert {each.key for each in FIELDS["rule"] if each.shape == LIST} == {"all", "cues"}
