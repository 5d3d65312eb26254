"""How much of a fault a sentence is in which a phrase was found."""

import pytest

from caraway_audit.language.as_meant import PARTS, known_as_meant, level_as_meant
from caraway_audit.language.in_context import OTHER
from caraway_audit.language.tokens import tokenise

ASK = tokenise("What is in the box?")


@pytest.mark.parametrize(
    ("side", "label", "fault", "innocent"),
    [
        ("agent", "condescension", "Use your loaf, it is on the slip.", "Use your loaf within three days, or freeze it."),
        ("agent", "threat", "I know where you live, so watch it.", "May I ask where you live? Then I see which van comes."),
        ("client", "insult", "You are as thick as a brick.", "It should be as thick as a brick, about two inches."),
        ("agent", "regulated_advice", "Sue them, you would win.", "Take them out with the small spanner."),
    ],
)
def test_a_fault_is_more_of_it_than_innocent_words_alike(side: str, label: str, fault: str, innocent: str) -> None:
    levels = [level_as_meant(side, label, tokenise(text), 0, ASK) for text in (fault, innocent)]
    assert levels[0] > levels[1] + 16
    assert all(isinstance(level, int) for level in levels)


def test_the_sentence_that_is_asked_about_decides() -> None:
    tokens = tokenise("The parcel is on its way to you. You really are as thick as a brick.")
    first, second = (level_as_meant("client", "insult", tokens, number, None) for number in (0, 1))
    assert second > first


def test_what_was_said_before_counts() -> None:
    tokens = tokenise("It tells you on the page.")
    before = (None, tokenise("I am in tears, I have asked you four times and nobody helps me."))
    assert len({level_as_meant("agent", "condescension", tokens, 0, one) for one in before}) == 2


def test_a_label_without_a_model_is_none() -> None:
    assert all(known_as_meant(side) for side in OTHER)
    assert set(PARTS) == {"sentence", "message", "before"}
    with pytest.raises(KeyError):
        level_as_meant("client", "overclaim", ASK, 0, None)
