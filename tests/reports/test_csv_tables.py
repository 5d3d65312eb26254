"""CSV: nothing that a spreadsheet would run, numbers that stay numbers, a fixed order of columns."""

import csv
import io
import string
from dataclasses import replace
from pathlib import Path

import build
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caraway_audit.reports.csv_tables import FINDINGS, SCORES, FindingsCsvReporter, ScoresCsvReporter, cell
from caraway_audit.reports.folder import FILES

SIGNS = "=+-@＝＋－＠"
TEXTS = st.text(st.sampled_from(SIGNS + "'\";,|\t\r\n\0\u200b\u202e \u00a0" + string.ascii_letters + "123"), max_size=30)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example(';"=')  # This failed once: cut at semicolons, what stands between quotation marks is a cell of its own
def test_no_text_begins_a_formula_wherever_cells_are_cut(text: str) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(["a", cell(text), "b"])
    line = written.getvalue()
    assert line.count("\n") == 1
    for delimiter in ",;\t":
        for part in next(csv.reader([line], delimiter=delimiter)):
            assert part.lstrip()[:1] not in tuple(SIGNS)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False)))
def test_numbers_stay_numbers(number: float) -> None:
    assert float(cell(number)) == number
    assert not cell(number).startswith("'")


@settings(max_examples=200, deadline=None)
@given(st.text(string.ascii_letters + " .,", max_size=40))
def test_plain_words_are_not_touched(text: str) -> None:
    assert cell(text) == " ".join(text.split())


def test_a_hostile_result_holds_no_formula(tmp_path: Path) -> None:
    payloads = (
        "=HYPERLINK(1)",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "x;=1",
        'x","=1',
        "x\n=1",
        "=cmd|' /C calc'!A0",
    )
    result = build.hostile(payloads)
    FindingsCsvReporter().write(result, tmp_path / "f.csv")
    ScoresCsvReporter().write(result, tmp_path / "s.csv")
    for name, columns in (("f.csv", FINDINGS), ("s.csv", SCORES)):
        rows = read(tmp_path / name)
        assert len(rows) == (len(result.findings) if name == "f.csv" else len(result.scores))
        for row in rows:
            assert tuple(row) == columns
            assert not any(str(value).lstrip()[:1] in tuple(SIGNS) for value in row.values())
            assert None not in row.values()


def test_a_realistic_result_says_what_the_findings_say(tmp_path: Path) -> None:
    result = build.realistic(12)
    FindingsCsvReporter().write(result, tmp_path / "f.csv")
    for row, finding in zip(read(tmp_path / "f.csv"), result.findings, strict=True):
        assert (row["conversation_id"], row["rule"], row["severity"]) == (
            finding.conversation,
            finding.rule,
            finding.severity.value,
        )
        assert (row["subject"], row["subject_id"]) == (finding.subject.kind.value, finding.subject.id)
        assert int(row["repeats"]) == finding.repeats
    ScoresCsvReporter().write(result, tmp_path / "s.csv")
    for row, score in zip(read(tmp_path / "s.csv"), result.scores, strict=True):
        assert (row["kind"], row["who"], int(row["conversations"])) == (score.who.kind.value, score.who.id, score.conversations)
        assert abs(float(row["rate"]) - score.rate) < 1e-6
        assert row["ranked"] == str(score.ranked).lower()


def test_findings_are_streamed(tmp_path: Path) -> None:
    result = build.realistic(5)
    once = build.OnDisk(result.findings)
    FindingsCsvReporter().write(replace(result, findings=once), tmp_path / "f.csv")
    assert once.passes == 1


def test_the_report_folder_holds_both() -> None:
    assert {"findings.csv", "scores.csv"} <= FILES.keys()
