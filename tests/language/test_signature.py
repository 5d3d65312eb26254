"""Where a message is signed, and what of it is quoted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.language.quotation import blank_quotations
from caraway_audit.language.signature import signature_start


@pytest.mark.parametrize(
    ("text", "author", "below"),
    [
        ("Hello,\nit left today.\n\nKind regards\nDana Fox | Bell Ltd | 0113 496 0455", "D. Fox", "Kind regards\nDana Fox"),
        ("Hello,\nit left today.\n\nDana Fox, Returns\nBell Ltd", "Dana Fox", "Dana Fox, Returns"),
        ("Hi\ndone\nDale&nbsp;|&nbsp;Pre-press\nBell &amp; Sons", "Dale", "Dale&nbsp;|"),
        ("Guten Tag,\nerledigt.\n\nMit freundlichen Grüßen\nA. Kern", "Kern", "Mit freundlichen"),
        ("Hello,\nit left today.\n--\nBell Ltd", "Dana", "--\n"),
        (
            "Hello,\n\nMany thanks,\n\nI looked at it and the box was sent to the old flat, which is our mistake.\nDana",
            "Dana",
            "Dana",
        ),
        ("Hello\nDana, please ring Mr Hill about this tomorrow at the number that he gave to you.", "Dana", ""),
        ("Dana", "Dana", ""),
        ("Hello Ann.\nMany thanks\nThat is Mary Hobbs, she owes us rent.", "Dana", ""),
        ("Hi Tom,\n\nThank you.\n\nPlease restart the router and wait until it is green.", "Dana", ""),
        ("Hello\nWill, your driver, owes Mary Hobbs", "Will Fox", ""),
        ("", "Dana", ""),
    ],
)
def test_a_signature_begins_where_a_message_is_signed(text: str, author: str, below: str) -> None:
    found = text[signature_start(text, author) :]
    assert found.startswith(below) if below else found == ""


@given(st.text(alphabet="aD\n>-, |:", max_size=60), st.sampled_from(["D", "", "a"]))
def test_a_signature_lies_in_the_text_and_begins_a_line(text: str, author: str) -> None:
    start = signature_start(text, author)
    assert 0 < start <= len(text) or start == len(text)
    assert start == len(text) or text[start - 1] == "\n"


@pytest.mark.parametrize(
    "text",
    [
        "Yes.\n\nOn 13 March 2026 at 09:45, Ann Bell <ann@example.com> wrote:\n> is it QUOTED",
        "Yes.\n\nOn Mon, 2 Mar 2026 at 09:45, Ann Bell <ann@example.com>\nwrote:\n\n> is it QUOTED",
        "Yes.\nFrom: Ann Bell\nSent: Monday, 2 March 2026 09:45\nTo: us\n\nis it QUOTED",
        "Yes.\n________________________________\nVon: Ann Bell\nGesendet: Montag\n\nist es QUOTED",
        "Yes.\nOn Tue, 3 Feb 2026 at 16:06 Ann Bell wrote:\nis it QUOTED\nor not",
        "Yes.\n-----Original Message-----\nis it QUOTED",
    ],
)
def test_what_a_message_quotes_is_blanked_at_its_length(text: str) -> None:
    own = blank_quotations(text)
    assert "QUOTED" not in own
    assert "Ann" not in own
    assert own.startswith("Yes.")
    assert len(own) == len(text)
    assert [m.start() for m in re.finditer("\n", own)] == [m.start() for m in re.finditer("\n", text)]


@pytest.mark.parametrize(
    "text",
    [
        "On Monday your driver wrote:\nsorry we missed you\nand that is a lie",  # what is told of is the writer's own
        "Our route:\nFrom: Leeds\nTo: York",
        "What he said:\nOn Monday I came",
        "I want to book this trip\nFrom: Leeds\nDate: 12 May\nCard: 4111 1111 1111 1111",
        "Hello Tom.\nOn Monday at 10:15 the driver wrote:\nYou are a fool, shut up.",
        "Hello Tom.\nOn reflection you are a fool, as I wrote:",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    assert blank_quotations(text) == text
