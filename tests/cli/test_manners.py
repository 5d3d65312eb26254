"""Manners: streams, colours, what is imported, and reports that appear whole or not at all."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
Export = Callable[..., Path]

HELLO = "Good morning, my kettle arrived with a scratch in the lid"
CLEAN = (HELLO, "Hello Ann, I am sorry and will send a new one today.")
MAJOR = (HELLO, "Hello Ann, you should have checked it at the door.")


def test_findings_go_to_stdout_and_notices_to_stderr(cli: Cli, export: Export) -> None:
    ran = cli("audit", export(MAJOR).name, "gone.csv")
    assert "CA403 blame" in ran.out
    assert "1 conversation, 2 messages" in ran.out
    assert "gone.csv" not in ran.out
    assert "gone.csv" in ran.err
    assert "CA403" not in ran.err


def test_quiet_is_quiet(cli: Cli, export: Export) -> None:
    ran = cli("audit", export(MAJOR), "-q")
    assert (ran.out, ran.err) == ("", "")


def test_there_is_no_colour_where_there_is_no_terminal(cli: Cli, export: Export) -> None:
    path = export(MAJOR)
    for arguments in (
        ("audit", path, "gone.csv"),
        ("rules",),
        ("explain", "CA403"),
        ("inspect", path),
        ("config", "show"),
        ("--help",),
    ):
        ran = cli(*arguments)
        assert "\x1b" not in ran.out + ran.err, arguments


def test_the_severity_is_a_word_too(cli: Cli, export: Export) -> None:
    assert "▲ major CA403" in cli("audit", export(MAJOR)).out


def test_markup_in_an_export_is_only_text(cli: Cli, export: Export) -> None:
    ran = cli("audit", export((HELLO, "Hello [bold red]Ann[/] [link=x], you should have checked it [/nothing] at the door.")))
    assert ran.code == 0
    assert "[bold red]" in ran.out


def test_control_characters_of_an_export_do_not_reach_the_terminal(cli: Cli, export: Export) -> None:
    # This failed once: an escape sequence in a message is printed as it is
    ran = cli("audit", export((HELLO, "Hello Ann, \x1b[31m\x07 you should have checked it at the door.")))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", ran.out)


def test_version_and_help(cli: Cli) -> None:
    assert re.fullmatch(r"caraway-audit \d+\.\d+\S*\n", cli("--version").out)
    for command in ("audit", "inspect", "rules", "explain", "test-rules", "init", "config", "doctor"):
        ran = cli(command, "-h")
        assert (ran.code, ran.err) == (0, "")
        assert command in ran.out


def test_rules_and_explain_tell_what_is_in_force(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "rules.yaml").write_text("caraway: 1\nrules:\n  CA109: off\n  CA111:\n    at_least: 5\n")
    listed = json.loads(cli("rules", "--json").out)
    assert "CA109" not in {row["code"] for row in listed}
    assert {row["code"] for row in json.loads(cli("rules", "--json", "--select", "CA3").out)} == {
        row["code"] for row in listed if row["code"].startswith("CA3")
    }
    told = cli("explain", "careless-writing").out
    assert "at_least: 5  ← rules.yaml:5" in told
    assert "Clause 1.1" in told
    ran = cli("explain", "CA109")
    assert ran.code == 2
    assert "switched off" in ran.err


def test_long_lists_of_words_are_told_when_they_are_asked_for(cli: Cli) -> None:
    told, full = cli("explain", "CA104").out, cli("explain", "CA104", "--full").out
    assert "--full shows them" in told
    assert "--full shows them" not in full
    assert "~insult" in full
    assert "~insult" not in told


# What is imported. A plain `--help` must not pay for a model.

HEAVY = ("spacy", "presidio_analyzer", "pandas", "jinja2")


def imported(stderr: str) -> set[str]:
    """Top-level packages in the output of `-X importtime`."""
    return {
        line.rpartition("|")[2].strip().partition(".")[0] for line in stderr.splitlines() if line.startswith("import time:")
    }


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("audit", "--help"), ("rules",), ("explain", "CA403"), ("config", "show")]
)
def test_what_only_tells_imports_nothing_heavy(cli: Cli, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / ".git").mkdir()
    ran = cli(*arguments, python=("-X", "importtime"))
    assert ran.code == 0
    assert imported(ran.err) & {*HEAVY, "numpy", "phonenumbers", "holidays"} == set()


def test_help_does_not_even_import_what_other_commands_need(cli: Cli) -> None:
    assert imported(cli("--help", python=("-X", "importtime")).err) & {"pydantic", "yaml", "regex", "rules"} == set()


def test_an_english_audit_with_nothing_personal_starts_neither_presidio_nor_spacy(cli: Cli, export: Export) -> None:
    ran = cli("audit", export(CLEAN, MAJOR), "-o", "outcomes=o.jsonl", "-q", python=("-X", "importtime"))
    assert ran.code == 0
    assert imported(ran.err) & {"presidio_analyzer", "spacy", "pandas", "jinja2", "phonenumbers"} == set()


# Reports appear whole or not at all.


def test_a_target_in_a_missing_folder_is_made(cli: Cli, export: Export, tmp_path: Path) -> None:
    assert cli("audit", export(MAJOR), "-o", "json=a/b/r.json", "-o", "outcomes=c/o.jsonl").code == 0
    assert json.loads((tmp_path / "a/b/r.json").read_text())["schema"] == "caraway-audit/1"
    rows = [json.loads(line) for line in (tmp_path / "c/o.jsonl").read_text().splitlines()]
    assert {row["verdict"] for row in rows} <= {"pass", "fail", "not-evaluated"}
    assert sorted(path.name for path in (tmp_path / "a/b").iterdir()) == ["r.json"]


def test_a_report_folder_is_replaced_whole(cli: Cli, export: Export, tmp_path: Path) -> None:
    path = export(MAJOR)
    assert cli("audit", path, "--out", "report").code == 0
    first = {
        file.relative_to(tmp_path / "report").as_posix(): file.read_bytes()
        for file in (tmp_path / "report").rglob("*")
        if file.is_file()
    }
    assert {"index.html", "report.md", "report.json", "outcomes.jsonl", "manifest.json"} <= first.keys()
    (tmp_path / "report" / "notes.txt").write_text("mine")
    refused = cli("audit", path, "--out", "report")
    assert refused.code == 2
    assert "notes.txt" in refused.err
    (tmp_path / "report" / "notes.txt").unlink()
    (tmp_path / "report" / "report.md").write_text("old")
    assert cli("audit", path, "--out", "report").code == 0
    again = {
        file.relative_to(tmp_path / "report").as_posix(): file.read_bytes()
        for file in (tmp_path / "report").rglob("*")
        if file.is_file()
    }
    assert again == first
    assert sorted(file.name for file in tmp_path.iterdir() if "report" in file.name) == ["report"]


def test_an_empty_folder_is_taken(cli: Cli, export: Export, tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    assert cli("audit", export(MAJOR), "--out", "report").code == 0


@pytest.mark.parametrize(
    ("option", "target", "complaint"),
    [("--out", "mine", "not a report of ours"), ("--out", "chat.csv", "is an input"), ("-o", "json=mine", "is a folder")],
)
def test_what_is_not_a_report_of_ours_is_never_touched(
    cli: Cli, export: Export, tmp_path: Path, option: str, target: str, complaint: str
) -> None:
    path = export(MAJOR)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("dear")
    before = path.read_bytes()
    ran = cli("audit", path, option, target)
    assert ran.code == 2
    assert complaint in ran.err
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "dear"
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == [".git", "chat.csv", "mine"]


def test_no_report_lies_in_the_folder_of_another(cli: Cli, export: Export, tmp_path: Path) -> None:
    ran = cli("audit", export(MAJOR), "--out", "report", "-o", "json=report/r.json")
    assert ran.code == 2
    assert "report/r.json lies in the folder of another report; name another place" in ran.err
    assert not (tmp_path / "report").exists()


def test_a_target_that_cannot_be_made_is_told(cli: Cli, export: Export) -> None:
    ran = cli("audit", export(MAJOR), "-o", "json=chat.csv/r.json")
    assert ran.code == 3
    assert "could not be written" in ran.err
    assert "Traceback" not in ran.err


def test_a_closed_pipe_is_no_error(export: Export, clean_environment: dict[str, str]) -> None:
    # This failed once: it exits with 1, which means “findings”
    export(CLEAN)
    command = f"{sys.executable} -m caraway_audit rules --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=clean_environment, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 141)


def interrupted(
    folder: Path,
    environment: dict[str, str],
    *arguments: str,
    program: Sequence[str] = ("-m", "caraway_audit"),
    by: signal.Signals = signal.SIGINT,
    heeded: bool = True,
    alone: bool = False,
) -> tuple[int, str, str]:
    """An audit that is interrupted as a terminal does it (all of its processes) while it works; code, stdout, stderr.

    `alone`: the main process only, as a service manager does it.
    `heeded` is false where whoever started the process told it to ignore the signal, as `nohup` does.
    """
    scratch = folder / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, *program, "audit", *arguments],
        cwd=folder, env=environment | {"TMPDIR": str(scratch)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(by, signal.SIG_DFL if heeded else signal.SIG_IGN),
    )  # fmt: skip
    begun = "plan" if "-j" in arguments else "partition-*"
    deadline = time.monotonic() + 20
    while not any(scratch.rglob(begun)) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    (os.kill if alone else os.killpg)(process.pid, by)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@pytest.mark.slow
def test_an_interrupted_audit_leaves_the_old_report_and_no_half_one(
    export: Export, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    path = export(*[MAJOR] * 4000)
    (tmp_path / "r.json").write_text("old")
    code, out, err = interrupted(tmp_path, clean_environment, path.name, "-o", "json=r.json", "--out", "report")
    assert (code, out) == (130, "")
    assert "Traceback" not in err
    assert (tmp_path / "r.json").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == [".git", "chat.csv", "r.json", "scratch"]
    assert os.listdir(tmp_path / "scratch") == []


@pytest.mark.slow
def test_an_interrupted_audit_says_so(export: Export, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    # This failed once: typer ends the process before the line is written
    _, _, err = interrupted(tmp_path, clean_environment, export(*[MAJOR] * 4000).name, "-q")
    assert "interrupted; each report is the old one or the new one, whole" in err


@pytest.mark.slow
def test_an_interrupted_audit_of_several_workers_ends_too(
    export: Export, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    # This failed once: the workers print tracebacks
    path = export(*[MAJOR] * 4000)
    code, _, err = interrupted(tmp_path, clean_environment, path.name, "-j", "2", "--out", "report", "-q")
    assert code == 130
    assert "Traceback" not in err
    assert sorted(os.listdir(tmp_path)) == [".git", "chat.csv", "scratch"]
    assert os.listdir(tmp_path / "scratch") == []


LATE_POOL = """
import time
from concurrent.futures.process import _ExecutorManagerThread as Manager

