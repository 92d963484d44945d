"""HTML to plain text, links to canonical links, addresses fit to be shown, and the keys of texts and links.

lxml lives here and nowhere else. It only takes tags away: what is a tag at all, and what an entity
stands for, is decided here, for feeds are full of "AT&T", "a < b" and "<ACME>", which HTML parsers eat.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from html import unescape
from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit, urlunsplit

from lxml import etree

# --- plain text -----------------------------------------------------------------------------------

_BREAK = "\x00"  # a block break on its way through this module; cleaned text holds no NULs

#: Elements before and after which a reader sees a new line.
_BLOCK_NAMES = """address article aside blockquote body br button caption center dd details dialog dir div
    dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html
    legend li main menu nav ol optgroup option p pre section select summary table tbody td textarea tfoot
    th thead title tr ul"""
#: Elements that a reader sees as something between two words.
_OBJECT_NAMES = "audio canvas embed iframe img input object picture svg video"
#: Elements whose text no reader sees.
_HIDDEN_NAMES = "iframe noembed noframes noscript script style svg template"
_INLINE_NAMES = """a abbr acronym applet area b base basefont bdi bdo big cite code col colgroup data
    datalist del dfn em font frame i ins kbd label link map mark marquee math meta meter nobr output param
    progress q rp rt ruby s samp slot small source span strike strong sub sup time track tt u var wbr"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_OBJECTS = frozenset(_OBJECT_NAMES.split())
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
_KNOWN = "|".join(sorted(_BLOCKS | _OBJECTS | _HIDDEN | frozenset(_INLINE_NAMES.split())))

#: Markup: an element of HTML, `<o:p>` and `<amp-img>`, anything with an attribute, any end tag, comments
#: and the like. Every other "<" is a sign that the author wrote.
_TAG = (
    rf"/[a-z]|!--|!doctype\b|\?xml|\?php|(?:{_KNOWN}|[a-z]\w*[:-][a-z][\w-]*)(?:(?:[\s/][^<>]*)?>|$)"
    r"|[a-z][\w:-]*\s+[\w:-]+\s*="
)
_MARKUP = re.compile(f"<(?:{_TAG})", re.I)
_NO_MARKUP = re.compile(f"<(?!{_TAG})", re.I)
#: `<iframe src="…"/>` as XML writers leave it: to an HTML parser it is open, and hides all that follows.
_HIDDEN_EMPTY = re.compile(rf"<({'|'.join(sorted(_HIDDEN))})\b([^<>]*)/>", re.I)
#: With its semicolon only: without, as browsers do it, "black &notable" becomes "black ¬able".
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: HTML that was escaped twice shows its end tags to the reader; a headline about "<b>" does not.
_ESCAPED_MARKUP = re.compile(rf"</(?:{_KNOWN})\s*>|<br\s*/?>", re.I)
#: Control characters but for tab and line ends, lone surrogates, and the invisible signs that split names:
#: soft hyphen, zero-width space, word joiner, byte order mark, marks of writing direction. Joiners stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufeff\ud800-\udfff]"
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85]")
#: Where text has no tags its line breaks are the author's, but for those that only indent the document.
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\S)")


class _Reader:
    """Collects what a reader sees, as lxml's parser target."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.hidden = 0

    def start(self, tag: str, _attributes: object) -> None:
        self._separate(tag)
        self.hidden += tag in _HIDDEN

    def end(self, tag: str) -> None:
        self.hidden -= tag in _HIDDEN
        self._separate(tag)

    def data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)

    def comment(self, _text: str) -> None:
        """Nobody reads comments."""

    def close(self) -> str:
        return "".join(self.pieces)

    def _separate(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append(_BREAK)
        elif tag in _OBJECTS:
            self.pieces.append(" ")


def plain_text(html: str) -> str:
    """Return HTML or plain text as a reader sees it: no tags, scripts, comments, entities or control codes.

    Words are parted by single spaces, blocks (and the lines of text without tags) by single newlines; NFC.
    Entities and markup that were escaped once too often are read. Text without markup and entities comes
    back unchanged but for its white space. Takes time in proportion to the length.
    """
    text = _INVISIBLE.sub("", html)
    has_tags = "<" in text and _MARKUP.search(text) is not None
    text = _entities(_without_tags(text) if has_tags else text)
    if not has_tags:
        if "<" in text and _ESCAPED_MARKUP.search(text):
            text = _entities(_without_tags(text))
        else:
            text = _PARAGRAPH.sub(_BREAK, _LINE_END.sub("\n", text).strip())
    lines = (" ".join(line.split()) for line in text.split(_BREAK))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def one_line(text: str) -> str:
    """Return a text that is no HTML, such as an id, as one line without control codes and half characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def _without_tags(text: str) -> str:
    """Return the text between the tags, with `_BREAK` around blocks and entities as they were."""
    text = _CDATA.sub("", text) if "<![CDATA[" in text else text
    escaped = _NO_MARKUP.sub("&lt;", _HIDDEN_EMPTY.sub(r"<\1\2></\1>", text).replace("&", "&amp;"))
    # A target instead of a tree: no recursion, and 100,000 open elements cost no more than a flat document.
    parser = etree.HTMLParser(target=_Reader(), huge_tree=True, encoding="utf-8")
    parser.feed(f"<body>{escaped}".encode())
    return str(parser.close())


