"""Learns what a message does as a whole: `language/models/whole.json`, for `language/whole.py`.

    python -m training.whole [--out FILE]

`whole/` holds invented exchanges whose last messages are marked. Printed first is how writers left out are told, at the bars.
The same texts give the same file. After `training.train`: it weighs the levels of the sentence models.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.language.classifier import MODELS
from caraway_audit.language.in_context import OTHER, in_context
from caraway_audit.language.tokens import Tokens
from caraway_audit.language.whole import SCALE, UNIT, observed
from caraway_audit.model import Role
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from training.answers import Talk, talk_of

HERE = Path(__file__).parent
SELDOM = 3
"""What is observed in fewer messages is left out."""
STRENGTH = 0.1
"""Of the regularisation (C)."""
OF_WORDS = 0.5
"""What a word counts beside a level of one in log-odds."""
LEAST = 4
"""A smaller weight of a word (in units) is left out."""
ORDINARY = 0.3
"""What an ordinary message counts beside one that was written for this."""
ORDINARY_FOLDERS = ("established", "awaited", "stated", "talk")
NATURAL_ANSWERS = ("milo", "nora", "omar")
"""Who of `answered/` wrote as service goes."""


@dataclass(frozen=True)
class Task:
    """One model: whose messages, in which folder of `whole/`, how far from the end of an exchange, and when an entry is one.

    `bars` are the log-odds that rules use, by name: set by looking at scores on the labelled conversations that were read.
    """

    side: str
    folder: str
    back: int
    is_one: Callable[[Mapping[str, Any]], bool]
    bars: Mapping[str, float]
    reads_before: bool = False


TASKS = {
    "feeling": Task("client", "feelings", 2, lambda entry: bool(entry["felt"]), {"surely": 1.5, "hardly": -4.0}),
    "taken_in": Task("agent", "feelings", 1, lambda entry: bool(entry["taken"]), {"surely": 1.6, "hardly": -2.0}),
    "condescension": Task("agent", "tone", 1, lambda entry: entry["kind"] in ("C", "B"), {"surely": 2.0}, reads_before=True),
    "guess": Task("agent", "statements", 1, lambda entry: entry["kind"] == "G", {"surely": 1.5}, reads_before=True),
    "invalidation": Task("agent", "harm", 1, lambda entry: entry["kind"] == "V", {"surely": 1.0}, reads_before=True),
    "premature_close": Task("agent", "endings", 1, lambda entry: entry["kind"] == "P", {"surely": 2.5}, reads_before=True),
    "rude_note": Task("agent", "notes", 1, lambda entry: entry["kind"] == "R", {"surely": 0.5}),
}


@dataclass
class Row:
    """A message: who wrote it down, whether it is one, and what is seen of it."""

    writer: str
    is_one: bool
    seen: Mapping[str, float]


def entries(folder: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The exchanges of a folder, and who wrote them."""
    for path in sorted((HERE / "whole" / folder).glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield path.stem, json.loads(line)


def annotated(talks: Sequence[Talk]) -> Iterator[AnnotatedConversation]:
    """Conversations with their tokens, as an audit reads them."""
    policy = load(None)
    rules = rules_of(policy)
    annotators = Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    conversations = [talk_of(number, talk) for number, talk in enumerate(talks)]
    return annotators.annotate(conversations, facts, lambda _: timedelta(hours=24))


def ordinary() -> Iterator[tuple[AnnotatedConversation, Sequence[frozenset[str]]]]:
    """Conversations as service goes, with the labels that are known of each message."""
    paths = [path for folder in ORDINARY_FOLDERS for path in sorted((HERE / folder).glob("*.jsonl"))]
    paths += [HERE / "answered" / f"{name}.jsonl" for name in NATURAL_ANSWERS]
    talks: list[Talk] = []
    labels: list[list[frozenset[str]]] = []
    for path in paths:
        last = None
        for entry in map(json.loads, path.read_text("utf-8").splitlines()):
            if "c" not in entry:  # a whole conversation a line, else a message
                talks.append(entry.get("turns") or entry["messages"])
                labels.append([frozenset()] * len(talks[-1]))
                continue
            if entry["c"] != last:
                talks.append([])
                labels.append([])
                last = entry["c"]
            if entry["role"] in OTHER:
                talks[-1].append((entry["role"], entry["text"]))
                labels[-1].append(frozenset(entry["does"]))
    return zip(annotated(talks), labels, strict=True)


def seen(task: Task, tokens: Tokens, before: Tokens | None) -> dict[str, float]:
    """What is seen of a message: its levels, those of the one before, its words."""
    models, other = in_context(), OTHER[task.side]
    found = {f"own {name}": level / SCALE for name, level in _named(task.side, tokens)}
    if task.reads_before:
        levels = models.highest(other, before)
        found |= {f"theirs {name}": level / SCALE for name, level in zip(models.names[other], levels, strict=True)}
    return found | {f"word {one}": OF_WORDS for one in observed(tokens)}


def _named(side: str, tokens: Tokens) -> Iterator[tuple[str, int]]:
    models = in_context()
    return zip(models.names[side], models.highest(side, tokens), strict=True)


def rows(name: str, plain: Sequence[tuple[AnnotatedConversation, Sequence[frozenset[str]]]]) -> Iterator[Row]:
    """The marked messages of a task, and ordinary ones (of no writer) where it tells a fault."""
    task = TASKS[name]
    marked = list(entries(task.folder))
    for talk, (writer, entry) in zip(annotated([entry["turns"] for _, entry in marked]), marked, strict=True):
        place = len(talk.messages) - task.back
        yield Row(writer, task.is_one(entry), seen(task, talk.notes[place].tokens, _before(talk, place)))
    for talk, labels in plain if task.reads_before else ():
        for place, message in enumerate(talk.messages):
            if message.role is Role(task.side) and name not in labels[place]:
                yield Row("", False, seen(task, talk.notes[place].tokens, _before(talk, place)))


def _before(talk: AnnotatedConversation, place: int) -> Tokens | None:
    """The last message of the other side."""
    other = (p for p in range(place - 1, -1, -1) if talk.messages[p].role is not talk.messages[place].role)
    return next((talk.notes[p].tokens for p in other), None)


class Model:
    """Weights by what is seen."""

    def __init__(self, found: Sequence[Row]) -> None:
        times = Counter(one for row in found for one in row.seen)
        self.columns = {one: n for n, one in enumerate(sorted(one for one, n in times.items() if n >= SELDOM))}
        counts = [1.0 if row.writer else ORDINARY for row in found]
        truth = [row.is_one for row in found]
        self.fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(self.matrix(found), truth, sample_weight=counts)

    def matrix(self, found: Sequence[Row]) -> csr_matrix:
        """What is seen, a message a line."""
        at = [
            (n, self.columns[one], value)
            for n, row in enumerate(found)
            for one, value in sorted(row.seen.items())
            if one in self.columns
        ]
        lines, columns, values = zip(*at, strict=True)
        return csr_matrix((values, (lines, columns)), shape=(len(found), len(self.columns)))

    def odds(self, found: Sequence[Row]) -> np.ndarray:
        """Of each message."""
        return self.fitted.decision_function(self.matrix(found))

    def stored(self, task: Task) -> dict[str, object]:
        """Weights and bars in whole units, with the constant in the bars."""
        parts: dict[str, dict[str, int]] = {"own": {}, "theirs": {}, "word": {}}
        for one, n in self.columns.items():
            part, _, name = one.partition(" ")
            weight = round(self.fitted.coef_[0][n] * UNIT * (OF_WORDS if part == "word" else 1))
            if abs(weight) >= (LEAST if part == "word" else 1):
                parts[part][name] = weight
        bars = {name: round((bar - self.fitted.intercept_[0]) * UNIT) for name, bar in task.bars.items()}
        return {"side": task.side, "bars": bars, "own": parts["own"], "theirs": parts["theirs"], "words": parts["word"]}


def main() -> None:
    """Read, say how writers left out are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=Path(str(MODELS.joinpath("whole.json"))))
    given = arguments.parse_args()
    plain = list(ordinary())
    stored = {}
    for name, task in TASKS.items():
        found = list(rows(name, plain))
        for bar, odds in task.bars.items():
            print(f"{name}, {bar}: {_told(found, odds)}")
        stored[name] = Model(found).stored(task)
    given.out.write_text(json.dumps(stored, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def _told(found: Sequence[Row], bar: float) -> str:
    """How many messages of writers left out are over a bar, of those that are one and of others."""
    told: Counter[tuple[bool, bool]] = Counter()
    for writer in sorted({row.writer for row in found} - {""}):
        unseen = [row for row in found if row.writer == writer]
        model = Model([row for row in found if row.writer != writer])
        told.update((row.is_one, bool(odds >= bar)) for row, odds in zip(unseen, model.odds(unseen), strict=True))
    both = (f"{told[one, True]} of {told[one, True] + told[one, False]}" for one in (True, False))
    return "{} that are, {} others".format(*both)


if __name__ == "__main__":
    main()
