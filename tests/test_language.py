"""Which language an entry is in: by its text where that is clear, else by its feed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.feeds import parse_feed
from pipelines.language import LANGUAGES, LONGEST, entry_language
from pipelines.model import Entry

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared material beside the repository")

SPOKEN = {
    "en": """
        Orvane says its new depot will open this week
        Why the price of butter is rising again
        Police seek witnesses after fire at warehouse
        WHAT WE KNOW ABOUT THE STRIKE AT VALTOREX
        A Champs-Élysées café with a view of the river
        Who is the new boss of Lumisel?
    """,
    "fr": """
        Lumisel rachète son concurrent Talvane
        Les syndicats appellent à la grève jeudi
        Perquisition au siège de Norvelis
        Qui est la nouvelle patronne de Lumisel ?
        L’agence fédérale embauche 500 agents
        GREVE DES EBOUEURS : LA VILLE SOUS LES DECHETS
        Météo : des orages attendus dans le Sud-Ouest
        Deux blessés dans un accident sur l'A13
    """,
    "es": """
        Lumisel compra a su competidor Talvane
        Los sindicatos convocan protestas el jueves
        ¿Quién es la nueva jefa de Lumisel?
        Los agentes detuvieron a dos personas
        HUELGA DE BASURA: LA CIUDAD BAJO LOS DESECHOS
        Sube el precio del gas desde julio
        Descubren una nueva especie de rana
        La policía busca testigos tras el incendio
    """,
    "": """
        Die Polizei sucht Zeugen nach dem Brand
        Warum die Butter so teuer ist
        A polícia procura testemunhas do incêndio
        Empresa canadense vende caminhões blindados
        La polizia cerca testimoni dell'incendio
        Azienda canadese vende camion blindati
        La policia busca testimonis de l'incendi
        Qui és la nova directora de Lumisel
        De politie zoekt getuigen van de brand
        Polisen söker vittnen till branden
        Policja szuka świadków pożaru
        Poliția caută martori ai incendiului
        Orvane Valtorex 2026
        Orvane
        404
        Полиция ищет свидетелей
        警察が目撃者を探している
    """,
}
HEADLINES = [(code, line.strip()) for code, lines in SPOKEN.items() for line in lines.strip().splitlines()]
FRENCH = "Les syndicats de Valtorex appellent à une journée de grève dans toutes les gares du pays"
GERMAN = "Die Gewerkschaft ruft bei Valtorex zu einem Streik auf, weil die Löhne nicht steigen"


def seen(text: str) -> str:
    """Return which of the three languages a text of an entry is in by its words alone, "" for none of them."""
    code = entry_language(Entry(id="1", title=text))
    return code if code in {"en", "fr", "es"} else ""


@pytest.mark.parametrize(("code", "headline"), HEADLINES)
def test_a_headline_tells_its_language(code: str, headline: str) -> None:
    """English, French and Spanish are told apart, and from their neighbours, by the words of one headline."""
    assert seen(headline) == code


def test_the_text_is_believed_where_the_feed_says_another_language() -> None:
    """A French item in a feed that calls itself English is French."""
    assert entry_language(Entry(id="1", title=FRENCH, language="en")) == "fr"


def test_the_feed_is_believed_where_the_text_is_not_clear() -> None:
    """Names and numbers leave the feed's word as it is, whatever language that is."""
    for said in ("en", "de", "sk", ""):
        assert entry_language(Entry(id="1", title="Orvane Valtorex 2026", language=said)) == said


def test_one_foreign_word_does_not_overrule_the_feed() -> None:
    """An English headline with a French name in it stays what the feed says."""
    assert entry_language(Entry(id="1", title="Sur la Mer opens in Leeds", language="en")) == "en"


def test_a_clear_neighbour_is_named() -> None:
    """A German item is none of the three, and an entry says so instead of passing for the feed's English."""
    assert entry_language(Entry(id="1", title=GERMAN, language="en")) == "de"
    assert entry_language(Entry(id="1", title=GERMAN)) == "de"


def test_summary_and_content_count_too() -> None:
    """A headline that says nothing is judged by the text below it."""
    assert entry_language(Entry(id="1", title="Valtorex", summary=FRENCH)) == "fr"
    assert entry_language(Entry(id="1", title="Valtorex", content=FRENCH)) == "fr"


@given(st.text(max_size=200), st.sampled_from(["", "en", "de", "xx"]))
def test_no_text_is_too_odd(text: str, said: str) -> None:
    """Any text has an answer: one of the three or none; for an entry one of those known, or what the feed says."""
    assert seen(text) in {"en", "fr", "es", ""}
    assert entry_language(Entry(id="1", title=text, language=said)) in {*LANGUAGES, said}


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    """What stands after the characters that are read changes nothing."""
    start = ("The unions of this company say that they will strike. " * 20)[:LONGEST]
    assert seen(start + FRENCH * 50) == seen(start) == "en"


@needs_shared
def test_real_english_news_are_english() -> None:
    """Of real English items 99 in 100 are seen to be English, and hardly any passes for French or Spanish."""
    with (SHARED / "stream/news-2026-08.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::6]
    found = [seen(f"{row['title']}\n{row['summary'] or ''}") for row in rows]
    assert found.count("en") >= 0.98 * len(rows)
    assert found.count("fr") + found.count("es") <= 0.002 * len(rows)


@needs_shared
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("miniflux_internal_reader_parser_testdata_no_encoding_ISO-8859-1.xml", "fr"),
        ("rss-parser_test_input_heise.atom", "de"),
        ("rss-parser_test_input_uolNoticias.rss", "pt"),
    ],
)
def test_real_documents_that_do_not_say_their_language(document: str, code: str) -> None:
    """Items of feeds without a language get that of their text, nine in ten at least, and none another of the three."""
    body = (SHARED / "feeds/documents" / document).read_bytes()
    found = [entry_language(entry) for entry in parse_feed(body, document).entries]
    assert found.count(code) >= 0.9 * len(found) > 0
    assert set(found) <= {code, ""}
