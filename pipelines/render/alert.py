"""One alert → the message that a reader gets.

The headline links to the article; below it who published it and when; then the sentence that matched with
the names in bold; what rule was met and the sum of money, if any; hashtags by watch, so that a tap on one
lists all alerts of that watch in the channel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from pipelines.gains import DOUBT, meetings
from pipelines.model import Entry, Field, Gain, Line, Match, Mention, Message, Route, Status, Telling
from pipelines.render.telegram import bold, clock, escape, hashtag, link, message, shorten, units_of_plain
from pipelines.stories.outlets import Outlets, also
from pipelines.text import fold

# Together these stay well below Telegram's 4096 units, so that no message is ever cut as a whole.
TITLE_UNITS = 500
SENTENCE_UNITS = 900
TEASER_UNITS = 300
RULES, SUMS, TAGS, GAINS = 4, 3, 12, 3

# The same where it is a line among others: some 300 units.
LINE_TITLE, LINE_SOURCE, LINE_TAGS = 200, 40, 2
LONGEST_ADDRESS = 2000
"""Bytes of a link in a line. A longer one would leave the others no room."""


def render_alert(entry: Entry, match: Match, route: Route, titles: Mapping[str, str], zone: ZoneInfo) -> Message:
    """Return the message for one chat; `titles` maps rule ids to what readers call them."""
    sure = [m for m in match.mentions if m.status is Status.SURE]
    lines = [link(entry.link, _headline(entry, sure)), f"<i>{_byline(entry, zone)}</i>"]
    if route.telling is Telling.GAIN:
        lines.insert(0, _gains(route.gains))
    if quote := _quote(entry, sure):
        lines += ["", quote]
    if note := _note(match, route, titles):
        lines += ["", note]
    lines += ["", " ".join(hashtag(watch) for watch in route.watches[:TAGS])]
    return message("\n".join(lines))


def alert_line(entry: Entry, match: Match, route: Route, titles: Mapping[str, str] | None = None) -> Line:
    """Return what stands for the alert where several share a message: headline with its link, publisher, hashtags.

    Before them stands why it may matter: the title of the first rule met (`titles` by rule id), else the first sum. Its
    weight says what a reader should see first: a rule that was met, then a company that meets an agency, then a
    sum of money, then many watches. What a story gains comes below what is new, all that makes no sound last.
    """
    title = escape(shorten(" ".join((entry.title or entry.summary or entry.content).split()), LINE_TITLE))
    address = entry.link if len(entry.link.encode()) <= LONGEST_ADDRESS else ""
    named = (titles[rule] for rule in route.rules if titles and titles.get(rule))
    sums = (fact.amount_text for fact in match.facts if fact.amount_text)
    reason = next(named, None) or next(sums, None)
    lead = f"{escape(shorten(reason, LINE_SOURCE))}: " if reason else ""
    parts = [lead + link(address, title or "no headline")]
    if entry.source:
        parts.append(escape(shorten(entry.source, LINE_SOURCE)))
    parts.append(" ".join(hashtag(watch) for watch in route.watches[:LINE_TAGS]))
    return Line(html=" · ".join(filter(None, parts)), weight=_weight(match, route))


def _weight(match: Match, route: Route) -> int:
    """Each reason is worth more than all below it together."""
    weight = 1000 * bool(route.rules) + 500 * bool(meetings(match.mentions))
    weight += 200 * any(fact.amount_text for fact in match.facts) + 10 * min(len(route.watches), TAGS)
    return weight - 5 * (route.telling is Telling.GAIN) - 10_000 * route.silent


def _gains(gains: Sequence[Gain]) -> str:
    """What is new, the doubt left out where there is something else to say."""
    words = [escape(shorten(gain.words, 100)) for gain in gains if not gain.code.startswith(DOUBT)]
    if not words:
        return f"<b>{escape(gains[0].words.capitalize())}</b>"
    return f"<b>New in this story:</b> {'; '.join(dict.fromkeys(words[:GAINS]))}"


def also_line(of: Outlets) -> str:
    """Return the line that tells which further outlets have the story, as HTML; "" if none has."""
    words = also(of, lambda name, address: link(address, escape(name)))
    return f"<i>{words}</i>" if words else ""


def with_also(html: str, also: str) -> Message:
    """Return an alert that is no reply of gains with the line `also` (HTML, "" for none) below its byline."""
    lines = html.split("\n")
    return message("\n".join([*lines[:2], also, *lines[2:]]) if also else html)


def _headline(entry: Entry, sure: Sequence[Mention]) -> str:
    if not entry.title:
        first = entry.summary or entry.content
        return f"<b>{escape(shorten(' '.join(first.split()), 120))}</b>"
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
    for mention in sure:
        if mention.field is not Field.TITLE:
            place = (mention.field, mention.sentence_start, mention.sentence_end)
            sentences.setdefault(place, []).append(mention)
    ranked = sorted(sentences, key=lambda place: -len({mention.watch for mention in sentences[place]}))
    for field, start, end in ranked:
        text = entry.text(field)
        if not _repeats(entry, text[start:end]):
            return f"<blockquote>{_clipped(text, start, end, sentences[field, start, end])}</blockquote>"
    if not entry.title:
        return ""
    teaser = "\n".join(line for line in entry.summary.split("\n") if not _repeats(entry, line))
    return f"<blockquote>{escape(shorten(teaser, TEASER_UNITS))}</blockquote>" if teaser else ""


def _repeats(entry: Entry, text: str) -> bool:
    """Whether a text says only what the headline says: search feeds give it again, with the publisher's name."""
    headline, words = _words(entry.title), _words(text)
    return headline.startswith(words) or words == f"{headline} {_words(entry.source)}".strip()


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def _clipped(text: str, start: int, end: int, names: Sequence[Mention]) -> str:
    """The sentence from `start` to `end` with the names in bold; of a long one the part around the first name."""
    begin = start
    if units_of_plain(text[start:end]) > SENTENCE_UNITS:
        first = min(name.start for name in names)
        begin = max(start, first - SENTENCE_UNITS // 3)
        if begin > start:
            begin = text.find(" ", begin, first) + 1 or begin
    lead = "… " if begin > start else ""
    whole = lead + text[begin:end]
    short = shorten(whole, SENTENCE_UNITS)
    shift, room = begin - len(lead), len(short) if short == whole else len(short) - len(" …")
    return bold(short, ((name.start - shift, min(name.end - shift, room)) for name in names))


def _note(match: Match, route: Route, titles: Mapping[str, str]) -> str:
    parts = [escape(shorten(titles.get(rule) or rule, 100)) for rule in route.rules[:RULES]]
    sums = dict.fromkeys(fact.amount_text for fact in match.facts if fact.amount_text)
    return " · ".join([*parts, *(f"<b>{escape(shorten(text, 60))}</b>" for text in list(sums)[:SUMS])])
