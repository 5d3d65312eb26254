"""What judging leaves on disk of each conversation: plain values, since most of it is passes and there are many.

Everything here is masked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from caraway_audit.audit import spool
from caraway_audit.model import Confidence, Finding, Outcome, Subject, SubjectKind, Verdict

MacroFault = tuple[str, str, int]
"""A fault of a macro: rule, team, macro key."""

_NO_FACTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Judged:
    """One conversation after judging, masked."""

    conversation: str
    team: str
    channel: str
    agents: tuple[str, ...]
    started: str
    outcomes: tuple[Outcome, ...]  # passes and what was not evaluated
    findings: tuple[Finding, ...]
    macros: Mapping[str, MacroFault]  # by fingerprint of a finding that lies in a macro


class Entry(NamedTuple):
    """A `Judged` conversation as it lies on disk; what few ask for is taken out only when asked."""

    conversation: str
    team: str
    channel: str
    started: str
    subjects: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]  # the outcomes
    failed: bytes  # the findings, or nothing
    macros: Mapping[str, MacroFault]

    def outcomes(self) -> Iterator[Outcome]:
        """Passes and what was not evaluated."""
        subjects = [Subject(SubjectKind(kind), name) for kind, name in self.subjects]
        for rule, message, passed, number, reason, rest in self.rows:
            verdict = Verdict.PASS if passed else Verdict.NOT_EVALUATED
            if rest is None:
                yield Outcome(
                    rule, self.conversation, message, verdict, subjects[number], (), Confidence.HIGH, reason, None, _NO_FACTS
                )
            else:
                spans, confidence, entity, facts = rest
                yield Outcome(
                    rule, self.conversation, message, verdict, subjects[number], spans, Confidence(confidence), reason, entity,
                    facts,
                )  # fmt: skip

    def findings(self) -> tuple[Finding, ...]:
        """Its findings; those in macros are all here still."""
        found: tuple[Finding, ...] = spool.unpacked(self.failed) if self.failed else ()
        return found


def add(file: IO[bytes], judged: Judged) -> None:
    """Write one conversation to a ledger."""
    numbers: dict[Subject, int] = {}
    rows = []
    for outcome in judged.outcomes:
        rest = None
        if outcome.spans or outcome.facts or outcome.entity or outcome.confidence is not Confidence.HIGH:
            rest = (tuple(outcome.spans), outcome.confidence.value, outcome.entity, dict(outcome.facts))
        number = numbers.setdefault(outcome.subject, len(numbers))
        rows.append((outcome.rule, outcome.message, outcome.verdict is Verdict.PASS, number, outcome.reason, rest))
    subjects = tuple((subject.kind.value, subject.id) for subject in numbers)
    failed = spool.packed(judged.findings) if judged.findings else b""
    entry = Entry(
        judged.conversation, judged.team, judged.channel, judged.started, subjects, tuple(rows), failed, dict(judged.macros)
    )
    spool.write_plain(file, tuple(entry))


def entries(path: Path) -> Iterator[Entry]:
    """The conversations of a ledger, in order of their ids."""
    return map(Entry._make, spool.read_plain(path))
