"""The judge where nothing was learned: people, places, laws, products, topics, and languages of which it knows nothing.

An additive score with weights set by hand, in log odds, over what holds for any kind and language: words of the watch's
description, and proper names that run on to either side of the name. For people also the given name. Precision comes
first: without a word of `context` or several of `about` in the text, a name stays unsure.

Known failures: two people of one surname and one office; a word like "Canada" in `context` believes every namesake in a
text on Canada; surnames that follow a job title in capitals.
"""

from __future__ import annotations

import math
from itertools import pairwise

from pipelines.judges.english.place import Place
from pipelines.judges.english.words import stem, weight, words
from pipelines.judges.lexicons.people import GIVEN_NAMES, PERSON_TITLES
from pipelines.judges.opinion import Opinion, chance_of, helps, opinion
from pipelines.model import Kind

MUCH = 1.2
"""What words of the description must weigh together to count: two rare ones, say. One alone is chance."""


def untrained_opinion(place: Place) -> Opinion | None:
    """Return what the text says of the name at that place, None if it says nothing."""
    parts = {**_described(place), **_longer_name(place)}
    if place.kind is Kind.PERSON:
        parts |= _person(place)
    helped = helps(place.subject, place.reading.folded, place.surface)
    if not parts and not helped:
        return None
    return opinion(chance_of(math.fsum((*parts.values(), *helped.values()))), helped, parts)


def _described(place: Place) -> dict[str, float]:
    own = {stem(word) for word in words(place.surface)} | place.subject.name_words
    shared = sorted({stem(word) for word in place.subject.about_words} & place.reading.stems - own)
    if not shared:
        return {}
    return {"words of the watch's description stand in the text": 1.0 if weight(shared) >= MUCH else 0.15}


def _longer_name(place: Place) -> dict[str, float]:
    """A name that runs on to the left or right is another one, where capitals say anything."""
    found: dict[str, float] = {}
    if not place.cased:
        return found
    if place.name_right:
        found[f"it begins a longer name ('{place.surface} {place.right_text}')"] = -2.0
    left = place.left
    if left and place.name_left and not left.first and left.low not in PERSON_TITLES:
        found[f"it ends a longer name ('{left.text} {place.surface}')"] = -1.5
    return found


def _person(place: Place) -> dict[str, float]:
    """Another given name, before it or before the surname elsewhere, is another person."""
    found: dict[str, float] = {}
    surname = words(place.subject.name)[-1:]
    for tokens in place.reading.tokens.values():
        for before, token in pairwise(tokens):
            if (
                [token.low] == surname
                and before.capital
                and before.low in GIVEN_NAMES
                and not place.subject.knows(before.low)
            ):
                found[f"'{before.text} {token.text}' is another person"] = -3.0
    if place.left and place.left_word in PERSON_TITLES and place.subject.knows(place.left_word):
        found[f"the title '{place.left_text}' stands before it"] = 0.5
    return found
