"""Numbers that somebody dictates: "four five three nine, double one", "forty, twelve, seventy-six", "J M four eight".

A text is written again with digits in the place of such words, so that it can be searched as if it had come that way: what the
digits are is told by their checksum or by the words around them.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from caraway_audit.model import Span
from caraway_audit.privacy import number_words

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DIGITS = {
    **dict.fromkeys(("zero", "oh", "o", "nil", "nought"), "0"),
    **{word: str(number) for number, word in enumerate(_ONES, 1)},
    **{word: str(number) for number, word in enumerate(_TEENS, 10)},
    **{word: str(number) for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
    "hundred": "00",
}
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
_SINGLE = frozenset({*_ONES, "zero", "oh", *_REPEATS})
_LARGE = frozenset({*_TEENS, *_TENS})

_ONE = "|".join(_ONES)
_AFTER_DIGIT = "|".join(rf"(?<=\b{word} )" for word in (*_ONES, "hundred"))
_HUNDRED = (
    rf"(?:{_ONE})[\s-]hundred(?=(?:[\s,.-]{{1,3}}(?:{_ONE}|zero|oh)\b){{2}})"
    rf"|(?:{_AFTER_DIGIT})(?:{_ONE})[\s-]hundred\b"
)
"""Said of the digits of a telephone ("nine hundred four six one", "seven seven hundred"), not of what counts or costs."""
_ITEM = (
    rf"(?:{_HUNDRED}|(?:double|triple|treble)[\s-]{{1,2}}(?:{_ONE}|zero|oh|o)(?:[\s-]hundred\b)?|(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONE}))?"
    rf"|{'|'.join(_TEENS)}|{_ONE}|zero|oh|o|nil|nought|\d)"
)
_NATO = (
    "alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|"
    "tango|uniform|victor|whiske?y|x[- ]?ray|yankee|zulu|queen|tommy|freddie|nellie|zebra"
)
_SMALL = rf"(?<!['’\w])(?:[b-hj-np-z]|[ai](?=[\s,.-]{{1,3}}(?:[a-z]|{_ITEM})\b))(?!['’\w])"
"""A letter that is no word by itself, or stands before another or a number, as who dictates or is written down by a machine has
it."""
_LETTER = rf"(?:(?:{_NATO})\b|(?-i:[A-Z]|{_SMALL})(?:\s(?:for|as in)\s\w{{2,12}})?)"
_BETWEEN = r"[\s,.\-–…]{1,4}(?:(?:um+|uh|er+m?|hm+|(?:and )?then|and finally|dash|hyphen|space|pause)[\s,.\-–…]{1,4})?"
_RUN = re.compile(rf"\b{_ITEM}(?:{_BETWEEN}{_ITEM}){{1,40}}\b", re.IGNORECASE)
_LETTERED = re.compile(rf"\b(?:{_ITEM}|{_LETTER})(?:{_BETWEEN}(?:{_ITEM}|{_LETTER})){{3,40}}\b", re.IGNORECASE)
_SIGN = (
    r"exclamation(?: mark| point)?|under ?score|hash(?: ?tag)?|dollar(?: sign)?|ampersand|asterisk|star|dash|hyphen|full stop"
)
_LETTER_NAMED = r"(?:capital|upper ?case|lower ?case|small|letter) [a-z]"
_MORE = re.compile(
    rf"(?:{_BETWEEN}(?:and )?(?:then )?(?:an? )?(?:(?:{_SIGN})|{_LETTER_NAMED}|{_ITEM})\b)+",
    re.IGNORECASE,
)
_PART = re.compile(rf"\b(?:(?P<item>{_ITEM})|(?P<letter>{_LETTER}))\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")

FEWEST = 6
"""So many digits in single words are a number that was dictated, whatever it is; a PIN is shorter, and named."""


_FEW = 3
"""So many digits in single words are likely the end of a number, or a short one."""

_PHONE = 8
"""More digits, some of them said by themselves, are no price, year or time: "nine eight seven sixty five forty three …"."""

_AT_ONCE = 10
"""So many digits are a number whatever their last are said as: "one seven oh six six … twenty sixteen forty"."""


_IN_PAIRS = 14
"""So many are a number though none was said by itself: "forty four twenty one, ninety nine oh seven, …"; years are fewer."""


class Written(NamedTuple):
    """A text with digits for words. `spans` says where each of its characters stood, `runs` where numbers were dictated."""

    text: str
    spans: list[Span]
    runs: list[Span]
    long: list[Span]
    """Those of at least `FEWEST` digits, in single words."""
    short: list[Span]
    """Those of fewer, and letters and numbers in turns: a PIN, the end of a telephone number, a postcode."""

    def origin(self, start: int, end: int) -> Span:
        """Where a stretch of it stood."""
        return self.spans[start][0], self.spans[end - 1][1]


def dictates(text: str) -> bool:
    """Whether a text holds words enough for a number that was dictated."""
    words = _WORDS.findall(text.lower())
    return _enough(words) or _is_elsewhere(words)


def _is_elsewhere(words: list[str]) -> bool:
    """Whether words may be a number in another language."""
    return not number_words.FIRST.isdisjoint(words) and sum([word in number_words.FIRST for word in words]) >= _FEW


def _enough(words: list[str]) -> bool:
    return sum([word in _SINGLE for word in words]) > 2 or sum([word in _LARGE for word in words]) > 1


def dictated_end(text: str, start: int) -> int:
    """Where the numbers, signs and letters end that are dictated from a place on; the place itself if none are."""
    more = _MORE.match(text, start)
    return more.end() if more else start


def dictated_runs(text: str) -> Iterator[Span]:
    """Where words stand in a row that may be one number, with the letters and code words among them."""
    words = _WORDS.findall(text.lower())
    if not _SINGLE.isdisjoint(words) or _enough(words):
        for pattern in (_RUN, _LETTERED):
            yield from (run.span() for run in pattern.finditer(text))


def written(text: str) -> Iterator[Written]:
    """A text in digits, where any were dictated: once by its number words, once with single letters among them, and once in
    each other language that has some."""
    words = _WORDS.findall(text.lower())
    if not _SINGLE.isdisjoint(words) or _enough(words):
        for pattern in (_RUN, _LETTERED):
            if one := _in_digits(text, pattern):
                yield one
    if _is_elsewhere(words):
        for language in number_words.LANGUAGES:
            if sum([word in language.first for word in words]) >= _FEW and (one := _in_digits_elsewhere(text, language)):
                yield one


def in_digits(text: str) -> str:
    """A text with digits for the numbers that are dictated in it."""
    one = next(written(text), None)
    return one.text if one else text


class _Rewriting:
    """A text on its way into digits; parts of runs are their digits and where they stood."""

    def __init__(self, text: str) -> None:
        self._text, self._done = text, 0
        self.written = Written("", [], [], [], [])

    def replace(self, run: Span, parts: Iterable[tuple[str, Span]]) -> Span:
        """Write a run in digits; where it stands then."""
        out, spans = self._up_to(run[0])
        start = len(out)
        for digits, span in parts:
            out += digits
            spans += [span] * len(digits)
        self.written = self.written._replace(text=out)
        self._done = run[1]
        self.written.runs.append((start, len(out)))
        return start, len(out)

    def whole(self) -> Written | None:
        """The text to its end, if there was anything to replace."""
        return self.written._replace(text=self._up_to(len(self._text))[0]) if self.written.runs else None

    def _up_to(self, end: int) -> tuple[str, list[Span]]:
        self.written.spans.extend((place, place + 1) for place in range(self._done, end))
        return self.written.text + self._text[self._done : end], self.written.spans


def _in_digits(text: str, pattern: re.Pattern[str]) -> Written | None:
    rewriting = _Rewriting(text)
    long, short = rewriting.written.long, rewriting.written.short
    for run in pattern.finditer(text):
        found = list(_PART.finditer(text, run.start(), run.end()))
        parts = [(_as_written(part), part.span(), part["item"] is not None) for part in found]
        if pattern is _LETTERED:
            parts = [_letter_o(parts, place) for place in range(len(parts))]
        said = [(digits, text[slice(*span)]) for digits, span, _ in parts if not text[slice(*span)].isdigit()]
        if not _is_dictated(said) or (pattern is _LETTERED and all(is_item for _, _, is_item in parts)):
            continue
        start, end = rewriting.replace(run.span(), ((digits, span) for digits, span, _ in parts))
        single = sum(len(digits) == 1 for digits, _, _ in parts)
        alone = all(len(digits) == 1 or _repeats(word) or _is_hundreds(word) for digits, word in said)
        size = end - start
        whole = alone or _PAUSED.search(text, *run.span())
        if pattern is _RUN and (
            (size >= FEWEST and whole)
            or (size >= _AT_ONCE and single >= FEWEST)
            or (size > _PHONE and single >= _FEW)
            or size >= _IN_PAIRS
        ):
            long.append((start, end))
        elif (alone and size >= _FEW) or (pattern is _LETTERED and _is_coded(parts)):
            short.append((start, end))
    return rewriting.whole()


def _in_digits_elsewhere(text: str, language: number_words.Spoken) -> Written | None:
    """As `_in_digits`, of another language; whole telephone numbers are dictated in pairs there."""
    rewriting = _Rewriting(text)
    for run in language.row.finditer(text):
        found = list(language.item.finditer(text, *run.span()))
        parts = [(language.digits(part.group()), part.span()) for part in found]
        said = [(digits, part.group()) for (digits, _), part in zip(parts, found, strict=True) if not part.group().isdigit()]
        if not _is_dictated(said):
            continue
        start, end = rewriting.replace(run.span(), parts)
        single = [
            one for one in found if len(language.digits(one.group())) == 1 or one.group().lower().startswith(number_words.TWICE)
        ]
        grouped = single or any(len(digits) > 2 for digits, _ in parts)
        if end - start >= (FEWEST if len(single) == len(parts) else _PHONE if grouped else _AT_ONCE):
            rewriting.written.long.append((start, end))
    return rewriting.whole()


_PAUSED = re.compile(r"\b(?:dash|hyphen|pause)\b", re.IGNORECASE)
"""Between the groups of a number only: "twenty dash oh oh dash fifty five"."""
_Part = tuple[str, Span, bool]


def _is_coded(parts: list[_Part]) -> bool:
    """Whether letters and numbers are one code, however the numbers are said: "kilo tango fifty two yankee bravo"."""
    letters = sum(not is_item for _, _, is_item in parts)
    digits = sum(len(digits) for digits, _, is_item in parts if is_item)
    return letters >= _FEW and digits > 1 and len(parts) > _FEW


def _letter_o(parts: list[_Part], place: int) -> _Part:
    """A part, where an O beside a letter is one too: "L O Y D"."""
    digits, span, is_item = parts[place]
    beside = parts[max(0, place - 1) : place + 2]
    is_letter = digits == "0" and span[1] - span[0] == 1 and not all(one for _, _, one in beside)
    return ("O", span, False) if is_letter else (digits, span, is_item)


def _as_written(part: re.Match[str]) -> str:
    if letter := part["letter"]:
        return letter[0].upper()
    words: list[str] = _WORDS.findall(part.group().lower()) or [part.group()]
    first, *rest = words
    if first in _REPEATS:
        return _DIGITS[rest[0]] * _REPEATS[first] + "".join(_DIGITS[word] for word in rest[1:])
    return _DIGITS.get(first, first)[: 1 if rest else 2] + "".join(_DIGITS[word] for word in rest)


def _repeats(word: str) -> bool:
    return word[:6].lower() in _REPEATS


def _is_hundreds(word: str) -> bool:
    return word[-7:].lower() == "hundred"


def _is_dictated(said: list[tuple[str, str]]) -> bool:
    """Whether words are a number that was dictated, and nobody's counting."""
    numbers = [written for written, _ in said if written.isdigit()]
    counting = len(numbers) == len(said) or len(numbers) <= _FEW
    if len("".join(numbers)) < 2:
        return False
    steps = {int(after) - int(before) for before, after in pairwise(numbers)}
    if counting and (steps == {1} or (steps == {10} and all(one.endswith("0") for one in numbers))):
        return False
    return len(said) >= 3 or (len(said) == 2 and len("".join(numbers)) >= 4)


__all__ = ["FEWEST", "Written", "dictated_end", "dictated_runs", "dictates", "in_digits", "written"]
