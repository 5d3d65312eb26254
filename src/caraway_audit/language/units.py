"""What stands around a value: whether it is the least of something, what a sum is paid for one of, whether it is taken off."""

import re

from caraway_audit.language.topics import stem
from caraway_audit.model import Span

AT_LEAST, OPEN = " least", "open"


def bound(text: str, start: int, span: Span) -> str:
    """Whether a value is said to be the least (`AT_LEAST`), or only to lie above or below (`OPEN`): "from 12 euro".

    What stands before it is read from `start` on.
    """
    before = text[start : span[0]]
    if _LEAST.search(before) or _OR_MORE.match(text, span[1]):
        return AT_LEAST
    return OPEN if _AT_MOST.search(before) else ""


def unit(text: str, span: Span, clause: Span) -> str:
    """What a sum is paid for one of: "a day", "per person", "the yearly plan is"; "" where it is paid once."""
    if by := _BY.match(text, span[1]):
        return _UNIT_OF[by[1].lower()]
    if found := _RATE.match(text, span[1]):
        return _ALIKE.get(found[1].lower(), found[1].lower())
    if by := _BY_THE.search(text, *clause):
        period = str(next(filter(None, by.groups()))).lower()
        return _UNIT_OF.get(period, period)
    return ""


def is_a_part(text: str, span: Span) -> bool:
    """Whether a value is taken off, added or added up, and is no value of the thing itself: "5 euro off"."""
    return _OFF.match(text, span[1]) is not None


def own_stems(of: str) -> frozenset[str]:
    """Stems of words that belong to a value of a unit or bound, and say nothing of what it is a value of."""
    return frozenset({of, _BY_STEM.get(of, "")}) | (_BOUNDING if of.endswith(AT_LEAST) else frozenset())


_LEAST = re.compile(
    r"(?i)\b(?:minimum(?: \w+){0,3}(?: is| of| at)?|at least|no less than|(?:have|has|need|needs) to reach|reach)[ :]*$"
)
_BOUNDING = frozenset(map(stem, ("minimum", "least", "reach")))
_OR_MORE = re.compile(r"(?i) ?(?:minimum|or (?:more|over|older|above)|and (?:over|up|above|older))\b")
_AT_MOST = re.compile(r"(?i)\b(?:from|starting at|up to|at least|at most|over|under|between|than|maximum)[ :]*$")
_OFF = re.compile(
    r"(?i) (?:off|back|credit|discount|voucher|towards|extra|more|refund|in all|in total|altogether"
    r"|less(?! (?:the|an?|your|our|[£$€\d])))\b"
)
_RATE = re.compile(r"(?i) (?:an?|per|each|for each|for every|every) (\w+)")
_BY = re.compile(r"(?i) (hourly|daily|nightly|weekly|monthly|yearly|annual)\b")
_BY_THE = re.compile(
    r"(?i)\b(?:the|a|your|our) (yearly|annual|monthly|weekly|daily|nightly|hourly|unit) |\beach (\w+) (?:is|costs) "
    r"|\bfor the (year|month|week)\b"
)
_UNIT_OF = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month", "yearly": "year",
    "annual": "year",
}  # fmt: skip
_BY_STEM = {unit: stem(by) for by, unit in _UNIT_OF.items() if by != "annual"}
_ALIKE = {"trip": "time", "ride": "time", "go": "time", "visit": "time", "one": "piece", "item": "piece", "way": "way"}
