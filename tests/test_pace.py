"""How fast Telegram may be called: never faster than its limits, never slower than they ask."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import pytest

from bot.demo.telegram_limits import Limits as Server
from bot.demo.telegram_limits import Windows
from bot.pace import TELEGRAM, Limits, Pace, is_private

PERSON, GROUP, CHANNEL = "4242", "-1001", "@talvane_watch"


@dataclass
class Clock:
    """A clock that is moved by hand."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    """Telegram's limits on that clock."""
    return Pace(TELEGRAM, clock)


def call(pace: Pace, chat: str) -> None:
    """Make a call that is answered at once."""
    assert pace.wait(chat) <= 0
    with pace.call(chat):
        pass


@pytest.mark.parametrize("chat", [PERSON, GROUP, CHANNEL])
def test_a_chat_gets_one_message_a_second(pace: Pace, clock: Clock, chat: str) -> None:
    """The second message waits for a second, whatever the chat is; other chats need not."""
    call(pace, chat)
    assert pace.wait(chat) == 1.0
    assert pace.wait("99") == 0
    clock.now += 0.75
    assert pace.wait(chat) == 0.25
    clock.now += 0.25
    call(pace, chat)


@pytest.mark.parametrize("chat", [GROUP, CHANNEL])
def test_a_group_gets_twenty_a_minute_all_topics_together(pace: Pace, clock: Clock, chat: str) -> None:
    """After twenty messages to any of its topics, a group waits until the first is a minute old."""
    for number in range(20):
        call(pace, f"{chat}/{number % 3 + 2}")
        clock.now += 1
    assert pace.wait(f"{chat}/9") == 40.0
    clock.now += 40
    call(pace, chat)
    assert pace.wait(chat) == 1.0


def test_a_person_gets_sixty_a_minute(pace: Pace, clock: Clock) -> None:
    """The limit of groups is none of private chats."""
    for _ in range(60):
        call(pace, PERSON)
        clock.now += 1
    assert pace.wait(PERSON) == 0


def test_thirty_a_second_over_all(pace: Pace, clock: Clock) -> None:
    """The thirty-first chat waits until the first call is a second old."""
    for number in range(30):
        call(pace, str(100 + number))
        clock.now += 1 / 64
    assert pace.wait("7") == 1 - 30 / 64
    clock.now += 1 - 30 / 64
    call(pace, "7")


def test_a_call_counts_until_its_answer_is_old_enough(pace: Pace, clock: Clock) -> None:
    """Nobody knows when Telegram counted a call that hangs: its second begins with the answer."""
    with pace.call(PERSON):
        clock.now += 20
        assert pace.wait(PERSON) == math.inf
    assert pace.wait(PERSON) == 1.0


def test_a_call_that_fails_counts(pace: Pace) -> None:
    """Telegram may have counted it."""
    with pytest.raises(OSError, match="gone"), pace.call(PERSON):
        raise OSError("gone")
    assert pace.wait(PERSON) == 1.0


def test_what_was_done_before_the_start_counts(pace: Pace) -> None:
    """A restart goes on at the pace that was kept; a clock that was set back costs a minute at most."""
    pace.remember([(GROUP, 5.0 + number) for number in range(19)] + [(PERSON, 0.5), (CHANNEL, -3600.0)])
    assert pace.wait(PERSON) == 0.5
    assert pace.wait(GROUP) == 0
    call(pace, GROUP)
    assert pace.wait(GROUP) == 60 - 23
    assert pace.wait(CHANNEL) == 1.0


def test_how_many_may_go_within_a_minute(pace: Pace) -> None:
    """Twenty in a group, sixty to a person; without limits any number, at once."""
    assert [pace.room(chat) for chat in (GROUP, CHANNEL, PERSON)] == [20, 20, 60]
    free = Pace()
    call(free, GROUP)
    assert (free.wait(GROUP), free.room(GROUP)) == (0, math.inf)


def test_which_addresses_are_peoples() -> None:
    """A person's number is positive."""
    assert [is_private(chat) for chat in (PERSON, GROUP, CHANNEL, "-5", "")] == [True, False, False, False, False]


@pytest.mark.parametrize("seed", range(5))
def test_a_server_that_counts_is_never_met(seed: int) -> None:
    """With answers that take their time, a server's windows never hold too much, and no call waits for nothing."""
    choose, clock = random.Random(seed), Clock()
    pace, server = Pace(Limits(), clock), Windows(Server(strict=True))
    chats = [PERSON, "77", GROUP, f"{GROUP}/4", CHANNEL]
    done = dict.fromkeys(chats, 0)
    for _ in range(1500):
        chat = choose.choice(chats)
        if pace.wait(chat) > 0:
            clock.now += choose.random() / 4
            continue
        with pace.call(chat):
            clock.now += choose.random() / 8
            group = chat.partition("/")[0]
            assert server.wait(group, private=is_private(group), at=clock.now) == 0
            server.count(group, clock.now)
            clock.now += choose.random() / 8
        done[chat] += 1
    minutes = (clock.now - 1000) / 60
    assert done[CHANNEL] >= 20 * int(minutes)
