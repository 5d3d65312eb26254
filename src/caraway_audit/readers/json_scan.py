"""Walks the text of a JSON document piece by piece, so that of a truncated one all that is whole is still read."""

import json
import re
from collections.abc import Iterator, Sequence

Entry = tuple[int, object]
"""The 1-based line where a value begins, and the value."""

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class _Cursor:
    """A place in the text; counts lines as it goes, so that it counts each only once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._line = 1
        self._counted = 0
        self.skip_space()

    def skip_space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> bool:
        if self.peek() != wanted:
            return False
        self.at += 1
        self.skip_space()
        return True

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise json.JSONDecodeError(f"Expecting {wanted!r}", self.text, self.at)

    def value(self) -> object:
        try:
            value, self.at = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as error:  # a number of thousands of digits, or nested without end
            raise json.JSONDecodeError("Too large or too deeply nested", self.text, self.at) from error
        self.skip_space()
        return value

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line


def entries(text: str, path: Sequence[str]) -> Iterator[Entry]:
    """The elements of a document that is a list, or of the list at `path` in an object; else the one value.

    Raises JSONDecodeError at the place where the document breaks, after all that stands whole before it.
    """
    cursor = _Cursor(text)
    yield from _found(cursor, path)
    if cursor.peek():
        raise json.JSONDecodeError("Extra data", text, cursor.at)


def _found(cursor: _Cursor, path: Sequence[str]) -> Iterator[Entry]:
    line = cursor.line()
    if cursor.peek() == "[":
        yield from _elements(cursor)
    elif path and cursor.take("{"):
        members: dict[str, object] = {}
        listed = False
        while cursor.peek() != "}":
            name = cursor.value()
            if not isinstance(name, str):
                raise json.JSONDecodeError("Expecting property name enclosed in double quotes", cursor.text, cursor.at)
            cursor.expect(":")
            if name == path[0] and cursor.peek() == ("{" if path[1:] else "["):
                listed = True
                yield from _found(cursor, path[1:])
            else:
                members[name] = cursor.value()
            if not cursor.take(","):
                break
        cursor.expect("}")
        if not listed:
            yield line, members
    else:
        yield line, cursor.value()


def _elements(cursor: _Cursor) -> Iterator[Entry]:
    cursor.expect("[")
    while cursor.peek() != "]":
        line = cursor.line()
        yield line, cursor.value()
        if not cursor.take(","):
            break
    cursor.expect("]")
