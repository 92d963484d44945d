"""JSON Feed to entries."""

from __future__ import annotations

import json
from datetime import UTC, datetime

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
