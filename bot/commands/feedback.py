"""The buttons below alerts (right · wrong · mute story), what they lead to, and `/review`.

A verdict is noted and counted, nothing else: only an edit of the watchlist changes what is found, and each such edit
shows first what it would have changed (`bot.proposals`). Questions go to whoever pressed, in private, so that the
channel stays clean. A second press takes back the first.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.commands.desk import Asked, Desk, OnPress, Press, Pressed, Said
from bot.proposals import propose
from bot.reviewing import Reviewer, lesson, note, watched_words
from bot.store.outbox import MUTED, Alert
from bot.store.reviews import RIGHT, WRONG, Wrong
from pipelines.edits import AddAgainst, AddMisses, Edit, MakeAmbiguous
from pipelines.model import Message
from pipelines.render.review import LISTED, Refuted, marked, offers, review_messages, which_wrong
from pipelines.render.telegram import shorten
from pipelines.render.words import plural

log = logging.getLogger(__name__)

REVIEWED = timedelta(days=30)
UNREVIEWED = timedelta(days=7)

GONE = Pressed(note="That alert is not known here any more.")
NOT_WRONG = Pressed(note="It is not marked wrong any more.")


# --- the buttons of an alert -----------------------------------------------------------------------


async def right(desk: Desk, press: Press) -> Pressed:
    """Every watch that the alert's entry surely names is meant by it; pressed again, that is taken back."""
    alert = _alert(desk, press)
    if alert is None:
        return GONE
    watches = desk.store.reviews.watches(alert.entry)
    back = desk.store.reviews.verdict(alert.entry) == RIGHT
    _note(desk, press, alert, watches, "" if back else RIGHT)
    names = _listed(desk, watches)
    return Pressed(note=f"Taken back: {names}." if back else f"Right: {names}. Press again to take it back.")


async def wrong(desk: Desk, press: Press) -> Pressed:
    """The only watch of the alert's entry is not meant by it (again: taken back); of several, it asks which."""
    alert = _alert(desk, press)
    if alert is None:
        return GONE
    watches = desk.store.reviews.watches(alert.entry)
    if len(watches) > 1:
        question = _private(press, _which(desk, alert, watches))
        return Pressed(note="Which name is wrong? I ask in our private chat.", said=(question,))
    return _refute(desk, press, alert, watches)


async def wrong_of(desk: Desk, press: Press) -> Pressed:
    """One of several watches, or "all", is not meant (one that is marked already: taken back); "done" ends it."""
    alert = _alert(desk, press)
    if alert is None:
        return GONE
    watches = desk.store.reviews.watches(alert.entry)
    which = press.words[1] if len(press.words) > 1 else "done"
    chosen = watches if which == "all" else _at(watches, which)
    pressed = _refute(desk, press, alert, chosen) if chosen else Pressed(note="Done.")
    question = _which(desk, alert, watches, done=which == "done")
    return Pressed(note=pressed.note, instead=question, said=pressed.said)


async def mute(desk: Desk, press: Press) -> Pressed:
    """The alert's chat hears no more of its story, not even what waits; pressed again, it does."""
    alert = _alert(desk, press)
    if alert is None:
        return GONE
    if alert.story is None:
        return Pressed(note="This alert belongs to no story that could be muted. /mute quiets a watch.", loud=True)
    store, person = desk.store, press.person
    with store.atomic():
        muted = store.mutes.mute_story(alert.story, alert.chat, by_user=person.id, by_name=person.name, now=desk.now())
        if muted:
            waited = store.outbox.withdraw(alert.chat, f"{MUTED}{person.name}", story=alert.story)
        else:
            store.mutes.unmute_story(alert.story, alert.chat)
            waited = store.outbox.bring_back(alert.chat, alert.story)
        for entry in store.reviews.alerted(alert.story, alert.chat):
            store.outbox.show_marks(entry)
    log.info("story=%d chat=%s muted=%s by=%d waiting=%d", alert.story, alert.chat, "yes" if muted else "no", person.id,
             waited)  # fmt: skip
    if muted:
        return Pressed(note="Muted: this chat gets no more of this story. Press again to undo.")
    return Pressed(note="Not muted any more: this chat hears what the story gains.")


# --- what a wrong name offers -------------------------------------------------------------------------


async def miss(desk: Desk, press: Press) -> Pressed:
    """Propose the sentence of a wrong name as a `misses` line of its watch."""
    found = _found(desk, press)
    if found is None:
        return NOT_WRONG
    watch, known = found
    if not known.offer.misses:
        return Pressed(note="The watchlist has this sentence already.")
    return await _proposed(desk, press, AddMisses(watch=watch, sentences=(known.offer.misses,)))


async def doubt(desk: Desk, press: Press) -> Pressed:
    """Propose that the name counts only where the text supports it, with the sentence as a `misses` line."""
    found = _found(desk, press)
    if found is None:
        return NOT_WRONG
    watch, known = found
    if not known.offer.firm:
        return Pressed(note="It counts only where the text supports it already.")
    misses = (known.offer.misses,) if known.offer.misses else ()
    return await _proposed(desk, press, MakeAmbiguous(watch=watch, name=known.text, misses=misses))


