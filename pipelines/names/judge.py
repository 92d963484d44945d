"""Sure, unsure or rejected, and why.

A name or alias means its watch and nothing else, so it is sure. An `ambiguous` name is unsure, unless the
same text names the watch by a sure name ("Immigration and Customs Enforcement … ICE"): one sense per text
(Gale, Church and Yarowsky, "One Sense Per Discourse", 1992). Written in lower case in a text that has
capitals, a name that the watchlist capitalises is the common word: "ice on the roads", "la garde".

What that leaves open an opinion decides (see `opinions`): a chance that the name means the watch, and the reasons.
From `SURE` on it is sure, below `REJECTED` rejected, and what lies between, or gets no opinion, stays unsure. A place
that is unsure rises with a sure one of the same name in the entry, again by one sense per text.

Known failures: a text about two namesakes at once; headlines in title case, where capitals say nothing. What the
opinion gets wrong, and how often: docs/matching.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter, itemgetter

from pipelines.judges.opinion import ORGANISATIONS
from pipelines.judges.opinions import Opinions
from pipelines.model import Entry, Field, Mention, Status
from pipelines.names.candidates import Candidate
from pipelines.names.nlp import Text

SURE = 0.55
"""The chance from which a name is believed. Just above even: most items lie far from it on either side, and with a
wider gap far more true names than false ones would go unsaid (docs/matching.md has the figures)."""
REJECTED = 0.3
"""The chance below which a name is taken for something else. Between the two a person decides, in the digest."""

Verdict = tuple[Status, float, tuple[str, ...]]
"""Status, score and evidence."""

_DOTTED = re.compile(r"(?:\w\.){2,}\w?")


def judge(entry: Entry, found: Mapping[Field, tuple[Text, list[Candidate]]]) -> tuple[Mention, ...]:
    """Return a mention for every candidate in `entry`, in reading order. Raises nothing, whatever the text."""
    named: dict[str, str] = {}
    watched: dict[str, str] = {}
    for text, candidates in found.values():
        for candidate in candidates:
            if candidate.sure_alias and not _lost_dots(candidate, text.text):
                named.setdefault(candidate.watch.id, candidate.text)
                if candidate.watch.kind in ORGANISATIONS and not candidate.misspelt:
                    watched.setdefault(candidate.watch.id, candidate.text)
    opinions = Opinions(entry)
    mentions = [
        _mention(candidate, sentences, _verdict(candidate, named, watched, text.text, opinions))
        for text, candidates, sentences in ((text, group, text.sentences()) for text, group in found.values())
        for candidate in candidates
    ]
    return _one_sense(mentions)


def _mention(candidate: Candidate, sentences: Sequence[tuple[int, int]], verdict: Verdict) -> Mention:
    status, score, evidence = verdict
    start, end = _around(candidate, sentences)
    return Mention(
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


def _verdict(
    candidate: Candidate, named: Mapping[str, str], watched: Mapping[str, str], text: str, opinions: Opinions
) -> Verdict:
    own = named.get(candidate.watch.id)
    if candidate.sure_alias and not _lost_dots(candidate, text):
        return Status.SURE, 0.9 if candidate.misspelt else 0.99, (_named_by(candidate),)
    if candidate.text.islower() and not candidate.alias.islower() and not text.islower():
        return Status.REJECTED, 0.05, (f"'{candidate.text}' in lower case is the common word",)
    misspelt = (_named_by(candidate),) if candidate.misspelt else ()
    if own:
        why = misspelt or (f"'{candidate.text}' is short for it",)
        return Status.SURE, 0.95, (f"'{own}' stands in the same text", *why)
    beside = next((name for watch, name in watched.items() if watch != candidate.watch.id), "")
    opinion = opinions.on(candidate.watch, candidate.field, candidate.start, candidate.end, beside)
    unknown = f"'{candidate.text}' may mean something else, and nothing here decides it"
    if opinion is None:
        return Status.UNSURE, 0.5, misspelt or (unknown,)
    status = Status.SURE if opinion.chance >= SURE else Status.REJECTED if opinion.chance < REJECTED else Status.UNSURE
    return status, opinion.chance, (*misspelt, *opinion.reasons) or (unknown,)


def _one_sense(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Let what is unsure of a name follow the likeliest place of it in the entry that is sure."""
    sure: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        if mention.status is Status.SURE:
            name = mention.watch, mention.text.casefold()
            sure[name] = max(sure.get(name, mention), mention, key=attrgetter("score"))
    return tuple(
        replace(
            mention,
            status=Status.SURE,
            score=other.score,
            evidence=(f"'{mention.text}' is meant elsewhere in the same text", *other.evidence),
        )
        if mention.status is Status.UNSURE and (other := sure.get((mention.watch, mention.text.casefold())))
        else mention
        for mention in mentions
    )


def _named_by(candidate: Candidate) -> str:
    watch = candidate.watch
    if candidate.misspelt:
        return f"'{candidate.text}' is a likely misspelling of '{candidate.alias}'"
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
