"""Train the judge of ambiguous names, `python -m eval.train_judge`: writes `pipelines/judges/english/weights.py`.

Logistic regression over `pipelines.judges.english.evidence`, each weight drawn towards an expert's guess (`PRIOR`)
instead of zero, because some evidence is clear to any reader but stands in few organisations' items. An item holds
several places where the name stands; in items that mean the organisation only the best one counts (multiple instances),
and organisations weigh by the 0.7th power of their items, so that those with hundreds do not outvote the rest.

Trained on the 2,395 real news items of 98 organisations in `../shared/gold/names.jsonl`, which others labelled, and on
those of our own in `eval/labels`, of other organisations. Only weights come from there.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np  # comes with spaCy
from numpy.typing import NDArray

from eval.real_items import real_items
from pipelines.judges.english.evidence import Features, evidence
from pipelines.judges.english.place import Place
from pipelines.judges.english.reading import read
from pipelines.judges.subject import Subject
from pipelines.model import Entry, Kind

LABELS = Path(__file__).with_name("labels")
GOLD = Path(__file__).resolve().parents[1].parent / "shared/gold"
WEIGHTS = Path(__file__).resolve().parents[1] / "pipelines/judges/english/weights.py"
OWN_PARTS = ("a", "b", "c")
STRENGTH = 25.0  # how strongly weights are drawn to their priors
LEAST_ORGANISATIONS = 3  # in how many organisations' items a feature must occur
ROUNDS = 2  # of choosing the best place
NOWHERE = -99.0  # the score of an item that does not hold the name: a few summaries are cut off before it
PRIOR: dict[str, float] = {
    "self:lowered": -9,
    "home:inst:other:own-outlet": -0.8, "home:inst:other": -2.2, "home:inst:left-other": -3, "home:inst:state": -3,
    "home:inst:left-name": -1, "home:inst:left-own": 2, "home:inst:own": 1, "home:inst:unsaid:own-outlet": 0.7,
    "home:inst:unsaid:other-outlet": -0.7, "home:inst:both:own-outlet": 0.3, "home:inst:both:other-outlet": -0.7,
    "home:press:other": -1.5, "home:press:left-other": -2, "home:press:own": 0.5, "home:press:left-own": 0.5,
    "home:acronym:other": -0.5, "home:acronym:left-other": -2.5, "home:acronym:own": 0.5, "home:acronym:left-own": 1,
    "home:acronym:unsaid:other-outlet": -0.3, "home:acronym:both:other-outlet": -0.3, "home:channel:other": -1.5,
    "home:channel:left-other": -2.5, "home:channel:own": 0.5, "home:channel:unsaid:other-outlet": -2,
    "home:channel:both:other-outlet": -1.5, "home:channel:unsaid:own-outlet": 0.5,
    "home:acronym:well-known-elsewhere": -0.7, "home:channel:well-known-elsewhere": -2,
    "left:given-name": -1.5, "left:of-other": -1.5, "left:cap-in": -0.3, "left:cap-inside": -0.7, "left:online": 1,
    "left:hyphen": -1, "left:hyphen-name": -2.5, "left:number-other": -4.5, "left:number-own": 2,
    "left:institution": -0.7, "left:beyond": -1, "maker:one": 1, "sense:nationality": -1, "sense:nationality-noun": -2,
    "right:state": -2.5, "right:place": -1.5, "right:wares": -1.2, "right:plus": 1,
    "define:name": 2, "define:other": -2,
    "whole:here": 2, "whole:here-unique": 1.5, "whole:legal": 2.5, "whole:elsewhere": 0.5, "whole:secretary": 1,
    "part:lost-common": -1,
    "quote:screen": -1.5, "quote:inside": -2,
    "text:virus-only": -0.5, "text:sport-only": -0.5, "text:screen-only": -0.3,
    "topic:only-other": -0.4,
    "about:companion": 1,
    "press:cue": 1, "press:article": 0.5, "press:name": -1,
    "maker:product": 1.6, "maker:owner": 0.5,
    "sense:brand": 1, "sense:none": 0.3, "sense:place-in": -1, "sense:calendar": -1.5, "sense:everyday": -0.3,
    "sense:acronym": -3, "sense:known-brand": 0.7,
    "senses:inside-alone": 0.7, "senses:ahead": 0.8, "senses:behind": -0.8, "senses:own-longer": 0.8,
    "senses:other-longer": -1, "senses:other-name": -0.5, "senses:own-name": 0.4,
    "media:credit": 3.4, "media:outlet": 2.5, "media:end": 2,
    "credit:other": -1.5,
    "article:lower": -0.3, "article:name": 2, "article:media": 1, "article:other": -0.3,
    "place:beyond": -0.8, "place:list": -1, "place:people": -1,
    "person:title": -1.5, "person:surname": -1, "person:age": -1.5, "person:who": -1, "person:does": -0.8,
    "person:pronoun": -0.7, "person:list": -1, "person:introduced": -2,
    "firm:verb": 0.3, "firm:sure:company": 1.2, "firm:a-thing": 0.5, "firm:which": 0.8,
    "expand:own": 1.5, "expand:other": -3,
    "pair:left": -2.5, "pair:right": -1,
    "region:own": 0.5, "region:other": -3, "region:left-own": 1.5, "region:left-other": -2.5,
}  # fmt: skip

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Labelled:
    """Labelled items, and every place where their names stand."""

    organisation: NDArray[np.str_]  #: of each item
    alias: NDArray[np.str_]  #: of each item: some organisations share one, and are left out together
    part: NDArray[np.str_]  #: of each item: "gold" or the name of a set of our own
    means_it: Flags  #: of each item
    item: NDArray[np.int_]  #: of each place
    features: list[Features]  #: of each place


def read_gold() -> Labelled:
    """Return the 2,395 items labelled by others, with the features of every place."""
    watches = json.loads((GOLD / "names-watches.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in (GOLD / "names.jsonl").open(encoding="utf-8")]
    entries = [Entry(id=r["id"], title=r["title"], summary=r["summary"] or "", source=r["outlet"]) for r in rows]
    return _labelled("gold", watches, rows, entries)


def read_labels(part: str) -> Labelled:
    """Return the items of `eval/labels/names-<part>.jsonl`, which we labelled, with the features of every place."""
    watches = json.loads((LABELS / f"watches-{part}.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in (LABELS / f"names-{part}.jsonl").open(encoding="utf-8")]
    items = real_items()
    for watch in watches.values():
        watch["alias"] = rf"\b{re.escape(watch['alias'])}\b"
    return _labelled(part, watches, rows, [_with_outlet(items[row["item"]]) for row in rows])


def read_all() -> Labelled:
    """Return all that is labelled."""
    return joined(read_gold(), *(read_labels(part) for part in OWN_PARTS))


def _with_outlet(entry: Entry) -> Entry:
    """Return an entry of a feed document with its outlet, where the document's name tells it."""
    outlet = re.match(r"news_sample_([a-z0-9]+)_", entry.source)
    return replace(entry, source=outlet[1]) if outlet else entry


