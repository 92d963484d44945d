"""Who did what with whom, and for how much."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.facts import ACTIONS
from pipelines.matcher import Matcher
from pipelines.model import Entry, Fact, Status
from pipelines.text import plain_text
from pipelines.watchlist import combine, parse_watchlist

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT.parent / "shared" / "articles" / "canada-and-ice.txt"

LIST = """
[[watch]]
id = "skell"
name = "Skell"
kind = "company"
[[watch]]
id = "tarnlow"
name = "Tarnlow Guard"
kind = "company"
ambiguous = ["Tarnlow"]
[[watch]]
id = "fro"
name = "Frontier Removal Office"
kind = "agency"
[[watch]]
id = "dbr"
name = "DBR"
kind = "agency"
"""
MATCHER = Matcher(combine([parse_watchlist(LIST, "facts.toml")]))
Row = tuple[str | None, str | None, str | None, int | None, str | None]


def facts(text: str, language: str = "") -> list[Row]:
    """Return company, agency, action, amount and currency of the facts in a summary."""
    match = MATCHER.match(Entry(id="1", title="News", summary=text, language=language))
    return [(f.company, f.agency, f.action, f.amount, f.currency) for f in match.facts]  # type: ignore[misc]


ONE = [
    ("en", "Skell wins $8 million contract with DBR.", ("skell", "dbr", "contract", 8000000, "USD")),
    ("en", "DBR awards Skell subcontracts worth C$10M", ("skell", "dbr", "contract", 10000000, "CAD")),
    ("en", "Skell wins $8.4 million order for 20 vehicles", ("skell", None, "order", 8400000, "USD")),
    ("en", "DBR issued a purchase order to Skell", ("skell", "dbr", "order", None, None)),
    ("en", "Skell sold 20 vehicles to DBR", ("skell", "dbr", "sale", None, None)),
    ("en", "Skell is selling its tower", ("skell", None, "sale", None, None)),
    ("en", "DBR leases a warehouse of Skell for $75,000", ("skell", "dbr", "lease", 75000, "USD")),
    ("en", "Skell is buying a shipyard", ("skell", None, "purchase", None, None)),
    ("en", "Skell bought a shipyard", ("skell", None, "purchase", None, None)),
    ("en", "Skell donated €3bn", ("skell", None, "donation", 3000000000, "EUR")),
    ("en", "Skell was sued by its welders", ("skell", None, "lawsuit", None, None)),
    ("en", "Skell lays off 128", ("skell", None, "layoff", None, None)),
    ("en", "Skell laid off 128", ("skell", None, "layoff", None, None)),
    ("en", "Layoffs at Skell", ("skell", None, "layoff", None, None)),
    ("en", "DBR paid Skell $8 million", ("skell", "dbr", None, 8000000, "USD")),
    ("fr", "Skell décroche un contrat de 8,4 millions de dollars", ("skell", None, "contract", 8400000, "USD")),
    ("fr", "La location d'un entrepôt à Skell par la DBR", ("skell", "dbr", "lease", None, None)),
    ("fr", "Skell a licencié 128 personnes", ("skell", None, "layoff", None, None)),
    ("fr", "Skell achète un chantier naval", ("skell", None, "purchase", None, None)),
    ("es", "Skell gana contratos de 3.000 millones de euros", ("skell", None, "contract", 3000000000, "EUR")),
    ("es", "La DBR cancela un pedido de 12 camiones a Skell", ("skell", "dbr", "order", None, None)),
    ("es", "Skell despide a 128 personas", ("skell", None, "layoff", None, None)),
]


@pytest.mark.parametrize(("language", "text", "row"), ONE, ids=[text for _, text, _ in ONE])
def test_a_sentence_states_a_fact(language: str, text: str, row: Row) -> None:
    """A sentence with one company and an action or an amount is a fact, with and without the entry's language."""
    assert facts(text, language) == [row]
    assert facts(text) == [row]


NULLS = [
    ("two companies", "Skell and Tarnlow Guard win $8 million contract with DBR", []),
    ("two agencies", "Skell wins contract with DBR and the Frontier Removal Office",
     [("skell", None, "contract", None, None)]),
    ("two amounts", "Skell wins contract for $8 million of $10 million", [("skell", None, "contract", None, None)]),
    ("a range", "Skell wins contract for $8 million to $10 million", [("skell", None, "contract", None, None)]),
    ("two actions", "Skell sells a tower and leases a barge for $8 million", [("skell", None, None, 8000000, "USD")]),
    ("neither action nor amount", "Skell meets DBR", []),
    ("no company", "DBR awards an $8 million contract", []),
    ("an unsure company", "Tarnlow wins $8 million contract", []),
    ("the amount stands in the next sentence", "Skell met DBR. It cost $8 million.", []),
    ("a company twice is one", "Skell, only Skell, wins a contract", [("skell", None, "contract", None, None)]),
    ("no sum of money", "Skell hires 20 people in 2026 for 8 million readers", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), [row[1:] for row in NULLS], ids=[row[0] for row in NULLS])
