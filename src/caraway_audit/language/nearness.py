"""How near two words are in service talk: "dog" and "kennel", "cost" and "fee", "wash" and "machine".

An answer seldom has the words of its question. Which words stand in the same company was counted once, in conversations of
service (`training/nearness.py`); kept of each stem are the stems nearest to it, and how much it tells. Whole numbers: the same
on every machine.
"""

import gzip
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib import resources

MODEL = resources.files("caraway_audit.language").joinpath("models/nearness.txt.gz")

SAME = 100
"""How near a stem is to itself."""

_PAIRS = 50_000


class Nearness:
    """What is near to each stem. A line of the file: a stem, how much it tells, and pairs of a stem and how near that is."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = dict(line.rstrip("\n").split(" ", 1) for line in lines)
        self._near: dict[str, tuple[int, dict[str, int]]] = {}
        # of many questions and statements each is held against each, time and again
        self.met: Callable[[frozenset[str], frozenset[str]], tuple[int, int]] = lru_cache(maxsize=_PAIRS)(self._met)

    def knows(self, stem: str) -> bool:
        """Whether anything was counted of a stem."""
        return stem in self._lines

    def _met(self, stems: frozenset[str], by: frozenset[str]) -> tuple[int, int]:
        """How far stems are met by others, from 0 to `SAME`: all, those that tell more counting more; and the nearest two."""
        total = weight = most = 0
        for one in stems:
            tells, near = self._of(one)
            nearest = SAME if one in by else max((near[other] for other in by.intersection(near)), default=0)
            total, weight, most = total + tells * nearest, weight + tells, max(most, nearest)
        return (total // weight if weight else 0), most

    def mutual(self, some: frozenset[str], others: frozenset[str]) -> int:
        """How far two collections of stems meet one another, from 0 to `SAME`."""
        return (self.met(some, others)[0] + self.met(others, some)[0]) // 2

    def _of(self, stem: str) -> tuple[int, dict[str, int]]:
        if (known := self._near.get(stem)) is None:
            tells, *rest = self._lines.get(stem, "0").split(" ")
            known = self._near[stem] = int(tells), dict(zip(rest[::2], map(int, rest[1::2]), strict=True))
        return known


@cache
def nearness() -> Nearness:
    """The one that ships."""
    return Nearness(gzip.decompress(MODEL.read_bytes()).decode("utf-8").splitlines())
