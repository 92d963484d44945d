"""What a short name may mean, by a lexicon of senses: whose words, people and longer names stand in the text?

The idea is Lesk's ("Automatic sense disambiguation using machine readable dictionaries", 1986): the sense is meant
whose description shares most words with the text. The lexicon (`lexicons/senses_*.txt`) holds what a newspaper reader
knows of names that are also words, people, places or other organisations; how blind it was written, docs/matching.md
says. Which of the senses is the watch's own is found from its name and `about`; a watch that no
sense describes has only others.

Known failures: senses that the lexicon does not know; two organisations of one name in one field.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from pipelines.judges.english.place import Place
from pipelines.judges.english.words import STOP, stem, weight, words
from pipelines.judges.subject import Subject, countries
from pipelines.model import Kind

KINDS = {
    "company": {Kind.COMPANY},
    "media": {Kind.COMPANY},
    "product": {Kind.COMPANY},
    "agency": {Kind.AGENCY},
    "institution": {Kind.AGENCY},
}
"""Which kinds of watch the senses describe that are organisations. Another kind is the watch only by its full name (the
lexicon calls a union "other", and a news agency an agency), a person, a place or a word never."""
CATCH_ALL = 4
"""From how many full names on a sense is a list of many: its longer names are mostly those of others."""
NEVER = frozenset({"person", "place", "word"})
NEAR = 8
"""Words before and behind the name that are near it."""
REACH = 60
"""Characters before and behind the name in which a longer name is looked for."""
ENOUGH = 1.0
"""How well a sense must fit the watch to be its own: one word of the description in common."""
_UNSAID = re.compile(
    r"^the |^(?:u\.s\.|us|united states) | of the united states$"
    r"|\s*\(.*?\)|,? (?:inc|corp|corporation|ltd|plc|s\.a|group|l\.p|company)\.?$"
)


@dataclass(frozen=True)
class Sense:
    """One meaning of a short name."""

    kind: str  #: company, media, agency, institution, team, person, place, product, work, event, word or other
    names: tuple[str, ...]  #: full names, in lower case
    stems: frozenset[str]  #: of the description and the full names
    cues: frozenset[str]  #: stems of words that stand in news about it
    longer: tuple[str, ...]  #: proper names that hold the short one, in lower case
    countries: frozenset[str]  #: that the full names and the description name


@cache
def _lines() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    parts = [file for file in files("pipelines.judges.lexicons").iterdir() if file.name.startswith("senses_")]
    for file in sorted(parts, key=lambda file: file.name):
        for line in file.read_text(encoding="utf-8").splitlines():
            short, _, rest = line.partition("|")
            found.setdefault(short.strip().lower(), []).append(rest)
    return found


@lru_cache(maxsize=1000)
def senses(short: str) -> tuple[Sense, ...]:
    """Return the senses that the lexicon has of a short name in lower case, none for a name that it does not know.

    Those of "Domino's" are also told of "Domino".
    """
    bare = short.removesuffix("'s")
    return tuple(_sense(line, short) for form in (bare, f"{bare}'s") for line in _lines().get(form, ()))


def _sense(line: str, short: str) -> Sense:
    kind, names, description, cues, longer = (part.strip() for part in line.split("|"))
    stems = {stem(word) for word in words(f"{names} {description}") if word not in STOP}
    return Sense(
        kind=kind,
        names=_phrases(names, short),
        stems=frozenset(stems - {short, stem(short)}),
        cues=frozenset(stem(word) for word in cues.lower().split()) - {short, stem(short)},
        longer=_phrases(longer, short),
        countries=frozenset[str]().union(*(countries(word) for word in words(f"{names} {description}"))),
    )


def _phrases(column: str, short: str) -> tuple[str, ...]:
    phrases = (part.strip().lower() for part in column.split(";"))
    return tuple(phrase for phrase in phrases if phrase not in {"", f"the {short}"})


@lru_cache(maxsize=1000)
def own_senses(subject: Subject, short: str) -> frozenset[int]:
    """Return which of `senses(short)` describe the watch: those that fit it best."""
    fits = [_fit(sense, subject, short) for sense in senses(short)]
    best = max(fits, default=0.0)
    return frozenset(at for at, fit in enumerate(fits) if fit >= ENOUGH and fit == best)


def _fit(sense: Sense, subject: Subject, short: str) -> float:
    bare, full = _bare(subject.name), {_bare(name) for name in sense.names}
    core = " ".join(subject.core)
    exact = bare != short and bare in full
    named = core != short and any(core in name or name in core for name in sense.names if name != short)
    if subject.kind not in KINDS.get(sense.kind, ()) and (sense.kind in NEVER or not (named or exact)):
        return 0.0
    if subject.countries and sense.countries and not (subject.countries & sense.countries or named or exact):
        return 0.0
    shared = len(sense.stems & subject.stems)
    alone = (short in full) + 1 / (2 + len(sense.stems))  # between equals, the one that is only that
    return 6.0 * exact + 4.0 * named + shared + 0.1 * alone if exact or named or shared else 0.0


def _bare(name: str) -> str:
    """Return a full name without what may be missing: article, country, legal form, what stands in brackets."""
    return _UNSAID.sub("", name.lower()).strip(" .,")


def sense_evidence(place: Place) -> dict[str, float]:
    """Return the features that the lexicon gives a place: none if it does not know the name."""
    known = senses(place.low)
    if not known:
        return {}
    own = own_senses(place.subject, place.low)
    split = [_split(known[at], place.subject) for at in sorted(own)]
    mine = [sense for sense, _ in split]
    others = [
        *(sense for at, sense in enumerate(known) if at not in own),
        *(rest for _, rest in split if rest is not None),
    ]
    own_cues = frozenset[str]().union(*(sense.cues for sense in mine))
    stems = place.reading.stems
    ours = max((weight(sense.cues & stems) for sense in mine), default=0.0)
    theirs = max((weight((sense.cues - own_cues) & stems) for sense in others), default=0.0)
    near = frozenset(stem(word) for word in place.around(NEAR, NEAR))
    near_ours = max((weight(sense.cues & near) for sense in mine), default=0.0)
    near_theirs = max((weight((sense.cues - own_cues) & near) for sense in others), default=0.0)
    rest = [weight((sense.cues) & stems) for sense in others]
    share = math.exp(ours) / (math.exp(ours) + math.fsum(math.exp(value) for value in rest)) if own else 0.0
    silent = bool(own) and ours == theirs == 0
    kinds = {sense.kind for sense in others}
    inside = (
        place.cased and not place.institution and not place.leads and not place.capital_left and not place.capital_right
    )
    rivals = [sense for sense in others if _possible(sense, place, stems)]
    exact = [sense for sense in mine if len(sense.names) < CATCH_ALL]
    covered = _covered(place, exact, own=True)
    return {
        "senses:unlisted": not own,
        "senses:own": min(3.0, ours) / 3,
        "senses:other": min(3.0, theirs) / 3,
        "senses:near-own": min(2.0, near_ours) / 2,
        "senses:near-other": min(2.0, near_theirs) / 2,
        "senses:share": share,
        "senses:ahead": max(0.0, min(2.0, ours - theirs)) / 2 if own else 0.0,
        "senses:behind": max(0.0, min(2.0, theirs - ours)) / 2 if own else 0.0,
        "senses:inside-alone": bool(own) and inside and not rivals,
        "senses:inside-rivals": bool(own) and inside and min(3, len(rivals)) / 3,
        "senses:silent": silent,
        "senses:silent-word": silent and "word" in kinds,
        "senses:own-longer": covered,
        "senses:other-longer": not covered and _covered(place, others),
        "senses:own-name": _named(place, exact, own=True),
        "senses:other-name": _named(place, others),
        **{f"senses:{kind}": True for kind in kinds & {"person", "place", "word", "team"}},
    }


def _split(sense: Sense, subject: Subject) -> tuple[Sense, Sense | None]:
    """Part a sense that names the watch beside others into the watch's and theirs: "Marine Corps; Army Corps"."""
    names = tuple(name for name in sense.names if _part_of_own(name, subject))
    if not names or len(names) == len(sense.names):
        return sense, None
    longer = tuple(name for name in sense.longer if _part_of_own(name, subject))
    return replace(sense, names=names, longer=longer), Sense(
        kind="other",
        names=tuple(name for name in sense.names if name not in names),
        stems=frozenset(),
        cues=frozenset(),
        countries=frozenset(),
        longer=tuple(name for name in sense.longer if name not in longer),
    )


