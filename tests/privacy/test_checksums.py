"""Checksums and issuer ranges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.privacy.checksums import TEST_CARDS, card_issuer, is_card, luhn

DIGITS = st.text("0123456789", min_size=2, max_size=24)


def check_digit(body: str) -> str:
    """The digit that makes `body` pass, by the textbook: double every second from the right, cross sums, up to the ten."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


@pytest.mark.parametrize("digits", ["79927398713", "4539148803436467", "49927398716", "0"])
def test_known_numbers_pass(digits: str) -> None:
    assert luhn(digits)


@settings(max_examples=100, deadline=None)
@given(DIGITS)
def test_exactly_one_check_digit_passes(body: str) -> None:
    assert [digit for digit in "0123456789" if luhn(body + digit)] == [check_digit(body)]


@settings(max_examples=100, deadline=None)
@given(DIGITS, st.data())
def test_one_wrong_digit_never_passes(body: str, data: st.DataObject) -> None:
    number = body + check_digit(body)
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert not luhn(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    ("digits", "issued"),
    [
        ("4" + "0" * 15, True),  # Visa
        ("4" + "0" * 13, False),  # no Visa has 14 digits
        ("51" + "0" * 14, True),  # Mastercard
        ("2221" + "0" * 12, True),
        ("2220" + "9" * 12, False),
        ("2720" + "9" * 12, True),
        ("2721" + "0" * 12, False),
        ("34" + "0" * 13, True),  # American Express
        ("34" + "0" * 14, False),
        ("6011" + "0" * 12, True),  # Discover
        ("9" * 16, False),
        ("1" * 16, False),
        ("4" * 12, False),
        ("4" * 20, False),
        ("", False),
    ],
)
def test_prefix_and_length_are_an_issuers(digits: str, issued: bool) -> None:
    assert card_issuer(digits) is issued


def test_every_published_test_card_is_a_card() -> None:
    assert [digits for digits in TEST_CARDS if not is_card(digits)] == []


def test_a_checksum_alone_makes_no_card() -> None:
    assert luhn("9999999999999995")
    assert not is_card("9999999999999995")
    assert not is_card("4539148803436460")
