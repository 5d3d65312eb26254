"""Full names that lists of names tell where the tagger sees too little."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.model import Client
from caraway_audit.privacy.detect import Detector, _whole
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.full_names import full_names, lone_name, whole_name
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR = Detector()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Craig Mottershead was on your round.", "Craig Mottershead"),  # Craig is a place too, and places do no rounds
        ("Philippa Stowe signed the decline.", "Philippa Stowe"),
        ("It was the locum we had in, Hamish Orrell.", "Hamish Orrell"),
        ("his brother in law Colin Maidment rang", "Colin Maidment"),
        ("The clerk was Moira O'Dowd, I think", "Moira O'Dowd"),
    ],
)
def test_a_full_name_is_found_and_masked(text: str, name: str) -> None:
    assert [text[slice(*span)] for span in DETECTOR.people(text)] == [name]
    assert any(text[e.start : e.end] == name for e in DETECTOR.find(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Please refund it.\n\nregards,\nOttoline\nVandersloot", ["Ottoline\nVandersloot"]),
        ("Done.\n\nKind regards\nDana\nBilling", ["Dana"]),
        ("Vandersloot, Ottoline", ["Vandersloot, Ottoline"]),
        ("Monday, June", []),
    ],
)
def test_a_name_on_two_lines_or_turned_round_is_masked(text: str, names: list[str]) -> None:
    assert [text[e.start : e.end] for e in DETECTOR.find(text) if e.kind == "PERSON"] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("let me have a look at that for you Mr Wainfleet", "Wainfleet"),  # a town, too
        ("Thanks Mrs Van der Berg, done", "Van der Berg"),
        ("sorry mr wainfleet, one moment", "wainfleet"),
    ],
)
def test_a_title_tells_a_name(text: str, name: str) -> None:
    assert [(e.kind, text[e.start : e.end]) for e in DETECTOR.find(text)] == [("PERSON", name)]


def test_small_words_behind_what_may_be_a_title_are_no_name() -> None:
    assert [DETECTOR.find(text) for text in ("ms word is broken", "i miss you", "mr driver was late")] == [[], [], []]


@pytest.mark.parametrize(
    "text",
    [
        "I am at the Hilton Hotel.",
        "one Almond Latte please",
        "Los Angeles Raining 25 celsius",
        "thanks Delta Thinking about it",
        "See you in Santa Rosa.",
        "Hi Sarah Thanks for that",
        "craig mottershead was on your round",  # the tagger's
    ],
)
def test_places_and_things_are_no_names(text: str) -> None:
    assert list(full_names(text)) == []


@pytest.mark.parametrize(
    ("text", "told", "whole"),
    [
        ("The file lay with Crispin Fanning-Okoro, who left.", "Okoro", "Crispin Fanning-Okoro"),
        ("Arwel Bevan has been given notice.", "Bevan", "Arwel Bevan"),
        ("an objection from J. P. Oyelaran of the house opposite", "J. P", "J. P. Oyelaran"),
        ("The chip is registered to Anneliese van der Zwaag on Poplar Drive", "Anneliese van der", "Anneliese van der Zwaag"),
        ("the label belonged to Wolfgang Entwistle, cremated on Monday", "Wolfgang", "Wolfgang Entwistle"),
        ("ex-husband Pieter-Dirk Vlok still has a key", "Pieter", "Pieter-Dirk Vlok"),
        ("the keeper is Gwilym ap Rhisiart, flat 2C", "Rhisiart", "Gwilym ap Rhisiart"),
        ("left with D'Angelo Bevan-Smythe", "Bevan-Smythe", "D'Angelo Bevan-Smythe"),
        ("Dear Mrs Bevan, thank you", "Bevan", "Bevan"),
        ("Unfortunately Bevan is away", "Bevan", "Bevan"),
        ("I spoke to Wolfgang. Please ring him", "Wolfgang", "Wolfgang"),
        ("Thanks Maria Hotel rooms are full", "Maria", "Maria"),
        ("PLEASE CALL BEVAN NOW", "BEVAN", "BEVAN"),
        ("it was brought in by jermaine lascelles yesterday", "jermaine", "jermaine lascelles"),
        ("so far: andreas van der zwaag, then you", "andreas", "andreas van der zwaag"),
        ("left with lowri teague-bello, the treasurer", "teague-bello", "lowri teague-bello"),
        ("the one i spoke to was andreas and he said no", "andreas", "andreas"),
        ("please ask wolfgang about it", "wolfgang", "wolfgang"),
        ("wolfgang hotel rooms are full", "wolfgang", "wolfgang"),
    ],
)
def test_a_name_is_masked_whole_where_a_part_of_it_is_told(text: str, told: str, whole: str) -> None:
    at = text.index(told)
    assert text[slice(*whole_name(text, (at, at + len(told))))] == whole


@given(st.text(alphabet="Ab'’-. É1", max_size=60), st.data())
def test_a_whole_name_holds_its_part_and_lies_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = whole_name(text, (start, end))
    assert 0 <= first <= start <= end <= last <= len(text)


NAMES = st.lists(st.sampled_from("Ann Arwel Bevan Fanning-Okoro van der Leeds 12 Mrs , - . O'Dowd J.".split()), max_size=14)


@given(NAMES.map(" ".join))
def test_whole_names_never_overlap_what_else_is_found(text: str) -> None:
    found = DETECTOR.find(text)
    assert all(one.start < one.end <= other.start for one, other in pairwise(found))


def test_a_name_stops_before_what_else_was_found() -> None:
    text = "the label belonged to Wolfgang Entwistle, I think"
    tagged = [Entity("PERSON", 22, 30, 0.6), Entity("REFERENCE", 31, 40, 0.6)]
    assert _whole(text, tagged) == tagged
    tagged = [Entity("PERSON", 22, 30, 0.6), Entity("LOCATION", 31, 40, 0.6)]  # behind a given name no place
    assert _whole(text, tagged) == [Entity("PERSON", 22, 40, 0.6)]
    assert _whole(text, tagged[:1]) == [Entity("PERSON", 22, 40, 0.6)]


def test_a_run_of_names_without_end_is_looked_at_nearby_only() -> None:
    text = "Ann-" * 5000
    assert whole_name(text, (8000, 8003)) == (7960, 8043)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("it was handed in by jermaine lascelles at the desk", "jermaine lascelles"),
        ("the previous tenant was eilidh macaskill and she left no address", "eilidh macaskill"),
        ("call me back on 0161 496 0000, ask for sinead", "sinead"),
    ],
)
def test_names_in_small_letters_are_found(text: str, name: str) -> None:
    assert any(text[one.start : one.end] == name for one in DETECTOR.find(text))


def test_full_names_in_small_letters_are_told_to_rules_where_the_text_has_no_capital() -> None:
    text = "it was handed in by jermaine lascelles at the desk"
    assert [text[slice(*span)] for span in DETECTOR.people(text)] == ["jermaine lascelles"]
    assert DETECTOR.people(text.capitalize()) == ()


@pytest.mark.parametrize(
    ("text", "name"), [("jane", "jane"), ("Kwame Mensah", "Kwame Mensah"), ("alex 4152", "alex"), ("  Olga. ", "Olga")]
)
def test_a_name_that_is_all_of_a_message_is_one(text: str, name: str) -> None:
    assert [text[start:end] for start, end in lone_name(text)] == [name]


@pytest.mark.parametrize(
    "text",
    ["hope", "texas", "okey", "hai", "cash", "orange 44", "jane went home", "mozzarella", "4152", "sunday", "spring sale"],
)
def test_what_is_a_word_besides_is_no_name_alone(text: str) -> None:
    assert list(lone_name(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("my nephew kwabena or his gf tilly", "my nephew [name] or his gf [name]"),
        ("his aunt precious will fetch her", "his aunt [name] will fetch her"),
        ("my wife priya patel will call", "my wife [name] will call"),
        ("owner deano at the beach", "owner [name] at the beach"),
        ("for her son eun-ji please", "for her son [name] please"),
        ("im poppys mum", "im [name]s mum"),
        ("its the boss mum, collecting for paris", ""),
        ("my friend recieved it, my boss wnats it", ""),
        ("my landlord doesnt care, the manager will call", ""),
        ("owner manual at page 3, landlord insurance", ""),
        ("his partner in crime, the kids menu, baby grand piano", ""),
        ("my mother is ill, my son at uni, my gf and me", ""),
        ("my brother printer is broken, my mum iphone is too", ""),
        ("my wife asks me odd questions, my landlord rose the rent", ""),
    ],
)
def test_names_in_small_letters_behind_whose_they_are(text: str, shown: str) -> None:
    assert Masker(DETECTOR, NameIndex().sealed(), Client()).mask(text) == (shown or text)
