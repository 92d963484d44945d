"""Sums of money in the spellings of three languages."""

from __future__ import annotations

import pytest

from pipelines.amounts import amounts

# Each line: spellings | the value in units | the currency.
TABLE = """
$8 million, $8-million, $8‑million, $8M, $8m, $8mn, $8 mln, $8MM, 8 million dollars | 8000000 | USD
8 million US dollars | 8000000 | USD
US$8-million, US $8 million, U.S.$8 million, USD 8 million, USD8m, 8 million USD | 8000000 | USD
$8 million USD, USD $8M | 8000000 | USD
8 million U.S. dollars, 8 millions de dollars, 8 millions $, 8 M$, 8 M $, 8 millions de $, 8 M$ US | 8000000 | USD
8 millions de dollars américains, 8 millions $ US, 8 millones de dólares, US$ 8 millones, $8 millones | 8000000 | USD
8 millones de dólares estadounidenses, $8million, 8 millions de dollars US, 8 millón de dólares | 8000000 | USD
C$100M, CA$100m, Can$100 million, CDN$100 million, Cdn$100-million, $100 million Cdn, $100M CAD | 100000000 | CAD
CAD 100 million, CAD $100 million, CAD$100 million, 100 million CAD, 100 million Canadian dollars | 100000000 | CAD
100 M$ CA, 100 millions $ CA, 100 M$ CAN, 100 millions de dollars canadiens | 100000000 | CAD
$100 million (CAD), 100 millones de dólares canadienses, $100M Canadian, 100 millions de dollars CAN | 100000000 | CAD
€3bn, €3 billion, € 3 billion, 3 bn euros, 3 milliards d'euros, 3 milliards d’euros, 3 Md€ | 3000000000 | EUR
3.000 millones de euros, 3 mil millones de euros, EUR 3 billion, 3 Mds d'euros | 3000000000 | EUR
£2.5 billion, £2.5bn, GBP 2.5 billion, 2.5 billion pounds sterling | 2500000000 | GBP
$8.4 million, 8.4 million dollars, 8.4 millones de dólares | 8400000 | USD
$158.3 Billion, $158.3bn | 158300000000 | USD
$1.375 billion, $1.375bn | 1375000000 | USD
$1.25 trillion | 1250000000000 | USD
$75K, $75 thousand, $75.000, 75 mille dollars, 75 mil dólares | 75000 | USD
$40-a-month, $40, 40 $, 40$, 40 dollars, 40 $ par mois, 40 $US | 40 | USD
8 k€ | 8000 | EUR
A$5m, AU$5m | 5000000 | AUD
NZ$5m | 5000000 | NZD
HK$5m | 5000000 | HKD
MX$5 million, Mex$5 million, 5 millones de pesos mexicanos, 5 million Mexican pesos | 5000000 | MXN
CHF 5 million | 5000000 | CHF
three million dollars, trois millions de dollars, tres millones de dólares, Three Million Dollars | 3000000 | USD
two hundred million dollars, 200 million dollars, $200M | 200000000 | USD
half a million dollars, $0.5 million | 500000 | USD
un milliard d'euros, one billion euros, €1bn | 1000000000 | EUR
"""
SPELLINGS = [
    (spelling.strip(), int(value), currency.strip())
    for line in TABLE.strip().splitlines()
    for spellings, value, currency in [line.split("|")]
    for spelling in spellings.split(", ")
] + [
    ("$8,000,000", 8000000, "USD"),
    ("8 000 000 $", 8000000, "USD"),
    ("8 000 000 $", 8000000, "USD"),
    ("8 000 000 de dollars", 8000000, "USD"),
    ("$1,250,000", 1250000, "USD"),
    ("$1,250 million", 1250000000, "USD"),
    ("$75,000", 75000, "USD"),
    ("2,500,000 dollars", 2500000, "USD"),
    ("1.250.000 €", 1250000, "EUR"),
    ("8,4 millions de dollars", 8400000, "USD"),
    ("1,5 milliard d'euros", 1500000000, "EUR"),
    ("1,375 milliard d'euros", 1375000000, "EUR"),
    ("$2,5 millones", 2500000, "USD"),
]


@pytest.mark.parametrize(("spelling", "value", "currency"), SPELLINGS, ids=[spelling for spelling, _, _ in SPELLINGS])
def test_an_amount_is_read(spelling: str, value: int, currency: str) -> None:
    """A sum is read with its currency in every usual spelling, wherever it stands."""
    for frame in ("It paid more than {}, it says", "{}", "({}).", "a {}-plus deal", "En 2026: {}!"):
        assert [(amount.value, amount.currency) for amount in amounts(frame.format(spelling))] == [(value, currency)]


