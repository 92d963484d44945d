"""Which entries of a document are new, changed, the same, known under another id, or held back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.arrivals import Arrivals, Recall, compare, hash_of
from pipelines.model import Entry, Known
from pipelines.text import link_key, title_key

LAST = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SUBJECTS = "Harbour Ferries Orchards Libraries Bridges Lanterns Beacons Markets Quarries Tramways Mills Canals".split()


def story(number: int, **changes: object) -> Entry:
    """Return the outlet's story of that number, with what a test changes about it."""
    return Entry(
        **{
            "id": f"id-{number}",
            "title": f"{SUBJECTS[number]} of Ellery reopen on Monday",
            "link": f"https://ellery.example/story-{number}",
            "published": LAST - timedelta(days=1),
            **changes,
        }  # type: ignore[arg-type]
    )


def memory(*stories: Entry, aliases: dict[str, int] | None = None, first: bool = False) -> Recall:
    """Return what is remembered after `stories` were stored, under the row numbers 1, 2, …"""
    known = [Known(key=key, id=entry.id, text_hash=hash_of(entry)) for key, entry in enumerate(stories, 1)]
    links: dict[str, tuple[Known, ...]] = {}
    titles: dict[str, tuple[Known, ...]] = {}
    for row, entry in zip(known, stories, strict=True):
        for group, key in ((links, link_key(entry.link)), (titles, title_key(entry.title))):
            if key:
                group[key] = (*group.get(key, ()), row)
    ids = {row.id: row for row in known} | {name: known[key - 1] for name, key in (aliases or {}).items()}
    return Recall(ids=ids, links=links, titles=titles, last_success=None if first else LAST)


def states(arrivals: Arrivals) -> str:
    """Return the states as initials, with the row of the known entry: "N S1 C2a H" (a: by another id)."""
    return " ".join(
        item.state[0].upper() + (str(item.known.key) if item.known else "") + ("a" if item.alias and item.known else "")
        for item in arrivals.items
    )


A, B, C = story(0), story(1), story(2)

CASES = [
    pytest.param([], [], "", id="an empty document"),
    pytest.param([], [A, B], "N N", id="nothing remembered"),
    pytest.param([A, B], [A, B], "S1 S2", id="all as before"),
    pytest.param([A], [B, A], "N S1", id="one new entry"),
    pytest.param([A], [story(0, title="Harbour of Ellery stays shut")], "C1", id="new headline, same id"),
    pytest.param([A], [story(0, link="https://ellery.example/moved")], "S1", id="new link, same id: no new text"),
    pytest.param([A], [story(0, summary="A sentence more.")], "C1", id="new summary"),
    pytest.param([A], [story(0, title=" Harbour  of Ellery reopen on Monday")], "S1", id="only white space"),
    pytest.param([A], [story(0, id="x")], "S1a", id="new id, same link"),
    pytest.param([A], [story(0, id="x", title="Harbour stays shut")], "C1a", id="new id and headline, same link"),
    pytest.param([A], [story(0, id="x", link="http://www.ellery.example/story-0/?utm_source=rss")], "S1a",
                 id="new id, the link in another spelling"),
    pytest.param([A], [story(0, id="x", link="https://ellery.example/other")], "N", id="new id, new link: same title"),
    pytest.param([A], [story(0, id="x", link="")], "N", id="new id, no link"),
    pytest.param([A], [story(0, id="x"), A], "N S1", id="same link, but the old id is still there"),
    pytest.param([A], [story(0, id="x"), story(1, id="y", link=A.link)], "N N", id="two entries share the link"),
    pytest.param([A, story(1, link=A.link)], [story(2, link=A.link)], "N", id="two known entries had the link"),
    pytest.param([story(0, link="https://ellery.example/")], [story(1, link="https://ellery.example/")], "N",
                 id="a home page names no article"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "document", "expected"), CASES)
def test_an_entry_is_known_by_its_id_or_by_a_link_of_its_own(
    before: Sequence[Entry], document: Sequence[Entry], expected: str
) -> None:
    """An entry is known by its id, and by its link only where the link names exactly one entry, then and now."""
    arrivals = compare(document, memory(*before))
    assert states(arrivals) == expected
    assert arrivals.storm == ""


def test_arrivals_keep_the_order_of_the_document() -> None:
    """Every entry comes back, in the order in which it was given."""
    document = [C, A, B]
    assert [item.entry for item in compare(document, memory(A)).items] == document


