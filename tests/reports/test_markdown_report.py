"""The Markdown report: complete, capped, and with no cell that Markdown or HTML could read as its own."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.reports.markdown import FINDINGS, MarkdownReporter, cell
from caraway_audit.reports.wording import clean, cut

LIVE = set('|`<>[]{}!#*_~$\\@&"=+^')
ENTITY = re.compile(r"&#\d+;")
SCRAPS = st.sampled_from(
    [
        *build.PAYLOADS,
        "\n",
        "\r\n",
        "- ",
        "1. ",
        "+ ",
        "# ",
        "www.evil.example",
        "https://x.example",
        ":+1:",
        "a@b.c",
        build.UNSEEN,
    ]
)


@settings(max_examples=300)
@given(st.lists(st.one_of(SCRAPS, st.text()), max_size=6).map("".join))
def test_a_cell_says_the_text_and_nothing_else(text: str) -> None:
    shown = cell(text)
    bare = ENTITY.sub("", shown)
    assert not LIVE & set(bare)
    assert "\n" not in shown
    assert "\r" not in shown
    assert not re.search(r"(?i)www\.|://|^\s*([-+*]|\d+[.)])(\s|$)", shown)
    assert unescape(shown) == (cut(text, 160) or "–")
    assert len(unescape(shown)) <= 160
    assert shown == cell(text)
    assert cell(clean(text)) == shown


@pytest.mark.parametrize("payload", build.PAYLOADS)
def test_payloads_stay_text(payload: str) -> None:
    assert not LIVE & set(ENTITY.sub("", cell(payload)))


def written(tmp_path: Path, name: str = "hostile", **changes: object) -> str:
    result = getattr(build, name)()
    path = tmp_path / "report.md"
    MarkdownReporter().write(replace(result, **changes), path)
    return path.read_text(encoding="utf-8")


def test_hostile_names_break_no_table(tmp_path: Path) -> None:
    columns = 0
    for line in written(tmp_path).splitlines():
        if line.startswith("|"):
            columns = columns or line.count("|")
            assert line.count("|") == columns, line
        else:
            columns = 0
            assert not re.search(r"[<>`\[\]{}@\\]", line), line
    assert columns == 0


def test_everything_is_there(tmp_path: Path) -> None:
    result = build.realistic(30)
    path = tmp_path / "report.md"
    MarkdownReporter().write(result, path)
    text = path.read_text()
    fresh = [finding for finding in result.findings if finding.state == "open"]
    assert f"**{len(fresh)} open findings: " in text
    for title in (
        "What was read",
        "Teams",
        "Agents",
        "What to coach",
        "Client conduct and personal data",
        "Findings",
        "Method",
    ):
        assert f"## {title}\n" in text
    for team in build.AGENTS:
        assert f"### {team}\n" in text
    listed = text[text.index("## Findings") : text.index("## Method")]
    severities = re.findall(r"^\| [◆▲●] (\w+) \|", listed, re.MULTILINE)
    assert len(severities) == len(fresh)
    assert severities == sorted(severities)  # critical, major, minor: the alphabet agrees


def test_findings_are_capped_and_read_once(tmp_path: Path) -> None:
    made = build.Made(200)
    findings = build.OnDisk(made.findings)
    path = tmp_path / "report.md"
    MarkdownReporter().write(replace(made.result(), findings=findings), path)
    text = path.read_text()
    assert f"And {len(made.findings) - FINDINGS:,} more findings" in text
    assert findings.passes == 1
    assert path.stat().st_size < 200_000


def test_incomplete_and_empty_audits_say_so(tmp_path: Path) -> None:
    text = written(tmp_path, "incomplete")
    assert text.splitlines()[2].startswith("**This audit is incomplete.**")
    assert "**41 problems in the input:**" in text
    assert "and 34 more" in text
    assert "**Rule CA207 crashed**" in text
    assert "**This audit is incomplete.** **No open findings.**" in written(tmp_path, "empty")
    spotless = written(tmp_path, "spotless")
    assert "**No open findings.**" in spotless
    assert spotless.count("| not evaluated |") == 6


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path) == written(tmp_path)
