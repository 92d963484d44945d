"""Train the judge of ambiguous names, `python -m eval.train_judge`: writes `pipelines/names/weights.py`.

Logistic regression over `pipelines.names.evidence`, each weight drawn towards an expert's guess (`PRIOR`) instead of
zero, because some evidence is clear to any reader but stands in few organisations' items. An item holds several places
where the name stands; in items that mean the organisation only the best one counts (multiple instances), and
organisations weigh by the 0.7th power of their items, so that those with hundreds do not outvote the rest.

Trained on `../shared/gold/names.jsonl`: 2,395 real news items of 98 organisations. Only the weights come from there.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np  # comes with spaCy
from numpy.typing import NDArray

from pipelines.model import Entry, Kind
from pipelines.names.evidence import Features, evidence
from pipelines.names.place import Place
from pipelines.names.reading import read
from pipelines.names.subject import Subject

GOLD = Path(__file__).resolve().parents[1].parent / "shared/gold"
WEIGHTS = Path(__file__).resolve().parents[1] / "pipelines/names/weights.py"
STRENGTH = 10.0  # how strongly weights are drawn to their priors
LEAST_ORGANISATIONS = 3  # in how many organisations' items a feature must occur
ROUNDS = 2  # of choosing the best place
NOWHERE = -99.0  # the score of an item that does not hold the name: a few summaries are cut off before it
PRIOR: dict[str, float] = {
    "self:lowered": -9,
    "home:inst:other:own-outlet": -0.8, "home:inst:other": -2.2, "home:inst:left-other": -3, "home:inst:state": -3,
    "home:inst:left-name": -1, "home:inst:left-own": 2, "home:inst:own": 1, "home:inst:unsaid:own-outlet": 0.7,
    "home:inst:unsaid:other-outlet": -0.7, "home:inst:both:own-outlet": 0.3, "home:inst:both:other-outlet": -0.7,
    "home:press:other": -1.5, "home:press:left-other": -2, "home:press:own": 0.5, "home:press:left-own": 0.5,
    "left:given-name": -1.5, "left:of-other": -1.5, "left:cap-in": -0.3, "left:cap-inside": -0.7,
    "right:state": -2.5, "right:place": -1.5, "right:wares": -1.2,
    "define:name": 2, "define:other": -2, "whole:here": 1.5, "whole:here-unique": 1, "whole:legal": 2.5,
    "whole:elsewhere": 0.5, "part:lost-common": -1,
    "quote:screen": -1.5, "text:virus-only": -0.5, "text:sport-only": -0.5, "text:screen-only": -0.3,
    "topic:only-other": -0.4, "about:companion": 1, "press:cue": 1, "press:article": 0.5, "press:name": -1,
    "maker:product": 1.6, "maker:owner": 0.5, "sense:brand": 1, "sense:none": 0.3, "sense:place-in": -1,
    "right:plus": 1, "left:online": 1, "left:hyphen": -1,
}  # fmt: skip

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Gold:
    """The labelled items, and every place where their names stand."""

    organisation: NDArray[np.str_]  #: of each item
    means_it: Flags  #: of each item
    item: NDArray[np.int_]  #: of each place
    features: list[Features]  #: of each place


def read_gold() -> Gold:
    """Return the labelled items with the features of every place."""
    watches = json.loads((GOLD / "names-watches.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in (GOLD / "names.jsonl").open(encoding="utf-8")]
    subjects = {key: Subject(watch["name"], Kind(watch["kind"]), watch["about"]) for key, watch in watches.items()}
    owners: list[int] = []
    features: list[Features] = []
    for number, row in enumerate(rows):
        entry = Entry(id=row["id"], title=row["title"], summary=row["summary"] or "", source=row["outlet"])
        reading = read(entry)
        for field, text in reading.fields.items():
            for match in re.finditer(watches[row["watch"]]["alias"], text):
                owners.append(number)
                features.append(evidence(Place(subjects[row["watch"]], reading, field, *match.span())))
    return Gold(
        np.array([row["watch"] for row in rows]),
        np.array([row["label"] == 1 for row in rows]),
        np.array(owners),
        features,
    )


def held_back(organisation: str) -> bool:
    """Tell whether an organisation is of the third that nobody looked at while choosing features."""
    return zlib.crc32(organisation.encode()) % 3 == 0


def vocabulary(gold: Gold, among: Flags) -> list[str]:
    """Return the features that the items of enough organisations show, and those with a prior."""
    seen: dict[str, set[str]] = defaultdict(set)
    for owner, features in zip(gold.item, gold.features, strict=True):
        if among[owner]:
            for key in features:
                seen[key].add(gold.organisation[owner])
    return sorted({key for key, owners in seen.items() if len(owners) >= LEAST_ORGANISATIONS} | set(PRIOR))


def table(gold: Gold, keys: list[str]) -> Floats:
    """Return the features as a matrix, a row for each place, with a last column of ones."""
    column = {key: number for number, key in enumerate(keys)}
    matrix = np.zeros((len(gold.features), len(keys) + 1))
    matrix[:, -1] = 1
    for row, features in enumerate(gold.features):
        for key, value in features.items():
            if key in column:
                matrix[row, column[key]] = value
    return matrix


def best(gold: Gold, scores: Floats) -> Floats:
    """Return the highest score of each item's places."""
    top = np.full(len(gold.means_it), NOWHERE)
    np.maximum.at(top, gold.item, scores)
    return top


