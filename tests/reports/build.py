"""Audit results made by hand: a realistic one of any size, a hostile one, and empty ones. No engine, no reader."""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from samples import (
    AGENT_LINES,
    AGENTS,
    CLIENT_LINES,
    CLIENT_RULES,
    CODE,
    CRIT,
    DATA_RULES,
    FAULTS,
    MAJ,
    MIN,
    PAYLOADS,
    RULES,
    TEAM_RULES,
    UNSEEN,
)

from caraway_audit.conduct import SECTIONS
from caraway_audit.model import (
    AuditResult,
    Confidence,
    Coverage,
    Example,
    Finding,
    InputFile,
    InputProblem,
    MarkedText,
    PolicyStamp,
    Role,
    RuleCount,
    RuleFailure,
    RuleMeta,
    Score,
    Source,
    State,
    Subject,
    SubjectKind,
    Transcript,
    TranscriptLine,
)
from caraway_audit.reports.html import HtmlReporter

NOWHERE = lambda stream: None  # noqa: E731 - no value was found, so none stands anywhere
A, C, T, D = SubjectKind.AGENT, SubjectKind.CLIENT, SubjectKind.TEAM, SubjectKind.DATA


def wilson(rate: float, n: int) -> tuple[float, float]:
    z = 1.96
    middle, half = rate + z * z / (2 * n), z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def score(who: Subject, scope: str, key: str, n: int, rate: float, least: int = 20) -> Score:
    return Score(who, scope, key, n, rate, *wilson(rate, n), n >= least)


def catalogue() -> tuple[RuleMeta, ...]:
    made = []
    for code, name, clause, severity, summary, advice in RULES:
        who = (A, *((C,) if code in CLIENT_RULES else ()), *((D,) if code in DATA_RULES else ()))
        severities = {A: severity, **({C: MIN} if code in CLIENT_RULES else {})}
        why = f"When {summary}, the client has to ask again or loses trust."
        examples = (
            Example("client: Where is it?\nagent: You should have asked before.", True),
            Example("agent: Hello, this is Dana.", False),
        )
        made.append(
            RuleMeta(
                code, name, clause, who, severities, summary, kind="phrase", why=why, advice=advice,
                wrong_when="a quotation of the client", examples=examples,
            )
        )  # fmt: skip
    return tuple(made)


def parts(text: str, fault: str, number: int, rng: random.Random) -> tuple[MarkedText, ...]:
    if number and fault and fault in text:
        before, after = text.split(fault, 1)
        made = [MarkedText(before), MarkedText(fault, "", (number,)), MarkedText(after)]
        return tuple(part for part in made if part.text)
    if rng.random() < 0.15:
        token = rng.choice([("card •••• 4242", "card"), ("phone ••• •• 67", "phone"), ("order ••••118", "order")])
        return (MarkedText(text + " It is "), MarkedText(*token), MarkedText("."))
    return (MarkedText(text),)


