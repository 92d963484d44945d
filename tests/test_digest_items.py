"""What a story of the digest says beside its headline: its facts, and the address of its alert."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.digest.facts import fullest
from pipelines.model import Fact
from pipelines.render.telegram import message_link

NOON, HOUR = datetime(2026, 11, 22, 12, 0, tzinfo=UTC), timedelta(hours=1)

ADDRESSES = [
    ("@news", "https://t.me/news/17"),
    ("@news/3", "https://t.me/news/3/17"),
    ("-1001234567890", "https://t.me/c/1234567890/17"),
    ("-1001234567890/3", "https://t.me/c/1234567890/3/17"),
    ("-1000000000001", "https://t.me/c/1/17"),
    ("-1009", ""),  # a plain group, though its id begins so
    ("-77", ""),
    ("4242", ""),
    ("", ""),
]


@pytest.mark.parametrize(("chat", "address"), ADDRESSES)
def test_a_message_has_an_address_where_its_chat_has(chat: str, address: str) -> None:
    """Public chats go by name, channels and supergroups by number, with the topic between; others have none."""
    assert message_link(chat, 17) == address


def fact(company: str | None = None, agency: str | None = None, amount: str | None = None, **more: str) -> Fact:
    """Return a fact that a sentence says."""
    words = {"action": more.get("action"), "buyer": more.get("buyer"), "status": more.get("status", "done")}
    return Fact(
        company=company, agency=agency, amount=None, currency=None, amount_text=amount,
        sentence=more.get("sentence", ""), **words,  # type: ignore[arg-type]
    )  # fmt: skip


def dated(*facts: Fact) -> tuple[Fact, ...]:
    """Return what is told of facts of one moment."""
    return fullest((NOON, each) for each in facts)


def test_of_a_storys_facts_the_fullest_stand_once() -> None:
    """What says less of the same pair goes, whichever sentence says it; what differs in anything stays."""
    full = fact("talvane", "registry", "$8 million", action="contract")
    planned = fact("talvane", "registry", "$8 million", action="contract", status="planned")
    other = fact("talvane", "registry", "$9 million", action="contract")
    less = [fact("talvane", "registry"), fact("talvane", action="contract"), fact(amount="$8 million")]
    again = fact("talvane", "registry", "$8 million", action="contract", sentence="As said.")
    alone = fact("osprell", action="lease")
    assert dated(*less, full, alone, again, other, planned) == (full, planned, other, alone)


def test_of_a_pair_and_sum_the_latest_stands_first() -> None:
    """A later report wins over an earlier one, and within one report what has come further: ended, done, planned."""
    planned, done, ended = (
        fact("talvane", "registry", "$8 million", action="contract", status=status)
        for status in ("planned", "done", "ended")
    )
    other = fact("osprell", "registry", "$8 million", action="contract")
    assert dated(planned, done, ended, other) == (ended, done, planned, other)
    assert fullest([(NOON, done), (NOON + HOUR, planned), (NOON - HOUR, ended)]) == (planned, done, ended)
    less = fact("talvane", "registry", "$8 million", status="ended")
    assert fullest([(NOON, planned), (NOON + HOUR, less)]) == (planned, less)
