"""The loop that hears from Telegram: who asks what, the answer, and that it was dealt with.

Updates of a chat are dealt with one after the other, those of different chats at the same time; replies go out beside
all that, in order in each chat. The id of each update is stored: of a press before it is done, since a second one would
take it back; of a message after it is done and before the reply goes out. Telegram is asked from the oldest update on
that is not done yet, so a restart in between neither does one twice nor forgets it. What waited in Telegram while the
bot was down is done as well.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Coroutine
from typing import TypeVar

from bot.commands import editing
from bot.commands.admission import A_MINUTE, Admission
from bot.commands.desk import Asked, Desk, Person, Press, Pressed
from bot.commands.ear import PATIENCE, Ear, is_new, person_of, say
from bot.commands.lanes import cancelled
from bot.commands.menu import Menu
from bot.commands.table import PRESSES, PUBLIC_PRESSES, offered, start, unknown
from bot.config import group_of
from bot.courier import REPLY_PATIENCE, Courier
from bot.errors import BadToken, DeliveryError, RetryLater, StoreError
from bot.notes import note_admins
from bot.telegram_updates import OtherReader, Place, Rights, Tap, TelegramUpdates, Text, Update
from pipelines.errors import WirewatchError
from pipelines.model import Message
from pipelines.render.telegram import escape, message

log = logging.getLogger(__name__)

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0
"""Seconds after which Telegram is asked again, when it was away."""
LITTLE_PATIENCE = 2.0
"""Seconds that a reply to somebody who is no admin waits for its turn in the chat."""
BREATH = 0.5
"""Seconds after which Telegram is asked for more while something is being dealt with."""
TYPING = 4.0
"""Seconds after which that is shown again: Telegram shows it for five."""

WENT_WRONG = "That went wrong; it is in the log."
A_MOMENT = "This takes a moment …"

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_T = TypeVar("_T")


async def listen(
    desk: Desk,
    updates: TelegramUpdates,
    courier: Courier,
    stopping: asyncio.Event,
    *,
    first_pause: float = FIRST_PAUSE,
    patience: float = PATIENCE,
) -> None:
    """Hear and answer until `stopping` is set; what is being dealt with then is finished first.

    Trouble with Telegram or the database is logged and outlasted; `first_pause` doubles up to a minute. After
    `patience`, whoever asked sees that an answer is being made. Both are in seconds.
    """
    ear = Ear(
        desk=desk, updates=updates, courier=courier, admission=Admission(desk=desk, updates=updates),
        menu=Menu(updates=updates), stopping=stopping, patience=patience,
    )  # fmt: skip
    try:
        await _hear(ear, first_pause)
        await ear.work.finish()
        await ear.mouth.finish()
    finally:
        await ear.work.cut_off()
        await ear.mouth.cut_off()


async def _hear(ear: Ear, first_pause: float) -> None:
    pause, stopping = first_pause, ear.stopping
    while not stopping.is_set():
        try:
            for update in await _unless(stopping, _next(ear)) or ():
                _begin(ear, update)
            pause = first_pause
            if ear.running:
                await _unless(stopping, asyncio.wait({*ear.running.values()}, timeout=BREATH))
            continue
        except WirewatchError as error:
            seconds = _trouble(ear, error, pause)
        except Exception:
            log.exception("job=listen crashed")
            seconds = pause
        pause = min(2 * pause, LONGEST_PAUSE)
        await _rest(stopping, seconds)


def _trouble(ear: Ear, error: WirewatchError, pause: float) -> float:
    """Tell what is wrong, and return in how many seconds to try again."""
    match error:
        case BadToken():
            log.error("updates=unheard error=%s", error.problem)
            return LONGEST_PAUSE
        case OtherReader():
            _tell_of_other_reader(ear, error)
        case RetryLater():
            log.warning("updates=unheard error=%s", error.problem)
            return pause if error.after is None else error.after
        case _:
            log.error("updates=unheard error=%s", error)
    return pause


async def _next(ear: Ear) -> list[Update]:
    desk = ear.desk
    if not desk.bot_name:
        desk.bot_name = await ear.updates.whoami()
    await ear.menu.show(desk.settings)
    known, offset, first = _known(ear), 0, ear.known is None
    if not first:  # at first all that Telegram still has: some of it may not be done
        with desk.store.in_words():
            offset = min(ear.running, default=desk.store.heard.offset(desk.bot_name, desk.now()))
    found = await ear.updates.since(offset, wait=not (first or ear.running))
    ear.known = {number for number in known if number >= offset}
    if len(ear.known) < len(known):
        with desk.store.atomic():
            desk.store.heard.confirmed(desk.bot_name, offset)
    fresh = [update for update in found if update.id not in known]
    if found and not fresh and not ear.running:
        _heard(ear, found[-1])  # done already: so the next call confirms it
    return fresh


def _known(ear: Ear) -> set[int]:
    if ear.known is None:
        with ear.desk.store.in_words():
            return ear.desk.store.heard.known(ear.desk.bot_name)
    return ear.known


def _tell_of_other_reader(ear: Ear, error: OtherReader) -> None:
    """Tell it to log and admins, once a start: it comes back with every request."""
    if ear.other_reader:
        return
    desk = ear.desk
    text = (
        "Another program or a webhook reads this bot's messages, so that commands may get lost. Only one wirewatch may "
        f"run with one token. Telegram says: {error.problem}"
    )
    try:
        with desk.store.atomic():
            note_admins(desk.store.outbox, desk.settings.admins, f"reader:{desk.started.isoformat()}", text, desk.now())
    except StoreError as problem:
        log.error("updates=unheard error=%s", problem)
    else:
        ear.other_reader = True


async def _unless(stopping: asyncio.Event, work: Coroutine[object, object, _T]) -> _T | None:
    """Return what `work` returns, None if it is called off because `stopping` is set."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stop.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)


