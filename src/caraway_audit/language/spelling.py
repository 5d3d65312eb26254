"""Words as they were meant: "recieved" is "received", "dissapointed" is "disappointed", "gooood" is "good".

Whoever is upset or in a hurry types fast, and rules are written for words. A word that no list knows is read as the one common
word that a slip of the finger or of spelling would have made it of; where two are as likely, or none is, it stays as it is. A
word keeps its first letter, for few slips change it. `training/spelling.py` makes the lists.
"""

import gzip
import re
from collections.abc import Callable, Collection, Iterator
from difflib import SequenceMatcher
from functools import cache, cached_property
from importlib import resources
from itertools import chain, product
from math import log
from typing import NamedTuple

from caraway_audit.language.contractions import STRETCHED

SHORTEST, LONGEST = 4, 24
"""Letters of a word that is looked at: of shorter ones nearly every neighbour is a word, and no common word is longer."""

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = frozenset("aeiouy")

DOUBLED, SWAPPED, BESIDE, MISSING, VOWEL, MORE, OTHER = -1.0, 0.0, 0.0, 0.5, 1.0, 1.5, 3.0
"""What a slip costs, in log-odds: a letter once or twice, two that changed places, one of a key nearby too many, one too few,
one vowel or neighbouring key for another, any one too many, any one for another."""

MARGIN = 1.0
"""By so much the likeliest word has to be likelier than the next."""

_COMMON = {4: 600, 5: 2500}
"""How common the word must be that a short one is read as: it has many neighbours."""

_FLAT = 20
"""The most common words are as likely as each other: more than so many are seldom told apart by how common they are."""

_LONG, _CONSONANTS, _ALIKE = 8, 4, 0.8
"""Letters of a word that may be misspelt twice, in its vowels and doubled letters, how many consonants it must have then, and
what share of both words has to be the same."""

_MOST = 50_000


class Lexicon(NamedTuple):
    """Common words by how many are more common, what is left of them without one letter, common words by their consonants, and
    every word that is known to be one."""

    ranks: dict[str, int]
    shortened: frozenset[str]
    consonants: dict[str, list[str]]
    known: frozenset[str]


