"""When something was promised for: "within two hours", "by 5 pm tomorrow", "before Friday", "in three working days".

Read from the folded words of one sentence. What can be read in two ways is read in the later one: nobody is late who may
have meant the other.
"""

import re
from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from caraway_audit.calendar_names import MONTHS, SHORT, WEEKDAYS
from caraway_audit.language.numerals import TENS, UNITS
from caraway_audit.policy.calendar import BusinessTime

_UNITS = {
    **dict.fromkeys(("minute", "minutes", "min", "mins"), timedelta(minutes=1)),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), timedelta(hours=1)),
    **dict.fromkeys(("day", "days"), timedelta(days=1)),
    **dict.fromkeys(("week", "weeks"), timedelta(days=7)),
    **dict.fromkeys(("fortnight", "fortnights"), timedelta(days=14)),
    **dict.fromkeys(("month", "months"), timedelta(days=31)),
}
_NUMBERS = {"zero": 0, **UNITS, "a": 1, "an": 1, "the": 1, "couple": 2, **TENS}
_BEFORE_SPAN = frozenset({"within", "inside", "in", "me", "for", "take", "takes", "need", "needs", "by", "after", "us"})
_BETWEEN = frozenset(  # what may stand between "within" and the number
    "about around approximately roughly another next the maybe up to or of just say like most at least perhaps less than "
    "under".split()
)
_WORKING = frozenset({"working", "business", "work"})
_WEEKDAYS = {name: number for number, name in enumerate(WEEKDAYS)}
_WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)}
_MONTHS |= {name[:SHORT]: number for name, number in _MONTHS.items()} | {"sept": 9}
_PARTS = {
    "morning": time(12),
    "lunchtime": time(14),
    "lunch": time(14),
    "afternoon": time(18),
    "noon": time(12),
    "midday": time(12),
    "teatime": time(18),
}
_MEALS = {
    **{name: _PARTS[name] for name in ("lunch", "lunchtime", "teatime")},
    "tea": time(18),
    "dinner": time(20),
    "supper": time(20),
}
"""Parts of a day that need a word before them to be one: "before lunch"."""
_CLOCK_LEADS = frozenset({"by", "before", "at", "until", "till", "than", "around", "about", "to", "strikes", "hits"})
_CLOCK = re.compile(r"(\d{1,2})(am|pm)?")
_MINUTE = re.compile(r"([0-5]\d)(am|pm)?")
_HOURS = {word: str(number) for word, number in _NUMBERS.items() if 1 <= number <= 12 and len(word) > 2 and word != "the"}
_HOURS |= {str(number): str(number) for number in range(1, 13)}
_PAST = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "5": 5, "10": 10, "20": 20}
_GLUED = re.compile(r"^(\d+)(h|hrs?|mins?)$")
_ABOUT = re.compile(r"(\d{1,2})ish")
_BARE_MINUTES = frozenset({5, 10, 15, 20, 30, 40, 45})
_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as it was said; `due` makes it a moment."""

    span: timedelta | None = None
    working_days: int = 0
    days: int | None = None  # after the day on which it is said
    weekday: int | None = None
    weeks: int | None = None  # after the week in which it is said; its end is meant (or after the weekday)
    on: tuple[int, int] | None = None  # month (0: the next one that has such a day), day
    next_week: bool = False
    before: bool = False  # "before Friday": when the day begins
    clock: time | None = None
    half: str = ""  # am, pm, or "" where nobody said

    def due(self, said: datetime, business: BusinessTime) -> datetime:
        """The last moment at which it is kept, in UTC; clock and days are meant in the firm's zone."""
        if self.span is not None:
            return said + self.span
        here = said.astimezone(business.zone)
        if self.working_days:
            return _moment(_working_day(here.date(), self.working_days, business), time.max, business)
        day = self._day(here.date())
        if self.clock is None:
            return _moment(day, time(0) if self.before else time.max, business)
        moment = _moment(day, self._hour(here, day), business)
        unsaid = self.days is None and self.weekday is None and self.weeks is None and self.on is None
        return _moment(day + timedelta(days=1), self._hour(here, None), business) if unsaid and moment <= said else moment

    def _day(self, today: date) -> date:
        if self.days is not None:
            return today + timedelta(days=self.days)
        if self.weekday is not None:
            ahead = (self.weekday - today.weekday()) % 7 or 7
            next_one = 7 - today.weekday() + self.weekday
            return today + timedelta(days=max(ahead, next_one) if self.next_week else ahead + 7 * (self.weeks or 0))
        if self.weeks is not None:
            return today + timedelta(days=6 - today.weekday() + 7 * self.weeks)
        if self.on is not None:
            month, number = self.on
            if month == 0:
                return next(day for day in (today + timedelta(days=ahead) for ahead in range(_TWO_MONTHS)) if day.day == number)
            this_year = _in_year(today.year, month, number)
            return this_year if this_year >= today else _in_year(today.year + 1, month, number)
        return today

    def _hour(self, now: datetime, day: date | None) -> time:
        """The clock time; without am or pm "by 5" is the afternoon, and so is an hour that has passed today."""
        clock = self.clock or time.max
        if self.half or clock.hour >= 12:
            return clock
        passed = day == now.date() and clock <= now.time()
        return clock.replace(hour=clock.hour + 12) if clock.hour < 8 or passed else clock


