"""The queue of updates of the demo's Bot API server: https://core.telegram.org/bots/api#getupdates."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.demo import telegram_json as shape
from bot.demo.telegram_chats import RefusedCall
from bot.demo.telegram_json import JSON

#: What comes only to those who ask for it by name.
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

_CONFLICT = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """The updates that nobody has confirmed, and at most one call that waits for further ones."""

    def __init__(self) -> None:
        self._queue: list[JSON] = []
        self._last = 0
        self._wanted: frozenset[str] = frozenset()  # empty: all but UNASKED
        self._waiting: asyncio.Future[bool] | None = None  # true: look again, false: another call has come

    def queue(self, **update: JSON) -> int:
        """Queue an update for getUpdates, such as `message={…}`; return its update_id.

        It is left out, and its number remains unused, if the last getUpdates with `allowed_updates` did not
        ask for its kind.
        """
        self._last += 1
        (kind,) = update
        if kind in self._wanted or not (self._wanted or kind in UNASKED):
            self._queue.append({"update_id": self._last, **update})
            self._wake(look=True)
        return self._last

    @property
    def next(self) -> int:
        """Return the update_id of the next update."""
        return self._last + 1

    def end_waiting(self) -> None:
        """Let a waiting call answer now with what there is."""
        self._wake(look=True)

    async def get_updates(self, parameters: JSON) -> list[JSON]:
        """Answer getUpdates: `offset` confirms all before it, `timeout` is how long to wait, in seconds.

        `allowed_updates` holds for updates that are queued from then on, and until it is given again; a
        negative `offset` keeps that many of the last and forgets the rest. A call that still waits is ended
        with 409 (`abort_long_poll` in Client.cpp).
        """
        self._wake(look=False)
        if (wanted := parameters.get("allowed_updates")) is not None:
            self._wanted = frozenset(wanted)
        offset = int(parameters.get("offset", 0))
        if offset < 0:
            self._queue = self._queue[offset:]
        self._queue = [update for update in self._queue if update["update_id"] >= offset]
        timeout = float(parameters.get("timeout", 0))
        if not self._queue and timeout > 0:
            await self._wait(timeout)
        return self._queue[: int(parameters.get("limit", 100))]

    async def delete_webhook(self, parameters: JSON) -> bool:
        """Answer deleteWebhook; there is none, but updates may be dropped."""
        if shape.is_true(parameters.get("drop_pending_updates")):
            self._queue = []
        return True

    async def _wait(self, timeout: float) -> None:  # noqa: ASYNC109 - the parameter of the Bot API
        self._waiting = asyncio.get_running_loop().create_future()
        with suppress(TimeoutError):
            if not await asyncio.wait_for(self._waiting, timeout):
                raise RefusedCall(_CONFLICT, status=409)

    def _wake(self, *, look: bool) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(look)
