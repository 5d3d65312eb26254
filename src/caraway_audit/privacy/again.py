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

from caraway_audit.model import Span

_FEWEST, _MOST, _GROUPS = 8, 34, 20
"""Digits of a number that is looked for, and groups in which it is written."""

_AS_WRITTEN = "\x1f"
"""Between and before the groups of a number, in a digest of how it is written."""

_GROUPS_OF_A_DAY = 3
_IBAN = re.compile(r"[A-Za-z]{2}\d\d(?:[\s.+\[\]<>-]{1,3}[A-Za-z0-9]{1,4}){3,8}")

# Each begins with what a search finds fast; possessive where it can be, so that no text costs the square of its length.
_BETWEEN_DIGITS = r"[\s()\[\]<>.\-/·_*+\u2010-\u2015\u2212]"
_MAY_TELL = re.compile(r"[\d@]")
_NUMBER = re.compile(  # and no fraction: 0.83333333
    rf"\d(?<![^\W_]\d)(?<!(?<!\d)\d\.\d)(?!\.\d{{6}})(?:{_BETWEEN_DIGITS}{{0,3}}\d){{7,}}(?![^\W_])"
)
_GROUP = re.compile(r"\d+")
# A word of nine has four letters or digits before its first digit or after it.
_MIXED = re.compile(r"\d(?<!\d\d)(?:[^\W_]{4,}+|(?<=[^\W_]{4}\d)[^\W_]*+)")
_REST_BEFORE = re.compile(r"[^\W_]{1,64}\Z")
_HOST = re.compile(r"@[\w.-]{3,255}(?<=\.[^\W_][^\W_])[^\W_]*+")
_LOCAL_BEFORE = re.compile(r"[\w.%+'\x1f-]{2,64}\Z")
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
    """The digests of a value that is telling by itself, and of the numbers of an IBAN in groups.

    A number has one for its digits, by which it is known however it is grouped, and one for the groups in which it is written.
    One that reads as a day or a time has the latter only, or (written as a day) none; with `days` it is like any other.
    """
    value = _as_read(value)
    if len(value) < _FEWEST:
        return
    whole = squeezed(value)
    for start, end, is_number in _telling(value):
        part = squeezed(value[start:end])
        if part != whole and not (is_number and _IBAN.fullmatch(value)):
            continue
        if not is_number:
            yield _digest(part)
            continue
        groups = _GROUP.findall(value[start:end])
        is_moment = not days and _is_moment(part)
        if not is_moment:
            yield _digest(part)
        if not is_moment or len(groups) < _GROUPS_OF_A_DAY:
            yield _digest(_AS_WRITTEN.join(("", *groups)))


def digests_in(text: str) -> Iterator[int]:
    """The digests of everything in a text that could be taken for a value: each number, and some groups of it."""
    text = _as_read(text)
    for start, end, is_number in _telling(text):
        if is_number:
            for _, _, groups in _runs(text, start, end):
                yield _digest("".join(groups))
                yield _digest(_AS_WRITTEN.join(("", *groups)))
        else:
            yield _digest(squeezed(text[start:end]))


def telling(text: str) -> list[Span]:
    """What of a text could be looked for, in order of place."""
    text = _as_read(text)
    return sorted((start, end) for start, end, _ in _telling(text))


def places(text: str, known: Container[int], as_written: bool = False) -> Iterator[Span]:
    """Where values stand whose digests are `known`, some of the groups of a longer number among them.

    Numbers are known however they are grouped, or only as they were written where somebody told them.
    """
    text = _as_read(text)
    for start, end, is_number in _telling(text):
        if not is_number:
            if _digest(squeezed(text[start:end])) in known:
                yield start, end
            continue
        last = start
        for first, behind, groups in _runs(text, start, end):  # of those that begin alike the longest comes first
            if first < last:
                continue
            if _digest(_AS_WRITTEN.join(("", *groups))) in known or (not as_written and _digest("".join(groups)) in known):
                last = behind
                while first and text[first - 1] in "+(":
                    first -= 1
                yield first, behind


def survivor(stream: TextIO, known: Container[int], apart: re.Pattern[str] | None = None) -> int | None:
    """The line on which a value with a `known` digest stands, as it is or escaped for HTML or JSON; None if none does. What a
    match of `apart` holds is none.

    Reads piece by piece; a piece begins and ends between words, so that no number is cut into one that is known.
    """
    line, kept = 1, ""
    while True:
        read = stream.read(_PIECE)
        piece = kept + read
        end = _gap(piece, len(piece)) if read else len(piece)
        text = _ESCAPED.sub(_plainly, piece[:end])
        for start, last in places(text, known, as_written=True):
            if not (apart and _is_within(apart, text, start, last)):
                return line + text.count("\n", 0, start)
        if not read:
            return None
        after = _gap(piece, max(end - _OVERLAP, 0))
        line += piece.count("\n", 0, after)
        kept = piece[after:]


def _is_within(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    found = pattern.finditer(text, max(0, start - _OVERLAP), min(len(text), end + _OVERLAP))
    return any(match.start() <= start and end <= match.end() for match in found)


_PIECE, _OVERLAP = 200_000, 400
_FARTHEST = 10_000
_HEX = "[0-9a-fA-F]"
_ESCAPED = re.compile(  # begins with what a search finds fast
    rf"[&\\](?:(?<=&)#(?:(\d{{2,7}})|[xX]({_HEX}{{2,6}}));|(?<=\\)u({_HEX}{{4}})|(?<=\\)[nrtbf])"
)


def _plainly(match: re.Match[str]) -> str:
    decimal, *hexadecimal = match.groups()
    code = next(filter(None, hexadecimal), None)
    number = int(code, 16) if code else int(decimal or 0)
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
    if not _MAY_TELL.search(text):
        return  # as most that people write
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


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, list[str]]]:
    """Neighbouring groups of a number that are enough to tell: where they begin and end, and their digits."""
    spans = [match.span() for match in _GROUP.finditer(text, start, end)]
    groups = [text[first:last] for first, last in spans]
    for first in range(len(groups)):
        digits, found = 0, []
        for last in range(first, min(first + _GROUPS, len(groups))):
            digits += len(groups[last])
            if digits > _MOST:
                break
            if digits >= _FEWEST:
                found.append((spans[first][0], spans[last][1], groups[first : last + 1]))
        yield from reversed(found)


def _as_read(text: str) -> str:
    return in_usual_form(text).replace("%40", "\x1f\x1f@")  # of an address in a link


def in_usual_form(text: str) -> str:
    """A text with full-width characters and digits of other scripts as ASCII, and with what a link escapes before a number as
    it is read; every place stays."""
    if "%" in text:
        text = _ESCAPED_IN_LINK.sub(lambda match: f"  {chr(int(match[1], 16))}", text)
    return text if text.isascii() else _OTHER_FORMS.sub(_usual_form, text)


_ESCAPED_IN_LINK = re.compile(r"%(2[0-9A-Fa-f]|3[ABDFabdf])(?=%2[Bb]|\+?\d{4})")


_OTHER_FORMS = re.compile(r"[^\x00-\u00ff](?:(?<=[\uff01-\uff5e])|(?<=\d))")  # begins with what a search finds fast


def _usual_form(match: re.Match[str]) -> str:
    character = match.group()
    return str(int(character)) if character.isdigit() else chr(ord(character) - 0xFEE0)


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
