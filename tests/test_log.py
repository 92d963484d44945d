"""The log: one line an event, and no token in it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from bot.log import TALKATIVE, masked, setup

TOKEN = "1000000001:" + "x-Y_" * 8 + "end"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Give the loggers back as they were: `setup` is for the whole process."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for added in set(root.handlers) - set(handlers):
        root.removeHandler(added)
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_a_line_has_time_in_utc_level_logger_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    """A record becomes one line of key=value pairs, its time in UTC."""
    setup("info", TOKEN)
    logging.getLogger("bot.poll").info("polled feed=%s new=%d", "https://example.org/feed", 3)
    line = capsys.readouterr().err
    assert re.fullmatch(
        r"time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=info logger=bot\.poll "
        r"polled feed=https://example\.org/feed new=3\n",
        line,
    )


def test_the_level_holds_and_an_unknown_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Records below the level are not shown; a level that does not exist is an error."""
    setup("WARNING")
    logging.getLogger("bot").info("quiet")
    logging.getLogger("bot").warning("loud")
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(ValueError, match="SHOUTING"):
        setup("shouting")


def test_a_second_setup_replaces_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    """After two calls of setup, each event is still written once, and handlers of others are still there."""
    other = logging.NullHandler()
    logging.getLogger().addHandler(other)
    setup("info")
    setup("info", TOKEN)
    logging.getLogger("bot").info("once")
    assert capsys.readouterr().err.count("once") == 1
    assert other in logging.getLogger().handlers


@pytest.mark.parametrize("form", [TOKEN, quote(TOKEN, safe=""), TOKEN.replace(":", "%3a")])
def test_the_token_is_masked_in_message_and_arguments(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """The token never comes out, be it in the message, in an argument, plain or URL-encoded."""
    setup("info", TOKEN)
    logging.getLogger("bot").info(f"asked /bot{form}/getMe")
    logging.getLogger("bot").info("asked %s", f"https://example.org/bot{form}/getMe")
    shown = capsys.readouterr().err
    assert form not in shown
    assert "asked /bot***/getMe" in shown
    assert "asked https://example.org/bot***/getMe" in shown


def test_the_token_is_masked_in_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback is printed in full, with its causes, and with the token masked in all of it."""
    setup("info", TOKEN)
    try:
        try:
            raise ValueError(f"inner {TOKEN}")
        except ValueError as inner:
            raise RuntimeError(f"outer {quote(TOKEN, safe='')}") from inner
    except RuntimeError:
        logging.getLogger("bot").exception("failed")
    shown = capsys.readouterr().err
    assert TOKEN[11:] not in shown
    assert "ValueError: inner ***" in shown
    assert "RuntimeError: outer ***" in shown


def test_the_token_is_masked_in_a_stack(capsys: pytest.CaptureFixture[str]) -> None:
    """The stack that a record may carry is masked like a traceback."""
    setup("info", TOKEN)
    line = f"{TOKEN}"
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, "here", (), None, sinfo=f"Stack: {line}")
    logging.getLogger("bot").handle(record)
    assert "Stack: ***" in capsys.readouterr().err


def test_a_token_nobody_told_us_of_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like a bot's token is masked before the configuration is read; short numbers are not."""
    setup("info")
    logging.getLogger("bot").info("took %s at 12:30", "987654321:" + "A" * 35)
    shown = capsys.readouterr().err
    assert "took *** at 12:30" in shown


def test_a_token_of_an_odd_shape_is_masked_when_it_is_known() -> None:
    """A token that has not the usual shape is masked because it was named."""
    assert masked("it is odd/token", "odd/token") == "it is ***"
    assert masked("it is odd%2Ftoken", "odd/token") == "it is ***"


async def test_httpx_is_silent_and_masked_when_forced(capsys: pytest.CaptureFixture[str]) -> None:
    """httpx logs URLs at INFO: not shown by default, and masked when someone turns that on."""
    setup("debug", TOKEN)
    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"https://example.org/bot{TOKEN}/getMe")
        assert "example.org" not in capsys.readouterr().err
        logging.getLogger("httpx").setLevel(logging.INFO)
        await client.get(f"https://example.org/bot{TOKEN}/getMe")
    shown = capsys.readouterr().err
    assert "https://example.org/bot***/getMe" in shown
    assert TOKEN not in shown


@pytest.mark.parametrize("name", TALKATIVE)
def test_talkative_libraries_do_not_undercut_the_level(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """With the level at error, a library's warning is not shown either; at debug, its info is not."""
    setup("error")
    logging.getLogger(name).warning("a warning")
    setup("debug")
    logging.getLogger(f"{name}.inner").info("chatter")
    assert capsys.readouterr().err == ""


def test_a_line_break_does_not_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters in a message are shown escaped: one event, one line."""
    setup("info")
    logging.getLogger("bot").info("title=%s", "A\ntime=2026-01-01 level=error\x1b[31m")
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert r"A\ntime=2026-01-01 level=error\x1b[31m" in shown


def test_arguments_that_do_not_fit_do_not_break_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    """A log call with the wrong arguments gives a line with the token masked, and no exception."""
    setup("info", TOKEN)
    # Straight to our handler, since those of pytest come first and raise.
    handler = logging.getLogger().handlers[-1]
    handler.handle(logging.LogRecord("bot", logging.INFO, __file__, 1, "%d of %s", (TOKEN,), None))
    shown = capsys.readouterr().err
    assert "'%d of %s' ('***',)" in shown
    assert "Traceback" not in shown
