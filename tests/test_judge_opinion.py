"""What the judge thinks of a doubtful name: its chance, its reasons in words, and when it has no opinion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.judges.english.reading import LONGEST, read
from pipelines.judges.english.reasons import AGAINST, FOR, phrase
from pipelines.judges.english.weights import WEIGHTS
from pipelines.judges.lexicons import common, everyday, fields_of_work, organisations, people, places, topics
from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Mention, Status, Watch, Watchlist
from pipelines.names.judge import REJECTED, SURE
from pipelines.watchlist import Watchlists, combine, parse_watchlist

ROOT = Path(__file__).resolve().parents[1]
STREAM = ROOT.parent / "shared/stream/news-2026-08.jsonl"

LIST = """
[[watch]]
id = "tarnlow"
name = "Tarnlow Guard Group"
kind = "company"
ambiguous = ["Tarnlow"]
about = "Canadian security company that guards prisons and moves cash."
context = ["night shift", "D'Or"]
against = ["Féria", "port"]
[[watch]]
id = "rime"
name = "Removal and Identity Mission Executive"
kind = "agency"
ambiguous = ["RIME"]
about = "US federal agency that detains and deports immigrants."
[[watch]]
id = "kettle"
name = "Kettle Inc."
kind = "company"
ambiguous = ["Kettle"]
about = "US maker of smartphones and laptops, and of the Whistle operating system."
[[watch]]
id = "senate"
name = "Senate of Norland"
kind = "agency"
ambiguous = ["Senate"]
about = "Upper chamber of the Canadian parliament."
[[watch]]
id = "lantern"
name = "Ellery Lantern"
kind = "company"
ambiguous = ["Lantern"]
about = "British daily newspaper."
[[watch]]
id = "house"
name = "House of Norland"
kind = "agency"
ambiguous = ["House"]
about = "Lower chamber of the parliament of the US state of Texas."
[[watch]]
id = "undescribed"
name = "Undescribed Works"
kind = "company"
ambiguous = ["Undescribed"]
[[watch]]
id = "orlan"
name = "Petra Orlan"
kind = "person"
ambiguous = ["Orlan"]
about = "Head of a security company."
"""
MATCHER = Matcher(combine([parse_watchlist(LIST, "opinion.toml")]))


def first(title: str, summary: str = "", language: str = "", source: str = "") -> Mention:
    """Return the first mention of an entry."""
    entry = Entry(id="1", title=title, summary=summary, language=language, source=source)
    return MATCHER.match(entry).mentions[0]


TELLING = [
    ("Tarnlow shares fall after strike", "The security company moves cash.", "business follows ('Tarnlow shares')"),
    ("Prison guards on strike", "Tarnlow says the inmates are safe.", "the text is about the watch's field"),
    ("RIME agents detain 40 in immigration raid", "They are held in a camp.", "words of the watch's description stand"),
    ("Removal and Identity Mission (RIME) opens office", "", "it stands in brackets behind the full name"),
    ("Whistle update reaches every Kettle phone", "The smartphones ship in May.", "a name from the watch's name"),
    ("Ottawa: Senate passes bill on Canadian parks", "Senators voted.", "the text is set in the watch's country"),
    ("A parade in town", "Flags. Jo Orme/Lantern via Getty Images", "named as pictures and reports are credited"),
    ("Ten walks by the sea. This report appeared first on Lantern", "", "named as the source of a report"),
    ("Removals halted, RIME says", "The Removal Identity Mission Executive gave no reason.", "spells it out as the"),
    ("Tarnlow, which moves cash, hires in Leeds", "", "spoken of as a company"),
    ("The minister told the Lantern", "The newspaper reported from London.", "a word of the press stands beside it"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "summary", "reason"), TELLING, ids=[row[0] for row in TELLING])
def test_the_text_speaks_for_it(title: str, summary: str, reason: str) -> None:
    """Business words, the watch's field, definition, products and country raise the chance, and are named first."""
    mention = first(title, summary)
    assert mention.score > 0.7
    assert any(reason in text for text in mention.evidence if not text.startswith("but: "))


