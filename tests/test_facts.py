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
Row = tuple[str | None, str | None, str | None, int | float | None, str | None, str]


def facts(text: str, language: str = "", **other: str) -> list[Row]:
    """Return company, agency, action, amount, currency and status of the facts in a summary."""
    match = MATCHER.match(Entry(id="1", summary=text, language=language, **other))
    return [(f.company, f.agency, f.action, f.amount, f.currency, f.status) for f in match.facts]  # type: ignore[misc]


def row(
    action: str | None,
    agency: str | None = None,
    amount: float | None = None,
    currency: str | None = "USD",
    *,
    status: str = "done",
    company: str = "skell",
) -> Row:
    """Return a row as `facts` gives it, of Skell."""
    return company, agency, action, amount, currency if amount else None, status


STATED = [
    # Given, won, held.
    ("en", "Skell wins $8 million contract with DBR.", row("contract", "dbr", 8e6)),
    ("en", "DBR awarded Skell a contract.", row("contract", "dbr")),
    ("en", "DBR awards contract to Skell worth up to $8 million.", row("contract", "dbr", 8e6)),
    ("en", "Skell was awarded an $8 million, two-year contract by DBR.", row("contract", "dbr", 8e6)),
    ("en", "DBR awards Skell subcontracts worth C$10M", row("contract", "dbr", 1e7, "CAD")),
    ("en", "The $8 million contract between Skell and DBR was signed on Friday.", row("contract", "dbr", 8e6)),
    ("en", "DBR signs $8 million deal with Skell for 20 vehicles.", row("contract", "dbr", 8e6)),
    ("en", "DBR picked Skell for a $8 million contract.", row("contract", "dbr", 8e6)),
    ("en", "Skell, No. 1 in towers, wins a contract", row("contract")),
    ("en", "Skell wins $8.4 million order for 20 vehicles", row("order", None, 8.4e6)),
    ("en", "DBR issued a purchase order to Skell", row("order", "dbr")),
    ("en", "DBR ordered 20 trucks from Skell.", row("order", "dbr")),
    # Sold, bought, let: who is who.
    ("en", "Skell sold 20 vehicles to DBR for more than C$100M", row("sale", "dbr", 1e8, "CAD")),
    ("en", "Skell is selling its tower", row("sale")),
    ("en", "Skell Inc. (TSX: SKL) sold its Harwick unit for C$40 million", row("sale", None, 4e7, "CAD")),
    ("en", "DBR bought 20 trucks from Skell for $10 million.", row("sale", "dbr", 1e7)),
    ("en", "Skell opens plant, sells 5% stake for $8m.", row("sale", None, 8e6)),
    ("en", "Skell is buying a shipyard", row("purchase")),
    ("en", "Skell completes acquisition of Harwick Steel for $12 million.", row("purchase", None, 1.2e7)),
    ("en", "Skell was bought by DBR.", row("takeover", "dbr")),
    ("en", "Skell was sold for €3bn.", row("takeover", None, 3e9, "EUR")),
    ("en", "Skell agrees on a $39 billion merger.", row("takeover", None, 3.9e10)),
    ("en", "DBR leases a warehouse of Skell for $75,000", row("lease", "dbr", 75_000)),
    ("en", "Skell's 10-year, $12-million lease with DBR begins in May.", row("lease", "dbr", 1.2e7)),
    ("en", "Skell provides guards to DBR", row("services", "dbr")),
    # Given away, put in, granted, shared.
    ("en", "Skell donated €3bn", row("donation", None, 3e9, "EUR")),
    ("en", "Skell invests $40 million in a plant.", row("investment", None, 4e7)),
    ("en", "Skell gets $4 million subsidy from Ottawa.", row("grant", None, 4e6)),
    ("en", "Skell partners with DBR", row("partnership", "dbr")),
    # Before the courts, and out of work.
    ("en", "Skell was sued by its welders", row("lawsuit")),
    ("en", "DBR is suing Skell for $3 million.", row("lawsuit", "dbr", 3e6)),
    ("en", "DBR sues Skell over $8 million contract.", row("lawsuit", "dbr")),
    ("en", "A jury ordered Skell to pay a welder $9.25 million in damages", row("lawsuit", None, 9.25e6)),
    ("en", "Skell agreed to pay $3 million to settle a lawsuit.", row("settlement", None, 3e6)),
    ("en", "Skell settles with DBR for $3 million.", row("settlement", "dbr", 3e6)),
    ("en", "A court fined Skell £12m.", row("fine", None, 1.2e7, "GBP")),
    ("en", "Skell faces a €3bn fine.", row("fine", None, 3e9, "EUR")),
    ("en", "Skell laid off 128 after its contract ran out", row("layoff")),
    ("en", "Layoffs at Skell", row("layoff")),
    ("en", "Skell cuts 300 jobs.", row("layoff")),
    ("en", "DBR overpaid Skell by $1.2 million", row(None, "dbr", 1.2e6)),
    # French and Spanish.
    ("fr", "Skell décroche un contrat de 8,4 millions de dollars avec la DBR", row("contract", "dbr", 8.4e6)),
    ("fr", "La DBR a accordé à Skell un contrat de 8 M$.", row("contract", "dbr", 8e6)),
    ("fr", "La DBR a commandé 20 camions à Skell.", row("order", "dbr")),
    ("fr", "Skell vend un immeuble à la DBR pour 3 millions d'euros.", row("sale", "dbr", 3e6, "EUR")),
    ("fr", "La location d'un entrepôt à Skell par la DBR", row("lease", "dbr")),
    ("fr", "Skell achète un chantier naval", row("purchase")),
    ("fr", "La DBR poursuit Skell en justice pour une dette.", row("lawsuit", "dbr")),
    ("fr", "Skell a licencié 128 personnes", row("layoff")),
    ("es", "Skell gana un contrato de 8 millones de dólares con la DBR.", row("contract", "dbr", 8e6)),
    ("es", "Skell gana contratos de 3.000 millones de euros", row("contract", None, 3e9, "EUR")),
    ("es", "La DBR adjudicó a Skell un contrato de 8 millones de dólares.", row("contract", "dbr", 8e6)),
    ("es", "Skell vendió un edificio a la DBR por 3 millones de euros.", row("sale", "dbr", 3e6, "EUR")),
    ("es", "La DBR compró 20 camiones a Skell", row("sale", "dbr")),
    ("es", "Skell despide a 128 personas", row("layoff")),
]


