"""What people marked right and wrong, in the digest: precision at the headings, wrong ones in a part of their own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.telegram_html import parse_html
from pipelines.digest.build import build, without_wrong
from pipelines.digest.values import Digest, Health, Item, Mark, Reviews
from pipelines.model import Action, Kind, Level, Rule, Watch
from pipelines.render.digest.data import digest_json
from pipelines.render.digest.page import digest_html
from pipelines.render.digest.telegram import ITEMS, digest_messages
from pipelines.render.digest.text import digest_text

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE = ZoneInfo("America/Toronto")


def watch(identifier: str, kind: Kind = Kind.COMPANY, level: Level = Level.PUSH) -> Watch:
    """Return a watch."""
    return Watch(id=identifier, name=f"{identifier.title()} & Sons", kind=kind, alert=level)


WATCHES = [watch("talvane"), watch("osprell"), watch("registry", Kind.AGENCY, Level.DIGEST)]
MEETS = Rule(id="meets", title="Company meets agency", all=("company", "agency"), within="sentence", cues=("lease",))
PAIR = Rule(id="pair", title="Two companies", all=("company", "company"))


def item(key: int, *watches: str, action: Action = Action.ALERT, rules: tuple[str, ...] = (), **more: object) -> Item:
    """Return an entry of the day."""
    return Item(
        **{
            "key": key, "title": f"Story {key}", "link": f"https://gazette.example/{key}", "source": "Ellery Gazette",
            "at": NOW - 2 * HOUR, "action": action, "reason": "Named.", "watches": watches, "rules": rules,
            "unsure": (), "score": 1.0, "sentence": "", **more,
        }  # type: ignore[arg-type]
    )  # fmt: skip


def mark(entry: int, watch: str, at: datetime = NOW - HOUR, story: int | None = None) -> Mark:
    """Return what a person said of an entry."""
    link = f"https://gazette.example/{entry}"
    return Mark(
        entry=entry, watch=watch, at=at, title=f"Story {entry}", link=link, source="Ellery Gazette", story=story
    )


def made(
    items: list[Item], *marks: Mark, watches: list[Watch] = WATCHES, precision: dict[str, tuple[int, int]] | None = None
) -> Digest:
    """Return the digest of a day of these entries, of which people said this."""
    left = without_wrong(items, marks, {each.id: each for each in WATCHES}, [MEETS, PAIR])
    reviews = Reviews(wrong=marks, precision=precision or {})
    titles = [(rule.id, rule.title) for rule in (MEETS, PAIR)]
    health = Health(feeds=3, answered=3, entries=9)
    return build(date(2026, 11, 22), NOW - DAY, NOW, left, watches, titles, health, reviews=reviews, alerts=2)


def told(digest: Digest) -> dict[str, list[int]]:
    """Return the entries under each heading, and those marked wrong with their watch."""
    parts = {title: [item.key for item in items] for title, items in digest.rules}
    sections = {f"{part.watch}:{part.count}": [item.key for item in part.items] for part in digest.sections}
    wrong = {f"not {each.watch}": [each.entry] for each in digest.wrong}
    return {**parts, **sections, **wrong}


# --- what is told ------------------------------------------------------------------------------------


def test_an_entry_marked_wrong_is_told_under_marked_wrong_only() -> None:
    """It leaves the watch's heading and count."""
    digest = made([item(1, "talvane"), item(2, "talvane")], mark(1, "talvane"))
    assert told(digest) == {"talvane:1": [2], "not talvane": [1]}
    assert [each.name for each in digest.wrong] == ["Talvane & Sons"]
    assert not digest.empty


def test_it_stays_under_the_other_watches_that_it_names() -> None:
    """Only the watch that it does not mean is taken away."""
    assert told(made([item(1, "talvane", "osprell")], mark(1, "talvane"))) == {"osprell:1": [1], "not talvane": [1]}


