"""Exit codes: 0 clean, 1 findings at or over the threshold, 2 usage or policy, 3 incomplete."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
Export = Callable[..., Path]

HELLO = "Good morning, my kettle arrived with a scratch in the lid"
TEXTS = {
    "clean": (HELLO, "Hello Ann, I am sorry and will send a new one today."),
    "minor": (HELLO, "We will send a new one today or tomorrow."),
    "major": (HELLO, "Hello Ann, you should have checked it at the door."),
    "critical": (HELLO, "Hello Ann, please give me your PIN for that."),
    "of the client": (f"What the fuck. {HELLO}", "Hello Ann, I am sorry and will send a new one today."),
}


@pytest.mark.parametrize(
    ("worst", "threshold", "code"),
    [
        ("critical", None, 0),
        ("critical", "critical", 1),
        ("critical", "minor", 1),
        ("major", "critical", 0),
        ("major", "major", 1),
        ("minor", "major", 0),
        ("minor", "minor", 1),
        ("clean", "minor", 0),
        ("of the client", "minor", 0),
    ],
)
def test_findings_at_or_over_the_threshold_exit_with_one(
    cli: Cli, export: Export, worst: str, threshold: str | None, code: int
) -> None:
    ran = cli("audit", export(TEXTS[worst]), *(("--fail-on", threshold) if threshold else ()))
    assert (ran.code, ran.err) == (code, "")


def test_exit_zero_turns_one_into_zero(cli: Cli, export: Export) -> None:
    assert cli("audit", export(TEXTS["critical"]), "--fail-on", "minor", "--exit-zero").code == 0


def test_exit_zero_never_turns_two_or_three(cli: Cli, export: Export) -> None:
    good = export(TEXTS["critical"])
    assert cli("audit", good, "gone.csv", "--fail-on", "minor", "--exit-zero").code == 3
    assert cli("audit", good, "--select", "nonsense", "--exit-zero").code == 2


def test_incomplete_beats_findings_and_what_could_be_read_was_audited(cli: Cli, export: Export, tmp_path: Path) -> None:
    ran = cli("audit", export(TEXTS["major"]), "gone.csv", "--fail-on", "minor", "-o", "json=r.json")
    assert ran.code == 3
    assert "gone.csv: there is no such file" in ran.err
    assert [finding["rule"] for finding in json.loads((tmp_path / "r.json").read_text())["findings"]] == ["CA403"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("audit",), "Missing argument"),
        (("frob",), "No such command"),
        (("audit", "chat.csv", "--nonsense"), "No such option"),
        (("audit", "chat.csv", "--fail-on", "huge"), "write critical, major or minor"),
        (("audit", "chat.csv", "--select", "CA4O3"), "no rule fits “CA4O3”; did you mean “CA403”"),
        (("audit", "chat.csv", "--ignore", "CA"), "no rule is active"),
        (("audit", "chat.csv", "-o", "json"), "write it as FORMAT=PATH"),
        (("audit", "chat.csv", "-o", "pdf=x.pdf"), "no report format “pdf”. Formats: folder, html"),
        (("audit", "chat.csv", "-j", "0"), "-j"),
        (("audit", "chat.csv", "--config", "gone.yaml"), "gone.yaml: there is no such policy file"),
        (("explain", "balme"), "did you mean “blame”"),
        (("rules", "--select", "CA9"), "no rule fits “CA9”"),
        (("inspect",), "Missing argument"),
        (("config", "frob"), "No such command"),
    ],
)
def test_usage_is_refused_with_two_and_a_remedy(cli: Cli, export: Export, arguments: tuple[str, ...], complaint: str) -> None:
    export(TEXTS["clean"])
    ran = cli(*arguments)
    assert ran.code == 2
    assert complaint in " ".join(ran.err.replace("│", " ").split())
    assert ran.out == ""
    assert "Traceback" not in ran.err


def test_a_policy_with_mistakes_is_refused_before_anything_is_read(cli: Cli, export: Export, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nfrim: {}\nrules:\n  CA109: off\n")
    ran = cli("audit", export(TEXTS["clean"]), "-o", "json=r.json")
    assert (ran.code, ran.out) == (2, "")
    assert "rules.yaml:2:1: unknown key “frim”; did you mean “firm”?\n    frim: {}" in ran.err
    assert "1 mistake in the policy; nothing was audited." in ran.err
    assert not (tmp_path / "r.json").exists()


@pytest.mark.parametrize(
    "text",
    [
        "- caraway: 1\n",
        "caraway: 1\nchannels: {chat: {first_reply: 99999999999d}}\n",
        "caraway: 1\nrules: &a {CA109: *a}\n",
        'caraway: 1\nrules: {CA311: {tools: ["(foo"]}}\n',
        'caraway: 1\nrules: {CA111: {words: {add: [""]}}}\n',
    ],
)
def test_no_policy_ends_in_a_traceback(cli: Cli, export: Export, tmp_path: Path, text: str) -> None:
    (tmp_path / "rules.yaml").write_text(text)
    ran = cli("audit", export(TEXTS["clean"]), "--config", "rules.yaml")
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_the_policy_of_the_environment_counts(cli: Cli, export: Export, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("caraway: 1\nrules: {CA403: off}\n")
    path = export(TEXTS["major"])
    assert cli("audit", path, "--fail-on", "major").code == 1
    assert cli("audit", path, "--fail-on", "major", env={"CARAWAY_CONFIG": "other.yaml"}).code == 0


@pytest.mark.parametrize(
    ("name", "content", "complaints"),
    [
        (
            "missing-column.csv",
            b"conversation_id,role,txt\nc1,client,hi\n",
            ["missing-column.csv:1", "missing: text", 'Did you mean "txt"'],
        ),
        (
            "role.csv",
            b"conversation_id,role,text\nc1,boss,hi\nc1,agent,hi\n",
            ["role.csv:2", "the role is not known", "mapping: [{roles: "],
        ),
        (
            "cut.json",
            b'{"conversations": [{"conversation_id": "c1", "messages": [{"role": "cli',
            ["cut.json:1", "not valid JSON", "export it again"],
        ),
        ("list.json", b"[1, 2]", ["list.json"]),
        ("noise.csv", bytes(range(256)) * 20, ["noise.csv", "binary", "Export"]),
        ("sheet.xlsx", b"PK\x03\x04" + b"x" * 40, ["sheet.xlsx", "Office", "CSV"]),
        ("empty.csv", b"", ["empty.csv", "is empty"]),
        ("head.csv", b"conversation_id,role,text\n", ["no conversation"]),
        ("broken.csv.gz", b"\x1f\x8b\x08\x00" + b"nonsense", ["broken.csv.gz", "damaged"]),
    ],
)
def test_input_that_cannot_be_read_names_file_place_and_remedy(
    cli: Cli, tmp_path: Path, name: str, content: bytes, complaints: list[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_bytes(content)
    ran = cli("audit", name)
    assert ran.code == 3
    assert "Traceback" not in ran.err
    for complaint in complaints:
        assert complaint in " ".join(ran.err.split())


@pytest.mark.parametrize("given", ["in", "in/*.csv", "in/z.csv"])
def test_a_report_never_takes_the_place_of_an_input(cli: Cli, tmp_path: Path, given: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "in").mkdir()
    export = "conversation_id,role,text\nc1,client,hello there\nc1,agent,hello\n"
    (tmp_path / "in" / "z.csv").write_text(export)
    for command in ("audit", "gate"):
        ran = cli(command, given, "-o", "json=in/z.csv")
        assert (ran.code, (tmp_path / "in" / "z.csv").read_text()) == (2, export)
        assert "is an input" in ran.err


def test_a_report_in_the_folder_of_exports_is_told_once(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "z.csv").write_text("conversation_id,role,text\nc1,client,hello there\nc1,agent,hello\n")
    first, second = (cli("audit", "in", "--out", "in/report", "--exit-zero") for _ in range(2))
    assert (first.code, second.code) == (0, 3)
    assert "in/report: is a report of ours, and was not read as an export. Write reports" in " ".join(second.err.split())
    assert (first.err.count("in/report"), second.err.count("in/report")) == (0, 1)


def test_an_empty_folder_a_loop_and_a_missing_file_are_told_apart(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    ran = cli("audit", "empty", "loop", "gone.csv")
    err = " ".join(ran.err.split())
    assert ran.code == 3
    assert "empty: the folder has no files. Name a folder that holds exports." in err
    assert "loop: cannot be read (Too many levels of symbolic links)" in err
    assert "gone.csv: there is no such file. Check the path." in err
    assert "incomplete (exit 3)" in err


def test_a_notice_stays_on_one_line(cli: Cli, tmp_path: Path) -> None:
    """A CI log is searched for `file:line`; nothing but a terminal has an edge to wrap at."""
    # This failed once: stderr is wrapped at 80 columns
    (tmp_path / ".git").mkdir()
    (tmp_path / "role.csv").write_text("conversation_id,role,text\nc1,stranger,hi\n")
    notices = cli("audit", "role.csv", "-q").err.splitlines()
    assert notices[0].endswith("known: agent, client, bot, system.")


def test_no_problem_quotes_what_a_cell_held(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    row = 'c1,4539 1488 0343 6467,rosa.lind@mail.example,"2026 rosa.lind@mail.example",07700 900123,Rosa Lind\n'
    (tmp_path / "shifted.csv").write_text("conversation_id,role,text,timestamp,visibility,status\n" + row * 2)
    for command in ("audit", "inspect"):
        ran = cli(command, "shifted.csv")
        assert ran.code == 3
        assert not any(secret in ran.out + ran.err for secret in ("4539", "rosa", "Rosa", "07700"))


def test_inspect_judges_nobody_and_says_what_was_read(cli: Cli, export: Export, tmp_path: Path) -> None:
    path = export(TEXTS["critical"], TEXTS["major"])
    ran = cli("inspect", path.name)
    assert (ran.code, ran.err) == (0, "")
    for part in (
        "chat.csv: csv, 4 messages",
        "2 conversations, 4 messages",
        "Roles: agent 2, client 2",
        "Dana Whitfield",
        "Teams: Orders 2",
    ):
        assert part in ran.out
    assert "CA" not in ran.out
    assert "Ann Bell" not in ran.out
    assert cli("inspect", "gone.csv").code == 3


def test_inspect_tells_of_a_conversation_of_several_teams(cli: Cli, tmp_path: Path) -> None:
    rows = ("c1,client,is it here?,Tech", "c1,agent,It is.,Tech", "c1,agent,I take over.,Billing")
    (tmp_path / "a.csv").write_text("\n".join(("conversation_id,role,text,team", *rows)))
    out = cli("inspect", "a.csv").out
    assert "1 conversation, 3 messages" in out
    assert "1 conversation names several teams: the first counts for all of it." in out


def test_test_rules_exits_with_two_where_an_example_does_not_hold(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert cli("test-rules").code == 0
    rule = """\
