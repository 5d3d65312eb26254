"""Second pass: one partition in, its judged conversations out.

`audit_partition` is the unit of all parallel work: paths in, one file out under a deterministic name. What it writes is
masked; nothing after it sees an original text, but for the whole conversations, which transcripts are made of.
"""

import hashlib
import re
import traceback
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from caraway_audit.annotate import CLIENT, ENOUGH_WORDS, AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.audit import ledger, spool
from caraway_audit.audit.collect import client_words, keep, macro_key, pieces
from caraway_audit.audit.count import SHORT, MacroCount, PartitionCount
from caraway_audit.audit.ledger import Hidden, Judged, MacroFault
from caraway_audit.audit.scope import EVERYTHING, Scope
from caraway_audit.language.quotation import blank_quotations
from caraway_audit.model import (
    NO_FACTS,
    Client,
    Confidence,
    Conversation,
    Finding,
    InputProblem,
    Message,
    Outcome,
    Role,
    RuleFailure,
    RuleMeta,
    Subject,
    SubjectKind,
    Verdict,
)
from caraway_audit.policy.load import Policy
from caraway_audit.policy.roster import Roster
from caraway_audit.privacy.again import Digests, digests_of
from caraway_audit.privacy.detect import Detector, Entity
from caraway_audit.privacy.mask import Masker, NameIndex, without_telling
from caraway_audit.privacy.pseudonyms import Pseudonyms
from caraway_audit.readers.grouping import group
from caraway_audit.rules.base import AcrossRule, Rule, team
from caraway_audit.rules.examples import grave_own_words
from caraway_audit.rules.precedence import settle
from caraway_audit.rules.registry import RuleSet, Variant, build, shipped, with_plugins, with_policy
from caraway_audit.scoring import Sums

T = TypeVar("T")

_SEPARATORS = dict.fromkeys(map(ord, " -.()/"))
"""What may stand between the digits of a number."""

BATCH = 200
"""Conversations annotated at once."""

NO_TEAM = "No team"
"""The team of conversations whose team nobody says."""

DEFAULT_ENDED_AFTER = {"chat": timedelta(hours=24), "phone": timedelta(hours=24)}
OTHER_ENDED_AFTER = timedelta(hours=72)


_BARE = ((), Confidence.HIGH, "", None, NO_FACTS)


def _is_bare(outcome: Outcome) -> bool:
    """Whether an outcome says no more than that somebody passes."""
    return outcome.message is None and outcome.verdict is Verdict.PASS and outcome[5:] == _BARE


@dataclass(frozen=True)
class Plan:
    """Everything that a worker needs, small enough to send: policy, selected codes, facts of the export."""

    policy: Policy
    selected: frozenset[str]
    facts: ExportFacts
    names: NameIndex
    scope: Scope = EVERYTHING
    pages: bool = False  # whether reports will show the conversations in which anything is found


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")


@dataclass(frozen=True)
class PartitionSummary:
    """Counts of one partition."""

    path: Path
    conversations: int = 0
    messages: int = 0
    duplicates: int = 0
    still_open: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    problems: tuple[InputProblem, ...] = ()
    failures: tuple[RuleFailure, ...] = ()
    agents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    teams: frozenset[str] = frozenset()
    facts: Mapping[str, Path] = field(default_factory=dict)  # by rule over several conversations, sorted by its key
    macros: Mapping[MacroFault, MacroCount] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, Verdict], int] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sums: Sums = field(default_factory=dict)
    left_out: int = 0  # conversations outside the scope
    present: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())  # agents and teams, outside it too
    met: frozenset[int] = frozenset()  # numbers of the overrides that fit one
    values: Sequence[int] = ()  # digests of the personal values that were found, in order
    labels: Path | None = None  # digests of all in ids and names that could be taken for one, which reports show by design


def rules_of(policy: Policy, selected: frozenset[str] | None = None) -> RuleSet:
    """The rules in force under a policy, plugins included."""
    catalogue, mistakes = with_policy(with_plugins(shipped()), policy)
    return build(catalogue, policy, lambda meta: selected is None or meta.code in selected, mistakes)


