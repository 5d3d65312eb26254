"""The say that models of whole messages have in what was found by less: a phrase, or a sentence model.

A phrase knows its words, and a sentence model its sentence. "He'll be in a box" is a threat to the one, and a courier's word to
whoever reads on: "at the door; was there anything else?" `language/whole.py` adds up all that a message says, and what is far
from the fault that it learnt is none. Its bars lie where ordinary messages are and faults are not: `hardly` for what a phrase
found, and the nearer `doubtful` for what a sentence model did. Nobody is accused here.
"""

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.whole import whole
from caraway_audit.model import Role


def is_overruled(talk: AnnotatedConversation, place: int, label: str, *, by_model: bool = False) -> bool:
    """Whether the model of a label takes a message of agent or client for something else; `by_model`: as a sentence model does
    not. Raises `KeyError` where there is no such model for the side.
    """
    message = talk.messages[place]
    side, other = ("agent", Role.CLIENT) if message.role is Role.AGENT else ("client", Role.AGENT)
    answered = talk.turn_before(place, other) if message.public else None
    model = whole(side, label)
    odds = model.odds(talk.notes[place].tokens, talk.notes[answered.last].tokens if answered else None)
    return any(odds < model.bars.get(bar, odds) for bar in ("hardly", *(("doubtful",) if by_model else ())))
