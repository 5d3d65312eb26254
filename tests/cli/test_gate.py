"""`gate`: what stops a job, by which threshold, and what it says about it. `audit --fail-on` counts the same."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
Export = Callable[..., Path]

HELLO = "Good morning, my kettle arrived with a scratch in the lid"
SORRY = "Hello Ann, I am sorry and will send a new one today."
TEXTS = {
    "clean": (HELLO, SORRY),
    "minor": (HELLO, "We will send a new one today or tomorrow."),
    "major": (HELLO, "Hello Ann, you should have checked it at the door."),
    "critical": (HELLO, "Hello Ann, please give me your PIN for that."),
    "conduct of the client": (f"What the fuck. {HELLO}", SORRY),
    "card of the client": (f"{HELLO}, take 4539 1488 0343 6467", SORRY),
    "phone of the client": (f"{HELLO}, call me on 07700 900417", SORRY),
}


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("clean", (), 0),
        ("minor", (), 0),
        ("minor", ("--fail-on", "minor"), 1),
        ("major", (), 1),
        ("major", ("--fail-on", "critical"), 0),
        ("critical", ("--fail-on", "critical"), 1),
        ("major", ("--exit-zero",), 0),
        ("major", ("--ignore", "CA403"), 0),
        ("major", ("--select", "CA4"), 1),
        ("conduct of the client", ("--fail-on", "minor"), 0),
        ("card of the client", (), 1),
        ("phone of the client", (), 0),
        ("phone of the client", ("--fail-on", "minor"), 1),
    ],
)
def test_the_exit_code_is_the_verdict(cli: Cli, export: Export, text: str, options: tuple[str, ...], code: int) -> None:
    path = export(TEXTS[text])
    ran = cli("gate", path, *options)
    assert (ran.code, ran.err) == (code, "")
    assert ("Gate failed" in ran.out) is (code == 1 or "--exit-zero" in options)
    threshold = () if "--fail-on" in options else ("--fail-on", "major")
    assert cli("audit", path, *options, *threshold, "-q").code == code


def test_incomplete_beats_findings_and_exit_zero(cli: Cli, export: Export) -> None:
    ran = cli("gate", export(TEXTS["major"]), "gone.csv", "--exit-zero")
    assert ran.code == 3
    assert "gone.csv: there is no such file" in ran.err
    assert ran.out.startswith("Gate undecided: the audit is incomplete; in what could be read, 1 finding")
    assert "CA403" in ran.out


def test_nothing_to_audit_is_no_pass(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "head.csv").write_text("conversation_id,role,text\n")
    ran = cli("gate", "head.csv")
    assert (ran.code, ran.out) == (3, "")
    assert "no conversation" in ran.err


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--fail-on", "mayor"), "“mayor” is no severity; write critical, major or minor; did you mean “major”?"),
        (("--min-confidence", "sure"), "“sure” is no confidence; write high, medium or low"),
        (("--preset", "exprot"), "has no gate “exprot”; did you mean “export”?"),
        (("--preset", "broken"), "gate “broken” (rules.yaml:5): no rule fits “CA4O3”; did you mean “CA403”?"),
        (("--since", "soon"), "write a date (2026-03-02), a time"),
        (("--since", "2026-03-03", "--until", "2026-03-02"), "lies after --until"),
        (("-o", "json=-", "-o", "markdown=-"), "only one report can go to stdout"),
    ],
)
def test_a_wrong_option_is_refused_with_a_remedy(
    cli: Cli, export: Export, tmp_path: Path, options: tuple[str, ...], complaint: str
) -> None:
    (tmp_path / "rules.yaml").write_text(
        "caraway: 1\ngates:\n  export:\n    fail_on: critical\n  broken:\n    select: [CA4O3]\n"
    )
    ran = cli("gate", export(TEXTS["clean"]), *options)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err


def test_a_mistake_in_a_gate_has_its_place(cli: Cli, export: Export, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\ngates:\n  export:\n    fail_in: critical\n    min_confidence: sure\n")
    ran = cli("gate", export(TEXTS["clean"]))
    assert ran.code == 2
    assert "rules.yaml:4:5: unknown key “fail_in”; did you mean “fail_on”" in ran.err
    assert "rules.yaml:5:5: “min_confidence”" in ran.err


def test_a_preset_says_what_counts_and_the_command_line_goes_before_it(cli: Cli, export: Export, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        "caraway: 1\ngates:\n  export: {fail_on: critical, select: CA3, teams: Orders}\n  nobody: {teams: [Billing]}\n"
    )
    path = export(TEXTS["major"], TEXTS["critical"])
    preset = cli("gate", path, "--preset", "export")
    assert preset.code == 1
    assert "CA308" in preset.out
    assert "CA403" not in preset.out
    assert "team Orders: 2 of 2 conversations" in preset.out
    assert "CA403" in cli("gate", path, "--preset", "export", "--select", "CA4", "--fail-on", "major").out
    assert cli("gate", path, "--preset", "export", "--select", "CA4").code == 0
    assert cli("gate", path, "--preset", "nobody").code == 3
    assert cli("gate", path, "--preset", "nobody", "--team", "Orders").code == 1


def test_less_sure_findings_do_not_count_unless_asked(cli: Cli, export: Export, tmp_path: Path) -> None:
    rule = """\
