"""Times as exports write them.

What can be read in one way only is read: ISO 8601, epochs, day.month.year, names of months in seven languages.
"03/04/2026" is April here and March there, so it needs the policy's word (`dates` in `mapping:`).
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from caraway_audit.calendar_names import ALL_WEEKDAYS, SHORT_WEEKDAYS, all_months
from caraway_audit.folding import folded
from caraway_audit.policy.mapping import DAY_FIRST, MONTH_FIRST

_ZONE_WORD = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
_SPACED_OFFSET = re.compile(r"\s+([+-]\d\d:?\d\d)$")
_BARE_ISO = re.compile(r"\d{4}-?\d\d-?\d\d")
_MARKS = {ord(c): None for c in "\u200e\u200f\u202a\u202c\ufeff"} | {0x202F: " ", 0xA0: " "}

# Seconds, milli- and microseconds since 1970 differ in length from 2001 to 2286.
_EPOCH = re.compile(r"(\d{10}|\d{13}|\d{16})(?:\.(\d{1,9}))?")
_EPOCH_SCALE = {10: 1, 13: 1_000, 16: 1_000_000}

_WEEKDAY = rf"(?:(?:{'|'.join(sorted(ALL_WEEKDAYS | SHORT_WEEKDAYS, key=len, reverse=True))})\.?,?\s+(?:den\s+)?)?"
_NUMERIC = re.compile(_WEEKDAY + r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.IGNORECASE)
_DAY_MONTH = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th|er|º)?[\s.-]+(?:de\s+)?([^\W\d_]{3,10})\.?,?[\s-]+(?:de\s+)?(\d{4})", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    r"(?:[a-z]{6,9},?\s+|[a-z]{3},\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,6})\d*)?)?(?:\s?([ap])\.?\s?m\b\.?|\s?(?:uhr|h)\b)?"
    r"\s*(z|utc|gmt|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:,?\s*(?:(?:at|um|à|om|alle|a las|às)\s|[-–t])?\s*)", re.IGNORECASE)


class AmbiguousDateError(ValueError):
    """A date that reads day first and month first; `only` is the one way in which this one can be read, if there is one."""

    def __init__(self, only: str = "") -> None:
        super().__init__("day first or month first")
        self.only = only


def parse_time(text: str, zone: tzinfo | None, dates: str = "") -> datetime | None:
    """A time as an aware datetime; None where only the zone is missing. Raises ValueError on all else."""
    at = _moment(text.translate(_MARKS).strip(), dates)
    if not 1970 <= at.year < 9999:
        raise ValueError("not a time of a conversation")  # year 1 is how some systems write "none"
    if at.tzinfo is not None:
        return at
    # Of two times with one zone object Python subtracts the wall clocks, an hour off over a clock change: make it UTC.
    return at.replace(tzinfo=zone).astimezone(UTC) if zone else None


def parse_day(text: str, dates: str = "") -> date:
    """The day of a date, or of a time; raises ValueError where there is none."""
    text = text.translate(_MARKS).strip()
    if _BARE_ISO.fullmatch(text):
        return date.fromisoformat(text)
    try:
        return _moment(text, dates).date()
    except AmbiguousDateError:
        raise
    except ValueError:
        day, rest = _day(text, dates)
        if rest:
            raise
        return day


def parse_clock(text: str) -> time:
    """A time of day without a date; raises ValueError where it is none."""
    clock, rest = _clock(text.translate(_MARKS).strip())
    if rest:
        raise ValueError("not a time of day")
    return clock


def date_order(texts: Iterable[str]) -> str:
    """The one order in which all dates of a file can be read, where one of them settles it; else ""."""
    orders = set()
    for text in texts:
        try:
            parse_day(text)
        except AmbiguousDateError as error:
            orders.add(error.only)
        except (ValueError, OverflowError):
            continue
    orders.discard("")
    return orders.pop() if len(orders) == 1 else ""


def _moment(text: str, dates: str) -> datetime:
    if "%" in dates:
        return datetime.strptime(text, dates)
    if epoch := _EPOCH.fullmatch(text):
        return _since_1970(epoch)  # first, as some numbers read as a date without its hyphens
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            # What databases write: "2026-03-02 10:00:00 UTC", "2026-03-02 10:00:00 +0000".
            return datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1", _ZONE_WORD.sub("+00:00", text)))
        except ValueError:
            day, rest = _day(text, dates)
            clock, rest = _clock(rest)
            if rest:
                raise
            return datetime.combine(day, clock)
    if at.tzinfo is None and _BARE_ISO.fullmatch(text):
        raise ValueError("a date without a time of day")
    return at


def _since_1970(match: re.Match[str]) -> datetime:
    whole, part = match.groups()
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(whole) * 1_000_000 // _EPOCH_SCALE[len(whole)])
    if at.year > 2099:
        raise ValueError("a long number, but no time")
    return at + timedelta(seconds=float(f"0.{part}")) if part and len(whole) == 10 else at


def _day(text: str, dates: str) -> tuple[date, str]:
    """The date that a text begins with, and what follows."""
    if match := _NUMERIC.match(text):
        day = _numeric_day(match, dates)
    elif match := _DAY_MONTH.match(text):
        day = date(int(match[3]), _month(match[2]), int(match[1]))
    elif match := _MONTH_DAY.match(text):
        day = date(int(match[3]), _month(match[1]), int(match[2]))
    else:
        raise ValueError("no date")
    rest = text[match.end() :]
    gap = _BETWEEN.match(rest)
    return day, rest[gap.end() :] if gap else rest


def _numeric_day(match: re.Match[str], dates: str) -> date:
    first, separator, second, third = match.groups()
    if len(first) > 2:
        return date(int(first), int(second), int(third))
    one, two, year = int(first), int(second), int(third) + (2000 if len(third) == 2 else 0)
    if dates == MONTH_FIRST:
        return date(year, one, two)
    # Nobody writes month.day.year with full stops.
    if dates == DAY_FIRST or (separator == "." and not dates):
        return date(year, two, one)
    if max(one, two) > 31 or min(one, two) > 12:
        raise ValueError("no date")
    raise AmbiguousDateError(DAY_FIRST if one > 12 else MONTH_FIRST if two > 12 else "")


_NAMES = [(number, folded(name)) for number, name in all_months()]


def _month(word: str) -> int:
    """The one month of which a word is the name, or begins it, in any language."""
    said = folded(word)
    found = {number for number, name in _NAMES if name == said} or {number for number, name in _NAMES if name.startswith(said)}
    if len(found) != 1:
        raise ValueError("no month")
    return found.pop()


def _clock(text: str) -> tuple[time, str]:
    match = _CLOCK.match(text)
    if not match:
        raise ValueError("no time of day")
    hour, minute, second, fraction, half, offset = match.groups()
    if half and int(hour) > 12:
        raise ValueError("no time of day")
    hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    zone = None
    if offset:
        sign = -1 if offset[0] == "-" else 1
        digits = offset[1:].replace(":", "") if offset[0] in "+-" else "0000"
        zone = timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    at = time(hours, int(minute), int(second or 0), int((fraction or "").ljust(6, "0")), zone)
    return at, text[match.end() :].strip()
