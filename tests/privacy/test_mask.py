"""Masking: nothing planted comes out again, by any door."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.model import Client
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR = Detector()
ANN = Client("", ("Ann Bellweather",))
PLANTED = {
    "4539 1488 0343 6467": ("4539", "1488", "0343"),
    "5412751234567898": ("5412751234567898", "541275"),
    "rosa.lind@mail.example": ("rosa", "lind", "mail.example"),
    "07700 900123": ("07700", "9001"),
    "+41 44 668 18 00": ("668", "41 44"),
    "Ann Bellweather": ("Ann", "Bellweather"),
    "bellweather": ("bellweather",),
    "Zoë Quillfeather": ("Zoë", "Quillfeather"),
}


def masker(client: Client = ANN, *others: str) -> Masker:
    """A masker of one client's conversation in an export with others."""
    return Masker(DETECTOR, NameIndex.of([client, *(Client("", (name,)) for name in others)]), client)


MASKER = masker(ANN, "Zoë Quillfeather")
WORDS = st.text(st.sampled_from("abc xyz.,!?()“”\n\t'-_*<>&é中😀\u00a0")).map(lambda text: f" {text} ")
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(sorted(PLANTED))), min_size=1, max_size=4)


@settings(max_examples=120, deadline=None)
@given(TEXTS, WORDS, st.data())
def test_no_planted_value_survives_in_text_excerpt_or_inside(
    parts: list[tuple[str, str]], tail: str, data: st.DataObject
) -> None:
    text = "".join(before + value for before, value in parts) + tail
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = data.draw(st.integers(0, 80))
    outputs = [
        MASKER.mask(text),
        MASKER.excerpt(text, (start, end), around),
        MASKER.inside(text, (start, end)),
    ]
    for output in outputs:
        for _, value in parts:
            for fragment in PLANTED[value]:
                assert fragment not in output, (fragment, output)


def test_no_span_of_a_text_bares_a_value() -> None:
    text = "pay 4539 1488 0343 6467 now, Ann Bellweather, or rosa.lind@mail.example"
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            for output in (MASKER.excerpt(text, (start, end), 3), MASKER.inside(text, (start, end))):
                assert not any(fragment in output for fragment in ("4539", "0343", "Ann", "Bell", "rosa", "lind")), output


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.data())
def test_plain_text_is_left_as_it_is_and_any_span_is_answered(text: str, data: st.DataObject) -> None:
    plain = masker(Client())
    if not plain.find(text):
        assert plain.mask(text) == text
    span = (data.draw(st.integers(0, 80)), data.draw(st.integers(0, 80)))
    assert isinstance(plain.excerpt(text, span), str)
    assert isinstance(plain.inside(text, span), str)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_what_is_found_is_in_order_and_does_not_overlap(parts: list[tuple[str, str]]) -> None:
    text = "".join(before + value for before, value in parts)
    entities = MASKER.find(text)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in entities)
    assert all(one.end <= other.start for one, other in pairwise(entities))


@pytest.mark.parametrize(
    "text",
    [
        "I am Ann Bellweather ann.bellweather@mail.example",
        "Ann ann.bellweather@mail.example",
        "Ann-ann.bellweather@mail.example",
    ],
)
def test_a_name_just_before_its_own_address_is_masked(text: str) -> None:
    # This failed once: the name and the address's first part are joined, overlap the address, and are dropped
    assert "Ann" not in MASKER.mask(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Card 4539 1488 0343 6467.", "Card [card •••• 6467]."),
        ("Call 07700 900123.", "Call [phone •• 23]."),
        ("Mail rosa@mail.example.", "Mail [e-mail]."),
        ("I am Ann Bellweather.", "I am [client]."),
        ("Zoë Quillfeather came too.", "[name] came too."),
        ("IBAN DE89370400440532013000!", "IBAN [IBAN]!"),
    ],
)
def test_a_label_says_what_stood_there_and_no_more(text: str, masked: str) -> None:
    assert MASKER.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    ["Zoë Quillfeather", "zoë quillfeather", "ZOË QUILLFEATHER", "Zoe Quillfeather", "Zoë  Quillfeather", "Zoë\nQuillfeather"],
)
def test_the_full_name_of_any_client_is_masked_anywhere(text: str) -> None:
    assert MASKER.mask(f"hello {text}, bye") == "hello [name], bye"


def test_part_of_another_clients_name_is_a_word_like_any_other() -> None:
    assert MASKER.mask_known("a quillfeather for Zoë") == "a quillfeather for Zoë"


