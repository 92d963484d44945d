"""Which rules an entry meets: the right kinds or watches, close enough to one another, with a cue word.

Only sure mentions count. Each name in a rule's `all` must be met by a watch of its own, so that
`all = ["company", "company"]` means two companies. Cues are compared as stems (Snowball, Porter 2001) in the
entry's language; where that is unknown, in English, French and Spanish at once. A word that a cue writes with a
capital is a name and is not inflected: in Spanish "Canada" has the stem "can".

Known failures: irregular forms ("overpaid" for "overpay", "despide" for "despedir") and the present tense of French
verbs in -ier ("licencie"), which a list must name; words that share a stem (Spanish "deporte", "deportación").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipelines.model import Entry, Field, Mention, Rule, Status
from pipelines.stems import LANGUAGES, stem
from pipelines.text import fold

_WORDS = re.compile(r"[^\W_]+")
SHORTEST_STEM = 3
"""Shorter ones collide: Spanish "su" is the stem of English "sue"."""


@lru_cache(maxsize=16384)
def _stems(word: str, language: str) -> frozenset[str]:
    """The folded word, and its stems in the language, in all three where it is none of them."""
    languages = (language,) if language in LANGUAGES else LANGUAGES
    # Stemmers expect accents; folding afterwards lets "contrôle" and "controle" meet.
    stems = {fold(stem(word.lower(), each)) for each in languages}
    return frozenset({fold(word), *(each for each in stems if len(each) >= SHORTEST_STEM)})


def has_cue(text: str, cues: Iterable[str], language: str) -> str | None:
    """Return the first of `cues` (words or phrases) that stands in `text` in any inflection, else None."""
    words = [_stems(word, language) for word in _WORDS.findall(text)]
    for cue in cues:
        parts = [
            frozenset({fold(word)}) if word[0].isupper() else _stems(word, language) for word in _WORDS.findall(cue)
        ]
        for at in range(len(words) - len(parts) + 1) if parts else ():
            if all(not words[at + offset].isdisjoint(part) for offset, part in enumerate(parts)):
                return cue
    return None


def rules_met(entry: Entry, mentions: Sequence[Mention], rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the ids of the rules that `mentions` of `entry` meet, in the order of the rules."""
    sure = [mention for mention in mentions if mention.status is Status.SURE]
    if not sure:
        return ()
    sentences: dict[tuple[Field, int, int], list[Mention]] = {}
    for mention in sure:
        place = (mention.field, mention.sentence_start, mention.sentence_end)
        sentences.setdefault(place, []).append(mention)
    whole = "\n".join(entry.text(field) for field in Field)
    met: dict[str, None] = {}
    for rule in rules:
        if rule.within == "entry":
            places = [(whole, sure)]
        else:
            places = [(entry.text(f)[start:end], group) for (f, start, end), group in sentences.items()]
        for text, group in places:
            if _all_met(rule.all, group) and (not rule.cues or has_cue(text, rule.cues, entry.language)):
                met[rule.id] = None
                break
    return tuple(met)


def _all_met(names: Sequence[str], mentions: Sequence[Mention]) -> bool:
    """Give each name a watch of its own, if that is possible (augmenting paths, Kuhn 1955)."""
    watches = list(dict.fromkeys((mention.watch, mention.kind.value) for mention in mentions))
    given: dict[tuple[str, str], int] = {}

    def place(index: int, tried: set[tuple[str, str]]) -> bool:
        for watch in watches:
            if names[index] in watch and watch not in tried:
                tried.add(watch)
                if watch not in given or place(given[watch], tried):
                    given[watch] = index
                    return True
        return False

    return all(place(index, set()) for index in range(len(names)))
