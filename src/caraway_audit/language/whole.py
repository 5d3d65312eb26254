"""What a message does as a whole: whether it states a feeling, takes one in, talks down, threatens.

A sentence model sees one sentence, a model in context (`in_context.py`) the sentence that is most of what it looks for. Here a
small linear model adds up the words of all sentences, pairs of neighbours, how sentences begin and end, the highest level of
every label of the sentence models, and where it matters those of the message of the other side before it. It is for what no
list of words reaches: "three nights on the floor with a baby, that must stop today" takes a feeling in, and names none.
A fault is mostly one sentence among others that are none ("Hard to miss, really." behind the right answer). Where writers
marked its words, a model adds up words and levels sentence by sentence, and the likeliest one counts beside what all hold.
`training/whole.py` makes the models, `training/README.md` is their card. Weights and levels are whole numbers: the same answer
everywhere.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from caraway_audit.language.classifier import MODELS, PEOPLE
from caraway_audit.language.groups import GROUPS
from caraway_audit.language.in_context import OTHER, Levels, in_context
from caraway_audit.language.tokens import Sentence, Tokens
from caraway_audit.language.topics import numberless

if TYPE_CHECKING:  # a tenth of a second, which only those pay who have a message to look at
    import numpy as np

UNIT = 256
"""One in log-odds is so many units of a weight."""

SCALE = 64
"""A level of so much counts like one word."""

CARDS, WORDS = "whole.json", "whole_words.json.gz"
"""The files: what each level adds to each model, with its bars, and what each observed word does."""

_NO_RIVAL = -1_000_000
_REMEMBERED = 2_000
"""So many messages of a side are remembered with what they add up to: many rules and phrases ask of the same one."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One model: whose messages, its place among the models of that side, and the bars that rules use, by name, in units."""

    side: str
    lane: int
    bars: Mapping[str, int]
    rivals: Sequence[str] = ()
    """Models of the same side: of what they all tell, a message is what it is most surely."""

    def odds(self, tokens: Tokens, before: Tokens | None = None) -> int:
        """What a message adds up to, in units; `before` is the message of the other side that it answers."""
        models = _models(self.side)
        told, theirs = models.told(tokens), models.theirs(before)
        return int((told.own[self.lane] + theirs[self.lane]) // SCALE + told.words[self.lane])

    def has(self, tokens: Tokens, before: Tokens | None = None) -> bool:
        """Whether a message surely does it, and nothing of what may be taken for it more surely."""
        above = self.above(tokens, before)
        return above >= 0 and self._surest_rival(tokens, before) <= above

    def ahead(self, tokens: Tokens, before: Tokens | None = None) -> int:
        """How far it lies above that bar, less what the surest rival lies above its own, if it does."""
        return self.above(tokens, before) - max(0, self._surest_rival(tokens, before))

    def _surest_rival(self, tokens: Tokens, before: Tokens | None) -> int:
        return max((whole(self.side, one).above(tokens, before) for one in self.rivals), default=_NO_RIVAL)

    def above(self, tokens: Tokens, before: Tokens | None = None) -> int:
        """How far it lies above the bar where the model is sure, in units."""
        return self.odds(tokens, before) - self.bars["surely"]

    def deciding(self, tokens: Tokens) -> int:
        """The number of the sentence that adds most."""
        return int(_models(self.side).told(tokens).alone[:, self.lane].argmax())


class Told(NamedTuple):
    """What a message adds to each model of its side: by the levels of the whole, in units and `SCALE`, and by words (with
    levels, those of its likeliest sentence, where that decides); and each sentence alone, a row each."""

    own: "np.ndarray"
    words: "np.ndarray"
    alone: "np.ndarray"


class Models:
    """All models of a side, as tables with a column each: what an observed word adds, and what a level does."""

    def __init__(self, side: str, cards: Mapping[str, Mapping[str, Any]], words: Mapping[str, Mapping[str, int]]) -> None:
        import numpy as np

        self._side = side
        self._at = {one: row for row, one in enumerate(dict.fromkeys(chain.from_iterable(words.values())), 1)}
        self._words = np.zeros((len(self._at) + 1, len(cards)), np.int16)  # the first row is that of a word unknown to all
        for lane, name in enumerate(cards):
            self._words[[self._at[one] for one in words[name]], lane] = list(words[name].values())
        own, of_sentence = (self._levels(side, [card.get(part, {}) for card in cards.values()]) for part in _PARTS)
        self._own, self._theirs = own, self._levels(OTHER[side], [card.get("theirs", {}) for card in cards.values()])
        self._by_sentence = of_sentence.any(axis=0)
        self._alone = np.where(self._by_sentence, of_sentence, own)
        self._told: dict[tuple[tuple[str, ...], tuple[str, ...]], Told] = {}
        self._answered: dict[tuple[str, ...], np.ndarray] = {}

    def _levels(self, side: str, weights: Sequence[Mapping[str, int]]) -> "np.ndarray":
        """What a level of each label adds to each model, a row a label."""
        import numpy as np

        return np.array([[one.get(label, 0) for one in weights] for label in in_context().names[side]], np.int32)

    def told(self, tokens: Tokens) -> Told:
        """What a message of the side adds."""
        key = tuple(tokens.words), tuple([one.mark for one in tokens.sentences])
        if (found := self._told.get(key)) is None:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            found = self._told[key] = self._look(tokens)
        return found

    def theirs(self, before: Tokens | None) -> "np.ndarray":
        """What the message of the other side adds, in units and `SCALE`; nothing where there is none."""
        key = tuple(before.words) if before else ()
        if (found := self._answered.get(key)) is None:
            if len(self._answered) >= _REMEMBERED:
                self._answered.clear()
            found = self._answered[key] = _whole_numbers([in_context().highest(OTHER[self._side], before)])[0] @ self._theirs
        return found

    def _look(self, tokens: Tokens) -> Told:
        import numpy as np

        own = _whole_numbers([in_context().highest(self._side, tokens)])[0]
        each = list(by_sentence(self._side, tokens))
        if not each:
            nothing = np.zeros((1, self._words.shape[1]), np.int64)
            return Told(own @ self._own, nothing[0], nothing)
        rows = [[0, *(self._at[one] for one in words if one in self._at)] for _, words in each]
        starts = [0, *accumulate(map(len, rows[:-1]))]
        flat = list(chain.from_iterable(rows))
        said = np.add.reduceat(self._words[flat], starts, axis=0, dtype=np.int64)
        alone = _whole_numbers([levels or [0] * len(own) for levels, _ in each]) @ self._alone // SCALE + said
        everything = self._words[list(set(flat))].sum(axis=0, dtype=np.int64)
        return Told(own @ self._own, np.where(self._by_sentence, alone.max(axis=0), everything), alone)


_PARTS = ("own", "of_sentence")


def _whole_numbers(levels: Sequence[Levels]) -> "np.ndarray":
    import numpy as np

    return np.array(levels, np.int64)


@cache
def whole_labels(side: str) -> frozenset[str]:
    """The names of the models for messages of a side."""
    return frozenset(_cards()[side])


@cache
def _cards() -> Mapping[str, Mapping[str, Any]]:
    stored: Mapping[str, Mapping[str, Any]] = json.loads(MODELS.joinpath(CARDS).read_text(encoding="utf-8"))
    return stored


@cache
def _models(side: str) -> Models:
    """The models of a side, read when a text first calls for them."""
    words = json.loads(gzip.decompress(MODELS.joinpath(WORDS).read_bytes()))
    return Models(side, _cards()[side], words[side])


@cache
def whole(side: str, name: str) -> Whole:
    """The model of a name for the messages of a side. Raises `KeyError` where there is none."""
    card = _cards()[side][name]
    return Whole(side, list(_cards()[side]).index(name), card["bars"], card.get("rivals", ()))


def observed(tokens: Tokens) -> frozenset[str]:
    """The words of a message, pairs of neighbours, and how its sentences begin and end."""
    return frozenset(one for sentence in tokens.sentences for one in _of_sentence(tokens, sentence))


def by_sentence(side: str, tokens: Tokens) -> Iterator[tuple[Levels, frozenset[str]]]:
    """The levels of each sentence (of a long one the highest of its stretches), and what is observed of it."""
    levels: list[Levels] = [()] * len(tokens.sentences)
    for read in in_context().read(side, tokens):
        known = levels[read.sentence]
        levels[read.sentence] = list(map(max, known, read.levels)) if known else read.levels
    for found, sentence in zip(levels, tokens.sentences, strict=True):
        yield found, frozenset(_of_sentence(tokens, sentence))


def _of_sentence(tokens: Tokens, sentence: Sentence) -> Iterator[str]:
    words = _shaped(tuple(tokens.words[sentence.first : sentence.last]))
    yield from words
    yield from map(" ".join, pairwise(words))
    if words:
        yield f"^ {words[0]}"
        yield f"^ {' '.join(words[:2])}"
        yield f"{words[-1]} {sentence.mark or '$'}"


@lru_cache(maxsize=1_000)
def _shaped(words: tuple[str, ...]) -> Sequence[str]:
    """Words as the models see them: all numbers are one, and so are all groups of people."""
    return tuple(PEOPLE if word in GROUPS else numberless(word) for word in words)
