"""The kinds that most rules are values of: phrase, required-phrase, act, reply, count, pattern, timing, data.

Each has a `Params` dataclass: its fields are the keys that a rule of that kind takes in YAML. Lists of phrases may carry a
confidence each (`- {"obviously": low}`).
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from caraway_audit.annotate import AnnotatedConversation, Turn
from caraway_audit.language.names import is_given_name
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet, spelled_out
from caraway_audit.model import Confidence, Outcome, Role, Span, Subject, SubjectKind, Verdict
from caraway_audit.policy.calendar import AROUND_THE_CLOCK, BusinessTime
from caraway_audit.policy.schema import Firm, PolicyFile, show_duration
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.rules import waiting
from caraway_audit.rules.base import Rule, asks, author, is_courtesy, is_wordless, public, responsible, says
from caraway_audit.rules.parameters import Duration, EntityKinds, Patterns, Phrases

Where = Literal["public", "all", "notes"]


def _roles(who: tuple[SubjectKind, ...]) -> frozenset[str]:
    return frozenset(role.value for role in _sides(who))


@cache
def _sides(who: tuple[SubjectKind, ...]) -> frozenset[Role]:
    """The roles of those whom a rule judges."""
    return frozenset(Role(kind.value) for kind in who if kind in (SubjectKind.AGENT, SubjectKind.CLIENT))


def _judged(rule: Rule, talk: AnnotatedConversation, where: Where) -> tuple[int, ...]:
    """Positions of the messages that a rule about one's own words looks at."""
    return talk.places(_sides(rule.meta.who), _PUBLIC[where])


_BOTH = frozenset({"agent", "client"})
_PUBLIC: Mapping[str, bool | None] = {"public": True, "notes": False, "all": None}


def _passes(rule: Rule, talk: AnnotatedConversation, where: Where, failed: Container[Subject]) -> Iterator[Outcome]:
    """One pass for everybody who was judged and did not fail."""
    for subject in _writers(rule, talk, where):
        if subject not in failed:
            yield rule.passed(talk, None, subject)


def _writers(rule: Rule, talk: AnnotatedConversation, where: Where) -> tuple[Subject, ...]:
    """Who wrote those messages."""
    return talk.writers(_sides(rule.meta.who), _PUBLIC[where])


class PhraseRule(Rule):
    """Fails for every place where a phrase is said, unless an exception stands in the same sentence.

    One opportunity per conversation and writer: passed where nothing was found.
    """

    kind = "phrase"
    own_words = True

    @dataclass(frozen=True)
    class Params:
        """`unless` phrases cancel a hit in their sentence, `unless_near` in the message, `unless_asked` in the turn before.

        `words` are lists by name: `you are <dull>` stands for one phrase with each word of the list `dull`.
        """

        phrases: Phrases
        reason: str
        unless: Phrases = field(default_factory=dict)
        unless_near: Phrases = field(default_factory=dict)
        unless_asked: Phrases = field(default_factory=dict)
        where: Where = "public"
        words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        roles = _roles(self.meta.who)
        sets = {"phrases": self.params.phrases, "unless": self.params.unless, "near": self.params.unless_near}
        asked = {"asked": self.spelled(self.params.unless_asked, _BOTH)} if self.params.unless_asked else {}
        return {name: self.spelled(table, roles) for name, table in sets.items() if table} | asked

    def spelled(self, phrases: Phrases, roles: frozenset[str]) -> PhraseSet:
        """Phrases of some roles, with the lists of `words` put in."""
        return PhraseSet(spelled_out(phrases, self.params.words), roles)

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        """Spans that count in one message."""
        hits = self.hits(talk, place, "phrases")
        if not hits or self.hits(talk, place, "near") or self._was_asked(talk, place):
            return []
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        # One sentence commits a fault once, whatever number of phrases it fits.
        first = {
            hit.sentence: hit for hit in reversed(hits) if hit.sentence not in excepted and not self._echoes(talk, place, hit)
        }
        return sorted(((hit.start, hit.end), hit.confidence) for hit in first.values())

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
        role = talk.messages[place].role
        before = next((turn for turn in reversed(talk.turns) if turn.last < place and turn.role is not role), None)
        return before is not None and any(self.hits(talk, p, "asked") for p in before.places)

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        """Whether anything was found that could count; if not, everybody passes."""
        return self.is_mentioned(talk, "phrases")

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        return None if self.may_fail(talk) else _writers(self, talk, self.params.where)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        if self.may_fail(talk):
            for place in _judged(self, talk, self.params.where):
                for span, confidence in self.found(talk, place):
                    failed.add(author(talk, place))
                    yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], confidence=confidence)
        yield from _passes(self, talk, self.params.where, failed)


_HEARD = 4
"""Messages in which what was said before is still what is spoken of."""