def deadline(words: Sequence[str]) -> Deadline | None:
    """The time limit that a sentence (or its part) names; None where it names none that can be read."""
    plain = (_ABOUT.sub(r"\1", word) for word in words if word.isalnum() and word != "ish")
    words = _with_clocks([part for word in plain for part in _GLUED.sub(r"\1 \2", word).split()])
    if (found := _span(words)) is not None:
        return found
    day = _named_day(words)
    clock, half = _clock(words)
    if clock is None and day is None:
        meal = next((_MEALS[word] for before, word in pairwise(words) if before in _CLOCK_LEADS and word in _MEALS), None)
        return Deadline(clock=meal, half="pm") if meal else None
    if clock is None:
        clock, half = next(((_PARTS[word], "pm") for word in words if word in _PARTS), (None, ""))
    return replace(day or Deadline(), clock=clock, half=half)


def _with_clocks(words: Sequence[str]) -> list[str]:
    """Times of day in words as they stand on a clock: "by half two" is "by 2 30", "at quarter to three" "at 2 45"."""
    written, place = [], 0
    while place < len(words):
        word, after = words[place], words[place + 1 : place + 3]
        led = place > 0 and words[place - 1] in _CLOCK_LEADS
        minutes = _PAST.get(word)
        if minutes and after[:1] == ["past"] and after[1:2] and after[1] in _HOURS:
            written += [_HOURS[after[1]], str(minutes).zfill(2)]
            place += 3
        elif word == "half" and led and after[:1] and after[0] in _HOURS:
            written += [_HOURS[after[0]], "30"]
            place += 2
        elif word == "quarter" and after[:1] == ["to"] and after[1:2] and after[1] in _HOURS:
            written += [str((int(_HOURS[after[1]]) - 2) % 12 + 1), "45"]
            place += 3
        else:
            is_hour = word in _HOURS and (after[:1] == ["oclock"] or (led and _ends_there(after, False)))
            written.append(_HOURS[word] if is_hour else word)
            place += 1
    return written


