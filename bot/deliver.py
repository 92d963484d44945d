"""Outbox → Telegram, one chat at a time: nothing is dropped, nothing is marked as sent before Telegram has it.

`bot.choosing` says what goes next, `bot.courier` who runs this and when. A message is edited at most once a minute,
until two days after it was sent.

| Telegram says               | then                                                                               |
| --------------------------- | ---------------------------------------------------------------------------------- |
| yes                         | the row is marked as sent, with the message's id                                   |
| 429, wait N seconds         | the chat, with all topics of its group, waits N seconds; the row stays             |
| 5xx, no answer, no network  | the row is tried again after 2, 4, 8 … seconds, up to ten minutes; admins are told |
|                             | once if nothing has gone through to the chat for an hour                           |
| 400, too long               | sent again cut to half, with a link to the rest                                    |
| 400, this text never        | sent again as plain text; refused too: the row is kept as refused, admins told     |
| 400, this picture never     | its caption is sent as a text, and goes on as one                                  |
| 400, the group has moved    | the new id is noted and used at once; admins told                                  |
| 400, this topic never       | the topic waits as a chat does that never takes messages                           |
| 403, this chat never        | the chat waits an hour at a time; admins told once, and when it takes them again   |
| 401, bad token              | everything waits; the error goes to the log, of `run --once` the exit status too   |

Of an edit the same, but that no answer or 5xx puts off all edits of the chat by a minute and no message, that "not
modified" means done, that one which is refused is given up without telling anybody, and that a message which is gone
is posted anew, once. A roll-up that is refused twice goes as single alerts. A private chat that nobody has configured,
so of one who follows watches, and that takes no messages follows none any more, and its messages are given up.

At least once: if the connection breaks after Telegram took a message and before its answer came, the message
is sent again. Telegram has no keys against that (tdlib/telegram-bot-api #126). The order within a chat is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.choosing import EDIT_PAUSE, next_job
from bot.config import group_of
from bot.errors import BadToken, Blocked, Gone, Moved, Refused, RetryLater, TopicClosed
from bot.notes import note_admins
from bot.pace import is_private
from bot.post import Edit, Form, Job, Mark, Post, RollUp, Send
from bot.store.chats import topic_of
from bot.store.outbox import Delivery
from pipelines.model import Buttons, Message
from pipelines.render.alert import with_also
from pipelines.render.buttons import alert_buttons
from pipelines.render.words import plural

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
BLOCKED_PAUSE = timedelta(hours=1)
FAILING = timedelta(hours=1)
"""So long nothing goes through to a chat before the admins are told."""
PICTURE_TRIES = 3
"""How often a picture is tried that gets no answer; then its text goes alone."""
MOVES = 3
"""How often a chat is followed in a row; more is a circle."""


async def serve(post: Post, chat: str) -> None:
    """Do what may be done for one chat now, one thing after another; raises `BadToken`, after which all still waits.

    Ends where the chat has to wait: then there is nothing to do until `when`. No call is begun once
    `stopping()` is true.
    """
    while not post.stopping() and post.pace.wait(post.store.chats.address(chat)) <= 0:
        job = next_job(post, chat)
        if job is None or not await _done(post, chat, job):
            return


# --- doing it --------------------------------------------------------------------------------------


async def _done(post: Post, chat: str, job: Job) -> bool:
    """Try one thing; return whether the chat may get the next one."""
    delivery = job.first if isinstance(job, RollUp) else job.delivery
    try:
        match job:
            case Send():
                await _send(post, delivery)
            case RollUp():
                await _send_rolled_up(post, job)
            case Edit():
                await _edit(post, delivery)
            case Mark():
                await _mark(post, delivery)
    except RetryLater as error:
        return _later(post, delivery, error, job.head if isinstance(job, RollUp) else delivery.id)
    except Refused as error:
        return _refused(post, job, error)
    except Moved as error:
        return _moved(post, delivery, error)
    except Blocked as error:
        return _blocked(post, delivery, error)
    except BadToken:
        if isinstance(job, Send) and post.form(delivery) is Form.PICTURE:
            # A server that knows no pictures says "not found", as of a wrong token: the text will tell.
            post.forms[delivery.id] = Form.WHOLE
            return True
        log.error("delivery=%d Telegram does not accept the bot's token; everything waits", delivery.id)
        raise
    return True


async def _send(post: Post, delivery: Delivery) -> None:
    outbox, address = post.store.outbox, post.store.chats.address(delivery.chat)
    with post.store.atomic():
        # A database that can't take this can't take "sent" either: the chat would get the message again and again.
        outbox.begun(delivery.id)
    with post.pace.call(address):
        number = await _posted(post, delivery, address)
    with post.store.atomic():
        _works(post, delivery)
        outbox.sent(delivery.id, number, post.now(), also=delivery.also, marks=delivery.marks)
    post.forms.pop(delivery.id, None)
    post.alone.discard(delivery.id)
    post.outcome.sent += 1
    log.info("delivery=%d chat=%s kind=%s status=sent message=%d", delivery.id, delivery.chat, delivery.kind, number)


async def _posted(post: Post, delivery: Delivery, address: str) -> int:
    """Send a message in the form whose turn it is; return the message's id."""
    sender, form, message = post.sender, post.form(delivery), _message(delivery)
    reply_to, silent = post.store.outbox.replies_to(delivery), _silent(post, [delivery])
    text, is_html = form.of(message)
    if form is Form.PICTURE:
        return await sender.send_picture(address, message.picture, text, reply_to=reply_to, silent=silent)
    send = sender.send if is_html else sender.send_plain
    buttons, preview = _buttons(post, delivery), _preview(post, delivery)
    return await send(address, text, reply_to=reply_to, silent=silent, preview=preview, buttons=buttons)