def _entities(text: str) -> str:
    """Return the text with its entities decoded; twice where they were escaped twice ("&amp;amp;")."""
    if "&" not in text:
        return text
    once = _ENTITY.sub(_decoded, text)
    return _ENTITY.sub(_decoded, once) if "&" in once else once


def _decoded(entity: re.Match[str]) -> str:
    return _INVISIBLE.sub("", unescape(entity[0]))


# --- links ----------------------------------------------------------------------------------------

#: Parameters by which publishers and services count readers. No page depends on them. Matches "name=value".
_TRACKING = re.compile(
    r"""(?:
        utm_\w+ | hsa_\w+ | pk_\w+ | mtm_\w+ | piwik_\w+ | wt_z?mc | cmp | cmpid      # campaign systems
        | at_\w+ | ns_\w+ | xtor                                # BBC; comScore, as the Mail; French sites
        | fbclid | gclid | gclsrc | dclid | [gw]braid | msclkid | yclid | twclid | ttclid      # adverts
        | igshid | li_fat_id | s_kwcid | __twitter_impression | ref_src | ref_url | usqp      # networks
        | mc_[ce]id | _hsenc | _hsmi | mkt_tok | oly_enc_id | oly_anon_id | vero_id        # newsletters
        | ocid | ftag | smid | smtyp | emc | traffic_source                 # MSN, CBS, NYT, Al Jazeera
        | taid | ito | maca | feedtype | feedname | guccounter | guce_referrer(?:_sig)?  # Reuters, Mail,
        )(?:=.*)?                                                                       # DW, Yahoo
    | rss(?:=(?:1|true|yes)?)?                                                        # bioRxiv, Science
    | (?:cid|from|icid|mod|origin|partner|ref|referrer|source|src|via)   # mean anything, unless they say
      =(?:[\w.-]*rss\d?(?:[_.-][\w.-]*)?|(?:news)?feeds?|atom)           # that a feed sent the reader
    """,
    re.I | re.X,
)
#: Fragments that count readers; every other one leads to a place on the page.
_TRACKING_FRAGMENT = re.compile(
    r"(?:utm_|at_|xtor=|ref=|ftag=|smid=|cmpid=|echobox=|publisher=newsstand|rss\b|fbclid=|intcid=)", re.I
)
#: Pages that only send the reader on, as the links in Google Alerts and Bing News feeds.
_REDIRECT = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/url|(?:www\.)?bing\.com/news/apiclick\.aspx")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_MAX_LINK = 8_000  # characters; RFC 9110 section 4.1 asks servers to take this many, and few take more


def canonical_link(link: str, base: str = "") -> str:
    """Return the absolute http(s) link without what changes from feed to feed, or "" if there is none.

    A relative link is resolved against `base` (RFC 3986 section 5). Scheme and host are put in lower case;
    user, default port, dot segments and tracking parameters go; a known redirect gives its target. All else
    keeps its order and spelling: the link leads to the same page. Its own result comes back unchanged.
    """
    parts = _split(link, base)
    if parts is None:
        return ""
    if _REDIRECT.fullmatch(parts.netloc + parts.path):
        target = parse_qs(parts.query)
        for inner in (*target.get("url", ()), *target.get("q", ())):
            if inner.startswith(("http://", "https://")):
                return canonical_link(inner)
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair))
    fragment = "" if _TRACKING_FRAGMENT.match(parts.fragment) else parts.fragment
    return urlunsplit((parts.scheme, parts.netloc, _without_dots(parts.path), query, fragment))


