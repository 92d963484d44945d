"""Who delivers: one task for each chat that has something due, so that none holds up another.

A task ends where its chat must wait; it is begun again when there may be something to do. So nothing sleeps on its
way to Telegram, and nothing is remembered that the database does not hold.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import TypeVar

from bot.choosing import busy_chats, held_by_quiet_hours, when
from bot.config import Settings, group_of
from bot.deliver import MOVES, note_move, serve
from bot.errors import BadToken, DeliveryError, Gone, Moved, Refused, RetryLater, StoreError
from bot.pace import Pace
from bot.post import Outcome, Post
from bot.store import Store
from bot.telegram_chat import TelegramChat
from pipelines.model import Message

log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")

BAD_TOKEN_PAUSE = timedelta(minutes=1)
CRASH_PAUSE = timedelta(minutes=1)
"""After an error of our own, such as a full disk: it would stand in the log at every tick."""
REPLY_PATIENCE = 30.0
"""Seconds that a reply to a command waits for its turn."""


class Courier:
    """Sends and edits what the outbox holds, and says replies.

    `settings` and `configured` give what is in force, `now` the time in UTC. The pace goes on where the rows of the
    last minute say it stood.
    """

    def __init__(
        self,
        store: Store,
        sender: TelegramChat,
        *,
        settings: Callable[[], Settings],
        configured: Callable[[], Collection[str]],
        now: Callable[[], datetime],
        pace: Pace | None = None,
    ) -> None:
        self.now = now
        self._pace = pace or Pace()
        self._post = Post(
            store=store, sender=sender, pace=self._pace, settings=settings, configured=configured, now=now
        )
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._crashed: dict[str, datetime] = {}  # when serving a chat ended with an error of our own
        self.silent_until: datetime | None = None  #: when a token that Telegram did not know is tried again
        calls = [(store.chats.address(chat), at) for chat, at in store.outbox.last_minute(now())]
        self._pace.remember((chat, (now() - at).total_seconds()) for chat, at in calls)

    @property
    def stopping(self) -> Callable[[], bool]:
        """Tells whether no further call may be begun; can be set."""
        return self._post.stopping

    @stopping.setter
    def stopping(self, told: Callable[[], bool]) -> None:
        self._post.stopping = told

    def start_due(self) -> list[asyncio.Task[None]]:
        """Begin to serve each chat that has something due and is not being served; return these tasks.

        What escapes a task is logged. Raises `StoreError`.
        """
        if not self._tasks:
            self._post.outcome = Outcome()  # nobody asks what came of these: it must not grow for months
        return self._begin()

    def _begin(self) -> list[asyncio.Task[None]]:
        now = self._post.now()
        if self._post.stopping() or (self.silent_until and now < self.silent_until):
            return []
        with self._post.store.in_words():
            chats = [chat for chat in busy_chats(self._post) if chat not in self._tasks and not self._rests(chat, now)]
            due = [chat for chat in chats if (at := when(self._post, chat)) and at <= self._post.now()]
        return [self._start(chat) for chat in due]

    async def round(self) -> Outcome:
        """Do all that may be done now, in every chat; return what came of it since the last round.

        Raises `BadToken` or `StoreError` once all chats are through: a send that is cut off may have been done.
        """
        while tasks := {*self._tasks.values(), *self._begin()}:
            for answer in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(answer, BaseException):
                    raise answer
        outcome, self._post.outcome = self._post.outcome, Outcome()
        return outcome

    def next_attempt(self) -> datetime | None:
        """Return when something may be done next, None if there is nothing; edits that must rest do not count."""
        with self._post.store.in_words():
            found = [when(self._post, chat) for chat in busy_chats(self._post)]
        return min(filter(None, found), default=None)

    def held_by_quiet_hours(self) -> list[tuple[str, int, datetime]]:
        """Return the chats whose alerts wait for the end of quiet hours: how many wait, and until when (UTC)."""
        with self._post.store.in_words():
            return held_by_quiet_hours(self._post)

    async def rest(self, seconds: float) -> None:
        """Let calls that are under way end, for `seconds` at most; `stopping` has to be set before."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)

    def _rests(self, chat: str, now: datetime) -> bool:
        crashed = self._crashed.get(chat)
        return crashed is not None and crashed <= now < crashed + CRASH_PAUSE

    def _start(self, chat: str) -> asyncio.Task[None]:
        task = asyncio.create_task(self._serve(chat), name=f"deliver {chat}")
        self._tasks[chat] = task
        task.add_done_callback(_logged)
        return task

    async def _serve(self, chat: str) -> None:
        try:
            with self._post.store.in_words():
                await serve(self._post, chat)
        except BadToken:
            self.silent_until = self._post.now() + BAD_TOKEN_PAUSE
            raise
        except Exception:
            self._crashed[chat] = self._post.now()
            raise
        finally:
            del self._tasks[chat]

    # --- replies ----------------------------------------------------------------------------------

    async def say(
        self, chat: str, message: Message, *, reply_to: int | None = None, patience: float = REPLY_PATIENCE
    ) -> int | None:
        """Send a reply to a command at once, at the chat's pace; return its id, None (logged) if that failed.

        It is not stored: whoever asked can ask again. `patience`: seconds that it waits for its turn.
        """
        post = self._post
        silent = post.settings().of_chat(chat).silent

        def html(address: str) -> Awaitable[int]:
            return post.sender.send(address, message.html, reply_to=reply_to, silent=silent, buttons=message.buttons)

        def plain(address: str) -> Awaitable[int]:
            return post.sender.send_plain(
                address, message.plain, reply_to=reply_to, silent=silent, buttons=message.buttons
            )

        return await self._at_once(chat, html, plain, patience=patience)

    async def show(self, chat: str, message_id: int, message: Message) -> bool:
        """Give a message, such as one whose button was pressed, another text and other buttons.

        As with `say`; returns False if that failed.
        """
        post = self._post

        async def html(address: str) -> bool:
            await post.sender.edit(address, message_id, message.html, buttons=message.buttons)
            return True

        async def plain(address: str) -> bool:
            await post.sender.edit_plain(address, message_id, message.plain, buttons=message.buttons)
            return True

        return bool(await self._at_once(chat, html, plain))

    async def _at_once(
        self, chat: str, *ways: Callable[[str], Awaitable[_Answer]], patience: float = REPLY_PATIENCE
    ) -> _Answer | None:
        """Call the first of `ways` with the chat's address; the next one where Telegram refuses the text."""
        post, left, problem = self._post, [*ways], ""
        for _ in range(len(ways) + MOVES):
            if not left or not await self._turn(chat, patience):
                break
            address = post.store.chats.address(chat)
            try:
                with self._pace.call(address):
                    return await left[0](address)
            except Refused as error:
                problem = error.problem
                left = [] if isinstance(error, Gone) else left[1:]
            except Moved as error:
                problem = error.problem
                note_move(post, chat, error)
            except DeliveryError as error:
                problem = error.problem
                if isinstance(error, RetryLater) and error.after is not None:
                    until = post.now() + timedelta(seconds=error.after)
                    with post.store.atomic():
                        post.store.chats.hold(group_of(chat), until, problem, blocked=False)
                break
        log.warning("chat=%s kind=reply status=not sent error=%r", chat, problem or "the chat has to wait")
        return None

    async def _turn(self, chat: str, patience: float) -> bool:
        """Wait until the chat may get a message; return False if that takes too long."""
        waited = 0.0
        while (wait := self._pace.wait(self._post.store.chats.address(chat))) > 0 and waited < patience:
            await asyncio.sleep(min(wait, 1.0))
            waited += min(wait, 1.0)
        return wait <= 0 and self._post.store.chats.hold_of(chat, self._post.now()) is None


def _logged(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if isinstance(error, StoreError):
        log.error("job=deliver error=%s", error)
    elif error and not isinstance(error, BadToken):  # that was logged with its message
        log.error("job=deliver crashed", exc_info=error)


async def deliver_all(courier: Courier, *, patience: timedelta = timedelta(seconds=60)) -> Outcome:
    """Send everything that waits, waiting for Telegram where it must; raises `BadToken` or `StoreError`.

    Gives up when the next message would have to wait until `patience` after the last one that was sent, so also in
    quiet hours. Edits that are not due yet are left to the next run.
    """
    total = Outcome()
    end = courier.now() + patience
    while True:
        outcome = await courier.round()
        total.sent += outcome.sent
        total.edited += outcome.edited
        total.problems += outcome.problems
        total.refused |= outcome.refused
        if outcome.sent:
            end = courier.now() + patience
        again = courier.next_attempt()
        if again is None or again > end:
            return total
        await asyncio.sleep(max((again - courier.now()).total_seconds(), 0.05))
