"""The view of a team's page."""

from collections import Counter

from caraway_audit.conduct import SECTIONS
from caraway_audit.model import Confidence, Finding, State, SubjectKind
from caraway_audit.reports.html_acts import acts
from caraway_audit.reports.html_conversation import RuleLinks
from caraway_audit.reports.html_views import Cell, Pages, View, banner, by_severity, cell, half, team_label
from caraway_audit.reports.tally import SEVERITIES, Bucket, Row, Tally, TeamTally
from caraway_audit.reports.wording import (
    GLYPHS,
    STATES,
    SURE,
    WHO,
    clean,
    count,
    cut,
    percent,
    period,
    wilson,
    words,
)

SHOWN = 25  # rows that stand in the page without the script, and a page of the table with it
COACH = 12
EVIDENCE = 160


def team(tally: Tally, one: TeamTally, pages: Pages, links: RuleLinks) -> View:
    """`teams/NNN.html`."""
    result = tally.result
    label = team_label(one.name)
    members = sorted(tally.members[one.name], key=lambda name: (name.casefold(), name))
    overall = tally.score(SubjectKind.TEAM, one.name, "overall", "")
    scores = {number: tally.score(SubjectKind.TEAM, one.name, "section", str(number)) for number in SECTIONS}
    missing = [SECTIONS[number] for number in SECTIONS if scores[number] is None]
    rows = one.worst.rows()
    return {
        "crumbs": [("All teams", "../index.html"), (label, "")],
        "title": label,
        "banner": banner(tally),
        "period": period(result.coverage.first, result.coverage.last),
        "agents": len(members),
        "acts": acts(tally, one)[:3],
        "overall": cell(overall, 1),
        "half": half(overall) if overall else "",
        "few": overall is not None and not overall.ranked,
        "min_sample": result.policy.min_sample,
        "total": one.total,
        "severities": by_severity(one.severities),
        "missing": missing,
        "aside": [f"{count(one.states[state], 'finding')} {STATES[state]}" for state in State if one.states[state]],
        "sections": [(number, name, cell(scores[number], 1), one.sections[number]) for number, name in SECTIONS.items()],
        "heat": [_agent(tally, name, pages) for name in members],
        "shared": [name for name in members if len(result.agents.get(name, ())) > 1],
        "names": SECTIONS,
        "coach": _coach(tally, one, links, len(members)),
        "more_coach": max(0, len(one.of_kind(SubjectKind.AGENT)) - COACH),
        "macros": [
            (
                *_rule(code, links),
                *_gravest(bucket),
                bucket.count,
                bucket.sent,
                bucket.conversations,
                _advice(tally, code),
            )
            for code, bucket in one.of_kind(SubjectKind.TEAM)
        ],
        "clients": [
            (*_rule(code, links), *_gravest(bucket), bucket.count, bucket.conversations)
            for code, bucket in one.of_kind(SubjectKind.CLIENT)
            if tally.section(code) != 3
        ],
        "exposures": one.exposures,
        "exposed": [_exposed(tally, name, number, pages) for name, number in sorted(one.exposed.items())],
        "entities": _entities(one),
        "kept": [
            (*_rule(code, links), *_gravest(bucket), _writer(kind), bucket.count, bucket.conversations)
            for (kind, code), bucket in sorted(one.buckets.items(), key=_gravest_first)
            if kind is SubjectKind.DATA or tally.section(code) == 3
        ],
        "rows": [_row(row, links, pages) for row in rows[:SHOWN]],
        "listed": len(rows),
        "unlisted": one.worst.total - len(rows),
        **_table(rows, links, tally, one),
    }


def _agent(tally: Tally, name: str, pages: Pages) -> tuple[str, str, int, Cell, list[Cell]]:
    overall = tally.score(SubjectKind.AGENT, name, "overall", "")
    # An agent of several teams is compared with the first of them: scores are per agent, not per agent and team.
    home = next(iter(tally.result.agents.get(name, ())), "")
    return (
        name,
        "../" + pages.agent(name),
        overall.conversations if overall else 0,
        cell(overall),
        [
            cell(
                tally.score(SubjectKind.AGENT, name, "section", str(number)),
                beside=tally.score(SubjectKind.TEAM, home, "section", str(number)),
            )
            for number in SECTIONS
        ],
    )


def _rule(code: str, links: RuleLinks) -> tuple[str, str, str]:
    return (clean(code), *links(code))


def _gravest(bucket: Bucket) -> tuple[str, str]:
    return bucket.worst.value, GLYPHS[bucket.worst]


def _gravest_first(item: tuple[tuple[SubjectKind, str], Bucket]) -> tuple[int, int, str, str]:
    (kind, code), bucket = item
    return bucket.worst.rank, -bucket.count, code, kind.value


def _advice(tally: Tally, code: str) -> str:
    meta = tally.result.rules.get(code)
    return meta.advice if meta else ""


