"""Short answers are read with the question before them: what it asked for is masked, and nothing else."""

import pytest

from caraway_audit.model import Client, Message, Role, Visibility
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR, NOBODY = Detector(), NameIndex()


def masked(*lines: str) -> str:
    """The last line as it is masked within its conversation; each begins with "agent: ", "client: " or "note: "."""
    messages = []
    for number, line in enumerate(lines):
        who, _, text = line.partition(": ")
        visibility = Visibility.INTERNAL if who == "note" else Visibility.PUBLIC
        role = Role.CLIENT if who == "client" else Role.AGENT
        messages.append(Message(f"m{number}", role, "", text, visibility=visibility))
    return Masker(DETECTOR, NOBODY, Client(), messages).mask(messages[-1].text)


POLITE = (
    "{}",
    "{}.",
    "{}!",
    "{} thanks",
    "{} x",
    "{}\n",
    "its {}",
    "ok {}",
    "sure, {}",
    "{} i think",
    "{} 👍",
    "ok its {} thanks",
)


@pytest.mark.parametrize("said", POLITE)
@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("PIN?", "2276"),
        ("Sort code?", "74 77 66"),
        ("account number please", "55779911"),
        ("can you give me the imei, dial *#06#", "490154286642777"),
        ("Surname?", "tindall"),
        ("Your name?", "noor"),
        ("What is your phone number?", "07700900388"),
        ("your UID?", "36856866"),
        ("Backup code?", "7287 2842"),
        ("and the CVV?", "978"),
        ("What is your customer number?", "E4471"),
    ],
)
def test_politeness_around_an_answer_hides_no_value(question: str, value: str, said: str) -> None:
    # This failed once: what was asked for had to be all of the answer
    assert value not in masked(f"agent: {question}", f"client: {said.format(value)}")


