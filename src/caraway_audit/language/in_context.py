"""What a message does where it stands: told by all that its words may mean, and by what was said before it.

"It tells you on the page" is help after a question and a snub after a complaint. A sentence model sees one meaning in one
sentence; a second, small model adds up what the sentence models make of a sentence (all labels, those too that no rule may
name) and of the last message of the other side before it. A phrase list names it `~condescension in context`; a message with
a sentence that may be condescending at all (`classifier.PERHAPS`) is looked at.
`training/context.py` makes the models, `training/README.md` is their card. Levels and weights are whole numbers: the same
answer everywhere.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from itertools import chain
from operator import mul
from typing import Any, NamedTuple

from caraway_audit.language.classifier import MODELS, PERHAPS, Classifier, stretches, weight_of
from caraway_audit.language.groups import names_people
from caraway_audit.language.tokens import Tokens

STEP = 16
"""A level is a sum in steps of so many; sixteen of them are one in log-odds."""

LOWEST, HIGHEST = -128, 192
"""Between these a level counts; a side that has not written yet is at nought in everything."""

OTHER = {"agent": "client", "client": "agent"}
"""The two sides, each with the one that it talks to."""

_MOST_STRETCHES = 20_000
"""So many are remembered, about 150 bytes each."""

Levels = Sequence[int]
"""One of each label of a side's sentence model, in their order."""


@cache
def known_in_context(side: str, models: Traversable = MODELS) -> frozenset[str]:
    """The labels that there is a model for, for what a side writes."""
    return frozenset(_stored(models)[side])


def _stored(models: Traversable) -> Mapping[str, Mapping[str, Any]]:
    stored = json.loads(models.joinpath("in_context.json").read_text(encoding="utf-8"))
    of_sides: Mapping[str, Mapping[str, Any]] = stored["models"]
    return of_sides


class Decided(NamedTuple):
    """What a message does, and where: number of the sentence, and the tokens, from and up to, that decided."""

    label: str
    sentence: int
    first: int
    last: int


class Stretch(NamedTuple):
    """What is read at once of a message: number of the sentence, its tokens from and up to, and the levels of these."""

    sentence: int
    first: int
    last: int
    levels: Levels


@dataclass(frozen=True, slots=True)
class _Model:
    """What a level of each label adds, of the sentence first and then of the message before it; `above` makes it one."""

    weights: Levels
    own: Mapping[str, int]
    above: int


@cache
def in_context() -> "InContext":
    """The models that ship, read when a text first calls for them: one object for all who ask in a process."""
    return InContext()


class InContext:
    """All models in context. One object reads many conversations, and remembers the levels of texts that come again."""

    def __init__(self, models: Traversable = MODELS) -> None:
        card = json.loads(models.joinpath("labels.json").read_text(encoding="utf-8"))
        self.names = {side: tuple(card[side]) for side in OTHER}
        self._lanes = {side: {name: lane for lane, name in enumerate(names)} for side, names in self.names.items()}
        self._of_people = {side: {name for name, entry in card[side].items() if entry.get("of_people")} for side in OTHER}
        self._classifiers = {side: Classifier(side, self.names[side], models) for side in OTHER}
        self._models: dict[str, dict[str, _Model]] = {side: {} for side in OTHER}
        for side, entries in _stored(models).items():
            whose = {"own": side, "theirs": OTHER[side]}
            for name, entry in entries.items():
                weights = tuple(entry[part].get(one, 0) for part, of in whose.items() for one in self.names[of])
                self._models[side][name] = _Model(weights, entry["own"], entry["above"])
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Sequence[Stretch], Levels]] = {}
        self._nothing = {side: array("h", [0] * len(names)) for side, names in self.names.items()}
        self._stretches = 0

    def read(self, side: str, tokens: Tokens) -> Sequence[Stretch]:
        """The sentences of a message with their levels under the model of its side."""
        return self._read(side, tokens)[0]

    def highest(self, side: str, tokens: Tokens | None) -> Levels:
        """The highest level of each label that a sentence of a message has; nought in everything where there is no message."""
        return self._read(side, tokens)[1] if tokens else self._nothing[side]

    def _read(self, side: str, tokens: Tokens) -> tuple[Sequence[Stretch], Levels]:
        key = side, tuple(tokens.words)  # a sentence ends at a token, so that words tell sentences
        if (found := self._known.get(key)) is None:
            read = [
                Stretch(number, first, last, self._levels(side, tokens.words[first:last]))
                for number, sentence in enumerate(tokens.sentences)
                for first, last in stretches(sentence)
            ]
            self._stretches += len(read)
            if self._stretches > _MOST_STRETCHES:
                self._known.clear()
                self._stretches = len(read)
            levels = [one.levels for one in read]
            highest = levels[0] if len(levels) == 1 else array("h", map(max, zip(*levels, strict=True)))
            found = self._known[key] = (read, highest or self._nothing[side])
        return found

    def _levels(self, side: str, words: Sequence[str]) -> Levels:
        """The sums of a sentence as levels, comparable with those of any other."""
        step = STEP * weight_of(len(words))
        levels = (int(total / step) for total in self._classifiers[side].totals(words))
        return array("h", [LOWEST if one < LOWEST else HIGHEST if one > HIGHEST else one for one in levels])

    def looked_at(self, side: str, tokens: Tokens, label: str) -> Stretch | None:
        """The sentence of a message that a model looks at: the one that by itself is most of what the label means.

        Where that is said of people, only one that names a group of them.
        """
        lane, read = self._lanes[side][label], self.read(side, tokens)
        if label in self._of_people[side]:
            read = [one for one in read if names_people(tokens.words[one.first : one.last])]
        return max(read, key=lambda stretch: stretch.levels[lane], default=None)

    def over(self, side: str, label: str, own: Stretch, theirs: Levels) -> int:
        """By how much a sentence that answers a message of such levels is over what makes it one (below nought it is none)."""
        model = self._models[side][label]
        total: int = sum(map(mul, model.weights, chain(own.levels, theirs)))
        return total - model.above

    def decide(self, side: str, tokens: Tokens, theirs: Levels) -> Decided | None:
        """What a message does, given the levels of the one that it answers: of several things that it may do the surest."""
        best: tuple[int, str, Stretch] | None = None
        for label in self._models[side]:
            own = self.looked_at(side, tokens, label)
            if own and own.levels[self._lanes[side][label]] * STEP >= PERHAPS:
                over = self.over(side, label, own, theirs)
                if over >= 0 and (best is None or over > best[0]):
                    best = over, label, own
        if best is None:
            return None
        _, label, (number, first, last, _) = best
        start, end = self._classifiers[side].deciding_together(tokens.words[first:last], self._models[side][label].own)
        return Decided(label, number, first + start, first + end)
