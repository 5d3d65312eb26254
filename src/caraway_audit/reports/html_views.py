"""The views of the fleet, rules and method pages, and the parts that they share with the pages of teams and agents."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from caraway_audit.conduct import CLAUSES, SECTIONS
from caraway_audit.model import RuleCount, RuleMeta, Score, SubjectKind
from caraway_audit.reports.html_conversation import RuleLinks, anchor
from caraway_audit.reports.manifest import conversation_page
from caraway_audit.reports.priorities import first, priorities
from caraway_audit.reports.tally import SEVERITIES, Tally
from caraway_audit.reports.wording import GLYPHS, count, percent, period

View = dict[str, Any]
PROBLEMS, FILES, REASONS = 50, 100, 12  # what the fleet page lists before it says "and N more"


class Cell(NamedTuple):
    """A score as a table shows it; `text` is empty where nothing was evaluated."""

    text: str
    css: str = ""
    low: float = 0.0
    rate: float = 0.0
    high: float = 0.0
    within: str = ""
    conversations: int = 0


def cell(score: Score | None, digits: int = 0, beside: Score | None = None) -> Cell:
    """A score, filled only where its whole interval lies under that of `beside`: chance is not coloured."""
    if score is None:
        return Cell("")
    css = "" if score.ranked else "few"
    if score.ranked and beside is not None and score.high < beside.rate:
        gap = beside.rate - score.rate
        css = "h1" if gap < 0.05 else "h2" if gap < 0.12 else "h3"
    within = f"{percent(score.low, digits)} to {percent(score.high, digits)}"
    return Cell(percent(score.rate, digits), css, score.low, score.rate, score.high, within, score.conversations)


def weakest(tally: Tally, kind: SubjectKind, name: str, section: int, links: RuleLinks) -> tuple[str, str, str, str] | None:
    """Code, name and anchor of the rule of a section that is kept least, and how often it is kept."""
    found = tally.weakest(kind, name, section)
    if found is None:
        return None
    meta, score = found
    return meta.code, *links(meta.code), f"{percent(score.rate)} kept (n = {score.conversations:,})"


def by_severity(counts: Iterable[int]) -> list[tuple[str, str, int]]:
    """Severity, glyph and count, the gravest first."""
    return [(severity.value, GLYPHS[severity], number) for severity, number in zip(SEVERITIES, counts, strict=True)]


class Pages:
    """Where each page lies: ordinals in sorted order, never a name."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._teams: dict[str, str] = {}
        self._agents: dict[str, str] = {}

    def team(self, name: str) -> str:
        """The page of a team, from the root of the site; empty for one with neither score nor finding."""
        return _page("teams", self._tally.teams, self._teams, name) if self._tally.has_page(name) else ""

    def agent(self, name: str) -> str:
        """The page of an agent; empty for one that nobody knows."""
        return _page("agents", self._tally.agents, self._agents, name)

    @staticmethod
    def conversation(page: int, line: int = 0) -> str:
        """The page of a conversation, at a message; empty for a finding without one."""
        return conversation_page(page) + (f"#m{line}" if line else "") if page else ""


def _page(folder: str, known: Iterable[str], made: dict[str, str], name: str) -> str:
    page = made.get(name)
    if page is None:
        for number, other in enumerate(known, start=1):
            made[other] = f"{folder}/{number:03d}.html"
        page = made.get(name, "")
    return page


def team_label(name: str) -> str:
    """A team's name for people."""
    return name or "No team"


def banner(tally: Tally) -> View | None:
    """What makes an audit incomplete, with the first problems; None for a whole one."""
    result = tally.result
    if not result.incomplete:
        return None
    coverage, failures = result.coverage, result.failures
    said = []
    if coverage.problem_count:
        said.append(f"{count(coverage.problem_count, 'problem')} in the input")
    if failures:
        said.append(f"{count(len(failures), 'crash', 'crashes')} of rules")
    if not coverage.conversations:
        said.append("no conversation was read")
    first = [str(problem) for problem in coverage.problems[:3]]
    first += [f"{failure.rule} crashed: {failure.error}" for failure in failures[: 5 - len(first)]]
    return {"said": ", ".join(said), "first": first, "more": coverage.problem_count + len(failures) - len(first)}


