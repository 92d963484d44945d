"""OPML in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import ConfigError
from pipelines.opml import OutlineFeed, parse_opml, render_opml

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def opml(body: str, prolog: str = "") -> bytes:
    """Return an OPML document with this body, its first line on line 2."""
    return f'{prolog}<opml version="2.0"><head><title>News</title></head>\n<body>{body}</body></opml>'.encode()


def test_outlines() -> None:
    """Feeds are found at any depth and in any spelling, with the folders around them."""
    body = """
        <outline text=" All " xmlUrl=" https://news.example/rss?a=1&amp;b=2 " htmlUrl="https://news.example/"
                 language="en-CA" type="rss"/>
        <outline title="World"><outline text="Americas">
            <outline title="Far" XMLURL="https://far.example/"/></outline>
            <outline text="Near" title="ignored" xmlurl="https://near.example/"><outline/></outline>
        </outline>
        <outline text="A page" type="link" url="https://page.example/"/><outline xmlUrl=" "/>
        <outline xmlUrl="https://bare.example/"/>"""
    assert parse_opml(opml(body, '<!DOCTYPE opml SYSTEM "opml.dtd">'), "feeds.opml") == (
        OutlineFeed(url="https://news.example/rss?a=1&b=2", name="All", page="https://news.example/", language="en-CA"),
        OutlineFeed(url="https://far.example/", name="Far", folder=("World", "Americas")),
        OutlineFeed(url="https://near.example/", name="Near", folder=("World",)),
        OutlineFeed(url="https://bare.example/"),
    )


def test_encoding() -> None:
    """The document's own encoding is believed."""
    body = opml('<outline text="Café" xmlUrl="https://café.example/"/>', '<?xml version="1.0" encoding="cp1252"?>')
    feeds = parse_opml(body.decode().encode("cp1252"), "feeds.opml")
    assert [(feed.name, feed.url) for feed in feeds] == [("Café", "https://café.example/")]


@pytest.mark.parametrize(
    ("body", "line", "problem"),
    [
        (opml('<outline text="A & B"/>'), 2, "not well-formed XML: not well-formed (invalid token)"),
        (opml("\n<outline>"), 3, "not well-formed XML: mismatched tag"),
        (b"", 1, "not well-formed XML: no element found"),
        (b"\n<rss/>", 2, "not OPML: it begins with <rss>"),
        (opml("", '<!DOCTYPE opml [\n<!ENTITY a "b">]>'), 2, "declares XML entities, which are refused"),
        (
            opml("", '<!DOCTYPE opml [\n<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            2,
            "declares XML entities, which are refused",
        ),
        (opml("", '<!DOCTYPE opml [<!ENTITY % a "b">]>'), 1, "declares XML entities, which are refused"),
        (b'<?xml version="1.0" encoding="no-such"?><opml/>', 1, "not readable: unknown encoding: no-such"),
    ],
)
def test_unusable(body: bytes, line: int, problem: str) -> None:
    """An unusable file is refused with its name, line and problem."""
    with pytest.raises(ConfigError) as caught:
        parse_opml(body, "feeds.opml")
    assert str(caught.value) == f"feeds.opml:{line}: {problem}"


def test_multibyte_encoding() -> None:
    """An encoding that the parser does not know is a readable error."""
    with pytest.raises(ConfigError, match="not readable"):
        parse_opml('<?xml version="1.0" encoding="shift_jis"?><opml/>'.encode("shift_jis"), "feeds.opml")


def test_render() -> None:
    """What is written is OPML 2.0 with a date, folders as outlines, and everything escaped."""
    feeds = [
        OutlineFeed(url="https://a.example/?x=1&y=2", name='A "quoted" <name>', folder=("World",)),
        OutlineFeed(url="https://b.example/", page="https://b.example/b"),
        OutlineFeed(url="https://c.example/", name="C", folder=("World",), language="fr"),
    ]
    text = render_opml("Feeds & more", feeds, NOON)
    assert text == (
        """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Feeds &amp; more</title>
    <dateCreated>Sun, 22 Nov 2026 12:00:00 +0000</dateCreated>
  </head>
  <body>
    <outline text="World">
      <outline type="rss" text="A &quot;quoted&quot; &lt;name&gt;" xmlUrl="https://a.example/?x=1&amp;y=2" />
      <outline type="rss" text="C" xmlUrl="https://c.example/" language="fr" />
    </outline>
    <outline type="rss" text="https://b.example/" xmlUrl="https://b.example/" htmlUrl="https://b.example/b" />
  </body>
</opml>
"""
    )


words = st.text(min_size=1).map(str.strip).filter(bool)


@given(words, st.lists(st.builds(OutlineFeed, url=words, name=words, page=words, folder=st.tuples(words))))
def test_round_trip(title: str, feeds: list[OutlineFeed]) -> None:
    """Whatever the names hold, what is written can be read again, and no feed is lost."""
    body = render_opml(title, feeds, NOON).encode()
    assert ElementTree.fromstring(body).tag == "opml"
    read = parse_opml(body, "feeds.opml")
    printable = [feed for feed in feeds if all(map(str.isprintable, (feed.url, feed.name, feed.page)))]
    assert {(feed.url, feed.name, feed.page) for feed in printable} <= {
        (feed.url, feed.name, feed.page) for feed in read
    }
