"""The engine: from inputs to an `AuditResult`.

    collect (one pass over the input) -> judge (each partition) -> conclude (rules over several conversations, scores)

Partitions are judged in this process or by `jobs` workers; the result is the same, byte for byte.
"""

import gc
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from caraway_audit import __version__
from caraway_audit.audit import spool
from caraway_audit.audit.collect import Collected, collect, partition_count
from caraway_audit.audit.judge import (
    Judge,
    Judged,
    MacroFault,
    PartitionSummary,
    Plan,
    audit_partition,
    judge_partition,
    rules_of,
    stamp,
)
from caraway_audit.audit.transcripts import Transcripts
from caraway_audit.model import (
    AuditResult,
    Client,
    Coverage,
    Finding,
    Outcome,
    PolicyStamp,
    RuleCount,
    RuleMeta,
    SubjectKind,
    Verdict,
)
from caraway_audit.policy.load import Policy
from caraway_audit.policy.roster import Roster
from caraway_audit.readers import open_inputs
from caraway_audit.readers.base import Item, Reader, ReaderSettings
from caraway_audit.rules.precedence import stood_for
from caraway_audit.rules.registry import RuleSet, Variant
from caraway_audit.scoring import Ruling, ScoreBook

Progress = Callable[[str, int, int], None]
"""Called with a stage, what is done of it and what there is to do (0 where that is not known)."""


def reader_settings(policy: Policy) -> ReaderSettings:
    """What a policy says about reading."""
    from zoneinfo import ZoneInfo

    given = "timezone" in policy.file.calendar.model_fields_set
    return ReaderSettings(ZoneInfo(policy.file.calendar.timezone) if given else None, Roster(policy.file).is_agent)


@contextmanager
def audit(
    inputs: Sequence[str],
    policy: Policy,
    rules: RuleSet,
    *,
    jobs: int = 1,
    readers: Sequence[Reader] | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Iterator[AuditResult]:
    """Audit files and folders under the rules in force. The result lives as long as the context does."""
    # The collector finds nothing here (an audit makes no cycles) but looks at every message again and again.
    gc.set_threshold(100_000, 50, 100)
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="caraway-") as name:
        scratch = Path(name)
        count = partition_count(_sizes(inputs), jobs)
        items = _counted(open_inputs(inputs, reader_settings(policy), readers), progress)
        collected = collect(items, scratch, count, Roster(policy.file))
        plan = Plan(policy, frozenset(meta.code for meta in rules.metas), collected.facts, collected.names)
        judge = Judge(plan, rules)
        summaries = _judged(judge, collected, scratch, jobs, progress)
        yield _Conclusion(judge, collected, summaries, scratch).result()


def _sizes(inputs: Sequence[str]) -> Iterator[int]:
    for name in inputs:
        path = Path(name)
        files = path.rglob("*") if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                yield file.stat().st_size * (8 if file.suffix == ".gz" else 1)


def _counted(items: Iterator[Item], progress: Progress) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        if number % 500 == 0:
            progress("reading", number, 0)
        yield item


def _judged(judge: Judge, collected: Collected, scratch: Path, jobs: int, progress: Progress) -> list[PartitionSummary]:
    outs = [scratch / f"judged-{number:04}" for number in range(len(collected.partitions))]
    pairs = list(zip(collected.partitions, outs, strict=True))
    summaries: list[PartitionSummary] = []
    if jobs <= 1 or len(pairs) == 1:
        for path_in, path_out in pairs:
            summaries.append(judge_partition(judge, path_in, path_out))
            progress("judging", len(summaries), len(pairs))
        return summaries
    plan_path = scratch / "plan"
    spool.write(plan_path, [judge.plan])
    with ProcessPoolExecutor(min(jobs, os.cpu_count() or 1), get_context("spawn"), _die_quietly) as pool:
        with _held_interrupts():
            found = pool.map(audit_partition, [plan_path] * len(pairs), *zip(*pairs, strict=True))
        for summary in found:
            summaries.append(summary)
            progress("judging", len(summaries), len(pairs))
    return summaries


