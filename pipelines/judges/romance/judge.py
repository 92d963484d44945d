"""An opinion on an ambiguous name in a French or Spanish text: a sum of hand-set log odds, each with its reason.

Nothing is trained: there were no labelled texts to train on. What is not clear stays near .5, so that it is neither
believed nor rejected. What each sign weighs, why, and how well it does: docs/matching.md.

Known failures: namesakes in the same field of work; surnames without given name or title, in texts of the watch's
country; texts that say nothing of what the watch does; headlines in title case, where no capital tells a name.
"""

from __future__ import annotations

import math

from pipelines.judges.lexicons.french import FRENCH
from pipelines.judges.lexicons.spanish import SPANISH
from pipelines.judges.opinion import Opinion, chance_of, helps, opinion
from pipelines.judges.romance.evidence import signs
from pipelines.judges.romance.reading import RomancePlace

TONGUES = {"fr": FRENCH, "es": SPANISH}
BIAS = -0.3
CLEAR = 0.9
"""Log odds from which on an opinion is one (.71 and .29). Below, the chance stays between .455 and .545."""
_FAINT = 0.05


def romance_opinion(place: RomancePlace, beside: str = "") -> Opinion:
    """Return what `about` and the text say of the name at that place of a French or Spanish entry."""
    helped = helps(place.watched.subject, place.reading.folded, place.surface, beside)
    parts: dict[str, float] = {}
    for value, reason in signs(place):
        parts[reason] = parts.get(reason, 0.0) + value
    score = math.fsum((BIAS, *parts.values(), *helped.values()))
    return opinion(0.5 + _FAINT * score if abs(score) < CLEAR else chance_of(score), helped, parts)