def _labelled(
    part: str, watches: Mapping[str, Mapping[str, str]], rows: Sequence[Mapping[str, Any]], entries: list[Entry]
) -> Labelled:
    subjects = {key: Subject(watch["name"], Kind(watch["kind"]), watch["about"]) for key, watch in watches.items()}
    owners: list[int] = []
    features: list[Features] = []
    for number, (row, entry) in enumerate(zip(rows, entries, strict=True)):
        reading = read(entry)
        for field, text in reading.fields.items():
            for match in re.finditer(watches[row["watch"]]["alias"], text):
                owners.append(number)
                features.append(evidence(Place(subjects[row["watch"]], reading, field, *match.span())))
    return Labelled(
        np.array([row["watch"] for row in rows]),
        np.array([watches[row["watch"]]["alias"] for row in rows]),
        np.full(len(rows), part),
        np.array([row["label"] == 1 for row in rows]),
        np.array(owners),
        features,
    )


def joined(*parts: Labelled) -> Labelled:
    """Return several sets of labelled items as one, in their order."""
    before = np.cumsum([0, *(len(part.means_it) for part in parts)])
    return Labelled(
        np.concatenate([part.organisation for part in parts]),
        np.concatenate([part.alias for part in parts]),
        np.concatenate([part.part for part in parts]),
        np.concatenate([part.means_it for part in parts]),
        np.concatenate([part.item + first for part, first in zip(parts, before, strict=False)]),
        [features for part in parts for features in part.features],
    )


def held_back(organisation: str) -> bool:
    """Tell whether an organisation is of the third that nobody looked at while choosing features."""
    return zlib.crc32(organisation.encode()) % 3 == 0


def vocabulary(gold: Labelled, among: Flags) -> list[str]:
    """Return the features that the items of enough organisations show, and those with a prior."""
    seen: dict[str, set[str]] = defaultdict(set)
    for owner, features in zip(gold.item, gold.features, strict=True):
        if among[owner]:
            for key in features:
                seen[key].add(gold.organisation[owner])
    return sorted({key for key, owners in seen.items() if len(owners) >= LEAST_ORGANISATIONS} | set(PRIOR))


def table(gold: Labelled, keys: list[str]) -> Floats:
    """Return the features as a matrix, a row for each place, with a last column of ones."""
    column = {key: number for number, key in enumerate(keys)}
    matrix = np.zeros((len(gold.features), len(keys) + 1))
    matrix[:, -1] = 1
    for row, features in enumerate(gold.features):
        for key, value in features.items():
            if key in column:
                matrix[row, column[key]] = value
    return matrix


def best(gold: Labelled, scores: Floats) -> Floats:
    """Return the highest score of each item's places."""
    top = np.full(len(gold.means_it), NOWHERE)
    np.maximum.at(top, gold.item, scores)
    return top


def train(gold: Labelled, matrix: Floats, keys: list[str], among: Flags, start: Floats | None = None) -> Floats:
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


def left_out_scores(gold: Labelled) -> Floats:
    """Return the score (log odds) of each item by a judge that never saw its organisation, nor one of its name."""
    everything = np.ones(len(gold.means_it), bool)
    keys = vocabulary(gold, everything)
    matrix = table(gold, keys)
    start = train(gold, matrix, keys, everything)
    scores = np.full(len(gold.means_it), np.nan)
    for alias in sorted(set(gold.alias)):
        own = gold.alias == alias
        scores[own] = best(gold, matrix @ train(gold, matrix, keys, ~own, start))[own]
    return scores


def scores_without(gold: Labelled, unseen: Flags) -> Floats:
    """Return the score (log odds) of each item by a judge that never saw the items `unseen`."""
    keys = vocabulary(gold, ~unseen)
    matrix = table(gold, keys)
    return best(gold, matrix @ train(gold, matrix, keys, ~unseen))


def main() -> None:
    """Write the weights learned from all items."""
    gold = read_all()
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
