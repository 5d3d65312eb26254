"""What somebody says aloud and a machine writes down: nothing personal of it is left, and ordinary talk stays."""

import pytest

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR, NOBODY = Detector(("GB", "US")), NameIndex()


def masked(*lines: str) -> str:
    """The last line as it is masked within its conversation; an agent and a client in turns, the client last."""
    roles = [Role.CLIENT if (len(lines) - number) % 2 else Role.AGENT for number in range(len(lines))]
    messages = [Message(f"m{n}", role, "", text) for n, (role, text) in enumerate(zip(roles, lines, strict=True))]
    return Masker(DETECTOR, NOBODY, Client(), messages).mask(lines[-1])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("krautwurst k r a u t w u r s t", {"[name]"}),
        ("it's o for oscar y for yankee e l a r", {"it's", "[name]"}),
        ("the routing is two three one, three eight two, seven zero four", {"the", "routing", "is", "[number in words]"}),
        ("passport is a oh four seven one double six two nine", {"passport", "is", "[passport]"}),
        ("national insurance a b four one nine oh six three c", {"national", "insurance", "[NINO]"}),
        ("kilo tango fifty two yankee bravo november", {"[number in words]"}),
        ("twenty dash oh oh dash fifty five", {"[number in words]"}),
        ("nine eight seven sixty five forty three twenty one", {"[number in words]"}),
        ("oh double seven hundred nine hundred one four six", {"[phone number in words]"}),
        ("the wifi password is blue kettle thirteen", {"the", "wifi", "password", "is", "[secret]"}),
        ("password is bluebird capital b and then a seven", {"password", "is", "[secret]"}),
        ("born april the first eighty four", {"born", "[date of birth]"}),
        ("born nineteen thirty six boxing day", {"born", "[date of birth]"}),
        ("card expires december twenty nine", {"card", "expires", "[expiry]"}),
    ],
)
def test_what_is_dictated_is_masked_whole(said: str, left: set[str]) -> None:
    shown = masked(said)
    rest = set(shown)
    for label in (one for one in left if one.startswith("[")):
        assert label in shown
        shown = shown.replace(label, "")
    assert set(shown.split()) <= {one for one in left if not one.startswith("[")}, rest


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        ("date of birth", "oh seven oh three eighty one", "[date of birth]"),
        ("and your date of birth please", "Fifteenth. Of the eleventh. Nineteen. Seventy two.", "[date of birth]."),
        ("and the new pin you want to set", "twenty four sixty", "[secret]"),
        ("and the first line of the address", "six quarry bank", "[address]"),
        (
            "the first line of the address",
            "flat two b forty one um tanners rise and its up the hill",
            "[address] and its up the hill",
        ),
    ],
)
def test_who_asks_by_voice_sets_no_mark(question: str, answer: str, shown: str) -> None:
    assert masked(question, answer) == shown


@pytest.mark.parametrize(
    "text",
    [
        "we will be there at ten to four so do not go out",
        "plan a b c d or e",
        "it took two hours and forty five minutes and then twenty more",
        "there are three of us and two dogs, four if my sister comes",
        "the warranty is under review and under pressure",
        "you are at number four in the queue",
        "we moved to two new lines last week",
    ],
)
def test_ordinary_talk_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("answer", ["oh bother hang about", "one moment while i look", "and then we moved"])
def test_what_is_no_address_is_none_where_one_was_asked_for(answer: str) -> None:
    assert masked("what is your address?", answer) == answer


def test_a_card_over_two_turns_may_follow_another_number() -> None:
    first = "my member number is eight one three three seven. and then it's the debit one, so the front says "
    first += "five two six eight four one nine seven"
    assert masked(first, "mm hm", "and then zero three six two seven five eight six").endswith("number in words]")
