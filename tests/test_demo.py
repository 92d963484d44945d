"""`demo`: the bundled day through the whole system, with nothing but this machine."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.play import CHANNEL, HOURS, framed, play, styled
from bot.demo.telegram_chats import Sent
from tests.pictures import png
from tests.world import NOON, ROOT


def message(text: str, *entities: dict[str, object]) -> Sent:
    """Return a message as the Bot API keeps it."""
    return Sent(id=1, date=0, chat=CHANNEL, text=text, source=text, parse_mode="HTML", entities=entities)


def files(folder: Path) -> list[Path]:
    """Return all that is in a folder."""
    return list(folder.iterdir())


async def test_the_day_shows_alerts_and_then_the_digest() -> None:
    """Every poll tells how it went, alerts are shown as the channel has them, and the digest is last."""
    shown: list[str] = []
    told: list[str] = []
    await play(shown.append, told.append, colour=False)
    assert len([line for line in told if " polled 15 feeds" in line]) == len(HOURS)
    assert [line.split("  ")[1] for line in told[-2:]] == ["the digest", "an admin writes to the bot"]
    alerts = sum(int(count) for count in re.findall(r"(\d+) alerts?\b", "\n".join(told)))
    in_channel = [text for text in shown if text.startswith(f"┌─ {CHANNEL}")]
    assert alerts > 20
    assert len(in_channel) > alerts
    assert any(
        text.startswith(f"┌─ {CHANNEL}, message 1 ─ 12:30, edited in place") and "also: " in text for text in shown
    )
    assert any(re.search(r", a reply to message \d+\n│ New in this story: ", text) for text in shown)
    evening = next(at for at, text in enumerate(shown) if text.startswith("┌─ the admin"))
    assert "Told above: " in "".join(shown[evening - 3 : evening])
    assert not any("\x1b" in text for text in shown)


async def test_the_evening_shows_the_bot_in_chat() -> None:
    """An admin has an alert explained, searches, and looks at what an edit would alert without saving it."""
    shown: list[str] = []
    await play(shown.append, lambda _: None, colour=False)
    evening = "\n".join(shown[next(at for at, text in enumerate(shown) if text.startswith("┌─ the admin")) :])
    for words in ("Rule company-meets-agency is met", "lease: ", "Would have alerted", "[save]", "[leave it]",
                  "nothing was saved"):  # fmt: skip
        assert words in evening
    assert "That went wrong" not in evening


async def test_the_command_needs_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    """In an empty folder, without configuration, token or proxy, it ends with status 0 and writes no file."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", cwd=tmp_path,
        # A proxy that nobody answers at: whatever wanted the network would fail.
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HTTP_PROXY": "http://127.0.0.1:9",
             "HTTPS_PROXY": "http://127.0.0.1:9", "LC_ALL": "C"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert out.decode().count("┌─ ") > 20
    assert "Traceback" not in err.decode()
    assert "19:30  the digest" in err.decode()
    assert not files(tmp_path)


@pytest.mark.parametrize(
    ("entities", "colour", "expected"),
    [
        pytest.param([("bold", 3, 4)], True, "🚢 \x1b[1mdock\x1b[22m\nnews", id="bold, behind an emoji"),
        pytest.param([("bold", 3, 4)], False, "🚢 dock\nnews", id="no colour"),
        pytest.param([("blockquote", 0, 12)], False, "▌ 🚢 dock\n▌ news", id="a quote of two lines"),
        pytest.param(
            [("italic", 8, 4), ("hashtag", 8, 4)], True, "🚢 dock\n\x1b[3mnews\x1b[23m", id="others are plain"
        ),
    ],
)
def test_a_message_on_a_terminal(entities: list[tuple[str, int, int]], colour: bool, expected: str) -> None:
    """Bold, italics and quotes stand where the message has them; offsets count UTF-16 units."""
    marks = [{"type": kind, "offset": at, "length": length} for kind, at, length in entities]
    sent = message("🚢 dock\nnews", *marks)
    assert styled(sent, colour=colour) == expected
    frame = framed(sent, NOON, colour=False).split("\n")
    assert frame[0] == f"┌─ {CHANNEL}, message {sent.id} ─ 12:00"
    assert frame[-1] == "└─"
    assert all(line.startswith("│ ") for line in frame[1:-1])


def test_a_picture_on_a_terminal() -> None:
    """A picture is a line above its caption, with its width and height."""
    sent = replace(message("dock news"), picture=png(1080, 720))
    assert framed(sent, NOON, colour=False).split("\n")[1:-1] == ["│ [picture, 1080 x 720]", "│ dock news"]
