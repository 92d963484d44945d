"""How well ambiguous names are judged: by judges that never saw the organisation, or any other of the same short name.

`sure` is the answer yes; `unsure` and `rejected` are no. Four sets of labelled real items: those labelled by others
(`../shared/gold`), and three of our own of other organisations (`eval/labels`, see `train_judge`).
"""

from __future__ import annotations

import json
import re
from collections import Counter

import numpy as np

from eval.train_judge import GOLD, Flags, Floats, Labelled, held_back, left_out_scores, read_all, scores_without
from pipelines.judges.opinion import chance_of
from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Status, Watch, Watchlist
from pipelines.names.judge import REJECTED, SURE
from pipelines.watchlist import Watchlists

LARGE = ("cbp", "dhs", "ice")
"""A fifth of the items, much alike."""


def names() -> dict[str, float]:
    """Print what the judge decides on organisations that it never saw, all together and one by one."""
    labelled = read_all()
    scores = left_out_scores(labelled)
    held = np.array([held_back(name) for name in labelled.organisation])
    unseen = scores_without(labelled, held)
    large = np.isin(labelled.organisation, LARGE)
    gold = labelled.part == "gold"
    print(f"names: {len(scores)} real items of {len(set(labelled.organisation))} organisations, judged by judges that")
    print(f"never saw them; sure from a chance of {SURE}, rejected below {REJECTED}")
    parts = {
        "all, each short name left out in turn": (scores, np.ones_like(gold)),
        "  those labelled by others": (scores, gold),
        "    without cbp, dhs, ice": (scores, gold & ~large),
        "  ours, part a": (scores, labelled.part == "a"),
        "  ours, part b": (scores, labelled.part == "b"),
        "  ours, part c": (scores, labelled.part == "c"),
        "a third of the organisations held back": (unseen, held),
        "  without cbp, dhs": (unseen, held & ~large),
    }
    for name, (among, mask) in parts.items():
        _print(name, among[mask], labelled.means_it[mask])
    _print_each(labelled, scores)
    sure = _sure(scores)
    return {
        "names.sure_precision": _measure(sure, labelled.means_it)[0],
        "names.f1": _measure(sure, labelled.means_it)[2],
        "names.gold_f1": _measure(sure[gold], labelled.means_it[gold])[2],
        "names.held_f1": _measure(_sure(unseen[held]), labelled.means_it[held])[2],
        "names.found": _found(),
    }


def _sure(scores: Floats) -> Flags:
    return np.array([chance_of(score) >= SURE for score in scores], dtype=bool)


def _rejected(scores: Floats) -> Flags:
    return np.array([chance_of(score) < REJECTED for score in scores], dtype=bool)


def _print(name: str, scores: Floats, means_it: Flags) -> None:
    sure, rejected = _sure(scores), _rejected(scores)
    print(
        "  {:<40} {:5} items  P {:.3f} R {:.3f} F1 {:.3f}".format(name, len(scores), *_measure(sure, means_it)),
        f" unsure {(~sure & ~rejected).mean():.3f}; of rejected {means_it[rejected].mean():.3f} meant it",
    )


def _print_each(labelled: Labelled, scores: Floats) -> None:
    """Print organisations by their errors, the worst first; those without an error only by name."""
    faultless = []
    rows = []
    for name in sorted(set(labelled.organisation)):
        own = labelled.organisation == name
        sure, means_it = _sure(scores[own]), labelled.means_it[own]
        wrong, missed = int((sure & ~means_it).sum()), int((~sure & means_it).sum())
        if wrong or missed:
            line = "  {:<16} {:4} items  P {:.2f} R {:.2f} F1 {:.2f}".format(name, own.sum(), *_measure(sure, means_it))
            rows.append(((wrong + missed) / own.sum(), f"{line}  {wrong} wrongly sure, {missed} not sure"))
        else:
            faultless.append(f"{name} {own.sum()}")
    print("by organisation, the worst first:")
    print("\n".join(line for _, line in sorted(rows, reverse=True)))
    print(f"  without an error: {', '.join(faultless)}")


def _measure(said: Flags, means_it: Flags) -> tuple[float, float, float]:
    """Return precision, recall and F1; what is asked of nothing is 1."""
    right = float((said & means_it).sum())
    precision = right / said.sum() if said.any() else 1.0
    recall = right / means_it.sum() if means_it.any() else 1.0
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _found() -> float:
    """Let the whole matcher look for the names in the items labelled by others; print what becomes of them."""
    watches = json.loads((GOLD / "names-watches.json").read_text(encoding="utf-8"))
    matchers = {key: Matcher(_watchlists(key, data)) for key, data in watches.items()}
    rows = [json.loads(line) for line in (GOLD / "names.jsonl").open(encoding="utf-8")]
    # A few summaries are cut off before the name stands in them.
    rows = [row for row in rows if re.search(watches[row["watch"]]["alias"], f"{row['title']} {row['summary']}")]
    seen: Counter[tuple[str, int]] = Counter()
    for row in rows:
        entry = Entry(id=row["id"], title=row["title"], summary=row["summary"] or "", source=row["outlet"])
        statuses = {mention.status for mention in matchers[row["watch"]].match(entry).mentions}
        best = next((status for status in Status if status in statuses), None)
        seen[best or "not found", row["label"]] += 1
    print(f"matcher: the shipped one, trained on these {len(rows)} items too, so this shows only that all parts fit")
    print("  status      means it   does not")
    for status in (*Status, "not found"):
        print(f"  {status:<11} {seen[status, 1]:8} {seen[status, 0]:10}")
    return 1 - seen["not found", 1] / sum(int(row["label"]) for row in rows)


def _watchlists(key: str, data: dict[str, str]) -> Watchlists:
    watch = Watch(
        id=key,
        name=data["name"],
        kind=Kind(data["kind"]),
        ambiguous=_aliases(data["alias"]),
        about=data["about"],
    )
    return Watchlists(lists=(Watchlist(source=key, watches=(watch,)),))


def _aliases(pattern: str) -> tuple[str, ...]:
    """Return the names that the gold file's regular expression stands for; only three of them are more than a word."""
    plain = pattern.replace(r"\b", "")
    special = {"I[Cc][Ee]": ("ICE",), "(GEO|Geo)": ("GEO",), "Domino's?": ("Domino", "Domino's")}
    assert plain in special or re.fullmatch(r"[\w ]+", plain), pattern
    return special.get(plain, (plain,))


if __name__ == "__main__":
    for figure, value in names().items():
        print(f"{figure} {value:.3f}")