def fleet(tally: Tally, pages: Pages) -> View:
    """`index.html`: teams, sections, what to act on, coverage."""
    result, teams = tally.result, tally.scored_teams
    everyone = tally.teams.values()
    shown, more = first((act, team.name) for team in everyone for act in priorities(tally, team))
    severities = [sum(team.severities[rank] for team in everyone) for rank in range(3)]
    counts = list(result.counts.values())
    return {
        "crumbs": [("All teams", "")],
        "title": "All teams",
        "banner": banner(tally),
        "period": period(result.coverage.first, result.coverage.last),
        "acts": [(act, team_label(name), pages.team(name)) for act, name in shown],
        "more_acts": more,
        "conversations": result.coverage.conversations,
        "messages": result.coverage.messages,
        "findings": sum(severities),
        "severities": by_severity(severities),
        "of_clients": sum(team.of_clients for team in everyone),
        "judged": sum(rule.passed + rule.failed for rule in counts),
        "unjudged": sum(rule.not_evaluated for rule in counts),
        "teams": [
            (
                team_label(team.name),
                pages.team(team.name),
                len(tally.members[team.name]),
                cell(tally.score(SubjectKind.TEAM, team.name, "overall", ""), 1),
                by_severity(team.severities),
                [cell(tally.score(SubjectKind.TEAM, team.name, "section", str(number))) for number in SECTIONS],
            )
            for team in teams
        ],
        "teamless": tally.teamless,
        "others": [(team_label(team.name), pages.team(team.name), count(team.total, "finding")) for team in tally.other_teams],
        "sections": [_section(tally, number) for number in SECTIONS],
        "names": SECTIONS,
        "agents": [
            (name, pages.agent(name), ", ".join(team_label(team) for team in result.agents.get(name, ())))
            for name in tally.agents
        ],
        **coverage(tally),
    }


def _section(tally: Tally, number: int) -> tuple[int, str, int, str, int, int]:
    """Number, name, findings, range over the teams, opportunities judged and not evaluated."""
    scores = [tally.score(SubjectKind.TEAM, name, "section", str(number)) for name in tally.teams]
    rates = sorted(score.rate for score in scores if score is not None)
    span = ""
    if rates:
        low, high = percent(rates[0]), percent(rates[-1])
        span = low if low == high else f"{low} to {high}"
    counts = [found for code, found in tally.result.counts.items() if tally.section(code) == number]
    return (
        number,
        SECTIONS[number],
        sum(team.sections[number] for team in tally.teams.values()),
        span,
        sum(found.passed + found.failed for found in counts),
        sum(found.not_evaluated for found in counts),
    )


def coverage(tally: Tally) -> View:
    """What was read, skipped and not evaluated, and why."""
    result = tally.result
    read, reasons = result.coverage, Counter[str]()
    for found in result.counts.values():
        reasons.update(found.reasons)
    ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    languages = sorted(read.languages.items(), key=lambda item: (-item[1], item[0]))
    return {
        "coverage": read,
        "files": read.files[:FILES],
        "more_files": max(0, len(read.files) - FILES),
        "problems": [str(problem) for problem in read.problems[:PROBLEMS]],
        "more_problems": read.untold(read.problems[:PROBLEMS]),
        "failures": result.failures[:PROBLEMS],
        "more_failures": max(0, len(result.failures) - PROBLEMS),
        "reasons": ranked[:REASONS],
        "more_reasons": max(0, len(ranked) - REASONS),
        "languages": [(name or "not known", number) for name, number in languages],
    }


def rules(tally: Tally) -> View:
    """`rules.html`: sections, clauses, and every rule with what it found."""
    result = tally.result
    by_clause: dict[str, list[View]] = {}
    for place, meta in enumerate(result.catalogue, start=1):
        by_clause.setdefault(meta.clause, []).append(_rule(tally, meta, place))
    known = {key: by_clause.pop(key, []) for key in CLAUSES}
    return {
        "crumbs": [("All teams", "index.html"), ("Rules", "")],
        "title": "Rules",
        "sections": [
            (
                number,
                name,
                [(clause, known[clause.id]) for clause in CLAUSES.values() if clause.section == number],
            )
            for number, name in SECTIONS.items()
        ],
        "others": [rule for rules in by_clause.values() for rule in rules],
        "total": len(result.catalogue),
        "off": set(result.policy.off),
    }


def _rule(tally: Tally, meta: RuleMeta, place: int) -> View:
    found = tally.result.counts.get(meta.code, RuleCount())
    stated: dict[str, list[str]] = {}
    for kind, severity in meta.severities.items():
        stated.setdefault(severity.value, []).append(kind.value)
    glyphs = {severity.value: GLYPHS[severity] for severity in SEVERITIES}
    off = meta.code in tally.result.policy.off
    return {
        "id": anchor(meta.code, place),
        "meta": meta,
        "severities": [(name, glyphs[name], ", ".join(stated[name])) for name in glyphs if name in stated],
        "split": len(stated) > 1,
        "count": found,
        "reasons": sorted(found.reasons.items(), key=lambda item: (-item[1], item[0]))[:5],
        "off": off,
        "unseen": not off and not (found.passed or found.failed or found.not_evaluated),
        "examples": [example for example in meta.examples if example.fails][:2]
        + [example for example in meta.examples if not example.fails][:2],
    }


def method(tally: Tally, links: RuleLinks) -> View:
    """`method.html`: how it was judged, and under which policy."""
    policy = tally.result.policy
    return {
        "crumbs": [("All teams", "index.html"), ("Method", "")],
        "title": "Method",
        "policy": policy,
        "unmet": tally.result.coverage.unmet,
        "on": [(code, *links(code)) for code in policy.rules if code not in set(policy.off)],
        "off": [(code, *links(code)) for code in policy.off],
    }
