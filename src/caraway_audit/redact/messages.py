"""Messages whose values only their conversation tells, found again in a longer text: a transcript in a file or cell, HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence

from caraway_audit.privacy.formats import Entity

_BEGINS = re.compile(r"(?:^|[:\]|/]|\s[-–—])[^\S\n]{0,3}(?=\S)", re.MULTILINE)
_ENDS = re.compile(r"[^\S\n]*(?:$|\||/\s)", re.MULTILINE)
_LETTER = re.compile(r"\S")


_LONGEST_WORD = 500
"""Characters of a word; what holds a longer one no person wrote, and no program copies it into a transcript word for word."""


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
        longest = 0
        for text, entities in (item for one in told for item in one.items()):
            words = text.split()
            size = max(map(len, words), default=0)
            if size > _LONGEST_WORD:
                continue
            longest = max(longest, size)
            node = self._first
            for word in words:
                node = node.then.setdefault(word, _Node())
            node.messages.setdefault(text, []).extend(entities)
        self._word = re.compile(rf"\S{{1,{longest + 1}}}")  # of a longer one only so much: it is none of theirs

    def values(self, text: str) -> Iterator[Entity]:
        """The values of all messages that stand in a text, where they stand there."""
        if not self._first.then:
            return
        for begin in {0, *(match.end() for match in _BEGINS.finditer(text))}:
            for message, entities, end in self._beginning(text, begin):
                places = _letters(text, begin, end)
                at = {start: number for number, start in enumerate(_letters(message, 0, len(message)))}
                for one in entities:
                    yield one._replace(start=places[at[one.start]], end=places[at[one.end - 1]] + 1)

    def _beginning(self, text: str, begin: int) -> Iterator[tuple[str, list[Entity], int]]:
        """The messages that begin at a place and are all of a line there, or of lines; their values and where they end."""
        node = self._first
        for match in self._word.finditer(text, begin):
            for size in {len(match.group()), match.group().find("|")}:  # the end of a line may be written so
                last = node.then.get(match.group()[: max(size, 0)])
                if last and last.messages and _ENDS.match(text, match.start() + size):
                    yield from ((message, entities, match.start() + size) for message, entities in last.messages.items())
            following = node.then.get(match.group())
            if following is None:
                return
            node = following


def _letters(text: str, begin: int, end: int) -> list[int]:
    return [match.start() for match in _LETTER.finditer(text, begin, end)]