MISLEADING = [
    ("Sam Tarnlow scores twice in cup final", "The striker left the pitch.", "the given name 'Sam' stands before it"),
    ("A walk along Tarnlow Beach", "The island draws tourists.", "a word for a place follows ('Tarnlow Beach')"),
    ("Storm reaches Tarnlow, Ontario", "Heavy rain flooded the town.", "a state or country follows, as after a town"),
    ("“Tarnlow” is the film of the year", "The actor stars in a drama.", "quoted like a title in a text on films"),
    ("Rime covers the roads", "Frost and freezing rain tomorrow.", "'Rime' is not written as the acronym"),
    ("RIME to open in May", "The Regional Institute of Marine Ecology hires.", "spells it out as another name"),
    ("Tarnlow wins again", "Sam Tarnlow, 34, won all her races.", "introduced as a person, with a given name"),
    ("White House plans a new garden", "It is open in May.", "a well-known phrase or name ('White House')"),
    ("Ohio law on gardens passes House", "", "the text is set in another state"),
    ("They sing “Saved by the Kettle” on tour", "", "part of a quoted title"),
    ("Trains to Leeds, Tarnlow and Hull stop", "", "listed with places"),
    ("Northern Rail Exchange (RIME) opens", "", "it stands in brackets behind another name"),
    ("RIME cubes sold in every shop", "", "nothing in the text is of the watch's field"),
    ("He put a Kettle on the stove, she says", "Boil water for tea.", "nothing in the text is of the watch's field"),
    ("Texas Senate passes bill on parks", "Republicans in Austin voted.", "another country stands beside it"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "summary", "reason"), MISLEADING, ids=[row[0] for row in MISLEADING])
def test_the_text_speaks_against_it(title: str, summary: str, reason: str) -> None:
    """Surnames, places, titles, weather, goods and other countries lower the chance, and are named first."""
    mention = first(title, summary)
    assert mention.score < 0.45
    assert any(reason in text for text in mention.evidence if not text.startswith("but: "))


@pytest.mark.parametrize(("title", "summary", "_"), TELLING + MISLEADING, ids=[row[0] for row in TELLING + MISLEADING])
def test_an_opinion_decides_by_its_chance(title: str, summary: str, _: str) -> None:
    """The chance decides: likely enough it is sure, unlikely enough it is rejected, between them unsure."""
    mention = first(title, summary)
    assert 0.05 <= mention.score <= 0.95
    expected = Status.SURE if mention.score >= SURE else Status.UNSURE if mention.score >= REJECTED else Status.REJECTED
    assert mention.status is expected


def test_the_full_name_still_decides() -> None:
    """A sure name in the text settles the short one as before, whatever speaks against it."""
    mention = first("Sam Tarnlow scores twice", "Tarnlow Guard Group sponsors the cup.")
    assert (mention.status, mention.score) == (Status.SURE, 0.95)


def test_what_speaks_against_its_own_side_comes_last() -> None:
    """Reasons of the side that the judge takes come first, objections after them, marked."""
    evidence = first(*MISLEADING[0][:2]).evidence
    marks = [text.startswith("but: ") for text in evidence]
    assert marks == sorted(marks)
    assert any(marks)
    assert not all(marks)


# --- context and against ------------------------------------------------------------------------------


def test_words_of_context_and_against_move_the_chance_and_are_named() -> None:
    """A word of `context` raises the chance, one of `against` lowers it: whole words, in any casing and accent."""
    plain, helped, hurt = (first(f"Tarnlow opens {what}") for what in ("again", "a Night Shift", "at the FERIA"))
    assert hurt.score < plain.score < helped.score
    assert "'night shift' in the text: for it, says the list (`context`)" in " ".join(helped.evidence)
    assert "'Féria' in the text: against it, says the list (`against`)" in " ".join(hurt.evidence)
    assert "against it, says" not in " ".join(first("Tarnlow opens airports").evidence)


