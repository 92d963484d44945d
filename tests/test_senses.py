"""The lexicon of senses: what it holds, and what it makes of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.judges.english.place import Place
from pipelines.judges.english.reading import read
from pipelines.judges.english.senses import own_senses, sense_evidence, senses
from pipelines.judges.subject import Subject
from pipelines.model import Entry, Field, Kind

LEXICONS = Path(__file__).resolve().parents[1] / "pipelines/judges/lexicons"
KINDS = set("company media agency institution team person place product work event word other law".split())
LINES = [
    (file.name, number, line)
    for file in sorted(LEXICONS.glob("senses_*.txt"))
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
]

RIVER_SHOP = Subject("Amazon.com", Kind.COMPANY, "US online retailer and cloud company.")


def evidence(subject: Subject, short: str, title: str) -> dict[str, float]:
    """Return what the lexicon says of the first place of a name in a headline."""
    reading = read(Entry(id="1", title=title))
    start = title.index(short)
    found = sense_evidence(Place(subject, reading, Field.TITLE, start, start + len(short)))
    return {key: float(value) for key, value in found.items() if value}


def test_every_line_is_a_sense() -> None:
    """A line has six columns: short name, kind, full names, description, cues in lower case, longer names."""
    assert len(LINES) > 5000
    for name, number, line in LINES:
        columns = [column.strip() for column in line.split("|")]
        assert len(columns) == 6, f"{name}:{number}"
        short, kind, names, description, cues, _ = columns
        assert short, f"{name}:{number}"
        assert kind in KINDS, f"{name}:{number}: {kind}"
        assert names, f"{name}:{number}"
        assert description, f"{name}:{number}"
        assert cues == cues.lower(), f"{name}:{number}"


def test_every_short_name_is_read() -> None:
    """Each short name of the files has its senses, in any casing of the file."""
    for short in {line.partition("|")[0].strip().lower() for _, _, line in LINES}:
        assert senses(short), short
    assert senses("no such name") == ()


def test_the_own_sense_is_found_by_name_and_description() -> None:
    """A watch's sense is the one that fits its name or `about`; a watch of which none tells has none."""
    (own,) = own_senses(RIVER_SHOP, "amazon")
    assert senses("amazon")[own].kind == "company"
    assert not own_senses(Subject("Amazon Fisheries Board", Kind.AGENCY, "Norlandish office for lobsters."), "amazon")


@pytest.mark.parametrize(
    ("title", "keys", "others"),
    [
        ("Warehouse sellers wait for Amazon delivery", {"senses:own", "senses:ahead"}, {"senses:behind"}),
        ("Rainforest tribes of the Amazon basin", {"senses:other-longer", "senses:behind"}, {"senses:ahead"}),
        ("Parcels of Amazon Prime arrive", {"senses:own-longer"}, {"senses:other-longer"}),
        ("Somebody mentions Amazon", set(), {"senses:own-longer", "senses:ahead", "senses:behind"}),
    ],
)
def test_words_and_longer_names_tell_the_sense(title: str, keys: set[str], others: set[str]) -> None:
    """Words of news about a sense, and longer names, speak for that sense and against the others."""
    found = evidence(RIVER_SHOP, "Amazon", title)
    assert keys <= found.keys()
    assert others.isdisjoint(found.keys())


def test_a_name_that_the_lexicon_does_not_know_has_no_evidence_of_it() -> None:
    """An invented name is judged without the lexicon."""
    assert evidence(Subject("Skell Works", Kind.COMPANY, "Maker of barges."), "Skell", "Skell builds barges") == {}


def test_a_sense_that_names_the_watch_beside_others_is_split() -> None:
    """The other full names in a line of the lexicon speak against the watch."""
    marines = Subject("United States Marine Corps", Kind.AGENCY, "US fighting service on land and sea.")
    assert "senses:other-longer" in evidence(marines, "Corps", "The Army Corps of Engineers builds a dam")
    assert "senses:own-longer" in evidence(marines, "Corps", "The Marine Corps trains")
