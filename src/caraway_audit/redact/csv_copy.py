"""Copies CSV with other values in its cells; all else stays as it is written: columns, order, quotes, delimiter, line ends."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TextIO

from caraway_audit.readers.csv_rows import delimiter_of
from caraway_audit.redact.fields import by_words, change
from caraway_audit.redact.json_copy import by_keys
from caraway_audit.redact.redactor import Redactor


def copy_csv(source: TextIO, target: TextIO, redactor: Redactor, places: dict[str, int]) -> None:
    """Copy the rows; `places` says where the reader found a message's text and its client."""
    before, first, delimiter = delimiter_of(source)
    target.writelines(before)
    lines = _Lines(chain(first or islice(source, 1), source))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header = next(rows, [])
    target.write(_rewritten(lines.taken(), header, [redactor.key(name) for name in header], delimiter))
    how = _changes(redactor, header, places)
    for row in rows:
        cells = [
            how[place](by_keys(cell, redactor, header[place : place + 1])) if place < len(how) and cell else cell
            for place, cell in enumerate(row)
        ]
        target.write(_rewritten(lines.taken(), row, cells, delimiter))


class _Lines:
    """Lines for a reader of rows, kept until somebody takes what the last row was made of."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self._taken.append(next(self._lines))
        return self._taken[-1]

    def taken(self) -> str:
        written, self._taken = "".join(self._taken), []
        return written


def _rewritten(written: str, cells: Sequence[str], changed: Sequence[str], delimiter: str) -> str:
    """A row as it was written, with changed cells in place of others; a cell that had quotes, or needs them now, has them."""
    if cells == changed:
        return written
    body = written.rstrip("\r\n")
    pieces = [match[1] for match in re.finditer(_CELL.replace(",", re.escape(delimiter)), body)]
    put = []
    for piece, cell, other in zip(pieces, cells, changed, strict=True):
        needs = piece.startswith('"') or any(mark in other for mark in (delimiter, '"', "\r", "\n"))
        put.append(piece if cell == other else f'"{other.replace(chr(34), chr(34) * 2)}"' if needs else other)
    return delimiter.join(put) + written[len(body) :]


_CELL = r'(?:^|,)("(?:[^"]|"")*+"|[^,]*+)(?=,|\Z)'
"""A cell with its quotes; a comma stands for the delimiter."""


def _changes(redactor: Redactor, header: Sequence[str], places: dict[str, int]) -> list[Callable[[str], str]]:
    """How each column is redacted."""

    def unnamed(name: str) -> Callable[[str], str]:
        return lambda text: by_words(redactor, text, (name,))

    def name_of_client(text: str) -> str:
        return redactor.whole("CLIENT", text)

    found = [change(redactor, (name,)) or unnamed(name) for name in header]
    for field, how in (("text", redactor.prose), ("transcript", redactor.prose), ("client_name", name_of_client)):
        if field in places:
            found[places[field]] = how
    for field in ("role", "author", "team", "channel", "visibility", "status", "language"):
        if field in places:
            found[places[field]] = redactor.value
    if "timestamp" in places:
        found[places["timestamp"]] = change(redactor, ("timestamp",)) or unnamed("timestamp")
    for field in ("conversation_id", "message_id", "client_id"):
        if field in places:
            found[places[field]] = redactor.identity
    return found
