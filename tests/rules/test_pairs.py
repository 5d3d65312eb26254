"""Two values and one thing (CA212): which values compare, and what a model and its exceptions make of them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.language.values import PATTERNS
from caraway_audit.model import Conversation
from caraway_audit.rules.claims import Value
from caraway_audit.rules.pairs import WEIGHTS, agree, are_comparable, learnt

Talk = Callable[..., Conversation]
KINDS = (*PATTERNS, "number", "quality")


def value(kind: str, first: float, last: float | None = None, of: str = "") -> Value:
    """A value of which nothing is known but what it is."""
    nothing = frozenset[str]()
    return Value(
        kind,
        of,
        (first, first if last is None else last),
        0,
        (0, 1),
        nothing,
        nothing,
        nothing,
        frozenset(),
        nothing,
        (),
        False,
    )


@pytest.mark.parametrize(
    ("one", "now", "comparable"),
    [
        (value("money", 18), value("money", 18, of="person"), True),
        (value("span", 72), value("offset", 72, of="scan"), True),
        (value("clock", 300), value("window", 240, 360), True),
        (value("number", 95), value("money", 95), True),
        (value("number", 5), value("clock", 300), True),
        (value("number", 5), value("span", 120), False),
        (value("count", 3, of="man"), value("count", 3, of="box"), False),
        (value("money", 3), value("percent", 3), False),
        (value("date", 414), value("weekday", 1), False),
    ],
)
def test_values_compare_that_may_be_of_one_thing(one: Value, now: Value, comparable: bool) -> None:
    assert are_comparable(one, now) is comparable
    assert are_comparable(now, one) is comparable
    assert not comparable or agree(one, now)


@given(first=st.sampled_from(KINDS), second=st.sampled_from(KINDS), one=st.integers(0, 2000), now=st.integers(0, 2000))
def test_order_changes_nothing(first: str, second: str, one: int, now: int) -> None:
    a, b = value(first, one), value(second, now)
    assert are_comparable(a, b) == are_comparable(b, a)
    if are_comparable(a, b):
        assert agree(a, b) == agree(b, a)
        assert first != second or one != now or agree(a, b)


def test_weights_are_whole_numbers_by_name() -> None:
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    assert stored["bare"] < stored["hardly"] < stored["sure"] < stored["though"]
    assert all(isinstance(stored[bar], int) for bar in ("bare", "hardly", "sure", "though"))
    assert all(isinstance(weight, int) and weight for weight in stored["weights"].values())
    assert list(stored["weights"]) == sorted(stored["weights"])
    assert learnt().weights == stored["weights"]


SAID = (
    "client: how long does the refund take and what is the fee?",
    "agent: Hello! The refund takes 3 days, the fee is 18 euro.",
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["client: thanks, I wait", "agent: You will have the refund in 10 days then."], ["fail"]),
        (["client: thanks, I wait", "agent: Sorry, I misread it. The refund takes 10 days."], ["pass"]),
        (["client: and without the form?", "agent: Then the refund takes 10 days."], ["pass"]),
        (["client: so 10 days?", "agent: Yes, the refund takes 10 days."], ["pass"]),
        (["client: thanks, I wait", "agent: You will have the refund in three days then."], ["pass"]),
    ],
)
def test_a_second_value_is_charged_that_nobody_explains(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk(*SAID, *lines), "CA212") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("less than I feared, and I sent the second form also", ["fail"]),
        ("do you have another plan, too?", ["pass"]),
        ("what about the night tariff?", ["pass"]),
        ("what if I pay by cheque?", ["pass"]),
        ("can you change it for me?", ["pass"]),
        ("I also have a flat in Leeds", ["pass"]),
        ("ok, and then I switch to the small flat", ["pass"]),
        ("could it be later?", ["pass"]),
    ],
)
def test_what_is_asked_for_anew_explains_another_value(court: Any, talk: Talk, said: str, expected: list[str]) -> None:
    lines = (
        "client: what is the standing charge?",
        "agent: Hello! The standing charge is 48.2p a day.",
        f"client: {said}",
        "agent: The standing charge is 53.6p a day.",
    )
    assert court.verdicts(talk(*lines), "CA212") == expected


def test_a_flood_of_values_ends(court: Any, talk: Talk) -> None:
    """Every message names other values than all before: pairs are many, and only so many are looked at."""
    lines = [
        f"agent: The fee is {n} euro, " + ", ".join(f"part {k} is {k * n} euro" for k in range(2, 60)) for n in range(2, 80)
    ]
    assert court.verdicts(talk("client: what are the fees?", *lines), "CA212")