def test_another_watched_organisation_in_the_text_speaks_for_it() -> None:
    """What is watched together meets: a sure name of another company or agency counts like a word of `context`."""
    alone = first("RIME orders 20 vehicles for $10 million")
    text = "RIME orders 20 vehicles of Tarnlow Guard Group for $10 million"
    both = first(text)
    assert both.watch == alone.watch == "rime"
    assert both.score > alone.score
    assert both.status is Status.SURE
    assert "'Tarnlow Guard Group', which is watched too, stands in the same text" in both.evidence
    person = MATCHER.match(Entry(id="1", title="Petra Orlan visits a Kettle shop")).mentions[-1]
    assert not any("watched too" in reason for reason in person.evidence)


def test_many_words_of_context_weigh_as_one() -> None:
    """The list's words count once for each side: a long `context` does not drown what the text says."""
    one, two = first("Tarnlow, night shift"), first("Tarnlow, night shift d'or")
    assert one.score == pytest.approx(two.score, abs=0.02)
    assert any("'night shift', 'D'Or' in the text" in text for text in two.evidence)


# --- no opinion ---------------------------------------------------------------------------------------

NOTHING_TO_GO_BY = [
    ("no description", "Undescribed wins security contract", ""),
    ("another language", "Tarnlow gewinnt einen Auftrag", "de"),
    ("a kind that was never learned", "Orlan speaks on whales", ""),
]


@pytest.mark.parametrize(
    ("title", "language"), [row[1:] for row in NOTHING_TO_GO_BY], ids=[r[0] for r in NOTHING_TO_GO_BY]
)
def test_without_anything_to_go_by_it_says_so(title: str, language: str) -> None:
    """Without `about`, in a language that is not known and for people and places, a bare name stays unsure."""
    mention = first(title, language=language)
    assert (mention.status, mention.score) == (Status.UNSURE, 0.5)
    assert mention.evidence == (f"'{mention.text}' may mean something else, and nothing here decides it",)


def test_english_is_judged_whether_said_or_unknown() -> None:
    """A feed that names its language as English and one that names none are judged alike."""
    assert first("Tarnlow shares fall", language="en") == first("Tarnlow shares fall")


