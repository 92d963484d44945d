"""What is ordinary in the news: how many items hold a word, and how often it is written with a capital.

`background.json` is made by `python -m eval.train_stories --background` from ten days of 56 outlets: counts of stems
and words, no text. They are English.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Counts over a sample of news; words that it lacks are rare, and names if they have a capital."""

    documents: int
    stems: dict[str, int]  #: stem -> items that hold it, from 2 up
    lower: dict[str, float]  #: word -> share of its uses inside sentences that begin with a small letter

    rarities: dict[str, float] = field(default_factory=dict, compare=False)  #: what was worked out already

    def rarity(self, stem: str) -> float:
        """Return the inverse document frequency: 0 for a word of every item, 8.7 for an unknown one."""
        held = self.stems.get(stem)
        if held is None:
            return self.unknown
        found = self.rarities.get(stem)
        if found is None:
            found = self.rarities[stem] = math.log((self.documents + 1) / (held + 1))
        return found

    @property
    def unknown(self) -> float:
        """The rarity of what the sample lacks."""
        return math.log(self.documents + 1)


@cache
def background() -> Background:
    """Return the counts that come with the package."""
    return Background(**json.loads(files("pipelines.stories").joinpath("background.json").read_text("utf-8")))
