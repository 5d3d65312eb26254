"""Section 7, compliance: statements that a policy requires, and advice that only a licence allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Annotated, Literal

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import Hit, PhraseSet, spelled_out
from caraway_audit.language.tokens import Tokens, tokenise
from caraway_audit.language.topics import stem
from caraway_audit.model import AGENTS, CLIENTS, Confidence, Outcome, Role, Span, Subject
from caraway_audit.rules.base import Rule, asks, author, public, says
from caraway_audit.rules.declarative import PhraseRule
from caraway_audit.rules.parameters import Likeness, Phrases, Wordings, apart


@dataclass(frozen=True)
class Disclosure:
    """A statement that has to be made: one of the wordings, where one of the triggers came (or always, without any)."""

    id: str
    text_any: Wordings
    trigger_any: Phrases = field(default_factory=dict)


Disclosures = Annotated[tuple[Disclosure, ...], apart("id")]


class MissingDisclosure(Rule):
    """A required statement that nobody of the firm made. Wordings are matched loosely: most of their content words, near
    each other, in any message of an agent, bot or system line."""

    kind = "disclosure"
    facts = frozenset({"disclosure"})

    @dataclass(frozen=True)
    class Params:
        """The policy gives the `disclosures`; without any the rule has no opportunity."""

        reason: str
        disclosures: Disclosures = ()

    def phrases(self) -> Mapping[str, PhraseSet]:
        everybody = frozenset(Role)
        return {
            f"trigger {disclosure.id}": PhraseSet(disclosure.trigger_any, everybody)
            for disclosure in self.params.disclosures
            if disclosure.trigger_any
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        agents = public(talk, Role.AGENT)
        for disclosure in self.params.disclosures:
            places = range(len(talk.messages))
            trigger = next((p for p in places if self.hits(talk, p, f"trigger {disclosure.id}")), None)
            if (disclosure.trigger_any and trigger is None) or not agents:
                continue
            place = agents[0] if trigger is None else trigger
            subject = author(talk, place) if talk.messages[place].role is Role.AGENT else author(talk, agents[0])
            firm = (p for p in places if talk.messages[p].role is not Role.CLIENT and talk.messages[p].public)
            if any(_says(talk.notes[p].tokens, wording) for p in firm for wording in disclosure.text_any):
                yield self.passed(talk, place, subject)
            else:
                yield self.failed(talk, place, subject, self.params.reason, facts={"disclosure": disclosure.id})


def _says(said: Tokens, wording: str, share: float = 0.75) -> bool:
    """Whether most of a wording's words stand in what was said (quotations left out), within twice its length."""
    wanted = _stems(wording)
    spoken = [stem(word) for word in said.words if word.isalnum()]
    need = max(1, round(len(wanted) * share + 0.001))
    window = 2 * len(wanted)
    goal = set(wanted)
    for start in range(max(1, len(spoken) - window + 1)):
        if len(goal.intersection(spoken[start : start + window])) >= min(need, len(goal)):
            return True
    return False


@cache
def _stems(wording: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in tokenise(wording).words if word.isalnum())


Field = Literal["legal", "medical", "tax", "investment"]


