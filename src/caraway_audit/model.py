"""The nouns of an audit: what every other part passes on.

Immutable, standard library only; what there are millions of are tuples, which are made in a fifth of the time. Data flows one
way: readers make `Conversation`s, rules make `Outcome`s, the engine makes `Finding`s and `Score`s, reports see an
`AuditResult`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TextIO

Span = tuple[int, int]
"""Start and end (exclusive) in code points of the original `Message.text`."""


class Role(StrEnum):
    """Which side wrote a message. A person of the firm is `agent`, whoever they serve is `client`."""

    AGENT = "agent"
    CLIENT = "client"
    BOT = "bot"
    SYSTEM = "system"


AGENTS, CLIENTS = frozenset({Role.AGENT}), frozenset({Role.CLIENT})
BOTH_SIDES, FIRM = AGENTS | CLIENTS, AGENTS | {Role.BOT}


class Visibility(StrEnum):
    """`internal` messages are notes that the client does not see."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Status(StrEnum):
    """Whether the export says that a conversation is over."""

    OPEN = "open"
    ENDED = "ended"


class Severity(StrEnum):
    """How much a failure matters (not how sure we are: that is `Confidence`)."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"

    @property
    def weight(self) -> int:
        """Weight of a rule of this severity in a section's score."""
        return {"critical": 4, "major": 2, "minor": 1}[self.value]

    @property
    def rank(self) -> int:
        """0 for the worst; sorts the worst first."""
        return {"critical": 0, "major": 1, "minor": 2}[self.value]


class Confidence(StrEnum):
    """How sure a rule is of a failure. A word, never a per cent."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the surest; sorts the surest first."""
        return {"high": 0, "medium": 1, "low": 2}[self.value]


class Verdict(StrEnum):
    """What a rule says of one opportunity. *Not evaluated* is never a pass."""

    PASS = "pass"
    FAIL = "fail"
    NOT_EVALUATED = "not-evaluated"


class SubjectKind(StrEnum):
    """Whom an outcome counts for. `data` findings count for gates and redaction, never in a score."""

    AGENT = "agent"
    CLIENT = "client"
    TEAM = "team"
    DATA = "data"


