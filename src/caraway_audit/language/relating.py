"""How far a statement speaks to a question, word by word: "park" to "car", "how long" to "weeks", "send back" to "keep".

An answer seldom has the words of its question, and words that stand in the same company ("oak", "table") tell little of what
answers what. Learnt was which words are said to which, from questions and what was said next (`training/relating.py`): every
word has a row of numbers as one that asks and another as one that answers, and two words are as near as the angle between
those is narrow. All numbers are whole and small, so that sums of products are exact, in whatever order they are added up.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from caraway_audit.language.topics import numberless

if TYPE_CHECKING:  # a tenth of a second, which only those pay who have a question to look at
    import numpy as np

MODEL = resources.files("caraway_audit.language").joinpath("models/relating.npz")

SAME = 100
"""How near words can be at most."""

WHOLE = 127
"""How long the row of a word is."""

_SQUARE = WHOLE * WHOLE
MOST_ASKED, MOST_SAID = 20, 24
"""So many words of a question and of a statement count."""


class Met(NamedTuple):
    """How far, from 0 to `SAME`, the words of a question find a near one in a statement (`there`), and those of the statement
    one in the question (`back`); words that tell more count more."""

    there: int
    back: int


class Relating:
    """Rows and weights of words as those of a question (`asks`, `asking`) and of a statement (`says`, `saying`); the first
    is that of all words that are not among `words`."""

    def __init__(self, stored: "Mapping[str, np.ndarray]") -> None:
        import numpy as np

        self._at = {word: n for n, word in enumerate(stored["words"].tobytes().decode("utf-8").split("\n"), 1)}
        self._asks, self._says = (stored[side].astype(np.float32) for side in ("asks", "says"))
        self._asking, self._saying = (stored[side].astype(np.int64) for side in ("asking", "saying"))

    def met(self, asked: Sequence[str], said: Sequence[Sequence[str]]) -> list[Met]:
        """How far each statement speaks to a question, both as words."""
        import numpy as np

        rows = self._rows(asked[:MOST_ASKED])
        each = [self._rows(one[:MOST_SAID]) for one in said]
        if not (rows and each and all(each)):
            return [self.met(asked, [one])[0] if rows and one else Met(0, 0) for one in said]
        flat = list(chain.from_iterable(each))
        starts = np.cumsum([0, *map(len, each[:-1])])
        near = (self._asks[rows] @ self._says[flat].T).astype(np.int64)  # exact: whole numbers below 2 ** 24
        asking, saying = self._asking[rows], self._saying[flat]
        there = asking @ np.maximum.reduceat(near, starts, axis=1)
        back = np.add.reduceat(saying * near.max(axis=0), starts)
        there = SAME * there // (_SQUARE * max(int(asking.sum()), 1))
        back = SAME * back // (_SQUARE * np.maximum(np.add.reduceat(saying, starts), 1))
        found = (np.clip(those, 0, SAME).tolist() for those in (there, back))
        return [Met(*pair) for pair in zip(*found, strict=True)]

    def _rows(self, words: Sequence[str]) -> list[int]:
        return [self._at.get(numberless(word), 0) for word in words]


@cache
def relating() -> Relating:
    """The one that ships."""
    import numpy as np

    with resources.as_file(MODEL) as path, np.load(path) as stored:
        return Relating(stored)
