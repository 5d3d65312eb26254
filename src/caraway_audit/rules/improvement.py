"""Section 6, continuous improvement: whether feedback is invited, and what nobody knew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from caraway_audit.annotate import AnnotatedConversation, Turn
from caraway_audit.language.classifier import AS_A_WHOLE
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.tokens import Tokens
from caraway_audit.model import FIRM, Confidence, Outcome, Role
from caraway_audit.rules.base import CLOSING_ACTS, CLOSING_PATTERNS, Rule, asks, author, is_closing_reaction, public
from caraway_audit.rules.dialogue import ActRule
from caraway_audit.rules.parameters import Phrases


class FeedbackNotInvited(Rule):
    """A resolved conversation that ends without anybody of the firm inviting feedback.

    Resolved: the client's last turn reacts to the answer (thanks, "perfect", a thumbs-up, "that's all") and asks or objects
    to nothing. A bare "ok, thanks" to what the client is asked to do settles nothing yet.
    Sits at the last message, whoever wrote it, and counts for the last agent.
    """

    kind = "feedback-not-invited"
    acts = CLOSING_ACTS | {"vulnerability"}
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`invites` are phrases of agents, bots and system lines; `sent_otherwise`: a survey goes out by another way."""

        reason: str
        invites: Phrases = field(default_factory=dict)
        sent_otherwise: bool = False

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"invites": PhraseSet(self.params.invites, FIRM | {Role.SYSTEM})}

    def patterns(self) -> Mapping[str, PatternSet]:
        return CLOSING_PATTERNS

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        agents = public(talk, Role.AGENT)
        last_turn = next((turn for turn in reversed(talk.turns) if turn.role is Role.CLIENT), None)
        if self.params.sent_otherwise or not agents or last_turn is None or not talk.ended or talk.turns[0] is last_turn:
            return
        if not is_closing_reaction(self, talk, last_turn) or _only_nods(talk, last_turn):
            return
        if "vulnerability" in talk.done:
            return  # nobody who told of a death or of danger is asked for stars
        last, subject = len(talk.messages) - 1, author(talk, agents[-1])
        if any(self._invites(talk, place) for place in talk.places(FIRM | {Role.SYSTEM})):
            yield self.passed(talk, last, subject)
        else:
            yield self.failed(talk, last, subject, self.params.reason, confidence=Confidence.MEDIUM)

    def _invites(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a message invites feedback; the model of whole messages knows the ends of chats, and no long letters."""
        short = talk.notes[place].tokens.count <= _AN_END
        return any(short or not hit.phrase.endswith(AS_A_WHOLE) for hit in self.hits(talk, place, "invites"))


_AN_END = 80
_NODS = frozenset(
    "ok okay k alright right sure fine noted understood i see will do so thanks thank you cheers with for it".split()
)


def _only_nods(talk: AnnotatedConversation, turn: Turn) -> bool:
    """Whether a turn only takes note of what its writer is asked to do ("please do not send card numbers here")."""
    said = [word for place in turn.places for word in talk.notes[place].tokens.words if word.isalpha()]
    before = talk.turn_before(turn.first)
    if before is None or not said or not _NODS.issuperset(said):
        return False
    return any(_tells_to(talk.notes[place].tokens) for place in before.places)


def _tells_to(tokens: Tokens) -> bool:
    """Whether a message tells its reader to do something, or not to; "please let us know" is only a courtesy."""
    words = tokens.words
    asked = (place for place, word in enumerate(words) if word == "please")
    starts = (words[sentence.first : sentence.first + 2] for sentence in tokens.sentences)
    return any(_COURTEOUS.isdisjoint(words[place + 1 : place + 4]) for place in asked) or any(
        start[:1] == ["never"] or (start == ["do", "not"] and "hesitate" not in words) for start in starts
    )


_COURTEOUS = frozenset({"let", "feel", "hesitate", "accept", "find", "see", "note"})


class KnowledgeGap(ActRule):
    """An agent says not to know in answer to a client's question, and neither looks it up nor hands it over."""

    kind = "knowledge-gap"
    acts = frozenset({"offer_help"})
    own_words = False  # what nobody taught is no fault of the words

    def counts(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        before = talk.turn_before(turn.first, Role.CLIENT)
        asked = before is not None and any(talk.notes[place].questions for place in before.places)
        return asked and not any(asks(talk.notes[place]) for place in turn.places)


KINDS: tuple[type[Rule], ...] = (FeedbackNotInvited, KnowledgeGap)
