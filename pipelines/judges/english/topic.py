"""What the text is about, compared with what the watch does and says of itself."""

from __future__ import annotations

import math
import re

from pipelines.judges.english.place import Place
from pipelines.judges.english.words import STOP, stem, weight
from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.fields_of_work import FIELDS, OTHER_FIELDS
from pipelines.judges.lexicons.organisations import BRANDS
from pipelines.judges.lexicons.topics import WORD_CLASSES

_NATURE = word_list("weather fire volcano astronomy nature travel")
_OWN_FIELD = word_list("own own-log near right left")
_VAGUE = word_list("us u.s u.s. based british american company")
_TEXTS = {
    **{key: text for key, (_, text) in FIELDS.items()},
    **{f"other-{key}": text for key, text in OTHER_FIELDS.items()},
}


def _fields_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, text in _TEXTS.items():
        for word in text:
            found.setdefault(word, []).append(key)
    return {word: tuple(keys) for word, keys in found.items()}


_FIELDS_BY_WORD = _fields_by_word()


def topic(place: Place) -> dict[str, float]:
    """Return the features of what stands in the text, near the name and far."""
    found = {**_fields(place), **_classes(place)}
    if place.subject.media:  # who reports on everything is named in texts on everything
        found = {_for_media(key, place.subject.press): value for key, value in found.items()}
    return {**found, **_description(place)}


def _for_media(key: str, press: bool) -> str:
    """Return a name of its own for a feature that says little of who reports.

    Nature still speaks against it, and for a newspaper its own field speaks for it; broadcasters have namesakes there.
    """
    group, _, detail = key.partition(":")
    kept = press and detail in _OWN_FIELD if group == "topic" else detail in _NATURE if group == "text" else False
    return key if kept or detail.startswith(("nature", "press")) else f"media:{key}"


def _fields(place: Place) -> dict[str, float]:
    """Fields of work: the watch's own against the strongest other one."""
    subject, own_words = place.subject, place.subject.field_words
    hits: dict[str, set[str]] = {}
    for word in place.context:
        for key in _FIELDS_BY_WORD.get(word, ()):
            hits.setdefault(key, set()).add(word)
    own = weight(own_words & place.context)
    best = max((weight(hits[key]) for key in subject.fields if key in hits), default=0.0)
    others = {key: found for key, found in hits.items() if key not in subject.fields}
    apart = {key: weight(rest) for key, found in others.items() if (rest := found - own_words)}
    other = max(map(weight, others.values()), default=0.0)
    other_apart = max(apart.values(), default=0.0)
    texts = {key[6:]: min(4.0, value) / 2 for key, value in apart.items() if key.startswith("other-")}
    screen = texts.get("screen", 0.0)
    quoted = rf"[‘'\"“]{re.escape(place.surface)}[,.]?[’'\"”](?!s)"
    return {
        "topic:own": min(5.0, own) / 2,
        "topic:own-log": math.log1p(own),
        "topic:none": own == 0,
        "topic:other": other / 2,
        "topic:margin": (best - other) / 2,
        "topic:other-apart": min(6.0, other_apart) / 3,
        "topic:ratio": (own + 0.5) / (own + other_apart + 1),
        "topic:only-other": own == 0 and other_apart >= 2,
        "topic:near": min(3.0, weight(own_words & (place.around(4, 5) - {place.low}))) / 2,
        "topic:right": place.right_word in own_words,
        "topic:left": place.left_word in own_words,
        **{f"text:{key}": value for key, value in texts.items()},
        "text:virus-only": 0.0 if "health" in subject.fields else texts.get("virus", 0.0),
        "text:sport-only": 0.0 if "sportswear" in subject.fields else texts.get("sport", 0.0),
        "text:screen-only": 0.0 if subject.fields & {"streaming", "themepark", "games"} else screen,
        "quote:screen": screen > 0 and re.search(quoted, place.reading.text) is not None,
    }


def _description(place: Place) -> dict[str, float]:
    """Words of the watch's name and description in the text."""
    subject = place.subject
    telling = (subject.name_words | subject.about_words) - _VAGUE - place.own_words
    shared = [word for word in telling if stem(word) in place.reading.stems]
    companions = subject.companions - place.own_words
    near = sum(stem(word) in subject.stems and word not in STOP for word in place.around(4, 5) - {place.low})
    return {
        "about:shared": min(3.0, weight(shared)),
        "about:any": bool(shared),
        "about:part": weight(shared) / max(0.1, weight(telling)),
        "about:near": min(2, near) / 2,
        "about:companion": bool(companions & place.context),
        "about:no-companion": bool(companions) and not companions & place.context,
    }


def _classes(place: Place) -> dict[str, float]:
    """Words that any company's, agency's, newspaper's texts have; other well-known names."""
    kind, window = place.kind, place.around(4, 5) - {place.low}
    brands = min(3, len(BRANDS & place.reading.names - {place.low})) / 2
    found: dict[str, float] = {"brands:near": brands, f"brands:near:{kind}": brands}
    for name, members in WORD_CLASSES.items():
        found[f"class:{name}:{kind}"] = min(4, len(members & place.context)) / 2
        found[f"near:{name}:{kind}"] = min(2, len(members & window)) / 2
    return found
