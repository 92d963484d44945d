"""Names in every form that headlines use, and the look-alikes that are no names."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.jsonlines import entry_from_json
from pipelines.matcher import Matcher
from pipelines.model import Entry, Field, Kind, Status, Watch, Watchlist
from pipelines.names.candidates import shared_names
from pipelines.names.nlp import Texts
from pipelines.watchlist import combine, parse_watchlist

WATCHES = """
[[watch]]
id = "voxmere"
name = "Voxmère"
kind = "company"
[[watch]]
id = "kestrel"
name = "Kestrel Marsh"
kind = "company"
aliases = ["Kestrel Marsh Logistics Corporation"]
ambiguous = ["Kestrel", "Tor", "Flock"]
[[watch]]
id = "dbr"
name = "Department of Borders & Residence"
kind = "agency"
aliases = ["DBR", "Bureau de la frontière"]
[[watch]]
id = "fxro"
name = "Frontier Removal Office"
kind = "agency"
aliases = ["F.X.R.O."]
ambiguous = ["RIME"]
[[watch]]
id = "wharf"
name = "WexmoorWorld"
kind = "company"
aliases = ["PacificaGuard Security", "U.S. Tidal & Harbours Enforcement"]
[[watch]]
id = "skell"
name = "Skell Dunes SE"
kind = "company"
aliases = ["Voss Dunes Co."]
"""
MATCHER = Matcher(combine([parse_watchlist(WATCHES, "forms.toml")]))


def sure(text: str) -> set[str]:
    """Return the watches that a title names surely."""
    return set(MATCHER.match(Entry(id="1", title=text)).watches(Status.SURE))


VOXMERE = """
Voxmère wins|voxmère wins|VOXMÈRE WINS|VoxMère wins|Voxmere wins|VOXMERE WINS
Voxmère's deal|Voxmère’s deal|VOXMÈRE'S DEAL|VOXMÈRE’S DEAL|Voxmère`s deal|Voxmère´s deal|Voxmère′s deal
Voxmères meet|the Voxmères' deal|the Voxmères’ deal|(Voxmère's)|‘Voxmère’s’|@Voxmère's|#Voxmère's|Voxmère's-run
anti-Voxmère protest|pro-Voxmère|non-Voxmère|ex-Voxmère chief|Voxmère-run camp|pro-Voxmère-|anti–Voxmère|anti‑Voxmère
#Voxmère|@Voxmère|$Voxmère|#voxmere|@voxmere
(Voxmère)|[Voxmère]|{Voxmère}|<Voxmère>|(NYSE:VOX)Voxmère|Voxmère(NYSE:VOX)
«Voxmère»|« Voxmère »|« Voxmère »|“Voxmère”|„Voxmère“|‚Voxmère‘|‹Voxmère›|‘Voxmère’|'Voxmère'|"Voxmère"|「Voxmère」
Voxmère—the firm|the firm—Voxmère|Voxmère–the firm|Voxmère / other|Voxmère/other|other/Voxmère|Voxmère|Voxmère\\other
Voxmère Inc.|Voxmère, Inc.|VOXMÈRE INC|VOXMÈRE, INC.|Voxmère Ltd.|Voxmère Ltée|Voxmère Corp|Voxmère S.A.|Voxmère GmbH
Voxmère, S.A. de C.V.|Voxmère LLC's|Voxmère & Co.|Voxmère&Co|Voxmère+other|Voxmère + other
l'Voxmère|l’Voxmère|d'Voxmère|d’Voxmère|qu'Voxmère|qu’Voxmère|L’VOXMÈRE|aujourd’hui Voxmère
Voxmère😀|😀Voxmère|🇨🇦Voxmère🇨🇦|Voxmère™|Voxmère®|Voxmère©|**Voxmère**|_Voxmère_|~Voxmère~|•Voxmère•|・Voxmère・
Voxmère.|Voxmère:|Voxmère,|Voxmère;|Voxmère…|Voxmère...|…Voxmère|...Voxmère|Voxmère!|Voxmère?|¿Voxmère?|¡Voxmère!|Voxmère。
“Voxmère,”said he|Voxmère),the|(Voxmère.)The|Voxmère."The|Voxmère.—the|Voxmère.[1]|Voxmère,the|Voxmère:the|Voxmère.The
it ended.Voxmère won|in 2026.Voxmère won|at the DBR.Voxmère won|Smith v. Voxmère|v.Voxmère|1)Voxmère|Ｖｏｘｍｅｒｅ
"""
FORMS = [
    *(("voxmere", text) for line in VOXMERE.strip().splitlines() for text in line.split("|")),
    *(
        ("kestrel", text)
        for text in (
            "Kestrel Marsh wins", "KESTREL MARSH WINS", "kestrel marsh wins", "Kestrel-Marsh", "Kestrel‑Marsh",
            "Kestrel\xa0Marsh", "Kestrel\u202fMarsh", "Kestrel  Marsh", "KestrelMarsh",
            "#KestrelMarsh", "@kestrelmarsh", "@kestrel_marsh", "Kestrel Marsh’s", "the Kestrel Marshes",
            "anti-Kestrel Marsh", "Kestrel Marsh-run", "Kestrel-Marsh-run", "Kestrel Marsh Logistics Corporation",
            "Kestrel Marsh Logistics Corp.", "Kestrel Marsh Logistics, Inc.", "Kestrel Marsh Logistics",
        )
    ),
    *(
        ("dbr", text)
        for text in (
            "DBR", "dbr", "D.B.R.", "D.B.R", "d.b.r.", "D.B.R.’s", "DBR's", "DBRs", "the D.B.R.-run camp",
            "anti-DBR", "anti-D.B.R. camp", "“D.B.R. camp”", "DBR-led", "(D.B.R.)", "#DBR",
            "Department of Borders and Residence",
            "DEPARTMENT OF BORDERS & RESIDENCE'S", "le Bureau de la frontiere", "LE BUREAU DE LA FRONTIÈRE",
        )
    ),
    *(
        ("wharf", text)
        for text in (
            "WexmoorWorld", "Wexmoor World", "Wexmoor-World", "WEXMOOR WORLD", "WexmoorWorld-run", "Wexmoor World’s",
            "#wexmoorworld", "wexmoorworld", "Wexmoor\xa0World", "Wexmoor\u2009Worlds", "Wexmoor\u00adWorld",
            "Wex\u00admoor World", "\u200eWexmoor\u200b World\u200f", "Wexmoor\u200dWorld", "Pacifica Guard Security",
            "Pa\ufb01ca PaciﬁcaGuard Security", "PaciﬁcaGuard Security", "PACIFICA-GUARD SECURITY",
            "US Tidal and Harbours Enforcement's", "U.S. Tidal & Harbours Enforcement",
            "the u.s. tidal & harbours enforcement",
        )
    ),
    *(("skell", text) for text in ("Skell Dunes SE", "SKELL DUNES SE", "Voss Dunes Co. wins", "Voss Dunes co. wins")),
    *(("fxro", text) for text in ("F.X.R.O. agents", "F.X.R.O agents", "the FXRO agents", "Frontier Removal Offices")),
]  # fmt: skip


@pytest.mark.parametrize(("watch", "text"), FORMS, ids=[text for _, text in FORMS])
def test_every_form_of_a_name_is_found(watch: str, text: str) -> None:
    """A name or alias means its watch in every casing, inflection and company of signs."""
    assert watch in sure(text)


NO_NAMES = """
Voxmerean art|preVoxmère|Voxmère2026|2Voxmère|Voxmèreland
info@voxmere.com|voxmere@example.org|https://voxmere.com/kestrel-marsh|www.voxmere.com|voxmere.com|example.org/voxmere
See https://example.org/?q=voxmere&x=1.|(www.example.org/voxmere)|<https://example.org/voxmere>|t.me/voxmere
sadbr|dbri|a kestrelmarshland|kestrelmarsh.com
Kestrel, Marsh and Co.|at Kestrel. Marsh leaders|Kestrel: Marsh|Kestrel; Marsh|Kestrel (Marsh)
Kestrel/Marsh|Kestrel's Marsh|Kestrel? Marsh!|Kestrel … Marsh|Kestrel - Marsh|Kestrel — Marsh
Marsh Kestrel|Kestrel and Marsh
a wexmoor world|the Wexmoor world|Wexmoor, World
fxro on the window|FXRO WINS THE LOTTERY|rime on the window
"""
ABSENT = [
    *(text for line in NO_NAMES.strip().splitlines() for text in line.split("|")),
    *("by Kestrel\nMarsh leaders", "by Kestrel \n\n Marsh", "Kestrel-\nMarsh", "Kestrel\n-Marsh"),
]


@pytest.mark.parametrize("text", ABSENT)
def test_look_alikes_are_not_sure(text: str) -> None:
    """Parts of words, addresses, and names parted by a sentence end or a comma mean nobody."""
    assert sure(text) == set()


BLOCKS = [
    ("<p>Statement by Kestrel</p><p>Marsh leaders met</p>", False),
    ("<ul><li>Kestrel</li><li>Marsh</li></ul>", False),
    ("A map of Kestrel<br>Marsh and dune", False),
    ("A map of Kestrel<br/><br/>Marsh and dune", False),
    ("Kestrel\nMarsh wins", False),
    ("<p>A deal for <b>Kestrel</b>\n  Marsh</p>", True),
    ("<p>Kestrel&nbsp;<i>Marsh</i></p>", True),
]


@pytest.mark.parametrize(("html", "is_name"), BLOCKS, ids=[html.replace("\n", " ") for html, _ in BLOCKS])
def test_a_name_does_not_reach_over_a_line_break(html: str, is_name: bool) -> None:
    """Two blocks of a page, or two lines of plain text, make no name; a line break inside a block is a space."""
    entry = entry_from_json(json.dumps({"id": "1", "title": "News", "summary": html}))
    assert ("kestrel" in MATCHER.match(entry).watches(Status.SURE)) is is_name


def test_a_listed_name_may_be_wrapped() -> None:
    """A name that the list itself breaks over two lines is the name with a space."""
    text = '[[watch]]\nid = "w"\nname = """Kestrel\nMarsh"""\nkind = "company"'
    match = Matcher(combine([parse_watchlist(text, "w.toml")])).match(Entry(id="1", title="At Kestrel Marsh"))
    assert [mention.text for mention in match.mentions] == ["Kestrel Marsh"]


def company(name: str, *aliases: str, ambiguous: tuple[str, ...] = (), key: str = "") -> Watch:
    """Return a watch."""
    return Watch(id=key or name, name=name, kind=Kind.COMPANY, aliases=aliases, ambiguous=ambiguous)


SHORTENED = [
    ("What If Inc.", "Ask what if it rains", None),
    ("What If Inc.", "WHAT IF IT RAINS", None),
    ("What If Inc.", "At What If today", Status.UNSURE),
    ("The One, Ltd", "This is the one", None),
    ("The One, Ltd", "The One, LTD. wins", Status.SURE),
    ("The Voxmère Ltd", "The Voxmère wins", Status.UNSURE),
    ("New World Inc.", "A new world begins", None),
    ("Public Works Inc.", "The public works begin", None),
    ("Sunrise Day Spa", "A sunrise day begins", None),
    ("Sunrise Day spa", "At Sunrise Day", None),
    ("Sunrise Wharf SpA", "At Sunrise Wharf", Status.SURE),
    ("Sunrise Wharf S.p.A.", "At Sunrise Wharf", Status.SURE),
    ("Sunrise Wharf, Spa", "At Sunrise Wharf", Status.SURE),
    ("Sunrise Wharf Co", "At Sunrise Wharf", None),
    ("Sunrise Wharf Co.", "AT SUNRISE WHARF", Status.SURE),
    ("Sunrise Wharf & Co. KG", "At Sunrise Wharf", Status.SURE),
    ("Roy & Co.", "Roy and the others", Status.UNSURE),
    ("Wharf, Roy and Tor Ltd.", "At Wharf, Roy and Tor", Status.SURE),
    ("Sunrise Wharf SE", "At Sunrise Wharf", Status.SURE),
    ("Voxmère SAS", "At Voxmère", Status.UNSURE),
]


@pytest.mark.parametrize(("name", "title", "status"), SHORTENED, ids=[f"{row[0]}-{row[1]}" for row in SHORTENED])
def test_a_name_without_its_legal_form(name: str, title: str, status: Status | None) -> None:
    """What is left is sure if two words of it are no everyday words, else it counts only as written, and not surely."""
    found = Matcher(combine([Watchlist(source="w.toml", watches=(company(name),))])).match(Entry(id="1", title=title))
    assert [mention.status for mention in found.mentions] == ([status] if status else [])


WORDLIKE_FORMS = [
    ("Skell SE", "Skell se reúne en Madrid", Status.UNSURE, "Skell"),
    ("Skell SE", "Skell SE wins", Status.SURE, "Skell SE"),
    ("Skell Co.", "Skell, co-founder", Status.UNSURE, "Skell"),
    ("Skell Co.", "Skell & Co wins", Status.UNSURE, "Skell"),
    ("Skell S.p.A.", "Skell spa weekend", Status.UNSURE, "Skell"),
    ("Skell S.p.A.", "Skell s.p.a. vince", Status.SURE, "Skell s.p.a."),
    ("Skell spa", "A day at Skell Spa", Status.SURE, "Skell Spa"),
]


@pytest.mark.parametrize(("name", "title", "status", "text"), WORDLIKE_FORMS, ids=[row[1] for row in WORDLIKE_FORMS])
def test_a_word_is_no_legal_form(name: str, title: str, status: Status, text: str) -> None:
    """A legal form that is a word too counts with a capital or dots; without, only the name before it stands."""
    found = Matcher(combine([Watchlist(source="w.toml", watches=(company(name),))])).match(Entry(id="1", title=title))
    assert [(mention.text, mention.status) for mention in found.mentions][:1] == [(text, status)]


CAMEL = [
    ("WexmoorWorld", "Wexmoor World", True),
    ("WexmoorWorld", "the Wexmoor world", False),
    ("SalesForce", "A Sales Force grows", False),
    ("McTarnlow", "Mc Tarnlow", False),
    ("VexGo", "Vex Go", False),
    ("iTarnlow Marsh", "i Tarnlow Marsh", False),
]


@pytest.mark.parametrize(("name", "title", "is_found"), CAMEL, ids=[row[1] for row in CAMEL])
def test_capitals_inside_part_a_name(name: str, title: str, is_found: bool) -> None:
    """A long name with capitals inside is found in two words with capitals, unless these are common words."""
    matcher = Matcher(combine([Watchlist(source="w.toml", watches=(company(name),))]))
    assert bool(matcher.match(Entry(id="1", title=title)).mentions) is is_found


def test_an_alias_beside_a_split_name_counts_in_any_casing() -> None:
    """A name that the list itself writes in two words is not bound to capitals by the same name in one."""
    watch = company("WexmoorWorld", "Wexmoor World")
    matcher = Matcher(combine([Watchlist(source="w.toml", watches=(watch,))]))
    assert matcher.match(Entry(id="1", title="at wexmoor world today")).mentions


def test_offsets_count_the_signs_that_no_reader_sees() -> None:
    """A name with a soft hyphen inside stands where the text has it, and so do its sentence and the names behind it."""
    title = "It rained. At Wex\u00admoor\u200b World, DBR met.\u200b It left."
    mentions = MATCHER.match(Entry(id="1", title=title)).mentions
    assert [mention.text for mention in mentions] == ["Wex\u00admoor\u200b World", "DBR"]
    assert [title[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]
    assert {title[m.sentence_start : m.sentence_end] for m in mentions} == {"At Wex\u00admoor\u200b World, DBR met."}


@given(
    st.lists(st.sampled_from("Skell Tarnlow Group Inc Ltd. Corp. Inc. & Élan ÆØ 24 Ｖｏｘ ½ ﬁn Ⅳ".split()), min_size=1)
)
def test_plain_phrases_are_split_as_the_tokenizer_does(words: list[str]) -> None:
    """The short cut for plain names gives the norms that the tokenizer gives."""
    texts = Texts()
    assert texts.norms(" ".join(words)) == tuple(texts.tokenize(" ".join(words)).norms)


PLURALS = [
    ("Tarn Wolf", "Tarn Wolfs", True),
    ("Tarn Party", "Tarn Parties", True),
    ("Tarn Fish", "Tarn Fishes", True),
    ("Tarn Bus", "Tarn Buses", True),
    ("Tarn Bus", "Tarn Bu", False),
    ("Tarn Grass", "Tarn Gras", False),
    ("Tarn Valley", "Tarn Vallies", False),
    ("Tarn C-9", "Tarn C-9s", False),
    ("Tarn Wolfs", "Tarn Wolf", False),
    ("Tarn VDX", "Tarn VDXs", True),
    ("Tarn Ox", "Tarn Oxs", False),
    ("Tarnbox", "Tarnboxes", True),
    ("Tarnlow Houses", "Tarnlow Houses", True),
    ("Wolf Tarn", "Wolfs Tarn", False),
]


@pytest.mark.parametrize(("name", "title", "is_found"), PLURALS, ids=[f"{row[0]}-{row[1]}" for row in PLURALS])
def test_plurals(name: str, title: str, is_found: bool) -> None:
    """The last word of a name may stand in the plural, and in no other form."""
    matcher = Matcher(combine([Watchlist(source="w.toml", watches=(company(name),))]))
    assert bool(matcher.match(Entry(id="1", title=title)).mentions) is is_found


SHARED = [
    ("the same name in another form", company("Voxmère"), company("VOXMERE"), ["Voxmère"]),
    ("an alias", company("Kestrel Marsh", "K-M-L"), company("Tor Dune", "kml", "K‑M‑L"), ["K-M-L"]),
    ("dots and signs", company("F.X.R.O.", "Tor & Dune"), company("FXRO", "Tor and Dune"), ["F.X.R.O.", "Tor & Dune"]),
    ("without the legal form", company("Kestrel Marsh Ltd."), company("Kestrel Marsh Inc."), ["Kestrel Marsh"]),
    ("an ambiguous name", company("Tor Dune", ambiguous=("Tor",)), company("Tor Marsh", ambiguous=("Tor",)), []),
    ("a part", company("Kestrel Marsh"), company("Kestrel"), []),
]


@pytest.mark.parametrize(("first", "second", "names"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_names_of_two_watches_are_told(first: Watch, second: Watch, names: list[str]) -> None:
    """A name that surely means two watches is told as the first writes it."""
    assert shared_names([first, second]) == ({(first.id, second.id): names} if names else {})


@pytest.mark.parametrize(
    "text", ["FileStorage", "actor", "Torque", "Tories", "Flocking birds", "flocked", "primed", "Rimed"]
)
def test_parts_of_words_are_not_even_seen(text: str) -> None:
    """An ambiguous name is a word of its own, whatever stands around it."""
    assert MATCHER.match(Entry(id="1", title=text)).mentions == ()


def test_decomposed_accents_are_found() -> None:
    """Text and list may both be decomposed Unicode: both are composed before they meet."""
    decomposed = unicodedata.normalize("NFD", WATCHES)
    assert decomposed != WATCHES
    matcher = Matcher(combine([parse_watchlist(decomposed, "forms.toml")]))
    entry = entry_from_json(json.dumps({"id": "1", "title": unicodedata.normalize("NFD", "Voxmère wins")}))
    assert [mention.text for mention in matcher.match(entry).mentions] == ["Voxmère"]


SIGNS = st.text(st.sampled_from(" \n\xa0\u00ad\u200b\u200dﾞ.,:;!?…'’\"“”«»()[]-–—/#@&+_%$*|😀ÀéßaxMN17™²"), max_size=6)
PARTS = st.lists(st.one_of(SIGNS, st.sampled_from([text for _, text in FORMS] + ABSENT)), max_size=6)


@given(PARTS, PARTS)
def test_offsets_point_at_the_text(title: list[str], summary: list[str]) -> None:
    """Wherever a name stands, `field[start:end]` is its text, within its sentence, and its order is reading order."""
    entry = Entry(id="1", title="".join(title), summary="".join(summary))
    mentions = MATCHER.match(entry).mentions
    for mention in mentions:
        text = entry.text(mention.field)
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip() != ""
        assert 0 <= mention.sentence_start <= mention.start < mention.end <= mention.sentence_end <= len(text)
    places = [(list(Field).index(mention.field), mention.start) for mention in mentions]
    assert places == sorted(places)


@given(PARTS)
def test_the_quick_look_misses_nothing(parts: list[str]) -> None:
    """A text in which the quick look sees no name has none: with one added below it, no other turns up."""
    text = "".join(parts)
    alone = [(m.watch, m.start, m.end) for m in MATCHER.match(Entry(id="1", title=text)).mentions]
    below = MATCHER.match(Entry(id="1", title=f"{text}\n.\nDBR")).mentions
    assert alone == [(m.watch, m.start, m.end) for m in below if m.end <= len(text)]


@pytest.mark.parametrize("sign", ["'", "(", ".", "_", "$", "1,000,", "字", "a"])
def test_a_long_run_without_a_space_comes_to_an_end(sign: str) -> None:
    """Names before and behind a run of any length are found at their places, in little time."""
    run = sign * (120_000 // len(sign))
    entry = Entry(id="1", content=f"Voxmère {run} Voxmère")
    mentions = MATCHER.match(entry).mentions
    assert [(m.start, entry.content[m.start : m.end]) for m in mentions] == [(0, "Voxmère"), (len(run) + 9, "Voxmère")]
