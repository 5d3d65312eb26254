"""The say that models have in what phrases and other models find.

**What a sentence model is unsure of** a model of whole messages may doubt.

A sentence model knows its sentence: "we shall see" may be a threat by what came before it. `language/whole.py` adds up all
that a message says, here "Noted. Wednesday." too, and what lies below its bar `doubtful` is none. What a phrase found is
asked of it only where a rule says how far below its bar is too far: many plain words are no whole message's ("tick tock"),
and most of these models have learnt from talk of service alone, which is not all that people write. What a sentence says by
itself is asked only of a model that has a bar `far` for it, having learnt from many messages that come near ("ring me on my
private line until eight").

**What a phrase found** counts where its sentence resembles the fault at all. A phrase is a few words of a fault, and an
innocent sentence may hold the same ones: "use your loaf within three days". How much of the fault a sentence is by all its
words a model knows, and a rule says what is too little (`resembles: {overclaim as meant: -14}`): a bar so low that next to no
fault lies below it. The models read English: in a conversation in another language, for which a team has phrases of its own,
they are not asked.
"""

from collections.abc import Mapping

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.as_meant import AS_MEANT, known_as_meant, level_as_meant
from caraway_audit.language.classifier import AS_A_WHOLE, IN_CONTEXT, LIKELY, MARK, all_labels
from caraway_audit.language.in_context import OTHER, STEP, in_context
from caraway_audit.language.signature import is_footer
from caraway_audit.language.tokens import Tokens
from caraway_audit.language.whole import bars_of, whole, whole_labels
from caraway_audit.model import Role

ENGLISH = frozenset({"en"})
"""The languages that models read."""

FAR, DOUBTFUL, SURELY, CERTAINLY = "far", "doubtful", "surely", "certainly"
"""The bars of a model: below the first two it doubts what a sentence model is sure of, and what it is unsure of; from the third
on it is sure itself, and from the last on so sure that no phrase says otherwise."""


def is_unsure(phrase: str) -> bool:
    """Whether what a phrase stands for is what a sentence model takes for likely, or for so in its context."""
    return phrase.startswith(MARK) and phrase.endswith((LIKELY, IN_CONTEXT))


def may_doubt() -> frozenset[str]:
    """The labels whose models have a say, of either side."""
    return frozenset(label for side in OTHER for label in whole_labels(side) if {DOUBTFUL, FAR} & bars_of(side, label).keys())


def likenesses() -> frozenset[str]:
    """What a sentence or, "as a whole", a message may resemble, or be "as meant": the names of all models of either side."""
    wholes = (f"{label}{AS_A_WHOLE}" for side in OTHER for label in whole_labels(side))
    meant = (f"{label}{AS_MEANT}" for side in OTHER for label in known_as_meant(side))
    return all_labels().union(wholes, meant)


def resembles(talk: AnnotatedConversation, place: int, sentence: int, least: Mapping[str, int]) -> bool:
    """Whether a sentence, and the message around it, is at least so much of each (16 are one in log-odds); what the side that
    wrote it has no model for is not asked, nor anything in another language."""
    return not talk.is_in(ENGLISH) or all(_level(talk, place, sentence, name, bar) >= bar for name, bar in least.items())


def _level(talk: AnnotatedConversation, place: int, sentence: int, name: str, otherwise: int) -> int:
    """How much of what a model of a name knows a sentence or its message is; `otherwise` where its side has no such model. Of
    a whole message it is how far that is above the bar where the model is sure, less what the surest rival is above its own."""
    side, tokens = _side(talk, place), talk.notes[place].tokens
    if name.endswith(AS_A_WHOLE):
        label = name.removesuffix(AS_A_WHOLE)
        if label not in whole_labels(side):
            return otherwise
        return whole(side, label).ahead(tokens, _before(talk, place)) // STEP
    if name.endswith(AS_MEANT):
        label = name.removesuffix(AS_MEANT)
        known = label in known_as_meant(side)
        return level_as_meant(side, label, tokens, sentence, _before(talk, place)) if known else otherwise
    names = in_context().names[side]
    read = in_context().read(side, tokens) if name in names else ()
    return max((one.levels[names.index(name)] for one in read if one.sentence == sentence), default=otherwise)


def is_doubted(talk: AnnotatedConversation, place: int, label: str, bar: str = DOUBTFUL) -> bool:
    """Whether the model of a label takes a message of agent or client for something else; not where the side has none, or none
    with such a bar."""
    side = _side(talk, place)
    least = whole(side, label).bars.get(bar) if label in whole_labels(side) else None
    return least is not None and _odds(talk, place, label) < least


def is_surely(talk: AnnotatedConversation, place: int, label: str) -> bool:
    """Whether a message of agent or client is what a label means to the model of whole messages."""
    return decided_by(talk, place, label) is not None


def decided_by(talk: AnnotatedConversation, place: int, label: str) -> int | None:
    """The number of the sentence by which a message of agent or client is what a label means to the model of whole messages;
    none where it is not. What stands in a footer ("see our privacy policy") is not said."""
    side, message, tokens = _side(talk, place), talk.messages[place], talk.notes[place].tokens
    if label not in whole_labels(side):
        return None
    footer = next((one.start for one in tokens.sentences if is_footer(message.text, message.author, one.start)), None)
    said, model = tokens if footer is None else tokens.before(footer), whole(side, label)
    sure = bool(said.sentences) and model.odds(said, _before(talk, place)) >= model.bars[SURELY]
    return model.deciding(said) if sure else None


def is_certain(talk: AnnotatedConversation, place: int, label: str) -> bool:
    """Whether a message is what a label means whatever a phrase says, to a model that has a bar for that; in English."""
    least = whole(_side(talk, place), label).bars.get(CERTAINLY)
    return least is not None and talk.is_in(ENGLISH) and _odds(talk, place, label) >= least


def _odds(talk: AnnotatedConversation, place: int, label: str) -> int:
    """How much of what a label means a message is as a whole, after what the other side said before."""
    return whole(_side(talk, place), label).odds(talk.notes[place].tokens, _before(talk, place))


def _side(talk: AnnotatedConversation, place: int) -> str:
    return "agent" if talk.messages[place].role is Role.AGENT else "client"


def _before(talk: AnnotatedConversation, place: int) -> Tokens | None:
    """What the other side said before a message; nothing where it is a note."""
    message = talk.messages[place]
    other = Role.CLIENT if message.role is Role.AGENT else Role.AGENT
    answered = talk.turn_before(place, other) if message.public else None
    return talk.notes[answered.last].tokens if answered else None
