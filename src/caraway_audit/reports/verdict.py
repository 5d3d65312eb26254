"""The verdict of a gate: passed or not, which rules stopped it, and the first places of each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from caraway_audit.model import AuditResult, Finding, Severity
from caraway_audit.reports.terminal import shown
from caraway_audit.reports.wording import GLYPHS, WHO, count, cut

if TYPE_CHECKING:
    from rich.console import Console

_PLACES, _RULES = 3, 15
_STYLES = {Severity.CRITICAL: "bold red", Severity.MAJOR: "yellow", Severity.MINOR: "dim"}


def verdict(result: AuditResult, counted: Sequence[Finding], threshold: str, console: "Console") -> None:
    """Print the verdict on the findings that count at `threshold`."""
    conversations = count(result.coverage.conversations, "conversation")
    told = f"{count(len(counted), 'finding')} at or over the threshold ({threshold})"
    if result.incomplete:
        console.print(f"[bold red]Gate undecided[/]: the audit is incomplete; in what could be read, {told}.")
    elif counted:
        places = len({finding.conversation for finding in counted})
        console.print(f"[bold red]Gate failed[/]: {told} in {places:,} of {conversations}.")
    else:
        console.print(f"[bold green]Gate passed[/]: no finding at or over the threshold ({threshold}) in {conversations}.")
    if result.coverage.narrowing:
        console.print(f"[bold]{shown(result.coverage.narrowing)}[/]")
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in counted:
        groups.setdefault((finding.severity.rank, finding.rule), []).append(finding)
    for _, found in sorted(groups.items())[:_RULES]:
        _rule(result, found, console)
    if len(groups) > _RULES:
        console.print(f"and {count(len(groups) - _RULES, 'more rule')}")
    beneath = len(result.findings) - len(counted)
    if beneath:
        console.print(f"[dim]{count(beneath, 'more finding')} beneath the threshold, or about what a client did[/]")
    unjudged = sum(found.not_evaluated for found in result.counts.values())
    if unjudged:
        console.print(f"[dim]{count(unjudged, 'check')} not evaluated, which is never a pass[/]")


def _rule(result: AuditResult, found: Sequence[Finding], console: "Console") -> None:
    """A rule that counts and its first places. Texts of an export are put together as `Text`, so that no bracket which one
    leaves open can swallow the next."""
    from rich.text import Text

    severity = found[0].severity
    head = (f"{GLYPHS[severity]} {severity.value}", _STYLES[severity])
    name = f" {found[0].rule} {result.rules[found[0].rule].name}, {count(len(found), 'finding')}"
    console.print(Text.assemble(head, " ", cut(name, 200)))
    for finding in found[:_PLACES]:
        whose = finding.subject.id or WHO.get(finding.subject.kind, "")
        quote = f"“{cut(finding.evidence, 90)}”" if finding.evidence else cut(finding.reason, 90)
        place = (f"    {cut(finding.conversation, 60)} {cut(finding.message or '', 60)} ", "dim")
        console.print(Text.assemble(place, f"{cut(whose, 40)}: {quote}"))
    if len(found) > _PLACES:
        console.print(f"    [dim]and {len(found) - _PLACES:,} more[/]")
