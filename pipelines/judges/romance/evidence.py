"""What speaks for and against a name meaning a watch in a French or Spanish text: log odds, each with its reason.

The scale: about 3 decides alone (a given name before a surname, a definition in brackets), 1.5 needs little help (what
the name hangs on: "agents of", "shares of"), .5 is a hint (an article, a country). Signs of one kind do not add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.judges.lexicons.places import PLACES
from pipelines.judges.lexicons.tongue import ABOUT
from pipelines.judges.romance.reading import RomancePlace, Token, joined, tokens
from pipelines.model import Kind

Sign = tuple[float, str]

_LEGAL = frozenset("sa sas sarl inc corp corporation ltd plc group groupe grupo holding energies energy motor".split())
_COMPOUND = re.compile(r"-[^\W\d_]")
_AND_COMPANY = re.compile(r"\w (?:y|e|&|et)(?= $)")


def signs(place: RomancePlace) -> list[Sign]:
    """Return all that speaks for or against the name at that place."""
    parts = (_sense, _left, _article, _right, _definition, _apposition, _expansion, _topic, _countries)
    return [sign for part in parts for sign in part(place)]


def _company(place: RomancePlace) -> bool:
    return place.kind is Kind.COMPANY


def _own(place: RomancePlace, lows: Iterable[str]) -> list[str]:
    """Return the words that speak of what the watch does."""
    watched = place.watched
    return [
        low for low in lows if low not in place.words and (place.fields_of(low) & watched.fields or watched.shares(low))
    ]


def _foreign(place: RomancePlace, lows: Iterable[str]) -> list[str]:
    """Return the words that speak of something else only."""
    return [
        low
        for low in lows
        if low not in place.words and (found := place.fields_of(low)) and not found & place.watched.fields
    ]


def _of_no_field(place: RomancePlace, low: str) -> bool:
    """Tell whether a word speaks of what is no watch's field: sport, weather, a town."""
    return low not in place.words and bool(place.fields_of(low)) and not place.fields_of(low) & ABOUT.keys()


def _sense(place: RomancePlace) -> list[Sign]:
    """What else the name may be, before looking at the text."""
    if place.acronym:
        fits = place.watched.subject.initials == place.surface
        return [(0.4, f"'{place.surface}' is the initials of {place.watched.subject.name}")] if fits else []
    ordinary = place.tongue.common | place.tongue.definite | PLACES
    if any(low in ordinary or place.is_given_name(low) for low in place.words):
        found = [(-0.3, f"'{place.surface}' has other meanings")]
    elif not _company(place):
        found = [(-0.4, f"other countries may have a '{place.surface}' too")]
    else:
        found = [(0.5, f"no other meaning of '{place.surface}' is known")]
    written = {token.text for token in place.reading.all_tokens}
    if place.cased and place.surface.lower() in written and not place.surface.islower():
        found.append((-0.7, f"'{place.surface.lower()}' stands in lower case elsewhere in the text"))
    return found


def _left(place: RomancePlace) -> list[Sign]:
    """What the name hangs on."""
    head, linked = place.head
    if _AND_COMPANY.search(place.before) and place.low in {"cia", "cie"}:
        return [(-3.0, f"short for 'and company' ('{_AND_COMPANY.findall(place.before)[-1]} {place.surface}')")]
    if place.before.endswith("-"):
        return [(-2.0, "it is part of a compound")]
    if head is None:
        return []
    shown = f"'{place.before[head.start :].lstrip()}{place.surface}'"
    found = [] if linked or place.article else _person(place, head, shown)
    return found or _thing(place, head, linked, shown)