class Judge:
    """Judges conversations under a plan. One a process."""

    def __init__(self, plan: Plan, rules: RuleSet | None = None) -> None:
        policy = plan.policy.file
        self.plan = plan
        self.rules = rules or rules_of(plan.policy, plan.selected)
        self.detector = Detector(policy.privacy.regions)
        self.roster = Roster(policy)
        # Times are told as the firm's own clocks show them, where the policy says where these hang.
        self._zone = ZoneInfo(policy.calendar.timezone) if "timezone" in policy.calendar.model_fields_set else None
        self._public = frozenset((policy.firm.name, *(name for name in self.roster.aliases if "@" not in name)))
        self.pseudonyms = Pseudonyms.from_environment(policy.privacy.key_env, plan.facts.salt)
        self._annotators = Annotators(self.rules.need(), self.detector, self.rules.annotators)
        self._own_words = grave_own_words(self.rules.rules)
        self.values = Digests()  # of what was found in the whole export, when all of it is judged
        self.failures: list[RuleFailure] = []
        self.memories: dict[str, list[Any]] = {}
        everything = [rule for rules in self.rules.variants.values() for rule in rules]
        self.across = {rule.meta.code: rule for rule in reversed(everything) if isinstance(rule, AcrossRule)}
        self.scope = self._scope(plan.scope)
        self._told: dict[str, RuleMeta] = {}

    def told(self, meta: RuleMeta) -> RuleMeta:
        """A rule as reports tell of it: what is not ours may name somebody in its words, and is masked as its reasons are."""
        if meta.origin == "default":
            return meta
        if meta.code not in self._told:
            mask = self.masker(Client()).mask
            self._told[meta.code] = replace(
                meta, summary=mask(meta.summary), why=mask(meta.why), advice=mask(meta.advice), wrong_when=mask(meta.wrong_when)
            )
        return self._told[meta.code]

    def _scope(self, asked: Scope) -> Scope:
        """The scope asked for in the names that conversations carry here: of the roster, and without personal values."""
        agents = tuple(self._safe_author(self.roster.agent(name)) for name in asked.agents)
        teams = tuple(map(self.masker(Client()).without_values, asked.teams))
        return replace(asked, agents=agents, teams=teams).before(self.plan.facts.last)

    def to_judge(self, conversations: Sequence[Conversation]) -> Sequence[Conversation]:
        """Those that must be judged: all of them where a rule compares conversations, else those in the scope."""
        if not self.scope or self.across:
            return conversations
        return [conversation for conversation in conversations if self.scope.covers(conversation)]

    def ended_after(self, channel: str) -> timedelta:
        """How long a conversation without a status lies idle before it counts as ended."""
        settings = self.plan.policy.file.channels.get(channel.lower())
        if settings and settings.ended_after:
            return settings.ended_after
        return DEFAULT_ENDED_AFTER.get(channel.lower(), OTHER_ENDED_AFTER)

    def conversations(self, path: Path) -> tuple[list[Conversation], int, tuple[InputProblem, ...]]:
        """The whole conversations of a partition, under ids that hold nothing personal, sorted by them."""
        grouped = group(pieces(path))
        conversations = sorted((self._prepared(c) for c in grouped.conversations), key=lambda c: c.id)
        return conversations, grouped.duplicates, grouped.problems

    def _prepared(self, conversation: Conversation) -> Conversation:
        masker = self.masker(conversation.client)
        messages = conversation.messages
        identity = self._safe_id(conversation.id, masker)
        if len(identity) > SHORT and self._is_value_there(identity, messages):
            identity = self.pseudonyms.code("id", identity)  # somebody's account number
        if not all(masker.is_harmless(message.id) for message in messages):
            messages = tuple(replace(message, id=self._safe_id(message.id, masker)) for message in messages)
        if any(m.role is Role.AGENT and self.detector.detect(m.author) for m in messages):
            messages = tuple(replace(m, author=self._safe_author(m.author)) if m.role is Role.AGENT else m for m in messages)
        if self._zone is not None:
            messages = tuple(replace(m, at=_by_clocks_of(self._zone, m.at)) if m.at else m for m in messages)
        team_name = conversation.team or self._team(conversation) or NO_TEAM
        return replace(
            conversation,
            id=identity,
            messages=messages,
            team=masker.without_values(team_name),
            channel=masker.without_values(conversation.channel),
            language=conversation.language if _LANGUAGE.fullmatch(conversation.language) else "",
        )

    def _is_value_there(self, identity: str, messages: Sequence[Message]) -> bool:
        """Whether an id is what a message of its conversation says is a personal value."""
        own = set(digests_of(identity))
        bare = identity.translate(_SEPARATORS)
        for text in (message.text for message in messages) if own else ():
            if bare in text.translate(_SEPARATORS):
                values = {digest for e in self.detector.detect(text) for digest in digests_of(text[e.start : e.end])}
                if not own.isdisjoint(values):
                    return True
        return False

    def _team(self, conversation: Conversation) -> str:
        for message in conversation.messages:
            if message.role is Role.AGENT and (name := self.roster.team(message.author, message.at)):
                return name
        return ""

    def _safe_author(self, author: str) -> str:
        """An agent's name as it may be shown: an address or number in its place becomes a code (a roster gives a name)."""
        return self.pseudonyms.code("agent", author) if self.detector.detect(author) else author

    def _safe_id(self, identity: str, masker: Masker) -> str:
        return identity if masker.is_harmless(identity) else self.pseudonyms.code("id", identity)

    def masker(self, client: Client, messages: Sequence[Message] = ()) -> Masker:
        """What masks the texts of one client's conversation."""
        public = self._public | {m.author for m in messages if m.role is Role.AGENT}
        return Masker(self.detector, self.plan.names, client, messages, public=public, values=self.values)

    def _masker_of(self, talk: AnnotatedConversation) -> Masker:
        """The masker of a conversation; what its messages tell together is known already, but for what they quote."""
        messages, told = talk.messages, talk.carried
        if told is None or any(m.quoted or blank_quotations(m.text) is not m.text for m in messages):
            return self.masker(talk.conversation.client, messages)
        by_text: dict[str, list[Entity]] = {}
        for place, entities in told.items():
            by_text.setdefault(messages[place].text, []).extend(entities)
        public = self._public | {m.author for m in messages if m.role is Role.AGENT}
        return Masker(self.detector, self.plan.names, talk.conversation.client, messages, by_text, public)

    def judge(self, conversations: Sequence[Conversation]) -> Iterator[tuple[AnnotatedConversation, Judged]]:
        """Judge a batch. Each rule looks at all of it before the next one does, as patterns do with texts."""
        talks = self._annotators.annotate(conversations, self.plan.facts, self.ended_after)
        hearings = [_Hearing(talk, self.rules.variant_of(talk.conversation.team, talk.conversation.channel)) for talk in talks]
        for variant in dict.fromkeys(hearing.variant for hearing in hearings):
            under_it = [hearing for hearing in hearings if hearing.variant == variant]
            for rule in self.rules.variants[variant]:
                for hearing in under_it:
                    self._run(rule, hearing)
        for hearing in hearings:
            talk, raw = hearing.talk, settle(hearing.talk, hearing.raw)
            rules = self.rules.variants[hearing.variant]
            for rule in rules:
                if isinstance(rule, AcrossRule) and not hearing.excuse(rule):
                    facts = self._guarded(rule, talk.conversation.id, partial(rule.remember, talk, raw, self._own_words))
                    self.memories.setdefault(rule.meta.code, []).extend(facts)
            yield talk, self._stamped(talk, rules, raw, hearing.quiet)

    def _run(self, rule: Rule, hearing: "_Hearing") -> None:
        """What a rule says of a conversation; where nothing is to be said beyond it, only whom it passes."""
        talk = hearing.talk
        if excuse := hearing.excuse(rule):
            agent = talk.main_agent
            subject = Subject(SubjectKind.AGENT, agent) if agent else team(talk)
            hearing.raw.append(rule.not_evaluated(talk, None, subject, excuse))
            return
        try:  # as `_guarded`, without the detour: this is done for every rule and conversation
            passed = rule.quiet(talk)
            if passed is None:
                said = list(rule.check(talk))
                if not all(map(_is_bare, said)):
                    hearing.raw += said
                    return
                passed = tuple(outcome.subject for outcome in said)
            if passed:
                hearing.quiet.setdefault(passed, []).append(rule.meta.code)
        except Exception as error:
            self.failures.append(RuleFailure(rule.meta.code, talk.conversation.id, _where(error)))

    def _guarded(self, rule: Rule, conversation: str, step: Callable[[], Iterable[T]]) -> list[T]:
        """What a step of a rule yields; a crash is a bug of the rule, never a finding: told apart, the other rules go on."""
        try:
            return list(step())
        except Exception as error:
            self.failures.append(RuleFailure(rule.meta.code, conversation, _where(error)))
            return []

    def conclude(self, facts: Callable[[str], Iterator[Any]]) -> Iterator[tuple[Variant, RuleMeta, Outcome]]:
        """What the rules over several conversations say, under each set of overrides.

        Each looks at the `facts` of all conversations (by rule, sorted by its key); what it says of one conversation counts
        where that one is judged under the set.
        """
        for variant, rules in self.rules.variants.items():
            for rule in rules:
                if isinstance(rule, AcrossRule):
                    crashes = len(self.failures)
                    for _, together in groupby(facts(rule.meta.code), key=rule.key):
                        for outcome in self._guarded(rule, "", partial(rule.conclude, together)):
                            if self.scope.counts(outcome.subject):
                                yield variant, rule.meta, outcome
                        if len(self.failures) > crashes:
                            break  # once is enough to tell

    def _stamped(
        self,
        talk: AnnotatedConversation,
        rules: Sequence[Rule],
        raw: Sequence[Outcome],
        quiet: Mapping[tuple[Subject, ...], Sequence[str]],
    ) -> Judged:
        conversation = talk.conversation
        metas = {rule.meta.code: rule for rule in rules}
        places = {message.id: place for place, message in enumerate(conversation.messages)}
        masker = self._masker_of(talk)
        client = Subject(SubjectKind.CLIENT, self.client_code(conversation.client))
        outcomes: list[Outcome] = []
        findings: list[Finding] = []
        macros: dict[str, MacroFault] = {}
        seen: Counter[tuple[str, str | None, str]] = Counter()
        for outcome in sorted(raw, key=lambda o: (places.get(o.message or "", -1), o.rule, o.spans)):
            if outcome.subject == CLIENT:
                outcome = outcome._replace(subject=client)
            if not self.scope.counts(outcome.subject):
                continue
            rule = metas[outcome.rule]
            if outcome.verdict is not Verdict.FAIL:
                outcomes.append(without_quotes(rule.meta, outcome, masker))
                continue
            message = conversation.messages[places[outcome.message]] if outcome.message in places else None
            key = self._macro(rule, outcome, message, talk)
            if key is not None:
                outcome = outcome._replace(subject=team(talk))
                if not self.scope.counts(outcome.subject):
                    continue
            finding = stamp(self.told(rule.meta), outcome, conversation.team, message, masker, seen)
            findings.append(finding)
            if key is not None:
                macros[finding.fingerprint] = (finding.rule, finding.team, key)
        times = [message.at for message in conversation.messages if message.at]
        agents = sorted(self.scope.names({m.author for m in conversation.messages if m.role is Role.AGENT}))
        return Judged(
            conversation.id, conversation.team, conversation.channel, tuple(agents), min(times).isoformat() if times else "",
            tuple(outcomes), tuple(findings), macros, self._counted(quiet, client),
            any(without_telling(text) is not text for finding in findings for text in (finding.evidence, finding.reason)),
            hidden_in(conversation, masker) if findings and self.plan.pages else None,
        )  # fmt: skip

    def _counted(
        self, quiet: Mapping[tuple[Subject, ...], Sequence[str]], client: Subject
    ) -> tuple[tuple[tuple[Subject, ...], tuple[str, ...]], ...]:
        """The quiet passes of those who count, the client under its code."""
        named = ((tuple(client if subject == CLIENT else subject for subject in whom), codes) for whom, codes in quiet.items())
        counted = ((tuple(subject for subject in whom if self.scope.counts(subject)), codes) for whom, codes in named)
        return tuple((whom, tuple(codes)) for whom, codes in counted if whom)

    def _macro(self, rule: Rule, outcome: Outcome, message: Message | None, talk: AnnotatedConversation) -> int | None:
        """The key of the macro that a failure lies in, or None: a macro's fault is the team's, not its sender's."""
        if message is None or outcome.subject.kind is not SubjectKind.AGENT or not rule.own_words:
            return None
        if message.role is not Role.AGENT or not message.public:
            return None
        words, text = client_words(talk.conversation.client), message.text
        key = talk.once(f"macro of {message.id}", lambda _: macro_key(text, words))
        return key if key in self.plan.facts.macros else None

    def client_code(self, client: Client) -> str:
        """What stands for a client in every output."""
        return self.pseudonyms.code("client", client.key) if client.key else "client"


