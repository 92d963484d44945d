"""The shipped `config.toml` and `watchlists/`, read as plain TOML: whole, unique, and as wide as promised."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
LISTS = {
    path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "watchlists").glob("*.toml"))
}
WATCHES: list[dict[str, Any]] = [watch for part in LISTS.values() for watch in part.get("watch", [])]
RULES: list[dict[str, Any]] = [rule for part in LISTS.values() for rule in part.get("rule", [])]
FEEDS: list[dict[str, Any]] = CONFIG["feed"]
COMPANIES = [watch for watch in WATCHES if watch["kind"] == "company"]

KINDS = {"company", "agency", "person", "place", "law", "product", "topic"}
ID = re.compile(r"[a-z0-9][a-z0-9-]*")
every_watch = pytest.mark.parametrize("watch", WATCHES, ids=lambda watch: watch["id"])


def twice(values: list[str]) -> list[str]:
    """Return those of `values` that stand there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def searches(feed: dict[str, Any]) -> str:
    """Return what a news search feed searches for, "" for any other feed."""
    parts = urlsplit(str(feed["url"]))
    if (parts.hostname, parts.path) != ("news.google.com", "/rss/search"):
        return ""
    return "".join(parse_qs(parts.query)["q"])


def test_every_watchlist_has_a_title_and_something_to_watch() -> None:
    """Each shipped list names itself and holds at least one watch."""
    assert LISTS
    assert [name for name, part in LISTS.items() if not part.get("title") or not part.get("watch")] == []


def test_ids_are_well_formed_and_unique() -> None:
    """Watch ids and rule ids hold a-z, 0-9 and hyphens only, and none is used twice."""
    for ids in ([watch["id"] for watch in WATCHES], [rule["id"] for rule in RULES]):
        assert [each for each in ids if not ID.fullmatch(each)] == []
        assert twice(ids) == []


def test_no_name_is_given_twice() -> None:
    """A name, alias or ambiguous name stands once over all lists, whatever its case."""
    names = [
        name.casefold()
        for watch in WATCHES
        for name in (watch["name"], *watch.get("aliases", []), *watch.get("ambiguous", []))
    ]
    assert twice(names) == []


@every_watch
def test_every_watch_can_be_judged_and_tested(watch: dict[str, Any]) -> None:
    """Each watch says what it is, has a hit, and has a miss where a name of it is ambiguous."""
    assert watch["kind"] in KINDS
    assert watch["about"].strip()
    assert watch["hits"]
    assert watch["misses"] or not watch.get("ambiguous")
    assert not set(watch["hits"]) & set(watch["misses"])


def test_rules_name_what_exists() -> None:
    """Every name in a rule's `all` is a kind or the id of a watch, and every rule has a title."""
    known = KINDS | {watch["id"] for watch in WATCHES}
    assert [rule["id"] for rule in RULES if not rule["title"] or not set(rule["all"]) <= known] == []


def test_a_company_beside_an_agency_is_pushed() -> None:
    """The rule that the project is for is there: company and agency in one sentence alert at once."""
    (rule,) = (rule for rule in RULES if rule["id"] == "company-meets-agency")
    assert rule == {
        "id": "company-meets-agency",
        "title": "Company meets agency",
        "all": ["company", "agency"],
        "within": "sentence",
        "alert": "push",
    }


def test_people_never_alert_on_their_own() -> None:
    """A person is watched as context only."""
    assert {watch["alert"] for watch in WATCHES if watch["kind"] == "person"} == {"context"}


def test_the_example_configuration_shows_every_key_with_its_default() -> None:
    """`config.toml` holds all documented keys at their documented defaults, with a channel to fill in."""
    assert {key: value for key, value in CONFIG.items() if key != "feed"} == {
        "watchlists": "watchlists",
        "store": {"path": "data/wirewatch.db", "keep": "90d"},
        "telegram": {
            "chat": "@my_channel",
            "admins": [],
            "api_url": "https://api.telegram.org",
            "public": False,
            "follow": False,
            "quiet": "off",
            "preview": False,
            "buttons": True,
            "silent": False,
        },
        "schedule": {"timezone": "America/Toronto", "digest": "08:00", "weekly": "off", "poll": "15m"},
        "alerts": {"first_poll": "24h", "max_age": "7d"},
        "fetch": {"allow_private_addresses": False, "timeout": "20s", "max_bytes": 10_000_000},
        "web": {"listen": "", "address": ""},
    }


def test_feeds_are_whole_and_unique() -> None:
    """Every feed has an https address of its own, a name and a language, and only documented keys."""
    allowed = {"url", "name", "publisher", "language", "chat", "interval", "fulltext"}
    assert twice([feed["url"] for feed in FEEDS]) == []
    assert twice([feed["name"] for feed in FEEDS]) == []
    for feed in FEEDS:
        assert set(feed) <= allowed
        assert feed["url"].startswith("https://")
        assert feed["name"]
        assert feed["language"]


def test_feeds_cover_three_languages() -> None:
    """There are at least forty feeds, in English, French and Spanish."""
    assert len(FEEDS) >= 40
    assert {feed["language"] for feed in FEEDS} == {"en", "fr", "es"}


@pytest.mark.parametrize("company", COMPANIES, ids=lambda watch: watch["id"])
def test_every_company_is_searched_for(company: dict[str, Any]) -> None:
    """Each company has a search feed in English and one in French."""
    quoted = f'"{company["name"]}"'
    assert {"en", "fr"} <= {feed["language"] for feed in FEEDS if quoted in searches(feed)}


def test_search_feeds_leave_the_publisher_to_the_item() -> None:
    """A search feed names no publisher, and every other feed does."""
    assert [feed["name"] for feed in FEEDS if bool(searches(feed)) == ("publisher" in feed)] == []
