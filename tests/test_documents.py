"""Broken, truncated, mislabelled documents, and what is no feed at all. All news in them is invented."""

from __future__ import annotations

import json

import pytest

from pipelines.errors import ParseError
from tests.test_feeds import ATOM, URL, atom, only, parse, rss

HALF = rss("<item><title>Whole</title><link>/1</link></item><item><title>Half a headline</title><link>/hal")[:-16]


@pytest.mark.parametrize("keep", range(47))
def test_a_truncated_document_gives_its_whole_entries(keep: int) -> None:
    """Wherever the document ends within its last entry, that entry is left for the next poll."""
    feed = parse(HALF[: len(HALF) - keep])
    assert [entry.title for entry in feed.entries] == ["Whole"]
    assert feed.problems == ("the document is cut off: only its whole entries were taken",)


def test_truncation_is_found_in_every_format() -> None:
    """RDF, Atom, CDATA that stays open, a cut inside of a character, and JSON: only whole entries are taken."""
    whole = "<entry><title>Whole</title></entry>"
    documents: list[bytes] = [
        atom(whole + "<entry><title>Ha").removesuffix("</feed>").encode(),
        atom(whole + "<entry><title>é").encode().removesuffix(b"\xa9</feed>"),
        rss("<item><title>Whole</title></item><item><description><![CDATA[</item></rss> ha")[:-16].encode(),
        b"<x:RDF xmlns:x='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        b"<channel/><item><title>Whole</title></item><item><title>Ha",
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "Whole"}, {"title": "Ha',
    ]
    for document in documents:
        feed = parse(document)
        assert ([e.title for e in feed.entries], len(feed.problems)) == (["Whole"], 1), document


def test_a_truncated_document_without_a_whole_entry_is_an_empty_feed() -> None:
    """As long as it can be seen that it is a feed, nothing of it is taken and the problem is told."""
    for document in ("<rss version='2.0'><channel><title>Gaz", rss("<item><title>a")[:-16], f"<entry {ATOM}><title>a"):
        feed = parse(document)
        assert (feed.entries, len(feed.problems)) == ((), 1)


def test_a_feed_without_entries_is_a_feed() -> None:
    """An empty channel is valid."""
    for document in (
        rss(""),
        "<rss version='2.0'/>",
        f"<feed {ATOM}/>",
        '{"version": "https://jsonfeed.org/version/1"}',
    ):
        feed = parse(document)
        assert (feed.entries, feed.problems) == ((), ())


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("", "empty document"),
        (" \n\ufeff", "empty document"),
        ("<!DOCTYPE html><title>Sign in\n please</title><p>x", 'serves an HTML page, not a feed ("Sign in please")'),
        ("<p>Moved</p>", "serves an HTML page, not a feed"),
        ('<opml version="2.0"><body/></opml>', "is XML with the root element <opml>, not a feed"),
        ('{"error": 404}', "is JSON, but no JSON Feed"),
        ("[1, 2]", "is JSON, but no JSON Feed"),
        ('{"error": ', "is JSON that is broken or cut off, not a feed"),
        ('{"a": ' * 100_000, "is JSON nested too deeply to be a JSON Feed"),
        ("Service unavailable", "is plain text, not a feed"),
        (bytes(range(256)), "is binary data, not a feed"),
        ("<?xml version='1.0'?>", "the document is cut off before its first element"),
        ("<rss vers", "the document is cut off in its first element"),
    ],
)
def test_what_is_no_feed_is_named(document: str | bytes, words: str) -> None:
    """The error tells the user what is there instead of a feed."""
    with pytest.raises(ParseError) as caught:
        parse(document)
    assert (caught.value.url, caught.value.problem) == (URL, words)


@pytest.mark.parametrize(
    ("encoding", "prolog", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8", "windows-1252", ""),
        ("utf-8-sig", "utf-8", "text/xml"),
        ("utf-16", "utf-16", ""),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "utf-16", ""),
        ("utf-32", "utf-32", ""),
        ("windows-1252", "windows-1252", ""),
        ("windows-1252", "iso-8859-1", ""),
        ("windows-1252", "no-such-encoding", "application/rss+xml; charset='windows-1252'"),
        ("windows-1252", "utf-8", ""),
    ],
)
def test_encodings_are_found(encoding: str, prolog: str, content_type: str) -> None:
    """The bytes themselves decide before what is declared about them, rightly or wrongly."""
    document = rss("<item><title>Café “Zoë”</title></item>").replace('"utf-8"', f'"{prolog}"')
    assert only(document.encode(encoding), content_type).title == "Café “Zoë”"


def test_seven_bit_encodings_are_believed() -> None:
    """ISO-2022-JP looks like ASCII, so there the declaration decides."""
    document = rss("<item><title>新聞</title></item>").replace("utf-8", "iso-2022-jp")
    assert only(document.encode("iso-2022-jp")).title == "新聞"


def test_one_bad_byte_does_not_spoil_the_others() -> None:
    """A UTF-8 document with a broken byte stays UTF-8, and says so."""
    feed = parse(rss("<item><title>Zoë Café Ünal çX</title></item>").encode().replace(b"X", b"\xff"))
    assert feed.entries[0].title == "Zoë Café Ünal ç\ufffd"
    assert "1 bytes" in feed.problems[0]


def test_junk_around_the_document_is_left_out() -> None:
    """White space before the prolog, scripts behind the end, and PHP's warnings in front do no harm."""
    document = rss("<item><title>Mill</title></item>")
    assert parse(f"\n\n{document}<script>a && b</script>").problems == ()
    feed = parse(f"<br />\n<b>Warning</b>: x<br />{document}")
    assert [entry.title for entry in feed.entries] == ["Mill"]
    assert feed.problems == ("there is something else before the feed's first element",)


def test_one_bad_entry_does_not_spoil_the_others() -> None:
    """Impossible characters, elements that feedparser takes for its own, empty entries: the rest is read."""
    bad = "<item><title>Odd&#0;&#xD800;&#99999999999;\x08</title><links a='b'/><title_detail>x</title_detail></item>"
    feed = parse(rss(bad + "<item><category>x</category></item>" + "<item><title>Good</title></item>"))
    assert [entry.title for entry in feed.entries] == ["Odd", "", "Good"]


def test_no_more_than_ten_thousand_entries_are_taken() -> None:
    """A document beyond all measure is cut, and the problem is told."""
    items = [{"id": number, "title": f"n {number}"} for number in range(10_003)]
    feed = parse(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))
    assert len(feed.entries) == 10_000
    assert feed.problems == ("entries ignored beyond the first 10000: 3",)


def test_one_stray_sign_changes_no_identity() -> None:
    """A document that is not well-formed gives the same entries as it gives well-formed."""
    item = (
        "<item><title>Q&amp;amp;A &lt;b&gt;x&lt;/b&gt;</title><guid>http://e.example/?a&amp;b</guid>"
        "<link>https://e.example/?a=1&amp;amp;b=2</link></item>"
    )
    good, bad = parse(rss(item)), parse(rss(item, head="<description>this & that&nbsp;</description>"))
    assert [(entry.id, entry.link) for entry in good.entries] == [
        ("http://e.example/?a&b", "https://e.example/?a=1&b=2")
    ]
    assert bad.entries == good.entries
    assert "not well-formed" in bad.problems[0]
