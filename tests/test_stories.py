"""Which entries are one story: joining, keeping apart, forgetting, and the same again in any order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.model import Entry, Placement
from pipelines.stories.newcomer import Newcomer, newcomer
from pipelines.stories.window import Window, place, restore

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(identifier: str, title: str, summary: str = "", *, hours: float = 0) -> Entry:
    """Return an entry published so many hours ago."""
    return Entry(id=identifier, title=title, summary=summary, published=NOW - timedelta(hours=hours))


def ready(*entries: Entry) -> list[Newcomer]:
    """Return the entries made ready for grouping."""
    return [newcomer(each, now=NOW) for each in entries]


def stories(*entries: Entry, window: Window | None = None) -> dict[str, str]:
    """Return the story of each entry, placed one after the other."""
    window = window or Window()
    return {placed.entry: placed.story for each in entries for placed in place(ready(each), window)}


FERRY = entry(
    "ferry-1",
    "Talvane Freight wins $8 million ferry contract in Ellery",
    "The Ellery harbour board gave Talvane Freight the ferry across the sound for ten years, worth $8 million.",
    hours=9,
)
FERRY_AGAIN = entry(
    "ferry-2",
    "Ellery ferry goes to Talvane for ten years",
    "Harbour board chair Odile Marrick said Talvane Freight had made the best offer for the crossing: $8 million.",
    hours=8,
)
RAID_NORTH = entry(
    "raid-n",
    "Border officers arrest 40 workers in raid on Brackwater cannery",
    "Officers of the Coastal Registry Office raided the Pellam cannery in Brackwater on Monday and arrested 40 "
    "workers, among them Ines Okoro, a union steward.",
    hours=7,
)
RAID_SOUTH = entry(
    "raid-s",
    "Border officers arrest 12 workers in raid on Harwick laundry",
    "Officers of the Coastal Registry Office raided the Osprell laundry in Harwick on Thursday and arrested 12 "
    "workers; owner Jonas Feld said they had papers.",
    hours=6,
)
RAID_NORTH_AGAIN = entry(
    "raid-n2",
    "Union protests after Brackwater cannery raid",
    "Steward Ines Okoro is among the 40 workers whom the Coastal Registry Office arrested at the Pellam cannery in "
    "Brackwater, her union said.",
    hours=5,
)


def test_reports_of_one_event_are_one_story_and_look_alikes_are_not() -> None:
    """Other words for one contract join; two raids of one agency in one week, told in the same words, stay apart."""
    found = stories(FERRY, FERRY_AGAIN, RAID_NORTH, RAID_SOUTH, RAID_NORTH_AGAIN)
    assert found["ferry-2"] == "ferry-1"
    assert found["raid-n2"] == "raid-n"
    assert len({found["ferry-1"], found["raid-n"], found["raid-s"]}) == 3


def test_a_placement_says_why() -> None:
    """What joins names what it shares, in words; what begins a story names the nearest one."""
    window = Window()
    place(ready(FERRY), window)
    (joined,) = place(ready(FERRY_AGAIN), window)
    assert joined.story == "ferry-1"
    assert 0.5 < joined.score <= 1
    assert "talvane" in " ".join(joined.reasons).lower()
    place(ready(RAID_NORTH), window)
    (apart,) = place(ready(RAID_SOUTH), window)
    assert (apart.story, apart.nearest) == ("raid-s", "raid-n")
    assert apart.score <= 0.5


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        pytest.param({"feed": "https://a.example/f"}, {"feed": "https://a.example/f", "id": "1"}, "same id", id="id"),
        pytest.param(
            {"link": "https://a.example/ferry?utm_source=rss"}, {"link": "http://www.a.example/ferry/"}, "same link",
            id="link",
        ),
        pytest.param(
            {"source": "Ellery Gazette", "title": "Harbour board picks a ferry company"},
            {"source": "ellery gazette", "title": "Harbour Board Picks a Ferry Company", "link": "https://s.example/x"},
            "same headline", id="outlet and headline, where a search feed's link says nothing",
        ),
    ],
)  # fmt: skip
def test_the_same_article_joins_whatever_it_says(first: dict[str, Any], second: dict[str, Any], reason: str) -> None:
    """Another text under the same id of a feed, link, or headline of an outlet is an update of that story."""
    window = Window()
    place(ready(replace(Entry(id="1", title="Ferry talks at Ellery", summary=FERRY.summary), **first)), window)
    other = replace(Entry(id="2", title="Cheese fair opens", summary="Forty stalls sell goat cheese."), **second)
    (placed,) = place(ready(other), window)
    assert (placed.story, placed.score, placed.reasons) == ("1", 1.0, (reason,))


def test_the_same_id_in_another_feed_is_another_entry() -> None:
    """Ids identify within a feed only."""
    one, two = replace(FERRY, feed="https://a.example/f"), replace(RAID_NORTH, id="ferry-1", feed="https://b.example/f")
    window = Window()
    place(ready(one), window)
    (placed,) = place(ready(two), window)
    assert placed.reasons != ("same id",)


ROUND_UPS = (
    entry(
        "live", "Ellery live updates: ferry contract, cannery raid", f"{FERRY.summary} {RAID_NORTH.summary}", hours=8
    ),
    entry("brief", "Morning briefing", f"• {FERRY.summary}\n• {RAID_NORTH.summary}\n• {RAID_SOUTH.summary}", hours=7),
)


@pytest.mark.parametrize("round_up", ROUND_UPS, ids=lambda each: each.id)
def test_round_ups_glue_nothing(round_up: Entry) -> None:
    """A live blog or a newsletter that tells of two events does not make them one story, first or last."""
    for order in ((round_up, FERRY, RAID_NORTH, FERRY_AGAIN), (FERRY, round_up, RAID_NORTH, FERRY_AGAIN)):
        found = stories(*order)
        assert found["ferry-2"] == found["ferry-1"] == "ferry-1"
        assert found["raid-n"] == "raid-n"


def test_a_poll_in_any_order_gives_the_same_stories() -> None:
    """Entries that come together are placed by date, then by what identifies them."""
    batch = [FERRY, FERRY_AGAIN, RAID_NORTH, RAID_SOUTH, RAID_NORTH_AGAIN, *ROUND_UPS]
    batch += [replace(each, id=f"{each.id}-undated", published=None) for each in batch]
    first = place(ready(*batch), Window())
    for seed in range(5):
        shuffled = random.Random(seed).sample(batch, len(batch))
        assert place(ready(*shuffled), Window()) == first


def test_a_story_ends_when_nothing_joins_it_for_a_week() -> None:
    """The window looks back over its span only, and forgets the keys of what has left it."""
    window = Window()
    place(ready(replace(FERRY, published=NOW - timedelta(days=8))), window)
    (placed,) = place(ready(replace(FERRY_AGAIN, published=NOW)), window)
    assert placed.story == "ferry-2"
    assert len(window.stories) == 1


def test_a_window_is_bounded_by_number_too() -> None:
    """Undated entries are forgotten by number: those placed first go first."""
    window = Window(most=50)
    for number in range(200):
        words = " ".join(
            f"{stem}{number}" for stem in ("harbour", "vintner", "cobbler", "tinsmith", "glazier", "farrier")
        )
        place(ready(Entry(id=str(number), title=words)), window)
    assert len(window.stories) <= 51
    assert len(window.places) <= 51 * 3


def test_a_window_built_again_goes_on_where_it_stopped() -> None:
    """After a restart the entries placed so far are put back into their stories, and the next go where they would."""
    before = [FERRY, RAID_NORTH, RAID_SOUTH]
    window, again = Window(), Window()
    placed: list[Placement] = [one for each in before for one in place(ready(each), window)]
    for each, one in zip(ready(*before), placed, strict=True):
        restore(each, one.story, again)
    for later in (FERRY_AGAIN, RAID_NORTH_AGAIN):
        assert place(ready(later), again) == place(ready(later), window)


def test_a_date_in_the_future_ends_no_stories() -> None:
    """Some feeds give next year's dates: they count as now."""
    found = stories(FERRY, entry("odd", "Cheese fair opens in Harwick", hours=-9000), FERRY_AGAIN)
    assert found["ferry-2"] == "ferry-1"


