"""What the readable reports need of all findings, gathered in one pass: counts per team and rule, and the worst rows.

Findings may live on disk and may be many: each page keeps its worst rows only, and all pages together a bounded number.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

from caraway_audit.model import (
    AuditResult,
    Confidence,
    Finding,
    RuleMeta,
    Score,
    Severity,
    State,
    Subject,
    SubjectKind,
    Transcript,
)

Key = TypeVar("Key")

TEAM_ROWS, AGENT_ROWS = 5_000, 500  # what one page holds at most
ALL_ROWS = 20_000  # what all pages of one kind hold together, so that memory stays flat
ENOUGH = 5  # conversations that a rule's rate needs to be named as kept well
SEVERITIES = tuple(Severity)
_SEVERITY = {severity: severity.rank for severity in Severity}
_CONFIDENCE = {confidence: confidence.rank for confidence in Confidence}


class Row(NamedTuple):
    """A finding in a list: the worst first by `weight`; `page` and `line` are ordinals, 0 where there is none."""

    weight: int
    page: int
    line: int
    finding: Finding


class Worst:
    """The worst rows of a page, at most `room`, and how many there were."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.total = 0
        self._rows: list[Row] = []
        self._least: int | None = None  # the weight of the last row kept, once there is no room

    def add(self, row: Row) -> None:
        """Keep a row while there is room, or while it is worse than another."""
        self.total += 1
        if not self.room or (self._least is not None and row.weight >= self._least):
            return
        self._rows.append(row)
        if len(self._rows) >= self.room + max(100, self.room // 4):
            self._sort()
            self._least = self._rows[-1].weight

    def rows(self) -> list[Row]:
        """The rows, worst first; equals in the order of the findings."""
        self._sort()
        return self._rows

    def _sort(self) -> None:
        self._rows.sort(key=_weight)
        del self._rows[self.room :]


class AgentTally(Worst):
    """An agent's worst rows, and counts of all of them."""

    def __init__(self, room: int) -> None:
        super().__init__(room)
        self.severities = [0, 0, 0]  # of open findings, as `open`
        self.open: Counter[str] = Counter()  # by rule
        self.all: Counter[str] = Counter()
        self.teams: Counter[str] = Counter()

    def add(self, row: Row) -> None:
        """Count a finding and keep it as `Worst` does."""
        super().add(row)
        self.teams[row.finding.team] += 1
        self.all[row.finding.rule] += 1
        if row.finding.state is State.OPEN:
            self.severities[_SEVERITY[row.finding.severity]] += 1
            self.open[row.finding.rule] += 1


def _weight(row: Row) -> int:
    return row.weight


class Bucket:
    """Open findings of one rule about one kind of subject in one team."""

    __slots__ = ("_last", "agents", "conversations", "count", "sent", "severities", "sure")

    def __init__(self) -> None:
        self.count = 0
        self.sure = 0  # not of low confidence
        self.sent = 0  # how often a macro's fault went out
        self.severities = [0, 0, 0]
        self.conversations = 0
        self.agents: Counter[str] = Counter()
        self._last: str | None = None

    def add(self, finding: Finding, severity: int) -> None:
        """Count one finding; findings come ordered by conversation."""
        self.count += 1
        self.sent += finding.repeats
        self.severities[severity] += 1
        if finding.confidence is not Confidence.LOW:
            self.sure += 1
        if finding.subject.kind is SubjectKind.AGENT:
            self.agents[finding.subject.id] += 1
        if finding.conversation != self._last:
            self.conversations += 1
            self._last = finding.conversation

    @property
    def worst(self) -> Severity:
        """The gravest severity among them."""
        return SEVERITIES[next(rank for rank in range(3) if self.severities[rank])]


class TeamTally:
    """Everything that is counted for one team."""

    def __init__(self, name: str, room: int) -> None:
        self.name = name
        self.worst = Worst(room)
        self.severities = [0, 0, 0]
        self.sections: Counter[int] = Counter()
        self.states: Counter[State] = Counter()
        self.buckets: dict[tuple[SubjectKind, str], Bucket] = {}
        self.values: dict[tuple[SubjectKind, str], Bucket] = {}  # those of `buckets` that point at a personal value
        self.entities: dict[tuple[str, SubjectKind], Bucket] = {}
        self.exposed: Counter[str] = Counter()  # agent -> conversations in which a client's conduct was at fault
        self.exposures = 0
        self._last: str | None = None

    def add(self, row: Row, section: int, agents: tuple[str, ...]) -> None:
        """Count one finding. Only open ones count; the others are listed with their state."""
        finding = row.finding
        self.worst.add(row)
        if finding.state is not State.OPEN:
            self.states[finding.state] += 1
            return
        severity, kind = _SEVERITY[finding.severity], finding.subject.kind
        self.severities[severity] += 1
        self.sections[section] += 1
        _bucket(self.buckets, (kind, finding.rule)).add(finding, severity)
        if finding.entity or kind is SubjectKind.DATA:
            _bucket(self.values, (kind, finding.rule)).add(finding, severity)
        if finding.entity:
            _bucket(self.entities, (finding.entity, kind)).add(finding, severity)
        if kind is SubjectKind.CLIENT and section == 1 and finding.conversation != self._last:
            self._last = finding.conversation
            self.exposures += 1
            self.exposed.update(agents)

    @property
    def total(self) -> int:
        """Open findings."""
        return sum(self.severities)

    @property
    def of_clients(self) -> int:
        """Open findings that are about what a client wrote, and count for nobody of the firm."""
        return sum(sum(bucket.severities) for (kind, _), bucket in self.buckets.items() if kind is SubjectKind.CLIENT)

    def of_kind(self, kind: SubjectKind) -> list[tuple[str, Bucket]]:
        """Rules with findings about this kind of subject, the gravest first, then the most frequent."""
        found = [(rule, bucket) for (whom, rule), bucket in self.buckets.items() if whom is kind]
        return sorted(found, key=lambda item: (item[1].worst.rank, -item[1].count, item[0]))


def _bucket(buckets: dict[Key, Bucket], key: Key) -> Bucket:
    bucket = buckets.get(key)
    if bucket is None:
        bucket = buckets[key] = Bucket()
    return bucket


class Tally:
    """All findings of a run, by team and by agent. Teams and agents have ordinals: their place in sorted order."""

    def __init__(self, result: AuditResult, rows: bool = True) -> None:
        """With `rows` false only counts are kept."""
        self.result = result
        scored = {kind: {score.who.id for score in result.scores if score.who.kind is kind} for kind in SubjectKind}
        teams = {
            *result.teams,
            *scored[SubjectKind.TEAM],
            *(team for teams in result.agents.values() for team in teams),
        }
        agents = {*result.agents, *scored[SubjectKind.AGENT]}
        self._room = min(TEAM_ROWS, max(100, ALL_ROWS // max(1, len(teams)))) if rows else 0
        self._agent_room = min(AGENT_ROWS, max(100, ALL_ROWS // max(1, len(agents)))) if rows else 0
        self.teams = {name: TeamTally(name, self._room) for name in sorted(teams, key=by_name)}
        self.agents = {name: AgentTally(self._agent_room) for name in sorted(agents, key=by_name)}
        self.members: dict[str, set[str]] = {name: set() for name in self.teams}
        for agent, names in result.agents.items():
            for name in names:
                self.members[name].add(agent)
        self._scored = scored[SubjectKind.TEAM]
        self._sections = {meta.code: meta.section for meta in result.catalogue}

    def team(self, name: str) -> TeamTally:
        """A team's tally; a team that only a finding names comes after the others."""
        tally = self.teams.get(name)
        if tally is None:
            tally = self.teams[name] = TeamTally(name, self._room)
            self.members[name] = set()
        return tally

    def add(self, finding: Finding, page: int, line: int, agents: tuple[str, ...]) -> Row:
        """Count one finding, which stands on `line` of conversation page `page`, and give its row."""
        weight = 10 * _SEVERITY[finding.severity] + _CONFIDENCE[finding.confidence]
        if finding.state is not State.OPEN:
            weight += 100
        row = Row(weight, page, line, finding)
        self.team(finding.team).add(row, self.section(finding.rule), agents)
        if finding.subject.kind is SubjectKind.AGENT:
            agent = finding.subject.id
            if agent not in self.agents:
                self.agents[agent] = AgentTally(self._agent_room)
            self.members[finding.team].add(agent)
            self.agents[agent].add(row)
        return row

    @property
    def scored_teams(self) -> list[TeamTally]:
        """The teams that have a score. The others, as "no team", are no team to compare, though they may have findings."""
        return [team for name, team in self.teams.items() if name in self._scored]

    @property
    def other_teams(self) -> list[TeamTally]:
        """Teams without a score that have findings all the same."""
        return [team for name, team in self.teams.items() if name not in self._scored and team.worst.total]

    @property
    def teamless(self) -> int:
        """Conversations that count in no team's score."""
        scores = (self.score(SubjectKind.TEAM, team.name, "overall", "") for team in self.scored_teams)
        return max(0, self.result.coverage.conversations - sum(score.conversations for score in scores if score))

    def has_page(self, name: str) -> bool:
        """Whether a team has a score or, so far, a finding."""
        return name in self._scored or (name in self.teams and self.teams[name].worst.total > 0)

    def weakest(self, kind: SubjectKind, name: str, section: int) -> tuple[RuleMeta, Score] | None:
        """The rule of a section that is kept least, of those ever broken: by the upper end of the interval, so that none of
        four kept is less than 22 of 25, and none of one more than none of four."""
        found = [
            (score.high, meta.code, meta, score)
            for meta in self._by_section.get(section, ())
            if (score := self.result.score(Subject(kind, name), "rule", meta.code)) and score.rate < 1
        ]
        return min(found, key=lambda item: item[:2])[2:] if found else None

    @cached_property
    def _by_section(self) -> dict[int, list[RuleMeta]]:
        made: dict[int, list[RuleMeta]] = {}
        for meta in self.result.catalogue:
            made.setdefault(meta.section, []).append(meta)
        return made

    def section(self, rule: str) -> int:
        """The section of a rule; 0 for a rule that the catalogue does not hold."""
        return self._sections.get(rule, 0)

    def score(self, kind: SubjectKind, name: str, scope: str, key: str) -> Score | None:
        """A score by name; `overall` has one key, whatever it is called."""
        if scope == "overall":
            return self._overall.get((kind, name))
        return self.result.score(Subject(kind, name), scope, key)

    @cached_property
    def _overall(self) -> dict[tuple[SubjectKind, str], Score]:
        return {(score.who.kind, score.who.id): score for score in self.result.scores if score.scope == "overall"}

    @property
    def open_findings(self) -> int:
        """Open findings of all teams."""
        return sum(team.total for team in self.teams.values())


def by_name(name: str) -> tuple[str, str]:
    """Sorts names as people do, and still in one order only."""
    return name.casefold(), name


def numbers(transcript: Transcript) -> list[int]:
    """The number of each line as pages show it; 0 for a quotation, which stands under its message."""
    found, number, before = [], 0, None
    for line in transcript.lines:
        if line.quoted and line.message == before:
            found.append(0)
        else:
            number += 1
            found.append(number)
        before = line.message
    return found


class Joined:
    """Findings and transcripts, both ordered by conversation, walked side by side: each is read once, none is kept."""

    def __init__(self, result: AuditResult, tally: Tally) -> None:
        self._findings = iter(result.findings)
        self._transcripts = result.transcripts
        self._tally = tally
        self._next = next(self._findings, None)
        self._at = ""

    def __iter__(self) -> Iterator[tuple[int, Transcript, dict[str, int]]]:
        """Ordinal, transcript, and the line of each message; findings are counted on the way."""
        before = ""
        for page, transcript in enumerate(self._transcripts, start=1):
            name = transcript.conversation
            if name < before:
                raise ValueError("transcripts must be ordered by conversation id")
            before = name
            self._without_page(name)
            lines: dict[str, int] = {}
            for number, line in zip(numbers(transcript), transcript.lines, strict=True):
                if number:
                    lines.setdefault(line.message, number)
            while self._next is not None and self._next.conversation == name:
                place = lines.get(self._next.message, 0) if self._next.message is not None else 0
                self._tally.add(self._next, page, place, transcript.agents)
                self._advance()
            yield page, transcript, lines
        self._without_page(None)

    def _without_page(self, name: str | None) -> None:
        while self._next is not None and (name is None or self._next.conversation < name):
            self._tally.add(self._next, 0, 0, ())
            self._advance()

    def _advance(self) -> None:
        self._next = next(self._findings, None)
        if self._next is not None:
            if self._next.conversation < self._at:
                raise ValueError("findings must be ordered by conversation id")
            self._at = self._next.conversation