def _span(words: Sequence[str]) -> Deadline | None:
    for place, word in enumerate(words):
        unit = _UNITS.get(word)
        if unit is None:
            continue
        end = place
        working = end > 0 and words[end - 1] in _WORKING
        end -= working
        number, first = _number(words, end)
        if number is None or (number == 1 and unit == timedelta(minutes=1)):
            continue  # "give me a minute" names no minute
        while first > 0 and (words[first - 1] in _BETWEEN or words[first - 1].isdigit() or words[first - 1] in _NUMBERS):
            first -= 1
        if first == 0 or words[first - 1] not in _BEFORE_SPAN:
            continue
        if words[place + 1 : place + 2] == ["or"]:  # "an hour or two"
            number = max(number, _NUMBERS.get("".join(words[place + 2 : place + 3]), 0))
        if unit < timedelta(days=1):
            return Deadline(span=unit * number)
        days = int(number * unit.days)
        return Deadline(working_days=days) if working and 0 < days < 100 else Deadline(days=days) if days < 1000 else None
    minutes, first = _number(words, len(words))  # "back in ten"
    is_bare = minutes in _BARE_MINUTES and first > 0 and words[first - 1] == "in"
    return Deadline(span=timedelta(minutes=minutes or 0)) if is_bare else None


def _number(words: Sequence[str], end: int) -> tuple[float | None, int]:
    """The number that ends before word `end`, and where it begins: "24", "forty five", "half an", "a couple of"."""
    if end and words[end - 1] == "of":
        end -= 1
    if end == 0:
        return None, end
    word = words[end - 1]
    if word in ("a", "an") and end > 1 and words[end - 2] == "half":
        return 0.5, end - 2
    if word.isdecimal():
        return (int(word), end - 1) if len(word) < 4 else (None, end)
    value = _NUMBERS.get(word)
    if value is None:
        return None, end
    tens = _NUMBERS.get(words[end - 2], 0) if end > 1 and 0 < value < 10 else 0
    return (tens + value, end - 2) if tens >= 20 else (value, end - 1)


def _named_day(words: Sequence[str]) -> Deadline | None:
    """The day that is named."""
    pairs = set(pairwise(words))
    if ("after", "tomorrow") in pairs:
        return Deadline(days=2)
    if "tomorrow" in words:
        return Deadline(days=1)
    if {("week", "from"), ("week", "today"), ("today", "week")} & pairs:
        return Deadline(days=7)
    for place, word in enumerate(words):
        lead = words[max(0, place - 3) : place]
        if word in _WEEKDAYS and (behind := _day_behind(words[place + 1 : place + 5])):
            return Deadline(on=behind, before="before" in lead)
        if word in _WEEKDAYS and (len(word) > 3 or lead[-1:] in _ON):
            in_a_week = "week" in (*lead, *words[place + 1 : place + 2])  # "Wednesday week", "a week on Wednesday"
            later = 1 if in_a_week and "next" not in lead else None
            next_week = "next" in lead or list(words[place + 1 : place + 3]) == ["next", "week"]
            return Deadline(weekday=_WEEKDAYS[word], next_week=next_week, before="before" in lead, weeks=later)
        if word in _MONTHS and (found := _date(words, place)):
            return Deadline(on=found, before="before" in lead)
        if word == "the" and lead[-1:] in _ON and (day := _day_of_month(words[place + 1 :])):
            return Deadline(on=(0, day), before="before" in lead)
    if ("next", "week") in pairs:
        return Deadline(weeks=1)
    if ("the", "month") in pairs and "end" in words:
        return Deadline(days=31)
    if ("this", "week") in pairs or (("the", "week") in pairs and "end" in words) or "weekend" in words:
        return Deadline(weeks=0)
    today = {"today", "tonight", "eod", "cob"}.intersection(words)
    parts = {("this", part) for part in ("morning", "afternoon", "evening")} & pairs
    ends = not _ENDS.isdisjoint(words) and {"day", "business", "shift", "play", "evening"}.intersection(words)
    leaves = ("before", "i") in pairs and not _LEAVES.isdisjoint(words)
    out = ("day", "is") in pairs and {"out", "over", "through", "done"}.intersection(words)
    return Deadline(days=0) if today or parts or ends or leaves or out else None


_ON = (["by"], ["on"], ["before"], ["until"])
_ENDS = frozenset({"end", "ends", "close", "closes"})
_LEAVES = frozenset({"finish", "leave", "go", "clock"})
_TWO_MONTHS = 62


