"""Numbers in words: "twenty-seven", "two hundred and thirty"."""

from collections.abc import Iterable, Mapping

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
)
UNITS: Mapping[str, int] = {word: number for number, word in enumerate(_ONES.split(), 1)}
"""One to nineteen."""

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS: Mapping[str, int] = {word: number * 10 for number, word in enumerate(_TENS.split(), 2)}
_LARGE = {"hundred": 100, "thousand": 1000}
_FIRST = (*UNITS, *TENS, "hundred")
_ONE_WORD = "|".join((*_FIRST, *(word.title() for word in _FIRST)))
_MORE = "|".join((*UNITS, *TENS, *_LARGE))
NUMBER_IN_WORDS = rf"(?:{_ONE_WORD})(?:(?:[ -]| and )(?:{_MORE})\b){{0,6}}"
"""How such a number is written. In both cases spelled out, since patterns that ignore case take three times as long."""


def number_of(words: Iterable[str]) -> int:
    """What folded number words say together, an "and" between them left out; 0 where there are none."""
    total, current = 0, 0
    for word in words:
        if size := _LARGE.get(word):
            current = max(current, 1) * size
            if size > _LARGE["hundred"]:
                total, current = total + current, 0
        else:
            current += UNITS.get(word, 0) or TENS.get(word, 0)
    return total + current


def is_numeral(word: str) -> bool:
    """Whether a folded word is part of a number in words."""
    return word in UNITS or word in TENS or word in _LARGE
