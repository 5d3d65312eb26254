"""What a message does where it stands: told by all that its words may mean, and by what was said before it.

"It tells you on the page" is help after a question and a snub after a complaint. A sentence model sees one meaning in one
sentence; a second, small model adds up what the sentence models make of a sentence (all labels, those too that no rule may
name) and of the last message of the other side before it. A phrase list names it `~condescension in context`; a message with
a sentence that may be condescending at all (`classifier.PERHAPS`) is looked at.
`training/context.py` makes the models, `training/README.md` is their card. Whole numbers only: the same answer everywhere.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from operator import mul
from typing import Any, NamedTuple

from caraway_audit.language.classifier import MODELS, Classifier, stretches, weight_of
from caraway_audit.language.tokens import Tokens

STEP = 16
"""A level is a sum in steps of so many; sixteen of them are one in log-odds."""

LOWEST, HIGHEST = -128, 192
"""Between these a level counts; a side that has not written yet is at nought in everything."""

OTHER = {"agent": "client", "client": "agent"}
"""The two sides, each with the one that it talks to."""

_MOST_TEXTS = 5_000

Levels = Sequence[int]
"""One of each label of a side's sentence model, in their order."""


@cache
def known_in_context(models: Traversable = MODELS) -> frozenset[str]:
    """The labels that there is a model for."""
    return frozenset(name for entries in _stored(models).values() for name in entries)


def _stored(models: Traversable) -> Mapping[str, Mapping[str, Any]]:
    stored: Mapping[str, Mapping[str, Any]] = json.loads(models.joinpath("in_context.json").read_text(encoding="utf-8"))
    return stored


class Said(NamedTuple):
    """A message: whose model reads it ("agent", "client"; "" for a system's), its tokens, and whether it is no note."""

    side: str
    tokens: Tokens
    public: bool = True


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


class Seen(NamedTuple):
    """What a model sees of a message: the sentence in question, and the last message of the other side."""

    own: Stretch
    theirs: Levels

    @property
    def levels(self) -> Levels:
        """All of them in a row, as weights are."""
        return (*self.own.levels, *self.theirs)


@dataclass(frozen=True, slots=True)
class _Model:
    """What a level of each label adds, in the order of `Seen.levels`, and from what sum on it is one (`above`).

    `lane` is the number of its own label; one of `notes` counts in notes only.
    """

    lane: int
    weights: Levels
    own: Mapping[str, int]
    above: int
    notes: bool


def _level(total: int, tokens: int) -> int:
    """A sum of so many tokens as a level, comparable with that of any other."""
    return max(LOWEST, min(HIGHEST, int(total / (STEP * weight_of(tokens)))))


class InContext:
    """All models in context. One object reads many conversations, and remembers the levels of texts that come again."""

    def __init__(self, models: Traversable = MODELS) -> None:
        card = json.loads(models.joinpath("labels.json").read_text(encoding="utf-8"))
        self.names = {side: tuple(card[side]) for side in OTHER}
        self._classifiers = {side: Classifier(side, self.names[side], models) for side in OTHER}
        self._models: dict[str, dict[str, _Model]] = {side: {} for side in OTHER}
        for side, entries in _stored(models).items():
            whose = {"own": side, "theirs": OTHER[side]}
            for name, entry in entries.items():
                weights = tuple(entry[part].get(one, 0) for part, of in whose.items() for one in self.names[of])
                self._models[side][name] = _Model(
                    self.names[side].index(name), weights, entry["own"], entry["above"], "notes" in entry
                )
        self._known: dict[tuple[str, tuple[str, ...]], Sequence[Stretch]] = {}

    def read(self, one: Said) -> Sequence[Stretch]:
        """The sentences of a message with their levels under the model of its side."""
        key = one.side, tuple(one.tokens.words)
        if (found := self._known.get(key)) is None:
            if len(self._known) >= _MOST_TEXTS:
                self._known.clear()
            found = self._known[key] = [
                Stretch(number, first, last, self._levels(one.side, one.tokens.words[first:last]))
                for number, sentence in enumerate(one.tokens.sentences)
                for first, last in stretches(sentence)
            ]
        return found

    def _levels(self, side: str, words: Sequence[str]) -> Levels:
        return [_level(total, len(words)) for total in self._classifiers[side].sums(words).values()]

    def _theirs(self, said: Sequence[Said], place: int) -> Levels:
        """The highest level of each label that a sentence of the other side's last message before a place has."""
        other = OTHER[said[place].side]
        before = next((one for one in reversed(said[:place]) if one.side == other), None)
        read = self.read(before) if before else ()
        return tuple(map(max, zip(*(stretch.levels for stretch in read), strict=True))) or (0,) * len(self.names[other])

    def seen(self, said: Sequence[Said], place: int, label: str) -> Seen | None:
        """What the model of a label sees of a message: of its sentences the one that is it most, by itself."""
        lane = self.names[said[place].side].index(label)
        own = max(self.read(said[place]), key=lambda stretch: stretch.levels[lane], default=None)
        return Seen(own, self._theirs(said, place)) if own else None

    def decide(self, said: Sequence[Said], place: int) -> Decided | None:
        """What a message does, considering what came before it: of several things that it may do the surest; None for none."""
        side, tokens, public = said[place]
        read, theirs = self.read(said[place]), self._theirs(said, place)
        best: tuple[int, str, Stretch] | None = None
        for label, model in self._models[side].items() if read else ():
            if public and model.notes:
                continue
            own = max(read, key=lambda stretch: stretch.levels[model.lane])
            over = sum(map(mul, model.weights, Seen(own, theirs).levels)) - model.above
            if over >= 0 and (best is None or over > best[0]):
                best = over, label, own
        if best is None:
            return None
        _, label, (number, first, last, _) = best
        start, end = self._classifiers[side].deciding_together(tokens.words[first:last], self._models[side][label].own)
        return Decided(label, number, first + start, first + end)