def _coach(tally: Tally, one: TeamTally, links: RuleLinks, size: int) -> list[View]:
    found = one.of_kind(SubjectKind.AGENT)[:COACH]
    most = max((bucket.count for _, bucket in found), default=1)
    made = []
    for code, bucket in found:
        severity, glyph = _gravest(bucket)
        name, target = links(code)
        often = sorted(bucket.agents.items(), key=lambda item: (-item[1], item[0]))[:2]
        made.append(
            {
                "code": clean(code),
                "name": name,
                "anchor": target,
                "severity": severity,
                "glyph": glyph,
                "count": bucket.count,
                "width": round(100 * bucket.count / most, 1),
                "agents": f"{len(bucket.agents)} of {size}",
                "often": often,
                "advice": _advice(tally, code),
            }
        )
    return made


def _exposed(tally: Tally, name: str, hits: int, pages: Pages) -> tuple[str, str, int, str]:
    """How many of an agent's conversations held disrespect of a client, with the interval of that share."""
    overall = tally.score(SubjectKind.AGENT, name, "overall", "")
    where = pages.agent(name)
    share = ""
    if overall and overall.conversations >= hits:
        low, high = wilson(hits, overall.conversations)
        share = f"{percent(hits / overall.conversations)} ({percent(low)} to {percent(high)})"
    return name, "../" + where if where else "", hits, share


def _writer(kind: SubjectKind) -> str:
    return {SubjectKind.AGENT: "agent", SubjectKind.CLIENT: "client"}.get(kind, WHO.get(kind, ""))


def _entities(one: TeamTally) -> list[tuple[str, int, int, int, int]]:
    """Kind of value, findings charged to agents, to clients, to nobody, and conversations."""
    kinds: dict[str, Counter[SubjectKind]] = {}
    places: Counter[str] = Counter()
    for (entity, kind), bucket in one.entities.items():
        kinds.setdefault(entity, Counter())[kind] += bucket.count
        places[entity] += bucket.count
    return [
        (
            words(entity),
            kinds[entity][SubjectKind.AGENT],
            kinds[entity][SubjectKind.CLIENT],
            kinds[entity][SubjectKind.DATA] + kinds[entity][SubjectKind.TEAM],
            total,
        )
        for entity, total in sorted(places.items(), key=lambda item: (-item[1], item[0]))
    ]


def whose(finding: Finding) -> str:
    """Whom a finding is about, in a table's cell."""
    kind = finding.subject.kind
    return finding.subject.id if kind in (SubjectKind.AGENT, SubjectKind.CLIENT) else WHO[kind]


def _row(row: Row, links: RuleLinks, pages: Pages) -> View:
    finding = row.finding
    href = pages.conversation(row.page, row.line)
    return {
        "severity": finding.severity.value,
        "glyph": GLYPHS[finding.severity],
        "code": finding.rule,
        "name": links(finding.rule)[0],
        "evidence": cut(finding.evidence, EVIDENCE),
        "reason": cut(finding.reason, EVIDENCE),
        "kind": finding.subject.kind.value,
        "who": whose(finding),
        "href": "../" + href if href else "",
        "conversation": finding.conversation,
        "line": row.line,
        "sure": SURE[finding.confidence],
        "state": STATES.get(finding.state, ""),
    }


def _table(rows: list[Row], links: RuleLinks, tally: Tally, one: TeamTally) -> View:
    """The data of the findings table, in columns with dictionaries, and the choices of its filters."""
    codes: dict[str, int] = {}
    people: dict[tuple[str, str], int] = {}
    places: dict[tuple[int, str], int] = {}
    surest = {confidence: rank for rank, confidence in enumerate(Confidence)}
    gravest = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    states = {state: rank for rank, state in enumerate(State)}
    rule, severity, who, place, line, evidence, quoted, sure, state = ([] for _ in range(9))
    for row in rows:
        finding = row.finding
        rule.append(codes.setdefault(finding.rule, len(codes)))
        severity.append(gravest[finding.severity])
        who.append(people.setdefault((finding.subject.kind.value, whose(finding)), len(people)))
        place.append(places.setdefault((row.page, finding.conversation), len(places)))
        line.append(row.line)
        evidence.append(cut(finding.evidence or finding.reason, EVIDENCE))
        quoted.append(1 if finding.evidence else 0)
        sure.append(surest[finding.confidence])
        state.append(states[finding.state])
    agents = sorted({name for kind, name in people if kind == "agent"}, key=lambda name: (name.casefold(), name))
    kinds = [kind for kind in ("client", "team", "data") if any(other == kind for other, _ in people)]
    return {
        "data": {
            "rules": [[clean(code), clean(links(code)[0]), tally.section(code)] for code in codes],
            "who": [[kind, clean(name)] for kind, name in people],
            "places": [[page, clean(name)] for page, name in places],
            "severities": [[item.value, GLYPHS[item]] for item in SEVERITIES],
            "sure": [SURE[item] for item in Confidence],
            "states": [STATES.get(item, "") for item in State],
            "rule": rule,
            "severity": severity,
            "person": who,
            "place": place,
            "line": line,
            "text": evidence,
            "quoted": quoted,
            "certain": sure,
            "state": state,
            "shown": SHOWN,
        },
        "choose_rules": [(code, links(code)[0]) for code in sorted(codes)],
        "choose_agents": [clean(name) for name in agents],
        "choose_kinds": [(kind, {"client": "Clients", "team": "The team", "data": "Personal data"}[kind]) for kind in kinds],
        "choose_sections": [(number, name) for number, name in SECTIONS.items()],
        "has_states": bool(one.states),
    }
