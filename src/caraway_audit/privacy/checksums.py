"""Checksums and issuer ranges: pure arithmetic on strings of digits."""

_ISSUERS: tuple[tuple[int, int, frozenset[int]], ...] = (
    # First and last six-digit prefix, and the lengths in use there.
    (400000, 499999, frozenset({13, 16, 19})),  # Visa
    (510000, 559999, frozenset({16})),  # Mastercard
    (222100, 272099, frozenset({16})),  # Mastercard 2-series
    (340000, 349999, frozenset({15})),  # American Express
    (370000, 379999, frozenset({15})),
    (300000, 305999, frozenset({14, 16, 17, 18, 19})),  # Diners Club
    (309500, 309599, frozenset({14, 16, 17, 18, 19})),
    (360000, 369999, frozenset({14, 16, 17, 18, 19})),
    (380000, 399999, frozenset({14, 16, 17, 18, 19})),
    (601100, 601199, frozenset({16, 17, 18, 19})),  # Discover
    (644000, 659999, frozenset({16, 17, 18, 19})),
    (622126, 622925, frozenset({16, 17, 18, 19})),  # UnionPay and Discover
    (620000, 629999, frozenset({16, 17, 18, 19})),
    (352800, 358999, frozenset({16, 17, 18, 19})),  # JCB
    (500000, 509999, frozenset({13, 14, 15, 16, 17, 18, 19})),  # Maestro
    (560000, 589999, frozenset({13, 14, 15, 16, 17, 18, 19})),
    (630000, 639999, frozenset({16, 17, 18, 19})),
    (670000, 679999, frozenset({13, 14, 15, 16, 17, 18, 19})),
    (220000, 220499, frozenset({16, 17, 18, 19})),  # Mir
)

TEST_CARDS = frozenset(
    # Published by card networks and payment processors for testing; they pay nothing.
    "4111111111111111 4012888888881881 4222222222222 4242424242424242 4000056655665556 4000000000000002 5555555555554444 "
    "5105105105105100 5200828282828210 2223003122003222 2223000048400011 378282246310005 371449635398431 378734493671000 "
    "6011111111111117 6011000990139424 6011601160116611 3056930009020004 30569309025904 38520000023237 36227206271667 "
    "3530111333300000 3566002020360505 6200000000000005 6205500000000000004 5019717010103742 6331101999990016 "
    "4917610000000000 4462030000000000 4000000000003220 4000002500003155 5454545454545454 4444333322221111".split()
)
"""Documented test numbers: never a finding (but masked like any other)."""


def luhn(digits: str) -> bool:
    """Whether a string of digits passes the Luhn check (ISO/IEC 7812-1)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = ord(digit) - 48
        if position % 2:
            value *= 2
            if value > 9:
                value -= 9
        total += value
    return total % 10 == 0


def card_issuer(digits: str) -> bool:
    """Whether prefix and length are those of a card that is issued somewhere."""
    if not 13 <= len(digits) <= 19:
        return False
    prefix = int(digits[:6])
    return any(first <= prefix <= last and len(digits) in lengths for first, last, lengths in _ISSUERS)


def is_card(digits: str) -> bool:
    """Issuer range, length and checksum together; the checksum alone passes one number in ten."""
    return card_issuer(digits) and luhn(digits)


_IBANS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 "
    "QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
)
IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _IBANS.split()}
"""Characters of an IBAN by country (ISO 13616 registry)."""


def is_iban(characters: str) -> bool:
    """Whether letters and digits without separators are an IBAN: its country's length, and ISO 7064 modulo 97."""
    characters = characters.upper()
    if len(characters) != IBAN_LENGTHS.get(characters[:2]):
        return False
    return int("".join(str(int(character, 36)) for character in characters[4:] + characters[:4])) % 97 == 1