def lexicon_of(common: list[str], others: Collection[str]) -> Lexicon:
    """The lexicon of some words, the most common first, and of others that are words too."""
    consonants: dict[str, list[str]] = {}
    for word in common:
        if len(word) >= _LONG - 1:
            consonants.setdefault(consonants_of(word), []).append(word)
    ranks = {word: rank for rank, word in enumerate(common)}
    return Lexicon(ranks, frozenset(chain.from_iterable(map(shortened, common))), consonants, frozenset(common).union(others))


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships."""
    packed = resources.files("caraway_audit.language").joinpath("models", "words.txt.gz").read_bytes()
    common, others = gzip.decompress(packed).decode().split("\n")
    return lexicon_of(common.split(" "), others.split(" "))


def consonants_of(word: str) -> str:
    """The first letter and the consonants behind it, doubled ones once: what is left of a word when its vowels are unsure."""
    return re.sub(r"(.)\1+", r"\1", word[0] + "".join(letter for letter in word[1:] if letter not in VOWELS))


def shortened(word: str) -> Iterator[str]:
    """A word, and what is left of it without one letter: two words that one slip lies between have one in common."""
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))


def slips(word: str) -> Iterator[tuple[str, float]]:
    """What a word may have been before one slip, and what that costs. The first letter stays, or is swapped with the second."""
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        if after and letter != after[0]:
            yield before + after[0] + letter + after[1:], SWAPPED
        if place:
            beside = _NEAR[before[-1]] | (_NEAR[after[0]] if after else frozenset())
            yield before + after, DOUBLED if letter == before[-1] else BESIDE if letter in beside else MORE
            for other in LETTERS:
                near = other in _NEAR[letter] or (other in VOWELS and letter in VOWELS)
                yield before + other + after, VOWEL if near else OTHER
                yield before + other + letter + after, DOUBLED if other in (before[-1], letter) else MISSING
    yield from ((word + other, DOUBLED if other == word[-1] else MISSING) for other in LETTERS)


def _nearby() -> Iterator[tuple[str, frozenset[str]]]:
    """The keys around each; a row stands half a key to the right of the one above it."""
    for row, keys in enumerate(ROWS):
        for place, key in enumerate(keys):
            around = ((row, -1), (row, 1), (row - 1, 0), (row - 1, 1), (row + 1, 0), (row + 1, -1))
            yield (
                key,
                frozenset(
                    ROWS[other][place + by]
                    for other, by in around
                    if 0 <= other < len(ROWS) and 0 <= place + by < len(ROWS[other])
                ),
            )


_NEAR = dict(_nearby())


def likeliest(word: str, lexicon: Lexicon) -> tuple[str, float] | None:
    """The common word that one slip most likely made `word` of, and how unlikely that is; nothing where it cannot be told."""
    if lexicon.shortened.isdisjoint(shortened(word)):  # as most words that no list knows: what follows costs more
        return None
    costs: dict[str, float] = {}
    for other, cost in slips(word):
        if other in lexicon.ranks and other != word:
            costs[other] = min(cost, costs.get(other, cost))
    found = sorted((log(lexicon.ranks[other] + _FLAT) + cost, other) for other, cost in costs.items())[:2]
    if not found:
        return None
    unlikely, best = found[0]
    if len(found) > 1 and found[1][0] - unlikely < MARGIN:
        stem = max(SHORTEST, len(word) - 2)
        if best[:stem] != found[1][1][:stem]:  # "happend": which form of a word it is matters little
            return None
    return (best, unlikely) if unlikely < log(_COMMON.get(len(word), len(lexicon.ranks))) else None


def by_consonants(word: str, lexicon: Lexicon) -> str | None:
    """The one long common word like it that has the same consonants: "dissapointed", "neccesary"."""
    bare = consonants_of(word)
    if len(word) < _LONG or len(bare) < _CONSONANTS:
        return None
    found = [other for other in lexicon.consonants.get(bare, ()) if SequenceMatcher(None, word, other, False).ratio() >= _ALIKE]
    return found[0] if len(found) == 1 else None


class Spelling:
    """How words are read; those `besides` the lexicon, which a policy names, are words as they stand. What gives them is asked
    when a text first holds a word that may be misspelt."""

    def __init__(self, besides: Callable[[], Collection[str]] = tuple) -> None:
        self._ask_besides = besides
        self._read: dict[str, str] = {}

    @cached_property
    def _besides(self) -> frozenset[str]:
        return frozenset(self._ask_besides())

    @cached_property
    def lexicon(self) -> Lexicon:
        """What is known; read when a text first asks."""
        return lexicon()

    def meant(self, word: str) -> str:
        """The word that one in small letters was meant to be; itself where it is known, short, or where that cannot be told."""
        if (read := self._read.get(word)) is None:
            if len(self._read) >= _MOST:
                self._read.clear()
            read = self._read[word] = self._meant(word)
        return read

    def _meant(self, word: str) -> str:
        if word in self.lexicon.known or not SHORTEST <= len(word) <= LONGEST or not (word.isascii() and word.isalpha()):
            return word
        found = likeliest(word, self.lexicon)
        read = found[0] if found else by_consonants(word, self.lexicon)
        return word if read is None or word in self._besides else read

    def unstretched(self, word: str) -> str:
        """A word whose letters go on ("gooood", "sooo") with each of them twice or once, as it is most likely a word."""
        ranks = self.lexicon.ranks
        runs = len(STRETCHED.findall(word))
        best = (0.0, "")
        for times in product((1, 2), repeat=min(runs, 4)):
            left = iter(times)
            read = STRETCHED.sub(lambda run: run[1] * next(left, 1), word)  # noqa: B023 - used at once
            if read in ranks:
                unlikely = log(ranks[read] + _FLAT) - 2 * sum(times)
                best = min(best, (unlikely, read)) if best[1] else (unlikely, read)
        return best[1] or word
