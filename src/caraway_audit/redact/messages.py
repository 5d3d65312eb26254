"""Messages whose values only their conversation tells, found again in a longer text: a transcript in a file or cell, HTML."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from caraway_audit.model import Span
from caraway_audit.privacy.formats import Entity

_BEGINS = re.compile(r"(?:^|[:\]|/]|\s[-–—])[^\S\n]{0,3}(?=\S)", re.MULTILINE)
_ENDS = re.compile(r"[^\S\n]*(?:$|\||/\s)", re.MULTILINE)
_LETTER = re.compile(r"\S")
_WORD = re.compile(r"\S+")
_LONGEST_WORD = 500
"""Of a longer word so many letters and its length say which one it is: a link is written out in full wherever it stands."""


class _Node:
    """What may follow the words before, and the messages that they are, with the values in them."""

    __slots__ = ("messages", "then")

    def __init__(self) -> None:
        self.then: dict[str, _Node] = {}
        self.messages: dict[str, list[Entity]] = {}


class Messages:
    """Finds messages in longer texts, however their words are spaced there. `told` are the values in them, by text."""

    def __init__(self, *told: Mapping[str, Sequence[Entity]]) -> None:
        self._first = _Node()
        for text, entities in (item for one in told for item in one.items()):
            node = self._first
            for match in _WORD.finditer(text):
                node = node.then.setdefault(_key(text, *match.span()), _Node())
            node.messages.setdefault(text, []).extend(entities)

    def values(self, text: str) -> Iterator[Entity]:
        """The values of all messages that stand in a text, where they stand there."""
        if not self._first.then:
            return
        words = [match.span() for match in _WORD.finditer(text)]
        for begin in {0, *(match.end() for match in _BEGINS.finditer(text))}:
            for message, entities, end in self._beginning(text, begin, words):
                places = _letters(text, begin, end)
                at = {start: number for number, start in enumerate(_letters(message, 0, len(message)))}
                for one in entities:
                    yield one._replace(start=places[at[one.start]], end=places[at[one.end - 1]] + 1)

    def _beginning(self, text: str, begin: int, words: Sequence[Span]) -> Iterator[tuple[str, list[Entity], int]]:
        """The messages that begin at a place and are all of a line there, or of lines; their values and where they end."""
        node = self._first
        for at in range(bisect_right(words, begin, key=_end), len(words)):
            start, end = max(words[at][0], begin), words[at][1]
            bar = text.find("|", start, min(end, start + _LONGEST_WORD))  # the end of a line may be written so
            for stop in {end, bar} - {-1}:
                last = node.then.get(_key(text, start, stop))
                if last and last.messages and _ENDS.match(text, stop):
                    yield from ((message, entities, stop) for message, entities in last.messages.items())
            following = node.then.get(_key(text, start, end))
            if following is None:
                return
            node = following


def _key(text: str, start: int, end: int) -> str:
    """A word as it is known."""
    return text[start:end] if end - start <= _LONGEST_WORD else f"{text[start : start + _LONGEST_WORD]} {end - start}"


def _end(span: Span) -> int:
    return span[1]


def _letters(text: str, begin: int, end: int) -> list[int]:
    return [match.start() for match in _LETTER.finditer(text, begin, end)]
