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
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from operator import mul
from typing import Any

from caraway_audit.language.classifier import MODELS, PEOPLE
from caraway_audit.language.groups import GROUPS
from caraway_audit.language.in_context import OTHER, Levels, in_context
from caraway_audit.language.tokens import Sentence, Tokens
from caraway_audit.language.topics import numberless

UNIT = 256
"""One in log-odds is so many units of a weight."""

SCALE = 64
"""A level of so much counts like one word."""


CARDS, WORDS = "whole.json", "whole_words.json.gz"
"""The files: what each level adds to each model, with its bars, and what each observed word does."""

_NO_RIVAL = -1_000_000


@dataclass(frozen=True, slots=True)
class Whole:
    """One model: what each level and each observed word adds, and the bars that rules use, by name, in units.

    With levels `of_sentence` words are those of the likeliest sentence, else those of all sentences.
    """

    side: str
    own: Levels
    theirs: Levels
    of_sentence: Levels
    words: Mapping[str, int]
    bars: Mapping[str, int]
    rivals: Sequence[str] = ()
    """Models of the same side: of what they all tell, a message is what it is most surely."""

    def odds(self, tokens: Tokens, before: Tokens | None = None) -> int:
        """What a message adds up to, in units; `before` is the message of the other side that it answers."""
        return self.odds_of(Heard(self.side, tokens, before))

    def odds_of(self, heard: "Heard") -> int:
        """The same of a message that other models look at, too."""
        levels: int = sum(map(mul, self.own, heard.own))
        if self.theirs:
            levels += sum(map(mul, self.theirs, heard.theirs))
        if self.of_sentence:
            return levels // SCALE + max(self._adds(heard), default=0)
        weight_of = self.words.get
        return levels // SCALE + sum([weight_of(one, 0) for one in heard.words])

    def _adds(self, heard: "Heard") -> Iterator[int]:
        """What each sentence adds by itself."""
        for levels, words in heard.sentences:
            yield sum(map(mul, self.of_sentence, levels)) // SCALE + sum([self.words.get(one, 0) for one in words])

    def has(self, tokens: Tokens, before: Tokens | None = None) -> bool:
        """Whether a message surely does it."""
        return self.is_heard(Heard(self.side, tokens, before))

    def is_heard(self, heard: "Heard") -> bool:
        """The same of a message that other models look at, too."""
        above = self.above(heard)
        return above >= 0 and self._surest_rival(heard) <= above

    def ahead(self, tokens: Tokens, before: Tokens | None = None) -> int:
        """How far a message lies above the bar where the model is sure, less what the surest rival lies above its own, if it
        does."""
        heard = Heard(self.side, tokens, before)
        return self.above(heard) - max(0, self._surest_rival(heard))

    def _surest_rival(self, heard: "Heard") -> int:
        return max((whole(self.side, rival).above(heard) for rival in self.rivals), default=_NO_RIVAL)

    def above(self, heard: "Heard") -> int:
        """How far it lies above the bar where the model is sure, in units."""
        return self.odds_of(heard) - self.bars["surely"]

    def deciding(self, tokens: Tokens) -> int:
        """The number of the sentence that adds most."""
        if self.of_sentence:
            alone = list(self._adds(Heard(self.side, tokens, None)))
            return max(range(len(alone)), key=alone.__getitem__)
        adds = [sum(self.words.get(one, 0) for one in set(_of_sentence(tokens, one))) * SCALE for one in tokens.sentences]
        levels: dict[int, int] = {}
        for read in in_context().read(self.side, tokens):
            levels[read.sentence] = max(levels.get(read.sentence, 0), sum(map(mul, self.own, read.levels)))
        return max(range(len(adds)), key=lambda number: adds[number] + levels.get(number, 0))


class Heard:
    """A message as all models see it, each thing worked out when the first of them asks."""

    def __init__(self, side: str, tokens: Tokens, before: Tokens | None) -> None:
        self.tokens = tokens
        self._side, self._before = side, before

    @cached_property
    def own(self) -> Levels:
        """The highest levels of its sentences."""
        return in_context().highest(self._side, self.tokens)

    @cached_property
    def theirs(self) -> Levels:
        """Those of the message that it answers."""
        return in_context().highest(OTHER[self._side], self._before)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, pairs of neighbours, beginnings and ends."""
        return observed(self.tokens)

    @cached_property
    def sentences(self) -> Sequence[tuple[Levels, frozenset[str]]]:
        """The same sentence by sentence: levels, and words."""
        return list(by_sentence(self._side, self.tokens))


@cache
def whole_labels(side: str) -> frozenset[str]:
    """The names of the models for messages of a side."""
    return frozenset(_cards()[side])


@cache
def _cards() -> Mapping[str, Mapping[str, Any]]:
    stored: Mapping[str, Mapping[str, Any]] = json.loads(MODELS.joinpath(CARDS).read_text(encoding="utf-8"))
    return stored


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """What words add, by side and model: read when a text first calls for one."""
    stored: Mapping[str, Mapping[str, Mapping[str, int]]] = json.loads(gzip.decompress(MODELS.joinpath(WORDS).read_bytes()))
    return stored


@cache
def bars_of(side: str, name: str) -> Mapping[str, int]:
    """The bars of a model, in units, by name. Raises `KeyError` where there is none."""
    bars: Mapping[str, int] = _cards()[side][name]["bars"]
    return bars


@cache
def whole(side: str, name: str) -> Whole:
    """The model of a name for the messages of a side. Raises `KeyError` where there is none."""
    card = _cards()[side][name]
    own, theirs, of_sentence = (
        tuple(card[part].get(label, 0) for label in in_context().names[of]) if card.get(part) else ()
        for part, of in (("own", side), ("theirs", OTHER[side]), ("of_sentence", side))
    )
    return Whole(side, own, theirs, of_sentence, _words()[side][name], bars_of(side, name), card.get("rivals", ()))


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
