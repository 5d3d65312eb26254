"""Which words are said to which: what ships knows service talk; what is added up is bounded, whole and of each statement."""

from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.language.relating import MODEL as MODEL_FILE
from caraway_audit.language.relating import MOST_ASKED, MOST_SAID, SAME, WHOLE, Met, Relating, relating

ROWS = np.array([[0, 0], [WHOLE, 0], [0, WHOLE], [0, -WHOLE]], np.int8)
MODEL = Relating(
    {
        "words": np.frombuffer(b"when\nmonday\nred", np.uint8),
        "asks": ROWS[[0, 1, 2, 3]],
        "says": ROWS[[0, 2, 1, 3]],
        "asking": np.array([1, 3, 1, 1], np.uint8),
        "saying": np.array([1, 1, 1, 2], np.uint8),
    }
)
WORDS = st.lists(st.sampled_from(["when", "monday", "red", "nobody", "17"]), max_size=30)


def test_words_that_tell_more_count_more() -> None:
    assert MODEL.met(["when"], [["monday"], ["red"], ["nobody"]]) == [Met(SAME, SAME), Met(0, 0), Met(0, 0)]
    assert MODEL.met(["when", "nobody"], [["monday"]]) == [Met(3 * SAME // 4, SAME)]
    assert MODEL.met(["when"], [["monday", "red"]]) == [Met(SAME, SAME // 3)]


@pytest.mark.parametrize(
    ("asked", "nearer", "farther"),
    [
        ("when will it come", "on thursday morning", "the box is blue"),
        ("how much is it", "twelve pounds a month", "it is by the door"),
        ("can i bring my dog", "pets are welcome", "the invoice is paid"),
    ],
)
def test_what_ships_knows_what_is_said_to_what(asked: str, nearer: str, farther: str) -> None:
    near, far = relating().met(asked.split(), [nearer.split(), farther.split()])
    assert sum(near) > sum(far)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_each_statement_counts_by_itself(asked: list[str], said: list[list[str]]) -> None:
    found = MODEL.met(asked, said)
    assert found == [MODEL.met(asked, [one])[0] for one in said]
    assert all(0 <= share <= SAME for met in found for share in met)
    assert found == MODEL.met(asked[:MOST_ASKED], [one[:MOST_SAID] for one in said])


def test_what_ships_is_whole_and_adds_up_exactly() -> None:
    with resources.as_file(MODEL_FILE) as path, np.load(path) as stored:
        asks, says = stored["asks"], stored["says"]
    assert asks.dtype == says.dtype == np.int8
    assert max(int(np.abs(rows.astype(int)).max()) for rows in (asks, says)) <= WHOLE
    assert asks.shape[1] * WHOLE * WHOLE < 2**24  # what a float of four bytes holds exactly
