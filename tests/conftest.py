"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.config import TOKEN
from bot.demo.botapi import DEMO_TOKEN, BotApi
from tests.loopback import Loopback
from tests.world import World

# A busy machine is no failure.
settings.register_profile("wirewatch", deadline=None)
settings.load_profile("wirewatch")


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A folder with one feed configured and one watchlist, its servers running; the current folder is that one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(TOKEN, DEMO_TOKEN)
    async with Loopback() as web, BotApi() as api:
        little = World(folder=tmp_path, web=web, api=api)
        little.configure("/feed.xml")
        little.watch()
        yield little
