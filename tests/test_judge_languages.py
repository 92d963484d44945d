"""What the judge thinks of a doubtful name in a French or Spanish text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.judges.lexicons.french import FRENCH
from pipelines.judges.lexicons.spanish import SPANISH
from pipelines.judges.lexicons.tongue import ABOUT, TOPICS, Tongue
from pipelines.judges.opinion import Opinion
from pipelines.judges.opinions import Opinions
from pipelines.judges.romance.reading import LONGEST
from pipelines.model import Entry, Field, Kind, Watch

each_tongue = pytest.mark.parametrize("tongue", [FRENCH, SPANISH], ids=["fr", "es"])


def watch(name: str, kind: Kind, ambiguous: str, about: str) -> Watch:
    """Return a watch with one ambiguous name."""
    return Watch(id="w", name=name, kind=kind, ambiguous=(ambiguous,), about=about)


RIME = watch(
    "Removal and Identity Mission Executive",
    Kind.AGENCY,
    "RIME",
    "US federal agency under the Department of Frontiers that detains and deports immigrants.",
)
VIGIE = watch("Vigie Protection", Kind.COMPANY, "Vigie", "Canadian company of security guards and armoured trucks.")
RIVAGE = watch("Rivage Télécom", Kind.COMPANY, "Rivage", "French telecommunications company, mobile operator.")
LEGENDRE = watch("Legendre-Roy Group", Kind.COMPANY, "Legendre", "Canadian construction and real estate group.")
COURRIER = watch("Le Courrier de Marvelle", Kind.COMPANY, "Le Courrier", "French regional daily newspaper.")
FARO = watch("Grupo Faro", Kind.COMPANY, "Faro", "Mexican mobile phone operator.")
COLIBRI = watch("Aerolíneas Colibrí", Kind.COMPANY, "Colibrí", "Mexican airline based in Monterrey.")
CIA = watch("Central Inquiry Authority", Kind.AGENCY, "CIA", "Brazilian agency for secret inquiries.")
VOZ = watch("La Voz del Plata", Kind.COMPANY, "La Voz", "Argentine daily newspaper.")
BORNE = watch("Office des bornes", Kind.AGENCY, "ODB", "Agence fédérale canadienne chargée des frontières.")


def opinion(whose: Watch, language: str, title: str, summary: str = "") -> Opinion:
    """Return the opinion on the first place of the ambiguous name."""
    entry = Entry(id="1", title=title, summary=summary, language=language)
    found = re.search(rf"(?<!\w){re.escape(whose.ambiguous[0])}(?!\w)", title, re.IGNORECASE)
    assert found is not None
    result = Opinions(entry).on(whose, Field.TITLE, *found.span())
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("whose", "language", "title", "summary", "reason"),
    [
        (
            RIME,
            "fr",
            "Que fait le RIME, la police américaine de l'immigration ?",
            "",
            "said to be of the watch's field",
        ),
        (RIME, "fr", "Deux personnes détenues par le RIME", "Les migrants attendent.", "what authorities do"),
        (RIME, "fr", "Des agents du RIME devant le tribunal", "", "a word of public authority stands before it"),
        (RIME, "fr", "L'agence américaine de l'immigration (RIME) recrute", "", "defined by the watch's field"),
        (RIME, "es", "¿Qué es el RIME, la agencia de inmigración de Estados Unidos?", "", "said to be"),
        (RIME, "es", "Detenida por el RIME cuando iba al trabajo", "", "what authorities do"),
        (RIME, "es", "Redada del RIME en una fábrica de Texas", "", "a word of public authority"),
        (BORNE, "fr", "L'ODB renforce les contrôles à la frontière", "Les douaniers sont prêts.", "watch's field"),
        (VIGIE, "fr", "Les gardiens de Vigie reprennent le travail", "", "a word of business stands before it"),
        (VIGIE, "fr", "Un camion blindé de Vigie en panne à Montréal", "", "'blinde"),
        (VIGIE, "es", "La empresa canadiense de seguridad Vigie busca guardias", "", "watch's field"),
        (RIVAGE, "fr", "Panne chez Rivage : le réseau mobile perturbé", "", "as of a company"),
        (RIVAGE, "fr", "L'opérateur Rivage ferme son réseau cuivre", "", "a word for companies"),
        (LEGENDRE, "fr", "Le groupe Legendre vend une tour à bureaux", "", "a word for companies"),
        (COURRIER, "fr", "« Non », a-t-elle répondu au quotidien Le Courrier", "", "a word of the press"),
        (FARO, "es", "Faro lanza internet móvil ilimitado", "", "does what organisations do"),
        (FARO, "es", "Lanza Faro un plan de internet para celulares", "", "does what organisations do"),
        (COLIBRI, "es", "Colibrí suspende vuelos", "Los pasajeros podrán pedir reembolso.", "watch's field"),
        (VOZ, "es", "En declaraciones a La Voz, el arquitecto defendió el plan", "", "a word of the press"),
    ],
)
def test_the_text_speaks_for_it(whose: Watch, language: str, title: str, summary: str, reason: str) -> None:
    """What the name hangs on, what it is said to be, and the text's topic make it sure, with that as the reason."""
    found = opinion(whose, language, title, summary)
    assert found.chance > 0.6
    assert any(reason in told for told in found.reasons if not told.startswith("but: "))