@pytest.mark.parametrize("text", ["", "…", "的新闻报道", "9" * 400, "$" * 50 + "1e999", "a " * 5000, "\x00"])
def test_any_text_can_be_placed(text: str) -> None:
    """Texts without words, of one word, of huge numbers or other scripts get a story like any other."""
    window = Window()
    assert [placed.story for placed in place(ready(Entry(id="1", title=text, summary=text)), window)] == ["1"]
    place(ready(Entry(id="2", title=text, summary=text)), window)


def test_one_name_and_nothing_else_is_no_story() -> None:
    """A contract and a lawsuit of one company share its name, of several words too, and no other word."""
    for one, two in (
        ("Ostrava Rail Systems hires", "Ostrava Rail Systems sells four ferries to Brackwater"),
        ("Talvane opens a museum of rope", "Fire at a warehouse of Talvane kills nobody"),
    ):
        found = stories(entry("1", one, hours=2), entry("2", two, hours=1))
        assert found == {"1": "1", "2": "2"}


COPIES = (
    "The Ellery harbour board gave Talvane Freight the ferry across the sound for ten years on Tuesday, its chair "
    "Odile Marrick said, after a tender in which four companies took part."
)


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        pytest.param(COPIES, True, id="word for word"),
        pytest.param(f"ELLERY (Coastline Press) - {COPIES} Nobody else would comment.", True, id="longer"),
        pytest.param(COPIES[: len(COPIES) * 2 // 3] + " …", True, id="cut off"),
        pytest.param(COPIES.replace("on Tuesday", "this week"), True, id="edited a little"),
        pytest.param("For ten years Talvane Freight will run the ferry across the Ellery Sound, said the harbour "
                     "board's chair, Odile Marrick. Four companies had asked for it.", False, id="told in other words"),
        pytest.param("Talvane Freight gets the ferry.", False, id="too short to tell"),
    ],
)  # fmt: skip
def test_syndicated_copy_is_told_from_reports(text: str, is_copy: bool) -> None:
    """A text that an earlier report of the story had nearly word for word is its copy, whatever its headline."""
    window = Window()
    place(ready(entry("wire", "Talvane Freight gets the Ellery ferry", COPIES, hours=2)), window)
    (placed,) = place(ready(entry("other", "Ellery ferry goes to Talvane Freight", text, hours=1)), window)
    assert placed.story == "wire"
    assert placed.copy_of == ("wire" if is_copy else "")


