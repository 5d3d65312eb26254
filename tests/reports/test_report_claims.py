"""What the readable reports claim: nothing grave is left out, nothing is relabelled, no team that is none."""

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import build
from rich.console import Console
from samples import CRIT, MAJ, MIN

from caraway_audit.model import AuditResult, Confidence, Finding, Score, Severity, State, Subject, SubjectKind
from caraway_audit.reports.markdown import MarkdownReporter
from caraway_audit.reports.priorities import first, priorities
from caraway_audit.reports.tally import Tally
from caraway_audit.reports.terminal import summary

A, C, T, D = SubjectKind.AGENT, SubjectKind.CLIENT, SubjectKind.TEAM, SubjectKind.DATA


def found(rule: str, severity: Severity, kind: SubjectKind = A, **changes: object) -> Finding:
    """A finding in Billing about Dana, a client, the team or nobody."""
    who = Subject(kind, {A: "Dana", C: "client-x", T: "Billing", D: ""}[kind])
    finding = Finding(
        rule, "c-1", "m1", who, "Billing", severity, Confidence.HIGH, (), None, "evidence", "reason", "advice", "0123",
    )  # fmt: skip
    return replace(finding, **changes)  # type: ignore[arg-type]


def with_findings(*findings: Finding, scores: Iterable[Score] = ()) -> AuditResult:
    """The spotless result of four conversations, with these findings."""
    result = build.spotless()
    return replace(result, findings=findings, scores=(*result.scores, *scores))


def lines(result: AuditResult) -> tuple[list[tuple[str, str, str]], bool]:
    tally = Tally(result)
    for finding in result.findings:
        tally.add(finding, 0, 0, ("Dana",))
    shown, more = first((act, team) for team in tally.teams.values() for act in priorities(tally, team))
    return [(act.severity.value, act.lead.split()[0], act.many) for act, _ in shown], more


def test_every_critical_rule_comes_first_and_majors_are_cut_aloud() -> None:
    critical = ["CA301", "CA305", "CA308", "CA311", "CA401", "CA402", "CA403", "CA501"]
    major = ["CA101", "CA104", "CA109", "CA201", "CA202", "CA203"]
    many = [found(code, MAJ) for code in major for _ in range(3)] + [found(code, CRIT) for code in critical]
    shown, more = lines(with_findings(*many))
    assert shown == [("critical", code, "1 finding") for code in critical] + [
        ("major", code, "3 findings") for code in major[:5]
    ]
    assert more
    assert not lines(with_findings(*many[3:]))[1]


def test_no_severity_is_relabelled() -> None:
    shown, _ = lines(with_findings(found("CA101", MIN, C), found("CA104", MIN, C, conversation="c-2")))
    assert shown == [("minor", "Disrespect", "2 conversations")]
    assert lines(with_findings(found("CA101", CRIT, C)))[0] == [("critical", "CA101", "1 finding")]
    assert lines(with_findings(found("CA301", MAJ, D), found("CA301", MAJ)))[0] == [("major", "CA301", "2 findings")]


def test_the_site_links_each_critical_rule(site: Path) -> None:
    findings = [f for f in build.Made(60).findings if f.severity is CRIT and f.state is State.OPEN]
    told = Counter((finding.team, finding.rule) for finding in findings)
    text = (site / "index.html").read_text()
    for (team, rule), number in told.items():
        assert re.search(rf"{team}</bdi>: <strong>{rule} [^<]*</strong>, <a href=[^>]*>{number} finding", text)
    assert len(told) == text[: text.index("</section>")].count("◆ critical")


def test_coaching_starts_with_the_gravest_and_cuts_no_critical_rule(tmp_path: Path) -> None:
    codes = [code for code, *_ in build.RULES]
    many = [found(code, MAJ) for code in codes[:4] for _ in range(3)] + [found(code, CRIT) for code in codes[4:20]]
    site = build.write(with_findings(*many), tmp_path / "report")
    text = (site / "teams" / "001.html").read_text()
    coach = text[text.index('id="coach"') : text.index('id="clients"')]
    assert coach.count("◆ critical") == 16
    assert "And 4 more rules" in coach
    MarkdownReporter().write(with_findings(*many), tmp_path / "report.md")
    told = (tmp_path / "report.md").read_text()
    table = told[told.index("## What to coach") : told.index("## Findings")]
    assert table.count("◆ critical") == 16
    assert told.index("## What to act on first") < told.index("## What was read")


def test_a_team_without_a_score_is_no_team(tmp_path: Path) -> None:
    result = build.spotless()
    coverage = replace(result.coverage, conversations=9)
    site = build.write(replace(result, teams=("Billing", "No team"), coverage=coverage), tmp_path / "none")
    text = (site / "index.html").read_text()
    assert "<dt>Teams</dt><dd>1</dd>" in text
    assert "5 conversations belong to no team" in text
    assert [page.name for page in (site / "teams").iterdir()] == ["001.html"]
    stray = found("CA305", MIN, D, team="No team", entity="PHONE_NUMBER")
    site = build.write(replace(with_findings(stray), teams=("Billing", "No team")), tmp_path / "some")
    assert '<bdi>No team</bdi>: <a href="teams/002.html">1 finding</a>' in (site / "index.html").read_text()
    page = (site / "teams" / "002.html").read_text()
    assert "No conversation could be scored here" in page
    assert "CA305" in page
    assert 'id="sections"' not in page
    MarkdownReporter().write(replace(result, teams=("Billing", "No team"), coverage=coverage), tmp_path / "report.md")
    told = (tmp_path / "report.md").read_text()
    assert "5 conversations in no team's score" in told
    assert "### No team" not in told


