"""What speaks for and against a name meaning a watched organisation, in numbers: the judge weighs them.

Pure Python over word lists; no statistical tagger (with one the figures did not get better). Features are named
`group:detail`, some with the watch's kind behind it; values are 0 to about 3, and what is 0 is left out. Features that
all places of an entry share were tried: they earned nothing.

Known failures: namesakes in the same field of work (two operators of phone networks); institutions whose country is
said nowhere; famous names in texts about something that the lists do not know.
"""

from __future__ import annotations

import math
import re

from pipelines.judges.english.home import home
from pipelines.judges.english.place import QUOTES, Place, is_rare
from pipelines.judges.english.senses import sense_evidence
from pipelines.judges.english.signs import signs
from pipelines.judges.english.topic import topic
from pipelines.judges.english.words import STOP, stem, words
from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.common import COMMON, COMMON_LEAST
from pipelines.judges.lexicons.everyday import EVERYDAY
from pipelines.judges.lexicons.organisations import (
    AGENCY_AFTER_WORD,
    BRANDS,
    BRANDS_WITH_ANOTHER_SENSE,
    COMPANY_AFTER,
    COMPANY_AFTER_WORD,
    WARES,
)
from pipelines.judges.lexicons.people import GIVEN_NAMES, PERSON_TITLES, SURNAMES
from pipelines.judges.lexicons.phrases import KNOWN_PAIRS
from pipelines.judges.lexicons.places import (
    PLACE_AFTER,
    PLACE_BEFORE,
    PLACE_PREPOSITIONS,
    PLACES,
    STATES,
    STATES_SHORT,
)
from pipelines.judges.subject import countries
from pipelines.model import Kind

Features = dict[str, float]

_ACRONYM_LOWERING = word_list("guardian theguardian")  # outlets that print "Ice" for ICE
_CALENDAR = word_list("""
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december christmas easter ramadan
""")
_DETERMINERS = word_list("a an his her their my your its our this that the these those")
_ONE = word_list("a an his her their my your our")
_OF_A_NATION = ("an", "ish", "ese", "ic", "ch", "ss", "i")
_LIST_SIGNS = word_list(", and & or")
_LINKS = word_list("of in for on to at with from")
_REGIONS = STATES | STATES_SHORT
_OTHER_SENSES = GIVEN_NAMES | SURNAMES | PLACES
_INITIAL = re.compile(r"[B-Z]\.?|A\.")
_COMPOUND = re.compile(r"(?<!\w)(?!(?:anti|pro|non|pre|post|ex|co)[-–])[^\W\d_]+[-–]$", re.IGNORECASE)
_HYPHEN_NAME = re.compile(r"[A-Z][a-z]+[-–]$")
_TOWN = re.compile(r",\s+([A-Z][\w.]+)")
_QUOTE_END = re.compile(r"[,.]?['’\"”](?!s\b)")
_OWNER = re.compile(r"([A-Z][\w.]+)(?:['’]s)?\s+$")
_PLUS = re.compile(r"\+|\s+Plus\b")
_LEGAL_FORM = re.compile(r"\s+(?:Inc|Corp|Ltd|plc|PLC|Co)\b")


def evidence(place: Place) -> Features:
    """Return the features of one place that are not zero."""
    own = (_itself, _before, _behind, _lists_and_owners, _whole_name, _longer_name, _senses)
    parts = (*own, sense_evidence, signs, topic, home)
    return {key: float(value) for part in parts for key, value in part(place).items() if value}


