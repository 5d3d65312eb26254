"""The kinds about one's own words, which most rules are values of: phrase, count, pattern, data.

What a turn has to do is in `dialogue.py`, what has to be in time in `timing.py`. Each kind has a `Params` dataclass: its
fields are the keys that a rule of that kind takes in YAML. Lists of phrases may carry a confidence each
(`- {"obviously": low}`).
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from typing import Any, Literal

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.classifier import AS_A_WHOLE
from caraway_audit.language.in_context import in_context
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet, spelled_out
from caraway_audit.model import BOTH_SIDES, Confidence, Outcome, Role, Span, Subject, SubjectKind
from caraway_audit.policy.schema import Firm, PolicyFile
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.rules.base import Rule, author
from caraway_audit.rules.parameters import EntityKinds, Labels, Likeness, Patterns, Phrases, WholeLabel
from caraway_audit.rules.weighing import DOUBTFUL, ENGLISH, FAR, is_doubted, is_unsure

Where = Literal["public", "all", "notes"]


@cache
def _sides(who: tuple[SubjectKind, ...]) -> frozenset[Role]:
    """The roles of those whom a rule judges."""
    return frozenset(Role(kind.value) for kind in who if kind in (SubjectKind.AGENT, SubjectKind.CLIENT))


def _judged(rule: Rule, talk: AnnotatedConversation, where: Where) -> tuple[int, ...]:
    """Positions of the messages that a rule about one's own words looks at."""
    return talk.places(_sides(rule.meta.who), _PUBLIC[where])


_PUBLIC: Mapping[str, bool | None] = {"public": True, "notes": False, "all": None}


def _passes(rule: Rule, talk: AnnotatedConversation, where: Where, failed: Container[Subject]) -> Iterator[Outcome]:
    """One pass for everybody who was judged and did not fail."""
    return rule.passed_by_all_but(talk, failed, _sides(rule.meta.who), _PUBLIC[where])


def _writers(rule: Rule, talk: AnnotatedConversation, where: Where) -> tuple[Subject, ...]:
    """Who wrote those messages."""
    return talk.writers(_sides(rule.meta.who), _PUBLIC[where])


