"""What to act on first: at most three sentences per team, computed from its findings and scores, the worst first."""

from typing import NamedTuple
from urllib.parse import urlencode

from caraway_audit.conduct import SECTIONS
from caraway_audit.model import Severity, SubjectKind
from caraway_audit.reports.tally import Bucket, Tally, TeamTally
from caraway_audit.reports.wording import GLYPHS, clean, count, percent

FEW = 3  # agents that a sentence names


class Act(NamedTuple):
    """One sentence: `order` sorts the worst first, `names` are agents, `href` is relative to the team's page."""

    order: tuple[int, int, str]
    severity: str
    glyph: str
    lead: str
    names: tuple[str, ...]
    detail: str
    href: str
    link: str


def acts(tally: Tally, team: TeamTally) -> list[Act]:
    """The sentences for one team, worst first; more than three, so that the fleet can choose among all teams."""
    found = [*_critical(tally, team)[:2], *_clients(team), *_common(tally, team), *_lowest(tally, team)]
    return sorted(found)


def _filter(**words: str) -> str:
    return "#f?" + urlencode({name: clean(word) for name, word in words.items()})


def _critical(tally: Tally, team: TeamTally) -> list[Act]:
    found = []
    for (kind, code), bucket in team.buckets.items():
        critical = bucket.severities[0]
        if not critical or not bucket.sure or kind is SubjectKind.CLIENT:
            continue
        detail = _summary(tally, code)
        if kind is SubjectKind.TEAM:
            detail = f"The same words went out {count(bucket.sent, 'time')}: mend the macro first. {detail}"
        lead = f"{_name(tally, code)}: {count(critical, 'critical finding')} in {_places(bucket)}."
        link = "See it" if critical == 1 else f"See these {critical:,}"
        href = _filter(sev="critical", rule=code)
        found.append(_act((0, -critical, code), Severity.CRITICAL, lead, bucket, detail, href, link))
    return sorted(found)


def _clients(team: TeamTally) -> list[Act]:
    if not team.exposures:
        return []
    lead = f"Clients were disrespectful in {count(team.exposures, 'conversation')}."
    who = count(len(team.exposed), "agent")
    detail = f"{who} had to bear it; ask how they are." if team.exposed else ""
    order = (1, -team.exposures, "")
    return [Act(order, "major", GLYPHS[Severity.MAJOR], lead, (), detail, "#clients", "See client conduct")]


def _common(tally: Tally, team: TeamTally) -> list[Act]:
    """The commonest fault of agents: one with many agents asks for a briefing, one with few for a talk."""
    for code, bucket in team.of_kind(SubjectKind.AGENT):
        if bucket.worst is Severity.CRITICAL or not bucket.sure:
            continue
        size = len(tally.members.get(team.name, ()))
        lead = f"{_name(tally, code)}: {count(bucket.count, 'finding')} with {len(bucket.agents)} of {size} agents."
        if len(bucket.agents) > FEW and len(bucket.agents) * 2 >= size:
            advice = "So many agents ask for a briefing, not for single talks."
        else:
            advice = "A talk with " + ("this agent" if len(bucket.agents) == 1 else "these agents") + " will do."
        order = (2 if bucket.worst is Severity.MAJOR else 4, -bucket.count, code)
        href = _filter(rule=code)
        return [_act(order, bucket.worst, lead, bucket, advice, href, "See the findings")]
    return []


def _lowest(tally: Tally, team: TeamTally) -> list[Act]:
    """The section with the lowest score, where there is enough to judge it and a finding to show."""
    scores = []
    for section in SECTIONS:
        score = tally.score(SubjectKind.TEAM, team.name, "section", str(section))
        if score is not None and score.ranked and team.sections[section]:
            scores.append((score.rate, section, score))
    if not scores:
        return []
    rate, section, score = min(scores, key=lambda item: item[:2])
    within = f"{percent(score.low)} to {percent(score.high)}"
    lead = f"{SECTIONS[section]} is the lowest section: {percent(rate)} ({within})."
    found = [(code, bucket) for code, bucket in team.of_kind(SubjectKind.AGENT) if tally.section(code) == section]
    detail = f"Most often {_name(tally, found[0][0])}, {count(found[0][1].count, 'finding')}." if found else ""
    order = (3, round(rate * 1000), "")
    href = _filter(sec=str(section))
    return [Act(order, "major", GLYPHS[Severity.MAJOR], lead, (), detail, href, f"See section {section}")]


def _act(order: tuple[int, int, str], severity: Severity, lead: str, bucket: Bucket, detail: str, href: str, link: str) -> Act:
    names = tuple(sorted(bucket.agents)) if 0 < len(bucket.agents) <= FEW else ()
    return Act(order, severity.value, GLYPHS[severity], lead, names, detail, href, link)


def _places(bucket: Bucket) -> str:
    return count(bucket.conversations, "conversation")


def _name(tally: Tally, code: str) -> str:
    meta = tally.result.rules.get(code)
    return f"{code} {meta.name}" if meta else code


def _summary(tally: Tally, code: str) -> str:
    meta = tally.result.rules.get(code)
    if meta is None or not meta.summary:
        return ""
    text = meta.summary[0].upper() + meta.summary[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
