"""Learns whether a client who has the last word waits for a reply: the weights of `rules/awaited.py`.

    python -m training.awaited [--out FILE]

`awaited/` holds invented ends of conversations, each marked by whether somebody still owes a reply. Printed first is how
writers left out are told. The same texts give the same file.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.language.in_context import in_context
from caraway_audit.model import Role
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.awaited import SCALE, UNIT, WEIGHTS, WORDS
from caraway_audit.rules.waiting import last_turn
from training.answers import talk_of

HERE = Path(__file__).parent
SELDOM = 3
"""What is observed of fewer ends is left out."""
STRENGTH = 0.1
"""Of the regularisation (C)."""
OF_WORDS = 0.5
"""What a word counts beside an observation of another kind."""
WAITS = 0.25
"""From which log-odds on a client waits: set by looking at scores on the labelled conversations that were read."""

LEVEL = "level "


@dataclass
class Row:
    """An end of a conversation: what is observed of it, levels too, and whether the client waits."""

    writer: str
    waits: bool
    seen: Mapping[str, float]


def rows() -> Iterator[Row]:
    """All ends."""
    policy = load(None)
    rules = rules_of(policy)
    annotators = Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)
    paths = sorted((HERE / "awaited").glob("*.jsonl"))
    every = [(path.stem, json.loads(line)) for path in paths for line in path.read_text("utf-8").splitlines()]
    conversations = [talk_of(n, entry["turns"]) for n, (_, entry) in enumerate(every)]
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    talks = annotators.annotate(conversations, facts, lambda _: timedelta(hours=24))
    for talk, (writer, entry) in zip(talks, every, strict=True):
        yield Row(writer, entry["waits"], _seen(talk))


def _seen(talk: AnnotatedConversation) -> dict[str, float]:
    """What is observed of the client's last turn, and its levels."""
    ends = takewhile(lambda place: talk.messages[place].role is Role.CLIENT, range(len(talk.messages) - 1, -1, -1))
    turn = last_turn(talk, sorted(ends))
    levels = {f"{LEVEL}{name}": level / SCALE for name, level in turn.levels(in_context()).items()}
    return {**dict.fromkeys(turn.observed(), 1.0), **levels}


class Model:
    """Weights by what is observed."""

    def __init__(self, found: Sequence[Row]) -> None:
        times = Counter(one for row in found for one in row.seen)
        self.columns = {one: n for n, one in enumerate(sorted(one for one, n in times.items() if n >= SELDOM))}
        self.scale = np.array([OF_WORDS if one.startswith(WORDS) else 1.0 for one in self.columns])
        waits = [row.waits for row in found]
        self.fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(self.matrix(found), waits)

    def matrix(self, found: Sequence[Row]) -> csr_matrix:
        """What is observed, words scaled."""
        seen = ((n, one, value) for n, row in enumerate(found) for one, value in sorted(row.seen.items()))
        at = [(n, self.columns[one], value) for n, one, value in seen if one in self.columns]
        lines, columns, values = zip(*at, strict=True)
        return csr_matrix(
            (np.array(values) * self.scale[list(columns)], (lines, columns)), shape=(len(found), len(self.columns))
        )

    def odds(self, found: Sequence[Row]) -> np.ndarray:
        """Of each end."""
        return self.fitted.decision_function(self.matrix(found))

    def stored(self) -> dict[str, object]:
        """Weights and the bar in whole units, with the constant in the bar."""
        weights = np.rint(self.fitted.coef_[0] * self.scale * UNIT).astype(int)
        kept = {one: int(weights[n]) for one, n in self.columns.items() if weights[n]}
        levels = {one.removeprefix(LEVEL): weight for one, weight in kept.items() if one.startswith(LEVEL)}
        seen = {one: weight for one, weight in kept.items() if not one.startswith(LEVEL)}
        return {"waits": round((WAITS - self.fitted.intercept_[0]) * UNIT), "levels": levels, "weights": seen}


def main() -> None:
    """Read, say how writers left out are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=Path(str(WEIGHTS)))
    given = arguments.parse_args()
    found = list(rows())
    told: Counter[tuple[bool, bool]] = Counter()
    for writer in sorted({row.writer for row in found}):
        unseen = [row for row in found if row.writer == writer]
        model = Model([row for row in found if row.writer != writer])
        told.update((row.waits, bool(odds >= WAITS)) for row, odds in zip(unseen, model.odds(unseen), strict=True))
    for waits, name in ((True, "that wait"), (False, "that do not")):
        print(f"taken for waiting: {told[waits, True]} of {told[waits, True] + told[waits, False]} {name}")
    given.out.write_text(json.dumps(Model(found).stored(), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