def _day_of_month(words: Sequence[str]) -> int | None:
    """The day that "the 14th" names, where no month follows."""
    match = _NTH.fullmatch(words[0]) if words else None
    if match is None or words[0].isdigit() or words[1:2] == ["of"] or (words[1:2] and words[1] in _MONTHS):
        return None
    return int(match[1]) if 1 <= int(match[1]) <= 31 else None


def _day_behind(words: Sequence[str]) -> tuple[int, int] | None:
    """The date right after a weekday: "Friday 6 March", "Friday the 6th"."""
    month = next((place for place, word in enumerate(words) if word in _MONTHS), None)
    if month is not None and set(words[:month]) <= {"the", "of", *filter(_NTH.fullmatch, words[:month])}:
        return _date(words, month)
    day = _day_of_month(words[1:]) if words[:1] == ["the"] else None
    return (0, day) if day else None


def _date(words: Sequence[str], place: int) -> tuple[int, int] | None:
    """Month and day around a month's name: "14 March", "the 14th of March", "March 14th"."""
    month = _MONTHS[words[place]]
    behind = words[place + 1 : place + 2] if words[place + 2 : place + 3] not in _OF_DAY else []  # "14 January, 5 pm"
    around = [w for w in (*behind, *reversed(words[max(0, place - 2) : place])) if w != "of"]
    for word in around[:2]:
        if (match := _NTH.fullmatch(word)) and 1 <= int(match[1]) <= _LAST_DAYS[month - 1]:
            return month, int(match[1])
    return None


_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _in_year(year: int, month: int, day: int) -> date:
    """The day in a year; of 29 February, where the year has none, the day after."""
    return date(year, 3, 1) if (month, day) == (2, 29) and not isleap(year) else date(year, month, day)


_OF_DAY = (["am"], ["pm"], ["oclock"])


def _clock(words: Sequence[str]) -> tuple[time | None, str]:
    """A time of day and whether am or pm was said."""
    for place, word in enumerate(words):
        if word in ("noon", "midday") or word == "midnight":
            return (time.max, "pm") if word == "midnight" else (time(12), "pm")
        match = _CLOCK.fullmatch(word)
        if match is None or int(match[1]) > 24:
            continue
        rest = list(words[place + 1 : place + 3])
        minute = _MINUTE.fullmatch(rest[0]) if rest else None
        half = match[2] or (minute[2] if minute else None) or next((w for w in rest if w in ("am", "pm")), "")
        led = place > 0 and words[place - 1] in _CLOCK_LEADS
        if not (half or "oclock" in rest[:1] or (led and _ends_there(rest, minute is not None))):
            continue
        hour = int(match[1])
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        return (time.max, "pm") if hour >= 24 else (time(hour, int(minute[1]) if minute else 0), half)
    return None, ""


def _ends_there(rest: Sequence[str], with_minutes: bool) -> bool:
    """Whether a bare number after "by" or "at" is a clock time: nothing follows that would be counted by it."""
    after = rest[1:] if with_minutes else rest
    if with_minutes and after and after[0] in _GOES_ON:
        return True
    return not after or after[0] in {
        "today",
        "tomorrow",
        "tonight",
        "on",
        "this",
        "at",
        "and",
        "latest",
        "with",
        "your",
        "our",
        "sharp",
        "prompt",
    }


_GOES_ON = frozenset(
    "whatever whether if i we you he she they it or so then when even either because but as by for from in the that what how "
    "please thanks no".split()
)
"""How a sentence goes on behind an hour and its minutes ("by 10:15, whatever I hear")."""


def _working_day(day: date, number: int, business: BusinessTime) -> date:
    while number:
        day += timedelta(days=1)
        number -= business.works_on(day)
    return day


def _moment(day: date, at: time, business: BusinessTime) -> datetime:
    if at == time.max:
        day, at = day + timedelta(days=1), time(0)
    return datetime.combine(day, at, business.zone).astimezone(UTC)
