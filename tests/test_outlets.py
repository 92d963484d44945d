"""Publishers of a story: which reports are one publisher's, and how the further ones are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model import Report
from pipelines.stories.outlets import Outlets, also, outlets, publisher_keys


def reports(*rows: tuple[str, str] | tuple[str, str, int]) -> list[Report]:
    """Return reports with source, link, and the report that each is a copy of."""
    return [
        Report(entry=number, source=row[0], link=row[1], copy_of=row[2] if len(row) > 2 else None)
        for number, row in enumerate(rows, 1)
    ]


PUBLISHERS = [
    pytest.param("Ellery Gazette", "https://www.gazette.example/a/1", "gazette.example", id="domain"),
    pytest.param("Ellery Gazette", "https://feeds.news.gazette.co.uk/1", "gazette.co.uk", id="suffix of two parts"),
    pytest.param("Office", "https://ships.gov.bc.ca/1", "gov.bc.ca", id="of a province"),
    pytest.param("Ellery Gazette", "https://news.google.com/rss/articles/CBMiX", "ellery gazette", id="search"),
    pytest.param("Gazette.example", "https://news.google.com/rss/articles/X", "gazette.example", id="named as a host"),
    pytest.param("", "https://www.google.com/url?url=https://gazette.example/1", "gazette.example", id="redirect"),
    pytest.param("", "https://news.google.com/rss/articles/CBMiX", "google.com", id="search without a name"),
    pytest.param("The Éllery  Gazette", "https://uk.news.yahoo.com/1", "ellery gazette", id="portal"),
    pytest.param("Ellery Gazette", "https://finance.yahoo.co.jp/1", "ellery gazette", id="portal elsewhere"),
    pytest.param("Kay", "https://harbour.substack.com/p/1", "harbour.substack.com", id="subdomain"),
    pytest.param("Kay", "https://harbour.blogspot.com/1", "harbour.blogspot.com", id="subdomain by the list"),
    pytest.param("Kay", "https://kay.github.io/1", "kay.github.io", id="pages"),
    pytest.param("Kay", "https://medium.com/@kay/1", "kay", id="shared address"),
    pytest.param("Kay", "https://www.medium.com/@kay/1", "kay", id="shared address with www"),
    pytest.param("Ellery Gazette", "", "ellery gazette", id="no link"),
    pytest.param("Kay", "http://192.0.2.7:8080/1", "192.0.2.7", id="number"),
    pytest.param("Kay", "http://localhost/1", "localhost", id="no domain"),
    pytest.param("", "", "", id="nothing"),
]


@pytest.mark.parametrize(("source", "link", "key"), PUBLISHERS)
def test_a_publisher_is_known_by_its_domain_else_by_its_name(source: str, link: str, key: str) -> None:
    """The registrable domain, with the subdomain where publishers share it; the name where the site tells nothing."""
    assert publisher_keys(source, link)[0] == key


ONE = [
    pytest.param([("Gazette", "https://gazette.example/1"), ("Gazette: World", "https://gazette.example/2")], 1,
                 id="two feeds of one site"),
    pytest.param([("BBC News", "https://www.bbc.com/1"), ("BBC news", "https://www.bbc.co.uk/2")], 1, id="one name"),
    pytest.param([("Gazette", "https://gazette.example/1"), ("The Gazette", "https://news.google.com/x")], 1,
                 id="by search"),
    pytest.param([("Gazette", "https://gazette.example/1"), ("Courier", "https://news.google.com/x"),
                  ("Courier", "https://gazette.example/2")], 1, id="one report joins two"),
    pytest.param([("Gazette", "https://news.yahoo.com/1"), ("Courier", "https://news.yahoo.com/2")], 2, id="portal"),
    pytest.param([("", "https://gazette.example/1"), ("", "https://courier.example/1")], 2, id="nameless"),
    pytest.param([("", ""), ("", "")], 1, id="nothing is known"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "count"), ONE)
def test_publishers_are_counted_not_feeds(rows: list[tuple[str, str]], count: int) -> None:
    """Reports of one domain or of one name are one publisher's, in whatever order they come."""
    assert len(outlets(reports(*rows)).names) == count
    assert len(outlets(reports(*rows[::-1])).names) == count


