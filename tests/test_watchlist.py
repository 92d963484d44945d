"""Watchlist text → watches and rules; what can't be used is refused with file, line and key."""

from __future__ import annotations

import pytest

from pipelines.errors import ConfigError, WatchlistError
from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Level, Rule, Status, Watch
from pipelines.watchlist import combine, may_be_a_word, parse_watchlist

FULL = """\
title = "Frontier"
chat = "@frontier"

[[watch]]
id = "skell"
name = "Skell"
kind = "company"
aliases = ["Skell Works"]
ambiguous = ["SK"]
about = "Builds towers."
context = ["tower"]
against = ["shell"]
alert = "digest"
hits = ["Skell wins"]
misses = ["A shell"]

[[rule]]
id = "rule"
title = "A rule"
all = ["company", "skell"]
within = "sentence"
cues = ["contract"]
alert = "digest"
chat = -100123
"""
SMALL = '[[watch]]\nid = "skell"\nname = "Skell"\nkind = "company"\n'


def test_every_key_is_read() -> None:
    """A list comes back with all that it says."""
    part = parse_watchlist(FULL, "frontier.toml")
    assert (part.source, part.title, part.chat) == ("frontier.toml", "Frontier", "@frontier")
    assert part.watches == (
        Watch(
            id="skell", name="Skell", kind=Kind.COMPANY, aliases=("Skell Works",), ambiguous=("SK",),
            about="Builds towers.", context=("tower",), against=("shell",), alert=Level.DIGEST,
            hits=("Skell wins",), misses=("A shell",),
        ),
    )  # fmt: skip
    assert part.rules == (
        Rule(id="rule", title="A rule", all=("company", "skell"), within="sentence", cues=("contract",),
             alert=Level.DIGEST, chat="-100123"),
    )  # fmt: skip
    assert (part.watches[0].line, part.rules[0].line) == (4, 17)
    assert (part.watches[0].hit_lines, part.watches[0].miss_lines) == ((14,), (15,))


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_left_out_has_its_default(kind: Kind) -> None:
    """id, name and kind are enough; an agency goes to the digest, everything else is pushed."""
    (watch,) = parse_watchlist(SMALL.replace("company", kind), "small.toml").watches
    assert watch == Watch(
        id="skell", name="Skell", kind=kind, alert=Level.DIGEST if kind is Kind.AGENCY else Level.PUSH
    )
    (rule,) = parse_watchlist('[[rule]]\nid = "r"\nall = ["company"]', "small.toml").rules
    assert rule == Rule(id="r", title="", all=("company",), within="entry", alert=Level.PUSH)


def test_sentences_know_their_lines() -> None:
    """Each hit and miss has the line on which it stands, in whatever way the list is written."""
    text = '''hits = ["one", "two",  # "three" is no string
  "four [",
  """five
  and six""", 'seven']
misses = [
]
'''
    (watch,) = parse_watchlist(SMALL + text, "small.toml").watches
    assert watch.hit_lines == (5, 5, 6, 7, 8)
    assert watch.miss_lines == ()
    (watch,) = parse_watchlist('watch = [{ id = "a", name = "Abc", kind = "topic", hits = ["x", "y"] }]', "b").watches
    assert len(watch.hit_lines) == 2


def test_an_empty_list_is_a_list() -> None:
    """A file that holds nothing watches nothing."""
    assert parse_watchlist("", "empty.toml").watches == ()


