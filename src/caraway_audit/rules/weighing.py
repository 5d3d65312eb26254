"""The say that models of whole messages have in what a sentence model is unsure of.

A sentence model knows its sentence: "we shall see" may be a threat by what came before it. `language/whole.py` adds up all that
a message says, here "Noted. Wednesday." too, and what lies below its bar `doubtful` is none. What a phrase found, or a sentence
says by itself, is not asked of it: many plain words are no whole message's ("tick tock"), and it has learnt from talk
of service alone, which is not all that people write.
"""

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.classifier import IN_CONTEXT, LIKELY, MARK
from caraway_audit.language.in_context import OTHER
from caraway_audit.language.whole import whole, whole_labels
from caraway_audit.model import Role

DOUBTFUL = "doubtful"
"""The bar of a model below which it doubts."""


def is_unsure(phrase: str) -> bool:
    """Whether what a phrase stands for is what a sentence model takes for likely, or for so in its context."""
    return phrase.startswith(MARK) and phrase.endswith((LIKELY, IN_CONTEXT))


def may_doubt() -> frozenset[str]:
    """The labels whose models have a say, of either side."""
    return frozenset(label for side in OTHER for label in whole_labels(side) if DOUBTFUL in whole(side, label).bars)


def is_doubted(talk: AnnotatedConversation, place: int, label: str) -> bool:
    """Whether the model of a label takes a message of agent or client for something else; not where the side has none."""
    message = talk.messages[place]
    side, other = ("agent", Role.CLIENT) if message.role is Role.AGENT else ("client", Role.AGENT)
    if label not in whole_labels(side):
        return False
    answered = talk.turn_before(place, other) if message.public else None
    model = whole(side, label)
    return model.odds(talk.notes[place].tokens, talk.notes[answered.last].tokens if answered else None) < model.bars[DOUBTFUL]
