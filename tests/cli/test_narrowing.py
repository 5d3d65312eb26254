"""`--agent`, `--team`, `--since`, `--until`: what is judged; what the whole export says still holds; and the report says so."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]

BLAME = "Hello, you should have checked it at the door."
HEAD = "conversation_id,message_id,timestamp,role,author,text,channel,team,client_name\n"
POLICY = """\
caraway: 1
calendar: {timezone: America/New_York}
roster: [{agent: Dana Whitfield, aliases: [dana@acme.example]}]
"""


@pytest.fixture
def week(tmp_path: Path) -> Path:
    """Three days, two teams, three agents: each blames once; c3 has two agents and a swearing client."""
    talks = [
        ("c1", 2, "Orders", "Ann Bell", [("agent", "dana@acme.example", BLAME)]),
        ("c2", 3, "Billing", "Bartholomew Oakenshield", [("agent", "Omar Haddad", BLAME + " Write to Ann Bell.")]),
        ("c3", 4, "Orders", "Carl Dean", [("agent", "Dana Whitfield", BLAME), ("agent", "Priya Nair", BLAME)]),
    ]
    rows = []
    for name, day, team, client, answers in talks:
        said = [("client", client, "What the fuck is this, my kettle arrived with a scratch in the lid"), *answers]
        for place, (role, author, text) in enumerate(said):
            at = f"2026-03-{day:02}T12:{place:02}:00Z"
            rows.append(f'{name},m{place + 1},{at},{role},{author},"{text}",chat,{team},{client}\n')
    (tmp_path / "rules.yaml").write_text(POLICY)
    path = tmp_path / "week.csv"
    path.write_text(HEAD + "".join(rows))
    return path


def judged(cli: Cli, week: Path, *options: str) -> tuple[set[tuple[str, str]], dict[str, Any]]:
    """Conversation and subject of each finding of CA101 and CA403, and the whole result."""
    ran = cli("audit", week.name, *options, "--select", "CA101,CA403", "-o", "json=-")
    assert ran.code == 0, ran.err
    result = json.loads(ran.out)
    kinds = {"client": "the client"}
    found = {
        (f["conversation_id"], kinds.get(f["subject"]["kind"], f["subject"]["id"])) for f in result["findings"]
    }  # fmt: skip
    return found, result


@pytest.mark.parametrize(
    ("options", "conversations", "people"),
    [
        ((), "c1 c2 c3", "Dana Whitfield, Omar Haddad, Priya Nair, the client"),
        (("--agent", "Dana Whitfield"), "c1 c3", "Dana Whitfield, the client"),
        (("--agent", "dana@acme.example"), "c1 c3", "Dana Whitfield, the client"),
        (("--agent", "priya nair"), "c3", "Priya Nair, the client"),
        (("--agent", "Priya Nair", "--agent", "Omar Haddad"), "c2 c3", "Omar Haddad, Priya Nair, the client"),
        (("--team", "orders"), "c1 c3", "Dana Whitfield, Priya Nair, the client"),
        (("--team", "Billing", "--team", "Orders", "--agent", "Omar Haddad"), "c2", "Omar Haddad, the client"),
        (("--since", "2026-03-03"), "c2 c3", "Dana Whitfield, Omar Haddad, Priya Nair, the client"),
        (("--until", "2026-03-03"), "c1 c2", "Dana Whitfield, Omar Haddad, the client"),
        (("--since", "2026-03-03", "--until", "2026-03-03"), "c2", "Omar Haddad, the client"),
        (("--since", "2026-03-03T07:00", "--until", "2026-03-03T07:01:00-05:00"), "c2", "Omar Haddad, the client"),
        (("--since", "1d"), "c3", "Dana Whitfield, Priya Nair, the client"),
        (("--since", "24h 1m"), "c2 c3", "Dana Whitfield, Omar Haddad, Priya Nair, the client"),
    ],
)
def test_only_what_is_asked_for_is_judged(
    cli: Cli, week: Path, options: tuple[str, ...], conversations: str, people: str
) -> None:
    found, result = judged(cli, week, *options)
    assert " ".join(sorted({conversation for conversation, _ in found})) == conversations
    assert ", ".join(sorted({who for _, who in found})) == people
    coverage = result["coverage"]
    assert (coverage["conversations"], coverage["left_out"]) == (
        len(conversations.split()),
        3 - len(conversations.split()),
    )
    assert bool(coverage["narrowed_to"]) is bool(options)
    agents = {score["who"]["id"] for score in result["scores"] if score["who"]["kind"] == "agent"}
    assert agents == set(people.removesuffix(", the client").split(", ")) == set(result["agents"])


def test_what_the_whole_export_says_still_holds(cli: Cli, week: Path) -> None:
    """A client of a conversation that is not judged is masked in one that is."""
    _, result = judged(cli, week, "--agent", "Omar Haddad")
    evidence = [finding["evidence"] for finding in result["findings"] if finding["rule"] == "CA403"]
    assert evidence == ["Hello, you should have checked it at the door. Write to [name]."]


def test_any_number_of_workers_gives_the_same_bytes(cli: Cli, week: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        assert cli("audit", week.name, "--agent", "dana@acme.example", "-j", jobs, "--out", f"r{jobs}", "-q").code == 0
    one, two = (
        {p.relative_to(tmp_path / f"r{n}"): p.read_bytes() for p in (tmp_path / f"r{n}").rglob("*") if p.is_file()}
        for n in (1, 2)
    )
    assert one == two


def test_every_format_says_that_it_is_narrowed(cli: Cli, week: Path, tmp_path: Path) -> None:
    ran = cli("audit", week.name, "--team", "Orders", "--since", "2026-03-03", "--out", "report")
    said = "Narrowed to team Orders, since 2026-03-03: 1 of 3 conversations were judged."
    assert said in ran.out
    assert said in (tmp_path / "report/report.md").read_text()
    pages = list((tmp_path / "report").rglob("*.html"))
    assert len(pages) > 5
    assert all(said in page.read_text() for page in pages)
    assert "Narrowed to" not in cli("audit", week.name, "--out", "whole").out
    assert not any("Narrowed" in page.read_text() for page in (tmp_path / "whole").rglob("*.html"))


@pytest.mark.parametrize(
    ("options", "complaints"),
    [
        (("--agent", "Dana Whitfeld"), ["did you mean “Dana Whitfield”?", "Omar Haddad, Priya Nair"]),
        (("--agent", "Nobody"), ["no agent “Nobody”.", "Agents in this export: Dana Whitfield, Omar Haddad, Priya Nair."]),
        (("--team", "Order"), ["did you mean “Orders”?", "Teams in this export: Billing, Orders."]),
        (("--since", "2027-01-01"), ["Its last message is of 2026-03-04T12:02:00+00:00."]),
        (("--agent", "Omar Haddad", "--team", "Orders"), ["agent Omar Haddad, team Orders", "Agents in this export"]),
    ],
)
def test_nothing_in_the_scope_is_three_and_says_what_there_is(
    cli: Cli, week: Path, tmp_path: Path, options: tuple[str, ...], complaints: list[str]
) -> None:
    for command in ("audit", "gate"):
        ran = cli(command, week.name, *options, "--exit-zero", "-o", "json=r.json")
        assert (ran.code, ran.out) == (3, "")
        assert "nothing was audited: 3 conversations read" in ran.err
        assert all(complaint in ran.err for complaint in complaints)
        assert not (tmp_path / "r.json").exists()


def test_a_conversation_without_times_lies_in_no_stretch(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "conversation_id,role,author,text\nc1,client,Ann,hello there\nc1,agent,Dana,you should have checked\n"
    )
    (tmp_path / ".git").mkdir()
    ran = cli("audit", "a.csv", "--since", "7d")
    assert ran.code == 3
    assert "Its messages have no times." in ran.err
    assert "could not be read" not in ran.err
    assert cli("audit", "a.csv", "--agent", "dana", "-q").code == 0
    assert "Besides, 1 record could not be read" in cli("audit", "a.csv", "gone.csv", "--agent", "Hal", "-q").err


def test_days_are_those_of_the_policys_time_zone(cli: Cli, week: Path) -> None:
    """In New York a message at 02:00 UTC is of the evening before."""
    late = (
        week.read_text() + "c4,m1,2026-03-06T02:00:00Z,client,Eve Fox,What the fuck is this then my friends,chat,Orders,Eve\n"
    )
    week.write_text(late)
    day = date(2026, 3, 5)
    assert {c for c, _ in judged(cli, week, "--since", str(day), "--until", str(day))[0]} == {"c4"}
    assert cli("gate", week.name, "--since", str(day + timedelta(days=1))).code == 3


UNMET = """\
mapping:
  - {files: "*zendesk*.csv", dates: day-first}
