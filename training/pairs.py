"""Learns what tells that two values are said of one thing: the weights of `rules/pairs.py`.

    python -m training.pairs [--public DIR] [--out FILE]

`stated/` holds invented conversations; in half of them an agent contradicts what was said before, and it is marked in which two
messages. Which two values of these do so nobody marks: it is the pair that is most like one under the weights so far, and
weights and pairs are found in turns. All other pairs are of two things, and so are those of ordinary conversations (of `talk/`,
`answered/`, `context/` and STAR). Printed first is how writers left out are told. The same texts give the same file.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.linear_model import LogisticRegression

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.contradiction import Contradiction
from caraway_audit.rules.pairs import UNIT, WEIGHTS, WORDS
from training.answers import Talk, ordinary, talk_of
from training.train import proper_nouns

HERE = Path(__file__).parent
SELDOM = 4
"""What is observed of fewer pairs is left out."""
STRENGTH = 0.1
"""Of the regularisation (C)."""
OF_WORDS = 0.5
"""What a word counts beside an observation of another kind."""
TURNS = 6
"""So often pairs are chosen anew."""
THOUGH, BAR, HARDLY, BARE = 1.75, 0.475, -1.45, -2.45
"""From which log-odds on two values are of one thing, though something was said to have changed in between, or without that;
from which on they may be where the words beside both say so, or nothing beside one of them says of what it is: set by looking
at scores on labelled conversations."""
LEAST_WEIGHT = 8

Observed = frozenset[str]


@dataclass
class Row:
    """One conversation: the pairs of the marked messages, which hold a contradiction, and all others."""

    writer: str
    marked: list[Observed]
    others: list[Observed]


def written() -> Iterator[tuple[str, Talk, tuple[int, int] | None]]:
    """The conversations of `stated/`, and the places of the two messages that contradict each other."""
    for path in sorted((HERE / "stated").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            yield path.stem, entry["messages"], (entry["first"], entry["at"]) if entry["is"] else None


def others() -> Iterator[Talk]:
    """Conversations that were written to learn other things from."""
    for name, key in (("answered", "messages"), ("context", "turns")):
        for path in sorted((HERE / name).glob("*.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                yield [(role, text) for role, text in json.loads(line)[key] if role in ("client", "agent")]


def rows(public: Path) -> Iterator[Row]:
    """All conversations that hold a pair of values."""
    policy = load(None)
    rules = rules_of(policy)
    rule = next(rule for rule in rules.rules if isinstance(rule, Contradiction))
    annotators = Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)
    every = [*written(), *(("", talk, None) for talk in (*others(), *ordinary(public)))]
    names = {f"{mark}{name}" for name in proper_nouns(text for _, talk, _ in every for _, text in talk) for mark in WORDS}
    conversations = [talk_of(n, talk) for n, (_, talk, _) in enumerate(every)]
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    talks = annotators.annotate(conversations, facts, lambda _: timedelta(hours=24))
    for talk, (writer, _, marked) in zip(talks, every, strict=True):
        row = Row(writer, [], [])
        for places, observed in observations(rule, talk):
            here = row.marked if places == marked else row.others
            here.append(observed - names)
        if row.marked or row.others:
            yield row


def observations(rule: Contradiction, talk: AnnotatedConversation) -> Iterator[tuple[tuple[int, int], Observed]]:
    """The pairs of values of a conversation that differ: their places, and what is observed of them."""
    for now, before in rule.told(talk):
        for pair in before:
            yield (pair.one.place, now.place), pair.observed()


class Model:
    """Weights by what is observed."""

    def __init__(self, found: Sequence[Row]) -> None:
        times = Counter(name for row in found for pair in (*row.marked, *row.others) for name in pair)
        self.columns = {name: n for n, name in enumerate(sorted(name for name, n in times.items() if n >= SELDOM))}
        self.scale = diags([OF_WORDS if name.startswith(WORDS) else 1.0 for name in self.columns])
        marked = [self.matrix(row.marked) for row in found if row.marked]
        others = self.matrix([pair for row in found for pair in row.others])
        chosen = [0] * len(marked)
        for turn in range(TURNS):
            first = vstack(marked) if turn == 0 else vstack([of[n] for of, n in zip(marked, chosen, strict=True)])
            truth = np.concatenate([np.ones(first.shape[0]), np.zeros(others.shape[0])])
            self.fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(vstack([first, others]), truth)
            before, chosen = chosen, [int(np.argmax(self.fitted.decision_function(of))) for of in marked]
            if turn and chosen == before:
                break

    def matrix(self, pairs: Sequence[Observed]) -> csr_matrix:
        """Ones, words scaled, where something is observed."""
        at = [(n, self.columns[name]) for n, those in enumerate(pairs) for name in sorted(those) if name in self.columns]
        lines, columns = zip(*at, strict=True) if at else ((), ())
        return csr_matrix((np.ones(len(at)), (lines, columns)), shape=(len(pairs), len(self.columns))) @ self.scale

    def odds(self, pairs: Sequence[Observed]) -> float:
        """Of the pair that is most like a contradiction."""
        return float(self.fitted.decision_function(self.matrix(pairs)).max()) if pairs else -np.inf

    def stored(self) -> dict[str, object]:
        """Weights and bars in whole units, with the constant in the bars."""
        weights = np.rint(self.fitted.coef_[0] * self.scale.diagonal() * UNIT).astype(int)
        kept = {name: int(weights[n]) for name, n in self.columns.items() if abs(weights[n]) >= LEAST_WEIGHT}
        though, sure, hardly, bare = (round((bar - self.fitted.intercept_[0]) * UNIT) for bar in (THOUGH, BAR, HARDLY, BARE))
        return {"though": though, "sure": sure, "hardly": hardly, "bare": bare, "weights": kept}


def main() -> None:
    """Read, say how writers left out are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(WEIGHTS)))
    given = arguments.parse_args()
    found = list(rows(given.public))
    told: Counter[str] = Counter()
    writers = sorted({row.writer for row in found} - {""})
    for fold in range(_FOLDS):
        out = set(writers[fold::_FOLDS])
        model = Model([row for row in found if row.writer not in out])
        for row in (row for row in found if row.writer in out):
            told["told" if model.odds(row.marked) >= BAR else "missed"] += bool(row.marked)
            told["wrongly"] += model.odds(row.others) >= BAR
    print(f"{told['told']} told and {told['missed']} missed that hold two values, {told['wrongly']} conversations wrongly")
    stored = Model(found).stored()
    print(f"{len(found)} conversations with a pair of values; {len(stored['weights'])} weights")
    given.out.write_text(json.dumps(stored, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


_FOLDS = 6

if __name__ == "__main__":
    main()
