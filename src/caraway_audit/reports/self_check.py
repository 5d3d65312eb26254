"""What `check` tells an agent about their own conversation: the place, what is wrong, why, and better words.

What the client did stands apart and counts for nobody; so do personal values, which are there to be cleaned. What could not
be judged is said, since it is no pass.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from caraway_audit.conduct import CLAUSES
from caraway_audit.model import (
    AuditResult,
    Finding,
    MarkedText,
    Outcome,
    Severity,
    SubjectKind,
    Transcript,
    TranscriptLine,
    Verdict,
)
from caraway_audit.reports.wording import GLYPHS, SURE, clean, count, listed, moment

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

_STYLES = {Severity.CRITICAL: "bold red", Severity.MAJOR: "yellow", Severity.MINOR: "cyan"}
_WIDEST = 100
_AROUND = 160  # characters of a long message that are shown on each side of what is meant
_OPEN, _CLOSE = "»", "«"  # around what is meant: a colour alone would say nothing to many
_LISTED = 4  # rules that a reason for not judging names


def self_check(result: AuditResult, console: "Console") -> None:
    """Print the view of one person's transcript."""
    agents = [name for name in result.agents if name]
    read = result.coverage
    about = f" by {_plain(listed(agents[:6]))}" if agents else ""
    _line(console, f"{count(read.conversations, 'conversation')}, {count(read.messages, 'message')}{about}", "bold")
    if read.narrowing:
        _line(console, _plain(read.narrowing))
    for note in (note for file in read.files for note in file.notes if note.startswith("transcripts where")):
        _line(console, _plain(f"Read with a guess: {note}"), "dim")
    if len(agents) > 1:
        _line(console, "Several agents wrote here and all are judged; --agent NAME looks at one of them.", "dim")
    own, others, values = 0, 0, 0
    for transcript in result.transcripts:
        parts = _parted(result, transcript)
        own, others, values = own + len(parts[0]), others + len(parts[1]), values + len(parts[2])
        _conversation(console, result, transcript, parts, many=read.conversations > 1)
    _unjudged(console, result)
    console.print()
    _line(console, _closing(result, own, others, values), "bold" if own else "bold green")


_Parts = tuple[list[tuple[int, Finding]], list[tuple[int, Finding]], list[tuple[int, Finding]]]


def _parted(result: AuditResult, transcript: Transcript) -> _Parts:
    """Numbered findings: about agents (worst first) and their team, about the client, and values to clean."""
    parts: _Parts = ([], [], [])
    for numbered in enumerate(transcript.findings, 1):
        kind = numbered[1].subject.kind
        if kind in (SubjectKind.AGENT, SubjectKind.TEAM):
            parts[0].append(numbered)
        else:
            parts[2 if kind is SubjectKind.DATA or result.is_value(numbered[1]) else 1].append(numbered)
    parts[0].sort(key=lambda numbered: numbered[1].severity.rank)
    return parts


def _conversation(console: "Console", result: AuditResult, transcript: Transcript, parts: _Parts, many: bool) -> None:
    own, others, values = parts
    if many:
        console.print()
        _line(console, f"Conversation {_plain(transcript.conversation)}", "bold underline")
    several = len(transcript.agents) > 1
    for number, finding in own:
        _own(console, result, transcript, number, finding, several)
    for title, found in (
        ("The client's part. It never counts against you:", others),
        ("To clean before this goes anywhere else:", values),
    ):
        if found:
            console.print()
            _line(console, title, "bold")
            for number, finding in found:
                _brief(console, result, transcript, number, finding)


def _own(console: "Console", result: AuditResult, transcript: Transcript, number: int, finding: Finding, several: bool) -> None:
    """One finding about the agent, in full."""
    from rich.text import Text

    meta = result.rules[finding.rule]
    head = Text.assemble(
        (f"{GLYPHS[finding.severity]} {finding.severity.value}", _STYLES[finding.severity]),
        (f"  {finding.rule} {_plain(meta.name)}", "bold"),
        (f"  {SURE[finding.confidence]}", "dim"),
        f"  {_whose(finding)}" if several or finding.subject.kind is SubjectKind.TEAM else "",
    )
    console.print()
    console.print(head, soft_wrap=True)
    rows: list[tuple[str, RenderableType]] = [_place(transcript, number, finding), ("what", _plain(finding.reason))]
    rows.append(("why", f"{meta.clause} {CLAUSES[meta.clause].text}"))
    if meta.why:
        rows.append(("", _plain(meta.why)))
    if finding.advice:
        rows.append(("better", _plain(finding.advice)))
    if meta.wrong_when:
        rows.append(("wrong if", f"{_plain(meta.wrong_when)}"))
    _rows(console, rows)


def _whose(finding: Finding) -> str:
    return "the team" if finding.subject.kind is SubjectKind.TEAM else _plain(finding.subject.id)