async def _rest(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()


# --- one update ---------------------------------------------------------------------------------------


def _begin(ear: Ear, update: Update) -> None:
    """Deal with an update as soon as all others of its chat are done."""
    what = update.what
    waiting = asyncio.create_task(_wait_a_moment(ear, what), name="answer") if isinstance(what, Tap) else None

    async def work() -> None:
        try:
            if not ear.stopping.is_set():  # else it comes again after the start
                await handle(ear, update, waiting)
        finally:
            if waiting:
                await cancelled([waiting])

    assert ear.known is not None
    ear.known.add(update.id)
    task = ear.work.start(what.place.id if what else "", work)
    ear.running[update.id] = task
    task.add_done_callback(lambda _: ear.running.pop(update.id, None))


async def handle(ear: Ear, update: Update, waiting: asyncio.Task[None] | None = None) -> None:
    """Deal with an update, and note that; raises StoreError if that can't be noted.

    `waiting` answers a press that takes long.
    """
    what = update.what
    if isinstance(what, Tap):
        _heard(ear, update)
        await _tapped(ear, what, waiting)
        return
    replies: list[Message] = []
    try:
        if isinstance(what, Text) and what.place.private:
            _writes_to_us(ear, what.place.id)
        if isinstance(what, Text) and is_new(ear, what):
            replies = await _while_typing(ear, what.place, _replies(ear, what))
        elif isinstance(what, Rights):
            _rights(ear, what)
    except Exception:
        log.exception("update=%d crashed", update.id)
        replies = [message(WENT_WRONG)]
    _heard(ear, update)
    if isinstance(what, Text) and replies:
        chat = await ear.admission.home(what.place) or what.place.id + what.place.topic
        ear.mouth.start(chat, lambda: _reply(ear, chat, what, replies))


def _writes_to_us(ear: Ear, chat: str) -> None:
    """Let a private chat that took no messages be tried again: who writes to the bot has started it."""
    store, now = ear.desk.store, ear.desk.now()
    hold = store.chats.hold_of(chat, now)
    if hold and hold.blocked:
        with store.atomic():
            store.chats.release(chat)


async def _reply(ear: Ear, chat: str, what: Text, replies: list[Message]) -> None:
    """Say it: for somebody who is no admin only if the chat has room soon."""
    patience = REPLY_PATIENCE if person_of(ear, what).admin else LITTLE_PATIENCE
    for reply in replies:
        if not await say(ear, chat, reply, None if what.place.private else what.message, patience):
            break


def _heard(ear: Ear, update: Update) -> None:
    with ear.desk.store.atomic():
        ear.desk.store.heard.note(ear.desk.bot_name, update.id, ear.desk.now())


async def _while_typing(ear: Ear, place: Place, work: Coroutine[object, object, list[Message]]) -> list[Message]:
    """Return what `work` returns; if that takes long, whoever asked sees that an answer is being made."""
    task = asyncio.ensure_future(work)
    wait = ear.patience
    try:
        while not (await asyncio.wait({task}, timeout=wait))[0]:
            wait = TYPING
            try:
                await ear.updates.typing(place)
            except DeliveryError as error:
                log.info("typing error=%s", error.problem)
        return task.result()
    finally:
        task.cancel()


def _rights(ear: Ear, what: Rights) -> None:
    """Send on at once where the bot may post again; forget who blocked it and only followed."""
    store, settings = ear.desk.store, ear.desk.settings
    chat = what.place.id if what.place.private else ear.admission.configured(what.place)
    log.info("chat=%s may_post=%s", chat or what.place.id, what.may_post)
    with store.atomic():
        if what.may_post and chat:
            store.chats.release(chat)
        elif what.place.private and int(what.place.id) not in settings.admins:
            store.follows.forget(what.place.id)


# --- what people write ----------------------------------------------------------------------------------


async def _replies(ear: Ear, what: Text) -> list[Message]:
    """Return what is said to a message: nothing, where it is not for us, or where strangers get no room."""
    if what.user in ear.desk.settings.admins and not what.nameless:
        return await _meant(ear, what)
    said = await _meant(ear, what) if ear.admission.may_answer(what.place) else []
    if said:
        ear.admission.note_answer(what.place)
    return said


async def _meant(ear: Ear, what: Text) -> list[Message]:
    command = _COMMAND.fullmatch(what.text.strip())
    if command and command[2] and command[2].lower() != ear.desk.bot_name.lower():
        return []
    person, private = person_of(ear, what), what.place.private
    named = bool(command and (command[2] or private or command[1].lower() in _names(ear)))
    if command and not named:
        return []  # in a group, an unknown command is another bot's
    home = await ear.admission.home(what.place)
    if home is None or what.nameless:
        return _not_here(ear, what, home) if command else []
    asked = Asked(
        person=person, chat=home, private=private, words=((command[3] or "") if command else what.text).strip(),
        alerts=_alerts(ear, what, home), reply_to=what.reply_to,
    )  # fmt: skip
    if command:
        return await _obey(ear, asked, command[1].lower())
    if person.admin and asked.reply_to is not None and (said := await editing.answered(ear.desk, asked)) is not None:
        return said
    return await _obey(ear, asked, "") if private else []


def _names(ear: Ear) -> set[str]:
    """The commands that anybody could mean us by."""
    return {"start", *offered(ear.desk.settings, Person(id=0, name="", admin=True), private=True)}


async def _obey(ear: Ear, asked: Asked, name: str) -> list[Message]:
    """Run the command `name`; "" is text that is none."""
    desk, person = ear.desk, asked.person
    mine = offered(desk.settings, person, private=asked.private)
    if not mine:
        return _no(ear, person)
    if not person.admin and (excess := ear.admission.too_many(person.id)):
        return [message(f"Not more than {A_MINUTE} commands a minute, please.")] if excess == 1 else []
    if asked.private and person.admin:
        with contextlib.suppress(DeliveryError):  # the next message is another occasion
            await ear.menu.show_admin(desk.settings, person.id)
    if not name:
        return [message("I understand commands only. /help lists them.")]
    if name == "start":
        return await start(desk, asked)
    if person.admin and name in ("follow", "unfollow") and not desk.settings.follow:
        return [message(f"/{name} is switched off: telegram.follow.")]
    if name not in mine:
        if name in _names(ear):
            where = "not to be had here" if person.admin else "for the operators of this bot"
            return _no(ear, person) or [message(f"/{name} is {where}.")]
        return await unknown(desk, person, name, private=asked.private)
    log.info("command=%s user=%d chat=%s", name, person.id, asked.chat)
    with desk.store.in_words():
        return await mine[name].run(desk, asked)


def _no(ear: Ear, person: Person) -> list[Message]:
    """A polite no, once an hour."""
    if person.admin or not ear.admission.tell_no(str(person.id)):
        return []
    chat = group_of(ear.desk.settings.chat)
    where = f" Its alerts: {escape(chat)}" if chat.startswith("@") else ""
    return [message(f"This bot takes orders from its operators only.{where}")]


def _not_here(ear: Ear, what: Text, home: str | None) -> list[Message]:
    """What somebody hears who has no name, or stands in a group that is none of ours; once an hour."""
    settings = ear.desk.settings
    if home is None and (what.nameless or not (what.user in settings.admins or settings.public)):
        return _no(ear, Person(id=what.user, name=what.name, admin=False))
    if not ear.admission.tell_no(f"{what.user} in {what.place.id}"):
        return []
    if home is None:
        return [message("I take no orders in this group. Write to me in private, or where my alerts are discussed.")]
    return [message("I can't see who you are. Please post as yourself, not in the name of a group or channel.")]


def _alerts(ear: Ear, what: Text, home: str) -> tuple[int, ...]:
    """The alerts in the message that is answered: our own here, or the channel's post that it is a forward of."""
    outbox = ear.desk.store.outbox
    if what.post and (channel := ear.admission.configured(what.post.channel)):
        return tuple(alert.id for alert in outbox.alerts_in(channel, what.post.message))
    if what.reply_to is not None:
        return tuple(alert.id for alert in outbox.alerts_in(home, what.reply_to))
    return ()


# --- what people press ------------------------------------------------------------------------------------


async def _wait_a_moment(ear: Ear, what: Tap) -> None:
    """Answer a press that takes long: Telegram takes the answer for a short while only."""
    await asyncio.sleep(ear.patience)
    await _answer(ear, what, A_MOMENT, loud=False)


async def _answer(ear: Ear, what: Tap, note: str, *, loud: bool) -> None:
    try:
        await ear.updates.answer(what.query, note, loud=loud)
    except DeliveryError as error:  # too late, mostly: it was pressed while the bot was down
        log.info("press=%s answer=%s", what.data, error.problem)


async def _tapped(ear: Ear, what: Tap, waiting: asyncio.Task[None] | None) -> None:
    chat = what.place.id + what.place.topic
    try:
        pressed = await _pressed(ear, what)
        chat = await ear.admission.home(what.place) or chat
        if pressed.instead and await ear.courier.show(chat, what.message, pressed.instead):
            editing.sent(ear.desk, chat, pressed.instead, what.message)
        unheard = [said.chat for said in pressed.said if not await say(ear, said.chat, said.message)]
    except Exception:
        log.exception("press=%s crashed", what.data)
        pressed, unheard = Pressed(note=WENT_WRONG, loud=True), []
    note = pressed.note
    if str(what.user) in unheard:
        note = "I can't write to you. Open a chat with me and press Start; /review shows the rest."
    if waiting and waiting.done():  # it has its answer
        if note and what.place.private and not pressed.instead:
            await say(ear, chat, message(escape(note)))
        return
    if waiting:
        await cancelled([waiting])
    await _answer(ear, what, note, loud=pressed.loud or note != pressed.note)


async def _pressed(ear: Ear, what: Tap) -> Pressed:
    desk, person = ear.desk, person_of(ear, what)
    action, *words = what.data.split(":")
    if action in PUBLIC_PRESSES and not person.admin:
        if not desk.settings.public or ear.admission.too_many(person.id):
            return Pressed(note="Not now, please.")
    elif not person.admin:
        return Pressed(note="Only the operators of this bot can do that.")
    run = PRESSES.get(action) or PUBLIC_PRESSES.get(action)
    if run is None:
        return Pressed(note="This button is from another version of the bot.")
    chat = await ear.admission.home(what.place) or what.place.id + what.place.topic
    log.info("press=%s user=%d chat=%s", what.data, person.id, chat)
    with desk.store.in_words():
        return await run(desk, Press(person=person, chat=chat, message=what.message, action=action, words=tuple(words)))
