"""What time limits people name, and which moment each of them means."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.language.deadlines import deadline
from caraway_audit.language.tokens import tokenise
from caraway_audit.policy.calendar import AROUND_THE_CLOCK, BusinessTime
from caraway_audit.policy.schema import Calendar

LONDON = BusinessTime(Calendar(timezone="Europe/London"))
SAID = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # a Wednesday


def due(text: str, said: datetime = SAID, business: BusinessTime = LONDON) -> str | None:
    found = deadline(tokenise(text).words)
    return found.due(said, business).astimezone(business.zone).strftime("%a %d %b %H:%M") if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within 24 hours", "Thu 05 Mar 10:00"),
        ("by Friday 13 March, 5 pm", "Fri 13 Mar 17:00"),  # and not the 5th of March
        ("within 48h", "Fri 06 Mar 10:00"),
        ("in about ten minutes", "Wed 04 Mar 10:10"),
        ("give me forty five minutes", "Wed 04 Mar 10:45"),
        ("in half an hour", "Wed 04 Mar 10:30"),
        ("within the hour", "Wed 04 Mar 11:00"),
        ("in 15-20 minutes", "Wed 04 Mar 10:20"),
        ("by 5 pm", "Wed 04 Mar 17:00"),
        ("by 5", "Wed 04 Mar 17:00"),
        ("by 9", "Wed 04 Mar 21:00"),
        ("by 9 am", "Thu 05 Mar 09:00"),
        ("by 17:00", "Wed 04 Mar 17:00"),
        ("here by 10:15, whatever I hear", "Wed 04 Mar 10:15"),
        ("by 6.15pm", "Wed 04 Mar 18:15"),
        ("tomorrow by noon", "Thu 05 Mar 12:00"),
        ("by 5:30 pm tomorrow", "Thu 05 Mar 17:30"),
        ("tomorrow morning", "Thu 05 Mar 12:00"),
        ("today", "Thu 05 Mar 00:00"),
        ("by close of business", "Thu 05 Mar 00:00"),
        ("before Friday", "Fri 06 Mar 00:00"),
        ("by Friday", "Sat 07 Mar 00:00"),
        ("by Wednesday", "Thu 12 Mar 00:00"),
        ("next Friday", "Sat 14 Mar 00:00"),
        ("next week", "Mon 16 Mar 00:00"),
        ("by the 14th of March", "Sun 15 Mar 00:00"),
        ("by Tuesday 31 March", "Wed 01 Apr 00:00"),
        ("by the 31st", "Wed 01 Apr 00:00"),
        ("by Monday the 31st of August", "Tue 01 Sep 00:00"),
        ("on 29 February", "Tue 02 Mar 00:00"),  # this year's has passed and 2027 has none: the day after it is meant at most
        ("in two working days", "Sat 07 Mar 00:00"),
        ("within 3 business days", "Tue 10 Mar 00:00"),
        ("by half two", "Wed 04 Mar 14:30"),
        ("at quarter to three", "Wed 04 Mar 14:45"),
        ("before ten past four", "Wed 04 Mar 16:10"),
        ("around six", "Wed 04 Mar 18:00"),
        ("inside twenty minutes", "Wed 04 Mar 10:20"),
        ("in an hour or two", "Wed 04 Mar 12:00"),
        ("the day after tomorrow", "Sat 07 Mar 00:00"),
        ("a week from today", "Thu 12 Mar 00:00"),
        ("Wednesday week", "Thu 19 Mar 00:00"),
        ("by Friday next week", "Sat 14 Mar 00:00"),
        ("by the 14th", "Sun 15 Mar 00:00"),
        ("on the 2nd", "Fri 03 Apr 00:00"),
        ("in a fortnight", "Thu 19 Mar 00:00"),
        ("over the weekend", "Mon 09 Mar 00:00"),
        ("before my shift ends", "Thu 05 Mar 00:00"),
        ("before two o'clock", "Wed 04 Mar 14:00"),
        ("before lunch", "Wed 04 Mar 14:00"),
        ("by Friday teatime", "Fri 06 Mar 18:00"),
        ("before the day is out", "Thu 05 Mar 00:00"),
        ("by 4ish", "Wed 04 Mar 16:00"),
        ("at six sharp", "Wed 04 Mar 18:00"),
        ("back in ten", "Wed 04 Mar 10:10"),
    ],
)
def test_a_time_limit_is_a_moment_in_the_firms_zone(text: str, expected: str) -> None:
    assert due(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "by the way",
        "in a moment",
        "give me a minute",
        "as soon as I can",
        "in a few minutes",
        "about the 3 day pass",
        "soon",
        "in two",
        "a cup of tea",
    ],
)
def test_what_names_no_time_is_none(text: str) -> None:
    assert due(text) is None


def test_working_days_leave_out_closed_days_and_holidays() -> None:
    shop = BusinessTime(Calendar(timezone="Europe/London", hours="Mon-Sat 09:00-18:00", holidays="GB-ENG"))
    maundy = datetime(2026, 4, 2, 10, tzinfo=UTC)  # Thursday before Good Friday
    assert due("within two working days", maundy, shop) == "Wed 08 Apr 00:00"


def test_a_day_is_the_firms_day() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    tokyo = BusinessTime(Calendar(timezone="Asia/Tokyo"))
    assert due("tomorrow", late) == "Fri 06 Mar 00:00"
    assert due("tomorrow", late, tokyo) == "Sat 07 Mar 00:00"


WORDS = [
    "by",
    "5",
    "pm",
    "tomorrow",
    "within",
    "two",
    "days",
    "friday",
    "next",
    "week",
    "noon",
    "hours",
    "17",
    "00",
    "march",
    "14th",
    "a",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=6), st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_no_time_limit_lies_before_the_moment_it_was_said_unless_a_clock_or_a_day_began(
    words: list[str], said: datetime
) -> None:
    found = deadline(words)
    if found is not None:
        moment = found.due(said.replace(tzinfo=UTC), AROUND_THE_CLOCK)
        assert moment.tzinfo is UTC
        assert moment > said.replace(tzinfo=UTC) - timedelta(days=1)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["by 5 pm tomorrow", "within 24 hours", "before Friday", "in two working days"]), st.integers(-12, 14))
def test_the_offset_of_the_time_said_changes_nothing(text: str, offset: int) -> None:
    found = deadline(tokenise(text).words)
    assert found is not None
    elsewhere = SAID.astimezone(ZoneInfo(f"Etc/GMT{-offset:+d}") if offset else UTC)
    assert found.due(elsewhere, LONDON) == found.due(SAID, LONDON)
