"""Feed documents to entries: small documents with one oddity each. All news in them is invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.feeds import distinct, parse_feed
from pipelines.model import Entry, ParsedFeed

URL = "https://feeds.example.org/news.xml"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def rss(items: str, head: str = "") -> str:
    """Return an RSS 2.0 document with these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>The Gazette</title>'
        f"<link>https://www.example.org/</link>{head}{items}</channel></rss>"
    )


def atom(entries: str, attributes: str = "") -> str:
    """Return an Atom 1.0 document with these entries."""
    return f"<feed {ATOM} {attributes}><title>The Gazette</title><id>tag:feed</id>{entries}</feed>"


def parse(document: str | bytes, content_type: str = "", **given: str) -> ParsedFeed:
    """Return the document as a feed of the address `URL`."""
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, URL, content_type=content_type, **given)


def only(document: str | bytes, content_type: str = "") -> Entry:
    """Return the one entry of the document."""
    (entry,) = parse(document, content_type).entries
    return entry


def ids(document: str) -> list[str]:
    """Return the ids of the document's entries."""
    return [entry.id for entry in parse(document).entries]


# --- the fields ---------------------------------------------------------------------------------------


def test_a_plain_rss_item() -> None:
    """Every field of an item is read, as plain text, with an absolute link and a time in UTC."""
    feed = parse(
        rss(
            "<item><title>Mill &amp;amp; bridge</title><description>&lt;p&gt;It &lt;b&gt;opened&lt;/b&gt;.&lt;/p&gt;"
            "</description><content:encoded><![CDATA[<p>It opened.</p><p>At noon.</p>]]></content:encoded>"
            "<link>https://www.example.org/a?utm_source=rss</link><guid isPermaLink='false'> 17 </guid>"
            "<pubDate>Wed, 12 Aug 2026 22:58:45 +0200</pubDate></item>",
            head="<language>en-GB</language>",
        )
    )
    assert feed == ParsedFeed(
        url=URL,
        title="The Gazette",
        link="https://www.example.org/",
        language="en",
        format="rss20",
        entries=(
            Entry(
                id="17",
                title="Mill & bridge",
                summary="It opened.",
                content="It opened.\nAt noon.",
                link="https://www.example.org/a",
                published=datetime(2026, 8, 12, 20, 58, 45, tzinfo=UTC),
                source="The Gazette",
                language="en",
                feed=URL,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("document", "format_"),
    [
        ("<rss version='0.91'><channel><title>T</title><item><title>Old</title></item></channel></rss>", "rss091u"),
        (
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
            "<channel/><item rdf:about='x'><title>Old</title></item></rdf:RDF>",
            "rss10",
        ),
        ("<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>Old</title></entry></feed>", "atom03"),
        (atom("<entry><title>Old</title></entry>"), "atom10"),
        (f"<entry {ATOM}><title>Old</title></entry>", "atom10"),
        ("<CHANNEL><ITEM><TITLE>Old</TITLE></ITEM></CHANNEL>", ""),
        ('{"version": "https://jsonfeed.org/version/1", "items": [{"title": "Old"}]}', "json10"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "Old"}]}', "json11"),
    ],
)
def test_every_format_is_read(document: str, format_: str) -> None:
    """RSS 0.91, RDF, Atom 0.3 and 1.0, a lone Atom entry, CDF and JSON Feed all give their entries."""
    feed = parse(document)
    assert (feed.format, [entry.title for entry in feed.entries]) == (format_, ["Old"])


def test_summary_and_content_are_each_told_once() -> None:
    """Content that repeats the summary is dropped; content alone is the summary, unless it is very long."""
    same = only(
        rss("<item><description>a b</description><content:encoded>a &lt;b&gt;b&lt;/b&gt;</content:encoded></item>")
    )
    assert (same.summary, same.content) == ("a b", "")
    alone = only(rss("<item><content:encoded>a b</content:encoded></item>"))
    assert (alone.summary, alone.content) == ("a b", "")
    long = only(rss(f"<item><description>{'word ' * 5_000}</description></item>"))
    assert (long.summary, len(long.content)) == ("", 24_999)


def test_texts_are_cut_at_the_end_of_a_word() -> None:
    """Title, summary and content have limits: 2,000, 20,000 and 200,000 characters."""
    text = "seven77 " * 30_000
    entry = only(
        rss(
            f"<item><title>{text}</title><description>{text}</description><content:encoded>{text}x</content:encoded></item>"
        )
    )
    for value, limit in ((entry.title, 2_000), (entry.summary, 20_000), (entry.content, 200_000)):
        assert limit - 8 < len(value) <= limit
        assert value.endswith("seven77")


