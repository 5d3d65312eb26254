"""`examples/plugin` is a real package: built, installed, and used by the command line."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PLUGIN = Path(__file__).parents[1] / "examples" / "plugin"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in a folder of its own, so that nothing else of the suite sees it."""
    target = tmp_path_factory.mktemp("plugin")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(target)]
    subprocess.run([*command, str(PLUGIN)], check=True, capture_output=True, timeout=120)
    return target


@pytest.fixture
def plugged(cli: Callable[..., Any], installed: Path) -> Callable[..., Any]:
    return lambda *arguments: cli(*arguments, env={"PYTHONPATH": str(installed)})


@pytest.mark.slow
def test_its_rules_are_listed_explained_and_proved(plugged: Callable[..., Any]) -> None:
    listed = plugged("rules")
    assert "ACME1" in listed.out
    assert "ACME2" in listed.out
    assert "emoji" in plugged("explain", "emoji-flood").out
    proved = plugged("test-rules", "--select", "ACME1,ACME2")
    assert (proved.code, proved.out) == (0, "4 examples of 2 rules: all hold.\n")
    assert plugged("test-rules", "--select", "ACME3").code == 0


@pytest.mark.slow
def test_its_reader_annotator_and_rules_judge(plugged: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "one.talk").write_text(
        "Client: where is my parcel, it should have come on Monday\n"
        "Agent: Hello, your Acme Classic 🎉🎉🎉 leaves today and comes tomorrow\n"
        "a line of nobody\n"
    )
    audited = plugged("audit", "one.talk", "-o", "outcomes=out.jsonl")
    assert audited.code == 3  # one line could not be read
    assert "one.talk:3" in audited.err
    outcomes = (tmp_path / "out.jsonl").read_text()
    assert '"rule": "ACME2", "name": "emoji-flood", "clause": "1.1", "verdict": "fail"' in outcomes
    assert '"3 emoji in one message."' in outcomes
    assert '"rule": "ACME1", "name": "old-brand-name", "clause": "2.1", "verdict": "fail"' in outcomes


@pytest.mark.slow
def test_its_recogniser_masks_and_judges(plugged: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "one.talk").write_text(
        "Client: where is my parcel, it should have come on Monday\nAgent: Hello, is AC-481516 your number with us?\n"
        "Client: it is AC-481516 and I am still waiting, what now?\nAgent: It comes tomorrow, I have checked for AC-481516.\n"
    )
    audited = plugged("audit", "one.talk", "--out", "report", "-q")
    assert audited.code == 0
    report = "".join(path.read_text() for path in (tmp_path / "report").rglob("*") if path.is_file())
    assert "A member number stands in the message." in report
    assert "[member number]" in report
    assert "481516" not in report
    export = tmp_path / "export.csv"
    export.write_text("conversation_id,role,text\nc1,client,it is AC-481516\nc1,agent,and AC-162342?\n")
    for style in ("label", "pseudonym"):
        clean, again = tmp_path / f"{style}.csv", tmp_path / f"{style}-again.csv"
        assert plugged("redact", "export.csv", "--out", clean.name, "--style", style, "-q").code == 0
        assert "[member number" in clean.read_text()
        assert plugged("redact", clean.name, "--out", again.name, "--style", style, "-q").code == 0
        assert again.read_bytes() == clean.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("return 'MEMBER_NUMBER'", "gives a str, no EntityRecognizer"),
        ("return PatternRecognizer('member', deny_list=['x'])", "finds “member”"),
        ("return PatternRecognizer('MEMBER', deny_list=['x'], supported_language='de')", "language “de”"),
        (
            "return type('R', (PatternRecognizer,), {'analyze': lambda *a, **k: 1 / 0})('MEMBER_NUMBER', deny_list=['x'])",
            "ZeroDivisionError",
        ),
    ],
)
def test_a_recogniser_that_cannot_work_is_an_error(
    plugged: Callable[..., Any], installed: Path, tmp_path: Path, source: str, said: str
) -> None:
    (tmp_path / "one.talk").write_text("Client: my secret 4821 words\nAgent: Hello\n")
    module = installed / "acme_rules" / "__init__.py"
    whole = module.read_text()
    try:
        module.write_text(whole.replace("    pattern = Pattern(", f"    {source}\n    pattern = Pattern("))
        refused = plugged("audit", "one.talk", "-o", "json=out.json", "-q")
    finally:
        module.write_text(whole)
    assert refused.code == 2
    assert "acme-rules" in refused.err
    assert said in refused.err
    assert "4821" not in refused.err + refused.out


@pytest.mark.slow
def test_a_package_that_cannot_be_loaded_is_an_error(plugged: Callable[..., Any], installed: Path) -> None:
    module = installed / "acme_rules" / "__init__.py"
    whole = module.read_text()
    try:
        module.write_text("import nowhere_to_be_found\n")
        refused = plugged("rules")
    finally:
        module.write_text(whole)
    assert refused.code == 2
    assert "acme-rules" in refused.err
    assert "nowhere_to_be_found" in refused.err


@pytest.mark.slow
def test_a_rule_that_quotes_the_client_in_its_reason_leaks_nothing(
    plugged: Callable[..., Any], installed: Path, tmp_path: Path
) -> None:
    # This failed once: what a rule says of a message was written as it stood
    (tmp_path / "one.talk").write_text(
        "Client: where is my parcel, it should have come on Monday\n"
        "Agent: I have 🎉🎉🎉 sent it to pia.holt@mail.example, card 5105 1051 0510 5100\n"
        "Client: you have the wrong address there\n"
        "Agent: We have pia.holt@mail.example and 5105 1051 0510 5100 in our books\n"
    )
    module = installed / "acme_rules" / "__init__.py"
    whole = module.read_text()
    try:
        quoting = whole.replace('"count": str(count)', '"count": talk.conversation.messages[place].text')
        untold = "yield self.not_evaluated(talk, place, author(talk, place), talk.conversation.messages[place].text)"
        module.write_text(quoting.replace("yield self.passed(talk, place, author(talk, place))", untold))
        plugged("audit", "one.talk", "-o", "outcomes=out.jsonl", "-o", "json=r.json", "--out", "report")
    finally:
        module.write_text(whole)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "one.talk"]
    said = (tmp_path / "out.jsonl").read_text()
    assert "emoji in one message." in said
    assert "We have [e-mail] and [card •••• 5100] in our books" in said
    assert not [path for path in written if b"pia.holt" in path.read_bytes() or b"5105 1051" in path.read_bytes()]
