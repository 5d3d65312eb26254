"""What tells that a question was passed over: shapes of answers and evasions, and that more said never makes it worse."""

import json
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.language.topics import numberless, stem
from caraway_audit.model import Conversation
from caraway_audit.rules.answered import MOST, WEIGHTS, SeenQuestion, dealt, learnt, nearness, parts
from caraway_audit.rules.statements import Statement

Talk = Callable[..., Conversation]

FAIL, PASS = ["fail"], ["pass"]
DONE = ("client: right, I see", "agent: Goodbye!")
WORDS = (
    "yes no it is the kettle red dear to send 12 euro on friday and because stock delivery costs we have none of those".split()
)
STORED = json.loads(WEIGHTS.read_text(encoding="utf-8"))


def statement(*words: str) -> Statement:
    """A sentence of these words; a further part begins at each "and"."""
    joints = tuple(n for n, word in enumerate(words) if word == "and" and n)
    return Statement(0, words, len(words), frozenset(map(stem, words)), joints)


def question(told: str = "") -> SeenQuestion:
    """ "Is the kettle red?", said beside a report."""
    own, none = frozenset({stem("kettle"), stem("red")}), frozenset[str]()
    words = ("is", "the", "kettle", "red", "?")
    return SeenQuestion(words, "yes-no", "yes", own, none, none, frozenset(map(stem, told.split())))


SAID = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(lambda words: statement(*words)), max_size=6)


@given(SAID, SAID)
def test_more_said_never_leaves_a_question_more_open(said: list[Statement], more: list[Statement]) -> None:
    asked, model = question("it never came"), learnt(alone=True)
    less, all_said = list(parts(said)), list(parts([*said, *more]))
    found = [dealt(model, asked, those, nearness([asked], those)[0]) for those in (less, all_said)]
    assert found == sorted(found)


@given(SAID)
def test_how_near_a_statement_is_does_not_hang_on_what_else_is_said(said: list[Statement]) -> None:
    asked = [question(), question("it never came")]
    found = nearness(asked, said)
    assert found[0] == [nearness(asked, [one])[0][0] for one in said]


@given(SAID)
def test_a_statement_is_looked_at_whole_and_in_its_parts(said: list[Statement]) -> None:
    split = list(parts(said))
    assert len(split) <= MOST
    whole = [one for one in split if one in said]
    assert whole == said[: len(whole)]
    for one in said:
        split = [part.words for part in parts([one]) if part != one]
        assert tuple(chain.from_iterable(split)) in ((), one.words)


def test_weights_are_whole_and_of_plain_words() -> None:
    for model in STORED.values():
        assert all(type(weight) is int for table in (model["weights"], model["words"]) for weight in table.values())
        assert all(numberless(word) == word for word in model["words"])


@pytest.mark.parametrize(
    ("asked", "reply", "expected"),
    [
        ("when is my coat ready? and how much", "Ready on Thursday, 18 euro.", PASS),
        ("when is my coat ready? and how much", "It is ready on Thursday.", FAIL),
        ("is the red stain out", "All out!", PASS),
        ("Is the oak table solid or veneer?", "Solid all through.", PASS),
        ("Do I need the original box too, or will the slip do?", "Your photos are here and the claim has moved on.", FAIL),
        ("Do I need the original box too, or will the slip do?", "Just the slip, please.", PASS),
        ("Do you take paint tins at the Millbrook site?", "We do, twelve at most.", PASS),
        ("are you lot stupid or what?", "I have put the order right, it goes out today.", []),
    ],
)
def test_an_answer_is_told_from_what_stands_beside_it(
    court: Any, talk: Talk, asked: str, reply: str, expected: list[str]
) -> None:
    assert court.verdicts(talk(f"client: {asked}", f"agent: Hello! {reply}", *DONE), "CA201") == expected
