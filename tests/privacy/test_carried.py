"""What only a conversation as a whole gives away: split numbers, bare answers, secrets that come again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.carried import carried
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR = Detector()
CARD = "4539148803436467"


def found(*lines: str) -> list[tuple[int, str, str]]:
    """What is added: position, kind and the text it covers; lines as "client: text"."""
    split = [(line.partition(": ")[0], line.partition(": ")[2]) for line in lines]
    added = carried(split, [DETECTOR.detect(text) for _, text in split])
    return sorted((place, e.kind, split[place][1][e.start : e.end]) for place, entities in added.items() for e in entities)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([4, 8, 12]), st.sampled_from(["", " ", "-"]), st.sampled_from(["", "card ", "it is "]), st.booleans())
def test_a_card_in_two_messages_is_whole_at_the_second(cut: int, separator: str, lead: str, go_on: bool) -> None:
    groups = [CARD[place : place + 4] for place in range(0, 16, 4)]
    first, second = separator.join(groups[: cut // 4]), separator.join(groups[cut // 4 :])
    between = ["agent: go on"] if go_on else []
    last = 1 + len(between)
    assert found(f"client: {lead}{first}", *between, f"client: {second}") == [
        (0, "OTHER_NUMBER", first),
        (last, "CREDIT_CARD", second),
    ]


def test_a_card_in_four_messages_is_whole_at_the_last() -> None:
    kinds = [kind for _, kind, _ in found("client: 4539", "client: 1488", "client: 0343", "client: 6467")]
    assert kinds == ["OTHER_NUMBER", "OTHER_NUMBER", "OTHER_NUMBER", "CREDIT_CARD"]


def test_a_piece_that_the_other_side_says_again_is_masked_with_it() -> None:
    pieces = [CARD[place : place + 4] for place in range(0, 16, 4)]
    lines = [line for piece in pieces for line in (f"client: then its {piece}", f"agent: got {piece}, next?")]
    assert {(place, text) for place, _, text in found(*lines)} == {(place, pieces[place // 2]) for place in range(8)}
    assert (6, "CREDIT_CARD", pieces[-1]) in found(*lines)
    assert found("client: then its 4539 1488", "agent: got 1234, next?", "client: 0343 6467") == []


def test_a_telephone_in_pieces_is_masked_and_accuses_nobody() -> None:
    asked = ("agent: What is the best number to ring you on?", "client: 07700", "client: 900", "client: 136")
    assert found(*asked) == [(1, "OTHER_NUMBER", "07700"), (2, "OTHER_NUMBER", "900"), (3, "OTHER_NUMBER", "136")]
    assert found("agent: How many did you order?", *asked[1:]) == []


def test_an_account_in_two_messages() -> None:
    assert found("client: DE89 3704 0044", "client: 0532 0130 00")[1] == (1, "IBAN_CODE", "0532 0130 00")


@pytest.mark.parametrize(
    "lines",
    [
        ("client: 4539 1488", "agent: 0343 6467"),  # two writers
        ("client: 4539 1488", "agent: we have it in room 12", "client: 0343 6467"),
        ("client: 4539 1488 came", "client: 0343 6467"),
        ("client: 4539 1488", "client: I paid 0343 6467"),
        ("client: 4539 1488", "client: 0343 6468"),  # no checksum
        ("client: 4539148", "client: 803436467"),  # no groups of four, and nobody spoke of a card
        ("client: 4417", "client: 12"),
    ],
)
def test_numbers_that_only_follow_each_other_are_no_card(lines: tuple[str, ...]) -> None:
    assert "CREDIT_CARD" not in {kind for _, kind, _ in found(*lines)}


def test_odd_pieces_are_a_card_where_one_is_spoken_of() -> None:
    assert found("agent: your card number?", "client: 4539148", "client: 803436467")[-1] == (2, "CREDIT_CARD", "803436467")


@pytest.mark.parametrize(
    ("question", "answer", "secret"),
    [
        ("Which verification code did you get?", "482913", "482913"),
        ("Please read me the code from the text", "it's 48 29 13", "48 29 13"),
        ("What is your PIN?", "4821", "4821"),
        ("What's your password?", "tulip_99", "tulip_99"),
        ("What's your password?", "It's Marmalade.", "Marmalade"),
        ("Which four digits do you use, your PIN I mean?", "nineteen sixty-six, the world cup", "nineteen sixty-six"),
    ],
)
def test_a_bare_answer_to_a_question_for_a_secret_is_one(question: str, answer: str, secret: str) -> None:
    assert found(f"agent: {question}", f"client: {answer}") == [(1, "CREDENTIAL", secret)]


def test_digits_from_the_back_of_a_card_are_its_security_code() -> None:
    assert found("agent: And the three digits on the back?", "client: 123") == [(1, "CARD_SECURITY_CODE", "123")]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What are the last four digits of the PIN letter?", "4821"),
        ("Which order number is it?", "482913"),
        ("The code is for you alone. Which four digits end the card?", "7716"),
        ("Your PIN is on its way.", "4821"),
        ("Never tell me your PIN. What is your postcode?", "4821"),
        ("What is your PIN?", "I forgot it in 2019 I think"),
        ("What is your password?", "Forgotten."),
        ("What is your name?", "Marmalade"),
    ],
)
def test_other_answers_are_none(question: str, answer: str) -> None:
    assert found(f"agent: {question}", f"client: {answer}") == []


def test_a_secret_is_known_again_without_its_word_and_however_it_is_grouped() -> None:
    assert found("client: my password is tulip_99", "agent: so tulip_99 fails?") == [(1, "CREDENTIAL", "tulip_99")]
    assert found("client: my NHS number is 943 476 5919", "agent: 9434765919, yes") == [(1, "UK_NHS", "9434765919")]


@pytest.mark.parametrize("text", ["order 14821", "x4821", "48210", "48 21 0"])
def test_a_secret_inside_a_longer_number_is_another(text: str) -> None:
    assert found("client: my pin is 4821", f"agent: {text}") == []


def test_a_year_or_three_digits_are_too_little_to_know_a_secret_by() -> None:
    assert found("client: my pin is 2019", "agent: a client since 2019") == []
    assert found("client: cvv 123", "agent: 123 euro") == []


def test_masking_knows_what_the_conversation_gives_away() -> None:
    texts = ["my password is tulip_99", "so tulip_99 fails?", "4539 1488", "0343 6467"]
    messages = [Message(str(n), Role.CLIENT, "Ann", text, quoted="> tulip_99") for n, text in enumerate(texts)]
    masker = Masker(DETECTOR, NameIndex(), Client(), messages)
    masked = [masker.mask(text) for text in (*texts, "> tulip_99")]
    assert masked == ["my password is [secret]", "so [secret] fails?", "[number]", "[card number]", "> [secret]"]


@pytest.mark.parametrize(
    ("asked", "answer", "kind", "value"),
    [
        ("What's your full social, all nine digits?", "uh sure 536 90 4399", "US_SSN", "536 90 4399"),
        (
            "What's your full social, all nine digits?", "uh five three six, nine oh, four three nine nine", "US_SSN",
            "five three six, nine oh, four three nine nine",
        ),
        ("Could I have your passport number?", "it is 533401234", "PASSPORT", "533401234"),
        ("And the PESEL, please.", "44051401359", "PL_PESEL", "44051401359"),
    ],
)  # fmt: skip
def test_a_number_is_what_the_question_calls_it(asked: str, answer: str, kind: str, value: str) -> None:
    assert found(f"agent: {asked}", f"client: {answer}") == [(1, kind, value)]
    assert found("agent: Which order is it?", f"client: {answer}") == []


def test_an_account_belongs_to_the_banks_code_that_came_before() -> None:
    lines = ("client: sort code is forty, twelve, seventy-six", "agent: mm-hm", "client: and the account 1370 7066")
    assert found(*lines) == [(2, "BANK_ACCOUNT", "1370 7066")]
    assert found("client: the order is forty, twelve", "agent: mm-hm", "client: and the account 1370 7066") == []


def test_the_rest_of_a_card_need_not_begin_its_message() -> None:
    lines = ("client: card is 4539 1488", "client: sorry cut off, 0343 6467 exp 11/27")
    assert (1, "CREDIT_CARD", "0343 6467") in found(*lines)
    assert found("client: order 4539 1488", "client: sorry cut off, 0343 6467 exp 11/27") == []


def test_what_looks_like_a_password_is_one_where_passwords_are_spoken_of() -> None:
    assert found("client: my password fails", "agent: Everywhere?", "client: am typing Accra_Lions1987! exactly") == [
        (2, "CREDENTIAL", "Accra_Lions1987")
    ]
    assert found("client: the file fails", "agent: Which one?", "client: Accra_Lions1987!") == []
    told = "client: tell me my wifi password"
    assert found(told, "agent: It is plum7river22, all lower case.") == [(1, "CREDENTIAL", "plum7river22")]
    assert found(told, "agent: It is on the hub: PLUM7RIVER22") == [(1, "CREDENTIAL", "PLUM7RIVER22")]
    assert found(told, "agent: It is on the label, order abc12345x") == []


def test_a_code_that_a_message_brings_is_one() -> None:
    assert found("agent: Ok received. Now one sms will come.", "client: yes it has come. 571 208 is written") == [
        (1, "CREDENTIAL", "571 208")
    ]


def test_a_few_words_that_answer_a_question_for_a_password_are_one() -> None:
    asked = "agent: What's the password on it, I'll need it to get in?"
    assert found(asked, "client: eh sunflower twenty two, all lower case") == [(1, "CREDENTIAL", "sunflower twenty two")]
    assert found(asked, "client: no idea, why?") == []
    assert found(asked, "client: one moment please") == []


@pytest.mark.parametrize("answer", ["oh ok. done", "alright", "brilliant, thanks", "it worked"])
def test_who_is_asked_to_set_a_password_tells_none(answer: str) -> None:
    asked = "agent: Please never share a password. Could you set a new one with “Forgotten password” on the page?"
    assert found(asked, f"client: {answer}") == []
    assert found("agent: Is your password working now?", f"client: {answer}") == []


def test_a_card_whose_writer_says_that_it_comes_in_halves_is_whole_at_the_second() -> None:
    added = found(
        "client: My card is refused. I give you the first half here, the second half in another mail: 45391488. Rosa",
        "agent: Dear Rosa, please do not send it at all, we do not need it, and nobody here may ask for it. How much was it?",
        "client: Oh, it was on the way already: 03436467. Now you have both",
    )
    assert added == [(0, "OTHER_NUMBER", "45391488"), (2, "CREDIT_CARD", "03436467")]


def test_two_numbers_of_which_nobody_says_that_they_are_halves_are_none() -> None:
    assert not found("client: my card order is 45391488, in the first week", "client: and the other is 03436467")


@pytest.mark.parametrize(
    ("answer", "day"),
    [
        ("fourth of november nineteen fifty one", "fourth of november nineteen fifty one"),
        ("it's 4/11/1951", "4/11/1951"),
    ],
)
def test_a_day_that_answers_for_the_day_of_birth_is_one(answer: str, day: str) -> None:
    assert (1, "DATE_OF_BIRTH", day) in found("agent: and your date of birth?", f"client: {answer}")


def test_a_day_without_a_year_is_none() -> None:
    assert not found("agent: and your date of birth?", "client: I moved in on the 4th of May")
