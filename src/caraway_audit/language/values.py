"""Values that people state: sums, spans of time, dates, weekdays, hours and counts, as they are written and as they compare."""

import re
from collections.abc import Callable, Mapping, Sequence

from caraway_audit.calendar_names import MONTHS, SHORT, WEEKDAYS
from caraway_audit.language.numerals import NUMBER_IN_WORDS, TENS, UNITS, is_numeral, number_of

_NUMBER = r"\d{1,3}(?:[,.' ]\d{3}){1,3}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,6}(?:[.,]\d{1,2}(?!\d))?"
_HOURS_OF_DAY = [word for word, number in UNITS.items() if number <= 12]
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_NTH = {word: number for number, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
_NTH |= {
    f"{tens}-{word}": base + n for tens, base in (("twenty", 20), ("thirty", 30)) for n, word in enumerate(_ORDINALS[:9], 1)
}
_MONTHS = {name[:SHORT]: n for n, name in enumerate(MONTHS, 1)}
_MONTH = rf"(?:{'|'.join(name.title() for name in _MONTHS)})[a-z]{{0,6}}"
_DAYS = {name[:SHORT]: n for n, name in enumerate(WEEKDAYS)}
_HOURS: Mapping[str, tuple[float, float]] = {  # a month has 28 to 31 days, a year 52 weeks to 366 days
    "min": (1 / 60, 1 / 60), "hou": (1, 1), "hr": (1, 1), "day": (24, 24), "wee": (168, 168), "mon": (672, 744),
    "yea": (8736, 8784),
}  # fmt: skip

_NAMES_OF_UNITS = r"minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
_UNITS = rf"(?:{_NAMES_OF_UNITS})"
_COIN = r"(?:[£$€₹]|(?i:euros?|eur|pounds?|quid|gbp|dollars?|usd|bucks|francs?|chf|rupees|rand|kronor|kroner|aed)\b)"
_PRICED = "excess|fee|deposit|charge|premium|fine|balance|rent|price|cost|rate|fare|bill|total|surcharge|deductible"
_PRICE_IS = "|".join(f"(?<=[^a-z]{word} is )" for word in _PRICED.split("|"))
_MONEY = (
    rf"[£$€₹]\s?(?:{_NUMBER})|(?i:\b(?:EUR|GBP|USD|CHF|INR|ZAR|AUD|CAD|NZD|SGD|AED)\s?)(?:{_NUMBER})|\b(?:{_NUMBER})\s?{_COIN}"
    rf"|\b(?:Rs\.?\s?|R\s?(?=\d{{2}}|\d \d))(?:{_NUMBER})|\b\d{{1,4}}(?:\.\d{{1,2}})?p\b"
    rf"|(?:(?<=costs )|(?<=comes to )|(?<=come to ))(?:{_NUMBER})(?= a\b| per\b| each\b|[.,;!?](?!\d)|$)"
    rf"|\b(?:{_NUMBER})(?= (?:{_PRICED})\b)"
    rf"|\b(?:{_NUMBER})(?= (?:a|per) (?:month|night|week|year|person|head|day|hour|unit)\b)"
    rf"|(?:{_PRICE_IS})(?:{_NUMBER})(?=[.,;!?](?!\d)|$| (?:and|for|if|in|to|when)\b)"
    r"|(?<![\w.,:])(?<!rate of )(?<!ntil )(?<!till )(?<!by )(?<!efore )(?<!fter )(?<!from )"
    r"(?<!space is )(?<!gap is )(?<!ersion )(?<!height is )(?<!width is )(?<!length is )(?<!depth is )(?<!size is )"
    r"\d{1,5}[.,]\d\d(?![\w.,:]*\d)(?!\s?(?i:am|pm|h\b|hrs|kg|km|m\b|cm|mm|%|per ?cent|met(?:re|er)|inch|lit(?:re|er)|l\b|ml\b"
    r"|g\b|[gmt]b\b|mbps|miles?\b|stars?\b|points?\b|bar\b|volts?\b|amps?\b|wide|high|long|tall|deep))"
)
_FREE = (
    r"\b(?:free of charge|at no (?:extra )?(?:cost|charge)|no (?:charge|fee)|No (?:charge|fee)|costs? (?:you )?nothing|for free"
    r"|without (?:a )?(?:charge|fee)"
    r"|(?:is|it's|It's|that's|are) (?:free|included))\b(?! (?:up|now|from|until|then|in our|for you to)\b)"
)
_SPOKEN_MONEY = rf"\b{NUMBER_IN_WORDS} {_COIN}|\b(?:[Aa]|[Tt]he|[Yy]our) (?:tenner|fiver)\b"
_LENGTH = (
    rf"[\s-](?:full |whole |working |business |calendar |more )?{_UNITS}\b"
    r"(?! (?:away|ago|left|late|early|old|earlier|later|before|after)\b)"
)
_FEW = r"\d{1,3}(?:[.,]\d{1,2})?"
_SPAN = rf"(?<![\w.,/:])(?:{_FEW})(?:\s?(?:-|–|to|or)\s?{_FEW})?{_LENGTH}"
_SPOKEN_SPAN = (
    rf"\b{NUMBER_IN_WORDS}(?: (?:to|or) {NUMBER_IN_WORDS})?{_LENGTH}"
    r"|\b(?:in|within|In|Within)(?: about)? (?:the|an?) (?:hour|day|week)\b"
    r"|\b(?:an hour and a half|half an hour|a day or two|(?:a|the) fortnight|a couple of (?:hours|days|weeks|months))\b"
    r"|(?:(?<=takes )|(?<=take )|(?<=around )|(?<=about )|(?<=lasts )|(?<=roughly ))an? (?:minute|hour|day|week|month|year)\b"
)
_NAMED_DAY = rf"(?:(?:twenty|thirty)[- ])?(?:{'|'.join(_ORDINALS)}|thirtieth)(?=[.,;!]|$| of | and | at | in )"
_DATE = (
    rf"(?i)\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)"
    r"|\bthe \d{1,2}(?:st|nd|rd|th)\b"
)
_SPOKEN_DATE = rf"\b(?:the|The(?! (?:first|second|third|fourth|fifth|sixth)\b)) {_NAMED_DAY}"
_NAMES_OF_DAYS = "Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
_WEEKDAY = rf"\b(?:{_NAMES_OF_DAYS}|{_NAMES_OF_DAYS.lower()}|{_NAMES_OF_DAYS.upper()})(?i:days?)\b"
_HOUR = "|".join(_HOURS_OF_DAY)
_HOUR_WORDS = (
    rf"\b(?:half|quarter|Half|Quarter)(?: past| to)? (?:{_HOUR}|\d{{1,2}}(?![.,:]?\d))\b|\b(?:{_HOUR}) (?:o['’]?clock|sharp)\b"
    rf"|\b(?:noon|midday)\b|\b(?:five|ten|twenty|twenty[ -]five|5|10|20|25) past (?:{_HOUR}|\d{{1,2}}(?![.,:]?\d))\b"
    rf"|\b(?:at|till|until|by|before) (?:five|ten|twenty) to (?:{_HOUR})(?=[.,;!?]|$| (?:on|and|so|tomorrow|today)\b)"
    rf"|\b(?:at|till|til|until|by|before|around|from) (?:{_HOUR})(?=[.,;!?]|$"
    r"| (?:on|in|and|with|tomorrow|today|tonight|for|so|if|every|each|this|then)\b)"
    r"|\b(?:at|till|til|until|before|around) \d{1,2}(?=[.,;!?](?!\d)|$| (?:on|and|tomorrow|today|tonight|so|every|each|then)\b)"
)
_CLOCK = (
    r"(?i)\b(?:[01]?\d|2[0-4])(?::[0-5]\d(?:\s?[ap]\.?m\b)?|\s?[ap]\.?m\b|\.[0-5]\d\s?[ap]\.?m\b)"
    r"|\b(?:at|till|til|until|by|before|around) (?:[01]?\d|2[0-4])\.[0-5]\d(?![\w.,:]*\d)"
)
_VAGUE = (
    "things|options|ways|steps|times|others|thirds|questions|ones|sizes|colours|kinds|points|parts|lines|more|people like|"
    "minutes|seconds|pence|cents|percent|degrees|kilos|carats|litres|liters|metres|meters|watts|miles"
)
_SPOKEN_COUNT = (
    rf"\b(?!(?:one|One)\b(?! hundred| thousand)){NUMBER_IN_WORDS}"
    rf" (?:men|people|women|children|(?!{_UNITS}\b|{_COIN}|(?:{_VAGUE})\b)[a-z]{{3,}}s)\b"
    r"(?! (?:later|ago|before|after)\b)"
)
_COUNT = (
    rf"(?<![\w.,:#£$€-])(?:{_NUMBER})\s(?!(?i:{_COIN}|{_UNITS}\b|(?:{_PRICED}|lit(?:re|er)s|met(?:re|er)s|watts|miles)\b|or\b|to\b|and\b|times?\b|am\b|pm\b))"
    r"[a-z]{3,}s\b"
)
_PERCENT = r"(?<![\w.,])\d{1,3}(?:[.,]\d{1,2})?\s?(?:%|(?i:per ?cent)\b)|(?<=rate of )\d{1,2}[.,]\d{1,2}\b"
_BEFORE = (
    rf"(?<![\w.,/:])(?:{_FEW}|{NUMBER_IN_WORDS})[\s-](?:{_NAMES_OF_UNITS}) (?:before|after|prior to|ahead of|from)"
    r" (?:the |your |we |it |you )?[a-z]+"
    rf"|(?:(?<=within )|(?<=Within ))(?:{_FEW}|{NUMBER_IN_WORDS})[\s-](?:{_NAMES_OF_UNITS}) of (?:the|your) [a-z]+"
)
_WINDOW = (
    rf"(?i)\b(?:(?:between|from) (?:\d{{1,2}}|{_HOUR})(?:\s?[ap]m)? (?:and|to|till|until)"
    rf"|(?:\d{{1,2}}|{_HOUR})(?:\s?[ap]m)? (?:till|til|until)) (?:\d{{1,2}}|{_HOUR})"
    r"(?:\s?[ap]m\b|(?=[.,;!?]|$"
    r"| (?:on|in the|this|tomorrow|today|tonight|and|for|so|if|o['’]?clock)\b))"
)

_BAY = (
    r"(?i)\b(?:platform|gate|bay|terminal|counter|desk|pitch|locker|carriage|coach|room|table|aisle|stand|lane|clinic|ward|level"
    r"|pier|quay|dock|berth|door|floor|zone|plot|unit|court|studio|theatre|stage|grade|band)"
    r" (?:number |no\.? )?(?:[a-z]?\d{1,4}[a-z]?)\b"
)

_SIZE = (
    r"[GMT]B|[Mm]bps|Mb|meg|gigs?|k[gm]|kilos?|[cm]m|[Ll]it(?:re|er)s?|[Mm]et(?:re|er)s?|inch(?:es)?|carats?|watts?|kWh"
    r"|miles?"
)
_MEASURE = rf"\b\d{{1,5}}(?:[.,]\d{{1,2}})?[\s-]?(?:{_SIZE})\b"
_SPOKEN_MEASURE = rf"\b{NUMBER_IN_WORDS} (?:{_SIZE})\b"

PATTERNS = {
    "money": {_MONEY: "0123456789", _SPOKEN_MONEY: "", _FREE: ""},
    "span": {_SPAN: "0123456789", _SPOKEN_SPAN: ""},
    "date": {_DATE: "0123456789", _SPOKEN_DATE: ""},
    "weekday": {_WEEKDAY: "dD"},
    "clock": {_CLOCK: "0123456789", _HOUR_WORDS: ""},
    "window": {_WINDOW: ""},
    "offset": {_BEFORE: ""},
    "percent": {_PERCENT: "0123456789"},
    "count": {_COUNT: "0123456789", _SPOKEN_COUNT: ""},
    "bay": {_BAY: "0123456789"},
    "measure": {_MEASURE: "0123456789", _SPOKEN_MEASURE: ""},
}
"""How each kind of value is written."""

Range = tuple[float, float]
"""From and up to which a value may lie, in the unit of its kind: hours for spans, minutes for the clock."""


def _number(written: str) -> float:
    digits = re.sub(r"[' ]", "", written)
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", digits):
        return float(re.sub(r"[,.]", "", digits))
    whole, mark, cents = digits.rpartition("." if digits.rfind(".") > digits.rfind(",") else ",")
    return float(f"{re.sub(r'[,.]', '', whole)}.{cents}") if mark else float(digits)


_SAID = {
    "an hour and a half": (1.5, 1.5),
    "half an hour": (0.5, 0.5),
    "a day or two": (24.0, 48.0),
    "a fortnight": (336.0, 336.0),
    "the fortnight": (336.0, 336.0),
}


def _hours(written: str) -> Range:
    if written.lower() in _SAID:
        return _SAID[written.lower()]
    words = re.findall(rf"{_FEW}|[a-z]+", written.lower())
    least, most = next(size for name, size in _HOURS.items() if words[-1].startswith(name))
    said = [2.0, 3.0] if "couple" in words else _said(words) or [1.0]  # "within the hour", "about a week"
    working = {"working", "business"} & set(words)
    return said[0] * least, said[-1] * most * (1.6 if working else 1)  # three working days may take a weekend besides


def _said(words: Sequence[str]) -> list[float]:
    """The numbers among words, in digits or in words; "and" joins these."""
    said: list[float] = []
    run: list[str] = []
    for word in (*words, ""):
        if is_numeral(word) or (run and word == "and"):
            run.append(word)
            continue
        if run:
            said.append(float(number_of(run)))
            run = []
        if word[:1].isdigit():
            said.append(float(word.replace(",", ".")))
        elif word in ("a", "an"):
            said.append(1.0)
    return said


def _day(written: str) -> Range:
    """Month and day in one number; without a month it may be any."""
    lowered = re.sub(r"\bthe |\bof ", "", written.lower())
    number = re.search(r"\d{1,2}", lowered)
    month = next((n for name, n in _MONTHS.items() if re.search(rf"\b{name}", lowered)), 0)
    spoken = _NTH.get(lowered.split(" ")[0]) or _NTH.get(lowered.replace(" ", "-"), 0)
    day = int(number[0]) if number else spoken
    return (month * 100 + day, month * 100 + day)


def _minutes(written: str) -> Range:
    words = re.findall(r"\d+|[a-z]+", written.lower())
    said = [int(word) if word.isdigit() else UNITS.get(word, 0) or TENS.get(word, 0) for word in words]
    numbers = list(filter(None, said)) or [12]  # "noon"
    parted = {"half": 30, "quarter": 15}.get(next((word for word in words if word in ("half", "quarter")), ""), 0)
    if parted or {"past", "to"} & set(words):
        past = parted or sum(numbers[:-1])
        at = (numbers[-1] % 12 * 60 + (-past if "to" in words else past)) % (12 * 60)
    else:
        at = numbers[0] % 12 * 60 + (numbers[1] if len(numbers) > 1 else 0)
    return at, at


def _between(written: str) -> Range:
    """From and to which hour of the twelve."""
    said = [
        int(word) if word.isdigit() else UNITS[word] for word in re.findall(r"\d+|[a-z]+", written.lower()) if _is_hour(word)
    ]
    first, last = (hour % 12 * 60 for hour in (said[0], said[-1]))
    return (first, last) if first <= last else (first, last + 12 * 60)


def _is_hour(word: str) -> bool:
    return word.isdigit() or word in _HOURS_OF_DAY


def _amount(written: str) -> Range:
    found = re.search(_NUMBER, written)
    value = _number(found[0]) if found else next(iter(_said(re.findall(r"[a-z]+", written.lower()))), 0.0)
    return value, value


def _sum(written: str) -> Range:
    """A sum; pence are hundredths ("27.9p")."""
    note = next((worth for name, worth in _NOTES.items() if written.endswith(name)), 0.0)
    value = note or _amount(written)[0]
    return (value / 100, value / 100) if written.endswith("p") and written[:1].isdigit() else (value, value)


_NOTES = {"tenner": 10.0, "fiver": 5.0}


def _label(written: str) -> Range:
    """The number of a gate or room, its letter behind the point: "14C"."""
    name = written.split()[-1].lower()
    value = float("".join(filter(str.isdigit, name))) + sum(ord(mark) for mark in name if mark.isalpha()) / 1000
    return value, value


_UP_TO_UNIT = re.compile(rf"^.*?{_UNITS}\b")

_READ: Mapping[str, Callable[[str], Range]] = {
    "money": _sum,
    "span": _hours,
    "date": _day,
    "weekday": lambda written: (_DAYS[written[:3].lower()],) * 2,
    "clock": _minutes,
    "count": _amount,
    "percent": _amount,
    "bay": _label,
    "number": _amount,
    "measure": _amount,
    "offset": lambda written: _hours(_UP_TO_UNIT.findall(written)[0]),
    "window": _between,
}
"""What a value of each kind says, read from how it is written."""


def read(kind: str, written: str) -> Range:
    """What a stretch of text says that a pattern of a kind has found."""
    return _READ[kind](written)


def meets(one: Range, other: Range, kind: str) -> bool:
    """Whether two values of a kind can be the same: ranges that overlap; a date without its month is that day of any."""
    if kind == "date" and (one[0] < _WITH_MONTH or other[0] < _WITH_MONTH):
        return one[0] % _WITH_MONTH == other[0] % _WITH_MONTH
    return one[0] <= other[1] and other[0] <= one[1]


_WITH_MONTH = 100
"""From here on a date says its month: 414 is the 14th of April."""