async def _send_rolled_up(post: Post, job: RollUp) -> None:
    outbox, first, ids = post.store.outbox, job.first, [row.id for row in job.rows]
    address, silent = post.store.chats.address(first.chat), _silent(post, job.rows)
    text, is_html = post.forms.get(first.id, Form.WHOLE).of(job.message)
    send = post.sender.send if is_html else post.sender.send_plain
    with post.store.atomic():
        outbox.begun(*ids)
    with post.pace.call(address):
        number = await send(address, text, silent=silent)
    with post.store.atomic():
        _works(post, first)
        outbox.rolled_up(ids, number, post.now())
    post.forms.pop(first.id, None)
    post.outcome.sent += len(ids)
    log.info("delivery=%d chat=%s kind=%s status=sent message=%d alerts=%d", first.id, first.chat, first.kind, number,
             len(ids))  # fmt: skip


async def _edit(post: Post, delivery: Delivery) -> None:
    number, outbox, address = delivery.message_id, post.store.outbox, post.store.chats.address(delivery.chat)
    assert number is not None
    text, is_html = post.forms.get(delivery.id, Form.WHOLE).of(_message(delivery))
    edit = post.sender.edit if is_html else post.sender.edit_plain
    buttons, preview = _buttons(post, delivery), _preview(post, delivery)
    with post.store.atomic():
        outbox.edit_begun(delivery.id, post.now() + EDIT_PAUSE)
    with post.pace.call(address):
        await edit(address, number, text, preview=preview, buttons=buttons)
    with post.store.atomic():
        _works(post, delivery)
        outbox.edited(delivery.id, delivery.also, post.now(), marks=delivery.marks)
    post.forms.pop(delivery.id, None)
    post.outcome.edited += 1
    log.info("delivery=%d chat=%s kind=%s status=edited message=%d", delivery.id, delivery.chat, delivery.kind, number)


async def _mark(post: Post, delivery: Delivery) -> None:
    number, address = delivery.message_id, post.store.chats.address(delivery.chat)
    assert number is not None
    if buttons := _buttons(post, delivery):
        with post.pace.call(address):
            await post.sender.mark(address, number, buttons)
    with post.store.atomic():
        if buttons:
            _works(post, delivery)
        post.store.outbox.marked(delivery.id, delivery.marks)
    log.info("delivery=%d chat=%s kind=%s status=marked message=%d", delivery.id, delivery.chat, delivery.kind, number)


def _message(delivery: Delivery) -> Message:
    """Return the message with its line of further outlets."""
    if delivery.also:
        return with_also(delivery.html, delivery.also)
    return Message(html=delivery.html, plain=delivery.plain, picture=delivery.picture)


