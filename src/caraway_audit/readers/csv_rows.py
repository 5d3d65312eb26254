"""CSV with one message a row, or one conversation a row: columns in any order, any usual delimiter and encoding."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

from caraway_audit.model import Client, Conversation, InputFile, InputProblem, Message, Role, Source
from caraway_audit.policy.mapping import FILE_NAME, Mapping
from caraway_audit.readers.base import Item, ReaderSettings, file_id
from caraway_audit.readers.columns import Columns, Refused, find_columns, guessed_field, unused
from caraway_audit.readers.fields import LONGEST_PIECE, LONGEST_TEXT, FieldReader, native_field
from caraway_audit.readers.problems import ProblemLog, damage, shown_names
from caraway_audit.readers.streams import LONGEST_LINE, Encoding, encoding_of, head_text, lines_of, open_text
from caraway_audit.readers.transcripts import KnownSpeakers, Transcripts

DELIMITERS = (",", ";", "\t", "|")

_ORDER = (
    "conversation_id", "message_id", "timestamp", "role", "author", "text", "visibility",
    "channel", "team", "client_name", "client_id", "status", "language",
)  # fmt: skip
_PEEKED = 200  # rows that are looked at to tell what a column holds
_MOST_WORDS = 1000
_QUOTE_REMEDY = "A quote inside a quoted cell must be doubled, and every quoted cell closed."

_Row = tuple[int, list[str] | csv.Error]
_Cells = tuple[str, str, str, str, str, str, str, str, str, str, str, str, str]


class CsvRows:
    """Reads message rows. Rows of one conversation that follow each other come as one piece."""

    name = "csv"

    def sniff(self, path: Path, head: bytes) -> bool:
        """By two native columns in the header line, or three that are named as in other systems, or by the file's name."""
        line = next((line for line in head_text(head).splitlines() if line.strip()), "")
        _, delimiter = _excel_hint(line)
        names = _split(line, _delimiter(line))
        native, meant = ({*map(means, names)} - {None} for means in (native_field, guessed_field))
        known = delimiter is not None or len(native) > 1 or len(meant) > 2
        return known or path.name.casefold().removesuffix(".gz").endswith((".csv", ".tsv"))

    def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
        """Read the file; a row that cannot be used costs that row only."""
        csv.field_size_limit(LONGEST_LINE)  # above it: a quote that was never closed, no message
        encoding = encoding_of(path)
        if encoding.damaged:
            yield damage(label, encoding.damaged)
        mapping = settings.mapping(label)
        with open_text(path, encoding) as lines:
            rows, delimiter = _header_and_rows(lines_of(lines))
            header_line, header = next(rows, (1, []))
            source = Source(label, header_line)
            notes: tuple[str, ...] = (f"encoding {encoding.name}, delimiter {_named(delimiter)}",)
            peeked = list(islice(rows, _PEEKED))
            rows = chain(peeked, rows)
            try:
                if isinstance(header, csv.Error):
                    raise Refused("the header line cannot be read as CSV.", _QUOTE_REMEDY)
                columns = find_columns(header, lambda place: _values(peeked, place), mapping, settings.knows_agents)
            except Refused as refused:
                # Without these columns the whole file is lost: say how much that is.
                lost = max(1, sum(1 for _, row in rows if row))
                yield InputProblem(source, refused.what, refused.remedy, lost)
                yield InputFile(label, self.name, 0, notes)
                return
            if left := unused(header, columns):
                notes = (*notes, f"columns not used: {shown_names(left)}")
            words = partial(_role_words, path, encoding, columns.places.get("role"))
            reading = _Reading(label, settings, mapping, header, columns, words, notes)
            yield from reading.transcripts(rows) if "transcript" in columns.places else reading.items(rows)


def _named(delimiter: str) -> str:
    return {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}.get(delimiter, delimiter)


def _values(rows: list[_Row], place: int) -> Iterator[str]:
    return (row[place] for _, row in rows if not isinstance(row, csv.Error) and place < len(row))


def _role_words(path: Path, encoding: Encoding, place: int | None) -> set[str]:
    """All words for roles in a file, for one that depends on the others."""
    words: set[str] = set()
    if place is not None:
        with open_text(path, encoding) as lines:
            for _, row in islice(_header_and_rows(lines_of(lines))[0], 1, None):
                if not isinstance(row, csv.Error) and place < len(row) and len(words) < _MOST_WORDS:
                    words.add(row[place].strip().casefold())
    return words


