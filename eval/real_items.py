"""The real news items that labels of our own point at, by a key of their text, so that no text need be kept here.

They come from `../shared`: ten days of 56 outlets in 2026, 40 polls each of five outlets in 2020, and 370 feed
documents from everywhere. Items of the same headline and summary are one.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipelines.errors import ParseError
from pipelines.feeds import parse_feed
from pipelines.model import Entry
from pipelines.text import plain_text

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def key(entry: Entry) -> str:
    """Return the first 12 hexadecimal digits of SHA-256 over headline and summary."""
    return hashlib.sha256(f"{entry.title}\n{entry.summary}".encode()).hexdigest()[:12]


@cache
def real_items() -> dict[str, Entry]:
    """Return every real item by its key; `source` is the outlet, or for a document its file."""
    items: dict[str, Entry] = {}
    for entry in (*_stream(), *_polls(), *_documents()):
        items.setdefault(key(entry), entry)
    return items


def _stream() -> Iterator[Entry]:
    with (SHARED / "stream/news-2026-08.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield Entry(
                id=row["link"],
                title=plain_text(row["title"]),
                summary=plain_text(row["summary"] or ""),
                link=row["link"],
                source=row["outlet"],
            )


def _polls() -> Iterator[Entry]:
    for path in sorted((SHARED / "feeds/polls").glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file:
                    yield from _parsed(file.read(), path.name.removesuffix(".tar.xz"))


def _documents() -> Iterator[Entry]:
    for path in sorted((SHARED / "feeds/documents").iterdir()):
        yield from _parsed(path.read_bytes(), path.name)


def _parsed(document: bytes, source: str) -> Iterator[Entry]:
    try:
        entries = parse_feed(document, source).entries
    except ParseError:
        return
    for entry in entries:
        yield Entry(id=entry.id, title=entry.title, summary=entry.summary, language=entry.language, source=source)