@pytest.mark.parametrize(("language", "text", "stated"), STATED, ids=[text for _, text, _ in STATED])
def test_a_sentence_states_a_fact(language: str, text: str, stated: Row) -> None:
    """A company in the right role of an action's word is a fact, with and without the entry's language."""
    assert facts(text, language) == [stated]
    assert facts(text) == [stated]


NULLS = [
    ("two agencies", "Skell wins contract with DBR and with the Frontier Removal Office", [row("contract")]),
    ("two sums", "Skell wins contract for $8 million of $10 million", [row("contract")]),
    ("a range", "Skell wins contract for $8 million to $10 million", [row("contract")]),
    ("what the company is worth", "Skell, a company worth $3bn, won a contract with DBR.", [row("contract", "dbr")]),
    ("its revenue", "Skell, which has revenue of $3bn, won a contract.", [row("contract")]),
    ("another thing's price", "Skell signs contract with DBR at the $250 million tower", [row("contract", "dbr")]),
    ("who reports", "The DBR said Friday that Skell won an $8 million contract.", [row("contract", None, 8e6)]),
    ("an agency's people", "DBR officials sued Skell.", [row("lawsuit")]),
    ("the next clause", "Skell sold a tower after DBR paid $8 million for a barge", [row("sale")]),
    ("the sum stands in the next sentence", "Skell met DBR. That cost $8 million.", []),
    ("neither action nor sum", "Skell meets DBR", []),
    ("no company", "DBR awards an $8 million contract", []),
    ("an unsure company", "Tarnlow wins $8 million contract", []),
    ("no sum of money", "Skell hires 20 people in 2026 for 8 million readers", []),
    ("a sum without an action", "Skell earned $8 million", []),
]