def _itself(place: Place) -> Features:
    low = place.low
    quoted = place.before[-1:] in QUOTES and place.before != "" and _QUOTE_END.match(place.after) is not None
    return {
        f"style:{place.style}": 1,
        "self:acronym": place.acronym,
        "self:initials": place.is_initials and place.acronym,
        "self:wrong-initials": place.acronym and not place.is_initials and place.subject.name.upper() != place.surface,
        "self:lowered": place.is_initials
        and not place.acronym
        and place.style != "caps"
        and not _ACRONYM_LOWERING & place.reading.outlet,
        "self:only-name": len(place.subject.core) == 1,
        "self:lower-elsewhere": not place.reading.token_texts.isdisjoint({low, f"{low}s"}),
        "self:possessive": place.possessive,
        "quote:name": quoted and not place.possessive,
    }


def _before(place: Place) -> Features:
    subject, kind, left = place.subject, place.kind, place.left_word
    inner = place.left is not None and not place.left.first
    other2 = place.left2 is not None and place.left2.capital and not subject.knows(place.left_word2)
    named = place.name_left and place.cased
    online = bool(subject.fields & {"social", "software", "streaming"})
    given = place.capital_left and left in GIVEN_NAMES and not countries(left)
    return {
        "left:given-name": given and place.right_word not in COMPANY_AFTER_WORD,
        "left:title": left.strip(".") in PERSON_TITLES,
        "left:initial": place.left is not None and _INITIAL.fullmatch(place.left.text) is not None,
        "left:cap-known": place.capital_left and subject.knows(left),
        "left:cap-other": named,
        "left:cap-title": place.name_left and not place.cased,
        "left:cap-inside": named and left not in BRANDS and inner,
        "left:common-cap": place.capital_left
        and place.cased
        and inner
        and not is_rare(left)
        and not subject.knows(left),
        "left:place": place.capital_left and left in PLACE_BEFORE,
        "left:in": left in PLACE_PREPOSITIONS,
        f"left:in:{kind}": left in PLACE_PREPOSITIONS,
        "left:on": left == "on",
        "left:the": left == "the",
        f"left:the:{kind}": left == "the",
        "left:a": left in {"a", "an"},
        "left:beyond": place.capital_left and subject.knows(left) and place.name_left2,
        "left:of-other": left == "of" and other2,
        "left:cap-in": left in _LINKS and other2 and place.cased and place.first > 2,
        "left:start": place.left is None,
        f"left:start:{kind}": place.left is None,
        "left:sentence": place.leads and not is_rare(place.low),
        "left:about": stem(left) in subject.stems and left not in STOP,
        "left:hyphen-name": _HYPHEN_NAME.search(place.before[-40:]) is not None,
        "left:hyphen": _COMPOUND.search(place.before[-40:]) is not None,
        "left:online": left in {"on", "via", "to"}
        and online
        and place.low not in _CALENDAR
        and not place.capital_right,
    }


def _behind(place: Place) -> Features:
    subject, kind, right, beside = place.subject, place.kind, place.right_word, place.beside
    known = subject.knows(right)
    town = _TOWN.match(place.after)
    return {
        "right:cap-known": place.capital_right and known,
        "right:cap-other": place.name_right and place.cased,
        "right:cap-title": place.name_right and not place.cased,
        "right:common-cap": place.capital_right and not place.name_right and not known and place.cased,
        "right:about": stem(right) in subject.stems and right not in STOP,
        "right:place": place.capital_right and right in PLACE_AFTER and not known,
        "right:firm": place.capital_right and right in COMPANY_AFTER,
        "right:business": right in COMPANY_AFTER_WORD,
        f"right:business:{kind}": right in COMPANY_AFTER_WORD,
        "right:agency": right in AGENCY_AFTER_WORD,
        f"right:agency:{kind}": right in AGENCY_AFTER_WORD,
        "right:wares": kind is Kind.AGENCY and right in WARES,
        "right:number": beside is not None and beside.text[0].isdigit(),
        "right:hyphen": place.after[:1] in {"-", "–"} and place.after[1:2].isalpha(),
        "right:plus": kind is Kind.COMPANY and _PLUS.match(place.after) is not None,
        "right:sign": place.after.lstrip()[:1] in {",", ".", ":", ";", ")", "?", "!"},
        "right:lower": beside is not None and beside.text[0].islower(),
        "right:state": kind is Kind.COMPANY and town is not None and _names_region(town[1].lower()),
    }