@pytest.mark.parametrize(
    ("first", "second", "other"),
    [
        pytest.param(
            "Le port d’Ellery confie sa traversée à la société Talvane pour dix ans, selon Odile Marrick",
            "La traversée d’Ellery confiée à Talvane : Odile Marrick défend un contrat de dix ans",
            "La société Talvane a été condamnée pour l’incendie de son entrepôt de Brackwater",
            id="French",
        ),
        pytest.param(
            "El puerto de Ellery concede la travesía a Talvane por diez años, anunció la presidenta Odile Marrick",
            "Odile Marrick defiende el contrato de diez años que concedió a Talvane la travesía de Ellery",
            "La empresa Talvane fue condenada por el incendio de su almacén de Brackwater",
            id="Spanish",
        ),
    ],
)
def test_french_and_spanish_are_read_in_their_own_words(first: str, second: str, other: str) -> None:
    """Small words of a language tell nothing of an event there, and inflected words meet."""
    found = stories(entry("1", first, hours=3), entry("2", second, hours=2), entry("3", other, hours=1))
    assert found == {"1": "1", "2": "1", "3": "3"}


def test_what_is_remembered_is_bounded_within_a_story_too() -> None:
    """A story that never ends keeps the words that matter and the addresses of the window's entries."""
    window = Window(most=40)
    for number in range(300):
        fresh = " ".join(f"word{''.join(chr(97 + int(digit)) for digit in f'{number}{at}')}" for at in range(30))
        text = f"{FERRY.summary} {fresh}"
        place(ready(Entry(id=str(number), title=FERRY.title, summary=text, link=f"https://a.example/{number}")), window)
    (story,) = window.stories.values()
    assert len(story.sums["words"]) <= 3_000
    assert len(window.places) <= 41 * 3


def test_an_old_entry_does_not_join_todays_story() -> None:
    """A new feed brings entries of months ago: they are further from a story of today than its window reaches."""
    found = stories(FERRY, entry("old", FERRY_AGAIN.title, FERRY_AGAIN.summary, hours=24 * 30))
    assert found == {"ferry-1": "ferry-1", "old": "old"}


def test_a_headline_of_a_word_or_two_tells_no_event() -> None:
    """Yesterday's "Weather" and that of today are two entries and no story."""
    assert stories(entry("1", "Weather", hours=9), entry("2", "Weather", hours=1)) == {"1": "1", "2": "2"}


def test_an_article_that_comes_twice_weighs_once_also_after_a_restart() -> None:
    """What joins by its link alone changes nothing of what a story is like, live or built again."""
    other = replace(RAID_SOUTH, id="same-link", link="https://a.example/ferry")
    first = replace(FERRY, link="https://a.example/ferry")
    window, again = Window(), Window()
    for each in ready(first, other):
        (placed,) = place([each], window)
        restore(each, placed.story, again)
    assert placed.reasons == ("same link",)
    assert again.stories == window.stories
    assert again.posted == window.posted
