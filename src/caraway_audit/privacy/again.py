"""Values that were found once, looked for again: wherever else they stand, and in every byte that is written.

Kept are digests of eight bytes: they find a value and cannot tell it. Only what is telling by itself is looked for: eight
digits and more, mail addresses, and letters mixed with digits; anything shorter stands elsewhere by chance.
"""

import heapq
import re
from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
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
"""Letters and digits by which a part tells a value."""

# Each begins with what a search finds fast; possessive where it can be, so that no text costs the square of its length.
_NUMBER = re.compile(r"\d(?<![^\W_]\d)(?:[\s().\-/·–]{0,2}\d){7,}(?![^\W_])")
_GROUP = re.compile(r"\d+")
_MIXED = re.compile(
    r"\d(?<!\d\d)(?:[^\W_]{4,}+|(?<=[^\W_]{4}\d)[^\W_]*+)"
)  # in a word of nine it has four before it or after it
_REST_BEFORE = re.compile(r"[^\W_]{1,64}\Z")
_HOST = re.compile(r"@[\w.-]{3,255}(?<=\.[^\W_][^\W_])[^\W_]*+")
_LOCAL_BEFORE = re.compile(r"[\w.%+'-]{2,64}\Z")
_SHORTEST, _LONGEST = 9, 64
"""Of letters mixed with digits; the longest also of what stands before an @."""


class Digests:
    """A set of digests that takes eight bytes for each."""

    def __init__(self, runs: Iterable[Sequence[int]] = (), but: Container[int] = ()) -> None:
        """All of some sorted runs, `but` for those."""
        self._sorted = array("Q", (digest for digest, _ in groupby(heapq.merge(*runs)) if digest not in but))

    def without(self, texts: Iterable[str]) -> "Digests":
        """These but for what stands in some texts, which are meant to be read."""
        stand = {digest for text in texts for start, end in places(text, self) for digest in digests_of(text[start:end])}
        return Digests([self._sorted], but=stand)

    def __contains__(self, digest: object) -> bool:
        if not isinstance(digest, int):
            return False
        place = bisect_left(self._sorted, digest)
        return place < len(self._sorted) and self._sorted[place] == digest

    def __len__(self) -> int:
        return len(self._sorted)


def digests_of(value: str) -> Iterator[int]:
    """The digest of a value that is telling by itself, else those of its longer parts: an IBAN may be written in groups."""
    if len(value) < _FEWEST or EPOCH.fullmatch(value):
        return
    whole = squeezed(value)
    for start, end in _telling(value):
        part = squeezed(value[start:end])
        if part == whole or len(part) >= _TELLING_PART:
            yield _digest(part)


def is_telling(text: str) -> bool:
    """Whether a text holds anything that could be looked for."""
    return next(_telling(text), None) is not None


def places(text: str, known: Container[int]) -> Iterator[Span]:
    """Where values stand whose digests are `known`, some of the groups of a longer number among them."""
    for start, end in _telling(text):
        if text[start].isdigit() and text[end - 1].isdigit():
            yield from _within(text, start, end, known)
        elif _digest(squeezed(text[start:end])) in known:
            yield start, end


def survivor(stream: TextIO, known: Container[int]) -> int | None:
    """The line on which a value with a `known` digest stands, as it is or escaped for HTML, JSON or a link; None if none does.

    Reads piece by piece; a piece begins and ends at a space, so that no number is cut into one that is known.
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
_HEX = "[0-9a-fA-F]"
_ESCAPED = re.compile(  # begins with what a search finds fast
    rf"[&\\%](?:(?<=&)#(?:(\d{{2,7}})|[xX]({_HEX}{{2,6}}));|(?<=\\)u({_HEX}{{4}})|(?<=%){_HEX}{{2}}(?:%{_HEX}{{2}})*)"
)


def _plainly(match: re.Match[str]) -> str:
    decimal, *hexadecimal = match.groups()
    if code := next(filter(None, hexadecimal), None):
        number = int(code, 16)
    elif decimal:
        number = int(decimal)
    else:
        return unquote(match.group())
    return chr(number) if 32 <= number <= 0x10FFFF else " "


def _gap(text: str, before: int) -> int:
    """Where the last word before a place begins; the place itself where there is no gap."""
    return text.rfind(" ", 0, before) + 1 or text.rfind("\n", 0, before) + 1 or before


def _telling(text: str) -> Iterator[Span]:
    """What of a text is telling by itself."""
    for match in _NUMBER.finditer(text):
        yield match.span()
    for match in _MIXED.finditer(text):
        start, end = match.span()
        if start and not text[start - 1].isalnum() and end - start < _SHORTEST:
            continue  # nearly all of them
        if before := _REST_BEFORE.search(text, max(start - _LONGEST, 0), start):
            start = before.start()
        if _SHORTEST <= end - start <= _LONGEST and not text[start:end].isdigit():
            yield start, end
    for match in _HOST.finditer(text):
        if local := _LOCAL_BEFORE.search(text, max(match.start() - _LONGEST, 0), match.start()):
            yield local.start(), match.end()


def _within(text: str, start: int, end: int, known: Container[int]) -> Iterator[Span]:
    """Known values among the groups of a number, the longest first."""
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    first = 0
    while first < len(groups):
        written, found = "", 0
        for last in range(first, min(first + _GROUPS, len(groups))):
            written += text[slice(*groups[last])]
            if len(written) > _MOST:
                break
            if len(written) >= _FEWEST and _digest(written) in known:
                found = last + 1
        if found:
            before = groups[first][0]
            while before and text[before - 1] in "+(":
                before -= 1
            yield before, groups[found - 1][1]
        first = found or first + 1


def squeezed(value: str) -> str:
    """A value without what its writers put between its letters and digits."""
    return "".join(filter(str.isalnum, value)).casefold()


def _digest(whole: str) -> int:
    return int.from_bytes(blake2b(whole.encode("utf-8", "replace"), digest_size=8).digest(), "big")
