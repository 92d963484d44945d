"""What people are asked and told about names that were marked wrong: messages with buttons, and `/review`.

The data of a button names the alert by its outbox row, and the watch by its place among those that the alert's entry
names, for an id may be longer than the 64 bytes that Telegram gives (`CallbackQuery.data`,
https://core.telegram.org/bots/api#inlinekeyboardbutton). A word that would not fit is not offered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.model import Button, Buttons, Message
from pipelines.render.telegram import escape, link, message, pack, shorten
from pipelines.render.words import plural, precision
from pipelines.review import Offer

DATA = 64
"""Bytes of UTF-8 that a button carries."""
HEADLINE = 200
SENTENCE = 800
LISTED = 6
"""Wrong entries of one watch that `/review` shows; the rest is counted."""
DOUBT = "only where the text supports it"
"""The label of the button that makes a sure name an ambiguous one."""
WATCHES = 10
"""Watches with wrong entries that `/review` shows, the worst first; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted:
    """An entry that does not mean a watch, with what the watch could learn from it."""

    alert: int  #: the outbox row of an alert of the entry
    place: int  #: of the watch among those that the entry names, from 0
    title: str
    link: str
    text: str  #: the name as it stands there
    offer: Offer


def which_wrong(title: str, url: str, alert: int, names: Sequence[tuple[str, bool]]) -> Message:
    """Return the question which of the watches of an alert its entry does not mean.

    `names` are the watches' names in order, each with whether it is marked wrong already.
    """
    rows = [
        (Button(label=_ticked(f"not {shorten(name, 50)}", wrong), data=f"wrongof:{alert}:{place}"),)
        for place, (name, wrong) in enumerate(names)
    ]
    last = (
        Button(label="all of them", data=f"wrongof:{alert}:all"),
        Button(label="done", data=f"wrongof:{alert}:done"),
    )
    text = f"<b>Which of these names is wrong?</b>\n{_headline(title, url)}"
    return _with(text, (*rows, last))


def marked(title: str, url: str, names: Sequence[tuple[str, bool]]) -> Message:
    """Return what stands in place of that question once it is answered."""
    wrong = ", ".join(shorten(name, 80) for name, is_wrong in names if is_wrong)
    return message(
        f"<b>Marked wrong: {escape(f'not {wrong}' if wrong else 'none of the names')}</b>\n{_headline(title, url)}"
    )


def offers(wrong: Sequence[tuple[str, Refuted]]) -> Message:
    """Return what watches could learn from an entry that was just marked wrong for them, with buttons to add it.

    `wrong` holds at least one: the watch's name, and what the entry says of it.
    """
    first = wrong[0][1]
    names = ", ".join(shorten(name, 80) for name, _ in wrong[:LISTED])
    more = f" and {len(wrong) - LISTED} more" if len(wrong) > LISTED else ""
    lines = [f"<b>Marked wrong: not {escape(names)}{more}</b>", _headline(first.title, first.link)]
    sentences = dict.fromkeys(each.offer.misses for _, each in wrong[:LISTED])
    room = SENTENCE // max(len(sentences), 1)
    for sentence in sentences:
        if sentence and sentence != " ".join(first.title.split()):
            lines += ["", f"<i>{escape(shorten(sentence, room))}</i>"]
    lines += ["", "This alone changes nothing in what is found."]
    buttons: list[Button] = []
    for name, each in wrong[:LISTED]:
        lead = f"{shorten(name, 30)} · " if len(wrong) > 1 else ""
        buttons += _buttons(each, tuple(lead + label for label in ("add the sentence to misses", "against: {}", DOUBT)))
    if buttons:
        lines[-1] += " You can change the watchlist, and see first what that would have changed:"
    for text in dict.fromkeys(each.text for _, each in wrong[:LISTED] if each.offer.firm):
        lines += ["", _firm(text)]
    return _with("\n".join(lines), tuple((button,) for button in buttons))


def _firm(text: str) -> str:
    return f"“{escape(text)}” counts wherever it stands. It can count only where the text supports it."


def review_messages(
    names: Mapping[str, str],
    reviewed: Mapping[str, tuple[int, int]],
    refuted: Mapping[str, Sequence[Refuted]],
    unreviewed: int,
) -> list[Message]:
    """Return the answer to `/review`: figures first, then a message for each watch with wrong entries.

    `names` are the watches' names by id, `reviewed` right and wrong of the last 30 days, `refuted` the latest `LISTED`
    of the wrong ones of each watch; `unreviewed` counts the alerts of the last 7 days of which nobody said anything.
    """
    waiting = f"{plural(unreviewed, 'alert')} of the last 7 days not reviewed."
    if not reviewed:
        return [message(f"No alert was reviewed in the last 30 days. {waiting}")]
    worst = sorted(reviewed, key=lambda watch: (-reviewed[watch][1], names.get(watch, watch)))
    lines = ["<b>Reviews of the last 30 days</b>"]
    lines += [f"{escape(shorten(names.get(watch, watch), 80))}: {precision(*reviewed[watch])}" for watch in worst]
    shown = [watch for watch in worst if refuted.get(watch)]
    told = [waiting]
    if len(shown) > WATCHES:
        told.append(f"{plural(len(shown) - WATCHES, 'further watch', 'further watches')} with wrong names: not listed.")
    parts = [_of_watch(names.get(watch, watch), refuted[watch], reviewed[watch][1]) for watch in shown[:WATCHES]]
    return [*(message(text) for text in pack([lines, told])), *(each for part in parts for each in part)]


def _of_watch(name: str, refuted: Sequence[Refuted], wrong: int) -> list[Message]:
    lines = [f"<b>Wrong: not {escape(shorten(name, 80))}</b>"]
    rows = []
    for number, each in enumerate(refuted, 1):
        lines.append(f"{number}. {_headline(each.title, each.link)}")
        if row := _buttons(each, (f"{number} misses", f"{number} against: {{}}", f"{number} {DOUBT}")):
            rows.append(row)
    if wrong > len(refuted):
        lines.append(f"and {wrong - len(refuted)} more")
    firm = dict.fromkeys(each.text for each in refuted if each.offer.firm)
    lines += [_firm(text) for text in firm]
    *before, last = pack([lines])
    return [*map(message, before), _with(last, tuple(rows))]


def _buttons(refuted: Refuted, labels: Sequence[str]) -> tuple[Button, ...]:
    """The buttons for an entry, by the labels for its sentence, for a word and for its name.

    A name that counts wherever it stands can only be made one that does not: for it a word does nothing, and of a
    sentence `wirewatch check` would complain for good.
    """
    where = f"{refuted.alert}:{refuted.place}"
    if refuted.offer.firm:
        return (Button(label=labels[2], data=f"doubt:{where}"),)
    found = [Button(label=labels[0], data=f"miss:{where}")] if refuted.offer.misses else []
    for word in refuted.offer.against:
        found.append(Button(label=labels[1].format(word), data=f"against:{where}:{word}"))
    return tuple(button for button in found if len(button.data.encode()) <= DATA)


def _headline(title: str, url: str) -> str:
    return link(url, escape(shorten(title or url or "(no headline)", HEADLINE)))


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _with(text: str, buttons: Buttons) -> Message:
    return replace(message(text), buttons=buttons)
