"""Log lines on standard error, one event each, in which neither the bot's token nor the pages' password stands.

A line is `time=… level=… logger=… ` and then the message, which is `key=value` pairs by the manners of this
house. The message comes last and unquoted, so that its own pairs stay readable.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from urllib.parse import quote, quote_plus

#: What BotFather gives out: the bot's id, a colon, and 35 characters. In a URL the colon may stand as %3A.
TOKEN_LIKE = re.compile(r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)

#: They tell of every request and every job: with URLs, and so with the token, in the case of httpx.
TALKATIVE = ("httpx", "httpcore", "telegram", "apscheduler")

#: It logs an error page with a traceback before it raises what we log in a line.
OUTSPOKEN = "telegram.request"

_NAME = "wirewatch"
_ESCAPED = {code: repr(chr(code))[1:-1] for code in (*range(32), 127)}


def masked(text: str, *secrets: str) -> str:
    """Return `text` with `secrets`, plain or URL-encoded, and all that looks like a bot's token as `***`."""
    for secret in filter(None, secrets):
        for form in (secret, quote(secret, safe=""), quote_plus(secret)):
            text = text.replace(form, "***")
    return TOKEN_LIKE.sub("***", text)


def setup(level: str, *secrets: str) -> None:
    """Send the log lines of `level` and above to standard error, with `secrets` masked; empty ones are none.

    May be called again, when the secrets have become known: the later call replaces the earlier one. Handlers of
    others stay. Raises ValueError for a level that `logging` does not know.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name(_NAME)
    handler.setFormatter(_Lines())
    handler.addFilter(_Mask(secrets))
    root = logging.getLogger()
    root.setLevel(level.upper())
    for old in [known for known in root.handlers if known.get_name() == _NAME]:
        root.removeHandler(old)
    root.addHandler(handler)
    for name in TALKATIVE:
        # No lower than the root's level: a logger with a level of its own is not held back by the root's.
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    logging.getLogger(OUTSPOKEN).setLevel(logging.CRITICAL)


class _Lines(logging.Formatter):
    """One line a record; a traceback follows on lines of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        # Headlines and servers' words get into messages: a line break in them must not forge a log line.
        message = record.getMessage().translate(_ESCAPED)
        level = record.levelname.lower()
        return f"time={time.replace('+00:00', 'Z')} level={level} logger={record.name} {message}"


class _Mask(logging.Filter):
    """Masks a record before any formatter sees it. Lets every record pass."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # Arguments that do not fit: logging would print them, unmasked, on its own way to standard error.
            message = f"{record.msg!r} {record.args!r}"
        record.msg, record.args = masked(message, *self._secrets), ()
        if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
            # A formatter takes a ready `exc_text` and does not format the exception again.
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = masked(record.exc_text, *self._secrets)
        if record.stack_info:
            record.stack_info = masked(record.stack_info, *self._secrets)
        return True
