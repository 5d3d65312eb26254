"""Messages whose values only their conversation tells, found again in a longer text: a transcript in a file or cell, HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence

from caraway_audit.privacy.formats import Entity

_BEGINS = re.compile(r"(?:^|[:\]|/]|\s[-–—])[^\S\n]{0,3}(?=\S)", re.MULTILINE)
_ENDS = re.compile(r"[^\S\n]*(?:$|\||/\s)", re.MULTILINE)
_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"\S")
_FIRST_WORDS = 3


class Messages:
    """Finds messages in longer texts, however their words are spaced there. `told` are the values in them, by text."""

    def __init__(self, *told: Mapping[str, Sequence[Entity]]) -> None:
        self._told: dict[tuple[str, ...], dict[str, list[Entity]]] = {}
        for one in told:
            for text, entities in one.items():
                if key := tuple(text.split(None, _FIRST_WORDS)[:_FIRST_WORDS]):
                    self._told.setdefault(key, {}).setdefault(text, []).extend(entities)

    def values(self, text: str) -> Iterator[Entity]:
        """The values of all messages that stand in a text, where they stand there."""
        if not self._told:
            return
        for begin in {0, *(match.end() for match in _BEGINS.finditer(text))}:
            first = _words(text, begin)
            for count in range(1, len(first) + 1):
                for message, entities in self._told.get(tuple(first[:count]), {}).items():
                    if places := _places(message, text, begin):
                        at = {start: number for number, start in enumerate(_letters(message, 0, len(message)))}
                        for one in entities:
                            yield one._replace(start=places[at[one.start]], end=places[at[one.end - 1]] + 1)


def _words(text: str, begin: int) -> list[str]:
    """The first words at a place."""
    words: list[str] = []
    for match in _WORD.finditer(text, begin):
        words.append(match.group())
        if len(words) == _FIRST_WORDS:
            break
    return words


def _places(message: str, text: str, begin: int) -> list[int]:
    """Where in a text the letters of a message stand that begins at a place and is all of a line there, or of lines."""
    end = begin
    found = _WORD.finditer(text, begin)
    for word in message.split():
        match = next(found, None)
        if match is None or not match.group().startswith(word):
            return []
        end = match.start() + len(word)
        if end < match.end() and not _ENDS.match(text, end):
            return []
    return _letters(text, begin, end) if _ENDS.match(text, end) else []


def _letters(text: str, begin: int, end: int) -> list[int]:
    return [match.start() for match in _LETTER.finditer(text, begin, end)]
