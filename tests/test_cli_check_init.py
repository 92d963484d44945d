"""`check` finds what is wrong; `init` writes what is right."""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path

import pytest

from bot.demo.botapi import DEMO_TOKEN, Fault
from pipelines.names import ner
from tests.world import ADMIN, CHANNEL, WATCHLIST, Done, Item, World, read, write

SHOWING = (
    "check", "run --once", "feeds health", "digest", "digest --format html", "digest --format json", "digest --send",
    "explain 1", "explain 2", "export", "export --format csv", "export facts",
)  # fmt: skip
SENTENCES = '\nhits = ["Talvane opens a dock"]\nmisses = ["The talus vane turned"]\n'


def findings(done: Done) -> list[tuple[str, str]]:
    """Return verdict and the rest of each finding."""
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in done.out.splitlines()[:-1]]


def problems(done: Done) -> list[str]:
    """Return the findings that are problems."""
    return [words for verdict, words in findings(done) if verdict == "problem"]


# --- check --------------------------------------------------------------------------------------------


async def test_all_is_well(world: World) -> None:
    """A set-up that works has a line for each part, no problem, and status 0; no database is made by looking."""
    world.feed("/feed.xml", Item(id="1", title="Talvane Freight opens a dock"))
    world.watch(WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = ["Talvane"]' + SENTENCES))
    done = await world.cli("check")
    assert (done.status, problems(done), done.err) == (0, [], "")
    for subject in ("config.toml", "freight.toml", "2 sentences as expected", "spaCy", "1 entry, Ellery Gazette",
                    "the bot is @wirewatch_demo_bot", f"{CHANNEL}: the bot may post there", str(ADMIN)):  # fmt: skip
        assert subject in done.out
    assert done.out.splitlines()[-1] == "0 problems, 0 warnings"
    assert not world.database.exists()


async def test_sentences_that_go_wrong_are_named(world: World) -> None:
    """A hit that is not found and a miss that is found are a problem each, with file, line and sentence."""
    wrong = '\nhits = [\n"The talus vane turned", "Osprell Systems moves"]\nmisses = ["Talvane opens a dock"]\n'
    world.watch(WATCHLIST.replace('aliases = ["Talvane"]', 'aliases = ["Talvane"]' + wrong))
    done = await world.cli("check", "--offline")
    assert done.status == 1
    hit, other, miss = problems(done)
    assert "freight.toml:9: talvane: a hit is not found: 'The talus vane turned'; no name of it stands there" in hit
    assert "'Osprell Systems moves'; no name of it stands there, only 'Osprell Systems' of osprell" in other
    assert (
        "freight.toml:10: talvane: a miss is found: 'Talvane opens a dock'; "
        "'Talvane' is sure: 'Talvane' is an alias of Talvane Freight" in miss
    )
    assert "3 problems, 0 warnings" in done.out


async def test_a_hit_that_is_not_sure_says_why(world: World) -> None:
    """What was found instead is told with its status and evidence."""
    hits = 'ambiguous = ["CRO"]\nhits = ["Is a cro a bird?"]\n'
    world.watch(WATCHLIST.replace('ambiguous = ["CRO"]\n', hits))
    (words,) = problems(await world.cli("check", "--offline"))
    assert "freight.toml:19: coastal-registry: a hit is not found" in words
    assert "'cro' is rejected: 'cro' in lower case is the common word" in words


async def test_the_models_are_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` says which statistical models `suggest` would use, or how to get them; their absence is no problem."""
    assert "for `suggest` with en_core_web_sm" in (await world.cli("check", "--offline")).out
    monkeypatch.setattr(ner, "MODELS", {"en": ("no_such_model",)})
    done = await world.cli("check", "--offline")
    assert (done.status, "pip install 'wirewatch[ner]'" in done.out) == (0, True)


async def test_a_name_of_two_watches_is_a_warning(world: World) -> None:
    """Two lists may watch the same company for two channels, so a shared name is told, and is no problem."""
    world.watch()
    other = '[[watch]]\nid = "tal"\nname = "TALVANE"\nkind = "company"\naliases = ["Talvane-Freight"]'
    world.watch(other, "other.toml")
    done = await world.cli("check", "--offline")
    assert done.status == 0
    (warning,) = [words for verdict, words in findings(done) if verdict == "warning"]
    assert "other.toml:1: talvane and tal share 'Talvane Freight', 'Talvane': a text that holds one" in warning


async def test_a_name_that_may_be_a_word_is_a_warning(world: World) -> None:
    """A short plain name is asked about, until it is ambiguous or `misses` says what else it can mean."""
    for more, warnings in (("", 1), ('ambiguous = ["Tor"]\nabout = "A hill."', 0), ('misses = ["Hills"]', 0)):
        world.watch(f'[[watch]]\nid = "tor"\nname = "Tor"\nkind = "company"\n{more}')
        done = await world.cli("check", "--offline")
        assert done.status == 0
        told = [words for verdict, words in findings(done) if verdict == "warning"]
        assert len(told) == warnings
        assert all("freight.toml:1: tor: 'Tor' is surely found in every casing" in words for words in told)


async def test_an_everyday_word_as_a_name_is_a_warning(world: World) -> None:
    """A name that is an everyday word counts as ambiguous, and the list's owner is told."""
    world.watch('[[watch]]\nid = "next"\nname = "Next"\nkind = "company"')
    (warning,) = [words for verdict, words in findings(await world.cli("check", "--offline")) if verdict == "warning"]
    assert "freight.toml:1: next: 'Next' is an everyday word" in warning


async def test_settings_of_a_chat_that_gets_nothing_are_a_warning(world: World) -> None:
    """A `[[chat]]` that nothing is sent to is told: its id may be misspelt. A group stands for its topics."""
    tables = "\n".join(f'[[chat]]\nid = "{chat}"' for chat in (CHANNEL, "@dock_grup", "@dock_group"))
    world.configure("/feed.xml", extra='chat = "@dock_group/7"', more=tables)
    done = await world.cli("check", "--offline")
    (warning,) = [words for verdict, words in findings(done) if verdict == "warning"]
    assert warning.startswith("[[chat]] @dock_grup: gets nothing")


async def test_the_network_is_tried_and_can_be_left_out(world: World) -> None:
    """A feed that is gone, a page in place of a feed and a moved feed are findings; --offline asks nobody."""
    world.configure("/gone.xml", "/page", "/moved.xml", "/empty.xml")
    world.web.answer("/page", body="<!doctype html><p>Hello")
    world.web.answer("/moved.xml", status=301, headers={"Location": world.web.url("/new.xml")})
    world.feed("/new.xml", Item(id="1", title="A dock"))
    world.feed("/empty.xml")
    quiet = await world.cli("check", "--offline")
    assert quiet.status == 0
    assert (world.web.requests, world.api.calls) == ([], [])
    done = await world.cli("check")
    assert done.status == 1
    assert [words.split(": ", 1)[1] for words in problems(done)] == [
        "answered 404 Not Found", "serves an HTML page, not a feed",
    ]  # fmt: skip
    assert f"warning  {world.web.url('/moved.xml')}: has moved for good to {world.web.url('/new.xml')}" in done.out
    assert f"warning  {world.web.url('/empty.xml')}: is a feed, but has no entries" in done.out


async def test_feeds_are_named_without_secrets(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A feed's password and token are sent, and stand in no finding, no log line and no message."""
    caplog.set_level(logging.WARNING, "aiohttp.access")  # the test's own server
    paths = "/well.xml", "/gone.xml?key=s3cret"
    with_secrets = [world.web.url(path).replace("//", "//ann:s3cret@") for path in paths]
    world.configure("/feed.xml")
    tables = "".join(f'\n[[feed]]\nurl = "{url}"\n' for url in with_secrets)
    write(world.config, read(world.config) + tables)
    world.feed("/feed.xml", Item(id="1", title="Rain until Thursday"))
    world.feed("/well.xml", Item(id="1", title="Talvane Freight opens a dock"))
    assert "s3cret" in (await world.cli("feeds", "list")).out
    told = [await world.cli(*line.split()) for line in SHOWING]
    gone = world.web.url("/gone.xml?key=***").replace("//", "//***@")
    assert all(gone in done.out + done.err for done in told[:6])
    assert not [line for line, done in zip(SHOWING, told, strict=True) if "s3cret" in done.out + done.err]
    assert "s3cret" not in "".join(message.text for message in world.api.messages)
    assert any(request.headers.get("Authorization") for request in world.web.requests)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(Fault(status=400, description="Bad Request: chat not found"), "is the bot an administrator",
                     id="no such chat"),
        pytest.param(Fault(status=401), "does not know the bot's token", id="bad token"),
        pytest.param(Fault(status=500), "Internal Server Error", id="Telegram is away"),
    ],
)  # fmt: skip
async def test_telegram_is_asked(world: World, fault: Fault, words: str) -> None:
    """A chat that the bot can't post to and a token that Telegram does not know are problems."""
    world.feed("/feed.xml", Item(id="1", title="A dock"))
    world.api.fail("getChat" if fault.status == 400 else "getMe", fault)
    done = await world.cli("check")
    assert done.status == 1
    assert words in problems(done)[0]
    assert DEMO_TOKEN not in done.out + done.err


async def test_a_damaged_database_is_a_finding(world: World) -> None:
    """A database that SQLite can't read is a problem with advice, no traceback; a sound one says what waits."""
    world.feed("/feed.xml", Item(id="1", title="Talvane Freight opens a dock"))
    await world.cli("run", "--once")
    assert "sound, 0 messages waiting" in (await world.cli("check", "--offline")).out
    for path in world.database.parent.iterdir():
        path.write_bytes(b"nothing like a database" * 400)
    done = await world.cli("check", "--offline")
    assert done.status == 1
    assert "restore a backup" in problems(done)[0]


async def test_missing_token_and_chat_are_problems(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token or a chat `check` says what to set."""
    world.feed("/feed.xml", Item(id="1", title="A dock"))
    world.config.write_text(world.config.read_text().replace(f'chat = "{CHANNEL}"\n', ""))
    assert any("telegram.chat" in words for words in problems(await world.cli("check")))
    monkeypatch.delenv("WIREWATCH_TELEGRAM_TOKEN")
    assert any("WIREWATCH_TELEGRAM_TOKEN" in words for words in problems(await world.cli("check")))


# --- init ---------------------------------------------------------------------------------------------


def answers(*lines: str) -> str:
    """Return what a person types."""
    return "".join(line + "\n" for line in lines)


@pytest.fixture
def fresh(world: World, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration as it comes with the program: commented, with the example's chat."""
    monkeypatch.delenv("WIREWATCH_TELEGRAM_TOKEN")
    world.config.write_text(
        f'# kept\n[telegram]\nchat = "@my_channel"  # yours\nadmins = []\napi_url = "{world.api.url}"\n\n'
        '[schedule]\ntimezone = "UTC"\ndigest = "08:00"\n'
    )
    return world.config


async def test_init_writes_both_files(world: World, fresh: Path) -> None:
    """Five answers give config.toml, comments kept, and a private .env; other lines of .env stay."""
    env = world.folder / ".env"
    env.write_text("OTHER=1\n")
    done = await world.cli("init", stdin=answers(DEMO_TOKEN, "@dock_news", "77, 78", "America/Toronto", "7:30"))
    assert (done.status, done.out) == (0, "")
    config = tomllib.loads(read(fresh))
    assert config["telegram"] == {"chat": "@dock_news", "admins": [77, 78], "api_url": world.api.url}
    assert config["schedule"] == {"timezone": "America/Toronto", "digest": "7:30"}
    assert read(fresh).startswith("# kept\n")
    assert "# yours" in read(fresh)
    assert env.read_text() == f"OTHER=1\nWIREWATCH_TELEGRAM_TOKEN={DEMO_TOKEN}\n"
    assert env.stat().st_mode & 0o777 == 0o600
    assert DEMO_TOKEN not in done.err
    assert "the bot is @wirewatch_demo_bot" in done.err


async def test_init_again_keeps_what_stands(world: World, fresh: Path) -> None:
    """A second run offers the first one's answers, the token too without showing it; Enter keeps them all."""
    await world.cli("init", stdin=answers(DEMO_TOKEN, "-100123456", "77", "America/Toronto", "off"))
    before = read(fresh), (world.folder / ".env").read_text()
    assert tomllib.loads(before[0])["telegram"]["chat"] == -100123456
    done = await world.cli("init", stdin=answers("", "", "", "", ""))
    assert done.status == 0
    assert (read(fresh), (world.folder / ".env").read_text()) == before
    assert DEMO_TOKEN not in done.err


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["nonsense", DEMO_TOKEN, "@dock_news", "", "", ""], "a token looks like"),
        ([f"1234567:{'x' * 35}", DEMO_TOKEN, "@dock_news", "", "", ""], "does not know this token"),
        ([DEMO_TOKEN, "dock news", "@dock_news", "", "", ""], "'dock news' is neither"),
        ([DEMO_TOKEN, "0", "@dock_news", "", "", ""], "'0' is neither"),
        ([DEMO_TOKEN, "-" + "9" * 5_000, "@dock_news", "", "", ""], "is neither"),
        ([DEMO_TOKEN, "@dock_news", "me", "", "", ""], "user ids are numbers"),
        ([DEMO_TOKEN, "@dock_news", "9" * 5_000, "", "", ""], "user ids are numbers"),
        ([DEMO_TOKEN, "@dock_news", "", "Mars/Olympus", "", ""], "no IANA time zone"),
        ([DEMO_TOKEN, "@dock_news", "", "", "25:00", ""], 'nor "off"'),
    ],
    ids=["token", "unknown token", "chat", "no chat", "endless chat", "admins", "endless admin", "zone", "digest"],
)
async def test_init_asks_again(world: World, fresh: Path, typed: list[str], words: str) -> None:
    """An answer that can't be right is refused with the reason, and the question asked again."""
    done = await world.cli("init", stdin=answers(*typed))
    assert done.status == 0
    assert words in done.err
    assert tomllib.loads(read(fresh))["telegram"]["chat"] == "@dock_news"


async def test_init_warns_of_a_chat_it_can_not_post_to(world: World, fresh: Path) -> None:
    """A chat in which the bot may not post yet is taken, with a note."""
    world.api.members["@dock_news"] = {"status": "left"}
    done = await world.cli("init", stdin=answers(DEMO_TOKEN, "@dock_news", "", "", ""))
    assert done.status == 0
    assert "note: " in done.err


@pytest.mark.parametrize("count", range(5))
async def test_init_that_ends_early_writes_nothing(world: World, fresh: Path, count: int) -> None:
    """When the input ends before the last answer nothing is written, and that is said."""
    before = read(fresh)
    typed = answers(DEMO_TOKEN, "@dock_news", "", "", "")
    done = await world.cli("init", stdin="".join(typed.splitlines(keepends=True)[:count]))
    assert done.status != 0
    assert "nothing was written" in done.err
    assert read(fresh) == before
    assert not (world.folder / ".env").exists()


async def test_init_where_nothing_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a config.toml a commented one is made that loads; without an answer from Telegram it goes on."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # nobody answers there, and nothing leaves this machine
    typed = answers("1234567:" + "x" * 35, "@dock_news", "", "", "")
    done = await world.cli("init", "--config", "new/config.toml", stdin=typed)
    assert done.status == 0
    assert "could not be checked" in done.err
    listed = await world.cli("feeds", "list", "--config", "new/config.toml")
    assert (listed.status, listed.out) == (0, "")
    assert (world.folder / "new" / ".env").stat().st_mode & 0o777 == 0o600
