"""An entry's text as what tells one story from another: rare words, names, numbers, and whom it dwells on.

Two raids share their words; they differ in names, places, numbers and days. So these are kept apart.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.stems import stem
from pipelines.stories.background import Background, background
from pipelines.stories.languages import Language, language

#: Links, also where a text was cut into tokens ("http : / / www . example").
_LINK = re.compile(r"https?://\S+|https? : / / (?:\S+ [./=?&_#-]+ )*\S+", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOKEN = re.compile(
    r"[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*"
    r"|[$£€]? ?\d[\d,.]*(?: ?(?:million|billion|trillion|mn|bn|tn|[mk])\b)?"
    r"|[.!?:;|“”\"(\n•]|``|''",
    re.I,
)
_NUMBER = re.compile(r"([$£€]?) ?(\d+(?:\.\d+)?) ?([a-z]*)", re.I)
_SCALE = {"k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12}
#: "a 43-year-old", "Smith, 43,", "aged 43".
_AGE = re.compile(
    r"\b\d{1,3}(?=[ -]{1,3}year[ -]{1,3}old|(?<=, \d\d) ?,|(?<=\baged \d\d)\b"
    r"|(?<=gé de \d\d) ans\b|(?<=gée de \d\d) ans\b| años de edad\b)"
)
_SATURATION = 1.2  # BM25's k1: the second mention says more than the tenth
_LEAD = 25  # terms; a headline and a first sentence
_HEAD = 9  # terms; a headline
_MAX_TEXT = 8_000  # characters; what a story is about stands at the top


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What an entry says of who, when and how old. Two entries that fill one slot differently are in conflict."""

    counts: dict[str, int]  #: term -> mentions
    share: dict[str, float]  #: name -> mentions over those of the most frequent name
    dwelt: dict[str, float]  #: names met twice or more -> mentions, those in the lead half as much again
    heroes: tuple[str, ...]  #: names that the lead has and the text returns to
    person: str  #: the surname met most, "" if none
    lead_person: str  #: the same among those in the lead
    mentions: int  #: of the most frequent name, at least 1
    days: frozenset[str]
    months: frozenset[str]
    years: frozenset[str]
    ages: frozenset[str]
    when: float  #: seconds since the epoch, of publication; 0.0: nobody says
    source: str  #: the publisher's name, folded; "" if unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an entry is compared by. Vectors are of length 1, or empty."""

    size: int  #: terms
    words: dict[str, float]
    names: dict[str, float]
    plain: dict[str, float]  #: words that are no names
    head: dict[str, float]
    numbers: dict[str, float]
    phrases: dict[str, float]  #: two names in a row
    slots: Slots
    keys: tuple[str, ...]  #: the rarest terms, by which stories are looked up
    forms: dict[str, str]  #: term -> as it was first written
    small: dict[str, None]  #: terms written with a small letter somewhere; a word without may belong to a name


@dataclass(slots=True)
class _Draft:
    """The terms of a text while it is being read."""

    terms: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    capital: dict[str, int] = field(default_factory=dict)
    follows: dict[str, int] = field(default_factory=dict)  #: names right after a name, inside a sentence
    leads: dict[str, int] = field(default_factory=dict)  #: names right before a name
    phrases: dict[str, None] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)
    forms: dict[str, str] = field(default_factory=dict)
    small: dict[str, None] = field(default_factory=dict)


def read(title: str, text: str, *, code: str = "en", when: float = 0.0, source: str = "") -> Reading:
    """Return the reading of a headline and a text in plain text; either may be empty.

    `code` is the language's; of others than English, French and Spanish no word is stemmed or left out. `when` is the
    time of publication in seconds since the epoch, 0.0 if unknown.
    """
    known, tongue = background(), language(code)
    title, text = title[:_MAX_TEXT], text[:_MAX_TEXT]
    whole = _LINK.sub(" ", f"{title} . {text}" if title else text)
    draft = _draft(tongue.date.sub(" . ", whole), known, tongue)
    counts, first = draft.counts, draft.first
    # A dictionary, for the order of a set of words changes from run to run, and with it the last digit of every sum.
    names = dict.fromkeys(term for term, times in draft.capital.items() if times * 2 >= counts[term])
    rarity = _rarity(draft, known, names, tongue)
    weight = {t: rarity[t] * k * (_SATURATION + 1) / (k + _SATURATION) for t, k in counts.items()}
    rare_first = sorted(counts, key=lambda t: (-rarity[t] * (1.3 if first[t] < _LEAD else 1.0), t))
    return Reading(
        size=len(draft.terms),
        words=_unit(weight),
        names=_unit({t: weight[t] for t in names}),
        plain=_unit({t: w for t, w in weight.items() if t not in names and t not in draft.numbers}),
        head=_unit({t: rarity[t] for t in counts if first[t] < _HEAD}),
        numbers=_unit(draft.numbers),
        phrases=_unit(dict.fromkeys(draft.phrases, 1.0)),
        slots=_slots(draft, names, whole, tongue, (when, source)),
        keys=(*rare_first[:14], *sorted(draft.phrases)[:6]),
        forms=draft.forms,
        small=draft.small,
    )


