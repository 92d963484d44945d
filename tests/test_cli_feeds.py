"""`feeds`: what is configured, added, removed, brought in, given out, and how it fares."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.world import Item, World, read, write

DOCK = Item(id="dock", title="Talvane Freight opens a dock")
COMMENTED = """\
# the harbour desk's own file
[telegram]
chat = "@talvane_watch"  # ours

[fetch]
allow_private_addresses = true

# the town paper
[[feed]]
url = "https://gazette.example/feed.xml"
name = "Gazette"  # weekly
language = "en"
"""


@pytest.fixture
def commented(world: World) -> Path:
    """A configuration with comments and one feed."""
    world.config.write_text(COMMENTED)
    return world.config


def urls(config: Path) -> list[str]:
    """Return the feeds' addresses in a configuration."""
    return [feed["url"] for feed in tomllib.loads(config.read_text()).get("feed", [])]


async def test_list_shows_each_feed(world: World, commented: Path) -> None:
    """Each feed is a line: address, name, language."""
    done = await world.cli("feeds", "list")
    assert (done.status, done.out) == (0, "https://gazette.example/feed.xml\tGazette\ten\n")


@pytest.mark.parametrize("given", ["/feed.xml", "/page"], ids=["the feed", "its page"])
async def test_add_finds_the_feed(world: World, commented: Path, given: str) -> None:
    """A feed's address, or that of a page which offers one, adds the feed; comments and the rest stay."""
    world.feed("/feed.xml", DOCK)
    world.web.answer(
        "/page",
        body='<html><head><link rel="alternate" type="application/rss+xml" href="feed.xml"></head></html>',
        headers={"Content-Type": "text/html"},
    )
    done = await world.cli("feeds", "add", world.web.url(given), "--publisher", "Ellery Gazette", "--language", "fr")
    assert (done.status, done.out) == (0, world.web.url("/feed.xml") + "\n")
    text = read(commented)
    assert text.startswith(COMMENTED)
    added = tomllib.loads(text)["feed"][1]
    assert added == {
        "url": world.web.url("/feed.xml"), "name": "Ellery Gazette", "publisher": "Ellery Gazette", "language": "fr",
    }  # fmt: skip
    again = await world.cli("feeds", "add", world.web.url(given))
    assert again.status == 1
    assert "already" in again.err
    assert read(commented) == text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/gone", "answered 404"),
        ("/plain", "no feed was found on that page"),
        ("ftp://gazette.example/", "not an http or https address"),
        ("news..example", "not a usable web address, by https and by http"),
    ],
)
async def test_add_refuses_what_is_no_feed(world: World, commented: Path, address: str, words: str) -> None:
    """An address without a feed is status 1 with the reason, and the configuration stays as it was."""
    world.web.answer("/plain", body="<html><p>Hello</html>", headers={"Content-Type": "text/html"})
    done = await world.cli("feeds", "add", world.web.url(address) if address.startswith("/") else address)
    assert done.status == 1
    assert words in done.err
    assert read(commented) == COMMENTED


async def test_what_is_refused_is_named_without_secrets(world: World, commented: Path) -> None:
    """A password in an address that can't be added or removed does not come back on the terminal."""
    world.feed("/feed.xml", DOCK)
    url = world.web.url("/feed.xml").replace("//", "//ann:s3cret@")
    assert (await world.cli("feeds", "add", url)).status == 0
    for arguments in (("add", url), ("add", url + ".gone"), ("remove", url + ".gone")):
        done = await world.cli("feeds", *arguments)
        assert (done.status, done.out) == (1, "")
        assert "//***@127.0.0.1" in done.err


async def test_an_address_needs_no_scheme(world: World, commented: Path) -> None:
    """Without a scheme https is tried, then http; what answers is written, and an error says both."""
    world.feed("/feed.xml", DOCK)
    address = world.web.url("/feed.xml").removeprefix("http://")
    assert (await world.cli("feeds", "add", address)).out == world.web.url("/feed.xml") + "\n"
    refused = await world.cli("feeds", "add", f"ann:s3cret@{address}.gone")
    assert re.search(r"127\.0\.0\.1:\d+/feed.xml.gone: by https: .*; by http: answered 404", refused.err)
    assert "s3cret" not in refused.err


async def test_a_page_with_several_feeds_gives_the_first(world: World, commented: Path) -> None:
    """The likeliest feed of a page is added; the others are named, on standard error."""
    for path in ("/a.xml", "/b.xml"):
        world.feed(path, DOCK)
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{each}.xml">' for each in "axb")
    world.web.answer("/front", body=links)
    done = await world.cli("feeds", "add", world.web.url("/front"))
    assert (done.status, done.out) == (0, world.web.url("/a.xml") + "\n")
    assert f"the page offers {world.web.url('/b.xml')} too" in done.err
    assert f"{world.web.url('/x.xml')}: answered 404" in done.err