def train(gold: Gold, matrix: Floats, keys: list[str], among: Flags, start: Floats | None = None) -> Floats:
    """Return the weights, the bias last, learned from the items `among`; `start` only saves time."""
    prior = np.array([PRIOR.get(key, 0.0) for key in keys] + [0.0])
    sizes = Counter(gold.organisation[among].tolist())
    rows = np.flatnonzero(among[gold.item])
    weights, chosen = prior if start is None else start, rows
    for turn in range(ROUNDS):
        if turn:
            scores = matrix @ weights
            top = best(gold, scores)[gold.item[rows]]
            chosen = rows[~gold.means_it[gold.item[rows]] | (scores[rows] >= top)]
        owners = gold.item[chosen]
        places = Counter(owners.tolist())
        share = np.array([sizes[gold.organisation[owner]] ** -0.3 / places[owner] for owner in owners.tolist()])
        weights = _fit(matrix[chosen], gold.means_it[owners], share * len(share) / share.sum(), prior, weights)
    return weights


def _fit(matrix: Floats, means_it: Flags, share: Floats, prior: Floats, weights: Floats) -> Floats:
    """Return the weights by Newton's method; the function is convex, so where it starts does not matter."""
    strength = np.full(matrix.shape[1], STRENGTH)
    strength[-1] = 1e-3
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        slope = matrix.T @ (share * (chance - means_it)) + strength * (weights - prior)
        curve = (matrix * (share * chance * (1 - chance))[:, None]).T @ matrix + np.diag(strength)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def left_out_scores(gold: Gold) -> Floats:
    """Return the score (log odds) of each item by a judge that never saw its organisation."""
    everything = np.ones(len(gold.means_it), bool)
    keys = vocabulary(gold, everything)
    matrix = table(gold, keys)
    start = train(gold, matrix, keys, everything)
    scores = np.full(len(gold.means_it), np.nan)
    for organisation in sorted(set(gold.organisation)):
        own = gold.organisation == organisation
        scores[own] = best(gold, matrix @ train(gold, matrix, keys, ~own, start))[own]
    return scores


def scores_without(gold: Gold, unseen: Flags) -> Floats:
    """Return the score (log odds) of each item by a judge that never saw the items `unseen`."""
    keys = vocabulary(gold, ~unseen)
    matrix = table(gold, keys)
    return best(gold, matrix @ train(gold, matrix, keys, ~unseen))


def main() -> None:
    """Write the weights learned from all items."""
    gold = read_gold()
    everything = np.ones(len(gold.means_it), bool)
    keys = vocabulary(gold, everything)
    *weights, bias = train(gold, table(gold, keys), keys, everything).tolist()
    lines = [f'    "{key}": {weight:.3f},' for key, weight in zip(keys, weights, strict=True)]
    WEIGHTS.write_text(
        '"""What each feature weighs, in log odds. Made by `python -m eval.train_judge`; do not edit."""\n\n'
        "from __future__ import annotations\n\n"
        f"BIAS = {bias:.3f}\n\nWEIGHTS: dict[str, float] = {{\n" + "\n".join(lines) + "\n}\n",
        encoding="utf-8",
    )
    print(f"{len(lines)} weights from {len(gold.means_it)} items written to {WEIGHTS.name}")


if __name__ == "__main__":
    main()