@pytest.mark.parametrize(
    "text", ["Ann", "ann", "ANN", "Bellweather", "Ann's", "Ann Bellweather", "ann-bellweather", "Bellweather, Ann"]
)
def test_every_part_of_the_clients_own_name_is_masked_in_their_conversation(text: str) -> None:
    masked = MASKER.mask(f"for {text} here")
    assert "[client]" in masked
    assert "ann" not in masked.lower()
    assert "bellw" not in masked.lower()


def test_a_name_inside_a_longer_word_is_none() -> None:
    assert MASKER.mask("the Annual banner of Bellweatherford") == "the Annual banner of Bellweatherford"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Will you? I will, in May, and may I", "[client] you? I will, in [client], and may I"),
        ("will may", "[client]"),  # the full name, in any case
        ("WILL", "[client]"),
    ],
)
def test_a_name_that_is_an_everyday_word_needs_its_capital(text: str, masked: str) -> None:
    assert masker(Client("", ("Will May",))).mask(text) == masked


@pytest.mark.parametrize("text", ["Inés García", "INES GARCIA", "ines", "garcía", "Garcia"])
def test_accents_do_not_matter(text: str) -> None:
    assert masker(Client("", ("Inés García",))).mask(text) == "[client]"


@pytest.mark.parametrize(
    ("name", "text"), [("Inés García", "Ine\u0301s Garci\u0301a"), ("Ine\u0301s Garci\u0301a", "Inés García")]
)
def test_accents_written_as_marks_of_their_own_do_not_matter(name: str, text: str) -> None:
    # This failed once: exports of a Mac write them so, and the name passes unmasked
    masked = masker(Client("", (name,))).mask(text)
    assert "In" not in masked
    assert "Garc" not in masked


@pytest.mark.parametrize("text", ["ann_bellweather", "AnnBellweather"])
def test_a_name_written_as_one_word_is_masked(text: str) -> None:
    assert MASKER.mask(text) == "[client]"


def test_the_clients_id_is_masked_in_their_conversation() -> None:
    mine = masker(Client("C-99812", ("Ann Bellweather",)))
    assert "99812" not in mine.mask("customer C-99812, or 99812")


def test_a_handle_is_masked_in_every_conversation() -> None:
    assert masker(ANN, "quill_22").mask("as @quill_22 said") == "as @[name] said"


def test_an_excerpt_is_cut_at_words_and_says_so() -> None:
    text = "one two three four five six seven eight nine ten"
    start = text.index("five")
    shown = MASKER.excerpt(text, (start, start + 4), 8)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert set(shown.strip("… ").split()) <= set(text.split())
    assert "five" in shown
    assert MASKER.excerpt(text, (0, len(text))) == text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Otto", "Otto"),
        ("Zoltanek", "zoltanek"),
        ("Zoltanek", "ZOLTANEK"),
        ("4821", "4821"),
        ("Bo Li", "bo li"),
        ("k9x2", "K9X2"),
    ],
)
def test_names_and_ids_of_other_clients_are_masked_however_short(name: str, said: str) -> None:
    assert masker(ANN, name).mask(f"As I told {said} yesterday.") == "As I told [name] yesterday."


@pytest.mark.parametrize("name", ["Rose", "Otto", "An Do", "Will", "Guest", "77"])
def test_everyday_words_are_not_taken_for_names_of_other_clients(name: str) -> None:
    text = "a rose in 77 vases will do an otto of help as a guest"
    assert masker(ANN, name).mask(text) == text


@pytest.mark.parametrize(
    ("client", "text", "masked"),
    [
        (Client("bo@example.com", ("bo@example.com",)), "see example.com, Bo", "see example.com, [client]"),
        (Client("", ("Bo <bo.lund@shop.example>",)), "the shop example of Lund", "the shop example of [client]"),
        (
            Client("https://shop.example/u/417", ("Bo Lund",)),
            "https://other.example in the shop",
            "https://other.example in the shop",
        ),
        (Client("", ("info@fernhill.example",)), "for your info", "for your info"),
    ],
)
def test_the_host_of_an_address_is_no_name(client: Client, text: str, masked: str) -> None:
    assert Masker(DETECTOR, NameIndex.of([client]), client).mask_known(text) == masked


def test_places_in_a_masked_text_are_those_of_the_pieces() -> None:
    text = "a 07700 900123 b 07700 900124"
    whole = MASKER.mask(text)
    assert MASKER.inside(text, (0, len(text))) == whole == MASKER.excerpt(text, (0, len(text)))
    assert MASKER.inside(text, (3, 4)) == "[phone •• 23]"
    assert MASKER.inside(text, (2, 2)) == MASKER.inside(text, (len(text), len(text))) == ""
    assert MASKER.inside(text, (15, 18)) == "b [phone •• 24]"


