"""Findings and scores as CSV, for a spreadsheet: one row each, streamed, columns in a fixed order (docs/output.md).

A spreadsheet runs what looks like a formula, and texts come from strangers: see `cell`.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from caraway_audit.model import AuditResult, Finding, Score
from caraway_audit.reports.data import outcome_row, score_row
from caraway_audit.reports.wording import clean

FINDINGS = (
    "conversation_id", "message_id", "at", "team", "subject", "subject_id", "rule", "name", "clause", "severity", "confidence",
    "entity", "evidence", "reason", "advice", "state", "repeats", "fingerprint",
)  # fmt: skip
SCORES = ("kind", "who", "scope", "key", "conversations", "rate", "low", "high", "ranked")

# A formula begins a cell, whatever blanks and quotation marks stand before it; where cells are parted by semicolons (most of
# Europe), it also begins behind one. Full-width signs count as their plain ones.
_FORMULA = re.compile(r"""(?:(?<=^)|(?<=;))([\s"]*[=+\-@＝＋－＠])""")


def cell(value: object) -> str:
    """A value as a cell: numbers stay numbers, a text that a spreadsheet could run gets an apostrophe before it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    text = " ".join(clean(str(value or "")).split())
    return _FORMULA.sub(r"'\1", text)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    # Spreadsheets take UTF-8 for what it is only where a mark says so.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(map(cell, row) for row in rows)


def _finding(finding: Finding, result: AuditResult) -> Iterable[object]:
    row = outcome_row(finding, result) | {
        "subject": finding.subject.kind, "subject_id": finding.subject.id, "at": finding.at, "team": finding.team,
        "state": finding.state, "repeats": finding.repeats,
    }  # fmt: skip
    return (row[column] for column in FINDINGS)


def _score(score: Score) -> Iterable[object]:
    row = score_row(score)
    row |= {"kind": score.who.kind, "who": score.who.id}
    return (row[column] for column in SCORES)


class FindingsCsvReporter:
    """Every finding, a row each."""

    name = "findings-csv"

    def write(self, result: AuditResult, path: Path) -> None:
        """Write `path`, streaming."""
        _write(path, FINDINGS, (_finding(finding, result) for finding in result.findings))


class ScoresCsvReporter:
    """Every score of agents and teams, a row each."""

    name = "scores-csv"

    def write(self, result: AuditResult, path: Path) -> None:
        """Write `path`, streaming."""
        _write(path, SCORES, map(_score, result.scores))