def test_a_rule_that_needs_the_wrong_watch_is_not_met() -> None:
    """The meeting goes with one of the two; a rule that the others would do for stays."""
    met = [item(1, "talvane", "registry", rules=("meets",))]
    assert told(made(met, mark(1, "talvane"))) == {"registry:1": [1], "not talvane": [1]}
    met = [item(1, "talvane", "osprell", "registry", rules=("meets", "pair"))]
    assert told(made(met, mark(1, "talvane")))["Company meets agency"] == [1]
    assert "Two companies" not in told(made(met, mark(1, "talvane")))


def test_a_rule_of_an_entry_that_nobody_reviewed_stays_as_it_was() -> None:
    """Rules and watches that are in force no more are told as they were decided."""
    assert told(made([item(1, "talvane", rules=("meets",))], mark(9, "talvane", NOW - 3 * DAY))) == {
        "Company meets agency": [1],
        "talvane:1": [],
    }


def test_what_was_added_to_a_wrong_alert_is_wrong_with_it() -> None:
    """Other outlets' reports of the story go too, also days later; a later alert of the story is judged by itself."""
    added = item(2, "talvane", action=Action.ADDED, story=1)
    assert told(made([item(1, "talvane", story=1), added], mark(1, "talvane", story=1))) == {"not talvane": [1]}
    earlier = mark(1, "talvane", NOW - 2 * DAY, story=1)
    assert told(made([added], earlier)) == {}
    assert told(made([item(3, "talvane", story=1)], earlier)) == {"talvane:1": [3]}


def test_what_was_added_to_a_story_with_an_alert_that_is_right_is_told() -> None:
    """Where an alert of the story that names the watch was not marked wrong, a report may belong to that one."""
    added = item(2, "talvane", action=Action.ADDED, story=1)
    of_one = replace(mark(1, "talvane", NOW - 2 * DAY, story=1), whole_story=False)
    assert told(made([added], of_one)) == {"talvane:1": [2]}


def test_a_name_to_review_that_is_wrong_needs_no_review() -> None:
    """An edit may make a wrong name unsure; what was said of it still holds."""
    unsure = item(1, action=Action.REVIEW, unsure=("talvane",))
    assert made([unsure]).review
    assert not made([unsure], mark(1, "talvane")).review


def test_marked_wrong_lists_what_was_marked_since_the_last_digest() -> None:
    """Of older entries too, each once; what was marked before stood in an earlier digest, whatever came of it since."""
    marks = [
        mark(7, "talvane", NOW - DAY - HOUR), mark(8, "talvane", NOW - DAY), mark(9, "osprell"), mark(6, "talvane", NOW)
    ]  # fmt: skip
    added = item(10, "talvane", action=Action.ADDED, story=7)
    assert [each.entry for each in made([item(7, "talvane"), added], *marks).wrong] == [8, 9]


def test_an_entry_of_a_past_day_is_listed_where_it_was_marked() -> None:
    """The digest of a past day leaves out what was marked since, and does not list it: that day knew nothing of it."""
    assert told(made([item(1, "talvane")], mark(1, "talvane", NOW + 3 * DAY))) == {}


def test_a_chat_learns_of_its_own_watches_only() -> None:
    """Marks of other lists' watches are none of its business."""
    digest = made([item(1, "talvane", "osprell")], mark(1, "talvane"), mark(2, "osprell"), watches=[WATCHES[1]])
    assert told(digest) == {"osprell:1": [1], "not osprell": [2]}


def test_without_reviews_nothing_changes() -> None:
    """A digest that nobody's verdict touches is the same to the last byte."""
    items = [item(1, "talvane", "registry", rules=("meets",)), item(2, "osprell", action=Action.DIGEST)]
    digest, plain = made(items), build(
        date(2026, 11, 22), NOW - DAY, NOW, items, WATCHES, [("meets", MEETS.title), ("pair", PAIR.title)],
        Health(feeds=3, answered=3, entries=9), alerts=2,
    )  # fmt: skip
    assert digest == plain
    for text in (digest_text(digest, ZONE), digest_html(digest, ZONE), digest_messages(digest, ZONE)[0].html):
        assert "wrong" not in text
        assert "right" not in text.replace("bright", "")


