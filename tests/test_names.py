"""Which names are sure, unsure or rejected, which of overlapping ones win, and what is said for it."""

from __future__ import annotations

import pytest

from pipelines.matcher import NO_MATCH, Matcher
from pipelines.model import Entry, Field, Kind, Mention, Status
from pipelines.names import nlp
from pipelines.names.nlp import Texts
from pipelines.watchlist import combine, parse_watchlist

SURE, UNSURE, REJECTED = Status.SURE, Status.UNSURE, Status.REJECTED

LIST = """
[[watch]]
id = "tarnlow"
name = "Tarnlow Guard Group"
kind = "company"
aliases = ["Tarnlow Guard"]
ambiguous = ["Tarnlow"]
[[watch]]
id = "lake-tarnlow"
name = "Lake Tarnlow"
kind = "place"
[[watch]]
id = "rime"
name = "Removal and Identity Mission"
kind = "agency"
aliases = ["R.I.M.E."]
ambiguous = ["RIME", "la brume"]
[[watch]]
id = "who"
name = "World Harbour Office"
kind = "agency"
ambiguous = ["WHO", "X"]
[[watch]]
id = "skell"
name = "Skell Inc."
kind = "company"
[[watch]]
id = "skell-hammer"
name = "Skell Hammer"
kind = "product"
ambiguous = ["Hammer"]
[[watch]]
id = "hammer"
name = "Hammer Works Ltd."
kind = "company"
ambiguous = ["Hammer"]
[[watch]]
id = "port-ellow"
name = "Port Ellow"
kind = "place"
[[watch]]
id = "ellow-bank"
name = "Ellow Bank"
kind = "company"
"""
MATCHER = Matcher(combine([parse_watchlist(LIST, "names.toml")]))


def found(title: str, summary: str = "") -> list[tuple[str, str, Status]]:
    """Return watch, text and status of every mention, in reading order."""
    mentions = MATCHER.match(Entry(id="1", title=title, summary=summary)).mentions
    return [(mention.watch, mention.text, mention.status) for mention in mentions]


JUDGED = [
    ("the name", "Tarnlow Guard Group wins", [("tarnlow", "Tarnlow Guard Group", SURE)]),
    ("an alias", "Tarnlow Guard wins", [("tarnlow", "Tarnlow Guard", SURE)]),
    ("an ambiguous name alone", "Tarnlow wins", [("tarnlow", "Tarnlow", UNSURE)]),
    (
        "an ambiguous name beside a sure one",
        "Tarnlow wins: Tarnlow Guard says",
        [("tarnlow", "Tarnlow", SURE), ("tarnlow", "Tarnlow Guard", SURE)],
    ),
    ("another watch's sure name helps nobody", "Tarnlow meets Lake Tarnlow",
     [("tarnlow", "Tarnlow", UNSURE), ("lake-tarnlow", "Lake Tarnlow", SURE)]),
    ("the longest name hides ambiguous ones", "On Lake Tarnlow", [("lake-tarnlow", "Lake Tarnlow", SURE)]),
    ("an ambiguous name in lower case", "There is rime on the window", [("rime", "rime", REJECTED)]),
    ("a text without capitals says nothing", "rime on the window", [("rime", "rime", UNSURE)]),
    ("a text in capitals says nothing", "RIME ON THE WINDOW", [("rime", "RIME", UNSURE)]),
    ("a name that the list has in lower case", "Dans la brume", [("rime", "la brume", UNSURE)]),
    ("dots make it unmistakable", "R.I.M.E. wins", [("rime", "R.I.M.E.", SURE)]),
    ("without its dots it is what the list says of it", "Agents of RIME", [("rime", "RIME", UNSURE)]),
    ("an everyday word as written", "The WHO warns", [("who", "WHO", UNSURE)]),
    ("an everyday word with dots", "The W.H.O. warns", [("who", "W.H.O.", UNSURE)]),
    ("an everyday word in another casing", "Those who know, know: Who knows?", []),
    ("a single letter", "X's offices, x-rays", [("who", "X", UNSURE)]),
    ("legal form left out of a single word", "Skell wins", [("skell", "Skell", UNSURE)]),
    ("legal form written out", "Skell, Inc. wins; Skell too",
     [("skell", "Skell, Inc.", SURE), ("skell", "Skell", SURE)]),
    ("legal form left out of two words", "Hammer Works wins", [("hammer", "Hammer Works", SURE)]),
    ("the same ambiguous name of two watches", "A Hammer",
     [("skell-hammer", "Hammer", UNSURE), ("hammer", "Hammer", UNSURE)]),
    ("and one of them is named", "A Hammer of Hammer Works",
     [("skell-hammer", "Hammer", UNSURE), ("hammer", "Hammer", SURE), ("hammer", "Hammer Works", SURE)]),
    ("sure names that share a word", "Port Ellow Bank",
     [("port-ellow", "Port Ellow", SURE), ("ellow-bank", "Ellow Bank", SURE)]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "mentions"), [row[1:] for row in JUDGED], ids=[row[0] for row in JUDGED])
