"""Values that were found once, looked for again: wherever else they stand, and in every text that is written.

Kept are digests of eight bytes: they find a value and cannot tell it. Only what is telling by itself is looked for: numbers of
eight digits and more that are no day, mail addresses, and words of letters and digits. Anything shorter stands elsewhere by
chance.
"""

import heapq
import re
from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from itertools import groupby
from typing import TextIO
from urllib.parse import unquote

from caraway_audit.model import Span

EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
"""Seconds or milliseconds since 1970, of these years; a telephone number that looks so is told by its field or its words."""

_FEWEST, _MOST, _GROUPS = 8, 34, 20
"""Digits of a number that is looked for, and groups in which it is written."""

_TELLING_PART = 12
"""Letters and digits by which a part tells a value: of an IBAN in groups, all that follows its letters."""

# Each begins with what a search finds fast; possessive where it can be, so that no text costs the square of its length.
_NUMBER = re.compile(  # and no fraction: 0.83333333
    r"\d(?<![^\W_]\d)(?<!(?<!\d)\d\.\d)(?!\.\d{6})(?:[\s().\-/·–]{0,2}\d){7,}(?![^\W_])"
)
_GROUP = re.compile(r"\d+")
# A word of nine has four letters or digits before its first digit or after it.
_MIXED = re.compile(r"\d(?<!\d\d)(?:[^\W_]{4,}+|(?<=[^\W_]{4}\d)[^\W_]*+)")
_REST_BEFORE = re.compile(r"[^\W_]{1,64}\Z")
_HOST = re.compile(r"@[\w.-]{3,255}(?<=\.[^\W_][^\W_])[^\W_]*+")
_LOCAL_BEFORE = re.compile(r"[\w.%+'-]{2,64}\Z")
_SHORTEST, _LONGEST = 9, 63
"""Of letters mixed with digits, shorter than the hashes in a manifest; the longest also of what stands before an @."""


class Digests:
    """A set of digests that takes eight bytes for each."""

    def __init__(self, runs: Iterable[Iterable[int]] = (), but: Container[int] = ()) -> None:
        """All of some sorted runs, `but` for those."""
        self._sorted = array("Q", (digest for digest, _ in groupby(heapq.merge(*runs)) if digest not in but))

    def without(self, others: Container[int]) -> "Digests":
        """These but for others."""
        return Digests([self._sorted], but=others)

    def __contains__(self, digest: object) -> bool:
        if not isinstance(digest, int):
            return False
        place = bisect_left(self._sorted, digest)
        return place < len(self._sorted) and self._sorted[place] == digest

    def __len__(self) -> int:
        return len(self._sorted)


def digests_of(value: str, days: bool = False) -> Iterator[int]:
    """The digest of a value that is telling by itself, else those of its longer parts; of a day or time only with `days`."""
    if len(value) < _FEWEST or EPOCH.fullmatch(value):
        return
    whole = squeezed(value)
    for start, end, _ in _telling(value):
        part = squeezed(value[start:end])
        if (part == whole or len(part) >= _TELLING_PART) and (days or not _is_moment(part)):
            yield _digest(part)


def digests_in(text: str) -> Iterator[int]:
    """The digests of everything in a text that could be taken for a value: each number, and some groups of it."""
    for start, end, is_number in _telling(text):
        if is_number:
            yield from (_digest(written) for _, _, written in _runs(text, start, end))
        else:
            yield _digest(squeezed(text[start:end]))


def telling(text: str) -> list[Span]:
    """What of a text could be looked for, in order of place."""
    return sorted((start, end) for start, end, _ in _telling(text))


def places(text: str, known: Container[int]) -> Iterator[Span]:
    """Where values stand whose digests are `known`, some of the groups of a longer number among them."""
    for start, end, is_number in _telling(text):
        if not is_number:
            if _digest(squeezed(text[start:end])) in known:
                yield start, end
            continue
        last = start
        for first, behind, written in _runs(text, start, end):  # of those that begin alike the longest comes first
            if first >= last and _digest(written) in known:
                last = behind
                while first and text[first - 1] in "+(":
                    first -= 1
                yield first, behind


