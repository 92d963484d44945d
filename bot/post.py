"""What the rooms of delivery share: a chat's next job, and what is remembered between two of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from bot.config import Settings
from bot.errors import Refused, TooLong
from bot.pace import Pace
from bot.store import Store
from bot.store.outbox import Delivery
from bot.telegram_chat import TelegramChat
from pipelines.model import Message
from pipelines.render.telegram import LIMIT, fit, shorten


@dataclass(slots=True)
class Outcome:
    """What deliveries came to."""

    sent: int = 0
    edited: int = 0
    problems: list[str] = field(default_factory=list)  #: what made messages wait
    refused: dict[int, str] = field(default_factory=dict)  #: what will never be sent, and why


class Form(Enum):
    """In which form a message is tried, after others were refused."""

    PICTURE = auto()  #: with its text as the caption
    WHOLE = auto()
    SHORT = auto()
    PLAIN = auto()
    SHORT_PLAIN = auto()

    def after(self, error: Refused) -> Form | None:
        """Return the form to try next, None if there is none."""
        if self is Form.PICTURE:
            return Form.WHOLE  # whatever was wrong: without its picture the text has room and rights of its own
        if isinstance(error, TooLong):
            return {Form.WHOLE: Form.SHORT, Form.SHORT: Form.SHORT_PLAIN, Form.PLAIN: Form.SHORT_PLAIN}.get(self)
        return {Form.WHOLE: Form.PLAIN, Form.SHORT: Form.SHORT_PLAIN}.get(self)

    def of(self, message: Message) -> tuple[str, bool]:
        """Return a message's text in this form, and whether that is HTML."""
        match self:
            case Form.PICTURE | Form.WHOLE:
                return message.html, True
            case Form.SHORT:
                return fit(message.html, LIMIT // 2), True
            case Form.PLAIN:
                return message.plain, False
            case Form.SHORT_PLAIN:
                return shorten(message.plain, LIMIT // 2), False


@dataclass(slots=True, kw_only=True)
class Post:
    """What every delivery needs, and what is remembered between two calls; a restart may forget that."""

    store: Store
    sender: TelegramChat
    pace: Pace
    settings: Callable[[], Settings]  #: in force at the moment
    configured: Callable[[], Collection[str]]  #: the chats that settings and watchlists name for alerts
    now: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False  #: no further call is begun
    outcome: Outcome = field(default_factory=Outcome)
    forms: dict[int, Form] = field(default_factory=dict)  #: of messages that were refused in another one
    together: dict[str, set[int]] = field(default_factory=dict)  #: alerts of a chat that are being rolled up
    alone: set[int] = field(default_factory=set)  #: alerts of roll-ups that Telegram refused
    moves: dict[str, int] = field(default_factory=dict)  #: how often a chat was followed since it took a message
    failing: dict[str, datetime | None] = field(default_factory=dict)
    """Since when nothing has gone through to a chat; None once the admins were told."""

    def form(self, delivery: Delivery) -> Form:
        """Return the form in which a message is to be tried."""
        return self.forms.get(delivery.id, Form.PICTURE if delivery.picture else Form.WHOLE)


@dataclass(frozen=True, slots=True)
class Send:
    """A message to be sent."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class RollUp:
    """Alerts to be sent as one message."""

    message: Message
    rows: tuple[Delivery, ...]  #: in order
    head: int  #: the row that is the first of its chat to wait; it may be too light for this message

    @property
    def first(self) -> Delivery:
        """Return the one whose turn it is: what befalls the message befalls it."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Edit:
    """A message to be edited."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Mark:
    """A message to be given other buttons."""

    delivery: Delivery


Job = Send | RollUp | Edit | Mark
