"""Values that are told in passing are masked; what only looks like them stays."""

import pytest

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR = Detector(("GB", "US"))


def masked(text: str) -> str:
    message = Message("m1", 0, Role.CLIENT, "Ann", None, text)
    return Masker(DETECTOR, NameIndex(), Client(), [message]).mask(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it sent me 481 906 just now", "481 906"),
        ("memorable word? prob lighthouse7", "lighthouse7"),
        ("lost the app pin, was my birthday backwards 7991 so you can guess", "7991"),
        ("I think the code is my old door number twice, so 1919", "1919"),
        ("he knows my pin, it's 60 then 61", "60 then 61"),
        ("my husband's one open sesame 55 if you want to try that to get in", "sesame"),
        ("DOB:04051988 please", "04051988"),
        ("sort code 40\n47\n84 and account 31926819", "40\n47"),
        ("fon her on oh7700900664", "7700900664"),
        ("it is for the car park, my own is yk 21 obf", "yk 21 obf"),
        ("one new one KDR 482 GP", "KDR 482"),
        ("email: bigdave 1971 at g mail", "bigdave"),
        ("my solicitor is Hugo Blythe and he has it", "Blythe"),
        ("ask rabbi Feldstein", "Feldstein"),
        ("the Hartnolls next door signed for it", "Hartnolls"),
        ("3 The Paddocks, Wem", "Paddocks"),
        ("14b Sea View Prom", "14b"),
        ("Room K12, Wychfield House", "Wychfield"),
        ("Tillery Row, number 19", "19"),
    ],
)
def test_what_is_told_in_passing_is_masked(text: str, value: str) -> None:
    assert value not in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "The code is on page 2, so 4 people can use it.",
        "parking is 20 min and the van holds 12 for you",
        "My doctor is very kind and my boss is Welsh",
        "Pin it to the wall, then take 3 steps back.",
        "room 14 is free, and the steps are wet",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert masked(text) == text
