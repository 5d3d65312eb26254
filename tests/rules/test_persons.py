"""CA307: who is named without taking part, and who may well be named."""

from collections.abc import Callable
from typing import Any

import pytest

from caraway_audit.model import Conversation, Verdict

Talk = Callable[..., Conversation]


@pytest.fixture(scope="session")
def fails(court: Any, talk: Talk) -> Callable[..., list[tuple[str | None, str]]]:
    """Message and kind of subject of every failure of CA307."""

    def run(*lines: str) -> list[tuple[str | None, str]]:
        return [(o.message, o.subject.kind.value) for o in court(talk(*lines), "CA307") if o.verdict is Verdict.FAIL]

    return run


@pytest.mark.parametrize(
    "text",
    [
        "It is with Willemijn Oosterhof, second bell. If she is out, try later.",
        "The locker is rented by Yolanda Creswell, so please use yours.",
        "Ms Henrike Vossberg from your office rang about it last week.",
        "It was your upstairs neighbour, Aksel Mikkelsen, who fell.",
        "The other driver, Leonard Brannick, has not replied to our letters.",
        "The flat was empty, only the owner's nephew, Grzegorz Pawlak, slept there.",
        "It was signed for in store by Rohan Mistry-Cole.",
        "It's Gavin Mercer, he has done it before.",  # since the client asks who
        "it was your upstairs neighbour, aksel mikkelsen, who fell",
    ],
)
def test_the_full_name_of_a_third_person_counts(fails: Any, text: str) -> None:
    assert fails("client: who was it then?", f"agent: {text}") == [("m2", "agent")]


@pytest.mark.parametrize(
    "text",
    [
        "Hello Reinhold Aschenbrenner, he will be with you at noon.",  # addressed
        "This is Margaret Ellison from support, she asked me to call.",  # introduces herself
        "Our florist Bisi Oyelaran put it together, I will tell her.",  # of the house
        "Rukmini Deshpande, our new hygienist, is gentle, you will like her.",
        "The film is by Greta Halloran, she is from Cork.",
        "Tomorrow between 8 and 11. Your engineer will be Tomasz Wieczorek, he phones half an hour ahead.",
        "Your file is with Abigail Forsythe since the first, her line is on the way by text.",
        "The parcel is at 12 Martin Luther Street, he left it in the hall.",
        "The Mary Jane shoes are back in stock.",
        "Bye bye\nMargaret Ellison",
        "hello reinhold aschenbrenner, he will be with you at noon",
        "Your neighbour took it, he is at home until six.",  # named by what he is
    ],
)
def test_who_may_be_named_is_left_alone(fails: Any, text: str) -> None:
    assert fails("client: hello, can you tell me more?", f"agent: {text}") == []


def test_whom_the_client_named_may_be_named_back(fails: Any) -> None:
    assert fails("client: can Tomás Carvalho pick it up?", "agent: Yes, Tomás Carvalho can, his name is on the bag.") == []


def test_a_client_who_names_a_third_person_leaves_a_value_to_clean(fails: Any) -> None:
    assert fails("client: my neighbour Harriet Lindqvist saw your van", "agent: Thank you.") == [("m1", "data")]
    assert fails("client: my sister Harriet Lindqvist will collect it", "agent: Fine.") == []


def test_a_note_names_a_stranger_where_it_says_so(fails: Any) -> None:
    ask = "client: is anybody in?"
    assert fails(ask, "note: took a call from neighbour Edwina Castle asking about her, gave nothing") == [("m2", "agent")]
    assert fails(ask, "note: handed to Edwina Castle in second line, ticket open") == []


@pytest.mark.parametrize(
    "text",
    [
        "Craig Mottershead was on your round, he left it in the rain.",
        "The driver was Gustavo Pereira, it says so on the scan.",
        "It was the locum we had in, Hamish Orrell. I have told the practice.",
        "Our old groundsman Peter Vassallo left in May.",
        "She shares a table with Imogen Farquharson this term.",
    ],
)
def test_somebody_named_for_what_they_did_is_no_hand_over(fails: Any, text: str) -> None:
    assert fails("client: who did that?", f"agent: {text}") == [("m2", "agent")]


def test_a_relative_in_a_note_is_a_third_person(fails: Any) -> None:
    assert fails("client: who rang?", "note: it was his brother in law Colin Maidment, ignore him") == [("m2", "agent")]


def test_the_firm_that_an_agent_writes_from_is_nobody(fails: Any) -> None:
    lines = "client: hello, it is about the frame", "agent Solange Abbot: Good afternoon Dick, Solange from Greenham Nurseries."
    assert fails(*lines) == []
    assert fails(lines[0], "agent Solange Abbot: Good afternoon, the frame went to Rohan Mistry-Cole.") == [("m2", "agent")]
