"""Checksums and issuer ranges: pure arithmetic on strings of digits."""

from collections.abc import Iterable

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
    (606985, 608500, frozenset({16})),  # RuPay
    (817200, 820199, frozenset({16})),
    (606282, 606282, frozenset({16, 19})),  # Hipercard
    (979200, 979289, frozenset({16})),  # Troy
)

TEST_CARDS = frozenset(
    # Published by card networks and payment processors for testing; they pay nothing.
    "4111111111111111 4012888888881881 4222222222222 4242424242424242 4000056655665556 4000000000000002 5555555555554444 "
    "5105105105105100 5200828282828210 2223003122003222 2223000048400011 378282246310005 371449635398431 378734493671000 "
    "6011111111111117 6011000990139424 6011601160116611 3056930009020004 30569309025904 38520000023237 36227206271667 "
    "3530111333300000 3566002020360505 6200000000000005 6205500000000000004 5019717010103742 6331101999990016 "
    "4917610000000000 4462030000000000 4000000000003220 4000002500003155 5454545454545454 4444333322221111 "
    "4000000000009995 4000000000009987 4000000000009979 4000000000000069 4000000000000127 4000000000000119 "
    "4000000000000341 4000000000000259 4000002760003184 4000008260003178 4000003800000446 4000008260000000 "
    "4000000000000077 4000000000003063 4000000000003055 4100000000000019 4000000000004954 4000000000009235 "
    "6011981111111113 3622720627166700 5555552500001001 4000002760000016 4000000360000006".split()
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


_IBANS_OF_DIGITS = frozenset("AE AT BA BE CZ DE DK EE ES FI FO GL HR HU IL IS LT ME NO PL PT RS SE SI SK TN XK".split())
"""Countries whose accounts hold digits only: "is", "at", "be" and "no" are words, and words may follow a number."""


def is_iban(characters: str) -> bool:
    """Whether letters and digits without separators are an IBAN: its country's length, and ISO 7064 modulo 97."""
    characters = characters.upper()
    if len(characters) != IBAN_LENGTHS.get(characters[:2]):
        return False
    if characters[:2] in _IBANS_OF_DIGITS and not characters[2:].isdigit():
        return False
    return int("".join(str(int(character, 36)) for character in characters[4:] + characters[:4])) % 97 == 1


def is_aba(digits: str) -> bool:
    """Whether nine digits are a routing number of a US bank: a Federal Reserve prefix and the ABA check (weights 3, 7, 1)."""
    if len(digits) != 9 or not (0 <= int(digits[:2]) <= 12 or 21 <= int(digits[:2]) <= 32 or 61 <= int(digits[:2]) <= 72):
        return False
    return int(digits) > 0 and _weighted(digits, (3, 7, 1) * 3) % 10 == 0


def is_clabe(digits: str) -> bool:
    """Whether eighteen digits are a Mexican bank account: each weighed 3, 7 or 1, modulo ten by itself."""
    total = sum(int(digit) * weight % 10 for digit, weight in zip(digits[:17], (3, 7, 1) * 6, strict=False))
    return -total % 10 == int(digits[17])


def is_ssn(digits: str) -> bool:
    """Whether nine digits can be a US social security number: no area 000, 666 or 9xx, no group 00, no serial 0000. There is no
    checksum: nine random digits pass nine times in ten. The two numbers printed in advertisements are nobody's."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if digits in ("078051120", "219099999", "123456789", "111111111"):
        return False
    return area not in ("000", "666") and area[0] != "9" and group != "00" and serial != "0000"


def is_itin(digits: str) -> bool:
    """Whether nine digits can be a US individual taxpayer number: 9xx and a group in use (one random number in seventeen)."""
    group = int(digits[3:5])
    return digits[0] == "9" and (50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99)


def is_nino(characters: str) -> bool:
    """Whether a UK national insurance number has a prefix and a suffix in use."""
    first, second = characters[0], characters[1]
    unused = characters[:2] in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
    return not unused and first not in "DFIQUV" and second not in "DFIOQUV" and characters[8] in "ABCD"


def is_nhs(digits: str) -> bool:
    """UK health service number: modulo 11 over ten digits (one random number in eleven)."""
    check = -_weighted(digits[:9], range(10, 1, -1)) % 11
    return len(set(digits)) > 1 and check == int(digits[9])


def is_german_tax_id(digits: str) -> bool:
    """Steuer-Identifikationsnummer: ISO 7064 modulo 11,10, and of the first ten digits one comes two or three times (one random
    number in thirty)."""
    counts = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    if digits[0] == "0" or counts[-1] not in (2, 3) or counts[-2] > 1:
        return False
    product = 10
    for digit in digits[:10]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def is_french_nir(characters: str) -> bool:
    """Numéro de sécurité sociale: modulo 97 with its key (one random number in 1,600)."""
    month = int(characters[3:5])
    body = characters[:13].replace("2A", "19").replace("2B", "18")
    return characters[0] in "12" and (1 <= month <= 12 or month >= 20) and 97 - int(body) % 97 == int(characters[13:])


def is_spanish_id(characters: str) -> bool:
    """DNI and NIE: the letter is the number modulo 23 (one random letter in twenty-three)."""
    number = int({"X": "0", "Y": "1", "Z": "2"}.get(characters[0], characters[0]) + characters[1:-1])
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == characters[-1]


def is_codice_fiscale(characters: str) -> bool:
    """Italian codice fiscale: its check letter, and a month letter in use (one random code in fifty-six)."""
    total = sum(
        _FISCAL_ODD[int(character, 36)] if place % 2 == 0 else (ord(character) - 65 if character.isalpha() else int(character))
        for place, character in enumerate(characters[:15])
    )
    return characters[8] in "ABCDEHLMPRST" and chr(65 + total % 26) == characters[15]


# By digit, then (from place 10 on) by letter: digits and the first ten letters are weighed alike.
_FISCAL_ODD = (
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
    2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
)  # fmt: skip


def is_bsn(digits: str) -> bool:
    """Dutch burgerservicenummer: the eleven test (one random number in eleven)."""
    return int(digits) > 0 and _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def is_ahv(digits: str) -> bool:
    """Swiss AHV number: 756 and the EAN-13 check digit (one random number in ten thousand)."""
    return digits.startswith("756") and _weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def is_pesel(digits: str) -> bool:
    """Polish PESEL: check digit and a date of birth (one random number in sixty)."""
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day <= 31 and _weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def is_personnummer(digits: str) -> bool:
    """Swedish personnummer of ten or twelve digits: date of birth and Luhn (one random number in 280)."""
    if len(digits) == 12 and digits[:2] not in ("18", "19", "20"):
        return False
    short = digits[-10:]
    return 1 <= int(short[2:4]) <= 12 and 1 <= int(short[4:6]) <= 31 and luhn(short)


def is_belgian_number(digits: str) -> bool:
    """Belgian rijksregisternummer: 97 less the remainder, after 2000 with a 2 in front (one random number in 1,500)."""
    body, check = digits[:9], int(digits[9:])
    dated = int(digits[2:4]) <= 12 and int(digits[4:6]) <= 31
    return dated and check in (97 - int(body) % 97, 97 - int("2" + body) % 97)


def is_ppsn(characters: str) -> bool:
    """Irish PPS number: its first letter is a sum modulo 23, in which a second letter counts."""
    second = "WABCDEFGHI".find(characters[8]) if len(characters) == 9 else 0
    total = _weighted(characters[:7], range(8, 1, -1)) + 9 * max(second, 0)
    return second >= 0 and "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == characters[7]


def is_portuguese_nif(digits: str) -> bool:
    """Portuguese taxpayer number: modulo 11 (one random number in eleven)."""
    check = -_weighted(digits[:8], range(9, 1, -1)) % 11
    return digits[0] in "1235689" and int(digits[8]) == (0 if check == 10 else check)


def is_austrian_svnr(digits: str) -> bool:
    """Austrian social security number: its fourth digit is a check over the others, a date of birth ends it."""
    check = _weighted(digits[:3] + digits[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
    return digits[0] != "0" and check == int(digits[3]) and _is_day(digits[4:6]) and int(digits[6:8]) <= 15


def is_danish_cpr(digits: str) -> bool:
    """Danish CPR number: a date of birth (the check digit is given up since 2007; one random number in thirty)."""
    return _is_day(digits[:2]) and _is_month(digits[2:4])


def is_finnish_hetu(characters: str) -> bool:
    """Finnish personal code, without its century sign: date of birth, and a letter modulo 31."""
    digits, check = characters[:6] + characters[-4:-1], characters[-1]
    return _is_day(digits[:2]) and _is_month(digits[2:4]) and "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == check


def is_czech_birth_number(digits: str) -> bool:
    """Czech and Slovak birth number of ten digits: divisible by eleven, with a month (one random number in fifty)."""
    return int(digits) % 11 == 0 and _is_month(f"{int(digits[2:4]) % 50 % 20:02}") and _is_day(digits[4:6])


def is_romanian_cnp(digits: str) -> bool:
    """Romanian CNP: sex, date of birth, and a check digit."""
    check = _weighted(digits[:12], (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (
        digits[0] != "0"
        and _is_month(digits[3:5])
        and _is_day(digits[5:7])
        and int(digits[12]) == (1 if check == 10 else check)
    )


def is_bulgarian_egn(digits: str) -> bool:
    """Bulgarian EGN: date of birth, and a check digit."""
    check = _weighted(digits[:9], (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10
    return _is_month(f"{int(digits[2:4]) % 20:02}") and _is_day(digits[4:6]) and check == int(digits[9])


def is_croatian_oib(digits: str) -> bool:
    """Croatian OIB: ISO 7064 modulo 11,10 (one random number in ten)."""
    product = 10
    for digit in digits[:10]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def is_greek_amka(digits: str) -> bool:
    """Greek AMKA: date of birth and Luhn."""
    return _is_day(digits[:2]) and _is_month(digits[2:4]) and luhn(digits)


def is_baltic_code(digits: str) -> bool:
    """Estonian and Lithuanian personal code: century and sex, date of birth, and a check digit in two steps."""
    check = _weighted(digits[:10], (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = _weighted(digits[:10], (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return digits[0] in "123456" and _is_month(digits[3:5]) and _is_day(digits[5:7]) and check == int(digits[10])


def is_norwegian_number(digits: str) -> bool:
    """Norwegian fødselsnummer: date of birth and two check digits (one random number in 4,000)."""
    first = -_weighted(digits[:9], (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
    second = -_weighted(digits[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return _is_month(digits[2:4]) and int(digits[9]) == first and int(digits[10]) == second


def is_aadhaar(digits: str) -> bool:
    """Indian Aadhaar: twelve digits with a Verhoeff check (one random number in thirteen)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _dihedral(check, _VERHOEFF[place % 8][int(digit)])
    return digits[0] not in "01" and check == 0


_VERHOEFF = [list(range(10))]
for _ in range(7):
    _VERHOEFF.append([_VERHOEFF[-1][digit] for digit in (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)])


def _dihedral(one: int, other: int) -> int:
    """Two turns or mirrorings of a pentagon, one after the other."""
    if one < 5:
        return (one + other) % 5 + (5 if other >= 5 else 0)
    return (one - other) % 5 + (5 if other < 5 else 0)


def is_pan(characters: str) -> bool:
    """Indian PAN: its fourth letter says what the holder is."""
    return characters[3] in "ABCFGHLJPT"


def is_canadian_sin(digits: str) -> bool:
    """Canadian social insurance number: Luhn, and a first digit in use."""
    return digits[0] in "12345679" and luhn(digits)


def is_australian_tfn(digits: str) -> bool:
    """Australian tax file number of nine digits: modulo 11 (one random number in eleven)."""
    return _weighted(digits, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def is_cpf(digits: str) -> bool:
    """Brazilian CPF: two check digits modulo 11."""
    first = _weighted(digits[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = _weighted(digits[:10], range(11, 1, -1)) * 10 % 11 % 10
    return len(set(digits)) > 1 and digits[9:] == f"{first}{second}"


def is_nric(characters: str) -> bool:
    """Singapore NRIC and FIN: the last letter is a sum modulo 11, in another row for each first letter."""
    total = _weighted(characters[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(characters[0], 0)
    row = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "XWUTRQPNJLK"}.get(characters[0], "XWUTRQPNMLK")
    return row[total % 11 if characters[0] != "M" else 10 - total % 11] == characters[8]


def is_south_african_id(digits: str) -> bool:
    """South African identity number: date of birth and Luhn."""
    return _is_month(digits[2:4]) and _is_day(digits[4:6]) and digits[10] in "012" and luhn(digits)


def is_malaysian_id(digits: str) -> bool:
    """Malaysian identity card: a date of birth and a place in use."""
    return _is_month(digits[2:4]) and _is_day(digits[4:6]) and digits[6:8] not in ("00", "17", "18", "19", "20")


def is_turkish_id(digits: str) -> bool:
    """Turkish identity number: two check digits."""
    odd, even = sum(map(int, digits[:9:2])), sum(map(int, digits[1:8:2]))
    return digits[0] != "0" and (7 * odd - even) % 10 == int(digits[9]) and sum(map(int, digits[:10])) % 10 == int(digits[10])


def is_curp(characters: str) -> bool:
    """Mexican CURP: date of birth, sex and a check digit."""
    letters = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    total = sum(letters.index(character) * weight for character, weight in zip(characters[:17], range(18, 1, -1), strict=True))
    return _is_month(characters[6:8]) and _is_day(characters[8:10]) and int(characters[17]) == -total % 10


def _is_day(digits: str) -> bool:
    return 1 <= int(digits) <= 31


def _is_month(digits: str) -> bool:
    return 1 <= int(digits) <= 12


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
