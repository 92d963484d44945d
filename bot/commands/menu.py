"""The command menu that Telegram shows beside the text field, for everybody and for each admin."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from bot.commands.desk import Person
from bot.commands.table import offered
from bot.config import Settings
from bot.errors import Blocked, Refused, RetryLater
from bot.telegram_updates import EVERYBODY, IN_PRIVATE, TelegramUpdates

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Menu:
    """What has been registered since the service started."""

    updates: TelegramUpdates
    shown: tuple[object, ...] = ()  #: the settings that the menus follow from
    admins: set[int] = field(default_factory=set)  #: those who have a menu of their own

    async def show(self, settings: Settings) -> None:
        """Register the menus, unless they stand already; raises a branch of DeliveryError if Telegram is away."""
        wanted = (settings.public, settings.follow, settings.admins)
        if wanted == self.shown:
            return
        reader = Person(id=0, name="", admin=False)
        for scope, private in ((EVERYBODY, False), (IN_PRIVATE, True)):
            await self._set(settings, reader, scope, private=private)
        for former in sorted(self.admins - {*settings.admins}):
            await self._set(settings, reader, str(former), private=True)
            self.admins.discard(former)
        for admin in settings.admins:
            await self.show_admin(settings, admin)
        self.shown = wanted

    async def show_admin(self, settings: Settings, admin: int) -> None:
        """Register an admin's menu unless it stands; one who never wrote to the bot gets it later.

        Raises a branch of DeliveryError if Telegram is away.
        """
        if admin not in self.admins:
            person = Person(id=admin, name="", admin=True)
            if await self._set(settings, person, str(admin), private=True):
                self.admins.add(admin)

    async def _set(self, settings: Settings, person: Person, scope: str, *, private: bool) -> bool:
        orders = offered(settings, person, private=private).values()
        try:
            await self.updates.set_commands([(order.name, order.line) for order in orders], scope)
        except RetryLater as error:
            if error.after is None:
                raise
            log.warning("menu=%s error=%s", scope, error.problem)  # told to wait: not worth being deaf so long
        except (Blocked, Refused) as error:
            log.info("menu=%s error=%s", scope, error.problem)
        else:
            return True
        return False
