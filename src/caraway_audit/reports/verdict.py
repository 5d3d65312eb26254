"""The verdict of a gate: passed or not, which rules stopped it, and the first places of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caraway_audit.model import AuditResult, Finding, GateVerdict, Severity
from caraway_audit.reports.terminal import shown
from caraway_audit.reports.wording import GLYPHS, WHO, count, cut

if TYPE_CHECKING:
    from rich.console import Console

_PLACES, _RULES = 3, 15
_STYLES = {Severity.CRITICAL: "bold red", Severity.MAJOR: "yellow", Severity.MINOR: "dim"}


@dataclass
class CountedFindings:
    """Findings that count, added up: of each rule and severity how many, and the first places. Holds no more than that."""

    total: int = 0
    conversations: int = 0
    rules: dict[tuple[int, str], tuple[int, list[Finding]]] = field(default_factory=dict)

    @classmethod
    def of(cls, counted: Iterable[Finding]) -> "CountedFindings":
        """Read findings once, as they come: by conversation."""
        tally, last = cls(), None
        for finding in counted:
            tally.total += 1
            tally.conversations += finding.conversation != last
            last = finding.conversation
            number, places = tally.rules.get((finding.severity.rank, finding.rule), (0, []))
            if number < _PLACES:
                places.append(finding)
            tally.rules[finding.severity.rank, finding.rule] = (number + 1, places)
        return tally


def decided(result: AuditResult, tally: CountedFindings, threshold: str) -> GateVerdict:
    """The verdict on the findings that count at `threshold`."""
    conversations = count(result.coverage.conversations, "conversation")
    told = f"{count(tally.total, 'finding')} at or over the threshold ({threshold})"
    if result.incomplete:
        return GateVerdict("undecided", threshold, tally.total, f"the audit is incomplete; in what could be read, {told}.")
    if tally.total:
        return GateVerdict("failed", threshold, tally.total, f"{told} in {tally.conversations:,} of {conversations}.")
    said = f"no finding at or over the threshold ({threshold}) in {conversations}."
    return GateVerdict("passed", threshold, 0, said)


def verdict(result: AuditResult, tally: CountedFindings, gate: GateVerdict, console: "Console") -> None:
    """Print the verdict, and which rules it rests on."""
    console.print(f"[bold {'green' if gate.verdict == 'passed' else 'red'}]Gate {gate.verdict}[/]: {gate.said}")
    if result.coverage.narrowing:
        console.print(f"[bold]{shown(result.coverage.narrowing)}[/]")
    for (_, code), (number, places) in sorted(tally.rules.items(), key=lambda item: item[0])[:_RULES]:
        _rule(f"{code} {result.rules[code].name}", number, places, console)
    if len(tally.rules) > _RULES:
        console.print(f"and {count(len(tally.rules) - _RULES, 'more rule')}")
    beneath = sum(found.failed for found in result.counts.values()) - tally.total
    if beneath:
        console.print(f"[dim]{count(beneath, 'more finding')} beneath the threshold, or about what a client did[/]")
    for file in result.coverage.files:
        if unread := [note for note in file.notes if "not used" in note or "not read" in note]:
            console.print(f"[bold]Not looked into[/] in {shown(file.file)}: {shown('; '.join(unread))}")
    unjudged = sum(found.not_evaluated for found in result.counts.values())
    if unjudged:
        console.print(f"[dim]{count(unjudged, 'check')} not evaluated, which is never a pass[/]")


def _rule(name: str, number: int, places: Sequence[Finding], console: "Console") -> None:
    """A rule that counts and its first places. Texts of an export are put together as `Text`, so that no bracket which one
    leaves open can swallow the next."""
    from rich.text import Text

    severity = places[0].severity
    head = (f"{GLYPHS[severity]} {severity.value}", _STYLES[severity])
    console.print(Text.assemble(head, " ", cut(f"{name}, {count(number, 'finding')}", 200)))
    for finding in places:
        whose = finding.subject.id or WHO.get(finding.subject.kind, "")
        quote = f"“{cut(finding.evidence, 90)}”" if finding.evidence else cut(finding.reason, 90)
        place = (f"    {cut(finding.conversation, 60)} {cut(finding.message or '', 60)} ", "dim")
        console.print(Text.assemble(place, f"{cut(whose, 40)}: {quote}"))
    if number > len(places):
        console.print(f"    [dim]and {number - len(places):,} more[/]")