REFUSED = [
    ("no TOML", 'title = "x\n', 1, "not valid TOML"),
    ("no id", SMALL.replace('id = "skell"\n', ""), 1, "watch.id is missing"),
    ("no name", SMALL.replace('name = "Skell"\n', ""), 1, "watch.name is missing"),
    ("no kind", SMALL.replace('kind = "company"\n', ""), 1, "watch.kind is missing"),
    ("an empty name", SMALL.replace('"Skell"', '" "'), 3, "watch.name is empty"),
    ("a wrong id", SMALL.replace('"skell"', '"Skell Works"'), 2, "may only hold a-z, 0-9 and -"),
    ("an id with a hyphen in front", SMALL.replace('"skell"', '"-skell"'), 2, "may only hold"),
    ("a wrong kind", SMALL.replace("company", "compnay"), 4, "did you mean 'company'?"),
    ("a wrong level", SMALL + 'alert = "puhs"', 5, "did you mean 'push'?"),
    ("an unknown key", SMALL + 'alias = ["Skell Works"]', 5, "unknown key 'alias' in watch; did you mean 'aliases'?"),
    ("an unknown key at the top", 'titel = "x"\n' + SMALL, 1, "unknown key 'titel'; did you mean 'title'?"),
    ("an unknown key in a rule", '[[rule]]\nid = "r"\nall = ["company"]\nque = ["x"]', 4, "unknown key 'que'"),
    ("a watch that is one table", "[watch]", 1, "must be an array of tables, [[watch]]"),
    ("a text for a list", SMALL + 'aliases = "Skell Works"', 5, "watch.aliases must be a list of strings"),
    ("a number in a list", SMALL + "aliases = [\n  1]", 5, "1 is none"),
    ("an empty alias", SMALL + 'aliases = ["Works", ""]', 5, "holds an empty string"),
    ("a number for a name", SMALL.replace('"Skell"', "1"), 3, "watch.name must be a string, not 1"),
    ("a rule of nothing", '[[rule]]\nid = "r"\nall = []', 3, "needs all = [...]"),
    ("a rule without all", '[[rule]]\nid = "r"', 1, "needs all = [...]"),
    ("a wrong reach", '[[rule]]\nid = "r"\nall = ["company"]\nwithin = "sentense"', 4, "did you mean 'sentence'?"),
    ("a chat that is no name", "chat = true\n", 1, "chat must be a string or a number"),
    ("a name in two roles", SMALL + 'aliases = ["SKÉLL Works"]\nambiguous = ["Skell works"]', 6, "both in aliases"),
]


