"""Whose institution and whose newspaper: "the Army" and "the Mirror" exist in every country."""

from __future__ import annotations

import re

from pipelines.names.lexicons.organisations import PRESS_CUES
from pipelines.names.lexicons.places import STATES
from pipelines.names.place import Place
from pipelines.names.subject import countries


def home(place: Place) -> dict[str, float]:
    """Return the features of the country in which a text is set, for a name that needs it."""
    subject = place.subject
    group = "inst" if place.institution else "press" if subject.press else ""
    if not group:
        return {"home:unique": 1}
    found: dict[str, float] = {f"home:{group}": 1}
    if group == "press":
        found |= {
            "press:cue": bool(place.around(4, 3) & PRESS_CUES),
            "press:article": place.left_word in {"daily", "sunday", "the"},
            "press:name": place.name_right,
        }
    if subject.countries:
        sign = _beside(place) or _in_the_text(place)
        counts = place.reading.country_counts
        own = sum(counts[code] for code in subject.countries)
        foreign = sum(counts.values()) - own
        found |= {
            f"home:{group}:{sign}": 1,
            f"home:any:{sign}": 1,
            f"home:{group}:words": min(2, own) / 2,
            f"home:{group}:foreign": min(3, foreign) / 3,
        }
    return found


def _beside(place: Place) -> str:
    """Return whose it is by what stands beside the name: "Canada's Army", "the Army of Chile"; "" if nothing says."""
    subject = place.subject
    owned = place.left_word == "'s"
    left = place.left2 if owned else place.left
    word = left.low.strip(".") if left else ""
    if place.institution and subject.countries == {"us"} and (word in STATES or place.left_word == "state"):
        return "state"
    named = countries(left.low) if left and (place.capital_left or owned) else frozenset()
    if word == "states" and place.left_word2 == "united":
        named = frozenset({"us"})
    for found in (named, _country_behind(place)):
        if found:
            return "left-own" if found & subject.countries else "left-other"
    if word in {"royal", "british"}:
        return "left-own" if "gb" in subject.countries else "left-other"
    return "left-name" if place.institution and place.name_left else ""


def _country_behind(place: Place) -> frozenset[str]:
    rest = "|".join(re.escape(part) for part in place.subject.core if part != place.low) or "(?!)"
    after = re.match(rf"(?:\s+(?:{rest}))*\s+(?:of|in)\s+(?:the\s+)?([A-Z][\w.]+)", place.after)
    behind = after[1].lower() if after else ""
    return frozenset({"us"}) if behind == "united" else countries(behind)


def _in_the_text(place: Place) -> str:
    """Return whose it is by the countries that the text speaks of, and the outlet's."""
    own_countries, counts = place.subject.countries, place.reading.country_counts
    own = sum(counts[code] for code in own_countries)
    other = max((count for code, count in counts.items() if code not in own_countries), default=0)
    outlet = place.reading.outlet_country
    if own > other:
        return "own"
    if own < other:
        return "other:own-outlet" if outlet in own_countries else "other"
    side = "" if not outlet else ":own-outlet" if outlet in own_countries else ":other-outlet"
    return f"both{side}" if own else f"unsaid{side}"
