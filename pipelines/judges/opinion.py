"""An opinion: a chance that a name means the watch, and reasons in words. What the judges of all languages share.

Each sums log odds: the chance is 1 / (1 + e⁻ˢ).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.judges.subject import Subject
from pipelines.model import Kind
from pipelines.text import fold

ORGANISATIONS = frozenset({Kind.COMPANY, Kind.AGENCY})
"""The kinds of which the judges of English, French and Spanish know anything. For a person's name, a given name before
it would count against it."""
HELP, HARM = 1.5, 3.0
"""What a word of `context` and of `against` weigh, in log odds: a choice, not trained, for the data has no such words.
They move a chance of .50 to .82 and .05. A word against it is the stronger: whoever wrote it has seen the namesake."""
LOWEST, HIGHEST = 0.05, 0.95
"""An opinion stays within what a certain verdict says."""
MOST_REASONS = 4
MOST_OBJECTIONS = 2
LEAST_REASON = 0.2  # log odds


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge thinks of one place."""

    chance: float  #: 0.05 to 0.95, that the name means the watch
    reasons: tuple[str, ...]  #: those of its side, strongest first, then "but: …"; may be empty


def helps(subject: Subject, folded: str, surface: str, beside: str = "") -> dict[str, float]:
    """Return what the user's lists add, by reason: a word of `context` or `against` in a folded text, however many.

    A word that is part of the name itself ("bill" of "Bill C-2") says nothing. `beside` is another organisation that is
    watched and surely named in the entry: it counts like a word of `context`, for what is watched together meets.
    """
    name = fold(surface)
    found = (
        [f"'{word}'" for word in words if not re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", name)]
        for words in subject.helps(folded)
    )
    meanings = (
        ("in the text: for it, says the list (`context`)", HELP),
        ("in the text: against it, says the list (`against`)", -HARM),
    )
    helped = {
        f"{', '.join(words)} {meaning}": value for words, (meaning, value) in zip(found, meanings, strict=True) if words
    }
    return helped | ({f"'{beside}', which is watched too, stands in the same text": HELP} if beside else {})


def chance_of(score: float) -> float:
    """Return the chance that log odds stand for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def opinion(chance: float, helped: Mapping[str, float], parts: Mapping[str, float]) -> Opinion:
    """Return an opinion with its reasons in order.

    Those of the list come first, for the user has set them, then those of the side taken, the strongest first, then
    objections. `helped` and `parts` hold log odds by reason.
    """
    side = 1 if chance > 0.5 else -1
    ranked = sorted((-side * value, reason) for reason, value in parts.items())
    own = [reason for value, reason in ranked if value <= -LEAST_REASON][:MOST_REASONS]
    other = [reason for value, reason in reversed(ranked) if value >= LEAST_REASON][:MOST_OBJECTIONS]
    return Opinion(
        round(min(HIGHEST, max(LOWEST, chance)), 3),
        (
            *(reason for reason, value in helped.items() if value * side > 0),
            *own,
            *(f"but: {reason}" for reason, value in helped.items() if value * side < 0),
            *(f"but: {reason}" for reason in other),
        ),
    )
