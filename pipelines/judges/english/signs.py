"""Signs of writing around a name, which need no list of known organisations.

They are what is left when nobody has heard of the name: how the press prints photo credits and its own names, where an
acronym is spelt out, whether the name was introduced as a person's, what follows it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pipelines.judges.english.place import Place, is_rare
from pipelines.judges.english.words import Token, words
from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.common import COMMON
from pipelines.judges.lexicons.organisations import (
    AGENCY_AFTER_WORD,
    BRANDS,
    COMPANY_AFTER,
    COMPANY_AFTER_WORD,
    FIRM_AFTER_WORD,
)
from pipelines.judges.lexicons.people import GIVEN_NAMES, PERSON_AFTER_WORD, SURNAMES
from pipelines.judges.lexicons.phrases import KNOWN_PAIRS
from pipelines.judges.lexicons.places import PEOPLE_OF_PLACE, PLACES
from pipelines.judges.subject import countries

_CREDIT_BEFORE = re.compile(r"(?:[^\W\d_]\s?/|[—–]|\b[Pp]hoto(?:graph)?s?(?: by)?:?|\bvia|©|\bCredit:?)\s?$")
_CREDIT_AFTER = re.compile(r"\s?/\s?[A-Z]|\s(?:Images|[Pp]hoto|via\s[A-Z])|\s?[—–]\s?[A-Z]")
_PHOTO_AGENCY = re.compile(r"\s?/\s?(?:AFP|AP|EPA|Getty|Reuters)\b|\svia\s(?:AP|Getty|Reuters)\b")
_PUBLISHED_BY = re.compile(
    r"(?:appeared first on|published (?:by|in|on)|originally (?:in|on|from)|according to|told)\s(?:the\s)?$",
    re.IGNORECASE,
)
_AGE = re.compile(r",\s\d\d?\b|\s\(\d\d?\)")
_WHO = re.compile(r",?\s(?:who|whom)\b")
_WHICH = re.compile(r",\s(?:which|whose parent|the company|a company|the firm)\b")
_QUOTED = re.compile(r"[“‘\"'](?=\w)([^“”‘\"\n]{3,60}?)(?<=[\w!?.,])[”’\"'](?!\w)")
_NUMBER = re.compile(r"(\d+)(?:st|nd|rd|th)")
_NUMBERS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_DETERMINERS = word_list("a an his her their my your its our this that these those another each every former")
_LIST_SIGNS = word_list(", and & or with")
_BEYOND = word_list("across over along off around")
_PRONOUNS = word_list("he she him her his")
_GENERIC_ACRONYMS = word_list(
    "cctv tv pc ai dna rna ceo cfo vip gps atm id it hiv ufo suv diy pr hr ppe gdp ev lng pdf"
)
_MAY_BE_OWN = COMPANY_AFTER | COMPANY_AFTER_WORD | AGENCY_AFTER_WORD | word_list("department news images online")
_SHORTEST, _LONGEST = 3, 6  # letters of an acronym whose long form is looked for


def signs(place: Place) -> dict[str, float]:
    """Return the features of how the name is written and introduced."""
    return {**_as_media(place), **_long_forms(place), **_as_person(place), **_as_place(place), **_as_part(place)}


def _as_media(place: Place) -> dict[str, float]:
    """Credits, "The Lantern", "appeared first on Lantern"; what follows hardly anything but a firm's name."""
    subject, article, right = place.subject, place.left_text == "The", place.right
    squeezed = "".join(subject.core)
    labels = {place.low, f"the{place.low}", f"{place.low}news", squeezed, f"the{squeezed}"}
    after = _CREDIT_AFTER if subject.media else _PHOTO_AGENCY
    credit = _CREDIT_BEFORE.search(place.before[-30:]) is not None or after.match(place.after) is not None
    inside = article and place.left is not None and not place.left.first and place.cased
    named = subject.name.startswith(f"The {place.surface}")
    noun = right is not None and right.text.islower() and right.text.isalpha() and not place.possessive
    firm = place.right_word in FIRM_AFTER_WORD and not place.capital_left
    return {
        "media:credit" if subject.media else "credit:other": credit,
        "media:outlet" if subject.media else "outlet:other": not labels.isdisjoint(place.reading.outlet),
        "media:end": subject.media and _PUBLISHED_BY.search(place.before[-70:]) is not None,
        "article:name": article and named and place.cased,
        "article:lower": place.left_text == "the" and named,
        "article:media" if subject.media else "article:other": inside,
        f"firm:sure:{place.kind}": firm and not (place.leads and not is_rare(place.low)),
        "firm:a-thing": noun and place.left_word in _DETERMINERS and place.right_word in COMMON,
        "firm:verb": place.left is None and noun and place.right_word[-1:] == "s" and place.right_word[:-1] in COMMON,
        "firm:which": _WHICH.match(place.after) is not None,
    }


