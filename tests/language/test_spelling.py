"""Misspelt words: read as they were meant, and left alone where that cannot be told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.language.spelling import LETTERS, Spelling, lexicon
from caraway_audit.language.tokens import tokenise

SPELLING = Spelling()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param(*pair.split("="), id=pair)
        for pair in (
            "recieved=received definately=definitely seperate=separate tommorow=tomorrow dissapointed=disappointed "
            "becuase=because thier=their freind=friend refudn=refund delievered=delivered buisness=business apolgise=apologise "
            "rediculous=ridiculous immediatly=immediately unnaceptable=unacceptable inconvinience=inconvenience "
            "passwrod=password "
            "cancle=cancel replacment=replacement begining=beginning waht=what shoudl=should stpuid=stupid happend=happened"
        ).split()
    ],
)
def test_a_slip_is_read_as_the_word_it_was(written: str, meant: str) -> None:
    assert SPELLING.meant(written) == meant
    assert tokenise(f"it is {written} now").words == ["it", "is", meant, "now"]


@pytest.mark.parametrize(
    "word",
    [
        *"compliant bough casual martial statue desert angel trail quiet diary".split(),  # other words, a slip from common ones
        *"oluwaseun saoirse siobhan priya nguyen kowalski agnieszka yusuf".split(),  # people
        *"donde gracias warum merci hallo para tener".split(),  # other languages
        *"fecking stollen lyft shitt".split(),
        *"zzyzx qwrtp vodafone a be teh".split(),  # like nothing, or too short
    ],
)
def test_what_may_be_a_word_or_a_name_stays(word: str) -> None:
    assert SPELLING.meant(word) == word


@pytest.mark.parametrize(
    ("written", "meant"),
    [("gooood", "good"), ("sooo", "so"), ("helllooo", "hello"), ("freee", "free"), ("pleeeease", "please"), ("nooo", "no")],
)
def test_letters_that_go_on_are_one_or_two(written: str, meant: str) -> None:
    assert tokenise(f"{written} day").words == [meant, "day"]


def test_what_has_a_capital_inside_a_sentence_may_be_a_name() -> None:
    assert tokenise("This is Recieved Ltd").words == ["this", "is", "recieved", "ltd"]
    assert tokenise("Definately. THIS IS RIDICULUOS").words[:2] == ["definitely", "."]
    assert tokenise("THIS IS RIDICULUOS").words == ["this", "is", "ridiculous"]


def test_places_are_those_of_the_text_as_it_is() -> None:
    text = "i recieved a parcle"
    tokens = tokenise(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == text.split()


def test_no_word_takes_long() -> None:
    long = "definatelyrecieved" * 50_000
    assert SPELLING.meant(long) == long
    assert SPELLING.unstretched("aaabbb" * 50_000)


def test_words_that_a_policy_names_are_words() -> None:
    assert SPELLING.meant("refurd") == "refund"
    assert Spelling(lambda: {"refurd"}).meant("refurd") == "refurd"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(lexicon().ranks)))
def test_common_words_stay(word: str) -> None:
    assert SPELLING.meant(word) == word


@settings(max_examples=300, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=30))
def test_reading_once_is_enough(word: str) -> None:
    meant = SPELLING.meant(word)
    assert meant == word or meant in lexicon().ranks
    assert SPELLING.meant(meant) == meant