class PhraseRule(Rule):
    """Fails for every place where a phrase is said, unless an exception stands in the same sentence.

    One opportunity per conversation and writer: passed where nothing was found.
    """

    kind = "phrase"
    own_words = True
    resembled = frozenset({"phrases"})

    @dataclass(frozen=True)
    class Params:
        """`once` counts a message once, whatever number of its sentences is at fault.
        `unless` phrases cancel a hit in their sentence, `unless_near` in the message, `unless_asked` in the turn before.
        What a sentence model found counts unless the model of whole messages `weighed` doubts it (`weighing.py`).
        With `after`, only what follows a message of the other side counts that may be one of these, by its model; with
        `resembles` only a phrase in a sentence that is at least so much of what a model knows. `certain` are phrases that
        the models are not asked about: no reading makes them anything else.

        `words` are lists by name: `you are <dull>` stands for one phrase with each word of the list `dull`.
        """

        phrases: Phrases
        reason: str
        certain: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        unless_near: Phrases = field(default_factory=dict)
        unless_asked: Phrases = field(default_factory=dict)
        once: bool = False
        where: Where = "public"
        weighed: WholeLabel = ""
        after: Labels = ()
        resembles: Likeness = field(default_factory=dict)
        words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        roles = _sides(self.meta.who)
        params = self.params
        sets = {"phrases": params.phrases, "certain": params.certain, "unless": params.unless, "near": params.unless_near}
        asked = {"asked": self.spelled(params.unless_asked, BOTH_SIDES)} if params.unless_asked else {}
        return {name: self.spelled(table, roles) for name, table in sets.items() if table} | asked

    def spelled(self, phrases: Phrases, roles: frozenset[Role]) -> PhraseSet:
        """Phrases of some roles, with the lists of `words` put in."""
        return PhraseSet(spelled_out(phrases, self.params.words), roles)

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        """Spans that count in one message."""
        hits = sorted((*self.hits(talk, place, "phrases"), *self.hits(talk, place, "certain")), key=attrgetter("start"))
        if not hits or self.hits(talk, place, "near") or self._was_asked(talk, place) or not self._follows(talk, place):
            return []
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        # One sentence commits a fault once, whatever number of phrases it fits: by the surest, and of those the first.
        first: dict[int, Hit] = {}
        for hit in hits:
            if hit.sentence not in excepted and not self._echoes(talk, place, hit):
                surest = first.setdefault(hit.sentence, hit)
                if hit.confidence.rank < surest.confidence.rank:
                    first[hit.sentence] = hit
        said = sorted(((hit.start, hit.end), hit.confidence) for hit in first.values())
        return [min(said, key=lambda one: one[1].rank)] if self.params.once and said else said

    def _echoes(self, talk: AnnotatedConversation, place: int, hit: Hit) -> bool:
        """Whether the words were brought up just before in a sentence that is excepted: "a chink of hope"."""
        words = talk.messages[place].text[hit.start : hit.end].casefold()
        for before in range(max(0, place - _HEARD), place):
            excepted = {one.sentence for one in self.hits(talk, before, "unless")}
            text = talk.messages[before].text
            if any(
                one.sentence in excepted and text[one.start : one.end].casefold() == words
                for one in (self.hits(talk, before, "phrases") if excepted else ())
            ):
                return True
        return False

    def _was_asked(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the turn before holds an `unless_asked` phrase."""
        if not self.params.unless_asked:
            return False
        other = Role.CLIENT if talk.messages[place].role is Role.AGENT else Role.AGENT
        before = talk.turn_before(place, other)
        return before is not None and any(self.hits(talk, p, "asked") for p in before.places)

    def _follows(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a message of the other side before it may be what the rule counts `after`."""
        after = self.params.after
        if not after or not talk.is_in(ENGLISH):
            return True
        side, role = ("client", Role.CLIENT) if talk.messages[place].role is Role.AGENT else ("agent", Role.AGENT)
        models = in_context()
        lanes = [lane for lane, name in enumerate(models.names[side]) if name in after]
        before = (p for p in talk.places(frozenset({role}), True) if p < place)
        levels = (models.highest(side, talk.notes[p].tokens) for p in before)
        return any(found[lane] >= MAY_BE for found in levels for lane in lanes)

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        """Whether anything was found that could count; if not, everybody passes."""
        return self.is_mentioned(talk, "phrases") or self.is_mentioned(talk, "certain")

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        return None if self.may_fail(talk) else _writers(self, talk, self.params.where)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        if self.may_fail(talk):
            for place in _judged(self, talk, self.params.where):
                for span, confidence in self._weighed(talk, place, self.found(talk, place)):
                    failed.add(author(talk, place))
                    yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], confidence=confidence)
        yield from _passes(self, talk, self.params.where, failed)

    def _weighed(
        self, talk: AnnotatedConversation, place: int, found: list[tuple[Span, Confidence]]
    ) -> list[tuple[Span, Confidence]]:
        """All but what a sentence model found, and the model of whole messages doubts."""
        label = getattr(self.params, "weighed", "")  # some kinds that build on this one have parameters of their own
        if not found or not label:
            return found
        hits = [hit for hit in self.hits(talk, place, "phrases") if hit.by_model and not hit.phrase.endswith(AS_A_WHOLE)]
        for bar, asked in ((DOUBTFUL, [hit for hit in hits if is_unsure(hit.phrase)]), (FAR, hits)):
            spans = {(hit.start, hit.end) for hit in asked}
            if not spans.isdisjoint(span for span, _ in found) and is_doubted(talk, place, label, bar):
                found = [one for one in found if one[0] not in spans]
        return found


MAY_BE = 36
"""The level from which a message may be what a sentence model knows (16 are one in log-odds): bare questions stay below it."""

_HEARD = 4
"""Messages in which what was said before is still what is spoken of."""


class CountRule(Rule):
    """Fails for a message with `at_least` so many different `words`, as they are written (text-speak, jargon, emoji)."""

    kind = "count"
    facts = frozenset({"what"})
    own_words = True

    @dataclass(frozen=True)
    class Params:
        """`words` match whole and in any case; nothing is folded, so "u" is not "you"."""

        words: frozenset[str]
        at_least: int
        reason: str
        where: Where = "public"

    def patterns(self) -> Mapping[str, PatternSet]:
        rests: dict[str, list[str]] = {}  # by first letter, which tells most words apart at once
        for word in sorted(self.params.words, key=lambda w: (-len(w), w)):
            rests.setdefault(word[0].lower(), []).append(re.escape(word[1:]))
        words = "|".join(f"(?i:{re.escape(first)})(?i:{'|'.join(rest)})" for first, rest in rests.items())
        return {"words": PatternSet({rf"(?<!\w)(?:{words})(?!\w)": ""}, _sides(self.meta.who), timed=False)} if words else {}

    def counted(self, talk: AnnotatedConversation, place: int) -> tuple[tuple[Span, ...], str]:
        """Spans that count in a message and what to say of them; "" where the message passes."""
        spans = self.matches(talk, place, "words")
        different = {talk.text(place, span).lower() for span in spans}
        return spans, f"{len(different)} of them" if len(different) >= self.params.at_least else ""

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        for place in _judged(self, talk, self.params.where):
            spans, what = self.counted(talk, place)
            if what:
                failed.add(author(talk, place))
                yield self.failed(talk, place, author(talk, place), self.params.reason, spans=spans, facts={"what": what})
        yield from _passes(self, talk, self.params.where, failed)