@pytest.mark.parametrize(
    ("text", "value"), [("$40.50", 40.5), ("$1,250.50", 1250.5), ("1.250,50 €", 1250.5), ("1 250,50 $", 1250.5)]
)
def test_cents_are_kept(text: str, value: float) -> None:
    """A sum that is not whole stays as it is written."""
    assert [amount.value for amount in amounts(text)] == [value]


def test_what_kind_of_dollar_a_bare_sign_is_the_caller_says() -> None:
    """ "$" and "dollars" alone are the dollar that is asked for, or none; a sum that says its kind keeps it."""
    text = "$8 million, 9 millions de dollars, C$10 million, US$11 million"
    assert [amount.currency for amount in amounts(text)] == ["USD", "USD", "CAD", "USD"]
    assert [amount.currency for amount in amounts(text, dollar="AUD")] == ["AUD", "AUD", "CAD", "USD"]
    assert [amount.currency for amount in amounts(text, dollar=None)] == [None, None, "CAD", "USD"]


def test_a_peso_may_be_anybody_s() -> None:
    """Eight countries have a peso, so its name alone says no currency."""
    assert [(amount.value, amount.currency) for amount in amounts("5 millones de pesos")] == [(5000000, None)]


NO_AMOUNTS = [
    "8 million people", "20 vehicles", "in 2026", "50-70%", "5,000 km", "5 M people", "5 cents", "2026 US election",
    "M$", "$", "US$", "$ABC", "A$AP", "10 eurosceptics", "A 2.5 million pounds catch",
    "$10 to $12 million", "$10-12 million", "$10 million-$12 million", "between $8 million and $10 million",
    "entre 8 et 10 millions de dollars", "de 8 a 10 millones de euros", "8 à 10 millions $",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_other_numbers_are_no_sums(text: str) -> None:
    """People, years, vehicles and ranges are no sum of money."""
    assert amounts(f"It says {text} here") == []


SEVERAL = [
    ("$1, $2, or $5", [(1, "USD"), (2, "USD"), (5, "USD")]),
    ("$8 million of C$10 million", [(8000000, "USD"), (10000000, "CAD")]),
    ("a $10 million deal in 2026", [(10000000, "USD")]),
    ("a $5 million US contract", [(5000000, "USD")]),
    ("20 C$5 bills", [(5, "CAD")]),
    ("5 M$ et 6 M€", [(5000000, "USD"), (6000000, "EUR")]),
]


@pytest.mark.parametrize(("text", "found"), SEVERAL, ids=[text for text, _ in SEVERAL])
def test_sums_come_in_order(text: str, found: list[tuple[int, str]]) -> None:
    """All sums of a text are given, in reading order, none of them twice."""
    assert [(amount.value, amount.currency) for amount in amounts(text)] == found


MEASURED = [
    "more than C$100M", "over $100 million", "up to €3bn", "as much as $8 million", "about $8 million",
    "nearly $75,000",
    "an estimated $8 million", "at least £12m", "approximately $75 million", "plus de 8 millions de dollars",
    "près de 8 M$", "más de 8 millones de dólares", "unos 3.000 millones de euros",
]  # fmt: skip


@pytest.mark.parametrize("spelling", MEASURED)
def test_a_word_of_measure_belongs_to_the_text(spelling: str) -> None:
    """How exact a sum is stays in its text, and changes nothing of its value."""
    (amount,) = amounts(f"Contracts valued at {spelling} were let")
    assert amount.text == spelling
    assert amount.start == len("Contracts valued at ")


def test_over_is_no_measure_where_it_says_what_for() -> None:
    """Who sues over a contract of $8 million says nothing of more than that."""
    assert [amount.text for amount in amounts("It sued over $8 million, and sold the rest for over $9 million.")] == [
        "$8 million", "over $9 million",
    ]  # fmt: skip


@pytest.mark.parametrize("spelling", ["$8 million", "8,4 millions de dollars", "US$10-million", "C$100M"])
def test_the_text_of_an_amount_is_the_text(spelling: str) -> None:
    """An amount quotes what it was read from, and says where that starts."""
    text = f"It paid {spelling}."
    (amount,) = amounts(text)
    assert text[amount.start :].startswith(amount.text)
    assert spelling.endswith(amount.text)


@pytest.mark.parametrize("digits", [16, 30, 400])
def test_more_money_than_there_is_is_no_sum(digits: int) -> None:
    """A row of digits behind a "$" that no database could hold is left out, and the sum behind it is found."""
    assert [amount.value for amount in amounts(f"It paid ${'9' * digits}, later $8 million.")] == [8000000]