class _Reading:
    """One pass over the rows of one file."""

    def __init__(
        self,
        label: str,
        settings: ReaderSettings,
        mapping: Mapping | None,
        header: list[str],
        columns: Columns,
        role_words: Callable[[], set[str]],
        notes: tuple[str, ...],
    ) -> None:
        self._label = label
        self._mapping = mapping or Mapping()
        self._columns = columns
        self._notes = (*notes, *columns.notes)
        self._width = len(header)
        self._problems = ProblemLog(label)
        self._fields = FieldReader(self._problems, settings, mapping, role_words)
        self._settings = settings
        if "visibility" in columns.places:
            self._fields.visibility_column = header[columns.places["visibility"]].strip()
        else:
            self._fields.see_unread(unused(header, columns))
        # A column that the file does not have is read from the empty cell that each row gets at its end.
        places = [columns.places.get(name, self._width) for name in _ORDER]
        self._cells: Callable[[list[str]], _Cells] = itemgetter(*places)
        if self._completed():
            self._cells = _Completion(self._mapping, columns, self._cells, self._fields, file_id(label))

    def _completed(self) -> bool:
        """Whether cells alone do not make a native row."""
        more = {"agent", "sender", "requester"} & set(self._columns.places)
        mapping = self._mapping
        return bool(
            more
            or self._columns.by_author
            or mapping.html
            or mapping.always.model_fields_set
            or mapping.fields.conversation_id == FILE_NAME
        )

    def items(self, rows: Iterator[_Row]) -> Iterator[Item]:
        """The pieces, the problems and, last, the account of the file."""
        label, cells_of, problems = self._label, self._cells, self._problems
        fields, roles, visibilities = self._fields, self._fields.roles, self._fields.visibilities
        # A format that the policy gives goes before what a time looks like.
        html = self._mapping.html
        from_iso = datetime.fromisoformat if "%" not in fields.dates else _no_iso
        piece: list[Message] = []
        head: tuple[str, ...] = ()
        kept = 0
        source = Source(label, 1)
        for source, row in self._whole(rows):
            if row is None:
                yield from problems.take()
                continue
            conversation, identity, stamp, word, author, text, seen, *about = cells_of(row)
            role = roles.get(word)
            if role is None:
                by_author = not word.strip() and author.strip() and fields.role_of_author(author, everybody=False)
                role = fields.role(by_author or word, source)
            if role is not None and (not conversation or conversation.isspace()):
                problems.add("the conversation id is empty.", source, "Give every row the id of its conversation.")
                role = None
            if role is not None and (len(text) <= LONGEST_TEXT or fields.fits(text, source)):
                at = None
                if stamp:
                    try:
                        at = from_iso(stamp)
                    except ValueError:
                        at = fields.time(stamp, source)
                    else:
                        if at.tzinfo is None or not 1970 <= at.year < 9999:
                            at = fields.time(stamp, source)
                if text[:1] == "<" and not html:
                    fields.see_markup(text)
                visibility = visibilities.get(seen) or fields.visibility(seen, source)
                key = (conversation, *about)
                if key != head or len(piece) >= LONGEST_PIECE:
                    if piece:
                        yield self._piece(head, piece)
                    piece, head = [], key
                piece.append(Message(identity.strip(), role, author.strip(), text, at, visibility, "", source))
                kept += 1
            if problems:
                yield from problems.take()
        if piece:
            yield self._piece(head, piece)
        yield from self._end(kept, ())

    def transcripts(self, rows: Iterator[_Row]) -> Iterator[Item]:
        """As `items`, where each row is a conversation with its transcript in one cell."""
        transcripts = Transcripts(self._problems, self._fields, self._mapping.separator, self._settings.knows_agents)
        place = self._columns.places["transcript"]
        agent = self._columns.places.get("agent", self._columns.places.get("author", self._width))
        kept = seen = 0
        for source, row in self._whole(rows):
            if row is not None:
                conversation, _, stamp, _, _, _, _, *about = self._cells(row)
                text = self._fields.from_html(row[place]) if self._mapping.html else row[place]
                known = KnownSpeakers(row[agent], (about[2],), stamp)
                if not conversation.strip():
                    self._problems.add("the conversation id is empty.", source, "Give every row the id of its conversation.")
                elif messages := transcripts.messages(text, known, partial(_line_of, source, seen)):
                    yield self._piece((conversation, *about), messages)
                    kept += len(messages)
                seen += text.count("\n") + text.count("\r") + 1
            yield from self._problems.take()
        yield from self._end(kept, ("one conversation a row", *transcripts.notes()))

    def _whole(self, rows: Iterator[_Row]) -> Iterator[tuple[Source, list[str] | None]]:
        """The rows that have a cell for each column, with an empty one more; None for one that has not."""
        label, width = self._label, self._width
        records = 0
        for line, row in rows:
            if not row:
                continue
            records += 1
            source = Source(label, line, records)
            if isinstance(row, csv.Error):
                self._problems.add("the row cannot be read as CSV.", source, _QUOTE_REMEDY)
                yield source, None
            elif len(row) != width:
                self._problems.add(
                    f"the row has {len(row):,} cells, the header has {width:,}.",
                    source,
                    "Quote cells that hold the delimiter or a line break.",
                    kind=f"the row has not the {width:,} cells of the header.",
                )
                yield source, None
            else:
                row.append("")
                yield source, row

    def _end(self, kept: int, notes: tuple[str, ...]) -> Iterator[Item]:
        yield from self._problems.take()
        yield from self._problems.rest()
        yield InputFile(self._label, CsvRows.name, kept, (*self._notes, *self._fields.notes(), *notes), self._fields.unmet())

    def _piece(self, head: tuple[str, ...], messages: list[Message]) -> Conversation:
        identity, channel, team, client_name, client_id, status, language = head
        self._fields.see_sides(messages)
        about = (self._fields.channel(channel), *_about(team, language, client_id, client_name))
        state = self._fields.status(status) if status else None
        return Conversation(identity.strip(), tuple(messages), *about, state)


