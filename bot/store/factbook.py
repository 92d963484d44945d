"""Facts as the pages show them: chosen, put together where a story says the same twice, and counted. Writes nothing.

What people marked wrong for a fact's company or agency is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.times import stamp_or_none
from pipelines.model import Report

_SOME = 1_000
"""Rows that `rows` returns at a time."""
_AT = "min(coalesce(e.published, e.first_seen), e.first_seen)"
_FILTERS = {
    "company": "f.company = :company",
    "agency": "f.agency = :agency",
    "action": "f.action = :action",
    "amount": "f.amount >= :amount",
    "since": f"{_AT} >= :since",
    "until": f"{_AT} < :until",
    "text": "(f.sentence LIKE :text ESCAPE '\\' OR f.buyer LIKE :text ESCAPE '\\' OR e.title LIKE :text ESCAPE '\\')",
}
# Few entries are wrong at all: the first condition is told from a small set, the second only for those in it.
_RIGHT = """(f.entry NOT IN (SELECT entry FROM reviews WHERE verdict = 'wrong') OR NOT EXISTS (
    SELECT 1 FROM reviews AS r WHERE r.entry = f.entry AND r.watch IN (f.company, f.agency) AND r.verdict = 'wrong'))"""
_ORDERS = {
    "date": "first DESC",
    "-date": "first",
    "amount": "amount IS NULL, amount DESC, first DESC",
    "-amount": "amount IS NULL, amount, first DESC",
}
ORDERS = tuple(_ORDERS)
"""How a table can be sorted: a minus is the other way round, the oldest or the least first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which facts; "" and None leave all."""

    company: str = ""  #: watch id
    agency: str = ""  #: watch id
    action: str = ""
    since: datetime | None = None  #: by when the entry was published, but no later than it was first seen
    until: datetime | None = None
    amount: float | None = None  #: at least so much, of whatever currency
    text: str = ""  #: in the sentence, the buyer or the headline; case does not matter in ASCII


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What one story says once or more: each time the same company, counterparty, action, sum and status."""

    company: str | None  #: watch id; None as in `pipelines.model.Fact`
    agency: str | None
    buyer: str | None
    action: str | None
    amount: float | None
    currency: str | None
    amount_text: str | None
    status: str
    at: datetime  #: when it was stated first, UTC
    entry: int  #: that did so
    sentence: str  #: of that one
    reports: tuple[Report, ...]  #: the entries that state it, in the order in which they came


class Factbook:
    """Reads `facts` with `entries`, `placements` and `reviews`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def choices(self) -> dict[str, list[str]]:
        """Return all values of "company", "agency" and "action" that a fact has."""
        return {
            column: [
                value
                for (value,) in self._db.execute(
                    f"SELECT DISTINCT {column} FROM facts WHERE {column} IS NOT NULL ORDER BY 1"
                ).fetchall()
            ]
            for column in ("company", "agency", "action")
        }

    def table(self, wanted: Wanted, order: str, *, limit: int, offset: int) -> tuple[int, list[Stated]]:
        """Return how many different statements there are, and those of a page; `order` is one of `ORDERS`.

        The order of time is that in which they came; within a page, that in which they were published.
        """
        # Looking up every fact's entry is most of the work, and only some filters need it.
        entries = "JOIN entries AS e ON e.key = f.entry" if wanted.since or wanted.until or wanted.text else ""
        rows = self._db.execute(
            f"""
            SELECT json_group_array(f.rowid), f.amount AS amount, min(f.entry) AS first, count(*) OVER ()
            FROM facts AS f {entries} LEFT JOIN placements AS p ON p.entry = f.entry
            WHERE {_where(wanted)}
            GROUP BY coalesce(p.story, f.entry), f.company, f.agency,
                     CASE WHEN f.agency IS NULL THEN lower(f.buyer) END, f.action, f.status, f.currency,
                     coalesce(f.amount, f.amount_text)
            ORDER BY {_ORDERS[order]} LIMIT :limit OFFSET :offset
            """,
            {**_values(wanted), "limit": limit, "offset": offset},
        ).fetchall()
        groups = [json.loads(rowids) for rowids, *_ in rows]
        facts = self._facts(rowid for group in groups for rowid in group)
        found = [_stated([facts[rowid] for rowid in group]) for group in groups]
        if order.endswith("date"):
            found.sort(key=lambda stated: stated.at, reverse=order == "date")
        return (rows[0][-1] if rows else 0), found

    def _facts(self, rowids: Iterable[int]) -> dict[int, dict[str, Any]]:
        rows = self._db.query(
            f"""
            SELECT f.rowid, f.*, e.source, e.link, {_AT} AS at, p.copy_of
            FROM facts AS f JOIN entries AS e ON e.key = f.entry LEFT JOIN placements AS p ON p.entry = f.entry
            WHERE f.rowid IN (SELECT value FROM json_each(?))
            """,
            [json.dumps([*rowids])],
        )
        return {row["rowid"]: row for row in rows}

    def rows(self, wanted: Wanted, after: int = 0) -> list[dict[str, Any]]:
        """Return the next facts behind the row `after`, one for each entry that states it, as `export` has them.

        Each also has its own `row`; [] when there are no more.
        """
        rows = self._db.query(
            f"""
            SELECT f.rowid AS row, f.company, f.agency, f.action, f.amount, f.currency, f.amount_text, f.sentence,
                   f.buyer, f.status, e.key AS entry, e.title, e.link, e.source, e.published, p.story
            FROM facts AS f CROSS JOIN entries AS e ON e.key = f.entry LEFT JOIN placements AS p ON p.entry = f.entry
            WHERE f.rowid > :after AND {_where(wanted)} ORDER BY f.rowid LIMIT :limit
            """,
            {**_values(wanted), "after": after, "limit": _SOME},
        )
        return [{**row, "amount": _whole(row["amount"])} for row in rows]


def _where(wanted: Wanted) -> str:
    return " AND ".join([*(sql for name, sql in _FILTERS.items() if getattr(wanted, name) not in ("", None)), _RIGHT])


def _values(wanted: Wanted) -> dict[str, Any]:
    plain = wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "company": wanted.company,
        "agency": wanted.agency,
        "action": wanted.action,
        "since": stamp_or_none(wanted.since),
        "until": stamp_or_none(wanted.until),
        "amount": wanted.amount,
        "text": f"%{plain}%" if plain else "",
    }


def _whole(amount: float | None) -> float | None:
    """A sum as a whole number again where it was one: the column makes 8000000 to 8000000.0."""
    return int(amount) if amount is not None and amount == int(amount) else amount


def _stated(facts: list[dict[str, Any]]) -> Stated:
    facts.sort(key=lambda fact: fact["entry"])
    first = facts[0]
    said = {name: first[name] for name in ("company", "agency", "buyer", "action", "currency", "amount_text", "status")}
    by_entry = {fact["entry"]: fact for fact in reversed(facts)}
    return Stated(
        **said,
        amount=_whole(first["amount"]),
        at=datetime.fromisoformat(min(fact["at"] for fact in facts)),
        entry=first["entry"],
        sentence=first["sentence"],
        reports=tuple(
            Report(entry=entry, source=by_entry[entry]["source"], link=by_entry[entry]["link"],
                   copy_of=by_entry[entry]["copy_of"])
            for entry in sorted(by_entry)
        ),
    )  # fmt: skip
