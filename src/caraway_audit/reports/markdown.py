"""The Markdown report: one file to read in a terminal, a wiki or a pull request.

A transcript is written by strangers, so every cell is defused: whatever is not a letter, a digit, a space or plain
punctuation becomes an entity, and nothing is left for Markdown or HTML to read as its own.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from caraway_audit import __version__
from caraway_audit.conduct import SECTIONS
from caraway_audit.model import AuditResult, Finding, RuleCount, Score, Severity, SubjectKind
from caraway_audit.reports.priorities import first, priorities
from caraway_audit.reports.tally import SEVERITIES, Bucket, Row, Tally, Worst
from caraway_audit.reports.wording import GLYPHS, STATES, SURE, WHO, count, cut, listed, percent, period

CELL, FINDINGS, AGENTS, TEAMS, RULES, LINES = 160, 500, 500, 50, 15, 20

_LIVE = re.compile(
    r"[^\w .,;:?'()%§“”‘’…–—•/-]|_"  # all but letters, digits, spaces and plain punctuation
    r"|(?<![^\W_])[-/]|[-/](?![^\W_])"  # hyphen and slash stay between letters only: no list, no rule, no address
    r"|(?<!\d):(?=\S)|:(?!\d|\s|$)"  # a colon stays in a time and before a space: no address, no emoji
    r"|(?<=www)\.|(?<=\d)[.)](?=\s|$)",  # no address, no numbered list
    re.IGNORECASE,
)


def cell(text: str, size: int = CELL) -> str:
    """Text for a table cell, a list or a sentence: on one line, cut, and without a meaning in Markdown or HTML."""
    return _LIVE.sub(_entity, cut(text, size)) or "–"


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


class MarkdownReporter:
    """Writes the whole audit as one Markdown file."""

    name = "markdown"

    def write(self, result: AuditResult, path: Path) -> None:
        """Findings are read once; the worst are listed."""
        tally, worst = Tally(result, rows=False), Worst(FINDINGS)
        for finding in result.findings:
            worst.add(tally.add(finding, 0, 0, ()))
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for block in _blocks(tally, worst):
                file.write(block + "\n")


def _blocks(tally: Tally, worst: Worst) -> Iterator[str]:
    yield "# Conversation audit\n"
    yield from _verdict(tally)
    yield from _priorities(tally)
    yield from _coverage(tally)
    yield from _teams(tally)
    yield from _agents(tally)
    yield from _rules(tally)
    yield from _findings(worst, tally)
    yield from _method(tally)


def _table(head: str, *rows: str) -> Iterator[str]:
    """A table; a column whose head starts with `>` is for numbers."""
    names = head.split("|")
    yield "| " + " | ".join(name.lstrip(">") for name in names) + " |"
    yield "| " + " | ".join("---:" if name.startswith(">") else "---" for name in names) + " |"
    yield from rows
    yield ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _more(number: int, noun: str) -> Iterator[str]:
    if number > 0:
        yield f"And {number:,} more {noun}.\n"


def _verdict(tally: Tally) -> Iterator[str]:
    result, total = tally.result, tally.open_findings
    counts = [sum(team.severities[rank] for team in tally.teams.values()) for rank in range(3)]
    split = ", ".join(f"{number:,} {severity.value}" for severity, number in zip(SEVERITIES, counts, strict=True))
    said = f"{count(total, 'open finding')}: {split}." if total else "No open findings."
    aside = sum(sum(team.states.values()) for team in tally.teams.values())
    if aside:
        said += f" {aside:,} more set aside (waived, known before or dismissed)."
    if result.gate:
        yield f"**Gate {result.gate.verdict}: {cell(result.gate.said, 4 * CELL)}**\n"
    start = "**This audit is incomplete.** " if result.incomplete else ""
    yield f"{start}**{said}**\n"
    if narrowing := result.coverage.narrowing:
        yield f"**{cell(narrowing, 4 * CELL)}**\n"


def _priorities(tally: Tally) -> Iterator[str]:
    shown, more = first((act, team.name) for team in tally.teams.values() for act in priorities(tally, team))
    if not shown:
        return
    yield "## What to act on first\n"
    for act, team in shown:
        who = f": {cell(listed(act.who))}" if act.who else ""
        detail = f" {cell(act.detail, 2 * CELL)}" if act.detail else ""
        yield f"- {act.glyph} {act.severity.value}, {cell(team or 'No team')}: **{cell(act.lead)}**, {act.many}{who}.{detail}"
    yield "- and more major ones, in the tables below\n" if more else ""


def _coverage(tally: Tally) -> Iterator[str]:
    result, read = tally.result, tally.result.coverage
    yield "## What was read\n"
    span = period(read.first, read.last)
    yield f"- {count(read.conversations, 'conversation')}, {count(read.messages, 'message')}" + (
        f", {cell(span)}" if span else ""
    )
    if read.duplicates:
        yield f"- {count(read.duplicates, 'message')} read twice, counted once"
    yield f"- {count(read.open_conversations, 'conversation')} still open"
    for file in read.files[:LINES]:
        notes = f" ({cell('; '.join(file.notes))})" if file.notes else ""
        yield f"- {cell(file.file)}: {cell(file.format)}, {count(file.records, 'record')}{notes}"
    if len(read.files) > LINES:
        yield f"- and {len(read.files) - LINES:,} more files"
    unjudged = sum(found.not_evaluated for found in result.counts.values())
    judged = sum(found.passed + found.failed for found in result.counts.values())
    yield f"- {judged:,} checks judged, {unjudged:,} not evaluated (neither kept nor broken)"
    if read.problem_count:
        yield f"- **{count(read.problem_count, 'problem')} in the input:**"
        for problem in read.problems[:LINES]:
            yield f"  - {cell(str(problem), 2 * CELL)}"
        rest = read.untold(read.problems[:LINES])
        if rest > 0:
            yield f"  - and {rest:,} more"
    for setting in read.unmet[:LINES]:
        yield f"- {cell(setting, 2 * CELL)}"
    for failure in result.failures[:LINES]:
        yield f"- **Rule {cell(failure.rule)} crashed** in {cell(failure.where)}: {cell(failure.error)}"
    if len(result.failures) > LINES:
        yield f"- and {len(result.failures) - LINES:,} more crashes"
    yield ""


def _rate(score: Score | None) -> str:
    if score is None:
        return "not evaluated"
    return percent(score.rate) if score.ranked else f"*{percent(score.rate)}*"


def _within(score: Score | None) -> str:
    return f"{percent(score.low)} to {percent(score.high)}" if score else "–"


def _teams(tally: Tally) -> Iterator[str]:
    least = tally.result.policy.min_sample
    yield "## Teams\n"
    yield (
        f"Mean over conversations, with the 95% interval. In italics: fewer than {least} conversations, too few to compare.\n"
    )
    if tally.teamless:
        yield (
            f"{count(tally.teamless, 'conversation')} in no team's score: no team is known, or nothing there could be judged.\n"
        )
    scored = tally.scored_teams
    for team in scored[:TEAMS]:
        name = team.name
        overall = tally.score(SubjectKind.TEAM, name, "overall", "")
        yield f"### {cell(name or 'No team')}\n"
        rows = [_row("**Overall**", _rate(overall), _within(overall), _size(overall), f"{team.total:,}")]
        for number, title in SECTIONS.items():
            score = tally.score(SubjectKind.TEAM, name, "section", str(number))
            found = f"{team.sections[number]:,}"
            rows.append(_row(f"{number} {title}", _rate(score), _within(score), _size(score), found))
        yield from _table("Section|>Score|Interval|>Conversations|>Findings", *rows)
    yield from _more(len(scored) - TEAMS, "teams")


def _size(score: Score | None) -> str:
    return f"{score.conversations:,}" if score else "0"


def _agents(tally: Tally) -> Iterator[str]:
    if not tally.agents:
        return
    yield "## Agents\n"
    yield "In the order of the alphabet.\n"
    rows = []
    for name in list(tally.agents)[:AGENTS]:
        overall = tally.score(SubjectKind.AGENT, name, "overall", "")
        scores = [tally.score(SubjectKind.AGENT, name, "section", str(number)) for number in SECTIONS]
        teams = ", ".join(tally.result.agents.get(name, ()))
        cells = [_rate(score) if score else "–" for score in scores]
        rows.append(_row(cell(name), cell(teams), _size(overall), _rate(overall), *cells))
    heads = "|".join(f">{number} {title}" for number, title in SECTIONS.items())
    yield from _table(f"Agent|Team|>Conversations|>Overall|{heads}", *rows)
    yield from _more(len(tally.agents) - AGENTS, "agents")


def _rules(tally: Tally) -> Iterator[str]:
    """The rules with most findings about agents and teams; clients and personal data are told apart."""
    found: dict[tuple[bool, str], list[Bucket]] = {}
    for team in tally.teams.values():
        for (kind, code), bucket in team.buckets.items():
            found.setdefault((kind in (SubjectKind.AGENT, SubjectKind.TEAM), code), []).append(bucket)
    for ours, title, note in (
        (True, "What to coach", "Rules that agents and teams broke, the gravest first."),
        (False, "Client conduct and personal data", "These count in no score."),
    ):
        chosen = [(code, buckets) for (mine, code), buckets in found.items() if mine is ours]
        if not chosen:
            continue
        chosen.sort(key=lambda item: (_worst(item[1]).rank, -sum(bucket.count for bucket in item[1]), item[0]))
        room = max(RULES, sum(_worst(buckets) is Severity.CRITICAL for _, buckets in chosen))
        yield f"## {title}\n"
        yield note + "\n"
        rows = [_rule(tally, code, buckets) for code, buckets in chosen[:room]]
        yield from _table("Rule|Severity|>Findings|>Agents|>Kept|Advice", *rows)
        yield from _more(len(chosen) - room, "rules, none graver")


def _worst(buckets: list[Bucket]) -> Severity:
    return min((bucket.worst for bucket in buckets), key=lambda severity: severity.rank)


def _rule(tally: Tally, code: str, buckets: list[Bucket]) -> str:
    meta = tally.result.rules.get(code)
    worst = _worst(buckets)
    agents = {name for bucket in buckets for name in bucket.agents}
    counts = tally.result.counts.get(code, RuleCount())
    judged = counts.passed + counts.failed
    return _row(
        cell(f"{code} {meta.name}" if meta else code),
        f"{GLYPHS[worst]} {worst.value}",
        f"{sum(bucket.count for bucket in buckets):,}",
        f"{len(agents):,}",
        percent(counts.passed / judged) if judged else "–",
        cell(meta.advice if meta else ""),
    )


def _findings(worst: Worst, tally: Tally) -> Iterator[str]:
    yield "## Findings\n"
    rows = worst.rows()
    if not rows:
        yield "None.\n"
        return
    yield "The worst first. Evidence is masked. Give the number to question a finding.\n"
    yield from _table(
        "Severity|Rule|Who|Team|Conversation|Message|Evidence|How sure|Number", *(_finding(row, tally) for row in rows)
    )
    yield from _more(worst.total - len(rows), "findings, less grave than these")


def _finding(row: Row, tally: Tally) -> str:
    finding = row.finding
    meta = tally.result.rules.get(finding.rule)
    state = f", {STATES[finding.state]}" if finding.state in STATES else ""
    return _row(
        f"{GLYPHS[finding.severity]} {finding.severity.value}{state}",
        cell(f"{finding.rule} {meta.name}" if meta else finding.rule),
        cell(_whose(finding)),
        cell(finding.team),
        cell(finding.conversation),
        cell(finding.message or ""),
        cell(finding.evidence or finding.reason),
        SURE[finding.confidence],
        cell(finding.fingerprint),
    )


def _whose(finding: Finding) -> str:
    kind = finding.subject.kind
    if kind is SubjectKind.AGENT:
        return finding.subject.id
    return f"client {finding.subject.id}" if kind is SubjectKind.CLIENT else WHO[kind]


def _method(tally: Tally) -> Iterator[str]:
    policy = tally.result.policy
    yield "## Method\n"
    yield "- A score is a mean over conversations with its 95% Wilson interval; what was not evaluated is in no score."
    yield "- Findings about clients and personal data count in no score; a macro's fault is charged once, to the team."
    made = f"caraway-audit {cell(__version__)}, policy {cell(policy.digest)} from {cell(policy.source)}"
    yield f"- {made}: scores compare only where the digest is the same."
