"""Where somebody lives and what opens the door, as people type it; what only looks so stays."""

import pytest

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR = Detector()


def masked(*lines: str) -> str:
    """The last line as it is masked behind those before it, which an agent wrote."""
    messages = [
        Message(f"m{number}", Role.CLIENT if number == len(lines) - 1 else Role.AGENT, "", text)
        for number, text in enumerate(lines)
    ]
    return Masker(DETECTOR, NameIndex().sealed(), Client(), messages).mask(lines[-1])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("i live at 3 hollyhock mews", "i live at [address]"),
        ("29 quarry hill", "[address]"),
        ("2 Tanyard Cottages", "[address]"),
        ("Landlord, 19 Sunnyside, paid", "Landlord, [address], paid"),
        ("yeah it's erm forty two no sorry forty four b marlow terrace", "yeah it's erm forty two no sorry [address]"),
        ("number seventeen, hollins view", "number [address]"),
        ("flat 12, second floor", "[address]"),
        ("4471 opens the key safe", "[secret] opens the key safe"),
        ("a card 4471 opens nothing", "a card 4471 opens nothing"),
        ("two garden terrace tables for us", "two garden terrace tables for us"),
        ("one oxford street store is shut", "one oxford street store is shut"),
        ("2 Garden Cottages are free in May", "2 Garden Cottages are free in May"),
        ("please post it to 5-7 mission row", "please post it to [address]"),
        ("moved in forty two larkhill avenue, again", "moved in [address], again"),
        ("i live above the shop on station parade, top flat. it leaks", "i live above the shop on [address]. it leaks"),
        ("and live on primrose gardens", "and live on [address]"),
        ("bring it to flat 9 tolworth tower", "bring it to [address]"),
        ("or my work, unit 6 canal wharf", "or my work, [address]"),
        ("send it to units 4-5 the arcade", "send it to [address]"),
        ("hes in flat 22, upstairs", "hes in [address], upstairs"),
        ("he is at caravan 6 larks field now", "he is at [address] now"),
        ("left it with the neighbour at number 31", "left it with the neighbour at [address]"),
        ("courier to H.No 4-7-112, please", "courier to [address], please"),
        ("prinsengracht 263-2", "[address]"),
        ("deliver to hauptstr. 114, 3. og links", "deliver to [address]"),
        ("c/ mayor 14, 2º dcha", "[address]"),
        ("she moved to os. zlotego wieku 12/40", "she moved to [address]"),
        ("9 Rue Haute, or Apt 5, 9 Rue Haute", "[address], or [address]"),
        ("V94 T9PX", "[postcode]"),
        ("what3words filled.count.soap is the place", "what3words [address] is the place"),
        ("locker 44 code 0917 wont open", "locker 44 code [secret] wont open"),
        ("the key safe C4471 is behind the bin", "the key safe [secret] is behind the bin"),
        ("my key safe 6 6 0 2", "my key safe [secret]"),
        ("would not open, buzzer 1204, left it", "would not open, buzzer [secret], left it"),
        ("fob or keypad 1379E", "fob or keypad [secret]"),
        ("cupboard key nr FB2", "cupboard key nr [secret]"),
        ("house alarm 5519 key under the pot", "house alarm [secret] key under the pot"),
        ("faceid template 0xA91F44C7", "faceid template [identity number]"),
        # what only looks like one
        ("it is a 5 minute walk, or a 10 min drive", ""),
        ("our shop in Mill Lane is open till 8", ""),
        ("the shop on the high street", ""),
        ("i am at number 5 in the queue, I left off on number 5", ""),
        ("delivery at no 10 extra cost", ""),
        ("flat 20% off and flat 50 fee", ""),
        ("a flat 32 inch tv", ""),
        ("unit 5 of the course, unit price 4", ""),
        ("moved to a quiet street, i live in the same street", ""),
        ("the parcel was left 3 times at the wrong house", ""),
        ("the sofa is a 3 seater, the house has 2 doors", ""),
        ("set the alarm 0630", ""),
        ("the alarm went off 4 times", ""),
        ("keypad 2000 series, key number 1 is service", ""),
        ("decade 3 and arcade 5, a padlock 40mm, keypad 12345 error", ""),
        ("send 2 large park benches", ""),
    ],
)
def test_where_somebody_lives_and_what_opens_the_door(text: str, shown: str) -> None:
    assert masked(text) == (shown or text)


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        ("Could I take the house number?", "17", "[address]"),
        ("Could I take the postcode and house number?", "ng7 2rd, 46", "[postcode][address]"),
        ("First line of address?", "cherry tree hse", "[address]"),
        ("Which address to post it to?", "the old forge, back lane", "[address]"),
        ("Is there a digicode?", "45B78", "[secret]"),
        ("hotel room?", "room 212", "[address]"),
        ("Which room is the boiler in?", "kitchen", ""),
        ("Your in-game name?", "mrs_potato_hed", "[username]"),
        ("What is your gamertag?", "noscopenige", "[username]"),
        ("Could I take the house number?", "why do you need it", ""),
        ("Is that the house number or the flat number?", "both", ""),
        ("Which address to post it to?", "to my house please", ""),
        ("Did you try the buzzer?", "2 times", ""),
        ("Which handle would you like?", "brass", ""),
        ("Did you see it on Instagram?", "facebook", ""),
    ],
)
def test_a_house_a_code_and_a_handle_are_answers(question: str, answer: str, shown: str) -> None:
    assert masked(question, answer) == (shown or answer)
