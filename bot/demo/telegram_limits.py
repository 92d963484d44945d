"""Telegram's flood limits, as the demo's Bot API server keeps them: what comes too fast is refused with 429.

The numbers are those of https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. The
real ones are not published, and let short bursts through; who keeps to these will hardly meet the real ones.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

#: The methods that count, by their names in lower case.
COUNTED = frozenset({"sendmessage", "sendphoto", "editmessagetext", "editmessagereplymarkup"})

_OVER_ALL = ""  #: in place of a chat's address
_LONGEST = 60  #: seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many calls are accepted within a second or a minute; None: any number.

    "In a single chat, avoid sending more than one message per second", in a group "not more than 20 messages
    per minute", over all "about 30 messages per second" (the FAQ above). Channels count as groups, as
    python-telegram-bot's AIORateLimiter has it. All topics of a group count as one chat.
    """

    private_per_second: int | None = 1
    group_per_minute: int | None = 20
    overall_per_second: int | None = 30
    strict: bool = False  #: after a 429 all is refused until `retry_after` is over, though there be room before


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """A call that was refused because it came too fast."""

    chat: str
    at: float  #: Unix seconds
    retry_after: int  #: seconds
    method: str  #: as it was called


class Windows:
    """What was accepted lately, in each chat and over all. Times are Unix seconds, a chat is its address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._accepted: defaultdict[str, deque[float]] = defaultdict(deque)
        self._barred: dict[str, float] = {}

    def wait(self, chat: str, *, private: bool, at: float) -> int:
        """Return in how many whole seconds a call at `at` would be accepted, 0 if it is now.

        A wait is rounded up, so that after it there is room. It counts nothing; `count` does.
        """
        waits = {key: self._wait(key, span, number, at) for key, span, number in self._windows(chat, private=private)}
        longest = max(waits.values(), default=0)
        if longest <= 0:
            return 0
        # The hair is for the rounding of sums of seconds since 1970.
        seconds = max(1, math.ceil(longest - 1e-6))
        if self._limits.strict:
            for key, wait in waits.items():
                if wait > 0:
                    self._barred[key] = max(self._barred.get(key, 0), at + seconds)
        return seconds

    def count(self, chat: str, at: float) -> None:
        """Note an accepted call."""
        for key in (chat, _OVER_ALL):
            accepted = self._accepted[key]
            accepted.append(at)
            while accepted[0] <= at - _LONGEST:
                accepted.popleft()

    def _windows(self, chat: str, *, private: bool) -> Iterator[tuple[str, int, int]]:
        number = self._limits.private_per_second if private else self._limits.group_per_minute
        if number is not None:
            yield chat, (1 if private else _LONGEST), number
        if self._limits.overall_per_second is not None:
            yield _OVER_ALL, 1, self._limits.overall_per_second

    def _wait(self, key: str, span: int, number: int, at: float) -> float:
        recent = [time for time in self._accepted[key] if time > at - span]
        room = recent[len(recent) - number] + span - at if len(recent) >= number else 0.0
        return max(room, self._barred.get(key, 0) - at)
