"""Accounts, identity numbers, secrets and addresses: found exactly, masked, and not seen where there are none."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caraway_audit.model import Client
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex
from caraway_audit.privacy.national import GOVERNMENT_IDS

DETECTOR = Detector()
MASKER = Masker(DETECTOR, NameIndex(), Client())

# kind, what stands before it, the value in parts that separators may come between
VALUES: list[tuple[str, str, tuple[str, ...]]] = [
    ("CREDIT_CARD", "", ("4539", "1488", "0343", "6467")),
    ("IBAN_CODE", "", ("DE89", "3704", "0044", "0532", "0130", "00")),
    ("BANK_ACCOUNT", "routing 021000021 and account ", ("000123456789",)),
    ("BANK_ACCOUNT", "sort code 20-00-00, account ", ("5577", "9911")),
    ("BANK_ACCOUNT", "SWIFT DEUTDEFF account ", ("532013000",)),
    ("BANK_ACCOUNT", "IFSC HDFC0001234 account ", ("50100234567890",)),
    ("BANK_ACCOUNT", "BSB 062-000 account ", ("1234", "5678")),
    ("BANK_ACCOUNT", "BLZ 10050000, Kontonummer ", ("1234567890",)),
    ("BANK_ACCOUNT", "CLABE ", ("032180000118359719",)),
    ("BANK_ACCOUNT", "transit 00012 institution 003 account ", ("1234567",)),
    ("BANK_ACCOUNT", "", ("ravi.k@okaxis",)),
    ("IBAN_CODE", "", ("61", "1090", "1014", "0000", "0712", "1981", "2874")),
    ("US_SSN", "my social is ", ("536", "90", "4399")),
    ("US_ITIN", "my ITIN is ", ("911", "70", "1234")),
    ("UK_NINO", "", ("AB", "12", "34", "56", "C")),
    ("UK_NHS", "NHS number ", ("943", "476", "5919")),
    ("DE_TAX_ID", "Steuer-ID ", ("86", "095", "742", "719")),
    ("FR_NIR", "INSEE ", ("2", "55", "08", "14", "168", "025", "38")),
    ("ES_NIF", "DNI ", ("12345678", "Z")),
    ("ES_NIE", "", ("X", "1234567", "L")),
    ("IT_FISCAL_CODE", "", ("RSSMRA85T10A562S",)),
    ("NL_BSN", "BSN ", ("1112", "22", "333")),
    ("CH_AHV", "AHV ", ("756", "9217", "0769", "85")),
    ("PL_PESEL", "PESEL ", ("44051401359",)),
    ("SE_PERSONNUMMER", "personnummer ", ("19811218", "9876")),
    ("BE_NATIONAL_NUMBER", "rijksregister ", ("85", "07", "30", "033", "28")),
    ("IE_PPSN", "my PPS number is ", ("1234567FA",)),
    ("PT_NIF", "NIF ", ("123", "456", "789")),
    ("AT_SVNR", "SVNR ", ("1237", "010180")),
    ("DK_CPR", "CPR-nummer ", ("070761", "4285")),
    ("FI_HETU", "henkilötunnus ", ("131052-308T",)),
    ("CZ_BIRTH_NUMBER", "rodné číslo ", ("710319", "2745")),
    ("RO_CNP", "CNP ", ("1630615123457",)),
    ("BG_EGN", "EGN ", ("7523169263",)),
    ("HR_OIB", "OIB ", ("33392005961",)),
    ("GR_AMKA", "AMKA ", ("01013099997",)),
    ("BALTIC_CODE", "isikukood ", ("36805280109",)),
    ("NO_FODSELSNUMMER", "fødselsnummer ", ("151086", "95088")),
    ("IN_AADHAAR", "my aadhar is ", ("2341", "2341", "2346")),
    ("IN_PAN", "PAN ", ("ACUPA7085R",)),
    ("CA_SIN", "my SIN is ", ("123", "456", "782")),
    ("AU_TFN", "tax file number ", ("123", "456", "782")),
    ("BR_CPF", "CPF ", ("390.533.447-05",)),
    ("SG_NRIC", "NRIC ", ("S1234567D",)),
    ("ZA_ID", "my ID number is ", ("7503305044089",)),
    ("TR_ID", "TC kimlik ", ("17291716060",)),
    ("AE_ID", "emirates id ", ("784", "1990", "1234567", "6")),
    ("MY_ID", "my IC is ", ("900101-14-5677",)),
    ("ID_CARD", "my BVN is ", ("22212345678",)),
    ("MX_CURP", "", ("BOXW310820HNERXN09",)),
    ("PASSPORT", "my passport number is ", ("533401234",)),
    ("DRIVER_LICENSE", "", ("MORGA657054SM9IJ",)),
    ("CREDENTIAL", "my PIN is ", ("4821",)),
    ("CREDENTIAL", "the code we texted is ", ("482", "913")),
    ("CREDENTIAL", "password: ", ("tulip_99",)),
    ("CREDENTIAL", "sir the otp came as ", ("482", "913")),
    ("CREDENTIAL", "my memorable word is ", ("Tangerine7",)),
    ("CREDENTIAL", "mi contraseña es ", ("Gatito22",)),
    ("CREDENTIAL", "log in with ", ("Welcome22",)),
    ("CREDENTIAL", "", ("ghp_abcdefghijklmnopqrstuvwxyz0123456789",)),
    ("CARD_SECURITY_CODE", "cvv ", ("123",)),
    ("CARD_SECURITY_CODE", "the cvv is ", ("7 4 1",)),
    ("EMAIL_ADDRESS", "mail me at ", ("rosa dot lind at example dot com",)),
    ("POSTAL_ADDRESS", "I live at ", ("22 Maple Drive",)),
]  # fmt: skip
SEPARATORS = {
    "CREDIT_CARD": ["", " ", "-", ".", "\u00a0", "\n", " - "],
    "IBAN_CODE": ["", " ", "-", ".", "\u00a0"],
    "BANK_ACCOUNT": ["", " ", "-"],
    "US_SSN": ["", " ", "-", "."],
    "US_ITIN": ["", " ", "-"],
    "UK_NINO": ["", " ", "\u00a0"],
    "UK_NHS": ["", " ", "-"],
    "DE_TAX_ID": ["", " "],
    "FR_NIR": ["", " ", "."],
    "ES_NIF": ["", "-", " "],
    "ES_NIE": ["", "-", " "],
    "NL_BSN": ["", " ", "."],
    "CH_AHV": ["", ".", " "],
    "SE_PERSONNUMMER": ["", "-", "+"],
    "AE_ID": ["-"],
    "PT_NIF": ["", " "],
    "AT_SVNR": ["", " ", "-"],
    "DK_CPR": ["", "-"],
    "CZ_BIRTH_NUMBER": ["", "/"],
    "NO_FODSELSNUMMER": ["", " "],
    "IN_AADHAAR": ["", " ", "-"],
    "CA_SIN": ["", " ", "-"],
    "AU_TFN": ["", " ", "-"],
    "CREDENTIAL": ["", " ", "-"],
}
# Kinds whose check digits catch any single wrong digit.
EVERY_SLIP_SHOWS = {
    "CREDIT_CARD",
    "DE_TAX_ID",
    "NL_BSN",
    "CH_AHV",
    "PL_PESEL",
    "UK_NHS",
    "SE_PERSONNUMMER",
    "IBAN_CODE",
}
FRAMES = ["{}", "{}.", "({})", "hi, {} thanks", "{}\nok", "“{}”"]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(VALUES), st.sampled_from(FRAMES), st.data())
def test_every_kind_is_found_exactly_and_masked_whole(
    value: tuple[str, str, tuple[str, ...]], frame: str, data: st.DataObject
) -> None:
    kind, lead, parts = value
    separator = data.draw(st.sampled_from(SEPARATORS.get(kind, [""]))) if len(parts) > 1 else ""
    written = separator.join(parts)
    text = frame.format(lead + written)
    spans = [(e.start, e.end) for e in DETECTOR.detect(text) if e.kind == kind]
    assert (text.index(written, len(frame.partition("{")[0]) + len(lead)), text.rindex(written) + len(written)) in spans
    assert written not in MASKER.mask(text)


@settings(max_examples=400, deadline=None)
@example("2862004446818", "order no.", "{} {}")
@given(
    st.text("0123456789", min_size=6, max_size=19),
    st.sampled_from(
        ["order", "order number", "order no.", "tracking", "tracking number is", "invoice", "Invoice #", "ticket", "ref"]
    ),
    st.sampled_from(["{} {}", "my {} {} has not come", "{}: {}", "{} {}, please"]),
)
def test_a_number_that_says_it_is_an_order_is_no_finding(digits: str, name: str, frame: str) -> None:
    sensitive = {"CREDIT_CARD", "BANK_ACCOUNT", "IBAN_CODE", "CREDENTIAL", *GOVERNMENT_IDS}
    assert not sensitive & {entity.kind for entity in DETECTOR.detect(frame.format(name, digits))}


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([value for value in VALUES if value[0] in EVERY_SLIP_SHOWS]), st.data())
def test_a_slip_in_a_checked_number_is_no_identity(value: tuple[str, str, tuple[str, ...]], data: st.DataObject) -> None:
    kind, lead, parts = value
    written = "".join(parts)
    place = data.draw(st.sampled_from([n for n, ch in enumerate(written) if ch.isdigit() and n >= len(written) - 4]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != written[place]]))
    text = lead + written[:place] + digit + written[place + 1 :]
    assert kind not in {entity.kind for entity in DETECTOR.detect(text)}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(VALUES), min_size=2, max_size=4))
def test_values_of_all_kinds_stand_beside_each_other(values: list[tuple[str, str, tuple[str, ...]]]) -> None:
    text = ".\n".join(lead + "".join(parts) for _, lead, parts in values)
    entities = DETECTOR.detect(text)
    assert all(one.end <= other.start for one, other in pairwise(entities))
    masked = MASKER.mask(text)
    assert not [parts for _, _, parts in values if "".join(parts) in masked]


@pytest.mark.parametrize(
    "text",
    [
        "reset your password", "password is wrong two times now", "password is valid for two hours",
        "the code is in your mailbox", "password: ********", "password is wrong",
        "my password is not working",
        "a password must have 8 characters",
        "password is at least 8 characters", "password: <your password>",
        "the pin is on its way",
        "your verification code is on the screen", "tan shoes 1020", "error code is 4821 in the app", "discount code is 2026",
        "https://shop.example/reset", "https://shop.example/orders?page=2&order=482913", "use AKIAIOSFODNN7EXAMPLE",
        "the card ending in **** 4242", "xxx-xx-4399", "my passport expired in 2019", "my sort code is 20-00-00",
        "routing number 021000021", "the SWIFT of the bank is DEUTDEFF", "on 2026-03-02 at 10:00", "DPCI 030-02-8711",
        "I bought it at example dot com", "a 24 hour drive", "3 way road", "it took 5 minutes the same way", "the 2nd place",
        "EAN 4012345678901", "it says 4222222222222 on the box",
    ],
)  # fmt: skip
def test_what_is_no_secret(text: str) -> None:
    found = [e.kind for e in DETECTOR.detect(text) if e.kind not in ("OTHER_NUMBER", "PHONE_NUMBER")]
    assert found == []


def test_an_indian_postal_pin_is_masked_and_no_secret() -> None:
    assert [e.kind for e in DETECTOR.detect("deliver to Pune, pin code 411 045")] == ["OTHER_NUMBER"]
    assert [e.kind for e in DETECTOR.detect("the pin code of my card is 411045")] == ["CREDENTIAL"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my pin is four eight two one", "CREDENTIAL"),
        ("social security number five three six nine oh four three nine nine", "US_SSN"),
        ("it is five four one two seven five one two three four five six seven eight nine eight", "CREDIT_CARD"),
        ("ring oh seven seven double oh nine oh oh one two three", "PHONE_NUMBER"),
        ("ring oh seven seven double oh nine hundred four six one", "PHONE_NUMBER"),
        ("it says seven seven eight nine nine one zero", "SPOKEN_NUMBER"),
        ("sort code four oh, one two, seven six, account one three seven oh, seven oh six six", "BANK_ACCOUNT"),
        ("sort code forty twelve seventy-six, account one three seven oh seven oh six six", "BANK_ACCOUNT"),
        ("my pin is nineteen sixty-six", "CREDENTIAL"),
        ("it is J M, four eight, two one, nine three, C", "UK_NINO"),
    ],
)
def test_a_dictated_number_is_what_it_would_be_in_digits(text: str, kind: str) -> None:
    assert [entity.kind for entity in DETECTOR.detect(text) if entity.kind != "BANK_CODE"] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "one two three four five six seven eight nine ten",
        "I have two or three questions",
        "we open at ten fifteen or eleven thirty",
        "it cost forty five and took ten minutes",
        "twenty twenty-five was a bad year",
        "two hundred, three hundred or four hundred",
        "it cost nine hundred four times",
    ],
)
def test_counting_a_time_and_a_price_are_no_dictated_number(text: str) -> None:
    assert DETECTOR.detect(text) == ()


def test_a_private_key_is_masked_to_its_end() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\nabcdef\nghijkl\n-----END RSA PRIVATE KEY-----"
    assert MASKER.mask(f"here: {key} ok") == "here: [secret] ok"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("passport number 533401234", "passport number [passport]"),
        ("sort code 20-00-00, account 55779911", "sort code [bank code], account [bank account]"),
        ("https://shop.example/reset?token=3fa9c81d77e04b2abc ok", "https://shop.example/reset?token=[secret] ok"),
        ("licence is MORGA 657054 SM9IJ if", "licence is [driving licence] if"),
        ("cvv 123", "cvv [security code]"),
        ("password is hunter two two, ok?", "password is [secret], ok?"),
        ("the password's marigold, then seven seven exclamation mark", "the password's [secret]"),
        ("password: tulip capital K nine nine please", "password: [secret] please"),
    ],
)
def test_labels_are_sensible(text: str, masked: str) -> None:
    assert MASKER.mask(text) == masked