def _buttons(post: Post, delivery: Delivery) -> Buttons:
    """Those below an alert; a follower has none, for presses of strangers would not count."""
    store, entry, chat = post.store, delivery.entry, delivery.chat
    if entry is None or not post.settings().of_chat(chat).buttons or chat not in post.configured():
        return ()
    muted = delivery.story is not None and chat in store.stories.so_far(entry).muted
    return alert_buttons(delivery.id, verdict=store.reviews.verdict(entry), muted=muted)


def _preview(post: Post, delivery: Delivery) -> bool:
    return delivery.kind == "alert" and post.settings().of_chat(delivery.chat).preview


def _silent(post: Post, rows: Sequence[Delivery]) -> bool:
    return post.settings().of_chat(rows[0].chat).silent or all(row.silent or row.kind == "digest" for row in rows)


# --- what came of it -------------------------------------------------------------------------------


def _works(post: Post, delivery: Delivery) -> None:
    """Note that a chat takes messages, and tell the admins if it did not before; to be done before "sent" is noted."""
    post.moves.pop(delivery.chat, None)
    post.failing.pop(delivery.chat, None)
    now, chat = post.now(), delivery.chat
    if post.store.chats.works(chat, now):
        waited = plural(post.store.outbox.alerts_waiting(group_of(chat)), "alert")
        _tell(post, delivery, f"works:{chat}:{now:%Y-%m-%dT%H:%M:%S}", f"{chat} takes messages again; {waited} waited.")


def _later(post: Post, delivery: Delivery, error: RetryLater, head: int) -> bool:
    """Put off what was tried; `head` is the message that the chat's others wait behind."""
    now, outbox = post.now(), post.store.outbox
    with post.store.atomic():
        if error.after is not None:
            # Telegram counts all topics of a group together.
            post.store.chats.hold(
                group_of(delivery.chat), now + timedelta(seconds=error.after), error.problem, blocked=False
            )
        elif delivery.message_id is not None:
            outbox.edits_wait(delivery.chat, now + EDIT_PAUSE)
        else:
            pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts, 20), LONGEST_PAUSE)
            outbox.retry(head, now + pause, error.problem)
            if post.form(delivery) is Form.PICTURE and delivery.attempts + 1 >= PICTURE_TRIES:
                post.forms[delivery.id] = Form.WHOLE  # a line may be too slow for a picture that is not for a text
            _failing(post, delivery, error, head)
    post.outcome.problems.append(f"{delivery.chat}: {error.problem}")
    log.warning("delivery=%d chat=%s status=later error=%r", delivery.id, delivery.chat, error.problem)
    return False


def _failing(post: Post, delivery: Delivery, error: RetryLater, head: int) -> None:
    """Tell the admins, once for each message, that it has held up its chat for long."""
    now, chat = post.now(), delivery.chat
    since = post.failing.setdefault(chat, now)
    if since is None or now - since < FAILING:
        return
    post.failing[chat] = None
    _tell(post, delivery, f"failing:{head}",
          f"Nothing has gone through to {chat} for an hour: {error.problem}. Message {head} goes on being tried, every "
          "ten minutes at least, and all else for that chat waits behind it.")  # fmt: skip


def _refused(post: Post, job: Job, error: Refused) -> bool:
    match job:
        case RollUp():
            _roll_up_refused(post, job, error)
        case Mark():
            with post.store.atomic():
                post.store.outbox.marked(job.delivery.id, job.delivery.marks)
            log.warning("delivery=%d status=not marked error=%r", job.delivery.id, error.problem)
        case Edit():
            _edit_refused(post, job.delivery, error)
        case Send():
            _message_refused(post, job.delivery, error)
    return True


def _other_form(post: Post, delivery: Delivery, error: Refused) -> bool:
    """Choose another form to try a message in; return whether there is one."""
    form = post.form(delivery).after(error)
    post.forms.pop(delivery.id, None)
    if form is None:
        return False
    post.forms[delivery.id] = form
    log.warning("delivery=%d chat=%s %s text instead: %r", delivery.id, delivery.chat,
                form.name.lower().replace("_", " "), error.problem)  # fmt: skip
    return True


