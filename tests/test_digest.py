"""What stands in a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.digest.build import build, heard, reviewable
from pipelines.digest.values import Digest, Health, Item
from pipelines.model import Action, Fact, Kind, Level, Report, Rule, Suggestion, Watch

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


# --- what ---------------------------------------------------------------------------------------------


def watch(identifier: str, level: Level = Level.PUSH) -> Watch:
    """Return a watch with its id as name."""
    return Watch(id=identifier, name=identifier.title(), kind=Kind.COMPANY, alert=level)


WATCHES = [watch("talvane"), watch("osprell"), watch("registry", Level.DIGEST), watch("island", Level.CONTEXT)]
TITLES = [("meets", "Company meets agency"), ("trouble", "Company under pressure")]
HEALTH = Health(feeds=3, answered=2, entries=40)


def item(
    key: int,
    action: Action,
    *watches: str,
    rules: tuple[str, ...] = (),
    unsure: tuple[str, ...] = (),
    reason: str = "",
    score: float = 1.0,
    story: int | None = None,
    source: str = "Ellery Gazette",
    copy_of: int | None = None,
) -> Item:
    """Return an entry of the day."""
    return Item(
        key=key, title=f"Story {key}", link=f"https://gazette.example/{key}", source=source, at=NOW,
        action=action, reason=reason, watches=watches, rules=rules, unsure=unsure, score=score, sentence="",
        story=story, copy_of=copy_of,
    )  # fmt: skip


def made(*items: Item, watches: list[Watch] = WATCHES) -> Digest:
    """Return the digest of `items`."""
    return build(date(2026, 11, 22), NOW - timedelta(days=1), NOW, items, watches, TITLES, HEALTH, alerts=7)


def shape(digest: Digest) -> dict[str, list[int]]:
    """Return the keys of the entries under each heading, in order."""
    parts = [(title, items) for title, items in digest.rules]
    parts += [(f"{section.watch}:{section.count}", section.items) for section in digest.sections]
    parts += [("review", digest.review), ("held", digest.held)]
    return {heading: [item.key for item in items] for heading, items in parts if items or ":" in heading}


def test_nothing_at_all_is_an_empty_digest() -> None:
    """A day without a watched name is empty, and still knows how the feeds fared."""
    digest = made()
    assert digest.empty
    assert (shape(digest), digest.alerts, digest.health) == ({}, 7, HEALTH)


def test_names_that_turned_up_in_the_span_beside_its_agencies_are_told() -> None:
    """Of the names that nobody watches, those count that came in this span, with an agency of this chat."""

    def name(text: str, seen: datetime, *agencies: str) -> Suggestion:
        return Suggestion(
            name=text, entries=2, publishers=1, close=1, agencies=agencies, first=seen, last=seen, seen=seen,
            examples=(),
        )  # fmt: skip

    names = [
        name("Corvane", NOW - timedelta(hours=1), "registry"),
        name("Dunmere", NOW - timedelta(days=2), "registry"),
        name("Ridley", NOW - timedelta(hours=1), "another chat's"),
        name("Tolland", NOW, "registry"),
    ]
    span = (date(2026, 11, 22), NOW - timedelta(days=1), NOW)
    digest = build(*span, [], WATCHES, TITLES, HEALTH, names, alerts=0)
    assert [each.name for each in digest.unwatched] == ["Corvane"]


def test_every_entry_stands_under_one_heading() -> None:
    """Rules come first, in their order, then watches by count and name; nothing is told twice, all is counted."""
    digest = made(
        item(1, Action.ALERT, "talvane", "registry", rules=("meets", "trouble")),
        item(2, Action.ALERT, "talvane", rules=("trouble",)),
        item(3, Action.ALERT, "osprell", "talvane"),
        item(4, Action.DIGEST, "registry"),
        item(5, Action.ALERT, "osprell"),
    )
    assert shape(digest) == {
        "Company meets agency": [1],
        "Company under pressure": [2],
        "talvane:3": [3],
        "osprell:2": [5],
        "registry:2": [4],
    }
    assert not digest.empty


def test_watches_that_push_stand_before_those_of_the_digest() -> None:
    """However much there is of a quiet watch; a story that names both stands under the one that pushes."""
    digest = made(
        *(item(key, Action.DIGEST, "registry") for key in range(1, 4)),
        item(4, Action.ALERT, "talvane", "registry"),
        item(5, Action.ALERT, "osprell"),
        item(6, Action.ALERT, "osprell"),
        watches=[watch("registry", Level.DIGEST), watch("talvane"), watch("osprell", Level.SILENT)],
    )
    assert shape(digest) == {"osprell:2": [5, 6], "talvane:1": [4], "registry:4": [1, 2, 3]}


def test_a_watch_whose_entries_all_stand_above_is_still_counted() -> None:
    """A watch keeps its line with its count when rules or other watches have told all its entries."""
    digest = made(item(1, Action.ALERT, "talvane", "registry", rules=("meets",)))
    assert shape(digest) == {"Company meets agency": [1], "talvane:1": [], "registry:1": []}
    assert [section.watch for section in digest.sections] == ["talvane", "registry"]


def test_held_and_unsure_entries_stand_apart_and_count_for_no_watch() -> None:
    """What was held back and what is for review is listed by itself, not under the watches, whatever rule is met."""
    digest = made(
        item(1, Action.HELD, "talvane", rules=("meets",), reason="Older than alerts.max_age (7d)."),
        item(2, Action.REVIEW, unsure=("talvane",)),
        item(3, Action.ALERT, "talvane", unsure=("osprell",)),
    )
    assert shape(digest) == {"talvane:1": [3], "review": [2], "held": [1]}


def test_the_likeliest_stands_first_in_the_review() -> None:
    """What is to review is sorted by score, what scores alike by time; other parts keep the order of time."""
    review = [replace(item(key, Action.REVIEW, unsure=("talvane",)), score=score, at=NOW + key * timedelta(hours=1))
              for key, score in ((1, 0.5), (2, 0.05), (3, 0.95), (4, 0.5))]  # fmt: skip
    assert shape(made(*reversed(review)))["review"] == [3, 1, 4, 2]
    assert shape(made(item(2, Action.ALERT, "talvane", score=0.2), item(1, Action.ALERT, "talvane"))) == {
        "talvane:2": [2, 1]
    }


def test_context_is_never_told_on_its_own() -> None:
    """An entry of level context stands nowhere, and a watch of level context heads nothing."""
    digest = made(
        item(1, Action.CONTEXT, "island", rules=("meets",)),
        item(2, Action.CONTEXT, "island"),
        item(3, Action.DIGEST, "island", "registry"),
    )
    assert shape(digest) == {"registry:1": [3]}
    assert made(item(1, Action.CONTEXT, "island", rules=("meets",))).empty


def test_a_context_watch_stands_under_its_rule() -> None:
    """What a rule made loud is told under the rule, though only watches of level context are named."""
    assert shape(made(item(1, Action.DIGEST, "island", rules=("meets",)))) == {"Company meets agency": [1]}


def test_entries_of_other_watches_are_left_out() -> None:
    """A chat's digest holds what names its own watches: surely, or unsurely where that is all there is."""
    digest = made(
        item(1, Action.ALERT, "osprell", rules=("meets",)),
        item(2, Action.ALERT, "osprell", unsure=("talvane",), rules=("meets",)),
        item(3, Action.REVIEW, unsure=("osprell",)),
        item(4, Action.HELD, "osprell", reason="Too old."),
        item(5, Action.ALERT, "osprell", "talvane"),
        item(6, Action.REVIEW, unsure=("osprell", "talvane")),
        item(7, Action.ALERT, "removed-since"),
        watches=[watch("talvane")],
    )
    assert shape(digest) == {"talvane:1": [5], "review": [6]}


