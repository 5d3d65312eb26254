"""What judging leaves on disk of each conversation: plain values, since most of it is passes and there are many.

Everything here is masked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from caraway_audit.audit import spool
from caraway_audit.model import NO_FACTS, Confidence, Conversation, Finding, Outcome, Subject, SubjectKind, Verdict
from caraway_audit.scoring import Quiet

MacroFault = tuple[str, str, int]
"""A fault of a macro: rule, team, macro key."""

Hidden = tuple[tuple[tuple[str, int, int], ...], ...]
"""Of each text of a conversation (a message, and what it quotes behind it), what is masked in it: kind, start and end."""


def texts(conversation: Conversation) -> Iterator[str]:
    """The texts of a conversation in the order of `Hidden`."""
    return (text for message in conversation.messages for text in (message.text, message.quoted) if text)


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
    quiet: tuple[Quiet, ...] = ()  # more passes: whole groups of rules that found nothing
    numbers: bool = False  # whether a finding shows a number or code, which may be a value elsewhere
    hidden: Hidden | None = None  # None where nobody has looked


class LedgerEntry(NamedTuple):
    """A `Judged` conversation as it lies on disk; what few ask for is taken out only when asked."""

    conversation: str
    team: str
    channel: str
    started: str
    subjects: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]  # the outcomes
    failed: bytes  # the findings, or nothing
    macros: Mapping[str, MacroFault]
    quiet: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]  # the subjects by number
    numbers: bool
    hidden: Hidden | None

    def outcomes(self) -> Iterator[Outcome]:
        """Passes and what was not evaluated; those of no message first, by rule."""
        passed = [
            Outcome(rule, self.conversation, None, Verdict.PASS, subject, (), Confidence.HIGH, "", None, NO_FACTS)
            for subjects, rules in self.passed()
            for rule in rules
            for subject in subjects
        ]
        said = self.said()
        of_none = [*passed, *(outcome for outcome in said if outcome.message is None)]
        yield from sorted(of_none, key=lambda outcome: outcome.rule)
        yield from (outcome for outcome in said if outcome.message is not None)

    def passed(self) -> list[Quiet]:
        """The passes of which there is nothing to say."""
        subjects = self._subjects()
        return [(tuple(subjects[number] for number in numbers), rules) for numbers, rules in self.quiet]

    def said(self) -> list[Outcome]:
        """All other passes, and what was not evaluated."""
        return list(self._said(self._subjects()))

    def _subjects(self) -> list[Subject]:
        return [Subject(SubjectKind(kind), name) for kind, name in self.subjects]

    def _said(self, subjects: Sequence[Subject]) -> Iterator[Outcome]:
        for rule, message, passed, number, reason, rest in self.rows:
            verdict = Verdict.PASS if passed else Verdict.NOT_EVALUATED
            if rest is None:
                yield Outcome(
                    rule, self.conversation, message, verdict, subjects[number], (), Confidence.HIGH, reason, None, NO_FACTS
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
    quiet = tuple((tuple(numbers.setdefault(one, len(numbers)) for one in whom), codes) for whom, codes in judged.quiet)
    subjects = tuple((subject.kind.value, subject.id) for subject in numbers)
    failed = spool.packed(judged.findings) if judged.findings else b""
    entry = LedgerEntry(
        judged.conversation, judged.team, judged.channel, judged.started, subjects, tuple(rows), failed, dict(judged.macros),
        quiet, judged.numbers, judged.hidden,
    )  # fmt: skip
    spool.write_plain(file, tuple(entry))


def entries(path: Path) -> Iterator[LedgerEntry]:
    """The conversations of a ledger, in order of their ids."""
    return map(LedgerEntry._make, spool.read_plain(path))
