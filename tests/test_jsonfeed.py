"""JSON Feed to entries."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipelines.feeds import parse_feed
from pipelines.model import Entry

URL = "https://feeds.example.org/news.json"


def test_a_json_feed() -> None:
    """Every field of an item is read; what is of a wrong type is passed over."""
    feed = parse_feed(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "The &#8220;Gazette&#8221;",
                "home_page_url": "https://www.example.org",
                "language": "en-US",
                "items": [
                    {
                        "id": 17,
                        "title": "Mill",
                        "url": "/a?utm_source=x",
                        "summary": "It opened.",
                        "content_html": "<p>It opened.</p><p>At noon.</p>",
                        "date_published": "2026-08-12T22:58:45+02:00",
                        "date_modified": "2026-08-13T00:00:00",
                        "language": "FR-ca",
                    },
                    {
                        "id": "https://www.example.org/b",
                        "title": ["no"],
                        "content_text": "a <b and c>",
                        "date_published": "soon",
                    },
                    {"id": "c", "external_url": "https://other.example/c", "title": "C", "attachments": "none"},
                    {"id": "d", "title": "D", "attachments": [{"url": "https://media.example.org/d.mp3"}]},
                    "no item",
                ],
            }
        ).encode(),
        URL,
    )
    assert (feed.title, feed.link, feed.language) == ("The “Gazette”", "https://www.example.org/", "en")
    first, second, third, fourth = feed.entries
    assert first == Entry(
        id="17",
        title="Mill",
        summary="It opened.",
        content="It opened.\nAt noon.",
        link="https://www.example.org/a",
        published=datetime(2026, 8, 12, 20, 58, 45, tzinfo=UTC),
        updated=datetime(2026, 8, 13, tzinfo=UTC),
        source="The “Gazette”",
        language="fr",
        feed=URL,
    )
    assert (second.link, second.title, second.summary, second.published) == (second.id, "", "a <b and c>", None)
    assert (third.link, fourth.link) == ("https://other.example/c", "https://media.example.org/d.mp3")
    assert feed.problems == ("entries skipped because they are no JSON objects: 1",)


@pytest.mark.parametrize(("written", "id_"), [("a\ud800b", "ab"), ("\x00a\x1b[2Jb\x9b", "a[2Jb"), ("a\r\n\tb", "a b")])
def test_no_field_holds_what_can_not_be_stored_or_shown(written: str, id_: str) -> None:
    """JSON can hold half characters, NULs and control codes: no field keeps one; an id of nothing else is none."""
    item = dict.fromkeys(("title", "summary", "content_html", "language"), written)
    items = [item | {"id": written, "url": f"/a?{written}"}, item | {"id": "\ud800\x00", "url": f"/b{written}"}]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": written, "home_page_url": f"/{written}"}
    feed = parse_feed(json.dumps(document | {"items": items}).encode(), URL)
    named, nameless = feed.entries
    assert (named.id, nameless.id) == (id_, nameless.link)
    texts = [feed.title, feed.link, feed.language]
    texts += [getattr(entry, name) for entry in feed.entries for name in
              ("id", "title", "summary", "content", "link", "source", "language")]  # fmt: skip
    assert all(text.replace("\n", " ").isprintable() for text in texts)
    assert feed.title.isprintable()