def test_entries_keep_their_order() -> None:
    """Under a heading, entries stand in the order in which they were given, that of time."""
    assert shape(made(*(item(key, Action.ALERT, "talvane") for key in (3, 1, 2)))) == {"talvane:3": [3, 1, 2]}


# --- stories ------------------------------------------------------------------------------------------


def reports(digest: Digest) -> dict[int, list[int]]:
    """Return by entry the entries that its line stands for, of all lines."""
    lines = [*digest.rules, *((section.watch, section.items) for section in digest.sections), ("", digest.review)]
    return {item.key: [report.entry for report in item.reports] for _, items in lines for item in items}


def test_entries_of_one_story_are_one_line() -> None:
    """The entry that alerted first stands for them, else the first; one that was put into no story stands alone."""
    digest = made(
        item(5, Action.DIGEST, "registry", story=5),
        item(2, Action.ADDED, "talvane", story=1),
        item(1, Action.ALERT, "talvane", story=1),
        item(3, Action.ADDED, "talvane", story=1, copy_of=1, source="Harbour Times"),
        item(4, Action.ALERT, "talvane"),
        item(6, Action.DIGEST, "registry", story=5),
        item(7, Action.ALERT, "talvane", story=1),
    )
    assert shape(digest) == {"talvane:5": [1, 4], "registry:2": [5]}
    assert [(section.watch, section.stories) for section in digest.sections] == [("talvane", 2), ("registry", 1)]
    assert reports(digest) == {1: [1, 2, 3, 7], 4: [4], 5: [5, 6]}
    assert digest.sections[0].items[0].reports[2] == Report(
        entry=3, source="Harbour Times", link="https://gazette.example/3", copy_of=1
    )