caraway: 1
rules:
  FH1:
    name: kettle-word
    clause: "2.1"
    who: agent
    kind: phrase
    severity: major
    summary: s
    reason: r
    phrases: [{"send a new one": low}]
    examples: {fail: ["agent: I send a new one."], pass: ["agent: hello"]}
"""
    (tmp_path / "rules.yaml").write_text(rule)
    path = export(TEXTS["clean"])
    assert cli("gate", path).code == 0
    assert cli("gate", path, "--min-confidence", "low").code == 1
    assert cli("audit", path, "--fail-on", "major", "-q").code == 0
    assert cli("audit", path, "--fail-on", "major", "--min-confidence", "low", "-q").code == 1


def test_the_verdict_names_rules_and_places_masked(cli: Cli, export: Export) -> None:
    path = export(*[(HELLO, "Hello Ann, you should have checked it. Call the driver, Ann, he is on 07700 900417.")] * 5)
    ran = cli("gate", path, "--select", "CA403,CA305")
    assert "Gate failed: 5 findings at or over the threshold (major or worse, medium or high confidence) in 5 of 5" in ran.out
    assert "▲ major CA403 blame, 5 findings" in ran.out
    assert ran.out.count("you should have checked it") == 3
    assert "and 2 more" in ran.out
    assert "900417" not in ran.out
    assert "Ann" not in ran.out
    assert "beneath the threshold" in ran.out


@pytest.mark.parametrize(("text", "decided"), [("major", "failed"), ("clean", "passed")])
def test_what_a_gate_writes_says_what_it_decided(cli: Cli, export: Export, tmp_path: Path, text: str, decided: str) -> None:
    cli("gate", export(TEXTS[text]), "-o", "json=r.json", "-o", "markdown=r.md")
    verdict = json.loads((tmp_path / "r.json").read_text())["gate"]
    assert (verdict["verdict"], verdict["counted"] > 0) == (decided, decided == "failed")
    assert f"**Gate {decided}: " in (tmp_path / "r.md").read_text()


def test_a_rule_that_is_off_may_be_named_and_is_told(cli: Cli, export: Export, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nrules: {CA307: off}\n")
    ran = cli("gate", export(TEXTS["clean"]), "--select", "CA301,CA307")
    assert (ran.code, "CA307 is off in the policy: it is not judged." in ran.err) == (0, True)


def test_reports_to_stdout_stay_pure(cli: Cli, export: Export, tmp_path: Path) -> None:
    ran = cli("gate", export(TEXTS["major"]), "-o", "json=-", "-o", "markdown=summary.md")
    assert ran.code == 1
    assert json.loads(ran.out)["findings"][0]["rule"] == "CA403"
    assert "Gate failed" in ran.err
    assert "CA403" in (tmp_path / "summary.md").read_text()
    assert cli("gate", export(TEXTS["major"]), "-q").out == ""


def test_a_closed_pipe_does_not_change_the_verdict(export: Export, clean_environment: dict[str, str]) -> None:
    # This failed once: `gate … | head -1` exits with 0, which means “passed”
    path = export(*[TEXTS["major"]] * 3)
    for options in ("", "-o json=-"):
        command = f"{sys.executable} -m caraway_audit gate {path} {options} | head -c 1; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", command], env=clean_environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
