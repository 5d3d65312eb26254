"""No text may hold up an audit: what one letter more costs does not grow with what stands before it."""

import re
from time import process_time
from typing import Any

import pytest
import regex

from caraway_audit.audit import rules_of
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector

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
        begin = process_time()
        for _ in finder.finditer(text):
            pass
        if process_time() - begin > 0.3:
            slow.append(pattern)
    assert not slow


@pytest.mark.parametrize(
    "piece",
    [
        "@",
        "a",
        '"',
        "[",
        "😀",
        "e\u0301",
        "John ",
        "Delhi pin 110001 ",
        "code is 449210 ",
        "Rosa Lind ",
        "dot at ",
        "<b ",
        "&a",
        "http://a1/",
        "http://a.b/?x=1&",
        "http://a/reset",
        " at x dot ",
        "4539 and ",
        "lat 5.55 ",
        "u:",
    ],
)
def test_values_are_looked_for_in_linear_time(piece: str) -> None:
    detector = Detector()
    detector.tagger.tag("warm")

    def seconds(size: int) -> float:
        begin = process_time()
        detector.find("dot at " + piece * (size // len(piece)))
        return process_time() - begin

    assert seconds(32_000) < 12 * seconds(8_000) + 0.5


@pytest.mark.parametrize(
    "piece", ["I am sorry. ", "f*ck ", '"a" f*ck. ', "where is it? ", "@", "Hi Bob, thanks. ", "Mr. ", "a1", "use 17 for "]
)
def test_rules_judge_a_long_message_in_linear_time(court: Any, talk: Any, piece: str) -> None:
    def seconds(size: int) -> float:
        begin = process_time()
        court(talk(f"client: {piece * (size // len(piece))}", f"agent: {piece * (size // len(piece))}"))
        return process_time() - begin

    seconds(2_000)
    assert seconds(16_000) < 12 * seconds(4_000) + 0.5