def _brief(console: "Console", result: AuditResult, transcript: Transcript, number: int, finding: Finding) -> None:
    """One finding that is not about the agent, in short."""
    name = f"{GLYPHS[finding.severity]} {finding.rule} {_plain(result.rules[finding.rule].name)}: {_plain(finding.reason)}"
    _rows(console, [("", name), _place(transcript, number, finding)])


def _place(transcript: Transcript, number: int, finding: Finding) -> "tuple[str, RenderableType]":
    """The message with what is meant marked, masked; a finding without a message is about the whole."""
    from rich.text import Text

    lines = [line for line in transcript.lines if not line.quoted]
    for place, line in enumerate(lines, 1):
        if line.message == finding.message:
            return "where", Text.assemble((_heading(line, place, len(lines)), "dim"), "\n", _message(line.parts, number))
    return "where", Text("the conversation as a whole", style="dim")


def _heading(line: TranscriptLine, place: int, of: int) -> str:
    author = _plain(line.author)
    who = line.role.value if author in ("", line.role.value) else f"{line.role.value} {author}"
    at = f", {moment(line.at)}" if line.at else ""
    return f"message {place} of {of} ({_plain(line.message)}), {who}{at}{'' if line.public else ', internal note'}"


def _message(parts: Iterable[MarkedText], number: int) -> "Text":
    """A message on one line, cut around its marks where it is long."""
    from rich.text import Text

    text, inside = Text(), False
    first = last = -1
    for part in parts:
        marked = number in part.findings
        if marked is not inside:
            text.append(_OPEN if marked else _CLOSE, "bold")
            inside = marked
        first = len(text) if marked and first < 0 else first
        piece = re.sub(r"\s+", " ", clean(part.text))
        text.append(f"[{piece}]" if part.kind else piece, "bold" if marked else "")
        last = len(text) if marked else last
    if inside:
        text.append(_CLOSE, "bold")
    start, end = (max(0, first - _AROUND), last + 1 + _AROUND) if first >= 0 else (0, 2 * _AROUND)
    if len(text) <= end - start + 40:
        return text
    return Text.assemble("… " if start else "", text[start:end], " …" if end < len(text) else "")


def _unjudged(console: "Console", result: AuditResult) -> None:
    """What could not be judged, by reason, briefly."""
    reasons: dict[str, list[str]] = {}
    for code, found in sorted(result.counts.items()):
        for reason in found.reasons:
            reasons.setdefault(reason, []).append(code)
    if not reasons:
        return
    console.print()
    _line(console, "Not judged, which is no pass:", "dim bold")
    for reason, codes in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f" and {len(codes) - _LISTED} more" if len(codes) > _LISTED else ""
        _line(console, f"  {_plain(reason)}: {', '.join(map(_plain, codes[:_LISTED]))}{more}", "dim")


def _closing(result: AuditResult, own: int, others: int, values: int) -> str:
    """The last line: how much there is to do, or a kind word where there is nothing."""
    looked = len({outcome.rule for outcome in result.outcomes if _looked(outcome)})
    clean_up = f" {count(values, 'personal value')} to clean." if values else ""
    if own:
        return f"{count(own, 'thing')} to look at.{clean_up} A rule can be wrong: you know this conversation, it does not."
    if not looked:
        return f"Nothing that an agent wrote could be judged here, so this is no pass.{clean_up}"
    if result.incomplete:
        return f"Nothing found in what could be read, and not all could: this is no pass.{clean_up}"
    if looked < _MOST_RULES:
        seen = f"Nothing found by the {count(looked, 'rule')} that could look"
        return f"{seen}; the others could not, for the reasons above.{clean_up}"
    bore = " The client was not easy; that is not your doing." if others else ""
    return f"Nothing found in what you wrote ({count(looked, 'rule')} looked). Well done.{bore}{clean_up}"


_MOST_RULES = 20
"""Of a whole chat in English some forty rules have something to judge; who is seen by a few is not praised."""


def _looked(outcome: Outcome | Finding) -> bool:
    """Whether a rule had something of an agent to judge, and judged it."""
    evaluated = isinstance(outcome, Finding) or outcome.verdict is not Verdict.NOT_EVALUATED
    return evaluated and outcome.subject.kind in (SubjectKind.AGENT, SubjectKind.TEAM)


def _rows(console: "Console", rows: "Sequence[tuple[str, RenderableType]]") -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=8, justify="right", style="dim")
    table.add_column(overflow="fold")
    for label, content in rows:
        table.add_row(label, Text(content) if isinstance(content, str) else content)
    console.print(table, width=min(console.width, _WIDEST))


def _line(console: "Console", text: str, style: str = "") -> None:
    console.print(text, style=style, markup=False, width=min(console.width, _WIDEST))


def _plain(text: str) -> str:
    """A text of an export on one line, with nothing in it that steers a terminal. It is never read as markup."""
    return " ".join(clean(text).split())
