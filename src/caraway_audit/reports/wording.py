"""The words and figures that the readable reports share: clean text, per cents, dates, plurals, severities."""

import json
import re
from collections.abc import Sequence

from caraway_audit.calendar_names import MONTHS
from caraway_audit.model import Confidence, Severity, State, SubjectKind

GLYPHS = {Severity.CRITICAL: "◆", Severity.MAJOR: "▲", Severity.MINOR: "●"}
SURE = {Confidence.HIGH: "sure", Confidence.MEDIUM: "fairly sure", Confidence.LOW: "less sure"}
WHO = {SubjectKind.CLIENT: "client", SubjectKind.TEAM: "the team", SubjectKind.DATA: "personal data"}
STATES = {State.WAIVED: "waived", State.BASELINED: "known before", State.DISMISSED: "dismissed"}

# not strftime: a report may not depend on the locale
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}))?")

# Controls, bidirectional overrides, zero-width characters and tags let text look like what it is not; surrogates cannot
# be encoded and noncharacters are no text. A joiner stays only inside an emoji, where it shows.
_EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\ufdd0-\ufdef\ud800-\udfff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")


def clean(text: str) -> str:
    """Text as a report may show it: no control, bidirectional or zero-width characters; line breaks and tabs stay."""
    if text.isprintable() and text.isascii():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", text)
    if "\u200d" in text:
        text = _JOINER.sub("", text)
    return text.replace("\u2028", "\n").replace("\u2029", "\n")


def escaped(text: str) -> str:
    """JSON in which what nobody sees is written as escapes: the same to a program, and harmless on a terminal."""
    if text.isascii():
        return text
    return _ESCAPED.sub(lambda match: json.dumps(match.group())[1:-1], text)


_ESCAPED = re.compile(f"{_UNSEEN.pattern}|[\u2028\u2029]")


def cut(text: str, size: int) -> str:
    """Text on one line, at most `size` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= size else line[: size - 1].rstrip() + "…"


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 finding`, `1,284 findings`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(rate: float, digits: int = 0) -> str:
    """A rate as a per cent that says 100 only for all and 0 only for none."""
    if rate in (0, 1):
        return f"{rate * 100:.0f}%"
    step = 10.0**-digits
    return f"{min(max(round(rate * 100, digits), step), 100 - step):.{digits}f}%"


def day(iso: str) -> str:
    """`3 March 2026`; what is not a date comes back as it is."""
    match = _DATE.match(iso)
    if not match or not 1 <= int(match[2]) <= 12:
        return iso
    return f"{int(match[3])} {MONTHS[int(match[2]) - 1].title()} {match[1]}"


def moment(iso: str) -> str:
    """`3 March 2026, 09:14`."""
    match = _DATE.match(iso)
    return f"{day(iso)}, {match[4]}" if match and match[4] else day(iso)


def zone(iso: str) -> str:
    """` (UTC)`, ` (UTC+02:00)`: where a time of day is meant."""
    if iso.endswith(("Z", "+00:00")):
        return " (UTC)"
    return f" (UTC{iso[-6:]})" if re.search(r"[+-]\d\d:\d\d$", iso) else ""


def period(first: str, last: str) -> str:
    """`2 to 8 March 2026`, with as little repeated as can be."""
    start, end = day(first), day(last)
    if not first or not last or start == end:
        return start or end
    a, b = start.split(), end.split()
    if len(a) != 3 or len(b) != 3:
        return f"{start} to {end}"
    if a[1:] == b[1:]:
        return f"{a[0]} to {end}"
    return f"{a[0]} {a[1]} to {end}" if a[2] == b[2] else f"{start} to {end}"


def pause(seconds: int) -> str:
    """`31 minutes`, `2 hours 5 minutes`, `3 days`: how long nothing was written."""
    minutes = seconds // 60
    if minutes < 120:
        return count(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return count(hours, "hour") + (f" {count(rest, 'minute')}" if rest and hours < 6 else "")
    return count(hours // 24, "day")


def words(name: str) -> str:
    """A kind of value as words: `CREDIT_CARD` becomes `credit card`."""
    return name.replace("_", " ").replace("-", " ").lower()


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""
