"""Trains the models that tell whether words which a phrase found are meant as the fault that it is of.

    python -m training.as_meant [--out DIR]

`near/` holds innocent messages by eight writers who had the phrases before them and wrote what these match and should not,
`meant/` faults by eight who wrote what they match and should, and by six more in words of their own. Faults are those and the
ones of `context/` and `whole/`, counter-examples what is near them in all. What is seen of a message is what
`caraway_audit.language.as_meant` sees, under the sentence models that ship, which have learnt none of these texts. Printed for
each label is how much of `near/` lies below the first, second and tenth of a hundred faults of `meant/`, both left out by
quarters. The same texts give the same file.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from caraway_audit.language.as_meant import PARTS, SCALE, UNIT
from caraway_audit.language.in_context import OTHER, InContext
from training.context import HERE, SEED, WHOLE, Row, exchanges, rows_of

STRENGTH = 0.03
"""Of the regularisation (C): some hundred features, some hundred examples."""
WEIGHT = 2.0
"""What a text of `near/` or `meant/` counts beside another: phrases were seen to match it."""
LEAST = 50
"""So many faults of a side are too few to learn from."""
QUARTERS = 4
SHARES = (0.01, 0.02, 0.1)
BESIDES = {
    "overclaim": "CA208",
    "guess": "CA210",
    "solicits_secret": "CA308",
    "off_channel": "CA312",
    "deflection": "CA404",
    "argument": "CA410",
    "regulated_advice": "CA702",
    "pressure": "CA705",
    "improper_payment": "CA709",
    "concealment": "CA710",
    "review_gating": "CA711",
}
"""Labels of the sentence models, and the rules whose faults are in `meant/`."""


def of_rule(rule: str) -> Iterator[tuple[Row, bool, str]]:
    """Messages that break a rule or keep it though they look near, with where they come from."""
    for folder in ("context", "meant", "near"):
        for row in exchanges(folder):
            if row.rule == rule:
                yield row, not row.nearly, folder
    for folder, rules in WHOLE.items():
        if rule not in rules.values():
            continue
        for path in sorted((HERE / "whole" / folder).glob("*.jsonl")):
            for entry in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                row = rows_of(entry["turns"], path.stem)[-1]
                if row and (entry["kind"] == "N" or rules.get(entry["kind"]) == rule):
                    yield row, entry["kind"] != "N", "whole"


def fit(levels: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    """The model that tells faults from what is near them."""
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", random_state=SEED, max_iter=1000)
    return model.fit(levels / SCALE, truth, sample_weight=weights)


def learn(models: InContext, side: str, name: str, rule: str) -> dict[str, Any] | None:
    """One model as it is stored, None where there is too little; prints how it does on what was left out."""
    found = [
        ((*own.levels, *models.highest(side, row.tokens), *models.highest(OTHER[side], row.theirs)), is_one, folder)
        for row, is_one, folder in of_rule(rule)
        if row.side == side and (own := models.looked_at(side, row.tokens, name))
    ]
    truth = np.array([one[1] for one in found], bool)
    near, meant = (np.array([one[2] == folder for one in found], bool) for folder in ("near", "meant"))
    if truth.sum() < LEAST or not near.any() or not meant.any():
        return None
    levels, weights = np.array([one[0] for one in found]), np.where(near | meant, WEIGHT, 1.0)
    unseen = np.zeros(len(found))
    for quarter in range(QUARTERS):  # of each folder in order: the phrases of a quarter are left out of both
        part = np.concatenate([np.array_split(np.flatnonzero(of), QUARTERS)[quarter] for of in (near, meant)])
        rest = np.ones(len(found), bool)
        rest[part] = False
        unseen[part] = fit(levels[rest], truth[rest], weights[rest]).decision_function(levels[part] / SCALE)
    model = fit(levels, truth, weights)
    faults = np.quantile(unseen[meant], SHARES)
    below = "  ".join(
        f"{share} {bar:5.1f} {np.mean(unseen[near] < bar):.2f}" for share, bar in zip(SHARES, faults, strict=True)
    )
    print(f"{side:6} {name:22} {truth.sum():4} faults {near.sum():4} near  {below}", flush=True)
    stored: dict[str, Any] = {"constant": round(float(model.intercept_[0]) * UNIT)}
    left = np.rint(model.coef_[0] * UNIT).astype(int)
    for part, whose in zip(PARTS, (side, side, OTHER[side]), strict=True):
        names = models.names[whose]
        stored[part] = {label: int(one) for label, one in zip(names, left, strict=False) if one}
        left = left[len(names) :]
    return stored


def main() -> None:
    """Learn each label of each side that there is enough of, write the models."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=HERE.parent / "src/caraway_audit/language/models")
    given = arguments.parse_args()
    table = yaml.safe_load((HERE / "context.yaml").read_text(encoding="utf-8"))
    models = InContext()
    stored: dict[str, dict[str, Any]] = {side: {} for side in OTHER}
    rules = {name: entry["rule"] for name, entry in table.items()} | BESIDES
    for name, rule in rules.items():
        for side in OTHER:
            if name in models.names[side] and (one := learn(models, side, name, rule)):
                stored[side][name] = one
    (given.out / "as_meant.json").write_text(json.dumps(stored, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
