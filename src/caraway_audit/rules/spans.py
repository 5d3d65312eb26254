"""Stretches of a text: whether they meet, and whether a place lies in one."""

import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from caraway_audit.model import Span


def overlap(one: Span, other: Span) -> bool:
    """Whether two stretches share a place."""
    return one[0] < other[1] and other[0] < one[1]


def overlaps_any(one: Span, others: Iterable[Span]) -> bool:
    """Whether a stretch shares a place with any of some."""
    return any(overlap(one, other) for other in others)


def lies_in(at: int, spans: Sequence[Span]) -> bool:
    """Whether a place lies in one of the spans, which stand in order; of several kinds few overlap."""
    before = bisect_right(spans, (at, sys.maxsize))
    return any(start <= at < end for start, end in spans[max(0, before - _OVERLAPPING) : before])


_OVERLAPPING = 4
