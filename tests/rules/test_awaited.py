"""CA204: whether a client who has the last word still waits, or said what wants no reply."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from caraway_audit.model import Conversation, Status, Verdict
from caraway_audit.rules.awaited import LastTurn, learnt

Talk = Callable[..., Conversation]
START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def ended(conversation: Conversation) -> Conversation:
    """A message a minute, and then nothing."""
    timed = (replace(message, at=START + timedelta(minutes=n)) for n, message in enumerate(conversation.messages))
    return replace(conversation, messages=tuple(timed), status=Status.ENDED)


@pytest.fixture(scope="session")
def left_waiting(court: Any, talk: Talk) -> Callable[..., bool]:
    """Whether CA204 fails."""

    def run(*lines: str) -> bool:
        return any(outcome.verdict is Verdict.FAIL for outcome in court(ended(talk(*lines)), "CA204"))

    return run


ASK = "client: hello, my order 4417 has not come"
SETTLED = "agent: Hello, sorry about that. It was on the wrong van and comes on Saturday between 10 and 12, unless you say no."


@pytest.mark.parametrize(
    "last",
    [
        "Saturday is fine.",
        "sat works",
        "Accepted. The dog will be thrilled",
        "so thats where it went",
        "Will be in, kettle on!",
    ],
)
def test_what_settles_it_wants_no_reply(left_waiting: Any, last: str) -> None:
    assert not left_waiting(ASK, SETTLED, f"client: {last}")


@pytest.mark.parametrize(
    "last",
    [
        "It is Saturday evening and nobody has come.",
        "saturday is no good, i work. any other day please",
        "i can not do saturday, can it come on monday",
        "You said that last week too and it did not come, I want my money back",
    ],
)
def test_who_reports_or_asks_on_waits(left_waiting: Any, last: str) -> None:
    assert left_waiting(ASK, SETTLED, f"client: {last}")


def test_an_answer_to_the_agents_question_waits(left_waiting: Any) -> None:
    assert left_waiting(ASK, "agent: Sorry to hear that. What is the postcode, please?", "client: AB12 3CD")


def test_every_observation_is_a_name_and_every_weight_a_whole_number(court: Any, talk: Talk) -> None:
    seen = court.annotated(ended(talk(ASK, SETTLED, "client: Saturday is fine!")))
    observed = LastTurn(seen, [2], {"thanks"}).observed()
    assert {"w saturday", "first saturday", "first saturday is", "mark !", "questions 0", "messages 1"} <= observed
    model = learnt()
    assert all(isinstance(weight, int) for weight in (*model.weights.values(), *model.levels.values(), model.waits))