class Made:
    """A realistic result: `conversations` with about six findings each, made from a seed."""

    def __init__(self, conversations: int = 240, seed: int = 7, lines: int = 18, findings: int = 6) -> None:
        self.rng = random.Random(seed)
        self.rules = {meta.code: meta for meta in catalogue()}
        self.transcripts: list[Transcript] = []
        for number in range(conversations):
            self.transcripts.append(self.conversation(number, lines, findings))
        self.findings = [finding for transcript in self.transcripts for finding in transcript.findings]

    def conversation(self, number: int, lines: int, findings: int) -> Transcript:
        rng, name = self.rng, f"c-{number:05d}"
        team = rng.choices(list(AGENTS), (5, 4, 2))[0]
        pool = AGENTS[team].split(", ")
        agent = rng.choices(pool, [9] * (len(pool) - 1) + [1])[0]
        client = f"cust-{rng.randrange(36**6):06x}"[:13]
        wanted = rng.choices(
            RULES,
            [0 if rule[0] == "CA311" else 3 if rule[3] is MIN else 2 if rule[3] is MAJ else 0.12 for rule in RULES],
            k=findings,
        )
        rows: list[TranscriptLine] = []
        minute = rng.randrange(480)
        either = (*CLIENT_RULES, *DATA_RULES, "CA201", "CA501")
        by_line = {
            rng.randrange(4, lines) if rule[0] in either else 5 + 2 * rng.randrange((lines - 4) // 2): rule for rule in wanted
        }
        found: list[Finding] = []
        for place in range(lines):
            rule, wait = by_line.get(place), rng.choice((1, 1, 2, 3)) if rng.random() < 0.95 else rng.randrange(12, 90)
            mine = place % 2 == 1
            kind = self.subject(rule[0], mine) if rule else A
            role = Role.CLIENT if not mine else Role.AGENT
            text = rng.choice(AGENT_LINES if mine else CLIENT_LINES)
            fault = FAULTS.get(rule[0], "") if rule else ""
            minute += wait
            at = f"2026-11-{16 + number % 7:02d}T{9 + minute // 60 % 12:02d}:{minute % 60:02d}:00+01:00"
            if rule:
                subject = {A: agent, C: client, T: team, D: ""}[kind]
                found.append(self.finding(rule, name, f"{place}", Subject(kind, subject), team, fault, at))
                text = f"{text} {fault}." if fault else text
            rows.append(
                TranscriptLine(
                    f"{place}",
                    role,
                    agent if mine else "",
                    at,
                    True,
                    parts(text, fault, len(found) if rule else 0, rng),
                    False,
                    wait * 60 if place else None,
                )
            )
        if number % 5 == 0:
            rows[1] = replace(
                rows[1],
                role=Role.BOT,
                author="Parcel bot",
                parts=(MarkedText("I am the parcel bot. I hand you over to a person."),),
            )
            rows[2] = replace(rows[2], role=Role.SYSTEM, author="", parts=(MarkedText(f"{agent} joined the conversation."),))
            rows[6] = replace(
                rows[6],
                public=False,
                role=Role.AGENT,
                author=agent,
                parts=(MarkedText("client called twice, photo is in the case"),),
            )
            rows.insert(
                8,
                TranscriptLine(
                    "7",
                    Role.CLIENT,
                    "",
                    rows[7].at,
                    True,
                    (MarkedText("> On Monday you wrote:\n> We will write to you by noon."),),
                    True,
                    None,
                ),
            )
        if number % 9 == 0:
            rule = next(rule for rule in RULES if rule[0] == "CA401")
            found.append(self.finding(rule, name, None, Subject(A, agent), team, "", rows[-1].at))
        channel = rng.choice(("chat", "email"))
        return Transcript(name, team, channel, (agent,), client, rows[0].at, rows[-1].at, "ended", tuple(rows), tuple(found))

    @staticmethod
    def subject(code: str, mine: bool) -> SubjectKind:
        if code in TEAM_RULES:
            return T
        if code in DATA_RULES and not mine:
            return D
        return C if code in CLIENT_RULES and not mine else A

    def finding(
        self, rule: tuple[str, ...], name: str, message: str | None, subject: Subject, team: str, fault: str, at: str
    ) -> Finding:
        rng, severity = self.rng, RULES[[item[0] for item in RULES].index(rule[0])][3]
        if subject.kind in (C, D):
            severity = MIN
        confidence = rng.choices(list(Confidence), (6, 3, 1))[0]
        state = State.WAIVED if rng.random() < 0.01 else State.OPEN
        entity = {"CA301": "CREDIT_CARD", "CA305": "PHONE_NUMBER"}.get(rule[0])
        evidence = {"CA301": "so the card is card •••• 4242, correct?", "CA305": "call me on phone ••• •• 67"}.get(
            rule[0], fault
        )
        print_ = f"F-{rng.randrange(36**7):08x}"
        reason = f"“{fault}”: {rule[4]}." if fault else f"{rule[4][0].upper()}{rule[4][1:]}."
        repeats = rng.randrange(2, 60) if subject.kind is T else 1
        return Finding(
            rule[0], name, message, subject, team, severity, confidence, ((0, 4),), entity, evidence, reason, rule[5],
            print_, at, state, repeats,
        )  # fmt: skip

    def scores(self) -> tuple[Score, ...]:
        rng, made = self.rng, []
        sizes = Counter(agent for transcript in self.transcripts for agent in transcript.agents)
        teams = Counter(transcript.team for transcript in self.transcripts)
        mean = {1: 0.95, 2: 0.88, 3: 0.91, 4: 0.76, 5: 0.84, 6: 0.7, 7: 0.97}
        for kind, counted in ((T, teams), (A, sizes)):
            for name, found in sorted(counted.items()):
                n = found * 4
                rates = {
                    key: min(1.0, max(0.0, rate + rng.gauss(0, 0.02 if kind is T else 0.07))) for key, rate in mean.items()
                }
                made.append(score(Subject(kind, name), "overall", "overall", n, sum(rates.values()) / 7))
                for key, rate in rates.items():
                    if (key, name) in ((7, "Deliveries"), (7, "Juan Costa")):
                        continue
                    made.append(score(Subject(kind, name), "section", str(key), n if key != 6 else max(3, n // 3), rate))
                made += [score(Subject(kind, name), "rule", code, n, min(1.0, rng.uniform(0.7, 1.06))) for code in self.rules]
        return tuple(made)

    def result(self) -> AuditResult:
        failed = Counter(finding.rule for finding in self.findings)
        counts = {
            code: RuleCount(900, failed[code], 40, {"no timestamps": 30, "language not covered": 10})
            for code in self.rules
            if code != "CA311"
        }
        teams: dict[str, set[str]] = {}
        for team, names in AGENTS.items():
            for name in names.split(", "):
                teams.setdefault(name, set()).add(team)
        size = len(self.transcripts) * 4
        coverage = Coverage(
            (
                InputFile("chats-2026-11-16.csv", "native csv", 21_480, ("time zone taken as Europe/Zurich",)),
                InputFile("mails.jsonl", "zendesk", 4_102),
            ),
            (), 0, size, len(self.transcripts) * 60, 31, 12, {"en": size - 3, "de": 3},
            "2026-11-16T08:00:00+01:00", "2026-11-22T19:30:00+01:00",
        )  # fmt: skip
        return AuditResult(
            PolicyStamp("3f9a1c77b2d84e10", "rules.yaml", "2026-11", tuple(self.rules), ("CA311",)),
            coverage, catalogue(), counts, self.scores(), self.findings, iter(self.transcripts),
            agents={name: tuple(sorted(found)) for name, found in sorted(teams.items())}, teams=tuple(sorted(AGENTS)),
            line_with_value=NOWHERE,
        )  # fmt: skip


def write(result: AuditResult, folder: Path) -> Path:
    """The HTML site of a result, in a new folder."""
    folder.mkdir(parents=True)
    HtmlReporter().write(result, folder)
    return folder


def realistic(conversations: int = 240) -> AuditResult:
    return Made(conversations).result()


def incomplete() -> AuditResult:
    result = Made(6).result()
    problems = tuple(
        InputProblem(Source("chats.csv", line), "the time “soon” is no time.", "Map the column at.") for line in range(2, 9)
    )
    coverage = replace(result.coverage, problems=problems, problem_count=41)
    return replace(result, coverage=coverage, failures=(RuleFailure("CA207", "c-00002", "ZeroDivisionError"),))


def empty() -> AuditResult:
    """Nothing was read at all."""
    return AuditResult(
        PolicyStamp("0" * 16, "default", "1", ()), Coverage(), catalogue(), {}, (), (), (), line_with_value=NOWHERE
    )


def spotless() -> AuditResult:
    """One team, few conversations, no finding, only one section evaluated."""
    who, team = Subject(A, "Dana"), Subject(T, "Billing")
    keys = (("overall", ""), ("section", "1"))
    scores = tuple(score(one, scope, key, 4, 1.0) for one in (who, team) for scope, key in keys)
    coverage = Coverage(conversations=4, messages=40, first="2026-11-16", last="2026-11-16")
    return AuditResult(
        PolicyStamp("0" * 16, "default", "1", ("CA101",)), coverage, catalogue(), {"CA101": RuleCount(4)}, scores, (),
        agents={"Dana": ("Billing",)}, teams=("Billing",), line_with_value=NOWHERE,
    )  # fmt: skip


def hostile(payloads: Sequence[str] = tuple(PAYLOADS)) -> AuditResult:
    """Every field that others can fill holds a payload; each is a team, an agent, a conversation, a text."""
    findings, transcripts, scores = [], [], []
    for text in sorted(payloads):
        bad = text + UNSEEN
        for kind in (A, C, T, D):
            code, severity = (CODE, CRIT) if kind is A else ("CA101", MAJ)
            whom, texts = Subject(kind, bad), [bad] * 6
            findings.append(Finding(code, bad, bad, whom, bad, severity, Confidence.HIGH, (), *texts, State.OPEN, 3))
        parts = (MarkedText(bad), MarkedText(bad, bad, (1,)), MarkedText(bad, "", (1, 2, 99)))
        line = TranscriptLine(bad, Role.AGENT, bad, bad, True, parts, False, 700)
        lines, found = (line, replace(line, quoted=True)), tuple(findings[-4:])
        transcripts.append(Transcript(bad, bad, bad, (bad,), bad, bad, bad, bad, lines, found))
        for who in (Subject(A, bad), Subject(T, bad)):
            scores.append(score(who, "overall", "", 30, 0.5))
            scores += (score(who, "section", str(key), 30, 0.5) for key in SECTIONS)
    names = tuple(sorted(text + UNSEEN for text in payloads))
    bad = "".join(payloads) + UNSEEN
    meta = RuleMeta(
        "CA101", bad, "1.2", (A,), {A: MAJ}, bad, kind=bad, why=bad, advice=bad, wrong_when=bad, status=bad, since=bad,
        origin=bad, examples=(Example(bad, True),),
    )  # fmt: skip
    own = replace(meta, code=CODE, severities={A: CRIT})
    problem = InputProblem(Source(bad, 3, 4), bad, bad)
    coverage = Coverage((InputFile(bad, bad, 3, (bad,)),), (problem,), 1, 30, 90, 1, 1, {bad: 3}, bad, bad)
    return AuditResult(
        PolicyStamp(bad, bad, bad, ("CA101", bad), (bad, CODE)), coverage, (meta, own),
        {"CA101": RuleCount(1, 2, 3, {bad: 3})}, tuple(scores), findings, iter(transcripts),
        failures=(RuleFailure(bad, bad, bad),), agents={name: (name,) for name in names}, teams=names, line_with_value=NOWHERE,
    )  # fmt: skip


class OnDisk(Sequence[Finding]):
    """Findings that may be iterated once only, as those on disk should be."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings, self.passes = findings, 0

    def __iter__(self) -> Iterator[Finding]:
        self.passes += 1
        return iter(self._findings)

    def __len__(self) -> int:
        return len(self._findings)

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        raise AssertionError("reports iterate")
