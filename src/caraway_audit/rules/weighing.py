"""The say that models of whole messages have in what a sentence model found.

A sentence model knows its sentence: "we shall see" may be a threat. `language/whole.py` adds up all that a message says, here
"Noted. Wednesday." too, and what lies below its bar `doubtful` is none. What a phrase found is not asked of it: the words that
a phrase names are plain, and many of them are no model's ("tick tock").
"""

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.whole import whole
from caraway_audit.model import Role


def is_doubted(talk: AnnotatedConversation, place: int, label: str) -> bool:
    """Whether the model of a label takes a message of agent or client for something else. Raises `KeyError` where there is no
    such model for the side.
    """
    message = talk.messages[place]
    side, other = ("agent", Role.CLIENT) if message.role is Role.AGENT else ("client", Role.AGENT)
    answered = talk.turn_before(place, other) if message.public else None
    model = whole(side, label)
    return model.odds(talk.notes[place].tokens, talk.notes[answered.last].tokens if answered else None) < model.bars["doubtful"]
