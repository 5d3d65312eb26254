"""Values as people tell them every day, each of which stood in a redacted copy once; and what stands beside them."""

import pytest

from caraway_audit.privacy.detect import Detector
from tests.privacy.test_places import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lock box combination 4-4-7-1", "lock box combination [secret]"),
        ("the alarm code's 9921", "the alarm code's [secret]"),
        ("The gate code for viewing is #2468", "The gate code for viewing is #[secret]"),
        ("New code is 8820E. Which building?", "New code is [secret]. Which building?"),
        ("You'll need the link code 7K4-PQ2", "You'll need the link code [secret]"),
        ("4111 1111 1111 1111 exp March 2027", "[card •••• 1111] exp [expiry]"),
        ("Your last four of SSN on file is 4483", "Your last four of SSN on file is [identity number]"),
        ("geb. 30.01.1984", "geb. [date of birth]"),
        ("under my dad Reginald Brooks Jan 5 1966", "under my dad [name] [date of birth]"),
        ("Insurance ID XEA918273645", "Insurance ID [reference]"),
        ("name on ticket, booking KQ7XPL", "name on ticket, booking [reference]"),
        ("package number 6A20118834021", "package number [reference]"),
        ("tracking QJ 4471 8820 9GB", "tracking [reference]"),
        ("VAT number NL004495445B01?", "VAT number [reference]?"),
        ("Vehicle will be GA 03 K 4471", "Vehicle will be [identity number]"),
        ("Parking for M-FO 1975 is booked", "Parking for [identity number] is booked"),
        ("seller darkov_deals wont reply", "seller [username] wont reply"),
        ("@vintage_vic sent me abuse", "@[username] sent me abuse"),
        ("bank transfer to 44718820 30-99-50", "bank transfer to [bank account] [bank code]"),
        ("number 0161 496 0338 ext 12, ask", "number [phone •• 38] [number], ask"),
        ("house number is forty-one", "house number is [address]"),
        ("we live at number forty two elm road", "we live at [address]"),
        ("staying at Hotel Astoria, 14 Wenceslas Sq, Prague", "staying at [address]"),
        ("it's 3rd floor, Cobalt House, 20 Aire Street, Leeds", "it's [address]"),
        ("I live at 17 Heol y Deri, Rhiwbina", "I live at [address]"),
        ("leave it next door no 16", "leave it next door [address]"),
        ("P. Goodchild, 131 Stapleton Road, Bristol BS5 0PR", "[name], [address]"),
        ("sergeant Dunmore rang me", "sergeant [name] rang me"),
        ("I called the police, PC Dunmore came", "I called the police, PC [name] came"),
        ("We'll send Craig's manager a note.", "We'll send [name]'s manager a note."),
        ("Abi on reception can sign", "[name] on reception can sign"),
    ],
)
def test_a_value_is_masked_as_people_tell_it(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "the gate code's not working",
        "house number one in the list",
        "the code is E404",
        "package number 3 of 4",
        "vitamin C. Please send 2",
        "next door at 5pm",
        "@Vodafone_UK no signal since 5",
        "@SkyHelpTeam please help",
        "Monday's order",
        "Tesco's policy",
        "page 2_final",
        "the milk exp March 2027",
        "parked in A-B 12",
        "neighbours at 50 m",
        "Monday on reception is quiet",
        "Shelf TN 07 B 1200",
        "Is it a password issue?",
        "Park the car on deck C-D 14",
        "the PC Gamer bundle comes with a mouse",
        "is Rev Limiter set at 6500?",
        "The nurse Practitioner desk is on level 2.",
        "Levi's order came without the belt",
        "next door no 5G yet",
        "the neighbour at 100 decibels all night",
        "I saw it on @BBC_News yesterday",
        "channel sports_hd is black since noon",
        "can't connect to the remote server, it says denied",
    ],
)
def test_what_looks_like_one_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("And expiry please", "09/27"),
        ("Payment of £9.90, card please", "203"),
        ("Do you have one of your backup codes?", "8f3k-29dx"),
        ("Customs needs your NI number", "ni QQ 12 34 56 C"),
        ("Booking reference?", "KQ7XPL"),
        ("Rego?", "1AB 2CD"),
        ("Booking reference please", "thanks its KQ7XPL cheers"),
        ("expiry please?", "09/27 and the cvv 203"),
        ("username?", "daveh_1979"),
        ("What email or username are you using?", "yuki.tanaka.92"),
        ("What was your first concert?", "blink 182"),
        ("what's your housing register number?", "HR 1190447"),
        ("Please share admission number", "adm 2019/0447"),
    ],
)
def test_nothing_of_an_answer_is_left(question: str, answer: str) -> None:
    shown = masked(question, answer)
    assert "[" in shown
    assert not any(map(str.isdigit, shown))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("it left with consignment number TQF 771 902 45 today", []),
        ("my booking ref, TEL 07700 900123", ["PHONE_NUMBER"]),  # a word for a telephone is no part of a number
        ("id MOB 07700900456", ["PHONE_NUMBER"]),
    ],
)
def test_letters_before_a_number_are_a_part_of_it_unless_they_mean_a_telephone(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in Detector(("GB",)).detect(text) if one.kind == "PHONE_NUMBER"] == kinds