class _Hearing:
    """A conversation while the rules are asked one after the other, and what they have said so far."""

    __slots__ = ("_exchange", "quiet", "raw", "talk", "variant")

    def __init__(self, talk: AnnotatedConversation, variant: Variant) -> None:
        self.talk = talk
        self.variant = variant
        self.quiet: dict[tuple[Subject, ...], list[str]] = {}  # rules with nothing to say beyond whom they pass
        self.raw: list[Outcome] = []
        self._exchange = ""  # why it cannot be judged by rules that need one
        if not talk.has_both_sides:
            self._exchange = "only one side wrote"
        elif talk.words < ENOUGH_WORDS:
            self._exchange = f"under {ENOUGH_WORDS} words in all"

    def excuse(self, rule: Rule) -> str:
        """Why this rule cannot judge it, or ""."""
        if rule.wording and not self.talk.is_in(rule.meta.languages):
            return f"the language “{self.talk.language or 'unknown'}” is not covered"
        return self._exchange if rule.meta.needs_exchange else ""


def _by_clocks_of(zone: tzinfo, at: datetime) -> datetime:
    """A time in a zone, with its offset fixed: of two times of one zone object Python subtracts what the clocks show."""
    here = at.astimezone(zone)
    return here.replace(tzinfo=timezone(here.utcoffset() or timedelta()))