def test_the_worst_rule_stands_beside_its_section(tmp_path: Path) -> None:
    team, agent = Subject(T, "Billing"), Subject(A, "Dana")
    scores = [build.score(who, "rule", "CA109", 12, 5 / 12) for who in (team, agent)]
    scores += [build.score(team, "rule", "CA101", 4, 0.1), build.score(team, "rule", "CA104", 30, 0.9)]
    site = build.write(with_findings(scores=scores), tmp_path / "report")
    # The one that is surely kept least: of few conversations, too, where it was broken in nearly all.
    for page, said in (
        ("teams/001.html", ("CA101 profanity", "10% kept (n = 4)")),
        ("agents/001.html", ("CA109 no-greeting", "42% kept (n = 12)")),
    ):
        text = (site / page).read_text()
        assert re.search(rf'{said[0]}</a> <span class="soft nw">{re.escape(said[1])}', text)
        assert text.count("% kept (n") == 1


def test_reports_claim_nothing_that_does_not_exist(site: Path, tmp_path: Path) -> None:
    MarkdownReporter().write(build.realistic(30), tmp_path / "report.md")
    for path in (*site.glob("*.html"), *site.glob("teams/*"), *site.glob("agents/*"), tmp_path / "report.md"):
        text = path.read_text()
        assert "±" not in text, path
        assert "redact" not in text, path
        assert "CSV" not in text, path
    assert "waive" not in (site / "method.html").read_text()


def test_only_values_are_personal_data_to_clean(tmp_path: Path) -> None:
    result = with_findings(
        found("CA301", CRIT, entity="CREDIT_CARD"), found("CA305", MIN, D), found("CA308", CRIT), found("CA311", MAJ, C)
    )
    text = (build.write(result, tmp_path / "report") / "teams" / "001.html").read_text()
    data = text[text.index('id="data"') : text.index('id="findings"')]
    assert re.findall(r">(CA\d+) ", data) == ["CA301", "CA305"]
    clients = text[text.index('id="clients"') : text.index('id="data"')]
    assert re.findall(r">(CA\d+) ", clients) == ["CA311"]


def test_a_macro_is_one_finding_sent_often(tmp_path: Path) -> None:
    result = with_findings(found("CA213", MAJ, T, repeats=3), found("CA407", MIN, T))
    text = (build.write(result, tmp_path / "report") / "teams" / "001.html").read_text()
    macros = text[text.index('id="macros"') : text.index('id="clients"')]
    assert "sent 3 times" in macros
    assert "in 1 conversation<" in macros
    assert 'data-filter="rule=CA213&amp;who=~team">1</a>' in macros


def test_findings_over_a_transcript_are_sorted_and_numbered_as_in_it(site: Path) -> None:
    rank = {"critical": 0, "major": 1, "minor": 2}
    for page in (site / "conversations").iterdir():
        text = page.read_text()
        listed = re.findall(r'<li[^>]*><span class="num">(\d+)</span><span class="sev s-(\w+)">', text)
        order = [(rank[severity], int(number)) for number, severity in listed]
        assert order == sorted(order)
        for number, severity in listed:
            assert re.search(rf'<div class="note n-{severity}[^"]*" id="f{number}"', text)


def told(result: AuditResult) -> str:
    out = io.StringIO()
    summary(result, Console(file=out, width=400, color_system=None))
    return out.getvalue()


def test_the_terminal_explains_itself_and_counts_in_english() -> None:
    text = told(with_findings(found("CA104", CRIT), found("CA213", MAJ, T), found("CA305", MIN, D)))
    assert "3 findings: 1 critical, 1 major, 1 minor (agents 1, teams 1, personal data to clean 1)" in text
    assert "100?" in text
    assert "? fewer than 20 conversations" in text
    assert "critical CA104 demeaning: Dana" in text
    many = told(with_findings(found("CA104", CRIT), found("CA104", CRIT)))
    assert "critical CA104 demeaning, 2 in 1 conversation: Dana" in many
    one = build.spotless()
    text = told(replace(one, coverage=replace(one.coverage, conversations=1, messages=1)))
    assert "1 conversation, 1 message, 2026-11-16" in text
    assert "0 findings" in text
    assert "No findings." in text


def test_the_terminal_cuts_no_critical_rule() -> None:
    codes = [code for code, *_ in build.RULES]
    text = told(with_findings(*[found(code, CRIT) for code in codes[:12]], *[found(code, MAJ) for code in codes[12:]]))
    assert text.count("◆ critical") == 12
    assert text.count("▲ major") == 5
    assert "and 4 more rules, none critical" in text
