"""Print how well wirewatch does on labelled real data, and on what it was measured; fail below the pinned floors.

The rules in force are neither tuned nor trained on this data. The judge of ambiguous names is trained on it: its
figures are those of judges that never saw the organisation in question.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np

from eval.train_judge import Flags, Floats, held_back, left_out_scores, read_gold, scores_without
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


def opinions() -> dict[str, float]:
    """Let the judge's opinion decide, which it does not do in this version, and compare with the labels.

    Each item has the score (log odds) of the best place in it, by a judge that never saw its organisation.
    """
    gold = read_gold()
    held = np.array([held_back(organisation) for organisation in gold.organisation])
    large = np.isin(gold.organisation, ["cbp", "dhs", "ice"])  # a fifth of the items, much alike
    left_out, unseen = left_out_scores(gold), scores_without(gold, held)
    print("judge: if its opinion decided, which it does not yet; organisations that it never saw")
    print("                                           yes above 0          sure above .5, rejected up to -.5")
    parts = {
        "each organisation left out": (left_out, np.ones_like(held)),
        "  without cbp, dhs, ice": (left_out, ~large),
        "a third of them held back": (unseen, held),
        "  without cbp, dhs": (unseen, held & ~large),
    }
    for name, (scores, among) in parts.items():
        _print_opinions(name, scores[among], gold.means_it[among])
    return {
        "names.judge_f1": _measure(left_out > 0, gold.means_it)[2],
        "names.judge_held_f1": _measure(unseen[held] > 0, gold.means_it[held])[2],
    }


def _print_opinions(name: str, scores: Floats, means_it: Flags) -> None:
    sure, rejected = scores > 0.5, scores <= -0.5
    unsure = ~sure & ~rejected
    print(
        "  {:<27} {:5} items  P {:.3f} R {:.3f} F1 {:.3f}".format(name, len(scores), *_measure(scores > 0, means_it)),
        "  P {:.3f} R {:.3f}".format(*_measure(sure, means_it)),
        f" unsure {unsure.mean():.3f}; of rejected {means_it[rejected].mean():.3f} meant it",
    )


def _measure(said: Flags, means_it: Flags) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    right = float((said & means_it).sum())
    precision, recall = right / max(said.sum(), 1), right / max(means_it.sum(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


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
    figures = {**names(), **opinions(), **documents()}
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    below = [f"{name} {figures[name]:.3f} < {floor}" for name, floor in floors.items() if figures[name] < floor]
    print("floors: " + ("all held" if not below else "; ".join(below)))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
