"""Learns what establishes that the firm failed: the weights of `rules/established.py`.

    python -m training.established [--public DIR] [--out FILE]

`established/` holds invented conversations; in half of them a failure of the firm is established, and it is marked by which
message. Messages before that one, and all of the other half, are counter-examples; so are ordinary conversations (of `talk/`,
`stated/`, `answered/`, `context/` and STAR) in which no client complains. Printed first is how writers left out are told. The
same texts give the same file.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from caraway_audit.annotate import Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.empathy import MissingApology
from caraway_audit.rules.established import SCALE, UNIT, WEIGHTS, SeenReply, level_names, seen_of
from training.answers import Talk, ordinary, talk_of
from training.pairs import others, written

HERE = Path(__file__).parent
STRENGTH = 0.3
"""Of the regularisation (C)."""
SELDOM = 3
"""What is seen of fewer messages is left out."""
OF_WORDS = 0.5
"""What a word counts beside a level of one in log-odds."""
LEAST = 4
"""A smaller weight of a word (in units) is left out."""
ORDINARY = 0.3
"""What a message of ordinary talk counts beside one that was written for this."""
ORDINARY_TALKS = 4000
ESTABLISHED = 2.0
HARDLY = -2.0
"""From which log-odds on a failure is established, and below which words that say so are doubted where nobody complained: both
set by looking at scores on the labelled conversations that were read."""


@dataclass
class Row:
    """A conversation: what is seen of its agents' messages, and which of them establishes a failure."""

    writer: str
    messages: Sequence[Mapping[str, float]]
    at: int | None


def marked() -> Iterator[tuple[str, Talk, int | None]]:
    """The conversations of `established/`: writer, messages and the place that establishes a failure."""
    for path in sorted((HERE / "established").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            yield path.stem, entry["turns"], entry["at"] if entry["is"] else None


def rows(public: Path) -> Iterator[Row]:
    """All conversations."""
    policy = load(None)
    rules = rules_of(policy)
    rule = next(rule for rule in rules.rules if isinstance(rule, MissingApology))
    annotators = Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)
    talks = [*(talk for _, talk, _ in written()), *others()]
    every = [*marked(), *(("", talk, None) for talk in (*talks, *islice(ordinary(public), ORDINARY_TALKS)))]
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    conversations = [talk_of(n, messages) for n, (_, messages, _) in enumerate(every)]
    annotated = annotators.annotate(conversations, facts, lambda _: timedelta(hours=24))
    for talk, (writer, _, at) in zip(annotated, every, strict=True):
        if writer or not (rule.is_reported(talk) or rule.is_established(talk)):
            found = list(seen_of(talk))
            place = next((n for n, one in enumerate(found) if one.place == at), None)
            if found and (at is None or place is not None):
                yield Row(writer, [named(one) for one in found], place)


def named(seen: SeenReply) -> dict[str, float]:
    """What is seen of a message by name: `level …`, `agent …` and `client …`."""
    levels = {f"level {name}": level / SCALE for name, level in zip(level_names(), seen.levels, strict=True)}
    return levels | {f"agent {word}": OF_WORDS for word in seen.agent} | {f"client {word}": OF_WORDS for word in seen.client}


class Model:
    """Weights by name of what is seen."""

    def __init__(self, found: Sequence[Row]) -> None:
        seen, truth, counts = [], [], []
        for row in found:
            until = len(row.messages) if row.at is None else row.at + 1
            seen += row.messages[:until]
            truth += [n == row.at for n in range(until)]
            counts += [1.0 if row.writer else ORDINARY] * until
        times = Counter(name for one in seen for name in one)
        self.columns = {name: n for n, name in enumerate(sorted(name for name, n in times.items() if n >= SELDOM))}
        self.fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(self.matrix(seen), truth, sample_weight=counts)

    def matrix(self, messages: Sequence[Mapping[str, float]]) -> csr_matrix:
        """What is seen as numbers, a message a line."""
        values: list[float] = []
        columns: list[int] = []
        ends = [0]
        for one in messages:
            for name, value in one.items():
                if (column := self.columns.get(name)) is not None:
                    columns.append(column)
                    values.append(value)
            ends.append(len(columns))
        return csr_matrix((values, columns, ends), shape=(len(messages), len(self.columns)))

    def odds(self, row: Row) -> float:
        """Of the message that is most like one that establishes a failure."""
        return float(self.fitted.decision_function(self.matrix(row.messages)).max())

    def stored(self) -> dict[str, object]:
        """Weights and the bars in whole units, with the constant in the bars."""
        parts: dict[str, dict[str, int]] = {"level": {}, "agent": {}, "client": {}}
        for name, n in self.columns.items():
            part, _, rest = name.partition(" ")
            weight = round(self.fitted.coef_[0][n] * UNIT * (1 if part == "level" else OF_WORDS))
            if abs(weight) >= (1 if part == "level" else LEAST):
                parts[part][rest] = weight
        bars = {"established": ESTABLISHED, "hardly": HARDLY}
        shifted = {name: round((bar - self.fitted.intercept_[0]) * UNIT) for name, bar in bars.items()}
        return shifted | {"levels": parts["level"], "agent": parts["agent"], "client": parts["client"]}


def main() -> None:
    """Read, say how writers left out are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(WEIGHTS)))
    given = arguments.parse_args()
    found = list(rows(given.public))
    told: Counter[tuple[bool, bool]] = Counter()
    for writer in sorted({row.writer for row in found} - {""}):
        model = Model([row for row in found if row.writer != writer])
        told.update((row.at is not None, model.odds(row) >= ESTABLISHED) for row in found if row.writer == writer)
    for holds, name in ((True, "with a failure"), (False, "without one")):
        print(f"told: {told[holds, True]} of {told[holds, True] + told[holds, False]} conversations {name}")
    given.out.write_text(json.dumps(Model(found).stored(), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