class _Conclusion:
    """What follows when every conversation has been judged: conclusions over several, macros, counts, scores."""

    def __init__(self, judge: Judge, collected: Collected, summaries: Sequence[PartitionSummary], scratch: Path) -> None:
        self._judge, self._collected, self._summaries, self._scratch = judge, collected, summaries, scratch
        self._metas = {meta.code: meta for meta in judge.rules.metas}
        self._judged = spool.Spool[Judged](
            [summary.path for summary in summaries],
            lambda judged: judged.conversation,
            sum(summary.conversations for summary in summaries),
        )
        self._across: dict[tuple[Variant, str], list[tuple[RuleMeta, Outcome]]] = {}  # by overrides and conversation
        self._repeats: Counter[MacroFault] = Counter()
        self._charged: dict[MacroFault, str] = {}  # the finding that stands for a macro's fault
        self._look_across()

    def _look_across(self) -> None:
        """Run the rules over several conversations, and count the faults of macros."""
        memories: dict[str, list[Any]] = {}
        for summary in self._summaries:
            for code, facts in summary.memories.items():
                memories.setdefault(code, []).extend(facts)
        for _, fault, fingerprint in sorted(found for summary in self._summaries for found in summary.macro_faults):
            self._repeats[fault] += 1
            self._charged.setdefault(fault, fingerprint)
        self._judge.failures.clear()  # those of the partitions are in their summaries
        for variant, meta, outcome in self._judge.conclude(memories):
            self._across.setdefault((variant, outcome.conversation), []).append((meta, outcome))
        self._failures = (*(f for s in self._summaries for f in s.failures), *self._judge.failures)

    def outcomes(self) -> Iterator[tuple[Judged, list[Outcome | Finding]]]:
        """Every conversation with all its outcomes: a macro's fault only at its first place, conclusions last."""
        for judged in self._judged:
            found: list[Outcome | Finding] = list(judged.outcomes)
            across = self._across.get((self._judge.rules.variant_of(judged.team, judged.channel), judged.conversation), ())
            concluded = [outcome for _, outcome in across]
            for finding in judged.findings:
                if stood_for(finding.rule, finding.message, finding.spans, concluded):
                    continue
                fault = judged.macros.get(finding.fingerprint)
                if fault is None:
                    found.append(finding)
                elif self._charged[fault] == finding.fingerprint:
                    found.append(_of_macro(finding, self._repeats[fault]))
            found += [
                self._stamped(meta, outcome, judged) if outcome.verdict is Verdict.FAIL else outcome for meta, outcome in across
            ]
            yield judged, found

    def _stamped(self, meta: RuleMeta, outcome: Outcome, judged: Judged) -> Finding:
        masker = self._judge.masker(Client())
        finding = stamp(meta, outcome, judged.team, None, masker, Counter())
        return replace(finding, at=judged.started)

    def result(self) -> AuditResult:
        scoring = self._judge.plan.policy.file.scoring
        book = ScoreBook(self._metas, scoring.weights, scoring.min_sample, scoring.on_critical)
        counts: dict[str, Counter[Verdict]] = {code: Counter() for code in self._metas}
        reasons: dict[str, Counter[str]] = {code: Counter() for code in self._metas}
        findings: dict[str, list[Finding]] = {}
        teams: set[str] = set()
        for judged, outcomes in self.outcomes():
            teams.add(judged.team)
            rulings = []
            for outcome in outcomes:
                verdict = Verdict.FAIL if isinstance(outcome, Finding) else outcome.verdict
                counts[outcome.rule][verdict] += 1
                if isinstance(outcome, Finding):
                    findings.setdefault(judged.conversation, []).append(outcome)
                if verdict is Verdict.NOT_EVALUATED:
                    reasons[outcome.rule][outcome.reason] += 1
                elif outcome.subject.kind is not SubjectKind.DATA:
                    rulings.append(Ruling(outcome.subject, outcome.rule, verdict is Verdict.PASS))
            book.add(judged.team, rulings)
        return AuditResult(
            policy=self._stamp(),
            coverage=self._coverage(),
            catalogue=self._judge.rules.metas,
            counts={
                code: RuleCount(c[Verdict.PASS], c[Verdict.FAIL], c[Verdict.NOT_EVALUATED], dict(sorted(reasons[code].items())))
                for code, c in counts.items()
            },
            scores=book.scores(),
            findings=[finding for found in findings.values() for finding in found],
            transcripts=Transcripts(self._judge, self._collected.partitions, findings, self._scratch),
            outcomes=_Outcomes(self),
            failures=tuple(sorted(self._failures, key=lambda f: (f.rule, f.conversation))),
            agents=self._agents(),
            teams=tuple(sorted(teams)),
        )

    def _stamp(self) -> PolicyStamp:
        policy, rules = self._judge.plan.policy, self._judge.rules
        return PolicyStamp(
            policy.digest,
            policy.source,
            __version__,
            tuple(m.code for m in rules.metas),
            rules.off,
            policy.file.scoring.min_sample,
        )

    def _coverage(self) -> Coverage:
        languages: Counter[str] = Counter()
        for summary in self._summaries:
            languages.update(summary.languages)
        masker = self._judge.masker(Client())
        files = (replace(file, file=masker.mask(file.file)) for file in self._collected.files)
        problems = (
            replace(p, source=replace(p.source, file=masker.mask(p.source.file)))
            for p in (*self._collected.problems, *(p for summary in self._summaries for p in summary.problems))
        )
        grouping = sum(max(p.records, 1) for summary in self._summaries for p in summary.problems)
        return Coverage(
            tuple(files),
            tuple(sorted(problems, key=lambda p: (p.source.file, p.source.line or 0, p.what))),
            self._collected.problem_count + grouping,
            sum(summary.conversations for summary in self._summaries),
            sum(summary.messages for summary in self._summaries),
            sum(summary.duplicates for summary in self._summaries),
            sum(summary.still_open for summary in self._summaries),
            dict(sorted(languages.items())),
            min((summary.first for summary in self._summaries if summary.first), default=""),
            max((summary.last for summary in self._summaries if summary.last), default=""),
        )

    def _agents(self) -> dict[str, tuple[str, ...]]:
        agents: dict[str, set[str]] = {}
        for summary in self._summaries:
            for name, teams in summary.agents.items():
                agents.setdefault(name, set()).update(teams)
        return {name: tuple(sorted(agents[name])) for name in sorted(agents)}


def _of_macro(finding: Finding, times: int) -> Finding:
    """A macro's fault, charged once to the team, with how often it was sent."""
    advice = f"Mend the macro: it was sent {times} times. {finding.advice}" if times > 1 else finding.advice
    return replace(finding, repeats=times, advice=advice.strip())


@contextmanager
def _held_interrupts() -> Iterator[None]:
    """Ctrl-C waits: workers that start here begin with it held, or one of them would die with a traceback of its own."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _die_quietly() -> None:
    """In a worker: Ctrl-C ends it at once; what there is to say, the main process says."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@dataclass(frozen=True)
class _Outcomes:
    """All outcomes in order of conversation, made anew at each iteration."""

    conclusion: _Conclusion

    def __iter__(self) -> Iterator[Outcome | Finding]:
        for _, outcomes in self.conclusion.outcomes():
            yield from outcomes


__all__ = ["Progress", "audit", "reader_settings", "rules_of"]
