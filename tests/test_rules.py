"""Which rules an entry meets."""

from __future__ import annotations

import pytest

from pipelines.matcher import Matcher
from pipelines.model import Entry
from pipelines.rules import has_cue
from pipelines.watchlist import combine, parse_watchlist

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
id = "dbr"
name = "DBR"
kind = "agency"
[[watch]]
id = "barge"
name = "Skell Barge"
kind = "product"
"""


def rules(rule: str, title: str, summary: str = "", language: str = "en") -> bool:
    """Tell whether an entry meets the one rule."""
    watchlists = combine([parse_watchlist(f'{LIST}\n[[rule]]\nid = "rule"\n{rule}', "rules.toml")])
    match = Matcher(watchlists).match(Entry(id="1", title=title, summary=summary, language=language))
    return match.rules == ("rule",)


MEET = 'all = ["company", "agency"]\nwithin = "sentence"'
NEAR = 'all = ["company", "agency"]\nwithin = "entry"'
CUES = 'all = ["company"]\nwithin = "sentence"\ncues = ["contract", "lay off"]'
TABLE = [
    ("one sentence", MEET, "Skell meets DBR", "", True),
    ("one sentence of the summary", MEET, "News", "It rained. DBR met Skell.", True),
    ("behind an abbreviation", MEET, "Skell Inc. meets DBR", "", True),
    ("behind an initial and a decimal", MEET, "Skell's A. Roy, $8.5 million and DBR", "", True),
    ("two sentences", MEET, "Skell met. DBR met.", "", False),
    ("two sentences, the first ends with Inc.", MEET, "A deal went to Skell Inc. The DBR said no.", "", False),
    ("two sentences, the first ends with a quote", MEET, "“I like Skell.” DBR met.", "", False),
    ("two lines", MEET, "", "Skell met\nDBR met", False),
    ("two fields", MEET, "Skell met", "DBR met", False),
    ("two fields of one entry", NEAR, "Skell met", "DBR met", True),
    ("the usual reach is the entry", 'all = ["company", "agency"]', "Skell met", "DBR met", True),
    ("one of the two", NEAR, "Skell met", "", False),
    ("an unsure name does not count", MEET, "Tarnlow meets DBR", "", False),
    ("until it is sure", MEET, "Tarnlow meets DBR", "Tarnlow Guard", True),
    ("watch ids", 'all = ["skell", "dbr"]', "Skell meets DBR", "", True),
    ("another watch", 'all = ["tarnlow", "dbr"]', "Skell meets DBR", "", False),
    ("two companies", 'all = ["company", "company"]', "Skell meets Tarnlow Guard", "", True),
    ("one company twice is one", 'all = ["company", "company"]', "Skell meets Skell", "", False),
    ("a kind and a watch of it are two", 'all = ["company", "skell"]', "Skell meets DBR", "", False),
    ("whatever the order", 'all = ["company", "skell"]', "Tarnlow Guard meets Skell", "", True),
    ("and the other way", 'all = ["skell", "company"]', "Skell meets Tarnlow Guard", "", True),
    ("a name within another's", 'all = ["company", "product"]\nwithin = "sentence"', "The Skell Barge", "", True),
    ("a cue", CUES, "Skell wins a contract", "", True),
    ("a cue in another inflection", CUES, "Skell wins CONTRACTS", "", True),
    ("a cue of two words, inflected", CUES, "Skell is laying off welders", "", True),
    ("a cue of two words, hyphenated", CUES, "Skell's lay-offs", "", True),
    ("a cue with a capital is a name", CUES.replace("contract", "Canada"), "Skell moves to CANADA", "", True),
    ("which is not cut to a stem", CUES.replace("contract", "Canada"), "Skell can build barges", "", False),
    ("no cue", CUES, "Skell meets contractors", "", False),
    ("a cue in the next sentence", CUES, "Skell met. A contract came.", "", False),
    ("a cue somewhere in the entry", CUES.replace("sentence", "entry"), "Skell met", "A contract came", True),
    ("nothing at all", MEET, "Weather", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "title", "summary", "met"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_rule_is_met(rule: str, title: str, summary: str, met: bool) -> None:
    """A rule is met where enough different watches and a cue stand close enough."""
    assert rules(rule, title, summary) is met


CUE_TABLE = [
    ("en", "contract", "contracted contracting contracts CONTRACT contract's", "contractor contra"),
    ("en", "lease", "leased leasing leases", "least release"),
    ("en", "lay off", "lays-off laying-off", "lay layoff"),
    ("en", "supply", "supplies supplied supplying", "support"),
    ("fr", "contrat", "contrats Contrats CONTRATS", "contraste"),
    ("fr", "licencier", "licencié licenciés licenciées", "licence"),
    ("fr", "contrôle", "contrôles controle CONTROLES", "contre"),
    ("fr", "arrêter", "arrêté arrêtés arrete", "arête"),
    ("es", "contrato", "contratos CONTRATOS", "contra"),
    ("es", "despedir", "despedidos despedido", "despejado"),
    ("es", "deportación", "deportaciones deportacion", "puerta"),
    ("", "contract", "contracts", "contractor"),
    ("", "licencier", "licenciés", "licence"),
    ("", "despedir", "despedidos", "despejado"),
    ("de", "contract", "contracts", "contractor"),
]


@pytest.mark.parametrize(("language", "cue", "forms", "others"), CUE_TABLE, ids=[f"{r[0]}-{r[1]}" for r in CUE_TABLE])
def test_a_cue_stands_for_its_inflections(language: str, cue: str, forms: str, others: str) -> None:
    """A cue word is found in its inflections, with and without accents, and not in words that only begin like it."""
    assert [form for form in forms.split() if not has_cue(f"He said “{form}” twice", [cue], language)] == []
    assert [other for other in others.split() if has_cue(f"He said “{other}” twice", [cue], language)] == []


def test_the_first_cue_is_named() -> None:
    """The cue that stands there is given as the list writes it; no cue stands in no text."""
    assert has_cue("Two leases and a contract", ["contract", "lease"], "en") == "contract"
    assert has_cue("Two leases", ["contract", "lease"], "en") == "lease"
    assert has_cue("", ["contract"], "en") is None
    assert has_cue("contract", ["…"], "en") is None


def test_a_rule_of_two_lists_is_met_once() -> None:
    """The same rule in two lists, for two chats, is named once, in the order of the lists."""
    rule = '[[rule]]\nid = "{}"\nall = ["company"]\nchat = "@{}"\n'
    first = parse_watchlist(LIST + rule.format("a", "one") + rule.format("b", "one"), "one.toml")
    second = parse_watchlist(rule.format("b", "two") + rule.format("a", "two"), "two.toml")
    assert Matcher(combine([first, second])).match(Entry(id="1", title="Skell")).rules == ("a", "b")
