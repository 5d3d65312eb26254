"""Places on a map, as numbers: "52.8451, 0.7861", with degrees, minutes and the points of the compass, or three words."""

import re
from collections.abc import Iterator

from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.tagger import SCORE

_EXACT = r"-?\d{1,3}\.\d{5,12}"
_ROUND = r"-?\d{1,3}\.\d{2,11}0(?!\d)"
_NEAR = r"-?\d{1,3}\.\d{3,12}"
_PAIR = rf"(?!{_ROUND}\s?,\s?{_ROUND}){_NEAR}\s?,\s?{_NEAR}"
_NO_UNIT = (
    r"(?!\s?(?:[ckm]?m|kg|g|bar|volts?|v|euros?|pounds?|dollars?|per|units?|points?|for|litres?|inch|inches"
    r"|percent|degrees?|lbs?|oz)\b|\s?[%°€£$])"
)
_ANGLE = r"\d{1,3}(?:\.(?:\d{3,12}\s?°?|\d{2}\s?°)|°\s?\d{1,2}(?:\.\d{1,6})?\s?['′’](?:\s?[\d.]{1,8}\s?(?:[\"″”]|''|’’)?)?)"
_MAP = r"\b(?:lat(?:itude)?|gps|coord(?:inate)?s?|maps?|locations?|pinned|pin)\b"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.-])(?P<value>{_EXACT}\s?[,/]\s?{_EXACT})(?![\w.]\w)",
        # where somebody is said to be there
        r"\b(?:i[’']?m|i am|we[’']?re|we are|parked|standing|stuck|waiting|dropped|find (?:me|us)|position)(?: \w{1,10}){0,2}?"
        rf"(?: at| is|:)\s{{1,2}}(?P<value>{_PAIR})(?![\w.]\w){_NO_UNIT}",
        # where a word for maps stands before or behind
        rf"{_MAP}[\s\S]{{0,80}}?(?<![\w.-])(?P<value>{_NEAR}\s?,\s?{_NEAR})(?![\w.]\w){_NO_UNIT}",
        rf"(?<![\w.-])(?P<value>{_NEAR}\s?,\s?{_NEAR})(?![\w.]\w){_NO_UNIT}(?=[\s\S]{{0,60}}?{_MAP})",
        r"\blat(?:itude)?\W{1,3}(?P<value>-?\d{1,2}\.\d{2,12}(?:\s?°?\s?[NS]\b)?\W{1,3}(?:and )?"
        r"(?:lon|lng|long(?:itude)?)\W{1,3}-?\d{1,3}\.\d{2,12}(?:\s?°?\s?[EW]\b)?)",
        # by the points of the compass
        rf"(?-i:(?<![\w.])(?P<value>{_ANGLE}\s?[NS](?![^\W_])\W{{0,3}}{_ANGLE}\s?[EW])(?![^\W_]))",
        rf"(?-i:(?<![\w.])(?P<value>[NS]\s?{_ANGLE}\W{{1,3}}[EW]\s?{_ANGLE})(?![^\W_]|\.\d))",
        r"(?<![\w:/])///(?P<value>[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20})\b",
    )
)
_SIGNED = re.compile(  # of three decimals, where one is negative and one of two digits: prices and sights are seldom so
    r"(?<![\w.-])(?P<value>(?=-|[\d.]{5,16}\s?,\s?-)(?=-?\d\d|[\d.-]{5,17}\s?,\s?-?\d\d)"
    rf"{_PAIR})(?![\w.]\w){_NO_UNIT}",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"(?:deviat|offset|error|toleran|differ|drift|value|reading|result|score|chang|shift|correct|residual|delta|axis|axes|"
    r"price|rate|return|profit|loss|yield|balance|total|average|mean|range|level|temperature|measur|calibrat|prescription|"
    r"sphere|cylinder|lens|sights?|between|vector|rotat|angle|coefficient|ratio|factor)\w*\b[^\n]{0,40}$"
    r"|\b(?:was|were|of|by|than)\s{1,2}$",
    re.IGNORECASE,
)
_SEEN = 60
_WORTH_A_LOOK = re.compile(r"\d\.\d\d|°|///")


def positions(text: str) -> Iterator[Entity]:
    """Where on a map somebody or something is."""
    if not _WORTH_A_LOOK.search(text):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Entity("POSTAL_ADDRESS", *match.span("value"), SCORE)
    for match in _SIGNED.finditer(text):
        if not _MEASURED.search(text, max(0, match.start() - _SEEN), match.start()):
            yield Entity("POSTAL_ADDRESS", *match.span("value"), SCORE)