def test_a_name_is_judged(title: str, mentions: list[tuple[str, str, Status]]) -> None:
    """A name is sure, an ambiguous one only beside a sure one, and a common word is rejected."""
    assert found(title) == mentions


def test_a_sure_name_in_another_field_decides() -> None:
    """One sense per text: the summary's full name settles the headline's short one, and the common word stays one."""
    assert found("RIME on the road", "Removal & Identity Mission agents scraped rime off the window") == [
        ("rime", "RIME", SURE),
        ("rime", "Removal & Identity Mission", SURE),
        ("rime", "rime", REJECTED),
    ]


def only(title: str, summary: str = "") -> Mention:
    """Return the first mention of an entry."""
    return MATCHER.match(Entry(id="1", title=title, summary=summary)).mentions[0]


EVIDENCE = [
    ("Tarnlow Guard Group wins", ("'Tarnlow Guard Group' is the name of Tarnlow Guard Group",)),
    ("TARNLOW GUARD wins", ("'TARNLOW GUARD' is an alias of Tarnlow Guard Group",)),
    ("Tarnlow, says Tarnlow Guard", ("'Tarnlow Guard' stands in the same text", "'Tarnlow' is short for it")),
    ("Tarnlow wins", ("'Tarnlow' may mean something else, and nothing here decides it",)),
    ("A tarnlow wins", ("'tarnlow' in lower case is the common word",)),
]


@pytest.mark.parametrize(("title", "evidence"), EVIDENCE, ids=[title for title, _ in EVIDENCE])
def test_evidence_is_in_words(title: str, evidence: tuple[str, ...]) -> None:
    """Every verdict comes with a reason that a reader accepts."""
    assert only(title).evidence == evidence


def test_scores_follow_the_verdict() -> None:
    """Scores are between 0 and 1 and rank name, short form, open question and common word."""
    name, short = MATCHER.match(Entry(id="1", title="Tarnlow Guard, or Tarnlow")).mentions
    scores = [name.score, short.score, only("Tarnlow wins").score, only("A tarnlow").score]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    assert all(0 <= score <= 1 for score in scores)


def test_a_mention_says_where_it_stands() -> None:
    """A mention has its field, kind, offsets and sentence."""
    entry = Entry(id="1", title="News", content="It rained. Tarnlow Guard won. It left.")
    (mention,) = MATCHER.match(entry).mentions
    assert (mention.field, mention.kind, mention.start, mention.end) == (Field.CONTENT, Kind.COMPANY, 11, 24)
    assert entry.content[mention.sentence_start : mention.sentence_end] == "Tarnlow Guard won."


@pytest.mark.parametrize("title", ["", " ", "Weather", "日本語の見出し", "😀", "…", "&", "R.", "....", "\n"])
def test_other_texts_hold_nothing(title: str) -> None:
    """A text without names gives nothing, and no text is too odd."""
    assert MATCHER.match(Entry(id="1", title=title)) == NO_MATCH


def test_no_watches_find_nothing() -> None:
    """A matcher without watches works, and finds nothing."""
    assert Matcher(combine([])).match(Entry(id="1", title="Tarnlow Guard")) == NO_MATCH


ODD_NAMES = [
    "R&D",
    "B&B",
    "AT&T Nord",
    "C-9",
    "Skell+",
    "Yoo!",
    "24/7 Skell",
    "skell.example",
    "Élan",
    "日本 Skell",
    "ÆØ",
    "Skell's",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_found(name: str) -> None:
    """A name is found as the list writes it, whatever signs it holds."""
    text = f'[[watch]]\nid = "odd"\nname = "{name}"\nkind = "company"'
    match = Matcher(combine([parse_watchlist(text, "odd.toml")])).match(Entry(id="1", title=f"What {name} did"))
    assert [mention.text for mention in match.mentions] == [name]


def test_the_vocabulary_stays_bounded() -> None:
    """A service that meets new words for years does not keep them all."""
    texts = Texts()
    for start in range(0, 2 * nlp.LARGEST_VOCABULARY, 10_000):
        texts.tokenize(" ".join(f"w{number}" for number in range(start, start + 10_000)))
    assert len(texts._tokenizer.vocab.strings) <= nlp.LARGEST_VOCABULARY + 10_000 + 2_000
    assert texts.tokenize("At Tarnlow Guard").norms == ["at", "tarnlow", "guard"]
