"""Values that were found are found again, however they are written, and nothing else is."""

import html
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.privacy.again import Digests, digests_in, digests_of, places, squeezed, survivor

VALUES = (
    "07700 900417", "(212) 555-0187", "4916 3278 1045 9372", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00",
    "rosa.lind@mail.example", "jürgen.möller@post.example", "a1b2c3d4e5", "536-90-4399", "4a5b6c7d8e9f1", "1rosa@mail.ex4mple",
)  # fmt: skip
GROUPED = ("07700 900417", "4916 3278 1045 9372", "DE89 3704 0044 0532 0130 00")
KNOWN_ONES = {digest for value in VALUES for digest in digests_of(value)}
KNOWN = Digests([sorted(KNOWN_ONES)])
ESCAPES = (
    str,
    str.upper,
    html.escape,
    lambda text: json.dumps(text)[1:-1],
    lambda text: "".join(f"&#{ord(ch)};" for ch in text),
    lambda text: "".join(f"&#x{ord(ch):x};" for ch in text),
)


@given(
    st.sampled_from(VALUES),
    st.sampled_from(ESCAPES),
    st.sampled_from(["", "2026 ", "<b>", "x\n", "tel:", '"']),
    st.sampled_from(["", " 12", "</b>", '",', "\n7", "."]),
    st.sampled_from([0, 1_000, 199_980, 199_995, 200_000, 399_990]),
)
def test_a_value_is_found_in_every_form_and_at_every_place(
    value: str, escape: Callable[[str], str], before: str, after: str, far: int
) -> None:
    written = escape(before + value + after)
    stream = io.StringIO("word " * (far // 5) + "\n" + written)
    assert survivor(stream, KNOWN) == 2 + escape(before).count("\n")


@given(st.sampled_from(GROUPED), st.sampled_from(["", " ", "-", "·", " - ", "\t", "\n"]))
def test_a_number_is_known_however_it_is_grouped(value: str, between: str) -> None:
    written = value.replace(" ", between)
    ((start, end),) = places(f"so 12 {written}, ok", KNOWN)
    assert squeezed(f"so 12 {written}, ok"[start:end]) in {squeezed(value), squeezed(value)[4:]}  # of an IBAN the numbers


def test_a_report_is_searched_for_numbers_as_they_were_written() -> None:
    known = Digests([sorted({*digests_of("20001231"), *digests_of("2026-0417"), *digests_of("1234 5678")})])
    assert survivor(io.StringIO("Conversation CH-2000 (1231) of 2026-04-17, 12 34 56 78"), known) is None
    assert survivor(io.StringIO("or 1234-5678"), known) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://wa.me/%2B4477009%2D",
        "tel=%2B447700900417&",
        "?a=%3D07700900417",
        "?m=rosa.lind%40mail.example",
        "０７７００９００４１７",
    ],
)
def test_links_and_wide_digits_are_read(text: str) -> None:
    known = Digests([sorted({*KNOWN_ONES, *digests_of("+447700900417")})])
    assert bool(list(places(text, known))) is ("%2D" not in text)


@given(st.text("0123456789 .-ab@", max_size=60))
def test_nothing_else_is_found(text: str) -> None:
    found = [text[start:end] for start, end in places(text, KNOWN)]
    assert all(next(digests_of(one), None) in KNOWN for one in found)


@pytest.mark.parametrize("value", ["12345", "14.07.61", "14.07.1961", "2026-03-02 10:00", "Rosa Lind", "x1"])
def test_what_stands_elsewhere_by_chance_is_not_looked_for(value: str) -> None:
    assert list(digests_of(value)) == []


@pytest.mark.parametrize("text", ["1077009004171", "x07700900417", "077009004170", "rosa.lind@mail.examples"])
def test_a_longer_number_or_word_is_another(text: str) -> None:
    assert list(places(text, KNOWN)) == []


def test_what_is_meant_to_be_read_is_left_out() -> None:
    left = KNOWN.without(set(digests_in("Call us: 07700-900417 (8-18)")))
    assert list(places(VALUES[0], left)) == []
    assert list(places(VALUES[1], left))


@given(st.text("0123456789abcxyz", min_size=9, max_size=40))
def test_whatever_has_a_digest_is_found(value: str) -> None:
    known = Digests([sorted(digests_of(value))])
    assert bool(list(places(f"so {value}, ok", known))) == bool(known)


def test_days_are_looked_for_only_where_asked() -> None:
    assert list(digests_of("14.07.1961")) == []
    assert list(digests_of("14.07.1961", days=True))


@pytest.mark.parametrize("glue", ["", ",", "-", "&"])
def test_a_text_without_spaces_is_not_held_as_a_whole(glue: str, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("one two\n" + glue.join(["abcdef"] * 500_000))
    tracemalloc.start()
    with path.open() as stream:
        survivor(stream, KNOWN)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize("text", ["1 " * 20_000 + "a", "a1" * 50_000, "a@a.b" * 20_000, "a.b" * 50_000 + "@", "9" * 100_000])
def test_no_text_costs_the_square_of_its_length(text: str) -> None:
    assert list(places(text, KNOWN)) == []  # the suite's limit of time would tell
