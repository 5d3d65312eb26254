"""Values that a conversation told once, wherever they are said again: "the door code is 48B12", then "so 48B12, third floor".

What tells a short code or a house is a word beside it, and who repeats it leaves that out. What is found so is masked and
accuses nobody; names have a module of their own (`named.py`), what is long enough to be known anywhere another (`again.py`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile

from caraway_audit.model import Message, Span
from caraway_audit.privacy.detect import Detector, free
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.tagger import SCORE

_CODE = re.compile(r"(?<![\w@./-])(?=[\w.]{0,20}\d)(?=[\w.]{0,20}[^\W\d_])[^\W_][\w.]{3,30}[^\W_](?![\w@])")
"""Letters and digits in one word: what is shorter, or a number alone, stands elsewhere by chance."""
_HOUSE = re.compile(r"(?<![\w.,:/£$€#-])\d{1,4}[A-Za-z]? [^\W\d_]{3,20}")
"""A number and a word behind it, as streets begin."""
_NO_CODE = re.compile(
    r"\d{1,6}(?:am|pm|st|nd|rd|th|mm|cm|kg|gb|mb|tb|mbps|kwh|mah|hours?|mins?|minutes|days?|years?|weeks?|months?)"
)


class ValuesTold:
    """What texts of a conversation tell of the values in one another; `answers` are told by the question before."""

    def __init__(self, messages: Sequence[Message], detector: Detector, answers: Mapping[str, Sequence[Entity]]) -> None:
        self._detector = detector
        self._answers = answers
        self._texts = frozenset(text for message in messages for text in (message.text, message.quoted) if text)
        self._values: dict[str, list[Entity]] = {}

    @cached_property
    def _holding(self) -> dict[str, list[str]]:
        """By what may be repeated, the texts that hold it."""
        holding: dict[str, list[str]] = {}
        for text in sorted(self._texts):
            for key in dict.fromkeys(key for _, key in _repeatable(text)):
                holding.setdefault(key, []).append(text)
        return holding

    def within(self, text: str) -> list[Entity]:
        """Values in one of the texts that another tells."""
        if text not in self._texts:
            return []
        found = []
        for (start, end), key in _repeatable(text):
            for other in self._holding[key]:
                if other != text and (value := self._told(other, key)):
                    kind, written = value
                    if kind == "POSTAL_ADDRESS":
                        end = start + len(_begin_alike(text[start:].lower(), written))
                    found.append(Entity(kind, start, end, SCORE))
                    break
        taken = self._detector.find(text) if found else ()
        return [one._replace(start=start, end=end) for one in found for start, end in free(one.start, one.end, taken)]

    def _told(self, text: str, key: str) -> tuple[str, str] | None:
        """The kind of value that a text holds a key in, and the value from there on, in small letters."""
        if text not in self._values:
            self._values[text] = [*self._detector.find(text), *self._answers.get(text, ())]
        for one in self._values[text]:
            written = text[one.start : one.end].lower()
            place = written.find(key)
            if place >= 0 and (" " not in key or one.kind == "POSTAL_ADDRESS"):
                return one.kind, written[place:]
        return None


def _begin_alike(one: str, other: str) -> str:
    """What two texts begin with alike, without marks at its end."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one[:alike].rstrip(" ,.;")


def _repeatable(text: str) -> Iterator[tuple[Span, str]]:
    """Where a text says what may have been told elsewhere, and that in small letters."""
    if not any(map(str.isdigit, text)):
        return
    for match in _CODE.finditer(text):
        if not _NO_CODE.fullmatch(match.group().lower()):
            yield match.span(), match.group().lower()
    for match in _HOUSE.finditer(text):
        yield match.span(), match.group().lower()
