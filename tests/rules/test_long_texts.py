"""No text may hold up an audit: what one letter more costs does not grow with what stands before it."""

import re
from time import perf_counter

import pytest
import regex

from caraway_audit.audit import rules_of
from caraway_audit.policy.load import load

PATTERNS = {
    (pattern, one.timed)
    for one in rules_of(load(None)).need().patterns.values()
    for pattern in one.patterns
}  # fmt: skip


@pytest.mark.parametrize("letters", ["1", "1-", "a", "A", "\n", " ", "ha", "(", "you ", "http://a/"])
def test_no_pattern_runs_away(letters: str) -> None:
    text = letters * (10_000 // len(letters))
    slow = []
    for pattern, timed in PATTERNS:
        finder = regex.compile(pattern) if timed else re.compile(pattern)
        begin = perf_counter()
        for _ in finder.finditer(text):
            pass
        if perf_counter() - begin > 0.3:
            slow.append(pattern)
    assert not slow
