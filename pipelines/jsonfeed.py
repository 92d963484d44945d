"""JSON Feed 1.0 and 1.1 (jsonfeed.org) to entries; feedparser does not read it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from pipelines.errors import ParseError
from pipelines.model import Entry, ParsedFeed
from pipelines.text import canonical_link, plain_text

_ITEMS = re.compile(r'"items"\s*:\s*\[')


def parse_json_feed(text: str, url: str) -> ParsedFeed:
    """Return the feed, ids as they stand there; of a truncated document its whole items.

    Raises ParseError if the text is no JSON or no JSON Feed.
    """
    problems, is_whole = [], True
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ParseError(url, "is JSON nested too deeply to be a JSON Feed") from error
    except ValueError as error:
        data = _whole_items(text)
        if data is None:
            raise ParseError(url, "is JSON that is broken or cut off, not a feed") from error
        is_whole = False
        problems.append("the document is cut off: only its whole entries were taken")
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        raise ParseError(url, "is JSON, but no JSON Feed")
    items = data.get("items")
    items = items if isinstance(items, list) else []
    objects = [item for item in items if isinstance(item, dict)]
    if len(objects) < len(items):
        problems.append(f"entries skipped because they are no JSON objects: {len(items) - len(objects)}")
    link = canonical_link(_text(data, "home_page_url"), url)
    return ParsedFeed(
        url=url,
        title=" ".join(plain_text(_text(data, "title")).split()),
        link=link,
        language=_text(data, "language"),
        format="json11" if version.endswith("1.1") else "json10",
        entries=tuple(_entry(item, link or url) for item in objects),
        problems=tuple(problems),
        complete=is_whole,
    )


def _whole_items(text: str) -> dict[str, Any] | None:
    """Return the feed with the items that are whole; None if the text is broken before the first."""
    start = _ITEMS.search(text)
    if not start:
        return None
    try:
        feed: dict[str, Any] = json.loads(text[: start.end()] + "]}")
    except ValueError:
        return None
    decoder, position, items = json.JSONDecoder(), start.end(), []
    while found := re.compile(r"[\s,]*(?=\{)").match(text, position):
        try:
            item, position = decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            break
        items.append(item)
    return feed | {"items": items}


def _entry(item: dict[str, Any], base: str) -> Entry:
    content = plain_text(_text(item, "content_html")) or _literal(_text(item, "content_text"))
    number = item.get("id")
    id_ = _text(item, "id").strip() or (str(number) if type(number) in (int, float) else "")
    attachments = item.get("attachments")
    files = [file for file in attachments if isinstance(file, dict)] if isinstance(attachments, list) else []
    links = (_text(item, "url"), _text(item, "external_url"), id_, *(_text(file, "url") for file in files))
    absolute = [link for link in links if link and (link is not id_ or link.startswith(("http://", "https://")))]
    updated = _time(_text(item, "date_modified"))
    return Entry(
        id=id_,
        title=plain_text(_text(item, "title")),
        summary=plain_text(_text(item, "summary")),
        content=content,
        link=next(filter(None, (canonical_link(link, base) for link in absolute)), ""),
        published=_time(_text(item, "date_published")) or updated,
        updated=updated,
        language=_text(item, "language"),
    )


def _literal(text: str) -> str:
    """Return text that the format defines as plain: its "<" are no tags."""
    return plain_text(text.replace("<", "&lt;"))


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _time(text: str) -> datetime | None:
    """Return an RFC 3339 time in UTC, which a time without a zone is taken for; None for anything else."""
    try:
        time = datetime.fromisoformat(text.strip())
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