def test_atom_titles_of_type_text_are_literal() -> None:
    """Atom says what is HTML: a "<" in a text title is a sign, in an HTML title a tag."""
    assert only(atom("<entry><title>Why &lt;b&gt; is &amp;amp; was</title></entry>")).title == "Why <b> is & was"
    assert only(atom("<entry><title type='html'>So &lt;b&gt;bold&lt;/b&gt;</title></entry>")).title == "So bold"
    xhtml = "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>So <b>bold</b></div></title>"
    assert only(atom(f"<entry>{xhtml}</entry>")).title == "So bold"
    assert (
        only(atom("<entry><summary>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</summary></entry>")).summary
        == "One\nTwo"
    )


def test_titles_are_one_line() -> None:
    """Line breaks and elements in a title make spaces."""
    assert only(rss("<item><title>\n  Mill\n  opens&lt;br/&gt;today </title></item>")).title == "Mill opens today"


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ("<link>/a</link>", "https://www.example.org/a"),
        ("<link>\n https://www.example.org/a \n</link>", "https://www.example.org/a"),
        ("<link>https://www.example.org/a?id=1&amp;amp;ref=rss</link>", "https://www.example.org/a?id=1"),
        ("<guid>https://www.example.org/a</guid>", "https://www.example.org/a"),
        ("<link/><guid>https://www.example.org/a</guid>", "https://www.example.org/a"),
        ("<guid isPermaLink='false'>https://www.example.org/a</guid>", ""),
        ("<enclosure url='https://media.example.org/a.mp3' type='audio/mpeg'/>", "https://media.example.org/a.mp3"),
        ("<link>javascript:alert(1)</link><guid>tag:1</guid>", ""),
        (
            "<link>https://proxy.example/~r/1</link><feedburner:origLink>https://www.example.org/a?x=1&amp;y=2</feedburner:origLink>",
            "https://www.example.org/a?x=1&y=2",
        ),
    ],
)
def test_where_the_link_comes_from(item: str, link: str) -> None:
    """The publisher's own link first, then the permalink, then the enclosure; relative ones by the site."""
    assert only(rss(f"<item><title>Mill opens</title>{item}</item>")).link == link


def test_atom_links_are_resolved_by_xml_base_or_the_document() -> None:
    """RFC 4287: `xml:base` counts, and without one the document's own address; only alternate links count."""
    entry = "<entry><title>Mill</title><link rel='edit' href='e'/><link href='a'/></entry>"
    assert only(atom(entry, "xml:base='https://base.example/x/'")).link == "https://base.example/x/a"
    assert only(atom(entry)).link == "https://feeds.example.org/a"
    other = "<entry><title>Mill</title><link rel='alternate' type='application/pdf' href='/a.pdf'/></entry>"
    assert only(atom(other)).link == "https://feeds.example.org/a.pdf"


