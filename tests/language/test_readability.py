"""Syllables by spelling, and the grade that comes of them."""

import pytest

from caraway_audit.language.readability import grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("make", 1), ("makes", 1), ("walked", 1), ("wanted", 2), ("table", 2), ("tables", 2), ("houses", 2),
        ("idea", 3), ("people", 2), ("business", 2), ("science", 2), ("client", 2), ("quiet", 2), ("social", 2), ("area", 3),
        ("completely", 3), ("immediately", 5), ("previously", 4), ("information", 4), ("reimbursement", 4), ("created", 3),
        ("4417", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    sentence = ["the", "cat", "sat", "on", "the", "mat"]  # six words of one syllable: 0.39 * 6 + 11.8 - 15.59
    assert grade([sentence]) == pytest.approx(-1.45)
    assert grade([sentence * 10]) == pytest.approx(0.39 * 60 + 11.8 - 15.59)
    assert grade([]) == 0.0
