"""Where sentences end that nobody set a mark after: "hi i ordered a kettle last week it came broken can you send a new one".

People who type fast leave out full stops, and a message that is read as one sentence hides what it asks and says everything at
once. So a long stretch without an end mark is read word by word: each word, and each run of two and of three, adds to the gaps
around it, and so do commas and capitals; a gap that gets enough ends a sentence. `training/sentence_ends.py` learns the weights
from texts whose marks were taken away; their card is in `training/README.md`.
"""

import gzip
from collections.abc import Container, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

FROM = 12
"""A stretch of fewer words is one sentence: most are, and a wrong end tears a phrase apart."""

EDGE = "|"
"""The word before the first and after the last one."""

PAUSE = ","
"""What a word is written behind, in the file of weights, that adds to the gap before it where a comma stands there."""

AROUND = {1: (-1, 0, 1, 2), 2: (0, 1, 2), 3: (0, 1, 2, 3)}
"""To which gaps a run of so many words adds: 0 is the one before its first word."""

LANE = 20
"""Bits of the sum of a gap: those of a stretch are lanes of one number, as those of labels are in `classifier.py`."""

AT_ONCE = 24
"""Words whose sums are lanes of one number: what a very long stretch costs grows with its length alone."""

_HALF, _LANE_MASK = 1 << (LANE - 1), (1 << LANE) - 1
_HALVES = sum(_HALF << LANE * lane for lane in range(AT_ONCE + AROUND[3][-1] + 1))

MODEL = resources.files("caraway_audit.language").joinpath("models/sentence_ends.txt.gz")


class Weights(NamedTuple):
    """What is added: to each gap, by whether the stretch has commas and capitals; by runs of words, in lanes from gap -1 on."""

    base: int
    comma: int
    no_comma: int
    capital: int
    no_capital: int
    runs: dict[str, int]


@cache
def weights() -> Weights:
    """Those that ship."""
    first, *lines = gzip.decompress(MODEL.read_bytes()).decode().splitlines()
    runs = {run: int(adds, 16) for run, _, adds in (line.partition("\t") for line in lines)}
    base, comma, no_comma, capital, no_capital = map(int, first.split())
    return Weights(base, comma, no_comma, capital, no_capital, runs)


def packed(adds: Sequence[int], size: int) -> int:
    """What a run of `size` words adds to the gaps of `AROUND`, as one number whose first lane is gap -1."""
    return sum(add << LANE * (gap + 1) for gap, add in zip(AROUND[size], adds, strict=True))


def plain(word: str) -> str:
    """A word as the weights know it: numbers are all one."""
    return "#" if any(map(str.isdigit, word)) else word


def begins_large(text: str, start: int) -> bool:
    """Whether the word that stands there is written with a capital, and not all in capitals."""
    return text[start].isupper() and not text[start + 1 : start + 2].isupper()


def says_nothing(word: str, known: Container[str]) -> bool:
    """Whether a capital says nothing: "I" always has one, and so have names and what else has no weight of its own."""
    return word == "i" or word not in known


def unmarked_ends(words: Sequence[str], pauses: Sequence[bool], capitals: Sequence[bool]) -> list[int]:
    """Before which words of a stretch a sentence ends that has no mark.

    `pauses` says of each word whether a comma, dash or the like stands before it, `capitals` whether it is written with one.
    """
    base, comma, no_comma, capital, no_capital, runs = weights()
    line = [EDGE, *map(plain, words), EDGE]
    raised = [written and not says_nothing(word, runs) for word, written in zip(line[1:], capitals, strict=False)]
    sums = [base] * (len(line) + AROUND[3][-1] + 1)
    for first in range(0, len(line), AT_ONCE):
        total = 0
        for place in range(first, min(first + AT_ONCE, len(line))):
            adds = runs.get(word := line[place], 0)
            if place + 1 < len(line):
                adds += runs.get(pair := f"{word} {line[place + 1]}", 0)
                if place + 2 < len(line):
                    adds += runs.get(f"{pair} {line[place + 2]}", 0)
            total += adds << LANE * (place - first)
        total += _HALVES
        for lane in range(min(AT_ONCE + AROUND[3][-1] + 1, len(sums) - first)):
            sums[first + lane] += (total >> LANE * lane & _LANE_MASK) - _HALF
    with_commas, with_capitals = any(pauses[1:]), any(raised[1:])
    found = []
    for place in range(1, len(words)):
        adds = sums[place + 2]
        if with_commas:
            adds += comma + runs.get(f"{PAUSE} {words[place]}", 0) if pauses[place] else no_comma
        if with_capitals:
            adds += capital if raised[place] else no_capital
        if adds > 0:
            found.append(place)
    return found
