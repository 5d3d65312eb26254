"""CSV with one message a row: the native columns, in any order, any usual delimiter and encoding."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from pathlib import Path

from caraway_audit.model import Client, Conversation, InputFile, InputProblem, Message, Role, Source, Visibility
from caraway_audit.readers.base import Item, ReaderSettings
from caraway_audit.readers.fields import FIELDS, LONGEST_PIECE, REQUIRED, FieldReader, field_name, nearest_field
from caraway_audit.readers.problems import ProblemLog, damage, looks_like_name, shown_names
from caraway_audit.readers.streams import Encoding, encoding_of, head_text, open_text

DELIMITERS = (",", ";", "\t", "|")

# A field above this is a quote that was never closed, not a message.
_LONGEST_FIELD = 64 * 1024 * 1024

_ORDER = (
    "conversation_id", "message_id", "timestamp", "role", "author", "text", "visibility",
    "channel", "team", "client_name", "client_id", "status", "language",
)  # fmt: skip
_QUOTE_REMEDY = "A quote inside a quoted cell must be doubled, and every quoted cell closed."

_Row = tuple[int, list[str] | csv.Error]
_Cells = tuple[str, str, str, str, str, str, str, str, str, str, str, str, str]


class CsvRows:
    """Reads message rows. Rows of one conversation that follow each other come as one piece."""

    name = "csv"

    def sniff(self, path: Path, head: bytes) -> bool:
        """By at least two native columns in the header line, or by the name."""
        line = next((line for line in head_text(head).splitlines() if line.strip()), "")
        _, delimiter = _excel_hint(line)
        known = delimiter is not None or len({*map(field_name, _split(line, _delimiter(line)))} - {None}) > 1
        return known or path.name.casefold().removesuffix(".gz").endswith((".csv", ".tsv"))

    def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
        """Read the file; a row that cannot be used costs that row only."""
        csv.field_size_limit(_LONGEST_FIELD)
        encoding = encoding_of(path)
        if encoding.damaged:
            yield damage(label, encoding.damaged)
        with open_text(path, encoding) as lines:
            rows, delimiter = _header_and_rows(lines)
            header_line, header = next(rows, (1, []))
            problem = _header_problem(Source(label, header_line), header)
            if problem:
                # Without these columns the whole file is lost: say how much that is.
                yield replace(problem, records=max(1, sum(1 for _, row in rows if row)))
                yield InputFile(label, self.name, 0)
                return
            assert not isinstance(header, csv.Error)
            yield from _Reading(label, settings, header, _notes(header, delimiter, encoding)).items(rows)


class _Reading:
    """One pass over the rows of one file."""

    def __init__(self, label: str, settings: ReaderSettings, header: list[str], notes: tuple[str, ...]) -> None:
        self._label = label
        self._notes = notes
        self._width = len(header)
        self._problems = ProblemLog(label)
        self._fields = FieldReader(self._problems, settings)
        names = [field_name(name) for name in header]
        # A column that the file does not have is read from the empty cell that each row gets at its end.
        places = [names.index(name) if name in names else self._width for name in _ORDER]
        self._cells: Callable[[list[str]], _Cells] = itemgetter(*places)

    def items(self, rows: Iterator[_Row]) -> Iterator[Item]:
        """The pieces, the problems and, last, the account of the file."""
        label, width, cells_of, problems = self._label, self._width, self._cells, self._problems
        fields, roles, visibilities = self._fields, _COMMON_ROLES, _COMMON_VISIBILITIES
        from_iso = datetime.fromisoformat
        piece: list[Message] = []
        head: tuple[str, ...] = ()
        records = kept = 0
        source = Source(label, 1)
        for line, row in rows:
            if not row:
                continue
            records += 1
            source = Source(label, line, records)
            if isinstance(row, csv.Error):
                problems.add("the row cannot be read as CSV.", source, _QUOTE_REMEDY)
                yield from problems.take()
                continue
            if len(row) != width:
                problems.add(
                    f"the row has {len(row)} cells, the header has {width}.",
                    source,
                    "Quote cells that hold the delimiter or a line break.",
                    kind=f"the row has not the {width} cells of the header.",
                )
                yield from problems.take()
                continue
            row.append("")
            conversation, identity, stamp, word, author, text, seen, *about = cells_of(row)
            role = roles.get(word) or fields.role(word, source)
            if not conversation or conversation.isspace():
                problems.add("the conversation id is empty.", source, "Give every row the id of its conversation.")
                role = None
            if role is not None:
                at = None
                if stamp:
                    try:
                        at = from_iso(stamp)
                    except ValueError:
                        at = fields.time(stamp, source)
                    else:
                        if at.tzinfo is None or not 1970 <= at.year < 9999:
                            at = fields.time(stamp, source)
                visibility = visibilities.get(seen) or fields.visibility(seen, source)
                key = (conversation, *about)
                if key != head or len(piece) >= LONGEST_PIECE:
                    if piece:
                        yield self._piece(head, piece, source)
                    piece, head = [], key
                piece.append(Message(identity.strip(), role, author.strip(), text, at, visibility, "", source))
                kept += 1
            if problems:
                yield from problems.take()
        if piece:
            yield self._piece(head, piece, source)
        yield from problems.take()
        yield from problems.rest()
        yield InputFile(label, CsvRows.name, kept, self._notes)

    def _piece(self, head: tuple[str, ...], messages: list[Message], source: Source) -> Conversation:
        identity, channel, team, client_name, client_id, status, language = head
        about = _about(channel, team, language, client_id, client_name)
        state = self._fields.status(status, messages[0].source or source) if status else None
        return Conversation(identity.strip(), tuple(messages), *about, state)


_COMMON_ROLES: dict[str, Role] = {role.value: role for role in Role}
_COMMON_VISIBILITIES: dict[str, Visibility] = {"": Visibility.PUBLIC} | {seen.value: seen for seen in Visibility}


@lru_cache(maxsize=4096)
def _about(channel: str, team: str, language: str, client_id: str, client_name: str) -> tuple[str, str, str, Client]:
    """What rows say of their conversation; kept, as in an export that is not sorted every row says it again."""
    name = client_name.strip()
    return channel.strip().casefold(), team.strip(), language.strip(), Client(client_id.strip(), (name,) if name else ())


def _header_and_rows(lines: Iterator[str]) -> tuple[Iterator[_Row], str]:
    """All rows, the header among them, and the delimiter, which the first line that says something decides."""
    skipped = 0
    for line in lines:
        hinted, delimiter = _excel_hint(line)
        if hinted or not line.strip():
            skipped += 1
            if delimiter is None:
                continue
            return _rows(lines, delimiter, skipped), delimiter
        delimiter = _delimiter(line)
        return _rows(chain((line,), lines), delimiter, skipped), delimiter
    return iter(()), ","


def _rows(lines: Iterator[str], delimiter: str, skipped: int) -> Iterator[_Row]:
    """Rows with the number of their first line; in place of one that is not CSV, the error.

    The parser is strict: a lenient one takes all that follows an open quote, to the end of the file, for one cell and
    says nothing. After an error it starts again at the second line of the row that failed.
    """
    taken: list[str] = []
    again: deque[str] = deque()  # lines of a row that failed, to be read once more

    def tee() -> Iterator[str]:
        while True:
            line = again.popleft() if again else next(lines, None)
            if line is None:
                return
            taken.append(line)
            yield line

    start = skipped + 1
    while True:
        parser = csv.reader(tee(), delimiter=delimiter, strict=True)
        try:
            for row in parser:
                yield start, row
                start += len(taken)
                taken.clear()
            return
        except csv.Error as error:
            if not taken:
                return
            yield start, error
            start += 1
            again.extendleft(reversed(taken[1:]))
            taken.clear()


def _excel_hint(line: str) -> tuple[bool, str | None]:
    """Excel's "sep=;" line: whether it is one, and the delimiter that it names."""
    bare = line.strip("\r\n")
    if bare.casefold().startswith("sep=") and len(bare) <= 5:
        return True, bare[4:] or None
    return False, None


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _delimiter(line: str) -> str:
    """The delimiter that makes most native columns of a header line (then: most columns)."""

    def yield_of(delimiter: str) -> tuple[int, int]:
        names = _split(line, delimiter)
        return len({*map(field_name, names)} - {None}), len(names)

    return max(DELIMITERS, key=yield_of)