def _long_forms(place: Place) -> dict[str, float]:
    """An acronym's long form, wherever it stands in the text, compared with the watch's name."""
    if not place.acronym:
        return {}
    if place.low in _GENERIC_ACRONYMS:
        return {"sense:acronym": 1}
    own = {word for word in place.subject.core if word not in {"of", "and"}}
    found = [set(words(match[0])) for match in _long_form(place.surface).finditer(place.reading.text)]
    fits = any(len(long & own) >= max(1.0, len(own) * 0.5) for long in found)
    return {"expand:own" if fits else "expand:other": bool(found)}


@lru_cache(maxsize=1000)
def _long_form(acronym: str) -> re.Pattern[str]:
    """Return a pattern of words with capitals whose first letters are the acronym's."""
    letters = [letter for letter in acronym if letter.isalpha()]
    if not _SHORTEST <= len(letters) <= _LONGEST:
        return re.compile("(?!)")
    gap = r"[\s-]+(?:(?:of|and|the|for|in|on|to|de|&)\s+){0,2}"
    return re.compile(r"\b" + gap.join(rf"{re.escape(letter)}[a-z'’]+" for letter in letters))


def _as_person(place: Place) -> dict[str, float]:
    surname = _person(place.low)
    return {
        "person:surname": surname and place.cased and place.name_left and place.left_word not in BRANDS,
        "person:age": _AGE.match(place.after) is not None and not place.acronym,
        "person:who": _WHO.match(place.after) is not None,
        "person:does": place.right_word in PERSON_AFTER_WORD and not place.subject.media,
        "person:pronoun": surname and not place.around(0, 10).isdisjoint(_PRONOUNS),
        "person:list": any(_person(word) and word not in BRANDS for word in _listed_beside(place)),
        "person:introduced": not place.capital_left and _introduced(place),
        "person:title": place.institution and place.capital_right and place.right_word in GIVEN_NAMES,
    }


def _person(word: str) -> bool:
    return word in SURNAMES or word in GIVEN_NAMES


def _listed_beside(place: Place) -> set[str]:
    """Return the words with a capital that a list puts beside the name."""
    before = place.left2 if place.left_word in _LIST_SIGNS else None
    behind = place.after2 if place.right_word in _LIST_SIGNS else None
    return {token.low for token in (before, behind) if token is not None and token.capital}


def _introduced(place: Place) -> bool:
    """Tell whether the text elsewhere puts a given name before it."""
    return any(
        own.text == place.surface and _given(left) and not place.subject.knows(left.low)
        for tokens in place.reading.tokens.values()
        for left, own in pairwise(tokens)
    )


def _given(token: Token) -> bool:
    return token.capital and token.low in GIVEN_NAMES and is_rare(token.low)


def _as_place(place: Place) -> dict[str, float]:
    listed = (word for word in _listed_beside(place) if word not in BRANDS)
    return {
        "place:list": any(word in PLACES or bool(countries(word)) for word in listed),
        "place:people": place.right_word in PEOPLE_OF_PLACE,
        "place:beyond": place.left_word == "the" and place.left_word2 in _BEYOND,
    }


def _as_part(place: Place) -> dict[str, float]:
    """Longer names that the watch's is a part of: "White House", "Saved by the Bell", "Fifth Circuit"."""
    left, right, low, subject = place.left_word, place.right_word, place.low, place.subject
    number = _number(place.left_word2 if left in {"u.s.", "us"} else left)
    inner = place.left is not None and not place.left.first and left != "the"
    return {
        "pair:left": place.capital_left and (left, low) in KNOWN_PAIRS and not subject.knows(left),
        "pair:right": place.capital_right
        and (low, right) in KNOWN_PAIRS
        and right not in _MAY_BE_OWN
        and not subject.knows(right),
        "quote:inside": _in_a_title(place),
        "left:number-other": number != "" and number not in subject.core,
        "left:number-own": number != "" and number in subject.core,
        "left:institution": place.institution
        and place.capital_left
        and inner
        and place.cased
        and not subject.knows(left),
    }


def _in_a_title(place: Place) -> bool:
    """Tell whether it is one of several words in quotation marks, of which some have capitals, like a title's."""
    return any(
        match.start(1) <= len(place.before) < match.end(1)
        and match[1][0].isupper()
        and sum(word[0].isupper() for word in match[1].split()) > 1
        for match in _QUOTED.finditer(place.text)
    )


def _number(word: str) -> str:
    """Return an ordinal in letters ("5th" → "fifth"), "" if it is none."""
    if word in _NUMBERS:
        return word
    digits = _NUMBER.fullmatch(word)
    return _NUMBERS[int(digits[1]) - 1] if digits and 0 < int(digits[1]) <= len(_NUMBERS) else ""
