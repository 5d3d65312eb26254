"""What puts a value right that was just told, reads it back or gives one more: "no, 41 not 14", "is that 9 November?".

Nothing in such a message says what its number is; what stood in the message before does. What is found so is masked and accuses
nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from caraway_audit.model import Message, Role
from caraway_audit.privacy.asked import DAY, asks_birth
from caraway_audit.privacy.detect import Detector, free
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.privacy.national import GOVERNMENT_IDS
from caraway_audit.privacy.tagger import SCORE

_NUMBERED = frozenset(
    {"POSTAL_ADDRESS", "POSTAL_CODE", "PHONE_NUMBER", "BANK_ACCOUNT", "BANK_CODE", "CREDENTIAL", "CARD_SECURITY_CODE"}
    | {"CARD_EXPIRY", "DATE_OF_BIRTH", "ID_NUMBER", "REFERENCE", "CREDIT_CARD", "IBAN_CODE", *GOVERNMENT_IDS}
)
"""Kinds whose values hold numbers, by which they are put right."""

_BACK, _BACK_OF_BIRTH = 2, 4
"""So many messages after a value it may be put right, and after a day of birth another one be given."""

_LONGEST, _LONGEST_WITH_DAY = 8, 12
"""Words of such a message."""

_PUTS_RIGHT = re.compile(
    r"\W*(?:(?:no|nope|nah|sorry|oops|wait|actually|typo)\b[^.!?\n]{0,30}?|(?:i meant?|should be|it[’']?s|its) )"
    r"(?:\bnot )?\d[^.!?\n]{0,30}\W*|[^.!?\n]{0,20}\d[\w/.-]{0,12},? not \d[^.!?\n]{0,12}\W*",
    re.IGNORECASE,
)
_READS_BACK = re.compile(
    r"\W*(?:(?:sorry|thanks?|thank you|ok|okay|so|and|right|just to check|lovely|perfect)\b\W{0,3}){0,3}"
    r"(?:(?:is|was) (?:that|it)|i(?: have|[’']ve got)|did you say|you said|that[’']?s|so)\b"
    r"[^.!?\n]{0,20}?\d[^.!?\n]{0,20}\?\W*",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"[£$€%]|\d ?(?:am|pm|x|k|kg|g|cm|mm|ml|gb|mb)\b|\b(?:min(?:ute)?s?|hours?|hrs|days?|nights?|weeks?|months?|years?|times"
    r"|quid|pounds?|euros?|dollars?|rand|items?|boxes|parcels?|bags?|people|adults?|kids|children|tickets?|seats?|units?|pairs?"
    r"|sizes?|o[’']clock|noon|each|off|total|copies|points)\b|\d:\d\d",
    re.IGNORECASE,
)
"""What a number is of that is nobody's: a time, a sum, how many."""
_NUMBER = re.compile(r"(?<![\w.])\d[\d ./-]*(?:[a-z](?![\w]))?(?<![ ./-])", re.IGNORECASE)


def corrected(
    messages: Sequence[Message], detector: Detector, answers: Mapping[str, Sequence[Entity]]
) -> dict[str, list[Entity]]:
    """By text, such values; `answers` are told by the question before."""
    said = [(m.text, m.role is Role.CLIENT) for m in messages if m.public and m.role in (Role.AGENT, Role.CLIENT)]
    found: dict[str, list[Entity]] = {}

    def told(text: str) -> list[Entity]:
        return [*detector.find(text), *answers.get(text, ()), *found.get(text, ())]

    for place, (text, is_client) in enumerate(said):
        words = len(text.split())
        if words > _LONGEST_WITH_DAY or STANDS_IN.search(text):
            continue
        before = [one for one, _ in reversed(said[max(0, place - _BACK_OF_BIRTH) : place])]
        more = list(_days(text)) if is_client else []
        if more and not any(asks_birth(one) or "DATE_OF_BIRTH" in _kinds(one, told(one)) for one in before):
            more = []
        shape = _PUTS_RIGHT if is_client else _READS_BACK
        if not more and words <= _LONGEST and shape.fullmatch(text) and not _OF_A_THING.search(text):
            kind = next((kinds[-1] for one in before[:_BACK] if (kinds := _kinds(one, told(one)))), "")
            more = list(_values(text, kind, agent=not is_client)) if kind else []
        taken = sorted(told(text), key=lambda entity: entity.start) if more else []
        if left := [one._replace(start=a, end=b) for one in more for a, b in free(one.start, one.end, taken)]:
            found.setdefault(text, []).extend(left)
    return found


def _kinds(text: str, told: Sequence[Entity]) -> list[str]:
    """The kinds of the values in a text that hold numbers."""
    return [one.kind for one in told if one.kind in _NUMBERED and any(map(str.isdigit, text[one.start : one.end]))]


def _days(text: str) -> Iterator[Entity]:
    """Days with a year, as those of birth are told."""
    for match in DAY.finditer(text):
        if _WITH_YEAR.search(match.group()):
            yield Entity("DATE_OF_BIRTH", *match.span(), SCORE)


_WITH_YEAR = re.compile(
    r"\d{4}|['’]\d\d|\d{1,2}\D+\d{1,2}\D+\d\d|[a-z]\D*\d{1,2}\D+\d\d|ty(?:[ -]\w+)?$|teen(?:[ -]\w+)*$", re.I
)


def _values(text: str, kind: str, *, agent: bool) -> Iterator[Entity]:
    """The numbers of a text as values of a kind; of a day that an agent reads back, the month, too."""
    if agent and kind == "DATE_OF_BIRTH":
        yield from (Entity(kind, *match.span(), SCORE) for match in DAY.finditer(text))
    else:
        yield from (Entity(kind, *match.span(), SCORE) for match in _NUMBER.finditer(text))