def _message_refused(post: Post, delivery: Delivery, error: Refused) -> None:
    if _other_form(post, delivery, error):
        return
    words = f"Telegram refused message {delivery.id} for {delivery.chat}: {error.problem}."
    with post.store.atomic():
        post.store.outbox.refused(delivery.id, error.problem)
        _tell(post, delivery, f"refused:{delivery.id}", f"{words} Its text:\n\n{delivery.plain}")
    post.outcome.refused[delivery.id] = words
    log.error("delivery=%d chat=%s status=refused error=%r", delivery.id, delivery.chat, error.problem)


def _roll_up_refused(post: Post, job: RollUp, error: Refused) -> None:
    form = post.forms.pop(job.first.id, Form.WHOLE).after(error)
    if form is Form.PLAIN and job.message.plain:
        post.forms[job.first.id] = form
    else:  # not even cut: what was cut off would never be told
        post.alone.update(row.id for row in job.rows)
    log.warning("delivery=%d chat=%s roll-up of %d refused, %s: %r", job.first.id, job.first.chat, len(job.rows),
                "plain text instead" if job.first.id in post.forms else "one by one", error.problem)  # fmt: skip


def _edit_refused(post: Post, delivery: Delivery, error: Refused) -> None:
    now, outbox = post.now(), post.store.outbox
    anew = isinstance(error, Gone) and not delivery.posted
    with post.store.atomic():
        if anew:
            post.forms.pop(delivery.id, None)
            outbox.post_anew(delivery.id, now)
        elif not isinstance(error, Gone) and _other_form(post, delivery, error):
            outbox.edit_begun(delivery.id, now)  # not in a minute
            return
        else:
            outbox.not_edited(delivery.id, error.problem)
    status = "gone, to be posted anew" if anew else "not edited any more"
    log.warning("delivery=%d chat=%s status=%s error=%r", delivery.id, delivery.chat, status, error.problem)


def note_move(post: Post, chat: str, error: Moved) -> None:
    """Note where the group of `chat` is to be found from now on, and tell the admins, once."""
    group = group_of(chat)
    text = (
        f"{group} has become a supergroup with the id {error.to}. Its messages go there from now on; "
        f"please put {error.to} into config.toml or the watchlist in place of {group}."
    )
    with post.store.atomic():
        if post.store.chats.moved(group, error.to):
            note_admins(post.store.outbox, post.settings().admins, f"moved:{group}:{error.to}", text, post.now())
    log.warning("chat=%s status=moved to=%s", group, error.to)


def _moved(post: Post, delivery: Delivery, error: Moved) -> bool:
    post.moves[delivery.chat] = post.moves.get(delivery.chat, 0) + 1
    if post.moves[delivery.chat] > MOVES:
        return _blocked(post, delivery, Blocked(error.problem))
    note_move(post, delivery.chat, error)
    return True


def _blocked(post: Post, delivery: Delivery, error: Blocked) -> bool:
    now, chat, store = post.now(), delivery.chat, post.store
    if _only_follows(post, chat):
        with store.atomic():
            store.follows.forget(chat)
            dropped = store.outbox.give_up(chat, error.problem)
        log.info("chat=%s status=follows no more dropped=%d error=%r", chat, dropped, error.problem)
        return False
    held = topic_of(chat) if isinstance(error, TopicClosed) else group_of(chat)
    advice = "Has that person stopped the bot?" if is_private(held) else "Is the bot an administrator there?"
    text = f"{held} does not take messages: {error.problem}. Its alerts wait and are tried again every hour. {advice}"
    with store.atomic():
        if not store.chats.hold(held, now + BLOCKED_PAUSE, error.problem, blocked=True):
            _tell(post, delivery, f"blocked:{held}:{now:%Y-%m-%dT%H:%M:%S}", text)
    post.outcome.problems.append(f"{chat}: {error.problem}")
    log.warning("delivery=%d chat=%s status=blocked error=%r", delivery.id, chat, error.problem)
    return False


def _only_follows(post: Post, chat: str) -> bool:
    """Tell whether nothing but following watches gets a chat its messages; it may have ended that meanwhile."""
    known = chat in post.configured() or chat in map(str, post.settings().admins)
    return is_private(chat) and not known


def _tell(post: Post, delivery: Delivery, key: str, text: str) -> None:
    """Tell the admins, but not about notes to themselves: that would never end."""
    if delivery.kind != "note":
        note_admins(post.store.outbox, post.settings().admins, key, text, post.now())
