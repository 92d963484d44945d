"""Rows → CSV, the same from the command line and from the pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

ALERT_COLUMNS = (
    "alert", "chat", "status", "created_at", "sent_at", "message_id", "entry", "title", "link", "source", "published",
    "feed", "watches", "rules", "reason", "story", "telling", "gains", "outlets",
)  # fmt: skip
FACT_COLUMNS = (
    "company", "agency", "action", "amount", "currency", "amount_text", "sentence", "buyer", "status", "entry",
    "title", "link", "source", "published", "story", "company_name", "agency_name",
)  # fmt: skip
_WRITTEN_BY_OTHERS = {"title", "source", "sentence", "amount_text", "buyer", "reason", "link", "outlets"}


def with_names(fact: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a row of facts with the names of its watches (`names` by id); None: there is none, or no list has it."""
    return {**fact, **{f"{role}_name": names.get(fact[role] or "") for role in ("company", "agency")}}


def csv_heading(columns: Sequence[str]) -> str:
    """Return the line of column names, with its line end."""
    return _line(columns)


def csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """Yield a line for each row, with its line end; what `columns` do not name is left out, lists stand in one cell."""
    for row in rows:
        yield _line([_cell(column, row[column]) for column in columns])


def _line(cells: Sequence[Any]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cell(column: str, value: Any) -> Any:
    if isinstance(value, list):
        value = ("; " if column == "outlets" else " ").join(value)
    # A headline that begins like a formula must not run in a spreadsheet (OWASP, "CSV Injection").
    if column in _WRITTEN_BY_OTHERS and isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
