"""Find the feeds that a web page offers.

Sources: RSS autodiscovery (rssboard.org/rss-autodiscovery) and the `alternate` link type of the WHATWG HTML
standard. The page's links to what looks like a feed count only if it declares none.

Pages are read with lxml, because html.parser takes minutes for 100 kB of "<a <a <a …".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"})

_LOOKS_LIKE_FEED = re.compile(
    r"/(?:feeds?|rss|atom)/?$|/(?:feeds?|rss|atom)/[\w-]+/?$"
    r"|\.(?:rss|atom|rdf|xml)(?:$|\?)|[?&](?:feed|format)=(?:rss|atom)",
    re.IGNORECASE,
)
# "Commentary" and "Comment" are what newspapers call their opinion pages, and must not match.
_COMMENTS = re.compile(r"\b(?:comments|commentaires|comentarios)\b", re.IGNORECASE)

_LONGEST_TITLE = 200  # characters, about; a link that is never closed would collect the whole page


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that a page points to."""

    url: str  #: absolute
    title: str = ""  #: what the page calls it
    type: str = ""  #: media type in lower case; "" for one that was only guessed from a link


def find_feeds(html: str, base: str) -> tuple[FoundFeed, ...]:
    """Return the feeds that the page `html`, fetched from the URL `base`, offers; the likeliest first.

    In document order, but feeds of comments last. Only http and https URLs, each once.
    """
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8")
    parser.feed(html.encode("utf-8", "replace"))
    candidates = parser.close()
    base = _resolved(base, page.base) or base
    found: dict[str, FoundFeed] = {}
    for href, title, kind in candidates:
        url = _resolved(base, href)
        if url:
            found.setdefault(url, FoundFeed(url=url, title=" ".join(title.split()), type=kind))
    return tuple(sorted(found.values(), key=lambda feed: bool(_COMMENTS.search(f"{feed.title} {feed.url}"))))


class _Page:
    """An lxml parser target: collects (href, title, media type) of feeds and of links that look like one."""

    def __init__(self) -> None:
        self.base = ""
        self.declared: list[tuple[str, str, str]] = []
        self.guessed: list[tuple[str, str, str]] = []
        self._href = ""  # of the <a> we are in, if it looks like a feed
        self._text = ""

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        href = values.get("href", "").strip()
        if tag == "base":
            self.base = self.base or href
        elif tag == "link":
            kind = values.get("type", "").partition(";")[0].strip().lower()
            # WordPress declares every page's JSON form this way, which is no feed.
            is_feed = kind in FEED_TYPES and not (kind == "application/json" and "wp-json" in href)
            if href and is_feed and "alternate" in values.get("rel", "").lower().split():
                self.declared.append((href, values.get("title", ""), kind))
        elif tag == "a":
            self.end("a")
            self._href, self._text = href if _is_feedlike(href) else "", ""

    def data(self, data: str) -> None:
        if self._href and len(self._text) < _LONGEST_TITLE:
            self._text += data

    def end(self, tag: str) -> None:
        if tag == "a" and self._href:
            self.guessed.append((self._href, self._text, ""))
            self._href = ""

    def close(self) -> list[tuple[str, str, str]]:
        return self.declared or self.guessed


def _is_feedlike(href: str) -> bool:
    """Tell whether a link's address looks like a feed's, and is neither a site map nor a feed reader's."""
    address = href.partition("#")[0]
    rest = address.partition("://")[2]
    return bool(_LOOKS_LIKE_FEED.search(address)) and "sitemap" not in address.lower() and "http" not in rest


def _resolved(base: str, href: str) -> str:
    """Return `href` as an absolute http or https URL, "" if it is none."""
    try:
        url = urldefrag(urljoin(base, href)).url
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""