@pytest.mark.parametrize(("text", "rows"), [row[1:] for row in NULLS], ids=[row[0] for row in NULLS])
def test_what_the_sentence_does_not_say_is_null(text: str, rows: list[Row]) -> None:
    """What belongs to something else, or may, is null; without anything to say there is no fact."""
    assert facts(text, "en") == rows


SEVERAL = [
    ("Skell and Tarnlow Guard win $8 million contract with DBR",
     [row("contract", "dbr", 8e6), row("contract", "dbr", 8e6, company="tarnlow")]),
    ("Skell and its rival, Tarnlow Guard, sold trucks", [row("sale"), row("sale", company="tarnlow")]),
    ("Skell won a contract while Tarnlow Guard sold a tower to DBR.",
     [row("contract"), row("sale", "dbr", company="tarnlow")]),
    ("Skell sells a tower and leases a barge for $8 million", [row("sale"), row("lease", None, 8e6)]),
    ("Skell, which won a contract with DBR, sold a tower.", [row("contract", "dbr"), row("sale")]),
    ("Skell awarded contract to Tarnlow Guard.", [row("contract", company="tarnlow")]),
    ("Skell acquired by Tarnlow Guard for $12 million.",
     [row("takeover", None, 1.2e7), row("purchase", None, 1.2e7, company="tarnlow")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), SEVERAL, ids=[text for text, _ in SEVERAL])
def test_several_companies_and_actions_keep_their_own(text: str, rows: list[Row]) -> None:
    """Who does something together shares the fact; who does something else has one of his own."""
    assert facts(text, "en") == rows


STATUS = [
    ("Skell is looking to sell an office to the DBR", [row("sale", "dbr", status="planned")]),
    ("Skell may sell its tower to DBR.", [row("sale", "dbr", status="planned")]),
    ("Skell to cut 300 jobs", [row("layoff", status="planned")]),
    ("Skell looks to complete the task of providing guards to DBR", [row("services", "dbr", status="planned")]),
    ("Analysts expect Skell to win a contract.", [row("contract", status="planned")]),
    ("DBR seeks contract with Skell.", [row("contract", "dbr", status="planned")]),
    ("Skell's planned sale of a tower to DBR.", [row("sale", "dbr", status="planned")]),
    ("Skell pourrait vendre un immeuble à la DBR.", [row("sale", "dbr", status="planned")]),
    ("Skell venderá un edificio a la DBR.", [row("sale", "dbr", status="planned")]),
    ("DBR cancels contract with Skell.", [row("contract", "dbr", status="ended")]),
    ("Skell loses its $8 million contract with DBR.", [row("contract", "dbr", 8e6, status="ended")]),
    ("Skell's contract with DBR was cancelled on Friday.", [row("contract", "dbr", status="ended")]),
    ("Skell deal with DBR collapses.", [row("contract", "dbr", status="ended")]),
    ("Judge tosses DBR lawsuit against Skell.", [row("lawsuit", "dbr", status="ended")]),
    ("La DBR résilie le contrat avec Skell.", [row("contract", "dbr", status="ended")]),
    ("La DBR rescinde el contrato con Skell.", [row("contract", "dbr", status="ended")]),
    ("Skell sells tower. Skell says it will sell the tower in May.", [row("sale", status="planned")]),
]


@pytest.mark.parametrize(("text", "rows"), STATUS, ids=[text for text, _ in STATUS])
def test_what_is_planned_or_has_ended_says_so(text: str, rows: list[Row]) -> None:
    """A deed that lies ahead is "planned", one that is over "ended"."""
    assert facts(text) == rows


NO_FACTS = [
    # Denied, asked for, doubted.
    "Skell denies it won a contract", "Skell did not win the contract", "Skell didn’t win the $8 million contract",
    "No contract for Skell", "Skell never had a contract", "Skell left without a contract",
    "Skell won't sell its tower to DBR.", "Skell refuses to sell trucks to DBR.", "Skell sold nothing to DBR.",
    "Skell says its contract with DBR was never signed.", "Skell fails to win contract.",
    "Skell n'a pas de contrat", "Aucun contrat pour Skell", "Skell niega el contrato", "Skell sin contrato",
    "Protesters call on Skell to drop its contract with DBR.", "Unions urge Skell to cancel its DBR contract.",
    "Will Skell sell its tower to DBR?", "It is unclear whether Skell sold a tower.",
    "Skell is accused of selling trucks to DBR.", "Skell will lose its contract.",
    # Somebody else.
    "Skell's workers won a contract.", "Skell rival wins contract with DBR.",
    "Skell executive sold shares for $8 million.",
    "A former Skell employee sued DBR.", "A lawsuit says DBR shared a link to a Skell file.",
    "Shares of Skell sold for $8 million.", "The former Skell boss bought a castle for €20m",
    "The minister discussed the contract in an interview with Skell.", "DBR awarded the contract according to Skell.",
    "Officials signed a contract similar to Skell’s.", "The layoffs were first reported by Skell.",
    "Tarnlow lost an $8 million contract to Skell.", "Skell's $8 million fine was overturned.",
    # Words that mean something else.
    "Skell contract workers strike at DBR.", "A new lease of life for Skell.", "Skell has a good deal of work.",
    "Skell deals with DBR complaints.", "Skell's shop sale starts on Friday.", "Skell players contract measles.",
    "A judge's executive order for Skell fails.", "In order for Skell to grow, DBR pays.", "Skell sells well.",
    "Skell settled on March 21st as the date.", "Skell cuts ribbon on new jobs centre.", "The trucks sold out at Skell",
    "Skell bought into the plan.", "Skell received a stop-work order from DBR.", "Skell acquires a taste for it.",
    "Skell provided an update to DBR.",
    # Words of another language.
    "A spokesman at the location for Skell", "Skell's Don Roy on bail",
    "Skell, in order to grow, demands an air vent and a new command", "Skell sale de la crisis, dice don Roy",
    "Skell donne la parole et poursuit la route", "Skell ha pedido la palabra",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_FACTS)
def test_what_only_looks_like_a_fact_is_none(text: str) -> None:
    """What is denied, asked or asked for, done by somebody else, or said in another sense, is no fact."""
    assert facts(text) == []


MEANT = [
    ("Skell met DBR. The Montreal-based firm won a $8 million contract.", [row("contract", None, 8e6)]),
    ("Skell met DBR. Winning a contract valued at $8 million, the Harwick company grew.", [row("contract", None, 8e6)]),
    ("Skell met DBR. It won a contract worth $8 million.", [row("contract", None, 8e6)]),
    ("Skell construit. L'entreprise a obtenu un contrat de 8 millions de dollars.", [row("contract", None, 8e6)]),
    ("Skell fabrica. La empresa firmó un contrato con la DBR.", [row("contract", "dbr")]),
    ("Skell won contracts worth $100 million. Most of these contracts, about $75 million worth, were for trucks.",
     [row("contract", None, 1e8), row("contract", None, 7.5e7)]),
    ("Those were Skell trucks. DBR signed a $10 million deal for 20 such trucks.", [row("contract", "dbr", 1e7)]),
    ("Skell met Tarnlow Guard. The company won a contract.", []),
    ("Skell met Brenlock Group. The company won a contract.", []),
    ("Skell met DBR. Its rival won a contract. The company sold a tower.", []),
    ("Skell met DBR. The company behind the tower won a contract.", []),
    ("Skell met DBR. The group won a contract.", []),
    ("Skell builds. The firm's workers won a contract with DBR.", []),
    ("DBR met Skell. It won a contract.", []),
    ("The company won a contract. Skell met DBR.", []),
    ("Skell won a contract. Tarnlow Guard bid. Most of these contracts were for trucks.", [row("contract")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), MEANT, ids=[text for text, _ in MEANT])
def test_a_company_may_be_meant_without_its_name(text: str, rows: list[Row]) -> None:
    """ "The firm", "it" or "these contracts" mean the only company named before, if nothing else can be meant."""
    assert facts(text) == rows


@pytest.mark.parametrize(
    ("where", "currency"),
    [
        ({}, "USD"),
        ({"link": "https://news.example.com/1"}, "USD"),
        ({"link": "https://news.example.ca/1"}, None),
        ({"feed": "https://news.example.com.au/rss"}, None),
    ],
    ids=["no outlet", "any outlet", "Canada", "Australia"],
)
def test_a_bare_dollar_of_an_outlet_with_its_own_is_open(where: dict[str, str], currency: str | None) -> None:
    """ "$8 million" is taken for US dollars, but not where the outlet's country has dollars too."""
    text = "Skell wins $8 million contract"
    assert facts(text, **where) == [("skell", None, "contract", 8000000, currency, "done")]


BUYERS = [
    ("Skell won a contract with the city of Harwick worth $8 million.", "the city of Harwick"),
    ("Skell sold 20 trucks to Harwick County.", "Harwick County"),
    ("Roy’s government has awarded Skell a contract.", "Roy’s government"),
    ("Skell won a contract with DBR and sold trucks.", None),
    ("Skell won a contract with a town.", None),
    ("Skell Wins Contract With Its Old Friends", None),
]


@pytest.mark.parametrize(("text", "buyer"), BUYERS, ids=[text for text, _ in BUYERS])
def test_a_buyer_that_is_no_watch_is_given_in_the_text_s_words(text: str, buyer: str | None) -> None:
    """Where the text names a counterparty that nobody watches, the fact has its words."""
    assert MATCHER.match(Entry(id="1", title="News", summary=text)).facts[0].buyer == buyer


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
    assert [
        (f.company, f.agency, f.action, f.amount, f.currency, f.amount_text, f.buyer, f.status) for f in match.facts
    ] == [
        ("gardaworld", None, "contract", 8000000, "USD", "$8 million", None, "done"),
        ("gardaworld", None, "contract", 100000000, "USD", "over $100 million", "Carney’s government", "done"),
        ("gardaworld", None, "contract", 75000000, "USD", "approximately $75 million", None, "done"),
        ("roshel", None, "contract", 10000000, "USD", "$10 million", "the United States", "done"),
        ("jim-pattison-group", "dhs", "sale", None, None, None, None, "planned"),
        ("hootsuite", "dhs", "services", None, None, None, None, "planned"),
    ]


@pytest.mark.parametrize("word", ["likely ", "to ", "the task of ", "and its company, ", "Skell, ", "- "])
def test_a_long_row_of_one_word_comes_to_an_end(word: str) -> None:
    """A text in which a word can be read in many ways takes no time that doubles with each of them."""
    assert facts("Skell " + word * (1000 // len(word)) + "met DBR over a contract that sold") == []


def test_a_list_of_names_is_no_sentence() -> None:
    """What has more names and sums than a sentence holds states nothing, and takes little time."""
    names = "DBR, sued Skell, "
    assert facts(f"{names} and Skell sold a dock for $8 million.")
    assert facts(f"{names * 30} and Skell sold a dock for $8 million.") == []


def test_a_text_of_many_facts_comes_to_an_end() -> None:
    """Thousands of sentences, each with a name and a sum of its own, are each compared with none of the others."""
    assert len(facts(" ".join(f"Skell wins a ${sum} million contract." for sum in range(1, 5001)))) == 5000