# --- several ids for one entry ------------------------------------------------------------------------


def test_an_alias_is_known_without_being_told_again() -> None:
    """An id that was remembered as a further one is known, and need not be remembered again."""
    assert states(compare([story(0, id="x")], memory(A, aliases={"x": 1}))) == "S1"


def test_an_entry_under_its_old_and_its_new_id_at_once_does_not_flicker() -> None:
    """Where a document gives one entry under two ids with two texts, the first one counts: no edit at every poll."""
    retitled = story(0, id="x", title="Harbour shut again after all")
    assert states(compare([A, retitled], memory(A, aliases={"x": 1}))) == "S1 S1"
    assert states(compare([retitled, A], memory(A, aliases={"x": 1}))) == "C1 S1"


def test_an_entry_that_is_offered_under_its_alias_is_not_taken_for_another_one_with_its_old_link() -> None:
    """The page of a known entry that still stands there, by whatever id, does not make a further entry an edit."""
    moved = story(0, id="x", link="https://ellery.example/moved")
    follow_up = story(3, link=A.link)
    assert states(compare([follow_up, moved], memory(A, aliases={"x": 1}))) == "N S1"


# --- storms -------------------------------------------------------------------------------------------


def renumbered(*numbers: int, **changes: object) -> list[Entry]:
    """Return stories with new ids."""
    return [story(number, id=f"new-{number}", **changes) for number in numbers]


def relinked(*numbers: int) -> list[Entry]:
    """Return stories with new ids and new links."""
    return [story(n, id=f"new-{n}", link=f"https://ellery.example/2/{n}") for n in numbers]


OLD = [story(number) for number in range(6)]
FRESH = {"published": LAST + timedelta(minutes=5)}

STORMS = [
    pytest.param(renumbered(*range(6)), "S1a S2a S3a S4a S5a S6a", True, id="all ids new, same links"),
    pytest.param(relinked(*range(6)), "S1a S2a S3a S4a S5a S6a", True, id="ids and links new, same headlines"),
    pytest.param([*relinked(0, 1, 2), *renumbered(6, **FRESH)], "S1a S2a S3a N", True, id="with a really new entry"),
    pytest.param([*relinked(0, 1, 2), *renumbered(6)], "S1a S2a S3a H", True, id="with one of old date"),
    pytest.param([*relinked(0, 1, 2), *renumbered(6, published=None)], "S1a S2a S3a H", True, id="with an undated one"),
    pytest.param([*relinked(0, 1, 2, 3), OLD[4]], "S1a S2a S3a S4a S5", True, id="one id in five kept"),
    pytest.param([*relinked(0, 1), *OLD[2:6]], "N N S3 S4 S5 S6", False, id="two new ids in six: no storm"),
    pytest.param(renumbered(6, 7, 8, 9), "N N N N", False, id="a busy feed has rolled over"),
    pytest.param([*renumbered(6, 7, 8, 9), *renumbered(0)], "N N N N S1a", False, id="rolled over but for one edit"),
    pytest.param(relinked(0, 1), "N N", False, id="a document of two is no storm"),
    pytest.param([*relinked(0, 1, 2), *[story(0, id="z", link="https://ellery.example/z", **FRESH)]], "H S2a S3a N",
                 True, id="a headline that stands there twice recognises nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "expected", "storm"), STORMS)
def test_a_feed_that_renumbers_its_entries_is_recognised(document: list[Entry], expected: str, storm: bool) -> None:
    """If nearly all ids are new and half of the entries are recognised, headlines count and doubtful ones are held."""
    arrivals = compare(document, memory(*OLD))
    assert states(arrivals) == expected
    assert bool(arrivals.storm) is storm


def test_a_first_poll_is_no_storm() -> None:
    """Without a poll before there is nothing that could have been renumbered."""
    arrivals = compare(renumbered(*range(6)), memory(first=True))
    assert (states(arrivals), arrivals.storm) == ("N N N N N N", "")


def test_the_note_on_a_storm_counts_what_was_recognised_and_what_is_held() -> None:
    """The admins read how many entries got new ids, and how many are held back because they can't be told."""
    note = compare([*relinked(0, 1, 2, 3), OLD[4]], memory(*OLD)).storm
    assert "4 of its 5 entries" in note
    assert "held" not in note
    assert "1 that can't be told from old ones" in compare([*relinked(0, 1, 2), *renumbered(6)], memory(*OLD)).storm
