"""Copies JSON and JSON lines with other values in their strings and numbers; all else stays as it was, to the last space.

A string, or a cell of a CSV, that is itself JSON is copied in the same way.
"""

import json
import re
from collections.abc import Collection, Sequence
from typing import TextIO

from caraway_audit.redact.fields import Change, by_words, change
from caraway_audit.redact.redactor import Redactor
from caraway_audit.redact.word_lists import WordLists

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?|-\Z|[{}\[\]:,]', re.DOTALL)
_NO_PERSONS = re.compile(r"-?(?:\d{1,6}|1\d{9}|1\d{12})(?:[.eE].*)?")
"""Numbers that are nobody's: short ones, fractions, and seconds or milliseconds of these years."""
_CHUNK = 1024 * 1024


def copy_json(source: TextIO, target: TextIO, redactor: Redactor, prose: Collection[str] = ()) -> None:
    """Copy a document, or a document a line."""
    copy = _Copy(redactor, prose)
    text = ""
    while read := source.read(max(_CHUNK, len(text))):
        text += read
        changed, done = copy.changed(text)
        target.write(changed)
        text = text[done:]
    target.write(copy.changed(text + " ")[0][:-1])  # so that a number is seen to end


def by_keys(text: str, redactor: Redactor, path: Sequence[str], prose: Collection[str] = (), depth: int = 0) -> str:
    """A text that is a JSON object or list, redacted by its keys; any other as it is. `path` says where the text stands."""
    bare = text.strip(_AROUND)
    if bare[:1] + bare[-1:] not in ("{}", "[]") or len(text) > _LONGEST_WITHIN or depth >= _DEEPEST:
        return text
    try:
        json.loads(_NEEDLESS.sub("", bare), strict=False, parse_int=str)  # a number as it is written, however long
    except (ValueError, RecursionError):
        return text
    copy = _Copy(redactor, prose, list(path), depth + 1)
    return copy.changed(text + " ")[0][:-1]


_AROUND = " \t\r\n\ufeff,;"
"""What stands around JSON that was cut out of a file: a byte order mark, the comma before what came next."""
_NEEDLESS = re.compile(r",(?=\s*[}\]])")
"""A comma behind the last of an object or a list, as people and scripts leave it."""
_LONGEST_WITHIN = 1_000_000
_DEEPEST = 8
"""Times that JSON may stand within a string of JSON."""


class _Copy:
    """One pass over the tokens; where it is in lists and objects says what a string is."""

    def __init__(self, redactor: Redactor, prose: Collection[str], above: Sequence[str] = (), depth: int = 0) -> None:
        self._redactor = redactor
        self._prose = prose
        self._above = above  # names of fields that all of the text stands in
        self._depth = depth
        self._path: list[str | None] = []  # by open object its latest name, by open list None
        self._labels: list[str] = []  # of each, what it says that its value is: {"name": "Phone", "value": …}
        self._is_name = False
        self._lists = WordLists(redactor) if depth == 0 else None  # those of a text within a text have no number in the file
        self._ways: dict[tuple[str, ...], Change | None] = {}  # by path of names, how what stands there is redacted

    def changed(self, text: str) -> tuple[str, int]:
        """What stands in place of a text, up to a token that may go on behind it."""
        put: list[str] = []
        place = 0
        for match in _TOKEN.finditer(text):
            piece = match.group()
            if match.end() == len(text) and piece not in "{}[]:,":
                put.append(text[place : match.start()])
                return "".join(put), match.start()
            if (other := self._instead(piece)) != piece:
                put += text[place : match.start()], other
                place = match.end()
        put.append(text[place:])
        return "".join(put), len(text)

    def _instead(self, piece: str) -> str:
        path = self._path
        if piece[0] in "{[":
            path.append("" if piece == "{" else None)
            self._labels.append("")
            self._is_name = piece == "{"
            if self._lists and piece == "[":
                self._lists.begin()
        elif piece[0] in "}]":
            if path:
                path.pop()
                self._labels.pop()
            self._is_name = False
            if self._lists and piece == "]":
                self._lists.end(path)
        elif piece == ",":
            self._is_name = bool(path) and path[-1] is not None
        elif piece == ":":
            self._is_name = False
        elif self._is_name:
            name = _string(piece)
            path[-1] = name
            if (renamed := self._redactor.key(name)) != name:
                return json.dumps(renamed, ensure_ascii=False)
        else:
            names = [*self._above, *(name for name in path if name)]
            if path and path[-1] in _LABEL:
                self._labels[-1] = _string(piece)
            elif names and names[-1] in _LABELLED and (label := self._label()):
                names[-1] = label
            return self._value(piece, names)
        return piece

    def _value(self, piece: str, path: list[str]) -> str:
        """A string or number, redacted; a number that is somebody's becomes a string."""
        redactor, value = self._redactor, _string(piece)
        how = self._way(path)
        tells = how not in (None, redactor.value, redactor.identity)  # the field's name says that it is somebody's
        if not value or (piece[0] != '"' and not tells and _NO_PERSONS.fullmatch(piece)):
            return piece
        read = by_keys(value, redactor, path, self._prose, self._depth) if piece[0] == '"' else value
        other = how(read) if how else by_words(redactor, read, path)
        if self._lists and piece[0] == '"':
            other = self._lists.put(self._path, other)
        return piece if other == value else json.dumps(other, ensure_ascii=piece.isascii())

    def _way(self, path: Sequence[str]) -> Change | None:
        names = tuple(path)
        if names not in self._ways:
            if len(self._ways) >= _MOST_WAYS:  # ids may be names of fields
                self._ways.clear()
            self._ways[names] = change(self._redactor, names, self._prose)
        return self._ways[names]

    def _label(self) -> str:
        """What the object that is open says that its value is, or its values, a list within it."""
        in_list = len(self._path) > 1 and self._path[-1] is None
        return self._labels[-2 if in_list else -1]


_LABEL = frozenset({"name", "label", "title", "key", "field", "question"})
_LABELLED = frozenset({"value", "values", "answer"})
"""Names of fields that say what stands in others of the same object, in lists of custom fields and of answers to a form."""
_MOST_WAYS = 1_000
_DECODER = json.JSONDecoder(strict=False)


def _string(piece: str) -> str:
    if piece[0] != '"':
        return piece
    try:
        return str(_DECODER.decode(piece))
    except ValueError:
        return piece[1:-1]
