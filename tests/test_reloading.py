"""Files that change while the service runs: what is taken into use, and what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app import App
from tests.world import ADMIN, CHANNEL, WATCHLIST, World


def notes(app: App) -> list[str]:
    """Return what waits for the admin."""
    return [each.plain for each in app.store.outbox.unsent() if each.chat == str(ADMIN)]


@pytest.fixture(autouse=True)
def configured(world: World) -> None:
    """One feed and one list."""
    world.configure("/feed.xml")


async def test_a_changed_watchlist_is_read_when_it_stands_still(world: World) -> None:
    """A list is taken into use at the second look at the same change, and not at the first."""
    async with world.app() as app:
        world.watch(WATCHLIST.replace("Talvane", "Harrow"))
        app.files.look()
        assert app.room.matcher.watchlists.watches["talvane"].name == "Talvane Freight"
        app.files.look()
        assert app.room.matcher.watchlists.watches["talvane"].name == "Harrow Freight"
        assert notes(app) == []


async def test_a_broken_watchlist_leaves_the_last_good_one(world: World) -> None:
    """What does not load changes nothing, and the admins are told file, line and key, once for each change."""
    async with world.app() as app:
        world.watch(WATCHLIST + '\n[[watch]]\nid = "x"\nname = "Harrow"\nkind = "firm"\n')
        for _ in range(5):
            app.files.look()
        assert "talvane" in app.room.matcher.watchlists.watches
        (note,) = notes(app)
        assert "freight.toml:" in note
        assert "watch.kind is 'firm'" in note
        world.now += timedelta(seconds=5)
        world.watch(WATCHLIST + "\n[[watch]]\n")
        app.files.read()
        assert len(notes(app)) == 2
        world.watch(WATCHLIST.replace("Talvane", "Harrow"))
        app.files.read()
        assert app.room.matcher.watchlists.watches["talvane"].name == "Harrow Freight"


async def test_a_changed_configuration_is_taken_into_use(world: World) -> None:
    """Feeds, admins and quiet hours count at once."""
    async with world.app() as app:
        world.configure("/feed.xml", "/other.xml", admins="[1, 2]", more='[[chat]]\nid = "@x_y_z"\nquiet = "1:00-2:00"')
        app.files.read()
        assert [feed.url for feed in app.settings.feeds] == [world.web.url("/feed.xml"), world.web.url("/other.xml")]
        assert app.settings.admins == (1, 2)
        assert app.settings.of_chat("@x_y_z").quiet is not None


async def test_what_needs_a_restart_is_said(world: World) -> None:
    """A key that is read at the start only stays as it was, and the admins are told which."""
    async with world.app() as app:
        text = world.config.read_text(encoding="utf-8")
        world.config.write_text(text.replace(CHANNEL, "@another_channel"), encoding="utf-8")
        app.files.read()
        assert app.settings.chat == CHANNEL
        (note,) = notes(app)
        assert "A restart is needed for telegram.chat." in note


async def test_a_broken_configuration_leaves_the_last_good_one(world: World) -> None:
    """It is told with its line, and a list that changed meanwhile is read all the same."""
    async with world.app() as app:
        world.config.write_text("[schedule]\npoll = 5\n", encoding="utf-8")
        world.watch(WATCHLIST.replace("Talvane", "Harrow"))
        app.files.read()
        assert app.settings.chat == CHANNEL
        (note,) = notes(app)
        assert "config.toml:2: schedule.poll must be a string" in note
        assert app.room.matcher.watchlists.watches["talvane"].name == "Harrow Freight"


async def test_what_reads_again_is_told(world: World) -> None:
    """Notes name the file without the server's folders; `broken` says it as long as it lasts, and its end is told."""
    async with world.app() as app:
        world.watch(WATCHLIST + "\n[[watch]]\n")
        world.config.write_text("[schedule]\npoll = 5\n", encoding="utf-8")
        app.files.read()
        assert all(str(world.folder) not in note for note in notes(app))
        assert "stay in force. freight.toml:" in app.files.broken
        assert "stays in force. config.toml:2:" in app.files.broken
        world.now += timedelta(seconds=5)
        world.watch()
        world.configure("/feed.xml")
        app.files.read()
        app.files.read()
        assert [note for note in notes(app) if "again" in note] == [
            "wirewatch: config.toml reads again, and what was changed is in force.",
            "wirewatch: The watchlists read again, and what was changed is in force.",
        ]
        assert app.files.broken == ""


async def test_a_list_that_is_gone_is_told(world: World) -> None:
    """A file that was moved away takes its watches with it; one that was only renamed takes none."""
    world.watch('[[watch]]\nid = "grist"\nname = "Grist Mills"\nkind = "company"\n', "mills.toml")
    async with world.app() as app:
        mills = world.folder / "watchlists" / "mills.toml"
        mills.rename(mills.with_name("millers.toml"))
        app.files.read()
        world.now += timedelta(seconds=5)
        mills.with_name("millers.toml").unlink()
        app.files.read()
        assert [note.partition(": ")[2] for note in notes(app)] == [
            "The list millers.toml is gone: 1 watch fewer.",
        ]
