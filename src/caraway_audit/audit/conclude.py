"""What follows when every conversation has been judged: conclusions over several, macros, counts, scores.

Nothing here is held for a whole export: the conversations stream by in order of their ids, and what there is to say of each
beyond its passes is written to disk once more, where reports find it.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from caraway_audit import __version__
from caraway_audit.audit import ledger, spool
from caraway_audit.audit.collect import SHOWN_PROBLEMS, Collected, problem_order
from caraway_audit.audit.count import Count, MacroCount
from caraway_audit.audit.judge import Judge, PartitionSummary, stamp, without_quotes
from caraway_audit.audit.ledger import Hidden, LedgerEntry, MacroFault
from caraway_audit.audit.scope import NothingMatchedError, Scope
from caraway_audit.audit.transcripts import TranscriptPages
from caraway_audit.model import (
    AuditResult,
    Client,
    Coverage,
    Finding,
    InputProblem,
    Outcome,
    PolicyStamp,
    RuleCount,
    RuleFailure,
    RuleMeta,
    Verdict,
)
from caraway_audit.privacy.again import Digests, digests_in, survivor
from caraway_audit.privacy.mask import without_found
from caraway_audit.readers.fields import CHANNELS
from caraway_audit.rules.precedence import stood_for


class Totals:
    """The counts of all partitions, as they come in."""

    def __init__(self, judge: Judge) -> None:
        self.paths: list[Path] = []
        self.facts: dict[str, list[Path]] = {}
        self.failures: list[RuleFailure] = []
        self.problems: list[InputProblem] = []
        self.numbers: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.moments: list[str] = []
        self.agents: dict[str, frozenset[str]] = {}
        self.teams: set[str] = set()
        self.macros: dict[MacroFault, MacroCount] = {}
        self.present: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self.count = Count(judge)
        self.met: set[int] = set()
        self._values: list[Sequence[int]] = []
        self._labels: list[Path] = []

    def add(self, summary: PartitionSummary) -> None:
        """Take in one partition."""
        self.paths.append(summary.path)
        for code, path in summary.facts.items():
            self.facts.setdefault(code, []).append(path)
        self.failures += summary.failures
        self.problems = sorted([*self.problems, *summary.problems], key=problem_order)[:SHOWN_PROBLEMS]
        self.numbers.update(
            conversations=summary.conversations,
            messages=summary.messages,
            duplicates=summary.duplicates,
            open=summary.still_open,
            left_out=summary.left_out,
            problems=sum(max(problem.records, 1) for problem in summary.problems),
        )
        self.languages.update(summary.languages)
        times = [*self.moments, *(moment for moment in (summary.first, summary.last) if moment)]
        self.moments = [min(times), max(times)] if times else []
        for name, teams in summary.agents.items():
            self.agents[name] = self.agents.get(name, frozenset()) | teams
        self.teams |= summary.teams
        self.met |= summary.met
        self.present = (self.present[0] | summary.present[0], self.present[1] | summary.present[1])
        self._values.append(summary.values)
        if summary.labels:
            self._labels.append(summary.labels)
        for fault, count in summary.macros.items():
            self.macros[fault] = count.joined(self.macros.get(fault))
        self.count.merge(summary)

    def values(self, public: Iterable[str]) -> Digests:
        """Digests of all values that were found, but for what is shown by design: ids and names, and what stands in `public`
        texts."""
        values = Digests(self._values)
        self._values.clear()
        shown = {digest for text in public for digest in digests_in(text) if digest in values}
        for path in self._labels:
            labels = array("Q")
            labels.frombytes(path.read_bytes())
            shown.update(digest for digest in labels if digest in values)
        return values.without(shown) if shown else values

    def refuse_nothing(self, asked: Scope, collected: Collected) -> None:
        """Raise where conversations were read and the scope covers none of them."""
        if self.numbers["left_out"] and not self.numbers["conversations"]:
            unread = collected.problem_count + self.numbers["problems"]
            raise NothingMatchedError(asked, self.numbers["left_out"], *self.present, collected.facts.last, unread)


class _Said(NamedTuple):
    """What a rule over several conversations says of one."""

    conversation: str
    number: int
    variant: tuple[int, ...]
    rule: str
    outcome: Outcome


class Conclusion:
    """From judged partitions to an `AuditResult`."""

    def __init__(self, judge: Judge, collected: Collected, totals: Totals, scratch: Path) -> None:
        self._judge, self._collected, self._totals, self._scratch = judge, collected, totals, scratch
        self._metas = {meta.code: meta for meta in judge.rules.metas}
        self._found = [path.with_name(path.name.replace("judged", "found")) for path in totals.paths]
        judge.failures.clear()  # those of the partitions are among the totals
        self._masker = judge.masker(Client())
        judge.values = totals.values(self._shown_by_design())
        self._conclude()

    def _said(self) -> Iterator[_Said]:
        """What the rules over several conversations say, in order of conversation."""

        def facts(code: str) -> Iterator[Any]:
            paths = self._totals.facts.get(code, [])
            return spool.merged([spool.read(path) for path in paths], self._judge.across[code].key) if paths else iter(())

        said = (
            _Said(outcome.conversation, number, variant, meta.code, outcome)
            for number, (variant, meta, outcome) in enumerate(self._judge.conclude(facts))
        )
        return spool.ordered(said, lambda one: one[:2], self._scratch, "said")

    def _conclude(self) -> None:
        """Write what is found of each conversation, and put the counts right where that changes them."""
        said = self._said()
        following = next(said, None)
        with ExitStack() as stack:
            outs = [stack.enter_context(spool.aside(path)) for path in self._found]
            for number, entry in self._entries():
                about = []
                while following is not None and following.conversation <= entry.conversation:
                    if following.conversation == entry.conversation:
                        about.append(following)
                    following = next(said, None)
                failed = entry.failed if not (about or entry.macros) else self._concluded(entry, about)
                if failed and (entry.numbers or about) and self._judge.values:
                    failed = self._without_values(failed)
                if failed:
                    spool.write_plain(outs[number], (entry.conversation, failed, entry.hidden))
        self._totals.failures += self._judge.failures

    def _entries(self) -> Iterator[tuple[int, LedgerEntry]]:
        """All judged conversations in order of their ids, with their partition."""

        def numbered(number: int, path: Path) -> Iterator[tuple[int, LedgerEntry]]:
            return ((number, entry) for entry in ledger.entries(path))

        streams = [numbered(number, path) for number, path in enumerate(self._totals.paths)]
        return spool.merged(streams, lambda item: item[1].conversation)

    def _concluded(self, entry: LedgerEntry, about: Sequence[_Said]) -> bytes:
        """What is found of a conversation: a macro's fault only at its first place, conclusions over several last."""
        before = entry.findings()
        variant = self._judge.rules.variant_of(entry.team, entry.channel)
        concluded = _united([said for said in about if said.variant == variant])
        after: list[Outcome | Finding] = []
        for finding in before:
            if stood_for(finding.rule, finding.message, finding.spans, [said.outcome for said in concluded]):
                continue
            fault = entry.macros.get(finding.fingerprint)
            count = self._totals.macros[fault] if fault else None
            if count is None:
                after.append(finding)
            elif count[1:] == (finding.conversation, finding.fingerprint):
                after.append(_of_macro(finding, count.times))
        for said in concluded:
            meta = self._metas[said.rule]
            if said.outcome.verdict is Verdict.FAIL:
                after.append(self._stamped(meta, said.outcome, entry))
            else:
                after.append(without_quotes(meta, said.outcome, self._masker))
        rest, quiet = entry.said(), entry.passed()
        if entry.macros:  # it was left out of the count so far
            self._totals.count.add(entry.team, (*rest, *after), quiet)
        else:
            self._totals.count.change(entry.team, before, after, rest, quiet)
        return spool.packed(tuple(after)) if after else b""

    def _without_values(self, packed: bytes) -> bytes:
        """Findings without what was told to be a value elsewhere, where nothing beside tells it."""
        masked = partial(without_found, values=self._judge.values)
        return spool.packed(
            tuple(
                replace(one, evidence=masked(one.evidence), reason=masked(one.reason)) if isinstance(one, Finding) else one
                for one in spool.unpacked(packed)
            )
        )

    def _shown_by_design(self) -> Iterator[str]:
        """What reports show of the policy, its rules and the export, and no message has told them."""
        policy, rules = self._judge.plan.policy, self._judge.rules
        yield from _strings(policy.file.model_dump())
        for meta in map(self._judge.told, rules.metas):
            yield from _strings(asdict(meta))
        yield from (policy.digest, policy.source, __version__, str(self._judge.scope))
        yield from (self._masker.mask_path(file.file) for file in self._collected.files)

    def _stamped(self, meta: RuleMeta, outcome: Outcome, entry: LedgerEntry) -> Finding:
        finding = stamp(self._judge.told(meta), outcome, entry.team, None, self._masker, Counter())
        return replace(finding, at=entry.started)

    def result(self) -> AuditResult:
        """Everything that reports may know."""
        totals = self._totals
        return AuditResult(
            policy=self._stamp(),
            coverage=self._coverage(),
            catalogue=tuple(map(self._judge.told, self._judge.rules.metas)),
            counts={code: self._count(code) for code in self._metas},
            scores=totals.count.book.scores(),
            findings=_Findings(self._found, sum(totals.count.verdicts[code, Verdict.FAIL] for code in self._metas)),
            transcripts=TranscriptPages(self._judge, self._collected.partitions, self._found),
            outcomes=_Outcomes(self._entries, self._found),
            failures=tuple(sorted(totals.failures, key=lambda f: (f.rule, f.conversation))),
            agents={name: tuple(sorted(totals.agents[name])) for name in sorted(totals.agents)},
            teams=tuple(sorted(totals.teams)),
            line_with_value=partial(survivor, known=self._judge.values),
        )

    def _count(self, code: str) -> RuleCount:
        counts, reasons = self._totals.count.verdicts, self._totals.count.reasons
        why = {reason: number for (rule, reason), number in sorted(reasons.items()) if rule == code and number}
        return RuleCount(counts[code, Verdict.PASS], counts[code, Verdict.FAIL], counts[code, Verdict.NOT_EVALUATED], why)

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
        masker, totals = self._masker, self._totals
        files = (replace(file, file=masker.mask_path(file.file)) for file in self._collected.files)
        problems = (
            replace(p, source=replace(p.source, file=masker.mask_path(p.source.file)))
            for p in (*self._collected.problems, *totals.problems)
        )
        first, last = totals.moments or ("", "")
        return Coverage(
            tuple(files),
            tuple(sorted(problems, key=problem_order)),
            self._collected.problem_count + totals.numbers["problems"],
            totals.numbers["conversations"],
            totals.numbers["messages"],
            totals.numbers["duplicates"],
            totals.numbers["open"],
            dict(sorted(totals.languages.items())),
            first,
            last,
            str(self._judge.scope),
            totals.numbers["left_out"],
            tuple(map(masker.without_values, self._unmet())),
        )

    def _unmet(self) -> Iterator[str]:
        """What the policy says that fits nothing, and what files hold that it should speak of."""
        policy, read = self._judge.plan.policy, self._collected.files
        if not any(file.records for file in read):
            return
        yield from (f"{self._masker.mask_path(file.file)}: {what}" for file in read for what in file.unmet)
        strays = any(not any(mapping.fits(file.file) for mapping in policy.file.mapping) for file in read)
        for number, mapping in enumerate(policy.file.mapping):
            # Where every file has its mapping, this run reads some of the exports only.
            if strays and not any(mapping.fits(file.file) for file in read):
                where, files = policy.origin(("mapping", number)), mapping.files
                yield f"{where}: the mapping for “{files}” fits no file that was read. Is a name misspelt?"
        people = policy.file.roster
        teams = {name.lower() for name in (*self._totals.teams, *(one.team for person in people for one in person.teams))}
        channels = {name.lower() for name in (*policy.file.channels, *CHANNELS)}
        for number, override in enumerate(policy.file.overrides):
            team, channel = override.match.team.lower(), override.match.channel.lower()
            known = team in {"", *teams} and channel in {"", *channels}  # then it is only not in this export
            if number not in self._totals.met and not known and not self._judge.scope:
                wanted = " and ".join(f"{name} “{value}”" for name, value in override.match if value)
                where = policy.origin(("overrides", number))
                yield f"{where}: the override for {wanted} fits no conversation that was read. Is a name misspelt?"


