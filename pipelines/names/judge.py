"""Sure, unsure or rejected, and why: the first version.

A name or alias means its watch and nothing else, so it is sure. An `ambiguous` name is unsure, unless the
same text names the watch by a sure name ("Immigration and Customs Enforcement … ICE"): one sense per text
(Gale, Church and Yarowsky, "One Sense Per Discourse", 1992). Written in lower case in a text that has
capitals, a name that the watchlist capitalises is the common word: "ice on the roads", "la garde".

Known failures: a text about two namesakes at once; headlines in title case, where capitals say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipelines.model import Field, Mention, Status
from pipelines.names.candidates import Candidate
from pipelines.names.nlp import Text

_DOTTED = re.compile(r"(?:\w\.){2,}\w?")


def judge(found: Mapping[Field, tuple[Text, list[Candidate]]]) -> tuple[Mention, ...]:
    """Return a mention for every candidate, in reading order."""
    named: dict[str, str] = {}
    for text, candidates in found.values():
        for candidate in candidates:
            if candidate.sure_alias and not _lost_dots(candidate, text.text):
                named.setdefault(candidate.watch.id, candidate.text)
    mentions: list[Mention] = []
    for text, candidates in found.values():
        sentences = text.sentences()
        for candidate in candidates:
            status, score, evidence = _verdict(candidate, named.get(candidate.watch.id), text.text)
            start, end = _around(candidate, sentences)
            mentions.append(
                Mention(
                    watch=candidate.watch.id,
                    kind=candidate.watch.kind,
                    text=candidate.text,
                    field=candidate.field,
                    start=candidate.start,
                    end=candidate.end,
                    status=status,
                    score=score,
                    evidence=evidence,
                    sentence_start=start,
                    sentence_end=end,
                )
            )
    return tuple(mentions)


def _verdict(candidate: Candidate, named: str | None, text: str) -> tuple[Status, float, tuple[str, ...]]:
    if candidate.sure_alias and not _lost_dots(candidate, text):
        word = "the name" if candidate.alias == candidate.watch.name else "an alias"
        return Status.SURE, 0.99, (f"'{candidate.text}' is {word} of {candidate.watch.name}",)
    if candidate.text.islower() and not candidate.alias.islower() and not text.islower():
        return Status.REJECTED, 0.05, (f"'{candidate.text}' in lower case is the common word",)
    if named:
        return Status.SURE, 0.95, (f"'{named}' stands in the same text", f"'{candidate.text}' is short for it")
    return Status.UNSURE, 0.5, (f"'{candidate.text}' may mean something else, and nothing here decides it",)


def _lost_dots(candidate: Candidate, text: str) -> bool:
    """Tell whether an acronym lost with its dots what made it unmistakable: "I.C.E." → "ice", or a listed "ICE"."""
    if "." in candidate.text or not _DOTTED.fullmatch(candidate.alias):
        return False
    bare = candidate.alias.replace(".", "")
    return bare in candidate.watch.ambiguous or candidate.text != bare or text.isupper()


def _around(candidate: Candidate, sentences: Iterable[tuple[int, int]]) -> tuple[int, int]:
    for start, end in sentences:
        if start <= candidate.start < end:
            return start, max(end, candidate.end)
    return candidate.start, candidate.end
