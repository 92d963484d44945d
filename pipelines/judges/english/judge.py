"""The judge of names of companies and agencies in English texts: a logistic regression over `evidence`.

What it was trained on, how well it does, and where it fails: docs/matching.md.
"""

from __future__ import annotations

import math

from pipelines.judges.english.evidence import evidence
from pipelines.judges.english.place import Place
from pipelines.judges.english.reasons import phrase
from pipelines.judges.english.weights import BIAS, WEIGHTS
from pipelines.judges.opinion import Opinion, chance_of, helps, opinion


def english_opinion(place: Place, beside: str = "") -> Opinion:
    """Return what `about` and the text say of the name at that place."""
    parts = {key: value * WEIGHTS[key] for key, value in evidence(place).items() if key in WEIGHTS}
    helped = helps(place.subject, place.reading.folded, place.surface, beside)
    chance = chance_of(math.fsum((BIAS, *parts.values(), *helped.values())))
    told: dict[str, float] = {}
    filled = {"text": place.surface, "name": place.subject.name, "left": place.left_text, "right": place.right_text}
    for key, part in parts.items():
        if template := phrase(key, part):
            reason = template.format(**filled)
            told[reason] = told.get(reason, 0.0) + part
    return opinion(chance, helped, told)
