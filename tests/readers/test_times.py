"""Times as exports write them: read where they read one way only."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.calendar_names import ALL_MONTHS
from caraway_audit.readers.times import AmbiguousDateError, parse_day, parse_time

MOMENTS = st.datetimes(datetime(2002, 1, 1), datetime(2099, 12, 30)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d-%m-%y, %H:%M:%S", "%d/%m/%Y %I:%M:%S %p")
MONTH_FIRST = ("%m/%d/%Y %H:%M:%S", "%m/%d/%y, %I:%M:%S %p")
CLEAR = (
    "%d.%m.%Y %H:%M:%S", "%d %B %Y %H:%M:%S", "%B %d, %Y, %I:%M:%S %p", "%a, %d %b %Y %H:%M:%S +0000", "%Y/%m/%d, %H:%M:%S",
    "%Y-%m-%d %H:%M:%S UTC", "%d-%b-%Y %H:%M:%S",
)  # fmt: skip


@given(MOMENTS, st.sampled_from(CLEAR))
def test_what_reads_one_way_is_read(at: datetime, form: str) -> None:
    assert parse_time(at.strftime(form), UTC) == at


@given(MOMENTS, st.sampled_from([1, 1_000, 1_000_000]))
def test_epochs_are_read_by_their_length(at: datetime, scale: int) -> None:
    assert parse_time(str(int(at.timestamp()) * scale), None) == at


@given(MOMENTS, st.sampled_from(DAY_FIRST))
def test_day_first_where_the_policy_says_so(at: datetime, form: str) -> None:
    assert parse_time(at.strftime(form), UTC, "day-first") == at


@given(MOMENTS, st.sampled_from(MONTH_FIRST))
def test_month_first_where_the_policy_says_so(at: datetime, form: str) -> None:
    assert parse_time(at.strftime(form), UTC, "month-first") == at


@given(MOMENTS, st.sampled_from([*DAY_FIRST, *MONTH_FIRST]))
def test_without_the_policys_word_they_are_refused(at: datetime, form: str) -> None:
    with pytest.raises(AmbiguousDateError):
        parse_time(at.strftime(form), UTC)


def test_a_day_over_twelve_tells_which_order_fits() -> None:
    with pytest.raises(AmbiguousDateError) as error:
        parse_time("13/04/2026 10:00", UTC)
    assert error.value.only == "day-first"


@given(MOMENTS)
def test_a_form_of_the_policys_own_goes_before_all(at: datetime) -> None:
    assert parse_time(at.strftime("%Y%d%mT%H%M%S"), UTC, "%Y%d%mT%H%M%S") == at


@pytest.mark.parametrize(
    "text",
    ["02.03.2026, 10:02 Uhr", "Mo., 02.03.2026 10:02", "Mo 02.03.2026, 10:02:00 Uhr", "2. März 2026, 10:02 Uhr",
     "lundi 2 mars 2026 10:02",
     "2 de marzo de 2026, 10:02 h", "2 marzo 2026 10:02", "ma 2 maart 2026 10:02", "2 mrt 2026 10:02", "2 mars 2026 à 10h02",
     "Montag, den 2. Maerz 2026 um 10:02 Uhr", "Mon, 2 Mar 2026 10:02 UTC"],
)  # fmt: skip
def test_times_are_read_as_other_languages_write_them(text: str) -> None:
    assert parse_time(text, UTC) == datetime(2026, 3, 2, 10, 2, tzinfo=UTC)


@pytest.mark.parametrize("names", ALL_MONTHS)
def test_a_month_is_one_in_every_language(names: tuple[str, ...]) -> None:
    read = [parse_day(f"2 {name} 2026").month for name in names]
    assert read == list(range(1, 13))


@pytest.mark.parametrize(
    "text",
    [
        "2 jui 2026 10:00",
        "2 mat 2026 10:00",
        "2026-03-02",
        "02.03.2026",
        "10:02",
        "soon",
        "4111111111111111",
        "99.99.2026 10:00",
        "31.02.2026 10:00",
        "1.1.1 1:1",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_time(text, UTC)


@given(st.text(max_size=40))
def test_anything_else_is_refused_in_one_way(text: str) -> None:
    for read in (lambda: parse_time(text, UTC), lambda: parse_day(text)):
        with suppress(ValueError, OverflowError):
            read()