broken = Manager.terminate_broken

def late(self, cause):
    time.sleep(1)
    broken(self, cause)

Manager.terminate_broken = late
from caraway_audit.__main__ import main
main()
"""


@pytest.mark.slow
def test_workers_that_are_seen_to_end_late_print_no_traceback(
    export: Export, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    # This failed once in many runs: what was cancelled in the meantime could not be told that its worker had ended
    path = export(*[MAJOR] * 4000)
    arguments = (path.name, "-j", "2", "--out", "report", "-q")
    code, _, err = interrupted(tmp_path, clean_environment, *arguments, program=("-c", LATE_POOL))
    assert (code, os.listdir(tmp_path / "scratch")) == (130, [])
    assert "Traceback" not in err


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_end_that_is_asked_of_the_main_process_alone_ends_its_workers(
    export: Export, tmp_path: Path, clean_environment: dict[str, str], by: signal.Signals
) -> None:
    path = export(*[MAJOR] * 4000)
    arguments = (path.name, "-j", "2", "--out", "report", "-q")
    code, _, err = interrupted(tmp_path, clean_environment, *arguments, by=by, alone=True)
    assert (code, os.listdir(tmp_path / "scratch")) == (130, [])
    assert "Traceback" not in err


@pytest.mark.slow
@pytest.mark.parametrize(("heeded", "code"), [(True, 130), (False, 0)])
def test_a_closed_terminal_interrupts_unless_nohup_was_said(
    export: Export, tmp_path: Path, clean_environment: dict[str, str], heeded: bool, code: int
) -> None:
    name = export(*[MAJOR] * 4000).name
    ended, _, err = interrupted(tmp_path, clean_environment, name, "-q", by=signal.SIGHUP, heeded=heeded)
    assert ended == code, err
    assert os.listdir(tmp_path / "scratch") == []
