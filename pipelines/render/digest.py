"""A digest → Telegram messages, text, a page of HTML, JSON."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.digest import Digest, Item, Mark, Section
from pipelines.model import Example, Message
from pipelines.render.suggest import suggestion_data
from pipelines.render.telegram import clock, escape, link, message, pack, shorten
from pipelines.render.words import plural, precision
from pipelines.stories.outlets import also, outlets
from pipelines.text import shown

TURNS = 3
"""Further alerts of a story that are listed below it; the rest is counted."""
ITEMS = 12
"""Stories listed under one heading of the Telegram digest; the rest is counted."""
UNWATCHED = 5
"""Names told that nobody watches."""
UNWATCHED_HEADING = "Names you do not watch yet"
WRONG_HEADING = "Marked wrong"
LABEL = 500
"""UTF-16 units of a headline elsewhere."""


def _day(digest: Digest) -> str:
    return f"{digest.day:%A}, {digest.day.day} {digest.day:%B %Y}"


def _span(digest: Digest, zone: ZoneInfo) -> str:
    """What the digest covers, for it need not be the day: it begins where the last one ended."""
    since = digest.since.astimezone(zone)
    return f"{since.day} {since:%B, %H:%M} – {clock(digest.until, zone)}"


def _label(item: Item, limit: int) -> str:
    return shorten(item.title or item.sentence or item.link or "(no headline)", limit)


def _front(item: Item) -> Item:
    """Return the report that stands for a story under its heading."""
    return item.front or item


def _also(item: Item) -> str:
    front = _front(item).key
    return also(outlets(sorted(item.reports, key=lambda report: report.entry != front)))


def _turns(item: Item, limit: int) -> Iterator[tuple[str, str, str]]:
    """Yield link, headline and source of what was pushed of a story after its first alert."""
    turns = [turn for turn in item.turns if turn.key != _front(item).key]
    for turn in turns[:TURNS]:
        yield turn.link, _label(turn, limit), shorten(turn.source, 40)
    if len(turns) > TURNS:
        yield "", f"and {len(turns) - TURNS} more", ""


def _summary(digest: Digest) -> str:
    """What the digest says first, also of an empty day."""
    health = digest.health
    entries = plural(health.entries, "new entry", "new entries")
    answered = "" if health.answered is None else f"{health.answered} of {plural(health.feeds, 'feed')} answered, "
    # What answered since the last digest may fail by now, so that the one says nothing of the other.
    fail = f"{plural(len(health.failing), 'fails', 'fail')} now, " if health.failing else ""
    polled = answered + fail + entries
    if digest.empty:
        return f"Nothing to tell: no watched name in the news. {polled}."
    return f"{plural(digest.alerts, 'alert')}. {polled}."


def _headings(digest: Digest) -> Iterable[tuple[str, Sequence[Item], str]]:
    """Yield heading, stories and a note on each group, in the order of importance.

    Watches whose stories have all been told by then share a heading without stories.
    """
    for title, items in digest.rules:
        yield title, items, ""
    for section in filter(lambda each: each.items, digest.sections):
        more = section.stories - len(section.items)
        count = f"{section.count:,}"
        if section.count > section.stories:
            count = f"{plural(section.stories, 'story', 'stories')}, {plural(section.count, 'report')}"
        notes = (f"{more} of them above" if more else "", precision(section.right, section.wrong))
        yield f"{section.name}: {count}", section.items, "; ".join(filter(None, notes))
    if above := [section for section in digest.sections if not section.items]:
        yield f"Told above: {', '.join(map(_told_above, above))}", (), ""
    if digest.review:
        yield "To review: these names may mean something else", digest.review, ""


def _told_above(section: Section) -> str:
    right = precision(section.right, section.wrong)
    return f"{shorten(section.name, 80)} {section.stories:,}" + (f" ({right})" if right else "")


def _wrong(digest: Digest, limit: int) -> Iterator[tuple[Mark, str, str]]:
    """Yield each mark with its headline and the watch that the entry does not mean."""
    for mark in digest.wrong:
        yield mark, shorten(mark.title or mark.link or "(no headline)", limit), f"not {shorten(mark.name, 80)}"


def _unwatched(digest: Digest, limit: int) -> Iterator[tuple[str, Example, str]]:
    """Yield name and count of each organisation that one could watch, an example, and its headline."""
    for each in digest.unwatched[:UNWATCHED]:
        example = each.examples[0]
        headline = shorten(example.title or example.sentence, limit)
        yield f"{shorten(each.name, 80)} ({plural(each.entries, 'entry', 'entries')})", example, headline


def _notes(digest: Digest, zone: ZoneInfo) -> Iterable[tuple[str, list[str]]]:
    """Yield what is told in words only: why alerts were held back, and which feeds fail."""
    if digest.held:
        reasons = Counter(item.reason for item in digest.held)
        yield "Held back", [f"{count} × {reason}" for reason, count in reasons.most_common()]
    if digest.health.failing:
        yield (
            "Feeds that fail",
            [
                f"{shown(url)}: {error}" + (f" (since {clock(since, zone)})" if since else "")
                for url, error, since in digest.health.failing
            ],
        )


def digest_text(digest: Digest, zone: ZoneInfo) -> str:
    """Return the digest as plain text for a terminal or a mail."""
    lines = [f"Digest of {_day(digest)}", _span(digest, zone), _summary(digest)]
    for heading, items, note in _headings(digest):
        lines += ["", heading + (f" ({note})" if note else "")]
        for item in items:
            front = _front(item)
            lines.append(f"  - {_label(front, LABEL)}")
            lines.append("    " + ", ".join(filter(None, (front.source, clock(front.at, zone), front.link))))
            lines += [f"    {words}"] if (words := _also(item)) else []
            for address, headline, source in _turns(item, LABEL):
                lines.append("    then: " + ", ".join(filter(None, (headline, source, address))))
    if digest.wrong:
        lines += ["", WRONG_HEADING]
        for mark, headline, words in _wrong(digest, LABEL):
            lines.append(f"  - {headline}")
            lines.append("    " + ", ".join(filter(None, (words, mark.source, mark.link))))
    if digest.unwatched:
        lines += ["", UNWATCHED_HEADING]
        for name, example, headline in _unwatched(digest, LABEL):
            lines.append(f"  - {name}: {headline}")
            lines.append("    " + ", ".join(filter(None, (example.source, clock(example.at, zone), example.link))))
    for heading, notes in _notes(digest, zone):
        lines += ["", heading, *(f"  - {note}" for note in notes)]
    return "\n".join(lines) + "\n"


def digest_messages(digest: Digest, zone: ZoneInfo) -> list[Message]:
    """Return the digest as one message or a few, each within Telegram's limit."""
    blocks = [[f"<b>Digest of {_day(digest)}</b>", f"<i>{_span(digest, zone)}</i>", escape(_summary(digest))]]
    for heading, items, note in _headings(digest):
        short = shorten(heading, 200 if items else 1000)
        lines = [f"<b>{escape(short)}</b>" + (f" <i>({escape(note)})</i>" if note else "")]
        for item in items[:ITEMS]:
            front = _front(item)
            byline = escape(" · ".join(filter(None, (shorten(front.source, 40), _also(item)))))
            label = link(front.link, escape(_label(front, 160)))
            lines.append(f"• {label}" + (f" · <i>{byline}</i>" if byline else ""))
            for address, headline, source in _turns(item, 160):
                lines.append(
                    f"   ↳ {link(address, escape(headline))}" + (f" · <i>{escape(source)}</i>" if source else "")
                )
        if len(items) > ITEMS:
            lines.append(f"• and {len(items) - ITEMS} more")
        blocks.append(lines)
    if digest.wrong:
        marks = [
            f"• {link(mark.link, escape(headline))} · <i>{escape(words)}</i>"
            for mark, headline, words in _wrong(digest, 160)
        ]
        rest = [f"• and {len(marks) - ITEMS} more"] if len(marks) > ITEMS else []
        blocks.append([f"<b>{WRONG_HEADING}</b>", *marks[:ITEMS], *rest])
    if digest.unwatched:
        told = (
            f"• <b>{escape(name)}</b>: {link(example.link, escape(headline))}"
            for name, example, headline in _unwatched(digest, 160)
        )
        blocks.append([f"<b>{UNWATCHED_HEADING}</b>", *told])
    for heading, notes in _notes(digest, zone):
        lines = [f"<b>{heading}</b>", *(f"• {escape(shorten(note, 200))}" for note in notes[:ITEMS])]
        if len(notes) > ITEMS:
            lines.append(f"• and {len(notes) - ITEMS} more")
        blocks.append(lines)
    return [message(text) for text in pack(blocks)]