def test_names_come_in_the_order_of_the_first_reports() -> None:
    """The story's own outlet stands first; one without a name is told by its domain."""
    found = outlets(
        reports(
            ("Ellery Gazette", "https://gazette.example/1"),
            ("", "https://www.courier.example/1"),
            ("Gazette Live", "https://live.gazette.example/2"),
            ("Harbour  Times", "https://harbour.example/1"),
        )
    )
    assert found.names == ("Ellery Gazette", "courier.example", "Harbour Times")
    assert found.links == ("https://gazette.example/1", "https://www.courier.example/1", "https://harbour.example/1")
    assert (found.copies, found.independent) == (0, 2)


def test_a_copy_is_a_publisher_that_has_nothing_of_its_own() -> None:
    """Who has the agency's text only is a copy; who wrote something too is independent; the first is neither."""
    found = outlets(
        reports(
            ("A", "https://a.example/1"),
            ("B", "https://b.example/1", 1),
            ("C", "https://c.example/1", 1),
            ("C", "https://c.example/2"),
            ("D", "https://d.example/1"),
        )
    )
    assert (found.copies, found.independent) == (1, 2)


WORDS = [
    pytest.param("", 0, "", id="nobody"),
    pytest.param("A", 0, "", id="its own only"),
    pytest.param("A B", 0, "also: B", id="one"),
    pytest.param("A B", 1, "also: B (the same copy)", id="one, copied"),
    pytest.param("A B C D", 0, "also: B, C, D", id="three"),
    pytest.param("A B C D", 1, "also: B, C, D (1 of them the same copy)", id="three, one copied"),
    pytest.param("A B C D E", 0, "also: B, C, +2", id="four"),
    pytest.param("A B C D E F", 2, "also: B, C, +3 (2 of them the same copy)", id="five, two copied"),
    pytest.param("A B C D E", 4, "also: B, C, +2 (all the same copy)", id="all copied"),
]


@pytest.mark.parametrize(("names", "copies", "words"), WORDS)
def test_further_publishers_in_words(names: str, copies: int, words: str) -> None:
    """Up to three are named, of more two, and the rest is counted, copies told apart."""
    found = tuple(names.split())
    of = Outlets(names=found, links=("",) * len(found), copies=copies, independent=max(len(found) - 1, 0) - copies)
    assert also(of) == words


def test_a_long_name_is_cut() -> None:
    """However long a feed's title is, the words stay a line."""
    assert len(also(outlets(reports(*((name * 90, "") for name in "abcde"))))) < 100


@given(st.lists(st.tuples(st.text(), st.text().map(lambda text: f"https://{text}.example/"))))
def test_whatever_the_names_and_links_it_takes_them(rows: list[tuple[str, str]]) -> None:
    """Odd names and links that are none raise nothing, and there is no publisher without a report."""
    found = outlets(reports(*rows))
    assert len(found.names) <= len(rows)
    assert all(found.names)


def test_a_domain_with_many_unlike_names_is_a_portals() -> None:
    """What a portal nobody knows carries for three outlets makes these outlets no single one."""
    carried = [(name, "https://presswheel.example/x") for name in ("Harbour Courier", "Tally & Trade", "Ellery Now")]
    own = [("Harbour Courier", "https://courier.example/1"), ("Ellery Now", "https://ellery.example/1")]
    assert outlets(reports(*own, *carried)).names == ("Harbour Courier", "Ellery Now", "Tally & Trade")
    departments = [(f"Gazette {part}", "https://gazette.example/x") for part in ("World", "Sport", "Business")]
    assert len(outlets(reports(*departments)).names) == 1