def test_a_story_stands_where_any_of_its_entries_belongs_and_only_once() -> None:
    """A rule that a later entry meets heads the story; watches that only a later entry names count it too."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.ALERT, "talvane", "registry", rules=("meets",), story=1),
        item(3, Action.ADDED, "osprell", story=1),
        item(4, Action.ALERT, "osprell", story=4),
    )
    assert shape(digest) == {"Company meets agency": [1], "osprell:2": [4], "registry:1": [], "talvane:2": []}
    assert digest.rules[0][1][0].watches == ("talvane", "registry", "osprell")


def test_the_review_is_folded_by_story_too() -> None:
    """One line for a story to review, as likely as its likeliest entry; none for what a told story names surely."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.REVIEW, unsure=("talvane",), story=1, score=0.9),
        item(3, Action.REVIEW, unsure=("osprell",), story=1, score=0.3),
        item(4, Action.REVIEW, unsure=("osprell",), story=4, score=0.2),
        item(5, Action.REVIEW, unsure=("talvane",), story=4, score=0.7),
    )
    assert shape(digest) == {"talvane:1": [1], "review": [4, 3]}
    assert (digest.review[0].unsure, digest.review[0].score) == (("osprell", "talvane"), 0.7)
    assert reports(digest) == {1: [1], 3: [3], 4: [4, 5]}


def deal(company: str, agency: str | None = None, amount: str | None = None) -> Fact:
    """Return a fact."""
    return Fact(
        company=company, agency=agency, action="contract", amount=None, currency=None, amount_text=amount, sentence=""
    )  # fmt: skip


def test_what_matters_most_stands_first() -> None:
    """Under a heading: a company with an agency and a sum, then what more outlets tell, then the earlier one."""
    full = (deal("talvane", "registry", "$8 million"),)
    digest = made(
        item(1, Action.ALERT, "talvane"),
        item(2, Action.ALERT, "talvane", story=2),
        replace(item(3, Action.ALERT, "talvane"), facts=(deal("talvane", "registry"),)),
        replace(item(4, Action.ADDED, "talvane", story=2, source="Harbour Times"), link="https://times.example/4"),
        replace(item(5, Action.ALERT, "talvane"), facts=full),
        replace(item(6, Action.ALERT, "osprell", "registry", rules=("meets",)), facts=full),
        item(7, Action.ALERT, "osprell", "registry", rules=("meets",)),
    )
    assert shape(digest) == {
        "Company meets agency": [6, 7], "talvane:5": [5, 2, 1, 3], "osprell:2": [], "registry:2": []
    }  # fmt: skip


def test_a_story_has_the_facts_the_alert_and_the_days_of_its_entries() -> None:
    """The fullest fact stands first, each once; the alert is the first one there is; its days count from its start."""
    full, less = deal("talvane", "registry", "$8 million"), deal("talvane", "registry")
    alert = "https://t.me/news/7"
    begun = NOW - timedelta(days=1, hours=2)
    digest = made(
        replace(item(1, Action.ALERT, "talvane", story=1), facts=(less, deal("osprell")), begun=begun),
        replace(item(2, Action.ADDED, "talvane", story=1), facts=(full, less), alert=alert, begun=begun),
        item(3, Action.ALERT, "talvane"),
    )
    ((line, other),) = (section.items for section in digest.sections if section.items)
    assert (line.facts, line.alert, line.day) == ((full, deal("osprell")), alert, 2)
    assert (other.facts, other.alert, other.day) == ((), "", 1)


def test_what_was_held_back_keeps_its_part() -> None:
    """Each entry held is listed with its reason, whatever became of its story, and is none of the story's reports."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.HELD, "talvane", story=1, reason="Older than alerts.max_age (7d)."),
        item(3, Action.HELD, "talvane", story=1, reason="Older than alerts.max_age (7d)."),
    )
    assert shape(digest) == {"talvane:1": [1], "held": [2, 3]}
    assert reports(digest) == {1: [1]}


def test_a_chat_counts_only_what_names_its_own_watches() -> None:
    """Entries of the story that name another chat's watches are no reports here."""
    digest = made(
        item(1, Action.ALERT, "osprell", story=1),
        item(2, Action.ADDED, "talvane", story=1),
        item(3, Action.ADDED, "talvane", "osprell", story=1),
        watches=[watch("talvane")],
    )
    assert reports(digest) == {2: [2, 3]}