def digest_html(digest: Digest, zone: ZoneInfo) -> str:
    """Return the digest as one self-contained page, fit for a mail too."""
    quote = html.escape
    day = quote(_day(digest))
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>Digest of {day}</title>",
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
        "h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.6rem 0 .3rem}ul{padding-left:1.2rem;margin:.3rem 0}"
        "small{opacity:.7}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#8ab4f8}}</style>",
        f"</head><body><h1>Digest of {day}</h1><p><small>{_span(digest, zone)}</small></p>",
        f"<p>{quote(_summary(digest))}</p>",
    ]
    for heading, items, note in _headings(digest):
        parts.append(f"<h2>{quote(heading)}</h2>" + (f"<p><small>{quote(note)}</small></p>" if note else ""))
        parts += ["<ul>"] if items else []
        for item in items:
            front = _front(item)
            byline = quote(", ".join(filter(None, (front.source, clock(front.at, zone), _also(item)))))
            turns = "".join(
                f"<li>{link(address, quote(headline))}"
                + (f" <small>{quote(source)}</small></li>" if source else "</li>")
                for address, headline, source in _turns(item, LABEL)
            )
            below = f"<ul>{turns}</ul>" if turns else ""
            parts.append(f"<li>{link(front.link, quote(_label(front, LABEL)))}<br><small>{byline}</small>{below}</li>")
        parts += ["</ul>"] if items else []
    parts += _lists(digest, zone)
    for heading, notes in _notes(digest, zone):
        parts.append(f"<h2>{heading}</h2><ul>" + "".join(f"<li>{quote(note)}</li>" for note in notes) + "</ul>")
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _lists(digest: Digest, zone: ZoneInfo) -> Iterator[str]:
    """Yield the parts of the page behind the stories: what was marked wrong, and what nobody watches."""
    quote = html.escape
    if digest.wrong:
        marks = (
            f"<li>{link(mark.link, quote(headline))}<br><small>"
            f"{quote(', '.join(filter(None, (words, mark.source))))}</small></li>"
            for mark, headline, words in _wrong(digest, LABEL)
        )
        yield f"<h2>{WRONG_HEADING}</h2><ul>" + "".join(marks) + "</ul>"
    if digest.unwatched:
        told = (
            f"<li>{quote(name)}: {link(example.link, quote(headline))}<br><small>"
            f"{', '.join(filter(None, (quote(example.source), clock(example.at, zone))))}</small></li>"
            for name, example, headline in _unwatched(digest, LABEL)
        )
        yield f"<h2>{UNWATCHED_HEADING}</h2><ul>" + "".join(told) + "</ul>"


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _entry_data(item: Item) -> dict[str, object]:
    return {
        "entry": item.key, "title": item.title, "link": item.link, "source": item.source,
        "at": _moment(item.at), "action": item.action, "reason": item.reason, "watches": item.watches,
        "rules": item.rules, "unsure": item.unsure, "score": item.score, "sentence": item.sentence,
        "story": item.story, "outlets": outlets(item.reports).names,
        "reports": [report.entry for report in item.reports], "turns": [turn.key for turn in item.turns],
        "front": _front_data(item.front) if item.front else None,
    }  # fmt: skip