def link_key(link: str) -> str:
    """Return what names an article across feeds: its canonical link without scheme, "www.", "m.", "amp.".

    Fragment, trailing slash and signs of AMP go too, and the parameters are sorted. A home page names no
    article: "". The key is for comparing and is no link.
    """
    parts = urlsplit(canonical_link(link))
    host = re.sub(r"^(?:(?:www|m|amp)\.)+(?=[^.]+\.)", "", parts.netloc)
    path = re.sub(r"(?:/amp)?/*$", "", parts.path)
    pairs = (pair for pair in parts.query.split("&") if pair.lower() not in ("amp", "amp=1", "outputtype=amp"))
    query = "&".join(sorted(pairs))
    if not path and not query:
        return ""
    return f"{host}{path}?{query}" if query else host + path


def _split(link: str, base: str) -> SplitResult | None:
    """Return the parts of an absolute http(s) link with a tidy host, None for everything else."""
    # Careless templates leave spaces and line breaks inside; "&amp;" was escaped once too often.
    link = re.sub(r"[\t\r\n]+\s*", "", _INVISIBLE.sub("", link[: _MAX_LINK * 2]).strip())
    link = "%20".join(link.split()).replace("&amp;", "&")
    if not link or len(link) > _MAX_LINK:
        return None
    try:
        parts = urlsplit(link if _SCHEME.match(link) else urljoin(base.strip(), link))
        host, port = parts.hostname, parts.port
    except ValueError:  # brackets of no IPv6 address, a port of letters, characters no host may have
        return None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s%<>\"]", host):
        return None
    host = f"[{host}]" if ":" in host else host
    is_default = port in (None, 443 if parts.scheme == "https" else 80)
    return parts._replace(netloc=host if is_default else f"{host}:{port}")


def _without_dots(path: str) -> str:
    """Return the path with "." and ".." resolved, at least "/" (RFC 3986 sections 5.2.4 and 6.2.3)."""
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    if path.endswith(("/.", "/..")):
        segments.append("")
    return "/" + "/".join(segments)


# --- addresses --------------------------------------------------------------------------------------

#: A lone user name too: tokens are often put there. Before a path with "@", as in "/@name/feed", it stops; not
#: where the port is none, for then an unescaped "/", "?" or "#" stands in a password.
_USER = re.compile(r"\A((?:[a-z][a-z0-9+.-]*:)?/{1,2})?(?:[^/?#]*|[^/?#:\[]*:(?!\d*(?:[/?#]|$))(?s:.*))@", re.I)
_SECRET = re.compile(
    r"""([?&;\#](?:[\w.-]*[_.-]|access|api|auth)?
        (?:auth|credential|key|pass|passwd|password|pwd|secret|sig|signature|token)=)[^&;\#]*""",
    re.I | re.X,
)


def shown(url: str) -> str:
    """Return an address as messages, logs and errors may show it: `***` for user, password, keys and tokens.

    Keys and tokens are known by their parameters' names. Whatever is no address comes back, masked the same way.
    """
    return _SECRET.sub(r"\1***", _USER.sub(r"\1***@", url))


# --- keys ---------------------------------------------------------------------------------------------

_PLAIN_SIGNS = str.maketrans(
    dict.fromkeys("‘’‚‛′´`‹›", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict(zip("œŒæÆøØłŁđĐ", "oe OE ae AE o O l L d D".split(), strict=True))  # letters that NFKD leaves whole
)


def fold(text: str) -> str:
    """Return the text for comparing: casefolded, no accents, ASCII quotes and dashes. Lengths change."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = unicodedata.normalize("NFKD", text.translate(_PLAIN_SIGNS)).casefold()
    folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", folded)


def title_key(title: str, *, least: int = 4) -> str:
    """Return the folded headline, its words parted by single spaces; "" for fewer than `least`, which name nothing.

    Apostrophes within words go, other punctuation parts words. What follows " - " or " | " stays: the title
    alone does not say whether that is the outlet's name or half of the headline.
    """
    words = re.sub(r"[^\w\s]|_", " ", fold(title).replace("'", "")).split()
    return " ".join(words) if len(words) >= least else ""


def text_hash(*parts: str) -> str:
    """Return a short stable hash of plain texts (version digit and 20 hex digits); "" if all are empty.

    White space does not count, and neither do empty parts: a field that is added later changes no hash.
    """
    texts = ["".join(part.split()) for part in parts]
    joined = "\n".join(text for text in texts if text)
    if not joined:
        return ""
    return "1" + blake2b(joined.encode(errors="surrogatepass"), digest_size=10).hexdigest()
