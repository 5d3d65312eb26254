"""Which words are near to one another: what ships knows service talk, and what is counted is bounded and whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.language.nearness import SAME, Nearness, nearness
from caraway_audit.language.topics import stem

LINES = ["kettl 80 boil 60 jug 40", "boil 70 kettl 60", "invoic 60 bill 70"]
STEMS = st.frozensets(st.sampled_from(["kettl", "boil", "jug", "invoic", "bill", "nobody"]))


@pytest.mark.parametrize(
    ("word", "nearer", "farther"),
    [("dog", "kennel", "invoice"), ("cost", "fee", "kennel"), ("parking", "car", "refund"), ("password", "login", "garden")],
)
def test_what_ships_knows_service_talk(word: str, nearer: str, farther: str) -> None:
    one, near, far = (frozenset({stem(w)}) for w in (word, nearer, farther))
    assert nearness().mutual(one, near) > nearness().mutual(one, far)


def test_stems_that_tell_more_count_more() -> None:
    model = Nearness(LINES)
    kettle, both = frozenset({"kettl"}), frozenset({"kettl", "invoic"})
    assert model.met(kettle, frozenset({"boil"})) == (60, 60)
    assert model.met(both, kettle) == (80 * SAME // 140, SAME)
    assert model.met(frozenset({"nobody"}), kettle) == (0, 0)  # of what nothing is known, nothing counts


@given(STEMS, STEMS)
def test_nearness_is_bounded_and_whole_where_all_is_said_again(some: frozenset[str], others: frozenset[str]) -> None:
    model = Nearness(LINES)
    share, nearest = model.met(some, others)
    assert 0 <= share <= SAME
    assert nearest <= SAME
    known = frozenset(filter(model.knows, some))
    assert model.met(known, known | others)[0] == (SAME if known else 0)
