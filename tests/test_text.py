"""Plain text, canonical links, keys."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import canonical_link, fold, link_key, one_line, plain_text, shown, text_hash, title_key

PLAIN = [
    ("", ""),
    ("An ordinary headline", "An ordinary headline"),
    ("<p>One</p><p>Two</p>", "One\nTwo"),
    ("one<br>two<br/>three", "one\ntwo\nthree"),
    ("<ul><li>one<li>two</ul>", "one\ntwo"),
    ("<table><tr><td>a<td>b</table>", "a\nb"),
    ("Bore<b>al</b>ix", "Borealix"),
    ("before<img src=x>after", "before after"),
    ("a <a href='x>y'>link</a> here", "a link here"),
    ("a<!-- not this --> b", "a b"),
    ("a <script>if (a < b) c('<p>')</script><style>p {}</style>b", "a b"),
    ('a <iframe src="x"/>b<script src="y" />c', "a bc"),
    ("<![CDATA[<p>text</p>]]>", "text"),
    ("<o:p>word</o:p> <amp-img src=x></amp-img> <g id=1>w</g>", "word w"),
    ("AT&T & Co", "AT&T & Co"),
    ("Q&amp;A", "Q&A"),
    ("Q&amp;amp;A", "Q&A"),
    ("<b>Q&amp;amp;A</b>", "Q&A"),
    ("It&#8217;s &#x201C;on&#x201d;&nbsp;now&hellip;", "It’s “on” now…"),
    ("it&#146;s", "it’s"),
    ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One\nTwo"),
    ("The &lt;b&gt; tag", "The <b> tag"),
    ("a < b", "a < b"),
    ("<p>a < b</p>", "a < b"),
    ("5 > 3 and 3 <5", "5 > 3 and 3 <5"),
    ("if a<b then", "if a<b then"),
    ("<Borealix> wins <i>again</i>", "<Borealix> wins again"),
    ("<desk@example.org> wrote", "<desk@example.org> wrote"),
    ("black &notable, &copy 2026", "black &notable, &copy 2026"),
    ("<p>black &notable</p>", "black &notable"),
    ('cut off in <a href="https://exam', "cut off in"),
    ("unclosed <b>bold <i>both", "unclosed bold both"),
    ("  much \t white \xa0 space\u2003here ", "much white space here"),
    ("<p>lines\nof\nHTML</p>", "lines of HTML"),
    ("A paragraph.\n\n\nAnother.\r\nA line\n    indented", "A paragraph.\nAnother.\nA line indented"),
    ("nul\x00 bell\x07 del\x7f so\xadft\u200b \ud83d lone", "nul bell del soft lone"),
    ("cafe\u0301", "caf\u00e9"),
]


@pytest.mark.parametrize(("html", "text"), PLAIN)
def test_plain_text_is_what_a_reader_sees(html: str, text: str) -> None:
    """Tags, scripts and entities go, words and signs that only look like markup stay."""
    assert plain_text(html) == text


@given(st.lists(st.sampled_from(["<", ">", "&", "amp;", "p", "/", '"', " ", "\n", "\x00", "é", "<p>", "<b "])))
def test_plain_text_is_always_tidy(pieces: list[str]) -> None:
    """Whatever comes in: no control characters, no double spaces, no empty lines, NFC."""
    text = plain_text("".join(pieces))
    assert text == "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    assert "\x00" not in text
    assert unicodedata.is_normalized("NFC", text)


@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_plain_text_of_plain_text_is_the_same(text: str) -> None:
    """Text that was read once is not changed by reading it again."""
    once = plain_text(text)
    assert plain_text(once) == once


def test_plain_text_survives_deep_and_endless_markup() -> None:
    """A hundred thousand open elements, and as many bare signs, neither raise nor lose the word behind them."""
    for opening in ("<div>", "<b>", "<a '", "<", "&", "<x "):
        assert "word" in plain_text(opening * 100_000 + "'> word")


LINKS = [
    ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
    ("HTTPS://Reader:secret@Example.ORG:443/A/./b/../c", "https://example.org/A/c"),
    ("http://example.org:8080", "http://example.org:8080/"),
    ("  https://example.org/a b\n  c ", "https://example.org/a%20bc"),
    ("/story?id=1", "https://base.example/story?id=1"),
    ("story", "https://base.example/news/story"),
    ("//cdn.example/x", "https://cdn.example/x"),
    ("https://example.org/a?utm_source=x&id=1&UTM_medium=y", "https://example.org/a?id=1"),
    ("https://example.org/a?at_medium=RSS&at_campaign=rss#2", "https://example.org/a#2"),
    ("https://example.org/a?CMP=share&ref=rss&id=1&amp;ref=rss", "https://example.org/a?id=1"),
    ("https://example.org/a?ref=front&source=press&mod=x&rss=12", None),
    ("https://example.org/a?source=rss&mod=wire_rss&via=feed&rss=1", "https://example.org/a"),
    ("https://example.org/a?ns_mchannel=rss&ito=1490&ns_campaign=1490", "https://example.org/a"),
    ("https://example.org/a#xtor=RSS-1", "https://example.org/a"),
    ("https://example.org/a#chapter-2", None),
    ("https://example.org/%7Ea/?A=%2f&&b", None),
    ("https://bücher.example/straße", None),
    (
        "https://www.google.com/url?rct=j&url=https://example.org/a%3Fid%3D1%26utm_source%3Dx&ct=ga",
        "https://example.org/a?id=1",
    ),
    ("https://www.google.com/url?rct=j", None),
    ("javascript:alert(1)", ""),
    ("mailto:desk@example.org", ""),
    ("data:text/html,x", ""),
    ("tag:example.org,2026:1", ""),
    ("http://[::1/", ""),
    ("http://example.org:port/", ""),
    ("https:///nothing", ""),
    ("http://exa mple.org/", ""),
    ("", ""),
    ("https://example.org/" + "a" * 9_000, ""),
]


@pytest.mark.parametrize(("link", "canonical"), LINKS)
def test_canonical_link_keeps_the_page_and_drops_the_tracking(link: str, canonical: str | None) -> None:
    """A link keeps all that leads to the page (None: it is kept as it is), and is canonical then."""
    result = canonical_link(link, "https://base.example/news/today?x=1")
    assert result == (link if canonical is None else canonical)
    assert canonical_link(result) == result


def test_canonical_link_without_a_base_refuses_relative_links() -> None:
    """A path alone leads nowhere, and neither does one beside a file."""
    assert canonical_link("/a") == canonical_link("/a", "feeds/saved.xml") == ""


@given(
    st.lists(
        st.sampled_from(
            ["https://", "//", "/", "..", ".", "?", "#", "&", "=", "utm_x=1", ":", "@", "[", "%", "é", "a.b"]
        )
    )
)
def test_canonical_link_is_idempotent(pieces: list[str]) -> None:
    """No link, however odd, changes when it is made canonical again."""
    link = canonical_link("".join(pieces), "https://example.org/x/y")
    assert canonical_link(link) == link


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/story?a=1&b=2",
        "https://www.example.org/story/?b=2&a=1#part",
        "https://m.example.org/story?a=1&b=2&utm_source=x",
        "https://amp.example.org/story/amp/?a=1&b=2&outputType=amp",
    ],
)
def test_link_key_is_the_same_across_feeds(other: str) -> None:
    """Scheme, www, mobile and AMP variants, order of parameters and fragment make no other article."""
    assert link_key(other) == link_key("https://example.org/story?a=1&b=2") == "example.org/story?a=1&b=2"


def test_link_key_of_a_home_page_is_empty() -> None:
    """A home page identifies no article, a parameter on it may."""
    assert link_key("https://www.example.org/") == link_key("https://example.org/#top") == link_key("") == ""
    assert link_key("https://example.org/?p=1") == "example.org?p=1"
    assert link_key("https://m.com/a") == "m.com/a"


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://ann:s3cret@gazette.example/feed", "https://***@gazette.example/feed"),
        ("https://s3cret@gazette.example", "https://***@gazette.example"),
        ("http://ann:s3c@ret@[::1]:80/feed", "http://***@[::1]:80/feed"),
        ("https://ann:s3/cr?et@gazette.example/feed", "https://***@gazette.example/feed"),
        ("ann:s3cret@gazette.example", "***@gazette.example"),
        ("https:/ann:s3cret@gazette.example", "https:/***@gazette.example"),
        ("https://gazette.example/f?token=s3cret", "https://gazette.example/f?token=***"),
        ("https://gazette.example/f?a=1&KEY=s3cret&b=2#top", "https://gazette.example/f?a=1&KEY=***&b=2#top"),
        ("https://gazette.example/f?api_key=s3cret;apikey=s3cret", "https://gazette.example/f?api_key=***;apikey=***"),
        ("https://gazette.example/f?X-Amz-Signature=s3cret", "https://gazette.example/f?X-Amz-Signature=***"),
        ("https://gazette.example/f#access_token=s3cret", "https://gazette.example/f#access_token=***"),
        *(
            (f"https://gazette.example/f?{name}=s3cret&a", f"https://gazette.example/f?{name}=***&a")
            for name in "auth authToken password pass secret sig".split()
        ),
    ],
)
def test_addresses_are_shown_without_secrets(url: str, masked: str) -> None:
    """User, password, and the values of parameters for keys and tokens are masked, also in a malformed address."""
    assert shown(url) == masked
    assert shown(masked) == masked


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/feed?section=world&keyword=dock&monkey=1",
        "https://medium.example/@ann/feed",
        "https://medium.example:8080/@ann",
        "http://[::1]:80/@ann",
        "https://gazette.example/f?mail=ann@example.org",
        "feeds.opml",
        "",
    ],
)
def test_other_addresses_are_shown_as_they_are(url: str) -> None:
    """An "@" elsewhere than before the host, and parameters of other names, hide nothing."""
    assert shown(url) == url


def test_one_line_holds_no_control_codes() -> None:
    """What could break a terminal or SQLite goes, white space becomes single spaces, tags and entities stay."""
    assert one_line(" a\x00b\x1b[31m\ud800 \r\n<c>&amp;\x9b\t d ") == "ab[31m <c>&amp; d"


def test_fold_strips_case_accents_and_typography() -> None:
    """What differs in case, accents, quotes or dashes only is the same when folded."""
    assert fold("ÉTÉ — ‘Straße’ “ﬁn”") == "ete - 'strasse' \"fin\""
    assert fold("Plain") == "plain"


def test_title_key_ignores_typography_only() -> None:
    """Headlines that differ in quotes, accents, spaces and punctuation are one, others are not."""
    assert (
        title_key("“It’s over”,  Café’s owner says")
        == title_key("IT'S OVER - Cafe's Owner Says:")
        == "its over cafes owner says"
    )
    assert title_key("Mill town gets new bridge - Gazette") != title_key("Mill town gets new bridge")
    assert title_key("Three words only") == ""


def test_text_hash_ignores_space_and_empty_parts() -> None:
    """White space and empty parts change nothing; other text, and another split into parts, do."""
    assert text_hash("a  b\n", "", "c") == text_hash("a b", "c") == text_hash("ab", "c", "")
    assert len({text_hash("ab", "c"), text_hash("a", "bc"), text_hash("abc"), text_hash("abd")}) == 4
    assert text_hash("ab").startswith("1")
    assert len(text_hash("ab")) == 21
    assert text_hash("", " ") == ""