class State(StrEnum):
    """What became of a finding after it was found."""

    OPEN = "open"
    WAIVED = "waived"
    BASELINED = "baselined"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record was read: `line` and `record` are 1-based, None where the format has none."""

    file: str
    line: int | None = None
    record: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return place if self.record is None else f"{place} (record {self.record})"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its author wrote it; `quoted` is text of others that the reader set apart."""

    id: str
    role: Role
    author: str
    text: str
    at: datetime | None = None
    visibility: Visibility = Visibility.PUBLIC
    quoted: str = ""
    source: Source | None = None

    @property
    def public(self) -> bool:
        """Whether the client sees it."""
        return self.visibility is Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Client:
    """Who is served. `names` are all names the export gives (full name, display name, addresses); never written out."""

    id: str = ""
    names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells that two conversations are of one client; empty where nothing does."""
        return self.id or (self.names[0].casefold() if self.names else "")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, or a piece of one: a reader may give it in pieces, which grouping joins by `id`."""

    id: str
    messages: tuple[Message, ...]
    channel: str = ""
    team: str = ""
    language: str = ""
    client: Client = Client()
    status: Status | None = None
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InputProblem:
    """Something of the input that could not be read (or not wholly): what, where, and what to do about it."""

    source: Source
    what: str
    remedy: str = ""
    records: int = 1  # how many records it cost; 0 where nothing was lost

    def __str__(self) -> str:
        return f"{self.source}: {self.what}" + (f" {self.remedy}" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the 18 clauses of the code of conduct."""

    id: str
    section: int
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A conversation in a rule's own file, one message a line: `agent: text` (see `rules/examples.py`)."""

    text: str
    fails: bool


@dataclass(frozen=True, slots=True)
class RuleMeta:
    """What there is to know of a rule without running it.

    `severities` maps a subject kind to the severity there; `who` are the roles that it judges.
    """

    code: str
    name: str
    clause: str
    who: tuple[SubjectKind, ...]
    severities: Mapping[SubjectKind, Severity]
    summary: str
    kind: str = ""
    needs_exchange: bool = True  # judged only where both sides wrote, ten words in all
    languages: tuple[str, ...] = ("en",)  # ISO codes of those that its wordings cover
    why: str = ""
    advice: str = ""
    wrong_when: str = ""
    status: str = "stable"
    since: str = "0.1"
    origin: str = "default"
    examples: tuple[Example, ...] = ()

    @property
    def section(self) -> int:
        """The section of its clause."""
        return int(self.clause.split(".")[0])

    def severity(self, kind: SubjectKind) -> Severity:
        """Severity for a subject; a team answers as its agents do, data as its writer's side (the mildest)."""
        if kind in self.severities:
            return self.severities[kind]
        if kind is SubjectKind.TEAM and SubjectKind.AGENT in self.severities:
            return self.severities[SubjectKind.AGENT]
        return max(self.severities.values(), key=lambda severity: severity.rank)

    @property
    def worst(self) -> Severity:
        """The gravest severity that it can have."""
        return min(self.severities.values(), key=lambda severity: severity.rank)


class Subject(NamedTuple):
    """Whom an outcome counts for; `id` is an agent's name, a team's name, or a client's pseudonym."""

    kind: SubjectKind
    id: str


NO_FACTS: Mapping[str, str] = {}


class Outcome(NamedTuple):
    """A rule's verdict on one opportunity. Raw: it may name text by span, and is never written before masking."""

    rule: str
    conversation: str
    message: str | None
    verdict: Verdict
    subject: Subject
    spans: tuple[Span, ...] = ()
    confidence: Confidence = Confidence.HIGH
    reason: str = ""
    entity: str | None = None
    facts: Mapping[str, str] = NO_FACTS


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed outcome, stamped and masked by the engine: safe to write anywhere."""

    rule: str
    conversation: str
    message: str | None
    subject: Subject
    team: str
    severity: Severity
    confidence: Confidence
    spans: tuple[Span, ...]
    entity: str | None
    evidence: str
    reason: str
    advice: str
    fingerprint: str
    at: str = ""  # ISO time of the message, or empty
    state: State = State.OPEN
    repeats: int = 1  # more than one: a macro's fault, charged once to the team


@dataclass(frozen=True, slots=True)
class Score:
    """A rate with its interval: `who` is scored on `scope` ("overall", "section", "clause" or "rule") `key`.

    `rate`, `low` and `high` lie in [0, 1] (Wilson, 95 %, at n = `conversations`). `ranked` is false under the minimum
    sample of the policy.
    """

    who: Subject
    scope: str
    key: str
    conversations: int
    rate: float
    low: float
    high: float
    ranked: bool


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Masked text in pieces; `finding` numbers (1-based, within the conversation) mark what a finding points at."""

    text: str
    kind: str = ""  # "" plain, otherwise the kind of masked value, as "card"
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One message of a transcript, masked, as reports show it. `waited` is in whole seconds since the line before."""

    message: str
    role: Role
    author: str
    at: str
    public: bool
    parts: tuple[MarkedText, ...]
    quoted: bool = False
    waited: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation with at least one finding, masked. Its findings are numbered in the order given."""

    conversation: str
    team: str
    channel: str
    agents: tuple[str, ...]
    client: str
    started: str
    ended: str
    state: str
    lines: tuple[TranscriptLine, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Outcomes of one rule over the run; `reasons` counts why opportunities were not evaluated."""

    passed: int = 0
    failed: int = 0
    not_evaluated: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleFailure:
    """A rule that crashed: a bug of ours (or of a plugin), never a finding about a person."""

    rule: str
    conversation: str  # "" where it crashed over all conversations together
    error: str

    @property
    def where(self) -> str:
        """The conversation, or that it was all of them."""
        return self.conversation or "all conversations together"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that was read: how it was taken, how much came of it, and what the policy says of it that fits nothing in it, or
    leaves unsaid of what it holds."""

    file: str
    format: str
    records: int
    notes: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What a gate decided: passed, failed or undecided (the audit is incomplete), and how many findings count under it."""

    verdict: str
    threshold: str
    counted: int
    said: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read and what was not; a report that hides this would be a charge sheet without its evidence."""

    files: tuple[InputFile, ...] = ()
    problems: tuple[InputProblem, ...] = ()
    problem_count: int = 0
    conversations: int = 0
    messages: int = 0
    duplicates: int = 0  # messages that stood in more than one place and were counted once
    open_conversations: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    narrowed_to: str = ""  # what was asked for, where not everything that was read was judged
    left_out: int = 0  # conversations that were read and not judged
    unmet: tuple[str, ...] = ()  # what the policy says that fits nothing that was read, or should say of what files hold

    def untold(self, told: Sequence[InputProblem]) -> int:
        """How many records could not be read besides those of the problems that are `told`."""
        return self.problem_count - sum(max(problem.records, 1) for problem in told)

    @property
    def narrowing(self) -> str:
        """What a narrowed report must say of itself, or ""."""
        if not self.narrowed_to:
            return ""
        read = self.conversations + self.left_out
        return f"Narrowed to {self.narrowed_to}: {self.conversations:,} of {read:,} conversations were judged."


@dataclass(frozen=True, slots=True)
class PolicyStamp:
    """Which policy judged: scores of two runs compare only where `digest` is equal."""

    digest: str
    source: str
    version: str
    rules: tuple[str, ...]
    off: tuple[str, ...] = ()
    min_sample: int = 20


CONFIDENTIALITY = 3
"""The section about values that should not stand in a text."""


@dataclass(frozen=True)
class AuditResult:
    """Everything a report may know. `findings`, `transcripts` and `outcomes` may live on disk: iterate, do not index.

    Findings are ordered by conversation id, message position, rule; transcripts by conversation id. `outcomes` are all of
    them: passes and what was not evaluated as `Outcome`s, failures as `Finding`s.
    """

    policy: PolicyStamp
    coverage: Coverage
    catalogue: tuple[RuleMeta, ...]
    counts: Mapping[str, RuleCount]
    scores: tuple[Score, ...]
    findings: Sequence[Finding]
    transcripts: Iterable[Transcript] = ()
    outcomes: Iterable[Outcome | Finding] = ()
    failures: tuple[RuleFailure, ...] = ()
    agents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # agent -> teams, both sorted
    teams: tuple[str, ...] = ()
    gate: GateVerdict | None = None  # where one was asked
    line_with_value: Callable[[TextIO], int | None] = field(kw_only=True)  # of a text, where a value stands that was found

    @cached_property
    def rules(self) -> Mapping[str, RuleMeta]:
        """The catalogue by code."""
        return {meta.code: meta for meta in self.catalogue}

    def score(self, who: Subject, scope: str, key: str) -> Score | None:
        """One score, or None where nothing was evaluated."""
        return self._score_index.get((who, scope, key))

    @cached_property
    def _score_index(self) -> Mapping[tuple[Subject, str, str], Score]:
        return {(score.who, score.scope, score.key): score for score in self.scores}

    def is_value(self, finding: Finding) -> bool:
        """Whether a finding points at a personal value in the text: a task to clean, whoever wrote it."""
        return finding.entity is not None and self.rules[finding.rule].section == CONFIDENTIALITY

    @property
    def incomplete(self) -> bool:
        """Whether something was not read or a rule crashed: exit code 3."""
        return bool(self.coverage.problem_count or self.failures or not self.coverage.conversations)