caraway: 1
extends: []
rules:
  FH1:
    name: old-name
    clause: "2.1"
    who: agent
    kind: phrase
    severity: minor
    summary: s
    reason: r
    phrases: [fern and hill]
    examples: {fail: ["agent: nothing"], pass: ["agent: hello"]}
"""
    (tmp_path / "rules.yaml").write_text(rule)
    ran = cli("test-rules")
    assert ran.code == 2
    assert "2 examples of 1 rule: 1 does not hold." in ran.out
    assert "FH1: it does not fail" in ran.err
    assert "agent: nothing" in ran.err


def test_the_examples_of_a_rule_leave_a_teams_own_targets_aside(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nrules:\n  CA202: {targets: {chat: 15m}}\n")
    assert cli("test-rules", "--select", "CA202").code == 0


def test_config_show_refuses_what_an_audit_refuses(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nrules:\n  CA1111: off\n")
    ran = cli("config", "show")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no rule “CA1111”; did you mean “CA111”?" in ran.err


def test_init_writes_a_policy_that_works_and_never_over_another(cli: Cli, export: Export, tmp_path: Path) -> None:
    path = export(TEXTS["clean"])
    assert cli("init").code == 0
    assert cli("config", "show").code == 0
    assert cli("audit", path).code == 0
    (tmp_path / "rules.yaml").write_text("caraway: 1\n")
    ran = cli("init")
    assert (ran.code, (tmp_path / "rules.yaml").read_text()) == (2, "caraway: 1\n")
    assert "--force" in ran.err
    assert cli("init", "--force").code == 0
    assert (tmp_path / "rules.yaml").read_text() != "caraway: 1\n"


def test_doctor_finds_everything_in_place_without_a_network(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    ran = cli("doctor")
    assert ran.code == 0
    assert "FAIL" not in ran.out
    (tmp_path / "rules.yaml").write_text("caraway: 1\nfrim: {}\n")
    ran = cli("doctor")
    assert ran.code == 2
    assert "unknown key “frim”" in ran.out


def test_the_schema_of_a_policy_accepts_the_starter(cli: Cli) -> None:
    # This failed once: the schema knows neither `extends: default` nor `teams: [Orders]`
    import jsonschema
    import yaml

    schema = json.loads(cli("config", "schema").out)
    starter = yaml.safe_load((Path(__file__).parents[2] / "rules.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(json.dumps(starter, default=str)), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"caraway": 1, "frim": {}}, schema)


def test_no_report_takes_the_place_of_the_policy_or_of_another(cli: Cli, export: Export, tmp_path: Path) -> None:
    path = export(TEXTS["clean"])
    policy = tmp_path / "rules.yaml"
    policy.write_text("caraway: 1\n")
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    for outputs, says in (
        (("-o", "json=rules.yaml"), "an input or a policy"),
        (("-o", "json=q", "-o", "markdown=q"), "two reports"),
        (("-o", "json=one"), "leads nowhere"),
    ):
        ran = cli("audit", path, "--config", "rules.yaml", *outputs)
        assert ran.code == 2
        assert says in ran.err
    assert policy.read_text() == "caraway: 1\n"


def test_a_redacted_copy_breeds_no_findings(cli: Cli, tmp_path: Path) -> None:
    rows = ["conversation_id,timestamp,role,author,text,client_name"]
    said = (
        "My name is Odo Bell, the kettle lid is broken and boils over",
        "Hello Odo Bell, I am sorry, press the hinge. Goodbye!",
    )
    for day in (1, 2):
        for minute, (role, text) in enumerate(zip(("client,", "agent,Dana"), said, strict=True)):
            rows.append(f'c{day},2026-03-0{day}T10:0{minute}:00Z,{role},"{text}",Odo Bell')
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    for style in ("label", "mask"):
        assert cli("redact", "a.csv", "--out", f"{style}.csv", "--style", style, "-q").code == 0
        ran = cli("audit", f"{style}.csv", "-o", "json=-", "-q")
        assert not {"CA213", "CA407", "CA604"} & {one["rule"] for one in json.loads(ran.out)["findings"]}
