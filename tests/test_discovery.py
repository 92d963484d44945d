"""Which feeds a page is found to offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.discovery import FoundFeed, find_feeds

BASE = "https://news.example/world/today.html"
RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/json"


def urls(html: str) -> list[str]:
    """Return the addresses found on a page."""
    return [feed.url for feed in find_feeds(html, BASE)]


def test_declared() -> None:
    """Declared feeds come in the page's order, with title and type, however the page writes them."""
    html = """<?xml version="1.0" encoding="latin-1"?><!DOCTYPE html><HTML><head>
        <LINK REL="Alternate" TYPE="Application/RSS+XML; charset=utf-8" HREF=" /rss?a=1&amp;b=2 " TITLE="Every
        thing">
        <link href='//feeds.example/atom' type=application/atom+xml rel='alternate home'>
        <link rel="alternate" type="application/feed+json" href="feed.json#top" />
        <body><link rel="alternate" type="application/rss+xml" href="https://news.example/rss?a=1&b=2">"""
    assert find_feeds(html, BASE) == (
        FoundFeed(url="https://news.example/rss?a=1&b=2", title="Every thing", type=RSS),
        FoundFeed(url="https://feeds.example/atom", title="", type=ATOM),
        FoundFeed(url="https://news.example/world/feed.json", title="", type="application/feed+json"),
    )


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" type="application/rss+xml" href="/a">',
        '<link rel="alternate" type="text/html" hreflang="fr" href="/fr">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:void(0)">',
        '<link rel="alternate" type="application/rss+xml" href="http://[oops">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/a"> -->',
        '<script>"<link rel=alternate type=application/rss+xml href=/a>"</script>',
        "",
        "\0",
        "no page at all",
    ],
)
def test_nothing_declared(html: str) -> None:
    """What is not a declared feed is not taken for one."""
    assert find_feeds(html, BASE) == ()


def test_base() -> None:
    """The page's first base address counts for the whole page, and may be relative itself."""
    link = f'<link rel="alternate" type="{RSS}" href="feed">'
    assert urls(f'<head>{link}<base target="_top"><base href="/fr/"><base href="/de/">') == [
        "https://news.example/fr/feed"
    ]


def test_comments_last() -> None:
    """A feed of comments is never the first choice; an opinion page's feed may be."""
    html = "".join(
        f'<link rel="alternate" type="{RSS}" href="{href}" title="{title}">'
        for href, title in [
            ("/comments/feed/", "News &raquo; Comments Feed"),
            ("/a/feed/", "Article : flux des commentaires"),
            ("/commentary.rss", "Comment and analysis"),
            ("/feed/", "News"),
        ]
    )
    assert [url.removeprefix("https://news.example") for url in urls(html)] == [
        "/commentary.rss",
        "/feed/",
        "/comments/feed/",
        "/a/feed/",
    ]


@pytest.mark.parametrize(
    ("href", "is_feed"),
    [
        ("/feed", True),
        ("/world/rss/", True),
        ("/feeds/world", True),
        ("world.rss", True),
        ("index.xml", True),
        ("/?feed=rss2", True),
        ("https://feeds.example/Atom.XML", True),
        ("/sitemap.xml", False),
        ("https://reader.example/add/https://news.example/feed", False),
        ("/feeding-the-world", False),
        ("/newsfeed-jobs", False),
        ("mailto:rss@news.example/rss", False),
    ],
)
def test_links(href: str, is_feed: bool) -> None:
    """A page that declares nothing offers what its links look like."""
    found = find_feeds(f'<p><a href="/about">About</a> <a href="{href}">World <b>news</b></a> more</p>', BASE)
    assert [(feed.title, feed.type) for feed in found] == ([("World news", "")] if is_feed else [])


def test_links_are_second_choice() -> None:
    """Links do not count on a page that declares a feed."""
    assert urls(f'<a href="/rss">all</a><link rel="alternate" type="{JSON}" href="/feed.json">') == [
        "https://news.example/feed.json"
    ]


@given(st.lists(st.sampled_from(["<a ", "<link ", "href=", "'", '"', ">", "<!--", "/feed", "&", "\0", "\ud800", "é"])))
def test_any_page(parts: list[str]) -> None:
    """No page is too broken to be read."""
    assert all(url.startswith("http") for url in urls("".join(parts)))
