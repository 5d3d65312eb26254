"""Full names that lists of names tell where the tagger sees too little."""

import pytest

from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.full_names import full_names

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
