"""The view of an agent's page. The agent reads it: it names no other agent, and says what to do, with the words."""

from collections import Counter

from caraway_audit.conduct import SECTIONS
from caraway_audit.model import Score, SubjectKind
from caraway_audit.reports.html_conversation import RuleLinks
from caraway_audit.reports.html_views import Pages, View, by_severity, cell, team_label, weakest
from caraway_audit.reports.tally import ENOUGH, AgentTally, Row, Tally
from caraway_audit.reports.wording import GLYPHS, STATES, SURE, count, moment, percent, period

PEERS = 4  # agents with a score that a range needs, so that it gives no single one away
BEST, OPEN_ROWS, CONVERSATIONS = 3, 3, 200


def agent(tally: Tally, name: str, worst: AgentTally, pages: Pages, links: RuleLinks) -> View:
    """`agents/NNN.html`."""
    result = tally.result
    teams = result.agents.get(name, ())
    home = max(teams, key=lambda team: (worst.teams[team], team), default="")  # where most is found
    overall = tally.score(SubjectKind.AGENT, name, "overall", "")
    rows = worst.rows()
    crumbs = [("All teams", "../index.html")]
    if where := pages.team(home):
        crumbs.append((team_label(home), "../" + where))
    groups = _groups(tally, worst, pages, links)
    return {
        "crumbs": [*crumbs, (name, "")],
        "title": f"{name} ({pages.agent(name)[7:-5]})",
        "name": name,
        "teams": [team_label(team) for team in teams],
        "period": period(result.coverage.first, result.coverage.last),
        "overall": cell(overall, 1),
        "few": overall is None or not overall.ranked,
        "min_sample": result.policy.min_sample,
        "findings": sum(worst.severities),
        "severities": by_severity(worst.severities),
        "sections": [_section(tally, name, home, number, links) for number in SECTIONS],
        "tries": [group for group in groups if group["open"]][:BEST],
        "strong": _strong(tally, name, home, set(worst.open), links),
        "groups": groups,
        "more": worst.total - len(rows),
        **_conversations(rows, pages),
    }


def _section(tally: Tally, name: str, home: str, number: int, links: RuleLinks) -> View:
    own = tally.score(SubjectKind.AGENT, name, "section", str(number))
    team = tally.score(SubjectKind.TEAM, home, "section", str(number))
    rates = []
    for peer in tally.members.get(home, ()):
        score = tally.score(SubjectKind.AGENT, peer, "section", str(number))
        if score is not None and score.ranked:
            rates.append(score.rate)
    if len(rates) >= PEERS:
        low, high = min(rates), max(rates)
        beside = f"{percent(low)} to {percent(high)}"
    elif team is not None:
        low, high = team.low, team.high
        beside = f"{percent(team.rate)} as a whole"
    else:
        low = high = 0.0
        beside = ""
    return {
        "number": number,
        "name": SECTIONS[number],
        "own": cell(own, 1),
        "low": low,
        "high": high,
        "beside": beside,
        "weakest": weakest(tally, SubjectKind.AGENT, name, number, links),
    }


def _strong(tally: Tally, name: str, team: str, broken: set[str], links: RuleLinks) -> list[View]:
    """The rules kept better than the team keeps them, none with an open finding: by the lower end of the interval, so that five
    of five does not beat ninety of ninety-one.
    """
    found: list[tuple[float, str, Score]] = []
    for meta in tally.result.catalogue:
        score = tally.score(SubjectKind.AGENT, name, "rule", meta.code)
        if score is not None and score.conversations >= ENOUGH and score.rate >= 0.9 and meta.code not in broken:
            everybody = tally.score(SubjectKind.TEAM, team, "rule", meta.code)
            if everybody is not None and everybody.rate < score.rate:  # who is praised does what others do not
                found.append((everybody.rate - score.low, meta.code, score))
    made = []
    for _, code, score in sorted(found, key=lambda item: item[:2])[:BEST]:
        meta = tally.result.rules[code]
        kept = round(score.rate * score.conversations)
        all_of_them = "all " if kept == score.conversations else f"{kept:,} of "
        made.append(
            {
                "code": code,
                "name": meta.name,
                "anchor": links(code)[1],
                "said": f"rule kept in {all_of_them}{count(score.conversations, 'conversation')}",
            }
        )
    return made


def _groups(tally: Tally, worst: AgentTally, pages: Pages, links: RuleLinks) -> list[View]:
    """Findings by rule: the rule and its advice once, then each place. The rule with the worst and most comes first."""
    by_rule: dict[str, list[Row]] = {}
    for row in worst.rows():
        by_rule.setdefault(row.finding.rule, []).append(row)
    made = []
    for code, found in by_rule.items():
        meta = tally.result.rules.get(code)
        score = tally.score(SubjectKind.AGENT, found[0].finding.subject.id, "rule", code)
        first = found[0].finding
        advice = meta.advice if meta and meta.advice else first.advice
        items = [_item(row, advice, pages) for row in found]
        made.append(
            {
                "code": code,
                "name": links(code)[0],
                "anchor": links(code)[1],
                "severity": first.severity.value,
                "glyph": GLYPHS[first.severity],
                "why": meta.why or meta.summary if meta else "",
                "advice": advice,
                "wrong_when": links.wrong_when(code),
                "kept": f"Kept in {percent(score.rate)} of {count(score.conversations, 'conversation')}." if score else "",
                "open": worst.open[code],
                "total": worst.all[code],
                "first": items[:OPEN_ROWS],
                "rest": items[OPEN_ROWS:],
                "order": (found[0].weight // 10, -worst.all[code], code),
            }
        )
    return sorted(made, key=_order)


def _order(group: View) -> tuple[int, int, str]:
    order: tuple[int, int, str] = group["order"]
    return order


def _item(row: Row, advice: str, pages: Pages) -> tuple[str, str, str, str, str, str, str, str, str, int]:
    finding = row.finding
    href = pages.conversation(row.page, row.line)
    return (
        "" if finding.evidence in finding.reason else finding.evidence,
        finding.reason,
        finding.advice if finding.advice != advice else "",
        moment(finding.at),
        finding.conversation,
        "../" + href if href else "",
        finding.fingerprint,
        SURE[finding.confidence],
        STATES.get(finding.state, ""),
        row.line,
    )


def _conversations(rows: list[Row], pages: Pages) -> View:
    found: Counter[tuple[int, str]] = Counter((row.page, row.finding.conversation) for row in rows if row.page)
    listed = sorted(found.items())
    return {
        "conversations": [("../" + pages.conversation(page), name, number) for (page, name), number in listed[:CONVERSATIONS]],
        "more_conversations": max(0, len(listed) - CONVERSATIONS),
    }