@pytest.mark.parametrize("name", ["https://gazette.example/feed.xml", "Gazette"])
async def test_remove_takes_address_or_name(world: World, commented: Path, name: str) -> None:
    """A feed goes by its address or name; the other parts of the file stay; one that is not there is status 1."""
    done = await world.cli("feeds", "remove", name)
    assert done.status == 0
    assert urls(commented) == []
    assert 'chat = "@talvane_watch"  # ours' in read(commented)
    assert (await world.cli("feeds", "remove", name)).status == 1


async def test_export_and_import_are_a_round_trip(world: World, commented: Path) -> None:
    """What `export` writes, `import` reads: nothing is lost, nothing added twice, comments stay."""
    write(commented, COMMENTED + '\n[[feed]]\nurl = "https://b.example/?a=1&b=<2>"\nname = "Bé & \\"Co\\""\n')
    to_file = await world.cli("feeds", "export", "out.opml")
    to_terminal = await world.cli("feeds", "export")
    assert to_file.status == to_terminal.status == 0
    assert 'xmlUrl="https://gazette.example/feed.xml"' in to_terminal.out
    write(commented, "# empty\n")
    done = await world.cli("feeds", "import", "out.opml")
    assert (done.status, done.out.splitlines()) == (0, urls(commented))
    feeds = tomllib.loads(read(commented))["feed"]
    assert feeds == [
        {"url": "https://gazette.example/feed.xml", "name": "Gazette", "language": "en"},
        {"url": "https://b.example/?a=1&b=<2>", "name": 'Bé & "Co"'},
    ]
    assert read(commented).startswith("# empty\n")
    before = read(commented)
    again = await world.cli("feeds", "import", "-", stdin=(world.folder / "out.opml").read_bytes())
    assert (again.status, again.out) == (0, "")
    assert read(commented) == before


async def test_an_address_is_no_name(world: World, commented: Path) -> None:
    """A feed without a name has none after `export` and `import`: programs put the address there, password and all."""
    url = "https://ann:s3cret@gazette.example/feed.xml"
    write(commented, f'[[feed]]\nurl = "{url}"\n')
    assert (await world.cli("feeds", "export", "out.opml")).status == 0
    write(commented, "")
    assert (await world.cli("feeds", "import", "out.opml")).status == 0
    assert tomllib.loads(read(commented))["feed"] == [{"url": url}]


async def test_import_says_what_it_leaves_out(world: World, commented: Path) -> None:
    """A file that is missing or no OPML is status 2 and named; other addresses than the web's are named."""
    for name in ("absent.opml", "config.toml"):
        refused = await world.cli("feeds", "import", name)
        assert (refused.status, name in refused.err) == (2, True)
    write(
        Path("mixed.opml"),
        '<opml version="2.0"><body><outline text="A" xmlUrl="ftp://a.example/"/>'
        '<outline text="B" xmlUrl="https://b.example/feed"/></body></opml>',
    )
    done = await world.cli("feeds", "import", "mixed.opml")
    assert (done.status, done.out) == (1, "https://b.example/feed\n")
    assert "ftp://a.example/" in done.err
    assert "https://b.example/feed" in urls(commented)


async def test_health_is_told_in_words(world: World) -> None:
    """Before the first poll, after a good one and after a failure a line says how the feed fares."""
    world.configure("/feed.xml", "/gone.xml")
    world.feed("/feed.xml", DOCK)
    fresh = await world.cli("feeds", "health")
    assert (fresh.status, fresh.out.count("not polled yet")) == (0, 2)
    assert not world.database.exists()
    await world.cli("run", "--once")
    done = await world.cli("feeds", "health")
    assert done.status == 1
    good, bad = done.out.splitlines()
    assert good.startswith(f"works\t{world.web.url('/feed.xml')}\tanswered 0 min ago, last new entry 0 min ago")
    assert bad.startswith(f"fails\t{world.web.url('/gone.xml')}\tanswered 404 Not Found, once, at ")


@pytest.mark.parametrize(
    "arguments",
    [["--config", "sub/other.toml", "feeds", "list"], ["feeds", "--config", "sub/other.toml", "list"],
     ["feeds", "list", "--config", "sub/other.toml"]],
    ids=["before the command", "behind the command", "behind the action"],
)  # fmt: skip
async def test_config_may_stand_anywhere(world: World, arguments: list[str]) -> None:
    """--config counts wherever it stands: it never silently falls back to the file in the current folder."""
    write(Path("sub/other.toml"), '[[feed]]\nurl = "https://other.example/"\n')
    done = await world.cli(*arguments)
    assert (done.status, done.out) == (0, "https://other.example/\n")
