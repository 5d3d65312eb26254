"""What people read of a text as it is stored: without the tags of HTML, references such as "&amp;" as what they stand for, and
what was put in place of a value always alike; and the way back, so that only values change in what is stored.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from caraway_audit.language.unseen import ESCAPES, may_be_marked_up, unescaped
from caraway_audit.model import Span
from caraway_audit.privacy.formats import Entity
from caraway_audit.readers.html_text import BLOCKS, ELEMENTS

STAND_IN = "[name]"
"""What is read in place of a value, in whatever style it was replaced: what is found beside it must not hang on that. Beside
this word the tagger sees names that stars hide from it ("I am [name], me and my friend Ben")."""

_MARKUP = re.compile(  # begins with what a search finds fast
    r"<(?:!--(?P<comment>[^<>]{0,10000}?)-->|/?(?P<element>[a-zA-Z][a-zA-Z0-9]{0,19})(?::[a-z]{1,20})?"
    r"(?P<rest>(?=[\s/>])[^<>]{0,10000})>)|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d{0,2});"
    rf"|{ESCAPES}"
)
_WRITTEN = frozenset({"alt", "title", "label", "placeholder", "content", "value", "summary"})
_QUOTED = re.compile(r"(?P<name>[\w-]{0,40})\s{0,3}=\s{0,3}(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")


class Reading:
    """A text as people read it (`text`). `hidden` are stretches of the stored one that nobody reads: comments, attributes."""

    def __init__(self, stored: str, stand_in: re.Pattern[str]) -> None:
        self.stored = stored
        self.hidden: list[tuple[int, int, bool]] = []  # and whether somebody wrote them
        self.done: list[Span] = []  # where values were replaced, as read
        pieces: list[str] = []
        self._starts: list[int] = []  # as read, of each piece
        self._spans: list[tuple[int, int, bool]] = []  # in what is stored, and whether it is the same letter by letter
        self._length = 0

        def add(read: str, start: int, end: int) -> None:
            if read:
                pieces.append(read)
                self._starts.append(self._length)
                self._spans.append((start, end, read == stored[start:end]))
                self._length += len(read)

        def add_words(start: int, end: int) -> None:
            for match in stand_in.finditer(stored, start, end):
                add(stored[start : match.start()], start, match.start())
                self.done.append((self._length, self._length + len(STAND_IN)))
                add(STAND_IN, *match.span())
                start = match.end()
            add(stored[start:end], start, end)

        place = 0
        for match in _MARKUP.finditer(stored) if may_be_marked_up(stored) else ():
            element = (match["element"] or "").lower()
            if element and element not in ELEMENTS:
                continue
            add_words(place, match.start())
            place = match.end()
            if stored[match.start()] != "<":
                add(unescaped(match.group()), *match.span())
            elif element in BLOCKS or element == "br":
                add("\n", place, place)
            elif element in ("td", "th"):
                add(" ", place, place)
            self.hidden += _hidden(match)
        add_words(place, len(stored))
        self.text = "".join(pieces)

    def replaced(self, entities: Iterable[Entity], instead: Callable[[str, str], str]) -> str:
        """What is stored with something else in place of values, made of kind and value as read; tags stay where they are."""
        pieces: list[str] = []
        place = 0
        for entity in entities:
            put = instead(entity.kind, self.text[entity.start : entity.end])
            for start, end in self.stretches(entity.start, entity.end):
                pieces += (self.stored[place:start], put)
                place, put = end, ""
        return "".join((*pieces, self.stored[place:]))

    def place_of(self, stored: int) -> int:
        """Where in what is read a place in what is stored stands; within a tag, where it goes on behind it."""
        for read, (first, last, alike) in zip(self._starts, self._spans, strict=True):
            if stored < last:
                return read + max(stored - first, 0) if alike else read
        return len(self.text)

    def stretches(self, start: int, end: int) -> Iterator[Span]:
        """Where in what is stored a stretch of what is read stands."""
        number = max(bisect_right(self._starts, start) - 1, 0)
        while number < len(self._starts) and self._starts[number] < end:
            first, last, alike = self._spans[number]
            read = self._starts[number]
            if alike:
                first, last = first + max(start - read, 0), min(first + end - read, last)
            if first < last:
                yield first, last
            number += 1


def _hidden(match: re.Match[str]) -> Iterator[tuple[int, int, bool]]:
    if match["comment"]:
        yield *match.span("comment"), True
    for quoted in _QUOTED.finditer(match["rest"] or ""):
        start, end = quoted.span("double" if quoted["double"] is not None else "single")
        if start < end:
            yield match.start("rest") + start, match.start("rest") + end, quoted["name"].lower() in _WRITTEN
