"""What a sentence does, told by small linear models: for wordings that no list of phrases holds.

A phrase list may hold `~apology`: it stands for every sentence that the model takes for an apology. `~guess?` stands for
those too that are likely one: for rules that ask only where something calls for it (a guess, after a question of fact).
There are two models, one for what agents write and one for what clients write; `training/` makes them, `training/README.md`
is their card.

A model adds up whole numbers for the words of a sentence, their parts, and pairs and triples of neighbours. The sums of all
labels are lanes of one Python integer, so that a sentence of twelve words costs about five microseconds for all labels
together and gives the same answer on every machine.
"""

import gzip
import json
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from math import sqrt
from typing import NamedTuple, cast

from caraway_audit.language.groups import GROUPS, names_people
from caraway_audit.language.tokens import Sentence, Tokens

MARK = "~"
"""What the name of a label begins with in a list of phrases."""

LIKELY = "?"
"""What it ends with where a likely one will do."""

IN_CONTEXT = " in context"
"""What it ends with where another model decides, by all labels and by what came before (`in_context.py`)."""

AS_A_WHOLE = " as a whole"
"""What it ends with where a model of the whole message decides (`whole.py`)."""

AT_ALL = 0
"""From which sum on a sentence makes its message worth the while of the model of whole messages."""

PERHAPS = 2 * 256
"""From which sum on a sentence is worth the while of the model in context: two in log-odds (256 are one)."""

LANE = 24
"""Bits of one label's sum; no stretch of `LONGEST` tokens can add up to more than half of what they hold."""

LONGEST = 40
"""A sentence of more tokens (nobody set a full stop) is read in stretches of so many."""

SHORT, SHORTEST = 10, 4
"""What a sentence must add up to is as the root of its tokens over `SHORT`: chance adds up too. Fewer than `SHORTEST` count as
so many; where a label was learnt without short texts, or a likely one is enough, fewer than `SHORT` do."""

OPENING = "^"
"""The token before the first word of a sentence."""

BEGINNINGS, ENDINGS = (3, 4, 5), (3, 4)

PEOPLE = "§"
"""The token that stands for any word of `GROUPS`."""

_HALF = 1 << (LANE - 1)
_LANE_MASK = (1 << LANE) - 1
_MOST_WORDS = 50_000

MODELS = resources.files("caraway_audit.language").joinpath("models")


class Found(NamedTuple):
    """A label that a sentence has: number of the sentence, tokens `first` up to `last` that were read at once."""

    sentence: int
    label: str
    first: int
    last: int
    shift: int


@dataclass(frozen=True, slots=True)
class Label:
    """One meaning that is looked for; one that is `of_people` only where a sentence names a group of them."""

    name: str
    of_people: bool


def weight_of(tokens: int, fewest: int = SHORTEST) -> float:
    """By how much the sum of a sentence of so many tokens is divided before it is compared."""
    return sqrt(max(fewest, tokens) / SHORT)


def required(above: int, tokens: int, fewest: int = SHORT) -> int:
    """The sum from which a sentence of so many tokens has a label."""
    return round(above * weight_of(tokens, fewest))


def shape(word: str) -> str:
    """A token as models see it: numbers are all one, so are groups of people, and a new line ends a sentence as a stop does.

    No model can tell one listed group from another: what is said of women weighs what it weighs of Poles. "h4te" is "hate".
    """
    if any(map(str.isdigit, word)):
        word = _plain(word)
    return "." if word == "\n" else PEOPLE if word in GROUPS else word


def _plain(word: str) -> str:
    """A word whose letters are put as digits, in letters; any other number is the token for all of them."""
    digits = sum(map(str.isdigit, word))
    bare = word.translate(_DIGITS)
    return bare if word[0].isalpha() and len(word) > 3 and digits * 2 <= len(word) and bare.isalpha() else "#"


_DIGITS = str.maketrans("013457", "oieast")


def parts(word: str) -> Iterator[str]:
    """How a word begins and ends: endings and most typing errors leave one of them as it is."""
    if len(word) > 3 and word.isalpha():
        yield from (f"<{word[:size]}" for size in BEGINNINGS if size < len(word))
        yield from (f"{word[-size:]}>" for size in ENDINGS if size < len(word))


def stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Tokens from and up to which a sentence is read at once."""
    for first in range(sentence.first, sentence.last, LONGEST):
        yield first, min(first + LONGEST, sentence.last)


def _card(models: Traversable) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    card: Mapping[str, Mapping[str, Mapping[str, object]]] = json.loads(
        models.joinpath("labels.json").read_text(encoding="utf-8")
    )
    return card


@cache
def labels() -> Mapping[str, str]:
    """What each label that a rule may name means, by name, of both models."""
    cards = _card(MODELS).values()
    return {name: str(entry["means"]) for card in cards for name, entry in card.items() if not entry.get("evidence")}


def all_labels() -> frozenset[str]:
    """The names of all labels of both models, those too that no phrase may name."""
    return frozenset(name for card in _card(MODELS).values() for name in card)


@dataclass(slots=True)
class _Following:
    """What a token adds after the one before it, and what may follow it in turn."""

    adds: int = 0
    then: dict[str, "_Following"] | None = None


_Known = tuple[str, int, dict[str, _Following] | None]


class _Weights:
    """What words, their parts and their neighbours add to all labels of one model.

    The weights of a word and of what may follow it stand in one line, which is read when a text first holds the word.
    """

    def __init__(self, side: str, models: Traversable) -> None:
        stored = gzip.decompress(models.joinpath(f"{side}.txt.gz").read_bytes()).decode()
        self._lines = {word: rest for word, _, rest in (line.partition("|") for line in stored.splitlines())}
        self._shapes: dict[str, tuple[int, dict[str, _Following] | None]] = {}
        self.known: dict[str, _Known] = {}
        self.opening = self._read(OPENING)[1]

    def _read(self, word: str) -> tuple[int, dict[str, _Following] | None]:
        """What a word that the model has a line for adds, and what may follow it."""
        adds, *others = self._lines.get(word, "0").split("|")
        follow: dict[str, _Following] = {}
        for words, more in zip(others[::2], others[1::2], strict=True):
            first, _, second = words.partition(" ")
            node = follow.setdefault(first, _Following())
            if second:
                node.then = node.then or {}
                node = node.then.setdefault(second, _Following())
            node.adds = int(more, 16)
        return int(adds, 16), follow or None

    def look_up(self, word: str) -> _Known:
        """A token's shape, what it adds by itself, and what may follow it; words repeat, so that this is remembered."""
        if len(self.known) >= _MOST_WORDS:
            self.known.clear()
        shaped = shape(word)
        if shaped in self._lines and shaped not in self._shapes:
            self._shapes[shaped] = self._read(shaped)
        adds, follow = self._shapes.get(shaped, (0, None))
        adds += sum(int(self._lines.get(f"\t{part}", "0"), 16) for part in parts(shaped))
        found = self.known[word] = (shaped, adds, follow)
        return found


@cache
def _weights(side: str, models: Hashable) -> _Weights:
    return _Weights(side, cast(Traversable, models))  # several lists of labels read one model


