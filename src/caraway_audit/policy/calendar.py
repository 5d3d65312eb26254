"""Business time: how much working time lies between two moments."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from caraway_audit.policy.schema import Calendar, parse_hours


@dataclass(frozen=True)
class BusinessTime:
    """Counts working seconds in the firm's own time zone, holidays left out. Without hours all time is working time."""

    calendar: Calendar
    _cache: dict[date, bool] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone that hours and holidays are meant in."""
        return ZoneInfo(self.calendar.timezone)

    @cached_property
    def _week(self) -> dict[int, list[tuple[time, time]]]:
        return parse_hours(self.calendar.hours)

    @cached_property
    def _holidays(self) -> Any:
        if not self.calendar.holidays:
            return ()
        import holidays

        country, _, part = self.calendar.holidays.partition("-")
        return holidays.country_holidays(country, subdiv=part or None)

    @property
    def always(self) -> bool:
        """Whether time runs around the clock."""
        return not self.calendar.hours

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end` (aware), of ten years at most; zero where `end` is not later."""
        if end <= start:
            return timedelta(0)
        if self.always:
            return end - start
        total = timedelta(0)
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        last = min(last, day + _LONGEST)
        while day <= last:
            for opens, closes in self._windows(day):
                total += max(timedelta(0), min(end, closes) - max(start, opens))
            day += timedelta(days=1)
        return total

    def works_on(self, day: date) -> bool:
        """Whether a day is a working day: one with hours (Monday to Friday, where none are set) and no holiday."""
        return (bool(self._week.get(day.weekday())) if self._week else day.weekday() < 5) and not self._is_holiday(day)

    def _is_holiday(self, day: date) -> bool:
        free = self._cache.get(day)
        if free is None:
            free = self._cache[day] = day in self._holidays
        return free

    def _windows(self, day: date) -> list[tuple[datetime, datetime]]:
        windows = self._week.get(day.weekday(), [])
        if not windows or self._is_holiday(day):
            return []
        return [(self._moment(day, opens), self._moment(day, closes)) for opens, closes in windows]

    def _moment(self, day: date, at: time) -> datetime:
        # In UTC, so that a day on which the clocks change has its true length.
        if at == time.max:
            return datetime.combine(day + timedelta(days=1), time(0), self.zone).astimezone(UTC)
        return datetime.combine(day, at, self.zone).astimezone(UTC)


_LONGEST = timedelta(days=3653)
"""Nobody waits longer: days are counted one by one, and a time may be years off."""

AROUND_THE_CLOCK = BusinessTime(Calendar())
"""Where no policy says when the firm works."""
