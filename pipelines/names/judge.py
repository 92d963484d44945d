"""Sure, unsure or rejected, and why.

A name or alias means its watch and nothing else, so it is sure. An `ambiguous` name is unsure, unless the
same text names the watch by a sure name ("Immigration and Customs Enforcement … ICE"): one sense per text
(Gale, Church and Yarowsky, "One Sense Per Discourse", 1992). Written in lower case in a text that has
capitals, a name that the watchlist capitalises is the common word: "ice on the roads", "la garde".

What is unsure gets an opinion (see `opinion`): a chance and reasons, by which the digest's review part is sorted. In
this version the opinion decides nothing: it makes no name sure and rejects none.

Known failures: a text about two namesakes at once; headlines in title case, where capitals say nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter

from pipelines.model import Entry, Field, Mention, Status
from pipelines.names.candidates import Candidate
from pipelines.names.nlp import Text
from pipelines.names.opinion import Opinions

_DOTTED = re.compile(r"(?:\w\.){2,}\w?")


def judge(entry: Entry, found: Mapping[Field, tuple[Text, list[Candidate]]]) -> tuple[Mention, ...]:
    """Return a mention for every candidate in `entry`, in reading order. Raises nothing, whatever the text."""
    named: dict[str, str] = {}
    for text, candidates in found.values():
        for candidate in candidates:
            if candidate.sure_alias and not _lost_dots(candidate, text.text):
                named.setdefault(candidate.watch.id, candidate.text)
    opinions = Opinions(entry)
    mentions: list[Mention] = []
    for text, candidates in found.values():
        sentences = text.sentences()
        for candidate in candidates:
            status, score, evidence = _verdict(candidate, named.get(candidate.watch.id), text.text, opinions)
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


def _verdict(
    candidate: Candidate, named: str | None, text: str, opinions: Opinions
) -> tuple[Status, float, tuple[str, ...]]:
    if candidate.sure_alias and not _lost_dots(candidate, text):
        return Status.SURE, 0.99, (_named_by(candidate),)
    if candidate.text.islower() and not candidate.alias.islower() and not text.islower():
        return Status.REJECTED, 0.05, (f"'{candidate.text}' in lower case is the common word",)
    if named:
        return Status.SURE, 0.95, (f"'{named}' stands in the same text", f"'{candidate.text}' is short for it")
    opinion = opinions.on(candidate.watch, candidate.field, candidate.start, candidate.end)
    unknown = f"'{candidate.text}' may mean something else, and nothing here decides it"
    if opinion is None:
        return Status.UNSURE, 0.5, (unknown,)
    return Status.UNSURE, opinion.chance, opinion.reasons or (unknown,)


def _named_by(candidate: Candidate) -> str:
    watch = candidate.watch
    if candidate.alias == watch.name:
        return f"'{candidate.text}' is the name of {watch.name}"
    if candidate.alias in watch.aliases:
        return f"'{candidate.text}' is an alias of {watch.name}"
    return f"'{candidate.text}' is {watch.name} without its legal form"


def _lost_dots(candidate: Candidate, text: str) -> bool:
    """Tell whether an acronym lost with its dots what made it unmistakable: "I.C.E." → "ice", or a listed "ICE"."""
    if "." in candidate.text or not _DOTTED.fullmatch(candidate.alias):
        return False
    bare = candidate.alias.replace(".", "")
    return bare in candidate.watch.ambiguous or candidate.text != bare or text.isupper()


def _around(candidate: Candidate, sentences: Sequence[tuple[int, int]]) -> tuple[int, int]:
    at = bisect_right(sentences, candidate.start, key=itemgetter(0)) - 1
    if at >= 0 and candidate.start < sentences[at][1]:
        return sentences[at][0], max(sentences[at][1], candidate.end)
    return candidate.start, candidate.end
