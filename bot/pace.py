"""How fast Telegram may be called: per chat and over all, counted here so that it need not say 429.

Telegram's words (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this): no more than one
message a second in a chat, 20 a minute in a group, about 30 a second over all. Edits share these limits
(https://github.com/tdlib/td/issues/2592, .../3034), all topics of a group are one chat. python-telegram-bot's
AIORateLimiter takes channels for groups; so do we.

A call counts from when it is begun until its window has passed since its *answer* came. Telegram's clock started some
time between the two, so by that clock no window ever holds more.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.config import group_of

SECOND, MINUTE = 1.0, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many calls may be made within a second or a minute."""

    chat_per_second: int = 1
    group_per_minute: int = 20  #: groups and channels
    overall_per_second: int = 30


TELEGRAM = Limits()

_OVER_ALL = ""  # in place of a chat's address


@dataclass(slots=True)
class _Window:
    """The calls of one chat, or of all, within a span."""

    span: float  #: seconds
    most: int
    running: int = 0  #: calls without an answer yet
    answered: deque[float] = field(default_factory=deque)  #: when the answers came, the oldest first

    def wait(self, now: float) -> float:
        """Return in how many seconds there is room; infinity: when an answer comes."""
        while self.answered and self.answered[0] + self.span <= now:
            self.answered.popleft()
        too_many = self.running + len(self.answered) - self.most + 1
        if too_many <= 0:
            return 0.0
        return self.answered[too_many - 1] + self.span - now if too_many <= len(self.answered) else math.inf


class Pace:
    """Counts calls. `limits` None: there are none. `clock`: seconds that only go forward; which second is zero is open.

    A chat is an address; its forum topics count together.
    """

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._windows: dict[str, list[_Window]] = {}

    def wait(self, chat: str) -> float:
        """Return in how many seconds the next call may be made; infinity: when an answer that is awaited has come."""
        now = self._clock()
        return max((window.wait(now) for window in self._of(chat)), default=0.0)

    def room(self, chat: str) -> float:
        """Return how many calls may be made within a minute from now, whatever was done before; infinity: any number.

        What fills the windows now has left all of them before the minute is over.
        """
        return min((window.most * MINUTE / window.span for window in self._of(chat)), default=math.inf)

    @contextmanager
    def call(self, chat: str) -> Iterator[None]:
        """Count what is done within as one call; `wait` has to be asked right before."""
        windows = self._of(chat)
        for window in windows:
            window.running += 1
        try:
            yield
        finally:
            now = self._clock()
            for window in windows:
                window.running -= 1
                window.answered.append(now)

    def remember(self, calls: Iterable[tuple[str, float]]) -> None:
        """Count calls made before the start: to which chat, and how many seconds ago."""
        now = self._clock()
        # A clock that was set back would have them in the future, and the chat wait for it.
        for chat, ago in sorted(calls, key=lambda call: -call[1]):
            for window in self._of(chat):
                window.answered.append(now - max(ago, 0.0))

    def _of(self, chat: str) -> list[_Window]:
        """The windows that a call to the chat counts in."""
        if self._limits is None:
            return []
        group = group_of(chat)
        if group not in self._windows:
            own = [_Window(SECOND, self._limits.chat_per_second)]
            if not is_private(group):
                own.append(_Window(MINUTE, self._limits.group_per_minute))
            self._windows[group] = own
        if _OVER_ALL not in self._windows:
            self._windows[_OVER_ALL] = [_Window(SECOND, self._limits.overall_per_second)]
        return self._windows[group] + self._windows[_OVER_ALL]


def is_private(chat: str) -> bool:
    """Return whether an address is a person's: these are positive numbers (https://core.telegram.org/bots/api#chat)."""
    return chat.isascii() and chat.isdigit()