def survivor(stream: TextIO, known: Container[int]) -> int | None:
    """The line on which a value with a `known` digest stands, as it is or escaped for HTML, JSON or a link; None if none does.

    Reads piece by piece; a piece begins and ends between words, so that no number is cut into one that is known.
    """
    line, kept = 1, ""
    while True:
        read = stream.read(_PIECE)
        piece = kept + read
        end = _gap(piece, len(piece)) if read else len(piece)
        text = _ESCAPED.sub(_plainly, piece[:end])
        for start, _ in places(text, known):
            return line + text.count("\n", 0, start)
        if not read:
            return None
        after = _gap(piece, max(end - _OVERLAP, 0))
        line += piece.count("\n", 0, after)
        kept = piece[after:]


_PIECE, _OVERLAP = 200_000, 400
_FARTHEST = 10_000
_HEX = "[0-9a-fA-F]"
_ESCAPED = re.compile(  # begins with what a search finds fast
    rf"[&\\%](?:(?<=&)#(?:(\d{{2,7}})|[xX]({_HEX}{{2,6}}));|(?<=\\)u({_HEX}{{4}})|(?<=\\)[nrtbf]|(?<=%){_HEX}{{2}}(?:%{_HEX}{{2}})*)"
)


def _plainly(match: re.Match[str]) -> str:
    decimal, *hexadecimal = match.groups()
    if code := next(filter(None, hexadecimal), None):
        number = int(code, 16)
    elif decimal:
        number = int(decimal)
    else:
        return " " if match.group()[0] == "\\" else unquote(match.group()).replace("\n", " ")
    return chr(number) if 32 <= number <= 0x10FFFF else " "


_BETWEEN = re.compile(r"[^\w@.%+'&;#\\-](?=[^\W\d])")


def _gap(text: str, before: int) -> int:
    """Where the last word before a place begins; the place itself where there is none near."""
    near = text.rfind(" ", max(0, before - _FARTHEST), before), text.rfind("\n", max(0, before - _FARTHEST), before)
    if (gap := max(near)) >= 0:
        return gap + 1
    words = list(_BETWEEN.finditer(text, max(0, before - _FARTHEST), before))
    return words[-1].end() if words else before


def _telling(text: str) -> Iterator[tuple[int, int, bool]]:
    """What of a text is telling by itself, and whether it is a number."""
    for match in _NUMBER.finditer(text):
        yield *match.span(), True
    for match in _MIXED.finditer(text):
        start, end = match.span()
        if start and not text[start - 1].isalnum() and end - start < _SHORTEST:
            continue  # nearly all of them
        if before := _REST_BEFORE.search(text, max(start - _LONGEST, 0), start):
            start = before.start()
        if _SHORTEST <= end - start <= _LONGEST and not text[start:end].isdigit():
            yield start, end, False
    for match in _HOST.finditer(text):
        if local := _LOCAL_BEFORE.search(text, max(match.start() - _LONGEST, 0), match.start()):
            yield local.start(), match.end(), False


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Neighbouring groups of a number that are enough to tell: where they begin and end, and their digits."""
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    for first in range(len(groups)):
        written, found = "", []
        for group in groups[first : first + _GROUPS]:
            written += text[slice(*group)]
            if len(written) > _MOST:
                break
            if len(written) >= _FEWEST:
                found.append((groups[first][0], group[1], written))
        yield from reversed(found)


def squeezed(value: str) -> str:
    """A value without what its writers put between its letters and digits."""
    return "".join(filter(str.isalnum, value)).casefold()


_MOMENTS = {8: ("%Y%m%d", "%d%m%Y", "%m%d%Y"), 10: ("%Y%m%d%H",), 12: ("%Y%m%d%H%M",), 14: ("%Y%m%d%H%M%S",)}
_CENTURIES = re.compile(r"(?:19|20)\d\d|\d{4}(?:19|20)\d\d\Z")


def _is_moment(digits: str) -> bool:
    """Whether digits read as a day, or a time of it: reports are full of those."""
    if not digits.isdecimal() or not digits.isascii() or not _CENTURIES.match(digits):
        return False
    for form in _MOMENTS.get(len(digits), ()):
        try:
            datetime.strptime(digits, form)
        except ValueError:
            continue
        return True
    return False


def _digest(whole: str) -> int:
    return int.from_bytes(blake2b(whole.encode("utf-8", "replace"), digest_size=8).digest(), "big")