@pytest.mark.parametrize(
    ("name", "text", "bare"),
    [
        ("Rosalinde Quartermaine rosa@mail.example", "On Monday Rosalinde Quartermaine <rosa@mail.example> wrote", "Quarter"),
        ("Rosalinde Quartermaine 07700 900417", "Rosalinde Quartermaine, 07700 900417", "Quarter"),
        ("O'Brien, Maëlle", "Maëlle O’Brien was here", "Brien"),
    ],
)
def test_a_name_is_masked_however_the_export_writes_it(name: str, text: str, bare: str) -> None:
    for client in (Client("", (name,)), ANN):
        assert bare not in masker(client, name).mask(text)


@pytest.mark.parametrize("text", ["4916 3278 1045 9372 12/27 913", "> 07700 900 417\n07700 900 417\n07700 900 417: hi"])
def test_no_digits_are_left_beside_a_card(text: str) -> None:
    shown = MASKER.mask(text)
    assert not any(part in shown for part in ("913", "12/27", "900", "417")), shown


@pytest.mark.parametrize(
    ("path", "bare"),
    [
        ("mails 536-90-4399/536-90-4399.csv", "4399"),
        ("12 Rosewood Lane, Leeds/12 Rosewood Lane, Leeds.pdf", "Rosewood"),
        ("password: Xylo-81/password: Xylo-81.csv", "Xylo"),
    ],
)
def test_each_folder_of_a_path_is_masked_by_itself(path: str, bare: str) -> None:
    assert bare not in MASKER.mask_path(path)


@pytest.mark.parametrize("identity", ["536-90-4399-0b76c1", "chat_536-90-4399_2"])
def test_an_id_is_not_harmless_for_what_is_glued_to_it(identity: str) -> None:
    assert not MASKER.is_harmless(identity)


@pytest.mark.parametrize(
    "identity",
    [
        "EH6 5QR", "eh65qr", "EH65QR-3", "EH6_5QR", "chat EH6-5QR-1", "K1A 0B6", "1011 AB", "D02 X285", "ann_bellweather",
        "bellweather.ann", "bellweather77", "rosa_lind", "kasia-bell", "rosa.lind7", "Leocadia Vanderbeek", "Torvald Zalewski",
    ],
)  # fmt: skip
def test_an_id_that_is_a_postcode_or_a_name_is_not_harmless(identity: str) -> None:
    # These failed once: ids were masked by what form and export tell, and a postcode is told by its neighbours
    assert not MASKER.is_harmless(identity)


@pytest.mark.parametrize(
    "identity",
    [
        "c1", "chat-1042", "TK-2026-0042", "AB12-3456", "web_chat", "paris_office", "jordan_river", "rose_garden", "bill-1042",
        "A1B2C3D4", "BT-12-AB", "S3-9X", "SO-1234", "ticket123456", "20260301_0007", "mark_open", "bill_pay", "ref AB12 345",
        "2026 1042 UK", "Web Chat", "Kia Picanto",
    ],
)  # fmt: skip
def test_an_id_that_only_looks_like_one_stays(identity: str) -> None:
    assert MASKER.is_harmless(identity)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4539&nbsp;1488&nbsp;0343&nbsp;6467 ok", "[card •••• 6467] ok"),
        ("4539<br>1488<br>0343<br>6467", "[card •••• 6467]"),
        ("4539<b></b>1488<!-- --> 0343 6467", "[card •••• 6467]"),
        ("4539·1488·0343·6467", "[card •••• 6467]"),
        ('<a href="mailto:rosa@mail.example">me</a> &amp; you', '<a href="mailto:[e-mail]">me</a> &amp; you'),
        ("Ann&nbsp;<b>Bellweather</b>", "[client]</b>"),
        ("the api key is 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "the api key is [secret]"),
        ("if 1 < 2 & 3 > 2 then", "if 1 < 2 & 3 > 2 then"),
    ],
)
def test_what_markup_splits_is_masked(text: str, shown: str) -> None:
    assert Masker(Detector(), NameIndex(), Client("", ("Ann Bellweather",))).mask(text) == shown


def test_underscores_are_spaces_in_names_of_files() -> None:
    masker = Masker(Detector(), NameIndex(), Client())
    assert masker.mask_path("out/chat_07700_900417_export.csv") == "out/chat_[phone •• 17]_export.csv"
    assert masker.mask_path("x_536-22-8726_x.csv") == "x_[SSN]_x.csv"
    assert masker.mask_path("orders_2026_03_02.csv") == "orders_2026_03_02.csv"
