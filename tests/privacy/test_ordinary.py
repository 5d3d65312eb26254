"""What stands near the patterns of values and is none: each of these was masked or counted once."""

import pytest

from caraway_audit.privacy.detect import Detector
from tests.privacy.test_asked import masked as answered
from tests.privacy.test_likely import masked

DETECTOR = Detector()


@pytest.mark.parametrize(
    "text",
    [
        "my mum rose early",
        "my ex chase me for the bill",
        "my friend sue them",
        "my ex drew a picture",
        "my tenant grant application",
        "my dad miles away from the shop",
        "my mate jack of all trades",
        "my friend art class",
        "my mum penny pinches",
        "my baby rose outfit",
        "collecting for charity",
        "collection of harry potter books",
        "prescription for ginger tablets",
        "door 3 wont close",
        "key 1 turns but door 2 wont close",
        "parcel has 1 flash drive in it",
        "delivery of 2 usb drive sticks",
        "house has 3 car drive",
        "1 usb drive",
        "moved to google drive last week",
        "moved my files to shared drive",
        "moved to bottom row",
        "i moved off high street banking",
        "one possible avenue is a refund",
        "two quality street tins",
        "two coronation street mugs",
        "18 speed road bike",
        "units 3 way valve",
        "unit 2 park assist",
        "block 3 field values",
        "in flat 2 hours it was gone",
        "i'm in the waiting room 10 minutes",
        "hotel room 20 euros cheaper",
        "door no 2 of the wardrobe is scratched",
        "pl. note 5",
        "keypad 2nd gen",
        "buzzer 4th floor",
        "Press key number 123 then hash",
        "fingerprint sensor on the SM-1234 stopped",
        "GBP/250",
        "LED/2700",
        "RTX/4090",
        "student 16-25 railcard",
        "prescription 500/125 mg",
        "contract 24/36 months",
        "visa 2024/25 rules",
        "licence office365premium",
        "EAN5012345678900",
        "van 2024 LWB",
        "my car 2019 BMW",
        "accounts 2023 2024",
        "xbox series_x",
        "fortnite save_the_world",
        "access code windows10pro",
        "404 is the security code error",
        "121 is the cvv helpline",
        "keyed the pin in 0900 this morning",
        "I tried my pin in 1200 different atms",
        "my boss ray ban glasses",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "the access_token=YOUR_TOKEN_HERE1234 goes there",
        "page?session_id=2026summerCatalogue01",
        "your session=chair12345678901234 workshop booking",
        "windows10 is password protected",
        "invoice2024.pdf is password protected",
        "user12345 is password locked",
        "1password is my password manager",
        "sha256 is the password hash",
        "8letters is password minimum",
        "404 is the security code error",
        "The error 404 is the security code page",
        "121 is the cvv helpline",
        "2024 is the cvv expiry year",
        "It took 100 tries, 101 was the security code",
        "cv2 2024 was updated",
        "cid code 555 channel id",
        "I tried my pin in 1200 different atms",
        "entered my pin in 1430 and it was fine",
        "keyed the pin in 0900 this morning",
        "Put pin in 1010 slot",
        "pswd reset2 needed",
        "passport1 is passwd free",
    ],
)
def test_nobody_is_accused_of_a_secret(text: str) -> None:
    assert DETECTOR.detect(text) == ()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Could you confirm the address? Is it a house or a flat?", "terraced house"),
        ("Full address please", "the same house"),
        ("Shall we send to your address?", "no the summer house"),
        ("Does the buzzer work?", "2020"),
        ("What is wrong with the alarm code?", "E5"),
        ("Can I take the locker number?", "2nd"),
        ("Can I have your order number?", "in 2024"),
        ("How did you find us, Instagram?", "friend"),
        ("What platform is it? Discord?", "mobile"),
        ("What is the handle made of?", "brass_plated"),
        ("Do you need a collection password?", "prefer without"),
        ("I need the account password reset?", "reset please thanks"),
        ("First job?", "boiler service"),
        ("First car?", "red one"),
        ("When is the birthday party delivery for?", "the 14th"),
        ("Who am I speaking with?", "the bill payer"),
        ("What surname is it booked under?", "the company"),
    ],
)
def test_an_answer_to_another_question_stays(question: str, answer: str) -> None:
    assert answered(f"agent: {question}", f"client: {answer}") == answer
