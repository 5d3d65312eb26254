"""Section 5, who stands by an agent whom a client abuses (CA507)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from caraway_audit.annotate import CLIENT, AnnotatedConversation, Note, Turn
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.model import AGENTS, CLIENTS, Confidence, Outcome, Role, Span, Verdict
from caraway_audit.rules.base import Rule, public, team
from caraway_audit.rules.parameters import Phrases


class AbuseUnsupported(Rule):
    """A client abuses an agent in two or more turns, and nobody sets a boundary, takes over or notes it.

    Abuse is what the rules of respect find in a client's message, and what is told by phrases of its own.
    """

    kind = "abuse-unsupported"
    consults = frozenset({"CA102", "CA103", "CA104", "CA105", "CA106"})
    acts = frozenset({"boundary", "handover"})

    @dataclass(frozen=True)
    class Params:
        """`abuse` is aimed at the agent (criticism of the firm is none); `noted` is how a note to colleagues says so.

        What is `likely` abuse counts beside a turn that surely is.
        """

        reason: str
        abuse: Phrases
        noted: Phrases
        likely: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {
            "abuse": PhraseSet(self.params.abuse, CLIENTS),
            "likely": PhraseSet(self.params.likely, CLIENTS),
            "unless": PhraseSet(self.params.unless, CLIENTS),
            "noted": PhraseSet(self.params.noted, AGENTS | {Role.SYSTEM}),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        said = [turn for turn in talk.turns if turn.role is Role.CLIENT]
        if len(said) < 2:
            return
        told = self._told(talk)
        if not (told or self.is_mentioned(talk, "abuse")):
            return
        turns = [found for turn in said if (found := self._abuse_in(talk, turn, told))]
        if len(turns) < 2 or not any(sure for _, _, sure in turns):
            return
        (first, *_), (second, span, _) = turns[0], next((one for one in turns[1:] if one[2]), turns[1])
        if self._supported(talk, first):
            yield self.passed(talk, second, team(talk))
        else:
            yield self.failed(talk, second, team(talk), self.params.reason, spans=[span], confidence=Confidence.MEDIUM)

    def _told(self, talk: AnnotatedConversation) -> Mapping[str | None, Sequence[Outcome]]:
        """What the rules of respect say against the client, by message."""
        said = (outcome for rule in self.consulted if rule.quiet(talk) is None for outcome in rule.check(talk))
        told: dict[str | None, list[Outcome]] = {}
        for outcome in said:
            if outcome.verdict is Verdict.FAIL and outcome.subject == CLIENT:
                told.setdefault(outcome.message, []).append(outcome)
        return told

    def _abuse_in(
        self, talk: AnnotatedConversation, turn: Turn, told: Mapping[str | None, Sequence[Outcome]]
    ) -> tuple[int, Span, bool] | None:
        """Where a turn abuses first, and whether any of it surely does."""
        found = sorted(one for place in turn.places for one in self._abuse(talk, place, told.get(talk.messages[place].id, ())))
        return (*found[0][:2], any(sure for _, _, sure in found)) if found else None

    def _abuse(self, talk: AnnotatedConversation, place: int, told: Sequence[Outcome]) -> Iterator[tuple[int, Span, bool]]:
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        for name in ("abuse", "likely"):
            for hit in self.hits(talk, place, name):
                if hit.sentence not in excepted:
                    yield place, (hit.start, hit.end), name == "abuse"
        for outcome in told:
            tokens = talk.notes[place].tokens
            sentence = tokens.sentences[tokens.sentence_at(outcome.spans[0][0])]
            words = tokens.words[sentence.first : sentence.last]
            if "you" in words or _OTHERS.isdisjoint(words):  # what is said of somebody else is no abuse of the agent
                yield place, outcome.spans[0], outcome.confidence is not Confidence.LOW

    def _supported(self, talk: AnnotatedConversation, first: int) -> bool:
        """Whether anybody of the firm stood by the agent, from the first abusive message on."""
        known = {talk.messages[place].author for place in public(talk, Role.AGENT) if place < first}
        for place in range(first + 1, len(talk.messages)):
            message, note = talk.messages[place], talk.notes[place]
            if message.role is Role.CLIENT:
                continue
            spoken = message.role is Role.AGENT and message.public
            took_over = spoken and known and message.author not in known
            noted = not spoken and self.hits(talk, place, "noted")
            if took_over or noted or note.does("boundary") or _hands_over(note):
                return True
            known |= {message.author} if spoken else set()
        return False


def _hands_over(note: Note) -> bool:
    """Whether a message hands the client to somebody: "I can move it to the tenth" hands over no one."""
    return any(not _TAKERS.isdisjoint(note.tokens.words[hit.first : hit.last]) for hit in note.acts.get("handover", ()))


_OTHERS = frozenset("he she him her his they them their driver courier engineer technician colleague manager".split())
"""Of whom a message speaks that does not speak to the agent."""

_TAKERS = frozenset(
    "you manager managers supervisor boss senior lead leader head director colleague colleagues team specialist somebody "
    "someone department desk security".split()
)
"""Who takes over, and who is handed over."""


KINDS: tuple[type[Rule], ...] = (AbuseUnsupported,)