def _strings(value: object) -> Iterator[str]:
    """All texts in nested values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from _strings(pair)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _strings(one)


def _united(said: Sequence[_Said]) -> list[_Said]:
    """Values that a rule finds in one message of one subject as one outcome: what leaked at once is one fault."""
    united: dict[object, _Said] = {}
    for one in said:
        outcome = one.outcome
        about = (one.rule, outcome.message, outcome.subject) if outcome.spans else one.number
        first = united.setdefault(about, one)
        if first is not one:
            spans = tuple(sorted({*first.outcome.spans, *outcome.spans}))
            united[about] = first._replace(outcome=first.outcome._replace(spans=spans))
    return list(united.values())


def _of_macro(finding: Finding, times: int) -> Finding:
    """A macro's fault, charged once to the team, with how often it was sent."""
    advice = f"Mend the macro: it was sent {times} times. {finding.advice}" if times > 1 else finding.advice
    return replace(finding, repeats=times, advice=advice.strip())


def _found(paths: Sequence[Path]) -> Iterator[tuple[str, bytes, Hidden | None]]:
    """Conversations of which anything is found, with what, and what is masked in them."""
    return spool.merged([spool.read_plain(path) for path in paths], lambda found: found[0])


class _Findings(Sequence[Finding]):
    """All findings in order of conversation, read from disk at each iteration."""

    def __init__(self, paths: Sequence[Path], length: int) -> None:
        self._paths, self._length = paths, length

    def __iter__(self) -> Iterator[Finding]:
        for _, data, _ in _found(self._paths):
            yield from (one for one in spool.unpacked(data) if isinstance(one, Finding))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        return list(self)[index]


@dataclass(frozen=True)
class _Outcomes:
    """All outcomes in order of conversation, read from disk at each iteration."""

    entries: Callable[[], Iterator[tuple[int, LedgerEntry]]]
    found: Sequence[Path]

    def __iter__(self) -> Iterator[Outcome | Finding]:
        found = _found(self.found)
        following = next(found, None)
        for _, entry in self.entries():
            yield from entry.outcomes()
            if following is not None and following[0] == entry.conversation:
                yield from spool.unpacked(following[1])
                following = next(found, None)
