"""Print how well wirewatch does on labelled real data, and on what it was measured; fail below the pinned floors."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from pathlib import Path

from eval.facts import facts
from eval.names import names
from eval.stories import stories
from pipelines.errors import ParseError
from pipelines.feeds import parse_feed

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FLOORS = Path(__file__).with_name("floors.toml")


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


def speed() -> dict[str, float]:
    """Print how fast names are found and judged with 1,000 names, and the memory that takes, in a fresh process."""
    print("speed: one core, entries of about 60 words, no statistical model", flush=True)
    subprocess.run([sys.executable, "-m", "bench.matching", "1000"], check=True)
    return {}


def main() -> int:
    """Print all figures; return 1 if one of them is below its floor."""
    if not SHARED.exists():
        print("make eval: the labelled data is not beside this checkout", file=sys.stderr)
        return 1
    figures = {**names(), **facts(), **stories(), **documents(), **speed()}
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    below = [f"{name} {figures[name]:.3f} < {floor}" for name, floor in floors.items() if figures[name] < floor]
    print("floors: " + ("all held" if not below else "; ".join(below)))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