class Classifier:
    """One model, for some of its labels (`guess`, `guess?` for likely ones, `guess in context` for what may be one).

    `side` is "agent" or "client".
    """

    def __init__(self, side: str, wanted: Collection[str], models: Traversable = MODELS) -> None:
        card = _card(models)[side]
        self._lanes: list[tuple[int, Label]] = []
        self._likely: list[tuple[int, Label]] = []
        self._perhaps: list[tuple[int, Label]] = []
        self._at_all: list[tuple[int, Label]] = []
        nearer = []
        for lane, (name, entry) in enumerate(card.items()):
            above, likely = (int(str(entry[key])) for key in ("above", "likely"))
            of_people = bool(entry.get("of_people"))
            if name in wanted:
                self._lanes.append((lane * LANE, Label(name, of_people)))
            if name + LIKELY in wanted:
                self._likely.append((lane * LANE, Label(name + LIKELY, of_people)))
            if name + IN_CONTEXT in wanted:
                self._perhaps.append((lane * LANE, Label(name + IN_CONTEXT, of_people)))
            if name + AS_A_WHOLE in wanted:
                self._at_all.append((lane * LANE, Label(name + AS_A_WHOLE, of_people)))
            nearer.append((lane * LANE, above, likely, SHORTEST if entry.get("short") else SHORT))
        self._halves = sum(_HALF << (lane * LANE) for lane in range(len(card)))
        self._top, self._likely_top, self._perhaps_top, self._at_all_top = (
            sum(_HALF << shift for shift, _ in lanes) for lanes in (self._lanes, self._likely, self._perhaps, self._at_all)
        )
        sizes = range(LONGEST + 1)
        bars = [[(shift, required(above, size, fewest)) for shift, above, _, fewest in nearer] for size in sizes]
        self._starts = [self._halves - sum(bar << shift for shift, bar in those) for those in bars]
        self._nearer = [
            sum(
                (bar - min(bar, required(likely, size))) << shift
                for (shift, bar), (_, _, likely, _) in zip(those, nearer, strict=True)
            )
            for size, those in zip(sizes, bars, strict=True)
        ]
        self._lower, self._lowest = (
            [
                sum((bar - min(bar, required(least, size))) << shift for shift, bar in those)
                for size, those in zip(sizes, bars, strict=True)
            ]
            for least in (PERHAPS, AT_ALL)
        )
        self._shifts = [(name, lane * LANE) for lane, name in enumerate(card) if {name, name + LIKELY} & set(wanted)]
        self._model = side, cast(Hashable, models)

    @cached_property
    def _weights(self) -> _Weights:
        """The weights of the model, read when a text first calls for them."""
        return _weights(*self._model)

    def scan(self, tokens: Tokens) -> list[Found]:
        """The labels that sentences of a text have, in order of place and label."""
        found: list[Found] = []
        for number, sentence in enumerate(tokens.sentences):
            if sentence.last - sentence.first <= LONGEST:
                self._read(tokens.words, number, sentence.first, sentence.last, found)
            else:
                for first, last in stretches(sentence):
                    self._read(tokens.words, number, first, last, found)
        return found

    def _read(self, words: Sequence[str], number: int, first: int, last: int, found: list[Found]) -> None:
        known, look_up, total = self._weights.known, self._weights.look_up, self._starts[last - first]
        second, third = self._weights.opening, None
        for word in words[first:last]:
            shaped, adds, following = known.get(word) or look_up(word)
            total += adds
            if third is not None and (triple := third.get(shaped)) is not None:
                total += triple.adds
            if second is not None and (pair := second.get(shaped)) is not None:
                total += pair.adds
                third = pair.then
            else:
                third = None
            second = following
        lanes: list[tuple[int, Label, int]] = []
        if fired := total & self._top:
            lanes += [(*one, total) for one in self._lanes if fired >> one[0] & _HALF]
        if self._likely and (fired := (nearer := total + self._nearer[last - first]) & self._likely_top):
            lanes += [(*one, nearer) for one in self._likely if fired >> one[0] & _HALF]
        if self._perhaps and (fired := (lower := total + self._lower[last - first]) & self._perhaps_top):
            lanes += [(*one, lower) for one in self._perhaps if fired >> one[0] & _HALF]
        if self._at_all and (fired := (lowest := total + self._lowest[last - first]) & self._at_all_top):
            lanes += [(*one, lowest) for one in self._at_all if fired >> one[0] & _HALF]
        for shift, label, reached in lanes:
            if label.of_people and not self._is_of_people(words[first:last], reached, shift):
                continue
            found.append(Found(number, label.name, first, last, shift))

    def _is_of_people(self, words: Sequence[str], reached: int, shift: int) -> bool:
        """Whether a sentence names a group of people, and reaches a label without what it repeats by naming more: who names
        three of them says no more of any than who names one."""
        return names_people(words) and bool(reached - self._repeated(words) >> shift & _HALF)

    def _repeated(self, words: Sequence[str]) -> int:
        """What groups of people, and words beside them, add from the second time on."""
        repeated, seen, before = 0, set[tuple[str, ...]](), ("", "")
        for shaped, alone, in_pair, in_triple in self._walk(words):
            for part, adds in (((shaped,), alone), ((before[1], shaped), in_pair), ((*before, shaped), in_triple)):
                if PEOPLE in part and part in seen:
                    repeated += adds
                seen.add(part)
            before = before[1], shaped
        return repeated

    def sums(self, words: Sequence[str]) -> dict[str, int]:
        """The sum of each label for the tokens of one sentence."""
        return self._unpacked(sum(self._added(words)))

    def totals(self, words: Sequence[str]) -> list[int]:
        """The same without the names, in the order of the labels."""
        total = sum(self._added(words)) + self._halves
        return [(total >> shift & _LANE_MASK) - _HALF for _, shift in self._shifts]

    def _unpacked(self, adds: int) -> dict[str, int]:
        total = adds + self._halves
        return {name: (total >> shift & _LANE_MASK) - _HALF for name, shift in self._shifts}

    def _added(self, words: Sequence[str]) -> list[int]:
        """What each token of a sentence adds, pairs and triples counted at their last."""
        return [alone + in_pair + in_triple for _, alone, in_pair, in_triple in self._walk(words)]

    def _walk(self, words: Sequence[str]) -> Iterator[tuple[str, int, int, int]]:
        """Each token's shape, and what it adds by itself, with the one before it and with the two before it."""
        second, third = self._weights.opening, None
        for word in words:
            shaped, adds, following = self._weights.known.get(word) or self._weights.look_up(word)
            triple = third.get(shaped) if third else None
            pair = second.get(shaped) if second else None
            yield shaped, adds, pair.adds if pair else 0, triple.adds if triple else 0
            third = pair.then if pair else None
            second = following

    def deciding(self, tokens: Tokens, found: Found) -> tuple[int, int]:
        """The tokens, from and up to, that added most to a label that was found."""
        added = self._added(tokens.words[found.first : found.last])
        first, last = _best_run((adds + self._halves >> found.shift & _LANE_MASK) - _HALF for adds in added)
        return found.first + first, found.first + last

    def deciding_together(self, words: Sequence[str], weights: Mapping[str, int]) -> tuple[int, int]:
        """The tokens, from and up to, that added most to several labels, each weighed."""
        added = map(self._unpacked, self._added(words))
        return _best_run(sum(weights.get(name, 0) * one for name, one in sums.items()) for sums in added)


def _best_run(values: Iterable[int]) -> tuple[int, int]:
    """From and up to where numbers in a row add up to most; all of them where none adds anything."""
    best, start, run, end = (0, 0, 0), 0, 0, 0
    for end, one in enumerate(values, 1):
        if run <= 0:
            start, run = end - 1, 0
        run += one
        if run > best[0]:
            best = (run, start, end)
    return (best[1], best[2]) if best[0] else (0, end)