def _slots(draft: _Draft, names: dict[str, None], whole: str, tongue: Language, told: tuple[float, str]) -> Slots:
    counts, first = draft.counts, draft.first
    stress = {t: counts[t] * (1.5 if first[t] < _LEAD else 1.0) for t in names}
    most = max((counts[t] for t in names), default=1)
    share = {t: counts[t] / most for t in names}
    persons = _persons(draft, names)
    leading = (t for t in persons if counts[t] > 1 and first[t] < 30)
    return Slots(
        counts=counts,
        share=share,
        dwelt={t: stress[t] for t in names if counts[t] > 1},
        heroes=tuple(sorted(t for t in names if counts[t] >= 3 and share[t] >= 0.5 and first[t] < _LEAD)),
        person=max(persons, key=lambda t: (stress[t], t), default=""),
        lead_person=max(leading, key=lambda t: (stress[t], t), default=""),
        mentions=most,
        days=frozenset(draft.days),
        months=frozenset(tongue.months[month.lower()] for month in tongue.month.findall(whole)),
        years=frozenset(_YEAR.findall(whole)),
        ages=frozenset(_AGE.findall(whole)),
        when=told[0],
        source=told[1],
    )


def _rarity(draft: _Draft, known: Background, names: dict[str, None], tongue: Language) -> dict[str, float]:
    """Return how much each term tells. The counts are English: elsewhere all words are rare, and names count double."""
    numbers = draft.numbers
    if tongue.code == "en":
        return {t: numbers.get(t) or known.rarity(t) for t in draft.counts}
    return {t: numbers.get(t) or known.unknown / (1 if t in names else 2) for t in draft.counts}


def _persons(draft: _Draft, names: dict[str, None]) -> list[str]:
    """Return the surnames: they follow a name somewhere, stand alone elsewhere, and seldom stand before one."""
    counts, leads = draft.counts, draft.leads
    return [
        t
        for t, after in draft.follows.items()
        if t in names and counts[t] > after and leads.get(t, 0) <= 0.4 * counts[t]
    ]


def _draft(text: str, known: Background, tongue: Language) -> _Draft:
    draft = _Draft()
    before = ""  # the name right before
    fresh = True  # at the start of a sentence
    for token in _TOKEN.findall(text):
        sign = token[0]
        if sign.isalpha():
            for part in token.split("-") if "-" in token else (token,):
                term = _term(part, tongue)
                at_start, fresh = fresh, False
                if not term:
                    before = ""
                    if part.lower() in tongue.days:
                        draft.days.add(tongue.days[part.lower()])
                    continue
                _add(draft, term, part)
                if part[0].isupper() and _is_name(part, known, tongue, at_start):
                    _add_name(draft, term, before, at_start)
                    before = term
                else:
                    before = ""
                    if part[0].islower():
                        draft.small[term] = None
        elif sign.isdecimal() or sign in " $£€":
            before, fresh = "", False
            token = token.strip()
            _add(draft, _number(token, draft.numbers), token)
        else:
            before, fresh = "", True
    return draft


@lru_cache(maxsize=200_000)
def _term(word: str, tongue: Language) -> str:
    """Return the stem of a word, "" for one that tells nothing."""
    word = word.lower().removesuffix("'s").removesuffix("’s")
    if tongue.elided:
        prefix, _, rest = word.replace("’", "'").partition("'")
        word = rest if rest and prefix in tongue.elided else word
    return "" if word in tongue.stop or word in tongue.calendar else stem(word, tongue.code)


def _is_name(word: str, known: Background, tongue: Language, at_start: bool) -> bool:
    """Return whether a word with a capital is a name: seldom written small. The counts are English."""
    if tongue.code == "en":
        return known.lower.get(word.lower(), 0.0) < (0.34 if at_start else 0.67)
    return not at_start


def _add_name(draft: _Draft, term: str, before: str, at_start: bool) -> None:
    draft.capital[term] = draft.capital.get(term, 0) + 1
    if before:
        draft.phrases[f"{before} {term}"] = None
        if not at_start:
            draft.follows[term] = draft.follows.get(term, 0) + 1
            draft.leads[before] = draft.leads.get(before, 0) + 1


def _add(draft: _Draft, term: str, form: str) -> None:
    if term in draft.counts:
        draft.counts[term] += 1
    else:
        draft.counts[term] = 1
        draft.first[term] = len(draft.terms)
        draft.forms[term] = form.strip(" .,")
    draft.terms.append(term)


def _number(token: str, weights: dict[str, float]) -> str:
    """Return the term of a number, the same for "$20M" and "$20 million", and note how much it tells."""
    found = _NUMBER.match(token.replace(",", ""))
    assert found is not None, token  # the token holds a digit
    sign, digits, scale = found.groups()
    value = float(digits) * _SCALE.get(scale.lower(), 1.0)
    term = f"#{value:g}"
    if sign or scale:
        weights[term] = 6.0
    elif value <= 10 or (1900 <= value <= 2100 and value.is_integer()):
        weights[term] = 2.0  # small counts and years are everywhere
    else:
        weights[term] = 2.5 if value <= 31 else 5.0
    return term


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum([x * x for x in vector.values()]))
    return {term: x / length for term, x in vector.items()} if length else {}