def stamp(
    meta: RuleMeta,
    outcome: Outcome,
    team_name: str,
    message: Message | None,
    masker: Masker,
    seen: Counter[tuple[str, str | None, str]],
) -> Finding:
    """A failed outcome as a finding: evidence masked, reason filled in and masked, fingerprint drawn from masked text only."""
    evidence, match = "", ""
    if message is not None and outcome.spans:
        span = (outcome.spans[0][0], outcome.spans[-1][1]) if len(outcome.spans) <= 3 else outcome.spans[0]
        evidence = masker.excerpt(message.text, span)
        match = masker.inside(message.text, outcome.spans[0])
    reason = outcome.reason.replace("{match}", _short(match))
    for name, value in outcome.facts.items():
        reason = reason.replace("{" + name + "}", value)
    # A rule of somebody's own may quote the client in it.
    reason = masker.mask_known(reason) if meta.origin == "default" else masker.mask(reason)
    seen[outcome.rule, outcome.message, evidence] += 1
    ordinal = seen[outcome.rule, outcome.message, evidence]
    about = without_telling(evidence) or outcome.facts.get("rule", "")
    parts = (outcome.rule, outcome.conversation, outcome.message or "", about, str(ordinal))
    fingerprint = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return Finding(
        outcome.rule, outcome.conversation, outcome.message, outcome.subject, team_name, meta.severity(outcome.subject.kind),
        outcome.confidence, outcome.spans, outcome.entity, evidence, reason, meta.advice, fingerprint,
        message.at.isoformat() if message is not None and message.at else "",
    )  # fmt: skip


