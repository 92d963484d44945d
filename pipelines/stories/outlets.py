"""Who tells a story: publishers, not feeds, and which of them only print what another one wrote.

Two reports come from one publisher if their links lead to the same registrable domain (Public Suffix List,
https://publicsuffix.org), or if they bear the same name: "BBC News" of bbc.com and of bbc.co.uk. A site on which many
publish says nothing of who does: there the subdomain counts, if each has its own, else the name alone. Known to fail:
two sites of one house under different names count twice, and so does an aggregator's own spelling of a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from pipelines.model import Report
from pipelines.text import canonical_link, fold

NAMED = 3
"""Further publishers told by name; of more, one less is named and the rest is counted."""
_LONGEST_NAME = 40  # characters
_NAMELESS = "unknown"
#: Words of many outlets' names, which make no two of them one.
_TRADE = frozenset("the news daily weekly times post press media online radio tv la le el de du des of and".split())

#: Registrable names, under any suffix, that pass on what others publish: search, portals, social media, short links.
_PASS_ON = frozenset(
    "aol bing bsky facebook feedburner flipboard google instagram linkedin msn newsbreak reddit smartnews soundcloud "
    "spotify twitter vimeo yahoo youtube".split()
)
_PASS_ON_DOMAINS = frozenset("apple.com apple.news bit.ly dlvr.it ground.news rss.app t.co t.me x.com youtu.be".split())
#: Where each publisher has a subdomain; those that the Public Suffix List has (blogspot.com, github.io) are not here.
_SUBDOMAINS = frozenset(
    "beehiiv.com ghost.io livejournal.com medium.com over-blog.com squarespace.com substack.com tumblr.com "
    "typepad.com wordpress.com".split()
)
PORTAL = 2
"""Names without a word in common that one publisher's domain may bear."""
_WORD = re.compile(r"\w+")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """The publishers of a story."""

    names: tuple[str, ...]  #: in the order of their first reports; a nameless one by its domain
    links: tuple[str, ...]  #: of the first report of each, "" if it has none
    copies: int  #: of those after the first: how many have only texts that an earlier report had
    independent: int  #: of those after the first: how many have a text of their own


def publisher_keys(source: str, link: str) -> tuple[str, ...]:
    """Return what a report's publisher is known by: a domain if it tells who publishes, then the folded name.

    `source` is the publisher's name, `link` the report's. Search feeds give some names as "cbc.ca". `("",)` if nothing
    is known.
    """
    host, name = _host(link), " ".join(fold(source).split())
    site = _site(host)
    named = _site(name.removeprefix("www.")) if _HOST.fullmatch(name) else name.removeprefix("the ")
    found = tuple(key for key in (site, named) if key)
    return tuple(dict.fromkeys(found)) or (_domain(host),)


def outlets(reports: Iterable[Report]) -> Outlets:
    """Return the publishers of `reports`, which come in the order in which they were found.

    A report that has the domain of one publisher and the name of another shows that the two are the same.
    """
    found = list(reports)
    shared = _passing_on(found)
    groups: list[list[Report]] = []
    group_of: dict[str, int] = {}
    for report in found:
        keys = [key for key in publisher_keys(report.source, report.link) if key not in shared] or [_NAMELESS]
        known = sorted({group_of[key] for key in keys if key in group_of})
        if not known:
            known = [len(groups)]
            groups.append([])
        for other in known[1:]:
            groups[known[0]] += groups[other]
            groups[other] = []
            group_of.update({key: known[0] for key, group in group_of.items() if group == other})
        groups[known[0]].append(report)
        group_of.update(dict.fromkeys(keys, known[0]))
    told = [group for group in groups if group]
    further = [all(report.copy_of is not None for report in group) for group in told[1:]]
    names = tuple(_name(group[0]) for group in told)
    links = tuple(group[0].link for group in told)
    return Outlets(names=names, links=links, copies=sum(further), independent=len(further) - sum(further))


def _passing_on(reports: Sequence[Report]) -> set[str]:
    """Return the domains under which these reports bear three or more names that have no word in common.

    Such a domain is a portal's, and nobody's own; the names of an outlet's departments share one.
    """
    names: dict[str, set[frozenset[str]]] = {}
    for report in reports:
        if (name := frozenset(_WORD.findall(fold(report.source))) - _TRADE) and (site := _site(_host(report.link))):
            names.setdefault(site, set()).add(name)
    return {site for site, found in names.items() if len(found) > PORTAL and not frozenset.intersection(*found)}


def also(of: Outlets, shown: Callable[[str, str], str] = lambda name, link: name) -> str:
    """Return the publishers after the first in words: "also: CBC, Guardian, +3 (2 of them the same copy)".

    "" where there is none. `shown` may make more of a name and the link of its report.
    """
    further = tuple(shown(name, link) for name, link in zip(of.names[1:], of.links[1:], strict=True))
    if not further:
        return ""
    named = further if len(further) <= NAMED else (*further[: NAMED - 1], f"+{len(further) - NAMED + 1}")
    if not of.copies:
        copies = ""
    elif of.independent:
        copies = f" ({of.copies} of them the same copy)"
    else:
        copies = " (the same copy)" if of.copies == 1 else " (all the same copy)"
    return f"also: {', '.join(named)}{copies}"


def _name(report: Report) -> str:
    name = " ".join(report.source.split()) or _domain(_host(report.link)) or _NAMELESS
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _site(host: str) -> str:
    """The domain by which the publisher is known, "" if many publish there under one address."""
    domain = _domain(host)
    if domain in _SUBDOMAINS:
        below = host.removesuffix(domain).removesuffix(".").rpartition(".")[2]
        return f"{below}.{domain}" if below not in ("", "www") else ""
    passes_on = domain in _PASS_ON_DOMAINS or domain.partition(".")[0] in _PASS_ON
    return "" if passes_on else domain


@lru_cache(maxsize=4096)
def _host(link: str) -> str:
    return urlsplit(canonical_link(link)).hostname or ""


@lru_cache(maxsize=4096)
def _domain(host: str) -> str:
    """The registrable domain of a host; the host itself where it has none, as an address of numbers."""
    if host.replace(".", "").isdigit():
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    # Takes a tenth of a second, and only what tells of stories needs it.
    return PublicSuffixList()
