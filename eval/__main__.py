"""Print how well wirewatch does on labelled real data, and on what it was measured; fail below the pinned floors.

Nothing of wirewatch is tuned or trained on this data yet, so there is no part to hold back.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

from pipelines.errors import ParseError
from pipelines.feeds import parse_feed
from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Status, Watch, Watchlist
from pipelines.watchlist import Watchlists

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FLOORS = Path(__file__).with_name("floors.toml")


def names() -> dict[str, float]:
    """Judge ambiguous names in real news items: `sure` is the answer yes, `unsure` and `rejected` are no."""
    watches = json.loads((SHARED / "gold/names-watches.json").read_text(encoding="utf-8"))
    lists = {
        key: Watchlists(
            lists=(
                Watchlist(
                    source=key,
                    watches=(
                        Watch(
                            id=key,
                            name=data["name"],
                            kind=Kind(data["kind"]),
                            ambiguous=_aliases(data["alias"]),
                            about=data["about"],
                        ),
                    ),
                ),
            )
        )
        for key, data in watches.items()
    }
    matchers = {key: Matcher(watchlists) for key, watchlists in lists.items()}
    rows = [json.loads(line) for line in (SHARED / "gold/names.jsonl").open(encoding="utf-8")]
    # A few summaries are cut off before the name stands in them.
    rows = [row for row in rows if re.search(watches[row["watch"]]["alias"], f"{row['title']} {row['summary']}")]
    seen: Counter[tuple[str, int]] = Counter()
    for row in rows:
        entry = Entry(id=row["id"], title=row["title"], summary=row["summary"] or "", source=row["outlet"])
        statuses = {mention.status for mention in matchers[row["watch"]].match(entry).mentions}
        best = next((status for status in Status if status in statuses), None)
        seen[best or "not found", row["label"]] += 1
    print(f"names: {len(rows)} real items with ambiguous names of {len(watches)} organisations")
    print("  status      means it   does not")
    for status in (*Status, "not found"):
        print(f"  {status:<11} {seen[status, 1]:8} {seen[status, 0]:10}")
    right, wrong = seen[Status.SURE, 1], seen[Status.SURE, 0]
    missed = sum(count for (status, label), count in seen.items() if label and status != Status.SURE)
    found = 1 - seen["not found", 1] / sum(row["label"] for row in rows)
    precision, recall = right / max(right + wrong, 1), right / (right + missed)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"  sure: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; candidates found {found:.3f}")
    return {"names.precision": precision, "names.found": found}


def _aliases(pattern: str) -> tuple[str, ...]:
    """Return the names that the gold file's regular expression stands for; only three of them are more than a word."""
    plain = pattern.replace(r"\b", "")
    special = {"I[Cc][Ee]": ("ICE",), "(GEO|Geo)": ("GEO",), "Domino's?": ("Domino", "Domino's")}
    assert plain in special or re.fullmatch(r"[\w ]+", plain), pattern
    return special.get(plain, (plain,))


def documents() -> dict[str, float]:
    """Parse every real feed document and compare with what its list says of it."""
    lines = (SHARED / "feeds/documents.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    entries = refused = short = 0
    for row in rows:
        try:
            parsed = parse_feed((SHARED / "feeds/documents" / row["file"]).read_bytes(), row["file"])
        except ParseError:
            refused += 1
            short += row["bozo"] == "0" and int(row["entries"]) > 0
            continue
        entries += len(parsed.entries)
        short += row["bozo"] == "0" and len(parsed.entries) < int(row["entries"])
    print(f"documents: {len(rows)} real feed documents, {entries} entries, {refused} are no feed, {short} gave too few")
    return {"documents.whole": 1 - short / len(rows)}


def main() -> int:
    """Print all figures; return 1 if one of them is below its floor."""
    if not SHARED.exists():
        print("make eval: the labelled data is not beside this checkout", file=sys.stderr)
        return 1
    figures = {**names(), **documents()}
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    below = [f"{name} {figures[name]:.3f} < {floor}" for name, floor in floors.items() if figures[name] < floor]
    print("floors: " + ("all held" if not below else "; ".join(below)))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