def _front_data(item: Item) -> dict[str, object]:
    return {
        "entry": item.key, "title": item.title, "link": item.link, "source": item.source, "at": _moment(item.at),
    }  # fmt: skip


def _section_data(section: Section) -> dict[str, object]:
    return {
        "watch": section.watch, "name": section.name, "count": section.count, "stories": section.stories,
        "right": section.right, "wrong": section.wrong,
    }  # fmt: skip


def _mark_data(mark: Mark) -> dict[str, object]:
    return {
        "entry": mark.entry, "watch": mark.watch, "name": mark.name, "title": mark.title, "link": mark.link,
        "source": mark.source, "marked_at": _moment(mark.at),
    }  # fmt: skip


def digest_json(digest: Digest) -> str:
    """Return the digest as JSON, times in UTC."""

    def entries(items: Iterable[Item]) -> list[dict[str, object]]:
        return [_entry_data(item) for item in items]

    health = digest.health
    data = {
        "date": digest.day.isoformat(),
        "since": _moment(digest.since),
        "until": _moment(digest.until),
        "empty": digest.empty,
        "alerts": digest.alerts,
        "rules": [{"title": title, "entries": entries(items)} for title, items in digest.rules],
        "watches": [{**_section_data(section), "entries": entries(section.items)} for section in digest.sections],
        "review": entries(digest.review),
        "marked_wrong": [_mark_data(mark) for mark in digest.wrong],
        "held": entries(digest.held),
        "unwatched": [suggestion_data(each) for each in digest.unwatched],
        "feeds": {
            "polled": health.feeds,
            "answered": health.answered,
            "new_entries": health.entries,
            "failing": [{"url": shown(url), "error": error, "since": _moment(at)} for url, error, at in health.failing],
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