def _possible(sense: Sense, place: Place, stems: frozenset[str]) -> bool:
    """Tell whether a capital inside a sentence may stand for a sense: a word's does not; works need a sign of them."""
    if sense.kind in {"word", "person", "work", "event", "team", "product"}:
        return sense.kind != "word" and (weight(sense.cues & stems) >= 1 or _named(place, [sense]))
    return True


def _covered(place: Place, among: Iterable[Sense], own: bool = False) -> bool:
    """Tell whether a longer name of one of the senses runs over the place."""
    first = max(0, len(place.before) - REACH)
    start, end = len(place.before) - first, len(place.before) + len(place.surface) - first
    near = place.text[first : first + end + REACH].lower()
    return any(
        match.start() <= start and end <= match.end()
        for sense in among
        for name in sense.longer + sense.names
        if len(name) > len(place.surface) and name in near and (own or not _part_of_own(name, place.subject))
        for match in _whole(name).finditer(near)
    )


def _named(place: Place, among: Iterable[Sense], own: bool = False) -> bool:
    """Tell whether a full name of one of the senses stands somewhere in the text."""
    text = place.reading.low
    return any(
        len(name) > len(place.surface) + 1
        and name in text
        and (own or not _part_of_own(name, place.subject))
        and _whole(name).search(text) is not None
        for sense in among
        for name in sense.names
    )


def _part_of_own(name: str, subject: Subject) -> bool:
    """Tell whether a name is the watch's own, or a part of it: "Associated Press" is in a sense with other agencies."""
    core = " ".join(subject.core)
    return len(subject.core) > 1 and (core in name or name in core)


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
