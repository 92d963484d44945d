"""Notes to the admins: once each, to everyone of them, in a form that Telegram takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.demo.telegram_html import parse_html, utf16_length
from bot.notes import note_admins
from bot.store import Store

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty database in memory."""
    opened = Store(":memory:")
    yield opened
    opened.close()


def test_every_admin_is_told_once(store: Store) -> None:
    """A note goes to each admin's own chat; the same note again goes to nobody, another one to all."""
    for key in ("storm", "storm", "blocked"):
        note_admins(store.outbox, [11, 22], key, "Something happened.", NOW)
    assert [(d.kind, d.chat) for d in store.outbox.unsent()] == [("note", chat) for chat in ("11", "22", "11", "22")]
    assert store.outbox.unsent()[0].plain == "wirewatch: Something happened."


def test_without_admins_the_log_has_it(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Where nobody is to be told, the note is still in the log."""
    note_admins(store.outbox, [], "storm", "Something happened.", NOW)
    assert store.outbox.unsent() == []
    assert "Something happened." in caplog.text


def test_a_note_is_one_that_telegram_takes(store: Store) -> None:
    """However long and odd the text, the note fits and shows it as it is."""
    note_admins(store.outbox, [11], "refused", "<b> & 🚢 " * 2000, NOW)
    [delivery] = store.outbox.unsent()
    text, _ = parse_html(delivery.html)
    assert text.startswith("wirewatch: <b> & 🚢 <b>")
    assert utf16_length(text) <= 4096
    assert delivery.plain == text
