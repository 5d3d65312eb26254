"""No long conversation, and no client who writes a thousand times, may hold up an audit: work grows with the messages.

What is counted is lines of code that run, not seconds: it is the same on every machine.
"""

import random
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.rules.repeated_reply import _alike, _Bag, _Earlier

WORDS = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra "
    "tango uniform victor whiskey xray yankee zulu"
).split()

EXCHANGES = {
    "CA205": (
        "client: where is the {words}? it is for {name}{number}, and the meter says {number}",
        "agent: Can I have your order number please? And what does the meter say? I look into {words}.",
    ),
    "CA206": ("client: what about {words}?", "agent: The {words} is on the {words} and it is well, let me look at {number}."),
    "CA206 of few words": ("client: what about {words}?", "agent: The {words} is on the {words}, let me look at {words}."),
    "CA206 of one form": (
        "client: what about {words}?",
        "agent: Your order for {name}{letters} was sent this morning and reaches your address with the usual carrier.",
    ),
    "CA212": (
        "client: is it {number} euros for {name}?",
        "agent: The kettle costs {number}.50 euros.",
    ),
    "CA301": ("client: my card is 4539 1488 0343 6467 for {words}", "agent: thanks, your cvv {code} is noted for {words}"),
    "CA304": ("client: my cvv is {code} for {words}", "agent: thanks, your cvv {code} is noted for {words}"),
    "CA305": (
        "client: I wrote to you about depression and the {words}",
        "agent: the shop is at {number} Mill Lane, and her depression is worse, so call 07700 900{code}",
    ),
    "CA309": (
        "client: it is about the {words} and my iban is DE89370400440532013000",
        "agent: so bob{number}@example.com and the account GB29NWBK60161331926819 are noted",
    ),
}  # fmt: skip


OPENING = {"CA212": "agent: The kettle costs 2.25 euros." + "".join(f" It takes {hours} hours." for hours in range(2, 250))}
"""What a rule has to remember is bounded there: with all of it said at once, only the messages grow."""


def spoken(exchange: Iterable[str], messages: int) -> list[str]:
    """So many messages, of which each pair says other words and numbers."""
    chance = random.Random(1)
    lines = []
    for number in range(messages // 2):
        for line in exchange:
            letters = "".join(chance.choices("bcdfgklmnprst", k=6))
            about = {"words": " ".join(chance.choices(WORDS, k=6)), "letters": letters, "name": letters.title()}
            lines.append(line.format(**about, number=1000 + number, code=100 + number % 900, day=number % 20 + 4))
    return lines


def lines_run(step: Callable[[], Any]) -> int:
    """How many lines of code run in a step."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        step()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", EXCHANGES)
def test_rules_judge_a_long_conversation_in_linear_time(court: Any, talk: Any, name: str) -> None:
    code = name[:5]
    (rule,) = [rule for rule in court.rules.rules_for("Orders", "chat") if rule.meta.code == code]

    def work(messages: int) -> int:
        opening = [OPENING[name]] if name in OPENING else []
        seen = court.annotated(talk(*opening, *spoken(EXCHANGES[name], messages)))
        return lines_run(lambda: list(rule.check(seen)))

    work(20)  # what is made once a process
    assert work(1_000) < 6 * work(250)


@pytest.mark.parametrize(
    "topic", ["my {words} is broken", "my order {letters} is late, {words}", "order number {letters} {letters}s"]
)
def test_contacts_of_one_client_are_compared_in_linear_time(court: Any, talk: Any, topic: str) -> None:
    (rule,) = [rule for rule in court.rules.rules_for("Orders", "chat") if rule.meta.code == "CA407"]

    def work(contacts: int) -> int:
        start = talk("client: hi").messages[0].at
        lines = spoken([f"client: {topic}"] * 2, contacts)
        talks = [
            talk(line, "agent: Hello. Bye!", identity=f"c{n}", start=start + timedelta(minutes=n))
            for n, line in enumerate(lines)
        ]
        facts = [fact for one in talks for fact in rule.remember(court.annotated(one), (), frozenset())]
        assert len(facts) == contacts
        return lines_run(lambda: list(rule.conclude(facts)))

    assert work(800) < 6 * work(200)


SOME = "the and with for you please kettle handle lid box shop street two 4417 monday".split()
TEXTS = st.lists(st.sampled_from(SOME), min_size=1, max_size=3).flatmap(
    lambda rest: st.lists(st.just(SOME[:9] + rest) | st.just(SOME[1:9] + rest * 2) | st.permutations(SOME[3:]), max_size=3)
)


@given(st.lists(TEXTS, max_size=6), st.sampled_from([0.5, 0.8, 0.9, 1.0]))
def test_no_earlier_text_is_left_out_that_is_alike(said: list[list[list[str]]], alike: float) -> None:
    bags = [_Bag.of(text) for texts in said for text in texts]
    earlier = _Earlier(bags, alike)
    earlier.add(bags)
    for bag in bags:
        near = set(map(id, earlier.like(bag)))
        assert all(id(other) in near for other in bags if _alike(bag, other) >= alike)
