"""Business time: adds up, stands still when the firm is closed, and knows holidays and the change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from caraway_audit.policy.calendar import BusinessTime
from caraway_audit.policy.schema import Calendar, parse_duration, parse_hours, show_duration

ZURICH = ZoneInfo("Europe/Zurich")
FEW = settings(max_examples=80, deadline=None)
CALENDARS = st.builds(
    Calendar,
    timezone=st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    hours=st.sampled_from(
        [
            "",
            "Mon-Fri 08:00-18:00",
            "Mon-Sun 00:00-24:00",
            "Mon-Fri 08:00-12:00, Mon-Fri 13:00-17:30, Sat 09:00-12:00",
            "Fri-Mon 22:00-24:00",
        ]
    ),
    holidays=st.sampled_from(["", "CH", "GB-ENG", "US"]),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def at(*parts: int, zone: ZoneInfo = ZURICH) -> datetime:
    """A moment by the clock on the wall, as UTC (what readers give)."""
    return datetime(*parts, tzinfo=zone).astimezone(UTC)


def calendar(hours: str, zone: str = "Europe/Zurich", holidays: str = "") -> BusinessTime:
    return BusinessTime(Calendar(timezone=zone, hours=hours, holidays=holidays))


@FEW
@given(CALENDARS, st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_time_adds_up(settings_: Calendar, moments: list[datetime]) -> None:
    a, b, c = moments
    time_ = BusinessTime(settings_)
    assert time_.between(a, b) + time_.between(b, c) == time_.between(a, c)


@FEW
@given(CALENDARS, MOMENTS, MOMENTS)
def test_working_time_is_never_longer_than_time_and_never_negative(settings_: Calendar, start: datetime, end: datetime) -> None:
    worked = BusinessTime(settings_).between(start, end)
    assert timedelta(0) <= worked <= max(end - start, timedelta(0))


@FEW
@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_without_hours_all_time_counts(start: datetime, length: timedelta) -> None:
    assert calendar("").between(start, start + length) == length


@FEW
@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 13 * 60), st.integers(0, 13 * 60))
def test_nothing_passes_at_night(day: date, one: int, other: int) -> None:
    """Between six in the evening and eight in the morning the clock stands still."""
    evening = datetime.combine(day, time(18), ZURICH).astimezone(UTC)
    moments = sorted(evening + timedelta(minutes=minutes) for minutes in (one, other))
    assert calendar("Mon-Sun 08:00-18:00").between(*moments) == timedelta(0)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(2026, 3, 2, 9), at(2026, 3, 2, 11), 2),  # a Monday
        (at(2026, 3, 2, 17), at(2026, 3, 3, 9), 2),  # over night
        (at(2026, 3, 6, 17), at(2026, 3, 9, 9), 2),  # over the weekend
        (at(2026, 3, 7, 9), at(2026, 3, 8, 20), 0),  # within it
        (at(2026, 3, 2, 9), at(2026, 3, 9, 9), 50),
        (at(2026, 3, 2, 11), at(2026, 3, 2, 9), 0),  # backwards
    ],
)
def test_office_hours(start: datetime, end: datetime, hours: float) -> None:
    assert calendar("Mon-Fri 08:00-18:00").between(start, end) == timedelta(hours=hours)


def test_hours_are_meant_in_the_firms_own_zone() -> None:
    start, end = datetime(2026, 3, 2, 0, tzinfo=UTC), datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert calendar("Mon 08:00-18:00", "America/New_York").between(start, end) == timedelta(0)
    assert calendar("Mon 08:00-18:00", "Asia/Kolkata").between(start, end) == timedelta(hours=10)


def test_a_holiday_is_no_working_day() -> None:
    start, end = at(2026, 12, 24, 8), at(2026, 12, 28, 8)  # Thursday to Monday, Christmas on a Friday
    assert calendar("Mon-Fri 08:00-18:00").between(start, end) == timedelta(hours=20)
    assert calendar("Mon-Fri 08:00-18:00", holidays="CH").between(start, end) == timedelta(hours=10)


def test_a_holiday_of_one_part_of_a_country_counts_there() -> None:
    start, end = at(2026, 1, 6, 8), at(2026, 1, 6, 18)  # Epiphany
    assert calendar("Mon-Fri 08:00-18:00", holidays="DE-BY").between(start, end) == timedelta(0)
    assert calendar("Mon-Fri 08:00-18:00", holidays="DE-BE").between(start, end) == timedelta(hours=10)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_the_clocks_change_has_its_true_length(day: date, hours: int) -> None:
    start, end = (datetime.combine(day + timedelta(days=n), time(0), ZURICH).astimezone(UTC) for n in (0, 1))
    assert calendar("Mon-Sun 00:00-24:00").between(start, end) == timedelta(hours=hours)


@pytest.mark.parametrize("hours", ["Mon-Fri 08:00-18:00, Mon 10:00-12:00", "Mon-Fri 08:00-18:00, Fri-Sun 08:00-18:00"])
def test_hours_that_are_named_twice_count_once(hours: str) -> None:
    # This failed once: twelve working hours in a ten-hour day
    start, end = at(2026, 3, 2, 0), at(2026, 3, 9, 0)
    by_hand = 50 if "Sun" not in hours else 70
    assert calendar(hours).between(start, end) == timedelta(hours=by_hand)


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("", []),
        ("Mon-Fri 08:00-18:00", [0, 1, 2, 3, 4]),
        ("Fri-Mon 08:00-18:00", [0, 4, 5, 6]),
        ("Sun 08:00-09:00", [6]),
        ("Wed-Wed 08:00-09:00", [2]),
    ],
)
def test_days_of_the_week(hours: str, days: list[int]) -> None:
    assert sorted(parse_hours(hours)) == days


@pytest.mark.parametrize(
    "hours",
    ["Mon", "Mon 8:00-18:00", "Mon 08:00-25:00", "Mon 08:00-24:30", "Mon 24:00-24:00", "Mon 08:60-09:00", "Mon 09:00-09:00",
     "Mon 18:00-08:00", "Mo 08:00-09:00", "Mon-Fri 08:00-18:00 x", "08:00-18:00"],
)  # fmt: skip
def test_hours_that_are_none_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match=r"cannot read|no time of day|midnight"):
        parse_hours(hours)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("2m", 120),
        ("2 m", 120),
        ("24h", 86400),
        ("3d", 259200),
        ("1h 30m", 5400),
        ("1h30m", 5400),
        ("1.5h", 5400),
        ("0s", 0),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["2min", "90 min"])
def test_minutes_may_be_written_min(text: str) -> None:
    # This failed once: the schema lists “min”, the pattern tries “m” first
    assert parse_duration(text) == timedelta(minutes=int(text.removesuffix("min")))


@pytest.mark.parametrize("text", ["", "soon", "90", "-5m", "5 weeks", "m", "1h soon", None, 5])
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        parse_duration(text)


@FEW
@given(st.integers(0, 10**8))
def test_a_duration_is_read_back_as_it_was_shown(seconds: int) -> None:
    assert parse_duration(show_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize("region", ["XX", "DE-ZZ"])
def test_a_region_without_known_holidays_is_refused(region: str) -> None:
    with pytest.raises(ValidationError, match=f"the holidays of '{region}' are not known"):
        Calendar(holidays=region)
