"""What is counted of a partition while it is judged: outcomes, scores, and the values that its conversations hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.audit.ledger import Judged, MacroFault
from caraway_audit.model import Finding, Outcome, SubjectKind, Verdict
from caraway_audit.privacy.again import digests_in, digests_of
from caraway_audit.scoring import Quiet, Ruling, ScoreBook

if TYPE_CHECKING:
    from caraway_audit.audit.judge import Judge, PartitionSummary


class MacroCount(NamedTuple):
    """How often a macro's fault was found, and its first place: conversation and fingerprint."""

    times: int
    conversation: str
    fingerprint: str

    def joined(self, other: "MacroCount | None") -> "MacroCount":
        """Both counts as one."""
        first = min(self[1:], other[1:]) if other else self[1:]
        return MacroCount(self.times + (other.times if other else 0), *first)


class PartitionCount:
    """Everything that is counted of a partition while it is judged."""

    def __init__(self, judge: "Judge") -> None:
        self.conversations = self.messages = self.open = 0
        self.first = self.last = ""
        self.languages: Counter[str] = Counter()
        self.agents: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        self.teams: set[str] = set()
        self.macros: dict[MacroFault, MacroCount] = {}
        self.count = Count(judge)
        self.met: set[int] = set()
        self.values: set[int] = set()
        self.labels: set[int] = set()
        self._labelled: set[str] = set()
        self._detect = judge.detector.detect
        self._variant_of = judge.rules.variant_of

    def add(self, talk: AnnotatedConversation, judged: Judged) -> None:
        self.conversations += 1
        self.messages += len(talk.messages)
        self.open += not talk.ended
        self.languages[talk.language or "unknown"] += 1
        times = [message.at for message in talk.messages if message.at]
        if times:
            first, last = min(times).isoformat(), max(times).isoformat()
            self.first, self.last = min(self.first or first, first), max(self.last, last)
        self.teams.add(judged.team)
        self.met.update(self._variant_of(judged.team, judged.channel))
        for name in judged.agents:
            self.agents[name] |= {judged.team}
        for fingerprint, fault in judged.macros.items():
            self.macros[fault] = MacroCount(1, judged.conversation, fingerprint).joined(self.macros.get(fault))
        self._look(talk, judged)
        if not judged.macros:  # where a macro's fault is charged is not known yet
            self.count.add(judged.team, [*judged.outcomes, *judged.findings], judged.quiet)

    def _look(self, talk: AnnotatedConversation, judged: Judged) -> None:
        """Note the values in a conversation, and what in its ids and names could be taken for one."""
        client, carried = talk.conversation.client, talk.carried or {}
        for place, message in enumerate(talk.messages):
            for text, more in ((message.text, carried.get(place, ())), (message.quoted, ())):
                for entity in (*self._detect(text), *more) if text else ():
                    self.values.update(digests_of(text[entity.start : entity.end]))
            if len(message.id) > SHORT:
                self.labels.update(digests_in(message.id))
        for name in (*client.names, client.id):
            self.values.update(digests_of(name))
        labels = {talk.conversation.id, talk.conversation.team, talk.conversation.channel, *judged.agents}
        for label in labels - self._labelled:
            self.labels.update(digests_in(label))
        self._labelled |= labels - {talk.conversation.id}


SHORT = 7
"""Letters and digits of an id that nothing could be taken for."""


class Count:
    """Outcomes by rule and verdict, why some were not evaluated, and what all of them mean for the scores."""

    def __init__(self, judge: "Judge") -> None:
        metas = {meta.code: meta for meta in judge.rules.metas}
        scoring = judge.plan.policy.file.scoring
        self._said: Counter[tuple[str, Verdict]] = Counter()
        self._quiet: Counter[tuple[str, ...]] = Counter()  # passes by group of rules: most conversations have the same groups
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.book = ScoreBook(metas, scoring.weights, scoring.min_sample, scoring.on_critical)

    def add(self, team_name: str, outcomes: Sequence[Outcome | Finding], quiet: Sequence[Quiet], times: int = 1) -> None:
        """All outcomes of one conversation; with `times` -1 they are taken back."""
        for subjects, codes in quiet:
            self._quiet[codes] += times * len(subjects)
        if len(self._quiet) > _GROUPS:
            self._spread()
        self._count(outcomes, times)
        self.book.add(team_name, _rulings(outcomes), times, quiet)

    def change(
        self,
        team_name: str,
        before: Sequence[Finding],
        after: Sequence[Outcome | Finding],
        rest: Sequence[Outcome],
        quiet: Sequence[Quiet],
    ) -> None:
        """In a conversation that was added, other outcomes than before stand beside the `rest`."""
        self._count(before, -1)
        self._count(after, 1)
        self.book.add(team_name, _rulings((*rest, *before)), -1, quiet)
        self.book.add(team_name, _rulings((*rest, *after)), 1, quiet)

    def _count(self, outcomes: Iterable[Outcome | Finding], times: int) -> None:
        for outcome in outcomes:
            verdict = Verdict.FAIL if isinstance(outcome, Finding) else outcome.verdict
            self._said[outcome.rule, verdict] += times
            if verdict is Verdict.NOT_EVALUATED:
                self.reasons[outcome.rule, outcome.reason] += times

    @property
    def verdicts(self) -> Counter[tuple[str, Verdict]]:
        """How often each rule came to each verdict."""
        self._spread()
        return self._said

    def _spread(self) -> None:
        for codes, times in self._quiet.items():
            for code in codes:
                self._said[code, Verdict.PASS] += times
        self._quiet.clear()

    def merge(self, summary: "PartitionSummary") -> None:
        """Add what was counted of a partition."""
        self._said.update(summary.verdicts)
        self.reasons.update(summary.reasons)
        self.book.merge(summary.sums)


_GROUPS = 1_000
"""Groups of rules whose passes are counted together."""


def _rulings(outcomes: Iterable[Outcome | Finding]) -> list[Ruling]:
    """What counts for scores."""
    return [
        Ruling(outcome.subject, outcome.rule, isinstance(outcome, Outcome) and outcome.verdict is Verdict.PASS)
        for outcome in outcomes
        if outcome.subject.kind is not SubjectKind.DATA
        and (isinstance(outcome, Finding) or outcome.verdict is not Verdict.NOT_EVALUATED)
    ]