@pytest.mark.parametrize(
    ("element", "year"),
    [
        ("<pubDate>Wed, 12 Aug 2026 20:58:45 GMT</pubDate>", 2026),
        ("<dc:date>2026-08-12T20:58:45Z</dc:date>", 2026),
        ("<pubDate>yesterday</pubDate>", None),
        ("<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None),
        ("<dc:date>9999-12-31T23:59:59-12:00</dc:date>", None),
        ("<published_parsed>2026</published_parsed>", None),
        ("", None),
    ],
)
def test_times_are_utc_or_none(element: str, year: int | None) -> None:
    """A time that makes no sense is no time; `dc:date` stands for the publication."""
    published = only(rss(f"<item><title>Mill opens</title>{element}</item>")).published
    assert (published and published.year) == year
    assert published is None or published.tzinfo is UTC


def test_updated_is_kept_apart() -> None:
    """Atom's `updated` is no publication time unless there is no other."""
    both = only(
        atom(
            "<entry><title>M</title><published>2026-08-01T00:00:00Z</published><updated>2026-08-02T00:00:00+01:00</updated></entry>"
        )
    )
    assert both.published == datetime(2026, 8, 1, tzinfo=UTC)
    assert both.updated == datetime(2026, 8, 1, 23, tzinfo=UTC)
    alone = only(atom("<entry><title>M</title><updated>2026-08-02T00:00:00Z</updated></entry>"))
    assert alone.published == alone.updated == datetime(2026, 8, 2, tzinfo=UTC)


def test_source_and_language() -> None:
    """The configuration wins, then the entry's own word, then the feed's; languages are primary subtags."""
    source = "<source url='https://o.example'>The &amp; Outlet</source>"
    item = f"<item><title>M</title>{source}<dc:language>fr_CA</dc:language></item>"
    assert (only(rss(item)).source, only(rss(item)).language) == ("The & Outlet", "fr")
    given = parse(rss(item), source="Mine", language="es-MX").entries[0]
    assert (given.source, given.language) == ("Mine", "es")
    assert only(rss("<item><title>M</title><dc:source>Wire</dc:source></item>")).source == "Wire"
    assert only(rss("<item><title>M</title><dc:source>https://x.example/</dc:source></item>")).source == "The Gazette"
    assert only(atom("<entry xml:lang='DE-at'><title>M</title></entry>", "xml:lang='en'")).language == "de"
    assert parse(rss("", head="<language>English</language>")).language == ""


# --- identity -----------------------------------------------------------------------------------------


def item(title: str, guid: str = "", link: str = "") -> str:
    """Return an RSS item, without the elements that are empty."""
    elements = {"title": title, "guid": guid, "link": link}
    return f"<item>{''.join(f'<{name}>{text}</{name}>' for name, text in elements.items() if text)}</item>"


def test_ids_are_kept_as_they_stand() -> None:
    """Neither case nor escaping nor a relative form of the publisher's id is touched."""
    assert ids(rss(item("a", "ABC-1") + item("b", "http://Example.org:80/?A&amp;B") + item("c", "/c"))) == [
        "ABC-1",
        "http://Example.org:80/?A&B",
        "/c",
    ]


@pytest.mark.parametrize("code", ["\x1b", "&#27;", "&#x9b;", "\x00", "&#0;", "&#xD800;"])
def test_ids_hold_no_control_codes(code: str) -> None:
    """A document that smuggles control codes into its ids, however broken that makes it, gives ids without them."""
    found = ids(rss(item("a", f"17{code}[2J") + item("b", "18")))
    assert all(id_.isprintable() and id_ for id_ in found)
    assert found[0].startswith("17")


def test_without_an_id_the_link_identifies_and_then_the_text() -> None:
    """No guid: canonical link; no article link either: hash of the text, which differs from text to text."""
    first, second, third = ids(
        rss(item("a", link="/a?utm_source=x") + item("b") + item("c", link="https://www.example.org"))
    )
    assert first == "https://www.example.org/a"
    assert second.startswith("text:1")
    assert third.startswith("text:1")
    assert second != third


def test_ids_that_name_the_feed_identify_nothing() -> None:
    """The feed's own address or site as guid of an entry is no guid."""
    assert ids(rss(item("a", "https://www.example.org/", "/a") + item("b", URL, "/b") + item("c", "c", "/c"))) == [
        "https://www.example.org/a",
        "https://www.example.org/b",
        "c",
    ]


def test_an_id_that_all_entries_share_identifies_nothing() -> None:
    """One guid for all: the links identify."""
    assert ids(rss(item("a", "same", "/a") + item("b", "same", "/b"))) == [
        "https://www.example.org/a",
        "https://www.example.org/b",
    ]


def test_revision_numbers_do_not_identify() -> None:
    """The link with a number behind it is the article, whatever the number."""
    for revision in "02":
        link = "https://www.example.org/a?at_medium=RSS"
        assert ids(rss(item("a", f"https://www.example.org/a#{revision}", link))) == ["https://www.example.org/a"]


def test_a_repeated_id_with_other_links_is_told_apart_in_any_order() -> None:
    """Every one of the colliding entries gets its link behind the id, the first one too."""
    one, two, three = item("a", "1", "/a"), item("b", "1", "/b"), item("c", "2", "/c")
    expected = {"1 https://www.example.org/a", "1 https://www.example.org/b", "2"}
    assert set(ids(rss(one + two + three))) == set(ids(rss(three + two + one))) == expected


def test_a_repeated_id_with_the_same_link_is_one_entry() -> None:
    """Of an entry that is listed twice `distinct` leaves the newest or else longest version in the first's place."""
    feed = parse(rss(item("old", "1", "/a") + item("b", "2", "/b") + item("much longer", "1", "/a?utm_source=x")))
    assert [entry.id for entry in feed.entries] == ["1", "2", "1"]
    assert [(entry.id, entry.title) for entry in distinct(feed.entries)] == [("1", "much longer"), ("2", "b")]


def test_headlines_that_share_a_link_are_told_apart() -> None:
    """Without guids, two headlines with one link are two entries; the same headline twice is one."""
    found = ids(
        rss(item("Bridge opens", link="/live") + item("Mill shuts", link="/live") + item("Mill shuts", link="/live"))
    )
    assert len(found) == 3
    assert len(set(found)) == 2
    assert all(id_.startswith("https://www.example.org/live 1") for id_ in found)


def test_search_feeds_headline_loses_the_outlet() -> None:
    """An aggregator's "Headline - Outlet" is the outlet's headline; the outlet is the source."""
    named = (
        "<item><title>Mill shuts - for good - Valley Echo</title><source url='https://v.example'>Valley Echo</source>"
    )
    entry = only(rss(f"{named}<guid>1</guid></item>"))
    assert (entry.title, entry.source) == ("Mill shuts - for good", "Valley Echo")


@pytest.mark.parametrize(("cut", "complete"), [(0, True), (40, False)], ids=["whole", "cut off"])
def test_a_document_that_breaks_off_says_so(cut: int, complete: bool) -> None:
    """A truncated document is marked, so that its validators are not kept."""
    document = rss(item("Mill shuts", "1", "/a") + item("Bridge opens", "2", "/b"))
    assert parse(document[: len(document) - cut]).complete is complete
