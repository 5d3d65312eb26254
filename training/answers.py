"""Learns what tells that a question was passed over: the weights of `rules/answered.py`.

    python -m training.answers [--public DIR] [--out FILE]

`answered/` holds invented conversations; of each question that a client asks in them it is marked whether the firm dealt with
it, in any way. Nobody knows which statement did: a question counts as dealt with as far as the statement does that is most
like an answer, and the weights are those under which that tells the marked ones best (multiple-instance logistic regression,
the largest taken softly). Ordinary conversations (of `talk/` and of STAR) stand beside as ones in which what is asked is dealt
with. Weights for an only question of a turn are learnt from all, those for one of several from such questions. Printed first is
how well writers left out are told. The same texts give the same file; it is learnt after `relating.npz`.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.language.tokens import span_of
from caraway_audit.language.topics import numberless
from caraway_audit.model import Client, Conversation, Message, Role, Status
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.answered import (
    NEAR,
    NOTHING_SAID,
    UNIT,
    WEIGHTS,
    Near,
    SeenQuestion,
    nearness,
    parts,
    questions,
    steps_of,
)
from caraway_audit.rules.answers import UnansweredQuestion
from caraway_audit.rules.statements import Asked, Statement
from training.train import proper_nouns

HERE = Path(__file__).parent
SELDOM = 5
"""An observation or a word of fewer statements or questions is left out."""
ORDINARY = 0.5
"""What a question of ordinary talk counts beside one that was written for this."""
ORDINARY_TALKS = 2500
STRENGTH = 8.0
"""Of the regularisation."""
SOFTLY = 2.0
"""How near the soft largest is to the largest."""
ALONE, BESIDE = 1.25, 0.45
"""From which log-odds on the only question of a turn, and one of several, counts as passed over: set by looking at scores on
the labelled conversations that were read, and on harmless ones made as traps."""
EVASIVE = frozenset({"deflection", "brush_off", "condescension", "argument", "dodges_bot", "closes"})
"""Ordinary talk that does one of these may have passed over what was asked."""
_ROLES = {"client": Role.CLIENT, "agent": Role.AGENT}

Talk = list[tuple[str, str]]


@dataclass
class Row:
    """One question: what is observed of it and of each statement, the words of those, and whether it was dealt with."""

    asks: frozenset[str]
    statements: list[tuple[frozenset[str], frozenset[str]]]
    dealt: bool
    alone: bool
    writer: str


def talk_of(number: int, messages: Talk) -> Conversation:
    """A conversation that has ended, a message every half minute."""
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    made = (
        Message(f"m{n}", _ROLES[role], role, text, start + timedelta(seconds=30 * n)) for n, (role, text) in enumerate(messages)
    )
    return Conversation(f"c{number}", tuple(made), "chat", "Team", "en", Client("", ("Ann Bell",)), Status.ENDED)


def written() -> Iterator[tuple[Talk, list[dict[str, Any]], str]]:
    """The conversations of `answered/`, their marked questions, and who wrote them."""
    for path in sorted((HERE / "answered").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            yield entry["messages"], entry["questions"], path.stem


def ordinary(public: Path) -> Iterator[Talk]:
    """Conversations in which what is asked is mostly answered, each up to where somebody evades something."""
    known: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((HERE / "talk").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            known.setdefault(entry["c"], []).append(entry)
    for entries in known.values():
        evades = next((n for n, entry in enumerate(entries) if EVASIVE.intersection(entry["does"])), len(entries))
        yield [(entry["role"], entry["text"]) for entry in entries[:evades] if entry["role"] in _ROLES]
    with gzip.open(public / "transcripts/star.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            messages = json.loads(line)["messages"]
            yield [(m["speaker_role"], m["text"]) for m in messages if m["text"] and m["speaker_role"] in _ROLES]


def dealt_with(talk: AnnotatedConversation, asked: Asked, marked: Iterable[dict[str, Any]]) -> bool:
    """Whether a question that is read was dealt with; what is not marked ("how are you?") wants nothing."""
    place, question = asked
    first, last = span_of(talk.notes[place].tokens, question.first, question.last)
    for one in marked:
        at = talk.messages[place].text.find(one["asked"])
        if at >= 0 and min(last, at + len(one["asked"])) - max(first, at) > _OVERLAP and not one["dealt"]:
            return False
    return True


_OVERLAP = 3


def rows(public: Path) -> Iterator[Row]:
    """The questions of all conversations, those of a client's last turn apart: these are another rule's business."""
    policy = load(None)
    rules = rules_of(policy)
    rule = next(rule for rule in rules.rules if isinstance(rule, UnansweredQuestion))
    annotators = Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators)
    every = [*written(), *((talk, [], "") for _, talk in zip(range(ORDINARY_TALKS), ordinary(public), strict=False))]
    conversations = [talk_of(n, messages) for n, (messages, _, _) in enumerate(every)]
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    names = proper_nouns(text for messages, _, _ in every for _, text in messages)
    talks = annotators.annotate(conversations, facts, lambda _: timedelta(hours=24))
    for talk, (_, marked, writer) in zip(talks, every, strict=True):
        last = max(talk.places(frozenset({Role.CLIENT}), True), default=0)
        for turn in talk.turns:
            asked = rule.asked_in(talk, turn) if turn.role is Role.CLIENT and turn.last != last else []
            said = list(parts(rule.replies(talk, turn))) if asked else []
            every_one = questions(talk, asked)
            for one, question, near in zip(asked, every_one, nearness(every_one, said), strict=False):
                observed = (frozenset(_seen(question, s, how)) for s, how in zip(said, near, strict=True))
                seen = [(those, frozenset(map(numberless, s.words)) - names) for those, s in zip(observed, said, strict=True)]
                dealt = dealt_with(talk, one, marked)
                yield Row(frozenset(question.asks()), seen, dealt, len(asked) == 1, writer)


def _seen(question: SeenQuestion, one: Statement, near: Near) -> Iterator[str]:
    yield from question.observed(one)
    for found in near:
        yield from steps_of(*found)


class Names:
    """A column for each observation that is not seldom, in order of their names."""

    def __init__(self, of: Iterable[Iterable[str]], start: int = 0) -> None:
        times = Counter(name for those in of for name in those)
        self.columns = {name: start + n for n, name in enumerate(sorted(name for name, n in times.items() if n >= SELDOM))}

    def matrix(self, of: Sequence[Iterable[str]], wide: int) -> csr_matrix:
        """Ones where something is observed."""
        at = [(n, self.columns[name]) for n, those in enumerate(of) for name in those if name in self.columns]
        lines, columns = [n for n, _ in at], [column for _, column in at]
        return csr_matrix((np.ones(len(at)), (lines, columns)), shape=(len(of), wide))


@dataclass
class Columns:
    """Where the weights stand: of observations of statements and questions, of words, the constant last."""

    observed: Names
    words: Names

    @classmethod
    def of(cls, found: Sequence[Row], *, alone: bool) -> "Columns":
        """All that is observed often enough, but for what is of several questions only; who somebody is weighs nothing."""
        statements = (seen for row in found for seen, _ in row.statements)
        if alone:
            statements = (frozenset(name for name in seen if not name.startswith(NEAR)) for seen in statements)
        observed = Names([*statements, *(row.asks for row in found)])
        return cls(observed, Names((words for row in found for _, words in row.statements), len(observed.columns)))

    @property
    def wide(self) -> int:
        """How many weights there are, without the constant."""
        return len(self.observed.columns) + len(self.words.columns)

    def matrices(self, found: Sequence[Row]) -> tuple[csr_matrix, csr_matrix, np.ndarray]:
        """Statements, questions, and to which question each statement belongs."""
        said = [one for row in found for one in row.statements]
        statements = self.observed.matrix([seen for seen, _ in said], self.wide)
        statements += self.words.matrix([words for _, words in said], self.wide)
        asks = self.observed.matrix([row.asks for row in found], self.wide)
        return statements, asks, np.repeat(np.arange(len(found)), [len(row.statements) for row in found])


def fit(found: Sequence[Row], columns: Columns) -> np.ndarray:
    """Weights by column, the constant last."""
    statements, asks, of = columns.matrices(found)
    dealt = np.array([row.dealt for row in found])
    counts = np.array([1.0 if row.writer else ORDINARY for row in found])
    floor = NOTHING_SAID / UNIT

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        alike = statements @ weights[:-1]
        most = np.full(len(found), floor)
        np.maximum.at(most, of, alike)
        near = np.exp(SOFTLY * (alike - most[of]))
        total = np.bincount(of, near, len(found)) + np.exp(SOFTLY * (floor - most))
        odds = most + np.log(total) / SOFTLY + asks @ weights[:-1] + weights[-1]
        likely = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        wrong = -(counts * np.log(np.where(dealt, likely, 1 - likely) + 1e-12)).sum()
        slope = counts * (likely - dealt)
        shares = slope[of] * near / total[of]
        change = statements.T @ shares + asks.T @ slope + STRENGTH * weights[:-1]
        return wrong + STRENGTH / 2 * weights[:-1] @ weights[:-1], np.append(change, slope.sum())

    return minimize(loss, np.zeros(columns.wide + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x


def odds(found: Sequence[Row], columns: Columns, weights: np.ndarray) -> np.ndarray:
    """Of each question, how far it was passed over."""
    statements, asks, of = columns.matrices(found)
    most = np.full(len(found), NOTHING_SAID / UNIT)
    np.maximum.at(most, of, statements @ weights[:-1])
    return -(most + asks @ weights[:-1] + weights[-1])


def main() -> None:
    """Read, say how writers left out are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(WEIGHTS)))
    given = arguments.parse_args()
    found = list(rows(given.public))
    print(f"{len(found)} questions, {sum(not row.dealt for row in found)} passed over")
    several = [row for row in found if not row.alone]
    stored = {"alone": learnt(found, ALONE, alone=True), "several": learnt(several, BESIDE, alone=False)}
    given.out.write_text(json.dumps(stored, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def learnt(found: Sequence[Row], bar: float, *, alone: bool) -> dict[str, object]:
    """Weights and what a question has to get, learnt from all; how writers left out are told is printed."""
    columns = Columns.of(found, alone=alone)
    told: Counter[tuple[bool, bool]] = Counter()
    writers = sorted({row.writer for row in found} - {""})
    for fold in range(_FOLDS):
        out = set(writers[fold::_FOLDS])
        weights = fit([row for row in found if row.writer not in out], columns)
        unseen = [row for row in found if row.writer in out and row.alone == alone]
        for row, over in zip(unseen, odds(unseen, columns, weights), strict=True):
            told[row.dealt, bool(over >= bar)] += 1
    said = f"{told[False, True]} told, {told[False, False]} missed, {told[True, True]} wrongly"
    print(f"{'alone' if alone else 'of several'}: {said} of {told[True, True] + told[True, False]} dealt with")
    weights = np.rint(fit(found, columns) * UNIT).astype(int)
    return {
        "least": -round(bar * UNIT) - int(weights[-1]),
        "weights": {name: int(weights[n]) for name, n in columns.observed.columns.items() if weights[n]},
        "words": {name: int(weights[n]) for name, n in columns.words.columns.items() if weights[n]},
    }


_FOLDS = 6

if __name__ == "__main__":
    main()