def _person(place: RomancePlace, head: Token, shown: str) -> list[Sign]:
    tongue, low = place.tongue, head.low
    if low in place.watched.name_words:
        return [(1.5, f"it stands in a longer name of the watch ({shown})")] if head.capital else []
    if head.capital and place.is_given_name(low) and low not in tongue.small:
        return [(-3.0, f"the given name '{head.text}' stands before it")]
    if low.rstrip(".") in tongue.titles and not place.watched.shares(low):
        return [(-2.5, f"a title stands before it ({shown})")]
    if not head.capital or not place.cased or place.watched.knows(low) or low in tongue.small | tongue.home_of:
        return []
    if low in tongue.heads or place.fields_of(low) & place.watched.fields:
        return []
    if head.first and (low in tongue.does or any(low.startswith(stem) for stem in tongue.enforces)):
        return [(0.8, f"it does what organisations do ({shown})")]  # "Lanza X …", as headlines in Mexico have it
    if head.first:
        return [(-0.8, f"another word stands before it ({shown})")]
    return [(-1.8, f"it ends a longer name ({shown})")]


def _thing(place: RomancePlace, head: Token, linked: bool, shown: str) -> list[Sign]:
    tongue, low, company = place.tongue, head.low, _company(place)
    own = place.fields_of(low) & place.watched.fields
    if low in tongue.company and not (place.fields_of(low) - place.watched.fields and not own):
        return [(1.6 if company else -0.5, f"a word for companies stands before it ({shown})")]
    if low in tongue.agency:
        return [
            (1.3 if not company else -1.5 if not own else 0.5, f"a word for authorities stands before it ({shown})")
        ]
    if low in tongue.of_company:
        return [(1.5 if company else 0.0, f"a word of business stands before it ({shown})")]
    if low in tongue.of_agency:
        return [(1.3 if not company or own else -0.2, f"a word of public authority stands before it ({shown})")]
    if low in tongue.of_any and linked:
        return [(0.9, f"a word for organisations stands before it ({shown})")]
    if low in tongue.press:
        return [(1.8 if "press" in place.watched.fields else 0.0, f"a word of the press stands before it ({shown})")]
    if low in tongue.places and not own:
        return [(-2.5, f"a word before places stands before it ({shown})")]
    if low in tongue.things and not own:
        return [(-2.2, f"it is the name of a thing ({shown})")]
    return _phrase(place, head, linked, shown)


def _phrase(place: RomancePlace, head: Token, linked: bool, shown: str) -> list[Sign]:
    tongue, low, company = place.tongue, head.low, _company(place)
    if low in tongue.home_of:
        return [(1.6 if company else -0.5, f"as of a company ({shown})")]
    lows = [token.low for token in place.phrase if token.word]
    if "press" in place.watched.fields and (cues := tongue.press.intersection(lows)):
        return [(1.8, f"a word of the press stands before it ('{min(cues)} … {place.surface}')")]
    if low in tongue.at and not linked:
        known_place = place.low in PLACES or place.low in tongue.common
        return [(-1.2 if known_place else -0.4, f"as of a place ({shown})")]
    passive = any(low.startswith(stem) for low in lows[-4:] for stem in tongue.enforces)
    if low in tongue.by and passive and not company:
        return [(1.6, f"what authorities do stands before it ('{' '.join(lows[-4:])} {place.surface}')")]
    if own := _own(place, lows[-3:]):
        return [(1.5, f"a word of the watch's field stands before it ('{own[-1]} … {place.surface}')")]
    if low in tongue.by:
        return [(0.3, f"as of someone who acts ({shown})")]
    if linked and head.capital and not head.first and place.cased and not place.watched.knows(low):
        return [(-1.8, f"it belongs to another name ({shown})")]
    if _of_no_field(place, low):
        return [(-1.0, f"a word of something else stands before it ({shown})")]
    return []


def _article(place: RomancePlace) -> list[Sign]:
    article = place.article
    if article is None:
        return []
    shown = f"'{place.before[article.start :].lstrip()}{place.surface}'"
    if article.low in place.tongue.indefinite and article.low not in place.tongue.of:
        return [(-1.2, f"an indefinite article stands before it ({shown})")]
    if not _company(place):
        return [(0.4, f"with an article, as authorities are named ({shown})")]
    return [(-0.9, f"with an article, as companies are not named ({shown})")]


