"""Names that a text misspells, and the other names and words that only look like them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Status, Watch
from pipelines.names.candidates import Candidate, Finder
from pipelines.names.spelling import one_edit_apart
from pipelines.watchlist import combine, parse_watchlist

ROOT = Path(__file__).resolve().parents[1]
STREAM = ROOT.parent / "shared" / "stream" / "news-2026-08.jsonl"

WATCHES = [
    Watch(id="group", name="Jim Tattersen Group", kind=Kind.COMPANY, ambiguous=("Tattersen Group",)),
    Watch(id="agency", name="Frontier Removals and Identity Enforcement", kind=Kind.AGENCY),
    Watch(id="ministry", name="Ministry of Harbours", kind=Kind.AGENCY),
    Watch(id="lone", name="Vendrosuite", kind=Kind.COMPANY),
    Watch(id="camel", name="TarnloWorld", kind=Kind.COMPANY),
    Watch(id="short", name="Roskel", kind=Kind.COMPANY, aliases=("Brenlock",)),
    Watch(id="person", name="Marta Thomerson", kind=Kind.PERSON),
    Watch(id="two", name="Andersson Wharves", kind=Kind.COMPANY),
    Watch(id="other", name="Hallvorsen Line", kind=Kind.COMPANY, aliases=("Hallversen Bank",)),
    Watch(id="harbour", name="Quellan Harbour", kind=Kind.PLACE),
    Watch(id="law", name="Bill C-233 Loopholes Act", kind=Kind.LAW),
]
FINDER = Finder(WATCHES)
PATHS = sorted((ROOT / "watchlists").glob("*.toml"))
SHIPPED = combine([parse_watchlist(path.read_text(encoding="utf-8"), path.name) for path in PATHS])


def candidates(text: str) -> list[Candidate]:
    """Return the candidates in a title."""
    found = FINDER.find(Entry(id="1", title=text))
    return [candidate for _, group in found.values() for candidate in group]


MISSPELT = [
    ("a letter added", "The Jim Tatterseen Group wins", "group", "Jim Tatterseen Group"),
    ("a letter left out", "The Jim Tatersen Group wins", "group", "Jim Tatersen Group"),
    ("a letter changed", "The Jim Tattarsen Group wins", "group", "Jim Tattarsen Group"),
    ("two neighbours swapped", "The Jim Tatetrsen Group wins", "group", "Jim Tatetrsen Group"),
    ("in capitals", "JIM TATERSEN GROUP WINS", "group", "JIM TATERSEN GROUP"),
    ("with a possessive", "The Jim Tatersen Group’s offer", "group", "Jim Tatersen Group"),
    ("with a hyphen", "A Jim-Tatersen-Group-run shop", "group", "Jim-Tatersen-Group"),
    ("with accents", "The Jim Tattérséen Group wins", "group", "Jim Tattérséen Group"),
    ("beside the right word", "Jim Tatersen Group: Tattersen's", "group", "Jim Tatersen Group"),
    ("not its rarest word", "The Minstry of Harbours says", "ministry", "Minstry of Harbours"),
    ("a person", "Marta Thommerson said", "person", "Marta Thommerson"),
    (
        "two words of a long name",
        "Fronteer Removals and Identity Enforcment",
        "agency",
        "Fronteer Removals and Identity Enforcment",
    ),
    (
        "an s within a long name",
        "Frontier Removal & Identity Enforcement",
        "agency",
        "Frontier Removal & Identity Enforcement",
    ),
    ("one word, two neighbours swapped", "Vendrosiute wins", "lone", "Vendrosiute"),
    ("one word, a capital inside", "TarnoWorld wins", "camel", "TarnoWorld"),
]


@pytest.mark.parametrize(("text", "watch", "written"), [row[1:] for row in MISSPELT], ids=[row[0] for row in MISSPELT])
def test_a_long_name_is_found_misspelt(text: str, watch: str, written: str) -> None:
    """One edit in a word of a long name still means it, and the candidate says that it is one."""
    assert [(c.watch.id, c.text, c.alias, c.sure_alias, c.misspelt) for c in candidates(text)] == [
        (watch, written, next(each.name for each in WATCHES if each.id == watch), True, True)
    ]


@pytest.mark.parametrize("text", ["Vendrosuitte wins", "Vendrsuite wins", "VENDRSUITE WINS"])
def test_a_lone_word_with_a_letter_more_or_less_is_no_sure_name(text: str) -> None:
    """Other names are a letter away from many a name of one word, so that the text must decide."""
    assert [(c.watch.id, c.sure_alias, c.misspelt) for c in candidates(text)] == [("lone", False, True)]


OTHERS = [
    ("a short name", "Rosskel wins, Roskell wins, Roksel wins"),
    ("a name of eight letters", "Brennlock wins, Brelnock wins"),
    ("a letter changed in a lone name", "Vendrasuite wins"),
    ("in lower case", "the jim tatersen group, a vendrosiute"),
    ("the rest in lower case", "When Jim Tatersen group photos were shown"),
    ("the last letter", "Jim Tattersem Group, Ministry of Harbour, Marta Thomersons"),
    ("the first letter", "Jim Pattersen Group, Jim Rattersen Group"),
    ("two edits in a word", "Jim Taterson Group, Jim Ttatersenn Group"),
    ("two words of a name that is not long", "Quelan Harbor, Quelan Harbuor"),
    ("a short word of a long name", "Jin Tattersen Groop, Jim Tattersen Gruop"),
    ("the name's rest is not there", "Jim Tatersen, Tatersen Group, Jim Tatersen’s Group, Jim Tatersen, Group"),
    ("a common word", "Marta Thomerson's minister of Harbours; Minster of Harbours"),
    ("another given name or surname", "Anderson Wharves opens, Andersen Wharves opens"),
    ("a word of another watched name", "Hallversen Line sails"),
    ("an ambiguous name", "Tatersen Group wins"),
    ("digits", "Bill C-223 Loopholes Act, Jim Tatt3rsen Group"),
    ("over a line's end", "by Jim Tatersen\nGroup leaders"),
]


@pytest.mark.parametrize("text", [text for _, text in OTHERS], ids=[name for name, _ in OTHERS])
def test_look_alikes_are_no_misspellings(text: str) -> None:
    """Short names, other words and other names are never taken for a misspelling."""
    assert [c.text for c in candidates(text) if c.misspelt] == []


def test_the_right_spelling_wins() -> None:
    """Where a watched name stands as it is listed, no other one is taken for misspelt in its words."""
    found = candidates("Hallvorsen Line, Hallversen Bank and the Jim Tattersen Group")
    assert [(c.alias, c.misspelt) for c in found] == [
        ("Hallvorsen Line", False),
        ("Hallversen Bank", False),
        ("Jim Tattersen Group", False),
    ]


def test_the_article_itself_misspells_a_name() -> None:
    """The shipped list has "Jim Pattison Group" only, and finds the "Jim Pattinson Group" of newspapers surely."""
    assert not any("Pattinson" in alias for watch in SHIPPED.watches.values() for alias in watch.aliases)
    matcher = Matcher(SHIPPED)
    match = matcher.match(Entry(id="1", title="The Jim Pattinson Group was in talks"))
    assert match.watches(Status.SURE) == ("jim-pattison-group",)


WORDS = st.text(st.sampled_from("abcd"), min_size=1, max_size=6)


def distance(one: str, other: str) -> int:
    """Return the Damerau-Levenshtein distance of two words, neighbours swapped at most once (the slow way)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(row[-1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


@given(WORDS, WORDS)
def test_one_edit_is_one_edit(one: str, other: str) -> None:
    """The quick test agrees with the textbook."""
    assert one_edit_apart(one, other) is (distance(one, other) == 1)


@given(st.integers(1, 8), st.sampled_from("abz"), st.sampled_from("drop add change swap".split()))
def test_every_slip_within_a_word_is_found(at: int, letter: str, edit: str) -> None:
    """Wherever within the word the edit is, the look before tokens and the look at tokens both see it."""
    word = "Tatmerosen"
    finder = Finder([Watch(id="w", name=f"Jim {word} Group", kind=Kind.COMPANY)])
    slips = {
        "drop": word[:at] + word[at + 1 :],
        "add": word[:at] + letter + word[at:],
        "change": word[:at] + letter + word[at + 1 :],
        "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }
    written = slips[edit]
    found = finder.find(Entry(id="1", title=f"At Jim {written} Group"))
    expected = written != word and written[-1] == word[-1]
    assert bool(found) is (expected or written == word)


@pytest.mark.skipif(not STREAM.exists(), reason="the shared stream is not there")
def test_real_news_has_no_false_misspelling() -> None:
    """In ten days of real news the misspelt names of the shipped lists, read by a person, are none."""
    finder = Finder(list(SHIPPED.watches.values()))
    misspelt = []
    for line in STREAM.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found = finder.find(Entry(id="1", title=item["title"] or "", summary=item["summary"] or ""))
        misspelt += [c.text for _, group in found.values() for c in group if c.misspelt]
    assert misspelt == []
