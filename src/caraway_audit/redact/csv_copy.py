"""Copies CSV with other values in its cells; columns, order, delimiter, line ends and whether all is quoted stay."""

import csv
from collections.abc import Callable, Sequence
from itertools import chain, islice
from typing import Literal, TextIO

from caraway_audit.readers.csv_rows import delimiter_of
from caraway_audit.redact.fields import by_words, change
from caraway_audit.redact.redactor import Redactor


def copy_csv(source: TextIO, target: TextIO, redactor: Redactor, places: dict[str, int]) -> None:
    """Copy the rows; `places` says where the reader found a message's text and its client."""
    before, first, delimiter = delimiter_of(source)
    target.writelines(before)
    first = first or list(islice(source, 1))
    rows = csv.reader(chain(first, source), delimiter=delimiter, strict=True)
    header = next(rows, [])
    lines = _Lines(target, _ends_of((*before, *first)))
    writer = csv.writer(lines, delimiter=delimiter, quoting=_quoting_of(first, len(header)))
    writer.writerow([redactor.key(name) for name in header])
    how = _changes(redactor, header, places)
    for row in rows:
        writer.writerow([how[place](cell) if place < len(how) and cell else cell for place, cell in enumerate(row)])


def _ends_of(lines: Sequence[str]) -> str:
    """How the lines of a file end."""
    if any(line.endswith("\r\n") for line in lines):
        return "\r\n"
    return "\r" if any(line.endswith("\r") for line in lines) and not any(line.endswith("\n") for line in lines) else "\n"


def _quoting_of(first: Sequence[str], cells: int) -> Literal[0, 1]:
    """Whether a file quotes every cell, as its header tells (two quotation marks for each of the cells)."""
    header = first[0].strip() if first else ""
    return csv.QUOTE_ALL if header.startswith('"') and header.count('"') == 2 * cells else csv.QUOTE_MINIMAL


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
