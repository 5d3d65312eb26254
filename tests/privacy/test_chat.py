"""Values in chat as hurried people type them: told by the second tagger, or by their shape."""

import pytest

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex
from caraway_audit.privacy.spoken import written

DETECTOR = Detector()


def masked(*lines: str) -> str:
    """The last message of a conversation, masked."""
    messages = [
        Message(f"m{n}", Role(role), role, text) for n, (role, text) in enumerate(line.split(": ", 1) for line in lines)
    ]
    masker = Masker(DETECTOR, NameIndex(), Client(""), messages)
    return masker.mask(messages[-1].text)


@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        ("What's the code for the gate?", "2580 star", "2580"),
        ("And whose name is on the lease?", "still my ex, dorota wilk", "dorota"),
        ("What surname is he under?", "adeyemi-clarke", "adeyemi"),
    ],
)
def test_an_answer_is_read_behind_its_question(question: str, answer: str, value: str) -> None:
    assert value not in masked(f"agent: {question}", f"client: {answer}")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which size do you need?", "a 44 i think"),
        ("What colour was it?", "dark blue with white dots"),
        ("How many parcels are missing?", "two of the three"),
        ("When did you buy it?", "last tuesday in the big shop"),
    ],
)
def test_an_answer_to_another_question_stays(question: str, answer: str) -> None:
    assert masked(f"agent: {question}", f"client: {answer}") == answer


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("police gave me CR/8812/24", "8812"),
        ("here: FLOR-35-QX81T, valid for a year", "QX81T"),
        ("thats kVx93mmP7tQ2 on the sticker", "kVx93mmP7tQ2"),
        ("seller is kev_sneakers_06", "kev_sneakers_06"),
        ("the correct date is 19 August 1967", "1967"),
        ("the twenty-first of August 1947", "1947"),
        ("it's double eight, one oh", "eight"),
        ("S E one five, four double N", "four"),
        ("it's O, D for Delta, U, Y for Yankee, A", "Delta"),
    ],
)
def test_its_shape_makes_a_value_likely(text: str, value: str) -> None:
    assert value not in masked(f"client: {text}")


@pytest.mark.parametrize(
    "text",
    [
        "one, two, three and off we go",
        "error_404 on page_2 again",
        "use SPRING-SALE-2024 at the till",
        "opened in 1998, closed since",
        "plan A, B or C?",
        "your packing is sh1t",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert masked(f"client: {text}") == text


def test_a_short_dictated_number_is_told_apart_from_counting() -> None:
    assert [one.short for one in written("the pin is two five eight oh")] == [[(11, 15)]]
    assert not any(one.short for one in written("two or three of them"))
