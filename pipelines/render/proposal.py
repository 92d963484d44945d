"""Questions about an edit proposed in chat, and what came of it → HTML for Telegram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from pipelines.backtest import LOUD, Change
from pipelines.edits import (
    AddAgainst,
    AddAlias,
    AddFeed,
    AddMisses,
    AddWatch,
    Doubt,
    Edit,
    MakeAmbiguous,
    RemoveWatch,
)
from pipelines.model import Entry, Kind, Level, ParsedFeed
from pipelines.render.telegram import clock, escape, link, shorten
from pipelines.render.words import plural
from pipelines.text import shown
from pipelines.trial import Trial

DAYS = 30
"""How far back an edit is tried out."""
EXAMPLES = 3
_TITLE = 200
_TEXT = 300
_SENTENCES = 5


def asked_to_save(edit: Edit, name: str, place: str) -> str:
    """Return the question itself; `name` is the name of the watch that it changes.

    `place` is the title of its list, "" while that is still to be chosen.
    """
    watch = f"<b>{escape(name)}</b>"
    match edit:
        case AddWatch():
            where = f" in “{escape(place)}”" if place else ""
            lines = [f"Watch {watch} ({edit.kind}){where}?"]
            lines += ["It stands in the digest." if edit.level is Level.DIGEST else "It alerts at once."]
            lines += ["It counts only where the text supports it."] * bool(edit.ambiguous)
            lines += [f"What it is: {_short(edit.about)}"] * bool(edit.about)
            return "\n".join(lines)
        case RemoveWatch():
            return f"Take {watch} out of “{escape(place)}”, with all its names and sentences?"
        case AddAlias():
            where = " where the text supports it" if edit.ambiguous else ""
            about = f"\nWhat {watch} is: {_short(edit.about)}" if edit.about else ""
            return f"Let <b>{escape(edit.name)}</b> mean {watch}{where}?{about}"
        case MakeAmbiguous():
            line = f"\nAnd note that this must not be taken for it:\n{_listed(edit.misses)}" if edit.misses else ""
            return f"Let <b>{escape(edit.name)}</b> mean {watch} only where the text supports it?{line}"
        case AddMisses():
            return f"Note that this must not be taken for {watch}?\n{_listed(edit.sentences)}"
        case AddAgainst():
            return f"Let these words speak against {watch}?\n{_listed(edit.words)}"
        case AddFeed():
            return f"Poll <b>{escape(edit.name or shown(edit.url))}</b>?"


def saved(edit: Edit, name: str, file: str) -> str:
    """Return what is said when an edit is in its file and in force."""
    watch = f"<b>{escape(name)}</b>"
    match edit:
        case AddWatch():
            done = f"{watch} ({edit.kind}) is watched now"
        case RemoveWatch():
            return f"Removed: {watch} is watched no more."
        case AddAlias():
            done = f"<b>{escape(edit.name)}</b> means {watch} now{' where the text supports it' * bool(edit.ambiguous)}"
        case MakeAmbiguous():
            done = f"<b>{escape(edit.name)}</b> means {watch} only where the text supports it"
        case AddMisses():
            done = f"{watch} has {plural(len(edit.sentences), 'further sentence')} in <code>misses</code>"
        case AddAgainst():
            done = f"{watch} has {plural(len(edit.words), 'further word')} in <code>against</code>"
        case AddFeed():
            done = f"<b>{escape(edit.name or shown(edit.url))}</b> is polled from now on"
    return f"Saved: {done}. It stands in <code>{escape(file)}</code>."


def asked_for_sense(edit: AddWatch | AddAlias, found: Doubt, about: str) -> str:
    """Return the question what a doubtful name is to mean; `about` is what the watch says of itself so far."""
    name = f"<b>{escape(edit.name)}</b>"
    words = escape(found.words)
    if not found.may_be_sure:
        words += " So it can only count where the text supports it."
    if about:
        return f"{words} How shall {name} count?"
    return (
        f"{words} Reply to this message with a line on what {name} is, from which a stranger could tell it from its "
        "namesakes: “shipping company based in Halifax”. Or press a button."
    )


def own_chats(chats: Mapping[str, str]) -> list[str]:
    """Return lines on the lists (titles) that post to chats of their own."""
    return [f"“{escape(title)}” posts to {escape(chat)}." for title, chat in chats.items()]


def tried_out(edit: Edit, found: Trial, now: datetime) -> str:
    """Return what the edit would have done with the stored entries; `now` is in UTC."""
    if found.since is None:
        return f"No entry of the last {DAYS} days is stored: there is nothing to try it on."
    days = min(max(ceil((now - found.since) / timedelta(days=1)), 1), DAYS)
    span = f"the last {plural(days, 'day')}" if days > 1 else "the last day"
    lines = []
    if found.newly:
        more = "" if isinstance(edit, AddWatch) else " more"
        lines += [f"Would have alerted {plural(len(found.newly), 'time')}{more} in {span}, for example:"]
        lines += _examples(found.newly)
    if found.gone:
        lines += [f"{plural(len(found.gone), 'alert')} of {span} would not have come, for example:"]
        lines += _examples(found.gone)
    beside = found.after - found.before - len(found.newly)
    if beside > 0 and isinstance(edit, AddWatch | AddAlias):
        lines += [f"It also stands in {plural(beside, 'entry', 'entries')} that alerted anyway."]
    if not lines:
        lines += [_nothing(edit, found, span)]
    if found.most > LOUD and found.day:
        lines += [f"⚠️ That is loud: {found.most} alerts on {found.day.day} {found.day:%B}. Nobody reads so many."]
    return "\n".join(lines)


def _nothing(edit: Edit, found: Trial, span: str) -> str:
    words = f"Changes no alert of {span}: of {plural(found.entries, 'stored entry', 'stored entries')} "
    if not found.named:
        words += "none names it surely."
    else:
        texts = ", ".join(f"“{_short(text)}”" for text in found.texts)
        words += f"{plural(found.named, 'names', 'name')} it surely ({texts})"
        if found.after or found.before:
            words += ", and what alerted does so all the same."
        elif found.never:
            words += ", but it alerts nobody by itself."
        else:
            words += ", but chats had been told of that already."
    if isinstance(edit, AddWatch) and edit.kind is Kind.AGENCY and edit.level is Level.DIGEST:
        words += " An agency alone stands in the digest; rules say when it alerts."
    return words


def still_matching(sentences: Sequence[str]) -> str:
    """Return what is said of sentences that match as before, for `misses` alone change nothing."""
    if not sentences:
        return (
            "It does not match surely as the list stands; <code>wirewatch check</code> sees to it that this stays so."
        )
    return (
        "It still matches as before: the sentence only lets <code>wirewatch check</code> say so. Words in "
        "<code>against</code>, or a better <code>about</code>, tell the two apart where the name is ambiguous."
    )


def check_complains() -> str:
    """Return what is said of a sentence that was saved and still matches."""
    return (
        "It still matches: <code>wirewatch check</code> will report it until the name counts only where the text "
        "supports it, and <code>about</code> or <code>against</code> tell the two apart."
    )


def feed_found(parsed: ParsedFeed, url: str, naming: int, zone: ZoneInfo) -> str:
    """Return what a feed offers; `naming` of its entries surely name a watch."""
    count = plural(len(parsed.entries), "entry", "entries")
    facts = [f"language {escape(parsed.language)}" if parsed.language else "no language given", count]
    facts += [f"{naming} of them {'names' if naming == 1 else 'name'} a watch"] if parsed.entries else []
    lines = [escape(shorten(shown(url), _TEXT)), " · ".join(facts)]
    if newest := _newest(parsed.entries):
        when = f", {clock(newest.published, zone)}" if newest.published else ""
        lines += [f"Newest: {link(newest.link, _headline(newest))}{when}"]
    return "\n".join(lines)


def _newest(entries: Sequence[Entry]) -> Entry | None:
    dated = [(entry.published, -at) for at, entry in enumerate(entries) if entry.published]
    return entries[-max(dated)[1]] if dated else next(iter(entries), None)


def _headline(entry: Entry) -> str:
    return escape(shorten(entry.title or entry.summary or entry.content, _TITLE))


def _examples(changes: Sequence[Change]) -> list[str]:
    """The latest first: they are remembered best."""
    return [
        f"• {link(each.link, escape(shorten(each.title, _TITLE)))}" + (f" · {escape(each.source)}" * bool(each.source))
        for each in changes[: -EXAMPLES - 1 : -1]
    ]


def _listed(texts: Sequence[str]) -> str:
    more = [f"and {len(texts) - _SENTENCES:,} more"] * (len(texts) > _SENTENCES)
    return "\n".join([*(f"• {_short(text)}" for text in texts[:_SENTENCES]), *more])


def _short(text: str) -> str:
    return escape(shorten(text, _TEXT))