@pytest.mark.parametrize(("text", "line", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_wrong_list_is_refused(text: str, line: int, words: str) -> None:
    """The message names file, line and key, and the nearest word that would be right."""
    with pytest.raises(WatchlistError) as refused:
        parse_watchlist(text, "wrong.toml")
    assert str(refused.value).startswith(f"wrong.toml:{line}: ")
    assert words in refused.value.problem
    assert isinstance(refused.value, ConfigError)
    assert refused.value.line == line


FLOODS = ["X", "7", "2026", "…", "&", "The", "of the", "LE", "un", "A.", "é", "l'", "us", "What If"]
STOP_WORDS = {
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they",
    "fr": "le la les l' de des du et à un une est que dans pour au ce pas sur ne se plus par avec sont ou mais l'on",
    "es": "el la los las de que y a en un una ser se no por con para es lo su al como más o pero sin sobre muy ya",
}


@pytest.mark.parametrize("name", FLOODS)
@pytest.mark.parametrize("key", ["name", "aliases"])
def test_a_name_that_would_flood_is_refused(key: str, name: str) -> None:
    """A name or alias that stands in nearly every text is no name."""
    text = SMALL.replace('"Skell"', f'"{name}"') if key == "name" else f'{SMALL}aliases = ["{name}"]'
    with pytest.raises(WatchlistError) as refused:
        parse_watchlist(text, "flood.toml")
    assert f"watch.{key} of 'skell': {name!r} " in str(refused.value)


@pytest.mark.parametrize("language", STOP_WORDS)
def test_the_smallest_words_of_three_languages_are_refused(language: str) -> None:
    """An article, preposition or pronoun as an alias would match half of all entries; the reason is said."""
    for word in STOP_WORDS[language].split():
        for written in (word, word.upper(), word.capitalize()):
            with pytest.raises(WatchlistError, match=r"would match nearly everything|holds no letter"):
                parse_watchlist(f'{SMALL}aliases = ["Skell Works", "{written}"]', "flood.toml")


@pytest.mark.parametrize("text", ["", "  ", "\\t", "\u200b"])
def test_an_empty_alias_is_refused(text: str) -> None:
    """What looks empty names nothing."""
    with pytest.raises(WatchlistError) as refused:
        parse_watchlist(f'{SMALL}aliases = ["{text}"]', "flood.toml")
    assert refused.value.line == 5


@pytest.mark.parametrize("name", ["Other", "Autre", "People", "Gobierno", "Année", "Next", "Total", "Mars"])
def test_an_everyday_word_is_a_name_that_is_never_sure_by_itself(name: str) -> None:
    """Companies are called like that, so the list loads; the word alone means nothing for sure."""
    matcher = Matcher(combine([parse_watchlist(SMALL.replace('"Skell"', f'"{name}"'), "small.toml")]))
    (mention,) = matcher.match(Entry(id="1", title=f"{name} opens a mill")).mentions
    assert mention.status is Status.UNSURE


@pytest.mark.parametrize("name", ["X", "WHO", "UN", "US", "IT", "The Who", "On"])
def test_an_ambiguous_name_may_be_an_everyday_word(name: str) -> None:
    """An ambiguous name is never sure by itself, so any word may be one."""
    (watch,) = parse_watchlist(f'{SMALL}ambiguous = ["{name}"]', "small.toml").watches
    assert watch.ambiguous == (name,)


@pytest.mark.parametrize("name", ["…", "24", "&"])
def test_an_ambiguous_name_needs_a_letter(name: str) -> None:
    """Signs and numbers name nothing."""
    with pytest.raises(WatchlistError, match="holds no letter"):
        parse_watchlist(f'{SMALL}ambiguous = ["{name}"]', "small.toml")


NAMES = ["The Times", "Home Office", "New Look", "El País", "La Presse", "Tariffs", "Immigration", "Visa", "Paris"]


@pytest.mark.parametrize("name", ["DBR", "X Corp", "C-9", "3M", "Le Monde", "É2", "東京", "I.C.", "The Skell", *NAMES])
def test_a_short_name_is_no_flood(name: str) -> None:
    """Two signs of which one is a letter can be a name, and so can two common words, or a topic."""
    assert parse_watchlist(SMALL.replace('"Skell"', f'"{name}"'), "small.toml").watches[0].name == name


WORDS = [("Apple", True), ("visa", True), ("Élan", True), ("Roshel", False), ("GEO", False), ("eBay", False),
         ("東京", False), ("C-9", False), ("A Tor", False)]  # fmt: skip


@pytest.mark.parametrize(("name", "plain"), WORDS)
def test_short_plain_names_may_be_words(name: str, plain: bool) -> None:
    """Up to five letters without capitals inside may be a word; acronyms and longer names rather are not."""
    assert may_be_a_word(name) is plain


TWO = SMALL.replace("skell", "tarnlow").replace("Skell", "Tarnlow")
RULE = '[[rule]]\nid = "r"\nall = ["{}"]\n{}'
APART = [
    ("an id in two lists", SMALL, SMALL, "b.toml:1: watch id 'skell' is already used in a.toml"),
    ("an id twice in a list", SMALL + SMALL, "", "a.toml:5: watch id 'skell' is already used in a.toml"),
    ("a rule of nobody", SMALL, RULE.format("skel", ""),
     "b.toml:1: rule 'r': 'skel' is neither a kind nor the id of a watch; did you mean 'skell'?"),
    ("a rule of no kind", SMALL, RULE.format("agancy", ""),
     "b.toml:1: rule 'r': 'agancy' is neither a kind nor the id of a watch; did you mean 'agency'?"),
    ("a rule id twice in a list", RULE.format("company", "") * 2, "", "a.toml:4: rule id 'r' is already used"),
    ("two rules of one id", RULE.format("company", ""), RULE.format("agency", ""), "b.toml:1: rule id 'r' is already"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "words"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_lists_that_contradict_one_another_are_refused(first: str, second: str, words: str) -> None:
    """Ids are unique over all lists, and rules only name what is there."""
    with pytest.raises(WatchlistError) as refused:
        combine([parse_watchlist(first, "a.toml"), parse_watchlist(second, "b.toml")])
    assert str(refused.value).startswith(words)


def test_lists_work_together() -> None:
    """Rules see the watches of every list; a rule's own chat wins over its list's; the same rule may stand twice."""
    first = parse_watchlist('chat = "@one"\n' + SMALL + RULE.format("tarnlow", ""), "a.toml")
    second = parse_watchlist(TWO + RULE.format("tarnlow", 'chat = "@two"'), "b.toml")
    together = combine([first, second])
    assert list(together.watches) == ["skell", "tarnlow"]
    assert together.chats == {"skell": "@one", "tarnlow": ""}
    assert together.rule_chats == {"r": ("@one", "@two")}
    assert [rule.id for rule in together.rules] == ["r", "r"]