def hidden_in(conversation: Conversation, masker: Masker) -> Hidden:
    """What is masked in each text of a conversation."""
    return tuple(tuple((one.kind, one.start, one.end) for one in masker.find(text)) for text in ledger.texts(conversation))


def without_quotes(meta: RuleMeta, outcome: Outcome, masker: Masker) -> Outcome:
    """An outcome that is no finding, its reason masked where the rule is not ours: it may quote the client in it."""
    if meta.origin == "default" or not outcome.reason:
        return outcome
    return outcome._replace(reason=masker.mask(outcome.reason))


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + " …"


def _where(error: Exception) -> str:
    """What happened and where, without the error's own text, which may hold a message."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno} ({frame.name})"


def audit_partition(plan_path: Path, path_in: Path, path_out: Path) -> PartitionSummary:
    """Judge one partition and write its ledger, sorted by conversation id, to `path_out`."""
    return judge_partition(_judge_under(plan_path), path_in, path_out)


@lru_cache(maxsize=1)
def _judge_under(plan_path: Path) -> Judge:
    """One judge for all partitions that a process gets."""
    return Judge(next(spool.read(plan_path)))


def judge_partition(judge: Judge, path_in: Path, path_out: Path) -> PartitionSummary:
    """As `audit_partition`, with a judge at hand. The pieces at `path_in` become whole conversations, sorted by id."""
    conversations, duplicates, problems = judge.conversations(path_in)
    judge.failures.clear()
    judge.memories.clear()
    tally, to_judge = PartitionCount(judge), judge.to_judge(conversations)
    with spool.aside(path_out) as file:
        for start in range(0, len(to_judge), BATCH):
            for talk, judged in judge.judge(to_judge[start : start + BATCH]):
                if not judge.scope.covers(talk.conversation):
                    continue
                tally.add(talk, judged)
                ledger.add(file, judged)
    keep(path_in, conversations)
    return PartitionSummary(
        path_out, tally.conversations, tally.messages, duplicates, tally.open, dict(sorted(tally.languages.items())),
        tally.first, tally.last, problems, tuple(judge.failures), dict(tally.agents), frozenset(tally.teams),
        _remembered(judge, path_out), tally.macros, tally.count.verdicts, tally.count.reasons, tally.count.book.sums,
        len(conversations) - tally.conversations, _present(conversations) if judge.scope else (frozenset(), frozenset()),
        frozenset(tally.met), array("Q", sorted(tally.values)), _kept(tally.labels, path_out),
    )  # fmt: skip


def _kept(digests: Iterable[int], path_out: Path) -> Path:
    """Write digests, of which there are many and few are asked for."""
    path = path_out.with_name(f"{path_out.name}-labels")
    path.write_bytes(array("Q", sorted(digests)).tobytes())
    return path


def _remembered(judge: Judge, path_out: Path) -> dict[str, Path]:
    """Write what the rules over several conversations remember of a partition, each sorted by its key."""
    paths = {}
    for code, facts in judge.memories.items():
        paths[code] = path_out.with_name(f"{path_out.name}-{code}")
        spool.write(paths[code], sorted(facts, key=judge.across[code].key))
    return paths


def _present(conversations: Sequence[Conversation]) -> tuple[frozenset[str], frozenset[str]]:
    """The agents and the teams of some conversations."""
    agents = {m.author for c in conversations for m in c.messages if m.role is Role.AGENT}
    return frozenset(agents), frozenset(conversation.team for conversation in conversations)