class RegulatedAdvice(Rule):
    """Advice of a field for which the team holds no licence; a referral in the same sentence excuses it."""

    kind = "regulated-advice"
    own_words = True
    resembled = frozenset({"legal", "medical", "tax", "investment"})
    facts = frozenset({"field"})

    @dataclass(frozen=True)
    class Params:
        """Phrases by field, over lists of `words`; the policy names the fields that the team is `licensed` for.

        `regulated` is advice of whichever field, as a model tells it: it counts where the team is licensed for none.
        """

        reason: str
        legal: Phrases = field(default_factory=dict)
        medical: Phrases = field(default_factory=dict)
        tax: Phrases = field(default_factory=dict)
        investment: Phrases = field(default_factory=dict)
        regulated: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        licensed: tuple[Field, ...] = ()
        words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
        resembles: Likeness = field(default_factory=dict)

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        """The fields for which the team is not licensed."""
        left_out = {"reason", "unless", "licensed", "words", "resembles", *self.params.licensed}
        if self.params.licensed:
            left_out.add("regulated")
        return tuple(item.name for item in fields(self.params) if item.name not in left_out)

    def phrases(self) -> Mapping[str, PhraseSet]:
        names = (*self._fields, "unless")
        return {name: PhraseSet(spelled_out(getattr(self.params, name), self.params.words), AGENTS) for name in names}

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        return None if any(self.is_mentioned(talk, name) for name in self._fields) else talk.writers(AGENTS, True)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        for place in public(talk, Role.AGENT):
            excused = {hit.sentence for hit in self.hits(talk, place, "unless")}
            told: dict[str, Hit] = {}
            for name in self._fields:
                hit = next((hit for hit in self.hits(talk, place, name) if hit.sentence not in excused), None)
                if hit is not None:
                    told[name] = hit
            if len(told) > 1:
                told.pop("regulated", None)  # the lists have said of what field it is
            for name, hit in told.items():
                failed.add(author(talk, place))
                spans, facts = [(hit.start, hit.end)], {"field": name}
                reason, confidence = self.params.reason, hit.confidence
                yield self.failed(talk, place, author(talk, place), reason, spans=spans, confidence=confidence, facts=facts)
        yield from self.passed_by_all_but(talk, failed)


_ENOUGH_TO_IGNORE = 8
"""A reply of fewer words ("Hello Ann, sure thing.") may have begun to deal with what was asked."""


class PressureTactic(PhraseRule):
    """Pressing words, and a cancellation that is met with an offer, or with talk of something else."""

    kind = "pressure-tactic"
    acts = frozenset({"cancellation_request", "deferral", "refusal", "apology", "offer_help"})
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params(PhraseRule.Params):
        """`offers` are pitches to stay; `cancels` says that the cancellation is taken up all the same.

        `again` phrases of the client ask anew for a cancellation asked for before.
        """

        offers: Phrases = field(default_factory=dict)
        cancels: Phrases = field(default_factory=dict)
        again: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        own = {"offers": self.spelled(self.params.offers, AGENTS), "cancels": self.spelled(self.params.cancels, AGENTS)}
        return {**super().phrases(), **own, "again": self.spelled(self.params.again, CLIENTS)}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return super().may_fail(talk) or says(talk, public(talk, Role.CLIENT), "cancellation_request")

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        pressed = super().found(talk, place)
        if pressed or not self._passes_over(talk, place):
            return pressed
        offers = self.hits(talk, place, "offers")
        if offers:
            return [((offers[0].start, offers[0].end), Confidence.MEDIUM)]
        if self._may_be_busy(talk, place):
            return []
        return [((0, len(talk.messages[place].text)), Confidence.MEDIUM)]

    def _passes_over(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the agent's turn answers a wish to cancel, and nothing in it takes that up."""
        turn = talk.turn_of(place)
        before = talk.turn_before(turn.first) if turn else None
        if turn is None or before is None or any(self.hits(talk, p, "cancels") for p in turn.places):
            return False
        if says(talk, before.places, "cancellation_request"):
            return True
        asked = says(talk, (p for p in public(talk, Role.CLIENT) if p < before.first), "cancellation_request")
        return asked and any(self.hits(talk, p, "again") for p in before.places)

    def _may_be_busy(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a reply that names no cancellation may still deal with it: asks back, puts off, refuses, or says little."""
        turn = talk.turn_of(place)
        places = turn.places if turn else (place,)
        notes = [talk.notes[p] for p in places]
        said = sum(note.tokens.count for note in notes)
        return (
            place != places[-1]
            or said < _ENOUGH_TO_IGNORE
            or any(note.does("deferral", "refusal", "apology") or asks(note) for note in notes)
        )


KINDS: tuple[type[Rule], ...] = (MissingDisclosure, RegulatedAdvice, PressureTactic)
