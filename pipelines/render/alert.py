"""One alert → the message that a reader gets.

The headline links to the article; below it who published it and when; then the sentence that matched with
the names in bold; what rule was met and the sum of money, if any; hashtags by watch, so that a tap on one
lists all alerts of that watch in the channel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from pipelines.model import Entry, Field, Match, Mention, Message, Route, Status
from pipelines.render.telegram import bold, clock, escape, hashtag, link, message, shorten, units_of_plain
from pipelines.text import fold

TITLE_UNITS = 500
SENTENCE_UNITS = 900
TEASER_UNITS = 300
TAGS = 12


def render_alert(entry: Entry, match: Match, route: Route, titles: Mapping[str, str], zone: ZoneInfo) -> Message:
    """Return the message for one chat; `titles` maps rule ids to what readers call them."""
    sure = [m for m in match.mentions if m.status is Status.SURE]
    lines = [link(entry.link, _headline(entry, sure)), f"<i>{_byline(entry, zone)}</i>"]
    if quote := _quote(entry, sure):
        lines += ["", quote]
    if note := _note(match, route, titles):
        lines += ["", note]
    lines += ["", " ".join(hashtag(watch) for watch in route.watches[:TAGS])]
    return message("\n".join(lines))


def _headline(entry: Entry, sure: Sequence[Mention]) -> str:
    if not entry.title:
        first = entry.summary or entry.content
        return f"<b>{escape(shorten(first, 120))}</b>"
    if units_of_plain(entry.title) > TITLE_UNITS:
        return escape(shorten(entry.title, TITLE_UNITS))
    return bold(entry.title, ((m.start, m.end) for m in sure if m.field is Field.TITLE))


def _byline(entry: Entry, zone: ZoneInfo) -> str:
    parts = [escape(shorten(entry.source, 100))] if entry.source else []
    if entry.published:
        parts.append(clock(entry.published, zone))
    return " · ".join(parts) or "no date given"


def _quote(entry: Entry, sure: Sequence[Mention]) -> str:
    """The sentence below the headline with the most watched names, else how the text begins."""
    sentences: dict[tuple[Field, int, int], list[Mention]] = {}
    headline = fold(entry.title)
    for mention in sure:
        sentence = entry.text(mention.field)[mention.sentence_start : mention.sentence_end]
        # Search feeds repeat the headline as the summary.
        if mention.field is not Field.TITLE and not (headline and fold(sentence).startswith(headline)):
            place = (mention.field, mention.sentence_start, mention.sentence_end)
            sentences.setdefault(place, []).append(mention)
    if sentences:
        (field, start, end), inside = max(sentences.items(), key=lambda item: len({(m.kind, m.watch) for m in item[1]}))
        sentence = entry.text(field)[start:end]
        if units_of_plain(sentence) > SENTENCE_UNITS:
            first = min(m.start for m in inside)
            begin = max(start, first - SENTENCE_UNITS // 3)
            sentence = ("… " if begin > start else "") + entry.text(field)[begin:end]
            shift = begin - (2 if begin > start else 0)
            short = shorten(sentence, SENTENCE_UNITS)
            spans = [(m.start - shift, m.end - shift) for m in inside if m.end - shift < len(short) - 2]
            return f"<blockquote>{bold(short, spans)}</blockquote>"
        return f"<blockquote>{bold(sentence, ((m.start - start, m.end - start) for m in inside))}</blockquote>"
    teaser = entry.summary if headline and not fold(entry.summary).startswith(headline) else ""
    return f"<blockquote>{escape(shorten(teaser, TEASER_UNITS))}</blockquote>" if teaser else ""


def _note(match: Match, route: Route, titles: Mapping[str, str]) -> str:
    parts = [escape(titles.get(rule) or rule) for rule in route.rules]
    sums = dict.fromkeys(fact.amount_text for fact in match.facts if fact.amount_text)
    return " · ".join([*parts, *(f"<b>{escape(text)}</b>" for text in sums)])
