"""What the reading of a text must know of its language; the word lists are the text files beside this one."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CODES = ("en", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """Words that tell nothing of what happened, and how days are written."""

    code: str  #: "" for a language without lists
    stop: frozenset[str]
    elided: frozenset[str]  #: what stands before an apostrophe ("l'armée")
    calendar: frozenset[str]  #: names of months and days, also their short forms
    days: dict[str, str]  #: name of a day of the week -> its number
    months: dict[str, str]
    month: re.Pattern[str]  #: the name of a month
    date: re.Pattern[str]  #: a full date, or a time of day


@cache
def language(code: str) -> Language:
    """Return what is known of a language; of one without lists: nothing."""
    lists: dict[str, list[str]] = defaultdict(list)
    if code in CODES:
        for line in files(__package__).joinpath(f"{code}.txt").read_text("utf-8").splitlines():
            if not line.startswith("#"):
                name, _, words = line.partition(":")
                lists[name] += words.split()
    months = _numbered(lists["months"])
    days = _numbered(lists["days"])
    month = "|".join(sorted(months, key=len, reverse=True)) or "(?!)"
    return Language(
        code=code if code in CODES else "",
        stop=frozenset(lists["stop"]),
        elided=frozenset(lists["elided"]),
        calendar=frozenset((*months, *days)),
        days=days,
        months=months,
        # English writes them with a capital, and "may" and "march" are words.
        month=re.compile(rf"\b(?:{month.title()})\b") if code == "en" else re.compile(rf"\b(?:{month})\b", re.I),
        date=_date(month),
    )


def _numbered(names: list[str]) -> dict[str, str]:
    return {form: str(i) for i, name in enumerate(names) for form in name.split("/")}


def _date(month: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{month})\b\.? ?\.? \d{{1,2}}(?:st|nd|rd|th)? ?,? \d{{4}}"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th|er)? (?:de )?(?:{month})\b\.? ?\.? ?,? (?:de )?\d{{4}}"
        r"|\b\d{1,2} ?: ?\d\d ?(?:[ap] ?\.? ?m\b ?\.?)?(?: (?:E[SD]?T|GMT|BST|IST|PST|UK))?",
        re.I,
    )
