"""The branches of the tree in `pipelines.errors` that need the world.

WirewatchError
├── FeedError(url)
│   └── FetchError              not fetched: status, time, size, TLS, address …
├── DeliveryError               a message was not delivered
│   ├── RetryLater(after)       not now
│   ├── Refused                 this text will never be accepted
│   │   ├── TooLong             it is longer than Telegram takes
│   │   └── Gone                that message can't be edited, whatever the text
│   ├── Blocked                 this chat takes no messages from us
│   │   └── TopicClosed         this forum topic takes none; the rest of its group may
│   ├── Moved(to)               this group is another chat now
│   ├── OtherReader             somebody else reads what people write to the bot (bot.telegram_updates)
│   └── BadToken                nothing can be sent at all
└── StoreError                  the database cannot be used
"""

from __future__ import annotations

from pipelines.errors import FeedError, WirewatchError
from pipelines.text import shown


class FetchError(FeedError):
    """A feed or page was not fetched; `url` is the one asked for, as it may be shown.

    `status` is the HTTP status where that is the problem, else None. `retry_after` is how many seconds the
    server asked us to stay away, None if it did not.
    """

    def __init__(self, url: str, problem: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(shown(url), problem)  # errors end up in logs and chats
        self.status = status
        self.retry_after = retry_after


class DeliveryError(WirewatchError):
    """A message was not delivered."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class RetryLater(DeliveryError):  # noqa: N818 - the name says what to do
    """The same message may go through later: in `after` seconds, None if Telegram does not say."""

    def __init__(self, after: float | None, problem: str) -> None:
        super().__init__(problem)
        self.after = after


class Refused(DeliveryError):  # noqa: N818 - named for what happened
    """This text will never be accepted (Telegram: 400)."""


class TooLong(Refused):
    """The text is longer than Telegram takes (Telegram: 400)."""


class Gone(Refused):
    """The message is not there any more or can't be edited (Telegram: 400)."""


class Blocked(DeliveryError):  # noqa: N818 - named for what happened
    """This chat does not take messages from us (Telegram: 403, or the chat is not found)."""


class TopicClosed(Blocked):
    """This forum topic is closed or gone (Telegram: 400)."""


class Moved(DeliveryError):  # noqa: N818 - named for what happened
    """The group has become a supergroup; `to` is the address of that (Telegram: 400 with `migrate_to_chat_id`)."""

    def __init__(self, to: str, problem: str) -> None:
        super().__init__(problem)
        self.to = to


class BadToken(DeliveryError):  # noqa: N818 - named for what happened
    """Nothing can be sent at all (Telegram: 401 or 404)."""


class StoreError(WirewatchError):
    """The database cannot be used."""
