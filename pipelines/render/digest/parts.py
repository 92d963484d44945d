"""What a digest tells, in the order of importance: the parts that Telegram, text and page share.

Nothing is told twice: a story stands under its first heading only, and watches of which all stories stand further up
share one line. Addresses that are neither http nor https are left out, whoever wrote them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.digest.values import Digest, Edition, Failing, Item, Section, Series, Stalled, Trend
from pipelines.render.chart import reach, worth_drawing
from pipelines.render.facts import fact_words
from pipelines.render.telegram import clock, shorten
from pipelines.render.words import plural, precision
from pipelines.stories.outlets import Outlets, outlets
from pipelines.text import one_line

UNWATCHED = 5
"""Names told that nobody watches."""
LABEL, SENTENCE, NAME, SOURCE = 500, 400, 80, 40
"""UTF-16 units of a headline, a sentence, a watch's name and a publisher's."""

_BLOCKS = "▁▂▃▄▅▆▇█"
_SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A story, or another entry that is told."""

    headline: str
    link: str = ""  #: "" if there is none
    lead: str = ""  #: what it is an example of
    doubt: str = ""  #: which watch it may mean, or does not
    source: str = ""
    at: datetime | None = None  #: UTC; None: that does not matter
    outlets: Outlets | None = None  #: of its story, its own the first; None: it is told by itself
    day: int = 1  #: the how manieth of its story
    alert: str = ""  #: address of the message that told of it; "" if there is none
    fact: str = ""  #: in words
    sentence: str = ""  #: the evidence, where that is told
    names: tuple[str, ...] = ()  #: the watched names in it
    turns: tuple[Line, ...] = ()  #: what was pushed of its story later


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """How often a watch was named, day by day or week by week."""

    blocks: str  #: one block character for each; the highest is the maximum
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading with what stands below it: stories, or words only, or bars."""

    heading: str
    note: str = ""
    lines: tuple[Line, ...] = ()
    words: tuple[str, ...] = ()
    bars: tuple[Bars, ...] = ()
    brief: str = ""  #: the rule's or the watch's name and its stories' number; "" for a part of something else
    rule: bool = False  #: its stories met a rule


# --- what stands first -------------------------------------------------------------------------------


def heading(digest: Digest) -> str:
    """Return what the digest is called: "Digest of Sunday, 22 November 2026", "Week of 16–22 November 2026"."""
    if digest.edition is Edition.DAILY:
        return f"Digest of {digest.day:%A}, {_date(digest.day)}"
    first, last = digest.day - timedelta(days=6), digest.day
    if first.year != last.year:
        return f"Week of {_date(first)} – {_date(last)}"
    if first.month != last.month:
        return f"Week of {first.day} {first:%B} – {_date(last)}"
    return f"Week of {first.day}–{_date(last)}"


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def span(digest: Digest, zone: ZoneInfo) -> str:
    """Return what the digest covers, for it need not be the day: it begins where the last one ended."""
    since, until = digest.since.astimezone(zone), digest.until.astimezone(zone)
    if since.date() == until.date():
        return f"{until.day} {until:%B %Y}, {since:%H:%M}–{until:%H:%M %Z}"
    return f"{since.day} {since:%B, %H:%M} – {clock(digest.until, zone)}"


def summary(digest: Digest) -> str:
    """Return what the digest says first, also of an empty day."""
    health = digest.health
    entries = plural(health.entries, "new entry", "new entries")
    answered = "" if health.answered is None else f"{health.answered} of {plural(health.feeds, 'feed')} answered, "
    # What answered since the last digest may fail by now, so that the one says nothing of the other.
    fail = f"{plural(len(health.failing), 'fails', 'fail')} now, " if health.failing else ""
    polled = answered + fail + entries
    if digest.empty:
        return f"Nothing to tell: no watched name in the news. {polled}."
    return f"{plural(digest.alerts, 'alert')}. {polled}."


# --- the parts ----------------------------------------------------------------------------------------


def parts(digest: Digest, zone: ZoneInfo) -> Iterator[Part]:
    """Yield what the digest tells, what matters first first."""
    known = digest.names
    for title, items in digest.rules:
        stories = tuple(_story(item, known, proof=True) for item in items)
        yield Part(heading=title, lines=stories, brief=f"{shorten(title, NAME)} {len(items):,}", rule=True)
    yield from _watches(digest, known)
    if digest.trends:
        words = tuple(_trend(trend, digest.edition) for trend in digest.trends)
        yield Part(heading=_against(digest), note=_counted(digest), words=words)
    if digest.series_end and worth_drawing(digest.series):
        unit = "day" if digest.edition is Edition.DAILY else "week"
        title = f"The {len(digest.series[0].counts)} {unit}s to {reach(digest.series_end, digest.series_at)}"
        bars = tuple(_bars(series) for series in digest.series)
        yield Part(heading=title, note=f"entries a {unit}, copies left out", bars=bars)
    if digest.review:
        review = tuple(_story(item, known, proof=True, doubt=True) for item in digest.review)
        yield Part(heading="To review: these names may mean something else", lines=review)
    yield from _rest(digest, zone)


def _watches(digest: Digest, names: Mapping[str, str]) -> Iterator[Part]:
    """Yield the watches with stories of their own, then one part for those without."""
    for section in filter(lambda each: each.items, digest.sections):
        more = section.stories - len(section.items)
        count = f"{section.count:,}"
        if section.count > section.stories:
            count = f"{plural(section.stories, 'story', 'stories')}, {plural(section.count, 'report')}"
        notes = (f"{more} of them above" if more else "", precision(section.right, section.wrong))
        yield Part(
            heading=f"{section.name}: {count}",
            note="; ".join(filter(None, notes)),
            lines=tuple(_story(item, names) for item in section.items),
            brief=f"{shorten(section.name, NAME)} {section.stories:,}",
        )
    if above := [section for section in digest.sections if not section.items]:
        yield Part(heading=f"Told above: {', '.join(map(_told_above, above))}")


def _told_above(section: Section) -> str:
    right = precision(section.right, section.wrong)
    return f"{shorten(section.name, NAME)} {section.stories:,}" + (f" ({right})" if right else "")


def _rest(digest: Digest, zone: ZoneInfo) -> Iterator[Part]:
    """Yield what stands behind the news: names to watch, feeds, what was held back, what was marked wrong."""
    if digest.unwatched:
        lines = []
        for each in digest.unwatched[:UNWATCHED]:
            example = each.examples[0]
            lines.append(
                Line(
                    lead=f"{shorten(each.name, NAME)} ({plural(each.entries, 'entry', 'entries')})",
                    headline=shorten(example.title or example.sentence, LABEL), link=_address(example.link),
                    source=example.source, at=example.at,
                )
            )  # fmt: skip
        yield Part(heading="Names you do not watch yet", lines=tuple(lines))
    health = digest.health
    if health.failing or health.stalled:
        failing = (_failing(feed, digest.until, zone) for feed in health.failing)
        yield Part(heading="Feeds to look at", words=(*failing, *(_stalled(each, digest) for each in health.stalled)))
    if digest.held:
        reasons = Counter(item.reason for item in digest.held)
        yield Part(heading="Held back", words=tuple(f"{count} × {reason}" for reason, count in reasons.most_common()))
    if digest.wrong:
        marks = tuple(
            Line(
                headline=shorten(mark.title or mark.link or "(no headline)", LABEL), link=_address(mark.link),
                doubt=f"not {shorten(mark.name, NAME)}", source=mark.source,
            )
            for mark in digest.wrong
        )  # fmt: skip
        yield Part(heading="Marked wrong", lines=marks)


# --- stories --------------------------------------------------------------------------------------------


def _story(item: Item, names: Mapping[str, str], *, proof: bool = False, doubt: bool = False) -> Line:
    front = item.front or item  # the report that stands for a story under its heading
    may_mean = [shorten(names[watch], NAME) for watch in item.unsure if watch in names] if doubt else []
    words = fact_words(item.facts[0], names) if item.facts else ""
    sentence = one_line(front.sentence) if proof else ""
    return Line(
        headline=_headline(front),
        link=_address(front.link),
        doubt=" or ".join(may_mean) + "?" if may_mean else "",
        source=one_line(front.source),
        at=front.at,
        outlets=outlets(sorted(item.reports, key=lambda report: report.entry != front.key)),
        day=item.day,
        alert=_address(item.alert),
        # A fact of one part only repeats the heading, but for a sum.
        fact=words if " · " in words or (item.facts and item.facts[0].amount_text) else "",
        sentence=shorten(sentence, SENTENCE) if sentence != _headline(front) else "",
        names=front.names,
        turns=tuple(
            Line(headline=_headline(turn), link=_address(turn.link), source=shorten(one_line(turn.source), SOURCE))
            for turn in item.turns
            if turn.key != front.key
        ),
    )


def _headline(item: Item) -> str:
    words = one_line(item.title) or one_line(item.sentence) or item.link or "(no headline)"
    return shorten(words, LABEL)


def _address(url: str) -> str:
    """Return an address of the web, "" for one that runs something (`javascript:`) or leads to a file."""
    return url if url.startswith(("https://", "http://")) else ""


# --- figures --------------------------------------------------------------------------------------------


def _against(digest: Digest) -> str:
    before = max(trend.before for trend in digest.trends)
    count = _SMALL[before] if before < len(_SMALL) else f"{before:,}"
    return f"New against the last {count} {'days' if digest.edition is Edition.DAILY else 'weeks'}"


def _counted(digest: Digest) -> str:
    """Return what the figures of the trends are: those under the headings count copies, and end with the digest."""
    if digest.series_end is None or digest.series_at is None:
        return "copies left out"
    unit = "days" if digest.edition is Edition.DAILY else "weeks"
    return f"{unit} to {reach(digest.series_end, digest.series_at)}, copies left out"


def _trend(trend: Trend, edition: Edition) -> str:
    now = plural(trend.count, "entry", "entries") if trend.count else "none"
    a_day = "a day" if edition is Edition.DAILY else "a week"
    # A tenth matters where there are few. Less than one in ten days is no figure that one could picture.
    figure = f"{trend.usual:.1f}" if trend.usual < 9.95 else f"{trend.usual:,.0f}"
    usual = f"usually {figure} {a_day}" if trend.usual >= 0.1 else "seldom before"
    return f"{shorten(trend.name, NAME)}: {now}, {usual}"


def _bars(series: Series) -> Bars:
    """Each watch has its own scale, or a loud one would flatten all others; the lowest block is none."""
    most = max(series.counts)
    top = len(_BLOCKS) - 1
    blocks = "".join(_BLOCKS[-(-count * top // most) if most else 0] for count in series.counts)
    return Bars(blocks=blocks, words=f"{shorten(series.name, NAME)}: {series.counts[-1]:,}, at most {most:,}")


def _failing(feed: Failing, until: datetime, zone: ZoneInfo) -> str:
    since = f" since {_when(feed.since, until, zone)}" if feed.since else ""
    return f"{feed.label}: {feed.error.rstrip('.')}{since}"


def _stalled(feed: Stalled, digest: Digest) -> str:
    return f"{feed.label}: no entry for {_lasting(digest.until - feed.last)}, its rhythm is {_lasting(feed.rhythm)}"


def _when(moment: datetime, until: datetime, zone: ZoneInfo) -> str:
    """Return a moment before `until` as people would say it then: "14:10", "Tuesday 14:10", "3 November"."""
    local, end = moment.astimezone(zone), until.astimezone(zone)
    days = (end.date() - local.date()).days
    if days <= 0:
        return f"{local:%H:%M}"
    if days < 7:
        return f"{local:%A %H:%M}"
    return f"{local.day} {local:%B}" + (f" {local.year}" if local.year != end.year else "")


def _lasting(length: timedelta) -> str:
    """Return a time in its largest fitting unit: "45 minutes", "36 hours", "9 days"."""
    minutes = round(length / timedelta(minutes=1))
    if minutes < 60:
        return plural(minutes, "minute")
    hours = round(minutes / 60)
    return plural(hours, "hour") if hours < 48 else plural(round(minutes / 1440), "day")
