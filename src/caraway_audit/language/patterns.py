"""Regular expressions that rules declare: for what has a form rather than a wording. Matched with a time limit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex

from caraway_audit.model import Span

TIMEOUT = 1.0
"""Seconds that one pattern may take on one text (and as long again for every 100,000 characters): one that runs away fails,
the run goes on."""


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says why."""


@dataclass(frozen=True, slots=True)
class PatternSet:
    """Patterns (syntax of the `regex` package), matched in messages of the given roles.

    Each comes with the characters one of which a text must hold to be looked at ("" for any text): most texts hold none.
    """

    patterns: Mapping[str, str]
    roles: frozenset[str]
    timed: bool = True
    """False only for patterns of our own that take linear time: the standard engine has no clock and is three times faster."""


def compiled(pattern: str) -> "regex.Pattern[str]":
    """A pattern ready to match; raises `PatternError`."""
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise PatternError(f"“{pattern}” is no valid pattern: {error}") from None


class PatternScanner:
    """All pattern sets that apply to messages of one role; those that need the same characters are tried together."""

    def __init__(self, sets: Mapping[str, PatternSet], role: str) -> None:
        groups: dict[str, list[tuple[str, Callable[[str, float], list[Span]]]]] = {}
        for name, one in sorted(sets.items()):
            if role in one.roles:
                for pattern, characters in one.patterns.items():
                    groups.setdefault(characters, []).append((name, _finder(pattern, one.timed)))
        self._groups = [(_any_of(characters), finders) for characters, finders in groups.items()]

    def scan(self, text: str) -> tuple[dict[str, tuple[Span, ...]], frozenset[str]]:
        """Spans by set, in order of place, the first of those that overlap; and the sets in which a pattern ran away."""
        spans: dict[str, list[Span]] = {}
        runaway: set[str] = set()
        limit = TIMEOUT * (1 + len(text) / 100_000)
        for holds_one, finders in self._groups:
            if holds_one is not None and not holds_one(text):
                continue
            for name, spans_in in finders:
                try:
                    found = () if name in runaway else spans_in(text, limit)
                except TimeoutError:
                    runaway.add(name)
                else:
                    if found:
                        spans.setdefault(name, []).extend(found)
        apart = {name: _apart(spans[name]) for name in sorted(spans)}
        return {name: kept for name, kept in apart.items() if kept}, frozenset(runaway)


def _finder(pattern: str, timed: bool) -> Callable[[str, float], list[Span]]:
    """What finds a pattern in a text, within so many seconds."""
    if timed:
        limited = compiled(pattern)
        return lambda text, limit: [match.span() for match in limited.finditer(text, timeout=limit)]
    plain = re.compile(pattern)
    return lambda text, limit: [match.span() for match in plain.finditer(text)]


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order of place, of those that overlap the first (and longest); empty ones are none."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end and (not kept or kept[-1][1] <= start):
            kept.append((start, end))
    return tuple(kept)


def _any_of(characters: str) -> Callable[[str], object] | None:
    """A test whether a text holds one of the characters; None where any text will do."""
    return re.compile(f"[{re.escape(characters)}]").search if characters else None
