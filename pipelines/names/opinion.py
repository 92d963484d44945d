"""Features → a chance that the name means the watch, and the reasons for it in words.

A logistic regression: the chance is 1 / (1 + e⁻ˢ), where s sums the weights of what the text shows. What it was trained
on, how well it does, and where it fails: docs/matching.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from pipelines.model import Entry, Field, Kind, Watch
from pipelines.names.evidence import evidence
from pipelines.names.place import Place
from pipelines.names.reading import Reading, read
from pipelines.names.reasons import phrase
from pipelines.names.subject import Subject, subject_of
from pipelines.names.weights import BIAS, WEIGHTS

KINDS = frozenset({Kind.COMPANY, Kind.AGENCY})
"""The kinds it has learned from. For a person's name, a given name before it would count against it."""
LANGUAGES = frozenset({"", "en"})
HELP = 1.0
"""What a word of `context` or `against` weighs, in log odds: a choice, not trained, for the data has no such words.
It moves a chance of .50 to .73, and overrules none of the strong signs."""
LOWEST, HIGHEST = 0.05, 0.95
"""An opinion stays within what a certain verdict says."""
MOST_REASONS = 4
MOST_OBJECTIONS = 2
LEAST_REASON = 0.2  # log odds


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge thinks of one place."""

    chance: float  #: 0.05 to 0.95, that the name means the watch
    reasons: tuple[str, ...]  #: those of its side, strongest first, then "but: …"; may be empty


class Opinions:
    """Gives opinions on the places of one entry, which is read at the first of them."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    @cached_property
    def _reading(self) -> Reading:
        return read(self._entry)

    def on(self, watch: Watch, field: Field, start: int, end: int) -> Opinion | None:
        """Return what `about` and the text say of a name at that place.

        None if there is nothing to go by: the watch has no `about` or is of a kind that was never learned, the text is
        in another language than English, or the place is further down than is read.
        """
        known = self._entry.language in LANGUAGES and watch.kind in KINDS and watch.about.strip() != ""
        if not known or end > len(self._reading.fields.get(field, "")):
            return None
        subject = subject_of(watch)
        place = Place(subject, self._reading, field, start, end)
        parts = {key: value * WEIGHTS[key] for key, value in evidence(place).items() if key in WEIGHTS}
        helps = _helps(subject, self._reading)
        score = math.fsum((BIAS, *parts.values(), *helps.values()))
        chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
        return Opinion(round(min(HIGHEST, max(LOWEST, chance)), 3), _reasons(place, parts, helps, score > 0))


def _helps(subject: Subject, reading: Reading) -> dict[str, float]:
    """Return what the words of `context` and `against` that stand in the text add, however many, by phrase."""
    found = subject.helps(reading.folded)
    return {
        f"{_quoted(words)} {meaning}": value
        for words, meaning, value in (
            (found[0], "in the text: for it, says the list (`context`)", HELP),
            (found[1], "in the text: against it, says the list (`against`)", -HELP),
        )
        if words
    }


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _reasons(place: Place, parts: dict[str, float], helps: dict[str, float], speaks_for: bool) -> tuple[str, ...]:
    told: dict[str, float] = {}
    for key, part in parts.items():
        if template := phrase(key, part):
            told[template] = told.get(template, 0.0) + part
    side = 1 if speaks_for else -1
    filled = {"text": place.surface, "name": place.subject.name, "left": place.left_text, "right": place.right_text}
    ranked = sorted((-side * part, template) for template, part in told.items())
    own = [template for part, template in ranked if part <= -LEAST_REASON][:MOST_REASONS]
    other = [template for part, template in reversed(ranked) if part >= LEAST_REASON][:MOST_OBJECTIONS]
    return (
        *(text for text, part in helps.items() if part * side > 0),
        *(template.format(**filled) for template in own),
        *(f"but: {text}" for text, part in helps.items() if part * side < 0),
        *(f"but: {template.format(**filled)}" for template in other),
    )
