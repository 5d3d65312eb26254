"""Copies CSV with other values in its cells; columns, order, delimiter and line ends stay."""

import csv
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TextIO

from caraway_audit.readers.csv_rows import delimiter_of
from caraway_audit.redact.fields import by_words, change
from caraway_audit.redact.redactor import Redactor


def copy_csv(source: TextIO, target: TextIO, redactor: Redactor, places: dict[str, int]) -> None:
    """Copy the rows; `places` says where the reader found a message's text and its client."""
    before, first, delimiter = delimiter_of(source)
    target.writelines(before)
    ends = "\r\n" if any(line.endswith("\r\n") for line in (*before, *first)) else "\n"
    writer = csv.writer(_Lines(target, ends), delimiter=delimiter)
    rows = csv.reader(chain(first, source), delimiter=delimiter, strict=True)
    header = next(rows, [])
    writer.writerow([redactor.key(name) for name in header])
    how = _changes(redactor, header, places)
    for row in rows:
        writer.writerow([how[place](cell) if place < len(how) and cell else cell for place, cell in enumerate(row)])


class _Lines:
    """Lines of a writer for which "\\r" and "\\n" both end one, and so need quotes, with the ends of the file itself."""

    def __init__(self, target: TextIO, ends: str) -> None:
        self._target, self._ends = target, ends

    def write(self, line: str) -> int:
        return self._target.write(line.removesuffix("\r\n") + self._ends)


def _changes(redactor: Redactor, header: Sequence[str], places: dict[str, int]) -> list[Callable[[str], str]]:
    """How each column is redacted."""

    def unnamed(text: str) -> str:
        return by_words(redactor, text)

    def name_of_client(text: str) -> str:
        return redactor.whole("CLIENT", text)

    found = [change(redactor, (name,)) or unnamed for name in header]
    for field, how in (("text", redactor.prose), ("transcript", redactor.prose), ("client_name", name_of_client)):
        if field in places:
            found[places[field]] = how
    for field in ("role", "author", "team", "channel", "visibility", "status", "language"):
        if field in places:
            found[places[field]] = redactor.value
    if "timestamp" in places:
        found[places["timestamp"]] = change(redactor, ("timestamp",)) or unnamed
    for field in ("conversation_id", "message_id", "client_id"):
        if field in places:
            found[places[field]] = redactor.identity
    return found