def _names_region(word: str) -> bool:
    """Tell whether a word is a state, its short form, or a country other than the two with most newspapers."""
    return word.strip(".") in _REGIONS or bool(countries(word) - {"us", "gb"})


def _lists_and_owners(place: Place) -> Features:
    subject, left, left2, right = place.subject, place.left_word, place.left_word2, place.right_word
    capital2 = place.left2 is not None and place.left2.capital
    listed_behind = right in {",", "and", "&"} and place.after2 is not None and place.after2.capital
    next_brand = listed_behind and place.after2 is not None and place.after2.low in BRANDS
    found: Features = {
        "list:names": (left in _LIST_SIGNS and capital2) or listed_behind,
        "list:brand": (left in _LIST_SIGNS and left2 in BRANDS) or next_brand,
    }
    if left == "'s" and capital2:
        own = subject.knows(left2) or bool(countries(left2) & subject.countries)
        found["owner:known" if own else "owner:other"] = 1
    if subject.maker:
        determined = bool(place.around(3, 0) & _DETERMINERS)
        product = place.capital_right and place.cased and determined and not place.capital_left
        found |= {
            "maker:subject": 1,
            "maker:product": product and right not in PLACE_AFTER,
            "maker:right": place.name_right,
            "maker:owner": left == "'s" and place.name_right,
            "maker:one": _one_of_its(place),
        }
    return found


def _one_of_its(place: Place) -> bool:
    """Tell whether it is one of the things that the watch makes: "drives a …", "in his black …"."""
    before = [token.low for token in place.tokens[max(0, place.first - 2) : place.first]]
    close = place.left is not None and (place.left_word in _ONE or (place.left.text.islower() and before[0] in _ONE))
    noun = place.beside is not None and place.beside.text.islower() and not is_rare(place.right_word)
    word = not is_rare(place.low) or place.low in EVERYDAY
    return close and place.cased and not word and not place.possessive and not place.capital_right and noun


def _whole_name(place: Place) -> Features:
    subject, core = place.subject, place.subject.core
    here = _stands_whole(place)
    found: Features = {
        "whole:here": here,
        "whole:here-unique": here and not place.institution and not subject.press,
        "whole:legal": subject.kind is Kind.COMPANY and _LEGAL_FORM.match(place.after) is not None,
    }
    if "department" in core:
        department = _beside_department(place)
        found |= {
            "whole:secretary": place.right_word in {"secretary", "secretaries"},
            "whole:no-department": not department,
        }
    if len(core) > 1:
        others = [word for word in core if len(word) > 3 and word not in place.own_words]
        found["whole:elsewhere"] = place.low != " ".join(core) and " ".join(core) in place.reading.low
        found["whole:words"] = sum(word in place.reading.low for word in others) / max(1, len(others))
        if place.low in core:
            found |= _part_of_name(place)
    if place.before.endswith("(") and place.after.startswith(")"):
        near = words(place.before[-200:])[-8:]
        parts = [word for word in core if word not in {"of", "and"}]
        fits = sum(word in near for word in parts) >= max(1.0, len(parts) * 0.6)
        found["define:name" if fits else "define:other"] = 1
    return found


def _beside_department(place: Place) -> bool:
    return place.right_word in {"department", "dept"} or (
        place.left_word == "of" and place.left_word2 in {"department", "dept"}
    )


