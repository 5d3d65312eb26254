"""Learns what tells that one of several questions was passed over: the weights of `rules/answered.py`.

    python -m training.answers [--out FILE]

`answered/` holds invented turns: what a client asked, what the firm wrote from then on, and for each question whether it was
dealt with. The conversations in `talk/` and those of STAR (MIT) give ordinary answers beside them. Only turns that ask
several things are learnt from; every tenth example is left out in turn to say how well unseen ones are told. Nothing is drawn
by chance: the same texts, the same file.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit.judge import rules_of
from caraway_audit.language.tokens import span_of
from caraway_audit.model import Client, Conversation, Message, Role, Status
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.answered import WEIGHTS, evidence
from caraway_audit.rules.answers import UnansweredQuestion
from caraway_audit.rules.statements import Asked

HERE = Path(__file__).parent
FOLDS = 10
UNIT = 256
"""One of log-odds is so many units of a weight."""
SELDOM = 5
"""An observation in fewer questions is left out."""
ORDINARY = 0.5
"""What a question of ordinary talk counts beside one that was written for this."""
ABOVE = -0.55
"""From which sum a question counts as passed over: set by looking at the labelled conversations."""
EVASIVE = frozenset({"deflection", "brush_off", "condescension", "argument", "dodges_bot", "closes"})
"""Ordinary talk that does one of these may have passed over what was asked."""

Entry = dict[str, Any]


@dataclass
class Row:
    """What was observed of one question, and whether it was passed over."""

    seen: frozenset[str]
    passed_over: bool
    example: int
    weight: float = 1.0


def talk_of(number: int, messages: Sequence[tuple[Role, str]]) -> Conversation:
    """A conversation that has ended, a message every half minute."""
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    made = (
        Message(f"m{n}", role, role.value, text, start + timedelta(seconds=30 * n)) for n, (role, text) in enumerate(messages)
    )
    return Conversation(f"c{number}", tuple(made), "chat", "Team", "en", Client("", ("Ann Bell",)), Status.ENDED)


def written(entry: Entry) -> list[tuple[Role, str]]:
    """The messages of an example; between replies, and at the end, the client says a word."""
    messages = [(Role.CLIENT, text) for text in entry["client"]]
    for number, turn in enumerate(entry["replies"]):
        messages += [(Role.CLIENT, "right")] * bool(number)
        messages += [(Role.AGENT, text) for text in turn]
    return [*messages, (Role.CLIENT, "ok thanks, bye")]


def dealt_with(talk: AnnotatedConversation, asked: Sequence[Asked], entry: Entry) -> Iterator[bool | None]:
    """For each question that is read, whether it was dealt with; None where the example does not say."""
    for place, question in asked:
        first, last = span_of(talk.notes[place].tokens, question.first, question.last)
        said = []
        for one in entry["questions"]:
            at = talk.messages[place].text.find(one["asked"])
            if at >= 0 and min(last, at + len(one["asked"])) - max(first, at) > 3:
                said.append(one["dealt"])
        yield all(said) if said else None


def rows(rule: UnansweredQuestion, annotators: Annotators, public: Path) -> Iterator[Row]:
    """The questions of all examples, then of ordinary talk."""
    facts = ExportFacts(last=datetime(2026, 3, 1, tzinfo=UTC))
    lines = [line for path in sorted((HERE / "answered").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    entries = [json.loads(line) for line in lines]
    talks = annotators.annotate([talk_of(n, written(e)) for n, e in enumerate(entries)], facts, lambda _: timedelta(hours=24))
    for number, (talk, entry) in enumerate(zip(talks, entries, strict=True)):
        asked = rule.asked_in(talk, talk.turns[0])
        if rule.speaks_of_several(talk, asked):
            found = evidence(talk, asked, rule.replies(talk, talk.turns[0]))
            for seen, dealt in zip(found, dealt_with(talk, asked, entry), strict=True):
                if dealt is not None:
                    yield Row(seen, not dealt, number)
    known = list(ordinary(public))
    talks = annotators.annotate(
        [
            talk_of(n, [(Role.CLIENT if e["role"] == "client" else Role.AGENT, e["text"]) for e in those])
            for n, those in enumerate(known)
        ],
        facts,
        lambda _: timedelta(hours=24),
    )
    for talk, those in zip(talks, known, strict=True):
        for turn in talk.turns[:-1]:
            asked = rule.asked_in(talk, turn) if turn.role is Role.CLIENT else []
            evades = any(EVASIVE.intersection(entry["does"]) for entry in those[turn.last : turn.last + 3])
            if not evades and rule.speaks_of_several(talk, asked):
                yield from (Row(seen, False, -1, ORDINARY) for seen in evidence(talk, asked, rule.replies(talk, turn)))


def ordinary(public: Path) -> Iterator[list[Entry]]:
    """Conversations in which what is asked is mostly answered, as entries of `talk/`."""
    known: dict[str, list[Entry]] = {}
    for path in sorted((HERE / "talk").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            known.setdefault(entry["c"], []).append(entry)
    yield from known.values()
    with gzip.open(public / "transcripts/star.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            messages = json.loads(line)["messages"]
            yield [{"role": m["speaker_role"], "text": m["text"], "does": []} for m in messages if m["text"]]


def fit(found: Sequence[Row], names: DictVectorizer) -> np.ndarray:
    """Weights by observation, the constant last."""
    model = LogisticRegression(C=0.1, max_iter=2000)
    matrix = names.transform([dict.fromkeys(row.seen, 1) for row in found])
    model.fit(matrix, [row.passed_over for row in found], sample_weight=[row.weight for row in found])
    return np.append(model.coef_[0], model.intercept_[0])


def main() -> None:
    """Read, say how unseen examples are told, learn from all and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(WEIGHTS)))
    given = arguments.parse_args()
    policy = load(None)
    rules = rules_of(policy)
    rule = next(rule for rule in rules.rules if isinstance(rule, UnansweredQuestion))
    found = list(rows(rule, Annotators(rules.need(), Detector(policy.file.privacy.regions), rules.annotators), given.public))
    names = DictVectorizer()
    matrix = names.fit_transform([dict.fromkeys(row.seen, 1) for row in found])
    names.restrict(np.asarray((matrix > 0).sum(axis=0)).ravel() >= SELDOM)
    right = wrong = missed = 0
    for fold in range(FOLDS):
        weights = fit([row for row in found if row.example % FOLDS != fold or row.example < 0], names)
        for row in found:
            if row.example >= 0 and row.example % FOLDS == fold:
                total = weights[-1] + sum(weights[names.vocabulary_[name]] for name in row.seen if name in names.vocabulary_)
                right += row.passed_over and total >= ABOVE
                wrong += not row.passed_over and total >= ABOVE
                missed += row.passed_over and total < ABOVE
    many = sum(row.example >= 0 for row in found)
    print(f"{many} questions, {len(found) - many} of ordinary talk; unseen: {right} told, {missed} missed, {wrong} wrongly")
    learnt = np.rint(fit(found, names) * UNIT).astype(int)
    weights_of = {name: int(learnt[n]) for name, n in sorted(names.vocabulary_.items()) if learnt[n]}
    stored = {"above": round(ABOVE * UNIT) - int(learnt[-1]), "weights": weights_of}
    given.out.write_text(json.dumps(stored, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
