"""Regular expressions that rules declare: for what has a form rather than a wording. Matched with a time limit."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from caraway_audit.model import Role, Span

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
    roles: frozenset[Role]
    timed: bool = True
    """False only for patterns of our own that take linear time: the standard engine has no clock and is three times faster."""


def compiled(pattern: str) -> "regex.Pattern[str]":
    """A pattern ready to match; raises `PatternError`."""
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise PatternError(f"“{pattern}” is no valid pattern: {error}") from None


Matches = tuple[Mapping[str, tuple[Span, ...]], frozenset[str]]
"""What was found in a text: spans by set, in order of place, the first of those that overlap; and the sets in which a pattern
ran away."""

_NOTHING: Matches = ({}, frozenset())


class PatternScanner:
    """All pattern sets that apply to messages of one role.

    Those that need the same characters are tried together, and a pattern that several sets hold is tried once.
    """

    def __init__(self, sets: Mapping[str, PatternSet], role: Role) -> None:
        groups: dict[str, dict[tuple[str, bool], list[str]]] = {}
        for name, one in sorted(sets.items()):
            if role in one.roles:
                for pattern, characters in one.patterns.items():
                    groups.setdefault(characters, {}).setdefault((pattern, one.timed), []).append(name)
        self._groups = [
            (frozenset(characters), [(names, _timed(one) if timed else _plain(one)) for (one, timed), names in those.items()])
            for characters, those in groups.items()
        ]

    def scan(self, texts: Sequence[str]) -> list[Matches]:
        """What is found in each text.

        One pattern looks at all texts before the next one does: what the processor needs for it stays at hand, which makes
        it twice as fast as all patterns on one text after the other.
        """
        spans: dict[int, dict[str, list[Span]]] = {}
        runaway: dict[int, set[str]] = {}
        held = list(map(frozenset, texts))
        for needed, patterns in self._groups:
            places = [p for p, those in enumerate(held) if not needed.isdisjoint(those)] if needed else range(len(texts))
            for names, find in patterns:
                for place, found in find(texts, places):
                    if found is None:
                        runaway.setdefault(place, set()).update(names)
                    else:
                        for name in names:
                            spans.setdefault(place, {}).setdefault(name, []).extend(found)
        matches = [_NOTHING] * len(texts)
        for place in spans.keys() | runaway.keys():
            kept = {name: apart for name, of_set in sorted(spans.get(place, {}).items()) if (apart := _apart(of_set))}
            matches[place] = (kept, frozenset(runaway.get(place, ())))
        return matches


_Find = Callable[[Sequence[str], Sequence[int]], Iterator[tuple[int, list[Span] | None]]]
"""Finds a pattern in the texts at some places: where it matches, and None for its spans where it ran away."""


def _plain(pattern: str) -> _Find:
    compiled_once = re.compile(pattern)
    search, every = compiled_once.search, compiled_once.finditer

    def find(texts: Sequence[str], places: Sequence[int]) -> Iterator[tuple[int, list[Span]]]:
        for place in [place for place in places if search(texts[place])]:
            yield place, [match.span() for match in every(texts[place])]

    return find


def _timed(pattern: str) -> _Find:
    limited = compiled(pattern)

    def find(texts: Sequence[str], places: Sequence[int]) -> Iterator[tuple[int, list[Span] | None]]:
        for place in places:
            text = texts[place]
            limit = TIMEOUT * (1 + len(text) / 100_000)
            try:
                if limited.search(text, timeout=limit):
                    yield place, [match.span() for match in limited.finditer(text, timeout=limit)]
            except TimeoutError:
                yield place, None

    return find


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order of place, of those that overlap the first (and longest); empty ones are none."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end and (not kept or kept[-1][1] <= start):
            kept.append((start, end))
    return tuple(kept)