@pytest.mark.parametrize(
    ("whose", "language", "title", "summary", "reason"),
    [
        (RIME, "fr", "Le RIME Paris-Francfort circule à nouveau", "Le train reprend du service.", "a longer name"),
        (RIME, "fr", "Deutsche Zugbau présente son train RIME", "", "the name of a thing"),
        (RIME, "fr", "Rime Petrossian expose ses toiles à Lyon", "", "a longer name"),
        (RIME, "es", "El RIME de Costa Rica avisa de cortes de electricidad", "", "begins another name"),
        (RIME, "es", "El tren RIME une Berlín y Múnich", "", "the name of a thing"),
        (
            RIME,
            "es",
            "El RIME anuncia cortes",
            "El Registro Insular Municipal Electrico hará obras.",
            "short for 'Registro Insular Municipal Electrico'",
        ),
        (CIA, "es", "Hermanos Ruiz y CIA, un siglo de vino", "", "and company"),
        (VIGIE, "fr", "La Vigie du phare ouverte aux visiteurs", "", "with an article"),
        (RIVAGE, "fr", "Baignade interdite sur le Rivage ouest du lac", "", "with an article"),
        (LEGENDRE, "fr", "Isabelle Legendre quitte la politique", "", "the given name 'Isabelle'"),
        (LEGENDRE, "fr", "« Je suis content », a dit M. Legendre", "", "a title stands before it"),
        (LEGENDRE, "es", "El juez Legendre archiva el caso", "", "a title stands before it"),
        (COURRIER, "fr", "Le Courrier de Noël du village", "", "other meanings"),
        (FARO, "fr", "Le lac de Faro attire les vacanciers", "", "a word before places"),
        (FARO, "es", "El Faro de Rocanegra, abierto a los turistas", "", "begins another name"),
        (COLIBRI, "es", "Un Colibrí en el jardín, cuento para niños", "", "an indefinite article"),
        (VOZ, "es", "La Voz de los abuelos, en un documental", "", "makes it a common one"),
    ],
)
def test_the_text_speaks_against_it(whose: Watch, language: str, title: str, summary: str, reason: str) -> None:
    """A longer name, a person, a place, a thing or another definition rejects it, with that as the reason."""
    found = opinion(whose, language, title, summary)
    assert found.chance < 0.4
    assert any(reason in told for told in found.reasons if not told.startswith("but: "))


@pytest.mark.parametrize(
    ("whose", "language", "title"),
    [
        (RIME, "fr", "RIME : ce qu'il faut savoir"),
        (RIME, "es", "RIME: preguntas y respuestas"),
        (LEGENDRE, "fr", "Ce que Legendre attend de l'année"),
        (COLIBRI, "es", "Todo sobre Colibrí"),
    ],
)
def test_a_text_that_says_nothing_leaves_it_open(whose: Watch, language: str, title: str) -> None:
    """Where nothing speaks clearly the chance stays near one half: neither believed nor rejected."""
    assert 0.45 <= opinion(whose, language, title).chance < 0.55