overrides:
  - match: {team: Billling}
    rules: {CA403: off}
  - match: {team: orders, channel: chat}
    rules: {CA403: off}
"""


def test_settings_that_fit_nothing_are_told(cli: Cli, week: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(POLICY + UNMET)
    ran = cli("audit", "week.csv", "-o", "json=r.json", "--out", "report")
    told = [
        "rules.yaml:5: the mapping for “*zendesk*.csv” fits no file that was read. Is a name misspelt?",
        "rules.yaml:7: the override for team “Billling” fits no conversation that was read. Is a name misspelt?",
    ]
    assert json.loads((tmp_path / "r.json").read_text())["coverage"]["unmet"] == told
    assert all(setting in ran.err for setting in told)
    assert "Billling" in (tmp_path / "report" / "method.html").read_text()
    assert "Billling" in (tmp_path / "report" / "report.md").read_text()


def test_a_run_over_some_of_the_exports_does_not_wonder_about_the_others(cli: Cli, week: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(POLICY + 'mapping:\n  - {files: "*zendesk*.csv"}\n  - {files: "week*"}\n')
    ran = cli("audit", "week.csv", "--out", "report", "-q")
    assert ran.err == ""


def test_a_narrowed_audit_does_not_wonder_about_overrides(cli: Cli, week: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(POLICY + UNMET)
    ran = cli("audit", "week.csv", "--team", "Billing", "-o", "json=r.json")
    assert len(json.loads((tmp_path / "r.json").read_text())["coverage"]["unmet"]) == 1
    assert "override" not in ran.err