@pytest.mark.parametrize("pieces", [("4111", "1111", "1111", "1111"), ("3782", "822463", "10005"), ("4111 1111", "1111 1111")])
@pytest.mark.parametrize("said", ["{}", "{}.", "{} thanks", "ok {}"])
def test_politeness_around_its_pieces_hides_no_card(pieces: tuple[str, ...], said: str) -> None:
    lines = [f"client: {said.format(piece)}" for piece in pieces]
    assert pieces[-1] not in masked("agent: the long number on the card?", *lines)


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        ("May I have your name, please?", "ben", "[name]"),
        ("Your full name, please", "mehmet can yildirim", "[name]"),
        ("Surname?", "ni dhomhnaill", "[name]"),
        ("What's your name please", "same as above", "same as above"),
        ("May I have your name?", "its on the email", "its on the email"),
        ("What is your name?", "call me later", "call me later"),
        ("Your name?", "Angela On the booking", "[name] On the booking"),
        ("Can I take the account password please?", "bluebell", "[secret]"),
        ("Verbal password?", "moonpie", "[secret]"),
        ("Your safe word for support please", "marzipan", "[secret]"),
        ("Did you reset your account password?", "yesterday twice", "yesterday twice"),
        ("And first pet?", "marmalade", "[secret]"),
        ("Your DOB?", "the 3rd of the 3rd 93", "[date of birth]"),
        ("Your DOB?", "december 1974", "[date of birth]"),
        ("Your DOB?", "the second of the third", "[date of birth]"),
        ("Who am I speaking to?", "Alexis!", "[name]!"),
        ("What was the name of your first pet?", "maybe it was Sparky?", "maybe it was [name]?"),
        ("May I have your name, please?", "yes it is Story, Biscuit Story", "yes it is [name], [name] [name]"),
        ("Could you provide your date of birth, please?", "4/1/75", "[date of birth]"),
        ("I will also need your date of birth.", "Um, May 8, 1927", "Um, [date of birth]"),
        ("Thank you. Date of birth?", "fourteenth of March nineteen fifty-two", "[date of birth]"),
        ("Date of birth?", "its march 14 52 hun", "its [date of birth] hun"),
        ("And when were you born?", "on june the second, '61", "on [date of birth]"),
        ("Can you tell me your account number?", "Yeah it's 9931939443153.", "Yeah it's [bank account]."),
        ("And the zip code?", "43264", "[postcode]"),
        ("Your delivery address, please?", "12 primrose hill", "[address]"),
        ("Your delivery address, please?", "5 old stables", "[address]"),
        ("In what city were you born?", "Leeds", "[secret]"),
        ("And your mother's maiden name?", "Ravensworth", "[secret]"),
        ("What was your first car?", "red mini", "[secret]"),
        ("password?", "London", "[secret]"),
        ("Your favourite colour, the security question?", "teal", "[secret]"),
        ("Memorable date?", "14/07/99", "[secret]"),
        ("And the CVV?", "double eight one", "[security code]"),
        ("Expiry date?", "September 2027", "[expiry]"),
        ("Which street do you live on?", "Oxford Street", "[address]"),
        ("What is your surname?", "paris", "[name]"),
        ("Date of birth?", "five five sixty one", "[date of birth]"),
        ("What was the make of your first car?", "a Hillman Imp", "[secret]"),
        ("And the street you grew up on?", "Pudding Pie Lane", "[secret]"),
        ("And your place of birth", "merthyr", "[secret]"),
        ("Place of birth?", "merthyr", "[secret]"),
        ("Favourite film?", "it was Jaws", "it was [secret]"),
        ("What is your favourite film of ours?", "blue", "blue"),
        ("Which street did you see the van on?", "the main one", "the main one"),
        ("Where do you want to fly from?", "Leeds", "Leeds"),
        ("And your memorable word?", "marmalade", "[secret]"),
        ("And your memorable word?", "forgotten", "forgotten"),
        ("Did you reset your password?", "not yet", "not yet"),
        ("What is your favourite colour for the sofa?", "not sure", "not sure"),
        ("What is your favourite colour for the sofa?", "blue", "blue"),
        ("Is this your first car with us?", "yes it is", "yes it is"),
        ("What happens when you enter your password?", "error message", "error message"),
        ("What happens when you enter your password?", "Yes, every time", "Yes, every time"),
        ("Can you reset your password?", "done that", "done that"),
        ("Which street do you see the parcel shop on?", "the corner", "the corner"),
        ("What is the expiry on the milk?", "May 2025", "May 2025"),
        ("What does the security question page show?", "blank page", "blank page"),
    ],
)
def test_what_was_asked_for_is_masked(question: str, answer: str, shown: str) -> None:
    assert masked(f"agent: {question}", f"client: {answer}") == shown
    assert masked(f"agent: {question}", "agent: Thank you!", "client: sure", f"client: {answer}") == shown


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("May I have your name, please?", "sure, why do you need it"),
        ("May I have your name, please?", "ok"),
        ("Please give me the name of the brand.", "Frostnuts"),
        ("Which size would you like?", "42"),
        ("How many nights?", "4"),
        ("What goes to the delivery address, please?", "12 large boxes"),
        ("Could you confirm your address and what it weighs?", "it's 3 parcels, please"),
        ("Is this the billing address, and since when?", "10 years"),
        ("Could you provide your date of birth, please?", "I am not sure you need that"),
    ],
)
def test_what_is_no_answer_stays(question: str, answer: str) -> None:
    assert masked(f"agent: {question}", f"client: {answer}") == answer


def test_only_the_last_turn_asks_and_notes_ask_nobody() -> None:
    assert masked("agent: Your name, please?", "client: no", "agent: Which colour?", "client: teal or so") == "teal or so"
    assert masked("note: your name?", "client: 4/1/75") == masked("client: 4/1/75")


def test_an_answer_whose_value_was_replaced_is_read_no_more() -> None:
    # So that a copy of a copy is the same
    assert masked("agent: May I have your full name?", "client: Any update, [name]?") == "Any update, [name]?"


def test_what_a_message_leaves_unsaid_is_looked_for_in_the_next() -> None:
    assert masked("client: my password is", "client: Zebra99stripe") == "[secret]"
    assert masked("client: the train is", "client: Zebra stripe") == "Zebra stripe"


def test_a_name_or_a_house_is_asked_for_in_other_words() -> None:
    assert masked("agent: What name is the account in?", "client: thornycroft") == "[name]"
    assert masked("agent: What is your full address?", "client: The Vicarage, Upper Slaughter") == "[address]"
    assert masked("agent: What name did you want on the mug?", "client: grandpa") == "grandpa"
