"""The terminal summary: what to act on first, in one screen."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from caraway_audit.conduct import SECTIONS
from caraway_audit.model import AuditResult, Finding, Severity, Subject, SubjectKind
from caraway_audit.reports.wording import clean, count, percent

if TYPE_CHECKING:
    from rich.console import Console

_GLYPHS = {Severity.CRITICAL: ("◆", "bold red"), Severity.MAJOR: ("▲", "yellow"), Severity.MINOR: ("●", "dim")}
_KINDS = {
    SubjectKind.AGENT: "agents",
    SubjectKind.TEAM: "teams",
    SubjectKind.CLIENT: "clients",
    SubjectKind.DATA: "personal data to clean",
}
_WHOSE = 70  # names that are looked at: a line of 60 characters holds no more
_LINES = 5  # rules after the critical ones, which are never cut


def summary(result: AuditResult, console: "Console", written: Sequence[str] = ()) -> None:
    """Print the summary of an audit to `console`."""
    from rich.table import Table

    if result.coverage.narrowing:
        console.print(f"[bold]{shown(result.coverage.narrowing)}[/]")
    coverage = result.coverage
    period = f", {coverage.first[:10]} to {coverage.last[:10]}" if coverage.first else ""
    console.print(
        f"[bold]{count(coverage.conversations, 'conversation')}[/], {count(coverage.messages, 'message')}{period}; "
        f"{count(len(result.policy.rules), 'rule')}, policy {shown(result.policy.source)}"
    )
    by_severity, kinds, groups = _counted(result)
    counts = ", ".join(f"{by_severity[severity]} {severity.value}" for severity in Severity if by_severity[severity])
    console.print(f"{count(sum(by_severity.values()), 'finding')}{': ' + counts if counts else ''}{_kinds(kinds)}")
    not_evaluated = sum(found.not_evaluated for found in result.counts.values())
    if not_evaluated:
        reasons = Counter[str]()
        for found in result.counts.values():
            reasons.update(found.reasons)
        why = "; ".join(f"{reason} ({number:,})" for reason, number in reasons.most_common(3))
        console.print(f"[dim]{count(not_evaluated, 'check')} not evaluated, which is never a pass: {shown(why)}[/]")
    scores = [score for score in result.scores if score.who.kind is SubjectKind.TEAM]
    if scores and coverage.conversations:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column("Team")
        table.add_column("Conv.", justify="right")
        table.add_column("All", justify="right")
        for number in SECTIONS:
            table.add_column(str(number), justify="right")
        for team in result.teams:
            who = Subject(SubjectKind.TEAM, team)
            overall = result.score(who, "overall", "")
            if overall is None:
                continue
            row = [shown(team), f"{overall.conversations:,}", _rate(result, who, "overall", "")]
            table.add_row(*row, *(_rate(result, who, "section", str(number)) for number in SECTIONS))
        console.print()
        console.print(table)
        console.print("[dim]Scores in per cent by section: " + ", ".join(f"{n} {name}" for n, name in SECTIONS.items()) + "[/]")
        if any(not score.ranked and score.scope in ("overall", "section") for score in scores):
            console.print(f"[dim]? fewer than {count(result.policy.min_sample, 'conversation')}, too few to compare[/]")
    worst, more = _worst(groups)
    if worst:
        console.print("\n[bold]Act on first[/]")
        for group in worst:
            first = group.first
            glyph, style = _GLYPHS[first.severity]
            meta = result.rules[first.rule]
            times = f", {group.count:,} in {count(group.conversations, 'conversation')}" if group.count > 1 else ""
            whose = ", ".join(group.whose) or first.subject.kind.value
            console.print(
                f"[{style}]{glyph} {first.severity.value}[/] {first.rule} {meta.name}{times}: {shown(_cut(whose, 60))}"
            )
            quote = f" “{shown(_cut(first.evidence, 90))}”" if first.evidence else f" {shown(_cut(first.reason, 90))}"
            console.print(f"    [dim]{shown(first.conversation)} {shown(first.message or '')}[/]{quote}")
        if more:
            console.print(f"[dim]and {count(more, 'more rule')}, none critical: see the report[/]")
    elif coverage.conversations and not by_severity:
        console.print("\nNo findings.")
    for path in written:
        console.print(f"Report: {shown(path)}", soft_wrap=True)


def shown(text: str) -> str:
    """A text of an export as the terminal may show it: on one line, no markup, nothing that steers the terminal or whoever
    reads its lines."""
    from rich.markup import escape

    line = " ".join(clean(text).split())
    return escape(_COMMAND.sub(lambda match: match.group()[0] + " " + match.group()[1:], line))


_COMMAND = re.compile(r"(?<!\S)(?:::(?=[a-z-])|##(?=\[))")
"""What a build system takes for an order where a line begins with it: "::error file=a::b", "##[group]"."""


class _Group:
    """Findings of one rule and severity: what the summary says of them."""

    def __init__(self, first: Finding) -> None:
        self.first = first
        self.count = self.conversations = 0
        self.whose: dict[str, None] = {}  # in order, as many as are shown
        self._last: str | None = None

    def add(self, finding: Finding) -> None:
        self.count += 1
        self.conversations += finding.conversation != self._last  # they come in order of conversation
        self._last = finding.conversation
        if finding.subject.id and len(self.whose) < _WHOSE:
            self.whose[finding.subject.id] = None


def _counted(result: AuditResult) -> tuple[Counter[Severity], Counter[SubjectKind], list[_Group]]:
    """Findings by severity and by kind of subject, and those to act on by rule; they are read once and not kept."""
    severities: Counter[Severity] = Counter()
    kinds: Counter[SubjectKind] = Counter()
    groups: dict[tuple[str, Severity], _Group] = {}
    for finding in result.findings:
        severities[finding.severity] += 1
        kinds[finding.subject.kind] += 1
        if finding.subject.kind is not SubjectKind.CLIENT or finding.severity is Severity.CRITICAL:
            groups.setdefault((finding.rule, finding.severity), _Group(finding)).add(finding)
    return severities, kinds, list(groups.values())


def _kinds(kinds: Counter[SubjectKind]) -> str:
    parts = [f"{name} {kinds[kind]:,}" for kind, name in _KINDS.items() if kinds[kind]]
    return f" ({', '.join(parts)})" if parts else ""


def _rate(result: AuditResult, who: Subject, scope: str, key: str) -> str:
    score = result.score(who, scope, key)
    if score is None:
        return "–"
    text = percent(score.rate).rstrip("%")
    return text if score.ranked else f"[dim]{text}?[/]"


def _worst(groups: Sequence[_Group]) -> tuple[list[_Group], int]:
    """The gravest and most frequent rules first, and how many rules are left out: no critical one."""

    def order(group: _Group) -> tuple[int, bool, int, str]:
        first = group.first
        return first.severity.rank, first.subject.kind is SubjectKind.DATA, -group.count, first.rule

    kept = _LINES + sum(group.first.severity is Severity.CRITICAL for group in groups)
    return sorted(groups, key=order)[:kept], max(0, len(groups) - kept)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