class RequiredPhraseRule(Rule):
    """Fails where a human agent's first public message lacks any of the acts."""

    kind = "required-phrase"

    @dataclass(frozen=True)
    class Params:
        """`acts` satisfy it; so does the client's name in the opening words, where `or_name` is set.

        Nothing is required where a bot or system line before says one of `or_running`: the conversation was handed over.
        """

        reason: str
        acts: tuple[str, ...] = ()
        or_name: bool = False
        or_said_before_by: tuple[Literal["bot", "system"], ...] = ()
        or_running: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"running": PhraseSet(self.params.or_running, frozenset({"bot", "system"}))} if self.params.or_running else {}

    def needed_acts(self) -> frozenset[str]:
        return frozenset(self.params.acts)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        spoken = public(talk, Role.AGENT)
        if not spoken:
            return
        first = spoken[0]
        if talk.conversation.channel.lower() == "social" and talk.turns and talk.turns[0].role is Role.AGENT:
            return  # a post of the firm, under which clients wrote
        if any(self.hits(talk, place, "running") for place in range(first)):
            return
        subject = author(talk, first)
        before = [p for p in range(first) if talk.messages[p].role.value in self.params.or_said_before_by]
        # What the same person sends on in the same turn still opens: "one sec" and then "Hello Ann, …".
        turn = talk.turn_of(first)
        following = talk.next_turn(first - 1, Role.AGENT) if turn is None else turn
        places = {first, *(following.places if following else ())}
        opening = [place for place in sorted(places) if talk.messages[place].author == subject.id]
        if says(talk, before, *self.params.acts) or says(talk, opening, *self.params.acts) or self._named(talk, first):
            yield self.passed(talk, first, subject)
        elif is_wordless(talk.messages[first].text):
            yield self.not_evaluated(talk, first, subject, "the first message holds no words")
        else:
            yield self.failed(talk, first, subject, self.params.reason)

    def _named(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the message begins with the client's name, as a salutation does, or calls somebody by a name."""
        if not self.params.or_name:
            return False
        names = {word for name in talk.conversation.client.names for word in name.casefold().replace("@", " ").split()}
        tokens, text = talk.notes[place].tokens, talk.messages[place].text
        if any(word in names for word in tokens.words[:3]):
            return True
        own = talk.messages[place].author.casefold().split()  # "Best, Mia" is a signature
        found = zip(tokens.words, tokens.starts, tokens.ends, strict=True)
        return any(
            word not in own
            and (word in names or (text[start].isupper() and is_given_name(word)))
            and _stands_apart(text[:start].rstrip(" "), text[end:].lstrip(" "))
            for word, start, end in found
        )


def _stands_apart(before: str, after: str) -> bool:
    """Whether a word is set off between these as a vocative is: "Ann, your …", "so sorry, Ann.", "I'm sorry Ann."."""
    if before.casefold().endswith(_SAID_TO) and after and after[0] in ",.!":
        return True
    if not before.endswith(","):
        return after.startswith(",") and (not before or before[-1] in ".!?\n")
    signs = not after and before.rstrip(", ").casefold().endswith(_SIGNS)
    return not signs and (not after or after[0] in ",.!?:;–—\n")


_SAID_TO = ("sorry", "welcome", "thank you", "of course")
_SIGNS = ("regards", "best", "wishes", "sincerely", "yours", "faithfully", "cheers", "thanks", "thank you")


class ActRule(Rule):
    """Fails for an agent's turn that performs `act` and none of `redeemed_by`."""

    kind = "act"
    own_words = True

    @dataclass(frozen=True)
    class Params:
        """`redeemed_by` acts count anywhere in the turn; with `or_question` a question does too."""

        act: str
        redeemed_by: tuple[str, ...]
        reason: str
        unless: Phrases = field(default_factory=dict)
        or_question: bool = False
        confidence: Confidence = Confidence.MEDIUM

    def needed_acts(self) -> frozenset[str]:
        offers = ("offer_help",) if self.params.or_question else ()
        return self.acts | {self.params.act, *self.params.redeemed_by, *offers}

    annotations = frozenset({"questions"})

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"unless": PhraseSet(self.params.unless, frozenset({"agent"}))} if self.params.unless else {}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if self.params.act not in talk.done:
            return
        for turn in talk.turns:
            if turn.role is not Role.AGENT:
                continue
            place = next((p for p in turn.places if talk.notes[p].does(self.params.act)), None)
            if place is None or not self.counts(talk, turn) or any(self.hits(talk, p, "unless") for p in turn.places):
                continue
            if self._redeemed(talk, turn):
                yield self.passed(talk, place, author(talk, place))
            else:
                hit = talk.notes[place].acts[self.params.act][0]
                sentence = talk.notes[place].sentence(hit.sentence)
                yield self.failed(
                    talk,
                    place,
                    author(talk, place),
                    self.params.reason,
                    spans=[(sentence.start, sentence.end)],
                    confidence=self.params.confidence,
                )

    def counts(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        """Whether a turn that performs the act is an opportunity."""
        return True

    def _redeemed(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        if self.params.or_question and any(asks(talk.notes[place]) for place in turn.places):
            return True
        refused = {(p, hit.sentence) for p in turn.places for hit in talk.notes[p].acts.get(self.params.act, ())}
        for place in turn.places:
            note = talk.notes[place]
            for act in self.params.redeemed_by:
                for hit in note.acts.get(act, ()):
                    if ((place, hit.sentence) not in refused or self._apart(talk, place, hit)) and not is_courtesy(note, hit):
                        return True
        return False

    def _apart(self, talk: AnnotatedConversation, place: int, hit: Hit) -> bool:
        """Whether a redeeming phrase stands after the act in the same sentence ("we can't …, but I can …")."""
        return any(
            hit.first >= other.last for other in talk.notes[place].acts[self.params.act] if other.sentence == hit.sentence
        )


class ReplyRule(Rule):
    """An opportunity is a client message that does `trigger`; the agents' answer has to do one of `expects`.

    `within` says where the answer may stand: the next agent turn, or anywhere later. What an agent says later of `undone_by`
    takes the answer back. An open conversation may still bring an answer, unless the client came back to a reply in vain.
    """

    kind = "reply"
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """Dialogue acts of the client that call for one of the acts `expects` (or its phrases), and by when.

        `or_question`: a question back deals with it too (an offer of further help is none). `unless` phrases in the client's
        message mean that nothing is called for. `again` phrases ask anew for what the client asked for before.
        """

        trigger: str
        expects: tuple[str, ...]
        reason: str
        within: Literal["next-turn", "conversation"] = "next-turn"
        expects_phrases: Phrases = field(default_factory=dict)
        undone_by: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        again: Phrases = field(default_factory=dict)
        or_question: bool = False
        unanswered_is: Literal["fail", "not-evaluated", "none"] = "none"
        confidence: Confidence = Confidence.MEDIUM

    def needed_acts(self) -> frozenset[str]:
        return frozenset({self.params.trigger, *self.params.expects, "offer_help", "deferral", "asks_for_detail"})

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = {
            "expects": PhraseSet(self.params.expects_phrases, frozenset({"agent", "bot", "system"})),
            "unless": PhraseSet(self.params.unless, frozenset({"client"})),
            "again": PhraseSet(self.params.again, frozenset({"client"})),
            "undone": PhraseSet(self.params.undone_by, frozenset({"agent"})),
        }
        return {name: one for name, one in sets.items() if one.phrases}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if self.params.trigger not in talk.done:
            return
        first: int | None = None
        for turn in talk.turns:
            if turn.role is not Role.CLIENT:
                continue
            place = next((p for p in turn.places if self._calls(talk, p, first)), None)
            if place is not None and not any(self.hits(talk, p, "unless") for p in turn.places):
                first = place if first is None else first
                yield from self._judge(talk, place, first)

    def _calls(self, talk: AnnotatedConversation, place: int, first: int | None) -> Sequence[Hit]:
        """What in a client's message calls for an answer; `first` is where the client did so before."""
        found = talk.notes[place].acts.get(self.params.trigger, ())
        return found or (self.hits(talk, place, "again") if first is not None else ())

    def _judge(self, talk: AnnotatedConversation, place: int, first: int) -> Iterator[Outcome]:
        subject = responsible(talk, place)
        answer = talk.next_turn(place, Role.AGENT)
        if answer is None:
            if self.params.unanswered_is == "fail" and talk.ended:
                yield self._fail(talk, place, first)
            elif self.params.unanswered_is != "none":
                yield self.not_evaluated(talk, place, subject, "no agent replied after it")
            return
        if self.params.within == "next-turn":
            places = range(answer.first, answer.last + 1)
        else:
            # What was taken up when it first came needs no second answer when the client comes back to it.
            places = range(first + 1, len(talk.messages))
        spoken = [p for p in places if talk.messages[p].role is not Role.CLIENT and talk.messages[p].public]
        if self._undone(talk, place):
            yield self._fail(talk, place, first)
        elif any(self._answers(talk, p) for p in spoken):
            yield self.passed(talk, place, subject)
        elif self.params.within == "conversation" and not talk.ended and not self._is_in_vain(talk, place, first):
            yield self.not_evaluated(talk, place, subject, "the conversation is still open")
        elif any(is_wordless(talk.messages[p].text) for p in spoken):
            yield self.not_evaluated(talk, place, subject, "a part of the answer holds no words")
        else:
            yield self._fail(talk, place, first)

    def _is_in_vain(self, talk: AnnotatedConversation, place: int, first: int) -> bool:
        """Whether the client asked anew, or the agents replied twice, and their last word puts nothing off."""
        replies = [turn for turn in talk.turns if turn.first > place and turn.role is Role.AGENT]
        if place == first and len(replies) < 2:
            return False
        return not says(talk, replies[-1].places, "deferral", "asks_for_detail")

    def _undone(self, talk: AnnotatedConversation, place: int) -> bool:
        if not self.is_mentioned(talk, "undone"):
            return False
        return any(p > place and self.hits(talk, p, "undone") for p in public(talk, Role.AGENT))

    def _answers(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a message does what the client's called for."""
        note = talk.notes[place]
        if note.does(*self.params.expects) or self.hits(talk, place, "expects"):
            return True
        return self.params.or_question and asks(note)

    def _fail(self, talk: AnnotatedConversation, place: int, first: int) -> Outcome:
        hits = self._calls(talk, place, first)
        return self.failed(
            talk,
            place,
            responsible(talk, place),
            self.params.reason,
            spans=[(hits[0].start, hits[0].end)],
            confidence=self.params.confidence,
        )


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
        return {"words": PatternSet({rf"(?<!\w)(?:{words})(?!\w)": ""}, _roles(self.meta.who), timed=False)} if words else {}

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
        roles = _roles(self.meta.who)
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


class TimingRule(Rule):
    """Fails where a human reply to a waiting client comes later than the channel's target, counted in business time.

    `reply` says which: the first one (or the first after a reopening), or every later one.
    """

    kind = "timing"
    facts = frozenset({"waited", "target"})
    wording = False
    acts = waiting.ACTS
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`targets` by channel; another channel is not evaluated. `calendar` and the firm's targets come from the policy."""

        targets: Mapping[str, Duration]
        reason: str
        reply: Literal["first", "later"] = "first"
        grace: Duration = timedelta(minutes=10)  # for a wait that was announced ("give me ten minutes")
        calendar: BusinessTime = AROUND_THE_CLOCK

    set_by_policy = frozenset({"calendar"})

    @classmethod
    def under(cls, params: Any, policy: PolicyFile) -> Any:
        return replace(params, calendar=BusinessTime(policy.calendar))

    @classmethod
    def over(cls, settings: Mapping[str, Any], policy: PolicyFile) -> Mapping[str, Any]:
        setting = "reply" if settings.get("reply") == "later" else "first_reply"
        own = {
            channel.lower(): getattr(c, setting) for channel, c in policy.channels.items() if getattr(c, setting) is not None
        }
        return {**settings, "targets": {**settings.get("targets", {}), **own}}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        for wait in waiting.waits(talk):
            if wait.reply is not None and wait.first is (self.params.reply == "first"):
                yield from self._judge(talk, wait.since, wait.reply)

    def _judge(self, talk: AnnotatedConversation, since: int, reply: int) -> Iterator[Outcome]:
        subject = author(talk, reply)
        channel = talk.conversation.channel.lower()
        target = self.params.targets.get(channel)
        asked, answered = talk.messages[since].at, talk.messages[reply].at
        if target is None:
            reason = f"no target for the channel “{channel}”" if channel else "the channel is not known"
            yield self.not_evaluated(talk, reply, subject, reason)
        elif asked is None or answered is None:
            yield self.not_evaluated(talk, reply, subject, "no times")
        else:
            waited = self.params.calendar.between(asked, answered)
            if waited <= target:
                yield self.passed(talk, reply, subject)
            elif (excuse := self._announced(talk, reply, answered)) is None:
                facts = {"waited": show_duration(waited), "target": show_duration(target)}
                yield self.failed(talk, reply, subject, self.params.reason, facts=facts)
            elif excuse is Verdict.PASS:
                yield self.passed(talk, reply, subject, "a longer wait was announced and kept")
            elif excuse is Verdict.NOT_EVALUATED:
                yield self.not_evaluated(talk, reply, subject, "a longer wait was announced, but not for how long")

    def _announced(self, talk: AnnotatedConversation, reply: int, answered: datetime) -> Verdict | None:
        """What a longer wait that was announced makes of a late reply; a fail is the broken promise's own (CA209)."""
        before = next(
            (p for p in range(reply - 1, -1, -1) if talk.messages[p].role is Role.AGENT and talk.messages[p].public), None
        )
        turn = talk.turn_of(before) if before is not None else None
        places = turn.places if turn else (before,) if before is not None else ()
        until = [end for p in places if p < reply and (end := waiting.announced(talk, p, self.params.calendar))]
        if until:
            return Verdict.PASS if answered <= max(until) + self.params.grace else Verdict.FAIL
        return Verdict.NOT_EVALUATED if says(talk, [p for p in places if p < reply], "longer_wait") else None


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
    RequiredPhraseRule,
    ActRule,
    ReplyRule,
    CountRule,
    PatternRule,
    TimingRule,
    DataRule,
)