class PatternRule(Rule):
    """Fails for every match of a regular expression, in any language."""

    kind = "pattern"
    wording = False
    own_words = True

    @dataclass(frozen=True)
    class Params:
        """`unless` patterns cancel a match that they overlap."""

        patterns: Patterns
        reason: str
        unless: Patterns = field(default_factory=dict)
        where: Where = "public"
        confidence: Confidence = Confidence.HIGH

    def patterns(self) -> Mapping[str, PatternSet]:
        roles = _sides(self.meta.who)
        sets = {"patterns": PatternSet(self.params.patterns, roles)}
        return sets | ({"unless": PatternSet(self.params.unless, roles)} if self.params.unless else {})

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        return None if self.is_mentioned(talk, "patterns") else _writers(self, talk, self.params.where)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        if self.is_mentioned(talk, "patterns"):
            for place in _judged(self, talk, self.params.where):
                subject, sure = author(talk, place), self.params.confidence
                excepted = self.matches(talk, place, "unless")
                for start, end in self.matches(talk, place, "patterns"):
                    if any(s < end and start < e for s, e in excepted) or _is_redacted(
                        talk, talk.messages[place].text[start:end]
                    ):
                        continue
                    failed.add(subject)
                    yield self.failed(talk, place, subject, self.params.reason, spans=[(start, end)], confidence=sure)
        yield from _passes(self, talk, self.params.where, failed)


def _is_redacted(talk: AnnotatedConversation, text: str) -> bool:
    """Whether a stretch stands in place of a value in a copy: others do, where an agent's template would have left nothing."""
    if not STANDS_IN.fullmatch(text):
        return False
    client = talk.conversation.client
    said = (message.text for message in talk.messages if message.role is Role.CLIENT)
    authors = (message.author for message in talk.messages if message.role is Role.CLIENT)
    return any(STANDS_IN.search(one) for one in (client.id, *client.names, *authors, *said))


class DataRule(Rule):
    """Fails for every personal value of the given kinds, notes included. What is the firm's own never counts."""

    kind = "data"
    wording = False
    own_words = True
    annotations = frozenset({"personal_data"})

    @dataclass(frozen=True)
    class Params:
        """`entities` are kinds as presidio names them; what is the `firm`'s own never counts."""

        entities: EntityKinds
        reason: str
        firm: Firm = field(default_factory=Firm)

    set_by_policy = frozenset({"firm"})

    @classmethod
    def under(cls, params: Any, policy: PolicyFile) -> Any:
        return replace(params, firm=policy.firm)

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        """Whether any value was found that could count; if not, everybody passes."""
        return not talk.values.isdisjoint(self.params.entities)

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        return None if self.may_fail(talk) else _writers(self, talk, "all")

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        for place in _judged(self, talk, "all") if self.may_fail(talk) else ():
            for entity, spans in self.found(talk, place):
                charged = self.charged(talk, place, spans[0], talk.text(place, spans[0]))
                failed.add(charged)
                sure = Confidence.HIGH if entity.score >= 0.9 else Confidence.MEDIUM
                yield self.failed(talk, place, charged, self.params.reason, spans=spans, entity=entity.kind, confidence=sure)
        yield from _passes(self, talk, "all", failed)

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        """The values that count in one message, each with the spans to show."""
        for entity in talk.notes[place].entities:
            span = (entity.start, entity.end)
            if entity.kind in self.params.entities and not self.is_allowed(entity.kind, talk.text(place, span)):
                yield entity, [span]

    def is_allowed(self, kind: str, value: str) -> bool:
        """Whether a value is the firm's own or on the allow-list."""
        firm: Firm = self.params.firm
        return firm.owns(value)

    def charged(self, talk: AnnotatedConversation, place: int, span: Span, value: str) -> Subject:
        """Whom a value counts for."""
        return author(talk, place)


KINDS: tuple[type[Rule], ...] = (
    PhraseRule,
    CountRule,
    PatternRule,
    DataRule,
)
