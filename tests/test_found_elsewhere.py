"""A value that one message tells is masked wherever it stands; what reports show by design keeps nobody from a report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caraway_audit.cli.auditing import audit_command
from caraway_audit.cli.gating import gate_command
from caraway_audit.errors import LeakError
from caraway_audit.privacy.mask import Masker


def export(
    folder: Path,
    name: str,
    *told: str,
    identity: str = "c1",
    ids: str = "m",
    team: str = "Orders",
    agent: str = "Dana",
) -> str:
    """An export with one conversation in which the client says and the agent repeats some things, beside faults."""
    client, answer = (*told, "", "")[:2]
    lines = [
        ("client", f"You idiots! {client}"),
        ("agent", f"Calm down. You should have known. {answer}"),
        ("client", "so be it then, whatever you say"),
        ("agent", "I guarantee it."),
    ]
    messages = [
        {
            "message_id": f"{ids}-{number}",
            "timestamp": f"2026-03-01T10:0{number}:00Z",
            "role": role,
            "author": "Odo Bell" if role == "client" else agent,
            "text": text,
        }
        for number, (role, text) in enumerate(lines)
    ]
    talk = {"conversation_id": identity, "channel": "chat", "team": team, "status": "ended", "messages": messages}
    (folder / name).write_text(json.dumps({"conversations": [talk]}))
    return str(folder / name)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Everything in the report folder of some exports, file names included."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def run(*paths: str, jobs: int = 1, since: str | None = None, policy: str = "") -> str:
        (tmp_path / "rules.yaml").write_text("caraway: 1\n" + policy)
        target = tmp_path / "out"
        narrow = ((), (), since, None)
        audit_command(
            paths, str(target), [], None, ((), (), ()), fail_on=None, exit_zero=True, jobs=jobs, quiet=False, narrow=narrow
        )
        files = sorted(path for path in target.rglob("*") if path.is_file())
        return "\n".join(f"{path.relative_to(target)}\n{path.read_text()}" for path in files)

    return run


@pytest.mark.parametrize(
    ("told", "how"),
    [
        ("my password is 20260301", {"name": "chats-20260301.json"}),
        ("my password is 20260301", {"ids": "msg-20260301"}),
        ("my bank account number is 10012345", {"name": "10012345.json"}),
        ("my password is agentdana01", {"agent": "agentdana01"}),
        ("my password is Orders2026EU", {"team": "Orders2026EU"}),
        ("my password is 3333333333", {}),
    ],
)
def test_what_is_shown_by_design_keeps_nobody_from_a_report(
    told: str, how: dict[str, Any], report: Callable[..., str], tmp_path: Path
) -> None:
    name = how.pop("name", "export.json")
    report(export(tmp_path, name, told, **how), since="2026-03-01")
    report(export(tmp_path, name, told), export(tmp_path, "other.json", identity="x-10012345", **how))


def test_a_number_of_the_policy_may_be_told(report: Callable[..., str], tmp_path: Path) -> None:
    policy = 'rules: {CA403: {advice: "Ring us:\\n0161 496 0155"}}\n'
    assert "0161 496 0155" in report(export(tmp_path, "a.json", "I rang 0161 496 0155"), policy=policy)


@pytest.mark.parametrize(
    ("told", "again", "traces"),
    [
        ("my bank account number is 551277819034", "so 5512 7781 9034?", ("5512 ",)),
        ("my password is 4a5b6c7d8e9f1", "so 4a5b6c7d8e9f1?", ("4a5b6c",)),
        (
            "my bank account number is 551277819034",
            "abc def abc def abc def abc def abc def ab 5512 7781 9034",
            ("5512 ", " 7781"),
        ),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_told_once_is_masked_elsewhere(
    told: str, again: str, traces: tuple[str, ...], jobs: int, report: Callable[..., str], tmp_path: Path
) -> None:
    paths = export(tmp_path, "a.json", told), export(tmp_path, "b.json", "", again, identity="c2")
    shown = report(*paths, jobs=jobs)
    assert not [trace for trace in traces if trace in shown]


def test_what_nobody_told_stays(report: Callable[..., str], tmp_path: Path) -> None:
    assert "about 17 o'clock" in report(export(tmp_path, "b.json", "", "so about 17 o'clock?"))


def test_an_id_that_is_an_account_becomes_a_code(report: Callable[..., str], tmp_path: Path) -> None:
    shown = report(export(tmp_path, "a.json", "my bank account number is 1001-2345", identity="10012345"))
    assert "10012345" not in shown
    assert "id-" in shown


@pytest.mark.parametrize("identity", ["EH6 5QR", "EH65QR", "odo_bell", "bell.odo"])
def test_an_id_that_is_a_postcode_or_a_name_becomes_a_code(identity: str, report: Callable[..., str], tmp_path: Path) -> None:
    shown = report(export(tmp_path, "a.json", identity=identity), export(tmp_path, "b.json", identity="c2", ids=identity))
    assert identity not in shown
    assert "id-" in shown


@pytest.mark.parametrize("target", ["json=-", "json=x.json", "folder=x"])
def test_a_gate_that_would_show_a_value_writes_nothing(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = export(tmp_path, "a.json", "my card is 4916 3278 1045 9372")
    monkeypatch.setattr(Masker, "find", lambda self, text: [])
    monkeypatch.setattr("caraway_audit.audit.conclude.without_found", lambda text, values: text)
    everything: dict[str, Any] = {"fail_on": None, "min_confidence": None, "narrow": ((), (), None, None)}
    with pytest.raises(LeakError):
        gate_command([path], [target], None, ((), (), ()), preset=None, exit_zero=True, jobs=1, quiet=False, **everything)
    assert not (tmp_path / "x.json").exists()
    assert not (tmp_path / "x").exists()
    assert "4916" not in capfd.readouterr().out