# --- how it looks ------------------------------------------------------------------------------------

REVIEWED = made(
    [item(1, "talvane", "registry", rules=("meets",)), item(2, "talvane"), item(3, "osprell")],
    mark(3, "osprell"),
    precision={"talvane": (12, 3), "osprell": (0, 1), "registry": (1, 0)},
)


def test_a_heading_tells_the_precision_and_marked_wrong_the_headlines() -> None:
    """In Telegram: "12 of 15 right" beside the watch, and headline with watch, nobody's name."""
    (message,) = digest_messages(REVIEWED, ZONE)
    text, _ = parse_html(message.html)
    assert "Talvane & Sons: 2 (1 of them above; 12 of 15 right)" in text
    assert "\n\nTold above: Registry & Sons 1 (1 of 1 right)\n\n" in text
    assert "Marked wrong\n• Story 3 · not Osprell & Sons" in text
    assert '<a href="https://gazette.example/3">Story 3</a>' in message.html


def test_the_same_as_text_and_as_a_page() -> None:
    """Both tell precision, headline, watch and link."""
    text = digest_text(REVIEWED, ZONE)
    assert "Talvane & Sons: 2 (1 of them above; 12 of 15 right)" in text
    assert "\n\nTold above: Registry & Sons 1 (1 of 1 right)\n\n" in text
    assert "\nMarked wrong\n  - Story 3\n    not Osprell & Sons, Ellery Gazette, https://gazette.example/3\n" in text
    page = digest_html(REVIEWED, ZONE)
    assert "12 of 15 right" in page
    assert "<h2>Told above: Registry &amp; Sons 1 (1 of 1 right)</h2>\n<h2>Marked wrong" in page
    assert (
        '<h2>Marked wrong</h2>\n<ul>\n<li><a href="https://gazette.example/3"><bdi>Story 3</bdi></a><br>'
        "<small><bdi>not Osprell &amp; Sons</bdi>, <bdi>Ellery Gazette</bdi></small></li>\n</ul>"
    ) in page


def test_the_same_as_json() -> None:
    """Right and wrong stand with each watch, and each mark with its moment in UTC."""
    data = json.loads(digest_json(REVIEWED))
    assert [(part["watch"], part["right"], part["wrong"]) for part in data["watches"]] == [
        ("talvane", 12, 3),
        ("registry", 1, 0),
    ]
    assert data["marked_wrong"] == [
        {
            "entry": 3, "watch": "osprell", "name": "Osprell & Sons", "title": "Story 3",
            "link": "https://gazette.example/3", "source": "Ellery Gazette", "marked_at": "2026-11-22T12:00:00+00:00",
        }
    ]  # fmt: skip


def test_many_wrong_ones_are_counted_in_telegram_and_listed_elsewhere() -> None:
    """A message lists a dozen; the text lists all."""
    digest = made([], *(mark(key, "talvane") for key in range(1, ITEMS + 4)))
    assert "• and 3 more" in digest_messages(digest, ZONE)[0].html
    assert digest_text(digest, ZONE).count("not Talvane & Sons") == ITEMS + 3


def test_an_unsafe_headline_is_escaped() -> None:
    """Headlines come from strangers: none of them becomes markup."""
    evil = Mark(entry=1, watch="talvane", at=NOW - HOUR, title="<b>x</b> & y", link="", source="<i>")
    digest = made([], evil)
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in digest_messages(digest, ZONE)[0].html
    assert "<b>x" not in digest_html(digest, ZONE)
    assert "<i>" not in digest_html(digest, ZONE)


def test_a_watch_that_is_gone_from_the_lists_is_not_told() -> None:
    """Its reviews go on being stored; no heading bears an id that no reader knows."""
    digest = made([item(1, "talvane")], mark(2, "gone"), precision={"gone": (1, 4)})
    for render in (digest_text(digest, ZONE), digest_html(digest, ZONE), digest_json(digest)):
        assert "gone" not in render
