"""What is found as a personal value, and what is not."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.privacy.checksums import TEST_CARDS
from caraway_audit.privacy.cues import as_meant
from caraway_audit.privacy.detect import Detector

DETECTOR = Detector()
CARD = "4539148803436467"


def found(text: str, *kinds: str) -> list[str]:
    """Values found, as written; of the kinds named, or of any."""
    return [text[entity.start : entity.end] for entity in DETECTOR.detect(text) if not kinds or entity.kind in kinds]


def cards(text: str) -> list[str]:
    return found(text, "CREDIT_CARD")


def phones(text: str) -> list[str]:
    return found(text, "PHONE_NUMBER")


@pytest.mark.parametrize(
    "written",
    [
        "4539148803436467",
        "4539 1488 0343 6467",
        "4539-1488-0343-6467",
        "4539.1488.0343.6467",
        "4539/1488/0343/6467",
        "4539\u00a01488\u00a00343\u00a06467",
        "4539\u202f1488\u202f0343\u202f6467",
        "4539\u20111488\u20110343\u20116467",
        "4539  1488  0343  6467",
        "45 39 14 88 03 43 64 67",
        "4539 14880343 6467",
        "371449635398431",
        "3714 496353 98431",
        "5412-7512-3456-7898",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "card: {}.", "({})", "pay with {}, please", "“{}”", "#{}", "use {} 12/27 123"])
def test_a_card_is_found_however_it_is_written(written: str, frame: str) -> None:
    assert cards(frame.format(written)) == [written]


@pytest.mark.parametrize(
    "text",
    [
        f"visa{CARD}",
        "4539\n1488\n0343\n6467",
        "4539 1488\n0343 6467",
        "4539\t1488\t0343\t6467",
        "4539\u200b1488\u200b0343\u200b6467",
        "4539\u0301 1488 0343 6467",
        "4539—1488—0343—6467",
        "4539 - 1488 - 0343 - 6467",
        "4539_1488_0343_6467",
        "4539, 1488, 0343, 6467",
        "４５３９ １４８８ ０３４３ ６４６７",
    ],
)
def test_a_card_is_found_in_unusual_writing_too(text: str) -> None:
    # This failed once: these pass unmasked
    assert cards(text) == [text.removeprefix("visa")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("my card [4539] [6062] [0749] [0190] was", "4539] [6062] [0749] [0190"),
        ("https://pay.example/?card=4539+4058+7472+2443", "4539+4058+7472+2443"),
        ("<4539><8093><3266><7050>", "4539><8093><3266><7050"),
        ("first half 45398093 and second half 32667050, ok", "45398093 and second half 32667050"),
        ("453960620749... sorry, it ends 0190", "453960620749... sorry, it ends 0190"),
        ("[GB29] [NWBK] [6016] [1331] [9268] [19]", "GB29] [NWBK] [6016] [1331] [9268] [19"),
        ("?iban=GB29+NWBK+6016+1331+9268+19", "GB29+NWBK+6016+1331+9268+19"),
    ],
)
def test_what_parts_a_number_hides_none(text: str, value: str) -> None:
    assert [text[e.start : e.end] for e in Detector().detect(text) if e.kind in ("CREDIT_CARD", "IBAN_CODE")] == [value]


@pytest.mark.parametrize(("text", "code"), [("and 331 ok", ["331"]), ("then 331.", ["331"]), ("and 200 pounds", [])])
def test_the_code_said_behind_a_card_is_masked(text: str, code: list[str]) -> None:
    said = f"5425 2334 3010 9903 {text}"
    assert [said[e.start : e.end] for e in Detector().find(said) if e.kind != "CREDIT_CARD"] == code


def test_a_card_on_the_line_below_is_glued_to_no_word() -> None:
    assert cards("My card is\n4539 1488 0343 6467") == ["4539 1488 0343 6467"]


def test_two_orders_are_no_card_in_halves() -> None:
    assert not Detector().detect("orders 45398093 and 32667050 are late")


@pytest.mark.parametrize("lead", ["5 ", "1. ", "on 12/03 ", "I paid 20 ", "in 2026 ", "order 4417 "])
def test_a_number_before_a_card_does_not_hide_it(lead: str) -> None:
    # This failed once: the run of digits begins too early, and the card passes unmasked
    assert cards(f"{lead}4539 1488 0343 6467") == ["4539 1488 0343 6467"]


@pytest.mark.parametrize("tail", [" 12/27", " 123", " 5", " 12/27 123", ", 123", " exp 12/27", " 12"])
def test_a_number_after_a_card_does_not_hide_it(tail: str) -> None:
    text = f"4539 1488 0343 6467{tail}"
    assert len(cards(text)) == 1
    assert cards(text)[0].startswith("4539 1488 0343 6467")


def test_the_security_code_behind_a_card_is_not_shown_as_its_last_digits() -> None:
    # This failed once: sixteen digits and the code make nineteen that pass, and “7123” is shown
    from caraway_audit.model import Client
    from caraway_audit.privacy.mask import Masker, NameIndex

    masked = Masker(DETECTOR, NameIndex(), Client()).mask("4539 1488 0343 6467 123")
    assert "7123" not in masked


def test_two_cards_are_two() -> None:
    assert cards("4539 1488 0343 6467 and 5412-7512-3456-7898") == ["4539 1488 0343 6467", "5412-7512-3456-7898"]


@pytest.mark.parametrize(
    "text",
    [
        "my order 4539148803436460 has not come",
        "tracking number 4539 1488 0343 6467 says delivered",
        "parcel no. 4539148803436467",
        "IMEI 490154203237518",
        "imei: 3566002020360505",
        "ISBN 978-3-16-148410-0",
        "9783161484100",
        "1Z999AA10123456784",
        "JD014600003456789012",
        "the card ending in **** 4242",
        "12345678901234567890123",
        "The token of your meter is 5519 0028 7734 1106 2285, please key it in.",
        "1111 2222 3333 4444",
    ],
)
def test_a_number_of_another_kind_is_no_card(text: str) -> None:
    assert cards(text) == []


@pytest.mark.parametrize("digits", sorted(TEST_CARDS))
def test_published_test_cards_are_found_like_any_other(digits: str) -> None:
    assert cards(f"the card {digits} please") == [digits]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@mail.example", "ann@mail.example"),
        ("Write to Ann.Bell+shop@mail.shop.example.", "Ann.Bell+shop@mail.shop.example"),
        ("<ann@mail.example>", "ann@mail.example"),
        ("mailto:ann@mail.example?subject=x", "ann@mail.example"),
        ("o'neil@mail.example", "o'neil@mail.example"),
        ("ANN@MAIL.EXAMPLE", "ANN@MAIL.EXAMPLE"),
        ("ann@mail.example's box", "ann@mail.example"),
        ("a@b.cd", "a@b.cd"),
        ("(ann_b@sub.mail.example)", "ann_b@sub.mail.example"),
    ],
)
def test_an_address_is_found_by_its_form(text: str, address: str) -> None:
    assert found(text) == [address]


@pytest.mark.parametrize("text", ["jürgen@mail.example", "josé.garcía@mail.example", "ann@müller.example", "_ann@mail.example"])
def test_an_address_with_letters_beyond_ascii_is_found(text: str) -> None:
    # This failed once: these pass unmasked
    assert found(f"write to {text} please") == [text]


@pytest.mark.parametrize(
    "text", ["@ann_bell", "ann@mail", "two @ 3.50 each", "a@b", "look at this dot", "@", "@@", "ann@mail..example"]
)
def test_what_is_no_address(text: str) -> None:
    assert found(text, "EMAIL_ADDRESS") == []


@pytest.mark.parametrize(
    "number",
    [
        "+44 7700 900123",
        "+447700900123",
        "+49 30 901820",
        "+41 44 668 18 00",
        "+1 (202) 555-0123",
        "07700 900123",
        "07700900123",
        "07700-900-123",
        "0161 496 0012",
        "(020) 7946 0018",
        "020 7946 0018",
        "202-555-0123",
        "(202) 555-0123",
        "06 12 34 56 78",
        "0722 418 093",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "my number is {}.", "ring {}, please", "{} is mine", "mobile: {}"])
def test_a_phone_number_is_found(number: str, frame: str) -> None:
    assert phones(frame.format(number)) == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0044 7700 900123 is mine", "0044 7700 900123"),
        ("(07700 900123 is mine)", "07700 900123"),
        ("07700 900123/07700 900124", "07700 900124"),
        ("+41 44 668 18 00  07700 900123", "07700 900123"),
        ("07700 900123 4539 1488 0343 6467", "07700 900123"),
        ("at 10:15 07700 900123 rang", "07700 900123"),
        ("call me on +44 7911 482913.\n( 5m 0s ) Omar", "+44 7911 482913"),
        ("07700 900123\n2 tickets", "07700 900123"),
        ("07700\n900123", "07700\n900123"),
        ("1:07700900123", "07700900123"),
        ("185.12.64.1 called from 0161 496 0012", "0161 496 0012"),
        ("06.12.34.56.78 or 07700 900123", "06.12.34.56.78"),
        ("07700 900123 4539 1488 0343 6467", "4539 1488 0343 6467"),
    ],
)
def test_a_number_beside_a_bracket_or_another_number_is_found(text: str, number: str) -> None:
    # This failed once: these pass unmasked
    assert number in [written.strip("(") for written in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02",
        "02.03.2026",
        "12/03/2026 10:30",
        "on 31.12.2026, 10:00",
        "20260302",
        "it was used on 06152018",
        "13102018",
        "10:00-18:00",
        "between 10.00-18.00",
        "from 1200 to 1500",
        "1,200.50 euro",
        "1.200,50",
        "£1200",
        "20 000 000 pieces",
        "order 77291103456",
        "order no. 07700 900123",
        "invoice #07700900123",
        "room 1204",
        "the years 2024 2025",
        "0.12345678",
        "serial number 07700 900123",
        "ticket 202-555-0123",
        "2026-03-02 10:15:22.123456 2026 INFO started",
        "[10:12:33.123456] 2026 ready",
        "[thread 140234-88821] failed",
        "pid 1234567890 exited",
        "route 203.0.113.0/24 via 198.51.100.1",
        "203.0.113.0 24",
        "203.0.113.128/25 203.0.113.0/25",
        "the crime number is 44/2026/118273",
        "file 2026/118273",
    ],
)
def test_a_date_a_price_a_time_or_an_order_is_no_phone_number(text: str) -> None:
    assert phones(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It ships by Postlink, tracking PL 4409 1827 55 SE.",
        "Please key it in slowly: 6093 1178 5542 0096 3381",
    ],
)
def test_what_goes_on_in_fours_or_is_tracked_is_no_phone_number(text: str) -> None:
    assert not [entity for entity in DETECTOR.detect(text) if entity.kind in ("PHONE_NUMBER", "CREDIT_CARD")]


@pytest.mark.parametrize(
    "text", ["version 10.12.14.1233", "the format 45002300", "open 2026/03/02 10:00", "the station 45002300"]
)
def test_a_word_that_only_ends_like_a_phone_word_makes_no_phone_number(text: str) -> None:
    # This failed once: “version” ends in “on”, “format” in “at”
    assert phones(text) == []


def test_the_regions_say_which_local_numbers_count() -> None:
    assert phones("hier 079 123 45 67") == []
    assert [entity.kind for entity in Detector(("GB", "CH")).detect("hier 079 123 45 67")] == ["PHONE_NUMBER"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN_CODE"),
        ("DE89370400440532013000", "IBAN_CODE"),
        ("my ssn is 536-90-4399", "US_SSN"),
        ("NHS 943 476 5919", "UK_NHS"),
        ("from 192.168.1.1", "IP_ADDRESS"),
        ("NINO AB123456C", "UK_NINO"),
    ],
)
def test_the_long_tail_is_found_with_sockets_blocked(text: str, kind: str) -> None:
    assert kind in {entity.kind for entity in DETECTOR.detect(text)}


@pytest.mark.parametrize("text", ["iban de89370400440532013000", "device aa:bb:cc:dd:ee:ff"])
def test_the_long_tail_is_found_in_lower_case(text: str) -> None:
    # This failed once: these pass unmasked
    assert found(text) != []


@pytest.mark.parametrize(
    "text", ["DE89370400440532013001", "hello", "", "order 12", "\ud800", "\x00" * 5, "1" * 5000, "@" * 5000]
)
def test_what_holds_nothing_personal_gives_nothing(text: str) -> None:
    assert found(text) == []


def test_values_are_in_order_and_do_not_overlap() -> None:
    text = "ann@mail.example, 07700 900123, 4539 1488 0343 6467, DE89370400440532013000, +44 7700 900124"
    entities = list(DETECTOR.detect(text))
    assert len(entities) == 5
    assert all(one.end <= other.start for one, other in pairwise(entities))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to ａｎｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ please", "EMAIL_ADDRESS"),
        ("write to ann＠mail.example please", "EMAIL_ADDRESS"),
        ("IBAN ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００", "IBAN_CODE"),
        ("the card is ٤١١١ ١١١١ ١١١١ ١١١١", "CREDIT_CARD"),
        ("my SSN is ५३६-९०-४३९९", "US_SSN"),
        ("call ＋４４ ２０ ７９４６ ０９５８", "PHONE_NUMBER"),
    ],
)
def test_full_width_characters_and_digits_of_other_scripts_hide_nothing(text: str, kind: str) -> None:
    [found] = Detector().detect(text)
    assert found.kind == kind
    assert not any(ch.isdigit() or ch in "@＠" for ch in text[: found.start] + text[found.end :])


SCRIPT = """
import sys
from caraway_audit.privacy.detect import Detector
assert not list(Detector().detect(sys.argv[1]))
print(sorted(name for name in ("presidio_analyzer", "spacy", "tldextract", "phonenumbers") if name in sys.modules))
"""


@pytest.mark.parametrize("text", ["Hello, my kettle is broken and I am sad", "", "it costs 12 euro @ the shop"])
def test_a_text_without_anything_to_find_starts_no_presidio(text: str, clean_environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", SCRIPT, text]
    done = subprocess.run(command, env=clean_environment, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_a_time_of_day_or_a_version_starts_no_presidio(clean_environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", SCRIPT, "on 3.1.81.887 since 12:30:45"]
    done = subprocess.run(command, env=clean_environment, capture_output=True, text=True, timeout=60, check=True)
    assert "presidio_analyzer" not in done.stdout


def test_presidio_starts_and_finds_without_a_network(clean_environment: dict[str, str]) -> None:
    script = SCRIPT.replace("assert not", "assert")
    command = [sys.executable, "-c", script, "it came from 203.0.113.7."]
    done = subprocess.run(command, env=clean_environment, capture_output=True, text=True, timeout=60, check=True)
    assert "presidio_analyzer" in done.stdout
    assert "network" not in done.stderr


@pytest.mark.parametrize(
    "written",
    [
        "DE89370400440532013000", "de89 3704 0044 0532 0130 00", "DE 89 37 04 00 44 05 32 01 30 00",
        "DE89-3704-0044-0532-0130-00", "GB29 NWBK 6016 1331 9268 19", "NO93 8601 1117 947", "FR14 2004 1010 0505 0001 3M02 606",
    ],
)  # fmt: skip
def test_a_bank_account_is_found_whole_however_it_is_grouped(written: str) -> None:
    text = f"My account: {written}, thanks, it is 5 years old."
    [found] = DETECTOR.detect(text)
    assert (found.kind, text[found.start : found.end]) == ("IBAN_CODE", written)


def test_a_bank_account_with_a_slip_is_masked_where_it_is_called_one() -> None:
    text = "the IBAN is DE89 3704 0044 0532 0130 01"
    [found] = DETECTOR.detect(text)
    assert (found.kind, text[found.start : found.end]) == ("OTHER_NUMBER", "DE89 3704 0044 0532 0130 01")


def test_words_around_a_number_make_no_bank_account() -> None:
    # This failed once: Iceland's accounts begin with “is” and are as long as this
    assert "IBAN_CODE" not in {entity.kind for entity in DETECTOR.detect("tracking number is 95661257778997 has not come")}


@pytest.mark.parametrize("text", ["be at 10 people who came 20 times", "is 25 and 1.000.000.000.000 no 12 11 10 9 8"])
def test_words_and_counts_are_no_bank_account(text: str) -> None:
    assert not [entity for entity in DETECTOR.detect(text) if entity.kind == "IBAN_CODE"]


@pytest.mark.parametrize("town", ["Hexham", "Upper Wibblesford", "wibbles magna"])
def test_the_town_between_a_street_and_a_postcode_is_masked(town: str) -> None:
    text = f"please send it to 14 Mill Lane, {town} NE46 1AB instead"
    start = text.index(town)
    covered = {place for one in Detector().find(text) for place in range(one.start, one.end)}
    assert covered.issuperset(range(start, start + len(town)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((f"my {called} is sunflower7", "sunflower7") for called in ("pasword", "passwrod", "passowrd", "passord", "PASWORD")),
        ("passwrod: tulipbed", "tulipbed"),
        ("my pass word is sunflower7", "sunflower7"),
        ("my pasphrase is correct-horse-battery9", "correct-horse-battery9"),
        ("the Recoverey Code is 8392-0471", "8392-0471"),
        ("acount nubmer 12345678, sotr code 20-00-00", "12345678"),
        ("acount nubmer 12345678, sotr code 20-00-00", "20-00-00"),
        ("my securty code is 882", "882"),
        ("pasport nubmer 123456789", "123456789"),
        ("my memmorable word is swordfish", "swordfish"),
        ("&lt;b&gt; my regsitration is kx09 abc", "kx09 abc"),
        ("date of brith 4 may 1981 and my\u200b maidne name is Okafor", "Okafor"),
        ("verifcation code 449 201", "449 201"),
        ("my paswrd Juniper#199! isnt working", "Juniper#199!"),
        ("pswd: Juniper#216!", "Juniper#216!"),
        ("Tundra#128! is my password", "Tundra#128!"),
        ("432 is the cvv", "432"),
        ("432, thats the cvv", "432"),
        ("sunny99dog was my password", "sunny99dog"),
        ("ccv: 285", "285"),
        ("cvv2 number 752", "752"),
        ("6011 1111 1111 1117 exp 0428 sec 553", "553"),
        ("i put my pin in 2696 and it failed", "2696"),
        ("d o b 24/12/88", "24/12/88"),
    ],
)
def test_a_value_behind_a_misspelt_word_for_it_is_masked(text: str, value: str) -> None:
    assert value in [text[one.start : one.end] for one in Detector().find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "i passed is it, all 12 of them",
        "Logan is 4411 miles away, Emil says",
        "Cody was 12345678 once",
        "the debut was on 1234 screens",
        "nationals: 449 201 watched",
        "I put my pin in 2024 for the first time",
        "I typed my pin in 3 times",
        "128 is the code for the colour",
        "the offer expires 30 sec 15 before noon",
    ],
)
def test_a_word_like_one_for_a_value_names_none(text: str) -> None:
    assert [one for one in Detector().find(text) if one.kind not in ("PERSON", "LOCATION")] == []


@given(st.text(alphabet="acount nubmerpaswd1234 .", max_size=60))
def test_places_of_a_text_as_it_was_meant_lead_back_to_it(text: str) -> None:
    read, places = as_meant(text, range(len(text)))
    assert len(read) == len(places)
    assert list(places) == sorted(places)
    assert [text[place] for letter, place in zip(read, places, strict=True) if letter in " .1234"] == [
        c for c in text if c in " .1234"
    ]
