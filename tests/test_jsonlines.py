"""Entries and matches as JSON objects."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipelines.jsonlines import entry_from_json, entry_to_json, match_to_json
from pipelines.model import Entry, Fact, Field, Kind, Match, Mention, Status

NOON = datetime(2026, 8, 12, 12, tzinfo=UTC)
FULL = Entry(
    id="1", title="Skell wins", summary="A tower", content="In Ellow", link="https://skell.example/1", published=NOON,
    updated=NOON, source="The Ellow Post", language="en", feed="https://ellow.example/feed",
)  # fmt: skip


def test_an_entry_survives_the_round_trip() -> None:
    """What `parse` writes, `match` reads, key by key."""
    written = json.dumps(entry_to_json(FULL))
    assert entry_from_json(written) == FULL
    assert json.loads(written)["published"] == "2026-08-12T12:00:00+00:00"


def test_an_empty_value_is_left_out() -> None:
    """Keys without a value are not written, but for feed, id and title."""
    assert entry_to_json(Entry(id="1", title="T", feed="f")) == {"feed": "f", "id": "1", "title": "T"}
    assert entry_from_json(json.dumps(entry_to_json(Entry(id="1", summary="S")))) == Entry(id="1", summary="S")


READ = [
    ('{"id": "1", "title": "T"}', Entry(id="1", title="T")),
    ('{"id": 7, "content": "C"}', Entry(id="7", content="C")),
    ('{"id": "1", "title": null, "summary": "S", "link": null, "published": null}', Entry(id="1", summary="S")),
    ('{"id": "1", "title": "T", "author": ["x"], "first_seen": 5}', Entry(id="1", title="T")),
    ('{"id": "1", "title": "<b>Q&amp;A</b>\\n and more", "summary": "<p>One<p>Two"}',
     Entry(id="1", title="Q&A and more", summary="One\nTwo")),
    ('{"id": "1", "title": "Cafe\\u0301"}', Entry(id="1", title="Café")),
    ('{"id": "1", "title": "T", "link": "HTTPS://A.example/x?utm_source=rss"}',
     Entry(id="1", title="T", link="https://a.example/x")),
    ('{"id": "1", "title": "T", "link": "javascript:alert(1)"}', Entry(id="1", title="T")),
    ('{"id": "1", "title": "T", "language": "fr-CA"}', Entry(id="1", title="T", language="fr")),
    ('{"id": "1", "title": "T", "language": "ES_mx"}', Entry(id="1", title="T", language="es")),
    ('{"id": "1", "title": "T", "published": "2026-08-12T14:00:00+02:00"}', Entry(id="1", title="T", published=NOON)),
    ('{"id": "1", "title": "T", "published": "2026-08-12T12:00:00Z"}', Entry(id="1", title="T", published=NOON)),
    ('{"id": "1", "title": "T", "published": "2026-08-12T12:00:00"}', Entry(id="1", title="T", published=NOON)),
    ('{"id": "1", "title": "T", "published": ""}', Entry(id="1", title="T")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "entry"), READ, ids=[line for line, _ in READ])
def test_an_entry_is_read(line: str, entry: Entry) -> None:
    """HTML becomes text, links canonical, times UTC, languages their primary subtag; unknown keys are ignored."""
    assert entry_from_json(line) == entry
    assert entry_from_json(line.encode()) == entry


UNUSABLE = [
    ("nothing", "", "the line is empty"), ("no JSON", "title: x", "no JSON"),
    ("half of one", '{"id": "1", "tit', "no JSON"),
    ("a list", "[]", "no JSON object"), ("a text", '"x"', "no JSON object"), ("null", "null", "no JSON object"),
    ("no id", '{"title": "T"}', "id is missing"), ("an empty id", '{"id": " ", "title": "T"}', "id is missing"),
    ("a false id", '{"id": false, "title": "T"}', "id is missing"),
    ("no text", '{"id": "1"}', "title, summary and content are all missing"),
    ("blank texts", '{"id": "1", "title": " ", "summary": ""}', "all missing"),
    ("half a character", '{"id": "\\ud83d", "title": "T"}', "id holds half of a character"),
    ("a number for a text", '{"id": "1", "title": 5}', "title is no string"),
    ("a list for a text", '{"id": "1", "title": "T", "content": ["x"]}', "content is no string"),
    ("a wrong time", '{"id": "1", "title": "T", "published": "yesterday"}', "published is no ISO 8601 time"),
    ("a number for a time", '{"id": "1", "title": "T", "published": 1786605013}', "published is no ISO 8601 time"),
    ("a time out of range", '{"id": "1", "title": "T", "published": "0001-01-01T00:00:00+23:00"}', "published is no"),
    ("nested too deep", "[" * 100_000, "no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), [row[1:] for row in UNUSABLE], ids=[row[0] for row in UNUSABLE])
def test_an_unusable_line_is_refused_in_words(line: str, words: str) -> None:
    """A line that is no entry is a ValueError that says why."""
    with pytest.raises(ValueError, match=words):
        entry_from_json(line)


def test_bytes_that_are_no_utf8_are_refused() -> None:
    """A line in another encoding is refused like any other unusable one."""
    with pytest.raises(ValueError, match="no JSON"):
        entry_from_json('{"id": "1", "title": "é"}'.encode("latin-1"))


def mention(status: Status, score: float) -> Mention:
    """Return a mention of that status."""
    return Mention(watch="skell", kind=Kind.COMPANY, text="Skell", field=Field.TITLE, start=0, end=5, status=status,
                   score=score, evidence=("a", "b"), sentence_end=10)  # fmt: skip


MATCH = Match(
    mentions=(mention(Status.SURE, 0.98765), mention(Status.UNSURE, 0.5), mention(Status.REJECTED, 0.05)),
    rules=("rule",),
    facts=(Fact(company="skell", agency=None, action="contract", amount=8000000, currency="USD",
                amount_text="$8 million", sentence="Skell wins."),),
)  # fmt: skip


def test_a_match_has_the_keys_of_the_contract() -> None:
    """A match is written with the contract's keys in its order, and with null where the text does not say."""
    data = json.loads(json.dumps(match_to_json("1", MATCH, rejected=False)))
    assert list(data) == ["id", "mentions", "rules", "facts"]
    assert data["mentions"][0] == {
        "watch": "skell", "kind": "company", "text": "Skell", "field": "title", "start": 0, "end": 5,
        "status": "sure", "score": 0.988, "evidence": ["a", "b"],
    }  # fmt: skip
    assert list(data["mentions"][0]) == [
        "watch",
        "kind",
        "text",
        "field",
        "start",
        "end",
        "status",
        "score",
        "evidence",
    ]
    assert data["rules"] == ["rule"]
    assert data["facts"] == [
        {"company": "skell", "agency": None, "action": "contract", "amount": 8000000, "currency": "USD",
         "amount_text": "$8 million", "sentence": "Skell wins."},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rejected", "statuses"), [(False, ["sure", "unsure"]), (True, ["sure", "unsure", "rejected"])]
)
def test_rejected_names_are_given_on_demand(rejected: bool, statuses: list[str]) -> None:
    """A rejected name is left out unless it is asked for."""
    assert [each["status"] for each in match_to_json("1", MATCH, rejected=rejected)["mentions"]] == statuses


def test_an_entry_without_names_gives_an_empty_match() -> None:
    """Every entry gets its line, whatever it holds."""
    assert match_to_json("1", Match(), rejected=True) == {"id": "1", "mentions": [], "rules": [], "facts": []}
