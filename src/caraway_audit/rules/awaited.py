"""Whether a client who has the last word still waits for one: a small linear model over that turn and the message before it.

No list of words tells it: "that's where the spoon went" waits for nothing, "it has stopped again" does, and "Saturday is fine"
depends on what the agent asked. Observed are the client's words and how sentences begin, the acts and questions of both, and
what sentence models make of both messages (their levels, see `language/in_context.py`). `training/awaited.py` learns the
weights from invented ends of conversations in which it is marked whether the client waits. Weights and levels are whole
numbers: the same answer on every machine.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.in_context import InContext, in_context
from caraway_audit.language.topics import numberless
from caraway_audit.model import Role

WEIGHTS = resources.files("caraway_audit.rules").joinpath("awaited.json")

UNIT = 256
"""One of log-odds is so many units of a weight."""

SCALE = 64
"""A level of so much counts like one thing that is observed."""

WORDS = "w "
"""How observations of single words begin."""

_MOST_WORDS = 200
_LONGEST, _MOST = 6, 2


@dataclass(frozen=True, slots=True)
class AwaitedModel:
    """Weights of what is observed and of levels; from `waits` on the client waits."""

    weights: Mapping[str, int]
    levels: Mapping[str, int]
    waits: int


@cache
def learnt() -> AwaitedModel:
    """What the model knows."""
    return AwaitedModel(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class LastTurn:
    """The client's messages at `places`, nobody's after them yet; `acts` are those that may be asked about, `facts` what the
    caller observed besides."""

    talk: AnnotatedConversation
    places: Sequence[int]
    acts: Collection[str]
    facts: Collection[str] = ()

    def waits(self) -> bool:
        """Whether somebody still owes a reply."""
        model = learnt()
        seen = sum(model.weights.get(one, 0) for one in self.observed())
        told = sum(model.levels.get(name, 0) * level for name, level in self.levels(in_context()).items())
        return seen * SCALE + told >= model.waits * SCALE

    def observed(self) -> frozenset[str]:
        """The names of all that weighs."""
        return frozenset((*self._words(), *self._client(), *self._agent(), *self.facts))

    def levels(self, models: InContext) -> Mapping[str, int]:
        """What sentence models make of the turn, and of the agent's message before it."""
        notes = [self.talk.notes[place] for place in self.places]
        of_client = map(max, zip(*(models.highest("client", note.tokens) for note in notes), strict=True))
        found = {f"client {name}": level for name, level in zip(models.names["client"], of_client, strict=True)}
        if self._before:
            of_agent = models.highest("agent", self._before.tokens)
            found |= {f"agent {name}": level for name, level in zip(models.names["agent"], of_agent, strict=True)}
        return found

    @cached_property
    def _before(self) -> Note | None:
        """The agent's last message before the turn."""
        talk = self.talk
        spoken = (p for p in range(self.places[0] - 1, -1, -1) if talk.messages[p].public)
        return next((talk.notes[p] for p in spoken if talk.messages[p].role is Role.AGENT), None)

    def _words(self) -> Iterator[str]:
        """The client's words, and those that sentences begin with."""
        for place in self.places:
            tokens = self.talk.notes[place].tokens
            yield from (f"{WORDS}{numberless(word)}" for word in tokens.words[:_MOST_WORDS])
            for sentence in tokens.sentences:
                begins = list(map(numberless, tokens.words[sentence.first : min(sentence.last, sentence.first + 2)]))
                yield from (f"first {' '.join(begins[:number])}" for number in (1, 2))
                if sentence.mark in _MARKS:
                    yield f"mark {sentence.mark}"

    def _client(self) -> Iterator[str]:
        notes = [self.talk.notes[place] for place in self.places]
        yield f"questions {min(_MOST, sum(len(note.questions) for note in notes))}"
        yield f"messages {min(_MOST + 1, len(notes))}"
        words = sum(min(_MOST_WORDS, len(note.tokens.words)) for note in notes)
        yield f"long {min(_LONGEST, (words + 2).bit_length())}"
        yield from (f"client {act}" for note in notes for act in note.acts if act in self.acts)

    def _agent(self) -> Iterator[str]:
        """How the agent's last message ended, and what it did."""
        note = self._before
        if note is None:
            yield "never replied"
            return
        yield f"agent questions {min(_MOST, len(note.questions))}"
        if any(sentence.mark == "?" for sentence in note.tokens.sentences):
            yield "agent asks"
        if note.tokens.sentences and note.tokens.sentences[-1].mark == "?":
            yield "agent ends by asking"
        yield from (f"agent {act}" for act in note.acts if act in self.acts)


_MARKS = ("?", "!")