def test_what_the_sentence_does_not_say_is_null(text: str, rows: list[Row]) -> None:
    """Where a sentence leaves open what belongs to what, the key is null; without anything to say there is no fact."""
    assert facts(text, "en") == rows


DENIED = [
    "Skell denies it won a contract", "Skell did not win the contract", "Skell didn’t win the $8 million contract",
    "No contract for Skell", "Skell never had a contract", "Skell left without a contract",
    "Skell n'a pas de contrat", "Aucun contrat pour Skell", "Skell niega el contrato", "Skell sin contrato",
]  # fmt: skip


@pytest.mark.parametrize("text", DENIED)
def test_a_denial_is_no_fact(text: str) -> None:
    """A sentence that denies something states nothing."""
    assert facts(text) == []


def test_number_one_denies_nothing() -> None:
    """ "No. 1" is a rank."""
    assert facts("Skell, No. 1 in towers, wins a contract") == [("skell", None, "contract", None, None)]


FALSE_FRIENDS = [
    ("en", "A spokesman at the location for Skell"), ("", "A spokesman at the location for Skell"),
    ("en", "Skell's Don Roy on bail"), ("en", "Skell, in order to grow, demands an air vent and a new command"),
    ("", "Skell, in order to grow, demands an air vent and a new command"),
    ("es", "Skell sale de la crisis, dice don Roy"), ("", "Skell sale de la crisis, dice don Roy"),
    ("fr", "Skell donne la parole et poursuit la route"), ("es", "Skell ha pedido la palabra"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), FALSE_FRIENDS)
def test_false_friends_are_no_actions(language: str, text: str) -> None:
    """A word that names an action in one language says nothing in another."""
    assert facts(text, language) == []


def test_a_fact_is_told_once() -> None:
    """A summary that repeats the headline adds no fact, and each fact quotes its sentence."""
    text = "Skell wins $8 million contract"
    match = MATCHER.match(Entry(id="1", title=text, summary=f"It rained. {text}. “Fine.” Skell bought a barge."))
    assert match.facts == (
        Fact(company="skell", agency=None, action="contract", amount=8000000, currency="USD",
             amount_text="$8 million", sentence=text),
        Fact(company="skell", agency=None, action="purchase", amount=None, currency=None, amount_text=None,
             sentence="Skell bought a barge."),
    )  # fmt: skip


def test_a_fact_is_told_in_its_fullest_form() -> None:
    """What another sentence of the entry says with its agency or its sum is not told a second time without."""
    match = MATCHER.match(
        Entry(id="1", title="Skell wins $8 million contract", summary="Skell won an $8 million contract with DBR.")
    )
    assert [(f.agency, f.amount, f.sentence) for f in match.facts] == [
        ("dbr", 8000000, "Skell won an $8 million contract with DBR.")
    ]


def test_every_action_has_words_in_every_language() -> None:
    """Each action can be told in English, French and Spanish."""
    assert {tuple(words) for words in ACTIONS.values()} == {("en", "fr", "es")}


@pytest.mark.skipif(not ARTICLE.exists(), reason="the shared article is not there")
def test_the_article_gives_its_facts() -> None:
    """The article that the shipped lists grew out of: its companies, agencies and what it surely states."""
    lists = [parse_watchlist(path.read_text(), path.name) for path in sorted((ROOT / "watchlists").glob("*.toml"))]
    match = Matcher(combine(lists)).match(Entry(id="1", content=plain_text(ARTICLE.read_text()), language="en"))
    assert set(match.watches(Status.SURE)) >= {
        "gardaworld", "roshel", "jim-pattison-group", "hootsuite", "ice", "dhs", "alligator-alcatraz", "bill-c-9",
        "roshel-senator", "mark-carney", "doug-ford", "david-piccini", "jenny-kwan",
    }  # fmt: skip
    assert match.watches(Status.UNSURE) == ()
    assert {"company-meets-agency", "company-meets-place"} <= set(match.rules)
    (fact,) = match.facts
    assert (fact.company, fact.action, fact.amount, fact.amount_text) == (
        "gardaworld", "contract", 100000000, "$100 million",
    )  # fmt: skip
