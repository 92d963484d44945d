"""What a backtest found → text and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pipelines.backtest import LOUD, Backtest, Change, Volume
from pipelines.render.telegram import clock, shorten
from pipelines.render.words import plural

LISTED = 20
"""Entries printed under one heading; JSON has them all."""
_LABEL = 300
_COLUMN = 40


def backtest_text(found: Backtest, zone: ZoneInfo) -> str:
    """Return the report in words, times in `zone`: loud watches first, then what changes, then every watch."""
    if found.since is None or found.until is None:
        return "No stored entry is that young: there is nothing to test against.\n"
    lines = [
        f"{plural(found.entries, 'entry', 'entries')}, {clock(found.since, zone)} – {clock(found.until, zone)}",
        _totals(found),
    ]
    lines += [_warning(each) for each in found.watches if each.loud]
    if found.compared:
        lines += _changes("Would newly alert", "+", found.newly, zone)
        lines += _changes("Would no longer alert", "-", found.gone, zone)
    return "\n".join([*lines, "", *_table(found)]) + "\n"


def _totals(found: Backtest) -> str:
    per_day = _frequency(found.before, found.added_before, found)
    before = f"{plural(found.before, 'alert')} with the watchlists in force ({per_day})"
    if not found.compared:
        return f"{before}."
    after = f"{found.after:,} with the proposed ones ({_frequency(found.after, found.added_after, found)})"
    return f"{before}, {after}: {len(found.newly):,} new, {len(found.gone):,} gone."


def _warning(each: Volume) -> str:
    return f"LOUD  {each.watch}: {plural(each.most, 'alert')} on {each.day:%A}, {_day(each)}; more than {LOUD} a day"


def _day(each: Volume) -> str:
    return f"{each.day.day} {each.day:%B %Y}" if each.day else ""


def _frequency(count: int, added: int, found: Backtest) -> str:
    a_day = f"{count / found.days:.1f} a day"
    return f"{a_day}; {added:,} more in stories alerted already" if added else a_day


def _changes(heading: str, sign: str, changes: Sequence[Change], zone: ZoneInfo) -> list[str]:
    lines = ["", f"{heading}: {len(changes):,}"]
    for change in changes[:LISTED]:
        lines.append(f"{sign} {clock(change.at, zone)}, {change.source or 'no source'}, entry {change.key}")
        lines.append(f"    {shorten(change.title, _LABEL)}")
        lines += [f"    {change.link}"] if change.link else []
        lines += [f"    {each.watch}: '{each.text}' stands there; {each.because}" for each in change.named]
        lines.append(f"    {change.why}")
    return [*lines, *([f"and {len(changes) - LISTED:,} more; --format json has them all"] * (len(changes) > LISTED))]


def _table(found: Backtest) -> list[str]:
    """Alerts a day of each watch; those that never alert are only counted."""
    told = [each for each in found.watches if each.before or each.after]
    width = min(max((len(each.watch) for each in told), default=0), _COLUMN)
    silent = len(found.watches) - len(told)
    lines = ["Alerts a day by watch" + (", in force → proposed" if found.compared else "")]
    for each in told:
        before = "not watched" if each.before is None else f"{each.before / found.days:.1f}"
        after = "not watched" if each.after is None else f"{each.after / found.days:.1f}"
        figures = f"{before} → {after}" if found.compared else after
        most = f", at most {each.most} ({_day(each)})" if each.most else ""
        lines.append(f"  {each.watch:<{width}}  {figures}{most}{'  LOUD' if each.loud else ''}")
    return [*lines, f"  {plural(silent, 'watch', 'watches')} without an alert"] if silent else lines


def backtest_json(found: Backtest) -> str:
    """Return the whole report as JSON, times in UTC."""

    def changes(of: Sequence[Change]) -> list[dict[str, object]]:
        return [
            {
                "entry": change.key, "at": change.at.isoformat(), "source": change.source, "title": change.title,
                "link": change.link, "rules": change.rules, "why": change.why,
                "watches": [{"watch": n.watch, "text": n.text, "because": n.because} for n in change.named],
            }
            for change in of
        ]  # fmt: skip

    data = {
        "entries": found.entries,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
        "days": round(found.days, 2),
        "compared": found.compared,
        "alerts": {"in_force": found.before, "proposed": found.after},
        "added": {"in_force": found.added_before, "proposed": found.added_after},
        "newly": changes(found.newly),
        "gone": changes(found.gone),
        "watches": [
            {
                "watch": each.watch, "name": each.name, "in_force": each.before, "proposed": each.after,
                "a_day": round((each.after or 0) / found.days, 2), "most": each.most,
                "day": each.day.isoformat() if each.day else None, "loud": each.loud,
            }
            for each in found.watches
        ],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
