"""Walks a JSON document value by value as it is read: of a truncated one all that is whole is still read, and of a long one
no more is in memory than one value.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from caraway_audit.readers.streams import LONGEST_DOCUMENT

Entry = tuple[int, object]
"""The 1-based line where a value begins, and the value."""

_CHUNK = 1024 * 1024
_CUT = 16
"""So near to the end of what was read a value may be cut, or its error due to that; no literal and no escape is longer."""
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class _Cursor:
    """A place in a document; what stands before it is let go, and lines are counted as it goes, each only once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0
        self._lines = self._columns = 0  # let go: lines, and characters of the line that the text kept begins in
        self._new_lines = self._counted = 0  # in the text kept: lines, up to which place they are counted
        self.skip_space()

    def _more(self) -> bool:
        """Read on, as much again as is kept so that a long value is not begun often; False at the end of the document."""
        self.line()
        gone = self._text.rfind("\n", 0, self._at)
        self._columns = self._at - gone - 1 if gone >= 0 else self._columns + self._at
        self._lines += self._new_lines
        self._text = self._text[self._at :]
        self._at = self._new_lines = self._counted = 0
        if len(self._text) > LONGEST_DOCUMENT:
            raise self.error("Too large")
        read = self._stream.read(max(_CHUNK, len(self._text)))
        self._text += read
        return bool(read)

    def skip_space(self) -> None:
        self._at = _end_of_space(self._text, self._at)
        while self._at == len(self._text) and self._more():
            self._at = _end_of_space(self._text, self._at)

    def peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def take(self, wanted: str) -> bool:
        if self.peek() != wanted:
            return False
        self._at += 1
        self.skip_space()
        return True

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise self.error(f"Expecting {wanted!r}")

    def error(self, what: str, place: int | None = None) -> json.JSONDecodeError:
        """That something is wrong here, or at a place in the text kept, with the line and column of the document."""
        error = json.JSONDecodeError(what, self._text, self._at if place is None else place)
        error.colno += self._columns * (error.lineno == 1)
        error.lineno += self._lines
        return error

    def value(self) -> object:
        while True:
            start, read = self._at, len(self._text)
            try:
                value, end = _DECODER.raw_decode(self._text, start)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated string") or error.pos > read - _CUT
                if not cut or not self._more():
                    raise self.error(error.msg, self._at + error.pos - start) from error
            except (ValueError, RecursionError) as error:  # a number of thousands of digits, or nested without end
                raise self.error("Too large or too deeply nested") from error
            else:
                if end < read - _CUT or not self._more():  # a number may go on
                    self._at += end - start
                    self.skip_space()
                    return value

    def line(self) -> int:
        self._new_lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return 1 + self._lines + self._new_lines


def _end_of_space(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start


def entries(stream: TextIO, path: Sequence[str]) -> Iterator[Entry]:
    """The elements of a document that is a list, or of the list at `path` in an object; else the one value. So of each, where
    documents follow one another.

    Raises JSONDecodeError at the place where the document breaks, after all that stands whole before it.
    """
    cursor = _Cursor(stream)
    yield from _found(cursor, path)
    while cursor.peek() in ("{", "["):  # pages that were written one after another
        yield from _found(cursor, path)
    if cursor.peek():
        raise cursor.error("Extra data")


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
                raise cursor.error("Expecting property name enclosed in double quotes")
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
