"""Words and figures of the readable reports."""

import build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.reports.wording import clean, cut, day, listed, moment, pause, percent, period


@given(st.text())
def test_clean_text_can_be_written_and_is_clean_again(text: str) -> None:
    shown = clean(text)
    shown.encode()
    assert clean(shown) == shown
    assert not set(build.UNSEEN) & set(shown)


def test_clean_keeps_what_shows() -> None:
    assert clean("a\r\nb\tc\rd") == "a\nb\tc\nd"
    assert clean("Łukasz Żółw, 你好, עברית") == "Łukasz Żółw, 你好, עברית"
    assert clean("👩‍👧 and a\u200db") == "👩‍👧 and ab"
    assert clean("pay\u202egnp.exe") == "paygnp.exe"


@pytest.mark.parametrize(
    ("rate", "digits", "said"),
    [(1, 1, "100%"), (0.9996, 0, "99%"), (0.9996, 1, "99.9%"), (0.0001, 0, "1%"), (0, 1, "0%"), (0.854, 1, "85.4%")],
)
def test_percent_says_all_only_for_all(rate: float, digits: int, said: str) -> None:
    assert percent(rate, digits) == said


def test_dates_are_read_as_text() -> None:
    assert day("2026-03-02T09:14:00+01:00") == "2 March 2026"
    assert moment("2026-03-02T09:14:00+01:00") == "2 March 2026, 09:14"
    assert (day("soon"), moment("")) == ("soon", "")
    assert period("2026-03-02", "2026-03-08") == "2 to 8 March 2026"
    assert period("2026-03-30", "2026-04-02") == "30 March to 2 April 2026"
    assert period("2025-12-30", "2026-01-02") == "30 December 2025 to 2 January 2026"
    assert (period("2026-03-02", "2026-03-02T18:00"), period("", "")) == ("2 March 2026", "")


def test_pauses_lists_and_cuts() -> None:
    assert [pause(60 * n) for n in (1, 31, 125, 600, 6000)] == [
        "1 minute",
        "31 minutes",
        "2 hours 5 minutes",
        "10 hours",
        "4 days",
    ]
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert cut("a\n  b" + "x" * 20, 6) == "a bxx…"
