"""The view of a team's page."""

from collections import Counter

from caraway_audit.conduct import SECTIONS
from caraway_audit.model import Confidence, Finding, Severity, State, SubjectKind
from caraway_audit.reports.html_conversation import RuleLinks
from caraway_audit.reports.html_views import Cell, Pages, View, banner, by_severity, cell, team_label, weakest
from caraway_audit.reports.priorities import first, priorities
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
    words,
)

SHOWN = 25  # rows that stand in the page without the script, and a page of the table with it
COACH = 12
EVIDENCE = 160
NUMBER = 8  # characters of a finding's number that the table shows; the filter knows all of them


def team(tally: Tally, one: TeamTally, pages: Pages, links: RuleLinks) -> View:
    """`teams/NNN.html`."""
    result = tally.result
    label = team_label(one.name)
    members = sorted(tally.members[one.name], key=lambda name: (name.casefold(), name))
    overall = tally.score(SubjectKind.TEAM, one.name, "overall", "")
    scores = {number: tally.score(SubjectKind.TEAM, one.name, "section", str(number)) for number in SECTIONS}
    missing = [SECTIONS[number] for number in SECTIONS if scores[number] is None]
    rows = one.worst.rows()
    shown, more = first((act, "") for act in priorities(tally, one))
    coach = one.of_kind(SubjectKind.AGENT)
    coached = max(COACH, sum(bucket.worst is Severity.CRITICAL for _, bucket in coach))  # no critical one is cut
    return {
        "crumbs": [("All teams", "../index.html"), (label, "")],
        "title": label,
        "banner": banner(tally),
        "period": period(result.coverage.first, result.coverage.last),
        "scored": one in tally.scored_teams,
        "agents": len(members),
        "acts": [act for act, _ in shown],
        "more_acts": more,
        "overall": cell(overall, 1),
        "few": overall is not None and not overall.ranked,
        "min_sample": result.policy.min_sample,
        "total": one.total,
        "severities": by_severity(one.severities),
        "missing": missing,
        "aside": [f"{count(one.states[state], 'finding')} {STATES[state]}" for state in State if one.states[state]],
        "sections": [
            (
                number,
                name,
                cell(scores[number], 1),
                one.sections[number],
                weakest(tally, SubjectKind.TEAM, one.name, number, links),
            )
            for number, name in SECTIONS.items()
        ],
        "heat": [_agent(tally, name, pages) for name in members],
        "shared": [name for name in members if len(result.agents.get(name, ())) > 1],
        "names": SECTIONS,
        "coach": _coach(tally, coach[:coached], links, len(members)),
        "more_coach": max(0, len(coach) - coached),
        "macros": [
            (
                *_rule(code, links),
                *_gravest(bucket),
                bucket.count,
                _seen(bucket),
                _advice(tally, code),
            )
            for code, bucket in one.of_kind(SubjectKind.TEAM)
        ],
        "clients": [
            (*_rule(code, links), *_gravest(bucket), bucket.count, bucket.conversations)
            for code, bucket in one.of_kind(SubjectKind.CLIENT)
            if (SubjectKind.CLIENT, code) not in one.values
        ],
        "exposed": [_exposed(tally, name, number, pages) for name, number in sorted(one.exposed.items())],
        "entities": _entities(one),
        "kept": [
            (*_rule(code, links), *_gravest(bucket), _writer(kind), bucket.count, bucket.conversations)
            for (kind, code), bucket in sorted(one.values.items(), key=_gravest_first)
        ],
        "rows": [_row(row, links, pages) for row in rows[:SHOWN]],
        "listed": len(rows),
        "unlisted": one.worst.total - len(rows),
        **_table(rows, links, tally, one, pages),
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


def _seen(bucket: Bucket) -> str:
    """How often a fault of the team was seen: a macro is one finding, however often it went out."""
    if bucket.sent > bucket.count:
        return f"sent {bucket.sent:,} times"
    return f"in {count(bucket.conversations, 'conversation')}"


def _coach(tally: Tally, found: list[tuple[str, Bucket]], links: RuleLinks, size: int) -> list[View]:
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
    """How many of an agent's conversations held disrespect of a client, and the share of all theirs."""
    overall = tally.score(SubjectKind.AGENT, name, "overall", "")
    where = pages.agent(name)
    share = ""
    if overall and overall.conversations >= hits:
        share = f"{percent(hits / overall.conversations)} of {overall.conversations:,}"
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
    name, target = links(finding.rule)
    about = pages.agent(finding.subject.id) if finding.subject.kind is SubjectKind.AGENT else ""
    return {
        "severity": finding.severity.value,
        "glyph": GLYPHS[finding.severity],
        "code": finding.rule,
        "name": name,
        "anchor": target,
        "evidence": cut(finding.evidence, EVIDENCE),
        "reason": cut(finding.reason, EVIDENCE),
        "kind": finding.subject.kind.value,
        "who": whose(finding),
        "about": "../" + about if about else "",
        "href": "../" + href if href else "",
        "conversation": finding.conversation,
        "line": row.line,
        "sure": SURE[finding.confidence],
        "number": clean(finding.fingerprint)[:NUMBER],
        "state": STATES.get(finding.state, ""),
    }


def _table(rows: list[Row], links: RuleLinks, tally: Tally, one: TeamTally, pages: Pages) -> View:
    """The data of the findings table, in columns with dictionaries, and the choices of its filters."""
    codes: dict[str, int] = {}
    people: dict[tuple[str, str], int] = {}
    places: dict[tuple[int, str], int] = {}
    surest = {confidence: rank for rank, confidence in enumerate(Confidence)}
    gravest = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    states = {state: rank for rank, state in enumerate(State)}
    reasons: dict[str, int] = {}
    rule, severity, who, place, line, evidence, reason, sure, state, number = ([] for _ in range(10))
    for row in rows:
        finding = row.finding
        rule.append(codes.setdefault(finding.rule, len(codes)))
        severity.append(gravest[finding.severity])
        who.append(people.setdefault((finding.subject.kind.value, whose(finding)), len(people)))
        place.append(places.setdefault((row.page, finding.conversation), len(places)))
        line.append(row.line)
        evidence.append(cut(finding.evidence, EVIDENCE))
        reason.append(reasons.setdefault(finding.reason, len(reasons)))
        number.append(clean(finding.fingerprint))
        sure.append(surest[finding.confidence])
        state.append(states[finding.state])
    agents = sorted({name for kind, name in people if kind == "agent"}, key=lambda name: (name.casefold(), name))
    kinds = [kind for kind in ("client", "team", "data") if any(other == kind for other, _ in people)]
    return {
        "data": {
            "rules": [[clean(code), clean(links(code)[0]), tally.section(code), links(code)[1]] for code in codes],
            "who": [[kind, clean(name), pages.agent(name) if kind == "agent" else ""] for kind, name in people],
            "places": [[page, clean(name)] for page, name in places],
            "severities": [[item.value, GLYPHS[item]] for item in SEVERITIES],
            "sure": [SURE[item] for item in Confidence],
            "states": [STATES.get(item, "") for item in State],
            "rule": rule,
            "severity": severity,
            "person": who,
            "place": place,
            "line": line,
            "evidence": evidence,
            "reasons": [cut(text, EVIDENCE) for text in reasons],
            "reason": reason,
            "number": number,
            "certain": sure,
            "state": state,
            "shown": SHOWN,
            "short": NUMBER,
        },
        "choose_rules": [(code, links(code)[0]) for code in sorted(codes)],
        "choose_agents": [clean(name) for name in agents],
        "choose_kinds": [(kind, {"client": "Clients", "team": "The team", "data": "Personal data"}[kind]) for kind in kinds],
        "choose_sections": [(number, name) for number, name in SECTIONS.items()],
        "has_states": bool(one.states),
    }
