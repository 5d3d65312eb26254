"""Copies JSON and JSON lines with other values in their strings and numbers; all else stays as it was, to the last space."""

import json
import re
from collections.abc import Collection, Iterator
from typing import TextIO

from caraway_audit.redact.fields import by_words, change
from caraway_audit.redact.redactor import Redactor

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}\[\]:,]', re.DOTALL)
_NO_PERSONS = re.compile(r"-?(?:\d{1,6}|1\d{9}|1\d{12})(?:[.eE].*)?")
"""Numbers that are nobody's: short ones, fractions, and seconds or milliseconds of these years."""


def copy_json(source: TextIO, target: TextIO, redactor: Redactor, by_line: bool, prose: Collection[str] = ()) -> None:
    """Copy a document, or a document a line."""
    pieces = source if by_line else iter((source.read(),))
    for text in pieces:
        target.writelines(_changed(text, redactor, prose))


def _changed(text: str, redactor: Redactor, prose: Collection[str]) -> Iterator[str]:
    place = 0
    path: list[str | None] = []  # by open object its latest name, by open list None
    is_name = False
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece[0] in "{[":
            path.append("" if piece == "{" else None)
            is_name = piece == "{"
        elif piece[0] in "}]":
            if path:
                path.pop()
            is_name = False
        elif piece == ",":
            is_name = bool(path) and path[-1] is not None
        elif piece == ":":
            is_name = False
        elif is_name:
            name = _string(piece)
            path[-1] = name
            if (renamed := redactor.key(name)) != name:
                yield text[place : match.start()]
                yield json.dumps(renamed, ensure_ascii=False)
                place = match.end()
        elif (other := _value(piece, [name for name in path if name], redactor, prose)) != piece:
            yield text[place : match.start()]
            yield other
            place = match.end()
    yield text[place:]


def _value(piece: str, path: list[str], redactor: Redactor, prose: Collection[str]) -> str:
    """A string or number, redacted; a number that is somebody's becomes a string."""
    value = _string(piece)
    how = change(redactor, path, prose)
    tells = how not in (None, redactor.value, redactor.identity)  # the field's name says that it is somebody's
    if not value or (piece[0] != '"' and not tells and _NO_PERSONS.fullmatch(piece)):
        return piece
    other = how(value) if how else by_words(redactor, value)
    return piece if other == value else json.dumps(other, ensure_ascii=piece.isascii())


def _string(piece: str) -> str:
    if piece[0] != '"':
        return piece
    try:
        return str(json.loads(piece, strict=False))
    except ValueError:
        return piece[1:-1]
