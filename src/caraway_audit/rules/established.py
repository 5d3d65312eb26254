"""Whether an agent's message establishes that the firm failed: a small linear model over what both sides said by then.

Nobody has to say so: "new one goes out tonight, keep the other" after "it came with a crack" does it as "that was our
warehouse" does, and "I have moved it to Friday" after "can you move it?" does not. Seen are the levels that sentence models
give (see `language/in_context.py`): of the message, of what agents said before it, of the client's last message and of all of
the client's, and how far a report and what was done about it go together; and the words of the message and of all that the
client wrote by then. `training/established.py` learns the weights from invented conversations in which it is marked which
message establishes a failure. Weights and levels are whole numbers: the same answer on every machine.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from operator import mul

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.in_context import Levels, in_context
from caraway_audit.language.whole import observed
from caraway_audit.model import Role

WEIGHTS = resources.files("caraway_audit.rules").joinpath("established.json")

UNIT = 256
"""One of log-odds is so many units of a weight."""

SCALE = 64
"""A level of so much counts as one."""

_REPORTS = ("client complaint", "client still_open", "client upset", "client distress")
_ANSWERS = ("agent made_good", "agent admits_fault", "agent reported_done")
TOGETHER = (*product(_REPORTS, _ANSWERS), ("agent admits_fault", "agent made_good"))
"""Pairs of levels that go together; the lower one counts."""


@dataclass(frozen=True, slots=True)
class EstablishedModel:
    """Weights of levels, and of words by side; from `established` on a failure is, and below `hardly` words that say so are
    doubted where nobody complained.
    """

    levels: Mapping[str, int]
    agent: Mapping[str, int]
    client: Mapping[str, int]
    established: int
    hardly: int


@cache
def learnt() -> EstablishedModel:
    """What the model knows."""
    return EstablishedModel(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


def establishing(talk: AnnotatedConversation) -> Sequence[int]:
    """The places of public agents' messages that establish a failure of the firm."""
    bar = learnt().established * SCALE
    return [place for place, odds in _odds(talk).items() if odds >= bar]


def is_doubted(talk: AnnotatedConversation, place: int) -> bool:
    """Whether a message that says so in words hardly establishes one, by all that both sides said."""
    bar = learnt().hardly * SCALE
    return _odds(talk).get(place, bar) < bar


def _odds(talk: AnnotatedConversation) -> Mapping[int, int]:
    return talk.once("what establishes a failure", _weigh)


@cache
def _weights() -> Sequence[int]:
    """Those of levels, in their order."""
    known = learnt().levels
    return tuple(known.get(name, 0) for name in level_names())


@cache
def _pairs() -> Sequence[tuple[int, int]]:
    """Where the levels of `TOGETHER` stand."""
    names = level_names()
    return [(names.index(one), names.index(other)) for one, other in TOGETHER]


def _weigh(talk: AnnotatedConversation) -> Mapping[int, int]:
    model, weights = learnt(), _weights()
    found = {}
    told, client = 0, frozenset[str]()
    for seen in seen_of(talk):
        told += sum(model.client.get(word, 0) for word in seen.client - client)
        client = seen.client
        words = told + sum(model.agent.get(word, 0) for word in seen.agent)
        found[seen.place] = sum(map(mul, weights, seen.levels)) + words * SCALE
    return found


@dataclass(frozen=True, slots=True)
class SeenReply:
    """What is seen of a public message of an agent: levels as in `level_names`, its words and the client's by then."""

    place: int
    levels: Levels
    agent: frozenset[str]
    client: frozenset[str]


def level_names() -> Sequence[str]:
    """What levels are of: the message, what the client wrote by then, both, what agents wrote before, the client's last."""
    agent, client = (in_context().names[side] for side in ("agent", "client"))
    both = (f"{one} and {other}" for one, other in TOGETHER)
    parts = (("agent", agent), ("client", client), ("before", agent), ("last", client))
    own, told, before, last = ([f"{part} {name}" for name in names] for part, names in parts)
    return (*own, *told, *both, *before, *last)


def seen_of(talk: AnnotatedConversation) -> Iterator[SeenReply]:
    """What is seen of each public message of an agent after the client's first."""
    models, together = in_context(), _pairs()
    nothing = [0] * len(models.names["agent"])
    last: Levels = ()
    client: Levels | None = None
    agent: Levels | None = None
    words = frozenset[str]()
    for place, message in enumerate(talk.messages):
        if not message.public or message.role not in (Role.AGENT, Role.CLIENT):
            continue
        tokens = talk.notes[place].tokens
        side = "agent" if message.role is Role.AGENT else "client"
        levels = models.highest(side, tokens)
        if side == "client":
            last, client = levels, _higher(client, levels)
            words |= observed(tokens)
            continue
        if client is not None:
            both = [*levels, *client]
            lower = [min(both[one], both[other]) for one, other in together]
            yield SeenReply(place, [*both, *lower, *(nothing if agent is None else agent), *last], observed(tokens), words)
        agent = _higher(agent, levels)


def _higher(one: Levels | None, other: Levels) -> Levels:
    return other if one is None else list(map(max, one, other))