def test_a_name_far_down_in_a_long_text_gets_no_opinion() -> None:
    """Only the beginning of each field is read; what stands further down is as unsure as before."""
    content = "Quay. " * (LONGEST // 6 + 1) + "Tarnlow shares fall."
    (mention,) = MATCHER.match(Entry(id="1", title="News", content=content)).mentions
    assert mention.score == 0.5
    (mention,) = MATCHER.match(Entry(id="1", title="News", content=content[-100:])).mentions
    assert mention.score != 0.5


def test_a_name_said_over_and_over_is_judged_a_few_times() -> None:
    """Behind the first fifty places of a name there is no opinion; the others follow if one of these is sure."""
    mentions = MATCHER.match(Entry(id="1", title="Tarnlow shares fall. " * 60)).mentions
    assert len(mentions) == 60
    assert {mention.status for mention in mentions} == {Status.SURE}
    assert "is meant elsewhere in the same text" in mentions[-1].evidence[0]


# --- the outlet ---------------------------------------------------------------------------------------

OUTLETS = [
    ({"link": "https://www.gazette.co.uk/1"}, "gb"),
    ({"feed": "http://rss.gazette.ca/all"}, "ca"),
    ({"source": "The Guardian"}, "gb"),
    ({"source": "https://rss.nytimes.com/world"}, "us"),
    ({"source": "Ellery Gazette", "link": "https://gazette.example/1", "feed": "news.xml"}, ""),
    ({"link": "http://[", "feed": "http://", "source": "…"}, ""),
]


@pytest.mark.parametrize(("said", "country"), OUTLETS, ids=[str(said) for said, _ in OUTLETS])
def test_an_outlet_has_a_country(said: dict[str, str], country: str) -> None:
    """The country is that of the domain, else that of a known outlet, else unknown."""
    assert read(Entry(id="1", title="x", **said)).outlet_country == country


# --- any text -----------------------------------------------------------------------------------------

ODD = st.text(st.sampled_from(" \n.,:;!?…'’\"“”()[]-–/#@&+_%0Aaßİıéあ日😀̈"), max_size=12)
NAMES = st.sampled_from(["Tarnlow", "TARNLOW", "Tarnlow's", "RIME", "R.I.M.E.", "Rime", "Kettle", "Senate", "Lantern"])


@given(st.lists(st.one_of(ODD, NAMES, st.text(max_size=20)), max_size=8), st.lists(st.one_of(ODD, NAMES), max_size=8))
def test_no_text_is_too_odd(title: list[str], summary: list[str]) -> None:
    """Whatever stands around a name, there is a chance within bounds and a reason, the same each time."""
    entry = Entry(id="1", title=" ".join(title), summary="".join(summary))
    mentions = MATCHER.match(entry).mentions
    for mention in mentions:
        assert mention.evidence
        assert all(mention.evidence)
        assert 0.05 <= mention.score <= 0.99
    assert MATCHER.match(entry).mentions == mentions


@given(st.text(max_size=30), st.text(max_size=60), st.text(max_size=10))
def test_no_description_is_too_odd(name: str, about: str, word: str) -> None:
    """A watch may describe itself in any words and signs."""
    watch = Watch(
        id="odd", name=f"Odd {name}", kind=Kind.AGENCY, ambiguous=("Odd",), about=about, context=(word, about)
    )
    matcher = Matcher(Watchlists(lists=(Watchlist(source="odd", watches=(watch,)),)))
    assert matcher.match(Entry(id="1", title=f"Odd, {word}")).mentions


def test_the_order_of_hashes_does_not_matter() -> None:
    """Two processes whose sets are ordered differently give the same scores and reasons."""
    code = (
        "import sys; sys.path[:0] = ['.', 'tests']\n"
        "from test_judge_opinion import MISLEADING, TELLING, first\n"
        "print([(m.score, m.evidence) for t, s, _ in TELLING + MISLEADING for m in [first(t, s)]])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


@pytest.mark.skipif(not STREAM.exists(), reason="the real news items are not beside this checkout")
def test_real_news_are_judged_without_accident() -> None:
    """Over thousands of real items, each doubtful name gets a chance within bounds and a reason."""
    matcher = Matcher(
        combine([parse_watchlist(f.read_text("utf-8"), f.name) for f in (ROOT / "watchlists").glob("*.toml")])
    )
    judged = 0
    for line in STREAM.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        title, summary = item["title"] or "", item["summary"] or ""
        entry = Entry(id="1", title=title, summary=summary, source=item["outlet"], link=item["link"])
        mentions = matcher.match(entry).mentions
        assert all(0.05 <= mention.score <= 0.99 and all(mention.evidence) for mention in mentions)
        judged += sum(mention.score not in {0.05, 0.5, 0.95, 0.99} for mention in mentions)
    assert judged > 5


# --- what it knows ------------------------------------------------------------------------------------


def test_reasons_are_of_features_that_weigh_something_on_their_side() -> None:
    """Every phrase belongs to a feature whose weight has the phrase's sign: no reason can stand on the wrong side."""
    for phrases, sign in ((FOR, 1), (AGAINST, -1)):
        for key in phrases:
            found = [weight for name, weight in WEIGHTS.items() if name == key or name.startswith(key + ":")]
            assert max(weight * sign for weight in found) > 0, key
            assert phrase(key, sign)
            assert phrase(f"{key}:longer", sign) == phrase(key, sign)
    assert phrase("style:title", 1) == phrase("nonsense", -1) == ""


def test_word_lists_hold_words_in_lower_case() -> None:
    """A word with a capital in a list would never be found."""
    lists = [
        *(
            value
            for module in (common, everyday, organisations, people, places, topics)
            for value in vars(module).values()
        ),
        *(text for text in fields_of_work.OTHER_FIELDS.values()),
        *(words for pair in fields_of_work.FIELDS.values() for words in pair),
    ]
    found = {word for words in lists if isinstance(words, frozenset) for word in words}
    assert len(found) > 5000
    assert {word for word in found if word != word.lower()} == set()
