"""What goes next in a chat: read from the database before every call, so that a restart changes nothing.

First what waits, in order, or rolled up where the chat is behind; then messages that show an old line of further
outlets; then buttons that have changed. In a chat's quiet hours its alerts stay where they are, and all else goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice, takewhile

from bot.pace import MINUTE
from bot.post import Edit, Job, Mark, Post, RollUp, Send
from bot.store.outbox import Waiting
from pipelines.decide import EDITS_END
from pipelines.render.rollup import line_of, roll_up
from pipelines.render.telegram import ENTITIES

EDITS_GRACE = timedelta(hours=12)
"""How much longer a message is edited, with what was added in time: Telegram may have been out of reach."""
EDIT_PAUSE = timedelta(minutes=1)
"""Between sending a message and editing it, and between two edits: what comes meanwhile goes together."""
LATE = timedelta(minutes=10)
LATE_ALERTS = 5
"""So many alerts, the oldest of them waiting longer than `LATE`, come as one: there was an outage."""


def held_by_quiet_hours(post: Post) -> list[tuple[str, int, datetime]]:
    """Return the chats whose alerts wait for the end of quiet hours: how many wait, and until when."""
    now, found = post.now(), []
    for chat in busy_chats(post):
        alerts = [each for each in post.store.outbox.queue(chat) if each.kind == "alert"]
        if alerts and (until := _quiet_until(post, chat, now)):
            found.append((chat, len(alerts), until))
    return found


def busy_chats(post: Post) -> list[str]:
    """Return the chats for which there may be something to do, the one that has waited longest first."""
    now = post.now()
    return post.store.outbox.busy_chats(now, rested=now - EDIT_PAUSE, since=now - EDITS_END - EDITS_GRACE)


def when(post: Post, chat: str) -> datetime | None:
    """Return when something may be done for `chat`, now or later; None if there is nothing.

    Edits that must rest first are not looked at.
    """
    now = post.now()
    queue, quiet = _open(post, chat, now)
    if queue:
        at = now if queue[0].due(now) else queue[0].next_attempt_at
    elif _touch(post, chat, now):
        at = now
    elif quiet:
        at = quiet
    else:
        return None
    hold = post.store.chats.hold_of(chat, now)
    wait = post.pace.wait(post.store.chats.address(chat))
    return max(at, hold.until if hold else now, now + timedelta(seconds=min(wait, MINUTE)))


def next_job(post: Post, chat: str) -> Job | None:
    """Return what may be done for a chat now, None if it has to wait or there is nothing; the pace is not asked."""
    now = post.now()
    if post.store.chats.hold_of(chat, now):
        return None
    queue, _ = _open(post, chat, now)
    if queue:
        return _message_job(post, chat, queue, now) if queue[0].due(now) else None
    return _touch(post, chat, now)


def _open(post: Post, chat: str, now: datetime) -> tuple[list[Waiting], datetime | None]:
    """What waits for a chat and is not held back by its quiet hours, and when these end: None if they hold nothing."""
    queue = post.store.outbox.queue(chat)
    quiet = _quiet_until(post, chat, now)
    if not quiet:
        return queue, None
    others = [each for each in queue if each.kind != "alert"]
    return others, quiet if len(others) < len(queue) else None


def _touch(post: Post, chat: str, now: datetime) -> Edit | Mark | None:
    """What is to be changed in a message that the chat has."""
    outbox = post.store.outbox
    if edit := outbox.edit_due(chat, now, rested=now - EDIT_PAUSE, since=now - EDITS_END - EDITS_GRACE):
        return Edit(edit)
    mark = outbox.mark_due(chat, now)
    return Mark(mark) if mark else None


def _quiet_until(post: Post, chat: str, now: datetime) -> datetime | None:
    settings = post.settings()
    quiet = settings.of_chat(chat).quiet
    return quiet.until(now, settings.zone) if quiet else None


def _message_job(post: Post, chat: str, queue: Sequence[Waiting], now: datetime) -> Job:
    lead = [*takewhile(lambda each: each.kind == "alert" and each.id not in post.alone, queue)]
    alerts = {each.id for each in queue if each.kind == "alert"}
    # What was once to go together goes on to, though one message did not hold it all.
    together = alerts if _behind(post, chat, queue, now) else post.together.get(chat, set()) & alerts
    post.together[chat] = together
    if len(lead) < 2 or together.isdisjoint(each.id for each in lead):
        (delivery,) = post.store.outbox.deliveries([queue[0].id])
        return Send(delivery)
    ranked = sorted(lead, key=lambda each: (-each.weight, each.id))[:ENTITIES]
    rows = {row.id: row for row in post.store.outbox.deliveries(each.id for each in ranked)}
    chosen = [rows[each.id] for each in ranked]
    message, count = roll_up([row.line or line_of(row.html) for row in chosen], len(lead) - len(chosen))
    return RollUp(message, tuple(sorted(chosen[:count], key=lambda row: row.id)), queue[0].id)


def _behind(post: Post, chat: str, queue: Sequence[Waiting], now: datetime) -> bool:
    """Tell whether the alerts that wait are too many to come one by one.

    More than may go within a minute, several that waited for the end of the quiet hours, or a number that an outage
    has held up. What is posted anew was there before, and is no sign of any of these.
    """
    alerts = [each for each in queue if each.kind == "alert" and not each.posted]
    if len(alerts) > post.pace.room(post.store.chats.address(chat)):
        return True
    if len([*islice((each for each in alerts if _quiet_until(post, chat, each.created_at)), 2)]) == 2:
        return True
    return len(alerts) >= LATE_ALERTS and now - alerts[0].created_at > LATE
