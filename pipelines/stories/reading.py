"""An entry's text as what tells one story from another: rare words, names, numbers, and whom it dwells on.

Two raids share their words; they differ in names, places, numbers and days. So these are kept apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from pipelines.stems import stem
from pipelines.stories.background import Background, background

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_CALENDAR = _DAYS.union(_MONTHS, (month[:3] for month in _MONTHS), ("sept",))
#: Words that say nothing of what happened, those of the trade ("said", "new") among them.
_STOP = frozenset(
    """a an the of to in on at for and or but is are was were be been being has have had having it its this that
    these those with by from as his her hers he she they them their theirs who whom which what will would can could
    may might must shall should not no nor say said says t s do does did so if then than too very just about into
    over after before out up down off again more most other some such only own same also when where while how why
    all any both each few i me my we us our you your am n't nt re ve ll d m via new news""".split()
)
_MONTH = "|".join(sorted((m for m in _CALENDAR - _DAYS), key=len, reverse=True))
#: Links, also where a text was cut into tokens ("http : / / www . example").
_LINK = re.compile(r"https?://\S+|https? : / / (?:\S+ [./=?&_#-]+ )*\S+", re.I)
_DATE = re.compile(
    rf"\b(?:{_MONTH})\b\.? ?\.? \d{{1,2}}(?:st|nd|rd|th)? ?,? \d{{4}}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b\.? ?\.? ?,? \d{{4}}"
    r"|\b\d{1,2} ?: ?\d\d ?(?:[ap] ?\.? ?m\b ?\.?)?(?: (?:E[SD]?T|GMT|BST|IST|PST|UK))?",
    re.I,
)
_MONTH_NAME = re.compile(rf"\b(?:{_MONTH.title()})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOKEN = re.compile(
    r"[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*"
    r"|[$£€]? ?\d[\d,.]*(?: ?(?:million|billion|trillion|mn|bn|tn|[mk])\b)?"
    r"|[.!?:;|“”\"(\n•]|``|''",
    re.I,
)
_NUMBER = re.compile(r"([$£€]?) ?(\d+(?:\.\d+)?) ?([a-z]*)", re.I)
_SCALE = {"k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12}
_SATURATION = 1.2  # BM25's k1: the second mention says more than the tenth
_LEAD = 25  # terms; a headline and a first sentence
_HEAD = 9  # terms; a headline
_MAX_TEXT = 8_000  # characters; what a story is about stands at the top


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the grouping keeps of an entry. Vectors are of length 1."""

    size: int  #: terms
    words: dict[str, float]
    names: dict[str, float]
    head: dict[str, float]
    pairs: dict[str, float]  #: two terms in a row
    numbers: dict[str, float]
    phrases: dict[str, float]  #: two names in a row
    share: dict[str, float]  #: name -> mentions over those of the most frequent name
    counts: dict[str, int]  #: term -> mentions
    dwelt: dict[str, float]  #: names met twice or more -> mentions, those in the lead half as much again
    heroes: tuple[str, ...]  #: names that the lead has and the text returns to
    person: str  #: the surname met most, "" if none
    lead_person: str  #: the same among those in the lead
    mentions: int  #: of the most frequent name, at least 1
    days: frozenset[str]
    months: frozenset[str]
    years: frozenset[str]
    keys: tuple[str, ...]  #: the rarest terms, by which stories are looked up


@dataclass(slots=True)
class _Draft:
    """The terms of a text while it is being read."""

    terms: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    capital: dict[str, int] = field(default_factory=dict)
    follows: dict[str, int] = field(default_factory=dict)  #: names right after a name, inside a sentence
    leads: dict[str, int] = field(default_factory=dict)  #: names right before a name
    phrases: set[str] = field(default_factory=set)
    numbers: dict[str, float] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)


def read(title: str, text: str, language: str = "") -> Reading:
    """Return the reading of a headline and a text in plain text; either may be empty."""
    known = background()
    whole = _LINK.sub(" ", f"{title} . {text[:_MAX_TEXT]}" if title else text[:_MAX_TEXT])
    draft = _draft(_DATE.sub(" . ", whole), known)
    counts, first = draft.counts, draft.first
    names = {term for term, times in draft.capital.items() if times * 2 >= counts[term]}
    rarity = {term: draft.numbers.get(term) or known.rarity(term) for term in counts}
    weight = {t: rarity[t] * k * (_SATURATION + 1) / (k + _SATURATION) for t, k in counts.items()}
    stress = {t: counts[t] * (1.5 if first[t] < _LEAD else 1.0) for t in names}
    most = max((counts[t] for t in names), default=1)
    share = {t: counts[t] / most for t in names}
    persons = [
        t
        for t in draft.follows
        if t in names and counts[t] > draft.follows[t] and draft.leads.get(t, 0) <= 0.4 * counts[t]
    ]
    rare_first = sorted(counts, key=lambda t: (-rarity[t] * (1.3 if first[t] < _LEAD else 1.0), t))
    return Reading(
        size=len(draft.terms),
        words=_unit(weight),
        names=_unit({t: weight[t] for t in names}),
        head=_unit({t: rarity[t] for t in counts if first[t] < _HEAD}),
        pairs=_unit(_pair_weights(draft.terms, known)),
        numbers=_unit(draft.numbers),
        phrases=_unit(dict.fromkeys(draft.phrases, 1.0)),
        share=share,
        counts=counts,
        dwelt={t: stress[t] for t in names if counts[t] > 1},
        heroes=tuple(sorted(t for t in names if counts[t] >= 3 and share[t] >= 0.5 and first[t] < _LEAD)),
        person=max(persons, key=lambda t: (stress[t], t), default=""),
        lead_person=max(
            (t for t in persons if counts[t] > 1 and first[t] < 30), key=lambda t: (stress[t], t), default=""
        ),
        mentions=most,
        days=frozenset(draft.days),
        months=frozenset(month[:3] for month in _MONTH_NAME.findall(whole)),
        years=frozenset(_YEAR.findall(whole)),
        keys=(*rare_first[:14], *sorted(draft.phrases)[:6]),
    )


def _draft(text: str, known: Background) -> _Draft:
    draft = _Draft()
    before = ""  # the name right before
    fresh = True  # at the start of a sentence
    for token in _TOKEN.findall(text):
        sign = token[0]
        if sign.isalpha():
            for part in token.split("-") if "-" in token else (token,):
                term = _term(part)
                at_start, fresh = fresh, False
                if not term:
                    before = ""
                    if part.lower() in _DAYS:
                        draft.days.add(part.lower())
                    continue
                _add(draft, term)
                small = known.lower.get(part.lower(), 0.0) if part[0].isupper() else 1.0
                if small < (0.34 if at_start else 0.67):
                    _add_name(draft, term, before, at_start)
                    before = term
                else:
                    before = ""
        elif sign.isdecimal() or sign in " $£€":
            before, fresh = "", False
            _add(draft, _number(token.strip(), draft.numbers))
        else:
            before, fresh = "", True
    return draft


@lru_cache(maxsize=200_000)
def _term(word: str) -> str:
    """Return the stem of a word, "" for one that tells nothing."""
    word = word.lower().removesuffix("'s").removesuffix("’s")
    return "" if word in _STOP or word in _CALENDAR else stem(word, "en")


def _add_name(draft: _Draft, term: str, before: str, at_start: bool) -> None:
    draft.capital[term] = draft.capital.get(term, 0) + 1
    if before:
        draft.phrases.add(f"{before} {term}")
        if not at_start:
            draft.follows[term] = draft.follows.get(term, 0) + 1
            draft.leads[before] = draft.leads.get(before, 0) + 1


def _add(draft: _Draft, term: str) -> None:
    if term in draft.counts:
        draft.counts[term] += 1
    else:
        draft.counts[term] = 1
        draft.first[term] = len(draft.terms)
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


def _pair_weights(terms: list[str], known: Background) -> dict[str, float]:
    counts: dict[str, int] = {}
    for one, two in pairwise(terms):
        pair = f"{one} {two}"
        counts[pair] = counts.get(pair, 0) + 1
    known_pairs, unknown = known.pairs, known.unknown
    return {
        p: (known.pair_rarity(p) if p in known_pairs else unknown) * k * (_SATURATION + 1) / (k + _SATURATION)
        for p, k in counts.items()
    }


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum([x * x for x in vector.values()]))
    return {term: x / length for term, x in vector.items()} if length else {}


def common(one: Iterable[str], two: Iterable[str]) -> list[str]:
    """Return what both hold, in order."""
    return sorted(set(one) & set(two))