def test_capitals_throughout_make_no_acronym() -> None:
    """In a headline in capitals a name is not taken for an acronym, and the words around it still speak."""
    assert opinion(LEGENDRE, "fr", "ISABELLE LEGENDRE QUITTE LA POLITIQUE").chance < 0.4
    assert opinion(RIVAGE, "fr", "PANNE CHEZ RIVAGE : LE RESEAU MOBILE PERTURBE").chance > 0.6


def test_words_of_context_and_against_help() -> None:
    """A word of the list decides what the text leaves open, and is named first among equals."""
    title = "Legendre attendu à Sherbrooke mardi"
    base = opinion(LEGENDRE, "fr", title).chance
    helped = Watch(**{**{f: getattr(LEGENDRE, f) for f in LEGENDRE.__slots__}, "context": ("Sherbrooke",)})
    hurt = Watch(**{**{f: getattr(LEGENDRE, f) for f in LEGENDRE.__slots__}, "against": ("sherbrooke",)})
    assert opinion(hurt, "fr", title).chance < base < opinion(helped, "fr", title).chance
    assert any("says the list (`context`)" in told for told in opinion(helped, "fr", title).reasons)


def test_a_description_in_french_speaks_too() -> None:
    """An `about` in the text's own language is understood like an English one."""
    french = watch("Rivage Télécom", Kind.COMPANY, "Rivage", "Opérateur de téléphonie mobile et d'internet en France.")
    assert opinion(french, "fr", "Rivage étend son réseau de fibre").chance > 0.6
    assert opinion(french, "fr", "Rivage : la plage rouvre").chance < 0.55


def test_far_down_in_a_long_text_there_is_no_opinion() -> None:
    """Only the beginning of a text is read."""
    entry = Entry(id="1", title="RIME " + "mot " * LONGEST + "RIME", language="fr")
    end = len(entry.title)
    assert Opinions(entry).on(RIME, Field.TITLE, end - 4, end) is None
    assert Opinions(entry).on(RIME, Field.TITLE, 0, 4) is not None


ODD = st.sampled_from(
    ["l'", "’", "(", ")", ",", "-", "M. ", " y ", "de ", "du ", "La ", "«", "»", " ", "Texas", "Ⅷ", "ﬁ", "🚂"]
)


@given(
    st.lists(st.one_of(ODD, st.text(max_size=12)), max_size=8),
    st.lists(st.one_of(ODD, st.text(max_size=12)), max_size=8),
    st.sampled_from([RIME, VIGIE, VOZ]),
    st.sampled_from(["fr", "es"]),
)
def test_no_text_is_too_odd(before: list[str], after: list[str], whose: Watch, language: str) -> None:
    """Whatever stands around a name, there is an opinion within bounds, with reasons."""
    start, name = "".join(before), whose.ambiguous[0]
    entry = Entry(id="1", title=start + name + "".join(after), language=language)
    found = Opinions(entry).on(whose, Field.TITLE, len(start), len(start) + len(name))
    assert found is not None
    assert 0.05 <= found.chance <= 0.95


@each_tongue
def test_both_languages_know_every_field_of_work(tongue: Tongue) -> None:
    """What an English description can say, French and Spanish texts can answer."""
    assert tongue.fields.keys() == ABOUT.keys() | TOPICS
    assert all(tongue.fields.values())


@each_tongue
def test_word_lists_are_folded(tongue: Tongue) -> None:
    """The lists hold words as texts are compared: lower case, no accents, "$" only at the end of a stem."""
    for table in (tongue.fields, tongue.countries):
        for stems in table.values():
            assert all(re.fullmatch(r"[a-z0-9]+(-[a-z]+)*\$?", stem) for stem in stems.split())
    for words in (tongue.titles, tongue.given_names, tongue.company, tongue.does, tongue.common, tongue.small):
        assert all(re.fullmatch(r"[a-z']+(-[a-z]+)*", word) for word in words)
