"""Whose institution and whose newspaper: "the Army" and "the Mirror" exist in every country."""

from __future__ import annotations

import re
from collections.abc import Set

from pipelines.judges.english.place import Place
from pipelines.judges.lexicons.organisations import BRANDS, PRESS_CUES
from pipelines.judges.lexicons.places import COUNTRY_WORDS, REGION_OF_CITY, REGIONS, STATES
from pipelines.judges.subject import countries
from pipelines.model import Kind

_ELSEWHERE = frozenset({"left-other", "other", "unsaid:other-outlet", "both:other-outlet"})


def home(place: Place) -> dict[str, float]:
    """Return the features of the country in which a text is set, for a name that needs it."""
    subject = place.subject
    group = _group(place)
    if not group:
        return {"home:unique": 1, **_region(place)}
    found: dict[str, float] = {f"home:{group}": 1, **_region(place)}
    if group == "press":
        found |= {
            "press:cue": bool(place.around(4, 3) & PRESS_CUES),
            "press:article": place.left_word in {"daily", "sunday", "the"},
            "press:name": place.name_right,
        }
    if subject.countries and not (group == "inst" and subject.regions):
        sign = _beside(place) or _in_the_text(place)
        counts = _counts(place)
        own = sum(counts[code] for code in subject.countries)
        foreign = sum(counts.values()) - own
        found |= {
            f"home:{group}:{sign}": 1,
            f"home:{group}:well-known-elsewhere": place.low in BRANDS and sign in _ELSEWHERE,
            f"home:any:{sign}": 1,
            f"home:{group}:words": min(2, own) / 2,
            f"home:{group}:foreign": min(3, foreign) / 3,
        }
    return found


def _group(place: Place) -> str:
    """Return why a name needs a country: as an institution, a newspaper or an acronym; "" if it needs none."""
    if place.institution:
        return "inst"
    if place.subject.press and not place.acronym and not place.subject.wire:
        return "press"
    if place.acronym:
        channel = place.subject.media and not place.subject.wire
        return "acronym" if place.kind is Kind.AGENCY else "channel" if channel else ""
    return ""


def _region(place: Place) -> dict[str, float]:
    """Features of the state, where the watch is of a state: "the Legislature" of California."""
    own, said = place.subject.regions, _regions(place.reading.names)
    if not own or place.kind is not Kind.AGENCY:
        return {}
    beside = _regions({place.left_word, place.left_word2} | ({place.whole_left.low} if place.whole_left else set()))
    return {
        "region:own": bool(said & own),
        "region:other": bool(said - own) and not said & own,
        "region:none": not said,
        "region:left-own": bool(beside & own),
        "region:left-other": bool(beside - own),
    }


def _regions(names: Set[str]) -> frozenset[str]:
    """Return the states and provinces that words name, themselves or by a city."""
    return frozenset(names & REGIONS) | {REGION_OF_CITY[word] for word in names & REGION_OF_CITY.keys()}


def _counts(place: Place) -> dict[str, int]:
    """Return how many words of each country the text holds, without the name itself, which may be one ("ABC")."""
    counts = place.reading.country_counts
    return {code: max(0, count - (place.low in COUNTRY_WORDS[code])) for code, count in counts.items()}


def _beside(place: Place) -> str:
    """Return whose it is by what stands beside the name: "Canada's Army", "the Army of Chile"; "" if nothing says."""
    subject = place.subject
    owned = place.left_word == "'s"
    left = place.left2 if owned else place.whole_left
    word = left.low.strip(".") if left else ""
    federal = place.institution and subject.countries == {"us"} and not subject.regions
    if federal and (word in STATES or place.left_word == "state"):
        return "state"
    named = countries(left.low) if left and (left.capital or owned) else frozenset()
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
    own_countries, counts = place.subject.countries, _counts(place)
    own = sum(counts[code] for code in own_countries)
    other = max((count for code, count in counts.items() if code not in own_countries), default=0)
    outlet = place.reading.outlet_country
    if own > other:
        return "own"
    if own < other:
        return "other:own-outlet" if outlet in own_countries else "other"
    side = "" if not outlet else ":own-outlet" if outlet in own_countries else ":other-outlet"
    return f"both{side}" if own else f"unsaid{side}"
