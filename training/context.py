"""Trains the models in context: what a message does, by all that it may mean and by what was said before it.

    python -m training.context [--public DIR] [--out DIR]

Examples are the exchanges in `context/`, each written to break one rule at one message, or nearly, and those in `whole/` whose
last message is marked; every other message of theirs and lines of public transcripts in their conversations are
counter-examples. What models see of a message is what
`caraway_audit.language.in_context` sees, under the sentence models that ship: train those first, and never on these texts.
Printed for each label is how well it is told in the words of writers left out, by itself: in an audit a message does the
surest of what it may do. The same texts give the same file.
"""

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from caraway_audit.language.classifier import MODELS
from caraway_audit.language.in_context import OTHER, InContext
from caraway_audit.language.phrases import SIDES
from caraway_audit.language.quotation import blank_quotations
from caraway_audit.language.tokens import Tokens, tokenise
from training.train import part_of, sides_of

HERE = Path(__file__).parent
SEED = 7
PUBLIC = ("transcripts/star", "transcripts/taskmaster4")
ORDINARY = 1300
"""So many conversations of each public set."""
WEIGHT = 3.0
"""What an example counts beside a counter-example; there are a hundred times as many of these."""
STRENGTH = 0.03
"""Of the regularisation (C): a hundred features, some hundred examples."""
WHOLE = {
    "tone": {"C": "CA108", "B": "CA108"},
    "harm": {"V": "CA502", "I": "CA104", "D": "CA103"},
    "threats": {"T": "CA105", "S": "CA106"},
    "banter": {},
    "remarks": {"D": "CA103"},
    "endings": {"P": "CA211"},
}
"""Folders of `whole/`, and which rule a last message of a kind breaks; one of the kind N breaks none."""
SCALE = 64
"""Levels are divided by it before anything is learnt (four log-odds are one)."""
UNIT = 256
"""One of what is learnt is so many units of a weight."""


@dataclass
class Row:
    """A message and the one it answers: what rule it was written to break or (`nearly`) to keep, and what others it breaks."""

    side: str
    tokens: Tokens
    theirs: Tokens | None
    writer: str = ""
    rule: str = ""
    nearly: bool = False
    also: frozenset[str] = frozenset()

    def breaks(self, rule: str) -> bool:
        """Whether it breaks a rule."""
        return rule in self.also or (rule == self.rule and not self.nearly)


def rows_of(turns: Iterable[tuple[str, str]], writer: str = "") -> list[Row | None]:
    """The messages of a conversation; a note is an agent's and nothing to answer, what a system says is nobody's."""
    rows: list[Row | None] = []
    before: dict[str, Tokens] = {}
    for role, text in turns:
        side = SIDES.get("agent" if role == "note" else role)
        tokens = tokenise(blank_quotations(text))
        rows.append(Row(side, tokens, before.get(OTHER[side]), writer) if side else None)
        if side and role != "note":
            before[side] = tokens
    return rows


def exchanges(folder: str = "context") -> Iterator[Row]:
    """The messages of the written exchanges of a folder."""
    for path in sorted((HERE / folder).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            for place, row in enumerate(rows_of(entry["turns"], path.stem)):
                if row and place == entry["at"]:
                    row.rule, row.nearly, row.also = entry["rule"], not entry["is"], frozenset(entry.get("also", ()))
                if row:
                    yield row


def marked() -> Iterator[Row]:
    """The messages of the exchanges in `whole/`; a writer of two folders is two."""
    for folder, rules in WHOLE.items():
        for path in sorted((HERE / "whole" / folder).glob("*.jsonl")):
            for entry in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                rows = rows_of(entry["turns"], f"{folder} {path.stem}")
                if entry["kind"] in rules and rows[-1]:
                    rows[-1].rule = rules[entry["kind"]]
                if entry["kind"] in rules or entry["kind"] == "N":
                    yield from filter(None, rows)


def ordinary(folder: Path) -> Iterator[Row]:
    """Messages of public transcripts in their conversations."""
    for name in PUBLIC:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
            talks = [json.loads(line)["messages"] for line in stream]
        for messages in random.Random(SEED).sample(talks, min(ORDINARY, len(talks))):
            yield from filter(None, rows_of((one["speaker_role"], one["text"] or "") for one in messages))


def fit(levels: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The weights that tell some rows from others."""
    model = LogisticRegression(C=STRENGTH, class_weight={False: 1.0, True: WEIGHT}, random_state=SEED, max_iter=1000)
    return model.fit(levels / SCALE, truth).coef_[0]


def learn(models: InContext, rows: Sequence[Row], side: str, name: str, entry: dict[str, Any]) -> dict[str, Any]:
    """One model as it is stored; prints how it does on writers left out."""
    rule, bar = entry["rule"], part_of(entry["bar"], side)
    seen = [(row, own) for row in rows if row.side == side and (own := models.looked_at(side, row.tokens, name))]
    known = [row for row, _ in seen]
    levels = np.array([(*own.levels, *models.highest(OTHER[side], row.theirs)) for row, own in seen])
    truth = np.array([row.breaks(rule) for row in known])
    writers = np.array([row.writer for row in known])
    near = np.array([row.rule == rule and row.nearly for row in known])
    unseen = np.zeros(len(known))
    for writer in sorted(set(writers)):
        of = writers == writer
        unseen[of] = levels[of] / SCALE @ fit(levels[~of], truth[~of])
    taken = unseen > bar
    shares = {
        "recall": taken[truth],
        "near": taken[near],
        "other": taken[~truth & ~near & (writers != "")],
        "public": taken[writers == ""],
    }
    figures = "  ".join(f"{kind} {of.mean():.4f}" for kind, of in shares.items())
    print(f"{side:6} {name:22} {truth.sum():4} examples  {figures}", flush=True)
    weights = np.rint(fit(levels, truth) * UNIT).astype(int)
    stored: dict[str, Any] = {"above": round(bar * UNIT * SCALE)}
    for part, whose in (("own", side), ("theirs", OTHER[side])):
        names = models.names[whose]
        stored[part] = {label: int(one) for label, one in zip(names, weights, strict=False) if one}
        weights = weights[len(names) :]
    return stored


def fingerprint(side: str) -> str:
    """Which sentence model of a side the models in context were learnt over: they fit no other one."""
    return hashlib.sha256(MODELS.joinpath(f"{side}.txt.gz").read_bytes()).hexdigest()


def main() -> None:
    """Read everything, learn each label of each side, write the models."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=HERE.parent / "src/caraway_audit/language/models")
    given = arguments.parse_args()
    table = yaml.safe_load((HERE / "context.yaml").read_text(encoding="utf-8"))
    models, rows = InContext(), [*exchanges(), *marked(), *ordinary(given.public)]
    stored: dict[str, dict[str, Any]] = {side: {} for side in OTHER}
    for name, entry in table.items():
        for side in sides_of(entry):
            stored[side][name] = learn(models, rows, side, name, entry)
    whole = {"over": {side: fingerprint(side) for side in OTHER}, "models": stored}
    (given.out / "in_context.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