def _right(place: RomancePlace) -> list[Sign]:
    """What follows the name."""
    tongue, right, next2 = place.tongue, place.at(0), place.at(1)
    if right is None:
        return []
    if _COMPOUND.match(place.after):
        return [(-2.5, "it is part of a compound")]
    shown = f"'{place.surface}{place.after[: right.start + len(right.text) - len(place.before) - len(place.surface)]}'"
    if right.low in tongue.of and next2 is not None and next2.low in tongue.definite:
        next2 = place.at(2)
    if right.low in tongue.of and next2 is not None and next2.capital:
        return _of_somewhere(place, next2)
    codes = place.tongue.country_stems.keys(right.low)
    if codes and not (right.capital and _company(place)):
        own = bool(codes & place.watched.countries)
        return [(0.7 if own else -1.5, f"of {'its own' if own else 'another'} country ({shown})")]
    if right.capital and right.low not in tongue.small:
        return _longer(place, right, shown)
    return _verb(place, right, next2, shown)


def _of_somewhere(place: RomancePlace, token: Token) -> list[Sign]:
    shown = f"'{place.surface} … {token.text}'"
    own = place.tongue.country_stems.keys(token.low) & place.watched.countries
    if (place.watched.knows(token.low) or own) and not (place.article and _company(place)):
        return [(0.5, f"what follows belongs to the watch ({shown})")]
    return [(-1.3, f"it begins another name ({shown})")]


def _longer(place: RomancePlace, right: Token, shown: str) -> list[Sign]:
    if right.low in place.watched.name_words or place.watched.knows(right.low):
        return [(1.5, f"it begins a longer name of the watch ({shown})")]
    if place.tongue.country_stems.keys(right.low) and "press" not in place.watched.fields:
        return [(0.3, f"a country follows, as after a company's name ({shown})")]
    if right.low in _LEGAL:
        return [(1.5 if _company(place) else -1.0, f"a legal form or the like follows ({shown})")]
    return [(-1.7, f"it begins a longer name ({shown})")] if place.cased else []


def _verb(place: RomancePlace, right: Token, next2: Token | None, shown: str) -> list[Sign]:
    tongue, company = place.tongue, _company(place)
    press = "press" in place.watched.fields
    if press and (right.low in tongue.press or (next2 is not None and next2.low in tongue.press)):
        return [(1.8, f"a word of the press follows ({shown})")]
    if right.low in tongue.does:
        return [(0.8, f"it does what organisations do ({shown})")]
    if any(right.low.startswith(stem) for stem in tongue.enforces):
        return [(0.4 if company else 0.9, f"it does what authorities do ({shown})")]
    if press and right.low in tongue.of:
        return [(-1.2, f"a word follows that makes it a common one ({shown})")]
    if press and right.word:
        return [(-0.5, f"a word follows that makes it a common one ({shown})")]
    if right.low in tongue.has and place.cased:
        return [(0.4, f"it acts ({shown})")]
    if _of_no_field(place, right.low):
        return [(-0.8, f"a word of something else follows ({shown})")]
    return []


def _definition(place: RomancePlace) -> list[Sign]:
    """The full name before "(X)", or in brackets behind "X (…)"."""
    if place.before.rstrip().endswith("("):
        outside = re.split(r"[.;:!?]", place.before.rstrip()[:-1])[-1]
        lows = [token.low for token in tokens(outside)][-9:]
    elif inside := re.match(r"\s*\(([^)]{5,80})\)", place.after):
        lows = [token.low for token in tokens(inside[1])]
    else:
        return []
    long = [low for low in lows if len(low) > 2]
    if len(place.watched.name_words.intersection(long)) * 2 >= len(place.watched.name_words):
        return [(3.5, "it is defined by the full name")]
    initials = "".join(low[0] for low in long)
    defined = place.low in initials
    if own := _own(place, long):
        return [(2.5, f"it is defined by the watch's field ('{own[0]}')")]
    return [(-2.2, "it is defined as something else")] if defined or _foreign(place, long) else []


