"""What to act on first: every critical rule with how many and who, then majors. A finding keeps its own severity here."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from caraway_audit.model import Severity, SubjectKind
from caraway_audit.reports.tally import SEVERITIES, Bucket, Tally, TeamTally
from caraway_audit.reports.wording import GLYPHS, clean, count

FEW = 3  # agents that a line names
OTHERS = {SubjectKind.TEAM: "the team", SubjectKind.CLIENT: "clients", SubjectKind.DATA: "personal data"}
LINES = 5  # lines after the critical ones, which are never cut


class Priority(NamedTuple):
    """One line: `order` sorts the worst first. `anchor` is on the team's page, `filter` what its findings table shows."""

    order: tuple[int, int, str]
    severity: Severity
    lead: str
    many: str
    who: tuple[str, ...]
    summary: str  # what the rule is about, of a critical one
    detail: str  # what to do
    anchor: str
    filter: str = ""

    @property
    def glyph(self) -> str:
        """The sign of its severity."""
        return GLYPHS[self.severity]


Item = TypeVar("Item")


def first(found: Iterable[tuple[Priority, Item]]) -> tuple[list[tuple[Priority, Item]], bool]:
    """The lines of one or more teams to show, worst first, and whether a major one is left out."""
    ranked = sorted(found, key=lambda item: item[0].order)
    critical = [item for item in ranked if item[0].severity is Severity.CRITICAL]
    others = ranked[len(critical) :]
    return critical + others[:LINES], any(act.severity is Severity.MAJOR for act, _ in others[LINES:])


def priorities(tally: Tally, team: TeamTally) -> list[Priority]:
    """A team's lines: one for each rule with critical or major findings, and one for what its agents had to bear."""
    disrespect = {key for key in team.buckets if key[0] is SubjectKind.CLIENT and tally.section(key[1]) == 1}
    groups: dict[tuple[Severity, str], list[tuple[SubjectKind, Bucket]]] = {}
    for (kind, code), bucket in team.buckets.items():
        for rank, severity in enumerate(SEVERITIES[:2]):
            if bucket.severities[rank] and not (rank and (kind, code) in disrespect):
                groups.setdefault((severity, code), []).append((kind, bucket))
    made = [_rule(tally, team, severity, code, found) for (severity, code), found in groups.items()]
    milder = [severity for severity in SEVERITIES[1:] if any(team.buckets[key].severities[severity.rank] for key in disrespect)]
    if milder:
        many = count(team.exposures, "conversation")
        bore = f"{count(len(team.exposed), 'agent')} had to bear it; ask how they are." if team.exposed else ""
        order = (milder[0].rank, -team.exposures, "")
        made.append(Priority(order, milder[0], "Disrespect by clients", many, (), "", bore, "clients"))
    return made


def _rule(tally: Tally, team: TeamTally, severity: Severity, code: str, found: list[tuple[SubjectKind, Bucket]]) -> Priority:
    meta = tally.result.rules.get(code)
    total = sum(bucket.severities[severity.rank] for _, bucket in found)
    agents = sorted({name for _, bucket in found for name in bucket.agents})
    who = agents if len(agents) <= FEW else [count(len(agents), "agent")]
    kinds = {kind for kind, _ in found}
    who += [name for kind, name in OTHERS.items() if kind in kinds]
    about = meta.summary if meta and severity is Severity.CRITICAL else ""
    said = [f"Sent {bucket.sent:,} times: mend the macro." for _, bucket in found if bucket.sent > bucket.count]
    if not any(bucket.sure for _, bucket in found):
        said.append("Less sure: read before you act.")
    return Priority(
        (severity.rank, -total, code),
        severity,
        f"{code} {meta.name}" if meta else code,
        count(total, "finding"),
        tuple(who),
        f"{about[0].upper()}{about[1:].rstrip('.')}." if about else "",
        " ".join(said),
        "findings",
        urlencode({"sev": severity.value, "rule": clean(code)} | ({"state": "open"} if team.states else {})),
    )
