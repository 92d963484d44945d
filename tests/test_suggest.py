"""Names that one could watch: recognised by real models, in sentences on contracts, beside a watched agency."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import read_watchlist
from bot.store import Store
from bot.suggestions import suggestions, suggestions_by_chat, with_an_agency
from pipelines.matcher import Matcher
from pipelines.model import Entry, Suggestion
from pipelines.names import ner
from pipelines.names.ner import Name, names_in
from pipelines.render.suggest import LISTED, suggestions_json, suggestions_text
from pipelines.suggest import Matched, suggest
from pipelines.watchlist import combine, parse_watchlist
from tests.world import ROOT, WATCHLIST, World, command

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LISTS = combine([parse_watchlist(WATCHLIST, "freight.toml")])
MATCHER = Matcher(LISTS)
AGENCY = "The Coastal Registry Office"


def matched(key: int, *texts: str, **more: object) -> Matched:
    """Return an entry with headline and summary, matched by the real matcher."""
    title, summary = (*texts, "")[:2]
    values = {"id": str(key), "title": title, "summary": summary, "link": f"https://gazette.example/{key}",
              "source": "Ellery Gazette", "language": "en", **more}  # fmt: skip
    entry = Entry(**values)  # type: ignore[arg-type]
    at = NOW + key * HOUR
    return Matched(key=key, entry=entry, at=at, seen=at, mentions=MATCHER.match(entry).mentions)


def found(*entries: Matched) -> list[str]:
    """Return the names suggested by the installed models."""
    return [each.name for each in suggestions(entries, LISTS)]


def reader(*names: str, people: Sequence[str] = ()) -> list[Suggestion]:
    """Return the suggestions of one entry in which exactly these names are recognised."""
    sentence = f"{AGENCY} signed a contract with {', '.join((*names, *people))} in May."

    def recognise(texts: Sequence[str], _language: str) -> Iterator[list[Name]]:
        for text in texts:
            yield [
                Name(place.start(), place.end(), name in people)
                for name in (*names, *people)
                for place in re.finditer(re.escape(name), text)
            ]

    return list(suggest([matched(1, "A contract", sentence)], LISTS, frozenset({"en"}), recognise))


# --- the models -----------------------------------------------------------------------------------------


def test_models_recognise_organisations_and_people() -> None:
    """The English and the French model come with the extra `ner`, and find names with their places."""
    assert ner.models().keys() == {"en", "fr"}
    text = "Corvane Systems Inc. hired the University of Brantholm, said Anna Miller."
    (names,) = names_in([text], "en")
    assert ("Corvane Systems Inc.", False) in [(text[n.start : n.end], n.person) for n in names]
    assert ("Anna Miller", True) in [(text[n.start : n.end], n.person) for n in names]
    text = "Le ministère a signé un contrat avec la Société Corvane."
    (names,) = names_in([text], "fr")
    assert any("Corvane" in text[n.start : n.end] for n in names)


# --- what is suggested ----------------------------------------------------------------------------------


def test_an_organisation_beside_an_agency_is_suggested() -> None:
    """With counts, publishers, first and last time, agencies and examples, the most frequent first."""
    entries = [
        matched(1, "Ships", f"{AGENCY} awarded Corvane Systems Inc. a contract for ten boats."),
        matched(2, "Boats", f"{AGENCY} bought software from Corvane Systems.", source="Harbour Times"),
        matched(3, "Radars", f"{AGENCY} leases its radars from Dunmere Industries."),
    ]
    first, second = suggestions(entries, LISTS)
    assert (first.name, first.entries, first.publishers, first.close) == ("Corvane Systems Inc", 2, 2, 2)
    assert (first.first, first.last, first.agencies) == (NOW + HOUR, NOW + 2 * HOUR, ("coastal-registry",))
    assert [example.entry for example in first.examples] == [2, 1]
    assert first.examples[0].sentence == f"{AGENCY} bought software from Corvane Systems."
    assert (second.name, second.entries) == ("Dunmere Industries", 1)


def test_a_company_that_the_model_takes_for_a_person_is_found_by_its_last_word() -> None:
    """A name that ends in a word of companies counts whatever the model says."""
    assert reader(people=["Compass Ridley Technologies"])[0].name == "Compass Ridley Technologies"


def test_french_entries_have_their_own_model_and_words() -> None:
    """A French sentence on a contract suggests too."""
    text = "Le Coastal Registry Office a attribué un contrat de 3 millions de dollars à la société Corvane Industries."
    assert found(matched(1, "Des bateaux", text, language="fr")) == ["Corvane Industries"]


def test_languages_without_a_model_are_passed_over() -> None:
    """An English model reads no Spanish."""
    text = "Coastal Registry Office firma un contrato con la empresa Corvane Industries para la compra de barcos."
    assert found(matched(1, "Nuevos barcos para la oficina", text, language="es")) == []


ARTICLE = Path(__file__).resolve().parents[1].parent / "shared/articles/canada-and-ice.txt"


@pytest.mark.skipif(not ARTICLE.exists(), reason="needs ../shared, which is not part of the project")
def test_the_suppliers_of_the_article_are_found() -> None:
    """Who watches the agencies alone finds in one article all four companies that the shipped list is about."""
    agencies = combine([read_watchlist(ROOT / "watchlists/agencies.toml")])
    matcher = Matcher(agencies)
    twice = []
    for key in (1, 2):
        entry = Entry(id="1", title=f"Part {key} of all that was read", content=ARTICLE.read_text(encoding="utf-8"))
        twice.append(Matched(key=key, entry=entry, at=NOW, seen=NOW, mentions=matcher.match(entry).mentions))
    names = {each.name for each in suggestions(twice, agencies)}
    assert names == {"GardaWorld", "Hootsuite", "Jim Pattison Group", "Roshel"}


NOT = [
    pytest.param("Talvane Freight", id="watched"),
    pytest.param("Talvane Freight Inc.", id="watched, with its legal form"),
    pytest.param("Osprell Systems", id="watched company"),
    pytest.param("Ministry of Transport", id="authority"),
    pytest.param("Department of Fisheries", id="department"),
    pytest.param("FBI", id="known short form"),
    pytest.param("Harbour Party", id="party"),
    pytest.param("Ellery Gazette", id="the outlet itself"),
    pytest.param("Ellery Gazette Online", id="the outlet with more"),
    pytest.param("Harbour News", id="another outlet"),
    pytest.param("Ontario", id="place"),
    pytest.param("Trump", id="surname"),
    pytest.param("David Miller", id="person"),
    pytest.param("Council", id="word of authorities"),
    pytest.param("The Company", id="everyday word"),
    pytest.param("Brantholm FC", id="team"),
    pytest.param("NOBODY KNOWS WHAT THIS", id="a shout"),
    pytest.param("#NoBoatsHere", id="hashtag"),
]


@pytest.mark.parametrize("name", NOT)
def test_what_is_no_supplier_is_left_out(name: str) -> None:
    """What is watched, and what by its name is an authority, a party, an outlet, a place or a person, is no news."""
    assert reader(name, "Corvane Systems")[0].name == "Corvane Systems"
    assert len(reader(name, "Corvane Systems")) == 1


@pytest.mark.parametrize("written", ["the Corvane", "Corvane’s", "Corvane,", "“Corvane", "The Corvane Ltd."])
def test_a_name_is_told_without_what_clings_to_it(written: str) -> None:
    """Articles, possessives and signs at its ends are no part of a name."""
    assert [each.name.removesuffix(" Ltd") for each in reader(written)] == ["Corvane"]


@pytest.mark.parametrize("person", ["Anna Corvane", "Secretary Corvane", "Mr. Corvane"])
def test_a_surname_of_the_text_is_no_organisation(person: str) -> None:
    """Where the text gives Corvane a given name or a title, a lone Corvane is that person."""
    assert reader("Corvane", people=[person]) == []


def test_a_single_word_may_be_a_company_that_the_model_takes_for_a_person() -> None:
    """Models take companies of one word for people; one that the text treats as a person is none."""
    assert [each.name for each in reader(people=["Corvane"])] == ["Corvane"]
    assert reader(people=["Zelda Corvane"]) == []


def test_words_in_capitals_are_no_names() -> None:
    """Links to other articles stand in capitals within the text."""
    assert reader("REGISTRY BUYS BOATS", "BUYS BOATS", "BOATS") == []


def test_the_sentence_must_speak_of_contracts() -> None:
    """An organisation in another sentence is passed over."""
    assert found(matched(1, "News", f"{AGENCY} sued Dunmere Industries. It signed a contract in May.")) == []


def test_the_entry_must_name_an_agency_surely() -> None:
    """Without an agency it is business news."""
    assert found(matched(1, "News", "Talvane Freight signed a contract with Dunmere Industries.")) == []


def test_once_counts_only_in_one_sentence_with_the_agency() -> None:
    """In a single article the agency must stand in the same sentence; in two the entry is enough."""
    apart = [matched(at, f"{AGENCY} grows: part {at}", "Dunmere Industries won a contract for boats.") for at in (1, 2)]
    assert found(apart[0]) == []
    assert found(*apart) == ["Dunmere Industries"]


def test_the_same_article_counts_once() -> None:
    """Wire copy in two outlets is one article."""
    text = f"{AGENCY} awarded Dunmere Industries a contract for ten boats."
    twins = [matched(at, "Ten boats for the coast of Brantholm", text, source=f"Outlet {at}") for at in (1, 2)]
    assert [each.entries for each in suggestions(twins, LISTS)] == [1]


def test_a_short_name_joins_the_longer_one() -> None:
    """ "Corvane" and "Corvane Systems" are one, unless another long name begins the same."""
    names = [["Corvane Systems"], ["Corvane"], ["Corvane Ports"]]

    def recognise(texts: Iterable[str], _language: str) -> Iterator[list[Name]]:
        for text, in_text in zip(texts, names, strict=False):
            yield [Name(text.index(n), text.index(n) + len(n), False) for n in in_text]

    entries = [matched(at, f"Part {at}", f"{AGENCY} buys from {n[0]}.") for at, n in enumerate(names)]
    two = suggest(entries[:2], LISTS, frozenset({"en"}), recognise)
    assert [(each.name, each.entries) for each in two] == [("Corvane Systems", 2)]
    three = suggest(entries, LISTS, frozenset({"en"}), recognise)
    assert sorted(each.name for each in three) == ["Corvane", "Corvane Ports", "Corvane Systems"]


@pytest.mark.parametrize("place", ["BRANTHOLM (Coastline Press) — ", "BRANTHOLM, Ont. — "])
def test_a_dateline_is_no_organisation(place: str) -> None:
    """The town in capitals before a report is where it was written."""
    name = place.split(" ")[0].strip(",")

    def recognise(texts: Iterable[str], _language: str) -> Iterator[list[Name]]:
        return ([Name(text.index(name), text.index(name) + len(name), False)] for text in texts)

    entry = matched(1, "Boats", f"{place}{AGENCY} signed a contract for ten boats.")
    assert suggest([entry], LISTS, frozenset({"en"}), recognise) == ()


def test_headlines_in_title_case_are_passed_over() -> None:
    """Where every word has a capital, a model sees names everywhere."""
    assert found(matched(1, "Coastal Registry Office Buys Fifty Boats From Dunmere Industries")) == []


# --- the report and the command -------------------------------------------------------------------------


def test_the_report_is_cut_in_text_and_whole_in_json() -> None:
    """Twenty names are printed, JSON has them all; without any it says so."""
    (one,) = reader("Corvane Systems")
    text = suggestions_text([one] * (LISTED + 2), ZoneInfo("America/Toronto"))
    assert "Corvane Systems: 1 entry, 1 publisher, 22 November 2026, 08:00 EST; with coastal-registry" in text
    assert "Ellery Gazette, 22 November 2026, 08:00 EST, https://gazette.example/1" in text
    assert "and 2 more" in text
    assert len(json.loads(suggestions_json([one] * (LISTED + 2)))) == LISTED + 2
    assert "No organisation" in suggestions_text([], ZoneInfo("UTC"))


@pytest.fixture
def stored(world: World) -> World:
    """A database with entries of an hour ago that name an agency beside an organisation, and one that does not."""
    texts = [f"{AGENCY} awarded Corvane Systems a contract for ten boats.",
             f"{AGENCY} bought software from Corvane Systems.", "Rain until Thursday."]  # fmt: skip
    store = Store(world.database)
    with store.atomic():
        for number, text in enumerate(texts):
            entry = matched(number, f"News {number}", text, feed="f", published=None).entry
            key = store.entries.add(entry, datetime.now(UTC) - HOUR)
            store.entries.found(key, entry, MATCHER.match(entry))
    store.close()
    return world


async def test_the_command_prints_names_and_sentences(stored: World) -> None:
    """`suggest` reads what was stored of the last days."""
    done = await stored.cli("suggest")
    assert (done.status, done.err) == (0, "")
    assert "Corvane Systems: 2 entries, 1 publisher" in done.out
    assert "awarded Corvane Systems a contract for ten boats." in done.out
    (data,) = json.loads((await stored.cli("suggest", "--format", "json", "--days", "3")).out)
    assert (data["name"], data["entries"], data["agencies"]) == ("Corvane Systems", 2, ["coastal-registry"])


async def test_the_digest_tells_of_them(stored: World) -> None:
    """Every form of the digest has the part, JSON as a list."""
    day = (datetime.now(UTC) - HOUR).date().isoformat()  # an hour ago, it may have been yesterday
    for kind in ("text", "html"):
        assert "Names you do not watch yet" in (await stored.cli("digest", "--date", day, "--format", kind)).out
    data = json.loads((await stored.cli("digest", "--date", day, "--format", "json")).out)
    assert [each["name"] for each in data["unwatched"]] == ["Corvane Systems"]


async def test_the_sent_digest_has_them(stored: World) -> None:
    """`digest --send` puts the part into the message."""
    assert (await stored.cli("digest", "--send")).status == 0
    (message,) = stored.sent()
    assert "Names you do not watch yet\n• Corvane Systems (2 entries): News" in message


async def test_without_a_model_the_command_says_what_to_install(stored: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 1 and the extra's name; the digest does without."""
    monkeypatch.setattr(ner, "MODELS", {"en": ("no_such_model",), "fr": ()})
    done = await stored.cli("suggest")
    assert (done.status, done.out) == (1, "")
    assert "pip install 'wirewatch[ner]'" in done.err
    digest = await stored.cli("digest")
    assert (digest.status, "do not watch" in digest.out) == (0, False)