def _header_problem(source: Source, header: list[str] | csv.Error) -> InputProblem | None:
    if isinstance(header, csv.Error):
        return InputProblem(source, "the header line cannot be read as CSV.", _QUOTE_REMEDY)
    known = [field_name(name) for name in header]
    twice = sorted({name for name in known if name and known.count(name) > 1})
    if twice:
        return InputProblem(source, f"columns stand twice: {', '.join(twice)}.", "Keep one of each.")
    missing = [name for name in REQUIRED if name not in known]
    if not missing:
        return None
    if not any(known) and not all(looks_like_name(name.strip()) for name in header):
        what = "the first line does not look like a header"
    else:
        what = f"columns found: {shown_names(name.strip() for name in header)}"
    unused = [name for name, meant in zip(header, known, strict=True) if meant is None and looks_like_name(name.strip())]
    guesses = [f'"{near.strip()}" for {name}' for name in missing if (near := nearest_field(name, unused))]
    hint = f" Did you mean {', '.join(guesses)}?" if guesses else ""
    return InputProblem(
        source,
        f"required columns are missing: {', '.join(missing)} ({what}).",
        f"Name the columns {', '.join(REQUIRED)}; others are optional: "
        f"{', '.join(name for name in FIELDS if name not in REQUIRED)}.{hint}",
    )


def _notes(header: list[str], delimiter: str, encoding: Encoding) -> tuple[str, ...]:
    named = {"\t": "tab"}.get(delimiter, delimiter)
    unused = [name.strip() for name in header if field_name(name) is None]
    notes = [f"encoding {encoding.name}, delimiter {named}"]
    return (*notes, f"columns not used: {shown_names(unused)}") if unused else tuple(notes)