def _apposition(place: RomancePlace) -> list[Sign]:
    """What is said of it between commas: "X, the immigration police, …"."""
    match = re.match(r"\s*,\s+([^,.;:()]{4,80})(?:[,.;:()]|$)", place.after)
    if match is None:
        return []
    found = tokens(match[1])
    if place.acronym and place.low in "".join(token.low[0] for token in found if len(token.low) > 2):
        known = _own(place, [token.low for token in found])
        return [(2.0, f"short for '{match[1]}'")] if known else [(-2.2, f"short for '{match[1]}'")]
    if not found or found[0].low not in place.tongue.definite | place.tongue.indefinite:
        return []
    lows = [token.low for token in found]
    if own := _own(place, lows):
        return [(1.8, f"it is said to be of the watch's field ('{own[0]}')")]
    closed = match[0].endswith((",", ")"))  # else it may be the next clause
    return [(-1.3, f"it is said to be something else ('{match[1]}')")] if closed and _foreign(place, lows) else []


def _expansion(place: RomancePlace) -> list[Sign]:
    """A name elsewhere in the text whose initials the acronym is."""
    if not place.acronym or len(place.surface) < 3:
        return []
    found = [token for token in place.reading.all_tokens if token.capital and token.low not in place.tongue.small]
    for at in range(len(found) - len(place.low) + 1):
        run = found[at : at + len(place.low)]
        if all(len(token.text) > 3 for token in run) and "".join(token.low[0] for token in run) == place.low:
            shown = " ".join(token.text for token in run)
            known = _own(place, [token.low for token in run])
            return [(2.0, f"short for '{shown}'")] if known else [(-2.5, f"short for '{shown}'")]
    return []


def _topic(place: RomancePlace) -> list[Sign]:
    """Words of the watch's field against those of others, in the whole text."""
    lows = list(dict.fromkeys(joined(place.reading.all_tokens)))
    own = _own(place, lows)
    foreign = [low for low in _foreign(place, lows) if low not in place.watched.name_words]
    named = [low for low in lows if low in place.watched.companions]
    found: list[Sign] = []
    if named:
        found.append((1.5, f"a name of the watch's description stands in the text ('{named[0]}')"))
    if own:
        value = (0.0, 0.6, 1.3, 1.8)[min(3, len(own))]
        found.append((value, f"of the watch's field: {_list(own)}"))
    counts: dict[str, int] = {}
    for low in foreign:
        for field in place.fields_of(low):
            counts[field] = counts.get(field, 0) + 1
    most = max(((count, field) for field, count in counts.items()), default=(0, ""))
    if most[0] > len(own) and "press" not in place.watched.fields:
        told = [low for low in foreign if most[1] in place.fields_of(low)]
        worth = 0.4 if most[1] in ABOUT else 1.0
        found.append((-worth * min(2, most[0] - len(own)), f"of something else: {_list(told)}"))
    if not own and not named and not foreign:
        found.append((-0.3, "nothing in the text is of the watch's field"))
    return found


def _countries(place: RomancePlace) -> list[Sign]:
    named, own = place.reading.country_words, place.watched.countries
    if not named or not own:
        return []
    if shared := sorted(own & named.keys()):
        return [(0.5, f"of the watch's country: '{named[shared[0]]}'")]
    if settings := place.reading.settings:
        return [(-0.5 if _company(place) else -1.2, f"set in another country: {_list(settings)}")]
    return [(-0.4, f"of another country: {_list(list(named.values()))}")]


def _list(lows: list[str]) -> str:
    return ", ".join(f"'{low}'" for low in lows[:3])
