"""The tagger: it adds up what it was taught, finds what people type without marks, and leaves ordinary talk alone."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.tagger import GREATEST, LABELS, LANE, TOKEN, TRIGGERS, Tagger, unpacked
from training.attributes import attributes

TAGGER = Tagger()
DETECTOR = Detector()


def tagged(text: str) -> set[tuple[str, str]]:
    return {(entity.kind, text[entity.start : entity.end]) for entity in TAGGER.tag(text)}


WORDS = "hi my name is jon o'reilly Rosa Lind 12 Oak Lane, 06042 zip ssn 4417 a1b2c3 @ . \n gmailcom its order card".split(" ")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=15).map(" ".join))
def test_the_sums_are_those_of_the_weights_attribute_by_attribute(text: str) -> None:
    words = [match.group() for match in TOKEN.finditer(text)]
    plain = [unpacked(TAGGER._weights.add_up(seen)) for seen in attributes(words)]
    assert [unpacked(total) for total in TAGGER.sums(words)] == plain


def test_no_text_can_spill_one_sum_into_the_next() -> None:
    most = max(len(seen) for seen in attributes(["Rosa", *sorted(TRIGGERS), "Lind"]))
    assert most * GREATEST < 1 << (LANE - 1)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("my name is jon oreilly", "PERSON", "jon oreilly"),
        ("sure its Mei Tanaka-Holt", "PERSON", "Mei Tanaka-Holt"),
        ("hi this is adaeze okonkwo and my order is late", "PERSON", "adaeze okonkwo"),
        ("i live at 12 oak lane", "POSTAL_ADDRESS", "12 oak lane"),
        ("send it to 44 Rosewood Avenue please", "POSTAL_ADDRESS", "44 Rosewood Avenue"),
        ("zip is 06042", "POSTAL_CODE", "06042"),
        ("the last four of my social are 4417", "ID_NUMBER", "4417"),
        ("my email is rosalind45gmailcom", "EMAIL_ADDRESS", "rosalind45gmailcom"),
        ("booking confirmation number is qx7t2m", "REFERENCE", "qx7t2m"),
        ("my account number is 8830 0241", "BANK_ACCOUNT", "8830 0241"),
        ("password is sunshine", "CREDENTIAL", "sunshine"),
    ],
)
def test_what_people_type_is_found(text: str, kind: str, value: str) -> None:
    assert (kind, value) in tagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "no thanks, that is all",
        "i ordered a billy bookcase and one shelf is missing",
        "will it come in may or june?",
        "two large new york style pizzas please",
        "what is your full name and date of birth?",
        "i forgot my password",
        "the toyota corolla 2015 is fine",
        "my card was declined at wendy's",
        "row 14, seat c, window please",
        "error code 0x80070005 in version 10.2.1",
        "Is there anything else I can help you with today?",
        "@brightair my bag is still in transit https://t.example/AbC123",
        "",
        "\n\n  \n",
    ],
)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert {kind for kind, _ in tagged(text)} <= {"LOCATION"}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_whatever_a_text_holds_values_stand_in_order_within_it(text: str) -> None:
    end = 0
    for entity in TAGGER.tag(text):
        assert end <= entity.start < entity.end <= len(text)
        assert entity.kind in LABELS
        end = entity.end


def test_what_a_letter_says_at_its_end_does_not_tell_its_beginning() -> None:
    letter = "We met the team in the morning.\n\n" + "All is well here, thank you.\n\n" * 20 + "My username and address stay."
    assert not [kind for kind, _ in tagged(letter) if kind != "LOCATION"]


def test_a_form_goes_before_a_guess_and_the_rest_stays_found() -> None:
    text = "name is rosa lind phone 07700 900123"
    found = [(entity.kind, text[entity.start : entity.end]) for entity in DETECTOR.find(text)]
    assert ("PHONE_NUMBER", "07700 900123") in found
    assert ("PERSON", "rosa lind") in found


def test_names_of_all_cultures_are_found_alike() -> None:
    people = [
        "emily carter", "oluwaseun adebayo", "priya raghunathan", "mehmet yildiz", "agnieszka kowalska", "nguyen thi lan",
        "jose hernandez", "fatima al sayed", "wei zhang", "siobhan murphy", "lars johansson", "chiara esposito",
    ]  # fmt: skip
    missed = [name for name in people if not any(kind == "PERSON" for kind, _ in tagged(f"hi my name is {name}"))]
    assert missed == []


def test_full_names_are_told_by_their_capitals() -> None:
    text = "It is with Willemijn Oosterhof, second bell."
    assert [text[start:end] for start, end in DETECTOR.people(text)] == ["Willemijn Oosterhof"]
    assert DETECTOR.people("it is with willemijn") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Your neighbour Willemijn Oosterhof took it", "Willemijn Oosterhof"),
        ("my colleague Bartholomew Oakenshield ok", "Bartholomew Oakenshield"),
        ("ask Ms Henrike Vossberg now", "Henrike Vossberg"),
    ],
)
def test_a_name_behind_a_word_for_a_person_is_one(text: str, name: str) -> None:
    said = " ".join(text[entity.start : entity.end] for entity in DETECTOR.find(text) if entity.kind == "PERSON")
    assert set(name.split()) <= set(said.split())


@pytest.mark.parametrize("text", ["late " + "A" * 40_000, "mr A" + "a" * 40_000, "Aa" * 20_000, "Mr " * 10_000, "A'" * 20_000])
def test_a_run_of_letters_without_end_costs_its_length(text: str) -> None:
    began = process_time()
    Detector().people(text)
    Detector().find(text)
    assert process_time() - began < 4  # it was a quarter of a minute
