"""What fails a run: the same for `audit --fail-on`, `check` and `gate`."""

from collections.abc import Iterator
from dataclasses import dataclass

from caraway_audit.errors import ExitCode, UsageError
from caraway_audit.model import AuditResult, Confidence, Finding, Severity, State, SubjectKind
from caraway_audit.policy.load import suggest


@dataclass(frozen=True, slots=True)
class Threshold:
    """Open findings of a severity or worse that are sure enough. Without a severity nothing fails a run.

    By default a finding that is less sure does not count: read it, but it should not stop a job.
    """

    fail_on: Severity | None = Severity.MAJOR
    min_confidence: Confidence = Confidence.MEDIUM

    def __str__(self) -> str:
        graver = {Severity.CRITICAL: "critical", Severity.MAJOR: "major or worse", Severity.MINOR: "minor or worse"}
        surer = {
            Confidence.HIGH: "high confidence",
            Confidence.MEDIUM: "medium or high confidence",
            Confidence.LOW: "any confidence",
        }
        return f"{graver[self.fail_on]}, {surer[self.min_confidence]}" if self.fail_on else "none"

    def counted(self, result: AuditResult) -> Iterator[Finding]:
        """The findings that fail a run: about agents, teams and data. What clients do never does, but a personal value in
        the export is there to be cleaned, also where the client wrote it."""
        if self.fail_on is None:
            return
        for finding in result.findings:
            if finding.state is not State.OPEN or finding.severity.rank > self.fail_on.rank:
                continue
            if finding.confidence.rank > self.min_confidence.rank:
                continue
            if finding.subject.kind is not SubjectKind.CLIENT or result.is_value(finding):
                yield finding


def exit_code(result: AuditResult, counted: int, exit_zero: bool) -> ExitCode:
    """3 where the audit is incomplete, 1 where findings count, else 0; `--exit-zero` turns 1 into 0 and nothing else."""
    if result.incomplete:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if counted and not exit_zero else ExitCode.CLEAN


def severity(text: str | None) -> Severity | None:
    """What `--fail-on` says."""
    if text is None:
        return None
    try:
        return Severity(text.lower())
    except ValueError:
        hint = suggest(text, [one.value for one in Severity])
        raise UsageError(f"--fail-on: “{text}” is no severity; write critical, major or minor{_asked(hint)}") from None


def confidence(text: str) -> Confidence:
    """What `--min-confidence` says."""
    try:
        return Confidence(text.lower())
    except ValueError:
        hint = suggest(text, [one.value for one in Confidence])
        raise UsageError(f"--min-confidence: “{text}” is no confidence; write high, medium or low{_asked(hint)}") from None


def _asked(hint: str) -> str:
    return hint if hint.endswith("?") else "."