def test_later_alerts_of_a_story_stand_below_it() -> None:
    """What was pushed of a story after its first alert is told too; what was only added to it is counted."""
    digest = made(
        item(1, Action.ALERT, "talvane", story=1),
        item(2, Action.ADDED, "talvane", story=1),
        item(3, Action.ALERT, "talvane", story=1),
    )
    ((line,),) = (section.items for section in digest.sections if section.watch == "talvane")
    assert line.key == 1
    assert [turn.key for turn in line.turns] == [3]
    assert [report.entry for report in line.reports] == [1, 2, 3]


def test_in_a_chats_digest_counts_what_that_chat_was_pushed() -> None:
    """The story is led by the first alert that the chat got, and what others got of it is only counted."""
    pushed = {1: False, 2: True, 3: False, 4: True}
    digest = made(*(replace(item(key, Action.ALERT, "talvane", story=1), pushed=got) for key, got in pushed.items()))
    ((line,),) = (section.items for section in digest.sections)
    assert line.key == 2
    assert [turn.key for turn in line.turns] == [4]
    assert [other.key for other in line.others] == [1, 3, 4]


def test_a_story_under_a_watch_is_led_by_a_report_that_names_it() -> None:
    """Where the story's first entry does not name the watch, the first that does stands for it there."""
    digest = made(
        item(1, Action.ALERT, "osprell", story=1),
        item(2, Action.ADDED, "osprell", story=1),
        item(3, Action.ALERT, "talvane", "osprell", story=1),
        item(4, Action.ADDED, "talvane", story=1),
        item(5, Action.ALERT, "talvane", story=5),
    )
    lines = {line.key: line for section in digest.sections for line in section.items}
    assert shape(digest) == {"talvane:3": [1, 5], "osprell:3": []}
    assert lines[1].front is not None
    assert (lines[1].front.key, lines[5].front) == (3, None)
    assert reports(digest)[1] == [1, 2, 3, 4]


# --- what is worth a review ---------------------------------------------------------------------------

SHIPS = Watch(id="island", name="Skell Island", kind=Kind.PLACE, alert=Level.CONTEXT)
NEEDS = [
    pytest.param(Rule(id="r", title="", all=("company", "place")), True, id="needs its kind"),
    pytest.param(Rule(id="r", title="", all=("company", "island")), True, id="needs it"),
    pytest.param(Rule(id="r", title="", all=("company", "agency")), False, id="needs others"),
    pytest.param(Rule(id="r", title="", all=("island",), alert=Level.CONTEXT), False, id="is of level context itself"),
]


@pytest.mark.parametrize(("rule", "kept"), NEEDS)
def test_what_nobody_waits_for_needs_no_review(rule: Rule, kept: bool) -> None:
    """An unsure watch of level context is to review only if a rule needs it; other watches always are."""
    watches = {"island": SHIPS, "talvane": watch("talvane")}
    items = [
        item(1, Action.REVIEW, unsure=("island",)),
        item(2, Action.REVIEW, unsure=("talvane", "island")),
        item(3, Action.ALERT, "talvane", unsure=("island",)),
    ]
    left = reviewable(items, watches, [rule])
    assert [each.unsure for each in left] == [
        ("island",) if kept else (), ("talvane", "island") if kept else ("talvane",), ("island",)
    ]  # fmt: skip
    assert shape(made(*left, watches=[*watches.values()]))["review"] == ([1, 2] if kept else [2])


# --- what a chat may not hear of ----------------------------------------------------------------------

MEETS = Rule(id="meets", title="Company meets agency", all=("company", "agency"))
PAIR = Rule(id="pair", title="Two companies", all=("company", "company"))


def test_what_a_chat_may_not_hear_of_is_taken_away() -> None:
    """Hidden watches go, with the rules that need one and the reasons that name one; the rest stays as it is."""
    watches = {each.id: each for each in WATCHES}
    items = [
        item(1, Action.ALERT, "talvane", "osprell", rules=("pair", "gone"), unsure=("osprell", "island")),
        item(2, Action.HELD, "talvane", "osprell", reason="Muted at present: talvane, osprell."),
        item(3, Action.HELD, "talvane", reason="Muted at present: talvane."),
        item(4, Action.ALERT, "talvane", rules=("gone",)),
    ]
    told = heard(items, {"osprell"}, watches, [MEETS, PAIR])
    assert [(each.watches, each.rules, each.unsure) for each in told[:2]] == [
        (("talvane",), (), ("island",)),
        (("talvane",), (), ()),
    ]
    assert [each.reason for each in told[1:3]] == ["Muted at present.", "Muted at present: talvane."]
    assert told[2:] == items[2:]
