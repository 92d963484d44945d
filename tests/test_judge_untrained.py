"""What is made of a doubtful name where nothing was learned: other kinds than organisations, other languages."""

from __future__ import annotations

import pytest

from pipelines.matcher import Matcher
from pipelines.model import Entry, Mention, Status
from pipelines.watchlist import combine, parse_watchlist

SURE, UNSURE, REJECTED = Status.SURE, Status.UNSURE, Status.REJECTED
LIST = """
[[watch]]
id = "orlan"
name = "Petra Orlan"
kind = "person"
ambiguous = ["Orlan", "Orlan government"]
about = "Premier of the province of Ellowland."
context = ["Ellowland", "Progress Party", "Orlan cabinet"]
against = ["whales"]
[[watch]]
id = "bill-z-7"
name = "Bill Z-7"
kind = "law"
ambiguous = ["Z-7", "projet de loi Z-7"]
about = "Norlandish federal bill on the sale of barges and tugboats."
context = ["projet de loi", "parliament"]
against = ["aircraft"]
[[watch]]
id = "tarnlow"
name = "Tarnlow Guard Group"
kind = "company"
ambiguous = ["Tarnlow"]
about = "Canadian security company that guards prisons and moves cash."
context = ["Wache"]
"""
MATCHER = Matcher(combine([parse_watchlist(LIST, "untrained.toml")]))


def first(title: str, summary: str = "", language: str = "en") -> Mention:
    """Return the first mention of an entry."""
    return MATCHER.match(Entry(id="1", title=title, summary=summary, language=language)).mentions[0]


TABLE = [
    ("a surname alone", "Orlan visits the docks", "", "en", UNSURE, "nothing here decides it"),
    ("a word of context", "Orlan visits the docks of Ellowland", "", "en", SURE, "'Ellowland' in the text: for it"),
    ("a word against it", "Orlan counts whales in Ellowland", "", "en", REJECTED, "'whales' in the text: against it"),
    ("another given name", "Walter Orlan visits Ellowland", "", "en", REJECTED, "'Walter Orlan' is another person"),
    ("another given name elsewhere", "Orlan sings in Ellowland", "Walter Orlan, 40, is a tenor.", "en", REJECTED,
     "'Walter Orlan' is another person"),
    ("a longer name", "The film by Orlan Bressiter opens in Ellowland", "", "en", UNSURE, "it begins a longer name"),
    ("the own title", "Premier Orlan visits the docks", "", "en", SURE, "the title 'Premier' stands before it"),
    ("the own given name is no other", "Orlan opens a dock in Ellowland", "Petra Orlan spoke.", "en", SURE,
     "stands in the same text"),
    ("words of the description", "Orlan, premier of the province, visits docks", "", "en", SURE,
     "words of the watch's description"),
    ("one word of it", "Orlan visits the province", "", "en", UNSURE, "nothing here decides it"),
    ("context inside the name says nothing", "Le projet de loi Z-7", "", "fr", UNSURE, "nothing here decides it"),
    ("context beside it does", "The Z-7 comes to parliament", "", "en", SURE, "'parliament' in the text: for it"),
    ("a law against it", "A Z-7 aircraft stands in parliament", "", "en", REJECTED, "'aircraft' in the text: against"),
    ("an organisation in another language", "Tarnlow gewinnt den Auftrag", "", "de", UNSURE, "nothing here decides it"),
    ("with a word of context", "Tarnlow stellt die Wache am Tor", "", "de", SURE, "'Wache' in the text: for it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "summary", "language", "status", "reason"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_little_is_known_decides_carefully(
    title: str, summary: str, language: str, status: Status, reason: str
) -> None:
    """The list's own words, the description, titles and other people's given names decide; nothing leaves it unsure."""
    mention = first(title, summary, language)
    assert mention.status is status, mention
    assert any(reason in text for text in mention.evidence), mention.evidence
