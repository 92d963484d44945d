"""The strict reader of Telegram's HTML: what it understands, and what it refuses in Telegram's words."""

from __future__ import annotations

import re

import pytest

from bot.demo.telegram_html import parse_html, utf16_length


def compact(html: str) -> tuple[str, str]:
    """Return the plain text, and the entities as `type offset+length`."""
    plain, entities = parse_html(html)
    return plain, ", ".join(f"{one['type']} {one['offset']}+{one['length']}" for one in entities)


@pytest.mark.parametrize(
    ("html", "plain", "entities"),
    [
        ("no tags", "no tags", ""),
        ("<b>bold</b> x", "bold x", "bold 0+4"),
        ("<B>x</B><i>y</I><u>z</u >", "xyz", "bold 0+1, italic 1+1, underline 2+1"),
        ("<strong>x</strong><em>y</em><ins>z</ins>", "xyz", "bold 0+1, italic 1+1, underline 2+1"),
        (
            "<s>x</s><strike>y</strike><del>z</del>",
            "xyz",
            ", ".join(f"strikethrough {n}+1" for n in range(3)),
        ),
        ("<code>a</code><pre>b</pre>", "ab", "code 0+1, pre 1+1"),
        ("<tg-spoiler>c</tg-spoiler>", "c", "spoiler 0+1"),
        ("<blockquote>a</blockquote>", "a", "blockquote 0+1"),
        ("<blockquote expandable>a</blockquote>", "a", "expandable_blockquote 0+1"),
        ("<blockquote>expandable</blockquote>", "expandable", "blockquote 0+10"),
        ("<b>a<i>b</i></b>", "ab", "bold 0+2, italic 1+1"),
        ("<i><b>a</b>b</i>", "ab", "italic 0+2, bold 0+1"),
        ("<b></b>x", "x", ""),
        ("<b>a</>b", "ab", "bold 0+1"),
        ("\N{AUTOMOBILE}<b>\N{AUTOMOBILE}</b>", "\N{AUTOMOBILE}" * 2, "bold 2+2"),
        ("<b>&lt;&amp;</b>", "<&", "bold 0+2"),
    ],
)
def test_tags_become_entities(html: str, plain: str, entities: str) -> None:
    """Tags become entities, whose offsets and lengths count UTF-16 units of the plain text."""
    assert compact(html) == (plain, entities)


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("&lt;b&gt; &amp;amp; &quot; &#39; &#x2014;", "<b> &amp; \" ' —"),
        ("AT&T &nbsp; &lts; &#0; &#99999999;", "AT&T &nbsp; &lts; &#0; &#99999999;"),
        ("a &lt b", "a < b"),
        ("a > b\n\tc", "a > b\n\tc"),
    ],
)
def test_only_telegrams_references_are_resolved(html: str, plain: str) -> None:
    """Four named references and numbers become characters, with or without semicolon; others stay."""
    assert parse_html(html) == (plain, [])


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/?a=1&amp;b=2">here</a>',
        "<a href='https://example.org/?a=1&amp;b=2'>here</a>",
        '<a  class=x href = "https://example.org/?a=1&b=2" >here</a>',
    ],
)
def test_a_link_keeps_its_address(html: str) -> None:
    """The address of a link may be quoted either way, and is unescaped."""
    link = {"type": "text_link", "url": "https://example.org/?a=1&b=2", "offset": 0, "length": 4}
    assert parse_html(html) == ("here", [link])


def test_a_link_without_address_leads_where_its_text_says() -> None:
    """Without href, the text itself is the address."""
    assert parse_html("<a>https://example.org</a>")[1][0]["url"] == "https://example.org"


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "/path", "http://localhost/", "https://a b.org"])
def test_a_link_to_nowhere_is_dropped_in_silence(url: str) -> None:
    """Telegram keeps the text of a link it cannot follow, and does not complain."""
    assert parse_html(f'<a href="{url}">here</a>') == ("here", [])


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("a <script>x</script>", 'Unsupported start tag "script" at byte offset 2'),
        ("é < b", 'Unsupported start tag "" at byte offset 3'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<i ab>x</i>", 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        (
            "&#xDFDF;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(html: str, complaint: str) -> None:
    """What Telegram's parser refuses is refused here, with the same words and the offset in bytes."""
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}$"):
        parse_html(html)


def test_lengths_count_utf16() -> None:
    """A character beyond the first plane counts twice, as in Telegram's limits."""
    assert [utf16_length(text) for text in ("", "aé—", "\N{AUTOMOBILE}a")] == [0, 3, 3]
