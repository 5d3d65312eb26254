"""Accounts, references, plates and handles behind the words that name them; what only looks so stays."""

import pytest

from tests.privacy.test_places import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a/c 55779911", "a/c [bank account]"),
        ("im moon_petal on insta", "im [username] on insta"),
        ("moon_petal is my insta", "[username] is my insta"),
        ("my acc is 55779911", "my acc is [bank account]"),
        ("acnt 5577 9911", "acnt [bank account]"),
        ("account numbr 55779911", "account numbr [bank account]"),
        ("55779911 is my acc", "[bank account] is my acc"),
        ("dd from 55779911 / 070116", "dd from [bank account]"),
        ("s/c 67-89-63", "s/c [bank code]"),
        ("tracking JD0002233445566778 to me", "tracking [reference] to me"),
        ("ref OB/HJ/4418-2", "ref [reference]"),
        ("hmrc ref 123/AB45678", "hmrc ref [reference]"),
        ("recpt IOE0912345678", "recpt [reference]"),
        ("known traveller nubmer TT118KQ9P", "known traveller nubmer [reference]"),
        ("UPN H801200001001 for her", "UPN [reference] for her"),
        ("birth cert BXCH 448120", "birth cert [reference]"),
        ("the microchip 977200008412237.", "the microchip [reference]."),
        ("support ref 23/07/00418/001, again", "support ref [reference], again"),
        ("eps barcode 3E8A1F-A81234-00D9Q", "eps barcode [reference]"),
        ("licence HO9990 12345 RW9AA", "licence [driving licence]"),
        ("got a fine for 4817 KPN spain", "got a fine for [identity number] spain"),
        ("my car is bd57 smF", "my car is [identity number]"),
        ("numberplate bd43 smJ", "numberplate [identity number]"),
        ("mac a4b1c2d3e4f6", "mac [device address]"),
        ("his profile @sergeant_mike_love", "his profile @[username]"),
        ("insta xx_petal_xx", "insta [username]"),
        ("discord beanz_4_dayz did it", "discord [username] did it"),
        ("(weixin: guoxl_1988)", "(weixin: [username])"),
        ("ivo.payroll@acme-internal", "[e-mail]"),
        ("my acc xXshadowReaperXx#4471", "my acc [username]"),
        # what only looks like one
        ("my account is 5 years old", ""),
        ("account since 20240101", ""),
        ("a 2-for-1 membership", ""),
        ("ISO/27001 is met", ""),
        ("the claim of 2024/05/12, booking 12/03/2024", ""),
        ("the policy year 2024-25, claims 2023/24", ""),
        ("my car is at 10 the garage, the van in 20 min", ""),
        ("a fine for 30 mph, the bike is up 10 now", ""),
        ("the car was 2000 GBP", ""),
        ("MAC OS 10 and mac mini", ""),
        ("insta sign_in fails, xbox one_s too", ""),
        ("thanks.@AmazonHelp you", ""),
        ("customer service 24/7", ""),
        ("tax code 1257L", ""),
        ("a passport costs 82, within 10 days", ""),
    ],
)
def test_numbers_behind_what_names_them(text: str, shown: str) -> None:
    assert masked(text) == (shown or text)


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        ("customer number?", "A-8B2C 7719", "[reference]"),
        ("bank to pay into?", "5 5 7 7 9 9 1 1 twenty sixteen forty", "[number in words]"),
        ("customer number?", "not sure, 5 to 10 days", ""),
        ("order number?", "it came 12/03/2024", ""),
        ("order number?", "4 of 5 boxes", ""),
    ],
)
def test_a_reference_is_an_answer(question: str, answer: str, shown: str) -> None:
    assert masked(question, answer) == (shown or answer)