async def against(desk: Desk, press: Press) -> Pressed:
    """Propose a word of that sentence for `against` of the watch."""
    found = _found(desk, press)
    if found is None or len(press.words) < 3:
        return NOT_WRONG
    return await _proposed(desk, press, AddAgainst(watch=found[0], words=(":".join(press.words[2:]),)))


async def _proposed(desk: Desk, press: Press, edit: Edit) -> Pressed:
    chat = str(press.person.id)
    questions = await propose(desk, edit, press.person, chat)
    return Pressed(
        note="See what it would change, then save it or leave it.",
        said=tuple(Said(chat=chat, message=question) for question in questions),
    )


PRESSES: dict[str, OnPress] = {
    "right": right,
    "wrong": wrong,
    "wrongof": wrong_of,
    "mute": mute,
    "miss": miss,
    "against": against,
    "doubt": doubt,
}
"""By action, see `pipelines.render.buttons` and `pipelines.render.review`."""


# --- /review ----------------------------------------------------------------------------------------


async def review(desk: Desk, asked: Asked) -> list[Message]:
    """Show what was marked wrong in the last 30 days, by watch, with what the watchlist could learn from it."""
    reviews, now = desk.store.reviews, desk.now()
    watches, watched = desk.watchlists.watches, watched_words(desk.watchlists)
    refuted: dict[str, list[Refuted]] = {}
    for each in reviews.wrongs(now - REVIEWED):
        shown = refuted.setdefault(each.watch, [])
        if len(shown) < LISTED and (known := _refuted(desk, each, watched)):
            shown.append(known)
    names = {watch.id: watch.name for watch in watches.values()}
    return review_messages(names, reviews.precision(now - REVIEWED), refuted, reviews.unreviewed(now - UNREVIEWED))


# --- shared -----------------------------------------------------------------------------------------


def _alert(desk: Desk, press: Press) -> Alert | None:
    number = press.words[0] if press.words else ""
    return desk.store.outbox.alert(int(number)) if number.isdecimal() else None


def _at(watches: Sequence[str], place: str) -> tuple[str, ...]:
    return tuple(watches[int(place) : int(place) + 1]) if place.isdecimal() else ()


def _note(desk: Desk, press: Press, alert: Alert, watches: Sequence[str], verdict: str) -> None:
    reviewer = Reviewer(id=press.person.id, name=press.person.name)
    note(desk.store, alert.entry, dict.fromkeys(watches, verdict), reviewer, desk.now())


def _refute(desk: Desk, press: Press, alert: Alert, watches: Sequence[str]) -> Pressed:
    """Mark watches wrong, and offer what can be learned from that; all marked already: take that back."""
    said = desk.store.reviews.of_entry(alert.entry)
    back = all(said.get(watch) == WRONG for watch in watches)
    _note(desk, press, alert, watches, "" if back else WRONG)
    names = _listed(desk, watches)
    if back:
        return Pressed(note=f"Taken back: {names}.")
    told = []
    for each in desk.store.reviews.wrongs_of(alert.entry):
        fresh = each.watch in watches and said.get(each.watch) != WRONG
        if fresh and (known := _refuted(desk, each, watched_words(desk.watchlists))):
            told.append((_name(desk, each.watch), known))
    said_now = (_private(press, offers(told)),) if told else ()
    where = " What the watchlist could learn: in our private chat, and in /review."
    return Pressed(note=f"Wrong: not {names}.{where if told else ''}", said=said_now)


def _refuted(desk: Desk, wrong: Wrong, watched: frozenset[str]) -> Refuted | None:
    """Return a wrong name with what its watch could learn from it; None if no list has the watch any more."""
    places = desk.store.reviews.watches(wrong.entry)
    if wrong.alert is None or wrong.watch not in places:
        return None
    offered = lesson(desk.store, desk.watchlists, wrong, watched)
    if offered is None:
        return None
    return Refuted(
        alert=wrong.alert, place=places.index(wrong.watch), title=wrong.title, link=wrong.link, text=wrong.text,
        offer=offered,
    )  # fmt: skip


def _found(desk: Desk, press: Press) -> tuple[str, Refuted] | None:
    """Return the watch that an offer's button names, and the offer as it is now; None if it is marked wrong no more."""
    alert = _alert(desk, press)
    if alert is None or len(press.words) < 2:
        return None
    chosen = _at(desk.store.reviews.watches(alert.entry), press.words[1])
    for each in desk.store.reviews.wrongs_of(alert.entry):
        if each.watch in chosen and (known := _refuted(desk, each, frozenset())):
            return each.watch, known
    return None


def _which(desk: Desk, alert: Alert, watches: Sequence[str], *, done: bool = False) -> Message:
    said = desk.store.reviews.of_entry(alert.entry)
    title, url = desk.store.reviews.headline(alert.entry)
    names = [(_name(desk, watch), said.get(watch) == WRONG) for watch in watches]
    return marked(title, url, names) if done else which_wrong(title, url, alert.id, names)


def _private(press: Press, message: Message) -> Said:
    return Said(chat=str(press.person.id), message=message)


def _name(desk: Desk, watch: str) -> str:
    known = desk.watchlists.watches.get(watch)
    return known.name if known else watch


def _listed(desk: Desk, watches: Sequence[str]) -> str:
    names = ", ".join(_name(desk, watch) for watch in watches[:2])
    return shorten(names, 80) + (f" and {plural(len(watches) - 2, 'more', 'more')}" if len(watches) > 2 else "")