class _Completion:
    """Makes native cells of a row that says by other means who wrote, or that leaves out what the policy says."""

    def __init__(
        self, mapping: Mapping, columns: Columns, cells: Callable[[list[str]], _Cells], fields: FieldReader, file: str
    ) -> None:
        self._cells = cells
        self._fields = fields
        self._html = mapping.html
        self._always = {_ORDER.index(name): getattr(mapping.always, name) for name in mapping.always.model_fields_set}
        if mapping.fields.conversation_id == FILE_NAME:
            self._always[0] = file
        self._agent = columns.places.get("agent")
        self._by_author = columns.by_author
        # A column that says the role goes before the ids.
        ids = (columns.places.get("sender"), columns.places.get("requester"))
        self._ids = ids if "role" not in columns.places else (None, None)

    def __call__(self, row: list[str]) -> _Cells:
        cells = list(self._cells(row))
        for place, value in self._always.items():
            cells[place] = cells[place] or value
        sender, requester = self._ids
        if sender is not None and requester is not None and row[sender].strip():
            cells[_ROLE] = "client" if row[sender].strip() == row[requester].strip() else "agent"
        elif self._by_author and cells[_AUTHOR].strip():
            cells[_ROLE] = self._fields.role_of_author(cells[_AUTHOR], everybody=True) or ""
        if self._agent is not None and not cells[_AUTHOR].strip():
            role = self._fields.known_role(cells[_ROLE])
            cells[_AUTHOR] = row[self._agent] if role is Role.AGENT else cells[_CLIENT] if role is Role.CLIENT else ""
        if self._html:
            cells[_TEXT] = self._fields.from_html(cells[_TEXT])
        return tuple(cells)  # type: ignore[return-value]  # as many as there were


_ROLE, _AUTHOR, _TEXT, _CLIENT = (_ORDER.index(name) for name in ("role", "author", "text", "client_name"))


def _line_of(row: Source, seen: int, line: int) -> Source:
    """The place of a line of a transcript cell; numbered through the file, as a transcript may stand on one line."""
    return Source(row.file, (row.line or 1) + line, seen + line + 1)


def _no_iso(text: str) -> datetime:
    raise ValueError(text)


@lru_cache(maxsize=4096)
def _about(team: str, language: str, client_id: str, client_name: str) -> tuple[str, str, Client]:
    """What rows say of their conversation; kept, as in an export that is not sorted every row says it again."""
    name = client_name.strip()
    return team.strip(), language.strip(), Client(client_id.strip(), (name,) if name else ())


def columns_of(path: Path, mapping: Mapping | None, knows_agents: bool) -> Columns:
    """Which column of a file holds what, as `CsvRows` reads it; raises `Refused` where that is not known."""
    with open_text(path, encoding_of(path)) as lines:
        rows, _ = _header_and_rows(lines_of(lines))
        _, header = next(rows, (1, []))
        peeked = list(islice(rows, _PEEKED))
        names = [] if isinstance(header, csv.Error) else header
        return find_columns(names, lambda place: _values(peeked, place), mapping, knows_agents)


def delimiter_of(lines: Iterator[str]) -> tuple[list[str], list[str], str]:
    """The lines before the header, its first line (none where Excel's hint stands last), and the delimiter that they tell."""
    before: list[str] = []
    for line in lines:
        hinted, delimiter = _excel_hint(line)
        if not hinted and line.strip():
            return before, [line], _delimiter(line)
        before.append(line)
        if delimiter is not None:
            return before, [], delimiter
    return before, [], ","


def _header_and_rows(lines: Iterator[str]) -> tuple[Iterator[_Row], str]:
    """All rows, the header among them, and the delimiter, which the first line that says something decides."""
    before, first, delimiter = delimiter_of(lines)
    return _rows(chain(first, lines), delimiter, len(before)), delimiter


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
    """The delimiter that makes most columns of a header line whose names mean something (then: most columns)."""

    def yield_of(delimiter: str) -> tuple[int, int]:
        names = _split(line, delimiter)
        return len({*map(guessed_field, names)} - {None}), len(names)

    return max(DELIMITERS, key=yield_of)