async def test_a_missing_language_is_said(stored: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one of two models the other's entries are left out, and standard error says so."""
    monkeypatch.setattr(ner, "MODELS", {"en": ner.MODELS["en"], "fr": ("no_such_model",)})
    done = await stored.cli("suggest")
    assert (done.status, "Corvane Systems" in done.out) == (0, True)
    assert "no model for fr" in done.err


def test_entries_come_with_all_their_mentions(stored: World) -> None:
    """The store gives the entries of a span that surely name an agency, each mention with its place."""
    store = Store(stored.database)
    now = datetime.now(UTC)
    entries = with_an_agency(store, now - 2 * HOUR, now)
    assert [each.entry.title for each in entries] == ["News 0", "News 1"]
    mention = entries[0].mentions[0]
    assert entries[0].entry.text(mention.field)[mention.start : mention.end] == "Coastal Registry Office"
    assert with_an_agency(store, now - HOUR / 2, now) == []
    store.close()


def test_a_text_beyond_what_a_model_takes_is_read_from_its_beginning() -> None:
    """A model refuses a million characters; of a field that long only the beginning is read."""
    sentence = f"{AGENCY} signed a contract with Corvane Systems. "
    assert found(matched(1, "Contracts", sentence * 20_000)) == ["Corvane Systems"]


def test_suggest_needs_no_network_and_no_database_to_help() -> None:
    """Its help names the extra."""
    assert "wirewatch[ner]" in command("suggest", "--help").out


# --- the service's digest -------------------------------------------------------------------------------


async def _digest_of_the_service(world: World) -> str:
    """Run the service's digest job once and return the plain text of what it queued."""
    world.now = datetime.now(UTC)
    world.configure("/feed.xml", more='[schedule]\ndigest = "00:00"')
    world.feed("/feed.xml")
    async with world.app(sending=False) as app:
        app.first_round = asyncio.create_task(app.poll_all())
        await app.first_round
        await app.digest()
        (delivery,) = app.store.outbox.unsent()
    return delivery.plain


async def test_the_service_puts_them_into_the_digest(stored: World) -> None:
    """The digest that is made at its hour has the part."""
    assert "Names you do not watch yet\n• Corvane Systems (2 entries)" in await _digest_of_the_service(stored)


async def test_a_model_that_does_not_load_costs_only_the_part(
    stored: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A digest without these names is still a digest, and the log says what is wrong."""
    monkeypatch.setattr(ner, "MODELS", {"en": ("spacy",)})  # a package that is no model
    text = await _digest_of_the_service(stored)
    assert "Digest of" in text
    assert "do not watch yet" not in text
    assert "model=unusable" in caplog.text


# --- by chat --------------------------------------------------------------------------------------------

HARBOUR = """
chat = "@harbour"
[[watch]]
id = "harbour-registry"
name = "Harbour Licence Office"
kind = "agency"
[[watch]]
id = "dunmere"
name = "Dunmere Works"
kind = "company"
"""


def test_a_chat_learns_no_name_from_agencies_of_other_chats() -> None:
    """Names, figures, agencies and examples of a chat are what there would be without the others' lists."""
    lists = combine([parse_watchlist(WATCHLIST, "freight.toml"), parse_watchlist(HARBOUR, "harbour.toml")])
    private = "The Harbour Licence Office"
    texts = [
        f"{private} awarded Tolland Systems a contract for ten boats.",
        f"{private} signed a contract with Corvane Systems.",
        f"{AGENCY} signed a contract with Corvane Systems in May.",
        f"{AGENCY} and {private} bought software from Corvane Systems under a contract.",
        f"{AGENCY} signed a contract with Dunmere Works.",
    ]
    entries = []
    for number, text in enumerate(texts):
        plain = matched(number, f"News {number}", text)
        entries.append(replace(plain, mentions=Matcher(lists).match(plain.entry).mentions))
    by_chat = suggestions_by_chat(entries, lists, ["@news", "@harbour"])
    found = {
        chat: {each.name: ({example.entry for example in each.examples}, set(each.agencies)) for each in names}
        for chat, names in by_chat.items()
    }
    both = {"coastal-registry", "harbour-registry"}
    assert found == {
        "@news": {
            "Corvane Systems": ({2, 3}, {"coastal-registry"}),
            "Dunmere Works": ({4}, {"coastal-registry"}),
            "Harbour Licence Office": ({3}, {"coastal-registry"}),  # nobody's watch, as far as this chat can know
        },
        "@harbour": {"Corvane Systems": ({1, 2, 3}, both), "Tolland Systems": ({0}, {"harbour-registry"})},
    }
    alone = suggestions([replace(each, mentions=MATCHER.match(each.entry).mentions) for each in entries], LISTS)
    assert by_chat["@news"] == alone
    assert suggestions_by_chat([], lists, ["@news"]) == {}