def _stands_whole(place: Place) -> bool:
    """Tell whether the name is part of the watch's whole name, as it stands there."""
    subject, core, at = place.subject, place.subject.core, len(place.before)
    if subject.tail and re.match(rf"\W+{re.escape(subject.tail[0][:5])}", place.after, re.IGNORECASE):
        return True
    if core[0] == "department" or core[1:] == ("department",):
        return _beside_department(place)
    if subject.tail and len(core) == 2 and core in KNOWN_PAIRS:  # "Middle East" is not yet "Middle East Airlines"
        return False
    if place.whole_left is not None and subject.begins(place.whole_left.low):
        return True
    return len(core) > 1 and any(
        match.start() <= at < match.end()
        and not _another_owner(place, match.start())
        and (match.start() < at or match.end() > at + len(place.surface))
        for match in subject.core_pattern.finditer(place.text)
    )


def _another_owner(place: Place, start: int) -> bool:
    """Tell whether a state or country that is not the watch's owns what begins at `start`: "Ohio House of …"."""
    owner = _OWNER.search(place.text[max(0, start - 40) : start])
    word = owner[1].lower() if owner else ""
    subject = place.subject
    if place.kind is not Kind.AGENCY or subject.knows(word):
        return False
    return word in STATES or (bool(countries(word)) and not countries(word) & subject.countries)


def _part_of_name(place: Place) -> Features:
    """Features of a name that is one word of the watch's whole name: "Coast" of "Coast Guard"."""
    core = place.subject.core
    at = core.index(place.low)
    others = {word for word in core if word != place.low}
    alone = not {place.left_word, place.right_word} & others
    lost = alone and not place.around(4, 4) & others
    return {
        "part:first" if at == 0 else "part:last" if at == len(core) - 1 else "part:middle": 1,
        "part:alone": alone,
        "part:lost-common": lost and not is_rare(place.low) and not (place.subject.press and place.left_word == "the"),
        "part:lost-rare": lost and is_rare(place.low),
    }


def _longer_name(place: Place) -> Features:
    """Features of the longest run of capitals around it; in title case there is none to see."""
    if not place.cased:
        return {}
    found, first, last = place.tokens, place.first, place.last
    while first > 0 and found[first - 1].capital and not (found[first - 1].first and found[first - 1].low in STOP):
        first -= 1
    while last < len(found) and found[last].capital:
        last += 1
    rest = [token.low for token in (*found[first : place.first], *found[place.last : last])]
    unknown = [word for word in rest if not place.subject.knows(word)]
    return {
        "longer:words": min(3, len(rest)) / 3,
        "longer:known": bool(rest) and not unknown,
        "longer:unknown": min(3, len(unknown)) / 3,
        "longer:none": not rest,
        f"longer:none:{place.kind}": not rest,
        "longer:none-common": (not rest) * min(1.0, COMMON.get(place.low, 0) / 5),
        "longer:none-inside": not rest and not place.leads,
    }


def _senses(place: Place) -> Features:
    """What else the name may be: a common word, a person, a place."""
    low = place.low
    common = COMMON.get(low, 0)
    everyday = low in EVERYDAY and common < COMMON_LEAST
    demonym = place.kind is Kind.COMPANY and low.endswith(_OF_A_NATION) and bool(countries(low))
    other = common >= COMMON_LEAST or everyday or low in _OTHER_SENSES or low in BRANDS_WITH_ANOTHER_SENSE
    return {
        "sense:common": common >= COMMON_LEAST,
        "sense:everyday": everyday,
        "sense:how-common": math.log1p(common) / 5,
        "sense:surname": low in SURNAMES,
        "sense:given-name": low in GIVEN_NAMES,
        "sense:place": low in PLACES,
        "sense:place-in": low in PLACES and place.left_word in PLACE_PREPOSITIONS,
        "sense:calendar": low in _CALENDAR,
        "sense:nationality": demonym,
        "sense:nationality-noun": demonym and place.beside is not None and place.beside.text.islower(),
        "sense:none": not other,
        "sense:none-topic": not other and not place.subject.field_words & place.context,
        "sense:known-brand": low in BRANDS and not demonym,
        "sense:brand": low in BRANDS and not other and not demonym and low not in COMMON,
    }
