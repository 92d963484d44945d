"""Who may command the bot, and where: what is no secret from Telegram, and no trouble for others."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.commands.desk import Desk
from bot.config import group_of
from bot.digests import all_chats
from bot.errors import DeliveryError
from bot.telegram_updates import Place, TelegramUpdates

log = logging.getLogger(__name__)

LINKED = timedelta(hours=1)
"""How long a channel's discussion group is known without asking again."""
REFUSED = timedelta(hours=1)
"""Within this time nobody is told no twice."""
MINUTE = timedelta(minutes=1)
A_MINUTE = 20
"""Commands of one person who is no admin."""
A_MINUTE_IN_GROUP = 5
"""Replies in a group to all who are no admins: a group takes 20 messages a minute, and its alerts come first."""


@dataclass(slots=True, kw_only=True)
class Admission:
    """What is remembered of chats and people while the service runs."""

    desk: Desk
    updates: TelegramUpdates
    linked: dict[str, tuple[datetime, str | None]] = field(default_factory=dict)  #: discussion groups, by channel
    refused: dict[str, datetime] = field(default_factory=dict)
    asked: dict[int, deque[datetime]] = field(default_factory=dict)
    answered: dict[str, deque[datetime]] = field(default_factory=dict)  #: people who are no admins, by group

    def configured(self, place: Place) -> str | None:
        """Return the address of a chat as settings and watchlists have it, with the topic of `place`, if they do."""
        for group in self._groups():
            known = {group.lower(), group_of(self.desk.store.chats.address(group)).lower()}
            if known & {place.id, place.handle.lower()}:
                return group + place.topic
        return None

    async def home(self, place: Place) -> str | None:
        """Return the address of a chat where the bot takes orders, None if it takes none there.

        That is every private chat, every configured one, and the discussion groups of configured channels.
        """
        if place.private:
            return place.id
        if configured := self.configured(place):
            return configured
        for channel in self._groups():
            if not channel.isdecimal() and await self._linked(channel) == place.id:
                return place.id + place.topic
        return None

    def _groups(self) -> Iterator[str]:
        yield from dict.fromkeys(map(group_of, all_chats(self.desk.settings, self.desk.watchlists)))

    async def _linked(self, channel: str) -> str | None:
        now = self.desk.now()
        if channel in self.linked and now - self.linked[channel][0] < LINKED:
            return self.linked[channel][1]
        try:
            group = await self.updates.linked_chat(self.desk.store.chats.address(channel))
        except DeliveryError as error:
            log.warning("chat=%s discussion=unknown error=%s", channel, error.problem)
            self.linked[channel] = now - LINKED + MINUTE, None  # asked again in a minute
            return None
        self.linked[channel] = now, group
        return group

    def tell_no(self, who: str) -> bool:
        """Return whether `who` may be told no: the last time is an hour ago."""
        now = self.desk.now()
        self.refused = {each: at for each, at in self.refused.items() if now - at < REFUSED}
        if who in self.refused:
            return False
        self.refused[who] = now
        return True

    def too_many(self, person: int) -> int:
        """Note a command, and return how many beyond what one may give a minute that makes."""
        now = self.desk.now()
        self.asked = {each: times for each, times in self.asked.items() if now - times[-1] < MINUTE}
        times = self.asked.setdefault(person, deque(maxlen=2 * A_MINUTE))
        while times and now - times[0] >= MINUTE:
            times.popleft()
        times.append(now)
        return max(len(times) - A_MINUTE, 0)

    def may_answer(self, place: Place) -> bool:
        """Return whether there is room in a chat for a reply to somebody who is no admin.

        In a group alerts come first. Those that quiet hours hold back need no room.
        """
        if place.private:
            return True
        now, settings, chat = self.desk.now(), self.desk.settings, self.configured(place) or place.id
        quiet = settings.of_chat(chat).quiet
        if not (quiet and quiet.until(now, settings.zone)) and self.desk.store.outbox.alerts_waiting(group_of(chat)):
            return False
        times = self.answered.get(place.id, deque())
        return len([at for at in times if now - at < MINUTE]) < A_MINUTE_IN_GROUP

    def note_answer(self, place: Place) -> None:
        """Note a reply to somebody who is no admin."""
        if not place.private:
            self.answered.setdefault(place.id, deque(maxlen=A_MINUTE_IN_GROUP)).append(self.desk.now())
