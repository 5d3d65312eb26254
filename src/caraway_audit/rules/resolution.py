"""Section 4, problem resolution: how a conversation ends."""

from collections.abc import Iterator
from dataclasses import dataclass

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.model import Confidence, Outcome, Role
from caraway_audit.rules.base import Rule, author, public


class NoFurtherHelp(Rule):
    """A resolved conversation that the agent ends without offering further help.

    Resolved: the client reacted to the answer with thanks, "perfect" or the like, and did not object. No opportunity where
    the client said goodbye or "that's all" first, has the last word, or the conversation is not over.
    """

    kind = "no-further-help"
    acts = frozenset({"offer_help", "confirmation", "thanks", "done", "distress", "withdrawal", "greeting"})
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """Sits at the last public agent message."""

        reason: str

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        turns = talk.turns
        if len(turns) < 3 or not talk.ended or turns[-1].role is not Role.AGENT or turns[-2].role is not Role.CLIENT:
            return
        turn = [talk.notes[place] for place in turns[-2].places]
        if any(note.questions or note.does("distress", "done", "withdrawal") for note in turn) or not _is_reaction(turn[-1]):
            return
        last = public(talk, Role.AGENT)[-1]
        offered = any(talk.notes[place].does("offer_help") for place in public(talk, Role.AGENT))
        if offered:
            yield self.passed(talk, last, author(talk, last))
        else:
            yield self.failed(talk, last, author(talk, last), self.params.reason, confidence=Confidence.MEDIUM)


def _is_reaction(note: Note) -> bool:
    """Whether a client message does little more than thank or confirm; what still asks for something is none."""
    if "please" in note.tokens.words:
        return False
    closers = [hit for act in ("confirmation", "thanks") for hit in note.acts.get(act, ())]
    if not closers:
        return False
    covered = {
        place
        for act in ("confirmation", "thanks", "greeting")
        for hit in note.acts.get(act, ())
        for place in range(hit.first, hit.last)
    }
    rest = [word for place, word in enumerate(note.tokens.words) if place not in covered and word.isalpha()]
    return len(rest) <= 4


KINDS: tuple[type[Rule], ...] = (NoFurtherHelp,)
